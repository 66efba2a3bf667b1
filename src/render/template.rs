//! The standard form that is issued to one unit for one period.
//!
//! What the office knows is prefilled and locked, what the unit knows is an entry cell, and the rest are formulas.
//! A parent never has an entry cell. Both "giải ngân trong kỳ" and "lũy kế" are entry cells and blank: the unit fills
//! in the one that it has. A sum over blank cells is blank, not 0, so that a form sent back as it was issued is
//! never mistaken for a nil return.

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, Worksheet};

use crate::domain::catalogue::Catalogue;
use crate::domain::key::Key;
use crate::domain::lang::Lang;
use crate::domain::mark;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::register::Unit;
use crate::domain::settings::Settings;
use crate::domain::summary::Obstacle;
use crate::render::xlsx::style::Styles;
use crate::render::xlsx::text::clean;
use crate::render::xlsx::{Shared, sheets};

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
pub(super) mod proposals;
pub(super) mod entries;
#[cfg(test)]
pub(super) mod tests;

use entries::Entries;
use proposals::Proposals;
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
    /// The difficulties that it told before and that are still open.
    pub obstacles: &'a [Obstacle],
    /// The last day in time.
    pub due: Option<NaiveDate>,
    /// SHA-256 of the register.
    pub register_state: &'a str,
    /// What the unit sent, where the form goes back to it.
    pub sent: Option<&'a Sent>,
}

impl<'a> Order<'a> {
    /// What its sheets share. Unit and period stand at the foot of every page, so that a loose one is known.
    pub(super) fn shared(&self) -> Shared<'a> {
        // A footer takes 255 letters; a longer one the writer leaves out, with a word of its own on the terminal.
        let unit: String = self.unit.name.chars().take(80).collect();
        Shared {
            settings: self.settings,
            period: self.period,
            lang: Lang::Vi,
            home: "",
            footer: format!("{unit} - {}", self.period.show(Lang::Vi)),
            has_rates: true,
            styles: Styles::form(),
        }
    }
}

/// The standard form, as the bytes of an .xlsx file: cover, a money table for each funding type that the unit owes,
/// difficulties, results, proposals, and the hidden mark. The same order gives the same bytes.
///
/// # Errors
/// What the writer of workbooks refuses.
pub fn form(order: &Order<'_>) -> anyhow::Result<Vec<u8>> {
    let of_unit = || format!("biểu mẫu của {}", order.unit.code);
    let tables = Table::all(order);
    let difficulties = Entries::difficulties(order, &tables);
    let proposals = Proposals::of(&tables);
    let form = Form { tables: &tables, difficulties: &difficulties, proposals: &proposals };
    write(order, &order.shared(), &form, None).with_context(of_unit)
}

/// What stands in a form.
#[derive(Clone, Copy)]
pub(super) struct Form<'a> {
    /// Its money tables.
    pub tables: &'a [Table],
    /// Its difficulties.
    pub difficulties: &'a Entries,
    /// What the unit proposes of its plan.
    pub proposals: &'a Proposals,
}

/// A form, with a sheet behind its cover where one is given.
pub(super) fn write(
    order: &Order<'_>,
    shared: &Shared<'_>,
    form: &Form<'_>,
    behind_cover: Option<Worksheet>,
) -> anyhow::Result<Vec<u8>> {
    let mut workbook = sheets::workbook()?;
    // Not the clock: the same order must give the same bytes.
    let properties = DocProperties::new()
        .set_title(format!("Báo cáo giải ngân {}", order.period.show(Lang::Vi)))
        .set_author(clean(&order.settings.office.name))
        .set_creation_datetime(&order.period.to());
    workbook.set_properties(&properties);
    workbook.push_worksheet(cover::sheet(order, shared, form.tables)?);
    if let Some(sheet) = behind_cover {
        workbook.push_worksheet(sheet);
    }
    for table in form.tables {
        workbook.push_worksheet(money::sheet(order, shared, table)?);
    }
    workbook.push_worksheet(content::difficulties(order, shared, form.difficulties)?);
    workbook.push_worksheet(content::results(order, shared, form.tables)?);
    workbook.push_worksheet(proposals::sheet(order, shared, form.proposals, form.difficulties)?);
    // By it the form is known when it comes back.
    workbook.push_worksheet(sheets::marked(&[
        (mark::KIND, mark::FORM),
        (mark::UNIT, order.unit.code.as_str()),
        (mark::PERIOD, &order.period.to_string()),
        (mark::REGISTER, order.register_state),
        (mark::MONEY_UNIT, order.settings.office.money_unit.label()),
        (mark::SEAL, mark::UNSEALED),
    ])?);
    Ok(workbook.save_to_buffer()?)
}
