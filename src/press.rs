//! What the PSU does to the page, as events: one listener a kind, on the page's own root, reading the hooks that the controls
//! carry anyway. So a control is a plain form or link until the app runs, and an event from then on.
//! Never here: what an event leads to.

use flow::journey::Event;
use leptos::ev::{Event as DomEvent, KeyboardEvent, MouseEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, HtmlInputElement};

/// The controls that a press can mean something on.
const CONTROLS: &str = "[data-provider-id],[data-method-id],[data-action],[data-part]";
/// A list of radios, and a radio of it that can be pressed.
const GROUP: &str = "[role=radiogroup]";
const RADIO: &str = "[role=radio]:not([disabled])";

/// What a press needs to know of the page to become an event: the texts that can be copied.
pub struct Copies {
    /// The page's address.
    pub address: String,
    /// The receipt.
    pub receipt: String,
}

/// A press. Where it becomes an event, the form or link behind it rests; but a link to another place is always followed.
pub fn clicked(press: &MouseEvent, emit: Callback<Event>, copies: impl FnOnce() -> Copies) {
    let Some(control) = target(press).and_then(|target| target.closest(CONTROLS).ok()?) else { return };
    // Another key held means another tab, another window, a download: the browser's own business.
    if press.ctrl_key() || press.meta_key() || press.shift_key() || press.alt_key() || control.has_attribute("disabled")
    {
        return;
    }
    let named = |name| control.get_attribute(name);
    let event = if let Some(id) = named("data-provider-id") {
        Event::BankChosen(id)
    } else if let Some(id) = named("data-method-id") {
        Event::MethodChosen(id)
    } else if let Some(action) = named("data-action") {
        match action.as_str() {
            "pay" | "authorise" => Event::PayPressed,
            "cancel" => Event::CancelPressed,
            "retry" => Event::RetryPressed,
            "withdraw" => Event::WithdrawPressed,
            // The link to the bank: followed by the browser, told to the app.
            "continue" if control.tag_name() == "A" => return emit.run(Event::LeavePressed),
            "continue" => Event::WentOn,
            "receipt" => Event::PrintPressed,
            "copy-link" => Event::CopyPressed(copies().address),
            "forget-bank" => Event::ForgetPressed,
            _ => return,
        }
    } else {
        match named("data-part").as_deref() {
            Some("back") => Event::WentBack,
            Some("copy-receipt") => Event::CopyPressed(copies().receipt),
            Some("show-all") => {
                empty_search();
                Event::Searched(String::new())
            }
            _ => return,
        }
    };
    press.prevent_default();
    emit.run(event);
}

/// Typing, in the search field and in the fields that a method needs.
pub fn typed(input: &DomEvent, emit: Callback<Event>) {
    let Some(field) = input.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
    match field.name().as_str() {
        "q" => emit.run(Event::Searched(field.value())),
        "debtor_iban" => emit.run(Event::FieldTyped("debtor_iban", field.value())),
        "psu_id" => emit.run(Event::FieldTyped("psu_id", field.value())),
        _ => {}
    }
}

/// A form of ours sent by the Enter key: a search is on show already, and the others are sent by their button's press.
pub fn submitted(submit: &SubmitEvent) {
    submit.prevent_default();
}

/// Keys in a list of banks or methods, as in any list of radios: arrows, home and end choose; a letter begins a search.
pub fn key_pressed(press: &KeyboardEvent) {
    let Some(radio) = press.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Some(group) = radio.closest(GROUP).ok().flatten().filter(|_| radio.has_attribute("aria-checked")) else {
        return;
    };
    if press.ctrl_key() || press.meta_key() || press.alt_key() {
        return;
    }
    let radios = radios_of(&group);
    let Some(here) = radios.iter().position(|one| **one == radio) else { return };
    let last = radios.len() - 1;
    let there = match press.key().as_str() {
        "ArrowDown" | "ArrowRight" => {
            if here == last {
                0
            } else {
                here + 1
            }
        }
        "ArrowUp" | "ArrowLeft" => {
            if here == 0 {
                last
            } else {
                here - 1
            }
        }
        "Home" => 0,
        "End" => last,
        // The search field takes the focus before the letter arrives, and so the letter too.
        key if key.chars().count() == 1 && key != " " => return search_field().map_or((), |field| focus(&field)),
        _ => return,
    };
    press.prevent_default();
    focus(&radios[there]);
    radios[there].click();
}

/// The radios of this list, without those of a list inside it: each stands first in a row of its own, or is the row.
fn radios_of(group: &Element) -> Vec<HtmlElement> {
    let rows = group.children();
    let radio_of = |row: Element| match row.matches(RADIO) {
        Ok(true) => Some(row),
        _ => row.query_selector(RADIO).ok()?,
    };
    (0..rows.length()).filter_map(|index| radio_of(rows.item(index)?)?.dyn_into().ok()).collect()
}

fn target(press: &MouseEvent) -> Option<Element> {
    press.target()?.dyn_into().ok()
}

fn search_field() -> Option<HtmlInputElement> {
    document().get_element_by_id("q")?.dyn_into().ok()
}

fn empty_search() {
    if let Some(field) = search_field() {
        field.set_value("");
        focus(&field);
    }
}

/// An element that refuses the focus keeps none: nothing to be done about it.
fn focus(element: &HtmlElement) {
    let _ = element.focus();
}
