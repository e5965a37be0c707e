//! sheet, "the shop stays": a scene with the shop's awning, and one solid sheet that rises to the thumb with the amount, the bank
//! and a large button. Where a bank is chosen when the page opens, the sheet rests low, and is drawn up to all banks by scrolling:
//! by finger, wheel or key, or by its link. On wide screens it is a panel at the far edge, and the shop keeps the room.
#![deny(unused_variables)]

use crate::node::{Node, view};
use crate::parts::{button, mark, methods};
use crate::scene::Scene;
use crate::template::{STANDARD, Screens, Sheet, Slots, Template};
use crate::words::Key;

/// The shop behind, the sheet before it.
pub const TEMPLATE: Template = Template {
    id: "sheet",
    title: "Sheet",
    intent: "Phone first: the shop stays in view, and a sheet rises to the thumb.",
    #[cfg(any(feature = "ssr", feature = "csr"))]
    css: concat!(include_str!("tokens.css"), include_str!("brand.css"), include_str!("style.css")),
    #[cfg(any(feature = "ssr", feature = "csr"))]
    payment_css: include_str!("payment.css"),
    #[cfg(any(feature = "ssr", feature = "csr"))]
    consent_css: include_str!("consent.css"),
    frame,
    screens: Screens { select, ..STANDARD },
};

fn frame(slots: Slots) -> Node {
    let Slots { screen, progress, payee, amount, facts, thread, standing, body, actions, foot } = slots;
    view! {
        <div class="shop" data-at=screen.as_str() data-progress=progress>
            <main class="shop-main">
                <div class="shop-scene">{payee}{facts}</div>
                <div class="shop-sheet">
                    <div class="shop-grip" id="sheet"></div>
                    {amount}
                    {thread}
                    {standing}
                    <div class="shop-body">{body}</div>
                    {actions}
                </div>
            </main>
            {foot}
        </div>
    }
}

/// The standard screen; with the chosen bank above the list while the sheet rests low.
fn select(scene: &Scene) -> Sheet {
    let mut sheet = (STANDARD.select)(scene);
    sheet.body.splice(0..0, low(scene));
    sheet
}

/// Only what was chosen before the page opened keeps the sheet low: it never moves by itself under a finger.
fn low(scene: &Scene) -> Option<Node> {
    let asked = &scene.boot.choice;
    let (bank, method) = (scene.stage.chosen_bank()?, scene.stage.chosen_method()?);
    let told = methods::tells_remitters(bank);
    (scene.payment().is_some() && asked.provider_id.is_some() && asked.q.is_empty()).then(|| {
        view! {
            <div class="low">
                <p class="low-bank" data-field="bank">
                    {mark::bank(&bank.provider_id, &bank.name)}
                    <span class="bank-text">
                        <span class="bank-name">{bank.name.clone()}</span>
                        " "
                        <span class="bank-hint">{methods::name(scene, method, told)}</span>
                    </span>
                    <span class="radio"></span>
                </p>
                {button::link("tool", Some("open-banks"), "#sheet".to_owned(), scene.tell(Key::UseAnother))}
            </div>
        }
    })
}
