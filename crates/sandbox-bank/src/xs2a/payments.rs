//! A payment that exists: its content, its status, its cancellation.
//! Never here: how it came to be (see `initiate`) or its authorisations.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::answer::{Code, Refusal};
use super::{headers, spelling};
use crate::bank::Bank;
use crate::payment::Payment;
use crate::personality::Product;
use crate::status::Status;

/// The services of the standard; only the first is offered.
const SERVICES: [&str; 3] = ["payments", "bulk-payments", "periodic-payments"];

/// The path of everything below a payment.
pub(super) type PaymentPath = Path<(String, String, String)>;

/// `GET …/{paymentId}`: the request's own fields and the status.
pub(crate) async fn read(
    State(bank): State<Arc<Bank>>,
    Path((service, product, id)): PaymentPath,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    let payment = payment_of(&bank, &service, &product, &id)?;
    let mut body = payment.order.fields.clone();
    let account = body
        .entry("debtorAccount")
        // The schema wants the field; before the login the bank knows the account's currency only.
        .or_insert_with(|| json!({"currency": payment.rail.currency.code()}));
    if let (Some(account), Some(iban)) = (account.as_object_mut(), &payment.order.debtor_iban) {
        account.insert("iban".to_owned(), Value::String(iban.clone()));
    }
    spelling::respell(bank.personality, &mut body, payment.order.amount);
    let status = payment.status(bank.now_ms()).code();
    body.insert("transactionStatus".to_owned(), json!(status));
    Ok(Json(body).into_response())
}

/// `GET …/{paymentId}/status`, with the reason where there is one.
pub(crate) async fn status(
    State(bank): State<Arc<Bank>>,
    Path((service, product, id)): PaymentPath,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    let payment = payment_of(&bank, &service, &product, &id)?;
    if let Some(code) = bank.books().next_untruth(&payment.case.id) {
        return Ok(Json(json!({ "transactionStatus": code })).into_response());
    }
    let now_ms = bank.now_ms();
    let status = payment.status(now_ms);
    let mut body = json!({ "transactionStatus": status.code() });
    if let Some(reason) = payment.reason(now_ms) {
        let lacks_funds = status == Status::Rjct && payment.steering.lacks_funds;
        let text = if lacks_funds { format!("FUNDS_NOT_AVAILABLE: {reason}") } else { reason.to_owned() };
        body["psuMessage"] = json!(reason);
        // Not a slip: in the file the `code` of this message is its category's list, ERROR or WARNING.
        body["tppMessages"] = json!([{"category": "ERROR", "code": "ERROR", "text": text}]);
        if lacks_funds {
            body["fundsAvailable"] = json!(false);
        }
    }
    Ok(Json(body).into_response())
}

/// `DELETE …/{paymentId}`: 204 while nobody has approved, and again when it was cancelled before.
pub(crate) async fn cancel(
    State(bank): State<Arc<Bank>>,
    Path((service, product, id)): PaymentPath,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    let payment = payment_of(&bank, &service, &product, &id)?;
    if bank.books().withdraw(&payment.case.id, bank.now_ms()) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Err(Refusal::new(Code::CancellationInvalid, "The payment is decided and can no longer be cancelled."))
}

/// Every other method below `/v1`; a path that only looks like a resource's is none at all.
pub(crate) async fn no_such_method(State(bank): State<Arc<Bank>>, uri: Uri) -> Refusal {
    let service = uri.path().split('/').nth(1).unwrap_or_default();
    let of_accounts = bank.personality.ais.is_some() && ["consents", "accounts"].contains(&service);
    if !of_accounts && !SERVICES.contains(&service) {
        return no_such_resource().await;
    }
    Refusal::new(Code::MethodInvalid, "This method is not offered on this resource.")
}

/// Every other path below `/v1`.
pub(crate) async fn no_such_resource() -> Refusal {
    Refusal::new(Code::ResourceUnknown, "There is nothing at this address.")
}

/// The product a path names.
pub(super) fn product_of(bank: &Bank, service: &str, product: &str) -> Result<&'static Product, Refusal> {
    if service == "payments" {
        return bank
            .personality
            .product(product)
            .ok_or_else(|| Refusal::of_field(Code::ProductUnknown, "payment-product", "is not offered by this bank"));
    }
    if SERVICES.contains(&service) {
        return Err(Refusal::of_field(Code::ServiceInvalid, "payment-service", "is not offered by this bank"));
    }
    Err(Refusal::new(Code::ResourceUnknown, "There is no such service."))
}

/// The payment a path names; under another product it does not exist.
pub(super) fn payment_of(bank: &Bank, service: &str, product: &str, id: &str) -> Result<Payment, Refusal> {
    let product = product_of(bank, service, product)?;
    bank.payment(id)
        .filter(|payment| payment.product.path == product.path)
        .ok_or_else(|| Refusal::of_field(Code::ResourceUnknown, "paymentId", "is unknown to this bank"))
}
