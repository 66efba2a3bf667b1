//! One unit: what stands for it, and its lines put away. Units know nothing of each other here, so that many are worked
//! out side by side.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::Inputs;
use super::band::Pace;
use super::course;
use super::coverage;
use super::planned;
use super::stages::{Aim, Report, stages, standing};
use crate::check::Checked;
use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, Key};
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::position::{Figures, added};
use crate::domain::register::Unit;
use crate::domain::settings::MissingPolicy;
use crate::domain::spill::Shelved;
use crate::domain::submission::{Below, Counted, Line, Measure, Submission};
use crate::domain::summary::{Standing, Step, SummaryLine, UnitTotal};
use crate::domain::tally::Tally;

/// A program and funding type.
pub(super) type Part = (ComponentId, Funding);

/// Money by program and funding type.
pub(super) type Parts = BTreeMap<Part, Tally>;

/// What stands for a unit.
pub(super) struct Resolved<'a> {
    /// The reports that its figures come from.
    pub files: Vec<&'a Submission>,
    /// What is used of the reports of the period.
    pub used: Counted,
    /// The files that report that nothing was disbursed.
    pub nil: BTreeSet<Arc<str>>,
    /// What stood for it at the end of each earlier month of the year.
    pub course: Vec<Step>,
    /// How it has disbursed so far.
    pub pace: Pace,
    plan: BTreeMap<Key, Money>,
    figures: BTreeMap<Key, Figures>,
    standing: Standing,
    is_received: bool,
    below: Option<Below>,
}

/// Works out what stands for a unit from its reports, each with whether it is of the period. `months` are the earlier ones of
/// the year.
pub(super) fn resolve<'a>(
    inputs: &'a Inputs<'a>,
    unit: &Unit,
    reports: &[(&'a Checked, bool)],
    months: &[Period],
) -> Resolved<'a> {
    let year = inputs.settings.budget_year(inputs.period);
    let opened: Vec<Vec<Line>> = reports.iter().map(|(report, _)| report.lines()).collect();
    let reports: Vec<Report<'_, '_>> = reports
        .iter()
        .zip(&opened)
        .map(|((report, is_current), lines)| Report {
            submission: report.submission(),
            lines,
            is_current: *is_current,
        })
        .collect();
    let nil = reports.iter().filter(|report| coverage::is_nil(inputs, report));
    let nil = nil.map(|report| report.submission.file.path.clone()).collect();
    let mut used = Counted::default();
    let resolved = stages(&reports, &inputs.register, year, &mut used);
    let last = resolved.iter().rev().find(|stage| stage.is_current);
    // What only sums up others is no report of the unit's own money.
    let is_own = |report: &Report<'_, '_>| {
        let of = report.submission;
        report.is_current
            && inputs.period.is_completed_by(of.period)
            && (!of.sums_up_others || !report.lines.is_empty() || !of.nil_ticks.is_empty())
    };
    let is_received = last.is_some_and(|stage| inputs.period.is_completed_by(stage.period))
        && reports.iter().any(is_own);
    let below = reports.iter().rev().filter(|report| is_own(report));
    let below = below.filter_map(|report| report.submission.below).next();
    let carries = inputs.settings.missing == MissingPolicy::Carry;
    // Who need not report has nothing new to say: what it had disbursed stands.
    let stands =
        |period: Period| carries || inputs.settings.exemption(period, &unit.code).is_some();
    let course = course::of_unit(inputs, &unit.code, &resolved, months, &stands);
    let pace = Pace::of(&resolved);
    let files = resolved.last().map_or_else(Vec::new, |last| last.files.clone());
    let aim = Aim { period: inputs.period, year, carries: stands(inputs.period) };
    let (figures, standing) = standing(resolved, is_received, aim);
    // Every figure with a place was reported by the last of them.
    let is_read = figures.values().any(|figure| figure.place.is_some());
    Resolved {
        files: if is_read { files } else { Vec::new() },
        used,
        nil,
        course,
        pace,
        plan: inputs.register.plan(&unit.code, inputs.period.to()),
        figures,
        standing,
        is_received,
        below: below.filter(|_| is_received),
    }
}

impl Resolved<'_> {
    /// The total of the unit, and its lines put away. `sources` says for each file what the first of its parts is
    /// among the sources of the summary.
    ///
    /// # Errors
    /// The lines could not be put away (a full disk).
    pub(super) fn put_away(
        self,
        inputs: &Inputs<'_>,
        unit: &Unit,
        sources: &[usize],
    ) -> io::Result<(UnitTotal, Shelved<SummaryLine>)> {
        let is_registered = self.plan.values().any(|money| !money.is_zero());
        let place = |(file, sheet, row): (usize, u16, u32)| {
            let (part, sheet) = self.files.get(file)?.part_of(sheet);
            Some((sources[file] + part, sheet, row))
        };
        let year = inputs.settings.budget_year(inputs.period);
        let (figures, standing) = (self.figures, self.standing);
        let lines =
            planned::lines(&unit.code, &self.plan, is_registered, figures, standing, year, &place);
        let mut total = UnitTotal {
            unit: unit.code.clone(),
            name: unit.name.clone(),
            tally: Tally::default(),
            parts: Parts::new(),
            provisional: standing == Standing::Provisional,
            received: self.is_received,
            is_registered,
            below: self.below,
            allocated: None,
        };
        // What the register plans is not what is in doubt below.
        let is_doubted = inputs.register.is_doubted
            || !is_registered && self.below.is_some_and(|below| below.is_doubted);
        for line in &lines {
            let tally = Tally { is_doubted, ..line.tally() };
            total.tally += tally;
            if line.standing == Standing::Counted {
                total.allocated = added(total.allocated, line.stated.get(Measure::Allocated));
            }
            let part = (line.key.component.program(), line.key.funding);
            *total.parts.entry(part).or_default() += tally;
        }
        Ok((total, inputs.shelf.put(&lines)?))
    }
}
