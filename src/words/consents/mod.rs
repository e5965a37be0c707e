//! What pages of consents say: what only they have to say, and the sentences of payments that they say in words of their own.
//! One file a language, as for payments. Never here: a sentence.

pub(super) mod ar;
pub(super) mod de;
pub(super) mod en;
pub(super) mod hu;
pub(super) mod ro;
