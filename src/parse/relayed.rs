//! The workbook of an office below: its forms say the figures, its hidden sheet says them again with what a form has no place
//! for. As long as both agree the sheet counts; where the forms were changed since, they are the office's word.

use std::collections::BTreeMap;

use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, Key, PlanYear, Source, Work};
use crate::domain::lang::words;
use crate::domain::money::Money;
use crate::domain::place::{Cell, Place};
use crate::domain::relay::{self, Row};
use crate::domain::rule::Problem;
use crate::domain::submission::{CheckedAs, Figure, Line, Measure, Submission};
use crate::read::{Sheet, Workbook};
use crate::recognise::Form;
use crate::rules;

/// What the forms print of every key.
const PRINTED: [Measure; 3] = [Measure::Plan, Measure::InPeriod, Measure::Cumulative];

/// Takes what the workbook hands up beside its forms into a submission that holds what these say.
pub(super) fn take(workbook: &Workbook, form: &Form, submission: &mut Submission) {
    let Some(mark) = form.mark.as_ref().filter(|mark| mark.is_consolidated()) else { return };
    submission.below = mark.below;
    let sheet = workbook.sheets.iter().find(|sheet| *sheet.name == *relay::SHEET);
    let rows = sheet.filter(|_| !mark.is_newer()).map(rows);
    let why = match rows {
        _ if mark.is_newer() => words!(
            "Sổ tổng hợp do phiên bản giaingan mới hơn lập",
            "The workbook was made by a newer version of giaingan"
        ),
        Some(Some(rows)) => match difference(&submission.lines, &rows) {
            None => return replace(submission, rows),
            Some(difference) => {
                let carried: Money = rows.iter().map(|row| row.relayed.carried).sum();
                submission.problems.push(changed(submission, difference, carried));
                return;
            }
        },
        Some(None) | None => words!(
            "Sổ tổng hợp không còn đủ số liệu ẩn do giaingan ghi kèm",
            "The workbook has lost the hidden figures that giaingan wrote beside its forms"
        ),
    };
    let words = words!(
        "{why}: chỉ đọc được các biểu, chưa biết phần nào của lũy kế là tạm tính.",
        "{why}: only its forms were read, and what of the cumulative is provisional is not known.";
        why
    );
    let place = Place { file: Some(submission.file.path.clone()), ..Place::default() };
    let problem = Problem::new(&rules::READ_BY_ITS_FORMS, place, words).of(&submission.unit);
    submission.problems.push(problem);
}

/// The rows of the sheet; `None` where it is not as it was written.
fn rows(sheet: &Sheet) -> Option<Vec<Row>> {
    let mut rows = sheet.rows(0..u32::MAX).map(|(row, _)| row);
    let text = |row: u32, column: usize| sheet.text(Cell::new(row, column as u32)).to_owned();
    let is_heading = relay::HEADING.iter().enumerate().all(|(at, name)| text(0, at) == *name);
    if rows.next() != Some(0) || !is_heading {
        return None;
    }
    rows.map(|row| Row::of(|column| text(row, column))).collect()
}

/// What figures are compared by: the finest sums that a form has in its rows, and those in its columns.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Sum {
    OfRow(Funding, ComponentId, Option<Work>, Measure),
    OfColumn(Funding, ComponentId, PlanYear, Option<Source>, Measure),
}

/// Where the forms say something else than the sheet.
struct Difference {
    at: Option<(u16, Cell)>,
    found: Money,
    expected: Money,
}

/// The first sum of which the forms say something else.
fn difference(lines: &[Line], rows: &[Row]) -> Option<Difference> {
    let has_works = |funding: Funding| {
        lines.iter().any(|line| line.key.funding == funding && line.key.work.is_some())
    };
    let has_works = Funding::ALL.map(has_works);
    let sums = |key: &Key, measure: Measure| {
        // A form with too many works lists none.
        let work = key.work.clone().filter(|_| has_works[key.funding as usize]);
        [
            Sum::OfRow(key.funding, key.component.clone(), work, measure),
            Sum::OfColumn(key.funding, key.component.program(), key.year, key.source, measure),
        ]
    };
    let mut all: BTreeMap<Sum, Difference> = BTreeMap::new();
    let nothing = || Difference { at: None, found: Money::ZERO, expected: Money::ZERO };
    for line in lines {
        for figure in line.figures.iter().filter(|figure| PRINTED.contains(&figure.measure)) {
            for sum in sums(&line.key, figure.measure) {
                let sum = all.entry(sum).or_insert_with(nothing);
                sum.found += figure.amount;
                sum.at = sum.at.or(Some((line.sheet, line.cell(figure.measure))));
            }
        }
    }
    for row in rows {
        for (measure, amount) in row.stated().filter(|(measure, _)| PRINTED.contains(measure)) {
            for sum in sums(&row.key, measure) {
                all.entry(sum).or_insert_with(nothing).expected += amount;
            }
        }
    }
    all.into_values().find(|sum| sum.found != sum.expected)
}

fn changed(submission: &Submission, difference: Difference, carried: Money) -> Problem {
    let Difference { at, found, expected } = difference;
    let unit = submission.money_unit;
    let [was, provisional] = [expected, carried].map(|of| of.show(unit, 3));
    let words = words!(
        "Các biểu đã bị sửa sau khi giaingan lập sổ tổng hợp (ô này khi lập ứng với {was} {unit}): tính theo biểu; không phân biệt được phần tạm tính, khi lập là {provisional} {unit}.",
        "The forms were changed after giaingan made the workbook (here it had {was} {unit}): they count; what is provisional cannot be told apart, it was {provisional} {unit}.";
        was, unit = unit.text(), provisional
    );
    let place = match at {
        Some((sheet, cell)) => submission.place(sheet, cell),
        None => Place { file: Some(submission.file.path.clone()), ..Place::default() },
    };
    let problem = Problem::new(&rules::READ_BY_ITS_FORMS, place, words);
    problem.of(&submission.unit).compared(found, expected)
}

/// Where the forms print a figure: sheet, row, column.
type Spot = (u16, u32, u16);

/// Puts what the sheet says in the place of what the forms say, at the cells of these.
fn replace(submission: &mut Submission, rows: Vec<Row>) {
    let mut figures: BTreeMap<(Key, Measure), Spot> = BTreeMap::new();
    let mut places: BTreeMap<(Funding, ComponentId, Option<Work>), Spot> = BTreeMap::new();
    for line in std::mem::take(&mut submission.lines) {
        let Line { key, sheet, row, .. } = line;
        for figure in &line.figures {
            let spot = (sheet, row, figure.column);
            figures.entry((key.clone(), figure.measure)).or_insert(spot);
            places.entry((key.funding, key.component.clone(), key.work.clone())).or_insert(spot);
            submission.checked.add(CheckedAs::Repeat, figure.amount);
        }
    }
    for row in rows {
        let place = |component: &ComponentId, work: &Option<Work>| {
            places.get(&(row.key.funding, component.clone(), work.clone())).copied()
        };
        let above = std::iter::successors(Some(row.key.component.clone()), ComponentId::parent);
        let place = place(&row.key.component, &row.key.work)
            .or_else(|| above.into_iter().find_map(|component| place(&component, &None)))
            .or_else(|| places.values().next().copied())
            .unwrap_or_default();
        let figure = |(measure, amount): (Measure, Money)| {
            let spot = figures.get(&(row.key.clone(), measure)).copied();
            Figure { measure, column: spot.unwrap_or(place).2, amount }
        };
        let figures: Vec<Figure> = row.stated().map(figure).collect();
        figures.iter().for_each(|figure| submission.read.add(figure.amount));
        submission.lines.push(Line {
            key: row.key,
            sheet: place.0,
            row: place.1,
            figures,
            lacks_cumulative: false,
            previous: None,
            relayed: Some(row.relayed),
        });
    }
}
