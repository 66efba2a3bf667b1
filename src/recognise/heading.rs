//! The heading grammar: the block of headings above a table, read as sentences about the numbers below.

pub(super) mod cover;
pub(super) mod sense;
mod time;
mod meaning;
pub(crate) mod levels;
mod path;
mod proposals;
mod settle;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

use self::meaning::Meaning;
pub use self::meaning::facts_of;
use self::path::{Path, covering, distinct, path};
use self::settle::Told;
pub use self::time::Time;
use super::lexicon::{KeyColumn, Lexicon, Role, Said, State, heading_label};
use crate::domain::attributes::Facts;
use crate::domain::difficulty::Part;
use crate::domain::label::composed;
use crate::domain::money::MoneyUnit;
use crate::domain::place::Cell;
use crate::domain::submission::Measure;
use crate::read::{Sheet, Value};
use crate::recognise::titles;

/// A heading block that was found, column by column.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Its rows, from the first to behind the last; an index row is not among them.
    pub rows: Range<u32>,
    /// The first row below it that may hold figures.
    pub body: u32,
    /// The columns of its table: other tables may stand beside it.
    pub span: Range<u32>,
    /// The column of STT.
    pub number: Option<u32>,
    /// The column of codes.
    pub code: Option<u32>,
    /// The column that says what the numbers of a row count: ĐVT.
    pub uom: Option<u32>,
    /// The column of labels.
    pub label: u32,
    /// Further columns of labels to its right.
    pub more_labels: Vec<LabelColumn>,
    /// Columns whose texts say of each row its funding type, source or plan year.
    pub attributes: Vec<u32>,
    /// The column of explanations.
    pub reason: Option<u32>,
    /// The columns of notes.
    pub notes: Vec<u32>,
    /// The columns that ask for difficulties, causes, proposals.
    pub told: Vec<(Part, u32)>,
    /// The other columns, from left to right.
    pub columns: Vec<Headed>,
}

/// A further column of labels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LabelColumn {
    /// Its heading is the first one's: its texts go on with the label.
    GoesOn(u32),
    /// It has no heading: its text is the label where that is blank.
    Beside(u32),
    /// A level of its own: "Chương trình | Dự án | Tiểu dự án".
    Level(u32),
}

/// A column with what its headings say.
#[derive(Clone, Debug)]
pub struct Headed {
    /// Its place in the sheet.
    pub index: u32,
    /// Its headings, from top to bottom, ` › ` between.
    pub path: Arc<str>,
    /// What it measures; `None` where no heading says it.
    pub said: Option<Said>,
    /// What else its headings say.
    pub facts: Facts,
    /// The unit of money that its headings state.
    pub unit: Option<MoneyUnit>,
    /// The state of the plan that it shows. Only the last state is the plan; the others are checks on it, and `NotAsked`.
    pub state: Option<State>,
    /// The words of its headings that nobody understood: the column is doubtful. Empty where they were read whole.
    pub residue: Vec<Arc<str>>,
    /// The month that it alone is about, whether or not that is asked for.
    pub month: Option<u32>,
    /// The State Treasury says so. Beside the owner's figure it is `NotAsked`.
    pub is_confirmed: bool,
    /// The last day of the money that it speaks of, in the budget year unless it names another.
    pub until: Option<NaiveDate>,
    /// Somebody thinks so: it is no money that was paid.
    pub is_estimated: bool,
    /// It speaks of money given back, or of a change of the plan, and does not say that it is proposed, or which of the two
    /// a figure is: it is told, and enters nothing.
    pub is_half_said: bool,
}

impl Heading {
    /// Whether a column holds notes, reasons or other words about the figures of its rows.
    pub fn is_of_words(&self, column: u32) -> bool {
        let mut told = self.told.iter().map(|(_, column)| column);
        self.notes.contains(&column)
            || self.reason == Some(column)
            || told.any(|told| *told == column)
    }
}

impl Headed {
    /// Whether it holds money, or may hold some.
    pub fn is_money(&self) -> bool {
        match self.said {
            Some(Said::Measure(measure)) => measure.is_money(),
            Some(Said::NotAsked) | None => true,
            Some(Said::NotMoney) => false,
        }
    }

    /// Whether it holds money of the kind that is reported, be it another state of it: no income and no norm.
    pub fn is_surely_money(&self) -> bool {
        match self.said {
            Some(Said::Measure(measure)) => measure.is_money(),
            Some(Said::NotAsked) => {
                self.state.is_some() || self.is_confirmed || self.month.is_some()
            }
            Some(Said::NotMoney) | None => false,
        }
    }
}

/// A heading block has one to five rows (and an index row).
const MOST_ROWS: u32 = 5;
/// More tables than this do not stand side by side.
const MOST_BESIDE: usize = 8;
/// A heading is short; a longer text is a title or a note.
const LONGEST: usize = 160;
/// So is the one over the labels: "Danh mục chương trình, dự án, tiểu dự án, công trình".
const LABEL_LONGEST: usize = 100;

/// Finds the next heading block at or below row `from`: one heading, or those of tables that stand side by side.
pub fn find(sheet: &Sheet, from: u32, lexicon: &Lexicon, time: &Time) -> Vec<Heading> {
    let found = sheet.rows(from..u32::MAX).find_map(|(row, cells)| {
        let texts = || texts(cells);
        let is_number = |(_, value): &(Cell, Value)| match value {
            Value::Number(_) | Value::NoResult => true,
            Value::Text(text) => titles::is_typed_figure(text),
            _ => false,
        };
        if texts().count() < 2 || cells.iter().any(is_number) {
            return None;
        }
        let labels = |is_it: fn(KeyColumn) -> bool| {
            let is_label = |text: &str| {
                let label = heading_label(text);
                lexicon.key_column(&label).is_some_and(is_it) && lexicon.measure(&label).is_none()
            };
            texts().find(|(_, text)| {
                text.len() <= LABEL_LONGEST && !is_numbered(text, lexicon) && is_label(text)
            })
        };
        let is_label = |column| matches!(column, KeyColumn::Label | KeyColumn::Level);
        // Rows may be named after units; a column of units further to the right only says whose a row is.
        let units = || {
            let (cell, text) = labels(|column| column == KeyColumn::Unit)?;
            let mut before = texts().take_while(|(other, _)| other.column < cell.column);
            let is_key = |text| lexicon.key_column(&heading_label(text)) == Some(KeyColumn::Number);
            before.all(|(_, text)| is_key(text)).then_some((cell, text))
        };
        let (label, text) = labels(is_label).or_else(units)?;
        let block = block(sheet, row, label.column, lexicon)?;
        let name = heading_label(text);
        // The same words over another column of labels begin a table beside this one.
        let again = texts()
            .filter(|(cell, text)| label.column + 2 < cell.column && heading_label(text) == name);
        let mut starts = vec![label.column];
        starts.extend(again.map(|(cell, _)| cell.column));
        starts.truncate(MOST_BESIDE);
        let headings = side_by_side(sheet, &block, &starts, lexicon, time);
        (!headings.is_empty()).then_some(headings)
    });
    found.unwrap_or_default()
}

/// The headings in a block whose columns of labels these are. Where one of them measures nothing they are one table.
fn side_by_side(
    sheet: &Sheet,
    block: &Range<u32>,
    labels: &[u32],
    lexicon: &Lexicon,
    time: &Time,
) -> Vec<Heading> {
    // Columns that hold nothing say nothing: one figure far to the right makes no thousand columns.
    let mut is_held: Vec<bool> = Vec::new();
    for (cell, _) in sheet.rows(block.start..u32::MAX).flat_map(|(_, cells)| cells) {
        let column = cell.column as usize;
        if is_held.len() <= column {
            is_held.resize(column + 1, false);
        }
        is_held[column] = true;
    }
    let held: Vec<u32> = (0..).zip(&is_held).filter_map(|(at, is)| is.then_some(at)).collect();
    let last = held.last().copied().unwrap_or(labels[0]);
    let measures = |heading: &Heading| {
        let is_measure = |headed: &Headed| matches!(headed.said, Some(Said::Measure(_)));
        heading.columns.iter().any(is_measure)
    };
    let text = |column: u32| {
        let texts = block.clone().map(|row| sheet.text(Cell::new(row, column)));
        texts.rev().find(|text| !text.is_empty()).map(heading_label)
    };
    // A table begins with the STT before its labels.
    let start = |label: u32| {
        let before = label.checked_sub(1)?;
        let is_number = lexicon.key_column(&text(before)?) == Some(KeyColumn::Number);
        is_number.then_some(before)
    };
    let mut starts: Vec<u32> = labels.iter().map(|&label| start(label).unwrap_or(label)).collect();
    starts[0] = 0;
    let ends = starts[1..].iter().copied().chain([last + 1]);
    let headings: Vec<Heading> = labels
        .iter()
        .zip(starts.iter().copied().zip(ends))
        .map(|(&label, (from, to))| {
            read(sheet, block.clone(), (from..to, &held), label, lexicon, time)
        })
        .collect();
    if headings.iter().all(measures) {
        return headings;
    }
    let whole = read(sheet, block.clone(), (0..last + 1, &held), labels[0], lexicon, time);
    if measures(&whole) { vec![whole] } else { Vec::new() }
}

/// "Nội dung thành phần số 02".
const MOST_WORDS_OF_A_KIND: usize = 5;

/// Whether a text is the name of one row, by the number behind its first words: "Dự án 2: …" is one of the projects. "Nội
/// dung 03 chương trình" stands over the rows of three programs; "(1)" and a year number nothing.
fn is_numbered(text: &str, lexicon: &Lexicon) -> bool {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let is_kind = |words: &[&str]| {
        let label = heading_label(&words.join(" "));
        let cover = lexicon.cover(&label);
        let is_column = |role| matches!(role, Role::Column(KeyColumn::Label | KeyColumn::Level));
        cover.residue.is_empty() && cover.roles().all(is_column)
    };
    let text = text.trim_start_matches(|letter: char| !letter.is_alphabetic());
    let Some(at) = text.find(is_digit) else { return false };
    let (before, rest) = text.split_at(at);
    let after = rest.trim_start_matches(is_digit);
    let ends = |letter: char| !letter.is_alphanumeric() && letter != '/';
    let is_number = (1..=2).contains(&(rest.len() - after.len()));
    if !is_number || !after.chars().next().is_none_or(ends) || before.ends_with('(') {
        return false;
    }
    // A number of such things ends in front of them; the number of one of them, in front of its name or of nothing.
    let words: Vec<&str> = after.split_whitespace().collect();
    let name = words.iter().take_while(|word| !word.starts_with(is_digit)).count();
    let is_open = |end: usize| end < name || name == words.len();
    let counts = words.first().is_some_and(|word| word.starts_with(char::is_alphabetic))
        && (1..=name.min(3)).any(|end| is_kind(&words[..end]) && is_open(end));
    before.split_whitespace().count() <= MOST_WORDS_OF_A_KIND && !counts
}

fn texts(cells: &[(Cell, Value)]) -> impl Iterator<Item = (Cell, &str)> {
    cells.iter().filter_map(|(cell, value)| match value {
        Value::Text(text) if text.len() <= LONGEST => Some((*cell, &**text)),
        _ => None,
    })
}

/// The rows of the block whose label heading stands in `row`.
fn block(sheet: &Sheet, row: u32, label: u32, lexicon: &Lexicon) -> Option<Range<u32>> {
    let mut top = row;
    while 0 < top && row - top < MOST_ROWS && is_group_row(sheet, top - 1, label, lexicon) {
        top -= 1;
    }
    let merged = covering(sheet, Cell::new(row, label)).map_or(row, |(_, last)| last);
    let mut end = merged + 1;
    while end - top < MOST_ROWS && is_sub_row(sheet, end, label) {
        end += 1;
    }
    (end - top <= MOST_ROWS).then_some(top..end)
}

/// Whether a row above the label heading groups the columns beside it: two texts or more that say something.
fn is_group_row(sheet: &Sheet, row: u32, label: u32, lexicon: &Lexicon) -> bool {
    let says = |text: &str| {
        let label = heading_label(text);
        let is_read = || lexicon.cover(&label).residue.is_empty();
        let is_measure = || lexicon.measure(&label).is_some();
        let is_split = || lexicon.funding(&label).is_some() || lexicon.source(&label).is_some();
        is_measure() || is_split() || is_read() && lexicon.year_word(&label).is_some()
    };
    let cells = sheet.row(row);
    let is_text = |value: &Value| matches!(value, Value::Text(_));
    let said = cells.iter().filter(|(cell, value)| {
        label < cell.column
            && matches!(value, Value::Text(text) if text.len() <= LONGEST && says(text))
    });
    cells.iter().all(|(_, value)| is_text(value)) && 2 <= said.count()
}

/// Whether a row below the label heading still belongs to the block: texts, and none in the label's column.
fn is_sub_row(sheet: &Sheet, row: u32, label: u32) -> bool {
    let cells = sheet.row(row);
    let is_heading = |(cell, value): &(Cell, Value)| {
        label < cell.column
            && matches!(value, Value::Text(text) if text.len() <= LONGEST && !titles::is_typed_figure(text))
    };
    let is_index = cells.iter().all(|(_, value)| is_index_token(value));
    !cells.is_empty() && cells.iter().all(is_heading) && !is_index
}

/// An index row under a heading: `A B 1 2 3=4+5 …`.
pub(super) fn is_index_token(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.fract() == 0.0 && (0.0..200.0).contains(number),
        Value::Text(text) => {
            let text = text.trim().trim_matches(['(', ')', '[', ']']);
            let is_letter = text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
            let is_formula = |letter: char| {
                letter.is_ascii_digit() || "=+-*/().,%:; …ABCDEFGHxX".contains(letter)
            };
            let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
            is_letter || has_digit && text.chars().all(is_formula)
        }
        _ => false,
    }
}

fn is_index_row(sheet: &Sheet, row: u32, label: u32) -> bool {
    let cells = sheet.row(row);
    let has_label = cells.iter().any(|(cell, _)| cell.column == label);
    let numbers = cells.iter().filter(|(cell, _)| label < cell.column).count();
    // A row of a table has a name in its label column; an index row has a letter or a number there.
    has_label && 1 <= numbers && cells.iter().all(|(_, value)| is_index_token(value))
}

fn read(
    sheet: &Sheet,
    rows: Range<u32>,
    (columns, held): (Range<u32>, &[u32]),
    label: u32,
    lexicon: &Lexicon,
    time: &Time,
) -> Heading {
    let mut body = rows.end;
    if is_index_row(sheet, body, label) {
        body += 1;
    }
    let mut heading = Heading {
        rows: rows.clone(),
        body,
        span: columns.clone(),
        number: None,
        code: None,
        uom: None,
        label,
        more_labels: Vec::new(),
        attributes: Vec::new(),
        reason: None,
        notes: Vec::new(),
        told: Vec::new(),
        columns: Vec::new(),
    };
    let mut above: Vec<Option<Cell>> = vec![None; rows.len()];
    let over_label = covering(sheet, Cell::new(rows.start, label)).map(|(first, _)| first);
    // The same few texts stand over many columns.
    let mut known: BTreeMap<&str, Meaning> = BTreeMap::new();
    let mut told: Vec<Told> = Vec::new();
    // Columns whose heading lost a part: what stands on their left says nothing of them.
    let mut broken: Vec<u32> = Vec::new();
    let mut before = None;
    for &index in held.iter().filter(|index| columns.contains(index)) {
        if before.replace(index) != index.checked_sub(1) {
            above = vec![None; rows.len()];
        }
        let own = (rows.clone()).any(|row| sheet.get(Cell::new(row, index)).is_some());
        let Path { cells, has_gap, is_blanked } = path(sheet, &rows, index, own, &above);
        let texts: Vec<&str> = distinct(&cells).map(|cell| sheet.text(cell)).collect();
        let is_over_label = over_label.is_some() && cells.first().copied().flatten() == over_label;
        above = cells;
        if index == label {
            continue;
        }
        for text in &texts {
            known.entry(text).or_insert_with(|| Meaning::new(text, lexicon, time));
        }
        let meanings: Vec<&Meaning> = texts.iter().map(|text| &known[text]).collect();
        let part = meanings.iter().rev().find_map(|meaning| meaning.part);
        let said = meaning::said(&meanings, time);
        let is_proposed = said.is_some_and(Said::is_proposed);
        heading.told.extend(part.filter(|_| !is_proposed).map(|part| (part, index)));
        if has_gap || is_blanked && said.is_none() {
            broken.push(index);
        }
        let mut headed = headed(index, &texts, said, meaning::facts(&meanings));
        let is_text = meanings.iter().any(|meaning| meaning.asks_for_reason);
        let state = meanings.iter().rev().find_map(|meaning| meaning.sense.state());
        headed.state = state.filter(|_| !is_text);
        headed.residue =
            meaning::residue(&meanings, said).iter().map(|words| words.as_str().into()).collect();
        let own = Told::of(&meanings);
        (headed.month, headed.is_confirmed) = (own.month(), own.is_confirmed());
        (headed.until, headed.is_estimated) = (own.until(time), own.is_estimated());
        headed.is_half_said = said == Some(Said::NotAsked) && own.is_half_said(time);
        let key = meanings.iter().rev().find_map(|meaning| meaning.key_column);
        let is_next = label + 1 + heading.more_labels.len() as u32 == index;
        let holds_numbers = || label < index && has_numbers(sheet, body, index);
        let numbers = heading.number;
        let is_running = || is_running(sheet, body, index, numbers);
        match key.filter(|_| said.is_none() && headed.state.is_none()) {
            // "Kinh phí dự án", "TT" of "thanh toán", "Các xã": whatever the words, numbers beside the labels may be money.
            Some(KeyColumn::Number)
                if heading.number.is_some() && holds_numbers() && !is_running() =>
            {
                heading.columns.push(headed);
                told.push(own);
            }
            Some(KeyColumn::Label | KeyColumn::Level | KeyColumn::Unit)
                if !is_split(&headed) && holds_numbers() =>
            {
                heading.columns.push(headed);
                told.push(own);
            }
            Some(KeyColumn::Number) => heading.number = heading.number.or(Some(index)),
            Some(KeyColumn::Code) => heading.code = heading.code.or(Some(index)),
            Some(KeyColumn::Reason) => heading.reason = heading.reason.or(Some(index)),
            Some(KeyColumn::Attribute) if texts.len() == 1 => heading.attributes.push(index),
            Some(KeyColumn::Label | KeyColumn::Level) if is_next && is_over_label => {
                heading.more_labels.push(LabelColumn::GoesOn(index));
            }
            Some(KeyColumn::Level) if label < index => {
                heading.more_labels.push(LabelColumn::Level(index));
            }
            Some(KeyColumn::Note) => heading.notes.push(index),
            Some(KeyColumn::UnitOfMeasure) => heading.uom = heading.uom.or(Some(index)),
            Some(KeyColumn::Label | KeyColumn::Level) => {}
            Some(KeyColumn::Unit) if texts.len() == 1 && !is_split(&headed) => {}
            Some(KeyColumn::Attribute | KeyColumn::Unit) | None
                if said.is_none() && texts.is_empty() =>
            {
                if is_next && is_over_label {
                    heading.more_labels.push(LabelColumn::GoesOn(index));
                } else if is_next && has_texts(sheet, body, index) {
                    heading.more_labels.push(LabelColumn::Beside(index));
                } else if label < index {
                    heading.columns.push(headed);
                    told.push(Told::default());
                }
            }
            Some(KeyColumn::Attribute | KeyColumn::Unit) | None => {
                heading.columns.push(headed);
                told.push(own);
            }
        }
    }
    let has = |headed: &Headed, others: &[&Headed]| {
        let is_stated = |row: u32, headed: &Headed| {
            sheet.get(Cell::new(row, headed.index)).is_some_and(is_amount)
        };
        let mut rows = sheet.rows(body..u32::MAX).map(|(row, _)| row);
        rows.all(|row| !is_stated(row, headed) || others.iter().any(|of| is_stated(row, of)))
    };
    settle::columns(&mut heading.columns, &told, time, &has);
    if let Some(uom) = heading.uom {
        let mut columns = heading.columns.iter_mut();
        let volume = columns.find(|headed| {
            uom + 1 == headed.index
                && headed.said == Some(Said::Measure(Measure::Volume))
                && !heading_label(&headed.path).has("gia tri")
        });
        volume.into_iter().for_each(|headed| headed.said = volume_in(sheet, body, uom));
    }
    for headed in heading.columns.iter_mut().filter(|headed| broken.contains(&headed.index)) {
        headed.said = None;
    }
    heading
}

/// What a volume beside the column ĐVT is: kilometres and households, no money; money where its rows say so; nobody knows
/// where some of them do.
fn volume_in(sheet: &Sheet, body: u32, uom: u32) -> Option<Said> {
    let (mut is_counted, mut is_money) = (false, false);
    for (row, _) in sheet.rows(body..u32::MAX) {
        let unit = heading_label(sheet.text(Cell::new(row, uom)));
        let volume = sheet.get(Cell::new(row, uom + 1));
        if !unit.is_empty() && volume.is_some_and(is_amount) {
            let is_unit = titles::unit_word(&unit).is_some();
            is_money |= is_unit;
            is_counted |= !is_unit;
        }
    }
    match (is_money, is_counted) {
        (true, true) => None,
        (true, false) => Some(Said::Measure(Measure::Volume)),
        (false, _) => Some(Said::NotMoney),
    }
}

/// Whether a cell holds an amount other than 0, typed or not.
fn is_amount(value: &Value) -> bool {
    match value {
        Value::Number(number) => *number != 0.0,
        Value::NoResult => true,
        Value::Text(text) => titles::is_typed_figure(text),
        _ => false,
    }
}

/// Whether a column below row `body` holds a number other than 0.
fn has_numbers(sheet: &Sheet, body: u32, column: u32) -> bool {
    let from = sheet.cells.partition_point(|(cell, _)| cell.row < body);
    let mut below = sheet.cells[from..].iter().filter(|(cell, _)| cell.column == column);
    below.any(|(_, value)| matches!(value, Value::Number(number) if *number != 0.0))
}

/// Whether the numbers of a column below row `body` number its rows: 1, 2, 3, from 1 again below each parent; fewer only
/// where they are those of the column STT.
fn is_running(sheet: &Sheet, body: u32, column: u32, numbers: Option<u32>) -> bool {
    let from = sheet.cells.partition_point(|(cell, _)| cell.row < body);
    let below = sheet.cells[from..].iter().filter(|(cell, _)| cell.column == column);
    let (mut last, mut furthest, mut count, mut is_copy) = (0.0, 0.0_f64, 0, true);
    for (cell, value) in below {
        let Value::Number(number) = value else { continue };
        if *number != 1.0 && *number != last + 1.0 {
            return false;
        }
        last = *number;
        furthest = furthest.max(last);
        count += 1;
        let stt = numbers.and_then(|column| sheet.get(Cell::new(cell.row, column)));
        is_copy &= match stt {
            Some(Value::Number(own)) => own == number,
            Some(Value::Text(own)) => own.trim() == number.to_string(),
            _ => false,
        };
    }
    2.0 <= furthest && (3 <= count || is_copy)
}

/// Whether a column below row `body` holds texts and no number: it goes on with the labels beside it.
fn has_texts(sheet: &Sheet, body: u32, column: u32) -> bool {
    let from = sheet.cells.partition_point(|(cell, _)| cell.row < body);
    let mut texts = 0;
    for (_, value) in sheet.cells[from..].iter().filter(|(cell, _)| cell.column == column) {
        match value {
            Value::Text(text) if titles::is_typed_figure(text) => return false,
            Value::Text(_) => texts += 1,
            Value::Number(_) | Value::NoResult => return false,
            _ => {}
        }
    }
    0 < texts
}

fn headed(index: u32, texts: &[&str], said: Option<Said>, facts: Facts) -> Headed {
    let path = texts.iter().map(|text| composed(text).replace('\n', " ")).collect::<Vec<_>>();
    let unit = texts.iter().rev().find_map(|text| titles::unit_in_heading(text));
    Headed {
        index,
        path: levels::joined(&path).into(),
        said,
        facts,
        unit,
        state: None,
        residue: Vec::new(),
        month: None,
        is_confirmed: false,
        until: None,
        is_estimated: false,
        is_half_said: false,
    }
}

/// Whether a column says which part of the money it is.
fn is_split(headed: &Headed) -> bool {
    headed.facts != Facts::default()
}
