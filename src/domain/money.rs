//! Money is whole đồng, exactly: never a float once it has left its cell.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::lang::Text;

/// An amount in whole đồng.
///
/// Excel keeps numbers as `f64`, so a cell holds whole đồng exactly up to 2⁵³. Anything larger is refused at the
/// door, and no set of files has cells enough to overflow the sum of `i128`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Money(i128);

/// What a cell became: the amount, and whether a hundredth of a đồng or more was cut off (GN308).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rounded {
    /// The nearest whole đồng, halves away from zero.
    pub money: Money,
    /// The figure had a fraction of a đồng that Excel's own arithmetic does not explain.
    pub cut: bool,
}

/// The largest amount that a cell can hold exactly: 2⁵³ đồng.
const LARGEST: i128 = 1 << 53;

impl Money {
    /// No money.
    pub const ZERO: Money = Money(0);

    /// An amount of so many đồng.
    pub const fn from_dong(dong: i64) -> Money {
        Money(dong as i128)
    }

    /// An amount that is so many powers of ten too large, put right (too small where the power is negative); `None` where
    /// that is no whole đồng.
    pub fn shifted(self, power: i32) -> Option<Money> {
        let factor = 10_i128.checked_pow(power.unsigned_abs())?;
        match 0 < power {
            true => (self.0 % factor == 0).then(|| Money(self.0 / factor)),
            false => self.0.checked_mul(factor).map(Money),
        }
    }

    /// The same from as many đồng as a sum may have.
    pub(crate) const fn from_wide(dong: i128) -> Money {
        Money(dong)
    }

    /// A number of a cell times its unit, rounded to the nearest đồng (halves away from zero).
    ///
    /// `None` where the number is not finite or its amount is beyond 2⁵³ đồng.
    pub fn from_cell(number: f64, unit: MoneyUnit) -> Option<Rounded> {
        if !number.is_finite() {
            return None;
        }
        let factor = unit.dong();
        let product = number * factor as f64;
        if (LARGEST as f64) < product.abs() {
            return None;
        }
        let nearest = product.round();
        if nearest / factor as f64 == number {
            return Some(Rounded { money: Money(nearest as i128), cut: false });
        }
        // The product is not the number that was meant (0,1 + 0,2, or a real fraction): take its decimal digits.
        Money::from_decimal(&format!("{number}"), unit)
    }

    /// A plain decimal (`-1234.5678`, a point before the fraction) times its unit, rounded likewise.
    ///
    /// `None` where it is not such a number or is beyond 2⁵³ đồng.
    pub fn from_decimal(digits: &str, unit: MoneyUnit) -> Option<Rounded> {
        let (negative, digits) = match digits.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, digits),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() && fraction.is_empty() || !is_number(whole) || !is_number(fraction) {
            return None;
        }
        if 20 < whole.len() {
            return None;
        }
        let factor = unit.dong();
        let mut dong =
            whole.bytes().fold(0, |sum, byte| sum * 10 + i128::from(byte - b'0')) * factor;
        // The fraction in 10⁻¹⁸ of the unit: more digits than a cell can hold.
        let scale = 10_i128.pow(18);
        let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(18);
        let fraction = digits.fold(0, |sum, byte| sum * 10 + i128::from(byte - b'0')) * factor;
        let rest = fraction % scale;
        dong += fraction / scale;
        if scale <= 2 * rest {
            dong += 1;
        }
        if LARGEST < dong {
            return None;
        }
        let distance = rest.min(scale - rest);
        let money = Money(if negative { -dong } else { dong });
        Some(Rounded { money, cut: scale / 100 <= distance })
    }

    /// The whole đồng as an integer.
    pub const fn as_dong(self) -> i128 {
        self.0
    }

    /// The amount as a number of `unit`s, for a cell of a workbook that we write.
    ///
    /// Exact to 2⁵³; the cell is written with the nearest `f64`, which Excel shows as the same digits.
    pub fn as_number(self, unit: MoneyUnit) -> f64 {
        self.0 as f64 / unit.dong() as f64
    }

    /// So many times as much.
    pub(crate) fn times(self, count: i64) -> Money {
        Money(self.0 * i128::from(count))
    }

    /// Its `count`-th part, to the nearest đồng; `count` is positive.
    pub(crate) fn divided(self, count: i128) -> Money {
        Money(divide_rounded(self.0, count))
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it is below nothing.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The amount without its sign.
    pub const fn abs(self) -> Money {
        Money(self.0.abs())
    }

    /// As an office writes it in `unit`: `1.234,5`, with as many decimals as the amount has, at most `decimals`.
    pub fn show(self, unit: MoneyUnit, decimals: u32) -> String {
        let factor = unit.dong();
        let scale = 10_i128.pow(decimals);
        let hundredths = divide_rounded(self.0 * scale, factor);
        let (whole, fraction) = (hundredths.abs() / scale, hundredths.abs() % scale);
        let sign = if hundredths < 0 { "-" } else { "" };
        let fraction = format!("{fraction:0width$}", width = decimals as usize);
        let fraction = fraction.trim_end_matches('0');
        let comma = if fraction.is_empty() || decimals == 0 { "" } else { "," };
        let fraction = if decimals == 0 { "" } else { fraction };
        format!("{sign}{}{comma}{fraction}", grouped(whole))
    }
}

/// Digits in groups of three with points between, as Vietnamese offices write them.
fn grouped(number: i128) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if 0 < index && (digits.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// `a ÷ b` to the nearest integer, halves away from zero; `b` is positive.
pub(crate) fn divide_rounded(a: i128, b: i128) -> i128 {
    let doubled = 2 * a.abs() + b;
    let quotient = doubled / (2 * b);
    if a < 0 { -quotient } else { quotient }
}

impl fmt::Display for Money {
    /// Whole đồng with points between the groups: `1.234.567`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{}", grouped(self.0.abs())))
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}
impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}
impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}
impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}
impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        self.0 -= other.0;
    }
}
impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        Money(amounts.map(|amount| amount.0).sum())
    }
}
impl<'a> Sum<&'a Money> for Money {
    fn sum<I: Iterator<Item = &'a Money>>(amounts: I) -> Money {
        amounts.copied().sum()
    }
}

/// Whole đồng, as it is written.
impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        i128::deserialize(deserializer).map(Money)
    }
}

impl Serialize for Money {
    /// An integer number of đồng.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(self.0) {
            Ok(dong) => serializer.serialize_i64(dong),
            Err(_) => serializer.serialize_i128(self.0),
        }
    }
}

/// What one unit of a figure is worth.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum MoneyUnit {
    /// 1 đồng.
    #[serde(rename = "đồng")]
    Dong,
    /// 1.000 đồng.
    #[serde(rename = "nghìn đồng")]
    Thousand,
    /// 1.000.000 đồng, the commonest in tables.
    #[serde(rename = "triệu đồng")]
    Million,
    /// 1.000.000.000 đồng.
    #[serde(rename = "tỷ đồng")]
    Billion,
}

impl MoneyUnit {
    /// All units, the smallest first.
    pub const ALL: [MoneyUnit; 4] =
        [MoneyUnit::Dong, MoneyUnit::Thousand, MoneyUnit::Million, MoneyUnit::Billion];

    /// How many đồng it is.
    pub const fn dong(self) -> i128 {
        match self {
            MoneyUnit::Dong => 1,
            MoneyUnit::Thousand => 1_000,
            MoneyUnit::Million => 1_000_000,
            MoneyUnit::Billion => 1_000_000_000,
        }
    }

    /// As the contract and offices write it.
    pub const fn label(self) -> &'static str {
        match self {
            MoneyUnit::Dong => "đồng",
            MoneyUnit::Thousand => "nghìn đồng",
            MoneyUnit::Million => "triệu đồng",
            MoneyUnit::Billion => "tỷ đồng",
        }
    }

    /// The unit for people, in both languages.
    pub const fn text(self) -> Text {
        match self {
            MoneyUnit::Dong => Text { vi: "đồng", en: "đồng" },
            MoneyUnit::Thousand => Text { vi: "nghìn đồng", en: "thousand đồng" },
            MoneyUnit::Million => Text { vi: "triệu đồng", en: "million đồng" },
            MoneyUnit::Billion => Text { vi: "tỷ đồng", en: "billion đồng" },
        }
    }

    /// The unit that figures were typed in which are 10^`power` times too large when they are read in this one.
    ///
    /// `None` where there is no such unit: a nought too many is no unit.
    pub fn typed(self, power: i32) -> Option<MoneyUnit> {
        let exponent = |unit: MoneyUnit| unit.dong().ilog10() as i32;
        MoneyUnit::ALL.into_iter().find(|typed| exponent(*typed) + power == exponent(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn million(number: f64) -> Rounded {
        Money::from_cell(number, MoneyUnit::Million).expect("within 2⁵³")
    }

    #[test]
    fn an_amount_that_is_powers_of_ten_off_is_put_right_where_that_is_whole_dong() {
        let dong = Money::from_dong;
        assert_eq!(dong(180_000_000).shifted(6), Some(dong(180)));
        assert_eq!(dong(1_500).shifted(3), None);
        assert_eq!(dong(-2).shifted(-3), Some(dong(-2_000)));
    }

    #[test]
    fn a_cell_is_rounded_to_the_nearest_dong_and_a_cut_is_said() {
        assert_eq!(million(6975.3), Rounded { money: Money(6_975_300_000), cut: false });
        assert_eq!(million(0.1 + 0.2), Rounded { money: Money(300_000), cut: false });
        assert_eq!(million(0.0000005), Rounded { money: Money(1), cut: true });
        assert_eq!(million(-0.0000005), Rounded { money: Money(-1), cut: true });
        assert_eq!(million(1.0 / 3.0), Rounded { money: Money(333_333), cut: true });
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for number in [f64::NAN, f64::INFINITY, 1e300, -1e300, 1e16] {
            assert_eq!(Money::from_cell(number, MoneyUnit::Dong), None, "{number}");
        }
        for text in ["", "-", ".", "1e5", "1,5", "--1", "123456789012345678901234567890"] {
            assert_eq!(Money::from_decimal(text, MoneyUnit::Dong), None, "{text}");
        }
    }

    #[test]
    fn the_unit_that_was_typed_is_told_by_the_power_of_ten() {
        let typed = |read: MoneyUnit, power| read.typed(power).map(MoneyUnit::label);
        assert_eq!(typed(MoneyUnit::Million, 6), Some("đồng"));
        assert_eq!(typed(MoneyUnit::Dong, -3), Some("nghìn đồng"));
        assert_eq!(typed(MoneyUnit::Million, 4), None);
        assert_eq!(typed(MoneyUnit::Dong, 3), None);
    }

    #[test]
    fn an_amount_is_shown_as_an_office_writes_it() {
        assert_eq!(Money(1_234_567).to_string(), "1.234.567");
        assert_eq!(Money(-1_000).to_string(), "-1.000");
        assert_eq!(Money(6_975_300_000).show(MoneyUnit::Million, 3), "6.975,3");
        assert_eq!(Money(6_975_000_000).show(MoneyUnit::Million, 3), "6.975");
        assert_eq!(Money(-1).show(MoneyUnit::Million, 3), "0");
        assert_eq!(Money(1_500).show(MoneyUnit::Thousand, 0), "2");
    }

    proptest! {
        #[test]
        fn what_is_written_to_a_cell_is_read_back(dong in -LARGEST..=LARGEST) {
            for unit in MoneyUnit::ALL {
                let back = Money::from_cell(Money(dong).as_number(unit), unit).expect("as large as before");
                // Beyond 15 digits a cell in a larger unit keeps 15 to 17 of them.
                if dong.abs() < 1_000_000_000_000_000 {
                    prop_assert_eq!(back.money, Money(dong));
                    prop_assert!(!back.cut);
                }
            }
        }

        #[test]
        fn no_number_panics(number: f64, text: String) {
            for unit in MoneyUnit::ALL {
                let _ = Money::from_cell(number, unit);
                let _ = Money::from_decimal(&text, unit);
            }
        }

        #[test]
        fn a_split_adds_up(parts in proptest::collection::vec(-LARGEST..=LARGEST, 0..50)) {
            let whole: i128 = parts.iter().sum();
            let sum: Money = parts.iter().map(|&part| Money(part)).sum();
            prop_assert_eq!(sum, Money(whole));
        }
    }
}
