//! Sums by any name: a row that equals the rows above it in every column adds no money.
//!
//! What the words do not say the figures prove. One proof is a sum of two rows or more, in columns that do not all state the
//! same amount; where a component states what its works come to, it tells whether a row is one of them.

use std::collections::BTreeMap;

use super::strays::Why;
use super::table::Grid;
use crate::domain::attributes::Facts;
use crate::domain::money::Money;
use crate::domain::submission::RowKind;
use crate::recognise::rows::says_sum;

/// Fewer rows than this add up to another by chance.
const FEWEST_ROWS: usize = 2;
/// So do fewer amounts that differ.
const FEWEST_AMOUNTS: usize = 2;

/// What the lowest rows above come to, column by column: a row gives way to those below it.
struct Running {
    width: usize,
    /// Which cells are in it.
    holds: Vec<bool>,
    /// Since the top of the table.
    all: Vec<Money>,
    /// Since the last sum.
    since: Vec<Money>,
    /// The same of the rows that give way to none in the whole table: a page may end between a row and those below it.
    lowest: [Vec<Money>; 2],
    /// The row behind the last sum.
    start: usize,
}

impl Running {
    fn add(&mut self, grid: &Grid, has_below: &[bool], row: usize) {
        for at in 0..self.width {
            let Some(amount) = grid.table.at(row, at).amount() else { continue };
            let parents = std::iter::successors(Some(row), |&row| grid.table.rows[row].parent);
            let above = parents
                .skip(1)
                .take(grid.table.rows.len())
                .find_map(|above| Some((above, grid.table.at(above, at).amount()?)));
            if let Some((above, amount)) =
                above.filter(|(above, _)| self.holds[above * self.width + at])
            {
                self.holds[above * self.width + at] = false;
                self.all[at] -= amount;
                if self.start <= above {
                    self.since[at] -= amount;
                }
            }
            self.holds[row * self.width + at] = true;
            self.all[at] += amount;
            self.since[at] += amount;
            if !has_below[row * self.width + at] {
                self.lowest.iter_mut().for_each(|sums| sums[at] += amount);
            }
        }
    }

    /// Begins again behind a sum.
    fn end_at(&mut self, row: usize) {
        self.start = row + 1;
        self.since.fill(Money::ZERO);
        self.lowest[1].fill(Money::ZERO);
    }

    /// The sums that a row behind those from `start` on may state, each with how many rows it has.
    fn sums(&self, grid: &Grid) -> [(&[Money], usize); 2] {
        let holds = |row: &usize| {
            let cells = row * self.width..(row + 1) * self.width;
            cells.zip(grid.amounts(*row)).any(|(cell, amount)| {
                self.holds[cell] && amount.is_some_and(|amount| !amount.is_zero())
            })
        };
        let rows = grid.table.rows.len();
        let count = |from: usize| (from..rows).filter(holds).count();
        [(&self.all, count(0)), (&self.since, count(self.start))]
    }

    fn is_stated_by(&self, figures: &[Option<Money>]) -> bool {
        is_stated(&self.all, figures, Money::ZERO) || is_stated(&self.since, figures, Money::ZERO)
    }
}

/// Whether figures are this sum, column by column, as exactly as its addends are rounded.
fn is_stated(sum: &[Money], figures: &[Option<Money>], tolerance: Money) -> bool {
    let is_same = |(sum, figure): (&Money, &Option<Money>)| match figure {
        Some(figure) => (*figure - *sum).as_dong().abs() <= tolerance.as_dong(),
        None => sum.is_zero(),
    };
    sum.iter().any(|sum| !sum.is_zero()) && sum.iter().zip(figures).all(is_same)
}

/// Whether a sum of so many rows is no chance.
fn is_proof(sum: &[Money], rows: usize) -> bool {
    let mut amounts: Vec<Money> = sum.iter().copied().filter(|sum| !sum.is_zero()).collect();
    amounts.sort_unstable();
    amounts.dedup();
    FEWEST_ROWS <= rows && FEWEST_AMOUNTS <= amounts.len()
}

impl Grid {
    /// Takes the sums for what they are. `page_sums` lists the rows that are sums of a page by their words; above the
    /// table may stand the sum of another one, where it goes on with that.
    pub(super) fn prove_sums(&mut self, page_sums: &[usize], goes_on: bool) {
        let width = self.table.columns.len();
        let mut running = Running {
            width,
            holds: vec![false; self.table.cells.len()],
            all: vec![Money::ZERO; width],
            since: vec![Money::ZERO; width],
            lowest: [vec![Money::ZERO; width], vec![Money::ZERO; width]],
            start: 0,
        };
        let has_below = self.cells_with_parts();
        // The works above within each component.
        let mut works: BTreeMap<usize, (Vec<Money>, usize)> = BTreeMap::new();
        let mut of_blocks: Vec<usize> = Vec::new();
        let mut on_top: Option<usize> = None;
        let mut is_empty = true;
        for row in 0..self.table.rows.len() {
            let figures = self.amounts(row);
            if figures.iter().flatten().all(|amount| amount.is_zero()) {
                if matches!(self.table.rows[row].kind, RowKind::Item(..)) {
                    running.add(self, &has_below, row);
                }
                continue;
            }
            if page_sums.contains(&row) {
                self.judge_page_sum(row, &figures, &running, goes_on && is_empty);
                running.end_at(row);
                continue;
            }
            match &self.table.rows[row].kind {
                RowKind::Total if self.is_of_everything(row) => {
                    if running.is_stated_by(&figures) {
                        of_blocks.push(row);
                        running.end_at(row);
                    }
                    continue;
                }
                RowKind::Subtotal(id) => {
                    let id = id.clone();
                    let states_it = |other: &usize| {
                        let own = &self.table.rows[*other].kind;
                        matches!(own, RowKind::Item(own, _) if id.covers(own))
                            && self.amounts(*other).iter().any(Option::is_some)
                    };
                    if !(0..self.table.rows.len()).any(|other| states_it(&other)) {
                        self.set_row_aside(row, Why::SumOfNothing);
                    } else if is_stated(&running.since, &figures, Money::ZERO) {
                        running.end_at(row);
                    }
                    continue;
                }
                RowKind::Stray if is_empty && !self.strays.contains_key(&row) => {
                    on_top.get_or_insert(row);
                    continue;
                }
                RowKind::Detail | RowKind::Quantity => continue,
                _ => {}
            }
            if self.is_nameless(row) && self.is_sum_above(row, &figures, &running, &works) {
                running.end_at(row);
                continue;
            }
            if let (true, Some(parent)) = (self.is_plain_work(row), self.table.rows[row].parent) {
                let (sum, count) =
                    works.entry(parent).or_insert_with(|| (vec![Money::ZERO; width], 0));
                *count += 1;
                for (sum, figure) in sum.iter_mut().zip(&figures) {
                    *sum += figure.unwrap_or(Money::ZERO);
                }
            }
            if matches!(self.table.rows[row].kind, RowKind::Item(..) | RowKind::Total) {
                is_empty = false;
                running.add(self, &has_below, row);
            }
        }
        let [(all, rows), _] = running.sums(self);
        let is_whole = |row: &usize| is_stated(all, &self.amounts(*row), Money::ZERO);
        if let Some(row) = on_top.filter(|row| is_proof(all, rows) && is_whole(row)) {
            self.take_for_sum(row);
        }
        let totals: Vec<usize> =
            (0..self.table.rows.len()).filter(|&row| self.is_of_everything(row)).collect();
        let whole =
            totals.iter().copied().find(|row| is_stated(all, &self.amounts(*row), Money::ZERO));
        self.choose_total(&totals, whole, &of_blocks);
    }

    /// The cells whose money rows below state in the same column.
    fn cells_with_parts(&self) -> Vec<bool> {
        let width = self.table.columns.len();
        let mut has_below = vec![false; self.table.cells.len()];
        for (row, line) in self.table.rows.iter().enumerate().rev() {
            let (Some(parent), RowKind::Item(..) | RowKind::Total) = (line.parent, &line.kind)
            else {
                continue;
            };
            for at in 0..width {
                let is_stated = self.table.at(row, at).amount().is_some();
                has_below[parent * width + at] |= is_stated || has_below[row * width + at];
            }
        }
        has_below
    }

    /// A sum of everything, not of a section.
    fn is_of_everything(&self, row: usize) -> bool {
        let row = &self.table.rows[row];
        row.kind == RowKind::Total && row.parent.is_none() && row.facts == Facts::default()
    }

    /// A row whose words do not say what it is: it passes for a work, or for nothing.
    fn is_nameless(&self, row: usize) -> bool {
        let is_free = !self.strays.contains_key(&row) && !self.repeated.contains(&row);
        self.is_plain_work(row) || self.table.rows[row].kind == RowKind::Stray && is_free
    }

    fn judge_page_sum(
        &mut self,
        row: usize,
        figures: &[Option<Money>],
        running: &Running,
        may_sum_others: bool,
    ) {
        let [all, since] = running.sums(self);
        let lowest = running.lowest.iter().map(|sum| (&sum[..], all.1));
        let is_it = [all, since].into_iter().chain(lowest).any(|(sum, rows)| {
            // A page sum leaves columns out that it does not need.
            let figures: Vec<Option<Money>> =
                figures.iter().zip(sum).map(|(own, sum)| Some(own.unwrap_or(*sum))).collect();
            is_stated(sum, &figures, self.table.tolerance(rows))
        });
        if !is_it && !may_sum_others {
            self.set_row_aside(row, Why::PageSum);
        }
    }

    /// Whether a nameless row sums up the works beside it or all rows above. A sum without proof is set aside.
    fn is_sum_above(
        &mut self,
        row: usize,
        figures: &[Option<Money>],
        running: &Running,
        works: &BTreeMap<usize, (Vec<Money>, usize)>,
    ) -> bool {
        let beside = self.table.rows[row].parent.and_then(|parent| works.get(&parent));
        let beside = beside.filter(|(sum, _)| is_stated(sum, figures, Money::ZERO));
        if beside.is_none() && !running.is_stated_by(figures) {
            return false;
        }
        let of_running = running.sums(self);
        let sums = of_running.iter().copied().chain(beside.map(|(sum, rows)| (&sum[..], *rows)));
        // "Cộng …" with the name of something unknown: words and figures say the same.
        let says_sum = says_sum(&self.table.rows[row].label);
        let fewest = if says_sum { 1 } else { FEWEST_ROWS };
        let sums: Vec<(&[Money], usize)> = sums
            .filter(|(sum, rows)| fewest <= *rows && is_stated(sum, figures, Money::ZERO))
            .collect();
        let parent = self.table.rows[row].parent.filter(|_| self.is_plain_work(row));
        let says = |with: bool| {
            parent.is_some_and(|parent| {
                let children = self.table.children(parent);
                let children: Vec<usize> = children.filter(|&child| with || child != row).collect();
                !children.is_empty() && self.is_made_up(parent, &children)
            })
        };
        if sums.is_empty() || says(true) && !says_sum {
            return false;
        }
        if says_sum || says(false) || sums.iter().any(|(sum, rows)| is_proof(sum, *rows)) {
            self.take_for_sum(row);
            return true;
        }
        if parent.is_some() {
            self.set_row_aside(row, Why::SaysNoSum);
        }
        true
    }

    /// Of several sums of everything `whole` is the one that is; sums of blocks are checked where they stand.
    fn choose_total(&mut self, totals: &[usize], whole: Option<usize>, of_blocks: &[usize]) {
        let Some(&first) = totals.first() else { return };
        let is_block = |row: &usize| of_blocks.contains(row) && Some(*row) != whole;
        let chosen = whole.or_else(|| totals.iter().copied().find(|row| !is_block(row)));
        if chosen != Some(first) {
            for row in &mut self.table.rows {
                if row.parent == Some(first) {
                    row.parent = chosen;
                }
            }
        }
        for &row in totals.iter().filter(|row| Some(**row) != chosen && is_block(row)) {
            self.table.rows[row].kind = RowKind::Detail;
        }
    }
}
