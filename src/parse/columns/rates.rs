//! A column of unknown words that is the numerator of "Tỷ lệ giải ngân" is what was disbursed, where no other column is.

use std::collections::BTreeSet;

use super::{Columns, Fate};
use crate::domain::label::Label;
use crate::domain::submission::{Measure, Row, RowKind, Stated};
use crate::recognise::lexicon::Said;

/// Fewer rows than this show a rate by chance.
const FEWEST_ROWS: usize = 2;
/// Among more columns than this no quotient is looked for: each three of them are tried.
const MOST_COLUMNS: usize = 64;
/// In percent: nobody pays out twice the plan, row after row.
const HIGHEST: f64 = 200.0;
/// In percent: half of the last digit that is mostly shown.
const ROUNDING: f64 = 0.006;

/// Whether the figures under a heading of rates, one for each row, are amounts: rates of parts never add up to the rate of
/// the whole, and most of them are no multiple of the plan, unless the figures beside them make them one. `beside` are the
/// other columns, row by row.
pub(super) fn are_amounts(
    rows: &[Row],
    rates: &[Stated],
    beside: impl Fn() -> Vec<Vec<Option<f64>>>,
) -> bool {
    let of = |at: usize| match rates[at] {
        Stated::Percent(rate) if rate.is_finite() && rate != 0.0 => Some(rate),
        _ => None,
    };
    let (mut sums, mut others) = (0_usize, 0_usize);
    for whole in 0..rows.len() {
        let is_part = |at: &usize| {
            rows[*at].parent == Some(whole) && matches!(rows[*at].kind, RowKind::Item(..))
        };
        let parts: Vec<f64> = (0..rows.len()).filter(is_part).filter_map(of).collect();
        let Some(rate) = of(whole).filter(|_| 2 <= parts.len()) else { continue };
        let gap = (parts.iter().sum::<f64>() - rate).abs();
        // A fraction that is shown as a percentage is smaller than the rounding of percent.
        if gap <= ROUNDING * parts.len() as f64 && gap <= rate.abs() / 100.0 {
            sums += 1
        } else {
            others += 1
        }
    }
    let stated: Vec<f64> = (0..rows.len()).filter_map(of).collect();
    let high = stated.iter().filter(|rate| HIGHEST < rate.abs()).count();
    others < sums || stated.len() < 2 * high && !are_quotients(rates, &beside())
}

/// Whether each rate is what one column, or two together, are of another, the same ones in all rows: a figure a thousand
/// times too large makes a rate of 20.000 %, and it is a rate still.
fn are_quotients(rates: &[Stated], columns: &[Vec<Option<f64>>]) -> bool {
    let stated = |(row, rate): (usize, &Stated)| match rate {
        Stated::Percent(rate) if *rate != 0.0 => Some((row, *rate)),
        _ => None,
    };
    let stated: Vec<(usize, f64)> = rates.iter().enumerate().filter_map(stated).collect();
    let amount = |column: usize, row: usize| columns[column][row].unwrap_or(0.0);
    let is_of = |part: &dyn Fn(usize) -> f64, whole: usize| {
        stated.iter().all(|&(row, rate)| {
            let whole = amount(whole, row);
            0.0 < whole && (part(row) * 100.0 / whole - rate).abs() <= ROUNDING
        })
    };
    let all = 0..columns.len();
    FEWEST_ROWS <= stated.len()
        && columns.len() <= MOST_COLUMNS
        && all.clone().any(|whole| {
            all.clone().any(|one| {
                is_of(&|row| amount(one, row), whole)
                    || (one + 1..columns.len())
                        .any(|two| is_of(&|row| amount(one, row) + amount(two, row), whole))
            })
        })
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::attributes::Facts;

    /// A program with two projects.
    fn amounts(figures: [f64; 3]) -> bool {
        let row = |id: &str, parent| Row {
            index: 0,
            label: "".into(),
            kind: RowKind::Item(id.parse().unwrap(), None),
            facts: Facts::default(),
            parent,
        };
        let rows = [row("gn", None), row("gn.1", Some(0)), row("gn.2", Some(0))];
        are_amounts(&rows, &figures.map(Stated::Percent), Vec::new)
    }

    #[test]
    fn a_high_rate_that_the_figures_beside_it_give_is_a_rate() {
        let row = |id: &str, parent| Row {
            index: 0,
            label: "".into(),
            kind: RowKind::Item(id.parse().unwrap(), None),
            facts: Facts::default(),
            parent,
        };
        let rows = [row("gn", None), row("gn.1", Some(0))];
        let amounts = |before: f64| {
            let columns = [[500.0, 500.0], [before, before], [99_000.0, 99_000.0]];
            let beside = || columns.iter().map(|of| of.iter().copied().map(Some).collect());
            are_amounts(&rows, &[19_820.0; 2].map(Stated::Percent), || beside().collect())
        };
        // (100 + 99.000) ÷ 500, where a cumulative is the one before and the figure of the period.
        assert_eq!([amounts(100.0), amounts(101.0)], [false, true]);
    }

    #[test]
    fn figures_that_add_up_or_are_a_multiple_of_the_plan_are_no_rates() {
        assert!(amounts([57.5, 24.0, 33.5]));
        assert!(amounts([2200.0, 1200.0, 900.0]));
        assert!(!amounts([31.43, 30.0, 33.33]));
        assert!(!amounts([0.3143, 0.3, 0.3333]));
        assert!(!amounts([0.007, 0.01, 0.005]));
        assert!(!amounts([100.0, 100.0, 0.0]));
        // One rate may be mistyped.
        assert!(!amounts([3143.0, 30.0, 33.33]));
    }
}
