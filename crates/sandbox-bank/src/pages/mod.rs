//! The PSU's side of a bank: login, approval, what is said when there is nothing to approve any more, and who reads the
//! accounts.
//! Forms and links only, no script; a reload, the Back button and a double click each meet a page that fits.
//! Never here: what an approval does (see `bank`, `ledger`).

mod about;
mod app;
mod approval;
mod conclude;
mod consent;
mod ended;
mod index;
mod layout;
mod leaving;
mod login;
mod permissions;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;

use crate::bank::{Bank, Health};
use crate::xs2a::DEGRADED_MS;

pub(crate) use app::{open as open_in_app, show as show_app};
pub(crate) use approval::{decide, show as show_approval};
pub(crate) use ended::{not_asked_rightly, nothing_here};
pub(crate) use index::show as show_index;
pub(crate) use layout::see_other;
pub(crate) use login::{show as show_login, submit as submit_login};
pub(crate) use permissions::{
    show as show_permissions, show_login as show_permissions_login, submit_login as submit_permissions_login, withdraw,
};

/// Stands before every page: the door is shut, slow, or open.
pub(crate) async fn door(State(bank): State<Arc<Bank>>, request: Request, next: Next) -> Response {
    match bank.health() {
        Health::Up => next.run(request).await,
        Health::Degraded => {
            bank.street.clock.sleep_ms(DEGRADED_MS).await;
            next.run(request).await
        }
        Health::Down => layout::page(
            bank.personality,
            StatusCode::SERVICE_UNAVAILABLE,
            "Not available",
            "<h1>The bank is not available</h1>\
             <p>Nothing was approved just now. Please try again in a few minutes.</p>",
        ),
    }
}
