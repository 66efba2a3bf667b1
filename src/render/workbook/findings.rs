//! "Lỗi, cảnh báo": what was found, by unit, with place, figures in full precision and what to do.

use std::collections::BTreeMap;

use rust_xlsxwriter::{ColNum, RowNum, Worksheet};

use crate::domain::code::UnitCode;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::rule::{Finding, Severity};

use super::Book;
use super::letterhead::{self, Head};
use super::page::{Page, Print, at};
use super::style::{Kind, Look, exact};
use super::{text, words};

const NAME: &str = "Lỗi, cảnh báo";
const WIDTHS: [f64; 13] =
    [5.0, 10.0, 8.0, 22.0, 26.0, 18.0, 42.0, 14.0, 14.0, 14.0, 14.0, 34.0, 22.0];
const FILE: ColNum = 4;
const PLACE: ColNum = 5;
const EXPECTED: ColNum = 7;
const FOUND: ColNum = 8;
const SET_ASIDE: ColNum = 10;

/// The sheet.
pub fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let mut page = Page::new(book, NAME)?;
    page.widths(&WIDTHS)?;
    let last = WIDTHS.len() as u16 - 1;
    let title = words(
        "NỘI DUNG CẦN RÀ SOÁT TRONG BÁO CÁO CỦA CÁC ĐƠN VỊ",
        "FINDINGS IN THE REPORTS OF THE UNITS",
    );
    let row = letterhead::head(&mut page, &Head { number: None, title: book.say(title), last })?;
    letterhead::money_unit(&mut page, row, last)?;
    let heading = row + 1;
    let headings = [
        words("STT", "No"),
        words("Mức độ", "Severity"),
        words("Mã", "Code"),
        words("Nội dung", "Title"),
        words("Tệp", "File"),
        words("Vị trí", "Place"),
        words("Diễn giải", "Message"),
        words("Số phải có", "Expected"),
        words("Số đang ghi", "Found"),
        words("Chênh lệch", "Difference"),
        words("Chưa đưa vào tổng hợp", "Set aside"),
        words("Cách xử lý", "What to do"),
        words("Giải trình được chấp nhận", "Waiver"),
    ];
    for (column, text) in (0..).zip(headings) {
        page.words(heading, column, book.say(text), &book.styles.heading)?;
    }
    page.height(heading, 2)?;
    let body = heading + 1;
    let mut row = body;
    for (unit, findings) in by_unit(&book.summary.findings) {
        group(&mut page, row, unit, &findings)?;
        row += 1;
        for (number, of) in (1..).zip(findings) {
            finding(&mut page, row, number, of)?;
            row += 1;
        }
    }
    sum(&mut page, body, row)?;
    page.print(Print { heading, body, frozen: 3, last: (row, last) })?;
    Ok(page.sheet)
}

/// Findings of one unit together, the units in the order in which they first occur.
fn by_unit(findings: &[Finding]) -> Vec<(Option<&UnitCode>, Vec<&Finding>)> {
    let mut places: BTreeMap<Option<&UnitCode>, usize> = BTreeMap::new();
    let mut groups: Vec<(Option<&UnitCode>, Vec<&Finding>)> = Vec::new();
    for finding in findings {
        let unit = finding.problem.unit.as_ref();
        let place = *places.entry(unit).or_insert(groups.len());
        if place == groups.len() {
            groups.push((unit, Vec::new()));
        }
        groups[place].1.push(finding);
    }
    groups
}

fn group(
    page: &mut Page<'_>,
    row: RowNum,
    unit: Option<&UnitCode>,
    findings: &[&Finding],
) -> anyhow::Result<()> {
    let book = page.book;
    let name = match unit {
        Some(unit) => format!("{unit} - {}", unit_name(book, unit)),
        None => book.say(words("Chưa rõ đơn vị", "No unit")).to_owned(),
    };
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings, notes) =
        (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let label = match book.lang {
        Lang::Vi => format!("{name} ({errors} lỗi, {warnings} cảnh báo, {notes} lưu ý)"),
        Lang::En => format!("{name} (errors: {errors}, warnings: {warnings}, notes: {notes})"),
    };
    let last = (row, WIDTHS.len() as u16 - 1);
    page.across((row, 0), last, &label, book.styles.cell(Look::Group, Kind::Text))?;
    page.height(row, 1)
}

fn unit_name(book: &Book<'_>, unit: &UnitCode) -> String {
    let known = book.summary.units.iter().find(|known| known.unit == *unit);
    known.map_or_else(|| book.summary.register.name(unit), |known| known.name.clone())
}

fn finding(page: &mut Page<'_>, row: RowNum, number: u64, of: &Finding) -> anyhow::Result<()> {
    let (book, look) = (page.book, Look::Plain);
    let (rule, problem, lang) = (of.rule, &of.problem, page.book.lang);
    page.count(row, 0, number, look)?;
    let severity = if of.severity == Severity::Error { Look::Strong } else { look };
    page.text(row, 1, of.severity.label().get(lang), severity, Kind::Centre)?;
    page.text(row, 2, rule.code.0, look, Kind::Centre)?;
    page.text(row, 3, rule.title.get(lang), look, Kind::Text)?;
    let file = problem.place.file.as_deref().unwrap_or("");
    let place = place(&problem.place);
    page.text(row, FILE, file, look, Kind::Text)?;
    match file {
        "" => page.blank(row, PLACE, look)?,
        file => {
            let target = (file, problem.place.sheet.as_deref(), problem.place.cell);
            page.link((row, PLACE), &place, target, look)?;
        }
    }
    page.text(row, PLACE + 1, problem.words.get(lang), look, Kind::Text)?;
    let difference = format!("{}-{}", at(row, FOUND), at(row, EXPECTED));
    let set_aside = Some(problem.set_aside).filter(|amount| !amount.is_zero());
    let amounts = [problem.expected, problem.found, of.difference(), set_aside];
    for (column, amount) in (EXPECTED..).zip(amounts) {
        let Some(amount) = amount else {
            page.blank(row, column, look)?;
            continue;
        };
        let kind = exact(amount, book.unit());
        if column == FOUND + 1 {
            page.sum_as(row, column, &difference, amount, look, kind)?;
        } else {
            page.figure(row, column, amount, look, kind)?;
        }
    }
    let waived = of.accepted.as_ref().map_or("", |accepted| &accepted.reason);
    page.text(row, SET_ASIDE + 1, rule.advice.get(lang), look, Kind::Text)?;
    page.text(row, SET_ASIDE + 2, waived, look, Kind::Text)?;
    let cells = [
        (3, rule.title.get(lang)),
        (4, file),
        (5, &place),
        (6, problem.words.get(lang)),
        (11, rule.advice.get(lang)),
        (12, waived),
    ];
    let lines = cells.map(|(column, text): (usize, &str)| text::lines(text, WIDTHS[column] * 0.95));
    page.height(row, lines.into_iter().max().unwrap_or(1))
}

/// Sheet and cell, as far as they are known: `Vốn đầu tư!E8`.
fn place(place: &Place) -> String {
    let sheet = place.sheet.as_deref().unwrap_or("");
    place.cell.map_or_else(|| sheet.to_owned(), |cell| format!("{sheet}!{cell}"))
}

fn sum(page: &mut Page<'_>, body: RowNum, row: RowNum) -> anyhow::Result<()> {
    let book = page.book;
    let look = Look::Total;
    if body == row {
        let none = words("Không có nội dung cần rà soát", "No findings");
        let last = (row, WIDTHS.len() as u16 - 1);
        return page.across(
            (row, 0),
            last,
            book.say(none),
            book.styles.cell(Look::Plain, Kind::Centre),
        );
    }
    let label = words("Tổng số tiền chưa đưa vào tổng hợp", "Total set aside");
    page.across(
        (row, 0),
        (row, SET_ASIDE - 1),
        book.say(label),
        book.styles.cell(look, Kind::Text),
    )?;
    let total: Money = book.summary.findings.iter().map(|finding| finding.problem.set_aside).sum();
    let formula = format!("SUM({}:{})", at(body, SET_ASIDE), at(row - 1, SET_ASIDE));
    page.sum_as(row, SET_ASIDE, &formula, total, look, exact(total, book.unit()))?;
    page.blank(row, SET_ASIDE + 1, look)?;
    page.blank(row, SET_ASIDE + 2, look)
}
