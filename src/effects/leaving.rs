//! Leaving for the bank, where no plain link can tell how it went: another window, and an app behind the bank's own address.

use super::gateway::Gateway;
use flow::handoff::Step;
use flow::journey::Event;
use leptos::prelude::{Callable, Callback};
use wasm_bindgen::JsValue;

/// Opens our leave address in a new tab, or in the window around this one; tells where the browser, or the page around, forbids it.
pub fn open(gateway: &Gateway, step: Step, emit: Callback<Event>) {
    let target = if step == Step::TopWindow { "_top" } else { "_blank" };
    let window = web_sys::window();
    let opened = window.and_then(|window| window.open_with_url_and_target(&gateway.url("leave", ""), target).ok()?);
    match opened {
        // The bank's page has no business with this one.
        Some(opened) if step == Step::NewTab => drop(opened.set_opener(&JsValue::NULL)),
        Some(_) => {}
        None => emit.run(Event::LeaveFailed(step)),
    }
}

/// Tells the gateway that the bank's own address was followed: the one call that a browser sends for a page that is on its way out.
pub fn report(gateway: &Gateway) {
    if let (Some(window), Some(proof)) = (web_sys::window(), gateway.proof()) {
        // Refused when it is full: the bank's own word comes all the same.
        let _ = window.navigator().send_beacon_with_opt_url_search_params(&gateway.url("leave", ""), Some(&proof));
    }
}
