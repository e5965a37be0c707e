//! A receipt as people read it: one file that needs nothing else. A function of the record alone, so that a check can write it again.
//! Never here: what was accepted, or whether anything was changed.

use super::super::document::escape;
use super::super::policy::style_hash;
use crate::app::receipts::record::Record;
use crate::app::receipts::seal::{OPENS, Paper};
use finqlink_webui::words::{self, Key};

/// The one sheet of styles.
pub const CSS: &str = concat!(include_str!("../plain.css"), include_str!("paper.css"));

/// The paper for this record.
pub fn paper(record: &Record) -> Paper {
    let (lang, slip) = (record.language.as_str(), words::slip(&record.language));
    let firm = |text: &str| escape(&words::fill(text, &[("firm", &record.firm)]));
    let facts: String = facts(record)
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| format!("<dt>{}</dt><dd>{value}</dd>", escape(&label)))
        .collect();
    let lines: String = record.text.iter().map(|line| format!("<p>{}</p>", theirs(line))).collect();
    // The first receipts, which do not number the attempt, do not say it either.
    let said = |_| format!("<p>{}</p>", escape(&words::fill(slip.follows, &[("bank", &record.bank)])));
    let follows = record.attempt.map(said).unwrap_or_default();
    let (dir, title, style) = (words::language(lang).dir, escape(slip.title), style_hash(CSS));
    let before = format!(
        "<!doctype html><html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {style}\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <meta name=\"color-scheme\" content=\"light dark\"><style>{CSS}</style></head><body><main>\
         <h1>{title}</h1><p>{}</p><dl>{facts}</dl>{follows}<h2>{}</h2><div class=\"shown\">{lines}</div><h2>{}</h2><p>{}</p>\
         </main>{OPENS}",
        escape(slip.lead),
        escape(slip.shown),
        escape(slip.check),
        firm(slip.how),
    );
    Paper { before, after: "</script></body></html>\n".to_owned() }
}

/// Labels and values, the values as HTML. What consents have a word for is called as on their page.
fn facts(record: &Record) -> Vec<(String, String)> {
    let (slip, said) = (words::slip(&record.language), words::consent_sentences(&record.language));
    let word = |key: Key| said.get(key as usize).cloned().unwrap_or_default();
    let page = words::fill(
        slip.version,
        &[
            ("template", &record.template),
            ("language", words::language(&record.language).name),
            ("version", &record.page_version),
        ],
    );
    let time = |iso: &str, text: &str| format!("<time datetime=\"{}\">{}</time>", escape(iso), escape(text));
    let purpose = if record.purpose.is_empty() { String::new() } else { theirs(&record.purpose) };
    let others: Vec<String> = record.recipients.iter().map(|name| theirs(name)).collect();
    vec![
        (word(Key::ReceiptTo), theirs(&record.asker)),
        (word(Key::GetsLabel), others.join(", ")),
        (word(Key::PurposeLabel), purpose),
        (word(Key::ScopeLabel), escape(&record.shared)),
        (word(Key::ValidityLabel), time(&record.valid_until, &record.period)),
        (word(Key::BankLabel), escape(&record.bank)),
        (word(Key::FirmLabel), escape(&record.firm)),
        (word(Key::ReceiptWhen), time(&record.accepted_at, &record.accepted)),
        (slip.pressed.to_owned(), escape(&record.pressed)),
        (slip.page.to_owned(), escape(&page)),
        (slip.id.to_owned(), format!("<code>{}</code>", escape(&record.consent_id))),
    ]
}

/// A stranger's words: as text, apart in direction, with hidden signs made visible.
fn theirs(text: &str) -> String {
    format!("<bdi>{}</bdi>", escape(&words::unmasked_text(text)))
}
