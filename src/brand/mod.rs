//! A client's brand over a template: the rules that its page's sheet ends with, and what an operator is told when they are made.
//! Never here: how colours are found (`flow::brand`), what a page says of the brand (`parts`).

#[cfg(test)]
mod tests;

use crate::template::Template;
use crate::templates;
use flow::brand::{Change, Coat, Colour, Corners, Fault, Paint, Scheme, Sheet, compile};
use protocol::page::Brand;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{LazyLock, Mutex, PoisonError};

/// Shared tokens, and the table by duty of what must be seen on what.
const SHARED: [&str; 2] = [include_str!("../../style/tokens.css"), include_str!("../../style/brand.css")];

/// More brands than this are not kept ready: each is made in moments.
const MOST_KEPT: usize = 512;

/// What a template's sheet is made of: tokens, what follows a brand (read here, never sent), rules.
pub fn parts(template: &Template) -> (&'static str, &'static str, &'static str) {
    let split = |css: &'static str, at: &str| css.split_at(css.find(at).unwrap_or(css.len()));
    let (before, rules) = split(template.css, "@layer template");
    let (tokens, own) = split(before, "@layer brand");
    (tokens, own, rules)
}

/// The tokens of a template as its brand sheet has them, and that sheet alone.
pub fn sheets(template: &Template) -> (Sheet, Sheet) {
    let (tokens, own, _) = parts(template);
    (Sheet::read(&[SHARED[0], SHARED[1], tokens, own]), Sheet::read(&[own]))
}

/// A template in a colour.
///
/// # Errors
/// When the template's sheets cannot be read, or no lightness of the colour can be seen: never with the templates of the house.
pub fn paint(template: &Template, colour: Colour) -> Result<Paint, Fault> {
    static READ: LazyLock<BTreeMap<&'static str, (Sheet, Sheet)>> =
        LazyLock::new(|| templates::ALL.iter().map(|template| (template.id, sheets(template))).collect());
    let (all, own) = READ.get(template.id).ok_or_else(|| Fault::Missing(template.id.to_owned()))?;
    compile(colour, all, own)
}

/// What had to be changed for a template to be seen in a colour.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// The template.
    pub template: &'static str,
    /// Light or dark.
    pub scheme: Scheme,
    /// What, by how much, why.
    pub change: Change,
}

/// All that had to be changed, in every template.
///
/// # Errors
/// As [`paint`].
pub fn advice(colour: Colour) -> Result<Vec<Advice>, Fault> {
    let mut all = Vec::new();
    for template in templates::ALL {
        let Paint { light, dark } = paint(template, colour)?;
        for (scheme, coat) in [(Scheme::Light, light), (Scheme::Dark, dark)] {
            all.extend(coat.change.map(|change| Advice { template: template.id, scheme, change }));
        }
    }
    Ok(all)
}

/// The rules of a brand, to stand at the end of the page's sheet; empty when it sets no colour and no corners.
pub fn rules(template: &Template, brand: &Brand) -> String {
    static KEPT: Mutex<BTreeMap<[String; 3], String>> = Mutex::new(BTreeMap::new());
    let key = [template.id.to_owned(), brand.colour.clone(), brand.corners.clone()];
    // A map of finished texts is whole whenever a thread stops.
    let kept = || KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(rules) = kept().get(&key) {
        return rules.clone();
    }
    let rules = written(template, brand);
    let mut kept = kept();
    if kept.len() >= MOST_KEPT {
        kept.clear();
    }
    kept.insert(key, rules.clone());
    rules
}

fn written(template: &Template, brand: &Brand) -> String {
    // What is not a colour was refused when it was given; a page is not kept back for it.
    let paint = Colour::of_a_brand(&brand.colour).ok().and_then(|colour| paint(template, colour).ok());
    let corners = Corners::of(&brand.corners).map(Corners::tokens).unwrap_or_default();
    let mut light: String = paint.as_ref().map(|paint| declared(&paint.light)).unwrap_or_default();
    for (name, value) in corners.iter().filter(|(name, _)| !name.is_empty()) {
        let _ = write!(light, "--{name}:{value};");
    }
    if light.is_empty() {
        return light;
    }
    let on = format!("[data-template=\"{}\"]", template.id);
    let dark = paint
        .map(|paint| format!("@media (prefers-color-scheme: dark){{{on}{{{}}}}}", declared(&paint.dark)))
        .unwrap_or_default();
    format!("\n@layer brand{{{on}{{{light}}}{dark}}}")
}

fn declared(coat: &Coat) -> String {
    coat.tokens.iter().fold(String::new(), |mut text, (name, colour)| {
        let _ = write!(text, "--{name}:{colour};");
        text
    })
}
