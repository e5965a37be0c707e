//! Which value of each key is in force, and who said so: flag before environment before file before default. Pure.
//! Never here: reading the environment or the file, what a value means.

use super::fault::{Fault, nearest};
use super::keys::{self, Default, Key, Shown};
use std::fmt;

/// Who said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The command line.
    Flag,
    /// The environment.
    Environment,
    /// The configuration file.
    File(String),
    /// Nobody.
    Default,
    /// Nobody; made of another key.
    From(&'static str),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("flag"),
            Self::Environment => f.write_str("environment"),
            Self::File(path) => f.write_str(path),
            Self::Default => f.write_str("default"),
            Self::From(key) => write!(f, "from {key}"),
        }
    }
}

/// A key's value.
#[derive(Clone, PartialEq, Eq)]
pub struct Setting {
    /// The key.
    pub key: &'static Key,
    /// None: unset.
    pub value: Option<String>,
    /// Who said so.
    pub source: Source,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Key {}

impl Setting {
    /// The value as it may be printed.
    pub fn shown(&self) -> Option<String> {
        let value = self.value.as_deref()?;
        Some(match self.key.shown {
            Shown::Plain => value.to_owned(),
            Shown::Masked => "********".to_owned(),
            Shown::WithoutPassword => without_password(value),
        })
    }
}

impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {:?} ({})", self.key.name, self.shown(), self.source)
    }
}

/// `scheme://user:password@host` with the password masked.
fn without_password(value: &str) -> String {
    let parts = value.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?)));
    match parts {
        Some((scheme, (user, rest))) => match user.split_once(':') {
            Some((user, _)) => format!("{scheme}://{user}:********@{rest}"),
            None => value.to_owned(),
        },
        None => value.to_owned(),
    }
}

/// What was said, everywhere.
#[derive(Clone, Debug, PartialEq, Eq, std::default::Default)]
pub struct Given {
    /// Key names and values of flags.
    pub flags: Vec<(&'static str, String)>,
    /// All variables that begin with `FINQLINK_`.
    pub environment: Vec<(String, String)>,
    /// Path and text of the file.
    pub file: Option<(String, String)>,
}

/// Variables of ours that are no settings.
const OTHER_VARIABLES: [&str; 1] = ["FINQLINK_CONFIG"];

/// What the file says of one bank, in the order of [`keys::BANK`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankSection {
    /// The provider's id, as it was written.
    pub provider_id: String,
    /// One for each key.
    pub all: Vec<Setting>,
}

/// What is in force, in the order of [`keys::ALL`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    all: Vec<Setting>,
    /// Sections `[banks.PROVIDER_ID]`, in the order of their ids.
    pub banks: Vec<BankSection>,
    /// Variables that begin like ours and are none: perhaps another program's, perhaps a mistake.
    pub strange_variables: Vec<String>,
}

impl Settings {
    /// Decides what is in force.
    ///
    /// # Errors
    /// `Fault::UnknownKey`, `Fault::File`: an unknown key or a value that is no plain value in the file; a variable
    /// whose name is nearly one of ours.
    pub fn resolve(given: &Given, is_demo: bool) -> Result<Self, Fault> {
        let file = match &given.file {
            Some((path, text)) => read_file(path, text)?,
            None => File::default(),
        };
        let strange_variables = strange_variables(&given.environment)?;
        let mut all: Vec<Setting> = Vec::with_capacity(keys::ALL.len());
        for &key in &keys::ALL {
            let setting = said(key, given, &file.entries).unwrap_or_else(|| unsaid(key, is_demo, &all));
            all.push(setting);
        }
        Ok(Self { all, banks: file.banks, strange_variables })
    }

    /// All settings.
    pub fn all(&self) -> &[Setting] {
        &self.all
    }

    /// The setting of a key.
    pub fn get(&self, key: &Key) -> Option<&Setting> {
        self.all.iter().find(|setting| setting.key == key)
    }
}

fn said(key: &'static Key, given: &Given, file: &[(String, String)]) -> Option<Setting> {
    let flag = given.flags.iter().find(|(name, _)| *name == key.name).map(|(_, value)| (value, Source::Flag));
    let variable = key.variable();
    // Compose files set variables to nothing when they mean "not set".
    let environment = given.environment.iter().find(|(name, value)| *name == variable && !value.is_empty());
    let path = || given.file.as_ref().map(|(path, _)| path.clone()).unwrap_or_default();
    let in_file = file.iter().find(|(name, _)| name == key.name);
    flag.or_else(|| environment.map(|(_, value)| (value, Source::Environment)))
        .or_else(|| in_file.map(|(_, value)| (value, Source::File(path()))))
        .map(|(value, source)| Setting { key, value: Some(value.clone()), source })
}

fn unsaid(key: &'static Key, is_demo: bool, before: &[Setting]) -> Setting {
    let (value, source) = match key.default {
        Default::Is(value) => (Some(value.to_owned()), Source::Default),
        Default::Differs(serve, demo) => (Some(if is_demo { demo } else { serve }.to_owned()), Source::Default),
        Default::Of(other, make) => {
            let value = before.iter().find(|setting| setting.key == other).and_then(|setting| setting.value.as_deref());
            (value.map(make), Source::From(other.name))
        }
        Default::Unset => (None, Source::Default),
    };
    Setting { key, value: value.filter(|value| !value.is_empty()), source }
}

/// What the file says.
#[derive(std::default::Default)]
struct File {
    /// Names and values.
    entries: Vec<(String, String)>,
    banks: Vec<BankSection>,
}

fn read_file(path: &str, text: &str) -> Result<File, Fault> {
    let mut table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        Fault::File { path: path.to_owned(), what: format!("line {line}: {}", error.message().replace('\n', " ")) }
    })?;
    let banks = match table.remove(keys::BANKS) {
        Some(banks) => read_sections(path, banks)?,
        None => Vec::new(),
    };
    let entries = table.into_iter().map(|(name, value)| {
        known(path, "", &name, &keys::ALL)?;
        Ok((name.clone(), plain(path, &name, value)?))
    });
    Ok(File { entries: entries.collect::<Result<_, Fault>>()?, banks })
}

fn read_sections(path: &str, banks: toml::Value) -> Result<Vec<BankSection>, Fault> {
    let no_section = |name: &str| Fault::File {
        path: path.to_owned(),
        what: format!("{name} must be a section, such as [{}.libra_ro]", keys::BANKS),
    };
    let toml::Value::Table(banks) = banks else { return Err(no_section(keys::BANKS)) };
    let section = |(provider_id, entries): (String, toml::Value)| {
        let name = format!("{}.{provider_id}", keys::BANKS);
        let toml::Value::Table(mut entries) = entries else { return Err(no_section(&name)) };
        entries.keys().try_for_each(|key| known(path, &format!("{name}."), key, &keys::BANK))?;
        let setting = |&key: &&'static Key| {
            let value = entries.remove(key.name).map(|value| plain(path, &format!("{name}.{}", key.name), value));
            let value = value.transpose()?.filter(|value| !value.is_empty());
            let source = if value.is_some() { Source::File(path.to_owned()) } else { Source::Default };
            Ok(Setting { key, value, source })
        };
        Ok(BankSection { provider_id, all: keys::BANK.iter().map(setting).collect::<Result<_, Fault>>()? })
    };
    banks.into_iter().map(section).collect()
}

/// Whether there is such a key; a section's names are told with the section's own in front.
fn known(path: &str, section: &str, name: &str, keys: &[&'static Key]) -> Result<(), Fault> {
    if keys.iter().any(|key| key.name == name) {
        return Ok(());
    }
    let near = nearest(name, keys.iter().map(|key| key.name.to_owned()));
    Err(Fault::UnknownKey {
        name: format!("{section}{name}"),
        place: path.to_owned(),
        near: near.map(|near| format!("{section}{near}")),
    })
}

/// A value as text.
fn plain(path: &str, name: &str, value: toml::Value) -> Result<String, Fault> {
    match value {
        toml::Value::String(text) => Ok(text),
        toml::Value::Integer(number) => Ok(number.to_string()),
        toml::Value::Boolean(yes) => Ok(yes.to_string()),
        _ => {
            let what = format!("{name} must be a string, a whole number, true or false");
            Err(Fault::File { path: path.to_owned(), what })
        }
    }
}

/// A variable that is nearly one of ours is a mistake of writing; one that is not may belong to somebody else.
fn strange_variables(environment: &[(String, String)]) -> Result<Vec<String>, Fault> {
    let names = || keys::ALL.iter().map(|key| key.variable()).chain(OTHER_VARIABLES.map(str::to_owned));
    let mut strange = Vec::new();
    for (name, _) in environment {
        if names().any(|variable| variable == *name) {
            continue;
        }
        if let Some(near) = nearest(name, names()) {
            let place = "the environment".to_owned();
            return Err(Fault::UnknownKey { name: name.clone(), place, near: Some(near) });
        }
        strange.push(name.clone());
    }
    Ok(strange)
}
