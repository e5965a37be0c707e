//! A field to fill in, with its hint, and its error right beside it.
//! Never here: whether what was typed is right. The value is an attribute, so that what stands in the field already stays.

use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;

/// A field, named as in the API.
pub struct Field<'a> {
    /// Its name.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// Its hint.
    pub hint: Key,
    /// What is in it.
    pub value: &'a str,
    /// The longest text it takes.
    pub longest: &'static str,
}

/// A field with label, hint and error.
pub fn field(scene: &Scene, field: &Field) -> Node {
    let error = scene.stage.errors.iter().find(|error| error.field == field.name).map(|error| error.message.clone());
    let (hint_id, error_id) = ([field.name, "-hint"].concat(), [field.name, "-error"].concat());
    let described = if error.is_some() { [error_id.as_str(), " ", &hint_id].concat() } else { hint_id.clone() };
    let invalid = error.is_some().then_some("true");
    let error = error.map(|error| view! { <p class="field-error" id=error_id>{error}</p> });
    view! {
        <div class="field">
            <label for=field.name>{field.label.clone()}</label>
            <input
                class="field-input"
                id=field.name
                name=field.name
                type="text"
                dir="ltr"
                value=field.value.to_owned()
                maxlength=field.longest
                required=true
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                aria-invalid=invalid
                aria-describedby=described
            />
            {error}
            <p class="small" id=hint_id>{scene.plain(field.hint)}</p>
        </div>
    }
}
