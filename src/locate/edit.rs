//! What may be the remedy: an edit of one cell, of a figure in the wrong column, of a column in the wrong unit; a row that
//! was left out; something that is wrong throughout.

use std::collections::BTreeSet;

use super::digits::Slip;
use crate::check::gate::formula::Along;
use crate::check::gate::site::Site;
use crate::domain::money::Money;
use crate::domain::submission::Stated;

/// New contents for some cells; nearly always for one.
pub(super) type Changes = Vec<(Site, Stated)>;

/// Whether the sums that held before follow an edit, as formulas do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Sums {
    /// They stand as they are: then they are witnesses.
    Stand,
    /// They follow.
    Follow,
    /// They follow changes that all come from the same cells: a sum over several of them follows the largest.
    FollowOnce,
}

/// What was done wrong, and would be put right.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Kind {
    /// The hand slipped.
    Slip(Slip),
    /// The cell was left blank, or at nothing.
    Skipped,
    /// The figure belongs in this cell of the same row.
    Moved(Site),
    /// The sum misses this row or column.
    Lacks(Site),
    /// So many cells that the sum is of were typed as text, and the formula takes them for nothing: the first of them.
    Texts(Site, usize),
    /// Totals of rows were left blank or hold an error, and the sums over them lack those rows.
    Uncounted,
    /// The sums count this column of the sheet, which nobody understood.
    Counts(u32),
    /// The sum counts this row or column twice.
    Twice(Site),
    /// The figure of this cell was typed here too.
    Repeats(Site),
    /// The formula of the sum says what the table is not; along rows or columns.
    Formula(Along),
    /// The sum itself is wrong.
    Retyped,
    /// The sum was typed over a formula: the others of its column are formulas.
    TypedOver,
    /// The figure is wrong, and nothing says how it came to be.
    Unlike,
    /// The rate is wrong: what is stated and what it should be, in percent.
    Rate(f64, f64),
    /// The whole column is so many powers of ten too large.
    Column(i32),
}

impl Kind {
    /// How much evidence it is for the edit that it is of this kind; see [`Slip::weight`].
    pub(super) fn weight(self) -> u32 {
        match self {
            Kind::Slip(slip) => slip.weight(),
            Kind::Column(_) => 400,
            Kind::Moved(_) | Kind::TypedOver => 300,
            Kind::Texts(..) | Kind::Uncounted | Kind::Counts(_) | Kind::Formula(_) => 600,
            Kind::Lacks(_) | Kind::Twice(_) => 90,
            Kind::Skipped | Kind::Repeats(_) => 60,
            Kind::Retyped | Kind::Rate(..) => 20,
            Kind::Unlike => 1,
        }
    }
}

/// An edit, what speaks for it, and what it is expected to clear.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    /// The cell to mend.
    pub(super) at: Site,
    pub(super) kind: Kind,
    pub(super) changes: Changes,
    /// What the cell holds then, where it holds an amount.
    pub(super) value: Option<Money>,
    /// What speaks for it, beside what it clears.
    pub(super) weight: u32,
    /// What it is hoped to clear, by weight: never less than it does within its group.
    pub(super) hope: u32,
    pub(super) sums: Sums,
}

/// What may be wrong throughout a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Throughout {
    /// It is the last report.
    SentAgain,
    /// The cumulative figures are those of the period.
    PeriodAsCumulative,
    /// The figures of the period are the cumulative ones.
    CumulativeAsPeriod,
}

/// A row below `parent` that is missing, and the findings that it would clear.
pub(super) struct Absent {
    /// The first cell of the parent that is too large.
    pub(super) parent: Site,
    /// The gaps by column, of the widest columns of each measure.
    pub(super) gaps: Vec<(Site, Money)>,
    pub(super) cleared: BTreeSet<usize>,
}
