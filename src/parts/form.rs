//! Forms and addresses of our own page: what makes the whole journey work without script.
//! Never here: a control's look, or what a press leads to.

use crate::node::{Node, view};
use crate::scene::Scene;
use protocol::page::{Question, Remitter};

/// A form of ours: a name for controls that stand elsewhere, where it goes, and what it carries unseen.
pub struct Form {
    /// Its id, for the `form` attribute of its controls.
    pub id: &'static str,
    /// Last part of the address for one that is posted; `None` for one that asks for the page again.
    pub post: Option<&'static str>,
    /// Unseen fields.
    pub hidden: Vec<(&'static str, String)>,
}

impl Form {
    /// A form that asks for the page again with these choices; empty ones are left out.
    pub fn get(id: &'static str, scene: &Scene, hidden: Vec<(&'static str, String)>) -> Self {
        let mut hidden = hidden;
        hidden.push(("lang", scene.boot.look.lang.clone()));
        hidden.push(("holder", held(scene).to_owned()));
        for (name, value) in narrowed(scene) {
            if hidden.iter().all(|(named, _)| *named != name) {
                hidden.push((name, value.to_owned()));
            }
        }
        if hidden.iter().all(|(name, _)| *name != "step") {
            hidden.push(("step", asked(scene.stage.question()).to_owned()));
        }
        hidden.retain(|(_, value)| !value.is_empty());
        Self { id, post: None, hidden }
    }

    /// A form that is posted, with the proof that it is ours.
    pub fn post(action: &'static str, scene: &Scene) -> Self {
        let mut hidden = vec![("token", scene.boot.form_token.clone()), ("lang", scene.boot.look.lang.clone())];
        hidden.extend(scene.boot.holder.clone().map(|holder| ("holder", holder)));
        Self { id: action, post: Some(action), hidden }
    }

    /// Adds the chosen bank and method, named as the API does.
    pub fn with_choice(mut self, scene: &Scene) -> Self {
        let (bank, method) = choice(scene);
        self.hidden.push(("provider_id", bank));
        self.hidden.push(("method_id", method));
        self
    }

    /// The form around what it shows.
    pub fn around(self, scene: &Scene, children: Node) -> Node {
        self.shown(scene, children, true)
    }

    /// The form by itself, unseen: its controls name it.
    pub fn alone(self, scene: &Scene) -> Node {
        self.shown(scene, Node::NONE, false)
    }

    fn shown(self, scene: &Scene, children: Node, seen: bool) -> Node {
        let (method, action) = match self.post {
            Some(action) => ("post", [scene.boot.page.as_str(), "/", action].concat()),
            None => ("get", scene.boot.page.clone()),
        };
        let hidden: Vec<Node> = self
            .hidden
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
            .collect();
        view! { <form id=self.id method=method action=action novalidate=true hidden=!seen>{hidden}{children}</form> }
    }
}

/// Ids of the chosen bank and method; empty where nothing is chosen.
pub fn choice(scene: &Scene) -> (String, String) {
    let bank = scene.stage.choice.provider_id.clone().unwrap_or_default();
    let method = scene.stage.chosen_method().map(|method| method.method_id.clone()).unwrap_or_default();
    (bank, method)
}

/// What forms and addresses carry where no cookie comes; empty elsewhere.
fn held<'a>(scene: &Scene<'a>) -> &'a str {
    scene.boot.holder.as_deref().unwrap_or("")
}

/// The address under the page that leads to the bank.
pub fn leave_address(scene: &Scene) -> String {
    let mark = if held(scene).is_empty() { "" } else { "?holder=" };
    [scene.boot.page.as_str(), "/leave", mark, held(scene)].concat()
}

/// The page's own address in this language, with what was chosen.
pub fn address(scene: &Scene, lang: &str) -> String {
    let choice = &scene.stage.choice;
    let step = match (choice.onward, choice.cancelled, choice.again, asked(scene.stage.question())) {
        (_, true, ..) => "cancelled",
        (true, ..) => "next",
        (.., true, "") => "again",
        (.., question) => question,
    };
    address_of(scene, lang, &choice.q, step)
}

/// The same, back at the whole list of banks.
pub fn address_without_search(scene: &Scene) -> String {
    address_with(
        scene,
        &scene.boot.look.lang,
        "",
        [("remitter", ""), ("country", "")],
        asked(scene.stage.choice.question.map(|_| Question::Bank)),
    )
}

/// The same, one step back, where choosing goes step by step.
pub fn address_before(scene: &Scene) -> String {
    address_of(scene, &scene.boot.look.lang, "", asked(scene.stage.question_before()))
}

/// What narrows the list of banks, as the address names it.
fn narrowed<'a>(scene: &Scene<'a>) -> [(&'static str, &'a str); 2] {
    let choice = &scene.stage.choice;
    let remitter = choice.remitter.map_or("", Remitter::as_str);
    [("remitter", remitter), ("country", choice.country.as_deref().unwrap_or(""))]
}

/// A question as `step` of the address; the first one needs no word.
fn asked(question: Option<Question>) -> &'static str {
    question.filter(|one| *one != Question::Details).map_or("", Question::as_str)
}

/// The same, back at choosing a bank, after an end or a problem that leaves the link open.
pub fn address_again(scene: &Scene) -> String {
    address_of(scene, &scene.boot.look.lang, "", "again")
}

fn address_of(scene: &Scene, lang: &str, q: &str, step: &str) -> String {
    address_with(scene, lang, q, narrowed(scene), step)
}

fn address_with(scene: &Scene, lang: &str, q: &str, narrowed: [(&str, &str); 2], step: &str) -> String {
    let choice = &scene.stage.choice;
    let mut address = scene.boot.page.clone();
    let named = [
        ("lang", lang),
        ("bank", choice.provider_id.as_deref().unwrap_or("")),
        ("method", choice.method_id.as_deref().unwrap_or("")),
        ("q", q),
        narrowed[0],
        narrowed[1],
        ("step", step),
        ("holder", held(scene)),
    ];
    let mut mark = '?';
    for (name, value) in named.into_iter().filter(|(_, value)| !value.is_empty()) {
        address.push(mark);
        address.push_str(name);
        address.push('=');
        push_encoded(&mut address, value);
        mark = '&';
    }
    address
}

/// Percent-encodes all but the characters that never need it (RFC 3986, unreserved).
fn push_encoded(address: &mut String, value: &str) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push('%');
            address.push(char::from(DIGITS[usize::from(byte >> 4)]));
            address.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}
