//! `providers/list` and `providers/get`.

use super::caller::Call;
use super::error::ApiError;
use super::fields::{At, Faults};
use super::{Version, schema};
use crate::app::App;
use crate::app::consents::offers::{INTERFACE_ENVS, INTERFACE_TYPES, OWNER_TYPES};
use crate::app::offers::{Offer, OfferedAisMethod, OfferedMethod};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use protocol::api::{AisMethod, Limits, PaymentMethod, Provider, ProviderGot, ProviderList};
use serde_json::Value;
use std::sync::Arc;

/// Longest `provider_id`, characters.
pub const PROVIDER_ID_MAX: usize = 64;

/// `providers/list`.
pub async fn list(State(app): State<Arc<App>>, call: Call) -> Result<Response, ApiError> {
    let shown = shown(&call)?;
    let offers = app.providers(call.door.env());
    Ok(match call.door.version {
        Version::V1 => Json(listed(&app, call, &offers, &shown, write_v1)).into_response(),
        Version::V2 => Json(listed(&app, call, &offers, &shown, write_v2)).into_response(),
    })
}

fn listed<R>(app: &App, call: Call, offers: &[Offer], shown: &Shown, methods: Methods<R>) -> ProviderList<R, Value> {
    ProviderList {
        request_id: call.request_id,
        client_id: call.client.client_id,
        api_client_app: call.client.name,
        providers: offers.iter().map(|offer| write(app, offer, shown, methods)).collect(),
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
        Version::V1 => Json(got(call, write(&app, &offer, &shown, write_v1))).into_response(),
        Version::V2 => Json(got(call, write(&app, &offer, &shown, write_v2))).into_response(),
    })
}

fn got<R>(call: Call, provider: Provider<R, Value>) -> ProviderGot<R, Value> {
    ProviderGot { request_id: call.request_id, api_client_app: call.client.name, provider }
}

/// What `options` asks to see.
struct Shown {
    methods: bool,
    schemas: bool,
    ais_methods: bool,
    ais_filter: AisFilter,
}

/// `ais_methods_filter`: an empty list lets everything through.
struct AisFilter {
    owner_type: Vec<String>,
    interface_type: Vec<String>,
    env: Vec<String>,
}

impl AisFilter {
    fn passes(&self, method: &OfferedAisMethod) -> bool {
        let among =
            |wanted: &[String], has: &[&str]| wanted.is_empty() || wanted.iter().any(|one| has.contains(&&**one));
        among(&self.owner_type, &method.owner_types)
            && among(&self.interface_type, &[method.interface_type])
            && among(&self.env, &[method.env])
    }
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
    let [methods, schemas, ais_methods] =
        ["show_payment_methods", "show_validation_schema", "show_ais_methods"].map(&mut wants);
    let filter = options.object("ais_methods_filter", &mut faults);
    let ais_filter = AisFilter {
        owner_type: filter.filter("account_owner_type", Some(OWNER_TYPES), &mut faults),
        interface_type: filter.filter("interface_type", Some(INTERFACE_TYPES), &mut faults),
        env: filter.filter("interface_env", Some(INTERFACE_ENVS), &mut faults),
    };
    faults.instead_of(Some(Shown { methods, schemas, ais_methods, ais_filter }))
}

/// How a version writes the payment methods of a provider.
type Methods<R> = fn(&Offer, &Shown) -> Vec<PaymentMethod<R, Value>>;

fn write<R>(app: &App, offer: &Offer, shown: &Shown, methods: Methods<R>) -> Provider<R, Value> {
    let ais_methods = || offer.ais_methods.iter().filter(|method| shown.ais_filter.passes(method));
    Provider {
        provider_id: offer.provider_id.to_owned(),
        name: offer.name.to_owned(),
        country: offer.country.to_owned(),
        bic: offer.bic.map(str::to_owned),
        logo_url: format!("{}/marks/{}.svg", app.settings.public_url, offer.provider_id),
        status: offer.status,
        payment_methods: shown.methods.then(|| methods(offer, shown)),
        ais_methods: shown.ais_methods.then(|| ais_methods().map(write_ais_method).collect()),
    }
}

/// v1: one entry for each remitter type.
fn write_v1(offer: &Offer, shown: &Shown) -> Vec<PaymentMethod<String, Value>> {
    let pairs = offer.methods.iter().flat_map(|method| method.remitter_types.iter().map(move |one| (method, *one)));
    pairs.map(|(method, one)| write_method(method, one.to_owned(), shown)).collect()
}

/// v2: one entry for each method.
fn write_v2(offer: &Offer, shown: &Shown) -> Vec<PaymentMethod<Vec<String>, Value>> {
    let entry = |method: &OfferedMethod| write_method(method, owned(&method.remitter_types), shown);
    offer.methods.iter().map(entry).collect()
}

fn write_ais_method(method: &OfferedAisMethod) -> AisMethod {
    AisMethod {
        method_id: method.method_id.to_owned(),
        account_owner_type: owned(&method.owner_types),
        interface_type: method.interface_type.to_owned(),
        interface_env: method.env.to_owned(),
        required_inputs: owned(&method.required_inputs),
        history_days: method.history_days,
    }
}

fn write_method<R>(method: &OfferedMethod, remitter_type: R, shown: &Shown) -> PaymentMethod<R, Value> {
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
