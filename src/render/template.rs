//! The standard form that is issued to one unit for one period.
//!
//! What the office knows is prefilled and locked, what the unit knows is an entry cell, and the rest are formulas.
//! A parent never has an entry cell. Both "giải ngân trong kỳ" and "lũy kế" are entry cells and blank: the unit fills
//! in the one that it has. A sum over blank cells is blank, not 0, so that a form sent back as it was issued is
//! never mistaken for a nil return.

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, Worksheet, XlsxError};

use crate::domain::catalogue::Catalogue;
use crate::domain::key::Key;
use crate::domain::lang::Lang;
use crate::domain::mark;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::register::Unit;
use crate::domain::settings::Settings;
use crate::render::xlsx::letterhead::issued::Issued;
use crate::render::xlsx::sheets;
use crate::render::xlsx::text::clean;

mod sent;
mod split;
mod outline;
mod columns;
pub(super) mod table;
mod heading;
mod body;
mod guard;
mod money;
mod cover;
mod content;
pub(super) mod entries;
#[cfg(test)]
pub(super) mod tests;

use entries::Entries;
pub use sent::{Content, Sent};
use table::Table;

/// What a form is made from.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    /// The office's settings.
    pub settings: &'a Settings,
    /// The programs.
    pub catalogue: &'a Catalogue,
    /// The unit.
    pub unit: &'a Unit,
    /// The period.
    pub period: Period,
    /// Its plan on the last day of the period, by key.
    pub plan: &'a BTreeMap<Key, Money>,
    /// Its last cumulative figures of the budget year, by key; empty where none are known.
    pub previous: &'a BTreeMap<Key, Money>,
    /// The last day in time.
    pub due: Option<NaiveDate>,
    /// SHA-256 of the register.
    pub register_state: &'a str,
    /// What the unit sent, where the form goes back to it.
    pub sent: Option<&'a Sent>,
}

impl<'a> Order<'a> {
    /// Who issues it to whom.
    pub(super) fn issued(&self) -> Issued<'a> {
        Issued { settings: self.settings, unit: self.unit, period: self.period }
    }
}

/// The standard form, as the bytes of an .xlsx file: cover, a money table for each funding type that the unit owes,
/// difficulties, results, and the hidden mark. The same order gives the same bytes.
///
/// # Errors
/// What the writer of workbooks refuses.
pub fn form(order: &Order<'_>) -> anyhow::Result<Vec<u8>> {
    let of_unit = || format!("biểu mẫu của {}", order.unit.code);
    let tables = Table::all(order);
    let difficulties = Entries::difficulties(order, &tables);
    write(order, &tables, &difficulties, None).with_context(of_unit)
}

/// A form of these tables and difficulties, with a sheet behind its cover where one is given.
pub(super) fn write(
    order: &Order<'_>,
    tables: &[Table],
    difficulties: &Entries,
    behind_cover: Option<Worksheet>,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = sheets::workbook()?;
    // Not the clock: the same order must give the same bytes.
    let properties = DocProperties::new()
        .set_title(format!("Báo cáo giải ngân {}", order.period.show(Lang::Vi)))
        .set_author(clean(&order.settings.office.name))
        .set_creation_datetime(&order.period.to());
    workbook.set_properties(&properties);
    workbook.push_worksheet(cover::sheet(order, tables)?);
    if let Some(sheet) = behind_cover {
        workbook.push_worksheet(sheet);
    }
    for table in tables {
        workbook.push_worksheet(money::sheet(order, table)?);
    }
    workbook.push_worksheet(content::difficulties(order, difficulties)?);
    workbook.push_worksheet(content::results(order, tables)?);
    workbook.push_worksheet(marked(order)?);
    workbook.save_to_buffer()
}

/// The very hidden sheet by which the form is known when it comes back.
fn marked(order: &Order<'_>) -> Result<Worksheet, XlsxError> {
    let mut sheet = sheets::named(mark::SHEET)?;
    sheet.set_very_hidden(true);
    let rows = [
        (mark::KIND, mark::FORM.to_owned()),
        (mark::UNIT, order.unit.code.to_string()),
        (mark::PERIOD, order.period.to_string()),
        (mark::REGISTER, order.register_state.to_owned()),
        (mark::MONEY_UNIT, order.settings.office.money_unit.label().to_owned()),
        (mark::SEAL, mark::UNSEALED.to_owned()),
    ];
    for (row, (name, value)) in (0..).zip(rows) {
        sheet.write_string(row, 0, name)?.write_string(row, 1, value)?;
    }
    Ok(sheet)
}
