//! Cumulative figures up to another day than the last one of the period (GN607).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::in_title;
use crate::domain::lang::words;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::place::Cell;
use crate::domain::rule::Problem;
use crate::domain::submission::{Measure, Submission};
use crate::read::Workbook;
use crate::recognise::lexicon::Said;
use crate::recognise::{Form, Framed};
use crate::rules;

/// A day of a sheet: where it is named first, and the cumulative figures up to it.
type Dated = BTreeMap<(u16, NaiveDate), (Cell, Money)>;

/// One note for each other day that a sheet names, above its cumulative columns or else in a title of the table.
///
/// Offices report before the month is over, or some days after: the figures count, and whoever signs has to know.
pub(in crate::intake) fn other_days(
    form: &Form,
    workbook: &Workbook,
    submission: &Submission,
) -> Vec<Problem> {
    let period = submission.period;
    let mut dated = Dated::new();
    for framed in form.tables.iter().filter(|framed| framed.checked.is_none()) {
        for (day, cell, columns) in days(framed, workbook, period) {
            let paid = paid(submission, framed, &columns);
            let Some(paid) = paid.filter(|_| day != period.to()) else { continue };
            let of_day = dated.entry((framed.sheet, day)).or_insert((cell, Money::ZERO));
            of_day.1 += paid;
        }
    }
    let unit = submission.money_unit;
    let problem = |((sheet, day), (cell, paid)): ((u16, NaiveDate), (Cell, Money))| {
        let [day_shown, last] = [day, period.to()].map(|day| day.format("%-d/%-m/%Y"));
        let (paid, unit) = (paid.show(unit, 3), unit.text());
        let words = match day < period.to() {
            true => words!(
                "Lũy kế giải ngân trên biểu ({paid} {unit}) tính đến ngày {day_shown}, trước ngày cuối kỳ {last}: số giải ngân sau ngày đó chưa có trong báo cáo",
                "The cumulative figures of the form ({paid} {unit}) are as of {day_shown}, before the last day of the period, {last}: what was disbursed after it is not in the report";
                paid, unit, day_shown, last
            ),
            false => words!(
                "Lũy kế giải ngân trên biểu ({paid} {unit}) tính đến ngày {day_shown}, sau ngày cuối kỳ {last}: có thể gồm cả số giải ngân của kỳ sau",
                "The cumulative figures of the form ({paid} {unit}) are as of {day_shown}, after the last day of the period, {last}: money of the next period may be in them";
                paid, unit, day_shown, last
            ),
        };
        let place = submission.place(sheet, cell);
        Problem::new(&rules::FIGURES_UP_TO_ANOTHER_DAY, place, words).of(&submission.unit)
    };
    dated.into_iter().map(problem).collect()
}

/// The days up to which a table states cumulative figures: each with where it says so and of which columns.
fn days(framed: &Framed, workbook: &Workbook, period: Period) -> Vec<(NaiveDate, Cell, Vec<u32>)> {
    let cumulative = Some(Said::Measure(Measure::Cumulative));
    let columns = || framed.heading.columns.iter().filter(|headed| headed.said == cumulative);
    let of_headings = columns().filter_map(|headed| Some((headed.until?, headed.index)));
    let mut days: Vec<(NaiveDate, Cell, Vec<u32>)> = Vec::new();
    for (day, column) in of_headings {
        match days.iter_mut().find(|(known, ..)| *known == day) {
            Some((.., columns)) => columns.push(column),
            None => {
                let cell = Cell::new(framed.heading.rows.start, column);
                days.push((day, cell, vec![column]));
            }
        }
    }
    if !days.is_empty() {
        return days;
    }
    // A title also names days of other things: until when carried-over money may be paid, or the year of a plan.
    let near = period.from()..=period.to() + super::NEAR;
    let title = in_title(framed, workbook, Some(period.year())).into_iter();
    let mut said = title.filter_map(|(stated, _, cell)| match stated {
        Period::Day(day) if near.contains(&day) => Some((day, cell?)),
        _ => None,
    });
    let Some(first) = said.next() else { return days };
    if first.0 != period.to() && !said.any(|(day, _)| day == period.to()) {
        days.push((first.0, first.1, columns().map(|headed| headed.index).collect()));
    }
    days
}

/// The cumulative figures of a table in these columns; `None` where there are none.
fn paid(submission: &Submission, framed: &Framed, columns: &[u32]) -> Option<Money> {
    let rows = framed.heading.body..framed.end;
    let lines = submission.lines.iter();
    let lines = lines.filter(|line| line.sheet == framed.sheet && rows.contains(&line.row));
    let figures = lines.filter_map(|line| line.figure(Measure::Cumulative));
    let mut amounts = figures.filter(|figure| columns.contains(&u32::from(figure.column)));
    let first = amounts.next()?.amount;
    Some(amounts.map(|figure| figure.amount).sum::<Money>() + first)
}
