//! How far the payment is, line by line.
//! Never here: what counts as a line.

use super::icon::{Icon, icon};
use super::text;
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;

/// How a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands<'a> {
    /// Behind us, at this time where that is known.
    Done(Option<&'a str>),
    /// Runs now.
    Now,
    /// Still ahead.
    Ahead,
}

/// One line.
pub fn line(scene: &Scene, key: Key, stands: Stands) -> Node {
    said(scene, scene.tell(key), stands)
}

/// One line that says something of its own.
pub fn said(scene: &Scene, says: Node, stands: Stands) -> Node {
    let (state, end, tick) = match stands {
        Stands::Done(clock) => ("done", clock.map_or_else(text::nothing, text::ours), icon(Icon::Tick)),
        Stands::Now => ("now", scene.tell(Key::Now), text::nothing()),
        Stands::Ahead => ("ahead", text::nothing(), text::nothing()),
    };
    view! {
        <li class="step" data-state=state aria-current=(state == "now").then_some("step")>
            <span class="step-dot">{tick}</span>
            <span class="step-text">{says}</span>
            " "
            <span class="step-end">{end}</span>
        </li>
    }
}

/// The list.
pub fn progress(scene: &Scene, lines: Vec<Node>) -> Node {
    view! { <ol class="steps" aria-label=scene.plain(Key::ProgressName)>{lines}</ol> }
}
