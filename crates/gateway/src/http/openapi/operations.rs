//! The methods of the API, each as it is described: what it takes, gives and refuses. `router` holds the same list.
//! Never here: prefixes, what every method shares.

use super::{PerVersion, data, requests};
use crate::http::error::Code;
use crate::http::{Needs, Version};
use serde_json::Value;

/// One method.
pub struct Operation {
    /// After the prefix.
    pub path: &'static str,
    /// Which token opens it, and which versions have it.
    pub needs: Needs,
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
    /// Good answers beside 200, with the same component: status, and what it says.
    pub also: &'static [(&'static str, &'static str)],
}

const fn operation(
    path: &'static str,
    needs: Needs,
    tag: &'static str,
    (body, request): (&'static str, fn() -> Value),
    answer: PerVersion,
) -> Operation {
    Operation {
        path,
        needs,
        tag,
        summary: "",
        description: "",
        body,
        request,
        example: requests::nothing,
        answer,
        codes: &[],
        takes_a_key: false,
        also: &[],
    }
}

/// Every method of the API.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        summary: "Make a payment link",
        description: "Makes a link and its page. Send the payer to web_url; the payer chooses the bank there, unless \
            payment_method leaves only one. A link that no method could carry is not made. Where options.type is not link the \
            bank is asked at once: web_url is then the bank's own address for direct_sca and redirect_sca, and what the bank \
            refuses, or does not answer within 10 s, is unprocessable_entity with the link_id of a link that has failed.",
        example: requests::create_example,
        codes: &[Code::UnprocessableEntity, Code::MethodSelectionError, Code::MethodInputValidationError],
        takes_a_key: true,
        ..operation("/links/create", Needs::Pay, "Links", ("LinkOrder", requests::create), |_| "LinkCreated")
    },
    Operation {
        summary: "Read a link",
        description: "Its status, and the method and bank once they are chosen. Coming back from the bank is never \
            success: completed is.",
        example: requests::link_example,
        codes: &[Code::NotFound],
        ..operation("/links/get", Needs::Pay, "Links", ("LinkRef", requests::link), |_| "LinkState")
    },
    Operation {
        summary: "List links",
        description: "Newest first. v2 answers in pages; v1 gives the newest 250.",
        codes: &[Code::InvalidInput],
        ..operation("/links/list", Needs::Pay, "Links", ("LinkQuery", requests::list), |version| match version {
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
        ..operation("/links/revoke", Needs::Pay, "Links", ("LinkRef", requests::link), |_| "LinkState")
    },
    Operation {
        summary: "Bring a return",
        description: "For direct_sca: the bank sent the payer back to your redirect_url; post the query of that address \
            here, as it came. It is no proof of anything: the bank is read. With sync the answer waits up to 30 s for \
            submitted, completed or failed. link_expired: the time is over, and nothing of it is at the bank.",
        example: requests::returned_example,
        codes: &[Code::NotFound, Code::LinkExpired],
        also: BROUGHT,
        ..operation("/links/redirect", Needs::Pay, "Links", ("LinkReturn", requests::returned), |_| "LinkReturned")
    },
    Operation {
        summary: "List banks",
        description: "Those that can be paid or read through, alphabetically, with their health; with their payment \
            methods, each method's JSON Schema of a valid single_transfer, and their AIS methods when asked for.",
        example: requests::shown_example,
        ..operation("/providers/list", Needs::Either, "Providers", ("ProviderQuery", requests::providers), |version| {
            match version {
                Version::V1 => "ProviderListV1",
                Version::V2 => "ProviderListV2",
            }
        })
    },
    Operation {
        summary: "Read a bank",
        description: "One of the list.",
        example: requests::provider_example,
        codes: &[Code::NotFound],
        ..operation("/providers/get", Needs::Either, "Providers", ("ProviderRef", requests::provider), |version| {
            match version {
                Version::V1 => "ProviderAnswerV1",
                Version::V2 => "ProviderAnswerV2",
            }
        })
    },
    Operation {
        summary: "Ask for a consent",
        description: "Makes a consent and its page, where the account holder reads what is shared, with whom, why and \
            until when, and authorises at the bank. What belongs to consent may stand in options, and the other way round. Where \
            options.type is not link the bank is asked at once: web_url is then the bank's own address for direct_sca, and what \
            the bank refuses, or does not answer within 10 s, is unprocessable_entity with the consent_id of a consent that has \
            failed.",
        example: data::consent_example,
        codes: &[Code::UnprocessableEntity, Code::MethodSelectionError, Code::MethodInputValidationError],
        takes_a_key: true,
        ..operation(
            "/ais/consents/create",
            Needs::Data,
            CONSENTS,
            ("ConsentOrder", data::consent),
            |_| "ConsentCreated",
        )
    },
    Operation {
        summary: "Read a consent",
        description: "Whatever its status. authorized: the bank says yes; active: the data is stored and can be read.",
        example: data::reference_example,
        codes: &[Code::ConsentNotFound],
        ..operation("/ais/consents/get", Needs::Data, CONSENTS, ("ConsentRef", data::reference), |_| "ConsentState")
    },
    Operation {
        summary: "Withdraw a consent",
        description: "At once, here and at the bank. A revoked consent may be revoked again; one that has expired, \
            failed or is suspended may not.",
        example: data::reference_example,
        codes: &[Code::ConsentNotFound, Code::ConsentNotActive],
        ..operation("/ais/consents/revoke", Needs::Data, CONSENTS, ("ConsentRef", data::reference), |_| "ConsentState")
    },
    Operation {
        summary: "Bring a return",
        description: "For direct_sca: the bank sent the account holder back to your redirect_url; post the query of that \
            address here, as it came. It is no proof of anything: the bank is read. With sync the answer waits up to 30 s \
            for authorized, active or failed. link_expired: the time is over, and nothing of it is at the bank.",
        example: requests::returned_example,
        codes: &[Code::ConsentNotFound, Code::LinkExpired],
        also: BROUGHT,
        ..operation(
            "/ais/consents/redirect",
            Needs::Data,
            CONSENTS,
            ("ConsentReturn", requests::returned),
            |_| "ConsentReturned",
        )
    },
    Operation {
        summary: "List accounts",
        description: "All of them, each with its newest balances. Before the consent is active the list is empty.",
        example: data::reference_example,
        codes: READS,
        ..operation("/ais/accounts/list", Needs::Data, DATA, ("AccountQuery", data::accounts), |_| "AccountList")
    },
    Operation {
        summary: "List balances",
        description: "Their history, newest reference_at first. Before the consent is active the list is empty.",
        example: data::reference_example,
        codes: PAGED_READS,
        ..operation("/ais/balances/list", Needs::Data, DATA, ("BalanceQuery", data::balances), |_| "BalanceList")
    },
    Operation {
        summary: "List transactions",
        description: "Newest booking_date_time first. Before the consent is active the list is empty.",
        example: data::transactions_example,
        codes: PAGED_READS,
        ..operation(
            "/ais/transactions/list",
            Needs::Data,
            DATA,
            ("TransactionQuery", data::transactions),
            |_| "TransactionList",
        )
    },
    Operation {
        summary: "Fetch data anew",
        description: "Starts a job that reads everything at the bank again. A transaction is never doubled; what was \
            pending is booked under the same id. Refused while a job runs, and for a while after the last good one began.",
        example: data::reference_example,
        codes: &[Code::ConsentNotFound, Code::ConsentNotActive, Code::CooldownFailed],
        takes_a_key: true,
        ..operation("/ais/jobs/create", Needs::Data, DATA, ("JobOrder", data::job), |_| "JobAnswer")
    },
    Operation {
        summary: "Read a job",
        description: "Where it stands, and what it has read. The first import after the authorisation is a job too.",
        example: data::job_example,
        codes: &[Code::ConsentNotFound, Code::JobNotFound],
        ..operation("/ais/jobs/get", Needs::Data, DATA, ("JobRef", data::job_reference), |_| "JobAnswer")
    },
];

/// What else bringing a return can come to.
const BROUGHT: &[(&str, &str)] = &[
    ("201", "This return was brought before, and is worked on."),
    ("202", "In progress: the work on it goes on, or no outcome is known yet."),
];
/// Group of what is about a consent itself.
const CONSENTS: &str = "Consents";
/// Group of what a consent opens.
const DATA: &str = "Account data";
/// Codes of reads under a consent; `not_found` is for an account that is not the consent's.
const READS: &[Code] = &[Code::ConsentNotFound, Code::ConsentNotActive, Code::NotFound];
/// Those of reads in pages.
const PAGED_READS: &[Code] = &[Code::ConsentNotFound, Code::ConsentNotActive, Code::NotFound, Code::InvalidInput];
