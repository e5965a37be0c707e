//! default, "the seam": what you pay and where you pay from meet at one visible seam, and a thread across it shows where the
//! payment is. Full-bleed halves on wide screens, one above the other on phones.
#![deny(unused_variables)]

use crate::node::{Node, view};
use crate::template::{STANDARD, Slots, Template};

/// The standard layout.
pub const TEMPLATE: Template = Template {
    id: "default",
    title: "Default",
    intent: "The standard layout: what you pay beside where you pay from.",
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
        <div class="seam" data-at=screen.as_str() data-progress=progress>
            <main class="seam-halves">
                <div class="seam-ask">
                    <div class="seam-head">{payee}{amount}</div>
                    {facts}
                </div>
                <div class="seam-act">
                    {thread}
                    {standing}
                    <div class="seam-body">{body}</div>
                    {actions}
                </div>
            </main>
            {foot}
        </div>
    }
}
