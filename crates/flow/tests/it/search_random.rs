//! Searching under random typing: however a name is written, with one slip of the finger, it is found; and well-typed ones first.

use flow::search::{Index, folded};
use proptest::prelude::*;
use proptest::sample::Index as Place;
use protocol::ProviderStatus;
use protocol::page::Bank;

const NAMES: [&str; 12] = [
    "Banca Transilvania",
    "Raiffeisen Bank",
    "Crédit Agricole d’Île-de-France",
    "Österreichische Ärztebank",
    "Łódzki Bank Spółdzielczy",
    "Sparkasse KölnBonn",
    "Țiriac Ănsparență",
    "Caja Rural de Cañón",
    "Česká spořitelna",
    "Takarékbank Győr",
    "Länsförsäkringar",
    "Εθνική Τράπεζα",
];

fn banks() -> Vec<Bank> {
    let bank = |(place, name): (usize, &&str)| Bank {
        provider_id: format!("bank_{place}"),
        name: (*name).to_owned(),
        country: "RO".to_owned(),
        keys: vec![format!("qxz{}robu", char::from(b'a' + place as u8))],
        status: ProviderStatus::Up,
        unusable: None,
        methods: Vec::new(),
    };
    NAMES.iter().enumerate().map(bank).collect()
}

fn found(typed: &str) -> Vec<u32> {
    let banks = banks();
    Index::new(&banks).search(&banks, typed, |_| true)
}

/// One slip: a letter left out, doubled, another in its place, or two that changed places.
fn slip(word: &[char], kind: u8, at: usize, letter: char) -> String {
    let mut slipped = word.to_vec();
    match kind {
        0 => drop(slipped.remove(at)),
        1 => slipped.insert(at, letter),
        2 => slipped[at] = letter,
        _ => slipped.swap(at, (at + 1).min(word.len() - 1)),
    }
    slipped.into_iter().collect()
}

proptest! {
    #[test]
    fn one_slip_in_a_word_is_forgiven(
        bank in 0..NAMES.len(), word: Place, kind in 0_u8..4, at: Place, letter in proptest::char::range('a', 'z')
    ) {
        let name = folded(NAMES[bank]);
        let words: Vec<&[char]> = name.split(|c| *c == ' ').filter(|word| word.len() > 4).collect();
        let word = words[word.index(words.len())];
        let typed = slip(word, kind, at.index(word.len()), letter);
        prop_assert!(found(&typed).contains(&(bank as u32)), "{typed} for {}", NAMES[bank]);
    }

    #[test]
    fn case_accents_and_the_order_of_words_do_not_matter(bank in 0..NAMES.len(), upper: bool, plain: bool, turned: bool) {
        let name = if plain { folded(NAMES[bank]).into_iter().collect() } else { NAMES[bank].to_owned() };
        let name = if upper { name.to_uppercase() } else { name };
        let mut words: Vec<&str> = name.split(' ').collect();
        if turned {
            words.reverse();
        }
        let typed = words.join("  ");
        prop_assert_eq!(found(&typed).first().copied(), Some(bank as u32), "{}", typed);
    }

    #[test]
    fn the_beginning_of_a_name_comes_before_all_else(bank in 0..NAMES.len(), letters in 1_usize..40) {
        let name = folded(NAMES[bank]);
        let typed: String = name.iter().take(letters).collect();
        let banks = banks();
        let begins = |place: &u32| folded(&banks[*place as usize].name).starts_with(&folded(&typed));
        let places = found(&typed);
        prop_assert!(places.contains(&(bank as u32)), "{typed}");
        prop_assert!(places.iter().skip_while(|place| begins(place)).all(|place| !begins(place)), "{typed}: {places:?}");
    }

    #[test]
    fn nothing_typed_breaks_it(typed in ".{0,60}") {
        let places = found(&typed);
        let mut once = places.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), places.len(), "no bank is found twice");
    }
}
