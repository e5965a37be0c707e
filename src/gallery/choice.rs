//! What a visitor of the gallery chooses, as it stands in an address: closed lists, each with the word of the address and the
//! word for people. What is none of them is as if nothing was said. Never here: what a choice looks like.

use crate::fixtures;
use crate::words::LANGUAGES;
use flow::brand::{Colour, Corners};
use protocol::page::Brand;

/// One of a closed list.
pub trait Listed: Copy + PartialEq + Sized + 'static {
    /// Every one with its word in addresses and its word for people; the first is what is shown when nobody chooses.
    const ALL: &'static [(Self, &'static str, &'static str)];

    /// The one of this word, else the first.
    fn of(word: Option<&str>) -> Self {
        Self::ALL.iter().find(|(_, known, _)| word == Some(known)).unwrap_or(&Self::ALL[0]).0
    }

    /// Its word in addresses.
    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(one, ..)| *one == self).map_or("", |(_, word, _)| word)
    }
}

/// A colour scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// As by day.
    Light,
    /// As by night.
    Dark,
}

/// Which schemes hang side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schemes {
    /// Both, for each screen.
    Both,
    /// This one.
    One(Scheme),
}

/// The size of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// 390 × 844.
    Phone,
    /// 320 × 640: the smallest that must work.
    Small,
    /// 300 × 420: a frame in a shop's narrow column.
    Column,
    /// 1280 × 800.
    Desktop,
}

/// The way that lines run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// As the language runs.
    OfLanguage,
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// Which of a screen's two lives is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As the running app shows it.
    Live,
    /// As the gateway sends it, for browsers without script.
    Html,
}

/// A logo to try on: bundled, so that nothing is uploaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Picture {
    /// The payee's initials.
    #[default]
    None,
    /// Wider than high.
    Wide,
    /// Higher than wide.
    Tall,
}

impl Listed for Picture {
    const ALL: &'static [(Self, &'static str, &'static str)] =
        &[(Self::None, "", "none"), (Self::Wide, "wide", "wide"), (Self::Tall, "tall", "tall")];
}

impl Listed for Scheme {
    const ALL: &'static [(Self, &'static str, &'static str)] =
        &[(Self::Light, "light", "Light"), (Self::Dark, "dark", "Dark")];
}

impl Listed for Schemes {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::One(Scheme::Light), "light", "Light"),
        (Self::One(Scheme::Dark), "dark", "Dark"),
        (Self::Both, "both", "Both"),
    ];
}

impl Listed for Format {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Phone, "phone", "Phone"),
        (Self::Small, "small", "320"),
        (Self::Column, "column", "Column"),
        (Self::Desktop, "desktop", "Desktop"),
    ];
}

impl Listed for Direction {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::OfLanguage, "auto", "As the language"),
        (Self::Ltr, "ltr", "Left to right"),
        (Self::Rtl, "rtl", "Right to left"),
    ];
}

impl Listed for Mode {
    const ALL: &'static [(Self, &'static str, &'static str)] =
        &[(Self::Live, "live", "With the app"), (Self::Html, "html", "Without script")];
}

impl Schemes {
    /// The schemes, light before dark.
    pub fn each(self) -> &'static [Scheme] {
        match self {
            Self::Both => &[Scheme::Light, Scheme::Dark],
            Self::One(Scheme::Light) => &[Scheme::Light],
            Self::One(Scheme::Dark) => &[Scheme::Dark],
        }
    }
}

impl Format {
    /// Width and height, CSS pixels.
    pub fn size(self) -> (u32, u32) {
        match self {
            Self::Phone => (390, 844),
            Self::Small => (320, 640),
            Self::Column => (300, 420),
            Self::Desktop => (1280, 800),
        }
    }
}

/// Everything that can be chosen for what hangs on a wall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Tag of one of our languages.
    pub lang: &'static str,
    /// Which schemes.
    pub schemes: Schemes,
    /// How large.
    pub format: Format,
    /// Which way lines run.
    pub dir: Direction,
    /// With the app, or without script.
    pub mode: Mode,
    /// A client's brand over it.
    pub dress: Dress,
}

/// What a client may set of a brand, as far as it shows without a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dress {
    /// `#rrggbb`; empty: the template's own.
    pub colour: String,
    /// The word of a style; empty: the template's own.
    pub corners: &'static str,
    /// A name; empty: the creditor's alone.
    pub name: String,
    /// A logo.
    pub logo: Picture,
}

/// As many letters as a client's name may have.
pub const LONGEST_NAME: usize = 70;

impl Dress {
    fn read<'a>(ask: impl Fn(&str) -> Option<&'a str>) -> Self {
        let colour = ask("colour").and_then(|text| Colour::of_a_brand(text).ok());
        let name = ask("name").map(str::trim).filter(|name| !name.chars().any(char::is_control));
        Self {
            colour: colour.map(|colour| colour.to_string()).unwrap_or_default(),
            corners: ask("corners").and_then(Corners::of).map_or("", Corners::as_str),
            name: name.filter(|name| name.chars().count() <= LONGEST_NAME).unwrap_or_default().to_owned(),
            logo: Picture::of(ask("logo")),
        }
    }

    /// Nothing is set.
    pub fn is_bare(&self) -> bool {
        *self == Self::default()
    }

    /// As a page takes it.
    pub fn brand(&self) -> Option<Brand> {
        let Self { colour, corners, name, logo } = self.clone();
        let logo = match logo {
            Picture::None => None,
            Picture::Wide => Some(fixtures::wide_logo()),
            Picture::Tall => Some(fixtures::tall_logo()),
        };
        (!self.is_bare()).then(|| Brand { name, colour, corners: corners.to_owned(), logo, ..Brand::default() })
    }
}

impl Choice {
    /// What the words of an address choose; `ask` gives the word under a name.
    pub fn read<'a>(ask: impl Fn(&str) -> Option<&'a str>) -> Self {
        let tag = ask("lang");
        let ask = &ask;
        let language = LANGUAGES.iter().find(|one| tag == Some(one.tag)).unwrap_or(&LANGUAGES[0]);
        Self {
            lang: language.tag,
            schemes: Schemes::of(ask("scheme")),
            format: Format::of(ask("format")),
            dir: Direction::of(ask("dir")),
            mode: Mode::of(ask("mode")),
            dress: Dress::read(ask),
        }
    }

    /// The words of an address that choose this, names and words; what is chosen anyway is left out.
    pub fn words(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("lang", self.lang, LANGUAGES[0].tag),
            ("scheme", self.schemes.word(), Schemes::ALL[0].1),
            ("format", self.format.word(), Format::ALL[0].1),
            ("dir", self.dir.word(), Direction::ALL[0].1),
            ("mode", self.mode.word(), Mode::ALL[0].1),
            ("colour", &self.dress.colour, ""),
            ("corners", self.dress.corners, ""),
            ("name", &self.dress.name, ""),
            ("logo", self.dress.logo.word(), Picture::ALL[0].1),
        ];
        all.into_iter().filter(|(_, word, usual)| word != usual).map(|(name, word, _)| (name, word)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_was_chosen_and_what_was_chosen_says_the_address() {
        for (schemes, ..) in Schemes::ALL {
            for (format, ..) in Format::ALL {
                for (dir, ..) in Direction::ALL {
                    for (mode, ..) in Mode::ALL {
                        let lang = LANGUAGES[LANGUAGES.len() - 1].tag;
                        let (colour, name) = ("#ffe600".to_owned(), "Verde & <b>".to_owned());
                        let dress = Dress { colour, corners: Corners::Round.as_str(), name, logo: Picture::Tall };
                        let chosen = Choice { lang, schemes: *schemes, format: *format, dir: *dir, mode: *mode, dress };
                        let words = chosen.words();
                        let ask = |name: &str| words.iter().find(|(known, _)| *known == name).map(|(_, word)| *word);
                        assert_eq!(Choice::read(ask), chosen);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_no_choice_is_as_if_nothing_was_said() {
        let usual = Choice::read(|_| None);
        assert_eq!(Choice::read(|name| Some("<b>").filter(|_| name != "name")), usual);
        assert!(usual.words().is_empty() && usual.dress.is_bare());
        let long = "x".repeat(LONGEST_NAME + 1);
        let strange = |name: &str| match name {
            "colour" => Some("red"),
            "corners" => Some("none"),
            _ => Some(long.as_str()),
        };
        assert_eq!(Choice::read(strange), usual);
        assert_eq!(Choice::read(|_| Some("a\nb")), usual);
    }
}
