//! Colours as styles write them, and the contrast between two. Never here: which colours there are.
#![expect(clippy::float_arithmetic, reason = "light, not money")]

/// A colour with its opacity, as a screen shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rgb {
    /// Red, green, blue: 0 to 255.
    pub channels: [f64; 3],
    /// 0: nothing is seen of it; 1: nothing of what lies behind.
    pub alpha: f64,
}

impl Rgb {
    /// Reads `#abc`, `#aabbcc`, `#aabbccdd`, `rgb(1 2 3 / 0.5)`, `white`, `black`, `transparent`; `None` for what only a browser works out.
    pub fn read(text: &str) -> Option<Self> {
        match text.trim() {
            "white" => Some(Self { channels: [255.0; 3], alpha: 1.0 }),
            "black" => Some(Self { channels: [0.0; 3], alpha: 1.0 }),
            "transparent" => Some(Self { channels: [0.0; 3], alpha: 0.0 }),
            text => match text.strip_prefix('#') {
                Some(digits) => hex(digits),
                None => function(text),
            },
        }
    }

    /// This laid over something that nothing is seen through.
    pub fn over(self, ground: Self) -> Self {
        let mix = |at: usize| self.channels[at] * self.alpha + ground.channels[at] * (1.0 - self.alpha);
        Self { channels: [mix(0), mix(1), mix(2)], alpha: 1.0 }
    }

    /// How light it is, as WCAG 2.2 counts: 0 to 1.
    fn luminance(self) -> f64 {
        let linear = |channel: f64| {
            let part = channel / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.channels.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast of this on a ground, as WCAG 2.2 counts, in hundredths, never rounded up: 100 to 2100.
    pub fn contrast_hundredths(self, ground: Self) -> u32 {
        let (one, other) = (self.over(ground).luminance(), ground.luminance());
        let hundredths = 100.0 * (one.max(other) + 0.05) / (one.min(other) + 0.05);
        // What the last digit of a float loses is given back: 21 is 21.
        (hundredths + 1e-6).floor() as u32
    }
}

fn hex(digits: &str) -> Option<Rgb> {
    let value = |text: &str| u8::from_str_radix(text, 16).ok().map(f64::from);
    let pair = |at: usize| value(digits.get(at * 2..at * 2 + 2)?);
    let single = |at: usize| Some(value(digits.get(at..=at)?)? * 17.0);
    match digits.len() {
        3 => Some(Rgb { channels: [single(0)?, single(1)?, single(2)?], alpha: 1.0 }),
        6 => Some(Rgb { channels: [pair(0)?, pair(1)?, pair(2)?], alpha: 1.0 }),
        8 => Some(Rgb { channels: [pair(0)?, pair(1)?, pair(2)?], alpha: pair(3)? / 255.0 }),
        _ => None,
    }
}

/// `rgb(1 2 3)` and `rgb(1 2 3 / 0.5)`.
fn function(text: &str) -> Option<Rgb> {
    let inside = text.strip_prefix("rgb(")?.strip_suffix(')')?;
    let (channels, alpha) = inside.split_once('/').unwrap_or((inside, "1"));
    let channels: Vec<f64> = channels.split_whitespace().filter_map(|one| one.parse().ok()).collect();
    Some(Rgb { channels: <[f64; 3]>::try_from(channels).ok()?, alpha: alpha.trim().parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(text: &str, ground: &str) -> u32 {
        Rgb::read(text).unwrap().contrast_hundredths(Rgb::read(ground).unwrap())
    }

    #[test]
    fn contrast_is_as_the_standard_counts() {
        assert_eq!(contrast("#000", "white"), 2100);
        assert_eq!(contrast("#767676", "#ffffff"), 454);
        assert_eq!(contrast("white", "#777777"), 447);
        // Half transparent black on white is #808080, as nearly as numbers can say it.
        assert_eq!(contrast("rgb(0 0 0 / 0.5)", "#fff"), contrast("rgb(127.5 127.5 127.5)", "#fff"));
        assert_eq!(contrast("transparent", "#123456"), 100);
    }

    #[test]
    fn what_only_a_browser_knows_is_not_guessed() {
        for text in ["oklch(from var(--brand) 0.4 c h)", "Canvas", "#12345", "rgb(1 2)", "rgb(a b c)", "4px", ""] {
            assert_eq!(Rgb::read(text), None, "{text}");
        }
    }
}
