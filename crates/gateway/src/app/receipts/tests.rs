//! Receipts under attack: whatever is changed in a file is found, and named.

use super::record::{Record, canonical};
use super::seal::{Flaw, OPENS, Paper, check, seal};
use crate::doors::keys::Keys;
use proptest::prelude::*;
use protocol::DataGroup;
use serde_json::json;

fn record() -> Record {
    let text = str::to_owned;
    Record {
        consent_id: text("6f1c1a1e-63c9-4c2e-9a38-0d5d3a7f1b52"),
        attempt: Some(1),
        accepted_at: text("2026-03-12T12:03:06.000Z"),
        accepted: text("12 March 2026, 14:03"),
        reference: text("FQ-6F1C-1A1E"),
        asker: text("Cafeneaua Verde SRL"),
        firm: text("FinqLink Demo"),
        purpose: text("</script><script>alert(1)</script> مرحبا"),
        recipients: vec![text("Contabil Bun SRL")],
        scope: DataGroup::ALL.to_vec(),
        shared: text("Account details, balances and transactions"),
        validity_days: 90,
        valid_until: text("2026-06-10T12:03:06.000Z"),
        period: text("Until 10 June 2026 (90 days), up to 4× a day"),
        provider_id: text("libra_ro"),
        bank: text("Libra Internet Bank"),
        method_id: text("libra_ro.ais"),
        language: text("en"),
        template: text("default"),
        page_version: text("0.1.0"),
        pressed: text("Share data"),
        text: vec![text("Share account data?"), text("Account details")],
        screen: text("<!doctype html><title>x</title><p>Share account data?"),
    }
}

fn file() -> String {
    let paper = Paper {
        before: format!("<!doctype html><p>Cafeneaua Verde SRL</p>{OPENS}"),
        after: "</script></html>".to_owned(),
    };
    seal(&Keys::from_root([7; 32]), &record(), &paper).unwrap()
}

#[test]
fn what_was_sealed_is_whole_and_says_who_sealed_it() {
    let whole = check(file().as_bytes()).unwrap();
    assert_eq!(whole.record, record());
    assert_eq!(Keys::from_root([7; 32]).receipt_keys(), [whole.public_key]);
    assert_ne!(Keys::from_root([8; 32]).receipt_keys(), [whole.public_key]);
    assert_eq!(file().matches("</script>").count(), 1, "no text of a stranger ends the element");
}

#[test]
fn names_are_in_order_and_nothing_is_between() {
    let value = json!({"b": [1, {"z": null, "a": "ă\n\"<"}], "a": true});
    assert_eq!(canonical(&value), "{\"a\":true,\"b\":[1,{\"a\":\"ă\\n\\\"<\",\"z\":null}]}");
}

#[test]
fn each_field_that_is_changed_is_named() {
    let file = file();
    let cases: &[(&str, &str, Flaw)] = &[
        ("\"validity_days\":90", "\"validity_days\":180", Flaw::Field("validity_days".to_owned())),
        ("\"asker\":\"Cafeneaua Verde SRL\"", "\"asker\":\"Somebody Else SRL\"", Flaw::Field("asker".to_owned())),
        ("\"scope\":[\"accounts\",", "\"scope\":[", Flaw::Field("scope".to_owned())),
        (",\"validity_days\":90", "", Flaw::Missing("validity_days".to_owned())),
        ("{\"accepted\":", "{\"a\":1,\"accepted\":", Flaw::Added("a".to_owned())),
        ("<p>Cafeneaua Verde SRL</p>", "<p>Somebody Else SRL</p>", Flaw::Paper),
        ("</html>", "</html> ", Flaw::Paper),
    ];
    for (was, is, flaw) in cases {
        assert!(file.contains(was), "{was}");
        let changed = file.replacen(was, is, 1);
        assert_eq!(check(changed.as_bytes()).unwrap_err(), std::slice::from_ref(flaw), "{was} -> {is}");
    }
}

#[test]
fn who_changes_the_digest_too_has_no_signature_for_it() {
    let (file, key) = (file(), Keys::from_root([7; 32]));
    let own = check(file.as_bytes()).unwrap();
    let changed = file.replacen("\"validity_days\":90", "\"validity_days\":180", 1);
    let hash = |text: &str| {
        use sha2::{Digest, Sha256};
        hex::encode(Sha256::digest(text.as_bytes()))
    };
    let changed = changed.replace(&hash("90"), &hash("180"));
    assert_eq!(check(changed.as_bytes()).unwrap_err(), [Flaw::Seal]);
    // With a key of one's own it can be signed again; but then it is another key.
    let mut other = own.record.clone();
    other.validity_days = 180;
    let paper = Paper { before: OPENS.to_owned(), after: "</script>".to_owned() };
    let forged = seal(&Keys::from_root([9; 32]), &other, &paper).unwrap();
    assert!(!key.receipt_keys().contains(&check(forged.as_bytes()).unwrap().public_key));
}

#[test]
fn strangers_files_are_refused_with_the_reason() {
    let (twice, half) = (format!("{}{}", file(), file()), file().split_at(file().len() / 2).0.to_owned());
    let cases: &[(&[u8], &str)] = &[
        (b"", "no record"),
        (b"<html></html>", "no record"),
        (&[b'a', 0xff], "byte 2 is not UTF-8"),
        (twice.as_bytes(), "more than one"),
        (half.as_bytes(), "no record"),
    ];
    for (file, says) in cases {
        let flaws = check(file).unwrap_err();
        assert!(flaws[0].to_string().contains(says), "{flaws:?}");
    }
    let broken = file().replacen("{\"record\":", "{\"record\":!", 1);
    let byte = broken.find(":!{").unwrap() + 2;
    let flaws = check(broken.as_bytes()).unwrap_err();
    assert!(flaws[0].to_string().starts_with(&format!("byte {byte}: the record cannot be read")), "{flaws:?}, {byte}");
    let spaced = file().replacen("\"validity_days\":90", "\"validity_days\": 90", 1);
    let byte = spaced.find("_days\": 90").unwrap() + "_days\": ".len();
    assert_eq!(check(spaced.as_bytes()).unwrap_err(), [Flaw::Written(byte)]);
}

proptest! {
    /// No byte of a receipt can be another one.
    #[test]
    fn every_byte_counts(place in 0..file().len(), by in 1_u8..=255) {
        let mut bytes = file().into_bytes();
        bytes[place] ^= by;
        prop_assert!(check(&bytes).is_err(), "byte {}", place);
    }

    #[test]
    fn no_file_of_a_stranger_is_taken(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(check(&bytes).is_err());
    }
}
