//! Every steered amount of contract §9, and each decision a payer can take, at every bank: one table, walked from end to end.

use crate::house::House;
use crate::house::html::Html;
use crate::house::payer::Payer;
use crate::house::ways::{Way, way};
use serde_json::json;
use std::time::Duration;

struct Row {
    amount: &'static str,
    /// What the payer does on the bank's page: decides, or falls asleep; `nothing` where it does not come that far.
    decision: &'static str,
    /// The whole log, up to `completed` where the creditor's side may still speak.
    log: Vec<&'static str>,
    /// Screen and `final` in the end.
    ends: (&'static str, bool),
    /// Statuses of the payments in the bank's books in the end.
    books: &'static [&'static str],
    /// Why it ended, as the payer's own page is told.
    reason: Option<&'static str>,
}

const SENT: [&str; 3] = ["created", "started", "requested"];
const AWAY: [&str; 5] = ["created", "started", "requested", "intent_accepted", "awaiting_authz"];
const HOME: [&str; 6] = ["created", "started", "requested", "intent_accepted", "awaiting_authz", "received"];
const PAID: [&str; 8] =
    ["created", "started", "requested", "intent_accepted", "awaiting_authz", "received", "submitted", "completed"];

fn after(start: &[&'static str], more: &[&'static str]) -> Vec<&'static str> {
    [start, more].concat()
}

macro_rules! rows {
    ($($name:ident: $amount:literal $decision:ident => $log:expr, $ends:expr, $books:expr, $reason:expr;)+) => {
        $(
            mod $name {
                use super::*;

                fn row() -> Row {
                    let decision = stringify!($decision);
                    Row { amount: $amount, decision, log: $log, ends: $ends, books: $books, reason: $reason }
                }

                rows!(at bt_ro cec_ro libra_ro ropay rzb_ro);
            }
        )+
    };
    (at $($bank:ident)+) => {
        $(
            #[tokio::test]
            async fn $bank() {
                walk(way(stringify!($bank)), &row()).await;
            }
        )+
    };
}

rows! {
    a_plain_amount: "100.50" approve => PAID.to_vec(), ("result", true), &["ACSC"], None;
    the_payer_rejects: "100.50" reject => after(&HOME, &["failed"]), ("result", true), &["RJCT"], Some("rejected_by_psu");
    the_payer_cancels: "100.50" cancel => after(&HOME, &["started"]), ("select", false), &["CANC"], Some("cancelled_by_psu");
    refused_at_initiation: "20.11" nothing => after(&SENT, &["failed"]), ("result", true), &[], Some("refused");
    no_funds: "20.12" approve => after(&HOME, &["failed"]), ("result", true), &["RJCT"], Some("no_funds");
    pending_for_ever: "20.13" approve => HOME.to_vec(), ("waiting", false), &["PDNG"], None;
    final_after_5_s: "20.14" approve => PAID.to_vec(), ("result", true), &["ACSC"], None;
    not_available: "20.15" nothing => after(&SENT, &["started"]), ("problem", false), &[], Some("bank_unavailable");
    no_answer: "20.16" nothing => after(&SENT, &["started"]), ("problem", false), &["RCVD"], Some("bank_silent");
    returns_with_nothing: "20.17" approve => PAID.to_vec(), ("result", true), &["ACSC"], None;
    returns_with_an_error_though_paid: "20.18" approve => PAID.to_vec(), ("result", true), &["ACSC"], None;
    returns_with_success_though_refused: "20.19" approve => after(&HOME, &["failed"]), ("result", true), &["RJCT"], Some("refused");
    sca_address_used_in_time: "20.20" approve => PAID.to_vec(), ("result", true), &["ACSC"], None;
    sca_address_dies: "20.20" sleep => after(&AWAY, &["started"]), ("problem", false), &["CANC"], Some("sca_expired");
    funds_rejected: "20.21" approve => PAID.to_vec(), ("result", true), &["ACSC"], None;
    final_after_30_s: "20.22" approve => after(&HOME, &["completed"]), ("result", true), &["ACSC"], None;
    the_bank_cancels: "20.23" approve => after(&HOME, &["started"]), ("select", false), &["CANC"], Some("cancelled_by_bank");
    a_second_signer: "20.24" approve => HOME.to_vec(), ("waiting", false), &["PATC"], None;
}

async fn walk(way: &Way, row: &Row) {
    let what = format!("{} {} {}", way.provider_id, row.amount, row.decision);
    let house = if row.amount == "20.16" { House::impatient().await } else { House::open().await };
    let bank = house.bank.of(way.provider_id);
    let mut log = row.log.clone();
    if way.confirms_funds && log.last() == Some(&"completed") {
        log.push(if row.amount == "20.21" { "funds_rejected" } else { "funds_received" });
    }
    let link = house.link_at(way, row.amount).await;
    let payer = Payer::new();
    payer.pay_by(&link.page, way).await;
    if row.decision != "nothing" {
        house.becomes(&link, "intent_accepted").await;
        let sca = payer.leave(&link.page).await;
        if row.decision == "sleep" {
            house.pass(31_000).await;
        } else {
            house.advance(4_000).await;
            let back = payer.decide(&sca, row.decision).await;
            payer.come_back(&back).await;
        }
    }
    house.quiet().await;
    house.pass(8_000).await;
    house.pass(27_000).await;
    // The bank's word on funds may be tried again after a while.
    for _ in 0..5 {
        house.advance(10_000).await;
    }
    house.logs(&link, &log).await;

    let page = payer.open(&link.page).await;
    check_page(&what, row, log.last().unwrap(), &page);
    assert_eq!(bank.statuses().await, row.books, "{what}: the bank's books");
    assert_eq!(house.status(&link).await, *log.last().unwrap(), "{what}: links/get");
    assert_eq!(house.attempts(&link).await.len(), 1, "{what}");
    house.audit(&link).await;
    house.audit_webhooks(&link).await;

    house.pass(570_000).await;
    let within = [(60, 6), (600, 12)];
    for (seconds, most) in within {
        let calls = bank.most_calls_within(Duration::from_secs(seconds)).await;
        assert!(calls <= most, "{what}: {calls} bank calls in {seconds} s: {:?}", bank.calls().await);
    }
    assert_eq!(house.log(&link).await, log, "{what}: ten minutes later");
    assert_eq!(house.shop.got().len(), log.len() - 1, "{what}: no webhook twice");
}

fn check_page(what: &str, row: &Row, status: &str, page: &Html) {
    let view = page.view();
    let told = (view["screen"].as_str().unwrap(), view["final"].as_bool().unwrap());
    assert_eq!(told, row.ends, "{what}");
    assert_eq!(page.root("screen"), row.ends.0, "{what}");
    assert_eq!(page.root("status"), status, "{what}");
    assert_eq!(view["attempt"]["reason"], json!(row.reason), "{what}");
    assert_eq!(view["attempt"]["second_signer"], json!(row.amount == "20.24"), "{what}");
    for word in [&*row.amount.replace('.', ","), "RON", "Comanda 1042", "Librăria Noastră"] {
        assert!(page.text.contains(word), "{what}: {word} is not on the page: {}", page.text);
    }
    let offers = ["pay", "authorise", "continue"].iter().map(|action| page.enabled(action)).sum::<usize>();
    assert!(offers <= 1, "{what}: at most one of pay, authorise, continue");
    let may_pay_again = matches!(row.ends.0, "select" | "problem");
    assert!(may_pay_again || page.enabled("pay") == 0, "{what}: nobody pays twice");
}
