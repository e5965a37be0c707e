//! The net under the rule that logs hold no secrets, tokens, IBANs, PSU ids or names. The rule itself is kept where
//! lines are written (newtypes that do not print themselves); this catches what slips through.
//! Never here: anything that needs to know the meaning of a line.

use std::borrow::Cow;
use std::ops::Range;

/// Field names whose values are never shown, in whatever form the field is written.
const NAMES: [&str; 22] = [
    "client_secret",
    "webhook_secret",
    "secret",
    "password",
    "pin",
    "token",
    "access_token",
    "metrics_token",
    "authorization",
    "cookie",
    "set_cookie",
    "web_id",
    "psu_id",
    "username",
    "iban",
    "debtor_iban",
    "creditor_iban",
    "counterparty_iban",
    "debtor_name",
    "creditor_name",
    "counterparty_name",
    "sca_url",
];
/// Names that are harmless as fields of ours and secrets as parameters of an address.
const PARAMETERS: [&str; 2] = ["state", "code"];
/// Words after which a credential follows.
const SCHEMES: [&str; 2] = ["bearer", "basic"];
/// Path parts after which a page's id follows, which opens the page.
const PAGES: [&str; 2] = ["/pay/", "/consent/"];
const MASK: &str = "[hidden]";

/// The line without what must not be in it.
pub fn redact(line: &str) -> Cow<'_, str> {
    let (mut out, mut done, mut at) = (String::new(), 0, 0);
    while let Some(word) = next_word(line, at) {
        at = word.end;
        if let Some(hidden) = hidden_by(line, &word) {
            out.push_str(&line[done..hidden.start]);
            out.push_str(MASK);
            done = hidden.end;
            at = hidden.end;
        }
    }
    if done == 0 { Cow::Borrowed(line) } else { Cow::Owned(out + &line[done..]) }
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn next_word(line: &str, from: usize) -> Option<Range<usize>> {
    let start = from + line.as_bytes()[from..].iter().position(|byte| is_word(*byte))?;
    Some(start..end_of(line, start, is_word))
}

/// Where the run of bytes that `belongs` ends.
fn end_of(line: &str, from: usize, belongs: impl Fn(u8) -> bool) -> usize {
    line.as_bytes()[from..].iter().position(|byte| !belongs(*byte)).map_or(line.len(), |length| from + length)
}

/// What must be hidden because of this word: itself, or what follows it.
fn hidden_by(line: &str, word: &Range<usize>) -> Option<Range<usize>> {
    let text = &line[word.clone()];
    let before = &line[..word.start];
    if text.starts_with("whsec_") {
        return Some(word.start..end_of(line, word.start, |byte| is_word(byte) || b"+/=".contains(&byte)));
    }
    if is_iban(text) || PAGES.iter().any(|page| before.ends_with(page)) {
        return Some(word.clone());
    }
    let name = text.to_ascii_lowercase().replace('-', "_");
    if SCHEMES.contains(&name.as_str()) {
        return credential(line, word.end);
    }
    let is_parameter = before.ends_with(['?', '&']) && PARAMETERS.contains(&name.as_str());
    if is_parameter || NAMES.contains(&name.as_str()) {
        return value(line, word.end, name.ends_with("_name"));
    }
    None
}

fn credential(line: &str, from: usize) -> Option<Range<usize>> {
    let start = end_of(line, from, |byte| byte == b' ');
    let end = end_of(line, start, |byte| !byte.is_ascii_whitespace() && !b"\",;\\".contains(&byte));
    (start > from && end > start).then_some(start..end)
}

/// The value after a field's name: `name=value`, `name="value"`, `"name":"value"`, or the same escaped in a string.
fn value(line: &str, from: usize, has_spaces: bool) -> Option<Range<usize>> {
    let sign = end_of(line, from, |byte| b"\\\" ".contains(&byte));
    if !line[sign..].starts_with([':', '=']) {
        return None;
    }
    let start = end_of(line, sign + 1, |byte| byte == b' ');
    let quote = end_of(line, start, |byte| byte == b'\\');
    if line[quote..].starts_with('"') {
        return Some(quote + 1..closing_quote(line, quote + 1, quote - start));
    }
    let mut end = end_of(line, start, |byte| !byte.is_ascii_whitespace() && !b"\"&,;{}()[]\\".contains(&byte));
    if SCHEMES.contains(&line[start..end].to_ascii_lowercase().as_str()) {
        end = credential(line, end).map_or(end, |range| range.end);
    }
    if has_spaces {
        end = end_of_phrase(line, end);
    }
    (end > start).then_some(start..end)
}

/// The quote with as many backslashes before it as the opening one had.
fn closing_quote(line: &str, from: usize, slashes: usize) -> usize {
    let mut run = 0;
    for (place, byte) in line.bytes().enumerate().skip(from) {
        match byte {
            b'\\' => run += 1,
            b'"' if run <= slashes => return place - run,
            _ => run = 0,
        }
    }
    line.len()
}

/// An unquoted name goes on over spaces, up to the next `field=` or the end of what holds it.
fn end_of_phrase(line: &str, from: usize) -> usize {
    let mut end = from;
    while let Some(word) = next_word(line, end) {
        let between = &line[end..word.start];
        if between.contains(['"', ',', '{', '}', '\n']) || line[word.end..].starts_with('=') {
            break;
        }
        end = word.end;
    }
    // Letters beyond ASCII are no words here; they belong to the name too.
    end_of(line, end, |byte| byte >= 0x80 || is_word(byte))
}

/// Country, check digits, account: 15 to 34 characters whose remainder by 97 is 1.
fn is_iban(word: &str) -> bool {
    let bytes = word.as_bytes();
    let shape = (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_alphabetic)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes.iter().all(u8::is_ascii_alphanumeric);
    shape
        && bytes[4..].iter().chain(&bytes[..4]).fold(0_u32, |rest, byte| match char::from(*byte).to_digit(36) {
            Some(digit) if digit < 10 => (rest * 10 + digit) % 97,
            Some(digit) => (rest * 100 + digit) % 97,
            None => rest,
        }) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_must_not_be_read_is_hidden() {
        let rows = [
            ("pays from RO49AAAA1B31007593840000 now", "pays from [hidden] now"),
            ("secret whsec_ab+c/d== end", "secret [hidden] end"),
            ("client_secret=abc next=1", "client_secret=[hidden] next=1"),
            (r#"{"client-secret" : "a\"b","x":1}"#, r#"{"client-secret" : "[hidden]","x":1}"#),
            (r#"body="{\"psu_id\":\"99\",\"x\":1}""#, r#"body="{\"psu_id\":\"[hidden]\",\"x\":1}""#),
            (r#""{\\\"pin\\\":\\\"12\\\",""#, r#""{\\\"pin\\\":\\\"[hidden]\\\",""#),
            ("debtor_name=Ana Maria Țepeș amount=5", "debtor_name=[hidden] amount=5"),
            ("creditor_name=Ștefan", "creditor_name=[hidden]"),
            ("Authorization: Bearer a.b.c tail", "Authorization: [hidden] tail"),
            ("got Basic ZGVtbzpkZW1v, refused", "got Basic [hidden], refused"),
            ("GET /pay/aB-c_9/status?lang=ro", "GET /pay/[hidden]/status?lang=ro"),
            ("GET /callback/libra_ro?state=xyz&code=1 200", "GET /callback/libra_ro?state=[hidden]&code=[hidden] 200"),
            (r#"token=Secret("x")"#, r#"token=[hidden]("x")"#),
        ];
        for (line, hidden) in rows {
            assert_eq!(redact(line), hidden);
        }
    }

    #[test]
    fn what_is_harmless_stays_as_it_is() {
        let rows = [
            "",
            "state=accepted code=200 attempt=1",
            "RO50AAAA1B31007593840000 has wrong check digits",
            "request_id=0190a1b2-c3d4-7e8f-9012-34567890abcd",
            "the token was refused",
            "GET /pay/ 404 – țară",
            "basic",
        ];
        for line in rows {
            assert!(matches!(redact(line), Cow::Borrowed(_)), "{}", redact(line));
        }
    }
}
