//! What a finding demands of the cells it is about: a sum that holds, a bound, a rate.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::site::Site;
use crate::check::case::Case;
use crate::check::gate::grid::Grid;
use crate::check::gate::group::{Group, groups};
use crate::check::rules::rate::{self, Meaning};
use crate::domain::key::Key;
use crate::domain::money::Money;
use crate::domain::rule::Finding;
use crate::domain::submission::{Line, Measure};
use crate::history::first_day;
use crate::rules;

/// More cells of one finding are not looked at: a sum of a thousand rows points at none of them.
const MOST_CELLS: usize = 400;

/// What a finding demands of its cells.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Demand {
    /// These cells, added and taken away, should give nothing, and give `gap`.
    Sum {
        /// The cells that are added: what is checked.
        whole: Vec<Site>,
        /// The cells that are taken away: what it should be the sum of.
        parts: Vec<Site>,
        gap: Money,
        /// What the gap may be.
        tolerance: Money,
        kind: SumKind,
    },
    /// One of these figures is too large or too small for the others.
    Bound { sites: Vec<Site>, far: Far },
    /// The rate is not `part ÷ whole`.
    Rate { site: Site, meaning: Meaning, part: Vec<Site>, whole: Vec<Site> },
}

/// What kind of sum it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SumKind {
    /// Of the rows below, or of the columns it is split into.
    Table,
    /// The cumulative figure of the previous one and the period.
    Time,
    /// Against a figure from outside of the file.
    Register,
}

/// How far a figure is from its bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Far {
    /// Twentyfold or more: a unit of money, not an amount.
    ByPowers,
    /// It may be anything.
    Near,
}

impl Far {
    fn of(finding: &Finding) -> Far {
        let (Some(found), Some(expected)) = (finding.problem.found, finding.problem.expected)
        else {
            return Far::Near;
        };
        let (found, expected) = (found.as_dong().abs(), expected.as_dong().abs());
        let (small, large) = (found.min(expected), found.max(expected));
        if 0 < small && 20 * small <= large { Far::ByPowers } else { Far::Near }
    }
}

impl Demand {
    /// All cells that it is about.
    pub(super) fn sites(&self) -> Vec<Site> {
        match self {
            Demand::Sum { whole, parts, .. } => whole.iter().chain(parts).copied().collect(),
            Demand::Bound { sites, .. } => sites.clone(),
            Demand::Rate { site, part, whole, .. } => {
                std::iter::once(site).chain(part).chain(whole).copied().collect()
            }
        }
    }
}

/// Finds the cells of findings.
pub(super) struct Demands<'a> {
    case: &'a Case<'a>,
    since_base: OnceCell<Related>,
    since_previous: OnceCell<Related>,
    with_plan: OnceCell<Related>,
}

impl<'a> Demands<'a> {
    pub(super) fn new(case: &'a Case<'a>) -> Demands<'a> {
        let (since_base, since_previous) = (OnceCell::new(), OnceCell::new());
        Demands { case, since_base, since_previous, with_plan: OnceCell::new() }
    }

    /// What a finding demands; `None` where its cell is in no table, or has too many beside it.
    pub(super) fn of(&self, finding: &Finding) -> Option<Demand> {
        let site = Site::named(self.case.submission, &finding.problem.place)?;
        let demand = match finding.rule {
            rule if rule == &rules::CHILDREN_DO_NOT_ADD_UP => self.below(site, finding),
            rule if rule == &rules::PARTS_DO_NOT_ADD_UP => self.across(site, finding),
            rule if rule == &rules::RATE_DIFFERS => self.rate(site),
            rule if rule == &rules::PERIOD_AND_CUMULATIVE_DISAGREE => self.grown(site, finding),
            rule if rule == &rules::PLAN_DIFFERS_FROM_REGISTER => {
                let whole = self.with_plan().of(site, &[Measure::Plan]);
                self.sum(finding, SumKind::Register, whole, Vec::new())
            }
            // Nothing was planned there: nothing should stand there.
            rule if rule == &rules::LINE_NOT_IN_PLAN => {
                self.sum(finding, SumKind::Register, vec![site], Vec::new())
            }
            rule if rule == &rules::DISBURSED_OVER_PLAN => {
                let sites = self.with_plan().of(site, &[Measure::Cumulative, Measure::Plan]);
                Some(Demand::Bound { sites, far: Far::of(finding) })
            }
            rule if rule == &rules::CUMULATIVE_FELL => {
                let sites = self.since_previous().of(site, &[Measure::Cumulative]);
                Some(Demand::Bound { sites, far: Far::of(finding) })
            }
            _ => Some(Demand::Bound { sites: vec![site], far: Far::of(finding) }),
        }?;
        let count = demand.sites().len();
        (0 < count && count <= MOST_CELLS).then_some(demand)
    }

    fn sum(
        &self,
        finding: &Finding,
        kind: SumKind,
        whole: Vec<Site>,
        parts: Vec<Site>,
    ) -> Option<Demand> {
        let gap = finding.difference()?;
        let first = whole.first().or(parts.first())?;
        let table = first.table_of(self.case.submission);
        let unit = first.unit(self.case.submission);
        let usual = table.tolerance(parts.len().max(1));
        let settings = self.case.context.settings;
        let tolerance = settings.tolerance(finding.rule, unit, usual);
        Some(Demand::Sum { whole, parts, gap, tolerance, kind })
    }

    fn below(&self, site: Site, finding: &Finding) -> Option<Demand> {
        let grid = Grid::new(site.table_of(self.case.submission));
        let rows = grid.counted_rows(site.row, site.column);
        let parts = rows.into_iter().map(|row| Site { row, ..site }).collect();
        self.sum(finding, SumKind::Table, vec![site], parts)
    }

    fn across(&self, site: Site, finding: &Finding) -> Option<Demand> {
        let grid = Grid::new(site.table_of(self.case.submission));
        let is_meant =
            |split: &&[usize]| grid.across(site.row, split).amount() == finding.problem.expected;
        let split = grid.splits(site.column).find(is_meant)?;
        let columns = grid.counted_columns(site.row, split);
        let parts = columns.into_iter().map(|column| Site { column, ..site }).collect();
        self.sum(finding, SumKind::Table, vec![site], parts)
    }

    fn rate(&self, site: Site) -> Option<Demand> {
        let grid = Grid::new(site.table_of(self.case.submission));
        let meaning = rate::meaning(self.case, &grid, site.column)?;
        let cells = |columns: &[usize]| {
            let columns = grid.counted_columns(site.row, columns);
            columns.into_iter().map(|column| Site { column, ..site }).collect()
        };
        let (part, whole) = (cells(&meaning.part), cells(&meaning.whole));
        Some(Demand::Rate { site, meaning, part, whole })
    }

    /// GN404: against the report before, or against the form's own column of the previous cumulative.
    fn grown(&self, site: Site, finding: &Finding) -> Option<Demand> {
        let case = self.case;
        let table = site.table_of(case.submission);
        let (head, budget) = (&table.columns[site.column], case.context.year());
        let is_first = case.submission.period.from() == first_day(case.context.year());
        if head.measure == Measure::Previous {
            return self.sum(finding, SumKind::Register, vec![site], Vec::new());
        }
        if is_first || case.base.is_some() {
            let of = |measure| self.since_base().of(site, &[measure]);
            let (whole, parts) = (of(Measure::Cumulative), of(Measure::InPeriod));
            return self.sum(finding, SumKind::Time, whole, parts);
        }
        let grid = Grid::new(table);
        let columns = [Measure::Previous, Measure::InPeriod]
            .into_iter()
            .flat_map(|measure| grid.columns(measure, head.facts, budget));
        let columns: Vec<usize> = columns.collect();
        let columns = grid.counted_columns(site.row, &columns);
        let parts = columns.into_iter().map(|column| Site { column, ..site }).collect();
        self.sum(finding, SumKind::Time, vec![site], parts)
    }

    fn since_base(&self) -> &Related {
        self.since_base.get_or_init(|| Related::to_lines(self.case, lines(self.case.base)))
    }

    fn since_previous(&self) -> &Related {
        self.since_previous.get_or_init(|| Related::to_lines(self.case, lines(self.case.previous)))
    }

    fn with_plan(&self) -> &Related {
        self.with_plan.get_or_init(|| Related::new(self.case, &[], self.case.plan))
    }
}

fn lines(report: Option<&crate::domain::submission::Submission>) -> &[Line] {
    report.map_or(&[][..], |report| &report.lines)
}

/// The figures that are compared together, by the cell of any of them.
struct Related {
    groups: Vec<Vec<(Measure, Site)>>,
    of: BTreeMap<Site, usize>,
}

impl Related {
    fn to_lines<'a>(case: &Case<'a>, before: &'a [Line]) -> Related {
        static NOTHING: BTreeMap<Key, Money> = BTreeMap::new();
        Related::new(case, before, &NOTHING)
    }

    fn new<'a>(case: &Case<'a>, before: &'a [Line], plan: &'a BTreeMap<Key, Money>) -> Related {
        let submission = case.submission;
        let sites = |group: Group<'_>| {
            let figures = group.lines.into_iter().flat_map(|line| {
                line.figures
                    .iter()
                    .map(move |figure| (figure.measure, line.cell(figure.measure), line.sheet))
            });
            let site =
                |(measure, cell, sheet)| Some((measure, Site::find(submission, sheet, cell)?));
            figures.filter_map(site).collect::<Vec<_>>()
        };
        let groups = groups(case, submission.lines.iter(), before.iter(), plan);
        let groups: Vec<_> = groups.into_iter().map(sites).collect();
        let numbered = groups.iter().enumerate();
        let of = numbered.flat_map(|(at, group)| group.iter().map(move |(_, site)| (*site, at)));
        Related { of: of.collect(), groups }
    }

    /// The cells of these measures that are compared together with this one.
    fn of(&self, site: Site, measures: &[Measure]) -> Vec<Site> {
        let group = self.of.get(&site).map_or(&[][..], |&at| &self.groups[at]);
        let wanted = group.iter().filter(|(measure, _)| measures.contains(measure));
        wanted.map(|(_, site)| *site).collect()
    }
}
