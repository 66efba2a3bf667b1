//! Groups of columns that repeat the same parts: where one of them has a part that its sisters have under another year or
//! source, a heading was lost, and what stands to the left of the gap is no heading of it.

use std::collections::BTreeMap;

use super::{Columns, Fate};
use crate::domain::attributes::Facts;
use crate::domain::submission::Measure;

/// So many other groups must agree on their parts.
const SISTERS: usize = 2;
/// A group of fewer parts has no pattern.
const FEWEST_PARTS: usize = 2;

impl Columns<'_> {
    /// Makes unknown (GN201) what contradicts the parts that two sister groups agree on.
    pub(super) fn set_strangers_apart(&mut self) {
        let mut groups: BTreeMap<Measure, Vec<(usize, Facts)>> = BTreeMap::new();
        for (at, measure) in self.counting().filter(|(_, measure)| *measure != Measure::Rate) {
            groups.entry(measure).or_default().push((at, self.settled[at].facts));
        }
        for group in groups.values_mut() {
            let all = group.clone();
            let covers =
                |whole: &Facts, part: &Facts| whole != part && whole.covers(part, self.budget);
            group.retain(|(_, facts)| !all.iter().any(|(_, other)| covers(facts, other)));
        }
        let parts = |group: &[(usize, Facts)]| {
            let mut parts: Vec<Facts> = Vec::new();
            for (_, facts) in group {
                if !parts.contains(facts) {
                    parts.push(*facts);
                }
            }
            parts
        };
        let same = |a: &[Facts], b: &[Facts]| {
            a.len() == b.len() && a.iter().all(|facts| b.contains(facts))
        };
        let all: Vec<Vec<Facts>> = groups.values().map(|group| parts(group)).collect();
        let mut strangers: Vec<usize> = Vec::new();
        for group in groups.values() {
            let own = parts(group);
            let pattern = all.iter().find(|pattern| {
                FEWEST_PARTS <= pattern.len()
                    && !same(pattern, &own)
                    && SISTERS <= all.iter().filter(|other| same(other, pattern)).count()
            });
            let Some(pattern) = pattern else { continue };
            // The same source of another year, and that year's is missing here.
            let is_misplaced = |facts: &Facts| {
                let is_foreign = !pattern.iter().any(|part| part.meets(facts, self.budget));
                let twin = |part: &Facts| {
                    (part.funding, part.source) == (facts.funding, facts.source)
                        && part.source.is_some()
                };
                is_foreign && pattern.iter().any(|part| twin(part) && !own.contains(part))
            };
            strangers
                .extend(group.iter().filter(|(_, facts)| is_misplaced(facts)).map(|(at, _)| *at));
        }
        for at in strangers {
            self.settled[at].said = None;
            self.settled[at].fate = Fate::Unknown;
        }
    }
}
