//! Facts about the PSU, the browser and the gateway, in the past tense.

use super::Copied;
use crate::handoff::Step;
use protocol::page::{Bank, FieldError, Health, Here, Question, Remitter, View};

/// Something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The app runs in the browser: it may follow, from now on.
    Started,
    /// The PSU pressed a bank.
    BankChosen(String),
    /// The PSU pressed a method of the chosen bank.
    MethodChosen(String),
    /// The PSU typed in the search field.
    Searched(String),
    /// The PSU wants to see more of the banks that fit.
    MoreAsked,
    /// The PSU wants to see banks for these accounts only; `None` for all.
    RemitterChosen(Option<Remitter>),
    /// The PSU wants to see banks of this country only; `None` for all.
    CountryChosen(Option<String>),
    /// The PSU typed in a field, named as in the API.
    FieldTyped(&'static str, String),
    /// The PSU pressed "continue" on our own page (to the fields that a method needs, or from them).
    WentOn,
    /// The PSU pressed "back" or "use another bank" on our own page.
    WentBack,
    /// The browser's own Back or Forward led to a step of this page: whether it is past choosing, and its question where it has one.
    Walked(bool, Option<Question>),
    /// The PSU pressed Pay; on a consent's page, share (`authorise`).
    PayPressed,
    /// The PSU pressed Cancel.
    CancelPressed,
    /// The PSU pressed "try again", "choose another bank" or "start again here".
    RetryPressed,
    /// The account holder pressed "withdraw".
    WithdrawPressed,
    /// The page knows better than the gateway where it is shown.
    Situated(Here),
    /// The PSU followed this way to the bank.
    LeavePressed(Step),
    /// This way was tried, and led nowhere: the browser opened nothing.
    LeaveFailed(Step),
    /// The PSU asked to copy the page's address or the receipt; the text to copy.
    CopyPressed(String),
    /// What became of it.
    WasCopied(Copied),
    /// The PSU asked to print the receipt.
    PrintPressed,
    /// The PSU asked this device to forget its last bank.
    ForgetPressed,
    /// A form of ours was answered by the newest view.
    FormAnswered(Box<View>),
    /// A form of ours was refused, field by field.
    FormRefused(Vec<FieldError>),
    /// A form of ours got no answer, or one that is no use; the truth must be read, but not before the gateway's `Retry-After`
    /// in milliseconds where it gave one.
    FormFailed(Option<u32>),
    /// The newest view was read: by event, long-poll or poll.
    StatusRead(Box<View>),
    /// Reading failed; the gateway's `Retry-After` in milliseconds when it gave one.
    ReadFailed(Option<u32>),
    /// All banks were read.
    BanksRead(Vec<Bank>),
    /// The health of the banks was read.
    HealthRead(Health),
    /// Reading banks, or their health, failed; the gateway's `Retry-After` in milliseconds when it gave one.
    BanksMissed(Option<u32>),
    /// The clock that an effect asked for rang (the driver writes the time into the stage before every event).
    Woke,
    /// The page was hidden.
    Hidden,
    /// The page was shown again, bfcache included.
    Shown,
    /// The browser says that it is offline.
    WentOffline,
    /// The browser says that it is online again.
    CameOnline,
    /// The device remembered a bank from an earlier payment.
    LastBankKnown(String),
}
