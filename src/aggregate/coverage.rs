//! Who owes a report, who sent one, and when: coverage and the rows of submissions.

use chrono::{Days, NaiveDate};

use super::{Inputs, is_of};
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
pub fn expected(inputs: &Inputs, has_sent: impl Fn(&UnitCode) -> bool) -> Vec<Unit> {
    let day = inputs.period.to();
    let sent = |code: &UnitCode| {
        has_sent(code) || inputs.rejected.iter().any(|file| file.unit.as_ref() == Some(code))
    };
    let has_journal = inputs.register.has_journal();
    let owes = |unit: &&Unit| {
        let plan = || inputs.register.plan(&unit.code, day).values().any(|money| !money.is_zero());
        let gone = inputs.register.successor(&unit.code, day).is_some();
        sent(&unit.code) || !gone && if has_journal { plan() } else { unit.exists_on(day) }
    };
    inputs.register.units.iter().filter(owes).cloned().collect()
}

/// Whether a report of `reported` makes a unit received for `period`: the period itself, or its last month.
pub fn completes(period: Period, reported: Period) -> bool {
    reported == period || period.months().last() == Some(&reported)
}

/// The last day of the period before; `None` for the first of a budget year.
pub fn day_before(period: Period, settings: &Settings) -> Option<NaiveDate> {
    let day = period.from() - Days::new(1);
    let first = Period::Year(settings.budget_year(period)).from();
    (first <= day).then_some(day)
}

/// The rows of submissions and the coverage that they give.
pub fn rows(
    inputs: &Inputs,
    expected: &[Unit],
    units: &[UnitTotal],
    current: &[&Submission],
    findings: &[Finding],
) -> (Coverage, Vec<SubmissionRow>) {
    let mut rows = Vec::new();
    let mut coverage = Coverage { expected: expected.len(), ..Coverage::default() };
    for (unit, total) in expected.iter().zip(units) {
        let of_unit = |file: &Option<UnitCode>| file.as_ref() == Some(&unit.code);
        let rejected: Vec<&FileId> = inputs
            .rejected
            .iter()
            .filter(|file| of_unit(&file.unit))
            .map(|file| &file.file)
            .collect();
        let counted: Vec<&&Submission> =
            current.iter().filter(|submission| submission.unit == unit.code).collect();
        match (total.received, rejected.is_empty()) {
            (true, _) => coverage.received += 1,
            (false, false) => coverage.rejected += 1,
            (false, true) => coverage.missing += 1,
        }
        let mut of_files: Vec<SubmissionRow> = Vec::new();
        for (_, file) in inputs.superseded.iter().filter(|(code, _)| *code == unit.code) {
            of_files.push(row(
                inputs,
                Some(unit),
                inputs.period,
                Some(file),
                State::Superseded,
                findings,
            ));
        }
        for file in rejected {
            of_files.push(row(
                inputs,
                Some(unit),
                inputs.period,
                Some(file),
                State::Rejected,
                findings,
            ));
        }
        for submission in counted {
            let file = &submission.file;
            let mut row =
                row(inputs, Some(unit), submission.period, Some(file), State::Accepted, findings);
            row.money_unit = Some(submission.money_unit);
            row.nil = is_nil(inputs, submission);
            row.state = match (row.errors, row.warnings) {
                (0, 0) => State::Accepted,
                (0, _) => State::AcceptedWithWarnings,
                _ => State::AcceptedWithErrors,
            };
            of_files.push(row);
        }
        if !total.received && of_files.iter().all(|row| row.state != State::Rejected) {
            of_files.push(row(inputs, Some(unit), inputs.period, None, State::Missing, findings));
        }
        rows.extend(of_files);
    }
    for file in inputs.rejected.iter().filter(|file| file.unit.is_none()) {
        rows.push(row(inputs, None, inputs.period, Some(&file.file), State::Rejected, findings));
    }
    (coverage, rows)
}

fn row(
    inputs: &Inputs,
    unit: Option<&Unit>,
    period: Period,
    file: Option<&FileId>,
    state: State,
    findings: &[Finding],
) -> SubmissionRow {
    let code = unit.map_or("", |unit| unit.code.as_str());
    let due = inputs.settings.due(period, code, unit.is_some_and(Unit::is_lead));
    let received = file.and_then(|file| file.received);
    let late = |(received, due): (NaiveDate, NaiveDate)| (received - due).num_days().max(0);
    let count = |severity: Severity| {
        let of_file = |finding: &&Finding| file.is_some_and(|file| is_of(finding, &file.path));
        let open = |finding: &&Finding| finding.severity == severity && finding.waived.is_none();
        findings.iter().filter(of_file).filter(open).count()
    };
    SubmissionRow {
        unit: unit.map(|unit| unit.code.clone()),
        name: unit.map_or_else(String::new, |unit| unit.name.clone()),
        state,
        file: file.map(|file| file.path.clone()),
        received,
        due,
        days_late: received.zip(due).map(late),
        money_unit: None,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        nil: false,
        contact: unit.map_or_else(String::new, |unit| unit.contact.clone()),
        phone: unit.map_or_else(String::new, |unit| unit.phone.clone()),
    }
}

/// A nil return: every line that the unit owes shows an explicit zero as disbursed in the period (in a form without
/// that column: as cumulative), or is ticked "không phát sinh".
fn is_nil(inputs: &Inputs, submission: &Submission) -> bool {
    let has_in_period =
        submission.lines.iter().any(|line| line.figure(Measure::InPeriod).is_some());
    let measure = if has_in_period { Measure::InPeriod } else { Measure::Cumulative };
    let year = inputs.settings.budget_year(inputs.period);
    let stated: Vec<_> = submission
        .lines
        .iter()
        .filter_map(|line| Some((&line.key, line.amount(measure)?)))
        .collect();
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
