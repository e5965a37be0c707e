//! Which texts are amounts between two bounds, as one regular expression: decimals compare digit by digit, so a pattern
//! can say it exactly. Never here: what an amount means (`flow::money`).

/// The largest amount, in whole units: 14 digits.
const WHOLE_DIGITS: usize = 14;

/// The pattern of amounts from `min` to `max` (minor units, bounds included; `max` none: 14 digits before the point).
pub fn amounts(min: i64, max: Option<i64>, decimals: u32) -> String {
    let unit = 10_i64.pow(decimals);
    let top = 10_i64.pow(u32::try_from(WHOLE_DIGITS).unwrap_or(0) + decimals) - 1;
    let (min, max) = (min.max(1), max.unwrap_or(top).min(top));
    let ((low, low_rest), (high, high_rest)) = ((min / unit, min % unit), (max / unit, max % unit));
    let last = unit - 1;
    let mut choices = Vec::new();
    if low == high {
        choices.extend(with_fraction(low, low_rest, high_rest, decimals));
    } else {
        let from = if low_rest == 0 { low } else { low + 1 };
        let to = if high_rest == last { high } else { high - 1 };
        if from <= to {
            choices.push(format!("{}{}", any(&wholes(from, to)), any_fraction(decimals)));
        }
        if from > low {
            choices.extend(with_fraction(low, low_rest, last, decimals));
        }
        if to < high {
            choices.extend(with_fraction(high, 0, high_rest, decimals));
        }
    }
    format!("^{}$", any(&choices))
}

fn any(choices: &[String]) -> String {
    format!("(?:{})", choices.join("|"))
}

fn any_fraction(decimals: u32) -> String {
    if decimals == 0 { String::new() } else { format!("(?:\\.[0-9]{{1,{decimals}}})?") }
}

/// One whole, and fractions from `low` to `high`, in minor units.
fn with_fraction(whole: i64, low: i64, high: i64, decimals: u32) -> Option<String> {
    let mut endings: Vec<String> = Vec::new();
    for places in 1..=decimals {
        let step = 10_i64.pow(decimals - places);
        let (from, to) = ((low + step - 1) / step, high / step);
        if from <= to {
            let width = places as usize;
            endings.extend(between(&format!("{from:0width$}"), &format!("{to:0width$}")));
        }
    }
    let bare = low == 0;
    if endings.is_empty() {
        return bare.then(|| whole.to_string());
    }
    Some(format!("{whole}(?:\\.{}){}", any(&endings), if bare { "?" } else { "" }))
}

/// Whole numbers without leading zeros.
fn wholes(from: i64, to: i64) -> Vec<String> {
    let (shortest, longest) = (from.to_string().len(), to.to_string().len());
    let mut choices = Vec::new();
    // Lengths that are all in are one choice: `[1-9][0-9]{3,13}`.
    let mut full: Option<(usize, usize)> = None;
    for length in shortest..=longest {
        let first = if length == 1 { 0 } else { 10_i64.pow(u32::try_from(length - 1).unwrap_or(0)) };
        let last = 10_i64.pow(u32::try_from(length).unwrap_or(0)) - 1;
        let (low, high) = (from.max(first), to.min(last));
        if (low, high) == (first.max(1), last) {
            full = Some((full.map_or(length, |(start, _)| start), length));
        } else {
            choices.extend(between(&low.to_string(), &high.to_string()));
        }
    }
    if let Some((start, end)) = full {
        choices.push(format!("[1-9][0-9]{{{},{}}}", start - 1, end - 1));
    }
    choices
}

/// Digit strings of one length, from `low` to `high`.
fn between(low: &str, high: &str) -> Vec<String> {
    let mut lows = low.chars();
    let mut highs = high.chars();
    let (Some(a), Some(b)) = (lows.next(), highs.next()) else { return vec![String::new()] };
    let (low_rest, high_rest) = (lows.as_str(), highs.as_str());
    let rest = low_rest.len();
    let all_of = |digit: String| match rest {
        0 => digit,
        1 => format!("{digit}[0-9]"),
        _ => format!("{digit}[0-9]{{{rest}}}"),
    };
    let prefixed = |digit: char, rests: Vec<String>| rests.into_iter().map(move |rest| format!("{digit}{rest}"));
    let is_all = |text: &str, digit: u8| text.bytes().all(|byte| byte == digit);
    if a == b && !(is_all(low_rest, b'0') && is_all(high_rest, b'9')) {
        return prefixed(a, between(low_rest, high_rest)).collect();
    }
    let mut choices = Vec::new();
    let (mut first, mut last) = (a, b);
    if !is_all(low_rest, b'0') {
        choices.extend(prefixed(a, between(low_rest, &"9".repeat(rest))));
        first = char::from(a as u8 + 1);
    }
    let mut top = Vec::new();
    if !is_all(high_rest, b'9') {
        top.extend(prefixed(b, between(&"0".repeat(rest), high_rest)));
        last = char::from(b as u8 - 1);
    }
    if first == last {
        choices.push(all_of(first.to_string()));
    } else if first < last {
        choices.push(all_of(format!("[{first}-{last}]")));
    }
    choices.extend(top);
    choices
}

#[cfg(test)]
mod tests {
    use super::*;
    use flow::money::{format_amount, parse_amount};
    use proptest::prelude::*;

    fn matches(pattern: &str, text: &str) -> bool {
        jsonschema::validator_for(&serde_json::json!({ "pattern": pattern }))
            .unwrap()
            .is_valid(&serde_json::json!(text))
    }

    #[test]
    fn patterns_are_short_enough_to_be_read() {
        assert_eq!(
            amounts(1, Some(4_999_999), 2),
            "^(?:(?:[1-4][0-9]{4}|[1-9][0-9]{0,3})(?:\\.[0-9]{1,2})?|0(?:\\.(?:[1-9]|0[1-9]|[1-9][0-9])))$"
        );
        assert_eq!(
            amounts(1, None, 2),
            "^(?:(?:[1-9][0-9]{0,13})(?:\\.[0-9]{1,2})?|0(?:\\.(?:[1-9]|0[1-9]|[1-9][0-9])))$"
        );
        assert_eq!(amounts(100, Some(100), 2), "^(?:1(?:\\.(?:0|00))?)$");
    }

    fn texts() -> impl Strategy<Value = String> {
        let minor = prop_oneof![0_i64..2_000, 0_i64..20_000_000, 0_i64..=9_999_999_999_999_999];
        prop_oneof![
            4 => minor.prop_map(|minor| format_amount(minor, 2)),
            2 => "(0|[1-9][0-9]{0,6})(\\.[0-9]{0,3})?",
            1 => "[0-9.,+-]{0,6}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn a_text_matches_exactly_when_it_is_read_and_lies_between(
            text in texts(),
            low in prop_oneof![Just(1_i64), 1_i64..2_000, 1_i64..20_000_000],
            span in prop_oneof![0_i64..300, 0_i64..20_000_000],
            near in -3_i64..4,
            decimals in 0_u32..=3,
        ) {
            let high = low + span;
            let inside = |text: &str| parse_amount(text, decimals).is_ok_and(|minor| (low..=high).contains(&minor));
            let pattern = amounts(low, Some(high), decimals);
            prop_assert_eq!(matches(&pattern, &text), inside(&text), "{} {}", pattern, text);
            for bound in [low, high] {
                let text = format_amount((bound + near).max(0), decimals);
                prop_assert_eq!(matches(&pattern, &text), inside(&text), "{} {}", pattern, text);
            }
            let open = amounts(1, None, decimals);
            prop_assert_eq!(matches(&open, &text), parse_amount(&text, decimals).is_ok(), "{} {}", open, text);
        }
    }
}
