//! What people type, walked as a table: what is found, and in which order.

use super::*;
use protocol::ProviderStatus;

fn bank(provider_id: &str, name: &str, country: &str, keys: &[&str]) -> Bank {
    Bank {
        provider_id: provider_id.to_owned(),
        name: name.to_owned(),
        country: country.to_owned(),
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        status: ProviderStatus::Up,
        unusable: None,
        methods: Vec::new(),
    }
}

fn banks() -> Vec<Bank> {
    vec![
        bank("rzb_ro", "Raiffeisen Bank", "RO", &["rzbrrobu", "rzbr"]),
        bank("bt_ro", "Banca Transilvania", "RO", &["btrlro22", "btrl", "volksbank", "bancpost"]),
        bank("cec_ro", "CEC Bank", "RO", &["cecerobu", "cece"]),
        bank("libra_ro", "Libra Internet Bank", "RO", &["brelrobu", "brel"]),
        bank("ing_ro", "Țiriac Ănsparență", "RO", &[]),
        bank("koeln_de", "Sparkasse KölnBonn", "DE", &["colsde33", "37050198"]),
        bank("ulm_de", "Volksbank Ulm-Biberach eG", "DE", &["genodes1", "63090100"]),
    ]
}

fn found(typed: &str) -> Vec<&'static str> {
    let banks = banks();
    let places = Index::new(&banks).search(&banks, typed, |_| true);
    const IDS: [&str; 7] = ["rzb_ro", "bt_ro", "cec_ro", "libra_ro", "ing_ro", "koeln_de", "ulm_de"];
    places.into_iter().map(|place| IDS[place as usize]).collect()
}

#[test]
fn what_people_type_walked() {
    let cases: &[(&str, &[&str])] = &[
        ("", &["rzb_ro", "bt_ro", "cec_ro", "libra_ro", "ing_ro", "koeln_de", "ulm_de"]),
        ("raif", &["rzb_ro"]),
        ("RAIFFEISEN", &["rzb_ro"]),
        // One letter missing, swapped, wrong, too many.
        ("raifeisen", &["rzb_ro"]),
        ("rafifeisen", &["rzb_ro"]),
        ("raiffeizen", &["rzb_ro"]),
        ("raifffeisen", &["rzb_ro"]),
        ("transilvanya", &["bt_ro"]),
        ("transylvania", &["bt_ro"]),
        // Two typos are one too many.
        ("trancylvania", &[]),
        // Accents, missing, in another form, put together.
        ("tiriac", &["ing_ro"]),
        ("ţiriac", &["ing_ro"]),
        ("t\u{0326}iriac", &["ing_ro"]),
        ("ŢIRIAC", &["ing_ro"]),
        ("TIRIAC Ă", &["ing_ro"]),
        ("koln", &["koeln_de"]),
        // A former name, the first letters of a BIC, a BIC with its branch.
        ("bancpost", &["bt_ro"]),
        ("BTRLRO22", &["bt_ro"]),
        ("btrlro", &["bt_ro"]),
        ("BTRLRO22XXX", &["bt_ro"]),
        ("btrlro22-123", &[]),
        // The bank code of an IBAN: of letters or digits, begun or in whole, and only in its own country.
        ("RO49 BTRL 1234", &["bt_ro"]),
        ("ro49b", &["bt_ro", "libra_ro"]),
        ("ro03rzbr0000069999999999", &["rzb_ro"]),
        ("RO03", &[]),
        ("DE89 3705 0198 0000 1234 56", &["koeln_de"]),
        ("de893", &["koeln_de"]),
        ("DE896309", &["ulm_de"]),
        ("AT89 3705 0198", &[]),
        // Words in another order, and a typo in one of them.
        ("transilvania banca", &["bt_ro"]),
        ("bank libra", &["libra_ro"]),
        ("biberach ulm volksbank", &["ulm_de"]),
        ("banca transilvanai", &["bt_ro"]),
        ("transilvanai banca", &["bt_ro"]),
        ("bancatransilvania", &["bt_ro"]),
        ("internet", &["libra_ro"]),
        // The name that begins so comes before those that have it further on, and those before the ones that have it inside.
        ("ban", &["bt_ro", "rzb_ro", "cec_ro", "libra_ro", "ulm_de"]),
        ("volksbank", &["ulm_de", "bt_ro"]),
        ("  cec  ", &["cec_ro"]),
        ("cex", &[]),
        ("zzzz", &[]),
        ("—«»", &["rzb_ro", "bt_ro", "cec_ro", "libra_ro", "ing_ro", "koeln_de", "ulm_de"]),
    ];
    for (typed, expected) in cases {
        assert_eq!(&found(typed), expected, "{typed}");
    }
}

#[test]
fn what_is_not_wanted_at_all_is_never_found() {
    let banks = banks();
    let index = Index::new(&banks);
    let in_germany = |typed: &str| index.search(&banks, typed, |bank| bank.country == "DE");
    assert_eq!(in_germany(""), [5, 6]);
    assert_eq!(in_germany("bank"), [6]);
    assert_eq!(in_germany("RO49 BTRL"), [0_u32; 0]);
}

#[test]
fn what_is_passed_over_by_its_letters_would_not_have_been_found() {
    let banks = banks();
    let index = Index::new(&banks);
    let mut unsorted = index.clone();
    unsorted.texts.iter_mut().for_each(|(_, letters)| *letters = Letters::MAX);
    let names = banks.iter().map(|bank| bank.name.as_str());
    for name in
        names.chain(["transilvanya", "raifffeisen", "biberach ulm volksbank", "TIRIAC Ă", "BTRLRO22XXX", "βank"])
    {
        for (end, _) in name.char_indices().skip(1) {
            let typed = &name[..end];
            assert_eq!(index.search(&banks, typed, |_| true), unsorted.search(&banks, typed, |_| true), "{typed}");
        }
    }
}
