//! The foot of every page: terms, accessibility, languages; the law of the client.
//! Never here: anything of this payment.

use super::{brand, button, form};
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;
use protocol::Screen;

/// The foot.
pub fn foot(scene: &Scene) -> Node {
    let boot = scene.boot;
    let legal = if boot.look.brand.is_some() { format!("{}/legal", boot.page) } else { "/legal".to_owned() };
    let window = window(scene);
    view! {
        <footer class="foot" aria-label=scene.plain(Key::FootName)>
            {brand::legal(scene)}
            <a class="quiet-link" href=legal target=window>{scene.plain(Key::Legal)}</a>
            <a class="quiet-link" href="/accessibility" target=window>{scene.plain(Key::Accessibility)}</a>
            {languages(scene)}
        </footer>
    }
}

/// Where a page opens that is not this payment's: no frame is for it.
fn window(scene: &Scene) -> Option<&'static str> {
    scene.stage.here.place.is_framed().then_some("_blank")
}

/// The other languages; each keeps what was chosen. Where something is typed they are buttons of its form: what was typed goes with
/// the post, and never stands in an address.
fn languages(scene: &Scene) -> Node {
    let types = scene.stage.at == Screen::Inputs;
    let one = |(tag, name): &(String, String)| {
        if types {
            let to = [scene.boot.page.as_str(), "/language?lang=", tag].concat();
            view! {
                <button type="submit" class="quiet-link" form=button::deed(scene) formaction=to lang=tag.clone()>{name.clone()}</button>
            }
        } else {
            let href = form::address(scene, tag);
            view! { <a class="quiet-link" href=href lang=tag.clone() hreflang=tag.clone()>{name.clone()}</a> }
        }
    };
    let links: Vec<Node> = scene.boot.look.other_langs.iter().map(one).collect();
    view! { <span class="langs">{links}</span> }
}
