//! Why a rate moved: from one standing to a later one in steps, by one fixed convention.
//!
//! The plan first, at the disbursement of before; then, over the new plan, what came late, what was stated again, what
//! another setting or version makes of the same files, and last what was really disbursed. All is worked out in đồng. The
//! points of a step are those by which the rate moves, rounded as rates are printed; what rounding leaves goes to the
//! largest step, so that the steps add up to the difference of the two printed rates.

use std::collections::{BTreeMap, BTreeSet};

use super::closing::{Part, Restated, Standing, Stood};
use super::code::UnitCode;
use super::lang::Words;
use super::money::{Money, divide_rounded};
use super::period::Period;
use super::tally::{Points, Rate};

/// A step from one rate to the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Step {
    /// Plans were raised, cut, allocated.
    Plan,
    /// Reports of units that were silent before.
    Late,
    /// Other figures of units that had reported.
    Restated,
    /// The same files, with another setting, register or version.
    Reread,
    /// Disbursed in between.
    Spent,
}

impl Step {
    /// All, in their order.
    pub const ALL: [Step; 5] = [Step::Plan, Step::Late, Step::Restated, Step::Reread, Step::Spent];

    /// For machines.
    pub const fn id(self) -> &'static str {
        match self {
            Step::Plan => "plan",
            Step::Late => "late",
            Step::Restated => "restated",
            Step::Reread => "version",
            Step::Spent => "disbursed",
        }
    }
}

/// What is compared: the standing of a period, and who had reported.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Side {
    /// By part.
    pub standing: Standing,
    /// The units of whose reports something counted.
    pub reported: BTreeSet<UnitCode>,
}

/// How the money between two sides is told apart.
#[derive(Clone, Debug, Default)]
pub struct Between {
    /// What the first side comes to by the files, settings and version of now; `None` where it is as it was read.
    pub now: Option<Standing>,
    /// The units of which a file of the first side came late, was changed or is gone.
    pub changed: BTreeSet<UnitCode>,
    /// The second side is the period that follows the first one: what it states as disbursed is all that was between.
    pub follows: bool,
    /// Both are of one period: nothing was disbursed between them.
    pub is_same: bool,
}

/// What a unit has to do with a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Share {
    /// The unit.
    pub unit: UnitCode,
    /// How much of the step is its.
    pub amount: Money,
}

/// A step with its money and its points.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moved {
    /// Which.
    pub step: Step,
    /// By how much the plan ([`Step::Plan`]) or the cumulative (all others) moved.
    pub amount: Money,
    /// By how much the rate moved; `None` where one of the two has no rate.
    pub points: Option<Points>,
    /// By unit, the largest first; only what is not nothing.
    pub shares: Vec<Share>,
}

/// From one rate to the other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bridge {
    /// Plan and cumulative of before.
    pub from: (Money, Money),
    /// Plan and cumulative of after.
    pub to: (Money, Money),
    /// Some unit left a part of the cumulative, or of what was disbursed between, open: the steps tell what is known.
    pub is_known: bool,
    /// All steps, in their order, those of nothing too.
    pub steps: Vec<Moved>,
}

impl Bridge {
    /// The bridge between two sides.
    pub fn new(from: &Side, between: &Between, to: &Side) -> Bridge {
        let mut shares: BTreeMap<Step, BTreeMap<UnitCode, Money>> = BTreeMap::new();
        let parts = from.standing.keys().chain(to.standing.keys());
        let parts = parts.chain(between.now.iter().flat_map(|now| now.keys()));
        let parts: BTreeSet<&Part> = parts.collect();
        let mut is_known = true;
        let stood = |of: &Standing, part: &Part| of.get(part).copied().unwrap_or_default();
        for part in parts {
            let [a, b] = [from, to].map(|side| stood(&side.standing, part));
            let now = between.now.as_ref().map_or(a, |now| stood(now, part));
            let unit = &part.0;
            let mut add = |step: Step, amount: Money| {
                *shares.entry(step).or_default().entry(unit.clone()).or_default() += amount;
            };
            add(Step::Plan, b.plan - a.plan);
            let was_silent = !from.reported.contains(unit);
            let of_file = if was_silent { Step::Late } else { Step::Restated };
            let of_now = if between.changed.contains(unit) { of_file } else { Step::Reread };
            add(of_now, now.cumulative - a.cumulative);
            let rest = b.cumulative - now.cumulative;
            let spent = spent(between, now, b);
            add(Step::Spent, spent);
            add(of_file, rest - spent);
            let lacks = [a, now, b].iter().any(|stood| stood.lacks_cumulative);
            is_known &= !(lacks || between.follows && b.lacks_in_period);
        }
        let sum = |side: &Side, of: fn(&Stood) -> Money| side.standing.values().map(of).sum();
        let whole = |side: &Side| (sum(side, |of| of.plan), sum(side, |of| of.cumulative));
        let (from, to) = (whole(from), whole(to));
        let mut steps: Vec<Moved> = Step::ALL
            .into_iter()
            .map(|step| {
                let own = shares.remove(&step).unwrap_or_default();
                let amount = own.values().copied().sum();
                let own = own.into_iter().filter(|(_, amount)| !amount.is_zero());
                let mut shares: Vec<Share> =
                    own.map(|(unit, amount)| Share { unit, amount }).collect();
                shares.sort_by_key(|share| {
                    (std::cmp::Reverse(share.amount.abs()), share.unit.clone())
                });
                Moved { step, amount, points: None, shares }
            })
            .collect();
        tell_points(from, to, &mut steps);
        Bridge { from, to, is_known, steps }
    }

    /// The two rates; `None` where one has none.
    pub fn rates(&self) -> Option<(Rate, Rate)> {
        let rate = |(plan, cumulative)| Rate::of(cumulative, plan);
        rate(self.from).zip(rate(self.to))
    }
}

/// What was disbursed between: what the second side states of its own period where that is all of the time between.
fn spent(between: &Between, now: Stood, b: Stood) -> Money {
    match () {
        () if between.is_same => Money::ZERO,
        () if between.follows && !b.lacks_in_period => b.in_period,
        () => b.cumulative - now.cumulative,
    }
}

/// What is compared.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The first side: the earlier one.
    pub from: Told,
    /// The second side.
    pub to: Told,
    /// What is another setting or version, in words.
    pub reread: Vec<Words>,
    /// The whole.
    pub bridge: Bridge,
}

impl Compared {
    /// How the second side differs from an edition.
    pub fn restated(&self) -> Option<Restated> {
        let (from, to) = (self.bridge.from, self.bridge.to);
        let edition = self.from.edition?;
        Some(Restated { edition, plan: to.0 - from.0, cumulative: to.1 - from.1 })
    }
}

/// A side, and where it comes from.
#[derive(Clone, Debug)]
pub struct Told {
    /// The period.
    pub period: Period,
    /// The edition, where it is a closed one.
    pub edition: Option<u32>,
    /// The consolidated workbook, where it is one.
    pub workbook: Option<String>,
    /// Its figures.
    pub side: Side,
}

/// How much finer than a printed rate the points of a step are worked out before they are rounded.
const FINER: i128 = 1_000_000;

fn tell_points(from: (Money, Money), to: (Money, Money), steps: &mut [Moved]) {
    let rate = |(plan, cumulative): (Money, Money)| Rate::of(cumulative, plan);
    let Some((first, last)) = rate(from).zip(rate(to)) else { return };
    let fine = |plan: Money, cumulative: Money| {
        divide_rounded(cumulative.as_dong() * 10_000 * FINER, plan.as_dong())
    };
    let (mut plan, mut cumulative) = from;
    let mut before = fine(plan, cumulative);
    let mut told: Vec<i128> = Vec::new();
    for moved in steps.iter() {
        match moved.step {
            Step::Plan => plan += moved.amount,
            _ => cumulative += moved.amount,
        }
        let after = fine(plan, cumulative);
        told.push(after - before);
        before = after;
    }
    let mut points: Vec<i128> = told.iter().map(|fine| divide_rounded(*fine, FINER)).collect();
    let left = (last - first).hundredths() - points.iter().sum::<i128>();
    let largest = (0..told.len()).max_by_key(|at| (told[*at].abs(), std::cmp::Reverse(*at)));
    if let Some(largest) = largest {
        points[largest] += left;
    }
    for (moved, points) in steps.iter_mut().zip(points) {
        moved.points = Some(Points::from_hundredths(points));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::key::Funding;
    use proptest::prelude::*;

    fn part(unit: u8) -> Part {
        (UnitCode::new(&unit.to_string()).unwrap(), "gn.4".parse().unwrap(), Funding::Recurrent)
    }

    fn million(of: i64) -> Money {
        Money::from_dong(of * 1_000_000)
    }

    fn stood(plan: i64, in_period: i64, cumulative: i64) -> Stood {
        let [plan, in_period, cumulative] = [plan, in_period, cumulative].map(million);
        Stood { plan, in_period, cumulative, ..Stood::default() }
    }

    fn side(parts: &[(u8, Stood)], reported: &[u8]) -> Side {
        Side {
            standing: parts.iter().map(|(unit, stood)| (part(*unit), *stood)).collect(),
            reported: reported.iter().map(|unit| part(*unit).0).collect(),
        }
    }

    fn told(bridge: &Bridge) -> Vec<(&'static str, i128, i128)> {
        let moved = bridge.steps.iter().filter(|of| !of.amount.is_zero());
        moved
            .map(|of| {
                let points = of.points.unwrap().hundredths();
                (of.step.id(), of.amount.as_dong() / 1_000_000, points)
            })
            .collect()
    }

    #[test]
    fn each_part_of_a_change_has_its_step() {
        // 1 reports both months, 2 was silent and its file of the first came late, 3 corrected it.
        let may = side(
            &[(1, stood(1000, 50, 100)), (2, stood(1000, 0, 100)), (3, stood(1000, 50, 100))],
            &[1, 3],
        );
        let now = side(
            &[(1, stood(1000, 50, 100)), (2, stood(1000, 30, 130)), (3, stood(1000, 45, 95))],
            &[1, 2, 3],
        );
        let june = side(
            &[(1, stood(1000, 20, 120)), (2, stood(1500, 10, 140)), (3, stood(1000, 0, 95))],
            &[1, 2, 3],
        );
        let between = Between {
            now: Some(now.standing),
            changed: [2, 3].map(|unit| part(unit).0).into(),
            follows: true,
            is_same: false,
        };
        let bridge = Bridge::new(&may, &between, &june);
        // 300/3000 = 10,00 → 355/3500 = 10,14: the steps round to -1,43 +0,86 -0,14 +0,86, and the first takes the rest.
        assert_eq!(
            told(&bridge),
            [("plan", 500, -144), ("late", 30, 86), ("restated", -5, -14), ("disbursed", 30, 86)]
        );
        assert!(bridge.is_known);
    }

    #[test]
    fn the_same_files_read_otherwise_are_a_step_of_their_own() {
        let may = side(&[(1, stood(1000, 50, 100))], &[1]);
        let now = side(&[(1, stood(1000, 50, 110))], &[1]);
        let between =
            Between { now: Some(now.standing.clone()), is_same: true, ..Between::default() };
        assert_eq!(told(&Bridge::new(&may, &between, &now)), [("version", 10, 100)]);
    }

    #[test]
    fn money_of_an_earlier_time_that_a_silent_unit_states_later_is_late_and_not_of_the_month() {
        let may = side(&[(1, stood(1000, 0, 100))], &[]);
        let june = side(&[(1, stood(1000, 20, 150))], &[1]);
        let between = Between { follows: true, ..Between::default() };
        assert_eq!(
            told(&Bridge::new(&may, &between, &june)),
            [("late", 30, 300), ("disbursed", 20, 200)]
        );
    }

    #[test]
    fn without_a_plan_there_are_no_points() {
        let may = side(&[(1, stood(0, 50, 100))], &[1]);
        let june = side(&[(1, stood(0, 20, 120))], &[1]);
        let bridge = Bridge::new(&may, &Between::default(), &june);
        assert!(bridge.steps.iter().all(|of| of.points.is_none()));
        assert_eq!(bridge.steps.iter().map(|of| of.amount).sum::<Money>(), million(20));
    }

    fn any_side() -> impl Strategy<Value = Side> {
        let parts = prop::collection::btree_map(
            0_u8..5,
            (1_i64..90_000, -900_i64..9_000, -90_i64..90_000, any::<bool>(), any::<bool>()),
            1..5,
        );
        (parts, prop::collection::btree_set(0_u8..5, 0..5)).prop_map(|(parts, reported)| Side {
            standing: parts
                .into_iter()
                .map(|(unit, (plan, in_period, cumulative, lacks_in_period, lacks_cumulative))| {
                    let stood = stood(plan, in_period, cumulative);
                    (part(unit), Stood { lacks_in_period, lacks_cumulative, ..stood })
                })
                .collect(),
            reported: reported.into_iter().map(|unit| part(unit).0).collect(),
        })
    }

    proptest! {
        /// Σ steps = the change, in đồng and in points as they are printed.
        #[test]
        fn the_steps_add_up(
            from in any_side(), to in any_side(), now in prop::option::of(any_side()),
            changed in prop::collection::btree_set(0_u8..5, 0..5), follows in any::<bool>(),
            is_same in any::<bool>(),
        ) {
            let changed = changed.into_iter().map(|unit| part(unit).0).collect();
            let between = Between { now: now.map(|side| side.standing), changed, follows, is_same };
            let bridge = Bridge::new(&from, &between, &to);
            let of = |is_plan: bool| -> Money {
                let own = bridge.steps.iter().filter(|of| (of.step == Step::Plan) == is_plan);
                own.map(|of| of.amount).sum()
            };
            prop_assert_eq!(of(true), bridge.to.0 - bridge.from.0);
            prop_assert_eq!(of(false), bridge.to.1 - bridge.from.1);
            for moved in &bridge.steps {
                let shares: Money = moved.shares.iter().map(|share| share.amount).sum();
                prop_assert_eq!(shares, moved.amount);
            }
            if let Some((first, last)) = bridge.rates() {
                let points: i128 = bridge.steps.iter().map(|of| of.points.unwrap().hundredths()).sum();
                prop_assert_eq!(points, (last - first).hundredths());
            }
        }
    }
}
