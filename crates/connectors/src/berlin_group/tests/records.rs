//! Accounts, balances and transactions, in every shape in which banks tell them.

use super::data::{ACCESS, page_of, read};
use super::requests::{ids, of};
use crate::amount::format_minor;
use crate::berlin_group::*;
use crate::profile::Profile;
use crate::profiles::{bt_ro, cec_ro};
use protocol::api::{BalanceType, Indicator, TransactionStatus as Booking};
use serde_json::{Value, json};

fn accounts_in(body: &Value) -> Page<Account> {
    read(200, &body.to_string(), read_accounts).unwrap()
}

fn balances_in(body: &Value) -> Page<Balance> {
    read(200, &body.to_string(), read_balances).unwrap()
}

/// One booked transaction of 12.50 RON with these fields more.
fn one(fields: &Value) -> Transaction {
    let mut entry = json!({"transactionAmount": {"currency": "RON", "amount": "-12.50"}, "valueDate": "2026-02-27"});
    entry.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let mut page = page_of(&json!({"transactions": {"booked": [entry]}}));
    assert_eq!((page.records.len(), page.unread), (1, 0));
    page.records.remove(0)
}

/// Amount with the sign that the indicator says.
fn signed(money: &Money) -> String {
    let sign = if money.indicator == Indicator::Debit { "-" } else { "" };
    format!("{sign}{} {}", format_minor(money.amount_minor, &money.currency), money.currency)
}

#[test]
fn an_account_is_read_with_what_there_is() {
    let page = accounts_in(&json!({"accounts": [
        {"resourceId": "a/1 ü", "iban": "ro03 rzbr 0000 0699 9999 9999", "currency": "ron", "name": "Salariu", "displayName": "Al meu",
         "ownerName": "Ana Pop", "cashAccountType": "CACC", "product": "Cont Start", "status": "enabled", "usage": "PRIV"},
        {"resourceId": 7, "currency": "EUR", "product": "Depozit", "cashAccountType": "svgs"},
        {"currency": 7, "cashAccountType": "ZZZZ", "iban": "none",
         "_links": {"balances": {"href": "/libra_ro/v1/accounts/3dc3d5b3/balances?x"}}},
        {"iban": "RO03RZBR0000069999999999"},
        {"resourceId": ".."},
        "odd", null,
    ]}));
    let of = |account: &Account| {
        let iban = account.iban.as_deref().unwrap_or("-");
        let name = account.name.as_deref().unwrap_or("-");
        let (kind, product) = (account.account_type.unwrap_or("-"), account.account_sub_type.as_deref().unwrap_or("-"));
        format!("{} | {iban} | {} | {name} | {kind} | {product}", account.resource_id, account.currency)
    };
    insta::assert_snapshot!(page.records.iter().map(of).collect::<Vec<_>>().join("\n"), @r"
    a/1 ü | RO03RZBR0000069999999999 | RON | Al meu | current | Cont Start
    7 | - | EUR | Depozit | savings | Depozit
    3dc3d5b3 | - | XXX | - | other | -
    ");
    assert_eq!(page.records[0].owner_name.as_deref(), Some("Ana Pop"));
    assert_eq!(page.unread, 4, "without an id nothing can be asked about it");
    assert!(!format!("{page:?} {:?}", page.records[0]).contains("RZBR"));
}

#[test]
fn balances_may_come_with_their_accounts() {
    let balance = json!({"balanceType": "interimAvailable", "balanceAmount": {"currency": "RON", "amount": 7.5}});
    let with = |balances: Value| {
        let page = accounts_in(&json!({"accounts": [{"resourceId": "a1", "balances": balances}]}));
        page.records[0].balances.iter().map(|one| one.kind.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(with(json!([balance])), ["available", "interim_available"]);
    assert_eq!(with(json!([])), [""; 0]);
    assert_eq!(with(json!([balance, {"balanceType": "expected"}])), [""; 0], "what is not whole is asked for");
    let asked = |profile: &Profile| accounts(profile, &ACCESS, None, &ids()).unwrap().uri().query().map(str::to_owned);
    assert_eq!(asked(&of(&bt_ro::BANK)).as_deref(), Some("withBalance=true"));
    assert_eq!(asked(&of(&cec_ro::BANK)), None);
}

fn shown(page: &Page<Balance>) -> Vec<String> {
    let line = |balance: &Balance| {
        let reference = balance.reference.as_ref().map_or("-", |when| when.told.as_str());
        format!("{} {} {reference}", balance.kind.as_str(), signed(&balance.money))
    };
    page.records.iter().map(line).collect()
}

#[test]
fn balances_are_told_by_the_banks_names_and_by_ours() {
    let amount = |currency: &str, amount: Value| json!({"currency": currency, "amount": amount});
    let page = balances_in(&json!({"balances": [
        {"balanceType": "closingBooked", "balanceAmount": amount("RON", json!("500.00")), "referenceDate": "2026-02-26"},
        {"balanceType": "closingBooked", "balanceAmount": amount("RON", json!("480.00")), "referenceDate": "2026-02-27"},
        {"balanceType": "expected", "balanceAmount": amount("RON", json!(-900.5)), "referenceDate": "2026-02-28",
         "lastChangeDateTime": "2026-02-28T15:30:35.035Z"},
        {"balanceType": "interimBooked", "balanceAmount": amount("EUR", json!("1000")), "creditDebitIndicator": "DBIT"},
        {"balanceType": "nonInvoiced", "balanceAmount": amount("EUR", json!("1.5"))},
        {"balanceType": "ourOwnWord", "balanceAmount": amount("EUR", json!("2"))},
        {"balanceAmount": amount("EUR", json!("3"))},
        {"balanceType": "expected"}, {"balanceType": "expected", "balanceAmount": amount("RON", json!("1,5"))}, 7,
    ]}));
    insta::assert_snapshot!(shown(&page).join("\n"), @r"
    available -1000.00 EUR -
    available -900.50 RON 2026-02-28T15:30:35.035Z
    closing 480.00 RON 2026-02-27
    closing_booked 500.00 RON 2026-02-26
    closing_booked 480.00 RON 2026-02-27
    expected -900.50 RON 2026-02-28T15:30:35.035Z
    interim_booked -1000.00 EUR -
    information 1.50 EUR -
    information 2.00 EUR -
    information 3.00 EUR -
    ");
    assert_eq!(page.unread, 3);
    assert_eq!(balances_in(&json!({"balances": []})).records, []);
}

#[test]
fn a_credit_limit_is_not_the_psus_money() {
    let balance = |amount: &str, limit: Option<bool>| {
        json!({"balanceType": "interimAvailable", "creditLimitIncluded": limit,
               "balanceAmount": {"currency": "EUR", "amount": amount}})
    };
    let page = balances_in(&json!({"balances": [balance("5300.00", Some(true)), balance("300.00", None)]}));
    assert_eq!(shown(&page), ["available 300.00 EUR -", "interim_available 300.00 EUR -"]);
    let only = balances_in(&json!({"balances": [balance("5300.00", Some(true))]}));
    assert_eq!(shown(&only), ["available 5300.00 EUR -", "interim_available 5300.00 EUR -"]);
}

#[test]
fn every_type_of_balance_has_its_word() {
    let kind = |word: &str| {
        let body = json!({"balances": [{"balanceType": word, "balanceAmount": {"currency": "RON", "amount": "1"}}]});
        balances_in(&body).records.last().unwrap().kind
    };
    for word in BalanceType::ALL {
        assert_eq!(kind(word.as_str()), *word);
        assert_eq!(kind(&word.as_str().to_uppercase().replace('_', "-")), *word);
    }
    for (code, wanted) in [("CLBD", BalanceType::ClosingBooked), ("ITAV", BalanceType::InterimAvailable)] {
        assert_eq!(kind(code), wanted);
    }
    for word in BalanceType::ALL {
        let own =
            json!({"balances": [{"balanceType": word.as_str(), "balanceAmount": {"currency": "RON", "amount": "1"}}]});
        let told: Vec<_> = balances_in(&own).records.iter().map(|balance| balance.kind).collect();
        assert_eq!(told.iter().filter(|kind| **kind == BalanceType::Available).count(), 1, "{word:?}: always one");
    }
    let many: Vec<Value> = (0..5_000)
        .map(|_| json!({"balanceType": "expected", "balanceAmount": {"currency": "RON", "amount": 1}}))
        .collect();
    let page = balances_in(&json!({"balances": many}));
    assert_eq!((page.records.len(), page.unread), (101, 4_900));
}

#[test]
fn amounts_go_in_or_out_by_sign_or_by_indicator() {
    let of = |amount: Value, indicator: Value| {
        let entry =
            json!({"transactionAmount": {"currency": " ron", "amount": amount}, "creditDebitIndicator": indicator});
        let page = page_of(&json!({"transactions": {"booked": [entry]}}));
        page.records.first().map(|one| signed(&one.money))
    };
    for (amount, indicator, wanted) in [
        (json!("12.50"), json!(null), Some("12.50 RON")),
        (json!("-12.50"), json!(null), Some("-12.50 RON")),
        (json!(12.5), json!(null), Some("12.50 RON")),
        (json!(-12), json!(7), Some("-12.00 RON")),
        (json!("12.50"), json!("DBIT"), Some("-12.50 RON")),
        (json!("12.50"), json!("credit"), Some("12.50 RON")),
        (json!("-12.50"), json!("DBIT"), Some("-12.50 RON")),
        (json!("-12.50"), json!("CRDT"), Some("12.50 RON")),
        (json!("-12.50"), json!("sideways"), Some("-12.50 RON")),
        (json!(0), json!(null), Some("0.00 RON")),
        (json!("12,50"), json!(null), None),
        (json!("12.505"), json!(null), None),
        (json!(null), json!("DBIT"), None),
        (json!("99999999999999999999"), json!(null), None),
    ] {
        assert_eq!(of(amount.clone(), indicator.clone()).as_deref(), wanted, "{amount} {indicator}");
    }
}

#[test]
fn the_other_side_is_who_paid_or_was_paid() {
    let sides = json!({"creditorName": "Shop", "creditorAccount": {"iban": "ro10 RZBR0000069999999970"},
                       "debtorName": "Ana", "debtorAccount": "RO03RZBR0000069999999999"});
    let mut paid = sides.clone();
    paid["transactionAmount"] = json!({"currency": "RON", "amount": "1"});
    for (fields, name, iban) in
        [(&sides, "Shop", "RO10RZBR0000069999999970"), (&paid, "Ana", "RO03RZBR0000069999999999")]
    {
        let read = one(fields);
        let side = (read.counterparty_name.as_deref(), read.counterparty_iban.as_deref());
        assert_eq!(side, (Some(name), Some(iban)));
    }
    let last = one(&json!({"ultimateCreditor": "Market", "creditorName": " ", "creditorAccount": {"bban": "1"}}));
    assert_eq!((last.counterparty_name.as_deref(), last.counterparty_iban.as_deref()), (Some("Market"), None));
    let shown = format!("{last:?} {:?} {:?}", last.money, last.key);
    assert!(!["Market", "12", "1250"].iter().any(|secret| shown.contains(secret)), "{shown}");
}

#[test]
fn the_text_is_found_wherever_banks_write_it() {
    let text = |fields: Value| one(&fields).remittance_information;
    for (fields, wanted) in [
        (json!({"remittanceInformationUnstructured": " Rent "}), "Rent"),
        (json!({"remittanceInformationUnstructuredArray": ["Rent", " ", "May"]}), "Rent May"),
        (json!({"remittanceInformationUnstructured": ["Rent"]}), "Rent"),
        (json!({"details": "Chirie mai"}), "Chirie mai"),
        (json!({"remittanceInformationStructured": "RF18"}), "RF18"),
        (json!({"remittanceInformationStructured": {"reference": "RF18", "referenceType": "SCOR"}}), "RF18"),
        (
            json!({"remittanceInformationStructuredArray": [{"reference": "RF18"}, {"x": 1}, {"reference": 7}]}),
            "RF18 7",
        ),
        (json!({"additionalInformation": "Fee"}), "Fee"),
        (json!({"remittanceInformationUnstructured": "", "details": "Rent"}), "Rent"),
    ] {
        assert_eq!(text(fields.clone()).as_deref(), Some(wanted), "{fields}");
    }
    assert_eq!(text(json!({})), None);
    assert_eq!(text(json!({"details": "ș".repeat(9_000)})).unwrap().chars().count(), 2_000);
}

#[test]
fn days_and_moments_are_told_as_they_came() {
    let read = one(&json!({"bookingDate": "2026-02-28", "bookingDateTime": "2026-02-28T10:00:00+02:00"}));
    let booked = read.booked.clone().unwrap();
    assert_eq!((booked.told.as_str(), booked.at_ms), ("2026-02-28T10:00:00+02:00", 1_772_265_600_000));
    assert_eq!(read.at_ms(), Some(booked.at_ms));
    let strange = one(&json!({"bookingDate": "28.02.2026", "valueDate": "2026-02-27"}));
    assert_eq!((strange.booked.clone(), strange.at_ms()), (None, Some(1_772_150_400_000)));
}

#[test]
fn what_is_pending_and_what_is_booked_is_told_apart() {
    let entry = |id: &str, amount: &str| json!({"transactionId": id, "transactionAmount": {"currency": "RON", "amount": amount}});
    let page = page_of(&json!({"transactions": {
        "booked": [entry("1", "-1"), "odd", {"transactionId": "9"}],
        "pending": [entry("1", "-1"), entry("2", "-2")],
        "information": [entry("3", "-3")],
    }}));
    let told: Vec<_> = page.records.iter().map(|one| (one.key.name.as_deref(), one.status)).collect();
    assert_eq!(told, [(Some("id:1"), Booking::Booked), (Some("id:2"), Booking::Pending)]);
    assert_eq!(page.unread, 2);
    for empty in [json!({"transactions": {}}), json!({"transactions": {"booked": [], "pending": null}})] {
        assert_eq!(page_of(&empty), Page::default());
    }
}

#[test]
fn a_transaction_is_known_again_when_it_is_booked() {
    let pending = json!({"creditorName": "SHOP", "creditorAccount": {"iban": "RO10RZBR0000069999999970"}, "endToEndId": "E1",
                         "remittanceInformationUnstructured": "Comanda nr. 42 - multumim!"});
    let mut booked = pending.clone();
    booked.as_object_mut().unwrap().extend(
        json!({"bookingDate": "2026-03-01", "valueDate": "2026-03-01", "creditorName": "Shop SRL",
               "remittanceInformationUnstructured": "COMANDA NR 42, MULTUMIM"})
        .as_object()
        .unwrap()
        .clone(),
    );
    let likeness = |fields: &Value| one(fields).key.likeness;
    assert_eq!(likeness(&pending), likeness(&booked));
    for (field, other) in [
        ("creditorAccount", json!({"iban": "RO03RZBR0000069999999999"})),
        ("endToEndId", json!("E2")),
        ("remittanceInformationUnstructured", json!("Comanda nr. 43")),
        ("transactionAmount", json!({"currency": "RON", "amount": "12.50"})),
        ("transactionAmount", json!({"currency": "EUR", "amount": "-12.50"})),
        ("transactionAmount", json!({"currency": "RON", "amount": "-12.51"})),
    ] {
        let mut changed = pending.clone();
        changed[field] = other;
        assert_ne!(likeness(&pending), likeness(&changed), "{field}");
    }
}

#[test]
fn a_transaction_is_named_by_the_bank_or_not_at_all() {
    let name = |fields: Value| one(&fields).key.name;
    assert_eq!(name(json!({"transactionId": 7, "entryReference": "E1"})).as_deref(), Some("id:7"));
    assert_eq!(name(json!({"transactionId": " ", "entryReference": "E1"})).as_deref(), Some("ref:E1"));
    assert_eq!(name(json!({"endToEndId": "E1"})), None);
    let (long, other) = ("x".repeat(1_000), "x".repeat(999));
    let named = |id: &str| name(json!({"transactionId": id})).unwrap();
    assert!(named(&long).len() < 60 && named(&long) != named(&other));
}
