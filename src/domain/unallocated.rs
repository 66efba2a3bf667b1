//! Who holds money that is not yet allocated in detail, and for how long.
//!
//! The office holds what was assigned to it and no decision hands on. A unit holds what its plan has beyond what it states
//! as allocated in detail (đã phân bổ); one whose form does not ask for that holds nothing that anybody knows of.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::code::UnitCode;
use super::key::{Key, align};
use super::money::Money;
use super::register::Decision;
use super::submission::Measure;
use super::summary::{Standing, Summary, SummaryLine};

/// Money that is not allocated in detail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Held {
    /// Who holds it; `None`: the office.
    pub holder: Option<UnitCode>,
    /// What it is for: where sums meet only in something wider, that.
    pub key: Key,
    /// How much.
    pub amount: Money,
    /// The number and the day of the earliest decision of which some is left, earlier ones being allocated first;
    /// `None` where no decision gives it.
    pub decision: Option<(String, NaiveDate)>,
}

/// What is not allocated in detail, and what is allocated beyond what was assigned.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Unallocated {
    /// The office's in the order of the catalogue, then that of the units.
    pub held: Vec<Held>,
    /// By how much more is allocated of some contents than was assigned, or planned, for them: less this, what is held is
    /// the difference of the totals.
    pub beyond: Money,
}

/// All of it; nothing where the journal is in doubt, or where nothing is known to be assigned.
pub(crate) fn unallocated(summary: &Summary) -> Unallocated {
    if summary.register.is_doubted {
        return Unallocated::default();
    }
    let of_office = summary.totals.assigned.map_or_else(Vec::new, |_| of_office(summary));
    let all = of_office.into_iter().chain(of_units(summary));
    let (held, beyond): (Vec<Held>, Vec<Held>) = all.partition(|held| !held.amount.is_negative());
    Unallocated { held, beyond: beyond.iter().map(|beyond| -beyond.amount).sum() }
}

/// What was assigned to the office and is in no unit's plan; negative where more was allocated.
fn of_office(summary: &Summary) -> Vec<Held> {
    let (budget, decisions) = (summary.year, &summary.decisions);
    let mut sums: BTreeMap<&Key, (Money, Money)> = BTreeMap::new();
    for decision in decisions {
        let (assigned, allocated) = sums.entry(&decision.key).or_default();
        *if decision.unit.is_none() { assigned } else { allocated } += decision.amount;
    }
    let keys: Vec<&Key> = sums.keys().copied().collect();
    // The two sides may split the same money in different ways: only where they meet can they be compared.
    let groups = align(&keys, budget).into_iter();
    let held = groups.filter_map(|group| {
        let of_group = group.iter().map(|index| keys[*index]);
        let (assigned, allocated) = of_group
            .clone()
            .map(|key| sums[key])
            .fold((Money::ZERO, Money::ZERO), |(a, b), (c, d)| (a + c, b + d));
        let amount = assigned - allocated;
        let key = of_group.cloned().reduce(|one, other| one.join(&other, budget))?;
        let is_of = |decision: &&Decision| {
            decision.unit.is_none() && group.iter().any(|index| *keys[*index] == decision.key)
        };
        let decision = earliest_left(decisions.iter().filter(is_of), amount);
        (!amount.is_zero()).then_some(Held { holder: None, key, amount, decision })
    });
    held.collect()
}

/// What units have in their plan beyond what they state as allocated in detail; negative where they state more. A plan may
/// stand for the whole of what is stated in parts: only where the two meet can they be compared.
fn of_units(summary: &Summary) -> Vec<Held> {
    let mut all = Vec::new();
    for lines in summary.lines.of_units() {
        all.extend(of_unit(summary, &lines.open()));
    }
    all
}

/// The same of one unit's lines.
fn of_unit(summary: &Summary, lines: &[SummaryLine]) -> Vec<Held> {
    let allocated = |line: &SummaryLine| line.stated.get(Measure::Allocated);
    let keys: Vec<&Key> = lines.iter().map(|line| &line.key).collect();
    let groups = align(&keys, summary.year).into_iter();
    let held = groups.filter_map(|group| {
        let of_group = || group.iter().map(|index| &lines[*index]);
        // Where no form of the period asks for it, nobody knows.
        let is_stated =
            |line: &SummaryLine| line.standing == Standing::Counted && allocated(line).is_some();
        if !of_group().any(is_stated) {
            return None;
        }
        let plan: Money = of_group().map(|line| line.plan).sum();
        let amount = plan - of_group().filter_map(allocated).sum::<Money>();
        let key = of_group()
            .map(|line| line.key.clone())
            .reduce(|one, other| one.join(&other, summary.year))?;
        let unit = &lines[*group.first()?].unit;
        let is_of = |decision: &&Decision| {
            decision.unit.as_ref() == Some(unit)
                && of_group().any(|line| line.key.meets(&decision.key, summary.year))
        };
        let decision = earliest_left(summary.decisions.iter().filter(is_of), amount);
        let holder = Some(unit.clone());
        (!amount.is_zero()).then_some(Held { holder, key, amount, decision })
    });
    held.collect()
}

/// The earliest of these decisions of which something is left, where `left` of them is and the earlier ones are used up
/// first: from the last one back, as many as it takes to come to what is left.
fn earliest_left<'a>(
    decisions: impl Iterator<Item = &'a Decision>,
    left: Money,
) -> Option<(String, NaiveDate)> {
    let mut decisions: Vec<&Decision> = decisions.collect();
    decisions.sort_by_key(|decision| (decision.date, decision.row));
    let mut covered = Money::ZERO;
    let mut earliest = None;
    for decision in decisions.into_iter().rev().filter(|one| Money::ZERO < one.amount) {
        earliest = Some((decision.number.clone(), decision.date));
        covered += decision.amount;
        if left <= covered {
            break;
        }
    }
    earliest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::key::{Funding, Source};
    use crate::domain::register::planned;
    use crate::domain::submission::ByMeasure;
    use crate::domain::summary::fixture::{self, thousand};

    fn decision(number: &str, day: &str, unit: &str, component: &str, amount: i64) -> Decision {
        let component = component.parse().unwrap();
        Decision {
            number: number.to_owned(),
            date: day.parse().unwrap(),
            unit: UnitCode::new(unit),
            key: planned(component, None, Funding::Recurrent, Some(Source::Central), 2024),
            amount: thousand(amount),
            note: String::new(),
            row: 0,
        }
    }

    fn told(decisions: Vec<Decision>) -> Vec<(String, Money, String)> {
        let summary = Summary { decisions, ..fixture::district() };
        let told = |held: Held| {
            let decision = held.decision.map(|(number, _)| number).unwrap_or_default();
            (held.key.component.to_string(), held.amount, decision)
        };
        let all = unallocated(&summary).held.into_iter();
        all.filter(|held| held.holder.is_none()).map(told).collect()
    }

    #[test]
    fn the_office_holds_what_no_decision_hands_on_since_the_first_of_which_some_is_left() {
        let given = vec![
            decision("1", "2024-01-10", "", "gn.3.1", 100),
            decision("2", "2024-03-10", "", "gn.3.1", 50),
            decision("3", "2024-04-10", "HL-01", "gn.3.1", 100),
            decision("4", "2024-04-10", "", "gn.2", 30),
            decision("5", "2024-04-10", "HL-01", "gn.2", 30),
        ];
        assert_eq!(told(given.clone()), [("gn.3.1".into(), thousand(50), "2".into())]);
        let less = vec![
            given[0].clone(),
            given[1].clone(),
            decision("3", "2024-04-10", "HL-01", "gn.3.1", 40),
        ];
        assert_eq!(told(less), [("gn.3.1".into(), thousand(110), "1".into())]);
    }

    #[test]
    fn what_is_assigned_as_a_whole_and_allocated_in_parts_meets_in_the_whole() {
        let given = vec![
            decision("1", "2024-01-10", "", "gn.3", 100),
            decision("2", "2024-02-10", "HL-01", "gn.3.1", 60),
            decision("3", "2024-02-10", "HL-02", "gn.3.2", 30),
        ];
        assert_eq!(told(given), [("gn.3".into(), thousand(10), "1".into())]);
    }

    /// What a unit holds, and what is allocated beyond; of each line the plan and what it states as allocated.
    fn told_of_unit(lines: &[(&str, i64, Option<i64>)]) -> (Vec<(String, Money)>, Money) {
        let mut summary = Summary { decisions: Vec::new(), ..fixture::district() };
        summary.totals.assigned = None;
        let any = summary.lines.iter().find(|line| line.standing == Standing::Counted).unwrap();
        let line = |(component, plan, allocated): &(&str, i64, Option<i64>)| {
            let mut line = any.clone();
            (line.key.component, line.key.work) = (component.parse().unwrap(), None);
            (line.plan, line.stated) = (thousand(*plan), ByMeasure::default());
            match allocated {
                Some(allocated) => line.stated.add(Measure::Allocated, thousand(*allocated)),
                None => line.standing = Standing::PlanOnly,
            }
            line
        };
        summary.lines = lines.iter().map(line).collect();
        let all = unallocated(&summary);
        let told = |held: &Held| (held.key.component.to_string(), held.amount);
        (all.held.iter().map(told).collect(), all.beyond)
    }

    #[test]
    fn a_unit_that_allocates_its_plan_in_parts_holds_what_is_left_of_the_whole() {
        let parts = [("gn.3", 100, None), ("gn.3.1", 0, Some(50)), ("gn.3.2", 0, Some(10))];
        assert_eq!(told_of_unit(&parts), (vec![("gn.3".into(), thousand(40))], Money::ZERO));
        assert_eq!(told_of_unit(&[("gn.3", 100, None)]), (vec![], Money::ZERO));
    }

    #[test]
    fn what_a_unit_allocates_beyond_its_plan_is_told_beside_what_it_holds() {
        let lines = [("gn.2", 100, Some(0)), ("gn.4", 50, Some(150))];
        assert_eq!(told_of_unit(&lines), (vec![("gn.2".into(), thousand(100))], thousand(100)));
    }

    #[test]
    fn a_journal_in_doubt_says_nothing() {
        let mut summary = fixture::district();
        assert!(!unallocated(&summary).held.is_empty());
        let mut register = (*summary.register).clone();
        register.is_doubted = true;
        summary.register = register.into();
        assert_eq!(unallocated(&summary), Unallocated::default());
    }

    #[test]
    fn what_the_office_holds_less_what_is_allocated_beyond_is_the_difference_of_the_totals() {
        let summary = fixture::district();
        let all = unallocated(&summary);
        let held: Money = all.held.iter().map(|held| held.amount).sum();
        assert_eq!(all.beyond, thousand(100_000));
        assert_eq!(held - all.beyond, summary.totals.assigned.unwrap() - summary.totals.allocated);
    }
}
