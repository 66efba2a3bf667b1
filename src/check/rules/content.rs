//! Family 8, what a report says beside its figures: why a rate is low, who should settle a difficulty, and
//! which one it is.
//!
//! The threshold of GN801 is one for the middle of the year (`targets.low_rate`, 30 %). Before it money is still being
//! handed down, and a low share is the ordinary course: from March to May the threshold is as many sixths of it as months
//! have passed, in January and February nobody is asked. After June it stays: what is low in the second half of the year
//! is then told by the office, which raises the setting.

use std::collections::BTreeMap;

use crate::check::case::Case;
use crate::check::gate::implied::{self, Take};
use crate::check::gate::wording;
use crate::domain::code::ComponentId;
use crate::domain::difficulty::{Difficulty, Part, says_nothing};
use crate::domain::key::Funding;
use crate::domain::label::Label;
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::rule::Problem;
use crate::domain::submission::{Line, Measure, RowKind, Said, Submission, Table};
use crate::domain::tally::Rate;
use crate::rules;

/// The rate under which a report is asked for a reason.
fn threshold(case: &Case<'_>) -> Option<Rate> {
    let settings = case.context.settings;
    // A bare folder has no office that asks.
    let asks = settings.targets.low_rate.is_some()
        || settings.office.year.is_some() && !case.submission.asked.is_empty();
    let rate = settings.targets.low_rate_on(case.submission.period.to(), case.context.year());
    rate.filter(|_| asks)
}

/// What a unit reports of a program and funding type.
#[derive(Default)]
struct Sum<'a> {
    stated: Money,
    cumulative: Option<Money>,
    /// A figure was set aside: the rate is not known.
    is_partial: bool,
    /// The line with the most money left.
    largest: Option<(&'a Line, Money)>,
}

pub(super) fn low_rate(case: &Case<'_>) -> Vec<Problem> {
    let threshold = threshold(case).filter(|_| !case.context.register.is_doubted);
    let Some(threshold) = threshold else { return Vec::new() };
    let mut found = Vec::new();
    let lines = implied::lines(case, Take::Whole);
    for ((program, funding), sum) in sums(&lines) {
        let Some(paid) = sum.cumulative.filter(|_| !sum.is_partial) else { continue };
        let is_own = |key: &&crate::domain::key::Key| {
            key.funding == funding && program.covers(&key.component)
        };
        let planned =
            case.plan.iter().filter(|(key, _)| is_own(key)).map(|(_, amount)| *amount).sum();
        let plan = if case.plan.is_empty() { sum.stated } else { planned };
        let Some(rate) = Rate::of(paid, plan).filter(|rate| *rate < threshold) else { continue };
        if is_explained(case.submission, &program) {
            continue;
        }
        let Some((line, _)) = sum.largest else { continue };
        let place = case.submission.place(line.sheet, line.cell(Measure::Cumulative));
        let words = low_words(case, (&program, funding), [paid, plan], [rate, threshold]);
        let problem = Problem::new(&rules::LOW_RATE_WITHOUT_REASON, place, words);
        found.push(problem.of(&case.submission.unit).compared(paid, threshold.share_of(plan)));
    }
    found
}

/// The lines by program and funding type, which mostly stand together.
fn sums(lines: &[Line]) -> BTreeMap<(ComponentId, Funding), Sum<'_>> {
    let mut sums: Vec<((ComponentId, Funding), Sum<'_>)> = Vec::new();
    for line in lines {
        let is_of = |((program, funding), _): &((ComponentId, Funding), Sum<'_>)| {
            *funding == line.key.funding && program.covers(&line.key.component)
        };
        let at = sums.iter().position(is_of).unwrap_or_else(|| {
            sums.push(((line.key.component.program(), line.key.funding), Sum::default()));
            sums.len() - 1
        });
        let sum = &mut sums[at].1;
        let plan = line.amount(Measure::Plan).unwrap_or(Money::ZERO);
        let paid = line.amount(Measure::Cumulative);
        sum.stated += plan;
        sum.is_partial |= line.lacks_cumulative || implied::is_open(line);
        let Some(paid) = paid else { continue };
        sum.cumulative = Some(sum.cumulative.unwrap_or(Money::ZERO) + paid);
        if sum.largest.is_none_or(|(_, left)| left < plan - paid) {
            sum.largest = Some((line, plan - paid));
        }
    }
    sums.into_iter().collect()
}

fn low_words(
    case: &Case<'_>,
    (program, funding): (&ComponentId, Funding),
    [paid, plan]: [Money; 2],
    [rate, threshold]: [Rate; 2],
) -> Words {
    let unit = case.submission.money_unit;
    let [paid, plan] = [paid, plan].map(|money| wording::amount(money, unit));
    let (name, funding) = (case.context.catalogue.title(program), funding.label());
    let words = Words::new(
        format!(
            "{name}, {}: lũy kế giải ngân {} trên kế hoạch {}, đạt {rate}%, dưới mức {threshold}% mà báo cáo không nêu khó khăn, vướng mắc.",
            funding.vi, paid.vi, plan.vi
        ),
        format!(
            "{name}, {}: {} disbursed of a plan of {}, {}%, is under {}% and the report tells no difficulty.",
            funding.en,
            paid.en,
            plan.en,
            rate.to_plain(),
            threshold.to_plain()
        ),
    );
    let Some((sheet, cell)) = case.submission.asked.first() else { return words };
    let name = case.submission.sheets.get(usize::from(*sheet)).map_or("", |name| name);
    let column = cell.to_string();
    let column = column.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let place = words!(
        "Ghi vào trang “{name}”, cột {column}.",
        "The place for it is the sheet “{name}”, column {column}.";
        name, column
    );
    wording::then(words, &place)
}

/// Whether the report says what hinders this program, or all of them.
fn is_explained(submission: &Submission, program: &ComponentId) -> bool {
    let is_told = |difficulty: &Difficulty| {
        difficulty.component.as_ref().is_none_or(|component| program.covers(component))
    };
    let is_about = |table: &Table, index: u32| {
        let Ok(row) = table.rows.binary_search_by_key(&index, |row| row.index) else {
            return false;
        };
        let mut at = Some(row);
        while let Some(row) = at {
            match &table.rows[row].kind {
                RowKind::Item(id, _) | RowKind::Subtotal(id) => return program.covers(id),
                RowKind::Total => return true,
                RowKind::Detail | RowKind::Quantity | RowKind::Stray => at = table.rows[row].parent,
            }
        }
        false
    };
    let explains = |said: &Said| {
        let mut tables = submission.tables.iter().filter(|table| table.sheet == said.sheet);
        !says_nothing(&said.text) && tables.any(|table| is_about(table, said.row))
    };
    submission.difficulties.iter().any(is_told) || submission.explanations.iter().any(explains)
}

pub(super) fn unproposed(case: &Case<'_>) -> Vec<Problem> {
    case.submission.difficulties.iter().filter_map(|difficulty| lacking(case, difficulty)).collect()
}

fn lacking(case: &Case<'_>, difficulty: &Difficulty) -> Option<Problem> {
    let told = difficulty.text(Part::Difficulty).or(difficulty.text(Part::Cause))?;
    // What an office below hands up it has asked for itself.
    if difficulty.is_settled() || difficulty.followed.is_some() {
        return None;
    }
    let lacks =
        |part: &Part| difficulty.column(*part).is_some() && difficulty.text(*part).is_none();
    let part = [Part::Proposal, Part::Level].into_iter().find(lacks)?;
    let cell = Cell::new(difficulty.row, difficulty.column(part)?);
    let row = wording::row(if difficulty.about.is_empty() { told } else { &difficulty.about });
    let (what, quoted) = (part.label(), wording::quoted(told));
    let words = words!(
        "{row}: nêu {quoted} nhưng chưa ghi {what}.",
        "{row}: tells {quoted} and leaves out the {what}.";
        row, quoted, what
    );
    let place = case.submission.place(difficulty.sheet, cell);
    Some(Problem::new(&rules::DIFFICULTY_WITHOUT_PROPOSAL, place, words).of(&case.submission.unit))
}

pub(super) fn unknown(case: &Case<'_>) -> Vec<Problem> {
    let unknown = |difficulty: &Difficulty| {
        let told = difficulty.told.iter().find(|told| told.part == Part::Id)?;
        let id = Label::new(&told.text);
        if id.is_empty() || case.obstacles.contains(&id) {
            return None;
        }
        let quoted = wording::quoted(&told.text);
        let words = words!(
            "Mã khó khăn {quoted} không có trong các báo cáo trước của đơn vị.",
            "No earlier report of the unit has the difficulty {quoted}.";
            quoted
        );
        let cell = Cell::new(difficulty.row, told.column);
        let place = case.submission.place(difficulty.sheet, cell);
        Some(Problem::new(&rules::UNKNOWN_DIFFICULTY, place, words).of(&case.submission.unit))
    };
    case.submission.difficulties.iter().filter_map(unknown).collect()
}

#[cfg(test)]
mod tests;
