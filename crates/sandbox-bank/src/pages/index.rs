//! The bank's front page: what can be paid and read here, and as whom.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::layout::{iban, page, text};
use crate::bank::Bank;

/// `GET /{provider_id}/`
pub(crate) async fn show(State(bank): State<Arc<Bank>>) -> Response {
    let who = bank.personality;
    let rails: String = who
        .products
        .iter()
        .flat_map(|product| product.rails.iter().map(move |rail| (product, rail)))
        .map(|(product, rail)| {
            format!(
                "<div><dt>{}</dt><dd><code>/{}/v1/payments/{}</code>, {}</dd></div>",
                text(rail.name),
                who.provider_id,
                product.path,
                rail.currency.code()
            )
        })
        .collect();
    let accounts: String = who
        .accounts
        .iter()
        .map(|account| {
            format!(
                "<div><dt>{}, {}</dt><dd class=\"iban\">{}</dd></div>",
                text(account.name),
                account.currency.code(),
                iban(account.iban)
            )
        })
        .collect();
    let read = match who.ais {
        None => String::new(),
        Some(_) => {
            format!("<p><a class=\"button\" href=\"/{}/permissions\">Who reads your accounts</a></p>", who.provider_id)
        }
    };
    let app = match who.app_psu_id {
        None => String::new(),
        Some(_) => format!("<p><a class=\"button\" href=\"/{}/app\">The customer's app</a></p>", who.provider_id),
    };
    let main = format!(
        "<h1>{}</h1><p>A sandbox bank: payments and consents are asked for by API and approved on its own pages, \
         which open from the SCA address of each.</p><dl>{rails}{accounts}</dl>{read}{app}",
        text(who.name)
    );
    page(who, StatusCode::OK, "Sandbox bank", &main)
}
