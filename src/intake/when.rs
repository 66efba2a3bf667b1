//! Which period a workbook says that it reports.

mod as_of;
mod name;

use chrono::{Datelike, Days};

pub(super) use self::as_of::other_days;
pub(super) use self::name::in_file_name;
use self::name::in_name;
use crate::domain::label::Label;
use crate::domain::lang::Words;
use crate::domain::period::Period;
use crate::domain::place::{Cell, Place};
use crate::domain::rule::{Problem, Severity};
use crate::domain::submission::{CheckedAs, Measure, Submission};
use crate::domain::year::{self, is_year};
use crate::read::{Value, Workbook};
use crate::recognise::heading::Headed;
use crate::recognise::lexicon::{Lexicon, Said, YearWord, heading_label};
use crate::recognise::{Form, Framed};
use crate::rules;

/// A period that is stated: where (sheet and cell; no cell for the mark or the file's name).
pub(super) type Stated = (Period, u16, Option<Cell>);

/// How many rows of a sheet a title takes.
const TITLE_ROWS: u32 = 15;

/// How long after a period figures may be drawn up and still be its own.
const NEAR: Days = Days::new(15);

/// The periods that a form states, those without a year as of `year` if one is known: in its titles, else in the as-of dates of its headings, else in our own mark, else
/// in the names of its sheets, else in the file's name.
pub(super) fn stated(
    form: &Form,
    workbook: &Workbook,
    file: &str,
    year: Option<i32>,
) -> Vec<Stated> {
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
            let said = in_name(&workbook.sheets[usize::from(sheet)].name, year);
            found.extend(said.into_iter().map(|period| (period, sheet, None)));
        }
    }
    if found.is_empty() {
        let said = in_file_name(file, year);
        found.extend(said.into_iter().map(|period| (period, 0, None)));
    }
    found
}

/// What the titles say, each period once for a sheet.
fn in_titles(form: &Form, workbook: &Workbook, year: Option<i32>) -> Vec<Stated> {
    let mut found: Vec<Stated> = Vec::new();
    let mut add = |stated: Stated| {
        let of_sheet = found.iter().filter(|(_, sheet, _)| *sheet == stated.1);
        if !of_sheet.into_iter().any(|(known, ..)| *known == stated.0) {
            found.push(stated);
        }
    };
    for (sheet, cell, text) in &form.titles {
        in_text(workbook, *sheet, *cell, text, year).for_each(&mut add);
    }
    form.tables.iter().flat_map(|framed| lone_days(workbook, framed)).for_each(&mut add);
    found
}

/// What the own title of a table says.
fn in_title(framed: &Framed, workbook: &Workbook, year: Option<i32>) -> Vec<Stated> {
    let texts = framed.titles.iter();
    let said = texts.flat_map(|(cell, text)| in_text(workbook, framed.sheet, *cell, text, year));
    said.chain(lone_days(workbook, framed)).collect()
}

fn in_text(
    workbook: &Workbook,
    sheet: u16,
    cell: Cell,
    text: &str,
    year: Option<i32>,
) -> impl Iterator<Item = Stated> {
    let as_of = day_beside(workbook, sheet, cell, text);
    let periods = Period::all_in(text, year).into_iter().chain(as_of);
    periods.map(move |period| (period, sheet, Some(cell)))
}

/// Days that stand alone in a row of a table's title: a format may show "(Số liệu tính đến ngày 30/6/2024)".
fn lone_days(workbook: &Workbook, framed: &Framed) -> impl Iterator<Item = Stated> {
    let sheet = &workbook.sheets[usize::from(framed.sheet)];
    let first = framed.titles.first().map_or(framed.heading.rows.start, |(cell, _)| cell.row);
    let rows = sheet.rows(first..framed.heading.rows.start);
    let days = rows.filter_map(|(_, cells)| match cells {
        [(cell, Value::Date(at))] if is_year(at.year()) => Some((*cell, at.date())),
        _ => None,
    });
    let days: Vec<Stated> =
        days.map(|(cell, day)| (Period::Day(day), framed.sheet, Some(cell))).collect();
    days.into_iter()
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
        Value::Date(at) if is_year(at.year()) => Some(Period::Day(at.date())),
        _ => None,
    }
}

/// The last as-of date in the headings of cumulative columns.
fn in_headings(form: &Form, year: Option<i32>) -> Vec<Stated> {
    let cumulative = Some(Said::Measure(Measure::Cumulative));
    let mut found: Vec<Stated> = Vec::new();
    for framed in &form.tables {
        for headed in framed.heading.columns.iter().filter(|headed| headed.said == cumulative) {
            let cell = Cell::new(framed.heading.rows.start, headed.index);
            let days = Period::all_in(&headed.path, year).into_iter();
            let days = days.filter(|period| year.is_none_or(|year| period.year() == year));
            found.extend(days.map(|period| (period, framed.sheet, Some(cell))));
        }
    }
    let last = found.iter().map(|(period, ..)| period.to()).max();
    found.retain(|(period, ..)| Some(period.to()) == last);
    found.dedup_by_key(|(period, ..)| *period);
    found
}

/// The period of our own mark.
pub(super) fn in_mark(form: &Form) -> Option<Period> {
    form.mark.as_ref().and_then(|mark| mark.period.parse().ok())
}

/// The tables of a workbook that are about another period than the one it is read for ("a sheet per month", May above
/// June), by their place in the form.
///
/// Empty where the tables do not disagree, or none is about `wanted`. Without a wanted period the last one counts in
/// which money was disbursed.
pub(super) fn others(
    form: &Form,
    workbook: &Workbook,
    wanted: Option<Period>,
    year: Option<i32>,
) -> Vec<(usize, Period)> {
    let said = of_tables(form, workbook, year);
    let mut periods: Vec<(Period, usize)> = said
        .iter()
        .enumerate()
        .filter_map(|(table, stated)| Some((decide(stated)?, table)))
        .collect();
    periods.sort_by_key(|(period, _)| period.to());
    if periods.windows(2).all(|pair| pair[0].0 == pair[1].0) {
        return Vec::new();
    }
    let fits = |wanted: Period, stated: &[Stated]| !stated.is_empty() && agrees(stated, wanted);
    let wanted = wanted.filter(|wanted| said.iter().any(|stated| fits(*wanted, stated)));
    let last = || {
        let has_money = |table: usize| has_money(&form.tables[table], workbook);
        let spent = periods.iter().rev().find(|(_, table)| has_money(*table));
        spent.map(|(period, _)| *period)
    };
    let Some(wanted) = wanted.or_else(last) else { return Vec::new() };
    let others = said.iter().enumerate().filter(|(_, stated)| !agrees(stated, wanted));
    others.filter_map(|(table, stated)| Some((table, decide(stated)?))).collect()
}

/// What each table says of its period: in its title, else in the name of its sheet. A table without a title is of the
/// period of the one above it.
fn of_tables(form: &Form, workbook: &Workbook, year: Option<i32>) -> Vec<Vec<Stated>> {
    let mut said: Vec<Vec<Stated>> = Vec::new();
    for (at, framed) in form.tables.iter().enumerate() {
        let own = in_title(framed, workbook, year);
        let name = &workbook.sheets[usize::from(framed.sheet)].name;
        let before = at.checked_sub(1).map(|before| &form.tables[before]);
        let is_below = before.is_some_and(|before| before.sheet == framed.sheet);
        let stated = if decide(&own).is_some() {
            own
        } else if is_below || framed.goes_on {
            said.last().cloned().unwrap_or_default()
        } else {
            let said = in_name(name, year).into_iter();
            said.map(|period| (period, framed.sheet, None)).collect()
        };
        said.push(stated);
    }
    said
}

/// Whether a table states any disbursed money.
fn has_money(framed: &Framed, workbook: &Workbook) -> bool {
    let disbursed =
        [Measure::InPeriod, Measure::Cumulative].map(|measure| Some(Said::Measure(measure)));
    let columns = framed.heading.columns.iter();
    let columns: Vec<u32> = columns
        .filter(|headed| disbursed.contains(&headed.said))
        .map(|headed| headed.index)
        .collect();
    let rows = workbook.sheets[usize::from(framed.sheet)].rows(framed.heading.body..framed.end);
    rows.flat_map(|(_, cells)| cells).any(|(cell, value)| {
        let is_money = match value {
            Value::Number(number) => *number != 0.0,
            Value::Text(text) => text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)),
            _ => false,
        };
        is_money && columns.contains(&cell.column)
    })
}

/// The note of a table that is about another period than the one that is read.
pub(super) fn left_out(
    framed: &Framed,
    period: Period,
    form: &Form,
    submission: &Submission,
) -> Problem {
    let name = &submission.sheets[usize::from(framed.sheet)];
    let on_it = form.tables.iter().filter(|other| other.sheet == framed.sheet);
    let is_alone = on_it.into_iter().all(|other| other.checked == Some(CheckedAs::OtherPeriod));
    let row = framed.heading.rows.start;
    let (vi, en) = (period.words().vi, period.words().en);
    let words = if is_alone {
        Words::new(
            format!("Trang \"{name}\" là số liệu {vi}, không tính vào kỳ này"),
            format!("The sheet \"{name}\" is about {en} and is left out"),
        )
    } else {
        Words::new(
            format!(
                "Bảng ở dòng {} của trang \"{name}\" là số liệu {vi}, không tính vào kỳ này",
                row + 1
            ),
            format!(
                "The table in row {} of the sheet \"{name}\" is about {en} and is left out",
                row + 1
            ),
        )
    };
    let cell = (!is_alone).then(|| Cell::new(row, framed.heading.label));
    let place = Place { cell, ..submission.place(framed.sheet, Cell::new(0, 0)) };
    let problem = Problem::new(&rules::WRONG_PERIOD, place, words);
    Problem { severity: Some(Severity::Note), ..problem }
}

/// A title that says another period than the rest of the report: "THÁNG 2" above "(Số liệu tính đến 31/3/2024)".
///
/// Documents that are named there, plans and comparisons speak of other periods by right, and so does a line that names
/// the right one too.
pub(super) fn contradiction(
    form: &Form,
    workbook: &Workbook,
    period: Period,
    year: Option<i32>,
) -> Option<Stated> {
    let by_right = [
        "kem theo",
        "quyet dinh",
        "cong van",
        "nghi quyet",
        "can cu",
        "ke hoach thang",
        "nhiem vu",
        "phuong huong",
        "so voi",
        "cung ky",
        "du kien",
        "uoc",
    ];
    let others = |(sheet, cell, text): &(u16, Cell, String)| {
        let label = Label::new(text);
        if by_right.iter().any(|words| label.has(words)) {
            return None;
        }
        let stated: Vec<Stated> = in_text(workbook, *sheet, *cell, text, year).collect();
        let fits = |(other, ..): &Stated| match other {
            Period::Day(day) => (period.from()..=period.to() + NEAR).contains(day),
            _ => other.to() == period.to(),
        };
        if stated.iter().any(fits) { None } else { stated.into_iter().next() }
    };
    form.titles.iter().find_map(others)
}

/// Whether what is stated agrees with the period of the folder. Nothing stated contradicts nothing.
///
/// A bare as-of date agrees with the period that it lies in or closely follows.
pub(super) fn agrees(stated: &[Stated], expected: Period) -> bool {
    let is_day = |period: &Period| matches!(period, Period::Day(_));
    let only_days = stated.iter().all(|(period, ..)| is_day(period));
    let fits = |(period, ..): &Stated| match period {
        Period::Day(day) if *period != expected => {
            let near = expected.to() + NEAR;
            *day == expected.to() || only_days && (expected.from()..=near).contains(day)
        }
        _ => *period == expected,
    };
    stated.is_empty() || stated.iter().any(fits)
}

/// The period of a file in a bare folder: the first that is stated; an as-of date at the end of a month is the month.
pub(super) fn decide(stated: &[Stated]) -> Option<Period> {
    let named =
        stated.iter().map(|(period, ..)| *period).find(|period| !matches!(period, Period::Day(_)));
    named.or_else(|| {
        let (period, ..) = stated.first()?;
        let month = Period::Month(period.to().year(), period.to().month());
        Some(if month.to() == period.to() { month } else { *period })
    })
}

/// The period that the first rows of a workbook speak of, before its headings are understood; of several the one that is
/// asked for.
pub(super) fn in_first_titles(
    workbook: &Workbook,
    lexicon: &Lexicon,
    year: Option<i32>,
    asked: Option<Period>,
) -> Option<Period> {
    let (titles, headings) = first_texts(workbook, lexicon);
    let stated: Vec<Stated> = titles
        .into_iter()
        .chain(headings)
        .flat_map(|text| Period::all_in(text, year))
        .map(|period| (period, 0, None))
        .collect();
    let is_stated = |wanted: &Period| stated.iter().any(|(period, ..)| period == wanted);
    asked.filter(is_stated).or_else(|| decide(&stated))
}

/// The texts of the first rows of all sheets: those of titles, which have a row to themselves, and those of headings that
/// speak of the time that is reported.
fn first_texts<'a>(workbook: &'a Workbook, lexicon: &Lexicon) -> (Vec<&'a str>, Vec<&'a str>) {
    /// More texts than this in one row are headings.
    const MOST_BESIDE: usize = 2;
    let (mut titles, mut headings) = (Vec::new(), Vec::new());
    for (_, cells) in workbook.sheets.iter().flat_map(|sheet| sheet.rows(0..TITLE_ROWS)) {
        let texts = cells.iter().filter_map(|(_, value)| match value {
            Value::Text(text) if text.len() <= 200 => Some(&**text),
            _ => None,
        });
        let texts: Vec<&str> = texts.collect();
        if texts.len() <= MOST_BESIDE {
            titles.extend(texts);
        } else {
            headings.extend(texts.into_iter().filter(|text| is_of_the_time(text, lexicon)));
        }
    }
    (titles, headings)
}

/// Whether a heading speaks of the time that is reported: not of what is expected, wanted, compared, brought from earlier
/// years.
fn is_of_the_time(text: &str, lexicon: &Lexicon) -> bool {
    let label = heading_label(text);
    let is_other = matches!(
        lexicon.measure(&label),
        Some(
            Said::NotAsked
                | Said::Measure(
                    Measure::Forecast
                        | Measure::ForecastNext
                        | Measure::ToReturn
                        | Measure::ToAdjust
                )
        )
    );
    !is_other && lexicon.year_word(&label) != Some(YearWord::CarryOver)
}

/// The year that a workbook speaks of, before anything else of it is understood: in its titles, in the name of its file,
/// in its headings. Of several years of headings the one that is asked for.
pub(super) fn year_in(
    workbook: &Workbook,
    lexicon: &Lexicon,
    file: &str,
    asked: Option<Period>,
) -> Option<i32> {
    let (titles, headings) = first_texts(workbook, lexicon);
    let of_period = |text: &&str| Period::all_in(text, None).first().map(|period| period.year());
    let of_file = || {
        let label = Label::new(file.rsplit('/').next().unwrap_or(file));
        label.words().find_map(year::of_word)
    };
    let of_headings = || {
        let years =
            || headings.iter().filter_map(|text| of_period(text).or_else(|| bare_year(text)));
        let asked = asked.map(Period::year).filter(|asked| years().any(|year| year == *asked));
        asked.or_else(|| years().next())
    };
    let period = titles.iter().find_map(of_period);
    let bare = || titles.iter().find_map(|text| bare_year(text));
    period.or_else(bare).or_else(of_file).or_else(of_headings)
}

/// The year that a text names without a period: "… NĂM 2024".
fn bare_year(text: &str) -> Option<i32> {
    let label = Label::new(text);
    // "giai đoạn 2021-2025", "Luật số … năm 2019" are of other years.
    if label.has("giai doan") {
        return None;
    }
    let numbers = label.words().filter(|word| word.len() == 4);
    numbers.filter_map(year::of_word).next().filter(|_| label.has("nam"))
}

/// Whether a form whose headings speak of an earlier period reports the period that its file is named after: no title says
/// a period, what was paid up to the day before stands in front of what was paid in the period, and nothing else is
/// cumulative.
pub(super) fn is_brought_forward(
    form: &Form,
    workbook: &Workbook,
    headed: Period,
    named: Period,
    year: Option<i32>,
) -> bool {
    let cumulative = Some(Said::Measure(Measure::Cumulative));
    let in_period = Some(Said::Measure(Measure::InPeriod));
    let ends_before = |path: &str| {
        let periods = Period::all_in(path, year);
        periods.iter().any(|period| period.to() == headed.to())
    };
    let is_in_front = |framed: &Framed| {
        let columns = &framed.heading.columns;
        let before = columns.iter().filter(|headed| headed.said == cumulative);
        let first =
            columns.iter().find(|headed| headed.said == in_period && headed.month.is_none());
        let goes_before = |headed: &Headed| first.is_some_and(|first| headed.index < first.index);
        let mut before = before.peekable();
        before.peek().is_some_and(|headed| goes_before(headed))
            && before.all(|headed| ends_before(&headed.path))
    };
    headed.to() + chrono::Days::new(1) == named.from()
        && in_titles(form, workbook, year).is_empty()
        && !form.tables.is_empty()
        && form.tables.iter().all(is_in_front)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::catalogue::Catalogue;
    use crate::parse::fixture::sheet;
    use crate::recognise;
    use crate::recognise::heading::Time;
    use crate::recognise::rows::Names;

    fn says(periods: &[&str]) -> Vec<Stated> {
        periods.iter().map(|text| (text.parse().unwrap(), 0, None)).collect()
    }

    fn workbook(rows: &[&[&str]]) -> Workbook {
        Workbook { sheets: vec![sheet("Biểu", rows)], ..Workbook::default() }
    }

    #[test]
    fn the_name_under_which_a_file_is_received_says_no_other_period() {
        for owner in ["HL-05 - Xã Cai Kinh", "01", "Tổ 3", "HL-12 - Thôn 7", "X - Ban QLDA số 2"]
        {
            for period in
                ["2024-06", "2024-12", "2024-Q2", "2024-H1", "2024-9M", "2024", "2024-07-12"]
            {
                for number in ["", " (2)", " (12)"] {
                    let time = if period == "2024" { "năm 2024" } else { period };
                    let name = format!("nop/{period}/{owner} - {time}{number}.xlsx");
                    let said = in_file_name(&name, Some(2024));
                    let own: Period = period.parse().unwrap();
                    assert!(said.iter().all(|said| *said == own), "{name}: {said:?}");
                }
            }
        }
    }

    #[test]
    fn the_day_of_sending_at_the_end_of_a_name_is_not_its_period() {
        for (name, want) in [
            ("Xa Cai Kinh bao cao thang 6 - 2024-07-02", "2024-06"),
            ("Xa Cai Kinh giai ngan nam 2024 - 2024-06", "2024-06"),
            ("Xa Cai Kinh bao cao thang 6 - gui - 2024-07-02", "2024-06"),
            ("Xa Cai Kinh bao cao thang 6 2024 - 2024-07-02", "2024-06"),
            ("Xa Cai Kinh bao cao thang 6 - 2024-07", "2024-06"),
            ("Xa Cai Kinh bao cao thang 6 - 2024-07 (2)", "2024-06"),
            ("Xa Cai Kinh bao cao thang 12 - 2025-01-05", "2024-12"),
            ("Xa Cai Kinh 6.2024 - 2024-07-02", "2024-06"),
            ("Xa Cai Kinh quy II - 2024-07-02", "2024-Q2"),
            ("Xa Cai Kinh - 2024-06 - 2024-07-02", "2024-06"),
            ("Xa Cai Kinh thang 6 - 2024-06", "2024-06"),
            ("Xa Cai Kinh - 2024-07-02", "2024-07-02"),
        ] {
            let want: Period = want.parse().unwrap();
            assert_eq!(in_file_name(&format!("{name}.xlsx"), Some(2024)), [want], "{name}");
        }
        let name = "Xa Cai Kinh thang 6 - 2024-07-02.xlsx";
        assert_eq!(in_file_name(name, None), [Period::Month(2024, 6)]);
    }

    #[test]
    fn a_year_that_headings_expect_or_compare_is_not_the_reports() {
        let lexicon = Lexicon::new(&[]).unwrap();
        let year = |rows: &[&[&str]], file: &str| {
            year_in(&workbook(rows), &lexicon, file, "2024-05".parse().ok())
        };
        let heading = ["Nội dung", "Kế hoạch vốn giao", "Lũy kế giải ngân", "Nhu cầu vốn năm 2025"];
        let mut rows: Vec<&[&str]> = vec![&["UBND XÃ A"], &heading];
        assert_eq!(year(&rows, "a - thang 5.xlsx"), None);
        assert_eq!(year(&rows, "a - thang 5 2023.xlsx"), Some(2023));
        let other = ["Nội dung", "Kế hoạch năm 2023", "Kế hoạch năm 2024", "Cùng kỳ năm 2022"];
        rows[1] = &other;
        assert_eq!(year(&rows, "a.xlsx"), Some(2024));
        rows[0] = &["GIẢI NGÂN 5 THÁNG ĐẦU NĂM 2023"];
        assert_eq!(year(&rows, "a.xlsx"), Some(2023));
        let forecast = ["Nội dung", "Lũy kế giải ngân", "Dự kiến giải ngân đến 31/01/2025"];
        rows[1] = &forecast;
        let first = in_first_titles(&workbook(&rows), &lexicon, Some(2023), None);
        assert_eq!(first, "2023-05".parse().ok());
    }

    #[test]
    fn what_was_brought_forward_is_not_the_period_of_the_report() {
        let lexicon = Lexicon::new(&[]).unwrap();
        let names = Names::new(&Catalogue::embedded());
        let july: Period = "2024-07".parse().unwrap();
        let is_it = |title: &str, heading: &[&str]| {
            let row = ["Dự án 2", "9", "5", "1"];
            let workbook = workbook(&[&[title], heading, &row]);
            let time = Time { budget: 2024, period: Some(july), received: None };
            let form = recognise::form(&workbook, &lexicon, &names, &time);
            is_brought_forward(&form, &workbook, july, "2024-08".parse().unwrap(), Some(2024))
        };
        let before = "Lũy kế giải ngân đến hết tháng 7";
        let heading = ["Nội dung", "Kế hoạch vốn", before, "Giải ngân trong tháng"];
        assert!(is_it("BÁO CÁO GIẢI NGÂN NĂM 2024", &heading));
        for title in ["BÁO CÁO GIẢI NGÂN THÁNG 7 NĂM 2024", "(Số liệu đến ngày 31/7/2024)"]
        {
            assert!(!is_it(title, &heading), "{title}");
        }
        assert!(!is_it("", &["Nội dung", "Kế hoạch vốn", "Giải ngân trong tháng", before]));
        assert!(!is_it("", &["Nội dung", "Kế hoạch vốn", before, "Giải ngân tháng 7"]));
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

    #[test]
    fn the_name_of_a_file_says_its_period_in_bare_numbers() {
        for (name, want) in [
            ("6.2024 Xã Cai Kinh.xlsx", "2024-06"),
            ("Bieu 01 Xa Cai Kinh 062024.xlsx", "2024-06"),
            ("Xa Cai Kinh thang 6.xlsx", "2024-06"),
            ("TS-01_T06_2024.xlsx", "2024-06"),
            ("TS-01 06.2024.xlsx", "2024-06"),
            ("Bao cao MTQG Xa Cai Kinh den 30.6.2024.xlsx", "2024-06-30"),
            ("2024_06 Xa Cai Kinh.xlsx", "2024-06"),
            ("20240630 Xa Cai Kinh.xlsx", "2024-06-30"),
        ] {
            let found: Vec<String> =
                in_file_name(name, Some(2024)).iter().map(Period::to_string).collect();
            assert_eq!(found, [want], "{name}");
        }
        for name in ["Bieu 01 2024.xlsx", "Xa Cai Kinh.xlsx", "PL 02-2024 Xa Cai Kinh.xlsx"] {
            assert_eq!(in_file_name(name, Some(2024)), [], "{name}");
        }
    }

    /// A form of one sheet and its workbook: each table a title, a heading and one row.
    fn form(titles: &[&[&str]], day: Option<NaiveDate>) -> (Form, Workbook) {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let text = |text: &str| Value::Text(text.into());
        for title in titles {
            rows.extend(title.iter().map(|line| vec![text(line)]));
            rows.extend(day.map(|day| vec![Value::Date(day.into())]));
            rows.push(["Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân"].map(text).to_vec());
            rows.push(vec![text("Dự án 2"), Value::Number(700.0), Value::Number(350.0)]);
            rows.push(Vec::new());
        }
        let cells = rows.into_iter().enumerate().flat_map(|(row, values)| {
            let cell = move |column| Cell::new(row as u32, column as u32);
            values.into_iter().enumerate().map(move |(column, value)| (cell(column), value))
        });
        let cells = cells.collect();
        let sheet = crate::read::Sheet { name: "Biểu 01".into(), cells, ..Default::default() };
        let workbook = Workbook { sheets: vec![sheet], ..Workbook::default() };
        let lexicon = crate::recognise::lexicon::Lexicon::new(&[]).unwrap();
        let names =
            crate::recognise::rows::Names::new(&crate::domain::catalogue::Catalogue::embedded());
        (
            crate::recognise::form(
                &workbook,
                &lexicon,
                &names,
                &crate::recognise::heading::Time::of(2024),
            ),
            workbook,
        )
    }

    #[test]
    fn each_table_has_its_own_month() {
        let june: Period = "2024-06".parse().unwrap();
        let (may, now) = ("GIẢI NGÂN VỐN ĐẦU TƯ THÁNG 5", "GIẢI NGÂN VỐN ĐẦU TƯ THÁNG 6");
        let (form, workbook) = form(&[&[may], &[now]], None);
        let others = others(&form, &workbook, Some(june), Some(2024));
        assert_eq!(others, [(0, "2024-05".parse().unwrap())]);
    }

    #[test]
    fn a_day_that_stands_alone_above_the_heading_is_the_as_of_day() {
        let day = NaiveDate::from_ymd_opt(2024, 6, 30);
        let (form, workbook) = form(&[&["TÌNH HÌNH GIẢI NGÂN CÁC CTMTQG"]], day);
        let stated = stated(&form, &workbook, "bao cao.xlsx", Some(2024));
        assert_eq!(decide(&stated), "2024-06".parse().ok());
    }

    #[test]
    fn a_title_of_february_above_figures_as_of_march_is_told() {
        let found = |titles: &[&str], period: &str| {
            let (form, workbook) = form(&[titles], None);
            let found = contradiction(&form, &workbook, period.parse().unwrap(), Some(2024));
            found.map(|(period, ..)| period.to_string())
        };
        let title = "GIẢI NGÂN THÁNG 2 NĂM 2024";
        let day = "(Số liệu tính đến 31/3/2024)";
        assert_eq!(found(&[title, day], "2024-03").as_deref(), Some("2024-02"));
        assert_eq!(found(&[title, day], "2024-02").as_deref(), Some("2024-03-31"));
        assert_eq!(found(&["GIẢI NGÂN THÁNG 3 NĂM 2024", day], "2024-03"), None);
        assert_eq!(found(&["GIẢI NGÂN QUÝ I NĂM 2024", day], "2024-03"), None);
        let plan = "KẾT QUẢ THÁNG 3, NHIỆM VỤ THÁNG 4 NĂM 2024";
        assert_eq!(found(&[plan, day], "2024-03"), None);
    }
}
