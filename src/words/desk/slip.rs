//! The paper of a consent's receipt: what only it says. `{firm}` stands for the licensed firm.
//! Never here: a term of the consent; those stand as the page said them.

/// One language.
#[derive(Clone, Copy, Debug)]
pub struct Slip {
    /// Its heading.
    pub title: &'static str,
    /// What it is, and why to keep it.
    pub lead: &'static str,
    /// What comes after it, with `{bank}`.
    pub follows: &'static str,
    /// Label of the consent's id.
    pub id: &'static str,
    /// Label of the page that was shown.
    pub page: &'static str,
    /// That page: `{template}`, `{language}`, `{version}`.
    pub version: &'static str,
    /// Label of the control that was pressed.
    pub pressed: &'static str,
    /// Heading of the page's text.
    pub shown: &'static str,
    /// Heading of how to check it.
    pub check: &'static str,
    /// How to check it.
    pub how: &'static str,
}
