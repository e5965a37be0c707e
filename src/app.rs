//! The whole page as one function of the stage.
//! Never here: a decision, a sentence, a look.

use flow::journey::{Event, Stage};
use leptos::prelude::*;
use protocol::page::Boot;

/// The page: shows `stage` in the template that `boot` names, and tells what the PSU does through `emit`.
#[component]
pub fn App(boot: Boot, stage: Signal<Stage>, emit: Callback<Event>) -> impl IntoView {
    let _ = (boot, emit);
    view! { <main data-screen=move || stage.with(|stage| stage.at.as_str())></main> }
}

/// What stands in the browser's tab for this stage.
pub fn page_title(boot: &Boot, stage: &Stage) -> String {
    let _ = (boot, stage);
    String::new()
}
