//! The catalogue of rules: what `explain` prints is there, in both languages, for every code.

use std::collections::BTreeSet;

use giaingan::domain::lang::{Lang, Text};
use giaingan::rules;

#[test]
fn codes_are_unique_and_ascending() {
    let codes: Vec<&str> = rules::ALL.iter().map(|rule| rule.code.0).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
    for code in codes {
        let digits = code.strip_prefix("GN").unwrap_or_default();
        assert!(digits.len() == 3 && digits.bytes().all(|digit| digit.is_ascii_digit()), "{code}");
    }
}

#[test]
fn names_are_unique_and_kebab_case() {
    let names: BTreeSet<&str> = rules::ALL.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), rules::ALL.len());
    for name in names {
        let is_word =
            |word: &str| !word.is_empty() && word.bytes().all(|letter| letter.is_ascii_lowercase());
        assert!(name.split('-').all(is_word), "{name}");
    }
}

#[test]
fn every_record_is_written_in_both_languages() {
    for rule in rules::ALL {
        let texts =
            [rule.title, rule.why, rule.example, rule.advice].into_iter().chain(rule.office);
        let texts: Vec<Text> = texts.collect();
        for (text, lang) in texts.iter().flat_map(|text| [(text, Lang::Vi), (text, Lang::En)]) {
            let written = text.get(lang);
            assert!(!written.is_empty() && written == written.trim(), "{} {lang:?}", rule.code);
        }
        let is_vietnamese = |text: Text| text.vi != text.en && !text.vi.is_ascii();
        let mut said = [rule.title, rule.why, rule.advice].into_iter().chain(rule.office);
        assert!(said.all(is_vietnamese), "{}", rule.code);
    }
}

#[test]
fn advice_is_a_sentence_and_a_title_is_not() {
    for rule in rules::ALL {
        for lang in [Lang::Vi, Lang::En] {
            let (advice, why) = (rule.advice.get(lang), rule.why.get(lang));
            assert!(advice.ends_with('.') && why.ends_with('.'), "{} {lang:?}", rule.code);
            assert!(advice.starts_with(char::is_uppercase), "{} {lang:?}", rule.code);
            assert!(!rule.title.get(lang).ends_with('.'), "{} {lang:?}", rule.code);
        }
    }
}

/// What a unit is advised stands in the form that goes back to it, and it does not have the office's files.
#[test]
fn what_a_unit_is_advised_speaks_of_no_file_of_the_office() {
    for rule in rules::ALL {
        for advice in [rule.advice.vi, rule.advice.en] {
            let is_of_office = ["giaingan.toml", "[["].iter().any(|name| advice.contains(name));
            assert!(!is_of_office, "{}: {advice}", rule.code);
        }
    }
}
