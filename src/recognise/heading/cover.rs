//! A text covered with phrases of the lexicon: as few words as can be stay uncovered, and the phrases are as long as can be.

use std::ops::Range;

use crate::domain::label::Label;
use crate::recognise::lexicon::{Own, Pattern, Phrase, Phrases, Role, Slot};

/// A covered text.
#[derive(Debug, Default)]
pub(crate) struct Cover<'a> {
    /// The phrases from left to right.
    pub phrases: Vec<Found<'a>>,
    /// What no phrase covers, as ranges of the words of the label. Numbers alone are not among it.
    pub residue: Vec<Range<usize>>,
    /// What the office says that some of the words mean; the first of a kind counts.
    pub own: Vec<Own>,
}

/// A phrase that was found.
#[derive(Debug)]
pub(crate) struct Found<'a> {
    /// What it contributes.
    pub roles: &'a [Role],
    /// Its numbers, in their order.
    pub numbers: Vec<(Slot, i32)>,
    /// Where it stands among the words of the label.
    pub words: Range<usize>,
}

impl Cover<'_> {
    /// What its phrases contribute.
    pub(crate) fn roles(&self) -> impl Iterator<Item = Role> {
        self.phrases.iter().flat_map(|phrase| phrase.roles.iter().copied())
    }
}

/// Covers a text; the words of the office go first.
pub(crate) fn cover<'a>(label: &Label, phrases: &'a Phrases, own: &[(Pattern, Own)]) -> Cover<'a> {
    let mut cover = Cover::default();
    let mut taken = vec![false; label.words().count()];
    for (pattern, means) in own {
        let Some(places) = pattern.found(label) else { continue };
        cover.own.push(*means);
        for (from, to) in places {
            let before = label.as_str()[..from].split(' ').count() - 1;
            let count = label.as_str()[from..to].split(' ').count();
            taken[before..before + count].fill(true);
        }
    }
    if let (true, Some(roles)) = (cover.own.is_empty(), phrases.whole(label)) {
        cover.phrases.push(Found { roles, numbers: Vec::new(), words: 0..taken.len() });
        return cover;
    }
    let words = phrases.words(label);
    // From the end: the cheapest way to cover what begins at each word, as words left over and phrases used, and its first
    // phrase.
    let mut best: Vec<((usize, usize), Option<Phrase<'a>>)> = vec![((0, 0), None); words.len() + 1];
    for at in (0..words.len()).rev() {
        if taken[words[at].1] {
            best[at] = (best[at + 1].0, None);
            continue;
        }
        let mut found = phrases.at(&words[at..]);
        found.retain(|phrase| words[at..at + phrase.length].iter().all(|(_, word)| !taken[*word]));
        found.sort_by_key(|phrase| std::cmp::Reverse(phrase.length));
        let (left, used) = best[at + 1].0;
        let mut cheapest = ((left + 1, used), None);
        for phrase in found {
            let (left, used) = best[at + phrase.length].0;
            if (left, used + 1) < cheapest.0 {
                cheapest = ((left, used + 1), Some(phrase));
            }
        }
        best[at] = cheapest;
    }
    let mut at = 0;
    while at < words.len() {
        let (word, from) = &words[at];
        match best[at].1.take() {
            Some(phrase) => {
                at += phrase.length;
                let (roles, numbers) = (phrase.roles, phrase.numbers);
                cover.phrases.push(Found { roles, numbers, words: *from..words[at - 1].1 + 1 });
            }
            None => {
                let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
                if !taken[*from] && !is_number {
                    match cover.residue.last_mut().filter(|last| *from <= last.end) {
                        Some(last) => last.end = from + 1,
                        None => cover.residue.push(*from..from + 1),
                    }
                }
                at += 1;
            }
        }
    }
    cover
}
