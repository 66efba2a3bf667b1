//! What each unit owes in a period, what it still has to do, and how often in a row its report did not come in time.
//!
//! It stands in the row of the unit's report, or of its absence; in one place, so that status, letters, return forms and
//! JSON say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::coverage::owes_no_report;
use super::{Arrival, Inputs};
use crate::check::gate::{item, wording};
use crate::check::{Answers, Checked};
use crate::domain::code::UnitCode;
use crate::domain::context::Context;
use crate::domain::lang::words;
use crate::domain::money::Money;
use crate::domain::obligation::{Answer, Obligation, Owed, OwedState};
use crate::domain::period::Period;
use crate::domain::place::Place;
use crate::domain::register::Unit;
use crate::domain::rule::{Finding, Problem, Severity};
use crate::domain::settings::Deadline;
use crate::domain::submission::FileId;
use crate::domain::summary::{Behind, Mark, Overdue, State, SubmissionRow};
use crate::domain::todo::{Duty, Todo};
use crate::history;
use crate::rules;

/// Names what no single report was named by: a file that could not be used, several reports together.
pub(super) fn name_others(findings: &mut [Finding]) {
    for finding in findings.iter_mut().filter(|of| of.goes_back() && of.item.is_none()) {
        finding.item = finding.problem.unit.as_ref().map(|unit| name(unit, finding));
    }
}

/// By where it stands.
fn name(unit: &UnitCode, finding: &Finding) -> Arc<str> {
    item::id(unit, finding.rule.code, &finding.problem.place.to_string())
}

/// Says it in the rows of the units that are expected.
pub(super) fn tell(
    inputs: &Inputs<'_>,
    expected: &[&Unit],
    findings: &[Finding],
    rows: &mut [SubmissionRow],
) {
    let duties = Duties::new(inputs, findings);
    let mut of_units: BTreeMap<UnitCode, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(unit) = &row.unit {
            of_units.entry(unit.clone()).or_default().push(at);
        }
    }
    for unit in expected {
        let own = of_units.get(&unit.code).into_iter().flatten().copied();
        let own = own.filter(|at| !rows[*at].is_consolidation);
        // A row that says that nothing came stands only where no report of the period counts, whatever came of its months.
        let is_absent = |row: &SubmissionRow| matches!(row.state, State::Missing | State::Exempt);
        let standing = |at: &usize| (is_absent(&rows[*at]), stands(rows[*at].state), *at);
        let Some(at) = own.max_by_key(standing) else { continue };
        let row = &mut rows[at];
        row.obligations = duties.obligations(unit, row.state);
        if row.obligations.iter().any(|owed| owed.state == OwedState::Answered(Answer::Open)) {
            row.marks.push(Mark::PartlyFilled);
            row.marks.sort();
        }
        row.misses = duties.misses(unit);
        row.todo = duties.todo(unit, row);
    }
    duties.tell_overdue(rows);
    for row in rows.iter_mut().filter(|row| row.is_consolidation && row.state == State::Missing) {
        let Some(unit) = &row.unit else { continue };
        let period = inputs.period.words();
        let words = words!(
            "Gửi báo cáo tổng hợp của cơ quan chủ trì {period}.",
            "Send the consolidation of a lead agency for {period}.";
            period
        );
        let since = inputs.period;
        let id = Todo::owed_consolidation(unit, since);
        row.todo = vec![Todo {
            id,
            kind: Duty::Owed,
            since,
            words: Arc::new(words),
            place: Place::default(),
        }];
    }
}

/// How much a row says of how its unit stands.
pub(super) fn stands(state: State) -> u8 {
    match state {
        State::Accepted | State::AcceptedWithWarnings | State::AcceptedWithErrors => 4,
        State::Missing | State::Exempt => 3,
        State::Rejected => 2,
        State::Superseded => 1,
        State::OtherPeriod | State::Excluded => 0,
    }
}

struct Duties<'a> {
    inputs: &'a Inputs<'a>,
    context: Context<'a>,
    /// The reports that count, by unit, in order of time.
    reports: BTreeMap<&'a UnitCode, Vec<&'a Checked>>,
    /// All files of the budget year by unit.
    arrivals: BTreeMap<&'a UnitCode, Vec<&'a Arrival>>,
    /// The periods like this one for which anybody sent something, up to this one, the last first.
    periods: Vec<Period>,
    findings: BTreeMap<&'a UnitCode, Vec<&'a Finding>>,
}

impl<'a> Duties<'a> {
    fn new(inputs: &'a Inputs<'a>, findings: &'a [Finding]) -> Duties<'a> {
        let mut reports: BTreeMap<&UnitCode, Vec<&Checked>> = BTreeMap::new();
        for report in inputs.earlier.iter().chain(inputs.current) {
            reports.entry(&report.submission().unit).or_default().push(report);
        }
        for of_unit in reports.values_mut() {
            of_unit.sort_by_key(|report| report.submission().period.to());
        }
        let mut arrivals: BTreeMap<&UnitCode, Vec<&Arrival>> = BTreeMap::new();
        for arrival in &inputs.arrivals {
            arrivals.entry(&arrival.unit).or_default().push(arrival);
        }
        let sent = || inputs.arrivals.iter().map(|arrival| arrival.period);
        let alike: BTreeSet<Period> = match inputs.period {
            Period::Quarter(year, _) => (1..=4).map(|of| Period::Quarter(year, of)).collect(),
            Period::Month(..) => sent().filter(|of| matches!(of, Period::Month(..))).collect(),
            _ => BTreeSet::new(),
        };
        let is_past = |period: &Period| period.to() < inputs.period.to();
        let is_sent = |period: &Period| sent().any(|own| period.is_completed_by(own));
        let mut periods: BTreeSet<Period> =
            alike.into_iter().filter(|period| is_past(period) && is_sent(period)).collect();
        periods.insert(inputs.period);
        let mut of_units: BTreeMap<&UnitCode, Vec<&Finding>> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.goes_back()) {
            if let Some(unit) = &finding.problem.unit {
                of_units.entry(unit).or_default().push(finding);
            }
        }
        Duties {
            inputs,
            context: Context {
                catalogue: &inputs.catalogue,
                register: &inputs.register,
                settings: &inputs.settings,
                period: inputs.period,
            },
            reports,
            arrivals,
            periods: periods.into_iter().rev().collect(),
            findings: of_units,
        }
    }

    /// Of each consolidation that did not come in time, how late it is and which of the units that it sums up had not been
    /// heard on its own last day. Where no journal says who reports to whom nobody can tell.
    fn tell_overdue(&self, rows: &mut [SubmissionRow]) {
        let (register, period) = (&self.inputs.register, self.inputs.period);
        for (lead, units) in register.consolidators(period.to()) {
            let is_it = |of: &&&Arrival| {
                let is_awaited = of.is_usable && period.is_completed_by(of.period);
                is_awaited && (of.sums_up_others || owes_no_report(self.inputs, lead))
            };
            let files = self.arrivals.get(&lead.code).into_iter().flatten().filter(is_it);
            let files: Vec<&&Arrival> = files.collect();
            let row = rows.iter_mut().find(|row| {
                let is_file = |of: &&&Arrival| Some(&of.file.path) == row.file.as_ref();
                let counts = || stands(row.state) == 4 && files.iter().any(is_file);
                let is_missing = row.is_consolidation && row.state == State::Missing;
                row.unit.as_ref() == Some(&lead.code) && (is_missing || counts())
            });
            let Some(row) = row else { continue };
            let first = files.iter().min_by_key(|of| of.file.order);
            let days_late = first.and_then(|of| {
                let settings = &self.inputs.settings;
                Some(late(&of.file, settings.consolidation_deadline(of.period, Some(lead)))?.0)
            });
            if row.state != State::Missing && days_late.is_none() {
                continue;
            }
            // What came by its own last day did not keep it, nor what came after it had reported.
            let (lead_due, reported) = (row.due, first.and_then(|of| of.file.received));
            let is_behind = |came: NaiveDate| {
                lead_due.is_none_or(|due| due < came) && reported.is_none_or(|on| came <= on)
            };
            let units = units.into_iter().filter_map(|code| register.unit(code));
            let behind = units.filter(|_| register.has_journal()).filter_map(|unit| {
                let due = self.inputs.settings.due(period, Some(unit));
                let days_late = match self.came(unit, period) {
                    Came::Missing => None,
                    Came::Late { days, on } if is_behind(on) => Some(days),
                    Came::Late { .. } | Came::InTime | Came::NotOwed => return None,
                };
                Some(Behind { unit: unit.code.clone(), days_late, due })
            });
            row.overdue = Some(Overdue { days_late, behind: behind.collect() });
        }
    }

    /// What the unit owes, and how it stands.
    fn obligations(&self, unit: &Unit, state: State) -> Vec<Owed> {
        let mut answers = Answers::new();
        let of_period =
            |report: &&&Checked| self.inputs.period.is_completed_by(report.submission().period);
        let asked = (unit, self.inputs.period);
        for report in standing_for(self.inputs, asked, &self.reports, of_period) {
            // The quarter's own report and that of its last month may both answer: what one says, the other need not.
            for (of, told) in report.answers() {
                let known = answers.entry(of.clone()).or_insert(*told);
                known.1 = known.1.min(told.1);
            }
        }
        let mut owed: BTreeMap<Obligation, Money> = BTreeMap::new();
        for (key, money) in self.inputs.register.plan(&unit.code, self.inputs.period.to()) {
            *owed.entry(Obligation::of(&key)).or_default() += money;
        }
        owed.retain(|_, plan| Money::ZERO < *plan);
        if owed.is_empty() {
            owed = answers.iter().map(|(of, (plan, _))| (of.clone(), *plan)).collect();
        }
        let state_of = |of: &Obligation| match (state, answers.get(of)) {
            (State::Exempt, _) => OwedState::Exempt,
            (_, Some((_, answer))) if state.has_come() => OwedState::Answered(*answer),
            // What stands for the unit says nothing of it.
            (_, None) if state.has_come() => OwedState::Answered(Answer::Open),
            _ => OwedState::Missing,
        };
        owed.into_iter()
            .map(|(of, plan)| {
                let state = state_of(&of);
                Owed { of, plan, state }
            })
            .collect()
    }

    /// How many periods in a row, up to this one, the unit's report did not come or came late. A period for which it is
    /// exempt, or had nothing to report, is passed over; of a file without a receipt nobody can say that it was late.
    fn misses(&self, unit: &Unit) -> u32 {
        let mut misses = 0;
        for period in &self.periods {
            match self.came(unit, *period) {
                Came::Missing | Came::Late { .. } => misses += 1,
                Came::NotOwed => {}
                Came::InTime => break,
            }
        }
        misses
    }

    fn came(&self, unit: &Unit, period: Period) -> Came {
        let of_period = |of: &&&Arrival| of.is_usable && period.is_completed_by(of.period);
        let files = standing_for(self.inputs, (unit, period), &self.arrivals, of_period);
        // Whether it was late its first file says; what replaces it is a correction.
        match files.into_iter().min_by_key(|of| of.file.order) {
            Some(of) => {
                let settings = &self.inputs.settings;
                let due = match of.sums_up_others && unit.is_lead() {
                    true => settings.consolidation_deadline(of.period, Some(unit)),
                    false => settings.deadline(of.period, Some(unit)),
                };
                late(&of.file, due).map_or(Came::InTime, |(days, on)| Came::Late { days, on })
            }
            None if !owes(self.inputs, unit, period) => Came::NotOwed,
            None => Came::Missing,
        }
    }

    /// The periods up to this one, the first first, for which nothing has come of the unit since its last report.
    fn missing_since(&self, unit: &Unit) -> Vec<Period> {
        let of_unit = |period: &&Period| self.came(unit, **period);
        let silent = self
            .periods
            .iter()
            .take_while(|period| matches!(of_unit(period), Came::Missing | Came::NotOwed));
        let mut missing: Vec<Period> =
            silent.filter(|period| matches!(of_unit(period), Came::Missing)).copied().collect();
        missing.reverse();
        missing
    }

    /// What the unit has to do, the kinds in their order, of each the oldest first.
    fn todo(&self, unit: &Unit, row: &SubmissionRow) -> Vec<Todo> {
        let mut todo: Vec<Todo> = Vec::new();
        if row.state == State::Missing {
            todo.push(self.owed(unit));
        }
        let open = |owed: &&Owed| owed.state == OwedState::Answered(Answer::Open);
        todo.extend(row.obligations.iter().filter(open).map(|owed| self.owed_part(unit, owed)));
        let mut known: BTreeMap<Arc<str>, usize> = BTreeMap::new();
        for finding in self.findings.get(&unit.code).into_iter().flatten() {
            let is_owed =
                finding.rule == &rules::PARTLY_FILLED && row.marks.contains(&Mark::PartlyFilled);
            let is_done = finding.severity == Severity::Warning && finding.explanation.is_some();
            if finding.is_consequence || is_owed || is_done {
                continue;
            }
            let item = self.of_finding(unit, finding);
            match known.get(&item.id) {
                // Two reports of one period, or two months of a quarter, leave the same to be done.
                Some(&at) => todo[at].since = todo[at].since.min(item.since),
                None => {
                    known.insert(item.id.clone(), todo.len());
                    todo.push(item);
                }
            }
        }
        todo.sort_by_key(|item| (item.kind, item.since.to()));
        todo
    }

    fn owed(&self, unit: &Unit) -> Todo {
        let missing = self.missing_since(unit);
        let since = missing.first().copied().unwrap_or(self.inputs.period);
        let period = self.inputs.period.words();
        let words = match missing.len() {
            0 | 1 => words!("Gửi báo cáo {period}.", "Send the report for {period}."; period),
            count => words!(
                "Gửi báo cáo {period} (kỳ thứ {count} liên tiếp chưa có báo cáo).",
                "Send the report for {period} (period {count} in a row without one).";
                period, count
            ),
        };
        let id = Todo::owed(&unit.code, since);
        Todo { id, kind: Duty::Owed, since, words: Arc::new(words), place: Place::default() }
    }

    fn owed_part(&self, unit: &Unit, owed: &Owed) -> Todo {
        let name = wording::obligation(&self.context, &owed.of);
        let plan = wording::amount(owed.plan, self.inputs.settings.office.money_unit);
        let words = words!(
            "Báo cáo chưa có số liệu của {name} (kế hoạch {plan}): ghi số giải ngân, hoặc ghi 0 nếu không phát sinh.",
            "The report says nothing of {name} (plan {plan}): state what was disbursed, or 0.";
            name, plan
        );
        let id = Todo::owed_part(&unit.code, &owed.of.program, owed.of.funding);
        let open = |report: &Checked| {
            report.answers().get(&owed.of).is_some_and(|(_, answer)| *answer == Answer::Open)
        };
        let reports = self.reports.get(&unit.code).into_iter().flatten().rev();
        let open = reports.take_while(|report| open(report)).last();
        let since = open.map_or(self.inputs.period, |report| report.submission().period);
        Todo { id, kind: Duty::Owed, since, words: Arc::new(words), place: Place::default() }
    }

    fn of_finding(&self, unit: &Unit, finding: &Finding) -> Todo {
        let kind = match finding.severity {
            Severity::Error => Duty::Mend,
            Severity::Warning | Severity::Note => Duty::Explain,
        };
        let id = finding.item.clone().expect("what goes back to a unit was named");
        let since = self.since(unit, finding, &id);
        let Problem { words, place, .. } = &*finding.problem;
        Todo { id, kind, since, words: words.clone(), place: place.clone() }
    }

    /// The first of the unit's reports in a row that leave this to be done, up to the one in which it was found.
    fn since(&self, unit: &Unit, finding: &Finding, item: &Arc<str>) -> Period {
        let reports = self.reports.get(&unit.code).map_or(&[][..], Vec::as_slice);
        let file = finding.problem.place.file.as_ref();
        let is_it =
            |report: &&Checked| report.submission().files().any(|of| Some(&of.path) == file);
        let Some(at) = reports.iter().position(is_it) else { return self.inputs.period };
        let own = reports[at].submission().period;
        let before = reports[..at].iter().rev();
        let open = before.take_while(|report| report.leaves_open(item));
        open.last().map_or(own, |report| report.submission().period)
    }
}

/// By how many days a file was late, and when it came; of one without a receipt nobody can say so.
fn late(file: &FileId, due: Option<Deadline>) -> Option<(i64, NaiveDate)> {
    let (received, due) = file.received.zip(due).filter(|_| file.is_registered)?;
    Some(((received - due.last).num_days(), received)).filter(|(days, _)| 0 < *days)
}

/// What there is of a unit for a period; of one that sent nothing of the kind itself, what those sent that it had taken
/// over by then.
fn standing_for<'a, T>(
    inputs: &Inputs<'_>,
    (unit, period): (&Unit, Period),
    by_unit: &BTreeMap<&UnitCode, Vec<&'a T>>,
    is_it: impl Fn(&&&'a T) -> bool,
) -> Vec<&'a T> {
    let of = |code: &UnitCode| -> Vec<&'a T> {
        by_unit.get(code).into_iter().flatten().filter(|of| is_it(of)).copied().collect()
    };
    let own = of(&unit.code);
    if !own.is_empty() {
        return own;
    }
    history::merged_into(&inputs.register, &unit.code, period.to()).flat_map(of).collect()
}

/// Whether a unit has to report for a period.
pub(super) fn owes(inputs: &Inputs<'_>, unit: &Unit, period: Period) -> bool {
    let (register, day) = (&inputs.register, period.to());
    let is_exempt = inputs.settings.exemption(period, &unit.code).is_some();
    let has_plan = !register.has_journal() || register.has_plan(&unit.code, day);
    !is_exempt && has_plan && unit.exists_on(day)
}

/// How a unit's report of a period came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    InTime,
    /// By so many days, on this one.
    Late {
        days: i64,
        on: NaiveDate,
    },
    Missing,
    /// None had to.
    NotOwed,
}

#[cfg(test)]
mod tests;
