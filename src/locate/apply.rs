//! Tries an edit on a copy of the submission and runs the rules again: the honest way to know what it clears.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::edit::{Changes, Sums};
use super::figures::{Figures, MOST_STEPS};
use super::lines::Lines;
use crate::check::gate::grid::Grid;
use crate::check::gate::site::Site;
use crate::check::{self, Case, rules as checks};
use crate::domain::code::ComponentId;
use crate::domain::context::Context;
use crate::domain::key::{Funding, Key, Work};
use crate::domain::money::Money;
use crate::domain::rule::{Finding, Identity, Rule, Severity};
use crate::domain::submission::{Measure, Stated, Submission};
use crate::rules;

/// What an edit would come to.
pub(super) struct Outcome {
    /// The findings that it clears; indices into the findings that were given.
    pub(super) cleared: BTreeSet<usize>,
    /// Whether it brings up an error or a warning that was not there.
    pub(super) is_harmful: bool,
}

/// A copy of a submission to try edits on.
pub(super) struct Trial<'a> {
    case: &'a Case<'a>,
    figures: &'a Figures<'a>,
    within: Context<'a>,
    scratch: Submission,
    lines: Lines<'a>,
    before: BTreeMap<Identity, Vec<usize>>,
    amounts: Vec<(Option<Money>, Option<Money>)>,
}

impl<'a> Trial<'a> {
    /// For the submission of `case` with these findings.
    pub(super) fn new(
        case: &'a Case<'a>,
        figures: &'a Figures<'a>,
        within: Context<'a>,
        findings: &[Finding],
    ) -> Trial<'a> {
        let submission = case.submission;
        let scratch = submission.clone();
        let mut before: BTreeMap<Identity, Vec<usize>> = BTreeMap::new();
        for (at, finding) in findings.iter().enumerate() {
            before.entry(identity(finding)).or_default().push(at);
        }
        let of = |finding: &Finding| (finding.problem.found, finding.problem.expected);
        let amounts = findings.iter().map(of).collect();
        let known = (case.context.catalogue, case.context.year());
        let lines = Lines::new(submission, case.plan, known);
        Trial { case, figures, within, scratch, lines, before, amounts }
    }

    /// Whether the form locks a cell.
    pub(super) fn is_locked(&self, site: Site) -> bool {
        site.is_locked(self.case.submission)
    }

    /// Makes the changes, runs the rules, and takes the changes back.
    pub(super) fn run(&mut self, changes: &Changes, sums: Sums) -> Outcome {
        let mut all = changes.clone();
        all.extend(self.followers(changes, sums));
        let sites: Vec<Site> = all.iter().map(|(site, _)| *site).collect();
        for (site, stated) in all {
            *self.cell(site) = stated;
        }
        self.lines.follow(&mut self.scratch, &sites);
        let after = self.findings();
        self.lines.restore(&mut self.scratch);
        for site in sites {
            *self.cell(site) = site.stated(self.case.submission);
        }
        self.outcome(after)
    }

    /// Gives the work `from` the name of `to`, runs the rules, and takes it back.
    pub(super) fn rename(
        &mut self,
        of: &(ComponentId, Funding),
        from: &Work,
        to: &Work,
    ) -> Outcome {
        let is_it = |key: &Key| {
            (&key.component, key.funding) == (&of.0, of.1) && key.work.as_ref() == Some(from)
        };
        let lines = self.scratch.lines.iter().enumerate();
        let renamed: Vec<usize> =
            lines.filter(|(_, line)| is_it(&line.key)).map(|(at, _)| at).collect();
        for &at in &renamed {
            self.scratch.lines[at].key.work = Some(to.clone());
        }
        let after = self.findings();
        for at in renamed {
            self.scratch.lines[at].key.work = Some(from.clone());
        }
        self.outcome(after)
    }

    fn findings(&self) -> Vec<Finding> {
        let case = self.case.with(&self.scratch);
        check::of_figures(&case, &self.within)
    }

    fn outcome(&self, after: Vec<Finding>) -> Outcome {
        let mut left: BTreeMap<Identity, Vec<&Finding>> = BTreeMap::new();
        for finding in &after {
            left.entry(identity(finding)).or_default().push(finding);
        }
        let is_new = |(identity, found): (&Identity, &Vec<&Finding>)| {
            self.before.get(identity).map_or(0, Vec::len) < found.len()
                && found.iter().any(|finding| finding.severity != Severity::Note)
        };
        let is_harmful = left.iter().any(is_new);
        let mut cleared = BTreeSet::new();
        for (identity, were) in &self.before {
            if checks::demand_of(identity.rule).is_none() {
                continue;
            }
            let are = left.get(identity).map_or(&[][..], Vec::as_slice);
            // Of two in one cell (two ways in which a total is split) the one that says the same is the one left.
            let stays = |at: &usize| {
                let same = |finding: &&Finding| {
                    (finding.problem.found, finding.problem.expected) == self.amounts[*at]
                };
                are.iter().any(same)
            };
            let mut gone: Vec<usize> = were.iter().copied().filter(|at| !stays(at)).collect();
            gone.truncate(were.len().saturating_sub(are.len()));
            cleared.extend(gone);
        }
        Outcome { cleared, is_harmful }
    }

    fn cell(&mut self, site: Site) -> &mut Stated {
        let table = &mut self.scratch.tables[site.table];
        let at = site.row * table.columns.len() + site.column;
        &mut table.cells[at]
    }

    /// What follows the changes: the formulas that are understood, always; the sums that hold, unless they stand; the rates
    /// of the rows that change, where they are formulas or all sums follow.
    fn followers(&self, changes: &Changes, sums: Sums) -> Changes {
        let mut deltas: BTreeMap<Site, Money> = BTreeMap::new();
        let changed: BTreeSet<Site> = changes.iter().map(|(site, _)| *site).collect();
        // A cell that states nothing counts as nothing in the sums over it; a rate is in none.
        let worth = |stated: Stated| match stated {
            Stated::Percent(_) => None,
            stated => Some(stated.amount().unwrap_or(Money::ZERO)),
        };
        let by = |(site, stated): &(Site, Stated)| {
            Some((*site, worth(*stated)? - worth(site.stated(&self.scratch))?))
        };
        let mut by: Vec<(Site, Money)> = changes.iter().filter_map(by).collect();
        let sources = match sums {
            Sums::Stand => BTreeSet::new(),
            Sums::Follow => self.sources(&by),
            Sums::FollowOnce => changed.clone(),
        };
        by.sort_by_key(|(_, delta)| Reverse(delta.abs()));
        let mut seen = BTreeSet::new();
        for (site, delta) in by {
            if sums == Sums::Follow {
                seen.clear();
            }
            let is_source = sources.contains(&site);
            let step = Step { site, delta, formulas_follow: true, sums_follow: is_source };
            self.follow(step, &changed, &mut seen, &mut deltas, sums);
        }
        let mut followers: Changes = Vec::new();
        for (site, delta) in &deltas {
            if let Stated::Amount(was) = site.stated(&self.scratch)
                && !changed.contains(site)
            {
                followers.push((*site, Stated::Amount(was + *delta)));
            }
        }
        let rows: BTreeSet<(usize, usize)> =
            changed.iter().chain(deltas.keys()).map(|site| (site.table, site.row)).collect();
        for (table, row) in rows {
            let columns = self.scratch.tables[table].columns.iter().enumerate();
            for (column, _) in columns.filter(|(_, head)| head.measure == Measure::Rate) {
                let site = Site { table, row, column };
                let does_follow = sums != Sums::Stand || site.is_formula(&self.scratch);
                if does_follow && !changed.contains(&site) && !self.is_named(site) {
                    followers.push((site, Stated::Blank));
                }
            }
        }
        followers
    }

    /// The changes that others do not add up to: the sums over a sum that is changed with its parts follow the parts alone.
    fn sources(&self, by: &[(Site, Money)]) -> BTreeSet<Site> {
        let is_made = |(sum, delta): &(Site, Money)| {
            let grid = Grid::new(sum.table_of(&self.scratch));
            let is_part = |part: &Site| {
                let in_table = part.table == sum.table;
                let below = || grid.counted_rows(sum.row, sum.column).contains(&part.row);
                in_table && part.column == sum.column && below()
                    || in_table && part.row == sum.row && part.is_part_of(*sum, &self.scratch)
            };
            let parts = by.iter().filter(|(part, _)| is_part(part));
            let made: Money = parts.map(|(_, delta)| *delta).sum();
            !delta.is_zero() && made == *delta
        };
        by.iter().filter(|change| !is_made(change)).map(|(site, _)| *site).collect()
    }

    fn is_named(&self, site: Site) -> bool {
        let place = site.place(&self.scratch);
        self.before.keys().any(|named| named.place == place)
    }

    /// Whether a finding of this rule names a cell.
    fn is_doubted_by(&self, site: Site, rule: &'static Rule) -> bool {
        let place = site.place(&self.scratch);
        self.before.keys().any(|named| named.rule == rule && named.place == place)
    }

    /// Takes a change on: to every formula that counts the cell, as often as it does, and to every other sum over it that adds
    /// up so far and that was not `seen` before. A total that is right by its rows follows them, whatever is said of its
    /// columns.
    fn follow(
        &self,
        first: Step,
        changed: &BTreeSet<Site>,
        seen: &mut BTreeSet<Site>,
        deltas: &mut BTreeMap<Site, Money>,
        sums: Sums,
    ) {
        let grid = self.figures.grid(first.site);
        let mut left = MOST_STEPS;
        let mut open = vec![first];
        seen.insert(first.site);
        while let Some(from) = open.pop().filter(|_| 0 < left) {
            left -= 1;
            let mut take = |sum: Site, delta: Money| {
                *deltas.entry(sum).or_insert(Money::ZERO) += delta;
                open.push(Step {
                    site: sum,
                    delta,
                    // What changes with the edit takes its own change on.
                    formulas_follow: !changed.contains(&sum),
                    sums_follow: sums != Sums::Stand,
                });
            };
            if from.formulas_follow {
                for &(sum, times) in self.figures.counting(from.site).iter() {
                    take(sum, (0..times).map(|_| from.delta).sum());
                }
            }
            if !from.sums_follow {
                continue;
            }
            let site = from.site;
            let rows = (0..grid.table.rows.len()).map(|row| Site { row, ..site });
            let above =
                rows.filter(|sum| grid.counted_rows(sum.row, sum.column).contains(&site.row));
            let columns = (0..grid.table.columns.len()).map(|column| Site { column, ..site });
            let beside = columns.filter(|sum| {
                grid.splits(sum.column)
                    .any(|split| grid.counted_columns(sum.row, split).contains(&site.column))
            });
            let above = above.map(|sum| (sum, &rules::CHILDREN_DO_NOT_ADD_UP));
            let beside = beside.map(|sum| (sum, &rules::PARTS_DO_NOT_ADD_UP));
            for (sum, rule) in above.chain(beside) {
                let is_typed = !self.figures.follows(sum);
                if is_typed && !self.is_doubted_by(sum, rule) && seen.insert(sum) {
                    take(sum, from.delta);
                }
            }
        }
    }
}

/// A change that is taken on.
#[derive(Clone, Copy)]
struct Step {
    site: Site,
    delta: Money,
    formulas_follow: bool,
    sums_follow: bool,
}

/// A figure of a cell may change and its finding be the same; of what stands nowhere the figures are all that is known.
fn identity(finding: &Finding) -> Identity {
    let identity = finding.problem.identity();
    match identity.place.cell {
        Some(_) => Identity { figures: (None, None), ..identity },
        None => identity,
    }
}
