//! Stories of choosing a bank: the list, its health, who pays, and the bank of last time.

use crate::fixtures::{banks, chose, running, view, view_with};
use crate::journey_stories::{later, mine, read, walk};
use flow::journey::{Effect, Event, Stage, resume, step};
use protocol::page::{Bank, Choice, Health, Here, Remitter, Whose};
use protocol::{AttemptState, LinkStatus, Screen};

#[test]
fn banks_are_read_whole_once_searched_and_their_health_anew_while_shown() {
    let few = banks().split_off(1);
    let stage = step(
        resume(Some(&view(1, LinkStatus::Started)), Here::PLAIN, few, 3, Choice::default(), Vec::new()),
        Event::Started,
    )
    .0;
    assert_eq!((stage.found().len(), stage.found_count()), (2, 3), "the gateway knows of one more");
    let (stage, effects) = step(stage, Event::Searched("lib".into()));
    assert!(effects.starts_with(&[Effect::ReadBanks]), "{effects:?}");
    let (stage, _) = step(stage, Event::BanksRead(banks()));
    let (stage, effects) = step(stage, Event::Searched("libr".into()));
    assert!(stage.all_banks && !effects.contains(&Effect::ReadBanks));
    assert_eq!(stage.found().map(|bank| bank.provider_id.as_str()).collect::<Vec<_>>(), ["libra_ro"]);
    let (stage, effects) = step(later(stage, 14_000), Event::Woke);
    assert!(!effects.contains(&Effect::ReadHealth));
    let (stage, effects) = step(later(stage, 1_000), Event::Woke);
    assert!(effects.contains(&Effect::ReadHealth));
    // Hidden, nobody asks; shown again, it is asked at once.
    let (hidden, _) = walk(later(stage, 9_000), [Event::Hidden]);
    let (hidden, effects) = step(later(hidden, 60_000), Event::Woke);
    assert_eq!(effects, []);
    let (_, effects) = walk(hidden, [Event::Shown, Event::Woke]);
    assert!(effects.contains(&Effect::ReadHealth), "{effects:?}");
}

#[test]
fn health_is_asked_for_less_often_while_it_cannot_be_read() {
    let mut stage = running(&view(1, LinkStatus::Started), Choice::default());
    for pause_ms in [15_000, 30_000, 60_000, 120_000, 120_000] {
        let (before, effects) = step(later(stage, pause_ms - 1), Event::Woke);
        assert!(!effects.contains(&Effect::ReadHealth), "before {pause_ms}");
        let (asked, effects) = step(later(before, 1), Event::Woke);
        assert!(effects.contains(&Effect::ReadHealth), "after {pause_ms}");
        stage = step(asked, Event::BanksMissed(None)).0;
    }
    let well = step(stage, Event::HealthRead(Health::default())).0;
    let (_, effects) = step(later(well, 15_000), Event::Woke);
    assert!(effects.contains(&Effect::ReadHealth));
}

#[test]
fn a_bank_that_goes_down_while_it_is_chosen_takes_pay_with_it_and_gives_it_back() {
    let down = |id: &str| Event::HealthRead(Health { down: vec![id.into()], ..Health::default() });
    let order = |stage: &Stage| stage.found().map(|bank| bank.provider_id.clone()).collect::<Vec<_>>();
    let chosen = running(&view(1, LinkStatus::Started), chose("libra_ro"));
    let (gone, _) = step(chosen.clone(), down("libra_ro"));
    assert_eq!((gone.at, gone.can_pay(), gone.chosen_is_down()), (Screen::Select, false, true));
    assert_eq!(order(&gone), order(&chosen), "nothing moves under a finger");
    let (back, _) = step(gone.clone(), Event::HealthRead(Health::default()));
    assert_eq!((back.can_pay(), back.chosen_is_down()), (true, false));
    let (other, _) = walk(gone, [Event::BankChosen("rzb_ro".into())]);
    assert!(!other.chosen_is_down());
    // On the last look it leads back to choosing, and stays there.
    let review = running(&view(1, LinkStatus::Started), Choice { onward: true, ..chose("libra_ro") });
    assert_eq!(review.at, Screen::Review);
    let (gone, effects) = step(review, down("libra_ro"));
    assert_eq!((gone.at, effects.contains(&Effect::FocusHeading)), (Screen::Select, true));
    assert_eq!(step(gone, Event::HealthRead(Health::default())).0.at, Screen::Select);
}

#[test]
fn the_count_is_told_once_typing_pauses() {
    let mut stage = running(&view(1, LinkStatus::Started), Choice::default());
    for (pause_ms, typed) in [(0, "l"), (400, "li"), (600, "lib")] {
        stage = step(later(stage, pause_ms), Event::Searched(typed.into())).0;
        assert_eq!((stage.found_count(), stage.told_count()), (1, 3), "{typed}");
    }
    let (stage, _) = step(later(stage, 400), Event::Woke);
    assert_eq!(stage.told_count(), 3, "not yet: the last key was 400 ms ago");
    let (stage, _) = step(later(stage, 300), Event::Woke);
    assert_eq!(stage.told_count(), 1);
}

#[test]
fn who_pays_narrows_banks_and_methods_and_drops_what_does_not_suit() {
    let mut both = banks();
    both[0].methods[1].remitter = vec!["corporate".into()];
    let open = resume(Some(&view(1, LinkStatus::Started)), Here::PLAIN, both, 3, Choice::default(), Vec::new());
    let method = |stage: &Stage| stage.chosen_method().map(|method| method.method_id.clone());
    let (stage, _) = walk(open, [Event::Started, Event::BankChosen("libra_ro".into())]);
    assert_eq!(method(&stage).as_deref(), Some("libra_ro.domestic"));
    let (people, _) = step(stage.clone(), Event::RemitterChosen(Some(Remitter::Retail)));
    assert_eq!((people.found_count(), method(&people).as_deref()), (3, Some("libra_ro.instant")));
    let (firms, _) = step(stage, Event::RemitterChosen(Some(Remitter::Corporate)));
    assert_eq!((firms.found_count(), method(&firms).as_deref()), (1, Some("libra_ro.domestic")));
    assert!(!step(firms.clone(), Event::MethodChosen("libra_ro.instant".into())).0.suits(&firms.banks[0].methods[2]));
    let (abroad, _) = step(firms, Event::CountryChosen(Some("DE".into())));
    assert_eq!((abroad.found_count(), abroad.choice.provider_id.clone(), abroad.can_pay()), (0, None, false));
    let (all, _) = walk(abroad, [Event::CountryChosen(None), Event::RemitterChosen(None)]);
    assert_eq!(all.found_count(), 3);
}

#[test]
fn the_last_bank_is_offered_first_unless_the_psu_has_begun_to_choose() {
    let fresh = running(&view(1, LinkStatus::Started), Choice::default());
    let (stage, _) = step(fresh, Event::LastBankKnown("rzb_ro".into()));
    assert_eq!(stage.banks[0].provider_id, "rzb_ro");
    let (stage, effects) = step(stage, Event::ForgetPressed);
    assert_eq!((stage.last_bank, effects), (None, vec![Effect::Forget]));
    let begun = running(&view(1, LinkStatus::Started), chose("libra_ro"));
    let (stage, _) = step(begun, Event::LastBankKnown("rzb_ro".into()));
    assert_eq!(stage.banks[0].provider_id, "libra_ro");
}

#[test]
fn the_bank_is_remembered_whichever_news_is_first() {
    let paying = walk(running(&view(1, LinkStatus::Started), chose("libra_ro")), [Event::PayPressed]).0;
    let accepted = mine(3, LinkStatus::IntentAccepted, AttemptState::Accepted);
    let (_, by_answer) = step(paying.clone(), Event::FormAnswered(Box::new(accepted.clone())));
    let (_, by_stream) = step(paying.clone(), read(accepted));
    for effects in [by_answer, by_stream] {
        assert!(effects.contains(&Effect::Remember("libra_ro".into())), "{effects:?}");
    }
    // Another browser's payment says nothing about the bank that was pressed here.
    let other = view_with(3, LinkStatus::IntentAccepted, AttemptState::Accepted, Whose::Other, None);
    assert!(!step(paying, read(other)).1.iter().any(|effect| matches!(effect, Effect::Remember(_))));
}

#[test]
fn a_last_bank_that_is_not_among_the_first_is_read_with_all_others() {
    let few = banks().split_off(1);
    let fresh = resume(Some(&view(1, LinkStatus::Started)), Here::PLAIN, few, 3, Choice::default(), Vec::new());
    let (stage, _) = step(fresh, Event::Started);
    let (stage, effects) = step(stage, Event::LastBankKnown("libra_ro".into()));
    assert!(effects.contains(&Effect::ReadBanks));
    let mut all = banks();
    all.rotate_left(1);
    let (stage, _) = step(stage, Event::BanksRead(all));
    assert_eq!(stage.found().next().map(|bank| bank.provider_id.as_str()), Some("libra_ro"));
    // One that there is no more is forgotten by the page, and nothing is asked.
    let (gone, effects) = step(stage, Event::LastBankKnown("gone_ro".into()));
    assert!(gone.last_bank.as_deref() == Some("libra_ro") && effects.is_empty());
}

#[test]
fn the_list_grows_when_asked_and_not_without_bound() {
    let name = |at| if at == 299 { "Zeta".to_owned() } else { format!("Bank {at}") };
    let bank = |at| Bank { provider_id: format!("b{at}"), name: name(at), ..banks().remove(0) };
    let many = |count: usize| (0..count).map(bank).collect::<Vec<_>>();
    let first = resume(Some(&view(1, LinkStatus::Started)), Here::PLAIN, many(40), 300, Choice::default(), Vec::new());
    let stage = step(first, Event::Started).0;
    assert_eq!((stage.shown().len(), stage.can_show_more()), (40, true));
    let (stage, effects) = step(stage, Event::MoreAsked);
    assert!(effects.contains(&Effect::ReadBanks), "{effects:?}");
    let (stage, effects) = walk(stage, [Event::BanksRead(many(300))]);
    assert_eq!((stage.shown().len(), effects.contains(&Effect::ReadBanks)), (80, false));
    let (all, _) = walk(stage, [Event::MoreAsked, Event::MoreAsked, Event::MoreAsked, Event::MoreAsked]);
    assert_eq!((all.shown().len(), all.found_count(), all.can_show_more()), (200, 300, false));
    let (typed, _) = step(all, Event::Searched("bank".into()));
    assert_eq!((typed.shown().len(), typed.found_count(), typed.can_show_more()), (12, 299, true));
    let (few, _) = step(typed.clone(), Event::Searched("zeta".into()));
    assert_eq!((few.shown().len(), few.can_show_more()), (1, false));
    let (again, _) = walk(typed, [Event::Searched(String::new())]);
    assert_eq!(again.shown().len(), 40);
}
