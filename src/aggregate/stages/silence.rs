//! What was disbursed in a period of several reports where some below were silent in between: what they report later is of
//! more than one month, and no report of a month has all of it.

use std::collections::BTreeMap;

use super::Stage;
use crate::domain::key::{Key, align};
use crate::domain::known::{Amount, Known};
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::submission::Reach;
use crate::history::follows;

/// Puts what is known of the period in the place of what its reports tell of their own months, where some were silent below
/// an office that reports.
///
/// Between two reports that lack nobody the cumulative figures tell all that was paid. Where the last report still
/// has some, they tell what is known at the least; where the report before the period has, what came later may belong
/// there, and only what the months state is certain.
pub(super) fn mend<'s, 'a>(
    sums: &mut BTreeMap<Key, Amount>,
    stages: &'s [Stage<'a>],
    counted: &[&'s Stage<'a>],
    period: Period,
    year: i32,
) {
    let Some(first) = counted.first() else { return };
    let base = first.base.and_then(|base| stages.iter().find(|stage| stage.period == base));
    let [base, counted] = [base.as_slice(), counted].map(|stages| {
        let report = |stage: &&'s Stage<'a>| (*stage, lacks_some(stage));
        stages.iter().map(report).collect::<Vec<Report<'s, 'a>>>()
    });
    let all = || base.iter().chain(&counted);
    if !all().any(|(_, lacks_some)| *lacks_some) {
        return;
    }
    let keys: Vec<&Key> = all().flat_map(|(stage, _)| stage.position.figures.keys()).collect();
    for group in align(&keys, year) {
        let mut group: Vec<&Key> = group.into_iter().map(|at| keys[at]).collect();
        group.sort();
        group.dedup();
        let run = Run::of(&group, base.first(), &counted, period);
        let paid = run.paid();
        match group[..] {
            [key] if sums.contains_key(key) || paid != Amount::new(Money::ZERO, Known::Stated) => {
                sums.insert(key.clone(), paid);
            }
            [_] => {}
            // Told in different detail: of no key alone is known how much more it is.
            _ => {
                let told = group.iter().map(|key| sums.get(*key).copied());
                let told = told.fold(None, Amount::sum);
                let is_said = told.is_some_and(|told| told.known.is_lost());
                let money = told.map_or(Money::ZERO, |told| told.money);
                if is_said || money == paid.money && !paid.known.is_lost() {
                    continue;
                }
                for key in group {
                    let told = sums.get(key).map_or(Money::ZERO, |amount| amount.money);
                    sums.insert(key.clone(), Amount::new(told, Known::AtLeast));
                }
            }
        }
    }
}

/// A report, and whether it lacks some.
type Report<'s, 'a> = (&'s Stage<'a>, bool);

/// Whether some of those that an office below sums up were silent, or a part of what they paid is not known.
fn lacks_some(stage: &Stage<'_>) -> bool {
    let mut reach = stage.files.iter().filter_map(|file| Some(file.below?.coverage));
    reach.any(Reach::lacks_some)
        || stage.position.figures.values().any(|figures| !figures.carried.is_zero())
}

/// What a report tells of the group.
struct Point {
    /// Paid in its period; nothing where nobody said anything.
    paid: Amount,
    cumulative: Money,
    /// The cumulative is all that was paid: nobody was silent.
    is_whole: bool,
    /// The report before it, a point of the same run, ends the day before its period begins.
    is_next: bool,
}

/// The reports of a period, one after the other.
struct Run {
    /// What stood before the period, where all of that is known.
    before: Option<Money>,
    /// The first report begins with the period.
    begins: bool,
    points: Vec<Point>,
}

impl Run {
    fn of(
        group: &[&Key],
        base: Option<&Report<'_, '_>>,
        counted: &[Report<'_, '_>],
        period: Period,
    ) -> Run {
        let point = |(stage, lacks_some): &Report<'_, '_>, is_next: bool| {
            let figures = || group.iter().filter_map(|key| stage.position.figures.get(*key));
            let paid = figures().map(|figures| figures.in_period).fold(None, Amount::sum);
            let cumulative = figures().map(|figures| figures.cumulative).fold(None, Amount::sum);
            let is_told = stage.position.complete.has(group[0].funding);
            let is_known =
                cumulative.map_or(is_told, |of| of.known.is_base() && of.known.is_whole());
            Point {
                paid: paid.unwrap_or(Amount::new(Money::ZERO, Known::Stated)),
                cumulative: cumulative.map_or(Money::ZERO, |amount| amount.money),
                is_whole: is_known && !lacks_some,
                is_next,
            }
        };
        let mut last: Option<Period> = None;
        let points = counted.iter().map(|report| {
            let here = report.0.period;
            let before = last.replace(here);
            point(report, before.is_none_or(|before| follows(before, here)))
        });
        let points = points.collect();
        let before = base.filter(|(base, _)| follows(base.period, period));
        let before = before.map(|base| point(base, true)).filter(|point| point.is_whole);
        let begins = counted.first().is_some_and(|(first, _)| first.period.from() == period.from());
        Run { before: before.map(|point| point.cumulative), begins, points }
    }

    fn paid(&self) -> Amount {
        let mut sum = Amount::new(Money::ZERO, Known::Stated);
        let mut clean = self.before;
        let mut open: Vec<&Point> = Vec::new();
        for point in &self.points {
            open.push(point);
            if point.is_whole {
                sum = sum.plus(self.between(clean, &open, Some(point.cumulative)));
                clean = Some(point.cumulative);
                open.clear();
            }
        }
        if !open.is_empty() {
            sum = sum.plus(self.between(clean, &open, None));
        }
        sum
    }

    /// What was paid in reports that follow one of which all is known (`before`), up to one of which all is (`after`).
    fn between(&self, before: Option<Money>, open: &[&Point], after: Option<Money>) -> Amount {
        let stated = open.iter().map(|point| point.paid).reduce(Amount::plus);
        let stated = stated.expect("a run has a report");
        let at_least = |money: Money| Amount::new(money, Known::AtLeast);
        let is_first = open.first().is_some_and(|first| std::ptr::eq(*first, &self.points[0]));
        let begins = if is_first { self.begins } else { open[0].is_next };
        let follow = begins && open[1..].iter().all(|point| point.is_next);
        // What each cumulative grew by beyond what its own month has.
        let mut last = before;
        let mut moved = false;
        for point in open {
            moved |= last.is_some_and(|last| point.cumulative != last + point.paid.money);
            last = Some(point.cumulative);
        }
        match (before, after) {
            (Some(_), Some(_)) if follow && open.len() == 1 => stated,
            (Some(before), Some(after)) if stated.money <= after - before => {
                Amount::new(after - before, Known::Implied)
            }
            (Some(_), Some(_)) => at_least(stated.money),
            _ if follow && !moved => stated,
            (Some(before), None) => {
                let grown = open[open.len() - 1].cumulative - before;
                at_least(stated.money.max(grown))
            }
            (None, _) => at_least(stated.money),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a commune does in a month.
    #[derive(Clone, Copy, PartialEq)]
    enum Does {
        Reports,
        /// Its last cumulative stands for it.
        IsSilent,
        /// Its cumulative cell is set aside and the last one stands for it; what it paid in the month is told.
        LacksCumulative,
    }
    use Does::{IsSilent, LacksCumulative, Reports};

    const MONTHS: usize = 4;

    /// What a commune paid in a month: no sum of some is a sum of others.
    fn paid(commune: usize, month: usize) -> i64 {
        1 << (MONTHS * commune + month)
    }

    /// The month of a district: what was paid, the cumulative, and whether it lacks nobody.
    fn month(communes: &[[Does; MONTHS]], month: usize) -> (i64, i64, bool) {
        let mut sum = (0, 0, true);
        for (commune, does) in communes.iter().enumerate() {
            let until = (0..=month).rev().find(|at| does[*at] == Reports);
            sum.0 += if does[month] == IsSilent { 0 } else { paid(commune, month) };
            sum.1 += until.map_or(0, |until| (0..=until).map(|at| paid(commune, at)).sum());
            sum.2 &= does[month] == Reports;
        }
        sum
    }

    /// The quarter of all months but the first, of which the province has those for which a bit is set.
    fn quarter(communes: &[[Does; MONTHS]], has: usize) -> Option<(Amount, i64)> {
        let had: Vec<usize> = (1..MONTHS).filter(|at| has >> at & 1 == 1).collect();
        let money = Money::from_dong;
        let point = |(at, here): (usize, &usize)| {
            let (paid, cumulative, is_whole) = month(communes, *here);
            Point {
                paid: Amount::new(money(paid), Known::Stated),
                cumulative: money(cumulative),
                is_whole,
                is_next: at.checked_sub(1).is_none_or(|last| had[last] + 1 == *here),
            }
        };
        let (_, before, is_whole) = month(communes, 0);
        let run = Run {
            before: (has & 1 == 1 && is_whole).then_some(money(before)),
            begins: *had.first()? == 1,
            points: had.iter().enumerate().map(point).collect(),
        };
        // All that came by the last month that the province has.
        let came = (0..).zip(communes).map(|(commune, does)| {
            let last = (1..=*had.last()?).rev().find(|at| does[*at] != IsSilent)?;
            Some((1..=last).map(|at| paid(commune, at)).sum::<i64>())
        });
        let came = came.map(Option::unwrap_or_default).sum();
        Some((run.paid(), came))
    }

    /// Every way in which so many communes may do one of these.
    fn ways(communes: usize, does: &[Does]) -> Vec<Vec<[Does; MONTHS]>> {
        let base = does.len();
        let all = base.pow((communes * MONTHS) as u32);
        let does = |way: usize, at: usize| does[way / base.pow(at as u32) % base];
        let commune = |way, of| std::array::from_fn(|month| does(way, of * MONTHS + month));
        (0..all).map(|way| (0..communes).map(|of| commune(way, of)).collect()).collect()
    }

    #[test]
    fn a_quarter_is_what_came_or_says_that_it_is_less() {
        let few = ways(2, &[Reports, IsSilent, LacksCumulative]);
        let many = ways(3, &[Reports, IsSilent]);
        for communes in few.iter().chain(&many) {
            for has in 0..1 << MONTHS {
                let Some((paid, came)) = quarter(communes, has) else { continue };
                let money = paid.money.as_dong();
                let states = communes.iter().map(|of| of.map(|does| does as u8));
                let told =
                    || format!("{:?} {has:b}: {paid:?} of {came}", states.collect::<Vec<_>>());
                assert!(money <= i128::from(came), "{}", told());
                assert!(paid.known.is_lost() || money == i128::from(came), "{}", told());
            }
        }
    }

    #[test]
    fn who_was_silent_within_the_quarter_is_in_it_whole() {
        let silent = |months: [usize; 2]| -> Vec<[Does; MONTHS]> {
            let does =
                |at| std::array::from_fn(|month| if month == at { IsSilent } else { Reports });
            months.map(does).to_vec()
        };
        for months in [[1, 1], [1, 2], [2, 2], [2, 9], [1, 3], [9, 3], [3, 3]] {
            let (paid, came) = quarter(&silent(months), 0b1111).unwrap();
            assert_eq!(paid.money.as_dong(), i128::from(came), "{months:?}");
            assert!(!paid.known.is_lost(), "{months:?}");
        }
    }
}
