//! A consent to account data as it is kept: what the API client asked for, already validated.
//! Never here: the rules (they stand at the API's edge), the status (`ConsentStatus`).

use serde::{Deserialize, Serialize};

/// `ais_method`: an empty list lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AisMethodFilter {
    /// Any of these providers.
    pub provider_id: Vec<String>,
    /// Any of `retail`, `corporate`.
    pub account_owner_type: Vec<String>,
    /// Any of `psd2`, `custom`.
    pub interface_type: Vec<String>,
    /// Any of `sandbox`, `stage`, `prod`.
    pub interface_env: Vec<String>,
}

/// `options`, as far as they matter after creation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsentOptions {
    /// Template of the page; the client's default when absent.
    pub ux_template: Option<String>,
    /// Language of the page; the browser's when absent.
    pub language: Option<String>,
    /// Where "back to the asker" leads.
    pub redirect_url: Option<String>,
    /// What the data is for, in the client's words; shown to the account holder.
    pub purpose: Option<String>,
    /// Who else gets the data; shown to the account holder.
    pub recipients: Vec<String>,
}
