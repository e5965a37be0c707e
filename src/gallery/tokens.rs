//! The tokens of a template as its sheets give them: name, duty, value in light and dark; and the contrasts that count.
//! Read from the very text that pages are styled with, so that it cannot lag behind.

use super::choice::{Dress, Scheme};
use crate::template::Template;
use crate::{brand, templates};
use flow::brand::{Colour, Corners, Given, Need, Sheet};

const SHARED: &str = include_str!("../../style/tokens.css");

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// `--surface`.
    pub name: String,
    /// What it is for, in the words of the sheet; empty where its name says it.
    pub duty: String,
    /// As written, in light.
    pub light: String,
    /// As written, in dark.
    pub dark: String,
    /// Whether all templates have it.
    pub is_shared: bool,
}

/// The tokens of one template, in a client's brand where one is worn.
pub struct Palette {
    /// Shared ones first, each in the order of its sheet.
    pub tokens: Vec<Token>,
    sheet: Sheet,
    light: Given,
    dark: Given,
}

/// Two colours that meet, and how they must differ.
pub struct Pair {
    /// What is in front.
    pub front: &'static str,
    /// What it stands on.
    pub ground: &'static str,
    /// What for.
    pub duty: &'static str,
    /// Whether it is read, or shows a control.
    pub need: Need,
}

const fn reads(front: &'static str, ground: &'static str, duty: &'static str) -> Pair {
    Pair { front, ground, duty, need: Need::Reads }
}

const fn shows(front: &'static str, ground: &'static str, duty: &'static str) -> Pair {
    Pair { front, ground, duty, need: Need::Shows }
}

impl Pair {
    /// The least contrast, in hundredths.
    pub fn least_hundredths(&self) -> u32 {
        hundredths(self.need.least())
    }
}

/// Cut, not rounded: 4.499 is not 4.5.
#[expect(clippy::float_arithmetic, reason = "light, not money")]
fn hundredths(contrast: f64) -> u32 {
    // What the last digit of a float loses is given back: 21 is 21.
    (contrast * 100.0 + 1e-6).floor() as u32
}

/// The contrasts that every template keeps, by WCAG 2.2: 1.4.3 and 1.4.11.
pub const PAIRS: &[Pair] = &[
    reads("--text", "--surface", "text"),
    reads("--text", "--surface-sunk", "text that is set back"),
    reads("--text", "--surface-chosen", "text of what is chosen"),
    reads("--text-quiet", "--surface", "labels, hints"),
    reads("--text-quiet", "--surface-sunk", "labels that are set back"),
    reads("--text-quiet", "--surface-chosen", "labels of what is chosen"),
    reads("--text-off", "--surface", "what cannot be chosen, with its reason"),
    reads("--link", "--surface", "links"),
    reads("--on-brand", "--brand", "the main button"),
    reads("--on-brand", "--brand-strong", "the main button, pressed"),
    reads("--good", "--good-tint", "good news"),
    reads("--warn", "--warn-tint", "warnings"),
    reads("--bad", "--bad-tint", "bad news"),
    shows("--line-strong", "--surface", "edges of controls"),
    shows("--brand", "--surface", "what is chosen, the main button"),
    shows("--focus", "--surface", "the ring of the focus"),
];

/// The tokens of a template in this brand.
pub fn palette(template: &str, dress: &Dress) -> Palette {
    let found = templates::find(template);
    let own = declarations(brand::parts(found).0);
    let shared = declarations(SHARED);
    let mine = format!("[data-template=\"{template}\"]");
    let value = |name: &str, dark: bool| {
        own.iter().find(|one| one.name == name && one.stands_in(&mine, dark)).map(|one| one.value.clone())
    };
    let mut tokens: Vec<Token> = Vec::new();
    let of_root = shared.iter().filter(|one| one.stands_in(":root", false)).map(|one| (one, true));
    let of_own = own.iter().filter(|one| one.stands_in(&mine, false)).map(|one| (one, false));
    for (one, is_shared) in of_root.chain(of_own) {
        if tokens.iter().any(|known| known.name == one.name) {
            continue;
        }
        let light = value(&one.name, false).unwrap_or_else(|| one.value.clone());
        let dark = value(&one.name, true).unwrap_or_else(|| light.clone());
        tokens.push(Token { name: one.name.clone(), duty: one.comment.clone(), light, dark, is_shared });
    }
    let mut palette = Palette { tokens, sheet: brand::sheets(found).0, light: Given::new(), dark: Given::new() };
    palette.wear(found, dress);
    palette
}

impl Palette {
    /// The value of a token as it is written.
    pub fn value(&self, name: &str, scheme: Scheme) -> Option<&str> {
        let token = self.tokens.iter().find(|token| token.name == name)?;
        Some(if scheme == Scheme::Dark { &token.dark } else { &token.light })
    }

    /// The contrast of two that meet, in hundredths; `None` where light comes through: what lies behind is a matter of pixels.
    pub fn contrast_hundredths(&self, pair: &Pair, scheme: Scheme) -> Option<u32> {
        let of_front = self.least(pair.front, pair, scheme)?;
        // A ring of two colours is seen where one of them is.
        let halo = if pair.front == "--focus" { self.least("--focus-halo", pair, scheme) } else { None };
        Some(halo.map_or(of_front, |halo| of_front.max(halo)))
    }

    fn least(&self, front: &str, pair: &Pair, scheme: Scheme) -> Option<u32> {
        let bare = |name: &str| name.trim_start_matches('-').to_owned();
        let row = flow::brand::Pair { what: bare(front), on: vec![bare(pair.ground)], need: pair.need };
        let (scheme, given) = match scheme {
            Scheme::Light => (flow::brand::Scheme::Light, &self.light),
            Scheme::Dark => (flow::brand::Scheme::Dark, &self.dark),
        };
        let is_solid =
            self.sheet.colour(scheme, &row.on[0], given).is_ok_and(|ground| (0.999..).contains(&ground.alpha));
        let (contrast, _) = self.sheet.contrast(scheme, &row, given).ok().filter(|_| is_solid)?;
        Some(hundredths(contrast))
    }

    /// Puts a brand's values in place of the template's.
    fn wear(&mut self, template: &Template, dress: &Dress) {
        let paint = Colour::of_a_brand(&dress.colour).ok().and_then(|colour| brand::paint(template, colour).ok());
        if let Some(paint) = paint {
            self.light = paint.light.tokens.into_iter().collect();
            self.dark = paint.dark.tokens.into_iter().collect();
        }
        let corners = Corners::of(dress.corners).map(Corners::tokens).unwrap_or_default();
        for token in &mut self.tokens {
            let name = token.name.trim_start_matches('-');
            if let (Some(light), Some(dark)) = (self.light.get(name), self.dark.get(name)) {
                (token.light, token.dark) = (light.to_string(), dark.to_string());
            }
            if let Some((_, value)) = corners.iter().find(|(known, _)| *known == name) {
                (token.light, token.dark) = ((*value).to_owned(), (*value).to_owned());
            }
        }
    }
}

/// What of a brand could not be seen in this template as it was wished, and what was done: the words of the command line.
pub fn advice(template: &Template, dress: &Dress) -> Vec<(Scheme, String)> {
    let paint = Colour::of_a_brand(&dress.colour).ok().and_then(|colour| brand::paint(template, colour).ok());
    let coats = paint.iter().flat_map(|paint| [(Scheme::Light, &paint.light), (Scheme::Dark, &paint.dark)]);
    coats.filter_map(|(scheme, coat)| Some((scheme, coat.change.as_ref()?.to_string()))).collect()
}

/// A custom property where it is set.
struct Declaration {
    name: String,
    value: String,
    comment: String,
    /// The selectors and conditions around it, from outside in.
    around: Vec<String>,
}

impl Declaration {
    /// Whether it stands right in the rule of this selector, under no condition but, for dark, that one.
    fn stands_in(&self, selector: &str, dark: bool) -> bool {
        let around: Vec<&str> = self.around.iter().map(String::as_str).filter(|one| *one != "@layer tokens").collect();
        match around[..] {
            [only] => !dark && only == selector,
            [condition, inner] => dark && inner == selector && condition == "@media (prefers-color-scheme: dark)",
            _ => false,
        }
    }
}

/// The custom properties of a sheet of ours, with the comment that stands behind them on their line.
fn declarations(css: &str) -> Vec<Declaration> {
    let mut found: Vec<Declaration> = Vec::new();
    let mut around: Vec<String> = Vec::new();
    for line in css.lines() {
        let first = found.len();
        let (code, comment) = split_comment(line);
        let (mut part, mut quoted) = (String::new(), false);
        for sign in code.chars() {
            match sign {
                '"' => {
                    quoted = !quoted;
                    part.push(sign);
                }
                '{' if !quoted => around.push(core::mem::take(&mut part).trim().to_owned()),
                '}' if !quoted => {
                    around.pop();
                    part.clear();
                }
                ';' if !quoted => found.extend(declared(&core::mem::take(&mut part), &around)),
                other => part.push(other),
            }
        }
        for one in &mut found[first..] {
            comment.clone_into(&mut one.comment);
        }
    }
    found
}

fn declared(text: &str, around: &[String]) -> Option<Declaration> {
    let (name, value) = text.split_once(':')?;
    let name = name.trim();
    name.starts_with("--").then(|| Declaration {
        name: name.to_owned(),
        value: value.trim().to_owned(),
        comment: String::new(),
        around: around.to_vec(),
    })
}

/// A line's rules, and the words of its comment.
fn split_comment(line: &str) -> (String, &str) {
    match line.split_once("/*") {
        Some((before, after)) => {
            let (words, behind) = after.split_once("*/").unwrap_or((after, ""));
            ([before, behind].concat(), words.trim())
        }
        None => (line.to_owned(), ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_those_of_the_sheets() {
        for template in templates::IDS {
            let palette = palette(template, &Dress::default());
            let shared = palette.tokens.iter().filter(|token| token.is_shared).count();
            assert!(shared > 30, "{template}: {shared}");
            for scheme in [Scheme::Light, Scheme::Dark] {
                for name in ["--page", "--surface", "--text", "--brand", "--focus", "--font"] {
                    let value = palette.value(name, scheme).unwrap();
                    let system = ["Canvas", "CanvasText", "LinkText", "Highlight", "GrayText"].contains(&value);
                    assert!(!system, "{template} {name}: {value}");
                }
            }
            assert_ne!(palette.value("--text", Scheme::Light), palette.value("--text", Scheme::Dark), "{template}");
        }
        let duty =
            |name: &str| palette("cards", &Dress::default()).tokens.into_iter().find(|one| one.name == name).unwrap();
        assert_eq!(duty("--surface-sunk").duty, "set back: notes, what is asked");
        assert!(duty("--slot").duty.contains("slot of the till") && !duty("--slot").is_shared);
        assert_eq!(duty("--mono").light, duty("--mono").dark);
    }

    #[test]
    fn every_contrast_that_can_be_counted_holds() {
        let mut counted = 0;
        for template in templates::IDS {
            let palette = palette(template, &Dress::default());
            for scheme in [Scheme::Light, Scheme::Dark] {
                for pair in PAIRS {
                    let Some(contrast) = palette.contrast_hundredths(pair, scheme) else { continue };
                    counted += 1;
                    let place = format!("{template} {scheme:?}: {} on {}", pair.front, pair.ground);
                    assert!(contrast >= pair.least_hundredths(), "{place} is {contrast} hundredths");
                }
            }
        }
        // Glass is layers: its text is measured by pixels.
        assert!(counted >= 6 * 2 * PAIRS.len(), "{counted}");
    }

    #[test]
    fn a_brand_is_worn_and_its_contrasts_hold() {
        let told = |colour: &str| {
            let dress = Dress { colour: colour.to_owned(), ..Dress::default() };
            advice(templates::find("default"), &dress)
        };
        assert!(told("#ffe600")[0].1.contains("darkened") && told("").is_empty());
        for colour in ["#ffe600", "#0a0a0a", "#fafafa", "#e30613"] {
            let dress = Dress { colour: colour.to_owned(), corners: "round", ..Dress::default() };
            for template in templates::IDS {
                let (bare, worn) = (palette(template, &Dress::default()), palette(template, &dress));
                assert_ne!(bare.value("--brand", Scheme::Light), worn.value("--brand", Scheme::Light), "{template}");
                assert_eq!(worn.value("--radius-mark", Scheme::Dark), Some("50%"), "{template}");
                for (scheme, pair) in PAIRS.iter().flat_map(|pair| [(Scheme::Light, pair), (Scheme::Dark, pair)]) {
                    let Some(contrast) = worn.contrast_hundredths(pair, scheme) else { continue };
                    let place = format!("{colour} on {template} {scheme:?}: {} on {}", pair.front, pair.ground);
                    assert!(contrast >= pair.least_hundredths(), "{place} is {contrast} hundredths");
                }
            }
        }
    }
}
