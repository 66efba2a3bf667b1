//! "Tình hình nộp báo cáo": who sent what and when, who is late, who is missing.

use rust_xlsxwriter::Worksheet;

use crate::domain::lang::{Text as Say, words};
use crate::domain::summary::{State, SubmissionRow};
use crate::render::sentences;
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{Column, Table, Value};

use super::Book;
use super::frame::{Frame, Titled};

const NAME: &str = "Tình hình nộp báo cáo";

pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let table = table(book);
    let title =
        Say { vi: "TÌNH HÌNH NỘP BÁO CÁO CỦA CÁC ĐƠN VỊ", en: "REPORTS OF THE UNITS" };
    let titled = Titled::new(NAME, book.say(title), 3).without_money().file_beside();
    let mut frame = Frame::begin(book, titled.counts(coverage(book)), &table)?;
    for of in (1..).zip(&book.summary.submissions) {
        // What somebody has to chase stands out in bold.
        let look = match of.1.state {
            State::Missing | State::Rejected => Look::Strong,
            _ => Look::Plain,
        };
        frame.row(&table, &of, look)?;
    }
    let last = frame.next.max(frame.body + 1) - 1;
    frame.page.sheet.autofilter(frame.heading, 0, last, table.last())?;
    frame.signed()
}

fn coverage(book: &Book<'_>) -> String {
    let coverage = book.summary.coverage;
    let late = sentences::late(book.summary).len();
    let told = words!(
        "Phải nộp: {expected} đơn vị; đã nộp: {received}; chưa nộp: {missing}; không dùng được: {rejected}; nộp chậm: {late}.",
        "Expected: {expected} units; received: {received}; missing: {missing}; rejected: {rejected}; late: {late}.";
        expected = coverage.expected,
        received = coverage.received,
        missing = coverage.missing,
        rejected = coverage.rejected,
        late
    );
    let lead = coverage.lead;
    let told = match lead.expected {
        0 => told,
        expected => words!(
            "{told} Báo cáo tổng hợp của cơ quan chủ trì: {received}/{expected}.",
            "{told} Consolidations of lead agencies: {received} of {expected}.";
            told, received = lead.received, expected
        ),
    };
    told.pick(book.shared.lang)
}

/// A row and its number.
type Row<'a> = (u64, &'a SubmissionRow);

fn table<'a>(book: &'a Book<'_>) -> Table<'a, Row<'a>> {
    use Value::{Blank, Centred, Count, Day, Text};
    let column = |vi, en, width, take: fn(&Row<'a>) -> Value| {
        Column::new(book.say(Say { vi, en }), width, move |_, of: &Row<'a>| take(of))
    };
    Table::new(vec![
        column("STT", "No", 5.0, |(number, _)| Count(*number)),
        column("Mã đơn vị", "Code", 11.0, |(_, of)| {
            Centred(of.unit.as_ref().map_or_else(String::new, |unit| unit.to_string()))
        }),
        column("Đơn vị", "Unit", 26.0, |(_, of)| Text(of.name.clone())),
        Column::new(
            book.say(Say { vi: "Trạng thái", en: "State" }),
            19.0,
            |_, (_, of): &Row<'a>| Text(sentences::state(of).pick(book.shared.lang)),
        ),
        column("Ngày nhận", "Received", 12.0, |(_, of)| Day(of.received)),
        column("Hạn nộp", "Due", 12.0, |(_, of)| Day(of.due)),
        column("Chậm (ngày)", "Days late", 9.0, |(_, of)| {
            of.days_late.map_or(Blank, |days| Count(days.unsigned_abs()))
        }),
        column("Hạn sửa", "Correct by", 12.0, |(_, of)| Day(of.correct_by)),
        column("Số lỗi", "Errors", 7.0, |(_, of)| Count(of.errors as u64)),
        column("Số cảnh báo", "Warnings", 9.0, |(_, of)| Count(of.warnings as u64)),
        column("Không phát sinh", "Nil return", 10.0, |(_, of)| {
            Centred(if of.nil { "x" } else { "" }.to_owned())
        }),
        column("Ảnh hưởng tỷ lệ chung (điểm %)", "Worth (points)", 11.0, |(_, of)| {
            of.worth.map_or(Blank, |worth| Value::Percent(Some(worth.into())))
        }),
        column("Người phụ trách", "Contact", 22.0, |(_, of)| Text(of.contact.clone())),
        column("Điện thoại", "Telephone", 14.0, |(_, of)| Text(of.phone.clone())),
        column("Tệp báo cáo", "File", 34.0, |(_, of)| {
            of.file.as_deref().map_or(Blank, Value::file)
        }),
    ])
}
