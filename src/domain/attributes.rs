//! Funding type, source and plan year of a figure, and when one combination includes another.

use super::key::{Funding, PlanYear, Source};

/// A piece of what a form states as a whole or in its pieces, and that no key tells apart: the pieces add up.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Piece {
    /// Paid for accepted work.
    Work,
    /// Paid in advance.
    Advance,
    /// Paid in this month.
    Month(u32),
    /// Given by the decision of this number in a list of them: "Giao đầu năm | Bổ sung", without their sum.
    Given(u32),
    /// Proposed as an increase of the plan, or as a change of either sign.
    Increase,
    /// Proposed as a decrease.
    Decrease,
    /// Proposed to be paid back, where what is to be cancelled stands beside it.
    PaidBack,
    /// Proposed to be cancelled, where what is to be paid back stands beside it.
    Cancelled,
}

/// What the headings above a column say beside its measure; `None` where they say nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Facts {
    /// The funding type.
    pub funding: Option<Funding>,
    /// The source.
    pub source: Option<Source>,
    /// The plan year.
    pub year: Option<PlanYear>,
    /// The part of a sum that is not split further ("chưa tách nguồn"): it covers no other column.
    pub is_rest: bool,
    /// The piece of the whole that it is.
    pub piece: Option<Piece>,
}

impl Facts {
    /// What is said where `above` was said before: the nearer word overrides.
    pub fn below(self, above: Facts) -> Facts {
        Facts {
            funding: self.funding.or(above.funding),
            source: self.source.or(above.source),
            year: self.year.or(above.year),
            is_rest: self.is_rest || above.is_rest,
            piece: self.piece.or(above.piece),
        }
    }

    /// Whether money of these facts is a sum that money of `other` is a part of, in the budget year `budget`.
    pub fn covers(&self, other: &Facts, budget: i32) -> bool {
        if self.is_rest && self != other {
            return false;
        }
        let funding = self.funding.is_none() || self.funding == other.funding;
        let source = match (self.source, other.source) {
            (None, _) => true,
            (Some(own), Some(other)) => Source::covers(own, other),
            (Some(_), None) => false,
        };
        let piece = self.piece.is_none() || self.piece == other.piece;
        let [own, other] = [self, other].map(|facts| facts.year.unwrap_or(PlanYear::Any));
        funding && source && piece && own.covers(other, budget)
    }

    /// What a cell is about whose column says this and whose row says something too; `None` where they contradict each other.
    pub fn narrowed(&self, row: &Facts, budget: i32) -> Option<Facts> {
        let funding = match (self.funding, row.funding) {
            (Some(a), Some(b)) if a != b => return None,
            (a, b) => a.or(b),
        };
        let source = match (self.source, row.source) {
            (Some(a), Some(b)) if Source::covers(a, b) => Some(b),
            (Some(a), Some(b)) if !Source::covers(b, a) => return None,
            (a, b) => a.or(b),
        };
        let year = match (self.year, row.year) {
            (Some(a), Some(b)) if PlanYear::covers(a, b, budget) => Some(b),
            (Some(a), Some(b)) if !PlanYear::covers(b, a, budget) => return None,
            (a, b) => a.or(b),
        };
        let piece = self.piece.or(row.piece);
        Some(Facts { funding, source, year, is_rest: self.is_rest || row.is_rest, piece })
    }

    /// Whether the two speak of some of the same money.
    pub fn meets(&self, other: &Facts, budget: i32) -> bool {
        if self.is_rest || other.is_rest {
            return self == other;
        }
        let joined = |pick: fn(&Facts) -> Facts| {
            let (a, b) = (pick(self), pick(other));
            a.covers(&b, budget) || b.covers(&a, budget)
        };
        joined(|facts| Facts { funding: facts.funding, ..Facts::default() })
            && joined(|facts| Facts { source: facts.source, ..Facts::default() })
            && joined(|facts| Facts { year: facts.year, ..Facts::default() })
            && joined(|facts| Facts { piece: facts.piece, ..Facts::default() })
    }
}

/// What is said of the sum of two amounts: what is said of both.
pub(crate) fn join(a: Facts, b: Facts) -> Facts {
    Facts {
        funding: a.funding.filter(|_| a.funding == b.funding),
        source: a.source.filter(|_| a.source == b.source),
        year: a.year.filter(|_| a.year == b.year),
        is_rest: a.is_rest && b.is_rest,
        piece: a.piece.filter(|_| a.piece == b.piece),
    }
}

/// The ways in which each of some columns of one measure is split by the others: for each column lists of indices.
///
/// The parts of one list share no money; parts that do (by source, and again by year) stand in different lists.
pub(crate) fn splits(facts: &[Facts], budget: i32) -> Vec<Vec<Vec<usize>>> {
    (0..facts.len()).map(|whole| splits_of(whole, facts, budget)).collect()
}

/// The ways in which one of some columns is split by the others.
pub(crate) fn splits_of(whole: usize, facts: &[Facts], budget: i32) -> Vec<Vec<usize>> {
    let strictly =
        |a: usize, b: usize| a != b && facts[a] != facts[b] && facts[a].covers(&facts[b], budget);
    let below: Vec<usize> = (0..facts.len()).filter(|&part| strictly(whole, part)).collect();
    let direct = below.iter().filter(|&&part| !below.iter().any(|&other| strictly(other, part)));
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for &part in direct {
        let fits = |list: &&mut Vec<usize>| {
            list.iter().all(|&other| !facts[other].meets(&facts[part], budget))
        };
        match lists.iter_mut().find(fits) {
            Some(list) => list.push(part),
            None => lists.push(vec![part]),
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_knows_its_parts_and_two_splits_stay_apart() {
        let facts = |funding, source, year| Facts { funding, source, year, ..Facts::default() };
        let columns = [
            facts(None, None, None),
            facts(Some(Funding::Investment), None, None),
            facts(Some(Funding::Investment), Some(Source::Central), None),
            facts(Some(Funding::Recurrent), None, None),
        ];
        assert_eq!(splits(&columns, 2024)[0], [vec![1, 3]]);
        assert_eq!(splits(&columns, 2024)[1], [vec![2]]);
        let crossed = [
            facts(None, None, None),
            facts(None, Some(Source::Central), None),
            facts(None, Some(Source::Local), None),
            facts(None, None, Some(PlanYear::CarryOver)),
            facts(None, None, Some(PlanYear::Of(2024))),
        ];
        assert_eq!(splits(&crossed, 2024)[0], [vec![1, 2], vec![3, 4]]);
    }
}
