//! The settings of an office, as typed values; `giaingan.toml` itself is read, and its faults are told, by `workspace`.

mod number;

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::Deserialize;

use super::code::{ComponentId, UnitCode};
use super::lang::Lang;
use super::money::{Money, MoneyUnit};
use super::period::Period;
use super::place::Cell;
use super::register::Unit;
use super::rule::{Rule, RuleCode, Severity};
use super::tally::Rate;

pub use number::{Percent, Tolerance};

/// Everything that an office sets. Without a file each value is its default.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Settings {
    /// Who runs the tool, for which year.
    pub office: Office,
    /// When reports are due.
    pub deadlines: Deadlines,
    /// What stands for a unit that has not reported.
    pub missing: MissingPolicy,
    /// Severity and tolerance by rule.
    pub rules: BTreeMap<RuleCode, RuleSetting>,
    /// Extensions and ad hoc requests.
    pub deadline: Vec<Extension>,
    /// Files left out on purpose.
    pub exclude: Vec<Exclusion>,
    /// Units that need not report in a period.
    pub exempt: Vec<Exemption>,
    /// Aims, for the rules of content.
    pub targets: Targets,
    /// Local share of the whole, by unit or component (GN506).
    pub counterpart: Vec<Counterpart>,
    /// The office's own words for headings.
    pub heading: Vec<HeadingWord>,
    /// For letters.
    pub letter: Letter,
    /// Findings that were accepted.
    pub waiver: Vec<Waiver>,
}

/// `[office]`.
#[derive(Clone, PartialEq, Debug)]
pub struct Office {
    /// The office's name.
    pub name: String,
    /// The authority above it, as in the head of a letter.
    pub authority: String,
    /// What the level is called (huyện, xã, tỉnh …).
    pub level: String,
    /// The budget year; `None` in a bare folder, where the period says it.
    pub year: Option<i32>,
    /// The unit of what the tool writes.
    pub money_unit: MoneyUnit,
    /// The language of what the tool says.
    pub lang: Lang,
    /// The workspace of the year before, for comparison only.
    pub last_year: Option<PathBuf>,
}

impl Default for Office {
    fn default() -> Office {
        Office {
            name: String::new(),
            authority: String::new(),
            level: "huyện".to_owned(),
            year: None,
            money_unit: MoneyUnit::Million,
            lang: Lang::Vi,
            last_year: None,
        }
    }
}

/// `[deadlines]`: days of the month after the period (UBND huyện Hữu Lũng, 7/2024: "trước ngày mùng 03", lead agencies 05).
#[derive(Clone, PartialEq, Debug)]
pub struct Deadlines {
    /// Of units.
    pub unit: DueDay,
    /// Of lead agencies.
    pub lead_agency: DueDay,
    /// Whether a deadline on a day off moves to the next working day.
    pub shift_days_off: bool,
    /// Days off beside Saturdays and Sundays.
    pub holidays: Vec<NaiveDate>,
    /// How many days a unit has for a correction.
    pub correct_days: u32,
    /// Whether the report of a quarter's last month is the quarter's too.
    pub month_serves_quarter: bool,
}

impl Default for Deadlines {
    fn default() -> Deadlines {
        let before = |day| DueDay { day, of: DueMonth::Next, inclusive: false };
        Deadlines {
            unit: before(3),
            lead_agency: before(5),
            shift_days_off: false,
            holidays: Vec::new(),
            correct_days: 2,
            month_serves_quarter: false,
        }
    }
}

/// The day of the month, 1–28, that a letter names for reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DueDay {
    /// The day that the letter names.
    pub day: u32,
    /// Of which month.
    pub of: DueMonth,
    /// Whether that day itself is still in time.
    pub inclusive: bool,
}

/// The month in which reports are due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DueMonth {
    /// `month = 0`: the last month of the period itself (Thông tư 37/2025).
    Own,
    /// `month = 1`: the month after the period.
    Next,
}

impl DueDay {
    /// The last day in time for a report of `period`. Ad hoc requests have no rule: see [`Settings::due`].
    fn last_day(self, period: Period) -> NaiveDate {
        let own = period.to().with_day(1).expect("every month has a first");
        let first = match self.of {
            DueMonth::Own => own,
            DueMonth::Next => own + Months::new(1),
        };
        let day = first + Days::new(u64::from(self.day.saturating_sub(1)));
        if self.inclusive { day } else { day - Days::new(1) }
    }
}

/// The last day for a report, and what makes it that.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deadline {
    /// The last day in time.
    pub last: NaiveDate,
    /// Why.
    pub why: DueBecause,
}

/// What makes a day the last one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DueBecause {
    /// Reports are to come before this day ("trước ngày mùng 03").
    Before(NaiveDate),
    /// It is the day that is named itself.
    On,
    /// The day named was this one, a day off.
    DayOff(NaiveDate),
    /// It was set for this period (`[[deadline]]`), for this reason.
    Extended(String),
}

/// What stands for a unit that has not reported.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MissingPolicy {
    /// Its last cumulative figure of the budget year, marked provisional.
    #[default]
    Carry,
    /// Nothing.
    Zero,
}

/// `[rules.GNxxx]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RuleSetting {
    /// How bad its findings are; else as the rule itself says.
    pub severity: Option<Level>,
    /// By how much sums may differ; else as the rule itself says.
    pub tolerance: Option<Tolerance>,
}

/// What an office makes of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Its findings are this bad.
    As(Severity),
    /// It is not asked.
    Off,
}

impl Level {
    /// Every level.
    pub const ALL: [Level; 4] = [
        Level::As(Severity::Error),
        Level::As(Severity::Warning),
        Level::As(Severity::Note),
        Level::Off,
    ];

    /// As the settings write it.
    pub const fn word(self) -> &'static str {
        match self {
            Level::As(Severity::Error) => "error",
            Level::As(Severity::Warning) => "warning",
            Level::As(Severity::Note) => "note",
            Level::Off => "off",
        }
    }
}

/// `[[deadline]]`: an extension, or an ad hoc request.
#[derive(Clone, PartialEq, Debug)]
pub struct Extension {
    /// The period.
    pub period: Period,
    /// For this unit only.
    pub unit: Option<UnitCode>,
    /// The last day in time.
    pub due: NaiveDate,
    /// Why.
    pub reason: String,
}

/// `[[exclude]]`: a file left out on purpose; the report says so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exclusion {
    /// Path from the workspace, as paths are shown.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// `[[exempt]]`: a unit that need not report in a period; it is not missing there, and its plan counts all the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exemption {
    /// The unit.
    pub unit: UnitCode,
    /// The period.
    pub period: Period,
    /// Why.
    pub reason: String,
}

/// `[targets]`.
#[derive(Clone, PartialEq, Debug)]
pub struct Targets {
    /// Of the plan by 31 January.
    pub rate: Percent,
    /// Of the plan by the middle of the year; under it a difficulty is expected (GN801). Without it 30, and only
    /// reports whose form asks for difficulties are held to it.
    pub low_rate: Option<Percent>,
    /// GN603.
    pub stalled_periods: u32,
}

impl Default for Targets {
    fn default() -> Targets {
        Targets { rate: Percent::whole(100), low_rate: None, stalled_periods: 3 }
    }
}

impl Targets {
    /// The rate under which disbursement is called low on a day of the budget year, or after it: the threshold is one for
    /// the middle of the year; before, while money is still handed down, so much of it as months have passed.
    /// `None` in January and February.
    pub fn low_rate_on(&self, day: NaiveDate, year: i32) -> Option<Rate> {
        const USUAL: Percent = Percent::whole(30);
        const FIRST_MONTH: u32 = 3;
        const MIDDLE: u32 = 6;
        let month = if year < day.year() { 12 } else { day.month() };
        let whole = self.low_rate.unwrap_or(USUAL).hundredths();
        let rate = whole * i64::from(month.min(MIDDLE)) / i64::from(MIDDLE);
        (FIRST_MONTH <= month).then(|| Rate::from_hundredths(rate))
    }
}

/// `[[counterpart]]`.
#[derive(Clone, PartialEq, Debug)]
pub struct Counterpart {
    /// Of this component only.
    pub component: Option<ComponentId>,
    /// Of this unit only.
    pub unit: Option<UnitCode>,
    /// Local share of the whole.
    pub ratio: Percent,
    /// The number of the decision or resolution that asks for it.
    pub decision: Option<String>,
}

/// `[[heading]]`: an office's own wording, added to the lexicon.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeadingWord {
    /// The wording.
    pub text: String,
    /// What it means: a name of the lexicon (`plan`, `cumulative`, `central` …).
    pub means: &'static str,
}

/// `[letter]`: what letters say beside the figures. What is left empty is `None`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Letter {
    /// Where it is signed (địa danh).
    pub place: Option<String>,
    /// The sign after its number (`UBND-TCKH`).
    pub symbol: Option<String>,
    /// Who issues it (cơ quan ban hành).
    pub issuer: Option<String>,
    /// The authority above the issuer (cơ quan chủ quản).
    pub superior: Option<String>,
    /// The documents that it rests on (căn cứ).
    pub basis: Vec<String>,
    /// The list "Nơi nhận".
    pub recipients: Vec<String>,
    /// Who gets a copy beside the unit that it is for.
    pub copies: Vec<String>,
    /// For whom it is signed ("TM. ỦY BAN NHÂN DÂN").
    pub on_behalf: Option<String>,
    /// The signer's office.
    pub signer_title: Option<String>,
    /// The signer's name.
    pub signer: Option<String>,
    /// Units whose rate is below this are written to; else those below `low_rate`.
    pub below: Option<Percent>,
}

/// `[[waiver]]`: a finding that was accepted with a reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiver {
    /// The rule.
    pub rule: RuleCode,
    /// The unit.
    pub unit: UnitCode,
    /// The period.
    pub period: Period,
    /// Only in this file, as paths are shown, and in later ones as long as the figure stays.
    pub file: Option<String>,
    /// Only on this sheet.
    pub sheet: Option<String>,
    /// Only in this cell.
    pub cell: Option<Cell>,
    /// Who accepted it.
    pub by: Option<String>,
    /// Also for later periods, up to this one.
    pub until: Option<Period>,
    /// Why.
    pub reason: String,
}

impl Settings {
    /// By how much two sums may differ for a rule: what the office says, in the unit of the sheet, else `usual`.
    pub fn tolerance(&self, rule: &Rule, unit: MoneyUnit, usual: Money) -> Money {
        let set = self.rules.get(&rule.code).and_then(|set| set.tolerance);
        set.map_or(usual, |set| set.money(unit))
    }

    /// The budget year that a period belongs to: the office's, else the period's own.
    ///
    /// A day of January of the year after the budget year is the second pass of the year (to 31/01).
    pub fn budget_year(&self, period: Period) -> i32 {
        self.office.year.unwrap_or(period.year())
    }

    /// Whether a period belongs to the budget year: all of that year, and January of the next as ad hoc days.
    pub fn is_of_year(&self, period: Period) -> bool {
        let Some(year) = self.office.year else { return true };
        let second_pass =
            matches!(period, Period::Day(day) if day.year() == year + 1 && day.month() == 1);
        period.year() == year || second_pass
    }

    /// What exempts `unit` from a report of `period`.
    pub fn exemption(&self, period: Period, unit: &UnitCode) -> Option<&Exemption> {
        self.exempt.iter().find(|exempt| exempt.unit == *unit && exempt.period == period)
    }

    /// The last day in time for a report of `period` from `unit`, or from a unit that is not known.
    ///
    /// `None` for an ad hoc request without a `[[deadline]]` of its own.
    pub fn due(&self, period: Period, unit: Option<&Unit>) -> Option<NaiveDate> {
        Some(self.deadline(period, unit)?.last)
    }

    /// The same with what makes it the last day. The second pass of a year (as of 31 January) is due by the rule, as any
    /// other report; any other ad hoc request has none.
    pub fn deadline(&self, period: Period, unit: Option<&Unit>) -> Option<Deadline> {
        self.deadline_by(self.due_day(unit), period, unit)
    }

    /// The last day for the consolidation of a lead agency, which may owe a report of its own money before.
    pub fn consolidation_deadline(&self, period: Period, unit: Option<&Unit>) -> Option<Deadline> {
        self.deadline_by(self.deadlines.lead_agency, period, unit)
    }

    fn deadline_by(&self, rule: DueDay, period: Period, unit: Option<&Unit>) -> Option<Deadline> {
        let is_of = |extension: &&Extension| {
            let of_unit = |code: &UnitCode| unit.is_some_and(|unit| unit.code == *code);
            extension.period == period && extension.unit.as_ref().is_none_or(of_unit)
        };
        // What is said for the unit goes before what is said for all, and what is said last before what it replaces.
        let stated = self.deadline.iter().filter(is_of);
        if let Some(stated) = stated.max_by_key(|extension| extension.unit.is_some()) {
            return Some(Deadline {
                last: stated.due,
                why: DueBecause::Extended(stated.reason.clone()),
            });
        }
        if matches!(period, Period::Day(_)) && !self.is_second_pass(period) {
            return None;
        }
        let by_rule = rule.last_day(period);
        let last = self.working_day(by_rule);
        let why = match rule.inclusive {
            _ if last != by_rule => DueBecause::DayOff(by_rule),
            true => DueBecause::On,
            false => DueBecause::Before(by_rule + Days::new(1)),
        };
        Some(Deadline { last, why })
    }

    /// Whether a period is the second pass of the budget year: all that was paid for it up to 31 January.
    pub fn is_second_pass(&self, period: Period) -> bool {
        let Period::Day(day) = period else { return false };
        (day.month(), day.day()) == (1, 31) && self.office.year == Some(day.year() - 1)
    }

    /// The day of the month that is named for the report of a unit on its own money; who is there to consolidate has none
    /// of its own.
    pub fn due_day(&self, unit: Option<&Unit>) -> DueDay {
        match unit.is_some_and(Unit::is_lead_by_kind) {
            true => self.deadlines.lead_agency,
            false => self.deadlines.unit,
        }
    }

    /// The last day for what is asked for on `day`: a correction, or a report that is overdue.
    pub fn due_after(&self, day: NaiveDate) -> NaiveDate {
        self.working_day(day + Days::new(u64::from(self.deadlines.correct_days)))
    }

    /// The rate under which a unit is written to: the letters' own, else that of the time of the year.
    pub fn below(&self, period: Period) -> Option<Rate> {
        let own = self.letter.below.map(|percent| Rate::from_hundredths(percent.hundredths()));
        own.or_else(|| self.targets.low_rate_on(period.to(), self.budget_year(period)))
    }

    fn working_day(&self, mut day: NaiveDate) -> NaiveDate {
        let is_off = |day: NaiveDate| {
            let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            weekend || self.deadlines.holidays.contains(&day)
        };
        while self.deadlines.shift_days_off && is_off(day) {
            day = day + Days::new(1);
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(settings: &Settings, period: &str) -> Option<String> {
        let unit = Unit::new(UnitCode::new("HL-05").unwrap(), "Xã Đô Lương");
        settings.due(period.parse().unwrap(), Some(&unit)).map(|day| day.to_string())
    }

    #[test]
    fn before_the_third_means_the_second_is_the_last_day() {
        let mut settings = Settings::default();
        assert_eq!(due(&settings, "2024-06").as_deref(), Some("2024-07-02"));
        assert_eq!(due(&settings, "2024-Q2").as_deref(), Some("2024-07-02"));
        settings.deadlines.unit.inclusive = true;
        assert_eq!(due(&settings, "2024-12").as_deref(), Some("2025-01-03"));
    }

    #[test]
    fn a_report_may_be_due_in_the_month_that_it_reports() {
        let mut settings = Settings::default();
        settings.deadlines.unit = DueDay { day: 15, of: DueMonth::Own, inclusive: true };
        assert_eq!(due(&settings, "2024-06").as_deref(), Some("2024-06-15"));
        assert_eq!(due(&settings, "2024-Q2").as_deref(), Some("2024-06-15"));
        assert_eq!(due(&settings, "2024").as_deref(), Some("2024-12-15"));
    }

    #[test]
    fn a_deadline_on_a_day_off_moves_only_where_the_office_says_so() {
        let mut settings = Settings::default();
        assert_eq!(due(&settings, "2024-05").as_deref(), Some("2024-06-02"));
        settings.deadlines.shift_days_off = true;
        assert_eq!(due(&settings, "2024-05").as_deref(), Some("2024-06-03"));
    }

    #[test]
    fn an_extension_for_the_unit_goes_before_one_for_all() {
        let extension = |unit: Option<&str>, due: &str| Extension {
            period: "2024-07-12".parse().unwrap(),
            unit: unit.and_then(UnitCode::new),
            due: due.parse().unwrap(),
            reason: String::new(),
        };
        let own = extension(Some("HL-05"), "2024-07-17");
        let deadline = vec![own, extension(None, "2024-07-15")];
        let settings = Settings { deadline, ..Settings::default() };
        assert_eq!(due(&settings, "2024-07-12").as_deref(), Some("2024-07-17"));
        assert_eq!(due(&settings, "2024-07-13"), None);
    }

    #[test]
    fn a_deadline_says_what_makes_it_one() {
        let mut settings = Settings {
            office: Office { year: Some(2024), ..Office::default() },
            ..Settings::default()
        };
        let why = |settings: &Settings, period: &str| {
            settings.deadline(period.parse().unwrap(), None).map(|of| (of.last.to_string(), of.why))
        };
        let day = |text: &str| text.parse().unwrap();
        let before = Some(("2024-07-02".to_owned(), DueBecause::Before(day("2024-07-03"))));
        assert_eq!(why(&settings, "2024-06"), before);
        let second = Some(("2025-02-02".to_owned(), DueBecause::Before(day("2025-02-03"))));
        assert_eq!(why(&settings, "2025-01-31"), second, "the second pass of the year");
        assert_eq!(why(&settings, "2025-01-15"), None);
        settings.deadlines.unit.inclusive = true;
        assert_eq!(why(&settings, "2024-06"), Some(("2024-07-03".to_owned(), DueBecause::On)));
        settings.deadlines.shift_days_off = true;
        settings.deadlines.holidays = vec![day("2024-07-03")];
        let off = Some(("2024-07-04".to_owned(), DueBecause::DayOff(day("2024-07-03"))));
        assert_eq!(why(&settings, "2024-06"), off);
    }

    #[test]
    fn january_after_the_budget_year_is_its_second_pass() {
        let settings = Settings {
            office: Office { year: Some(2024), ..Office::default() },
            ..Settings::default()
        };
        assert!(settings.is_of_year("2025-01-31".parse().unwrap()));
        assert!(!settings.is_of_year("2025-01".parse().unwrap()));
    }
}
