//! A payer with a browser: opens pages by navigation, keeps cookies, presses forms, follows no redirect unasked.
//! Never here: script. What works here works without it.

use super::html::{self, Html};
use super::ways::{Way, way};
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use url::Url;

/// Kept by host and path, as browsers do; ports share them.
#[derive(Clone, Debug)]
struct Cookie {
    host: String,
    path: String,
    name: String,
    value: String,
}

/// A browser. Clones share its cookies: tabs.
#[derive(Clone)]
pub struct Payer {
    http: reqwest::Client,
    cookies: Arc<Mutex<Vec<Cookie>>>,
    keeps_cookies: bool,
}

/// An answer as it came.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub text: String,
    /// Where it was asked.
    pub url: Url,
}

impl Answer {
    /// A header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{} is no JSON: {}", self.url, self.text))
    }

    /// The body as HTML.
    pub fn html(&self) -> Html {
        html::read(&self.text)
    }

    /// Where a 303 leads.
    pub fn leads_to(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{} answered {}", self.url, self.text);
        self.url.join(self.header("location")).unwrap().to_string()
    }
}

/// Headers of a navigation that a person began.
pub const NAVIGATION: &[(&str, &str)] = &[
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-dest", "document"),
    ("accept", "text/html"),
    ("accept-language", "en"),
];

impl Payer {
    /// A browser with an empty jar.
    pub fn new() -> Self {
        Self { http: super::client(), cookies: Arc::default(), keeps_cookies: true }
    }

    /// A browser that keeps no cookies.
    pub fn without_cookies() -> Self {
        Self { keeps_cookies: false, ..Self::new() }
    }

    /// Sends a call with the cookies that belong to it.
    pub async fn send(&self, method: Method, url: &str, headers: &[(&str, &str)], body: String) -> Answer {
        let url = Url::parse(url).unwrap();
        let mut call = self.http.request(method, url.clone()).body(body);
        for (name, value) in headers {
            call = call.header(*name, *value);
        }
        let cookies = self.cookies_for(&url);
        if !cookies.is_empty() {
            call = call.header("cookie", cookies);
        }
        let answer = call.send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        self.keep(&url, &headers);
        Answer { status, headers, text: answer.text().await.unwrap(), url }
    }

    /// Asks without saying why.
    pub async fn get(&self, url: &str) -> Answer {
        self.send(Method::GET, url, &[], String::new()).await
    }

    /// Opens an address as a person does.
    pub async fn navigate(&self, url: &str) -> Answer {
        self.send(Method::GET, url, NAVIGATION, String::new()).await
    }

    /// Opens a page of ours that must be there.
    pub async fn open(&self, url: &str) -> Html {
        let answer = self.navigate(url).await;
        assert_eq!(answer.status, StatusCode::OK, "{url}: {}", answer.text);
        answer.html()
    }

    /// Posts fields as a form of the page at this address does.
    pub async fn post(&self, url: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = Url::parse(url).unwrap().origin().ascii_serialization();
        let headers = [("origin", origin.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, url, &headers, body).await
    }

    /// Posts this as another site's form does: without cookies that are kept to their own.
    pub async fn post_form(&self, url: &str, form: &str) -> Answer {
        let headers = [("origin", "https://bank.example"), ("content-type", "application/x-www-form-urlencoded")];
        Self::without_cookies().send(Method::POST, url, &headers, form.to_owned()).await
    }

    /// Presses the button of the page's own form, with more fields when it has some.
    pub async fn press(&self, page: &str, html: &Html, action: &str, more: &[(&str, &str)]) -> Answer {
        let form = html.form(action).unwrap_or_else(|| panic!("{page} has no form {action}: {}", html.text));
        assert_eq!(form.method, "post");
        let url = Url::parse(page).unwrap().join(&form.action).unwrap().to_string();
        let mut fields: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.extend(more);
        self.post(&url, &fields).await
    }

    /// Chooses the bank and presses Pay.
    pub async fn pay(&self, page: &str) -> Html {
        self.pay_as(page, "bank=libra_ro").await
    }

    /// Chooses this way and presses Pay.
    pub async fn pay_by(&self, page: &str, way: &Way) -> Html {
        self.pay_as(page, &format!("bank={}&method={}", way.provider_id, way.method_id)).await
    }

    async fn pay_as(&self, page: &str, choice: &str) -> Html {
        let chosen = self.open(&format!("{page}?{choice}")).await;
        assert_eq!(chosen.enabled("pay"), 1, "{}", chosen.text);
        let answer = self.press(page, &chosen, "pay", &[]).await;
        self.open(&answer.leads_to()).await
    }

    /// Chooses this bank, types what it asks for, and agrees to share.
    pub async fn authorise(&self, page: &str, way: &Way) -> Html {
        let mut chosen = self.open(&format!("{page}?bank={}", way.provider_id)).await;
        if chosen.enabled("authorise") == 0 {
            chosen = self.open(&format!("{page}?bank={}&step=next", way.provider_id)).await;
        }
        assert_eq!(chosen.enabled("authorise"), 1, "{}", chosen.text);
        let asked = [("debtor_iban", "RO03RZBR0000069999999999"), ("psu_id", "9999999998")];
        let typed = if way.provider_id == "rzb_ro" { &asked[..] } else { &[] };
        let answer = self.press(page, &chosen, "authorise", typed).await;
        self.open(&answer.leads_to()).await
    }

    /// Leaves for the bank; its address.
    pub async fn leave(&self, page: &str) -> String {
        self.navigate(&format!("{page}/leave")).await.leads_to()
    }

    /// Logs in at the bank and decides; the address that the bank sends back to.
    pub async fn decide(&self, sca: &str, decision: &str) -> String {
        let mut login = self.navigate(sca).await;
        if login.status == StatusCode::SEE_OTHER {
            login = self.navigate(&login.leads_to()).await;
        }
        assert_eq!(login.status, StatusCode::OK, "{sca}: {}", login.text);
        let bank = login.url.path_segments().and_then(|mut parts| parts.next()).unwrap_or_default();
        let approval = self.post(login.url.as_str(), way(bank).credentials).await.leads_to();
        self.post(&approval, &[("decision", decision)]).await.leads_to()
    }

    /// Comes back: the callback, then where it leads.
    pub async fn come_back(&self, address: &str) -> Html {
        let leads = self.navigate(address).await.leads_to();
        self.open(&leads).await
    }

    /// A cookie's value, by the beginning of its name, wherever it belongs.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().iter().find(|one| one.name.starts_with(name)).map(|one| one.value.clone())
    }

    /// Forgets cookies whose names begin so.
    pub fn forget(&self, name: &str) {
        self.cookies.lock().unwrap().retain(|one| !one.name.starts_with(name));
    }

    fn cookies_for(&self, url: &Url) -> String {
        let cookies = self.cookies.lock().unwrap();
        let fits = |one: &&Cookie| {
            let path = url.path();
            let below = path
                .strip_prefix(one.path.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || one.path.ends_with('/'));
            Some(one.host.as_str()) == url.host_str() && below
        };
        cookies.iter().filter(fits).map(|one| format!("{}={}", one.name, one.value)).collect::<Vec<_>>().join("; ")
    }

    fn keep(&self, url: &Url, headers: &HeaderMap) {
        if !self.keeps_cookies {
            return;
        }
        let mut cookies = self.cookies.lock().unwrap();
        for set in headers.get_all("set-cookie") {
            let mut parts = set.to_str().unwrap().split("; ");
            let (name, value) = parts.next().unwrap().split_once('=').unwrap();
            let path = parts.find_map(|part| part.strip_prefix("Path=")).unwrap_or("/").to_owned();
            let host = url.host_str().unwrap().to_owned();
            cookies.retain(|one| (one.name.as_str(), &one.path, &one.host) != (name, &path, &host));
            cookies.push(Cookie { host, path, name: name.to_owned(), value: value.to_owned() });
        }
    }
}
