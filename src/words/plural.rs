//! Forms for numbers: which of a sentence's forms, parted by `|`, a language says for a count.
//! The rules are CLDR's for whole numbers; a form stands for a category that the language has, in CLDR's order.
//! Never here: a sentence.

/// The form of a sentence for this count.
pub fn form<'a>(lang: &str, sentence: &'a str, count: u32) -> &'a str {
    sentence.split('|').nth(place(lang, count)).unwrap_or(sentence)
}

/// The place of a count's category among those of the language.
const fn place(lang: &str, count: u32) -> usize {
    match (lang.as_bytes(), count, count % 100) {
        // zero, one, two, few, many, other
        (b"ar", 0..=2, _) => count as usize,
        (b"ar", _, 3..=10) => 3,
        (b"ar", _, 11..) => 4,
        (b"ar", ..) => 5,
        // one, other; Romanian has few between them
        (_, 1, _) => 0,
        (b"ro", 0, _) | (b"ro", _, 1..=19) => 1,
        (b"ro", ..) => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A category, and numbers of it.
    type Category = (&'static str, &'static [u32]);

    /// CLDR's own sample numbers for each category of each language (plurals.xml, `@integer`), and the edges between them.
    const SAMPLES: &[(&str, &[Category])] = &[
        ("en", &[("one", &[1]), ("other", &[0, 2, 16, 100, 101, 1_000, 10_000, 1_000_000])]),
        ("de", &[("one", &[1]), ("other", &[0, 2, 16, 100, 101, 1_000, 10_000, 1_000_000])]),
        ("hu", &[("one", &[1]), ("other", &[0, 2, 16, 100, 101, 1_000, 10_000, 1_000_000])]),
        (
            "ro",
            &[
                ("one", &[1]),
                ("few", &[0, 2, 16, 19, 101, 102, 119, 1_001]),
                ("other", &[20, 35, 100, 120, 1_000, 10_000, 100_000, 1_000_000]),
            ],
        ),
        (
            "ar",
            &[
                ("zero", &[0]),
                ("one", &[1]),
                ("two", &[2]),
                ("few", &[3, 10, 103, 110, 1_003]),
                ("many", &[11, 26, 99, 111, 1_011]),
                ("other", &[100, 102, 200, 202, 300, 302, 1_000, 10_000, 100_000, 1_000_000]),
            ],
        ),
    ];

    #[test]
    fn every_sample_number_takes_the_form_of_its_category() {
        for language in crate::words::LANGUAGES {
            let (_, categories) = SAMPLES.iter().find(|(tag, _)| *tag == language.tag).unwrap();
            let sentence = categories.iter().map(|(category, _)| *category).collect::<Vec<_>>().join("|");
            for (category, counts) in *categories {
                for count in *counts {
                    assert_eq!(form(language.tag, &sentence, *count), *category, "{} {count}", language.tag);
                }
            }
        }
    }

    #[test]
    fn a_sentence_that_counts_has_a_form_for_each_category() {
        for language in crate::words::LANGUAGES {
            let (_, categories) = SAMPLES.iter().find(|(tag, _)| *tag == language.tag).unwrap();
            for sentence in crate::words::consent_sentences(language.tag).iter().filter(|one| one.contains('|')) {
                assert_eq!(sentence.split('|').count(), categories.len(), "{}: {sentence}", language.tag);
            }
        }
    }
}
