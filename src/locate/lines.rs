//! The lines of a submission follow the cells of its tables.
//!
//! Which cells are figures and what they are about is asked where reading asks it ([`Table::lowest`], [`Keys::of_row`]).
//! What was done with lines after reading – a repeat was taken out, a figure given to another unit – stays done: a row in
//! which that happened keeps its lines whatever its cells say.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::check::gate::site::Site;
use crate::domain::catalogue::Catalogue;
use crate::domain::key::Key;
use crate::domain::money::Money;
use crate::domain::submission::{Keys, Line, Lowest, Stated, Submission, Table};

/// The lines of a submission as its tables give them.
pub(super) struct Lines<'a> {
    submission: &'a Submission,
    keys: Keys<'a>,
    budget: i32,
    /// What is lowest in its tables as they stand.
    lowest: Vec<Lowest>,
    /// The columns (table, column of the sheet) of which no figure is in a line: their money stands elsewhere too.
    out: BTreeSet<(usize, u16)>,
}

impl<'a> Lines<'a> {
    /// Of a submission whose unit has this `plan` in the budget year.
    pub(super) fn new(
        submission: &'a Submission,
        plan: &'a BTreeMap<Key, Money>,
        (catalogue, budget): (&'a Catalogue, i32),
    ) -> Lines<'a> {
        let keys = Keys::new(plan, catalogue, budget);
        let lowest = submission.tables.iter().map(|table| table.lowest(budget)).collect();
        let mut lines = Lines { submission, keys, budget, lowest, out: BTreeSet::new() };
        lines.out = lines.taken_out();
        lines
    }

    fn taken_out(&self) -> BTreeSet<(usize, u16)> {
        let place = |line: &Line, column: u16| (line.sheet, line.row, column);
        let columns = |line: &Line| line.figures.iter().map(|of| of.column).collect::<Vec<_>>();
        let used = self.submission.lines.iter();
        let used: BTreeSet<_> = used
            .flat_map(|line| columns(line).into_iter().map(move |column| place(line, column)))
            .collect();
        let (mut out, mut counts) = (BTreeSet::new(), BTreeSet::new());
        for (at, (table, lowest)) in self.submission.tables.iter().zip(&self.lowest).enumerate() {
            for line in (0..table.rows.len()).flat_map(|row| self.of_row(at, table, lowest, row)) {
                for column in columns(&line) {
                    let is_used = used.contains(&place(&line, column));
                    if is_used { &mut counts } else { &mut out }.insert((at, column));
                }
            }
        }
        out.difference(&counts).copied().collect()
    }

    /// What a row of the table number `at` gives.
    fn of_row(&self, at: usize, table: &Table, lowest: &Lowest, row: usize) -> Vec<Line> {
        let mut lines = self.keys.of_row(table, lowest, row).lines;
        for line in &mut lines {
            line.figures.retain(|figure| !self.out.contains(&(at, figure.column)));
        }
        lines.retain(|line| !line.figures.is_empty() || line.lacks_cumulative);
        lines
    }

    /// Makes the lines of `scratch`, the submission with other cells at `sites`, follow its cells.
    pub(super) fn follow(&self, scratch: &mut Submission, sites: &[Site]) {
        let tables: BTreeSet<usize> = sites.iter().map(|site| site.table).collect();
        for at in tables {
            let (was, is) = (&self.submission.tables[at], &scratch.tables[at]);
            // Which cells are lowest depends on which are stated, and not on the amounts.
            let kind = |of: Stated| (of.is_stated(), of.is_amount(), of == Stated::Unknown);
            let stays = |site: &Site| {
                kind(was.at(site.row, site.column)) == kind(is.at(site.row, site.column))
            };
            let lowest = match sites.iter().filter(|site| site.table == at).all(stays) {
                true => Cow::Borrowed(&self.lowest[at]),
                false => Cow::Owned(is.lowest(self.budget)),
            };
            let width = is.columns.len();
            let edited = sites.iter().filter(|site| site.table == at).map(|site| site.row);
            let mut rows: BTreeSet<usize> = edited.collect();
            let figures = self.lowest[at].figures.chunks(width).zip(lowest.figures.chunks(width));
            rows.extend(figures.enumerate().filter(|(_, (was, is))| was != is).map(|of| of.0));
            for row in rows {
                let was = self.of_row(at, was, &self.lowest[at], row);
                let is = self.of_row(at, is, &lowest, row);
                if was != is {
                    replace(&mut scratch.lines, &was, is);
                }
            }
        }
    }

    /// The lines as they were.
    pub(super) fn restore(&self, scratch: &mut Submission) {
        if scratch.lines != self.submission.lines {
            scratch.lines.clone_from(&self.submission.lines);
        }
    }
}

/// Replaces the lines of a row, where they are still what the row gave.
fn replace(lines: &mut Vec<Line>, was: &[Line], is: Vec<Line>) {
    let same = |line: &Line, other: &Line| {
        (line.sheet, line.row, &line.key) == (other.sheet, other.row, &other.key)
            && line.figures == other.figures
    };
    let found = was.iter().map(|was| lines.iter().position(|line| same(line, was)));
    let Some(found) = found.collect::<Option<BTreeSet<usize>>>() else { return };
    let old: Vec<Line> = found.iter().rev().map(|&at| lines.remove(at)).collect();
    let place = |line: &Line| (line.sheet, line.row);
    let Some(here) = is.first().map(place) else { return };
    let at = found.first().copied();
    let at = at.or_else(|| lines.iter().position(|line| here < place(line)));
    let at = at.unwrap_or(lines.len());
    // What is said beside the figures stays said.
    let beside = |line: Line| match old.iter().find(|old| old.key == line.key) {
        Some(old) => Line { previous: old.previous, relayed: old.relayed, ..line },
        None => line,
    };
    lines.splice(at..at, is.into_iter().map(beside));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse::fixture::{read, sheet};

    const YEAR: i32 = 2024;

    /// Works below a component, each with its money in all and by source; the second work states its plan in all alone.
    fn report() -> Submission {
        let rows: [&[&str]; 8] = [
            &["GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024 (Đơn vị tính: triệu đồng)"],
            &["Nội dung", "Kế hoạch vốn", "", "", "Lũy kế giải ngân", "", ""],
            &["", "Tổng số", "NSTW", "NS huyện", "Tổng số", "NSTW", "NS huyện"],
            &["CTMTQG giảm nghèo bền vững", "300", "250", "50", "120", "100", "20"],
            &["Dự án 2", "200", "170", "30", "120", "100", "20"],
            &["Mô hình nuôi bò", "120", "100", "20", "120", "100", "20"],
            &["Mô hình nuôi dê", "80", "70", "10", "0", "0", "0"],
            &["Dự án 4", "100", "80", "20"],
        ];
        read(vec![sheet("Biểu 1", &rows)])
    }

    /// What the cells of a submission give, from the beginning.
    fn given(submission: &Submission, lines: &Lines<'_>) -> Vec<Line> {
        let rows = submission.tables.iter().enumerate().flat_map(|(at, table)| {
            let lowest = table.lowest(YEAR);
            let of_row = |row| lines.of_row(at, table, &lowest, row);
            (0..table.rows.len()).flat_map(of_row).collect::<Vec<_>>()
        });
        rows.collect()
    }

    fn edited(submission: &Submission, lines: &Lines<'_>, edits: &[(usize, Stated)]) -> Submission {
        let mut scratch = submission.clone();
        let width = scratch.tables[0].columns.len();
        let site = |cell: usize| Site { table: 0, row: cell / width, column: cell % width };
        let sites: Vec<Site> = edits.iter().map(|(cell, _)| site(*cell)).collect();
        for (cell, stated) in edits {
            scratch.tables[0].cells[*cell] = *stated;
        }
        lines.follow(&mut scratch, &sites);
        scratch
    }

    #[test]
    fn a_total_counts_once_its_parts_are_blank() {
        let (submission, plan, catalogue) = (report(), BTreeMap::new(), Catalogue::embedded());
        let lines = Lines::new(&submission, &plan, (&catalogue, YEAR));
        let width = submission.tables[0].columns.len();
        let row = submission.tables[0].rows.iter().position(|row| row.index == 7).unwrap();
        let blank = [(row * width + 1, Stated::Blank), (row * width + 2, Stated::Blank)];
        let told = |submission: &Submission| -> Vec<(u16, i128)> {
            let here = submission.lines.iter().filter(|line| line.row == 7);
            let figures = here.flat_map(|line| &line.figures);
            figures.map(|of| (of.column, of.amount.as_dong() / 1_000_000)).collect()
        };
        assert_eq!(told(&submission), [(2, 80), (3, 20)]);
        assert_eq!(told(&edited(&submission, &lines, &blank)), [(1, 100)]);
    }

    #[test]
    fn a_row_that_was_settled_after_reading_keeps_its_lines() {
        let (mut submission, plan, catalogue) = (report(), BTreeMap::new(), Catalogue::embedded());
        submission.lines[0].figures.pop();
        let lines = Lines::new(&submission, &plan, (&catalogue, YEAR));
        let row = submission.lines[0].row;
        let at = submission.tables[0].rows.iter().position(|of| of.index == row).unwrap();
        let cell = at * submission.tables[0].columns.len() + 1;
        let edit = [(cell, Stated::Amount(Money::from_dong(1_000_000)))];
        assert_eq!(edited(&submission, &lines, &edit).lines, submission.lines);
    }

    fn some_stated() -> impl Strategy<Value = Stated> {
        let amount = (1_i64..500).prop_map(|of| Stated::Amount(Money::from_dong(of * 1_000_000)));
        let other = [Stated::Blank, Stated::Amount(Money::ZERO), Stated::SetAside];
        prop_oneof![amount, proptest::sample::select(other.to_vec())]
    }

    proptest! {
        #[test]
        fn the_lines_after_an_edit_are_those_of_the_cells(
            edits in prop::collection::vec((0_usize..30, some_stated()), 1..6)
        ) {
            let (submission, plan, catalogue) = (report(), BTreeMap::new(), Catalogue::embedded());
            let lines = Lines::new(&submission, &plan, (&catalogue, YEAR));
            prop_assert_eq!(&given(&submission, &lines), &submission.lines);
            prop_assert_eq!(submission.tables[0].cells.len(), 30);
            let mut scratch = edited(&submission, &lines, &edits);
            prop_assert_eq!(&scratch.lines, &given(&scratch, &lines));
            lines.restore(&mut scratch);
            prop_assert_eq!(&scratch.lines, &submission.lines);
        }
    }
}
