//! What a run knows at its end: everything that the writers print, and nothing for them to compute.

mod compared;
mod submissions;
#[cfg(test)]
pub(crate) mod fixture;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::catalogue::Catalogue;
use super::closing::Adjustments;
use super::code::{ComponentId, UnitCode};
use super::difficulty::{Level, Status};
use super::indicator::Kind;
use super::key::{Funding, Key};
use super::known::Known;
use super::lang::Words;
use super::money::{Money, MoneyUnit};
use super::period::Period;
use super::place::Place;
use super::register::{Decision, Register};
use super::results::{Amount, Apart, Quantity, ResultKey};
use super::rule::Finding;
use super::settings::{MissingPolicy, Settings};
use super::spill::{Shelf, Shelved};
use super::submission::{Below, ByMeasure, Counted, Reach, Reading, UnitBasis};
use super::tally::{Points, Rate, Tally};

pub use self::compared::Compared;
pub use self::submissions::{Behind, Mark, Overdue, State, SubmissionRow};

/// The consolidated figures of a period and all that stands behind them.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The office's settings.
    pub settings: Settings,
    /// The programs.
    pub catalogue: Arc<Catalogue>,
    /// Units and plan journal.
    pub register: Arc<Register>,
    /// The period.
    pub period: Period,
    /// The budget year.
    pub year: i32,
    /// How many units reported.
    pub coverage: Coverage,
    /// The whole.
    pub totals: Totals,
    /// By program and funding type, in the order of the catalogue; only what has a plan, an assignment or money.
    pub programs: Vec<ProgramTotal>,
    /// By unit, in the order of the register.
    pub units: Vec<UnitTotal>,
    /// How the money went month by month, up to the period itself, by what is known now.
    pub course: Vec<Step>,
    /// The same period of the year before, where the settings name a workspace of it and it has reports of that period.
    pub last_year: Option<Compared>,
    /// What the time after a closing adds to the closed period before this one; `None` where none was closed.
    pub adjustments: Option<Adjustments>,
    /// By key of each unit, in the order of units and catalogue.
    pub lines: Lines,
    /// Every file of the period, and a row for each missing unit.
    pub submissions: Vec<SubmissionRow>,
    /// Whom to call first.
    pub calls: Vec<Call>,
    /// How the reports of each unit came, month by month; empty for a single month.
    pub grid: Vec<GridCell>,
    /// All findings, within a unit the worst and those that are worth most first ([`Finding::rank`]).
    pub findings: Vec<Finding>,
    /// Read = used + checked + set aside.
    pub control: Control,
    /// The decisions up to the last day of the period.
    pub decisions: Vec<Decision>,
    /// The files that the figures come from.
    pub sources: Vec<SourceFile>,
    /// Cells that were read and are not in the totals.
    pub set_aside: Vec<SetAsideCell>,
    /// What hinders the units by their reports of the budget year, oldest first: all that is open, and what was settled in
    /// the period.
    pub difficulties: Vec<Obstacle>,
    /// What was done, in its own units of measure.
    pub results: Results,
    /// Things said of the run as a whole: months missing in a quarter, files left out on purpose.
    pub remarks: Vec<Words>,
}

/// What was done beside money.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Results {
    /// What is added up, by component, indicator and unit of measure.
    pub totals: Vec<ResultTotal>,
    /// What units tell that cannot be added up.
    pub apart: Vec<ResultApart>,
    /// How many rows of results stand in the consolidations of the period, by agency; none is added: they repeat what units
    /// report.
    pub consolidated: Vec<(UnitCode, usize)>,
}

/// An indicator of a component in a unit of measure, over all units.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResultTotal {
    /// What is added up.
    pub key: ResultKey,
    /// Flow or stock.
    pub kind: Kind,
    /// What was to be done in the year; `None` where no unit says it.
    pub plan: Option<Quantity>,
    /// What was done in the period, of the units of which that is known; `None` of a stock.
    pub in_period: Option<Quantity>,
    /// What was done since the beginning of the year, or stands on the last day told.
    pub done: Option<Quantity>,
    /// The units that tell it, in the order of the register.
    pub units: Vec<ResultOfUnit>,
    /// Those that plan money for the component and tell nothing of the indicator.
    pub silent: Vec<UnitCode>,
}

impl ResultTotal {
    /// Of how many units the figure is that of an earlier report.
    pub fn carried(&self) -> usize {
        self.units.iter().filter(|of| of.is_carried).count()
    }

    /// Of how many units some months of the year are not in it.
    pub fn partial(&self) -> usize {
        self.units.iter().filter(|of| of.is_partial).count()
    }

    /// Of how many units it is not known what was done in the period.
    pub fn unknown_in_period(&self) -> usize {
        let is_flow = self.kind == Kind::Flow;
        self.units.iter().filter(|of| is_flow && of.in_period.is_none()).count()
    }

    /// What was done of the plan, where it flows and every unit tells both.
    pub fn rate(&self) -> Option<Rate> {
        let is_whole = self.units.iter().all(|of| self.rate_of(of).is_some());
        self.done?.rate_of(self.plan.filter(|_| is_whole)?)
    }

    /// The same of one unit.
    pub fn rate_of(&self, of: &ResultOfUnit) -> Option<Rate> {
        let is_known = self.kind == Kind::Flow && !of.is_partial;
        of.done?.rate_of(of.plan.filter(|_| is_known)?)
    }
}

/// What a unit tells of an indicator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResultOfUnit {
    /// The unit.
    pub unit: UnitCode,
    /// What was to be done in the year.
    pub plan: Option<Quantity>,
    /// What was done in the period, where that is known.
    pub in_period: Option<Quantity>,
    /// What was done since the beginning of the year, or stands on the last day told.
    pub done: Option<Quantity>,
    /// The period of the report that tells it.
    pub period: Period,
    /// Where it stands there.
    pub place: Place,
    /// Other units that it took over and whose own figures are added to its own.
    pub with: Vec<UnitCode>,
    /// It is older than the period.
    pub is_carried: bool,
    /// It is of the period, and stands below for units that did not report.
    pub is_carried_below: bool,
    /// Some months of the year are not in it.
    pub is_partial: bool,
    /// What is stated of the period is not what the cumulative figures say.
    pub is_contradicted: bool,
}

/// A result that a unit tells and that is not added up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResultApart {
    /// The unit.
    pub unit: UnitCode,
    /// What it is about, where that is known.
    pub component: Option<ComponentId>,
    /// The name as it was typed.
    pub name: Arc<str>,
    /// The unit of measure as it was typed.
    pub measure: Arc<str>,
    /// What was to be done.
    pub plan: Amount,
    /// What was done.
    pub done: Amount,
    /// What was done in the period alone.
    pub in_period: Amount,
    /// Where it stands.
    pub place: Place,
    /// Why it is not added up.
    pub why: Apart,
}

/// How many units reported.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Coverage {
    /// Units that owe a report or sent one.
    pub expected: usize,
    /// Whose report counts.
    pub received: usize,
    /// Who sent nothing.
    pub missing: usize,
    /// Of whose report nothing could be used.
    pub rejected: usize,
    /// The consolidations of lead agencies: no units' reports, and in none of the numbers above.
    pub lead: LeadCoverage,
    /// Those that report to units whose workbook was taken in, where there are any.
    pub below: Reach,
    /// The lowest offices that report, where there are any: those of such a unit stand for it.
    pub lowest: Option<Reach>,
}

impl Coverage {
    /// Of the lowest offices that report.
    pub fn reach(self) -> Reach {
        let Coverage { expected, received, missing, rejected, .. } = self;
        self.lowest.unwrap_or(Reach { expected, received, missing, rejected })
    }
}

/// How many lead agencies sent the consolidation of what they lead.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LeadCoverage {
    /// Lead agencies of whose programs or components other units have a plan.
    pub expected: usize,
    /// Whose consolidation came.
    pub received: usize,
    /// Whose did not.
    pub missing: usize,
}

/// Between which rates the one of the whole lies once the silent units have reported.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Band {
    /// For certain: each silent unit between its last cumulative and its plan.
    pub certain: [Rate; 2],
    /// Most likely: each went on as it did so far; `None` where of one of them fewer than three months are known.
    pub likely: Option<[Rate; 2]>,
}

/// How the report of a unit for a month came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GridCell {
    /// The unit.
    pub unit: UnitCode,
    /// The month.
    pub period: Period,
    /// How it stands; `None` where none had to come and none came.
    pub state: Option<State>,
    /// As of [`SubmissionRow::days_late`], of the first file that could be used.
    pub days_late: Option<i64>,
}

/// A unit that somebody should call, because what it says could move the printed rate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// The unit.
    pub unit: UnitCode,
    /// By how many points.
    pub worth: Points,
    /// No report of it counts; else its report has something to be mended or explained.
    pub is_silent: bool,
}

/// The whole district.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// Assigned to the office by the level above (vốn giao); `None` where the register says nothing.
    pub assigned: Option<Money>,
    /// Allocated to units by the register.
    pub allocated: Money,
    /// Plan, in period, cumulative, carried.
    pub tally: Tally,
    /// Where its rate will lie; `None` where there is none.
    pub band: Option<Band>,
    /// What those that are silent, and what nobody knows of the others, may add to the cumulative for certain, at least and at
    /// most.
    pub room: [Money; 2],
}

impl Totals {
    /// Cumulative ÷ assigned.
    pub fn rate_on_assigned(&self) -> Option<Rate> {
        Rate::of(self.tally.cumulative, self.assigned?)
    }
}

/// A program and funding type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProgramTotal {
    /// The program.
    pub program: ComponentId,
    /// The funding type.
    pub funding: Funding,
    /// Assigned to the office; `None` where the register has no assignment at all.
    pub assigned: Option<Money>,
    /// Allocated to units by the register.
    pub allocated: Money,
    /// Plan, in period, cumulative, carried.
    pub tally: Tally,
    /// The rate of the period before, where it is known.
    pub previous_rate: Option<Rate>,
}

impl ProgramTotal {
    /// Cumulative ÷ assigned.
    pub fn rate_on_assigned(&self) -> Option<Rate> {
        Rate::of(self.tally.cumulative, self.assigned?)
    }

    /// The difference of the two printed rates.
    pub fn change(&self) -> Option<Points> {
        Some(self.tally.rate()? - self.previous_rate?)
    }
}

/// What stood at the end of a month, or of the period; of some units or of all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The month, or the ad hoc day of the period.
    pub period: Period,
    /// How many units have a report that ends with it.
    pub reported: usize,
    /// Plan and cumulative by program and funding type; of units that were silent then, what stood for them (`carried`).
    pub parts: BTreeMap<(ComponentId, Funding), Tally>,
    /// Of which of them some unit was silent: what was disbursed since the step before is then not known.
    pub silent: BTreeSet<(ComponentId, Funding)>,
}

impl Step {
    /// Of nobody yet.
    pub fn new(period: Period) -> Step {
        Step { period, reported: 0, parts: BTreeMap::new(), silent: BTreeSet::new() }
    }

    /// That of the end of the period before another one; `None` where nobody reported then.
    pub fn before(course: &[Step], period: Period) -> Option<&Step> {
        let day = period.from().pred_opt();
        course.iter().find(|step| Some(step.period.to()) == day)
    }

    /// Plan and cumulative of some programs.
    pub fn tally(&self, parts: &[(ComponentId, Funding)]) -> Tally {
        parts.iter().filter_map(|part| self.parts.get(part)).copied().sum()
    }

    /// What was disbursed of some programs since an earlier step, without one since 1 January; `None` where that is not
    /// known. Where the last figures of a silent unit do not stand for it (`carries`), what it counts with nothing for
    /// would show as paid when it is heard again.
    pub fn paid_since(
        &self,
        before: Option<&Step>,
        parts: &[(ComponentId, Funding)],
        carries: bool,
    ) -> Option<Money> {
        let mut both = [Some(self), before].into_iter().flatten();
        let is_known = |step: &Step| {
            let is_heard = carries || !parts.iter().any(|part| step.silent.contains(part));
            is_heard && !step.tally(parts).lacks_cumulative
        };
        let paid = |step: &Step| step.tally(parts).cumulative;
        both.all(is_known).then(|| paid(self) - before.map_or(Money::ZERO, paid))
    }

    /// Adds what stood for other units on the same day.
    pub fn add(&mut self, other: Step) {
        self.reported += other.reported;
        self.silent.extend(other.silent);
        for (part, tally) in other.parts {
            *self.parts.entry(part).or_default() += tally;
        }
    }
}

/// A unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitTotal {
    /// Its code.
    pub unit: UnitCode,
    /// Its name.
    pub name: String,
    /// Plan, in period, cumulative, carried.
    pub tally: Tally,
    /// The same by program and funding type.
    pub parts: BTreeMap<(ComponentId, Funding), Tally>,
    /// It did not report, and its last figures stand for it.
    pub provisional: bool,
    /// Whether its report counts.
    pub received: bool,
    /// Its plan is the registered one, not what it states itself.
    pub is_registered: bool,
    /// What its workbook says of those that report to it, where it is one of ours.
    pub below: Option<Below>,
    /// What it states as allocated below it, where it says so.
    pub allocated: Option<Money>,
}

impl UnitTotal {
    /// Whether an earlier cumulative stands for one that its own report does not tell. An office that sums up others says
    /// itself what that may come to.
    pub fn stands_in(&self, part: &Tally) -> bool {
        self.received && self.below.is_none() && !part.carried.is_zero()
    }

    /// What may have been disbursed and nobody knows: what is left of the plan in those parts whose cumulative is only known
    /// as a sum that it is at least, or that the last one stands for ([`UnitTotal::stands_in`]).
    pub fn unknown(&self) -> Money {
        let parts = self.parts.values();
        let lacking = parts.filter(|part| part.lacks_cumulative || self.stands_in(part));
        lacking.map(|part| part.remaining().max(Money::ZERO)).sum()
    }
}

/// Whether and how a line is in the totals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// From the unit's report of the period.
    Counted,
    /// From its last report (tạm tính).
    Provisional,
    /// Planned by the register and in no report: no money.
    PlanOnly,
}

/// One key of one unit: a line of the JSON and a row of "Dữ liệu".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SummaryLine {
    /// The unit.
    pub unit: UnitCode,
    /// What it is about.
    pub key: Key,
    /// The plan that counts: registered where the register plans for the unit, else stated.
    pub plan: Money,
    /// What the unit itself states, its own plan among it, but for disbursed money.
    pub stated: ByMeasure,
    /// Giải ngân trong kỳ, as far as it is known.
    pub in_period: Money,
    /// How; `None` where nothing is said of it and nothing is missing.
    pub in_period_known: Option<Known>,
    /// Lũy kế giải ngân as far as it is known, the carried part included.
    pub cumulative: Money,
    /// How; `None` where no report says anything of it.
    pub basis: Option<Known>,
    /// The part of it that stands for what was not reported.
    pub carried: Money,
    /// Whether and how it counts.
    pub standing: Standing,
    /// Where it was read: index into [`Summary::sources`], into its sheets, row from 0.
    pub place: Option<(usize, u16, u32)>,
}

impl SummaryLine {
    /// Its money.
    pub fn tally(&self) -> Tally {
        Tally {
            plan: self.plan,
            in_period: self.in_period,
            cumulative: self.cumulative,
            carried: self.carried,
            lacks_in_period: self.in_period_known.is_some_and(Known::is_lost),
            lacks_cumulative: self.basis.is_some_and(Known::is_lost),
            has_shares: [self.in_period_known, self.basis].contains(&Some(Known::Share)),
            ..Tally::default()
        }
    }
}

/// The lines of all units, put away unit by unit.
#[derive(Clone, Debug, Default)]
pub struct Lines(Vec<Shelved<SummaryLine>>);

impl Lines {
    /// Adds the lines of a unit.
    pub fn push(&mut self, lines: Shelved<SummaryLine>) {
        self.0.push(lines);
    }

    /// The lines of each unit, put away.
    pub fn of_units(&self) -> &[Shelved<SummaryLine>] {
        &self.0
    }

    /// All lines, one unit after the other.
    pub fn iter(&self) -> impl Iterator<Item = SummaryLine> {
        self.0.iter().flat_map(Shelved::open)
    }
}

/// Of lines of several units; those of one unit stand together.
impl FromIterator<SummaryLine> for Lines {
    fn from_iter<I: IntoIterator<Item = SummaryLine>>(lines: I) -> Lines {
        let (lines, shelf): (Vec<SummaryLine>, Shelf) =
            (lines.into_iter().collect(), Shelf::default());
        let of_units = lines.chunk_by(|a, b| a.unit == b.unit);
        Lines(of_units.map(|lines| shelf.put(lines).expect("a few lines fit in memory")).collect())
    }
}

/// Control totals (số đối chiếu): read = used + checked + set aside.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Control {
    /// Counted while reading.
    pub read: Counted,
    /// Counted again in the totals.
    pub used: Counted,
    /// Understood and not added: totals, parts, repeats, money that is not asked for.
    pub checked: Counted,
    /// Counted among what was set aside.
    pub set_aside: Counted,
}

impl Control {
    /// Whether nothing was lost.
    pub fn is_balanced(&self) -> bool {
        let mut told = self.used;
        told += self.checked;
        told += self.set_aside;
        self.read == told
    }
}

/// A file that figures come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceFile {
    /// The unit.
    pub unit: UnitCode,
    /// The period that it reports.
    pub period: Period,
    /// Path from the workspace.
    pub file: Arc<str>,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The day it was received.
    pub received: Option<NaiveDate>,
    /// The unit of its money.
    pub money_unit: MoneyUnit,
    /// Where that comes from.
    pub unit_basis: UnitBasis,
    /// The names of its sheets.
    pub sheets: Vec<Arc<str>>,
    /// How its headings were read.
    pub readings: Arc<[Reading]>,
    /// Money cells read.
    pub read: Counted,
    /// Money cells that were understood and are not added.
    pub checked: Counted,
    /// Money cells set aside.
    pub set_aside: Counted,
}

/// A difficulty of a unit, followed from period to period: it is open until a report says that it is settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Obstacle {
    /// Its name, which stays the same from period to period: `HL-05-KK-1c9a40`.
    pub id: Arc<str>,
    /// The unit; of one that was merged, the one that took it over.
    pub unit: UnitCode,
    /// The program or component; `None` where it is about all, or the row names none.
    pub component: Option<ComponentId>,
    /// What the unit says that it is about.
    pub about: Arc<str>,
    /// It is told of the component as a whole.
    pub is_whole: bool,
    /// Khó khăn, vướng mắc; where none is told, the cause, else the proposal.
    pub told: String,
    /// Nguyên nhân.
    pub cause: String,
    /// Đề xuất, kiến nghị.
    pub proposal: String,
    /// The level that can settle it; `None` where none is named, or none that is understood.
    pub level: Option<Level>,
    /// Cấp giải quyết as the unit writes it.
    pub level_told: String,
    /// Since when it has stood at the level that this names.
    pub level_since: Period,
    /// The level for which it is proposed: two periods have passed since it came to the one below.
    pub proposed: Option<Level>,
    /// Số tiền vướng mắc as the unit writes it.
    pub held_up: String,
    /// The same where it is an amount. It is in no total.
    pub amount: Option<Money>,
    /// Văn bản (số, ngày).
    pub document: String,
    /// How far it is, as it was told last.
    pub status: Status,
    /// Tình trạng as the unit writes it.
    pub status_told: String,
    /// The period in which it was told first, or again after it had been settled.
    pub since: Period,
    /// The last report that told it.
    pub last: Period,
    /// Whether a report of the period tells it: what is left out stays open.
    pub told_now: bool,
}

impl Obstacle {
    /// Whether it still hinders.
    pub fn is_open(&self) -> bool {
        self.status != Status::Settled
    }
}

/// A cell that was read and is not in the totals.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetAsideCell {
    /// The unit, where it is known.
    pub unit: Option<UnitCode>,
    /// Path from the workspace.
    pub file: Arc<str>,
    /// The sheet.
    pub sheet: Arc<str>,
    /// The cell.
    pub cell: super::place::Cell,
    /// The label of its row.
    pub label: Arc<str>,
    /// Its amount; 0 where it cannot be read.
    pub amount: Money,
    /// The rule that set it aside.
    pub rule: super::rule::RuleCode,
}

impl Summary {
    /// The tally of a funding type over all programs.
    pub fn funding(&self, funding: Funding) -> Tally {
        let of_type = self.programs.iter().filter(|program| program.funding == funding);
        of_type.map(|program| program.tally).sum()
    }

    /// What stood at the end of the period before; `None` where nobody reported then.
    pub fn step_before(&self) -> Option<&Step> {
        Step::before(&self.course, self.period)
    }

    /// The decisions that took money back: returned, cancelled or cut.
    pub fn reductions(&self) -> impl Iterator<Item = &Decision> {
        self.decisions.iter().filter(|decision| decision.amount.is_negative())
    }

    /// The unit of the money that is written.
    pub fn money_unit(&self) -> MoneyUnit {
        self.settings.office.money_unit
    }

    /// The policy for missing units.
    pub fn policy(&self) -> MissingPolicy {
        self.settings.missing
    }

    /// Units whose report did not come.
    pub fn missing(&self) -> impl Iterator<Item = &SubmissionRow> {
        let missing = self.submissions.iter().filter(|row| row.state == State::Missing);
        missing.filter(|row| !row.is_consolidation)
    }

    /// Lead agencies whose consolidation did not come.
    pub fn missing_consolidations(&self) -> impl Iterator<Item = &SubmissionRow> {
        let missing = self.submissions.iter().filter(|row| row.state == State::Missing);
        missing.filter(|row| row.is_consolidation)
    }

    /// How many calls, in their order, settle so much of what all could move, and how much that is: nine tenths.
    pub fn calls_that_settle_most(&self) -> usize {
        let all: Points = self.calls.iter().map(|call| call.worth).sum();
        let mut settled = 0;
        let is_enough = |call: &Call| {
            settled += call.worth.hundredths();
            all.hundredths() * 9 <= settled * 10
        };
        self.calls.iter().position(is_enough).map_or(0, |last| last + 1)
    }

    /// Whether somebody has to act: error findings, missing or rejected units.
    pub fn needs_action(&self) -> bool {
        self.coverage.received < self.coverage.expected
            || 0 < self.coverage.lead.missing
            || self.findings.iter().any(Finding::is_error)
    }
}
