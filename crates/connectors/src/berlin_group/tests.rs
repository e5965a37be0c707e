//! Requests as they go out, and every shape of answer.

mod answers;
mod requests;
