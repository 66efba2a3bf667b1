//! The sheet "Cần sửa": a row for each thing to mend, a link to its cell, and a place for the unit's explanation.

use rust_xlsxwriter::{RowNum, Worksheet};

use super::list::{Entry, Item};
use crate::domain::label::harmless;
use crate::domain::mark;
use crate::domain::money::Money;
use crate::domain::submission::FileId;
use crate::render::template::{Content, Order, Sent};
use crate::render::xlsx::Shared;
use crate::render::xlsx::letterhead::{self, ISSUED, Issued};
use crate::render::xlsx::page::{Page, Print};
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{Column, Table, Value};

/// The columns that are named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    /// Where it stands in the unit's own file.
    Own,
    /// The amounts: what stands there, what that is held against, and their difference.
    Found,
    Difference,
}

/// The columns.
fn table<'a>() -> Table<'a, Item, Key> {
    use Value::{Blank, Centred, Here, Text};
    let column = |heading, width, take: fn(&Item) -> Value| {
        Column::new(heading, width, move |_, item: &Item| take(item))
    };
    Table::new(vec![
        column("STT", 5.0, |item| Centred(item.number.clone())),
        column("Mức độ", 9.5, |item| Centred(item.level.to_owned())),
        column(mark::MEND_CODE, 8.5, |item| Centred(item.code.clone())),
        column("Vị trí trong tệp của đơn vị", 16.5, |item| Text(item.own.clone())).key(Key::Own),
        column(mark::MEND_PLACE, 16.5, |item| {
            item.here.map_or(Blank, |(sheet, cell)| Here(sheet, cell))
        }),
        column("Nội dung", 40.0, |item| Text(item.words.clone())),
        column("Đang ghi", 12.5, |item| match &item.found {
            Some(Content::Text(text)) => Text(text.to_string()),
            found => Value::Money(found.as_ref().and_then(Content::amount)),
        })
        .key(Key::Found),
        column("So với", 12.5, |item| Value::Money(item.expected)),
        column("Chênh lệch", 12.5, |item| Value::Money(difference(item))).key(Key::Difference),
        column("Cách sửa", 38.0, |item| Text(item.advice.clone())),
        column(mark::MEND_REASON, 22.0, |item| match &item.reason {
            Some(said) => Value::entry(said),
            None if item.level.is_empty() => Blank,
            None => Value::entry(""),
        }),
        column("Mã việc", 14.0, |item| Text(item.todo.clone())),
    ])
}

fn difference(item: &Item) -> Option<Money> {
    let found = item.found.as_ref().and_then(Content::amount);
    found.zip(item.expected).map(|(found, expected)| found - expected)
}

/// The row of the file's name, that of the instructions, and the headings.
const FILE: RowNum = ISSUED;
const HOW: RowNum = FILE + 1;
const HEADINGS: RowNum = HOW + 1;

/// The sheet with these rows.
pub(super) fn sheet(
    order: &Order<'_>,
    shared: &Shared<'_>,
    file: &FileId,
    entries: &[Entry],
) -> anyhow::Result<Worksheet> {
    let mut page = Page::form(shared, mark::MEND)?;
    let table = table();
    table.widths(&mut page);
    page.compare(table.column(Key::Found)..table.column(Key::Difference) + 1);
    let (last, title) = (table.last(), "CÁC NỘI DUNG CẦN SỬA, CẦN GIẢI TRÌNH TRONG BÁO CÁO");
    let right = (last - 1, last);
    let head = Issued { annex: "", title, left: table.column(Key::Own), right };
    letterhead::issued(&mut page, order.unit, &head)?;
    letterhead::money_unit_at(&mut page, ISSUED - 1, right)?;
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let about = format!("Tệp đơn vị đã gửi: {}", harmless(name));
    page.across((FILE, 0), (FILE, last), &about, &shared.styles.section)?;
    let is_refused = order.sent.is_some_and(Sent::is_empty);
    let how = if is_refused { HOW_TO_REPLACE } else { HOW_TO_MEND };
    page.across((HOW, 0), (HOW, last), how, &shared.styles.sentence)?;
    page.height(HOW, 2)?;
    let body = table.heading(&mut page, HEADINGS)?;
    let mut next = body;
    for entry in entries {
        match entry {
            Entry::Part(text) => {
                table.across(&mut page, next, (0, last), text, Look::Group)?;
                page.height(next, 2)?;
            }
            Entry::Item(item) => table.row(&mut page, next, item, Look::Plain)?,
        }
        next += 1;
    }
    let end = next.max(body + 1) - 1;
    page.print(Print { heading: HEADINGS, body, frozen: 0, last: (end, last) })?;
    page.finish()
}

const HOW_TO_MEND: &str = "Sửa ngay trong biểu này (bấm vào cột “Vị trí trong biểu này” để đến ô cần sửa; ô đó có nền đỏ \
     nhạt và ghi chú) hoặc sửa trong tệp của đơn vị, rồi gửi lại một trong hai tệp. Số nào đúng như \
     đã ghi thì nêu lý do ở cột “Giải trình của đơn vị”.";
const HOW_TO_REPLACE: &str = "Không lấy được số liệu nào từ tệp này. Điền số liệu vào các trang của biểu này, hoặc sửa tệp của \
     đơn vị như cột “Cách sửa”, rồi gửi lại một trong hai tệp.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::Cell;
    use crate::render::template::tests::Sample;
    use crate::render::xlsx::sheets;

    #[test]
    fn a_text_of_any_length_is_cut_and_the_list_is_written() {
        let long = "ễ".repeat(40_000);
        let item = Item {
            number: long.clone(),
            level: "Lỗi",
            code: long.clone(),
            own: long.clone(),
            here: Some(("Vốn đầu tư", Cell::new(9, 5))),
            words: long.clone(),
            found: Some(Content::Text(long.as_str().into())),
            expected: None,
            advice: long.clone(),
            reason: Some(long.clone()),
            todo: String::new(),
        };
        let entries = [Entry::Part(long.clone()), Entry::Item(Box::new(item))];
        let path = long.as_str().into();
        let file = FileId {
            path,
            sha256: String::new(),
            received: None,
            is_registered: false,
            order: Default::default(),
        };
        let sample = Sample::new();
        let order = sample.order();
        let sheet = sheet(&order, &order.shared(), &file, &entries).unwrap();
        let mut workbook = sheets::workbook().unwrap();
        workbook.push_worksheet(sheet);
        workbook.save_to_buffer().unwrap();
    }
}
