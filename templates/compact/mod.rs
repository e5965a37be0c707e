//! compact, "one line each": the order is one line, a bank is one line, an answer is one line, and the way on is the last line,
//! docked flush to the edge. Made for a frame of 300 × 420, and never wider than 420 px.
#![deny(unused_variables)]

use crate::node::{Node, view};
use crate::template::{STANDARD, Slots, Template};

/// The smallest footprint.
pub const TEMPLATE: Template = Template {
    id: "compact",
    title: "Compact",
    intent: "The smallest footprint, for frames and narrow columns: one line each, details folded, the button docked.",
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
        <div class="strip" data-at=screen.as_str() data-progress=progress>
            <main class="strip-main">
                <div class="strip-order">{payee}{amount}{facts}</div>
                <div class="strip-act">
                    {thread}
                    {standing}
                    <div class="strip-body">{body}</div>
                    {actions}
                </div>
            </main>
            {foot}
        </div>
    }
}
