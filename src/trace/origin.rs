//! The cells of the units' files that a row of "Dữ liệu" comes from.
//!
//! A report states some figures and leaves others to be worked out; [`crate::history`] does that. Which cells are behind a
//! figure is shown here only where their amounts come to it exactly; what no cells come to is a rest, and is said.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::below;
use super::files::Files;
use crate::check::Checked;
use crate::domain::code::UnitCode;
use crate::domain::key::Key;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::place::{Cell, Place};
use crate::domain::submission::{Line, Measure};
use crate::domain::summary::Summary;
use crate::domain::traced::{How, Origin, Part};
use crate::render::workbook::ledger::{Amount, Kind, Row};

/// A cell of a report, and how it comes into a figure.
#[derive(Clone)]
pub(super) struct Piece {
    /// The number of the report.
    pub report: usize,
    /// Its sheet.
    pub sheet: u16,
    /// The cell.
    pub cell: Cell,
    /// What it is about.
    pub key: Key,
    /// What it measures.
    pub measure: Measure,
    /// What it adds; negative where it is taken away.
    pub amount: Money,
    /// How.
    pub how: How,
}

fn sum(pieces: &[Piece]) -> Money {
    pieces.iter().map(|piece| piece.amount).sum()
}

/// The reports of a unit, and of those that were merged into it, for one period.
struct Stage {
    period: Period,
    reports: Vec<usize>,
    /// Whether it is of the period that is asked for, or of one of its months.
    is_current: bool,
}

/// The measure whose figures stand in a column of "Dữ liệu".
pub(super) fn measure(amount: Amount) -> Option<Measure> {
    match amount {
        Amount::Plan | Amount::Stated => Some(Measure::Plan),
        Amount::StatedAllocated => Some(Measure::Allocated),
        Amount::Volume => Some(Measure::Volume),
        Amount::InPeriod => Some(Measure::InPeriod),
        Amount::Cumulative | Amount::Carried => Some(Measure::Cumulative),
        Amount::Forecast => Some(Measure::Forecast),
        Amount::ForecastNext => Some(Measure::ForecastNext),
        Amount::ToReturn => Some(Measure::ToReturn),
        Amount::ToAdjust => Some(Measure::ToAdjust),
        Amount::Assigned | Amount::Allocated | Amount::SetAside => None,
    }
}

/// Whose reports they are, and the files that they stand in.
pub(super) struct Origins<'a> {
    summary: &'a Summary,
    reports: &'a [Checked],
    pub files: &'a Files,
    opened: RefCell<BTreeMap<usize, Rc<Vec<Line>>>>,
    of_units: BTreeMap<UnitCode, Vec<usize>>,
}

impl<'a> Origins<'a> {
    pub(super) fn new(
        summary: &'a Summary,
        reports: &'a [Checked],
        files: &'a Files,
    ) -> Origins<'a> {
        let mut of_units: BTreeMap<UnitCode, Vec<usize>> = BTreeMap::new();
        for (at, report) in reports.iter().enumerate() {
            let unit = &report.submission().unit;
            let owner = summary.register.successor(unit, summary.period.to()).unwrap_or(unit);
            of_units.entry(owner.clone()).or_default().push(at);
        }
        Origins { summary, reports, files, opened: RefCell::default(), of_units }
    }

    /// The lines of a report.
    pub(super) fn lines(&self, report: usize) -> Rc<Vec<Line>> {
        let mut opened = self.opened.borrow_mut();
        Rc::clone(opened.entry(report).or_insert_with(|| Rc::new(self.reports[report].lines())))
    }

    /// A row in a sum, with the cells that its amount comes from.
    pub(super) fn part(&self, number: usize, row: &Row<'_>, amount: Amount, times: i64) -> Part {
        let money = row.amount(amount).unwrap_or_default();
        let origins = self.origins(row, amount, money);
        let cells = origins.into_iter().map(|mut origin| {
            origin.amount = origin.amount.times(times);
            origin
        });
        Part {
            number: Some(number + 1),
            unit: row.code.clone(),
            name: row.name.to_string(),
            key: row.key.clone(),
            kind: row.kind.label(),
            amount: money.times(times),
            known: row.known(amount),
            note: row.note.clone(),
            cells: cells.collect(),
        }
    }

    fn origins(&self, row: &Row<'_>, amount: Amount, money: Money) -> Vec<Origin> {
        if let (Some(decision), Some(journal)) = (row.decision, &self.summary.register.journal) {
            let place = journal.amount_at(decision);
            return vec![self.origin(place, money, How::Decided)];
        }
        if row.kind == Kind::SetAside {
            let place = row.origin.map(|(file, sheet, cell)| Place {
                file: Some(file.into()),
                sheet: Some(sheet.into()),
                cell: Some(cell),
            });
            return place.map(|place| self.origin(place, money, How::Stated)).into_iter().collect();
        }
        let pieces = self.pieces(row, amount).unwrap_or_default();
        pieces.iter().map(|piece| self.of_piece(piece)).collect()
    }

    /// A piece with what stands in its cell, and with what is behind that.
    pub(super) fn of_piece(&self, piece: &Piece) -> Origin {
        let place = self.reports[piece.report].submission().place(piece.sheet, piece.cell);
        let mut origin = self.origin(place, piece.amount, piece.how);
        let is_less = matches!(piece.how, How::Less(_));
        let amount = if is_less { -piece.amount } else { piece.amount };
        origin.below = below::of(self.files, &origin.place, &piece.key, piece.measure, amount);
        origin
    }

    fn origin(&self, place: Place, amount: Money, how: How) -> Origin {
        let typed = self.files.typed(&place);
        Origin { place, typed, amount, how, below: None }
    }

    /// The cells of reports whose amounts come to that of a row; `None` where none do.
    pub(super) fn pieces(&self, row: &Row<'_>, amount: Amount) -> Option<Vec<Piece>> {
        let (code, key) = (row.code.as_ref()?, row.key.as_ref()?);
        let money = row.amount(amount)?;
        let measure = measure(amount)?;
        let stages = self.stages(code);
        let last = stages.len().checked_sub(1)?;
        match measure {
            Measure::Cumulative => {
                let is_carried = row.kind == Kind::Provisional || amount == Amount::Carried;
                let mut pieces = self.cumulative(&stages, last, key, money)?;
                if is_carried {
                    for piece in &mut pieces {
                        if piece.how == How::Stated {
                            let period = self.reports[piece.report].submission().period;
                            piece.how = How::Carried(period);
                        }
                    }
                }
                Some(pieces)
            }
            Measure::InPeriod => self.in_period(&stages, key, money),
            measure => self.come_to(&stages[last], measure, key, money),
        }
    }

    fn stages(&self, unit: &UnitCode) -> Vec<Stage> {
        let asked = self.summary.period;
        let mut reports = self.of_units.get(unit).cloned().unwrap_or_default();
        reports.sort_by_key(|at| {
            let of = self.reports[*at].submission();
            (of.period.to(), of.period, of.unit.clone(), of.file.order)
        });
        let mut stages: Vec<Stage> = Vec::new();
        for at in reports {
            let period = self.reports[at].submission().period;
            match stages.iter_mut().find(|stage| stage.period == period) {
                Some(stage) => stage.reports.push(at),
                None => {
                    let is_current = period == asked || asked.months().contains(&period);
                    stages.push(Stage { period, reports: vec![at], is_current });
                }
            }
        }
        stages
    }

    /// The cells that state a measure of a key: its own, else those of its parts.
    fn stated(&self, stage: &Stage, measure: Measure, key: &Key, is_whole: bool) -> Vec<Piece> {
        let year = self.summary.year;
        let is_it = |own: &Key| own == key || is_whole && key.covers(own, year);
        let mut pieces = Vec::new();
        for report in &stage.reports {
            let of = self.reports[*report].submission();
            for line in self.lines(*report).iter().filter(|line| is_it(&line.key)) {
                let figure = line.figure(measure).filter(|figure| of.prints(line, figure));
                pieces.extend(figure.map(|figure| Piece {
                    report: *report,
                    sheet: line.sheet,
                    cell: Cell::new(line.row, u32::from(figure.column)),
                    key: line.key.clone(),
                    measure,
                    amount: figure.amount,
                    how: How::Stated,
                }));
            }
        }
        pieces
    }

    /// The cells that state a measure and come to an amount.
    fn come_to(
        &self,
        stage: &Stage,
        measure: Measure,
        key: &Key,
        money: Money,
    ) -> Option<Vec<Piece>> {
        let ways = [false, true].map(|is_whole| self.stated(stage, measure, key, is_whole));
        ways.into_iter().find(|pieces| !pieces.is_empty() && sum(pieces) == money)
    }

    /// The cells of the cumulative of the period before, as the forms of a stage print it.
    fn previous(&self, stage: &Stage, key: &Key, is_whole: bool) -> Vec<Piece> {
        let year = self.summary.year;
        let is_it = |own: &Key| own == key || is_whole && key.covers(own, year);
        let mut pieces = Vec::new();
        for report in &stage.reports {
            let of = self.reports[*report].submission();
            for line in self.lines(*report).iter().filter(|line| is_it(&line.key)) {
                let Some(amount) = line.previous else { continue };
                let mut readings = of.readings.iter().filter(|reading| {
                    let source = reading.facts.source;
                    reading.sheet == line.sheet
                        && reading.measure == Some(Measure::Previous)
                        && source.is_none_or(|source| Some(source) == line.key.source)
                });
                let Some(reading) = readings.next() else { continue };
                pieces.push(Piece {
                    report: *report,
                    sheet: line.sheet,
                    cell: Cell::new(line.row, reading.column),
                    key: line.key.clone(),
                    measure: Measure::Previous,
                    amount,
                    how: How::Previous(stage.period),
                });
            }
        }
        pieces
    }

    /// The cells that a cumulative figure comes from: stated; or what was there before, and what was paid since.
    fn cumulative(
        &self,
        stages: &[Stage],
        at: usize,
        key: &Key,
        money: Money,
    ) -> Option<Vec<Piece>> {
        let stage = &stages[at];
        if let Some(stated) = self.come_to(stage, Measure::Cumulative, key, money) {
            return Some(stated);
        }
        for is_whole in [false, true] {
            let mut paid = self.stated(stage, Measure::InPeriod, key, is_whole);
            if paid.is_empty() {
                continue;
            }
            paid.iter_mut().for_each(|piece| piece.how = How::Paid(stage.period));
            let base = money - sum(&paid);
            if base.is_zero() {
                return Some(paid);
            }
            if let Some(before) = self.before(stages, at, key, base, is_whole) {
                return Some(before.into_iter().chain(paid).collect());
            }
        }
        self.before(stages, at, key, money, false).or_else(|| money.is_zero().then(Vec::new))
    }

    /// The cells of what was disbursed before a stage.
    fn before(
        &self,
        stages: &[Stage],
        at: usize,
        key: &Key,
        money: Money,
        is_whole: bool,
    ) -> Option<Vec<Piece>> {
        let printed = self.previous(&stages[at], key, is_whole);
        if !printed.is_empty() && sum(&printed) == money {
            return Some(printed);
        }
        let earlier = at.checked_sub(1)?;
        let held = self.cumulative(stages, earlier, key, money).filter(|held| !held.is_empty());
        if let Some(mut held) = held {
            for piece in &mut held {
                if piece.how == How::Stated {
                    piece.how = How::From(self.reports[piece.report].submission().period);
                }
            }
            return Some(held);
        }
        // Units that were merged later reported last for periods of their own.
        let mut last: BTreeMap<&UnitCode, (Period, Vec<Piece>)> = BTreeMap::new();
        for stage in &stages[..at] {
            for piece in self.stated(stage, Measure::Cumulative, key, is_whole) {
                let unit = &self.reports[piece.report].submission().unit;
                let of_unit = last.entry(unit).or_insert((stage.period, Vec::new()));
                if of_unit.0 != stage.period {
                    *of_unit = (stage.period, Vec::new());
                }
                of_unit.1.push(Piece { how: How::From(stage.period), ..piece });
            }
        }
        let all: Vec<Piece> = last.into_values().flat_map(|(_, pieces)| pieces).collect();
        (!all.is_empty() && sum(&all) == money).then_some(all)
    }

    /// The cells that what was disbursed in the period comes from: stated, also month by month; or one cumulative figure
    /// less the one before.
    fn in_period(&self, stages: &[Stage], key: &Key, money: Money) -> Option<Vec<Piece>> {
        let current: Vec<usize> = (0..stages.len()).filter(|at| stages[*at].is_current).collect();
        let (first, last) = (*current.first()?, *current.last()?);
        let own = current.iter().filter(|at| stages[**at].period == self.summary.period);
        for at in own {
            if let Some(stated) = self.come_to(&stages[*at], Measure::InPeriod, key, money) {
                return Some(stated);
            }
        }
        for is_whole in [false, true] {
            if let Some(months) = self.months(stages, &current, key, money, is_whole) {
                return Some(months);
            }
        }
        for (at, is_whole) in current.iter().rev().flat_map(|at| [(*at, false), (*at, true)]) {
            let held = self.stated(&stages[at], Measure::Cumulative, key, is_whole);
            if held.is_empty() {
                continue;
            }
            let base = sum(&held) - money;
            if base.is_zero() {
                let from = stages[at].period;
                return Some(
                    held.into_iter().map(|of| Piece { how: How::From(from), ..of }).collect(),
                );
            }
            if let Some(before) = self.before(stages, first, key, base, is_whole) {
                let less = before.into_iter().map(|piece| {
                    let how = match piece.how {
                        printed @ How::Previous(_) => printed,
                        _ => How::Less(self.reports[piece.report].submission().period),
                    };
                    Piece { amount: -piece.amount, how, ..piece }
                });
                let from = stages[at].period;
                let held = held.into_iter().map(|of| Piece { how: How::From(from), ..of });
                return Some(held.chain(less).collect());
            }
        }
        // Since 1 January it is the cumulative.
        self.cumulative(stages, last, key, money)
    }

    /// The cells that come to an amount month by month: what each report states of its own period, or how much its
    /// cumulative is above that of the report before, as it is where months are missing between them.
    fn months(
        &self,
        stages: &[Stage],
        current: &[usize],
        key: &Key,
        money: Money,
        is_whole: bool,
    ) -> Option<Vec<Piece>> {
        let paid = |at: usize| {
            let period = stages[at].period;
            let paid = self.stated(&stages[at], Measure::InPeriod, key, is_whole).into_iter();
            paid.map(|piece| Piece { how: How::Paid(period), ..piece }).collect::<Vec<_>>()
        };
        let grown = |at: usize| {
            let held = |at: usize| self.stated(&stages[at], Measure::Cumulative, key, is_whole);
            let (now, before) = (stages[at].period, at.checked_sub(1));
            let less = before.map_or_else(Vec::new, held).into_iter().map(|piece| {
                let of = self.reports[piece.report].submission().period;
                Piece { amount: -piece.amount, how: How::Less(of), ..piece }
            });
            let held = held(at).into_iter().map(|piece| Piece { how: How::From(now), ..piece });
            held.chain(less).collect::<Vec<_>>()
        };
        let ways: Vec<[Vec<Piece>; 2]> = current.iter().map(|at| [paid(*at), grown(*at)]).collect();
        // As few subtractions as will do.
        let mut choices: Vec<u32> = (0..1 << ways.len()).collect();
        choices.sort_by_key(|choice| choice.count_ones());
        choices.into_iter().find_map(|choice| {
            let chosen = ways.iter().enumerate();
            let chosen = chosen.flat_map(|(at, ways)| &ways[(choice >> at & 1) as usize]);
            let pieces: Vec<Piece> = chosen.cloned().collect();
            (!pieces.is_empty() && sum(&pieces) == money).then_some(pieces)
        })
    }
}
