//! Sheet → form: where the tables are, what their headings say, what their rows stand for.
//!
//! No layout is coded. A heading is a sentence about a number ([`heading`], with the words in [`lexicon`]); a row's
//! label is a node of the catalogue ([`rows`]); what stands around the table says who, when and in which unit of
//! money (`titles`).

pub mod lexicon;
pub mod heading;
pub mod rows;
pub(crate) mod titles;
pub(crate) mod scope;
mod programs;
mod following;
pub(crate) mod difficulties;
pub(crate) mod results;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::domain::label::{Label, fold};
use crate::domain::lang::{Words, words};
use crate::domain::mark;
use crate::domain::place::Cell;
use crate::domain::submission::CheckedAs;
use crate::read::{Sheet, Value, Workbook};

use self::difficulties::Asked;
use self::heading::{Heading, Time};
use self::lexicon::Lexicon;
use self::results::ResultTable;
use self::rows::Names;
use self::scope::{Beside, Depths, Scope};
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
    /// Where results are told, in tables of their own.
    pub results: Vec<ResultTable>,
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
        return Some(words!(
            "hơn {most} bảng số liệu",
            "more than {most} tables";
            most = MOST_TABLES
        ));
    }
    let of_table = |framed: &Framed| {
        let sheet = &workbook.sheets[usize::from(framed.sheet)];
        let rows = sheet.rows(framed.heading.body..framed.end).count();
        if MOST_ROWS < rows {
            return Some(words!(
                "bảng ở trang tính \"{name}\" có {rows} dòng",
                "the table of the sheet \"{name}\" has {rows} rows";
                name = sheet.name, rows
            ));
        }
        let columns = framed.heading.columns.len();
        (MOST_COLUMNS < columns).then(|| {
            words!(
                "bảng ở trang tính \"{name}\" có {columns} cột; xóa các cột thừa",
                "the table of the sheet \"{name}\" has {columns} columns";
                name = sheet.name, columns
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
    /// The texts of its own title block, in order.
    pub titles: Vec<(Cell, String)>,
    /// What the texts around it say of all its money.
    pub scope: Scope,
    /// It goes on with the table before it, which is on the sheet before or above it.
    pub goes_on: bool,
    /// Why its figures do not count, where that is known before they are read: another month's, other units'.
    pub checked: Option<CheckedAs>,
    /// Rows that are none of its own: its heading, printed again at the top of each page; of a table about several units
    /// what is taken out as theirs.
    pub passed_over: Vec<Range<u32>>,
    /// Of a part of a table about several units: the row that names this one.
    pub unit_row: Option<UnitRow>,
}

/// A row that names a unit in a table about several.
#[derive(Clone, Copy, Debug)]
pub struct UnitRow {
    /// The row.
    pub row: u32,
    /// Nothing of the unit stands below it: its money is that of the program. Else it sums up what stands below.
    pub is_alone: bool,
}

impl Framed {
    /// Whether a row is none of its own.
    pub fn is_passed_over(&self, row: u32) -> bool {
        self.passed_over.iter().any(|rows| rows.contains(&row))
    }
}

/// A cover sheet says who and when in its first rows.
const COVER_ROWS: u32 = 40;
/// A sheet with more texts than this is no cover: it explains, or lists.
const MOST_COVER_TEXTS: usize = 12;

/// A longer text, in bytes, is no title.
const LONGEST_TITLE: usize = 1000;

/// Tables that stand side by side, with the texts above them.
struct Block<'a> {
    headings: Vec<Heading>,
    above: Vec<(Cell, &'a str)>,
    /// The row behind its last one, where another block follows.
    next: Option<u32>,
    /// The rows in which its heading is printed again.
    again: Vec<Range<u32>>,
}

/// A sheet that is read, with its blocks.
struct Page<'a> {
    number: u16,
    sheet: &'a Sheet,
    name: Label,
    blocks: Vec<Block<'a>>,
}

/// Finds the tables of a workbook that reports of some `time`.
pub fn form(workbook: &Workbook, lexicon: &Lexicon, names: &Names, time: &Time) -> Form {
    let mut form = Form { mark: titles::mark(workbook), ..Form::default() };
    let parts = match &form.mark {
        Some(mark) if mark.is_consolidated() => mark.parts.clone(),
        _ => Vec::new(),
    };
    let is_marked = form.mark.is_some();
    let is_issued = form.mark.as_ref().is_some_and(titles::Mark::is_form);
    // No money stands there, whatever a unit counts.
    let is_of_results = |sheet: &Sheet| is_issued && *sheet.name == *mark::RESULTS;
    // The words of an office below are read as they were written, not as a form of any kind.
    let is_consolidated = form.mark.as_ref().is_some_and(titles::Mark::is_consolidated);
    let is_handed_up = |sheet: &Sheet| {
        is_consolidated && [mark::DIFFICULTIES, mark::RESULTS].contains(&&*sheet.name)
    };
    let is_read = |sheet: &&Sheet| {
        let is_mark = sheet.is_hidden && *sheet.name == *mark::SHEET;
        let is_other = !parts.is_empty() && !parts.iter().any(|part| **part == *sheet.name);
        let is_to_mend = is_marked && *sheet.name == *mark::MEND;
        !is_mark && !is_other && !is_to_mend && !is_of_results(sheet) && !is_handed_up(sheet)
    };
    let sheets = workbook.sheets.iter().enumerate().filter(|(_, sheet)| is_read(sheet));
    let pages: Vec<Page<'_>> =
        sheets.map(|(number, sheet)| page(number as u16, sheet, (lexicon, names), time)).collect();
    let framer = Framer::new(&pages, lexicon, names, time.budget);
    for page in &pages {
        let starts = page.blocks.iter().filter_map(|block| block.headings.first());
        let starts: Vec<u32> = starts.map(|heading| heading.rows.start).collect();
        let results = results::find(page.number, page.sheet, &starts, lexicon, names);
        framer.frame(&mut form, page, &results);
        let on_it = form.tables.iter().filter(|framed| framed.sheet == page.number);
        let found = difficulties::find(page.number, page.sheet, on_it, lexicon, names);
        form.difficulties.extend(found.into_iter().map(|mut asked| {
            let below = results.iter().filter(|table| asked.rows.contains(&table.heading));
            let next = below.map(|table| table.heading).min();
            asked.rows.end = next.unwrap_or(asked.rows.end);
            asked
        }));
        form.results.extend(results);
    }
    for (number, sheet) in (0..).zip(&workbook.sheets).filter(|(_, sheet)| is_of_results(sheet)) {
        form.results.extend(results::issued(number, sheet, lexicon));
    }
    form.excess = excess(workbook, &form.tables);
    form
}

/// The blocks of a sheet, from top to bottom.
fn page<'a>(
    number: u16,
    sheet: &'a Sheet,
    (lexicon, names): (&Lexicon, &Names),
    time: &Time,
) -> Page<'a> {
    let mut blocks: Vec<Block<'a>> = Vec::new();
    let mut headings = heading::find(sheet, 0, lexicon, time);
    let mut title = 0;
    while let Some(top) = headings.first().filter(|_| blocks.len() <= MOST_TABLES) {
        let (start, body) = (top.rows.start, top.body);
        let above = titles::texts_above(sheet, start)
            .filter(|(cell, text)| title <= cell.row && text.len() <= LONGEST_TITLE);
        let above = above.collect();
        let mut from = body;
        let (again, below) = after(sheet, top, (lexicon, names), time);
        // Tables that stand side by side end together.
        let behind =
            |next: &Heading| headings.iter().map(|own| behind_table(sheet, own, next)).max();
        let next = below.first().and_then(behind);
        for heading in &headings {
            from = from.max(end_of(sheet, heading, next)).max(heading.body);
        }
        if let (Some(end), Some(below)) = (next, below.first()) {
            title = behind_signatures(sheet, end..below.rows.start);
        }
        blocks.push(Block { headings, above, next, again });
        headings = heading::find(sheet, from, lexicon, time);
    }
    Page { number, sheet, name: Label::new(&sheet.name), blocks }
}

/// Puts the tables of pages into their frames.
struct Framer<'a> {
    pages: &'a [Page<'a>],
    lexicon: &'a Lexicon,
    names: &'a Names,
    budget: i32,
    beside: Beside,
    /// What the cover says, for all tables behind it.
    cover: Vec<Label>,
    /// Titles that stand word for word on several sheets: there the sheets' names tell the tables apart.
    copied: BTreeSet<Vec<Label>>,
}

impl<'a> Framer<'a> {
    fn new(
        pages: &'a [Page<'a>],
        lexicon: &'a Lexicon,
        names: &'a Names,
        budget: i32,
    ) -> Framer<'a> {
        let sheets: Vec<Label> = pages.iter().map(|page| page.name.clone()).collect();
        let blocks = || pages.iter().flat_map(|page| &page.blocks);
        let texts: Vec<Label> = blocks().flat_map(|block| sayings(&block.above)).collect();
        let covers = pages.iter().take_while(|page| page.blocks.is_empty());
        let cover = covers.filter(|page| !page.sheet.is_hidden).flat_map(|page| {
            let texts: Vec<_> = titles::texts_above(page.sheet, COVER_ROWS).collect();
            if texts.len() <= MOST_COVER_TEXTS { sayings(&texts) } else { Vec::new() }
        });
        let mut once: BTreeSet<Vec<Label>> = BTreeSet::new();
        let first = pages.iter().filter_map(|page| page.blocks.first());
        let copied = first
            .map(|block| sayings(&block.above))
            .filter(|title| !title.is_empty() && !once.insert(title.clone()));
        Framer {
            pages,
            copied: copied.collect(),
            cover: cover.collect(),
            beside: Beside::new(&texts, &sheets, lexicon, names, budget),
            lexicon,
            names,
            budget,
        }
    }

    fn frame(&self, form: &mut Form, page: &Page<'_>, results: &[ResultTable]) {
        let is_of_results = |block: &Block<'_>| {
            let starts = || block.headings.iter().map(|heading| heading.rows.start);
            results.iter().any(|table| {
                starts().any(|start| (table.heading..table.rows.start).contains(&start))
            })
        };
        for block in &page.blocks {
            let titles = block.above.iter();
            form.titles.extend(titles.map(|(cell, text)| (page.number, *cell, (*text).to_owned())));
            if !is_of_results(block) {
                self.block(form, page, block);
            }
        }
        if page.blocks.is_empty() {
            self.without_block(form, page);
        }
    }

    fn block(&self, form: &mut Form, page: &Page<'_>, block: &Block<'_>) {
        let all = sayings(&block.above);
        let is_one = block.headings.len() == 1;
        for heading in &block.headings {
            let columns = &heading.span;
            let is_own = |cell: &Cell| is_one || columns.contains(&cell.column);
            let own: Vec<_> =
                block.above.iter().copied().filter(|(cell, _)| is_own(cell)).collect();
            let (own_said, name) = (sayings(&own), std::slice::from_ref(&page.name));
            let depths = if self.copied.contains(&all) {
                Depths { titles: vec![name, &own_said, &all, &self.cover], name: 0 }
            } else {
                Depths { titles: vec![&own_said, &all, name, &self.cover], name: 2 }
            };
            let scope = Scope::read(&depths, self.lexicon, self.names, &self.beside);
            // What says that it is the unit goes before a sentence that ends in one.
            let above = || block.above.iter().rev().map(|(_, text)| *text);
            let unit = above().find_map(titles::stated_unit);
            let unit = unit.or_else(|| above().find_map(titles::unit_in_title));
            let titles = own.iter().map(|(cell, text)| (*cell, (*text).to_owned())).collect();
            let end = end_of(page.sheet, heading, block.next);
            let mut framed = Framed {
                sheet: page.number,
                heading: heading.clone(),
                end,
                titles,
                scope: Scope { unit, ..scope },
                goes_on: false,
                checked: None,
                passed_over: block.again.clone(),
                unit_row: None,
            };
            let has_title = is_title(&all) && !says_on(&page.name, &all);
            if let Some(last) = form.tables.last() {
                framed.goes_on = !has_title && self.goes_on(last, &framed);
                let is_below = last.sheet == page.number;
                if framed.goes_on || is_below && !has_title {
                    framed.scope = framed.scope.within(&last.scope);
                }
            }
            form.tables.extend(programs::by_column(page.sheet, framed, self.names));
        }
    }

    /// A sheet without a heading goes on with the sheet before, or is a cover.
    fn without_block(&self, form: &mut Form, page: &Page<'_>) {
        let last = form.tables.last().filter(|last| last.sheet + 1 == page.number);
        // A table of difficulties or results may hold numbers, and goes on with no table of figures.
        let (number, sheet) = (page.number, page.sheet);
        let tells = || {
            !difficulties::find(number, sheet, [].iter(), self.lexicon, self.names).is_empty()
                || !results::find(number, sheet, &[], self.lexicon, self.names).is_empty()
        };
        let goes_on = last.and_then(|last| self.without_heading(last, page));
        if let Some(framed) = goes_on.filter(|_| !tells()) {
            form.tables.push(framed);
            return;
        }
        let texts = titles::texts_above(page.sheet, COVER_ROWS);
        form.titles.extend(texts.map(|(cell, text)| (page.number, cell, text.to_owned())));
    }

    /// Whether a table has the headings of the one on the page before, and says nothing else of its money.
    fn goes_on(&self, last: &Framed, next: &Framed) -> bool {
        let said = |framed: &Framed| -> Vec<_> {
            framed.heading.columns.iter().map(|headed| (headed.said, headed.facts)).collect()
        };
        let is_next_page = last.sheet + 1 == next.sheet
            || last.sheet == next.sheet && last.end <= next.heading.rows.start;
        is_next_page
            && (next.scope.program.is_none() || next.scope.program == last.scope.program)
            && (next.scope.funding.is_none() || next.scope.funding == last.scope.funding)
            && !next.scope.is_apart(&last.scope, self.budget)
            && said(last) == said(next)
    }
}

/// The rows below in which the heading `top` is printed again for the next page, and the headings of the next block.
fn after(
    sheet: &Sheet,
    top: &Heading,
    (lexicon, names): (&Lexicon, &Names),
    time: &Time,
) -> (Vec<Range<u32>>, Vec<Heading>) {
    let mut again: Vec<Range<u32>> = Vec::new();
    let mut from = top.body + 1;
    loop {
        let found = heading::find(sheet, from, lexicon, time);
        let Some(next) = found.first() else { return (again, Vec::new()) };
        let body = again.last().map_or(top.body, |rows| rows.end);
        if !is_again(sheet, top, next, body) || begins_with_total(sheet, next, names) {
            return (again, found);
        }
        again.push(next.rows.start..next.body);
        from = next.body;
    }
}

/// Whether the first row below a heading is the sum of a table: a page in the middle of one begins otherwise.
fn begins_with_total(sheet: &Sheet, heading: &Heading, names: &Names) -> bool {
    let Some((row, _)) = sheet.rows(heading.body..u32::MAX).next() else { return false };
    let columns = [Some(heading.label), heading.number];
    columns.into_iter().flatten().any(|column| {
        let label = sheet.text(Cell::new(row, column));
        rows::RowReader::new(names, None).read("", "", label) == Some(rows::Seen::Total)
    })
}

/// Whether `next` has the texts of `top`, cell by cell, and no title of its own behind the figures above it.
fn is_again(sheet: &Sheet, top: &Heading, next: &Heading, body: u32) -> bool {
    let texts = |rows: &Range<u32>| -> Vec<(u32, u32, Label)> {
        let cells = sheet.rows(rows.clone()).flat_map(|(_, cells)| cells);
        let texts = cells.filter_map(|(cell, value)| match value {
            Value::Text(text) => Some((cell.row - rows.start, cell.column, Label::new(text))),
            _ => None,
        });
        texts.filter(|(.., label)| !label.is_empty()).collect()
    };
    let between = behind_figures(sheet, body, next)..next.rows.start;
    let above: Vec<Label> = sheet
        .rows(between)
        .flat_map(|(_, cells)| cells)
        // What stands in the column of labels, beside that of STT, is a row of the table.
        .filter(|(cell, _)| top.number.is_none() || cell.column != top.label)
        .filter_map(|(_, value)| match value {
            Value::Text(text) => Some(Label::new(text)),
            _ => None,
        })
        .collect();
    texts(&top.rows) == texts(&next.rows) && !is_title(&above)
}

/// The texts of a title block that may speak of the money below: documents that are named there speak of their own.
fn sayings(texts: &[(Cell, &str)]) -> Vec<Label> {
    let cites = ["kem theo", "quyet dinh so", "cong van so", "nghi quyet so", "can cu"];
    let labels = texts.iter().map(|(_, text)| Label::new(text));
    labels.filter(|label| !cites.iter().any(|words| label.has(words))).collect()
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

/// The row behind the last one of the table below a heading, which another heading follows: the title of that one
/// stands there.
fn behind_table(sheet: &Sheet, heading: &Heading, next: &Heading) -> u32 {
    let holds = |cells: &[(Cell, Value)], is: fn(&Value) -> bool| {
        let columns = &heading.columns;
        cells.iter().any(|(cell, value)| {
            columns.iter().any(|headed| headed.index == cell.column) && is(value)
        })
    };
    let mut end = heading.body;
    for (row, cells) in sheet.rows(heading.body..next.rows.start) {
        let has_label = cells.iter().any(|(cell, _)| cell.column == heading.label);
        // Right below the last figures a row may hold words where a figure belongs.
        let is_row = row == end && has_label && holds(cells, |_| true);
        if is_row || cells.iter().any(|(_, value)| is_figure(value)) {
            end = row + 1;
        }
    }
    end
}

/// The row behind the last figure of the table whose body begins at `body`: the title of the next table stands there.
fn behind_figures(sheet: &Sheet, body: u32, next: &Heading) -> u32 {
    let rows = sheet.rows(body..next.rows.start);
    let figures = rows.filter(|(_, cells)| cells.iter().any(|(_, value)| is_figure(value)));
    figures.map(|(row, _)| row + 1).last().unwrap_or(body)
}

/// The row behind the signatures among these: a title begins there.
fn behind_signatures(sheet: &Sheet, rows: Range<u32>) -> u32 {
    let from = rows.start;
    let signed = sheet.rows(rows).filter(|(_, cells)| cells.iter().any(|(_, value)| signs(value)));
    signed.map(|(row, _)| row + 1).last().unwrap_or(from)
}

fn is_figure(value: &Value) -> bool {
    match value {
        Value::Number(_) | Value::NoResult => true,
        Value::Text(text) => titles::is_typed_figure(text),
        _ => false,
    }
}

/// The row behind the last one of a table: the `next` heading, a signature block, a note or words below it, or the end of the
/// sheet.
fn end_of(sheet: &Sheet, heading: &Heading, next: Option<u32>) -> u32 {
    let last = sheet.cells.last().map_or(heading.body, |(cell, _)| cell.row + 1);
    let rows =
        |rows: Range<u32>| sheet.rows(rows).map(|(row, cells)| (row, Row { heading, cells }));
    let body = heading.body..next.unwrap_or(last);
    let signed = rows(body.clone()).find(|(_, row)| row.signs() && !row.is_row());
    let end = signed.map_or(body.end, |(at, _)| at);
    let behind = rows(body.start..end).filter(|(_, row)| row.is_row()).last();
    let behind = behind.map_or(body.start, |(at, _)| at + 1);
    // Who signs has many titles. Behind the last row, where one was left free, words alone are no row of the table.
    let mut below = rows(behind..end).zip(behind..);
    let words = below.find(|((at, row), next)| row.is_note() || next < at && row.is_words_alone());
    words.map_or(end, |((at, _), _)| at)
}

/// What stands in a row below a heading.
struct Row<'a> {
    heading: &'a Heading,
    cells: &'a [(Cell, Value)],
}

impl<'a> Row<'a> {
    fn texts(&self) -> impl Iterator<Item = (Cell, &'a str)> + use<'a> {
        self.cells.iter().filter_map(|(cell, value)| match value {
            Value::Text(text) => Some((*cell, &**text)),
            _ => None,
        })
    }

    fn is_beside(&self, cell: Cell) -> bool {
        self.heading.label < cell.column
    }

    /// Whether it is surely one of the table: it holds a figure, or its label a number in front of it or an amount beside it.
    fn is_row(&self) -> bool {
        let holds = |(cell, value): &(Cell, Value)| self.is_beside(*cell) && is_figure(value);
        let is_label =
            |(cell, text): (Cell, &str)| cell.column == self.heading.label && !rows::is_note(text);
        let has_amount = || {
            let mut beside = self.texts().filter(|(cell, _)| self.is_beside(*cell));
            beside.any(|(cell, text)| !self.heading.is_of_words(cell.column) && is_worded(text))
        };
        self.cells.iter().any(holds)
            || self.texts().any(is_label) && (self.is_numbered() || has_amount())
    }

    fn is_numbered(&self) -> bool {
        let Some(column) = self.heading.number else { return false };
        self.cells.iter().any(|(cell, value)| cell.column == column && is_ordinal(value))
    }

    /// Whether nothing but a note on the table stands in it, and where figures do: "Ghi chú: …", "Nguồn: …".
    fn is_note(&self) -> bool {
        let [(cell, Value::Text(text))] = self.cells else { return false };
        let label = Label::new(text);
        let says = |words: &str| label.after(words).is_some_and(|rest| !rest.is_empty());
        let is_source = || says("nguon") && text.contains(':');
        self.is_beside(*cell)
            && (["ghi chu", "chu thich", "note"].into_iter().any(says) || is_source())
    }

    /// Whether it holds texts without a digit, none of them a number in front of it, and not in the column of labels alone.
    fn is_words_alone(&self) -> bool {
        let is_words = |(cell, value): &(Cell, Value)| {
            let is_number = Some(cell.column) == self.heading.number;
            !is_number && matches!(value, Value::Text(text) if !has_digit(text))
        };
        let mut beside = self.texts().filter(|(cell, _)| self.is_beside(*cell)).peekable();
        self.cells.iter().all(is_words)
            && beside.peek().is_some()
            && !beside.any(|(_, text)| is_worded(text))
    }

    fn signs(&self) -> bool {
        self.cells.iter().any(|(_, value)| signs(value))
    }
}

fn has_digit(text: &str) -> bool {
    text.contains(|letter: char| letter.is_ascii_digit())
}

/// Whether a text is like an amount: "12 triệu", "khoảng 12tr", "mười hai triệu đồng". "Hội đồng" is none, nor is a day.
fn is_worded(text: &str) -> bool {
    let label = Label::new(text);
    let words = label.words().filter(|word| *word != "dong");
    let is_unit = |word: &str| ["trieu", "tr", "nghin", "ngan", "ty", "ti"].contains(&word);
    let begins = text.trim_start().starts_with(|letter: char| letter.is_ascii_digit());
    begins && !text.contains('/')
        || words.last().is_some_and(|word| {
            is_unit(word.trim_start_matches(|letter: char| letter.is_ascii_digit()))
        })
}

/// Whether a value is the number of a row: 2, "II", "2.1", "a)".
fn is_ordinal(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::Text(text) => {
            let text = fold(text);
            let text = text.trim_matches(|letter: char| !letter.is_alphanumeric());
            let is_numeral = |part: &str| {
                let is_roman = part.chars().all(|letter| "ivxl".contains(letter));
                let is_digits = part.bytes().all(|byte| byte.is_ascii_digit());
                !part.is_empty() && (is_roman || is_digits || part.len() == 1)
            };
            text.split(['.', '-', '/']).all(is_numeral)
        }
        _ => false,
    }
}

fn signs(value: &Value) -> bool {
    matches!(value, Value::Text(text) if is_signature(text))
}

/// "Hữu Lũng, ngày … tháng … năm …", "NGƯỜI LẬP BIỂU", "Nơi nhận": what stands under a table.
pub fn is_signature(text: &str) -> bool {
    if 200 < text.len() {
        return false;
    }
    let words = Label::new(text);
    // "(Số liệu tính đến ngày 31 tháng 5 năm 2024)" dates the figures, no signature.
    let dated = || {
        let text = words.as_str();
        let day = text.find("ngay")?;
        let before = text[..day].split_whitespace().next_back();
        if before.is_some_and(|word| ["den", "het", "tu", "chot"].contains(&word)) {
            return None;
        }
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
