//! Which columns of a table are sums of which others, and which of two ways to split a sum gives its figures.

use std::collections::BTreeSet;

use super::evidence::{self, Evidence};
use super::sums::is_empty;
use super::{Fate, Lane, Settled, leaves};
use crate::domain::attributes;
use crate::domain::label::Label;
use crate::domain::money::Money;
use crate::domain::submission::{Measure, Stated};
use crate::parse::table::Grid;

impl Grid {
    /// Takes over what the witnesses settled: `lanes` are all columns they were asked about, `places` those of them that
    /// are columns of the table, in their order.
    pub(in crate::parse) fn take_settled(
        &mut self,
        lanes: &[Lane],
        settled: &[Settled],
        places: &[usize],
        budget: i32,
    ) {
        let place = |lane: usize| places.iter().position(|&other| other == lane);
        for (at, &lane) in places.iter().enumerate() {
            match settled[lane].fate {
                Fate::Ambiguous => self.table.ambiguous.push(at),
                Fate::Confirms(owner, second) => {
                    self.table.columns[at].is_detail = true;
                    let owners = [Some(owner), second].into_iter().flatten().filter_map(place);
                    self.confirmed.push((at, owners.collect()));
                }
                Fate::Part(whole) => {
                    self.table.columns[at].is_detail = true;
                    if lanes[lane].is_of_which {
                        self.parts.extend(place(whole).map(|whole| (at, whole)));
                    }
                }
                Fate::Counts | Fate::Unknown => {}
            }
            for sum in &settled[lane].sums {
                let sum: Option<Vec<usize>> = sum.iter().map(|&addend| place(addend)).collect();
                self.table.columns[at].splits.extend(sum);
            }
        }
        self.split_columns(budget);
    }

    /// Takes the figures of columns that are set aside out of the table: no rule may check sums or rates with them.
    pub(in crate::parse) fn blind(&mut self) {
        let width = self.table.columns.len();
        for &at in &self.table.ambiguous {
            for row in 0..self.table.rows.len() {
                let cell = &mut self.table.cells[row * width + at];
                if *cell != Stated::Blank {
                    *cell = Stated::SetAside;
                }
            }
        }
    }

    /// Splits the sums that the headings tell of.
    fn split_columns(&mut self, budget: i32) {
        let columns = &self.table.columns;
        let measures: BTreeSet<Measure> = columns.iter().map(|column| column.measure).collect();
        let amounts = self.table.cells.iter().filter_map(|stated| stated.amount());
        let leaves = Leaves { rows: leaves(&self.table.rows), step: evidence::step(amounts) };
        for measure in measures {
            let counts = |at: &usize| {
                let column = &self.table.columns[*at];
                column.measure == measure && !column.is_detail && !self.table.ambiguous.contains(at)
            };
            let members: Vec<usize> = (0..self.table.columns.len()).filter(counts).collect();
            let facts: Vec<_> = members.iter().map(|&at| self.table.columns[at].facts).collect();
            for (whole, lists) in attributes::splits(&facts, budget).into_iter().enumerate() {
                let lists: Vec<Vec<usize>> = lists
                    .iter()
                    .map(|list| list.iter().map(|&part| members[part]).collect())
                    .collect();
                self.choose_split(members[whole], lists, &leaves);
            }
        }
    }

    /// Of several splits of one sum the one that adds up best gives the figures. A list of parts that does not add up to
    /// the sum ("trong đó: NSTW" alone) gives none: it never stands for the whole.
    fn choose_split(&mut self, whole: usize, lists: Vec<Vec<usize>>, leaves: &Leaves) {
        let told: Vec<(Vec<usize>, Evidence, Split)> = lists
            .into_iter()
            .map(|list| {
                let evidence = self.evidence_of(whole, &list, leaves);
                let split = self.split(whole, &list, &evidence, leaves);
                (list, evidence, split)
            })
            .collect();
        let best = (0..told.len()).filter(|&at| told[at].2 != Split::Empty).max_by_key(|&at| {
            let (list, evidence, split) = &told[at];
            let good = evidence.speaking + evidence.silent;
            (*split == Split::AddsUp, good, list.len(), std::cmp::Reverse(at))
        });
        for (at, (list, _, split)) in told.into_iter().enumerate() {
            if Some(at) != best || split != Split::AddsUp {
                list.iter().for_each(|&part| self.table.columns[part].is_detail = true);
            }
            match split {
                // Beside a split that adds up one that does not is another thing, badly named.
                Split::Differs if Some(at) != best => {}
                Split::AddsUp | Split::Differs => {
                    let splits = &mut self.table.columns[whole].splits;
                    if !splits.iter().any(|known| is_same(known, &list)) {
                        splits.push(list);
                    }
                }
                Split::Partial if Some(at) != best => {}
                Split::Partial => self.parts.extend(list.iter().map(|&part| (part, whole))),
                Split::Empty => {}
            }
        }
    }

    fn evidence_of(&self, whole: usize, parts: &[usize], leaves: &Leaves) -> Evidence {
        let table = &self.table;
        let rows = leaves.rows.iter().map(|&row| {
            (table.at(row, whole), parts.iter().map(|&part| table.at(row, part)).collect())
        });
        Evidence::of(rows, leaves.step)
    }

    /// What the rows say of some columns being together what `whole` is.
    fn split(&self, whole: usize, parts: &[usize], evidence: &Evidence, leaves: &Leaves) -> Split {
        let table = &self.table;
        let leaves = &leaves.rows;
        let empty =
            |at: usize| is_empty(&leaves.iter().map(|&row| table.at(row, at)).collect::<Vec<_>>());
        if !empty(whole) && parts.iter().all(|&part| empty(part)) {
            return Split::Empty;
        }
        let good = evidence.speaking + evidence.silent;
        // A part whose funding type is known says more than a whole of which it is not.
        let says_funding = |&part: &usize| table.columns[part].facts.funding.is_some();
        let is_typed =
            table.columns[whole].facts.funding.is_none() && parts.iter().all(says_funding);
        // Where it is blank and they hold money it cannot stand for them.
        let is_missing = leaves.iter().any(|&row| {
            let holds = |&part: &usize| table.at(row, part).is_amount();
            table.at(row, whole) == Stated::Blank && parts.iter().any(holds)
        });
        if evidence.against <= good || is_typed || is_missing {
            return Split::AddsUp;
        }
        let says_part = |&part: &usize| Label::new(&table.columns[part].heading).has("trong do");
        let is_less = leaves.iter().all(|&row| {
            let amounts =
                parts.iter().map(|&part| table.at(row, part).amount().unwrap_or_default());
            let sum: Money = amounts.sum();
            table.at(row, whole).amount().is_none_or(|whole| sum.abs() <= whole.abs())
        });
        match parts {
            [_] => Split::Partial,
            // One row may be wrong; the form that has only one says nothing against what its headings say.
            _ if evidence.against < 2 => Split::AddsUp,
            _ if is_less && parts.iter().all(says_part) => Split::Partial,
            _ => Split::Differs,
        }
    }
}

/// The rows of a table that no other row is a part of, and the smallest step of its amounts.
struct Leaves {
    rows: Vec<usize>,
    step: Money,
}

/// How some columns stand to the one whose headings make it their sum.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Split {
    /// They add up to it, or should.
    AddsUp,
    /// They hold nothing where it does.
    Empty,
    /// They are only some of it.
    Partial,
    /// They should be all of it, and are not in most rows: it counts, and the difference is told (GN402).
    Differs,
}

fn is_same(a: &[usize], b: &[usize]) -> bool {
    a.len() == b.len() && a.iter().all(|at| b.contains(at))
}
