//! Two faults that hang together, as a leaf and the total over it that were both typed wrong: no edit of one cell clears
//! much, and one pair of edits clears all.

use std::collections::{BTreeMap, BTreeSet};

use super::apply::Trial;
use super::candidates::{Wanting, hope};
use super::choose::Chosen;
use super::edit::{Changes, Edit, Sums};
use super::figures::Figures;
use crate::check::gate::site::Site;
use crate::domain::money::Money;

/// Of so many edits of one cell all pairs are looked at.
const MOST_EDITS: usize = 80;

/// So many pairs are tried; more that would do are no evidence.
const MOST_PAIRS: usize = 16;

/// With fewer findings two edits explain anything.
const FEWEST_FINDINGS: usize = 3;

/// More findings that hang together come of more than two faults.
const MOST_FINDINGS: usize = 40;

/// The weight that two edits need where they clear no more findings than that: one of them is a slip of the hand.
const LEAST_WEIGHT: u32 = 20;

/// The two edits that together clear all findings of a group, whose indices and weights are given; the first one clears
/// what it does alone. `None` where none do, or several pairs are as likely.
pub(super) fn choose(
    trial: &mut Trial<'_>,
    figures: &Figures<'_>,
    group: &[&Wanting],
    weights: &BTreeMap<usize, u32>,
    edits: &[Edit],
    left: &mut usize,
) -> Option<[Chosen; 2]> {
    if !(FEWEST_FINDINGS..=MOST_FINDINGS).contains(&group.len()) {
        return None;
    }
    let all: u32 = weights.values().sum();
    let mut single: Vec<(&Edit, Site, Money)> = edits
        .iter()
        .filter_map(|edit| match edit.changes.as_slice() {
            [(site, stated)] => Some((edit, *site, stated.amount()?)),
            _ => None,
        })
        .collect();
    single.sort_by_key(|(edit, ..)| std::cmp::Reverse((edit.hope, edit.weight)));
    single.truncate(MOST_EDITS);
    let mut pairs: Vec<(u32, &Edit, &Edit)> = Vec::new();
    for (at, (a, site, amount)) in single.iter().enumerate() {
        for (b, other, value) in &single[at + 1..] {
            let both = [(*site, *amount), (*other, *value)];
            if site != other && hope(figures, group, &both) == all {
                pairs.push((a.weight + b.weight, *a, *b));
            }
        }
    }
    pairs.sort_by_key(|(weight, ..)| std::cmp::Reverse(*weight));
    if MOST_PAIRS < pairs.len() || *left < 2 * pairs.len() + 2 {
        return None;
    }
    let whole: BTreeSet<usize> = weights.keys().copied().collect();
    let mut run = |changes: &Changes, sums: Sums| {
        *left -= 1;
        let outcome = trial.run(changes, sums);
        (outcome.is_harmful, &outcome.cleared & &whole)
    };
    let mut found: Vec<(u32, Sums, &Edit, &Edit)> = Vec::new();
    for (weight, a, b) in pairs {
        let changes: Changes = a.changes.iter().chain(&b.changes).copied().collect();
        let sums = [Sums::Stand, Sums::Follow].into_iter().find(|sums| {
            let (is_harmful, cleared) = run(&changes, *sums);
            !is_harmful && cleared == whole
        });
        found.extend(sums.map(|sums| (weight, sums, a, b)));
    }
    // Of two explanations the one that the unit could have typed.
    let is_open = |(.., a, b): &(u32, Sums, &Edit, &Edit)| {
        [a, b].iter().all(|edit| !edit.at.is_locked(figures.submission))
    };
    if found.iter().any(is_open) {
        found.retain(is_open);
    }
    let total: u32 = found.iter().map(|(weight, ..)| weight).sum();
    let &(weight, sums, a, b) = found.first()?;
    let is_evident = FEWEST_FINDINGS < group.len() || LEAST_WEIGHT <= weight;
    if total * 3 > weight * 5 || !is_evident {
        return None;
    }
    let [(_, of_a), (_, of_b)] = [a, b].map(|edit| run(&edit.changes, sums));
    let (first, cleared, second) =
        if of_b.len() <= of_a.len() { (a, of_a, b) } else { (b, of_b, a) };
    let rest: BTreeSet<usize> = &whole - &cleared;
    let chosen = |edit: &Edit, cleared| Chosen { edit: Edit { sums, ..edit.clone() }, cleared };
    let is_split = !cleared.is_empty() && !rest.is_empty();
    is_split.then(|| [chosen(first, cleared), chosen(second, rest)])
}
