//! A row that was left out: its parent is larger than the rows below it in one measure after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::Wanting;
use super::digits::slips;
use super::edit::Absent;
use super::figures::Figures;
use crate::check::gate::demand::{Demand, SumKind};
use crate::check::gate::site::Site;
use crate::domain::key::Key;
use crate::domain::money::Money;
use crate::domain::rule::Finding;
use crate::domain::submission::{Measure, RowKind, Stated, Submission};
use crate::rules::CUMULATIVE_FELL;

/// A cell that is too large, by how much, and the finding that says so.
type Gap = (Site, Money, usize);

/// The rows that are missing. A slip of the hand spoils one column; a row that is left out spoils all that it had
/// figures in, upwards everywhere, and what was paid of it is no more than was planned.
pub(super) fn rows(
    figures: &Figures<'_>,
    findings: &[Finding],
    open: &BTreeMap<usize, Wanting>,
) -> Vec<Absent> {
    let submission = figures.submission;
    let mut parents: BTreeMap<(usize, usize), Vec<Gap>> = BTreeMap::new();
    for (at, wanting) in open {
        let Demand::Sum { whole, parts, gap, kind: SumKind::Table, .. } = &wanting.demand else {
            continue;
        };
        let (Some(site), Some(part)) = (whole.first(), parts.first()) else { continue };
        // A formula counts no row that is not there.
        if part.row != site.row && !figures.follows(*site) {
            parents.entry((site.table, site.row)).or_default().push((*site, *gap, *at));
        }
    }
    let missing = missing(findings);
    let rows = parents.into_iter().filter_map(|(at, mut gaps)| {
        gaps.sort();
        if is_doubted_elsewhere(&gaps, open) {
            return None;
        }
        let is_below = |row: &Key| {
            parent(submission, row).is_some_and(|parent| (parent.table, parent.row) == at)
        };
        let mut below = missing.iter().filter(|(row, _)| is_below(row)).map(|(_, of)| of);
        let missed = below.next().filter(|_| below.next().is_none());
        absent(submission, findings, &gaps, missed)
    });
    rows.collect()
}

/// Whether a row that is there is doubted by another finding: then its figures may be what is missing.
fn is_doubted_elsewhere(gaps: &[Gap], open: &BTreeMap<usize, Wanting>) -> bool {
    let own: BTreeSet<usize> = gaps.iter().map(|(.., at)| *at).collect();
    let others = open.iter().filter(|(at, _)| !own.contains(at));
    let doubted: BTreeSet<Site> = others.flat_map(|(_, wanting)| wanting.demand.sites()).collect();
    let mut parts = own.iter().flat_map(|at| match &open[at].demand {
        Demand::Sum { parts, .. } => parts.as_slice(),
        _ => &[],
    });
    parts.any(|part| doubted.contains(part))
}

/// The row that is missing below the parent with these gaps; `missed` are the findings that miss one there, where it is one.
fn absent(
    submission: &Submission,
    findings: &[Finding],
    gaps: &[Gap],
    missed: Option<&BTreeSet<usize>>,
) -> Option<Absent> {
    let columns = |site: &Site| site.column_of(submission);
    let is_part = |site: &Site| {
        gaps.iter()
            .any(|(other, ..)| columns(other).splits.iter().flatten().any(|&at| at == site.column))
    };
    let widest: Vec<(Site, Money)> = gaps
        .iter()
        .filter(|(site, ..)| !is_part(site))
        .map(|(site, gap, _)| (*site, *gap))
        .collect();
    let of = |measure: Measure| -> Option<Money> {
        let own = widest.iter().filter(|(site, _)| columns(site).measure == measure);
        own.map(|(_, gap)| *gap).reduce(|sum, gap| sum + gap)
    };
    let measures: BTreeSet<Measure> =
        widest.iter().map(|(site, _)| columns(site).measure).collect();
    let is_spent_within = match (of(Measure::Plan), of(Measure::Cumulative)) {
        (Some(plan), Some(paid)) => paid <= plan,
        _ => true,
    };
    let is_upwards = gaps.iter().all(|(_, gap, _)| Money::ZERO < *gap);
    // The register or the last report misses a row that is no larger than the gap.
    let is_enough = |&at: &usize| {
        let gap = match findings[at].rule == &CUMULATIVE_FELL {
            true => of(Measure::Cumulative),
            false => of(Measure::Plan),
        };
        gap.zip(findings[at].problem.expected).is_some_and(|(gap, expected)| expected <= gap)
    };
    let missed = missed.filter(|missed| missed.iter().all(is_enough));
    let is_seen = 2 <= measures.len() || missed.is_some();
    if !is_seen || !is_upwards || !is_spent_within || may_be_of_others(submission, gaps) {
        return None;
    }
    let missed = missed.into_iter().flatten().copied();
    let cleared = gaps.iter().map(|(.., at)| *at).chain(missed);
    Some(Absent { parent: gaps.first()?.0, cleared: cleared.collect(), gaps: widest })
}

/// Rows that the plan or the last report has and this one has not, where several findings say so of one row: what was
/// planned of it, and what was disbursed before, source by source.
pub(super) fn unreported(findings: &[Finding]) -> Vec<(Key, BTreeSet<usize>)> {
    missing(findings).into_iter().filter(|(_, of)| 1 < of.len()).collect()
}

/// The rows that findings miss, with those findings that nothing explains so far.
fn missing(findings: &[Finding]) -> Vec<(Key, BTreeSet<usize>)> {
    let mut rows: BTreeMap<&Key, BTreeSet<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let is_open = finding.fault.is_none() && finding.accepted.is_none();
        if let Some(row) = finding.problem.missing.as_ref().filter(|_| is_open) {
            rows.entry(row).or_default().insert(at);
        }
    }
    rows.into_iter().map(|(row, of)| (row.clone(), of)).collect()
}

/// The row that a missing one belongs below: that of its component, or of the next one above; its first cell.
pub(super) fn parent(submission: &Submission, row: &Key) -> Option<Site> {
    let mut above = match row.work {
        Some(_) => Some(row.component.clone()),
        None => row.component.parent(),
    };
    while let Some(component) = above {
        let is_it = |kind: &RowKind| *kind == RowKind::Item(component.clone(), None);
        for (table, of) in submission.tables.iter().enumerate() {
            if let Some(row) = of.rows.iter().position(|row| is_it(&row.kind)) {
                return Some(Site { table, row, column: 0 });
            }
        }
        above = component.parent();
    }
    None
}

/// Whether it may be what rows that are there lack: in each of these columns one of them is blank, or a slip of the hand
/// smaller by as much; a round gap is a wrong digit away from many figures, and speaks for nothing alone.
fn may_be_of_others(submission: &Submission, gaps: &[Gap]) -> bool {
    const STRONG: u32 = 100;
    let lacks = |site: Site, gap: Money| match site.stated(submission) {
        Stated::Blank => Some(STRONG),
        Stated::Amount(typed) => {
            let slips = slips(typed, site.unit(submission)).into_iter();
            let fitting = slips.filter(|(_, meant)| *meant == typed + gap);
            fitting.map(|(slip, _)| slip.weight()).max()
        }
        _ => None,
    };
    let of_column = |&(site, gap, _): &Gap| {
        let below = site.table_of(submission).children(site.row);
        below.filter_map(|row| lacks(Site { row, ..site }, gap)).max()
    };
    let weights: Option<Vec<u32>> = gaps.iter().map(of_column).collect();
    weights.is_some_and(|of| of.iter().any(|weight| STRONG <= *weight))
}
