//! The first screen where it asks one question at a time: is this the payment, which bank, how to pay there.

use super::select::before;
use super::{Sheet, opening, refusals};
use crate::node::Node;
use crate::parts::button::{Button, actions, button, cancel};
use crate::parts::form::{self, Form};
use crate::parts::{banks, consent, methods, qr, text, walk};
use crate::scene::Scene;
use crate::words::Key;
use protocol::page::Question;

/// The screen of this question.
pub(super) fn sheet(scene: &Scene, question: Question) -> Sheet {
    let (title, lead) = match question {
        Question::Details => (Key::AskDetails, scene.tell(Key::AskDetailsLead)),
        Question::Bank => (Key::AskBank, text::nothing()),
        Question::Method => (Key::AskMethod, text::nothing()),
    };
    let mut body = vec![walk::walk(scene)];
    body.append(&mut opening(scene, title, lead));
    body.append(&mut before(scene));
    body.append(&mut refusals(scene));
    match (question, scene.stage.chosen_bank()) {
        (Question::Bank, _) => body.push(banks::banks(scene)),
        (Question::Method, Some(bank)) => {
            let hidden = vec![("bank", bank.provider_id.clone())];
            body.push(methods::methods(scene, bank));
            body.push(Form::get("methods", scene, hidden).alone(scene));
        }
        _ if scene.shows_groups() => body.push(consent::groups(scene)),
        _ => {}
    }
    if question == Question::Details {
        body.push(qr::elsewhere(scene));
    }
    body.push(Form::post("cancel", scene).alone(scene));
    let step = scene.stage.next_question().map_or("next", Question::as_str);
    let (bank, method) = form::choice(scene);
    let hidden = vec![("bank", bank), ("method", method), ("step", step.to_owned())];
    body.push(Form::get("next", scene, hidden).alone(scene));
    Sheet { body, actions: actions(true, vec![cancel(scene), go_on(scene, question)]) }
}

/// To the next question, or to the last look.
fn go_on(scene: &Scene, question: Question) -> Node {
    let more = match (question, scene.stage.chosen_method()) {
        (Question::Bank, Some(_)) => Some(scene.tell(Key::ContinueWith)),
        (Question::Bank, None) => Some(scene.tell(Key::PayChooseFirst)),
        _ => None,
    };
    button(Button {
        action: Some("continue"),
        class: "main",
        form: "next",
        label: text::words(scene.word(Key::Continue)),
        more,
        enabled: scene.stage.can_go_on(),
        busy: false,
    })
}
