//! `danh-muc.xlsx` → [`Register`]: flat tables found by their headings; everything that is wrong is said at once, by cell.

use crate::domain::catalogue::Catalogue;
use crate::domain::money::MoneyUnit;
use crate::domain::register::Register;
use crate::domain::settings::Office;
use crate::read::Workbook;

use super::faults::Faults;

mod cells;
mod form;
mod indicators;
mod journal;
mod programs;
mod slips;
mod table;
mod typed;
mod units;

use table::Book;

/// The name of the file.
pub(crate) const FILE: &str = "danh-muc.xlsx";

/// Reads the units, the plan journal and what the office adds to the catalogue.
///
/// `state` is the SHA-256 of the file. The office's budget year stands for a blank "Năm vốn", its money unit for a
/// journal that states none; `meant` goes before what the journal states, where the reports have shown that to be wrong.
///
/// # Errors
/// Everything that is wrong in the file.
pub(crate) fn parse(
    workbook: &Workbook,
    state: String,
    catalogue: &mut Catalogue,
    office: &Office,
    meant: Option<MoneyUnit>,
) -> Result<Register, Faults> {
    let mut book = Book::new(workbook);
    let programs = programs::read(&mut book, catalogue);
    indicators::read(&mut book, catalogue);
    let units = units::read(&mut book, catalogue, programs);
    // What is not known for want of a heading is said there, once.
    let known = journal::Known { units: units.as_deref(), programs };
    let (decisions, journal) = journal::read(&mut book, &known, catalogue, office, meant);
    let units = units.unwrap_or_default();
    Faults::none_in(book.faults)?;
    Ok(Register { units, decisions, journal, state, is_doubted: false })
}

#[cfg(test)]
mod tests;
