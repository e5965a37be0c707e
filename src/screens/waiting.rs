//! Something is on its way: what happens, how long it usually takes, what not to do. Calm; it changes only with the truth.

use super::{Sheet, handoff, opening, refusals, support_ref};
use crate::node::Node;
use crate::parts::button::{actions, back_to_merchant, cancel, retry, withdraw};
use crate::parts::form::Form;
use crate::parts::notice::notice;
use crate::parts::progress::{Stands, line, progress, said};
use crate::parts::ways::{further, leave};
use crate::parts::{codes, consent, qr, text};
use crate::scene::Scene;
use crate::words::Key;
use protocol::page::{Approach, Moment, Whose};
use protocol::{AttemptState, DataGroup, JobStatus, LinkKind, PageStatus};

/// What is being waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wait {
    /// Another browser's attempt.
    Elsewhere,
    /// The bank's word, where the client leads the PSU there and back: who looks here is no part of it.
    Outside,
    /// The bank is asked to take the payment.
    Asking,
    /// The PSU's approval at the bank.
    Approval,
    /// The bank's word after the return.
    Word,
    /// A second person's approval.
    Second,
    /// The data of a consent, from the bank.
    Data,
    /// Any of them, for more than ten minutes.
    Long,
}

/// Title of the screen.
pub(super) fn title_key(scene: &Scene) -> Key {
    match wait(scene) {
        Wait::Elsewhere => Key::ElsewhereTitle,
        Wait::Asking => Key::AskingTitle,
        Wait::Approval => match scene.approach() {
            Approach::Redirect => Key::AtBankTitle,
            Approach::Decoupled => Key::CalledTitle,
            Approach::Request => Key::RequestTitle,
        },
        Wait::Word | Wait::Outside => Key::ConfirmingTitle,
        Wait::Second => Key::SecondTitle,
        Wait::Data => Key::FetchingTitle,
        Wait::Long => Key::LongTitle,
    }
}

/// The screen.
pub fn sheet(scene: &Scene) -> Sheet {
    let wait = wait(scene);
    let lead = match wait {
        Wait::Elsewhere => Key::ElsewhereLead,
        Wait::Asking => Key::AskingLead,
        Wait::Approval => match scene.approach() {
            Approach::Redirect => Key::AtBankLead,
            Approach::Decoupled => Key::CalledLead,
            Approach::Request => handoff::request_lead(scene),
        },
        Wait::Word => Key::ConfirmingLead,
        Wait::Second => Key::SecondLead,
        Wait::Data => Key::FetchingLead,
        Wait::Long | Wait::Outside => Key::LongLead,
    };
    let note = match wait {
        Wait::Elsewhere => Key::ElsewhereNote,
        Wait::Asking | Wait::Approval => Key::NothingYet,
        Wait::Word => Key::KeepOpen,
        Wait::Second | Wait::Long | Wait::Data | Wait::Outside => Key::MayClose,
    };
    let mut body = opening(scene, title_key(scene), scene.tell(lead));
    body.append(&mut refusals(scene));
    if wait == Wait::Approval {
        body.push(banks_words(scene));
        body.push(codes::request(scene));
    }
    if !matches!(wait, Wait::Elsewhere | Wait::Outside) && !scene.stage.is_led_elsewhere() {
        body.push(progress(scene, if wait == Wait::Data { data_lines(scene) } else { lines(scene, wait) }));
    }
    body.push(notice("calm", scene.tell(note)));
    if wait == Wait::Approval && scene.stage.can_leave() {
        body.push(further(scene));
        body.push(qr::elsewhere(scene));
    }
    body.push(support_ref(scene));
    let withdraws = (wait == Wait::Data && withdraw(scene).is_some()).then_some("withdraw");
    for form in ["cancel", "retry"].into_iter().chain(withdraws) {
        body.push(Form::post(form, scene).alone(scene));
    }
    Sheet { body, actions: actions(true, ways_on(scene, wait)) }
}

/// What the bank says to whom it calls in its app.
fn banks_words(scene: &Scene) -> Node {
    let Some(said) = scene.attempt().and_then(|attempt| attempt.psu_message.as_deref()) else { return text::nothing() };
    notice("calm", vec![scene.tell(Key::BankSays), text::words(" "), text::theirs(said)].into())
}

fn wait(scene: &Scene) -> Wait {
    let Some(view) = scene.view() else { return Wait::Asking };
    let attempt = view.attempt.as_ref();
    let second = attempt.is_some_and(|attempt| attempt.second_signer);
    let asks = attempt.is_some_and(|attempt| matches!(attempt.state, AttemptState::Sending | AttemptState::Unknown));
    // A consent has no status of its own for the time between the return and the bank's word.
    let returned = view.consent.is_some() && attempt.is_some_and(|attempt| attempt.returned.is_some());
    match view.status {
        _ if view.whose == Whose::Other && !scene.stage.is_led_elsewhere() => Wait::Elsewhere,
        // A new address is asked for under the old status.
        _ if asks => Wait::Asking,
        PageStatus::AwaitingAuthz | PageStatus::IntentAccepted | PageStatus::ScaUrlRetrieved if !returned => {
            Wait::Approval
        }
        PageStatus::Authorized => Wait::Data,
        _ if second => Wait::Second,
        _ if scene.stage.waited_long() => Wait::Long,
        PageStatus::Requested | PageStatus::Created | PageStatus::Started => Wait::Asking,
        _ if scene.stage.is_led_elsewhere() => Wait::Outside,
        _ => Wait::Word,
    }
}

/// What lies behind, what runs, what is ahead.
fn lines(scene: &Scene, wait: Wait) -> Vec<Node> {
    let attempt = scene.attempt();
    let clock = |moment: Option<&'_ Moment>| moment.map(|moment| moment.clock.clone());
    let prepared = clock(attempt.and_then(|attempt| attempt.prepared.as_ref()));
    let returned = clock(attempt.and_then(|attempt| attempt.returned.as_ref()));
    let asks = wait == Wait::Asking || (wait == Wait::Long && returned.is_none());
    let (first_key, first) =
        if asks { (Key::StepPreparing, Stands::Now) } else { (Key::StepPrepared, Stands::Done(prepared.as_deref())) };
    let (second_key, second) = match wait {
        Wait::Asking => (Key::StepApprove, Stands::Ahead),
        Wait::Approval => (Key::StepApprove, Stands::Now),
        _ if asks => (Key::StepApprove, Stands::Ahead),
        _ => (Key::StepBack, Stands::Done(returned.as_deref())),
    };
    let (third_key, third) = match wait {
        Wait::Second => (Key::StepSecond, Stands::Now),
        Wait::Word => (Key::StepConfirm, Stands::Now),
        Wait::Long if !asks => (Key::StepConfirm, Stands::Now),
        _ => (Key::StepConfirm, Stands::Ahead),
    };
    vec![
        line(scene, first_key, first),
        line(scene, second_key, second),
        line(scene, third_key, third),
        line(scene, Key::StepResult, Stands::Ahead),
    ]
}

/// The data as it comes in, group by group: the fetching job's own word, and how much it has read.
fn data_lines(scene: &Scene) -> Vec<Node> {
    let Some(consent) = scene.consent() else { return Vec::new() };
    let fetch = consent.fetch.as_ref();
    // A job that failed is tried again: nothing of it counts.
    let status = fetch.map(|fetch| fetch.status).filter(|status| *status != JobStatus::JobFailed);
    let reached = status.unwrap_or(JobStatus::JobStarted);
    let agreed = consent.since.as_ref().map(|since| since.clock.as_str());
    let mut lines = vec![line(scene, Key::StepAgreed, Stands::Done(agreed))];
    let mut now = true;
    for group in &consent.scope {
        let (ready, read, count) = match group {
            DataGroup::Accounts => (JobStatus::AccountsReady, Key::FetchedAccounts, fetch.map(|fetch| fetch.accounts)),
            DataGroup::Balances => (JobStatus::BalancesReady, Key::FetchedBalances, fetch.map(|fetch| fetch.balances)),
            DataGroup::Transactions => {
                (JobStatus::JobCompleted, Key::FetchedTransactions, fetch.map(|fetch| fetch.transactions))
            }
        };
        let stands = match (reached >= ready, now) {
            (true, _) => Stands::Done(None),
            (_, true) => Stands::Now,
            _ => Stands::Ahead,
        };
        // What has begun to come in says how much it is; what has not, what it will be.
        let says = match (count, stands) {
            (Some(count), Stands::Done(_)) => scene.counted(read, count).into(),
            (Some(count @ 1..), Stands::Now) => scene.counted(read, count).into(),
            _ => scene.tell(consent::name(*group)),
        };
        now = reached >= ready;
        lines.push(said(scene, says, stands));
    }
    lines.push(line(scene, Key::StepShared, Stands::Ahead));
    lines
}

/// While the bank has the word there is no button; where the PSU can still turn back, or must, there is.
fn ways_on(scene: &Scene, wait: Wait) -> Vec<Node> {
    match wait {
        Wait::Elsewhere => {
            back_to_merchant(scene, "second").into_iter().chain([retry(scene, "main", Key::StartHere)]).collect()
        }
        Wait::Approval => {
            let leaving = scene.stage.can_leave() || scene.stage.busy.is_some();
            if scene.stage.is_led_elsewhere() {
                return back_to_merchant(scene, "second").into_iter().collect();
            }
            if scene.view().is_some_and(|view| view.kind == LinkKind::WrappedSca) {
                return vec![cancel(scene), leave_again(scene, leaving)];
            }
            // Where the bank calls, the phone is the way on, and nothing here.
            let is_aside = leaving || scene.approach() == Approach::Decoupled;
            let other = retry(scene, if is_aside { "second" } else { "main" }, Key::OtherBank);
            vec![cancel(scene), other, leave_again(scene, leaving)]
        }
        // A consent that was asked for twice does no harm: who waits for long may begin anew.
        Wait::Long if scene.stage.can_retry() => {
            back_to_merchant(scene, "second").into_iter().chain([retry(scene, "main", Key::OtherBank)]).collect()
        }
        // What was agreed to can be withdrawn before it is read, too.
        Wait::Data => withdraw(scene).into_iter().chain(back_to_merchant(scene, "second")).collect(),
        Wait::Second | Wait::Long | Wait::Outside => back_to_merchant(scene, "second").into_iter().collect(),
        Wait::Asking | Wait::Word => Vec::new(),
    }
}

fn leave_again(scene: &Scene, leaving: bool) -> Node {
    if leaving { leave(scene, Key::ContinueAgain) } else { text::nothing() }
}
