//! The style of a page as one sheet: layers, reset, tokens, marks, parts, template, brand; for a consent's page with the rules that
//! only it needs. Inlined by the gateway; the app that is run on its own brings it along. Never here: a rule.

use crate::brand;
use crate::template::Template;
use crate::templates;
use protocol::page::Boot;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The rules of a template with all that lies under them, for pages of this kind (`payment`, `consent`); the same bytes at every
/// call, so that their hash can stand in a policy.
pub fn css(template: &Template, kind: &str) -> &'static str {
    static PAYMENTS: LazyLock<BTreeMap<&'static str, String>> =
        LazyLock::new(|| sheets("", |template| template.payment_css));
    static CONSENTS: LazyLock<BTreeMap<&'static str, String>> =
        LazyLock::new(|| sheets(include_str!("../style/consent.css"), |template| template.consent_css));
    let sheets = if kind == "consent" { &CONSENTS } else { &PAYMENTS };
    sheets.get(template.id).map_or("", String::as_str)
}

/// A sheet for each template, with these parts and rules of its own beside what pages of every kind have.
fn sheets(parts: &str, own: fn(&Template) -> &'static str) -> BTreeMap<&'static str, String> {
    let shared = [
        include_str!("../style/layers.css"),
        include_str!("../style/reset.css"),
        include_str!("../style/tokens.css"),
        include_str!("../style/marks.css"),
        include_str!("../style/parts.css"),
        parts,
    ];
    let sheet = |template: &Template| {
        let (tokens, _, rules) = brand::parts(template);
        squeezed(&[&shared.concat(), tokens, rules, own(template)].concat())
    };
    templates::ALL.iter().map(|template| (template.id, sheet(template))).collect()
}

/// The style of a page: its template's, and its client's brand over it.
pub fn of_page(boot: &Boot) -> Cow<'static, str> {
    let template = templates::find(&boot.look.template);
    let sheet = css(template, &boot.kind);
    match boot.look.brand.as_ref().map(|brand| brand::rules(template, brand)).filter(|rules| !rules.is_empty()) {
        Some(rules) => Cow::Owned([sheet, &rules].concat()),
        None => Cow::Borrowed(sheet),
    }
}

/// Leaves out comments, and the white space and signs that no rule needs. Text in quotes stays as it is.
fn squeezed(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let (mut squeezed, mut quoted, mut space) = (String::with_capacity(plain.len()), false, false);
    for c in plain.chars() {
        if !quoted && c.is_ascii_whitespace() {
            space = true;
            continue;
        }
        if !quoted && c == '}' && squeezed.ends_with(';') {
            squeezed.pop();
        }
        let binds = matches!(c, '{' | '}') || squeezed.is_empty() || squeezed.ends_with(['{', '}', ';', ',', ':']);
        if space && !binds {
            squeezed.push(' ');
        }
        space = false;
        quoted ^= c == '"';
        squeezed.push(c);
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::squeezed;

    #[test]
    fn what_no_rule_needs_is_left_out() {
        let css = "/* a */\n@media (min-width: 9px) and (x) {\n.a, .b > :is(p, q) { margin: -1px calc(1px + 2px); }\n\n.c :hover { content: \", {: }\"; /* b */ }\n}\n";
        let expected = "@media (min-width:9px) and (x){.a,.b > :is(p,q){margin:-1px calc(1px + 2px)}.c :hover{content:\", {: }\"}}";
        assert_eq!(squeezed(css), expected);
    }
}
