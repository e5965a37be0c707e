//! Which banks fit what a PSU typed: accents, case, word order, one typo, former names, BIC, the bank code inside an IBAN.
//! Never here: the list itself, how it is shown, or which banks a PSU wants to see at all (`journey`).

mod plain;

pub use plain::folded;

use protocol::page::Bank;
use std::ops::Range;

/// A word shorter than this must be typed rightly: one typo in three letters finds everything.
const TYPO_FROM: usize = 4;
/// A part in the middle of a word counts from this many letters.
const INSIDE_FROM: usize = 2;
/// A bank code of an IBAN has no fewer signs than this.
const CODE_FROM: usize = 3;
/// A BIC without its branch, and with it.
const BIC: usize = 8;
const BIC_WITH_BRANCH: usize = 11;
/// The worst rank that still fits.
const WORST: u8 = 7;
/// No fit at all; far from the largest number, so that a key's step down stays a miss.
const MISS: u8 = 100;

/// What banks are found by, made plain once, so that a key press only compares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// Name and keys of all banks, one after the other.
    letters: Vec<char>,
    /// Each name and key: where its letters end, and which they are.
    texts: Vec<(usize, Letters)>,
    /// Where each bank's texts end: its name is the first of them.
    ends: Vec<usize>,
}

/// Which letters a text has, a bit each (those beyond ASCII share them): most texts are passed over by this alone.
type Letters = u128;

/// A name or key of a bank.
type Text<'a> = (&'a [char], Letters);

/// What was typed.
struct Wanted {
    all: Word,
    words: Vec<Word>,
    /// The country and the bank code, where it is the beginning of an IBAN.
    iban: Option<([char; 2], Vec<char>)>,
}

/// Something to be found in a text.
struct Word {
    typed: Vec<char>,
    letters: Letters,
}

impl Index {
    /// Of these banks.
    pub fn new(banks: &[Bank]) -> Self {
        let mut index = Self::default();
        for bank in banks {
            index.add(folded(&bank.name));
            for key in &bank.keys {
                index.add(key.chars().collect());
            }
            index.ends.push(index.texts.len());
        }
        index
    }

    fn add(&mut self, mut text: Vec<char>) {
        let letters = letters(&text);
        self.letters.append(&mut text);
        self.texts.push((self.letters.len(), letters));
    }

    /// Name and keys of one bank, whose texts stand in these places.
    fn of(&self, places: Range<usize>) -> impl Iterator<Item = Text<'_>> + Clone {
        places.map(|place| {
            let from = if place == 0 { 0 } else { self.texts[place - 1].0 };
            let (end, letters) = self.texts[place];
            (&self.letters[from..end], letters)
        })
    }

    /// Places of the banks that fit, best first; all of them, in their own order, when nothing was typed. `banks` are those that
    /// the index was made of, `keeps` says which of them are wanted at all.
    pub fn search(&self, banks: &[Bank], typed: &str, keeps: impl Fn(&Bank) -> bool) -> Vec<u32> {
        let wanted = Wanted::read(typed);
        let mut fits: Vec<(u8, u32)> = Vec::new();
        let mut start = 0;
        for ((bank, end), place) in banks.iter().zip(&self.ends).zip(0..) {
            let rank = if keeps(bank) { wanted.rank(bank, self.of(start..*end)) } else { MISS };
            if rank < MISS {
                fits.push((rank, place));
            }
            start = *end;
        }
        // Few ranks: picking them one after the other keeps the banks' order, and spares the browser's file a sorting algorithm.
        let of = |rank| fits.iter().filter(move |fit| fit.0 == rank).map(|fit| fit.1);
        (0..=WORST).flat_map(of).collect()
    }
}

impl Wanted {
    fn read(typed: &str) -> Self {
        let all = folded(typed);
        let words = all.split(|c| *c == ' ').map(Word::new).collect();
        Self { iban: iban(&all), words, all: Word::new(&all) }
    }

    /// How well a bank fits, 0 best.
    fn rank<'a>(&self, bank: &Bank, texts: impl Iterator<Item = Text<'a>> + Clone) -> u8 {
        if self.all.typed.is_empty() {
            return 0;
        }
        if let Some((country, code)) = &self.iban {
            let there = bank.country.is_empty() || bank.country.chars().map(|c| c.to_ascii_lowercase()).eq(*country);
            return if there && texts.skip(1).any(|(key, _)| is_code(key, code)) { 0 } else { MISS };
        }
        let whole = texts.clone().zip(0_u8..).map(|(text, nth)| {
            self.all.rank_in(text).min(rank_as_bic(text.0, &self.all.typed)).saturating_add(nth.min(1))
        });
        let best = whole.min().unwrap_or(MISS);
        if best > 3 && self.words.len() > 1 { best.min(self.rank_of_words(texts)) } else { best }
    }

    /// The words one by one, in any order: as good as the worst of them.
    fn rank_of_words<'a>(&self, texts: impl Iterator<Item = Text<'a>> + Clone) -> u8 {
        let mut worst = 2;
        for word in &self.words {
            let best = texts.clone().map(|text| word.rank_in(text)).min().unwrap_or(MISS);
            if best == MISS {
                return MISS;
            }
            worst = worst.max(best);
        }
        // A step below a text that has them in this order.
        worst.saturating_add(1)
    }
}

impl Word {
    fn new(typed: &[char]) -> Self {
        Self { typed: typed.to_vec(), letters: letters(typed) }
    }

    /// How well a text fits, in one walk: a key press asks this of thousands.
    fn rank_in(&self, (text, letters): Text<'_>) -> u8 {
        let wanted = self.typed.as_slice();
        let typos = u32::from(wanted.len() >= TYPO_FROM);
        if (self.letters & !letters).count_ones() > typos {
            return MISS;
        }
        let mut best = MISS;
        for (at, letter) in text.iter().enumerate() {
            let rest = &text[at..];
            let is_start = at == 0 || text[at - 1] == ' ';
            if wanted.first() == Some(letter) && rest.starts_with(wanted) {
                match is_start {
                    true => return if at == 0 { 0 } else { 2 },
                    false if wanted.len() >= INSIDE_FROM => best = best.min(4),
                    false => {}
                }
            } else if is_start && best > 6 && typos > 0 && begins_with_one_typo(rest, wanted) {
                best = 6;
            }
        }
        best
    }
}

/// The letters of a text, each as a bit.
fn letters(text: &[char]) -> Letters {
    text.iter().fold(0, |all, letter| all | 1 << (u32::from(*letter) % Letters::BITS))
}

/// A BIC that was typed with its branch.
fn rank_as_bic(key: &[char], wanted: &[char]) -> u8 {
    let with_branch = key.len() == BIC && wanted.len() > BIC && wanted.len() <= BIC_WITH_BRANCH;
    if with_branch && wanted.starts_with(key) { 0 } else { MISS }
}

/// Whether `text` begins with `wanted` but for one letter too many, missing, wrong, or two that changed places.
fn begins_with_one_typo(text: &[char], wanted: &[char]) -> bool {
    let same = text.iter().zip(wanted).take_while(|(a, b)| a == b).count();
    let (text, wanted) = (&text[same..], &wanted[same..]);
    let rest = |from: &[char], typed: &[char]| from.starts_with(typed);
    match (text, wanted) {
        (_, [] | [_]) => true,
        ([], _) => false,
        ([a, text_rest @ ..], [b, wanted_rest @ ..]) => {
            let swapped = text_rest.first() == Some(b) && wanted_rest.first() == Some(a);
            rest(text_rest, wanted_rest)
                || rest(text, wanted_rest)
                || rest(text_rest, wanted)
                || (swapped && rest(&text_rest[1..], &wanted_rest[1..]))
        }
    }
}

/// Country and bank code of an IBAN that was typed or pasted, once the code's first sign is there: `ro03rzbr…`.
fn iban(wanted: &[char]) -> Option<([char; 2], Vec<char>)> {
    let plain: Vec<char> = wanted.iter().copied().filter(|c| *c != ' ').collect();
    let [a, b, c, d, code @ ..] = plain.as_slice() else { return None };
    let is_iban = a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_digit() && d.is_ascii_digit();
    // A code of letters is four of them, the first of the BIC; one of digits is as long as its country wants it.
    let letters = code.first().is_some_and(char::is_ascii_alphabetic);
    (is_iban && !code.is_empty()).then(|| ([*a, *b], code.iter().copied().take(if letters { 4 } else { 30 }).collect()))
}

/// Whether a key is the bank code that an IBAN begins with, or will be once it is typed in whole.
fn is_code(key: &[char], code: &[char]) -> bool {
    key.starts_with(code) || (key.len() >= CODE_FROM && code.starts_with(key))
}

#[cfg(test)]
mod tests;
