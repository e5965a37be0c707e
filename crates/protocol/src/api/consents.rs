//! Answers about consents and the jobs that fetch their data (contract §5).
//! Never here: the data itself (`data`), rules of fields.

use super::{ApiClientApp, ServiceProvider};
use crate::{ConsentStatus, DataGroup, JobStatus};
use serde::{Deserialize, Serialize};

/// Answer of `ais/consents/create`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentCreated {
    /// Also in the `x-request-id` header.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub request_id: String,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = "date-time"))]
    pub created_at: String,
    /// RFC 3339: until when it can be authorised.
    #[cfg_attr(feature = "openapi", schema(format = "date-time"))]
    pub expires_at: String,
    /// Days from the authorisation on.
    pub consent_validity_days: u32,
    /// Name of the client.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub api_client_app: ApiClientApp,
    /// UUID.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub consent_id: String,
    /// URL-safe, at least 128 random bits.
    pub web_id: String,
    /// Where the PSU goes.
    #[cfg_attr(feature = "openapi", schema(format = "uri", required))]
    pub web_url: Option<String>,
}

/// The AIS method that a consent is limited to, or that was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChosenAisMethod {
    /// Stable id.
    pub method_id: String,
    /// Its provider.
    pub provider_id: String,
    /// `retail`, `corporate`.
    pub account_owner_type: Vec<String>,
    /// `psd2`, `custom`.
    pub interface_type: String,
    /// `sandbox`, `stage`, `prod`.
    pub interface_env: String,
}

/// An account that a consent covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentAccount {
    /// UUID.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub account_id: String,
    /// Masked: its first and last four characters; `None` for an account without one.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub iban: Option<String>,
    /// ISO 4217.
    pub currency: String,
}

/// Answer of `ais/consents/get` and `revoke`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentState {
    /// Also in the `x-request-id` header.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub request_id: String,
    /// Name of the client.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub api_client_app: ApiClientApp,
    /// UUID.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub consent_id: String,
    /// URL-safe id of the page.
    pub web_id: String,
    /// Where the PSU goes; `None` where there is nowhere to go.
    #[cfg_attr(feature = "openapi", schema(format = "uri", required))]
    pub web_url: Option<String>,
    /// The status.
    pub status: ConsentStatus,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = "date-time"))]
    pub created_at: String,
    /// RFC 3339: until when it can be authorised.
    #[cfg_attr(feature = "openapi", schema(format = "date-time"))]
    pub expires_at: String,
    /// Whether `expires_at` has passed.
    pub is_expired: bool,
    /// What is shared.
    pub scope: Vec<DataGroup>,
    /// Days from the authorisation on.
    pub consent_validity_days: u32,
    /// RFC 3339: the end of its validity, once it is authorised.
    #[cfg_attr(feature = "openapi", schema(format = "date-time", required))]
    pub authorized_until: Option<String>,
    /// Once chosen.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub ais_method: Option<ChosenAisMethod>,
    /// Once chosen.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub service_provider: Option<ServiceProvider>,
    /// Once read at the bank.
    pub accounts: Vec<ConsentAccount>,
}

/// Answer of `ais/consents/redirect`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsentReturned {
    /// Also in the `x-request-id` header.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub request_id: String,
    /// Name of the client.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub api_client_app: ApiClientApp,
    /// UUID.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub consent_id: String,
    /// URL-safe id of the page.
    pub web_id: String,
    /// The consent's status; `redirect_in_progress` with 202.
    pub status: String,
}

/// What a job has read so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobResults {
    /// Accounts read.
    pub accounts: u32,
    /// Balances read.
    pub balances: u32,
    /// Transactions read, those that were known already included.
    pub transactions: u32,
    /// Accounts of which something could not be read.
    pub errors: Vec<JobError>,
}

/// Why something of an account could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobError {
    /// UUID; `None` when it is not one account's fault.
    #[cfg_attr(feature = "openapi", schema(format = "uuid", required))]
    pub account_id: Option<String>,
    /// The reason, a word of ours.
    pub code: String,
}

/// A job, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobState {
    /// UUID.
    pub job_id: String,
    /// Where it stands.
    pub status: JobStatus,
    /// What it has read so far.
    pub results: JobResults,
    /// RFC 3339.
    pub started_at: String,
    /// RFC 3339.
    pub finished_at: Option<String>,
}

/// Answer of `ais/jobs/create` and `get`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobAnswer {
    /// Also in the `x-request-id` header.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub request_id: String,
    /// Name of the client.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub api_client_app: ApiClientApp,
    /// The consent whose data is fetched.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub consent_id: String,
    /// UUID.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub job_id: String,
    /// Where it stands.
    pub status: JobStatus,
    /// What it has read so far.
    pub results: JobResults,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = "date-time"))]
    pub started_at: String,
    /// RFC 3339; `None` while it runs.
    #[cfg_attr(feature = "openapi", schema(format = "date-time", required))]
    pub finished_at: Option<String>,
}
