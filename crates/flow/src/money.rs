//! Amounts: text of the API ⇄ integer minor units, by ISO 4217 decimals. Never a float.

/// Currencies that a payment can have, with their ISO 4217 decimals.
pub const CURRENCIES: &[(&str, u32)] = &[("RON", 2), ("EUR", 2)];

/// Decimals of a currency; `None` for one that we do not take.
pub fn decimals(currency: &str) -> Option<u32> {
    CURRENCIES.iter().find(|(code, _)| *code == currency).map(|(_, decimals)| *decimals)
}

/// Reads an amount such as `"100.50"`: `^(?:0|[1-9][0-9]{0,13})(?:\.[0-9]{1,2})?$`, above zero, at most the currency's decimals.
///
/// # Errors
/// The rule that it breaks, for the caller's developer.
pub fn parse_amount(text: &str, decimals: u32) -> Result<i64, &'static str> {
    match parse_bound(text, decimals)? {
        0 => Err("must be more than zero"),
        minor => Ok(minor),
    }
}

/// Reads an amount that others are held against: as `parse_amount` does, zero included.
///
/// # Errors
/// The rule that it breaks, for the caller's developer.
pub fn parse_bound(text: &str, decimals: u32) -> Result<i64, &'static str> {
    const SHAPE: &str =
        "must look like \"100.50\": no leading zeros, no comma, no sign, at most 14 digits before the point";
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    if !digits(whole) || whole.len() > 14 || leading_zero || fraction.is_some_and(|part| !digits(part)) {
        return Err(SHAPE);
    }
    let fraction = fraction.unwrap_or("");
    if fraction.len() > decimals as usize {
        return Err("has more decimals than the currency");
    }
    let padding = "0".repeat(decimals as usize - fraction.len());
    format!("{whole}{fraction}{padding}").parse().map_err(|_| SHAPE)
}

/// Writes minor units as the API does: `"100.50"`.
pub fn format_amount(minor: i64, decimals: u32) -> String {
    let unit = 10_i64.pow(decimals);
    match decimals {
        0 => minor.to_string(),
        width => format!("{}.{:0width$}", minor / unit, minor % unit, width = width as usize),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_of_the_contract_walked() {
        let good = [("0.01", 1), ("1", 100), ("100.5", 10_050), ("100.50", 10_050), ("0.10", 10)];
        for (text, minor) in good {
            assert_eq!(parse_amount(text, 2), Ok(minor), "{text}");
        }
        assert_eq!(parse_amount("99999999999999.99", 2), Ok(9_999_999_999_999_999));
        assert_eq!([parse_bound("0", 2), parse_bound("0.00", 2), parse_bound("0.01", 2)], [Ok(0), Ok(0), Ok(1)]);
        assert!(parse_bound("00", 2).is_err() && parse_bound("-0", 2).is_err());
        let bad = [
            "",
            "0",
            "0.00",
            "00.10",
            "01",
            "1.",
            ".5",
            "1,00",
            "1.000",
            "-1",
            "+1",
            "1e3",
            " 1",
            "1 ",
            "١",
            "1.0.0",
            "100000000000000",
            "NaN",
            "0x1",
        ];
        for text in bad {
            assert!(parse_amount(text, 2).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for minor in [1, 9, 10, 99, 100, 101, 10_050, 9_999_999_999_999_999] {
            assert_eq!(parse_amount(&format_amount(minor, 2), 2), Ok(minor));
        }
    }
}
