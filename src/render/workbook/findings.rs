//! "Lỗi, cảnh báo": what was found, by unit, with place, figures and what to do.

mod row;

use std::collections::BTreeMap;

use rust_xlsxwriter::{RowNum, Worksheet};

use crate::domain::cascade::folded;
use crate::domain::code::UnitCode;
use crate::domain::lang::{Lang, Text};
use crate::domain::money::Money;
use crate::domain::rule::{Finding, Severity};

use super::Book;
use super::words;
use crate::render::xlsx::cells::at;
use crate::render::xlsx::letterhead::{self, Head};
use crate::render::xlsx::page::{Page, Print};
use crate::render::xlsx::style::{Kind, Look};
use row::{EXPECTED, Role, SET_ASIDE};

const NAME: &str = "Lỗi, cảnh báo";
/// A3: fifteen columns of which six hold sentences cannot be read on A4.
const PAPER: u8 = 8;
/// Each column: its heading and its width in letters.
const COLUMNS: [(Text, f64); 15] = [
    (words("STT", "No"), 5.0),
    (words("Mức độ", "Severity"), 10.0),
    (words("Mã", "Code"), 8.0),
    (words("Nội dung", "Title"), 20.0),
    (words("Vị trí", "Place"), 20.0),
    (words("Diễn giải", "Message"), 46.0),
    (words("So với", "Expected"), 16.0),
    (words("Số đang ghi", "Found"), 16.0),
    (words("Chênh lệch", "Difference"), 16.0),
    (words("Chưa đưa vào tổng hợp", "Set aside"), 16.0),
    (words("Gợi ý chỗ sai, lỗi kéo theo", "Where the fault may be, what follows"), 30.0),
    (words("Cách xử lý", "What to do"), 30.0),
    (words("Giải trình của đơn vị", "The unit explains"), 22.0),
    (words("Giải trình đã được chấp nhận", "Accepted: why, by whom, until"), 24.0),
    (words("Tệp", "File"), 24.0),
];

/// The sheet.
pub fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let mut page = Page::new(&book.shared, NAME)?;
    page.sheet.set_paper_size(PAPER);
    page.widths(&COLUMNS.map(|(_, width)| width));
    page.compare(EXPECTED..SET_ASIDE);
    let last = COLUMNS.len() as u16 - 1;
    let title = words(
        "NỘI DUNG CẦN RÀ SOÁT TRONG BÁO CÁO CỦA CÁC ĐƠN VỊ",
        "FINDINGS IN THE REPORTS OF THE UNITS",
    );
    let row = letterhead::head(&mut page, &Head { number: None, title: book.say(title), last })?;
    letterhead::money_unit(&mut page, row, last)?;
    let heading = row + 1;
    for (column, (text, _)) in (0..).zip(COLUMNS) {
        page.words(heading, column, book.say(text), &book.shared.styles.heading)?;
    }
    page.height(heading, 2)?;
    let body = heading + 1;
    let mut row = body;
    for (unit, findings) in by_unit(&book.summary.findings) {
        group(&mut page, book, row, unit, &findings)?;
        row += 1;
        row = of_unit(&mut page, book, row, &findings)?;
    }
    sum(&mut page, book, body, row)?;
    page.print(Print { heading, body, frozen: 3, last: (row, last) })?;
    page.finish()
}

/// A row a finding, what follows from a fault below its cause; the row after the last one.
fn of_unit(
    page: &mut Page<'_>,
    book: &Book<'_>,
    row: RowNum,
    findings: &[&Finding],
) -> anyhow::Result<RowNum> {
    let mut number = 0;
    for told in folded(findings.iter().copied()) {
        number += 1;
        let cause = number;
        let role = Role::Lead(&told.consequences);
        row::write(page, book, row + cause - 1, cause, told.lead, role)?;
        for consequence in &told.consequences {
            number += 1;
            let role = Role::Consequence { of: told.lead, number: cause };
            row::write(page, book, row + number - 1, number, consequence, role)?;
        }
    }
    Ok(row + number)
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

/// The heading of a unit: how much there is, and whom to call.
fn group(
    page: &mut Page<'_>,
    book: &Book<'_>,
    row: RowNum,
    unit: Option<&UnitCode>,
    findings: &[&Finding],
) -> anyhow::Result<()> {
    let name = match unit {
        Some(unit) => format!("{unit} - {}", unit_name(book, unit)),
        None => book.say(words("Chưa rõ đơn vị", "No unit")).to_owned(),
    };
    let open = || findings.iter().filter(|finding| finding.accepted.is_none());
    let count = |severity| open().filter(|finding| finding.severity == severity).count();
    let (errors, warnings, notes) =
        (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let accepted = findings.len() - open().count();
    let mut label = match book.shared.lang {
        Lang::Vi => format!("{name} ({errors} lỗi, {warnings} cảnh báo, {notes} lưu ý"),
        Lang::En => format!("{name} (errors: {errors}, warnings: {warnings}, notes: {notes}"),
    };
    if 0 < accepted {
        label.push_str(&match book.shared.lang {
            Lang::Vi => format!("; {accepted} đã chấp nhận giải trình"),
            Lang::En => format!("; accepted: {accepted}"),
        });
    }
    label.push(')');
    label.push_str(&contact(book, unit));
    let last = (row, COLUMNS.len() as u16 - 1);
    page.across((row, 0), last, &label, book.shared.styles.cell(Look::Group, Kind::Text))?;
    page.height(row, 1)
}

/// `. Liên hệ: Kế toán xã, 0205 000 000`; nothing where nobody is known.
fn contact(book: &Book<'_>, unit: Option<&UnitCode>) -> String {
    let mut rows = book.summary.submissions.iter();
    let Some(row) = unit.and_then(|unit| rows.find(|row| row.unit.as_ref() == Some(unit))) else {
        return String::new();
    };
    let parts = [&*row.contact, &*row.phone].into_iter().filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    if parts.is_empty() {
        return String::new();
    }
    format!(". {}: {}", book.say(words("Liên hệ", "Contact")), parts.join(", "))
}

fn unit_name(book: &Book<'_>, unit: &UnitCode) -> String {
    let known = book.summary.units.iter().find(|known| known.unit == *unit);
    known.map_or_else(|| book.summary.register.name(unit), |known| known.name.clone())
}

fn sum(page: &mut Page<'_>, book: &Book<'_>, body: RowNum, row: RowNum) -> anyhow::Result<()> {
    let look = Look::Total;
    if body == row {
        let none = words("Không có nội dung cần rà soát", "No findings");
        let last = (row, COLUMNS.len() as u16 - 1);
        return page.across(
            (row, 0),
            last,
            book.say(none),
            book.shared.styles.cell(Look::Plain, Kind::Centre),
        );
    }
    let label = words("Tổng số tiền chưa đưa vào tổng hợp", "Total set aside");
    page.across(
        (row, 0),
        (row, SET_ASIDE - 1),
        book.say(label),
        book.shared.styles.cell(look, Kind::Text),
    )?;
    let total: Money = book.summary.findings.iter().map(|finding| finding.problem.set_aside).sum();
    let formula = format!("SUM({}:{})", at(body, SET_ASIDE), at(row - 1, SET_ASIDE));
    page.sum(row, SET_ASIDE, &formula, total, look)?;
    (SET_ASIDE + 1..COLUMNS.len() as u16).try_for_each(|column| page.blank(row, column, look))
}
