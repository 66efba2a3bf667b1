//! What the columns of a heading mean together: years, states of the plan, times, and measures told once for several.

use chrono::{Datelike, NaiveDate};

use super::Headed;
use super::meaning::Meaning;
use crate::domain::facts::Facts;
use crate::domain::key::PlanYear;
use crate::domain::label::{Label, fold};
use crate::domain::period::Period;
use crate::domain::submission::Measure;
use crate::recognise::lexicon::{Lexicon, Said, State, heading_label};

const PLAN: Said = Said::Measure(Measure::Plan);
const CUMULATIVE: Said = Said::Measure(Measure::Cumulative);

/// What a heading says of the time that its money was paid in, and whether it names capital by its year alone.
#[derive(Clone, Copy, Default)]
pub(super) struct Timing {
    /// The last day that it speaks of: "đến 31/5/2024", "đến hết tháng 5".
    until: Option<NaiveDate>,
    /// It begins on another day than 1 January: "từ 01/6 đến 30/6".
    is_span: bool,
    /// It ends before the budget year: money of earlier years.
    is_past: bool,
    is_capital: bool,
}

impl Timing {
    /// What one heading text says.
    pub(super) fn new(text: &str, label: &Label, budget: i32) -> Timing {
        let mut timing = Timing::default();
        if !text.bytes().any(|byte| byte.is_ascii_digit()) || !label.has("den") {
            return timing;
        }
        let after = fold(text);
        let after = after.rfind("den ").map_or("", |at| &after[at..]);
        timing.until = Period::all_in(after, Some(budget)).first().map(|period| period.to());
        let words: Vec<&str> = label.words().collect();
        let position = |wanted: &str| words.iter().position(|word| *word == wanted);
        let end = position("den").unwrap_or(words.len());
        if let Some(from) = position("tu").filter(|from| *from < end) {
            let numbers = words[from..end].iter().filter_map(|word| word.parse::<u32>().ok());
            let numbers: Vec<u32> = numbers.collect();
            let is_new_year = numbers.starts_with(&[1, 1]) || words[from..end].contains(&"dau");
            timing.is_span = !numbers.is_empty() && !is_new_year;
        }
        let year = words[end..].windows(2).find_map(|pair| match pair {
            ["nam", year] => year.parse::<i32>().ok().filter(|year| (1990..=2099).contains(year)),
            _ => None,
        });
        let is_month = words[end..].contains(&"thang");
        let until = timing.until.map(|day| day.year()).or(year.filter(|_| !is_month));
        timing.is_past = until.is_some_and(|year| year < budget);
        timing
    }

    /// The measure of a text whose words alone say `said`.
    pub(super) fn corrected(&self, said: Option<Said>) -> Option<Said> {
        match said {
            Some(CUMULATIVE) if self.is_past => Some(Said::NotAsked),
            Some(CUMULATIVE) if self.is_span => Some(Said::Measure(Measure::InPeriod)),
            said => said,
        }
    }

    /// What a path says: the deepest that says anything.
    pub(super) fn of(path: &[&Meaning]) -> Timing {
        let until = path.iter().rev().find_map(|meaning| meaning.timing.until);
        let is_capital = path.iter().any(|meaning| meaning.is_capital);
        Timing { until, is_capital, ..Timing::default() }
    }
}

/// Settles the columns of one table, from left to right; `timings` are those of the columns.
pub(super) fn columns(columns: &mut [Headed], timings: &[Timing], lexicon: &Lexicon, budget: i32) {
    for headed in columns.iter_mut().filter(|headed| headed.said.is_none()) {
        headed.said = headed.state.map(|_| PLAN);
    }
    go_on(columns, timings);
    earlier(columns, timings);
    years(columns, lexicon, budget);
    states(columns);
}

/// A measure that is told once: "Kế hoạch vốn | Trong đó: NSTW | NSĐP". A column that says a source, a funding type or a
/// year and no measure goes on with the one on its left; capital of a year with none is the plan.
fn go_on(columns: &mut [Headed], timings: &[Timing]) {
    let mut head: Option<(Said, Facts, u32)> = None;
    let mut has_plan = false;
    for (headed, timing) in columns.iter_mut().zip(timings) {
        let is_part = headed.facts != Facts::default();
        match (headed.said, head) {
            (None, Some((said, facts, before))) if is_part && before + 1 == headed.index => {
                let is_other = matches!(said, Said::Measure(measure) if measure != Measure::Plan);
                if timing.is_capital && is_other && !has_plan {
                    headed.said = Some(PLAN);
                } else {
                    headed.said = Some(said);
                    headed.facts = headed.facts.below(facts);
                }
                head = Some((said, facts, headed.index));
            }
            (None, _) if timing.is_capital => headed.said = Some(PLAN),
            _ => {}
        }
        if let (Some(said), true) = (headed.said, head.is_none_or(|head| head.2 != headed.index)) {
            // Nothing goes on with a rate: what stands beside it is no part of it.
            let is_rate = said == Said::Measure(Measure::Rate);
            head = (!is_rate).then_some((said, headed.facts, headed.index));
        }
        has_plan |= headed.said == Some(PLAN);
    }
}

/// Of cumulative columns up to different days the last is this period's, the others are the time before.
fn earlier(columns: &mut [Headed], timings: &[Timing]) {
    let is_cumulative = |headed: &Headed| headed.said == Some(CUMULATIVE);
    let days = columns.iter().zip(timings).filter(|(headed, _)| is_cumulative(headed));
    let Some(last) = days.filter_map(|(_, timing)| timing.until).max() else { return };
    for (headed, timing) in columns.iter_mut().zip(timings) {
        if is_cumulative(headed) && timing.until.is_some_and(|until| until < last) {
            headed.said = Some(Said::Measure(Measure::Previous));
        }
    }
}

/// Settles what years mean in a table as a whole.
///
/// "Kế hoạch vốn năm 2024" over a form that knows no other year is a title, not a split. Where some columns of a
/// measure are carry-over, one without a year that does not call itself a sum is this year's money; one that does
/// ("Tổng dự toán được sử dụng năm 2024") beside this year's own is the sum of all years.
fn years(columns: &mut [Headed], lexicon: &Lexicon, budget: i32) {
    let current = Some(PlanYear::Of(budget));
    let is_other = |headed: &Headed| {
        let year = headed.facts.year;
        !matches!(headed.said, Some(Said::NotAsked | Said::NotMoney))
            && year.is_some()
            && year != current
    };
    if !columns.iter().any(is_other) {
        columns.iter_mut().for_each(|headed| headed.facts.year = None);
        return;
    }
    let is_sum: Vec<bool> =
        columns.iter().map(|headed| lexicon.is_total(&heading_label(&headed.path))).collect();
    let splits: Vec<Option<Said>> =
        columns.iter().filter(|headed| is_other(headed)).map(|headed| headed.said).collect();
    for at in 0..columns.len() {
        let headed = &columns[at];
        let is_plan = headed.said == Some(PLAN);
        let year = match headed.facts.year {
            None if is_plan && !is_sum[at] && splits.contains(&headed.said) => current,
            year if year == current && is_sum[at] => {
                let twin = (0..columns.len()).any(|other| {
                    let same = columns[other].said == headed.said;
                    !is_sum[other] && same && columns[other].facts == headed.facts
                });
                if twin { None } else { year }
            }
            year => year,
        };
        columns[at].facts.year = year;
    }
}

/// Of several states of the plan the last is the plan, the others are checks on it.
fn states(columns: &mut [Headed]) {
    if columns.iter().all(|headed| headed.state.is_none()) {
        return;
    }
    for at in 0..columns.len() {
        let is_plan = columns[at].said == Some(PLAN);
        if !is_plan || columns[at].state.is_none() {
            continue;
        }
        let facts = columns[at].facts;
        let same: Vec<usize> = (0..columns.len())
            .filter(|&other| columns[other].said == Some(PLAN) && columns[other].facts == facts)
            .collect();
        let last_final =
            same.iter().rev().find(|&&other| columns[other].state == Some(State::Final));
        // A plan without a word of its state behind the others is what they come to: "Tổng dự toán".
        let plain = same.iter().rev().find(|&&other| columns[other].state.is_none());
        let begins = same.iter().any(|&other| columns[other].state == Some(State::Initial));
        let plan = match (last_final, plain) {
            (Some(&last), _) => last,
            (None, Some(&plain)) => plain,
            (None, None) if begins && same.len() == 1 => same[0],
            _ => continue,
        };
        for other in same.into_iter().filter(|&other| other != plan) {
            let state = columns[other].state.unwrap_or(State::Initial);
            columns[other].state = Some(state);
            columns[other].said = Some(Said::NotAsked);
        }
        columns[plan].state = Some(State::Final);
    }
}
