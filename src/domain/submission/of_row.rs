//! The lines of a row: what each of its figures is about, and which of them stand in one line.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::{Figure, Line, Lowest, Measure, RowKind, Table};
use crate::domain::attributes::Facts;
use crate::domain::catalogue::Catalogue;
use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, Key, PlanYear, Work, below, one};
use crate::domain::label::Label;
use crate::domain::money::Money;

/// What becomes of the figures of a row.
#[derive(Default)]
pub(crate) struct OfRow {
    /// Its lines.
    pub(crate) lines: Vec<Line>,
    /// The columns of figures that are not used, each with what it would be about where that is known.
    pub(crate) unused: Vec<(usize, Option<Key>)>,
    /// The columns of amounts of which nothing says the funding type, each with what is said.
    pub(crate) homeless: Vec<(usize, Facts)>,
    /// The columns that contradict the row.
    pub(crate) crossed: Vec<usize>,
}

/// Works of the register with the labels of their names, by the digits of the labels.
type Works<'a> = BTreeMap<String, Vec<(Label, &'a Work)>>;

/// What the figures of a unit are about, by its registered plan and the catalogue.
pub(crate) struct Keys<'a> {
    plan: &'a BTreeMap<Key, Money>,
    catalogue: &'a Catalogue,
    budget: i32,
    /// The one funding type that is planned for a component, where there is one.
    fundings: RefCell<BTreeMap<ComponentId, Option<Funding>>>,
    /// The works that are planned for a component.
    works: RefCell<BTreeMap<ComponentId, Works<'a>>>,
}

impl<'a> Keys<'a> {
    /// For a unit with this `plan` in the budget year `budget`.
    pub(crate) fn new(
        plan: &'a BTreeMap<Key, Money>,
        catalogue: &'a Catalogue,
        budget: i32,
    ) -> Keys<'a> {
        let (fundings, works) = (RefCell::default(), RefCell::default());
        Keys { plan, catalogue, budget, fundings, works }
    }

    /// The lines of a row of a table with these `lowest` cells; none where the row is no component and no work.
    pub(crate) fn of_row(&self, table: &Table, lowest: &Lowest, row: usize) -> OfRow {
        let RowKind::Item(id, work) = &table.rows[row].kind else { return OfRow::default() };
        let width = table.columns.len();
        let figures = (0..width).filter(|at| lowest.figures[row * width + at]);
        let (mut of, mut lines, mut is_stated) = (OfRow::default(), Vec::new(), false);
        for at in figures {
            is_stated = true;
            let Some(facts) = self.facts(table, row, at) else {
                of.crossed.push(at);
                continue;
            };
            let amount = table.at(row, at).amount();
            match (self.key(id, work, &facts), amount) {
                (Some(key), Some(amount)) => {
                    let column = &table.columns[at];
                    let (measure, column) = (column.measure, column.index as u16);
                    put(&mut lines, table, row, key, Figure { measure, column, amount });
                }
                (Some(key), None) => {
                    let is_cumulative = table.columns[at].measure == Measure::Cumulative;
                    line(&mut lines, table, row, &key).lacks_cumulative |= is_cumulative;
                    of.unused.push((at, Some(key)));
                }
                (None, Some(_)) => of.homeless.push((at, facts)),
                (None, None) => of.unused.push((at, None)),
            }
        }
        if is_stated {
            for key in self.lacking(table, row, id, work) {
                let line = line(&mut lines, table, row, &key);
                // The other of the two columns counts.
                line.lacks_cumulative |= line.figure(Measure::Cumulative).is_none();
            }
        }
        lines.retain(|line| !line.figures.is_empty() || line.lacks_cumulative);
        self.add_previous(table, lowest, row, (id, work), &mut lines);
        OfRow { lines, ..of }
    }

    /// What a cell says beside its measure; `None` where its row and its column contradict each other.
    fn facts(&self, table: &Table, row: usize, at: usize) -> Option<Facts> {
        table.columns[at].facts.narrowed(&table.rows[row].facts, self.budget)
    }

    /// Puts the previous cumulative that the form prints into the lines of a row.
    fn add_previous(
        &self,
        table: &Table,
        lowest: &Lowest,
        row: usize,
        (id, work): (&ComponentId, &Option<Work>),
        lines: &mut Vec<Line>,
    ) {
        let first = lowest.previous.partition_point(|(of, _)| *of < row);
        let here = lowest.previous[first..].iter().take_while(|(of, _)| *of == row);
        for &(_, at) in here {
            let key = self.facts(table, row, at).and_then(|facts| self.key(id, work, &facts));
            let (Some(key), Some(amount)) = (key, table.at(row, at).amount()) else { continue };
            if !amount.is_zero() || lines.iter().any(|line| line.key == key) {
                let line = line(lines, table, row, &key);
                line.previous = Some(line.previous.unwrap_or_default() + amount);
            }
        }
    }

    /// The keys of a row whose cumulative figure stands in columns that say the same (GN202), or in a cell merged over
    /// other rows too (GN309).
    fn lacking(
        &self,
        table: &Table,
        row: usize,
        id: &ComponentId,
        work: &Option<Work>,
    ) -> Vec<Key> {
        let ambiguous = table.ambiguous.iter().copied().filter(|&at| table.at(row, at).is_stated());
        let covered = table.covered.iter().filter(|(of, _)| *of == row).map(|(_, at)| *at);
        let is_cumulative = |at: &usize| table.columns[*at].measure == Measure::Cumulative;
        let cumulative = ambiguous.chain(covered).filter(is_cumulative);
        let facts = cumulative.filter_map(|at| self.facts(table, row, at));
        facts.filter_map(|facts| self.key(id, work, &facts)).collect()
    }

    /// The key of a cell; `None` where nothing says the funding type.
    fn key(&self, id: &ComponentId, work: &Option<Work>, facts: &Facts) -> Option<Key> {
        let of_place = |key: &&Key| id.covers(&key.component) || key.component.covers(id);
        let find = || one(self.plan.keys().filter(of_place).map(|key| key.funding));
        let funding = facts.funding.or_else(|| {
            let planned = *self.fundings.borrow_mut().entry(id.clone()).or_insert_with(find);
            let usual = self.catalogue.funding(id);
            planned.or(if usual.len() == 1 { Some(usual[0]) } else { None })
        })?;
        let mut key = Key {
            component: id.clone(),
            work: self.work(id, work),
            funding,
            source: facts.source,
            year: facts.year.unwrap_or(PlanYear::Any),
        };
        key.settle(self.plan, self.budget);
        Some(key)
    }

    /// The work that a row is about, as the register names it; the own part of a component is none.
    pub(crate) fn work(&self, id: &ComponentId, work: &Option<Work>) -> Option<Work> {
        let work = work.as_ref().filter(|work| !work.is_own_part())?;
        Some(self.registered_work(id, work))
    }

    /// The work of the register that is meant: its name may be typed with a slip.
    fn registered_work(&self, id: &ComponentId, work: &Work) -> Work {
        if work.code.is_some() || below(self.plan, id, Some(work)).next().is_some() {
            return work.clone();
        }
        let name = Label::new(&work.name);
        let mut known = self.works.borrow_mut();
        let works = known.entry(id.clone()).or_insert_with(|| self.planned_works(id));
        let alike = works.get(&name.digits()).into_iter().flatten();
        let near = one(alike.filter(|(label, _)| label.resembles(&name)).map(|(_, known)| *known));
        near.unwrap_or(work).clone()
    }

    fn planned_works(&self, id: &ComponentId) -> Works<'a> {
        let mut works = Works::new();
        let own = self.plan.keys().filter(|key| key.component == *id);
        for work in own.filter_map(|key| key.work.as_ref()) {
            let label = Label::new(&work.name);
            works.entry(label.digits()).or_default().push((label, work));
        }
        works
    }
}

/// The first line of a key among those of a row; a new one where there is none.
fn line<'a>(lines: &'a mut Vec<Line>, table: &Table, row: usize, key: &Key) -> &'a mut Line {
    let at = lines.iter().position(|line| line.key == *key).unwrap_or_else(|| {
        lines.push(Line {
            key: key.clone(),
            sheet: table.sheet,
            row: table.rows[row].index,
            figures: Vec::new(),
            lacks_cumulative: false,
            previous: None,
            relayed: None,
        });
        lines.len() - 1
    });
    &mut lines[at]
}

/// Puts a figure into the line of its key. Two columns of one measure may settle on one key ("kéo dài" and "năm 2023"): they
/// add up, and each has a line.
fn put(lines: &mut Vec<Line>, table: &Table, row: usize, key: Key, figure: Figure) {
    let line = line(lines, table, row, &key);
    if line.figure(figure.measure).is_none() {
        line.figures.push(figure);
        return;
    }
    let (sheet, row) = (line.sheet, line.row);
    let figures = vec![figure];
    lines.push(Line {
        key,
        sheet,
        row,
        figures,
        lacks_cumulative: false,
        previous: None,
        relayed: None,
    });
}
