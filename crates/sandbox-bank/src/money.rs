//! Amounts as integers of the currency's smallest unit, and their one spelling. Never a float.

use std::fmt;

/// The currencies of these banks' accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Currency {
    Ron,
    Eur,
}

impl Currency {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Ron => "RON",
            Self::Eur => "EUR",
        }
    }

    pub(crate) fn of_code(code: &str) -> Option<Self> {
        [Self::Ron, Self::Eur].into_iter().find(|currency| currency.code() == code)
    }
}

/// An amount in hundredths (both currencies have two decimals): above zero in an order, any in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) minor: i64,
    pub(crate) currency: Currency,
}

impl Amount {
    /// Reads a text of the standard's form `-?[0-9]{1,14}(\.[0-9]{1,3})?`.
    ///
    /// # Errors
    /// One sentence for the caller: another form, not above zero, or finer than a hundredth.
    pub(crate) fn parse(text: &str, currency: Currency) -> Result<Self, &'static str> {
        if !is_amount_value(text) {
            return Err("must match -?[0-9]{1,14}(\\.[0-9]{1,3})?");
        }
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let thousandths: i64 = format!("{whole}{decimals:0<3}").parse().map_err(|_| "is too large")?;
        if thousandths <= 0 {
            return Err("must be above zero");
        }
        if thousandths % 10 != 0 {
            return Err("must have at most two decimals in this currency");
        }
        Ok(Self { minor: thousandths / 10, currency })
    }

    /// Without the currency: `20.11`.
    pub(crate) fn value(self) -> String {
        let sign = if self.minor < 0 { "-" } else { "" };
        let hundredths = self.minor.unsigned_abs();
        format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.value(), self.currency.code())
    }
}

/// The standard's `amountValue`.
pub(crate) fn is_amount_value(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let digits =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    match unsigned.split_once('.') {
        Some((whole, decimals)) => digits(whole, 14) && digits(decimals, 3),
        None => digits(unsigned, 14),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_to_the_hundredth() {
        let read = |text| Amount::parse(text, Currency::Ron).map(|amount| amount.minor);
        assert_eq!(read("20.11"), Ok(2011));
        assert_eq!(read("20.1"), Ok(2010));
        assert_eq!(read("20"), Ok(2000));
        assert_eq!(read("20.110"), Ok(2011));
        assert_eq!(read("99999999999999.99"), Ok(9_999_999_999_999_999));
        for bad in
            ["", "-", "-5", "0", "0.00", "1,5", "1.", ".5", "1.2345", "20.111", "1e3", "+1", " 1", "100000000000000"]
        {
            assert!(read(bad).is_err(), "{bad:?} was taken");
        }
    }

    #[test]
    fn an_amount_is_spelled_one_way() {
        let spell = |minor| Amount { minor, currency: Currency::Eur }.to_string();
        assert_eq!(spell(5), "0.05 EUR");
        assert_eq!(spell(2011), "20.11 EUR");
        assert_eq!((spell(-5), spell(-2011), spell(0)), ("-0.05 EUR".into(), "-20.11 EUR".into(), "0.00 EUR".into()));
    }
}
