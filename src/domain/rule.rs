//! What a rule is: one record and one function; `explain`, the README, the run and the writers all read the record.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::catalogue::Catalogue;
use super::code::UnitCode;
use super::key::Key;
use super::known::Before;
use super::lang::{Text, Words};
use super::money::{Money, MoneyUnit};
use super::obligation::Past;
use super::period::Period;
use super::place::{Cell, Place};
use super::position::Position;
use super::register::Register;
use super::settings::Settings;
use super::submission::Submission;
use super::works::WorksOf;

/// The code of a rule (`GN402`): never reused, never renumbered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RuleCode(pub &'static str);

impl fmt::Display for RuleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The figure cannot be right, or is not in the totals.
    Error,
    /// Look at it, or explain it.
    Warning,
    /// The tool repaired or assumed something.
    Note,
}

impl Severity {
    /// For people: Lỗi, Cảnh báo, Lưu ý.
    pub const fn label(self) -> Text {
        match self {
            Severity::Error => Text { vi: "Lỗi", en: "Error" },
            Severity::Warning => Text { vi: "Cảnh báo", en: "Warning" },
            Severity::Note => Text { vi: "Lưu ý", en: "Note" },
        }
    }
}

/// The record of a rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Its code.
    pub code: RuleCode,
    /// Its name in kebab-case, for machines.
    pub name: &'static str,
    /// How bad it is unless the settings say otherwise.
    pub severity: Severity,
    /// The fault in a few words, not the remedy.
    pub title: Text,
    /// Why it is checked, with its source (decree, seed, measured fact).
    pub why: Text,
    /// An example of what trips it.
    pub example: Text,
    /// How to mend it: a sentence that tells a clerk what to do.
    pub advice: Text,
    /// What finds it.
    pub check: Check,
}

impl Rule {
    /// What the rules of its hundred look at: the families of the rule book.
    pub fn family(&self) -> Text {
        match self.code.0.as_bytes().get(2) {
            Some(b'1') => Text { vi: "Tệp", en: "File" },
            Some(b'2') => Text { vi: "Bố cục", en: "Layout" },
            Some(b'3') => Text { vi: "Giá trị", en: "Values" },
            Some(b'4') => Text { vi: "Số học", en: "Arithmetic" },
            Some(b'5') => Text { vi: "Kế hoạch vốn", en: "Plan" },
            Some(b'6') => Text { vi: "Thời gian", en: "Time" },
            Some(b'7') => Text { vi: "Giữa các tệp", en: "Across files" },
            _ => Text { vi: "Nội dung báo cáo", en: "Content" },
        }
    }
}

/// What finds the problems of a rule.
#[derive(Clone, Copy)]
pub enum Check {
    /// Reading the file does; there is nothing to run afterwards.
    Reading,
    /// Opening it does. The file, and whoever sent it, is not to blame.
    Opening,
    /// A function over one submission.
    Each(fn(&Case<'_>) -> Vec<Problem>),
    /// A function over the register.
    Register(fn(&Context<'_>) -> Vec<Problem>),
    /// A function over the works of all reports together.
    Together(fn(&Context<'_>, &[WorksOf]) -> Vec<Problem>),
}

/// What every rule may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The programs.
    pub catalogue: &'a Catalogue,
    /// Units and plan journal.
    pub register: &'a Register,
    /// The office's settings.
    pub settings: &'a Settings,
    /// The period that is reported.
    pub period: Period,
}

impl Context<'_> {
    /// The budget year.
    pub fn year(&self) -> i32 {
        self.settings.budget_year(self.period)
    }
}

/// One submission and what is known beside it.
#[derive(Clone)]
pub struct Case<'a> {
    /// What every rule may look at.
    pub context: Context<'a>,
    /// The submission.
    pub submission: &'a Submission,
    /// The unit's plan on the last day of the period; empty where the register plans nothing for it.
    pub plan: &'a BTreeMap<Key, Money>,
    /// The unit's last report of the budget year before this one. Its lines, like those of `base`, have the cumulative
    /// figures that it leaves to be added up; what it states itself is in `history`.
    pub previous: Option<&'a Submission>,
    /// Its last report that ends before this period begins: what "previous" means where reports overlap (an ad hoc
    /// day within a month, a month within a quarter).
    pub base: Option<&'a Submission>,
    /// What the unit had disbursed before.
    pub before: &'a Before,
    /// The report resolved against that, worked out when the first rule asks.
    pub position: OnceCell<Position>,
    /// Whether `base` ends on the day before this period begins (or this one is the first of the year).
    pub is_next: bool,
    /// The unit's own reports of the budget year that end before this one does, in order of time; those from before
    /// it took over another unit are left out, since their figures are of less money.
    pub history: &'a [Past<'a>],
    /// Its own reports for the last month of this period, where this one is a quarter or longer: it ends on the same day.
    pub last_months: &'a [Past<'a>],
}

impl Case<'_> {
    /// Another submission in the same place: the same report with a cell changed.
    pub fn with<'a>(&'a self, submission: &'a Submission) -> Case<'a> {
        Case { submission, position: OnceCell::new(), ..*self }
    }
}

/// What a rule says of a cell, a file or a unit: typed facts and the sentence in both languages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The rule.
    pub rule: RuleCode,
    /// The unit, where one is known.
    pub unit: Option<UnitCode>,
    /// The cell that is checked, or as much of its place as there is.
    pub place: Place,
    /// One sentence: what is wrong here, with the row and the heading in words.
    pub words: Words,
    /// What the rule expected.
    pub expected: Option<Money>,
    /// What it found.
    pub found: Option<Money>,
    /// The amount that is not in the totals because of it.
    pub set_aside: Money,
    /// How bad this one is, where it differs from its rule (an explained negative amount is only a warning).
    pub severity: Option<Severity>,
    /// The unit of money that cannot be, where that is what is wrong (GN208).
    pub wrong_unit: Option<WrongUnit>,
    /// The planned line that it misses, of which the file has no cell (GN504).
    pub missing: Option<Key>,
}

/// Figures that were typed in another unit of money than they are read in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WrongUnit {
    /// The unit they are read in.
    pub read: MoneyUnit,
    /// How many powers of ten too large they are then; negative where they are too small.
    pub power: i32,
    /// Which figures.
    pub of: Misread,
}

/// The figures that a wrong unit of money spoils, and the cell to mend.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Misread {
    /// A column: its first cell that holds an amount.
    Column(Cell),
    /// A whole table: the cell that states its unit, where its sheet does.
    Table(Option<Cell>),
}

impl Problem {
    /// A problem of a file as a whole.
    pub fn new(rule: RuleCode, place: Place, words: Words) -> Problem {
        Problem {
            rule,
            unit: None,
            place,
            words,
            expected: None,
            found: None,
            set_aside: Money::ZERO,
            severity: None,
            wrong_unit: None,
            missing: None,
        }
    }

    /// Of this unit.
    pub fn of(mut self, unit: &UnitCode) -> Problem {
        self.unit = Some(unit.clone());
        self
    }

    /// Found this instead of that; the difference is found − expected.
    pub fn compared(mut self, found: Money, expected: Money) -> Problem {
        self.found = Some(found);
        self.expected = Some(expected);
        self
    }

    /// Of a planned line that the file does not have.
    pub fn missing(mut self, line: Key) -> Problem {
        self.missing = Some(line);
        self
    }

    /// This amount is not in the totals.
    pub fn setting_aside(mut self, amount: Money) -> Problem {
        self.set_aside = amount;
        self
    }
}

/// A problem with its rule's record and the severity that the settings give it.
#[derive(Clone)]
pub struct Finding {
    /// The record.
    pub rule: &'static Rule,
    /// How bad it is here.
    pub severity: Severity,
    /// What was found.
    pub problem: Problem,
    /// How it was accepted, where it was.
    pub accepted: Option<Acceptance>,
    /// What the unit itself says of the figure ("Giải trình").
    pub explanation: Option<Arc<str>>,
    /// The single edit that would most likely clear it; findings that one edit clears share it.
    pub fault: Option<Arc<Fault>>,
    /// It follows from the fault of another finding, under which it is told.
    pub is_consequence: bool,
}

/// The office's decision to let a finding stand (`[[waiver]]`): it stays in the report, and nobody has to act on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Acceptance {
    /// Why.
    pub reason: String,
    /// Who decided.
    pub by: Option<String>,
    /// The last period for which it was decided, where it was for more than one.
    pub until: Option<Period>,
}

/// Where the fault most likely is: the smallest edit of one cell that clears most findings around it. It is told as a
/// suggestion, and never made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The cell to mend.
    pub place: Place,
    /// What the cell should hold then; `None` where what is missing is not a figure.
    pub value: Option<Money>,
    /// How many findings the edit clears.
    pub clears: usize,
    /// Of how many that hang together.
    pub of: usize,
    /// The suggestion: which cell, what to do, what it clears.
    pub words: Words,
}

impl Finding {
    /// A problem as a finding of its rule, with nothing known beside it.
    pub fn new(rule: &'static Rule, severity: Severity, problem: Problem) -> Finding {
        Finding {
            rule,
            severity,
            problem,
            accepted: None,
            explanation: None,
            fault: None,
            is_consequence: false,
        }
    }

    /// Found − expected.
    pub fn difference(&self) -> Option<Money> {
        Some(self.problem.found? - self.problem.expected?)
    }

    /// The money that it is about: what it is off by, or what it keeps out of the totals.
    pub fn money(&self) -> Money {
        self.difference().unwrap_or(Money::ZERO).abs().max(self.problem.set_aside.abs())
    }

    /// Whether the unit has something to mend or to explain: an error, or a warning about what its report says.
    ///
    /// What is told of the file as it lies with the office (a second file, one that was changed after receipt) is the
    /// office's to settle.
    pub fn goes_back(&self) -> bool {
        if matches!(self.rule.check, Check::Register(_) | Check::Opening) {
            return false;
        }
        let is_of_report =
            !matches!(self.rule.check, Check::Reading) || self.problem.place.sheet.is_some();
        let is_warning = self.severity == Severity::Warning && is_of_report;
        self.accepted.is_none() && (self.severity == Severity::Error || is_warning)
    }

    /// Whether somebody has to act on it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error && self.accepted.is_none()
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.rule.code, self.problem.place, self.problem.words.en)
    }
}

impl Serialize for RuleCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}
