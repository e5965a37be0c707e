//! Controls without a look: semantic HTML with stable hooks (`class`, `data-state`) that templates style.
//! Never here: a colour, a decision, a sentence.

pub mod answers;
pub mod banks;
pub mod brand;
pub mod button;
pub mod codes;
pub mod consent;
pub mod facts;
pub mod field;
pub mod foot;
pub mod form;
pub mod icon;
pub mod mark;
pub mod methods;
pub mod notice;
pub mod progress;
pub mod qr;
pub mod receipt;
pub mod text;
pub mod thread;
pub mod walk;
pub mod ways;
