//! The rows of a table: what each stands for, what it says of its money, and which row it is a part of.
//!
//! Some rows name no component but a funding type, a source or a plan year ("- NSTW", "Vốn sự nghiệp"). Below a
//! component they split its money; above some ("A. Vốn đầu tư") they say it for all of them, until the next such row.

mod placing;

use std::collections::BTreeSet;

use self::placing::Placing;
use super::Known;
use super::number;
use crate::domain::code::ComponentId;
use crate::domain::facts::Facts;
use crate::domain::key::PlanYear;
use crate::domain::label::{Label, composed};
use crate::domain::place::Cell;
use crate::domain::submission::{Row, RowKind};
use crate::read::{Sheet, Value};
use crate::recognise::Framed;
use crate::recognise::heading::{self, Heading, LabelColumn};
use crate::recognise::rows::{RowReader, Seen};

/// The rows of a table.
pub struct Rows {
    /// Those that stand for something or hold money, each with its parent.
    pub rows: Vec<Row>,
    /// Which of them repeat another (GN205).
    pub repeated: Vec<usize>,
    /// Which of them only split the money of the row above them by funding type, source or year.
    pub splits: Vec<usize>,
    /// Where the reader stands behind the last one: a table on the next sheet may go on from there.
    pub end: Option<ComponentId>,
}

/// What a row tells by itself.
struct Told {
    index: u32,
    label: String,
    has_money: bool,
    seen: Option<Seen>,
    facts: Facts,
    /// Its label says facts and nothing else.
    is_attribute: bool,
}

/// Reads the rows of a table whose money stands in the columns `money`; `before` is where the table before it ended,
/// if this one goes on with it.
pub fn rows(
    known: &Known<'_>,
    sheet: &Sheet,
    framed: &Framed,
    money: &[u32],
    before: Option<ComponentId>,
) -> Rows {
    let mut reader = RowReader::new(known.names, framed.scope.program.clone()).after(before);
    let mut told = told(known, sheet, framed, money, &mut reader);
    if let Some(program) = &framed.scope.program {
        stand_for(program, &mut told);
    }
    let budget = known.context.year();
    let mut placing = Placing::new(&told, budget, framed.scope.program.clone());
    for at in 0..told.len() {
        placing.place(at);
    }
    let (rows, repeated, splits) = placing.end();
    Rows { rows, repeated, splits, end: reader.current().cloned() }
}

/// The rows that stand for something, say something of those below, or hold money.
fn told(
    known: &Known<'_>,
    sheet: &Sheet,
    framed: &Framed,
    money: &[u32],
    reader: &mut RowReader<'_>,
) -> Vec<Told> {
    let heading = &framed.heading;
    let budget = known.context.year();
    let mut told: Vec<Told> = Vec::new();
    let mut last: Option<Seen> = None;
    let mut is_note = false;
    for (index, cells) in sheet.rows(heading.body..framed.end) {
        let holds = |(cell, value): &(Cell, Value)| {
            money.contains(&cell.column)
                && !matches!(value, Value::Text(text) if number::is_blank(text))
        };
        let has_money = cells.iter().any(holds);
        let text =
            |column: Option<u32>| column.map_or("", |column| sheet.text(Cell::new(index, column)));
        let (code, number) = (text(heading.code), text(heading.number));
        let mut label = label_of(sheet, heading, index);
        let mut facts = Facts::default();
        for &column in &heading.attributes {
            let said = match sheet.get(Cell::new(index, column)) {
                Some(Value::Text(text)) => {
                    heading::facts_of(&Label::new(text), known.lexicon, budget)
                }
                Some(Value::Number(year)) if (1990.0..=2099.0).contains(year) => {
                    Facts { year: Some(PlanYear::Of(*year as i32)), ..Facts::default() }
                }
                _ => Facts::default(),
            };
            facts = said.below(facts);
        }
        let own = if code.trim().is_empty() { attribute(known, &label, budget) } else { None };
        let is_attribute = own.is_some();
        let mut seen = match own {
            Some(own) => {
                facts = own.below(facts);
                None
            }
            None => reader.read(number, code, &label),
        };
        for column in &heading.more_labels {
            let LabelColumn::Level(column) = *column else { continue };
            let deeper = sheet.text(Cell::new(index, column));
            if let Some(found) = reader.read("", "", deeper) {
                seen = Some(found);
                label = composed(deeper);
            }
        }
        if seen.is_none() && !is_attribute && facts != Facts::default() {
            // A merged label above several rows, each with its source.
            seen = last.clone();
        }
        is_note |= !told.is_empty() && !has_money && begins_notes(number, &label);
        if is_note && matches!(seen, Some(Seen::Item(_, Some(_)))) {
            seen = Some(Seen::Stray);
        }
        let is_node = matches!(seen, Some(Seen::Item(_, None)));
        if seen.is_some() {
            last.clone_from(&seen);
        }
        if has_money || is_node || is_attribute {
            told.push(Told { index, label, has_money, seen, facts, is_attribute });
        }
    }
    told
}

/// Where no row names a component, the sum above the rows of funding types and sources is the program that the title
/// names.
fn stand_for(program: &ComponentId, told: &mut [Told]) {
    let [first, rest @ ..] = told else { return };
    let is_split = !rest.is_empty() && rest.iter().all(|told| told.is_attribute);
    if is_split && first.seen == Some(Seen::Total) {
        first.seen = Some(Seen::Item(program.clone(), None));
    }
}

/// What a label says that names a funding type, a source or a plan year and nothing else.
fn attribute(known: &Known<'_>, label: &str, budget: i32) -> Option<Facts> {
    const LONGEST: usize = 90;
    if label.is_empty() || LONGEST < label.len() {
        return None;
    }
    let label = Label::new(crate::recognise::rows::without_number(label));
    if !known.lexicon.is_attribute(&label) {
        return None;
    }
    let facts = heading::facts_of(&label, known.lexicon, budget);
    (facts != Facts::default()).then_some(facts)
}

/// "Ghi chú: …" below a table: what follows is no work of the last component.
fn begins_notes(number: &str, label: &str) -> bool {
    let begins = |text: &str| Label::new(text).after("ghi chu").is_some();
    begins(number) || begins(label)
}

/// The label of a row; where its own cell is blank, the one beside it, or a long text in the column of STT ("TỔNG CỘNG",
/// merged over both).
fn label_of(sheet: &Sheet, heading: &Heading, row: u32) -> String {
    let mut own = composed(sheet.text(Cell::new(row, heading.label)));
    for column in &heading.more_labels {
        match *column {
            LabelColumn::GoesOn(column) => {
                let more = composed(sheet.text(Cell::new(row, column)));
                let between = if own.is_empty() || more.is_empty() { "" } else { " " };
                own = format!("{own}{between}{more}");
            }
            LabelColumn::Beside(column) if own.is_empty() => {
                own = composed(sheet.text(Cell::new(row, column)));
            }
            LabelColumn::Beside(_) | LabelColumn::Level(_) => {}
        }
    }
    if !own.is_empty() {
        return own;
    }
    let beside = heading.number.map_or("", |column| sheet.text(Cell::new(row, column)));
    if 4 < beside.trim().len() { composed(beside) } else { own }
}

/// Makes some of the splitting rows, and those that split them in turn, repeat what is told elsewhere.
pub fn details(rows: &mut [Row], splits: &[usize], repeating: &BTreeSet<usize>) {
    for &at in splits {
        let is_below = rows[at].parent.is_some_and(|parent| rows[parent].kind == RowKind::Detail);
        if is_below || repeating.contains(&at) {
            rows[at].kind = RowKind::Detail;
        }
    }
}
