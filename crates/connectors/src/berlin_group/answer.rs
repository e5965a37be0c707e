//! A bank's answer as it came, and the fault that an error answer tells: either of the standard's two forms, OAuth's, or none.
//! Never here: what a fault means for a payment.

use super::reasons;
use super::wire::{Body, Message, Text};
use http::HeaderMap;
use protocol::page::Reason;
use serde::de::DeserializeOwned;

/// The most bytes of a body that are read. Payment answers are a few hundred bytes; whoever sends more is not answering.
pub const MAX_BODY: usize = 256 * 1024;

/// The most bytes of a body with account data: some banks tell years of transactions in one page.
pub const MAX_PAGE: usize = 8 * 1024 * 1024;

/// The most characters of a bank's own words that are kept for the log.
const MAX_RAW: usize = 2_000;

/// An answer as it came over the wire.
#[derive(Clone, Copy)]
pub struct Answer<'a> {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: &'a HeaderMap,
    /// The body, or one byte more of it than is read: `MAX_BODY`, and `MAX_PAGE` of account data.
    pub body: &'a [u8],
}

/// What a bank says about a failed call. For the log and for operators; never shown to a PSU.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Fault {
    /// HTTP status.
    pub http: u16,
    /// Message codes such as `FORMAT_ERROR` or OAuth's `invalid_grant`, in the bank's order; empty when the body is in no known form.
    pub codes: Vec<String>,
    /// The bank's texts, or the beginning of a body in no known form; may quote what was sent, so it belongs in no open log.
    pub text: String,
    /// The reason in our words, when the codes or texts tell one.
    pub reason: Option<Reason>,
    /// Seconds of `Retry-After`, when given as a number.
    pub retry_after_s: Option<u32>,
}

impl<'a> Answer<'a> {
    /// The body in the tolerant shape; `None` for what is no JSON object, or too long.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Option<T> {
        self.json_within(MAX_BODY)
    }

    /// The same, when the body has at most so many bytes.
    pub(super) fn json_within<T: DeserializeOwned>(&self, most: usize) -> Option<T> {
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(self.body);
        if body.len() > most {
            return None;
        }
        serde_json::from_slice(body).ok()
    }

    /// A header's text.
    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.get(name)?.to_str().ok().map(str::trim)
    }

    /// The beginning of the body, for the log.
    pub(super) fn raw(&self) -> String {
        let beginning = &self.body[..self.body.len().min(MAX_RAW * 4)];
        String::from_utf8_lossy(beginning).chars().take(MAX_RAW).collect()
    }

    /// What an error answer tells.
    pub(super) fn fault(&self) -> Fault {
        let body: Body = self.json().unwrap_or_default();
        let (codes, texts) = told(&body);
        let text = if codes.is_empty() && texts.is_empty() { self.raw() } else { texts.join("; ") };
        Fault {
            http: self.status,
            reason: reasons::told(codes.iter().map(String::as_str), &text),
            codes,
            text: text.chars().take(MAX_RAW).collect(),
            retry_after_s: self.header("retry-after").and_then(|text| text.parse().ok()),
        }
    }
}

// The text may quote names and IBANs that were sent.
impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fault").field("http", &self.http).field("codes", &self.codes).finish_non_exhaustive()
    }
}

// Headers and bodies carry names, IBANs, SCA addresses.
impl std::fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer({}, {} bytes)", self.status, self.body.len())
    }
}

/// More codes than any error needs.
const MOST_CODES: usize = 8;

fn is_code(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    (1..=64).contains(&text.len()) && text.bytes().all(plain)
}

/// Codes and texts of the error forms: `tppMessages`, problem+json with its `additionalErrors`, OAuth's `error`.
pub(super) fn told(body: &Body) -> (Vec<String>, Vec<String>) {
    let text = |field: &Option<Text>| field.as_ref().map(|text| text.0.trim().to_owned());
    let messages = || body.tpp_messages.iter().chain(&body.additional_errors).flat_map(|messages| &messages.0);
    let own_codes = [text(&body.code), text(&body.error)];
    let codes = own_codes.into_iter().flatten().chain(messages().filter_map(|message| text(&message.code)));
    let own = [text(&body.title), text(&body.detail), text(&body.error_description)];
    let spoken = |message: &Message| {
        let path = text(&message.path).map(|path| format!("({path})"));
        [text(&message.title), text(&message.text), text(&message.detail), path]
    };
    let texts = own.into_iter().flatten().chain(messages().flat_map(spoken).flatten());
    // Codes are logged: free text in their place, which may name people and accounts, is not one.
    (codes.filter(|code| is_code(code)).take(MOST_CODES).collect(), texts.filter(|text| !text.is_empty()).collect())
}
