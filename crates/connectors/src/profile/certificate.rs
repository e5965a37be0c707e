//! Who issued a certificate, and under which number: as much of X.509's DER as a key's id needs.
//! Never here: judging a certificate; the bank does that with ours.

use std::fmt::Write as _;

const INTEGER: u8 = 0x02;
const OID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const VERSION: u8 = 0xa0;

/// Attribute types that have a short name (RFC 4514, 3), by their DER.
const SHORT: &[(&[u8], &str)] = &[
    (&[0x55, 4, 3], "CN"),
    (&[0x55, 4, 5], "serialNumber"),
    (&[0x55, 4, 6], "C"),
    (&[0x55, 4, 7], "L"),
    (&[0x55, 4, 8], "ST"),
    (&[0x55, 4, 10], "O"),
    (&[0x55, 4, 11], "OU"),
    (&[0x55, 4, 97], "organizationIdentifier"),
];

/// `SN=<serial number in hex>,CA=<issuer's distinguished name>`, as the Berlin Group's `keyId` has it: what a quoted header
/// value cannot hold is percent-encoded. `None` for what is no certificate.
pub(super) fn key_id(der: &[u8]) -> Option<String> {
    let (certificate, _) = read(SEQUENCE, der)?;
    let (to_be_signed, _) = read(SEQUENCE, certificate)?;
    let after_version = read(VERSION, to_be_signed).map_or(to_be_signed, |(_, rest)| rest);
    let (serial, rest) = read(INTEGER, after_version)?;
    let (_algorithm, rest) = read(SEQUENCE, rest)?;
    let (issuer, _) = read(SEQUENCE, rest)?;
    let serial = serial.strip_prefix(&[0]).filter(|rest| !rest.is_empty()).unwrap_or(serial);
    let mut id = "SN=".to_owned();
    for byte in serial {
        let _ = write!(id, "{byte:02X}");
    }
    id.push_str(",CA=");
    id.push_str(&name(issuer)?);
    Some(id)
}

/// A distinguished name as RFC 4514 writes it: the last part first.
fn name(mut parts: &[u8]) -> Option<String> {
    let mut written = Vec::new();
    while !parts.is_empty() {
        let (part, rest) = read(SET, parts)?;
        // Parts of several values are rare, and no key is told from another by the second.
        let (attribute, _) = read(SEQUENCE, part)?;
        let (oid, value) = read(OID, attribute)?;
        let (_, text, _) = tlv(value)?;
        written.push(format!("{}={}", kind(oid), plain(&String::from_utf8_lossy(text))));
        parts = rest;
    }
    written.reverse();
    Some(written.join(","))
}

/// The short name of an attribute type, else its number.
fn kind(oid: &[u8]) -> String {
    if let Some((_, short)) = SHORT.iter().find(|(der, _)| *der == oid) {
        return (*short).to_owned();
    }
    let mut arcs = Vec::new();
    let mut arc = 0_u64;
    for byte in oid {
        arc = (arc << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            arcs.push(std::mem::take(&mut arc));
        }
    }
    let first = arcs.first().copied().unwrap_or_default();
    let top = (first / 40).min(2);
    let rest = arcs.iter().skip(1).map(|arc| format!(".{arc}"));
    format!("{top}.{}{}", first - 40 * top, rest.collect::<String>())
}

/// A value between quotes and commas.
fn plain(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && !matches!(byte, b'"' | b'%' | b',' | b'\\' | b'+' | b'=') {
            written.push(char::from(byte));
        } else {
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

/// The content of a value of this type, and what follows it.
fn read(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (found, content, rest) = tlv(der)?;
    (found == tag).then_some((content, rest))
}

/// Type, content, rest.
fn tlv(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, der) = der.split_first()?;
    let (&first, der) = der.split_first()?;
    let (length, der) = match first {
        0..=0x7f => (usize::from(first), der),
        0x81..=0x84 => {
            let (digits, der) = der.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0, |length, digit| (length << 8) | usize::from(*digit)), der)
        }
        _ => return None,
    };
    let (content, rest) = der.split_at_checked(length)?;
    Some((tag, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(tag: u8, content: &[u8]) -> Vec<u8> {
        let mut der = vec![tag, 0x82];
        der.extend(u16::try_from(content.len()).unwrap().to_be_bytes());
        der.extend(content);
        der
    }

    fn attribute(oid: &[u8], text: &str) -> Vec<u8> {
        value(SET, &value(SEQUENCE, &[value(OID, oid), value(0x0c, text.as_bytes())].concat()))
    }

    fn certificate(serial: &[u8], issuer: &[Vec<u8>]) -> Vec<u8> {
        let version = value(VERSION, &value(INTEGER, &[2]));
        let parts = [version, value(INTEGER, serial), value(SEQUENCE, &[]), value(SEQUENCE, &issuer.concat())];
        value(SEQUENCE, &value(SEQUENCE, &parts.concat()))
    }

    #[test]
    fn number_and_issuer_are_read() {
        let issuer = [
            attribute(&[0x55, 4, 6], "RO"),
            attribute(&[0x55, 4, 97], "VATRO-123"),
            attribute(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1], "ca@example.com"),
            attribute(&[0x55, 4, 3], "Șef \"CA\", 100%"),
        ];
        assert_eq!(
            key_id(&certificate(&[0, 0x9f, 0xa1], &issuer)).unwrap(),
            "SN=9FA1,CA=CN=%C8%98ef%20%22CA%22%2C%20100%25,1.2.840.113549.1.9.1=ca@example.com,\
             organizationIdentifier=VATRO-123,C=RO"
        );
        assert_eq!(key_id(&certificate(&[0], &[])).unwrap(), "SN=00,CA=");
    }

    proptest! {
        #[test]
        fn damage_is_no_certificate_or_another_one_but_never_a_panic(at in 0..90_usize, byte in any::<u8>(), cut in 0..90_usize) {
            let mut der = certificate(&[1, 2, 3], &[attribute(&[0x55, 4, 3], "Some issuer"), attribute(&[0x55, 4, 6], "RO")]);
            let _ = key_id(&der[..cut.min(der.len())]);
            if let Some(old) = der.get_mut(at) {
                *old = byte;
            }
            let _ = key_id(&der);
        }

        #[test]
        fn no_bytes_panic(der in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = key_id(&der);
        }
    }
}
