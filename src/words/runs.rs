//! Sentences taken apart: `*stress*` and `{name}`; and strangers' text with its hidden marks made visible.
//! Never here: how a part looks.

/// A part of a sentence of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run<'a> {
    /// Words; true when said with stress.
    Text(&'a str, bool),
    /// A name to fill in; true when said with stress.
    Fill(&'a str, bool),
}

/// Takes a sentence apart. A brace or a star without its partner is text.
pub fn runs(sentence: &str) -> Vec<Run<'_>> {
    let mut found = Vec::new();
    let mut stress = false;
    let mut rest = sentence;
    while !rest.is_empty() {
        let Some(at) = rest.find(['*', '{']) else {
            found.push(Run::Text(rest, stress));
            break;
        };
        let (before, from) = rest.split_at(at);
        if !before.is_empty() {
            found.push(Run::Text(before, stress));
        }
        rest = &from[1..];
        if from.starts_with('*') {
            stress = !stress;
        } else if let Some((name, after)) = rest.split_once('}') {
            found.push(Run::Fill(name, stress));
            rest = after;
        } else {
            found.push(Run::Text(from, stress));
            break;
        }
    }
    found
}

/// What follows something that was filled in: one full stop ends a sentence, also after `S.R.L.` and `november 22.`
pub fn after<'a>(filled: &str, part: &'a str) -> &'a str {
    part.strip_prefix('.').filter(|_| filled.ends_with('.')).unwrap_or(part)
}

/// What stands between the parts of a list.
pub fn comma(lang: &str) -> &'static str {
    if lang == "ar" { "، " } else { ", " }
}

/// A stretch of a stranger's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// Shown as it is.
    Plain(String),
    /// What the eye would miss, said in a way that it cannot.
    Odd(String),
}

/// A stranger's text with zero-width characters, direction marks and look-alike letters made visible.
///
/// A look-alike is a Greek or Cyrillic letter in a word that also has Latin ones.
pub fn unmasked(text: &str) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut plain = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let mixed = word.chars().any(is_latin) && word.chars().any(is_look_alike);
        for c in word.chars() {
            let odd = if is_hidden(c) {
                code_of(c)
            } else if mixed && is_look_alike(c) {
                format_odd(c)
            } else {
                plain.push(c);
                continue;
            };
            if !plain.is_empty() {
                stretches.push(Stretch::Plain(core::mem::take(&mut plain)));
            }
            stretches.push(Stretch::Odd(odd));
        }
    }
    if !plain.is_empty() {
        stretches.push(Stretch::Plain(plain));
    }
    stretches
}

/// The same as one plain text, for names of controls and the browser's tab.
pub fn unmasked_text(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for stretch in unmasked(text) {
        match stretch {
            Stretch::Plain(plain) => shown.push_str(&plain),
            Stretch::Odd(odd) => {
                shown.push('[');
                shown.push_str(&odd);
                shown.push(']');
            }
        }
    }
    shown
}

/// Characters without a shape of their own, and those that turn the direction of what follows.
const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

const fn is_look_alike(c: char) -> bool {
    matches!(c, '\u{0370}'..='\u{03FF}' | '\u{0400}'..='\u{052F}')
}

const fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}')
}

fn format_odd(c: char) -> String {
    let mut odd = String::from(c);
    odd.push(' ');
    odd.push_str(&code_of(c));
    odd
}

/// `U+200B`, without the formatting machinery that would weigh on the browser's file.
fn code_of(c: char) -> String {
    let mut code = String::from("U+");
    let value = u32::from(c);
    let digits = if value > 0xFFFF { 5 } else { 4 };
    for place in (0..digits).rev() {
        let digit = (value >> (4 * place)) & 0xF;
        code.push(char::from_digit(digit, 16).unwrap_or('0').to_ascii_uppercase());
    }
    code
}
