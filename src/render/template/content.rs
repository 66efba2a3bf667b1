//! "Khó khăn, vướng mắc" and "Kết quả thực hiện": a row for each component of the unit and some more to fill in.

use rust_xlsxwriter::{ColNum, DataValidation, Formula, RowNum, Worksheet};

use super::Order;
use super::entries::{Achieved, Entries, Entry};
use super::guard;
use super::table::Table as Money;
use crate::domain::difficulty::{Part, Status};
use crate::domain::mark;
use crate::domain::results::Amount;
use crate::render::xlsx::Shared;
use crate::render::xlsx::cells;
use crate::render::xlsx::letterhead::{self, ISSUED, Issued};
use crate::render::xlsx::page::Page;
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{self, Column, Table, Value};

/// The first row below the heading.
pub(super) const FIRST: RowNum = ISSUED + 1;
/// The column of the codes.
const CODE: ColNum = 1;

/// A row, numbered from 1.
struct Row<'e> {
    number: usize,
    /// It is of a component that the unit reports on: what is known of it is locked.
    is_listed: bool,
    of: &'e Entry,
}

/// The columns that are named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Code,
    Label,
}

type Of<'e> = Column<'e, Row<'e>, Key>;

/// How many columns stand before those to fill in.
const LEAD: usize = 3;

/// STT, Mã and Nội dung.
fn lead<'e>(label_width: f64) -> [Of<'e>; LEAD] {
    let code = |of: &Entry| of.component.as_ref().map_or("", |id| id.as_str()).to_owned();
    let is = |is_listed, locked: fn(String) -> Value, text| {
        if is_listed { locked(text) } else { Value::entry(text) }
    };
    [
        Column::new("STT", 6.0, |_, row: &Row<'e>| Value::Centred(row.number.to_string())),
        Column::new("Mã", 10.0, move |_, row: &Row<'e>| {
            is(row.is_listed, Value::Centred, code(row.of))
        })
        .key(Key::Code),
        Column::new("Nội dung", label_width, move |_, row: &Row<'e>| {
            is(row.is_listed, Value::Text, row.of.label.clone())
        })
        .key(Key::Label),
    ]
}

/// What a form asks of a difficulty, from left to right: heading and width. The unit of money stands with the amount.
const PARTS: [(Part, &str, f64); 8] = [
    (Part::Difficulty, "Khó khăn, vướng mắc", 30.0),
    (Part::Cause, "Nguyên nhân", 12.0),
    (Part::Proposal, "Đề xuất, kiến nghị", 25.0),
    (Part::Level, "Cấp giải quyết", 11.0),
    (Part::Status, "Tình trạng", 12.0),
    (Part::Amount, "Số tiền vướng mắc", 10.0),
    (Part::Document, "Văn bản (số, ngày)", 12.0),
    (Part::Id, "Mã KK", 10.0),
];

/// The column in which the form asks for a part.
pub(super) fn column(part: Part) -> ColNum {
    let place = PARTS.iter().position(|(of, ..)| *of == part);
    (LEAD + place.expect("the form asks for every part")) as ColNum
}

/// What hinders the work, why, and who can settle it.
pub(super) fn difficulties(
    order: &Order<'_>,
    shared: &Shared<'_>,
    entries: &Entries,
) -> anyhow::Result<Worksheet> {
    let mut columns = Vec::from(lead(27.0));
    for (part, heading, width) in PARTS {
        let words = match part {
            Part::Cause => vec!["Khách quan", "Chủ quan"],
            Part::Level => levels(order),
            Part::Status => Status::ALL.map(|status| status.label().vi).to_vec(),
            _ => Vec::new(),
        };
        let heading = match part {
            Part::Amount => format!("{heading} ({})", order.settings.office.money_unit.label()),
            _ => heading.to_owned(),
        };
        let is_issued = order.sent.is_none();
        let column = Column::new(heading, width, move |_, row: &Row<'_>| {
            let text = row.of.texts.get(&part).map_or("", String::as_str);
            match (part, row.of.amount) {
                // The office's own name for it; one that it does not know the unit may mend.
                (Part::Id, _) if is_issued => Value::Centred(text.to_owned()),
                (Part::Amount, Some(amount)) => Value::Entry(Box::new(Value::Figure(Some(amount)))),
                _ => Value::entry(text),
            }
        });
        columns.push(if words.is_empty() { column } else { column.asks(one_of(&words)?) });
    }
    let title = ("Biểu số 03", "KHÓ KHĂN, VƯỚNG MẮC VÀ ĐỀ XUẤT, KIẾN NGHỊ");
    sheet(order, shared, Entries::DIFFICULTIES, title, columns, entries)
}

/// What was done, in its own units: classes held, animals handed over, households that benefit.
pub(super) fn results(
    order: &Order<'_>,
    shared: &Shared<'_>,
    tables: &[Money],
) -> anyhow::Result<Worksheet> {
    let asks = guard::number("Ô này nhận số lượng, là một số không âm.")?;
    let count = |heading, take: fn(&Achieved) -> &Amount| {
        Column::new(heading, 12.0, move |_, row: &Row<'_>| {
            Value::Entry(Box::new(match take(&row.of.result) {
                Amount::Text(text) => Value::Text(text.to_string()),
                amount => Value::Quantity(amount.number()),
            }))
        })
        .asks(asks.clone())
        .decimals(2)
    };
    // What the form prints is locked, so that all units call it alike.
    let named = |heading, width, take: fn(&Achieved) -> &str| {
        Column::new(heading, width, move |_, row: &Row<'_>| {
            let text = take(&row.of.result).to_owned();
            if row.of.result.indicator.is_some() { Value::Text(text) } else { Value::entry(text) }
        })
    };
    let mut columns = Vec::from(lead(46.0));
    columns.extend([
        named("Chỉ tiêu", 36.0, |result| &result.name),
        named("Đơn vị tính", 12.0, |result| &result.unit),
        count("Kế hoạch năm", |result| &result.plan),
        count("Thực hiện (lũy kế từ đầu năm)", |result| &result.done),
        Column::new("Ghi chú", 26.0, |_, row: &Row<'_>| Value::entry(row.of.result.note.as_str())),
    ]);
    let title = ("Biểu số 04", "KẾT QUẢ THỰC HIỆN NHIỆM VỤ");
    sheet(order, shared, mark::RESULTS, title, columns, &Entries::results(order, tables))
}

/// What is typed should be one of these words.
pub(super) fn one_of(words: &[&str]) -> anyhow::Result<DataValidation> {
    let list = DataValidation::new().allow_list_strings(words)?;
    Ok(table::warning(list, "Nên chọn một trong các giá trị của danh sách.")?)
}

/// Letters of a level: what is longer is no word to choose.
const LONGEST_LEVEL: usize = 60;

/// The levels that can settle a difficulty: the commune, the office's own level, the province, the centre.
fn levels<'o>(order: &Order<'o>) -> Vec<&'o str> {
    let own = order.settings.office.level.as_str();
    let mut levels = vec!["xã", own, "tỉnh", "trung ương"];
    let mut seen = Vec::new();
    levels.retain(|level| {
        // The words of a list take 255 letters in all.
        let is_short = level.chars().count() <= LONGEST_LEVEL;
        let is_new = !level.is_empty() && is_short && !seen.contains(level);
        seen.push(level);
        is_new
    });
    levels
}

/// Lets free rows take one of the codes of the sheet of difficulties, where each component stands once; on other sheets it
/// may stand several times.
pub(super) fn offer_codes(
    page: &mut Page<'_>,
    entries: &Entries,
    column: ColNum,
    free: (RowNum, RowNum),
) -> anyhow::Result<()> {
    if entries.components == 0 {
        return Ok(());
    }
    let codes = cells::fixed(CODE, (FIRST, entries.at(entries.components) - 1));
    let codes = Formula::new(format!("='{}'!{codes}", Entries::DIFFICULTIES));
    let list = DataValidation::new().allow_list_formula(codes);
    let list = table::warning(list, "Nên chọn một mã đã có ở các dòng trên.")?;
    page.sheet.add_data_validation(free.0, column, free.1, column, &list)?;
    Ok(())
}

fn sheet<'e>(
    order: &Order<'_>,
    shared: &Shared<'_>,
    name: &str,
    (annex, title): (&str, &str),
    columns: Vec<Of<'e>>,
    entries: &'e Entries,
) -> anyhow::Result<Worksheet> {
    let mut page = Page::form(shared, name)?;
    page.mark(&entries.remarks.cells);
    let table = Table::new(columns);
    table.widths(&mut page);
    let (left, last) = (table.column(Key::Label), table.last());
    letterhead::issued(
        &mut page,
        order.unit,
        &Issued { annex, title, left, right: (last - 1, last) },
    )?;
    let mut next = table.heading(&mut page, ISSUED)?;
    for (at, of) in entries.rows.iter().enumerate() {
        let row = Row { number: at + 1, is_listed: at < entries.listed, of };
        table.row(&mut page, next, &row, Look::Plain)?;
        next += 1;
    }
    table.watch(&mut page, (FIRST, next - 1))?;
    let (free, code) = (entries.at(entries.listed), table.column(Key::Code));
    offer_codes(&mut page, entries, code, (free, next - 1))?;
    page.sheet.set_freeze_panes(FIRST, left + 1)?.set_repeat_rows(ISSUED, ISSUED)?;
    page.finish()
}
