//! What a rule is: a record, which `explain`, the README, the run and the writers all read (they stand in `rules`), and
//! what is found by it.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::code::UnitCode;
use super::key::Key;
use super::lang::{Lang, Text, Words};
use super::measure::Measure;
use super::money::{Money, MoneyUnit};
use super::period::Period;
use super::place::{Cell, Place};
use super::tally::Points;

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
    /// How to mend it: a sentence that tells whoever sends the report what to do.
    pub advice: Text,
    /// What the office can do beside that, with the files that only it has.
    pub office: Option<Text>,
    /// Where it comes up.
    pub scope: Scope,
    /// What the two figures are called that it holds against each other, in the line of figures of a finding.
    pub sides: Sides,
    /// Which of the two is in the totals: what its difference would move.
    pub at_stake: AtStake,
    /// What it looks at, by which a finding is known again in a later file.
    pub about: About,
}

/// The names of the two figures that a rule holds against each other.
#[derive(Clone, Copy, Debug)]
pub struct Sides {
    /// Of the figure that was found.
    pub found: Text,
    /// Of what it is held against.
    pub against: Text,
}

impl Sides {
    /// Of what a report states, and something without a name.
    pub const PLAIN: Sides = Sides {
        found: Text { vi: "ghi", en: "states" },
        against: Text { vi: "so với", en: "against" },
    };
}

/// What would become of the totals, were the other of two figures the right one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AtStake {
    /// The figure that was found is in them. A plan that a unit states itself is not where the register plans for it.
    Found,
    /// The figure that it is held against is in them: the first is a sum over what counts, or what others say of it.
    Others,
    /// The figure that was found is in them with the wrong sign.
    Sign,
    /// The same as [`AtStake::Found`], and it may be the plan of the register that is wrong.
    Register,
    /// The plan as the office allocated it is in them.
    Assigned,
    /// Both figures are right: what is compared is something else.
    Nothing,
}

/// What a rule looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    /// The figure or the row that it names.
    Figure,
    /// All lines of a program and funding type: which cell it names depends on the layout.
    Obligation,
}

/// A rule is known by its code.
impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

impl PartialOrd for Rule {
    fn partial_cmp(&self, other: &Rule) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rule {
    fn cmp(&self, other: &Rule) -> Ordering {
        self.code.cmp(&other.code)
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.code, f)
    }
}

impl Rule {
    /// All that the office is advised: what a unit is, and what it can do itself.
    pub fn advice_to_office(&self, lang: Lang) -> Cow<'static, str> {
        let advice = self.advice.get(lang);
        match self.office {
            None => advice.into(),
            Some(office) => format!("{advice} {}", office.get(lang)).into(),
        }
    }

    /// The family that the first digit of its code says.
    pub fn family(&self) -> Family {
        match self.code.0.as_bytes().get(2) {
            Some(b'1') => Family::File,
            Some(b'2') => Family::Layout,
            Some(b'3') => Family::Values,
            Some(b'4') => Family::Arithmetic,
            Some(b'5') => Family::Plan,
            Some(b'6') => Family::Time,
            Some(b'7') => Family::Across,
            _ => Family::Content,
        }
    }
}

/// What rules look at: the families of the rule book.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    /// The file.
    File,
    /// Headings, rows and sheets.
    Layout,
    /// What a cell holds.
    Values,
    /// Sums and rates.
    Arithmetic,
    /// The plan.
    Plan,
    /// One report after the other.
    Time,
    /// Several files beside each other.
    Across,
    /// What is told beside the figures.
    Content,
}

impl Family {
    /// For people: Tệp, Bố cục.
    pub const fn label(self) -> Text {
        match self {
            Family::File => Text { vi: "Tệp", en: "File" },
            Family::Layout => Text { vi: "Bố cục", en: "Layout" },
            Family::Values => Text { vi: "Giá trị", en: "Values" },
            Family::Arithmetic => Text { vi: "Số học", en: "Arithmetic" },
            Family::Plan => Text { vi: "Kế hoạch vốn", en: "Plan" },
            Family::Time => Text { vi: "Thời gian", en: "Time" },
            Family::Across => Text { vi: "Giữa các tệp", en: "Across files" },
            Family::Content => Text { vi: "Nội dung báo cáo", en: "Content" },
        }
    }
}

/// Where the problems of a rule come up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// Opening the file. The file, and whoever sent it, is not to blame.
    Opening,
    /// Reading the file.
    Reading,
    /// One report, by itself or beside those before it.
    Report,
    /// The register.
    Register,
    /// What the office closed.
    Closed,
    /// All reports together.
    Together,
}

/// What a rule says of a cell, a file or a unit: typed facts and the sentence in both languages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The rule.
    pub rule: &'static Rule,
    /// The unit, where one is known.
    pub unit: Option<UnitCode>,
    /// The cell that is checked, or as much of its place as there is.
    pub place: Place,
    /// One sentence: what is wrong here, with the row and the heading in words. The unit's to-do list says the same.
    pub words: Arc<Words>,
    /// What the office can do about it in its own settings; not for the unit, which does not have them.
    pub hint: Option<Box<Hint>>,
    /// What the rule expected.
    pub expected: Option<Money>,
    /// What it found.
    pub found: Option<Money>,
    /// What these two measure, where no report of the unit has the cell and says it.
    pub measure: Option<Measure>,
    /// The amount that is not in the totals because of it.
    pub set_aside: Money,
    /// How bad this one is, where it differs from its rule (an explained negative amount is only a warning).
    pub severity: Option<Severity>,
    /// The unit of money that cannot be, where that is what is wrong (GN208).
    pub wrong_unit: Option<WrongUnit>,
    /// The planned line that it misses (GN504), or all lines of a program and funding type (GN111).
    pub missing: Option<Box<Key>>,
}

/// By what a problem is known, whatever its sentence says.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Identity {
    /// The rule.
    pub rule: &'static Rule,
    /// Where it is.
    pub place: Place,
    /// The line that is not there.
    pub missing: Option<Box<Key>>,
    /// What its figures measure, where no cell says it.
    pub measure: Option<Measure>,
    /// What was found, and what it is held against.
    pub figures: (Option<Money>, Option<Money>),
}

/// What the office can write into its settings (`giaingan.toml`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// One sentence: which settings, and what for.
    pub words: Words,
    /// The lines to copy.
    pub lines: String,
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
    /// One cell, and what it comes to where it was typed in đồng.
    Cell(Cell, Money),
    /// A column: its first cell that holds an amount.
    Column(Cell),
    /// A whole table: the cell that states its unit, where its sheet does.
    Table(Option<Cell>),
}

impl Problem {
    /// A problem of a file as a whole.
    pub fn new(rule: &'static Rule, place: Place, words: Words) -> Problem {
        Problem {
            rule,
            unit: None,
            place,
            words: Arc::new(words.fitting()),
            hint: None,
            expected: None,
            found: None,
            measure: None,
            set_aside: Money::ZERO,
            severity: None,
            wrong_unit: None,
            missing: None,
        }
    }

    /// With what the office can do about it.
    pub fn hinting(mut self, hint: Option<Hint>) -> Problem {
        self.hint = hint.map(Box::new);
        self
    }

    /// All that is said of it to the office, the lines to copy last.
    pub fn told(&self, lang: Lang) -> Cow<'_, str> {
        let words = self.words.get(lang);
        match &self.hint {
            None => Cow::Borrowed(words),
            Some(hint) => format!("{words} {}\n{}", hint.words.get(lang), hint.lines).into(),
        }
    }

    /// By what it is known.
    pub fn identity(&self) -> Identity {
        Identity {
            rule: self.rule,
            place: self.place.clone(),
            missing: self.missing.clone(),
            measure: self.measure,
            figures: (self.found, self.expected),
        }
    }

    /// Found − expected.
    pub fn difference(&self) -> Option<Money> {
        Some(self.found? - self.expected?)
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

    /// Of figures that measure this.
    pub fn measuring(mut self, measure: Measure) -> Problem {
        self.measure = Some(measure);
        self
    }

    /// Of a planned line that the file does not have.
    pub fn missing(mut self, line: Key) -> Problem {
        self.missing = Some(Box::new(line));
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
    /// The record of the problem's rule.
    pub rule: &'static Rule,
    /// How bad it is here.
    pub severity: Severity,
    /// What was found; boxed, so that thousands of findings are moved and sorted as a list of small things.
    pub problem: Box<Problem>,
    /// The unit of money in which its cell is written; the office's, where it is in no report that was read.
    pub money_unit: MoneyUnit,
    /// By how many points the printed rate of the whole could move, were it settled; `None` where it cannot, and until
    /// everything is added up (`aggregate::worth`).
    pub worth: Option<Points>,
    /// How it was accepted, where it was.
    pub accepted: Option<Arc<Acceptance>>,
    /// What the unit itself says of the figure ("Giải trình").
    pub explanation: Option<Arc<str>>,
    /// What was said of the figure in an earlier file of the unit.
    pub recalled: Option<Arc<Recalled>>,
    /// The single edit that would most likely clear it; findings that one edit clears share it.
    pub fault: Option<Arc<Fault>>,
    /// It follows from the fault of another finding, under which it is told.
    pub is_consequence: bool,
    /// What names it in the unit's to-do list, from period to period: the unit, the rule and a digest of what it is about
    /// (`HL-05-GN502-1c9a40`). `None` where the unit has nothing to do about it.
    pub item: Option<Arc<str>>,
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

/// A figure that a finding is about, and what it is held against: who explains 10 too many explains no 250.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Compared {
    /// The figure.
    pub found: Option<Money>,
    /// What it should be.
    pub against: Option<Money>,
    /// What of it is not in the totals.
    pub set_aside: Money,
}

impl Compared {
    /// The figure of a problem; where that names none, `stated`.
    pub fn of(problem: &Problem, stated: Option<Money>) -> Compared {
        let found = problem.found.or(stated);
        Compared { found, against: problem.expected, set_aside: problem.set_aside }
    }
}

/// What was said of a figure in an earlier file of the unit for the period. It holds until the figure changes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Recalled {
    /// Where the figure stood then.
    pub place: Place,
    /// What it was.
    pub then: Compared,
    /// What it is.
    pub now: Compared,
    /// How the unit explained it.
    pub explanation: Option<Arc<str>>,
    /// How the office accepted it.
    pub accepted: Option<Arc<Acceptance>>,
    /// The waiver names a cell that is another figure in each of the two files, and does not say which is meant.
    pub is_ambiguous: bool,
}

impl Recalled {
    /// Of a figure that was `then` and is `now`.
    pub fn of(place: &Place, then: Compared, now: Compared) -> Recalled {
        Recalled { place: place.clone(), then, now, ..Recalled::default() }
    }

    /// Whether the figure is what it was, and so is what it is held against.
    pub fn holds(&self) -> bool {
        !self.is_ambiguous && self.then == self.now
    }
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
    /// The cells of which one is wrong, where the figures leave two or three that are as likely; empty where the fault is
    /// `place`.
    pub candidates: Vec<Candidate>,
}

impl Fault {
    /// What is wrong at `place` and no figure would mend: it clears so many findings, all that hang together.
    pub fn cause(place: Place, clears: usize, words: Words) -> Fault {
        Fault { place, value: None, clears, of: clears, words, candidates: Vec::new() }
    }
}

/// A cell that may be the one that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The cell.
    pub place: Place,
    /// What it should hold then; `None` where that is no amount.
    pub value: Option<Money>,
}

/// Who has to look at a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Whose<'a> {
    /// The unit whose report it is about.
    Unit(&'a UnitCode),
    /// The office itself: it is about its register, and no unit can mend it (GN508).
    Office,
    /// It is not known who sent the file.
    Nobody,
}

/// See [`Finding::rank`].
pub type Rank = (Severity, Reverse<Option<Points>>, Reverse<Money>);

impl Finding {
    /// A problem as a finding of its rule, with nothing known beside it.
    pub fn new(severity: Severity, problem: Problem) -> Finding {
        Finding {
            rule: problem.rule,
            severity,
            problem: Box::new(problem),
            money_unit: MoneyUnit::Dong,
            worth: None,
            accepted: None,
            explanation: None,
            recalled: None,
            fault: None,
            is_consequence: false,
            item: None,
        }
    }

    /// Found − expected.
    pub fn difference(&self) -> Option<Money> {
        self.problem.difference()
    }

    /// Who has to look at it.
    pub fn whose(&self) -> Whose<'_> {
        match &self.problem.unit {
            _ if matches!(self.rule.scope, Scope::Register | Scope::Closed) => Whose::Office,
            Some(unit) => Whose::Unit(unit),
            None => Whose::Nobody,
        }
    }

    /// The money that it is about: what it is off by, or what it keeps out of the totals.
    pub fn money(&self) -> Money {
        self.difference().unwrap_or(Money::ZERO).abs().max(self.problem.set_aside.abs())
    }

    /// Sorts the worst first: by severity, then by what it is worth, then by its money. What moves the printed rate is
    /// asked about first, however small the form that it stands in.
    pub fn rank(&self) -> Rank {
        (self.severity, Reverse(self.worth), Reverse(self.money()))
    }

    /// Whether the unit has something to mend or to explain: an error, or a warning about what its report says.
    ///
    /// What is told of the file as it lies with the office (a second file, one that was changed after receipt) is the
    /// office's to settle.
    pub fn goes_back(&self) -> bool {
        if matches!(self.rule.scope, Scope::Register | Scope::Closed | Scope::Opening) {
            return false;
        }
        let is_of_report = self.rule.scope != Scope::Reading || self.problem.place.sheet.is_some();
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
