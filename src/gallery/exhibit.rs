//! One screen behind glass: exactly what a page shows, in a scheme that is asked for, and without a way out: its links lead
//! nowhere, its forms send nothing. Never here: the document around it.

use super::choice::{Choice, Direction, Mode, Scheme};
use crate::fixtures::{self, Fixture};
use crate::ssr::{self, Rendered};

/// A screen to be looked at.
pub struct Exhibit {
    /// The body's only content.
    pub body: String,
    /// Text of `<title>`.
    pub title: String,
    /// Its one sheet, in which the question for the scheme is answered.
    pub css: String,
    /// Attributes of `<html>`.
    pub root: Vec<(&'static str, String)>,
}

/// The fixture of this name in this template; `None` when there is none.
pub fn exhibit(template: &str, name: &str, choice: &Choice, scheme: Scheme) -> Option<Exhibit> {
    Some(hung(fixtures::find(choice.lang, template, name)?, choice, scheme))
}

fn hung(mut fixture: Fixture, choice: &Choice, scheme: Scheme) -> Exhibit {
    match choice.dir {
        Direction::OfLanguage => {}
        Direction::Ltr => "ltr".clone_into(&mut fixture.boot.look.dir),
        Direction::Rtl => "rtl".clone_into(&mut fixture.boot.look.dir),
    }
    if let Some(brand) = choice.dress.brand() {
        fixture.boot.look.brand = Some(brand);
    }
    let Rendered { body, title, css, root } = rendered(&fixture, choice.mode);
    Exhibit { body: inert(&body), title, css: answered(&css, scheme), root }
}

fn rendered(fixture: &Fixture, mode: Mode) -> Rendered {
    match mode {
        Mode::Live => ssr::render_live(&fixture.boot, &fixture.stage()),
        Mode::Html => ssr::render(&fixture.boot),
    }
}

/// The sheet with the question for the scheme answered: the rules stay the page's own, only this one condition holds, or
/// does not, whatever the browser prefers.
pub(super) fn answered(css: &str, scheme: Scheme) -> String {
    const QUESTION: &str = "(prefers-color-scheme:";
    let (always, never) = ("(min-width: 0px)", "(max-width: 0px)");
    let mut parts = css.split(QUESTION);
    let mut text = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (asked, rest) = part.split_once(')').unwrap_or((part, ""));
        let holds = (asked.trim() == "dark") == (scheme == Scheme::Dark);
        text.push_str(if holds { always } else { never });
        text.push_str(rest);
    }
    let own = if scheme == Scheme::Dark { "color-scheme:dark;" } else { "color-scheme:light;" };
    text.replace("color-scheme:light dark;", own)
}

/// The same HTML without a way out. It is our own: attributes stand in double quotes, `<` in text is escaped.
fn inert(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        text.push('<');
        let end = end_of_tag(after);
        let (tag, behind) = after.split_at(end);
        text.push_str(&closed(tag));
        rest = behind;
    }
    text.push_str(rest);
    text
}

/// Where a tag ends: at the first `>` outside quotes.
fn end_of_tag(text: &str) -> usize {
    let mut quoted = false;
    for (at, sign) in text.char_indices() {
        match sign {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            _ => {}
        }
    }
    text.len()
}

/// A tag that leads nowhere: links stay on the page, and a form whose method is `dialog` outside a dialog does nothing.
fn closed(tag: &str) -> String {
    let name = tag.split([' ', '\n', '/']).next().unwrap_or("");
    match name {
        "a" | "area" => {
            let here = |to: &str| if to.starts_with('#') { to.to_owned() } else { "#-".to_owned() };
            with(&without(tag, "target"), "href", here)
        }
        "form" => {
            let bare = without(&without(tag, "action"), "method");
            format!("{} method=\"dialog\"", bare.trim_end())
        }
        "button" | "input" => without(&without(tag, "formaction"), "formmethod"),
        _ => tag.to_owned(),
    }
}

/// Where an attribute's value stands in a tag: its begin and end.
fn value(tag: &str, attribute: &str) -> Option<(usize, usize)> {
    let begin = tag.find(&format!(" {attribute}=\""))? + attribute.len() + 3;
    Some((begin, begin + tag[begin..].find('"')?))
}

fn with(tag: &str, attribute: &str, change: impl Fn(&str) -> String) -> String {
    match value(tag, attribute) {
        Some((begin, end)) => [&tag[..begin], &change(&tag[begin..end]), &tag[end..]].concat(),
        None => tag.to_owned(),
    }
}

fn without(tag: &str, attribute: &str) -> String {
    match value(tag, attribute) {
        Some((begin, end)) => [&tag[..begin - attribute.len() - 3], &tag[end + 1..]].concat(),
        None => tag.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::css::css;
    use crate::templates;

    #[test]
    fn links_and_forms_lead_nowhere_and_words_stay() {
        let page = "<p>a &lt; b</p><a class=\"x\" href=\"/pay/1/leave\" target=\"_blank\" data-x=\"a>b\">Go</a><a href=\"#sheet\">Up</a>\
                    <form id=\"f\" method=\"post\" action=\"/pay/1/pay\"><button formaction=\"/else\" type=\"submit\">Pay</button></form>";
        assert_eq!(
            inert(page),
            "<p>a &lt; b</p><a class=\"x\" href=\"#-\" data-x=\"a>b\">Go</a><a href=\"#sheet\">Up</a>\
             <form id=\"f\" method=\"dialog\"><button type=\"submit\">Pay</button></form>"
        );
    }

    #[test]
    fn no_screen_of_any_template_has_a_way_out() {
        let (mut links, mut forms) = (0, 0);
        for template in templates::IDS {
            for fixture in fixtures::all("en", template) {
                let name = format!("{template} {}", fixture.name);
                for mode in [Mode::Live, Mode::Html] {
                    let choice = Choice { mode, ..Choice::read(|_| None) };
                    let fixture = Fixture { name: fixture.name, boot: fixture.boot.clone(), then: fixture.then };
                    let body = hung(fixture, &choice, Scheme::Light).body;
                    for way in [
                        " action=",
                        " formaction=",
                        " ping=",
                        " target=",
                        "<iframe",
                        "<script",
                        "<meta",
                        "=\"get\"",
                        "=\"post\"",
                    ] {
                        assert!(!body.contains(way), "{name}: {way}");
                    }
                    for place in ["href=\"", "src=\""] {
                        assert!(
                            body.split(place).skip(1).all(|to| to.starts_with('#') || to.starts_with("data:")),
                            "{name}"
                        );
                    }
                    links += body.matches("href=\"").count();
                    forms += body.matches("<form").count();
                    assert_eq!(body.matches("<form").count(), body.matches("method=\"dialog\"").count(), "{name}");
                }
            }
        }
        assert!(links > 1_000 && forms > 500, "{links} links and {forms} forms: these pages were others once");
    }

    #[test]
    fn nothing_of_a_template_asks_the_browser_for_its_scheme() {
        for (template, kind) in
            templates::ALL.iter().flat_map(|template| [(template, "payment"), (template, "consent")])
        {
            let own = css(template, kind);
            assert!(own.contains("prefers-color-scheme"), "{}", template.id);
            let (light, dark) = (answered(own, Scheme::Light), answered(own, Scheme::Dark));
            for sheet in [&light, &dark] {
                assert!(!sheet.contains("prefers-color-scheme"), "{}", template.id);
                // The rules are the same; only the answer differs.
                assert_eq!(sheet.matches('{').count(), own.matches('{').count(), "{}", template.id);
            }
            assert!(light.contains("color-scheme:light;") && dark.contains("color-scheme:dark;"), "{}", template.id);
            assert_ne!(light, dark);
        }
    }
}
