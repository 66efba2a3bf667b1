//! Where in the form stands what stood elsewhere in the unit's own file.

use std::collections::BTreeMap;

use super::figures::{Left, Why};
use super::list;
use super::{Faulty, is_told};
use crate::domain::code::ComponentId;
use crate::domain::key::Work;
use crate::domain::place::{Cell, Place};
use crate::domain::rule::{Fault, Finding, Problem};
use crate::domain::submission::{Figure, Line, Measure, Said};
use crate::render::template::entries::Entries;
use crate::render::template::proposals::Proposals;
use crate::render::template::table::Table;
use crate::render::template::{Content, Order};
use crate::render::xlsx::page::Notes;

/// The tables of a form and the file that its figures come from.
pub(super) struct Places<'a> {
    /// The unit's report.
    pub faulty: &'a Faulty<'a>,
    /// The tables of the form.
    pub tables: &'a [Table],
    /// The difficulties of the form.
    pub difficulties: &'a Entries,
    /// What it proposes of its plan.
    pub proposals: &'a Proposals,
}

/// What is said at the cells of a form.
pub(super) struct Marked {
    /// Of each table.
    pub tables: Vec<Notes>,
    /// Of the difficulties.
    pub difficulties: Notes,
    /// Of what is proposed.
    pub proposals: Notes,
}

impl Places<'_> {
    /// The cell of the form for a place in the unit's file: the number of its table, and the cell.
    fn of(&self, place: &Place) -> Option<(usize, Cell)> {
        let (sheet, cell) = self.stated(place)?;
        self.of_cell(sheet, cell)
    }

    /// The cell of the form for a problem: of its place, else of the line that the file does not have.
    fn of_problem(&self, problem: &Problem) -> Option<(usize, Cell)> {
        self.of(&problem.place).or_else(|| {
            let key = problem.missing.as_ref()?;
            let (at, table) = self.table(|table| table.funding == key.funding)?;
            Some((at, table.cell(key, Measure::Cumulative)?))
        })
    }

    /// The sheet and cell of the form for a problem.
    fn here(&self, problem: &Problem) -> Option<(&'static str, Cell)> {
        let told = self.difficulty(&problem.place).map(|cell| (Entries::DIFFICULTIES, cell));
        let proposed = || self.proposal(&problem.place).map(|cell| (Proposals::SHEET, cell));
        let told = told.or_else(proposed);
        let of_table = || self.of_problem(problem);
        told.or_else(|| of_table().map(|(table, cell)| (self.tables[table].sheet(), cell)))
    }

    /// The same of a finding: where its own cell follows from another one, that of the fault.
    pub(super) fn to_mend(&self, finding: &Finding) -> Option<(&'static str, Cell)> {
        let fault = finding.fault.as_ref().filter(|fault| !self.is_done(fault));
        let fault = fault.filter(|_| self.is_settled(finding));
        let at = fault.and_then(|fault| self.of(&fault.place));
        let at = at.map(|(table, cell)| (self.tables[table].sheet(), cell));
        at.or_else(|| self.here(&finding.problem))
    }

    /// The cell of the form that tells of a difficulty what a cell of the unit's file tells.
    fn difficulty(&self, place: &Place) -> Option<Cell> {
        let (sheet, cell) = self.stated(place)?;
        self.difficulties.cell(&self.faulty.submission.difficulties, sheet, cell)
    }

    /// The cell of the form that holds what is proposed in a cell of the unit's file.
    fn proposal(&self, place: &Place) -> Option<Cell> {
        let (sheet, cell) = self.stated(place)?;
        let figure = |line: &Line| {
            let mut figures = line.figures.iter();
            let is_it = |figure: &&Figure| u32::from(figure.column) == cell.column;
            figures.find(is_it).map(|figure| figure.measure)
        };
        let lines = self.faulty.lines.iter();
        let mut lines = lines.filter(|line| (line.sheet, line.row) == (sheet, cell.row));
        let counted = lines.find_map(|line| Some((&line.key, figure(line)?)));
        let aside = || {
            let mut cells = self.faulty.submission.set_aside.iter();
            let found = cells.find(|aside| (aside.sheet, aside.cell) == (sheet, cell))?;
            Some((found.key.as_ref()?, found.measure?))
        };
        let (key, measure) = counted.or_else(aside)?;
        measure.is_proposed().then(|| self.proposals.cell(key, measure))?
    }

    /// Where the form asks for the reason of a figure in the unit's file.
    pub(super) fn asking(&self, place: &Place) -> Option<Cell> {
        let (sheet, cell) = self.stated(place)?;
        self.difficulties.room(&self.line(sheet, cell.row)?.key.component)
    }

    /// The number of the sheet, and the cell.
    fn stated(&self, place: &Place) -> Option<(u16, Cell)> {
        Some((self.faulty.submission.sheet_at(place)?, place.cell?))
    }

    fn of_cell(&self, sheet: u16, cell: Cell) -> Option<(usize, Cell)> {
        self.figure(sheet, cell).or_else(|| self.set_aside(sheet, cell)).or_else(|| {
            let mut spot = self.faulty.spots.at(sheet, cell)?.clone();
            // A line knows which work of the register is meant.
            if let Some(line) = self.line(sheet, cell.row) {
                spot.item = Some((line.key.component.clone(), line.key.work.clone()));
            }
            let funding = spot.facts.funding;
            let of_funding =
                |(_, table): &(usize, &Table)| funding.is_none_or(|of| of == table.funding);
            let mut tables = self.tables.iter().enumerate().filter(of_funding);
            tables.find_map(|(at, table)| Some((at, table.spot(&spot)?)))
        })
    }

    fn line(&self, sheet: u16, row: u32) -> Option<&Line> {
        self.faulty.lines.iter().find(|line| (line.sheet, line.row) == (sheet, row))
    }

    /// The cell of a figure.
    fn figure(&self, sheet: u16, cell: Cell) -> Option<(usize, Cell)> {
        let lines = self.faulty.lines.iter();
        let mut lines = lines.filter(|line| (line.sheet, line.row) == (sheet, cell.row));
        let (line, measure) = lines.find_map(|line| {
            let mut figures = line.figures.iter();
            let figure = figures.find(|figure| u32::from(figure.column) == cell.column)?;
            Some((line, figure.measure))
        })?;
        let (at, table) = self.table(|table| table.funding == line.key.funding)?;
        Some((at, table.cell(&line.key, measure)?))
    }

    /// The cell of something that is no figure.
    fn set_aside(&self, sheet: u16, cell: Cell) -> Option<(usize, Cell)> {
        let mut cells = self.faulty.submission.set_aside.iter();
        let found = cells.find(|aside| (aside.sheet, aside.cell) == (sheet, cell))?;
        let key = found.key.as_ref()?;
        let (at, table) = self.table(|table| table.funding == key.funding)?;
        Some((at, table.cell(key, found.measure?)?))
    }

    fn table(&self, is_it: impl Fn(&Table) -> bool) -> Option<(usize, &Table)> {
        self.tables.iter().enumerate().find(|(_, table)| is_it(table))
    }

    /// Whether the form itself sees to a finding: it follows from a fault that is known, and the form works out its cell.
    pub(super) fn is_settled(&self, finding: &Finding) -> bool {
        let Some(fault) = finding.fault.as_ref().filter(|fault| fault.candidates.is_empty()) else {
            return false;
        };
        let here = self.of_problem(&finding.problem);
        let is_cause = || here == self.of(&fault.place);
        here.is_some_and(|at| self.is_computed(at)) && (self.is_done(fault) || !is_cause())
    }

    /// Whether the form has put a fault right already: it works out the figure that was wrong.
    fn is_done(&self, fault: &Fault) -> bool {
        fault.value.is_some() && self.of(&fault.place).is_some_and(|at| self.is_computed(at))
    }

    fn is_computed(&self, (table, cell): (usize, Cell)) -> bool {
        self.tables[table].is_computed(cell)
    }

    /// What is said at each cell of the form: of what was found there, and of the fault that is suspected there.
    pub(super) fn cells(&self, order: &Order<'_>) -> Marked {
        let mut notes: Vec<Notes> = self.tables.iter().map(|_| BTreeMap::new()).collect();
        let (mut told, mut proposed) = (Notes::new(), Notes::new());
        let mut say = |(table, cell): (usize, Cell), text: String| {
            let said: &mut Vec<String> = notes[table].entry(cell).or_default();
            if !said.iter().any(|said| said.contains(&text)) {
                said.push(text);
            }
        };
        let findings = self.faulty.findings.iter().filter(|finding| is_told(finding));
        // What follows from a fault adds nothing to what its lead says there.
        let (leads, following): (Vec<&Finding>, Vec<&Finding>) =
            findings.copied().partition(|finding| !finding.is_consequence);
        for finding in leads.into_iter().chain(following) {
            let note = || list::note(finding, order.settings.office.money_unit);
            if let Some(cell) = self.difficulty(&finding.problem.place) {
                told.entry(cell).or_default().push(note());
                continue;
            }
            if let Some(cell) = self.proposal(&finding.problem.place) {
                proposed.entry(cell).or_default().push(note());
                continue;
            }
            let is_settled = self.is_settled(finding);
            let place = self.of_problem(&finding.problem).filter(|_| !is_settled);
            if let Some(place) = place {
                say(place, note());
            }
            let Some(fault) = &finding.fault else { continue };
            let at = self.of(&fault.place).filter(|at| Some(*at) != place);
            if let Some(at) = at.filter(|_| !self.is_done(fault)) {
                match is_settled && !finding.is_consequence {
                    true => say(at, note()),
                    false => say(at, format!("Gợi ý: {}", fault.words.vi)),
                }
            }
        }
        Marked { tables: notes, difficulties: told, proposals: proposed }
    }

    /// What the unit says beside its figures, by table and row of its outline.
    pub(super) fn beside(&self, texts: &[Said]) -> BTreeMap<(usize, usize), String> {
        let mut beside: BTreeMap<(usize, usize), String> = BTreeMap::new();
        for Said { sheet, row, text } in texts {
            // What has no row in the form is told by `homeless`.
            let Some(at) = self.row(*sheet, *row) else { continue };
            let said = beside.entry(at).or_default();
            if !said.is_empty() {
                said.push_str("; ");
            }
            said.push_str(text);
        }
        beside
    }

    /// The explanations and notes of rows that the form does not have.
    pub(super) fn homeless(&self) -> Vec<Left> {
        let submission = self.faulty.submission;
        let of = |heading: &'static str, texts: &[Said]| -> Vec<Left> {
            let homeless = texts.iter().filter(|said| self.row(said.sheet, said.row).is_none());
            let left = homeless.map(|said| Left {
                sheet: said.sheet,
                cell: Cell::new(said.row, 0),
                label: heading.into(),
                stated: Content::Text(said.text.clone()),
                why: Why::NoRow,
            });
            left.collect()
        };
        [of("Giải trình", &submission.explanations), of("Ghi chú", self.faulty.notes)].concat()
    }

    /// The row of the outline for a row of the unit's file.
    fn row(&self, sheet: u16, row: u32) -> Option<(usize, usize)> {
        let item: Option<(ComponentId, Option<Work>)> = match self.line(sheet, row) {
            Some(line) => Some((line.key.component.clone(), line.key.work.clone())),
            None => self.faulty.spots.at(sheet, Cell::new(row, 0))?.item.clone(),
        };
        let funding = self.line(sheet, row).map(|line| line.key.funding);
        let mut tables = self.tables.iter().enumerate();
        tables.find_map(|(at, table)| {
            let is_it = funding.is_none_or(|of| of == table.funding);
            Some((at, is_it.then(|| table.own_row(item.as_ref()))??))
        })
    }
}
