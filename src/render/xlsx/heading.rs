//! The heading of a table: each column is a path of words, and what columns beside each other share stands once above them.

use rust_xlsxwriter::{ColNum, RowNum};

use super::page::Page;
use super::text;

/// Writes the paths of the columns from the first of the sheet on over so many rows, which are as high as their words need;
/// gives the first row below.
pub(crate) fn write(
    page: &mut Page<'_>,
    row: RowNum,
    rows: usize,
    paths: &[Vec<String>],
) -> anyhow::Result<RowNum> {
    let format = &page.shared.styles.heading;
    let below = row + rows as RowNum;
    let mut high = vec![2; rows];
    let mut tall = Vec::new();
    for (level, top) in (0..rows).zip(row..) {
        let shares = |left: &Vec<String>, right: &Vec<String>| {
            level + 1 < left.len() && level + 1 < right.len() && left[..=level] == right[..=level]
        };
        let mut next: ColNum = 0;
        for run in paths.chunk_by(shares) {
            let first = next;
            next += run.len() as ColNum;
            let Some(words) = run[0].get(level) else { continue };
            let bottom = if run[0].len() == level + 1 { below - 1 } else { top };
            page.across((top, first), (bottom, next - 1), words, format)?;
            let lines = text::lines(words, (first..next).map(|column| page.letters(column)).sum());
            match top == bottom {
                true => high[level] = lines.max(high[level]),
                false => tall.push((level, lines)),
            }
        }
    }
    for (level, lines) in tall {
        let room: u32 = high[level..].iter().sum();
        high[rows - 1] += lines.saturating_sub(room);
    }
    for (row, lines) in (row..).zip(high) {
        page.height(row, lines)?;
    }
    Ok(below)
}
