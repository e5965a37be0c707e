//! Writes one HTML file for each fixture, template and language into a folder, as the running app shows it (English
//! ones also as they are before that, as `…--html.html`; and the language that is offered to nobody): to look at, to photograph; `cargo xtask matrix` holds them against all that a page must bear.
//! `cargo run --example shots --features ssr -- FOLDER`

use finqlink_webui::{fixtures, ssr, templates, words};
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("which folder?")?);
    std::fs::create_dir_all(&folder)?;
    for lang in words::TAGS.iter().copied().chain([fixtures::PSEUDO]) {
        for template in templates::IDS.iter().copied() {
            for fixture in fixtures::all(lang, template) {
                let file = format!("{template}--{}--{lang}.html", fixture.name);
                let page = ssr::render_live(&fixture.boot, &fixture.stage());
                std::fs::write(folder.join(file), document(&page))?;
                // Before the app runs; not where a fixture shows what only the app can come to.
                if lang == "en" && !fixture.is_live_only() {
                    let file = format!("{template}--{}--en--html.html", fixture.name);
                    std::fs::write(folder.join(file), document(&ssr::render(&fixture.boot)))?;
                }
            }
        }
    }
    Ok(())
}

fn document(page: &ssr::Rendered) -> String {
    let root: String = page.root.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
    format!(
        "<!doctype html><html{root}><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, \
         initial-scale=1\"><title>{}</title><style>{}</style></head><body>{}</body></html>",
        page.title, page.css, page.body
    )
}
