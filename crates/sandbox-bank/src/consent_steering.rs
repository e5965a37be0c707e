//! What a period of validity does: the one table by which tests and demos choose a consent's outcome (contract, sandbox
//! banks). The period is what lies between the day of the request and `validUntil`, in whole days of UTC.
//! Never here: how an outcome is carried out.

use crate::status::ConsentStatus;
use crate::steering::Return;

/// How account data is read under a valid consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// As usual.
    Served,
    /// The last of the shared accounts answers 500, the others as usual.
    OneAccountFails,
    /// Every read answers 503.
    Fail,
    /// Every read answers 403 with `SERVICE_BLOCKED`.
    Forbidden,
}

/// One period's effect, along every axis that can be steered.
#[derive(Debug)]
pub struct ConsentSteering {
    /// Whether the request itself is refused: 400 with `PERIOD_INVALID`, nothing is written down.
    pub refused: bool,
    /// How an approving PSU is sent back.
    pub homecoming: Return,
    /// What an approval makes of it.
    pub(crate) outcome: ConsentStatus,
    /// How its data is read.
    pub reads: Reads,
    /// What is steered, in small type on the bank's pages.
    pub told: &'static str,
}

impl ConsentSteering {
    /// The standard's word for the consent after an approval.
    pub fn outcome(&self) -> &'static str {
        self.outcome.code()
    }
}

/// Every period that is not in the table.
const PLAIN: ConsentSteering = ConsentSteering {
    refused: false,
    homecoming: Return::Success,
    outcome: ConsentStatus::Valid,
    reads: Reads::Served,
    told: "Nothing is steered by this period: an approved consent is valid at once.",
};

/// Days of validity, and what they do.
pub const STEERED_CONSENTS: &[(i64, ConsentSteering)] = &[
    (161, ConsentSteering { refused: true, told: "161 days: refused at creation.", ..PLAIN }),
    (
        162,
        ConsentSteering {
            homecoming: Return::Failure,
            outcome: ConsentStatus::Rejected,
            told: "162 days: rejected, the approval comes to nothing.",
            ..PLAIN
        },
    ),
    (
        163,
        ConsentSteering {
            outcome: ConsentStatus::Received,
            told: "163 days: stays pending for ever after approval.",
            ..PLAIN
        },
    ),
    (
        164,
        ConsentSteering {
            reads: Reads::OneAccountFails,
            told: "164 days: valid, but one account cannot be read.",
            ..PLAIN
        },
    ),
    (165, ConsentSteering { reads: Reads::Fail, told: "165 days: valid, but nothing can be read.", ..PLAIN }),
    (166, ConsentSteering { reads: Reads::Forbidden, told: "166 days: valid, but reading is forbidden.", ..PLAIN }),
    (
        167,
        ConsentSteering {
            homecoming: Return::Bare,
            told: "167 days: valid, but the return carries no parameters.",
            ..PLAIN
        },
    ),
    (
        168,
        ConsentSteering {
            homecoming: Return::ServerError,
            told: "168 days: valid, but the return says error=server_error.",
            ..PLAIN
        },
    ),
    (
        169,
        ConsentSteering {
            outcome: ConsentStatus::Rejected,
            told: "169 days: the return says success, but the consent is rejected.",
            ..PLAIN
        },
    ),
];

/// What so many days of validity do.
pub fn steering_of_days(days: i64) -> &'static ConsentSteering {
    STEERED_CONSENTS.iter().find(|(known, _)| *known == days).map_or(&PLAIN, |(_, steering)| steering)
}
