//! Berlin Group NextGenPSD2 1.3, payments: requests as values, answers read as values.
//! Never here: sending, waiting, repeating (see the gateway's doors), or what an outcome means for a link (see `flow`).
//!
//! | call | build | read |
//! | --- | --- | --- |
//! | initiate | [`initiate`] | [`read_initiation`] → [`Initiation`] |
//! | start its authorisation, when the answer only tells how | [`start_authorisation`] | [`read_authorisation`] → [`Authorisation`] |
//! | status | [`status`] | [`read_status`] → [`BankStatus`] |
//! | SCA status | [`sca_status`] | [`read_sca_status`] → [`ScaReading`] |
//! | cancel | [`cancel`] | [`read_cancel`] → [`Cancellation`] |
//!
//! Every answer goes in as an [`Answer`]; bodies over [`MAX_BODY`] bytes count as unreadable, so a caller may stop reading there.

mod answer;
mod cancellation;
mod codes;
mod initiation;
mod intent;
mod links;
mod reading;
mod reasons;
mod request;
mod sca;
mod wire;

pub use answer::{Answer, Fault, MAX_BODY};
pub use cancellation::{Cancellation, read_cancel};
pub use codes::{BankWord, ScaStatus, TransactionStatus};
pub use initiation::{Accepted, Authorisation, Initiation, NotTaken, Unclear, read_authorisation, read_initiation};
pub use intent::{CallIds, Intent, PaymentRef, Psu, Returns, Unbuildable};
pub use reading::{BankStatus, Said, ScaReading, read_sca_status, read_status};
pub use reasons::explain;
pub use request::{cancel, initiate, sca_status, start_authorisation, status};
pub use sca::{Sca, Unusable};

#[cfg(test)]
mod tests;
