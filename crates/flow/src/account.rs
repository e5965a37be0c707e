//! IBANs: what is one, and how it is kept.

pub mod structure;

use iban::IbanLike as _;

/// Reads an IBAN: spaces are left out; mod 97, and the country's own length and structure.
///
/// # Errors
/// The rule that it breaks.
pub fn parse_iban(text: &str) -> Result<String, &'static str> {
    let plain: String = text.chars().filter(|c| *c != ' ').map(|c| c.to_ascii_uppercase()).collect();
    match plain.parse::<iban::Iban>() {
        Ok(iban) => Ok(iban.electronic_str().to_owned()),
        Err(iban::ParseIbanError::UnknownCountry(_)) => Err("is of a country whose IBANs are not known"),
        Err(iban::ParseIbanError::InvalidBban(_)) => Err("does not have its country's length or structure"),
        Err(iban::ParseIbanError::InvalidBaseIban { .. }) => {
            Err("is not an IBAN: country, two check digits (mod 97), account")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse_iban;

    #[test]
    fn ibans_walked() {
        assert_eq!(parse_iban("RO10 RZBR 0000 0699 9999 9970").as_deref(), Ok("RO10RZBR0000069999999970"));
        assert_eq!(parse_iban("ro10rzbr0000069999999970").as_deref(), Ok("RO10RZBR0000069999999970"));
        for bad in [
            "",
            "RO11RZBR0000069999999970",
            "RO10RZBR00000699999999",
            "XX10RZBR0000069999999970",
            "hello",
            "RO",
            "RO10RZBR000006999999997ſ",
        ] {
            assert!(parse_iban(bad).is_err(), "{bad}");
        }
    }
}
