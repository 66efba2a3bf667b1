//! A stated unit of money that cannot be right (GN208): figures that are off by 10³ or 10⁶ against the plan, in a
//! table or in one column.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::ambiguous::{self, Against, Plans};
use super::beyond::is_far_below;
use super::lines::{Taken, Taker};
use super::table::Grid;
use crate::domain::lang::Words;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::rule::{Misread, Problem, Severity, WrongUnit};
use crate::domain::submission::{Measure, Stated};
use crate::recognise::titles;
use crate::rules;

/// The shares of a plan that are believable as what was paid out of it.
const SHARE: RangeInclusive<f64> = 0.02..=1.05;

/// How the figures of a column stand to the plan of their rows.
pub(super) struct Standing {
    at: usize,
    measure: Measure,
    /// All figures ÷ all plans.
    ratio: f64,
    /// How many figures there are.
    figures: usize,
    /// How many of them are more than twenty times their plan.
    beyond: usize,
    /// How many are less than a twentieth of it.
    below: usize,
    /// How many are less than a thousandth of it.
    tiny: usize,
    /// All figures.
    amount: Money,
}

/// A column that is off.
#[derive(Clone, Copy)]
pub(super) struct Off {
    at: usize,
    /// The power of ten.
    power: i32,
    /// (Nearly) every row says so: one figure that outweighs the others may be off alone.
    is_whole: bool,
    /// One row alone says so.
    is_one: bool,
}

impl Standing {
    /// How the column is off, where that is certain.
    fn off(&self) -> Option<Off> {
        let power = self.power()?;
        let so_many = if 0 < power { self.beyond } else { self.below };
        let (is_whole, is_one) = (self.are_most(so_many), so_many == 1);
        Some(Off { at: self.at, power, is_whole, is_one })
    }

    fn are_most(&self, figures: usize) -> bool {
        self.figures * 4 <= figures * 5
    }

    /// The power of ten that the column is off by.
    ///
    /// A plan is the registered one or a thousandfold of it. What was paid out is a share of the plan, so it is off only
    /// upwards, and where (nearly) every row says so.
    fn power(&self) -> Option<i32> {
        if self.measure == Measure::Plan {
            let off = self.ratio.log10().round() as i32;
            let is_near = (self.ratio / 10_f64.powi(off) - 1.0).abs() < 0.5;
            return (is_near && [-6, -3, 3, 6].contains(&off)).then_some(off);
        }
        let off = match self.ratio {
            ratio if 20.0 < ratio && ratio <= 1_050.0 && 2 <= self.figures => 3,
            ratio if 1_050.0 < ratio && ratio <= 1_050_000.0 => 6,
            _ => return None,
        };
        self.are_most(self.beyond).then_some(off)
    }

    /// What was paid out is a believable share of the plan: in a wrong unit it would not be.
    fn is_sound(&self) -> bool {
        self.measure != Measure::Plan && SHARE.contains(&self.ratio)
    }

    /// The power of ten that would make a believable share of what is next to nothing of the plan in every row.
    /// No proof: little may have been paid out.
    fn smallness(&self) -> Option<i32> {
        let would_be = |power: &i32| SHARE.contains(&(self.ratio * 10_f64.powi(*power)));
        let power = [3, 6].into_iter().find(would_be)?;
        (self.measure != Measure::Plan && self.figures == self.tiny).then_some(power)
    }
}

/// What of a table is off.
pub(super) enum Contradiction {
    /// All of it, as this column of the unit that was read.
    Table(MoneyUnit, Off),
    /// Some columns.
    Columns(Vec<Off>),
}

impl Taker<'_> {
    /// What of a table a wrong unit of money spoils: all of it, or the columns that differ from the others.
    pub(super) fn contradiction(
        &self,
        grid: &Grid,
        standings: &[Standing],
    ) -> Option<Contradiction> {
        let off: Vec<Off> = standings.iter().filter_map(Standing::off).collect();
        let &first = off.first()?;
        let is_off = |standing: &Standing| off.iter().any(|off| off.at == standing.at);
        let mut plans =
            standings.iter().filter(|standing| standing.measure == Measure::Plan).peekable();
        let plans_are_sound = plans.peek().is_some() && !plans.any(is_off);
        let others_are_sound = standings.iter().any(Standing::is_sound);
        // Without a register the plan of the table itself was the measure.
        let is_part = others_are_sound || plans_are_sound || self.plan.is_empty();
        Some(match is_part {
            true => Contradiction::Columns(off),
            false => Contradiction::Table(grid.table.columns[first.at].unit, first),
        })
    }

    /// The power of ten by which the table is off against the registered plan: as its plan columns say, where it has
    /// none as what was paid out does. `None` where nothing can be compared, or the columns disagree.
    pub(super) fn off_by(&self, standings: &[Standing]) -> Option<i32> {
        if self.plan.is_empty() {
            return None;
        }
        let (plans, paid): (Vec<&Standing>, Vec<&Standing>) =
            standings.iter().partition(|of| of.measure == Measure::Plan);
        let powers: Vec<i32> = match plans.is_empty() {
            false => plans.iter().map(|of| of.power().unwrap_or(0)).collect(),
            true => {
                let told = |of: &&Standing| of.power().or(of.is_sound().then_some(0));
                paid.iter().filter_map(told).collect()
            }
        };
        let (first, others) = powers.split_first()?;
        others.iter().all(|other| other == first).then_some(*first)
    }

    /// Plan, in-period and cumulative columns against the plan of their rows: the registered one, else the stated.
    pub(super) fn standings(&self, grid: &Grid) -> Vec<Standing> {
        let plans = Plans::new(self.plan, self.known.context.year());
        let compared = [Measure::Plan, Measure::InPeriod, Measure::Cumulative];
        let mut columns: BTreeMap<usize, (Against<'_>, [usize; 4])> = BTreeMap::new();
        for (row, at, amount) in grid.own_figures(|measure| compared.contains(&measure)) {
            if amount.is_zero() {
                continue;
            }
            let (line, column) = (&grid.table.rows[row], &grid.table.columns[at]);
            let (against, [figures, beyond, below, tiny]) = columns.entry(at).or_default();
            let registered = against.add(amount, plans.near(&line.kind, &column.facts));
            // Without a register what was paid out is held against the plan that the row states.
            let stated = || {
                let is_paid = column.measure != Measure::Plan && self.plan.is_empty();
                let plan = is_paid.then(|| ambiguous::stated_plan(&grid.table, row)).flatten()?;
                against.amount += amount;
                against.plan += plan;
                Some(plan)
            };
            let Some(plan) = registered.or_else(stated) else { continue };
            *figures += 1;
            *beyond += usize::from(plan.as_dong() * 20 < amount.as_dong());
            *below += usize::from(amount.as_dong() * 20 < plan.as_dong());
            *tiny += usize::from(amount.as_dong() * 1_000 < plan.as_dong());
        }
        let standing = |(at, (against, counts)): (usize, (Against<'_>, [usize; 4]))| {
            let ([figures, beyond, below, tiny], measure) =
                (counts, grid.table.columns[at].measure);
            let (ratio, amount) = (against.ratio()?, against.amount);
            Some(Standing { at, measure, ratio, figures, beyond, below, tiny, amount })
        };
        columns.into_iter().filter_map(standing).collect()
    }

    /// Says where all that was paid out is next to nothing of its plan and would be a believable share of it in another
    /// unit: "0,2108" typed in tỷ under a heading in triệu. The figures count, for nothing proves them wrong.
    pub(super) fn tell_smallness(&self, grid: &Grid, standings: &[Standing]) -> Option<Problem> {
        let paid = standings.iter().filter(|of| of.measure != Measure::Plan);
        let powers: Option<Vec<i32>> = paid.clone().map(Standing::smallness).collect();
        let power = *powers?.first()?;
        let most = paid.max_by_key(|of| of.figures).filter(|of| 1 < of.figures)?;
        let column = &grid.table.columns[most.at];
        let (row, ..) = grid
            .own_figures(|measure| measure == most.measure)
            .find(|(_, at, amount)| *at == most.at && !amount.is_zero())?;
        let meant = most.amount.as_dong() * 10_i128.pow(power.unsigned_abs());
        let meant = Money::from_dong(i64::try_from(meant).ok()?);
        let unit = column.unit.typed(-power)?;
        let words = Words::new(
            format!(
                "Cột \"{}\" có {} số đọc theo {}, số nào cũng chưa đến một phần nghìn kế hoạch vốn của dòng; kiểm tra xem có phải đã nhập theo {} không",
                column.heading,
                most.figures,
                column.unit.label(),
                unit.label(),
            ),
            format!(
                "The column \"{}\" has {} figures, read in {}, none of them a thousandth of the plan of its row; check whether they were typed in {}",
                column.heading,
                most.figures,
                column.unit.text().en,
                unit.text().en,
            ),
        );
        let problem =
            self.problem(&rules::MONEY_UNIT_CONTRADICTED, grid.table.cell(row, most.at), words);
        let problem = problem.compared(most.amount, meant);
        Some(Problem { severity: Some(Severity::Warning), ..problem })
    }

    /// Sets aside what is off.
    pub(super) fn refuse(&self, contradiction: Contradiction, taken: &mut Taken) {
        match contradiction {
            Contradiction::Table(unit, off) => self.refuse_table(unit, off, taken),
            Contradiction::Columns(all) => {
                all.into_iter().for_each(|off| self.refuse_column(off, taken));
            }
        }
    }

    fn refuse_table(&self, unit: MoneyUnit, off: Off, taken: &mut Taken) {
        let power = off.power;
        let mut sum = Money::ZERO;
        for line in std::mem::take(&mut taken.lines) {
            for figure in &line.figures {
                sum += figure.amount;
                taken.set_aside.push(line.set_aside(figure, &rules::MONEY_UNIT_CONTRADICTED));
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
        let problem = self.problem(&rules::MONEY_UNIT_CONTRADICTED, cell, words).setting_aside(sum);
        let wrong = WrongUnit { read: unit, power, of: Misread::Table(self.unit_cell(unit)) };
        let wrong_unit = off.is_whole.then_some(wrong);
        taken.problems.push(Problem { wrong_unit, ..problem });
    }

    /// The cell of the sheet that states this unit of money: the nearest above the figures, else one below.
    fn unit_cell(&self, unit: MoneyUnit) -> Option<Cell> {
        let end = self.framed.heading.rows.end;
        let says = |(_, text): &(Cell, &str)| {
            titles::unit_in_title(text) == Some(unit) || titles::asks_for_unit(text)
        };
        let above = titles::texts_above(self.sheet, end).filter(says).last();
        let mut all = titles::texts_above(self.sheet, u32::MAX);
        Some(above.or_else(|| all.find(says))?.0)
    }

    fn refuse_column(&self, off: Off, taken: &mut Taken) {
        let Off { at, power, is_whole, is_one } = off;
        let column = taken.table.columns[at].clone();
        let mut sum = Money::ZERO;
        let alone = if is_one { alone(taken, at, power) } else { None };
        for line in &mut taken.lines {
            let Some(found) =
                line.figures.iter().position(|figure| u32::from(figure.column) == column.index)
            else {
                continue;
            };
            let figure = line.figures.remove(found);
            line.lacks_cumulative |= figure.measure == Measure::Cumulative;
            sum += figure.amount;
            taken.set_aside.push(line.set_aside(&figure, &rules::MONEY_UNIT_CONTRADICTED));
        }
        taken.lines.retain(|line| !line.figures.is_empty() || line.lacks_cumulative);
        let is_amount =
            |row: &usize| taken.table.at(*row, at).amount().is_some_and(|amount| !amount.is_zero());
        let first = (0..taken.table.rows.len()).find(is_amount);
        let first = first.map(|row| taken.table.cell(row, at));
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
        let heading = Cell::new(last, column.index);
        let problem =
            self.problem(&rules::MONEY_UNIT_CONTRADICTED, heading, words).setting_aside(sum);
        let of = alone.unwrap_or(Misread::Column(first.unwrap_or(heading)));
        let wrong = WrongUnit { read: column.unit, power, of };
        taken.problems.push(Problem { wrong_unit: is_whole.then_some(wrong), ..problem });
    }
}

/// The one cell of a column that is so many powers of ten too large, where the sums over it are not: with one figure in
/// it the column says nothing of its unit.
fn alone(taken: &Taken, at: usize, power: i32) -> Option<Misread> {
    let rows = 0..taken.table.rows.len();
    let amounts = rows.filter_map(|row| Some((row, taken.table.at(row, at).amount()?)));
    let mut amounts: Vec<(usize, Money)> =
        amounts.filter(|(_, amount)| !amount.is_zero()).collect();
    amounts.sort_by_key(|(_, amount)| std::cmp::Reverse(amount.abs()));
    let (&(row, amount), others) = amounts.split_first()?;
    let meant = amount.shifted(power)?;
    let is_it = 0 < power
        && !others.is_empty()
        && others.iter().all(|(_, other)| is_far_below(*other, amount, power));
    is_it.then(|| Misread::Cell(taken.table.cell(row, at), meant))
}

/// `1.000`, `1.000.000`, `1/1.000` …
fn times(power: i32) -> String {
    let factor = Money::from_dong(10_i64.pow(power.unsigned_abs()));
    if power < 0 { format!("1/{factor}") } else { factor.to_string() }
}

/// The unit that the figures probably are in, as the end of a sentence.
fn likely(unit: MoneyUnit, power: i32) -> (String, String) {
    unit.typed(power).map_or_else(Default::default, |likely| {
        (
            format!("; nhiều khả năng là {}", likely.label()),
            format!("; probably {}", likely.text().en),
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::domain::place::Cell;
    use crate::domain::rule::Severity;
    use crate::parse::fixture::read;
    use crate::read::{Sheet, Value};
    use crate::rules;

    /// What is said of the unit of money of a table in triệu đồng with these plans and payments, and the amount it names.
    fn said(paid: &[(f64, f64)]) -> Vec<(Cell, Option<Severity>, i128)> {
        let mut sheet = Sheet { name: "SN".into(), ..Sheet::default() };
        let text = |text: &str| Value::Text(text.into());
        let mut put = |row, column, value| sheet.cells.push((Cell::new(row, column), value));
        put(0, 0, text("Đơn vị tính: triệu đồng"));
        put(1, 0, text("GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024"));
        for (column, heading) in (0..).zip(["Nội dung", "Kế hoạch vốn", "Giải ngân trong kỳ"])
        {
            put(2, column, text(heading));
        }
        put(3, 0, text("CTMTQG giảm nghèo bền vững"));
        for (row, (plan, paid)) in (4..).zip(paid) {
            put(row, 0, text(&format!("Dự án {}", row - 3)));
            put(row, 1, Value::Number(*plan));
            put(row, 2, Value::Number(*paid));
        }
        let read = read(vec![sheet]);
        let told = read
            .problems
            .into_iter()
            .filter(|problem| problem.rule == &rules::MONEY_UNIT_CONTRADICTED);
        let expected = |problem: &crate::domain::rule::Problem| {
            problem.expected.map_or(0, |amount| amount.as_dong() / 1_000_000)
        };
        told.map(|problem| (problem.place.cell.unwrap(), problem.severity, expected(&problem)))
            .collect()
    }

    #[test]
    fn payments_that_would_be_believable_in_another_unit_are_asked_about() {
        let warned = |dong| vec![(Cell::new(4, 2), Some(Severity::Warning), dong)];
        assert_eq!(said(&[(900.0, 0.21), (500.0, 0.45)]), warned(660));
        // One row may be a small payment; so may some beside a large one.
        assert_eq!(said(&[(900.0, 0.21)]), []);
        assert_eq!(said(&[(900.0, 0.21), (500.0, 0.45), (700.0, 300.0)]), []);
        let mut many = vec![(900.0, 0.21); 8];
        many.push((100.0, 0.3));
        assert_eq!(said(&many), [], "the sentence says it of every row");
        // In tỷ they would be next to nothing still.
        assert_eq!(said(&[(900.0, 0.01), (500.0, 0.004)]), []);
    }
}
