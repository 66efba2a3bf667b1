//! Where is the fault? Findings that touch the same cells are one group; the smallest edit that clears most of them is told.
//!
//! The rule of a finding says what its cells would have to hold for it to go away (`check::gate::demand`). From that come
//! the edits that are worth a trial (`candidates`, `shifts`): a figure that is a slip of the hand (`digits`) away from the
//! one that is needed, a figure in the wrong column, a sum that misses a row, a column in the wrong unit. Before them come the
//! causes of many findings at once: a work under another name (`renamed`), a total left blank or in error (`uncounted`), a
//! row that formulas put elsewhere (`apart`), a formula that says what the table is not (`formulas`), a column that nobody
//! understood (`unknown`), a row that was left out (`absent`). Each is tried on a
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
use self::choose::{Choice, Chosen};
use self::edit::{Edit, Kind};
use self::figures::Figures;
use crate::check::gate::demand::{Demand, Demands};
use crate::check::gate::site::Site;
use crate::check::{Case, rules};
use crate::domain::context::Context;
use crate::domain::rule::{Candidate, Fault, Finding, Severity};
use crate::domain::submission::Submission;
use crate::rules::LINE_NOT_IN_PLAN;

mod absent;
mod apart;
mod apply;
mod candidates;
mod choose;
mod digits;
mod edit;
mod figures;
mod formulas;
mod lines;
mod pairs;
mod renamed;
mod rounded;
mod shifts;
mod throughout;
mod uncounted;
mod unknown;
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
    let open = wanting(case, findings);
    if open.is_empty() && absent::unreported(findings).is_empty() {
        return;
    }
    let cells: usize = submission.tables.iter().map(|table| table.cells.len()).sum();
    let work = cells + submission.lines.len() + FINDING * findings.len();
    let left = MOST_TRIALS.min(MOST_WORK / (work + 1));
    let figures = Figures::new(submission);
    let trial = Trial::new(case, &figures, within, findings);
    let figures = &figures;
    let doubted = doubted(&open);
    let mut search = Search { case, submission, figures, findings, open, doubted, trial, left };
    search.renamed_works();
    search.uncounted_rows();
    search.rows_apart();
    search.formulas();
    search.unknown_columns();
    search.absent_rows();
    search.unreported_rows();
    search.columns();
    search.cells();
}

/// What is looked for among the findings of one submission: first what one cause in many cells brings about, last the cells.
struct Search<'a> {
    case: &'a Case<'a>,
    submission: &'a Submission,
    figures: &'a Figures<'a>,
    findings: &'a mut [Finding],
    /// The findings that nothing explains so far, by their index.
    open: BTreeMap<usize, Wanting>,
    /// The rows (table, row) that each of them doubted.
    doubted: BTreeMap<usize, BTreeSet<(usize, usize)>>,
    trial: Trial<'a>,
    /// The trials that are left.
    left: usize,
}

impl Search<'_> {
    fn renamed_works(&mut self) {
        let renamed = renamed::works(self.case, &mut self.trial, self.findings, &mut self.left);
        for of in renamed {
            // The row that the plan does not have asks the question.
            let place = |at: &usize| &self.findings[*at].problem.place;
            let is_other = |at: &usize| self.findings[*at].rule != &LINE_NOT_IN_PLAN;
            let named = of.cleared.iter().filter(|at| place(at).cell.is_some());
            let Some(first) = named.min_by_key(|at| (is_other(at), **at)) else { continue };
            let (place, clears) = (place(first).clone(), of.cleared.len());
            let words = wording::renamed(&of.from, &of.to, clears);
            self.tell(&of.cleared, Fault::cause(place, clears, words));
        }
    }

    fn uncounted_rows(&mut self) {
        for edit in uncounted::rows(self.submission, self.open.values()) {
            let Some(mut chosen) = self.choose(&[edit]) else { continue };
            // What an error cell brings up is its consequence.
            chosen.cleared.extend(self.of_cells(&chosen.edit));
            let of = chosen.cleared.len();
            self.tell(&chosen.cleared, fault(self.submission, &chosen, of));
        }
    }

    fn rows_apart(&mut self) {
        let (rows, all) = apart::rows(self.figures, &self.open);
        for apart in rows {
            let words = wording::apart(self.submission, &apart);
            let (place, clears) = (apart.row.place(self.submission), apart.explained.len());
            self.tell(&apart.explained, Fault::cause(place, clears, words));
        }
        self.open.retain(|at, _| !all.contains(at));
    }

    fn formulas(&mut self) {
        for edit in formulas::edits(self.figures, &self.open.values().collect::<Vec<_>>()) {
            // Formulas that were told as one mistake are not told one by one.
            let is_open = |wanting: &Wanting| match &wanting.demand {
                Demand::Sum { whole, .. } => edit.changes.iter().any(|(at, _)| whole.contains(at)),
                _ => false,
            };
            if !self.open.values().any(is_open) {
                continue;
            }
            let Some(chosen) = self.choose(&[edit]) else { continue };
            self.tell(&chosen.cleared, fault(self.submission, &chosen, chosen.cleared.len()));
        }
    }

    fn unknown_columns(&mut self) {
        for counted in unknown::columns(self.submission, self.findings, &self.open) {
            let Some(mut chosen) = self.choose(&[counted.edit]) else { continue };
            chosen.cleared.insert(counted.finding);
            let place = self.findings[counted.finding].problem.place.clone();
            let of = chosen.cleared.len();
            self.tell(&chosen.cleared, Fault { place, ..fault(self.submission, &chosen, of) });
        }
    }

    fn absent_rows(&mut self) {
        for absent in absent::rows(self.figures, self.findings, &self.open) {
            let words = wording::absent(self.submission, &absent);
            let place = absent.parent.place(self.submission);
            let clears = absent.cleared.len();
            self.tell(&absent.cleared, Fault::cause(place, clears, words));
        }
    }

    fn unreported_rows(&mut self) {
        for (row, cleared) in absent::unreported(self.findings) {
            let parent = absent::parent(self.submission, &row).map(|at| at.place(self.submission));
            let file = || Some(self.findings[*cleared.first()?].problem.place.clone());
            let Some(place) = parent.or_else(file) else { continue };
            let words = wording::unreported(&self.case.context, &row, cleared.len());
            self.tell(&cleared, Fault::cause(place, cleared.len(), words));
        }
    }

    fn columns(&mut self) {
        loop {
            let edits = shifts::columns(self.figures, &self.open.values().collect::<Vec<_>>());
            // Where two columns would do, neither is told.
            let chosen = self.choose(&edits).filter(|chosen| 2 < chosen.cleared.len());
            let Some(chosen) = chosen else { return };
            self.tell(&chosen.cleared, fault(self.submission, &chosen, chosen.cleared.len()));
        }
    }

    fn cells(&mut self) {
        let moves = shifts::moves(self.figures, &self.open.values().collect::<Vec<_>>());
        let mut groups = groups(self.open.keys().copied().collect(), &self.open, &moves);
        while let Some(group) = groups.pop() {
            let weights = weights(&self.open, group.iter());
            let wanting: Vec<&Wanting> = group.iter().map(|at| &self.open[at]).collect();
            let mut edits = candidates::edits(self.figures, &wanting);
            let is_here = |edit: &&Edit| touches(edit, &wanting);
            edits.extend(moves.iter().filter(is_here).cloned());
            let choice = choose::choose(&mut self.trial, &weights, &edits, &mut self.left);
            let chosen = match choice {
                Choice::One(chosen) if self.is_doubted_below(&chosen) => continue,
                Choice::One(chosen) => chosen,
                Choice::Tied(tied) if tied.iter().any(|of| self.is_doubted_below(of)) => continue,
                Choice::Tied(tied) => {
                    self.tell_tie(&group, &tied);
                    continue;
                }
                Choice::Nothing => {
                    let (trial, left) = (&mut self.trial, &mut self.left);
                    let pair = pairs::choose(trial, self.figures, &wanting, &weights, &edits, left);
                    if let Some([first, second]) = pair {
                        self.tell(&first.cleared, fault(self.submission, &first, group.len()));
                        let fault = fault(self.submission, &second, group.len());
                        let words = wording::beside(self.submission, &first.edit, &fault.words);
                        self.tell(&second.cleared, Fault { words, ..fault });
                    }
                    continue;
                }
            };
            let rest = group.iter().filter(|at| !chosen.cleared.contains(at)).copied().collect();
            groups.extend(self::groups(rest, &self.open, &moves));
            self.tell(&chosen.cleared, fault(self.submission, &chosen, group.len()));
        }
    }

    /// The one of these edits that clears most of all that is open; `None` where none clears anything without bringing up
    /// something new, or two are as likely.
    fn choose(&mut self, edits: &[Edit]) -> Option<Chosen> {
        let weights = weights(&self.open, self.open.keys());
        match choose::choose(&mut self.trial, &weights, edits, &mut self.left) {
            Choice::One(chosen) => Some(chosen),
            Choice::Tied(_) | Choice::Nothing => None,
        }
    }

    /// Whether a sum is said to be wrong by nothing but itself, and a row that it is of is doubted by another finding: then
    /// that row may be what is wrong.
    fn is_doubted_below(&self, chosen: &Chosen) -> bool {
        let (Kind::Retyped, Some(&own), 1) =
            (chosen.edit.kind, chosen.cleared.first(), chosen.cleared.len())
        else {
            return false;
        };
        let Some(Demand::Sum { parts, .. }) = self.open.get(&own).map(|of| &of.demand) else {
            return false;
        };
        let others = self.doubted.iter().filter(|(at, _)| **at != own);
        let mut rows = others.flat_map(|(_, rows)| rows);
        rows.any(|row| parts.iter().any(|part| (part.table, part.row) == *row))
    }

    /// The findings that say of the cells of an edit that they are no figures.
    fn of_cells(&self, edit: &Edit) -> Vec<usize> {
        let places = edit.changes.iter().map(|(site, _)| site.place(self.submission));
        let places: BTreeSet<_> = places.collect();
        let is_lost = |finding: &Finding| {
            finding.accepted.is_none()
                && finding.fault.is_none()
                && rules::demand_of(finding.rule).is_none()
                && places.contains(&finding.problem.place)
        };
        (0..self.findings.len()).filter(|&at| is_lost(&self.findings[at])).collect()
    }

    /// Names the few cells of which one is wrong, beside the worst finding of those that hang together.
    fn tell_tie(&mut self, group: &BTreeSet<usize>, tied: &[Chosen]) {
        let rank = |at: &&usize| {
            let finding = &self.findings[**at];
            (finding.severity, Reverse(finding.money()), **at)
        };
        let Some(&lead) = group.iter().min_by_key(rank) else { return };
        let candidates = tied.iter().map(|chosen| Candidate {
            place: chosen.edit.at.place(self.submission),
            value: chosen.edit.value,
        });
        let fault = Fault {
            place: self.findings[lead].problem.place.clone(),
            value: None,
            clears: group.len(),
            of: group.len(),
            words: wording::tied(self.submission, tied.iter().map(|chosen| &chosen.edit)),
            candidates: candidates.collect(),
        };
        self.findings[lead].fault = Some(Arc::new(fault));
    }

    fn tell(&mut self, cleared: &BTreeSet<usize>, fault: Fault) {
        self.open.retain(|at, _| !cleared.contains(at));
        tell(self.findings, cleared, fault);
    }
}

/// The rows (table, row) that findings are of.
fn doubted(open: &BTreeMap<usize, Wanting>) -> BTreeMap<usize, BTreeSet<(usize, usize)>> {
    let rows = |of: &Wanting| of.demand.sites().iter().map(|at| (at.table, at.row)).collect();
    open.iter().map(|(at, of)| (*at, rows(of))).collect()
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
    let steps = rounded::usual_steps(case.submission);
    wanting.filter(|(_, of)| !rounded::explains(case.submission, &steps, of)).collect()
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
    let candidates = Vec::new();
    Fault { place: edit.at.place(submission), value: edit.value, clears, of, words, candidates }
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
