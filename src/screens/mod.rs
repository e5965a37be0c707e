//! One file a screen: what is said, and what is offered. Composed of parts; semantic, without a look.
//! Never here: what comes next, or a sentence.

pub mod expired;
mod given;
pub mod handoff;
pub mod inputs;
pub mod not_found;
pub mod problem;
mod questions;
pub mod result;
pub mod review;
pub mod revoked;
pub mod select;
pub mod waiting;

use crate::node::Node;
use crate::parts::{button, notice, text};
use crate::scene::Scene;
use crate::words::{self, Key};
use protocol::Screen;

/// What a screen says and offers.
pub struct Sheet {
    /// Title, words, controls.
    pub body: Vec<Node>,
    /// The ways on.
    pub actions: Node,
}

/// The title of the screen, without what an element of it would tell.
pub fn title(scene: &Scene) -> String {
    match scene.stage.at {
        Screen::Select if scene.consent().is_some() => scene.plain(Key::DataFor),
        Screen::Select => scene.plain(Key::Pay),
        Screen::Inputs => scene.plain(Key::InputsTitle),
        Screen::Review => scene.plain(Key::ReviewTitle),
        Screen::Handoff => scene.plain(handoff::title_key(scene)),
        Screen::Waiting => scene.plain(waiting::title_key(scene)),
        Screen::Result => scene.plain(result::title_key(scene)),
        Screen::Expired => scene.plain(Key::ExpiredTitle),
        Screen::Revoked => scene.plain(revoked::title_key(scene)),
        Screen::NotFound => scene.plain(Key::NotFoundTitle),
        Screen::Problem => scene.plain(problem::title_key(scene)),
    }
}

/// What stands in the browser's tab: the title, and who asks.
pub fn tab_title(scene: &Scene) -> String {
    let title = title(scene);
    match scene.asker().filter(|_| scene.consent().is_none() || scene.stage.at != Screen::Select) {
        Some(asker) => [title.as_str(), " · ", &words::unmasked_text(asker)].concat(),
        None => title,
    }
}

/// A screen's heading and the sentence under it.
fn opening(scene: &Scene, title: Key, lead: Node) -> Vec<Node> {
    let is_outcome = matches!(
        scene.stage.at,
        Screen::Result | Screen::Expired | Screen::Revoked | Screen::Problem | Screen::NotFound
    );
    vec![text::title(scene, scene.tell(title), is_outcome), text::para("lead", lead)]
}

/// The reference to quote in questions.
fn support_ref(scene: &Scene) -> Node {
    let consent = || scene.consent().map(|consent| &consent.support_ref);
    if scene.payment().map(|payment| &payment.support_ref).or_else(consent).is_none_or(String::is_empty) {
        return text::nothing();
    }
    text::para("support-ref", scene.tell(Key::SupportRef))
}

/// The way back to the merchant as the only way on.
fn only_back(scene: &Scene) -> Node {
    button::actions(true, button::back_to_merchant(scene, "main").into_iter().collect())
}

/// What is wrong with something that has no field on this screen.
fn refusals(scene: &Scene) -> Vec<Node> {
    let on_screen = |field: &str| scene.stage.at == Screen::Inputs && matches!(field, "debtor_iban" | "psu_id");
    let errors = scene.stage.errors.iter().filter(|error| !on_screen(&error.field));
    errors.map(|error| notice::notice("bad", text::words(&error.message))).collect()
}
