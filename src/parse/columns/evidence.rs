//! What rows say for or against a column being the sum of others.

use std::collections::BTreeSet;

use super::Columns;
use crate::domain::money::Money;
use crate::domain::same_money::{is_near, slack};
use crate::domain::submission::Stated;

/// Columns of which each is added (1) or taken off (-1).
pub(super) type Signed = Vec<(usize, i64)>;

/// Rows for and against a sum, those with equal figures counted once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Evidence {
    /// It holds, and two addends are not 0: chance does not do that often.
    pub speaking: usize,
    /// It holds with one addend: so does a copy.
    pub silent: usize,
    /// It does not hold.
    pub against: usize,
}

impl Evidence {
    /// Of rows that each state a whole and its addends. A blank whole says nothing, nor do addends that are all blank.
    pub(super) fn of(rows: impl Iterator<Item = (Stated, Vec<Stated>)>, step: Money) -> Evidence {
        let mut evidence = Evidence::default();
        let mut seen: BTreeSet<(Money, Vec<Money>)> = BTreeSet::new();
        for (whole, addends) in rows {
            let Some(whole) = whole.amount() else { continue };
            let is_unsound = |stated: &Stated| !matches!(stated, Stated::Blank | Stated::Amount(_));
            let is_blank = addends.iter().all(|stated| *stated == Stated::Blank);
            if is_blank || addends.iter().any(is_unsound) {
                continue;
            }
            let addends: Vec<Money> =
                addends.into_iter().map(|stated| stated.amount().unwrap_or(Money::ZERO)).collect();
            let stated = addends.iter().filter(|addend| !addend.is_zero()).count();
            if whole.is_zero() && stated == 0 || !seen.insert((whole, addends.clone())) {
                continue;
            }
            let sum: Money = addends.iter().copied().sum();
            match (is_near(whole, sum, slack(step, addends.len())), stated) {
                (false, _) => evidence.against += 1,
                (true, 0 | 1) => evidence.silent += 1,
                (true, _) => evidence.speaking += 1,
            }
        }
        evidence
    }

    /// Whether it is proved: by two rows, or by one where something written says it as well. One row that does not hold
    /// among many that do is a slip, and is told as one.
    pub(super) fn proves(self, is_written: bool) -> bool {
        let needed = if is_written { 1 } else { 2 };
        needed <= self.speaking && self.against < self.speaking
    }
}

/// The largest power of ten that divides all amounts.
pub(crate) fn step(amounts: impl Iterator<Item = Money>) -> Money {
    let mut step: i64 = 1_000_000_000;
    for amount in amounts {
        while 1 < step && amount.as_dong() % i128::from(step) != 0 {
            step /= 10;
        }
    }
    Money::from_dong(step)
}

impl Columns<'_> {
    /// What the rows say of one column being the sum of others; what is taken off counts against it.
    pub(super) fn evidence(&self, whole: usize, addends: &[usize]) -> Evidence {
        let sign = |&at: &usize| (at, if self.lanes[at].is_taken_off() { -1 } else { 1 });
        let signed: Signed = addends.iter().map(sign).collect();
        self.signed(whole, &signed, |_| true)
    }

    /// What some rows say of one column being what these come to.
    pub(super) fn signed(
        &self,
        whole: usize,
        addends: &Signed,
        is_asked: impl Fn(usize) -> bool,
    ) -> Evidence {
        let stated = |at: usize, row: usize| {
            let stated = self.lanes[at].stated.get(row).copied();
            stated.unwrap_or_default()
        };
        let signed = |(at, sign): &(usize, i64), row: usize| match stated(*at, row) {
            Stated::Amount(amount) if *sign < 0 => Stated::Amount(-amount.abs()),
            stated => stated,
        };
        let rows = (0..self.lanes[whole].stated.len()).filter(|row| is_asked(*row)).map(|row| {
            (stated(whole, row), addends.iter().map(|addend| signed(addend, row)).collect())
        });
        Evidence::of(rows, self.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[(i64, &[i64])]) -> Evidence {
        let amount = |dong: &i64| Stated::Amount(Money::from_dong(*dong));
        let rows = rows.iter().map(|(whole, addends)| {
            (amount(whole), addends.iter().map(amount).collect::<Vec<_>>())
        });
        Evidence::of(rows, Money::from_dong(1))
    }

    #[test]
    fn a_row_speaks_for_a_sum_where_two_addends_are_not_0() {
        let evidence = of(&[(5, &[3, 2]), (3, &[3, 0]), (7, &[3, 3]), (0, &[0, 0])]);
        assert_eq!(evidence, Evidence { speaking: 1, silent: 1, against: 1 });
    }

    #[test]
    fn rows_with_equal_figures_count_once() {
        let evidence = of(&[(5, &[3, 2]), (5, &[3, 2])]);
        assert_eq!(evidence.speaking, 1);
        assert_eq!((evidence.proves(false), evidence.proves(true)), (false, true));
    }

    #[test]
    fn a_slip_among_many_rows_is_no_disproof_and_one_row_against_one_is() {
        assert!(of(&[(5, &[3, 2]), (9, &[3, 6]), (7, &[3, 3])]).proves(false));
        assert!(!of(&[(5, &[3, 2]), (7, &[3, 3])]).proves(true));
    }

    #[test]
    fn rounded_addends_may_miss_by_half_a_step_each() {
        let rows = |whole: i64| {
            let [whole, a, b] = [whole, 3_000, 2_000]
                .map(|dong| Stated::Amount(Money::from_dong(dong * 1_000_000)));
            Evidence::of(std::iter::once((whole, vec![a, b])), Money::from_dong(1_000_000))
        };
        assert_eq!((rows(5_001).speaking, rows(5_002).against), (1, 1));
    }
}
