//! The rows of "Dữ liệu": decisions, lines and cells set aside, so that plain sums over them are the totals.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::ensure;

use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::{Funding, Key, PlanYear, Source, Work};
use crate::domain::known::Known;
use crate::domain::lang::{Lang, Text};
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::register::Decision;
use crate::domain::submission::Measure;
use crate::domain::summary::{Standing, Summary};
use crate::domain::tally::Tally;

use super::words;
use crate::render::xlsx::page::Told;

/// More works than this under one funding type are summed in their component; "Dữ liệu" still lists them.
const MOST_WORKS: usize = 1_500;

/// What a row is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A decision that assigns money to the office.
    Assigned,
    /// A decision that allocates it to a unit.
    Allocated,
    /// A line of a report.
    Reported,
    /// A line of the last report of a unit that has not reported.
    Provisional,
    /// A cell that was read and is not in the totals.
    SetAside,
}

impl Kind {
    /// For people.
    pub const fn label(self) -> Text {
        match self {
            Kind::Assigned => words("Quyết định giao", "Assignment"),
            Kind::Allocated => words("Quyết định phân bổ", "Allocation"),
            Kind::Reported => words("Báo cáo", "Report"),
            Kind::Provisional => words("Tạm tính", "Provisional"),
            Kind::SetAside => words("Chưa đưa vào tổng hợp", "Set aside"),
        }
    }
}

/// The columns of money of "Dữ liệu".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Amount {
    /// Assigned to the office.
    Assigned,
    /// Allocated to units by the register.
    Allocated,
    /// The plan of the rate: of the decisions where the register plans for the unit, else what the unit states.
    Plan,
    /// What the unit states as its plan.
    Stated,
    /// What the unit states as allocated below it.
    StatedAllocated,
    /// Accepted volume.
    Volume,
    /// Disbursed in the period.
    InPeriod,
    /// Disbursed since 1 January.
    Cumulative,
    /// The provisional part of it.
    Carried,
    /// Forecast to 31/12.
    Forecast,
    /// Forecast to 31/01.
    ForecastNext,
    /// Read and not in the totals.
    SetAside,
}

impl Amount {
    /// All, in the order of the columns.
    pub const ALL: [Amount; 12] = [
        Amount::Assigned,
        Amount::Allocated,
        Amount::Plan,
        Amount::Stated,
        Amount::StatedAllocated,
        Amount::Volume,
        Amount::InPeriod,
        Amount::Cumulative,
        Amount::Carried,
        Amount::Forecast,
        Amount::ForecastNext,
        Amount::SetAside,
    ];
}

impl Told {
    /// A column of a tally.
    pub fn of(tally: Tally, amount: Amount) -> Told {
        let (money, is_least) = match amount {
            Amount::Plan => (tally.plan, false),
            Amount::InPeriod => (tally.in_period, tally.lacks_in_period),
            Amount::Cumulative => (tally.cumulative, tally.lacks_cumulative),
            _ => (tally.carried, false),
        };
        Told { money, is_least }
    }
}

/// The columns whose figures may be known for several keys together: those of [`Row::shares`].
pub const SHARED: [Amount; 2] = [Amount::InPeriod, Amount::Cumulative];

/// Where money of a key stands in a form: the plan year and the source.
pub type Slot = (PlanYear, Option<Source>);

/// A row of "Dữ liệu".
pub struct Row<'a> {
    /// What it is.
    pub kind: Kind,
    /// The unit that it counts for: an index into [`Summary::units`].
    pub unit: Option<usize>,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub key: Option<Key>,
    /// Its row of the form: an index into [`Ledger::places`].
    pub place: Option<usize>,
    /// The label of a row that was set aside.
    pub label: Option<Arc<str>>,
    /// The money, by [`Amount`].
    pub amounts: [Option<Money>; Amount::ALL.len()],
    /// How its figure of the period is known.
    pub in_period_known: Option<Known>,
    /// How its cumulative is known.
    pub basis: Option<Known>,
    /// The row of the figure that it has a share of, by [`Amount`]: in period, cumulative.
    pub shares: [Option<usize>; 2],
    /// File, sheet and cell.
    pub origin: Option<(Arc<str>, Arc<str>, Cell)>,
    /// The decision.
    pub decision: Option<&'a Decision>,
    /// Why it stands here as it does.
    pub note: String,
}

impl Row<'_> {
    /// The money of one column.
    pub fn amount(&self, amount: Amount) -> Option<Money> {
        self.amounts[amount as usize]
    }

    /// How the money of one column is known.
    pub fn known(&self, amount: Amount) -> Option<Known> {
        match amount {
            Amount::InPeriod => self.in_period_known,
            Amount::Cumulative => self.basis,
            _ => None,
        }
    }

    fn set(&mut self, amount: Amount, money: Option<Money>) {
        self.amounts[amount as usize] = money;
    }
}

/// A row of a form: component and, where they are listed, work.
pub type FormPlace = (Funding, ComponentId, Option<Work>);

/// The rows of "Dữ liệu" and what sums over them give.
pub struct Ledger<'a> {
    /// The rows, in the order of the sheet.
    pub rows: Vec<Row<'a>>,
    /// The rows of the forms, in their order.
    pub places: Vec<FormPlace>,
    /// Whether the works of a funding type are too many to be listed in its form.
    pub is_condensed: BTreeMap<Funding, bool>,
    /// See [`Tally::is_doubted`].
    is_doubted: bool,
}

impl<'a> Ledger<'a> {
    /// The rows of a summary.
    pub fn of(summary: &'a Summary, lang: Lang) -> Ledger<'a> {
        let mut units = Units::of(summary);
        let decisions = summary.decisions.iter();
        let (allocated, assigned): (Vec<_>, Vec<_>) =
            decisions.partition(|decision| decision.unit.is_some());
        let mut rows: Vec<Row<'a>> =
            assigned.into_iter().map(|decision| assignment(decision, lang)).collect();
        rows.extend(allocated.into_iter().map(|decision| allocation(&mut units, decision, lang)));
        for line in summary.lines.iter() {
            let unit = units.index(&line.unit);
            let is_registered = unit.is_some_and(|unit| summary.units[unit].is_registered);
            if is_registered && line.standing == Standing::PlanOnly {
                continue;
            }
            let kind = if line.standing == Standing::Provisional {
                Kind::Provisional
            } else {
                Kind::Reported
            };
            let mut row = units.row(kind, &line.unit, Some(&line.key));
            row.set(Amount::Plan, (!is_registered).then_some(line.plan));
            row.set(Amount::Stated, line.stated.get(Measure::Plan));
            row.set(Amount::StatedAllocated, line.stated.get(Measure::Allocated));
            row.set(Amount::Volume, line.stated.get(Measure::Volume));
            row.set(Amount::InPeriod, Some(line.in_period));
            row.set(Amount::Cumulative, Some(line.cumulative));
            (row.in_period_known, row.basis) = (line.in_period_known, line.basis);
            row.set(Amount::Carried, (!line.carried.is_zero()).then_some(line.carried));
            row.set(Amount::Forecast, line.stated.get(Measure::Forecast));
            row.set(Amount::ForecastNext, line.stated.get(Measure::ForecastNext));
            row.origin = line.place.and_then(|(source, sheet, at)| {
                let source = summary.sources.get(source)?;
                let sheet = source.sheets.get(usize::from(sheet))?;
                Some((source.file.clone(), sheet.clone(), Cell::new(at, 0)))
            });
            if kind == Kind::Reported && !line.carried.is_zero() {
                let note = words(
                    "lũy kế tạm tính theo báo cáo gần nhất",
                    "cumulative provisional, of the last report",
                );
                note.get(lang).clone_into(&mut row.note);
            }
            if let Some(note) = row.basis.and_then(known_note) {
                let gap = if row.note.is_empty() { "" } else { "; " };
                row.note.push_str(&format!("{gap}{}", note.get(lang)));
            }
            rows.push(row);
        }
        rows.extend(summary.set_aside.iter().map(|cell| {
            let mut row = match &cell.unit {
                Some(unit) => units.row(Kind::SetAside, unit, None),
                None => Row::new(Kind::SetAside),
            };
            row.label = Some(cell.label.clone());
            row.set(Amount::SetAside, Some(cell.amount));
            row.origin = Some((cell.file.clone(), cell.sheet.clone(), cell.cell));
            row.note = cell.rule.to_string();
            row
        }));
        let mut ledger = Ledger {
            rows,
            places: Vec::new(),
            is_condensed: BTreeMap::new(),
            is_doubted: summary.register.is_doubted,
        };
        ledger.place_rows();
        ledger.find_shares(summary.year);
        ledger
    }

    /// Finds the figure that holds the rest of each share: of its unit, under a key that covers it.
    fn find_shares(&mut self, year: i32) {
        for (at, amount) in SHARED.into_iter().enumerate() {
            let of = |known| {
                let rows = self.rows.iter().enumerate();
                let rows = rows.filter(move |(_, row)| row.known(amount) == Some(known));
                rows.filter_map(|(index, row)| Some((index, row.unit, row.key.as_ref()?)))
            };
            let groups: Vec<(usize, Option<usize>, &Key)> = of(Known::Group).collect();
            let whole = |unit: Option<usize>, key: &Key| {
                let holds = |group: &&(usize, Option<usize>, &Key)| {
                    group.1 == unit && group.2.covers(key, year)
                };
                groups.iter().find(holds).map(|(index, ..)| *index)
            };
            let shares: Vec<(usize, usize)> = of(Known::Share)
                .map(|(index, unit, key)| (index, whole(unit, key).unwrap_or(index)))
                .collect();
            for (row, whole) in shares {
                self.rows[row].shares[at] = Some(whole);
            }
        }
    }

    /// Gives each row that has a key its row of a form.
    fn place_rows(&mut self) {
        let mut places: BTreeMap<FormPlace, usize> = BTreeMap::new();
        for key in self.rows.iter().filter_map(|row| row.key.as_ref()) {
            places.insert((key.funding, key.component.clone(), key.work.clone()), 0);
        }
        for funding in Funding::ALL {
            let works =
                places.keys().filter(|(of, _, work)| *of == funding && work.is_some()).count();
            self.is_condensed.insert(funding, MOST_WORKS < works);
        }
        let is_condensed = &self.is_condensed;
        let placed = |key: &Key| -> FormPlace {
            let work = if is_condensed[&key.funding] { None } else { key.work.clone() };
            (key.funding, key.component.clone(), work)
        };
        let keys = self.rows.iter().filter_map(|row| row.key.as_ref());
        let mut places: BTreeMap<FormPlace, usize> = keys.map(|key| (placed(key), 0)).collect();
        for (index, at) in places.values_mut().enumerate() {
            *at = index;
        }
        for row in &mut self.rows {
            row.place = row.key.as_ref().map(|key| places[&placed(key)]);
        }
        self.places = places.into_keys().collect();
    }

    /// The sum of a column over all rows.
    pub fn total(&self, amount: Amount) -> Money {
        self.rows.iter().filter_map(|row| row.amount(amount)).sum()
    }

    /// The sum of a column by program and funding type.
    pub fn by_program(&self, amount: Amount) -> BTreeMap<(ComponentId, Funding), Money> {
        let mut sums = BTreeMap::new();
        for row in &self.rows {
            let (Some(key), Some(money)) = (&row.key, row.amount(amount)) else { continue };
            *sums.entry((key.component.program(), key.funding)).or_insert(Money::ZERO) += money;
        }
        sums
    }

    /// What "Theo đơn vị" sums: the tally of each unit by program and funding type.
    pub fn by_unit(&self) -> BTreeMap<(usize, ComponentId, Funding), Tally> {
        let mut tallies: BTreeMap<_, Tally> = BTreeMap::new();
        for row in &self.rows {
            let (Some(unit), Some(key)) = (row.unit, &row.key) else { continue };
            let money = |amount| row.amount(amount).unwrap_or(Money::ZERO);
            *tallies.entry((unit, key.component.program(), key.funding)).or_default() += Tally {
                plan: money(Amount::Plan),
                in_period: money(Amount::InPeriod),
                cumulative: money(Amount::Cumulative),
                carried: money(Amount::Carried),
                is_doubted: self.is_doubted,
                lacks_in_period: row.in_period_known.is_some_and(Known::is_lost),
                lacks_cumulative: row.basis.is_some_and(Known::is_lost),
                has_shares: [row.in_period_known, row.basis].contains(&Some(Known::Share)),
            };
        }
        tallies
    }

    /// The rows must add up to what the summary says, by program and as a whole; a workbook that says something
    /// else than the terminal is never written.
    pub fn must_agree_with(&self, summary: &Summary) -> anyhow::Result<()> {
        let totals = &summary.totals;
        let tally: Tally = self.by_unit().into_values().sum();
        ensure!(
            tally == totals.tally,
            "the rows add up to {tally:?}, the summary says {:?}",
            totals.tally
        );
        let allocated = self.total(Amount::Allocated);
        ensure!(allocated == totals.allocated, "allocated: {allocated} ≠ {}", totals.allocated);
        let assigned = self.total(Amount::Assigned);
        ensure!(
            assigned == totals.assigned.unwrap_or(Money::ZERO),
            "assigned: {assigned} ≠ {:?}",
            totals.assigned
        );
        let mut by_program: BTreeMap<_, Tally> = BTreeMap::new();
        for ((_, program, funding), tally) in self.by_unit() {
            *by_program.entry((program, funding)).or_default() += tally;
        }
        for program in &summary.programs {
            let tally =
                by_program.remove(&(program.program.clone(), program.funding)).unwrap_or_default();
            ensure!(tally == program.tally, "{}: {tally:?} ≠ {:?}", program.program, program.tally);
        }
        let nothing = Tally { is_doubted: self.is_doubted, ..Tally::default() };
        by_program.retain(|_, tally| *tally != nothing);
        ensure!(by_program.is_empty(), "programs that the summary does not list: {by_program:?}");
        Ok(())
    }
}

/// How a cumulative is known, where the figure alone would say too much.
fn known_note(basis: Known) -> Option<Text> {
    match basis {
        Known::AtLeast => Some(words("lũy kế chưa rõ, ít nhất", "cumulative unknown, at least")),
        Known::Group => Some(words(
            "lũy kế theo báo cáo trước, chưa tách",
            "cumulative of an earlier report, not split",
        )),
        Known::Share => Some(words(
            "chưa gồm phần lũy kế chưa tách",
            "without its part of the cumulative that is not split",
        )),
        Known::Printed => Some(words(
            "lũy kế tính từ lũy kế kỳ trước ghi trên biểu",
            "cumulative from the previous one on the form",
        )),
        Known::Stated | Known::Implied | Known::Carried => None,
    }
}

impl Row<'_> {
    fn new<'a>(kind: Kind) -> Row<'a> {
        Row {
            kind,
            unit: None,
            code: String::new(),
            name: String::new(),
            key: None,
            place: None,
            label: None,
            amounts: [None; Amount::ALL.len()],
            in_period_known: None,
            basis: None,
            shares: [None; 2],
            origin: None,
            decision: None,
            note: String::new(),
        }
    }
}

fn assignment(decision: &Decision, lang: Lang) -> Row<'_> {
    let mut row = Row::new(Kind::Assigned);
    row.key = Some(decision.key.clone());
    row.decision = Some(decision);
    row.set(Amount::Assigned, Some(decision.amount));
    row.note = register_row(decision, lang);
    row
}

fn allocation<'a>(units: &mut Units<'a>, decision: &'a Decision, lang: Lang) -> Row<'a> {
    let of = decision.unit.as_ref().expect("an allocation names its unit");
    let owner = units.successor(of);
    let mut row = units.row(Kind::Allocated, &owner, Some(&decision.key));
    let is_registered = row.unit.is_some_and(|unit| units.summary.units[unit].is_registered);
    row.decision = Some(decision);
    row.set(Amount::Allocated, Some(decision.amount));
    row.set(Amount::Plan, is_registered.then_some(decision.amount));
    row.note = register_row(decision, lang);
    if owner != *of {
        let taken_over = match lang {
            Lang::Vi => format!("; nhận từ {} ({of}) do sáp nhập", units.summary.register.name(of)),
            Lang::En => format!("; taken over from {} ({of})", units.summary.register.name(of)),
        };
        row.note.push_str(&taken_over);
    }
    row
}

fn register_row(decision: &Decision, lang: Lang) -> String {
    let row = decision.row + 1;
    let place = match lang {
        Lang::Vi => format!("Kế hoạch vốn, dòng {row}"),
        Lang::En => format!("Kế hoạch vốn, row {row}"),
    };
    if decision.note.is_empty() { place } else { format!("{place}; {}", decision.note) }
}

/// The units of a summary by code; what the register says of a code is looked up once.
struct Units<'a> {
    summary: &'a Summary,
    index: BTreeMap<&'a UnitCode, usize>,
    names: BTreeMap<UnitCode, String>,
    successors: BTreeMap<UnitCode, UnitCode>,
}

impl<'a> Units<'a> {
    fn of(summary: &'a Summary) -> Units<'a> {
        let index = summary.units.iter().enumerate().map(|(at, unit)| (&unit.unit, at)).collect();
        Units { summary, index, names: BTreeMap::new(), successors: BTreeMap::new() }
    }

    fn index(&self, code: &UnitCode) -> Option<usize> {
        self.index.get(code).copied()
    }

    fn successor(&mut self, code: &UnitCode) -> UnitCode {
        let day = self.summary.period.to();
        let register = &self.summary.register;
        let find = || register.successor(code, day).unwrap_or(code).clone();
        self.successors.entry(code.clone()).or_insert_with(find).clone()
    }

    fn row(&mut self, kind: Kind, code: &UnitCode, key: Option<&Key>) -> Row<'a> {
        let mut row = Row::new(kind);
        row.unit = self.index(code);
        row.code = code.to_string();
        let summary = self.summary;
        let name = || match row.unit {
            Some(unit) => summary.units[unit].name.clone(),
            None => summary.register.name(code),
        };
        row.name = self.names.entry(code.clone()).or_insert_with(name).clone();
        row.key = key.cloned();
        row
    }
}
