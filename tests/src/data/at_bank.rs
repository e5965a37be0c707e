//! The street's banks: authorised there, imported, refreshed; and what a consent's days of validity steer (contract §9).

use crate::house::payer::Payer;
use crate::house::ways::way;
use crate::house::{House, until};
use connectors::berlin_group::Psu;
use gateway::app::ConsentRow;
use gateway::app::consents::{Asked, AuthoriseForm, Authorised};
use gateway::app::create::Caller;
use protocol::api::{JobState, TransactionFilter};
use protocol::consent::{AisMethodFilter, ConsentOptions};
use protocol::link::Tracking;
use protocol::{ConsentStatus, DataGroup, JobStatus, LinkKind};
use std::time::Duration;

const DAY_MS: i64 = 86_400_000;

/// A consent at this bank for so many days, approved there by its account holder.
async fn approved(house: &House, bank: &str, days: u32) -> ConsentRow {
    let client = house.app.store.client("demo").await.unwrap().unwrap();
    let asked = Asked {
        scope: DataGroup::ALL.to_vec(),
        validity_days: days,
        psu_id: (bank == "rzb_ro").then(|| "9999999998".to_owned()),
        debtor_iban: None,
        filter: AisMethodFilter { provider_id: vec![bank.to_owned()], ..AisMethodFilter::default() },
        kind: LinkKind::Link,
        expires_in_s: 3_600,
        webhook_url: Some(house.shop.hook.clone()),
        options: ConsentOptions::default(),
        tracking: Tracking::default(),
    };
    let made = house.app.create_consent(Caller { client: &client, env: "sandbox" }, asked).await.unwrap();
    let consent = house.app.store.consent(&made.consent_id).await.unwrap().unwrap();
    let form = AuthoriseForm {
        provider_id: bank.to_owned(),
        debtor_iban: "RO03RZBR0000069999999999".to_owned(),
        holder: "a browser's secret".to_owned(),
        psu: Psu { ip: Some([127, 0, 0, 1].into()), ..Psu::default() },
        ..AuthoriseForm::default()
    };
    let pressed = house.app.authorise(&consent, form, |_, _| Ok(b"what was shown".to_vec())).await.unwrap();
    assert!(matches!(pressed, Authorised::Shown), "{pressed:?}");
    let attempt = house.app.store.attempts(&made.consent_id).await.unwrap().remove(0);
    let payer = Payer::new();
    let back = payer.decide(&house.app.sca_url(&attempt).unwrap(), "approve").await;
    payer.navigate(&back).await;
    consent
}

async fn status(house: &House, consent: &ConsentRow) -> ConsentStatus {
    house.app.store.consent(&consent.consent_id).await.unwrap().unwrap().status
}

/// The newest job, once it is over.
async fn over(house: &House, consent: &ConsentRow) -> JobState {
    until("no job comes to an end", async || {
        house.advance(250).await;
        house.app.last_job(consent).await.unwrap().is_some_and(|job| job.finished_at.is_some())
    })
    .await;
    house.app.last_job(consent).await.unwrap().unwrap()
}

async fn becomes(house: &House, consent: &ConsentRow, wanted: ConsentStatus) {
    until(wanted.as_str(), async || {
        house.advance(250).await;
        status(house, consent).await == wanted
    })
    .await;
}

async fn ids(house: &House, consent: &ConsentRow) -> Vec<String> {
    let consent = house.app.store.consent(&consent.consent_id).await.unwrap().unwrap();
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let filter = TransactionFilter::default();
        let (page, more) = house.app.transactions_of(&consent, &filter, before, 250).await.unwrap();
        before = page.last().map(|one| one.keyset);
        all.extend(page.into_iter().map(|one| one.transaction_id));
        if !more {
            all.sort();
            return all;
        }
    }
}

async fn is_read_and_read_again(bank: &str) {
    assert!(!way(bank).credentials.is_empty());
    let house = House::open().await;
    let consent = approved(&house, bank, 90).await;
    becomes(&house, &consent, ConsentStatus::Active).await;
    let first = over(&house, &consent).await;
    assert_eq!((first.status, first.results.errors.len()), (JobStatus::JobCompleted, 0), "{bank}: {first:?}");
    let before = ids(&house, &consent).await;
    assert!(before.len() > 200, "{bank}: two years are {} transactions", before.len());
    house.pass(61_000).await;
    let row = house.app.store.consent(&consent.consent_id).await.unwrap().unwrap();
    house.app.create_job(&row, None).await.unwrap();
    let again = over(&house, &consent).await;
    assert_eq!((again.status, again.results.errors.len()), (JobStatus::JobCompleted, 0), "{bank}: {again:?}");
    let after = ids(&house, &consent).await;
    let lost: Vec<_> = before.iter().filter(|id| !after.contains(id)).collect();
    // A minute has passed at the bank: little is new, and a pending one may have been dropped.
    assert!(after.len() < before.len() + 5 && lost.len() < 3, "{bank}: {} then {}", before.len(), after.len());
}

#[tokio::test]
async fn libra_is_read_and_read_again() {
    is_read_and_read_again("libra_ro").await;
}

#[tokio::test]
async fn bt_is_read_and_read_again() {
    is_read_and_read_again("bt_ro").await;
}

#[tokio::test]
async fn what_bt_lets_be_read_in_a_day_is_one_refresh_of_three_accounts_and_the_next_takes_nothing_away() {
    let house = House::open().await;
    let consent = approved(&house, "bt_ro", 90).await;
    becomes(&house, &consent, ConsentStatus::Active).await;
    over(&house, &consent).await;
    let refresh = async || {
        let day = house.now_ms() / DAY_MS;
        house.pass(61_000).await;
        let before = house.wire.heard().len();
        let row = house.app.store.consent(&consent.consent_id).await.unwrap().unwrap();
        house.app.create_job(&row, None).await.unwrap();
        let job = over(&house, &consent).await;
        let heard = house.wire.heard();
        let reads = heard[before..].iter().filter(|one| one.path.contains("/accounts")).count();
        (job, reads, house.now_ms() / DAY_MS == day)
    };
    let (job, reads, _) = refresh().await;
    // The balances come beside the accounts; the first import was attended, and is not counted.
    assert_eq!((job.status, reads), (JobStatus::JobCompleted, 4), "{job:?}");
    let kept = ids(&house, &consent).await;
    let (job, reads, is_same_day) = refresh().await;
    if is_same_day {
        assert_eq!((job.status, job.results.errors[0].code.as_str(), reads), (JobStatus::JobFailed, "rate_limited", 1));
        assert_eq!(status(&house, &consent).await, ConsentStatus::Active);
        assert_eq!(ids(&house, &consent).await, kept);
    }
    house.step_clock(DAY_MS).await;
    house.bank.clock.advance(Duration::from_secs(86_400));
    // The next day it may be read again. An account on which so much happens that it fills two pages costs one call more:
    // then another account is left out, and comes first the day after.
    let (job, reads, _) = refresh().await;
    assert!(reads >= 4 && job.status != JobStatus::JobFailed, "{reads}: {job:?}");
    assert!(job.results.errors.iter().all(|error| error.code == "rate_limited"), "{job:?}");
}

#[tokio::test]
async fn cec_is_read_and_read_again() {
    is_read_and_read_again("cec_ro").await;
}

#[tokio::test]
async fn rzb_is_read_and_read_again() {
    is_read_and_read_again("rzb_ro").await;
}

#[tokio::test]
async fn days_164_one_account_fails_and_the_rest_is_active() {
    let house = House::open().await;
    let consent = approved(&house, "libra_ro", 164).await;
    becomes(&house, &consent, ConsentStatus::Active).await;
    let job = over(&house, &consent).await;
    assert_eq!(job.status, JobStatus::JobPartiallyCompleted);
    assert!(job.results.accounts > 1 && job.results.transactions > 0);
    assert_eq!(job.results.errors.len(), 1, "{:?}", job.results.errors);
    assert!(job.results.errors[0].account_id.is_some());
}

#[tokio::test]
async fn days_165_nothing_can_be_read_and_the_job_fails() {
    let house = House::open().await;
    let consent = approved(&house, "libra_ro", 165).await;
    let job = over(&house, &consent).await;
    assert_eq!((job.status, job.results.errors[0].code.as_str()), (JobStatus::JobFailed, "bank_unavailable"));
    assert_eq!(status(&house, &consent).await, ConsentStatus::Authorized);
}

#[tokio::test]
async fn days_166_the_bank_refuses_and_the_consent_is_suspended() {
    let house = House::open().await;
    let consent = approved(&house, "libra_ro", 166).await;
    let job = over(&house, &consent).await;
    assert_eq!((job.status, job.results.errors[0].code.as_str()), (JobStatus::JobFailed, "access_denied"));
    becomes(&house, &consent, ConsentStatus::Suspended).await;
}
