//! The three questions that every end answers: has money left, may I pay again, what now.
//! Never here: the answers.

use crate::node::Node;
use crate::scene::Scene;
use crate::words::Key;

/// The questions, with these answers.
pub fn answers(scene: &Scene, money: Node, again: Node, next: Node) -> Node {
    let rows: Vec<Node> =
        [("money", Key::MoneyAsk, money), ("again", Key::AgainAsk, again), ("next", Key::NextAsk, next)]
            .into_iter()
            .map(|(field, key, answer)| super::facts::fact(scene.word(key), Some(field), answer))
            .collect();
    super::facts::list("answers", rows)
}
