//! A column among the states of a plan whose words do not say which state it is: the figures do, where they can.
//!
//! "Giao đầu năm | Bổ sung | Thu hồi | Sau điều chỉnh": what was given, plus and minus what was changed, is the last state.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::evidence::Signed;
use super::{Columns, Fate};
use crate::domain::attributes::Facts;
use crate::domain::label::composed;
use crate::domain::submission::{Measure, Stated};
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
    /// proposed, nobody decided it, and the first is the plan. So are their parts; and where only the parts stand there,
    /// their sums are asked.
    pub(super) fn find_proposed_plans(&mut self) {
        for whole in 0..self.lanes.len() {
            if self.is_last_plan(whole) && self.is_with_wishes(&[whole]) {
                self.demote(whole);
            }
        }
        for at in 0..self.lanes.len() {
            let parts: Vec<usize> =
                self.in_group_of(at).filter(|&part| self.is_last_plan(part)).collect();
            if parts.first() == Some(&at) && 1 < parts.len() && self.is_with_wishes(&parts) {
                parts.into_iter().for_each(|part| self.demote(part));
            }
        }
    }

    /// Whether it counts as the plan after its changes, and does not say that somebody decided it.
    fn is_last_plan(&self, at: usize) -> bool {
        let is_last = self.settled[at].state == Some(State::Final);
        is_last && self.measure(at) == Some(Measure::Plan) && !is_decided(&self.lanes[at].path)
    }

    /// The columns under the heading of one, itself among them.
    fn in_group_of(&self, at: usize) -> impl Iterator<Item = usize> {
        let group = levels::group(&self.lanes[at].path);
        let is_in = move |other: usize| {
            other == at || group.is_some() && levels::group(&self.lanes[other].path) == group
        };
        (0..self.lanes.len()).filter(move |&other| is_in(other))
    }

    /// The one earlier state of the same money.
    fn first_of(&self, whole: usize) -> Option<usize> {
        let facts = self.settled[whole].facts;
        let is_state = |at: &usize| {
            *at != whole
                && self.lanes[*at].state.is_some()
                && Facts { piece: None, ..self.settled[*at].facts } == facts
        };
        let states: Vec<usize> = (0..self.lanes.len()).filter(is_state).collect();
        let [first] = states[..] else { return None };
        (self.lanes[first].state == Some(State::Initial)).then_some(first)
    }

    /// Whether the figures prove that these plans together are the earlier ones with what is proposed for all of them.
    fn is_with_wishes(&self, plans: &[usize]) -> bool {
        let firsts: Option<Vec<usize>> = plans.iter().map(|&plan| self.first_of(plan)).collect();
        let Some(firsts) = firsts else { return false };
        let [whole, others @ ..] = plans else { return false };
        let is_for_all = |at: &usize| {
            let facts = Facts { piece: None, ..self.settled[*at].facts };
            let of = |plan: &usize| self.settled[*plan].facts;
            if others.is_empty() {
                return facts == of(whole);
            }
            plans.iter().all(|plan| facts != of(plan) && facts.covers(&of(plan), self.budget))
        };
        let wishes = |measure: Measure| -> Vec<usize> {
            let of_measure = (0..self.lanes.len())
                .filter(|&at| self.measure(at) == Some(measure))
                .filter(is_for_all);
            let is_piece = |at: &usize| self.settled[*at].facts.piece.is_some();
            let (pieces, wholes): (Vec<usize>, Vec<usize>) = of_measure.partition(is_piece);
            if pieces.is_empty() { wholes } else { pieces }
        };
        let changed = wishes(Measure::ToAdjust).into_iter().map(|at| (at, 1));
        let returned = wishes(Measure::ToReturn).into_iter().map(|at| (at, -1));
        let tries: [Signed; 2] = [changed.clone().collect(), changed.chain(returned).collect()];
        let firsts = firsts.into_iter().map(|at| (at, 1));
        let alone: Signed = firsts.chain(others.iter().map(|&at| (at, -1))).collect();
        let against = self.signed(*whole, &alone, |_| true).against;
        tries.iter().any(|proposed| {
            let all: Signed = alone.iter().chain(proposed).copied().collect();
            let evidence = self.signed(*whole, &all, |_| true);
            evidence.proves(true) && evidence.against < against
        })
    }

    /// Makes a plan and its parts under the same heading what is proposed, and those before it the plan.
    fn demote(&mut self, whole: usize) {
        let facts = self.settled[whole].facts;
        let is_part = |at: &usize| {
            self.is_last_plan(*at) && facts.covers(&self.settled[*at].facts, self.budget)
        };
        let parts: Vec<usize> = self.in_group_of(whole).filter(is_part).collect();
        for at in parts {
            if let Some(first) = self.first_of(at) {
                self.settled[first].said = Some(Said::Measure(Measure::Plan));
                self.settled[first].state = None;
            }
            self.settled[at].said = Some(Said::NotAsked);
            self.settled[at].is_proposed_plan = true;
            self.settled[at].state = None;
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
                self.lanes[at].stated.get(row).copied().is_some_and(Stated::is_amount)
            };
            // Only rows in which it holds money speak of a column.
            let are_heard = tried.iter().all(|(at, _)| {
                self.signed(group.whole, &states, |row| holds(*at, row)).proves(is_written)
            });
            are_heard && self.signed(group.whole, &states, |_| true).against < against
        })
    }
}

/// Whether the headings say that somebody decided what stands below them: "Kế hoạch đã điều chỉnh theo QĐ số 15". What stands
/// above the first that tells of a change speaks of the earlier plan, too: "Kế hoạch đã giao › Sau điều chỉnh".
fn is_decided(path: &str) -> bool {
    const CHANGED: [&str; 4] = ["điều chỉnh", "đc", "bổ sung", "sau"];
    const DECIDED: [&str; 5] = ["đã", "được duyệt", "phê duyệt", "quyết định", "qđ"];
    const OPEN: [&str; 8] =
        ["đề nghị", "đề xuất", "kiến nghị", "xin", "trình", "chờ", "dự kiến", "chưa"];
    let headings: Vec<String> = levels::levels(path).map(words_of).collect();
    let says = |text: &String, phrases: &[&str]| {
        phrases.iter().any(|words| text.contains(&format!(" {words} ")))
    };
    let from = headings.iter().position(|text| says(text, &CHANGED)).unwrap_or(0);
    let any = |phrases: &[&str]| headings[from..].iter().any(|text| says(text, phrases));
    any(&DECIDED) && !any(&OPEN)
}

/// The words of a text in small letters, each between blanks.
fn words_of(text: &str) -> String {
    let text = composed(text).to_lowercase();
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
    format!(" {} ", words.join(" "))
}
