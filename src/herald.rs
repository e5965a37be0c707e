//! What is told to ears alone: that a title has changed under them. Where the screen changes, focus goes to the new heading and
//! tells it; where only the title does, the outcome would change in silence. Said once, in the words of the title.
//! Never here: a sentence.

use crate::node::{Node, view};
use crate::scene::Scene;
use crate::screens;
use protocol::Screen;
use protocol::page::Question;

/// Remembers what was shown last, and what was said of it.
#[derive(Debug, Default)]
pub struct Herald {
    shown: Option<Shown>,
    said: String,
}

/// What tells a page from the one before it.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    /// Another one of these takes the focus to the heading.
    place: (Screen, Option<Question>),
    title: String,
}

impl Herald {
    /// The region that is read out when what it holds changes: empty on the first view, and until a title changes in its place.
    pub fn region(&mut self, scene: &Scene) -> Node {
        let now = Shown { place: (scene.stage.at, scene.stage.question()), title: screens::title(scene) };
        match &self.shown {
            Some(was) if was.place != now.place => self.said.clear(),
            Some(was) if was.title != now.title => self.said.clone_from(&now.title),
            _ => {}
        }
        self.shown = Some(now);
        region(self.said.clone())
    }
}

/// The region as it first is.
pub fn silent() -> Node {
    region(String::new())
}

fn region(said: String) -> Node {
    view! { <p class="unseen" role="status">{said}</p> }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;
    use crate::fixtures::{self, Fixture};

    /// What the region says on each of these pages, one after the other.
    fn told(names: &[&str]) -> Vec<String> {
        let fixtures = fixtures::all("en", "default");
        let of = |name: &str| fixtures.iter().find(|fixture| fixture.name == name).expect("a fixture of this name");
        let mut herald = Herald::default();
        let mut tell = |fixture: &Fixture| {
            let node = herald.region(&Scene { boot: &fixture.boot, stage: &fixture.stage(), live: true });
            let html = node.to_string();
            let (_, text) = html.split_once('>').expect("an element");
            text.trim_end_matches("</p>").to_owned()
        };
        names.iter().map(|name| tell(of(name))).collect()
    }

    #[test]
    fn a_title_that_changes_in_its_place_is_told_and_nothing_else() {
        let title = |name: &str| {
            let fixtures = fixtures::all("en", "default");
            let fixture = fixtures.iter().find(|fixture| fixture.name == name).expect("a fixture of this name");
            screens::title(&Scene { boot: &fixture.boot, stage: &fixture.stage(), live: true })
        };
        let completed = title("result-completed");
        assert!(completed.len() > 3 && completed != title("result-submitted"));
        for (names, says) in [
            // The first view is read by the reader itself.
            (&["result-completed"][..], ""),
            (&["result-submitted", "result-completed"], completed.as_str()),
            // Once: what is shown again is not said again, and stays as it is.
            (&["result-submitted", "result-completed", "result-completed"], completed.as_str()),
            // Focus goes to the heading of another screen.
            (&["handoff", "result-completed"], ""),
            (&["result-submitted", "result-completed", "problem-silent"], ""),
        ] {
            assert_eq!(told(names).last().map(String::as_str), Some(says), "{names:?}");
        }
    }
}
