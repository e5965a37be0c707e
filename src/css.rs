//! The style of a page as one sheet: layers, reset, tokens, marks, parts, template, brand; with the rules that only a payment's page
//! needs, or only a consent's. Inlined by the gateway; the app that is run on its own brings it along. Never here: a rule.

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
        LazyLock::new(|| sheets(include_str!("../style/payment.css"), |template| template.payment_css));
    static CONSENTS: LazyLock<BTreeMap<&'static str, String>> =
        LazyLock::new(|| sheets(include_str!("../style/consent.css"), |template| template.consent_css));
    let sheets = if kind == "consent" { &CONSENTS } else { &PAYMENTS };
    sheets.get(template.id).map_or("", String::as_str)
}

/// A sheet for each template, with these parts and rules of its own beside what pages of every kind have. A template that gives the
/// marks of banks colours of its own needs none of the shared ones.
fn sheets(parts: &str, own: fn(&Template) -> &'static str) -> BTreeMap<&'static str, String> {
    let shared = [
        include_str!("../style/layers.css"),
        include_str!("../style/reset.css"),
        include_str!("../style/tokens.css"),
        include_str!("../style/parts.css"),
        parts,
    ];
    let sheet = |template: &Template| {
        let (tokens, _, rules) = brand::parts(template);
        let marks = if tokens.contains("[data-tint]") { "" } else { include_str!("../style/marks.css") };
        let mut sheet = squeezed(&[&shared.concat(), marks, tokens, rules, own(template)].concat());
        // A token may be read by another one only.
        while let Some(less) = without_unread(&sheet) {
            sheet = less;
        }
        sheet
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

/// Without the tokens that no rule of this page reads; `None` where all are read.
fn without_unread(css: &str) -> Option<String> {
    let mut kept = String::with_capacity(css.len());
    let (mut from, mut quoted) = (0, false);
    for (at, sign) in css.char_indices() {
        quoted ^= sign == '"';
        if quoted || !matches!(sign, '{' | ';' | '}') {
            continue;
        }
        let part = &css[from..at];
        from = at + 1;
        let name = part.split_once(':').map(|(name, _)| name).filter(|name| name.starts_with("--"));
        let reads = |name| [")", ","].iter().any(|end| css.contains(&["var(", name, end].concat()));
        match name.is_none_or(reads) {
            true => kept.push_str(&css[at - part.len()..from]),
            false if sign == '}' => {
                kept.truncate(kept.trim_end_matches(';').len());
                kept.push('}');
            }
            false => {}
        }
    }
    kept.push_str(&css[from..]);
    (kept.len() < css.len()).then_some(kept)
}

/// Leaves out comments, and the white space and signs that no rule needs. Text in quotes stays as it is; a word that an attribute
/// is compared with needs none.
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
        let binds =
            matches!(c, '{' | '}' | '>') || squeezed.is_empty() || squeezed.ends_with(['{', '}', ';', ',', ':', '>']);
        if space && !binds {
            squeezed.push(' ');
        }
        space = false;
        quoted ^= c == '"';
        squeezed.push(c);
        if c == ']' && !quoted {
            unquote(&mut squeezed);
        }
    }
    squeezed
}

/// From `[name="word"]` at the end to `[name=word]`.
fn unquote(css: &mut String) {
    let word = css.strip_suffix("\"]").and_then(|before| before.rsplit_once("=\"")).map(|(_, word)| word.to_owned());
    let is_name = |word: &String| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    if let Some(word) = word.filter(is_name) {
        css.truncate(css.len() - word.len() - "\"\"]".len());
        css.push_str(&word);
        css.push(']');
    }
}

#[cfg(test)]
mod tests {
    use super::{squeezed, without_unread};

    #[test]
    fn what_no_rule_needs_is_left_out() {
        let css = "/* a */\n@media (min-width: 9px) and (x) {\n.a, .b > :is(p, q)[x=\"y-1\"][z=\"1\"] { margin: -1px calc(1px + 2px); }\n\n.c :hover { content: \", {: }\"; /* b */ }\n}\n";
        let expected = "@media (min-width:9px) and (x){.a,.b>:is(p,q)[x=y-1][z=\"1\"]{margin:-1px calc(1px + 2px)}.c :hover{content:\", {: }\"}}";
        assert_eq!(squeezed(css), expected);
    }

    #[test]
    fn tokens_that_nothing_reads_are_left_out() {
        let css = ":root{--a:1;--ab:\"{;}\";--b:var(--ab)}.x{--c:2;top:var(--a);--d:3}";
        let less = without_unread(css).unwrap();
        assert_eq!(less, ":root{--a:1;--ab:\"{;}\"}.x{top:var(--a)}");
        assert_eq!(without_unread(&less).unwrap(), ":root{--a:1}.x{top:var(--a)}");
        assert_eq!(without_unread(":root{--a:1}.x{top:var(--a,0)}"), None);
    }
}
