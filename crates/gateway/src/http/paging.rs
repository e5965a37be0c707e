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

/// Makes the cursor of a place.
pub fn cursor(keys: &Keys, bound: &Bound<'_>, ordinal: i64) -> String {
    let place = ordinal.to_be_bytes();
    let mac = keys.mac(Purpose::Cursor, &message(bound, place));
    let mut bytes = place.to_vec();
    bytes.extend_from_slice(&mac);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a cursor back.
///
/// # Errors
/// `invalid_input` for one that we did not give out for just this list.
pub fn read_cursor(keys: &Keys, bound: &Bound<'_>, text: &str) -> Result<i64, ApiError> {
    let wrong = || ApiError::new(Code::InvalidInput, "pagination.after is not a cursor of this list and filter");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
    let (place, mac) = bytes.split_at_checked(8).ok_or_else(wrong)?;
    let place: [u8; 8] = place.try_into().map_err(|_| wrong())?;
    if keys.verify(Purpose::Cursor, &message(bound, place), mac) { Ok(i64::from_be_bytes(place)) } else { Err(wrong()) }
}

fn message(bound: &Bound<'_>, place: [u8; 8]) -> Vec<u8> {
    let mut message = Vec::new();
    for part in [bound.client_id, bound.list, &bound.filter] {
        message.extend_from_slice(&(part.len() as u64).to_be_bytes());
        message.extend_from_slice(part.as_bytes());
    }
    message.extend_from_slice(&place);
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

/// Reads `pagination`.
pub fn read(body: &At<'_>, faults: &mut Faults) -> Paging {
    let at = body.object("pagination", faults);
    let limit = at.integer("limit", 1..=LIMIT_MAX, faults).unwrap_or(LIMIT_DEFAULT);
    Paging { limit, after: at.string("after", faults) }
}
