//! Reporting periods: month, quarter, six months, nine months, year, and ad hoc as of a day.

mod spelt;

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Serialize, Serializer};

use super::lang::{Lang, Words, words};
use super::tally::Rate;

/// What a report is about (công văn đôn đốc của UBND huyện Hữu Lũng, 7/2024: hàng tháng, quý, 6 tháng, 9 tháng, cả năm hoặc đột xuất).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Period {
    /// A calendar month, 1–12.
    Month(i32, u32),
    /// A quarter, 1–4.
    Quarter(i32, u32),
    /// The first six months.
    HalfYear(i32),
    /// The first nine months.
    NineMonths(i32),
    /// The whole year.
    Year(i32),
    /// Ad hoc (đột xuất): the figures as of this day.
    Day(NaiveDate),
}

/// A period of a year that is not said: "tháng 6", "quý II".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// A calendar month, 1–12.
    Month(u32),
    /// A quarter, 1–4.
    Quarter(u32),
    /// The first six months.
    HalfYear,
    /// The first nine months.
    NineMonths,
}

impl Part {
    /// That of a year.
    pub fn of(self, year: i32) -> Period {
        match self {
            Part::Month(month) => Period::Month(year, month),
            Part::Quarter(quarter) => Period::Quarter(year, quarter),
            Part::HalfYear => Period::HalfYear(year),
            Part::NineMonths => Period::NineMonths(year),
        }
    }
}

impl Period {
    /// Its first day. An ad hoc day begins with the first of its month.
    pub fn from(self) -> NaiveDate {
        let (year, month) = match self {
            Period::Month(year, month) => (year, month),
            Period::Quarter(year, quarter) => (year, 3 * quarter - 2),
            Period::HalfYear(year) | Period::NineMonths(year) | Period::Year(year) => (year, 1),
            Period::Day(day) => (day.year(), day.month()),
        };
        first_of(year, month)
    }

    /// Its last day.
    pub fn to(self) -> NaiveDate {
        match self {
            Period::Month(year, month) => last_of(year, month),
            Period::Quarter(year, quarter) => last_of(year, 3 * quarter),
            Period::HalfYear(year) => last_of(year, 6),
            Period::NineMonths(year) => last_of(year, 9),
            Period::Year(year) => last_of(year, 12),
            Period::Day(day) => day,
        }
    }

    /// How much of a budget year is gone by its last day, that day included; no more than the whole.
    pub(crate) fn time_gone(self, year: i32) -> Rate {
        let days = |to: NaiveDate| {
            usize::try_from((to - Period::Year(year).from()).num_days() + 1).unwrap_or(0)
        };
        let all = days(Period::Year(year).to());
        Rate::of_counts(days(self.to()).min(all), all)
    }

    /// The calendar year it lies in. (A day of January may belong to the budget year before: the settings say.)
    pub fn year(self) -> i32 {
        self.to().year()
    }

    /// The months of a quarter and longer; none for a month or a day, which are not put together from others.
    pub fn months(self) -> Vec<Period> {
        let (first, last) = (self.from().month(), self.to().month());
        match self {
            Period::Month(..) | Period::Day(_) => Vec::new(),
            _ => (first..=last).map(|month| Period::Month(self.year(), month)).collect(),
        }
    }

    /// Whether a report for `reported` is the one that this period waits for: the period itself, or its last month. Those
    /// of the other months of a quarter and longer say nothing of whether it came, and when.
    pub fn is_completed_by(self, reported: Period) -> bool {
        reported == self || self.months().last() == Some(&reported)
    }

    /// For people: `tháng 6 năm 2024`.
    pub fn words(self) -> Words {
        let roman = |quarter: u32| ["I", "II", "III", "IV"][quarter as usize - 1];
        match self {
            Period::Month(year, month) => Words::new(
                format!("tháng {month} năm {year}"),
                format!("{} {year}", MONTHS[month as usize - 1]),
            ),
            Period::Quarter(year, quarter) => Words::new(
                format!("quý {} năm {year}", roman(quarter)),
                format!("Q{quarter} {year}"),
            ),
            Period::HalfYear(year) => {
                words!("6 tháng đầu năm {year}", "first six months of {year}"; year)
            }
            Period::NineMonths(year) => words!(
                "9 tháng đầu năm {year}",
                "first nine months of {year}";
                year
            ),
            Period::Year(year) => words!("năm {year}", "year {year}"; year),
            Period::Day(day) => {
                let day = day.format("%-d/%-m/%Y");
                words!("đột xuất đến ngày {day}", "ad hoc as of {day}"; day)
            }
        }
    }

    /// The same for a sentence in `lang`.
    pub fn show(self, lang: Lang) -> String {
        self.words().get(lang).to_owned()
    }

    /// For a narrow place, in both languages: `T6/2024`, `Q2/2024`, `6T/2024`, `12/7/2024`.
    pub fn short(self) -> String {
        match self {
            Period::Month(year, month) => format!("T{month}/{year}"),
            Period::Quarter(year, quarter) => format!("Q{quarter}/{year}"),
            Period::HalfYear(year) => format!("6T/{year}"),
            Period::NineMonths(year) => format!("9T/{year}"),
            Period::Year(year) => year.to_string(),
            Period::Day(day) => format!("{}/{}/{}", day.day(), day.month(), day.year()),
        }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn first_of(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).expect("years are 1900 to 2999, months 1 to 12")
}

fn last_of(year: i32, month: u32) -> NaiveDate {
    first_of(year, month) + Months::new(1) - Days::new(1)
}

impl fmt::Display for Period {
    /// The id of the contract, which is the name of its folder: `2024-06`, `2024-Q2`, `2024-H1`, `2024-9M`, `2024`,
    /// `2024-07-12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = match self {
            Period::Month(year, month) => format!("{year}-{month:02}"),
            Period::Quarter(year, quarter) => format!("{year}-Q{quarter}"),
            Period::HalfYear(year) => format!("{year}-H1"),
            Period::NineMonths(year) => format!("{year}-9M"),
            Period::Year(year) => format!("{year}"),
            Period::Day(day) => day.to_string(),
        };
        f.pad(&id)
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Period) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    /// By the last day; of two that end together the shorter comes first.
    fn cmp(&self, other: &Period) -> std::cmp::Ordering {
        let order = |period: &Period| {
            let kind = match period {
                Period::Day(_) => 0,
                Period::Month(..) => 1,
                Period::Quarter(..) => 2,
                Period::HalfYear(_) => 3,
                Period::NineMonths(_) => 4,
                Period::Year(_) => 5,
            };
            (period.to(), kind)
        };
        order(self).cmp(&order(other))
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::year::YEARS;
    use proptest::prelude::*;

    fn id(text: &str) -> String {
        text.parse::<Period>().map_or_else(|_| "?".to_owned(), |period| period.to_string())
    }

    #[test]
    fn a_title_writes_its_period_in_many_ways() {
        for (text, want) in [
            ("BÁO CÁO THÁNG SÁU NĂM 2024", "2024-06"),
            ("Tháng mười hai năm 2024", "2024-12"),
            ("Kỳ báo cáo: 06/2024", "2024-06"),
            ("quý hai năm 2024", "2024-Q2"),
            ("Báo cáo cả năm 2024", "2024"),
            ("(đến hết ngày 30 tháng 6)", "2024-06-30"),
            ("Thời điểm báo cáo: 30/6/2024", "2024-06-30"),
            ("GIẢI NGÂN 5 THÁNG ĐẦU NĂM 2024", "2024-05-31"),
            ("KẾT QUẢ 8 THÁNG NĂM 2024", "2024-08-31"),
        ] {
            let found: Vec<String> =
                Period::all_in(text, Some(2024)).iter().map(Period::to_string).collect();
            assert_eq!(found, [want], "{text}");
        }
        for text in ["kỳ 2", "năm 2024", "tháng năm 2024"] {
            assert_eq!(Period::all_in(text, Some(2024)), [], "{text}");
        }
    }

    #[test]
    fn a_period_is_read_as_a_clerk_types_it() {
        for (typed, want) in [
            ("2024-06", "2024-06"),
            ("6/2024", "2024-06"),
            ("T6/2024", "2024-06"),
            ("tháng 6 năm 2024", "2024-06"),
            ("2024-Q2", "2024-Q2"),
            ("quý II/2024", "2024-Q2"),
            ("Quý 2/2024", "2024-Q2"),
            ("2024-H1", "2024-H1"),
            ("6 tháng 2024", "2024-H1"),
            ("6 tháng đầu năm 2024", "2024-H1"),
            ("2024-9M", "2024-9M"),
            ("9 tháng 2024", "2024-9M"),
            ("2024", "2024"),
            ("năm 2024", "2024"),
            ("2024-07-12", "2024-07-12"),
            ("12/7/2024", "2024-07-12"),
            ("13/2024", "?"),
            ("31/2/2024", "?"),
            ("quý V/2024", "?"),
            ("hôm qua", "?"),
            ("", "?"),
        ] {
            assert_eq!(id(typed), want, "{typed}");
        }
    }

    fn found(text: &str) -> Vec<String> {
        Period::all_in(text, Some(2024)).iter().map(Period::to_string).collect()
    }

    #[test]
    fn a_title_says_its_period() {
        assert_eq!(found("TÌNH HÌNH GIẢI NGÂN VỐN … THÁNG 6 NĂM 2024"), ["2024-06"]);
        assert_eq!(found("(Số liệu tính đến ngày 30/6/2024)"), ["2024-06-30"]);
        assert_eq!(found("Báo cáo quý II/2024"), ["2024-Q2"]);
        assert_eq!(found("6 tháng đầu năm 2024"), ["2024-H1"]);
        assert_eq!(found("bao cao T6.xlsx"), ["2024-06"]);
        for text in ["THÁNG 06 - 2024", "KỲ BÁO CÁO: THÁNG 6/2024", "T6/2024", "Tháng 6.2024"]
        {
            assert_eq!(found(text), ["2024-06"], "{text}");
        }
        for text in [
            "TỪ NGÀY 01/01/2024 ĐẾN NGÀY 30/6/2024",
            "Tính đến 24h00 ngày 30/6/2024",
            "Tính đến 24 giờ ngày 30 tháng 6 năm 2024",
            "(Đến 30.6.2024)",
            "Số liệu chốt đến 30/6/2024",
            "Số liệu chốt ngày 30/6/2024",
            "(Tính đến hết 30/06/2024)",
            "Số liệu đến thời điểm 30/6/2024",
            "lũy kế đến 17h00 ngày 30-6-2024",
        ] {
            assert_eq!(found(text), ["2024-06-30"], "{text}");
        }
        assert_eq!(found("6 THÁNG ĐẦU NĂM"), ["2024-H1"]);
        assert_eq!(found("Quý II"), ["2024-Q2"]);
        assert_eq!(found("Tháng 6 và 6 tháng đầu năm 2024"), ["2024-06", "2024-H1"]);
        assert!(found("đến 24 hộ").is_empty() && found("đến 3 tháng").is_empty());
        assert!(found("Hữu Lũng, ngày 02 tháng 7 năm 2024").is_empty());
        assert!(found("Kế hoạch vốn năm 2024").is_empty());
        assert!(found("giai đoạn 2021-2025").is_empty());
    }

    #[test]
    fn a_quarter_is_three_months() {
        let quarter: Period = "2024-Q2".parse().unwrap();
        assert_eq!(quarter.months().len(), 3);
        assert_eq!(quarter.from().to_string(), "2024-04-01");
        assert_eq!(quarter.to().to_string(), "2024-06-30");
        assert!(Period::Month(2024, 6) < quarter && quarter < Period::HalfYear(2024));
    }

    #[test]
    fn a_part_of_a_year_is_typed_in_many_ways() {
        for (text, part) in [
            ("3", Part::Month(3)),
            ("T3", Part::Month(3)),
            ("tháng 12", Part::Month(12)),
            ("tháng sáu", Part::Month(6)),
            ("Q2", Part::Quarter(2)),
            ("quý iii", Part::Quarter(3)),
            ("6 thang", Part::HalfYear),
            ("6 tháng đầu năm", Part::HalfYear),
            ("H1", Part::HalfYear),
            ("9M", Part::NineMonths),
        ] {
            assert_eq!(text.parse(), Ok(part), "{text}");
            assert_eq!(id(text), "?", "{text} is no period without a year");
        }
        for text in ["", "0", "13", "T13", "Q5", "tháng", "3/7", "-3", "3 4", "2024-06", "T6/2024"]
        {
            assert_eq!(text.parse::<Part>(), Err(()), "{text}");
        }
        assert_eq!(Part::Quarter(2).of(2024), Period::Quarter(2024, 2));
    }

    #[test]
    fn a_period_waits_for_its_own_report_or_that_of_its_last_month() {
        let quarter: Period = "2024-Q2".parse().unwrap();
        for (reported, completes) in [
            ("2024-Q2", true),
            ("2024-06", true),
            ("2024-05", false),
            ("2024-H1", false),
            ("2024-06-30", false),
        ] {
            assert_eq!(quarter.is_completed_by(reported.parse().unwrap()), completes, "{reported}");
        }
        let month = Period::Month(2024, 6);
        assert!(month.is_completed_by(month) && !month.is_completed_by(quarter));
    }

    proptest! {
        #[test]
        fn an_id_reads_back(year in YEARS, month in 1..=12_u32, kind in 0..6) {
            let period = match kind {
                0 => Period::Month(year, month),
                1 => Period::Quarter(year, (month - 1) / 3 + 1),
                2 => Period::HalfYear(year),
                3 => Period::NineMonths(year),
                4 => Period::Year(year),
                _ => Period::Day(last_of(year, month)),
            };
            prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
            prop_assert!(period.from() <= period.to());
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = text.parse::<Period>();
            let _ = text.parse::<Part>();
            let _ = Period::all_in(&text, Some(2024));
        }
    }
}
