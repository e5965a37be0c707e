//! What every screen is a function of: the boot data, the stage, and whether the app runs yet; and how it speaks.
//! Never here: a look, a decision, a sentence.

use crate::node::Node;
use crate::parts::text;
use crate::words::{self, Key, Run};
use flow::journey::Stage;
use protocol::page::{Approach, Attempt, Boot, Consent, Device, Moment, Payment, Question, View};
use protocol::{DataGroup, Screen};

/// One moment of the page.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// What the gateway sent first.
    pub boot: &'a Boot,
    /// Where the PSU is.
    pub stage: &'a Stage,
    /// The app runs: controls that only it can serve may be shown.
    pub live: bool,
}

impl<'a> Scene<'a> {
    /// The newest truth.
    pub fn view(&self) -> Option<&'a View> {
        self.stage.view.as_ref()
    }

    /// The payment that is asked.
    pub fn payment(&self) -> Option<&'a Payment> {
        self.view().and_then(|view| view.payment.as_ref())
    }

    /// The consent that is asked, or given.
    pub fn consent(&self) -> Option<&'a Consent> {
        self.view().and_then(|view| view.consent.as_ref())
    }

    /// Who asks: a stranger's words.
    pub fn asker(&self) -> Option<&'a str> {
        let payment = || self.payment().map(|payment| payment.creditor.as_str());
        self.consent().map(|consent| consent.asker.as_str()).or_else(payment)
    }

    /// Until when the link can be used.
    pub fn expires(&self) -> Option<&'a Moment> {
        self.view().and_then(View::expires)
    }

    /// The screens on which the PSU decides about a consent: there to decline is as prominent as to accept. Where the client chose the
    /// bank, that is the hand-off.
    pub fn decides_consent(&self) -> bool {
        self.consent().is_some()
            && match self.stage.at {
                Screen::Select => self.stage.question().is_none(),
                Screen::Handoff => self.stage.is_unclaimed(),
                at => matches!(at, Screen::Inputs | Screen::Review),
            }
    }

    /// The screens that show what is shared group by group.
    pub fn shows_groups(&self) -> bool {
        self.consent().is_some()
            && match self.stage.at {
                Screen::Select => self.stage.question().is_none_or(|question| question == Question::Details),
                Screen::Result => self.fetched(),
                Screen::Handoff => self.stage.is_unclaimed(),
                at => at == Screen::Review,
            }
    }

    /// Data of this consent is, or was, read.
    pub fn fetched(&self) -> bool {
        use protocol::PageStatus::{Active, Suspended};
        self.view().is_some_and(|view| matches!(view.status, Active | Suspended))
    }

    /// The attempt that counts, or explains the screen.
    pub fn attempt(&self) -> Option<&'a Attempt> {
        self.view().and_then(|view| view.attempt.as_ref())
    }

    /// How the bank of the attempt wants to be asked.
    pub fn approach(&self) -> Approach {
        self.attempt().map_or(Approach::Redirect, |attempt| attempt.approach)
    }

    /// The code of a scheme's request to pay, where a phone is to read it from this screen.
    pub fn request_code(&self) -> Option<&'a (String, u32)> {
        let is_elsewhere = self.stage.here.device == Device::Desktop;
        self.attempt().filter(|attempt| is_elsewhere && attempt.can_leave)?.code.as_ref()
    }

    /// Id and name of the bank that this screen is about; `None` when it is not known here.
    pub fn bank(&self) -> Option<(&'a str, &'a str)> {
        let chosen = || self.stage.chosen_bank().map(|bank| (bank.provider_id.as_str(), bank.name.as_str()));
        let tried =
            || self.attempt().and_then(|attempt| Some((attempt.provider_id.as_deref()?, attempt.bank.as_deref()?)));
        match self.stage.at {
            Screen::Select | Screen::Inputs | Screen::Review => chosen(),
            _ if self.stage.has_just_cancelled() => None,
            _ => tried(),
        }
    }

    /// Amount with currency, kept on one line.
    pub fn amount(&self) -> String {
        self.payment()
            .map_or_else(String::new, |payment| [payment.amount.as_str(), payment.currency.as_str()].join("\u{a0}"))
    }

    /// What stands between the parts of a list.
    pub fn comma(&self) -> Node {
        text::words(words::comma(&self.boot.look.lang))
    }

    /// A sentence as it stands.
    pub fn word(&self, key: Key) -> &'a str {
        self.boot.words.get(key as usize).map_or("", String::as_str)
    }

    /// A sentence as plain text.
    pub fn plain(&self, key: Key) -> String {
        self.plain_with(key, "", "")
    }

    /// A sentence as plain text, with one name of its own.
    pub fn plain_with(&self, key: Key, name: &str, value: &str) -> String {
        self.filled(self.word(key), name, value)
    }

    /// A sentence that counts, in the form that the language has for this number.
    pub fn counted(&self, key: Key, count: u32) -> String {
        self.filled(words::form(&self.boot.look.lang, self.word(key), count), "count", &count.to_string())
    }

    fn filled(&self, sentence: &str, name: &str, value: &str) -> String {
        let mut text = String::new();
        for (place, run) in words::runs(sentence).into_iter().enumerate() {
            match run {
                Run::Text(part, _) => text.push_str(words::after(&text, part)),
                Run::Fill(wanted, _) if wanted == name => text.push_str(value),
                Run::Fill("payee", _) => text.push_str(&words::unmasked_text(&self.fill("payee", place))),
                Run::Fill(wanted, _) => text.push_str(&self.fill(wanted, place)),
            }
        }
        text
    }

    /// A sentence, with stress, and what is filled in kept apart in direction.
    pub fn tell(&self, key: Key) -> Node {
        self.tell_with(key, "", "")
    }

    /// A sentence with a point in time.
    pub fn tell_when(&self, key: Key, when: &str) -> Node {
        self.tell_with(key, "when", when)
    }

    /// A sentence with one name of its own.
    pub fn tell_with(&self, key: Key, name: &str, value: &str) -> Node {
        let mut parts = Vec::new();
        let mut filled = String::new();
        for (place, run) in words::runs(self.word(key)).into_iter().enumerate() {
            let before = core::mem::take(&mut filled);
            let (view, stress) = match run {
                Run::Text(part, stress) => (text::words(words::after(&before, part)), stress),
                Run::Fill(wanted, stress) => {
                    filled = if wanted == name { value.to_owned() } else { self.fill(wanted, place) };
                    let view = match wanted {
                        // A point in time or a number: words of the page's language, kept apart by the sentence itself.
                        _ if wanted == name => text::words(&filled),
                        "payee" => text::theirs(&filled),
                        "amount" | "ref" => text::ours(&filled),
                        _ => text::words(&filled),
                    };
                    (view, stress)
                }
            };
            parts.push(if stress { text::strong(view) } else { view });
        }
        parts.into()
    }

    /// What stands for a name that every sentence may use.
    fn fill(&self, name: &str, place: usize) -> String {
        let payment = |of: fn(&Payment) -> &String| self.payment().map(of).cloned().unwrap_or_default();
        let told = |of_payment: fn(&Payment) -> &String, of_consent: fn(&Consent) -> &String| {
            self.consent().map_or_else(|| payment(of_payment), |consent| of_consent(consent).clone())
        };
        match name {
            "amount" => self.amount(),
            "payee" => self.asker().unwrap_or_default().to_owned(),
            "firm" => told(|payment| &payment.initiator, |consent| &consent.firm),
            "ref" => told(|payment| &payment.support_ref, |consent| &consent.support_ref),
            "until" | "days" | "times" | "history" | "scope" => {
                self.consent().map_or_else(String::new, |consent| self.term(consent, name))
            }
            "currency" => payment(|payment| &payment.currency),
            "bank" => match self.bank() {
                Some((_, bank)) => bank.to_owned(),
                None if place == 0 => self.word(Key::TheBankFirst).to_owned(),
                None => self.word(Key::TheBank).to_owned(),
            },
            _ => String::new(),
        }
    }

    /// A term of the consent, by its name in sentences.
    fn term(&self, consent: &Consent, name: &str) -> String {
        match name {
            "until" => consent.until.text.clone(),
            "days" => consent.validity.text.clone(),
            "times" => consent.times_a_day.unwrap_or(1).to_string(),
            "history" => consent.history.as_ref().map(|history| history.text.clone()).unwrap_or_default(),
            _ => self.word(scope_key(consent)).to_owned(),
        }
    }
}

/// The scope in words.
pub fn scope_key(consent: &Consent) -> Key {
    if consent.scope.contains(&DataGroup::Transactions) { Key::ScopeFull } else { Key::ScopeBare }
}
