//! The clipboard, in as many ways as browsers have; where all are refused, the text is marked on the page for the person's own keys.

use super::document::{document, set};
use super::time::spawn;
use flow::journey::{Copied, Event};
use js_sys::{Function, Reflect};
use leptos::prelude::{Callable, Callback};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement};

/// Where a text that is copied stands on the page.
const SOURCES: &str = "[data-part=link],.receipt-rows";

/// Copies the text, and tells what became of it.
pub fn copy(text: String, emit: Callback<Event>) {
    spawn(async move {
        let taken = by_clipboard(&text).await || by_command(&text);
        if !taken {
            mark();
        }
        emit.run(Event::WasCopied(if taken { Copied::Taken } else { Copied::Marked }));
    });
}

/// The way of today: missing on plain http, and refused in a frame that was not given it.
async fn by_clipboard(text: &str) -> bool {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else { return false };
    // Asked for by name, since calling into nothing would end the app.
    let there = Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|it| it.is_object());
    there && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// The way of old: a field of its own for a moment, which keeps the focus no longer than that.
fn by_command(text: &str) -> bool {
    let Some(document) = document() else { return false };
    let (Some(body), Ok(field)) = (document.body(), document.create_element("textarea")) else { return false };
    let held = document.active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    field.set_text_content(Some(text));
    set(&field, "class", "unseen");
    let stands = body.append_child(&field).is_ok();
    let taken =
        stands && select(&field) && call(&document, "execCommand", &"copy".into()).is_some_and(|it| it.is_truthy());
    field.remove();
    if let Some(held) = held {
        // What refuses the focus had none.
        let _ = held.focus();
    }
    taken
}

/// Marks the text where it stands on the page.
fn mark() {
    let source = document().and_then(|document| document.query_selector(SOURCES).ok()?);
    let Some(source) = source else { return };
    if source.tag_name() == "INPUT" {
        select(&source);
    } else if let Some(selection) = document().and_then(|document| call(&document, "getSelection", &JsValue::UNDEFINED))
    {
        call(&selection, "selectAllChildren", &source);
    }
}

/// Selects what stands in a field; `false` for what is none.
fn select(field: &Element) -> bool {
    let focused = field.dyn_ref::<HtmlElement>().is_some_and(|field| field.focus().is_ok());
    focused && call(field, "select", &JsValue::UNDEFINED).is_some()
}

/// Calls what may not be there by its name; `None` where it is not, or throws.
fn call(of: &JsValue, name: &str, with: &JsValue) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok()?.dyn_into::<Function>().ok()?.call1(of, with).ok()
}
