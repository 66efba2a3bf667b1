//! The rows of a money table: prefilled and locked what is known, entry cells for the rest, formulas for the sums.

use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use super::columns::{CODE, Columns, Group, LABEL, LABEL_WIDTH, NUMBER, PlanOf};
use super::outline::{Kind, Outline, Previous, Row};
use super::sent::Content;
use super::table::Remarks;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::tally::Rate;
use crate::render::xlsx::cells;
use crate::render::xlsx::letterhead::issued::INDEX;
use crate::render::xlsx::sheets;
use crate::render::xlsx::style::{self, Look};
use crate::render::xlsx::text;

/// The first row of the table, the total.
pub(super) const FIRST: u32 = INDEX + 1;

/// A table on its sheet.
pub(super) struct Body<'a> {
    /// The rows.
    pub outline: &'a Outline,
    /// The columns.
    pub columns: &'a Columns,
    /// The unit of money.
    pub unit: MoneyUnit,
    /// Who says the plan.
    pub plan: PlanOf,
    /// What is said of its rows and cells.
    pub remarks: &'a Remarks,
}

impl Body<'_> {
    /// The row of the sheet on which a row of the outline stands.
    fn row(&self, index: usize) -> u32 {
        FIRST + u32::try_from(index).expect("fewer rows than a sheet has")
    }

    /// The last row of the table.
    pub(super) fn last(&self) -> u32 {
        self.row(self.outline.rows.len() - 1)
    }

    /// Runs of rows that have entry cells: first and last.
    pub(super) fn entry_runs(&self) -> Vec<(u32, u32)> {
        let rows = self.outline.rows.iter().enumerate();
        let entries = rows.filter(|(_, row)| !matches!(row.kind, Kind::Sum(_)));
        cells::runs(entries.map(|(index, _)| self.row(index)))
    }

    /// Runs of free rows.
    pub(super) fn free_runs(&self) -> Vec<(u32, u32)> {
        let rows = self.outline.rows.iter().enumerate();
        cells::runs(
            rows.filter(|(_, row)| row.kind == Kind::Free).map(|(index, _)| self.row(index)),
        )
    }

    /// Writes all rows.
    pub(super) fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for (index, row) in self.outline.rows.iter().enumerate() {
            let at = self.row(index);
            self.texts(sheet, index, row)?;
            match &row.kind {
                Kind::Sum(below) => self.sums(sheet, at, row, below)?,
                Kind::Entry | Kind::Free => self.entries(sheet, at, row)?,
            }
            self.previous(sheet, at, row)?;
            self.rate(sheet, index)?;
        }
        Ok(())
    }

    /// A format as it is at a cell: marked where somebody has to look.
    fn at(&self, row: u32, column: u16, format: Format) -> Format {
        let cell = Cell::new(row, u32::from(column));
        if self.remarks.cells.contains_key(&cell) { style::marked(format) } else { format }
    }

    fn texts(&self, sheet: &mut Worksheet, index: usize, row: &Row) -> Result<(), XlsxError> {
        let at = self.row(index);
        let format = style::cell(tier(row));
        let middle = style::middle(format.clone());
        sheets::write(sheet, at, NUMBER, &row.number, &middle)?;
        sheets::write(sheet, at, CODE, &row.code, &middle.set_font_size(9).set_shrink())?;
        let (label, reason) = match row.kind {
            Kind::Sum(_) => (style::wrapped(format.clone()), style::wrapped(format)),
            Kind::Entry => (style::wrapped(format), style::wrapped(style::entry())),
            Kind::Free => (style::wrapped(style::entry()), style::wrapped(style::entry())),
        };
        let label = self.at(at, LABEL, label);
        sheets::write(sheet, at, LABEL, &row.label, &label)?;
        let lines = text::lines(&row.label, LABEL_WIDTH);
        // A row with a short name may grow with what the unit writes into it.
        if 1 < lines || matches!(row.kind, Kind::Sum(_)) {
            sheets::height(sheet, at, (2.0 + 14.5 * f64::from(lines)).max(20.0))?;
        }
        let Remarks { reasons, notes, .. } = &self.remarks;
        for (column, texts) in [(self.columns.reason, reasons), (self.columns.note(), notes)] {
            match texts.get(&index) {
                Some(text) => sheets::write(sheet, at, column, text, &reason)?,
                None => sheet.write_blank(at, column, &reason)?,
            };
        }
        Ok(())
    }

    /// A row that adds up the rows below it.
    fn sums(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        row: &Row,
        below: &[usize],
    ) -> Result<(), XlsxError> {
        let format = style::amount(style::cell(tier(row)));
        let rows = cells::runs(below.iter().map(|&index| self.row(index)));
        for column in self.columns.summed() {
            if Some(column) != self.columns.previous {
                let sum = self.down(&rows, column, self.amount_of(row, column));
                let format = self.at(at, column, format.clone());
                sheet.write_formula_with_format(at, column, sum, &format)?;
            }
        }
        Ok(())
    }

    /// The sum of a column over the rows below; blank where nothing is stated there.
    fn down(&self, rows: &[(u32, u32)], column: u16, result: Option<Money>) -> Formula {
        let ranges =
            rows.iter().map(|&(first, last)| cells::range((first, column), (last, column)));
        self.sum(&ranges.collect::<Vec<_>>().join(","), result)
    }

    fn sum(&self, cells: &str, result: Option<Money>) -> Formula {
        let formula = Formula::new(format!("=IF(COUNT({cells})=0,\"\",SUM({cells}))"));
        formula.set_result(result.map_or_else(String::new, |amount| self.number(amount)))
    }

    fn number(&self, amount: Money) -> String {
        amount.as_number(self.unit).to_string()
    }

    /// The amount of a row in a column: of its part of a split, or of the total.
    fn amount_of(&self, row: &Row, column: u16) -> Option<Money> {
        let (block, part) = self.columns.slot(column)?;
        match part {
            Some(part) => row.amount(block.measure, part),
            None => row.total(block.measure, &block.parts),
        }
    }

    /// A row to be filled in.
    fn entries(&self, sheet: &mut Worksheet, at: u32, row: &Row) -> Result<(), XlsxError> {
        let locked = style::amount(style::cell(Look::Plain));
        let columns = self.columns;
        for column in columns.plan.first..=columns.plan.last {
            let format = self.at(at, column, locked.clone());
            self.amount(sheet, (at, column), self.amount_of(row, column), &format)?;
        }
        for block in &columns.blocks {
            self.across(sheet, at, block.group, self.amount_of(row, block.group.total))?;
        }
        let entry = style::amount(style::entry());
        // Money that no plan stands for can be typed all the same, but the form does not ask for it.
        let unasked = style::amount(style::cell(Look::Plain)).set_unlocked();
        for (first, last) in columns.entries(self.plan) {
            for column in first..=last {
                let format = if self.asks(row, column) { &entry } else { &unasked };
                let format = self.at(at, column, format.clone());
                match self.content(row, column) {
                    Some(Content::Text(text)) => {
                        sheets::write(sheet, at, column, &**text, &format)?;
                    }
                    Some(Content::Amount(amount)) => {
                        self.amount(sheet, (at, column), Some(*amount), &format)?;
                    }
                    None => drop(sheet.write_blank(at, column, &format)?),
                }
            }
        }
        Ok(())
    }

    /// What the unit stated in a column.
    fn content<'r>(&self, row: &'r Row, column: u16) -> Option<&'r Content> {
        let (block, part) = self.columns.slot(column)?;
        row.figures.get(&(block.measure, part?))
    }

    /// Whether the form asks a row for a figure in a column: not in a part of the split that others have.
    fn asks(&self, row: &Row, column: u16) -> bool {
        let groups = [self.columns.in_period, self.columns.cumulative];
        if !groups.iter().any(|group| (group.first..=group.last).contains(&column)) {
            return true;
        }
        let Some((_, Some(part))) = self.columns.slot(column) else { return true };
        let budget = self.columns.year;
        row.plan.is_empty()
            || row.plan.keys().any(|planned| part.covers(*planned, budget))
            || self.content(row, column).is_some()
    }

    /// The total of a split on one row.
    fn across(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        group: Group,
        result: Option<Money>,
    ) -> Result<(), XlsxError> {
        if group.is_split() {
            let sum = self.sum(&cells::range((at, group.first), (at, group.last)), result);
            let format = self.at(at, group.total, style::amount(style::cell(Look::Plain)));
            sheet.write_formula_with_format(at, group.total, sum, &format)?;
        }
        Ok(())
    }

    fn amount(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        amount: Option<Money>,
        format: &Format,
    ) -> Result<(), XlsxError> {
        match amount {
            Some(amount) => {
                sheet.write_number_with_format(row, column, amount.as_number(self.unit), format)?
            }
            None => sheet.write_blank(row, column, format)?,
        };
        Ok(())
    }

    fn previous(&self, sheet: &mut Worksheet, at: u32, row: &Row) -> Result<(), XlsxError> {
        let Some(column) = self.columns.previous else { return Ok(()) };
        let format = self.at(at, column, style::amount(style::cell(tier(row))));
        match (row.previous, &row.kind) {
            (Previous::Sum(result), Kind::Sum(below)) => {
                let rows = cells::runs(below.iter().map(|&index| self.row(index)));
                let sum = self.down(&rows, column, result);
                sheet.write_formula_with_format(at, column, sum, &format)?;
            }
            (Previous::Stated(amount) | Previous::Sum(amount), _) => {
                self.amount(sheet, (at, column), amount, &format)?;
            }
        }
        Ok(())
    }

    /// Lũy kế ÷ kế hoạch. Where the unit gives what it disbursed in the period only, that is added to the last
    /// cumulative; without a plan there is no rate, and without a figure nothing to say.
    ///
    /// Where rows below a sum give only the one and others only the other, its cumulative is not whole: no rate.
    fn rate(&self, sheet: &mut Worksheet, index: usize) -> Result<(), XlsxError> {
        let (columns, row, at) = (self.columns, &self.outline.rows[index], self.row(index));
        let name = |column: u16| cells::at(at, column);
        let (plan, paid) = (name(columns.plan.total), name(columns.cumulative.total));
        let in_period = name(columns.in_period.total);
        let rate = |amount: &str| format!("ROUND({amount}/{plan}*100,2)");
        let mut stated = rate(&paid);
        if matches!(row.kind, Kind::Sum(_)) {
            let below = |column: u16| cells::range((at + 1, column), (self.end(index), column));
            let (blank, known) = (below(columns.cumulative.total), below(columns.in_period.total));
            stated = format!("IF(0<SUMPRODUCT(({blank}=\"\")*ISNUMBER({known})),\"\",{stated})");
        }
        let since = match columns.previous {
            Some(column) => Some(format!("(N({})+{in_period})", name(column))),
            None => columns.from_zero.then_some(in_period.clone()),
        };
        let (given, amount) = match since {
            Some(since) => {
                let since = rate(&since);
                (format!("{in_period},{paid}"), format!("IF(COUNT({paid})=0,{since},{stated})"))
            }
            None => (paid, stated),
        };
        let formula = format!("=IF(COUNT({given})=0,\"\",IF(N({plan})<=0,\"–\",{amount}))");
        let format = self.at(at, columns.rate, style::typed_rate(style::cell(tier(row))));
        let formula = Formula::new(formula).set_result(self.rate_result(index));
        sheet.write_formula_with_format(at, columns.rate, formula, &format)?;
        Ok(())
    }

    /// What the formula of the rate comes to.
    fn rate_result(&self, index: usize) -> String {
        let (columns, row) = (self.columns, &self.outline.rows[index]);
        let of = |row: &Row, column: u16| self.amount_of(row, column);
        let (paid, in_period) =
            (of(row, columns.cumulative.total), of(row, columns.in_period.total));
        let is_known_since = columns.previous.is_some() || columns.from_zero;
        let since = in_period.filter(|_| is_known_since).map(|amount| {
            let previous = columns.previous.and_then(|_| row.previous.amount());
            amount + previous.unwrap_or(Money::ZERO)
        });
        if paid.is_none() && since.is_none() {
            return String::new();
        }
        let plan = of(row, columns.plan.total).unwrap_or(Money::ZERO);
        if plan <= Money::ZERO {
            return "–".to_owned();
        }
        let is_blank = |row: &Row| {
            let is_text = self.content(row, columns.cumulative.total).is_some();
            of(row, columns.cumulative.total).is_none() && !is_text
        };
        let rows = &self.outline.rows[index + 1..];
        let below = rows.iter().take_while(|below| row.depth < below.depth);
        let is_partial =
            |below: &Row| is_blank(below) && of(below, columns.in_period.total).is_some();
        if paid.is_some() && matches!(row.kind, Kind::Sum(_)) && below.into_iter().any(is_partial) {
            return String::new();
        }
        let rate = Rate::of(paid.or(since).unwrap_or(Money::ZERO), plan);
        rate.map_or_else(String::new, |rate| rate.percent().to_string())
    }

    /// The last row of the sheet that lies below a row of the outline.
    fn end(&self, index: usize) -> u32 {
        let rows = &self.outline.rows;
        let below = rows[index + 1..].iter().take_while(|row| rows[index].depth < row.depth);
        self.row(index + below.count())
    }
}

/// How a row looks.
fn tier(row: &Row) -> Look {
    match (&row.kind, row.depth) {
        (_, 0) => Look::Total,
        (_, 1) => Look::Group,
        (Kind::Sum(_), _) => Look::Strong,
        _ => Look::Plain,
    }
}
