//! The three questions that every end answers: has money left, may I pay again, what now. A consent's page asks in its own words
//! what is shared, may I still share, what now.
//! Never here: the answers.

use crate::node::Node;
use crate::scene::Scene;
use crate::words::Key;

/// The questions, with these answers.
pub fn answers(scene: &Scene, money: Node, again: Node, next: Node) -> Node {
    // No money moves by a consent, whatever becomes of it.
    let money_field = (scene.boot.kind != "consent").then_some("money");
    let again_ask = if scene.fetched() { Key::WithdrawAsk } else { Key::AgainAsk };
    let rows: Vec<Node> =
        [(money_field, Key::MoneyAsk, money), (Some("again"), again_ask, again), (Some("next"), Key::NextAsk, next)]
            .into_iter()
            .map(|(field, key, answer)| super::facts::fact(scene.word(key), field, answer))
            .collect();
    super::facts::list("answers", rows)
}
