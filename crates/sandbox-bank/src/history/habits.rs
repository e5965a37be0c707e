//! How a customer lives: what comes and goes each month, and what may happen on any day. Data, and the one function that
//! makes a day of it.
//! Never here: what is told about a transaction (see `story`).

use super::story::{self, Story};
use super::{Entry, between, mix};
use crate::calendar::{date_of, start_of};

/// What kind of account it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Everyday life in RON.
    Everyday,
    /// Work for clients abroad, and travel, in EUR.
    Abroad,
    /// Put aside each month, with interest.
    Savings,
}

/// When something happens.
enum When {
    /// On this day of each month.
    Monthly(i8),
    /// On this day of January, April, July, October.
    Quarterly(i8),
    /// On any day, once in so many.
    OneDayIn(u64),
}

/// One thing a customer does.
struct Habit {
    when: When,
    /// Bounds in hundredths, below zero for what is paid; rounded to whole units of the third.
    minor: (i64, i64, i64),
    story: &'static Story,
    /// How many times over, all alike.
    times: u64,
    /// Once in so many it is given back, six days later.
    given_back: Option<(u64, &'static Story)>,
}

const fn habit(when: When, minor: (i64, i64, i64), story: &'static Story) -> Habit {
    Habit { when, minor, story, times: 1, given_back: None }
}

const EVERYDAY: &[Habit] = &[
    habit(When::Monthly(10), (865_000, 912_000, 1_000), &story::SALARY),
    habit(When::Monthly(1), (-240_000, -240_000, 1), &story::RENT),
    habit(When::Monthly(14), (-41_000, -17_500, 1), &story::ELECTRICITY),
    habit(When::Monthly(17), (-4_599, -4_599, 1), &story::PHONE),
    habit(When::Monthly(25), (-60_000, -60_000, 1), &story::PUT_ASIDE),
    habit(When::Monthly(28), (-990, -990, 1), &story::FEE),
    habit(When::Quarterly(23), (-138_000, -96_000, 100), &story::TAX),
    habit(When::Quarterly(12), (-98_000, -64_000, 1), &story::INVOICES),
    habit(When::OneDayIn(2), (-23_900, -2_150, 1), &story::GROCERIES),
    habit(When::OneDayIn(3), (-3_400, -950, 50), &story::CAFE),
    habit(When::OneDayIn(9), (-34_000, -18_000, 1), &story::FUEL),
    habit(When::OneDayIn(21), (-40_000, -10_000, 10_000), &story::CASH),
    Habit { times: 2, ..habit(When::OneDayIn(12), (-300, -300, 1), &story::TICKET) },
    Habit {
        given_back: Some((4, &story::SHOP_REFUND)),
        ..habit(When::OneDayIn(8), (-79_900, -4_900, 10), &story::SHOP)
    },
    habit(When::OneDayIn(30), (5_000, 35_000, 500), &story::FRIEND),
];

const ABROAD: &[Habit] = &[
    habit(When::Monthly(5), (145_000, 210_000, 100), &story::CLIENT),
    habit(When::Monthly(3), (-1_399, -1_399, 1), &story::SUBSCRIPTION),
    habit(When::Monthly(20), (-120_000, -80_000, 5_000), &story::EXCHANGED),
    habit(When::OneDayIn(17), (-24_900, -3_900, 10), &story::TRAVEL),
    Habit {
        given_back: Some((3, &story::BOOKING_REFUND)),
        ..habit(When::OneDayIn(40), (-42_000, -9_000, 100), &story::BOOKING)
    },
];

const SAVINGS: &[Habit] = &[
    habit(When::Monthly(25), (60_000, 60_000, 1), &story::ARRIVED_ASIDE),
    habit(When::Monthly(27), (3_100, 4_900, 1), &story::INTEREST),
    habit(When::OneDayIn(190), (-150_000, -50_000, 10_000), &story::TAKEN_OUT),
];

/// What one day brings to an account; what is given back comes six days later and is made up with it.
pub(super) fn live(pattern: Pattern, seed: u64, day: i64, entries: &mut Vec<Entry>) {
    let habits = match pattern {
        Pattern::Everyday => EVERYDAY,
        Pattern::Abroad => ABROAD,
        Pattern::Savings => SAVINGS,
    };
    let date = date_of(day);
    for (salt, habit) in (1_u64..).zip(habits) {
        let chance = mix(seed ^ mix(day.unsigned_abs() ^ (salt << 40)));
        let today = match habit.when {
            When::Monthly(on) => date.day() == on,
            When::Quarterly(on) => date.day() == on && date.month() % 3 == 1,
            When::OneDayIn(days) => chance.is_multiple_of(days),
        };
        if today {
            happen(habit, chance, day, entries);
        }
    }
}

fn happen(habit: &Habit, chance: u64, day: i64, entries: &mut Vec<Entry>) {
    let (least, most, step) = habit.minor;
    let minor = between(mix(chance ^ 1), least, most) / step * step;
    let at_ms = start_of(day) + between(mix(chance ^ 2), 7 * 3_600, 21 * 3_600) * 1_000;
    for nth in 0..habit.times {
        let number = mix(chance ^ (3 + nth));
        entries.push(Entry { number, at_ms, booked_ms: habit.story.booked_ms(at_ms), minor, story: habit.story });
    }
    if let Some((one_in, story)) = habit.given_back
        && mix(chance ^ 5).is_multiple_of(one_in)
    {
        let at_ms = at_ms + 6 * crate::calendar::DAY_MS;
        let booked_ms = story.booked_ms(at_ms);
        entries.push(Entry { number: mix(chance ^ 6), at_ms, booked_ms, minor: -minor, story });
    }
}
