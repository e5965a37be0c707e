//! Closed lists of words that API clients, pages and the store share.
//! Never here: which word may follow which (that is `flow::lifecycle`).

use serde::{Deserialize, Serialize};

/// Declares a closed enum whose wire word is written once, beside its variant.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[derive(miniserde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word on the wire and in the store.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The value of a word; `None` for a word that is not in the list.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let words = Self::ALL.iter().map(|value| value.as_str());
                let kind = utoipa::openapi::schema::Type::String;
                utoipa::openapi::ObjectBuilder::new().schema_type(kind).enum_values(Some(words)).into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// Status of a payment link, as the API, the webhooks and the page say it (contract, Link status).
    LinkStatus {
        /// Made by the API.
        Created = "created",
        /// A person opened the page.
        Started = "started",
        /// Pay was pressed; the intent is on its way to the bank.
        Requested = "requested",
        /// The bank took the intent; the SCA address is known.
        IntentAccepted = "intent_accepted",
        /// The PSU left for the bank.
        AwaitingAuthz = "awaiting_authz",
        /// The return was taken; the bank has no final word yet.
        Received = "received",
        /// Accepted for execution (ACCP, ACFC, ACSP, ACWC, ACWP).
        Submitted = "submitted",
        /// Settled on the debtor's side (ACSC, ACCC).
        Completed = "completed",
        /// Refused, or over without money where no retry is possible.
        Failed = "failed",
        /// Withdrawn by the API client.
        Revoked = "revoked",
        /// The creditor's bank confirmed the funds.
        FundsReceived = "funds_received",
        /// The creditor's bank refused the funds.
        FundsRejected = "funds_rejected",
    }
}

words! {
    /// Status of a consent, as the API, the webhooks and the page say it (contract §5). `requested` of the documented lifecycle is
    /// internal: it is told as `started` with an attempt that is being sent.
    ConsentStatus {
        /// Made by the API.
        Created = "created",
        /// A person opened the page; or reset for a retry.
        Started = "started",
        /// The bank took the consent; the SCA address is known.
        ScaUrlRetrieved = "sca_url_retrieved",
        /// The PSU left for the bank.
        AwaitingAuthz = "awaiting_authz",
        /// The bank says that the SCA is done; no data is stored yet.
        Authorized = "authorized",
        /// Data is stored and can be read.
        Active = "active",
        /// The time of the link was over before anybody authorised.
        Expired = "expired",
        /// Withdrawn, or at the end of its validity.
        Revoked = "revoked",
        /// The authorisation failed.
        Failed = "failed",
        /// The bank refuses reads; may become active again.
        Suspended = "suspended",
    }
}

words! {
    /// Status of a page: of the link or of the consent that it shows, in that one's own word.
    PageStatus {
        /// Made by the API.
        Created = "created",
        /// A person opened the page.
        Started = "started",
        /// A payment's intent is on its way to the bank.
        Requested = "requested",
        /// The bank took the payment's intent; the SCA address is known.
        IntentAccepted = "intent_accepted",
        /// The bank took the consent; the SCA address is known.
        ScaUrlRetrieved = "sca_url_retrieved",
        /// The PSU left for the bank.
        AwaitingAuthz = "awaiting_authz",
        /// Back from the bank with a payment that has no final word yet.
        Received = "received",
        /// A consent's SCA is done; its data is being fetched.
        Authorized = "authorized",
        /// A payment is accepted for execution.
        Submitted = "submitted",
        /// A payment is settled on the debtor's side.
        Completed = "completed",
        /// A consent's data can be read.
        Active = "active",
        /// A consent's link was over before anybody authorised.
        Expired = "expired",
        /// Withdrawn.
        Revoked = "revoked",
        /// Refused, or over without effect where no retry is possible.
        Failed = "failed",
        /// The bank refuses to be read under a consent.
        Suspended = "suspended",
        /// The creditor's bank confirmed the funds.
        FundsReceived = "funds_received",
        /// The creditor's bank refused the funds.
        FundsRejected = "funds_rejected",
    }
}

words! {
    /// A group of data that a consent covers: the API's `scope`, in its order.
    DataGroup {
        /// Who holds which account.
        Accounts = "accounts",
        /// How much is on it.
        Balances = "balances",
        /// What moved on it.
        Transactions = "transactions",
    }
}

words! {
    /// Status of a job that fetches data, in the documented order (contract §5).
    JobStatus {
        /// Begun.
        JobStarted = "job_started",
        /// Accounts are stored.
        AccountsReady = "accounts_ready",
        /// Balances are stored.
        BalancesReady = "balances_ready",
        /// Transactions are coming in.
        TransactionsFetching = "transactions_fetching",
        /// Everything is stored.
        JobCompleted = "job_completed",
        /// Some accounts could not be read.
        JobPartiallyCompleted = "job_partially_completed",
        /// Nothing could be read.
        JobFailed = "job_failed",
    }
}

words! {
    /// Who ended a consent.
    EndedBy {
        /// The account holder, on our page.
        Holder = "holder",
        /// The account holder, or the bank, at the bank.
        Bank = "bank",
        /// The API client.
        Client = "client",
        /// Its validity was over.
        Time = "time",
    }
}

words! {
    /// State of one attempt (one authorisation of one payment or consent at one bank).
    AttemptState {
        /// Written down, the call to the bank is on its way.
        Sending = "sending",
        /// The bank did not answer: it may or may not have taken the intent.
        Unknown = "unknown",
        /// The bank took it; its SCA address is known.
        Accepted = "accepted",
        /// The PSU was sent to the SCA address.
        Left = "left",
        /// The PSU came back; the bank has no final word.
        Returned = "returned",
        /// The bank executes it.
        Submitted = "submitted",
        /// Money left the debtor's account.
        Settled = "settled",
        /// The bank refused it for good.
        Refused = "refused",
        /// Cancelled, and read so at the bank.
        Cancelled = "cancelled",
        /// Surely without effect: never taken, or never authorisable.
        Abandoned = "abandoned",
    }
}

words! {
    /// What the page shows (contract §7, hooks: `data-screen`).
    Screen {
        /// Payment facts, banks and methods; Pay when nothing more is needed.
        Select = "select",
        /// Fields that the chosen method needs.
        Inputs = "inputs",
        /// Last look before paying.
        Review = "review",
        /// The bank is ready; one way on.
        Handoff = "handoff",
        /// Something is on its way.
        Waiting = "waiting",
        /// The end, good or bad.
        Result = "result",
        /// The link's time is over and nothing is at a bank.
        Expired = "expired",
        /// Withdrawn by the merchant.
        Revoked = "revoked",
        /// No such link.
        NotFound = "not-found",
        /// A bank or the gateway could not; nothing was paid.
        Problem = "problem",
    }
}

words! {
    /// How a link is carried out (`options.type`).
    LinkKind {
        /// The PSU chooses on our page.
        Link = "link",
        /// The intent is sent at creation; our page shows it and one way on.
        WrappedSca = "wrapped_sca",
        /// The client sends the PSU to the bank, and posts the return to us.
        DirectSca = "direct_sca",
        /// The client sends the PSU to the bank; the bank returns to us.
        RedirectSca = "redirect_sca",
    }
}

words! {
    /// Health of a provider.
    ProviderStatus {
        /// Works.
        Up = "up",
        /// Works slowly or not always.
        Degraded = "degraded",
        /// Does not work: cannot be chosen.
        Down = "down",
    }
}

impl LinkStatus {
    /// Whether no further status can follow by the PSU's or the bank's doing, `funds_*` after `completed` apart.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Revoked | Self::FundsReceived | Self::FundsRejected)
    }
}

impl ConsentStatus {
    /// Whether no further status can follow.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Expired | Self::Revoked | Self::Failed)
    }
}

/// A page says a status in the word of what it shows.
macro_rules! said_by_a_page {
    ($status:ident { $($variant:ident)+ }) => {
        impl From<$status> for PageStatus {
            fn from(status: $status) -> Self {
                match status { $($status::$variant => Self::$variant,)+ }
            }
        }
    };
}

said_by_a_page! {
    LinkStatus {
        Created Started Requested IntentAccepted AwaitingAuthz Received Submitted Completed Failed Revoked FundsReceived
        FundsRejected
    }
}
said_by_a_page! {
    ConsentStatus { Created Started ScaUrlRetrieved AwaitingAuthz Authorized Active Expired Revoked Failed Suspended }
}
