//! Groups the lines, the last report's lines and the plan that speak of the same money, so that they can be compared
//! at a common level of detail.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::wording;
use crate::check::case::Case;
use crate::domain::key::{Key, align};
use crate::domain::lang::Words;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::rule::{Problem, Rule};
use crate::domain::submission::{Line, Measure, Submission, Table};

/// A submission whose lines can be asked for what stands around them.
pub(crate) struct Sheets<'a> {
    pub(crate) submission: &'a Submission,
    /// The rows in which a cell of this measure was set aside.
    set_aside: BTreeSet<(u16, u32, Measure)>,
}

impl<'a> Sheets<'a> {
    pub(crate) fn new(submission: &'a Submission) -> Sheets<'a> {
        let cells = submission.set_aside.iter();
        let set_aside = cells.filter_map(|cell| Some((cell.sheet, cell.cell.row, cell.measure?)));
        Sheets { submission, set_aside: set_aside.collect() }
    }

    /// Whether the line would state this measure if its cell had not been set aside.
    pub(crate) fn lacks(&self, line: &Line, measure: Measure) -> bool {
        line.figure(measure).is_none()
            && (measure == Measure::Cumulative && line.lacks_cumulative
                || self.set_aside.contains(&(line.sheet, line.row, measure)))
    }

    /// The lines that state this measure, or would.
    pub(crate) fn lines(&self, measure: Measure) -> impl Iterator<Item = &'a Line> {
        let states =
            move |line: &&Line| line.figure(measure).is_some() || self.lacks(line, measure);
        self.submission.lines.iter().filter(states)
    }

    pub(crate) fn table(&self, line: &Line) -> Option<&'a Table> {
        let holds = |table: &&Table| {
            let (first, last) = (table.rows.first(), table.rows.last());
            table.sheet == line.sheet
                && first.is_some_and(|first| first.index <= line.row)
                && last.is_some_and(|last| line.row <= last.index)
        };
        self.submission.tables.iter().find(holds)
    }

    /// The unit of the money that the line's row is written in.
    pub(crate) fn unit(&self, line: &Line) -> MoneyUnit {
        let column = self.table(line).and_then(|table| table.columns.first());
        column.map_or(self.submission.money_unit, |column| column.unit)
    }

    /// The line's row in words, as the form has it.
    pub(crate) fn row(&self, case: &Case<'_>, line: &Line) -> String {
        let row = self.table(line).and_then(|table| {
            let at = table.rows.binary_search_by_key(&line.row, |row| row.index).ok()?;
            Some(table.rows[at].label.to_string())
        });
        row.unwrap_or_else(|| match &line.key.work {
            Some(work) => work.name.to_string(),
            None => case.context.catalogue.title(&line.key.component),
        })
    }

    /// The row and the heading of a figure in words.
    pub(crate) fn place(&self, case: &Case<'_>, line: &Line, measure: Measure) -> Words {
        let row = self.row(case, line);
        let column = line.cell(measure).column;
        let heading = self.table(line).and_then(|table| {
            let found = table.columns.iter().find(|at| at.index == column)?;
            Some(found.heading.to_string())
        });
        match heading {
            Some(heading) => wording::cell(&row, &heading),
            None => wording::row(&row),
        }
    }

    /// A problem of the cell that states this measure of the line.
    pub(crate) fn problem(
        &self,
        rule: &'static Rule,
        line: &Line,
        measure: Measure,
        words: Words,
    ) -> Problem {
        let place = self.submission.place(line.sheet, line.cell(measure));
        Problem::new(rule, place, words).of(&self.submission.unit)
    }

    /// What the smallest step of the line's table is.
    fn step(&self, line: &Line) -> Money {
        self.table(line).map_or(Money::ZERO, |table| table.step)
    }
}

/// Lines, lines of a report before, and plans that speak of the same money.
#[derive(Default)]
pub(crate) struct Group<'a> {
    pub(crate) lines: Vec<&'a Line>,
    pub(crate) before: Vec<&'a Line>,
    pub(crate) plan: Vec<(&'a Key, Money)>,
}

/// Groups in the order of the lines, then of what no line meets.
pub(crate) fn groups<'a>(
    case: &Case<'a>,
    lines: impl Iterator<Item = &'a Line>,
    before: impl Iterator<Item = &'a Line>,
    plan: &'a BTreeMap<Key, Money>,
) -> Vec<Group<'a>> {
    let (lines, before): (Vec<_>, Vec<_>) = (lines.collect(), before.collect());
    let plan: Vec<_> = plan.iter().map(|(key, amount)| (key, *amount)).collect();
    let keys: Vec<&Key> = lines
        .iter()
        .chain(&before)
        .map(|line| &line.key)
        .chain(plan.iter().map(|(key, _)| *key))
        .collect();
    let of = |indices: Vec<usize>| {
        let mut group = Group::default();
        for index in indices {
            if index < lines.len() {
                group.lines.push(lines[index]);
            } else if index < lines.len() + before.len() {
                group.before.push(before[index - lines.len()]);
            } else {
                group.plan.push(plan[index - lines.len() - before.len()]);
            }
        }
        group
    };
    align(&keys, case.context.year()).into_iter().map(of).collect()
}

impl Group<'_> {
    /// What its lines and its plan are about.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &Key> {
        let planned = self.plan.iter().map(|(key, _)| *key);
        self.lines.iter().map(|line| &line.key).chain(planned)
    }

    /// By how much sums over this group may differ: half a step of the coarsest table it comes from for each of
    /// `addends` figures, or what the settings say. `earlier` is where the lines before come from.
    pub(crate) fn tolerance(
        &self,
        case: &Case<'_>,
        rule: &'static Rule,
        sheets: &Sheets<'_>,
        earlier: Option<&Sheets<'_>>,
        addends: usize,
    ) -> Money {
        let before = self.before.iter().filter_map(|line| Some(earlier?.step(line)));
        let steps = self.lines.iter().map(|line| sheets.step(line)).chain(before);
        let step = steps.max().unwrap_or(Money::ZERO);
        let half = i64::try_from(step.as_dong() * addends as i128 / 2).unwrap_or(i64::MAX);
        let unit = self.lines.first().map_or(case.submission.money_unit, |line| sheets.unit(line));
        case.context.settings.tolerance(rule, unit, Money::from_dong(half))
    }
}

/// What the lines state of this measure together, and in how many figures; `None` where none states it.
pub(crate) fn total(lines: &[&Line], measure: Measure) -> Option<(Money, usize)> {
    let stated = || lines.iter().filter_map(|line| line.amount(measure));
    let count = stated().count();
    (0 < count).then(|| (stated().sum(), count))
}

/// The line with the largest figure of this measure; of equal ones the first.
pub(crate) fn largest<'a>(lines: &[&'a Line], measure: Measure) -> Option<&'a Line> {
    let stated = lines.iter().copied().filter(|line| line.figure(measure).is_some());
    stated.min_by_key(|line| Reverse(line.amount(measure).map(Money::abs)))
}
