//! Every consent that can come to be, walked: all kinds, all facts, up to three attempts, in every order; and long random walks.

use flow::lifecycle::consent::{AFTERWARDS, Change, Consent, EDGES, Fact, apply, derive_status};
use flow::lifecycle::{self, Attempt, AttemptFact, Order, is_over};
use proptest::prelude::*;
use protocol::{AttemptState, ConsentStatus, EndedBy, LinkKind};
use std::collections::{BTreeSet, HashSet, VecDeque};

const MOST_ATTEMPTS: usize = 3;
/// What a consent is asked for; `redirect_sca` is a payment's alone, and walks like `direct_sca`.
const KINDS: [LinkKind; 3] = [LinkKind::Link, LinkKind::WrappedSca, LinkKind::DirectSca];

type Key = (ConsentStatus, bool, Vec<AttemptState>);

fn key(consent: &Consent) -> Key {
    (consent.status, consent.is_expired, consent.attempts.iter().map(|attempt| attempt.state).collect())
}

fn new(kind: LinkKind) -> Consent {
    Consent { kind, status: ConsentStatus::Created, attempts: Vec::new(), is_expired: false }
}

/// Every fact that can be told of this consent.
fn facts(consent: &Consent) -> Vec<Fact> {
    let mut facts = Fact::OF_NO_ATTEMPT.to_vec();
    facts.retain(|fact| *fact != Fact::Begun || consent.attempts.len() < MOST_ATTEMPTS);
    for attempt in &consent.attempts {
        facts.extend(AttemptFact::ALL.iter().map(|fact| Fact::Of(attempt.number, *fact)));
        if consent.attempts.len() < MOST_ATTEMPTS {
            facts.push(Fact::Renewed(attempt.number));
        }
    }
    facts
}

/// Calls `see` with every step from every consent of this kind that can be reached.
fn walk(kind: LinkKind, mut see: impl FnMut(&Consent, Fact, &Change)) -> HashSet<Key> {
    let first = new(kind);
    let mut seen = HashSet::from([key(&first)]);
    let mut open = VecDeque::from([first]);
    while let Some(consent) = open.pop_front() {
        let expired = Consent { is_expired: true, ..consent.clone() };
        if seen.insert(key(&expired)) {
            open.push_back(expired);
        }
        for fact in facts(&consent) {
            let Ok(change) = apply(&consent, fact) else { continue };
            see(&consent, fact, &change);
            if seen.insert(key(&change.consent)) {
                open.push_back(change.consent.clone());
            }
        }
    }
    seen
}

fn walk_all(mut see: impl FnMut(&Consent, Fact, &Change)) {
    for kind in KINDS {
        walk(kind, &mut see);
    }
}

fn state_of(consent: &Consent, number: u32) -> Option<AttemptState> {
    consent.attempts.iter().find(|attempt| attempt.number == number).map(|attempt| attempt.state)
}

/// How far a status is; going to a smaller number is going back. A suspended consent may be active again.
fn rank(status: ConsentStatus) -> u8 {
    match status {
        ConsentStatus::Created => 0,
        ConsentStatus::Started => 1,
        ConsentStatus::ScaUrlRetrieved => 2,
        ConsentStatus::AwaitingAuthz => 3,
        ConsentStatus::Authorized => 4,
        ConsentStatus::Active | ConsentStatus::Suspended => 5,
        ConsentStatus::Expired | ConsentStatus::Revoked | ConsentStatus::Failed => 6,
    }
}

/// The laws that hold for every single step, whatever came before it.
fn check_laws(consent: &Consent, fact: Fact, change: &Change) {
    let (from, to) = (consent.status, change.consent.status);
    assert_eq!(change.status_changed, from != to, "{consent:?} {fact:?}");
    assert!(!from.is_final() || from == to, "a final status moved: {consent:?} {fact:?}");
    if rank(to) < rank(from) {
        assert_eq!((consent.kind, to), (LinkKind::Link, ConsentStatus::Started), "{consent:?} {fact:?}");
        assert!(matches!(from, ConsentStatus::ScaUrlRetrieved | ConsentStatus::AwaitingAuthz), "{consent:?} {fact:?}");
        assert!(
            matches!(fact, Fact::Of(_, AttemptFact::Cancelled | AttemptFact::GivenUp | AttemptFact::NotTaken)),
            "{fact:?}"
        );
    }
    if !consent.is_given() && change.consent.is_given() {
        let Fact::Of(number, AttemptFact::Settled) = fact else { panic!("{fact:?} authorised {consent:?}") };
        assert_eq!(consent.current().map(|one| one.number), Some(number), "not the attempt that counts");
        assert!(state_of(consent, number).is_some_and(|state| !is_over(state)), "{consent:?} was over");
    }
    if fact == Fact::LinkExpired {
        assert!(!consent.is_given() && consent.is_expired, "{consent:?}");
    }
    assert_eq!(change.ended_by.is_some(), from != to && to == ConsentStatus::Revoked, "{consent:?} {fact:?}");
    if let Fact::Renewed(number) = fact {
        let may = consent.kind == LinkKind::WrappedSca && !consent.is_expired && !consent.is_given();
        assert!(may && from == to && rank(from) > 1, "{consent:?} {fact:?}");
        assert_eq!(state_of(&change.consent, number), Some(AttemptState::Cancelled));
        assert_eq!(change.attempt_changed, Some(number + 1));
        assert_eq!(state_of(&change.consent, number + 1), Some(AttemptState::Sending));
        assert!(!change.consent.is_unwanted(number), "what is cancelled is gone");
    }
}

#[test]
fn the_second_table_names_each_pair_once_and_stays_out_of_the_first() {
    let pairs: HashSet<_> = EDGES.iter().map(|(from, fact, _)| (*from, *fact)).collect();
    assert_eq!(pairs.len(), EDGES.len(), "a pair stands twice");
    for fact in Fact::OF_NO_ATTEMPT.iter().filter(|fact| **fact != Fact::Begun) {
        assert!(EDGES.iter().any(|(_, known, _)| known == fact), "{} is in no edge", fact.as_str());
    }
    for (from, fact, _) in AFTERWARDS {
        assert_eq!(lifecycle::edge(*from, *fact), None, "a payment walks by {from} {}", fact.as_str());
    }
}

#[test]
fn every_status_and_every_edge_is_walked() {
    let mut statuses = BTreeSet::new();
    let mut edges = HashSet::new();
    let mut ends = BTreeSet::new();
    walk_all(|consent, fact, change| {
        statuses.extend([consent.status, change.consent.status]);
        edges.insert((consent.status, fact, change.consent.status));
        ends.extend(change.ended_by);
    });
    assert_eq!(statuses.len(), ConsentStatus::ALL.len());
    assert!(EDGES.iter().all(|edge| edges.contains(edge)), "an edge is never walked");
    assert_eq!(ends.len(), EndedBy::ALL.len());
}

#[test]
fn the_laws_hold_at_every_step() {
    let mut steps = 0;
    walk_all(|consent, fact, change| {
        steps += 1;
        check_laws(consent, fact, change);
    });
    assert!(steps > 10_000, "{steps}");
}

#[test]
fn the_stored_status_is_what_the_attempt_that_counts_derives() {
    walk_all(|consent, fact, change| {
        if matches!(fact, Fact::Of(..)) {
            assert_eq!(derive_status(&change.consent), change.consent.status, "{consent:?} {fact:?}");
        }
    });
}

#[test]
fn a_given_consent_stands_on_the_last_attempt_and_one_alone() {
    let mut times = 0;
    walk_all(|_, fact, change| {
        let consent = &change.consent;
        if consent.is_given() {
            times += 1;
            assert_eq!(consent.current().map(|one| one.state), Some(AttemptState::Settled), "{consent:?} {fact:?}");
            let wanted = consent.attempts.iter().filter(|one| one.state == AttemptState::Settled);
            assert_eq!(wanted.filter(|one| !consent.is_unwanted(one.number)).count(), 1, "{consent:?}");
        }
    });
    assert!(times > 0);
}

#[test]
fn what_the_bank_holds_in_vain_is_ordered_away_once_and_known_until_it_is_gone() {
    use AttemptState::{Accepted, Left, Returned, Settled};
    let (mut late, mut ended) = (0, 0);
    walk_all(|consent, fact, change| {
        let after = &change.consent;
        let newly: Vec<u32> = after
            .attempts
            .iter()
            .map(|one| one.number)
            .filter(|number| after.is_unwanted(*number) && !consent.is_unwanted(*number))
            .collect();
        let given_up = match fact {
            Fact::Of(number, AttemptFact::Accepted) if state_of(consent, number) == Some(AttemptState::Abandoned) => {
                Some(number)
            }
            _ => None,
        };
        let ordered = change.order.map(|Order::CancelAtBank(number)| number);
        assert_eq!(ordered, newly.first().copied().or(given_up), "{consent:?} {fact:?}");
        assert!(newly.len() <= 1, "{consent:?} {fact:?}");
        late += usize::from(matches!(fact, Fact::Of(_, AttemptFact::Settled)) && !newly.is_empty());
        ended += usize::from(change.status_changed && after.status.is_final() && !newly.is_empty());
        // Nothing stays at the bank unnoticed: what is there is what the consent lives by, or goes.
        for one in &after.attempts {
            let is_there = matches!(one.state, Accepted | Left | Returned | Settled);
            let lives = after.current().is_some_and(|current| current.number == one.number)
                && !after.status.is_final()
                && (one.state != Settled || after.is_given());
            assert_eq!(after.is_unwanted(one.number), is_there && !lives, "{after:?}");
        }
    });
    assert!(late > 0 && ended > 0);
}

#[test]
fn time_of_the_link_and_validity_are_two_matters() {
    let given = Consent {
        kind: LinkKind::Link,
        status: ConsentStatus::Active,
        attempts: vec![Attempt { number: 1, state: AttemptState::Settled }],
        is_expired: true,
    };
    assert!(apply(&given, Fact::LinkExpired).is_err());
    let ended = apply(&given, Fact::Revoked(EndedBy::Time)).unwrap();
    assert_eq!((ended.consent.status, ended.ended_by), (ConsentStatus::Revoked, Some(EndedBy::Time)));
    assert_eq!(ended.order, Some(Order::CancelAtBank(1)));
    let asked = Consent { status: ConsentStatus::AwaitingAuthz, ..given };
    assert!(apply(&asked, Fact::Revoked(EndedBy::Time)).is_err());
}

#[test]
fn the_other_kinds_are_never_started_and_only_a_wrapped_one_is_renewed() {
    for kind in KINDS {
        let statuses: BTreeSet<_> = walk(kind, |_, _, change| {
            assert!(kind != LinkKind::DirectSca || change.consent.attempts.len() <= 1, "{change:?}");
        })
        .into_iter()
        .map(|(status, ..)| status)
        .collect();
        assert_eq!(statuses.contains(&ConsentStatus::Started), kind == LinkKind::Link);
        assert_eq!(statuses.contains(&ConsentStatus::AwaitingAuthz), kind != LinkKind::DirectSca, "{kind}");
    }
}

#[test]
fn what_is_in_no_table_is_refused_in_plain_words() {
    let consent = Consent {
        kind: LinkKind::Link,
        status: ConsentStatus::Suspended,
        attempts: vec![Attempt { number: 1, state: AttemptState::Settled }],
        is_expired: false,
    };
    let refusals = [
        Fact::Opened,
        Fact::Begun,
        Fact::LinkExpired,
        Fact::DataStored,
        Fact::Revoked(EndedBy::Client),
        Fact::Of(1, AttemptFact::Left),
        Fact::Of(1, AttemptFact::Executing),
        Fact::Of(2, AttemptFact::Settled),
    ];
    let lines: Vec<String> = refusals
        .into_iter()
        .map(|fact| apply(&consent, fact).map_or_else(|refusal| refusal.to_string(), |change| format!("{change:?}")))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Longer than the walk above goes: any number of attempts, any order, time passing at any step.
    #[test]
    fn the_laws_hold_on_long_random_walks(
        kind in 0..KINDS.len(),
        steps in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..200),
        expires_after in 0usize..250,
    ) {
        let mut consent = new(KINDS[kind]);
        for (at, (which, whose)) in steps.into_iter().enumerate() {
            consent.is_expired = at >= expires_after;
            let of_attempts = AttemptFact::ALL.len();
            let index = which.index(Fact::OF_NO_ATTEMPT.len() + of_attempts);
            let fact = match index.checked_sub(of_attempts) {
                Some(other) => Fact::OF_NO_ATTEMPT[other],
                None if consent.attempts.is_empty() => continue,
                None => Fact::Of(consent.attempts[whose.index(consent.attempts.len())].number, AttemptFact::ALL[index]),
            };
            if let Ok(change) = apply(&consent, fact) {
                check_laws(&consent, fact, &change);
                consent = change.consent;
            }
        }
    }
}
