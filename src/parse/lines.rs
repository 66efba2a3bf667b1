//! The figures of a table become lines; what cannot is set aside by a problem that names it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Known;
use super::table::Grid;
use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, Key, PlanYear, Work};
use crate::domain::label::{Label, harmless};
use crate::domain::lang::Words;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::{Cell, Place};
use crate::domain::rule::{Problem, RuleCode};
use crate::domain::submission::{
    Column, Counted, Facts, Figure, Line, Measure, RowKind, SetAside, Stated, Submission, Table,
};
use crate::read::{Sheet, Workbook};
use crate::recognise::{Form, Framed};

/// What was taken from one table.
pub struct Taken {
    /// A problem of the table as a whole starts from here: its unit and its place.
    pub base: Problem,
    /// The table as it stands.
    pub table: Table,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Its cells that are not used.
    pub set_aside: Vec<SetAside>,
    /// What reading it brought up.
    pub problems: Vec<Problem>,
    /// The texts of its column "Giải trình": sheet, row, text.
    pub explanations: Vec<(u16, u32, String)>,
    /// Its figures, counted in the grid and not in what became of them.
    pub read: Counted,
}

/// Takes the figures of one table.
pub struct Taker<'a> {
    known: &'a Known<'a>,
    submission: &'a Submission,
    sheet: &'a Sheet,
    framed: &'a Framed,
    plan: &'a BTreeMap<Key, Money>,
}

impl<'a> Taker<'a> {
    /// For a table on `sheet` of `submission`, whose unit has this `plan`.
    pub fn new(
        known: &'a Known<'a>,
        submission: &'a Submission,
        sheet: &'a Sheet,
        framed: &'a Framed,
        plan: &'a BTreeMap<Key, Money>,
    ) -> Taker<'a> {
        Taker { known, submission, sheet, framed, plan }
    }

    /// Every figure goes into a line or is set aside.
    pub fn take(self, grid: Grid) -> Taken {
        let cell = Cell::new(self.framed.heading.rows.start, self.framed.heading.label);
        let mut taken = Taken {
            base: self.problem("GN401", cell, Words::default()),
            table: Table {
                sheet: grid.table.sheet,
                step: grid.table.step,
                columns: Vec::new(),
                rows: Vec::new(),
                cells: Vec::new(),
            },
            lines: Vec::new(),
            set_aside: Vec::new(),
            problems: Vec::new(),
            explanations: self.explanations(&grid.table),
            read: Counted::default(),
        };
        self.tell_remarks(&grid, &mut taken);
        self.tell_missing_columns(&grid.table, &mut taken);
        for row in 0..grid.table.rows.len() {
            self.take_row(&grid, row, &mut taken);
        }
        self.take_unknown(&grid, &mut taken);
        self.tell_hidden(&grid, &mut taken);
        taken.table = grid.table;
        self.refuse_contradicted_unit(&mut taken);
        taken
    }

    fn place(&self, cell: Cell) -> Place {
        self.submission.place(self.framed.sheet, cell)
    }

    fn problem(&self, code: &'static str, cell: Cell, words: Words) -> Problem {
        Problem::new(RuleCode(code), self.place(cell), words).of(&self.submission.unit)
    }

    fn explanations(&self, table: &Table) -> Vec<(u16, u32, String)> {
        let Some(column) = self.framed.heading.reason else { return Vec::new() };
        let text = |row: u32| self.sheet.text(Cell::new(row, column)).trim().to_owned();
        let rows = table.rows.iter().map(|row| (self.framed.sheet, row.index, text(row.index)));
        rows.filter(|(_, _, text)| !text.is_empty()).collect()
    }

    /// Faults cell by cell; repairs once for the table, with the first cell and how many there are.
    fn tell_remarks(&self, grid: &Grid, taken: &mut Taken) {
        let mut repairs: BTreeMap<RuleCode, (Cell, Words, usize)> = BTreeMap::new();
        for (row, at, code, words) in &grid.remarks {
            let cell = grid.table.cell(*row, *at);
            let column = &grid.table.columns[*at];
            let is_fault = ["GN302", "GN304", "GN305"].contains(&code.0);
            if !is_fault {
                repairs.entry(*code).or_insert_with(|| (cell, words.clone(), 0)).2 += 1;
            } else if column.measure.is_figure() && !column.is_detail {
                let row = &grid.table.rows[*row];
                let label = harmless(&row.label);
                let words = Words::new(
                    format!("{} (dòng \"{label}\", cột \"{}\")", words.vi, column.heading),
                    format!("{} (row \"{label}\", column \"{}\")", words.en, column.heading),
                );
                let place = self.place(cell);
                taken.problems.push(Problem::new(*code, place, words).of(&self.submission.unit));
            }
        }
        for (code, (cell, words, count)) in repairs {
            let words = match count {
                1 => words,
                _ => Words::new(
                    format!("{} (và {} ô khác trên trang này)", words.vi, count - 1),
                    format!("{} (and {} more cells of this sheet)", words.en, count - 1),
                ),
            };
            let place = self.place(cell);
            taken.problems.push(Problem::new(code, place, words).of(&self.submission.unit));
        }
    }

    fn tell_missing_columns(&self, table: &Table, taken: &mut Taken) {
        let has = |measure: Measure| table.columns.iter().any(|column| column.measure == measure);
        let cell = Cell::new(self.framed.heading.rows.start, self.framed.heading.label);
        if !has(Measure::InPeriod) && !has(Measure::Cumulative) {
            let words = Words::new(
                "Bảng không có cột giải ngân trong kỳ và cũng không có cột lũy kế giải ngân",
                "The table has neither a column disbursed in the period nor a cumulative one",
            );
            taken.problems.push(self.problem("GN203", cell, words));
        }
        if !has(Measure::Plan) && self.plan.is_empty() {
            let words = Words::new(
                "Bảng không có cột kế hoạch vốn, và danh mục cũng chưa có kế hoạch của đơn vị",
                "The table has no column of the plan, and the register plans nothing for the unit",
            );
            taken.problems.push(self.problem("GN203", cell, words));
        }
    }

    fn take_row(&self, grid: &Grid, row: usize, taken: &mut Taken) {
        let table = &grid.table;
        let width = table.columns.len();
        let figures: Vec<usize> = (0..width).filter(|at| grid.figures[row * width + at]).collect();
        if figures.is_empty() {
            return;
        }
        for &at in &figures {
            taken.read.add(table.at(row, at).amount().unwrap_or(Money::ZERO));
        }
        match &table.rows[row].kind {
            RowKind::Item(id, work) => self.take_item(grid, row, &figures, id, work, taken),
            RowKind::Stray if grid.repeated.contains(&row) => {
                let words = |label: &str| {
                    Words::new(
                        format!("Dòng \"{label}\" trùng với một dòng ở trên"),
                        format!("The row \"{label}\" repeats one above"),
                    )
                };
                self.refuse_row(table, row, &figures, "GN205", words, taken);
            }
            RowKind::Stray => {
                let words = |label: &str| {
                    Words::new(
                        format!(
                            "Dòng \"{label}\" có số tiền nhưng không thuộc chương trình, dự án nào trong danh mục"
                        ),
                        format!(
                            "The row \"{label}\" holds money and fits no component of the catalogue"
                        ),
                    )
                };
                self.refuse_row(table, row, &figures, "GN204", words, taken);
            }
            RowKind::Total => {
                let words = |label: &str| {
                    Words::new(
                        format!("Dòng \"{label}\" có số tiền nhưng không dòng chi tiết nào có số"),
                        format!("The row \"{label}\" holds money and no row below it does"),
                    )
                };
                self.refuse_row(table, row, &figures, "GN204", words, taken);
            }
            RowKind::Subtotal(_) => unreachable!("a subtotal has no figures"),
        }
    }

    fn take_item(
        &self,
        grid: &Grid,
        row: usize,
        figures: &[usize],
        id: &ComponentId,
        work: &Option<Work>,
        taken: &mut Taken,
    ) {
        let table = &grid.table;
        let index = table.rows[row].index;
        let mut lines: Vec<Line> = Vec::new();
        let mut homeless: Vec<usize> = Vec::new();
        for &at in figures {
            let column = &table.columns[at];
            let Some(key) = self.key(id, work, &column.facts) else {
                homeless.push(at);
                continue;
            };
            let found = lines.iter().position(|line| line.key == key);
            let found = found.unwrap_or_else(|| {
                let line = Line {
                    key,
                    sheet: table.sheet,
                    row: index,
                    figures: Vec::new(),
                    lacks_cumulative: false,
                };
                lines.push(line);
                lines.len() - 1
            });
            match table.at(row, at) {
                Stated::Amount(amount) => {
                    let column = column.index as u16;
                    let measure = table.columns[at].measure;
                    // Two columns of one measure may settle on one key ("kéo dài" and "năm 2023"): they add up.
                    let line = &mut lines[found];
                    match line.figures.iter().position(|figure| figure.measure == measure) {
                        Some(_) => {
                            let figures = vec![Figure { measure, column, amount }];
                            let key = line.key.clone();
                            lines.push(Line {
                                key,
                                sheet: table.sheet,
                                row: index,
                                figures,
                                lacks_cumulative: false,
                            });
                        }
                        None => line.figures.push(Figure { measure, column, amount }),
                    }
                }
                _ => {
                    lines[found].lacks_cumulative |= column.measure == Measure::Cumulative;
                    let code = self.code_of(grid, row, at);
                    taken.set_aside.push(self.aside(table, row, at, Money::ZERO, code));
                }
            }
        }
        for key in self.set_aside_cumulatives(grid, row, id, work) {
            match lines.iter_mut().find(|line| line.key == key) {
                Some(line) => line.lacks_cumulative = true,
                None => lines.push(Line {
                    key,
                    sheet: table.sheet,
                    row: index,
                    figures: Vec::new(),
                    lacks_cumulative: true,
                }),
            }
        }
        lines.retain(|line| !line.figures.is_empty() || line.lacks_cumulative);
        taken.lines.extend(lines);
        if !homeless.is_empty() {
            let words = |label: &str| {
                Words::new(
                    format!(
                        "Không rõ số liệu của dòng \"{label}\" là vốn đầu tư hay vốn sự nghiệp"
                    ),
                    format!("Nothing says whether the row \"{label}\" is investment or recurrent"),
                )
            };
            self.refuse_row(table, row, &homeless, "GN203", words, taken);
        }
    }

    /// The keys of a row whose cumulative figure stands in columns that say the same (GN202).
    fn set_aside_cumulatives(
        &self,
        grid: &Grid,
        row: usize,
        id: &ComponentId,
        work: &Option<Work>,
    ) -> Vec<Key> {
        let table = &grid.table;
        let cumulative = grid.ambiguous.iter().filter(|&&at| {
            let is_it = table.columns[at].measure == Measure::Cumulative;
            is_it && table.at(row, at).is_stated()
        });
        cumulative.filter_map(|&at| self.key(id, work, &table.columns[at].facts)).collect()
    }

    /// The rule that set a cell aside.
    fn code_of(&self, grid: &Grid, row: usize, at: usize) -> RuleCode {
        let found = grid.remarks.iter().find(|(line, column, ..)| (*line, *column) == (row, at));
        found.map_or(RuleCode("GN302"), |(_, _, code, _)| *code)
    }

    fn aside(
        &self,
        table: &Table,
        row: usize,
        at: usize,
        amount: Money,
        rule: RuleCode,
    ) -> SetAside {
        SetAside {
            sheet: table.sheet,
            cell: table.cell(row, at),
            measure: Some(table.columns[at].measure),
            amount,
            rule,
            label: table.rows[row].label.clone(),
        }
    }

    /// Sets the figures of a row aside under one problem.
    fn refuse_row(
        &self,
        table: &Table,
        row: usize,
        figures: &[usize],
        code: &'static str,
        words: impl Fn(&str) -> Words,
        taken: &mut Taken,
    ) {
        let amounts =
            figures.iter().map(|&at| (at, table.at(row, at).amount().unwrap_or(Money::ZERO)));
        let mut sum = Money::ZERO;
        for (at, amount) in amounts {
            sum += amount;
            taken.set_aside.push(self.aside(table, row, at, amount, RuleCode(code)));
        }
        let label = harmless(&table.rows[row].label);
        let label = if label.is_empty() { format!("{}", table.rows[row].index + 1) } else { label };
        let cell = table.cell(row, figures[0]);
        taken.problems.push(self.problem(code, cell, words(&label)).setting_aside(sum));
    }

    /// Columns without a measure (GN201) and columns that say the same (GN202) are set aside whole.
    fn take_unknown(&self, grid: &Grid, taken: &mut Taken) {
        let rows = &grid.table.rows;
        let last = self.framed.heading.rows.end.saturating_sub(1);
        for unknown in grid.unknown.iter().filter(|unknown| !unknown.amounts.is_empty()) {
            let mut sum = Money::ZERO;
            for (row, amount) in &unknown.amounts {
                sum += *amount;
                taken.read.add(*amount);
                taken.set_aside.push(SetAside {
                    sheet: self.framed.sheet,
                    cell: Cell::new(rows[*row].index, unknown.column),
                    measure: None,
                    amount: *amount,
                    rule: RuleCode("GN201"),
                    label: rows[*row].label.clone(),
                });
            }
            let heading = harmless(&unknown.heading);
            let nearest = self.known.lexicon.nearest(&Label::new(&unknown.heading));
            let (near_vi, near_en) = nearest.map_or((String::new(), String::new()), |words| {
                (
                    format!("; gần giống \"{words}\""),
                    format!("; nearest known wording: \"{words}\""),
                )
            });
            let words = if heading.is_empty() {
                Words::new(
                    "Cột có số nhưng không có tiêu đề",
                    "A column with numbers and no heading",
                )
            } else {
                Words::new(
                    format!("Không hiểu tiêu đề cột \"{heading}\"{near_vi}"),
                    format!("The heading \"{heading}\" says no measure{near_en}"),
                )
            };
            let problem = self.problem("GN201", Cell::new(last, unknown.column), words);
            taken.problems.push(problem.setting_aside(sum));
        }
        for &at in &grid.ambiguous {
            let table = &grid.table;
            let has_below = |row: usize| {
                let is_below = |other: usize| {
                    rows[other].parent == Some(row) && table.at(other, at).amount().is_some()
                };
                (0..rows.len()).any(is_below)
            };
            let own = (0..rows.len()).filter(|&row| {
                matches!(rows[row].kind, RowKind::Item(..) | RowKind::Stray) && !has_below(row)
            });
            let mut sum = Money::ZERO;
            for row in own {
                let Some(amount) = table.at(row, at).amount() else { continue };
                sum += amount;
                taken.read.add(amount);
                taken.set_aside.push(self.aside(table, row, at, amount, RuleCode("GN202")));
            }
            let heading = harmless(&table.columns[at].heading);
            let words = Words::new(
                format!("Có hai cột cùng nghĩa \"{heading}\", không biết lấy cột nào"),
                format!("Two columns say the same: \"{heading}\""),
            );
            let problem = self.problem("GN202", Cell::new(last, table.columns[at].index), words);
            taken.problems.push(problem.setting_aside(sum));
        }
    }

    fn tell_hidden(&self, grid: &Grid, taken: &mut Taken) {
        let table = &grid.table;
        let width = table.columns.len();
        let is_hidden = |row: usize, column: &Column| {
            self.sheet.is_hidden
                || self.sheet.hidden_rows.binary_search(&table.rows[row].index).is_ok()
                || self.sheet.hidden_columns.binary_search(&column.index).is_ok()
        };
        let hidden: Vec<Cell> = (0..table.rows.len())
            .flat_map(|row| (0..width).map(move |at| (row, at)))
            .filter(|(row, at)| {
                grid.figures[row * width + at] && is_hidden(*row, &table.columns[*at])
            })
            .map(|(row, at)| table.cell(row, at))
            .collect();
        let Some(first) = hidden.first() else { return };
        let words = Words::new(
            format!("{} ô số liệu nằm ở dòng, cột hoặc trang bị ẩn; vẫn được tính", hidden.len()),
            format!("{} figures stand in hidden rows, columns or sheets; they count", hidden.len()),
        );
        taken.problems.push(self.problem("GN206", *first, words));
    }

    /// The key of a cell; `None` where nothing says the funding type.
    fn key(&self, id: &ComponentId, work: &Option<Work>, facts: &Facts) -> Option<Key> {
        let of_place = |key: &&Key| id.covers(&key.component) || key.component.covers(id);
        let funding = facts.funding.or_else(|| {
            let planned = one(self.plan.keys().filter(of_place).map(|key| key.funding));
            let usual = self.known.context.catalogue.funding(id);
            planned.or(if usual.len() == 1 { Some(usual[0]) } else { None })
        })?;
        let work = work.as_ref().map(|work| self.registered_work(id, work));
        let mut key = Key {
            component: id.clone(),
            work,
            funding,
            source: facts.source,
            year: facts.year.unwrap_or(PlanYear::Any),
        };
        self.settle(&mut key);
        Some(key)
    }

    /// The work of the register that is meant: its name may be typed with a slip.
    fn registered_work(&self, id: &ComponentId, work: &Work) -> Work {
        let works = || {
            self.plan.keys().filter(|key| key.component == *id).filter_map(|key| key.work.as_ref())
        };
        if work.code.is_some() || works().any(|known| known == work) {
            return work.clone();
        }
        let name = Label::new(&work.name);
        let near = one(works().filter(|known| Label::new(&known.name).resembles(&name)));
        near.unwrap_or(work).clone()
    }

    /// Source and year that the form does not split and the register settles: there is only one.
    fn settle(&self, key: &mut Key) {
        let year = self.known.context.year();
        if key.source.is_none() {
            let covered = self.plan.keys().filter(|planned| key.covers(planned, year));
            key.source = one(covered.filter_map(|planned| planned.source)).or(key.source);
        }
        if !matches!(key.year, PlanYear::Of(_)) {
            let covered = self.plan.keys().filter(|planned| key.covers(planned, year));
            key.year = one(covered.map(|planned| planned.year)).unwrap_or(key.year);
        }
    }

    /// A stated unit of money that makes the plan wrong by 10³ or 10⁶ costs the whole sheet (GN208).
    fn refuse_contradicted_unit(&self, taken: &mut Taken) {
        let Some(ratio) = ratio(&taken.lines, self.plan) else { return };
        let off = ratio.log10().round() as i32;
        let is_near = (ratio / 10_f64.powi(off) - 1.0).abs() < 0.5;
        if !is_near || ![-6, -3, 3, 6].contains(&off) {
            return;
        }
        let unit =
            taken.table.columns.first().map_or(self.submission.money_unit, |column| column.unit);
        let likely = MoneyUnit::ALL.into_iter().find(|other| {
            let factor = unit.dong() as f64 / other.dong() as f64;
            (factor.log10().round() as i32) == off
        });
        let mut sum = Money::ZERO;
        for line in std::mem::take(&mut taken.lines) {
            for figure in &line.figures {
                sum += figure.amount;
                taken.set_aside.push(SetAside {
                    sheet: line.sheet,
                    cell: Cell::new(line.row, u32::from(figure.column)),
                    measure: Some(figure.measure),
                    amount: figure.amount,
                    rule: RuleCode("GN208"),
                    label: Arc::from(line.key.component.as_str()),
                });
            }
        }
        let (vi, en) = match likely {
            Some(likely) => (
                format!("; nhiều khả năng là {}", likely.label()),
                format!("; probably {}", likely.text().en),
            ),
            None => (String::new(), String::new()),
        };
        let words = Words::new(
            format!(
                "Đơn vị tính ghi là {} nhưng kế hoạch vốn lệch khoảng 10^{off} lần so với kế hoạch đã giao{vi}",
                unit.label()
            ),
            format!(
                "The stated unit is {}, but the plan is off by about 10^{off} against the register{en}",
                unit.text().en
            ),
        );
        let cell = Cell::new(self.framed.heading.rows.start, self.framed.heading.label);
        // What follows from the wrong unit is not told beside it.
        taken.table.rows.clear();
        taken.table.cells.clear();
        taken.problems.push(self.problem("GN208", cell, words).setting_aside(sum));
    }
}

/// The one value that all have; `None` where there is none, or two differ.
fn one<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|other| other == first).then_some(first)
}

/// Stated plan ÷ registered plan, over the programs and funding types of the lines.
fn ratio(lines: &[Line], plan: &BTreeMap<Key, Money>) -> Option<f64> {
    let stated: Money = lines.iter().filter_map(|line| line.amount(Measure::Plan)).sum();
    let mut kinds: Vec<(ComponentId, Funding)> = Vec::new();
    for line in lines.iter().filter(|line| line.amount(Measure::Plan).is_some()) {
        let kind = (line.key.component.program(), line.key.funding);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let of_kind = |key: &Key| kinds.contains(&(key.component.program(), key.funding));
    let planned: Money = plan.iter().filter(|(key, _)| of_kind(key)).map(|(_, money)| *money).sum();
    let both = Money::ZERO < stated && Money::ZERO < planned;
    both.then(|| stated.as_dong() as f64 / planned.as_dong() as f64)
}

/// Stated plan ÷ registered plan of a whole form, were its figures in `unit`.
pub fn plan_ratio(
    known: &Known<'_>,
    workbook: &Workbook,
    form: &Form,
    unit: MoneyUnit,
    plan: &BTreeMap<Key, Money>,
) -> Option<f64> {
    let mut stated = Money::ZERO;
    for framed in &form.tables {
        let grid = super::table::grid(known, workbook, framed, unit);
        let table = &grid.table;
        let width = table.columns.len();
        for (at, cell) in table.cells.iter().enumerate().filter(|(at, _)| grid.figures[*at]) {
            if table.columns[at % width].measure == Measure::Plan {
                stated += cell.amount().unwrap_or(Money::ZERO);
            }
        }
    }
    let planned: Money = plan.values().sum();
    let both = Money::ZERO < stated && Money::ZERO < planned;
    both.then(|| stated.as_dong() as f64 / planned.as_dong() as f64)
}
