//! Keys in a map: it lies in the order of their places, so that what a key covers, and what covers it, is looked up and not
//! searched.

use std::collections::BTreeMap;
use std::collections::btree_map::Range;

use super::{Funding, Key, PlanYear, Work};
use crate::domain::code::ComponentId;

impl Key {
    /// What it covers of a map, in order.
    pub fn parts<'a, T>(
        &self,
        map: &'a BTreeMap<Key, T>,
        budget: i32,
    ) -> impl Iterator<Item = (&'a Key, &'a T)> {
        let below = below(map, &self.component, self.work.as_ref());
        below.filter(move |(other, _)| self.covers(other, budget))
    }

    /// What covers it in a map, in order: what is of its program first, of its own place last.
    pub fn wholes<'a, T>(&self, map: &'a BTreeMap<Key, T>, budget: i32) -> Vec<(&'a Key, &'a T)> {
        let above = std::iter::successors(Some(self.component.clone()), ComponentId::parent);
        let mut wholes: Vec<(&Key, &T)> = Vec::new();
        for id in above.collect::<Vec<_>>().iter().rev() {
            let own = from(map, id, None);
            wholes.extend(own.take_while(|(key, _)| key.work.is_none() && key.component == *id));
        }
        if let Some(work) = &self.work {
            wholes.extend(below(map, &self.component, Some(work)));
        }
        wholes.retain(|(other, _)| other.covers(self, budget));
        wholes
    }
}

/// What a map has of a work, or of a component and everything below it, in order. A map of keys lies in the order of their
/// places, so that only these are looked at.
pub fn below<'a, 'p, T>(
    map: &'a BTreeMap<Key, T>,
    component: &'p ComponentId,
    work: Option<&'p Work>,
) -> impl Iterator<Item = (&'a Key, &'a T)> {
    from(map, component, work).take_while(move |(key, _)| match work {
        Some(_) => key.component == *component && key.work.as_ref() == work,
        None => component.covers(&key.component),
    })
}

/// What a map has from the first key of a place on.
fn from<'a, T>(
    map: &'a BTreeMap<Key, T>,
    component: &ComponentId,
    work: Option<&Work>,
) -> Range<'a, Key, T> {
    let first = Key {
        component: component.clone(),
        work: work.cloned(),
        funding: Funding::Investment,
        source: None,
        year: PlanYear::Of(i32::MIN),
    };
    map.range(first..)
}

#[cfg(test)]
mod tests {
    use super::super::tests::key;
    use super::*;
    use crate::domain::key::Source;

    #[test]
    fn the_order_of_keys_finds_all_that_a_key_covers_and_all_that_covers_it() {
        let sources = [None, Some(Source::Local), Some(Source::Commune)];
        let years = [PlanYear::Any, PlanYear::CarryOver, PlanYear::Of(2023), PlanYear::Of(2024)];
        let mut map = BTreeMap::new();
        for component in ["gn", "gn.1", "gn.1.1", "gn.1.1.a", "gn.2", "gn.10", "gna", "ntm.1"] {
            for work in ["", "Đường A", "Đường B"] {
                for source in sources {
                    map.extend(years.map(|year| (key(component, work, source, year), ())));
                    let recurrent = key(component, work, source, years[3]);
                    map.insert(Key { funding: Funding::Recurrent, ..recurrent }, ());
                }
            }
        }
        for own in map.keys() {
            let parts: Vec<&Key> = own.parts(&map, 2024).map(|(key, ())| key).collect();
            let is_part = |key: &&Key| own.covers(key, 2024);
            assert_eq!(parts, map.keys().filter(is_part).collect::<Vec<_>>(), "{own:?}");
            let wholes = own.wholes(&map, 2024).into_iter();
            let wholes: Vec<&Key> = wholes.map(|(key, ())| key).collect();
            let is_whole = |key: &&Key| key.covers(own, 2024);
            assert_eq!(wholes, map.keys().filter(is_whole).collect::<Vec<_>>(), "{own:?}");
        }
    }
}
