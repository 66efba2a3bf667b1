//! A column of unknown words that is the numerator of "Tỷ lệ giải ngân" is what was disbursed, where no other column is.

use std::collections::BTreeSet;

use super::{Columns, Fate};
use crate::domain::label::Label;
use crate::domain::submission::{Measure, Stated};
use crate::recognise::lexicon::Said;

/// Fewer rows than this show a rate by chance.
const FEWEST_ROWS: usize = 2;

impl Columns<'_> {
    /// Gives a measure to the one column of unknown words by which a stated rate is of the plan.
    pub(super) fn find_numerator(&mut self) {
        let of = |measure: Measure| -> Vec<usize> {
            self.counting().filter(|(_, own)| *own == measure).map(|(at, _)| at).collect()
        };
        if !of(Measure::Cumulative).is_empty() {
            return;
        }
        let rates = of(Measure::Rate);
        let says_disbursed = |at: &&usize| Label::new(&self.lanes[**at].path).has("giai ngan");
        let plans = of(Measure::Plan);
        let unknown: Vec<usize> =
            (0..self.lanes.len()).filter(|&at| self.settled[at].said.is_none()).collect();
        for &rate in rates.iter().filter(says_disbursed) {
            let facts = self.settled[rate].facts;
            let plans = || plans.iter().filter(|&&plan| self.settled[plan].facts == facts);
            let is_it = |at: &&usize| plans().any(|&plan| self.is_rate(rate, **at, plan));
            let mut found = unknown.iter().filter(is_it);
            if let (Some(&only), None) = (found.next(), found.next()) {
                let settled = &mut self.settled[only];
                settled.said = Some(Said::Measure(Measure::Cumulative));
                settled.fate = Fate::Counts;
                settled.facts = settled.facts.below(facts);
                return;
            }
        }
    }

    /// Whether a rate is what a column is of the plan, in all rows: a row speaks where it is neither 0 nor 100 %.
    fn is_rate(&self, rate: usize, part: usize, plan: usize) -> bool {
        let mut seen = BTreeSet::new();
        let [rates, parts, plans] = [rate, part, plan].map(|at| &self.lanes[at].stated);
        for ((rate, part), plan) in rates.iter().zip(parts).zip(plans) {
            let (Stated::Percent(rate), Stated::Amount(part), Stated::Amount(plan)) =
                (rate, part, plan)
            else {
                continue;
            };
            if plan.is_zero() {
                continue;
            }
            let share = part.as_dong() as f64 / plan.as_dong() as f64;
            // Printed with two decimals, or as the fraction that a format shows as a percentage.
            if 0.0051 < (share * 100.0 - rate).abs() && 0.000_051 < (share - rate).abs() {
                return false;
            }
            if !part.is_zero() && part != plan {
                seen.insert((*part, *plan));
            }
        }
        FEWEST_ROWS <= seen.len()
    }
}
