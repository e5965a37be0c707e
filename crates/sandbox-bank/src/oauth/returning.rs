//! The way back from the bank's pages to whoever made the authorisation request: `code`, or `error`, and `state`.
//! Never here: the way back of a redirect SCA (see `pages::leaving`).

use reqwest::Url;

use super::grants::Ask;
use crate::case::Decision;
use crate::ledger::Opened;
use crate::steering::Return;

/// Where the PSU is sent once there is nothing left to decide.
///
/// Approved at this door: `code`, `state`. Anything else: `error=access_denied`, `error_description`, `state`.
pub(crate) fn way_back(opened: &Opened, ask: &Ask, refusal: &str) -> Url {
    match (opened.case().decision(), opened.case().homecoming) {
        (Some(Decision::Approve), Return::Bare) => {
            let mut bare = ask.redirect.clone();
            bare.set_query(None);
            bare
        }
        (Some(Decision::Approve), Return::ServerError) => {
            back(&ask.redirect, ask.state.as_deref(), &[("error", "server_error")])
        }
        // A door that was opened beside the one of the approval gets no code: nobody logged in there.
        (Some(Decision::Approve), Return::Success) if opened.approved_here_ms().is_some() => {
            back(&ask.redirect, ask.state.as_deref(), &[("code", &ask.code)])
        }
        _ => back(&ask.redirect, ask.state.as_deref(), &[("error", "access_denied"), ("error_description", refusal)]),
    }
}

/// The TPP's address with words added; its own query stays.
pub(super) fn back(redirect: &Url, state: Option<&str>, words: &[(&str, &str)]) -> Url {
    let mut url = redirect.clone();
    url.query_pairs_mut().extend_pairs(words).extend_pairs(state.map(|state| ("state", state)));
    url
}
