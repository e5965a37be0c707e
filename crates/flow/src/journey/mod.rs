//! What the PSU sees next: `step(Stage, Event) -> (Stage, Vec<Effect>)`, and `resume` to rebuild a stage from the truth.
//! Never here: a status of our own making (the gateway's word is the truth), a clock, a browser.

mod effect;
mod event;
mod leaving;
mod offers;
mod pace;
mod picker;
mod press;
mod questions;
mod reading;
mod resume;
mod stage;
mod step;
mod truth;

pub use effect::{Effect, Way};
pub use event::Event;
pub use pace::{back_off_ms, banks_every_ms, poll_every_ms, way_of};
pub use picker::{Picker, wanted};
pub use resume::{resume, screen_of};
pub use stage::{Busy, Copied, Stage};
pub use step::step;
