//! The very hidden sheet that hands the figures up to the next level: see [`crate::domain::relay`].

use std::collections::BTreeMap;

use rust_xlsxwriter::Worksheet;

use crate::domain::key::{Funding, Key};
use crate::domain::money::Money;
use crate::domain::relay::{self, Row, together};
use crate::domain::submission::Measure;

use super::Book;
use super::columns::Columns;
use super::ledger::{Amount, Kind};

/// What lines without a word on disbursed money have as zero.
const DISBURSED: [Amount; 2] = [Amount::InPeriod, Amount::Cumulative];

/// The sheet, one row a key.
pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let mut sheet = book.sheet()?;
    sheet.set_name(relay::SHEET)?.set_very_hidden(true);
    for (column, name) in (0..).zip(relay::heading()) {
        sheet.write_string(0, column, name)?;
    }
    for (at, row) in (1..).zip(rows(book).values()) {
        for (column, text) in (0..).zip(row.cells()).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(at, column, text)?;
        }
    }
    Ok(sheet)
}

/// The figures that the forms print, by key: what was assigned is the plan where the register assigns anything, and what of
/// it was allocated stands beside it.
fn rows(book: &Book<'_>) -> BTreeMap<Key, Row> {
    let is_assigned =
        Funding::ALL.map(|funding| Columns::of(book, funding).plan == Amount::Assigned);
    let mut rows: BTreeMap<Key, Row> = BTreeMap::new();
    for of in book.ledger.rows() {
        let Some(key) = &of.key else { continue };
        let is_assigned = is_assigned[key.funding as usize];
        let (plan, allocated) = match is_assigned {
            true => (Amount::Assigned, Amount::Plan),
            false => (Amount::Plan, Amount::StatedAllocated),
        };
        let row = rows.entry(key.clone()).or_insert_with(|| Row::new(key.clone()));
        for (measure, amount) in [
            (Measure::Plan, plan),
            (Measure::Allocated, allocated),
            (Measure::Volume, Amount::Volume),
            (Measure::InPeriod, Amount::InPeriod),
            (Measure::Cumulative, Amount::Cumulative),
            (Measure::Forecast, Amount::Forecast),
            (Measure::ForecastNext, Amount::ForecastNext),
            (Measure::ToReturn, Amount::ToReturn),
            (Measure::ToAdjust, Amount::ToAdjust),
        ] {
            let Some(money) = of.amount(amount) else { continue };
            let is_told = !DISBURSED.contains(&amount) || of.known(amount).is_some();
            if is_told || !money.is_zero() {
                row.figures.add(measure, money);
            }
        }
        // Of assigned money it is known that nothing of it was allocated.
        if of.kind == Kind::Assigned {
            row.figures.add(Measure::Allocated, Money::ZERO);
        }
        let relayed = &mut row.relayed;
        relayed.in_period = together(relayed.in_period, of.known(Amount::InPeriod));
        relayed.cumulative = together(relayed.cumulative, of.known(Amount::Cumulative));
        relayed.carried += of.amount(Amount::Carried).unwrap_or_default();
    }
    rows
}
