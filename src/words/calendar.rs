//! How each language writes numbers, days and months (CLDR, Gregorian calendar, Latin digits).
//! Never here: arithmetic.

/// How a language writes numbers.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    /// Between whole and parts.
    pub point: char,
    /// Between groups of three.
    pub group: char,
    /// Digits of the shortest whole number that is grouped.
    pub grouped_from: usize,
}

/// "1.234,50": Romanian, German, and English as Romania's banks write it.
pub const POINTS: Numbers = Numbers { point: ',', group: '.', grouped_from: 4 };

/// "1234,50", and from five digits on "12 345,50", without a break.
pub const SPACES: Numbers = Numbers { point: ',', group: '\u{a0}', grouped_from: 5 };

/// "1,234.50": Arabic with Latin digits.
pub const COMMAS: Numbers = Numbers { point: '.', group: ',', grouped_from: 4 };

/// How a language writes points in time. `{day}`, `{month}`, `{year}`, `{date}`, `{time}` are filled in.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    /// Yesterday, today, tomorrow.
    pub near: [&'static str; 3],
    /// The months in their order, with a space between.
    pub months: &'static str,
    /// A date.
    pub date: &'static str,
    /// A date, or one of the near days, with the time.
    pub moment: &'static str,
}

const fn calendar(near: [&'static str; 3], months: &'static str, date: &'static str, moment: &'static str) -> Calendar {
    Calendar { near, months, date, moment }
}

/// English.
pub const ENGLISH: Calendar = calendar(
    ["Yesterday", "Today", "Tomorrow"],
    "January February March April May June July August September October November December",
    "{day} {month} {year}",
    "{date}, {time}",
);

/// Romanian.
pub const ROMANIAN: Calendar = calendar(
    ["Ieri", "Astăzi", "Mâine"],
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "{day} {month} {year}",
    "{date}, {time}",
);

/// Hungarian.
pub const HUNGARIAN: Calendar = calendar(
    ["Tegnap", "Ma", "Holnap"],
    "január február március április május június július augusztus szeptember október november december",
    "{year}. {month} {day}.",
    "{date} {time}",
);

/// German.
pub const GERMAN: Calendar = calendar(
    ["Gestern", "Heute", "Morgen"],
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "{day}. {month} {year}",
    "{date} um {time} Uhr",
);

/// Arabic, with the months' names of Egypt and the Gulf.
pub const ARABIC: Calendar = calendar(
    ["أمس", "اليوم", "غدًا"],
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "{day} {month} {year}",
    "{date}، {time}",
);
