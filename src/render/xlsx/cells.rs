//! Cells as formulas name them.

use rust_xlsxwriter::{ColNum, RowNum};

use crate::domain::place::{Cell, column_letters};

/// A cell as formulas of its own sheet name it.
pub(crate) fn at(row: RowNum, column: ColNum) -> String {
    Cell::new(row, u32::from(column)).to_string()
}

/// `D10:F10`.
pub(crate) fn range(from: (RowNum, ColNum), to: (RowNum, ColNum)) -> String {
    let first = at(from.0, from.1);
    if from == to { first } else { format!("{first}:{}", at(to.0, to.1)) }
}

/// Cells of a column by their absolute place: `$I$9`, `$I$9:$I$20`.
pub(crate) fn fixed(column: ColNum, (first, last): (RowNum, RowNum)) -> String {
    let letters = column_letters(u32::from(column));
    let cell = |row: RowNum| format!("${letters}${}", row + 1);
    if first == last { cell(first) } else { format!("{}:{}", cell(first), cell(last)) }
}

/// Rows that follow each other, as runs of first and last.
pub(crate) fn runs(rows: impl IntoIterator<Item = RowNum>) -> Vec<(RowNum, RowNum)> {
    let mut runs: Vec<(RowNum, RowNum)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => runs.push((row, row)),
        }
    }
    runs
}

/// Cells of one column as one reference list: runs become ranges (`C3:C5,C9`).
pub(crate) fn list(rows: impl IntoIterator<Item = RowNum>, column: ColNum) -> String {
    let ranges = runs(rows).into_iter().map(|(first, last)| range((first, column), (last, column)));
    ranges.collect::<Vec<_>>().join(",")
}

/// The sum of cells of one column; 0 where there are none.
pub(crate) fn sum(rows: impl IntoIterator<Item = RowNum>, column: ColNum) -> String {
    let cells = list(rows, column);
    if cells.is_empty() { "0".to_owned() } else { format!("SUM({cells})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_rows_become_ranges() {
        assert_eq!(list([2, 3, 4, 8, 10, 11], 2), "C3:C5,C9,C11:C12");
        assert_eq!(sum([], 2), "0");
    }
}
