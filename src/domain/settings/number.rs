//! The numbers that an office sets: exact, and within their bounds ever after.

use std::fmt;
use std::str::FromStr;

use crate::domain::money::{Money, MoneyUnit};

/// A percentage from 0 to 100, to a millionth of a percent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Percent(u32);

impl Percent {
    const PARTS: u32 = 1_000_000;

    /// So many percent; `None` below 0 and above 100.
    pub fn new(number: f64) -> Option<Percent> {
        let parts = (number * f64::from(Percent::PARTS)).round();
        (0.0..=100.0).contains(&number).then_some(Percent(parts as u32))
    }

    /// A whole number of percent that stands in the code.
    pub const fn whole(percent: u32) -> Percent {
        assert!(percent <= 100, "a percentage is at most 100");
        Percent(percent * Percent::PARTS)
    }

    /// As hundredths of a percent, as rates are counted.
    pub fn hundredths(self) -> i64 {
        let hundredth = i64::from(Percent::PARTS / 100);
        (i64::from(self.0) + hundredth / 2) / hundredth
    }

    /// So much of an amount, a part of a đồng as a whole one.
    pub fn of(self, amount: Money) -> Money {
        let whole = i128::from(Percent::PARTS) * 100;
        Money::from_wide((amount.as_dong() * i128::from(self.0) + whole - 1).div_euclid(whole))
    }
}

impl fmt::Display for Percent {
    /// As an office writes it, without the sign: `12,5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / Percent::PARTS, self.0 % Percent::PARTS);
        let rest = format!("{rest:06}");
        match rest.trim_end_matches('0') {
            "" => write!(f, "{whole}"),
            rest => write!(f, "{whole},{rest}"),
        }
    }
}

/// By how much two sums may differ for a rule: a number from 0, in the money unit of the sheet (GN403: in percentage
/// points), to a billionth, which is one đồng of a tỷ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Tolerance(i128);

impl Tolerance {
    const PARTS: i128 = 1_000_000_000;
    const DECIMALS: usize = 9;
    /// Of the whole part: more than any budget has.
    const DIGITS: usize = 15;

    /// As an amount, where the sheet is in `unit`; half a đồng is a whole one.
    pub fn money(self, unit: MoneyUnit) -> Money {
        Money::from_wide((self.0 * unit.dong() + Tolerance::PARTS / 2) / Tolerance::PARTS)
    }

    /// As percentage points.
    pub fn points(self) -> f64 {
        self.0 as f64 / Tolerance::PARTS as f64
    }
}

impl FromStr for Tolerance {
    type Err = String;

    /// `0.5`, and `0,5` as a clerk types it.
    fn from_str(text: &str) -> Result<Tolerance, String> {
        let (whole, rest) = text.trim().split_once(['.', ',']).unwrap_or((text.trim(), "0"));
        let is_number = |digits: &str, most: usize| {
            (1..=most).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
        };
        if !is_number(whole, Tolerance::DIGITS) || !is_number(rest, Tolerance::DECIMALS) {
            return Err(format!("{text:?} is no tolerance"));
        }
        let digits = whole.bytes().chain(rest.bytes());
        let number = digits.fold(0, |sum, digit| 10 * sum + i128::from(digit - b'0'));
        let missing = (rest.len()..Tolerance::DECIMALS).count() as u32;
        Ok(Tolerance(number * 10_i128.pow(missing)))
    }
}

impl fmt::Display for Tolerance {
    /// As it is typed in the settings: `0.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / Tolerance::PARTS, self.0 % Tolerance::PARTS);
        let rest = format!("{rest:09}");
        match rest.trim_end_matches('0') {
            "" => write!(f, "{whole}"),
            rest => write!(f, "{whole}.{rest}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_from_0_to_100_and_exact() {
        let shown = |number: f64| Percent::new(number).map(|percent| percent.to_string());
        assert_eq!(shown(12.5).as_deref(), Some("12,5"));
        assert_eq!(shown(100.0).as_deref(), Some("100"));
        assert_eq!([-0.1, 100.1, f64::NAN, f64::INFINITY].map(shown), [None, None, None, None]);
        assert_eq!(Percent::new(33.335).unwrap().hundredths(), 3334);
        let third = Percent::new(100.0 / 3.0).unwrap();
        assert_eq!(third.of(Money::from_dong(3_000)), Money::from_dong(1_000));
        assert_eq!(Percent::whole(10).of(Money::from_dong(101)), Money::from_dong(11));
    }

    #[test]
    fn a_tolerance_is_an_amount_in_the_unit_of_the_sheet() {
        let half: Tolerance = " 0,5 ".parse().unwrap();
        assert_eq!(half.money(MoneyUnit::Million), Money::from_dong(500_000));
        assert_eq!(half.money(MoneyUnit::Dong), Money::from_dong(1));
        assert_eq!((half.points(), half.to_string().as_str()), (0.5, "0.5"));
        let fine: Tolerance = "1.000000001".parse().unwrap();
        assert_eq!(fine.money(MoneyUnit::Billion), Money::from_dong(1_000_000_001));
        assert_eq!("45".parse::<Tolerance>().unwrap().to_string(), "45");
        for text in
            ["", "-1", "nửa", ".5", "5.", "1.2.3", "0.0000000001", "1e3", "1234567890123456"]
        {
            assert!(text.parse::<Tolerance>().is_err(), "{text}");
        }
    }
}
