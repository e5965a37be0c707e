//! Every link that can come to be, walked: all kinds, all facts, up to three attempts, in every order.

use flow::lifecycle::{
    Alarm, Attempt, AttemptFact, Change, EDGES, Fact, Link, Order, apply, derive_status, edge, is_over, pays,
};
use protocol::{AttemptState, LinkKind, LinkStatus};
use std::collections::{BTreeSet, HashSet, VecDeque};

const MOST_ATTEMPTS: usize = 3;

type Key = (LinkStatus, bool, Vec<AttemptState>);

fn key(link: &Link) -> Key {
    (link.status, link.is_expired, link.attempts.iter().map(|attempt| attempt.state).collect())
}

/// Every fact that can be told of this link.
fn facts(link: &Link) -> Vec<Fact> {
    let mut facts = vec![Fact::Opened, Fact::Revoked];
    if link.attempts.len() < MOST_ATTEMPTS {
        facts.push(Fact::Begun);
    }
    for attempt in &link.attempts {
        facts.push(Fact::RevokedAtBank(attempt.number));
        if link.attempts.len() < MOST_ATTEMPTS {
            facts.push(Fact::Renewed(attempt.number));
        }
        facts.extend(AttemptFact::ALL.iter().map(|fact| Fact::Of(attempt.number, *fact)));
    }
    facts
}

/// Calls `see` with every step from every link of this kind that can be reached.
fn walk(kind: LinkKind, mut see: impl FnMut(&Link, Fact, &Change)) -> HashSet<Key> {
    let first = Link { kind, status: LinkStatus::Created, attempts: Vec::new(), is_expired: false };
    let mut seen = HashSet::from([key(&first)]);
    let mut open = VecDeque::from([first]);
    while let Some(link) = open.pop_front() {
        let expired = Link { is_expired: true, ..link.clone() };
        if seen.insert(key(&expired)) {
            open.push_back(expired);
        }
        for fact in facts(&link) {
            let Ok(change) = apply(&link, fact) else { continue };
            see(&link, fact, &change);
            if seen.insert(key(&change.link)) {
                open.push_back(change.link.clone());
            }
        }
    }
    seen
}

fn walk_all(mut see: impl FnMut(&Link, Fact, &Change)) {
    for kind in LinkKind::ALL {
        walk(*kind, &mut see);
    }
}

/// How far a status is; going to a smaller number is going back.
fn rank(status: LinkStatus) -> u8 {
    match status {
        LinkStatus::Created => 0,
        LinkStatus::Started => 1,
        LinkStatus::Requested => 2,
        LinkStatus::IntentAccepted => 3,
        LinkStatus::AwaitingAuthz => 4,
        LinkStatus::Received => 5,
        LinkStatus::Submitted => 6,
        LinkStatus::Completed | LinkStatus::Failed | LinkStatus::Revoked => 7,
        LinkStatus::FundsReceived | LinkStatus::FundsRejected => 8,
    }
}

#[test]
fn the_table_names_each_pair_once_and_every_state_and_fact() {
    let pairs: BTreeSet<_> = EDGES.iter().map(|(from, fact, _)| (*from, *fact)).collect();
    assert_eq!(pairs.len(), EDGES.len(), "a pair stands twice");
    for state in AttemptState::ALL {
        assert!(EDGES.iter().any(|(from, _, _)| from == state), "nothing leads from {state}");
        assert!(EDGES.iter().any(|(_, _, to)| to == state) || *state == AttemptState::Sending);
    }
    for fact in AttemptFact::ALL {
        assert!(EDGES.iter().any(|(_, known, _)| known == fact), "{} is in no edge", fact.as_str());
    }
}

#[test]
fn every_status_and_every_edge_is_walked() {
    let mut statuses = BTreeSet::new();
    let mut edges = BTreeSet::new();
    walk_all(|link, fact, change| {
        statuses.extend([link.status, change.link.status]);
        if let Fact::Of(number, known) = fact {
            let from = link.attempts.iter().find(|attempt| attempt.number == number).map(|attempt| attempt.state);
            edges.extend(from.map(|from| (from, known)));
        }
    });
    assert_eq!(statuses.len(), LinkStatus::ALL.len());
    assert_eq!(edges.len(), EDGES.len(), "an edge is never walked");
}

#[test]
fn status_goes_back_by_the_one_way_only() {
    use LinkStatus::{AwaitingAuthz, IntentAccepted, Received, Requested, Started};
    let mut times = 0;
    walk_all(|link, fact, change| {
        if rank(change.link.status) >= rank(link.status) {
            return;
        }
        times += 1;
        let Fact::Of(number, known) = fact else { panic!("{fact:?} led back") };
        assert_eq!((link.kind, change.link.status), (LinkKind::Link, Started), "{link:?} {fact:?}");
        assert!(matches!(link.status, Requested | IntentAccepted | AwaitingAuthz | Received), "{link:?} {fact:?}");
        assert_eq!(link.current().map(|attempt| attempt.number), Some(number), "a fact about an earlier attempt");
        assert!(matches!(known, AttemptFact::Cancelled | AttemptFact::NotTaken | AttemptFact::GivenUp), "{known:?}");
    });
    assert!(times > 0);
}

#[test]
fn finals_are_final() {
    walk_all(|link, fact, change| {
        let to = change.link.status;
        match link.status {
            LinkStatus::Completed => assert!(
                matches!(to, LinkStatus::Completed | LinkStatus::FundsReceived | LinkStatus::FundsRejected),
                "{link:?} {fact:?}"
            ),
            status if status.is_final() => assert_eq!(to, status, "{link:?} {fact:?}"),
            _ => {}
        }
    });
}

#[test]
fn settled_means_completed_and_nothing_else_does() {
    walk_all(|link, fact, change| {
        let settled = change.link.attempts.iter().any(|attempt| attempt.state == AttemptState::Settled);
        let told =
            matches!(change.link.status, LinkStatus::Completed | LinkStatus::FundsReceived | LinkStatus::FundsRejected);
        let had_ended = matches!(change.link.status, LinkStatus::Failed | LinkStatus::Revoked);
        assert_eq!(settled && !had_ended, told, "{link:?} {fact:?} {change:?}");
        if let Fact::Of(_, AttemptFact::Returned) = fact {
            assert_eq!(settled, link.attempts.iter().any(|attempt| attempt.state == AttemptState::Settled));
        }
    });
}

#[test]
fn money_that_should_not_have_moved_alarms() {
    let mut duplicates = 0;
    walk_all(|link, fact, change| {
        let count = |link: &Link| link.attempts.iter().filter(|attempt| attempt.state == AttemptState::Settled).count();
        let (before, after) = (count(link), count(&change.link));
        let expected = match (before, after) {
            (before, after) if before == after => None,
            (0, _) if matches!(link.status, LinkStatus::Failed | LinkStatus::Revoked) => Some(Alarm::SettledAfterEnd),
            (0, _) => None,
            _ => Some(Alarm::DuplicatePayment),
        };
        duplicates += usize::from(expected == Some(Alarm::DuplicatePayment));
        assert_eq!(change.alarm, expected, "{link:?} {fact:?}");
    });
    assert!(duplicates > 0);
}

#[test]
fn nobody_pays_again_while_an_attempt_may_settle() {
    walk_all(|link, fact, change| {
        let link_after = &change.link;
        let may_settle = |attempt: &Attempt| !is_over(attempt.state);
        if link_after.may_begin() {
            assert!(!link_after.attempts.iter().any(may_settle), "{link_after:?}");
            assert!(!link_after.attempts.iter().any(|attempt| attempt.state == AttemptState::Settled));
            assert!(!link_after.is_expired);
        }
        if fact == Fact::Begun {
            assert!(!link.attempts.iter().any(may_settle), "{link:?}");
        }
    });
}

#[test]
fn only_a_link_is_started_and_only_two_kinds_are_left_for_the_bank_visibly() {
    for kind in LinkKind::ALL {
        let statuses: BTreeSet<LinkStatus> = walk(*kind, |_, _, _| {}).into_iter().map(|(status, ..)| status).collect();
        assert_eq!(statuses.contains(&LinkStatus::Started), *kind == LinkKind::Link);
        let leaves = matches!(kind, LinkKind::Link | LinkKind::WrappedSca);
        assert_eq!(statuses.contains(&LinkStatus::AwaitingAuthz), leaves, "{kind}");
    }
}

#[test]
fn refused_ends_the_link_and_the_other_kinds_have_no_second_try() {
    walk_all(|link, fact, change| {
        let Some(current) = change.link.current() else { return };
        if current.state == AttemptState::Refused && !link.status.is_final() {
            assert!(
                link.attempts.iter().any(|one| pays(one.state)) || change.link.status == LinkStatus::Failed,
                "{link:?} {fact:?}"
            );
        }
        let tries_again = matches!(link.kind, LinkKind::Link | LinkKind::WrappedSca);
        assert!(tries_again || change.link.attempts.len() <= 1, "{link:?} {fact:?}");
    });
}

#[test]
fn a_new_address_is_a_new_attempt_under_the_unchanged_status_once_the_old_one_is_over() {
    use LinkStatus::{AwaitingAuthz, IntentAccepted};
    let mut met = BTreeSet::new();
    walk_all(|link, fact, change| {
        let is_second = link.kind == LinkKind::WrappedSca && change.link.attempts.len() > link.attempts.len().max(1);
        let Fact::Renewed(number) = fact else { return assert!(!is_second, "{link:?} {fact:?}") };
        assert_eq!(
            (link.kind, link.is_expired, change.status_changed),
            (LinkKind::WrappedSca, false, false),
            "{link:?}"
        );
        assert!(matches!(link.status, IntentAccepted | AwaitingAuthz), "{link:?}");
        let (new, before) = change.link.attempts.split_last().expect("an attempt");
        assert_eq!(
            (new.number, new.state, change.attempt_changed),
            (number + 1, AttemptState::Sending, Some(new.number))
        );
        assert!(before.iter().all(|one| is_over(one.state)), "{change:?}");
        assert_eq!(before.last().map(|old| (old.number, old.state)), Some((number, AttemptState::Cancelled)));
        assert_eq!(derive_status(&change.link), link.status, "until the bank has taken it, and when it has");
        met.insert(link.status);
    });
    assert_eq!(met.len(), 2);
}

#[test]
fn the_fate_of_a_renewed_payment_is_its_last_attempts() {
    let told = |facts: &[Fact]| {
        let first =
            Link { kind: LinkKind::WrappedSca, status: LinkStatus::Created, attempts: Vec::new(), is_expired: false };
        let next = |link: Link, fact: &Fact| apply(&link, *fact).map(|change| change.link);
        facts.iter().try_fold(first, next).map(|link| link.status)
    };
    let of = |number, known| Fact::Of(number, known);
    let renewed = [Fact::Begun, of(1, AttemptFact::Accepted), of(1, AttemptFact::Left), Fact::Renewed(1)];
    let then = |more: &[Fact]| told(&[&renewed[..], more].concat());
    assert_eq!(then(&[of(2, AttemptFact::Accepted)]), Ok(LinkStatus::AwaitingAuthz));
    assert_eq!(then(&[of(2, AttemptFact::Refused)]), Ok(LinkStatus::Failed));
    assert_eq!(then(&[of(2, AttemptFact::NotTaken)]), Ok(LinkStatus::Failed), "no retry is possible");
    assert_eq!(then(&[of(2, AttemptFact::Accepted), of(2, AttemptFact::Settled)]), Ok(LinkStatus::Completed));
    assert_eq!(then(&[of(1, AttemptFact::Settled)]), Ok(LinkStatus::Completed), "should the bank contradict itself");
    assert!(told(&[Fact::Begun, Fact::Renewed(1)]).is_err(), "of unknown fate: nobody can say that it is over");
}

#[test]
fn a_late_acceptance_is_cancelled_at_the_bank_and_never_shown() {
    let mut times = 0;
    walk_all(|link, fact, change| {
        let Fact::Of(number, AttemptFact::Accepted) = fact else { return };
        let was = link.attempts.iter().find(|attempt| attempt.number == number).map(|attempt| attempt.state);
        let given_up = was == Some(AttemptState::Abandoned);
        let paid = link.attempts.iter().any(|attempt| attempt.number != number && pays(attempt.state));
        times += usize::from(given_up);
        assert_eq!(change.order == Some(Order::CancelAtBank(number)), given_up || paid, "{link:?}");
        assert!(!given_up || change.is_nothing(), "{link:?}");
    });
    assert!(times > 0);
}

#[test]
fn what_runs_beside_an_attempt_that_pays_is_cancelled_at_the_bank() {
    let mut times = 0;
    walk_all(|link, fact, change| {
        let Fact::Of(number, AttemptFact::Executing | AttemptFact::Settled) = fact else { return };
        let changes = change.attempt_changed == Some(number);
        let rival = link.current().filter(|one| one.number != number && !is_over(one.state) && changes);
        times += usize::from(rival.is_some());
        assert_eq!(change.order, rival.map(|one| Order::CancelAtBank(one.number)), "{link:?}");
    });
    assert!(times > 0);
}

#[test]
fn two_attempts_may_take_money_only_where_a_bank_takes_its_word_back_and_then_one_is_stopped() {
    let mut contradicted = 0;
    walk_all(|link, fact, change| {
        let open = |link: &Link| link.attempts.iter().filter(|one| !is_over(one.state)).count();
        let paying = |link: &Link| link.attempts.iter().any(|one| pays(one.state));
        let may_take = |link: &Link| open(link) > 1 || (open(link) == 1 && paying(link) && link.attempts.len() > 1);
        if open(&change.link) <= open(link) || !may_take(&change.link) {
            return;
        }
        // One more than before may take money, beside another: what was over is not, by the bank's own word.
        let Fact::Of(number, AttemptFact::Executing) = fact else { panic!("{fact:?} let two run: {change:?}") };
        let was = link.attempts.iter().find(|one| one.number == number).map(|one| one.state);
        assert!(was.is_some_and(is_over), "{link:?} {fact:?}");
        contradicted += 1;
        let other = link.current().filter(|one| one.number != number && !is_over(one.state));
        assert_eq!(change.order, other.map(|one| Order::CancelAtBank(one.number)), "{link:?} {fact:?}");
        for one in change.link.attempts.iter().filter(|one| one.number != number) {
            let left = apply(&change.link, Fact::Of(one.number, AttemptFact::Left));
            assert!(left.is_err(), "nobody is sent to approve the other: {left:?}");
            let accepted = apply(&change.link, Fact::Of(one.number, AttemptFact::Accepted));
            assert!(
                accepted.is_err() || accepted.is_ok_and(|then| then.order == Some(Order::CancelAtBank(one.number)))
            );
        }
    });
    assert!(contradicted > 0);
}

#[test]
fn the_stored_status_is_what_the_attempts_derive() {
    walk_all(|link, fact, change| {
        if matches!(fact, Fact::Of(..)) {
            assert_eq!(derive_status(&change.link), change.link.status, "{link:?} {fact:?}");
        }
        let told = change.status_changed == (link.status != change.link.status);
        assert!(told && (change.status_changed || change.link.status == link.status));
    });
}

#[test]
fn what_is_not_in_the_table_is_refused_in_plain_words() {
    let link = Link {
        kind: LinkKind::Link,
        status: LinkStatus::Submitted,
        attempts: vec![Attempt { number: 1, state: AttemptState::Submitted }],
        is_expired: false,
    };
    assert_eq!(edge(AttemptState::Submitted, AttemptFact::Left), None);
    let refusals = [
        Fact::Opened,
        Fact::Begun,
        Fact::Revoked,
        Fact::RevokedAtBank(1),
        Fact::Of(1, AttemptFact::Left),
        Fact::Of(2, AttemptFact::Settled),
    ];
    let lines: Vec<String> = refusals
        .into_iter()
        .map(|fact| apply(&link, fact).map_or_else(|refusal| refusal.to_string(), |change| format!("{change:?}")))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}
