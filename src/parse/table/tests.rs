//! A total counts where it stands alone, and never twice.

use super::*;
use crate::domain::key::Source;
use columns::{Lane, Settled};

const BUDGET: i32 = 2024;

/// A table of plans: a column for each source (`None` is the total), a row for each list of figures; `-1` is a blank.
fn grid(sources: &[Option<Source>], rows: &[&[i64]]) -> Grid {
    let column = |(index, source): (usize, &Option<Source>)| Column {
        index: index as u32,
        heading: if source.is_some() { "Trong đó: nguồn" } else { "Tổng số" }.into(),
        measure: Measure::Plan,
        facts: Facts { source: *source, ..Facts::default() },
        unit: MoneyUnit::Million,
        splits: Vec::new(),
        is_detail: false,
    };
    let columns: Vec<Column> = sources.iter().enumerate().map(column).collect();
    let component = |row: usize| format!("gn.{}", row + 1).parse().unwrap();
    let line = |row: usize| Row {
        index: row as u32,
        label: "".into(),
        kind: RowKind::Item(component(row), None),
        facts: Facts::default(),
        parent: None,
    };
    let stated = |figure: &i64| match *figure {
        -1 => Stated::Blank,
        figure => Stated::Amount(Money::from_dong(figure * 1_000_000)),
    };
    let table = Table {
        sheet: 0,
        columns,
        rows: (0..rows.len()).map(line).collect(),
        cells: rows.iter().flat_map(|row| row.iter().map(stated)).collect(),
        step: Money::from_dong(1_000_000),
        texts: Vec::new(),
        formulas: Vec::new(),
        locked: Vec::new(),
        ambiguous: Vec::new(),
        covered: Vec::new(),
        after: Vec::new(),
    };
    let mut grid = Grid {
        table,
        lowest: Lowest::default(),
        remarks: Vec::new(),
        aside: BTreeMap::new(),
        unknown: Vec::new(),
        confirmed: Vec::new(),
        parts: Vec::new(),
        states: Vec::new(),
        proposed_plans: Vec::new(),
        mixed: Vec::new(),
        repeated: Vec::new(),
        strays: BTreeMap::new(),
        proved: Vec::new(),
        two_names: Vec::new(),
        splits: Vec::new(),
        end: None,
        unit: MoneyUnit::Million,
        cleared: Counted::default(),
    };
    let (lanes, settled): (Vec<Lane>, Vec<Settled>) = (Vec::new(), Vec::new());
    grid.take_settled(&lanes, &settled, &[], BUDGET);
    grid.find_figures(BUDGET);
    grid
}

/// The columns of the figures of each row.
fn figures(grid: &Grid) -> Vec<Vec<usize>> {
    let width = grid.table.columns.len();
    let of_row = |row: &[bool]| (0..width).filter(|&at| row[at]).collect();
    grid.lowest.figures.chunks(width).map(of_row).collect()
}

const BY_SOURCE: [Option<Source>; 3] = [None, Some(Source::Central), Some(Source::Local)];

#[test]
fn the_parts_of_a_total_count_and_it_is_a_check() {
    let grid = grid(&BY_SOURCE, &[&[5, 3, 2], &[7, 4, 3]]);
    assert_eq!(figures(&grid), [[1, 2], [1, 2]]);
    assert_eq!(grid.table.columns[0].splits, [[1, 2]]);
}

#[test]
fn a_total_counts_in_a_row_whose_parts_are_blank_or_0() {
    let grid = grid(&BY_SOURCE, &[&[5, 3, 2], &[7, -1, -1], &[8, 0, 0], &[9, 5, 4], &[0, 0, 0]]);
    assert_eq!(figures(&grid), [vec![1, 2], vec![0], vec![0], vec![1, 2], vec![1, 2]]);
    assert_eq!(grid.table.columns[0].splits, [[1, 2]], "the difference is told");
}

#[test]
fn parts_that_miss_their_total_in_one_row_count_and_the_difference_is_told() {
    let grid = grid(&BY_SOURCE, &[&[5, 3, 2], &[9, 4, 3], &[6, 4, 2]]);
    assert_eq!(figures(&grid), [[1, 2], [1, 2], [1, 2]]);
    assert_eq!(grid.table.columns[0].splits, [[1, 2]]);
}

#[test]
fn of_which_alone_never_replaces_its_whole() {
    let grid = grid(&BY_SOURCE[..2], &[&[5, 3], &[7, 2], &[6, 1]]);
    assert_eq!(figures(&grid), [[0], [0], [0]]);
    assert!(grid.table.columns[0].splits.is_empty());
    assert_eq!(grid.parts, [(1, 0)], "more than the whole would be told");
}

#[test]
fn parts_that_are_nowhere_the_whole_do_not_replace_it() {
    let grid = grid(&BY_SOURCE, &[&[9, 3, 2], &[8, 4, 3], &[7, 1, 2]]);
    assert_eq!(figures(&grid), [[0], [0], [0]]);
}

#[test]
fn parts_without_a_figure_are_out_of_the_way() {
    let grid = grid(&BY_SOURCE, &[&[9, 0, -1], &[8, 0, 0]]);
    assert_eq!(figures(&grid), [[0], [0]]);
    assert!(grid.table.columns[0].splits.is_empty());
}

#[test]
fn a_whole_that_is_blank_where_its_part_holds_money_does_not_hide_it() {
    let grid = grid(&BY_SOURCE[..2], &[&[5, 3], &[7, 2], &[-1, 4]]);
    assert_eq!(figures(&grid)[2], [1]);
    assert_eq!(grid.table.columns[0].splits, [[1]], "the difference elsewhere is told");
}
