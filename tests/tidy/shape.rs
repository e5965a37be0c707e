//! Rules about the shape of a file: its head, its size, its functions, its names, its attributes.

use proc_macro2::{Delimiter, TokenTree};

use crate::Finding;
use crate::source::{each_run, tokens, word};
use crate::tree::Tree;

const FILE_LINES: usize = 500;
const FUNCTION_LINES: usize = 70;
/// Endings of files that people write.
const WRITTEN: [&str; 7] = [".rs", ".mjs", ".js", ".ts", ".css", ".html", ".sql"];
const EMPTY_WORDS: [&str; 6] = ["utils", "util", "helpers", "helper", "common", "manager"];

/// Every Rust file opens with `//!`.
pub fn heads(tree: &Tree) -> Vec<Finding> {
    let headless = |text: &str| {
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        first.strip_prefix("//!").is_none_or(|said| said.trim().len() < 10)
    };
    let headless = tree.rust().filter(|(_, text)| headless(text));
    headless
        .map(|(place, _)| Finding { place: place.to_owned(), what: "no `//!` that says what lives here".to_owned() })
        .collect()
}

/// No written file is over 500 lines.
pub fn files(tree: &Tree) -> Vec<Finding> {
    let written = tree.files.iter().filter(|(path, _)| WRITTEN.iter().any(|ending| path.ends_with(ending)));
    let long = written.map(|(path, text)| (path, text.lines().count())).filter(|(_, lines)| *lines > FILE_LINES);
    long.map(|(path, lines)| Finding { place: path.clone(), what: format!("{lines} lines") }).collect()
}

/// No function is over 70 lines, its signature included.
pub fn functions(tree: &Tree) -> Vec<Finding> {
    in_code(tree, |run, at| {
        let name = word(run, at).filter(|word| word == "fn").and_then(|_| word(run, at + 1))?;
        let ends = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ';');
        let body = run[at..].iter().take_while(|token| !ends(token)).find_map(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
            _ => None,
        })?;
        let lines = body.span_close().end().line + 1 - run[at].span().start().line;
        (lines > FUNCTION_LINES).then(|| format!("`{name}` is {lines} lines long"))
    })
}

/// No file, folder, module or type has a name that says nothing.
pub fn names(tree: &Tree) -> Vec<Finding> {
    let mut findings = in_code(tree, |run, at| {
        let kind = word(run, at).filter(|kind| ["mod", "struct", "enum", "trait", "type"].contains(&kind.as_str()))?;
        let name = word(run, at + 1)?;
        says_nothing(&name).then(|| format!("{kind} `{name}`"))
    });
    let places = tree.files.keys().filter(|path| path.split(['/', '.']).any(says_nothing));
    findings.extend(places.map(|path| Finding { place: path.clone(), what: "is called that".to_owned() }));
    findings
}

fn says_nothing(name: &str) -> bool {
    let mut snake = String::new();
    for sign in name.chars() {
        if sign.is_uppercase() {
            snake.push('_');
        }
        snake.extend(sign.to_lowercase());
    }
    snake.split(['_', '-']).any(|part| EMPTY_WORDS.contains(&part))
}

/// No `#[allow]`, and no `#[expect]` without a reason.
pub fn attributes(tree: &Tree) -> Vec<Finding> {
    in_code(tree, |run, at| {
        let is =
            |at: usize, wanted: char| matches!(run.get(at), Some(TokenTree::Punct(sign)) if sign.as_char() == wanted);
        let body = if is(at + 1, '!') { at + 2 } else { at + 1 };
        let Some(TokenTree::Group(attribute)) = run.get(body).filter(|_| is(at, '#')) else { return None };
        let mut wrong = None;
        each_run(attribute.stream(), &mut |words| {
            for at in 0..words.len() {
                let Some(TokenTree::Group(inside)) = words.get(at + 1) else { continue };
                match word(words, at).as_deref() {
                    Some("allow") => wrong = Some("`allow`: use `expect` with a reason"),
                    Some("expect") if !inside.stream().to_string().contains("reason") => {
                        wrong = Some("`expect` without a reason")
                    }
                    _ => {}
                }
            }
        });
        wrong.map(str::to_owned)
    })
}

/// No `inner_html`.
pub fn raw_markup(tree: &Tree) -> Vec<Finding> {
    let banned = concat!("inner", "_html");
    in_code(tree, |run, at| word(run, at).filter(|word| word == banned).map(|word| format!("`{word}`")))
}

/// Asks `look` at every token of every Rust file.
fn in_code(tree: &Tree, look: impl Fn(&[TokenTree], usize) -> Option<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, text) in tree.rust() {
        each_run(tokens(place, text), &mut |run| {
            for at in 0..run.len() {
                let Some(what) = look(run, at) else { continue };
                findings.push(Finding { place: format!("{place}:{}", run[at].span().start().line), what });
            }
        });
    }
    findings
}
