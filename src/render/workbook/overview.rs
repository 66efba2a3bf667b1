//! "Tổng hợp": program × funding type, what the report says of it, the chart, the coverage and the control total.

mod table;
mod below;

use std::collections::BTreeMap;

use rust_xlsxwriter::{RowNum, Worksheet};

use crate::domain::key::Funding;
use crate::domain::lang::Text;
use crate::domain::money::Money;
use crate::domain::summary::ProgramTotal;

use super::Book;
use super::ledger::Amount;
use super::units::Layout;
use crate::render::xlsx::letterhead;
use crate::render::xlsx::page::Told;
use table::Key;

/// The name of the sheet.
pub(super) const NAME: &str = "Tổng hợp";

/// A program's row of the table.
struct Entry<'a> {
    of: &'a ProgramTotal,
    assigned: Money,
    allocated: Money,
}

impl Entry<'_> {
    fn told(&self, amount: Amount) -> Told {
        match amount {
            Amount::Assigned => self.assigned.into(),
            Amount::Allocated => self.allocated.into(),
            _ => Told::of(self.of.tally, amount),
        }
    }
}

/// A funding type, its programs, and where its rows stand: its own row, then a row for each.
struct Group<'a> {
    funding: Funding,
    entries: Vec<Entry<'a>>,
    row: RowNum,
}

pub(super) fn sheet(book: &Book<'_>, units: &Layout) -> anyhow::Result<Worksheet> {
    let mut page = book.charted(NAME)?;
    let table = table::table(book, units);
    table.widths(&mut page);
    let title = Text {
        vi: "TỔNG HỢP KẾT QUẢ GIẢI NGÂN VỐN THỰC HIỆN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA",
        en: "DISBURSEMENT OF THE NATIONAL TARGET PROGRAMS",
    };
    let last = table.last();
    let heading = letterhead::titled(&mut page, book.say(title), (0, last))?;
    let body = table.heading(&mut page, heading)?;
    let mut next = body;
    let groups: Vec<Group<'_>> = groups(book)
        .into_iter()
        .map(|(funding, entries)| {
            let row = next;
            next += 1 + entries.len() as RowNum;
            Group { funding, entries, row }
        })
        .collect();
    table::write(&mut page, book, &table, next, &groups)?;
    let columns = [Key::Money(Amount::Plan), Key::Money(Amount::Cumulative), Key::Rate];
    let columns = columns.map(|key| table.column(key));
    let row = below::coverage(&mut page, book, next + 1, last)?;
    // The table is signed; what is told of it stands on the next page.
    let told = below::signatures(&mut page, row, last)?;
    let chart = below::sentences(&mut page, book, told, last)? + 1;
    let control = below::chart(&mut page, book, columns, chart, &groups)? + 1;
    let row = below::control(&mut page, book, control)?;
    page.sheet.set_page_breaks(&[told, chart, control])?;
    // The table is short: its heading is not repeated over the chart.
    page.sheet.set_freeze_panes(body, 2)?.set_print_area(0, 0, row, last)?;
    page.print_columns(last, 2);
    page.finish()
}

fn groups<'a>(book: &Book<'a>) -> BTreeMap<Funding, Vec<Entry<'a>>> {
    let mut groups: BTreeMap<Funding, Vec<Entry<'a>>> = BTreeMap::new();
    for of in &book.summary.programs {
        let money = |amount| book.ledger.of_program(&of.program, of.funding, amount);
        let (assigned, allocated) = (money(Amount::Assigned), money(Amount::Allocated));
        let entry = Entry { of, assigned, allocated };
        groups.entry(of.funding).or_default().push(entry);
    }
    groups
}
