//! A Rust file as tokens: the paths it names, the functions and names it declares, its attributes. Comments and text
//! are no tokens, so that they are never mistaken for code. No rule lives here.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A path in the code, with `crate`, `self` and `super` resolved to a leading `crate`.
#[derive(Debug, PartialEq, Eq)]
pub struct Path {
    /// Its names, the first being `crate` or what is taken for another crate.
    pub names: Vec<String>,
    /// The line it begins on.
    pub line: usize,
}

/// The tokens of a file.
///
/// # Panics
/// The file is not Rust.
pub fn tokens(place: &str, text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|error| panic!("{place} is not Rust: {error}"))
}

/// All paths of two names and more, and everything that `use` brings, in the module `module` of its crate.
pub fn paths(stream: TokenStream, module: &[String]) -> Vec<Path> {
    let mut found = Vec::new();
    Walk { module: module.to_vec(), found: &mut found }.code(stream);
    found
}

struct Walk<'a> {
    module: Vec<String>,
    found: &'a mut Vec<Path>,
}

impl Walk<'_> {
    fn code(&mut self, stream: TokenStream) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at = match &tokens[at] {
                TokenTree::Group(group) => {
                    self.code(group.stream());
                    at + 1
                }
                TokenTree::Ident(word) if word == "mod" => self.inline_module(&tokens, at),
                TokenTree::Ident(word) if word == "use" => self.tree(&tokens, at + 1, &[]),
                TokenTree::Ident(_) => self.path(&tokens, at, &[], false),
                _ => at + 1,
            };
        }
    }

    /// `mod name { … }`: what is inside stands one step deeper.
    fn inline_module(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) = (tokens.get(at + 1), tokens.get(at + 2))
        else {
            return at + 1;
        };
        self.module.push(name.to_string());
        self.code(body.stream());
        self.module.pop();
        at + 3
    }

    /// One or more branches of a `use`, separated by commas.
    fn tree(&mut self, tokens: &[TokenTree], mut at: usize, before: &[String]) -> usize {
        while at < tokens.len() {
            at = match &tokens[at] {
                TokenTree::Ident(_) => self.path(tokens, at, before, true),
                TokenTree::Punct(sign) if sign.as_char() == ';' => return at + 1,
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    self.branches(group, before);
                    at + 1
                }
                _ => at + 1,
            };
        }
        at
    }

    fn branches(&mut self, group: &Group, before: &[String]) {
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        self.tree(&tokens, 0, before);
    }

    /// Reads `a::b::c`, or in a `use` also `a`, `a as b` and `a::{…}`; gives the place behind it.
    fn path(&mut self, tokens: &[TokenTree], mut at: usize, before: &[String], in_use: bool) -> usize {
        let line = tokens[at].span().start().line;
        let mut names = before.to_vec();
        while let Some(TokenTree::Ident(name)) = tokens.get(at) {
            names.push(name.to_string());
            at += 1;
            if !is_double_colon(tokens, at) {
                break;
            }
            at += 2;
            if let (true, Some(TokenTree::Group(group))) = (in_use, tokens.get(at)) {
                self.branches(group, &names);
                return at + 1;
            }
        }
        if in_use && matches!(tokens.get(at), Some(TokenTree::Ident(word)) if word == "as") {
            at += 2;
        }
        if in_use || names.len() > 1 {
            self.found.push(Path { names: self.resolved(names), line });
        }
        at
    }

    fn resolved(&self, names: Vec<String>) -> Vec<String> {
        let ups = names.iter().take_while(|name| *name == "super").count();
        match names.first().map(String::as_str) {
            Some("self") | Some("super") => {
                let own = &self.module[..self.module.len().saturating_sub(ups)];
                let rest = names.iter().skip_while(|name| *name == "super" || *name == "self");
                std::iter::once("crate".to_owned()).chain(own.iter().cloned()).chain(rest.cloned()).collect()
            }
            _ => names,
        }
    }
}

fn is_double_colon(tokens: &[TokenTree], at: usize) -> bool {
    let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(sign)) if sign.as_char() == ':');
    colon(at) && colon(at + 1)
}

/// Calls `see` with every run of tokens of the file: the file itself and each group in it.
pub fn each_run(stream: TokenStream, see: &mut impl FnMut(&[TokenTree])) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    see(&tokens);
    for token in tokens {
        if let TokenTree::Group(group) = token {
            each_run(group.stream(), see);
        }
    }
}

/// The word at a place, if one stands there.
pub fn word(tokens: &[TokenTree], at: usize) -> Option<String> {
    match tokens.get(at) {
        Some(TokenTree::Ident(word)) => Some(word.to_string()),
        _ => None,
    }
}

#[test]
fn paths_are_read_wherever_they_stand() {
    let text = "use crate::{store, app::{self, pay as p}}; use axum; mod tests { use super::*; fn f() { super::super::jobs::x(); } } \
                fn g() { view! { <b>{crate::words::say()}</b> }; let a = b::<C>(); self::h() }";
    let module = ["http".to_owned(), "pay".to_owned()];
    let found: Vec<String> = paths(tokens("a", text), &module).iter().map(|path| path.names.join("::")).collect();
    assert_eq!(
        found,
        [
            "crate::store",
            "crate::app::self",
            "crate::app::pay",
            "axum",
            "crate::http::pay",
            "crate::http::jobs::x",
            "crate::words::say",
            "crate::http::pay::h"
        ]
    );
}
