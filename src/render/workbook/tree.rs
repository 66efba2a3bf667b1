//! The rows of a form: program › component › work, and which row carries which sum.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::catalogue::Catalogue;
use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, Work};
use crate::domain::money::Money;

use super::ledger::{Amount, Lacks, Ledger, MEASURES, Slot, Sums};

/// What a row of a form stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Item {
    /// Everything.
    Total,
    /// A node of the catalogue.
    Component(ComponentId),
    /// Money of a node that is not split further, beside rows that are.
    Rest(ComponentId),
    /// A work.
    Work(ComponentId, Work),
}

/// How a row comes to the money of a measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Policy {
    /// A row above carries it whole: a blank.
    #[default]
    Above,
    /// It sums the lines of its own key.
    Own,
    /// It sums the rows below it.
    Below,
}

/// A row of a form.
#[derive(Debug)]
pub(super) struct Row {
    pub item: Item,
    /// 0 for the whole, 1 for a program.
    pub depth: usize,
    /// STT.
    pub number: String,
    /// The lines that are its own: an index into the places of the ledger.
    pub place: Option<usize>,
    /// By [`MEASURES`].
    pub policies: [Policy; MEASURES.len()],
    /// Assigned money of a row above is not split down to here: what is left of it cannot be told by row.
    pub is_coarse: bool,
    /// The rows directly below.
    pub children: Vec<usize>,
    pub sums: Sums,
    lacks: Lacks,
}

impl Row {
    /// How it comes to the money of a measure.
    pub(super) fn policy(&self, amount: Amount) -> Policy {
        self.policies[measure(amount)]
    }

    /// Whether a part of its money is in no cell that it sums.
    pub(super) fn lacks(&self, amount: Amount, slot: Option<Slot>) -> bool {
        self.lacks.any(amount, slot)
    }
}

fn measure(amount: Amount) -> usize {
    MEASURES.iter().position(|of| *of == amount).expect("a form has four measures")
}

/// The rows of the form of a funding type; the first is the whole.
///
/// A sum stands where its lines stand. Where a component has money of its own and rows below it have some too (of one
/// measure), its own gets a row beside them, so that a parent is always the sum of its children; where only the
/// component has some (a plan by component, disbursed by work), it stands there and the rows below are blank.
pub(super) fn rows(ledger: &Ledger<'_>, catalogue: &Catalogue, funding: Funding) -> Vec<Row> {
    let mut tree = Tree::of(ledger, funding);
    tree.add_ancestors(catalogue);
    let programs: Vec<ComponentId> =
        tree.components.keys().filter(|id| tree.parent(id).is_none()).cloned().collect();
    tree.push(Item::Total, 0, String::new(), None, [Policy::Below; MEASURES.len()]);
    for (number, program) in (1..).zip(&programs) {
        let row = tree.grow(program, 1, roman(number), [false; MEASURES.len()]);
        tree.rows[0].children.push(row);
    }
    tree.add_up(0);
    tree.tell_coarse(0, false);
    tree.rows
}

/// A component: its own money and its works.
#[derive(Default)]
struct Component {
    own: Option<(usize, Sums)>,
    works: Vec<(Work, usize, Sums)>,
}

struct Tree {
    components: BTreeMap<ComponentId, Component>,
    /// By the place of the row.
    lacks: BTreeMap<usize, Lacks>,
    rows: Vec<Row>,
}

impl Tree {
    fn of(ledger: &Ledger<'_>, funding: Funding) -> Tree {
        let mut lacks: BTreeMap<usize, Lacks> = BTreeMap::new();
        let mut components: BTreeMap<ComponentId, Component> = BTreeMap::new();
        let places = ledger.places.iter().enumerate();
        for (place, ((_, id, work), of)) in places.filter(|(_, (at, _))| at.0 == funding) {
            let component = components.entry(id.clone()).or_default();
            match work {
                Some(work) => component.works.push((work.clone(), place, of.sums.clone())),
                None => component.own = Some((place, of.sums.clone())),
            }
            lacks.insert(place, of.lacks.clone());
        }
        Tree { components, lacks, rows: Vec::new() }
    }

    /// Every component stands below those that the catalogue puts above it.
    fn add_ancestors(&mut self, catalogue: &Catalogue) {
        let mut above = BTreeSet::new();
        for id in self.components.keys() {
            let mut at = id.parent();
            while let Some(id) = at {
                at = id.parent();
                if catalogue.get(&id).is_some() || id.is_program() {
                    above.insert(id);
                }
            }
        }
        for id in above {
            self.components.entry(id).or_default();
        }
    }

    /// The nearest node above that has a row.
    fn parent(&self, id: &ComponentId) -> Option<ComponentId> {
        let mut at = id.parent();
        while let Some(id) = at {
            if self.components.contains_key(&id) {
                return Some(id);
            }
            at = id.parent();
        }
        None
    }

    /// Which measures have money strictly below a component.
    fn has_below(&self, id: &ComponentId) -> [bool; MEASURES.len()] {
        let mut has = [false; MEASURES.len()];
        for (below, component) in
            self.components.range(id.clone()..).take_while(|(below, _)| id.covers(below))
        {
            let own = component.own.iter().filter(|_| below != id).map(|(_, sums)| sums);
            for sums in own.chain(component.works.iter().map(|(.., sums)| sums)) {
                mark(&mut has, sums);
            }
        }
        has
    }

    fn push(
        &mut self,
        item: Item,
        depth: usize,
        number: String,
        own: Option<(usize, Sums)>,
        policies: [Policy; MEASURES.len()],
    ) -> usize {
        let (place, sums) = own.map_or((None, Sums::new()), |(place, sums)| (Some(place), sums));
        let lacks = place.and_then(|place| self.lacks.get(&place)).cloned().unwrap_or_default();
        self.rows.push(Row {
            item,
            depth,
            number,
            place,
            policies,
            is_coarse: false,
            children: Vec::new(),
            sums,
            lacks,
        });
        self.rows.len() - 1
    }

    /// Adds a component with all that is below it; `carried` are the measures that a row above carries whole.
    fn grow(
        &mut self,
        id: &ComponentId,
        depth: usize,
        number: String,
        carried: [bool; MEASURES.len()],
    ) -> usize {
        let below = self.has_below(id);
        let component =
            self.components.get_mut(id).expect("a row is grown for each component once");
        let (own, works) = (component.own.take(), std::mem::take(&mut component.works));
        let mut has = [false; MEASURES.len()];
        own.iter().for_each(|(_, sums)| mark(&mut has, sums));
        let children: Vec<ComponentId> = self
            .components
            .keys()
            .filter(|child| self.parent(child).as_ref() == Some(id))
            .cloned()
            .collect();
        let is_leaf = works.is_empty() && children.is_empty();
        let each = |policy: &dyn Fn(usize) -> Policy| -> [Policy; MEASURES.len()] {
            std::array::from_fn(|at| if carried[at] { Policy::Above } else { policy(at) })
        };
        let policies =
            each(&|at| if is_leaf || has[at] && !below[at] { Policy::Own } else { Policy::Below });
        let row =
            self.push(Item::Component(id.clone()), depth, number.clone(), own.clone(), policies);
        if is_leaf {
            return row;
        }
        let carried: [bool; MEASURES.len()] =
            std::array::from_fn(|at| carried[at] || has[at] && !below[at]);
        let beside = |at: usize| if carried[at] { Policy::Above } else { Policy::Own };
        let policies = std::array::from_fn(beside);
        if (0..MEASURES.len()).any(|at| has[at] && below[at]) {
            let rest = self.push(Item::Rest(id.clone()), depth + 1, "-".to_owned(), own, policies);
            self.rows[row].children.push(rest);
        }
        for (work, place, sums) in works {
            let item = Item::Work(id.clone(), work);
            let work = self.push(item, depth + 1, "-".to_owned(), Some((place, sums)), policies);
            self.rows[row].children.push(work);
        }
        for (place, child) in (1..).zip(&children) {
            let number = if depth == 1 { place.to_string() } else { format!("{number}.{place}") };
            let child = self.grow(child, depth + 1, number, carried);
            self.rows[row].children.push(child);
        }
        row
    }

    /// Marks the rows beside and below assigned money that is not split.
    fn tell_coarse(&mut self, row: usize, is_coarse: bool) {
        self.rows[row].is_coarse = is_coarse;
        let children = self.rows[row].children.clone();
        let is_rest = |row: &Row| {
            let assigned = row.sums.iter().filter(|((amount, _), _)| *amount == Amount::Assigned);
            matches!(row.item, Item::Rest(_))
                && assigned.into_iter().any(|(_, money)| !money.is_zero())
        };
        let below = is_coarse || children.iter().any(|child| is_rest(&self.rows[*child]));
        for child in children {
            self.tell_coarse(child, below);
        }
    }

    /// Leaves each row the sums that it shows: its own, those of the rows below, or none.
    fn add_up(&mut self, row: usize) {
        let children = self.rows[row].children.clone();
        let policies = self.rows[row].policies;
        let mut shown = std::mem::take(&mut self.rows[row].sums);
        shown.retain(|(amount, _), _| policies[measure(*amount)] == Policy::Own);
        let mut lacks = Lacks::default();
        lacks.add(&self.rows[row].lacks, |amount| policies[measure(amount)] == Policy::Own);
        for child in children {
            self.add_up(child);
            for ((amount, slot), money) in &self.rows[child].sums {
                if policies[measure(*amount)] == Policy::Below {
                    *shown.entry((*amount, *slot)).or_insert(Money::ZERO) += *money;
                }
            }
            lacks.add(&self.rows[child].lacks, |amount| policies[measure(amount)] == Policy::Below);
        }
        self.rows[row].lacks = lacks;
        self.rows[row].sums = shown;
    }
}

fn mark(has: &mut [bool; MEASURES.len()], sums: &Sums) {
    for ((amount, _), money) in sums {
        has[measure(*amount)] |= !money.is_zero();
    }
}

fn roman(number: usize) -> String {
    let signs = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut rest = number;
    let mut text = String::new();
    for (worth, sign) in signs {
        while worth <= rest {
            text.push_str(sign);
            rest -= worth;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use crate::render::workbook::fixture;
    use crate::render::workbook::lines::MOST_ROWS;

    #[test]
    fn programs_are_numbered_as_forms_do() {
        assert_eq!([1, 4, 9, 14].map(roman), ["I", "IV", "IX", "XIV"]);
    }

    #[test]
    fn a_plan_by_component_stands_there_and_its_works_show_what_was_paid() {
        let summary = fixture::summary();
        let ledger = Ledger::of(&summary, Lang::Vi, MOST_ROWS);
        let rows = rows(&ledger, &summary.catalogue, Funding::Investment);
        let find = |wanted: &str| {
            rows.iter()
                .find(|row| matches!(&row.item, Item::Component(id) if id.as_str() == wanted))
                .unwrap()
        };
        let component = find("dtts.4.1");
        assert_eq!(component.policy(Amount::Plan), Policy::Own);
        assert_eq!(component.policy(Amount::Cumulative), Policy::Below);
        let works: Vec<_> = component.children.iter().map(|row| &rows[*row]).collect();
        assert!(works.iter().any(|row| matches!(row.item, Item::Work(..))));
        assert!(works.iter().all(|row| row.policy(Amount::Plan) == Policy::Above));
    }

    #[test]
    fn every_parent_is_the_sum_of_its_children() {
        let summary = fixture::summary();
        let ledger = Ledger::of(&summary, Lang::Vi, MOST_ROWS);
        for funding in Funding::ALL {
            let rows = rows(&ledger, &summary.catalogue, funding);
            let whole = |amount: Amount| -> Money {
                rows[0]
                    .sums
                    .iter()
                    .filter(|((of, _), _)| *of == amount)
                    .map(|(_, money)| *money)
                    .sum()
            };
            for amount in MEASURES {
                let of_type = ledger
                    .rows()
                    .filter(|row| row.key.as_ref().is_some_and(|key| key.funding == funding));
                let sum: Money = of_type.filter_map(|row| row.amount(amount)).sum();
                assert_eq!(whole(amount), sum, "{amount:?}");
            }
        }
    }
}
