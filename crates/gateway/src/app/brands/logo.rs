//! Pictures that clients give: PNG, JPEG, WebP, small, whole, still, and nothing behind their end. Never decoded here.
//! SVG is refused altogether: it can hold script, styles and addresses, and no check of ours would be sure of all of them.

use sha2::{Digest, Sha256};

/// The most bytes.
pub const MOST_BYTES: usize = 100 * 1024;
/// The least of either side, in pixels.
pub const LEAST_SIDE: u32 = 16;
/// The most of either side, in pixels.
pub const MOST_SIDE: u32 = 2048;

/// What a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// `png`, `jpg`, `webp`: also how its address ends.
    pub kind: &'static str,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Why a file is no logo. Follows the words "the logo".
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotALogo {
    /// Larger than [`MOST_BYTES`].
    #[error("has more than 100 KB; save it smaller: 264 × 80 pixels are enough")]
    TooLarge,
    /// SVG, or markup of another kind.
    #[error("is SVG or other markup, which can carry script and addresses; save it as PNG or WebP")]
    Markup,
    /// None of the three formats, by its first bytes.
    #[error("is no PNG, JPEG or WebP")]
    Format,
    /// Cut off, or with something behind its end.
    #[error("is cut off, or has something behind its end")]
    Broken,
    /// Several pictures.
    #[error("moves; a page's logo stands still")]
    Moves,
    /// Too few or too many pixels.
    #[error("has {width} × {height} pixels; each side must have 16 to 2048")]
    Side {
        /// Pixels.
        width: u64,
        /// Pixels.
        height: u64,
    },
}

/// What these bytes are.
///
/// # Errors
/// The first rule that they break.
pub fn read(bytes: &[u8]) -> Result<Picture, NotALogo> {
    if bytes.len() > MOST_BYTES {
        return Err(NotALogo::TooLarge);
    }
    if is_markup(bytes) {
        return Err(NotALogo::Markup);
    }
    let kind = match imagesize::image_type(bytes) {
        Ok(imagesize::ImageType::Png) => whole_png(bytes).map(|()| "png"),
        Ok(imagesize::ImageType::Jpeg) => whole(bytes.ends_with(&[0xFF, 0xD9])).map(|()| "jpg"),
        Ok(imagesize::ImageType::Webp) => whole_webp(bytes).map(|()| "webp"),
        _ => Err(NotALogo::Format),
    }?;
    let size = imagesize::blob_size(bytes).map_err(|_| NotALogo::Broken)?;
    let side = |pixels: usize| u32::try_from(pixels).ok().filter(|side| (LEAST_SIDE..=MOST_SIDE).contains(side));
    match (side(size.width), side(size.height)) {
        (Some(width), Some(height)) => Ok(Picture { kind, width, height }),
        _ => Err(NotALogo::Side { width: size.width as u64, height: size.height as u64 }),
    }
}

/// The hash that a picture is known by.
pub fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Whether a text with an element in it comes before anything else.
fn is_markup(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

fn whole(is_whole: bool) -> Result<(), NotALogo> {
    if is_whole { Ok(()) } else { Err(NotALogo::Broken) }
}

/// Chunks from the head to `IEND`, and nothing after it; `acTL` would make it move.
fn whole_png(bytes: &[u8]) -> Result<(), NotALogo> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = head;
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        if kind == b"acTL" {
            return Err(NotALogo::Moves);
        }
        // Its data, and four bytes of sum.
        rest = length.checked_add(4).and_then(|length| after.get(length..)).ok_or(NotALogo::Broken)?;
        if kind == b"IEND" {
            return whole(rest.is_empty());
        }
    }
    Err(NotALogo::Broken)
}

/// The length that the head tells, and no sign of movement.
fn whole_webp(bytes: &[u8]) -> Result<(), NotALogo> {
    let told = bytes.get(4..8).and_then(|told| told.try_into().ok()).map_or(0, u32::from_le_bytes);
    whole(bytes.len().checked_sub(8) == Some(told as usize))?;
    let is_extended = bytes.get(12..16) == Some(b"VP8X");
    let moves = is_extended && bytes.get(20).is_some_and(|flags| flags & 0b10 != 0);
    if moves { Err(NotALogo::Moves) } else { Ok(()) }
}
