//! Something the PSU should know: beside what they do, or instead of an answer that is late.
//! Never here: when it is said.

use super::icon::{Icon, icon};
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;
use flow::handoff::Step;

/// A note. `tone`: `calm`, `warn` or `bad`.
pub fn notice(tone: &'static str, text: Node) -> Node {
    view! { <div class="notice" data-state=tone>{icon(Icon::Info)}<p>{text}</p></div> }
}

/// What concerns every screen: the connection, a press that came to nothing. Told politely when it changes.
pub fn standing(scene: &Scene) -> Node {
    let stage = scene.stage;
    let mut notices = Vec::new();
    if stage.cut_off {
        notices.push(notice("warn", scene.tell(Key::Offline)));
    } else if !stage.online && stage.failures > 2 {
        notices.push(notice("warn", scene.tell(Key::NoAnswer)));
    }
    if stage.missed.is_some() && stage.errors.is_empty() {
        notices.push(notice("warn", scene.tell(Key::PressMissed)));
    }
    if let Some(failed) = stage.failed.last().filter(|_| stage.can_leave()) {
        let said = match failed {
            _ if stage.way_by_press().is_none() => Key::WaysFailed,
            Step::AppLink => Key::AppFailed,
            Step::NewTab => Key::TabFailed,
            _ => Key::WindowFailed,
        };
        notices.push(notice("warn", scene.tell(said)));
    }
    if stage.expires_soon() {
        let when = scene.expires().map_or("", |expires| expires.text.as_str());
        notices.push(notice("warn", scene.tell_when(Key::ExpiresSoon, when)));
    }
    view! { <div class="standing" role="status">{notices}</div> }
}
