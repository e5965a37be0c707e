//! Telling API clients what happened: which addresses we call, what we say, how it is signed, when it is tried again.
//! Never here: HTTP servers, pages, decisions about status.

pub mod address;
