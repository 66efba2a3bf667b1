//! What the units propose to do with their plans: money to return, changes of the plan. Wishes, in no total of the plan.

use std::collections::BTreeMap;

use super::code::{ComponentId, UnitCode};
use super::key::{Funding, PlanYear, Source};
use super::money::Money;
use super::position::added;
use super::submission::Measure;
use super::summary::{Standing, Summary};

/// What a unit proposes of a program, funding type, plan year and source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Proposal {
    /// The unit.
    pub unit: UnitCode,
    /// The program.
    pub program: ComponentId,
    /// The funding type.
    pub funding: Funding,
    /// The plan year.
    pub year: PlanYear,
    /// The source; `None` where it is not split.
    pub source: Option<Source>,
    /// What is proposed.
    pub wish: Wish,
    /// It stands in the last report of a unit that did not report.
    pub is_provisional: bool,
}

/// What is proposed; `None` where nothing is said of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Wish {
    /// To be returned or cancelled.
    pub to_return: Option<Money>,
    /// By how much plans are to be raised.
    pub to_raise: Option<Money>,
    /// By how much plans are to be lowered, as a negative amount.
    pub to_lower: Option<Money>,
}

impl Wish {
    /// By how much plans are to be changed in all.
    pub(crate) fn change(self) -> Option<Money> {
        added(self.to_raise, self.to_lower)
    }

    fn is_none(self) -> bool {
        self == Wish::default()
    }

    /// Adds what is proposed elsewhere.
    pub(crate) fn add(&mut self, other: Wish) {
        *self = Wish {
            to_return: added(self.to_return, other.to_return),
            to_raise: added(self.to_raise, other.to_raise),
            to_lower: added(self.to_lower, other.to_lower),
        };
    }
}

/// All that is proposed, by unit in the order of the summary; a column full of zeros proposes nothing.
pub(crate) fn proposals(summary: &Summary) -> Vec<Proposal> {
    let mut all = Vec::new();
    for lines in summary.lines.of_units() {
        let mut of_unit: BTreeMap<_, (Wish, bool)> = BTreeMap::new();
        let mut unit = None;
        for line in lines.open() {
            let [to_return, change] = Measure::PROPOSED.map(|measure| line.stated.get(measure));
            let some = |amount: Money| Some(amount).filter(|amount| !amount.is_zero());
            let change = change.and_then(some);
            let wish = Wish {
                to_return: to_return.and_then(some),
                to_raise: change.filter(|amount| !amount.is_negative()),
                to_lower: change.filter(|amount| amount.is_negative()),
            };
            if wish.is_none() {
                continue;
            }
            let key = &line.key;
            let at = (key.component.program(), key.funding, key.year, key.source);
            let (sum, is_provisional) = of_unit.entry(at).or_default();
            sum.add(wish);
            *is_provisional |= line.standing == Standing::Provisional;
            unit = Some(line.unit);
        }
        let Some(unit) = unit else { continue };
        for ((program, funding, year, source), (wish, is_provisional)) in of_unit {
            let unit = unit.clone();
            all.push(Proposal { unit, program, funding, year, source, wish, is_provisional });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::summary::fixture::{self, line};

    #[test]
    fn wishes_are_added_up_and_enter_no_total() {
        let mut summary = fixture::district();
        let totals = summary.totals;
        let wish = |work: &str, measure, amount| {
            let mut line = line("HL-05", "gn.4", 200_000, 80_000);
            line.key.work = Some(crate::domain::key::Work::named(work));
            line.stated.add(measure, Money::from_dong(amount));
            line
        };
        let lines = [
            wish("a", Measure::ToReturn, 3),
            wish("b", Measure::ToReturn, 4),
            wish("c", Measure::ToAdjust, 10),
            wish("d", Measure::ToAdjust, -25),
            wish("e", Measure::ToReturn, 0),
        ];
        summary.lines = lines.into_iter().collect();
        let [of] = &proposals(&summary)[..] else { panic!("one program and source") };
        let dong = |amount| Some(Money::from_dong(amount));
        assert_eq!(
            (of.wish.to_return, of.wish.to_raise, of.wish.to_lower),
            (dong(7), dong(10), dong(-25))
        );
        assert_eq!(of.wish.change(), dong(-15));
        assert_eq!(summary.totals, totals);
        let tally: crate::domain::tally::Tally =
            summary.lines.iter().map(|line| line.tally()).sum();
        assert_eq!(tally.plan, Money::from_dong(5 * 200_000_000));
        summary.lines = std::iter::once(wish("e", Measure::ToReturn, 0)).collect();
        assert!(proposals(&summary).is_empty(), "a column of zeros was not used");
    }
}
