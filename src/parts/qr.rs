//! "Continue on your phone": the page's own address as a QR, and to copy.
//! Never here: the drawing of the QR (the gateway sends it as path data).

use super::button;
use super::icon::{Icon, icon};
use super::text;
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;

/// The box with the QR. Templates hide it where the device is a phone itself.
pub fn on_phone(scene: &Scene) -> Node {
    let Some((path, size)) = scene.boot.qr.clone() else { return text::nothing() };
    let size = size.to_string();
    let grid = ["0 0 ", &size, " ", &size].concat();
    let copy = button::tool(Some("copy-link"), None, icon(Icon::Copy), scene.word(Key::CopyLink));
    view! {
        <section class="phone" aria-labelledby="phone">
            <svg class="qr" viewBox=grid role="img" aria-label=scene.plain(Key::QrName)>
                <path d=path></path>
            </svg>
            <div class="phone-text">
                <h2 id="phone">{scene.plain(Key::OnPhone)}</h2>
                <p>{scene.plain(Key::OnPhoneHow)}</p>
                {copy}
            </div>
        </section>
    }
}
