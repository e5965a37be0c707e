//! cards, "the till": what you pay is a receipt that hangs out of a slot, the banks are cards laid out beside it, and the chosen
//! card is turned over: its back has the methods and the buttons. Later the card goes into the slot, and the receipt comes out.
#![deny(unused_variables)]

use crate::node::{Node, view};
use crate::template::{STANDARD, Slots, Template};

/// Banks as cards.
pub const TEMPLATE: Template = Template {
    id: "cards",
    title: "Cards",
    intent: "Banks as cards beside a receipt; the chosen card turns over and has the button.",
    #[cfg(any(feature = "ssr", feature = "csr"))]
    css: concat!(include_str!("tokens.css"), include_str!("style.css")),
    #[cfg(any(feature = "ssr", feature = "csr"))]
    payment_css: include_str!("payment.css"),
    #[cfg(any(feature = "ssr", feature = "csr"))]
    consent_css: include_str!("consent.css"),
    frame,
    screens: STANDARD,
};

fn frame(slots: Slots) -> Node {
    let Slots { screen, progress, payee, amount, facts, thread, standing, body, actions, foot } = slots;
    view! {
        <div class="till" data-at=screen.as_str() data-progress=progress>
            <main class="till-floor">
                <div class="till-slip">
                    <div class="till-head">{payee}{amount}</div>
                    {facts}
                </div>
                <div class="till-act">
                    {thread}
                    {standing}
                    <div class="till-body">{body}</div>
                    {actions}
                </div>
            </main>
            {foot}
        </div>
    }
}
