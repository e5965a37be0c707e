//! `finqlink clients brand`: what a client's pages look like; a running gateway shows it with its next page.
//! Never here: what is allowed (`app::brands`), what a colour becomes (`flow::brand`).

use super::preview;
use super::print::{self, Form};
use crate::app::brands::{self, BrandRow, Known, Wish, logo::MOST_BYTES};
use crate::config::Config;
use crate::start::open_store;
use anyhow::Context;
use finqlink_webui::brand::{Advice, advice};
use flow::brand::Colour;
use serde_json::{Value, json};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// What is wished. Nothing: the present brand is shown. An empty value takes one away.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Its `client_id`
    client_id: String,
    /// The name that payers know, up to 70 characters; it never takes the place of who is paid
    #[arg(long)]
    name: Option<String>,
    /// PNG, JPEG or WebP, up to 100 KB, each side 16 to 2048 pixels; shown on white, at most 160 × 40
    #[arg(long, value_name = "FILE")]
    logo: Option<PathBuf>,
    /// One colour, #RRGGBB; moved in lightness where it could not be seen, and told what was changed
    #[arg(long, visible_alias = "color", value_name = "#RRGGBB")]
    colour: Option<String>,
    /// square, soft or round [default: the template's own]
    #[arg(long, value_name = "STYLE")]
    corners: Option<String>,
    /// What the law wants said, up to 160 characters
    #[arg(long, value_name = "TEXT")]
    legal_text: Option<String>,
    /// A label of up to 24 characters and an https address; up to three, in place of all before
    #[arg(long = "legal-link", value_name = "LABEL=URL")]
    legal_links: Option<Vec<String>>,
    /// Template of links that name none
    #[arg(long)]
    template: Option<String>,
    /// Language of links that name none
    #[arg(long)]
    language: Option<String>,
    /// Take all away first
    #[arg(long)]
    clear: bool,
    /// Change nothing: write a page that shows every template with this brand
    #[arg(long, value_name = "FILE.html")]
    preview: Option<PathBuf>,
    #[command(flatten)]
    form: Form,
}

/// Does it.
///
/// # Errors
/// One line that says why not.
pub async fn run(args: Args, config: &Config) -> anyhow::Result<()> {
    let (form, client_id, preview) = (args.form, args.client_id.clone(), args.preview.clone());
    let store = open_store(config).await?;
    let present = brands::present(&store, &client_id).await?;
    let wish = wish(args)?;
    let is_asked_only = wish == Wish::default();
    let known = Known { templates: finqlink_webui::templates::IDS, languages: finqlink_webui::words::TAGS };
    let (brand, bytes) = brands::wished(present, wish, known)?;
    let advice = match brand.colour.as_deref().map(Colour::of_a_brand) {
        Some(Ok(colour)) => advice(colour)?,
        _ => Vec::new(),
    };
    if let Some(file) = preview {
        let bytes = match (&brand.logo, bytes) {
            (Some(logo), None) => store.logo(&logo.hash).await?.map(|(_, bytes)| bytes),
            (_, bytes) => bytes,
        };
        preview::write(&file, &brand, bytes.as_deref())?;
        let text = format!("{} shows it; nothing was changed.\n{}", file.display(), told(&advice));
        let json =
            json!({"client_id": client_id, "preview": file, "brand": object(&brand), "adjustments": list(&advice)});
        return print::answer(form, &json, &text);
    }
    if !is_asked_only {
        store.put_brand(&client_id, &brand, bytes.as_deref()).await?;
    }
    let json = json!({"client_id": client_id, "brand": object(&brand), "adjustments": list(&advice)});
    print::answer(form, &json, &format!("{}\n{}", print::table(&rows(&brand)), told(&advice)))
}

fn wish(args: Args) -> anyhow::Result<Wish> {
    let Args { name, colour, corners, legal_text, legal_links, template, language, clear, logo, .. } = args;
    let logo = logo.map(|file| picture(&file)).transpose()?;
    Ok(Wish { clear, name, logo, colour, corners, legal_text, legal_links, template, language })
}

/// At most one byte more than is allowed: a file of gigabytes is never read.
fn picture(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if !file.as_os_str().is_empty() {
        let opened = std::fs::File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
        let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
        opened.take(most).read_to_end(&mut bytes).with_context(|| format!("cannot read {}", file.display()))?;
        anyhow::ensure!(!bytes.is_empty(), "{} is empty", file.display());
    }
    Ok(bytes)
}

/// For machines.
pub fn object(brand: &BrandRow) -> Value {
    let links: Vec<Value> = brand.legal_links.iter().map(|(label, url)| json!({"label": label, "url": url})).collect();
    let logo = brand.logo.as_ref().map(|logo| {
        json!({"address": format!("/brand/{}.{}", logo.hash, logo.kind), "width": logo.width, "height": logo.height})
    });
    json!({
        "name": brand.name,
        "logo": logo,
        "colour": brand.colour,
        "corners": brand.corners,
        "legal_text": brand.legal_text,
        "legal_links": links,
        "template": brand.template,
        "language": brand.language,
    })
}

/// For people.
fn rows(brand: &BrandRow) -> Vec<Vec<String>> {
    let own = |value: Option<&String>| value.filter(|value| !value.is_empty()).map_or("-".to_owned(), String::clone);
    let logo = brand.logo.as_ref().map(|logo| format!("{}, {} × {} pixels", logo.kind, logo.width, logo.height));
    let mut rows = vec![
        ["name".to_owned(), own(Some(&brand.name))],
        ["logo".to_owned(), own(logo.as_ref())],
        ["colour".to_owned(), own(brand.colour.as_ref())],
        ["corners".to_owned(), own(brand.corners.as_ref())],
        ["legal text".to_owned(), own(Some(&brand.legal_text))],
    ];
    rows.extend(brand.legal_links.iter().map(|(label, url)| ["legal link".to_owned(), format!("{label}: {url}")]));
    rows.push(["template".to_owned(), own(brand.template.as_ref())]);
    rows.push(["language".to_owned(), own(brand.language.as_ref())]);
    rows.into_iter().map(|row| row.to_vec()).collect()
}

/// What had to be changed, and where; one line for each change.
fn told(advice: &[Advice]) -> String {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for Advice { template, scheme, change } in advice {
        let (change, place) = (change.to_string(), format!("{template} ({})", scheme.as_str()));
        match lines.iter_mut().find(|(line, _)| *line == change) {
            Some((_, places)) => places.push(place),
            None => lines.push((change, vec![place])),
        }
    }
    lines.iter().map(|(change, places)| format!("\nIn {}: {change}.", places.join(", "))).collect()
}

fn list(advice: &[Advice]) -> Vec<Value> {
    advice
        .iter()
        .map(|Advice { template, scheme, change }| {
            json!({
                "template": template,
                "scheme": scheme.as_str(),
                "wished": change.wished.to_string(),
                "used": change.used.to_string(),
                "message": change.to_string(),
            })
        })
        .collect()
}
