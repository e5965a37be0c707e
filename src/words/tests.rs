//! Words, as tables.

use super::*;
use std::collections::BTreeSet;

fn names(sentence: &str) -> BTreeSet<&str> {
    runs(sentence).into_iter().filter_map(|run| if let Run::Fill(name, _) = run { Some(name) } else { None }).collect()
}

#[test]
fn every_language_fills_in_the_same_names() {
    let tells: [fn(&str) -> Vec<String>; 2] = [sentences, consent_sentences];
    for (language, tell) in LANGUAGES.iter().flat_map(|language| tells.map(|tell| (language, tell))) {
        for (key, (here, first)) in Key::ALL.iter().zip(tell(language.tag).iter().zip(&tell(LANGUAGES[0].tag))) {
            assert!(!here.trim().is_empty(), "{} {key:?} is empty", language.tag);
            assert_eq!(names(here), names(first), "{} {key:?}: {here}", language.tag);
            assert_eq!(here.matches('*').count() % 2, 0, "{} {key:?}: a stress without end", language.tag);
            assert_eq!(here.contains('|'), first.contains('|'), "{} {key:?}: counts", language.tag);
        }
    }
}

#[test]
fn the_desk_says_as_much_and_names_the_firm_alike_in_every_language() {
    let sheets = |desk: &'static Desk| [desk.home, desk.legal, desk.access, desk.lost];
    for language in LANGUAGES {
        for (here, first) in sheets(language.desk).into_iter().zip(sheets(LANGUAGES[0].desk)) {
            assert_eq!(here.texts.len(), first.texts.len(), "{} {}", language.tag, here.title);
            for (here, first) in here.texts.iter().zip(first.texts) {
                assert_eq!(names(here), names(first), "{}: {here}", language.tag);
            }
        }
    }
}

#[test]
fn receipts_and_refusals_of_consents_are_said_in_every_language_and_name_alike() {
    let said = |language: &Language| {
        let (slip, sharing) = (language.slip, language.desk.sharing);
        [
            [slip.title, slip.lead, slip.id, slip.page, slip.version, slip.pressed, slip.shown, slip.check, slip.how]
                .to_vec(),
            [sharing.choose_bank, sharing.choose_method, sharing.unusable, sharing.iban_missing].to_vec(),
            [language.desk.kept, sharing.kept]
                .map(|kept| [kept.asking, kept.unconfirmed, kept.gone_on, kept.not_here])
                .concat(),
        ]
        .concat()
    };
    for language in LANGUAGES {
        for (here, first) in said(language).into_iter().zip(said(&LANGUAGES[0])) {
            assert_eq!(names(here), names(first), "{}: {here}", language.tag);
            assert!(!here.is_empty() && (language.tag == "en" || here != first), "{}: {here}", language.tag);
        }
    }
}

#[test]
fn no_sentence_holds_markup_or_loose_ends() {
    for language in LANGUAGES {
        for sentence in sentences(language.tag).into_iter().chain(consent_sentences(language.tag)) {
            assert!(!sentence.contains(['<', '>', '&', '\n', '\t', '"', '\'']), "{}: {sentence}", language.tag);
            assert_eq!(sentence.matches('{').count(), sentence.matches('}').count(), "{}: {sentence}", language.tag);
            assert!(!sentence.contains("  ") && sentence.trim() == sentence, "{}: {sentence}", language.tag);
            assert!(!sentence.contains("..."), "{}: an ellipsis is one character: {sentence}", language.tag);
        }
    }
}

/// Words that two languages share: the same in both, or nobody's own.
const SHARED: &[&str] = &["Bank", "Legal"];

#[test]
fn no_language_says_what_another_says() {
    for (index, language) in LANGUAGES.iter().enumerate() {
        for other in &LANGUAGES[..index] {
            let of_payments = Key::OF_PAYMENTS.iter().map(|key| (key, language.table.say(*key), other.table.say(*key)));
            let of_consents =
                Key::ALL.iter().filter_map(|key| Some((key, language.consents.say(*key)?, other.consents.say(*key)?)));
            for (key, here, there) in of_payments.chain(of_consents) {
                let is_shared = here != there || SHARED.contains(&here);
                assert!(is_shared, "{} and {} {key:?}: {here}", language.tag, other.tag);
            }
        }
    }
}

#[test]
fn what_is_filled_in_has_a_direction_of_its_own_from_right_to_left() {
    let words = sentences("ar");
    assert_eq!(words[Key::Pay as usize], "دفع \u{2066}{amount}\u{2069}");
    assert_eq!(words[Key::PayWith as usize], "عبر \u{2068}{bank}\u{2069}");
    assert!(sentences("de").iter().all(|sentence| !sentence.contains('\u{2069}')));
    assert_eq!(say("ar", Key::LimitUpTo, &[("limit", "5 RON")]), "حتى \u{2068}5 RON\u{2069}");
    // A limit is an amount, whose currency says its direction, or a time, said in words.
    assert_eq!(words[Key::LimitUpTo as usize], "حتى \u{2068}{limit}\u{2069}");
}

#[test]
fn keys_stand_where_their_number_says() {
    let words = sentences("en");
    assert_eq!(words[Key::PayFrom as usize], "Pay from");
    assert_eq!(words[Key::FootName as usize], "About this page");
    assert_eq!(words.len(), Key::OF_PAYMENTS.len());
    let words = consent_sentences("en");
    assert_eq!(words[Key::PayFrom as usize], "Your bank");
    assert_eq!(words[Key::AccountsLabel as usize], "Accounts");
    assert_eq!(words.len(), Key::ALL.len());
}

#[test]
fn romanian_uses_its_own_letters() {
    for sentence in sentences("ro").into_iter().chain(consent_sentences("ro")) {
        assert!(!sentence.contains(['ş', 'ţ', 'Ş', 'Ţ']), "cedilla in: {sentence}");
    }
}

#[test]
fn paid_is_said_of_nothing_that_is_only_on_its_way() {
    let words = sentences("en");
    for key in [Key::SubmittedTitle, Key::SubmittedLead, Key::SubmittedMoney, Key::ConfirmingTitle, Key::ConfirmingLead]
    {
        assert!(!words[key as usize].to_lowercase().contains("paid"), "{key:?}");
    }
}

#[test]
fn amounts() {
    let cases = [
        (10_050, ["100,50", "100,50", "100,50", "100,50", "100.50"]),
        (5, ["0,05", "0,05", "0,05", "0,05", "0.05"]),
        (100_000, ["1.000,00", "1.000,00", "1000,00", "1.000,00", "1,000.00"]),
        (10_050_050, ["100.500,50", "100.500,50", "100\u{a0}500,50", "100.500,50", "100,500.50"]),
        (123_456_789, ["1.234.567,89", "1.234.567,89", "1\u{a0}234\u{a0}567,89", "1.234.567,89", "1,234,567.89"]),
    ];
    for (minor, texts) in cases {
        for (lang, text) in TAGS.iter().zip(texts) {
            assert_eq!(format_amount(minor, "RON", lang), text, "{lang}");
        }
    }
}

#[test]
fn accounts() {
    assert_eq!(group_iban("RO10RZBR0000069999999970"), "RO10 RZBR 0000 0699 9999 9970");
    assert_eq!(mask_iban("RO03 RZBR 0000 0699 9999 9999"), "RO03 … 9999");
    assert_eq!(mask_iban("RO03"), "…");
}

#[test]
fn moments() {
    // 12 March 2026, 12:03:06 UTC is 14:03:06 in Bucharest.
    let at = 1_773_316_986_000;
    let cases = [
        ("en", 0, "Today, 14:03"),
        ("en", 86_400_000, "Yesterday, 14:03"),
        ("en", -86_400_000, "Tomorrow, 14:03"),
        ("en", -172_800_000, "12 March 2026, 14:03"),
        ("ro", 0, "Astăzi, 14:03"),
        ("ro", -172_800_000, "12 martie 2026, 14:03"),
        ("hu", 0, "Ma 14:03"),
        ("hu", -172_800_000, "2026. március 12. 14:03"),
        ("de", 86_400_000, "Gestern um 14:03 Uhr"),
        ("de", -172_800_000, "12. März 2026 um 14:03 Uhr"),
        ("ar", -86_400_000, "غدًا، 14:03"),
        ("ar", -172_800_000, "12 مارس 2026، 14:03"),
        ("xx", 0, "Today, 14:03"),
    ];
    for (lang, later, text) in cases {
        assert_eq!(format_moment(at, at + later, "Europe/Bucharest", lang).text, text);
    }
    let moment = format_moment(at, at, "Europe/Bucharest", "en");
    assert_eq!((moment.clock.as_str(), moment.full.as_str()), ("14:03:06", "12 March 2026, 14:03"));
    assert_eq!(moment.iso, "2026-03-12T12:03:06Z");
}

#[test]
fn days() {
    let cases = [
        ("en", 1, "1 day"),
        ("en", 90, "90 days"),
        ("ro", 19, "19 zile"),
        ("ro", 90, "90 de zile"),
        ("hu", 90, "90 nap"),
        ("de", 90, "90 Tage"),
        ("ar", 2, "يومان"),
        ("ar", 90, "90 يومًا"),
    ];
    for (lang, count, text) in cases {
        assert_eq!(format_days(count, lang).text, text.replace(' ', "\u{a0}"));
    }
    let day = format_day(1_773_316_986_000 + 90 * 86_400_000, "Europe/Bucharest", "ro");
    assert_eq!((day.text.as_str(), day.iso.as_str()), ("10 iunie 2026", "2026-06-10T12:03:06Z"));
}

#[test]
fn plurals() {
    let cases = [
        ("en", 0, "0 banks"),
        ("en", 1, "1 bank"),
        ("ro", 1, "o bancă"),
        ("ro", 6, "6 bănci"),
        ("ro", 20, "20 de bănci"),
        ("ro", 101, "101 bănci"),
        ("hu", 1, "1 bank"),
        ("hu", 40, "40 bank"),
        ("de", 1, "1 Bank"),
        ("de", 6, "6 Banken"),
        ("ar", 0, "لا بنوك"),
        ("ar", 1, "بنك واحد"),
        ("ar", 2, "بنكان"),
        ("ar", 6, "6 بنوك"),
        ("ar", 40, "40 بنكًا"),
        ("ar", 3_000, "3000 بنك"),
    ];
    for (lang, count, text) in cases {
        let table = sentences(lang);
        let said = fill(form(lang, &table[Key::Banks as usize], count), &[("count", &count.to_string())]);
        assert_eq!(said.replace(['\u{2068}', '\u{2069}'], ""), text);
    }
}

#[test]
fn sentences_are_taken_apart() {
    let found = runs("*Yes.* {amount} left. *Ask {payee}*, {open");
    let expected = [
        Run::Text("Yes.", true),
        Run::Text(" ", false),
        Run::Fill("amount", false),
        Run::Text(" left. ", false),
        Run::Text("Ask ", true),
        Run::Fill("payee", true),
        Run::Text(", ", false),
        Run::Text("{open", false),
    ];
    assert_eq!(found, expected);
}

#[test]
fn hidden_marks_are_made_visible() {
    let cases = [
        ("Cafeneaua Verde SRL", "Cafeneaua Verde SRL"),
        ("Caf\u{200B}e", "Caf[U+200B]e"),
        ("\u{202E}LRS", "[U+202E]LRS"),
        ("P\u{0430}ypal", "P[а U+0430]ypal"),
        ("Газпром SRL", "Газпром SRL"),
        ("ăâîșț é", "ăâîșț é"),
        ("tag\u{E0041}", "tag[U+E0041]"),
    ];
    for (text, shown) in cases {
        assert_eq!(unmasked_text(text), shown);
    }
}
