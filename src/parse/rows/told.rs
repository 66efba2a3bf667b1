//! What each row of a table tells by itself, before it is placed among the others.

use super::MoneyColumns;
use super::above::Above;
use super::label::{attribute, named};
use super::measured::{Measured, Units};
use crate::domain::attributes::Facts;
use crate::domain::code::ComponentId;
use crate::domain::key::PlanYear;
use crate::domain::label::{Label, composed};
use crate::domain::place::Cell;
use crate::domain::year;
use crate::parse::money_unit::{self, States};
use crate::parse::{Known, number};
use crate::read::{Sheet, Value};
use crate::recognise::heading::{self, Heading, LabelColumn};
use crate::recognise::rows::{Doubt, RowReader, Seen, is_note, is_quantity, without_number};
use crate::recognise::{Framed, UnitRow, titles};

/// What a row tells by itself.
pub(super) struct Told {
    pub(super) index: u32,
    pub(super) label: String,
    pub(super) has_money: bool,
    pub(super) seen: Option<Seen>,
    pub(super) facts: Facts,
    /// Its label says facts and nothing else.
    pub(super) is_attribute: bool,
    /// Only its number says which node it is.
    pub(super) is_by_number: bool,
    /// Why it may be another one than its label says.
    pub(super) doubt: Option<Doubt>,
    /// Its figures are in another unit of money than the table's.
    pub(super) is_in_other_unit: bool,
    /// On our page of proposals, its label and what it states: only a row that is alike in both repeats it.
    pub(super) stated: Option<String>,
}

/// The rows that stand for something, say something of those below, or hold money.
pub(super) fn told(
    known: &Known<'_>,
    sheet: &Sheet,
    framed: &Framed,
    money: &MoneyColumns<'_>,
    reader: &mut RowReader<'_>,
) -> Vec<Told> {
    let heading = &framed.heading;
    let budget = known.context.year();
    let is_page = super::is_page_of_proposals(sheet, framed);
    let mut units = Units::new(heading, money.unit);
    let mut told: Vec<Told> = Vec::new();
    let mut last: Option<Seen> = None;
    let mut above = Above::default();
    let mut are_notes = false;
    // "Đơn vị tính: …" in the middle of the table holds for the rows below it.
    let mut unit_below = money.unit;
    let body = sheet.rows(heading.body..framed.end);
    for (index, cells) in body.filter(|(row, _)| !framed.is_passed_over(*row)) {
        let stating: Vec<States> = money_unit::stating(cells, heading).collect();
        // "Đơn vị tính: …" above a table that follows is no figure.
        let is_no_figure = |cell: &Cell, value: &Value| match value {
            Value::Text(text) => {
                number::is_blank(text)
                    || titles::asks_for_unit(text)
                    || stating.iter().any(|states| states.cell == *cell)
            }
            _ => false,
        };
        let has_money = cells.iter().any(|(cell, value)| {
            money.columns.contains(&cell.column) && !is_no_figure(cell, value)
        });
        let stated = stating.first().map(|states| states.unit);
        if let Some(states) = stating.iter().find(|states| !states.is_note && !has_money) {
            unit_below = states.unit;
        }
        let text =
            |column: Option<u32>| column.map_or("", |column| sheet.text(Cell::new(index, column)));
        let number = text(heading.number);
        let label = label_of(sheet, heading, index);
        let mut in_cells = Facts::default();
        for &column in &heading.attributes {
            let said = match sheet.get(Cell::new(index, column)) {
                Some(Value::Text(text)) => {
                    heading::facts_of(&Label::new(text), known.lexicon, budget)
                }
                Some(Value::Number(number)) => {
                    let year = year::of_number(*number).map(PlanYear::Of);
                    Facts { year, ..Facts::default() }
                }
                _ => Facts::default(),
            };
            in_cells = said.below(in_cells);
        }
        let measured = units.of(sheet, index);
        if measured == Measured::Quantity || is_quantity(without_number(&label)) {
            if has_money {
                let seen = Some(Seen::Quantity);
                told.push(Told { seen, ..Told::new(index, label) });
            }
            continue;
        }
        let begins_notes = !has_money && !told.is_empty() && (is_note(number) || is_note(&label));
        let is_read = !begins_notes || !is_note(number) && !label.starts_with('(');
        let read = read_row(known, sheet, framed, reader, (index, label), is_read);
        let ReadRow { label, own, said, mut seen, is_by_number, doubt } = read;
        let is_attribute = own.is_some();
        let facts = match (&own, &seen) {
            (Some(own), _) => {
                above.end(*own);
                own.below(in_cells)
            }
            (None, Some(Seen::Item(id, work))) => above.enter(id, work.is_none(), said, in_cells),
            (None, None) if in_cells != Facts::default() => {
                // A merged label above several rows, each with its source.
                seen = last.clone();
                above.again(in_cells)
            }
            (None, _) => in_cells,
        };
        let is_node = matches!(seen, Some(Seen::Item(_, None) | Seen::Part(Some(_))));
        // What follows a note is no work of the last component, until a component follows.
        are_notes = (begins_notes || are_notes) && !is_node;
        if are_notes && matches!(seen, Some(Seen::Item(_, Some(_)))) {
            seen = Some(Seen::Stray);
        }
        if seen.is_some() {
            last.clone_from(&seen);
        }
        let is_caption = seen.is_some() && !begins_notes;
        if has_money || is_node || is_attribute || is_caption {
            let own = stated.unwrap_or(unit_below);
            let is_in_other_unit = match measured {
                Measured::OtherMoney => true,
                _ => has_money && own != money.unit,
            };
            let row = Told {
                has_money,
                seen,
                facts,
                is_attribute,
                is_by_number,
                doubt,
                ..Told::new(index, label)
            };
            let stated = is_page.then(|| {
                let figures = cells.iter().filter(|(cell, _)| money.columns.contains(&cell.column));
                let figures = figures.map(|(cell, value)| format!("{}={value:?}", cell.column));
                format!("{}: {}", row.label, figures.collect::<Vec<_>>().join(", "))
            });
            told.push(Told { is_in_other_unit, stated, ..row });
        }
    }
    set_strangers_apart(&mut told);
    told.retain(|told| told.has_money || told.is_attribute || told.is_node());
    told
}

impl Told {
    fn new(index: u32, label: String) -> Told {
        Told {
            index,
            label,
            has_money: true,
            seen: None,
            facts: Facts::default(),
            is_attribute: false,
            is_by_number: false,
            doubt: None,
            is_in_other_unit: false,
            stated: None,
        }
    }

    fn is_node(&self) -> bool {
        matches!(self.seen, Some(Seen::Item(_, None) | Seen::Part(Some(_))))
    }
}

/// Behind a row that names nothing the numbers of projects may start again: it was a program, in words that nobody knows,
/// and what its numbers say is not the program above.
fn set_strangers_apart(told: &mut [Told]) {
    let mut furthest: Option<ComponentId> = None;
    let mut is_below_stranger = false;
    let mut unknown: Option<usize> = None;
    for at in 0..told.len() {
        let row = &told[at];
        if row.is_attribute {
            unknown = None;
            continue;
        }
        let node = match &row.seen {
            Some(Seen::Item(id, None)) => id.clone(),
            Some(Seen::Item(_, Some(_)) | Seen::Stray) => {
                unknown = Some(at);
                if is_below_stranger {
                    told[at].seen = Some(Seen::Stray);
                }
                continue;
            }
            Some(Seen::Total | Seen::Subtotal(_)) => {
                (furthest, unknown, is_below_stranger) = (None, None, false);
                continue;
            }
            _ => continue,
        };
        let before = unknown.take();
        if node.is_program() {
            (furthest, is_below_stranger) = (None, false);
            continue;
        }
        let is_same_program = furthest.as_ref().is_some_and(|id| id.program() == node.program());
        let starts_again = is_same_program && furthest.as_ref().is_some_and(|id| node <= *id);
        if let Some(stranger) = before.filter(|_| row.is_by_number && starts_again) {
            is_below_stranger = true;
            told[stranger].seen = Some(Seen::Stray);
        }
        if is_below_stranger && told[at].is_by_number {
            told[at].seen = Some(Seen::Stray);
        } else {
            is_below_stranger = false;
            furthest = if is_same_program { furthest.max(Some(node)) } else { Some(node) };
        }
    }
}

/// What a row of a table says that it is, before it is placed among the others.
pub(in crate::parse) struct SeenRow {
    /// The row.
    pub(in crate::parse) index: u32,
    /// What it stands for; `None` where it names nothing.
    pub(in crate::parse) seen: Option<Seen>,
    /// It names a funding type, a source or a plan year and nothing else.
    pub(in crate::parse) is_attribute: bool,
}

/// The rows of a table from top to bottom, and the reader behind the last.
pub(in crate::parse) fn seen<'a>(
    known: &Known<'a>,
    sheet: &Sheet,
    framed: &Framed,
) -> (Vec<SeenRow>, RowReader<'a>) {
    let heading = &framed.heading;
    let mut reader = RowReader::new(known.names, framed.scope.program.clone());
    let body = sheet.rows(heading.body..framed.end);
    let rows = body.filter(|(row, _)| !framed.is_passed_over(*row)).map(|(index, _)| {
        let label = label_of(sheet, heading, index);
        let row = read_row(known, sheet, framed, &mut reader, (index, label), true);
        SeenRow { index, seen: row.seen, is_attribute: row.own.is_some() }
    });
    (rows.collect(), reader)
}

/// One row, read.
struct ReadRow {
    /// Its label; that of the deepest level where levels stand in columns of their own.
    label: String,
    /// What it says where it names a funding type, a source or a plan year and nothing else.
    own: Option<Facts>,
    /// What its label says beside the name of what it stands for: "Dự án 1 (vốn đầu tư)".
    said: Facts,
    /// What it stands for.
    seen: Option<Seen>,
    /// It is the node that its number says, and no name confirms it.
    is_by_number: bool,
    /// Why it may be another one.
    doubt: Option<Doubt>,
}

/// Reads one row; the text of a note (`is_read` is false) names nothing.
fn read_row(
    known: &Known<'_>,
    sheet: &Sheet,
    framed: &Framed,
    reader: &mut RowReader<'_>,
    (index, label): (u32, String),
    is_read: bool,
) -> ReadRow {
    let heading = &framed.heading;
    let text =
        |column: Option<u32>| column.map_or("", |column| sheet.text(Cell::new(index, column)));
    let (code, number) = (text(heading.code), text(heading.number));
    let is_coded = !code.trim().is_empty();
    let own = if is_coded { None } else { attribute(known, &label, known.context.year()) };
    let (seen, said) = match own {
        Some(_) => (None, Facts::default()),
        None if !is_read => (None, Facts::default()),
        None if let Some(unit) = framed.unit_row.filter(|unit| unit.row == index) => {
            (Some(of_unit_row(framed, unit)), Facts::default())
        }
        None => named(known, reader, (number, code), &label),
    };
    let is_attribute = own.is_some();
    let is_by_number = !is_attribute && reader.is_by_number();
    let doubt = reader.doubt().filter(|_| !is_attribute);
    let mut row = ReadRow { label, own, said, seen, is_by_number, doubt };
    for column in &heading.more_labels {
        let LabelColumn::Level(column) = *column else { continue };
        let deeper = sheet.text(Cell::new(index, column));
        if let (Some(found), said) = named(known, reader, ("", ""), deeper) {
            (row.seen, row.said) = (Some(found), said);
            row.label = composed(deeper);
            row.is_by_number = reader.is_by_number();
            row.doubt = reader.doubt();
        }
    }
    row
}

/// What the row with the name of a unit stands for, in a table about several.
fn of_unit_row(framed: &Framed, unit: UnitRow) -> Seen {
    match &framed.scope.program {
        _ if !unit.is_alone => Seen::Total,
        Some(program) => Seen::Item(program.clone(), None),
        None => Seen::Stray,
    }
}

/// No row is told from another by what stands behind so many bytes of its label: the longest name of a component has 400.
/// A cell holds 32,767 letters, and a label is searched two dozen times.
pub(in crate::parse) const LONGEST_LABEL: usize = 2_000;

/// The label of a row; where its own cell is blank, the one beside it, or a long text in the column of STT ("TỔNG CỘNG",
/// merged over both).
fn label_of(sheet: &Sheet, heading: &Heading, row: u32) -> String {
    let mut label = whole_label(sheet, heading, row);
    label.truncate(label.floor_char_boundary(LONGEST_LABEL));
    label
}

fn whole_label(sheet: &Sheet, heading: &Heading, row: u32) -> String {
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

/// Where no row names a component, the sum above the rows of funding types and sources is the program that the title
/// names.
pub(super) fn stand_for(program: &ComponentId, told: &mut [Told]) {
    let [first, rest @ ..] = told else { return };
    let is_split = !rest.is_empty() && rest.iter().all(|told| told.is_attribute);
    if is_split && first.seen == Some(Seen::Total) {
        first.seen = Some(Seen::Item(program.clone(), None));
    }
}
