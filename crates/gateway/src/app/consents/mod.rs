//! Consents to account data: asked for, authorised at a bank, ended. They walk as payments do (see `pay`, `record`, `at_bank`);
//! what is theirs alone stands here. Never here: the data that is read under them.

pub mod authorise;
pub mod create;
pub mod end;
pub mod offers;
pub mod record;
mod state;

pub use authorise::{AuthoriseFault, AuthoriseForm, Authorised, TIMES_A_DAY};
pub use create::{Asked, Made};
pub use state::State;
