//! Consents by the use cases alone: how they are given, and every way in which they end. No page is needed.

mod ended;
mod given;
