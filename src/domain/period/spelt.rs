//! How people write periods: in titles, in the names of files, on the command line.

use std::str::FromStr;

use chrono::NaiveDate;

use super::{Part, Period};
use crate::domain::label::{composed, fold};
use crate::domain::year::{self, is_year};

impl Period {
    /// All periods that a text of a title block or a file name speaks of, in order, each once.
    ///
    /// `year` is what "tháng 6" without a year means; without it such a text says nothing. A day is found only as an
    /// as-of date ("tính đến ngày 30/6/2024"), because a signature carries a date too.
    pub fn all_in(text: &str, year: Option<i32>) -> Vec<Period> {
        let mut folded = fold(text);
        // "tháng sau" is the next month, "tháng sáu" the sixth: without its marks nobody can tell.
        if folded.contains(" sau") {
            let next = composed(text).to_lowercase();
            folded = fold(&next.replace("tháng sau", "").replace("quý sau", ""));
        }
        let text = folded;
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
    match stated.and_then(|word| year::of_word(word)) {
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
        // "5 tháng đầu năm", "5 tháng năm 2024": the figures as of the end of May.
        months
            if words.get(1..4) == Some(&["thang", "dau", "nam"])
                || words.get(1..3) == Some(&["thang", "nam"])
                    && year_after(&words[2..], None).is_some() =>
        {
            let month = small(months).filter(|month| (1..=12).contains(month))?;
            with_year(2, &|year| Some(Period::Day(Period::Month(year, month).to())))
        }
        "den" | "chot" => {
            let from = 1 + before_day(&words[1..]);
            let (day, taken) = day_at(&words[from..])
                .or_else(|| day_of(year?, &words[from..]).map(|day| (day, 3)))?;
            Some((Period::Day(day), from + taken))
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

/// How many words stand between "đến" and its day: "hết ngày", "thời điểm", "24h00 ngày", "17 giờ 30 ngày".
fn before_day(words: &[&str]) -> usize {
    let fillers = ["het", "ngay", "thoi", "diem"];
    let mut at = 0;
    loop {
        match words.get(at..) {
            Some([word, ..]) if fillers.contains(word) => at += 1,
            Some([hour, "h" | "gio" | "g", rest @ ..]) if small(hour).is_some() => {
                let has_minutes = matches!(rest, [minutes, "ngay", ..] if small(minutes).is_some());
                at += 2 + usize::from(has_minutes);
            }
            _ => return at,
        }
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
        words.get(year_at).filter(|word| word.len() == 4).and_then(|word| year::of_word(word))?;
    Some((NaiveDate::from_ymd_opt(year, month, day)?, year_at + 1))
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
        let year_of = |year: u32| i32::try_from(year).ok().filter(|year| is_year(*year));
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

impl FromStr for Part {
    type Err = ();

    /// What a clerk types where the year is known: `3`, `T3`, `tháng 3`, `quý II`, `6 tháng`.
    fn from_str(text: &str) -> Result<Part, ()> {
        let folded = fold(text);
        let up_to =
            |most: u32, word: &str| small(word).filter(|number| (1..=most).contains(number));
        let part = match split(&folded).as_slice() {
            [month] if month.starts_with(|letter: char| letter.is_ascii_digit()) => {
                up_to(12, month).map(Part::Month)
            }
            ["thang" | "t", month @ ..] => match month_at(month) {
                Some((number, taken)) if taken == month.len() => Some(Part::Month(number)),
                _ => None,
            },
            ["quy" | "q", quarter] => {
                let number = up_to(4, quarter).or_else(|| in_words(quarter).filter(|of| *of <= 4));
                number.map(Part::Quarter)
            }
            ["h", "1"]
            | ["6" | "06" | "sau", "thang"]
            | ["6" | "06" | "sau", "thang", "dau", "nam"] => Some(Part::HalfYear),
            ["9", "m"]
            | ["9" | "09" | "chin", "thang"]
            | ["9" | "09" | "chin", "thang", "dau", "nam"] => Some(Part::NineMonths),
            _ => None,
        };
        part.ok_or(())
    }
}

fn month_of(year: i32, month: u32) -> Option<Period> {
    (1..=12).contains(&month).then_some(Period::Month(year, month))
}
