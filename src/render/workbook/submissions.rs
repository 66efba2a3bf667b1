//! "Tình hình nộp báo cáo": who sent what and when, who is late, who is missing.

use rust_xlsxwriter::{RowNum, Worksheet};

use crate::domain::summary::{State, SubmissionRow};

use super::Book;
use super::words;
use crate::render::xlsx::letterhead::{self, Head};
use crate::render::xlsx::page::{Page, Print};
use crate::render::xlsx::style::{Kind, Look};
use crate::render::xlsx::text;

const NAME: &str = "Tình hình nộp báo cáo";
const WIDTHS: [f64; 13] =
    [5.0, 11.0, 26.0, 19.0, 34.0, 12.0, 12.0, 9.0, 7.0, 9.0, 10.0, 22.0, 14.0];

/// The sheet.
pub fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let mut page = Page::new(&book.shared, NAME)?;
    page.widths(&WIDTHS);
    let last = WIDTHS.len() as u16 - 1;
    let title = words("TÌNH HÌNH NỘP BÁO CÁO CỦA CÁC ĐƠN VỊ", "REPORTS OF THE UNITS");
    let row = letterhead::head(&mut page, &Head { number: None, title: book.say(title), last })?;
    let coverage = book.summary.coverage;
    let late =
        book.summary.submissions.iter().filter(|row| row.days_late.is_some_and(|days| 0 < days));
    let late = late.count();
    let line = match book.shared.lang {
        crate::domain::lang::Lang::Vi => format!(
            "Phải nộp: {} đơn vị; đã nộp: {}; chưa nộp: {}; không dùng được: {}; số tệp nộp chậm: {late}.",
            coverage.expected, coverage.received, coverage.missing, coverage.rejected
        ),
        crate::domain::lang::Lang::En => format!(
            "Expected: {} units; received: {}; missing: {}; rejected: {}; late files: {late}.",
            coverage.expected, coverage.received, coverage.missing, coverage.rejected
        ),
    };
    page.across((row, 0), (row, last), &line, &book.shared.styles.centre_bold)?;
    let heading = row + 2;
    let headings = [
        words("STT", "No"),
        words("Mã đơn vị", "Code"),
        words("Đơn vị", "Unit"),
        words("Trạng thái", "State"),
        words("Tệp báo cáo", "File"),
        words("Ngày nhận", "Received"),
        words("Hạn nộp", "Due"),
        words("Chậm (ngày)", "Days late"),
        words("Số lỗi", "Errors"),
        words("Số cảnh báo", "Warnings"),
        words("Không phát sinh", "Nil return"),
        words("Người phụ trách", "Contact"),
        words("Điện thoại", "Telephone"),
    ];
    for (column, text) in (0..).zip(headings) {
        page.words(heading, column, book.say(text), &book.shared.styles.heading)?;
    }
    page.height(heading, 2)?;
    let body = heading + 1;
    for (number, (row, of)) in (1..).zip((body..).zip(&book.summary.submissions)) {
        submission(&mut page, row, number, of)?;
    }
    let next = body + book.summary.submissions.len() as RowNum;
    letterhead::signatures(&mut page, next + 1, last)?;
    page.print(Print { heading, body, frozen: 3, last: (next + 8, last) })?;
    page.finish()
}

fn submission(
    page: &mut Page<'_>,
    row: RowNum,
    number: u64,
    of: &SubmissionRow,
) -> anyhow::Result<()> {
    // What somebody has to chase stands out in bold.
    let look = match of.state {
        State::Missing | State::Rejected => Look::Strong,
        _ => Look::Plain,
    };
    page.count(row, 0, number, look)?;
    page.text(row, 1, of.unit.as_ref().map_or("", |unit| unit.as_str()), look, Kind::Centre)?;
    page.text(row, 2, &of.name, look, Kind::Text)?;
    page.text(row, 3, of.state.label().get(page.shared.lang), look, Kind::Text)?;
    match &of.file {
        Some(file) => page.link((row, 4), file, (file, None, None), look)?,
        None => page.blank(row, 4, look)?,
    }
    page.day(row, 5, of.received, look)?;
    page.day(row, 6, of.due, look)?;
    match of.days_late {
        Some(days) => page.count(row, 7, days.unsigned_abs(), look)?,
        None => page.blank(row, 7, look)?,
    }
    page.count(row, 8, of.errors as u64, look)?;
    page.count(row, 9, of.warnings as u64, look)?;
    page.text(row, 10, if of.nil { "x" } else { "" }, look, Kind::Centre)?;
    page.text(row, 11, &of.contact, look, Kind::Text)?;
    page.text(row, 12, &of.phone, look, Kind::Text)?;
    let file = of.file.as_deref().unwrap_or("");
    let cells = [
        (&*of.name, 26.0),
        (file, 34.0),
        (&*of.contact, 22.0),
        (of.state.label().get(page.shared.lang), 19.0),
    ];
    let lines = cells.map(|(text, width)| text::lines(text, width * 0.95));
    page.height(row, lines.into_iter().max().unwrap_or(1))
}
