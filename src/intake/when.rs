//! Which period a workbook says that it reports.

use chrono::Datelike;

use crate::domain::period::Period;
use crate::domain::place::Cell;
use crate::read::{Value, Workbook};
use crate::recognise::Form;

/// A period that is stated: where (sheet and cell; no cell for the mark or the file's name).
pub type Stated = (Period, u16, Option<Cell>);

/// How many rows of a sheet a title takes.
const TITLE_ROWS: u32 = 15;

/// The periods that a form states: in its titles, else in our own mark, else in the file's name.
pub fn stated(form: &Form, file: &str, year: i32) -> Vec<Stated> {
    let mut found: Vec<Stated> = Vec::new();
    for (sheet, cell, text) in &form.titles {
        for period in Period::all_in(text, Some(year)) {
            if !found.iter().any(|(known, ..)| *known == period) {
                found.push((period, *sheet, Some(*cell)));
            }
        }
    }
    if !found.is_empty() {
        return found;
    }
    let mark = form.mark.as_ref().and_then(|mark| mark.period.parse().ok());
    if let Some(period) = mark {
        return vec![(period, 0, None)];
    }
    let name = file.rsplit('/').next().unwrap_or(file);
    Period::all_in(name, Some(year)).into_iter().map(|period| (period, 0, None)).collect()
}

/// Whether what is stated agrees with the period of the folder. Nothing stated contradicts nothing.
///
/// A bare as-of date agrees with the period that it lies in or closely follows.
pub fn agrees(stated: &[Stated], expected: Period) -> bool {
    let is_day = |period: &Period| matches!(period, Period::Day(_));
    let only_days = stated.iter().all(|(period, ..)| is_day(period));
    let fits = |(period, ..): &Stated| match period {
        Period::Day(day) if *period != expected => {
            let near = expected.to() + chrono::Days::new(15);
            *day == expected.to() || only_days && (expected.from()..=near).contains(day)
        }
        _ => *period == expected,
    };
    stated.is_empty() || stated.iter().any(fits)
}

/// The period of a file in a bare folder: the first that is stated; an as-of date at the end of a month is the month.
pub fn decide(stated: &[Stated]) -> Option<Period> {
    let named =
        stated.iter().map(|(period, ..)| *period).find(|period| !matches!(period, Period::Day(_)));
    named.or_else(|| {
        let (period, ..) = stated.first()?;
        let month = Period::Month(period.to().year(), period.to().month());
        Some(if month.to() == period.to() { month } else { *period })
    })
}

/// The year that the titles of a workbook speak of, before anything else of it is understood.
pub fn year_in(workbook: &Workbook) -> Option<i32> {
    let cells = workbook
        .sheets
        .iter()
        .flat_map(|sheet| sheet.cells.iter().take_while(|(cell, _)| cell.row < TITLE_ROWS));
    cells.into_iter().find_map(|(_, value)| match value {
        Value::Text(text) => Period::all_in(text, None).first().map(|period| period.year()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(periods: &[&str]) -> Vec<Stated> {
        periods.iter().map(|text| (text.parse().unwrap(), 0, None)).collect()
    }

    #[test]
    fn a_title_of_another_month_contradicts_the_folder() {
        let june: Period = "2024-06".parse().unwrap();
        assert!(agrees(&says(&["2024-06", "2024-06-30"]), june));
        assert!(!agrees(&says(&["2024-05", "2024-05-31"]), june));
        assert!(agrees(&says(&["2024-06-28"]), june) && agrees(&[], june));
        assert!(agrees(&says(&["2024-06-30"]), "2024-Q2".parse().unwrap()));
    }

    #[test]
    fn a_bare_folder_takes_what_the_file_says() {
        assert_eq!(decide(&says(&["2024-06-30"])).unwrap().to_string(), "2024-06");
        assert_eq!(decide(&says(&["2024-06-30", "2024-Q2"])).unwrap().to_string(), "2024-Q2");
        assert_eq!(decide(&says(&["2024-07-12"])).unwrap().to_string(), "2024-07-12");
        assert_eq!(decide(&[]), None);
    }
}
