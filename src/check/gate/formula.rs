//! What a formula adds up, held against what its cell should be the sum of: the rows below it, the columns it is split into.
//!
//! A formula is at fault only where the cells that it names give what its cell shows: then it does what it says, and what it
//! says is not what the table is. Where they do not, something else is wrong, and nothing is said of it. Nor is it at fault
//! where another formula counts just what it leaves out: the two agree on where a row or column belongs, and it is the
//! table that is seen otherwise.

use std::collections::BTreeSet;

use super::grid::Grid;
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::place::{Area, Cell, column_letters};
use crate::domain::submission::{Addition, Formula, RowKind, Stated};

/// So many rows or columns are named one by one.
const NAMED: usize = 8;

/// What a sum runs along.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Along {
    /// Its cells stand in its own column.
    Rows,
    /// Its cells stand in its own row.
    Columns,
}

/// A formula that does not add up what its cell should be the sum of. Rows or columns are indices of the table.
pub(crate) struct Astray<'a> {
    pub(crate) adds: &'a Addition,
    pub(crate) along: Along,
    /// What it should add up.
    pub(crate) parts: Vec<usize>,
    pub(crate) missed: Vec<usize>,
    pub(crate) twice: Vec<usize>,
    /// What is no part of its cell.
    pub(crate) beyond: Vec<usize>,
}

/// What the formula of a cell says of it: the one answer for the sentence of a finding and for all that is suggested.
pub(crate) enum Says<'a> {
    /// There is none, it is not understood, it does not give what its cell shows, or the cell is the sum of nothing.
    Nothing,
    /// What the table says: whatever is wrong is wrong elsewhere.
    Same,
    /// Something else, which no other formula bears out.
    Astray(Astray<'a>),
    /// Something else, and so does another formula: they agree on where a row or column belongs.
    Apart(Apart),
}

/// Rows or columns that two formulas put elsewhere than the table has them. All are indices of the table.
pub(crate) struct Apart {
    pub(crate) along: Along,
    pub(crate) lines: Vec<usize>,
    /// The row or column whose formula counts them.
    pub(crate) with: usize,
    /// The one whose formula does not, though they are its parts.
    pub(crate) without: usize,
}

/// What the formula of a cell says.
pub(crate) fn says<'a>(grid: &Grid<'a>, row: usize, column: usize) -> Says<'a> {
    let Some(line) = Line::read(grid, row, column) else { return Says::Nothing };
    if line.ways().iter().all(Vec::is_empty) {
        return Says::Nothing;
    }
    let Some(astray) = line.against() else { return Says::Same };
    match line.apart(&astray) {
        Some(apart) => Says::Apart(apart),
        None => Says::Astray(astray),
    }
}

/// Whether the formula of a cell is a sum that gives what the cell shows: then it follows what it adds up.
pub(crate) fn is_known(grid: &Grid<'_>, row: usize, column: usize) -> bool {
    Line::read(grid, row, column).is_some()
}

/// The cells that a sum may be of.
struct Line<'g, 'a> {
    grid: &'g Grid<'a>,
    row: usize,
    column: usize,
    along: Along,
    adds: &'a Addition,
    /// How often the formula counts each of them.
    counts: Vec<usize>,
}

impl<'g, 'a> Line<'g, 'a> {
    /// The cells that the formula of this one may add up; `None` where it is not understood, or does not give what the cell
    /// shows.
    fn read(grid: &'g Grid<'a>, row: usize, column: usize) -> Option<Line<'g, 'a>> {
        let table = grid.table;
        let adds = table.formula(row, column)?.adds.as_ref()?;
        let cell = table.cell(row, column);
        let is_in = |own: u32, ends: fn(&Area) -> [u32; 2]| {
            adds.areas.iter().all(|area| ends(area) == [own, own])
        };
        let in_column = is_in(cell.column, |area| [area.from.column, area.to.column]);
        let in_row = is_in(cell.row, |area| [area.from.row, area.to.row]);
        let along = match (in_column, in_row) {
            (true, false) => Along::Rows,
            (false, true) => Along::Columns,
            _ => return None,
        };
        let mut line = Line { grid, row, column, along, adds, counts: Vec::new() };
        line.counts = line.counts();
        line.gives().then_some(line)
    }

    /// What the cell should be the sum of: a column may be split in two ways.
    fn ways(&self) -> Vec<Vec<usize>> {
        match self.along {
            Along::Rows => vec![self.grid.addends(self.row).to_vec()],
            Along::Columns => self.grid.splits(self.column).map(<[usize]>::to_vec).collect(),
        }
    }

    /// The formula held against the table; `None` where it says the same.
    fn against(&self) -> Option<Astray<'a>> {
        let ways = self.ways().into_iter();
        let tried: Option<Vec<Astray<'a>>> =
            ways.map(|parts| self.astray(parts, self.standing())).collect();
        // It is the sum of either way; the one that is meant is the one that is nearest.
        let size = |of: &Astray<'_>| of.missed.len() + of.twice.len() + of.beyond.len();
        tried?.into_iter().min_by_key(size)
    }

    /// The other formula that counts what this one does not, or does not count what this one does beside its parts.
    fn apart(&self, astray: &Astray<'_>) -> Option<Apart> {
        let both = |a: &[usize], b: &[usize]| -> Vec<usize> {
            a.iter().filter(|at| b.contains(at)).copied().collect()
        };
        let own = self.own();
        self.others(astray).into_iter().find_map(|other| {
            let line =
                Line::read(self.grid, other.0, other.1).filter(|of| of.along == self.along)?;
            let of = line.against()?;
            let (at, along) = (line.own(), self.along);
            let [here, there] = [
                [both(&astray.twice, &of.missed), both(&astray.beyond, &of.missed)].concat(),
                [both(&astray.missed, &of.twice), both(&astray.missed, &of.beyond)].concat(),
            ];
            // They agree only where these rows are all that is wrong with either.
            let is_all = |lines: &[usize]| {
                let wrong = |of: &Astray<'_>| of.missed.len() + of.twice.len() + of.beyond.len();
                wrong(astray) == lines.len() && wrong(&of) == lines.len()
            };
            if is_all(&here) && !here.is_empty() {
                Some(Apart { along, lines: here, with: own, without: at })
            } else if is_all(&there) && !there.is_empty() {
                Some(Apart { along, lines: there, with: at, without: own })
            } else {
                None
            }
        })
    }

    /// The cells of the other formulas of this column or row that may count what this one does not, or not count what it
    /// does: those that name it, and those of what it is a part of.
    fn others(&self, astray: &Astray<'_>) -> Vec<(usize, usize)> {
        let table = self.grid.table;
        let doubtful = || [&astray.missed, &astray.twice, &astray.beyond].into_iter().flatten();
        let above = |&at: &usize| std::iter::successors(Some(at), |&at| table.rows[at].parent);
        let within: BTreeSet<usize> = match self.along {
            Along::Rows => doubtful().flat_map(above).collect(),
            Along::Columns => BTreeSet::new(),
        };
        let may_differ = |row: usize, adds: &Addition| match self.along {
            // Few of the formulas of a long column.
            Along::Rows => {
                let named = |&at: &usize| 0 < adds.times(table.cell(at, self.column));
                self.grid.addends(row).iter().any(|at| within.contains(at)) || doubtful().any(named)
            }
            Along::Columns => true,
        };
        let formulas = table.formulas.iter().filter(|of| match self.along {
            Along::Rows => of.column == self.column && of.row != self.row,
            Along::Columns => of.row == self.row && of.column != self.column,
        });
        let may_differ =
            |of: &&Formula| of.adds.as_ref().is_some_and(|adds| may_differ(of.row, adds));
        formulas.filter(may_differ).map(|of| (of.row, of.column)).collect()
    }

    /// The row or column of its own cell.
    fn own(&self) -> usize {
        match self.along {
            Along::Rows => self.row,
            Along::Columns => self.column,
        }
    }

    fn site(&self, at: usize) -> (usize, usize) {
        match self.along {
            Along::Rows => (at, self.column),
            Along::Columns => (self.row, at),
        }
    }

    fn stated(&self, at: usize) -> Stated {
        let (row, column) = self.site(at);
        self.grid.table.at(row, column)
    }

    /// How often the formula counts each cell.
    fn counts(&self) -> Vec<usize> {
        let table = self.grid.table;
        let lines: Vec<u32> = match self.along {
            Along::Rows => table.rows.iter().map(|row| row.index).collect(),
            Along::Columns => table.columns.iter().map(|column| column.index).collect(),
        };
        // Where areas begin and end: a formula may name hundreds, and a table have thousands of rows.
        let mut steps = vec![(0_usize, 0_usize); lines.len() + 1];
        for area in &self.adds.areas {
            let (from, to) = match self.along {
                Along::Rows => (area.from.row, area.to.row),
                Along::Columns => (area.from.column, area.to.column),
            };
            steps[lines.partition_point(|line| *line < from)].0 += 1;
            steps[lines.partition_point(|line| *line <= to)].1 += 1;
        }
        let is_subtotal = |at: usize| {
            let (row, column) = self.site(at);
            let adds = table.formula(row, column).and_then(|formula| formula.adds.as_ref());
            adds.is_some_and(|adds| adds.is_subtotal)
        };
        let mut open = 0;
        let count = |(at, (begun, ended)): (usize, (usize, usize))| {
            open = open + begun - ended;
            if self.adds.is_subtotal && is_subtotal(at) { 0 } else { open }
        };
        steps.into_iter().take(lines.len()).enumerate().map(count).collect()
    }

    /// Whether the cells that are counted give what the cell shows. Texts are nothing to a formula.
    fn gives(&self) -> bool {
        let Stated::Amount(shown) = self.grid.table.at(self.row, self.column) else { return false };
        let (mut sum, mut addends) = (Money::ZERO, 0);
        for (at, &count) in self.counts.iter().enumerate().filter(|(_, count)| 0 < **count) {
            match self.stated(at) {
                Stated::Amount(_) if self.grid.table.texts.contains(&self.site(at)) => {}
                Stated::Amount(amount) => {
                    sum += (0..count).map(|_| amount).sum::<Money>();
                    addends += count;
                }
                Stated::Blank => {}
                Stated::Percent(_) | Stated::SetAside | Stated::Unknown => return false,
            }
        }
        // Each cell was rounded to a đồng.
        (sum - shown).abs() <= Money::from_dong(addends as i64 + 1)
    }

    /// The same with each subtotal as what it stands for.
    fn standing(&self) -> Vec<usize> {
        let mut standing = self.counts.clone();
        if self.along == Along::Rows {
            for (at, row) in self.grid.table.rows.iter().enumerate() {
                if at != self.row && matches!(row.kind, RowKind::Subtotal(_)) {
                    standing[at] = 0;
                    for of in self.grid.stands_for(at) {
                        standing[of] += self.counts[at];
                    }
                }
            }
        }
        standing
    }

    /// What the money of a cell is split into: of a column in the way that is counted.
    fn parts(&self, at: usize, counts: &[usize]) -> Vec<usize> {
        match self.along {
            Along::Rows => self.grid.addends(at).to_vec(),
            Along::Columns => {
                let count = |parts: &&[usize]| parts.iter().filter(|at| 0 < counts[**at]).count();
                self.grid.splits(at).max_by_key(count).map_or_else(Vec::new, <[usize]>::to_vec)
            }
        }
    }

    /// Whether there is any money in a cell, or in what stands for a blank one.
    fn holds(&self, at: usize) -> bool {
        let (row, column) = self.site(at);
        let sum = match (self.stated(at), self.along) {
            (Stated::Amount(amount), _) => Some(amount),
            (_, Along::Rows) => self.grid.below(row, column).amount(),
            (_, Along::Columns) => self.grid.across(row, &[column]).amount(),
        };
        sum.is_some_and(|sum| !sum.is_zero())
    }

    /// The formula held against these parts; `None` where it is right.
    fn astray(&self, parts: Vec<usize>, counts: Vec<usize>) -> Option<Astray<'a>> {
        let (inside, missed, twice) = (BTreeSet::new(), Vec::new(), Vec::new());
        let mut cover = Cover { line: self, counts, inside, missed, twice };
        for &part in &parts {
            cover.take(part);
        }
        let Cover { counts, inside, missed, twice, .. } = cover;
        let holds = |at: &usize| self.holds(*at);
        let beyond = (0..counts.len()).filter(|at| 0 < counts[*at] && !inside.contains(at));
        let beyond: Vec<usize> = beyond.filter(holds).collect();
        let twice: Vec<usize> = twice.into_iter().filter(holds).collect();
        let is_wrong = missed.iter().any(holds) || !twice.is_empty() || !beyond.is_empty();
        let (adds, along) = (self.adds, self.along);
        is_wrong.then_some(Astray { adds, along, parts, missed, twice, beyond })
    }
}

/// What a formula covers of the parts of its cell.
struct Cover<'l, 'g, 'a> {
    line: &'l Line<'g, 'a>,
    counts: Vec<usize>,
    /// The parts and what they are split into.
    inside: BTreeSet<usize>,
    missed: Vec<usize>,
    twice: Vec<usize>,
}

impl Cover<'_, '_, '_> {
    /// A part counts once: itself, or all that it is split into.
    fn take(&mut self, part: usize) {
        self.inside.insert(part);
        let below = self.below(part);
        match self.counts[part] {
            0 if below.iter().any(|at| 0 < self.counts[*at]) => {
                for of in self.line.parts(part, &self.counts) {
                    self.take(of);
                }
            }
            0 => self.missed.push(part),
            count => {
                self.twice.extend((1 < count).then_some(part));
                self.twice.extend(below.iter().filter(|at| 0 < self.counts[**at]));
                self.inside.extend(below);
            }
        }
    }

    /// All that a part is split into.
    fn below(&self, part: usize) -> BTreeSet<usize> {
        let (mut below, mut open) = (BTreeSet::new(), vec![part]);
        while let Some(at) = open.pop() {
            let parts = self.line.parts(at, &self.counts);
            open.extend(parts.into_iter().filter(|of| below.insert(*of)));
        }
        below
    }
}

impl Astray<'_> {
    /// Whether it leaves a cell out, or else counts it twice.
    pub(crate) fn names(&self, row: usize, column: usize, missed: bool) -> bool {
        let at = if self.along == Along::Rows { row } else { column };
        let lines = if missed { &self.missed } else { &self.twice };
        lines.contains(&at)
    }

    /// `bỏ sót dòng 19; cộng hai lần dòng 13`.
    pub(crate) fn words(&self, grid: &Grid<'_>) -> Words {
        let missed = named(grid, self.along, &self.missed)
            .map(|lines| words!("bỏ sót {lines}", "leaves out {lines}"; lines));
        let twice = named(grid, self.along, &self.twice)
            .map(|lines| words!("cộng hai lần {lines}", "counts {lines} twice"; lines));
        let beyond = named(grid, self.along, &self.beyond)
            .map(|lines| words!("cộng lấn sang {lines}", "runs on over {lines}"; lines));
        let mut all = [missed, twice, beyond].into_iter().flatten();
        let first = all.next().unwrap_or_default();
        all.fold(first, |told, more| words!("{told}; {more}", "{told}; {more}"; told, more))
    }

    /// The same as a sentence.
    pub(crate) fn sentence(&self, grid: &Grid<'_>) -> Words {
        let (formula, wrong) = (&self.adds.text, self.words(grid));
        words!("Công thức {formula} {wrong}.", "The formula {formula} {wrong}."; formula, wrong)
    }
}

impl Apart {
    /// The cell whose formula counts the lines, and the one whose formula does not; either in the row or column of `at`.
    fn cells(&self, grid: &Grid<'_>, (row, column): (usize, usize)) -> [Cell; 2] {
        [self.with, self.without].map(|line| match self.along {
            Along::Rows => grid.table.cell(line, column),
            Along::Columns => grid.table.cell(row, line),
        })
    }

    /// What the formulas say together, and what to look at; for a cell that one of them stands in.
    pub(crate) fn sentence(&self, grid: &Grid<'_>, at: (usize, usize)) -> Words {
        let [with, without] = self.cells(grid, at);
        let lines = named(grid, self.along, &self.lines).unwrap_or_default();
        words!(
            "Công thức của biểu cộng {lines} vào ô {with}, không cộng vào ô {without}.",
            "The formulas count {lines} in cell {with} and not in cell {without}.";
            lines, with, without
        )
    }
}

/// `dòng 13, 19–21`; nothing where there are none.
fn named(grid: &Grid<'_>, along: Along, lines: &[usize]) -> Option<Words> {
    let table = grid.table;
    let mut lines: Vec<u32> = lines
        .iter()
        .map(|&at| match along {
            Along::Rows => table.rows[at].index,
            Along::Columns => table.columns[at].index,
        })
        .collect();
    lines.sort_unstable();
    lines.dedup();
    let name = |line: u32| match along {
        Along::Rows => (line + 1).to_string(),
        Along::Columns => column_letters(line),
    };
    let runs = lines.chunk_by(|a, b| *b == a + 1).map(|run| match run {
        [one] => name(*one),
        [from, .., to] => format!("{}–{}", name(*from), name(*to)),
        [] => String::new(),
    });
    let runs: Vec<String> = runs.collect();
    if runs.is_empty() {
        return None;
    }
    let (named, more) = (runs[..runs.len().min(NAMED)].join(", "), NAMED < runs.len());
    let more = if more { ", …" } else { "" };
    Some(match along {
        Along::Rows => words!("dòng {named}{more}", "row {named}{more}"; named, more),
        Along::Columns => words!("cột {named}{more}", "column {named}{more}"; named, more),
    })
}
