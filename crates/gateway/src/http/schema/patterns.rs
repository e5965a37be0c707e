//! Rules of texts as regular expressions that read alike in ECMAScript, Python, Java and Rust: classes written out, no
//! `\\s`, no `\\d`, nothing that depends on where a line ends. Made from the rules that the reader itself applies.

use crate::app::create::foreign_letters;
use crate::http::fields::FORBIDDEN;
use flow::account::structure::{STRUCTURES, parts};
use std::fmt::Write as _;

/// What banks carry as it is, space and hyphen apart (`connectors::text`); a hyphen must stand last in a class.
const BANK_CHARS: &str = "a-zA-Z0-9/?:().,'+";

/// A character that no text may hold.
pub fn forbidden() -> String {
    class("", FORBIDDEN.iter().copied())
}

/// A character that is not only a space: a text needs one.
pub fn visible() -> String {
    let mut blanks: Vec<(char, char)> = Vec::new();
    // The last white space of Unicode is U+3000.
    for c in ('\0'..='\u{3000}').filter(|c| c.is_whitespace()) {
        match blanks.last_mut() {
            Some((_, last)) if *last as u32 + 1 == c as u32 => *last = c,
            _ => blanks.push((c, c)),
        }
    }
    class("^", blanks)
}

/// A character that reaches the bank: names and references need one.
pub fn carried() -> String {
    format!("[{BANK_CHARS}{}-]", foreign_letters().collect::<String>())
}

/// A text of the banks' own characters only, not all spaces.
pub fn bank_text() -> String {
    format!("^ *[{BANK_CHARS}-][ {BANK_CHARS}-]*$")
}

/// IBANs of every known country, in either case, with spaces anywhere; check digits apart.
pub fn iban() -> String {
    let letters =
        |code: &str| -> Vec<String> { code.chars().map(|c| format!("[{c}{}]", c.to_ascii_lowercase())).collect() };
    let country = |code: &str| letters(code).join(" *");
    let choices: Vec<String> = STRUCTURES
        .iter()
        .map(|(countries, structure)| {
            let countries: Vec<String> = countries.split(' ').map(country).collect();
            let account: String =
                parts(structure).map(|(count, kind)| format!("(?: *{}){{{count}}}", of_kind(kind))).collect();
            format!("(?:{})(?: *[0-9]){{2}}{account}", countries.join("|"))
        })
        .collect();
    format!("^ *(?:{}) *$", choices.join("|"))
}

fn of_kind(kind: char) -> &'static str {
    match kind {
        'n' => "[0-9]",
        'a' => "[A-Za-z]",
        _ => "[A-Za-z0-9]",
    }
}

/// A class of ranges; what lies beyond the basic plane stands as it is, since its escapes differ from tool to tool.
fn class(head: &str, ranges: impl IntoIterator<Item = (char, char)>) -> String {
    let mut class = format!("[{head}");
    let write = |class: &mut String, c: char| match u16::try_from(c as u32) {
        Ok(unit) => _ = write!(class, "\\u{unit:04x}"),
        Err(_) => class.push(c),
    };
    for (first, last) in ranges {
        write(&mut class, first);
        if first != last {
            class.push('-');
            write(&mut class, last);
        }
    }
    class.push(']');
    class
}
