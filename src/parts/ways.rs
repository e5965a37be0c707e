//! The ways to the bank: the one that a press follows, and those that stand below it. Each is an ordinary link.
//! Never here: which way comes first, or what follows from one that led nowhere (the stage says both).

use super::form::leave_address;
use super::{button, text};
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;
use flow::handoff::Step;
use flow::journey::Busy;
use protocol::page::Place;

/// The link to the bank; while it is being followed it stays in place and says so. Where a consent is decided by it, it says that.
pub fn leave(scene: &Scene, label: Key) -> Node {
    let decides = scene.decides_consent();
    // Beside a code the phone is the way, and this browser the other one.
    let by_code = scene.request_code().is_some();
    let class = if decides { "second twin" } else { "main" };
    let (class, label) = if by_code { ("second", Key::OpenHere) } else { (class, label) };
    if matches!(scene.stage.busy, Some(Busy::Leaving(_))) {
        return view! { <p class=class data-state="busy" role="status">{scene.plain(Key::Leaving)}</p> };
    }
    let Some(step) = scene.stage.way_by_press().filter(|_| scene.stage.can_leave()) else { return text::nothing() };
    let more = match step {
        Step::NewTab => Some(scene.tell(Key::InNewTab)),
        Step::TopWindow => Some(scene.tell(Key::InThisWindow)),
        Step::AppLink => Some(scene.tell(Key::InItsApp)),
        _ => None,
    };
    let said = if decides { (scene.tell(Key::Pay), Some(scene.tell(label))) } else { (scene.tell(label), more) };
    link(scene, step, (class, Some("continue")), button::said(said.0, said.1))
}

/// The other ways that open the bank, below the one that is offered.
pub fn further(scene: &Scene) -> Node {
    let ways = if scene.stage.can_leave() { scene.stage.further_ways() } else { Vec::new() };
    if ways.is_empty() {
        return text::nothing();
    }
    let links: Vec<Node> =
        ways.into_iter().map(|step| link(scene, step, ("quiet-link", None), scene.tell(name(step)))).collect();
    view! { <div class="ways"><p class="small">{scene.tell(Key::WaysAsk)}</p>{links}</div> }
}

/// What a way is called where it is not the first.
const fn name(step: Step) -> Key {
    match step {
        Step::NewTab => Key::WayNewTab,
        Step::TopWindow => Key::WayThisWindow,
        Step::AppLink => Key::WayApp,
        _ => Key::WayBrowser,
    }
}

/// A link that follows this way. The bank's own address, which its app takes, never opens in a frame either.
fn link(scene: &Scene, step: Step, (class, action): (&'static str, Option<&'static str>), label: Node) -> Node {
    let own = || scene.attempt().and_then(|attempt| attempt.app_link.clone());
    let href = if step == Step::AppLink { own() } else { None }.unwrap_or_else(|| leave_address(scene));
    let target = match (step, scene.stage.here.place) {
        (Step::NewTab, _) | (Step::AppLink, Place::Frame) => Some("_blank"),
        (Step::TopWindow, _) | (Step::AppLink, Place::FrameGivingWay) => Some("_top"),
        _ => None,
    };
    let rel = (target == Some("_blank")).then_some("noopener");
    view! {
        <a class=class href=href target=target rel=rel data-action=action data-handoff=step.as_str()>{label}</a>
    }
}
