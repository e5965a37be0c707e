//! Error answers: the documented codes and their HTTP statuses, in one table.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use protocol::api::{ApiFieldError, ErrorBody};
use uuid::Uuid;

/// A documented error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Not JSON, not an object; also for 409, 413, 415, 429.
    BadRequest,
    /// A field breaks its rule.
    ValidationError,
    /// A cursor or reference is unusable.
    InvalidInput,
    /// The bank refused, or the state does not allow it.
    UnprocessableEntity,
    /// Nothing at the bank, and the link's time is over.
    LinkExpired,
    /// The filter does not leave exactly one method.
    MethodSelectionError,
    /// A required input of the method is missing.
    MethodInputValidationError,
    /// What was asked needs a consent in force.
    ConsentNotActive,
    /// A job runs, or the last one began too short a time ago.
    CooldownFailed,
    /// The caller did not prove who it is.
    Unauthorized,
    /// No such thing, or another client's.
    NotFound,
    /// No such consent, or another client's.
    ConsentNotFound,
    /// No such job of this consent.
    JobNotFound,
    /// Ours.
    InternalError,
}

impl Code {
    /// Every code.
    pub const ALL: &'static [Self] = &[
        Self::BadRequest,
        Self::ValidationError,
        Self::InvalidInput,
        Self::UnprocessableEntity,
        Self::LinkExpired,
        Self::MethodSelectionError,
        Self::MethodInputValidationError,
        Self::ConsentNotActive,
        Self::CooldownFailed,
        Self::Unauthorized,
        Self::NotFound,
        Self::ConsentNotFound,
        Self::JobNotFound,
        Self::InternalError,
    ];

    /// What it means, for the description of the API.
    pub const fn says(self) -> &'static str {
        match self {
            Self::BadRequest => "Not JSON, not an object; also for 409, 413, 415, 429.",
            Self::ValidationError => "A field breaks its rule.",
            Self::InvalidInput => "A cursor or reference is unusable.",
            Self::UnprocessableEntity => "The bank refused, or the state does not allow it.",
            Self::LinkExpired => "Nothing at the bank, and the link's time is over.",
            Self::MethodSelectionError => "The filter does not leave exactly one method.",
            Self::MethodInputValidationError => "A required input of the method is missing.",
            Self::ConsentNotActive => "What was asked needs a consent in force.",
            Self::CooldownFailed => "A job runs, or the last one began too short a time ago.",
            Self::Unauthorized => "The caller did not prove who it is.",
            Self::NotFound => "No such thing, or another client's.",
            Self::ConsentNotFound => "No such consent, or another client's.",
            Self::JobNotFound => "No such job of this consent.",
            Self::InternalError => "Ours.",
        }
    }

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "bad_request",
            Self::ValidationError => "validation_error",
            Self::InvalidInput => "invalid_input",
            Self::UnprocessableEntity => "unprocessable_entity",
            Self::LinkExpired => "link_expired",
            Self::MethodSelectionError => "method_selection_error",
            Self::MethodInputValidationError => "method_input_validation_error",
            Self::ConsentNotActive => "consent_not_active",
            Self::CooldownFailed => "cooldown_failed",
            Self::Unauthorized => "unauthorized",
            Self::NotFound => "not_found",
            Self::ConsentNotFound => "consent_not_found",
            Self::JobNotFound => "job_not_found",
            Self::InternalError => "internal_error",
        }
    }

    /// Its HTTP status.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::NotFound | Self::ConsentNotFound | Self::JobNotFound => StatusCode::NOT_FOUND,
            Self::InternalError => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// An error on its way out; the envelope gives it its ids and writes the body.
#[derive(Clone, Debug)]
pub struct ApiError {
    /// Usually `code.status()`.
    pub status: StatusCode,
    /// The documented code.
    pub code: Code,
    /// For the caller's developer.
    pub message: String,
    /// Field by field, on validation failures.
    pub errors: Vec<ApiFieldError>,
    /// Seconds, with 409 and 429.
    pub retry_after: Option<u32>,
    /// What a 401 asks for (RFC 6750 §3).
    pub challenge: &'static str,
    /// What was made all the same.
    pub made: Option<Made>,
}

/// A link or consent that a call made although it failed.
#[derive(Clone, Debug)]
pub enum Made {
    /// UUID.
    Link(String),
    /// UUID.
    Consent(String),
}

impl ApiError {
    /// An error with the code's own status.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            status: code.status(),
            code,
            message: message.into(),
            errors: Vec::new(),
            retry_after: None,
            challenge: "Bearer",
            made: None,
        }
    }

    /// `unauthorized` of a caller whose token does not do.
    pub fn bearer(challenge: &'static str, message: impl Into<String>) -> Self {
        Self { challenge, ..Self::new(Code::Unauthorized, message) }
    }

    /// An error with another status than the code's own.
    pub fn with_status(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, ..Self::new(Code::BadRequest, message) }
    }

    /// `validation_error` with its fields.
    pub fn validation(errors: Vec<ApiFieldError>) -> Self {
        let message = match errors.as_slice() {
            [one] => format!("{} {}", one.field, one.message),
            many => format!("{} fields break their rules", many.len()),
        };
        Self { errors, ..Self::new(Code::ValidationError, message) }
    }

    /// `validation_error` of one field.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::validation(vec![ApiFieldError { field: field.to_owned(), message: message.into() }])
    }

    /// The documented body, under a new `error_id`.
    pub fn body(&self, request_id: &str) -> ErrorBody {
        let (link_id, consent_id) = match self.made.clone() {
            Some(Made::Link(id)) => (Some(id), None),
            Some(Made::Consent(id)) => (None, Some(id)),
            None => (None, None),
        };
        ErrorBody {
            error_id: Uuid::new_v4().to_string(),
            request_id: request_id.to_owned(),
            code: self.code.as_str().to_owned(),
            message: self.message.clone(),
            errors: self.errors.clone(),
            link_id,
            consent_id,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut answer = self.status.into_response();
        answer.extensions_mut().insert(self);
        answer
    }
}

impl From<crate::app::Fault> for ApiError {
    fn from(fault: crate::app::Fault) -> Self {
        use crate::app::{Fault, Subject};
        let why = fault.to_string();
        match fault {
            Fault::NotFound => Self::new(Code::NotFound, "there is no such link"),
            Fault::Fields(errors) => Self::validation(errors),
            Fault::Unauthorized(_) => Self::new(Code::Unauthorized, why),
            Fault::NoConsent => Self::new(Code::ConsentNotFound, why),
            Fault::NoJob => Self::new(Code::JobNotFound, why),
            Fault::NoAccount => Self::new(Code::NotFound, why),
            Fault::NotActive(_) => Self::new(Code::ConsentNotActive, why),
            Fault::CoolingDown(_) => Self::new(Code::CooldownFailed, why),
            Fault::NoMethod(_) => Self::new(Code::MethodSelectionError, why),
            Fault::Inputs(errors) => Self { errors, ..Self::new(Code::MethodInputValidationError, why) },
            Fault::NotAllowed(_) => Self::new(Code::UnprocessableEntity, why),
            Fault::NotTaken { subject, object_id, .. } => {
                let made = match subject {
                    Subject::Payment => Made::Link(object_id),
                    Subject::Consent => Made::Consent(object_id),
                };
                Self { made: Some(made), ..Self::new(Code::UnprocessableEntity, why) }
            }
            Fault::Expired => Self::new(Code::LinkExpired, "the link has expired, and nothing of it is at a bank"),
            Fault::Store(error) => {
                tracing::error!(%error, "the store failed");
                Self::new(Code::InternalError, "something failed on our side; the call may be tried again")
            }
        }
    }
}

impl From<crate::app::StoreError> for ApiError {
    fn from(error: crate::app::StoreError) -> Self {
        crate::app::Fault::Store(error).into()
    }
}
