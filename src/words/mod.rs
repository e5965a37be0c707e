//! Every sentence, and every format of money, dates and accounts. One file a language; the keys are checked by the compiler.
//! Never here: a decision. The browser carries no table: only the chosen language's sentences travel, in `Boot::words`.

#[cfg(feature = "ssr")]
mod desk;
#[cfg(feature = "ssr")]
mod en;
#[cfg(feature = "ssr")]
mod format;
mod key;
#[cfg(feature = "ssr")]
mod ro;
mod runs;
#[cfg(feature = "ssr")]
mod shelf;
#[cfg(all(test, feature = "ssr"))]
mod tests;

#[cfg(feature = "ssr")]
pub use desk::{Desk, Sheet, desk};
#[cfg(feature = "ssr")]
pub use format::{format_amount, format_moment, group_iban, mask_iban};
pub use key::Key;
pub use runs::{Run, Stretch, runs, unmasked, unmasked_text};
#[cfg(feature = "ssr")]
pub use shelf::{Shelf, shelf};

/// A language that pages can be in.
#[cfg(feature = "ssr")]
pub struct Language {
    /// BCP 47 tag.
    pub tag: &'static str,
    /// What its own speakers call it.
    pub name: &'static str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    table: &'static key::Table,
}

/// Every language, the most likely first: the first one is used where none fits.
#[cfg(feature = "ssr")]
pub const LANGUAGES: &[Language] = &[
    Language { tag: "en", name: "English", dir: "ltr", table: &en::TABLE },
    Language { tag: "ro", name: "Română", dir: "ltr", table: &ro::TABLE },
];

/// Every tag, for the API.
#[cfg(feature = "ssr")]
pub const TAGS: &[&str] = &{
    let mut tags = [""; LANGUAGES.len()];
    let mut index = 0;
    while index < LANGUAGES.len() {
        tags[index] = LANGUAGES[index].tag;
        index += 1;
    }
    tags
};

/// The language of a tag such as `ro-RO`; the first one where it is none of ours.
#[cfg(feature = "ssr")]
pub fn language(tag: &str) -> &'static Language {
    let main = tag.split(['-', '_']).next().unwrap_or("");
    LANGUAGES.iter().find(|language| language.tag.eq_ignore_ascii_case(main)).unwrap_or(&LANGUAGES[0])
}

/// The sentences of a language, for `Boot::words`.
#[cfg(feature = "ssr")]
pub fn sentences(tag: &str) -> Vec<String> {
    let table = language(tag).table;
    Key::ALL.iter().map(|key| table.say(*key).to_owned()).collect()
}

/// One sentence of a language, filled in: for what the gateway itself says, such as a field's error.
#[cfg(feature = "ssr")]
pub fn say(tag: &str, key: Key, fills: &[(&str, &str)]) -> String {
    fill(language(tag).table.say(key), fills)
}

/// A sentence as plain text: `{name}` filled in, stress left out.
pub fn fill(sentence: &str, fills: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(sentence.len() + 16);
    for run in runs(sentence) {
        match run {
            Run::Text(words, _) => text.push_str(words),
            Run::Fill(name, _) => {
                text.push_str(fills.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
            }
        }
    }
    text
}

/// The key for so many banks, by the plural rule of the language.
pub fn banks_key(lang: &str, count: u32) -> Key {
    match (lang, count) {
        (_, 1) => Key::BanksOne,
        ("ro", _) if count == 0 || (1..20).contains(&(count % 100)) => Key::BanksFew,
        _ => Key::BanksMany,
    }
}
