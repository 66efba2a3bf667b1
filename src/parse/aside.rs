//! What of a table is not used as it stands: columns that say nothing or the same, a unit of money that cannot be; and
//! what is used although it is hidden.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Known;
use super::lines::{Taken, Taker};
use super::table::Grid;
use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, Key};
use crate::domain::label::{Label, harmless};
use crate::domain::lang::Words;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::rule::RuleCode;
use crate::domain::submission::{Column, Line, Measure, RowKind, SetAside};
use crate::read::Workbook;
use crate::recognise::Form;

impl Taker<'_> {
    /// Columns without a measure (GN201) and columns that say the same (GN202) are set aside whole.
    pub(super) fn take_unknown(&self, grid: &Grid, taken: &mut Taken) {
        let rows = &grid.table.rows;
        let last = self.framed.heading.rows.end.saturating_sub(1);
        for unknown in grid.unknown.iter().filter(|unknown| !unknown.amounts.is_empty()) {
            let mut sum = Money::ZERO;
            for (row, amount) in &unknown.amounts {
                sum += *amount;
                taken.read.add(*amount);
                taken.set_aside.push(SetAside {
                    sheet: self.framed.sheet,
                    cell: Cell::new(rows[*row].index, unknown.column),
                    measure: None,
                    amount: *amount,
                    rule: RuleCode("GN201"),
                    label: rows[*row].label.clone(),
                });
            }
            let heading = harmless(&unknown.heading);
            let nearest = self.known.lexicon.nearest(&Label::new(&unknown.heading));
            let (near_vi, near_en) = nearest.map_or((String::new(), String::new()), |words| {
                (
                    format!("; gần giống \"{words}\""),
                    format!("; nearest known wording: \"{words}\""),
                )
            });
            let words = if heading.is_empty() {
                Words::new(
                    "Cột có số nhưng không có tiêu đề",
                    "A column with numbers and no heading",
                )
            } else {
                Words::new(
                    format!("Không hiểu tiêu đề cột \"{heading}\"{near_vi}"),
                    format!("The heading \"{heading}\" says no measure{near_en}"),
                )
            };
            let problem = self.problem("GN201", Cell::new(last, unknown.column), words);
            taken.problems.push(problem.setting_aside(sum));
        }
        for &at in &grid.ambiguous {
            let table = &grid.table;
            let has_below = |row: usize| {
                let is_below = |other: usize| {
                    rows[other].parent == Some(row) && table.at(other, at).amount().is_some()
                };
                (0..rows.len()).any(is_below)
            };
            let own = (0..rows.len()).filter(|&row| {
                matches!(rows[row].kind, RowKind::Item(..) | RowKind::Stray) && !has_below(row)
            });
            let mut sum = Money::ZERO;
            for row in own {
                let Some(amount) = table.at(row, at).amount() else { continue };
                sum += amount;
                taken.read.add(amount);
                taken.set_aside.push(self.aside(table, row, at, amount, RuleCode("GN202")));
            }
            let heading = harmless(&table.columns[at].heading);
            let words = Words::new(
                format!("Có hai cột cùng nghĩa \"{heading}\", không biết lấy cột nào"),
                format!("Two columns say the same: \"{heading}\""),
            );
            let problem = self.problem("GN202", Cell::new(last, table.columns[at].index), words);
            taken.problems.push(problem.setting_aside(sum));
        }
    }

    /// Figures in hidden rows, columns or sheets count, and are told (GN206).
    pub(super) fn tell_hidden(&self, grid: &Grid, taken: &mut Taken) {
        let table = &grid.table;
        let width = table.columns.len();
        let is_hidden = |row: usize, column: &Column| {
            self.sheet.is_hidden
                || self.sheet.hidden_rows.binary_search(&table.rows[row].index).is_ok()
                || self.sheet.hidden_columns.binary_search(&column.index).is_ok()
        };
        let hidden: Vec<Cell> = (0..table.rows.len())
            .flat_map(|row| (0..width).map(move |at| (row, at)))
            .filter(|(row, at)| {
                grid.figures[row * width + at] && is_hidden(*row, &table.columns[*at])
            })
            .map(|(row, at)| table.cell(row, at))
            .collect();
        let Some(first) = hidden.first() else { return };
        let words = Words::new(
            format!("{} ô số liệu nằm ở dòng, cột hoặc trang bị ẩn; vẫn được tính", hidden.len()),
            format!("{} figures stand in hidden rows, columns or sheets; they count", hidden.len()),
        );
        taken.problems.push(self.problem("GN206", *first, words));
    }

    /// A stated unit of money that makes the plan wrong by 10³ or 10⁶ costs the whole sheet (GN208).
    pub(super) fn refuse_contradicted_unit(&self, taken: &mut Taken) {
        let Some(ratio) = ratio(&taken.lines, self.plan) else { return };
        let off = ratio.log10().round() as i32;
        let is_near = (ratio / 10_f64.powi(off) - 1.0).abs() < 0.5;
        if !is_near || ![-6, -3, 3, 6].contains(&off) {
            return;
        }
        let unit =
            taken.table.columns.first().map_or(self.submission.money_unit, |column| column.unit);
        let likely = MoneyUnit::ALL.into_iter().find(|other| {
            let factor = unit.dong() as f64 / other.dong() as f64;
            (factor.log10().round() as i32) == off
        });
        let mut sum = Money::ZERO;
        for line in std::mem::take(&mut taken.lines) {
            for figure in &line.figures {
                sum += figure.amount;
                taken.set_aside.push(SetAside {
                    sheet: line.sheet,
                    cell: Cell::new(line.row, u32::from(figure.column)),
                    measure: Some(figure.measure),
                    amount: figure.amount,
                    rule: RuleCode("GN208"),
                    label: Arc::from(line.key.component.as_str()),
                });
            }
        }
        let (vi, en) = match likely {
            Some(likely) => (
                format!("; nhiều khả năng là {}", likely.label()),
                format!("; probably {}", likely.text().en),
            ),
            None => (String::new(), String::new()),
        };
        let words = Words::new(
            format!(
                "Đơn vị tính ghi là {} nhưng kế hoạch vốn lệch khoảng 10^{off} lần so với kế hoạch đã giao{vi}",
                unit.label()
            ),
            format!(
                "The stated unit is {}, but the plan is off by about 10^{off} against the register{en}",
                unit.text().en
            ),
        );
        let cell = Cell::new(self.framed.heading.rows.start, self.framed.heading.label);
        // What follows from the wrong unit is not told beside it.
        taken.table.rows.clear();
        taken.table.cells.clear();
        taken.problems.push(self.problem("GN208", cell, words).setting_aside(sum));
    }
}

/// Stated plan ÷ registered plan, over the programs and funding types of the lines.
fn ratio(lines: &[Line], plan: &BTreeMap<Key, Money>) -> Option<f64> {
    let stated: Money = lines.iter().filter_map(|line| line.amount(Measure::Plan)).sum();
    let mut kinds: Vec<(ComponentId, Funding)> = Vec::new();
    for line in lines.iter().filter(|line| line.amount(Measure::Plan).is_some()) {
        let kind = (line.key.component.program(), line.key.funding);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let of_kind = |key: &Key| kinds.contains(&(key.component.program(), key.funding));
    let planned: Money = plan.iter().filter(|(key, _)| of_kind(key)).map(|(_, money)| *money).sum();
    let both = Money::ZERO < stated && Money::ZERO < planned;
    both.then(|| stated.as_dong() as f64 / planned.as_dong() as f64)
}

/// Stated plan ÷ registered plan of a whole form, were its figures in `unit`.
pub fn plan_ratio(
    known: &Known<'_>,
    workbook: &Workbook,
    form: &Form,
    unit: MoneyUnit,
    plan: &BTreeMap<Key, Money>,
) -> Option<f64> {
    let mut stated = Money::ZERO;
    for framed in &form.tables {
        let grid = super::table::grid(known, workbook, framed, unit, plan);
        let table = &grid.table;
        let width = table.columns.len();
        for (at, cell) in table.cells.iter().enumerate().filter(|(at, _)| grid.figures[*at]) {
            if table.columns[at % width].measure == Measure::Plan {
                stated += cell.amount().unwrap_or(Money::ZERO);
            }
        }
    }
    let planned: Money = plan.values().sum();
    let both = Money::ZERO < stated && Money::ZERO < planned;
    both.then(|| stated.as_dong() as f64 / planned.as_dong() as f64)
}
