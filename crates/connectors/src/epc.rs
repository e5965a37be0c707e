//! A credit transfer in euro as a code that the payer's own banking app reads: "Quick Response Code: Guidelines to enable data capture
//! for the initiation of a SEPA credit transfer" of the European Payments Council (EPC069-12, version 002).
//! Never here: drawing the code, or whether it is offered (see the gateway's page).

use crate::{amount, text};

/// The most bytes of a code: with error correction M the largest that the guideline allows, version 13.
pub const MAX_BYTES: usize = 331;
/// Longest name, in characters.
const MAX_NAME: usize = 70;
/// Longest text, in characters.
const MAX_TEXT: usize = 140;
/// The smallest and the largest amount: 0.01 and 999999999.99.
const AMOUNT_MINOR: std::ops::RangeInclusive<i64> = 1..=99_999_999_999;
/// The European Economic Area, as its IBANs begin: beyond it the guideline wants the bank's BIC, which a link does not have.
const EEA: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// What is to be transferred: a link's own data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Transfer<'a> {
    /// Who is paid.
    pub name: &'a str,
    /// Their account, without spaces.
    pub iban: &'a str,
    /// Cents.
    pub amount_minor: i64,
    /// ISO 4217.
    pub currency: &'a str,
    /// What for.
    pub text: &'a str,
}

/// A transfer that the guideline has no code for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsayable {
    /// SEPA carries euro only.
    #[error("the currency is not the euro")]
    Currency,
    /// Outside 0.01 to 999999999.99.
    #[error("the amount is outside what a code can say")]
    Amount,
    /// Not of the European Economic Area, or no IBAN.
    #[error("a code cannot name this account")]
    Iban,
    /// Empty, or longer than 70 characters: a name that is cut is another name.
    #[error("the name is empty or longer than 70 characters")]
    Name,
    /// Longer than 140 characters: a reference that is cut is not found by who is paid.
    #[error("the text is longer than 140 characters")]
    Text,
}

/// The code of a transfer, with name and text as it says them.
#[derive(Clone, PartialEq, Eq)]
pub struct Code {
    /// What the code holds: UTF-8, at most `MAX_BYTES`.
    pub payload: String,
    /// The name in it.
    pub name: String,
    /// The text in it.
    pub text: String,
}

/// The code of a transfer.
///
/// Names and texts stand in it as they are, diacritics and all, where they hold nothing but what reaches a bank as letters; whatever else
/// is in them (other scripts, marks that cannot be seen) is said as banks would be told it, and so is everything that would not fit. Nothing
/// is ever cut: a wrong name or half a reference is worse than no code.
///
/// # Errors
/// `Unsayable` names what the guideline does not allow.
pub fn code(transfer: &Transfer<'_>) -> Result<Code, Unsayable> {
    if transfer.currency != "EUR" {
        return Err(Unsayable::Currency);
    }
    if !AMOUNT_MINOR.contains(&transfer.amount_minor) {
        return Err(Unsayable::Amount);
    }
    let is_iban = (15..=34).contains(&transfer.iban.len()) && transfer.iban.bytes().all(|b| b.is_ascii_alphanumeric());
    if !is_iban || !EEA.iter().any(|country| transfer.iban.starts_with(country)) {
        return Err(Unsayable::Iban);
    }
    let as_it_is = payload(transfer, &said(transfer.name), &said(transfer.text));
    let (payload, name, text) = if as_it_is.len() <= MAX_BYTES {
        (as_it_is, said(transfer.name), said(transfer.text))
    } else {
        let plain = |original| text::for_bank(original).text;
        let (name, text) = (plain(transfer.name), plain(transfer.text));
        (payload(transfer, &name, &text), name, text)
    };
    if name.is_empty() || name.chars().count() > MAX_NAME {
        return Err(Unsayable::Name);
    }
    // With name and text within their own limits, letters of one byte each always fit.
    if text.chars().count() > MAX_TEXT || payload.len() > MAX_BYTES {
        return Err(Unsayable::Text);
    }
    Ok(Code { payload, name, text })
}

/// As it is, unless more than its diacritics would change on its way to a bank. Runs of spaces are one, as banks make them.
fn said(original: &str) -> String {
    let at_bank = text::for_bank(original);
    if at_bank.lossy { at_bank.text } else { original.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// Service tag, version, character set (1: UTF-8), identification, BIC (version 002 needs none), name, IBAN, amount, purpose,
/// structured reference, text; what follows the last that is said is left out.
fn payload(transfer: &Transfer<'_>, name: &str, text: &str) -> String {
    let amount = format!("EUR{}", amount::format_minor(transfer.amount_minor, "EUR"));
    let lines = ["BCD", "002", "1", "SCT", "", name, transfer.iban, &amount, "", "", text];
    lines.join("\n").trim_end().to_owned()
}

// Who is paid for what stays out of logs.
impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Code({} bytes)", self.payload.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IBAN: &str = "RO10RZBR0000069999999970";

    fn transfer() -> Transfer<'static> {
        Transfer { name: "Ceainaria Verde", iban: IBAN, amount_minor: 2_500, currency: "EUR", text: "Order 77" }
    }

    #[test]
    fn the_guidelines_lines() {
        let code = code(&transfer()).unwrap();
        assert_eq!(
            code.payload,
            "BCD\n002\n1\nSCT\n\nCeainaria Verde\nRO10RZBR0000069999999970\nEUR25.00\n\n\nOrder 77"
        );
        // Nothing follows the last line that is said.
        let silent = Transfer { text: "", ..transfer() };
        assert!(super::code(&silent).unwrap().payload.ends_with("EUR25.00"));
    }

    #[test]
    fn every_limit_on_both_sides() {
        let of = |transfer: Transfer<'_>| code(&transfer).map(|code| code.payload.len());
        let name = "n".repeat(71);
        let text = "t".repeat(141);
        let table: [(&str, Transfer<'_>, Option<Unsayable>); 17] = [
            ("euro", transfer(), None),
            ("lei", Transfer { currency: "RON", ..transfer() }, Some(Unsayable::Currency)),
            ("small letters", Transfer { currency: "eur", ..transfer() }, Some(Unsayable::Currency)),
            ("nothing", Transfer { amount_minor: 0, ..transfer() }, Some(Unsayable::Amount)),
            ("less than nothing", Transfer { amount_minor: -1, ..transfer() }, Some(Unsayable::Amount)),
            ("a cent", Transfer { amount_minor: 1, ..transfer() }, None),
            ("the most", Transfer { amount_minor: 99_999_999_999, ..transfer() }, None),
            ("one cent more", Transfer { amount_minor: 100_000_000_000, ..transfer() }, Some(Unsayable::Amount)),
            ("70 characters", Transfer { name: &name[..70], ..transfer() }, None),
            ("71 characters", Transfer { name: &name, ..transfer() }, Some(Unsayable::Name)),
            ("nobody", Transfer { name: " ", ..transfer() }, Some(Unsayable::Name)),
            ("140 characters", Transfer { text: &text[..140], ..transfer() }, None),
            ("141 characters", Transfer { text: &text, ..transfer() }, Some(Unsayable::Text)),
            ("no SEPA there", Transfer { iban: "TR330006100519786457841326", ..transfer() }, Some(Unsayable::Iban)),
            ("only with a BIC", Transfer { iban: "CH9300762011623852957", ..transfer() }, Some(Unsayable::Iban)),
            ("no account", Transfer { iban: "RO", ..transfer() }, Some(Unsayable::Iban)),
            ("a line in it", Transfer { iban: "RO10RZBR\n000069999999970", ..transfer() }, Some(Unsayable::Iban)),
        ];
        for (what, transfer, refused) in table {
            match (of(transfer), refused) {
                (Ok(bytes), None) => assert!(bytes <= MAX_BYTES, "{what}: {bytes}"),
                (Err(why), Some(expected)) => assert_eq!(why, expected, "{what}"),
                (is, expected) => panic!("{what}: {is:?}, not {expected:?}"),
            }
        }
    }

    #[test]
    fn all_at_its_longest_fits() {
        let (name, text, iban) = ("n".repeat(70), "t".repeat(140), format!("MT84{}", "M".repeat(30)));
        let longest = Transfer { name: &name, text: &text, iban: &iban, amount_minor: 99_999_999_999, ..transfer() };
        let code = code(&longest).unwrap();
        assert!(code.payload.len() <= MAX_BYTES, "{}", code.payload.len());
        assert_eq!((code.name, code.text), (name, text));
    }

    #[test]
    fn what_would_not_fit_as_it_is_loses_its_diacritics_and_nothing_else() {
        let (name, text) = ("Ș".repeat(70), "ă".repeat(140));
        let code = code(&Transfer { name: &name, text: &text, ..transfer() }).unwrap();
        assert_eq!((code.name, code.text), ("S".repeat(70), "a".repeat(140)));
        assert!(code.payload.len() <= MAX_BYTES);
    }

    #[test]
    fn names_stand_as_they_are_unless_no_bank_could_take_them() {
        for (original, expected) in [
            ("Ceainăria Crângului", "Ceainăria Crângului"),
            ("Müller & Söhne", "Muller Sohne"),
            ("  two   spaces ", "two spaces"),
            // A mark that cannot be seen, and one that turns the direction of what follows.
            ("Pay\u{200b}pal", "Pay pal"),
            ("abc\u{202e}def", "abc def"),
            ("茶 Tea", "Tea"),
        ] {
            assert_eq!(code(&Transfer { name: original, ..transfer() }).unwrap().name, expected, "{original}");
            assert_eq!(code(&Transfer { text: original, ..transfer() }).unwrap().text, expected, "{original}");
        }
        assert_eq!(code(&Transfer { name: "茶", ..transfer() }).unwrap_err(), Unsayable::Name);
    }

    #[test]
    fn no_name_makes_another_line() {
        for name in ["a\nb", "a\rb", "a\u{85}b", "a\u{2028}b"] {
            let code = code(&Transfer { name, ..transfer() }).unwrap();
            assert_eq!(code.payload.lines().count(), 11, "{name:?}");
            assert!(!code.payload.contains(['\r', '\u{85}', '\u{2028}']), "{name:?}");
        }
    }
}
