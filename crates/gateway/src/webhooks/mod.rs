//! Telling API clients what happened: which addresses we call, how it is signed, when it is tried again, who delivers.
//! Never here: HTTP servers, pages, decisions about status, what the messages say (`app::record` writes them).

pub mod address;
pub mod deliverer;
pub mod hands;
pub mod public;
pub mod rhythm;
pub mod signature;
