//! The end, good or bad, and the end in sight: has money left, may I pay again, what now. Only what the bank has said.

use super::{Sheet, given, only_back, opening, support_ref};
use crate::node::Node;
use crate::parts::button::{actions, back_to_merchant, link};
use crate::parts::{answers, form, receipt, text};
use crate::scene::Scene;
use crate::words::Key;
use protocol::PageStatus;
use protocol::page::Reason;

/// Title of the screen: the outcome.
pub(super) fn title_key(scene: &Scene) -> Key {
    match scene.view().map(|view| view.status) {
        Some(PageStatus::Completed) => Key::CompletedTitle,
        Some(PageStatus::FundsReceived) => Key::ReceivedTitle,
        Some(PageStatus::FundsRejected) => Key::ReturnedTitle,
        Some(PageStatus::Submitted) => Key::SubmittedTitle,
        Some(PageStatus::Active) => Key::ActiveTitle,
        Some(PageStatus::Suspended) => Key::SuspendedTitle,
        Some(PageStatus::Failed) => match reason(scene) {
            Some(Reason::Refused | Reason::NoFunds) => Key::RefusedTitle,
            Some(Reason::RejectedByPsu) => Key::RejectedTitle,
            Some(Reason::CancelledByPsu | Reason::CancelledByBank) => Key::CancelledThereTitle,
            _ => Key::FailedTitle,
        },
        _ => Key::CancelledTitle,
    }
}

/// The screen.
pub fn sheet(scene: &Scene) -> Sheet {
    match scene.view().map(|view| view.status) {
        Some(PageStatus::Completed) => settled(scene, text::nothing()),
        Some(PageStatus::FundsReceived) => settled(scene, text::para("lead", scene.tell(Key::ReceivedLead))),
        Some(PageStatus::FundsRejected) => returned(scene),
        Some(PageStatus::Submitted) => submitted(scene),
        Some(PageStatus::Failed) => failed(scene),
        Some(PageStatus::Active | PageStatus::Suspended) => given::sheet(scene),
        _ => cancelled(scene),
    }
}

fn reason(scene: &Scene) -> Option<Reason> {
    scene.attempt().and_then(|attempt| attempt.reason)
}

fn ended<'a>(scene: &Scene<'a>) -> Option<&'a str> {
    scene.attempt()?.ended.as_ref().map(|ended| ended.full.as_str())
}

fn settled(scene: &Scene, lead: Node) -> Sheet {
    let money = match ended(scene) {
        Some(when) => scene.tell_when(Key::CompletedMoneyAt, when),
        None => scene.tell(Key::CompletedMoney),
    };
    let body = vec![
        text::title(scene, scene.tell(title_key(scene)), true),
        lead,
        answers::answers(scene, money, scene.tell(Key::CompletedAgain), scene.tell(Key::CompletedNext)),
        receipt::receipt(scene),
    ];
    Sheet { body, actions: only_back(scene) }
}

fn returned(scene: &Scene) -> Sheet {
    let mut body = opening(scene, title_key(scene), scene.tell(Key::ReturnedLead));
    let money = scene.tell(Key::ReturnedMoney);
    body.push(answers::answers(scene, money, scene.tell(Key::ReturnedAgain), scene.tell(Key::ReturnedNext)));
    body.push(receipt::receipt(scene));
    Sheet { body, actions: only_back(scene) }
}

fn submitted(scene: &Scene) -> Sheet {
    let mut body = opening(scene, title_key(scene), scene.tell(Key::SubmittedLead));
    let money = scene.tell(Key::SubmittedMoney);
    body.push(answers::answers(scene, money, scene.tell(Key::SubmittedAgain), scene.tell(Key::SubmittedNext)));
    body.push(receipt::receipt(scene));
    body.push(support_ref(scene));
    Sheet { body, actions: only_back(scene) }
}

fn failed(scene: &Scene) -> Sheet {
    let lead = match reason(scene) {
        Some(Reason::NoFunds) => Some(Key::NoFundsLead),
        Some(Reason::ScaExpired) => Some(Key::ScaExpiredLead),
        Some(Reason::Refused) => Some(Key::RefusedLead),
        _ => None,
    };
    let money = match ended(scene) {
        Some(when) => scene.tell_when(Key::FailedMoneyAt, when),
        None => scene.tell(Key::FailedMoney),
    };
    let body = vec![
        text::title(scene, scene.tell(title_key(scene)), true),
        lead.map_or_else(text::nothing, |key| text::para("lead", scene.tell(key))),
        answers::answers(scene, money, scene.tell(Key::FailedAgain), scene.tell(Key::FailedNext)),
        support_ref(scene),
    ];
    Sheet { body, actions: only_back(scene) }
}

/// Cancelled here: nothing was taken, the link lives on.
fn cancelled(scene: &Scene) -> Sheet {
    let until = scene.expires().map_or("", |expires| expires.full.as_str());
    let body = vec![
        text::title(scene, scene.tell(title_key(scene)), true),
        answers::answers(
            scene,
            scene.tell(Key::CancelledMoney),
            scene.tell_when(Key::CancelledAgain, until),
            scene.tell(Key::CancelledNext),
        ),
    ];
    let again = |class| link(class, Some("retry"), form::address_again(scene), scene.tell(Key::PayAfterAll));
    let ways = match back_to_merchant(scene, "main") {
        Some(back) => vec![again("second"), back],
        None => vec![again("main")],
    };
    Sheet { body, actions: actions(true, ways) }
}
