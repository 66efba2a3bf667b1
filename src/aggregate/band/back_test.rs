//! The band and the order of calls, tried on generated districts of which the truth is known.
//!
//! Money goes out as it does: little at first, most at the end of the year, in lumps, nothing in many months. A unit is
//! silent now and then, sometimes twice in a row. `GIAINGAN_MEASURE=1 cargo test --lib back_test -- --nocapture` prints the
//! shares.

use std::collections::BTreeMap;

use super::{Pace, band};
use crate::domain::code::UnitCode;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::summary::UnitTotal;
use crate::domain::tally::{Rate, Tally};

const DISTRICTS: u64 = 60;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    /// From 0 up to, not including, `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// A unit: its plan and what it had disbursed at the end of each month, in đồng.
struct Year {
    plan: i64,
    cumulative: [i64; 12],
}

fn year(dice: &mut Dice) -> Year {
    let plan = 100_000_000 * (1 + dice.below(80) as i64);
    let spent = plan / 100 * (55 + dice.below(46) as i64);
    // How much of it may go out in each month.
    let season = [1, 1, 3, 4, 6, 9, 8, 9, 11, 12, 15, 21];
    let weights =
        season.map(|weight| if dice.below(10) < 3 { 0 } else { weight * (50 + dice.below(100)) });
    let all: u64 = weights.iter().sum::<u64>().max(1);
    let mut done = 0;
    let cumulative = weights.map(|weight| {
        done += (i128::from(spent) * i128::from(weight) / i128::from(all)) as i64;
        done
    });
    Year { plan, cumulative }
}

/// What a run knows of a unit at the end of a month, whose last report was of `last`.
fn known(unit: &Year, month: usize, last: Option<usize>, heard: &[bool]) -> (UnitTotal, Pace) {
    let money = Money::from_dong;
    let received = last == Some(month);
    let cumulative = money(last.map_or(0, |last| unit.cumulative[last]));
    let tally = Tally { plan: money(unit.plan), cumulative, ..Tally::default() };
    let total = UnitTotal {
        unit: UnitCode::new("A").expect("a letter is a code"),
        name: String::new(),
        tally,
        parts: BTreeMap::new(),
        provisional: !received,
        received,
        is_registered: true,
        below: None,
        allocated: None,
    };
    let months = (0..=month).filter(|at| heard[*at] && (*at == 0 || heard[*at - 1]));
    let paid = |at: usize| unit.cumulative[at] - if at == 0 { 0 } else { unit.cumulative[at - 1] };
    let months = months.map(|at| money(paid(at))).collect();
    let last = last.map(|last| (Period::Month(2024, last as u32 + 1), cumulative));
    (total, Pace { last, months })
}

#[test]
fn the_truth_is_in_the_certain_band_always_and_in_the_likely_one_mostly() {
    let (mut bands, mut likely_bands, mut likely) = (0, 0, 0);
    let (mut calls, mut calls_by_list) = (0, 0);
    for seed in 1..=DISTRICTS {
        let mut dice = Dice(seed);
        let units: Vec<Year> = (0..20 + dice.below(21)).map(|_| year(&mut dice)).collect();
        let mut heard = vec![[false; 12]; units.len()];
        for month in 0..12 {
            for of in &mut heard {
                of[month] = dice.below(100) < 85;
            }
            let known: Vec<(UnitTotal, Pace)> = units
                .iter()
                .zip(&heard)
                .map(|(unit, heard)| {
                    known(unit, month, (0..=month).rev().find(|at| heard[*at]), heard)
                })
                .collect();
            let (totals, paces): (Vec<UnitTotal>, Vec<Pace>) = known.into_iter().unzip();
            let whole: Tally = totals.iter().map(|unit| unit.tally).sum();
            let rate = |paid: i64| Rate::of(Money::from_dong(paid), whole.plan).expect("all plan");
            let paid: i64 = units.iter().map(|unit| unit.cumulative[month]).sum();
            let truth = rate(paid);
            let period = Period::Month(2024, month as u32 + 1);
            let of =
                band(&totals, &paces, whole, period, |of| !of.received).0.expect("there is a rate");
            let holds = |[low, high]: [Rate; 2]| low <= truth && truth <= high;
            assert!(holds(of.certain), "district {seed}, month {}", month + 1);
            bands += 1;
            if let Some(band) = of.likely {
                likely_bands += 1;
                likely += usize::from(holds(band));
            }
            // The silent ones, as the list has them; and as the calls are ordered: who may add most first.
            let silent = || (0..units.len()).filter(|at| !totals[*at].received);
            let gain = |at: usize| {
                units[at].cumulative[month] - totals[at].tally.cumulative.as_dong() as i64
            };
            let needed = |order: Vec<usize>| {
                let mut missing: i64 = silent().map(gain).sum();
                let is_near =
                    |missing: i64| (truth - rate(paid - missing)).abs().hundredths() <= 10;
                let mut made = 0;
                for at in order {
                    if is_near(missing) {
                        break;
                    }
                    missing -= gain(at);
                    made += 1;
                }
                made
            };
            let mut by_worth: Vec<usize> = silent().collect();
            by_worth.sort_by_key(|at| totals[*at].tally.cumulative - totals[*at].tally.plan);
            calls += needed(by_worth);
            calls_by_list += needed(silent().collect());
        }
    }
    if std::env::var_os("GIAINGAN_MEASURE").is_some() {
        eprintln!("certain: {bands} of {bands}");
        eprintln!("likely: {likely} of {likely_bands}, none said {}", bands - likely_bands);
        eprintln!(
            "calls until the rate is within 0,1 point: {calls} by worth, {calls_by_list} by list"
        );
    }
    assert!(calls < calls_by_list, "{calls} against {calls_by_list}");
    assert!(likely_bands * 95 <= likely * 100, "{likely} of {likely_bands}");
}
