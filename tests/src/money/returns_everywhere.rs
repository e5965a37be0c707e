//! Every return, to every stage of every kind of link and consent, in every browser: each ends on a defined page; it moves a status
//! by one step at most, to `received`; and it tells nobody what is another's.

use crate::house::House;
use crate::house::data_client::Asked;
use crate::house::outlook::{Link, merged};
use crate::house::payer::{Answer, Payer};
use crate::house::typed::BACK;
use crate::house::ways::{Way, way};
use http::StatusCode;
use serde_json::json;
use url::Url;

/// Payments stay pending for ever by this amount.
const PENDING: &str = "20.13";
/// Consents stay pending for ever by this.
const PENDING_DAYS: u32 = 163;

/// How far it has come when somebody comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The bank has it; nobody has left.
    Ready,
    /// Somebody is at the bank.
    Left,
    /// It was approved there, and the bank has no last word.
    Approved,
    /// The same, and somebody has come back already.
    Back,
    /// It was refused there, and that was read: over.
    Ended,
    /// It was cancelled, and another attempt is ready.
    Again,
}

const STAGES: [Stage; 6] = [Stage::Ready, Stage::Left, Stage::Approved, Stage::Back, Stage::Ended, Stage::Again];

/// What is asked for, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind {
    is_consent: bool,
    word: &'static str,
}

const KINDS: [Kind; 6] = [
    Kind { is_consent: false, word: "link" },
    Kind { is_consent: false, word: "wrapped_sca" },
    Kind { is_consent: false, word: "redirect_sca" },
    Kind { is_consent: true, word: "link" },
    Kind { is_consent: true, word: "wrapped_sca" },
    // Without an address of the client's, its bank returns to us.
    Kind { is_consent: true, word: "direct_sca" },
];

impl Kind {
    /// Whether some browser can be its holder.
    fn is_held(self) -> bool {
        matches!(self.word, "link" | "wrapped_sca")
    }

    /// Whether it can be begun anew.
    fn has(self, stage: Stage) -> bool {
        match stage {
            Stage::Again => self.word == "link",
            _ => true,
        }
    }
}

/// One of them, at its stage.
struct Case {
    kind: Kind,
    id: String,
    page: String,
    way: &'static Way,
    holder: Payer,
    /// `state` of the attempt that was first.
    state: String,
}

async fn made(house: &House, kind: Kind, way: &'static Way) -> Case {
    let back =
        json!({ "options": if kind.word == "redirect_sca" { json!({ "redirect_url": BACK }) } else { json!({}) } });
    let (id, web_id) = match (kind.is_consent, kind.word) {
        (false, "link") => {
            let Link { id, web_id, .. } = house.link_with(PENDING, &way.order()).await;
            (id, web_id)
        }
        (false, word) => {
            let (Link { id, web_id, .. }, _) = house.typed(word, way, PENDING, &back).await;
            (id, web_id)
        }
        (true, "link") => {
            let made = house.consent(PENDING_DAYS).await;
            (made.id, made.web_id)
        }
        (true, word) => {
            let days = json!({ "consent": { "consent_validity_days": PENDING_DAYS } });
            let (Asked { id, web_id }, _) = house.asked_typed(word, way, &merged(back, &days)).await;
            (id, web_id)
        }
    };
    let page = format!("{}/{}/{web_id}", house.url, if kind.is_consent { "consent" } else { "pay" });
    Case { kind, id, page, way, holder: Payer::new(), state: String::new() }
}

/// Presses the control that agrees, where somebody is to.
async fn agreed(case: &Case) {
    match (case.kind.word, case.kind.is_consent) {
        ("link", false) => drop(case.holder.pay_by(&case.page, case.way).await),
        ("link", true) => drop(case.holder.authorise(&case.page, case.way).await),
        _ => drop(case.holder.open(&case.page).await),
    }
}

/// The bank's address: by leaving, or as the client was given it.
async fn sca(house: &House, case: &Case) -> String {
    if case.kind.is_held() {
        return case.holder.leave(&case.page).await;
    }
    let attempts = house.app.store.attempts(&case.id).await.unwrap();
    house.app.sca_url(attempts.last().unwrap()).unwrap()
}

async fn at(house: &House, kind: Kind, stage: Stage, way: &'static Way) -> Case {
    let mut case = made(house, kind, way).await;
    agreed(&case).await;
    case.state = told_to_the_bank(house);
    if stage == Stage::Ready {
        return case;
    }
    let sca = sca(house, &case).await;
    if stage == Stage::Left {
        return case;
    }
    house.advance(1_000).await;
    if stage == Stage::Again {
        let waiting = case.holder.open(&case.page).await;
        case.holder.press(&case.page, &waiting, "retry", &[]).await;
        house.quiet().await;
        agreed(&case).await;
        return case;
    }
    let decision = if stage == Stage::Ended { "reject" } else { "approve" };
    let back = case.holder.decide(&sca, decision).await;
    assert_eq!(state_of(&back), case.state);
    if matches!(stage, Stage::Back | Stage::Ended) {
        case.holder.navigate(&back).await;
    }
    house.quiet().await;
    case
}

/// The secret of the way back, as the bank was told it last.
fn told_to_the_bank(house: &House) -> String {
    let heard = house.wire.heard();
    let back = heard.iter().rev().find_map(|one| one.asked.get("tpp-redirect-uri")).unwrap();
    state_of(back.to_str().unwrap())
}

fn state_of(back: &str) -> String {
    let url = Url::parse(back).unwrap();
    let (_, state) = url.query_pairs().find(|(name, _)| name == "state").unwrap();
    // 128 bits are 22 signs of base64url.
    assert!(state.len() >= 22, "{state}");
    state.into_owned()
}

/// Who comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Browser {
    /// The one that began it.
    Own,
    /// One that began another, at the same bank, and has left for it.
    Busy,
    /// One that keeps no cookies.
    Bare,
}

/// What the address says, after the callback's path; and whether it names the attempt.
fn queries(state: &str, foreign: &str) -> Vec<(String, bool)> {
    let code = "c".repeat(5_000);
    let long = "A".repeat(5_000);
    vec![
        (String::new(), false),
        ("?state=".to_owned(), false),
        (format!("?state={long}"), false),
        (format!("?state={foreign}x"), false),
        (format!("?state={state}&state={foreign}"), false),
        ("?%00%ff=%&&&==;&state[]=a".to_owned(), false),
        ("?error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E".to_owned(), false),
        (format!("?state={state}"), true),
        (format!("?state={state}&error=server_error&error_description=no"), true),
        (format!("?state={state}&code=forged&scaStatus=finalised&status=ACSC"), true),
        (format!("?state={state}&code={code}"), true),
        (format!("?state={state}&wait=soon&after=never&lang=xx&step=kept"), true),
        (format!("?state={state}&state={state}"), true),
    ]
}

async fn status(house: &House, case: &Case) -> String {
    house.app.store.events(&case.id).await.unwrap().last().unwrap().status.clone()
}

/// What must not be told to a browser that did not begin it.
fn leaks(case: &Case, answer: &str) -> Option<String> {
    let beside_style = answer.split("<style>").next().unwrap().to_owned() + answer.rsplit("</style>").next().unwrap();
    let secrets = [
        case.state.clone(),
        case.way.provider_id.to_owned(),
        "Libra Internet".to_owned(),
        "RZBR".to_owned(),
        "forged".to_owned(),
    ];
    secrets.into_iter().find(|secret| beside_style.contains(secret.as_str()))
}

/// Where a return led, as a page; `None` where it led to the client.
async fn shown(browser: &Payer, answer: Answer) -> Option<Answer> {
    if answer.status == StatusCode::OK {
        return Some(answer);
    }
    let leads = answer.leads_to();
    if leads.starts_with(BACK) {
        return None;
    }
    assert!(!leads.contains("state=") && !leads.contains("code="), "{leads}");
    Some(browser.navigate(&leads).await)
}

/// The screens on which a return may end, by what stands in the store.
fn fits(kind: Kind, stage: Stage, whose: &str, screen: &str) -> bool {
    match (stage, screen) {
        (Stage::Ended, "result") => true,
        (Stage::Again, "handoff") => whose == "mine",
        // Of what nobody has come back from yet a consent has no status of its own.
        (Stage::Ready, "handoff") => kind.is_consent || kind.word == "wrapped_sca",
        (Stage::Ended, _) => false,
        (_, "waiting") => true,
        _ => false,
    }
}

async fn comes_back(house: &House, case: &Case, stage: Stage, browser: (Browser, &Payer), foreign: &str) {
    let callback = format!("{}/callback/{}", house.url, case.way.provider_id);
    for (query, names) in queries(&case.state, foreign) {
        for posts in [false, true] {
            let what = format!("{:?} {stage:?} {:?} {query:.60} posts: {posts}", case.kind, browser.0);
            let before = status(house, case).await;
            let address = format!("{callback}{query}");
            let answer = if posts {
                let form = browser.1.post_form(&callback, query.trim_start_matches('?')).await;
                assert!(form.status.is_redirection(), "{what}: {}", form.text);
                browser.1.navigate(&form.leads_to()).await
            } else {
                browser.1.navigate(&address).await
            };
            let Some(page) = shown(browser.1, answer).await else {
                assert!(case.kind.word == "redirect_sca" && names, "{what}");
                continue;
            };
            assert_eq!(page.status, StatusCode::OK, "{what}: {}", page.text);
            let html = page.html();
            assert!(!html.root("screen").is_empty() && !html.text.is_empty(), "{what}");
            let is_its_page = page.url.as_str().starts_with(&case.page);
            // Only its own state leads a stranger there; its own browser has a cookie too, once it has left.
            let may_find = names || browser.0 == Browser::Own;
            assert!(may_find || !is_its_page, "{what}");
            assert!(!names || is_its_page, "{what}: {}", page.url);
            if is_its_page {
                let whose = html.view()["whose"].as_str().unwrap_or("").to_owned();
                assert!(fits(case.kind, stage, &whose, html.root("screen")), "{what}: {} {whose}", html.root("screen"));
                let own = browser.0 == Browser::Own && case.kind.is_held();
                let unclaimed = case.kind.word == "wrapped_sca" && stage == Stage::Ready;
                if !own && !unclaimed {
                    assert_eq!(whose, "other", "{what}");
                    assert_eq!(leaks(case, &page.text), None, "{what}");
                }
                assert_eq!(html.enabled("pay") + html.enabled("authorise"), 0, "{what}: nothing is armed anew");
            }
            let after = status(house, case).await;
            let steps = [before.as_str(), "received"];
            assert!(steps.contains(&after.as_str()), "{what}: from {before} to {after}");
            assert!(after == before || (names || browser.0 == Browser::Own), "{what}: nobody came back");
        }
    }
}

async fn walk(kind: Kind) {
    let house = House::open().await;
    let way = way("libra_ro");
    let busy = Payer::new();
    let other = house.link(PENDING).await;
    busy.pay_by(&other.page, way).await;
    let foreign = told_to_the_bank(&house);
    busy.leave(&other.page).await;
    for stage in STAGES.into_iter().filter(|stage| kind.has(*stage)) {
        // Strangers first: what they bring leaves the page to its own browser.
        let case = at(&house, kind, stage, way).await;
        let bare = Payer::without_cookies();
        comes_back(&house, &case, stage, (Browser::Bare, &bare), &foreign).await;
        comes_back(&house, &case, stage, (Browser::Busy, &busy), &foreign).await;
        let own = case.holder.clone();
        comes_back(&house, &case, stage, (Browser::Own, &own), &foreign).await;
        // At another bank's callback it is worth nothing, in whatever browser.
        let elsewhere = format!("{}/callback/bt_ro?state={}", house.url, case.state);
        for browser in [&bare, &own] {
            let page = browser.navigate(&elsewhere).await;
            assert!(page.status == StatusCode::OK && page.html().text.contains("being checked"), "{}", page.text);
        }
    }
}

#[tokio::test]
async fn of_a_payment() {
    walk(KINDS[0]).await;
}

#[tokio::test]
async fn of_a_payment_that_the_client_chose() {
    walk(KINDS[1]).await;
}

#[tokio::test]
async fn of_a_payment_that_leads_past_the_page() {
    walk(KINDS[2]).await;
}

#[tokio::test]
async fn of_a_consent() {
    walk(KINDS[3]).await;
}

#[tokio::test]
async fn of_a_consent_that_the_client_chose() {
    walk(KINDS[4]).await;
}

#[tokio::test]
async fn of_a_consent_whose_client_has_no_address() {
    walk(KINDS[5]).await;
}
