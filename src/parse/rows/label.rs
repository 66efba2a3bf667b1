//! What the label of a row says of its money: alone, or beside the name of what the row stands for.

use crate::domain::attributes::Facts;
use crate::domain::label::Label;
use crate::parse::Known;
use crate::recognise::heading;
use crate::recognise::rows::{RowReader, Seen, without_number};

/// What a label says that names a funding type, a source or a plan year and nothing else.
pub(super) fn attribute(known: &Known<'_>, label: &str, budget: i32) -> Option<Facts> {
    const LONGEST: usize = 90;
    if label.is_empty() || LONGEST < label.len() {
        return None;
    }
    let label = Label::new(without_number(label));
    if !known.lexicon.is_attribute(&label) {
        return None;
    }
    let facts = heading::facts_of(&label, known.lexicon, budget);
    (facts != Facts::default()).then_some(facts)
}

/// What a row stands for, and what its label says of the money beside the name: "Chương trình … (vốn đầu tư)", "Dự án 2 – vốn
/// năm 2023 chuyển sang". A work is only told from another by its name, so that of one gives up no more than a funding type,
/// and that only where a mark stands between the two.
pub(super) fn named(
    known: &Known<'_>,
    reader: &mut RowReader<'_>,
    (number, code): (&str, &str),
    label: &str,
) -> (Option<Seen>, Facts) {
    // A code says what the row stands for, whatever its label says.
    let cut = if code.trim().is_empty() {
        let marked = parted(known, label).map(|of| (of, true));
        marked.or_else(|| cut_by_words(known, label).map(|of| (of, false)))
    } else {
        None
    };
    if let Some(((name, said), is_marked)) = cut {
        let mut tried = reader.clone();
        let seen = tried.read(number, code, name);
        let is_funding = said == Facts { funding: said.funding, ..Facts::default() };
        let is_named = match &seen {
            Some(Seen::Item(_, None)) => true,
            Some(Seen::Item(_, Some(_))) => is_marked && is_funding,
            _ => false,
        };
        if is_named {
            *reader = tried;
            return (seen, said);
        }
    }
    (reader.read(number, code, label), Facts::default())
}

/// The name in a label, and what stands before or behind it and says nothing but a funding type, a source or a plan year.
fn parted<'a>(known: &Known<'_>, label: &'a str) -> Option<(&'a str, Facts)> {
    let mut name = label.trim();
    let mut facts = Facts::default();
    while let Some((rest, said)) = cut(known, name) {
        (name, facts) = (rest, facts.below(said));
    }
    (facts != Facts::default()).then_some((name, facts))
}

/// Parts a label at its last or its first mark.
fn cut<'a>(known: &Known<'_>, label: &'a str) -> Option<(&'a str, Facts)> {
    let is_mark = |of: char| "-–—:;,()".contains(of);
    let tidy = |text: &'a str| text.trim_matches(|of: char| of.is_whitespace() || is_mark(of));
    let ends = label.trim_end_matches(|of: char| of.is_whitespace() || of == ')');
    // "2021-2025" and "KT-XH" are one word.
    let parts_words = |(at, mark): &(usize, char)| {
        let (before, behind) = (&ends[..*at], &ends[*at + mark.len_utf8()..]);
        *mark != '-' || before.ends_with(' ') || behind.starts_with(' ')
    };
    let mut marks = ends.char_indices().filter(|(_, of)| is_mark(*of)).filter(parts_words);
    let first = marks.next();
    let cuts = [marks.next_back(), first].into_iter().flatten();
    let mut parts = cuts.flat_map(|(at, _)| {
        let (before, behind) = (tidy(&ends[..at]), tidy(&ends[at..]));
        [(before, behind), (behind, before)]
    });
    parts.find_map(|(rest, part)| {
        let said = attribute(known, part, known.context.year()).filter(|_| !rest.is_empty())?;
        // "giai đoạn I: từ năm 2021 đến năm 2025" is of no plan year.
        let is_of_year = Facts { year: None, ..said } == Facts::default();
        (!is_of_year || says_money_of_year(part)).then_some((rest, said))
    })
}

/// Parts a label without a mark: "Vốn đầu tư thực hiện Chương trình …", "Chương trình … vốn sự nghiệp". The words for the money
/// are as many as say nothing else.
fn cut_by_words<'a>(known: &Known<'_>, label: &'a str) -> Option<(&'a str, Facts)> {
    const MOST_WORDS: usize = 8;
    let label = label.trim();
    let is_money = |text: &str| {
        let words = Label::new(text);
        ["von", "kinh phi", "nguon"].iter().any(|word| words.has(word))
    };
    if !is_money(label) {
        return None;
    }
    let spaces = || label.char_indices().filter(|(_, of)| of.is_whitespace()).map(|(at, _)| at);
    let said = |part: &str| attribute(known, part, known.context.year()).filter(|_| is_money(part));
    let behind: Vec<usize> = spaces().rev().take(MOST_WORDS).collect();
    let behind = behind.into_iter().rev().map(|at| (&label[..at], &label[at..]));
    let before: Vec<usize> = spaces().take(MOST_WORDS).collect();
    let before = before.into_iter().rev().map(|at| (&label[at..], without_link(&label[..at])));
    let mut ways = behind.chain(before);
    ways.find_map(|(rest, part)| Some((rest.trim(), said(part.trim())?)))
}

/// "Vốn đầu tư thực hiện" without the word that goes on to the name.
fn without_link(text: &str) -> &str {
    const LINKS: [&str; 5] = ["thực hiện", "thuộc", "của", "cho", "để"];
    let text = text.trim_end();
    LINKS.iter().find_map(|link| text.strip_suffix(link)).map_or(text, without_link)
}

/// Whether a text that names a year speaks of the money of it: "vốn năm 2023", "năm 2023 chuyển sang", "năm 2024".
fn says_money_of_year(text: &str) -> bool {
    const MONEY: [&str; 7] =
        ["von", "kinh phi", "du toan", "nguon", "keo dai", "chuyen sang", "ke hoach"];
    let label = Label::new(text);
    MONEY.iter().any(|words| label.has(words)) || label.words().count() == 2 && label.has("nam")
}
