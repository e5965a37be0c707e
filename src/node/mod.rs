//! What a screen is made of: a tree of elements and texts, as a value. One type for every view, so that the browser's file holds
//! the code that builds, compares and writes it once, and not once for each view. Made by `view!`, shown by Leptos.
//! Never here: which elements, or what they say.

mod html;
mod shown;

pub use markup::view;

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Words.
    Text(String),
    /// An element with what it holds.
    Element(Box<Element>),
    /// Several in a row; none, for what is not shown. It keeps its one place among its siblings.
    List(Vec<Node>),
}

/// An element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its tag and the attributes that never change: `tag\0name\0value\0name\0value`.
    head: &'static str,
    /// The attributes that may change; those without a value are not there.
    values: Vec<(&'static str, Option<String>)>,
    /// What it holds.
    pub(crate) children: Vec<Node>,
}

impl Element {
    /// An element of this tag and these attributes (`tag\0name\0value…`).
    pub fn new(head: &'static str) -> Box<Self> {
        Box::new(Self { head, values: Vec::new(), children: Vec::new() })
    }

    /// Gives it an attribute, or leaves it out.
    pub fn set(&mut self, name: &'static str, value: impl IntoValue) {
        self.values.push((name, value.into_value()));
    }

    /// Puts something into it, at the end.
    pub fn add(&mut self, child: Node) {
        self.children.push(child);
    }

    pub(crate) fn tag(&self) -> &'static str {
        self.head.split('\0').next().unwrap_or_default()
    }

    /// All that it has: first those that never change.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut words = self.head.split('\0').skip(1);
        let fixed = std::iter::from_fn(move || Some((words.next()?, words.next()?)));
        fixed.chain(self.values.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?))))
    }
}

impl Node {
    /// Nothing.
    pub const NONE: Self = Self::List(Vec::new());
}

impl From<Box<Element>> for Node {
    fn from(element: Box<Element>) -> Self {
        Self::Element(element)
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Vec<Node>> for Node {
    fn from(nodes: Vec<Self>) -> Self {
        Self::List(nodes)
    }
}

impl<T: Into<Node>> From<Option<T>> for Node {
    fn from(node: Option<T>) -> Self {
        node.map_or(Self::NONE, Into::into)
    }
}

/// What an attribute can be given.
pub trait IntoValue {
    /// Its text; `None` where the attribute is left out.
    fn into_value(self) -> Option<String>;
}

impl IntoValue for String {
    fn into_value(self) -> Option<String> {
        Some(self)
    }
}

impl IntoValue for &str {
    fn into_value(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Option<String> {
        self.then(String::new)
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Option<String> {
        self.and_then(T::into_value)
    }
}
