//! `ais/accounts|balances|transactions/list`: reading their filters. Equal filters are read equally, whatever the order of
//! their words. Never here: how they narrow.

use super::fields::{At, Faults};
use flow::money;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use protocol::api::{AccountFilter, BalanceFilter, BalanceType, Indicator, Span, TransactionFilter, TransactionStatus};

/// Decimals of an amount in a filter: those of every currency that payments have.
const DECIMALS: u32 = 2;

/// The documented set of filters, one for all lists: what a list has no use for is judged all the same.
struct Filter {
    of: AccountFilter,
    kind: Vec<BalanceType>,
    amount_minor: Span,
    booked: Span,
    indicator: Vec<Indicator>,
    status: Vec<TransactionStatus>,
}

impl Filter {
    fn read(body: &At<'_>, faults: &mut Faults) -> Self {
        let at = body.object("filter", faults);
        Self {
            of: of(&at, faults),
            kind: closed(&at, "type", BalanceType::ALL, BalanceType::as_str, faults),
            amount_minor: amounts(&at, faults),
            booked: times(&at, "booking_date_from", "booking_date_to", faults),
            indicator: closed(&at, "credit_debit_indicator", Indicator::ALL, Indicator::as_str, faults),
            status: closed(&at, "status", TransactionStatus::ALL, TransactionStatus::as_str, faults),
        }
    }
}

/// Reads the `filter` of `ais/accounts/list`.
pub fn accounts(body: &At<'_>, faults: &mut Faults) -> AccountFilter {
    Filter::read(body, faults).of
}

/// Reads the `filter` of `ais/balances/list`.
pub fn balances(body: &At<'_>, faults: &mut Faults) -> BalanceFilter {
    let Filter { of, kind, amount_minor, indicator, .. } = Filter::read(body, faults);
    BalanceFilter { of, kind, amount_minor, indicator }
}

/// Reads the `filter` of `ais/transactions/list`.
pub fn transactions(body: &At<'_>, faults: &mut Faults) -> TransactionFilter {
    let Filter { of, amount_minor, booked, indicator, status, .. } = Filter::read(body, faults);
    TransactionFilter { of, amount_minor, booked, indicator, status }
}

fn of(at: &At<'_>, faults: &mut Faults) -> AccountFilter {
    AccountFilter {
        account_id: account_ids(at, faults),
        currency: currencies(at, faults),
        account_type: open(at, "account_type", faults),
        account_sub_type: open(at, "account_sub_type", faults),
        updated: times(at, "updated_from", "updated_to", faults),
    }
}

fn account_ids(at: &At<'_>, faults: &mut Faults) -> Vec<String> {
    let read = |id: &String| uuid::Uuid::try_parse(id).map(|id| id.to_string());
    match open(at, "account_id", faults).iter().map(read).collect::<Result<Vec<_>, _>>() {
        Ok(ids) => in_order(ids),
        Err(_) => {
            faults.add(at.path("account_id"), "must be a UUID, or an array of UUIDs");
            Vec::new()
        }
    }
}

fn currencies(at: &At<'_>, faults: &mut Faults) -> Vec<String> {
    let words = open(at, "currency", faults);
    if words.iter().any(|word| word.len() != 3 || !word.bytes().all(|byte| byte.is_ascii_uppercase())) {
        faults.add(at.path("currency"), "must be an ISO 4217 code such as RON, or an array of them");
    }
    words
}

/// Words that banks choose.
fn open(at: &At<'_>, name: &str, faults: &mut Faults) -> Vec<String> {
    in_order(at.filter(name, None, faults))
}

/// Words of a closed list.
fn closed<T: Copy + Ord>(
    at: &At<'_>,
    name: &str,
    all: &[T],
    word: impl Fn(T) -> &'static str,
    faults: &mut Faults,
) -> Vec<T> {
    let known: Vec<&str> = all.iter().map(|one| word(*one)).collect();
    let words = at.filter(name, Some(&known), faults);
    in_order(all.iter().copied().filter(|one| words.iter().any(|asked| asked == word(*one))).collect())
}

fn in_order<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort_unstable();
    values.dedup();
    values
}

/// `amount_min` and `amount_max`, both inclusive; zero is a bound too.
fn amounts(at: &At<'_>, faults: &mut Faults) -> Span {
    let mut amount = |name| at.read(name, faults, |text| money::parse_bound(text, DECIMALS));
    let span = Span { from: amount("amount_min"), to: amount("amount_max") };
    if is_reversed(span) {
        faults.add(at.path("amount_max"), "must not be less than amount_min");
    }
    span
}

/// A time from which and a time until which.
fn times(at: &At<'_>, from: &str, to: &str, faults: &mut Faults) -> Span {
    let span = Span { from: at.read(from, faults, time), to: at.read(to, faults, time) };
    if is_reversed(span) {
        faults.add(at.path(to), format!("must not be before {from}"));
    }
    span
}

fn is_reversed(span: Span) -> bool {
    matches!(span, Span { from: Some(from), to: Some(to) } if from > to)
}

/// Milliseconds since 1970.
fn time(text: &str) -> Result<i64, &'static str> {
    const RULE: &str = "must be an RFC 3339 date and time such as 2026-03-12T14:03:00Z, or a date such as 2026-03-12, \
                        which is its midnight in UTC";
    let is_day = text.len() == "2026-03-12".len();
    let at = if is_day {
        text.parse::<Date>().ok().and_then(|day| day.to_zoned(TimeZone::UTC).ok()).map(|day| day.timestamp())
    } else {
        text.parse::<Timestamp>().ok()
    };
    at.map(Timestamp::as_millisecond).ok_or(RULE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read<T>(filter: &Value, reader: fn(&At<'_>, &mut Faults) -> T) -> (T, Vec<String>) {
        let body = json!({ "filter": filter });
        let mut faults = Faults::default();
        let read = reader(&At::body(body.as_object().unwrap()), &mut faults);
        (read, faults.0.into_iter().map(|fault| fault.field).collect())
    }

    #[test]
    fn every_field_is_read() {
        let id = "7F000001-7f00-4f00-8f00-7f0000017f00";
        let (filter, faults) = read(
            &json!({
                "account_id": id, "currency": ["RON", "EUR", "RON"], "account_type": "current", "account_sub_type": ["b", "a"],
                "amount_min": "0", "amount_max": "100.5", "booking_date_from": "2026-03-12",
                "booking_date_to": "2026-03-13T01:00:00+01:00", "credit_debit_indicator": ["debit", "credit"],
                "status": "pending", "updated_from": "1970-01-01T00:00:00.001Z", "updated_to": null, "anything": 7,
            }),
            transactions,
        );
        assert_eq!(faults, [""; 0]);
        let expected = TransactionFilter {
            of: AccountFilter {
                account_id: vec![id.to_lowercase()],
                currency: vec!["EUR".into(), "RON".into()],
                account_type: vec!["current".into()],
                account_sub_type: vec!["a".into(), "b".into()],
                updated: Span { from: Some(1), to: None },
            },
            amount_minor: Span { from: Some(0), to: Some(10_050) },
            booked: Span { from: Some(1_773_273_600_000), to: Some(1_773_360_000_000) },
            indicator: vec![Indicator::Credit, Indicator::Debit],
            status: vec![TransactionStatus::Pending],
        };
        assert_eq!(filter, expected);
        let (filter, faults) = read(&json!({ "type": ["interim_available", "available"] }), balances);
        assert_eq!((filter.kind, faults.len()), (vec![BalanceType::Available, BalanceType::InterimAvailable], 0));
        assert_eq!(read(&Value::Null, accounts), (AccountFilter::default(), Vec::new()));
    }

    #[test]
    fn every_rule_names_its_field() {
        let rows = [
            ("account_id", json!("7")),
            ("account_id", json!([7])),
            ("account_id", json!([])),
            ("currency", json!("ron")),
            ("currency", json!("LEI!")),
            ("account_type", json!(7)),
            ("account_sub_type", json!({})),
            ("amount_min", json!("-1")),
            ("amount_min", json!("1,5")),
            ("amount_max", json!("01")),
            ("amount_max", json!("1.234")),
            ("amount_max", json!(5)),
            ("booking_date_from", json!("yesterday")),
            ("booking_date_from", json!("2026-02-30")),
            ("booking_date_to", json!("2026-03-12T14:03:00")),
            ("booking_date_to", json!(1_773_320_000)),
            ("credit_debit_indicator", json!("both")),
            ("status", json!("done")),
            ("type", json!(["available", "everything"])),
            ("updated_from", json!("")),
            ("updated_to", json!("12.03.2026")),
        ];
        for (field, value) in rows {
            let filter = json!({ field: value });
            let told = [format!("filter.{field}")];
            // Also by the lists that have no use for it.
            assert_eq!(read(&filter, accounts).1, told, "{value}");
            assert_eq!(read(&filter, balances).1, told, "{value}");
            assert_eq!(read(&filter, transactions).1, told, "{value}");
        }
        assert_eq!(read(&json!(7), accounts).1, ["filter"]);
    }

    #[test]
    fn a_range_is_not_reversed_and_may_be_empty() {
        for (from, to, one, other) in [
            ("booking_date_from", "booking_date_to", "2026-03-12", "2026-03-13"),
            ("updated_from", "updated_to", "2026-03-12T00:00:00Z", "2026-03-12T00:00:01Z"),
            ("amount_min", "amount_max", "9.99", "10"),
        ] {
            assert_eq!(read(&json!({ from: one, to: other }), transactions).1, [""; 0]);
            assert_eq!(read(&json!({ from: one, to: one }), transactions).1, [""; 0]);
            assert_eq!(read(&json!({ from: other, to: one }), transactions).1, [format!("filter.{to}")]);
        }
    }
}
