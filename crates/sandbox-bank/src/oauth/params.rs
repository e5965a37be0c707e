//! The parameters of a request, read as RFC 6749 §3.1 says: one without a value was not sent, none may come twice.
//! Never here: what a parameter means.

use std::collections::HashMap;

/// Names and values; no value where the name came more than once.
pub(super) struct Params(HashMap<String, Option<String>>);

impl Params {
    pub(super) fn read(pairs: Vec<(String, String)>) -> Self {
        let mut values = HashMap::new();
        for (name, value) in pairs {
            values.entry(name).and_modify(|value| *value = None).or_insert(Some(value));
        }
        Self(values)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_deref().filter(|value| !value.is_empty())
    }

    /// Whether any came more than once.
    pub(super) fn repeats(&self) -> bool {
        self.0.values().any(Option::is_none)
    }
}
