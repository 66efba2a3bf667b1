//! The figures of a report as a spreadsheet holds them: a formula that is understood follows the cells that it adds up,
//! whether or not anybody meant it to.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::check::gate::formula::{self, Says};
use crate::check::gate::grid::Grid;
use crate::check::gate::site::Site;
use crate::domain::money::Money;
use crate::domain::submission::{Formula, Submission};

/// More steps from one cell are a circle.
pub(super) const MOST_STEPS: usize = 10_000;

/// The formulas that count a cell, each with how often.
type Counting = Rc<[(Site, usize)]>;

/// A submission with its formulas, each read when it is asked for.
pub(super) struct Figures<'a> {
    pub(super) submission: &'a Submission,
    grids: Vec<Grid<'a>>,
    known: RefCell<BTreeMap<Site, bool>>,
    counting: RefCell<BTreeMap<Site, Counting>>,
}

impl<'a> Figures<'a> {
    pub(super) fn new(submission: &'a Submission) -> Figures<'a> {
        let grids = submission.tables.iter().map(Grid::new).collect();
        Figures { submission, grids, known: RefCell::default(), counting: RefCell::default() }
    }

    /// The table of a cell.
    pub(super) fn grid(&self, site: Site) -> &Grid<'a> {
        &self.grids[site.table]
    }

    /// What the formula of a cell says of it.
    pub(super) fn says(&self, site: Site) -> Says<'a> {
        formula::says(self.grid(site), site.row, site.column)
    }

    /// Whether the cell follows what its formula adds up.
    pub(super) fn follows(&self, site: Site) -> bool {
        let mut known = self.known.borrow_mut();
        *known
            .entry(site)
            .or_insert_with(|| formula::is_known(self.grid(site), site.row, site.column))
    }

    /// The cells whose formulas count this one.
    pub(super) fn counting(&self, site: Site) -> Counting {
        if let Some(counting) = self.counting.borrow().get(&site) {
            return Rc::clone(counting);
        }
        let table = site.table_of(self.submission);
        let cell = site.cell(self.submission);
        let adds = |of: &'a Formula| of.adds.as_ref();
        let is_subtotal = table.formula(site.row, site.column).and_then(adds);
        let is_subtotal = is_subtotal.is_some_and(|adds| adds.is_subtotal);
        let beside = |of: &&Formula| (of.row == site.row) != (of.column == site.column);
        let counting = table.formulas.iter().filter(beside).filter_map(|of| {
            let adds = adds(of).filter(|adds| !(is_subtotal && adds.is_subtotal))?;
            let sum = Site { row: of.row, column: of.column, ..site };
            let times = adds.times(cell);
            (0 < times && self.follows(sum)).then_some((sum, times))
        });
        let counting: Counting = counting.collect();
        self.counting.borrow_mut().insert(site, Rc::clone(&counting));
        counting
    }

    /// What else changes by itself, and by how much, where these cells are given other amounts.
    pub(super) fn recalculated(&self, changes: &[(Site, Money)]) -> BTreeMap<Site, Money> {
        let is_changed = |site: &Site| changes.iter().any(|(changed, _)| changed == site);
        let mut deltas: BTreeMap<Site, Money> = BTreeMap::new();
        for (site, amount) in changes {
            let mut steps = 0;
            let mut open =
                vec![(*site, *amount - site.amount(self.submission).unwrap_or_default())];
            while let Some((from, delta)) = open.pop().filter(|_| steps < MOST_STEPS) {
                steps += 1;
                for &(sum, times) in self.counting(from).iter().filter(|(sum, _)| !is_changed(sum))
                {
                    let delta = (0..times).map(|_| delta).sum();
                    *deltas.entry(sum).or_insert(Money::ZERO) += delta;
                    open.push((sum, delta));
                }
            }
        }
        deltas
    }
}
