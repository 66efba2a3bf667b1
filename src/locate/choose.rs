//! Chooses among edits: what clears most, and among equals only what stands out.

use std::collections::{BTreeMap, BTreeSet};

use super::apply::Trial;
use super::edit::{Edit, Kind, Sums};
use crate::check::gate::site::Site;

/// Trials for one group: enough for a row and a column of cells, few enough for a file full of errors.
const MOST_TRIALS: usize = 48;

/// An edit that clears its findings by itself has to be more than a guess.
const LEAST_ALONE: u32 = 20;

/// More cells of which one is wrong are not told: that is no help.
const MOST_TIED: usize = 3;

/// What the trials came to.
pub(super) enum Choice {
    /// The edit that stands out.
    One(Chosen),
    /// The edits of two or three cells that clear all findings and are as likely.
    Tied(Vec<Chosen>),
    /// Nothing that is more than a guess.
    Nothing,
}

/// The edit, and the findings that it clears.
pub(super) struct Chosen {
    pub(super) edit: Edit,
    pub(super) cleared: BTreeSet<usize>,
}

/// The best of these edits for findings of these weights, tried with what is `left` of the trials of the submission.
/// Nothing where none clears anything, or too many cells are as likely.
///
/// Every edit is tried with the sums as they stand: a sum that holds speaks for its cells. Only where that clears less
/// than could be hoped is it tried with the sums following, as formulas do.
pub(super) fn choose(
    trial: &mut Trial<'_>,
    weights: &BTreeMap<usize, u32>,
    edits: &[Edit],
    left: &mut usize,
) -> Choice {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.hope, edit.weight)));
    let all: u32 = weights.values().sum();
    let mut trials = MOST_TRIALS.min(*left);
    let given = trials;
    let mut best = Round::default();
    for sums in [Sums::Stand, Sums::Follow] {
        let mut round = Round::default();
        for edit in &edits {
            if edit.hope < round.cleared.max(best.cleared + 1) {
                break;
            }
            // Only a formula takes text for nothing.
            let sums = if edit.sums == Sums::FollowOnce { edit.sums } else { sums };
            let edit = Edit { sums, ..(*edit).clone() };
            if trials == 0 {
                // As likely as the best, and untried: a rival.
                round.untried.push(edit);
                continue;
            }
            trials -= 1;
            let outcome = trial.run(&edit.changes, sums);
            let cleared: BTreeSet<usize> =
                outcome.cleared.into_iter().filter(|at| weights.contains_key(at)).collect();
            let weight = cleared.iter().map(|at| weights[at]).sum();
            // That nothing but half of the findings speaks for it is a guess.
            let is_guess = edit.kind == Kind::Unlike && weight * 2 <= all;
            if !outcome.is_harmful && 0 < weight && !is_guess {
                round.add(Chosen { edit, cleared }, weight);
            }
        }
        if best.cleared < round.cleared {
            best = round;
        }
    }
    best.leave_locked_out(|site| trial.is_locked(site));
    *left -= given - trials;
    best.outstanding(all)
}

/// The edits that clear most so far.
#[derive(Default)]
struct Round {
    cleared: u32,
    equals: Vec<Chosen>,
    untried: Vec<Edit>,
}

impl Round {
    fn add(&mut self, chosen: Chosen, weight: u32) {
        if self.cleared < weight {
            self.equals.clear();
            self.cleared = weight;
        }
        if weight == self.cleared {
            self.equals.push(chosen);
        }
    }

    /// What the unit typed explains as much as what the form locks: then that is where to look.
    fn leave_locked_out(&mut self, is_locked: impl Fn(Site) -> bool) {
        if self.equals.iter().any(|chosen| !is_locked(chosen.edit.at)) {
            self.equals.retain(|chosen| !is_locked(chosen.edit.at));
            self.untried.retain(|edit| !is_locked(edit.at));
        }
    }

    /// The edit of the cell that is likelier than all others together, by half as much again; else those of the few that
    /// clear all findings, whose weights are `all`.
    fn outstanding(self, all: u32) -> Choice {
        let tried = self.equals.iter().map(|chosen| &chosen.edit);
        let untried = self.untried.iter().filter(|edit| self.cleared <= edit.hope);
        let mut cells: BTreeMap<(Site, bool), u32> = BTreeMap::new();
        for edit in tried.chain(untried) {
            let cell = cells.entry((edit.at, matches!(edit.kind, Kind::Column(_)))).or_default();
            *cell = edit.weight.max(*cell);
        }
        let weights: u32 = cells.values().sum();
        let mut likeliest: BTreeMap<Site, Chosen> = BTreeMap::new();
        for chosen in self.equals {
            let known = likeliest.get(&chosen.edit.at);
            if known.is_none_or(|known| known.edit.weight < chosen.edit.weight) {
                likeliest.insert(chosen.edit.at, chosen);
            }
        }
        let best = likeliest.values().map(|chosen| (chosen.edit.weight, chosen.cleared.len()));
        let Some((weight, clears)) = best.max() else { return Choice::Nothing };
        let stands_out = weights * 3 <= weight * 5;
        let is_evident = 1 < clears || LEAST_ALONE <= weight;
        if stands_out && is_evident {
            let best = likeliest.into_values().find(|chosen| chosen.edit.weight == weight);
            return best.map_or(Choice::Nothing, Choice::One);
        }
        let is_tie = self.cleared == all && cells.len() == likeliest.len();
        match likeliest.len() {
            2..=MOST_TIED if is_tie => Choice::Tied(likeliest.into_values().collect()),
            _ => Choice::Nothing,
        }
    }
}
