//! The figures of a period for other programs: one row a figure, as CSV and as Parquet, and a description of the columns.
//!
//! The rows are those of "Dữ liệu" ([`super::workbook::ledger`]), which every total of the workbook sums: each of their
//! amounts is one row here, so that plain sums over the file are the printed totals. [`columns::COLUMNS`] is the one list by
//! which both files are written and described.

mod columns;
mod csv;
mod describe;
mod figure;
mod parquet;
#[cfg(test)]
mod tests;

use std::io::Write;

use anyhow::{Result, ensure};

use self::csv::Csv;
use self::figure::{Sums, figures};
use self::parquet::Parquet;
use super::workbook::ledger::{Amount, Row};
use crate::domain::summary::Summary;

/// The cells of one sheet that state an amount of a row of "Dữ liệu": file, sheet, and `F14` or, where several add up to it,
/// `F14+F20`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Stated {
    /// Path from the workspace.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The cells.
    pub cells: String,
}

/// How the cells of an amount are looked up; `None` where no cells of one sheet state it.
pub(crate) type Find<'a> = dyn FnMut(&Row<'_>, Amount) -> Option<Stated> + 'a;

/// Writes the figures of a summary as CSV and as Parquet; `edition` is that in which they are closed, `None` while the period
/// is open. Same summary, same bytes.
///
/// # Errors
/// Rows that do not add up to the totals of the summary (a bug, never written), an amount that no 64 bits hold, and what the
/// disk refuses.
pub(crate) fn write(
    summary: &Summary,
    edition: Option<u32>,
    find: &mut Find<'_>,
    (csv, parquet): (impl Write + Send, impl Write + Send),
) -> Result<()> {
    let mut csv = Csv::new(csv)?;
    let mut parquet = Parquet::new(parquet)?;
    let mut sums = Sums::default();
    figures(summary, edition, find, &mut |figure| {
        sums.add(figure);
        csv.write(figure)?;
        parquet.write(figure)
    })?;
    sums.must_agree_with(summary)?;
    csv.finish()?;
    parquet.finish()
}

/// What the columns mean, in Vietnamese and English (Markdown): the same for every period.
pub(crate) fn description() -> String {
    describe::description()
}

/// An amount as both files hold it.
fn dong(amount: crate::domain::money::Money) -> Result<i64> {
    let wide = amount.as_dong();
    ensure!(
        i64::try_from(wide).is_ok(),
        "{wide} đồng: số quá lớn, không ghi được vào tệp (an amount beyond 64 bits cannot be exported)"
    );
    Ok(wide as i64)
}
