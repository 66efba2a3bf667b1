//! A report that sums up other units: theirs is compared with what they sent themselves, and never added to it.

mod others;
mod settle;

use std::collections::BTreeMap;

use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::Funding;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Place;
use crate::domain::same_money::Stated;
use crate::domain::submission::{Figure, Line, Measure, Submission};

pub use self::others::{Others, take_lines, take_out, take_out_unregistered};
pub use self::settle::{drop_sum, enter, left_out, refuse, settle, sum_up};

/// Figures by unit, program, funding type and measure.
pub type Sums = BTreeMap<(UnitCode, ComponentId, Funding, Measure), Claim>;

/// What is said of the money of a unit.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Their sum.
    pub amount: Money,
    /// What rounding may make of it.
    pub tolerance: Money,
    /// The unit of money in which its first figure stands.
    pub unit: MoneyUnit,
    /// Where its first figure stands.
    pub place: Place,
}

/// A line of another unit.
#[derive(Debug)]
pub struct Claimed {
    unit: UnitCode,
    line: Line,
    /// What rounding may make of a figure of it.
    slack: Money,
    money_unit: MoneyUnit,
}

impl Claimed {
    /// The lines that were read of a table, whose they are.
    pub fn lines(theirs: &Submission, unit: &UnitCode, lines: Vec<Line>) -> Vec<Claimed> {
        let one = |line: Line| {
            let (slack, money_unit) = rounding(theirs, &line);
            Claimed { unit: unit.clone(), line, slack, money_unit }
        };
        lines.into_iter().map(one).collect()
    }

    /// Whose it is.
    pub fn unit(&self) -> &UnitCode {
        &self.unit
    }

    fn stated(&self) -> impl Iterator<Item = Stated<'_>> {
        stated(&self.line, self.slack)
    }
}

fn stated(line: &Line, slack: Money) -> impl Iterator<Item = Stated<'_>> {
    let one = move |figure: &Figure| Stated {
        key: &line.key,
        measure: figure.measure,
        amount: figure.amount,
        slack,
    };
    line.figures.iter().map(one)
}

/// The figures of a submission's own lines.
pub fn own_sums(submission: &Submission) -> Sums {
    add_up(
        submission,
        submission.lines.iter().map(|line| {
            let (slack, money_unit) = rounding(submission, line);
            (&submission.unit, line, slack, money_unit)
        }),
        told,
    )
}

/// The figures of a line, and the cumulative that it tells as the one of the period before and what came since.
pub(super) fn told(line: &Line) -> Vec<Figure> {
    let mut figures = line.figures.clone();
    let is_silent = line.figure(Measure::Cumulative).is_none() && !line.lacks_cumulative;
    let since = line.figure(Measure::InPeriod).filter(|_| is_silent);
    if let Some((previous, since)) = line.previous.zip(since) {
        let amount = previous + since.amount;
        figures.push(Figure { measure: Measure::Cumulative, amount, ..since });
    }
    figures
}

fn add_up<'a>(
    submission: &Submission,
    lines: impl Iterator<Item = (&'a UnitCode, &'a Line, Money, MoneyUnit)>,
    figures: impl Fn(&Line) -> Vec<Figure>,
) -> Sums {
    let mut sums = Sums::new();
    for (code, line, slack, unit) in lines {
        for figure in &figures(line) {
            let claim = sums.entry(key(code, line, figure)).or_insert_with(|| Claim {
                amount: Money::ZERO,
                tolerance: Money::ZERO,
                unit,
                place: submission.place(line.sheet, line.cell(figure.measure)),
            });
            claim.amount += figure.amount;
            claim.tolerance += if figure.amount.is_zero() { Money::ZERO } else { slack };
        }
    }
    sums
}

fn key(unit: &UnitCode, line: &Line, figure: &Figure) -> (UnitCode, ComponentId, Funding, Measure) {
    (unit.clone(), line.key.component.program(), line.key.funding, figure.measure)
}

/// What rounding may make of a figure of a line, and the unit of its money.
fn rounding(submission: &Submission, line: &Line) -> (Money, MoneyUnit) {
    let tables = || submission.tables.iter().filter(|table| table.sheet == line.sheet);
    let slack = tables().next().map_or(Money::ZERO, |table| table.tolerance(1));
    let first = line.cell(Measure::Cumulative).column;
    let column = tables().flat_map(|table| &table.columns).find(|column| column.index == first);
    (slack, column.map_or(submission.money_unit, |column| column.unit))
}
