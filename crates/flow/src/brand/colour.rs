//! Colours: read, written, mixed, and held against each other as WCAG 2.2 does (relative luminance, contrast ratio).

use std::fmt;

/// A colour: sRGB, gamma-encoded, 0 to 1 (mixing in a wider space may leave that), and how much of it is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    /// Red, green, blue.
    pub rgb: [f64; 3],
    /// 0: not there; 1: nothing shines through.
    pub alpha: f64,
}

/// Why a text is no colour of a brand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAColour {
    /// Not in the one form that we read.
    #[error("is not a colour; write it as #RRGGBB, such as #0B6A4B")]
    Form,
    /// With a part for transparency.
    #[error("lets light through; a brand's colour is opaque: write it as #RRGGBB")]
    Transparent,
}

impl Colour {
    /// As light as it gets.
    pub const WHITE: Self = Self { rgb: [1.0; 3], alpha: 1.0 };
    /// As dark as it gets.
    pub const BLACK: Self = Self { rgb: [0.0; 3], alpha: 1.0 };

    /// A client's colour: `#RRGGBB` or `#RGB`.
    ///
    /// # Errors
    /// `NotAColour`, in words that can follow what was given.
    pub fn of_a_brand(text: &str) -> Result<Self, NotAColour> {
        let colour = Self::hex(text).ok_or(NotAColour::Form)?;
        if matches!(text.len(), 5 | 9) { Err(NotAColour::Transparent) } else { Ok(colour) }
    }

    /// `#RGB`, `#RGBA`, `#RRGGBB`, `#RRGGBBAA`.
    pub fn hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        let width = match digits.len() {
            3 | 4 => 1,
            6 | 8 => 2,
            _ => return None,
        };
        let part = |index: usize| {
            let part = digits.get(index * width..(index + 1) * width)?;
            let value = u8::from_str_radix(part, 16).ok()?;
            Some(if width == 1 { value * 17 } else { value })
        };
        let alpha = part(3).map_or(1.0, |alpha| f64::from(alpha) / 255.0);
        Some(Self { alpha, ..Self::bytes([part(0)?, part(1)?, part(2)?]) })
    }

    /// From a screen's bytes.
    pub fn bytes(rgb: [u8; 3]) -> Self {
        Self { rgb: rgb.map(|part| f64::from(part) / 255.0), alpha: 1.0 }
    }

    /// As a screen shows it: each part one of 256 steps.
    #[must_use]
    pub fn shown(self) -> Self {
        Self { rgb: self.rgb.map(|part| f64::from(byte(part)) / 255.0), alpha: self.alpha }
    }

    /// So much of this one (0 to 1), the rest the other; as `color-mix(in srgb, …)`.
    #[must_use]
    pub fn mixed(self, share: f64, other: Self) -> Self {
        let alpha = self.alpha * share + other.alpha * (1.0 - share);
        if alpha == 0.0 {
            return Self { rgb: [0.0; 3], alpha };
        }
        let part = |a: f64, b: f64| (a * self.alpha * share + b * other.alpha * (1.0 - share)) / alpha;
        Self { rgb: pairwise(self.rgb, other.rgb, part), alpha }
    }

    /// The same in OKLab, as `color-mix(in oklab, …)`.
    #[must_use]
    pub fn mixed_in_oklab(self, share: f64, other: Self) -> Self {
        let lab = |colour: Self| Self { rgb: colour.to_oklab(), alpha: colour.alpha };
        let mixed = lab(self).mixed(share, lab(other));
        Self::of_oklab(mixed.rgb, mixed.alpha)
    }

    /// The same hue, with this lightness and at most this chroma in `OKLCh`.
    #[must_use]
    pub fn pinned(self, lightness: impl Fn(f64) -> f64, most_chroma: f64) -> Self {
        let [light, a, b] = self.to_oklab();
        let chroma = (a * a + b * b).sqrt();
        let kept = if chroma > most_chroma { most_chroma / chroma } else { 1.0 };
        Self::of_oklab([lightness(light), a * kept, b * kept], self.alpha)
    }

    /// This one laid over what lies under it.
    #[must_use]
    pub fn over(self, under: Self) -> Self {
        let part = |a: f64, b: f64| a * self.alpha + b * (1.0 - self.alpha);
        Self { rgb: pairwise(self.rgb, under.rgb, part), alpha: 1.0 }
    }

    /// WCAG's relative luminance: 0 black, 1 white.
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.rgb.map(|part| linear(part.clamp(0.0, 1.0)));
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// WCAG's contrast ratio, 1 to 21. Both must be opaque.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if a > b { a / b } else { b / a }
    }

    fn to_oklab(self) -> [f64; 3] {
        let [r, g, b] = self.rgb.map(linear);
        let l = cube_root(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
        let m = cube_root(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
        let s = cube_root(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
        [
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        ]
    }

    fn of_oklab([light, a, b]: [f64; 3], alpha: f64) -> Self {
        let cube = |root: f64| root * root * root;
        let l = cube(light + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
        let m = cube(light - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
        let s = cube(light - 0.089_484_177_5 * a - 1.291_485_548_0 * b);
        let rgb = [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ];
        Self { rgb: rgb.map(encoded), alpha }
    }
}

impl fmt::Display for Colour {
    /// As a sheet of styles says it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.rgb.map(byte);
        if self.alpha < 1.0 {
            write!(f, "rgb({r} {g} {b} / {:.3})", self.alpha)
        } else {
            write!(f, "#{r:02x}{g:02x}{b:02x}")
        }
    }
}

fn pairwise(a: [f64; 3], b: [f64; 3], with: impl Fn(f64, f64) -> f64) -> [f64; 3] {
    [with(a[0], b[0]), with(a[1], b[1]), with(a[2], b[2])]
}

fn byte(part: f64) -> u8 {
    (part.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

/// sRGB's curve, taken away; odd, so that what lies outside of 0 to 1 comes back the way it went.
fn linear(part: f64) -> f64 {
    let size = part.abs();
    let value = if size <= 0.040_45 {
        size / 12.92
    } else {
        // x^2.4 = x² · (⁵√x)²
        let base = (size + 0.055) / 1.055;
        let root = fifth_root(base);
        base * base * root * root
    };
    if part < 0.0 { -value } else { value }
}

fn encoded(part: f64) -> f64 {
    let size = part.abs();
    let value = if size <= 0.003_130_8 {
        size * 12.92
    } else {
        // x^(1/2.4) = (¹²√x)⁵
        let root = cube_root(size.sqrt().sqrt());
        1.055 * root * root * root * root * root - 0.055
    };
    if part < 0.0 { -value } else { value }
}

/// By Newton's steps: libraries differ in the last bit, additions and divisions do not.
fn cube_root(of: f64) -> f64 {
    if of == 0.0 {
        return 0.0;
    }
    let size = of.abs();
    // From above: from below the first step would leap far over it.
    let mut root = size.max(1.0);
    for _ in 0..32 {
        let next = (2.0 * root + size / (root * root)) / 3.0;
        if next == root {
            break;
        }
        root = next;
    }
    if of < 0.0 { -root } else { root }
}

/// Of what is not negative.
fn fifth_root(of: f64) -> f64 {
    let mut root: f64 = of.max(1.0);
    for _ in 0..32 {
        let fourth = root * root * root * root;
        let next = (4.0 * root + of / fourth) / 5.0;
        if next == root {
            break;
        }
        root = next;
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Colour {
        Colour::hex(text).unwrap()
    }

    #[test]
    fn what_is_no_colour_of_a_brand() {
        for text in ["", "red", "#12345", "#gggggg", "0b6a4b", "#0b6a4b ", "rgb(1 2 3)", "#ééé", "url(x)", "var(--x)"]
        {
            assert_eq!(Colour::of_a_brand(text), Err(NotAColour::Form), "{text}");
        }
        for text in ["#0b6a4b80", "#0b6a4bff", "#1234"] {
            assert_eq!(Colour::of_a_brand(text), Err(NotAColour::Transparent), "{text}");
        }
        assert_eq!(Colour::of_a_brand("#FE0").unwrap().to_string(), "#ffee00");
    }

    #[test]
    fn curves_are_those_of_the_standard() {
        for step in 0..=255 {
            let part = f64::from(step) / 255.0;
            let by_power = if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
            assert!((linear(part) - by_power).abs() < 1e-12, "{step}");
            assert!((encoded(linear(part)) - part).abs() < 1e-9, "{step}");
            assert_eq!(byte(part), step as u8);
        }
    }

    #[test]
    fn contrasts_that_others_published() {
        for (a, b, ratio) in [
            ("#000000", "#ffffff", 21.0),
            ("#767676", "#ffffff", 4.54),
            ("#ff0000", "#ffffff", 3.998),
            ("#ffe600", "#ffffff", 1.27),
        ] {
            assert!((hex(a).contrast(hex(b)) - ratio).abs() < 0.01, "{a} on {b}: {}", hex(a).contrast(hex(b)));
        }
    }

    /// Values that Chromium 156 paints for the same expressions.
    #[test]
    fn mixes_are_those_of_a_browser() {
        let brand = hex("#0f5f70");
        assert_eq!(brand.mixed(0.13, Colour::WHITE).to_string(), "#e0eaec");
        assert_eq!(brand.mixed(0.16, Colour { alpha: 0.0, ..Colour::BLACK }).to_string(), "rgb(15 95 112 / 0.160)");
        let land = brand.pinned(|_| 0.45, 0.08);
        assert_eq!(land.mixed_in_oklab(0.38, hex("#cbdfdc")).to_string(), "#88adb2");
        assert_eq!(land.mixed_in_oklab(0.13, hex("#e6edee")).to_string(), "#cbdadd");
        assert_eq!(hex("#ffe600").mixed_in_oklab(0.2, Colour::WHITE).to_string(), "#fffbde");
        assert_eq!(hex("#ffe600").pinned(|light| light.min(0.4), 0.13).to_string(), "#574700");
        assert_eq!(hex("#e30613").pinned(|_| 0.31, 0.075).to_string(), "#501f1a");
        assert_eq!(hex("#0000ff").pinned(|_| 0.47, 0.1).to_string(), "#3e5993");
    }
}
