//! What a TPP hears: JSON answers, and refusals in the standard's `tppMessages` form.
//! Never here: why something is refused.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::bank::Bank;

/// The longest `text` the standard allows, in characters.
const LONGEST_TEXT: usize = 500;

/// Which SCA approach a bank has fixed.
const SCA_APPROACH: HeaderName = HeaderName::from_static("aspsp-sca-approach");
/// The PSU is to be sent to the bank's pages.
const REDIRECT: HeaderValue = HeaderValue::from_static("REDIRECT");
/// The bank has called the PSU in its app.
const DECOUPLED: HeaderValue = HeaderValue::from_static("DECOUPLED");

/// The standard's message codes with the HTTP status each belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    FormatError,
    PaymentFailed,
    PeriodInvalid,
    ParameterNotSupported,
    /// A resource that the body names.
    NamedUnknown,
    ExecutionDateInvalid,
    ProductUnknown,
    ResourceUnknown,
    ServiceInvalid,
    /// As [`Code::ServiceInvalid`], where the resource is there but not for this method.
    MethodInvalid,
    CancellationInvalid,
    FormatsInvalid,
    TokenInvalid,
    TokenExpired,
    TokenUnknown,
    ConsentInvalid,
    ConsentExpired,
    /// The one that a read came with.
    ConsentUnknown,
    /// The one that the path names.
    NoSuchConsent,
    ServiceBlocked,
    SignatureMissing,
    SignatureInvalid,
    CertificateMissing,
    CertificateInvalid,
    StatusInvalid,
    ContentTypeInvalid,
    AccessExceeded,
    /// The file has no body for it.
    InternalError,
    ServiceUnavailable,
}

impl Code {
    fn http(self) -> (StatusCode, &'static str) {
        match self {
            Self::FormatError => (StatusCode::BAD_REQUEST, "FORMAT_ERROR"),
            Self::PaymentFailed => (StatusCode::BAD_REQUEST, "PAYMENT_FAILED"),
            Self::PeriodInvalid => (StatusCode::BAD_REQUEST, "PERIOD_INVALID"),
            Self::ParameterNotSupported => (StatusCode::BAD_REQUEST, "PARAMETER_NOT_SUPPORTED"),
            Self::NamedUnknown => (StatusCode::BAD_REQUEST, "RESOURCE_UNKNOWN"),
            Self::ExecutionDateInvalid => (StatusCode::BAD_REQUEST, "EXECUTION_DATE_INVALID"),
            Self::ProductUnknown => (StatusCode::NOT_FOUND, "PRODUCT_UNKNOWN"),
            Self::ResourceUnknown => (StatusCode::NOT_FOUND, "RESOURCE_UNKNOWN"),
            Self::ServiceInvalid | Self::MethodInvalid => (StatusCode::METHOD_NOT_ALLOWED, "SERVICE_INVALID"),
            Self::CancellationInvalid => (StatusCode::METHOD_NOT_ALLOWED, "CANCELLATION_INVALID"),
            Self::FormatsInvalid => (StatusCode::NOT_ACCEPTABLE, "REQUESTED_FORMATS_INVALID"),
            Self::TokenInvalid => (StatusCode::UNAUTHORIZED, "TOKEN_INVALID"),
            Self::TokenExpired => (StatusCode::UNAUTHORIZED, "TOKEN_EXPIRED"),
            Self::TokenUnknown => (StatusCode::UNAUTHORIZED, "TOKEN_UNKNOWN"),
            Self::ConsentInvalid => (StatusCode::UNAUTHORIZED, "CONSENT_INVALID"),
            Self::ConsentExpired => (StatusCode::UNAUTHORIZED, "CONSENT_EXPIRED"),
            Self::ConsentUnknown => (StatusCode::UNAUTHORIZED, "CONSENT_UNKNOWN"),
            Self::NoSuchConsent => (StatusCode::FORBIDDEN, "CONSENT_UNKNOWN"),
            Self::ServiceBlocked => (StatusCode::FORBIDDEN, "SERVICE_BLOCKED"),
            Self::SignatureMissing => (StatusCode::UNAUTHORIZED, "SIGNATURE_MISSING"),
            Self::SignatureInvalid => (StatusCode::UNAUTHORIZED, "SIGNATURE_INVALID"),
            Self::CertificateMissing => (StatusCode::UNAUTHORIZED, "CERTIFICATE_MISSING"),
            Self::CertificateInvalid => (StatusCode::UNAUTHORIZED, "CERTIFICATE_INVALID"),
            Self::StatusInvalid => (StatusCode::CONFLICT, "STATUS_INVALID"),
            Self::ContentTypeInvalid => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "FORMAT_ERROR"),
            Self::AccessExceeded => (StatusCode::TOO_MANY_REQUESTS, "ACCESS_EXCEEDED"),
            Self::InternalError => (StatusCode::INTERNAL_SERVER_ERROR, ""),
            Self::ServiceUnavailable => (StatusCode::SERVICE_UNAVAILABLE, "SERVICE_UNAVAILABLE"),
        }
    }

    /// The header that HTTP wants with a 405 or a 401. The router knows `Allow` better where only the method is wrong.
    fn hint(self) -> Option<(HeaderName, &'static str)> {
        match self {
            Self::ServiceInvalid => Some((header::ALLOW, "")),
            Self::CancellationInvalid => Some((header::ALLOW, "GET")),
            Self::TokenInvalid | Self::TokenExpired => {
                Some((header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\""))
            }
            Self::TokenUnknown | Self::ConsentInvalid | Self::ConsentExpired | Self::ConsentUnknown => {
                Some((header::WWW_AUTHENTICATE, "Bearer"))
            }
            Self::SignatureMissing | Self::SignatureInvalid | Self::CertificateMissing | Self::CertificateInvalid => {
                Some((header::WWW_AUTHENTICATE, "Signature headers=\"digest x-request-id\""))
            }
            _ => None,
        }
    }
}

/// 201, with the address of what was made where the bank tells it, and with what the PSU is to be told who is called in the app.
pub(super) fn created(bank: &Bank, mut body: Value, location: Option<String>, in_app: bool) -> Response {
    if in_app {
        body["psuMessage"] =
            json!(format!("Please open the {} app on your phone and approve there.", bank.personality.name));
    }
    let approach = if in_app { DECOUPLED } else { REDIRECT };
    let mut answer = (StatusCode::CREATED, [(SCA_APPROACH, approach)], Json(body)).into_response();
    if let Some(location) = location.and_then(|location| HeaderValue::from_str(&location).ok()) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer
}

/// A field or header and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// `creditorAccount.iban`, `payments[2].creditorName`, or a header's name.
    pub(super) path: String,
    pub(super) text: String,
}

impl Fault {
    pub(super) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

/// An answer other than the one asked for.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    code: Code,
    faults: Vec<Fault>,
}

impl Refusal {
    /// One sentence, about no field.
    pub(crate) fn new(code: Code, text: impl Into<String>) -> Self {
        Self { code, faults: vec![Fault::new("", text)] }
    }

    pub(super) fn of_field(code: Code, path: &str, text: impl Into<String>) -> Self {
        Self { code, faults: vec![Fault::new(path, text)] }
    }

    /// 400 `FORMAT_ERROR`, one message a fault.
    pub(super) fn of_faults(faults: Vec<Fault>) -> Self {
        Self { code: Code::FormatError, faults }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code) = self.code.http();
        if self.code == Code::InternalError {
            return status.into_response();
        }
        let messages: Vec<Value> = self
            .faults
            .into_iter()
            .map(|fault| {
                let named = if fault.path.is_empty() { fault.text } else { format!("{} {}", fault.path, fault.text) };
                let text: String = named.chars().take(LONGEST_TEXT).collect();
                let mut message = json!({"category": "ERROR", "code": code, "text": text});
                if !fault.path.is_empty() {
                    message["path"] = Value::String(fault.path);
                }
                message
            })
            .collect();
        let mut answer = (status, Json(json!({ "tppMessages": messages }))).into_response();
        if let Some((name, value)) = self.code.hint() {
            answer.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        answer
    }
}
