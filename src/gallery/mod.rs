//! The gallery: every template × every screen, from fixtures. What hangs where, and what a visitor may choose.
//! Never here: the pages around the frames (the gateway's), and anything that a running page uses.

mod choice;
mod exhibit;
mod tokens;

pub use choice::{Choice, Direction, Dress, Format, LONGEST_NAME, Listed, Mode, Picture, Scheme, Schemes};
pub use exhibit::{Exhibit, exhibit};
pub use tokens::{PAIRS, Pair, Palette, Token, advice, palette};

use crate::fixtures;
use crate::templates;
use crate::words::LANGUAGES;
use protocol::Screen;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The screens of one kind of page that look alike: a heading, and the fixtures under it.
#[derive(Clone)]
pub struct Room {
    /// `payment` or `consent`.
    pub kind: String,
    /// The screen that they are variants of.
    pub screen: Screen,
    /// Names of fixtures, in the order of the journey.
    pub names: Vec<&'static str>,
}

/// The fixtures of a template by screen, in the order in which a person meets them: the same in every language.
pub fn rooms(template: &str) -> &'static [Room] {
    static HOUSE: LazyLock<BTreeMap<&str, Vec<Room>>> =
        LazyLock::new(|| templates::IDS.iter().map(|template| (*template, rooms_of(template))).collect());
    HOUSE.get(template).map_or(&[], Vec::as_slice)
}

fn rooms_of(template: &str) -> Vec<Room> {
    let mut rooms: Vec<Room> = Vec::new();
    for fixture in fixtures::all(LANGUAGES[0].tag, template) {
        let (kind, screen) = (&fixture.boot.kind, fixture.stage().at);
        match rooms.iter_mut().find(|room| room.kind == *kind && room.screen == screen) {
            Some(room) => room.names.push(fixture.name),
            None => rooms.push(Room { kind: kind.clone(), screen, names: vec![fixture.name] }),
        }
    }
    rooms
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_fixture_hangs_once() {
        for template in templates::IDS {
            let hung: Vec<&str> = rooms(template).iter().flat_map(|room| room.names.clone()).collect();
            let once: BTreeSet<&str> = hung.iter().copied().collect();
            let all: BTreeSet<&str> = fixtures::all("en", template).iter().map(|fixture| fixture.name).collect();
            assert_eq!((hung.len(), once), (all.len(), all), "{template}");
        }
    }

    #[test]
    fn the_names_of_fixtures_leave_the_addresses_of_the_gallery_free() {
        for template in templates::IDS {
            for fixture in fixtures::all("en", template) {
                let plain = fixture.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
                assert!(plain && fixture.name != "tokens", "{}", fixture.name);
            }
        }
    }

    #[test]
    fn every_template_has_its_picture_and_the_readme_has_all() {
        let house = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let own = templates::IDS.iter().map(|id| (format!("templates/{id}/preview.png"), 60_000));
        for (path, most_bytes) in own.chain([("docs/templates.png".to_owned(), 200_000)]) {
            let picture = std::fs::read(house.join(&path)).unwrap_or_default();
            assert!(picture.starts_with(b"\x89PNG"), "{path} is no picture: `cargo xtask previews` makes it");
            assert!(picture.len() <= most_bytes, "{path}: {} bytes", picture.len());
        }
        assert!(std::fs::read_to_string(house.join("README.md")).unwrap().contains("(docs/templates.png)"));
    }
}
