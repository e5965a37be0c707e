//! The first paint, on the gateway.
//! Never here: the document around it (head, policy, scripts are the gateway's).

use protocol::page::Boot;

/// What the gateway puts into its document.
pub struct Rendered {
    /// The body's only content.
    pub body: String,
    /// Text of `<title>`.
    pub title: String,
    /// Critical CSS: layers, reset, tokens, parts and this template, in one string, to be inlined by hash.
    pub css: &'static str,
    /// Attributes of `<html>`.
    pub root: Vec<(&'static str, String)>,
}

/// Renders the page of `boot`.
pub fn render(boot: &Boot) -> Rendered {
    let _ = boot;
    Rendered { body: String::new(), title: String::new(), css: "", root: Vec::new() }
}
