//! Answers of the API (contract §2–5): links and providers here, consents and account data in rooms of their own. Requests
//! are read field by field at the edge, so that each fault gets its own message. Never here: rules of fields.

mod consents;
mod data;
mod filters;

pub use consents::{
    ChosenAisMethod, ConsentAccount, ConsentCreated, ConsentReturned, ConsentState, JobAnswer, JobError, JobResults,
    JobState,
};
pub use data::{
    AccountList, AccountRecord, BalanceList, BalanceRecord, BalanceType, Indicator, Place, TransactionList,
    TransactionRecord, TransactionStatus,
};
pub use filters::{AccountFilter, BalanceFilter, Span, TransactionFilter};

use crate::{LinkStatus, ProviderStatus};
use serde::{Deserialize, Serialize};

/// Error body: four required strings, and the fields on validation failures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorBody {
    /// Identifies this one error in our logs.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub error_id: String,
    /// The request's id, also in the `x-request-id` header.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub request_id: String,
    /// One of the documented codes.
    pub code: String,
    /// For the caller's developer.
    pub message: String,
    /// One entry a field, on validation failures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ApiFieldError>,
    /// UUID of the link that was made all the same, and has failed: its bank did not take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "uuid", nullable = false))]
    pub link_id: Option<String>,
    /// UUID of the consent that was made all the same, and has failed: its bank did not take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "uuid", nullable = false))]
    pub consent_id: Option<String>,
}

/// A field and the rule that it breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiFieldError {
    /// Path of the field, such as `single_transfer.amount`.
    pub field: String,
    /// The rule.
    pub message: String,
}

/// The client, as its answers name it.
pub type ApiClientApp = String;

/// Answer of `links/create`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkCreated {
    /// Also in the `x-request-id` header.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub request_id: String,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = "date-time"))]
    pub created_at: String,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = "date-time"))]
    pub expires_at: String,
    /// Name of the client.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub api_client_app: ApiClientApp,
    /// UUID.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub link_id: String,
    /// URL-safe, at least 128 random bits.
    pub web_id: String,
    /// Where the PSU goes.
    #[cfg_attr(feature = "openapi", schema(format = "uri", required))]
    pub web_url: Option<String>,
}

/// The method a link is limited to, or that was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChosenMethod {
    /// Stable id.
    pub method_id: String,
    /// Its provider.
    pub provider_id: String,
    /// `instant`, `domestic`, `sepa`.
    pub payment_scheme: String,
    /// `retail`, `corporate`.
    pub remitter_type: Vec<String>,
    /// `sandbox`, `stage`, `prod`.
    pub env: String,
}

/// The bank of the chosen method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceProvider {
    /// Stable id.
    pub provider_id: String,
    /// Name for people.
    pub name: String,
}

/// Answer of `links/get`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkState {
    /// Also in the `x-request-id` header.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub request_id: String,
    /// Name of the client.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub api_client_app: ApiClientApp,
    /// UUID.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub link_id: String,
    /// URL-safe id of the page.
    pub web_id: String,
    /// Where the PSU goes; `None` where there is nowhere to go.
    #[cfg_attr(feature = "openapi", schema(format = "uri", required))]
    pub web_url: Option<String>,
    /// The status.
    pub status: LinkStatus,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = "date-time"))]
    pub created_at: String,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = "date-time"))]
    pub expires_at: String,
    /// Whether `expires_at` has passed.
    pub is_expired: bool,
    /// Once chosen.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub payment_method: Option<ChosenMethod>,
    /// Once chosen.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub service_provider: Option<ServiceProvider>,
}

/// Answer of `links/redirect`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkReturned {
    /// Also in the `x-request-id` header.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub request_id: String,
    /// Name of the client.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub api_client_app: ApiClientApp,
    /// UUID.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub link_id: String,
    /// URL-safe id of the page.
    pub web_id: String,
    /// The link's status; `redirect_in_progress` with 202.
    pub status: String,
}

/// One record of `links/list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkRecord {
    /// UUID.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub link_id: String,
    /// URL-safe id of the page.
    pub web_id: String,
    /// Where the PSU goes.
    #[cfg_attr(feature = "openapi", schema(format = "uri", required))]
    pub web_url: Option<String>,
    /// The status.
    pub status: LinkStatus,
    /// Whether `expires_at` has passed.
    pub is_expired: bool,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = "date-time"))]
    pub created_at: String,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = "date-time"))]
    pub expires_at: String,
    /// A valid `pagination.after`.
    pub keyset: String,
}

/// How a list goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageInfo {
    /// Records in this answer.
    pub count: usize,
    /// Whether more follow.
    #[serde(rename = "more?")]
    pub more: bool,
    /// Where to go on; `None` when the list is empty.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub after: Option<String>,
}

/// Answer of `links/list` in v2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkList {
    /// Also in the `x-request-id` header.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub request_id: String,
    /// The client.
    pub client_id: String,
    /// Name of the client.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub api_client_app: ApiClientApp,
    /// Newest first.
    pub links: Vec<LinkRecord>,
    /// How the list goes on.
    pub pagination: PageInfo,
}

/// Answer of `links/list` in v1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlainLinkList {
    /// The newest, newest first.
    pub links: Vec<LinkRecord>,
}

/// Limits of a method, in its currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Limits {
    /// Smallest amount.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub min: Option<String>,
    /// Largest amount.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub max: Option<String>,
}

/// A payment method in `providers/*`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentMethod<Remitter, Schema> {
    /// Stable id.
    pub method_id: String,
    /// Name for people.
    pub name: String,
    /// v1: a string, one entry a type; v2: an array.
    pub remitter_type: Remitter,
    /// `instant`, `domestic`, `sepa`.
    pub payment_scheme: String,
    /// `sandbox`, `stage`, `prod`.
    pub env: String,
    /// ISO 4217.
    pub currencies: Vec<String>,
    /// Amounts that it carries.
    pub limits: Limits,
    /// Fields that it needs beyond the payment.
    pub required_inputs: Vec<String>,
    /// JSON Schema 2020-12 of a valid `single_transfer`, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation_schema: Option<Schema>,
}

/// An AIS method in `providers/*`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AisMethod {
    /// Stable id.
    pub method_id: String,
    /// `retail`, `corporate`.
    pub account_owner_type: Vec<String>,
    /// `psd2`, `custom`.
    pub interface_type: String,
    /// `sandbox`, `stage`, `prod`.
    pub interface_env: String,
    /// Fields that it needs beyond the consent.
    pub required_inputs: Vec<String>,
    /// How far back transactions go.
    pub history_days: u32,
}

/// A provider in `providers/*`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Provider<Remitter, Schema> {
    /// Stable id.
    pub provider_id: String,
    /// Name for people.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// BIC; `None` for a scheme between many banks.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub bic: Option<String>,
    /// Mark of the bank, served by us.
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub logo_url: String,
    /// Its health.
    pub status: ProviderStatus,
    /// Its payment methods, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_methods: Option<Vec<PaymentMethod<Remitter, Schema>>>,
    /// Its AIS methods, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ais_methods: Option<Vec<AisMethod>>,
}

/// Answer of `providers/list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderList<Remitter, Schema> {
    /// Also in the `x-request-id` header.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub request_id: String,
    /// The client.
    pub client_id: String,
    /// Name of the client.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub api_client_app: ApiClientApp,
    /// Alphabetical by name.
    pub providers: Vec<Provider<Remitter, Schema>>,
}

/// Answer of `providers/get`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderGot<Remitter, Schema> {
    /// Also in the `x-request-id` header.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub request_id: String,
    /// Name of the client.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub api_client_app: ApiClientApp,
    /// The provider.
    pub provider: Provider<Remitter, Schema>,
}
