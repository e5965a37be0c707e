//! What an amount does: the one table by which tests and demos choose an outcome (contract, sandbox banks).
//! Never here: how an outcome is carried out.

use crate::status::Status;

/// What the bank does with the initiation itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intake {
    /// 201, as usual.
    Take,
    /// 400 with `PAYMENT_FAILED`; nothing is written down.
    Refuse,
    /// 503 with `SERVICE_UNAVAILABLE`; nothing is written down.
    Unavailable,
    /// The payment is written down, but the caller hears nothing.
    Silence,
}

/// What stands behind the TPP's address when an approving PSU is sent back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Return {
    /// `paymentId` or `consentId`, and `scaStatus=finalised`.
    Success,
    /// Nothing, not even the TPP's own query.
    Bare,
    /// `paymentId` or `consentId`, and `error=server_error`.
    ServerError,
    /// As for a PSU who rejected: the SCA came to nothing.
    Failure,
}

/// Word from the creditor's bank once the payment has settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settling {
    /// `funds_received`.
    Received,
    /// `funds_rejected`.
    Rejected,
}

/// One amount's effect, along every axis that can be steered.
#[derive(Debug)]
pub struct Steering {
    /// At initiation.
    pub intake: Intake,
    /// How long an SCA address opens, in milliseconds after it was made; for ever when absent.
    pub sca_lives_ms: Option<i64>,
    /// How an approving PSU is sent back.
    pub homecoming: Return,
    /// Statuses after the approval, each from so many milliseconds on; the first is at 0.
    pub(crate) course: &'static [(i64, Status)],
    /// Why it was refused, for the TPP's log and the PSU's eyes.
    pub(crate) reason: Option<&'static str>,
    /// Whether it is refused for want of money.
    pub(crate) lacks_funds: bool,
    /// What the creditor's bank says after settling.
    pub funds: Settling,
    /// What is steered, in small type on the bank's pages.
    pub told: &'static str,
}

impl Steering {
    /// The standard's status words after the approval, each from so many milliseconds on.
    pub fn course(&self) -> impl Iterator<Item = (i64, &'static str)> {
        self.course.iter().map(|(after_ms, status)| (*after_ms, status.code()))
    }

    /// [`Steering::told`], of a bank that may never hear of the creditor's side.
    pub(crate) fn told_by(&self, confirms_funds: bool) -> &'static str {
        match self.funds {
            Settling::Rejected if !confirms_funds => "20.21: settles; this bank says nothing of the creditor's side.",
            _ => self.told,
        }
    }
}

/// Every amount that is not in the table.
const PLAIN: Steering = Steering {
    intake: Intake::Take,
    sca_lives_ms: None,
    homecoming: Return::Success,
    course: &[(0, Status::Acsp), (1_200, Status::Acsc)],
    reason: None,
    lacks_funds: false,
    funds: Settling::Received,
    told: "Nothing is steered by this amount: an approved payment settles after 1.2 seconds.",
};

/// Amount in hundredths of either currency, and what it does.
pub const STEERED: &[(i64, Steering)] = &[
    (
        2011,
        Steering {
            intake: Intake::Refuse,
            reason: Some("The bank refuses this payment."),
            told: "20.11: refused at initiation.",
            ..PLAIN
        },
    ),
    (
        2012,
        Steering {
            course: &[(0, Status::Rjct)],
            reason: Some("There is not enough money on the account."),
            lacks_funds: true,
            told: "20.12: refused after approval, no funds.",
            ..PLAIN
        },
    ),
    (2013, Steering { course: &[(0, Status::Pdng)], told: "20.13: stays pending for ever after approval.", ..PLAIN }),
    (
        2014,
        Steering {
            course: &[(0, Status::Acsp), (5_000, Status::Acsc)],
            told: "20.14: settles 5 seconds after the return.",
            ..PLAIN
        },
    ),
    (
        2015,
        Steering {
            intake: Intake::Unavailable,
            reason: Some("The bank is not available at the moment."),
            told: "20.15: initiation is answered with 503.",
            ..PLAIN
        },
    ),
    (2016, Steering { intake: Intake::Silence, told: "20.16: initiation is taken but not answered.", ..PLAIN }),
    (
        2017,
        Steering { homecoming: Return::Bare, told: "20.17: settles, but the return carries no parameters.", ..PLAIN },
    ),
    (
        2018,
        Steering {
            homecoming: Return::ServerError,
            told: "20.18: settles, but the return says error=server_error.",
            ..PLAIN
        },
    ),
    (
        2019,
        Steering {
            course: &[(0, Status::Rjct)],
            reason: Some("The bank refuses this payment after its own checks."),
            told: "20.19: the return says success, but the payment is refused.",
            ..PLAIN
        },
    ),
    (
        2020,
        Steering {
            sca_lives_ms: Some(30_000),
            told: "20.20: this page dies 30 seconds after the payment was initiated.",
            ..PLAIN
        },
    ),
    (
        2021,
        Steering {
            funds: Settling::Rejected,
            told: "20.21: settles, then the creditor's bank rejects the funds.",
            ..PLAIN
        },
    ),
    (
        2022,
        Steering {
            course: &[(0, Status::Actc), (30_000, Status::Acsc)],
            told: "20.22: settles 30 seconds after approval.",
            ..PLAIN
        },
    ),
    (
        2023,
        Steering {
            course: &[(0, Status::Actc), (1_200, Status::Canc)],
            reason: Some("The bank cancelled the payment."),
            told: "20.23: the bank cancels the payment after approval.",
            ..PLAIN
        },
    ),
    (
        2024,
        Steering { course: &[(0, Status::Patc)], told: "20.24: a second signer is needed and never comes.", ..PLAIN },
    ),
];

/// What an amount does, in hundredths of its currency.
pub fn steering_of(amount_minor: i64) -> &'static Steering {
    STEERED.iter().find(|(minor, _)| *minor == amount_minor).map_or(&PLAIN, |(_, steering)| steering)
}
