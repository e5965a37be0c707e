//! The shapes of the OpenAPI file's strings, each its pattern or format read as meant: over the whole text.
//! Never here: what a well-formed value means.

use std::net::Ipv4Addr;

use uuid::Uuid;

fn all(text: &str, fits: impl Fn(u8) -> bool) -> bool {
    text.bytes().all(fits)
}

/// `[A-Z]{2,2}[0-9]{2,2}[a-zA-Z0-9]{1,30}`
pub(super) fn is_iban(text: &str) -> bool {
    let (country, rest) = text.as_bytes().split_at(text.len().min(2));
    let (check, account) = rest.split_at(rest.len().min(2));
    country.len() == 2
        && country.iter().all(u8::is_ascii_uppercase)
        && check.len() == 2
        && check.iter().all(u8::is_ascii_digit)
        && (1..=30).contains(&account.len())
        && account.iter().all(u8::is_ascii_alphanumeric)
}

/// `[a-zA-Z0-9]{1,30}`
pub(super) fn is_bban(text: &str) -> bool {
    (1..=30).contains(&text.len()) && all(text, |byte| byte.is_ascii_alphanumeric())
}

/// `[A-Z]{3}`
pub(super) fn is_currency_code(text: &str) -> bool {
    text.len() == 3 && all(text, |byte| byte.is_ascii_uppercase())
}

/// `[A-Z]{2}`
pub(super) fn is_country_code(text: &str) -> bool {
    text.len() == 2 && all(text, |byte| byte.is_ascii_uppercase())
}

/// `[A-Z]{6,6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3,3}){0,1}`
pub(super) fn is_bicfi(text: &str) -> bool {
    let bytes = text.as_bytes();
    let upper_or_digit = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    match bytes {
        [bank @ .., place, branchless] if bank.len() == 6 => {
            bank.iter().all(u8::is_ascii_uppercase) && is_bic_place(*place, *branchless)
        }
        [bank @ .., place, second, a, b, c] if bank.len() == 6 => {
            bank.iter().all(u8::is_ascii_uppercase)
                && is_bic_place(*place, *second)
                && [*a, *b, *c].into_iter().all(upper_or_digit)
        }
        _ => false,
    }
}

fn is_bic_place(first: u8, second: u8) -> bool {
    (first.is_ascii_uppercase() || (b'2'..=b'9').contains(&first))
        && (second.is_ascii_digit() || (second.is_ascii_uppercase() && second != b'O'))
}

/// `format: date`
pub(super) fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// `DEBT`, `CRED`, `SHAR`, `SLEV`
pub(super) fn is_charge_bearer(text: &str) -> bool {
    ["DEBT", "CRED", "SHAR", "SLEV"].contains(&text)
}

/// `allAccounts`, `allAccountsWithOwnerName`
pub(super) fn is_account_selection(text: &str) -> bool {
    text == "allAccounts" || text == "allAccountsWithOwnerName"
}

/// `format: uuid`
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

/// `format: ipv4`
pub(super) fn is_ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

/// `type: boolean`, as a header writes it
pub(super) fn is_boolean(text: &str) -> bool {
    text == "true" || text == "false"
}

/// `GET`, `POST`, `PUT`, `PATCH`, `DELETE`
pub(super) fn is_http_method(text: &str) -> bool {
    ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&text)
}

/// `GEO:-?[0-9]{1,2}\.[0-9]{6};-?[0-9]{1,3}\.[0-9]{6}`
pub(super) fn is_geo_location(text: &str) -> bool {
    let degrees = |part: &str, most: usize| {
        let unsigned = part.strip_prefix('-').unwrap_or(part);
        unsigned.split_once('.').is_some_and(|(whole, decimals)| {
            (1..=most).contains(&whole.len())
                && decimals.len() == 6
                && all(whole, |byte| byte.is_ascii_digit())
                && all(decimals, |byte| byte.is_ascii_digit())
        })
    };
    text.strip_prefix("GEO:")
        .and_then(|rest| rest.split_once(';'))
        .is_some_and(|(latitude, longitude)| degrees(latitude, 2) && degrees(longitude, 3))
}

/// The characters that the file's general remarks oblige every bank to take.
pub(super) fn is_standard_text(text: &str) -> bool {
    text.chars().all(|one| one.is_ascii_alphanumeric() || "/-?:().,'+ ".contains(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn splits(fits: fn(&str) -> bool, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(fits(text), "{text:?} was refused");
        }
        for text in bad {
            assert!(!fits(text), "{text:?} was taken");
        }
    }

    #[test]
    fn accounts() {
        let long = format!("RO49{}", "A".repeat(31));
        splits(
            is_iban,
            &["RO79BREL0002001500330100", "DE02100100109307118603", "XX00a"],
            &["", "RO79", "ro79BREL", "R079BREL", "RO7ăBREL", "RO79BREL 000", "aă.1", &long],
        );
        splits(
            is_bicfi,
            &["BRELROBU", "BRELROBUXXX", "RZBRROB2"],
            &["", "BRELROB", "BRELROBO", "BRELRO1U", "BRELROBUXX", "brelrobu"],
        );
    }

    #[test]
    fn values() {
        splits(is_currency_code, &["RON"], &["ron", "RO", "RONN"]);
        splits(is_country_code, &["RO"], &["ROU", "ro"]);
        splits(is_date, &["2024-02-29"], &["2023-02-29", "20240229", "2024-2-9"]);
        splits(is_standard_text, &["a Z/9-?:().,'+"], &["ș", "a_b", "a\nb", "a&b"]);
    }

    #[test]
    fn header_values() {
        splits(is_ipv4, &["192.168.8.78"], &["::1", "1.2.3", "256.1.1.1", "1.2.3.4:80"]);
        splits(is_uuid, &["99391c7e-ad88-49ec-a2ad-99ddcb1f7721"], &["99391c7ead8849eca2ad99ddcb1f7721", "x"]);
        splits(
            is_geo_location,
            &["GEO:52.506931;13.144558", "GEO:-5.000000;-113.144558"],
            &["GEO:52.5;13.1", "52.506931;13.144558", "GEO:522.506931;13.144558"],
        );
    }
}
