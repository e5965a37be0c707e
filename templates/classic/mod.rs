//! classic, "the payment order": the page is one printed bank form, ruled in ink. The order on the left, the choice on the
//! right, the amount over a double rule as an accountant would draw it; on phones the same order in one column.
#![deny(unused_variables)]

use crate::node::{Node, view};
use crate::template::{STANDARD, Slots, Template};

/// The traditional bank.
pub const TEMPLATE: Template = Template {
    id: "classic",
    title: "Classic",
    intent: "A traditional bank's payment order: summary and choice side by side, ruled lines, serif figures.",
    #[cfg(any(feature = "ssr", feature = "csr"))]
    css: concat!(include_str!("tokens.css"), include_str!("style.css")),
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
        <div class="order" data-at=screen.as_str() data-progress=progress>
            <main class="order-form">
                <div class="order-head">{payee}</div>
                <div class="order-ask">{amount}{facts}</div>
                <div class="order-act">
                    {thread}
                    {standing}
                    <div class="order-body">{body}</div>
                    {actions}
                </div>
            </main>
            {foot}
        </div>
    }
}
