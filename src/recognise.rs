//! Sheet → form: where the tables are, what their headings say, what their rows stand for.
//!
//! No layout is coded. A heading is a sentence about a number ([`heading`], with the words in [`lexicon`]); a row's
//! label is a node of the catalogue ([`rows`]); what stands around the table says who, when and in which unit of
//! money ([`titles`]).

pub mod lexicon;
pub mod heading;
pub mod rows;
pub mod titles;
pub mod difficulties;

use std::collections::BTreeSet;

use crate::domain::code::ComponentId;
use crate::domain::key::Funding;
use crate::domain::label::{Label, fold};
use crate::domain::lang::Words;
use crate::domain::mark;
use crate::domain::money::MoneyUnit;
use crate::domain::place::Cell;
use crate::domain::submission::CheckedAs;
use crate::read::{Sheet, Value, Workbook};

use self::difficulties::Asked;
use self::heading::{Heading, Time};
use self::lexicon::Lexicon;
use self::rows::{Names, Seen};
use self::titles::Mark;

/// A workbook whose tables were found.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The hidden mark of what the tool itself wrote.
    pub mark: Option<Mark>,
    /// The texts around the tables that may say who and when, in order: sheet, cell, text.
    pub titles: Vec<(u16, Cell, String)>,
    /// The tables.
    pub tables: Vec<Framed>,
    /// Sheets of which tables, or parts of them, were left out with a word: other months, other units.
    pub left_out: BTreeSet<u16>,
    /// Where difficulties are told, beside the tables and in them.
    pub difficulties: Vec<Asked>,
    /// Why it is larger than any report: it would take long to read, and nothing good could come of it.
    pub excess: Option<Words>,
}

/// The tables of one workbook that are read.
const MOST_TABLES: usize = 100;
/// The columns of one table: formulas dragged to the end of a sheet make more.
const MOST_COLUMNS: usize = 400;
/// The rows of one table: a list of all works of a province has fewer.
const MOST_ROWS: usize = 20_000;

/// Why a form with these tables is larger than any report.
fn excess(workbook: &Workbook, tables: &[Framed]) -> Option<Words> {
    if MOST_TABLES < tables.len() {
        return Some(Words::new(
            format!("hơn {MOST_TABLES} bảng số liệu"),
            format!("more than {MOST_TABLES} tables"),
        ));
    }
    let of_table = |framed: &Framed| {
        let sheet = &workbook.sheets[usize::from(framed.sheet)];
        let rows = sheet.rows(framed.heading.body..framed.end).count();
        if MOST_ROWS < rows {
            return Some(Words::new(
                format!("bảng ở trang tính \"{}\" có {rows} dòng", sheet.name),
                format!("the table of the sheet \"{}\" has {rows} rows", sheet.name),
            ));
        }
        let columns = framed.heading.columns.len();
        (MOST_COLUMNS < columns).then(|| {
            Words::new(
                format!("bảng ở trang tính \"{}\" có {columns} cột; xóa các cột thừa", sheet.name),
                format!("the table of the sheet \"{}\" has {columns} columns", sheet.name),
            )
        })
    };
    tables.iter().find_map(of_table)
}

/// A table in its frame.
#[derive(Clone, Debug)]
pub struct Framed {
    /// The number of its sheet.
    pub sheet: u16,
    /// Its heading.
    pub heading: Heading,
    /// The row behind its last one.
    pub end: u32,
    /// The unit of money stated above it.
    pub unit: Option<MoneyUnit>,
    /// The funding type that the sheet's name or title says.
    pub funding: Option<Funding>,
    /// The program that they say.
    pub program: Option<ComponentId>,
    /// It goes on with the table before it, which is on the sheet before.
    pub goes_on: bool,
    /// Why its figures do not count, where that is known before they are read: another month's, other units'.
    pub checked: Option<CheckedAs>,
}

/// A cover sheet says who and when in its first rows.
const COVER_ROWS: u32 = 40;

/// Finds the tables of a workbook that reports of some `time`.
pub fn form(workbook: &Workbook, lexicon: &Lexicon, names: &Names, time: &Time) -> Form {
    let mut form = Form { mark: titles::mark(workbook), ..Form::default() };
    let parts = match &form.mark {
        Some(mark) if mark.kind == mark::CONSOLIDATED => mark.parts.clone(),
        _ => Vec::new(),
    };
    // "GN" is giảm nghèo only beside sheets that are named after programs too; else it may be giải ngân.
    let speaks = |sheet: &Sheet| names.program_in(&Label::new(&sheet.name)).is_some();
    let are_programs = workbook.sheets.iter().any(speaks);
    for (number, sheet) in workbook.sheets.iter().enumerate() {
        let is_mark = sheet.is_hidden && *sheet.name == *mark::SHEET;
        let is_other = !parts.is_empty() && !parts.iter().any(|part| **part == *sheet.name);
        let is_to_mend = form.mark.is_some() && *sheet.name == *mark::MEND;
        if !is_mark && !is_other && !is_to_mend {
            let of_sheet = || names.program_with_id(&Label::new(&sheet.name));
            let named = if are_programs { of_sheet() } else { None };
            frame(&mut form, number as u16, sheet, named, lexicon, names, time);
            let on_it = form.tables.iter().filter(|framed| usize::from(framed.sheet) == number);
            let found = difficulties::find(number as u16, sheet, on_it, lexicon, names);
            form.difficulties.extend(found);
        }
    }
    form.excess = excess(workbook, &form.tables);
    form
}

fn frame(
    form: &mut Form,
    number: u16,
    sheet: &Sheet,
    named: Option<ComponentId>,
    lexicon: &Lexicon,
    names: &Names,
    time: &Time,
) {
    let mut from = 0;
    let mut is_first = true;
    let mut body = None;
    while form.tables.len() <= MOST_TABLES {
        let headings = heading::find(sheet, from, lexicon, time);
        let Some(top) = headings.first() else { break };
        let start = top.rows.start;
        let title = body.map_or(0, |body| behind_figures(sheet, body, top));
        body = Some(top.body);
        let next = heading::find(sheet, top.body + 1, lexicon, time);
        let next = next.first().map(|next| next.rows.start);
        if is_first {
            let texts = titles::texts_above(sheet, start);
            form.titles.extend(texts.map(|(cell, text)| (number, cell, text.to_owned())));
        }
        is_first = false;
        let is_one = headings.len() == 1;
        for heading in headings {
            let columns = heading.span.clone();
            let above: Vec<(Cell, &str)> =
                titles::texts_above(sheet, start).filter(|(cell, _)| title <= cell.row).collect();
            let own: Vec<Label> = above
                .iter()
                .filter(|(cell, _)| is_one || columns.contains(&cell.column))
                .map(|(_, text)| Label::new(text))
                .collect();
            let all: Vec<Label> = above.iter().map(|(_, text)| Label::new(text)).collect();
            let name = Label::new(&sheet.name);
            let mut framed = Framed {
                sheet: number,
                end: end_of(sheet, &heading, next),
                unit: above.iter().rev().find_map(|(_, text)| titles::unit_in_title(text)),
                funding: said(&name, &own, &all, |label| lexicon.funding(label)),
                program: named
                    .clone()
                    .or_else(|| said(&name, &own, &all, |label| names.program_in(label))),
                goes_on: false,
                checked: None,
                heading,
            };
            let has_title = is_title(&all) && !says_on(&name, &all);
            if let Some(last) = form.tables.last() {
                framed.goes_on = !has_title && goes_on(last, &framed);
                // A second table of a sheet is in the unit of the first.
                let shares_unit = framed.goes_on || last.sheet == number;
                framed.unit = framed.unit.or(last.unit.filter(|_| shares_unit));
                if framed.goes_on {
                    framed.funding = framed.funding.or(last.funding);
                }
            }
            from = from.max(framed.end.max(framed.heading.body));
            form.tables.push(framed);
        }
    }
    if is_first {
        let last = form.tables.last().filter(|last| last.sheet + 1 == number);
        // A table of difficulties may hold numbers, and goes on with no table of figures.
        let tells = || !difficulties::find(number, sheet, [].iter(), lexicon, names).is_empty();
        let goes_on = last.and_then(|last| without_heading(last, number, sheet, names));
        if let Some(framed) = goes_on.filter(|_| !tells()) {
            form.tables.push(framed);
            return;
        }
        let texts = titles::texts_above(sheet, COVER_ROWS);
        form.titles.extend(texts.map(|(cell, text)| (number, cell, text.to_owned())));
    }
}

/// What the name of a sheet says, else the texts above one of its tables, else all above it.
fn said<T: PartialEq>(
    name: &Label,
    own: &[Label],
    all: &[Label],
    of: impl Fn(&Label) -> Option<T>,
) -> Option<T> {
    let in_texts = |texts: &[Label]| one_of(texts.iter().filter_map(&of));
    of(name).or_else(|| in_texts(own)).or_else(|| in_texts(all))
}

/// Whether the texts above a table are more than a unit of money and "(tiếp theo)".
fn is_title(texts: &[Label]) -> bool {
    texts.iter().any(|label| {
        let is_unit = titles::unit_in_title(label.as_str()).is_some();
        !is_unit && !label.has("tiep") && !label.has("trang") && 12 < label.as_str().len()
    })
}

/// "Biểu 01 (tiếp)", "(Tiếp theo trang trước)".
fn says_on(name: &Label, texts: &[Label]) -> bool {
    std::iter::once(name).chain(texts).any(|label| {
        label.after("tiep").is_some() || ["tiep theo", "tiep"].iter().any(|on| label.has(on))
    })
}

/// Whether a table has the headings of the one on the sheet before, and says nothing else of its money.
fn goes_on(last: &Framed, next: &Framed) -> bool {
    let said = |framed: &Framed| -> Vec<_> {
        framed.heading.columns.iter().map(|headed| (headed.said, headed.facts)).collect()
    };
    last.sheet + 1 == next.sheet
        && next.program.is_none()
        && (next.funding.is_none() || next.funding == last.funding)
        && said(last) == said(next)
}

/// A table that goes on with the one on the sheet before and does not repeat its heading: all its numbers stand in that
/// one's columns, and its first row with money names a component or a sum.
fn without_heading(last: &Framed, number: u16, sheet: &Sheet, names: &Names) -> Option<Framed> {
    let heading = &last.heading;
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
    let label = sheet.text(Cell::new(first, heading.label));
    let programs = last.program.iter().cloned().chain(names.programs());
    let names_node = programs.map(Some).any(|program| {
        let seen = rows::RowReader::new(names, program).read("", "", label);
        matches!(seen, Some(Seen::Item(_, None) | Seen::Total | Seen::Subtotal(_)))
    });
    if !names_node {
        return None;
    }
    let last_row = sheet.cells.last().map_or(first, |(cell, _)| cell.row);
    let heading = Heading { rows: first..first, body: first, ..heading.clone() };
    let end = end_of(sheet, &heading, None).min(last_row + 1);
    Some(Framed { sheet: number, heading, end, goes_on: true, ..last.clone() })
}

/// The row behind the last figure of the table whose body begins at `body`: the title of the next table stands there.
fn behind_figures(sheet: &Sheet, body: u32, next: &Heading) -> u32 {
    let rows = sheet.rows(body..next.rows.start);
    let figures = rows.filter(|(_, cells)| cells.iter().any(|(_, value)| is_figure(value)));
    figures.map(|(row, _)| row + 1).last().unwrap_or(body)
}

fn is_figure(value: &Value) -> bool {
    match value {
        Value::Number(_) | Value::NoResult => true,
        Value::Text(text) => titles::is_typed_figure(text),
        _ => false,
    }
}

/// The one thing that all say; `None` where two say different things.
fn one_of<T: PartialEq>(mut said: impl Iterator<Item = T>) -> Option<T> {
    let first = said.next()?;
    said.all(|other| other == first).then_some(first)
}

/// The row behind the last one of a table: the `next` heading, a signature block, or the end of the sheet.
fn end_of(sheet: &Sheet, heading: &Heading, next: Option<u32>) -> u32 {
    let last = sheet.cells.last().map_or(heading.body, |(cell, _)| cell.row + 1);
    let mut end = next.unwrap_or(last);
    for (row, cells) in sheet.rows(heading.body..end) {
        if end <= row {
            break;
        }
        let has_number =
            cells.iter().any(|(cell, value)| heading.label < cell.column && is_figure(value));
        if !has_number && cells.iter().any(|(_, value)| is_signature(value)) {
            end = row;
        }
    }
    end
}

/// "Hữu Lũng, ngày … tháng … năm …", "NGƯỜI LẬP BIỂU", "Nơi nhận": what stands under a table.
fn is_signature(value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    if 200 < text.len() {
        return false;
    }
    let text = fold(text);
    let words = Label::new(&text);
    let dated = || {
        let day = text.find("ngay")?;
        let month = day + text[day..].find("thang")?;
        text[month..].find("nam")
    };
    let signers = [
        "nguoi lap bieu",
        "nguoi lap",
        "lap bieu",
        "thu truong don vi",
        "thu truong",
        "chu tich",
        "ke toan truong",
        "ke toan",
        "noi nhan",
        "tm uy ban nhan dan",
        "kt chu tich",
        "truong phong",
        "giam doc",
        "hieu truong",
    ];
    dated().is_some()
        || signers
            .iter()
            .any(|words_of| words.as_str() == *words_of || words.after(words_of).is_some())
}
