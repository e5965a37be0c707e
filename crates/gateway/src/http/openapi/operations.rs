//! The methods of the API, each as it is described: what it takes, gives and refuses. `router` holds the same list.
//! Never here: prefixes, what every method shares.

use super::{PerVersion, requests};
use crate::http::Version;
use crate::http::error::Code;
use serde_json::Value;

/// One method.
pub struct Operation {
    /// After the prefix.
    pub path: &'static str,
    /// Group.
    pub tag: &'static str,
    /// A line.
    pub summary: &'static str,
    /// A paragraph.
    pub description: &'static str,
    /// Component of the body.
    pub body: &'static str,
    /// Its schema, credentials apart.
    pub request: fn() -> Value,
    /// A body that is answered with 200 or 404, credentials apart.
    pub example: fn() -> Value,
    /// Component of the good answer.
    pub answer: PerVersion,
    /// Codes beyond those of every method.
    pub codes: &'static [Code],
    /// Whether `Idempotency-Key` is taken.
    pub takes_a_key: bool,
}

const fn operation(
    path: &'static str,
    tag: &'static str,
    (body, request): (&'static str, fn() -> Value),
    answer: PerVersion,
) -> Operation {
    Operation {
        path,
        tag,
        summary: "",
        description: "",
        body,
        request,
        example: requests::nothing,
        answer,
        codes: &[],
        takes_a_key: false,
    }
}

/// Every method of the API.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        summary: "Make a payment link",
        description: "Makes a link and its page. Send the payer to web_url; the payer chooses the bank there, unless \
            payment_method leaves only one. A link that no method could carry is not made.",
        example: requests::create_example,
        codes: &[Code::UnprocessableEntity, Code::MethodSelectionError, Code::MethodInputValidationError],
        takes_a_key: true,
        ..operation("/links/create", "Links", ("LinkOrder", requests::create), |_| "LinkCreated")
    },
    Operation {
        summary: "Read a link",
        description: "Its status, and the method and bank once they are chosen. Coming back from the bank is never \
            success: completed is.",
        example: requests::link_example,
        codes: &[Code::NotFound],
        ..operation("/links/get", "Links", ("LinkRef", requests::link), |_| "LinkState")
    },
    Operation {
        summary: "List links",
        description: "Newest first. v2 answers in pages; v1 gives the newest 250.",
        codes: &[Code::InvalidInput],
        ..operation("/links/list", "Links", ("LinkQuery", requests::list), |version| match version {
            Version::V1 => "PlainLinkList",
            Version::V2 => "LinkList",
        })
    },
    Operation {
        summary: "Withdraw a link",
        description: "At once while nothing is at a bank; while a payment waits for the payer there, only when the \
            bank confirms its cancellation. A revoked link may be revoked again.",
        example: requests::link_example,
        codes: &[Code::NotFound, Code::UnprocessableEntity, Code::LinkExpired],
        ..operation("/links/revoke", "Links", ("LinkRef", requests::link), |_| "LinkState")
    },
    Operation {
        summary: "List banks",
        description: "Those that can be paid through, alphabetically, with their health; with their methods when \
            asked for, and with each method's JSON Schema of a valid single_transfer.",
        example: requests::shown_example,
        ..operation("/providers/list", "Providers", ("ProviderQuery", requests::providers), |version| match version {
            Version::V1 => "ProviderListV1",
            Version::V2 => "ProviderListV2",
        })
    },
    Operation {
        summary: "Read a bank",
        description: "One of the list.",
        example: requests::provider_example,
        codes: &[Code::NotFound],
        ..operation("/providers/get", "Providers", ("ProviderRef", requests::provider), |version| match version {
            Version::V1 => "ProviderAnswerV1",
            Version::V2 => "ProviderAnswerV2",
        })
    },
];
