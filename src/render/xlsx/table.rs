//! A table as a list of columns: its headings, widths, heights of rows and the letters in formulas follow from the list.

use std::ops::Range;

use chrono::NaiveDate;
use rust_xlsxwriter::{ColNum, DataValidation, DataValidationErrorStyle, RowNum, XlsxError};

use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::results::Quantity;
use crate::domain::tally::{Points, Rate, Tally};

use super::cells;
use super::heading;
use super::number;
use super::page::{Page, Told};
use super::style::{Kind, Look};
use super::text;

/// What a column takes from a row. Formulas are ours, without `=`.
pub(crate) enum Value {
    /// Nothing, in a border.
    Blank,
    /// Words.
    Text(String),
    /// Words below others: so many steps in.
    Inset(u8, String),
    /// A short text in the middle.
    Centred(String),
    /// The same in bold.
    Strong(String),
    /// A count.
    Count(u64),
    /// A day.
    Day(Option<NaiveDate>),
    /// An amount that was read.
    Money(Option<Money>),
    /// The same, of which a part may be known by nobody.
    Read(Told),
    /// An amount that a formula gives.
    Sum(String, Told),
    /// What a plan has left, by its formula.
    Left(String, Tally),
    /// The rate of two cells.
    Rate {
        /// The formula of what was disbursed.
        part: String,
        /// The formula of the plan.
        whole: String,
        /// What both hold.
        tally: Tally,
    },
    /// The rate of two cells with amounts of something that is no money; a dash where it is not known.
    Share {
        /// The cell of what was done.
        part: String,
        /// The cell of the plan.
        whole: String,
        /// The result.
        rate: Option<Rate>,
    },
    /// A rate that was read; a dash where there is none.
    Percent(Option<Rate>),
    /// The difference of two cells with rates.
    Change {
        /// The first.
        now: String,
        /// What is taken from it.
        then: String,
        /// The result.
        points: Option<Points>,
    },
    /// A short text or a number in the middle that a formula gives, and its result.
    Formula(String, String),
    /// A code or a telephone number where they are typed.
    Typed(String),
    /// A year where it is typed.
    Year(Option<i32>),
    /// An amount or a count where it is typed.
    Figure(Option<Money>),
    /// An amount of something that is no money.
    Quantity(Option<Quantity>),
    /// The same that a formula gives.
    QuantitySum(String, Option<Quantity>),
    /// Any of these in a cell to fill in.
    Entry(Box<Value>),
    /// Words that lead to a cell of another sheet.
    Here(&'static str, Cell),
    /// Words that lead to a cell of a unit's file.
    Link {
        /// What is shown.
        text: String,
        /// The file.
        file: String,
        /// The sheet.
        sheet: Option<String>,
        /// The cell.
        cell: Option<Cell>,
    },
}

impl Value {
    /// Words to fill in, as far as they are known.
    pub(crate) fn entry(text: impl Into<String>) -> Value {
        Value::Entry(Box::new(Value::Text(text.into())))
    }

    /// Words that lead to a file.
    pub(crate) fn file(file: &str) -> Value {
        Value::Link { text: file.to_owned(), file: file.to_owned(), sheet: None, cell: None }
    }

    /// How many lines it takes in a column so many letters wide.
    fn lines(&self, width: f64, look: Look) -> u32 {
        // Bold letters are wider, and the label of a total is in capitals.
        let width = match look {
            Look::Strong | Look::Group => width * 0.95,
            Look::Total => width * 0.8,
            _ => width,
        };
        match self {
            Value::Text(text) | Value::Centred(text) | Value::Link { text, .. } => {
                text::lines(text, width)
            }
            Value::Entry(value) => value.lines(width, look),
            Value::Inset(steps, text) => text::lines(text, width - 4.0 * f64::from(*steps)),
            Value::Strong(text) => text::lines(text, width * 0.95),
            _ => 1,
        }
    }

    fn write(
        &self,
        page: &mut Page<'_>,
        (row, column): (RowNum, ColNum),
        look: Look,
    ) -> anyhow::Result<()> {
        let cell = Cell::new(row, u32::from(column));
        match self {
            Value::Blank | Value::Money(None) => page.blank(row, column, look),
            Value::Text(text) => page.text(row, column, text, look, Kind::Text),
            Value::Inset(0, text) => page.text(row, column, text, look, Kind::Text),
            Value::Inset(steps, text) => page.text(row, column, text, look, Kind::Inset(*steps)),
            Value::Centred(text) => page.text(row, column, text, look, Kind::Centre),
            Value::Strong(text) => page.text(row, column, text, Look::Strong, Kind::Centre),
            Value::Count(count) => page.count(row, column, *count, look),
            Value::Day(day) => page.day(row, column, *day, look),
            Value::Money(Some(amount)) => page.money(row, column, *amount, look),
            Value::Read(told) => page.read(row, column, *told, look),
            Value::Sum(formula, told) => page.sum(row, column, formula, *told, look),
            Value::Left(formula, tally) => page.left(row, column, formula, *tally, look),
            Value::Rate { part, whole, tally } => page.rate(cell, part, whole, *tally, look),
            Value::Percent(rate) => page.percent(row, column, *rate, look),
            Value::Change { now, then, points } => page.change(cell, now, then, *points, look),
            Value::Formula(formula, result) => {
                page.formula(row, column, format!("={formula}"), result.clone(), look, Kind::Centre)
            }
            Value::Typed(text) => page.text(row, column, text, look, Kind::Typed),
            Value::Year(year) => page.year(row, column, *year, look),
            Value::Figure(amount) => page.amount(row, column, *amount, look),
            Value::Quantity(amount) => page.quantity(row, column, *amount, look),
            Value::QuantitySum(formula, amount) => {
                page.quantity_sum((row, column), formula, *amount, look)
            }
            Value::Share { part, whole, rate } => page.share(cell, part, whole, *rate, look),
            Value::Entry(value) => value.write(page, (row, column), Look::Entry),
            Value::Here(sheet, cell) => page.here((row, column), (sheet, *cell), look),
            Value::Link { text, file, sheet, cell } => {
                page.link((row, column), text, (file, sheet.as_deref(), *cell), look)
            }
        }
    }
}

/// Where a value is written, to name the cells around it.
pub(crate) struct At<'t, K> {
    /// Its row.
    pub row: RowNum,
    column: ColNum,
    keys: &'t [Option<K>],
}

impl<K: PartialEq> At<'_, K> {
    /// The cell of a column in the same row.
    pub(crate) fn cell(&self, key: K) -> String {
        cells::at(self.row, column(self.keys, &key))
    }

    /// The cell beside the table in the same row, by its column.
    pub(crate) fn beside(&self) -> String {
        format!("${}", cells::at(self.row, self.keys.len() as ColNum))
    }

    /// The cell of the same column in another row.
    pub(crate) fn in_row(&self, row: RowNum) -> String {
        cells::at(row, self.column)
    }

    /// Cells of a column by their absolute place: `$I$9`, `$I$9:$I$20`.
    pub(crate) fn fixed(&self, key: K, rows: (RowNum, RowNum)) -> String {
        cells::fixed(column(self.keys, &key), rows)
    }

    /// The sum of cells of another column; 0 where there are none.
    pub(crate) fn sum_of(&self, key: K, rows: impl IntoIterator<Item = RowNum>) -> String {
        cells::sum(rows, column(self.keys, &key))
    }

    /// The sum of cells of the same column; 0 where there are none.
    pub(crate) fn sum(&self, rows: impl IntoIterator<Item = RowNum>) -> String {
        cells::sum(rows, self.column)
    }
}

/// What a column takes from a row `R`.
type Take<'a, K, R> = Box<dyn Fn(&At<'_, K>, &R) -> Value + 'a>;

/// A column of a table with rows `R`; formulas name it by a key `K`.
pub(crate) struct Column<'a, R, K = ()> {
    key: Option<K>,
    /// What its heading shares with its neighbours, from the top, then its own.
    path: Vec<String>,
    width: f64,
    take: Take<'a, K, R>,
    note: Option<&'static str>,
    asks: Option<DataValidation>,
    decimals: u8,
}

impl<'a, R, K> Column<'a, R, K> {
    /// A column with its heading, its width in letters and what it takes from a row.
    pub(crate) fn new(
        heading: impl Into<String>,
        width: f64,
        take: impl Fn(&At<'_, K>, &R) -> Value + 'a,
    ) -> Column<'a, R, K> {
        let (path, take) = (vec![heading.into()], Box::new(take));
        Column { key: None, path, width, take, note: None, asks: None, decimals: 0 }
    }

    /// The same, named by a key.
    pub(crate) fn key(self, key: K) -> Column<'a, R, K> {
        Column { key: Some(key), ..self }
    }

    /// The same below a heading that it shares with its neighbours.
    pub(crate) fn below(mut self, group: impl Into<String>) -> Column<'a, R, K> {
        self.path.insert(0, group.into());
        self
    }

    /// The same with a note at its heading.
    pub(crate) fn note(self, text: &'static str) -> Column<'a, R, K> {
        Column { note: Some(text), ..self }
    }

    /// The same, of which what is typed is held against a validation.
    pub(crate) fn asks(self, validation: DataValidation) -> Column<'a, R, K> {
        Column { asks: Some(validation), ..self }
    }

    /// The same, in which figures are typed that show so many decimals.
    pub(crate) fn decimals(self, decimals: u8) -> Column<'a, R, K> {
        Column { decimals, ..self }
    }
}

/// What is typed is held against a validation. It warns and does not block.
///
/// # Errors
/// A message longer than Excel shows.
pub(crate) fn warning(
    validation: DataValidation,
    message: &str,
) -> Result<DataValidation, XlsxError> {
    validation.set_error_style(DataValidationErrorStyle::Warning).set_error_message(message)
}

/// A table: its columns from left to right, from the first of the sheet on.
pub(crate) struct Table<'a, R, K = ()> {
    columns: Vec<Column<'a, R, K>>,
    keys: Vec<Option<K>>,
    heading_rows: usize,
}

impl<'a, R, K: Copy + PartialEq> Table<'a, R, K> {
    /// A table of these columns.
    pub(crate) fn new(columns: Vec<Column<'a, R, K>>) -> Table<'a, R, K> {
        let keys = columns.iter().map(|column| column.key).collect();
        Table { columns, keys, heading_rows: 1 }
    }

    /// The same with a heading on at least so many rows.
    pub(crate) fn heading_rows(self, rows: usize) -> Table<'a, R, K> {
        Table { heading_rows: rows, ..self }
    }

    /// The last column.
    pub(crate) fn last(&self) -> ColNum {
        self.columns.len() as ColNum - 1
    }

    /// Where a column stands.
    pub(crate) fn column(&self, key: K) -> ColNum {
        column(&self.keys, &key)
    }

    /// Gives the sheet the widths that the columns need, and says which of them stand below one heading.
    pub(crate) fn widths(&self, page: &mut Page<'_>) {
        page.widths(&self.columns.iter().map(|column| column.width).collect::<Vec<_>>());
        let shares =
            |column: &Column<'_, R, K>| (column.path.len() > 1).then(|| column.path[0].clone());
        let begins = |at: &usize| {
            let own = shares(&self.columns[*at]);
            own.is_none() || *at == 0 || own != shares(&self.columns[at - 1])
        };
        page.blocks((0..self.columns.len()).filter(begins).map(|at| at as ColNum));
    }

    /// Writes the headings, on as many rows as the column with the most above it needs; gives the first row below.
    pub(crate) fn heading(&self, page: &mut Page<'_>, row: RowNum) -> anyhow::Result<RowNum> {
        let paths = self.columns.iter().map(|column| &column.path);
        let paths: Vec<Vec<String>> = paths.cloned().collect();
        let needed = paths.iter().map(Vec::len).max().unwrap_or(1);
        for (at, column) in (0..).zip(&self.columns) {
            if let Some(note) = column.note {
                page.note(row + column.path.len() as RowNum - 1, at, note, (280, 130))?;
            }
        }
        heading::write(page, row, needed.max(self.heading_rows), &paths)
    }

    /// Writes a row, as high as its longest text needs.
    pub(crate) fn row(
        &self,
        page: &mut Page<'_>,
        row: RowNum,
        of: &R,
        look: Look,
    ) -> anyhow::Result<()> {
        let mut high = 1;
        for (column, of_column) in (0..).zip(&self.columns) {
            let value = (of_column.take)(&At { row, column, keys: &self.keys }, of);
            high = high.max(value.lines(page.letters(column), look));
            value.write(page, (row, column), look)?;
        }
        page.height(row, high)
    }

    /// What is typed in these rows is held against what its column asks.
    pub(crate) fn watch(&self, page: &mut Page<'_>, rows: (RowNum, RowNum)) -> anyhow::Result<()> {
        for (at, column) in (0..).zip(&self.columns) {
            if let Some(validation) = &column.asks {
                page.sheet.add_data_validation(rows.0, at, rows.1, at, validation)?;
            }
            number::show_fractions(&mut page.sheet, rows, (at, at), column.decimals)?;
        }
        Ok(())
    }

    /// Writes a row with a text over the columns up to one that is on the first page; the others are blank.
    pub(crate) fn banner(
        &self,
        page: &mut Page<'_>,
        row: RowNum,
        (words, last): (&str, ColNum),
        look: Look,
    ) -> anyhow::Result<()> {
        self.across(page, row, (0, last), words, look)?;
        (last + 1..=self.last()).try_for_each(|column| page.blank(row, column, look))
    }

    /// Writes the sums of some columns over the rows above it, beside a label that ends before a column.
    pub(crate) fn total(
        &self,
        page: &mut Page<'_>,
        rows: Range<RowNum>,
        (label, before): (&str, K),
        sums: &[(K, Money)],
    ) -> anyhow::Result<()> {
        let (row, first) = (rows.end, self.column(before));
        self.across(page, row, (0, first - 1), label, Look::Total)?;
        for column in first..=self.last() {
            let own = sums.iter().find(|(key, _)| self.column(*key) == column);
            match own {
                Some((_, sum)) => {
                    page.sum(row, column, &cells::sum(rows.clone(), column), *sum, Look::Total)?;
                }
                None => page.blank(row, column, Look::Total)?,
            }
        }
        Ok(())
    }

    /// Writes a text over the columns from one to another.
    pub(crate) fn across(
        &self,
        page: &mut Page<'_>,
        row: RowNum,
        (first, last): (ColNum, ColNum),
        words: &str,
        look: Look,
    ) -> anyhow::Result<()> {
        let format = page.shared.styles.cell(look, Kind::Text);
        page.across((row, first), (row, last), words, format)
    }
}

fn column<K: PartialEq>(keys: &[Option<K>], key: &K) -> ColNum {
    let place = keys.iter().position(|of| of.as_ref() == Some(key));
    place.expect("a formula names a column of its table") as ColNum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, PartialEq)]
    enum Key {
        Plan,
        Paid,
    }

    fn columns<'a>() -> Vec<Column<'a, (), Key>> {
        let rate = |at: &At<'_, Key>, (): &()| {
            let all = at.fixed(Key::Paid, (4, 8));
            Value::Text(format!(
                "{}/{} {all} {}",
                at.cell(Key::Paid),
                at.cell(Key::Plan),
                at.sum([4, 5])
            ))
        };
        vec![
            Column::new("Kế hoạch", 12.0, |_: &At<'_, Key>, (): &()| Value::Blank).key(Key::Plan),
            Column::new("Giải ngân", 12.0, |_: &At<'_, Key>, (): &()| Value::Blank).key(Key::Paid),
            Column::new("Tỷ lệ", 9.0, rate),
        ]
    }

    /// What the last column of a table says in row 10.
    fn said(table: &Table<'_, (), Key>) -> String {
        let at = At { row: 9, column: table.last(), keys: &table.keys };
        match (table.columns[usize::from(table.last())].take)(&at, &()) {
            Value::Text(text) => text,
            _ => unreachable!("the column of the test holds a text"),
        }
    }

    #[test]
    fn a_column_that_comes_in_between_moves_the_cells_that_formulas_name() {
        assert_eq!(said(&Table::new(columns())), "B10/A10 $B$5:$B$9 SUM(C5:C6)");
        let mut more = columns();
        more.insert(1, Column::new("Vốn giao", 12.0, |_: &At<'_, Key>, (): &()| Value::Blank));
        assert_eq!(said(&Table::new(more)), "C10/A10 $C$5:$C$9 SUM(D5:D6)");
    }

    #[test]
    fn a_row_is_as_high_as_its_longest_text_needs() {
        let long = Value::Text("Dự án 1: Giảm nghèo".to_owned());
        assert_eq!(long.lines(30.0, Look::Plain), 1);
        assert_eq!(long.lines(10.0, Look::Plain), 2);
        // Bold capitals of a total.
        assert_eq!(Value::Text("TỔNG CỘNG CHUNG".to_owned()).lines(15.0, Look::Total), 2);
    }
}
