//! The three questions that every end answers: has money left, may I pay again, what now.
//! Never here: the answers.

use crate::scene::Scene;
use crate::words::Key;
use leptos::prelude::*;

/// The questions, with these answers.
pub fn answers(scene: &Scene, money: AnyView, again: AnyView, next: AnyView) -> AnyView {
    let rows: Vec<AnyView> =
        [("money", Key::MoneyAsk, money), ("again", Key::AgainAsk, again), ("next", Key::NextAsk, next)]
            .into_iter()
            .map(|(field, key, answer)| super::facts::fact(scene.word(key), Some(field), answer))
            .collect();
    super::facts::list("answers", rows)
}
