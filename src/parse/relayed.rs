//! The workbook of an office below: its forms say the figures, its hidden sheet says them again with what a form has no place
//! for. As long as both agree the sheet counts; where the forms were changed since, they are the office's word.

mod told;

use std::collections::{BTreeMap, BTreeSet};

use super::Known;
use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, Key, PlanYear, Source, Work};
use crate::domain::known::Known as Way;
use crate::domain::label::harmless;
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::place::{Cell, Place};
use crate::domain::relay::{self, Heading, Row};
use crate::domain::rule::Problem;
use crate::domain::submission::{CheckedAs, Figure, Line, Measure, Relayed, SetAside, Submission};
use crate::read::{Sheet, Workbook};
use crate::recognise::Form;
use crate::rules;

/// What the forms print of every key.
const PRINTED: [Measure; 3] = [Measure::Plan, Measure::InPeriod, Measure::Cumulative];

/// Takes what the workbook hands up beside its forms into a submission that holds what these say.
pub(super) fn take(
    known: &Known<'_>,
    workbook: &Workbook,
    form: &Form,
    submission: &mut Submission,
) {
    let Some(mark) = form.mark.as_ref().filter(|mark| mark.is_consolidated()) else { return };
    let budget = known.context.year();
    submission.below = mark.below;
    told::read(known, workbook, mark.money_unit, submission);
    if mark.is_newer() {
        let words = words!(
            "Sổ tổng hợp do phiên bản giaingan mới hơn lập: chỉ đọc được những gì phiên bản này biết.",
            "The workbook was made by a newer version of giaingan: only what this one knows was read."
        );
        submission.problems.push(by_its_forms(submission, words));
    }
    let sheet = workbook.sheets.iter().find(|sheet| *sheet.name == *relay::SHEET);
    let Some((heading, rows)) = sheet.and_then(rows) else {
        let words = words!(
            "Sổ tổng hợp không có số liệu ẩn mà giaingan ghi kèm: chỉ đọc được các biểu, chưa biết phần nào là tạm tính, phần nào chưa rõ.",
            "The workbook has no hidden figures as giaingan writes them: only its forms were read, and what is provisional or not known cannot be told."
        );
        submission.problems.push(by_its_forms(submission, words));
        return;
    };
    if !heading.unknown.is_empty() {
        let names = harmless(&heading.unknown.join(", "));
        let words = words!(
            "Số liệu ẩn của sổ tổng hợp có cột mà phiên bản giaingan này chưa biết ({names}): các cột khác vẫn được đọc.",
            "The hidden figures of the workbook have columns that this version of giaingan does not know ({names}): the others were read.";
            names
        );
        submission.problems.push(by_its_forms(submission, words));
    }
    let is_unworked = |of: &SetAside| of.rule.code == rules::FORMULA_WITHOUT_VALUE.code;
    if submission.set_aside.iter().any(is_unworked) {
        // Each of these cells is set aside with a finding of its own.
        annotate(submission, &heading, &rows, budget);
        let words = words!(
            "Các công thức trong biểu không còn kết quả (tệp đã được lưu bằng phần mềm không tính công thức): mở tệp bằng Excel, lưu lại rồi nộp lại, hoặc nộp tệp do giaingan lập.",
            "The formulas of the forms have no results (a program that does not work them out saved the file): open it in Excel, save it and hand it in again, or hand in the file as giaingan made it."
        );
        submission.problems.push(by_its_forms(submission, words));
        return;
    }
    match difference(&submission.lines, &heading, &rows, budget) {
        None => replace(submission, &heading, rows, budget),
        Some(difference) => {
            let left = annotate(submission, &heading, &rows, budget);
            submission.problems.push(changed(submission, &rows, difference, left));
        }
    }
}

fn by_its_forms(submission: &Submission, words: Words) -> Problem {
    let place = Place { file: Some(submission.file.path.clone()), ..Place::default() };
    Problem::new(&rules::READ_BY_ITS_FORMS, place, words).of(&submission.unit)
}

/// The columns and the rows of the sheet; `None` where it is not as it was written.
fn rows(sheet: &Sheet) -> Option<(Heading, Vec<Row>)> {
    let mut rows = sheet.rows(0..u32::MAX);
    let (0, names) = rows.next()? else { return None };
    let heading = Heading::of(names.iter().map(|(cell, _)| (cell.column, sheet.text(*cell))))?;
    let text = |row: u32| move |column: u32| sheet.text(Cell::new(row, column));
    let rows = rows.map(|(row, _)| heading.row(text(row))).collect::<Option<Vec<_>>>()?;
    Some((heading, rows))
}

/// What figures are compared by: the cells of a form where it has one for every source and year; the finest sums that it has
/// in its rows, and those in its columns.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Sum {
    At(Funding, ComponentId, Option<Work>, Slot, Measure),
    Across(Funding, ComponentId, Option<Work>, Measure),
    Down(Funding, ComponentId, Option<i32>, Option<Source>, Measure),
}

/// Where money of a row stands: plan year and source.
type Slot = (Option<i32>, Option<Source>);

/// Where the forms say something else than the sheet.
struct Difference {
    at: Option<(u16, Cell)>,
    found: Money,
    expected: Money,
}

/// The first sum of which the forms say something else.
fn difference(lines: &[Line], heading: &Heading, rows: &[Row], budget: i32) -> Option<Difference> {
    let is_compared = |measure: Measure| PRINTED.contains(&measure) && heading.has(measure);
    let has_works = |funding: Funding| {
        lines.iter().any(|line| line.key.funding == funding && line.key.work.is_some())
    };
    let has_works = Funding::ALL.map(has_works);
    let slot = |key: &Key| (key.year.stated(budget), key.source);
    let of_lines = lines.iter().flat_map(|line| {
        let printed = line.figures.iter().filter(|figure| is_compared(figure.measure));
        printed.map(|figure| (line.key.funding, figure.measure, slot(&line.key)))
    });
    let printed: BTreeSet<(Funding, Measure, Slot)> = of_lines.collect();
    // A form that does not split a measure as the sheet does has no cell to be compared.
    let of_rows = rows.iter().flat_map(|row| {
        let told =
            row.figures.iter().filter(|(measure, of)| is_compared(*measure) && !of.is_zero());
        told.map(|(measure, _)| (row.key.funding, measure, slot(&row.key)))
    });
    let coarse: BTreeSet<(Funding, Measure)> = of_rows
        .filter(|told| !printed.contains(told))
        .map(|(funding, measure, _)| (funding, measure))
        .collect();
    let sums = |key: &Key, measure: Measure| {
        // A form with too many works lists none.
        let work = key.work.clone().filter(|_| has_works[key.funding as usize]);
        let (funding, component, slot) = (key.funding, key.component.clone(), slot(key));
        let has_cell = !coarse.contains(&(funding, measure));
        let cell = Sum::At(funding, component.clone(), work.clone(), slot, measure);
        let column = Sum::Down(funding, component.program(), slot.0, slot.1, measure);
        let row = Sum::Across(funding, component, work, measure);
        [has_cell.then_some(cell), Some(row), Some(column)].into_iter().flatten()
    };
    let mut all: BTreeMap<Sum, Difference> = BTreeMap::new();
    let nothing = || Difference { at: None, found: Money::ZERO, expected: Money::ZERO };
    for line in lines {
        for figure in line.figures.iter().filter(|figure| is_compared(figure.measure)) {
            for sum in sums(&line.key, figure.measure) {
                let sum = all.entry(sum).or_insert_with(nothing);
                sum.found += figure.amount;
                sum.at = sum.at.or(Some((line.sheet, line.cell(figure.measure))));
            }
        }
    }
    for row in rows {
        for (measure, amount) in row.figures.iter().filter(|(measure, _)| is_compared(*measure)) {
            for sum in sums(&row.key, measure) {
                all.entry(sum).or_insert_with(nothing).expected += amount;
            }
        }
    }
    all.into_values().find(|sum| sum.found != sum.expected)
}

/// What the forms say after they were changed is known no better than what they said before. What they never print is as the
/// sheet says it. Gives the provisional money that no line has room for.
fn annotate(submission: &mut Submission, heading: &Heading, rows: &[Row], budget: i32) -> Money {
    let lost = |known: Option<Way>| known.filter(|known| known.is_lost());
    let mut left = Money::ZERO;
    for row in rows {
        let is_it = |line: &&mut Line| own(&line.key, budget) == own(&row.key, budget);
        let is_near = |line: &&mut Line| {
            (line.key.funding, &line.key.component) == (row.key.funding, &row.key.component)
        };
        let Relayed { in_period, cumulative, carried } = row.relayed;
        if lost(in_period).or(lost(cumulative)).is_none() && carried.is_zero() {
            continue;
        }
        let found = match submission.lines.iter_mut().find(is_it) {
            Some(line) => Some(line),
            None => submission.lines.iter_mut().find(is_near),
        };
        let Some(line) = found else {
            left += carried;
            continue;
        };
        let sum = line.amount(Measure::Cumulative).unwrap_or_default();
        let relayed = line.relayed.get_or_insert_default();
        relayed.in_period = lost(in_period).or(relayed.in_period);
        relayed.cumulative = lost(cumulative).or(relayed.cumulative);
        // No more of a figure is provisional than there is of it.
        let here = carried.min((sum - relayed.carried).max(Money::ZERO));
        relayed.carried += here;
        left += carried - here;
    }
    hand_on(submission, heading, rows);
    left
}

/// Proposals stand in no form, and were not changed with it.
fn hand_on(submission: &mut Submission, heading: &Heading, rows: &[Row]) {
    let place = submission.lines.first().map_or((0, 0), |line| (line.sheet, line.row));
    for row in rows {
        let proposed = row.figures.iter().filter(|(of, _)| of.is_proposed() && heading.has(*of));
        let figure = |(measure, amount)| Figure { measure, column: 0, amount };
        let figures: Vec<Figure> = proposed.map(figure).collect();
        if figures.is_empty() {
            continue;
        }
        figures.iter().for_each(|figure| submission.read.add(figure.amount));
        submission.lines.push(Line {
            key: row.key.clone(),
            sheet: place.0,
            row: place.1,
            figures,
            lacks_cumulative: false,
            previous: None,
            relayed: None,
        });
    }
}

/// The forms were changed; what of the provisional money is `left` is in no line of theirs.
fn changed(submission: &Submission, rows: &[Row], difference: Difference, left: Money) -> Problem {
    let Difference { at, found, expected } = difference;
    let unit = submission.money_unit;
    let carried: Money = rows.iter().map(|row| row.relayed.carried).sum();
    let [was, provisional] = [expected, carried - left].map(|of| of.show(unit, 3));
    let mut words = words!(
        "Các biểu đã bị sửa sau khi giaingan lập sổ tổng hợp (ô này khi lập ứng với {was} {unit}): tính theo biểu; phần tạm tính giữ như khi lập là {provisional} {unit}.",
        "The forms were changed after giaingan made the workbook (here it had {was} {unit}): they count; what is provisional is kept as it was, {provisional} {unit}.";
        was, unit = unit.text(), provisional
    );
    if !left.is_zero() {
        words = words!(
            "{words} Không còn dòng cho {left} {unit} tạm tính.",
            "{words} No row is left for {left} {unit} that was provisional.";
            words, left = left.show(unit, 3), unit = unit.text()
        );
    }
    let place = match at {
        Some((sheet, cell)) => submission.place(sheet, cell),
        None => Place { file: Some(submission.file.path.clone()), ..Place::default() },
    };
    let problem = Problem::new(&rules::READ_BY_ITS_FORMS, place, words);
    problem.of(&submission.unit).compared(found, expected)
}

/// A key with its year: a column may leave it open that its money is this year's.
fn own(key: &Key, budget: i32) -> Key {
    match key.year.stated(budget) {
        Some(year) => Key { year: PlanYear::Of(year), ..key.clone() },
        None => key.clone(),
    }
}

/// Where the forms print a figure: sheet, row, column.
type Spot = (u16, u32, u16);

/// Puts what the sheet says in the place of what the forms say, at the cells of these. A figure for which the sheet has no
/// column stays as the form says it.
fn replace(submission: &mut Submission, heading: &Heading, rows: Vec<Row>, budget: i32) {
    let mut figures: BTreeMap<(Key, Measure), Spot> = BTreeMap::new();
    let mut places: BTreeMap<(Funding, ComponentId, Option<Work>), Spot> = BTreeMap::new();
    for mut line in std::mem::take(&mut submission.lines) {
        let (sheet, row, key) = (line.sheet, line.row, own(&line.key, budget));
        let (told, kept): (Vec<Figure>, Vec<Figure>) =
            line.figures.iter().partition(|figure| heading.has(figure.measure));
        for figure in &told {
            let spot = (sheet, row, figure.column);
            figures.entry((key.clone(), figure.measure)).or_insert(spot);
            let place = (key.funding, key.component.clone(), key.work.clone());
            places.entry(place).or_insert(spot);
            submission.checked.add(CheckedAs::Repeat, figure.amount);
        }
        if !kept.is_empty() {
            line.figures = kept;
            submission.lines.push(line);
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
            let spot = figures.get(&(own(&row.key, budget), measure)).copied();
            Figure { measure, column: spot.unwrap_or(place).2, amount }
        };
        let figures: Vec<Figure> = row.figures.iter().map(figure).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::{line, submission};

    const BUDGET: i32 = 2024;

    /// A figure of a key: component, work, source, cumulative and what of it is provisional.
    type Told<'a> = (&'a str, &'a str, Source, i64, i64);

    fn key((component, work, source, ..): &Told<'_>) -> Key {
        Key {
            component: component.parse().unwrap(),
            work: Some(*work).filter(|work| !work.is_empty()).map(Work::named),
            funding: Funding::Investment,
            source: Some(*source),
            year: PlanYear::Of(BUDGET),
        }
    }

    fn forms(told: &[Told<'_>]) -> Submission {
        let lines = (10..).zip(told).map(|(row, told)| {
            let amount = Money::from_dong(told.3);
            let figure = Figure { measure: Measure::Cumulative, column: 4, amount };
            Line { key: key(told), figures: vec![figure], ..line(row, "gn.2", None, [None, None]) }
        });
        submission("2024-06", lines.collect())
    }

    fn hidden(told: &[Told<'_>]) -> (Heading, Vec<Row>) {
        let row = |told: &Told<'_>| {
            let mut row = Row::new(key(told));
            row.figures.add(Measure::Cumulative, Money::from_dong(told.3));
            row.relayed.carried = Money::from_dong(told.4);
            row
        };
        let heading = Heading::of((0..).zip(relay::heading())).unwrap();
        (heading, told.iter().map(row).collect())
    }

    #[test]
    fn figures_that_change_places_are_seen_though_every_sum_stays() {
        let [a, b] = [Source::Central, Source::Province];
        let was = [
            ("ntm.2", "", a, 50, 0),
            ("ntm.2", "", b, 30, 0),
            ("ntm.3", "", a, 20, 0),
            ("ntm.3", "", b, 40, 0),
        ];
        let mut is = was;
        assert!(seen(&is, &was).is_none());
        for (told, more) in is.iter_mut().zip([10, -10, -10, 10]) {
            told.3 += more;
        }
        let Difference { found, expected, .. } = seen(&is, &was).unwrap();
        assert_eq!([found, expected], [60, 50].map(Money::from_dong));
    }

    fn seen(forms: &[Told<'_>], hidden: &[Told<'_>]) -> Option<Difference> {
        let (heading, rows) = self::hidden(hidden);
        difference(&self::forms(forms).lines, &heading, &rows, BUDGET)
    }

    #[test]
    fn no_more_of_a_figure_is_provisional_than_there_is_of_it() {
        let central = Source::Central;
        let mut submission = forms(&[("ntm.2", "Cầu", central, 5, 0)]);
        let (heading, rows) = hidden(&[("ntm.2", "Đường", central, 12, 12)]);
        let left = annotate(&mut submission, &heading, &rows, BUDGET);
        let carried = submission.lines[0].relayed.unwrap().carried;
        assert_eq!([carried, left], [5, 7].map(Money::from_dong));
    }
}
