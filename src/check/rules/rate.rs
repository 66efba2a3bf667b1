//! Family 4, rates: what a form states is recomputed from the same row, and never used.

use crate::check::case::Case;
use crate::check::gate::demand::{Demand, Demands};
use crate::check::gate::grid::{Grid, Sum};
use crate::check::gate::percent::{LARGEST, POINT, Scale, USUAL};
use crate::check::gate::site::Site;
use crate::check::gate::wording;
use crate::domain::lang::words;
use crate::domain::money::Money;
use crate::domain::rule::Problem;
use crate::domain::submission::{Measure, Stated};
use crate::domain::tally::Rate;
use crate::rules;

/// What a rate may be of: forms have rates of disbursement in all, in the period, of a forecast, of the allotment. The
/// cumulative that a form leaves out, or in which another program put zeros, is the one before and the figure of the
/// period together.
const KINDS: [Kind; 7] = [
    (&[Measure::Cumulative], Measure::Plan),
    (&[Measure::Previous, Measure::InPeriod], Measure::Plan),
    (&[Measure::InPeriod], Measure::Plan),
    (&[Measure::Cumulative], Measure::Allocated),
    (&[Measure::Forecast], Measure::Plan),
    (&[Measure::ForecastNext], Measure::Plan),
    (&[Measure::Allocated], Measure::Plan),
];

/// The measures whose sum is divided, and the one by which.
type Kind = (&'static [Measure], Measure);

/// A stated rate and the two amounts that it should be of.
struct Stating {
    row: usize,
    stated: f64,
    part: Money,
    whole: Money,
}

impl Stating {
    fn fits(&self, scale: Scale, allowed: i128) -> bool {
        scale.fits(self.stated, self.part, self.whole, allowed)
    }
}

pub(super) fn rates(case: &Case<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for table in &case.submission.tables {
        let grid = Grid::new(table);
        let columns = table.columns.iter().enumerate();
        for (column, _) in columns.filter(|(_, head)| head.measure == Measure::Rate) {
            problems.extend(column_rates(case, &grid, column));
        }
    }
    problems
}

/// What a column is a rate of, and how many of its rows say so.
struct Judged {
    kind: Kind,
    scale: Scale,
    fitting: usize,
    stated: Vec<Stating>,
}

/// Judges a column as a whole: it is the kind of rate, and of the scale, that fits most of its rows.
fn judge(case: &Case<'_>, grid: &Grid<'_>, column: usize) -> Option<Judged> {
    let is_stated = |row: &usize| matches!(grid.table.at(*row, column), Stated::Percent(_));
    let all = (0..grid.table.rows.len()).filter(is_stated).count();
    let mut best: Option<Judged> = None;
    for kind in KINDS {
        let stated = statings(case, grid, column, kind);
        let fitting = |scale: Scale| {
            let allowed = tolerance(case, scale, &stated);
            stated.iter().filter(|stating| stating.fits(scale, allowed)).count()
        };
        let [percent, fraction] = [Scale::Percent, Scale::Fraction].map(fitting);
        let (fitting, scale) = if percent < fraction {
            (fraction, Scale::Fraction)
        } else {
            (percent, Scale::Percent)
        };
        let is_first = best.is_none() && !stated.is_empty();
        if is_first || best.as_ref().is_some_and(|best| best.fitting < fitting) {
            best = Some(Judged { kind, scale, fitting, stated });
        }
        // None of the others can fit more.
        if fitting == all {
            break;
        }
    }
    best
}

/// The amounts of the row that it is of.
pub(super) fn quotient(demands: &Demands<'_>, site: Site, _: &Problem) -> Option<Demand> {
    let case = demands.case;
    let grid = Grid::new(site.table_of(case.submission));
    let Judged { kind: (part, whole), scale, .. } = judge(case, &grid, site.column)?;
    let facts = grid.table.columns[site.column].facts;
    let cells = |measures: &[Measure]| {
        let of = |measure: &Measure| {
            let columns = grid.columns(*measure, facts, case.context.year());
            grid.counted_columns(site.row, &columns)
        };
        let columns = measures.iter().flat_map(of);
        columns.map(|column| Site { column, ..site }).collect()
    };
    Some(Demand::Rate { site, scale, part: cells(part), whole: cells(&[whole]) })
}

fn column_rates(case: &Case<'_>, grid: &Grid<'_>, column: usize) -> Vec<Problem> {
    let Some(Judged { kind, scale, fitting, stated }) = judge(case, grid, column) else {
        return Vec::new();
    };
    let facts = grid.table.columns[column].facts;
    let has_cumulative =
        || !grid.columns(Measure::Cumulative, facts, case.context.year()).is_empty();
    if fitting == 0 && kind.0 != [Measure::Cumulative] && has_cumulative() {
        // The cumulative is left blank: the rate is of one that the form does not tell.
        return Vec::new();
    }
    // Where what it is a rate of may be among the cells set aside, nothing is known about it.
    let has_gap = |stating: &Stating| {
        (0..grid.table.columns.len()).any(|at| grid.table.at(stating.row, at) == Stated::SetAside)
    };
    if fitting == 0 && stated.iter().all(has_gap) {
        return Vec::new();
    }
    let allowed = tolerance(case, scale, &stated);
    let wrong = stated.iter().filter(|stating| !stating.fits(scale, allowed));
    wrong.map(|stating| problem(case, grid, column, scale, stating)).collect()
}

fn statings(case: &Case<'_>, grid: &Grid<'_>, column: usize, (part, whole): Kind) -> Vec<Stating> {
    let facts = grid.table.columns[column].facts;
    let of = |measure: &Measure| grid.columns(*measure, facts, case.context.year());
    let (parts, wholes) = (part.iter().map(of).collect::<Vec<_>>(), of(&whole));
    let [before, in_period] = [&Measure::Previous, &Measure::InPeriod].map(of);
    if parts.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let stating = |row: usize| {
        let Stated::Percent(stated) = grid.table.at(row, column) else { return None };
        let sums = parts.iter().map(|columns| grid.across(row, columns));
        let mut part_sum = sums.reduce(Sum::plus)?;
        let added = grid.across(row, &in_period);
        let is_left_blank = part == [Measure::Cumulative] && part_sum == Sum::Nothing;
        // Who tells what was disbursed in the period need not add it up.
        if is_left_blank && added != Sum::Nothing && !before.is_empty() {
            part_sum = added.plus(grid.across(row, &before));
        }
        let (Sum::Of(part, _), Sum::Of(whole, _)) = (part_sum, grid.across(row, &wholes)) else {
            return None;
        };
        let is_rate = stated.is_finite() && Money::ZERO < whole;
        is_rate.then_some(Stating { row, stated, part, whole })
    };
    (0..grid.table.rows.len()).filter_map(stating).collect()
}

/// The usual tolerance, or half of the last decimal that the column shows; or what the settings say, in points.
fn tolerance(case: &Case<'_>, scale: Scale, stated: &[Stating]) -> i128 {
    let set = case.context.settings.rules.get(&rules::RATE_DIFFERS.code);
    if let Some(set) = set.and_then(|set| set.tolerance) {
        return Scale::Percent.points(set.points());
    }
    // A fraction is shown as whole percents at the coarsest: 0.27.
    let least = match scale {
        Scale::Percent => 0,
        Scale::Fraction => 2,
    };
    let decimals = stated.iter().map(|stating| decimals(stating.stated)).fold(least, i32::max);
    USUAL.max(scale.points(0.1_f64.powi(decimals)) / 2)
}

/// How many decimals a number is written with, at most 15.
fn decimals(number: f64) -> i32 {
    let is_whole = |scaled: f64| (scaled - scaled.round()).abs() <= 1e-9 * scaled.abs().max(1.0);
    (0..15).find(|decimals| is_whole(number * 10_f64.powi(*decimals))).unwrap_or(15)
}

/// Points as hundredths of a percent, halves away from zero.
fn hundredths(points: i128) -> i64 {
    let hundredth = POINT / 100;
    ((points.abs() + hundredth / 2) / hundredth * points.signum()) as i64
}

fn problem(
    case: &Case<'_>,
    grid: &Grid<'_>,
    column: usize,
    scale: Scale,
    stating: &Stating,
) -> Problem {
    let (row, head) = (&grid.table.rows[stating.row], &grid.table.columns[column]);
    let stated = match stating.stated.abs() <= LARGEST {
        true => Rate::from_hundredths(hundredths(scale.points(stating.stated))).to_string(),
        // No rate at all: as it stands.
        false => format!("{:e}", stating.stated),
    };
    let recomputed = Rate::of(stating.part, stating.whole).expect("the whole is above zero");
    let [part, whole] = [stating.part, stating.whole]
        .map(|money| wording::amount(money, case.submission.money_unit));
    let cell = wording::cell(&row.label, &head.heading);
    let words = words!(
        "{cell}: ghi {stated} %, tính lại được {recomputed} % ({part} ÷ {whole}).",
        "{cell}: states {stated} %, recomputed {recomputed} % ({part} ÷ {whole}).";
        cell, stated, recomputed, part, whole
    );
    let place = case.submission.place(grid.table.sheet, grid.table.cell(stating.row, column));
    Problem::new(&rules::RATE_DIFFERS, place, words)
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::key::Source;
    use crate::domain::submission::Measure;

    /// Rows of plan, in period, cumulative and rate.
    fn found(rows: &[[Option<f64>; 4]]) -> Vec<String> {
        let measures = [Measure::Plan, Measure::InPeriod, Measure::Cumulative, Measure::Rate];
        let columns = (2..).zip(measures).map(|(index, measure)| column(index, measure));
        let rows: Vec<_> = rows.iter().map(|row| ("gn.2", None, &row[..])).collect();
        found_in(table(columns.collect(), &rows))
    }

    fn row(plan: f64, cumulative: f64, rate: f64) -> [Option<f64>; 4] {
        [Some(plan), None, Some(cumulative), Some(rate)]
    }

    #[test]
    fn a_rate_is_recomputed_from_its_row() {
        assert_eq!(found(&[row(26_232.0, 6_975.0, 26.59)]), [""; 0]);
        assert_eq!(found(&[row(26_232.0, 6_975.0, 36.59)]), ["w GN403 F11 -"]);
    }

    #[test]
    fn a_rate_may_be_cut_or_shown_with_few_digits() {
        assert_eq!(found(&[row(100.0, 61.73, 61.72)]), [""; 0]);
        assert_eq!(found(&[row(100.0, 61.73, 62.0), row(100.0, 12.4, 12.0)]), [""; 0]);
        assert_eq!(found(&[row(100.0, 61.73, 62.0), row(100.0, 12.4, 12.4)]), ["w GN403 F11 -"]);
    }

    #[test]
    fn a_column_of_fractions_is_read_as_a_whole() {
        let right = [row(100.0, 26.59, 0.2659), row(100.0, 80.0, 0.8), row(100.0, 0.0, 0.0)];
        assert_eq!(found(&right), [""; 0]);
        let [a, b, c] = right;
        assert_eq!(found(&[a, b, c, row(100.0, 50.0, 0.05)]), ["w GN403 F14 -"]);
    }

    #[test]
    fn a_rate_of_the_period_is_one_too() {
        let row = |rate| [Some(100.0), Some(10.0), Some(40.0), Some(rate)];
        assert_eq!(found(&[row(10.0), row(10.0)]), [""; 0]);
        assert_eq!(found(&[row(40.0), row(40.0), row(30.0)]), ["w GN403 F13 -"]);
    }

    #[test]
    fn without_a_plan_or_with_a_part_set_aside_there_is_nothing_to_compare() {
        let nan = f64::NAN;
        assert_eq!(
            found(&[row(0.0, 5.0, 10.0), row(nan, 5.0, 10.0), row(5.0, nan, 10.0)]),
            [""; 0]
        );
        assert_eq!(found(&[[None, None, Some(5.0), Some(10.0)]]), [""; 0]);
    }

    #[test]
    fn a_rate_of_a_column_that_was_set_aside_is_not_held_against_another() {
        let row = |cumulative| [Some(100.0), Some(10.0), Some(cumulative), Some(40.0)];
        assert_eq!(found(&[row(f64::NAN), row(f64::NAN)]), [""; 0]);
        assert_eq!(found(&[row(30.0), row(f64::NAN)]), ["w GN403 F11 -"]);
    }

    #[test]
    fn a_cumulative_that_is_left_blank_is_the_last_one_and_the_period() {
        let found = |before: Option<f64>, rate: f64| {
            let [plan, paid] = [Some(100.0), Some(10.0)];
            let measures = [Measure::Plan, Measure::InPeriod, Measure::Cumulative, Measure::Rate];
            let columns = (2..).zip(measures).map(|(index, measure)| column(index, measure));
            let mut columns: Vec<_> = columns.collect();
            let mut row = vec![plan, paid, None, Some(rate)];
            if before.is_some() {
                columns.push(column(6, Measure::Previous));
                row.push(before);
            }
            found_in(table(columns, &[("gn.2", None, &row)]))
        };
        assert_eq!(found(Some(30.0), 40.0), [""; 0]);
        assert_eq!(found(Some(30.0), 44.0), ["w GN403 F11 -"]);
        assert_eq!(found(None, 10.0), [""; 0], "of the period, as it says");
        assert_eq!(found(None, 40.0), [""; 0], "of a cumulative that is not told");
    }

    #[test]
    fn zeros_where_another_program_had_blanks_are_not_what_the_rates_are_of() {
        let measures = [
            Measure::Plan,
            Measure::Previous,
            Measure::InPeriod,
            Measure::Cumulative,
            Measure::Rate,
        ];
        let columns = (2..).zip(measures).map(|(index, measure)| column(index, measure));
        let columns: Vec<_> = columns.collect();
        let row = |before, rate| [100.0, before, 10.0, 0.0, rate].map(Some);
        let found = |rates: [f64; 3]| {
            let rows = [row(30.0, rates[0]), row(20.0, rates[1]), row(0.0, rates[2])];
            let rows: Vec<_> = rows.iter().map(|row| ("gn.2", None, &row[..])).collect();
            let mut found = found_in(table(columns.clone(), &rows));
            found.retain(|found| found.contains("GN403"));
            found
        };
        assert_eq!(found([40.0, 30.0, 10.0]), [""; 0]);
        assert_eq!(found([40.0, 30.0, 20.0]), ["w GN403 G13 -"]);
    }

    #[test]
    fn hostile_numbers_are_only_wrong() {
        assert_eq!(found(&[row(1e9, 5.0, 1e300)]), ["w GN403 F11 -"]);
        let huge = 293_200_000.0 / 1_627.5 * 100.0;
        assert_eq!(found(&[row(1_627.5, 293_200_000.0, huge)]), [""; 0]);
        assert_eq!(found(&[row(5.0, 5.0, f64::INFINITY)]), [""; 0]);
    }

    #[test]
    fn a_rate_without_a_total_column_is_of_the_sources_together() {
        let figures = [50.0, 50.0, 20.0, 10.0, 30.0].map(Some);
        let of = |rate: f64| {
            let plan = |index| column(index, Measure::Plan);
            let paid = |index| column(index, Measure::Cumulative);
            let columns = vec![
                of_source(plan(2), Source::Central),
                of_source(plan(3), Source::Local),
                of_source(paid(4), Source::Central),
                of_source(paid(5), Source::Local),
                column(6, Measure::Rate),
            ];
            let mut figures = figures;
            figures[4] = Some(rate);
            found_in(table(columns, &[("gn.2", None, &figures)]))
        };
        assert_eq!((of(30.0), of(20.0)), (vec![], vec!["w GN403 G11 -".to_owned()]));
    }
}
