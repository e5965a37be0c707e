//! "Continue on your phone": the page's own address as a QR, and to copy. Folded, until somebody wants it.
//! Never here: the drawing of the QR (the gateway sends it as path data).

use super::button;
use super::icon::{Icon, icon};
use super::text;
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;
use flow::handoff::Step;
use protocol::Screen;
use protocol::page::{Device, Whose};

/// Modules of light that a reader needs around a code (ISO/IEC 18004).
const QUIET: u32 = 4;

/// The page's own address, for another device. Before anything runs at a bank a phone needs no other; later it is the last way left.
/// Open where all others failed.
pub fn elsewhere(scene: &Scene) -> Node {
    let stage = scene.stage;
    let is_phone = stage.here.device == Device::Phone;
    let leads = matches!(stage.at, Screen::Handoff | Screen::Waiting);
    let helps = if leads { stage.ladder().contains(&Step::CopyLink) } else { !is_phone };
    // Beside a code of a scheme's another one would be taken for it.
    if !helps || scene.boot.url.is_empty() || scene.request_code().is_some() {
        return text::nothing();
    }
    let code = scene.boot.qr.as_ref().filter(|_| !is_phone);
    let (title, action, step) = match code {
        Some(_) => (Key::OnPhone, Some("show-qr"), Step::Qr),
        None => (Key::ElsewhereToo, None, Step::CopyLink),
    };
    let is_last = leads && stage.way_by_press().is_none();
    // Another device finds the attempt of this browser running, and starts anew.
    let begun = leads && scene.view().is_some_and(|view| view.whose == Whose::Mine);
    let how = if begun { Key::OnPhoneAnew } else { Key::OnPhoneHow };
    let drawn = code.map(|(path, size)| drawing(path, *size, "148", scene.plain(Key::QrName)));
    view! {
        <details class="elsewhere" open=is_last>
            <summary class="quiet-link" data-action=action data-handoff=step.as_str()>{scene.plain(title)}</summary>
            <div class="phone">
                {drawn}
                <div class="phone-text">
                    <p>{scene.tell(how)}</p>
                    {address(scene)}
                </div>
            </div>
        </details>
    }
}

/// A code, so many pixels wide, with the light around it that readers need: part of the drawing, so that no style takes it away.
pub fn drawing(path: &str, size: u32, width: &'static str, name: String) -> Node {
    let side = (size + 2 * QUIET).to_string();
    let start = ["-", &QUIET.to_string()].concat();
    let grid = [start.as_str(), &start, &side, &side].join(" ");
    view! {
        <svg class="qr" viewBox=grid width=width role="img" aria-label=name><path d=path.to_owned()></path></svg>
    }
}

/// The page's address: to be copied by a press, or by hand where the browser refuses.
fn address(scene: &Scene) -> Node {
    let copy = button::tool(Some("copy-link"), None, icon(Icon::Copy), scene.word(Key::CopyLink));
    view! {
        <input
            class="field-input"
            type="text"
            readonly=true
            dir="ltr"
            value=scene.boot.url.clone()
            aria-label=scene.plain(Key::LinkName)
            data-part="link"
        />
        <div class="ways">{copy}{button::copied(scene)}</div>
    }
}
