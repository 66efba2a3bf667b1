//! Programs side by side: a heading whose columns stand under the names of several programs is a table for each of them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Framed;
use super::heading::{Headed, Heading, levels};
use super::lexicon::Said;
use super::rows::Names;
use crate::domain::code::ComponentId;
use crate::domain::label::Label;
use crate::domain::place::Cell;
use crate::domain::submission::Measure;
use crate::read::{Sheet, Value};

/// The table itself, or one for each program that stands over its columns.
///
/// The columns of no program ("Tổng số") sum the others up: where they do, they are known and add nothing; where they
/// do not, nobody knows what they hold.
pub(super) fn by_column(sheet: &Sheet, framed: Framed, names: &Names) -> Vec<Framed> {
    let columns = &framed.heading.columns;
    let above = above(sheet, &framed.heading, names);
    let program = |headed: &Headed| {
        let stands_over = |(over, _): &&(Range<u32>, ComponentId)| over.contains(&headed.index);
        let over = || above.iter().find(stands_over).map(|(_, program)| program.clone());
        program(headed, names).or_else(over)
    };
    let of: Vec<Option<ComponentId>> = columns.iter().map(program).collect();
    let programs: BTreeSet<ComponentId> = of.iter().flatten().cloned().collect();
    if programs.len() < 2 {
        return vec![framed];
    }
    let mut tables: Vec<Framed> = Vec::new();
    for program in programs {
        let mut table = framed.clone();
        let is_own = |of: &Option<ComponentId>| of.as_ref() == Some(&program);
        let own = columns.iter().zip(&of).filter(|(_, of)| is_own(of));
        table.heading.columns = own.map(|(headed, _)| headed.clone()).collect();
        if tables.is_empty() {
            let rest = columns.iter().zip(&of).filter(|(_, of)| of.is_none());
            let rest = rest.map(|(headed, _)| of_all(sheet, &framed, headed, &of));
            table.heading.columns.extend(rest);
            table.heading.columns.sort_by_key(|headed| headed.index);
        } else {
            // What stands beside the figures is told once.
            table.heading.reason = None;
            table.heading.notes.clear();
            table.heading.told.clear();
        }
        table.scope.program = Some(program);
        tables.push(table);
    }
    tables
}

/// The program that one of the headings over a column names.
fn program(headed: &Headed, names: &Names) -> Option<ComponentId> {
    let mut found =
        levels::levels(&headed.path).filter_map(|text| names.program_in(&Label::new(text)));
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// Programs may stand over the blocks of a heading without being a part of it.
const MOST_ABOVE: u32 = 3;

/// The programs in the nearest row above a heading that names several of them, each with the columns that it stands over:
/// its merged area, or what is left of it before the next text.
fn above(sheet: &Sheet, heading: &Heading, names: &Names) -> Vec<(Range<u32>, ComponentId)> {
    let first = heading.rows.start;
    let rows = (first.saturating_sub(MOST_ABOVE)..first).rev();
    let named = |row: u32| -> Vec<(Range<u32>, ComponentId)> {
        let texts: Vec<(Cell, &str)> = sheet
            .row(row)
            .iter()
            .filter(|(cell, _)| heading.label < cell.column && heading.span.contains(&cell.column))
            .filter_map(|(cell, value)| match value {
                Value::Text(text) => Some((*cell, &**text)),
                _ => None,
            })
            .collect();
        let ends = texts.iter().skip(1).map(|(cell, _)| cell.column).chain([heading.span.end]);
        let over = texts.iter().zip(ends).map(|((cell, text), next)| {
            let area = sheet.merges.iter().find(|area| area.from == *cell);
            let end = area.map_or(next, |area| area.to.column + 1);
            Some((cell.column..end, names.program_in(&Label::new(text))?))
        });
        over.flatten().collect()
    };
    let is_several = |named: &Vec<(Range<u32>, ComponentId)>| {
        named.iter().any(|(_, program)| *program != named[0].1)
    };
    rows.map(named).find(is_several).unwrap_or_default()
}

/// A column of no program: its figures are known where they sum up those of the programs.
fn of_all(sheet: &Sheet, framed: &Framed, headed: &Headed, of: &[Option<ComponentId>]) -> Headed {
    let said = match headed.said {
        Some(Said::Measure(Measure::Rate)) => Some(Said::NotMoney),
        Some(Said::Measure(_)) => {
            let columns = framed.heading.columns.iter().zip(of);
            let parts = columns.filter(|(other, of)| {
                of.is_some() && (other.said, other.facts) == (headed.said, headed.facts)
            });
            let parts: Vec<u32> = parts.map(|(other, _)| other.index).collect();
            adds_up(sheet, framed, headed.index, &parts).then_some(Said::NotAsked)
        }
        said => said,
    };
    Headed { said, ..headed.clone() }
}

/// Whether a column is the sum of others in every row that holds a number in any of them.
fn adds_up(sheet: &Sheet, framed: &Framed, whole: u32, parts: &[u32]) -> bool {
    let number = |row: u32, column: u32| match sheet.get(Cell::new(row, column)) {
        Some(Value::Number(number)) => *number,
        _ => 0.0,
    };
    // Each figure may be rounded to what is shown of it.
    let allowed = |stated: f64| 1e-6 * stated.abs().max(1.0);
    !parts.is_empty()
        && (framed.heading.body..framed.end).all(|row| {
            let sum: f64 = parts.iter().map(|part| number(row, *part)).sum();
            let stated = number(row, whole);
            (sum - stated).abs() <= allowed(stated)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Catalogue;
    use crate::read::Workbook;
    use crate::recognise::lexicon::Lexicon;

    type Columns = Vec<(u32, Option<Said>)>;

    /// For each table its program, and for each of its columns what is said of it. The names of the programs stand in row
    /// 1, the heading over the labels in this one.
    fn tables(label: u32, total: f64) -> Vec<(String, Columns)> {
        let text = |row, column, text: &str| (Cell::new(row, column), Value::Text(text.into()));
        let number = |column, number| (Cell::new(3, column), Value::Number(number));
        let mut cells = vec![
            text(label, 0, "Nội dung"),
            text(1, 1, "CTMTQG giảm nghèo bền vững"),
            text(1, 2, "CTMTQG giảm nghèo bền vững"),
            text(1, 3, "CTMTQG xây dựng NTM"),
            text(1, 4, "CTMTQG xây dựng NTM"),
            text(1, 5, "Tổng số"),
            text(2, 1, "Kế hoạch vốn"),
            text(2, 2, "Lũy kế giải ngân"),
            text(2, 3, "Kế hoạch vốn"),
            text(2, 4, "Lũy kế giải ngân"),
            text(2, 5, "Kế hoạch vốn"),
            text(3, 0, "Vốn sự nghiệp"),
            number(1, 20.0),
            number(2, 5.0),
            number(3, 30.0),
            number(4, 7.0),
            number(5, total),
        ];
        cells.sort_by_key(|(cell, _)| (cell.row, cell.column));
        let sheet = Sheet { name: "Biểu 01".into(), cells, ..Sheet::default() };
        let workbook = Workbook { sheets: vec![sheet], ..Workbook::default() };
        let names = Names::new(&Catalogue::embedded());
        let form = crate::recognise::form(
            &workbook,
            &Lexicon::new(&[]).unwrap(),
            &names,
            &crate::recognise::heading::Time::of(2024),
        );
        let told = |framed: &Framed| {
            let columns = framed.heading.columns.iter();
            let columns = columns.map(|headed| (headed.index, headed.said)).collect();
            (framed.scope.program.as_ref().unwrap().to_string(), columns)
        };
        form.tables.iter().map(told).collect()
    }

    #[test]
    fn each_program_has_its_columns_and_their_sum_adds_nothing() {
        let plan = Some(Said::Measure(Measure::Plan));
        let cumulative = Some(Said::Measure(Measure::Cumulative));
        let sum = Some(Said::NotAsked);
        let gn = ("gn".to_owned(), vec![(1, plan), (2, cumulative), (5, sum)]);
        let ntm = ("ntm".to_owned(), vec![(3, plan), (4, cumulative)]);
        for label in [1, 2] {
            assert_eq!(tables(label, 50.0), [gn.clone(), ntm.clone()]);
            assert_eq!(tables(label, 51.0)[0].1[2], (5, None), "nobody knows what it holds");
        }
    }
}
