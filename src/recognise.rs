//! Sheet → form: where the tables are, what their headings say, what their rows stand for.
//!
//! No layout is coded. A heading is a sentence about a number ([`heading`], with the words in [`lexicon`]); a row's
//! label is a node of the catalogue ([`rows`]); what stands around the table says who, when and in which unit of
//! money ([`titles`]).

pub mod lexicon;
pub mod heading;
pub mod rows;
pub mod titles;

use crate::domain::code::ComponentId;
use crate::domain::key::Funding;
use crate::domain::label::{Label, fold};
use crate::domain::mark;
use crate::domain::money::MoneyUnit;
use crate::domain::place::Cell;
use crate::read::{Sheet, Value, Workbook};

use self::heading::Heading;
use self::lexicon::Lexicon;
use self::rows::Names;
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
}

/// A cover sheet says who and when in its first rows.
const COVER_ROWS: u32 = 40;

/// Finds the tables of a workbook. `budget` is the year that "trong năm" means.
pub fn form(workbook: &Workbook, lexicon: &Lexicon, names: &Names, budget: i32) -> Form {
    let mut form = Form { mark: titles::mark(workbook), ..Form::default() };
    let parts = match &form.mark {
        Some(mark) if mark.kind == mark::CONSOLIDATED => mark.parts.clone(),
        _ => Vec::new(),
    };
    for (number, sheet) in workbook.sheets.iter().enumerate() {
        let is_mark = sheet.is_hidden && *sheet.name == *mark::SHEET;
        let is_other = !parts.is_empty() && !parts.iter().any(|part| **part == *sheet.name);
        if !is_mark && !is_other {
            frame(&mut form, number as u16, sheet, lexicon, names, budget);
        }
    }
    form
}

fn frame(
    form: &mut Form,
    number: u16,
    sheet: &Sheet,
    lexicon: &Lexicon,
    names: &Names,
    budget: i32,
) {
    let mut from = 0;
    let mut is_first = true;
    let mut body = None;
    while let Some(heading) = heading::find(sheet, from, lexicon, budget) {
        let title = body.map_or(0, |body| behind_figures(sheet, body, &heading));
        body = Some(heading.body);
        let above =
            || titles::texts_above(sheet, heading.rows.start).filter(|(cell, _)| title <= cell.row);
        let titles: Vec<Label> = above().map(|(_, text)| Label::new(text)).collect();
        let name = Label::new(&sheet.name);
        let said = |of: &dyn Fn(&Label) -> Option<Funding>| {
            of(&name).or_else(|| one_of(titles.iter().filter_map(of)))
        };
        let framed = Framed {
            sheet: number,
            end: end_of(sheet, &heading, lexicon, budget),
            unit: above().filter_map(|(_, text)| titles::unit_in_title(text)).last(),
            funding: said(&|label| lexicon.funding(label)),
            program: names
                .program_in(&name)
                .or_else(|| one_of(titles.iter().filter_map(|label| names.program_in(label)))),
            heading,
        };
        if is_first {
            let texts = titles::texts_above(sheet, framed.heading.rows.start);
            form.titles.extend(texts.map(|(cell, text)| (number, cell, text.to_owned())));
        }
        is_first = false;
        from = framed.end.max(framed.heading.body);
        let unit = framed.unit.or_else(|| {
            // A second table of a sheet is in the unit of the first.
            form.tables.last().filter(|last| last.sheet == number).and_then(|last| last.unit)
        });
        form.tables.push(Framed { unit, ..framed });
    }
    if is_first {
        let texts = titles::texts_above(sheet, COVER_ROWS);
        form.titles.extend(texts.map(|(cell, text)| (number, cell, text.to_owned())));
    }
}

/// The row behind the last figure of the table whose body begins at `body`: the title of the next table stands there.
fn behind_figures(sheet: &Sheet, body: u32, next: &Heading) -> u32 {
    let is_inside = |row: u32| (body..next.rows.start).contains(&row);
    let figures =
        sheet.cells.iter().filter(|(cell, value)| is_inside(cell.row) && is_figure(value));
    figures.map(|(cell, _)| cell.row + 1).max().unwrap_or(body)
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

/// The row behind the last one of a table: the next heading, a signature block, or the end of the sheet.
fn end_of(sheet: &Sheet, heading: &Heading, lexicon: &Lexicon, budget: i32) -> u32 {
    let last = sheet.cells.last().map_or(heading.body, |(cell, _)| cell.row + 1);
    let next = heading::find(sheet, heading.body + 1, lexicon, budget);
    let mut end = next.map_or(last, |next| next.rows.start);
    for (row, range) in heading::rows_of(sheet) {
        if row < heading.body || end <= row {
            continue;
        }
        let cells = &sheet.cells[range];
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
