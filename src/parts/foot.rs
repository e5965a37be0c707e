//! The foot of every page: terms, accessibility, languages.
//! Never here: anything of this payment.

use super::facts::languages;
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;

/// The foot.
pub fn foot(scene: &Scene) -> Node {
    view! {
        <footer class="foot" aria-label=scene.plain(Key::FootName)>
            <a class="quiet-link" href="/legal">{scene.plain(Key::Legal)}</a>
            <a class="quiet-link" href="/accessibility">{scene.plain(Key::Accessibility)}</a>
            {languages(scene)}
        </footer>
    }
}
