//! Text as people type it: small letters without accents, single spaces between words.
//! Never here: what fits what.

/// Lower case, without accents, with single spaces for all that is neither letter nor digit.
///
/// By tables of our own for the scripts that banks' names here are written in: Unicode's would weigh kilobytes in the browser's file.
pub fn folded(text: &str) -> Vec<char> {
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
    use super::folded;

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
}
