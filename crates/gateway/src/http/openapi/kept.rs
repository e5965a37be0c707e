//! A text that stays the same as long as the process runs, and its mark (`ETag`): who has it already is not sent it again.
//! Never here: what it says.

use axum::body::Bytes;
use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// Bytes of the hash that make the mark.
const MARK_BYTES: usize = 12;

/// The text and its mark.
#[derive(Debug)]
pub(super) struct Kept {
    text: Bytes,
    mark: String,
}

impl Kept {
    pub(super) fn new(text: String) -> Self {
        let hash = hex::encode(&Sha256::digest(&text)[..MARK_BYTES]);
        Self { text: text.into(), mark: format!("\"{hash}\"") }
    }

    /// The text; to who asks with its mark, that it is still the same.
    pub(super) fn answer(&self, asked: &HeaderMap) -> Response {
        let mut answer = if self.is_known(asked) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            self.text.clone().into_response()
        };
        if let Ok(mark) = HeaderValue::from_str(&self.mark) {
            answer.headers_mut().insert(ETAG, mark);
        }
        answer
    }

    /// RFC 9110, 13.1.2: any of the marks, compared weakly.
    fn is_known(&self, asked: &HeaderMap) -> bool {
        let lists = asked.get_all(IF_NONE_MATCH).into_iter().filter_map(|list| list.to_str().ok());
        let mut marks = lists.flat_map(|list| list.split(',')).map(|mark| mark.trim());
        marks.any(|mark| mark == "*" || mark.strip_prefix("W/").unwrap_or(mark) == self.mark)
    }
}
