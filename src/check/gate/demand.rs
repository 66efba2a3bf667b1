//! What a problem demands of the cells it is about: a sum that holds, a bound, a rate. Every rule over figures says it beside
//! the function that finds its problems.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::group::{Group, groups};
use super::percent::Scale;
use super::site::Site;
use crate::check::case::Case;
use crate::domain::key::Key;
use crate::domain::money::Money;
use crate::domain::rule::Problem;
use crate::domain::submission::{Line, Measure};

/// What a problem demands of its cells.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Demand {
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
    Rate { site: Site, scale: Scale, part: Vec<Site>, whole: Vec<Site> },
}

/// What kind of sum it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SumKind {
    /// Of the rows below, or of the columns it is split into.
    Table,
    /// The cumulative figure of the previous one and the period.
    Time,
    /// Against a figure from outside of the file.
    Register,
}

/// How far a figure is from its bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Far {
    /// Twentyfold or more: a unit of money, not an amount. The power of ten that brings it back within a bound, 3 or 6.
    ByPowers(i32),
    /// It may be anything.
    Near,
}

impl Far {
    fn of(problem: &Problem) -> Far {
        let (Some(found), Some(expected)) = (problem.found, problem.expected) else {
            return Far::Near;
        };
        let (found, expected) = (found.as_dong().abs(), expected.as_dong().abs());
        let (small, large) = (found.min(expected), found.max(expected));
        match small {
            // A little over the plan may be right.
            small if 0 < small && 1_050 * small < large => Far::ByPowers(6),
            small if 0 < small && 20 * small <= large => Far::ByPowers(3),
            _ => Far::Near,
        }
    }
}

impl Demand {
    /// All cells that it is about.
    pub(crate) fn sites(&self) -> Vec<Site> {
        match self {
            Demand::Sum { whole, parts, .. } => whole.iter().chain(parts).copied().collect(),
            Demand::Bound { sites, .. } => sites.clone(),
            Demand::Rate { site, part, whole, .. } => {
                std::iter::once(site).chain(part).chain(whole).copied().collect()
            }
        }
    }
}

/// What a rule over figures asks of the cells around the one that its problem names; `None` where nothing can be asked.
pub(crate) type Demanding = fn(&Demands<'_>, Site, &Problem) -> Option<Demand>;

/// The cell that is named is too large or too small.
pub(crate) fn itself(demands: &Demands<'_>, site: Site, problem: &Problem) -> Option<Demand> {
    demands.bound(problem, vec![site])
}

/// Finds the cells that problems are about.
pub(crate) struct Demands<'a> {
    pub(crate) case: &'a Case<'a>,
    since_base: OnceCell<Related>,
    since_previous: OnceCell<Related>,
    with_plan: OnceCell<Related>,
}

impl<'a> Demands<'a> {
    pub(crate) fn new(case: &'a Case<'a>) -> Demands<'a> {
        let (since_base, since_previous) = (OnceCell::new(), OnceCell::new());
        Demands { case, since_base, since_previous, with_plan: OnceCell::new() }
    }

    /// A sum that should hold: `whole` of `parts`. `None` where the problem names no amounts.
    pub(crate) fn sum(
        &self,
        problem: &Problem,
        kind: SumKind,
        whole: Vec<Site>,
        parts: Vec<Site>,
    ) -> Option<Demand> {
        let gap = problem.difference()?;
        let first = whole.first().or(parts.first())?;
        let table = first.table_of(self.case.submission);
        let unit = first.unit(self.case.submission);
        let usual = table.tolerance(parts.len().max(1));
        let settings = self.case.context.settings;
        let tolerance = settings.tolerance(problem.rule, unit, usual);
        Some(Demand::Sum { whole, parts, gap, tolerance, kind })
    }

    /// One of these cells is too large or too small.
    pub(crate) fn bound(&self, problem: &Problem, sites: Vec<Site>) -> Option<Demand> {
        Some(Demand::Bound { sites, far: Far::of(problem) })
    }

    /// The figures that are compared with the last report that ends before this period begins.
    pub(crate) fn since_base(&self) -> &Related {
        self.since_base.get_or_init(|| Related::to_lines(self.case, lines(self.case.base)))
    }

    /// The figures that are compared with the last report of the year.
    pub(crate) fn since_previous(&self) -> &Related {
        self.since_previous.get_or_init(|| Related::to_lines(self.case, lines(self.case.previous)))
    }

    /// The figures that are compared with the plan.
    pub(crate) fn with_plan(&self) -> &Related {
        self.with_plan.get_or_init(|| Related::new(self.case, &[], self.case.plan))
    }
}

fn lines(report: Option<&crate::domain::submission::Submission>) -> &[Line] {
    report.map_or(&[][..], |report| &report.lines)
}

/// The figures that are compared together, by the cell of any of them.
pub(crate) struct Related {
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
    pub(crate) fn of(&self, site: Site, measures: &[Measure]) -> Vec<Site> {
        let group = self.of.get(&site).map_or(&[][..], |&at| &self.groups[at]);
        let wanted = group.iter().filter(|(measure, _)| measures.contains(measure));
        wanted.map(|(_, site)| *site).collect()
    }
}
