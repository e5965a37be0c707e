//! Consents from end to end: every steered period of contract §9, each decision, every bank; one table, walked.

use crate::house::House;
use crate::house::consents::SHARED;
use crate::house::payer::Payer;
use crate::house::ways::way;
use serde_json::Value;

struct Row {
    days: u32,
    bank: &'static str,
    /// What the account holder decides at the bank; `nothing` where it does not come that far.
    decision: &'static str,
    log: Vec<&'static str>,
    /// Screen and `final` in the end.
    ends: (&'static str, bool),
    /// Why it ended, as the holder's own page is told.
    reason: Option<&'static str>,
}

const AWAY: [&str; 4] = ["created", "started", "sca_url_retrieved", "awaiting_authz"];

fn after(more: &[&'static str]) -> Vec<&'static str> {
    [&AWAY, more].concat()
}

macro_rules! rows {
    ($($name:ident: $days:literal $bank:ident $decision:ident => $log:expr, $ends:expr, $reason:expr;)+) => {
        $(
            #[tokio::test]
            async fn $name() {
                let (bank, decision) = (stringify!($bank), stringify!($decision));
                walk(&Row { days: $days, bank, decision, log: $log, ends: $ends, reason: $reason }).await;
            }
        )+
    };
}

rows! {
    shared_at_bt: 90 bt_ro approve => SHARED.to_vec(), ("result", false), None;
    shared_at_cec: 90 cec_ro approve => SHARED.to_vec(), ("result", false), None;
    shared_at_libra: 90 libra_ro approve => SHARED.to_vec(), ("result", false), None;
    shared_at_rzb: 90 rzb_ro approve => SHARED.to_vec(), ("result", false), None;
    the_holder_rejects: 90 libra_ro reject => after(&["failed"]), ("result", true), Some("rejected_by_psu");
    the_holder_cancels: 90 libra_ro cancel => after(&["failed"]), ("result", true), Some("rejected_by_psu");
    refused_at_creation: 161 libra_ro nothing => vec!["created", "started", "failed"], ("result", true), Some("refused");
    rejected_at_sca: 162 libra_ro approve => after(&["failed"]), ("result", true), Some("rejected_by_psu");
    pending_for_ever: 163 libra_ro approve => AWAY.to_vec(), ("waiting", false), None;
    one_account_fails: 164 libra_ro approve => SHARED.to_vec(), ("result", false), None;
    all_reads_fail: 165 libra_ro approve => after(&["authorized"]), ("waiting", false), None;
    reads_answer_403: 166 libra_ro approve => after(&["authorized", "suspended"]), ("result", false), None;
    returns_with_nothing: 167 libra_ro approve => SHARED.to_vec(), ("result", false), None;
    returns_with_an_error_though_valid: 168 libra_ro approve => SHARED.to_vec(), ("result", false), None;
    returns_with_success_though_rejected: 169 libra_ro approve => after(&["failed"]), ("result", true), Some("refused");
}

async fn walk(row: &Row) {
    let house = House::open().await;
    let (holder, consent) = (Payer::new(), house.consent(row.days).await);
    let way = way(row.bank);
    let first = holder.open(&consent.page).await;
    assert_eq!((first.root("finqlink"), first.root("screen")), ("consent", "select"));
    if row.decision == "nothing" {
        holder.authorise(&consent.page, way).await;
    } else {
        house.agree_at(&holder, &consent.page, way, row.decision).await;
    }
    house.consent_logs(&consent, &row.log).await;
    if row.decision == "approve" && row.log.contains(&"authorized") {
        ends_reading(&house, &holder, &consent.page).await;
    }
    let page = holder.open(&consent.page).await;
    let view = page.view();
    assert_eq!((page.root("screen"), view["final"].as_bool()), (row.ends.0, Some(row.ends.1)), "{}", page.text);
    assert_eq!(page.root("status"), *row.log.last().unwrap());
    let reason = view["attempt"]["reason"].as_str();
    assert_eq!(reason, row.reason, "{}", view["attempt"]);
    assert_eq!(view["payment"], Value::Null);
    tells_what_is_shared(row, &view["consent"]);
    for word in ["Pay ", "to pay", "money has"] {
        assert!(!page.text.contains(word), "{word}: {}", page.text);
    }
}

/// Waits until the first reading has ended, well or not.
async fn ends_reading(house: &House, holder: &Payer, page: &str) {
    crate::house::until("the reading does not end", async || {
        let view = holder.get(&format!("{page}/status")).await.json();
        let status = view["consent"]["fetch"]["status"].as_str().unwrap_or_default().to_owned();
        status.starts_with("job_") && status != "job_started"
    })
    .await;
    house.quiet().await;
}

fn tells_what_is_shared(row: &Row, consent: &Value) {
    let is_active = row.log.last() == Some(&"active");
    let accounts = consent["accounts"].as_array().unwrap();
    assert_eq!(!accounts.is_empty(), is_active, "{consent}");
    for account in accounts {
        let iban = account["iban"].as_str().unwrap();
        assert!(iban.contains('…') && iban.len() < 20, "masked: {iban}");
    }
    assert_eq!(consent["can_withdraw"].as_bool(), Some(row.log.contains(&"authorized")), "{consent}");
    let missing = consent["fetch"]["missing"].as_u64().unwrap_or(0);
    match row.days {
        164 => assert_eq!(missing, 1, "{consent}"),
        _ if is_active => {
            assert_eq!(missing, 0, "{consent}");
            assert!(consent["fetch"]["transactions"].as_u64().unwrap() > 0, "{consent}");
        }
        _ => {}
    }
}
