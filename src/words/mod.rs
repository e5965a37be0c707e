//! Every sentence, and every format of money, dates and accounts. One file a language; the keys are checked by the compiler.
//! Never here: a decision. The browser carries no table: only the chosen language's sentences travel, in `Boot::words`.

#[cfg(feature = "ssr")]
mod ar;
#[cfg(feature = "ssr")]
mod calendar;
#[cfg(feature = "ssr")]
mod consents;
#[cfg(feature = "ssr")]
mod countries;
#[cfg(feature = "ssr")]
mod de;
mod declare;
#[cfg(feature = "ssr")]
mod desk;
#[cfg(feature = "ssr")]
mod en;
#[cfg(feature = "ssr")]
mod format;
#[cfg(feature = "ssr")]
mod hu;
mod key;
mod plural;
#[cfg(feature = "ssr")]
mod ro;
mod runs;
#[cfg(all(test, feature = "ssr"))]
mod tests;

#[cfg(feature = "ssr")]
pub use countries::country;
#[cfg(feature = "ssr")]
pub use desk::{Desk, Kept, Sheet, Shelf, Slip, desk, shelf, slip};
#[cfg(feature = "ssr")]
pub use format::{format_amount, format_day, format_days, format_moment, group_iban, mask_iban};
pub use key::Key;
pub use plural::form;
pub use runs::{Run, Stretch, after, comma, runs, unmasked, unmasked_text};

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
    consents: &'static key::Consents,
    desk: &'static Desk,
    shelf: &'static Shelf,
    slip: &'static Slip,
    calendar: &'static calendar::Calendar,
    numbers: calendar::Numbers,
}

/// Declares a language from its file, its calendar and its numbers.
#[cfg(feature = "ssr")]
macro_rules! language {
    ($file:ident, $name:literal, $dir:literal, $calendar:ident, $numbers:ident) => {
        Language {
            tag: stringify!($file),
            name: $name,
            dir: $dir,
            table: &$file::TABLE,
            consents: &consents::$file::TABLE,
            desk: &desk::$file::DESK,
            shelf: &desk::$file::SHELF,
            slip: &desk::$file::SLIP,
            calendar: &calendar::$calendar,
            numbers: calendar::$numbers,
        }
    };
}

/// Every language, the most likely first: the first one is used where none fits.
#[cfg(feature = "ssr")]
pub const LANGUAGES: &[Language] = &[
    language!(en, "English", "ltr", ENGLISH, POINTS),
    language!(ro, "Română", "ltr", ROMANIAN, POINTS),
    language!(hu, "Magyar", "ltr", HUNGARIAN, SPACES),
    language!(de, "Deutsch", "ltr", GERMAN, POINTS),
    language!(ar, "العربية", "rtl", ARABIC, COMMAS),
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

#[cfg(feature = "ssr")]
impl Language {
    /// A sentence as it travels: from right to left, what is filled in keeps a direction of its own (UAX #9, isolates),
    /// in names of controls as well, where no element could give it one.
    fn sentence(&self, key: Key) -> String {
        self.travelling(self.table.say(key))
    }

    /// The same on a consent's page.
    fn consent_sentence(&self, key: Key) -> String {
        self.travelling(self.consents.say(key).unwrap_or_else(|| self.table.say(key)))
    }

    fn travelling(&self, sentence: &str) -> String {
        match self.dir {
            "rtl" => isolated(sentence),
            _ => sentence.to_owned(),
        }
    }
}

/// Amounts and ids run from left to right; names, dates and the like by their first letter.
#[cfg(feature = "ssr")]
fn isolated(sentence: &str) -> String {
    const LEFT_TO_RIGHT: char = '\u{2066}';
    const BY_FIRST_LETTER: char = '\u{2068}';
    const END: char = '\u{2069}';
    let mut text = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    while let Some((before, (name, after))) = rest.split_once('{').and_then(|(a, b)| Some((a, b.split_once('}')?))) {
        text.push_str(before);
        text.push(if matches!(name, "amount" | "ref" | "times") { LEFT_TO_RIGHT } else { BY_FIRST_LETTER });
        text.push('{');
        text.push_str(name);
        text.push('}');
        text.push(END);
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The sentences of a payment's page, for `Boot::words`.
#[cfg(feature = "ssr")]
pub fn sentences(tag: &str) -> Vec<String> {
    let language = language(tag);
    Key::OF_PAYMENTS.iter().map(|key| language.sentence(*key)).collect()
}

/// The sentences of a consent's page, for `Boot::words`.
#[cfg(feature = "ssr")]
pub fn consent_sentences(tag: &str) -> Vec<String> {
    let language = language(tag);
    Key::ALL.iter().map(|key| language.consent_sentence(*key)).collect()
}

/// One sentence of a language, filled in: for what the gateway itself says, such as a field's error.
#[cfg(feature = "ssr")]
pub fn say(tag: &str, key: Key, fills: &[(&str, &str)]) -> String {
    fill(&language(tag).sentence(key), fills)
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
