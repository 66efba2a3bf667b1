//! The rows of a money table: prefilled and locked what is known, entry cells for the rest, formulas for the sums.

use rust_xlsxwriter::RowNum;

use super::columns::{CODE, Columns, Group, LABEL, LABEL_WIDTH, NUMBER, PlanOf};
use super::heading::INDEX;
use super::outline::{Kind, Outline, Previous, Row};
use super::sent::Content;
use super::table::Remarks;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::tally::Rate;
use crate::render::xlsx::cells;
use crate::render::xlsx::page::Page;
use crate::render::xlsx::style::{Kind as As, Look};
use crate::render::xlsx::text;

/// The first row of the table, the total.
pub(super) const FIRST: RowNum = INDEX + 1;

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
    pub(super) fn write(&self, page: &mut Page<'_>) -> anyhow::Result<()> {
        for (index, row) in self.outline.rows.iter().enumerate() {
            let at = self.row(index);
            self.texts(page, index, row)?;
            match &row.kind {
                Kind::Sum(below) => self.sums(page, at, row, below)?,
                Kind::Entry | Kind::Free => self.entries(page, at, row)?,
            }
            self.previous(page, at, row)?;
            self.rate(page, index)?;
        }
        Ok(())
    }

    fn texts(&self, page: &mut Page<'_>, index: usize, row: &Row) -> anyhow::Result<()> {
        let (at, look) = (self.row(index), tier(row));
        page.text(at, NUMBER, &row.number, look, As::Centre)?;
        page.text(at, CODE, &row.code, look, As::Code)?;
        let (label, reason) = match row.kind {
            Kind::Sum(_) => (look, look),
            Kind::Entry => (look, Look::Entry),
            Kind::Free => (Look::Entry, Look::Entry),
        };
        page.text(at, LABEL, &row.label, label, As::Text)?;
        let lines = text::lines(&row.label, LABEL_WIDTH);
        if lines == 1 && matches!(row.kind, Kind::Sum(_)) {
            page.points(at, 20.0)?;
        }
        page.height(at, lines)?;
        let Remarks { reasons, notes, .. } = &self.remarks;
        for (column, texts) in [(self.columns.reason, reasons), (self.columns.note(), notes)] {
            match texts.get(&index) {
                Some(text) => page.text(at, column, text, reason, As::Text)?,
                None => page.blank(at, column, reason)?,
            }
        }
        Ok(())
    }

    /// A row that adds up the rows below it.
    fn sums(
        &self,
        page: &mut Page<'_>,
        at: RowNum,
        row: &Row,
        below: &[usize],
    ) -> anyhow::Result<()> {
        for column in self.columns.summed().filter(|column| Some(*column) != self.columns.previous)
        {
            self.down(page, (at, column), below, self.amount_of(row, column), tier(row))?;
        }
        Ok(())
    }

    /// The sum of a column over the rows below; blank where nothing is stated there.
    fn down(
        &self,
        page: &mut Page<'_>,
        (row, column): (RowNum, u16),
        below: &[usize],
        result: Option<Money>,
        look: Look,
    ) -> anyhow::Result<()> {
        let cells = cells::list(below.iter().map(|&index| self.row(index)), column);
        self.sum(page, (row, column), &cells, result, look)
    }

    fn sum(
        &self,
        page: &mut Page<'_>,
        (row, column): (RowNum, u16),
        cells: &str,
        result: Option<Money>,
        look: Look,
    ) -> anyhow::Result<()> {
        let formula = format!("=IF(COUNT({cells})=0,\"\",SUM({cells}))");
        let result = result.map_or_else(String::new, |amount| self.number(amount));
        page.formula(row, column, formula, result, look, As::Figure)
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
    fn entries(&self, page: &mut Page<'_>, at: RowNum, row: &Row) -> anyhow::Result<()> {
        let columns = self.columns;
        for column in columns.plan.first..=columns.plan.last {
            page.amount(at, column, self.amount_of(row, column), Look::Plain)?;
        }
        for block in &columns.blocks {
            self.across(page, at, block.group, self.amount_of(row, block.group.total))?;
        }
        for (first, last) in columns.entries(self.plan) {
            for column in first..=last {
                // Money that no plan stands for can be typed all the same, but the form does not ask for it.
                let look = if self.asks(row, column) { Look::Entry } else { Look::Open };
                match self.content(row, column) {
                    Some(Content::Text(text)) => page.text(at, column, text, look, As::Figure)?,
                    stated => {
                        page.amount(at, column, stated.and_then(Content::amount), look)?;
                    }
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
        page: &mut Page<'_>,
        at: RowNum,
        group: Group,
        result: Option<Money>,
    ) -> anyhow::Result<()> {
        if !group.is_split() {
            return Ok(());
        }
        let cells = cells::range((at, group.first), (at, group.last));
        self.sum(page, (at, group.total), &cells, result, Look::Plain)
    }

    fn previous(&self, page: &mut Page<'_>, at: RowNum, row: &Row) -> anyhow::Result<()> {
        let Some(column) = self.columns.previous else { return Ok(()) };
        match (row.previous, &row.kind) {
            (Previous::Sum(result), Kind::Sum(below)) => {
                self.down(page, (at, column), below, result, tier(row))
            }
            (Previous::Stated(amount) | Previous::Sum(amount), _) => {
                page.amount(at, column, amount, tier(row))
            }
        }
    }

    /// Lũy kế ÷ kế hoạch. Where the unit gives what it disbursed in the period only, that is added to the last
    /// cumulative; without a plan there is no rate, and without a figure nothing to say.
    ///
    /// Where rows below a sum give only the one and others only the other, its cumulative is not whole: no rate.
    fn rate(&self, page: &mut Page<'_>, index: usize) -> anyhow::Result<()> {
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
        page.formula(at, columns.rate, formula, self.rate_result(index), tier(row), As::Rate)
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
