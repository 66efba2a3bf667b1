//! The rows of the report: in the field order of the contract.

use std::borrow::Cow;
use std::io;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use super::object::Object;
use super::text::Nfc;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::difficulty::Level;
use crate::domain::indicator::{IndicatorId, Kind};
use crate::domain::key::Funding;
use crate::domain::known::Known;
use crate::domain::lang::Lang;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::period;
use crate::domain::place::{Cell, Place};
use crate::domain::results::{Apart, Quantity};
use crate::domain::rule::{Candidate, Fault, Finding, Recalled, Severity};
use crate::domain::submission::{Measure, Reach};
use crate::domain::summary::{
    Call, Compared, GridCell, Obstacle, ProgramTotal, ResultApart, ResultOfUnit, ResultTotal, Step,
    SubmissionRow, Summary, SummaryLine, UnitTotal,
};
use crate::domain::tally::{Points, Rate, Tally};
use crate::domain::todo::Todo;
use crate::render::sentences;

/// A list whose rows are made one by one while they are written.
pub(super) struct Each<F>(pub(super) F);

impl<F, I> Serialize for Each<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

#[derive(Serialize)]
pub(super) struct Period {
    id: period::Period,
    from: NaiveDate,
    to: NaiveDate,
}

impl Period {
    pub(super) fn new(summary: &Summary) -> Period {
        let period = summary.period;
        Period { id: period, from: period.from(), to: period.to() }
    }
}

#[derive(Serialize)]
pub(super) struct Coverage {
    expected: usize,
    received: usize,
    missing: usize,
    rejected: usize,
    lead: Lead,
    #[serde(skip_serializing_if = "Option::is_none")]
    below: Option<Reach>,
}

#[derive(Serialize)]
struct Lead {
    expected: usize,
    received: usize,
    missing: usize,
}

impl Coverage {
    pub(super) fn new(summary: &Summary) -> Coverage {
        let coverage = summary.coverage;
        Coverage {
            expected: coverage.expected,
            received: coverage.received,
            missing: coverage.missing,
            rejected: coverage.rejected,
            lead: Lead {
                expected: coverage.lead.expected,
                received: coverage.lead.received,
                missing: coverage.lead.missing,
            },
            below: Some(coverage.below).filter(|below| *below != Reach::default()),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Totals {
    assigned: Money,
    allocated: Money,
    plan: Money,
    in_period: Money,
    in_period_known: bool,
    cumulative: Money,
    cumulative_known: bool,
    carried: Money,
    rate: Option<Rate>,
    rate_on_assigned: Option<Rate>,
    band: Option<Band>,
}

/// Where the rate will lie once the silent units have reported.
#[derive(Serialize)]
struct Band {
    certain: [Rate; 2],
    likely: Option<[Rate; 2]>,
}

impl Totals {
    pub(super) fn new(summary: &Summary) -> Totals {
        let (totals, tally) = (summary.totals, summary.totals.tally);
        Totals {
            // The contract has a number here; that nothing is known shows in `rate_on_assigned`.
            assigned: totals.assigned.unwrap_or(Money::ZERO),
            allocated: totals.allocated,
            plan: tally.plan,
            in_period: tally.in_period,
            in_period_known: !tally.lacks_in_period,
            cumulative: tally.cumulative,
            cumulative_known: !tally.lacks_cumulative,
            carried: tally.carried,
            rate: tally.rate(),
            rate_on_assigned: totals.rate_on_assigned(),
            band: totals.band.map(|band| Band { certain: band.certain, likely: band.likely }),
        }
    }
}

#[derive(Serialize)]
pub(super) struct ByProgram<'a> {
    program: &'a ComponentId,
    funding: Funding,
    plan: Money,
    in_period: Money,
    in_period_known: bool,
    cumulative: Money,
    cumulative_known: bool,
    rate: Option<Rate>,
}

impl ByProgram<'_> {
    pub(super) fn new(total: &ProgramTotal) -> ByProgram<'_> {
        let tally = total.tally;
        ByProgram {
            program: &total.program,
            funding: total.funding,
            plan: tally.plan,
            in_period: tally.in_period,
            in_period_known: !tally.lacks_in_period,
            cumulative: tally.cumulative,
            cumulative_known: !tally.lacks_cumulative,
            rate: tally.rate(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct ByUnit<'a> {
    unit: &'a UnitCode,
    plan: Money,
    in_period: Money,
    in_period_known: bool,
    cumulative: Money,
    cumulative_known: bool,
    rate: Option<Rate>,
    provisional: bool,
    carried: Money,
    assigned: Money,
    allocated: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Reach>,
}

impl ByUnit<'_> {
    pub(super) fn new(total: &UnitTotal) -> ByUnit<'_> {
        let tally = total.tally;
        ByUnit {
            unit: &total.unit,
            plan: tally.plan,
            in_period: tally.in_period,
            in_period_known: !tally.lacks_in_period,
            cumulative: tally.cumulative,
            cumulative_known: !tally.lacks_cumulative,
            rate: tally.rate(),
            provisional: total.provisional,
            carried: tally.carried,
            assigned: tally.plan,
            allocated: total.allocated,
            coverage: total.below.map(|below| below.coverage),
        }
    }
}

/// A line. `year` is the budget year.
pub(super) fn line<W: io::Write>(
    object: &mut Object<'_, W>,
    line: &SummaryLine,
    year: i32,
) -> io::Result<()> {
    let work = line.key.work.as_ref();
    let work = work.map(|work| Nfc(work.code.as_deref().unwrap_or(&work.name)));
    object.entry("unit", &line.unit)?;
    object.entry("component", &line.key.component)?;
    object.entry("work", &work)?;
    object.entry("funding", &line.key.funding)?;
    object.entry("source", &line.key.source)?;
    object.entry("plan_year", &line.key.year.stated(year))?;
    object.entry("plan", &line.plan)?;
    object.entry("volume", &line.stated.get(Measure::Volume))?;
    let is_whole = |known: Option<Known>| known.is_none_or(Known::is_whole);
    object.entry("in_period", &line.in_period)?;
    object.entry("in_period_known", &is_whole(line.in_period_known))?;
    object.entry("cumulative", &line.cumulative)?;
    object.entry("cumulative_known", &is_whole(line.basis))?;
    object.entry("basis", &line.basis)?;
    object.entry("forecast", &line.stated.get(Measure::Forecast))?;
    object.entry("to_return", &line.stated.get(Measure::ToReturn))?;
    object.entry("to_adjust", &line.stated.get(Measure::ToAdjust))
}

/// A file, or a missing unit.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    unit: Option<&'a UnitCode>,
    period: period::Period,
    state: &'static str,
    file: Option<&'a str>,
    received: Option<NaiveDate>,
    due: Option<NaiveDate>,
    days_late: Option<i64>,
    money_unit: Option<MoneyUnit>,
    errors: usize,
    warnings: usize,
    nil: bool,
    worth: Option<Points>,
    version: Option<u32>,
    marks: Vec<&'static str>,
    correct_by: Option<NaiveDate>,
    registered: bool,
    consolidation: bool,
    misses: u32,
    obligations: Vec<OwedRow<'a>>,
    todo: Vec<TodoRow<'a>>,
    behind: Vec<BehindRow<'a>>,
}

/// A program and funding type that the unit owes.
#[derive(Serialize)]
struct OwedRow<'a> {
    program: &'a ComponentId,
    funding: Funding,
    plan: Money,
    state: &'static str,
}

/// How the report of a unit for a month came.
#[derive(Serialize)]
pub(super) struct GridRow<'a> {
    unit: &'a UnitCode,
    period: period::Period,
    state: Option<&'static str>,
    days_late: Option<i64>,
}

impl GridRow<'_> {
    pub(super) fn new(cell: &GridCell) -> GridRow<'_> {
        let state = cell.state.map(|state| state.id());
        GridRow { unit: &cell.unit, period: cell.period, state, days_late: cell.days_late }
    }
}

/// What stood at the end of a month, or of the period.
#[derive(Serialize)]
pub(super) struct StepRow<'a> {
    period: period::Period,
    reported: usize,
    by_program_funding: Vec<StepPart<'a>>,
}

#[derive(Serialize)]
struct StepPart<'a> {
    program: &'a ComponentId,
    funding: Funding,
    plan: Money,
    cumulative: Money,
    cumulative_known: bool,
    carried: Money,
    rate: Option<Rate>,
}

impl<'a> StepPart<'a> {
    fn new((program, funding): &'a (ComponentId, Funding), tally: &Tally) -> StepPart<'a> {
        StepPart {
            program,
            funding: *funding,
            plan: tally.plan,
            cumulative: tally.cumulative,
            cumulative_known: !tally.lacks_cumulative,
            carried: tally.carried,
            rate: tally.rate(),
        }
    }
}

impl StepRow<'_> {
    pub(super) fn new(step: &Step) -> StepRow<'_> {
        let parts = step.parts.iter().map(|(of, tally)| StepPart::new(of, tally));
        StepRow {
            period: step.period,
            reported: step.reported,
            by_program_funding: parts.collect(),
        }
    }
}

/// The same period of the year before.
#[derive(Serialize)]
pub(super) struct LastYear<'a> {
    period: period::Period,
    received: usize,
    expected: Option<usize>,
    office: Option<Nfc<'a>>,
    by_program_funding: Vec<LastYearPart<'a>>,
}

#[derive(Serialize)]
struct LastYearPart<'a> {
    #[serde(flatten)]
    part: StepPart<'a>,
    in_period: Money,
    in_period_known: bool,
}

impl LastYear<'_> {
    pub(super) fn new(of: &Compared) -> LastYear<'_> {
        let parts = of.parts.iter().map(|(of, tally)| LastYearPart {
            part: StepPart::new(of, tally),
            in_period: tally.in_period,
            in_period_known: !tally.lacks_in_period,
        });
        LastYear {
            period: of.period,
            received: of.received,
            expected: of.expected,
            office: of.office.as_deref().map(Nfc),
            by_program_funding: parts.collect(),
        }
    }
}

/// An indicator over all units.
#[derive(Serialize)]
pub(super) struct ResultRow<'a> {
    component: Option<&'a ComponentId>,
    indicator: &'a IndicatorId,
    name: String,
    measure: Nfc<'a>,
    kind: Kind,
    plan: Option<Quantity>,
    in_period: Option<Quantity>,
    done: Option<Quantity>,
    units: usize,
    carried: usize,
    partial: usize,
    by_unit: Vec<ResultOfUnitRow<'a>>,
    silent: &'a [UnitCode],
}

impl ResultRow<'_> {
    pub(super) fn new<'a>(summary: &'a Summary, total: &'a ResultTotal) -> ResultRow<'a> {
        ResultRow {
            component: total.key.component.as_ref(),
            indicator: &total.key.indicator,
            name: summary.catalogue.indicators.name(&total.key.indicator),
            measure: Nfc(&total.key.unit),
            kind: total.kind,
            plan: total.plan,
            in_period: total.in_period,
            done: total.done,
            units: total.units.len(),
            carried: total.carried(),
            partial: total.partial(),
            by_unit: total.units.iter().map(ResultOfUnitRow::new).collect(),
            silent: &total.silent,
        }
    }
}

/// What a unit tells of an indicator.
#[derive(Serialize)]
struct ResultOfUnitRow<'a> {
    unit: &'a UnitCode,
    plan: Option<Quantity>,
    in_period: Option<Quantity>,
    done: Option<Quantity>,
    period: period::Period,
    carried: bool,
    partial: bool,
    contradicted: bool,
    with: &'a [UnitCode],
    #[serde(flatten)]
    place: ResultPlace<'a>,
}

impl ResultOfUnitRow<'_> {
    fn new(of: &ResultOfUnit) -> ResultOfUnitRow<'_> {
        ResultOfUnitRow {
            unit: &of.unit,
            plan: of.plan,
            in_period: of.in_period,
            done: of.done,
            period: of.period,
            carried: of.is_carried,
            partial: of.is_partial,
            contradicted: of.is_contradicted,
            with: &of.with,
            place: ResultPlace::new(&of.place),
        }
    }
}

/// Where a result stands.
#[derive(Serialize)]
struct ResultPlace<'a> {
    file: Option<&'a str>,
    sheet: Option<Nfc<'a>>,
    #[serde(serialize_with = "as_excel_writes_it")]
    cell: Option<Cell>,
}

impl ResultPlace<'_> {
    fn new(place: &Place) -> ResultPlace<'_> {
        ResultPlace {
            file: place.file.as_deref(),
            sheet: place.sheet.as_deref().map(Nfc),
            cell: place.cell,
        }
    }
}

/// A result that is not added up.
#[derive(Serialize)]
pub(super) struct ResultApartRow<'a> {
    unit: &'a UnitCode,
    component: Option<&'a ComponentId>,
    name: Nfc<'a>,
    measure: Nfc<'a>,
    plan: String,
    done: String,
    in_period: String,
    reason: &'static str,
    indicator: Option<&'a IndicatorId>,
    #[serde(flatten)]
    place: ResultPlace<'a>,
}

impl ResultApartRow<'_> {
    pub(super) fn new(row: &ResultApart) -> ResultApartRow<'_> {
        let (reason, indicator) = match &row.why {
            Apart::Near(id) => ("near", Some(id)),
            Apart::Unknown => ("unknown", None),
            Apart::NoUnit => ("no-unit", None),
            Apart::NoNumber => ("no-number", None),
            Apart::Twice => ("twice", None),
        };
        ResultApartRow {
            unit: &row.unit,
            component: row.component.as_ref(),
            name: Nfc(&row.name),
            measure: Nfc(&row.measure),
            plan: row.plan.to_string(),
            done: row.done.to_string(),
            in_period: row.in_period.to_string(),
            reason,
            indicator,
            place: ResultPlace::new(&row.place),
        }
    }
}

/// Rows of results in a consolidation.
#[derive(Serialize)]
pub(super) struct ConsolidatedRow<'a> {
    unit: &'a UnitCode,
    rows: usize,
}

impl ConsolidatedRow<'_> {
    pub(super) fn new((unit, rows): &(UnitCode, usize)) -> ConsolidatedRow<'_> {
        ConsolidatedRow { unit, rows: *rows }
    }
}

/// A unit to call.
#[derive(Serialize)]
pub(super) struct CallRow<'a> {
    unit: &'a UnitCode,
    worth: Points,
    silent: bool,
}

impl CallRow<'_> {
    pub(super) fn new(call: &Call) -> CallRow<'_> {
        CallRow { unit: &call.unit, worth: call.worth, silent: call.is_silent }
    }
}

/// A unit that had not been heard when a consolidation was due.
#[derive(Serialize)]
struct BehindRow<'a> {
    unit: &'a UnitCode,
    days_late: Option<i64>,
}

/// A thing that the unit has to do.
#[derive(Serialize)]
struct TodoRow<'a> {
    id: &'a str,
    kind: &'static str,
    since: period::Period,
    message: Nfc<'a>,
    sheet: Option<Nfc<'a>>,
    #[serde(serialize_with = "as_excel_writes_it")]
    cell: Option<Cell>,
}

impl TodoRow<'_> {
    fn new(todo: &Todo, lang: Lang) -> TodoRow<'_> {
        TodoRow {
            id: &todo.id,
            kind: todo.kind.id(),
            since: todo.since,
            message: Nfc(todo.words.get(lang)),
            sheet: todo.place.sheet.as_deref().map(Nfc),
            cell: todo.place.cell,
        }
    }
}

impl Row<'_> {
    pub(super) fn new(row: &SubmissionRow, lang: Lang) -> Row<'_> {
        Row {
            unit: row.unit.as_ref(),
            period: row.period,
            state: row.state.id(),
            file: row.file.as_deref(),
            received: row.received,
            due: row.due,
            days_late: row.days_late,
            money_unit: row.money_unit,
            errors: row.errors,
            warnings: row.warnings,
            nil: row.nil,
            worth: row.worth,
            version: row.version,
            marks: row.marks.iter().map(|mark| mark.id()).collect(),
            correct_by: row.correct_by,
            registered: row.registered,
            consolidation: row.is_consolidation,
            misses: row.misses,
            obligations: row
                .obligations
                .iter()
                .map(|owed| OwedRow {
                    program: &owed.of.program,
                    funding: owed.of.funding,
                    plan: owed.plan,
                    state: owed.state.id(),
                })
                .collect(),
            todo: row.todo.iter().map(|todo| TodoRow::new(todo, lang)).collect(),
            behind: row
                .overdue
                .iter()
                .flat_map(|overdue| &overdue.behind)
                .map(|of| BehindRow { unit: &of.unit, days_late: of.days_late })
                .collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct FindingRow<'a> {
    code: &'static str,
    name: &'static str,
    severity: Severity,
    unit: Option<&'a UnitCode>,
    file: Option<&'a str>,
    sheet: Option<Nfc<'a>>,
    #[serde(serialize_with = "as_excel_writes_it")]
    cell: Option<Cell>,
    message: Message<'a>,
    help: Cow<'static, str>,
    expected: Option<Money>,
    found: Option<Money>,
    difference: Option<Money>,
    amount_set_aside: Money,
    worth: Option<Points>,
    waived: Option<&'a str>,
    waived_by: Option<&'a str>,
    waived_until: Option<period::Period>,
    explanation: Option<Nfc<'a>>,
    recalled: Option<RecalledRow<'a>>,
    suggestion: Option<SuggestionRow<'a>>,
    candidates: Vec<CandidateRow<'a>>,
    is_consequence: bool,
    todo: Option<&'a str>,
}

/// One of the two or three cells of which one is wrong, where nothing says which.
#[derive(Serialize)]
struct CandidateRow<'a> {
    sheet: Option<Nfc<'a>>,
    #[serde(serialize_with = "as_excel_writes_it")]
    cell: Option<Cell>,
    value: Option<Money>,
}

/// What was said of the figure in an earlier file of the unit; `holds` until the figure changes.
#[derive(Serialize)]
struct RecalledRow<'a> {
    file: Option<&'a str>,
    sheet: Option<Nfc<'a>>,
    #[serde(serialize_with = "as_excel_writes_it")]
    cell: Option<Cell>,
    found: Option<Money>,
    expected: Option<Money>,
    explanation: Option<Nfc<'a>>,
    waived: Option<&'a str>,
    holds: bool,
}

impl RecalledRow<'_> {
    fn new(recalled: &Recalled) -> RecalledRow<'_> {
        let place = &recalled.place;
        RecalledRow {
            file: place.file.as_deref(),
            sheet: place.sheet.as_deref().map(Nfc),
            cell: place.cell,
            found: recalled.then.found,
            expected: recalled.then.against,
            explanation: recalled.explanation.as_deref().map(Nfc),
            waived: recalled.accepted.as_ref().map(|accepted| &*accepted.reason),
            holds: recalled.holds(),
        }
    }
}

/// The cell that is most likely to be mended; findings of one fault have the same.
#[derive(Serialize)]
struct SuggestionRow<'a> {
    sheet: Option<Nfc<'a>>,
    #[serde(serialize_with = "as_excel_writes_it")]
    cell: Option<Cell>,
    value: Option<Money>,
    clears: usize,
    of: usize,
    message: Nfc<'a>,
}

impl SuggestionRow<'_> {
    fn new(fault: &Fault, lang: Lang) -> SuggestionRow<'_> {
        SuggestionRow {
            sheet: fault.place.sheet.as_deref().map(Nfc),
            cell: fault.place.cell,
            value: fault.value,
            clears: fault.clears,
            of: fault.of,
            message: Nfc(fault.words.get(lang)),
        }
    }
}

impl CandidateRow<'_> {
    fn new(candidate: &Candidate) -> CandidateRow<'_> {
        let Candidate { place, value } = candidate;
        CandidateRow { sheet: place.sheet.as_deref().map(Nfc), cell: place.cell, value: *value }
    }
}

impl FindingRow<'_> {
    pub(super) fn new(finding: &Finding, lang: Lang) -> FindingRow<'_> {
        let (problem, accepted) = (&finding.problem, finding.accepted.as_ref());
        let tied = finding.fault.as_ref().map_or(&[][..], |fault| &fault.candidates);
        let known = finding.fault.as_ref().filter(|_| tied.is_empty());
        FindingRow {
            code: finding.rule.code.0,
            name: finding.rule.name,
            severity: finding.severity,
            unit: problem.unit.as_ref(),
            file: problem.place.file.as_deref(),
            sheet: problem.place.sheet.as_deref().map(Nfc),
            cell: problem.place.cell,
            message: Message(finding, lang),
            help: finding.rule.advice_to_office(lang),
            expected: problem.expected,
            found: problem.found,
            difference: finding.difference(),
            amount_set_aside: problem.set_aside,
            worth: finding.worth,
            waived: accepted.map(|accepted| &*accepted.reason),
            waived_by: accepted.and_then(|accepted| accepted.by.as_deref()),
            waived_until: accepted.and_then(|accepted| accepted.until),
            explanation: finding.explanation.as_deref().map(Nfc),
            recalled: finding.recalled.as_deref().map(RecalledRow::new),
            suggestion: known.map(|fault| SuggestionRow::new(fault, lang)),
            candidates: tied.iter().map(CandidateRow::new).collect(),
            is_consequence: finding.is_consequence,
            todo: finding.item.as_deref(),
        }
    }
}

/// All that is said of a finding.
struct Message<'a>(&'a Finding, Lang);

impl Serialize for Message<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Nfc(&sentences::told(self.0, self.1)).serialize(serializer)
    }
}

/// `F14`.
fn as_excel_writes_it<S: Serializer>(
    cell: &Option<Cell>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match cell {
        Some(cell) => serializer.collect_str(cell),
        None => serializer.serialize_none(),
    }
}

#[derive(Serialize)]
pub(super) struct ObstacleRow<'a> {
    id: &'a str,
    unit: &'a UnitCode,
    component: Option<&'a ComponentId>,
    about: Nfc<'a>,
    told: Nfc<'a>,
    cause: Nfc<'a>,
    proposal: Nfc<'a>,
    level: Option<&'static str>,
    level_told: Nfc<'a>,
    level_since: period::Period,
    proposed: Option<&'static str>,
    amount: Option<Money>,
    amount_told: Nfc<'a>,
    document: Nfc<'a>,
    status: &'static str,
    status_told: Nfc<'a>,
    since: period::Period,
    last: period::Period,
    told_now: bool,
}

impl ObstacleRow<'_> {
    pub(super) fn new(of: &Obstacle) -> ObstacleRow<'_> {
        ObstacleRow {
            id: &of.id,
            unit: &of.unit,
            component: of.component.as_ref(),
            about: Nfc(&of.about),
            told: Nfc(&of.told),
            cause: Nfc(&of.cause),
            proposal: Nfc(&of.proposal),
            level: of.level.map(Level::id),
            level_told: Nfc(&of.level_told),
            level_since: of.level_since,
            proposed: of.proposed.map(Level::id),
            amount: of.amount,
            amount_told: Nfc(&of.held_up),
            document: Nfc(&of.document),
            status: of.status.id(),
            status_told: Nfc(&of.status_told),
            since: of.since,
            last: of.last,
            told_now: of.told_now,
        }
    }
}

#[derive(Serialize)]
pub(super) struct Control {
    cells_read: u64,
    cells_used: u64,
    cells_checked: u64,
    cells_set_aside: u64,
    amount_read: Money,
    amount_used: Money,
    amount_checked: Money,
    amount_set_aside: Money,
    balanced: bool,
}

impl Control {
    pub(super) fn new(summary: &Summary) -> Control {
        let control = summary.control;
        Control {
            cells_read: control.read.cells,
            cells_used: control.used.cells,
            cells_checked: control.checked.cells,
            cells_set_aside: control.set_aside.cells,
            amount_read: control.read.amount,
            amount_used: control.used.amount,
            amount_checked: control.checked.amount,
            amount_set_aside: control.set_aside.amount,
            balanced: control.is_balanced(),
        }
    }
}
