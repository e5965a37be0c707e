//! The address follows the stage, so that a reload, a language switch or a bookmark keeps what was chosen; never what was typed.

use crate::route::Route;
use flow::journey::Stage;
use protocol::Screen;
use protocol::page::{Choice, Question};
use wasm_bindgen::JsValue;

/// Writes the choice into the address while the PSU chooses; elsewhere the address is the page's alone, so that a reload shows
/// what the status says. A new step is a new entry, so that Back leads to the one before.
pub fn keep(stage: &Stage) {
    // A frame's address is nobody's to see or keep; an entry of its own would stand in the merchant's way back.
    if stage.here.place.is_framed() {
        return;
    }
    let Some(Route::Payment { web_id, choice: stands, lang }) = here() else { return };
    let choice = match stage.at {
        Screen::Select | Screen::Inputs | Screen::Review => Choice { q: stands.q.clone(), ..stage.choice.clone() },
        Screen::Result if stage.has_just_cancelled() => Choice { cancelled: true, ..Choice::default() },
        _ => Choice::default(),
    };
    // As deep as the address says; a page that asks all at once has one step.
    let depth = |choice: &Choice| (choice.onward, choice.question.unwrap_or(Question::Details));
    let is_step = depth(&choice) > depth(&stands);
    let to_url = |choice| Route::Payment { web_id: web_id.clone(), choice, lang: lang.clone() }.url();
    let (wanted, stands) = (to_url(choice), to_url(stands));
    let history = web_sys::window().and_then(|window| window.history().ok());
    let Some(history) = history.filter(|_| wanted != stands) else { return };
    // Too many changes in a short time, or a frame that may not: the address then stays behind, and nothing else.
    let _ = if is_step {
        history.push_state_with_url(&JsValue::NULL, "", Some(&wanted))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&wanted))
    };
}

/// What a bank left behind `#` is of no use here, and may be a secret of its: it stands in the address no longer than it must.
pub fn forget_fragment() {
    let Some(window) = web_sys::window() else { return };
    let location = window.location();
    if location.hash().is_ok_and(|hash| !hash.is_empty())
        && let (Ok(history), Ok(path), Ok(query)) = (window.history(), location.pathname(), location.search())
    {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&[path, query].concat()));
    }
}

/// The step that the address says: whether the PSU went on from choosing, and the question before that.
pub fn step_on_show() -> (bool, Option<Question>) {
    match here() {
        Some(Route::Payment { choice, .. }) => (choice.onward, choice.question),
        _ => (false, None),
    }
}

fn here() -> Option<Route> {
    let location = web_sys::window()?.location();
    let query = location.search().ok()?;
    Some(Route::parse(&location.pathname().ok()?, query.trim_start_matches('?')))
}
