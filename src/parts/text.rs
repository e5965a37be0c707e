//! Words on the page: ours, and strangers', which are isolated in direction and have their hidden marks made visible.
//! Never here: a sentence.

use crate::words::{Stretch, unmasked};
use leptos::prelude::*;

/// Plain words of ours.
pub fn words(text: &str) -> AnyView {
    text.to_owned().into_any()
}

/// Words said with stress.
pub fn strong(text: AnyView) -> AnyView {
    view! { <strong>{text}</strong> }.into_any()
}

/// An amount, a time, an id, an IBAN: left to right in every language, and never broken up by a neighbour's direction.
pub fn ours(text: &str) -> AnyView {
    view! { <bdi dir="ltr">{text.to_owned()}</bdi> }.into_any()
}

/// A stranger's words.
pub fn theirs(text: &str) -> AnyView {
    let stretches: Vec<AnyView> = unmasked(text)
        .into_iter()
        .map(|stretch| match stretch {
            Stretch::Plain(plain) => plain.into_any(),
            Stretch::Odd(odd) => view! { <mark class="odd">{odd}</mark> }.into_any(),
        })
        .collect();
    view! { <bdi class="theirs">{stretches}</bdi> }.into_any()
}

/// A paragraph of this class.
pub fn para(class: &'static str, text: AnyView) -> AnyView {
    view! { <p class=class>{text}</p> }.into_any()
}

/// The screen's heading: takes the focus when the screen changes. On the end of a payment it is the outcome.
pub fn title(text: AnyView, is_outcome: bool) -> AnyView {
    view! { <h1 class="title" id="title" tabindex="-1" data-field=is_outcome.then_some("outcome")>{text}</h1> }
        .into_any()
}

/// Nothing.
pub fn nothing() -> AnyView {
    ().into_any()
}
