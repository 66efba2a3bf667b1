//! A table as it stands, and which of its cells are figures.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::Known;
use super::ambiguous::Witnesses;
use super::cells::{self, Read};
use super::columns::proved_sums;
use super::columns::{self, Fate};
use super::formula;
use super::proposals;
use super::rows::{self, MoneyColumns, Rows};
use super::strays::Why;
use super::text_numbers::{self, Waiting};
use crate::domain::attributes::Facts;
use crate::domain::code::ComponentId;
use crate::domain::key::Key;
use crate::domain::label::Label;
use crate::domain::lang::{Words, words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::rule::Rule;
use crate::domain::submission::{
    Column, Counted, Formula, Lowest, Measure, Row, RowKind, Stated, Table,
};
use crate::read::{Sheet, Value, Workbook, in_column};
use crate::recognise::Framed;
use crate::recognise::heading::Headed;
use crate::recognise::lexicon::{Said, State};
use crate::rules;

/// A table with all that reading it brought up.
pub(super) struct Grid {
    /// The table.
    pub table: Table,
    /// Which cells are figures.
    pub lowest: Lowest,
    /// Repairs and faults by cell, row by row.
    pub remarks: Vec<Remark>,
    /// The amounts of cells (row, column) that are set aside although they can be read.
    pub aside: BTreeMap<(usize, usize), Money>,
    /// Columns with numbers and no measure.
    pub unknown: Vec<Unknown>,
    /// Columns that the Treasury confirmed, each with those that state the same for the unit together.
    pub confirmed: Vec<(usize, Vec<usize>)>,
    /// Columns that are only some of another ("trong đó"), each with that one.
    pub parts: Vec<(usize, usize)>,
    /// The columns of the sheet that show states of the plan, by their words or by the figures.
    pub states: Vec<(u32, State)>,
    /// The columns of the sheet that show a plan as it would be after proposed changes.
    pub proposed_plans: Vec<u32>,
    /// Columns of proposed decreases that are typed with both signs.
    pub mixed: Vec<usize>,
    /// Rows that repeat an earlier one (GN205).
    pub repeated: Vec<usize>,
    /// Rows that are set aside (GN204) for a reason of their own.
    pub strays: BTreeMap<usize, Why>,
    /// Rows that do not say that they are sums; their figures prove it.
    pub proved: Vec<usize>,
    /// Components that their number and their name call by two names.
    pub two_names: Vec<usize>,
    /// Rows that split the money of the one above them.
    pub splits: Vec<usize>,
    /// The component that its last rows belong to.
    pub end: Option<ComponentId>,
    /// What a figure is worth where its column says nothing else.
    pub unit: MoneyUnit,
    /// Cells that are no figures of their row: a 0 where a row of one source crosses a column of another, a sum merged
    /// over the rows of its works.
    pub cleared: Counted,
}

/// What reading a cell brought up.
pub(super) struct Remark {
    /// Index into the table's rows.
    pub row: usize,
    /// Index into its columns.
    pub at: usize,
    /// The rule.
    pub rule: &'static Rule,
    /// The sentence.
    pub words: Words,
    /// How it is told.
    pub told: Told,
}

/// How a remark is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Told {
    /// A fault: the cell is set aside.
    Fault,
    /// A fault of many cells: each is set aside, and all of a column are told at once.
    Faults,
    /// A repair, of this cell alone.
    Cell,
    /// A repair, once for its column.
    Column,
    /// A repair, once for the table.
    Table,
}

impl Told {
    /// Whether the cell is set aside.
    pub(super) fn is_fault(self) -> bool {
        matches!(self, Told::Fault | Told::Faults)
    }
}

/// A column with numbers under a heading that says no measure.
pub(super) struct Unknown {
    /// Its place in the sheet.
    pub column: u32,
    /// Its headings.
    pub heading: Arc<str>,
    /// The words of them that nobody understood.
    pub residue: Vec<Arc<str>>,
    /// Its amounts by row (index into the table's rows).
    pub amounts: Vec<(usize, Money)>,
    /// Its amounts in rows that only add up others.
    pub sums: Vec<Money>,
}

/// More measuring columns than any form has; what stands further to the right is set aside like an unknown column.
pub(super) const MOST_COLUMNS: usize = 128;

/// Reads the cells of a table whose figures are in `unit` unless its headings say otherwise. `plan` is the unit's
/// registered plan: it helps to read what was typed as text.
pub(super) fn grid(
    known: &Known<'_>,
    workbook: &Workbook,
    framed: &Framed,
    unit: MoneyUnit,
    plan: &BTreeMap<Key, Money>,
    before: Option<ComponentId>,
) -> Grid {
    let sheet = &workbook.sheets[usize::from(framed.sheet)];
    let budget = known.context.year();
    let is_money = |headed: &&Headed| headed.said != Some(Said::NotMoney);
    let headings: Vec<&Headed> = framed.heading.columns.iter().filter(is_money).collect();
    let asked = headings.iter().filter(|headed| headed.said != Some(Said::NotAsked));
    let money: Vec<u32> = asked.map(|headed| headed.index).collect();
    let unit_of = |headed: &&Headed| headed.unit.filter(|_| money.contains(&headed.index));
    let own_unit = headings.iter().find_map(unit_of).unwrap_or(unit);
    let money = MoneyColumns { columns: &money, unit: own_unit };
    let Rows { mut rows, repeated, splits, parts, page_sums, by_number, doubtful, other_unit, end } =
        rows::rows(known, sheet, framed, &money, before);
    rows::set_uncoded_apart(sheet, framed, &mut rows, plan);
    // What no heading and no row says is said by the title or the sheet's name.
    // A column of the medium-term plan speaks of other money.
    let asked = headings.iter().filter(|headed| headed.said != Some(Said::NotAsked));
    let own = asked.map(|headed| &headed.facts);
    let own = own.chain(rows.iter().map(|row| &row.facts));
    let scope = framed.scope.facts(own, budget);
    let lanes =
        columns::lanes(known.lexicon, sheet, framed, &headings, (&rows, &parts), (scope, unit));
    let settled = columns::settle(&lanes, budget);
    let states = lanes.iter().zip(&settled);
    let states = states.filter_map(|(lane, settled)| Some((lane.index, settled.state?))).collect();
    let (mut places, mut unknown): (Vec<usize>, Vec<usize>) = (0..lanes.len())
        .filter(|&lane| settled[lane].said != Some(Said::NotAsked))
        .partition(|&lane| settled[lane].fate != Fate::Unknown);
    unknown.extend(places.split_off(places.len().min(MOST_COLUMNS)));
    let column = |&lane: &usize| Column {
        index: headings[lane].index,
        heading: headings[lane].path.clone(),
        measure: match settled[lane].said {
            Some(Said::Measure(measure)) => measure,
            _ => unreachable!("a column that is not unknown has a measure"),
        },
        facts: settled[lane].facts,
        unit: headings[lane].unit.unwrap_or(unit),
        splits: Vec::new(),
        is_detail: false,
    };
    let columns: Vec<Column> = places.iter().map(column).collect();
    let unknown: Vec<&Headed> = unknown.into_iter().map(|lane| headings[lane]).collect();
    let mut cells = Vec::with_capacity(rows.len() * columns.len());
    let mut remarks = Vec::new();
    let mut aside = BTreeMap::new();
    let mut waiting: Vec<Waiting<'_>> = Vec::new();
    for (row, line) in rows.iter().enumerate() {
        let here = sheet.row(line.index);
        for (index, column) in columns.iter().enumerate() {
            let is_money = line.kind != RowKind::Quantity;
            let value = in_column(here, column.index).filter(|_| is_money).map(|(_, value)| value);
            if let Some(Value::Text(text)) = value {
                waiting.push(Waiting { row, at: index, text });
            }
            let read = match column.measure {
                Measure::Rate => Read { stated: cells::percent(value), ..Read::default() },
                _ if value.is_none() => Read::default(),
                _ => {
                    let scale = sheet.look(Cell::new(line.index, column.index)).scale;
                    cells::money(value, scale, column.unit)
                }
            };
            aside.extend(read.known.map(|amount| ((row, index), amount)));
            if let Some((rule, words)) = read.remark {
                let told = match read.stated {
                    Stated::SetAside if rule == &rules::MONEY_UNIT_CONTRADICTED => Told::Faults,
                    Stated::SetAside => Told::Fault,
                    _ => Told::Table,
                };
                remarks.push(Remark { row, at: index, rule, words, told });
            }
            cells.push(read.stated);
        }
    }
    let (step, texts) = (Money::ZERO, Vec::new());
    let formulas = formulas(sheet, &rows, &columns);
    let locked = locked(sheet, &rows, &columns);
    let number = framed.sheet;
    let (ambiguous, covered, after) = (Vec::new(), Vec::new(), Vec::new());
    let mut table = Table {
        sheet: number,
        columns,
        rows,
        cells,
        step,
        texts,
        formulas,
        locked,
        ambiguous,
        covered,
        after,
    };
    if !waiting.is_empty() {
        text_numbers::rates(&mut table, &waiting);
        let witnesses = |usage: &[_]| Witnesses::new(workbook, plan, budget, usage);
        remarks.extend(text_numbers::settle(&mut table, &waiting, witnesses));
    }
    let mixed = proposals::take_off(&mut table);
    let proposed_plans = lanes.iter().zip(&settled).filter(|(_, settled)| settled.is_proposed_plan);
    let proposed_plans = proposed_plans.map(|(lane, _)| lane.index).collect();
    let mut grid = Grid {
        table,
        lowest: Lowest::default(),
        remarks,
        aside,
        unknown: Vec::new(),
        confirmed: Vec::new(),
        parts: Vec::new(),
        states,
        proposed_plans,
        mixed,
        repeated,
        strays: other_unit.into_iter().map(|row| (row, Why::OtherUnit)).collect(),
        proved: Vec::new(),
        two_names: Vec::new(),
        splits,
        end,
        unit,
        cleared: Counted::default(),
    };
    grid.take_doubtful(&doubtful);
    grid.prove_quantities(sheet);
    grid.clear_crossings(budget);
    grid.settle_parts(&parts);
    grid.find_strangers(&by_number);
    grid.table.step = self::step(&grid.table);
    grid.prove_sums(&page_sums, framed.goes_on);
    grid.set_several_aside(&doubtful);
    grid.choose_row_splits();
    grid.unknown = unknown_columns(sheet, &unknown, &grid.table.rows, unit);
    grid.take_settled(&lanes, &settled, &places, budget);
    grid.set_merged_aside(sheet);
    let is_text = |remark: &&Remark| {
        [&rules::NUMBER_TYPED_AS_TEXT, &rules::AMBIGUOUS_NUMBER].contains(&remark.rule)
    };
    grid.table.texts =
        grid.remarks.iter().filter(is_text).map(|remark| (remark.row, remark.at)).collect();
    grid.find_figures(budget);
    grid.remarks.sort_by_key(|remark| (remark.row, remark.at));
    grid
}

/// The cells whose value a formula gave, each with what it adds up.
fn formulas(sheet: &Sheet, rows: &[Row], columns: &[Column]) -> Vec<Formula> {
    if sheet.formulas.is_empty() {
        return Vec::new();
    }
    let cells = rows.iter().enumerate().flat_map(|(row, line)| {
        let columns = columns.iter().enumerate();
        columns.map(move |(column, head)| (row, column, Cell::new(line.index, head.index)))
    });
    let given = cells.filter(|(.., cell)| sheet.formulas.contains(*cell));
    let formula = |(row, column, cell)| {
        let said = sheet.formulas.says(cell);
        let adds = said.and_then(|(text, of)| formula::addition(text, of, cell));
        Formula { row, column, adds }
    };
    given.map(formula).collect()
}

/// The cells that the form locks, where it leaves others to type in.
fn locked(sheet: &Sheet, rows: &[Row], columns: &[Column]) -> Vec<(usize, Range<usize>)> {
    let mut locked: Vec<(usize, Range<usize>)> = Vec::new();
    if sheet.locks.is_empty() {
        return locked;
    }
    for (row, line) in rows.iter().enumerate() {
        let is_locked =
            |at: &usize| sheet.locks.contains(Cell::new(line.index, columns[*at].index));
        for column in (0..columns.len()).filter(is_locked) {
            match locked.last_mut() {
                Some((at, of)) if (*at, of.end) == (row, column) => of.end += 1,
                _ => locked.push((row, column..column + 1)),
            }
        }
    }
    // A form that lets nobody type is no form of the office's: whoever filled it in protected it.
    let count: usize = locked.iter().map(|(_, of)| of.len()).sum();
    if count == rows.len() * columns.len() { Vec::new() } else { locked }
}

fn unknown_columns(
    sheet: &Sheet,
    unknown: &[&Headed],
    rows: &[Row],
    unit: MoneyUnit,
) -> Vec<Unknown> {
    let mut amounts: Vec<Vec<Option<Money>>> = vec![Vec::with_capacity(rows.len()); unknown.len()];
    for row in rows {
        for (headed, amounts) in unknown.iter().zip(&mut amounts) {
            let cell = Cell::new(row.index, headed.index);
            let is_money = row.kind != RowKind::Quantity;
            amounts.push(if is_money { cells::amount(sheet, cell, unit) } else { None });
        }
    }
    let unknown = unknown.iter().zip(amounts);
    unknown.map(|(headed, amounts)| unknown_column(headed, rows, &amounts)).collect()
}

fn unknown_column(headed: &Headed, rows: &[Row], amounts: &[Option<Money>]) -> Unknown {
    let proved = proved_sums(rows, amounts);
    let held = (0..rows.len()).filter_map(|at| Some((at, amounts[at]?)));
    let (sums, own): (Vec<_>, Vec<_>) = held.partition(|(at, _)| proved[*at]);
    let sums = sums.into_iter().map(|(_, amount)| amount).collect();
    let (heading, residue) = (headed.path.clone(), headed.residue.clone());
    Unknown { column: headed.index, heading, residue, amounts: own, sums }
}

/// The smallest step of the figures: the largest power of ten, up to the unit, that divides all amounts.
fn step(table: &Table) -> Money {
    let amounts = table.cells.iter().filter_map(|cell| cell.amount());
    let unit = table.columns.first().map_or(MoneyUnit::Dong, |column| column.unit);
    columns::step(amounts).min(Money::from_dong(unit.dong() as i64))
}

impl Grid {
    /// The amount of a cell, in use or set aside; nothing where it cannot be read.
    pub(super) fn amount(&self, row: usize, at: usize) -> Money {
        let aside = || self.aside.get(&(row, at)).copied();
        self.table.at(row, at).amount().or_else(aside).unwrap_or(Money::ZERO)
    }

    /// A row of one source has nothing in the columns of another: a 0 there is no figure.
    fn clear_crossings(&mut self, budget: i32) {
        let width = self.table.columns.len();
        for (row, line) in self.table.rows.iter().enumerate() {
            if line.facts == Facts::default() {
                continue;
            }
            for (at, column) in self.table.columns.iter().enumerate() {
                let cell = &mut self.table.cells[row * width + at];
                let is_zero = *cell == Stated::Amount(Money::ZERO);
                if is_zero && column.facts.narrowed(&line.facts, budget).is_none() {
                    *cell = Stated::Blank;
                    if column.measure != Measure::Rate {
                        self.cleared.add(Money::ZERO);
                    }
                }
            }
        }
    }

    /// The rows in which a column that says the same as another is set aside: those whose amounts no others add up to.
    pub(super) fn refused_rows(&self, at: usize) -> Vec<usize> {
        let rows = 0..self.table.rows.len();
        let is_stated = |row: &usize| self.table.at(*row, at) != Stated::Blank;
        let amounts: Vec<Option<Money>> =
            rows.clone().map(|row| is_stated(&row).then(|| self.amount(row, at))).collect();
        let proved = proved_sums(&self.table.rows, &amounts);
        rows.filter(is_stated).filter(|&row| !proved[row]).collect()
    }

    /// Rows that split the one above them and do not make it up ("trong đó: NSTW" alone) repeat a part of it.
    fn choose_row_splits(&mut self) {
        let rows = &self.table.rows;
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &at in &self.splits {
            if let Some(parent) = rows[at].parent {
                parts.entry(parent).or_default().push(at);
            }
        }
        let splits: BTreeSet<usize> = self.splits.iter().copied().collect();
        let mut repeating: BTreeSet<usize> = BTreeSet::new();
        for (&parent, parts) in &parts {
            let is_alone =
                parts.len() == 1 || Label::new(&rows[parts[0]].label).after("trong do").is_some();
            // Behind a row that splits the same item otherwise they may be parts of the item itself.
            let whole = rows[parent].parent.filter(|_| splits.contains(&parent));
            let is_parallel = || whole.is_some_and(|whole| self.makes_up(parts, whole));
            if !self.makes_up(parts, parent) && (is_alone || is_parallel()) {
                repeating.extend(parts);
            }
        }
        rows::details(&mut self.table.rows, &self.splits, &repeating);
    }

    /// Whether some rows add up to `whole` in most of the columns where it states an amount.
    fn makes_up(&self, parts: &[usize], whole: usize) -> bool {
        let (mut good, mut bad) = (0_usize, 0_usize);
        for at in 0..self.table.columns.len() {
            let Some(stated) = self.table.at(whole, at).amount() else { continue };
            let amounts = parts.iter().filter_map(|&part| self.table.at(part, at).amount());
            let sum: Money = amounts.sum();
            if sum == stated { good += 1 } else { bad += 1 }
        }
        bad <= good
    }

    /// Marks the lowest stated cells; formulas without a result among them are set aside.
    pub(super) fn find_figures(&mut self, budget: i32) {
        self.lowest = self.table.lowest(budget);
        for &(row, at) in &self.lowest.without_value {
            let index = row * self.table.columns.len() + at;
            self.table.cells[index] = Stated::SetAside;
            self.lowest.figures[index] = true;
            let words =
                words!("Công thức chưa có kết quả được lưu", "A formula without a stored result");
            let rule = &rules::FORMULA_WITHOUT_VALUE;
            self.remarks.push(Remark { row, at, rule, words, told: Told::Fault });
        }
    }
}
