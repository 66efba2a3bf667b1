//! The rows of "Khó khăn, vướng mắc" and "Kết quả thực hiện": one for each component of the unit, then free ones. Where
//! the form goes back, what the unit told stands in them.

use std::collections::BTreeMap;

use super::Order;
use super::content::{FIRST, column};
use super::table::{Remarks, Table};
use crate::domain::code::ComponentId;
use crate::domain::difficulty::{Difficulty, Part};
use crate::domain::indicator::{Indicator, IndicatorId};
use crate::domain::label::Label;
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::results::{Amount, ResultLine};
use crate::domain::summary::Obstacle;

/// Rows beside those of the components that are left to fill in.
const FREE_ROWS: usize = 8;
/// What stands between two texts of one cell.
const BETWEEN: &str = "; ";

/// The rows of a sheet, and what is said of its cells.
#[derive(Debug, Default)]
pub(in crate::render) struct Entries {
    /// The components' rows, then the free ones.
    pub(super) rows: Vec<Entry>,
    /// How many rows are of components.
    pub(super) listed: usize,
    /// How many components that are.
    pub(super) components: usize,
    /// Cells to look at, and why.
    pub remarks: Remarks,
}

/// A row.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// Mã.
    pub component: Option<ComponentId>,
    /// Nội dung.
    pub label: String,
    /// What is told, by part.
    pub texts: BTreeMap<Part, String>,
    /// The amount that it holds up, where one is told.
    pub amount: Option<Money>,
    /// What is counted, on the sheet of results.
    pub result: Achieved,
    /// The sheet and row of the unit's file in which it is told.
    from: Option<(u16, u32)>,
}

/// What a row of "Kết quả thực hiện" counts.
#[derive(Debug, Default)]
pub(super) struct Achieved {
    /// The indicator, where the form prints it.
    pub indicator: Option<IndicatorId>,
    /// Chỉ tiêu.
    pub name: String,
    /// Đơn vị tính.
    pub unit: String,
    /// Kế hoạch.
    pub plan: Amount,
    /// Thực hiện.
    pub done: Amount,
    /// Ghi chú.
    pub note: String,
}

impl Achieved {
    /// A printed indicator that is to be filled in.
    fn asked(indicator: &Indicator) -> Achieved {
        Achieved {
            indicator: Some(indicator.id.clone()),
            name: indicator.name.clone(),
            unit: indicator.unit.clone(),
            ..Achieved::default()
        }
    }

    /// Whether nothing is filled in yet.
    fn is_open(&self) -> bool {
        self.plan.is_blank() && self.done.is_blank() && self.note.is_empty()
    }

    fn tell(&mut self, line: &ResultLine) {
        (self.plan, self.done) = (line.plan.clone(), line.done.clone());
        self.note = line.note.to_string();
        // The form asks for what was done since the beginning of the year: what was done in the period stays a word.
        if line.done.is_blank() && !line.in_period.is_blank() {
            let between = if self.note.is_empty() { "" } else { BETWEEN };
            self.note = format!("Trong kỳ: {}{between}{}", line.in_period, self.note);
        }
    }
}

impl Entries {
    /// The name of the sheet of difficulties.
    pub(crate) const DIFFICULTIES: &str = "Khó khăn, vướng mắc";

    /// The rows of the components that the unit reports on, each once, and free rows.
    pub(super) fn blank(tables: &[Table]) -> Entries {
        let components = tables.iter().flat_map(|table| table.outline.components());
        let components: BTreeMap<ComponentId, &str> = components.collect();
        let entry = |(id, label): (ComponentId, &str)| Entry {
            component: Some(id),
            label: label.to_owned(),
            ..Entry::default()
        };
        let mut rows: Vec<Entry> = components.into_iter().map(entry).collect();
        let listed = rows.len();
        rows.resize_with(listed + FREE_ROWS, Entry::default);
        Entries { rows, listed, components: listed, remarks: Remarks::default() }
    }

    /// The rows of the components with the indicators that they have, and free rows. What the unit told stands in the row of
    /// its indicator, else in a free row of its own.
    pub(super) fn results(order: &Order<'_>, tables: &[Table]) -> Entries {
        let indicators = &order.catalogue.indicators;
        let mut entries = Entries::blank(tables);
        let free = entries.rows.split_off(entries.listed);
        let mut rows = Vec::new();
        for entry in entries.rows {
            let asked = entry.component.iter().flat_map(|component| indicators.of(component));
            let asked: Vec<Achieved> = asked.map(Achieved::asked).collect();
            let asked = if asked.is_empty() { vec![Achieved::default()] } else { asked };
            rows.extend(asked.into_iter().map(|result| Entry {
                component: entry.component.clone(),
                label: entry.label.clone(),
                result,
                ..Entry::default()
            }));
        }
        let listed = rows.len();
        let told = order.sent.map_or(&[][..], |sent| &sent.results);
        for line in told {
            let is_home = |entry: &&mut Entry| {
                let own = entry.result.indicator.as_ref().and_then(|id| indicators.get(id));
                line.component == entry.component
                    && line.naming.known() == entry.result.indicator.as_ref()
                    && own.is_some_and(|own| own.is_in(&line.unit, &line.name))
                    && entry.result.is_open()
            };
            if let Some(entry) = rows[..listed].iter_mut().find(is_home) {
                entry.result.tell(line);
                continue;
            }
            let mut result = Achieved {
                name: line.name.to_string(),
                unit: line.unit.to_string(),
                ..Achieved::default()
            };
            result.tell(line);
            rows.push(Entry {
                label: line
                    .component
                    .as_ref()
                    .map_or_else(String::new, |id| order.catalogue.short(id)),
                component: line.component.clone(),
                result,
                ..Entry::default()
            });
        }
        rows.extend(free);
        Entries { rows, listed, components: entries.listed, remarks: Remarks::default() }
    }

    /// The same with the difficulties that the unit told, or with those that are open: each in the row of its component,
    /// where it is told of the component as a whole and no other stands there, else in a free row of its own.
    pub(in crate::render) fn difficulties(order: &Order<'_>, tables: &[Table]) -> Entries {
        let mut entries = Entries::blank(tables);
        let mut free = Vec::new();
        let told: Vec<(Entry, bool)> = match order.sent {
            Some(sent) => sent.difficulties.iter().map(|of| told(of, order.obstacles)).collect(),
            None => order.obstacles.iter().map(open).collect(),
        };
        for (entry, is_whole) in told {
            let is_home = |home: &&mut Entry| {
                let is_own = entry.component.is_some() && entry.component == home.component;
                is_own && is_whole && home.is_blank()
            };
            match entries.rows[..entries.listed].iter_mut().find(is_home) {
                Some(home) => *home = Entry { label: std::mem::take(&mut home.label), ..entry },
                None => free.push(entry),
            }
        }
        entries.rows.splice(entries.listed..entries.listed, free);
        entries
    }

    /// The cell of the form for a place on which a difficulty is told in the unit's own file.
    pub(in crate::render) fn cell(
        &self,
        told: &[Difficulty],
        sheet: u16,
        cell: Cell,
    ) -> Option<Cell> {
        let from = (sheet, cell.row);
        let row = self.rows.iter().position(|entry| entry.from == Some(from))?;
        let difficulty = told.iter().find(|told| (told.sheet, told.row) == from)?;
        let asked = difficulty.told.iter().find(|told| told.column == cell.column)?;
        Some(Cell::new(self.at(row), column(asked.part).into()))
    }

    /// The cell in which a difficulty of a component can be told: in its own row where that is blank, else in a free one.
    pub(in crate::render) fn room(&self, component: &ComponentId) -> Option<Cell> {
        let is_own = |entry: &Entry| entry.component.as_ref() == Some(component);
        let own = self.rows.iter().position(|entry| entry.is_blank() && is_own(entry));
        let free =
            || self.rows.iter().position(|entry| entry.is_blank() && entry.component.is_none());
        let row = own.or_else(free)?;
        Some(Cell::new(self.at(row), column(Part::Difficulty).into()))
    }

    /// The row of the sheet on which a row stands.
    pub(super) fn at(&self, row: usize) -> u32 {
        FIRST + u32::try_from(row).expect("fewer rows than a sheet has")
    }
}

impl Entry {
    fn is_blank(&self) -> bool {
        self.texts.is_empty() && self.from.is_none()
    }
}

/// A difficulty as the unit told it, and whether it is about its component as a whole. Where one of the same words is
/// open its name stands with it: the unit may change the words.
fn told(difficulty: &Difficulty, known: &[Obstacle]) -> (Entry, bool) {
    let mut texts: BTreeMap<Part, String> = BTreeMap::new();
    for told in difficulty.told.iter().filter(|told| !told.text.is_empty()) {
        let text = texts.entry(told.part).or_default();
        if !text.is_empty() {
            text.push_str(BETWEEN);
        }
        text.push_str(&told.text);
    }
    let text = difficulty.first().and_then(|part| difficulty.text(part)).map(Label::new);
    let is_it = |of: &&Obstacle| {
        let is_about = of.is_whole && difficulty.is_whole
            || Label::new(&of.about) == Label::new(&difficulty.about);
        of.component == difficulty.component && is_about && Some(Label::new(&of.told)) == text
    };
    if let Some(of) = known.iter().find(is_it) {
        texts.entry(Part::Id).or_insert_with(|| of.id.to_string());
    }
    let entry = Entry {
        component: difficulty.component.clone(),
        label: difficulty.about.to_string(),
        texts,
        amount: difficulty.amount,
        result: Achieved::default(),
        from: Some((difficulty.sheet, difficulty.row)),
    };
    (entry, difficulty.is_whole)
}

/// The same of one that is open, as it was told last.
fn open(of: &Obstacle) -> (Entry, bool) {
    let texts = [
        (Part::Difficulty, of.told.as_str()),
        (Part::Cause, &of.cause),
        (Part::Proposal, &of.proposal),
        (Part::Level, &of.level_told),
        (Part::Status, &of.status_told),
        (Part::Amount, &of.held_up),
        (Part::Document, &of.document),
        (Part::Id, &of.id),
    ];
    let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
    let entry = Entry {
        component: of.component.clone(),
        label: of.about.to_string(),
        texts: texts.map(|(part, text)| (part, text.to_owned())).collect(),
        amount: of.amount,
        result: Achieved::default(),
        from: None,
    };
    (entry, of.is_whole)
}
