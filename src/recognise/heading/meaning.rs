//! What the text of one heading cell says, and the path of texts above a column.

use std::ops::Range;

use super::cover::Cover;
use super::sense::Sense;
use super::time::Time;
use crate::domain::attributes::Facts;
use crate::domain::difficulty::Part;
use crate::domain::label::Label;
use crate::recognise::lexicon::{KeyColumn, Lexicon, Said, heading_label, spelt};

/// How a heading begins that asks why.
const REASONS: [&str; 3] = ["giai trinh", "nguyen nhan", "ly do"];

/// What the text of one heading cell says.
pub(super) struct Meaning {
    pub(super) sense: Sense,
    pub(super) key_column: Option<KeyColumn>,
    /// The part of a difficulty that it asks for.
    pub(super) part: Option<Part>,
    /// It asks for a text whatever money it speaks of: "Nguyên nhân chậm giải ngân".
    pub(super) asks_for_reason: bool,
    pub(super) facts: Facts,
    /// The words that nobody understood.
    pub(super) residue: Vec<String>,
}

impl Meaning {
    pub(super) fn new(text: &str, lexicon: &Lexicon, time: &Time) -> Meaning {
        let label = heading_label(text);
        let cover = lexicon.cover(&label);
        let sense = Sense::new(&cover, lexicon.bracket(text), &bracketed(text, &label));
        let key_column = sense.column();
        let begins = || REASONS.iter().any(|words| label.after(words).is_some());
        let asks_for_reason = key_column == Some(KeyColumn::Reason) && begins();
        // "Giải ngân trong kỳ (nêu lý do nếu bằng 0)" is a measure; what measures is not asked further.
        let is_money = matches!(sense.said(time), Some(Said::Measure(_)));
        let part = if is_money && !asks_for_reason { None } else { lexicon.part(&label) };
        let facts = sense.facts(time.budget);
        let residue = residue_of(text, &label, &cover);
        Meaning { sense, key_column, part, asks_for_reason, facts, residue }
    }
}

/// What nobody understood of a text, as it is written there.
fn residue_of(text: &str, label: &Label, cover: &Cover<'_>) -> Vec<String> {
    if cover.residue.is_empty() {
        return Vec::new();
    }
    let text = spelt(text);
    let written: Vec<&str> = written(&text).collect();
    let bare: Vec<&str> = label.words().collect();
    let of = if written.len() == bare.len() { written } else { bare };
    cover.residue.iter().map(|words| of[words.clone()].join(" ")).collect()
}

fn written(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The words of a label that stand in each pair of brackets; none where it has other words than the text.
fn bracketed(text: &str, label: &Label) -> Vec<Range<usize>> {
    let text = spelt(text);
    if !text.contains('(') || written(&text).count() != label.words().count() {
        return Vec::new();
    }
    let before = |at: usize| written(&text[..at]).count();
    let opening = text.match_indices('(').map(|(at, _)| at);
    let closing = |from: usize| text[from..].find(')').map_or(text.len(), |at| from + at);
    opening.map(|at| before(at)..before(closing(at))).collect()
}

/// What a text says beside a measure: on a heading, or of a row ("- NSTW", "Vốn năm 2023 kéo dài").
pub fn facts_of(label: &Label, lexicon: &Lexicon, budget: i32) -> Facts {
    lexicon.sense(label).facts(budget)
}

/// The texts above a column together.
pub(super) fn together(path: &[&Meaning]) -> Sense {
    path.iter().fold(Sense::default(), |above, meaning| meaning.sense.below(&above))
}

/// What the texts above a column measure.
pub(super) fn said(path: &[&Meaning], time: &Time) -> Option<Said> {
    // What asks for a text measures nothing, unless a heading below it does.
    let asks = |meaning: &&Meaning| meaning.part.is_some() || meaning.asks_for_reason;
    // "Đề nghị › Hoàn trả" is money that is proposed, though "Đề nghị" alone asks for words.
    let whole = together(path).said(time);
    let is_proposed = whole.is_some_and(Said::is_proposed);
    if is_proposed && !path.iter().any(|meaning| meaning.asks_for_reason) {
        return whole;
    }
    let Some(at) = path.iter().rposition(asks) else { return whole };
    let is_text = || (!path[at].asks_for_reason).then_some(Said::NotMoney);
    together(&path[at + 1..]).said(time).or_else(is_text)
}

/// What else they say.
pub(super) fn facts(path: &[&Meaning]) -> Facts {
    let facts = path.iter().fold(Facts::default(), |facts, meaning| meaning.facts.below(facts));
    let is_of_all_years = path.last().is_some_and(|deepest| deepest.sense.is_of_all_years());
    Facts { year: facts.year.filter(|_| !is_of_all_years), ..facts }
}

/// The words of a path that nobody understood; what is no money is not asked for its words.
pub(super) fn residue(path: &[&Meaning], said: Option<Said>) -> Vec<String> {
    let words = path.iter().filter(|_| said != Some(Said::NotMoney));
    words.flat_map(|meaning| meaning.residue.iter().cloned()).collect()
}
