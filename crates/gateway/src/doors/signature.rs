//! Ed25519 (RFC 8032): signatures that anybody can check without asking us.
//! Never here: what is signed, or whose keys are believed.

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

/// A signature, and the key that checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The public key.
    pub public_key: [u8; 32],
    /// The signature.
    pub signature: [u8; 64],
}

/// Signs under the key of this seed; `None` never happens with 32 bytes.
pub(super) fn sign(seed: &[u8; 32], data: &[u8]) -> Option<Signed> {
    let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok()?;
    let public_key = pair.public_key().as_ref().try_into().ok()?;
    Some(Signed { public_key, signature: pair.sign(data).as_ref().try_into().ok()? })
}

/// The key that checks what this seed signs.
pub(super) fn public_key(seed: &[u8; 32]) -> Option<[u8; 32]> {
    Ed25519KeyPair::from_seed_unchecked(seed).ok()?.public_key().as_ref().try_into().ok()
}

/// Whether this key signed this.
pub fn holds(public_key: &[u8], data: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public_key).verify(data, signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032 §7.1, test 2: the same key from the same seed, on every machine and in every version.
    #[test]
    fn as_the_standard_has_it() {
        let seed = hex::decode("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").unwrap();
        let signed = sign(&seed.try_into().unwrap(), &[0x72]).unwrap();
        let public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
        assert_eq!(hex::encode(signed.public_key), public);
        assert!(hex::encode(signed.signature).starts_with("92a009a9f0d4cab8720e820b5f642540"));
        assert!(holds(&signed.public_key, &[0x72], &signed.signature));
        assert!(!holds(&signed.public_key, &[0x73], &signed.signature));
    }
}
