//! The form that goes back to a unit: its own figures in the standard form, the cells to mend marked, and a sheet
//! "Cần sửa" that lists them.
//!
//! It is a submission like any issued form: what stands in it and what the list says was left out is all that was read
//! of the unit's file, so it may be corrected and sent back in place of that file.

mod figures;
mod places;
mod list;
mod sheet;

use anyhow::Context;

use self::places::{Marked, Places};
use super::template::entries::Entries;
use super::template::proposals::Proposals;
use super::template::table::Table;
use super::template::{self, Form, Order};
use crate::domain::cell_meaning::Spots;
use crate::domain::rule::Finding;
use crate::domain::submission::{Line, Said, Submission};
use crate::rules;

/// A unit's report that needs mending.
pub struct Faulty<'a> {
    /// What was submitted.
    pub submission: &'a Submission,
    /// Its lines.
    pub lines: &'a [Line],
    /// What the unit notes beside them.
    pub notes: &'a [Said],
    /// What the cells are about that findings name.
    pub spots: &'a Spots,
    /// What was found in it, in the order in which it is told.
    pub findings: &'a [&'a Finding],
}

/// The form as the bytes of an .xlsx file. `order` is that of the form as it would be issued; where it plans nothing,
/// the unit's own plan stands in the form. The same report gives the same bytes.
///
/// # Errors
/// What the writer of workbooks refuses.
pub fn form(order: &Order<'_>, faulty: &Faulty<'_>) -> anyhow::Result<Vec<u8>> {
    let (sent, mut left) = figures::sent(order, faulty);
    let order = Order { sent: Some(&sent), ..*order };
    let mut tables = Table::all(&order);
    let mut difficulties = Entries::difficulties(&order, &tables);
    let mut proposals = Proposals::of(&tables);
    let places =
        Places { faulty, tables: &tables, difficulties: &difficulties, proposals: &proposals };
    left.extend(places.homeless());
    let submission = faulty.submission;
    let reasons = places.beside(&submission.explanations);
    let notes = places.beside(faulty.notes);
    let Marked { tables: cells, difficulties: told, proposals: proposed } = places.cells(&order);
    let mut entries = list::findings(faulty, &places);
    entries.extend(list::left_out(faulty, &left));
    for (table, cells) in tables.iter_mut().zip(cells) {
        table.remarks.cells = cells;
    }
    for ((table, row), text) in reasons {
        tables[table].remarks.reasons.insert(row, text);
    }
    for ((table, row), text) in notes {
        tables[table].remarks.notes.insert(row, text);
    }
    difficulties.remarks.cells = told;
    proposals.remarks = proposed;
    let write = || {
        let shared = order.shared();
        let list = sheet::sheet(&order, &shared, &submission.file, &entries)?;
        let form = Form { tables: &tables, difficulties: &difficulties, proposals: &proposals };
        template::write(&order, &shared, &form, Some(list))
    };
    write().with_context(|| format!("biểu gửi lại {}", order.unit.code))
}

/// What the unit has to mend or to explain, and what it alone can add to the difficulties that it tells.
fn is_told(finding: &Finding) -> bool {
    finding.goes_back()
        || finding.accepted.is_none() && finding.rule == &rules::DIFFICULTY_WITHOUT_PROPOSAL
}
