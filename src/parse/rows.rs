//! The rows of a table: what each stands for, what it says of its money, and which row it is a part of.
//!
//! Some rows name no component but a funding type, a source or a plan year ("- NSTW", "Vốn sự nghiệp"). Below a
//! component they split its money; above some ("A. Vốn đầu tư") they say it for all of them, until the next such row.

use std::collections::{BTreeMap, BTreeSet};

use super::Known;
use super::number;
use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, PlanYear, Source, Work};
use crate::domain::label::{Label, composed};
use crate::domain::place::Cell;
use crate::domain::submission::{Facts, Row, RowKind};
use crate::read::{Sheet, Value};
use crate::recognise::Framed;
use crate::recognise::heading::{self, Heading, LabelColumn};
use crate::recognise::rows::{RowReader, Seen};

/// The rows of a table.
pub struct Rows {
    /// Those that stand for something or hold money, each with its parent.
    pub rows: Vec<Row>,
    /// Which of them repeat another (GN205).
    pub repeated: Vec<usize>,
    /// Which of them only split the money of the row above them by funding type, source or year.
    pub splits: Vec<usize>,
    /// Where the reader stands behind the last one: a table on the next sheet may go on from there.
    pub end: Option<ComponentId>,
}

/// What a row tells by itself.
struct Told {
    index: u32,
    label: String,
    has_money: bool,
    seen: Option<Seen>,
    facts: Facts,
    /// Its label says facts and nothing else.
    is_attribute: bool,
}

/// Reads the rows of a table whose money stands in the columns `money`; `before` is where the table before it ended,
/// if this one goes on with it.
pub fn rows(
    known: &Known<'_>,
    sheet: &Sheet,
    framed: &Framed,
    money: &[u32],
    before: Option<ComponentId>,
) -> Rows {
    let mut reader = RowReader::new(known.names, framed.program.clone()).after(before);
    let told = told(known, sheet, framed, money, &mut reader);
    let budget = known.context.year();
    let mut placing = Placing { told: &told, budget, ..Placing::new(framed.program.clone()) };
    for at in 0..told.len() {
        placing.place(at);
    }
    let (rows, repeated, splits) = placing.end();
    Rows { rows, repeated, splits, end: reader.current().cloned() }
}

/// The rows that stand for something, say something of those below, or hold money.
fn told(
    known: &Known<'_>,
    sheet: &Sheet,
    framed: &Framed,
    money: &[u32],
    reader: &mut RowReader<'_>,
) -> Vec<Told> {
    let heading = &framed.heading;
    let budget = known.context.year();
    let mut told: Vec<Told> = Vec::new();
    let mut last: Option<Seen> = None;
    let mut is_note = false;
    for (index, cells) in sheet.rows(heading.body..framed.end) {
        let holds = |(cell, value): &(Cell, Value)| {
            money.contains(&cell.column)
                && !matches!(value, Value::Text(text) if number::is_blank(text))
        };
        let has_money = cells.iter().any(holds);
        let text =
            |column: Option<u32>| column.map_or("", |column| sheet.text(Cell::new(index, column)));
        let (code, number) = (text(heading.code), text(heading.number));
        let mut label = label_of(sheet, heading, index);
        let mut facts = Facts::default();
        for &column in &heading.attributes {
            let said = match sheet.get(Cell::new(index, column)) {
                Some(Value::Text(text)) => {
                    heading::facts_of(&Label::new(text), known.lexicon, budget)
                }
                Some(Value::Number(year)) if (1990.0..=2099.0).contains(year) => {
                    Facts { year: Some(PlanYear::Of(*year as i32)), ..Facts::default() }
                }
                _ => Facts::default(),
            };
            facts = said.below(facts);
        }
        let own = if code.trim().is_empty() { attribute(known, &label, budget) } else { None };
        let is_attribute = own.is_some();
        let mut seen = match own {
            Some(own) => {
                facts = own.below(facts);
                None
            }
            None => reader.read(number, code, &label),
        };
        for column in &heading.more_labels {
            let LabelColumn::Level(column) = *column else { continue };
            let deeper = sheet.text(Cell::new(index, column));
            if let Some(found) = reader.read("", "", deeper) {
                seen = Some(found);
                label = composed(deeper);
            }
        }
        if seen.is_none() && !is_attribute && facts != Facts::default() {
            // A merged label above several rows, each with its source.
            seen = last.clone();
        }
        is_note |= !told.is_empty() && !has_money && begins_notes(number, &label);
        if is_note && matches!(seen, Some(Seen::Item(_, Some(_)))) {
            seen = Some(Seen::Stray);
        }
        let is_node = matches!(seen, Some(Seen::Item(_, None)));
        if seen.is_some() {
            last.clone_from(&seen);
        }
        if has_money || is_node || is_attribute {
            told.push(Told { index, label, has_money, seen, facts, is_attribute });
        }
    }
    told
}

/// What a label says that names a funding type, a source or a plan year and nothing else.
fn attribute(known: &Known<'_>, label: &str, budget: i32) -> Option<Facts> {
    const LONGEST: usize = 90;
    if label.is_empty() || LONGEST < label.len() {
        return None;
    }
    let label = Label::new(crate::recognise::rows::without_number(label));
    if !known.lexicon.is_attribute(&label) {
        return None;
    }
    let facts = heading::facts_of(&label, known.lexicon, budget);
    (facts != Facts::default()).then_some(facts)
}

/// "Ghi chú: …" below a table: what follows is no work of the last component.
fn begins_notes(number: &str, label: &str) -> bool {
    let begins = |text: &str| Label::new(text).after("ghi chu").is_some();
    begins(number) || begins(label)
}

/// The label of a row; where its own cell is blank, the one beside it, or a long text in the column of STT ("TỔNG CỘNG",
/// merged over both).
fn label_of(sheet: &Sheet, heading: &Heading, row: u32) -> String {
    let mut own = composed(sheet.text(Cell::new(row, heading.label)));
    for column in &heading.more_labels {
        match *column {
            LabelColumn::GoesOn(column) => {
                let more = composed(sheet.text(Cell::new(row, column)));
                let between = if own.is_empty() || more.is_empty() { "" } else { " " };
                own = format!("{own}{between}{more}");
            }
            LabelColumn::Beside(column) if own.is_empty() => {
                own = composed(sheet.text(Cell::new(row, column)));
            }
            LabelColumn::Beside(_) | LabelColumn::Level(_) => {}
        }
    }
    if !own.is_empty() {
        return own;
    }
    let beside = heading.number.map_or("", |column| sheet.text(Cell::new(row, column)));
    if 4 < beside.trim().len() { composed(beside) } else { own }
}

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
struct Placing<'a> {
    told: &'a [Told],
    budget: i32,
    program: Option<ComponentId>,
    rows: Vec<Row>,
    repeated: Vec<usize>,
    splits: Vec<usize>,
    seen: BTreeSet<(ComponentId, Option<Work>, Said)>,
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
    fn new(program: Option<ComponentId>) -> Placing<'a> {
        Placing {
            told: &[],
            budget: 0,
            program,
            rows: Vec::new(),
            repeated: Vec::new(),
            splits: Vec::new(),
            seen: BTreeSet::new(),
            places: BTreeMap::new(),
            sections: Vec::new(),
            are_sections: BTreeMap::new(),
            last: None,
            open: Vec::new(),
        }
    }

    fn place(&mut self, at: usize) {
        let told = &self.told[at];
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
        let has_money = self.told[at].has_money;
        let key = (id.clone(), work.clone(), said(&facts));
        let parent = self.parent(&id, &work, &facts);
        let is_same = |row: usize| matches!(&self.rows[row].kind, RowKind::Item(own, of) if (own, of) == (&id, &work));
        // A row of one source below the row of the same item as a whole.
        let is_split = has_money && parent.is_some_and(is_same);
        if is_split {
            self.splits.push(self.rows.len());
        }
        if has_money && !self.seen.insert(key) {
            self.repeated.push(self.rows.len());
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

    /// The nearest row above that an item with these facts is a part of, within the section.
    fn parent(&self, id: &ComponentId, work: &Option<Work>, facts: &Facts) -> Option<usize> {
        let section = self.sections.last().map(|section| section.row);
        let here = |row: &&usize| section.is_none_or(|section| section <= **row);
        let rows = |id: &ComponentId, work: &Option<Work>| {
            self.places.get(&(id.clone(), work.clone())).map_or(&[][..], Vec::as_slice)
        };
        let covers = |a: &Facts, b: &Facts| heading::covers(a, b, self.budget);
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
        let before = at.checked_sub(1).map(|before| &told[before]);
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
                let key = (id.clone(), work.clone(), said(&facts));
                if self.seen.insert(key) {
                    RowKind::Item(id.clone(), work.clone())
                } else {
                    self.repeated.push(self.rows.len());
                    RowKind::Stray
                }
            }
            Some(RowKind::Total | RowKind::Subtotal(_) | RowKind::Detail) => RowKind::Detail,
            Some(RowKind::Stray) => RowKind::Stray,
            None => match &self.program {
                Some(program) => RowKind::Item(program.clone(), None),
                None => RowKind::Stray,
            },
        };
        let parent = if kind == RowKind::Stray { None } else { parent };
        let open = std::mem::take(&mut self.open);
        self.push(at, kind, facts, parent);
        self.open = open;
        self.splits.push(self.rows.len() - 1);
        self.open.push(self.rows.len() - 1);
    }

    fn end(mut self) -> (Vec<Row>, Vec<usize>, Vec<usize>) {
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
        let splits: BTreeSet<usize> = self.splits.iter().copied().collect();
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
        details(&mut self.rows, &self.splits, &repeating);
        (self.rows, self.repeated, self.splits)
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

/// Makes some of the splitting rows, and those that split them in turn, repeat what is told elsewhere.
pub fn details(rows: &mut [Row], splits: &[usize], repeating: &BTreeSet<usize>) {
    for &at in splits {
        let is_below = rows[at].parent.is_some_and(|parent| rows[parent].kind == RowKind::Detail);
        if is_below || repeating.contains(&at) {
            rows[at].kind = RowKind::Detail;
        }
    }
}
