//! The key and certificate that calls are sealed with (QSealC): RSA, SHA-512.
//! Never here: what of a call is sealed (see `berlin_group`), or reading files.

use super::certificate;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{KeyPair as _, RSA_PKCS1_SHA512, RsaKeyPair};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::Arc;

/// A seal, ready to use. Two are equal when their certificates are.
#[derive(Clone)]
pub struct Seal {
    key: Arc<RsaKeyPair>,
    key_id: String,
    certificate: String,
}

/// Key and certificate make no seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSeal {
    /// No readable key.
    #[error("the key must be PEM of an RSA private key of 2048 to 4096 bits (PKCS#8 or PKCS#1)")]
    Key,
    /// No readable certificate.
    #[error("the certificate must be PEM of an X.509 certificate")]
    Certificate,
    /// They do not belong together.
    #[error("the certificate is not the key's: it holds another public key")]
    Strangers,
}

impl Seal {
    /// Reads key and certificate, both PEM; of several certificates the first is ours.
    ///
    /// # Errors
    /// `BadSeal` names what is wrong.
    pub fn from_pem(key: &[u8], certificate: &[u8]) -> Result<Self, BadSeal> {
        let key = match PrivateKeyDer::from_pem_slice(key).map_err(|_| BadSeal::Key)? {
            PrivateKeyDer::Pkcs8(der) => RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()),
            _ => return Err(BadSeal::Key),
        };
        let key = key.map_err(|_| BadSeal::Key)?;
        let der = CertificateDer::from_pem_slice(certificate).map_err(|_| BadSeal::Certificate)?;
        let key_id = certificate::key_id(&der).ok_or(BadSeal::Certificate)?;
        let public = key.public_key().as_ref();
        if !der.windows(public.len()).any(|window| window == public) {
            return Err(BadSeal::Strangers);
        }
        Ok(Self { key: Arc::new(key), key_id, certificate: STANDARD.encode(&der) })
    }

    /// Which key it is: the certificate's serial number and issuer, `SN=…,CA=…`, fit for a quoted header value.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The certificate, DER in base64.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// The public key, DER (`RSAPublicKey`).
    pub fn public_key(&self) -> &[u8] {
        self.key.public_key().as_ref()
    }

    /// Signs with RSASSA-PKCS1-v1_5 and SHA-512, in base64; `None` when the key fails.
    pub fn sign(&self, text: &[u8]) -> Option<String> {
        let mut signature = vec![0; self.key.public().modulus_len()];
        // This padding knows no chance: the generator is asked for by the signature of the call only, and the same text
        // always has the same signature.
        self.key.sign(&RSA_PKCS1_SHA512, &SystemRandom::new(), text, &mut signature).ok()?;
        Some(STANDARD.encode(signature))
    }
}

impl PartialEq for Seal {
    fn eq(&self, other: &Self) -> bool {
        self.certificate == other.certificate
    }
}

impl Eq for Seal {}

// The key stays out of logs.
impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Seal({})", self.key_id)
    }
}
