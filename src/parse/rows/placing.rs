//! The kinds and parents of the rows, given from top to bottom.

use std::collections::{BTreeMap, BTreeSet};

use super::told::Told;
use super::{Rows, details};
use crate::domain::attributes::Facts;
use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, PlanYear, Source, Work};
use crate::domain::submission::{Row, RowKind};
use crate::recognise::rows::Seen;

type Said = (Option<Funding>, Option<Source>, Option<PlanYear>);

fn said(facts: &Facts) -> Said {
    (facts.funding, facts.source, facts.year)
}

/// Which of the three a row says.
fn sort(facts: &Facts) -> (bool, bool, bool) {
    (facts.funding.is_some(), facts.source.is_some(), facts.year.is_some())
}

/// "A. Vốn đầu tư": a row that says facts for those below it.
struct Section {
    facts: Facts,
    row: usize,
    /// It stands above programs, not inside of one.
    is_above_programs: bool,
}

/// Gives the rows their kinds and parents, from top to bottom.
pub(super) struct Placing<'a> {
    told: &'a [Told],
    budget: i32,
    program: Option<ComponentId>,
    rows: Vec<Row>,
    /// What is known of some of them beside.
    lists: Rows,
    seen: BTreeSet<(ComponentId, Option<Work>, Said, Option<&'a str>)>,
    places: BTreeMap<(ComponentId, Option<Work>), Vec<usize>>,
    sections: Vec<Section>,
    /// For each sort of facts: whether such rows stand above components or split what is above them.
    are_sections: BTreeMap<(bool, bool, bool), bool>,
    /// The row of the last item or sum.
    last: Option<usize>,
    /// The rows that split it, each within the one before.
    open: Vec<usize>,
}

impl<'a> Placing<'a> {
    pub(super) fn new(told: &'a [Told], budget: i32, program: Option<ComponentId>) -> Placing<'a> {
        Placing {
            told,
            budget,
            program,
            rows: Vec::new(),
            lists: Rows::default(),
            seen: BTreeSet::new(),
            places: BTreeMap::new(),
            sections: Vec::new(),
            are_sections: BTreeMap::new(),
            last: None,
            open: Vec::new(),
        }
    }

    /// Places the next row.
    pub(super) fn place(&mut self, at: usize) {
        let told = &self.told[at];
        let next = self.rows.len();
        if told.is_in_other_unit && told.has_money {
            self.lists.other_unit.push(next);
            self.push(at, RowKind::Stray, told.facts, None);
            return;
        }
        if told.is_by_number {
            self.lists.by_number.insert(next);
        }
        if let Some(doubt) = told.doubt.filter(|_| told.has_money) {
            self.lists.doubtful.push((next, doubt));
        }
        if told.is_attribute {
            if self.is_section(at) {
                self.begin_section(at)
            } else {
                self.split(at)
            }
            return;
        }
        let facts = told.facts.below(self.said_above());
        let (kind, parent) = match &told.seen {
            Some(Seen::Total) => (RowKind::Total, None),
            Some(Seen::Subtotal(id)) => {
                let places = self.places.get(&(id.clone(), None)).map_or(&[][..], Vec::as_slice);
                // Of several rows for one component nobody says which are meant.
                match places {
                    [] | [_] => (RowKind::Subtotal(id.clone()), places.first().copied()),
                    [.., last] => (RowKind::Detail, Some(*last)),
                }
            }
            Some(Seen::Item(id, work)) => {
                if work.is_none() && id.is_program() {
                    self.sections.retain(|section| section.is_above_programs);
                }
                let facts = told.facts.below(self.said_above());
                self.item(at, id.clone(), work.clone(), facts);
                return;
            }
            Some(Seen::PageSum) => {
                self.lists.page_sums.push(next);
                self.push(at, RowKind::Detail, Facts::default(), None);
                return;
            }
            Some(Seen::Quantity) => {
                self.push(at, RowKind::Quantity, Facts::default(), None);
                return;
            }
            Some(Seen::Part(Some(id))) => {
                self.lists.parts.push(next);
                self.item(at, id.clone(), None, facts);
                return;
            }
            Some(Seen::Part(None)) => {
                if told.has_money {
                    self.part(at);
                }
                return;
            }
            Some(Seen::Stray) | None => (RowKind::Stray, None),
        };
        let facts = if kind == RowKind::Total { Facts::default() } else { facts };
        self.push(at, kind, facts, parent);
        self.last = Some(self.rows.len() - 1);
    }

    fn push(&mut self, at: usize, kind: RowKind, facts: Facts, parent: Option<usize>) {
        let told = &self.told[at];
        self.open.clear();
        self.rows.push(Row {
            index: told.index,
            label: told.label.as_str().into(),
            kind,
            facts,
            parent,
        });
    }

    fn said_above(&self) -> Facts {
        self.sections.last().map_or(Facts::default(), |section| section.facts)
    }

    fn item(&mut self, at: usize, id: ComponentId, work: Option<Work>, facts: Facts) {
        let told = self.told;
        let has_money = told[at].has_money;
        let key = (id.clone(), work.clone(), said(&facts), told[at].stated.as_deref());
        let parent = self.parent(&id, &work, &facts);
        let is_same = |row: usize| matches!(&self.rows[row].kind, RowKind::Item(own, of) if (own, of) == (&id, &work));
        // A row of one source below the row of the same item as a whole.
        let is_split = has_money && parent.is_some_and(is_same);
        if is_split {
            self.lists.splits.push(self.rows.len());
        }
        if has_money && !self.seen.insert(key) {
            self.lists.repeated.push(self.rows.len());
            self.push(at, RowKind::Stray, facts, None);
        } else {
            // Of rows that say the same the last one stands for all.
            let rows = &self.rows;
            let place = self.places.entry((id.clone(), work.clone())).or_default();
            place.retain(|&row| said(&rows[row].facts) != said(&facts));
            place.push(rows.len());
            self.push(at, RowKind::Item(id, work), facts, parent);
        }
        self.last = Some(self.rows.len() - 1);
    }

    /// "Trong đó: tạm ứng": a part of the row above, which stays the last one.
    fn part(&mut self, at: usize) {
        let above = self.last.map(|row| (row, &self.rows[row]));
        let Some((parent, row)) = above else {
            self.push(at, RowKind::Stray, self.told[at].facts, None);
            return;
        };
        let facts = self.told[at].facts.below(row.facts);
        self.lists.parts.push(self.rows.len());
        self.push(at, RowKind::Detail, facts, Some(parent));
    }

    /// The nearest row above that an item with these facts is a part of, within the section.
    fn parent(&self, id: &ComponentId, work: &Option<Work>, facts: &Facts) -> Option<usize> {
        let section = self.sections.last().map(|section| section.row);
        let here = |row: &&usize| section.is_none_or(|section| section <= **row);
        let rows = |id: &ComponentId, work: &Option<Work>| {
            self.places.get(&(id.clone(), work.clone())).map_or(&[][..], Vec::as_slice)
        };
        let covers = |a: &Facts, b: &Facts| a.covers(b, self.budget);
        let own = rows(id, work).iter().rev().filter(here);
        let whole = own.copied().find(|&row| {
            said(&self.rows[row].facts) != said(facts) && covers(&self.rows[row].facts, facts)
        });
        if whole.is_some() {
            return whole;
        }
        let mut above = if work.is_some() { Some(id.clone()) } else { id.parent() };
        while let Some(id) = above {
            let rows = || rows(&id, &None).iter().rev().filter(here).copied();
            let found = rows()
                .find(|&row| covers(&self.rows[row].facts, facts))
                .or_else(|| rows().find(|&row| covers(facts, &self.rows[row].facts)));
            if found.is_some() {
                return found;
            }
            above = id.parent();
        }
        section
    }

    /// Whether a row that only says facts says them of the rows below it: a program or component follows at once, and
    /// the first row of its sort did not stand below a component.
    fn is_section(&mut self, at: usize) -> bool {
        let mine = sort(&self.told[at].facts);
        let told = self.told;
        let is_node = |told: &Told| matches!(told.seen, Some(Seen::Item(_, None)));
        let mut below = told[at + 1..].iter();
        let next = below.find(|told| !told.is_attribute || sort(&told.facts) == mine);
        // "Trong đó: tạm ứng" stands below the row before it, the sum of a page anywhere.
        let stands_between =
            |told: &&Told| matches!(told.seen, Some(Seen::Part(None) | Seen::PageSum));
        let before = told[..at].iter().rev().find(|told| !stands_between(told));
        let is_run =
            before.is_some_and(|before| before.is_attribute && sort(&before.facts) == mine);
        if is_run || !next.is_some_and(is_node) {
            return false;
        }
        let is_below_component = before.is_some_and(|before| match &before.seen {
            Some(Seen::Item(id, work)) => work.is_some() || !id.is_program(),
            _ => before.is_attribute && !self.open.is_empty(),
        });
        *self.are_sections.entry(mine).or_insert(!is_below_component)
    }

    fn begin_section(&mut self, at: usize) {
        let told = &self.told[at];
        let mine = sort(&told.facts);
        if let Some(same) =
            self.sections.iter().position(|section| sort_own(&self.sections, section) == mine)
        {
            self.sections.truncate(same);
        }
        let is_program =
            |told: &&Told| matches!(&told.seen, Some(Seen::Item(id, None)) if id.is_program());
        let node = self.told[at + 1..].iter().find(|told| !told.is_attribute);
        let is_above_programs = node.as_ref().is_some_and(is_program);
        let facts = told.facts.below(self.said_above());
        let program = self.last.and_then(|row| match &self.rows[row].kind {
            RowKind::Item(id, _) => Some(id.program()),
            _ => None,
        });
        let outer = self.sections.last().map(|section| section.row);
        let (kind, parent) = match program.or(self.program.clone()) {
            Some(program) if !is_above_programs => {
                let own = self.places.get(&(program.clone(), None)).and_then(|rows| rows.last());
                let parent = own.copied().max(outer);
                match parent {
                    Some(_) => (RowKind::Item(program, None), parent),
                    None => (RowKind::Total, None),
                }
            }
            _ => (RowKind::Total, outer),
        };
        let row = self.rows.len();
        self.push(at, kind, facts, parent);
        self.sections.push(Section { facts, row, is_above_programs });
        self.last = Some(row);
    }

    /// A row that splits the money of the last item by what it says.
    fn split(&mut self, at: usize) {
        let told = &self.told[at];
        let mine = sort(&told.facts);
        if !told.has_money {
            return;
        }
        if let Some(same) = self.open.iter().position(|&row| sort_of_split(&self.rows, row) == mine)
        {
            self.open.truncate(same);
        }
        let parent = self.open.last().copied().or(self.last);
        let above = parent.map_or(self.said_above(), |row| self.rows[row].facts);
        let facts = told.facts.below(above);
        let kind = match parent.map(|row| &self.rows[row].kind) {
            Some(RowKind::Item(id, work)) => {
                let key = (id.clone(), work.clone(), said(&facts), None);
                if self.seen.insert(key) {
                    RowKind::Item(id.clone(), work.clone())
                } else {
                    self.lists.repeated.push(self.rows.len());
                    RowKind::Stray
                }
            }
            Some(RowKind::Total | RowKind::Subtotal(_) | RowKind::Detail) => RowKind::Detail,
            Some(RowKind::Quantity | RowKind::Stray) => RowKind::Stray,
            None => match &self.program {
                Some(program) => RowKind::Item(program.clone(), None),
                None => RowKind::Stray,
            },
        };
        let parent = if kind == RowKind::Stray { None } else { parent };
        let open = std::mem::take(&mut self.open);
        self.push(at, kind, facts, parent);
        self.open = open;
        self.lists.splits.push(self.rows.len() - 1);
        self.open.push(self.rows.len() - 1);
    }

    pub(super) fn end(mut self) -> Rows {
        // The first sum of everything is the parent of what has no other.
        let is_everything =
            |row: &Row| row.kind == RowKind::Total && said(&row.facts) == Said::default();
        if let Some(total) = self.rows.iter().position(is_everything) {
            for (at, row) in self.rows.iter_mut().enumerate() {
                let is_part = match row.kind {
                    RowKind::Item(..) => true,
                    RowKind::Total => at != total && said(&row.facts) != Said::default(),
                    _ => false,
                };
                if is_part {
                    row.parent = row.parent.or(Some(total));
                }
            }
        }
        // Where components or works below a row hold money, its sources beside them only repeat it.
        let with_money: BTreeSet<u32> =
            self.told.iter().filter(|told| told.has_money).map(|told| told.index).collect();
        let splits: BTreeSet<usize> = self.lists.splits.iter().copied().collect();
        let is_item = |at: &usize| {
            let row = &self.rows[*at];
            let holds = with_money.contains(&row.index);
            holds && matches!(row.kind, RowKind::Item(..)) && !splits.contains(at)
        };
        let with_items: BTreeSet<usize> =
            (0..self.rows.len()).filter(is_item).filter_map(|at| self.rows[at].parent).collect();
        let repeats =
            |at: &&usize| self.rows[**at].parent.is_some_and(|parent| with_items.contains(&parent));
        let repeating: BTreeSet<usize> = splits.iter().filter(repeats).copied().collect();
        details(&mut self.rows, &self.lists.splits, &repeating);
        Rows { rows: self.rows, ..self.lists }
    }
}

/// What a section says beyond those around it.
fn sort_own(sections: &[Section], section: &Section) -> (bool, bool, bool) {
    let at = sections.iter().position(|other| other.row == section.row).unwrap_or(0);
    let above = at.checked_sub(1).map_or(Facts::default(), |above| sections[above].facts);
    difference(&section.facts, &above)
}

/// What a splitting row says beyond its parent.
fn sort_of_split(rows: &[Row], row: usize) -> (bool, bool, bool) {
    let above = rows[row].parent.map_or(Facts::default(), |parent| rows[parent].facts);
    difference(&rows[row].facts, &above)
}

fn difference(facts: &Facts, above: &Facts) -> (bool, bool, bool) {
    let (own, above) = (said(facts), said(above));
    (own.0 != above.0, own.1 != above.1, own.2 != above.2)
}
