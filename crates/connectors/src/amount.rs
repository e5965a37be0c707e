//! Amounts: minor units (integers) ⇄ the decimal text that banks write. Never a float, on no path.
//! Never here: formats for people (see the page's words).

/// Decimals of a currency by ISO 4217; 2 for a code that is not in the short lists of exceptions.
pub fn decimals(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}

/// Minor units as banks and the API write them, all decimals of the currency: 10050 RON is `100.50`.
pub fn format_minor(amount_minor: i64, currency: &str) -> String {
    let places = decimals(currency);
    let unit = 10_u64.pow(places);
    let sign = if amount_minor < 0 { "-" } else { "" };
    let (whole, rest) = (amount_minor.unsigned_abs() / unit, amount_minor.unsigned_abs() % unit);
    match usize::try_from(places) {
        Ok(0) | Err(_) => format!("{sign}{whole}"),
        Ok(width) => format!("{sign}{whole}.{rest:0width$}"),
    }
}

/// Reads a bank's amount, from the text of a JSON string or number: optional sign, digits, optional decimals;
/// zeros beyond the currency's decimals are taken, anything else there is not. `None` for what is no such amount.
pub fn parse_bank(text: &str, currency: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let places = usize::try_from(decimals(currency)).ok()?;
    let (kept, beyond) = fraction.split_at(places.min(fraction.len()));
    if beyond.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let minor: i64 = format!("{whole}{kept:0<places$}").parse().ok()?;
    Some(if negative { -minor } else { minor })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_written_with_the_currencys_decimals() {
        for (minor, currency, text) in [
            (10_050, "RON", "100.50"),
            (1, "EUR", "0.01"),
            (100, "EUR", "1.00"),
            (0, "RON", "0.00"),
            (-150, "EUR", "-1.50"),
            (500, "JPY", "500"),
            (1_234, "KWD", "1.234"),
            (i64::MAX, "RON", "92233720368547758.07"),
            (i64::MIN, "RON", "-92233720368547758.08"),
        ] {
            assert_eq!(format_minor(minor, currency), text);
        }
    }

    #[test]
    fn amounts_of_banks_are_read_tolerantly_and_exactly() {
        for (text, currency, minor) in [
            ("5877.78", "EUR", Some(587_778)),
            ("1056", "EUR", Some(105_600)),
            ("5768.2", "EUR", Some(576_820)),
            ("-1.50", "EUR", Some(-150)),
            ("+1.5", "EUR", Some(150)),
            (" 20.110 ", "RON", Some(2_011)),
            ("007.00", "RON", Some(700)),
            ("20.111", "RON", None),
            ("90071992547409.93", "RON", Some(9_007_199_254_740_993)),
            ("500.00", "JPY", Some(500)),
            ("1e3", "RON", None),
            ("1,50", "RON", None),
            ("1.", "RON", None),
            (".5", "RON", None),
            ("-", "RON", None),
            ("", "RON", None),
            ("1.2.3", "RON", None),
            ("99999999999999999999", "RON", None),
        ] {
            assert_eq!(parse_bank(text, currency), minor, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in (-i64::MAX)..i64::MAX, currency in "RON|EUR|JPY|KWD|CLF") {
            prop_assert_eq!(parse_bank(&format_minor(minor, &currency), &currency), Some(minor));
        }

        #[test]
        fn nothing_panics(text in ".*", currency in ".*") {
            let _ = parse_bank(&text, &currency);
        }
    }
}
