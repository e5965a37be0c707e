//! Telling API clients what happened: how it is signed, when it is tried again, who delivers.
//! Never here: HTTP servers, pages, decisions about status, what the messages say (`app::record` writes them), which addresses may be called (`app::address`).

pub mod deliverer;
pub mod hands;
pub mod rhythm;
pub mod signature;
