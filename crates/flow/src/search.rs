//! Which banks fit what a PSU typed: accents, case, one typo, former names, BIC, the bank code inside an IBAN.
//! Never here: the list itself, or how it is shown.

use protocol::page::Bank;

/// A word shorter than this must be typed rightly: one typo in three letters finds everything.
const TYPO_FROM: usize = 4;

/// The banks that fit, best first; all of them, in their own order, when nothing was typed.
pub fn search<'a>(banks: &'a [Bank], typed: &str) -> Vec<&'a Bank> {
    let wanted = folded(typed);
    if wanted.is_empty() {
        return banks.iter().collect();
    }
    let code = iban_bank_code(&wanted);
    let fits: Vec<(u8, &Bank)> =
        banks.iter().filter_map(|bank| Some((rank(bank, &wanted, code.as_deref())?, bank))).collect();
    // Few ranks: picking them one after the other keeps the banks' order, and spares the browser's file a sorting algorithm.
    (0..=WORST).flat_map(|rank| fits.iter().filter(move |(of, _)| *of == rank)).map(|(_, bank)| *bank).collect()
}

/// How well a bank fits, 0 best; `None` when it does not.
fn rank(bank: &Bank, wanted: &[char], code: Option<&[char]>) -> Option<u8> {
    if let Some(code) = code {
        return bank.keys.iter().any(|key| folded(key).starts_with(code)).then_some(0);
    }
    let name = folded(&bank.name);
    let mut best = rank_in(&name, wanted);
    for key in &bank.keys {
        best = best.min(rank_in(&folded(key), wanted).saturating_add(1));
    }
    (best < MISS).then_some(best)
}

/// The worst rank that still fits.
const WORST: u8 = 7;
/// No fit at all; far from the largest number, so that a key's step down stays a miss.
const MISS: u8 = 100;

fn rank_in(text: &[char], wanted: &[char]) -> u8 {
    if text.starts_with(wanted) {
        return 0;
    }
    let starts = || (0..text.len()).filter(|at| *at == 0 || text[*at - 1] == ' ');
    if starts().any(|at| text[at..].starts_with(wanted)) {
        return 2;
    }
    if wanted.len() >= 2 && text.windows(wanted.len()).any(|window| window == wanted) {
        return 4;
    }
    if wanted.len() >= TYPO_FROM && starts().any(|at| begins_with_one_typo(&text[at..], wanted)) {
        return 6;
    }
    MISS
}

/// Whether `text` begins with `wanted` but for one letter too many, missing, wrong, or two that changed places.
fn begins_with_one_typo(text: &[char], wanted: &[char]) -> bool {
    let same = text.iter().zip(wanted).take_while(|(a, b)| a == b).count();
    let (text, wanted) = (&text[same..], &wanted[same..]);
    let rest = |from: &[char], typed: &[char]| from.starts_with(typed);
    match (text, wanted) {
        (_, [] | [_]) => true,
        ([], _) => false,
        ([a, text_rest @ ..], [b, wanted_rest @ ..]) => {
            let swapped = text_rest.first() == Some(b) && wanted_rest.first() == Some(a);
            rest(text_rest, wanted_rest)
                || rest(text, wanted_rest)
                || rest(text_rest, wanted)
                || (swapped && rest(&text_rest[1..], &wanted_rest[1..]))
        }
    }
}

/// The bank code of an IBAN that was typed or pasted, once its first letter is there: `ro03rzbr…`.
fn iban_bank_code(wanted: &[char]) -> Option<Vec<char>> {
    let plain: Vec<char> = wanted.iter().copied().filter(|c| *c != ' ').collect();
    let [a, b, c, d, code @ ..] = plain.as_slice() else { return None };
    let is_iban = a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_digit() && d.is_ascii_digit();
    (is_iban && !code.is_empty()).then(|| code.iter().copied().take(4).collect())
}

/// Lower case, without accents, with single spaces for all that is neither letter nor digit.
///
/// By tables of our own for the scripts that banks' names here are written in: Unicode's would weigh kilobytes in the browser's file.
fn folded(text: &str) -> Vec<char> {
    let mut folded: Vec<char> = Vec::with_capacity(text.len());
    for c in text.chars().map(lower) {
        match plain_letters(c) {
            Some(letters) => folded.extend(letters.chars()),
            // A combining accent belongs to the letter before it.
            None if matches!(c, '\u{0300}'..='\u{036F}') => {}
            None if !is_between_words(c) => folded.push(c),
            None if folded.last().is_some_and(|last| *last != ' ') => folded.push(' '),
            None => {}
        }
    }
    if folded.last() == Some(&' ') {
        folded.pop();
    }
    folded
}

/// The small letter of a capital one: Latin with accents, Greek, Cyrillic.
fn lower(c: char) -> char {
    let step = match c {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ω' | 'А'..='Я' => 32,
        'Ѐ'..='Џ' => 80,
        // From here on small letters follow their capitals one by one; in some stretches the capitals are the odd ones.
        '\u{0139}'..='\u{0148}' | '\u{0179}'..='\u{017E}' => u32::from(c) & 1,
        '\u{0100}'..='\u{0177}' | '\u{0218}'..='\u{021B}' => 1 - (u32::from(c) & 1),
        _ => 0,
    };
    char::from_u32(u32::from(c) + step).unwrap_or(c)
}

/// Spaces, punctuation, signs, and what has no shape.
const fn is_between_words(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => !c.is_ascii_alphanumeric(),
        '\u{80}'..='\u{BF}' | '×' | '÷' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{303F}' | '\u{FEFF}' => true,
        _ => false,
    }
}

/// The letters that people type for an accented one.
const fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' | 'ľ' | 'ĺ' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => "o",
        'ř' | 'ŕ' => "r",
        'ś' | 'š' | 'ș' | 'ş' => "s",
        'ť' | 'ț' | 'ţ' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ž' | 'ż' => "z",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::ProviderStatus;

    fn bank(provider_id: &str, name: &str, keys: &[&str]) -> Bank {
        Bank {
            provider_id: provider_id.to_owned(),
            name: name.to_owned(),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            status: ProviderStatus::Up,
            unusable: None,
            methods: Vec::new(),
        }
    }

    fn banks() -> Vec<Bank> {
        vec![
            bank("rzb_ro", "Raiffeisen Bank", &["rzbrrobu", "rzbr"]),
            bank("bt_ro", "Banca Transilvania", &["btrlro22", "btrl", "volksbank", "bancpost"]),
            bank("cec_ro", "CEC Bank", &["cecerobu", "cece"]),
            bank("libra_ro", "Libra Internet Bank", &["brelrobu", "brel"]),
            bank("ing_ro", "Țiriac Ănsparență", &[]),
        ]
    }

    #[test]
    fn capitals_and_marks_walked() {
        let cases = [
            ("ÂÎȘȚĂ", "aista"),
            ("ÄÖÜẞ ŐŰ", "aouẞ ou"),
            ("ŁÓDŹ Ž", "lodz z"),
            ("ΑΒΩ ЀЖЯ", "αβω ѐжя"),
            ("S.A.—«X»", "s a x"),
            ("１ ー", "１ ー"),
        ];
        for (text, plain) in cases {
            assert_eq!(folded(text).into_iter().collect::<String>(), plain, "{text}");
        }
    }

    #[test]
    fn what_people_type_walked() {
        let cases: &[(&str, &[&str])] = &[
            ("", &["rzb_ro", "bt_ro", "cec_ro", "libra_ro", "ing_ro"]),
            ("raif", &["rzb_ro"]),
            ("RAIFFEISEN", &["rzb_ro"]),
            ("raifeisen", &["rzb_ro"]),
            ("rafifeisen", &["rzb_ro"]),
            ("raiffeizen", &["rzb_ro"]),
            ("transilvanya", &["bt_ro"]),
            ("transylvania", &["bt_ro"]),
            ("tiriac", &["ing_ro"]),
            ("ţiriac", &["ing_ro"]),
            ("t\u{0326}iriac", &["ing_ro"]),
            ("BTRLRO22", &["bt_ro"]),
            ("RO49 BTRL 1234", &["bt_ro"]),
            ("ro03rzbr0000069999999999", &["rzb_ro"]),
            ("RO03", &[]),
            ("bancpost", &["bt_ro"]),
            ("ŢIRIAC", &["ing_ro"]),
            ("TIRIAC Ă", &["ing_ro"]),
            ("internet", &["libra_ro"]),
            // The name that begins so comes before those that have it further on.
            ("ban", &["bt_ro", "rzb_ro", "cec_ro", "libra_ro"]),
            ("  cec  ", &["cec_ro"]),
            ("cex", &[]),
            ("zzzz", &[]),
        ];
        let banks = banks();
        for (typed, expected) in cases {
            let found: Vec<&str> = search(&banks, typed).iter().map(|bank| bank.provider_id.as_str()).collect();
            assert_eq!(&found, expected, "{typed}");
        }
    }
}
