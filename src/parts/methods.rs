//! The ways to pay at the chosen bank: speed, who may use it, its limit, and why it cannot be used where it cannot.
//! Never here: a fee that nobody told us.

use super::text;
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;
use protocol::page::{Bank, Method, Unusable};

/// The methods, each a button of the form `methods`.
pub fn methods(scene: &Scene, bank: &Bank) -> Node {
    let chosen = scene.stage.chosen_method().map(|method| method.method_id.as_str());
    let methods: Vec<&Method> = bank.methods.iter().filter(|method| scene.stage.suits(method)).collect();
    let stop = methods.iter().position(|method| Some(method.method_id.as_str()) == chosen);
    let stop = stop.or_else(|| methods.iter().position(|method| method.unusable.is_none()));
    let told = tells_remitters(bank);
    let rows: Vec<Node> = methods
        .iter()
        .enumerate()
        .map(|(index, method)| row(scene, method, Some(method.method_id.as_str()) == chosen, stop == Some(index), told))
        .collect();
    let name = scene.plain_with(Key::MethodsOf, "bank", &bank.name);
    view! { <div class="methods" role="radiogroup" aria-label=name>{rows}</div> }
}

fn row(scene: &Scene, method: &Method, chosen: bool, stop: bool, told: bool) -> Node {
    let off = method.unusable.is_some() || scene.stage.chosen_is_down();
    let end = ending(scene, method);
    view! {
        <button
            type="submit"
            form="methods"
            name="method"
            value=method.method_id.clone()
            class="method"
            role="radio"
            aria-checked=if chosen { "true" } else { "false" }
            data-method-id=method.method_id.clone()
            disabled=off
            tabindex=scene.live.then_some(if stop { "0" } else { "-1" })
        >
            <span class="radio"></span>
            <span class="method-text">{name(scene, method, told)}</span>
            " "
            <span class="method-end">{end}</span>
        </button>
    }
}

/// Speed, and who may use it where the bank tells them apart.
pub fn name(scene: &Scene, method: &Method, with_remitter: bool) -> Node {
    let key = match method.scheme.as_str() {
        "instant" => Key::Instant,
        "domestic" => Key::Domestic,
        "sepa" => Key::Sepa,
        _ => Key::OtherScheme,
    };
    let speed = scene.tell(key);
    let remitter = match method.remitter.as_slice() {
        [one] if with_remitter && one == "corporate" => Some(Key::Corporate),
        [one] if with_remitter && one == "retail" => Some(Key::Retail),
        _ => None,
    };
    match remitter {
        // To be read is the same everywhere: whose account it is says all.
        Some(owner) if key == Key::OtherScheme => text::strong(scene.tell(owner)),
        Some(key) => vec![speed, scene.comma(), scene.tell(key)].into(),
        None => speed,
    }
}

/// Whether the bank's methods are for different people, so that each must say for whom it is.
pub fn tells_remitters(bank: &Bank) -> bool {
    bank.methods.iter().any(|method| Some(&method.remitter) != bank.methods.first().map(|first| &first.remitter))
}

/// The limit, or why it cannot be used.
fn ending(scene: &Scene, method: &Method) -> Node {
    let limit = method.limit.as_deref().unwrap_or("");
    match method.unusable {
        Some(Unusable::Down) => scene.tell(Key::Down),
        Some(Unusable::OverLimit) if limit.is_empty() => scene.tell(Key::AmountTooHigh),
        Some(Unusable::OverLimit) => scene.tell_with(Key::OverLimit, "limit", limit),
        Some(Unusable::UnderLimit) => scene.tell(Key::AmountTooLow),
        Some(Unusable::Currency) => scene.tell(Key::WrongCurrency),
        // How far back is read stands among the groups, where the client asks for less than the bank has.
        None if limit.is_empty() || scene.consent().is_some_and(|consent| consent.history.is_some()) => text::nothing(),
        None => scene.tell_with(Key::LimitUpTo, "limit", limit),
    }
}
