//! A node as HTML, for the first paint. Two texts that follow each other are kept apart by an empty comment, as the browser would
//! read them as one. Never here: the document around it.

use super::{Element, Node};
use std::fmt::{self, Write};

/// Elements that hold nothing and have no end tag (HTML 13.1.2).
const VOID: [&str; 5] = ["input", "br", "hr", "img", "wbr"];

impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(out, self, &mut false)
    }
}

/// `after_text`: the last thing written was a text.
fn write(out: &mut impl Write, node: &Node, after_text: &mut bool) -> fmt::Result {
    match node {
        Node::Text(text) if text.is_empty() => Ok(()),
        Node::Text(text) => {
            if std::mem::replace(after_text, true) {
                out.write_str("<!>")?;
            }
            escape(out, text)
        }
        Node::List(nodes) => nodes.iter().try_for_each(|node| write(out, node, after_text)),
        Node::Element(element) => {
            *after_text = false;
            write_element(out, element)
        }
    }
}

fn write_element(out: &mut impl Write, element: &Element) -> fmt::Result {
    let tag = element.tag();
    write!(out, "<{tag}")?;
    for (name, value) in element.attributes() {
        write!(out, " {name}")?;
        if !value.is_empty() {
            out.write_str("=\"")?;
            escape(out, value)?;
            out.write_str("\"")?;
        }
    }
    out.write_str(">")?;
    if VOID.contains(&tag) {
        return Ok(());
    }
    let mut after_text = false;
    element.children.iter().try_for_each(|node| write(out, node, &mut after_text))?;
    write!(out, "</{tag}>")
}

fn escape(out: &mut impl Write, text: &str) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        let (before, after) = rest.split_at(at);
        out.write_str(before)?;
        out.write_str(match after.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        })?;
        rest = &after[1..];
    }
    out.write_str(rest)
}

#[cfg(test)]
mod tests {
    use crate::node::{Node, view};

    #[test]
    fn written_as_html() {
        let none: Option<&str> = None;
        let off = true;
        let cases = [
            (
                view! { <p class="small" hidden=!off data-x=none data-y=off title="">"a" {"b"}</p> },
                "<p class=\"small\" title data-y>a<!>b</p>",
            ),
            (view! { <input type="text" value="\"<&>" /> }, "<input type=\"text\" value=\"&quot;&lt;&amp;&gt;\">"),
            (view! { <b>"" {Node::NONE} "<i>"</b> "x" <i></i> }, "<b>&lt;i&gt;</b>x<i></i>"),
            (
                view! { <svg viewBox="0 0 1 1"><path d="M0 0"></path></svg> },
                "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"></path></svg>",
            ),
            (vec![Node::from("a"), vec![Node::from("b")].into()].into(), "a<!>b"),
        ];
        for (node, html) in cases {
            assert_eq!(node.to_string(), html);
        }
    }
}
