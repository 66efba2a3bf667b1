//! Tallies add up; rates do not: a total's rate comes from its tally.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

use serde::{Serialize, Serializer};

use super::money::{Money, divide_rounded};

/// Money planned and money paid out, in đồng. Tallies add up; rates do not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// The plan allocated to the units (vốn đã phân bổ), or stated by them where there is no register.
    pub plan: Money,
    /// Disbursed in the period.
    pub in_period: Money,
    /// Disbursed since 1 January of the budget year, the carried part included.
    pub cumulative: Money,
    /// The part of `cumulative` that stands for what was not reported (tạm tính).
    pub carried: Money,
    /// The plan is not known well enough for a rate: the register is in doubt (GN511).
    pub is_doubted: bool,
    /// A part of `in_period` is known by nobody, and is not in it.
    pub lacks_in_period: bool,
    /// The same of `cumulative`.
    pub lacks_cumulative: bool,
    /// Some of it is known only for several keys together.
    pub has_shares: bool,
}

impl Tally {
    /// Cumulative ÷ plan; `None` where nothing was planned or the plan is in doubt: never 0, never NaN.
    pub fn rate(self) -> Option<Rate> {
        if self.is_doubted {
            return None;
        }
        Rate::of(self.cumulative, self.plan)
    }

    /// By how much its rate moved since then; `None` where one of the rates is not known, or only what it is at least.
    pub fn change_since(self, then: Tally) -> Option<Points> {
        if self.lacks_cumulative || then.lacks_cumulative {
            return None;
        }
        Some(self.rate()? - then.rate()?)
    }

    /// What is left of the plan.
    pub fn remaining(self) -> Money {
        self.plan - self.cumulative
    }
}

impl Add for Tally {
    type Output = Tally;
    fn add(self, other: Tally) -> Tally {
        Tally {
            plan: self.plan + other.plan,
            in_period: self.in_period + other.in_period,
            cumulative: self.cumulative + other.cumulative,
            carried: self.carried + other.carried,
            is_doubted: self.is_doubted || other.is_doubted,
            lacks_in_period: self.lacks_in_period || other.lacks_in_period,
            lacks_cumulative: self.lacks_cumulative || other.lacks_cumulative,
            has_shares: self.has_shares || other.has_shares,
        }
    }
}
impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        *self = *self + other;
    }
}
impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Tally>>(tallies: I) -> Tally {
        tallies.fold(Tally::default(), Add::add)
    }
}

/// A disbursement rate, in hundredths of a percent. There is no `Add`: a total's rate comes from its [`Tally`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Rate(i128);

impl Rate {
    /// `part ÷ whole` rounded half-up to two decimals of a percent; `None` where `whole` is not above zero.
    pub fn of(part: Money, whole: Money) -> Option<Rate> {
        if whole <= Money::ZERO {
            return None;
        }
        Some(Rate(divide_rounded(part.as_dong() * 10_000, whole.as_dong())))
    }

    /// `part ÷ whole` of things that are counted; 0 where there are none.
    pub fn of_counts(part: usize, whole: usize) -> Rate {
        let wide = |count: usize| i128::try_from(count).unwrap_or(i128::MAX);
        if whole == 0 {
            return Rate(0);
        }
        Rate(divide_rounded(wide(part) * 10_000, wide(whole)))
    }

    /// So much of `whole`, to the nearest đồng: the amount at which a limit lies.
    pub fn share_of(self, whole: Money) -> Money {
        Money::from_wide(divide_rounded(whole.as_dong() * self.0, 10_000))
    }

    /// A rate of so many hundredths of a percent.
    pub const fn from_hundredths(hundredths: i64) -> Rate {
        Rate(hundredths as i128)
    }

    /// In hundredths of a percent.
    pub const fn hundredths(self) -> i128 {
        self.0
    }

    /// In percent, for a cell of a workbook (26.59) or the length of a bar.
    pub fn percent(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// As the contract writes it: `26.59`.
    pub fn to_plain(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", self.0.abs() / 100, self.0.abs() % 100)
    }
}

impl fmt::Display for Rate {
    /// As an office writes it: `26,59 %` without the sign of percent: `26,59`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_plain().replace('.', ","))
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_plain())
    }
}

/// The difference of two printed rates, in hundredths of a percentage point.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Points(i128);

impl Sub for Rate {
    type Output = Points;
    fn sub(self, other: Rate) -> Points {
        Points(self.0 - other.0)
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Points>>(points: I) -> Points {
        Points(points.map(|of| of.0).sum())
    }
}

impl Points {
    /// In percentage points, for a cell.
    pub fn percent(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// In hundredths of a percentage point.
    pub const fn hundredths(self) -> i128 {
        self.0
    }

    /// Without its sign.
    pub const fn abs(self) -> Points {
        Points(self.0.abs())
    }

    /// Of so many hundredths of a percentage point.
    pub const fn from_hundredths(hundredths: i128) -> Points {
        Points(hundredths)
    }

    /// As the contract writes it: `0.42`.
    pub fn to_plain(self) -> String {
        Rate::from(self).to_plain()
    }

    /// How far something moves, without a sign, as an office writes it: `0,42`.
    pub fn size(self) -> String {
        Rate::from(self.abs()).to_string()
    }
}

/// As wide as a rate of so many percent, for a cell that shows one.
impl From<Points> for Rate {
    fn from(points: Points) -> Rate {
        Rate(points.0)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_plain())
    }
}

impl fmt::Display for Points {
    /// With its sign, as `+1,25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "+" };
        f.pad(&format!("{sign}{},{:02}", self.0.abs() / 100, self.0.abs() % 100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(part: i64, whole: i64) -> Option<String> {
        Rate::of(Money::from_dong(part), Money::from_dong(whole)).map(Rate::to_plain)
    }

    #[test]
    fn a_rate_is_exact_and_rounded_half_up() {
        assert_eq!(rate(6_975, 26_232).as_deref(), Some("26.59"));
        assert_eq!(rate(1, 20_000).as_deref(), Some("0.01"));
        assert_eq!(rate(0, 5).as_deref(), Some("0.00"));
        assert_eq!(rate(-1, 3).as_deref(), Some("-33.33"));
    }

    #[test]
    fn without_a_plan_there_is_no_rate() {
        assert_eq!(rate(5, 0), None);
        assert_eq!(rate(5, -1), None);
    }

    #[test]
    fn a_change_is_the_difference_of_the_printed_rates() {
        let change = Rate::from_hundredths(2000) - Rate::from_hundredths(2131);
        assert_eq!(change.to_string(), "-1,31");
    }
}
