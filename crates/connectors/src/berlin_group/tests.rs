//! Requests as they go out, and every shape of answer, whoever sends it.

mod answers;
mod banks;
mod oauth;
mod requests;
mod seal;
mod strangers;
