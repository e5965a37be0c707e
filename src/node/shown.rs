//! A node in the browser's document: made anew, taken over from the gateway's HTML, or brought from what is shown to what shall be.
//! Children are compared place by place, or by what they are for; an element stays, with its focus and what was typed, while its tag,
//! its fixed attributes and what it is for do. In a list whose items come and go the room of one that goes is taken by one that comes:
//! to make an element costs many times what it costs to change it. What a stranger (an extension) has put into the page is passed over; where a translator has taken our words
//! out, what held them is made anew. Never here: what is shown.

use super::{Element, Node};
use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::{AddAnyAttr, Mountable, Render, RenderHtml, document};
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::{CastFrom, Rndr, types};
use leptos::tachys::view::{Position, PositionState};

/// What stands in the document, and what it was made from.
pub enum Shown {
    /// Words.
    Text(types::Text, String),
    /// An element: itself, what it was made from without its children, and these.
    Element(types::Element, Box<Element>, Vec<Shown>),
    /// Several.
    List(Vec<Shown>),
}

/// What tells what an element is for. A control never turns into another one under the focus; where it may under a finger, `press`
/// lets go of it.
const PURPOSE: [&str; 4] = ["id", "data-provider-id", "data-method-id", "data-action"];
const SVG: &str = "http://www.w3.org/2000/svg";

impl Shown {
    fn new(node: Node) -> Self {
        match node {
            Node::Text(text) => Self::Text(Rndr::create_text_node(&text), text),
            Node::List(nodes) => Self::List(nodes.into_iter().map(Self::new).collect()),
            Node::Element(mut element) => {
                let tag = element.tag();
                let dom = Rndr::create_element(tag, matches!(tag, "svg" | "path").then_some(SVG));
                for (name, value) in element.attributes() {
                    Rndr::set_attribute(&dom, name, value);
                }
                let children: Vec<Self> = std::mem::take(&mut element.children).into_iter().map(Self::new).collect();
                children.iter().for_each(|child| child.insert(&dom, None));
                Self::Element(dom, element, children)
            }
        }
    }

    fn insert(&self, parent: &types::Element, before: Option<&types::Node>) {
        match self {
            Self::Text(text, _) => Rndr::insert_node(parent, text, before),
            Self::Element(dom, ..) => Rndr::insert_node(parent, dom, before),
            Self::List(list) => list.iter().for_each(|one| one.insert(parent, before)),
        }
    }

    fn remove(&self) {
        match self {
            Self::Text(text, _) => Rndr::remove(text),
            Self::Element(dom, ..) => Rndr::remove(dom),
            Self::List(list) => list.iter().for_each(Self::remove),
        }
    }

    /// What it is for, as [`Node::purpose`].
    fn purpose(&self) -> Option<&str> {
        match self {
            Self::Element(_, element, children) => element.purpose().or_else(|| match children.first()? {
                Self::Element(_, first, _) => first.purpose(),
                _ => None,
            }),
            _ => None,
        }
    }

    /// The first thing of it in the document.
    fn first(&self) -> Option<types::Node> {
        match self {
            Self::Text(text, _) => Some(types::Node::clone(text)),
            Self::Element(dom, ..) => Some(types::Node::clone(dom)),
            Self::List(list) => list.iter().find_map(Self::first),
        }
    }

    /// Whether a text of ours stands elsewhere than in `parent`, or nowhere: translators put others in their places.
    fn is_taken_from(&self, parent: &types::Element) -> bool {
        match self {
            Self::Text(text, _) => text.parent_node().as_ref() != Some(parent),
            Self::Element(..) => false,
            Self::List(list) => list.iter().any(|one| one.is_taken_from(parent)),
        }
    }

    /// Whether it shows just this.
    fn is_of(&self, node: &Node) -> bool {
        let are_of = |shown: &[Self], nodes: &[Node]| {
            shown.len() == nodes.len() && shown.iter().zip(nodes).all(|(one, node)| one.is_of(node))
        };
        match (self, node) {
            (Self::Text(_, was), Node::Text(text)) => was == text,
            (Self::List(list), Node::List(nodes)) => are_of(list, nodes),
            (Self::Element(_, was, children), Node::Element(element)) => {
                was.head == element.head && was.values == element.values && are_of(children, &element.children)
            }
            _ => false,
        }
    }

    /// Brings it to `node`, inside `parent` and before `next`; `as_another`: even if that is for something else.
    fn become_node(&mut self, node: Node, parent: &types::Element, next: Option<&types::Node>, as_another: bool) {
        // Most of a page stays as it is, and to ask the browser about it costs more than to compare it.
        if self.is_of(&node) {
            return;
        }
        match (&mut *self, node) {
            (Self::Text(dom, was), Node::Text(text)) => {
                if *was != text {
                    Rndr::set_text(dom, &text);
                    *was = text;
                }
            }
            (Self::List(list), Node::List(nodes)) => become_list(list, nodes, parent, next, as_another),
            (Self::Element(dom, was, children), Node::Element(mut element)) if was.is_like(&element, as_another) => {
                let nodes = std::mem::take(&mut element.children);
                for ((name, value), (_, old)) in element.values.iter().zip(&was.values).filter(|(new, old)| new != old)
                {
                    match value {
                        Some(value) => Rndr::set_attribute(dom, name, value),
                        None if old.is_some() => Rndr::remove_attribute(dom, name),
                        None => {}
                    }
                }
                *was = element;
                if children.iter().any(|child| child.is_taken_from(dom)) {
                    Rndr::clear_children(dom);
                    children.clear();
                }
                become_list(children, nodes, dom, None, as_another);
            }
            (_, node) => {
                let new = Self::new(node);
                new.insert(parent, self.first().as_ref().or(next));
                self.remove();
                *self = new;
            }
        }
    }
}

/// From the last to the first, so that what follows is known. Where each is for something of its own (a bank, a method), what stays
/// goes to its new place; else they are compared place by place.
fn become_list(
    list: &mut Vec<Shown>,
    nodes: Vec<Node>,
    parent: &types::Element,
    next: Option<&types::Node>,
    as_another: bool,
) {
    if nodes.len() > 1 && nodes.iter().all(|node| node.purpose().is_some()) {
        return rearrange(list, nodes, parent, next);
    }
    list.drain(nodes.len().min(list.len())..).for_each(|gone| gone.remove());
    let mut nodes = nodes;
    for node in nodes.drain(list.len()..) {
        let new = Shown::new(node);
        new.insert(parent, next);
        list.push(new);
    }
    let mut next = next.cloned();
    for (place, shown) in list.iter_mut().enumerate().rev() {
        if let Some(node) = (place < nodes.len()).then(|| nodes.pop()).flatten() {
            shown.become_node(node, parent, next.as_ref(), as_another);
        }
        next = shown.first().or(next);
    }
}

/// What stays keeps its element; what comes takes over that of one that goes, unless the focus is among them.
fn rearrange(list: &mut Vec<Shown>, nodes: Vec<Node>, parent: &types::Element, next: Option<&types::Node>) {
    let mut take = |node: &Node| {
        let at = list.iter().position(|shown| shown.purpose() == node.purpose())?;
        Some(list.remove(at))
    };
    let kept: Vec<_> = nodes.iter().map(&mut take).collect();
    let focus = document().active_element();
    let mut free = std::mem::take(list);
    // Those that nothing takes over go from the last to the first: a browser looks again at what stands after one that goes.
    let taken = match focus {
        Some(focus) if parent.contains(Some(&focus)) => 0,
        _ => kept.iter().filter(|kept| kept.is_none()).count(),
    };
    free.drain(taken.min(free.len())..).rev().for_each(|gone| gone.remove());
    let mut next = next.cloned();
    for (node, kept) in nodes.into_iter().zip(kept).rev() {
        let as_another = kept.is_none();
        let shown = match kept.or_else(|| free.pop()) {
            Some(mut shown) => {
                if shown.first().is_some_and(|first| first.next_sibling() != next) {
                    shown.insert(parent, next.as_ref());
                }
                shown.become_node(node, parent, next.as_ref(), as_another);
                shown
            }
            None => {
                let new = Shown::new(node);
                new.insert(parent, next.as_ref());
                new
            }
        };
        next = shown.first().or(next);
        list.push(shown);
    }
    list.reverse();
}

impl Node {
    /// What it is for: by itself, or by what it holds first.
    fn purpose(&self) -> Option<&str> {
        match self {
            Self::Element(element) => element.purpose().or_else(|| match element.children.first()? {
                Self::Element(first) => first.purpose(),
                _ => None,
            }),
            _ => None,
        }
    }
}

impl Element {
    fn purpose(&self) -> Option<&str> {
        self.values.iter().find(|(name, _)| PURPOSE.contains(name)).and_then(|(_, value)| value.as_deref())
    }

    /// Whether an element in the document can go from one to the other; `as_another`: even if that is for something else.
    fn is_like(&self, other: &Self, as_another: bool) -> bool {
        self.head == other.head
            && self.values.len() == other.values.len()
            && self.values.iter().zip(&other.values).all(|((name, value), (another, other))| {
                name == another && (as_another || value == other || !PURPOSE.contains(name))
            })
    }
}

/// Takes over what the gateway's HTML has made, child by child.
struct Taking<'a> {
    parent: &'a types::Element,
    at: Option<types::Node>,
}

impl Taking<'_> {
    fn take(&mut self, node: Node) -> Shown {
        match node {
            Node::List(nodes) => Shown::List(nodes.into_iter().map(|node| self.take(node)).collect()),
            Node::Text(text) => match (!text.is_empty()).then(|| self.find(types::Text::cast_from)).flatten() {
                Some(dom) => Shown::Text(dom, text),
                None => self.make(Node::Text(text)),
            },
            Node::Element(mut element) => {
                let is_it = |dom: &types::Element| dom.tag_name().eq_ignore_ascii_case(element.tag());
                match self.find(|node| types::Element::cast_from(node).filter(is_it)) {
                    Some(dom) => {
                        let nodes = std::mem::take(&mut element.children);
                        let mut inside = Taking { parent: &dom, at: dom.first_child() };
                        let children = nodes.into_iter().map(|node| inside.take(node)).collect();
                        Shown::Element(dom, element, children)
                    }
                    None => self.make(Node::Element(element)),
                }
            }
        }
    }

    /// The next of its kind; what stands before it is a stranger's.
    fn find<T>(&mut self, cast: impl Fn(types::Node) -> Option<T>) -> Option<T> {
        let mut at = self.at.clone();
        while let Some(node) = at {
            at = node.next_sibling();
            if let Some(found) = cast(node) {
                self.at = at;
                return Some(found);
            }
        }
        None
    }

    fn make(&self, node: Node) -> Shown {
        let new = Shown::new(node);
        new.insert(self.parent, self.at.as_ref());
        new
    }
}

impl Render for Node {
    type State = Shown;

    fn build(self) -> Shown {
        Shown::new(self)
    }

    fn rebuild(self, shown: &mut Shown) {
        let parent = shown.first().and_then(|first| first.parent_element());
        if let Some(parent) = parent {
            shown.become_node(self, &parent, None, false);
        }
    }
}

impl RenderHtml for Node {
    type AsyncOutput = Self;
    type Owned = Self;
    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, buf: &mut String, position: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {
        buf.push_str(&self.to_string());
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Shown {
        let here = cursor.current();
        let first = position.get() == Position::FirstChild;
        let parent = if first { types::Element::cast_from(here.clone()) } else { here.parent_element() };
        let Some(parent) = parent else { return Shown::new(self) };
        let mut taking = Taking { parent: &parent, at: if first { here.first_child() } else { here.next_sibling() } };
        let shown = taking.take(self);
        if let Some(last) = shown.first() {
            cursor.set(last);
        }
        position.set(Position::NextChild);
        shown
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl AddAnyAttr for Node {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

impl Mountable for Shown {
    fn unmount(&mut self) {
        self.remove();
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.insert(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.first().and_then(|first| Some((first.parent_element()?, first))) {
            Some((parent, first)) => {
                child.mount(&parent, Some(&first));
                true
            }
            None => false,
        }
    }

    fn elements(&self) -> Vec<types::Element> {
        match self {
            Self::Element(dom, ..) => vec![dom.clone()],
            Self::Text(..) => Vec::new(),
            Self::List(list) => list.iter().flat_map(Self::elements).collect(),
        }
    }
}
