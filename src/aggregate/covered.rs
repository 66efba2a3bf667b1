//! Which units have stated all that the register plans for them: what else comes of them is an enclosure.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Checked;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::Funding;
use crate::domain::period::Period;
use crate::domain::register::{Register, Unit};

/// The units that have reported all they owe.
pub struct Covered {
    units: BTreeSet<UnitCode>,
    is_everybody: bool,
}

impl Covered {
    /// Looks through the reports that count.
    pub fn of(register: &Register, period: Period, current: &[Checked]) -> Covered {
        let mut stated: BTreeMap<UnitCode, BTreeSet<(ComponentId, Funding)>> = BTreeMap::new();
        for report in current {
            let own = stated.entry(report.submission().unit.clone()).or_default();
            let lines = report.lines();
            own.extend(lines.iter().map(|line| (line.key.component.program(), line.key.funding)));
        }
        let mut owes = false;
        let covers = |unit: &&Unit| {
            let plan = register.plan(&unit.code, period.to());
            let planned = plan.iter().filter(|(_, money)| !money.is_zero());
            let owed: Vec<_> =
                planned.map(|(key, _)| (key.component.program(), key.funding)).collect();
            let own = stated.get(&unit.code);
            let is_covered =
                own.is_some_and(|own| owed.iter().all(|obligation| own.contains(obligation)));
            owes |= !is_covered && (!owed.is_empty() || !register.has_journal());
            is_covered
        };
        let units = register.units.iter().filter(covers).map(|unit| unit.code.clone()).collect();
        Covered { units, is_everybody: !owes }
    }

    /// Whether nothing is owed any more by the one that sent a file; of an unknown sender: by anybody.
    pub fn by(&self, sender: Option<&UnitCode>) -> bool {
        sender.map_or(self.is_everybody, |unit| self.units.contains(unit))
    }
}
