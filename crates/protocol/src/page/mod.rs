//! What the gateway tells a page, in the first HTML (`Boot`) and live (`View`).
//! The browser reads it with miniserde (no visitor per type: a tenth of its file), all others with serde; a test holds the two equal.
//! Holds only what this PSU may see, already in the page's language; never a secret, a webhook address, a raw bank answer.

mod banks;
mod consent;
mod here;

pub use banks::{Bank, BankList, Health, Method, Narrow, Remitter, Unusable};
pub use consent::{Consent, Day, Days, Fetch, SharedAccount};
pub use here::{Approach, Device, Here, Place};

use crate::{AttemptState, LinkKind, PageStatus, Screen};
use serde::{Deserialize, Serialize};

/// A point in time: for machines and, formatted by the gateway in the page's language and the operator's time zone, for people.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Moment {
    /// Milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// RFC 3339, for `<time datetime>`.
    pub iso: String,
    /// For people, such as "Today, 18:30".
    pub text: String,
    /// The time alone, with seconds: "14:03:06".
    pub clock: String,
    /// In full, for receipts and sentences: "12 March 2026, 14:03".
    pub full: String,
    /// The time zone of all of these, as clocks there are called at that time: "EET".
    pub zone: String,
}

/// One line of the goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Item {
    /// Text from the merchant: a stranger's words.
    pub name: String,
    /// How many, as the merchant wrote it.
    pub quantity: String,
    /// Formatted amount with currency.
    pub amount: String,
}

/// What is asked of the PSU.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Payment {
    /// Formatted for the language, without currency, Latin digits: "100,50".
    pub amount: String,
    /// The same as the API writes it: "100.50".
    pub amount_plain: String,
    /// ISO 4217.
    pub currency: String,
    /// Who is paid: a stranger's words.
    pub creditor: String,
    /// The form that the bank will show, when transliteration changes more than diacritics.
    pub creditor_at_bank: Option<String>,
    /// In groups of four.
    pub creditor_iban: String,
    /// Remittance information: a stranger's words.
    pub reference: String,
    /// The form that the bank will show, when transliteration changes more than diacritics.
    pub reference_at_bank: Option<String>,
    /// The licensed firm that initiates the payment.
    pub initiator: String,
    /// Until when the link can be used.
    pub expires: Moment,
    /// The goods, possibly none.
    pub items: Vec<Item>,
    /// The reference a PSU can quote in questions.
    pub support_ref: String,
}

/// Whose the running or last attempt is, seen from this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, miniserde::Deserialize)]
pub enum Whose {
    /// No attempt counts now; or one counts that was begun for the client, and waits for whoever goes on with it first.
    #[default]
    #[serde(rename = "nobody")]
    Nobody,
    /// This browser began it.
    #[serde(rename = "mine")]
    Mine,
    /// Another browser began it: only the public view is told.
    #[serde(rename = "other")]
    Other,
}

/// Why an attempt ended without money, in our words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, miniserde::Deserialize)]
pub enum Reason {
    /// The bank refused it, without a reason that we know.
    #[serde(rename = "refused")]
    Refused,
    /// Not enough money on the account.
    #[serde(rename = "no_funds")]
    NoFunds,
    /// The PSU refused it at the bank.
    #[serde(rename = "rejected_by_psu")]
    RejectedByPsu,
    /// The PSU cancelled it at the bank.
    #[serde(rename = "cancelled_by_psu")]
    CancelledByPsu,
    /// The bank cancelled it.
    #[serde(rename = "cancelled_by_bank")]
    CancelledByBank,
    /// The bank could not be reached, or was overloaded: nothing was taken.
    #[serde(rename = "bank_unavailable")]
    BankUnavailable,
    /// The bank did not answer; whatever it took can never run.
    #[serde(rename = "bank_silent")]
    BankSilent,
    /// Cancelled here, before or after the bank.
    #[serde(rename = "cancelled_here")]
    CancelledHere,
    /// The bank's page was not used in time.
    #[serde(rename = "sca_expired")]
    ScaExpired,
}

/// One attempt as its own browser may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Attempt {
    /// 1 for the first.
    pub number: u32,
    /// Where it stands.
    pub state: AttemptState,
    /// The chosen bank; `None` in the public view.
    pub provider_id: Option<String>,
    /// The bank's name; `None` in the public view.
    pub bank: Option<String>,
    /// The chosen method's id; `None` in the public view.
    pub method_id: Option<String>,
    /// Why it ended, when it did without money.
    pub reason: Option<Reason>,
    /// A second person must sign at the bank (PATC).
    pub second_signer: bool,
    /// The PSU may be sent to the bank now (the SCA address is known and alive).
    pub can_leave: bool,
    /// How its bank wants to be asked.
    pub approach: Approach,
    /// Address by which an app of the bank's, or of the scheme's, opens on a phone (https); only for its own browser.
    pub app_link: Option<String>,
    /// The scheme's own code of the request to pay, as SVG path data on a `0 0 n n` grid, and n; only for its own browser.
    pub code: Option<(String, u32)>,
    /// What the bank wants the PSU told, who is called in its app: a stranger's words.
    pub psu_message: Option<String>,
    /// When Pay was pressed.
    pub prepared: Option<Moment>,
    /// When the PSU came back.
    pub returned: Option<Moment>,
    /// When the bank said its last word.
    pub ended: Option<Moment>,
    /// End-to-end id of the payment; only for its own browser.
    pub end_to_end_id: Option<String>,
    /// Masked IBAN that is paid from, when known; only for its own browser.
    pub debtor_iban: Option<String>,
}

/// Everything that can change while a page is open. `GET {page}/status`, each event, and the first HTML carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, miniserde::Deserialize)]
pub struct View {
    /// Grows with every committed change of the link or consent; a page never goes back to a smaller one.
    pub seq: u64,
    /// How the link or consent is carried out: whether there is anything to choose here, and who leads to the bank.
    pub kind: LinkKind,
    /// Status of the link or consent.
    pub status: PageStatus,
    /// Whether `expires_at` has passed.
    pub is_expired: bool,
    /// What a page that was just opened shows; the same answer as `flow::journey::resume`.
    pub screen: Screen,
    /// Whether the page can stop asking.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// The payment that is asked; on a link's page.
    pub payment: Option<Payment>,
    /// The consent that is asked; on a consent's page.
    pub consent: Option<Consent>,
    /// The attempt that counts now, or the last one where it explains the screen.
    pub attempt: Option<Attempt>,
    /// Whose it is.
    pub whose: Whose,
    /// Where "back to merchant" leads, with our hints added; `None` when the client gave no address.
    pub back_url: Option<String>,
    /// The gateway's clock, milliseconds since 1970.
    pub now_ms: i64,
}

impl View {
    /// Until when the link can be used.
    pub fn expires(&self) -> Option<&Moment> {
        let consent = || self.consent.as_ref().map(|consent| &consent.expires);
        self.payment.as_ref().map(|payment| &payment.expires).or_else(consent)
    }
}

/// What the PSU has chosen or typed so far: from the query and form in html mode, from memory in live mode.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Choice {
    /// Chosen bank.
    pub provider_id: Option<String>,
    /// Chosen method.
    pub method_id: Option<String>,
    /// Text in the search field.
    pub q: String,
    /// Only banks and methods for these accounts.
    pub remitter: Option<Remitter>,
    /// Only banks of this country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Typed IBAN of the account to pay from.
    pub debtor_iban: String,
    /// Typed PSU id.
    pub psu_id: String,
    /// The PSU went on from `select` to what comes next (html mode: `step=next`).
    pub onward: bool,
    /// The PSU has just cancelled (html mode: `step=cancelled`).
    pub cancelled: bool,
    /// The PSU has read of the last problem and chooses anew (html mode: `step=again`, or any `bank`, `method`, `q`).
    pub again: bool,
    /// The one question on show, in a template that asks one at a time; `None` where choosing is one screen.
    pub question: Option<Question>,
}

/// What `select` asks where it asks one thing at a time (contract §7, `data-step`); in the order of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, miniserde::Deserialize)]
pub enum Question {
    /// Whether this is the payment that was meant.
    #[serde(rename = "details")]
    Details,
    /// Which bank to pay from.
    #[serde(rename = "bank")]
    Bank,
    /// How to pay there; left out where the bank has one usable way.
    #[serde(rename = "method")]
    Method,
}

impl Question {
    /// Its word in `data-step`, and in `step` of the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Details => "details",
            Self::Bank => "bank",
            Self::Method => "method",
        }
    }

    /// The question of this word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Details, Self::Bank, Self::Method].into_iter().find(|one| one.as_str() == word)
    }
}

/// What is wrong with a field that the PSU filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, miniserde::Deserialize)]
pub struct FieldError {
    /// API name of the field.
    pub field: String,
    /// A sentence in the page's language.
    pub message: String,
}

/// Who asks, and how the page should look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Look {
    /// Template id.
    pub template: String,
    /// BCP 47 tag of the language, such as `ro`.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Other languages: tag and own name.
    pub other_langs: Vec<(String, String)>,
    /// What the client put on its pages.
    pub brand: Option<Brand>,
}

/// A client's brand: a stranger's words and picture, which never stand in for who is paid.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Brand {
    /// Its name; empty: the creditor's alone.
    pub name: String,
    /// `#rrggbb`; empty: the template's own.
    pub colour: String,
    /// `square`, `soft`, `round`; empty: the template's own.
    pub corners: String,
    /// Its picture.
    pub logo: Option<Logo>,
    /// What its law wants said.
    pub legal: String,
    /// Labels and addresses (https).
    pub links: Vec<(String, String)>,
}

/// A picture, with the size that it takes on the page before it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Logo {
    /// Its address, on our own origin.
    pub src: String,
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
}

/// A credit transfer that the PSU makes alone, in their own banking app: nobody is told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Transfer {
    /// Its code (EPC069-12), as SVG path data on a `0 0 n n` grid, and n.
    pub code: (String, u32),
    /// Who is paid, as the code says it: a stranger's words.
    pub name: String,
    /// What for, as the code says it: a stranger's words.
    pub text: String,
}

/// What makes a first view: in the HTML's boot script, and at `GET {page}/boot` for the app run on its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Boot {
    /// `payment` or `consent`.
    pub kind: String,
    /// Path of the page, such as `/pay/AbC…`, without query; empty on a page of no link (404s).
    pub page: String,
    /// Where it is shown.
    pub here: Here,
    /// `None` on a page of no link.
    pub view: Option<View>,
    /// Banks of the first view (at most 40).
    pub banks: Vec<Bank>,
    /// How many banks there are in all for this payment and search.
    pub bank_count: u32,
    /// What can narrow them.
    pub narrow: Narrow,
    /// What was chosen before this view.
    pub choice: Choice,
    /// What is wrong with what was sent.
    pub errors: Vec<FieldError>,
    /// Proof for our own forms (HMAC of link, attempt, browser).
    pub form_token: String,
    /// The secret by which this browser is known on this page, where its cookies do not come: in a frame of another site. Our own forms
    /// and addresses carry it there.
    pub holder: Option<String>,
    /// Template, language.
    pub look: Look,
    /// The sentences of the page's language, in the order of the words table.
    pub words: Vec<String>,
    /// QR of the page's own address as SVG path data on a `0 0 n n` grid, and n; for "continue on your phone".
    pub qr: Option<(String, u32)>,
    /// The way out where no bank fits.
    pub transfer: Option<Transfer>,
    /// Absolute address of the page, for "copy link".
    pub url: String,
}
