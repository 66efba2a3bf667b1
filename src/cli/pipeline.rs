//! The road of every command that reads reports: folder → files → intake → gate → summary.

mod files;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};

use self::files::{beside, incoming, is_inside, office_files, other_periods, ours, the_period};
use super::progress::Bar;
use super::{Folder, Global, output};
use crate::aggregate::{self, Covered, LeftOut, RejectedFile};
use crate::check::journal_unit::{self, Misread};
use crate::check::{self, Checked, Gate, RULES};
use crate::domain::code::UnitCode;
use crate::domain::lang::{Lang, Words};
use crate::domain::period::Period;
use crate::domain::register::{Register, Unit};
use crate::domain::rule::{Context, Problem, Severity};
use crate::domain::shelf::Shelf;
use crate::domain::submission::{Counted, FileId, Submission, UnitBasis};
use crate::domain::summary::Summary;
use crate::intake::{self, Incoming, Intake, Rejected};
use crate::parse::Known;
use crate::parse::unit::Before;
use crate::read::{self, Workbook};
use crate::recognise::lexicon::{Lexicon, MEANINGS};
use crate::recognise::rows::Names;
use crate::workspace::{self, Kind, Outputs, Workspace};

/// A workspace that was opened and the language to speak in.
pub struct Opened {
    /// The folder.
    pub workspace: Workspace,
    /// The language.
    pub lang: Lang,
}

/// What became of the reports of a period.
pub struct Ran {
    /// The folder.
    pub workspace: Workspace,
    /// The language.
    pub lang: Lang,
    /// The figures and all that stands behind them.
    pub summary: Summary,
    /// How many files were found for the period.
    pub files: usize,
    /// The files that were read, but for the consolidated workbooks that the tool made of them: those it may replace.
    pub inputs: Vec<PathBuf>,
    /// The reports in which the unit has something to mend or to explain; one of which nothing could be used has no
    /// figures.
    pub faulty: Vec<Checked>,
    /// All reports of their units: what stood before a report is asked of them.
    pub known: Vec<Checked>,
}

impl Ran {
    /// What this run may write over: none of the files that it read.
    pub fn outputs(&self, global: &Global) -> Outputs {
        Outputs::new(self.inputs.iter().cloned(), global.force)
    }
}

/// Opens a folder.
///
/// # Errors
/// It is none, or one of the office's own files says something wrong.
pub fn open(path: &Path, stated: Option<Lang>) -> Result<Opened> {
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.code.0).collect();
    let known = workspace::Known { rules: &rules, meanings: &MEANINGS };
    let workspace = Workspace::open(path, &known, workbook)?;
    let lang = stated.unwrap_or(workspace.settings.office.lang);
    Ok(Opened { workspace, lang })
}

fn workbook(bytes: &[u8]) -> Result<Workbook> {
    read::workbook(bytes).map_err(|refused| anyhow::anyhow!("{}", refused.words().vi))
}

/// Reads, checks and adds up the reports of a period.
///
/// # Errors
/// The folder, its own files, or the period that is meant.
pub fn run(folder: &Folder, global: &Global, stated: Option<Lang>) -> Result<Ran> {
    let Opened { mut workspace, lang } = open(&folder.path, stated)?;
    let lexicon = Lexicon::new(&workspace.settings.heading).map_err(anyhow::Error::msg)?;
    let names = Names::new(&workspace.catalogue);
    let mut remarks: Vec<Words> = workspace.receipts.faults.clone();
    for stray in workspace.strays()? {
        remarks.push(Words::new(
            format!("{stray}: không nằm trong thư mục của kỳ nào nên không được đọc"),
            format!("{stray}: lies in no period's folder and is not read"),
        ));
    }
    let mut left_out: Vec<LeftOut> = Vec::new();
    let (period, files) = match workspace.kind {
        Kind::Office => {
            let period = the_period(folder.period, &workspace.periods()?, lang)?;
            if !workspace.settings.is_of_year(period) {
                let year = workspace.settings.office.year.unwrap_or_default();
                bail!(
                    "{}",
                    Words::new(
                        format!("kỳ {period} không thuộc năm ngân sách {year} của thư mục này"),
                        format!("period {period} does not belong to the budget year {year} of this workspace"),
                    )
                    .get(lang)
                );
            }
            let files = office_files(&workspace, period, &mut remarks, &mut left_out)?;
            (period, files)
        }
        Kind::Bare => {
            // Which period a file reports it says itself; until then one stands in.
            let period = folder.period.unwrap_or(Period::Year(1990));
            let found = workspace.submissions(period)?;
            (period, found.into_iter().map(|file| incoming(&workspace, file, None)).collect())
        }
    };
    let known = Known { lexicon: &lexicon, names: &names, context: context(&workspace, period) };
    let bar = Bar::new(files.len(), global);
    let shelf = Shelf::default();
    let mut gathered = gather(&known, &workspace.register, &files, &shelf, &|| bar.step())?;
    bar.end();
    let meant = meant(&workspace, &gathered);
    if let Some((misread, register)) = &meant {
        // Nobody is blamed for a journal in the wrong unit of money: all is read again beside what it means, and
        // checked against nothing that it plans.
        workspace.register.is_doubted = true;
        let context = Context { register, ..context(&workspace, period) };
        let known = Known { lexicon: &lexicon, names: &names, context };
        gathered = gather(&known, &workspace.register, &files, &shelf, &|| {})?;
        let problem = misread.problem(&workspace.register);
        gathered.problems.extend(problem.map(|problem| (period, problem)));
    }
    let made_here = std::mem::take(&mut gathered.ours).into_iter();
    let made_here: Vec<LeftOut> = made_here.map(|file| ours(file, &mut remarks)).collect();
    let (period, register) = match workspace.kind {
        Kind::Office => (period, workspace.register.clone()),
        Kind::Bare => {
            let passed = gathered.passed.iter().map(|report| report.submission().period);
            let rejected = gathered.rejected.iter().filter_map(|file| file.period);
            let present: BTreeSet<Period> = passed.chain(rejected).collect();
            let present: Vec<Period> = present.into_iter().collect();
            let period = the_period(folder.period, &present, lang)?;
            left_out.extend(other_periods(&mut gathered, period));
            gathered.problems.extend(beside(&left_out).map(|problem| (period, problem)));
            let passed = gathered.passed.iter().map(Checked::submission);
            let passed = passed.filter(|report| report.period == period).map(|of| &of.unit);
            let rejected = gathered.rejected.iter().filter_map(|file| file.unit.as_ref());
            let sent: BTreeSet<&UnitCode> = passed.chain(rejected).collect();
            let units = std::mem::take(&mut gathered.units).into_iter();
            (
                period,
                aggregate::found_units(units.filter(|unit| sent.contains(&unit.code)).collect()),
            )
        }
    };
    let count = match workspace.kind {
        Kind::Office => {
            let inside = |file: &&Incoming| file.expected.is_some_and(|of| is_inside(of, period));
            let ours = made_here.iter().filter(|file| is_inside(file.period, period)).count();
            files.iter().filter(inside).count() - ours
        }
        Kind::Bare => files.len() - left_out.len() - made_here.len(),
    };
    let is_made_here = |file: &&Incoming| made_here.iter().any(|made| made.file.path == file.shown);
    let inputs = files.iter().filter(|file| !is_made_here(file));
    let inputs = inputs.map(|file| file.path.clone()).collect();
    left_out.extend(made_here);
    let (summary, faulty, known) =
        add_up(&workspace, period, register, gathered, shelf, (remarks, left_out))?;
    Ok(Ran { workspace, lang, summary, files: count, inputs, faulty, known })
}

/// What the rules may look at.
pub(super) fn context(workspace: &Workspace, period: Period) -> Context<'_> {
    Context {
        catalogue: &workspace.catalogue,
        register: &workspace.register,
        settings: &workspace.settings,
        period,
    }
}

/// The register as it is meant, where the reports show that its journal is not in the unit of money that it states.
fn meant(workspace: &Workspace, gathered: &Gathered) -> Option<(Misread, Register)> {
    // The last report of each unit speaks for it; the files came in order of time.
    let rejected = gathered.rejected.iter();
    let refused = rejected.filter_map(|file| Some((file.unit.as_ref()?, file.off_by?)));
    let passed = gathered.passed.iter().map(Checked::submission);
    let read = passed.filter_map(|report| Some((&report.unit, report.off_by?)));
    let misread = journal_unit::misread(&workspace.register, &refused.chain(read).collect())?;
    // What cannot be read in another unit of money was not meant in it.
    let register = workspace.register_meant(misread.meant, &misread.others, workbook).ok()?;
    Some((misread, register))
}

/// What became of all files.
#[derive(Default)]
struct Gathered {
    /// What passed the gate, in order of time.
    passed: Vec<Checked>,
    superseded: Vec<(UnitCode, Period, FileId, Counted)>,
    rejected: Vec<Rejected>,
    ours: Vec<Rejected>,
    units: Vec<Unit>,
    problems: Vec<(Period, Problem)>,
}

/// Reads the files period by period, so that each report is checked, as soon as it is read, against those before it and
/// `register`.
/// The files of a bare folder say themselves which period they report: they are put in order when all are read.
fn gather(
    known: &Known<'_>,
    register: &Register,
    files: &[Incoming],
    shelf: &Shelf,
    done: &(dyn Fn() + Sync),
) -> Result<Gathered> {
    let whole = known.context.period;
    let mut gathered = Gathered::default();
    let mut told: BTreeMap<UnitCode, Before> = BTreeMap::new();
    for of_period in files.chunk_by(|a, b| a.expected == b.expected) {
        let period = of_period[0].expected.unwrap_or(whole);
        let context = Context { period, register, ..known.context };
        let gate = Gate::new(context, &gathered.passed, shelf);
        let intake = match of_period[0].expected {
            None => in_order(&Known { context, ..*known }, of_period, shelf, done),
            Some(of) => {
                let make = |report: Submission| match is_inside(of, whole) {
                    true => gate.pass(report, whole),
                    false => gate.admit(report),
                };
                intake::read(known, of_period, &told, &make, done)
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
        // What is left of these is counted in the report that counts.
        let partly = intake.partly.into_iter();
        let partly = partly.map(|(unit, period, file)| (unit, period, file, Counted::default()));
        gathered.superseded.extend(partly);
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
        let passed = passed?;
        for report in &passed {
            let (unit, period) = (&report.submission().unit, report.submission().period);
            if let Some(earlier) = superseded.get(&(unit.clone(), period)) {
                gathered.problems.push((period, gate.several(report, earlier)));
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
    known: &Known<'_>,
    files: &[Incoming],
    shelf: &Shelf,
    done: &(dyn Fn() + Sync),
) -> Intake<io::Result<Checked>> {
    let told = BTreeMap::new();
    let pass = |report: Submission, before: &[Checked]| {
        let period = report.period;
        Gate::new(Context { period, ..known.context }, before, shelf).pass(report, period)
    };
    let mut intake = intake::read(known, files, &told, &|report| pass(report, &[]), done);
    let periods = intake.counted.iter().chain(&intake.superseded).map(|arrived| arrived.period);
    let mut periods: Vec<Period> = periods.collect();
    periods.sort_by_key(|period| (period.to(), *period));
    periods.dedup();
    let mut passed: Vec<Checked> = Vec::new();
    for (at, period) in periods.iter().copied().enumerate() {
        if 0 < at {
            let of_period = files_of(&intake, files, period);
            let make = |report: Submission| pass(report, &passed);
            let again = intake::read(known, &of_period, &told, &make, &|| {});
            let again = again.counted.into_iter().chain(again.superseded);
            let again = again.filter(|arrived| arrived.period == period);
            let mut again: BTreeMap<(UnitCode, Arc<str>), io::Result<Checked>> =
                again.map(|arrived| ((arrived.unit, arrived.file.path), arrived.made)).collect();
            let all = intake.counted.iter_mut().chain(&mut intake.superseded);
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
    let partly = intake.partly.iter().filter(|(_, of, _)| *of == period).map(|(_, _, file)| file);
    let paths: BTreeSet<&Arc<str>> = whole.chain(partly).map(|file| &file.path).collect();
    files.iter().filter(|file| paths.contains(&file.shown)).cloned().collect()
}

fn add_up(
    workspace: &Workspace,
    period: Period,
    register: Register,
    gathered: Gathered,
    shelf: Shelf,
    (mut remarks, left_out): (Vec<Words>, Vec<LeftOut>),
) -> Result<(Summary, Vec<Checked>, Vec<Checked>)> {
    let inside = |of: Period| is_inside(of, period);
    let (mut current, earlier): (Vec<Checked>, Vec<Checked>) =
        gathered.passed.into_iter().partition(|report| inside(report.submission().period));
    let mut rejected: Vec<Rejected> =
        gathered.rejected.into_iter().filter(|file| file.period.is_none_or(inside)).collect();
    if rejected.iter().any(|file| file.is_enclosure) {
        let covered = Covered::of(&register, period, &current);
        for file in rejected.iter_mut().filter(|file| file.is_enclosure) {
            if covered.by(file.unit.as_ref()) {
                for problem in &mut file.problems {
                    problem.severity = Some(Severity::Note);
                }
            }
        }
    }
    let mut problems: Vec<Problem> =
        rejected.iter().flat_map(|file| file.problems.clone()).collect();
    let of_several = gathered.problems.into_iter().filter(|(of, _)| inside(*of));
    problems.extend(of_several.map(|(_, problem)| problem));
    let context = Context {
        catalogue: &workspace.catalogue,
        register: &register,
        settings: &workspace.settings,
        period,
    };
    let findings = check::findings(&context, &mut current, problems);
    remarks.extend(check::idle_waivers(&context, &current, &findings));
    let files: BTreeSet<&str> = findings
        .iter()
        .filter(|finding| finding.goes_back())
        .filter_map(|finding| finding.problem.place.file.as_deref())
        .collect();
    let is_faulty =
        |report: &&Checked| report.submission().files().any(|file| files.contains(&*file.path));
    let mut faulty: Vec<Checked> = current.iter().filter(is_faulty).cloned().collect();
    faulty.extend(refused(&context, &current, &rejected, &files, &shelf)?);
    let units: BTreeSet<&UnitCode> = faulty.iter().map(|of| &of.submission().unit).collect();
    let of_faulty = |report: &&Checked| {
        let unit = &report.submission().unit;
        let taken = register.successor(unit, period.to());
        units.contains(unit) || taken.is_some_and(|taken| units.contains(taken))
    };
    let known: Vec<Checked> = earlier.iter().chain(&current).filter(of_faulty).cloned().collect();
    let superseded = gathered.superseded.into_iter().filter(|(_, of, ..)| inside(*of));
    let inputs = aggregate::Inputs {
        settings: workspace.settings.clone(),
        catalogue: Arc::new(workspace.catalogue.clone()),
        register: Arc::new(register),
        period,
        current,
        earlier,
        findings,
        shelf,
        rejected: rejected
            .into_iter()
            .map(|file| RejectedFile {
                unit: file.unit,
                file: file.file,
                is_blank: file.is_blank,
                sheets: file.sheets,
                set_aside: file.set_aside,
                read: file.read,
                checked: file.checked,
            })
            .collect(),
        left_out,
        superseded: superseded.map(|(unit, _, file, cells)| (unit, file, cells)).collect(),
        remarks,
    };
    Ok((aggregate::aggregate(inputs)?, faulty, known))
}

/// The units of whose report nothing could be used and that have to fill in a form: as reports without a figure, of the
/// last file of each. Who has nothing planned has no form either.
fn refused(
    context: &Context<'_>,
    current: &[Checked],
    rejected: &[Rejected],
    files: &BTreeSet<&str>,
    shelf: &Shelf,
) -> Result<Vec<Checked>> {
    let mut last: BTreeMap<(&UnitCode, Period), &FileId> = BTreeMap::new();
    // What the unit is not asked to mend (a file that is open in Excel) does not go back to it.
    for file in rejected.iter().filter(|of| files.contains(&*of.file.path)) {
        let (Some(unit), Some(period)) = (&file.unit, file.period) else { continue };
        let known = last.entry((unit, period)).or_insert(&file.file);
        if known.order < file.file.order {
            *known = &file.file;
        }
    }
    let has_report = |unit: &UnitCode, period: Period| {
        let mut reports = current.iter().map(Checked::submission);
        reports.any(|report| report.unit == *unit && report.period == period)
    };
    let has_plan = |unit: &UnitCode, period: Period| context.register.has_plan(unit, period.to());
    last.retain(|(unit, period), _| !has_report(unit, *period) && has_plan(unit, *period));
    let gate = Gate::new(*context, &[], shelf);
    let money_unit = context.settings.office.money_unit;
    let empty = |((unit, period), file): ((&UnitCode, Period), &FileId)| {
        gate.admit(Submission::new(unit.clone(), period, file.clone(), money_unit))
    };
    Ok(last.into_iter().map(empty).collect::<io::Result<_>>()?)
}

/// Says what concerns the run as a whole.
pub fn say_remarks(ran: &Ran, global: &Global) {
    if global.quiet {
        return;
    }
    for remark in &ran.summary.remarks {
        output::note(&format!("* {}", crate::domain::label::harmless(remark.get(ran.lang))));
    }
}
