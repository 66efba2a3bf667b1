//! A table that goes on where the sheet ended: the next sheet has no heading, and proves that its rows are more of the
//! same.

use super::heading::Heading;
use super::rows::{Names, RowReader, Seen};
use super::{Framed, Framer, Page, end_of, is_figure, is_title, says_on, titles};
use crate::domain::label::Label;
use crate::domain::place::Cell;
use crate::read::{Sheet, Value};

impl Framer<'_> {
    /// The rows of a sheet without a heading as more rows of the table before it.
    ///
    /// All its numbers stand in that table's columns, nothing above them says anything else, and the rows go on: by
    /// their numbers, by a sum that only both sheets together make, or in so many words ("tiếp theo").
    pub(super) fn without_heading(&self, last: &Framed, page: &Page<'_>) -> Option<Framed> {
        let (heading, sheet) = (&last.heading, page.sheet);
        let is_money = |column: u32| heading.columns.iter().any(|headed| headed.index == column);
        let is_key = |column: u32| {
            heading.number == Some(column)
                || heading.code == Some(column)
                || heading.attributes.contains(&column)
        };
        let mut figures = sheet.cells.iter().filter(|(_, value)| is_figure(value));
        if !figures.clone().all(|(cell, _)| is_money(cell.column) || is_key(cell.column)) {
            return None;
        }
        let first = figures.find(|(cell, _)| is_money(cell.column)).map(|(cell, _)| cell.row)?;
        let above: Vec<(Cell, &str)> = titles::texts_above(sheet, first).collect();
        let labels: Vec<Label> = above.iter().map(|(_, text)| Label::new(text)).collect();
        let is_heading = above.iter().any(|(cell, _)| is_money(cell.column));
        let says_on = says_on(&page.name, &labels);
        // A row above the first figure may be a program; what no row is has another thing to say.
        let of_rows =
            |text: &str| matches!(self.seen(last, text), Some(seen) if seen != Seen::Stray);
        let is_other =
            above.iter().any(|(_, text)| is_title(&[Label::new(text)]) && !of_rows(text));
        if is_heading || is_other && !says_on {
            return None;
        }
        let label = sheet.text(Cell::new(first, heading.label));
        let is_node = matches!(
            self.seen(last, label),
            Some(Seen::Item(_, None) | Seen::Total | Seen::Subtotal(_))
        );
        let rows = first..first;
        let next = Heading { rows, body: first, ..heading.clone() };
        let last_row = sheet.cells.last().map_or(first, |(cell, _)| cell.row);
        let end = end_of(sheet, &next, None).min(last_row + 1);
        let next = Framed {
            sheet: page.number,
            heading: next,
            end,
            titles: Vec::new(),
            goes_on: true,
            ..last.clone()
        };
        let before = self.pages.iter().find(|page| page.number == last.sheet)?.sheet;
        let is_proved = || {
            numbers_go_on((before, last), (sheet, &next))
                || sums_go_on((before, last), (sheet, &next), self.names)
        };
        (is_node && (says_on || is_proved())).then_some(next)
    }

    /// What a label stands for by itself, in the program of a table or in any other.
    fn seen(&self, last: &Framed, label: &str) -> Option<Seen> {
        let programs = last.scope.program.iter().cloned().chain(self.names.programs());
        let mut seen = programs
            .filter_map(|program| RowReader::new(self.names, Some(program)).read("", "", label));
        let first = seen.next()?;
        if first != Seen::Stray {
            Some(first)
        } else {
            seen.find(|seen| *seen != Seen::Stray).or(Some(first))
        }
    }
}

/// What the STT of a row says: how it is written, what stands before the last part, and the number of that part.
#[derive(PartialEq, Eq)]
struct Numbered {
    is_roman: bool,
    prefix: String,
    at: u32,
}

fn numbered(value: &Value) -> Option<Numbered> {
    let text = match value {
        Value::Number(number) if number.fract() == 0.0 && (0.0..1000.0).contains(number) => {
            number.to_string()
        }
        Value::Text(text) => text.trim().trim_matches(['(', ')', '.']).to_owned(),
        _ => return None,
    };
    let (prefix, own) = text.rsplit_once('.').unwrap_or(("", &text));
    let digit = || own.parse().ok();
    let numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let roman = numerals.iter().position(|numeral| *numeral == own).map(|at| at as u32 + 1);
    Some(Numbered { is_roman: roman.is_some(), prefix: prefix.to_owned(), at: digit().or(roman)? })
}

/// Whether the first numbered row of `next` has the number behind that of the last such row of `last`.
fn numbers_go_on((before, last): (&Sheet, &Framed), (sheet, next): (&Sheet, &Framed)) -> bool {
    let Some(column) = last.heading.number else { return false };
    let numbers = |sheet: &Sheet, framed: &Framed| -> Vec<Numbered> {
        let rows = sheet.rows(framed.heading.body..framed.end);
        let cells =
            rows.filter_map(|(_, cells)| cells.iter().find(|(cell, _)| cell.column == column));
        cells.filter_map(|(_, value)| numbered(value)).collect()
    };
    let is_alike = |a: &Numbered, b: &Numbered| a.is_roman == b.is_roman && a.prefix == b.prefix;
    let first = numbers(sheet, next).into_iter().next();
    first.is_some_and(|first| {
        let before =
            numbers(before, last).into_iter().rev().find(|number| is_alike(number, &first));
        before.is_some_and(|before| before.at + 1 == first.at)
    })
}

/// Whether a sum on one of the sheets is made by rows of both: a program on the first whose components stand on both,
/// or a total of everything.
fn sums_go_on(
    (before, last): (&Sheet, &Framed),
    (sheet, next): (&Sheet, &Framed),
    names: &Names,
) -> bool {
    let mut columns = last.heading.columns.iter().map(|headed| headed.index);
    columns.any(|column| {
        let mut reader = RowReader::new(names, last.scope.program.clone());
        // Depth (0 for a total), amount, and whether it stands on the first sheet.
        let mut rows: Vec<(usize, f64, bool)> = Vec::new();
        for (sheet, framed, is_before) in [(before, last, true), (sheet, next, false)] {
            for (row, _) in sheet.rows(framed.heading.body..framed.end) {
                let label = sheet.text(Cell::new(row, framed.heading.label));
                let depth = match reader.read("", "", label) {
                    Some(Seen::Total) => 0,
                    Some(Seen::Item(id, None)) => 1 + id.depth(),
                    _ => continue,
                };
                let Some(Value::Number(amount)) = sheet.get(Cell::new(row, column)) else {
                    continue;
                };
                rows.push((depth, *amount, is_before));
            }
        }
        (0..rows.len()).any(|at| {
            let (depth, amount, is_before) = rows[at];
            // A total stands above or below its rows; a row of a node above.
            let below: Vec<_> = match depth {
                0 => rows.iter().filter(|(depth, ..)| *depth != 0).collect(),
                _ => rows[at + 1..].iter().take_while(|(other, ..)| depth < *other).collect(),
            };
            let Some(top) = below.iter().map(|(depth, ..)| *depth).min() else { return false };
            let parts = || below.iter().filter(|(depth, ..)| *depth == top);
            let on = |first: bool| {
                parts().filter(|(.., is)| *is == first).any(|(_, amount, _)| *amount != 0.0)
            };
            let sum: f64 = parts().map(|(_, amount, _)| amount).sum();
            let is_both = on(true) && on(false) || depth != 0 && is_before && on(false);
            is_both && amount != 0.0 && (sum - amount).abs() <= 1e-6 * amount.abs()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Catalogue;
    use crate::read::Workbook;
    use crate::recognise::lexicon::Lexicon;

    fn sheet(name: &str, rows: &[&[&str]]) -> Sheet {
        let mut cells = Vec::new();
        for (row, texts) in rows.iter().enumerate() {
            for (column, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let value =
                    text.parse().map_or_else(|_| Value::Text((*text).into()), Value::Number);
                cells.push((Cell::new(row as u32, column as u32), value));
            }
        }
        Sheet { name: name.into(), cells, ..Sheet::default() }
    }

    /// Whether the second page is read as more rows of the first.
    fn goes_on(second: &[&[&str]], name: &str) -> bool {
        let first = sheet(
            "SN",
            &[
                &["BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024"],
                &["STT", "Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân"],
                &["I", "CTMTQG giảm nghèo bền vững", "700", "350"],
                &["1", "Dự án 2", "400", "200"],
            ],
        );
        let workbook = Workbook { sheets: vec![first, sheet(name, second)], ..Workbook::default() };
        let names = Names::new(&Catalogue::embedded());
        let form = crate::recognise::form(
            &workbook,
            &Lexicon::new(&[]).unwrap(),
            &names,
            &crate::recognise::heading::Time::of(2024),
        );
        form.tables.iter().any(|framed| framed.sheet == 1 && framed.goes_on)
    }

    #[test]
    fn rows_go_on_by_their_numbers_or_by_a_sum_of_both_pages() {
        assert!(goes_on(&[&["2", "Dự án 3", "10", "5"]], "Trang 2"));
        assert!(goes_on(&[&["", "Dự án 3", "300", "150"]], "Trang 2"));
        assert!(goes_on(&[&["(tiếp theo)"], &["", "Dự án 3", "10", "5"]], "Trang 2"));
        assert!(goes_on(&[&["II", "CTMTQG xây dựng nông thôn mới", "10", "5"]], "Trang 2"));
    }

    #[test]
    fn another_table_is_no_continuation() {
        assert!(!goes_on(&[&["", "Dự án 3", "10", "5"]], "Trang 2"), "nothing proves it");
        assert!(!goes_on(&[&["1", "Dự án 3", "10", "5"]], "Trang 2"), "its numbers begin again");
        let headed: [&[&str]; 3] = [
            &["KẾT QUẢ GIẢI NGÂN VỐN ĐẦU TƯ"],
            &["STT", "Tên đề mục", "KH cả năm", "KQ TH"],
            &["2", "Dự án 3", "300", "150"],
        ];
        assert!(!goes_on(&headed, "Vốn đầu tư"));
    }
}
