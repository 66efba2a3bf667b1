//! The rows of a table: what each stands for, what it says of its money, and which row it is a part of.
//!
//! Some rows name no component but a funding type, a source or a plan year ("- NSTW", "Vốn sự nghiệp"). Below a
//! component they split its money; above some ("A. Vốn đầu tư") they say it for all of them, until the next such row.

mod above;
mod label;
mod measured;
mod placing;
mod told;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use self::placing::Placing;
pub(super) use self::told::{LONGEST_LABEL, SeenRow, seen};
use super::Known;
use crate::domain::code::ComponentId;
use crate::domain::key::{Key, below};
use crate::domain::mark;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::submission::{Row, RowKind};
use crate::read::Sheet;
use crate::recognise::Framed;
use crate::recognise::rows::{Doubt, RowReader};

/// The rows of a table. Lists of rows are indices into `rows`.
#[derive(Default)]
pub(super) struct Rows {
    /// Those that stand for something or hold money, each with its parent.
    pub rows: Vec<Row>,
    /// Which of them repeat another (GN205).
    pub repeated: Vec<usize>,
    /// Which of them only split the money of the row above them by funding type, source or year.
    pub splits: Vec<usize>,
    /// Which of them say that they are a part of the row above ("Trong đó: …").
    pub parts: Vec<usize>,
    /// Which of them say that they are the sum of a page.
    pub page_sums: Vec<usize>,
    /// Which nodes are known by a number alone.
    pub by_number: BTreeSet<usize>,
    /// Which of them may be other ones than their labels say, and why.
    pub doubtful: Vec<(usize, Doubt)>,
    /// Which of them are in another unit of money than the table.
    pub other_unit: Vec<usize>,
    /// Where the reader stands behind the last one: a table on the next sheet may go on from there.
    pub end: Option<ComponentId>,
}

/// Where a table's money stands, and what it is in.
pub(super) struct MoneyColumns<'a> {
    /// The columns.
    pub columns: &'a [u32],
    /// The unit of money.
    pub unit: MoneyUnit,
}

/// Whether it is the page of our form on which a unit says what it proposes of its plans: each row has its code, and the free
/// rows at its end may say more of a component than once.
pub(super) fn is_page_of_proposals(sheet: &Sheet, framed: &Framed) -> bool {
    *sheet.name == *mark::PROPOSALS && framed.heading.code.is_some()
}

/// Sets aside the rows of that page that have no code and are no work of the unit's plan: a free row is nothing of the row
/// above it.
pub(super) fn set_uncoded_apart(
    sheet: &Sheet,
    framed: &Framed,
    rows: &mut [Row],
    plan: &BTreeMap<Key, Money>,
) {
    let Some(code) = framed.heading.code.filter(|_| is_page_of_proposals(sheet, framed)) else {
        return;
    };
    for row in rows {
        let RowKind::Item(id, Some(work)) = &row.kind else { continue };
        let has_code = !sheet.text(Cell::new(row.index, code)).trim().is_empty();
        if !has_code && below(plan, id, Some(work)).next().is_none() {
            (row.kind, row.parent) = (RowKind::Stray, None);
        }
    }
}

/// Reads the rows of a table whose money stands in the columns `money`; `before` is where the table before it ended,
/// if this one goes on with it.
pub(super) fn rows(
    known: &Known<'_>,
    sheet: &Sheet,
    framed: &Framed,
    money: &MoneyColumns<'_>,
    before: Option<ComponentId>,
) -> Rows {
    let mut reader = RowReader::new(known.names, framed.scope.program.clone()).after(before);
    let mut told = told::told(known, sheet, framed, money, &mut reader);
    if let Some(program) = &framed.scope.program {
        told::stand_for(program, &mut told);
    }
    let budget = known.context.year();
    let mut placing = Placing::new(&told, budget, framed.scope.program.clone());
    for at in 0..told.len() {
        placing.place(at);
    }
    Rows { end: reader.current().cloned(), ..placing.end() }
}

/// Makes some of the splitting rows, and those that split them in turn, repeat what is told elsewhere.
pub(super) fn details(rows: &mut [Row], splits: &[usize], repeating: &BTreeSet<usize>) {
    for &at in splits {
        let is_below = rows[at].parent.is_some_and(|parent| rows[parent].kind == RowKind::Detail);
        if is_below || repeating.contains(&at) {
            rows[at].kind = RowKind::Detail;
        }
    }
}
