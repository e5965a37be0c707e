//! The walls: one screen in all templates, and all screens of one; with the bar of choices and the frames.
//! Never here: answers, policies.

use super::super::document::escape;
use super::address;
use finqlink_webui::gallery::{Choice, Direction, Format, Listed, Mode, Room, Scheme, Schemes, rooms};
use finqlink_webui::template::Template;
use finqlink_webui::templates;
use finqlink_webui::words::{self, Language};

/// What stands in the window: the screen on the wide frame, and the one on the phone.
const WINDOW: [&str; 2] = ["select-chosen", "result-completed"];

/// The rooms of all templates, as one house: what only some have stands behind what all have.
pub fn every_room() -> Vec<Room> {
    let mut house: Vec<Room> = Vec::new();
    for room in templates::IDS.iter().flat_map(|template| rooms(template)) {
        match house.iter_mut().find(|known| known.kind == room.kind && known.screen == room.screen) {
            Some(known) => {
                let new: Vec<&str> = room.names.iter().copied().filter(|name| !known.names.contains(name)).collect();
                known.names.extend(new);
            }
            None => house.push(room.clone()),
        }
    }
    house
}

/// All templates at a glance: wide by day, on a phone by night.
pub fn window(choice: &Choice, house: &[Room]) -> String {
    let here = Here { path: Vec::new(), more: Vec::new(), choice };
    let show = |template: &Template| {
        let wide = Choice { format: Format::Desktop, ..choice.clone() };
        let slim = Choice { format: Format::Phone, ..choice.clone() };
        format!(
            "<li class=\"work\">{}<div class=\"display\">{}{}</div></li>",
            label(template, choice),
            frame(template, &wide, WINDOW[0], Scheme::Light),
            frame(template, &slim, WINDOW[1], Scheme::Dark),
        )
    };
    let works: String = templates::ALL.iter().map(show).collect();
    let lead = "Every template on every screen, from fixtures: opening these pages calls no bank and pays nothing. \
                A template gives all of its screens; a screen at the side, that one in every template.";
    format!(
        "{}<div class=\"hall\">{}<main><h1>{}</h1><p class=\"lead\">{lead}</p>{}<ol class=\"works\">{works}</ol></main></div>",
        head(choice, None),
        side(choice, house, ""),
        "One page, many fronts",
        here.bar(&[LANGUAGE, DIRECTION, MODE]),
    )
}

/// One screen in all templates.
pub fn compare(choice: &Choice, house: &[Room], screen: &str) -> String {
    let here = Here { path: Vec::new(), more: vec![("screen", screen)], choice };
    let works: String = templates::ALL.iter().map(|template| work_of(template, choice, screen)).collect();
    format!(
        "{}<div class=\"hall\">{}<main><h1>{}</h1><p class=\"lead\">This screen in every template.</p>{}<ol class=\"works\">{works}</ol></main></div>",
        head(choice, None),
        side(choice, house, screen),
        escape(screen),
        here.bar(EVERYTHING),
    )
}

/// The screens of the whole house at the side of what shows all templates.
fn side(choice: &Choice, house: &[Room], screen: &str) -> String {
    rail(house, |name| (address(&[], &[choice.words(), vec![("screen", name)]].concat()), name == screen))
}

/// All screens of one template.
pub fn template(template: &Template, choice: &Choice) -> String {
    let here = Here { path: vec![template.id], more: Vec::new(), choice };
    let rooms = rooms(template.id);
    let rail = rail(rooms, |name| (format!("#{name}"), false));
    let walls: String = rooms.iter().map(|room| wall(template, choice, room)).collect();
    format!(
        "{}<div class=\"hall\">{rail}<main><h1>{}</h1><p class=\"lead\">{}</p>\
         <p><a class=\"go\" href=\"{}\">Tokens, brand, settings</a></p>{}{walls}</main></div>",
        head(choice, Some(template)),
        escape(template.title),
        escape(template.intent),
        address(&[template.id, "tokens"], &choice.words()),
        here.bar(EVERYTHING),
    )
}

/// The first line of every wall: where one is, and the templates.
pub fn head(choice: &Choice, here: Option<&Template>) -> String {
    let link = |template: &Template| {
        let current = if here.is_some_and(|one| one.id == template.id) { " aria-current=\"page\"" } else { "" };
        let to = address(&[template.id], &choice.words());
        format!("<li><a href=\"{to}\"{current}>{}</a></li>", escape(template.title))
    };
    let links: String = templates::ALL.iter().map(link).collect();
    let current = if here.is_none() { " aria-current=\"page\"" } else { "" };
    format!(
        "<header class=\"top\"><nav aria-label=\"Templates\"><ul><li><a class=\"home\" href=\"{}\"{current}>Gallery</a></li>{links}</ul></nav></header>",
        address(&[], &choice.words()),
    )
}

/// The list of screens at the side; `link` gives an address, and whether one is there.
fn rail(rooms: &[Room], link: impl Fn(&'static str) -> (String, bool)) -> String {
    let entry = |name: &&'static str| {
        let (to, is_here) = link(name);
        let current = if is_here { " aria-current=\"true\"" } else { "" };
        format!("<li><a href=\"{to}\"{current}>{name}</a></li>")
    };
    let group = |room: &Room| {
        format!("<h2>{}</h2><ul>{}</ul>", heading(room), room.names.iter().map(entry).collect::<String>())
    };
    format!("<nav class=\"rail\" aria-label=\"Screens\">{}</nav>", rooms.iter().map(group).collect::<String>())
}

/// Payments are what the house is for: only other kinds are named.
fn heading(room: &Room) -> String {
    match room.kind.as_str() {
        "payment" => room.screen.as_str().to_owned(),
        kind => format!("{} · {}", escape(kind), room.screen.as_str()),
    }
}

fn wall(template: &Template, choice: &Choice, room: &Room) -> String {
    let work = |name: &&str| {
        format!("<li class=\"work\" id=\"{name}\"><h3>{name}</h3>{}</li>", frames(template, choice, name))
    };
    let works: String = room.names.iter().map(work).collect();
    format!("<section><h2>{}</h2><ol class=\"works\">{works}</ol></section>", heading(room))
}

fn work_of(template: &Template, choice: &Choice, screen: &str) -> String {
    let has_it = rooms(template.id).iter().any(|room| room.names.contains(&screen));
    let shown = if has_it {
        frames(template, choice, screen)
    } else {
        "<p class=\"quiet\">This template has no such screen: it asks this elsewhere.</p>".to_owned()
    };
    format!("<li class=\"work\">{}{shown}</li>", label(template, choice))
}

/// A template's name, which leads to its screens, and its intent.
fn label(template: &Template, choice: &Choice) -> String {
    let to = address(&[template.id], &choice.words());
    format!(
        "<h2><a href=\"{to}\">{}</a></h2><p class=\"quiet\">{}</p>",
        escape(template.title),
        escape(template.intent)
    )
}

/// The frames of one screen, one a scheme.
pub fn frames(template: &Template, choice: &Choice, screen: &str) -> String {
    let frame = |scheme: &Scheme| frame(template, choice, screen, *scheme);
    let all: String = choice.schemes.each().iter().map(frame).collect();
    format!("<div class=\"panes\">{all}</div>")
}

fn frame(template: &Template, choice: &Choice, screen: &str, scheme: Scheme) -> String {
    let alone = Choice { schemes: Schemes::One(scheme), format: Format::Phone, ..choice.clone() };
    let to = address(&[template.id, screen], &alone.words());
    let (width, height) = choice.format.size();
    let (title, scheme) = (escape(template.title), scheme.word());
    format!(
        "<figure class=\"pane\" data-format=\"{}\" data-scheme=\"{scheme}\"><div class=\"glass\">\
         <iframe src=\"{to}\" title=\"{title}, {screen}, {scheme}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\"></iframe></div>\
         <figcaption><a href=\"{to}\">{scheme}, alone</a></figcaption></figure>",
        choice.format.word(),
    )
}

/// A wall's own address: what choices are added to.
pub struct Here<'a> {
    /// Below `/gallery`.
    pub path: Vec<&'a str>,
    /// What stands in its address besides choices.
    pub more: Vec<(&'a str, &'a str)>,
    /// What is chosen now.
    pub choice: &'a Choice,
}

/// The groups of the bar, by their labels.
const SCHEME: &str = "Scheme";
const SIZE: &str = "Size";
const LANGUAGE: &str = "Language";
const DIRECTION: &str = "Lines run";
const MODE: &str = "Shown";
/// All of them.
pub const EVERYTHING: &[&str] = &[SCHEME, SIZE, LANGUAGE, DIRECTION, MODE];

impl Here<'_> {
    /// The bar: each choice is a link, so that one press is enough, without script.
    pub fn bar(&self, groups: &[&str]) -> String {
        let group = |label: &&str| {
            let links = self.group(label);
            format!(
                "<div class=\"choice\" role=\"group\" aria-label=\"{label}\"><span aria-hidden=\"true\">{label}</span>{links}</div>"
            )
        };
        format!("<div class=\"bar\">{}</div>", groups.iter().map(group).collect::<String>())
    }

    fn group(&self, label: &str) -> String {
        let now = self.choice;
        match label {
            SCHEME => self.links(|schemes: Schemes| Choice { schemes, ..now.clone() }),
            SIZE => self.links(|format: Format| Choice { format, ..now.clone() }),
            LANGUAGE => {
                let link = |one: &Language| {
                    let chosen = Choice { lang: one.tag, ..now.clone() };
                    self.link(escape(one.name), &chosen, Some(one.tag))
                };
                words::LANGUAGES.iter().map(link).collect()
            }
            DIRECTION => self.links(|dir: Direction| Choice { dir, ..now.clone() }),
            _ => self.links(|mode: Mode| Choice { mode, ..now.clone() }),
        }
    }

    fn links<T: Listed>(&self, with: impl Fn(T) -> Choice) -> String {
        T::ALL.iter().map(|(one, _, label)| self.link((*label).to_owned(), &with(*one), None)).collect()
    }

    fn link(&self, label: String, chosen: &Choice, lang: Option<&str>) -> String {
        let to = address(&self.path, &[chosen.words(), self.more.clone()].concat());
        let current = if chosen == self.choice { " aria-current=\"true\"" } else { "" };
        let lang = lang.map(|lang| format!(" lang=\"{lang}\"")).unwrap_or_default();
        format!("<a href=\"{to}\"{current}{lang}>{label}</a>")
    }
}
