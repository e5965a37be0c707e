//! A client's one colour, made into the colours of a template: moved in lightness until everything that stands on something can be
//! seen, in light and in dark. Which colours there are, what stands on what and what follows the brand is read from the sheets of
//! the template, so that a new one needs no line here. Never here: a template, a page, a store.
#![expect(
    clippy::float_arithmetic,
    reason = "colour, nowhere near money; only + − × ÷ √, which give the same bits on every machine"
)]

mod colour;
mod compile;
mod duty;
mod sheet;

pub use colour::{Colour, NotAColour};
pub use compile::{Change, Coat, Paint, compile};
pub use duty::{Need, Pair};
pub use sheet::{Fault, Given, Scheme, Sheet};

/// How corners are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corners {
    /// None is rounded.
    Square,
    /// A little.
    Soft,
    /// As much as a thing's height allows.
    Round,
}

impl Corners {
    /// Every style, in the order that people are told of them.
    pub const ALL: [Self; 3] = [Self::Square, Self::Soft, Self::Round];

    /// Its word on the command line and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Square => "square",
            Self::Soft => "soft",
            Self::Round => "round",
        }
    }

    /// The style of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    /// The tokens that it sets: cards, controls, marks.
    pub const fn tokens(self) -> [(&'static str, &'static str); 3] {
        let (card, control, mark) = match self {
            Self::Square => ("0px", "0px", "0px"),
            Self::Soft => ("12px", "8px", "8px"),
            Self::Round => ("28px", "30px", "50%"),
        };
        [("radius-card", card), ("radius-control", control), ("radius-mark", mark)]
    }
}
