//! What a client put on its pages: its logo in place of the payee's initials, its name beside the payee's, its law in the foot.
//! Its words are a stranger's, and never stand in for who is paid. Never here: its colour (that is a matter of the sheet).

use super::{mark, text};
use crate::node::{Node, view};
use crate::scene::Scene;
use protocol::page::Brand;

/// The brand of this page.
pub fn of<'a>(scene: &Scene<'a>) -> Option<&'a Brand> {
    scene.boot.look.brand.as_ref()
}

/// The logo, or the payee's initials. A logo that does not come is told by the same initials.
pub fn logo(scene: &Scene, payee: &str) -> Node {
    let Some(logo) = of(scene).and_then(|brand| brand.logo.as_ref()) else { return mark::payee(payee) };
    let name = name(scene).unwrap_or(payee).to_owned();
    let (width, height) = (logo.width.to_string(), logo.height.to_string());
    let letters = mark::initials(&name);
    view! { <img class="logo" src=logo.src.clone() alt=name width=width height=height data-initials=letters /> }
}

/// The brand's name, where it has one that is not the payee's.
pub fn name<'a>(scene: &Scene<'a>) -> Option<&'a str> {
    let name = of(scene)?.name.as_str();
    (!name.is_empty() && Some(name) != scene.asker()).then_some(name)
}

/// Its law: words and links. The links open beside the page, so that the payment stays.
pub fn legal(scene: &Scene) -> Node {
    let Some(brand) = of(scene) else { return Node::NONE };
    let links: Vec<Node> = brand
        .links
        .iter()
        .map(|(label, href)| {
            view! {
                <a class="quiet-link" href=href.clone() target="_blank" rel="noopener noreferrer">{text::theirs(label)}</a>
            }
        })
        .collect();
    let words = (!brand.legal.is_empty()).then(|| text::para("legal", text::theirs(&brand.legal)));
    Node::List(vec![words.into(), links.into()])
}
