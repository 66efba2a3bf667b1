//! Columns that are the sum of others: of those under one heading, or of those that stand next to them.

use std::collections::BTreeMap;

use super::{Columns, Fate, Lane, SumsUp};
use crate::domain::attributes::{Facts, join};
use crate::domain::submission::{Measure, Stated};
use crate::recognise::heading::levels;
use crate::recognise::lexicon::Said;

/// How many columns of a longer run are taken together: each way of it is held against all rows, and with hundreds of
/// columns of one heading that would take minutes.
const MOST_BESIDE: usize = 60;

impl Columns<'_> {
    /// Finds the sums whose headings alone do not make clear what is whole and what is part.
    ///
    /// The deepest headings are asked first, so that a sum of sums is held against sums.
    pub(super) fn find_sums(&mut self) {
        let mut wholes: Vec<usize> = (0..self.lanes.len()).collect();
        wholes.sort_by_cached_key(|&at| (std::cmp::Reverse(self.depth(at)), self.lanes[at].index));
        let places = self.lanes.iter().zip(0..).map(|(lane, at)| (lane.index, at)).collect();
        for whole in wholes {
            let proved = self.addends(whole, &places).into_iter().find(|addends| {
                self.is_to_be_proved(whole, addends)
                    && self.is_sum(whole, addends)
                    && (self.is_split(whole, addends) || self.is_stated_throughout(whole, addends))
            });
            if let Some(addends) = proved {
                self.take_sum(whole, addends);
            }
        }
    }

    fn depth(&self, at: usize) -> usize {
        levels::levels(&self.lanes[at].path).count()
    }

    /// The columns that a column may be the sum of, one list for each way to take them together: all others below the
    /// heading above it, and those that follow it, or go before it, without a gap. Never a choice among them.
    fn addends(&self, whole: usize, places: &BTreeMap<u32, usize>) -> Vec<Vec<usize>> {
        let Some(measure) = self.measure_of_sum(whole) else { return Vec::new() };
        let mut lists: Vec<Vec<usize>> = Vec::new();
        if let Some(group) = levels::group(&self.lanes[whole].path) {
            let is_below = |at: &usize| levels::is_below(&self.lanes[*at].path, group);
            let others = (0..self.lanes.len()).filter(|&at| at != whole).filter(is_below);
            lists.push(others.filter(|&at| self.may_add(at, measure, Near::Group)).collect());
        }
        let run = |step: i32| {
            let mut run: Vec<usize> = Vec::new();
            let mut index = self.lanes[whole].index;
            loop {
                let next = index.checked_add_signed(step).and_then(|next| places.get(&next));
                let Some(&next) = next else { break run };
                index = self.lanes[next].index;
                match self.settled[next].fate {
                    Fate::Part(_) | Fate::Confirms(..) => {}
                    _ if self.may_add(next, measure, Near::Beside) => run.push(next),
                    // It is none, and divides nothing.
                    _ if self.noted[next] => {}
                    _ => break run,
                }
            }
        };
        let (after, before) = (run(1), run(-1));
        lists.push(after.iter().chain(&before).copied().collect());
        for run in [after, before] {
            let shorter =
                (2..run.len().min(MOST_BESIDE)).rev().map(|length| run[..length].to_vec());
            let shorter: Vec<_> = shorter.collect();
            lists.push(run);
            lists.extend(shorter);
        }
        for list in &mut lists {
            list.sort_unstable();
        }
        lists.retain(|list| 2 <= list.len());
        lists.dedup();
        lists
    }

    /// The measure of what a column may be the sum of: its own; where it has none, that of the columns beside it.
    fn measure_of_sum(&self, whole: usize) -> Option<Measure> {
        let settled = &self.settled[whole];
        match (settled.fate, settled.said) {
            (Fate::Counts, Some(Said::Measure(Measure::Rate))) => None,
            (Fate::Counts, Some(Said::Measure(measure))) => Some(measure),
            (Fate::Unknown, None) => {
                let index = self.lanes[whole].index;
                let is_beside = |other: u32| other + 1 == index || index + 1 == other;
                let mut beside = self.counting().filter(|(at, _)| is_beside(self.lanes[*at].index));
                beside
                    .next()
                    .map(|(_, measure)| measure)
                    .filter(|measure| *measure != Measure::Rate)
            }
            _ => None,
        }
    }

    /// Whether a column may be an addend of this measure: it measures it; or some word over it says nothing of what it
    /// measures. A few figures without any word over them are none: they add up by accident, or because the formula of the
    /// sum takes them in.
    fn may_add(&self, at: usize, measure: Measure, near: Near) -> bool {
        let settled = &self.settled[at];
        match (settled.fate, settled.said) {
            (Fate::Counts, Some(Said::Measure(own))) => own == measure,
            (Fate::Unknown, None) => !self.noted[at],
            (Fate::Counts, Some(Said::NotAsked)) => near == Near::Group,
            _ => false,
        }
    }

    /// Whether the headings leave open what is whole and what is part. Where they say it the rows only check it.
    fn is_to_be_proved(&self, whole: usize, addends: &[usize]) -> bool {
        let measure = self.measure(whole);
        let is_clear = |&at: &usize| self.is_understood(at) && self.is_within(at, whole);
        let is_plain = measure.is_some() && addends.iter().all(is_clear) && self.are_apart(addends);
        if is_plain {
            return false;
        }
        if addends.iter().any(|&at| self.contradicts(at, whole)) {
            return false;
        }
        let understood = addends.iter().filter(|&&at| self.is_understood(at)).count();
        let all = understood == addends.len();
        match measure {
            // Unknown words get a measure only from columns that all have one.
            None => all,
            // A doubtful sum of a known column and another doubtful one would displace the known one.
            Some(_) if self.lanes[whole].is_doubtful => all,
            Some(_) => {
                let knows = |pick: fn(&Facts) -> bool| {
                    addends.iter().any(|&at| pick(&self.settled[at].facts))
                        && !pick(&self.settled[whole].facts)
                };
                // Nobody could say any more which funding type the whole is.
                let loses_funding = knows(|facts| facts.funding.is_some());
                1 <= understood && (all || !loses_funding)
            }
        }
    }

    /// Whether the headings of two columns name different funding types or sources. (A year may be the title of a form.)
    fn contradicts(&self, at: usize, whole: usize) -> bool {
        let [own, whole] = [at, whole].map(|at| Facts { year: None, ..self.settled[at].facts });
        !own.meets(&whole, self.budget)
    }

    /// Whether all words over a column that counts were understood.
    fn is_understood(&self, at: usize) -> bool {
        self.measure(at).is_some() && !self.lanes[at].is_doubtful
    }

    /// Whether the addends of a sum say more than it does: they count, and it only checks them. Words that nobody understood
    /// over some of them leave no doubt where the others tell which part each is, and the sum itself is clear.
    fn is_split(&self, whole: usize, addends: &[usize]) -> bool {
        let says_part = |at: usize| self.measure(at).is_some() && self.is_within(at, whole);
        let is_clear =
            |at: usize| self.is_understood(at) || self.is_understood(whole) && says_part(at);
        let is_any_understood = addends.iter().any(|&at| self.is_understood(at));
        is_any_understood
            && addends.iter().all(|&at| is_clear(at))
            && self.are_told_apart(addends)
            && (self.are_apart(addends) || addends.iter().all(|&at| self.is_understood(at)))
    }

    /// Whether a column states something wherever one of its addends holds money: else it cannot stand for them.
    fn is_stated_throughout(&self, whole: usize, addends: &[usize]) -> bool {
        let stated = |at: usize, row: usize| self.lanes[at].stated.get(row).copied();
        (0..self.lanes[whole].stated.len()).all(|row| {
            let holds = |&at: &usize| stated(at, row).is_some_and(Stated::is_amount);
            stated(whole, row) != Some(Stated::Blank) || !addends.iter().any(holds)
        })
    }

    /// Whether the headings of these columns say something else of each.
    fn are_told_apart(&self, columns: &[usize]) -> bool {
        let facts = |at: usize| self.settled[at].facts;
        columns.iter().enumerate().all(|(position, &at)| {
            columns[..position].iter().all(|&other| facts(other) != facts(at))
        })
    }

    /// Whether no two of these columns speak of the same money.
    pub(super) fn are_apart(&self, columns: &[usize]) -> bool {
        let facts = |at: usize| &self.settled[at].facts;
        columns.iter().enumerate().all(|(position, &at)| {
            columns[..position].iter().all(|&other| !facts(other).meets(facts(at), self.budget))
        })
    }

    fn is_sum(&self, whole: usize, addends: &[usize]) -> bool {
        let is_written = match &self.lanes[whole].sums_up {
            SumsUp::Unsaid => false,
            SumsUp::Said => true,
            SumsUp::Of(columns) => {
                addends.iter().all(|&at| columns.contains(&self.lanes[at].index))
            }
        };
        // An addend that is 0 wherever the sum holds may belong to something else.
        let is_heard = |&at: &usize| {
            let rest: Vec<usize> = addends.iter().copied().filter(|&other| other != at).collect();
            is_empty(&self.lanes[at].stated)
                || self.evidence(whole, addends).against < self.evidence(whole, &rest).against
        };
        let evidence = self.evidence(whole, addends);
        // "Tổng số | Vốn kéo dài | Vốn năm 2024" with nothing of 2024: the total is a copy of what was carried over, and
        // its heading alone would make it this year's money, once more.
        let repeats = addends.iter().any(|&at| {
            let is_twin = self.settled[at].facts == self.settled[whole].facts;
            is_twin && is_empty(&self.lanes[at].stated)
        });
        let needed = if is_written { 1 } else { 2 };
        let is_copy = repeats && evidence.against == 0 && needed <= evidence.silent;
        (is_copy || evidence.proves(is_written)) && addends.iter().all(is_heard)
    }

    /// Takes a proved sum for what it is. Where its addends say more than it they count, else it does.
    fn take_sum(&mut self, whole: usize, addends: Vec<usize>) {
        let measure = self.measure_of_sum(whole);
        self.settled[whole].said = measure.map(Said::Measure);
        self.settled[whole].fate = Fate::Counts;
        if self.is_split(whole, &addends) {
            if !addends.iter().all(|&at| self.is_within(at, whole)) {
                let facts = addends.iter().map(|&at| self.settled[at].facts);
                self.settled[whole].facts = facts.reduce(join).unwrap_or_default();
            }
            // One that speaks of another's money too ("Đối ứng" beside "NS tỉnh") is what is left of it.
            for &at in &addends {
                let meets = |other: &usize| *other != at && self.is_within(*other, at);
                let is_rest = addends.iter().any(meets)
                    || self.settled[at].facts == self.settled[whole].facts;
                self.settled[at].facts.is_rest |= is_rest;
            }
            self.settled[whole].sums.push(addends);
            return;
        }
        let facts = self.settled[whole].facts;
        for &at in &addends {
            let settled = &mut self.settled[at];
            if settled.said == Some(Said::NotAsked) {
                continue;
            }
            if settled.said.is_none() {
                settled.said = measure.map(Said::Measure);
                settled.facts = settled.facts.below(facts);
            }
            settled.fate = Fate::Part(whole);
        }
        // What is taken off, or not asked for, is not in the table as an addend: nothing can be added up there.
        let adds = |&at: &usize| {
            !self.lanes[at].is_taken_off() && self.settled[at].said != Some(Said::NotAsked)
        };
        if addends.iter().all(adds) {
            self.settled[whole].sums.push(addends);
        }
    }
}

/// How a column stands to another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Near {
    /// Below the same heading.
    Group,
    /// Next to it, without a gap.
    Beside,
}

/// Whether a column states nothing but 0 and blanks.
pub(super) fn is_empty(stated: &[Stated]) -> bool {
    !stated.iter().copied().any(Stated::is_amount)
}

/// Whether a cell holds money: something that is not 0.
/// A column without a heading that holds figures in fewer rows, or in less than half of them, is a few notes.
const FEWEST_ROWS: usize = 3;

/// Which columns hold a few figures alone, without any word over them.
pub(super) fn noted(lanes: &[Lane]) -> Vec<bool> {
    let holds =
        |lane: &Lane, row: usize| lane.stated.get(row).copied().is_some_and(Stated::is_amount);
    if !lanes.iter().any(|lane| lane.path.is_empty()) {
        return vec![false; lanes.len()];
    }
    let rows = 0..lanes.iter().map(|lane| lane.stated.len()).max().unwrap_or(0);
    let all = rows.clone().filter(|&row| lanes.iter().any(|lane| holds(lane, row))).count();
    let is_noted = |lane: &Lane| {
        let own = rows.clone().filter(|&row| holds(lane, row)).count();
        lane.path.is_empty() && (own < FEWEST_ROWS || own * 2 < all)
    };
    lanes.iter().map(is_noted).collect()
}
