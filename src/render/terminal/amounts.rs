//! Figures in a table: amounts with equally many decimals, rates, bars.

use super::table::whole;
use crate::domain::lang::{Lang, Text};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::tally::Rate;

/// At most so many decimals, as in the consolidated workbook: three of a triệu are nghìn đồng.
pub(super) const DECIMALS: u32 = 3;
/// What stands where there is no figure.
pub(super) const NONE: &str = "–";

/// What stands for a figure of which nothing is known.
const UNKNOWN: Text = Text { vi: "chưa rõ", en: "unknown" };

/// How the amounts of one table are written.
#[derive(Clone, Copy)]
pub(in crate::render) struct Amounts {
    unit: MoneyUnit,
    decimals: usize,
}

impl Amounts {
    /// As many decimals as the longest of these amounts needs.
    pub(in crate::render) fn of(unit: MoneyUnit, amounts: impl Iterator<Item = Money>) -> Amounts {
        let decimals = amounts.map(|amount| fraction(&amount.show(unit, DECIMALS))).max();
        Amounts { unit, decimals: decimals.unwrap_or(0) }
    }

    /// The amount of which a part may be known by nobody: `≥ 86`, `chưa rõ`.
    pub(in crate::render) fn told(self, amount: Money, is_least: bool, lang: Lang) -> String {
        match (is_least, amount.is_zero()) {
            (false, _) => self.show(amount),
            (true, true) => UNKNOWN.get(lang).to_owned(),
            (true, false) => whole(&format!("≥ {}", self.show(amount))),
        }
    }

    /// The amount, filled up with zeros: `6.975,30`.
    pub(in crate::render) fn show(self, amount: Money) -> String {
        let mut text = amount.show(self.unit, DECIMALS);
        let has = fraction(&text);
        if has == 0 && 0 < self.decimals {
            text.push(',');
        }
        text.push_str(&"0".repeat(self.decimals.saturating_sub(has)));
        text
    }
}

/// How many decimals a written amount has.
fn fraction(text: &str) -> usize {
    text.split_once(',').map_or(0, |(_, digits)| digits.len())
}

/// `26,59%`; without a plan there is no rate.
pub(super) fn percent(rate: Option<Rate>) -> String {
    rate.map_or_else(|| NONE.to_owned(), |rate| format!("{rate}%"))
}

/// The same, of money of which a part may be known by nobody.
pub(in crate::render) fn percent_of(rate: Option<Rate>, is_least: bool) -> String {
    match rate {
        Some(rate) if is_least => whole(&format!("≥ {rate}%")),
        rate => percent(rate),
    }
}

/// A bar of ten columns, half a column a step; full at 100 %.
pub(super) fn bar(rate: Option<Rate>) -> String {
    let Some(rate) = rate else { return String::new() };
    let halves = (rate.hundredths() + 250).div_euclid(500).clamp(0, 20) as usize;
    // The first đồng shows.
    let halves = if 0 < rate.hundredths() { halves.max(1) } else { halves };
    let (full, half) = (halves / 2, halves % 2);
    format!("{}{}{}", "█".repeat(full), "▌".repeat(half), "░".repeat(10 - full - half))
}

/// `1.234,5 triệu đồng`; not to be broken.
pub(super) fn with_unit(amount: Money, unit: MoneyUnit, lang: Lang) -> String {
    whole(&format!("{} {}", amount.show(unit, DECIMALS), unit.text().get(lang)))
}

/// The same to the last đồng.
pub(super) fn exact(amount: Money, unit: MoneyUnit, lang: Lang) -> String {
    let decimals = unit.dong().ilog10();
    whole(&format!("{} {}", amount.show(unit, decimals), unit.text().get(lang)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_amounts_of_a_table_have_equally_many_decimals() {
        let all = [6_975_300_000, 26_232_000_000, 0].map(Money::from_dong);
        let amounts = Amounts::of(MoneyUnit::Million, all.into_iter());
        assert_eq!(all.map(|amount| amounts.show(amount)), ["6.975,3", "26.232,0", "0,0"]);
    }

    #[test]
    fn a_bar_is_ten_columns_whatever_the_rate() {
        for (hundredths, want) in [
            (0, "░░░░░░░░░░"),
            (1, "▌░░░░░░░░░"),
            (4_500, "████▌░░░░░"),
            (10_000, "██████████"),
            (25_000, "██████████"),
            (-500, "░░░░░░░░░░"),
        ] {
            assert_eq!(bar(Some(Rate::from_hundredths(hundredths))), want, "{hundredths}");
        }
        assert_eq!((bar(None), percent(None)), (String::new(), "–".to_owned()));
    }
}
