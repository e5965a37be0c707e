//! Which banks are on show: what was typed, what narrows the list, and how many are told.
//! Never here: how well a bank fits (`search`), which banks there are (the gateway says it).

use super::{Effect, Stage};
use crate::search::Index;
use protocol::page::{Bank, Choice, Method, Unusable};

/// After the last key the count is told once this pause is over: to those who listen, a count a key would be noise.
const TELL_AFTER_MS: i64 = 700;
/// How many banks stand in a list that was not searched, and how many more each time they are asked for: more than a person reads,
/// less than a slow phone feels.
const ROWS: usize = 40;
/// How many of those that fit what was typed: they are drawn anew at each key, and the best come first.
const TYPED_ROWS: usize = 12;
/// More are never in the document: who has looked through so many does better to type.
const MOST_ROWS: usize = 200;

/// What the stage keeps of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picker {
    index: Index,
    /// Places of the banks that fit, best first.
    found: Vec<u32>,
    /// How many there are in all: the gateway knows better until the PSU looks for others.
    count: u32,
    /// How many were told last.
    told: u32,
    /// When the search changed, milliseconds since 1970; 0 when all is told.
    changed_ms: i64,
    /// How many are shown.
    rows: usize,
}

impl Stage {
    /// The banks that fit, best first.
    pub fn found(&self) -> impl ExactSizeIterator<Item = &Bank> {
        self.picker.found.iter().map(|place| &self.banks[*place as usize])
    }

    /// Whether none of them can be chosen.
    pub fn no_bank_fits(&self) -> bool {
        !self.awaits_banks() && self.found().all(|bank| bank.unusable.is_some())
    }

    /// Whether no bank has been read yet: an attempt that ran when the page was opened has ended since.
    pub fn awaits_banks(&self) -> bool {
        self.banks.is_empty() && !narrows(&self.choice)
    }

    /// Those of them that are shown.
    pub fn shown(&self) -> impl ExactSizeIterator<Item = &Bank> {
        self.found().take(self.picker.rows)
    }

    /// Whether more of them can be shown.
    pub fn can_show_more(&self) -> bool {
        self.shown().len() < MOST_ROWS && self.shown().len() < self.found_count() as usize
    }

    /// How many fit, with those that this page has not read.
    pub fn found_count(&self) -> u32 {
        self.picker.count
    }

    /// How many are told to those who listen: the same, once typing pauses.
    pub fn told_count(&self) -> u32 {
        self.picker.told
    }

    /// Whether the chosen bank cannot be used just now: it went down while it was chosen, or was chosen by an old address.
    pub fn chosen_is_down(&self) -> bool {
        self.chosen_bank().is_some_and(|bank| bank.unusable == Some(Unusable::Down))
    }

    /// Whether a method is for the accounts that the PSU asked for.
    pub fn suits(&self, method: &Method) -> bool {
        is_for(&self.choice, method)
    }
}

/// Whether only a part of the banks is asked for.
pub(super) fn narrows(choice: &Choice) -> bool {
    !choice.q.is_empty() || choice.remitter.is_some() || choice.country.is_some()
}

/// Whether a bank is one of those that the PSU asked for, whatever was typed.
pub fn wanted(choice: &Choice, bank: &Bank) -> bool {
    let here = choice.country.as_ref().is_none_or(|country| *country == bank.country);
    here && (choice.remitter.is_none() || bank.methods.iter().any(|method| is_for(choice, method)))
}

fn is_for(choice: &Choice, method: &Method) -> bool {
    choice.remitter.is_none_or(|wanted| method.remitter.iter().any(|one| one == wanted.as_str()))
}

/// A page that was just opened: the gateway has counted.
pub(super) fn begin(stage: &mut Stage) {
    index(stage);
    stage.picker.count = stage.picker.count.max(stage.bank_count);
    stage.picker.told = stage.picker.count;
    stage.picker.changed_ms = 0;
    stage.picker.rows = ROWS;
}

/// The banks are others, or in another order.
pub(super) fn index(stage: &mut Stage) {
    stage.picker.index = Index::new(&stage.banks);
    look(stage);
    // The first ones: nobody has typed.
    if stage.picker.told == 0 && !narrows(&stage.choice) {
        stage.picker.told = stage.picker.count;
        stage.picker.changed_ms = 0;
    }
}

/// The PSU looks for other banks; all are read, unless they were.
pub(super) fn look_again(stage: &mut Stage, effects: &mut Vec<Effect>) {
    stage.picker.rows = if stage.choice.q.is_empty() { ROWS } else { TYPED_ROWS };
    look(stage);
    read_all(stage, effects);
}

/// The PSU wants to see more of them.
pub(super) fn show_more(stage: &mut Stage, effects: &mut Vec<Effect>) {
    if stage.can_show_more() {
        stage.picker.rows = (stage.picker.rows + ROWS).min(MOST_ROWS);
        read_all(stage, effects);
    }
}

fn read_all(stage: &Stage, effects: &mut Vec<Effect>) {
    if !stage.all_banks {
        effects.push(Effect::ReadBanks);
    }
}

fn look(stage: &mut Stage) {
    let Stage { picker, banks, choice, .. } = stage;
    picker.found = picker.index.search(banks, &choice.q, |bank| wanted(choice, bank));
    let found = u32::try_from(picker.found.len()).unwrap_or(u32::MAX);
    picker.count = if narrows(choice) { found } else { found.max(stage.bank_count) };
    picker.changed_ms = stage.now_ms;
}

/// A bank or a method that is not for the accounts, or in the country, that are asked for is no longer chosen.
pub(super) fn drop_unsuited(stage: &mut Stage) {
    let Some(bank) = stage.chosen_bank() else { return };
    let stays = wanted(&stage.choice, bank);
    let has_method = stage.chosen_method().is_some();
    if !has_method {
        stage.choice.method_id = None;
    }
    if !stays {
        stage.choice.provider_id = None;
    }
}

/// When the count is to be told.
pub(super) fn tells_at_ms(stage: &Stage) -> Option<i64> {
    let Picker { changed_ms, count, told, .. } = stage.picker;
    (changed_ms > 0 && count != told).then(|| changed_ms.saturating_add(TELL_AFTER_MS).max(stage.now_ms + 1))
}

/// Tells the count, once typing has paused.
pub(super) fn tell(stage: &mut Stage) {
    if stage.now_ms >= stage.picker.changed_ms.saturating_add(TELL_AFTER_MS) {
        stage.picker.told = stage.picker.count;
        stage.picker.changed_ms = 0;
    }
}
