//! Where a page is shown, told from what the browser says of itself: the headers of its navigation, and the word that the embedding
//! script adds to the address. The running page knows better, and says so to itself. Never here: what follows from it.

use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use protocol::page::{Device, Here, Place};

/// Where the page of this call is shown; `embed` is the address' own word.
pub fn here(headers: &HeaderMap, embed: Option<&str>) -> Here {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let agent = header(USER_AGENT.as_str()).unwrap_or("");
    Here { place: place(header("sec-fetch-dest"), embed, agent), device: device(header("sec-ch-ua-mobile"), agent) }
}

/// The browser's own word counts more than the address', which can be opened anywhere.
fn place(dest: Option<&str>, embed: Option<&str>, agent: &str) -> Place {
    let framed = match dest {
        Some("iframe" | "frame" | "embed" | "object") => true,
        Some("document") => false,
        _ => matches!(embed, Some("modal" | "inline" | "redirect")),
    };
    match (framed, embed) {
        (true, Some("redirect")) => Place::FrameGivingWay,
        (true, _) => Place::Frame,
        (false, _) if is_webview(agent) => Place::Webview,
        (false, _) => Place::Tab,
    }
}

/// Android marks an app's own view (`; wv)`); Apple's says neither Safari nor another browser's name.
fn is_webview(agent: &str) -> bool {
    let is_apple = ["iPhone", "iPad", "iPod"].iter().any(|name| agent.contains(name));
    agent.contains("; wv)") || (is_apple && agent.contains("AppleWebKit") && !agent.contains("Safari/"))
}

/// A tablet is no mobile by Chromium's word; bank apps live there all the same.
fn device(mobile: Option<&str>, agent: &str) -> Device {
    let says_phone = ["Android", "iPhone", "iPad", "iPod", "Mobile"].iter().any(|name| agent.contains(name));
    if mobile == Some("?1") || says_phone { Device::Phone } else { Device::Desktop }
}

/// Whether this navigation would be shown inside another page.
pub fn is_framed(headers: &HeaderMap) -> bool {
    here(headers, None).place.is_framed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    const CHROME: &str =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
    const ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36";
    const TABLET: &str =
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
    const VIEW: &str = "Mozilla/5.0 (Linux; Android 13; Pixel 7 Build/TQ3A; wv) AppleWebKit/537.36 (KHTML, like Gecko) \
                        Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36";
    const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                          Version/17.5 Mobile/15E148 Safari/604.1";
    const IOS_VIEW: &str =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0";
    const FIREFOX_PHONE: &str = "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0";

    /// `Sec-Fetch-Dest`, `Sec-CH-UA-Mobile`, `User-Agent`, `embed`, what follows.
    type Case = (Option<&'static str>, Option<&'static str>, &'static str, Option<&'static str>, Place, Device);

    const TABLE: &[Case] = &[
        (Some("document"), Some("?0"), CHROME, None, Place::Tab, Device::Desktop),
        (Some("document"), None, FIREFOX, None, Place::Tab, Device::Desktop),
        (None, None, "", None, Place::Tab, Device::Desktop),
        (Some("empty"), Some("?0"), CHROME, None, Place::Tab, Device::Desktop),
        // A phone by the hint, or by its name; a tablet by its name alone.
        (Some("document"), Some("?1"), ANDROID, None, Place::Tab, Device::Phone),
        (Some("document"), Some("?1"), CHROME, None, Place::Tab, Device::Phone),
        (Some("document"), Some("?0"), TABLET, None, Place::Tab, Device::Phone),
        (Some("document"), None, IPHONE, None, Place::Tab, Device::Phone),
        (Some("document"), None, FIREFOX_PHONE, None, Place::Tab, Device::Phone),
        // Frames, by the browser's word; how they are meant, by the address'.
        (Some("iframe"), Some("?0"), CHROME, None, Place::Frame, Device::Desktop),
        (Some("iframe"), Some("?0"), CHROME, Some("modal"), Place::Frame, Device::Desktop),
        (Some("iframe"), Some("?0"), CHROME, Some("inline"), Place::Frame, Device::Desktop),
        (Some("iframe"), Some("?0"), CHROME, Some("redirect"), Place::FrameGivingWay, Device::Desktop),
        (Some("iframe"), Some("?0"), CHROME, Some("nonsense"), Place::Frame, Device::Desktop),
        (Some("embed"), None, CHROME, None, Place::Frame, Device::Desktop),
        (Some("object"), None, CHROME, None, Place::Frame, Device::Desktop),
        (Some("iframe"), Some("?1"), ANDROID, Some("modal"), Place::Frame, Device::Phone),
        (Some("iframe"), None, VIEW, None, Place::Frame, Device::Phone),
        // A browser that does not say: then the address.
        (None, None, IPHONE, Some("modal"), Place::Frame, Device::Phone),
        (None, None, CHROME, Some("redirect"), Place::FrameGivingWay, Device::Desktop),
        (None, None, CHROME, Some(""), Place::Tab, Device::Desktop),
        // An embedded address that somebody opened in a tab.
        (Some("document"), Some("?0"), CHROME, Some("modal"), Place::Tab, Device::Desktop),
        (Some("document"), Some("?0"), CHROME, Some("redirect"), Place::Tab, Device::Desktop),
        // Apps' own views.
        (Some("document"), Some("?1"), VIEW, None, Place::Webview, Device::Phone),
        (None, None, IOS_VIEW, None, Place::Webview, Device::Phone),
    ];

    fn headers(dest: Option<&'static str>, mobile: Option<&'static str>, agent: &'static str) -> HeaderMap {
        let given = [("sec-fetch-dest", dest), ("sec-ch-ua-mobile", mobile), ("user-agent", Some(agent))];
        let pair = |(name, value): (&'static str, Option<&'static str>)| {
            Some((HeaderName::from_static(name), HeaderValue::from_static(value?)))
        };
        given.into_iter().filter_map(pair).collect()
    }

    #[test]
    fn the_table_of_places() {
        for (dest, mobile, agent, embed, place, device) in TABLE.iter().copied() {
            let expected = Here { place, device };
            assert_eq!(here(&headers(dest, mobile, agent), embed), expected, "{dest:?} {mobile:?} {agent} {embed:?}");
        }
    }

    #[test]
    fn what_is_not_text_says_nothing() {
        let mut headers = headers(Some("document"), None, CHROME);
        headers.insert("user-agent", HeaderValue::from_bytes(b"iPhone \xff").unwrap());
        assert_eq!(here(&headers, None), Here::PLAIN);
        assert!(!is_framed(&headers));
    }
}
