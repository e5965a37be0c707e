//! The content policy and its companions on every HTML answer (security.md, Pages).

use crate::house::House;
use crate::house::payer::{Answer, Payer};
use http::Method;
use std::collections::{BTreeMap, BTreeSet};

/// Directives of the policy.
fn policy(answer: &Answer) -> BTreeMap<String, String> {
    let policies: Vec<_> = answer.headers.get_all("content-security-policy").iter().collect();
    assert_eq!(policies.len(), 1, "{}: one policy", answer.url);
    let text = answer.header("content-security-policy");
    text.split(';')
        .map(|directive| directive.trim().split_once(' ').unwrap_or((directive.trim(), "")))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// Checks one HTML answer to the letter.
fn check(answer: &Answer) {
    let url = &answer.url;
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{url}");
    let policy = policy(answer);
    for (name, value) in [
        ("default-src", "'none'"),
        ("img-src", "'self' data:"),
        ("font-src", "'self'"),
        ("connect-src", "'self'"),
        ("base-uri", "'none'"),
        ("form-action", "'self'"),
        ("object-src", "'none'"),
        ("require-trusted-types-for", "'script'"),
        ("trusted-types", "default"),
    ] {
        assert_eq!(policy.get(name).map(String::as_str), Some(value), "{url}: {name}");
    }
    assert!(policy.contains_key("report-to") && policy.contains_key("frame-ancestors"), "{url}");
    assert!(policy["style-src"].starts_with("'self' 'sha256-"), "{url}");
    let script = &policy["script-src"];
    assert!(
        script == "'none'"
            || (script.starts_with("'nonce-") && script.ends_with("' 'strict-dynamic' 'wasm-unsafe-eval'")),
        "{url}: {script}"
    );
    let all = answer.header("content-security-policy");
    for loose in ["unsafe-inline", "'unsafe-eval'", "script-src *", "https: ", " *;"] {
        assert!(!all.contains(loose), "{url}: {loose}");
    }
    for (name, value) in [
        ("strict-transport-security", "max-age="),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=()"),
        ("cache-control", "no-store"),
    ] {
        assert!(answer.header(name).contains(value), "{url}: {name} is {:?}", answer.header(name));
    }
    assert!(answer.header("access-control-allow-origin").is_empty(), "{url}: no CORS for page routes");
    let html = answer.html();
    for tag in &html.tags {
        assert!(tag.get("style").is_none(), "{url}: a style attribute on {tag:?}");
        assert!(tag.attributes.iter().all(|(name, _)| !name.starts_with("on")), "{url}: a handler on {tag:?}");
        let is_data = tag.get("type") == Some("application/json");
        assert!(tag.name != "script" || is_data || tag.get("nonce").is_some(), "{url}: {tag:?}");
    }
    assert_eq!(html.tags.iter().filter(|tag| tag.name == "main").count(), 1, "{url}: one main");
}

#[tokio::test]
async fn every_html_answer_has_the_policy_and_its_companions() {
    let house = House::open().await;
    let link = house.link("20.13").await;
    let payer = Payer::new();
    let select = payer.open(&format!("{}?bank=libra_ro", link.page)).await;
    let mut seen = Vec::new();
    for query in [
        "",
        "?bank=libra_ro",
        "?q=lib",
        "?q=nothing",
        "?step=cancelled",
        "?step=next&bank=libra_ro",
        "?lang=ro",
        "?step=kept",
    ] {
        seen.push(payer.navigate(&format!("{}{query}", link.page)).await);
    }
    let fields = [("token", select.boot.as_ref().unwrap()["form_token"].as_str().unwrap())];
    seen.push(payer.post(&format!("{}/pay", link.page), &fields).await);
    payer.pay(&link.page).await;
    seen.push(payer.navigate(&link.page).await);
    payer.leave(&link.page).await;
    seen.push(payer.navigate(&link.page).await);
    seen.push(Payer::new().navigate(&link.page).await);
    let problem = house.link("20.15").await;
    payer.pay(&problem.page).await;
    seen.push(payer.navigate(&problem.page).await);
    let refused = house.link("20.11").await;
    payer.pay(&refused.page).await;
    seen.push(payer.navigate(&refused.page).await);
    for path in [
        "/",
        "/legal",
        "/accessibility",
        "/providers",
        "/docs",
        "/pay/unknown",
        "/pay/unknown/leave",
        "/callback/libra_ro",
        "/pay/",
        "/pay/a/b/c",
    ] {
        seen.push(Payer::new().navigate(&format!("{}{path}", house.url)).await);
    }
    let mut screens: Vec<String> = seen.iter().map(|answer| answer.html().root("screen").to_owned()).collect();
    screens.sort();
    screens.dedup();
    for screen in ["select", "handoff", "waiting", "result", "problem", "not-found"] {
        assert!(screens.contains(&screen.to_owned()), "{screen} was not among {screens:?}");
    }
    seen.iter().for_each(check);
}

#[tokio::test]
async fn nonces_are_never_the_same_and_only_our_script_has_one() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let one = policy(&payer.navigate(&link.page).await)["script-src"].clone();
    let two = policy(&payer.navigate(&link.page).await)["script-src"].clone();
    assert_ne!(one, two);
}

#[tokio::test]
async fn the_inline_sheet_is_the_one_that_the_policy_names() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let answer = Payer::new().navigate(&link.page).await;
    let css = answer.text.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let hash = {
        use base64::Engine as _;
        use sha2::Digest as _;
        base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(css.as_bytes()))
    };
    assert!(policy(&answer)["style-src"].contains(&format!("'sha256-{hash}'")));
    assert_eq!(answer.text.matches("<style").count(), 1);
}

#[tokio::test]
async fn frames_are_for_the_links_client_only() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let ancestors = policy(&payer.navigate(&link.page).await)["frame-ancestors"].clone();
    assert_eq!(ancestors, "http://127.0.0.1:* http://localhost:*", "just those registered for the client");
    for path in ["/", "/legal", "/pay/unknown", "/callback/libra_ro"] {
        let answer = payer.navigate(&format!("{}{path}", house.url)).await;
        assert_eq!(policy(&answer)["frame-ancestors"], "'none'", "{path}");
    }
}

#[tokio::test]
async fn nothing_of_a_link_is_kept_or_shared() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    for path in ["", "/status", "/boot", "/banks?q=", "/leave"] {
        let answer = payer.navigate(&format!("{}{path}", link.page)).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        let cors = [("origin", "https://evil.example")];
        let answer = payer.send(Method::GET, &format!("{}{path}", link.page), &cors, String::new()).await;
        assert!(answer.header("access-control-allow-origin").is_empty(), "{path}");
    }
    let leave = payer.navigate(&format!("{}/leave", link.page)).await;
    assert_eq!(leave.header("referrer-policy"), "no-referrer", "the bank does not learn the page's address");
}

#[tokio::test]
async fn cookies_are_ours_alone() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let mut set = Vec::new();
    for url in [link.page.clone(), format!("{}?lang=ro", link.page)] {
        let answer = payer.navigate(&url).await;
        set.extend(answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned()));
    }
    payer.pay(&link.page).await;
    let answer = payer.navigate(&format!("{}/leave", link.page)).await;
    set.extend(answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned()));
    let mut names: BTreeSet<&str> = set.iter().filter_map(|cookie| cookie.split('=').next()).collect();
    let left = names.pop_last().unwrap();
    assert!(left.strip_prefix("finqlink_return_").is_some_and(|mark| mark.len() == 12), "{left}");
    assert_eq!(names, BTreeSet::from(["finqlink_holder", "finqlink_lang"]), "{set:?}");
    for cookie in &set {
        assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"), "{cookie}");
        assert!(!cookie.contains("Domain="), "host-only: {cookie}");
    }
    assert!(
        set.iter()
            .any(|one| one.starts_with("finqlink_holder=") && one.contains(&format!("Path=/pay/{}", link.web_id)))
    );
    assert!(set.iter().any(|one| one.starts_with(left) && one.contains("Path=/callback/libra_ro")));
}
