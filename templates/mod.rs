//! The fronts of the page, in alphabetical order. A new one is one folder here and two lines in this file.
//! Never here: a rule of one of them.

mod cards;
mod classic;
mod compact;
mod default;
mod glass;
mod sheet;
mod steps;

use crate::template::Template;

/// Every template.
pub const ALL: &[Template] = &[
    cards::TEMPLATE,
    classic::TEMPLATE,
    compact::TEMPLATE,
    default::TEMPLATE,
    glass::TEMPLATE,
    sheet::TEMPLATE,
    steps::TEMPLATE,
];

/// The template of this id. Unknown ids are refused where links are made; `default` stands in for one that has gone since.
pub fn find(id: &str) -> &'static Template {
    ALL.iter().find(|template| template.id == id).unwrap_or(&default::TEMPLATE)
}

/// Whether this template asks one question at a time, so that choosing is more than one screen.
pub fn asks_one_by_one(id: &str) -> bool {
    id == steps::TEMPLATE.id
}

/// Every id, for the API.
pub const IDS: &[&str] = &{
    let mut ids = [""; ALL.len()];
    let mut index = 0;
    while index < ALL.len() {
        ids[index] = ALL[index].id;
        index += 1;
    }
    ids
};
