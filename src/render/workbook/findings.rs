//! "Lỗi, cảnh báo": what was found, by unit, with place, figures and what to do.

mod row;

use std::collections::BTreeMap;

use rust_xlsxwriter::Worksheet;

use crate::domain::code::UnitCode;
use crate::domain::consequences::{Told, folded};
use crate::domain::lang::{Text, words};
use crate::domain::rule::{Finding, Severity, Whose};

use super::Book;
use super::frame::{Frame, Titled};
use crate::render::xlsx::style::{Kind, Look};
use crate::render::xlsx::table::Table;
use row::{Key, Role, Row};

const NAME: &str = "Lỗi, cảnh báo";

pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let table = row::table(book);
    let title = Text {
        vi: "NỘI DUNG CẦN RÀ SOÁT TRONG BÁO CÁO CỦA CÁC ĐƠN VỊ",
        en: "FINDINGS IN THE REPORTS OF THE UNITS",
    };
    let mut frame = Frame::begin(book, Titled::new(NAME, book.say(title), 3), &table)?;
    frame.page.compare(table.column(Key::Expected)..table.column(Key::SetAside));
    let mut depths: Vec<u8> = Vec::new();
    for (whose, findings) in by_unit(&book.summary.findings) {
        let label = group(book, whose, &findings);
        frame.banner(&table, &label, Look::Group)?;
        frame.page.height(frame.next - 1, 1)?;
        for row in rows(folded(findings.iter().copied())) {
            frame.row(&table, &row, Look::Plain)?;
        }
        depths.push(0);
        depths.extend(vec![1; findings.len()]);
    }
    book.outline(&mut frame.page, frame.body, depths)?;
    sum(&mut frame, book, &table)?;
    frame.end()
}

/// A row a finding, what follows from a fault below its cause.
fn rows(told: Vec<Told<'_>>) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for told in told {
        let cause = rows.len() as u64 + 1;
        rows.push(Row { number: cause, of: told.lead, role: Role::Lead(told.consequences.len()) });
        for (number, of) in (cause + 1..).zip(told.consequences) {
            rows.push(Row { number, of, role: Role::Consequence { of: told.lead, number: cause } });
        }
    }
    rows
}

/// Findings of one unit together, whom a clerk calls once about all of its report; the units whose worst finding is worth
/// most first.
fn by_unit(findings: &[Finding]) -> Vec<(Whose<'_>, Vec<&Finding>)> {
    let mut groups: BTreeMap<Whose<'_>, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        groups.entry(finding.whose()).or_default().push(finding);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_cached_key(|(_, of)| of.iter().map(|finding| finding.rank()).min());
    groups
}

/// The heading of a unit: how much there is, and whom to call.
fn group(book: &Book<'_>, whose: Whose<'_>, findings: &[&Finding]) -> String {
    let name = match whose {
        Whose::Unit(unit) => format!("{unit} - {}", unit_name(book, unit)),
        Whose::Office => book
            .say(Text { vi: "Việc của cơ quan tổng hợp", en: "For the office itself" })
            .to_owned(),
        Whose::Nobody => book.say(Text { vi: "Chưa rõ đơn vị", en: "No unit" }).to_owned(),
    };
    let open = || findings.iter().filter(|finding| finding.accepted.is_none());
    let count = |severity| open().filter(|finding| finding.severity == severity).count();
    let (errors, warnings, notes) =
        (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let accepted = findings.len() - open().count();
    let mut label = words!(
        "{name} ({errors} lỗi, {warnings} cảnh báo, {notes} lưu ý",
        "{name} (errors: {errors}, warnings: {warnings}, notes: {notes}";
        name, errors, warnings, notes
    )
    .pick(book.shared.lang);
    if 0 < accepted {
        label.push_str(
            &words!(
                "; {accepted} đã chấp nhận giải trình",
                "; accepted: {accepted}";
                accepted
            )
            .pick(book.shared.lang),
        );
    }
    label.push(')');
    label.push_str(&contact(book, whose));
    label
}

/// `. Liên hệ: Kế toán xã, 0205 000 000`; nothing where nobody is known.
fn contact(book: &Book<'_>, whose: Whose<'_>) -> String {
    let Whose::Unit(unit) = whose else { return String::new() };
    let mut rows = book.summary.submissions.iter();
    let Some(row) = rows.find(|row| row.unit.as_ref() == Some(unit)) else {
        return String::new();
    };
    let parts = [&*row.contact, &*row.phone].into_iter().filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    if parts.is_empty() {
        return String::new();
    }
    format!(". {}: {}", book.say(Text { vi: "Liên hệ", en: "Contact" }), parts.join(", "))
}

fn unit_name(book: &Book<'_>, unit: &UnitCode) -> String {
    let known = book.summary.units.iter().find(|known| known.unit == *unit);
    known.map_or_else(|| book.summary.register.name(unit), |known| known.name.clone())
}

/// What was set aside in all.
fn sum(
    frame: &mut Frame<'_>,
    book: &Book<'_>,
    table: &Table<'_, Row<'_>, Key>,
) -> anyhow::Result<()> {
    let (body, row) = (frame.body, frame.next);
    if body == row {
        let none =
            book.say(Text { vi: "Không có nội dung cần rà soát", en: "No findings" });
        let format = book.shared.styles.cell(Look::Plain, Kind::Centre);
        return frame.page.across((row, 0), (row, table.last()), none, format);
    }
    let label = book.say(Text {
        vi: "Tổng số tiền chưa đưa vào tổng hợp", en: "Total set aside"
    });
    let total = book.summary.findings.iter().map(|finding| finding.problem.set_aside).sum();
    let sums = [(Key::SetAside, total)];
    table.total(&mut frame.page, body..row, (label, Key::SetAside), &sums)
}
