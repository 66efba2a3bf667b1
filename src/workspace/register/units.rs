//! The sheet "Đơn vị": who reports.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::catalogue::Catalogue;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::label::{composed, fold};
use crate::domain::place::Cell;
use crate::domain::register::{LONGEST_MERGER, Unit};

use super::super::faults::{nearest, quoted, suggestion};
use super::form::{Form, Heading, KnownBy};
use super::programs::Programs;
use super::table::{Book, Row, Table, place};

#[derive(Clone, Copy, PartialEq, Debug)]
enum Column {
    Code,
    Name,
    Kind,
    Aliases,
    Leads,
    Contact,
    Phone,
    Email,
    From,
    To,
    MergedInto,
}

static FORM: Form<Column> = Form {
    sheet: "Đơn vị",
    known_by: KnownBy::Headings,
    headings: &[
        Heading::required(Column::Code, "Mã đơn vị", &["ma don vi", "ma dv"]),
        Heading::required(Column::Name, "Tên đơn vị", &["ten don vi", "ten dv"]),
        Heading::optional(Column::Kind, "Loại", &["loai", "loai don vi"]),
        Heading::optional(Column::Aliases, "Tên khác", &["ten khac", "ten goi khac"]),
        Heading::optional(
            Column::Leads,
            "Chương trình chủ trì",
            &["chuong trinh chu tri", "chu tri"],
        ),
        Heading::optional(Column::Contact, "Người phụ trách", &["nguoi phu trach"]),
        Heading::optional(Column::Phone, "Điện thoại", &["dien thoai", "so dien thoai"]),
        Heading::optional(Column::Email, "Email", &["email", "e mail", "thu dien tu"]),
        Heading::optional(Column::From, "Hiệu lực từ", &["hieu luc tu", "hieu luc tu ngay"]),
        Heading::optional(Column::To, "Hiệu lực đến", &["hieu luc den", "hieu luc den ngay"]),
        Heading::optional(Column::MergedInto, "Sáp nhập vào", &["sap nhap vao", "sap nhap"]),
    ],
};

/// The units, in the order of the sheet; `None` where there is no table of them, which is said.
pub(super) fn read(
    book: &mut Book<'_>,
    catalogue: &Catalogue,
    programs: Programs,
) -> Option<Vec<Unit>> {
    let faults = book.faults.len();
    let Some(table) = book.table(&FORM) else {
        if book.faults.len() == faults {
            book.wrong(
                None,
                None,
                "thiếu trang \"Đơn vị\" với các cột \"Mã đơn vị\", \"Tên đơn vị\"",
                "the sheet \"Đơn vị\" with the columns \"Mã đơn vị\", \"Tên đơn vị\" is missing",
            );
        }
        return None;
    };
    let mut units = Vec::new();
    let mut rows = Vec::new();
    let mut seen: BTreeMap<String, Option<Cell>> = BTreeMap::new();
    for row in table.rows() {
        let Some(unit) = unit(book, &row, catalogue, programs) else { continue };
        let cell = row.cell(Column::Code);
        if let Some(Some(first)) = seen.get(&fold(unit.code.as_str())) {
            let code = quoted(unit.code.as_str());
            book.wrong_at(
                &row,
                Column::Code,
                format!("mã {code} đã dùng ở ô {first}; mỗi đơn vị một mã riêng"),
                format!("the code {code} is already used in {first}; every unit has its own"),
            );
        }
        seen.entry(fold(unit.code.as_str())).or_insert(cell);
        units.push(unit);
        rows.push(row);
    }
    mergers(book, &table, &mut units, &rows);
    Some(units)
}

fn unit(
    book: &mut Book<'_>,
    row: &Row<'_, '_, Column>,
    catalogue: &Catalogue,
    programs: Programs,
) -> Option<Unit> {
    let code = UnitCode::new(&book.text(row, Column::Code));
    let name = book.text(row, Column::Name);
    let (Some(code), false) = (code, name.is_empty()) else {
        // Remarks and signatures under the table hold nothing in these two columns.
        let (at, vi, en) = match (row.is_blank(Column::Code), row.is_blank(Column::Name)) {
            (true, true) => return None,
            (true, false) => (Column::Code, "thiếu mã đơn vị", "the unit's code is missing"),
            _ => (
                Column::Name,
                "thiếu tên đơn vị; nếu dòng này không phải đơn vị thì xóa đi",
                "the unit's name is missing; delete the row if it is no unit",
            ),
        };
        book.wrong_at(row, at, vi, en);
        return None;
    };
    let (from, to) = (book.day(row, Column::From), book.day(row, Column::To));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        book.wrong_at(
            row,
            Column::To,
            "\"Hiệu lực đến\" sớm hơn \"Hiệu lực từ\"; xem lại hai ngày",
            "\"Hiệu lực đến\" is before \"Hiệu lực từ\"; look at both days",
        );
    }
    Some(Unit {
        code,
        name,
        kind: book.text(row, Column::Kind),
        aliases: parts(&book.text(row, Column::Aliases)),
        leads: leads(book, row, catalogue, programs),
        contact: book.text(row, Column::Contact),
        phone: book.text(row, Column::Phone),
        email: book.text(row, Column::Email),
        from,
        to,
        merged_into: UnitCode::new(&book.text(row, Column::MergedInto)),
        named_at: Some(place(Some(row.table.sheet), row.cell(Column::Name))),
    })
}

fn leads(
    book: &mut Book<'_>,
    row: &Row<'_, '_, Column>,
    catalogue: &Catalogue,
    programs: Programs,
) -> Vec<ComponentId> {
    let mut leads = Vec::new();
    for typed in parts(&book.text(row, Column::Leads).replace(',', ";")) {
        match component(&typed, catalogue) {
            Ok(id) => leads.push(id),
            Err(_) if programs == Programs::Unread => {}
            Err(meant) => {
                let hint = suggestion(meant);
                let typed = quoted(&typed);
                book.wrong_at(
                    row,
                    Column::Leads,
                    format!("không có chương trình mã {typed}{}", hint.vi),
                    format!("there is no program {typed}{}", hint.en),
                );
            }
        }
    }
    leads
}

/// Each merger leads to another unit, after a last day, and never back.
fn mergers(
    book: &mut Book<'_>,
    table: &Table<'_, Column>,
    units: &mut [Unit],
    rows: &[Row<'_, '_, Column>],
) {
    if table.heading_of(Column::MergedInto).is_none() {
        return;
    }
    let codes = Codes::of(units);
    for index in 0..units.len() {
        let Some(typed) = units[index].merged_into.clone() else { continue };
        let row = &rows[index];
        match codes.get(typed.as_str()) {
            Some(known) if *known == units[index].code => book.wrong_at(
                row,
                Column::MergedInto,
                "đơn vị không thể sáp nhập vào chính nó",
                "a unit cannot be merged into itself",
            ),
            Some(known) => units[index].merged_into = Some(known.clone()),
            None => {
                let hint = suggestion(nearest_unit(typed.as_str(), units));
                let typed = quoted(typed.as_str());
                book.wrong_at(
                    row,
                    Column::MergedInto,
                    format!("không có đơn vị mã {typed}{}", hint.vi),
                    format!("there is no unit {typed}{}", hint.en),
                );
            }
        }
        if units[index].to.is_none() {
            book.wrong_at(
                row,
                Column::To,
                "đơn vị đã sáp nhập phải có ngày cuối cùng ở cột \"Hiệu lực đến\"",
                "a merged unit needs its last day in \"Hiệu lực đến\"",
            );
        }
    }
    let next: BTreeMap<&UnitCode, &UnitCode> =
        units.iter().filter_map(|unit| Some((&unit.code, unit.merged_into.as_ref()?))).collect();
    for (unit, row) in units.iter().zip(rows) {
        let road = std::iter::successors(next.get(&unit.code), |code| next.get(*code));
        let road: BTreeSet<&UnitCode> = road.take(LONGEST_MERGER + 1).copied().collect();
        // That a unit is merged into itself was said.
        let is_circle = road.contains(&unit.code) && unit.merged_into.as_ref() != Some(&unit.code);
        if is_circle {
            book.wrong_at(
                row,
                Column::MergedInto,
                "các đơn vị sáp nhập vòng tròn vào nhau; chỉ ghi đơn vị còn lại sau cùng",
                "these units are merged in a circle; name the one that remains",
            );
        } else if LONGEST_MERGER < road.len() {
            book.wrong_at(
                row,
                Column::MergedInto,
                format!(
                    "sáp nhập nối tiếp quá {LONGEST_MERGER} lần; ghi thẳng đơn vị còn lại sau cùng"
                ),
                format!("merged more than {LONGEST_MERGER} times over; name the one that remains"),
            );
        }
    }
}

fn parts(text: &str) -> Vec<String> {
    text.split(';').map(composed).filter(|part| !part.is_empty()).collect()
}

/// The registered codes, found whatever their capitals.
pub(super) struct Codes(BTreeMap<String, UnitCode>);

impl Codes {
    pub(super) fn of(units: &[Unit]) -> Codes {
        // Of two that are the same, which is said, the first.
        let codes = units.iter().rev().map(|unit| (fold(unit.code.as_str()), unit.code.clone()));
        Codes(codes.collect())
    }

    /// The code that was typed.
    pub(super) fn get(&self, typed: &str) -> Option<&UnitCode> {
        self.0.get(&fold(typed))
    }
}

/// The unit whose code or name is nearest to a code that none has.
pub(super) fn nearest_unit(typed: &str, units: &[Unit]) -> Option<String> {
    let shown = |unit: &Unit| format!("{} ({})", unit.code, unit.name);
    let candidates = units.iter().flat_map(|unit| {
        let names = unit.aliases.iter().chain([&unit.name]).map(String::as_str);
        names.chain([unit.code.as_str()]).map(move |name| (name, unit))
    });
    nearest(typed, candidates).map(shown)
}

/// The id of the catalogue that was typed.
///
/// # Errors
/// The nearest one, by id or by name.
pub(super) fn component(typed: &str, catalogue: &Catalogue) -> Result<ComponentId, Option<String>> {
    if let Some(node) = typed.parse().ok().and_then(|id| catalogue.get(&id)) {
        return Ok(node.id.clone());
    }
    let candidates = catalogue.nodes().flat_map(|node| {
        let names = [node.id.as_str(), &node.name, &node.short].into_iter();
        names.chain(node.aliases.iter().map(String::as_str)).map(move |name| (name, node))
    });
    Err(nearest(typed, candidates).map(|node| format!("{} ({})", node.id, quoted(&node.short))))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_column_is_found_by_its_name() {
        super::FORM.assert_sound();
    }
}
