//! `cargo xtask doctor`: how each step of set-up stands. Looks, and changes nothing.

use anyhow::{Result, bail};

use crate::house::House;
use crate::steps::{Need, STEPS, State};

/// Prints the table.
///
/// # Errors
/// Something is missing; so that a script can ask.
pub fn doctor(house: &House) -> Result<()> {
    let mut missing = Vec::new();
    for step in STEPS {
        let need = if step.need == Need::Run { "run, test" } else { "test" };
        match (step.state)(house) {
            State::Ready(what) => println!("{:15} ok       {need:10} {what}", step.name),
            State::Missing(reason) => {
                println!("{:15} MISSING  {need:10} {reason} (for: {})", step.name, step.why);
                let first = step.after.iter().find(|name| missing.contains(*name));
                let first = first.map_or(String::new(), |name| format!("first {name}, then "));
                println!("{:35} mend: {first}cargo xtask setup; by hand: {}", "", step.by_hand);
                missing.push(step.name);
            }
        }
    }
    if missing.is_empty() { Ok(()) } else { bail!("missing: {}; `cargo xtask setup` brings it", missing.join(", ")) }
}
