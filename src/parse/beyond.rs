//! Amounts that are more than any line can be (GN302): they are compared like others, and do not count.

use std::collections::BTreeMap;

use super::cells::quote;
use super::lines::{Taken, Taker};
use super::typed::shown;
use crate::domain::lang::Words;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::rule::{Misread, Problem, WrongUnit};
use crate::domain::submission::{Figure, Measure};
use crate::read::Value;
use crate::rules;

/// No line of one unit is larger: all the programs together are less than five times that.
const LARGEST: Money = Money::from_dong(100_000_000_000_000);

/// Whether an amount is more than any line can be: it is in another unit of money, or has digits too many.
pub fn is_too_large(amount: Money) -> bool {
    LARGEST < amount.abs()
}

/// The cells of a column that are too large: the first with its amount, how many there are, what they set aside.
struct Beyond {
    first: (Cell, Money),
    count: usize,
    sum: Money,
}

impl Taker<'_> {
    /// Sets the figures aside that are too large. One problem for each column: what is wrong with one of its cells is
    /// wrong with their neighbours.
    pub(super) fn refuse_too_large(&self, taken: &mut Taken) {
        let mut previous = taken.table.columns.iter();
        let previous = previous.find(|column| column.measure == Measure::Previous);
        let previous = previous.map(|column| column.index);
        let mut columns: BTreeMap<u32, Beyond> = BTreeMap::new();
        let mut add = |cell: Cell, amount: Money, aside: Money| {
            let beyond = columns.entry(cell.column).or_insert_with(|| Beyond {
                first: (cell, amount),
                count: 0,
                sum: Money::ZERO,
            });
            beyond.count += 1;
            beyond.sum += aside;
        };
        for line in &mut taken.lines {
            let of = line.figures.iter().partition(|figure| is_too_large(figure.amount));
            let (beyond, rest): (Vec<Figure>, Vec<Figure>) = of;
            line.figures = rest;
            for figure in beyond {
                line.lacks_cumulative |= figure.measure == Measure::Cumulative;
                let aside = line.set_aside(&figure, &rules::NOT_A_NUMBER);
                add(aside.cell, figure.amount, figure.amount);
                taken.set_aside.push(aside);
            }
            // It is no figure and stays checked: only nothing is worked out with it.
            let before = line.previous.take_if(|before| is_too_large(*before));
            if let (Some(before), Some(column)) = (before, previous) {
                add(Cell::new(line.row, column), before, Money::ZERO);
            }
        }
        taken.lines.retain(|line| {
            !line.figures.is_empty() || line.lacks_cumulative || line.previous.is_some()
        });
        for beyond in columns.into_values() {
            let words = self.too_large(&beyond, taken);
            let problem = self.problem(&rules::NOT_A_NUMBER, beyond.first.0, words);
            let wrong_unit = self.typed_in_dong(&beyond, taken);
            taken.problems.push(Problem { wrong_unit, ..problem.setting_aside(beyond.sum) });
        }
    }

    /// A single number without a fraction was typed in đồng where that is an amount that a line can be, and the others of
    /// its column are nothing like it: else it is the column that is in another unit.
    fn typed_in_dong(&self, beyond: &Beyond, taken: &Taken) -> Option<WrongUnit> {
        let (cell, amount) = beyond.first;
        let read = taken.table.columns.iter().find(|column| column.index == cell.column)?.unit;
        let power = read.dong().ilog10() as i32;
        let meant =
            Money::from_dong(i64::try_from(amount.as_dong() / i128::from(read.dong())).ok()?);
        let is_whole =
            matches!(self.sheet.get(cell)?, Value::Number(number) if number.fract() == 0.0);
        let others = taken.lines.iter().flat_map(|line| &line.figures);
        let mut others = others.filter(|figure| u32::from(figure.column) == cell.column);
        let factor = i128::from(read.dong());
        let is_alone = others.all(|figure| {
            let other = figure.amount.as_dong().abs();
            other * other * factor < amount.as_dong().abs().pow(2)
        });
        let is_it = beyond.count == 1 && 0 < power && is_whole && is_alone && !is_too_large(meant);
        is_it.then_some(WrongUnit { read, power, of: Misread::Cell(cell, meant) })
    }

    fn too_large(&self, beyond: &Beyond, taken: &Taken) -> Words {
        let (cell, amount) = beyond.first;
        let mut columns = taken.table.columns.iter();
        let unit = columns.find(|column| column.index == cell.column).map(|column| column.unit);
        let amount = shown(amount, unit.unwrap_or(MoneyUnit::Dong));
        let written = match self.sheet.get(cell) {
            Some(Value::Text(text)) => quote(text),
            Some(Value::Number(number)) => quote(&number.to_string()),
            _ => amount.vi.clone(),
        };
        let (vi, en) = match beyond.count {
            1 => Default::default(),
            count => (
                format!(" (và {} ô khác trong cột này)", count - 1),
                format!(" (and {} more cells of this column)", count - 1),
            ),
        };
        Words::new(
            format!(
                "Ô ghi {written}, đọc theo đơn vị tính của cột là {}: lớn hơn mọi khoản có thể có; ghi lại theo đơn vị tính của cột{vi}",
                amount.vi
            ),
            format!(
                "The cell says {written}, in the unit of its column {}: more than any line can be; write it in the unit of the column{en}",
                amount.en
            ),
        )
    }
}
