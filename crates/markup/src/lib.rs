//! `view!`: HTML as it is written, with `{expressions}` between tags and as values, turned into the calls that build a `crate::node::Node`.
//! The same syntax as Leptos' macro of this name, without components and handlers: a screen is a value, and presses are read
//! from the page's root. Never here: what a node is, or how it comes into a page.

use proc_macro2::TokenStream;
use quote::quote;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeElement};
use syn::{Expr, ExprLit, Lit, Stmt};

/// A node from HTML: `view! { <p class="small" hidden=!told>{text} " more"</p> }`.
///
/// Values: text, `bool` (there or not), `Option` of them. Children: anything that is `Into` a node: nodes, lists, options, text.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    match rstml::parse(tokens).map(|nodes| nodes.iter().map(node).collect::<syn::Result<Vec<_>>>()) {
        Ok(Ok(nodes)) => match nodes.as_slice() {
            [one] => one.clone().into(),
            several => quote!(crate::node::Node::List(::std::vec![#(#several),*])).into(),
        },
        Ok(Err(error)) | Err(error) => error.into_compile_error().into(),
    }
}

fn node(node: &Node) -> syn::Result<TokenStream> {
    match node {
        Node::Element(one) => element(one),
        Node::Text(text) => {
            let text = text.value_string();
            Ok(quote!(crate::node::Node::from(#text)))
        }
        Node::Block(block) => {
            // A lone expression stands without its braces, which the compiler would call needless.
            let inner = match block.try_block().map(|block| block.stmts.as_slice()) {
                Some([Stmt::Expr(expression, None)]) => quote!(#expression),
                _ => quote!(#block),
            };
            Ok(quote!(crate::node::Node::from(#inner)))
        }
        other => Err(syn::Error::new_spanned(other, "an element, a quoted text, or an expression in braces")),
    }
}

fn element(element: &NodeElement<rstml::Infallible>) -> syn::Result<TokenStream> {
    let mut head = element.name().to_string();
    let mut values = Vec::new();
    for attribute in element.attributes() {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return Err(syn::Error::new_spanned(attribute, "name=value"));
        };
        let name = attribute.key.to_string();
        match literal(attribute) {
            Some(value) => head.extend(["\0", name.as_str(), "\0", value.as_str()]),
            None => {
                let value = attribute.value();
                values.push(quote!(element.set(#name, #value);));
            }
        }
    }
    let children = element.children.iter().map(node).collect::<syn::Result<Vec<_>>>()?;
    if values.is_empty() && children.is_empty() {
        return Ok(quote!(crate::node::Node::from(crate::node::Element::new(#head))));
    }
    Ok(quote!({
        let mut element = crate::node::Element::new(#head);
        #(#values)*
        #(element.add(#children);)*
        crate::node::Node::from(element)
    }))
}

/// What is known while compiling; an attribute without a value is there, and empty.
fn literal(attribute: &KeyedAttribute) -> Option<String> {
    match attribute.value() {
        None => Some(String::new()),
        Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => Some(text.value()),
        Some(_) => None,
    }
}
