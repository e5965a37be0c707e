//! Money and state (security.md): one press is one payment, an unknown fate is never tried twice, a return proves nothing.

mod at_once;
mod contradictions;
mod restart;
mod returns;
mod returns_everywhere;
mod returns_of_several;
mod unknown;
