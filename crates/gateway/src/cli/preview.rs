//! A page that shows a brand in every template, in light and dark: one file that needs no gateway and calls nothing.
//! Never here: how a page looks.

use crate::app::brands::BrandRow;
use crate::pages::brand;
use anyhow::Context;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use finqlink_webui::fixtures::{self, Fixture};
use finqlink_webui::ssr::{self, Rendered};
use finqlink_webui::templates;
use std::path::Path;

/// What is shown: a bank chosen, the moment before paying.
const SHOWN: &str = "select-chosen";

/// Nothing but its own styles, and pictures that are in it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'";

/// Writes it.
///
/// # Errors
/// When the file cannot be written.
pub fn write(file: &Path, brand: &BrandRow, logo: Option<&[u8]>) -> anyhow::Result<()> {
    let lang = brand.language.as_deref().unwrap_or("en");
    let mut told = brand::told(brand);
    if let (Some(told), Some(row), Some(bytes)) = (&mut told, &brand.logo, logo) {
        let kind = if row.kind == "jpg" { "jpeg" } else { &row.kind };
        told.logo = Some(brand::shown(row, format!("data:image/{kind};base64,{}", STANDARD.encode(bytes))));
    }
    let mut frames = String::new();
    for template in templates::ALL {
        let Some(mut fixture) = fixtures::find(lang, template.id, SHOWN) else { continue };
        fixture.boot.look.brand.clone_from(&told);
        let page = escape(&document(&fixture));
        let frame = |scheme: &str| {
            let title = escape(&format!("{}, {scheme}", template.title));
            format!("<iframe class=\"{scheme}\" title=\"{title}\" srcdoc=\"{page}\"></iframe>")
        };
        frames += &format!("<h2>{}</h2><div>{}{}</div>", escape(template.title), frame("light"), frame("dark"));
    }
    let name = escape(&brand.name);
    let html = format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" \
         content=\"{POLICY}\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{name}</title>\
         <style>body{{margin:24px;font:16px/1.5 system-ui,sans-serif}}div{{display:flex;flex-wrap:wrap;gap:16px}}\
         iframe{{width:390px;height:844px;border:1px solid}}.light{{color-scheme:light}}.dark{{color-scheme:dark}}</style>\
         </head><body><h1>{name}</h1>{frames}</body></html>"
    );
    std::fs::write(file, html).with_context(|| format!("cannot write {}", file.display()))
}

fn document(fixture: &Fixture) -> String {
    let Rendered { body, title, css, root } = ssr::render(&fixture.boot);
    let root: String = root.iter().map(|(name, value)| format!(" {name}=\"{}\"", escape(value))).collect();
    format!(
        "<!doctype html><html{root}><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, \
         initial-scale=1\"><title>{}</title><style>{css}</style></head><body>{body}</body></html>",
        escape(&title)
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
