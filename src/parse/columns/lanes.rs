//! The columns of a table, as their witnesses see them.

use super::rates::are_amounts;
use super::{Lane, SumsUp};
use crate::domain::attributes::Facts;
use crate::domain::label::Label;
use crate::domain::money::MoneyUnit;
use crate::domain::place::Cell;
use crate::domain::submission::{Measure, Row, RowKind, Stated};
use crate::parse::{cells, proposals, text_numbers};
use crate::read::{Sheet, Value, in_column};
use crate::recognise::Framed;
use crate::recognise::heading::{Headed, levels};
use crate::recognise::lexicon::{Lexicon, Said, heading_label};

/// The rows that no other row is a part of.
pub(crate) fn leaves(rows: &[Row]) -> Vec<usize> {
    let mut is_parent = vec![false; rows.len()];
    for row in rows.iter().filter(|row| matches!(row.kind, RowKind::Item(..))) {
        row.parent.into_iter().for_each(|parent| is_parent[parent] = true);
    }
    let is_leaf = |at: &usize| {
        matches!(rows[*at].kind, RowKind::Item(..) | RowKind::Stray) && !is_parent[*at]
    };
    (0..rows.len()).filter(is_leaf).collect()
}

/// The columns of a table with what its leaf rows state; figures are in `unit` unless a heading says otherwise.
pub(crate) fn lanes(
    lexicon: &Lexicon,
    sheet: &Sheet,
    framed: &Framed,
    headings: &[&Headed],
    (rows, parts): (&[Row], &[usize]),
    (scope, unit): (Facts, MoneyUnit),
) -> Vec<Lane> {
    // A row that says to be a part ("Trong đó: …") is rounded on its own.
    let mut leaves = leaves(rows);
    leaves.retain(|row| !parts.contains(row));
    let leaves: Vec<&[(Cell, Value)]> =
        leaves.iter().map(|row| sheet.row(rows[*row].index)).collect();
    let numbers = Numbers::of(sheet, framed);
    let lane = |headed: &&Headed| {
        let says_rate = headed.said == Some(Said::Measure(Measure::Rate));
        let rates = || -> Vec<Stated> {
            let cells = rows.iter().map(|row| sheet.get(Cell::new(row.index, headed.index)));
            cells.map(rate).collect()
        };
        let beside = || {
            let number = |row: &Row, index| match sheet.get(Cell::new(row.index, index)) {
                Some(Value::Number(number)) => Some(*number),
                _ => None,
            };
            let others = headings.iter().filter(|other| other.index != headed.index);
            others.map(|of| rows.iter().map(|row| number(row, of.index)).collect()).collect()
        };
        let are_amounts = says_rate && are_amounts(rows, &rates(), beside);
        let is_rate = says_rate && !are_amounts;
        let unit = headed.unit.unwrap_or(unit);
        let read = |leaf: &&[(Cell, Value)]| match in_column(leaf, headed.index) {
            found if is_rate => rate(found.map(|(_, value)| value)),
            Some((_, Value::Text(text))) => text_numbers::certain(text, unit),
            Some((cell, value)) => cells::money(Some(value), sheet.look(*cell).scale, unit).stated,
            None => Stated::default(),
        };
        let stated = |leaf: &&[(Cell, Value)]| proposals::signed(read(leaf), headed.facts.piece);
        let texts: Vec<Label> = levels::levels(&headed.path).map(heading_label).collect();
        let is_sum = texts.last().is_some_and(|text| lexicon.is_total(text));
        let sums_up = match numbers.addends(headed.index) {
            Some(columns) => SumsUp::Of(columns),
            None if is_sum => SumsUp::Said,
            None => SumsUp::Unsaid,
        };
        Lane {
            index: headed.index,
            path: headed.path.clone(),
            said: headed.said.filter(|_| !are_amounts),
            facts: headed.facts.below(scope),
            is_doubtful: !headed.residue.is_empty(),
            sums_up,
            is_of_which: texts.iter().any(|text| text.has("trong do")),
            is_confirmed: headed.is_confirmed,
            state: headed.state,
            stated: leaves.iter().map(stated).collect(),
        }
    };
    headings.iter().map(lane).collect()
}

fn rate(value: Option<&Value>) -> Stated {
    match value {
        Some(Value::Text(text)) => cells::typed_percent(text).0,
        value => cells::percent(value),
    }
}

/// The row of column numbers below a heading: `1=2+3`.
struct Numbers<'a> {
    cells: Vec<(u32, &'a str)>,
    plain: Vec<(u32, String)>,
}

impl<'a> Numbers<'a> {
    fn of(sheet: &'a Sheet, framed: &Framed) -> Numbers<'a> {
        let heading = &framed.heading;
        let row = (heading.rows.end < heading.body).then(|| sheet.row(heading.rows.end));
        let mut numbers = Numbers { cells: Vec::new(), plain: Vec::new() };
        for (cell, value) in row.unwrap_or_default() {
            match value {
                Value::Text(text) => {
                    numbers.cells.push((cell.column, text));
                    numbers.plain.push((cell.column, own(text).to_owned()));
                }
                Value::Number(number) => numbers.plain.push((cell.column, number.to_string())),
                _ => {}
            }
        }
        numbers
    }

    /// The columns that a column is said to be the sum of.
    fn addends(&self, column: u32) -> Option<Vec<u32>> {
        let (_, text) = self.cells.iter().find(|(own, _)| *own == column)?;
        let (_, formula) = text.split_once('=')?;
        if formula.contains(['-', '*', '/', ':']) {
            return None;
        }
        let of = |name: &str| {
            let found = self.plain.iter().find(|(_, plain)| *plain == bare(name));
            found.map(|(column, _)| *column)
        };
        let columns: Option<Vec<u32>> = formula.split('+').map(of).collect();
        columns.filter(|columns| 2 <= columns.len())
    }
}

/// The number of a column, without what it is made of.
fn own(text: &str) -> &str {
    bare(text.split('=').next().unwrap_or(text))
}

fn bare(text: &str) -> &str {
    text.trim().trim_matches(['(', ')', '[', ']']).trim()
}
