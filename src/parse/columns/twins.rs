//! Columns whose headings say the same: which one counts, and which are set aside because nobody can say.

use std::cmp::Ordering;

use super::sums::is_empty;
use super::{Columns, Fate, SumsUp};
use crate::domain::attributes::{self, Facts};
use crate::domain::money::Money;
use crate::domain::submission::{Measure, Stated};
use crate::recognise::heading::levels;
use crate::recognise::lexicon::Said;

impl Columns<'_> {
    /// What the Treasury confirmed stands beside what the owner says: the owner's figure counts.
    pub(super) fn find_confirmed(&mut self) {
        for at in (0..self.lanes.len()).filter(|&at| self.lanes[at].is_confirmed) {
            let measure = match (self.settled[at].fate, self.settled[at].said) {
                (Fate::Counts, Some(Said::Measure(measure))) => measure,
                (Fate::Unknown, None) => Measure::Cumulative,
                _ => continue,
            };
            let facts = self.settled[at].facts;
            let is_owner = |other: &usize| {
                !self.lanes[*other].is_confirmed && self.settled[*other].facts == facts
            };
            let owners = self.counting().filter(|(_, own)| *own == measure).map(|(at, _)| at);
            let index = self.lanes[at].index;
            let nearest = |other: &usize| {
                (self.lanes[*other].is_doubtful, self.lanes[*other].index.abs_diff(index))
            };
            let owner = owners.filter(is_owner).min_by_key(nearest);
            let owner = owner.map(|owner| (owner, None)).or_else(|| {
                let (before, now) = self.paid_in_two(measure, is_owner)?;
                // Where it is what the two come to, it is the form's own cumulative figure.
                let evidence = self.evidence(at, &[before, now]);
                let is_their_sum = evidence.against < evidence.speaking + evidence.silent;
                (!is_their_sum).then_some((before, Some(now)))
            });
            if let Some((owner, second)) = owner {
                self.settled[at].said = Some(Said::Measure(measure));
                self.settled[at].fate = Fate::Confirms(owner, second);
            }
        }
    }

    /// The columns of the owner that state what was disbursed in two: up to the period, and in it.
    fn paid_in_two(
        &self,
        measure: Measure,
        is_owner: impl Fn(&usize) -> bool,
    ) -> Option<(usize, usize)> {
        let of = |wanted: Measure| {
            let mut found = self.counting().filter(|(at, own)| *own == wanted && is_owner(at));
            found.next().map(|(at, _)| at)
        };
        let (before, now) = (of(Measure::Previous)?, of(Measure::InPeriod)?);
        (measure == Measure::Cumulative).then_some((before, now))
    }

    /// Of columns with one measure and the same facts at most one counts.
    pub(super) fn choose_among_twins(&mut self) {
        let counting: Vec<(usize, Measure)> = self.counting().collect();
        for (position, &(at, measure)) in counting.iter().enumerate() {
            let facts = self.settled[at].facts;
            let is_twin = |(other, own): &(usize, Measure)| {
                *own == measure && self.settled[*other].facts == facts
            };
            if counting[..position].iter().any(is_twin) {
                continue;
            }
            let twins: Vec<usize> = counting[position..]
                .iter()
                .filter(|other| is_twin(other))
                .map(|(at, _)| *at)
                .collect();
            self.choose(measure, twins);
        }
    }

    fn choose(&mut self, measure: Measure, mut twins: Vec<usize>) {
        if twins.len() < 2 {
            return;
        }
        // The best understood first; a sum before what does not call itself one.
        twins.sort_by_key(|&at| {
            let lane = &self.lanes[at];
            (lane.is_doubtful, lane.is_of_which, lane.sums_up == SumsUp::Unsaid, lane.index)
        });
        // A sum of columns that count says nothing new, and is set aside with nobody.
        let of = |wanted: Whole| -> Vec<usize> {
            twins.iter().copied().filter(|&at| self.whole(at) == wanted).collect()
        };
        let mut sums = of(Whole::Shown);
        // Where only one is not denied by its parts, which state nothing, it is meant.
        if sums.is_empty() && of(Whole::Denied).len() + 1 == twins.len() {
            sums = of(Whole::Unshown);
        }
        if let Some(&sum) = sums.first() {
            self.repeat(&mut twins, sum, |_, at, _| sums.contains(&at));
            twins.sort_by_key(|&at| at != sum);
        }
        let full = twins.iter().copied().find(|&at| !is_empty(&self.lanes[at].stated));
        let is_doubtful = |at: usize| self.lanes[at].is_doubtful;
        // What was not understood does not take the place of an understood 0.
        let full = full.filter(|&at| sums.is_empty() && is_doubtful(at) == is_doubtful(twins[0]));
        if let Some(full) = full {
            self.repeat(&mut twins, full, |columns, at, _| is_empty(&columns.lanes[at].stated));
        }
        let mut position = 0;
        while position < twins.len() {
            let whole = twins[position];
            self.repeat(&mut twins, whole, |columns, at, whole| columns.is_copy(at, whole));
            position += 1;
        }
        let first = twins[0];
        self.repeat(&mut twins, first, |columns, at, whole| columns.is_part(at, whole));
        if twins.len() < 2 {
            return;
        }
        // What only checks others may stand twice.
        if !measure.is_figure() {
            self.repeat(&mut twins, first, |_, _, _| true);
            return;
        }
        let is_understood =
            |at: &usize| !self.lanes[*at].is_doubtful && !self.lanes[*at].is_of_which;
        let understood: Vec<usize> = twins.iter().copied().filter(is_understood).collect();
        let counts = match (sums.first(), &understood[..]) {
            (Some(&sum), _) => Some(sum),
            (None, &[only]) => Some(only),
            _ => None,
        };
        // A column that was not understood is not set aside with those that were; where several were, all are.
        for at in twins.into_iter().filter(|at| Some(*at) != counts) {
            self.settled[at].fate = Fate::Ambiguous;
        }
    }

    /// Takes those of some twins for parts of one of them of which it is true.
    fn repeat(
        &mut self,
        twins: &mut Vec<usize>,
        whole: usize,
        is_repeated: impl Fn(&Columns<'_>, usize, usize) -> bool,
    ) {
        let (parts, rest): (Vec<usize>, Vec<usize>) =
            twins.iter().partition(|&&at| at != whole && is_repeated(self, at, whole));
        for at in parts {
            self.settled[at].fate = Fate::Part(whole);
        }
        *twins = rest;
    }

    fn rows(&self, a: usize, b: usize) -> impl Iterator<Item = (Stated, Stated)> {
        let (a, b) = (&self.lanes[a].stated, &self.lanes[b].stated);
        a.iter().copied().zip(b.iter().copied())
    }

    /// Whether two columns state the same in every row: in two rows that differ, or in one where their headings were
    /// understood and say so too.
    fn is_copy(&self, at: usize, whole: usize) -> bool {
        let mut seen: Vec<Money> = Vec::new();
        for (a, b) in self.rows(at, whole) {
            let is_sound = |stated: Stated| matches!(stated, Stated::Blank | Stated::Amount(_));
            let [a, b] =
                [a, b].map(|stated| is_sound(stated).then(|| stated.amount().unwrap_or_default()));
            match (a, b) {
                (Some(a), Some(b)) if a == b => {
                    if !a.is_zero() && !seen.contains(&a) {
                        seen.push(a);
                    }
                }
                _ => return false,
            }
        }
        let is_written = !self.lanes[at].is_doubtful && !self.lanes[whole].is_doubtful;
        let needed = if is_written { 1 } else { 2 };
        needed <= seen.len()
    }

    /// Whether the headings say whole and part ("Trong đó: …", or a "Tổng số" beside it under one heading), and no row
    /// denies it.
    fn is_part(&self, at: usize, whole: usize) -> bool {
        let (part, sum) = (&self.lanes[at], &self.lanes[whole]);
        let group = levels::group(&sum.path);
        let is_grouped = group.is_some_and(|group| levels::is_below(&part.path, group));
        let is_said = part.is_of_which && !sum.is_of_which
            || is_grouped && sum.sums_up != SumsUp::Unsaid && part.sums_up == SumsUp::Unsaid;
        let is_less = |(part, whole): (Stated, Stated)| match (part, whole) {
            (Stated::Amount(part), Stated::Amount(whole)) => part.abs() <= whole.abs(),
            (Stated::Amount(part), Stated::Blank) => part.is_zero(),
            _ => true,
        };
        is_said && self.rows(at, whole).all(is_less)
    }

    /// Whether a column is the sum of those that its headings make its parts.
    fn whole(&self, at: usize) -> Whole {
        let Some(measure) = self.measure(at) else { return Whole::Without };
        if !self.settled[at].sums.is_empty() {
            return Whole::Shown;
        }
        let is_member = |other: &usize| *other == at || !self.lanes[*other].is_doubtful;
        let members = self.counting().filter(|(_, own)| *own == measure).map(|(at, _)| at);
        let members: Vec<usize> = members.filter(is_member).collect();
        let facts: Vec<Facts> = members.iter().map(|&at| self.settled[at].facts).collect();
        let own = members.iter().position(|&other| other == at).unwrap_or(0);
        let lists = attributes::splits_of(own, &facts, self.budget);
        let lists = lists.into_iter().map(|list| {
            let parts = list.into_iter().map(|part| members[part]);
            parts.filter(|&part| !self.lanes[part].is_of_which).collect::<Vec<usize>>()
        });
        let whole = lists.filter(|list| !list.is_empty()).map(|list| {
            let evidence = self.evidence(at, &list);
            let good = evidence.speaking + evidence.silent;
            match evidence.against.cmp(&good) {
                _ if good == 0 && evidence.against == 0 => Whole::Unshown,
                Ordering::Greater => Whole::Denied,
                _ => Whole::Shown,
            }
        });
        whole.min().unwrap_or(Whole::Without)
    }

    /// A column of which not all words were understood, and whose other words make it the whole of its neighbours, is
    /// that only where the rows do not deny it: "Kế hoạch vốn › Xyz" beside "Kế hoạch vốn › NSTW".
    pub(super) fn doubt_wholes(&mut self) {
        for at in 0..self.lanes.len() {
            if self.lanes[at].is_doubtful && self.whole(at) == Whole::Denied {
                self.settled[at].fate = Fate::Unknown;
            }
        }
    }
}

/// Whether a column is the sum of others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whole {
    /// Rows show it.
    Shown,
    /// No row says anything of it.
    Unshown,
    /// Rows deny it.
    Denied,
    /// Its headings make no other column its part.
    Without,
}
