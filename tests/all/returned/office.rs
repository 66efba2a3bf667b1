//! An office with its folder, and its reports as they are read, sent back and read again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use giaingan::check::{Checked, Gate};
use giaingan::domain::difficulty::Part;
use giaingan::domain::key::{Key, PlanYear};
use giaingan::domain::money::Money;
use giaingan::domain::period::Period;
use giaingan::domain::register::Unit;
use giaingan::domain::rule::Finding;
use giaingan::domain::spill::Shelf;
use giaingan::domain::submission::{Measure, Submission};
use giaingan::intake::{self, Desk, Incoming};
use giaingan::locate;
use giaingan::recognise::lexicon::{Lexicon, MEANINGS};
use giaingan::recognise::rows::Names;
use giaingan::render::returned::{self, Faulty};
use giaingan::render::template::Order;
use giaingan::rules;
use giaingan::workspace::{self, Kind, Workspace};

use crate::program::contained;

pub(super) struct Office {
    pub workspace: Workspace,
    lexicon: Lexicon,
    names: Names,
}

/// A report that was read and checked.
pub(super) struct Report {
    pub submission: Submission,
    pub checked: Checked,
    pub findings: Vec<Finding>,
}

impl Office {
    pub(super) fn open(folder: &Path) -> Office {
        contained();
        let rules: Vec<_> = rules::ALL.iter().map(|rule| rule.code).collect();
        let known = workspace::Known { rules: &rules, meanings: &MEANINGS };
        let read = |bytes: &[u8]| Ok(giaingan::read::workbook(bytes).ok().unwrap());
        let workspace = Workspace::open(folder, &known, read).unwrap();
        let lexicon = Lexicon::new(&workspace.settings.heading).unwrap();
        let names = Names::new(&workspace.catalogue);
        Office { workspace, lexicon, names }
    }

    /// The files of the office, with the period of their folder.
    pub(super) fn files(&self) -> Vec<Incoming> {
        let periods: Vec<Option<Period>> = match self.workspace.kind {
            Kind::Bare => vec![None],
            Kind::Office => self.workspace.periods().unwrap().into_iter().map(Some).collect(),
        };
        let of_period = |expected: Option<Period>| {
            let found = match expected {
                Some(period) => self.workspace.submissions(period),
                None => self.workspace.workbooks(),
            };
            found.unwrap().into_iter().map(move |file| Incoming {
                sha256: None,
                path: file.path,
                shown: file.shown,
                expected,
                received: None,
                is_registered: false,
                order: (0, 0),
                unit: None,
                obstacle: file.obstacle,
            })
        };
        periods.into_iter().flat_map(of_period).collect()
    }

    /// A file, read and checked alone; `None` where nothing of it can be used.
    pub(super) fn read(&self, file: &Incoming) -> Option<Report> {
        let desk = Desk {
            lexicon: &self.lexicon,
            names: &self.names,
            catalogue: &self.workspace.catalogue,
            register: &self.workspace.register,
            settings: &self.workspace.settings,
            asked: file.expected,
        };
        let keep = |submission: Submission| submission;
        let files = std::slice::from_ref(file);
        let intake = intake::read(&desk, files, &BTreeMap::new(), &keep, &|| {});
        let submission = intake.counted.into_iter().next()?.made;
        let gate = Gate::new(desk.context(submission.period), &[], &Shelf::default());
        let mut checked = gate.pass(submission.clone(), submission.period, locate::faults).unwrap();
        let findings = checked.take_findings();
        Some(Report { submission, checked, findings })
    }

    /// The unit's plan in the register.
    pub(super) fn plan(&self, report: &Report) -> BTreeMap<Key, Money> {
        let (unit, day) = (&report.submission.unit, report.submission.period.to());
        let mut plan = self.workspace.register.plan(unit, day);
        plan.retain(|_, amount| !amount.is_zero());
        plan
    }

    /// The form that goes back, as bytes.
    pub(super) fn form(&self, report: &Report) -> Vec<u8> {
        let submission = &report.submission;
        let registered = self.workspace.register.unit(&submission.unit).cloned();
        let unit = registered
            .unwrap_or_else(|| Unit::new(submission.unit.clone(), submission.unit.as_str()));
        let plan = self.plan(report);
        let order = Order {
            settings: &self.workspace.settings,
            catalogue: &self.workspace.catalogue,
            unit: &unit,
            period: submission.period,
            plan: &plan,
            previous: &BTreeMap::new(),
            due: None,
            register_state: &self.workspace.register.state,
            obstacles: &[],
            sent: None,
        };
        let findings: Vec<&Finding> = report.findings.iter().collect();
        let (lines, notes, spots) = (&submission.lines, &submission.notes, report.checked.spots());
        let faulty = Faulty { submission, lines, notes, spots, findings: &findings };
        returned::form(&order, &faulty).unwrap()
    }

    /// A form read in the place of the file that it came from.
    pub(super) fn read_form(&self, file: &Incoming, form: &[u8]) -> Option<Report> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gui lai.xlsx");
        fs::write(&path, form).unwrap();
        let folder = file.shown.rsplit_once('/').map_or("", |(folder, _)| folder);
        let shown = format!("{folder}/gui lai.xlsx");
        let shown = shown.trim_start_matches('/').into();
        self.read(&Incoming { path, shown, ..file.clone() })
    }
}

/// What a report states by key and measure; its plan only where it is the unit's own word. A form that speaks of no
/// other year than the budget's does not split by year: that money is this year's.
pub(super) fn stated(
    report: &Report,
    with_plan: bool,
    budget: i32,
) -> BTreeMap<(Key, Measure), Money> {
    let mut stated = BTreeMap::new();
    for line in &report.submission.lines {
        for figure in &line.figures {
            if with_plan || figure.measure != Measure::Plan {
                let mut key = line.key.clone();
                key.year = match key.year {
                    PlanYear::Any => PlanYear::Of(budget),
                    year => year,
                };
                let place = (key, figure.measure);
                *stated.entry(place).or_insert(Money::ZERO) += figure.amount;
            }
        }
    }
    stated
}

/// The codes of the errors of a report, in order.
pub(super) fn errors(report: &Report) -> Vec<&'static str> {
    let errors = report.findings.iter().filter(|finding| finding.is_error());
    let mut codes: Vec<&str> = errors.map(|finding| finding.rule.code.0).collect();
    codes.sort_unstable();
    codes
}

/// What a report tells beside its figures: of which component, of which part, the text; sorted.
pub(super) fn beside(report: &Report) -> Vec<(String, &'static str, String)> {
    let submission = &report.submission;
    let mut told = Vec::new();
    for difficulty in &submission.difficulties {
        let mut parts: BTreeMap<Part, Vec<&str>> = BTreeMap::new();
        for told in difficulty.told.iter().filter(|told| !told.text.is_empty()) {
            parts.entry(told.part).or_default().push(&told.text);
        }
        let about = difficulty.component.as_ref().map_or(String::new(), ToString::to_string);
        told.extend(
            parts
                .into_iter()
                .map(|(part, texts)| (about.clone(), part.label().en, texts.join("; "))),
        );
    }
    for (kind, texts) in [("explanation", &submission.explanations), ("note", &submission.notes)] {
        let mut said: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for text in texts {
            let mut lines = submission.lines.iter();
            if let Some(line) = lines.find(|line| (line.sheet, line.row) == (text.sheet, text.row))
            {
                let (id, work, funding) = (&line.key.component, &line.key.work, line.key.funding);
                said.entry(format!("{id} {work:?} {funding:?}")).or_default().push(&text.text);
            }
        }
        told.extend(said.into_iter().map(|(of, texts)| (of, kind, texts.join("; "))));
    }
    told.sort();
    told
}
