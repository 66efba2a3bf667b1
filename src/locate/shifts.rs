//! Edits of more than one cell: a figure in the wrong column, a column in the wrong unit of money.

use std::collections::BTreeSet;

use super::candidates::{Wanting, hope, needs};
use super::edit::{Edit, Kind, Sums};
use super::figures::Figures;
use crate::check::gate::site::Site;
use crate::domain::money::Money;
use crate::domain::submission::{Stated, Submission};

/// The weight of a column that is as large as its neighbours, and would not be any more: another column is in the wrong unit.
const AS_LARGE: u32 = 100;

/// The weight of a move that only one of its two cells speaks for.
const ONE_END: u32 = 50;

/// A figure that stands in the column beside the one where it is needed.
pub(super) fn moves(figures: &Figures<'_>, all: &[&Wanting]) -> Vec<Edit> {
    let submission = figures.submission;
    let mut found: BTreeSet<(Site, Site)> = BTreeSet::new();
    for wanting in all {
        for site in wanting.demand.sites() {
            let Some(typed) = site.amount(submission) else { continue };
            for need in needs(submission, site, &[wanting]) {
                let fits = |other: &Site| match typed.is_zero() {
                    true => other.amount(submission) == Some(need.amount),
                    false => other.amount(submission) == Some(Money::ZERO),
                };
                let is_move = typed.is_zero() != need.amount.is_zero();
                for other in site.neighbours(submission).filter(|other| is_move && fits(other)) {
                    let pair = if typed.is_zero() { (other, site) } else { (site, other) };
                    found.insert(pair);
                }
            }
        }
    }
    let apart = found.into_iter().filter(|(from, to)| {
        // Nobody typed what a formula gave, or what the form locks.
        let is_typed = |site: &Site| !site.is_formula(submission) && !site.is_locked(submission);
        if !is_typed(from) || !is_typed(to) {
            return false;
        }
        let columns = &from.table_of(submission).columns;
        let is_part = |whole: usize, part: usize| {
            columns[whole].splits.iter().flatten().any(|&at| at == part)
        };
        !is_part(from.column, to.column) && !is_part(to.column, from.column)
    });
    let edit = |(from, to): (Site, Site)| {
        let amount = from.amount(submission)?;
        let wants = |site: Site, wanted: Money| {
            needs(submission, site, all).iter().any(|need| need.is_met_by(wanted))
        };
        let kind = Kind::Moved(to);
        let is_wanted = [wants(from, Money::ZERO), wants(to, amount)];
        let weight = match is_wanted {
            [true, true] => kind.weight(),
            // Missed at one end only, it is believed between the sources and years of one measure.
            _ if from.column_of(submission).measure == to.column_of(submission).measure => ONE_END,
            _ => return None,
        };
        Some(Edit {
            at: from,
            kind,
            changes: vec![(from, to.stated(submission)), (to, Stated::Amount(amount))],
            value: None,
            weight,
            hope: hope(figures, all, &[(from, Money::ZERO), (to, amount)]),
            sums: Sums::Stand,
        })
    };
    apart.filter_map(edit).collect()
}

/// Whole columns in a wrong unit of money: in two rows or more the cell would have to be the same power of ten away.
pub(super) fn columns(figures: &Figures<'_>, all: &[&Wanting]) -> Vec<Edit> {
    let submission = figures.submission;
    let mut rows: BTreeSet<(usize, usize, i32, usize)> = BTreeSet::new();
    for wanting in all {
        for site in wanting.demand.sites() {
            let Some(typed) = site.amount(submission).filter(|typed| !typed.is_zero()) else {
                continue;
            };
            for need in needs(submission, site, &[wanting]) {
                for power in [-6, -3, 3, 6] {
                    if typed.shifted(power).is_some_and(|amount| need.is_nearly_met_by(amount)) {
                        rows.insert((site.table, site.column, power, site.row));
                    }
                }
            }
        }
    }
    let rows: Vec<_> = rows.into_iter().collect();
    let same = |a: &(usize, usize, i32, usize), b: &(usize, usize, i32, usize)| {
        (a.0, a.1, a.2) == (b.0, b.1, b.2)
    };
    let columns = rows.chunk_by(same).filter(|rows| 2 <= rows.len());
    columns.filter_map(|rows| column(figures, all, rows[0])).collect()
}

fn column(
    figures: &Figures<'_>,
    all: &[&Wanting],
    (table, column, power, _): (usize, usize, i32, usize),
) -> Option<Edit> {
    let submission = figures.submission;
    let rows = 0..submission.tables[table].rows.len();
    let sites = rows.map(|row| Site { table, row, column });
    let amounts = sites.filter_map(|site| {
        let amount = site.stated(submission).amount().filter(|amount| !amount.is_zero())?;
        Some((site, amount))
    });
    let scaled: Option<Vec<(Site, Money)>> =
        amounts.map(|(site, amount)| Some((site, amount.shifted(power)?))).collect();
    let scaled = scaled?;
    let &(at, value) = scaled.first()?;
    let kind = Kind::Column(power);
    let others = of_others(submission, table, column);
    let is_nearer = |power: i32| {
        let digits = digits(scaled.iter().map(|(_, amount)| *amount));
        Some(digits?.abs_diff(others?) <= digits?.saturating_add_signed(power).abs_diff(others?))
    };
    Some(Edit {
        at,
        kind,
        hope: hope(figures, all, &scaled),
        weight: if is_nearer(power).unwrap_or(true) { kind.weight() } else { AS_LARGE },
        changes: scaled.into_iter().map(|(site, amount)| (site, Stated::Amount(amount))).collect(),
        value: Some(value),
        sums: Sums::Stand,
    })
}

/// How large the figures of the other columns are.
fn of_others(submission: &Submission, table: usize, column: usize) -> Option<u32> {
    let of = &submission.tables[table];
    let columns = (0..of.columns.len()).filter(|&at| at != column);
    let sites = columns.flat_map(|column| (0..of.rows.len()).map(move |row| (row, column)));
    digits(sites.filter_map(|(row, column)| of.at(row, column).amount()))
}

/// The digits that half of these amounts have at most; nothing counts for none.
fn digits(amounts: impl Iterator<Item = Money>) -> Option<u32> {
    let mut digits: Vec<u32> =
        amounts.filter_map(|amount| amount.as_dong().unsigned_abs().checked_ilog10()).collect();
    digits.sort_unstable();
    digits.get(digits.len() / 2).copied()
}
