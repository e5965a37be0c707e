//! Reading HTML as a browser's tokenizer does: tags with attributes, forms, data, text.
//! Never here: what a page should hold.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};
use serde_json::Value;

/// An element's start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Lower case.
    pub name: String,
    /// In order of their names.
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    /// An attribute's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A page that was read.
#[derive(Clone, Debug, Default)]
pub struct Html {
    /// Every start tag, in order.
    pub tags: Vec<Tag>,
    /// Every comment.
    pub comments: Vec<String>,
    /// What people read, the contents of scripts and styles left out.
    pub text: String,
    /// The boot script's JSON.
    pub boot: Option<Value>,
}

/// A form: where it goes, and what it carries unseen.
#[derive(Clone, Debug)]
pub struct Form {
    /// Its address.
    pub action: String,
    /// `post` or `get`.
    pub method: String,
    /// Its hidden fields.
    pub fields: Vec<(String, String)>,
}

/// Reads a page.
pub fn read(source: &str) -> Html {
    let mut html = Html::default();
    let mut raw: Option<(String, bool)> = None;
    let mut boot = String::new();
    let mut emitter = DefaultEmitter::default();
    // Inside scripts, styles and titles other rules hold.
    emitter.naively_switch_states(true);
    for Ok(token) in Tokenizer::new_with_emitter(source, emitter) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                let mut attributes: Vec<(String, String)> =
                    tag.attributes.iter().map(|(key, value)| (text(key), text(value))).collect();
                attributes.sort();
                let tag = Tag { name: name.clone(), attributes };
                if matches!(name.as_str(), "script" | "style") {
                    raw = Some((name, tag.get("id") == Some("boot")));
                }
                html.tags.push(tag);
            }
            Token::EndTag(tag) => {
                if raw.as_ref().is_some_and(|(name, _)| *name == text(&tag.name)) {
                    raw = None;
                }
                html.text.push(' ');
            }
            Token::String(string) => match &raw {
                Some((_, true)) => boot.push_str(&text(&string)),
                Some(_) => {}
                None => html.text.push_str(&text(&string)),
            },
            Token::Comment(comment) => html.comments.push(text(&comment)),
            _ => {}
        }
    }
    html.boot = serde_json::from_str(&boot).ok();
    html
}

impl Html {
    /// The root element's `data-…` attribute.
    pub fn root(&self, name: &str) -> &str {
        let root = self.tags.iter().find(|tag| tag.name == "html");
        root.and_then(|tag| tag.get(&format!("data-{name}"))).unwrap_or_default()
    }

    /// The controls of an action that can be pressed.
    pub fn enabled(&self, action: &str) -> usize {
        let is_it = |tag: &&Tag| tag.get("data-action") == Some(action) && tag.get("disabled").is_none();
        self.tags.iter().filter(is_it).count()
    }

    /// The form that is posted to `{page}/{action}`.
    pub fn form(&self, action: &str) -> Option<Form> {
        let wanted = format!("/{action}");
        let start = self.tags.iter().position(|tag| {
            tag.name == "form" && tag.get("action").is_some_and(|address| address.ends_with(&wanted))
        })?;
        let form = &self.tags[start];
        let hidden = self.tags[start + 1..]
            .iter()
            .take_while(|tag| tag.name == "input" && tag.get("type") == Some("hidden"))
            .map(|tag| (tag.get("name").unwrap_or("").to_owned(), tag.get("value").unwrap_or("").to_owned()));
        Some(Form {
            action: form.get("action").unwrap_or("").to_owned(),
            method: form.get("method").unwrap_or("get").to_owned(),
            fields: hidden.collect(),
        })
    }

    /// The boot's view.
    pub fn view(&self) -> Value {
        self.boot.as_ref().map_or(Value::Null, |boot| boot["view"].clone())
    }

    /// The page's bones: tags and names of attributes, without what strangers can write.
    pub fn bones(&self) -> Vec<String> {
        let names = |tag: &Tag| tag.attributes.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" ");
        self.tags.iter().map(|tag| format!("{} {}", tag.name, names(tag))).collect()
    }
}
