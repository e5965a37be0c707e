//! `/embed.js`: the script by which a merchant's page opens one of ours (contract §8), each of its versions for ever, and its types.
//! The files are public/embed; what is in the binary is what is served. Never here: what they do.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, HeaderName, LINK, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};

/// Every version that was released, the newest last: a merchant who names one, with its hash, gets these bytes as long as the gateway
/// lives.
const RELEASED: &[(&str, &str)] = &[("1.0.0", include_str!("../../../../public/embed/1.0.0.js"))];
const TYPES: &str = include_str!("../../../../public/embed/embed.d.ts");

/// The newest may change within the hour.
const SHORTLY: &str = "public, max-age=3600";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// `GET /embed.js`: the newest version, and which that is.
pub async fn newest() -> Response {
    let Some((version, text)) = RELEASED.last() else { return StatusCode::NOT_FOUND.into_response() };
    let twin = format!("</embed/{version}.js>; rel=\"canonical\"");
    ([(LINK, twin)], served(text, SCRIPT, SHORTLY)).into_response()
}

/// `GET /embed/{version}.js`.
pub async fn of_version(Path(file): Path<String>) -> Response {
    let wanted = RELEASED.iter().find(|(version, _)| file.strip_suffix(".js") == Some(version));
    wanted.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |(_, text)| served(text, SCRIPT, FOR_EVER))
}

/// `GET /embed.d.ts`.
pub async fn types() -> Response {
    served(TYPES, "application/typescript; charset=utf-8", SHORTLY)
}

/// For pages of any site, with the hash that they want it to have.
fn served(text: &'static str, kind: &'static str, kept: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, kept),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest, Sha384};

    /// A released file never changes: its hash is what merchants wrote down.
    #[test]
    fn every_version_has_the_hash_that_the_guide_gives() {
        const GUIDE: &str = include_str!("../../../../docs/embedding.md");
        for (version, text) in RELEASED {
            let row = format!("| `{version}` | `sha384-{}` |", STANDARD.encode(Sha384::digest(text.as_bytes())));
            assert!(GUIDE.contains(&row), "docs/embedding.md lacks: {row}");
            assert!(text.starts_with(&format!("/*! FinqLink embed {version};")), "{version}");
        }
        let (newest, _) = RELEASED.last().unwrap();
        assert!(TYPES.contains(&format!("FinqLink embed {newest}:")), "{newest}");
    }
}
