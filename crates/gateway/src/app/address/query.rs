//! Words added to an address that somebody else chose.

use url::Url;
use url::form_urlencoded::byte_serialize;

/// Whether it is an address of the web, and not an app's own.
pub fn is_web(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "https" | "http"))
}

/// The address with these words added: its own query stays as it is, letter by letter, and what is behind a `#` stays behind.
pub fn with_query(address: &str, words: &[(&str, &str)]) -> String {
    let (base, fragment) = address.split_once('#').map_or((address, None), |(base, fragment)| (base, Some(fragment)));
    let mut longer = base.to_owned();
    for (name, value) in words {
        match longer.split_once('?') {
            None => longer.push('?'),
            Some((_, query)) if query.is_empty() || query.ends_with('&') => {}
            Some(_) => longer.push('&'),
        }
        longer.push_str(name);
        longer.push('=');
        longer.extend(byte_serialize(value.as_bytes()));
    }
    if let Some(fragment) = fragment {
        longer.push('#');
        longer.push_str(fragment);
    }
    longer
}

/// The address with a whole query added to its own, as it came.
pub fn with_raw_query(address: &str, query: &str) -> String {
    match (address.split_once('?'), query) {
        (_, "") => address.to_owned(),
        (None, _) => format!("{address}?{query}"),
        (Some((_, own)), _) if own.is_empty() || own.ends_with('&') => format!("{address}{query}"),
        (Some(_), _) => format!("{address}&{query}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_added_to_any_address() {
        for (address, expected) in [
            ("https://shop.example", "https://shop.example?a=1&b=x%26y"),
            ("https://shop.example/?", "https://shop.example/?a=1&b=x%26y"),
            ("https://shop.example/back?a=0&q=%20", "https://shop.example/back?a=0&q=%20&a=1&b=x%26y"),
            ("https://shop.example/back?q&", "https://shop.example/back?q&a=1&b=x%26y"),
            ("myshop://paid/7?x=1#top", "myshop://paid/7?x=1&a=1&b=x%26y#top"),
        ] {
            assert_eq!(with_query(address, &[("a", "1"), ("b", "x&y")]), expected);
        }
    }

    #[test]
    fn a_query_is_handed_on_as_it_came() {
        for (address, query, expected) in [
            ("myshop://paid", "state=a&code=%2B", "myshop://paid?state=a&code=%2B"),
            ("myshop://paid?x=1", "state=a", "myshop://paid?x=1&state=a"),
            ("myshop://paid?", "state=a", "myshop://paid?state=a"),
            ("myshop://paid?x=1", "", "myshop://paid?x=1"),
        ] {
            assert_eq!(with_raw_query(address, query), expected);
        }
    }

    #[test]
    fn what_banks_can_send_a_browser_to() {
        for (address, is_one) in [
            ("https://shop.example/", true),
            ("HTTPS://shop.example/", true),
            ("http://127.0.0.1:3000/x", true),
            ("myshop://paid", false),
            ("httpsshop://paid", false),
            ("nonsense", false),
        ] {
            assert_eq!(is_web(address), is_one, "{address}");
        }
    }
}
