//! Formulas that do what they say and say what the table is not: a range that stops a row short, runs on into the next
//! item, counts a sum and its parts. The text is the proof; the remedy is to change it, and never to type over it.

use std::collections::BTreeMap;

use super::candidates::{Wanting, hope};
use super::edit::{Changes, Edit, Kind, Sums};
use super::figures::Figures;
use crate::check::gate::demand::{Demand, SumKind};
use crate::check::gate::formula::{Along, Says};
use crate::check::gate::site::Site;
use crate::domain::money::Money;
use crate::domain::submission::Stated;

/// What formulas share that were filled to the right or downwards: where they stand, along what they add up, and what they
/// miss, count twice or run over.
type Shape = (usize, Along, usize, [Vec<usize>; 3]);

/// An edit for each formula that is wrong, those first that are one mistake: of one formula filled along a row or a column.
pub(super) fn edits(figures: &Figures<'_>, open: &[&Wanting]) -> Vec<Edit> {
    let submission = figures.submission;
    let mut wrong: BTreeMap<Shape, BTreeMap<Site, Money>> = BTreeMap::new();
    for wanting in open {
        let Demand::Sum { whole, parts, gap, kind: SumKind::Table, .. } = &wanting.demand else {
            continue;
        };
        let ([sum], Some(part)) = (whole.as_slice(), parts.first()) else { continue };
        let along = if part.row == sum.row { Along::Columns } else { Along::Rows };
        let Says::Astray(astray) = figures.says(*sum) else { continue };
        if astray.along != along {
            continue;
        }
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
            hope: hope(figures, open, &cells),
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
