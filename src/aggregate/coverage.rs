//! Who owes a report, who sent one, and when: coverage and the rows of submissions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::stages::Report;
use super::{Inputs, RejectedFile};
use crate::check::Checked;
use crate::domain::code::UnitCode;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::register::Unit;
use crate::domain::rule::{Finding, Severity};
use crate::domain::settings::Settings;
use crate::domain::submission::{FileId, Measure, Submission};
use crate::domain::summary::{Coverage, State, SubmissionRow, UnitTotal};

/// The units that owe a report or sent one, in the order of the register.
///
/// With a journal: those whose plan is not zero, or that sent a file (or that took over one that did). Without: all of
/// the register.
pub(super) fn expected(inputs: &Inputs, has_sent: impl Fn(&UnitCode) -> bool) -> Vec<Unit> {
    let day = inputs.period.to();
    let sent = |code: &UnitCode| {
        has_sent(code) || inputs.rejected.iter().any(|file| file.unit.as_ref() == Some(code))
    };
    let has_journal = inputs.register.has_journal();
    let owes = |unit: &&Unit| {
        let plan = || inputs.register.has_plan(&unit.code, day);
        let gone = inputs.register.successor(&unit.code, day).is_some();
        sent(&unit.code) || !gone && if has_journal { plan() } else { unit.exists_on(day) }
    };
    inputs.register.units.iter().filter(owes).cloned().collect()
}

/// Whether a report of `reported` makes a unit received for `period`: the period itself, or its last month.
pub(super) fn completes(period: Period, reported: Period) -> bool {
    reported == period || period.months().last() == Some(&reported)
}

/// The last day of the period before; `None` for the first of a budget year.
pub(super) fn day_before(period: Period, settings: &Settings) -> Option<NaiveDate> {
    let day = period.from() - Days::new(1);
    let first = Period::Year(settings.budget_year(period)).from();
    (first <= day).then_some(day)
}

/// The rows of submissions and the coverage that they give.
pub(super) fn rows(
    inputs: &Inputs,
    expected: &[Unit],
    units: &[UnitTotal],
    nil: &BTreeSet<Arc<str>>,
    findings: &[Finding],
) -> (Coverage, Vec<SubmissionRow>) {
    let counts = Counts::of(findings);
    let mut of_units: BTreeMap<&UnitCode, Files<'_>> = BTreeMap::new();
    for file in &inputs.rejected {
        if let Some(unit) = &file.unit {
            of_units.entry(unit).or_default().rejected.push(file);
        }
    }
    for (unit, file, _) in &inputs.superseded {
        of_units.entry(unit).or_default().superseded.push(file);
    }
    for submission in inputs.current.iter().map(Checked::submission) {
        of_units.entry(&submission.unit).or_default().counted.push(submission);
    }
    let mut rows = Vec::new();
    let mut coverage = Coverage::default();
    for (unit, total) in expected.iter().zip(units) {
        let files = of_units.remove(&unit.code).unwrap_or_default();
        let is_missing = files.rejected.iter().all(|file| file.is_blank);
        let is_exempt = inputs.settings.exemption(inputs.period, &unit.code).is_some();
        let silent = if is_exempt { State::Exempt } else { State::Missing };
        match (total.received, is_missing) {
            (true, _) => coverage.received += 1,
            (false, false) => coverage.rejected += 1,
            (false, true) if is_exempt => {}
            (false, true) => coverage.missing += 1,
        }
        rows.extend(files.rows(inputs, Some(unit), nil, &counts));
        if !total.received && is_missing {
            rows.push(row(inputs, Some(unit), inputs.period, None, silent, &counts));
        }
    }
    // Who owes nothing may have sent a file all the same: a unit that was merged, one that a bare folder does not know.
    for (code, files) in of_units {
        let unit = inputs.register.unit(code);
        rows.extend(files.rows(inputs, unit, nil, &counts).into_iter().map(|row| {
            let name = if row.name.is_empty() { code.to_string() } else { row.name };
            SubmissionRow { unit: Some(code.clone()), name, ..row }
        }));
    }
    for file in inputs.rejected.iter().filter(|file| file.unit.is_none()) {
        rows.push(row(inputs, None, inputs.period, Some(&file.file), State::Rejected, &counts));
    }
    for file in &inputs.left_out {
        let unit = file.unit.as_ref().and_then(|code| inputs.register.unit(code));
        let row = row(inputs, unit, file.period, Some(&file.file), file.state, &counts);
        rows.push(SubmissionRow { unit: file.unit.clone(), ..row });
    }
    // Who is exempt and sent nothing is not expected.
    coverage.expected = coverage.received + coverage.rejected + coverage.missing;
    (coverage, rows)
}

/// The files of a unit.
#[derive(Default)]
struct Files<'a> {
    superseded: Vec<&'a FileId>,
    rejected: Vec<&'a RejectedFile>,
    counted: Vec<&'a Submission>,
}

impl Files<'_> {
    /// A row for each.
    fn rows(
        self,
        inputs: &Inputs,
        unit: Option<&Unit>,
        nil: &BTreeSet<Arc<str>>,
        counts: &Counts<'_>,
    ) -> Vec<SubmissionRow> {
        let Files { superseded, rejected, counted } = self;
        let of_period = |file, state| row(inputs, unit, inputs.period, Some(file), state, counts);
        let mut rows: Vec<SubmissionRow> = Vec::new();
        rows.extend(superseded.iter().map(|file| of_period(*file, State::Superseded)));
        rows.extend(rejected.iter().map(|file| of_period(&file.file, State::Rejected)));
        for submission in counted {
            // What a later file lacks of an earlier one is in the report, set aside; that file is superseded all the same.
            for file in submission.files().filter(|file| !superseded.contains(file)) {
                let of = row(inputs, unit, submission.period, Some(file), State::Accepted, counts);
                let state = match (of.errors, of.warnings) {
                    (0, 0) => State::Accepted,
                    (0, _) => State::AcceptedWithWarnings,
                    _ => State::AcceptedWithErrors,
                };
                let nil = nil.contains(&submission.file.path);
                rows.push(SubmissionRow {
                    money_unit: Some(submission.money_unit),
                    nil,
                    state,
                    ..of
                });
            }
        }
        rows
    }
}

/// Open errors and warnings by file.
struct Counts<'a>(BTreeMap<&'a str, (usize, usize)>);

impl<'a> Counts<'a> {
    fn of(findings: &'a [Finding]) -> Counts<'a> {
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.accepted.is_none()) {
            let Some(file) = finding.problem.place.file.as_deref() else { continue };
            let (errors, warnings) = counts.entry(file).or_default();
            match finding.severity {
                Severity::Error => *errors += 1,
                Severity::Warning => *warnings += 1,
                Severity::Note => {}
            }
        }
        Counts(counts)
    }

    fn in_file(&self, path: &str) -> (usize, usize) {
        self.0.get(path).copied().unwrap_or_default()
    }
}

fn row(
    inputs: &Inputs,
    unit: Option<&Unit>,
    period: Period,
    file: Option<&FileId>,
    state: State,
    counts: &Counts<'_>,
) -> SubmissionRow {
    let due = inputs.settings.due(period, unit);
    let received = file.and_then(|file| file.received);
    let late = |(received, due): (NaiveDate, NaiveDate)| (received - due).num_days().max(0);
    let (errors, warnings) = file.map_or((0, 0), |file| counts.in_file(&file.path));
    SubmissionRow {
        unit: unit.map(|unit| unit.code.clone()),
        name: unit.map_or_else(String::new, |unit| unit.name.clone()),
        state,
        file: file.map(|file| file.path.clone()),
        received,
        due,
        days_late: received.zip(due).map(late),
        money_unit: None,
        errors,
        warnings,
        nil: false,
        worth: None,
        version: None,
        marks: Vec::new(),
        correct_by: None,
        registered: false,
        is_consolidation: false,
        obligations: Vec::new(),
        todo: Vec::new(),
        misses: 0,
        contact: unit.map_or_else(String::new, |unit| unit.contact.clone()),
        phone: unit.map_or_else(String::new, |unit| unit.phone.clone()),
    }
}

/// A nil return: every line that the unit owes shows an explicit zero as disbursed in the period (in a form without
/// that column: as cumulative), or is ticked "không phát sinh".
pub(super) fn is_nil(inputs: &Inputs, report: &Report<'_, '_>) -> bool {
    let Report { submission, lines, .. } = report;
    let has_in_period = lines.iter().any(|line| line.figure(Measure::InPeriod).is_some());
    let measure = if has_in_period { Measure::InPeriod } else { Measure::Cumulative };
    let year = inputs.settings.budget_year(inputs.period);
    let stated: Vec<_> =
        lines.iter().filter_map(|line| Some((&line.key, line.amount(measure)?))).collect();
    if stated.iter().any(|(_, amount)| *amount != Money::ZERO) {
        return false;
    }
    let plan = inputs.register.plan(&submission.unit, submission.period.to());
    let owed = plan.iter().filter(|(_, money)| !money.is_zero());
    let ticked = |key: &crate::domain::key::Key| {
        submission
            .nil_ticks
            .iter()
            .any(|(program, funding)| program.covers(&key.component) && *funding == key.funding)
    };
    let shown = |key: &crate::domain::key::Key| {
        let meets = |own: &crate::domain::key::Key| own.covers(key, year) || key.covers(own, year);
        stated.iter().any(|(own, _)| meets(own))
    };
    let mut owed = owed.map(|(key, _)| key).peekable();
    if owed.peek().is_none() {
        return !stated.is_empty() || !submission.nil_ticks.is_empty();
    }
    owed.all(|key| shown(key) || ticked(key))
}
