//! steps, "a patient conversation": a coloured masthead says what this is about, and below it stands exactly one question in big
//! type. The masthead becomes a rail on wide screens; it turns colour with the end.
#![deny(unused_variables)]

use crate::node::{Node, view};
use crate::template::{STANDARD, Slots, Template};

/// One question at a time.
pub const TEMPLATE: Template = Template {
    id: "steps",
    title: "Steps",
    intent: "One question a screen, in big type: the calmest.",
    #[cfg(any(feature = "ssr", feature = "csr"))]
    css: concat!(include_str!("tokens.css"), include_str!("brand.css"), include_str!("style.css")),
    #[cfg(any(feature = "ssr", feature = "csr"))]
    payment_css: "",
    #[cfg(any(feature = "ssr", feature = "csr"))]
    consent_css: include_str!("consent.css"),
    frame,
    screens: STANDARD,
};

fn frame(slots: Slots) -> Node {
    let Slots { screen, progress, payee, amount, facts, thread, standing, body, actions, foot } = slots;
    view! {
        <div class="talk" data-at=screen.as_str() data-progress=progress>
            <main class="talk-main">
                <div class="talk-mast">{thread}{payee}{amount}{facts}</div>
                <div class="talk-ask">{standing}<div class="talk-body">{body}</div>{actions}</div>
            </main>
            {foot}
        </div>
    }
}
