//! Reading fields one by one, so that every fault is told at once, each with its field and rule.

use super::error::ApiError;
use protocol::api::ApiFieldError;
use serde_json::{Map, Value};

/// Most values of an array of words.
pub const WORDS_MAX: usize = 64;
/// Longest word, bytes.
pub const WORD_MAX: usize = 128;
/// Longest id of ours, however it is spelt, characters.
pub const ID_MAX: usize = 64;

/// Collects what is wrong.
#[derive(Debug, Default)]
pub struct Faults(pub Vec<ApiFieldError>);

impl Faults {
    /// Adds a fault.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(ApiFieldError { field: field.into(), message: message.into() });
    }

    /// What was read, when nothing is wrong.
    ///
    /// # Errors
    /// `validation_error` with everything that is.
    pub fn instead_of<T>(self, read: Option<T>) -> Result<T, ApiError> {
        read.filter(|_| self.0.is_empty()).ok_or_else(|| ApiError::validation(self.0))
    }
}

/// An object inside a body, and where it stands.
#[derive(Clone, Debug)]
pub struct At<'a> {
    object: Option<&'a Map<String, Value>>,
    path: String,
}

impl<'a> At<'a> {
    /// The body itself.
    pub fn body(object: &'a Map<String, Value>) -> Self {
        Self { object: Some(object), path: String::new() }
    }

    /// An object at a path.
    pub fn inside(object: &'a Map<String, Value>, path: String) -> Self {
        Self { object: Some(object), path }
    }

    /// Path of a field, such as `single_transfer.amount`.
    pub fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// A field; `null` counts as absent.
    pub fn value(&self, name: &str) -> Option<&'a Value> {
        self.object.and_then(|object| object.get(name)).filter(|value| !value.is_null())
    }

    /// An object in a field; an absent one reads as empty.
    pub fn object(&self, name: &str, faults: &mut Faults) -> At<'a> {
        let object = match self.value(name) {
            None => None,
            Some(Value::Object(object)) => Some(object),
            Some(_) => {
                faults.add(self.path(name), "must be an object");
                None
            }
        };
        At { object, path: self.path(name) }
    }

    /// Whether the field is there.
    pub fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// A string of the contract's Text rule, of at most `max` characters.
    pub fn text(&self, name: &str, max: usize, faults: &mut Faults) -> Option<String> {
        let text = self.string(name, faults)?;
        match text_rule(&text, max) {
            Ok(()) => Some(text),
            Err(rule) => {
                faults.add(self.path(name), rule);
                None
            }
        }
    }

    /// An array of strings of the contract's Text rule; absent reads as an empty one.
    pub fn texts(&self, name: &str, most: usize, max: usize, faults: &mut Faults) -> Vec<String> {
        let values = match self.value(name) {
            None => return Vec::new(),
            Some(Value::Array(values)) if values.len() <= most => values,
            Some(_) => {
                faults.add(self.path(name), format!("must be an array of at most {most} strings"));
                return Vec::new();
            }
        };
        let mut texts = Vec::with_capacity(values.len());
        for (place, value) in values.iter().enumerate() {
            match value.as_str().map(|text| text_rule(text, max).map(|()| text.to_owned())) {
                Some(Ok(text)) => texts.push(text),
                Some(Err(rule)) => faults.add(format!("{}[{place}]", self.path(name)), rule),
                None => faults.add(format!("{}[{place}]", self.path(name)), "must be a string"),
            }
        }
        texts
    }

    /// A string of the contract's Text rule that must be there.
    pub fn required_text(&self, name: &str, max: usize, faults: &mut Faults) -> Option<String> {
        if !self.has(name) {
            faults.add(self.path(name), "is required");
            return None;
        }
        self.text(name, max, faults)
    }

    /// A UUID that must be there, as we write them.
    pub fn required_uuid(&self, name: &str, faults: &mut Faults) -> Option<String> {
        let id = self.required_text(name, ID_MAX, faults)?;
        let read = uuid::Uuid::try_parse(&id).map(|id| id.to_string());
        read.map_err(|_| faults.add(self.path(name), "must be a UUID")).ok()
    }

    /// Any string.
    pub fn string(&self, name: &str, faults: &mut Faults) -> Option<String> {
        match self.value(name)? {
            Value::String(text) => Some(text.clone()),
            _ => {
                faults.add(self.path(name), "must be a string");
                None
            }
        }
    }

    /// A string read by a rule that says what is wrong.
    pub fn read<T>(
        &self,
        name: &str,
        faults: &mut Faults,
        rule: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> Option<T> {
        let text = self.string(name, faults)?;
        rule(&text).map_err(|why| faults.add(self.path(name), why)).ok()
    }

    /// A whole number within bounds.
    pub fn integer(&self, name: &str, bounds: std::ops::RangeInclusive<i64>, faults: &mut Faults) -> Option<i64> {
        let value = self.value(name)?;
        match whole(value).filter(|number| bounds.contains(number)) {
            Some(number) => Some(number),
            None => {
                faults.add(
                    self.path(name),
                    format!("must be a whole number from {} to {}", bounds.start(), bounds.end()),
                );
                None
            }
        }
    }

    /// One word of a closed list, or an array of at least one; absent reads as an empty list, which lets everything through.
    pub fn filter(&self, name: &str, known: Option<&[&str]>, faults: &mut Faults) -> Vec<String> {
        if self.value(name).is_some_and(|value| value.as_array().is_some_and(Vec::is_empty)) {
            faults.add(self.path(name), "must not be an empty array: leave it out to let everything through");
        }
        self.words(name, known, faults)
    }

    /// One word of a closed list, or an array of them; absent reads as an empty list.
    pub fn words(&self, name: &str, known: Option<&[&str]>, faults: &mut Faults) -> Vec<String> {
        let values = match self.value(name) {
            None => return Vec::new(),
            Some(Value::Array(values)) if values.len() <= WORDS_MAX => values.as_slice(),
            Some(Value::Array(_)) => {
                faults.add(self.path(name), format!("must hold at most {WORDS_MAX} values"));
                return Vec::new();
            }
            Some(one) => std::slice::from_ref(one),
        };
        let mut words = Vec::with_capacity(values.len());
        for value in values {
            match (value.as_str(), known) {
                (Some(word), Some(known)) if !known.contains(&word) => {
                    faults.add(self.path(name), format!("must be one of {}", known.join(", ")));
                }
                (Some(word), _) if word.len() <= WORD_MAX => words.push(word.to_owned()),
                _ => faults.add(self.path(name), "must be a string, or an array of strings"),
            }
        }
        words
    }
}

/// What the contract's Text rule forbids: control characters, line and paragraph separators, what is private or no character.
pub const FORBIDDEN: &[(char, char)] = &[
    ('\0', '\u{1f}'),
    ('\u{7f}', '\u{9f}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{e000}', '\u{f8ff}'),
    ('\u{fff0}', '\u{ffff}'),
    ('\u{f0000}', '\u{10ffff}'),
];

/// The contract's Text rule: 1 to `max` characters, none of them forbidden, not all of them spaces.
fn text_rule(text: &str, max: usize) -> Result<(), String> {
    let length = text.chars().count();
    if text.trim().is_empty() || length > max {
        return Err(format!("must have 1 to {max} characters"));
    }
    match text.chars().find(|c| FORBIDDEN.iter().any(|(first, last)| (first..=last).contains(&c))) {
        Some(c) => Err(format!("must not hold the control character U+{:04X}", c as u32)),
        None => Ok(()),
    }
}

/// A whole number; `2.0` is one, as JSON Schema has it.
pub fn whole(value: &Value) -> Option<i64> {
    let Value::Number(number) = value else { return None };
    let text = number.to_string();
    text.strip_suffix(".0").unwrap_or(&text).parse().ok()
}
