//! The bank is ready: which bank, how much, to whom, and one way on. Short, and nothing is asked twice. Where the client chose the
//! bank, a consent is decided here: all that it covers stands on it, and going on agrees.

use super::{Sheet, opening, refusals};
use crate::parts::button::{actions, cancel};
use crate::parts::facts::{fact, list};
use crate::parts::form::Form;
use crate::parts::ways::{further, leave};
use crate::parts::{codes, consent, notice, qr, text};
use crate::scene::Scene;
use crate::words::Key;
use flow::handoff::Step;
use protocol::page::Approach;

/// Title of the screen.
pub(super) fn title_key(scene: &Scene) -> Key {
    match (scene.approach(), scene.stage.way_by_press()) {
        _ if scene.decides_consent() => Key::ReviewTitle,
        (Approach::Request, _) => Key::RequestTitle,
        // Nothing here opens the bank: another device does, or a tab of the PSU's own.
        (_, None) => Key::AtBankTitle,
        (_, Some(_)) => Key::HandoffTitle,
    }
}

/// What to do with a request to pay, where it is shown to a phone or opened on it.
pub(super) fn request_lead(scene: &Scene) -> Key {
    if scene.request_code().is_some() { Key::RequestLead } else { Key::RequestLeadHere }
}

/// The screen.
pub fn sheet(scene: &Scene) -> Sheet {
    let decides = scene.decides_consent();
    let lead = match (scene.approach(), scene.stage.way_by_press()) {
        _ if decides => Key::ConsentNote,
        (Approach::Request, _) => request_lead(scene),
        (_, None) => Key::AtBankLead,
        (_, Some(Step::NewTab)) => Key::HandoffLeadTab,
        (_, Some(_)) => Key::HandoffLead,
    };
    let mut body = opening(scene, title_key(scene), scene.tell(lead));
    body.append(&mut refusals(scene));
    if scene.shows_groups() {
        body.push(consent::groups(scene));
    }
    if let Some((_, bank)) = scene.bank().filter(|_| decides) {
        body.push(list("answers", vec![fact(scene.word(Key::BankLabel), Some("bank"), text::words(bank))]));
    }
    body.push(codes::request(scene));
    body.push(notice::notice("calm", scene.tell(Key::HandoffNote)));
    body.push(further(scene));
    body.push(qr::elsewhere(scene));
    body.push(Form::post("cancel", scene).alone(scene));
    Sheet { body, actions: actions(!decides, vec![cancel(scene), leave(scene, Key::ContinueTo)]) }
}
