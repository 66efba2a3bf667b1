//! The table of "Tổng hợp": each funding type with its programs, then the whole.

use rust_xlsxwriter::RowNum;

use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::tally::Tally;
use crate::render::workbook::Book;
use crate::render::workbook::ledger::Amount;
use crate::render::workbook::lines::{self, Field, sum_where};
use crate::render::workbook::units::Layout;
use crate::render::workbook::{program_name, words};
use crate::render::xlsx::cells::{at, list};
use crate::render::xlsx::page::Told;
use crate::render::xlsx::page::{NO_RATE, Page};
use crate::render::xlsx::style::{Kind, Look};
use crate::render::xlsx::text;

use super::{Column, Columns, Entry, Group, LABEL_WIDTH};

/// Writes the table: its heading in `top`, the row of the whole in `total`.
pub fn write(
    page: &mut Page<'_>,
    book: &Book<'_>,
    columns: &Columns,
    (top, total): (RowNum, RowNum),
    groups: &[Group<'_>],
    units: &Layout,
) -> anyhow::Result<()> {
    for (column, of) in (0..).zip(&columns.all) {
        page.words(
            top,
            column,
            page.shared.say(columns.heading(*of)),
            &page.shared.styles.heading,
        )?;
    }
    page.height(top, 3)?;
    for (number, group) in ["A", "B"].into_iter().zip(groups) {
        let label = group.funding.label().get(page.shared.lang);
        let rows: Vec<RowNum> = (group.row + 1..).take(group.entries.len()).collect();
        let sum = |column| format!("SUM({})", list(rows.iter().copied(), column));
        totals(
            page,
            columns,
            (group.row, Look::Group),
            (number, label),
            &group.entries.iter().collect::<Vec<_>>(),
            &sum,
        )?;
        for (place, (row, entry)) in (1..).zip(rows.iter().zip(&group.entries)) {
            program(page, book, columns, *row, place, entry, units)?;
        }
    }
    let rows: Vec<RowNum> = groups.iter().map(|group| group.row).collect();
    let entries: Vec<&Entry<'_>> = groups.iter().flat_map(|group| &group.entries).collect();
    let sum = |column| {
        if rows.is_empty() {
            "0".to_owned()
        } else {
            format!("SUM({})", list(rows.iter().copied(), column))
        }
    };
    let label = page.shared.say(words("TỔNG CỘNG", "TOTAL"));
    totals(page, columns, (total, Look::Total), ("", label), &entries, &sum)
}

/// A program: its assigned and allocated plan from "Dữ liệu", the rest from "Theo đơn vị".
fn program(
    page: &mut Page<'_>,
    book: &Book<'_>,
    columns: &Columns,
    row: RowNum,
    place: usize,
    entry: &Entry<'_>,
    units: &Layout,
) -> anyhow::Result<()> {
    let (of, look) = (entry.of, Look::Plain);
    let name = program_name(book, &of.program);
    page.text(row, columns.always(Column::Number), &place.to_string(), look, Kind::Centre)?;
    page.text(row, columns.always(Column::Label), &name, look, Kind::Text)?;
    page.height(row, text::lines(&name, LABEL_WIDTH))?;
    let (program, funding) = (format!("\"{}\"", of.program), lines::funding(of.funding));
    for (column, at) in (0..).zip(&columns.all) {
        let Column::Money(amount) = at else { continue };
        let sum = match amount {
            Amount::Assigned | Amount::Allocated => {
                sum_where(book, *amount, &[(Field::Program, &program), (Field::Funding, &funding)])
            }
            _ => units.sum(*amount, Some(&of.program), of.funding),
        };
        page.sum(row, column, &sum, entry.told(*amount), look)?;
    }
    rates(page, columns, (row, look), of.tally, entry.assigned)?;
    if let Some(column) = columns.at(Column::Before) {
        match of.previous_rate {
            Some(rate) => {
                let format = book.shared.styles.cell(look, Kind::Rate);
                page.sheet.write_number_with_format(row, column, rate.percent(), format)?;
            }
            None => page.text(row, column, NO_RATE, look, Kind::Rate)?,
        }
        let (now, then) = (at(row, columns.always(Column::Rate)), at(row, column));
        let change = Cell::new(row, u32::from(columns.always(Column::Change)));
        page.change(change, &now, &then, of.change(), look)?;
    }
    Ok(())
}

/// A row that sums up others.
fn totals(
    page: &mut Page<'_>,
    columns: &Columns,
    (row, look): (RowNum, Look),
    (number, label): (&str, &str),
    entries: &[&Entry<'_>],
    sum: &dyn Fn(u16) -> String,
) -> anyhow::Result<()> {
    page.text(row, columns.always(Column::Number), number, look, Kind::Centre)?;
    page.text(row, columns.always(Column::Label), label, look, Kind::Text)?;
    page.height(row, 1)?;
    for (column, at) in (0..).zip(&columns.all) {
        match at {
            Column::Money(amount) => {
                let told = entries.iter().map(|entry| entry.told(*amount));
                let money = told.clone().map(|told| told.money).sum();
                let whole = Told { money, is_least: told.into_iter().any(|told| told.is_least) };
                page.sum(row, column, &sum(column), whole, look)?;
            }
            Column::Before | Column::Change => page.blank(row, column, look)?,
            _ => {}
        }
    }
    let tally: Tally = entries.iter().map(|entry| entry.of.tally).sum();
    let assigned = entries.iter().map(|entry| entry.assigned).sum();
    rates(page, columns, (row, look), tally, assigned)
}

fn rates(
    page: &mut Page<'_>,
    columns: &Columns,
    (row, look): (RowNum, Look),
    tally: Tally,
    assigned: Money,
) -> anyhow::Result<()> {
    let cell = |column| Cell::new(row, u32::from(column));
    let plan = at(row, columns.always(Column::Money(Amount::Plan)));
    let cumulative = at(row, columns.always(Column::Money(Amount::Cumulative)));
    page.rate(cell(columns.always(Column::Rate)), &cumulative, &plan, tally, look)?;
    if let Some(column) = columns.at(Column::RateOnAssigned) {
        let whole = at(row, columns.always(Column::Money(Amount::Assigned)));
        let of_assigned = Tally { plan: assigned, ..tally };
        page.rate(cell(column), &cumulative, &whole, of_assigned, look)?;
    }
    let remaining = columns.always(Column::Remaining);
    page.left(row, remaining, &format!("{plan}-{cumulative}"), tally, look)
}
