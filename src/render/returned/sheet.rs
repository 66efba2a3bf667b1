//! The sheet "Cần sửa": a row for each thing to mend, a link to its cell, and a place for the unit's explanation.

use rust_xlsxwriter::{Format, FormatAlign, Url, Worksheet, XlsxError};

use super::list::{Entry, Item};
use crate::domain::label::harmless;
use crate::domain::mark;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::submission::FileId;
use crate::render::template::{Content, Order, Sent};
use crate::render::xlsx::letterhead::issued::{self, HEADING, Head};
use crate::render::xlsx::number;
use crate::render::xlsx::sheets;
use crate::render::xlsx::style::{self, Look};
use crate::render::xlsx::text;

/// The columns: heading and width.
const COLUMNS: [(&str, f64); 11] = [
    ("STT", 4.5),
    ("Mức độ", 8.5),
    (mark::MEND_CODE, 7.5),
    ("Vị trí trong tệp của đơn vị", 15.0),
    (mark::MEND_PLACE, 15.0),
    ("Nội dung", 36.0),
    ("Đang ghi", 11.5),
    ("So với", 11.5),
    ("Chênh lệch", 10.5),
    ("Cách sửa", 34.0),
    (mark::MEND_REASON, 20.0),
];
const NUMBER: u16 = 0;
const LEVEL: u16 = 1;
const CODE: u16 = 2;
const OWN: u16 = 3;
const HERE: u16 = 4;
const WORDS: u16 = 5;
const FOUND: u16 = 6;
const EXPECTED: u16 = 7;
const DIFFERENCE: u16 = 8;
const ADVICE: u16 = 9;
const REASON: u16 = 10;
/// Where [`amounts`] stand.
const AMOUNTS: [u16; 3] = [FOUND, EXPECTED, DIFFERENCE];

/// The row of the file's name, that of the instructions, and the headings.
const FILE: u32 = HEADING;
const HOW: u32 = HEADING + 1;
const HEADINGS: u32 = HEADING + 2;

/// The sheet with these rows.
pub fn sheet(order: &Order<'_>, file: &FileId, entries: &[Entry]) -> Result<Worksheet, XlsxError> {
    let mut sheet = sheets::named(mark::MEND)?;
    let unit = order.settings.office.money_unit;
    let head = Head {
        annex: "",
        title: "CÁC NỘI DUNG CẦN SỬA, CẦN GIẢI TRÌNH TRONG BÁO CÁO",
        remark: &format!("Đơn vị tính: {}", unit.label()),
        left: OWN,
        right: (ADVICE, REASON),
    };
    issued::write(&mut sheet, order.issued(), &head)?;
    let is_refused = order.sent.is_some_and(Sent::is_empty);
    let how = if is_refused { HOW_TO_REPLACE } else { HOW_TO_MEND };
    said_of_file(&mut sheet, file, how)?;
    let items = || {
        entries.iter().filter_map(|entry| match entry {
            Entry::Item(item) => Some(amounts(item)),
            Entry::Part(_) => None,
        })
    };
    // All amounts have as many decimals as the longest: by what two differ shows in both.
    let decimals = items().flatten().flatten().map(|amount| number::decimals(amount, unit));
    let decimals = decimals.max().unwrap_or(0);
    for (column, (heading, width)) in (0..).zip(COLUMNS) {
        let amounts = AMOUNTS.iter().position(|of| *of == column);
        let amounts = amounts.into_iter().flat_map(|at| items().filter_map(move |item| item[at]));
        let sign = |amount: Money| f64::from(u8::from(amount.is_negative()));
        let rooms = amounts.map(|amount| sign(amount) + number::room(amount, unit, decimals));
        sheet.set_column_width(column, rooms.fold(width, f64::max))?;
        sheets::write(&mut sheet, HEADINGS, column, heading, &style::heading(10.0))?;
    }
    sheet.set_row_height(HEADINGS, 32)?;
    let mut row = HEADINGS + 1;
    for entry in entries {
        match entry {
            Entry::Part(text) => part(&mut sheet, row, text)?,
            Entry::Item(entry) => item(&mut sheet, row, entry, unit, decimals)?,
        }
        row += 1;
    }
    sheets::protect(&mut sheet);
    issued::footer(&mut sheet, order.issued());
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADINGS, HEADINGS)?;
    sheet.set_print_area(0, 0, row.max(HEADINGS + 2) - 1, REASON)?;
    sheet.set_freeze_panes(HEADINGS + 1, 0)?;
    sheet.set_screen_gridlines(false).set_zoom(90);
    Ok(sheet)
}

const HOW_TO_MEND: &str = "Sửa ngay trong biểu này (bấm vào cột “Vị trí trong biểu này” để đến ô cần sửa; ô đó có nền đỏ \
     nhạt và ghi chú) hoặc sửa trong tệp của đơn vị, rồi gửi lại một trong hai tệp. Số nào đúng như \
     đã ghi thì nêu lý do ở cột “Giải trình của đơn vị”.";
const HOW_TO_REPLACE: &str = "Không lấy được số liệu nào từ tệp này. Điền số liệu vào các trang của biểu này, hoặc sửa tệp của \
     đơn vị như cột “Cách sửa”, rồi gửi lại một trong hai tệp.";

/// Of which file it speaks, and what to do.
fn said_of_file(sheet: &mut Worksheet, file: &FileId, how: &str) -> Result<(), XlsxError> {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let about = format!("Tệp đơn vị đã gửi: {}", harmless(name));
    let left = style::text(11.0).set_text_wrap().set_align(FormatAlign::Left);
    let left = left.set_align(FormatAlign::VerticalCenter);
    sheets::across(sheet, FILE, (NUMBER, REASON), &about, &left.clone().set_bold())?;
    sheets::across(sheet, HOW, (NUMBER, REASON), how, &left)?;
    sheet.set_row_height(FILE, 18)?.set_row_height(HOW, 32)?;
    Ok(())
}

fn part(sheet: &mut Worksheet, row: u32, text: &str) -> Result<(), XlsxError> {
    let format = style::wrapped(style::cell(Look::Group));
    sheets::across(sheet, row, (NUMBER, REASON), text, &format)?;
    sheet.set_row_height(row, 32)?;
    Ok(())
}

/// The text of the list, a little smaller than a table's.
fn small(format: Format) -> Format {
    format.set_font_size(10)
}

/// What stands there, what that is held against, and their difference.
fn amounts(item: &Item) -> [Option<Money>; 3] {
    let found = item.found.as_ref().and_then(Content::amount);
    let difference = found.zip(item.expected).map(|(found, expected)| found - expected);
    [found, item.expected, difference]
}

fn item(
    sheet: &mut Worksheet,
    row: u32,
    item: &Item,
    unit: MoneyUnit,
    decimals: u8,
) -> Result<(), XlsxError> {
    let plain = small(style::cell(Look::Plain)).set_align(FormatAlign::Top);
    let text = style::wrapped(plain.clone());
    let middle = style::middle(plain.clone());
    for (column, value) in [(NUMBER, item.number.as_str()), (LEVEL, item.level), (CODE, &item.code)]
    {
        sheets::write(sheet, row, column, value, &middle)?;
    }
    for (column, value) in [(OWN, &item.own), (WORDS, &item.words), (ADVICE, &item.advice)] {
        sheets::write(sheet, row, column, value, &text)?;
    }
    match item.here {
        Some((name, cell)) => {
            let shown = format!("{name}!{cell}");
            let link = Url::new(format!("internal:'{name}'!{cell}")).set_text(&shown);
            sheet.write_url_with_format(row, HERE, link, &style::link(text.clone()))?;
        }
        None => drop(sheet.write_blank(row, HERE, &text)?),
    }
    let format = style::amount_of(plain.clone(), decimals);
    for (column, amount) in AMOUNTS.into_iter().zip(amounts(item)) {
        match amount {
            Some(amount) => {
                sheet.write_number_with_format(row, column, amount.as_number(unit), &format)?
            }
            None => sheet.write_blank(row, column, &plain)?,
        };
    }
    if let Some(Content::Text(found)) = &item.found {
        sheets::write(sheet, row, FOUND, found, &text)?;
    }
    let reason = small(style::wrapped(style::entry())).set_align(FormatAlign::Top);
    match &item.reason {
        Some(said) => drop(sheets::write(sheet, row, REASON, said, &reason)?),
        None if item.level.is_empty() => drop(sheet.write_blank(row, REASON, &text)?),
        None => drop(sheet.write_blank(row, REASON, &reason)?),
    }
    let lines = [(OWN, &item.own), (WORDS, &item.words), (ADVICE, &item.advice)];
    let lines = lines.map(|(column, words)| {
        let (_, width) = COLUMNS[usize::from(column)];
        text::lines(words, width * 1.08)
    });
    let most = lines.into_iter().max().unwrap_or(1);
    sheets::height(sheet, row, 4.0 + 13.2 * f64::from(most))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::Cell;
    use crate::render::template::tests::Sample;

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
        };
        let entries = [Entry::Part(long.clone()), Entry::Item(Box::new(item))];
        let path = long.as_str().into();
        let file =
            FileId { path, sha256: String::new(), received: None, order: Default::default() };
        let sample = Sample::new();
        let sheet = sheet(&sample.order(), &file, &entries).unwrap();
        let mut workbook = sheets::workbook().unwrap();
        workbook.push_worksheet(sheet);
        workbook.save_to_buffer().unwrap();
    }
}
