//! Keys: what opens, what does not, and what a rotation keeps.

use super::*;

fn temp_file(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("finqlink-{name}-{}", hex::encode(random_bytes::<8>()))).join("key")
}

#[test]
fn sealed_text_opens_under_its_own_context_only() {
    let keys = Keys::from_root([7; 32]);
    let sealed = keys.seal(b"clients.webhook_secret:a", b"plain").unwrap();
    assert_eq!(keys.open(b"clients.webhook_secret:a", &sealed).unwrap(), b"plain");
    assert!(keys.open(b"clients.webhook_secret:b", &sealed).is_err());
    assert!(Keys::from_root([8; 32]).open(b"clients.webhook_secret:a", &sealed).is_err());
    assert_ne!(sealed, keys.seal(b"clients.webhook_secret:a", b"plain").unwrap(), "the nonce is random");
    assert_eq!(sealed.len(), 5 + 41);
    for place in 0..sealed.len() {
        let mut damaged = sealed.clone();
        damaged[place] ^= 1;
        assert!(keys.open(b"clients.webhook_secret:a", &damaged).is_err(), "bit {place}");
        assert!(keys.open(b"clients.webhook_secret:a", &sealed[..place]).is_err(), "cut at {place}");
    }
}

#[test]
fn a_mac_is_good_for_its_purpose_and_data_only() {
    let keys = Keys::from_root([7; 32]);
    let mac = keys.mac(Purpose::Cursor, b"data");
    assert!(keys.verify(Purpose::Cursor, b"data", &mac));
    assert!(!keys.verify(Purpose::Form, b"data", &mac));
    assert!(!keys.verify(Purpose::Cursor, b"date", &mac));
    assert!(!keys.verify(Purpose::Cursor, b"data", &mac[..31]));
    assert!(!keys.verify(Purpose::Cursor, b"data", b""));
    assert!(!Keys::from_root([8; 32]).verify(Purpose::Cursor, b"data", &mac));
}

/// RFC 4231, test case 1: a wrong HMAC would still agree with itself in every other test.
#[test]
fn the_mac_is_hmac_sha_256() {
    assert_eq!(
        hex::encode(hmac_sha256(&[0x0b; 20], b"Hi There")),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    );
}

#[test]
fn a_rotation_keeps_what_was_made_before() {
    let path = temp_file("rotate");
    let before = Keys::load_or_create(&path).unwrap();
    let (sealed, mac) = (before.seal(b"row", b"old").unwrap(), before.mac(Purpose::ClientSecret, b"old"));
    assert_eq!(rotate(&path).unwrap(), 2);
    assert_eq!(rotate(&path).unwrap(), 3);

    let after = Keys::load_or_create(&path).unwrap();
    assert_eq!(after.count(), 3);
    assert_eq!(after.open(b"row", &sealed).unwrap(), b"old");
    assert!(after.verify(Purpose::ClientSecret, b"old", &mac));
    assert_ne!(after.mac(Purpose::ClientSecret, b"old"), mac, "new MACs are made by the new key");
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
}

#[test]
fn a_running_process_learns_of_a_rotation() {
    let path = temp_file("learn");
    let running = Keys::load_or_create(&path).unwrap();
    rotate(&path).unwrap();
    let mac = Keys::load(&path).unwrap().mac(Purpose::Form, b"new");
    assert!(!running.verify(Purpose::Form, b"new", &mac), "it looked at the file less than a second ago");
    *running.0.looked.lock().unwrap() -= REREAD_PAUSE;
    assert!(running.verify(Purpose::Form, b"new", &mac));
    assert_eq!(running.count(), 2);
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
}

#[test]
fn a_file_of_a_wrong_length_is_refused_and_the_file_is_private() {
    let path = temp_file("length");
    create(&path).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        rotate(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(matches!(create(&path), Err(Fault::File { .. })));
    for bytes in [0, 31, 33] {
        std::fs::write(&path, vec![0; bytes]).unwrap();
        assert!(matches!(Keys::load(&path), Err(Fault::Length { .. })), "{bytes}");
    }
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    assert!(matches!(Keys::load(&path), Err(Fault::File { .. })));
}

#[test]
fn keys_are_not_printed() {
    let shown = format!("{:?}", Keys::from_root([7; 32]));
    assert_eq!(shown, "Keys { path: None, .. }");
}
