//! The rows of a money table: program › component › work, numbered, each with its plan and its last cumulative.
//!
//! A row has entry cells or is the sum of the rows below it, never both. So where a plan stands on a component and on
//! works or components below it too, the component's own part gets a row of its own ([`OWN_PART`]); and only a
//! component whose works are planned has free rows: below a component that is planned as a whole a work would be
//! counted twice.

use std::collections::{BTreeMap, BTreeSet};

use super::Order;
use super::sent::Content;
use super::split::{self, Part, Parts};
use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, OWN_PART, Work};
use crate::domain::money::Money;
use crate::domain::submission::Measure;

/// Rows below the works of a component for works that are not in the register yet.
const FREE_ROWS: usize = 2;

/// The last cumulative of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Previous {
    /// Written as it is known.
    Stated(Option<Money>),
    /// The sum of the rows below.
    Sum(Option<Money>),
}

impl Previous {
    pub(super) fn amount(self) -> Option<Money> {
        match self {
            Previous::Stated(amount) | Previous::Sum(amount) => amount,
        }
    }
}

/// What a row is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// The sum of these rows.
    Sum(Vec<usize>),
    /// To be filled in.
    Entry,
    /// To be filled in together with its name.
    Free,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// STT.
    pub number: String,
    /// Mã.
    pub code: String,
    /// The component that it stands for; none for a work, a free row, the total.
    pub component: Option<ComponentId>,
    /// Nội dung.
    pub label: String,
    /// 0 for the total, 1 for a program, and so on.
    pub depth: usize,
    /// What it is for.
    pub kind: Kind,
    /// The component or work whose own figures it takes; none for a sum and a free row.
    pub place: Option<Place>,
    /// Its plan by column.
    pub plan: BTreeMap<Part, Money>,
    /// What the unit stated, and the sums of that.
    pub figures: BTreeMap<(Measure, Part), Content>,
    /// Its last cumulative.
    pub previous: Previous,
}

/// The table of one funding type.
#[derive(Debug)]
pub(super) struct Outline {
    /// The columns into which each measure is split.
    pub parts: Parts,
    /// The rows; the first is the total.
    pub rows: Vec<Row>,
}

/// A component or a work.
pub(super) type Place = (ComponentId, Option<Work>);

#[derive(Default)]
struct Figures {
    plan: BTreeMap<Part, Money>,
    figures: BTreeMap<(Measure, Part), Content>,
    previous: Option<Money>,
}

impl Row {
    /// Its amount in a column of a measure.
    pub(super) fn amount(&self, measure: Measure, part: Part) -> Option<Money> {
        let planned =
            || (measure == Measure::Plan).then(|| self.plan.get(&part).copied()).flatten();
        self.figures.get(&(measure, part)).and_then(Content::amount).or_else(planned)
    }

    /// The sum of its amounts of a measure over these columns; none where it states none.
    pub(super) fn total(&self, measure: Measure, parts: &[Part]) -> Option<Money> {
        parts.iter().filter_map(|part| self.amount(measure, *part)).reduce(|a, b| a + b)
    }
}

impl Outline {
    /// The table for what the unit owes of one funding type; `None` where it owes nothing.
    pub(super) fn new(order: &Order<'_>, funding: Funding) -> Option<Outline> {
        let mut leaves = planned(order, funding);
        let parts = split::parts(order, funding);
        stated(order, funding, &parts, &mut leaves);
        if leaves.is_empty() {
            return None;
        }
        let (leaves, coarse) = with_previous(order, funding, leaves);
        let mut build = Build { order, leaves, coarse, rows: Vec::new() };
        build.total();
        Some(Outline { parts, rows: build.rows })
    }

    /// Whether any last cumulative is known.
    pub(super) fn has_previous(&self) -> bool {
        self.rows[0].previous.amount().is_some()
    }

    /// Whether it has a row for the program.
    pub(super) fn owes(&self, program: &ComponentId) -> bool {
        self.rows.iter().any(|row| row.component.as_ref() == Some(program))
    }

    /// The components without other components below them: id and title.
    pub(super) fn components(&self) -> impl Iterator<Item = (ComponentId, &str)> {
        let has_rows_of_components = |row: &Row| match &row.kind {
            Kind::Sum(below) => below.iter().any(|&row| self.rows[row].component.is_some()),
            _ => false,
        };
        let lowest = self.rows.iter().filter(move |row| !has_rows_of_components(row));
        lowest.filter_map(|row| Some((row.component.clone()?, row.label.as_str())))
    }
}

/// What is planned, by place and column.
fn planned(order: &Order<'_>, funding: Funding) -> BTreeMap<Place, Figures> {
    let mut leaves: BTreeMap<Place, Figures> = BTreeMap::new();
    let of_funding = order.plan.iter().filter(|(key, _)| key.funding == funding);
    for (key, &amount) in of_funding.filter(|(_, amount)| !amount.is_zero()) {
        let part = Part { year: key.year, source: key.source };
        let figures = leaves.entry((key.component.clone(), key.work.clone())).or_default();
        *figures.plan.entry(part).or_insert(Money::ZERO) += amount;
    }
    leaves
}

/// Adds what the unit stated.
fn stated(
    order: &Order<'_>,
    funding: Funding,
    parts: &Parts,
    leaves: &mut BTreeMap<Place, Figures>,
) {
    let Some(sent) = order.sent else { return };
    for (key, contents) in sent.figures.iter().filter(|(key, _)| key.funding == funding) {
        let figures = leaves.entry((key.component.clone(), key.work.clone())).or_default();
        for (&measure, content) in contents {
            let slot = (measure, split::part(parts, measure, key));
            match (figures.figures.get_mut(&slot), content) {
                (Some(Content::Amount(sum)), Content::Amount(amount)) => *sum += *amount,
                (Some(_), Content::Text(_)) => {}
                _ => drop(figures.figures.insert(slot, content.clone())),
            }
        }
    }
}

/// Puts the last cumulative figures on the rows; those that are coarser than the rows are returned by component.
fn with_previous(
    order: &Order<'_>,
    funding: Funding,
    mut leaves: BTreeMap<Place, Figures>,
) -> (BTreeMap<Place, Figures>, BTreeMap<ComponentId, Money>) {
    let planned: BTreeSet<Place> = leaves.keys().cloned().collect();
    let is_divided = |id: &ComponentId| {
        planned.iter().any(|(below, work)| id.covers(below) && (below != id || work.is_some()))
    };
    let whole = |id: &ComponentId| {
        let mut at = Some(id.clone());
        while let Some(id) = at {
            at = id.parent();
            let place = (id, None);
            if planned.contains(&place) && !is_divided(&place.0) {
                return Some(place);
            }
        }
        None
    };
    let mut coarse = BTreeMap::new();
    let of_funding = order.previous.iter().filter(|(key, _)| key.funding == funding);
    for (key, &amount) in of_funding {
        let place = (key.component.clone(), key.work.clone());
        let place = if planned.contains(&place) {
            place
        } else if let Some(whole) = whole(&key.component) {
            whole
        } else if key.work.is_none() && is_divided(&key.component) {
            *coarse.entry(place.0).or_insert(Money::ZERO) += amount;
            continue;
        } else if amount.is_zero() {
            continue;
        } else {
            place
        };
        *leaves.entry(place).or_default().previous.get_or_insert(Money::ZERO) += amount;
    }
    (leaves, coarse)
}

struct Build<'a> {
    order: &'a Order<'a>,
    leaves: BTreeMap<Place, Figures>,
    coarse: BTreeMap<ComponentId, Money>,
    rows: Vec<Row>,
}

impl Build<'_> {
    /// The row of the total and everything below it.
    fn total(&mut self) {
        self.push(String::new(), String::new(), "TỔNG CỘNG".to_owned(), 0, Kind::Sum(Vec::new()));
        let listed = self.listed();
        let tops = listed.iter().filter(|id| above(id, &listed).is_none());
        let mut below = Vec::new();
        for (index, id) in tops.enumerate() {
            below.push(self.rows.len());
            self.branch(id, roman(index + 1), 1, &listed);
        }
        self.close(0, below, None);
    }

    /// The components that have rows: those with figures, and what the catalogue knows above them.
    fn listed(&self) -> BTreeSet<ComponentId> {
        let mut listed = BTreeSet::new();
        for (id, _) in self.leaves.keys() {
            listed.insert(id.clone());
            let mut at = id.parent();
            while let Some(id) = at {
                at = id.parent();
                if self.order.catalogue.get(&id).is_some() {
                    listed.insert(id);
                }
            }
        }
        listed
    }

    /// The row of a component and everything below it.
    fn branch(
        &mut self,
        id: &ComponentId,
        number: String,
        depth: usize,
        listed: &BTreeSet<ComponentId>,
    ) {
        let children: Vec<&ComponentId> =
            listed.iter().filter(|child| above(child, listed) == Some(id)).collect();
        let places: Vec<Place> =
            self.leaves.keys().filter(|(component, _)| component == id).cloned().collect();
        let has_works = places.iter().any(|(_, work)| work.is_some());
        let title = self.order.catalogue.title(id);
        let at = self.rows.len();
        if children.is_empty() && !has_works {
            self.push(number, id.to_string(), title, depth, Kind::Entry);
            self.rows[at].component = Some(id.clone());
            self.fill(at, &(id.clone(), None));
            return;
        }
        self.push(number.clone(), id.to_string(), title, depth, Kind::Sum(Vec::new()));
        self.rows[at].component = Some(id.clone());
        // Below a program the numbers begin anew, as in `I`, `1`, `1.1`.
        let next = |below: usize| match depth {
            1 => format!("{}", below + 1),
            _ => format!("{number}.{}", below + 1),
        };
        let mut below = Vec::new();
        for place in &places {
            let (code, label) = match &place.1 {
                Some(work) => {
                    (work.code.as_ref().map(|code| format!("{id}/{code}")), work.name.to_string())
                }
                None => (None, OWN_PART.to_owned()),
            };
            let row = self.rows.len();
            let code = code.unwrap_or_default();
            self.push(next(below.len()), code, label, depth + 1, Kind::Entry);
            self.fill(row, place);
            below.push(row);
        }
        for _ in 0..if has_works { FREE_ROWS } else { 0 } {
            let row = self.rows.len();
            self.push(next(below.len()), String::new(), String::new(), depth + 1, Kind::Free);
            below.push(row);
        }
        for child in children {
            let number = next(below.len());
            below.push(self.rows.len());
            self.branch(child, number, depth + 1, listed);
        }
        let coarse = self.coarse.get(id).copied();
        self.close(at, below, coarse);
    }

    fn push(&mut self, number: String, code: String, label: String, depth: usize, kind: Kind) {
        let component = None;
        let (plan, figures, previous) = (BTreeMap::new(), BTreeMap::new(), Previous::Stated(None));
        let place = None;
        self.rows.push(Row {
            number,
            code,
            component,
            label,
            depth,
            kind,
            place,
            plan,
            figures,
            previous,
        });
    }

    fn fill(&mut self, at: usize, place: &Place) {
        let figures = self.leaves.get(place).expect("a row is made from its figures");
        self.rows[at].place = Some(place.clone());
        self.rows[at].plan = figures.plan.clone();
        self.rows[at].figures = figures.figures.clone();
        self.rows[at].previous = Previous::Stated(figures.previous);
    }

    /// Makes a row the sum of those below it. A coarser last cumulative cannot be shared out among them: it is
    /// written at the sum.
    fn close(&mut self, at: usize, below: Vec<usize>, coarse: Option<Money>) {
        let mut plan: BTreeMap<Part, Money> = BTreeMap::new();
        let mut sums: BTreeMap<(Measure, Part), Money> = BTreeMap::new();
        let mut previous = None;
        for &row in &below {
            for (slot, content) in &self.rows[row].figures {
                if let Some(amount) = content.amount() {
                    *sums.entry(*slot).or_insert(Money::ZERO) += amount;
                }
            }
            for (part, amount) in &self.rows[row].plan {
                *plan.entry(*part).or_insert(Money::ZERO) += *amount;
            }
            if let Some(amount) = self.rows[row].previous.amount() {
                *previous.get_or_insert(Money::ZERO) += amount;
            }
        }
        let row = &mut self.rows[at];
        row.plan = plan;
        row.figures = sums.into_iter().map(|(slot, sum)| (slot, Content::Amount(sum))).collect();
        row.previous = match coarse {
            Some(coarse) => Previous::Stated(Some(coarse + previous.unwrap_or(Money::ZERO))),
            None => Previous::Sum(previous),
        };
        row.kind = Kind::Sum(below);
    }
}

/// The nearest listed component above.
fn above<'a>(id: &ComponentId, listed: &'a BTreeSet<ComponentId>) -> Option<&'a ComponentId> {
    let mut at = id.parent();
    while let Some(id) = at {
        if let Some(found) = listed.get(&id) {
            return Some(found);
        }
        at = id.parent();
    }
    None
}

/// I, II, III … for programs; beyond X a plain number.
fn roman(number: usize) -> String {
    let numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
    numerals.get(number - 1).map_or_else(|| number.to_string(), |text| (*text).to_owned())
}
