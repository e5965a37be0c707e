//! Marks of payee and banks: initials on a colour. They never shift the layout, and need no download.
//! Never here: a colour by value (the sheets have them, by `data-mark` and `data-tint`).

use crate::node::{Node, view};

/// How many tints the sheets have for banks without a colour of their own.
const TINTS: usize = 8;

/// The mark of a bank.
pub fn bank(id: &str, name: &str) -> Node {
    drawn(id, name, None)
}

/// The mark of a bank that stands alone: a template may write the name on it.
pub fn bank_with_name(id: &str, name: &str) -> Node {
    drawn(id, name, Some(name.to_owned()))
}

fn drawn(id: &str, name: &str, written: Option<String>) -> Node {
    let tint = id.bytes().map(usize::from).sum::<usize>() % TINTS;
    let tint = char::from_digit(tint as u32, 10).map(String::from);
    view! { <span class="mark" aria-hidden="true" data-mark=id.to_owned() data-tint=tint data-name=written>{initials(name)}</span> }
}

/// The mark of the payee.
pub fn payee(name: &str) -> Node {
    view! { <span class="mark mark-payee" aria-hidden="true">{initials(name)}</span> }
}

/// Two letters that stand for a name: CV for "Cafeneaua Verde SRL", CE for "CEC Bank", RP for "RoPay".
pub fn initials(name: &str) -> String {
    let mut words: Vec<&str> = name.split(is_between_words).filter(|word| !word.is_empty()).collect();
    if words.len() > 1 && words.last().is_some_and(|word| is_abbreviation(word)) {
        words.pop();
    }
    let Some(first) = words.first() else { return "?".to_owned() };
    let (a, b) = match words.last() {
        Some(last) if words.len() > 1 && !is_abbreviation(first) => (first.chars().next(), last.chars().next()),
        _ => (first.chars().next(), first.chars().skip(1).find(|c| is_capital(*c)).or(first.chars().nth(1))),
    };
    a.into_iter().chain(b).map(capital).collect()
}

/// A legal form, or a name that is one already: SRL, S.A., CEC.
fn is_abbreviation(word: &str) -> bool {
    word.chars().count() <= 4 && word.chars().all(is_capital)
}

fn is_between_words(c: char) -> bool {
    (c.is_ascii() && !c.is_ascii_alphanumeric())
        || matches!(c, '\u{80}'..='\u{BF}' | '\u{2000}'..='\u{206F}' | '\u{FEFF}')
}

fn is_capital(c: char) -> bool {
    small(c) != c
}

/// By steps in the Latin tables: marks are decoration, and Unicode's own tables would weigh kilobytes in the browser's file.
fn capital(c: char) -> char {
    match c {
        'a'..='z' | 'à'..='ö' | 'ø'..='þ' => stepped(c, -32),
        '\u{0100}'..='\u{0137}' | '\u{014A}'..='\u{0177}' | '\u{0218}'..='\u{021B}' if u32::from(c) % 2 == 1 => {
            stepped(c, -1)
        }
        _ => c,
    }
}

fn small(c: char) -> char {
    match c {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => stepped(c, 32),
        '\u{0100}'..='\u{0137}' | '\u{014A}'..='\u{0177}' | '\u{0218}'..='\u{021B}' if u32::from(c) % 2 == 0 => {
            stepped(c, 1)
        }
        _ => c,
    }
}

fn stepped(c: char, step: i32) -> char {
    u32::from(c).checked_add_signed(step).and_then(char::from_u32).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn names_walked() {
        let cases = [
            ("Cafeneaua Verde SRL", "CV"),
            ("Raiffeisen Bank", "RB"),
            ("Banca Transilvania", "BT"),
            ("CEC Bank", "CE"),
            ("Libra Internet Bank", "LB"),
            ("RoPay", "RP"),
            ("Ștefan", "ȘT"),
            ("țuică și must", "ȚM"),
            ("Éclair ÎNȚS", "ÉC"),
            ("ING", "IN"),
            ("X", "X"),
            ("\u{200B}", "?"),
            ("", "?"),
        ];
        for (name, letters) in cases {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
