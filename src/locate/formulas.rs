//! Formulas that do what they say and say what the table is not: a range that stops a row short, runs on into the next
//! item, counts a sum and its parts. The text is the proof; the remedy is to change it, and never to type over it.

use std::collections::BTreeMap;

use super::candidates::{Wanting, hope};
use super::edit::{Changes, Edit, Kind, Sums};
use crate::check::gate::demand::{Demand, SumKind};
use crate::check::gate::formula::{self, Along, Astray};
use crate::check::gate::grid::Grid;
use crate::check::gate::site::Site;
use crate::domain::money::Money;
use crate::domain::submission::{Stated, Submission};

/// What formulas share that were filled to the right or downwards: where they stand, along what they add up, and what they
/// miss, count twice or run over.
type Shape = (usize, Along, usize, [Vec<usize>; 3]);

/// An edit for each formula that is wrong, those first that are one mistake: of one formula filled along a row or a column.
pub(super) fn edits(submission: &Submission, open: &[&Wanting]) -> Vec<Edit> {
    let mut wrong: BTreeMap<Shape, BTreeMap<Site, Money>> = BTreeMap::new();
    let grids: Vec<Grid<'_>> = submission.tables.iter().map(Grid::new).collect();
    let mut columns: BTreeMap<(usize, usize), BTreeMap<usize, Astray<'_>>> = BTreeMap::new();
    for wanting in open {
        let Demand::Sum { whole, parts, gap, kind: SumKind::Table, .. } = &wanting.demand else {
            continue;
        };
        let ([sum], Some(part)) = (whole.as_slice(), parts.first()) else { continue };
        let along = if part.row == sum.row { Along::Columns } else { Along::Rows };
        let column = columns.entry((sum.table, sum.column)).or_insert_with(|| {
            let rows = 0..sum.table_of(submission).rows.len();
            let astray = |row| Some((row, formula::astray(&grids[sum.table], row, sum.column)?));
            rows.filter_map(astray).collect()
        });
        let astray = column.get(&sum.row);
        let Some(astray) = astray.filter(|of| of.along == along && !is_shared(column, of)) else {
            continue;
        };
        let Some(typed) = sum.amount(submission) else { continue };
        let line = if along == Along::Rows { sum.row } else { sum.column };
        let wrongs = [&astray.missed, &astray.twice, &astray.beyond].map(Clone::clone);
        let shape = (sum.table, along, line, wrongs);
        wrong.entry(shape).or_default().insert(*sum, typed - *gap);
    }
    let edit = |along: Along, cells: Vec<(Site, Money)>| {
        let &(at, value) = cells.first()?;
        let kind = Kind::Formula(along);
        let stated = |&(site, amount): &(Site, Money)| (site, Stated::Amount(amount));
        Some(Edit {
            at,
            kind,
            hope: hope(submission, open, &cells),
            changes: cells.iter().map(stated).collect::<Changes>(),
            value: Some(value),
            weight: kind.weight(),
            sums: Sums::Stand,
        })
    };
    let mut edits = Vec::new();
    for ((_, along, ..), cells) in wrong {
        edits.extend(edit(along, cells.clone().into_iter().collect()));
        if 1 < cells.len() {
            edits.extend(cells.into_iter().filter_map(|cell| edit(along, vec![cell])));
        }
    }
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.changes.len()));
    edits
}

/// Whether one formula of a column leaves out what another one counts beside its sum: the unit's formulas agree with each
/// other, and it is the place of that row in the table that is seen otherwise.
fn is_shared(column: &BTreeMap<usize, Astray<'_>>, astray: &Astray<'_>) -> bool {
    let meets = |a: &[usize], b: &[usize]| a.iter().any(|at| b.contains(at));
    let mut others = column.values().filter(|other| other.along == Along::Rows);
    astray.along == Along::Rows
        && others
            .any(|other| meets(&astray.missed, &other.twice) || meets(&astray.twice, &other.missed))
}
