//! `ais/consents/create`: reading the body, field by field, into what is asked. What belongs to `consent` may stand in
//! `options` as well, and the other way round; each fault names the place where the caller wrote it.

use super::fields::{At, Faults};
use super::read_create::{EXPIRES_DEFAULT_S, EXPIRES_MAX_S, NAME_MAX, PSU_ID_MAX, URL_MAX, iban, one_of, tracking};
use crate::app::consents::Asked;
use crate::app::consents::offers::{INTERFACE_ENVS, INTERFACE_TYPES, OWNER_TYPES};
use protocol::api::ApiFieldError;
use protocol::consent::{AisMethodFilter, ConsentOptions};
use protocol::{DataGroup, LinkKind};
use serde_json::{Map, Value};

/// Longest validity, days.
pub const VALIDITY_MAX_DAYS: i64 = 180;
/// Validity when nothing is said, days.
pub const VALIDITY_DEFAULT_DAYS: u32 = 90;
/// The two scopes that there are, the first of them when nothing is said.
pub const SCOPES: [&[DataGroup]; 2] = [DataGroup::ALL, &[DataGroup::Accounts, DataGroup::Balances]];
/// Longest `purpose`, characters.
pub const PURPOSE_MAX: usize = 140;
/// Most `recipients`.
pub const RECIPIENTS_MAX: usize = 10;
/// How a consent can be carried out.
pub const KINDS: [LinkKind; 3] = [LinkKind::Link, LinkKind::WrappedSca, LinkKind::DirectSca];

/// Reads a body.
///
/// # Errors
/// Every field that breaks its rule.
pub fn read(body: &Map<String, Value>, templates: &[&str], languages: &[&str]) -> Result<Asked, Vec<ApiFieldError>> {
    let mut faults = Faults::default();
    let faults = &mut faults;
    let at = At::body(body);
    if !at.has("consent") {
        faults.add("consent", "is required; it may be {}");
    }
    let (consent, options) = (at.object("consent", faults), at.object("options", faults));
    let of_consent = |name| if consent.has(name) || !options.has(name) { &consent } else { &options };
    let of_options = |name| if options.has(name) || !consent.has(name) { &options } else { &consent };
    let validity = of_consent("consent_validity_days").integer("consent_validity_days", 1..=VALIDITY_MAX_DAYS, faults);
    let expires_in_s = of_options("expires_in").integer("expires_in", 1..=EXPIRES_MAX_S, faults);
    let asked = Asked {
        scope: scope(of_consent("scope"), faults),
        validity_days: validity.and_then(|days| u32::try_from(days).ok()).unwrap_or(VALIDITY_DEFAULT_DAYS),
        psu_id: of_consent("psu_id").text("psu_id", PSU_ID_MAX, faults),
        debtor_iban: iban(of_consent("debtor_iban"), "debtor_iban", faults),
        filter: filter(&at, faults),
        kind: kind(of_options("type"), faults),
        expires_in_s: expires_in_s.unwrap_or(EXPIRES_DEFAULT_S),
        webhook_url: of_options("webhook_url").text("webhook_url", URL_MAX, faults),
        options: ConsentOptions {
            ux_template: one_of(of_options("ux_template"), "ux_template", templates, faults),
            language: one_of(of_options("language"), "language", languages, faults),
            redirect_url: of_options("redirect_url").text("redirect_url", URL_MAX, faults),
            purpose: of_consent("purpose").text("purpose", PURPOSE_MAX, faults),
            recipients: of_consent("recipients").texts("recipients", RECIPIENTS_MAX, NAME_MAX, faults),
        },
        tracking: tracking(&at, faults),
    };
    if faults.0.is_empty() { Ok(asked) } else { Err(std::mem::take(&mut faults.0)) }
}

/// Exactly one of the two scopes, in any order.
fn scope(at: &At<'_>, faults: &mut Faults) -> Vec<DataGroup> {
    let Some(value) = at.value("scope") else { return SCOPES[0].to_vec() };
    let words: Option<Vec<&str>> = value.as_array().and_then(|words| words.iter().map(Value::as_str).collect());
    let mut groups: Option<Vec<DataGroup>> = words.and_then(|words| words.into_iter().map(DataGroup::parse).collect());
    if let Some(groups) = &mut groups {
        groups.sort_unstable();
    }
    match groups {
        Some(groups) if SCOPES.contains(&groups.as_slice()) => groups,
        _ => {
            let rule = "must be exactly [\"accounts\", \"balances\", \"transactions\"] or [\"accounts\", \"balances\"]";
            faults.add(at.path("scope"), rule);
            Vec::new()
        }
    }
}

fn kind(at: &At<'_>, faults: &mut Faults) -> LinkKind {
    let read = |text: &str| {
        let known = LinkKind::parse(text).filter(|kind| KINDS.contains(kind));
        known.ok_or("must be one of link, wrapped_sca, direct_sca")
    };
    at.read("type", faults, read).unwrap_or(LinkKind::Link)
}

fn filter(body: &At<'_>, faults: &mut Faults) -> AisMethodFilter {
    let at = body.object("ais_method", faults);
    AisMethodFilter {
        provider_id: at.filter("provider_id", None, faults),
        account_owner_type: at.filter("account_owner_type", Some(OWNER_TYPES), faults),
        interface_type: at.filter("interface_type", Some(INTERFACE_TYPES), faults),
        interface_env: at.filter("interface_env", Some(INTERFACE_ENVS), faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn asked(body: &Value) -> Result<Asked, Vec<String>> {
        let named = |faults: Vec<ApiFieldError>| faults.into_iter().map(|fault| fault.field).collect();
        read(body.as_object().unwrap(), &["default", "steps"], &["en", "ro"]).map_err(named)
    }

    #[test]
    fn an_empty_consent_has_its_defaults() {
        let asked = asked(&json!({ "consent": {} })).unwrap();
        assert_eq!((asked.scope.as_slice(), asked.validity_days), (DataGroup::ALL, 90));
        assert_eq!((asked.kind, asked.expires_in_s), (LinkKind::Link, 86_400));
        assert_eq!((asked.psu_id, asked.webhook_url, asked.options), (None, None, ConsentOptions::default()));
        assert_eq!(asked.filter, AisMethodFilter::default());
    }

    #[test]
    fn children_are_read_from_either_object_and_first_from_their_own() {
        let swapped = asked(&json!({
            "consent": {
                "type": "wrapped_sca", "expires_in": 60, "webhook_url": "https://shop.example/h",
                "redirect_url": "https://shop.example/", "ux_template": "steps", "language": "ro",
            },
            "options": { "scope": ["balances", "accounts"], "consent_validity_days": 30, "psu_id": "9999999998" },
        }))
        .unwrap();
        assert_eq!(swapped.scope, [DataGroup::Accounts, DataGroup::Balances]);
        assert_eq!((swapped.validity_days, swapped.psu_id.as_deref()), (30, Some("9999999998")));
        assert_eq!((swapped.kind, swapped.expires_in_s), (LinkKind::WrappedSca, 60));
        assert_eq!(swapped.webhook_url.as_deref(), Some("https://shop.example/h"));
        let options = swapped.options;
        assert_eq!((options.ux_template.as_deref(), options.language.as_deref()), (Some("steps"), Some("ro")));
        assert_eq!(options.redirect_url.as_deref(), Some("https://shop.example/"));
        let both = json!({
            "consent": { "consent_validity_days": 7, "expires_in": 1 },
            "options": { "consent_validity_days": 8, "expires_in": 2 },
        });
        let both = asked(&both).unwrap();
        assert_eq!((both.validity_days, both.expires_in_s), (7, 2));
    }

    #[test]
    fn why_and_who_else_are_strangers_texts() {
        let told =
            json!({ "consent": { "purpose": "To see what you can afford", "recipients": ["Contabil Bun SRL"] } });
        let options = asked(&told).unwrap().options;
        assert_eq!(options.purpose.as_deref(), Some("To see what you can afford"));
        assert_eq!(options.recipients, ["Contabil Bun SRL"]);
        for (body, field) in [
            (json!({ "purpose": "" }), "consent.purpose"),
            (json!({ "purpose": "a".repeat(141) }), "consent.purpose"),
            (json!({ "purpose": 7 }), "consent.purpose"),
            (json!({ "recipients": "Contabil Bun SRL" }), "consent.recipients"),
            (json!({ "recipients": ["a\nb"] }), "consent.recipients[0]"),
            (json!({ "recipients": ["fits", "a".repeat(71)] }), "consent.recipients[1]"),
            (json!({ "recipients": vec!["a"; 11] }), "consent.recipients"),
        ] {
            assert_eq!(asked(&json!({ "consent": body })).unwrap_err(), [field], "{body}");
        }
    }

    #[test]
    fn each_fault_is_told_where_the_caller_wrote_it() {
        let faults = |body: Value| asked(&body).unwrap_err();
        assert_eq!(faults(json!({})), ["consent"]);
        assert_eq!(faults(json!({ "consent": null })), ["consent"]);
        assert_eq!(
            faults(json!({ "consent": [], "options": 7, "ais_method": 7 })),
            ["consent", "options", "ais_method"]
        );
        for scope in [
            json!([]),
            json!(["accounts"]),
            json!(["transactions", "accounts"]),
            json!("accounts"),
            json!([1]),
            json!(["accounts", "accounts"]),
            json!(["accounts", "balances", "cards"]),
            json!(["accounts", "balances", "balances"]),
        ] {
            assert_eq!(faults(json!({ "consent": { "scope": scope } })), ["consent.scope"], "{scope}");
            assert_eq!(faults(json!({ "consent": {}, "options": { "scope": scope } })), ["options.scope"], "{scope}");
        }
        for days in [json!(0), json!(181), json!(-1), json!("90"), json!(1.5), json!(true)] {
            let body = json!({ "consent": { "consent_validity_days": days } });
            assert_eq!(faults(body), ["consent.consent_validity_days"], "{days}");
        }
        for seconds in [json!(0), json!(3_888_001), json!("60")] {
            let body = json!({ "consent": {}, "options": { "expires_in": seconds } });
            assert_eq!(faults(body), ["options.expires_in"], "{seconds}");
        }
        for kind in ["redirect_sca", "", "LINK"] {
            assert_eq!(faults(json!({ "consent": { "type": kind } })), ["consent.type"], "{kind}");
        }
        let filter = json!({ "account_owner_type": "anybody", "interface_type": "psd3", "interface_env": "moon", "provider_id": 7 });
        let named = ["provider_id", "account_owner_type", "interface_type", "interface_env"];
        let named = named.map(|name| format!("ais_method.{name}"));
        assert_eq!(faults(json!({ "consent": {}, "ais_method": filter })), named);
        let rest = json!({
            "consent": { "psu_id": "x".repeat(65) },
            "options": { "ux_template": "no", "language": "xx", "redirect_url": 1, "webhook_url": "" },
            "tracking": { "customer_id": "A" },
        });
        let named = [
            "consent.psu_id",
            "options.webhook_url",
            "options.ux_template",
            "options.language",
            "options.redirect_url",
            "tracking.customer_id",
        ];
        assert_eq!(faults(rest), named);
    }

    #[test]
    fn the_bounds_of_validity_are_inside() {
        for days in [1, 180] {
            assert_eq!(asked(&json!({ "consent": { "consent_validity_days": days } })).unwrap().validity_days, days);
        }
    }
}
