//! How forms write rates, and whether one is that of its amounts.

use crate::domain::money::Money;

/// Rates are compared in millionths of a percentage point, in integers.
pub(crate) const POINT: i128 = 1_000_000;

/// The largest rate that is compared in integers: larger than any, and small enough to be multiplied.
pub(crate) const LARGEST: f64 = 1e7;

/// 0,05 points: published rates are cut as often as they are rounded.
pub(crate) const USUAL: i128 = POINT / 20;

/// How a column writes rates: 26.59, or 0.2659 shown as a percentage.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Scale {
    Percent,
    Fraction,
}

impl Scale {
    /// In millionths of a point.
    pub(crate) fn points(self, stated: f64) -> i128 {
        let factor = match self {
            Scale::Percent => POINT,
            Scale::Fraction => POINT * 100,
        };
        (stated.clamp(-LARGEST, LARGEST) * factor as f64).round() as i128
    }

    /// What a cell holds that states so many percent.
    pub(crate) fn stated(self, percent: f64) -> f64 {
        match self {
            Scale::Percent => percent,
            Scale::Fraction => percent / 100.0,
        }
    }

    /// What a cell states, in percent.
    pub(crate) fn percent(self, stated: f64) -> f64 {
        self.points(stated) as f64 / POINT as f64
    }

    /// Whether a stated rate is that of these amounts, within so many millionths of a point.
    pub(crate) fn fits(self, stated: f64, part: Money, whole: Money, allowed: i128) -> bool {
        let (part, whole) = (part.as_dong(), whole.as_dong());
        if LARGEST < stated.abs() {
            let rate = part as f64 / whole as f64;
            return (self.stated(rate * 100.0) / stated - 1.0).abs() < 1e-9;
        }
        let gap = self.points(stated) * whole - part * 100 * POINT;
        gap.abs() <= allowed * whole
    }
}
