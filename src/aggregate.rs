//! Checked submissions → summary: a fold over figures that counts each once and knows what it left out.
//!
//! Each unit's reports of the budget year are resolved in order of time (`stages`), because what a report does not
//! state follows from the one before it. The last stage of a unit is what stands for it when it is silent.

mod stages;
mod planned;
mod results;
mod band;
mod calls;
mod coverage;
mod course;
mod duties;
mod grid;
mod obstacles;
mod unit;
mod covered;
mod worth;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod laws;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::check::{self, Checked};
use crate::domain::catalogue::Catalogue;
use crate::domain::closing::{self, Adjustments, Closed};
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::Funding;
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::register::{Decision, Register, Unit};
use crate::domain::rule::Finding;
use crate::domain::settings::Settings;
use crate::domain::spill::Shelf;
use crate::domain::submission::{Counted, FileId, Reading, SetAside, Submission};
use crate::domain::summary::{
    Control, Lines, ProgramTotal, SetAsideCell, SourceFile, State, Step, Summary, Totals, UnitTotal,
};
use crate::domain::tally::Tally;

use self::band::Pace;
pub use self::covered::Covered;
use self::unit::{Parts, Resolved};
use self::worth::Scale;

/// What is aggregated beside the checked submissions.
pub struct Inputs<'a> {
    /// The office's settings.
    pub settings: Settings,
    /// The programs.
    pub catalogue: Arc<Catalogue>,
    /// Units and plan journal; in a bare folder the units that were found.
    pub register: Arc<Register>,
    /// The period.
    pub period: Period,
    /// The submissions that count: of the period, and for a quarter and longer of its months.
    pub current: &'a [Checked],
    /// The submissions of the budget year before them.
    pub earlier: &'a [Checked],
    /// What was found in all of them.
    pub findings: Vec<Finding>,
    /// Where lines are put away.
    pub shelf: Shelf,
    /// Files of which nothing is used.
    pub rejected: Vec<RejectedFile>,
    /// Earlier files of units of which a later one counts, with their money cells.
    pub superseded: Vec<(UnitCode, Period, FileId, Counted)>,
    /// Files that do not count for this period, of other periods or left out on purpose.
    pub left_out: Vec<LeftOut>,
    /// All files of the budget year up to the end of the period, with whom they are of.
    pub arrivals: Vec<Arrival>,
    /// When a form to be mended was last written for a unit.
    pub returned: BTreeMap<(UnitCode, Period), Returned>,
    /// What was closed before the period.
    pub closed: Option<Closed>,
    /// Things said of the run as a whole.
    pub remarks: Vec<Words>,
}

/// A file of a unit for a period, whether it counts or not.
pub struct Arrival {
    /// Whose it is.
    pub unit: UnitCode,
    /// What it reports.
    pub period: Period,
    /// The file.
    pub file: FileId,
    /// Something of it could be used.
    pub is_usable: bool,
    /// It sums up what other units report.
    pub sums_up_others: bool,
}

/// A form to be mended that lies in `tra-lai`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Returned {
    /// When it was written, in seconds since 1970.
    pub seconds: i64,
    /// The day.
    pub day: NaiveDate,
}

/// A file that does not count for the period, and nothing is wrong with it.
pub struct LeftOut {
    /// Whose it is, as far as that is known.
    pub unit: Option<UnitCode>,
    /// What it reports, or the folder it lies in.
    pub period: Period,
    /// The file.
    pub file: FileId,
    /// Why it does not count.
    pub state: State,
}

/// A file of which nothing is used.
pub struct RejectedFile {
    /// Whose it is, as far as that is known.
    pub unit: Option<UnitCode>,
    /// What it reports, or is asked for.
    pub period: Period,
    /// The file.
    pub file: FileId,
    /// Nothing was filled in: its unit has not reported.
    pub is_blank: bool,
    /// The names of its sheets.
    pub sheets: Vec<Arc<str>>,
    /// Its cells, all set aside.
    pub set_aside: Vec<SetAside>,
    /// Its money cells, counted while reading.
    pub read: Counted,
    /// Those of them that were understood and are not added.
    pub checked: Counted,
}

/// How many units are worked out side by side before their lines are put away.
const SIDE_BY_SIDE: usize = 8;

/// Adds up what passed the gate.
///
/// # Errors
/// The lines could not be put away (a full disk).
pub fn aggregate(mut inputs: Inputs<'_>) -> io::Result<Summary> {
    let year = inputs.settings.budget_year(inputs.period);
    let day = inputs.period.to();
    let mut control = Control::default();
    let remarks = std::mem::take(&mut inputs.remarks);
    let mut findings = std::mem::take(&mut inputs.findings);
    let mut owned = by_owner(&inputs);
    let difficulties = obstacles::obstacles(&inputs, &owned);
    let has_sent = |code: &UnitCode| {
        owned.get(code).is_some_and(|reports| reports.iter().any(|(_, now)| *now))
    };
    let expected = coverage::expected(&inputs, has_sent);
    let results = results::results(&inputs, &owned, &expected);
    let months = course::months(inputs.period, &inputs.settings);
    let mut sources = Sources::new(inputs.current);
    let mut lines = Lines::default();
    let mut nil: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut units: Vec<UnitTotal> = Vec::new();
    let mut paces: Vec<Pace> = Vec::new();
    let mut stood: Vec<Step> = months.iter().copied().map(Step::new).collect();
    let reports: Vec<(&Unit, Vec<(&Checked, bool)>)> =
        expected.iter().map(|unit| (*unit, owned.remove(&unit.code).unwrap_or_default())).collect();
    for some in reports.chunks(SIDE_BY_SIDE) {
        let resolved: Vec<Resolved<'_>> = some
            .par_iter()
            .map(|(unit, reports)| unit::resolve(&inputs, unit, reports, &months))
            .collect();
        let mut sourced: Vec<(&Unit, Resolved<'_>, Vec<usize>)> = Vec::new();
        for ((unit, _), mut resolved) in some.iter().zip(resolved) {
            control.used += resolved.used;
            nil.append(&mut resolved.nil);
            paces.push(std::mem::take(&mut resolved.pace));
            let of_unit = std::mem::take(&mut resolved.course);
            stood.iter_mut().zip(of_unit).for_each(|(all, of_unit)| all.add(of_unit));
            let of_files = resolved.files.iter().map(|file| sources.of(file)).collect();
            sourced.push((unit, resolved, of_files));
        }
        let away: io::Result<Vec<_>> = sourced
            .into_par_iter()
            .map(|(unit, resolved, of_files)| resolved.put_away(&inputs, unit, &of_files))
            .collect();
        for (total, of_unit) in away? {
            lines.push(of_unit);
            units.push(total);
        }
    }
    let decisions: Vec<Decision> = inputs.register.decided(day).cloned().collect();
    let course = course::steps(&inputs, stood, &units);
    let before = Step::before(&course, inputs.period);
    let before = before.filter(|_| !inputs.register.is_doubted);
    let programs = programs(&decisions, &units, before.map(|step| &step.parts));
    let (band, room) = band::band(&units, &paces, tally_of(&units), inputs.period, |unit| {
        !unit.received && inputs.settings.exemption(inputs.period, &unit.unit).is_none()
    });
    let totals = Totals { band, room, ..totals(&decisions, &units) };
    let mut set_aside = Vec::new();
    for submission in inputs.current.iter().map(Checked::submission) {
        control.read += submission.read;
        control.checked += submission.checked.all();
        for cell in &submission.set_aside {
            control.set_aside.add(cell.amount);
            let file = submission.file_of(cell.sheet);
            set_aside.push(cell_aside(Some(&submission.unit), file, &submission.sheets, cell));
        }
    }
    for file in &inputs.rejected {
        control.read += file.read;
        control.checked += file.checked;
        for cell in &file.set_aside {
            control.set_aside.add(cell.amount);
            set_aside.push(cell_aside(file.unit.as_ref(), &file.file, &file.sheets, cell));
        }
    }
    for (.., cells) in &inputs.superseded {
        control.read += *cells;
        control.checked += *cells;
    }
    let (coverage, mut submissions) = coverage::rows(&inputs, &expected, &units, &nil, &findings);
    let scale = Scale::new(&inputs, &units, totals.tally);
    scale.weigh(&mut findings);
    scale.weigh_silent(&mut submissions);
    duties::name_others(&mut findings);
    duties::tell(&inputs, &expected, &findings, &mut submissions);
    check::sort(&inputs.register, &mut findings);
    let grid = grid::grid(&inputs, &expected, &submissions);
    let calls = calls::calls(&units, &findings, &submissions);
    let adjustments = inputs.closed.as_ref().map(|closed| {
        let last = closing::standing(lines.iter());
        Adjustments::new(closed, &last, inputs.period, &inputs.register)
    });
    Ok(Summary {
        adjustments,
        calls,
        course,
        last_year: None,
        grid,
        period: inputs.period,
        year,
        coverage,
        totals,
        programs,
        units,
        lines,
        submissions,
        findings,
        control,
        decisions,
        sources: sources.files,
        set_aside,
        difficulties,
        results,
        remarks,
        settings: inputs.settings,
        catalogue: inputs.catalogue,
        register: inputs.register,
    })
}

/// Each unit's reports and whether they are of the period. What a unit reported before it was merged belongs to the
/// one that took it over.
fn by_owner<'a>(inputs: &Inputs<'a>) -> BTreeMap<UnitCode, Vec<(&'a Checked, bool)>> {
    let day = inputs.period.to();
    let is_merging = inputs.register.units.iter().any(|unit| unit.merged_into.is_some());
    let mut owned: BTreeMap<UnitCode, Vec<(&'a Checked, bool)>> = BTreeMap::new();
    let earlier = inputs.earlier.iter().map(|report| (report, false));
    for (report, is_current) in earlier.chain(inputs.current.iter().map(|report| (report, true))) {
        let unit = &report.submission().unit;
        let taken = is_merging.then(|| inputs.register.successor(unit, day)).flatten();
        let owner = taken.unwrap_or(unit).clone();
        owned.entry(owner).or_default().push((report, is_current));
    }
    owned
}

fn programs(
    decisions: &[Decision],
    units: &[UnitTotal],
    before: Option<&Parts>,
) -> Vec<ProgramTotal> {
    let mut tallies = Parts::new();
    for (part, tally) in units.iter().flat_map(|unit| &unit.parts) {
        *tallies.entry(part.clone()).or_default() += *tally;
    }
    let mut assigned: BTreeMap<(ComponentId, Funding), Money> = BTreeMap::new();
    let mut allocated: BTreeMap<(ComponentId, Funding), Money> = BTreeMap::new();
    for decision in decisions {
        let part = (decision.key.component.program(), decision.key.funding);
        let sums = if decision.unit.is_none() { &mut assigned } else { &mut allocated };
        *sums.entry(part.clone()).or_default() += decision.amount;
        tallies.entry(part).or_default();
    }
    let is_assigned = !assigned.is_empty();
    let total = |((program, funding), tally): ((ComponentId, Funding), Tally)| {
        let part = (program, funding);
        // A rate that lacks a part would tell of a change that never was.
        let previous = before.and_then(|before| before.get(&part));
        let previous = previous.filter(|tally| !tally.lacks_cumulative);
        ProgramTotal {
            assigned: is_assigned.then(|| assigned.get(&part).copied().unwrap_or_default()),
            allocated: allocated.get(&part).copied().unwrap_or_default(),
            tally,
            previous_rate: previous.and_then(|tally| tally.rate()),
            program: part.0,
            funding,
        }
    };
    let has_money = |program: &ProgramTotal| {
        let sums = [
            program.tally.plan,
            program.tally.cumulative,
            program.tally.in_period,
            program.allocated,
        ];
        sums.iter().any(|money| !money.is_zero())
            || program.assigned.is_some_and(|money| !money.is_zero())
    };
    tallies.into_iter().map(total).filter(has_money).collect()
}

fn totals(decisions: &[Decision], units: &[UnitTotal]) -> Totals {
    let (assigned, allocated): (Vec<&Decision>, Vec<&Decision>) =
        decisions.iter().partition(|decision| decision.unit.is_none());
    let sum = |of: Vec<&Decision>| of.into_iter().map(|decision| decision.amount).sum();
    Totals {
        assigned: (!assigned.is_empty()).then(|| sum(assigned)),
        allocated: sum(allocated),
        tally: tally_of(units),
        band: None,
        room: [Money::ZERO; 2],
    }
}

fn tally_of(units: &[UnitTotal]) -> Tally {
    units.iter().map(|unit| unit.tally).sum()
}

fn cell_aside(
    unit: Option<&UnitCode>,
    file: &FileId,
    sheets: &[Arc<str>],
    cell: &SetAside,
) -> SetAsideCell {
    SetAsideCell {
        unit: unit.cloned(),
        file: file.path.clone(),
        sheet: sheets.get(usize::from(cell.sheet)).cloned().unwrap_or_default(),
        cell: cell.cell,
        label: cell.label.clone(),
        amount: cell.amount,
        rule: cell.rule.code,
    }
}

/// The files that figures come from: those of the period, and earlier ones that stand for silent units.
struct Sources {
    files: Vec<SourceFile>,
    index: BTreeMap<Arc<str>, usize>,
}

impl Sources {
    fn new(current: &[Checked]) -> Sources {
        let mut sources = Sources { files: Vec::new(), index: BTreeMap::new() };
        for report in current {
            sources.of(report.submission());
        }
        sources
    }

    /// The place of a submission's file, which is added where it is new.
    fn of(&mut self, submission: &Submission) -> usize {
        if let Some(&known) = self.index.get(&submission.file.path) {
            return known;
        }
        let first = self.files.len();
        self.index.insert(submission.file.path.clone(), first);
        let (mut read, mut checked) = (submission.read, submission.checked.all());
        for beside in &submission.beside {
            read -= beside.read;
            checked -= beside.checked;
        }
        let counts = submission.beside.iter().map(|beside| (beside.read, beside.checked));
        let counts = std::iter::once((read, checked)).chain(counts);
        for (part, (file, (read, checked))) in submission.files().zip(counts).enumerate() {
            let is_own = |sheet: u16| submission.part_of(sheet).0 == part;
            let mut set_aside = Counted::default();
            let aside = submission.set_aside.iter().filter(|cell| is_own(cell.sheet));
            aside.for_each(|cell| set_aside.add(cell.amount));
            let sheets = submission.sheets.iter().enumerate();
            let sheets = sheets.filter(|(at, _)| is_own(*at as u16));
            let readings = submission.readings.iter().filter(|reading| is_own(reading.sheet));
            let readings = readings.map(|reading| {
                let sheet = submission.part_of(reading.sheet).1;
                Reading { sheet, ..reading.clone() }
            });
            self.files.push(SourceFile {
                unit: submission.unit.clone(),
                period: submission.period,
                file: file.path.clone(),
                sha256: file.sha256.clone(),
                received: file.received,
                money_unit: submission.money_unit,
                unit_basis: submission.unit_basis,
                sheets: sheets.map(|(_, name)| name.clone()).collect(),
                readings: match submission.beside.is_empty() {
                    true => submission.readings.clone(),
                    false => readings.collect(),
                },
                read,
                checked,
                set_aside,
            });
        }
        first
    }
}

/// The units of a bare folder as a register.
pub fn found_units(units: Vec<Unit>) -> Register {
    Register { units, ..Register::default() }
}
