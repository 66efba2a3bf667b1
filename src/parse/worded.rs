//! Amounts in words: "Dự án 5: đã giải ngân 77 triệu" on a row without a figure. No column holds them, so they are told (GN209).

mod amounts;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::slice;

use self::amounts::Amounts;
use super::rows::{self, LONGEST_LABEL, SeenRow};
use super::unread::{self, Says};
use super::{Known, cells};
use crate::domain::code::ComponentId;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::submission::Measure;
use crate::read::{Sheet, Value};
use crate::recognise::Framed;
use crate::recognise::heading::Headed;
use crate::recognise::lexicon::Said;
use crate::recognise::rows::{Seen, says_sum};

/// A table with its unit of money.
pub(super) type InUnit<'a> = (&'a Framed, MoneyUnit);

/// The texts of a sheet that say an amount on a row without figures, each with it; without one where nobody knows which of
/// several it is. `tables` are those of the sheet, `is_told` the rows that are read as words anyway. A sentence that says
/// what figures state tells nothing new.
pub(super) fn find(
    known: &Known<'_>,
    sheet: &Sheet,
    tables: &[InUnit<'_>],
    is_told: impl Fn(u32) -> bool,
) -> Vec<(Cell, Option<Money>)> {
    let table = |&(framed, unit): &_| Table { known, sheet, framed, unit, rows: OnceCell::new() };
    let tables: Vec<Table<'_>> = tables.iter().map(table).collect();
    let mut says = Says::new(known);
    let mut found = Vec::new();
    for (row, cells) in sheet.rows(0..u32::MAX) {
        let table = tables.iter().find(|table| table.body().contains(&row));
        if is_told(row) || table.is_some_and(|table| table.framed.checked.is_some()) {
            continue;
        }
        let mut figures = cells.iter().filter(|(cell, value)| is_figure(sheet, *cell, value));
        let last = figures.next_back().map(|(cell, _)| cell.column);
        for (cell, value) in cells {
            let Value::Text(text) = value else { continue };
            // Notes on figures are shown with them.
            let from = match table {
                Some(table) if table.has_notes_in(*cell) => table.framed.heading.label,
                _ => cell.column,
            };
            let is_beside = last.is_some_and(|last| from < last);
            if is_beside
                || LONGEST_LABEL < text.len()
                || table.is_some_and(|table| table.has_figures_in(*cell))
            {
                continue;
            }
            let amounts = Amounts::of(text);
            let is_new = !amounts.is_empty()
                && match table {
                    Some(table) => table.says_new(&tables, &mut says, *cell, text, &amounts),
                    None if amounts.say_paid || amounts.are_bare => {
                        let named = says.components(text);
                        !named.is_empty() && !are_stated(&tables, named, &amounts)
                    }
                    None => false,
                };
            if is_new {
                found.push((*cell, amounts.told()));
            }
        }
    }
    found
}

fn is_figure(sheet: &Sheet, cell: Cell, value: &Value) -> bool {
    unread::is_number(value) && unread::is_amount(sheet, cell, value)
}

/// Whether rows of these components state what a sentence says of them.
fn are_stated(tables: &[Table<'_>], named: &[ComponentId], amounts: &Amounts) -> bool {
    let is_named =
        |row: &&SeenRow| matches!(&row.seen, Some(Seen::Item(id, None)) if named.contains(id));
    let mut stated: BTreeSet<Money> = BTreeSet::new();
    for table in tables {
        let columns: Vec<&Headed> = table.columns(amounts).collect();
        for row in table.rows().iter().filter(is_named) {
            stated.extend(columns.iter().filter_map(|headed| table.amount(row, headed)));
        }
    }
    amounts.are_among(&stated)
}

struct Table<'a> {
    known: &'a Known<'a>,
    sheet: &'a Sheet,
    framed: &'a Framed,
    unit: MoneyUnit,
    rows: OnceCell<Vec<SeenRow>>,
}

impl Table<'_> {
    fn body(&self) -> std::ops::Range<u32> {
        self.framed.heading.body..self.framed.end
    }

    fn has_notes_in(&self, cell: Cell) -> bool {
        self.framed.heading.is_of_words(cell.column)
    }

    /// Whether a cell stands in a column of figures, where a text is told anyway.
    fn has_figures_in(&self, cell: Cell) -> bool {
        let mut columns = self.framed.heading.columns.iter();
        columns.any(|headed| headed.index == cell.column && headed.is_money())
    }

    fn rows(&self) -> &[SeenRow] {
        self.rows.get_or_init(|| rows::seen(self.known, self.sheet, self.framed).0)
    }

    /// The columns that may state what a sentence says.
    fn columns(&self, amounts: &Amounts) -> impl Iterator<Item = &Headed> {
        let are_paid = amounts.say_paid;
        self.framed.heading.columns.iter().filter(move |headed| match headed.said {
            Some(Said::Measure(Measure::InPeriod | Measure::Cumulative | Measure::Volume)) => true,
            _ => !are_paid && headed.is_money(),
        })
    }

    fn amount(&self, row: &SeenRow, headed: &Headed) -> Option<Money> {
        let unit = headed.unit.unwrap_or(self.unit);
        let cell = Cell::new(row.index, headed.index);
        cells::amount(self.sheet, cell, unit).filter(|amount| !amount.is_zero())
    }

    /// Whether a cell of this table says an amount that no figures state.
    fn says_new(
        &self,
        tables: &[Table<'_>],
        says: &mut Says<'_>,
        cell: Cell,
        text: &str,
        amounts: &Amounts,
    ) -> bool {
        let rows = self.rows();
        let at = rows.partition_point(|row| row.index < cell.row);
        let Some(own) = rows.get(at).filter(|row| row.index == cell.row) else { return false };
        let (above, below) = (&rows[..at], &rows[at + 1..]);
        let is_label = self.framed.heading.label == cell.column;
        let is_said = amounts.say_paid || is_label && amounts.are_bare;
        match &own.seen {
            Some(Seen::Total) => is_said && !amounts.are_among(&self.sums(rows, amounts)),
            // "Tổng cộng: đã giải ngân 277 triệu"
            Some(Seen::Stray | Seen::Item(_, Some(_))) if is_label && says_sum(text) => {
                is_said && !amounts.are_among(&self.sums(rows, amounts))
            }
            Some(Seen::PageSum) => is_said && !amounts.are_among(&self.sums(above, amounts)),
            Some(Seen::Subtotal(id)) => {
                let is_inside = |row: &&SeenRow| of(row).is_none_or(|own| id.covers(own));
                let from = at - above.iter().rev().take_while(is_inside).count();
                is_said
                    && !are_stated(tables, slice::from_ref(id), amounts)
                    && !amounts.are_among(&self.sums(&above[from..], amounts))
            }
            seen if own.is_attribute || matches!(seen, Some(Seen::Part(_))) => {
                // What is a part of figures is in them.
                let is_whole = |row: &&SeenRow| matches!(row.seen, Some(Seen::Item(..)));
                let figures = above.iter().rev().find(is_whole).and_then(|whole| {
                    self.columns(amounts).filter_map(|headed| self.amount(whole, headed)).max()
                });
                is_said && !amounts.are_within(figures)
            }
            Some(Seen::Item(id, work)) => {
                let named = slice::from_ref(id);
                let has_own = work.is_none() || !amounts.say_paid && !amounts.are_bare;
                (is_said || is_label)
                    && !(has_own && are_stated(tables, named, amounts))
                    && !self.parts_state(below, named, amounts)
            }
            _ => {
                let named = says.components(text).to_vec();
                (is_said || !named.is_empty())
                    && !are_stated(tables, &named, amounts)
                    && !self.parts_state(below, &named, amounts)
            }
        }
    }

    /// Whether the rows of the parts below a row state what it says.
    fn parts_state(&self, below: &[SeenRow], named: &[ComponentId], amounts: &Amounts) -> bool {
        let is_below = |id: &ComponentId| named.iter().any(|own| own.covers(id) && own != id);
        let is_part = |row: &&SeenRow| match &row.seen {
            Some(Seen::Total | Seen::Subtotal(_) | Seen::PageSum) => false,
            Some(Seen::Item(id, None) | Seen::Part(Some(id))) => is_below(id),
            Some(Seen::Item(..) | Seen::Part(None) | Seen::Quantity | Seen::Stray) | None => true,
        };
        let count = below.iter().take_while(is_part).count();
        amounts.are_among(&self.sums(&below[..count], amounts))
    }

    /// The sums of rows in the columns that may state what a sentence says. What stands below a row with figures is in it.
    fn sums(&self, rows: &[SeenRow], amounts: &Amounts) -> BTreeSet<Money> {
        let columns: Vec<&Headed> = self.columns(amounts).collect();
        let mut sums = vec![Money::ZERO; columns.len()];
        let mut outer: Option<&ComponentId> = None;
        let mut has_figures = false;
        for row in rows {
            let id = of(row);
            let is_inside = match &row.seen {
                Some(Seen::Total | Seen::Subtotal(_) | Seen::PageSum | Seen::Quantity) => true,
                Some(Seen::Part(None)) => has_figures,
                None => outer.is_some(),
                _ => outer.zip(id).is_some_and(|(outer, id)| outer.covers(id)),
            };
            if is_inside {
                continue;
            }
            let stated: Vec<Option<Money>> =
                columns.iter().map(|headed| self.amount(row, headed)).collect();
            if stated.iter().any(Option::is_some) {
                has_figures = true;
                outer = id.filter(|_| !matches!(row.seen, Some(Seen::Item(_, Some(_)))));
            }
            sums.iter_mut().zip(stated).for_each(|(sum, own)| *sum += own.unwrap_or_default());
        }
        sums.into_iter().filter(|sum| !sum.is_zero()).collect()
    }
}

/// The component that a row is of.
fn of(row: &SeenRow) -> Option<&ComponentId> {
    match &row.seen {
        Some(Seen::Item(id, _) | Seen::Part(Some(id))) => Some(id),
        _ => None,
    }
}
