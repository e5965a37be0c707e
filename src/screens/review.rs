//! The last look before Pay, for arrangements and links that have one: the bank and the method in words.

use super::{Sheet, opening, refusals};
use crate::parts::button::{actions, cancel, deed, link, pay};
use crate::parts::facts::{fact, list};
use crate::parts::form::{Form, address_without_search};
use crate::parts::{consent, methods, text, walk};
use crate::scene::Scene;
use crate::words::Key;

/// The screen.
pub fn sheet(scene: &Scene) -> Sheet {
    let mut body = vec![walk::walk(scene)];
    body.append(&mut opening(scene, Key::ReviewTitle, scene.tell(Key::ConsentNote)));
    body.append(&mut refusals(scene));
    if scene.shows_groups() {
        body.push(consent::groups(scene));
    }
    let mut rows = Vec::new();
    if let (Some(bank), Some(method)) = (scene.stage.chosen_bank(), scene.stage.chosen_method()) {
        let told = methods::tells_remitters(bank);
        rows.push(fact(scene.word(Key::BankLabel), Some("bank"), text::words(&bank.name)));
        rows.push(fact(scene.word(Key::MethodLabel), None, methods::name(scene, method, told)));
    }
    body.push(list("answers", rows));
    body.push(Form::post(deed(scene), scene).with_choice(scene).alone(scene));
    body.push(Form::post("cancel", scene).alone(scene));
    body.push(link("quiet-link", None, address_without_search(scene), scene.tell(Key::UseAnother)));
    Sheet { body, actions: actions(false, vec![cancel(scene), pay(scene)]) }
}
