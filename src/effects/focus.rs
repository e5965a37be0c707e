//! Focus: it goes to what is new, and stays where the person put it when the views under it are made anew.

use super::document::{document, set};
use super::time::{sleep, spawn};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Hooks by which a control is found again; what tells it from its like comes before what it shares with them.
const HOOKS: [&str; 5] = ["id", "data-provider-id", "data-method-id", "data-action", "name"];

/// Where focus is, and what is selected in it.
pub struct Focus {
    element: Element,
    selector: String,
    selection: Option<(u32, u32)>,
}

impl Focus {
    /// Where it is now; `None` when it is nowhere in particular.
    pub fn now() -> Option<Self> {
        let element = document()?.active_element()?;
        let hook = |name: &&str| element.get_attribute(name).map(|value| format!("[{name}=\"{value}\"]"));
        let selector = HOOKS.iter().find_map(hook)?;
        let input = element.dyn_ref::<HtmlInputElement>();
        // A field that has no selection (a tick box) says so by failing.
        let ends = |input: &HtmlInputElement| Some((input.selection_start().ok()??, input.selection_end().ok()??));
        let selection = input.and_then(ends);
        Some(Self { element, selector, selection })
    }

    /// Once the views have run: should the element be gone, its successor takes focus.
    pub fn keep(self) {
        spawn(async move {
            if !self.element.is_connected() {
                self.restore();
            } else if self.element.matches(":disabled").unwrap_or(false) {
                // A bank that went down under the focus: the list keeps it.
                focus_first(".bank-list [tabindex='0']");
            } else if document().and_then(|document| document.active_element()).as_ref() != Some(&self.element) {
                // What goes to another place in its list loses the focus on the way.
                self.restore();
            }
        });
    }

    fn restore(&self) -> Option<()> {
        let successor = document()?.query_selector(&self.selector).ok()??.dyn_into::<HtmlElement>().ok()?;
        successor.focus().ok()?;
        let (start, end) = self.selection?;
        successor.dyn_ref::<HtmlInputElement>()?.set_selection_range(start, end).ok()
    }
}

/// Moves focus to the first of these, once it is there.
pub fn go_to(selector: &'static str) {
    spawn(async move {
        // The new screen is in the document only after the views have run.
        sleep(0).await;
        focus_first(selector);
    });
}

/// Scrolls as little as it takes for this to be in sight, once it is there; at once, so that reduced motion is kept to.
pub fn show(selector: &'static str) {
    spawn(async move {
        sleep(0).await;
        if let Some(Ok(Some(element))) = document().map(|document| document.query_selector(selector)) {
            let nearest = ScrollIntoViewOptions::new();
            nearest.set_block(ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
}

fn focus_first(selector: &str) {
    let element = document().and_then(|document| document.query_selector(selector).ok()?);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        if element.tag_name().starts_with('H') && !element.has_attribute("tabindex") {
            set(&element, "tabindex", "-1");
        }
        // What cannot take focus is still there to be read.
        let _ = element.focus();
    }
}
