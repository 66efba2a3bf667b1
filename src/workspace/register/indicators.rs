//! The sheet "Chỉ tiêu": what the office counts beside money.

use crate::domain::catalogue::Catalogue;
use crate::domain::code::ComponentId;
use crate::domain::indicator::{Indicator, IndicatorId, Kind};
use crate::domain::label::Label;

use super::super::faults::quoted;
use super::form::{Form, Heading, KnownBy};
use super::table::{Book, Row};

#[derive(Clone, Copy, PartialEq, Debug)]
enum Column {
    Id,
    Name,
    Aliases,
    Unit,
    Kind,
    Of,
}

static FORM: Form<Column> = Form {
    sheet: "Chỉ tiêu",
    known_by: KnownBy::Name,
    headings: &[
        Heading::required(Column::Id, "Mã", &["ma", "ma chi tieu", "ma so"]),
        Heading::required(Column::Name, "Tên chỉ tiêu", &["ten chi tieu", "chi tieu", "ten"]),
        Heading::optional(Column::Aliases, "Tên khác", &["ten khac", "ten goi khac"]),
        Heading::required(Column::Unit, "Đơn vị", &["don vi", "don vi tinh", "dvt"]),
        Heading::optional(Column::Kind, "Loại", &["loai", "loai chi tieu"]),
        Heading::optional(Column::Of, "Nội dung", &["noi dung", "ma noi dung"]),
    ],
};

/// Adds the rows of the sheet to the indicators; a row with a known id replaces what it says and keeps the rest.
pub(super) fn read(book: &mut Book<'_>, catalogue: &mut Catalogue) {
    let Some(table) = book.table(&FORM) else { return };
    for row in table.rows() {
        let typed = book.text(&row, Column::Id);
        let Some(id) = IndicatorId::new(&typed) else {
            let typed = quoted(&typed);
            book.wrong_at(
                &row,
                Column::Id,
                format!("{typed} không dùng làm mã được; mã gồm chữ thường không dấu, số và dấu gạch nối, ví dụ ho-nhan"),
                format!("{typed} is no id: plain lower-case letters, digits and hyphens, such as ho-nhan"),
            );
            continue;
        };
        let known = catalogue.indicators.get(&id).cloned();
        let name = book.text(&row, Column::Name);
        if name.is_empty() {
            book.wrong_at(&row, Column::Name, "thiếu tên chỉ tiêu", "the name is missing");
            continue;
        }
        let unit = book.text(&row, Column::Unit);
        if unit.is_empty() && known.is_none() {
            book.wrong_at(
                &row,
                Column::Unit,
                "thiếu đơn vị tính",
                "the unit of measure is missing",
            );
            continue;
        }
        let kind = kind_of(book, &row);
        let of = components(book, &row, catalogue);
        let is_renamed = |known: &Indicator| known.name != name;
        // Forms that were issued before still have the old name.
        let old = known.iter().filter(|known| is_renamed(known)).map(|known| known.name.clone());
        let aliases = book.text(&row, Column::Aliases);
        let aliases = aliases.split(';').map(str::trim).filter(|name| !name.is_empty());
        let kept = known.iter().flat_map(|known| known.aliases.iter().cloned());
        let aliases: Vec<String> = kept.chain(old).chain(aliases.map(str::to_owned)).collect();
        let is_same_unit = known.as_ref().is_some_and(|known| known.is_in(&unit, &known.unit));
        let new = Indicator {
            en: known
                .as_ref()
                .filter(|known| !is_renamed(known))
                .map_or_else(|| name.clone(), |known| known.en.clone()),
            same_unit: known
                .as_ref()
                .filter(|_| unit.is_empty() || is_same_unit)
                .map_or_else(Vec::new, |known| known.same_unit.clone()),
            unit: match &known {
                Some(known) if unit.is_empty() => known.unit.clone(),
                _ => unit,
            },
            kind: kind.or(known.as_ref().map(|known| known.kind)).unwrap_or(Kind::Flow),
            of: match &known {
                Some(known) if of.is_empty() => known.of.clone(),
                _ => of,
            },
            id,
            name,
            aliases,
        };
        let name = quoted(&new.name);
        if let Err(other) = catalogue.indicators.add(new) {
            book.wrong_at(
                &row,
                Column::Name,
                format!("{name} hoặc tên khác của chỉ tiêu này đã là tên của chỉ tiêu {}", other),
                format!("{name} or another name of it is a name of the indicator {other}"),
            );
        }
    }
}

/// Flow or stock; `None` where nothing is typed.
fn kind_of(book: &mut Book<'_>, row: &Row<'_, '_, Column>) -> Option<Kind> {
    let typed = book.text(row, Column::Kind);
    let label = Label::new(&typed);
    match label.as_str() {
        "" => None,
        "phat sinh" | "phat sinh trong nam" => Some(Kind::Flow),
        "tai thoi diem" | "luy ke tai thoi diem" | "thoi diem" => Some(Kind::Stock),
        _ => {
            let typed = quoted(&typed);
            book.wrong_at(
                row,
                Column::Kind,
                format!("{typed} không phải loại chỉ tiêu; ghi phát sinh hoặc tại thời điểm"),
                format!("{typed} is no kind of indicator; write phát sinh or tại thời điểm"),
            );
            None
        }
    }
}

/// The components whose forms have it.
fn components(
    book: &mut Book<'_>,
    row: &Row<'_, '_, Column>,
    catalogue: &Catalogue,
) -> Vec<ComponentId> {
    let text = book.text(row, Column::Of);
    let mut found = Vec::new();
    for part in text.split([';', ',']).map(str::trim).filter(|part| !part.is_empty()) {
        match part.parse::<ComponentId>().ok().filter(|id| catalogue.get(id).is_some()) {
            Some(id) => found.push(id),
            None => book.wrong_at(
                row,
                Column::Of,
                format!("{} không có trong danh mục nội dung; ghi mã ở trang Mã nội dung, cách nhau bằng dấu chấm phẩy", quoted(part)),
                format!("{} is no component; write ids with semicolons between", quoted(part)),
            ),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_column_is_found_by_its_name() {
        super::FORM.assert_sound();
    }
}
