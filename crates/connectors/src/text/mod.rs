//! Names and texts as every bank takes them: Latin letters lose their diacritics, all else becomes a space.
//! Never here: what an API client may write (see the gateway's validation).

mod letters;

use letters::LETTERS;

/// A text in the banks' character set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transliterated {
    /// What the bank is told: trimmed, runs of spaces are one.
    pub text: String,
    /// Whether more than diacritics changed, so that the page must show both forms.
    pub lossy: bool,
}

impl Transliterated {
    /// At most so many characters of it, without a space at the end.
    pub fn cut(&self, longest: usize) -> String {
        // Every character is ASCII, so characters are bytes.
        let end = self.text.len().min(longest);
        self.text[..end].trim_end().to_owned()
    }
}

/// Whether every bank takes this character: `a-z A-Z 0-9 / - ? : ( ) . , ' +` and space.
pub fn is_bank_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '?' | ':' | '(' | ')' | '.' | ',' | '\'' | '+' | ' ')
}

/// Letters beyond the banks' set that reach a bank as letters of it; whatever holds one of them, or a character of the
/// banks' own other than space, is not empty at the bank.
pub fn foreign_letters() -> impl Iterator<Item = char> {
    LETTERS.iter().flat_map(|(letters, _)| letters.chars())
}

/// A text for a bank's field. Empty when nothing of it exists in the banks' character set.
pub fn for_bank(original: &str) -> Transliterated {
    let mut text = String::with_capacity(original.len());
    let mut lossy = false;
    for c in original.chars() {
        if is_bank_char(c) {
            push(&mut text, c);
        } else if is_combining(c) && text.ends_with(|last: char| last.is_ascii_alphabetic()) {
            // A letter written as base and mark: the mark goes as diacritics do.
        } else if let Some(base) = base_of(c) {
            lossy |= base.len() > 1;
            text.push_str(base);
        } else {
            lossy |= !c.is_whitespace();
            push(&mut text, ' ');
        }
    }
    text.truncate(text.trim_end().len());
    Transliterated { text, lossy }
}

/// Adds a character, unless it is a space at the beginning or after another.
fn push(text: &mut String, c: char) {
    if c != ' ' || !(text.is_empty() || text.ends_with(' ')) {
        text.push(c);
    }
}

fn base_of(c: char) -> Option<&'static str> {
    LETTERS.iter().find(|(letters, _)| letters.contains(c)).map(|(_, base)| *base)
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_become_what_banks_take() {
        for (original, text, lossy) in [
            ("Comanda 42", "Comanda 42", false),
            ("ăâîșț ĂÂÎȘȚ", "aaist AAIST", false),
            ("şţ ŞŢ", "st ST", false),
            ("s\u{326}t\u{326}a\u{306}", "sta", false),
            ("Łódź Đà Nẵng Øre", "Lodz Da Nang Ore", false),
            ("Straße & Söhne", "Strasse Sohne", true),
            ("ægir œuvre þing", "aegir oeuvre thing", true),
            ("  two   spaces\u{a0}here ", "two spaces here", false),
            ("50% off_now #1", "50 off now 1", true),
            ("a/b-c?d:e(f)g.h,i'j+k", "a/b-c?d:e(f)g.h,i'j+k", false),
            ("Ελλάδα Ltd", "Ltd", true),
            ("Кафе", "", true),
            ("a\u{200b}b", "a b", true),
            ("\u{301}x", "x", true),
            ("🙂", "", true),
            ("", "", false),
        ] {
            assert_eq!(for_bank(original), Transliterated { text: text.to_owned(), lossy }, "{original:?}");
        }
    }

    #[test]
    fn a_cut_text_does_not_end_in_a_space() {
        assert_eq!(for_bank("abc def").cut(4), "abc");
        assert_eq!(for_bank("abc def").cut(5), "abc d");
        assert_eq!(for_bank("abc").cut(70), "abc");
    }

    #[test]
    fn the_table_names_each_letter_once_and_gives_bank_letters() {
        let mut seen = std::collections::BTreeSet::new();
        for (letters, base) in LETTERS {
            assert!(base.chars().all(|c| c.is_ascii_alphabetic()));
            for letter in letters.chars() {
                assert!(!letter.is_ascii() && seen.insert(letter), "{letter} stands twice");
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_banks_take_it(original in "\\PC*") {
            let once = for_bank(&original);
            prop_assert!(once.text.chars().all(is_bank_char));
            prop_assert_eq!(once.text.trim(), &once.text);
            prop_assert!(!once.text.contains("  "));
            let again = for_bank(&once.text);
            prop_assert_eq!((again.text, again.lossy), (once.text.clone(), false));
            prop_assert!(once.cut(5).len() <= 5);
        }

        #[test]
        fn what_banks_take_is_left_alone(text in "[a-zA-Z0-9/?:().,'+-]{1,20}( [a-z]{1,5}){0,3}") {
            prop_assert_eq!(for_bank(&text), Transliterated { text, lossy: false });
        }
    }
}
