//! The foot of every page: terms, accessibility, languages; the law of the client.
//! Never here: anything of this payment.

use super::{brand, form};
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;

/// The foot.
pub fn foot(scene: &Scene) -> Node {
    let boot = scene.boot;
    let legal = if boot.look.brand.is_some() { format!("{}/legal", boot.page) } else { "/legal".to_owned() };
    view! {
        <footer class="foot" aria-label=scene.plain(Key::FootName)>
            {brand::legal(scene)}
            <a class="quiet-link" href=legal>{scene.plain(Key::Legal)}</a>
            <a class="quiet-link" href="/accessibility">{scene.plain(Key::Accessibility)}</a>
            {languages(scene)}
        </footer>
    }
}

/// Links to the other languages; each keeps what was chosen.
fn languages(scene: &Scene) -> Node {
    let links: Vec<Node> = scene
        .boot
        .look
        .other_langs
        .iter()
        .map(|(tag, name)| {
            let href = form::address(scene, tag);
            view! { <a class="quiet-link" href=href lang=tag.clone() hreflang=tag.clone()>{name.clone()}</a> }
        })
        .collect();
    view! { <span class="langs">{links}</span> }
}
