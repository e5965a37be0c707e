//! Where the PSU is on the way to Pay, where choosing goes step by step: the count, and the way back.
//! Never here: which steps there are (`flow` says it).

use super::{form, text};
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;

/// The count as a bar and in words, with Back from the second step on; nothing where choosing is one screen.
pub fn walk(scene: &Scene) -> Node {
    let Some((step, all)) = scene.stage.steps() else { return text::nothing() };
    let told = scene.word(Key::StepOf).replace("{n}", &step.to_string()).replace("{all}", &all.to_string());
    let bar: Vec<Node> = (1..=all)
        .map(|one| view! { <span class="walk-part" data-state=(one <= step).then_some("done")></span> })
        .collect();
    let back = (step > 1).then(|| {
        let href = form::address_before(scene);
        view! { <a class="walk-back" href=href data-part="back">{scene.plain(Key::Back)}</a> }
    });
    view! {
        <div class="walk">
            {back}
            <p class="walk-text">{told}</p>
            <span class="walk-bar" aria-hidden="true">{bar}</span>
        </div>
    }
}
