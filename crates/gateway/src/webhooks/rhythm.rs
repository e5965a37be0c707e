//! When a failed webhook is tried again (contract §6). Pure: the dice come in.
//! Never here: clocks, randomness.

/// Pauses after the first try, the second, and so on, in seconds. With the largest jitter they end before three days.
const PAUSES_S: [i64; 9] =
    [5, 5 * 60, 30 * 60, 2 * 60 * 60, 5 * 60 * 60, 10 * 60 * 60, 14 * 60 * 60, 16 * 60 * 60, 17 * 60 * 60];

/// Up to a tenth is added, so that receivers that fell together are not called together.
const JITTER_PARTS: i64 = 10;

/// The pause (milliseconds) before the next try, after `tries` tries; `dice` is any number. `None`: give up.
pub fn pause_ms(tries: u32, dice: u32) -> Option<i64> {
    let place = usize::try_from(tries).ok()?.checked_sub(1)?;
    let pause_ms = PAUSES_S.get(place)?.saturating_mul(1000);
    Some(pause_ms + (pause_ms / JITTER_PARTS).saturating_mul(i64::from(dice)) / i64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rhythm_is_the_contracts() {
        let pauses: Vec<_> = (1..=10).map(|tries| pause_ms(tries, 0).map(|ms| ms / 1000)).collect();
        let hours = |count: i64| Some(count * 3600);
        assert_eq!(
            pauses,
            [Some(5), Some(300), Some(1800), hours(2), hours(5), hours(10), hours(14), hours(16), hours(17), None]
        );
        assert_eq!(pause_ms(0, 0), None);
    }

    #[test]
    fn jitter_adds_up_to_a_tenth_and_the_end_is_within_three_days() {
        assert_eq!(pause_ms(1, u32::MAX), Some(5500));
        assert!((5200..=5300).contains(&pause_ms(1, u32::MAX / 2).unwrap()));
        let longest: i64 = (1..=9).filter_map(|tries| pause_ms(tries, u32::MAX)).sum();
        let shortest: i64 = (1..=9).filter_map(|tries| pause_ms(tries, 0)).sum();
        let days = |count: i64| count * 24 * 60 * 60 * 1000;
        assert!(longest < days(3), "{longest}");
        assert!(shortest > days(5) / 2, "{shortest}");
    }
}
