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
    /// Behind us, at this time, where that is known.
    Done(Option<&'a str>),
    /// Behind us, and it was so many.
    Counted(u32),
    /// Runs now.
    Now,
    /// Runs now, and has come so far.
    Counting(u32),
    /// Still ahead.
    Ahead,
}

/// One line.
pub fn line(scene: &Scene, key: Key, stands: Stands) -> Node {
    let items = |count| text::words(&scene.counted(Key::Items, count));
    let (state, end, tick) = match stands {
        Stands::Done(clock) => ("done", clock.map_or_else(text::nothing, text::ours), icon(Icon::Tick)),
        Stands::Counted(count) => ("done", items(count), icon(Icon::Tick)),
        Stands::Now => ("now", scene.tell(Key::Now), text::nothing()),
        Stands::Counting(count) => ("now", items(count), text::nothing()),
        Stands::Ahead => ("ahead", text::nothing(), text::nothing()),
    };
    view! {
        <li class="step" data-state=state aria-current=(state == "now").then_some("step")>
            <span class="step-dot">{tick}</span>
            <span class="step-text">{scene.tell(key)}</span>
            " "
            <span class="step-end">{end}</span>
        </li>
    }
}

/// The list.
pub fn progress(scene: &Scene, lines: Vec<Node>) -> Node {
    view! { <ol class="steps" aria-label=scene.plain(Key::ProgressName)>{lines}</ol> }
}
