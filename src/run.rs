//! A run: the folder → the reports of its budget year, read and checked → the summary of a period.
//!
//! Every command begins here, and so does who uses the library. Nothing is printed, and nothing is written but what the
//! shelf puts away.

mod before;
pub mod closing;
pub mod compare;
mod files;
mod gather;
mod last_year;
mod reports;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};

pub use self::before::{Cumulative, last_before};
pub use self::files::incoming;
use self::files::{beside, is_inside, joined, office_files, other_periods, ours, the_period};
use self::gather::{Gathered, gather};
pub use self::last_year::last_year;
pub use self::reports::Reports;
use crate::aggregate::{self, Arrival, Covered, LeftOut, RejectedFile, Returned};
use crate::check::journal_unit::{self, Misread};
use crate::check::{self, Checked, Gate};
use crate::domain::closing::Closed;
use crate::domain::code::UnitCode;
use crate::domain::context::Context;
use crate::domain::lang::{Lang, Words, words};
use crate::domain::period::Period;
use crate::domain::register::{Register, Unit};
use crate::domain::rule::{Problem, Severity};
use crate::domain::spill::Shelf;
use crate::domain::submission::{FileId, Submission};
use crate::domain::summary::Summary;
use crate::intake::{self, Desk, Incoming, Rejected, Sender};
use crate::read::{self, Workbook};
use crate::recognise::lexicon::{Lexicon, MEANINGS};
use crate::recognise::rows::Names;
use crate::rules;
use crate::workspace::closed::Source;
use crate::workspace::{self, Kind, Outputs, Workspace};

/// How far a run is. `()` looks away.
pub trait Progress: Sync {
    /// So many files are to be read.
    fn begin(&self, files: usize);
    /// One more is read; from any thread.
    fn step(&self);
    /// All are.
    fn end(&self);
}

impl Progress for () {
    fn begin(&self, _: usize) {}
    fn step(&self) {}
    fn end(&self) {}
}

/// Opens the folder of an office, or any folder of workbooks.
///
/// # Errors
/// It is none, or one of the office's own files says something wrong.
pub fn open(path: &Path) -> Result<Workspace> {
    let rules = Vec::from_iter(rules::ALL.iter().map(|rule| rule.code));
    let known = workspace::Known { rules: &rules, meanings: &MEANINGS };
    Workspace::open(path, &known, workbook)
}

fn workbook(bytes: &[u8]) -> Result<Workbook> {
    read::workbook(bytes).map_err(|refused| anyhow::anyhow!("{}", refused.words().vi))
}

/// What the rules may look at.
pub fn context(workspace: &Workspace, period: Period) -> Context<'_> {
    Context {
        catalogue: &workspace.catalogue,
        register: &workspace.register,
        settings: &workspace.settings,
        period,
    }
}

/// Who sent each of these files of an office, and for which period, as every run decides it; or why nobody can say.
///
/// # Errors
/// The office's own words contradict each other.
pub fn senders(
    workspace: &Workspace,
    files: &[Incoming],
    progress: &dyn Progress,
) -> Result<Vec<Result<Sender, Box<Rejected>>>> {
    let lexicon = Lexicon::new(&workspace.settings.heading).map_err(anyhow::Error::msg)?;
    let names = Names::new(&workspace.catalogue);
    progress.begin(files.len());
    let desk = desk_of(workspace, &lexicon, &names, None);
    let senders = intake::senders(&desk, files, &|| progress.step());
    progress.end();
    Ok(senders)
}

/// What a file of a folder says, read once more and not checked: with its tables. `period` is the one that is asked for.
///
/// # Errors
/// A folder that cannot be listed, or the office's own words contradict each other.
pub fn once_more(workspace: &Workspace, shown: &str, period: Period) -> Result<Vec<Submission>> {
    let lexicon = Lexicon::new(&workspace.settings.heading).map_err(anyhow::Error::msg)?;
    let names = Names::new(&workspace.catalogue);
    let folders = match workspace.kind {
        Kind::Office => workspace.periods()?.into_iter().map(Some).collect(),
        Kind::Bare => vec![None],
    };
    for expected in folders {
        let mut files = workspace.submissions(expected.unwrap_or(period))?.into_iter();
        let Some(file) = files.find(|file| *file.shown == *shown) else { continue };
        let file = incoming(workspace, file, expected);
        let desk = desk_of(workspace, &lexicon, &names, expected.or(Some(period)));
        let keep = |submission: Submission| submission;
        let read = intake::read(&desk, &[file], &BTreeMap::new(), &keep, &|| {});
        return Ok(read.counted.into_iter().map(|arrived| arrived.made).collect());
    }
    Ok(Vec::new())
}

fn desk_of<'a>(
    workspace: &'a Workspace,
    lexicon: &'a Lexicon,
    names: &'a Names,
    asked: Option<Period>,
) -> Desk<'a> {
    let Workspace { catalogue, register, settings, .. } = workspace;
    Desk { lexicon, names, catalogue, register, settings, asked }
}

/// The reports of a budget year up to the end of a period, read and checked.
pub struct Year {
    workspace: Workspace,
    period: Period,
    /// In a bare folder the units that were found.
    register: Register,
    gathered: Gathered,
    shelf: Shelf,
    files: usize,
    inputs: Vec<PathBuf>,
    remarks: Vec<Words>,
    left_out: Vec<LeftOut>,
    /// All files that were read.
    sources: Vec<Source>,
    /// The language of errors.
    lang: Lang,
}

/// What became of the reports of a period.
pub struct Run {
    /// The folder.
    pub workspace: Workspace,
    /// The figures and all that stands behind them.
    pub summary: Summary,
    /// How many files were found for the period.
    pub files: usize,
    /// The files that were read, but for the consolidated workbooks that the tool made of them: those it may replace.
    pub inputs: Vec<PathBuf>,
    /// All files of the budget year that were read, up to the end of the period.
    pub sources: Vec<Source>,
}

impl Year {
    /// Reads and checks the reports up to the end of the period that is asked for; without one the folder has to hold
    /// reports of one period only. `lang` is that of the errors.
    ///
    /// # Errors
    /// The folder, its own files, or the period that is meant.
    pub fn read(
        workspace: Workspace,
        asked: Option<Period>,
        lang: Lang,
        progress: &dyn Progress,
    ) -> Result<Year> {
        Year::with(workspace, asked, &[], lang, progress)
    }

    /// The same as if files that are `arriving` lay in the folders of their periods already.
    ///
    /// # Errors
    /// As of [`Year::read`].
    pub fn with(
        mut workspace: Workspace,
        asked: Option<Period>,
        arriving: &[Incoming],
        lang: Lang,
        progress: &dyn Progress,
    ) -> Result<Year> {
        let lexicon = Lexicon::new(&workspace.settings.heading).map_err(anyhow::Error::msg)?;
        let names = Names::new(&workspace.catalogue);
        let mut remarks: Vec<Words> =
            [&workspace.notes[..], &workspace.receipts.faults[..]].concat();
        for stray in workspace.strays()? {
            remarks.push(words!(
                "{stray}: không nằm trong thư mục của kỳ nào nên không được đọc",
                "{stray}: lies in no period's folder and is not read";
                stray
            ));
        }
        let mut left_out: Vec<LeftOut> = Vec::new();
        let (asked, files) = match workspace.kind {
            Kind::Office => {
                let period = the_period(asked, &workspace.periods()?, lang)?;
                is_of_year(&workspace, period, lang)?;
                let files = office_files(&workspace, period, &mut remarks, &mut left_out)?;
                (Some(period), joined(files, arriving, period))
            }
            // Which period a file reports it says itself.
            Kind::Bare => {
                let found = workspace.workbooks()?.into_iter();
                (asked, found.map(|file| incoming(&workspace, file, None)).collect())
            }
        };
        let desk = desk_of(&workspace, &lexicon, &names, asked);
        let shelf = Shelf::default();
        progress.begin(files.len());
        let mut gathered = gather(&desk, desk.register, &files, &shelf, &|| progress.step())?;
        progress.end();
        let meant = meant(&workspace, &gathered);
        if let Some((_, register)) = &meant {
            // Nobody is blamed for a journal in the wrong unit of money: all is read again beside what it means, and
            // checked against nothing that it plans.
            workspace.register.is_doubted = true;
            let desk = Desk { register, ..desk_of(&workspace, &lexicon, &names, asked) };
            gathered = gather(&desk, &workspace.register, &files, &shelf, &|| {})?;
        }
        let passed = gathered.passed.iter().map(|report| report.submission().period);
        let rejected = gathered.rejected.iter().filter_map(|file| file.period);
        let present: BTreeSet<Period> = passed.chain(rejected).collect();
        let period = the_period(asked, &Vec::from_iter(present), lang)?;
        let misread = meant.and_then(|(misread, _)| misread.problem(&workspace.register));
        gathered.problems.extend(misread.map(|problem| (period, problem)));
        let made_here = std::mem::take(&mut gathered.ours).into_iter();
        let made_here: Vec<LeftOut> =
            made_here.map(|file| ours(file, period, &mut remarks)).collect();
        let register = match workspace.kind {
            Kind::Office => workspace.register.clone(),
            Kind::Bare => {
                left_out.extend(other_periods(&mut gathered, period));
                gathered.problems.extend(beside(&left_out).map(|problem| (period, problem)));
                found(&mut gathered, period)
            }
        };
        let count = match workspace.kind {
            Kind::Office => {
                let inside =
                    |file: &&Incoming| file.expected.is_some_and(|of| is_inside(of, period));
                let ours = made_here.iter().filter(|file| is_inside(file.period, period)).count();
                files.iter().filter(inside).count() - ours
            }
            Kind::Bare => files.len() - left_out.len() - made_here.len(),
        };
        let sources = closing::sources(&gathered, &files);
        let is_made_here =
            |file: &&Incoming| made_here.iter().any(|made| made.file.path == file.shown);
        let inputs = files.iter().filter(|file| !is_made_here(file));
        let inputs = inputs.map(|file| file.path.clone()).collect();
        left_out.extend(made_here);
        Ok(Year {
            workspace,
            period,
            register,
            gathered,
            shelf,
            files: count,
            inputs,
            remarks,
            left_out,
            sources,
            lang,
        })
    }

    /// The period to whose end it was read.
    pub fn period(&self) -> Period {
        self.period
    }

    /// What the reports come to in the period, beside what was closed before it.
    ///
    /// # Errors
    /// Lines could not be put away (a full disk), or what was closed is not as it was closed.
    pub fn summary(self) -> Result<Run> {
        let (run, _) = self.with_reports()?;
        Ok(run)
    }

    /// The same with the reports themselves.
    ///
    /// # Errors
    /// As of [`Year::summary`].
    pub fn with_reports(self) -> Result<(Run, Reports)> {
        let Year { workspace, period, register, sources, lang, .. } = &self;
        let closed = closing::before(workspace, *period, register, sources, *lang)?;
        let (closed, problems) = closed.unzip();
        self.added_up(closed, problems.unwrap_or_default())
    }

    /// The same without a look at what was closed.
    ///
    /// # Errors
    /// Lines could not be put away (a full disk).
    fn alone(self) -> Result<Run> {
        let (run, _) = self.added_up(None, Vec::new())?;
        Ok(run)
    }

    fn added_up(self, closed: Option<Closed>, of_closed: Vec<Problem>) -> Result<(Run, Reports)> {
        let Year { workspace, period, register, gathered, shelf, mut remarks, sources, .. } = self;
        let inside = |of: Period| is_inside(of, period);
        let arrivals = arrivals(&gathered);
        let returned = returned(&workspace, &register, period)?;
        let mut all = gathered.passed;
        all.sort_by_key(|report| inside(report.submission().period));
        let before = all.partition_point(|report| !inside(report.submission().period));
        let (earlier, current) = all.split_at_mut(before);
        let mut rejected: Vec<Rejected> =
            gathered.rejected.into_iter().filter(|file| file.period.is_none_or(inside)).collect();
        if rejected.iter().any(|file| file.is_enclosure) {
            let covered = Covered::of(&register, period, current);
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
        problems.extend(of_closed);
        let context = Context { register: &register, ..context(&workspace, period) };
        let findings = check::findings(&context, current, problems);
        remarks.extend(check::idle_waivers(&context, current, &findings));
        let going_back = findings.iter().filter(|finding| finding.goes_back());
        let going_back: BTreeSet<Arc<str>> =
            going_back.filter_map(|finding| finding.problem.place.file.clone()).collect();
        let refused = refused(&context, current, &rejected, &going_back, &shelf)?;
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
                    period: file.period.unwrap_or(period),
                    file: file.file,
                    is_blank: file.is_blank,
                    sheets: file.sheets,
                    set_aside: file.set_aside,
                    read: file.read,
                    checked: file.checked,
                })
                .collect(),
            left_out: self.left_out,
            arrivals,
            returned,
            superseded: superseded.collect(),
            closed,
            remarks,
        };
        let summary = aggregate::aggregate(inputs)?;
        let (files, inputs) = (self.files, self.inputs);
        let run = Run { workspace, summary, files, inputs, sources };
        Ok((run, Reports { all, earlier: before, refused, going_back }))
    }
}

/// When a form to be mended was last written for each unit: the names of these forms begin with its code.
fn returned(
    workspace: &Workspace,
    register: &Register,
    period: Period,
) -> Result<BTreeMap<(UnitCode, Period), Returned>> {
    let mut returned: BTreeMap<(UnitCode, Period), Returned> = BTreeMap::new();
    for of in std::iter::once(period).chain(period.months()) {
        for file in workspace.returned_forms(of)? {
            let name = file.path.file_name().unwrap_or_default().to_string_lossy();
            let is_of = |unit: &&Unit| {
                let rest = name.strip_prefix(unit.code.as_str());
                rest.is_some_and(|rest| rest.starts_with(" - "))
            };
            let unit = register.units.iter().find(is_of).map(|unit| unit.code.clone());
            let (Some(unit), Some(day)) = (unit, file.day) else { continue };
            let form = Returned { seconds: file.modified, day };
            let last = returned.entry((unit, of)).or_insert(form);
            *last = form.max(*last);
        }
    }
    Ok(returned)
}

/// All files of units that were read, each with whom and what it is of.
fn arrivals(gathered: &Gathered) -> Vec<Arrival> {
    let mut arrivals: Vec<Arrival> = Vec::new();
    let mut enter = |unit: &UnitCode, period: Period, file: &FileId, of: (bool, bool)| {
        let (unit, file, (is_usable, sums_up_others)) = (unit.clone(), file.clone(), of);
        arrivals.push(Arrival { unit, period, file, is_usable, sums_up_others });
    };
    for report in gathered.passed.iter().map(Checked::submission) {
        let of = (true, report.sums_up_others);
        report.files().for_each(|file| enter(&report.unit, report.period, file, of));
    }
    for (unit, period, file, _) in &gathered.superseded {
        enter(unit, *period, file, (true, false));
    }
    for file in &gathered.rejected {
        // A form without a figure is no report.
        if let (Some(unit), Some(period), false) = (&file.unit, file.period, file.is_blank) {
            enter(unit, period, &file.file, (false, false));
        }
    }
    arrivals
}

impl Run {
    /// What this run may write over: none of the files that it read. `force` lets it replace a workbook of somebody else.
    pub fn outputs(&self, force: bool) -> Outputs {
        Outputs::new(self.inputs.iter().cloned(), force).of(&self.workspace.root)
    }
}

/// Whether a period is of the budget year of an office.
///
/// # Errors
/// It is of another one.
pub fn is_of_year(workspace: &Workspace, period: Period, lang: Lang) -> Result<()> {
    if workspace.settings.is_of_year(period) {
        return Ok(());
    }
    let year = workspace.settings.office.year.unwrap_or_default();
    let words = words!(
        "kỳ {period} không thuộc năm ngân sách {year} của thư mục này",
        "period {period} does not belong to the budget year {year} of this workspace";
        period, year
    );
    bail!("{}", words.get(lang))
}

/// The units of which a bare folder holds something for the period.
fn found(gathered: &mut Gathered, period: Period) -> Register {
    let passed = gathered.passed.iter().map(Checked::submission);
    let passed = passed.filter(|report| report.period == period).map(|of| &of.unit);
    let rejected = gathered.rejected.iter().filter_map(|file| file.unit.as_ref());
    let sent: BTreeSet<&UnitCode> = passed.chain(rejected).collect();
    let units = std::mem::take(&mut gathered.units).into_iter();
    aggregate::found_units(units.filter(|unit| sent.contains(&unit.code)).collect())
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

/// The units of whose report nothing could be used and that have to fill in a form: as reports without a figure, of the
/// last file of each. Who has nothing planned has no form either.
fn refused(
    context: &Context<'_>,
    current: &[Checked],
    rejected: &[Rejected],
    files: &BTreeSet<Arc<str>>,
    shelf: &Shelf,
) -> Result<Vec<Checked>> {
    let mut last: BTreeMap<(&UnitCode, Period), &FileId> = BTreeMap::new();
    // What the unit is not asked to mend (a file that is open in Excel) does not go back to it.
    for file in rejected.iter().filter(|of| files.contains(&of.file.path)) {
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::domain::money::Money;

    #[derive(Default)]
    struct Counting {
        expected: AtomicUsize,
        read: AtomicUsize,
        ended: AtomicUsize,
    }

    impl Progress for Counting {
        fn begin(&self, files: usize) {
            self.expected.store(files, Ordering::Relaxed);
        }
        fn step(&self) {
            self.read.fetch_add(1, Ordering::Relaxed);
        }
        fn end(&self) {
            self.ended.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn example() -> Workspace {
        open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/huu-lung-2024")).unwrap()
    }

    #[test]
    fn a_folder_is_added_up_without_a_command_line() {
        let progress = Counting::default();
        let june: Period = "2024-06".parse().unwrap();
        let year = Year::read(example(), Some(june), Lang::Vi, &progress).unwrap();
        assert_eq!(year.period(), june);
        let run = year.summary().unwrap();
        let (expected, read) = (progress.expected.into_inner(), progress.read.into_inner());
        assert_eq!((expected, read, progress.ended.into_inner()), (run.inputs.len(), expected, 1));
        let lines: Money = run.summary.lines.iter().map(|line| line.cumulative).sum();
        assert_eq!(lines, run.summary.totals.tally.cumulative);
        assert!(!lines.is_zero());
    }

    #[test]
    fn the_forms_of_a_month_begin_with_what_the_month_before_came_to() {
        let july: Period = "2024-07".parse().unwrap();
        let last = last_before(&example(), july, Lang::Vi, &()).unwrap().unwrap();
        assert_eq!(last.summary.period, "2024-06".parse().unwrap());
        let known: Money = last.cumulative().values().flat_map(BTreeMap::values).copied().sum();
        let stated = last
            .summary
            .lines
            .iter()
            .filter(|line| line.basis.is_some_and(crate::domain::known::Known::is_whole));
        assert_eq!(known, stated.map(|line| line.cumulative).sum());
        let april: Period = "2024-04".parse().unwrap();
        assert!(last_before(&example(), april, Lang::Vi, &()).unwrap().is_none());
    }

    #[test]
    fn a_period_of_another_year_is_an_error() {
        let period: Period = "2023-06".parse().unwrap();
        let error = Year::read(example(), Some(period), Lang::En, &()).err().unwrap();
        assert!(error.to_string().contains("budget year 2024"), "{error}");
    }
}
