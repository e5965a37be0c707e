//! What a PSU sends when they press Pay or Authorise, and whether it will do: the same form, whatever is to be authorised.
//! Never here: a sentence (the pages have those), what follows (see `pay`, `consents::authorise`).

use connectors::berlin_group::Psu;
use connectors::catalog::Input;
use flow::account::parse_iban;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// What the PSU sent.
#[derive(Clone, Default)]
pub struct Form {
    /// The chosen bank.
    pub provider_id: String,
    /// The chosen method; empty: the bank's only usable one.
    pub method_id: String,
    /// Typed, where the method needs it.
    pub debtor_iban: String,
    /// Typed, where the method needs it.
    pub psu_id: String,
    /// The browser's secret.
    pub holder: String,
    /// Whether it was sent from a consent's reduced view.
    pub reduced: bool,
    /// The browser.
    pub psu: Psu,
}

/// What is wrong with what the PSU sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormFault {
    /// No bank, or one that is not offered.
    ChooseBank,
    /// No method, or one that is not offered.
    ChooseMethod,
    /// The method cannot be used for this now.
    Unusable,
    /// An IBAN is needed.
    IbanMissing,
    /// It is no IBAN.
    IbanWrong,
    /// The PSU id is needed, of at most 64 visible characters.
    PsuIdMissing,
}

/// What the press came to.
#[derive(Debug)]
pub enum Pressed {
    /// There is an attempt: this one, or one that was there before. The page tells which.
    Shown,
    /// Nothing was begun.
    Faulty(Vec<(&'static str, FormFault)>),
}

/// What the bank needs to know of what the PSU typed; sealed in the store.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Inputs {
    /// Account to pay from, or to read.
    pub debtor_iban: Option<String>,
    /// Who the PSU is at the bank.
    pub psu_id: Option<String>,
    /// Where the browser was that authorised a consent: while the PSU waits for the data, the bank is told.
    #[serde(default)]
    pub ip: Option<IpAddr>,
}

/// A method that is offered to a PSU.
pub(super) trait Offered: Copy {
    fn provider_id(&self) -> &'static str;
    fn method_id(&self) -> &'static str;
    fn is_usable(&self) -> bool;
    fn needs(&self) -> &'static [Input];
}

/// Which inputs the API client gave already: those are not asked, and not taken.
#[derive(Clone, Copy)]
pub(super) struct Given {
    pub debtor_iban: bool,
    pub psu_id: bool,
}

/// The chosen method and what was typed for it, or all that is wrong.
pub(super) fn judge<M: Offered>(
    offered: Vec<M>,
    form: &Form,
    given: Given,
) -> Result<(M, Inputs), Vec<(&'static str, FormFault)>> {
    let of_bank: Vec<M> = offered.into_iter().filter(|one| one.provider_id() == form.provider_id).collect();
    if of_bank.is_empty() {
        return Err(vec![("provider_id", FormFault::ChooseBank)]);
    }
    let named = |one: &&M| match form.method_id.as_str() {
        "" => one.is_usable(),
        id => one.method_id() == id,
    };
    let Some(method) = of_bank.iter().find(named).copied() else {
        return Err(vec![("method_id", FormFault::ChooseMethod)]);
    };
    if !method.is_usable() {
        return Err(vec![("method_id", FormFault::Unusable)]);
    }
    let mut faults = Vec::new();
    let inputs = Inputs {
        debtor_iban: (method.needs().contains(&Input::DebtorIban) && !given.debtor_iban)
            .then(|| read_iban(form).map_err(|fault| faults.push(("debtor_iban", fault))).ok())
            .flatten(),
        psu_id: (method.needs().contains(&Input::PsuId) && !given.psu_id)
            .then(|| read_psu_id(form).map_err(|fault| faults.push(("psu_id", fault))).ok())
            .flatten(),
        ip: None,
    };
    if faults.is_empty() { Ok((method, inputs)) } else { Err(faults) }
}

fn read_iban(form: &Form) -> Result<String, FormFault> {
    match form.debtor_iban.trim() {
        "" => Err(FormFault::IbanMissing),
        typed => parse_iban(typed).map_err(|_| FormFault::IbanWrong),
    }
}

fn read_psu_id(form: &Form) -> Result<String, FormFault> {
    let typed = form.psu_id.trim();
    let fits = (1..=64).contains(&typed.len()) && typed.bytes().all(|byte| byte.is_ascii_graphic());
    if fits { Ok(typed.to_owned()) } else { Err(FormFault::PsuIdMissing) }
}
