//! A column among the states of a plan whose words do not say which state it is: the figures do, where they can.
//!
//! "Giao đầu năm | Bổ sung | Thu hồi | Sau điều chỉnh": what was given, plus and minus what was changed, is the last state.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::evidence::Signed;
use super::sums::is_amount;
use super::{Columns, Fate};
use crate::domain::attributes::Facts;
use crate::domain::submission::Measure;
use crate::recognise::heading::levels;
use crate::recognise::lexicon::{Said, State};

/// More columns than this are not tried together: some of their signs would fit by chance.
const MOST_OPEN: usize = 3;

/// A plan after its changes, with the columns under its heading, or in a row beside it where it has none.
struct Changed {
    whole: usize,
    known: Signed,
    open: Vec<usize>,
    /// A heading stands over all of them.
    is_headed: bool,
}

impl Columns<'_> {
    /// Finds out for each plan that has its states beside it what the other columns of its group are. What the figures
    /// prove in one group its words mean in the others too, unless figures deny it.
    pub(super) fn find_states(&mut self) {
        let groups: Vec<Changed> = self.changed().collect();
        let proved: Vec<Option<Signed>> =
            groups.iter().map(|group| self.proved_states(group)).collect();
        let mut by_words: BTreeMap<Arc<str>, i64> = BTreeMap::new();
        for (at, sign) in proved.iter().flatten().flatten() {
            by_words.insert(self.words(*at).into(), *sign);
        }
        for (group, proved) in groups.iter().zip(proved) {
            let named = || {
                let sign = |&at: &usize| Some((at, *by_words.get(self.words(at))?));
                let named: Signed = group.open.iter().filter_map(sign).collect();
                let with: Signed = group.known.iter().chain(&named).copied().collect();
                let against = |states: &Signed| self.signed(group.whole, states, |_| true).against;
                (against(&with) <= against(&group.known)).then_some(named)
            };
            // What stands under no heading of theirs takes a proof of its own.
            let named = || if group.is_headed { named() } else { None };
            let Some(states) = proved.or_else(named) else { continue };
            for (at, sign) in states {
                let settled = &mut self.settled[at];
                settled.state = Some(if sign < 0 { State::Decrease } else { State::Increase });
                if settled.said.is_none() {
                    settled.said = Some(Said::Measure(Measure::Plan));
                    settled.fate = Fate::Part(group.whole);
                }
            }
        }
    }

    /// "Kế hoạch | Đề nghị điều chỉnh tăng | giảm | Kế hoạch sau điều chỉnh": where the last is the first with what is
    /// proposed, nobody decided it, and the first is the plan.
    pub(super) fn find_proposed_plans(&mut self) {
        for whole in 0..self.lanes.len() {
            let is_last = self.lanes[whole].state == Some(State::Final);
            if !is_last || self.measure(whole) != Some(Measure::Plan) {
                continue;
            }
            let facts = self.settled[whole].facts;
            let is_same = |at: &usize| Facts { piece: None, ..self.settled[*at].facts } == facts;
            let beside: Vec<usize> =
                (0..self.lanes.len()).filter(|at| *at != whole && is_same(at)).collect();
            let of_plan = beside.iter().copied().filter(|&at| self.lanes[at].state.is_some());
            let [first] = of_plan.collect::<Vec<usize>>()[..] else { continue };
            if self.lanes[first].state != Some(State::Initial) {
                continue;
            }
            let of = |measure: Measure| -> Vec<usize> {
                let of_measure = beside.iter().filter(|&&at| self.measure(at) == Some(measure));
                let is_piece = |at: &usize| self.settled[*at].facts.piece.is_some();
                let (pieces, wholes): (Vec<usize>, Vec<usize>) =
                    of_measure.copied().partition(is_piece);
                if pieces.is_empty() { wholes } else { pieces }
            };
            let (changed, returned) = (of(Measure::ToAdjust), of(Measure::ToReturn));
            let changed = changed.into_iter().map(|at| (at, 1));
            let returned = returned.into_iter().map(|at| (at, -1));
            let tries: [Signed; 2] = [changed.clone().collect(), changed.chain(returned).collect()];
            let alone: Signed = vec![(first, 1)];
            let against = self.signed(whole, &alone, |_| true).against;
            let is_proposed = tries.iter().any(|proposed| {
                let all: Signed = alone.iter().chain(proposed).copied().collect();
                let evidence = self.signed(whole, &all, |_| true);
                evidence.proves(true) && evidence.against < against
            });
            if is_proposed {
                self.settled[whole].said = Some(Said::NotAsked);
                self.settled[whole].is_proposed_plan = true;
                self.settled[first].said = Some(Said::Measure(Measure::Plan));
                self.settled[whole].state = None;
                self.settled[first].state = None;
            }
        }
    }

    /// The deepest heading of a column.
    fn words(&self, at: usize) -> &str {
        levels::parted(&self.lanes[at].path).1
    }

    /// The plans of the table after their changes, where one column says what was given at first.
    fn changed(&self) -> impl Iterator<Item = Changed> {
        let group = |at: usize| levels::group(&self.lanes[at].path);
        let state = |at: usize| self.lanes[at].state;
        (0..self.lanes.len()).filter_map(move |whole| {
            if state(whole) != Some(State::Final) || self.measure(whole) != Some(Measure::Plan) {
                return None;
            }
            let is_beside = |at: &usize| {
                let [own, other] = [&self.settled[*at].facts, &self.settled[whole].facts];
                *at != whole && group(*at) == group(whole) && own == other
            };
            let beside = (0..self.lanes.len()).filter(is_beside);
            let (known, open): (Vec<usize>, Vec<usize>) =
                beside.partition(|&at| state(at).is_some());
            let is_open =
                |at: &usize| matches!(self.settled[*at].said, None | Some(Said::NotAsked));
            let mut open: Vec<usize> = open.into_iter().filter(is_open).collect();
            let is_headed = group(whole).is_some();
            if !is_headed {
                let all: Vec<usize> = known.iter().chain(&open).copied().collect();
                let row = self.in_a_row(whole, &all);
                open.retain(|at| row.contains(at));
            }
            let first = known.iter().filter(|&&at| state(at) == Some(State::Initial)).count();
            let sign = |at: usize| if self.lanes[at].is_taken_off() { -1 } else { 1 };
            let known = known.into_iter().map(|at| (at, sign(at))).collect();
            (first == 1 && open.len() <= MOST_OPEN).then_some(Changed {
                whole,
                known,
                open,
                is_headed,
            })
        })
    }

    /// Those of some columns that stand beside this one without a gap.
    fn in_a_row(&self, at: usize, columns: &[usize]) -> Vec<usize> {
        let find = |index: u32| columns.iter().copied().find(|&at| self.lanes[at].index == index);
        let from = self.lanes[at].index;
        let before = (0..from).rev().map_while(find);
        before.chain((from + 1..).map_while(find)).collect()
    }

    /// The open columns that make the states of a plan come to its last one, the fewest of them.
    fn proved_states(&self, group: &Changed) -> Option<Signed> {
        let against = self.signed(group.whole, &group.known, |_| true).against;
        let mut tries: Vec<Signed> = vec![Vec::new()];
        for &at in &group.open {
            for tried in tries.clone() {
                let with = |sign: i64| tried.iter().copied().chain([(at, sign)]).collect();
                tries.extend([with(1), with(-1)]);
            }
        }
        tries.sort_by_key(Vec::len);
        tries.into_iter().skip(1).find(|tried| {
            let states: Signed = group.known.iter().chain(tried).copied().collect();
            // Columns of unknown words take more than one row.
            let is_written = tried.iter().all(|(at, _)| self.settled[*at].said.is_some());
            let holds = |at: usize, row: usize| {
                self.lanes[at].stated.get(row).copied().is_some_and(is_amount)
            };
            // Only rows in which it holds money speak of a column.
            let are_heard = tried.iter().all(|(at, _)| {
                self.signed(group.whole, &states, |row| holds(*at, row)).proves(is_written)
            });
            are_heard && self.signed(group.whole, &states, |_| true).against < against
        })
    }
}
