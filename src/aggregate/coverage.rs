//! Who owes a report, who sent one, and when: coverage and the rows of submissions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::stages::Report;
use super::{Arrival, Inputs, RejectedFile};
use crate::check::Checked;
use crate::domain::code::UnitCode;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::register::Unit;
use crate::domain::rule::{Finding, Severity};
use crate::domain::settings::Deadline;
use crate::domain::submission::{FileId, Measure, Reach, Submission};
use crate::domain::summary::{Coverage, Mark, State, SubmissionRow, UnitTotal};

/// The units that owe a report or sent one, in the order of the register.
///
/// With a journal: those whose plan is not zero, or that sent a file (or that took over one that did). Without: all of
/// the register.
pub(super) fn expected<'a>(
    inputs: &'a Inputs<'_>,
    has_sent: impl Fn(&UnitCode) -> bool,
) -> Vec<&'a Unit> {
    let day = inputs.period.to();
    let sent = |code: &UnitCode| {
        has_sent(code) || inputs.rejected.iter().any(|file| file.unit.as_ref() == Some(code))
    };
    let has_journal = inputs.register.has_journal();
    let owes = |unit: &&Unit| {
        let plan = || inputs.register.has_plan(&unit.code, day);
        let gone = inputs.register.successor(&unit.code, day).is_some();
        if owes_no_report(inputs, unit) {
            // Its consolidation is no report of a unit; money of its own counts, planned or not.
            return has_money(inputs, &unit.code);
        }
        sent(&unit.code) || !gone && if has_journal { plan() } else { unit.exists_on(day) }
    };
    inputs.register.units.iter().filter(owes).collect()
}

/// Whether a report of the unit has figures of its own.
fn has_money(inputs: &Inputs<'_>, code: &UnitCode) -> bool {
    let mut reports = inputs.current.iter().chain(inputs.earlier);
    reports.any(|report| report.submission().unit == *code && report.has_lines())
}

/// The rows of submissions and the coverage that they give.
pub(super) fn rows(
    inputs: &Inputs<'_>,
    expected: &[&Unit],
    units: &[UnitTotal],
    nil: &BTreeSet<Arc<str>>,
    findings: &[Finding],
) -> (Coverage, Vec<SubmissionRow>) {
    let known = Beside { inputs, counts: Counts::of(findings), versions: versions(inputs), nil };
    let mut of_units: BTreeMap<&UnitCode, Files<'_>> = BTreeMap::new();
    for file in &inputs.rejected {
        if let Some(unit) = &file.unit {
            of_units.entry(unit).or_default().rejected.push(file);
        }
    }
    for (unit, period, file, _) in &inputs.superseded {
        of_units.entry(unit).or_default().superseded.push((*period, file));
    }
    for report in inputs.current {
        of_units.entry(&report.submission().unit).or_default().counted.push(report);
    }
    let mut consolidations = consolidations(inputs);
    let mut rows = Vec::new();
    let mut coverage = Coverage::default();
    // The units whose own workbook says who reports to them.
    let mut taken_in = 0;
    for consolidation in consolidations.values() {
        match consolidation {
            Consolidation::Came => coverage.lead.received += 1,
            Consolidation::Missing => coverage.lead.missing += 1,
        }
    }
    coverage.lead.expected = coverage.lead.received + coverage.lead.missing;
    for (unit, total) in expected.iter().zip(units) {
        let files = of_units.remove(&unit.code).unwrap_or_default();
        // A file of an earlier month of a quarter is not the report that is waited for.
        let is_awaited = |file: &&&RejectedFile| inputs.period.is_completed_by(file.period);
        let is_missing = files.rejected.iter().filter(is_awaited).all(|file| file.is_blank);
        let is_exempt = inputs.settings.exemption(inputs.period, &unit.code).is_some();
        let silent = if is_exempt { State::Exempt } else { State::Missing };
        match (total.received, is_missing) {
            (true, _) => coverage.received += 1,
            (false, false) => coverage.rejected += 1,
            (false, true) if is_exempt => {}
            (false, true) => coverage.missing += 1,
        }
        if let Some(below) = total.below {
            taken_in += 1;
            coverage.below += below.coverage;
        }
        rows.extend(files.rows(&known, Some(unit)));
        if !total.received && is_missing {
            rows.push(known.row(Some(unit), inputs.period, None, silent));
        }
        if consolidations.remove(&unit.code) == Some(Consolidation::Missing) {
            rows.push(known.missing_consolidation(unit));
        }
    }
    // Who owes no report may have sent a file all the same: a unit that was merged, one that a bare folder does not know,
    // a lead agency that only consolidates.
    for (code, files) in of_units {
        let unit = inputs.register.unit(code);
        rows.extend(files.rows(&known, unit).into_iter().map(|row| {
            let name = if row.name.is_empty() { code.to_string() } else { row.name };
            SubmissionRow { unit: Some(code.clone()), name, ..row }
        }));
    }
    for unit in &inputs.register.units {
        if consolidations.get(&unit.code) == Some(&Consolidation::Missing) {
            rows.push(known.missing_consolidation(unit));
        }
    }
    for file in inputs.rejected.iter().filter(|file| file.unit.is_none()) {
        rows.push(known.row(None, file.period, Some(&file.file), State::Rejected));
    }
    for file in &inputs.left_out {
        let unit = file.unit.as_ref().and_then(|code| inputs.register.unit(code));
        let row = known.row(unit, file.period, Some(&file.file), file.state);
        rows.push(SubmissionRow { unit: file.unit.clone(), ..row });
    }
    // Who is exempt and sent nothing is not expected.
    coverage.expected = coverage.received + coverage.rejected + coverage.missing;
    let Coverage { expected, received, missing, rejected, below, .. } = coverage;
    let mut lowest =
        Reach { expected: expected - taken_in, received: received - taken_in, missing, rejected };
    lowest += below;
    coverage.lowest = (0 < taken_in).then_some(lowest);
    (coverage, rows)
}

/// Whether the consolidation of a lead agency came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Consolidation {
    Came,
    Missing,
}

/// The lead agencies that owe a consolidation, and whether it came: a report that sums up units, or of an agency for which
/// nothing is planned any that counts. Who is exempt and sent none owes none.
fn consolidations(inputs: &Inputs<'_>) -> BTreeMap<UnitCode, Consolidation> {
    let day = inputs.period.to();
    let owing = inputs.register.consolidators(day).into_iter().filter_map(|(lead, _)| {
        let is_it = |report: &&Checked| {
            let of = report.submission();
            of.unit == lead.code
                && inputs.period.is_completed_by(of.period)
                && consolidates(inputs, lead, of)
        };
        let is_exempt = inputs.settings.exemption(inputs.period, &lead.code).is_some();
        match inputs.current.iter().any(|report| is_it(&report)) {
            true => Some((lead.code.clone(), Consolidation::Came)),
            false if is_exempt => None,
            false => Some((lead.code.clone(), Consolidation::Missing)),
        }
    });
    owing.collect()
}

/// Whether a report is, or holds, the consolidation of a lead agency.
fn consolidates(inputs: &Inputs<'_>, unit: &Unit, report: &Submission) -> bool {
    unit.is_lead() && (report.sums_up_others || owes_no_report(inputs, unit))
}

/// Whether a unit is there to consolidate what others report, and has no money of its own to report on. Where no journal
/// says who has a plan, its kind does, or that it sent nothing else.
pub(super) fn owes_no_report(inputs: &Inputs<'_>, unit: &Unit) -> bool {
    let register = &inputs.register;
    if register.has_journal() {
        return unit.is_lead() && !register.has_plan(&unit.code, inputs.period.to());
    }
    let sent_nothing_else = || {
        let own = inputs.current.iter().filter(|report| report.submission().unit == unit.code);
        let mut own = own.peekable();
        own.peek().is_some()
            && own.all(|report| report.submission().sums_up_others && !report.has_lines())
    };
    unit.is_lead_by_kind() || unit.is_lead() && sent_nothing_else()
}

/// The how-manyth file of its unit and period each file is; files that are one report together are one.
fn versions<'a>(inputs: &'a Inputs<'_>) -> BTreeMap<&'a str, u32> {
    let reports = || inputs.current.iter().map(Checked::submission);
    let beside: BTreeMap<&str, &str> = reports()
        .flat_map(|report| report.beside.iter().map(|of| (&*of.file.path, &*report.file.path)))
        .collect();
    /// Files by what orders them, then by name.
    type InOrder<'a> = BTreeSet<((i64, u32), &'a str)>;
    let mut arrived: BTreeMap<(&UnitCode, Period), InOrder<'_>> = BTreeMap::new();
    for Arrival { unit, period, file, .. } in &inputs.arrivals {
        if !beside.contains_key(&*file.path) {
            arrived.entry((unit, *period)).or_default().insert((file.order, &file.path));
        }
    }
    let numbered = arrived.values().flat_map(|files| files.iter().zip(1..));
    let mut versions: BTreeMap<&str, u32> = numbered.map(|((_, path), at)| (*path, at)).collect();
    for (path, last) in beside {
        if let Some(version) = versions.get(last).copied() {
            versions.insert(path, version);
        }
    }
    versions
}

/// The files of a unit.
#[derive(Default)]
struct Files<'a> {
    superseded: Vec<(Period, &'a FileId)>,
    rejected: Vec<&'a RejectedFile>,
    counted: Vec<&'a Checked>,
}

impl Files<'_> {
    /// A row for each.
    fn rows(self, known: &Beside<'_>, unit: Option<&Unit>) -> Vec<SubmissionRow> {
        let Files { superseded, rejected, counted } = self;
        let mut rows: Vec<SubmissionRow> = Vec::new();
        let replaced = |(period, file): &(Period, &FileId)| {
            known.row(unit, *period, Some(file), State::Superseded)
        };
        rows.extend(superseded.iter().map(replaced));
        let refused =
            |of: &&RejectedFile| known.row(unit, of.period, Some(&of.file), State::Rejected);
        rows.extend(rejected.iter().map(refused));
        for report in counted {
            let is_superseded = |of: &&FileId| superseded.iter().any(|(_, file)| file == of);
            // What a later file lacks of an earlier one is in the report, set aside; that file is superseded all the same.
            for file in report.submission().files().filter(|file| !is_superseded(file)) {
                rows.push(known.counted(unit, report, file));
            }
        }
        rows
    }
}

/// What is known of the files beside themselves.
struct Beside<'a> {
    inputs: &'a Inputs<'a>,
    counts: Counts<'a>,
    versions: BTreeMap<&'a str, u32>,
    nil: &'a BTreeSet<Arc<str>>,
}

impl Beside<'_> {
    /// The row of a file of which something is used.
    fn counted(&self, unit: Option<&Unit>, checked: &Checked, file: &FileId) -> SubmissionRow {
        let report = checked.submission();
        let mut row = self.row(unit, report.period, Some(file), State::Accepted);
        row.state = match (row.errors, row.warnings) {
            (0, 0) => State::Accepted,
            (0, _) => State::AcceptedWithWarnings,
            _ => State::AcceptedWithErrors,
        };
        row.money_unit = Some(report.money_unit);
        row.nil = self.nil.contains(&report.file.path);
        if unit.is_some_and(|unit| consolidates(self.inputs, unit, report)) {
            row.is_consolidation = !checked.has_lines();
            row.due_is(self.inputs.settings.consolidation_deadline(report.period, unit));
        }
        let returned = self.inputs.returned.get(&(report.unit.clone(), report.period));
        let returned = returned.filter(|form| file.order.0 < form.seconds);
        if returned.is_some() {
            row.marks.push(Mark::Returned);
        }
        if row.version.is_some_and(|version| 1 < version) {
            row.marks.push(Mark::Corrected);
        }
        if 0 < row.errors {
            let told = returned.map(|form| form.day).or(row.received.filter(|_| row.registered));
            row.correct_by = told.map(|day| self.inputs.settings.due_after(day));
        }
        row
    }

    /// The row of a consolidation that did not come.
    fn missing_consolidation(&self, unit: &Unit) -> SubmissionRow {
        let row = self.row(Some(unit), self.inputs.period, None, State::Missing);
        let due = self.inputs.settings.consolidation_deadline(self.inputs.period, Some(unit));
        SubmissionRow { is_consolidation: true, due: due.map(|due| due.last), ..row }
    }

    fn row(
        &self,
        unit: Option<&Unit>,
        period: Period,
        file: Option<&FileId>,
        state: State,
    ) -> SubmissionRow {
        let received = file.and_then(|file| file.received);
        let registered = file.is_some_and(|file| file.is_registered);
        let (errors, warnings) = file.map_or((0, 0), |file| self.counts.in_file(&file.path));
        let code = unit.map(|unit| unit.code.clone());
        let name = unit.map_or_else(String::new, |unit| unit.name.clone());
        let mut row = SubmissionRow {
            file: file.map(|file| file.path.clone()),
            received,
            errors,
            warnings,
            version: file.and_then(|file| self.versions.get(&*file.path).copied()),
            registered,
            contact: unit.map_or_else(String::new, |unit| unit.contact.clone()),
            phone: unit.map_or_else(String::new, |unit| unit.phone.clone()),
            ..SubmissionRow::new(code, name, period, state)
        };
        row.due_is(self.inputs.settings.deadline(period, unit));
        row
    }
}

impl SubmissionRow {
    /// The last day in time, and by how many days it was missed.
    fn due_is(&mut self, deadline: Option<Deadline>) {
        self.due = deadline.map(|deadline| deadline.last);
        let days = self.received.zip(self.due).filter(|_| self.registered);
        self.days_late = days.map(|(received, due)| (received - due).num_days().max(0));
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

/// A nil return: every line that the unit owes shows an explicit zero as disbursed in the period (in a form without
/// that column: as cumulative), or is ticked "không phát sinh".
pub(super) fn is_nil(inputs: &Inputs<'_>, report: &Report<'_, '_>) -> bool {
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
