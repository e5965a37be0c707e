//! Money, dates and accounts, as each language writes them. Latin digits in every language.
//! Never here: rounding, a clock, a float.

use super::language;
use jiff::{Timestamp, tz::TimeZone};
use protocol::page::Moment;

/// Minor units as people write them, without the currency: 10050 RON is "100,50".
///
/// Both languages use the comma and group by points, as the bank's own pages do: Romanian, and English as written in Europe (CLDR en-150).
pub fn format_amount(minor: u64, currency: &str, lang: &str) -> String {
    let (point, group) = match language(lang).tag {
        "ro" | "en" => (',', '.'),
        _ => ('.', ','),
    };
    let decimals = flow::money::decimals(currency).unwrap_or(2);
    let unit = 10_u64.pow(decimals);
    let whole = (minor / unit).to_string();
    let mut text = String::with_capacity(whole.len() * 2);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if decimals > 0 {
        text.push(point);
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
    let calendar = calendar(lang);
    let time = format!("{:02}:{:02}", then.hour(), then.minute());
    let month = usize::try_from(then.month() - 1).unwrap_or(0);
    let date = format!("{} {} {}", then.day(), calendar.months[month % 12], then.year());
    let day = match now.date().until(then.date()).map(|span| span.get_days()) {
        Ok(0) => calendar.today.to_owned(),
        Ok(1) => calendar.tomorrow.to_owned(),
        Ok(-1) => calendar.yesterday.to_owned(),
        _ => date.clone(),
    };
    Moment {
        at_ms,
        iso: at.to_string(),
        text: format!("{day}, {time}"),
        clock: format!("{time}:{:02}", then.second()),
        full: format!("{date}, {time}"),
    }
}

/// What a language calls days and months.
struct Calendar {
    today: &'static str,
    tomorrow: &'static str,
    yesterday: &'static str,
    months: [&'static str; 12],
}

const ENGLISH: Calendar = Calendar {
    today: "Today",
    tomorrow: "Tomorrow",
    yesterday: "Yesterday",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
};

const ROMANIAN: Calendar = Calendar {
    today: "Astăzi",
    tomorrow: "Mâine",
    yesterday: "Ieri",
    months: [
        "ianuarie",
        "februarie",
        "martie",
        "aprilie",
        "mai",
        "iunie",
        "iulie",
        "august",
        "septembrie",
        "octombrie",
        "noiembrie",
        "decembrie",
    ],
};

fn calendar(lang: &str) -> &'static Calendar {
    match language(lang).tag {
        "ro" => &ROMANIAN,
        _ => &ENGLISH,
    }
}
