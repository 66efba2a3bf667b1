//! A unit of money that cannot be (GN208): figures that are off by 10³ or 10⁶ against the plan, a table or one column.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::lines::{Taken, Taker};
use super::table::Grid;
use super::witness::{self, Against, RowPlan};
use crate::domain::lang::Words;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::rule::RuleCode;
use crate::domain::submission::{Measure, SetAside, Stated};

/// How the figures of a column stand to the plan of their rows.
struct Standing {
    at: usize,
    measure: Measure,
    /// All figures ÷ all plans.
    ratio: f64,
    /// How many figures there are.
    figures: usize,
    /// How many of them are more than twenty times their plan.
    beyond: usize,
}

impl Standing {
    /// The power of ten that the column is off by, where that is certain.
    ///
    /// A plan is the registered one or a thousandfold of it. What was paid out is a share of the plan, so it is off only
    /// upwards, and where (nearly) every row says so.
    fn off(&self) -> Option<i32> {
        if self.measure == Measure::Plan {
            let off = self.ratio.log10().round() as i32;
            let is_near = (self.ratio / 10_f64.powi(off) - 1.0).abs() < 0.5;
            return (is_near && [-6, -3, 3, 6].contains(&off)).then_some(off);
        }
        let most_are = self.figures * 4 <= self.beyond * 5;
        let off = match self.ratio {
            ratio if 20.0 < ratio && ratio <= 1_050.0 && 2 <= self.figures => 3,
            ratio if 1_050.0 < ratio && ratio <= 1_050_000.0 => 6,
            _ => return None,
        };
        most_are.then_some(off)
    }

    /// What was paid out is a believable share of the plan: in a wrong unit it would not be.
    fn is_sound(&self) -> bool {
        self.measure != Measure::Plan && (0.02..=1.05).contains(&self.ratio)
    }
}

/// What of a table is off.
pub(super) enum Contradiction {
    /// All of it: the unit that was read, and the power of ten.
    Table(MoneyUnit, i32),
    /// Some columns, each with its power of ten.
    Columns(Vec<(usize, i32)>),
}

impl Taker<'_> {
    /// What of a table a wrong unit of money spoils: all of it, or the columns that differ from the others.
    pub(super) fn contradiction(&self, grid: &Grid) -> Option<Contradiction> {
        let standings = self.standings(grid);
        let off: Vec<(usize, i32)> =
            standings.iter().filter_map(|standing| Some((standing.at, standing.off()?))).collect();
        let &(first, power) = off.first()?;
        let is_off = |standing: &Standing| off.iter().any(|(at, _)| *at == standing.at);
        let mut plans =
            standings.iter().filter(|standing| standing.measure == Measure::Plan).peekable();
        let plans_are_sound = plans.peek().is_some() && !plans.any(is_off);
        let others_are_sound = standings.iter().any(Standing::is_sound);
        // Without a register the plan of the table itself was the measure.
        let is_part = others_are_sound || plans_are_sound || self.plan.is_empty();
        Some(match is_part {
            true => Contradiction::Columns(off),
            false => Contradiction::Table(grid.table.columns[first].unit, power),
        })
    }

    /// Plan, in-period and cumulative columns against the plan of their rows: the registered one, else the stated.
    fn standings(&self, grid: &Grid) -> Vec<Standing> {
        let budget = self.known.context.year();
        let compared = [Measure::Plan, Measure::InPeriod, Measure::Cumulative];
        let mut columns: BTreeMap<usize, (Against<'_>, usize, usize)> = BTreeMap::new();
        let mut of_row: Option<(usize, RowPlan<'_>)> = None;
        for (row, at, amount) in grid.own_figures(|measure| compared.contains(&measure)) {
            if amount.is_zero() {
                continue;
            }
            let (line, column) = (&grid.table.rows[row], &grid.table.columns[at]);
            let (against, figures, beyond) = columns.entry(at).or_default();
            // Figures come row by row.
            let row_plan = match of_row.take() {
                Some((known, plan)) if known == row => plan,
                _ => RowPlan::near(self.plan, &line.kind),
            };
            let registered = against.add(amount, &row_plan, &column.facts, budget);
            of_row = Some((row, row_plan));
            // Without a register what was paid out is held against the plan that the row states.
            let stated = || {
                let is_paid = column.measure != Measure::Plan && self.plan.is_empty();
                let plan = is_paid.then(|| witness::stated_plan(&grid.table, row)).flatten()?;
                against.amount += amount;
                against.plan += plan;
                Some(plan)
            };
            let Some(plan) = registered.or_else(stated) else { continue };
            *figures += 1;
            *beyond += usize::from(plan.as_dong() * 20 < amount.as_dong());
        }
        let standing = |(at, (against, figures, beyond)): (usize, (Against<'_>, _, _))| {
            let measure = grid.table.columns[at].measure;
            Some(Standing { at, measure, ratio: against.ratio()?, figures, beyond })
        };
        columns.into_iter().filter_map(standing).collect()
    }

    /// Sets aside what is off.
    pub(super) fn refuse(&self, contradiction: Contradiction, taken: &mut Taken) {
        match contradiction {
            Contradiction::Table(unit, power) => self.refuse_table(unit, power, taken),
            Contradiction::Columns(off) => {
                for (at, power) in off {
                    self.refuse_column(at, power, taken);
                }
            }
        }
    }

    fn refuse_table(&self, unit: MoneyUnit, power: i32, taken: &mut Taken) {
        let mut sum = Money::ZERO;
        for line in std::mem::take(&mut taken.lines) {
            for figure in &line.figures {
                sum += figure.amount;
                let cell = Cell::new(line.row, u32::from(figure.column));
                taken.set_aside.push(SetAside {
                    sheet: line.sheet,
                    cell,
                    measure: Some(figure.measure),
                    amount: figure.amount,
                    rule: RuleCode("GN208"),
                    label: Arc::from(line.key.component.as_str()),
                    text: None,
                    key: None,
                });
            }
        }
        let (vi, en) = likely(unit, power);
        let words = Words::new(
            format!(
                "Đơn vị tính đã đọc là {} nhưng số liệu lệch khoảng {} lần so với kế hoạch vốn đã giao{vi}",
                unit.label(),
                times(power)
            ),
            format!(
                "The unit of money reads {}, but the figures are off by about {} against the registered plan{en}",
                unit.text().en,
                times(power)
            ),
        );
        let cell = Cell::new(self.framed.heading.rows.start, self.framed.heading.label);
        // What follows from the wrong unit is not told beside it.
        taken.table.rows.clear();
        taken.table.cells.clear();
        taken.problems.push(self.problem("GN208", cell, words).setting_aside(sum));
    }

    fn refuse_column(&self, at: usize, power: i32, taken: &mut Taken) {
        let column = taken.table.columns[at].clone();
        let mut sum = Money::ZERO;
        for line in &mut taken.lines {
            let Some(found) =
                line.figures.iter().position(|figure| u32::from(figure.column) == column.index)
            else {
                continue;
            };
            let figure = line.figures.remove(found);
            line.lacks_cumulative |= figure.measure == Measure::Cumulative;
            sum += figure.amount;
            taken.set_aside.push(SetAside {
                sheet: line.sheet,
                cell: Cell::new(line.row, column.index),
                measure: Some(figure.measure),
                amount: figure.amount,
                rule: RuleCode("GN208"),
                label: Arc::from(line.key.component.as_str()),
                text: None,
                key: None,
            });
        }
        taken.lines.retain(|line| !line.figures.is_empty() || line.lacks_cumulative);
        // Nothing is compared with figures of a wrong unit.
        let width = taken.table.columns.len();
        for cell in taken.table.cells.iter_mut().skip(at).step_by(width) {
            if cell.is_stated() {
                *cell = Stated::SetAside;
            }
        }
        let (vi, en) = likely(column.unit, power);
        let words = Words::new(
            format!(
                "Cột \"{}\" đọc theo {} thì lệch khoảng {} lần so với kế hoạch vốn, các cột khác thì không{vi}; cả cột được để riêng",
                column.heading,
                column.unit.label(),
                times(power)
            ),
            format!(
                "The column \"{}\", read in {}, is off by about {} against the plan, and the others are not{en}; the column is set aside",
                column.heading,
                column.unit.text().en,
                times(power)
            ),
        );
        let last = self.framed.heading.rows.end.saturating_sub(1);
        let problem = self.problem("GN208", Cell::new(last, column.index), words);
        taken.problems.push(problem.setting_aside(sum));
    }
}

/// `1.000`, `1.000.000`, `1/1.000` …
fn times(power: i32) -> String {
    let factor = Money::from_dong(10_i64.pow(power.unsigned_abs()));
    if power < 0 { format!("1/{factor}") } else { factor.to_string() }
}

/// The unit that the figures probably are in, as the end of a sentence.
fn likely(unit: MoneyUnit, power: i32) -> (String, String) {
    let likely = MoneyUnit::ALL.into_iter().find(|other| {
        let factor = unit.dong() as f64 / other.dong() as f64;
        factor.log10().round() as i32 == power
    });
    likely.map_or_else(Default::default, |likely| {
        (
            format!("; nhiều khả năng là {}", likely.label()),
            format!("; probably {}", likely.text().en),
        )
    })
}
