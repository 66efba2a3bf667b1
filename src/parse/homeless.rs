//! Figures of which nothing says whether they are investment or recurrent.
//!
//! They cannot be added up. Where other lines of the workbook state the same money by funding type (a summary sheet beside
//! the sheets it sums up, a column "Tổng số" beside its parts), they are checks on it. Else they are set aside (GN203): an
//! error where money planned or paid is missing, a note where it is only a forecast or an allocation.

use std::collections::BTreeMap;

use super::lines::Taken;
use crate::domain::code::ComponentId;
use crate::domain::facts::Facts;
use crate::domain::label::harmless;
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::rule::{Problem, RuleCode, Severity};
use crate::domain::submission::{CheckedAs, Line, Measure, SetAside};

/// The rule that sets them aside.
pub const CODE: RuleCode = RuleCode("GN203");

/// A figure without a funding type.
pub struct Homeless {
    /// What its row is about.
    pub id: ComponentId,
    /// What else its row and column say.
    pub facts: Facts,
    /// What it measures.
    pub measure: Measure,
    /// The cell, as it is set aside where nothing confirms it.
    pub cell: SetAside,
}

/// Checks the figures without a funding type against the lines of all tables, and tells of those that nothing confirms.
pub fn settle(tables: &mut [Taken], budget: i32) {
    for at in 0..tables.len() {
        let homeless = std::mem::take(&mut tables[at].homeless);
        let mut alone: BTreeMap<(bool, u32, Measure), Vec<Homeless>> = BTreeMap::new();
        for figure in homeless {
            if is_stated(tables, at, &figure, budget) {
                tables[at].checked.add(CheckedAs::Repeat, figure.cell.amount);
                continue;
            }
            let is_road =
                matches!(figure.measure, Measure::Plan | Measure::InPeriod | Measure::Cumulative);
            let group = match is_road {
                true => (true, figure.cell.cell.row, Measure::Plan),
                false => (false, 0, figure.measure),
            };
            alone.entry(group).or_default().push(figure);
        }
        for ((is_road, ..), figures) in alone {
            let problem = problem(&tables[at].base, &figures, is_road);
            tables[at].problems.push(problem);
            tables[at].set_aside.extend(figures.into_iter().map(|figure| figure.cell));
        }
    }
}

/// Whether the lines of the workbook that are part of a figure's money add up to it.
fn is_stated(tables: &[Taken], at: usize, figure: &Homeless, budget: i32) -> bool {
    let amount = figure.cell.amount;
    let is_part = |line: &&Line| {
        let key = &line.key;
        figure.id.covers(&key.component)
            && figure.facts.source.is_none_or(|own| key.source.is_some_and(|of| own.covers(of)))
            && figure.facts.year.is_none_or(|own| own.covers(key.year, budget))
    };
    let lines = tables.iter().flat_map(|table| table.lines.iter());
    let parts: Vec<Money> = lines
        .filter(is_part)
        .flat_map(|line| line.figures.iter().filter(|of| of.measure == figure.measure))
        .map(|of| of.amount)
        .collect();
    let slack = tables[at].table.tolerance(parts.len() + 1);
    !parts.is_empty() && (parts.iter().copied().sum::<Money>() - amount).abs() <= slack
}

fn problem(base: &Problem, figures: &[Homeless], is_road: bool) -> Problem {
    let first = &figures[0];
    let sum = figures.iter().map(|figure| figure.cell.amount).sum();
    let words = if is_road {
        let label = match harmless(&first.cell.label) {
            label if label.is_empty() => format!("{}", first.cell.cell.row + 1),
            label => label,
        };
        Words::new(
            format!("Không rõ số liệu của dòng \"{label}\" là vốn đầu tư hay vốn sự nghiệp"),
            format!("Nothing says whether the row \"{label}\" is investment or recurrent"),
        )
    } else {
        let measure = first.measure.label();
        Words::new(
            format!("Cột {} không chia vốn đầu tư và vốn sự nghiệp", measure.vi),
            format!("The column {} is not split into investment and recurrent", measure.en),
        )
    };
    let mut place = base.place.clone();
    place.cell = Some(first.cell.cell);
    let severity = (!is_road).then_some(Severity::Note);
    Problem { rule: CODE, words, place, severity, ..base.clone() }.setting_aside(sum)
}
