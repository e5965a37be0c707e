//! `pagination` of lists: limits and cursors. A cursor is opaque and authenticated: it holds a list's place, bound to
//! client, list and filter, so that a damaged, forged or foreign one is found out on any node, after any restart.

use super::error::{ApiError, Code};
use super::fields::{At, Faults};
use crate::doors::keys::{Keys, Purpose};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Most records of a page.
pub const LIMIT_MAX: i64 = 250;
/// Records of a page when nothing is said.
pub const LIMIT_DEFAULT: i64 = 50;

/// What a cursor is bound to.
#[derive(Debug)]
pub struct Bound<'a> {
    /// The client.
    pub client_id: &'a str,
    /// The list, such as `links`.
    pub list: &'a str,
    /// The environment and the filter, written out.
    pub filter: String,
}

/// Makes the cursor of a place: of the numbers that order the list.
pub fn cursor<const N: usize>(keys: &Keys, bound: &Bound<'_>, place: [i64; N]) -> String {
    let mut bytes: Vec<u8> = place.iter().flat_map(|number| number.to_be_bytes()).collect();
    let mac = keys.mac(Purpose::Cursor, &message(bound, &bytes));
    bytes.extend_from_slice(&mac);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a cursor back.
///
/// # Errors
/// `invalid_input` for one that we did not give out for just this list.
pub fn read_cursor<const N: usize>(keys: &Keys, bound: &Bound<'_>, text: &str) -> Result<[i64; N], ApiError> {
    let wrong = || ApiError::new(Code::InvalidInput, "pagination.after is not a cursor of this list and filter");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
    let (place, mac) = bytes.split_at_checked(N * 8).ok_or_else(wrong)?;
    if !keys.verify(Purpose::Cursor, &message(bound, place), mac) {
        return Err(wrong());
    }
    let mut numbers = [0; N];
    for (number, bytes) in numbers.iter_mut().zip(place.as_chunks().0) {
        *number = i64::from_be_bytes(*bytes);
    }
    Ok(numbers)
}

fn message(bound: &Bound<'_>, place: &[u8]) -> Vec<u8> {
    let mut message = Vec::new();
    for part in [bound.client_id, bound.list, &bound.filter] {
        message.extend_from_slice(&(part.len() as u64).to_be_bytes());
        message.extend_from_slice(part.as_bytes());
    }
    message.extend_from_slice(place);
    message
}

/// A `pagination` object.
#[derive(Debug, PartialEq, Eq)]
pub struct Paging {
    /// 1 to 250.
    pub limit: i64,
    /// The cursor, unread.
    pub after: Option<String>,
}

impl Paging {
    /// The place that its cursor says; `None` at the beginning.
    ///
    /// # Errors
    /// `invalid_input`.
    pub fn place<const N: usize>(&self, keys: &Keys, bound: &Bound<'_>) -> Result<Option<[i64; N]>, ApiError> {
        self.after.as_deref().map(|after| read_cursor(keys, bound, after)).transpose()
    }
}

/// Reads `pagination`.
pub fn read(body: &At<'_>, faults: &mut Faults) -> Paging {
    let at = body.object("pagination", faults);
    let limit = at.integer("limit", 1..=LIMIT_MAX, faults).unwrap_or(LIMIT_DEFAULT);
    Paging { limit, after: at.string("after", faults) }
}
