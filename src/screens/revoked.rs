//! The merchant withdrew the link; or a consent has ended, by whomever.

use super::{Sheet, only_back, opening, support_ref};
use crate::parts::answers;
use crate::scene::Scene;
use crate::words::Key;
use protocol::EndedBy;

/// Title of the screen.
pub(super) fn title_key(scene: &Scene) -> Key {
    // What nobody has agreed to was no access: it is a request that was withdrawn, as with payments.
    match scene.consent().filter(|consent| consent.since.is_some()).and_then(|consent| consent.ended_by) {
        Some(EndedBy::Holder) => Key::EndedHereTitle,
        Some(EndedBy::Bank) => Key::EndedThereTitle,
        Some(EndedBy::Time) => Key::EndedByTimeTitle,
        Some(EndedBy::Client) => Key::EndedByClientTitle,
        None => Key::RevokedTitle,
    }
}

/// The screen.
pub fn sheet(scene: &Scene) -> Sheet {
    // Data may have been read under it: nobody can call that back but the one who has it.
    let was_read = scene.consent().is_some_and(|consent| consent.since.is_some());
    let ended = scene.consent().filter(|_| was_read).and_then(|consent| consent.ended.as_ref());
    let lead = match ended {
        Some(ended) => scene.tell_when(Key::EndedLead, &ended.full),
        None => scene.tell(Key::RevokedLead),
    };
    let (money, next) =
        if was_read { (Key::EndedShared, Key::EndedNext) } else { (Key::ExpiredMoney, Key::ClosedNext) };
    let mut body = opening(scene, title_key(scene), lead);
    body.push(answers::answers(scene, scene.tell(money), scene.tell(Key::RevokedAgain), scene.tell(next)));
    if was_read {
        body.push(support_ref(scene));
    }
    Sheet { body, actions: only_back(scene) }
}
