//! The settings of an office (`giaingan.toml`), as typed values; the file itself is read by `workspace`.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::Deserialize;

use super::lang::Lang;
use super::money::{Money, MoneyUnit};
use super::period::Period;
use super::rule::Rule;

/// Everything that an office sets. Without a file each value is its default.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Who runs the tool, for which year.
    pub office: Office,
    /// When reports are due.
    pub deadlines: Deadlines,
    /// What stands for a unit that has not reported.
    pub missing: Missing,
    /// Severity and tolerance by rule code.
    pub rules: BTreeMap<String, RuleSetting>,
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
    pub letter: BTreeMap<String, toml::Value>,
    /// Findings that were accepted.
    pub waiver: Vec<Waiver>,
}

/// `[office]`.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
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
    pub last_year: Option<String>,
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
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Deadlines {
    /// Of units.
    pub unit: DayOfMonth,
    /// Of lead agencies.
    pub lead_agency: DayOfMonth,
    /// Whether a deadline on a day off moves to the next working day.
    pub shift_days_off: bool,
    /// Days off beside Saturdays and Sundays.
    pub holidays: Vec<toml::value::Datetime>,
}

impl Default for Deadlines {
    fn default() -> Deadlines {
        Deadlines {
            unit: DayOfMonth { day: 3, inclusive: false },
            lead_agency: DayOfMonth { day: 5, inclusive: false },
            shift_days_off: false,
            holidays: Vec::new(),
        }
    }
}

/// A day of the month after the period, 1–28.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayOfMonth {
    /// The day that the letter names.
    pub day: u32,
    /// Whether that day itself is still in time.
    #[serde(default)]
    pub inclusive: bool,
}

impl DayOfMonth {
    /// The last day in time for a report of `period`. Ad hoc requests have no rule: see [`Settings::due`].
    fn last_day(self, period: Period) -> NaiveDate {
        let next = period.to().with_day(1).expect("every month has a first") + Months::new(1);
        let day = next + Days::new(u64::from(self.day.saturating_sub(1)));
        if self.inclusive { day } else { day - Days::new(1) }
    }
}

/// `[missing]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Missing {
    /// The policy.
    pub policy: MissingPolicy,
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
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RuleSetting {
    /// `error`, `warning`, `note` or `off`; else the rule's own.
    pub severity: Option<String>,
    /// In the money unit of the sheet; for GN403 in percentage points. A decimal as text, with a point.
    pub tolerance: Option<String>,
}

/// `[[deadline]]`: an extension, or an ad hoc request.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// The period, as `-p` takes it.
    pub period: String,
    /// For this unit only.
    pub unit: Option<String>,
    /// The last day in time.
    pub due: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// `[[exclude]]`: a file left out on purpose; the report says so.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Path from the workspace.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// `[[exempt]]`: a unit that need not report in a period; it is not missing there, and its plan counts all the same.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// The unit.
    pub unit: String,
    /// The period, as `-p` takes it.
    pub period: String,
    /// Why.
    pub reason: String,
}

/// `[targets]`.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Targets {
    /// % of the plan by 31 January.
    pub rate: f64,
    /// % of the plan by the middle of the year; under it a difficulty is expected (GN801). Without it 30, and only
    /// reports whose form asks for difficulties are held to it.
    pub low_rate: Option<f64>,
    /// GN603.
    pub stalled_periods: u32,
}

impl Default for Targets {
    fn default() -> Targets {
        Targets { rate: 100.0, low_rate: None, stalled_periods: 3 }
    }
}

/// `[[counterpart]]`.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counterpart {
    /// A component.
    pub component: Option<String>,
    /// A unit.
    pub unit: Option<String>,
    /// Local share of the whole, in percent.
    pub ratio: f64,
}

/// `[[heading]]`: an office's own wording, added to the lexicon.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadingWord {
    /// The wording.
    pub text: String,
    /// What it means: a name of the lexicon (`plan`, `cumulative`, `central` …).
    pub means: String,
}

/// `[[waiver]]`: a finding that was accepted with a reason.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The rule's code.
    pub rule: String,
    /// The unit.
    pub unit: String,
    /// The period.
    pub period: String,
    /// Only in this file, and in later ones as long as the figure stays.
    pub file: Option<String>,
    /// Only on this sheet.
    pub sheet: Option<String>,
    /// Only in this cell.
    pub cell: Option<String>,
    /// Who accepted it.
    pub by: Option<String>,
    /// Also for later periods, up to this one.
    pub until: Option<String>,
    /// Why.
    pub reason: String,
}

impl Settings {
    /// By how much two sums may differ for a rule: what the office says, in the unit of the sheet, else `usual`.
    pub fn tolerance(&self, rule: &Rule, unit: MoneyUnit, usual: Money) -> Money {
        let set = self.rules.get(rule.code.0).and_then(|rule| rule.tolerance.as_deref());
        let set = set.and_then(|text| Money::from_decimal(text, unit));
        set.map_or(usual, |rounded| rounded.money)
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
    pub fn exemption(&self, period: Period, unit: &str) -> Option<&Exemption> {
        let is_it =
            |exempt: &&Exemption| exempt.unit == unit && exempt.period.parse() == Ok(period);
        self.exempt.iter().find(is_it)
    }

    /// The last day in time for a report of `period` from `unit`.
    ///
    /// `None` for an ad hoc request without a `[[deadline]]` of its own.
    pub fn due(&self, period: Period, unit: &str, is_lead: bool) -> Option<NaiveDate> {
        let of_period = |extension: &&Extension| extension.period.parse() == Ok(period);
        let of_unit =
            |extension: &&Extension| extension.unit.as_deref().is_none_or(|code| code == unit);
        let extensions = self.deadline.iter().filter(of_period).filter(of_unit);
        // What is said for the unit goes before what is said for all.
        let stated = extensions.max_by_key(|extension| extension.unit.is_some());
        if let Some(stated) = stated.and_then(|extension| extension.due.parse().ok()) {
            return Some(stated);
        }
        if matches!(period, Period::Day(_)) {
            return None;
        }
        let rule = if is_lead { self.deadlines.lead_agency } else { self.deadlines.unit };
        Some(self.working_day(rule.last_day(period)))
    }

    fn working_day(&self, mut day: NaiveDate) -> NaiveDate {
        let is_off = |day: NaiveDate| {
            let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            let text = day.to_string();
            weekend || self.deadlines.holidays.iter().any(|holiday| holiday.to_string() == text)
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
        settings.due(period.parse().unwrap(), "HL-05", false).map(|day| day.to_string())
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
    fn a_deadline_on_a_day_off_moves_only_where_the_office_says_so() {
        let mut settings = Settings::default();
        assert_eq!(due(&settings, "2024-05").as_deref(), Some("2024-06-02"));
        settings.deadlines.shift_days_off = true;
        assert_eq!(due(&settings, "2024-05").as_deref(), Some("2024-06-03"));
    }

    #[test]
    fn an_extension_for_the_unit_goes_before_one_for_all() {
        let settings: Settings = toml::from_str(
            "[[deadline]]\nperiod = \"2024-07-12\"\ndue = \"2024-07-15\"\n\
             [[deadline]]\nperiod = \"2024-07-12\"\nunit = \"HL-05\"\ndue = \"2024-07-17\"\n",
        )
        .unwrap();
        assert_eq!(due(&settings, "2024-07-12").as_deref(), Some("2024-07-17"));
        assert_eq!(due(&settings, "2024-07-13"), None);
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
