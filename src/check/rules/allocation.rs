//! Family 5, the office's own journal: what was assigned to it against what it allocated.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::register::Doubts;
use crate::check::gate::wording;
use crate::domain::context::Context;
use crate::domain::key::{Key, align};
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::register::Decision;
use crate::domain::rule::Problem;
use crate::rules;

/// What was assigned and allocated for keys that speak of the same money.
struct Balance<'a> {
    assigned: Vec<&'a Decision>,
    allocated: Vec<&'a Decision>,
}

impl Balance<'_> {
    fn sums(&self) -> (Money, Money) {
        let sum = |of: &[&Decision]| of.iter().map(|decision| decision.amount).sum();
        (sum(&self.assigned), sum(&self.allocated))
    }

    /// The assigned key, and what is above all of them where they are several.
    fn words(&self, context: &Context<'_>) -> Words {
        let keys: BTreeMap<&Key, ()> =
            self.assigned.iter().map(|decision| (&decision.key, ())).collect();
        let Some((first, ())) = keys.first_key_value() else { return Words::default() };
        let words = wording::key(context, first);
        match keys.len() - 1 {
            0 => words,
            more => words!(
                "{words} và {more} mục liên quan",
                "{words} and {more} related";
                words, more
            ),
        }
    }

    /// Since when the oldest of the money that is left waits: it is the last that was assigned.
    fn since(&self, left: Money) -> Option<NaiveDate> {
        let mut given: Vec<_> =
            self.assigned.iter().filter(|decision| Money::ZERO < decision.amount).collect();
        given.sort_by_key(|decision| decision.date);
        let mut covered = Money::ZERO;
        let mut since = None;
        for decision in given.iter().rev() {
            if left <= covered {
                break;
            }
            covered += decision.amount;
            since = Some(decision.date);
        }
        since
    }
}

/// The decisions up to the last day of the period by what they are about, where something was assigned and the journal
/// says nothing that cannot be (GN511): a balance with a slip in it would only be a second finding of that slip.
fn balances<'a>(context: &Context<'a>) -> Vec<Balance<'a>> {
    let register = context.register;
    let mut by_key: BTreeMap<&Key, Vec<&Decision>> = BTreeMap::new();
    for decision in register.decided(context.period.to()) {
        by_key.entry(&decision.key).or_default().push(decision);
    }
    let keys: Vec<&Key> = by_key.keys().copied().collect();
    let balance = |indices: Vec<usize>| {
        let decisions = indices.iter().flat_map(|&index| by_key[keys[index]].iter().copied());
        let (assigned, allocated) = decisions.partition(|decision| decision.unit.is_none());
        Balance { assigned, allocated }
    };
    let doubts = Doubts::of_all(context);
    let groups = align(&keys, context.year()).into_iter();
    let sound = groups.filter(|indices| !doubts.touch(indices.iter().map(|&at| keys[at])));
    sound.map(balance).filter(|balance| !balance.assigned.is_empty()).collect()
}

pub(super) fn over_allocated(context: &Context<'_>) -> Vec<Problem> {
    let unit = context.settings.office.money_unit;
    let rule = &rules::OVER_ALLOCATED;
    let allowed = context.settings.tolerance(rule, unit, Money::ZERO);
    let problem = |balance: Balance<'_>| {
        let (assigned, allocated) = balance.sums();
        if allocated - assigned <= allowed {
            return None;
        }
        let key = balance.words(context);
        let [given, spread, over] =
            [assigned, allocated, allocated - assigned].map(|money| wording::amount(money, unit));
        let words = words!(
            "{key}: đã phân bổ {spread}, vốn được giao chỉ {given}, vượt {over}.",
            "{key}: {spread} allocated, only {given} assigned, {over} too much.";
            key, spread, given, over
        );
        Some(Problem::new(rule, Place::default(), words).compared(allocated, assigned))
    };
    balances(context).into_iter().filter_map(problem).collect()
}

pub(super) fn unallocated(context: &Context<'_>) -> Vec<Problem> {
    let unit = context.settings.office.money_unit;
    let rule = &rules::NOT_YET_ALLOCATED;
    let allowed = context.settings.tolerance(rule, unit, Money::ZERO);
    let problem = |balance: Balance<'_>| {
        let (assigned, allocated) = balance.sums();
        let left = assigned - allocated;
        if left <= allowed {
            return None;
        }
        let days = (context.period.to() - balance.since(left)?).num_days();
        let key = balance.words(context);
        let [left, given] = [left, assigned].map(|money| wording::amount(money, unit));
        let words = words!(
            "{key}: còn {left} trong {given} được giao chưa phân bổ, đã {days} ngày kể từ quyết định giao.",
            "{key}: {left} of {given} assigned is not yet allocated, {days} days after the decision.";
            key, left, given, days
        );
        Some(Problem::new(rule, Place::default(), words).compared(allocated, assigned))
    };
    balances(context).into_iter().filter_map(problem).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;

    fn found(plan: &[(&str, &str, f64)]) -> Vec<String> {
        World::planning(plan).check(vec![], vec![]).1.iter().map(told).collect()
    }

    #[test]
    fn no_more_is_allocated_than_was_assigned() {
        let spread = |amount| {
            found(&[
                ("", "gn.2@central:2024", 300.0),
                ("HL-01", "gn.2@central:2024", amount),
                ("HL-02", "gn.2@central:2024", 100.0),
                ("HL-02", "gn.2@district:2024", 50.0),
            ])
        };
        assert_eq!(spread(200.0), [""; 0]);
        assert_eq!(spread(250.0), ["GN507 - +50"]);
        assert_eq!(spread(150.0), ["n GN508 - -50"]);
    }

    #[test]
    fn works_are_allocated_from_their_component() {
        let works = [
            ("", "ntm.2:2024", 100.0),
            ("HL-01", "ntm.2/Đường A:2024", 60.0),
            ("HL-02", "ntm.2/Đường B:2024", 40.0),
        ];
        assert_eq!(found(&works), [""; 0]);
    }

    #[test]
    fn the_money_that_waits_is_the_last_that_was_assigned() {
        let mut world = World::planning(&[("", "gn.2", 300.0), ("HL-01", "gn.2", 280.0)]);
        world.decide("88/QĐ-UBND", "2024-06-20", "", "gn.2", 50.0);
        let days = |world: &World| {
            let (_, findings) = world.check(vec![], vec![]);
            findings[0].problem.words.en.clone()
        };
        assert!(days(&world).contains("167 days"), "70 are left, 50 of them since 20 June");
        world.decide("89/QĐ-UBND", "2024-06-21", "HL-01", "gn.2", 20.0);
        assert!(days(&world).contains("10 days"));
    }
}
