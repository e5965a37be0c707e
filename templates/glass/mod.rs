//! glass, "panes before a landscape": the amount is written on the sky, and each step nearer to the payment is a pane nearer
//! to the person and less transparent. Depth means order, nothing else.
#![deny(unused_variables)]

use crate::node::{Node, view};
use crate::template::{STANDARD, Slots, Template};

/// Translucent layers.
pub const TEMPLATE: Template = Template {
    id: "glass",
    title: "Glass",
    intent: "Panes over a quiet landscape: the nearer to paying, the nearer the pane; the buttons float in front.",
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
        <div class="air" data-at=screen.as_str() data-progress=progress>
            <main class="air-panes">
                <div class="air-ask">{payee}{amount}{facts}</div>
                <div class="air-act">{thread}{standing}{body}</div>
                {actions}
            </main>
            {foot}
        </div>
    }
}
