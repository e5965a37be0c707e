//! Views, banks and stages that the tests of the journey begin from.

use flow::handoff::Step as Way;
use flow::journey::{Event, Stage, resume, step};
use protocol::page::{
    Approach, Attempt, Bank, Choice, Consent, Device, Here, Method, Moment, Payment, Place, Reason, Unusable, View,
    Whose,
};
use protocol::{AttemptState, ConsentStatus, LinkKind, LinkStatus, ProviderStatus, Screen};

/// A day in March, by the gateway's clock.
pub const NOW: i64 = 1_773_320_000_000;

/// A view of this status, without an attempt.
pub fn view(seq: u64, status: LinkStatus) -> View {
    View {
        seq,
        kind: LinkKind::Link,
        status: status.into(),
        is_expired: false,
        screen: Screen::Select,
        is_final: status.is_final(),
        payment: Some(Payment {
            amount: "100,50".into(),
            amount_plain: "100.50".into(),
            currency: "RON".into(),
            creditor: "Cafeneaua Verde SRL".into(),
            expires: Moment { at_ms: NOW + 3_600_000, ..Moment::default() },
            ..Payment::default()
        }),
        consent: None,
        attempt: None,
        whose: Whose::Nobody,
        back_url: Some("https://shop.example/back".into()),
        now_ms: NOW,
    }
}

/// A view of this status with an attempt in this state.
pub fn view_with(seq: u64, status: LinkStatus, state: AttemptState, whose: Whose, reason: Option<Reason>) -> View {
    let can_leave = whose == Whose::Mine && matches!(state, AttemptState::Accepted | AttemptState::Left);
    let attempt = Attempt {
        number: 1,
        state,
        provider_id: Some("libra_ro".into()),
        bank: Some("Libra Internet Bank".into()),
        method_id: Some("libra_ro.domestic".into()),
        reason,
        second_signer: false,
        can_leave,
        approach: Approach::Redirect,
        app_link: None,
        code: None,
        psu_message: None,
        prepared: Some(Moment { at_ms: NOW - 5_000, ..Moment::default() }),
        returned: None,
        ended: None,
        end_to_end_id: None,
        debtor_iban: None,
    };
    View { attempt: Some(attempt), whose, ..view(seq, status) }
}

/// The same, carried out in this way: an unclaimed attempt can be left for by anybody, one that is led elsewhere by nobody.
pub fn view_of(kind: LinkKind, status: LinkStatus, state: AttemptState, whose: Whose) -> View {
    let mut view = View { kind, ..view_with(7, status, state, whose, None) };
    if let Some(attempt) = &mut view.attempt {
        let goes = matches!(state, AttemptState::Accepted | AttemptState::Left);
        attempt.can_leave = kind == LinkKind::WrappedSca && whose != Whose::Other && goes;
    }
    view
}

/// The same, once the bank's address has died.
pub fn lapsed(view: View) -> View {
    let attempt = view.attempt.map(|attempt| Attempt { can_leave: false, reason: Some(Reason::ScaExpired), ..attempt });
    View { attempt, ..view }
}

/// A view of a consent of this status; an attempt belongs to this browser.
pub fn consent_with(seq: u64, status: ConsentStatus, state: Option<AttemptState>) -> View {
    let base = match state {
        Some(state) => view_with(seq, LinkStatus::Started, state, Whose::Mine, None),
        None => view(seq, LinkStatus::Started),
    };
    let expires = base.expires().cloned().unwrap_or_default();
    let can_withdraw = matches!(status, ConsentStatus::Authorized | ConsentStatus::Active | ConsentStatus::Suspended);
    let consent = Consent { asker: "Cafeneaua Verde SRL".into(), expires, can_withdraw, ..Consent::default() };
    View { status: status.into(), is_final: status.is_final(), payment: None, consent: Some(consent), ..base }
}

fn method(id: &str, inputs: &[&str], unusable: Option<Unusable>) -> Method {
    Method {
        method_id: id.into(),
        scheme: "domestic".into(),
        remitter: vec!["retail".into()],
        limit: None,
        inputs: inputs.iter().map(|input| (*input).into()).collect(),
        unusable,
    }
}

fn bank(id: &str, unusable: Option<Unusable>, methods: Vec<Method>) -> Bank {
    Bank {
        provider_id: id.into(),
        name: id.into(),
        country: "RO".into(),
        keys: Vec::new(),
        status: if unusable.is_some() { ProviderStatus::Down } else { ProviderStatus::Up },
        unusable,
        methods,
    }
}

/// One bank with two methods and a third that cannot be used, one that asks for fields, one that is down.
pub fn banks() -> Vec<Bank> {
    vec![
        bank(
            "libra_ro",
            None,
            vec![
                method("libra_ro.sepa", &[], Some(Unusable::Currency)),
                method("libra_ro.domestic", &[], None),
                method("libra_ro.instant", &[], None),
            ],
        ),
        bank("rzb_ro", None, vec![method("rzb_ro.domestic", &["debtor_iban", "psu_id"], None)]),
        bank("bt_ro", Some(Unusable::Down), vec![method("bt_ro.domestic", &[], None)]),
    ]
}

/// A choice of this bank.
pub fn chose(provider_id: &str) -> Choice {
    Choice { provider_id: Some(provider_id.into()), ..Choice::default() }
}

/// A page that was opened on this view, and whose app runs.
pub fn running(view: &View, choice: Choice) -> Stage {
    step(resume(Some(view), Here::PLAIN, banks(), 3, choice, Vec::new()), Event::Started).0
}

/// Every kind of stage that a PSU can be at, by name. Seq is 7 throughout.
pub fn stages() -> Vec<(&'static str, Stage)> {
    use AttemptState as A;
    use ConsentStatus as C;
    use LinkStatus as S;
    let onward = |id| Choice { onward: true, ..chose(id) };
    let mine = |status, state, reason| view_with(7, status, state, Whose::Mine, reason);
    let other = |status, state| view_with(7, status, state, Whose::Other, None);
    let cancelled = || Choice { cancelled: true, ..Choice::default() };
    let at = |view: View, choice| running(&view, choice);
    let paying = step(at(view(7, S::Started), chose("libra_ro")), Event::PayPressed).0;
    let unsure = step(paying.clone(), Event::FormFailed(None)).0;
    let active = at(consent_with(7, C::Active, Some(A::Settled)), Choice::default());
    let withdrawing = step(active, Event::WithdrawPressed).0;
    let hidden = step(at(mine(S::Received, A::Returned, None), Choice::default()), Event::Hidden).0;
    let offline = step(at(mine(S::Received, A::Returned, None), Choice::default()), Event::WentOffline).0;
    let resting = step(at(mine(S::Received, A::Returned, None), Choice::default()), Event::ReadFailed(Some(9_000))).0;
    let mut stages = vec![
        ("select", at(view(7, S::Started), Choice::default())),
        ("select, bank chosen", at(view(7, S::Started), chose("libra_ro"))),
        ("select, bank with inputs chosen", at(view(7, S::Started), chose("rzb_ro"))),
        (
            "select, cancelled at the bank",
            at(mine(S::Started, A::Cancelled, Some(Reason::CancelledByPsu)), Choice::default()),
        ),
        ("select, paying", paying),
        ("select, unsure whether Pay arrived", unsure),
        ("inputs", at(view(7, S::Started), onward("rzb_ro"))),
        ("review", at(view(7, S::Started), onward("libra_ro"))),
        ("problem", at(mine(S::Started, A::Abandoned, Some(Reason::BankUnavailable)), Choice::default())),
        ("waiting, requested", at(mine(S::Requested, A::Sending, None), Choice::default())),
        ("handoff", at(mine(S::IntentAccepted, A::Accepted, None), Choice::default())),
        ("waiting, left", at(mine(S::AwaitingAuthz, A::Left, None), Choice::default())),
        ("waiting, somebody else's", at(other(S::AwaitingAuthz, A::Left), Choice::default())),
        ("waiting, received", at(mine(S::Received, A::Returned, None), Choice::default())),
        ("waiting, hidden", hidden),
        ("waiting, offline", offline),
        ("waiting, told to rest", resting),
        ("result, cancelled here", at(view(7, S::Started), cancelled())),
        ("result, submitted", at(mine(S::Submitted, A::Submitted, None), Choice::default())),
        ("result, completed", at(mine(S::Completed, A::Settled, None), Choice::default())),
        ("result, failed", at(mine(S::Failed, A::Refused, Some(Reason::NoFunds)), Choice::default())),
        ("expired", at(View { is_expired: true, ..view(7, S::Started) }, Choice::default())),
        ("revoked", at(view(7, S::Revoked), Choice::default())),
        ("consent, select", at(consent_with(7, C::Started, None), chose("libra_ro"))),
        ("consent, asking the bank", at(consent_with(7, C::Started, Some(A::Sending)), Choice::default())),
        ("consent, handoff", at(consent_with(7, C::ScaUrlRetrieved, Some(A::Accepted)), Choice::default())),
        ("consent, waiting", at(consent_with(7, C::AwaitingAuthz, Some(A::Left)), Choice::default())),
        ("consent, fetching", at(consent_with(7, C::Authorized, Some(A::Settled)), Choice::default())),
        ("consent, active", at(consent_with(7, C::Active, Some(A::Settled)), Choice::default())),
        ("consent, withdrawing", withdrawing),
        ("consent, suspended", at(consent_with(7, C::Suspended, Some(A::Settled)), Choice::default())),
        ("consent, failed", at(consent_with(7, C::Failed, Some(A::Refused)), Choice::default())),
        ("consent, expired", at(consent_with(7, C::Expired, None), Choice::default())),
        ("consent, revoked", at(consent_with(7, C::Revoked, None), Choice::default())),
    ];
    stages.extend(sent_before());
    stages.extend(elsewhere());
    stages.push((
        "not-found",
        step(resume(None, Here::PLAIN, Vec::new(), 0, Choice::default(), Vec::new()), Event::Started).0,
    ));
    stages
}

/// A page that was opened on this view in this place, whose bank has an app, and whose own app runs.
pub fn running_in(view: View, place: Place, device: Device) -> Stage {
    let app_link = || Some("https://app.bank.example/approve".to_owned());
    let attempt = view.attempt.map(|attempt| Attempt { app_link: app_link(), ..attempt });
    let view = View { attempt, ..view };
    step(resume(Some(&view), Here { place, device }, banks(), 3, Choice::default(), Vec::new()), Event::Started).0
}

/// On the way to the bank from other places than a tab on a desktop.
fn elsewhere() -> Vec<(&'static str, Stage)> {
    let ready = || view_with(7, LinkStatus::IntentAccepted, AttemptState::Accepted, Whose::Mine, None);
    let left = || view_with(7, LinkStatus::AwaitingAuthz, AttemptState::Left, Whose::Mine, None);
    let framed = || running_in(ready(), Place::Frame, Device::Desktop);
    let fails = |stage: Stage, way: Way| step(step(stage, Event::LeavePressed(way)).0, Event::LeaveFailed(way)).0;
    vec![
        ("handoff, framed", framed()),
        ("handoff, framed, opening a tab", step(framed(), Event::LeavePressed(Way::NewTab)).0),
        ("handoff, framed, no new tab", fails(framed(), Way::NewTab)),
        ("handoff, framed, no window at all", fails(fails(framed(), Way::NewTab), Way::TopWindow)),
        ("handoff, framed, giving way", running_in(ready(), Place::FrameGivingWay, Device::Desktop)),
        ("handoff, phone", running_in(ready(), Place::Tab, Device::Phone)),
        (
            "handoff, phone, opening the app",
            step(running_in(ready(), Place::Tab, Device::Phone), Event::LeavePressed(Way::AppLink)).0,
        ),
        ("waiting, framed, left", running_in(left(), Place::Frame, Device::Desktop)),
    ]
}

/// Of what was sent to the bank when the client made it.
fn sent_before() -> Vec<(&'static str, Stage)> {
    use AttemptState as A;
    use ConsentStatus as C;
    use LinkKind as K;
    use LinkStatus as S;
    let wrapped = |status, state, whose| view_of(K::WrappedSca, status, state, whose);
    let cancelled = || Choice { cancelled: true, ..Choice::default() };
    let at = |view: View, choice| running(&view, choice);
    vec![
        ("wrapped, handoff", at(wrapped(S::IntentAccepted, A::Accepted, Whose::Nobody), Choice::default())),
        ("wrapped, cancelled here", at(wrapped(S::IntentAccepted, A::Accepted, Whose::Nobody), cancelled())),
        ("wrapped, still sending", at(wrapped(S::Requested, A::Sending, Whose::Nobody), Choice::default())),
        ("wrapped, left", at(wrapped(S::AwaitingAuthz, A::Left, Whose::Mine), Choice::default())),
        ("wrapped, renewed", at(wrapped(S::AwaitingAuthz, A::Accepted, Whose::Mine), Choice::default())),
        ("wrapped, somebody else's", at(wrapped(S::AwaitingAuthz, A::Left, Whose::Other), Choice::default())),
        (
            "wrapped, address died",
            at(lapsed(wrapped(S::IntentAccepted, A::Accepted, Whose::Nobody)), Choice::default()),
        ),
        (
            "wrapped, address died at the bank",
            at(lapsed(wrapped(S::AwaitingAuthz, A::Left, Whose::Mine)), Choice::default()),
        ),
        (
            "wrapped, expired",
            at(View { is_expired: true, ..wrapped(S::IntentAccepted, A::Accepted, Whose::Nobody) }, Choice::default()),
        ),
        (
            "direct, at the bank",
            at(view_of(K::DirectSca, S::IntentAccepted, A::Accepted, Whose::Other), Choice::default()),
        ),
        ("redirect, received", at(view_of(K::RedirectSca, S::Received, A::Returned, Whose::Other), Choice::default())),
        (
            "consent, wrapped",
            at(
                View {
                    kind: K::WrappedSca,
                    whose: Whose::Nobody,
                    ..consent_with(7, C::ScaUrlRetrieved, Some(A::Accepted))
                },
                Choice::default(),
            ),
        ),
    ]
}
