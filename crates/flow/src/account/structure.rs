//! How each country writes its accounts inside an IBAN (registry of ISO 13616, as `iban_validate` reads it), for whoever
//! has to say the rule rather than apply it. Never here: check digits, which no list can hold.

/// Countries, and what stands after their two check digits, in the registry's notation: `4a 16c` is four letters, then
/// sixteen letters or digits; `n` is a digit.
pub const STRUCTURES: &[(&str, &str)] = &[
    ("AD", "8n 12c"),
    ("AE IL SO TL", "19n"),
    ("AL CY", "8n 16c"),
    ("AT BA EE LT MN XK", "16n"),
    ("AZ", "4a 20c"),
    ("BE", "12n"),
    ("BG", "4a 6n 8c"),
    ("BH", "4a 14c"),
    ("BI DJ MR", "23n"),
    ("BR", "23n 1a 1c"),
    ("BY", "4c 4n 16c"),
    ("CH LI", "5n 12c"),
    ("CR DE ME RS VA", "18n"),
    ("CZ ES SE SK TN", "20n"),
    ("DK FI FO GL SD", "14n"),
    ("DO", "4c 20n"),
    ("EG", "25n"),
    ("FK", "2a 12n"),
    ("FR MC", "10n 11c 2n"),
    ("GB IE", "4a 14n"),
    ("GE", "2a 16n"),
    ("GI", "4a 15c"),
    ("GR", "7n 16c"),
    ("GT", "24c"),
    ("HR", "17n"),
    ("HU PL", "24n"),
    ("IQ", "4a 15n"),
    ("IS", "22n"),
    ("IT SM", "1a 10n 12c"),
    ("JO YE", "4a 4n 18c"),
    ("KW", "4a 22c"),
    ("KZ LU", "3n 13c"),
    ("LB", "4n 20c"),
    ("LC", "4a 24c"),
    ("LV", "4a 13c"),
    ("LY PT ST", "21n"),
    ("MD", "20c"),
    ("MK", "3n 10c 2n"),
    ("MT", "4a 5n 18c"),
    ("MU", "4a 19n 3a"),
    ("NI SV", "4a 20n"),
    ("NL", "4a 10n"),
    ("NO", "11n"),
    ("OM", "3n 16c"),
    ("PS QA", "4a 21c"),
    ("RO", "4a 16c"),
    ("RU", "14n 15c"),
    ("SA", "2n 18c"),
    ("SC", "4a 20n 3a"),
    ("SI", "15n"),
    ("TR", "6n 16c"),
    ("UA", "6n 19c"),
    ("VG", "4a 16n"),
];

/// The parts of a structure: how many, and of which kind (`n`, `a`, `c`).
pub fn parts(structure: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    structure.split(' ').filter_map(|part| {
        let kind = part.chars().next_back()?;
        Some((part.strip_suffix(kind)?.parse().ok()?, kind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::parse_iban;
    use std::collections::BTreeMap;

    /// The IBAN of a country and account, with the check digits that make it one.
    fn iban(country: &str, account: &str) -> String {
        let digits = |text: &str| -> String {
            text.chars().map(|c| c.to_digit(36).map(|value| value.to_string()).unwrap_or_default()).collect()
        };
        let whole = digits(&format!("{account}{country}00"));
        let rest = whole.bytes().fold(0, |rest, byte| (rest * 10 + u32::from(byte - b'0')) % 97);
        format!("{country}{:02}{account}", 98 - rest)
    }

    fn kinds(structure: &str) -> Vec<char> {
        parts(structure).flat_map(|(count, kind)| std::iter::repeat_n(kind, count)).collect()
    }

    fn account(kinds: &[char]) -> String {
        kinds.iter().map(|kind| if *kind == 'n' { '7' } else { 'Q' }).collect()
    }

    #[test]
    fn the_list_and_the_reader_agree_on_every_country_length_and_place() {
        let known: BTreeMap<&str, &str> = STRUCTURES
            .iter()
            .flat_map(|(countries, structure)| countries.split(' ').map(|one| (one, *structure)))
            .collect();
        let letters = || 'A'..='Z';
        for country in letters().flat_map(|a| letters().map(move |b| format!("{a}{b}"))) {
            let Some(structure) = known.get(country.as_str()) else {
                for length in 11..=30 {
                    assert!(parse_iban(&iban(&country, &"7".repeat(length))).is_err(), "{country} is not in the list");
                }
                continue;
            };
            let kinds = kinds(structure);
            let right = account(&kinds);
            assert!(parse_iban(&iban(&country, &right)).is_ok(), "{country} {structure}");
            assert!(parse_iban(&iban(&country, &format!("{right}7"))).is_err(), "{country} is not longer");
            assert!(parse_iban(&iban(&country, &right[1..])).is_err(), "{country} is not shorter");
            for (place, kind) in kinds.iter().enumerate() {
                for (sign, fits) in [("Q", *kind != 'n'), ("7", *kind != 'a')] {
                    let mut other = right.clone();
                    other.replace_range(place..=place, sign);
                    assert_eq!(parse_iban(&iban(&country, &other)).is_ok(), fits, "{country} {place} {sign}");
                }
            }
        }
    }
}
