//! What the PSU sees next: `step(Stage, Event) -> (Stage, Vec<Effect>)`, and `resume` to rebuild a stage from the truth.
//! Never here: a status of our own making (the gateway's word is the truth), a clock, a browser.

mod effect;
mod event;
mod stage;

pub use effect::Effect;
pub use event::Event;
pub use stage::{Busy, Stage};
