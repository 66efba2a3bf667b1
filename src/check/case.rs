//! What a rule over one report looks at.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::context::Context;
use crate::domain::key::Key;
use crate::domain::known::Before;
use crate::domain::label::Label;
use crate::domain::money::Money;
use crate::domain::obligation::Past;
use crate::domain::position::Position;
use crate::domain::results::ResultKey;
use crate::domain::submission::Submission;
use crate::history::Reached;

/// When a unit that stands behind a report was taken over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Merger {
    /// Before the period began.
    Over,
    /// In it: the unit may still have reported for itself.
    Now,
}

/// One submission and what is known beside it.
#[derive(Clone)]
pub struct Case<'a> {
    /// What every rule may look at.
    pub context: Context<'a>,
    /// The submission.
    pub submission: &'a Submission,
    /// The unit's plan on the last day of the period; empty where the register plans nothing for it.
    pub plan: &'a BTreeMap<Key, Money>,
    /// The unit's last report of the budget year before this one. Its lines, like those of `base`, have the cumulative
    /// figures that it leaves to be added up; what it states itself is in `history`.
    pub previous: Option<&'a Submission>,
    /// Its last report that ends before this period begins: what "previous" means where reports overlap (an ad hoc
    /// day within a month, a month within a quarter).
    pub base: Option<&'a Submission>,
    /// What the unit had disbursed before.
    pub before: &'a Before,
    /// The report resolved against that, worked out when the first rule asks.
    pub position: OnceCell<Position>,
    /// Whether `base` ends on the day before this period begins (or this one is the first of the year).
    pub is_next: bool,
    /// Whether what stood before this report is that of a unit that was taken over, too: the sum of several reports.
    pub merger: Option<Merger>,
    /// The unit's own reports of the budget year that end before this one does, in order of time; those from before
    /// it took over another unit are left out, since their figures are of less money.
    pub history: &'a [Past<'a>],
    /// Its own reports for the last month of this period, where this one is a quarter or longer: it ends on the same day.
    pub last_months: &'a [Past<'a>],
    /// The ids of the difficulties that the unit, and those that it took over, told before; none where it names none.
    pub obstacles: &'a BTreeSet<Label>,
    /// What stood of its results by the reports that end before this one does, its own and those of units that it took
    /// over; none where it tells none.
    pub results: &'a BTreeMap<ResultKey, Reached<'a>>,
}

impl Case<'_> {
    /// Another submission in the same place: the same report with a cell changed.
    pub fn with<'a>(&'a self, submission: &'a Submission) -> Case<'a> {
        Case { submission, position: OnceCell::new(), ..*self }
    }
}
