//! The heading grammar: the block of headings above a table, read as sentences about the numbers below.

mod settle;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use self::settle::Timing;
use super::lexicon::{KeyColumn, Lexicon, Said, State, YearWord, heading_label};
use crate::domain::difficulty::Part;
use crate::domain::key::{PlanYear, Source};
use crate::domain::label::{Label, composed};
use crate::domain::money::MoneyUnit;
use crate::domain::place::Cell;
use crate::domain::submission::{Facts, Measure};
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
    /// The column of labels.
    pub label: u32,
    /// Further columns of labels to its right.
    pub more_labels: Vec<LabelColumn>,
    /// Columns whose texts say of each row its funding type, source or plan year.
    pub attributes: Vec<u32>,
    /// The column of explanations.
    pub reason: Option<u32>,
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
    /// The state of the plan that it shows. Only the last state is the plan; the others are checks on it, and `Ignored`.
    pub state: Option<State>,
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
/// `budget` is the year that "trong năm" means.
pub fn find(sheet: &Sheet, from: u32, lexicon: &Lexicon, budget: i32) -> Vec<Heading> {
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
        // The few words of key columns are asked for first: most rows have none of them.
        let is_label = |label: &Label| {
            matches!(lexicon.key_column(label), Some(KeyColumn::Label | KeyColumn::Level))
                && lexicon.measure(label).is_none()
        };
        let (label, text) = texts()
            .find(|(_, text)| text.len() <= LABEL_LONGEST && is_label(&heading_label(text)))?;
        let block = block(sheet, row, label.column, lexicon)?;
        let name = heading_label(text);
        // The same words over another column of labels begin a table beside this one.
        let again = texts()
            .filter(|(cell, text)| label.column + 2 < cell.column && heading_label(text) == name);
        let mut starts = vec![label.column];
        starts.extend(again.map(|(cell, _)| cell.column));
        starts.truncate(MOST_BESIDE);
        let headings = side_by_side(sheet, &block, &starts, lexicon, budget);
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
    budget: i32,
) -> Vec<Heading> {
    // Columns that hold nothing say nothing: one figure far to the right makes no thousand columns.
    let mut held: Vec<u32> = sheet
        .rows(block.start..u32::MAX)
        .flat_map(|(_, cells)| cells.iter().map(|(cell, _)| cell.column))
        .collect();
    held.sort_unstable();
    held.dedup();
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
            read(sheet, block.clone(), (from..to, &held), label, lexicon, budget)
        })
        .collect();
    if headings.iter().all(measures) {
        return headings;
    }
    let whole = read(sheet, block.clone(), (0..last + 1, &held), labels[0], lexicon, budget);
    if measures(&whole) { vec![whole] } else { Vec::new() }
}

/// How a heading begins that asks why.
const REASONS: [&str; 3] = ["giai trinh", "nguyen nhan", "ly do"];

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
        lexicon.measure(&label).is_some()
            || lexicon.funding(&label).is_some()
            || lexicon.source(&label).is_some()
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

/// The merged range over a cell: its first cell and its last row.
fn covering(sheet: &Sheet, cell: Cell) -> Option<(Cell, u32)> {
    let area = sheet.merges.iter().find(|area| area.contains(cell))?;
    Some((area.from, area.to.row))
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
    budget: i32,
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
        label,
        more_labels: Vec::new(),
        attributes: Vec::new(),
        reason: None,
        told: Vec::new(),
        columns: Vec::new(),
    };
    let mut above: Vec<Option<Cell>> = vec![None; rows.len()];
    let over_label = covering(sheet, Cell::new(rows.start, label)).map(|(first, _)| first);
    // The same few texts stand over many columns.
    let mut known: BTreeMap<&str, Meaning> = BTreeMap::new();
    let mut timings: Vec<Timing> = Vec::new();
    let mut before = None;
    for &index in held.iter().filter(|index| columns.contains(index)) {
        if before.replace(index) != index.checked_sub(1) {
            above = vec![None; rows.len()];
        }
        let own = (rows.clone()).any(|row| sheet.get(Cell::new(row, index)).is_some());
        let cells = path(sheet, &rows, index, own, &above);
        let texts: Vec<&str> = distinct(&cells).map(|cell| sheet.text(cell)).collect();
        let is_over_label = over_label.is_some() && cells.first().copied().flatten() == over_label;
        above = cells;
        if index == label {
            continue;
        }
        for text in &texts {
            known.entry(text).or_insert_with(|| Meaning::new(text, lexicon, budget));
        }
        let meanings: Vec<&Meaning> = texts.iter().map(|text| &known[text]).collect();
        let part = meanings.iter().rev().find_map(|meaning| meaning.part);
        heading.told.extend(part.map(|part| (part, index)));
        let said = measure(&meanings);
        let facts = facts(&meanings);
        let mut headed = headed(index, &texts, said, facts);
        let is_text = meanings.iter().any(|meaning| meaning.asks_for_reason);
        let state = meanings.iter().rev().find_map(|meaning| meaning.state);
        headed.state = state.filter(|_| !is_text);
        let key = meanings.iter().rev().find_map(|meaning| meaning.key_column);
        let is_next = label + 1 + heading.more_labels.len() as u32 == index;
        match key.filter(|_| said.is_none() && headed.state.is_none()) {
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
            Some(KeyColumn::Note | KeyColumn::Label | KeyColumn::Level) => {}
            Some(KeyColumn::Attribute) | None if said.is_none() && texts.is_empty() => {
                if is_next && is_over_label {
                    heading.more_labels.push(LabelColumn::GoesOn(index));
                } else if is_next && has_texts(sheet, body, index) {
                    heading.more_labels.push(LabelColumn::Beside(index));
                } else if label < index {
                    heading.columns.push(headed);
                    timings.push(Timing::default());
                }
            }
            Some(KeyColumn::Attribute) | None => {
                heading.columns.push(headed);
                timings.push(Timing::of(&meanings));
            }
        }
    }
    settle::columns(&mut heading.columns, &timings, lexicon, budget);
    heading
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
    Headed { index, path: path.join(" › ").into(), said, facts, unit, state: None }
}

/// The cells whose texts cover a column, row by row of the block.
///
/// A merged range covers all its cells. Without merges, a blank under a text on its left in the same parent range
/// continues it; `above` holds the cells of the column before, `own` says whether this one has a heading of its own.
fn path(
    sheet: &Sheet,
    rows: &Range<u32>,
    index: u32,
    own: bool,
    above: &[Option<Cell>],
) -> Vec<Option<Cell>> {
    let mut cells: Vec<Option<Cell>> = Vec::with_capacity(rows.len());
    let mut left: Vec<Option<Cell>> = above.to_vec();
    left.resize(rows.len(), None);
    for (depth, row) in rows.clone().enumerate() {
        let cell = Cell::new(row, index);
        let merged = covering(sheet, cell).map(|(first, _)| first);
        let covered = merged.filter(|first| matches!(sheet.get(*first), Some(Value::Text(_))));
        let found = match sheet.get(cell) {
            Some(Value::Text(_)) => Some(cell),
            _ => covered,
        };
        let continued = || {
            let parents =
                depth == 0 || cells[depth - 1] == left[depth - 1] && cells[depth - 1].is_some();
            let deeper =
                (row + 1..rows.end).any(|below| sheet.get(Cell::new(below, index)).is_some());
            let from = left[depth].filter(|from| covering(sheet, *from).is_none())?;
            (own && deeper && parents && merged.is_none()).then_some(from)
        };
        let cell = found.or_else(continued);
        cells.push(cell);
    }
    cells
}

fn distinct(cells: &[Option<Cell>]) -> impl Iterator<Item = Cell> {
    let mut last = None;
    cells.iter().flatten().copied().filter(move |cell| last.replace(*cell) != Some(*cell))
}

/// What the text of one heading cell says.
struct Meaning {
    said: Option<Said>,
    key_column: Option<KeyColumn>,
    /// The part of a difficulty that it asks for.
    part: Option<Part>,
    /// It asks for a text whatever money it speaks of: "Nguyên nhân chậm giải ngân".
    asks_for_reason: bool,
    /// It speaks of capital of a year, whatever it measures: "Vốn năm trước kéo dài", "Vốn năm 2024".
    is_capital: bool,
    facts: Facts,
    state: Option<State>,
    timing: Timing,
}

impl Meaning {
    fn new(text: &str, lexicon: &Lexicon, budget: i32) -> Meaning {
        let label = heading_label(text);
        let facts = facts_of(&label, lexicon, budget);
        let timing = Timing::new(text, &label, budget);
        let said = timing.corrected(lexicon.measure(&label));
        let key_column = lexicon.key_column(&label);
        let begins = || REASONS.iter().any(|words| label.after(words).is_some());
        let asks_for_reason = key_column == Some(KeyColumn::Reason) && begins();
        // "Giải ngân trong kỳ (nêu lý do nếu bằng 0)" is a measure; what measures is not asked further.
        let is_money = matches!(said, Some(Said::Measure(_)));
        let part = if is_money && !asks_for_reason { None } else { lexicon.part(&label) };
        Meaning {
            said,
            key_column,
            part,
            asks_for_reason,
            is_capital: label.has("von") && facts.year.is_some(),
            facts,
            state: lexicon.state(&label),
            timing,
        }
    }
}

/// What a text says beside a measure: on a heading, or of a row ("- NSTW", "Vốn năm 2023 kéo dài").
pub fn facts_of(label: &Label, lexicon: &Lexicon, budget: i32) -> Facts {
    Facts {
        funding: lexicon.funding(label),
        source: lexicon.source(label),
        year: year(label, lexicon, budget),
        is_rest: lexicon.is_rest(label),
    }
}

/// The measure of a path: the deepest that is said; the plan gives way to any other ("Dự toán năm 2024" over
/// "Thanh toán trong kỳ", "Lũy kế giải ngân" over "Kế hoạch vốn kéo dài").
fn measure(path: &[&Meaning]) -> Option<Said> {
    // What asks for a text measures nothing, unless a heading below it does.
    let asks = |meaning: &&Meaning| meaning.part.is_some() || meaning.asks_for_reason;
    if let Some(at) = path.iter().rposition(asks) {
        let mut below = path[at + 1..].iter().filter_map(|meaning| meaning.said);
        return below.next_back().or((!path[at].asks_for_reason).then_some(Said::Ignored));
    }
    let said = || path.iter().rev().filter_map(|meaning| meaning.said);
    let plan = Said::Measure(Measure::Plan);
    let other = said().find(|said| *said != plan);
    other.or_else(|| said().next())
}

fn facts(path: &[&Meaning]) -> Facts {
    path.iter().fold(Facts::default(), |facts, meaning| meaning.facts.below(facts))
}

/// The plan year that a heading speaks of.
fn year(label: &Label, lexicon: &Lexicon, budget: i32) -> Option<PlanYear> {
    let word = lexicon.year_word(label);
    let words: Vec<&str> = label.words().collect();
    let stated = words.windows(2).enumerate().find_map(|(at, pair)| {
        let target = 0 < at && words[at - 1] == "sang";
        let year = pair[1].parse().ok().filter(|year| (1990..=2099).contains(year));
        // "Vốn 2024", "KH 2024", "Dự toán 2024" leave the word out.
        let names_year = ["nam", "von", "kh", "khv", "hoach", "toan"].contains(&pair[0]);
        if names_year && !target { year } else { None }
    });
    match (stated, word) {
        (Some(year), _) => Some(PlanYear::Of(year)),
        (None, Some(YearWord::CarryOver)) => Some(PlanYear::CarryOver),
        (None, Some(YearWord::Current)) => Some(PlanYear::Of(budget)),
        (None, None) => None,
    }
}

/// Whether column `a` is a sum that column `b` is a part of, in the budget year `budget`.
pub fn covers(a: &Facts, b: &Facts, budget: i32) -> bool {
    if a.is_rest && a != b {
        return false;
    }
    let funding = a.funding.is_none() || a.funding == b.funding;
    let source = match (a.source, b.source) {
        (None, _) => true,
        (Some(a), Some(b)) => Source::covers(a, b),
        (Some(_), None) => false,
    };
    let year = a.year.unwrap_or(PlanYear::Any).covers(b.year.unwrap_or(PlanYear::Any), budget);
    funding && source && year
}

/// Whether two columns speak of some of the same money.
fn meet(a: &Facts, b: &Facts, budget: i32) -> bool {
    if a.is_rest || b.is_rest {
        return a == b;
    }
    let joined = |pick: fn(&Facts) -> Facts| {
        let (a, b) = (pick(a), pick(b));
        covers(&a, &b, budget) || covers(&b, &a, budget)
    };
    joined(|facts| Facts { funding: facts.funding, ..Facts::default() })
        && joined(|facts| Facts { source: facts.source, ..Facts::default() })
        && joined(|facts| Facts { year: facts.year, ..Facts::default() })
}

/// The ways in which each of some columns of one measure is split by the others: for each column lists of indices.
///
/// The parts of one list share no money; parts that do (by source, and again by year) stand in different lists.
pub fn splits(facts: &[Facts], budget: i32) -> Vec<Vec<Vec<usize>>> {
    let strictly =
        |a: usize, b: usize| a != b && facts[a] != facts[b] && covers(&facts[a], &facts[b], budget);
    (0..facts.len())
        .map(|whole| {
            let below: Vec<usize> =
                (0..facts.len()).filter(|&part| strictly(whole, part)).collect();
            let direct =
                below.iter().filter(|&&part| !below.iter().any(|&other| strictly(other, part)));
            let mut lists: Vec<Vec<usize>> = Vec::new();
            for &part in direct {
                let fits = |list: &&mut Vec<usize>| {
                    list.iter().all(|&other| !meet(&facts[other], &facts[part], budget))
                };
                match lists.iter_mut().find(fits) {
                    Some(list) => list.push(part),
                    None => lists.push(vec![part]),
                }
            }
            lists
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::key::Funding;
    use crate::read::Area;

    /// A sheet from rows of texts; a blank is left out.
    fn sheet(rows: &[&[&str]], merges: &[&str]) -> Sheet {
        let mut sheet = Sheet::default();
        for (row, texts) in rows.iter().enumerate() {
            for (column, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let value =
                    text.parse().map_or_else(|_| Value::Text((*text).into()), Value::Number);
                sheet.cells.push((Cell::new(row as u32, column as u32), value));
            }
        }
        for text in merges {
            let (from, to) = text.split_once(':').unwrap();
            sheet.merges.push(Area { from: from.parse().unwrap(), to: to.parse().unwrap() });
        }
        sheet
    }

    fn said(heading: &Heading) -> Vec<String> {
        let of = |headed: &Headed| {
            let measure = match headed.said {
                Some(Said::Measure(measure)) => format!("{measure:?}"),
                Some(Said::Ignored) => "ignored".to_owned(),
                None => "?".to_owned(),
            };
            let facts = headed.facts;
            let funding = facts.funding.map_or("", |funding| funding.short());
            let source = facts.source.map_or("", |source| source.short());
            let year = facts.year.map_or(String::new(), |year| format!("{year:?}"));
            format!("{measure} {funding} {source} {year}")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        heading.columns.iter().map(of).collect()
    }

    fn lexicon() -> Lexicon {
        Lexicon::new(&[]).unwrap()
    }

    #[test]
    fn merged_headings_are_read_down_each_column() {
        let sheet = sheet(
            &[
                &[
                    "STT",
                    "Nội dung",
                    "Kế hoạch vốn",
                    "",
                    "",
                    "Lũy kế giải ngân",
                    "",
                    "Tỷ lệ (%)",
                    "Ghi chú",
                ],
                &[
                    "",
                    "",
                    "Tổng số",
                    "Vốn năm 2023 kéo dài",
                    "Vốn năm 2024",
                    "Tổng số",
                    "Vốn năm 2024",
                ],
                &["", "", "", "NSTW", "NSTW", "", "NS huyện"],
                &["A", "B", "1=2+3", "2", "3", "4", "5", "6=4/1*100", "C"],
                &["I", "Chương trình", "3", "1", "2", "2", "2", "66.7"],
            ],
            &["A1:A3", "B1:B3", "C1:E1", "F1:G1", "H1:H3", "I1:I3", "C2:C3", "F2:F3"],
        );
        let [heading] = &find(&sheet, 0, &lexicon(), 2024)[..] else { panic!("one table") };
        assert_eq!((heading.rows.clone(), heading.body, heading.number), (0..3, 4, Some(0)));
        let want = [
            "Plan",
            "Plan TW Of(2023)",
            "Plan TW Of(2024)",
            "Cumulative",
            "Cumulative huyện Of(2024)",
            "Rate",
        ];
        assert_eq!(said(heading), want);
    }

    #[test]
    fn blanks_continue_a_heading_where_nothing_is_merged() {
        let sheet = sheet(
            &[
                &[
                    "STT",
                    "Danh mục dự án",
                    "Kế hoạch năm 2024",
                    "",
                    "",
                    "Giải ngân tháng báo cáo",
                    "",
                    "",
                    "Đạt %",
                ],
                &["", "", "Tổng số", "Trung ương", "NSĐP", "Tổng số", "Trung ương", "NSĐP"],
                &["", "TỔNG CỘNG", "3", "1", "2", "3", "1", "2", "100"],
            ],
            &[],
        );
        let [heading] = &find(&sheet, 0, &lexicon(), 2024)[..] else { panic!("one table") };
        assert_eq!(heading.body, 2);
        let want = [
            "Plan",
            "Plan TW",
            "Plan địa phương",
            "InPeriod",
            "InPeriod TW",
            "InPeriod địa phương",
            "Rate",
        ];
        assert_eq!(said(heading), want);
    }

    #[test]
    fn the_year_may_stand_on_top_and_the_measure_below() {
        let sheet = sheet(
            &[
                &[
                    "TT",
                    "Tên dự án",
                    "Vốn năm 2022 chuyển nguồn sang",
                    "",
                    "Dự toán năm 2024",
                    "",
                    "Tổng lũy kế thanh toán",
                ],
                &[
                    "",
                    "",
                    "Dự toán giao",
                    "Thanh toán trong kỳ",
                    "Dự toán giao",
                    "Thanh toán đến hết ngày 30/6/2024",
                ],
                &["", "", "Trung ương", "Huyện", "Trung ương", "Huyện"],
            ],
            &["C1:D1", "E1:F1", "G1:G3"],
        );
        let [heading] = &find(&sheet, 0, &lexicon(), 2024)[..] else { panic!("one table") };
        let want = [
            "Plan TW Of(2022)",
            "InPeriod huyện Of(2022)",
            "Plan TW Of(2024)",
            "Cumulative huyện Of(2024)",
            "Cumulative",
        ];
        assert_eq!(said(heading), want);
    }

    #[test]
    fn a_title_is_no_heading() {
        let sheet = sheet(
            &[
                &["", "BÁO CÁO GIẢI NGÂN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA"],
                &["Cách điền", "Chỉ điền ô có màu; không sửa cột kế hoạch"],
            ],
            &[],
        );
        assert!(find(&sheet, 0, &lexicon(), 2024).is_empty());
    }

    #[test]
    fn a_sum_knows_its_parts_and_two_splits_stay_apart() {
        let facts = |funding, source, year| Facts { funding, source, year, is_rest: false };
        let columns = [
            facts(None, None, None),
            facts(Some(Funding::Investment), None, None),
            facts(Some(Funding::Investment), Some(Source::Central), None),
            facts(Some(Funding::Recurrent), None, None),
        ];
        assert_eq!(splits(&columns, 2024)[0], [vec![1, 3]]);
        assert_eq!(splits(&columns, 2024)[1], [vec![2]]);
        let crossed = [
            facts(None, None, None),
            facts(None, Some(Source::Central), None),
            facts(None, Some(Source::Local), None),
            facts(None, None, Some(PlanYear::CarryOver)),
            facts(None, None, Some(PlanYear::Of(2024))),
        ];
        assert_eq!(splits(&crossed, 2024)[0], [vec![1, 2], vec![3, 4]]);
    }

    /// What the columns of a heading of one row say.
    fn one_row(texts: &[&str]) -> Vec<String> {
        let sheet = sheet(&[&[&["Nội dung"], texts].concat(), &["Dự án 2"]], &[]);
        let [heading] = &find(&sheet, 0, &lexicon(), 2024)[..] else { panic!("one table") };
        said(heading)
    }

    #[test]
    fn a_measure_may_be_told_once() {
        let texts = ["Kế hoạch vốn", "Vốn TW", "Vốn ĐP", "Tỷ lệ (%)", "NSTW", "Lũy kế"];
        let want = ["Plan", "Plan TW", "Plan địa phương", "Rate", "? TW", "Cumulative"];
        assert_eq!(one_row(&texts), want);
        let texts = ["Vốn năm trước kéo dài", "Vốn 2024", "Lũy kế giải ngân", "Vốn 2024"];
        let want = ["Plan CarryOver", "Plan Of(2024)", "Cumulative", "Cumulative Of(2024)"];
        assert_eq!(one_row(&texts), want);
    }

    #[test]
    fn a_heading_that_asks_why_measures_nothing() {
        for text in [
            "Nguyên nhân chậm giải ngân",
            "Lý do chưa giải ngân hết kế hoạch vốn",
            "Giải trình tỷ lệ giải ngân",
            "Lý do điều chỉnh tăng",
        ] {
            let texts = ["Kế hoạch vốn", "Lũy kế giải ngân", text];
            assert_eq!(one_row(&texts), ["Plan", "Cumulative"], "{text}");
        }
        let texts = ["Kế hoạch vốn", "Giải ngân trong kỳ (nêu lý do nếu bằng 0)", "Kiến nghị"];
        assert_eq!(one_row(&texts), ["Plan", "InPeriod", "ignored"]);
    }

    #[test]
    fn the_last_state_of_the_plan_is_the_plan() {
        let tail = "Lũy kế giải ngân";
        for texts in [
            ["Kế hoạch giao đầu năm", "Điều chỉnh tăng", "Kế hoạch sau điều chỉnh", tail],
            ["Dự toán đầu năm", "Dự toán bổ sung", "Tổng dự toán", tail],
            ["Kế hoạch vốn", "Điều chỉnh, bổ sung trong năm", "Sau điều chỉnh", tail],
        ] {
            assert_eq!(one_row(&texts), ["ignored", "ignored", "Plan", "Cumulative"], "{texts:?}");
        }
        assert_eq!(one_row(&["Kế hoạch giao đầu năm", tail]), ["Plan", "Cumulative"]);
    }

    #[test]
    fn of_cumulative_columns_the_last_day_is_this_period() {
        for texts in [
            [
                "Giải ngân đến 31/5/2024",
                "Giải ngân từ 01/6 đến 30/6/2024",
                "Giải ngân đến 30/6/2024",
            ],
            ["Lũy kế đến hết tháng 5", "Giải ngân tháng 6", "Lũy kế đến hết tháng 6"],
            ["Đã giải ngân các tháng trước", "Giải ngân tháng này", "Giải ngân từ 01/01 đến 30/6"],
        ] {
            assert_eq!(one_row(&texts), ["Previous", "InPeriod", "Cumulative"], "{texts:?}");
        }
        let texts = ["Lũy kế giải ngân đến hết năm 2023", "Kế hoạch năm 2024", "Lũy kế giải ngân"];
        assert_eq!(one_row(&texts), ["ignored", "Plan", "Cumulative"]);
    }

    #[test]
    fn the_same_labels_again_begin_a_table_beside() {
        let heading = ["STT", "Nội dung", "Kế hoạch", "Lũy kế"];
        let both = [&heading[..], &[""], &heading].concat();
        let found = find(&sheet(&[&both], &[]), 0, &lexicon(), 2024);
        let spans: Vec<_> =
            found.iter().map(|heading| (heading.label, heading.span.clone())).collect();
        assert_eq!(spans, [(1, 0..5), (6, 5..9)]);
    }
}
