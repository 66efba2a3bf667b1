//! The figures of a table become lines; what cannot is set aside by a problem that names it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Known;
use super::explanations::{self, Beside};
use super::table::{Grid, Remark, Told};
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::homeless::Homeless;
use crate::domain::key::{Funding, Key, Work};
use crate::domain::label::{composed, harmless};
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::place::{Cell, Place};
use crate::domain::results::ResultLine;
use crate::domain::rule::{Problem, Rule, Severity};
use crate::domain::submission::{
    CheckedCells, Column, Counted, Keys, Line, Measure, RowKind, SetAside, Stated, Submission,
    Table,
};
use crate::read::{Sheet, Value};
use crate::recognise::Framed;
use crate::recognise::lexicon::Said;
use crate::rules;

/// The first cell of a repair, what is said of it, how many cells it is of, and what they set aside.
type Repair = (Cell, Words, usize, Money);

/// What was taken from one table.
pub(super) struct Taken {
    /// Whose it is.
    pub unit: UnitCode,
    /// Where its heading begins: the place of a problem of the table as a whole.
    pub place: Place,
    /// The table as it stands.
    pub table: Table,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Its figures without a funding type.
    pub homeless: Vec<Homeless>,
    /// Its cells that are not used.
    pub set_aside: Vec<SetAside>,
    /// What reading it brought up.
    pub problems: Vec<Problem>,
    /// What stands beside its figures in words.
    pub beside: Beside,
    /// Its rows that count something and say what.
    pub results: Vec<ResultLine>,
    /// Its money cells, counted in the grid and not in what became of them.
    pub read: Counted,
    /// See [`Submission::off_by`].
    pub off_by: Option<i32>,
    /// Those of them that are no figures.
    pub checked: CheckedCells,
    /// It stands on a hidden sheet.
    pub is_hidden: bool,
    /// It has no column of money paid out.
    pub lacks_disbursed: bool,
    /// The headings of what may have been paid by the end of a month, and nobody says that it was.
    pub estimated: Vec<Arc<str>>,
    /// It has no column of the plan, and the register plans nothing.
    pub lacks_plan: bool,
    /// It states what is proposed and nothing else.
    pub is_wish: bool,
}

/// Takes the figures of one table.
pub(super) struct Taker<'a> {
    pub(super) known: &'a Known<'a>,
    pub(super) submission: &'a Submission,
    pub(super) sheet: &'a Sheet,
    pub(super) framed: &'a Framed,
    pub(super) plan: &'a BTreeMap<Key, Money>,
    keys: Keys<'a>,
}

/// GN203 for tables without a plan, and for those without money paid out unless other tables state it for all funding types
/// of theirs: a table of the plan may stand beside one of disbursement. A table of what is proposed stands beside both, and
/// is no report where it stands alone.
///
/// What a table does not state was not nothing: its lines lack their cumulative.
pub(super) fn missing_columns(tables: &mut [Taken]) -> Vec<Problem> {
    let fundings = |table: &Taken| -> BTreeSet<Funding> {
        table.lines.iter().map(|line| line.key.funding).collect()
    };
    let is_paid = |line: &&Line| {
        let has = |measure| line.figure(measure).is_some();
        has(Measure::InPeriod) || has(Measure::Cumulative) || line.lacks_cumulative
    };
    let paid = tables.iter().flat_map(|table| table.lines.iter().filter(is_paid));
    let paid: BTreeSet<Funding> = paid.map(|line| line.key.funding).collect();
    let reports = |column: &Column| {
        matches!(column.measure, Measure::Plan | Measure::InPeriod | Measure::Cumulative)
    };
    let has_report = tables.iter().any(|table| table.table.columns.iter().any(reports));
    let asked = || tables.iter().filter(|table| !(table.is_wish && has_report));
    let is_lacking = |table: &&Taken| {
        let own = fundings(table);
        table.lacks_disbursed && (own.is_empty() && paid.is_empty() || !own.is_subset(&paid))
    };
    let of_plan = words!(
        "Bảng không có cột kế hoạch vốn, và danh mục cũng chưa có kế hoạch của đơn vị",
        "The table has no column of the plan, and the register plans nothing for the unit"
    );
    let of_paid = |table: &Taken| match table.estimated.first() {
        None => words!(
            "Bảng không có cột giải ngân trong kỳ và cũng không có cột lũy kế giải ngân",
            "The table has neither a column disbursed in the period nor a cumulative one"
        ),
        Some(heading) => words!(
            "Bảng không có cột giải ngân trong kỳ và cũng không có cột lũy kế giải ngân đến kỳ này; số ước ở cột “{heading}” không tính là đã giải ngân",
            "The table has neither a column disbursed in the period nor a cumulative one up to it; the estimate below \"{heading}\" does not count as disbursed";
            heading
        ),
    };
    let problem = |table: &Taken, words: Words| table.problem(&rules::MISSING_COLUMN, words);
    let unplanned = asked().filter(|table| table.lacks_plan);
    let unplanned = unplanned.map(|table| problem(table, of_plan.clone()));
    let unpaid = asked().filter(is_lacking).map(|table| problem(table, of_paid(table)));
    let problems = unplanned.chain(unpaid).collect();
    for table in tables.iter_mut().filter(|table| table.lacks_disbursed && !table.is_wish) {
        let untold = table.lines.iter_mut().filter(|line| !paid.contains(&line.key.funding));
        untold.for_each(|line| line.lacks_cumulative = true);
    }
    problems
}

impl Taken {
    /// A problem of the table as a whole.
    pub(super) fn problem(&self, rule: &'static Rule, words: Words) -> Problem {
        Problem::new(rule, self.place.clone(), words).of(&self.unit)
    }
}

impl<'a> Taker<'a> {
    /// For a table on `sheet` of `submission`, whose unit has this `plan`.
    pub(super) fn new(
        known: &'a Known<'a>,
        submission: &'a Submission,
        sheet: &'a Sheet,
        framed: &'a Framed,
        plan: &'a BTreeMap<Key, Money>,
    ) -> Taker<'a> {
        let keys = Keys::new(plan, known.context.catalogue, known.context.year());
        Taker { known, submission, sheet, framed, plan, keys }
    }

    /// Every figure goes into a line or is set aside.
    pub(super) fn take(self, mut grid: Grid) -> Taken {
        let cell = Cell::new(self.framed.heading.rows.start, self.framed.heading.label);
        let mut taken = Taken {
            unit: self.submission.unit.clone(),
            place: self.place(cell),
            table: Table {
                sheet: grid.table.sheet,
                step: grid.table.step,
                texts: Vec::new(),
                formulas: Vec::new(),
                locked: Vec::new(),
                ambiguous: Vec::new(),
                covered: Vec::new(),
                after: Vec::new(),
                columns: Vec::new(),
                rows: Vec::new(),
                cells: Vec::new(),
            },
            lines: Vec::new(),
            homeless: Vec::new(),
            set_aside: Vec::new(),
            problems: Vec::new(),
            beside: explanations::texts(self.sheet, self.framed, &grid.table),
            results: Vec::new(),
            read: Counted::default(),
            off_by: None,
            checked: CheckedCells::default(),
            is_hidden: self.sheet.is_hidden,
            lacks_disbursed: false,
            estimated: Vec::new(),
            lacks_plan: false,
            is_wish: false,
        };
        self.count(&grid, &mut taken);
        self.tell_remarks(&grid, &mut taken);
        self.find_missing_columns(&grid.table, &mut taken);
        for row in 0..grid.table.rows.len() {
            self.take_row(&grid, row, &mut taken);
        }
        self.tell_proved(&grid, &mut taken);
        self.tell_two_names(&grid, &mut taken);
        self.tell_quantities(&grid, &mut taken);
        self.take_unknown(&grid, &mut taken);
        self.tell_hidden(&grid, &mut taken);
        taken.problems.extend(self.tell_states(&grid));
        taken.problems.extend(self.tell_given(&grid));
        taken.problems.extend(self.tell_excess(&grid));
        taken.problems.extend(self.tell_half_said(&grid));
        taken.problems.extend(self.tell_confirmed(&grid));
        let standings = self.standings(&grid);
        let contradiction = self.contradiction(&grid, &standings);
        taken.off_by = self.off_by(&standings);
        if contradiction.is_none() {
            taken.problems.extend(self.tell_smallness(&grid, &standings));
        }
        grid.blind();
        taken.table = grid.table;
        if let Some(contradiction) = contradiction {
            self.refuse(contradiction, &mut taken);
        }
        self.refuse_too_large(&mut taken);
        taken
    }

    fn place(&self, cell: Cell) -> Place {
        self.submission.place(self.framed.sheet, cell)
    }

    pub(super) fn problem(&self, rule: &'static Rule, cell: Cell, words: Words) -> Problem {
        Problem::new(rule, self.place(cell), words).of(&self.submission.unit)
    }

    /// Faults cell by cell; repairs once for the table or the column, with the first cell and how many there are.
    fn tell_remarks(&self, grid: &Grid, taken: &mut Taken) {
        let mut repairs: BTreeMap<(&'static Rule, Option<usize>), Repair> = BTreeMap::new();
        for remark in &grid.remarks {
            let (row, at, rule) = (remark.row, remark.at, remark.rule);
            let is_figure = grid.lowest.figures[row * grid.table.columns.len() + at];
            let aside = if is_figure { grid.aside.get(&(row, at)).copied() } else { None };
            let aside = aside.unwrap_or(Money::ZERO);
            let cell = grid.table.cell(row, at);
            let column = &grid.table.columns[at];
            let words = || {
                let label = harmless(&grid.table.rows[row].label);
                let (vi, en) = (&remark.words.vi, &remark.words.en);
                Words::new(
                    format!("{vi} (dòng \"{label}\", cột \"{}\")", column.heading),
                    format!("{en} (row \"{label}\", column \"{}\")", column.heading),
                )
            };
            let group = match remark.told {
                Told::Table => (rule, None),
                Told::Column => (rule, Some(at)),
                Told::Cell => {
                    taken.problems.push(self.problem(rule, cell, words()));
                    continue;
                }
                Told::Fault => {
                    if column.measure.is_figure() && !column.is_detail {
                        let mut problem = self.problem(rule, cell, words());
                        // An amount that is not in the totals is an error; a sum only goes unchecked.
                        problem.severity = (rule == &rules::AMBIGUOUS_NUMBER && is_figure)
                            .then_some(Severity::Error);
                        taken.problems.push(problem.setting_aside(aside));
                    }
                    continue;
                }
                Told::Faults if !column.measure.is_figure() || column.is_detail => continue,
                Told::Faults => (rule, Some(at)),
            };
            let first = || (cell, remark.words.clone(), 0, Money::ZERO);
            let (_, _, count, sum) = repairs.entry(group).or_insert_with(first);
            *count += 1;
            *sum += aside;
        }
        for ((rule, column), (cell, words, count, sum)) in repairs {
            let (vi, en) = match column {
                None => ("trên trang này", "of this sheet"),
                Some(_) => ("trong cột này", "of this column"),
            };
            let words = match count {
                1 => words,
                _ => Words::new(
                    format!("{} (và {} ô khác {vi})", words.vi, count - 1),
                    format!("{} (and {} more cells {en})", words.en, count - 1),
                ),
            };
            taken.problems.push(self.problem(rule, cell, words).setting_aside(sum));
        }
    }

    fn find_missing_columns(&self, table: &Table, taken: &mut Taken) {
        let has = |measure: Measure| table.columns.iter().any(|column| column.measure == measure);
        let is_proposed = |column: &Column| column.measure.is_proposed();
        taken.is_wish = !table.columns.is_empty() && table.columns.iter().all(is_proposed);
        taken.lacks_disbursed = !has(Measure::InPeriod) && !has(Measure::Cumulative);
        let estimated = self.framed.heading.columns.iter().filter(|headed| {
            headed.is_estimated && headed.said == Some(Said::NotAsked) && headed.month.is_none()
        });
        taken.estimated = estimated.map(|headed| headed.path.clone()).collect();
        taken.lacks_plan = !has(Measure::Plan) && self.plan.is_empty();
    }

    fn take_row(&self, grid: &Grid, row: usize, taken: &mut Taken) {
        let table = &grid.table;
        let width = table.columns.len();
        let figures: Vec<usize> =
            (0..width).filter(|at| grid.lowest.figures[row * width + at]).collect();
        let is_item = matches!(table.rows[row].kind, RowKind::Item(..));
        if figures.is_empty() && !is_item {
            return;
        }
        match &table.rows[row].kind {
            RowKind::Item(id, work) => self.take_item(grid, row, id, work, taken),
            RowKind::Stray if grid.repeated.contains(&row) => {
                let words = |label: &str| {
                    words!(
                        "Dòng \"{label}\" trùng với một dòng ở trên",
                        "The row \"{label}\" repeats one above";
                        label
                    )
                };
                self.refuse_row(grid, row, &figures, &rules::DUPLICATE_ROW, words, taken);
            }
            RowKind::Stray => {
                let why = grid.strays.get(&row).copied().unwrap_or_default();
                self.refuse_row(
                    grid,
                    row,
                    &figures,
                    &rules::UNKNOWN_ROW,
                    |label| why.words(label),
                    taken,
                );
            }
            RowKind::Total => {
                let words = |label: &str| {
                    words!(
                        "Dòng \"{label}\" có số tiền nhưng không dòng chi tiết nào có số",
                        "The row \"{label}\" holds money and no row below it does";
                        label
                    )
                };
                self.refuse_row(grid, row, &figures, &rules::UNKNOWN_ROW, words, taken);
            }
            RowKind::Subtotal(_) | RowKind::Detail | RowKind::Quantity => {
                unreachable!("what repeats other rows or counts no money has no figures")
            }
        }
    }

    fn take_item(
        &self,
        grid: &Grid,
        row: usize,
        id: &ComponentId,
        work: &Option<Work>,
        taken: &mut Taken,
    ) {
        let table = &grid.table;
        let of = self.keys.of_row(table, &grid.lowest, row);
        for (at, key) in of.unused {
            // What is set aside for a reason of its own states no amount that others could repeat.
            let rule = self.rule_of(grid, row, at);
            let aside = self.aside(table, row, at, grid.amount(row, at), rule);
            taken.set_aside.push(SetAside { key, ..aside });
        }
        for (at, facts) in of.homeless {
            let (amount, measure) = (grid.amount(row, at), table.columns[at].measure);
            let cell = self.aside(table, row, at, amount, &rules::MISSING_COLUMN);
            let (id, work) = (id.clone(), self.keys.work(id, work));
            taken.homeless.push(Homeless { id, work, facts, measure, cell });
        }
        taken.lines.extend(of.lines);
        if !of.crossed.is_empty() {
            self.refuse_crossed(grid, row, &of.crossed, taken);
        }
    }

    /// Figures in a column of one source and a row of another.
    fn refuse_crossed(&self, grid: &Grid, row: usize, crossed: &[usize], taken: &mut Taken) {
        let heading = harmless(&grid.table.columns[crossed[0]].heading);
        let words = |label: &str| {
            words!(
                "Dòng \"{label}\" và cột \"{heading}\" nói khác nhau về loại vốn, nguồn vốn hoặc năm vốn",
                "The row \"{label}\" and the column \"{heading}\" contradict each other on funding, source or year";
                label, heading
            )
        };
        self.refuse_row(grid, row, crossed, &rules::UNKNOWN_ROW, words, taken);
    }

    /// The rule that set a cell aside.
    fn rule_of(&self, grid: &Grid, row: usize, at: usize) -> &'static Rule {
        let from = grid.remarks.partition_point(|remark| (remark.row, remark.at) < (row, at));
        let of_cell = |remark: &&Remark| (remark.row, remark.at) == (row, at);
        let mut of_cell = grid.remarks[from..].iter().take_while(of_cell);
        let found = of_cell.find(|remark| remark.told.is_fault());
        found.map_or(&rules::NOT_A_NUMBER, |remark| remark.rule)
    }

    pub(super) fn aside(
        &self,
        table: &Table,
        row: usize,
        at: usize,
        amount: Money,
        rule: &'static Rule,
    ) -> SetAside {
        SetAside {
            sheet: table.sheet,
            cell: table.cell(row, at),
            measure: Some(table.columns[at].measure),
            amount,
            rule,
            label: table.rows[row].label.clone(),
            text: match self.sheet.get(table.cell(row, at)) {
                Some(Value::Text(text) | Value::Error(text)) => Some(composed(text).into()),
                Some(Value::Bool(value)) => Some(value.to_string().to_uppercase().into()),
                Some(Value::Date(at)) => Some(at.format("%d/%m/%Y").to_string().into()),
                // Too large, or no number at all: what stands there is all that is known of it.
                Some(Value::Number(number)) => {
                    (table.at(row, at) == Stated::SetAside).then(|| number.to_string().into())
                }
                Some(Value::NoResult) | None => None,
            },
            key: None,
        }
    }

    /// Sets the figures of a row aside under one problem.
    fn refuse_row(
        &self,
        grid: &Grid,
        row: usize,
        figures: &[usize],
        rule: &'static Rule,
        words: impl Fn(&str) -> Words,
        taken: &mut Taken,
    ) {
        let table = &grid.table;
        let amounts = figures.iter().map(|&at| (at, grid.amount(row, at)));
        let mut sum = Money::ZERO;
        for (at, amount) in amounts {
            sum += amount;
            taken.set_aside.push(self.aside(table, row, at, amount, rule));
        }
        let label = harmless(&table.rows[row].label);
        let label = if label.is_empty() { format!("{}", table.rows[row].index + 1) } else { label };
        let cell = table.cell(row, figures[0]);
        taken.problems.push(self.problem(rule, cell, words(&label)).setting_aside(sum));
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::fixture::{self, sheet};
    use crate::rules;

    #[test]
    fn what_is_proposed_alone_is_no_report() {
        let wish = sheet(
            "Đề nghị",
            &[
                &["Đơn vị tính: triệu đồng"],
                &["STT", "Nội dung", "Đề nghị hoàn trả"],
                &["1", "Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo", "30"],
            ],
        );
        let report = sheet(
            "Vốn sự nghiệp",
            &[
                &["Đơn vị tính: triệu đồng"],
                &["STT", "Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân"],
                &["1", "Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo", "500", "40"],
            ],
        );
        let missing = |sheets| {
            let problems = fixture::read(sheets).problems;
            problems.iter().filter(|problem| problem.rule == &rules::MISSING_COLUMN).count()
        };
        assert_eq!(missing(vec![wish.clone()]), 2);
        assert_eq!(missing(vec![report, wish]), 0);
    }
}
