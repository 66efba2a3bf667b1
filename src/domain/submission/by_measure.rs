//! Amounts by measure, so that who adds them up or hands them on need not name each.

use std::ops::AddAssign;

use super::Measure;
use crate::domain::money::Money;

/// An amount for each of [`Measure::FIGURES`] of which there is one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ByMeasure {
    /// In the order of the figures; zero where there is none.
    amounts: [Money; Measure::FIGURES.len()],
    /// Of which there is one, a bit each.
    present: u16,
}

impl Default for ByMeasure {
    fn default() -> ByMeasure {
        ByMeasure { amounts: [Money::ZERO; Measure::FIGURES.len()], present: 0 }
    }
}

impl ByMeasure {
    /// The amount of a measure; `None` where there is none, which is not 0.
    pub fn get(&self, measure: Measure) -> Option<Money> {
        let at = measure.figure_index()?;
        (self.present >> at & 1 == 1).then_some(self.amounts[at])
    }

    /// Adds to the amount of a measure.
    ///
    /// # Panics
    /// The measure is none of the figures of lines.
    pub fn add(&mut self, measure: Measure, amount: Money) {
        let at = measure.figure_index().expect("a line has figures only");
        self.amounts[at] += amount;
        self.present |= 1 << at;
    }

    /// The same without the other measures.
    pub fn only(&self, measure: Measure) -> ByMeasure {
        self.iter().filter(|(of, _)| *of == measure).collect()
    }

    /// Each measure of which there is an amount, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (Measure, Money)> {
        Measure::FIGURES.into_iter().filter_map(|measure| Some((measure, self.get(measure)?)))
    }
}

impl AddAssign<&ByMeasure> for ByMeasure {
    fn add_assign(&mut self, other: &ByMeasure) {
        self.extend(other.iter());
    }
}

impl Extend<(Measure, Money)> for ByMeasure {
    fn extend<I: IntoIterator<Item = (Measure, Money)>>(&mut self, amounts: I) {
        amounts.into_iter().for_each(|(measure, amount)| self.add(measure, amount));
    }
}

impl FromIterator<(Measure, Money)> for ByMeasure {
    fn from_iter<I: IntoIterator<Item = (Measure, Money)>>(amounts: I) -> ByMeasure {
        let mut all = ByMeasure::default();
        all.extend(amounts);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_keeps_its_own_amount_and_none_is_not_zero() {
        let amount = |at: usize| Money::from_dong(1 << at);
        let figures = || Measure::FIGURES.into_iter().enumerate();
        let all: ByMeasure = figures().map(|(at, measure)| (measure, amount(at))).collect();
        assert!(figures().all(|(at, measure)| all.get(measure) == Some(amount(at))));
        assert_eq!(all.iter().count(), Measure::FIGURES.len());
        let mut sum: ByMeasure = [(Measure::Volume, Money::ZERO)].into_iter().collect();
        assert_eq!(sum.iter().collect::<Vec<_>>(), [(Measure::Volume, Money::ZERO)]);
        assert_eq!((sum.get(Measure::Plan), sum.get(Measure::Rate)), (None, None));
        sum += &all;
        sum += &all.only(Measure::Plan);
        assert_eq!(sum.get(Measure::Volume), all.get(Measure::Volume));
        assert_eq!(sum.get(Measure::Plan), Some(amount(0) + amount(0)));
    }
}
