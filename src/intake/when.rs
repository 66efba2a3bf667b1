//! Which period a workbook says that it reports.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::domain::label::Label;
use crate::domain::period::Period;
use crate::domain::place::Cell;
use crate::domain::submission::Measure;
use crate::read::{Value, Workbook};
use crate::recognise::Form;
use crate::recognise::lexicon::Said;

/// A period that is stated: where (sheet and cell; no cell for the mark or the file's name).
pub type Stated = (Period, u16, Option<Cell>);

/// How many rows of a sheet a title takes.
const TITLE_ROWS: u32 = 15;

/// The periods that a form states: in its titles, else in the as-of dates of its headings, else in our own mark, else
/// in the names of its sheets, else in the file's name.
pub fn stated(form: &Form, workbook: &Workbook, file: &str, year: i32) -> Vec<Stated> {
    let mut found: Vec<Stated> = Vec::new();
    for stated in in_titles(form, workbook, year) {
        if !found.iter().any(|(known, ..)| *known == stated.0) {
            found.push(stated);
        }
    }
    if found.is_empty() {
        found = in_headings(form, year);
    }
    if found.is_empty() {
        found.extend(in_mark(form).map(|period| (period, 0, None)));
    }
    let sheets = || form.tables.iter().map(|framed| framed.sheet);
    if found.is_empty() {
        for sheet in sheets() {
            found.extend(
                in_name(&workbook.sheets[usize::from(sheet)].name, year)
                    .map(|period| (period, sheet, None)),
            );
        }
    }
    if found.is_empty() {
        found.extend(in_file_name(file, year).map(|period| (period, 0, None)));
    }
    found
}

/// What the titles say, each period once for a sheet.
fn in_titles(form: &Form, workbook: &Workbook, year: i32) -> Vec<Stated> {
    let mut found: Vec<Stated> = Vec::new();
    for (sheet, cell, text) in &form.titles {
        let as_of = || day_beside(workbook, *sheet, *cell, text);
        let periods = Period::all_in(text, Some(year)).into_iter().chain(as_of());
        for period in periods {
            let of_sheet = found.iter().rev().take_while(|(_, at, _)| at == sheet);
            if !of_sheet.into_iter().any(|(known, ..)| *known == period) {
                found.push((period, *sheet, Some(*cell)));
            }
        }
    }
    found
}

/// "Số liệu tính đến ngày:" with the day in the next cell.
fn day_beside(workbook: &Workbook, sheet: u16, cell: Cell, text: &str) -> Option<Period> {
    let label = Label::new(text);
    if !["den ngay", "den het ngay", "den", "thoi diem bao cao"]
        .iter()
        .any(|end| label.as_str().ends_with(end))
    {
        return None;
    }
    let row = workbook.sheets[usize::from(sheet)].row(cell.row);
    let beside = row.iter().find(|(other, _)| cell.column < other.column)?;
    match beside.1 {
        Value::Date(at) => Some(Period::Day(at.date())),
        _ => None,
    }
}

/// The last as-of date in the headings of cumulative columns.
fn in_headings(form: &Form, year: i32) -> Vec<Stated> {
    let cumulative = Some(Said::Measure(Measure::Cumulative));
    let mut found: Vec<Stated> = Vec::new();
    for framed in &form.tables {
        for headed in framed.heading.columns.iter().filter(|headed| headed.said == cumulative) {
            let cell = Cell::new(framed.heading.rows.start, headed.index);
            let days = Period::all_in(&headed.path, Some(year)).into_iter();
            let days = days.filter(|period| period.to().year() == year);
            found.extend(days.map(|period| (period, framed.sheet, Some(cell))));
        }
    }
    let last = found.iter().map(|(period, ..)| period.to()).max();
    found.retain(|(period, ..)| Some(period.to()) == last);
    found.dedup_by_key(|(period, ..)| *period);
    found
}

/// The period of our own mark.
pub fn in_mark(form: &Form) -> Option<Period> {
    form.mark.as_ref().and_then(|mark| mark.period.parse().ok())
}

/// The periods that the name of a file says.
pub fn in_file_name(file: &str, year: i32) -> impl Iterator<Item = Period> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    in_name(stem, year)
}

/// The periods that a short name says; there "06.2024" and "2024-06" are months too.
fn in_name(name: &str, year: i32) -> impl Iterator<Item = Period> {
    let mut found = Period::all_in(name, Some(year));
    if found.is_empty() {
        let label = Label::new(name);
        let numbers: Vec<Option<i32>> = label.words().map(|word| word.parse().ok()).collect();
        let pair = numbers.windows(2).find_map(|pair| match pair {
            [Some(month), Some(year)] | [Some(year), Some(month)]
                if (1..=12).contains(month) && (1990..=2099).contains(year) =>
            {
                Some(Period::Month(*year, *month as u32))
            }
            _ => None,
        });
        found.extend(pair);
    }
    found.into_iter()
}

/// The sheets of a workbook that are about another period than the one it is read for ("a sheet per month").
///
/// Empty where the sheets do not disagree, or none is about `wanted`. Without a wanted period the last one counts in
/// which money was disbursed. The other periods go along, with their sheets.
pub fn others(
    form: &Form,
    workbook: &Workbook,
    wanted: Option<Period>,
    year: i32,
) -> Vec<(u16, Period)> {
    let mut sheets: Vec<u16> = form.tables.iter().map(|framed| framed.sheet).collect();
    sheets.dedup();
    if sheets.len() < 2 {
        return Vec::new();
    }
    let mut titles: BTreeMap<u16, Vec<Stated>> = BTreeMap::new();
    for stated in in_titles(form, workbook, year) {
        titles.entry(stated.1).or_default().push(stated);
    }
    let mut of_sheet = |sheet: u16| -> Vec<Stated> {
        let titles = titles.remove(&sheet).filter(|titles| decide(titles).is_some());
        let name = &workbook.sheets[usize::from(sheet)].name;
        let named = || in_name(name, year).map(|period| (period, sheet, None)).collect();
        titles.unwrap_or_else(named)
    };
    let said: Vec<(u16, Vec<Stated>)> =
        sheets.into_iter().map(|sheet| (sheet, of_sheet(sheet))).collect();
    let mut periods: Vec<(Period, u16)> =
        said.iter().filter_map(|(sheet, stated)| Some((decide(stated)?, *sheet))).collect();
    periods.sort_by_key(|(period, _)| period.to());
    if periods.windows(2).all(|pair| pair[0].0 == pair[1].0) {
        return Vec::new();
    }
    let fits = |wanted: Period, stated: &[Stated]| !stated.is_empty() && agrees(stated, wanted);
    let wanted = wanted.filter(|wanted| said.iter().any(|(_, stated)| fits(*wanted, stated)));
    let last = || {
        let spent = periods.iter().rev().find(|(_, sheet)| has_money(form, workbook, *sheet));
        spent.map(|(period, _)| *period)
    };
    let Some(wanted) = wanted.or_else(last) else { return Vec::new() };
    said.into_iter()
        .filter(|(_, stated)| !agrees(stated, wanted))
        .filter_map(|(sheet, stated)| Some((sheet, decide(&stated)?)))
        .collect()
}

/// Whether a sheet states any disbursed money.
fn has_money(form: &Form, workbook: &Workbook, sheet: u16) -> bool {
    let disbursed =
        [Measure::InPeriod, Measure::Cumulative].map(|measure| Some(Said::Measure(measure)));
    let tables = form.tables.iter().filter(|framed| framed.sheet == sheet);
    tables.into_iter().any(|framed| {
        let columns = framed.heading.columns.iter();
        let columns: Vec<u32> = columns
            .filter(|headed| disbursed.contains(&headed.said))
            .map(|headed| headed.index)
            .collect();
        workbook.sheets[usize::from(sheet)].cells.iter().any(|(cell, value)| {
            let is_money = match value {
                Value::Number(number) => *number != 0.0,
                Value::Text(text) => text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)),
                _ => false,
            };
            is_money && framed.heading.body <= cell.row && columns.contains(&cell.column)
        })
    })
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

/// The year that a title or the name of the file names without a period: "… NĂM 2024".
pub fn bare_year(workbook: &Workbook, file: &str) -> Option<i32> {
    let year = |text: &str| {
        let label = Label::new(text);
        let words: Vec<&str> = label.words().collect();
        let numbers = words.iter().filter(|word| word.len() == 4);
        let mut years = numbers.filter_map(|word| word.parse().ok());
        years.find(|year| (1990..=2099).contains(year)).filter(|_| words.contains(&"nam"))
    };
    let cells = workbook
        .sheets
        .iter()
        .flat_map(|sheet| sheet.cells.iter().take_while(|(cell, _)| cell.row < TITLE_ROWS));
    let titles = cells.into_iter().filter_map(|(_, value)| match value {
        // "giai đoạn 2021-2025", "Luật số … năm 2019" are of other years.
        Value::Text(text) if !Label::new(text).has("giai doan") && text.len() <= 200 => year(text),
        _ => None,
    });
    let of_file = || {
        let label = Label::new(file.rsplit('/').next().unwrap_or(file));
        let mut years = label.words().filter_map(|word| word.parse().ok());
        years.find(|year: &i32| (1990..=2099).contains(year))
    };
    titles.into_iter().next().or_else(of_file)
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
