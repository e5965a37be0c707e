//! Sentences that only the gateway says: its pages of no link, and what is wrong with a form. They never travel to the browser.
//! `{firm}` stands for the licensed firm. One file a language.

pub(super) mod ar;
pub(super) mod de;
pub(super) mod en;
pub(super) mod hu;
pub(super) mod ro;
mod shelf;
mod slip;

use super::language;
pub use shelf::Shelf;
pub use slip::Slip;

/// A page of no link.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// Its heading.
    pub title: &'static str,
    /// Its paragraphs.
    pub texts: &'static [&'static str],
}

/// One language.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// The front door.
    pub home: Sheet,
    /// Terms and privacy.
    pub legal: Sheet,
    /// The accessibility statement.
    pub access: Sheet,
    /// A return that fits nothing we know.
    pub lost: Sheet,
    /// The way to the page of banks.
    pub to_providers: &'static str,
    /// The way to the API's reference.
    pub to_reference: &'static str,
    /// No bank was chosen, or one that is not offered.
    pub choose_bank: &'static str,
    /// No method was chosen, or one that is not offered.
    pub choose_method: &'static str,
    /// The chosen method cannot carry this payment now.
    pub unusable: &'static str,
    /// An IBAN is needed.
    pub iban_missing: &'static str,
    /// What was typed is no IBAN.
    pub iban_wrong: &'static str,
    /// The PSU id is needed.
    pub psu_id_missing: &'static str,
    /// Why nothing is begun anew.
    pub kept: Kept,
    /// What a consent's page says instead.
    pub sharing: Refusals,
}

/// What is wrong with a consent's form, where a payment's says it in words of paying.
#[derive(Clone, Copy, Debug)]
pub struct Refusals {
    /// No bank, or one that is not offered.
    pub choose_bank: &'static str,
    /// No method, or one that is not offered.
    pub choose_method: &'static str,
    /// The chosen method cannot be used now.
    pub unusable: &'static str,
    /// An IBAN is needed.
    pub iban_missing: &'static str,
    /// Why nothing is begun anew.
    pub kept: Kept,
}

/// Why nothing is begun anew, or stopped: what was begun is not surely over.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// The bank has not answered yet whether it takes it.
    pub asking: &'static str,
    /// The bank does not confirm that it is cancelled.
    pub unconfirmed: &'static str,
    /// The bank carries it out, or has.
    pub gone_on: &'static str,
    /// It is not this browser's to stop.
    pub not_here: &'static str,
}

/// What the gateway says in a language; English for a language that is none of ours.
pub fn desk(lang: &str) -> &'static Desk {
    language(lang).desk
}

/// What the page of banks says in a language.
pub fn shelf(lang: &str) -> &'static Shelf {
    language(lang).shelf
}

/// What the receipt of a consent says in a language.
pub fn slip(lang: &str) -> &'static Slip {
    language(lang).slip
}
