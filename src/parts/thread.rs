//! The thread between the bank and the payee: where the payment, or the data, is, drawn. Decoration: words say the same.
//! Never here: how it looks; a template may leave it without a look.

use super::icon::{Icon, icon};
use super::{mark, text};
use crate::node::{Node, view};
use crate::scene::Scene;
use protocol::page::Whose;
use protocol::{PageStatus, Screen};

/// Where the payment is: `open`, `ready`, `moving`, `done`, `failed`; `none` where no bank can be named.
pub fn state(scene: &Scene) -> &'static str {
    let status = scene.view().map(|view| view.status);
    match (scene.stage.at, status) {
        (Screen::Select, _) => "open",
        _ if scene.bank().is_none() => "none",
        (Screen::Inputs | Screen::Review | Screen::Handoff, _) => "ready",
        (Screen::Waiting, Some(PageStatus::Received | PageStatus::Authorized))
        | (Screen::Result, Some(PageStatus::Submitted)) => "moving",
        (Screen::Waiting, _) | (Screen::Result, Some(PageStatus::Suspended)) => "ready",
        (Screen::Result, Some(PageStatus::Completed | PageStatus::FundsReceived | PageStatus::Active)) => "done",
        (Screen::Result | Screen::Expired | Screen::Revoked | Screen::Problem, _) => "failed",
        _ => "open",
    }
}

/// Both marks, and the line between them.
pub fn thread(scene: &Scene) -> Node {
    let Some(asker) = scene.asker() else { return text::nothing() };
    let knot = match state(scene) {
        "done" => icon(Icon::Tick),
        "failed" => icon(Icon::Cross),
        "moving" => text::nothing(),
        _ => icon(Icon::Arrow),
    };
    let is_public = scene.view().is_some_and(|view| view.whose == Whose::Other);
    let bank = match scene.bank() {
        Some((id, name)) if !is_public && scene.stage.at != Screen::Select => mark::bank_with_name(id, name),
        _ => text::nothing(),
    };
    view! {
        <div class="thread" aria-hidden="true">
            {bank}
            <span class="thread-line"></span>
            <span class="thread-knot">{knot}</span>
            <span class="thread-rest"></span>
            {mark::payee(asker)}
        </div>
    }
}
