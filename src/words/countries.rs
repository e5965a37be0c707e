//! Countries of banks by their own names, so that people find theirs in every language of the page.
//! Never here: a country whose banks can hold no account that pays here (outside the SEPA area).

/// The country's own name; the code itself where it is none of these.
pub fn country(code: &str) -> &str {
    let known = NAMES.binary_search_by_key(&code, |(known, _)| known);
    known.map_or(code, |place| NAMES[place].1)
}

/// By ISO 3166-1 alpha-2.
const NAMES: &[(&str, &str)] = &[
    ("AD", "Andorra"),
    ("AL", "Shqipëria"),
    ("AT", "Österreich"),
    ("BE", "België / Belgique"),
    ("BG", "България"),
    ("CH", "Schweiz / Suisse"),
    ("CY", "Κύπρος"),
    ("CZ", "Česko"),
    ("DE", "Deutschland"),
    ("DK", "Danmark"),
    ("EE", "Eesti"),
    ("ES", "España"),
    ("FI", "Suomi"),
    ("FR", "France"),
    ("GB", "United Kingdom"),
    ("GR", "Ελλάδα"),
    ("HR", "Hrvatska"),
    ("HU", "Magyarország"),
    ("IE", "Ireland"),
    ("IS", "Ísland"),
    ("IT", "Italia"),
    ("LI", "Liechtenstein"),
    ("LT", "Lietuva"),
    ("LU", "Luxembourg"),
    ("LV", "Latvija"),
    ("MC", "Monaco"),
    ("MD", "Moldova"),
    ("ME", "Crna Gora"),
    ("MK", "Северна Македонија"),
    ("MT", "Malta"),
    ("NL", "Nederland"),
    ("NO", "Norge"),
    ("PL", "Polska"),
    ("PT", "Portugal"),
    ("RO", "România"),
    ("RS", "Srbija"),
    ("SE", "Sverige"),
    ("SI", "Slovenija"),
    ("SK", "Slovensko"),
    ("SM", "San Marino"),
    ("VA", "Città del Vaticano"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_is_found_and_others_keep_their_code() {
        assert!(NAMES.iter().all(|(code, name)| country(code) == *name));
        assert_eq!((country("RO"), country("US"), country("")), ("România", "US", ""));
    }
}
