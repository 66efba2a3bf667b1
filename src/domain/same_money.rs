//! Whether two lists of figures speak of the same money, and whether they agree: asked of two sheets, of two files of a
//! unit, of a lead agency and the units it sums up.
//!
//! The figures are put side by side by [`align`], so that a coarse line (a program, "NSĐP", no source at all) meets the
//! fine ones it covers, measure by measure. A group of zeros alone speaks of nobody's money and is left out on the side that
//! is asked about; a 0 of the other side contradicts an amount like any other figure.
//! Nothing is called a repeat without proof from the figures: one that is not equal makes it [`Relation::Differs`].

use std::collections::{BTreeMap, BTreeSet};

use super::key::{Key, align};
use super::money::Money;
use super::submission::Measure;

/// A figure that one side states.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stated<'a> {
    /// What it is about.
    pub key: &'a Key,
    /// What it measures.
    pub measure: Measure,
    /// The amount.
    pub amount: Money,
    /// What rounding may make of it: half of the last digit that its table shows.
    pub slack: Money,
}

/// How the money of one list stands to that of another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Relation {
    /// No figure of theirs speaks of the same money.
    Disjoint,
    /// Every figure that is not 0 is what they state, too.
    Repeats,
    /// Some of the money is theirs, too: stated otherwise, or beside money of its own.
    Differs,
}

/// What both sides, or one of them, state of one measure of some money.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Group {
    /// The measure.
    pub measure: Measure,
    /// Indices of the figures of one side.
    pub ours: Vec<usize>,
    /// Indices of the figures of the other side.
    pub theirs: Vec<usize>,
    /// Their sums.
    pub sums: [Money; 2],
    /// How far apart rounding may bring the sums.
    pub slack: Money,
}

impl Group {
    /// Whether both sides state it.
    pub(crate) fn is_common(&self) -> bool {
        !self.ours.is_empty() && !self.theirs.is_empty()
    }

    /// Whether both sides state the same.
    pub(crate) fn is_equal(&self) -> bool {
        self.is_common() && is_near(self.sums[0], self.sums[1], self.slack)
    }
}

/// Two lists of figures side by side.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    /// What they state, in the order of the measures.
    pub groups: Vec<Group>,
    /// How the first stands to the second.
    pub relation: Relation,
}

impl Comparison {
    /// Whose money both sides state: the owners of their figures there that are not 0. `owners` has that of each figure.
    pub(crate) fn owners<T: Ord + Copy>(&self, theirs: &[Stated<'_>], owners: &[T]) -> BTreeSet<T> {
        let common = self.groups.iter().filter(|group| group.is_common());
        let figures = common.flat_map(|group| &group.theirs);
        figures.filter(|at| !theirs[**at].amount.is_zero()).map(|at| owners[*at]).collect()
    }
}

/// Whether two sums are the same as closely as rounded figures can be. Rounding is no excuse for a thousandth: of small
/// sums a whole figure would be.
pub(crate) fn is_near(a: Money, b: Money, slack: Money) -> bool {
    let gap = (a - b).abs();
    let larger = a.abs().max(b.abs()).as_dong();
    gap.is_zero() || gap <= slack && gap.as_dong() * 1000 <= larger
}

/// How far rounding may bring a sum from its whole: half of the last digit that is shown for each addend.
pub(crate) fn slack(step: Money, addends: usize) -> Money {
    let half = step.as_dong().saturating_mul(addends as i128) / 2;
    Money::from_dong(i64::try_from(half).unwrap_or(i64::MAX))
}

/// Puts figures together that speak of the same money, measure by measure: their indices, in order.
pub(crate) fn together(all: &[&Stated<'_>], budget: i32) -> Vec<(Measure, Vec<usize>)> {
    let mut by_measure: BTreeMap<Measure, Vec<usize>> = BTreeMap::new();
    for (at, stated) in all.iter().enumerate() {
        by_measure.entry(stated.measure).or_default().push(at);
    }
    let mut groups = Vec::new();
    for (measure, indices) in by_measure {
        let keys: Vec<&Key> = indices.iter().map(|&at| all[at].key).collect();
        let aligned = align(&keys, budget).into_iter();
        groups.extend(
            aligned.map(|group| (measure, group.into_iter().map(|at| indices[at]).collect())),
        );
    }
    groups
}

/// What rounding may make of the sum of these: nothing is rounded to 0, so only those with money are.
pub(crate) fn rounding<'a>(stated: impl Iterator<Item = &'a Stated<'a>>) -> Money {
    stated.filter(|stated| !stated.amount.is_zero()).map(|stated| stated.slack).sum()
}

/// Compares two lists of figures in the budget year `budget`.
pub(crate) fn same_money(ours: &[Stated<'_>], theirs: &[Stated<'_>], budget: i32) -> Comparison {
    let all: Vec<&Stated<'_>> = ours.iter().chain(theirs).collect();
    let one = |(measure, group): (Measure, Vec<usize>)| {
        let slack = rounding(group.iter().map(|&at| all[at]));
        let (own, other): (Vec<usize>, Vec<usize>) =
            group.into_iter().partition(|at| *at < ours.len());
        let sum = |side: &[usize]| -> Money { side.iter().map(|&at| all[at].amount).sum() };
        let sums = [sum(&own), sum(&other)];
        let theirs = other.into_iter().map(|at| at - ours.len()).collect();
        Group { measure, ours: own, theirs, sums, slack }
    };
    let groups: Vec<Group> = together(&all, budget).into_iter().map(one).collect();
    let speaks = |group: &&Group| group.ours.iter().any(|&at| !ours[at].amount.is_zero());
    let speaking: Vec<&Group> = groups.iter().filter(speaks).collect();
    let relation = if !speaking.iter().any(|group| group.is_common()) {
        Relation::Disjoint
    } else if speaking.iter().all(|group| group.is_equal()) {
        Relation::Repeats
    } else {
        Relation::Differs
    };
    Comparison { groups, relation }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::key::{Funding, PlanYear, Source};
    use proptest::prelude::*;

    fn key(component: &str, source: Option<Source>) -> Key {
        Key {
            component: component.parse().unwrap(),
            work: None,
            funding: Funding::Recurrent,
            source,
            year: PlanYear::Any,
        }
    }

    fn stated(lines: &[(Key, Measure, i64)]) -> Vec<Stated<'_>> {
        let of = |(key, measure, amount): &'_ (Key, Measure, i64)| (key.clone(), *measure, *amount);
        lines
            .iter()
            .map(|line| {
                let (_, measure, amount) = of(line);
                Stated {
                    key: &line.0,
                    measure,
                    amount: Money::from_dong(amount),
                    slack: Money::ZERO,
                }
            })
            .collect()
    }

    fn relation(ours: &[(Key, Measure, i64)], theirs: &[(Key, Measure, i64)]) -> Relation {
        same_money(&stated(ours), &stated(theirs), 2024).relation
    }

    use Measure::{Cumulative, Plan};

    #[test]
    fn a_sum_repeats_its_parts_and_only_if_it_is_their_sum() {
        let parts = [(key("gn.2", None), Cumulative, 200), (key("gn.3.1", None), Cumulative, 50)];
        assert_eq!(relation(&[(key("gn", None), Cumulative, 250)], &parts), Relation::Repeats);
        assert_eq!(relation(&[(key("gn", None), Cumulative, 251)], &parts), Relation::Differs);
        assert_eq!(relation(&parts, &[(key("gn", None), Cumulative, 250)]), Relation::Repeats);
    }

    #[test]
    fn another_source_or_measure_is_other_money() {
        let central = [(key("gn.2", Some(Source::Central)), Cumulative, 200)];
        let province = [(key("gn.2", Some(Source::Province)), Cumulative, 200)];
        assert_eq!(relation(&central, &province), Relation::Disjoint);
        assert_eq!(relation(&central, &[(key("gn.2", None), Plan, 200)]), Relation::Disjoint);
        assert_eq!(relation(&central, &[(key("gn.2", None), Cumulative, 200)]), Relation::Repeats);
    }

    #[test]
    fn money_of_its_own_beside_common_money_is_no_repeat() {
        let ours = [(key("gn.2", None), Cumulative, 200), (key("gn.4", None), Cumulative, 1)];
        let theirs = [(key("gn.2", None), Cumulative, 200)];
        assert_eq!(relation(&ours, &theirs), Relation::Differs);
        assert_eq!(relation(&theirs, &ours), Relation::Repeats);
    }

    #[test]
    fn zeros_repeat_nobody() {
        let theirs = [(key("gn.2", None), Cumulative, 200)];
        assert_eq!(relation(&[(key("gn.2", None), Cumulative, 0)], &theirs), Relation::Disjoint);
        let ours = [(key("gn.2", None), Cumulative, 200), (key("gn.4", None), Cumulative, 0)];
        assert_eq!(relation(&ours, &theirs), Relation::Repeats);
    }

    #[test]
    fn rounding_is_of_figures_with_money_and_never_large_beside_them() {
        let relation = |ours: &[i64], theirs: i64, slack: i64| {
            let (sum, part) = (key("gn", None), key("gn.2", None));
            let of = |key, amount| {
                let (amount, slack) = (Money::from_dong(amount), Money::from_dong(slack));
                Stated { key, measure: Cumulative, amount, slack }
            };
            let ours: Vec<Stated<'_>> = ours.iter().map(|amount| of(&part, *amount)).collect();
            same_money(&ours, &[of(&sum, theirs)], 2024).relation
        };
        assert_eq!(relation(&[10_000, 10_000], 20_003, 1), Relation::Repeats, "three are rounded");
        assert_eq!(relation(&[10_000, 10_000, 0, 0], 20_004, 1), Relation::Differs, "a 0 is not");
        assert_eq!(relation(&[200], 0, 500), Relation::Differs, "no rounding makes nothing of 200");
        assert_eq!(relation(&[2_000, 3_000], 6_000, 500), Relation::Differs);
    }

    proptest! {
        #[test]
        fn every_figure_is_in_one_group(amounts in prop::collection::vec((0_usize..6, 0_i64..3), 0..12)) {
            let ids = ["gn", "gn.2", "gn.3", "gn.3.1", "gn.3.2", "ntm.2"];
            let all: Vec<_> =
                amounts.iter().map(|(at, amount)| (key(ids[*at], None), Cumulative, *amount)).collect();
            let (ours, theirs) = all.split_at(all.len() / 2);
            let (ours, theirs) = (stated(ours), stated(theirs));
            let compared = same_money(&ours, &theirs, 2024);
            let mut own: Vec<usize> = compared.groups.iter().flat_map(|group| group.ours.clone()).collect();
            own.sort_unstable();
            prop_assert_eq!(own, (0..ours.len()).collect::<Vec<_>>());
            // What repeats adds nothing: its sum is theirs over the same groups.
            if compared.relation == Relation::Repeats {
                prop_assert!(compared.groups.iter().all(|group| group.theirs.is_empty()
                    || group.ours.is_empty()
                    || group.sums[0] == group.sums[1]
                    || group.sums[0].is_zero()));
            }
        }
    }
}
