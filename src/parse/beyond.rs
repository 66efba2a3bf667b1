//! Amounts that are more than any line can be (GN302): they are compared like others, and do not count.

use std::collections::BTreeMap;

use super::cells::quote;
use super::lines::{Taken, Taker};
use super::text_numbers::shown;
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
pub(super) fn is_too_large(amount: Money) -> bool {
    LARGEST < amount.abs()
}

/// Whether an amount is nearer to this one divided by a power of ten than to it as it stands.
pub(super) fn is_far_below(other: Money, amount: Money, power: i32) -> bool {
    let [other, amount] = [other, amount].map(|money| money.abs().as_dong() as f64);
    other * 10_f64.powi(power).sqrt() < amount
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
        let meant = amount.shifted(power)?;
        let is_whole =
            matches!(self.sheet.get(cell)?, Value::Number(number) if number.fract() == 0.0);
        let others = taken.lines.iter().flat_map(|line| &line.figures);
        let mut others = others.filter(|figure| u32::from(figure.column) == cell.column);
        let is_alone = others.all(|figure| is_far_below(figure.amount, amount, power));
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

#[cfg(test)]
mod tests {
    use crate::domain::money::Money;
    use crate::domain::rule::Misread;
    use crate::parse::fixture::{read, sheet};
    use crate::rules;

    #[test]
    fn a_cell_in_dong_among_millions_is_told_with_what_it_comes_to() {
        let misread = |other: &str, typed: &str| {
            let rows: [&[&str]; 9] = [
                &["", "Kinh phí sự nghiệp tháng 6 năm 2024"],
                &["", "Đơn vị tính: triệu đồng"],
                &["STT", "Nội dung", "Kế hoạch vốn năm 2024", "Lũy kế giải ngân"],
                &["I", "Chương trình mục tiêu quốc gia giảm nghèo bền vững", "", ""],
                &["1", "Dự án 1", "900", other],
                &["2", "Dự án 2", "400", typed],
                &["3", "Dự án 3", "700", other],
                &["4", "Dự án 4", "800", other],
                &["5", "Dự án 5", "600", other],
            ];
            let problems = read(vec![sheet("Vốn sự nghiệp", &rows)]).problems;
            let refused = problems.into_iter().find(|of| of.rule == &rules::NOT_A_NUMBER);
            refused?.wrong_unit.map(|wrong| (wrong.power, wrong.of))
        };
        let meant = Money::from_dong(180_000_000);
        let cell = "D6".parse().unwrap();
        assert_eq!(misread("90", "180000000"), Some((6, Misread::Cell(cell, meant))));
        // Its neighbour is as large: the column may be in another unit.
        assert_eq!(misread("90000000", "180000000"), None);
        assert_eq!(misread("90", "180000000.5"), None);
    }
}
