//! Where is the fault? Findings that touch the same cells are one group; the smallest edit that clears most of them is told.
//!
//! The rule of a finding says what its cells would have to hold for it to go away (`check::gate::demand`). From that come
//! the edits that are worth a trial (`candidates`, `shifts`): a figure that is a slip of the hand (`digits`) away from the
//! one that is needed, a figure in the wrong column, a sum that misses a row, a column in the wrong unit. Each is tried on a
//! copy of the submission: the rules run again say what it clears (`apply`), and one that brings up anything new is none.
//! What clears most is told, where it stands out from what clears as much (`choose`); else nothing is: better no suggestion
//! than a guess. What is wrong `throughout` a report is one fault, whatever it breaks. What reading set aside for its unit
//! of money needs no trial, and the gate says it (`check::gate::misread`): it may be all that there is of a file.
//!
//! The work is bounded: `MOST_FINDINGS` findings of a submission are looked at, the worst and largest first, and so
//! many trials are made that a file full of errors costs no more than some of `MOST_WORK`. Without findings nothing is done.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::apply::Trial;
use self::candidates::Wanting;
use self::choose::Chosen;
use self::edit::Edit;
use crate::check::gate::demand::Demands;
use crate::check::gate::site::Site;
use crate::check::{Case, rules};
use crate::domain::context::Context;
use crate::domain::rule::{Fault, Finding, Severity};
use crate::domain::submission::Submission;

mod absent;
mod apply;
mod candidates;
mod choose;
mod digits;
mod edit;
mod shifts;
mod throughout;
mod uncounted;
#[cfg(test)]
mod tests;
mod wording;

/// So many findings of a submission are looked at.
const MOST_FINDINGS: usize = 200;

/// More cells of one finding are not looked at: a sum of a thousand rows points at none of them.
const MOST_CELLS: usize = 400;

/// So many trials are made for a submission at most.
const MOST_TRIALS: usize = 400;

/// So many cells are looked at again in all the trials of a submission: under a second of work.
const MOST_WORK: usize = 4_000_000;

/// What a finding costs in a trial, in cells: its sentence is put together again.
const FINDING: usize = 16;

/// Fills `fault` and `is_consequence` of the findings of one submission. `within` is the period that is aggregated.
///
/// Findings that were accepted stay out of it, and so do those of files and headings.
pub fn faults(case: &Case<'_>, within: Context<'_>, findings: &mut [Finding]) {
    let submission = case.submission;
    if let Some((fault, cleared)) = throughout::fault(submission, findings) {
        tell(findings, &cleared, fault);
    }
    let mut open = wanting(case, findings);
    if open.is_empty() {
        return;
    }
    let cells: usize = submission.tables.iter().map(|table| table.cells.len()).sum();
    let work = cells + submission.lines.len() + FINDING * findings.len();
    let mut left = MOST_TRIALS.min(MOST_WORK / (work + 1));
    let mut trial = Trial::new(case, within, findings);
    for edit in uncounted::rows(submission, open.values()) {
        let weights = weights(&open, open.keys());
        let chosen = choose::choose(&mut trial, &weights, vec![edit], &mut left);
        if let Some(mut chosen) = chosen {
            open.retain(|at, _| !chosen.cleared.contains(at));
            chosen.cleared.extend(of_cells(submission, findings, &chosen.edit));
            let of = chosen.cleared.len();
            tell(findings, &chosen.cleared, fault(submission, &chosen, of));
        }
    }
    for absent in absent::rows(submission, findings, &open) {
        open.retain(|at, _| !absent.cleared.contains(at));
        let words = wording::absent(submission, &absent);
        let place = absent.parent.place(submission);
        let (clears, of) = (absent.cleared.len(), absent.cleared.len());
        tell(findings, &absent.cleared, Fault { place, value: None, clears, of, words });
    }
    let columns = shifts::columns(submission, &open.values().collect::<Vec<_>>());
    for column in columns {
        let weights = weights(&open, open.keys());
        let chosen = choose::choose(&mut trial, &weights, vec![column], &mut left);
        if let Some(chosen) = chosen.filter(|chosen| 2 < chosen.cleared.len()) {
            let of = chosen.cleared.len();
            tell(findings, &chosen.cleared, fault(submission, &chosen, of));
            open.retain(|at, _| !chosen.cleared.contains(at));
        }
    }
    let moves = shifts::moves(submission, &open.values().collect::<Vec<_>>());
    let mut groups = groups(open.keys().copied().collect(), &open, &moves);
    while let Some(group) = groups.pop() {
        let weights = weights(&open, group.iter());
        let wanting: Vec<&Wanting> = group.iter().map(|at| &open[at]).collect();
        let mut edits = candidates::edits(submission, &wanting);
        let is_here = |edit: &&Edit| touches(edit, &wanting);
        edits.extend(moves.iter().filter(is_here).cloned());
        let chosen = choose::choose(&mut trial, &weights, edits, &mut left);
        let Some(chosen) = chosen else { continue };
        tell(findings, &chosen.cleared, fault(submission, &chosen, group.len()));
        let rest = group.into_iter().filter(|at| !chosen.cleared.contains(at)).collect();
        groups.extend(self::groups(rest, &open, &moves));
    }
}

/// The findings that an edit of a figure may clear, with what they demand.
fn wanting(case: &Case<'_>, findings: &[Finding]) -> BTreeMap<usize, Wanting> {
    let is_looked_at = |finding: &Finding| {
        finding.accepted.is_none()
            && finding.fault.is_none()
            && finding.severity != Severity::Note
            && rules::demand_of(finding.rule).is_some()
    };
    let mut worst: Vec<usize> =
        (0..findings.len()).filter(|&at| is_looked_at(&findings[at])).collect();
    worst.sort_by_key(|&at| (findings[at].severity, Reverse(findings[at].money())));
    worst.truncate(MOST_FINDINGS);
    let demands = Demands::new(case);
    let wanting = worst.into_iter().filter_map(|at| {
        let problem = &findings[at].problem;
        let demand = rules::demand_of(problem.rule)?;
        let demand = demand(&demands, Site::named(case.submission, &problem.place)?, problem)?;
        let cells = demand.sites().len();
        if cells == 0 || MOST_CELLS < cells {
            return None;
        }
        let weight = if findings[at].severity == Severity::Error { 3 } else { 1 };
        Some((at, Wanting { demand, weight }))
    });
    wanting.collect()
}

/// The findings that name the cells of an edit: what an error cell brings up is its consequence.
fn of_cells(submission: &Submission, findings: &[Finding], edit: &Edit) -> Vec<usize> {
    let places: BTreeSet<_> = edit.changes.iter().map(|(site, _)| site.place(submission)).collect();
    let is_lost = |finding: &Finding| {
        finding.accepted.is_none()
            && finding.fault.is_none()
            && rules::demand_of(finding.rule).is_none()
            && places.contains(&finding.problem.place)
    };
    (0..findings.len()).filter(|&at| is_lost(&findings[at])).collect()
}

fn weights<'a>(
    open: &BTreeMap<usize, Wanting>,
    group: impl Iterator<Item = &'a usize>,
) -> BTreeMap<usize, u32> {
    group.map(|at| (*at, open[at].weight)).collect()
}

fn touches(edit: &Edit, group: &[&Wanting]) -> bool {
    let cells = || edit.changes.iter().map(|(site, _)| site);
    group.iter().any(|wanting| {
        let sites = wanting.demand.sites();
        cells().any(|site| sites.contains(site))
    })
}

/// Findings that hang together: by a cell that they share, or by a figure that may have been moved between their cells.
fn groups(
    of: BTreeSet<usize>,
    open: &BTreeMap<usize, Wanting>,
    moves: &[Edit],
) -> Vec<BTreeSet<usize>> {
    let mut groups: Vec<(BTreeSet<Site>, BTreeSet<usize>)> = Vec::new();
    let cells = of.into_iter().map(|at| {
        let sites: BTreeSet<Site> = open[&at].demand.sites().into_iter().collect();
        (sites, BTreeSet::from([at]))
    });
    let hop = moves.iter().map(|edit| {
        (edit.changes.iter().map(|(site, _)| *site).collect::<BTreeSet<Site>>(), BTreeSet::new())
    });
    for (mut sites, mut members) in cells.chain(hop) {
        groups.retain_mut(|(other, of_other)| {
            let is_apart = sites.is_disjoint(other);
            if !is_apart {
                sites.append(other);
                members.append(of_other);
            }
            is_apart
        });
        groups.push((sites, members));
    }
    groups.into_iter().map(|(_, members)| members).filter(|group| !group.is_empty()).collect()
}

fn fault(submission: &Submission, chosen: &Chosen, of: usize) -> Fault {
    let (edit, clears) = (&chosen.edit, chosen.cleared.len());
    let words = wording::suggestion(submission, edit, clears, of);
    Fault { place: edit.at.place(submission), value: edit.value, clears, of, words }
}

/// Writes the suggestion to the findings that it clears; the one at the cell to mend leads, else the worst and largest.
fn tell(findings: &mut [Finding], cleared: &BTreeSet<usize>, fault: Fault) {
    let rank = |at: &&usize| {
        let finding = &findings[**at];
        (finding.problem.place != fault.place, finding.severity, Reverse(finding.money()), **at)
    };
    let Some(&lead) = cleared.iter().min_by_key(rank) else { return };
    let fault = Arc::new(fault);
    for &at in cleared {
        findings[at].fault = Some(fault.clone());
        findings[at].is_consequence = at != lead;
    }
}
