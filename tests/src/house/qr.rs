//! Codes as a phone's camera meets them: drawn from the page's own path, and read by a reader that shares nothing with who drew them.
//! Never here: what a code should say.

use super::html::{Html, Tag};

/// Pixels a module, when a code is drawn.
const SCALE: usize = 4;

/// Name of the code of a scheme's request to pay, in English.
pub const REQUEST: &str = "QR code that opens this payment in your banking app";
/// Of a transfer that the payer makes alone.
pub const TRANSFER: &str = "QR code of this transfer, for banking apps";
/// Of the page's own address.
pub const PAGE: &str = "QR code of this page’s address";

/// Whether there is a code of this name.
pub fn has(page: &Html, name: &str) -> bool {
    place(page, name).is_some()
}

/// What the code of this name says; panics where there is none, where it has no quiet zone, or where it cannot be read.
pub fn read(page: &Html, name: &str) -> String {
    let at = place(page, name).unwrap_or_else(|| panic!("no {name}: {}", page.text));
    let [svg, path] = [&page.tags[at], &page.tags[at + 1]];
    decode(&modules(svg, path.get("d").unwrap()))
}

fn place(page: &Html, name: &str) -> Option<usize> {
    page.tags.iter().position(|tag| tag.name == "svg" && tag.get("aria-label") == Some(name))
}

/// Every module of the picture with the light ones around it, dark as true, row by row.
fn modules(svg: &Tag, path: &str) -> Vec<Vec<bool>> {
    let grid = svg.get("viewbox").or_else(|| svg.get("viewBox")).unwrap();
    let grid: Vec<i32> = grid.split(' ').map(|number| number.parse().unwrap()).collect();
    let [left, top, width, height] = grid[..] else { panic!("{grid:?}") };
    assert_eq!((left, top, width), (-4, -4, height), "four light modules on each side");
    let side = usize::try_from(width).unwrap();
    let mut dark = vec![vec![false; side]; side];
    for run in path.split('M').skip(1) {
        // `M{column} {row}h{count}v1H{column}z`
        let (column, rest) = run.split_once(' ').unwrap();
        let (row, rest) = rest.split_once('h').unwrap();
        let (count, end) = rest.split_once("v1H").unwrap();
        assert_eq!(end.strip_suffix('z'), Some(column), "{run}");
        let [column, row, count]: [usize; 3] = [column, row, count].map(|number| number.parse().unwrap());
        dark[row + 4][column + 4..][..count].fill(true);
    }
    dark
}

fn decode(modules: &[Vec<bool>]) -> String {
    let side = modules.len() * SCALE;
    let shade = |x: usize, y: usize| if modules[y / SCALE][x / SCALE] { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, shade);
    let codes = image.detect_grids();
    assert_eq!(codes.len(), 1, "one code");
    let mut said = Vec::new();
    let meta = codes[0].decode_to(&mut said).unwrap();
    assert!(meta.version.0 <= 15, "small enough for a camera");
    String::from_utf8(said).unwrap()
}
