//! What the units had disbursed before a period, for the forms that are issued for it.

use std::collections::BTreeMap;

use anyhow::Result;

use super::{Progress, Run, Year};
use crate::domain::code::UnitCode;
use crate::domain::key::Key;
use crate::domain::known::Known;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::summary::{Obstacle, SummaryLine};
use crate::workspace::Workspace;

/// The cumulative figures of each unit, as far as they are known.
pub type Cumulative = BTreeMap<UnitCode, BTreeMap<Key, Money>>;

/// The last period of the budget year before `period` of which a report came, added up; `None` where none came yet.
///
/// # Errors
/// Those of the run.
pub fn last_before(
    workspace: &Workspace,
    period: Period,
    lang: Lang,
    progress: &dyn Progress,
) -> Result<Option<Run>> {
    let mut periods = workspace.periods()?;
    periods.retain(|of| of.to() < period.from() && workspace.settings.is_of_year(*of));
    periods.sort_by_key(|of| (of.to(), *of));
    while let Some(last) = periods.pop() {
        if !workspace.submissions(last)?.is_empty() {
            let year = Year::read(workspace.clone(), Some(last), lang, progress)?;
            return Ok(Some(year.summary()?));
        }
    }
    Ok(None)
}

impl Run {
    /// The cumulative figures of the period that are known, of every unit.
    pub fn cumulative(&self) -> Cumulative {
        let mut cumulative = Cumulative::new();
        let is_known = |line: &SummaryLine| line.basis.is_some_and(Known::is_whole);
        for line in self.summary.lines.iter().filter(is_known) {
            if !line.cumulative.is_zero() {
                cumulative.entry(line.unit).or_default().insert(line.key, line.cumulative);
            }
        }
        cumulative
    }

    /// The difficulties that a unit, or one that it took over by the end of `period`, told before that period and that are
    /// still open.
    pub fn open_obstacles(&self, unit: &UnitCode, period: Period) -> Vec<Obstacle> {
        let is_of_unit = |of: &&Obstacle| {
            let taken = self.summary.register.successor(&of.unit, period.to());
            taken.unwrap_or(&of.unit) == unit
        };
        let of_unit = self.summary.difficulties.iter().filter(is_of_unit);
        of_unit.filter(|of| of.is_open() && of.since < period).cloned().collect()
    }
}
