//! The root key file and what is derived from it: sealing (encryption), MACs and signatures, one derived key a purpose.
//! Never here: what is sealed or signed, or who may open it.
//!
//! The file holds N × 32 bytes. The first 32 are the current key: it seals and makes MACs. All of them open and verify,
//! so that what was made before a rotation stays good. `finqlink keys rotate` puts a new key in front; a running
//! gateway reads the file again when it meets something that its keys do not know.

use super::secrets::random_bytes;
use super::signature::{self, Signed};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit as _, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};
use subtle::ConstantTimeEq;

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
/// How often a running process may look at the file again.
const REREAD_PAUSE: Duration = Duration::from_secs(1);

/// What a MAC is for. Each purpose has a key of its own, so that a MAC made for one never passes for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Cursors of lists.
    Cursor,
    /// Hidden tokens of forms.
    Form,
    /// Secrets of API clients, as they are kept.
    ClientSecret,
}

impl Purpose {
    const ALL: [Self; 3] = [Self::Cursor, Self::Form, Self::ClientSecret];

    const fn label(self) -> &'static [u8] {
        match self {
            Self::Cursor => b"finqlink cursor v1",
            Self::Form => b"finqlink form v1",
            Self::ClientSecret => b"finqlink client secret v1",
        }
    }
}

/// How keys fail. No variant tells what was in a key or in sealed text.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The key file could not be read or written.
    #[error("the key file {path} {what}: {error}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What failed.
        what: &'static str,
        /// Why.
        error: std::io::Error,
    },
    /// The file is not a key file.
    #[error("the key file {path} holds {bytes} bytes; it must hold one or more keys of 32 bytes")]
    Length {
        /// Which file.
        path: PathBuf,
        /// Its length.
        bytes: usize,
    },
    /// Sealed by an unknown key, for another context, or damaged.
    #[error("sealed data cannot be opened: made by an unknown key, for another row, or damaged")]
    Sealed,
    /// The cipher refused: only for texts beyond its limit of 256 GiB.
    #[error("the text is too long to be sealed")]
    TooLong,
}

/// The keys in force. Clones share them.
#[derive(Clone)]
pub struct Keys(Arc<Shared>);

struct Shared {
    ring: RwLock<Arc<Vec<Derived>>>,
    path: Option<PathBuf>,
    looked: Mutex<Instant>,
}

/// One root key, spread out by HKDF-SHA-256.
struct Derived {
    /// First byte of sealed data. Two keys may share it (1 in 256): then both are tried.
    id: u8,
    cipher: [u8; KEY_BYTES],
    macs: [[u8; KEY_BYTES]; Purpose::ALL.len()],
    /// Seed of the key that signs receipts.
    receipts: [u8; KEY_BYTES],
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("path", &self.0.path).finish_non_exhaustive()
    }
}

impl Keys {
    /// Reads the key file.
    ///
    /// # Errors
    /// `Fault::File` when it cannot be read, `Fault::Length` when it is empty or not a multiple of 32 bytes.
    pub fn load(path: &Path) -> Result<Self, Fault> {
        let ring = read(path)?.iter().map(derive).collect();
        Ok(Self::of(ring, Some(path.to_owned())))
    }

    /// Reads the key file, or makes one (mode 0600) where none is; for demo mode only.
    ///
    /// # Errors
    /// As [`Keys::load`], and when it cannot be written.
    pub fn load_or_create(path: &Path) -> Result<Self, Fault> {
        match create(path) {
            Ok(()) => Self::load(path),
            Err(Fault::File { error, .. }) if error.kind() == ErrorKind::AlreadyExists => Self::load(path),
            Err(fault) => Err(fault),
        }
    }

    /// Keys of one given root key and no file; for tests.
    pub fn from_root(root: [u8; KEY_BYTES]) -> Self {
        Self::of(vec![derive(&root)], None)
    }

    fn of(ring: Vec<Derived>, path: Option<PathBuf>) -> Self {
        Self(Arc::new(Shared { ring: RwLock::new(Arc::new(ring)), path, looked: Mutex::new(Instant::now()) }))
    }

    /// Encrypts under the current key. `context` (table, column and row id) is bound in: the result opens under the
    /// same context only, so that a row's data cannot be moved into another row. Length: plain + 41 bytes.
    ///
    /// # Errors
    /// `Fault::TooLong` beyond the cipher's limit.
    pub fn seal(&self, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, Fault> {
        let ring = self.ring();
        let Some(current) = ring.first() else { return Err(Fault::Sealed) };
        let nonce = random_bytes::<NONCE_BYTES>();
        let aad = [&[current.id], context].concat();
        let sealed = XChaCha20Poly1305::new(Key::from_slice(&current.cipher))
            .encrypt(XNonce::from_slice(&nonce), Payload { msg: plain, aad: &aad })
            .map_err(|_| Fault::TooLong)?;
        Ok([&[current.id][..], &nonce, &sealed].concat())
    }

    /// Opens what [`Keys::seal`] made for the same context, by this key or an older one.
    ///
    /// # Errors
    /// `Fault::Sealed`: unknown key, another context, or damaged.
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        self.attempt(|ring| open_with(ring, context, sealed)).ok_or(Fault::Sealed)
    }

    /// HMAC-SHA-256 of `data` under the current key of `purpose`.
    pub fn mac(&self, purpose: Purpose, data: &[u8]) -> [u8; 32] {
        self.ring().first().map(|current| current.mac(purpose, data)).unwrap_or_default()
    }

    /// Whether `mac` was made of `data` for `purpose` by one of our keys; the time taken does not tell how near it was.
    pub fn verify(&self, purpose: Purpose, data: &[u8], mac: &[u8]) -> bool {
        self.attempt(|ring| {
            let hit = ring.iter().fold(0, |hit, key| hit | key.mac(purpose, data).ct_eq(mac).unwrap_u8());
            (hit == 1).then_some(())
        })
        .is_some()
    }

    /// A receipt's signature under the current key; anybody can check it.
    ///
    /// # Errors
    /// `Fault::Sealed` when there is no key at all.
    pub fn sign(&self, data: &[u8]) -> Result<Signed, Fault> {
        self.ring().first().and_then(|current| signature::sign(&current.receipts, data)).ok_or(Fault::Sealed)
    }

    /// The keys by which our receipts are checked, the current one first.
    pub fn receipt_keys(&self) -> Vec<[u8; 32]> {
        self.ring().iter().filter_map(|key| signature::public_key(&key.receipts)).collect()
    }

    /// How many keys are in force: 1, and one more for each rotation.
    pub fn count(&self) -> usize {
        self.ring().len()
    }

    fn ring(&self) -> Arc<Vec<Derived>> {
        Arc::clone(&self.0.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Tries with the keys at hand, and once more when the file has other keys by now.
    fn attempt<T>(&self, act: impl Fn(&[Derived]) -> Option<T>) -> Option<T> {
        act(&self.ring()).or_else(|| if self.reread() { act(&self.ring()) } else { None })
    }

    /// Reads the file again, at most once a second. True when there are more keys than before.
    fn reread(&self) -> bool {
        let Some(path) = &self.0.path else { return false };
        {
            let mut looked = self.0.looked.lock().unwrap_or_else(PoisonError::into_inner);
            if looked.elapsed() < REREAD_PAUSE {
                return false;
            }
            *looked = Instant::now();
        }
        let length = std::fs::metadata(path).map_or(0, |file| file.len());
        if length <= (self.count() * KEY_BYTES) as u64 {
            return false;
        }
        let Ok(roots) = read(path) else { return false };
        let ring = Arc::new(roots.iter().map(derive).collect());
        *self.0.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
        true
    }
}

impl Derived {
    fn mac(&self, purpose: Purpose, data: &[u8]) -> [u8; 32] {
        hmac_sha256(&self.macs[purpose as usize], data)
    }
}

/// HMAC-SHA-256 under a key of the caller's own. It takes keys of every length, so its constructor's error cannot happen; an empty key would be ours to see
/// in a test, never a caller's.
pub fn hmac_sha256(key: &[u8], data: &[u8]) -> [u8; 32] {
    <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key)
        .map(|mac| mac.chain_update(data).finalize().into_bytes().into())
        .unwrap_or_default()
}

fn derive(root: &[u8; KEY_BYTES]) -> Derived {
    let spread = |label: &[u8]| {
        let mut out = [0; KEY_BYTES];
        // 32 bytes is far below HKDF's limit (8,160), the only way for it to fail.
        let done = Hkdf::<Sha256>::new(None, root).expand(label, &mut out);
        debug_assert!(done.is_ok());
        out
    };
    Derived {
        id: spread(b"finqlink key id v1")[0],
        cipher: spread(b"finqlink encryption v1"),
        macs: Purpose::ALL.map(|purpose| spread(purpose.label())),
        receipts: spread(b"finqlink receipt v1"),
    }
}

fn open_with(ring: &[Derived], context: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (id, rest) = sealed.split_first()?;
    let (nonce, text) = rest.split_at_checked(NONCE_BYTES)?;
    let aad = [&[*id], context].concat();
    ring.iter().filter(|key| key.id == *id).find_map(|key| {
        XChaCha20Poly1305::new(Key::from_slice(&key.cipher))
            .decrypt(XNonce::from_slice(nonce), Payload { msg: text, aad: &aad })
            .ok()
    })
}

fn read(path: &Path) -> Result<Vec<[u8; KEY_BYTES]>, Fault> {
    let bytes = std::fs::read(path).map_err(|error| file(path, "cannot be read", error))?;
    let (roots, rest) = bytes.as_chunks::<KEY_BYTES>();
    if roots.is_empty() || !rest.is_empty() {
        return Err(Fault::Length { path: path.to_owned(), bytes: bytes.len() });
    }
    Ok(roots.to_vec())
}

/// Makes a key file with one key. Fails with `AlreadyExists` where a file is.
///
/// # Errors
/// `Fault::File`.
pub fn create(path: &Path) -> Result<(), Fault> {
    make_folder(path)?;
    write_new(path, &random_bytes::<KEY_BYTES>())
}

/// Puts a new key in front of the file's keys; gives the number of keys now. The file is replaced in one step.
///
/// # Errors
/// `Fault::File`, `Fault::Length`.
pub fn rotate(path: &Path) -> Result<usize, Fault> {
    let mut roots = read(path)?;
    roots.insert(0, random_bytes::<KEY_BYTES>());
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let beside = PathBuf::from(name);
    write_new(&beside, roots.as_flattened())?;
    std::fs::rename(&beside, path).map_err(|error| file(path, "cannot be replaced", error))?;
    Ok(roots.len())
}

fn make_folder(path: &Path) -> Result<(), Fault> {
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => std::fs::create_dir_all(folder).map_err(|error| file(path, "cannot be made", error)),
        None => Ok(()),
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .map_err(|error| file(path, "cannot be written", error))
}

fn file(path: &Path, what: &'static str, error: std::io::Error) -> Fault {
    Fault::File { path: path.to_owned(), what, error }
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
