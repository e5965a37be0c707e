//! What the PSU does to the page, as events: one listener a kind, on the page's own root, reading the hooks that the controls
//! carry anyway. So a control is a plain form or link until the app runs, and an event from then on.
//! Never here: what an event leads to.

use flow::handoff::Step;
use flow::journey::Event;
use leptos::ev::{Event as DomEvent, KeyboardEvent, MouseEvent, PointerEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::Reflect;
use leptos::web_sys::{Element, HtmlElement};
use protocol::page::Remitter;

/// The controls that a press can mean something on.
const CONTROLS: &str = "[data-provider-id],[data-method-id],a[data-handoff],[data-action],[data-part]";
/// A list of radios, and a radio of it that can be pressed.
const GROUP: &str = "[role=radiogroup]";
const RADIO: &str = "[role=radio]:not([disabled])";
/// The search field, and the radio of the list below it that the Tab key would lead to.
const SEARCH: &str = "q";
const SEARCH_FIELD: &str = "#q";
const LIST_STOP: &str = ".bank-list [role=radio][tabindex='0']";

/// What a press needs to know of the page to become an event: the texts that can be copied.
pub struct Copies {
    /// The page's address.
    pub address: String,
    /// The receipt.
    pub receipt: String,
}

/// Where a finger came down: on this control, when it was for this.
pub type Began = Option<(Element, String)>;

/// A finger came down.
pub fn began(press: &PointerEvent) -> Began {
    let control = target(press).and_then(|target| target.closest(CONTROLS).ok()?)?;
    let purpose = purpose(&control);
    Some((control, purpose))
}

/// What a control is for: a list that changes may turn it into another one.
fn purpose(control: &Element) -> String {
    ["data-provider-id", "data-method-id"].iter().find_map(|name| control.get_attribute(name)).unwrap_or_default()
}

/// A press. Where it becomes an event, the form or link behind it rests; but a link to another place is always followed.
pub fn clicked(press: &MouseEvent, began: Began, emit: Callback<Event>, copies: impl FnOnce() -> Copies) {
    let Some(control) = target(press).and_then(|target| target.closest(CONTROLS).ok()?) else { return };
    if began.is_some_and(|(began, was)| began == control && was != purpose(&control)) {
        return press.prevent_default();
    }
    // Another key held means another tab, another window, a download: the browser's own business.
    if press.ctrl_key() || press.meta_key() || press.shift_key() || press.alt_key() || control.has_attribute("disabled")
    {
        return;
    }
    let named = |name| control.get_attribute(name);
    let is_link = control.tag_name() == "A";
    let event = if let Some(id) = named("data-provider-id") {
        Event::BankChosen(id)
    } else if let Some(id) = named("data-method-id") {
        Event::MethodChosen(id)
    } else if let Some(step) = named("data-handoff").filter(|_| is_link).and_then(|word| Step::of(&word)) {
        // A window beside this one is opened by order, which tells whether it could be; any other link is the browser's to follow.
        if matches!(step, Step::NewTab | Step::TopWindow) {
            press.prevent_default();
        }
        return emit.run(Event::LeavePressed(step));
    } else if let Some(action) = named("data-action") {
        match action.as_str() {
            "pay" | "authorise" => Event::PayPressed,
            "cancel" => Event::CancelPressed,
            "retry" => Event::RetryPressed,
            "withdraw" => Event::WithdrawPressed,
            "continue" => Event::WentOn,
            // A consent's receipt is a file behind a link.
            "receipt" if is_link => return,
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
                emit.run(Event::RemitterChosen(None));
                emit.run(Event::CountryChosen(None));
                Event::Searched(String::new())
            }
            Some("other-bank") => return focus_first(SEARCH_FIELD),
            Some("more-banks") => Event::MoreAsked,
            Some("remitter") => Event::RemitterChosen(named("value").as_deref().and_then(Remitter::of)),
            _ => return,
        }
    };
    press.prevent_default();
    emit.run(event);
}

/// Typing, in the search field and in the fields that a method needs; and what is chosen from a list.
pub fn typed(input: &DomEvent, emit: Callback<Event>) {
    let Some(field) = target(input) else { return };
    let value = || text_of(&field);
    match field.get_attribute("name").as_deref() {
        Some("q") => emit.run(Event::Searched(value())),
        Some("country") => emit.run(Event::CountryChosen(Some(value()).filter(|country| !country.is_empty()))),
        Some("debtor_iban") => emit.run(Event::FieldTyped("debtor_iban", value())),
        Some("psu_id") => emit.run(Event::FieldTyped("psu_id", value())),
        _ => {}
    }
}

/// What stands in a field, of whichever kind.
fn text_of(field: &Element) -> String {
    Reflect::get(field, &JsValue::from_str("value")).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

/// A form of ours sent by the Enter key: a search is on show already, and the others are sent by their button's press. A button that
/// says where it leads is the browser's business: another language is another page, and what was typed goes with it.
pub fn submitted(submit: &SubmitEvent) {
    if !submit.submitter().is_some_and(|button| button.has_attribute("formaction")) {
        submit.prevent_default();
    }
}

/// Keys in the picker. In the search field: Escape empties it, the arrow down leads into the list. In a list of banks or methods, as
/// in any list of radios: arrows, home and end choose; a letter begins a search.
pub fn key_pressed(press: &KeyboardEvent, emit: Callback<Event>) {
    let Some(here) = target(press).filter(|_| !press.ctrl_key() && !press.meta_key() && !press.alt_key()) else {
        return;
    };
    let key = press.key();
    let in_search = here.id() == SEARCH;
    if key == "Escape" && document().get_element_by_id(SEARCH).is_some_and(|field| !text_of(&field).is_empty()) {
        press.prevent_default();
        empty_search();
        return emit.run(Event::Searched(String::new()));
    }
    if in_search && key == "ArrowDown" {
        press.prevent_default();
        return focus_first(LIST_STOP);
    }
    let Some(group) = here.closest(GROUP).ok().flatten().filter(|_| here.has_attribute("aria-checked")) else {
        return;
    };
    let radios = radios_of(&group);
    let Some(at) = radios.iter().position(|one| **one == here) else { return };
    let there = match key.as_str() {
        "ArrowDown" | "ArrowRight" => at + 1,
        "ArrowUp" | "ArrowLeft" => at + radios.len() - 1,
        "Home" => 0,
        "End" => radios.len() - 1,
        // The search field takes the focus before the letter arrives, and so the letter too.
        key if key.chars().count() == 1 && key != " " => return focus_first(SEARCH_FIELD),
        _ => return,
    };
    press.prevent_default();
    let radio = &radios[there % radios.len()];
    focus(radio);
    radio.click();
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

fn target(event: &DomEvent) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Empties the fields of the search, and leads to its first.
fn empty_search() {
    for name in [SEARCH_FIELD, "select[name=country]"] {
        if let Ok(Some(field)) = document().query_selector(name) {
            // A field takes every text.
            let _ = Reflect::set(&field, &JsValue::from_str("value"), &JsValue::from_str(""));
        }
    }
    focus_first(SEARCH_FIELD);
}

fn focus_first(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Ok(element) = element.dyn_into()
    {
        focus(&element);
    }
}

/// An element that refuses the focus keeps none: nothing to be done about it.
fn focus(element: &HtmlElement) {
    let _ = element.focus();
}
