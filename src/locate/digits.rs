//! The slips of a hand that types a figure: a power of ten, a sign, digits swapped, mistyped, doubled or left out.

use crate::domain::money::{Money, MoneyUnit};

/// What may have happened while a figure was typed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Slip {
    /// Typed so many powers of ten too large (positive) or too small: 6 is đồng among triệu.
    Power(i32),
    /// With the wrong sign.
    Sign,
    /// Two neighbouring digits in the wrong order.
    Swapped,
    /// A digit typed twice.
    Doubled,
    /// One digit mistyped.
    Mistyped,
    /// A digit too many.
    Extra,
    /// A digit left out.
    Lost,
}

impl Slip {
    /// How much evidence it is that a figure is just this slip away from the one that is needed: the fewer figures
    /// a slip can lead to, the less likely it does so by chance.
    pub(super) fn weight(self) -> u32 {
        match self {
            Slip::Power(-2..=2) => 160,
            Slip::Power(_) => 400,
            Slip::Sign => 300,
            Slip::Swapped => 240,
            Slip::Doubled => 100,
            Slip::Mistyped => 40,
            Slip::Extra | Slip::Lost => 30,
        }
    }
}

/// The figures that `typed` may have been meant to be, each with its slip; digits as they stand in `unit`.
///
/// A figure that two slips lead to comes with both.
pub(super) fn slips(typed: Money, unit: MoneyUnit) -> Vec<(Slip, Money)> {
    let dong = typed.as_dong();
    if dong == 0 {
        return Vec::new();
    }
    let mut found = vec![(Slip::Sign, -dong)];
    for power in [1, 2, 3, 6] {
        let factor = 10_i128.pow(power);
        found.push((Slip::Power(-(power as i32)), dong * factor));
        if dong % factor == 0 {
            found.push((Slip::Power(power as i32), dong / factor));
        }
    }
    let digits = Digits::of(dong.abs(), unit);
    let sign = dong.signum();
    found.extend(digits.slips().into_iter().map(|(slip, amount)| (slip, amount * sign)));
    let money = |(slip, dong)| Some((slip, Money::from_dong(i64::try_from(dong).ok()?)));
    found.into_iter().filter_map(money).collect()
}

/// An amount as the digits that were typed.
struct Digits {
    amount: i128,
    /// The value of the last digit, and of the first one, in đồng.
    last: i128,
    first: i128,
    /// The value of the last digit before the comma.
    ones: i128,
}

impl Digits {
    fn of(amount: i128, unit: MoneyUnit) -> Digits {
        let ones = unit.dong();
        let mut last = ones;
        while amount % last != 0 {
            last /= 10;
        }
        let mut first = ones;
        while first * 10 <= amount {
            first *= 10;
        }
        Digits { amount, last, first, ones }
    }

    fn at(&self, place: i128) -> i128 {
        self.amount / place % 10
    }

    fn places(&self) -> impl Iterator<Item = i128> {
        let first = self.first;
        std::iter::successors(Some(self.last), |place| Some(place * 10))
            .take_while(move |place| *place <= first)
    }

    fn slips(&self) -> Vec<(Slip, i128)> {
        let mut found = Vec::new();
        for place in self.places() {
            let (digit, amount) = (self.at(place), self.amount);
            let is_first = place == self.first;
            if !is_first {
                let next = self.at(place * 10);
                if digit != next {
                    found.push((Slip::Swapped, amount + (digit - next) * place * 9));
                }
            }
            let others = (0..10).filter(|other| *other != digit && (*other != 0 || !is_first));
            found.extend(others.map(|other| (Slip::Mistyped, amount + (other - digit) * place)));
            let is_twin = !is_first && self.at(place * 10) == digit;
            let without = self.without(place);
            if 0 < without {
                found.push((if is_twin { Slip::Doubled } else { Slip::Extra }, without));
            }
            if self.ones <= place {
                let (above, below) = (amount / place, amount % place);
                let with = |digit: i128| above * place * 10 + digit * place + below;
                found.extend((0..10).map(|digit| (Slip::Lost, with(digit))));
                if is_first {
                    found.extend((1..10).map(|digit| (Slip::Lost, amount + digit * place * 10)));
                }
            }
        }
        found
    }

    /// The amount without the digit of this place: those before the comma move down, those after it up.
    fn without(&self, place: i128) -> i128 {
        let (above, below) = (self.amount / (place * 10), self.amount % place);
        match place < self.ones {
            true => above * place * 10 + below * 10,
            false => above * place + below,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn million(text: &str) -> Money {
        Money::from_decimal(text, MoneyUnit::Million).unwrap().money
    }

    /// The likeliest slip from one figure to another.
    fn slip(typed: &str, meant: &str) -> Option<Slip> {
        let found = slips(million(typed), MoneyUnit::Million);
        let found = found.into_iter().filter(|(_, amount)| *amount == million(meant));
        found.map(|(slip, _)| slip).max_by_key(|slip| slip.weight())
    }

    #[test]
    fn the_slips_of_a_hand() {
        assert_eq!(slip("67172", "67712"), Some(Slip::Swapped));
        assert_eq!(slip("6975.3", "6973.5"), Some(Slip::Swapped));
        assert_eq!(slip("1234567890", "1234.56789"), Some(Slip::Power(6)));
        assert_eq!(slip("1.5", "1500"), Some(Slip::Power(-3)));
        assert_eq!(slip("4500", "450"), Some(Slip::Power(1)));
        assert_eq!(slip("-30", "30"), Some(Slip::Sign));
        assert_eq!(slip("6175", "6975"), Some(Slip::Mistyped));
        assert_eq!(slip("66975", "6975"), Some(Slip::Doubled));
        assert_eq!(slip("62975", "6975"), Some(Slip::Extra));
        assert_eq!(slip("675", "6975"), Some(Slip::Lost));
        assert_eq!(slip("975", "6975"), Some(Slip::Lost));
        assert_eq!(slip("12.55", "12.5"), Some(Slip::Doubled));
        assert_eq!(slip("1234", "4321"), None);
    }

    proptest! {
        #[test]
        fn no_amount_panics(dong in -(1_i64 << 53)..1_i64 << 53) {
            for unit in MoneyUnit::ALL {
                let _ = slips(Money::from_dong(dong), unit);
            }
        }

        #[test]
        fn what_was_swapped_is_swapped_back(typed in 12_i64..9_000_000, place in 0_u32..6) {
            let power = 10_i64.pow(place);
            let (low, high) = (typed / power % 10, typed / power / 10 % 10);
            prop_assume!(low != high && power * 10 <= typed && (low != 0 || power * 100 <= typed));
            let meant = Money::from_dong(typed + (low - high) * 9 * power);
            let found = slips(Money::from_dong(typed), MoneyUnit::Dong);
            prop_assert!(found.contains(&(Slip::Swapped, meant)));
        }
    }
}
