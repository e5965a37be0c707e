//! Money, dates and accounts, as each language writes them. Latin digits in every language.
//! Never here: rounding, a clock, a float.

use super::calendar::Calendar;
use super::{Key, fill, form, language};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use protocol::page::{Day, Days, Moment};

/// Minor units as people write them, without the currency: 10050 RON is "100,50".
///
/// English groups by points as well: it is English as written in Europe (CLDR en-150 until 2023), as the banks' own pages are.
pub fn format_amount(minor: u64, currency: &str, lang: &str) -> String {
    let numbers = language(lang).numbers;
    let decimals = flow::money::decimals(currency).unwrap_or(2);
    let unit = 10_u64.pow(decimals);
    let whole = (minor / unit).to_string();
    let mut text = String::with_capacity(whole.len() * 2);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) && whole.len() >= numbers.grouped_from {
            text.push(numbers.group);
        }
        text.push(digit);
    }
    if decimals > 0 {
        text.push(numbers.point);
        text.push_str(&format!("{:0width$}", minor % unit, width = decimals as usize));
    }
    text
}

/// An IBAN in groups of four.
pub fn group_iban(iban: &str) -> String {
    let plain: Vec<char> = iban.chars().filter(|c| !c.is_whitespace()).collect();
    plain.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// An IBAN of which only the ends are shown: "RO03 … 9999".
pub fn mask_iban(iban: &str) -> String {
    let plain: Vec<char> = iban.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.len() < 12 {
        return "…".to_owned();
    }
    let ends = |part: &[char]| part.iter().collect::<String>();
    format!("{} … {}", ends(&plain[..4]), ends(&plain[plain.len() - 4..]))
}

/// A point in time, in every form that pages use. `zone` is an IANA name; one that is unknown is read as UTC.
pub fn format_moment(at_ms: i64, now_ms: i64, zone: &str, lang: &str) -> Moment {
    let tz = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let at = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    let then = at.to_zoned(tz.clone());
    let now = Timestamp::from_millisecond(now_ms).unwrap_or_default().to_zoned(tz);
    let calendar = language(lang).calendar;
    let time = format!("{:02}:{:02}", then.hour(), then.minute());
    let date = date(then.date(), calendar);
    let day = match now.date().until(then.date()).map(|span| span.get_days()) {
        Ok(days @ -1..=1) => calendar.near[usize::try_from(days + 1).unwrap_or(1)],
        _ => &date,
    };
    let moment = |day: &str| calendar.moment.replace("{date}", day).replace("{time}", &time);
    Moment {
        at_ms,
        iso: at.to_string(),
        text: moment(day),
        clock: format!("{time}:{:02}", then.second()),
        full: moment(&date),
        zone: then.strftime("%Z").to_string(),
    }
}

/// A day in the operator's time zone, an IANA name.
pub fn format_day(at_ms: i64, zone: &str, lang: &str) -> Day {
    let tz = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let at = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    Day { at_ms, iso: at.to_string(), text: date(at.to_zoned(tz).date(), language(lang).calendar) }
}

/// A length of time: "90 days", on one line.
pub fn format_days(count: u32, lang: &str) -> Days {
    let language = language(lang);
    let sentence = language.consents.say(Key::Days).unwrap_or_default();
    let text = fill(form(language.tag, sentence, count), &[("count", &count.to_string())]);
    Days { count, text: text.replace(' ', "\u{a0}") }
}

fn date(date: Date, calendar: &Calendar) -> String {
    let month = usize::try_from(date.month() - 1).ok().and_then(|index| calendar.months.split(' ').nth(index));
    calendar
        .date
        .replace("{day}", &date.day().to_string())
        .replace("{month}", month.unwrap_or_default())
        .replace("{year}", &date.year().to_string())
}
