//! Files → batch: every file is read on its own and in parallel; a broken one is a finding, and the run goes on.

mod file;
mod ours;
mod rejected;
pub mod homeless;
mod who;
mod when;
mod consolidated;
mod lead;
mod several;
mod unnamed;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::domain::catalogue::Catalogue;
use crate::domain::code::UnitCode;
use crate::domain::context::Context;
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::place::Place;
use crate::domain::register::{Register, Unit};
use crate::domain::rule::Problem;
use crate::domain::settings::Settings;
use crate::domain::submission::{FileId, Submission};
use crate::parse::Known;
use crate::parse::money_unit::Before;
use crate::recognise::lexicon::Lexicon;
use crate::recognise::rows::Names;

use self::consolidated::{Claimed, Kept, Sums};
pub use self::file::LARGEST;
use self::ours::Beside;
pub use self::rejected::Rejected;
use self::who::Directory;

/// A file that arrived.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Where it is.
    pub path: PathBuf,
    /// Its path from the workspace, with `/`.
    pub shown: Arc<str>,
    /// The period of its folder; `None` in a bare folder.
    pub expected: Option<Period>,
    /// The day it was received.
    pub received: Option<NaiveDate>,
    /// That day stands in the receipt register; else it is the file's own.
    pub is_registered: bool,
    /// Orders the files of a unit: the last one counts.
    pub order: (i64, u32),
    /// The unit that the receipt register names.
    pub unit: Option<UnitCode>,
    /// The SHA-256 that the receipt register holds of it, in lower-case hexadecimal.
    pub sha256: Option<String>,
    /// Why it must not be opened, where that is so.
    pub obstacle: Option<Words>,
}

/// What the files are read beside, before any of them has said its period.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The lexicon.
    pub lexicon: &'a Lexicon,
    /// The names of the catalogue.
    pub names: &'a Names,
    /// The programs.
    pub catalogue: &'a Catalogue,
    /// Units and plan journal.
    pub register: &'a Register,
    /// The office's settings.
    pub settings: &'a Settings,
    /// The period that is asked for; in a bare folder there may be none.
    pub asked: Option<Period>,
}

impl<'a> Desk<'a> {
    /// What a report of this period is read beside.
    pub fn known(&self, period: Period) -> Known<'a> {
        Known { lexicon: self.lexicon, names: self.names, context: self.context(period) }
    }

    /// What a report of this period is checked beside.
    pub fn context(&self, period: Period) -> Context<'a> {
        let &Desk { catalogue, register, settings, .. } = self;
        Context { catalogue, register, settings, period }
    }
}

/// A submission that was read; `T` is what was made of it on the spot.
pub struct Arrived<T> {
    /// Who sent it.
    pub unit: UnitCode,
    /// For which period.
    pub period: Period,
    /// Its file.
    pub file: FileId,
    /// What was made of it.
    pub made: T,
    /// Its figures, for what others state of it.
    sums: Kept,
}

/// What the files became.
pub struct Intake<T> {
    /// The submissions that count, one for a unit and period, in the order of periods and units.
    pub counted: Vec<Arrived<T>>,
    /// Earlier files of the same unit and period of which a later one states every line, in the order they came.
    pub superseded: Vec<Arrived<T>>,
    /// Earlier files of which a later one states only some figures, in the order they came: the others are in the counted
    /// report, set aside.
    pub partly: Vec<Arrived<T>>,
    /// Files of which nothing could be used, and of whose unit a later one can.
    pub outrun: Vec<Rejected>,
    /// Files of which nothing is used.
    pub rejected: Vec<Rejected>,
    /// Consolidated workbooks that the tool made of the files beside them: they are nobody's report.
    pub ours: Vec<Rejected>,
    /// In a bare folder: the units that were found, with the names that their files state.
    pub units: Vec<Unit>,
    /// What is to be said of several files together, each by the period of those files.
    pub problems: Vec<(Period, Problem)>,
}

/// A file that was read.
struct Understood {
    submission: Submission,
    /// What it states of other units.
    claims: Vec<Claimed>,
    /// Reports of other units in it.
    apart: Vec<Understood>,
    /// The unit, where it is new.
    found: Option<Box<Unit>>,
    /// Of a lead agency: whether its rows or sheets name the units that it sums up.
    lead: Option<bool>,
    /// It counts without another file of its unit: not all its figures lack a funding type.
    stands_alone: bool,
}

/// Who sent a file, and for which period.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sender {
    /// The unit.
    pub unit: UnitCode,
    /// The period.
    pub period: Period,
    /// SHA-256 of the file as it was read.
    pub sha256: String,
}

enum Outcome {
    Read(Box<Understood>),
    Rejected(Box<Rejected>),
}

impl Understood {
    /// The reports in it, each alone.
    fn each(mut self) -> Vec<Understood> {
        let mut all = std::mem::take(&mut self.apart);
        all.insert(0, self);
        all
    }

    /// Whether it has to wait for the other files of its unit, or for other units.
    fn waits(&self) -> bool {
        !self.stands_alone || self.speaks_of_others()
    }

    /// Whether it speaks of other units' money, so that it has to wait for what they sent.
    fn speaks_of_others(&self) -> bool {
        self.lead.is_some() || !self.claims.is_empty()
    }
}

/// What became of a file at once; a report that sums up others waits for them.
enum Arrival<T> {
    Made(Box<Arrived<T>>),
    Waits(Box<Understood>),
}

/// Who sent each file, decided as in [`read`]; or why nobody can say, or it is no report.
pub fn senders(
    desk: &Desk<'_>,
    files: &[Incoming],
    done: &(dyn Fn() + Sync),
) -> Vec<Result<Sender, Box<Rejected>>> {
    let directory = Directory::new(desk.register);
    let (beside, told) = (Beside::new(files), BTreeMap::new());
    let one = |incoming: &Incoming| {
        let outcome = file::read(desk, &directory, &beside, incoming, &told);
        done();
        match outcome {
            Outcome::Read(read) => {
                let Submission { unit, period, file, .. } = read.submission;
                Ok(Sender { unit, period, sha256: file.sha256 })
            }
            Outcome::Rejected(rejected) => rejected.sender().ok_or(rejected),
        }
    };
    files.par_iter().map(one).collect()
}

/// Reads all files. `told` holds the sums of each unit's last report whose unit of money is known. `make` takes over
/// each submission while it is still at hand, `done` is called after each file; both from any thread.
pub fn read<T: Send>(
    desk: &Desk<'_>,
    files: &[Incoming],
    told: &BTreeMap<UnitCode, Before>,
    make: &(dyn Fn(Submission) -> T + Sync),
    done: &(dyn Fn() + Sync),
) -> Intake<T> {
    let directory = Directory::new(desk.register);
    let beside = Beside::new(files);
    let arrived = |submission: Submission| {
        let (unit, period) = (submission.unit.clone(), submission.period);
        let (file, sums) = (submission.file.clone(), Kept::new(&submission));
        Arrived { unit, period, file, made: make(submission), sums }
    };
    let one = |incoming: &Incoming| {
        let arrival = match file::read(desk, &directory, &beside, incoming, told) {
            Outcome::Read(read) => {
                let each = |mut read: Understood| {
                    let found = read.found.take();
                    if read.waits() {
                        return Ok((Arrival::Waits(Box::new(read)), found));
                    }
                    homeless::refuse(&mut read.submission);
                    Ok((Arrival::Made(Box::new(arrived(read.submission))), found))
                };
                read.each().into_iter().map(each).collect()
            }
            Outcome::Rejected(rejected) => vec![Err(rejected)],
        };
        done();
        arrival
    };
    let arrivals: Vec<Vec<Result<_, Box<Rejected>>>> = files.par_iter().map(one).collect();
    let mut intake = Intake {
        counted: Vec::new(),
        superseded: Vec::new(),
        partly: Vec::new(),
        outrun: Vec::new(),
        rejected: Vec::new(),
        ours: Vec::new(),
        units: Vec::new(),
        problems: Vec::new(),
    };
    let mut units: BTreeMap<UnitCode, Unit> = BTreeMap::new();
    let mut of_units: BTreeMap<(Period, UnitCode), Vec<Arrival<T>>> = BTreeMap::new();
    for arrival in arrivals.into_iter().flatten() {
        let found = match arrival {
            Ok((arrival, found)) => {
                of_units.entry(arrival.owner()).or_default().push(arrival);
                found
            }
            Err(ours) if ours.is_ours => {
                intake.ours.push(*ours);
                None
            }
            Err(mut rejected) => {
                let found = rejected.found.take();
                intake.rejected.push(*rejected);
                found
            }
        };
        if let Some(unit) = found {
            units.entry(unit.code.clone()).or_insert(*unit);
        }
    }
    intake.units = units.into_values().collect();
    let mut waiting: Vec<Vec<Understood>> = Vec::new();
    let by_path: BTreeMap<&str, &Incoming> = files.iter().map(|own| (&*own.shown, own)).collect();
    // The lines of what is made were put away: the few files that belong together are read again.
    let again = |arrival: Arrival<T>| {
        let made = match arrival {
            Arrival::Waits(own) => return Ok(*own),
            Arrival::Made(made) => made,
        };
        let outcome = by_path
            .get(&*made.file.path)
            .map(|own| file::read(desk, &directory, &beside, own, told));
        let Some(Outcome::Read(again)) = outcome else { return Err(made) };
        let is_it = |again: &Understood| {
            let submission = &again.submission;
            submission.file.sha256 == made.file.sha256 && submission.unit == made.unit
        };
        again.each().into_iter().find(is_it).ok_or(made)
    };
    for ((period, _), mut of_unit) in of_units {
        if let [Arrival::Made(_)] = &of_unit[..]
            && let Some(Arrival::Made(only)) = of_unit.pop()
        {
            intake.counted.push(*only);
            continue;
        }
        let again: Vec<Result<Understood, Box<Arrived<T>>>> =
            of_unit.into_par_iter().map(again).collect();
        let mut read = Vec::new();
        for own in again {
            match own {
                Ok(own) => read.push(own),
                Err(made) => intake.rejected.push(rejected::changed(*made)),
            }
        }
        read.sort_by(|a, b| {
            let order = |of: &Understood| {
                let file = &of.submission.file;
                (file.order, file.path.clone())
            };
            order(a).cmp(&order(b))
        });
        if !read.iter().any(|read| read.stands_alone) {
            let alone = read.into_iter().map(|read| rejected::left_alone(read.submission));
            intake.rejected.extend(alone);
        } else if read.iter().any(Understood::speaks_of_others) {
            waiting.push(read);
        } else {
            let files = read.into_iter().map(|read| read.submission).collect();
            let budget = desk.settings.budget_year(period);
            intake.settled(several::settle(files, budget), &arrived);
        }
    }
    let mut sent: BTreeMap<Period, Sums> = BTreeMap::new();
    // Only what speaks of others asks what they sent: in most folders nothing does.
    for arrived in intake.counted.iter().filter(|_| !waiting.is_empty()) {
        sent.entry(arrived.period).or_default().extend(arrived.sums.open());
    }
    for of_unit in waiting.iter().filter(|files| files.iter().all(|read| read.lead.is_none())) {
        let files: Vec<Submission> = of_unit.iter().map(|read| read.submission.clone()).collect();
        let Some(first) = files.first() else { continue };
        let budget = desk.settings.budget_year(first.period);
        let report = several::settle(files, budget).report;
        sent.entry(report.period).or_default().extend(consolidated::own_sums(&report));
    }
    for of_unit in waiting {
        let Some(first) = of_unit.first() else { continue };
        let (period, code) = (first.submission.period, first.submission.unit.clone());
        let lead = desk.register.unit(&code).filter(|unit| unit.is_lead());
        let sent = sent.entry(period).or_default();
        let settled = consolidated::settle(&desk.context(period), lead, of_unit, sent);
        intake.settled(settled, &arrived);
    }
    intake.counted.sort_by(|a, b| (a.period, &a.unit).cmp(&(b.period, &b.unit)));
    intake.outrun();
    intake
}

impl<T> Arrival<T> {
    fn owner(&self) -> (Period, UnitCode) {
        match self {
            Arrival::Made(made) => (made.period, made.unit.clone()),
            Arrival::Waits(read) => (read.submission.period, read.submission.unit.clone()),
        }
    }
}

impl<T> Intake<T> {
    /// Takes in the files of a unit.
    fn settled(&mut self, settled: several::Settled, arrived: &dyn Fn(Submission) -> Arrived<T>) {
        let several::Settled { report, superseded, partly, problems } = settled;
        let period = report.period;
        self.problems.extend(problems.into_iter().map(|problem| (period, problem)));
        self.partly.extend(partly.into_iter().map(arrived));
        self.superseded.extend(superseded.into_iter().map(arrived));
        self.counted.push(arrived(report));
    }

    /// A file that could not be used and came before one of its unit that can: the later one stands for it.
    fn outrun(&mut self) {
        let is_outrun = |file: &Rejected| {
            let (Some(unit), Some(period)) = (&file.unit, file.period) else { return false };
            self.counted.iter().any(|counted| {
                counted.unit == *unit
                    && counted.period == period
                    && file.file.order < counted.file.order
            })
        };
        let (outrun, rejected) =
            std::mem::take(&mut self.rejected).into_iter().partition(is_outrun);
        (self.outrun, self.rejected) = (outrun, rejected);
        for file in &self.outrun {
            // A file that changed while it was read has no cells; its problem tells their sum.
            let sum: Money = match file.set_aside.is_empty() {
                true => file.problems.iter().filter_map(|problem| problem.found).sum(),
                false => file.set_aside.iter().map(|cell| cell.amount).sum(),
            };
            let (Some(unit), Some(period)) = (&file.unit, file.period) else { continue };
            if sum.is_zero() {
                continue;
            }
            // Nobody has compared the two: a line that the later file lacks would be lost without this.
            let words = words!(
                "Tệp này không dùng được và tệp gửi sau thay thế; số tiền ghi trong tệp này chưa đối chiếu với tệp sau",
                "This file could not be used and a later one stands for it; its money was not compared with the later file"
            );
            let place = Place { file: Some(file.file.path.clone()), ..Place::default() };
            self.problems.push((period, several::uncompared(unit, place, words, sum)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use rust_xlsxwriter::Workbook;

    use super::*;
    use crate::domain::key::PlanYear;
    use crate::domain::submission::{Line, Measure};
    /// A report of June: its unit, and the plan and the cumulative of a component.
    fn write(path: &Path, unit: &str, component: &str, amounts: [f64; 2]) {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let above = [unit, "GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024", "Đơn vị tính: đồng"];
        for (row, text) in (0..).zip(above) {
            sheet.write_string(row, 0, text).unwrap();
        }
        for (column, text) in (0..).zip(["Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân"])
        {
            sheet.write_string(3, column, text).unwrap();
        }
        sheet.write_string(4, 0, "CTMTQG giảm nghèo bền vững").unwrap();
        sheet.write_string(5, 0, component).unwrap();
        for (column, amount) in (1..).zip(amounts) {
            sheet.write_number(5, column, amount).unwrap();
        }
        book.save(path).unwrap();
    }

    /// What a bare folder is read beside when no period is asked for.
    struct World {
        catalogue: Catalogue,
        lexicon: Lexicon,
        names: Names,
        register: Register,
        settings: Settings,
    }

    impl World {
        fn new() -> World {
            let catalogue = Catalogue::embedded();
            World {
                names: Names::new(&catalogue),
                lexicon: Lexicon::new(&[]).unwrap(),
                register: Register::default(),
                settings: Settings::default(),
                catalogue,
            }
        }

        fn desk(&self) -> Desk<'_> {
            Desk {
                lexicon: &self.lexicon,
                names: &self.names,
                catalogue: &self.catalogue,
                register: &self.register,
                settings: &self.settings,
                asked: None,
            }
        }
    }

    fn incoming(folder: &Path, name: &str, order: i64) -> Incoming {
        Incoming {
            path: folder.join(name),
            shown: name.into(),
            expected: None,
            received: None,
            is_registered: false,
            order: (order, 0),
            unit: None,
            sha256: None,
            obstacle: None,
        }
    }

    /// Reads a file whose one sheet has this name and these rows; the name of the file says nothing.
    fn read_alone(sheet: &str, rows: &[&[&str]], asked: Option<Period>) -> Intake<Submission> {
        let folder = tempfile::tempdir().unwrap();
        let file = incoming(folder.path(), "bao cao.xlsx", 1);
        let mut book = Workbook::new();
        let page = book.add_worksheet().set_name(sheet).unwrap();
        for (row, texts) in (0..).zip(rows) {
            for (column, text) in (0..).zip(*texts) {
                match text.parse::<f64>() {
                    Ok(number) => page.write_number(row, column, number).unwrap(),
                    Err(_) => page.write_string(row, column, *text).unwrap(),
                };
            }
        }
        book.save(&file.path).unwrap();
        let world = World::new();
        let desk = Desk { asked, ..world.desk() };
        read(&desk, &[file], &BTreeMap::new(), &|report| report, &|| {})
    }

    const HEADING: [&str; 5] = [
        "Nội dung",
        "Vốn giao năm nay",
        "Vốn năm trước chuyển sang",
        "Lũy kế giải ngân vốn giao năm nay",
        "Lũy kế giải ngân vốn năm trước chuyển sang",
    ];

    #[test]
    fn a_year_that_only_the_name_of_a_sheet_says_is_the_budget_year() {
        let rows: [&[&str]; 6] = [
            &["UBND XÃ CAI KINH"],
            &["GIẢI NGÂN VỐN SỰ NGHIỆP"],
            &["Đơn vị tính: đồng"],
            &HEADING,
            &["CTMTQG giảm nghèo bền vững"],
            &["Dự án 2", "100", "20", "40", "5"],
        ];
        for asked in [None, Some(Period::Month(2025, 1))] {
            let intake = read_alone("T6.2024", &rows, asked);
            let [report] = &intake.counted[..] else { panic!("one report") };
            assert_eq!(report.period, Period::Month(2024, 6));
            let plan = |line: &Line| Some((line.key.year, line.amount(Measure::Plan)?.as_dong()));
            let plans: Vec<_> = report.made.lines.iter().filter_map(plan).collect();
            assert_eq!(plans, [(PlanYear::Of(2024), 100), (PlanYear::CarryOver, 20)]);
        }
    }

    #[test]
    fn a_file_that_states_no_period_is_of_none() {
        let heading: &[&str] = &["Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân"];
        let report: [&[&str]; 6] = [
            &["UBND XÃ CAI KINH"],
            &["GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6"],
            &["Đơn vị tính: đồng"],
            heading,
            &["CTMTQG giảm nghèo bền vững"],
            &["Dự án 2", "100", "40"],
        ];
        let letter: [&[&str]; 2] = [&["DANH SÁCH CÁN BỘ"], &["Họ tên", "Chức vụ"]];
        for (rows, aside) in [(&report[..], 140), (&letter[..], 0)] {
            let intake = read_alone("Sheet1", rows, None);
            let [file] = &intake.rejected[..] else { panic!("one file of which nothing counts") };
            let sum: Money = file.set_aside.iter().map(|cell| cell.amount).sum();
            assert_eq!((file.period, sum.as_dong()), (None, aside));
        }
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_told_with_its_amount() {
        let folder = tempfile::tempdir().unwrap();
        let files = [("a.xlsx", 1), ("b.xlsx", 2)];
        let files = files.map(|(name, at)| incoming(folder.path(), name, at));
        let world = World::new();
        // Which of them is saved as another unit's report as soon as it was read.
        for (at, (outrun, rejected)) in [(1, 0), (0, 1)].into_iter().enumerate() {
            write(&files[0].path, "UBND XÃ CAI KINH", "Dự án 2", [100.0, 40.0]);
            write(&files[1].path, "UBND XÃ CAI KINH", "Dự án 4", [50.0, 20.0]);
            let make = |report: Submission| {
                if report.file.path == files[at].shown {
                    write(&files[at].path, "UBND XÃ ĐỒNG TÂN", "Dự án 2", [9.0, 9.0]);
                }
                report.lines.len()
            };
            let intake = read(&world.desk(), &files, &BTreeMap::new(), &make, &|| {});
            let counted: Vec<usize> = intake.counted.iter().map(|arrived| arrived.made).collect();
            assert_eq!(counted, [1], "{at}");
            assert_eq!((intake.outrun.len(), intake.rejected.len()), (outrun, rejected), "{at}");
            let told = intake.problems.iter().map(|(_, problem)| problem);
            let told = told.chain(intake.rejected.iter().flat_map(|file| &file.problems));
            let told: Vec<i128> = told.filter_map(|of| of.found).map(Money::as_dong).collect();
            assert_eq!(told, [[140, 70][at]], "{at}");
        }
    }
}
