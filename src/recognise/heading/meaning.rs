//! What a text of a heading says, and a path of them together.

use super::super::lexicon::{KeyColumn, Lexicon, Said, State, YearWord, heading_label};
use super::settle::Timing;
use crate::domain::difficulty::Part;
use crate::domain::facts::Facts;
use crate::domain::key::PlanYear;
use crate::domain::label::Label;
use crate::domain::submission::Measure;

/// How a heading begins that asks why.
const REASONS: [&str; 3] = ["giai trinh", "nguyen nhan", "ly do"];

/// What the text of one heading cell says.
pub(super) struct Meaning {
    pub(super) said: Option<Said>,
    pub(super) key_column: Option<KeyColumn>,
    /// The part of a difficulty that it asks for.
    pub(super) part: Option<Part>,
    /// It asks for a text whatever money it speaks of: "Nguyên nhân chậm giải ngân".
    pub(super) asks_for_reason: bool,
    /// It speaks of capital of a year, whatever it measures: "Vốn năm trước kéo dài", "Vốn năm 2024".
    pub(super) is_capital: bool,
    pub(super) facts: Facts,
    pub(super) state: Option<State>,
    pub(super) timing: Timing,
}

impl Meaning {
    pub(super) fn new(text: &str, lexicon: &Lexicon, budget: i32) -> Meaning {
        let label = heading_label(text);
        let facts = facts_of(&label, lexicon, budget);
        let timing = Timing::new(text, &label, budget);
        let said = timing.corrected(lexicon.measure(&label));
        let key_column = lexicon.key_column(&label);
        let begins = || REASONS.iter().any(|words| label.after(words).is_some());
        let asks_for_reason = key_column == Some(KeyColumn::Reason) && begins();
        // "Giải ngân trong kỳ (nêu lý do nếu bằng 0)" is a measure; what measures is not asked further.
        let is_money = matches!(said, Some(Said::Measure(_)));
        let part = if is_money && !asks_for_reason { None } else { lexicon.part(&label) };
        Meaning {
            said,
            key_column,
            part,
            asks_for_reason,
            is_capital: label.has("von") && facts.year.is_some(),
            facts,
            state: lexicon.state(&label),
            timing,
        }
    }
}

/// What a text says beside a measure: on a heading, or of a row ("- NSTW", "Vốn năm 2023 kéo dài").
pub fn facts_of(label: &Label, lexicon: &Lexicon, budget: i32) -> Facts {
    Facts {
        funding: lexicon.funding(label),
        source: lexicon.source(label),
        year: year(label, lexicon, budget),
        is_rest: lexicon.is_rest(label),
    }
}

/// The measure of a path: the deepest that is said; the plan gives way to any other ("Dự toán năm 2024" over
/// "Thanh toán trong kỳ", "Lũy kế giải ngân" over "Kế hoạch vốn kéo dài").
pub(super) fn measure(path: &[&Meaning]) -> Option<Said> {
    // What asks for a text measures nothing, unless a heading below it does.
    let asks = |meaning: &&Meaning| meaning.part.is_some() || meaning.asks_for_reason;
    if let Some(at) = path.iter().rposition(asks) {
        let mut below = path[at + 1..].iter().filter_map(|meaning| meaning.said);
        return below.next_back().or((!path[at].asks_for_reason).then_some(Said::NotMoney));
    }
    let said = || path.iter().rev().filter_map(|meaning| meaning.said);
    let plan = Said::Measure(Measure::Plan);
    let other = said().find(|said| *said != plan);
    other.or_else(|| said().next())
}

pub(super) fn facts(path: &[&Meaning]) -> Facts {
    path.iter().fold(Facts::default(), |facts, meaning| meaning.facts.below(facts))
}

/// The plan year that a heading speaks of.
fn year(label: &Label, lexicon: &Lexicon, budget: i32) -> Option<PlanYear> {
    let word = lexicon.year_word(label);
    let words: Vec<&str> = label.words().collect();
    let stated = words.windows(2).enumerate().find_map(|(at, pair)| {
        let target = 0 < at && words[at - 1] == "sang";
        let year = pair[1].parse().ok().filter(|year| (1990..=2099).contains(year));
        // "Vốn 2024", "KH 2024", "Dự toán 2024" leave the word out.
        let names_year = ["nam", "von", "kh", "khv", "hoach", "toan"].contains(&pair[0]);
        if names_year && !target { year } else { None }
    });
    match (stated, word) {
        (Some(year), _) => Some(PlanYear::Of(year)),
        (None, Some(YearWord::CarryOver)) => Some(PlanYear::CarryOver),
        (None, Some(YearWord::Current)) => Some(PlanYear::Of(budget)),
        (None, None) => None,
    }
}
