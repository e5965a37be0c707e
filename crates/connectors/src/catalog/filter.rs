//! The `payment_method` filter of a request: one value or an array for each key; a value matches when the method's array contains it.
//! Never here: what an empty or an ambiguous result means (see the gateway's use cases).

use super::{Env, Method, RemitterType, Scheme, connected_methods};
use serde_json::Value;

/// A filter as it was asked; an empty list leaves everything.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Filter {
    /// Providers by id.
    pub provider_id: Vec<String>,
    /// Whose account.
    pub remitter_type: Vec<RemitterType>,
    /// How the money travels.
    pub payment_scheme: Vec<Scheme>,
    /// Where the connection to the bank leads. A method has no environment of its own: see `wants`.
    pub env: Vec<Env>,
}

/// A key of the filter breaks its rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field} {message}")]
pub struct FilterFault {
    /// The key inside `payment_method`; empty when the filter itself is at fault.
    pub field: &'static str,
    /// The rule.
    pub message: String,
}

impl Filter {
    /// Reads the JSON of `payment_method`. Absent keys and `null` leave everything; unknown keys are ignored.
    ///
    /// # Errors
    /// Each key that breaks its rule, in the order of the contract.
    pub fn read(json: &Value) -> Result<Self, Vec<FilterFault>> {
        let Some(object) = json.as_object() else {
            return Err(vec![fault("", "must be an object")]);
        };
        let mut faults = Vec::new();
        let mut key = |field: &'static str, known: &[&str]| {
            let words = object.get(field).map_or(Ok(Vec::new()), |value| words_of(field, value, known));
            words.unwrap_or_else(|fault| {
                faults.push(fault);
                Vec::new()
            })
        };
        let filter = Self {
            provider_id: key("provider_id", &[]),
            remitter_type: parsed(&key("remitter_type", RemitterType::WORDS), RemitterType::parse),
            payment_scheme: parsed(&key("payment_scheme", Scheme::WORDS), Scheme::parse),
            env: parsed(&key("env", Env::WORDS), Env::parse),
        };
        if faults.is_empty() { Ok(filter) } else { Err(faults) }
    }

    /// Whether a method passes, wherever its bank is reached.
    pub fn passes(&self, method: &Method) -> bool {
        let provider = self.provider_id.is_empty() || self.provider_id.iter().any(|id| id == method.provider_id);
        let remitter =
            self.remitter_type.is_empty() || self.remitter_type.iter().any(|one| method.remitter_types.contains(one));
        let scheme = self.payment_scheme.is_empty() || self.payment_scheme.contains(&method.scheme);
        provider && remitter && scheme
    }

    /// Whether connections of this environment pass.
    pub fn wants(&self, env: Env) -> bool {
        self.env.is_empty() || self.env.contains(&env)
    }

    /// The methods that pass and can be offered.
    pub fn methods(&self) -> impl Iterator<Item = &'static Method> {
        connected_methods().filter(|method| self.passes(method))
    }
}

fn fault(field: &'static str, message: impl Into<String>) -> FilterFault {
    FilterFault { field, message: message.into() }
}

/// The words of a key: a string, or an array of at least one. `known` empty: any word.
fn words_of(field: &'static str, value: &Value, known: &[&str]) -> Result<Vec<String>, FilterFault> {
    let shape = || fault(field, "must be a string or an array of strings");
    let values = match value {
        Value::Null => return Ok(Vec::new()),
        Value::Array(values) if values.is_empty() => return Err(fault(field, "must not be an empty array")),
        Value::Array(values) => values.as_slice(),
        one => std::slice::from_ref(one),
    };
    let words: Vec<String> =
        values.iter().map(|value| value.as_str().map(str::to_owned).ok_or_else(shape)).collect::<Result<_, _>>()?;
    let is_known = |word: &String| known.is_empty() || known.contains(&word.as_str());
    if words.iter().all(is_known) {
        Ok(words)
    } else {
        Err(fault(field, format!("must be one of {}", known.join(", "))))
    }
}

fn parsed<T>(words: &[String], parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
    words.iter().filter_map(|word| parse(word)).collect()
}
