//! A consent that was given: what is shared, with whom, until when, and how to withdraw. Anybody's later visit shows the same;
//! only the browser that authorised it gets the control.

use super::{Sheet, opening, support_ref};
use crate::parts::button::{actions, back_to_merchant, withdraw};
use crate::parts::form::Form;
use crate::parts::{answers, consent, notice, receipt};
use crate::scene::Scene;
use crate::words::Key;
use protocol::PageStatus;

/// The screen.
pub(super) fn sheet(scene: &Scene) -> Sheet {
    let suspended = scene.view().is_some_and(|view| view.status == PageStatus::Suspended);
    let [lead, shared, next] = if suspended {
        [Key::SuspendedLead, Key::SuspendedShared, Key::SuspendedNext]
    } else {
        [Key::ActiveLead, Key::ActiveShared, Key::ActiveNext]
    };
    let control = withdraw(scene);
    let next = if control.is_none() && !suspended { Key::ActiveElsewhere } else { next };
    let how = match scene.consent() {
        _ if control.is_some() => Key::WithdrawHere,
        Some(consent) if consent.is_reduced => Key::WithdrawReduced,
        _ => Key::WithdrawThere,
    };
    let mut body = opening(scene, super::result::title_key(scene), scene.tell(lead));
    if scene.consent().and_then(|consent| consent.fetch.as_ref()).is_some_and(|fetch| fetch.missing > 0) {
        body.push(notice::notice("warn", scene.tell(Key::PartlyRead)));
    }
    body.push(answers::answers(scene, scene.tell(shared), scene.tell(how), scene.tell(next)));
    body.push(consent::groups(scene));
    if scene.bank().is_some() {
        body.push(receipt::receipt(scene));
    }
    body.push(support_ref(scene));
    if control.is_some() {
        body.push(Form::post("withdraw", scene).alone(scene));
    }
    Sheet { body, actions: actions(true, control.into_iter().chain(back_to_merchant(scene, "main")).collect()) }
}
