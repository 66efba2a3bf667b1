//! The reports that a run added up, for who sends one back or asks after a cell of one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Run, context};
use crate::check::{Checked, Gate};
use crate::domain::context::Context;
use crate::domain::key::Key;
use crate::domain::money::Money;
use crate::domain::spill::Shelf;
use crate::domain::submission::Submission;

/// The reports of a run, without their tables. They are most of what a run holds in memory, so only the commands that
/// look at them keep them.
pub struct Reports {
    /// All of the budget year that count, those before the period first.
    pub(super) all: Vec<Checked>,
    /// How many are before it.
    pub(super) earlier: usize,
    /// Those of which nothing could be used and whose units have to fill in a form: without a figure.
    pub(super) refused: Vec<Checked>,
    /// The files in which somebody has something to mend or to explain.
    pub(super) going_back: BTreeSet<Arc<str>>,
}

impl Reports {
    /// All of the budget year that count, those before the period first.
    pub fn all(&self) -> &[Checked] {
        &self.all
    }

    /// Those of the period in which the unit has something to mend or to explain; one of which nothing could be used has no
    /// figures.
    pub fn faulty(&self) -> impl Iterator<Item = &Checked> {
        let goes_back = |report: &&Checked| {
            report.submission().files().any(|file| self.going_back.contains(&file.path))
        };
        self.all[self.earlier..].iter().filter(goes_back).chain(&self.refused)
    }

    /// Asks for the cumulative figures that were known of a unit before one of its reports.
    pub fn before<'a>(&'a self, run: &'a Run) -> impl Fn(&Submission) -> BTreeMap<Key, Money> {
        let context = Context {
            register: &run.summary.register,
            ..context(&run.workspace, run.summary.period)
        };
        let gate = Gate::new(context, &self.all, &Shelf::default());
        move |report| {
            let before = gate.before(report).base.into_iter();
            let known = before.filter(|(_, amount)| amount.known.is_whole());
            known.map(|(key, amount)| (key, amount.money)).collect()
        }
    }
}
