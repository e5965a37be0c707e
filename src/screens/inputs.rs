//! The fields that the chosen method needs and the merchant did not give; and Pay.

use super::{Sheet, opening, refusals};
use crate::node::Node;
use crate::parts::button::{actions, cancel, deed, link, pay};
use crate::parts::field::{Field, field};
use crate::parts::form::{Form, address_without_search};
use crate::parts::{notice, text, walk};
use crate::scene::Scene;
use crate::words::Key;

/// The screen.
pub fn sheet(scene: &Scene) -> Sheet {
    let mut body = vec![walk::walk(scene)];
    body.append(&mut opening(scene, Key::InputsTitle, scene.tell(Key::InputsLead)));
    if !scene.stage.errors.is_empty() {
        body.push(notice::notice("bad", scene.tell(Key::PleaseMend)));
    }
    body.append(&mut refusals(scene));
    body.push(Form::post(deed(scene), scene).with_choice(scene).around(scene, fields(scene)));
    body.push(Form::post("cancel", scene).alone(scene));
    body.push(text::para("consent-note", scene.tell(Key::ConsentNote)));
    body.push(link("quiet-link", None, address_without_search(scene), scene.tell(Key::UseAnother)));
    Sheet { body, actions: actions(false, vec![cancel(scene), pay(scene)]) }
}

fn fields(scene: &Scene) -> Node {
    let choice = &scene.stage.choice;
    let inputs = scene.stage.chosen_method().map(|method| method.inputs.as_slice()).unwrap_or_default();
    let fields: Vec<Node> = inputs
        .iter()
        .filter_map(|input| match input.as_str() {
            "debtor_iban" => Some(Field {
                name: "debtor_iban",
                label: scene.plain(Key::DebtorIbanLabel),
                hint: Key::DebtorIbanHint,
                value: &choice.debtor_iban,
                longest: "48",
            }),
            "psu_id" => Some(Field {
                name: "psu_id",
                label: scene.plain(Key::PsuIdLabel),
                hint: Key::PsuIdHint,
                value: &choice.psu_id,
                longest: "64",
            }),
            _ => None,
        })
        .map(|one| field(scene, &one))
        .collect();
    fields.into()
}
