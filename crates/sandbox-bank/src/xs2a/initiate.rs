//! `POST /v1/{payment-service}/{payment-product}`: checked, steered, written down, answered with 201.
//! Never here: what is read of a payment later.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{Extensions, HeaderMap};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::{Code, Refusal};
use super::call::RequestId;
use super::payments::product_of;
use super::{answer, headers, links, order, spelling};
use crate::bank::Bank;
use crate::case::{Case, TppAddresses};
use crate::ledger::{Subject, Taken, new_authorisation};
use crate::line::line_of;
use crate::payment::Payment;
use crate::personality::Product;
use crate::steering::{Intake, Return, steering_of};

/// How long a silent bank holds the line.
const SILENCE_MS: i64 = 120_000;

/// The handler: answers, or holds the line and says nothing where the amount steers so.
pub(crate) async fn initiate(
    State(bank): State<Arc<Bank>>,
    Path((service, product)): Path<(String, String)>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    extensions: Extensions,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let (payment, asked) = match read(&bank, &service, &product, id, &headers, body) {
        Ok(read) => read,
        Err(refusal) => return refusal.into_response(),
    };
    let payment_id = payment.case.id.clone();
    let silent = payment.steering.intake == Intake::Silence;
    let taken = bank.books().take(Subject::Payment(payment), asked);
    match taken {
        Taken::New if silent => {
            bank.books().name_call(id, &payment_id);
            say_nothing(&bank, &extensions).await
        }
        Taken::New => created(&bank, id, &payment_id),
        // A repeat of a silent call is answered: by the same id a TPP may learn what became of it.
        Taken::Again(payment_id) => created(&bank, id, &payment_id),
        Taken::Clash => {
            Refusal::of_field(Code::FormatError, "X-Request-ID", "was used for another request").into_response()
        }
    }
}

/// The payment as it would be, and all that must be equal in a repeat of the call.
fn read(
    bank: &Bank,
    service: &str,
    product: &str,
    id: Uuid,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(Payment, Value), Refusal> {
    let product: &'static Product = product_of(bank, service, product)?;
    headers::check_asking(headers, bank.personality, true)?;
    let bytes = body.map_err(|error| Refusal::new(Code::FormatError, error.body_text()))?;
    let body = order::parse(&bytes)?;
    let now_ms = bank.now_ms();
    let (order, rail) = order::read(&body, bank.personality, product, now_ms)?;
    let steering = steering_of(order.amount.minor);
    let reason = steering.reason.unwrap_or_default();
    match steering.intake {
        Intake::Refuse => return Err(Refusal::new(Code::PaymentFailed, reason)),
        Intake::Unavailable => return Err(Refusal::new(Code::ServiceUnavailable, reason)),
        Intake::Take | Intake::Silence => {}
    }
    let in_app = headers::asks_in_app(headers, bank.personality, true);
    let opened = opened(id, headers, in_app, now_ms);
    let case = Case { sca_lives_ms: steering.sca_lives_ms, homecoming: steering.homecoming, ..opened };
    let payment = Payment { case, product, rail, order, steering };
    let asked = json!({"product": product.path, "body": body});
    Ok((payment, asked))
}

/// A new case, as its first call's headers have it.
pub(super) fn opened(x_request_id: Uuid, headers: &HeaderMap, in_app: bool, now_ms: i64) -> Case {
    let tpp = headers::tpp_addresses(headers);
    let asked_by = headers::asked_by(headers, &tpp);
    // Who is called in an app was sent from nowhere, and is sent back nowhere.
    let tpp = if in_app { TppAddresses::default() } else { tpp };
    let authorisations =
        if headers::wants_explicit_start(headers) { Vec::new() } else { vec![new_authorisation(tpp.clone(), now_ms)] };
    Case {
        id: Uuid::new_v4().to_string(),
        x_request_id,
        asked_by,
        tpp,
        created_ms: now_ms,
        sca_lives_ms: None,
        in_app,
        homecoming: Return::Success,
        authorisations,
        verdict: None,
    }
}

fn created(bank: &Bank, request_id: Uuid, payment_id: &str) -> Response {
    bank.books().name_call(request_id, payment_id);
    let Some(payment) = bank.payment(payment_id) else {
        return Refusal::new(Code::ResourceUnknown, "The payment is gone.").into_response();
    };
    let mut body = json!({
        "transactionStatus": payment.status(bank.now_ms()).code(),
        "paymentId": payment.case.id,
        "_links": links::of_case(bank, &payment.case, &links::payment_path(bank, &payment)),
    });
    if let Some(fee) = bank.personality.fee(payment.rail.currency) {
        body["transactionFees"] = spelling::amount(bank.personality, fee);
        body["transactionFeeIndicator"] = json!(true);
    }
    let (here, in_app) = (links::payment_path(bank, &payment), payment.case.in_app);
    answer::created(bank, body, links::location(bank, &here), in_app)
}

/// Holds the line until the caller, the day or the patience ends; then cuts it.
async fn say_nothing(bank: &Bank, extensions: &Extensions) -> Response {
    tokio::select! {
        () = bank.street.clock.sleep_ms(SILENCE_MS) => {}
        () = bank.street.closed() => {}
    }
    if let Some(line) = line_of(extensions) {
        line.cut();
    }
    // Heard only where the line could not be cut.
    Refusal::new(Code::ServiceUnavailable, "The bank has fallen silent.").into_response()
}
