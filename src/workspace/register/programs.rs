//! The sheet "Chương trình": what the office adds to the catalogue, or renames in it.

use crate::domain::catalogue::{Catalogue, Node};
use crate::domain::code::ComponentId;
use crate::domain::key::Funding;

use super::super::faults::quoted;
use super::form::{Form, Heading, KnownBy};
use super::table::{Book, Row};
use super::typed;

#[derive(Clone, Copy, PartialEq, Debug)]
enum Column {
    Id,
    Name,
    Label,
    Funding,
}

static FORM: Form<Column> = Form {
    sheet: "Chương trình",
    known_by: KnownBy::Name,
    headings: &[
        Heading::required(Column::Id, "Mã", &["ma", "ma noi dung", "ma so"]),
        Heading::required(Column::Name, "Tên", &["ten", "ten noi dung"]),
        Heading::optional(Column::Label, "Nhãn", &["nhan"]),
        Heading::optional(Column::Funding, "Loại vốn", &["loai von"]),
    ],
};

/// Whether the programs of the office are known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Programs {
    /// Those of the sheet, where there is one.
    Known,
    /// The sheet could not be read.
    Unread,
}

/// Adds the rows of the sheet to the catalogue; a row with a known id replaces what it says and keeps the rest.
pub(super) fn read(book: &mut Book<'_>, catalogue: &mut Catalogue) -> Programs {
    let faults = book.faults.len();
    let Some(table) = book.table(&FORM) else {
        return if book.faults.len() == faults { Programs::Known } else { Programs::Unread };
    };
    let mut added = Vec::new();
    for row in table.rows() {
        let typed = book.text(&row, Column::Id);
        let Ok(id) = typed.parse::<ComponentId>() else {
            let typed = quoted(&typed);
            book.wrong_at(
                &row,
                Column::Id,
                format!("{typed} không dùng làm mã được; mã gồm chữ thường không dấu, số và dấu chấm, ví dụ ntm.12"),
                format!("{typed} is no id: plain lower-case letters, digits and dots, such as ntm.12"),
            );
            continue;
        };
        let name = book.text(&row, Column::Name);
        if name.is_empty() {
            book.wrong_at(&row, Column::Name, "thiếu tên", "the name is missing");
        }
        let label = book.text(&row, Column::Label);
        let funding = funding_of(book, &row);
        let known = catalogue.get(&id);
        let node = Node {
            keywords: Vec::new(),
            label: if label.is_empty() {
                known.map_or(label, |known| known.label.clone())
            } else {
                label
            },
            short: known.map_or_else(|| name.clone(), |known| known.short.clone()),
            en: known.map_or_else(|| name.clone(), |known| known.en.clone()),
            aliases: known.map_or_else(Vec::new, |known| {
                // Forms of other offices still use the name that is replaced.
                let replaced = (known.name != name).then(|| known.name.clone());
                known.aliases.iter().cloned().chain(replaced).collect()
            }),
            // What the office enters itself is sure.
            is_funding_sure: !funding.is_empty()
                || known.is_some_and(|known| known.is_funding_sure),
            funding: if funding.is_empty() {
                known.map_or(funding, |known| known.funding.clone())
            } else {
                funding
            },
            name,
            id: id.clone(),
        };
        catalogue.add(node);
        added.push((row, id));
    }
    // Only now: a parent may stand below its child.
    for (row, id) in added {
        let Some(parent) = id.parent().filter(|parent| catalogue.get(parent).is_none()) else {
            continue;
        };
        book.wrong_at(
            &row,
            Column::Id,
            format!("{id} nằm dưới {parent}, nhưng chưa có mã {parent}; thêm một dòng cho mã đó"),
            format!("{id} lies below {parent}, which does not exist; add a row for it"),
        );
    }
    Programs::Known
}

fn funding_of(book: &mut Book<'_>, row: &Row<'_, '_, Column>) -> Vec<Funding> {
    let text = book.text(row, Column::Funding);
    let mut found = Vec::new();
    for part in text.split([';', ',', '+', '/']).filter(|part| !part.trim().is_empty()) {
        match typed::funding(part) {
            Some(funding) => found.push(funding),
            None => book.wrong_at(
                row,
                Column::Funding,
                format!("{} không phải loại vốn; ghi ĐT, SN hoặc ĐT; SN", quoted(part)),
                format!("{} is no funding type; write ĐT, SN or ĐT; SN", quoted(part)),
            ),
        }
    }
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_column_is_found_by_its_name() {
        super::FORM.assert_sound();
    }
}
