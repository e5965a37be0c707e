//! What a client may put on its pages: checked when it is given, kept as it was wished. Its words and picture are a stranger's.
//! Never here: SQL, printing, what a colour becomes in a template (`flow::brand`).

pub mod logo;
#[cfg(test)]
mod tests;

use super::address::{self, AddressFault, Mode};
use super::{App, Fault as AppFault};
pub use crate::store::brands::{BrandRow, LogoRow};
use crate::store::{self, Store};
use flow::brand::{Colour, Corners, NotAColour};
use logo::{NotALogo, Picture};

/// The longest name, as banks carry them.
pub const LONGEST_NAME: usize = 70;
/// The longest text of the law: it stands in the foot of every page.
pub const LONGEST_LEGAL: usize = 160;
/// The most links of the law.
pub const MOST_LINKS: usize = 3;
/// The longest label of one.
pub const LONGEST_LABEL: usize = 24;

/// What is to be changed; an empty text takes a value away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// All is taken away first.
    pub clear: bool,
    /// The name.
    pub name: Option<String>,
    /// The bytes of the picture; empty: none.
    pub logo: Option<Vec<u8>>,
    /// The colour.
    pub colour: Option<String>,
    /// How corners are cut.
    pub corners: Option<String>,
    /// What the law wants said.
    pub legal_text: Option<String>,
    /// `LABEL=https://…`, in place of all that were there.
    pub legal_links: Option<Vec<String>>,
    /// Template of links that name none.
    pub template: Option<String>,
    /// Language of links that name none.
    pub language: Option<String>,
}

/// What this build knows.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Templates.
    pub templates: &'a [&'a str],
    /// Languages.
    pub languages: &'a [&'a str],
}

/// Why a brand is refused.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Longer than there is room for.
    #[error("the {field} has {has} characters; there is room for {most}")]
    TooLong {
        /// Which text.
        field: &'static str,
        /// How long it is.
        has: usize,
        /// How long it may be.
        most: usize,
    },
    /// A sign that cannot be seen, and changes how others are read.
    #[error("the {field} holds U+{sign:04X}, which cannot be seen and can change how the rest is read; leave it out")]
    Hidden {
        /// Which text.
        field: &'static str,
        /// The sign.
        sign: u32,
    },
    /// No colour.
    #[error("{value:?} {fault}")]
    Colour {
        /// What was given.
        value: String,
        /// Why not.
        fault: NotAColour,
    },
    /// None of the words.
    #[error("{field} {value:?} is not known; it must be one of: {known}")]
    Unknown {
        /// Which value.
        field: &'static str,
        /// What was given.
        value: String,
        /// What could have been.
        known: String,
    },
    /// Not `LABEL=URL`.
    #[error("the legal link {0:?} must be LABEL=https://…")]
    LinkForm(String),
    /// An address breaks its rule.
    #[error("the legal link {value:?} {fault}")]
    LinkAddress {
        /// What was given.
        value: String,
        /// The rule.
        fault: AddressFault,
    },
    /// Too many.
    #[error("there is room for {MOST_LINKS} legal links, not {0}")]
    ManyLinks(usize),
    /// No picture that we show.
    #[error("the logo {0}")]
    Logo(NotALogo),
    /// No such client.
    #[error("there is no client {0:?}")]
    NotFound(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The brand that a client has; empty where it has none.
///
/// # Errors
/// `Fault::NotFound`, `Fault::Store`.
pub async fn present(store: &Store, client_id: &str) -> Result<BrandRow, Fault> {
    store.client(client_id).await?.ok_or_else(|| Fault::NotFound(client_id.to_owned()))?;
    Ok(store.brand(client_id).await?.unwrap_or_default())
}

/// What a brand becomes by a wish; with the bytes of its picture where that is new.
///
/// # Errors
/// The first rule that the wish breaks.
pub fn wished(present: BrandRow, wish: Wish, known: Known<'_>) -> Result<(BrandRow, Option<Vec<u8>>), Fault> {
    let mut brand = if wish.clear { BrandRow::default() } else { present };
    if let Some(name) = wish.name {
        brand.name = plain("name", name, LONGEST_NAME)?;
    }
    if let Some(text) = wish.legal_text {
        brand.legal_text = plain("legal text", text, LONGEST_LEGAL)?;
    }
    if let Some(value) = wish.colour {
        brand.colour = match value.trim() {
            "" => None,
            value => Some(
                Colour::of_a_brand(value)
                    .map_err(|fault| Fault::Colour { value: value.to_owned(), fault })?
                    .to_string(),
            ),
        };
    }
    let corners = Corners::ALL.map(Corners::as_str);
    for (field, wish, slot, known) in [
        ("corners", wish.corners, &mut brand.corners, corners.as_slice()),
        ("template", wish.template, &mut brand.template, known.templates),
        ("language", wish.language, &mut brand.language, known.languages),
    ] {
        if let Some(value) = wish {
            *slot = one_of(field, value, known)?;
        }
    }
    if let Some(links) = wish.legal_links {
        brand.legal_links = read_links(&links)?;
    }
    let mut bytes = None;
    if let Some(file) = wish.logo {
        brand.logo = None;
        if !file.is_empty() {
            let Picture { kind, width, height } = logo::read(&file).map_err(Fault::Logo)?;
            brand.logo = Some(LogoRow { hash: logo::hash(&file), kind: kind.to_owned(), width, height });
            bytes = Some(file);
        }
    }
    Ok((brand, bytes))
}

/// A text of one line, without signs that cannot be seen.
fn plain(field: &'static str, text: String, most: usize) -> Result<String, Fault> {
    let text = text.trim().to_owned();
    if let Some(sign) = text.chars().find(|c| is_hidden(*c)) {
        return Err(Fault::Hidden { field, sign: u32::from(sign) });
    }
    let has = text.chars().count();
    if has > most { Err(Fault::TooLong { field, has, most }) } else { Ok(text) }
}

/// Control characters, line ends, what turns the direction, what takes no room. (Joiners stay: scripts need them.)
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180E}' | '\u{200B}'
            | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn one_of(field: &'static str, value: String, known: &[&str]) -> Result<Option<String>, Fault> {
    match value.as_str() {
        "" => Ok(None),
        known_value if known.contains(&known_value) => Ok(Some(value)),
        _ => Err(Fault::Unknown { field, value, known: known.join(", ") }),
    }
}

fn read_links(links: &[String]) -> Result<Vec<(String, String)>, Fault> {
    let links: Vec<&String> = links.iter().filter(|link| !link.is_empty()).collect();
    if links.len() > MOST_LINKS {
        return Err(Fault::ManyLinks(links.len()));
    }
    let read = |link: &&String| {
        let form = || Fault::LinkForm((*link).clone());
        let (label, url) = link.split_once('=').ok_or_else(form)?;
        let label = plain("label of a legal link", label.to_owned(), LONGEST_LABEL)?;
        if label.is_empty() {
            return Err(form());
        }
        let url =
            address::check(url, Mode::Strict).map_err(|fault| Fault::LinkAddress { value: url.to_owned(), fault })?;
        Ok((label, url.to_string()))
    };
    links.iter().map(read).collect()
}

impl App {
    /// A picture by its hash: what kind it is, and its bytes.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn logo(&self, hash: &str) -> Result<Option<(String, Vec<u8>)>, AppFault> {
        Ok(self.store.logo(hash).await?)
    }
}
