//! The tokens of a template as its sheets give them: name, duty, value in light and dark; and the contrasts that count.
//! Read from the very text that pages are styled with, so that it cannot lag behind.

use super::choice::Scheme;
use super::colour::Rgb;
use crate::templates;

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

/// The tokens of one template.
pub struct Palette {
    /// Shared ones first, each in the order of its sheet.
    pub tokens: Vec<Token>,
}

/// Two colours that meet, and how they must differ.
pub struct Pair {
    /// What is in front.
    pub front: &'static str,
    /// What it stands on.
    pub ground: &'static str,
    /// What for.
    pub duty: &'static str,
    /// The least contrast, in hundredths: 450 for text, 300 for controls and focus.
    pub least_hundredths: u32,
}

const fn pair(front: &'static str, ground: &'static str, duty: &'static str, least_hundredths: u32) -> Pair {
    Pair { front, ground, duty, least_hundredths }
}

/// The contrasts that every template keeps, by WCAG 2.2: 1.4.3 and 1.4.11.
pub const PAIRS: &[Pair] = &[
    pair("--text", "--surface", "text", 450),
    pair("--text", "--surface-sunk", "text that is set back", 450),
    pair("--text", "--surface-chosen", "text of what is chosen", 450),
    pair("--text-quiet", "--surface", "labels, hints", 450),
    pair("--text-quiet", "--surface-sunk", "labels that are set back", 450),
    pair("--text-quiet", "--surface-chosen", "labels of what is chosen", 450),
    pair("--text-off", "--surface", "what cannot be chosen, with its reason", 450),
    pair("--link", "--surface", "links", 450),
    pair("--on-brand", "--brand", "the main button", 450),
    pair("--on-brand", "--brand-strong", "the main button, pressed", 450),
    pair("--good", "--good-tint", "good news", 450),
    pair("--warn", "--warn-tint", "warnings", 450),
    pair("--bad", "--bad-tint", "bad news", 450),
    pair("--line-strong", "--surface", "edges of controls", 300),
    pair("--brand", "--surface", "what is chosen, the main button", 300),
    pair("--focus", "--surface", "the ring of the focus", 300),
];

/// The tokens of a template.
pub fn palette(template: &str) -> Palette {
    let own = declarations(templates::find(template).css.split("@layer template").next().unwrap_or(""));
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
    Palette { tokens }
}

impl Palette {
    /// The value of a token as it is written.
    pub fn value(&self, name: &str, scheme: Scheme) -> Option<&str> {
        let token = self.tokens.iter().find(|token| token.name == name)?;
        Some(if scheme == Scheme::Dark { &token.dark } else { &token.light })
    }

    /// A token's colour; `None` where only a browser can work it out.
    pub fn colour(&self, name: &str, scheme: Scheme) -> Option<Rgb> {
        let mut value = self.value(name, scheme)?;
        // A token that is another's: no chain of them is longer than this.
        for _ in 0..8 {
            match value.strip_prefix("var(").and_then(|rest| rest.strip_suffix(')')) {
                Some(other) => value = self.value(other.trim(), scheme)?,
                None => return Rgb::read(value),
            }
        }
        None
    }

    /// The contrast of two that meet, in hundredths; `None` where only a browser can work it out.
    pub fn contrast_hundredths(&self, pair: &Pair, scheme: Scheme) -> Option<u32> {
        let ground = self.colour(pair.ground, scheme)?;
        // What is seen through shows the page.
        let solid = if (0.999..).contains(&ground.alpha) { ground } else { ground.over(self.page(scheme)?) };
        let of_front = self.colour(pair.front, scheme)?.contrast_hundredths(solid);
        // A ring of two colours is seen where one of them is.
        let halo = self.colour("--focus-halo", scheme).filter(|_| pair.front == "--focus");
        Some(halo.map_or(of_front, |halo| of_front.max(halo.contrast_hundredths(solid))))
    }

    fn page(&self, scheme: Scheme) -> Option<Rgb> {
        self.colour("--page", scheme).filter(|page| (0.999..).contains(&page.alpha))
    }
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
            let palette = palette(template);
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
        let duty = |name: &str| palette("cards").tokens.into_iter().find(|one| one.name == name).unwrap();
        assert_eq!(duty("--surface-sunk").duty, "set back: notes, what is asked");
        assert!(duty("--slot").duty.contains("slot of the till") && !duty("--slot").is_shared);
        assert_eq!(duty("--mono").light, duty("--mono").dark);
    }

    #[test]
    fn every_contrast_that_can_be_counted_holds() {
        let mut counted = 0;
        for template in templates::IDS {
            let palette = palette(template);
            for scheme in [Scheme::Light, Scheme::Dark] {
                for pair in PAIRS {
                    let Some(contrast) = palette.contrast_hundredths(pair, scheme) else { continue };
                    counted += 1;
                    let place = format!("{template} {scheme:?}: {} on {}", pair.front, pair.ground);
                    assert!(contrast >= pair.least_hundredths, "{place} is {contrast} hundredths");
                }
            }
        }
        // Glass is layers: its text is measured by pixels.
        assert!(counted >= 6 * 2 * PAIRS.len(), "{counted}");
    }
}
