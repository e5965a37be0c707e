//! `providers/list` and `providers/get`.

use super::caller::Call;
use super::error::ApiError;
use super::fields::{At, Faults};
use super::Version;
use crate::app::App;
use crate::app::offers::{Offer, OfferedMethod};
use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// `providers/list`.
pub async fn list(State(app): State<Arc<App>>, call: Call) -> Result<Json<Value>, ApiError> {
    let with_methods = wants_methods(&call)?;
    let providers: Vec<Value> =
        app.providers(call.door.env()).into_iter().map(|one| write(&app, &one, call.door.version, with_methods)).collect();
    Ok(Json(json!({
        "request_id": call.request_id,
        "client_id": call.client.client_id,
        "api_client_app": call.client.name,
        "providers": providers,
    })))
}

/// `providers/get`.
pub async fn get(State(app): State<Arc<App>>, call: Call) -> Result<Json<Value>, ApiError> {
    let with_methods = wants_methods(&call)?;
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
        "provider": write(&app, &one, call.door.version, with_methods),
    })))
}

fn wants_methods(call: &Call) -> Result<bool, ApiError> {
    let mut faults = Faults::default();
    let options = At::body(&call.body).object("options", &mut faults);
    let wanted = match options.value("show_payment_methods") {
        None => false,
        Some(Value::Bool(wanted)) => *wanted,
        Some(_) => {
            faults.add("options.show_payment_methods", "must be a boolean");
            false
        }
    };
    if faults.0.is_empty() { Ok(wanted) } else { Err(ApiError::validation(faults.0)) }
}

fn write(app: &App, one: &Offer, version: Version, with_methods: bool) -> Value {
    let mut provider = Map::new();
    provider.insert("provider_id".into(), json!(one.provider_id));
    provider.insert("name".into(), json!(one.name));
    provider.insert("country".into(), json!(one.country));
    provider.insert("bic".into(), json!(one.bic));
    provider.insert("logo_url".into(), json!(format!("{}/marks/{}.svg", app.settings.public_url, one.provider_id)));
    provider.insert("status".into(), json!(one.status));
    if with_methods {
        let methods: Vec<Value> = one.methods.iter().flat_map(|method| write_method(method, version)).collect();
        provider.insert("payment_methods".into(), Value::Array(methods));
    }
    Value::Object(provider)
}

fn write_method(method: &OfferedMethod, version: Version) -> Vec<Value> {
    let entry = |remitter: Value| {
        json!({
            "method_id": method.method_id,
            "name": method.name,
            "remitter_type": remitter,
            "payment_scheme": method.scheme,
            "env": method.env,
            "currencies": method.currencies,
            "limits": { "min": method.min, "max": method.max },
            "required_inputs": method.required_inputs,
        })
    };
    match version {
        Version::V1 => method.remitter_types.iter().map(|one| entry(json!(one))).collect(),
        Version::V2 => vec![entry(json!(method.remitter_types))],
    }
}
