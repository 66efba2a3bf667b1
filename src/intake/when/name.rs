//! The period that a name says: of a file, of a sheet.

use chrono::{Datelike, NaiveDate};

use crate::domain::label::Label;
use crate::domain::period::Period;
use crate::domain::year;

/// The periods that the name of a file says.
pub(crate) fn in_file_name(file: &str, year: Option<i32>) -> Vec<Period> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    in_name(stem, year)
}

/// The periods that a short name says; there "06.2024", "2024-06" and "062024" are months too.
pub(super) fn in_name(name: &str, year: Option<i32>) -> Vec<Period> {
    let name = without_copy_number(name);
    if let Some((before, end)) = own_end(name) {
        // "thang 6 - 2024-07-02" ends with the day on which it was sent.
        let said = in_name(before, year.or(Some(end.year())));
        // "nam 2024 - 2024-06" says only of which year the month is.
        let is_its_year = |said: &Period| *said == Period::Year(end.year());
        return if said.iter().all(is_its_year) { vec![end] } else { said };
    }
    let found = Period::all_in(name, year);
    if !found.is_empty() {
        return found;
    }
    let label = Label::new(name);
    let words: Vec<&str> = label.words().collect();
    in_numbers(&words).into_iter().collect()
}

/// A name without the "(2)" that tells a copy from the first: "Báo cáo 2024 (2)" is no report of February.
fn without_copy_number(name: &str) -> &str {
    let before = || name.trim_end().strip_suffix(')')?.rsplit_once('(');
    match before() {
        Some((before, number))
            if before.ends_with(' ')
                && matches!(number.len(), 1 | 2)
                && number.bytes().all(|digit| digit.is_ascii_digit()) =>
        {
            before.trim_end()
        }
        _ => name,
    }
}

/// The period at the end of a name as our own files have it, "HL-05 - Tổ 3 - 2024-06", and what stands before it. A bare
/// year may be that of a month.
fn own_end(name: &str) -> Option<(&str, Period)> {
    let (before, id) = name.rsplit_once(" - ")?;
    let period: Period = id.parse().ok()?;
    let is_ours = !matches!(period, Period::Year(_)) && period.to_string() == id;
    is_ours.then_some((before, period))
}

/// The period that bare numbers of a name are: "6 2024", "2024 06", "062024", "30 6 2024", "20240630".
fn in_numbers(words: &[&str]) -> Option<Period> {
    let month = |month: &str, year: &str| {
        let (month, year) = (month.parse().ok()?, year::of_word(year)?);
        (1..=12).contains(&month).then_some(Period::Month(year, month))
    };
    let day = |day: &str, month: &str, year: &str| {
        let (day, month, year) = (day.parse().ok()?, month.parse().ok()?, year::of_word(year)?);
        NaiveDate::from_ymd_opt(year, month, day).map(Period::Day)
    };
    let is_digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    // "Biểu 01 - 2024" has the number of a form and a year.
    let is_of_form = |at: usize| {
        let forms = ["bieu", "mau", "so", "b", "pl", "luc", "m"];
        at.checked_sub(1).is_some_and(|before| forms.contains(&words[before]))
    };
    (0..words.len()).filter(|at| is_digits(words[*at]) && !is_of_form(*at)).find_map(|at| {
        match words[at..] {
            [first, second, third, ..] if is_digits(second) && is_digits(third) => {
                // "TS-01 06.2024" is no first of June.
                let ends =
                    |day: &Period| Period::Month(day.year(), day.to().month()).to() == day.to();
                let found = day(first, second, third).or_else(|| day(third, second, first));
                found
                    .filter(ends)
                    .or_else(|| month(first, second))
                    .or_else(|| month(second, first))
                    .or_else(|| month(second, third))
            }
            [first, second, ..] if is_digits(second) => {
                month(first, second).or_else(|| month(second, first))
            }
            [joined, ..] if joined.len() == 6 => {
                month(&joined[..2], &joined[2..]).or_else(|| month(&joined[4..], &joined[..4]))
            }
            [joined, ..] if joined.len() == 8 => day(&joined[..2], &joined[2..4], &joined[4..])
                .or_else(|| day(&joined[6..], &joined[4..6], &joined[..4])),
            _ => None,
        }
    })
}
