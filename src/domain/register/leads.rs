//! Which lead agency consolidates whose money.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Register, Unit};
use crate::domain::code::{ComponentId, UnitCode};

impl Register {
    /// The lead agencies that owe a consolidation on that day, each with the units of whose plan it is: those that have a
    /// plan in what it leads. Of several agencies that lead a component the one that names the deepest level answers.
    pub fn consolidators(&self, day: NaiveDate) -> Vec<(&Unit, BTreeSet<&UnitCode>)> {
        let leads = self.units.iter().filter(|unit| unit.is_lead() && unit.exists_on(day));
        let mut consolidators: Vec<(&Unit, BTreeSet<&UnitCode>)> =
            leads.map(|unit| (unit, BTreeSet::new())).collect();
        if consolidators.is_empty() {
            return consolidators;
        }
        let gone = |unit: &Unit| self.successor(&unit.code, day).is_some();
        if !self.has_journal() {
            // Nothing says what is planned for whom: everybody may have to report on everything.
            let others =
                self.units.iter().filter(|unit| !unit.is_lead_by_kind() && unit.exists_on(day));
            let others: Vec<&UnitCode> = others.map(|unit| &unit.code).collect();
            for (lead, units) in &mut consolidators {
                units.extend(others.iter().copied().filter(|unit| *unit != &lead.code));
            }
            return consolidators;
        }
        for unit in self.units.iter().filter(|unit| !gone(unit)) {
            let plan = self.plan(&unit.code, day);
            let planned = plan.iter().filter(|(_, money)| !money.is_zero());
            let components: BTreeSet<&ComponentId> =
                planned.map(|(key, _)| &key.component).collect();
            for component in components {
                let depth = |(lead, _): &(&Unit, _)| leads_at(lead, component);
                let Some(deepest) = consolidators.iter().filter_map(depth).max() else { continue };
                for (lead, units) in &mut consolidators {
                    if leads_at(lead, component) == Some(deepest) && lead.code != unit.code {
                        units.insert(&unit.code);
                    }
                }
            }
        }
        consolidators.retain(|(_, units)| !units.is_empty());
        consolidators
    }
}

/// How deep in the catalogue the level stands by which an agency leads a component; 0 where it leads everything.
fn leads_at(lead: &Unit, component: &ComponentId) -> Option<usize> {
    if lead.leads.is_empty() {
        return Some(0);
    }
    let covering = lead.leads.iter().filter(|led| led.covers(component));
    covering.map(|led| led.as_str().split('.').count()).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::key::{Funding, Source};
    use crate::domain::money::Money;
    use crate::domain::register::{Decision, planned};

    fn plan(unit: &str, component: &str) -> Decision {
        let source = Some(Source::Central);
        Decision {
            number: "15/QĐ-UBND".to_owned(),
            date: "2024-01-15".parse().unwrap(),
            unit: UnitCode::new(unit),
            key: planned(component.parse().unwrap(), None, Funding::Recurrent, source, 2024),
            amount: Money::from_dong(100),
            note: String::new(),
            row: 0,
        }
    }

    fn unit(code: &str, kind: &str, leads: &[&str]) -> Unit {
        let leads = leads.iter().map(|id| id.parse().unwrap()).collect();
        let kind = kind.to_owned();
        Unit { kind, leads, ..Unit::new(UnitCode::new(code).unwrap(), code) }
    }

    fn told(units: Vec<Unit>, decisions: Vec<Decision>) -> Vec<String> {
        let register = Register { units, decisions, ..Register::default() };
        let consolidators = register.consolidators("2024-06-30".parse().unwrap());
        let said = consolidators.iter().map(|(lead, units)| {
            let units: Vec<&str> = units.iter().map(|unit| unit.as_str()).collect();
            format!("{}: {}", lead.code, units.join(" "))
        });
        said.collect()
    }

    #[test]
    fn the_deepest_level_that_is_led_answers_and_nobody_consolidates_itself() {
        let units = vec![
            unit("A", "xã", &[]),
            unit("B", "xã", &[]),
            unit("LD", "phòng ban", &["gn"]),
            unit("GD", "phòng ban", &["gn.4"]),
            unit("NN", "cơ quan chủ trì", &["ntm"]),
        ];
        let decisions =
            vec![plan("A", "gn.4.1"), plan("B", "gn.2"), plan("LD", "gn.2"), plan("LD", "gn.4")];
        assert_eq!(told(units, decisions), ["LD: B", "GD: A LD"]);
    }

    #[test]
    fn one_that_names_no_program_leads_what_nobody_else_leads() {
        let units = vec![
            unit("A", "xã", &[]),
            unit("VP", "cơ quan chủ trì", &[]),
            unit("NN", "cơ quan chủ trì", &["ntm"]),
        ];
        assert_eq!(told(units, vec![plan("A", "ntm.2"), plan("A", "gn.2")]), ["VP: A", "NN: A"]);
    }
}
