//! Where a form tells results: a table of indicators with their units of measure. No money stands in it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::heading::is_index_token;
use super::lexicon::{KeyColumn, Lexicon, heading_label, names_money};
use super::rows::{Names, RowReader, Seen};
use super::signs;
use super::titles;
use crate::domain::code::ComponentId;
use crate::domain::label::Label;
use crate::domain::place::{Area, Cell};
use crate::read::{Sheet, Value};

/// The columns of a table of results.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Columns {
    /// STT.
    pub number: Option<u32>,
    /// Mã.
    pub code: Option<u32>,
    /// What a row is about; where it is told by rows of its own there is no such column.
    pub about: Option<u32>,
    /// Chỉ tiêu.
    pub name: u32,
    /// Đơn vị tính.
    pub unit: Option<u32>,
    /// Kế hoạch.
    pub plan: Option<u32>,
    /// Thực hiện, from the beginning of the year.
    pub done: Option<u32>,
    /// Thực hiện trong kỳ.
    pub in_period: Option<u32>,
    /// Ghi chú.
    pub note: Option<u32>,
}

impl Columns {
    /// The columns in which amounts stand.
    pub fn amounts(&self) -> impl Iterator<Item = u32> {
        [self.plan, self.done, self.in_period].into_iter().flatten()
    }
}

/// A table of results.
#[derive(Clone, Debug)]
pub struct ResultTable {
    /// The number of its sheet.
    pub sheet: u16,
    /// Where its heading begins.
    pub heading: u32,
    /// Its rows.
    pub rows: Range<u32>,
    /// Its columns.
    pub columns: Columns,
    /// The program that the sheet's name says.
    pub program: Option<ComponentId>,
}

/// A heading is short.
const LONGEST: usize = 120;

/// The table of results on a sheet of our own form.
pub(crate) fn issued(number: u16, sheet: &Sheet, lexicon: &Lexicon) -> Option<ResultTable> {
    let mut rows = sheet.rows(0..u32::MAX);
    let (heading, columns, body) =
        rows.find_map(|(row, _)| heading(sheet, row, lexicon).map(|(of, body)| (row, of, body)))?;
    let rows = body..end_of(sheet, body..u32::MAX, &columns);
    Some(ResultTable { sheet: number, heading, rows, columns, program: None })
}

/// The tables of results on a sheet; tables of figures begin in the rows of `starts`. One in which an amount has no unit of
/// measure, or one of money, is none, nor is one of which a title or a unit speaks of money, or in which a component itself
/// has amounts: its numbers may be money.
pub(crate) fn find(
    number: u16,
    sheet: &Sheet,
    starts: &[u32],
    lexicon: &Lexicon,
    names: &Names,
) -> Vec<ResultTable> {
    let mut found: Vec<ResultTable> = Vec::new();
    if sheet.is_hidden {
        return found;
    }
    let mut from = 0;
    for (row, _) in sheet.rows(0..u32::MAX) {
        if row < from {
            continue;
        }
        let Some((columns, body)) = heading(sheet, row, lexicon) else { continue };
        let next = starts.iter().copied().filter(|start| body <= *start).min();
        let mut below = sheet.rows(body..u32::MAX).map(|(below, _)| below);
        let again = below.find(|below| heading(sheet, *below, lexicon).is_some());
        let last = next.into_iter().chain(again).min().unwrap_or(u32::MAX);
        let rows = body..end_of(sheet, body..last, &columns);
        from = rows.end;
        let is_below_money = || {
            titles::texts_above(sheet, row).any(|(_, text)| titles::unit_in_title(text).is_some())
        };
        let may_be_money = || {
            is_below_money()
                || is_titled_as_money(sheet, row)
                || has_unit_of_money(sheet, &rows, &columns)
                || has_component(sheet, &rows, &columns, names)
        };
        if are_counted(sheet, &rows, &columns) && !may_be_money() {
            found.push(ResultTable {
                sheet: number,
                heading: row,
                rows,
                columns,
                program: names.program_in(&Label::new(&sheet.name)),
            });
        }
    }
    found
}

/// Whether a text is a unit of measure that is surely none of money.
pub(crate) fn is_unit_of_measure(text: &str) -> bool {
    let label = Label::new(text);
    let is_of_money = ["dong", "vnd", "d", "trd", "tr d", "trieu", "ty", "nghin"];
    !label.is_empty()
        && titles::unit_word(&label).is_none()
        && !is_of_money.into_iter().any(|words| label.has(words))
}

/// Whether every amount has a unit of measure, and there is one.
fn are_counted(sheet: &Sheet, rows: &Range<u32>, columns: &Columns) -> bool {
    let Some(unit) = columns.unit else { return false };
    let is_amount = |(cell, value): &(Cell, Value)| {
        matches!(value, Value::Number(_)) && Some(cell.column) != columns.number
    };
    let amounts = || sheet.rows(rows.clone()).filter(|(_, cells)| cells.iter().any(is_amount));
    let is_counted = |row: u32| is_unit_of_measure(sheet.text(Cell::new(row, unit)));
    amounts().next().is_some() && amounts().all(|(row, _)| is_counted(row))
}

/// Whether the sheet is named after money, or the texts between the heading in this row and the last number above it are.
fn is_titled_as_money(sheet: &Sheet, row: u32) -> bool {
    let is_number = |(_, value): &&(Cell, Value)| matches!(value, Value::Number(_));
    let above = sheet.cells.iter().take_while(|(cell, _)| cell.row < row);
    let from = above.filter(is_number).last().map_or(0, |(cell, _)| cell.row + 1);
    let mut titles = titles::texts_above(sheet, row).filter(|(cell, _)| from <= cell.row);
    names_money(&Label::new(&sheet.name)) || titles.any(|(_, text)| names_money(&Label::new(text)))
}

/// Whether a unit of money stands among the amounts: "(trđ)" in a row below the heading.
fn has_unit_of_money(sheet: &Sheet, rows: &Range<u32>, columns: &Columns) -> bool {
    let mut cells = sheet.rows(rows.clone()).flat_map(|(_, cells)| cells);
    cells.any(|(cell, value)| match value {
        Value::Text(text) => {
            columns.amounts().any(|column| column == cell.column)
                && titles::unit_word(&Label::new(text)).is_some()
        }
        _ => false,
    })
}

/// Whether a row with amounts is called as a component of a program: "Dự án 2 | mô hình | 500 | 100" may be its money.
fn has_component(sheet: &Sheet, rows: &Range<u32>, columns: &Columns, names: &Names) -> bool {
    let is_amount = |(cell, value): &(Cell, Value)| {
        matches!(value, Value::Number(_)) && columns.amounts().any(|of| of == cell.column)
    };
    let mut counting = sheet.rows(rows.clone()).filter(|(_, cells)| cells.iter().any(is_amount));
    counting.any(|(row, _)| {
        let name = sheet.text(Cell::new(row, columns.name));
        matches!(RowReader::new(names, None).read("", "", name), Some(Seen::Item(_, None)))
    })
}

/// Behind the last row: the first that signs, without an amount.
fn end_of(sheet: &Sheet, rows: Range<u32>, columns: &Columns) -> u32 {
    let mut last = rows.start;
    for (row, cells) in sheet.rows(rows) {
        let has = |column: u32| cells.iter().any(|(cell, _)| cell.column == column);
        if !columns.amounts().any(has) && cells.iter().any(|(_, value)| signs(value)) {
            break;
        }
        last = row + 1;
    }
    last
}

/// What a column of amounts tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tells {
    Plan,
    Done,
    InPeriod,
    /// A rate, what is left, the year before.
    Other,
}

/// The columns of the table whose heading begins in a row, and its first row.
pub(crate) fn heading(sheet: &Sheet, row: u32, lexicon: &Lexicon) -> Option<(Columns, u32)> {
    let cells = sheet.row(row);
    let is_short = |value: &Value| matches!(value, Value::Text(text) if text.len() <= LONGEST);
    // Three columns at the least: what is counted, in which unit, how many.
    if cells.len() < 3 || !cells.iter().all(|(_, value)| is_short(value)) {
        return None;
    }
    let (paths, bottom) = paths(sheet, row);
    let mut columns = Columns::default();
    let (mut name, mut about) = (None, None);
    for (column, path) in &paths {
        let label = heading_label(path);
        const OTHERS: [&str; 5] = ["giai ngan", "thanh toan", "khoi luong", "gia tri", "quy mo"];
        let is_of_money = names_money(&label) || titles::unit_in_heading(path).is_some();
        if is_of_money || OTHERS.iter().any(|words| label.has(words)) {
            return None;
        }
        match lexicon.key_column(&label) {
            Some(KeyColumn::UnitOfMeasure) => columns.unit = columns.unit.or(Some(*column)),
            Some(KeyColumn::Number) => columns.number = columns.number.or(Some(*column)),
            Some(KeyColumn::Code) => columns.code = columns.code.or(Some(*column)),
            Some(KeyColumn::Note) => columns.note = columns.note.or(Some(*column)),
            _ if is_name(&label) => name = name.or(Some(*column)),
            of => match (tells(&label), of) {
                (Some(Tells::Plan), _) => columns.plan = columns.plan.or(Some(*column)),
                (Some(Tells::Done), _) => columns.done = columns.done.or(Some(*column)),
                (Some(Tells::InPeriod), _) => {
                    columns.in_period = columns.in_period.or(Some(*column));
                }
                (Some(Tells::Other), _) => {}
                // "Chương trình | Dự án": the last one says most.
                (None, Some(KeyColumn::Label | KeyColumn::Level)) => about = Some(*column),
                (None, _) => {}
            },
        }
    }
    // "ĐVT | Khối lượng | Kế hoạch | Thực hiện": what is counted is the volume, and the rest is money.
    let beside = columns.unit.and_then(|unit| paths.get(&(unit + 1)));
    if beside.is_none_or(|path| tells(&heading_label(path)).is_none()) {
        return None;
    }
    columns.name = name.or(about)?;
    columns.about = about.filter(|about| name.is_some_and(|name| name != *about));
    let is_told = columns.done.or(columns.in_period).is_some() && columns.unit.is_some();
    let is_index = |row: u32| {
        let cells = sheet.row(row);
        !cells.is_empty() && cells.iter().all(|(_, value)| is_index_token(value))
    };
    let body = if is_index(bottom + 1) { bottom + 2 } else { bottom + 1 };
    is_told.then_some((columns, body))
}

/// "Chỉ tiêu", and no "Chỉ tiêu kế hoạch".
fn is_name(label: &Label) -> bool {
    const NAMES: [&str; 3] = ["chi tieu", "ten chi tieu", "ket qua dau ra"];
    NAMES.iter().any(|words| label.as_str() == *words)
        || label.has("chi tieu") && tells(label).is_none() && !label.has("giao")
}

fn tells(label: &Label) -> Option<Tells> {
    let has = |words: &[&str]| words.iter().any(|words| label.has(words));
    let is_rate = has(&["ty le", "phan tram", "so voi", "so sanh", "dat so", "dat ke hoach"]);
    if is_rate || has(&["con lai", "nam truoc", "cung ky", "uoc", "giai doan"]) {
        return Some(Tells::Other);
    }
    let is_done = has(&["thuc hien", "ket qua", "luy ke", "hoan thanh", "da lam", "dat duoc"]);
    let is_of_year = has(&["luy ke", "tu dau nam", "den ngay", "den het", "den nay"]);
    let is_of_period = has(&["trong ky", "trong thang", "trong quy", "ky nay", "thang nay"])
        || has(&["ky bao cao", "thang bao cao", "quy bao cao", "phat sinh trong"])
        || label.words().any(|word| word == "thang" || word == "quy");
    if has(&["ke hoach", "chi tieu giao", "muc tieu"]) && !has(&["thuc hien", "luy ke", "ket qua"])
    {
        return Some(Tells::Plan);
    }
    match is_done || is_of_year || is_of_period {
        true if is_of_period && !is_of_year => Some(Tells::InPeriod),
        true => Some(Tells::Done),
        false => None,
    }
}

/// The headings of each column, from top to bottom, and the last row of the heading.
fn paths(sheet: &Sheet, row: u32) -> (BTreeMap<u32, String>, u32) {
    let begins_here = |area: &&Area| area.from.row == row;
    let merged: Vec<&Area> = sheet.merges.iter().filter(begins_here).collect();
    let is_split =
        merged.iter().any(|area| area.from.column < area.to.column && area.to.row == row);
    let lowest = merged.iter().map(|area| area.to.row).max().unwrap_or(row);
    let bottom = lowest.max(row + u32::from(is_split));
    let mut paths: BTreeMap<u32, String> = BTreeMap::new();
    for (cell, value) in sheet.row(row) {
        let Value::Text(text) = value else { continue };
        let area = merged.iter().find(|area| area.from == *cell);
        let last = area.map_or(cell.column, |area| area.to.column);
        for column in cell.column..=last {
            paths.insert(column, text.to_string());
        }
    }
    for (_, cells) in sheet.rows(row + 1..bottom + 1) {
        for (cell, value) in cells {
            let Value::Text(text) = value else { continue };
            let path = paths.entry(cell.column).or_default();
            path.push(' ');
            path.push_str(text);
        }
    }
    (paths, bottom)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Catalogue;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let mut sheet = Sheet::default();
        for (row, texts) in (0..).zip(rows) {
            for (column, text) in (0..).zip(*texts).filter(|(_, text)| !text.is_empty()) {
                let value = match text.parse() {
                    Ok(number) => Value::Number(number),
                    Err(_) => Value::Text((*text).into()),
                };
                sheet.cells.push((Cell::new(row, column), value));
            }
        }
        sheet
    }

    fn found(rows: &[&[&str]]) -> Vec<ResultTable> {
        let lexicon = Lexicon::new(&[]).unwrap();
        find(0, &sheet(rows), &[], &lexicon, &Names::default())
    }

    const ROW: &[&str] = &["1", "Dự án 2", "Hộ nhận hỗ trợ", "hộ", "30", "20"];

    #[test]
    fn a_heading_tells_what_its_columns_are() {
        let done = |heading: &[&str]| {
            let found = found(&[heading, ROW]);
            let [table] = &found[..] else { panic!("{heading:?}: {found:?}") };
            let of = &table.columns;
            (of.about, of.name, of.plan, of.done, of.in_period)
        };
        assert_eq!(
            done(&["STT", "Nội dung", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Lũy kế thực hiện"]),
            (Some(1), 2, Some(4), Some(5), None)
        );
        assert_eq!(
            done(&["TT", "", "Nội dung", "Đơn vị tính", "Mục tiêu", "Kết quả"]),
            (None, 2, Some(4), Some(5), None)
        );
        assert_eq!(
            done(&["TT", "Dự án", "Tên chỉ tiêu", "ĐVT", "Thực hiện trong tháng", "Từ đầu năm"]),
            (Some(1), 2, None, Some(5), Some(4))
        );
    }

    #[test]
    fn what_may_be_money_is_no_table_of_results() {
        const HEADING: &[&str] = &["STT", "Nội dung", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Kết quả"];
        assert_eq!(found(&[HEADING, ROW]).len(), 1);
        for row in [
            &["1", "Dự án 2", "Vốn hỗ trợ", "triệu đồng", "30", "20"][..],
            &["1", "Dự án 2", "Hộ nhận hỗ trợ", "", "30", "20"],
        ] {
            assert!(found(&[HEADING, ROW, row]).is_empty(), "{row:?}");
        }
        for plan in ["Kế hoạch vốn", "Kế hoạch (triệu đồng)", "Kế hoạch (tr.đ)"]
        {
            let heading = &["STT", "Nội dung", "Chỉ tiêu", "ĐVT", plan, "Kết quả"];
            assert!(found(&[heading, ROW]).is_empty(), "{plan}");
        }
        let unit = &["", "", "", "", "(trđ)", "(trđ)"];
        assert!(found(&[HEADING, unit, ROW]).is_empty());
        assert!(found(&[&["BÁO CÁO THỰC HIỆN VỐN ĐẦU TƯ"], HEADING, ROW]).is_empty());
        let names = Names::new(&Catalogue::embedded());
        let lexicon = Lexicon::new(&[]).unwrap();
        let of_component = |name: &str, unit: &str| {
            let row = ["1", name, unit, "500", "100"];
            let heading = ["STT", "Nội dung", "ĐVT", "Kế hoạch", "Kết quả"];
            find(0, &sheet(&[&heading, &row]), &[], &lexicon, &names).is_empty()
        };
        assert!(of_component(
            "Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo",
            "công trình"
        ));
        assert!(!of_component("Hộ nhận hỗ trợ", "hộ"));
    }

    #[test]
    fn a_table_ends_where_somebody_signs() {
        let heading = &["STT", "Nội dung", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Kết quả"][..];
        let found =
            found(&[heading, &["A", "B", "C", "D", "1", "2"], ROW, &["", "NGƯỜI LẬP BIỂU"]]);
        assert_eq!(found[0].rows, 2..3);
    }
}
