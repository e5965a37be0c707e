//! Engines other than Chromium's, for the happy paths: Firefox, and WebKitGTK with its driver on a screen that nobody sees.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{State, apt};
use crate::house::House;
use crate::shell;

const FIREFOXES: [&str; 2] = ["firefox-esr", "firefox"];
const LIBRARIES: &str = "/usr/lib";
/// Where a library's folder keeps WebKit's small browser, the newest first.
const MINI_BROWSERS: [&str; 2] = ["webkitgtk-6.0/MiniBrowser", "webkit2gtk-4.1/MiniBrowser"];

/// Firefox's program: `FIREFOX`, else the first on the PATH.
pub fn firefox() -> Option<PathBuf> {
    named("FIREFOX").or_else(|| FIREFOXES.iter().find_map(|name| shell::find(name)))
}

/// What WebKit is walked with.
pub struct WebKit {
    /// Answers to WebDriver: `WEBKIT_DRIVER`, else the one on the PATH.
    pub driver: PathBuf,
    /// The window that it opens: `WEBKIT`, else the distribution's.
    pub browser: PathBuf,
    /// The screen that the window is on: `XVFB`, else the one on the PATH.
    pub screen: PathBuf,
}

/// WebKit's programs, or the name of one that is not there.
///
/// # Errors
/// The name of the first that is not there.
pub fn webkit() -> Result<WebKit, &'static str> {
    let program = |variable, name| named(variable).or_else(|| shell::find(name)).ok_or(name);
    Ok(WebKit {
        driver: program("WEBKIT_DRIVER", "WebKitWebDriver")?,
        browser: named("WEBKIT").or_else(mini_browser).ok_or("WebKit's MiniBrowser")?,
        screen: program("XVFB", "Xvfb")?,
    })
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|named| !named.is_empty()).map(PathBuf::from)
}

/// In the folder of this machine's kind of processor, or in the one that is for all.
fn mini_browser() -> Option<PathBuf> {
    let kinds = std::fs::read_dir(LIBRARIES).ok()?.flatten().map(|kind| kind.path());
    let folders: Vec<PathBuf> = kinds.chain([Path::new(LIBRARIES).to_owned()]).collect();
    let places = MINI_BROWSERS.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}

/// A Firefox that answers.
pub fn firefox_state(house: &House) -> State {
    let Some(program) = firefox() else { return State::Missing("no Firefox on the PATH".to_owned()) };
    match shell::capture(house.command(&program.to_string_lossy()).arg("--version")) {
        Ok(said) => State::Ready(said.lines().last().unwrap_or_default().trim().to_owned()),
        Err(error) => State::Missing(format!("{error:#}")),
    }
}

/// All three programs; they are not asked for a version, which needs a screen.
pub fn webkit_state(_: &House) -> State {
    match webkit() {
        Ok(webkit) => State::Ready(webkit.driver.display().to_string()),
        Err(name) => State::Missing(format!("no {name}")),
    }
}

/// The distribution's.
pub fn make_firefox(house: &House) -> Result<()> {
    apt::install(house, &["firefox-esr"])
}

/// The distribution's, with a screen for it.
pub fn make_webkit(house: &House) -> Result<()> {
    apt::install(house, &["webkit2gtk-driver", "xvfb"])
}
