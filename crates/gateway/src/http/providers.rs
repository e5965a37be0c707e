//! `providers/list` and `providers/get`.

use super::caller::Call;
use super::error::ApiError;
use super::fields::{At, Faults};
use super::{Version, schema};
use crate::app::App;
use crate::app::offers::{Offer, OfferedMethod};
use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// `providers/list`.
pub async fn list(State(app): State<Arc<App>>, call: Call) -> Result<Json<Value>, ApiError> {
    let shown = shown(&call)?;
    let providers: Vec<Value> =
        app.providers(call.door.env()).into_iter().map(|one| write(&app, &one, call.door.version, shown)).collect();
    Ok(Json(json!({
        "request_id": call.request_id,
        "client_id": call.client.client_id,
        "api_client_app": call.client.name,
        "providers": providers,
    })))
}

/// `providers/get`.
pub async fn get(State(app): State<Arc<App>>, call: Call) -> Result<Json<Value>, ApiError> {
    let shown = shown(&call)?;
    let mut faults = Faults::default();
    let id = At::body(&call.body).required_text("provider_id", 64, &mut faults);
    let Some(id) = id else { return Err(ApiError::validation(faults.0)) };
    let well_formed = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !well_formed {
        return Err(ApiError::field("provider_id", "must hold lower-case letters, digits and _ only"));
    }
    let one = app.provider(&id, call.door.env());
    let Some(one) = one else {
        return Err(ApiError::new(super::error::Code::NotFound, "there is no such provider"));
    };
    Ok(Json(json!({
        "request_id": call.request_id,
        "api_client_app": call.client.name,
        "provider": write(&app, &one, call.door.version, shown),
    })))
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

fn write(app: &App, one: &Offer, version: Version, shown: Shown) -> Value {
    let mut provider = Map::new();
    provider.insert("provider_id".into(), json!(one.provider_id));
    provider.insert("name".into(), json!(one.name));
    provider.insert("country".into(), json!(one.country));
    provider.insert("bic".into(), json!(one.bic));
    provider.insert("logo_url".into(), json!(format!("{}/marks/{}.svg", app.settings.public_url, one.provider_id)));
    provider.insert("status".into(), json!(one.status));
    if shown.methods {
        let write = |method| write_method(method, version, shown.schemas);
        let methods: Vec<Value> = one.methods.iter().flat_map(write).collect();
        provider.insert("payment_methods".into(), Value::Array(methods));
    }
    Value::Object(provider)
}

fn write_method(method: &OfferedMethod, version: Version, with_schema: bool) -> Vec<Value> {
    let entry = |remitter: Value| {
        let mut entry = json!({
            "method_id": method.method_id,
            "name": method.name,
            "remitter_type": remitter,
            "payment_scheme": method.scheme,
            "env": method.env,
            "currencies": method.currencies,
            "limits": { "min": method.min, "max": method.max },
            "required_inputs": method.required_inputs,
        });
        if with_schema {
            entry["validation_schema"] = schema::single_transfer(method);
        }
        entry
    };
    match version {
        Version::V1 => method.remitter_types.iter().map(|one| entry(json!(one))).collect(),
        Version::V2 => vec![entry(json!(method.remitter_types))],
    }
}
