//! QR codes as SVG path data, drawn on the gateway so that the browser's file carries no encoder.

use qrcode::{Color, EcLevel, QrCode};

/// Path data of a text's QR on a grid of n by n modules (without the quiet zone), and n; `None` for a text that is too long.
pub fn path(text: &str) -> Option<(String, u32)> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut data = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut start = None;
        for (column, color) in modules.iter().copied().chain([Color::Light]).enumerate() {
            match (color, start) {
                (Color::Dark, None) => start = Some(column),
                (Color::Light, Some(from)) => {
                    data.push_str(&format!("M{from} {row}h{}v1H{from}z", column - from));
                    start = None;
                }
                _ => {}
            }
        }
    }
    Some((data, u32::try_from(width).ok()?))
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn a_pattern_at_three_corners() {
        let (data, width) = path("http://127.0.0.1:8080/pay/abcdefghijklmnopqrstuvwx").unwrap();
        assert!(width >= 25);
        for finder in [
            "M0 0h7v1H0z".to_owned(),
            format!("M{} 0h7v1H{}z", width - 7, width - 7),
            format!("M0 {}h7v1H0z", width - 7),
        ] {
            assert!(data.contains(&finder), "{finder}");
        }
        assert!(path(&"x".repeat(4000)).is_none());
    }
}
