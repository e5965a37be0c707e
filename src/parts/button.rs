//! Buttons, and links that look like them.
//! Never here: whether a press is allowed (the stage says it), or what follows it.

use super::text;
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;
use flow::journey::{Busy, Copied};

/// A control of the action bar.
pub struct Button {
    /// `data-action`; `None` for a control that the contract has no word for.
    pub action: Option<&'static str>,
    /// Its class: `main` for the way on, `second` for the others.
    pub class: &'static str,
    /// The form that it sends.
    pub form: &'static str,
    /// What it does.
    pub label: Node,
    /// A second, smaller line.
    pub more: Option<Node>,
    /// Whether it can be pressed.
    pub enabled: bool,
    /// It was pressed, and its answer is awaited.
    pub busy: bool,
}

/// A button that sends a form; in live mode its press is an event instead.
pub fn button(button: Button) -> Node {
    view! {
        <button
            type="submit"
            class=button.class
            form=button.form
            data-action=button.action
            data-state=button.busy.then_some("busy")
            disabled=!button.enabled
        >
            {said(button.label, button.more)}
        </button>
    }
}

/// A link that looks like a button.
pub fn link(class: &'static str, action: Option<&'static str>, href: String, label: Node) -> Node {
    view! { <a class=class href=href data-action=action>{said(label, None)}</a> }
}

/// What a control says: what it does, and a second, smaller line.
pub fn said(label: Node, more: Option<Node>) -> Node {
    let more = more.map(|more| view! { " " <span class="button-more">{more}</span> });
    view! { <span class="button-label">{label}</span> {more} }
}

/// A small control that only the running app can serve: its place is kept, and it is not shown before (style/parts.css).
pub fn tool(action: Option<&'static str>, part: Option<&'static str>, icon: Node, label: &str) -> Node {
    view! { <button type="button" class="tool" data-action=action data-part=part>{icon}{label.to_owned()}</button> }
}

/// The bar of actions: the second first, the main last; stacked ones show the main one on top.
pub fn actions(stacked: bool, controls: Vec<Node>) -> Node {
    if controls.is_empty() {
        return text::nothing();
    }
    view! { <div class="actions" data-stacked=stacked.then_some("")>{controls}</div> }
}

/// Cancel, where it is on offer; where a consent is decided it looks as the control that accepts.
pub fn cancel(scene: &Scene) -> Node {
    let busy = scene.stage.busy == Some(Busy::Cancelling);
    let decides = scene.decides_consent();
    button(Button {
        action: Some("cancel"),
        class: if decides { "second twin" } else { "second" },
        form: "cancel",
        label: text::words(scene.word(if busy { Key::Cancelling } else { Key::CancelPayment })),
        more: (decides && !busy).then(|| scene.tell(Key::NothingRead)),
        enabled: scene.stage.can_cancel(),
        busy,
    })
}

/// The form that sends what the PSU decides, and the action of its control.
pub fn deed(scene: &Scene) -> &'static str {
    if scene.consent().is_some() { "authorise" } else { "pay" }
}

/// Pay, with amount and bank in its name; for a consent share, with its end.
pub fn pay(scene: &Scene) -> Node {
    let busy = scene.stage.busy == Some(Busy::Paying);
    let bank = match scene.bank() {
        Some(_) if scene.stage.chosen_is_down() => Key::Down,
        Some(_) => Key::PayWith,
        None => Key::PayChooseFirst,
    };
    button(Button {
        action: Some(deed(scene)),
        class: if scene.decides_consent() { "second twin" } else { "main" },
        form: deed(scene),
        label: scene.tell(if busy { Key::Asking } else { Key::Pay }),
        more: (!busy).then(|| scene.tell(bank)),
        enabled: scene.stage.can_pay(),
        busy,
    })
}

/// Retry by our own form, for what must be cancelled at a bank first.
pub fn retry(scene: &Scene, class: &'static str, label: Key) -> Node {
    let busy = scene.stage.busy == Some(Busy::Retrying);
    button(Button {
        action: Some("retry"),
        class,
        form: "retry",
        label: scene.tell(if busy { Key::Retrying } else { label }),
        more: None,
        enabled: scene.stage.can_retry(),
        busy,
    })
}

/// Withdraw, for the browser that authorised the consent.
pub fn withdraw(scene: &Scene) -> Option<Node> {
    let busy = scene.stage.busy == Some(Busy::Withdrawing);
    let offered = scene.consent().is_some_and(|consent| consent.can_withdraw);
    offered.then(|| {
        button(Button {
            action: Some("withdraw"),
            class: "second",
            form: "withdraw",
            label: text::words(scene.word(if busy { Key::Withdrawing } else { Key::Withdraw })),
            more: None,
            enabled: scene.stage.can_withdraw(),
            busy,
        })
    })
}

/// The link to the merchant, where the client gave an address.
pub fn back_to_merchant(scene: &Scene, class: &'static str) -> Option<Node> {
    let href = scene.view()?.back_url.clone()?;
    // A merchant's page has its place around the frame, not in it.
    let window = scene.stage.here.place.is_framed().then_some("_top");
    let label = scene.tell(Key::BackTo);
    Some(view! {
        <a class=class href=href target=window data-action="back-to-merchant"><span class="button-label">{label}</span></a>
    })
}

/// What became of the copying, for eyes and ears.
pub fn copied(scene: &Scene) -> Node {
    let said = match scene.stage.copied {
        Some((Copied::Taken, _)) => scene.plain(Key::Copied),
        Some((Copied::Marked, _)) => scene.plain(Key::CopyByHand),
        None => String::new(),
    };
    view! { <p class="small" role="status">{said}</p> }
}
