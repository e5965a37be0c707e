//! The document around the app: boot data, what was typed before the app arrived, root attributes, print.

use flow::journey::Stage;
#[cfg(feature = "hydrate")]
use protocol::page::Boot;
use protocol::page::Question;
#[cfg(feature = "hydrate")]
use wasm_bindgen::JsCast;
use web_sys::{Document, Element};

/// The boot data that the gateway put into the first HTML; `None` on a page that it did not make.
#[cfg(feature = "hydrate")]
pub fn boot_in_document() -> Option<Boot> {
    let text = document()?.get_element_by_id("boot")?.text_content()?;
    miniserde::json::from_str(&text).ok()
}

/// What a person did to the form before the app arrived.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Search text.
    pub q: Option<String>,
    /// The IBAN field.
    pub debtor_iban: Option<String>,
    /// The user id field.
    pub psu_id: Option<String>,
    /// A bank that is ticked.
    pub bank: Option<String>,
    /// A method that is ticked.
    pub method: Option<String>,
}

/// Reads the form as it stands.
#[cfg(feature = "hydrate")]
pub fn typed() -> Typed {
    let value = |selector: &str| {
        let element = document()?.query_selector(selector).ok()??;
        Some(element.dyn_into::<web_sys::HtmlInputElement>().ok()?.value())
    };
    Typed {
        q: value("input[name=q]:not([type=hidden])"),
        debtor_iban: value("input[name=debtor_iban]:not([type=hidden])"),
        psu_id: value("input[name=psu_id]:not([type=hidden])"),
        bank: value("input[name=bank]:checked"),
        method: value("input[name=method]:checked"),
    }
}

/// Says that the app runs; the starter script reads it.
pub fn mark_live() {
    set_root("data-mode", "live");
}

/// Brings the root's hooks and the tab's title up to this stage.
pub fn mark(stage: &Stage, title: &str) {
    set_root("data-screen", stage.at.as_str());
    if let Some(view) = &stage.view {
        set_root("data-status", view.status.as_str());
    }
    say_on_root("data-ended", stage.has_ended().then_some(""));
    say_on_root("data-step", stage.question().map(Question::as_str));
    if let Some(document) = document().filter(|document| !title.is_empty() && document.title() != title) {
        document.set_title(title);
    }
}

/// Opens the print dialog, where the browser has one.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Sets an attribute of the root.
pub fn set_root(name: &str, value: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        set(&root, name, value);
    }
}

/// The same, or nothing.
fn say_on_root(name: &str, value: Option<&str>) {
    if let Some(value) = value {
        set_root(name, value);
    } else if let Some(root) = document().and_then(|document| document.document_element()) {
        // Refused for no name that we use.
        let _ = root.remove_attribute(name);
    }
}

/// Sets an attribute, unless it says so already.
pub fn set(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        // Names are ours and valid.
        let _ = element.set_attribute(name, value);
    }
}

/// The document, where there is one.
pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}
