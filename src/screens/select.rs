//! The first screen: banks, the methods of the chosen one, and Pay.

use super::{Sheet, questions, refusals};
use crate::node::Node;
use crate::parts::button::{Button, actions, button, cancel, deed, pay};
use crate::parts::form::{self, Form};
use crate::parts::{banks, consent, notice, qr, text};
use crate::scene::Scene;
use crate::words::Key;
use protocol::page::{Reason, Whose};

/// The screen.
pub fn sheet(scene: &Scene) -> Sheet {
    if let Some(question) = scene.stage.question() {
        return questions::sheet(scene, question);
    }
    let mut body = before(scene);
    body.append(&mut refusals(scene));
    if scene.shows_groups() {
        body.push(consent::groups(scene));
    }
    body.push(banks::banks(scene));
    body.push(qr::elsewhere(scene));
    body.push(Form::post("cancel", scene).alone(scene));
    let needs_fields = scene.stage.chosen_method().is_some_and(|method| !method.inputs.is_empty());
    let onward = if needs_fields {
        let (bank, method) = form::choice(scene);
        let hidden =
            vec![("bank", bank), ("method", method), ("q", scene.stage.choice.q.clone()), ("step", "next".to_owned())];
        body.push(Form::get("next", scene, hidden).alone(scene));
        go_on(scene)
    } else {
        body.push(Form::post(deed(scene), scene).with_choice(scene).alone(scene));
        pay(scene)
    };
    Sheet { body, actions: actions(false, vec![cancel(scene), onward]) }
}

/// To the fields that the method needs.
fn go_on(scene: &Scene) -> Node {
    button(Button {
        action: Some("continue"),
        class: if scene.decides_consent() { "second twin" } else { "main" },
        form: "next",
        label: text::words(scene.word(Key::Continue)),
        more: Some(scene.tell(Key::ContinueWith)),
        enabled: scene.stage.can_go_on(),
        busy: false,
    })
}

/// How an earlier attempt of this browser ended, when it ended without money and without a screen of its own.
pub(super) fn before(scene: &Scene) -> Vec<Node> {
    let mine = scene.view().is_some_and(|view| view.whose == Whose::Mine);
    let reason = scene.attempt().filter(|_| mine).and_then(|attempt| attempt.reason);
    match reason {
        Some(Reason::CancelledByPsu) => vec![notice::notice("calm", scene.tell(Key::CancelledThere))],
        Some(Reason::CancelledByBank) => vec![notice::notice("calm", scene.tell(Key::CancelledByBank))],
        _ => Vec::new(),
    }
}
