//! Reporting periods: month, quarter, six months, nine months, year, and ad hoc as of a day.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Serialize, Serializer};

use super::label::fold;
use super::lang::{Lang, Words};

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
                Words::new(format!("6 tháng đầu năm {year}"), format!("first six months of {year}"))
            }
            Period::NineMonths(year) => Words::new(
                format!("9 tháng đầu năm {year}"),
                format!("first nine months of {year}"),
            ),
            Period::Year(year) => Words::new(format!("năm {year}"), format!("year {year}")),
            Period::Day(day) => {
                let day = day.format("%-d/%-m/%Y");
                Words::new(format!("đột xuất đến ngày {day}"), format!("ad hoc as of {day}"))
            }
        }
    }

    /// The same for a sentence in `lang`.
    pub fn show(self, lang: Lang) -> String {
        self.words().get(lang).to_owned()
    }

    /// All periods that a text of a title block or a file name speaks of, in order, each once.
    ///
    /// `year` is what "tháng 6" without a year means; without it such a text says nothing. A day is found only as an
    /// as-of date ("tính đến ngày 30/6/2024"), because a signature carries a date too.
    pub fn all_in(text: &str, year: Option<i32>) -> Vec<Period> {
        let text = fold(text);
        let mut found = Vec::new();
        // Every period has a number, or is a part of a year.
        if !text.contains(|letter: char| letter.is_ascii_digit())
            && !["quy", "nam", "thang"].iter().any(|word| text.contains(word))
        {
            return found;
        }
        let words = split(&text);
        let mut index = 0;
        while index < words.len() {
            // The day of a letter ("ngày 02 tháng 7 năm 2024") is no period.
            let day = if words[index] == "ngay" { day_at(&words[index + 1..]) } else { None };
            let (period, length) = match (day, read_at(&words[index..], year)) {
                (Some((_, length)), _) => (None, length + 1),
                (None, Some((period, length))) => (Some(period), length),
                (None, None) => (None, 1),
            };
            if let Some(period) = period.filter(|period| !found.contains(period)) {
                found.push(period);
            }
            index += length;
        }
        found
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

/// Years that a report can be about; anything else in a text is some other number.
fn plausible(year: i32) -> Option<i32> {
    (1990..=2099).contains(&year).then_some(year)
}

/// The words of a folded text: runs of letters, runs of digits, and `/ - .` alone.
fn split(text: &str) -> Vec<&str> {
    let kind = |letter: char| match letter {
        letter if letter.is_ascii_digit() => 1,
        letter if letter.is_alphabetic() => 2,
        '/' | '-' | '.' => 3,
        _ => 0,
    };
    let mut words = Vec::new();
    let mut start = 0;
    let mut last = 0;
    for (at, letter) in text.char_indices() {
        let next = kind(letter);
        if next != last || next == 3 {
            if last != 0 {
                words.push(&text[start..at]);
            }
            start = at;
        }
        last = next;
    }
    if last != 0 {
        words.push(&text[start..]);
    }
    words
}

/// A small number written with digits or as a Roman numeral.
fn small(word: &str) -> Option<u32> {
    match word {
        "i" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        _ if word.len() <= 2 => word.parse().ok(),
        _ => None,
    }
}

/// The year after a period's number: `/2024`, `năm 2024`, `đầu năm 2024`, `-2024`, or just `2024`; else `default`.
fn year_after(words: &[&str], default: Option<i32>) -> Option<(i32, usize)> {
    let fillers = ["/", "-", ".", "nam", "dau", "cua"];
    let skipped = words.iter().take(3).take_while(|word| fillers.contains(word)).count();
    let stated = words.get(skipped).filter(|word| word.len() == 4);
    match stated.and_then(|word| word.parse().ok()).and_then(plausible) {
        Some(year) => Some((year, skipped + 1)),
        None => default.map(|year| (year, 0)),
    }
}

/// A period that begins at the first word, and how many words it takes.
fn read_at(words: &[&str], year: Option<i32>) -> Option<(Period, usize)> {
    let with_year = |from: usize, make: &dyn Fn(i32) -> Option<Period>| {
        let (year, taken) = year_after(words.get(from..)?, year)?;
        Some((make(year)?, from + taken))
    };
    match *words.first()? {
        "thang" | "t" => {
            let (month, taken) = month_at(&words[1..])?;
            with_year(1 + taken, &|year| Some(Period::Month(year, month)))
        }
        "quy" | "q" => {
            let quarter = small(words.get(1)?).or_else(|| in_words(words.get(1)?));
            let quarter = quarter.filter(|quarter| (1..=4).contains(quarter))?;
            with_year(2, &|year| Some(Period::Quarter(year, quarter)))
        }
        // "Kỳ báo cáo: 06/2024": the year must be there, "kỳ 2" is no month.
        "ky" => {
            let from =
                1 + words[1..].iter().take_while(|word| ["bao", "cao"].contains(word)).count();
            let month = small(words.get(from)?).filter(|month| (1..=12).contains(month))?;
            let (year, taken) = year_after(&words[from + 1..], None)?;
            Some((Period::Month(year, month), from + 1 + taken))
        }
        "ca" if words.get(1) == Some(&"nam") => {
            let (year, taken) = year_after(&words[2..], year)?;
            Some((Period::Year(year), 2 + taken))
        }
        "6" | "06" | "sau" if words.get(1) == Some(&"thang") => {
            with_year(2, &|year| Some(Period::HalfYear(year)))
        }
        "9" | "09" | "chin" if words.get(1) == Some(&"thang") => {
            with_year(2, &|year| Some(Period::NineMonths(year)))
        }
        "den" => {
            let rest = words[1..].iter().take_while(|word| ["het", "ngay"].contains(word)).count();
            let (day, taken) = day_at(&words[1 + rest..])
                .or_else(|| day_of(year?, &words[1 + rest..]).map(|day| (day, 3)))?;
            Some((Period::Day(day), 1 + rest + taken))
        }
        // "Thời điểm báo cáo: 30/6/2024"
        "diem" => {
            let fillers = ["bao", "cao", "chot", "so", "lieu", "ngay", "tinh", "den"];
            let rest = words[1..].iter().take_while(|word| fillers.contains(word)).count();
            let (day, taken) = day_at(&words[1 + rest..])?;
            Some((Period::Day(day), 1 + rest + taken))
        }
        _ => None,
    }
}

/// Numbers of months and quarters in words.
fn in_words(word: &str) -> Option<u32> {
    let words = ["mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"];
    words.iter().position(|known| *known == word).map(|at| at as u32 + 1)
}

/// The month at the first word, and how many words it takes: "6", "06", "sáu", "mười một".
fn month_at(words: &[&str]) -> Option<(u32, usize)> {
    let first = *words.first()?;
    if let Some(month) = small(first).filter(|month| (1..=12).contains(month)) {
        return Some((month, 1));
    }
    let next = words.get(1).and_then(|word| in_words(word)).filter(|unit| *unit <= 2);
    match (in_words(first)?, next) {
        (10, Some(unit)) => Some((10 + unit, 2)),
        // "tháng năm 2024" names no month: its "năm" is the year's.
        (5, _) if words.get(1) != Some(&"nam") => None,
        (month, _) => Some((month, 1)),
    }
}

/// A day of `year` as "30 tháng 6" or "30/6" at the first word, without a year behind it.
fn day_of(year: i32, words: &[&str]) -> Option<NaiveDate> {
    let separated = ["/", "thang"].contains(words.get(1)?);
    let (day, month) = (small(words.first()?)?, small(words.get(2)?)?);
    NaiveDate::from_ymd_opt(year, month, day).filter(|_| separated)
}

/// A day as `30/6/2024`, `30-6-2024`, `30.6.2024` or `30 tháng 6 năm 2024` at the first word.
fn day_at(words: &[&str]) -> Option<(NaiveDate, usize)> {
    let day = small(words.first()?)?;
    let separators = ["/", "-", ".", "thang", "nam"];
    let month_at = 1 + usize::from(separators.contains(words.get(1)?));
    let month = small(words.get(month_at)?)?;
    let year_at = month_at + 1 + usize::from(separators.contains(words.get(month_at + 1)?));
    let year =
        words.get(year_at).filter(|word| word.len() == 4)?.parse().ok().and_then(plausible)?;
    Some((NaiveDate::from_ymd_opt(year, month, day)?, year_at + 1))
}

/// The as-of date that a text states ("số liệu tính đến ngày 30/6/2024"), if it states one.
pub fn as_of_in(text: &str) -> Option<NaiveDate> {
    Period::all_in(text, None).into_iter().find_map(|period| match period {
        Period::Day(day) => Some(day),
        _ => None,
    })
}

impl FromStr for Period {
    type Err = String;

    /// What a clerk types for `-p`: `2024-06`, `2024-Q2`, `2024-H1`, `2024-9M`, `2024`, `2024-07-12`, and `6/2024`,
    /// `T6/2024`, `quý II/2024`, `6 tháng 2024`, `12/7/2024` (day first).
    fn from_str(text: &str) -> Result<Period, String> {
        let folded = fold(text);
        let words = split(&folded);
        let numbers = |words: &[&str]| -> Option<Vec<u32>> {
            words.iter().map(|word| word.parse().ok()).collect()
        };
        let plain: Vec<&str> =
            words.iter().copied().filter(|word| !["/", "-", "."].contains(word)).collect();
        let year_of = |year: u32| i32::try_from(year).ok().and_then(plausible);
        let read = || -> Option<Period> {
            match plain.as_slice() {
                [year, "q", quarter] | [year, "quy", quarter] => {
                    let quarter = small(quarter).filter(|quarter| (1..=4).contains(quarter))?;
                    return Some(Period::Quarter(year_of(year.parse().ok()?)?, quarter));
                }
                [year, "h", "1"] => return Some(Period::HalfYear(year_of(year.parse().ok()?)?)),
                [year, "9", "m"] => return Some(Period::NineMonths(year_of(year.parse().ok()?)?)),
                ["nam", year] => return Some(Period::Year(year_of(year.parse().ok()?)?)),
                _ => {}
            }
            match numbers(&plain).as_deref() {
                Some(&[year]) => Some(Period::Year(year_of(year)?)),
                Some(&[year, month]) if 1000 < year => month_of(year_of(year)?, month),
                Some(&[month, year]) => month_of(year_of(year)?, month),
                Some(&[year, month, day]) if 1000 < year => {
                    NaiveDate::from_ymd_opt(year_of(year)?, month, day).map(Period::Day)
                }
                Some(&[day, month, year]) => {
                    NaiveDate::from_ymd_opt(year_of(year)?, month, day).map(Period::Day)
                }
                Some(_) => None,
                None => match read_at(&words, None) {
                    Some((period, taken)) if taken == words.len() => Some(period),
                    _ => None,
                },
            }
        };
        read().ok_or_else(|| {
            format!(
                "không hiểu kỳ báo cáo {text:?}; ví dụ: 2024-06, 6/2024, 2024-Q2, \"quý II/2024\", 2024-H1, 2024-9M, 2024, 2024-07-12"
            )
        })
    }
}

fn month_of(year: i32, month: u32) -> Option<Period> {
    (1..=12).contains(&month).then_some(Period::Month(year, month))
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

    proptest! {
        #[test]
        fn an_id_reads_back(year in 1990..=2099_i32, month in 1..=12_u32, kind in 0..6) {
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
            let _ = Period::all_in(&text, Some(2024));
        }
    }
}
