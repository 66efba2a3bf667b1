//! Into which plan years and sources the columns of a measure are split: only those that occur.
//!
//! An issued form asks for the split that the plan has. A form that goes back to its unit holds exactly what was stated,
//! also where that is coarser than the plan ("NSĐP", carry-over without its year): a column of its own, beside which the
//! columns that it covers are not offered.

use std::collections::{BTreeMap, BTreeSet};

use super::Order;
use crate::domain::key::{Funding, Key, PlanYear, Source};
use crate::domain::submission::Measure;

/// A column of the split: a plan year and a source.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Part {
    /// The plan year.
    pub year: PlanYear,
    /// The source; `None` where it is not split.
    pub source: Option<Source>,
}

/// The columns of each measure that a table has.
pub(super) type Parts = BTreeMap<Measure, Vec<Part>>;

impl Part {
    /// A measure that is not split.
    pub(super) const WHOLE: Part = Part { year: PlanYear::Any, source: None };

    fn of(key: &Key) -> Part {
        Part { year: key.year, source: key.source }
    }

    /// Whether it is the other, or the other is a part of it.
    pub(super) fn covers(self, other: Part, budget: i32) -> bool {
        let source = match (self.source, other.source) {
            (None, _) => true,
            (Some(whole), Some(part)) => whole.covers(part),
            (Some(_), None) => false,
        };
        source && self.year.covers(other.year, budget)
    }
}

/// The columns that a table of this funding type needs.
pub(super) fn parts(order: &Order<'_>, funding: Funding) -> Parts {
    let budget = order.settings.budget_year(order.period);
    let planned: BTreeSet<Part> = order
        .plan
        .iter()
        .filter(|(key, amount)| key.funding == funding && !amount.is_zero())
        .map(|(key, _)| Part::of(key))
        .collect();
    let stated = |measures: &[Measure]| -> BTreeSet<Part> {
        let figures = order.sent.iter().flat_map(|sent| &sent.figures);
        let figures = figures.filter(|(key, figures)| {
            key.funding == funding && measures.iter().any(|measure| figures.contains_key(measure))
        });
        figures.map(|(key, _)| Part::of(key)).collect()
    };
    let mut parts = Parts::new();
    parts.insert(Measure::Plan, in_order(planned.iter().copied().chain(stated(&[Measure::Plan]))));
    if !stated(&[Measure::Allocated]).is_empty() {
        parts.insert(Measure::Allocated, in_order(stated(&[Measure::Allocated])));
    }
    let paid = stated(&[Measure::InPeriod, Measure::Cumulative]);
    let meets = |part: &Part| {
        let is_same = |own: &Part| own.covers(*part, budget) || part.covers(*own, budget);
        paid.iter().any(|own| own != part && is_same(own))
    };
    let asked = planned.iter().copied().filter(|part| !meets(part));
    let paid = in_order(paid.iter().copied().chain(asked));
    for measure in [Measure::InPeriod, Measure::Cumulative] {
        parts.insert(measure, paid.clone());
    }
    for measure in [Measure::Volume, Measure::Forecast, Measure::ForecastNext] {
        let own = stated(&[measure]);
        if measure == Measure::Volume || !own.is_empty() {
            let is_split = !own.is_empty() && !is_whole(order, funding, measure, budget);
            let whole = BTreeSet::from([Part::WHOLE]);
            parts.insert(measure, in_order(if is_split { own } else { whole }));
        }
    }
    parts
}

/// The column of a measure in which a key stands.
pub(super) fn part(parts: &Parts, measure: Measure, key: &Key) -> Part {
    match parts.get(&measure).map(Vec::as_slice) {
        Some([only]) => *only,
        _ => Part::of(key),
    }
}

/// Whether one column says all that was stated of a measure: what it leaves out, the plan settles.
fn is_whole(order: &Order<'_>, funding: Funding, measure: Measure, budget: i32) -> bool {
    let Some(sent) = order.sent else { return true };
    let mut keys = sent
        .figures
        .iter()
        .filter(|(key, figures)| key.funding == funding && figures.contains_key(&measure));
    keys.all(|(key, _)| {
        let mut coarse = Key { source: None, year: PlanYear::Any, ..key.clone() };
        coarse.settle(order.plan, budget);
        coarse == *key
    })
}

/// Years from left to right, then what is not split; at least one column.
fn in_order(parts: impl IntoIterator<Item = Part>) -> Vec<Part> {
    let parts: BTreeSet<Part> = parts.into_iter().collect();
    let mut parts: Vec<Part> = parts.into_iter().collect();
    parts.sort_by_key(|part| (part.year, part.source.is_none(), part.source));
    if parts.is_empty() {
        parts.push(Part::WHOLE);
    }
    parts
}
