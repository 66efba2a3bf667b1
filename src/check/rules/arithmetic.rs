//! Family 4, within a table: rows and columns add up.

use crate::check::case::Case;
use crate::check::gate::demand::{Demand, Demands, SumKind};
use crate::check::gate::formula::{self, Along, Says};
use crate::check::gate::grid::{Grid, Sum};
use crate::check::gate::site::Site;
use crate::check::gate::wording;
use crate::domain::lang::{Text, Words};
use crate::domain::rule::Problem;
use crate::domain::submission::{Measure, Stated};
use crate::rules;

pub(super) fn children(case: &Case<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for table in &case.submission.tables {
        let grid = Grid::new(table);
        for (at, row) in table.rows.iter().enumerate() {
            for (column, head) in table.columns.iter().enumerate() {
                let Stated::Amount(found) = table.at(at, column) else { continue };
                let Sum::Of(expected, addends) = grid.below(at, column) else { continue };
                // A row may leave it to the reader to take one from the other.
                let is_untold = |child: &usize| {
                    matches!(table.at(*child, column), Stated::Blank | Stated::Unknown)
                };
                let is_difference =
                    matches!(head.measure, Measure::Remaining | Measure::Unallocated);
                if is_difference && grid.addends(at).iter().any(is_untold) {
                    continue;
                }
                let rule = &rules::CHILDREN_DO_NOT_ADD_UP;
                let usual = table.tolerance(addends);
                let allowed = case.context.settings.tolerance(rule, head.unit, usual);
                if (found - expected).abs() <= allowed {
                    continue;
                }
                let against = Text {
                    vi: "cộng các dòng con được",
                    en: "the rows below it add up to",
                };
                let cell = wording::cell(&row.label, &head.heading);
                let words = wording::differs(&cell, head.unit, found, against, expected);
                let words = by_formula(&grid, (at, column), (Along::Rows, grid.addends(at)), words);
                let place = case.submission.place(table.sheet, table.cell(at, column));
                problems.push(Problem::new(rule, place, words).compared(found, expected));
            }
        }
    }
    problems
}

/// What is wrong with a sum `of` these rows or columns, and with its formula, where that is why.
fn by_formula(
    grid: &Grid<'_>,
    (row, column): (usize, usize),
    of: (Along, &[usize]),
    words: Words,
) -> Words {
    match formula::says(grid, row, column) {
        Says::Astray(astray) if (astray.along, astray.parts.as_slice()) == of => {
            wording::then(words, &astray.sentence(grid))
        }
        Says::Apart(apart) if apart.along == of.0 => {
            wording::then(words, &apart.sentence(grid, (row, column)))
        }
        Says::Nothing | Says::Same | Says::Astray(_) | Says::Apart(_) => words,
    }
}

/// The rows that count below the one that is named.
pub(super) fn below(demands: &Demands<'_>, site: Site, problem: &Problem) -> Option<Demand> {
    let grid = Grid::new(site.table_of(demands.case.submission));
    let rows = grid.counted_rows(site.row, site.column);
    let parts = rows.into_iter().map(|row| Site { row, ..site }).collect();
    demands.sum(problem, SumKind::Table, vec![site], parts)
}

pub(super) fn parts(case: &Case<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for table in &case.submission.tables {
        let grid = Grid::new(table);
        let money = table.columns.iter().enumerate();
        for (column, head) in money.filter(|(_, head)| head.measure != Measure::Rate) {
            for split in grid.splits(column) {
                for (at, row) in table.rows.iter().enumerate() {
                    let Stated::Amount(found) = table.at(at, column) else { continue };
                    let Sum::Of(expected, addends) = grid.across(at, split) else { continue };
                    let rule = &rules::PARTS_DO_NOT_ADD_UP;
                    let usual = table.tolerance(addends);
                    let allowed = case.context.settings.tolerance(rule, head.unit, usual);
                    if (found - expected).abs() <= allowed {
                        continue;
                    }
                    let against = Text {
                        vi: "cộng các cột thành phần được",
                        en: "its columns add up to",
                    };
                    let cell = wording::cell(&row.label, &head.heading);
                    let words = wording::differs(&cell, head.unit, found, against, expected);
                    let words = by_formula(&grid, (at, column), (Along::Columns, split), words);
                    let place = case.submission.place(table.sheet, table.cell(at, column));
                    problems.push(Problem::new(rule, place, words).compared(found, expected));
                }
            }
        }
    }
    problems
}

/// The columns that count of the split that does not add up.
pub(super) fn across(demands: &Demands<'_>, site: Site, problem: &Problem) -> Option<Demand> {
    let grid = Grid::new(site.table_of(demands.case.submission));
    let is_meant = |split: &&[usize]| grid.across(site.row, split).amount() == problem.expected;
    let split = grid.splits(site.column).find(is_meant)?;
    let columns = grid.counted_columns(site.row, split);
    let parts = columns.into_iter().map(|column| Site { column, ..site }).collect();
    demands.sum(problem, SumKind::Table, vec![site], parts)
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::key::Source;
    use crate::domain::submission::{Measure, Table};

    /// Rows with one column of plans.
    fn plans(rows: &[NamedRow<'_>]) -> Vec<String> {
        found_in(table(vec![column(2, Measure::Plan)], rows))
    }

    fn rows<'a>(parent: &'a [Option<f64>], child: &'a [Option<f64>]) -> Vec<String> {
        plans(&[
            ("gn.3", None, parent),
            ("gn.3.1", Some(0), child),
            ("gn.3.2", Some(0), &[Some(400.0)]),
        ])
    }

    #[test]
    fn digits_swapped_in_a_child_show_in_its_parent() {
        assert_eq!(rows(&[Some(1045.0)], &[Some(600.0)]), ["GN401 C11 +45"]);
        assert_eq!(rows(&[Some(1000.0)], &[Some(600.0)]), [""; 0]);
    }

    #[test]
    fn rounding_is_forgiven_by_half_a_step_for_each_addend() {
        assert_eq!(rows(&[Some(1000.1)], &[Some(600.0)]), [""; 0]);
        assert_eq!(rows(&[Some(1000.2)], &[Some(600.0)]), ["GN401 C11 +0,2"]);
    }

    #[test]
    fn what_cannot_be_compared_is_left_alone() {
        assert_eq!(rows(&[None], &[Some(600.0)]), [""; 0]);
        assert_eq!(rows(&[Some(1045.0)], &[Some(f64::NAN)]), [""; 0]);
        assert_eq!(plans(&[("gn.3", None, &[Some(5.0)]), ("gn.3.1", Some(0), &[None])]), [""; 0]);
    }

    #[test]
    fn a_blank_leaf_is_nothing_and_a_blank_parent_is_its_children() {
        assert_eq!(rows(&[Some(400.0)], &[None]), [""; 0]);
        let total = |amount: f64| {
            let (total, five) = ([Some(amount)], [Some(5.0)]);
            plans(&[
                ("total", None, &total),
                ("gn.3", Some(0), &[None]),
                ("gn.3.1", Some(1), &five),
                ("gn.3.2", Some(1), &five),
            ])
        };
        assert_eq!(total(10.0), [""; 0]);
        assert_eq!(total(5.0), ["GN401 C11 -5"]);
    }

    #[test]
    fn a_subtotal_is_compared_with_the_children_of_its_component() {
        let sub = |amount: f64| {
            let (sub, six) = ([Some(amount)], [Some(6.0)]);
            let own =
                plans(&[("gn.3", None, &six), ("gn.3.1", Some(0), &six), ("sub gn.3", None, &sub)]);
            let without = plans(&[("gn.3.1", None, &six), ("sub gn.3", None, &sub)]);
            (own, without)
        };
        assert_eq!(sub(6.0), (vec![], vec![]));
        assert_eq!(sub(9.0), (vec!["GN401 C13 +3".to_owned()], vec!["GN401 C12 +3".to_owned()]));
    }

    #[test]
    fn money_on_a_stray_row_is_not_a_fault_of_the_total_too() {
        let (total, known, stray) = ([Some(9.0)], [Some(6.0)], [Some(f64::NAN)]);
        let with = |parent| {
            plans(&[("total", None, &total), ("gn.2", Some(0), &known), ("stray", parent, &stray)])
        };
        assert_eq!((with(Some(0)), with(None)), (vec![], vec![]));
    }

    /// A row of a total plan, by source; central by year.
    fn split(figures: &[Option<f64>]) -> Table {
        let plan = |index| column(index, Measure::Plan);
        let mut columns: Vec<_> = (2..7).map(plan).collect();
        columns[0].splits = vec![vec![1, 2]];
        columns[1] = of_source(plan(3), Source::Central);
        columns[1].splits = vec![vec![3, 4]];
        columns[2] = of_source(plan(4), Source::Local);
        table(columns, &[("gn.2", None, figures)])
    }

    #[test]
    fn a_total_is_the_sum_of_its_parts() {
        let of = |figures: [f64; 5]| found_in(split(&figures.map(Some)));
        assert_eq!(of([500.0, 400.0, 100.0, 300.0, 100.0]), [""; 0]);
        assert_eq!(of([545.0, 400.0, 100.0, 300.0, 100.0]), ["GN402 C11 +45"]);
        assert_eq!(of([500.0, 400.0, 100.0, 300.0, 90.0]), ["GN402 D11 +10"]);
        assert_eq!(of([545.0, f64::NAN, 100.0, 300.0, 90.0]), [""; 0]);
    }

    #[test]
    fn a_blank_part_counts_with_its_own_parts() {
        let of =
            |total| found_in(split(&[Some(total), None, Some(100.0), Some(300.0), Some(100.0)]));
        assert_eq!(of(500.0), [""; 0]);
        assert_eq!(of(100.0), ["GN402 C11 -400"]);
        assert_eq!(found_in(split(&[Some(500.0), None, None, None, None])), [""; 0]);
    }

    #[test]
    fn parts_that_do_not_count_are_a_check_all_the_same() {
        let mut table = split(&[Some(545.0), Some(400.0), Some(100.0), None, None]);
        table.columns[1].is_detail = true;
        table.columns[2].is_detail = true;
        assert_eq!(found_in(table), ["GN402 C11 +45"]);
    }

    #[test]
    fn the_settings_widen_the_tolerance_in_the_unit_of_the_sheet() {
        let mut world = World::default();
        let figures = [545.0, 400.0, 100.0, 300.0, 100.0].map(Some);
        let setting =
            world.settings.rules.entry(crate::rules::PARTS_DO_NOT_ADD_UP.code).or_default();
        setting.tolerance = "45".parse().ok();
        assert_eq!(world.found(with_table(split(&figures)), vec![]), [""; 0]);
    }
}
