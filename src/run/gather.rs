//! All files of a run, read period by period and passed through the gate.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use anyhow::Result;

use super::files::is_inside;
use crate::check::{Checked, Gate};
use crate::domain::code::UnitCode;
use crate::domain::period::Period;
use crate::domain::register::{Register, Unit};
use crate::domain::rule::Problem;
use crate::domain::spill::Shelf;
use crate::domain::submission::{Counted, FileId, Submission, UnitBasis};
use crate::intake::{self, Desk, Incoming, Intake, Rejected};
use crate::locate;
use crate::parse::money_unit::Before;

/// What became of all files.
#[derive(Default)]
pub(super) struct Gathered {
    /// What passed the gate, in order of time.
    pub(super) passed: Vec<Checked>,
    /// Files of which another one counts, with the cells that were read of each.
    pub(super) superseded: Vec<(UnitCode, Period, FileId, Counted)>,
    /// Files of which nothing is used.
    pub(super) rejected: Vec<Rejected>,
    /// Consolidated workbooks that the tool made of the files beside them.
    pub(super) ours: Vec<Rejected>,
    /// In a bare folder: the units that were found.
    pub(super) units: Vec<Unit>,
    /// What is to be said of several files together, each by the period of those files.
    pub(super) problems: Vec<(Period, Problem)>,
}

/// Reads the files period by period, so that each report is checked, as soon as it is read, against those before it and
/// `register`.
/// The files of a bare folder say themselves which period they report: they are put in order when all are read.
pub(super) fn gather(
    desk: &Desk<'_>,
    register: &Register,
    files: &[Incoming],
    shelf: &Shelf,
    done: &(dyn Fn() + Sync),
) -> Result<Gathered> {
    let mut gathered = Gathered::default();
    let mut told: BTreeMap<UnitCode, Before> = BTreeMap::new();
    for of_period in files.chunk_by(|a, b| a.expected == b.expected) {
        let against = Desk { register, ..*desk };
        let intake = match of_period[0].expected {
            None => in_order(&against, of_period, shelf, done),
            Some(of) => {
                let gate = Gate::new(against.context(of), &gathered.passed, shelf);
                let whole = desk.asked.unwrap_or(of);
                // Where the faults of earlier reports lie was told in their own period.
                let make = |report: Submission| match is_inside(of, whole) {
                    true => gate.pass(report, whole, locate::faults),
                    false => gate.pass(report, of, |_, _, _| {}),
                };
                intake::read(desk, of_period, &told, &make, done)
            }
        };
        let mut superseded: BTreeMap<(UnitCode, Period), Vec<Checked>> = BTreeMap::new();
        for arrived in intake.superseded {
            let owner = (arrived.unit, arrived.period);
            let made = arrived.made?;
            let cells = made.submission().read;
            gathered.superseded.push((owner.0.clone(), owner.1, arrived.file, cells));
            superseded.entry(owner).or_default().push(made);
        }
        // What is left of these is counted in the report that counts; what they explain is asked for again.
        let mut partly: BTreeMap<(UnitCode, Period), Vec<Checked>> = BTreeMap::new();
        for arrived in intake.partly {
            let owner = (arrived.unit, arrived.period);
            let file = (owner.0.clone(), owner.1, arrived.file, Counted::default());
            gathered.superseded.push(file);
            partly.entry(owner).or_default().push(arrived.made?);
        }
        for file in intake.outrun {
            let owner = file.unit.zip(file.period).expect("a file is outrun by one of its unit");
            gathered.superseded.push((owner.0, owner.1, file.file, file.read));
        }
        gathered.rejected.extend(intake.rejected);
        gathered.ours.extend(intake.ours);
        gathered.units.extend(intake.units);
        gathered.problems.extend(intake.problems);
        let passed: io::Result<Vec<Checked>> =
            intake.counted.into_iter().map(|arrived| arrived.made).collect();
        let mut passed = passed?;
        for report in &mut passed {
            let (unit, period) = (report.submission().unit.clone(), report.submission().period);
            let owner = (unit, period);
            let gate = Gate::new(against.context(period), &[], shelf);
            let mut earlier = superseded.remove(&owner).unwrap_or_default();
            if !earlier.is_empty() {
                gathered.problems.push((period, gate.several(report, &earlier)));
            }
            earlier.extend(partly.remove(&owner).unwrap_or_default());
            earlier.sort_by_key(|file| file.submission().file.order);
            gate.recall(desk.asked.unwrap_or(period), report, &mut earlier);
            if desk.asked.is_some_and(|asked| !is_inside(period, asked)) {
                report.close();
            }
        }
        for report in passed.iter().filter(|_| of_period[0].expected.is_some()) {
            if report.submission().unit_basis != UnitBasis::Assumed {
                told.insert(report.submission().unit.clone(), Before::of(&report.known_lines()));
            }
        }
        gathered.passed.extend(passed);
    }
    Ok(gathered)
}

/// Reads the files of a bare folder, and passes each report against those of the periods before it.
///
/// Only the files say which periods those are. So each report passes at once as if nothing was before it, and where the
/// files turn out to be of several periods, those of the later ones are read once more. To hold them all until the last
/// one is read takes gigabytes for thousands of files, and most folders are of one period.
fn in_order(
    desk: &Desk<'_>,
    files: &[Incoming],
    shelf: &Shelf,
    done: &(dyn Fn() + Sync),
) -> Intake<io::Result<Checked>> {
    let told = BTreeMap::new();
    let pass = |report: Submission, before: &[Checked]| {
        let period = report.period;
        Gate::new(desk.context(period), before, shelf).pass(report, period, locate::faults)
    };
    let mut intake = intake::read(desk, files, &told, &|report| pass(report, &[]), done);
    let periods = intake.counted.iter().chain(&intake.superseded).map(|arrived| arrived.period);
    let mut periods: Vec<Period> = periods.collect();
    periods.sort_by_key(|period| (period.to(), *period));
    periods.dedup();
    let mut passed: Vec<Checked> = Vec::new();
    for (at, period) in periods.iter().copied().enumerate() {
        if 0 < at {
            let of_period = files_of(&intake, files, period);
            let make = |report: Submission| pass(report, &passed);
            let again = intake::read(desk, &of_period, &told, &make, &|| {});
            let again = again.counted.into_iter().chain(again.superseded).chain(again.partly);
            let again = again.filter(|arrived| arrived.period == period);
            let mut again: BTreeMap<(UnitCode, Arc<str>), io::Result<Checked>> =
                again.map(|arrived| ((arrived.unit, arrived.file.path), arrived.made)).collect();
            let all = intake.counted.iter_mut().chain(&mut intake.superseded);
            let all = all.chain(&mut intake.partly);
            for arrived in all.filter(|arrived| arrived.period == period) {
                // Who saves a file between the two readings has it as it was read first.
                let own = (arrived.unit.clone(), arrived.file.path.clone());
                if let Some(made) = again.remove(&own) {
                    arrived.made = made;
                }
            }
        }
        if at + 1 < periods.len() {
            let of_period = intake.counted.iter().filter(|arrived| arrived.period == period);
            passed.extend(of_period.filter_map(|arrived| arrived.made.as_ref().ok()).cloned());
        }
    }
    intake
}

/// The files from which the reports of a period come.
fn files_of(
    intake: &Intake<io::Result<Checked>>,
    files: &[Incoming],
    period: Period,
) -> Vec<Incoming> {
    let reports = intake.counted.iter().chain(&intake.superseded);
    let of_period = reports.filter(|arrived| arrived.period == period);
    let passed = of_period.filter_map(|arrived| arrived.made.as_ref().ok());
    let whole = passed.flat_map(|report| report.submission().files());
    let partly = intake.partly.iter().filter(|arrived| arrived.period == period);
    let partly = partly.map(|arrived| &arrived.file);
    let paths: BTreeSet<&Arc<str>> = whole.chain(partly).map(|file| &file.path).collect();
    files.iter().filter(|file| paths.contains(&file.shown)).cloned().collect()
}
