//! Words on the page: ours, and strangers', which are isolated in direction and have their hidden marks made visible.
//! Never here: a sentence.

use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::{Stretch, unmasked};
use protocol::page::Question;

/// Plain words of ours.
pub fn words(text: &str) -> Node {
    text.into()
}

/// Words said with stress.
pub fn strong(text: Node) -> Node {
    view! { <strong>{text}</strong> }
}

/// An amount, an id, an IBAN: left to right in every language, and never broken up by a neighbour's direction.
pub fn ours(text: &str) -> Node {
    view! { <bdi dir="ltr">{text.to_owned()}</bdi> }
}

/// A stranger's words.
pub fn theirs(text: &str) -> Node {
    let stretches: Vec<Node> = unmasked(text)
        .into_iter()
        .map(|stretch| match stretch {
            Stretch::Plain(plain) => plain.into(),
            Stretch::Odd(odd) => view! { <mark class="odd">{odd}</mark> },
        })
        .collect();
    view! { <bdi class="theirs">{stretches}</bdi> }
}

/// A paragraph of this class.
pub fn para(class: &'static str, text: Node) -> Node {
    view! { <p class=class>{text}</p> }
}

/// The screen's heading: takes the focus when the screen changes. On the end of a payment it is the outcome.
///
/// Another screen's is another element: what has the focus already would take it again in silence.
pub fn title(scene: &Scene, text: Node, is_outcome: bool) -> Node {
    let stage = scene.stage;
    let id = ["title-", stage.question().map_or(stage.at.as_str(), Question::as_str)].concat();
    view! { <h1 class="title" id=id tabindex="-1" data-field=is_outcome.then_some("outcome")>{text}</h1> }
}

/// Nothing.
pub fn nothing() -> Node {
    Node::NONE
}
