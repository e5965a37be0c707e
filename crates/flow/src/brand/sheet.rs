//! Reads the custom properties of a template's sheets, and says what colour one of them is.
//! Only what our own sheets use: hex, `rgb()`, `var()`, `color-mix()` in sRGB and OKLab, `oklch(from …)`.

use super::colour::Colour;
use std::collections::BTreeMap;

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Scheme {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Light, Self::Dark];

    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Why a sheet cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A token that nobody gives a value.
    #[error("--{0} has no value")]
    Missing(String),
    /// A value that is no colour, or in a form that is not read here.
    #[error("{0:?} cannot be read as a colour")]
    Unread(String),
    /// A token that is made of itself.
    #[error("--{0} is made of itself")]
    Circle(String),
    /// No lightness of the colour makes everything visible.
    #[error("no lightness of this colour can be seen on the template's surfaces in {0}")]
    Impossible(&'static str),
}

/// The custom properties of a template, by scheme: names without `--`, and values as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    light: BTreeMap<String, String>,
    dark: BTreeMap<String, String>,
}

/// Colours that stand in place of a sheet's own.
pub type Given = BTreeMap<String, Colour>;

/// As deep as tokens are made of tokens.
const DEEPEST: usize = 12;

impl Sheet {
    /// Reads sheets, the later over the earlier: what stands on the root, outside of conditions other than the dark scheme.
    pub fn read(sheets: &[&str]) -> Self {
        let mut read = Self::default();
        for css in sheets {
            read.take(&plain(css));
        }
        read
    }

    fn take(&mut self, css: &str) {
        let mut around: Vec<String> = Vec::new();
        let mut text = String::new();
        let mut quote = None;
        for c in css.chars() {
            if quote.is_none() && matches!(c, '{' | '}' | ';') {
                let said = core::mem::take(&mut text);
                match c {
                    '{' => around.push(said.trim().to_owned()),
                    _ => self.declare(&around, said.trim()),
                }
                if c == '}' {
                    around.pop();
                }
                continue;
            }
            quote = match (quote, c) {
                (None, '"') => Some(c),
                (Some(open), close) if open == close => None,
                (open, _) => open,
            };
            text.push(c);
        }
    }

    fn declare(&mut self, around: &[String], declaration: &str) {
        let Some((name, value)) = declaration.strip_prefix("--").and_then(|one| one.split_once(':')) else { return };
        let is_dark = |head: &String| head.starts_with("@media") && head.contains("prefers-color-scheme: dark");
        let on_root = |head: &String| head == ":root" || (head.starts_with("[data-template=") && head.ends_with(']'));
        if !around.iter().all(|head| head.starts_with("@layer") || is_dark(head) || on_root(head)) {
            return;
        }
        let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
        if !around.iter().any(is_dark) {
            self.light.insert(name.clone(), value.clone());
        }
        self.dark.insert(name, value);
    }

    /// A value as it is written.
    pub fn text(&self, scheme: Scheme, name: &str) -> Option<&str> {
        let tokens = match scheme {
            Scheme::Light => &self.light,
            Scheme::Dark => &self.dark,
        };
        tokens.get(name).map(String::as_str)
    }

    /// Every name that has a value in a scheme.
    pub fn names(&self, scheme: Scheme) -> impl Iterator<Item = &str> {
        let tokens = match scheme {
            Scheme::Light => &self.light,
            Scheme::Dark => &self.dark,
        };
        tokens.keys().map(String::as_str)
    }

    /// The colour of a token.
    ///
    /// # Errors
    /// When it has none.
    pub fn colour(&self, scheme: Scheme, name: &str, given: &Given) -> Result<Colour, Fault> {
        self.deep(scheme, name, given, 0)
    }

    fn deep(&self, scheme: Scheme, name: &str, given: &Given, depth: usize) -> Result<Colour, Fault> {
        if let Some(colour) = given.get(name) {
            return Ok(*colour);
        }
        if depth > DEEPEST {
            return Err(Fault::Circle(name.to_owned()));
        }
        let value = self.text(scheme, name).ok_or_else(|| Fault::Missing(name.to_owned()))?;
        self.value(scheme, value, given, depth + 1)
    }

    fn value(&self, scheme: Scheme, value: &str, given: &Given, depth: usize) -> Result<Colour, Fault> {
        let unread = || Fault::Unread(value.to_owned());
        let value = value.trim();
        if let Some(colour) = Colour::hex(value).or_else(|| word(value)) {
            return Ok(colour);
        }
        let (function, inside) = value.strip_suffix(')').and_then(|value| value.split_once('(')).ok_or_else(unread)?;
        let of = |text: &str| self.value(scheme, text, given, depth);
        match function {
            "var" => self.deep(scheme, inside.trim().strip_prefix("--").ok_or_else(unread)?, given, depth),
            "rgb" => rgb(inside).ok_or_else(unread),
            "color-mix" => {
                let [space, first, second] = <[&str; 3]>::try_from(parts(inside, ',')).map_err(|_| unread())?;
                let (first, share) = first.rsplit_once(' ').ok_or_else(unread)?;
                let share = share.strip_suffix('%').and_then(|share| share.parse::<f64>().ok()).ok_or_else(unread)?;
                let (first, second) = (of(first)?, of(second)?);
                match space {
                    "in srgb" => Ok(first.mixed(share / 100.0, second)),
                    "in oklab" => Ok(first.mixed_in_oklab(share / 100.0, second)),
                    _ => Err(unread()),
                }
            }
            "oklch" => {
                let inside = inside.strip_prefix("from ").ok_or_else(unread)?;
                let [from, light, chroma, "h"] = parts(inside, ' ')[..] else { return Err(unread()) };
                let (light, most) = (lightness(light).ok_or_else(unread)?, chroma.strip_prefix("min(c, "));
                let most = most.and_then(|most| most.strip_suffix(')')?.parse().ok()).ok_or_else(unread)?;
                Ok(of(from)?.pinned(light, most))
            }
            _ => Err(unread()),
        }
    }
}

/// Without comments.
fn plain(css: &str) -> String {
    css.split("/*")
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once("*/").map_or("", |(_, rest)| rest) })
        .collect()
}

fn word(value: &str) -> Option<Colour> {
    match value {
        "white" => Some(Colour::WHITE),
        "black" => Some(Colour::BLACK),
        "transparent" => Some(Colour { alpha: 0.0, ..Colour::BLACK }),
        _ => None,
    }
}

/// `12 44 54` or `12 44 54 / 0.14`.
fn rgb(inside: &str) -> Option<Colour> {
    let (parts, alpha) = inside.split_once('/').map_or((inside, None), |(parts, alpha)| (parts, Some(alpha)));
    let parts: Vec<u8> = parts.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
    let alpha = alpha.map_or(Some(1.0), |alpha| alpha.trim().parse().ok())?;
    Some(Colour { alpha, ..Colour::bytes(parts.try_into().ok()?) })
}

/// `0.45`, `min(l, 0.4)`, `max(l, 0.88)`.
fn lightness(text: &str) -> Option<Box<dyn Fn(f64) -> f64>> {
    let bound = |head: &str| text.strip_prefix(head)?.strip_suffix(')')?.parse::<f64>().ok();
    if let Some(most) = bound("min(l, ") {
        return Some(Box::new(move |light| light.min(most)));
    }
    if let Some(least) = bound("max(l, ") {
        return Some(Box::new(move |light| light.max(least)));
    }
    let fixed: f64 = text.parse().ok()?;
    Some(Box::new(move |_| fixed))
}

/// What a sign parts, outside of brackets.
fn parts(text: &str, sign: char) -> Vec<&str> {
    let (mut found, mut from, mut depth) = (Vec::new(), 0, 0_i32);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if c == sign && depth == 0 => {
                found.push(text[from..at].trim());
                from = at + c.len_utf8();
            }
            _ => (),
        }
    }
    found.push(text[from..].trim());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = r#"
        /* a { --page: #000000; } */
        @layer tokens {
        :root { --page: Canvas; }
        [data-template="x"] {
        --page: #fff; --brand: #0f5f70; --land: oklch(from var(--brand) 0.45 min(c, 0.08) h);
        --hill: color-mix(in oklab, var(--land) 38%, #cbdfdc); --pane: rgb(255 255 255 / 0.5); --a: var(--b); --b: var(--a);
        --art: url("data:image/svg+xml;{}"); --list: brand page;
        .mark { --page: #123456; }
        }
        @media (prefers-color-scheme: dark) { [data-template="x"] { --page: #111; } }
        @media (prefers-contrast: more) { [data-template="x"] { --page: #222; } }
        }
    "#;

    #[test]
    fn tokens_are_read_by_scheme_and_from_the_root_only() {
        let sheet = Sheet::read(&[SHEET]);
        let said = |scheme, name| sheet.colour(scheme, name, &Given::new()).map(|colour| colour.to_string());
        assert_eq!(said(Scheme::Light, "page").unwrap(), "#ffffff");
        assert_eq!(said(Scheme::Dark, "page").unwrap(), "#111111");
        assert_eq!(said(Scheme::Dark, "hill").unwrap(), "#88adb2");
        assert_eq!(said(Scheme::Light, "pane").unwrap(), "rgb(255 255 255 / 0.500)");
        assert_eq!(sheet.text(Scheme::Light, "list"), Some("brand page"));
        assert_eq!(said(Scheme::Light, "art"), Err(Fault::Unread("url(\"data:image/svg+xml;{}\")".to_owned())));
        assert!(matches!(said(Scheme::Light, "a"), Err(Fault::Circle(_))));
        assert_eq!(said(Scheme::Light, "none"), Err(Fault::Missing("none".to_owned())));
        let given = Given::from([("brand".to_owned(), Colour::BLACK)]);
        assert_ne!(sheet.colour(Scheme::Light, "hill", &given).unwrap().to_string(), "#88adb2");
    }
}
