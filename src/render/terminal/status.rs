//! `status` on the screen: who submitted, late, returned, missing, nil.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::amounts::NONE;
use super::missing::DUE;
use super::screen::{Screen, Tone};
use super::summary::title;
use super::table::{Column, Table, whole};
use super::units::UNIT;
use crate::domain::lang::{Lang, Text};
use crate::domain::summary::{State, SubmissionRow, Summary};
use crate::render::sentences::{self, late, name};

/// Every file and every missing unit, the missing and the late first.
pub(crate) fn status(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    let mut out = title(TITLE.get(lang), summary, lang, screen);
    if summary.submissions.is_empty() {
        return out;
    }
    let mut due: Vec<_> = summary.submissions.iter().filter_map(|row| row.due).collect();
    due.sort();
    due.dedup();
    // One deadline for all is said once; a column is for those that differ.
    let dues = if let [only] = due[..] {
        out.push_str(&format!("{}: {}\n", DUE.get(lang), day(Some(only), lang)));
        Dues::Same
    } else {
        Dues::Differ
    };
    out.push('\n');
    out.push_str(&table(summary, lang, dues).show(screen));
    out
}

/// Whether all rows have one deadline.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dues {
    Same,
    Differ,
}

/// The groups of the table, in its order: with the numbers of errors and warnings they say the state of a row.
const GROUPS: [(Text, Tone); 7] = [
    (Text { vi: "CHƯA NỘP", en: "MISSING" }, Tone::Error),
    (Text { vi: "KHÔNG DÙNG ĐƯỢC", en: "REJECTED" }, Tone::Error),
    (Text { vi: "GỬI CHẬM", en: "LATE" }, Tone::Warning),
    (Text { vi: "ĐÃ NHẬN", en: "RECEIVED" }, Tone::Good),
    (Text { vi: "BẢN ĐÃ THAY", en: "SUPERSEDED" }, Tone::Faint),
    (Text { vi: "KHÔNG TÍNH VÀO KỲ NÀY", en: "NOT OF THIS PERIOD" }, Tone::Faint),
    (Text { vi: "ĐƯỢC MIỄN BÁO CÁO", en: "EXEMPT" }, Tone::Faint),
];

fn group(row: &SubmissionRow, late: &[&SubmissionRow]) -> usize {
    match row.state {
        State::Missing => 0,
        State::Rejected => 1,
        State::Superseded => 4,
        State::OtherPeriod | State::Excluded => 5,
        State::Exempt => 6,
        _ if late.iter().any(|other| other.unit == row.unit) => 2,
        _ => 3,
    }
}

fn table(summary: &Summary, lang: Lang, dues: Dues) -> Table {
    let mut columns = vec![Column::names(UNIT.get(lang)), Column::figure(RECEIVED.get(lang))];
    if dues == Dues::Differ {
        columns.push(Column::figure(DUE.get(lang)));
    }
    columns.extend([DAYS_LATE, ERRORS, WARNINGS].map(|text| Column::figure(text.get(lang))));
    columns.push(Column::words(CONTACT.get(lang)));
    let width = columns.len();
    let mut table = Table::new(columns);
    let late = late(summary);
    for (index, (name, tone)) in GROUPS.iter().enumerate() {
        let rows = summary.submissions.iter().filter(|row| group(row, &late) == index);
        let mut rows: Vec<&SubmissionRow> = rows.collect();
        if rows.is_empty() {
            continue;
        }
        rows.sort_by_key(|row| (Reverse(row.days_late), Reverse(row.worth)));
        let mut heading = vec![String::new(); width];
        heading[0] = format!("{} ({})", name.get(lang), rows.len());
        match table.is_empty() {
            true => table.row(*tone, heading),
            false => table.ruled_row(*tone, heading),
        }
        for row in rows {
            table.row(Tone::Quiet, cells(row, lang, dues));
        }
    }
    table
}

fn cells(row: &SubmissionRow, lang: Lang, dues: Dues) -> Vec<String> {
    let mut unit = name(row).to_owned();
    let names_file = [State::Superseded, State::OtherPeriod, State::Excluded].contains(&row.state);
    if let (true, Some(file)) = (names_file && row.unit.is_some(), &row.file) {
        unit = format!("{unit}: {file}");
    }
    if row.nil {
        unit = format!("{unit} {}", NIL.get(lang));
    }
    let mut cells = vec![unit, day(row.received, lang)];
    if dues == Dues::Differ {
        cells.push(day(row.due, lang));
    }
    let came = ![State::Missing, State::Exempt].contains(&row.state);
    let count = |number: usize| if came { number.to_string() } else { NONE.to_owned() };
    cells.push(row.days_late.map_or_else(|| NONE.to_owned(), |days| days.to_string()));
    cells.extend([count(row.errors), count(row.warnings)]);
    cells.push(format!("{} {}", row.contact, whole(&row.phone)).trim().to_owned());
    cells
}

/// A day as an office writes it; ISO in English; a dash where none is known.
pub(super) fn day(date: Option<NaiveDate>, lang: Lang) -> String {
    match (date, lang) {
        (None, _) => NONE.to_owned(),
        (Some(date), Lang::Vi) => sentences::day(date).vi,
        (Some(date), Lang::En) => date.to_string(),
    }
}

const TITLE: Text = Text { vi: "Tình hình nộp báo cáo", en: "Submissions," };
const RECEIVED: Text = Text { vi: "Ngày nhận", en: "Received" };
const DAYS_LATE: Text = Text { vi: "Chậm\n(ngày)", en: "Days\nlate" };
const ERRORS: Text = Text { vi: "Lỗi", en: "Err." };
const WARNINGS: Text = Text { vi: "Cảnh\nbáo", en: "Warn." };
const CONTACT: Text = Text { vi: "Liên hệ", en: "Contact" };
const NIL: Text = Text { vi: "(không phát sinh)", en: "(nil return)" };
