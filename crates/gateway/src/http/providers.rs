//! `providers/list` and `providers/get`.

use super::caller::Call;
use super::error::ApiError;
use super::fields::{At, Faults};
use super::{Version, schema};
use crate::app::App;
use crate::app::offers::{Offer, OfferedMethod};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use protocol::api::{Limits, PaymentMethod, Provider, ProviderGot, ProviderList};
use serde_json::Value;
use std::sync::Arc;

/// Longest `provider_id`, characters.
pub const PROVIDER_ID_MAX: usize = 64;

/// `providers/list`.
pub async fn list(State(app): State<Arc<App>>, call: Call) -> Result<Response, ApiError> {
    let shown = shown(&call)?;
    let offers = app.providers(call.door.env());
    Ok(match call.door.version {
        Version::V1 => Json(listed(&app, call, &offers, |offer| write_v1(offer, shown))).into_response(),
        Version::V2 => Json(listed(&app, call, &offers, |offer| write_v2(offer, shown))).into_response(),
    })
}

fn listed<R>(
    app: &App,
    call: Call,
    offers: &[Offer],
    methods: impl Fn(&Offer) -> Option<Vec<PaymentMethod<R, Value>>>,
) -> ProviderList<R, Value> {
    ProviderList {
        request_id: call.request_id,
        client_id: call.client.client_id,
        api_client_app: call.client.name,
        providers: offers.iter().map(|offer| write(app, offer, methods(offer))).collect(),
    }
}

/// `providers/get`.
pub async fn get(State(app): State<Arc<App>>, call: Call) -> Result<Response, ApiError> {
    let shown = shown(&call)?;
    let mut faults = Faults::default();
    let id = At::body(&call.body).required_text("provider_id", PROVIDER_ID_MAX, &mut faults);
    let Some(id) = id else { return Err(ApiError::validation(faults.0)) };
    let well_formed = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !well_formed {
        return Err(ApiError::field("provider_id", "must hold lower-case letters, digits and _ only"));
    }
    let Some(offer) = app.provider(&id, call.door.env()) else {
        return Err(ApiError::new(super::error::Code::NotFound, "there is no such provider"));
    };
    Ok(match call.door.version {
        Version::V1 => Json(got(call, write(&app, &offer, write_v1(&offer, shown)))).into_response(),
        Version::V2 => Json(got(call, write(&app, &offer, write_v2(&offer, shown)))).into_response(),
    })
}

fn got<R>(call: Call, provider: Provider<R, Value>) -> ProviderGot<R, Value> {
    ProviderGot { request_id: call.request_id, api_client_app: call.client.name, provider }
}

/// What `options` asks to see.
#[derive(Clone, Copy)]
struct Shown {
    methods: bool,
    schemas: bool,
}

fn shown(call: &Call) -> Result<Shown, ApiError> {
    let mut faults = Faults::default();
    let options = At::body(&call.body).object("options", &mut faults);
    let mut wants = |name: &str| match options.value(name) {
        None => false,
        Some(Value::Bool(wanted)) => *wanted,
        Some(_) => {
            faults.add(options.path(name), "must be a boolean");
            false
        }
    };
    let shown = Shown { methods: wants("show_payment_methods"), schemas: wants("show_validation_schema") };
    if faults.0.is_empty() { Ok(shown) } else { Err(ApiError::validation(faults.0)) }
}

fn write<R>(app: &App, offer: &Offer, methods: Option<Vec<PaymentMethod<R, Value>>>) -> Provider<R, Value> {
    Provider {
        provider_id: offer.provider_id.to_owned(),
        name: offer.name.to_owned(),
        country: offer.country.to_owned(),
        bic: offer.bic.map(str::to_owned),
        logo_url: format!("{}/marks/{}.svg", app.settings.public_url, offer.provider_id),
        status: offer.status,
        payment_methods: methods,
    }
}

/// v1: one entry for each remitter type.
fn write_v1(offer: &Offer, shown: Shown) -> Option<Vec<PaymentMethod<String, Value>>> {
    let pairs = offer.methods.iter().flat_map(|method| method.remitter_types.iter().map(move |one| (method, *one)));
    shown.methods.then(|| pairs.map(|(method, one)| write_method(method, one.to_owned(), shown)).collect())
}

/// v2: one entry for each method.
fn write_v2(offer: &Offer, shown: Shown) -> Option<Vec<PaymentMethod<Vec<String>, Value>>> {
    let entry = |method: &OfferedMethod| write_method(method, owned(&method.remitter_types), shown);
    shown.methods.then(|| offer.methods.iter().map(entry).collect())
}

fn write_method<R>(method: &OfferedMethod, remitter_type: R, shown: Shown) -> PaymentMethod<R, Value> {
    PaymentMethod {
        method_id: method.method_id.to_owned(),
        name: method.name.to_owned(),
        remitter_type,
        payment_scheme: method.scheme.to_owned(),
        env: method.env.to_owned(),
        currencies: owned(&method.currencies),
        limits: Limits { min: method.min.clone(), max: method.max.clone() },
        required_inputs: owned(&method.required_inputs),
        validation_schema: shown.schemas.then(|| schema::of_method(method)),
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
