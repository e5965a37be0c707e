//! What every HTML answer tells the browser: the content policy and its companions. One table, no exceptions.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Headers that every HTML answer has.
const FIXED: &[(&str, &str)] = &[
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    // The address is a capability; `no-referrer` would make every form post say `Origin: null`.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), \
         payment=(), usb=(), browsing-topics=()",
    ),
    ("cache-control", "no-store"),
    ("reporting-endpoints", "csp=\"/csp-reports\""),
];

/// What kind of page it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// One that stands alone, and may ask us and send us forms.
    #[default]
    Page,
    /// A wall of the gallery: it frames pages of ours.
    Wall,
    /// What hangs there: it is framed by us, asks nothing, sends nothing.
    Exhibit,
}

/// What of the policy differs from page to page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Policy<'a> {
    /// What kind of page.
    pub kind: Kind,
    /// Nonce of the starter script; `None`: the page runs no script at all.
    pub nonce: Option<&'a str>,
    /// The one inline sheet.
    pub css: &'a str,
    /// Origins that may frame the page; none: nobody.
    pub frame_origins: &'a [String],
}

/// The `Content-Security-Policy`.
pub fn content_policy(policy: Policy<'_>) -> String {
    let script = match policy.nonce {
        Some(nonce) => format!("'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'"),
        None => "'none'".to_owned(),
    };
    let style = style_hash(policy.css);
    let is_exhibit = policy.kind == Kind::Exhibit;
    let ancestors = match policy.frame_origins {
        [] if is_exhibit => "'self'".to_owned(),
        [] => "'none'".to_owned(),
        origins => origins.join(" "),
    };
    let asks = if is_exhibit { "'none'" } else { "'self'" };
    let frames = if policy.kind == Kind::Wall { "frame-src 'self'; " } else { "" };
    format!(
        "default-src 'none'; script-src {script}; style-src 'self' {style}; img-src 'self' data:; font-src 'self'; \
         connect-src {asks}; {frames}base-uri 'none'; form-action {asks}; frame-ancestors {ancestors}; object-src 'none'; \
         require-trusted-types-for 'script'; trusted-types default; report-to csp"
    )
}

/// How a policy names the one inline sheet that may stand in a page.
pub fn style_hash(css: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(css.as_bytes())))
}

/// Puts policy and companions on an answer.
pub fn apply(headers: &mut HeaderMap, policy: Policy<'_>) {
    if let Ok(value) = HeaderValue::from_str(&content_policy(policy)) {
        headers.insert("content-security-policy", value);
    }
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

/// `POST /csp-reports`: a browser tells that it stopped something. Only that, and where; the rest may hold addresses.
pub async fn report(body: axum::body::Bytes) -> axum::http::StatusCode {
    tracing::warn!(bytes = body.len(), "a browser reports a violation of the content policy");
    axum::http::StatusCode::NO_CONTENT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_loose_is_in_the_policy() {
        let origins = ["https://shop.example".to_owned()];
        let text =
            content_policy(Policy { nonce: Some("abc"), css: "a{}", frame_origins: &origins, ..Policy::default() });
        for loose in ["unsafe-inline", "'unsafe-eval'", " *", "http:", "https: "] {
            assert!(!text.contains(loose), "{loose} in {text}");
        }
        assert!(text.contains("frame-ancestors https://shop.example;"));
        let closed = content_policy(Policy::default());
        assert!(closed.contains("script-src 'none'") && closed.contains("frame-ancestors 'none'"), "{closed}");
        assert!(!closed.contains("frame-src") && closed.contains("form-action 'self'"), "{closed}");
    }

    #[test]
    fn what_hangs_in_the_gallery_has_no_way_out_and_only_its_wall_frames_it() {
        let of = |kind| content_policy(Policy { kind, ..Policy::default() });
        let exhibit = of(Kind::Exhibit);
        for part in ["script-src 'none'", "connect-src 'none'", "form-action 'none'", "frame-ancestors 'self'"] {
            assert!(exhibit.contains(part), "{part} in {exhibit}");
        }
        let wall = of(Kind::Wall);
        assert!(wall.contains("frame-src 'self'; ") && wall.contains("frame-ancestors 'none'"), "{wall}");
    }
}
