//! The unit of money of each table: what the workbook says, wherever it says it, else what the plan or the last
//! report make of the figures.

use std::collections::BTreeMap;

use super::Known;
use super::ambiguous::{Against, Plans};
use super::table::{self, Grid};
use crate::domain::key::Key;
use crate::domain::label::Label;
use crate::domain::lang::{Words, words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::submission::{Line, Measure, UnitBasis};
use crate::read::shown::Scale;
use crate::read::{Sheet, Value, Workbook};
use crate::recognise::heading::{Headed, Heading, LabelColumn};
use crate::recognise::{Form, Framed, titles};

/// The unit of a table and where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Settled {
    /// The unit of its figures, unless the heading of a column says another.
    pub unit: MoneyUnit,
    /// Where it comes from.
    pub basis: UnitBasis,
    /// For GN207: by what it was taken, where nothing states it.
    pub guess: Option<Guess>,
}

/// By what a unit was taken that nothing states.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Guess {
    /// The format of the cells.
    Format,
    /// What the figures were compared with.
    Figures(By),
    /// Nothing: it is the office's own.
    Nothing,
}

impl Guess {
    /// That `unit` was taken, and why.
    pub(crate) fn words(self, unit: MoneyUnit) -> Words {
        match self {
            Guess::Format => by_format(unit),
            Guess::Figures(by) => inferred(unit, by),
            Guess::Nothing => assumed(unit),
        }
    }
}

/// The sums of an earlier report of the same unit, for a unit that has no registered plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Before {
    /// Its plan.
    pub plan: Money,
    /// Its cumulative.
    pub cumulative: Money,
}

impl Before {
    /// Of the lines of the last report.
    pub fn of(lines: &[Line]) -> Before {
        let sum = |measure| lines.iter().filter_map(|line| line.amount(measure)).sum();
        Before { plan: sum(Measure::Plan), cumulative: sum(Measure::Cumulative) }
    }
}

/// The unit of each table of a form, in their order.
pub(crate) fn settle(
    known: &Known<'_>,
    workbook: &Workbook,
    form: &Form,
    plan: &BTreeMap<Key, Money>,
    before: Option<Before>,
) -> Vec<Settled> {
    let own: Vec<Option<MoneyUnit>> = form
        .tables
        .iter()
        .map(|framed| {
            let others = form.tables.iter().filter(|other| other.sheet == framed.sheet);
            let is_last =
                !others.map(|other| other.heading.rows.start).any(|row| framed.end <= row);
            stated(workbook, framed, is_last)
        })
        .collect();
    let cover = || {
        let has_table = |sheet: u16| form.tables.iter().any(|framed| framed.sheet == sheet);
        let mut titles = form.titles.iter().filter(|(sheet, ..)| !has_table(*sheet));
        titles.find_map(|(_, _, text)| titles::unit_in_title(text))
    };
    let of_file = own.iter().flatten().next().copied().or_else(cover);
    let of_mark = form.mark.as_ref().and_then(|mark| mark.money_unit);
    // What the table above on the sheet says holds below it too, then what another says, the cover or the mark.
    let elsewhere = |at: usize| {
        let on_sheet = |other: &usize| form.tables[*other].sheet == form.tables[at].sheet;
        let mut above = (0..at).rev().chain(at + 1..own.len()).filter(on_sheet);
        let of_sheet = above.find_map(|other| own[other]);
        let stated = of_sheet.or(of_file).map(|unit| (unit, UnitBasis::Stated));
        stated.or(of_mark.map(|unit| (unit, UnitBasis::Mark)))
    };
    let settled = |at: usize| {
        let framed = &form.tables[at];
        if let Some(unit) = own[at] {
            return Settled { unit, basis: UnitBasis::Stated, guess: None };
        }
        let fitting = |unit: MoneyUnit| {
            fits(&table::grid(known, workbook, framed, unit, plan, None), known, plan, before)
        };
        let denied = |unit: MoneyUnit| fitting(unit).is_some_and(|fit| !fit.is_it);
        let found = || {
            MoneyUnit::ALL
                .into_iter()
                .find_map(|unit| Some((unit, fitting(unit).filter(|fit| fit.is_it)?.by)))
        };
        if let Some((unit, basis)) = elsewhere(at)
            && (basis == UnitBasis::Mark || !denied(unit) || found().is_none())
        {
            return Settled { unit, basis, guess: None };
        }
        let infer = |unit, guess| Settled { unit, basis: UnitBasis::Inferred, guess: Some(guess) };
        let shown = shown(workbook, framed);
        if let Some(unit) = shown.filter(|unit| !denied(*unit)) {
            return infer(unit, Guess::Format);
        }
        if let Some((unit, by)) = found() {
            return infer(unit, Guess::Figures(by));
        }
        if let Some(unit) = shown {
            return infer(unit, Guess::Format);
        }
        let unit = known.context.settings.office.money_unit;
        Settled { unit, basis: UnitBasis::Assumed, guess: Some(Guess::Nothing) }
    };
    (0..own.len()).map(settled).collect()
}

/// The unit in which most of those cells of a table show their figures that hold them in đồng (`#,##0,,`).
fn shown(workbook: &Workbook, framed: &Framed) -> Option<MoneyUnit> {
    let looks = &workbook.sheets[usize::from(framed.sheet)].looks;
    let columns = &framed.heading.columns;
    let is_ours = |cell: &Cell| {
        (framed.heading.body..framed.end).contains(&cell.row)
            && columns.iter().any(|headed| headed.index == cell.column)
    };
    let mut counts = [0_usize; MoneyUnit::ALL.len()];
    for (_, look) in looks.iter().filter(|(cell, _)| is_ours(cell)) {
        if let Scale::Thousands { times, .. } = look.scale
            && let Some(count) = counts.get_mut(usize::from(times))
        {
            *count += 1;
        }
    }
    let (most, unit) = counts.into_iter().zip(MoneyUnit::ALL).max_by_key(|(count, _)| *count)?;
    (0 < most).then_some(unit)
}

/// The unit that a sheet states for a table: above it, in its heading, in its column of units, in the sheet's name, or
/// below it; behind the table only where it is the last of the sheet, for what stands there is the next one's title.
fn stated(workbook: &Workbook, framed: &Framed, is_last: bool) -> Option<MoneyUnit> {
    let sheet = &workbook.sheets[usize::from(framed.sheet)];
    let of_columns = || {
        framed.heading.columns.iter().filter(|own| own.is_surely_money()).find_map(|own| own.unit)
    };
    let heading = || {
        let cells = sheet.cells.iter().filter(|(cell, _)| framed.heading.rows.contains(&cell.row));
        texts(cells).find_map(|(_, text)| titles::stated_unit(text))
    };
    let states = |(_, cells): (u32, &[(Cell, Value)])| {
        let holds = cells.iter().any(|(_, value)| is_figure(value));
        let stating = stating(cells, &framed.heading).find(|states| !states.is_of_label);
        stating.filter(|_| !holds).map(|states| states.unit)
    };
    let above = || sheet.rows(0..framed.heading.rows.end).filter_map(states).last();
    // Under the heading or under the last figures. Between figures it holds for what stands below it: see `rows`.
    let below = || {
        let end = if is_last { u32::MAX } else { framed.end };
        let mut rows = framed.heading.body..framed.end;
        let is_row = |row: &u32| {
            let cells = sheet.row(*row).iter();
            let of_columns = |cell: &Cell| {
                framed.heading.columns.iter().any(|headed| headed.index == cell.column)
            };
            cells.clone().any(|(cell, value)| of_columns(cell) && is_figure(value))
        };
        let (first, last) = (rows.find(is_row), rows.rfind(is_row));
        let first = first.unwrap_or(framed.end);
        let last = last.unwrap_or(first);
        let rows = sheet.rows(framed.heading.rows.end..end);
        rows.filter(|(row, _)| *row < first || last < *row).find_map(states)
    };
    framed
        .scope
        .unit
        .or_else(of_columns)
        .or_else(heading)
        .or_else(above)
        .or_else(|| of_unit_column(sheet, framed))
        .or_else(|| titles::unit_in_name(&sheet.name))
        .or_else(below)
}

/// A cell that states a unit of money.
#[derive(Clone, Copy)]
pub(super) struct States {
    pub(super) cell: Cell,
    pub(super) unit: MoneyUnit,
    /// It is a note on its own row, and says nothing of the rows below.
    pub(super) is_note: bool,
    /// It stands behind the label of a row of the table: it holds for that row and those below, not for those above.
    is_of_label: bool,
}

/// The cells of a row that state a unit of money: "(nghìn đồng)", "Đơn vị tính:" in one cell and "Đồng" in the next, the
/// label "A. Vốn đầu tư (triệu đồng)". The column ĐVT speaks of its own row only, and "đ)" in that of STT is a letter.
pub(super) fn stating(cells: &[(Cell, Value)], heading: &Heading) -> impl Iterator<Item = States> {
    let is_other = |cell: &Cell| {
        let is_headed = |headed: &&Headed| headed.index == cell.column;
        let headed = heading.columns.iter().find(is_headed);
        heading.rows.contains(&cell.row) && headed.is_some_and(|headed| !headed.is_surely_money())
    };
    let texts = texts(cells.iter())
        .filter(|(cell, _)| ![heading.uom, heading.number].contains(&Some(cell.column)))
        .filter(move |(cell, _)| !is_other(cell));
    let is_alone = texts.clone().nth(1).is_none();
    let mut before: Option<&str> = None;
    texts.filter_map(move |(cell, text)| {
        let is_asked = before.replace(text).is_some_and(titles::asks_for_unit);
        let is_in_table = heading.rows.end <= cell.row;
        let is_note = is_in_table && !is_asked && heading.is_of_words(cell.column);
        let is_label = !is_in_table || is_of_labels(heading, cell.column);
        // "1.000.000 đồng" is an amount, unless it is asked for or stands alone outside of the figures.
        let may_count = || {
            let is_figure = || heading.columns.iter().any(|headed| headed.index == cell.column);
            is_asked || is_alone && !(is_in_table && is_figure())
        };
        if begins_with_digit(text) && !may_count() {
            return None;
        }
        let asked = || titles::unit_word(&Label::new(text)).filter(|_| is_asked);
        let own = match is_note {
            true => titles::unit_alone(text),
            false => titles::unit_in_title(text).or_else(asked),
        };
        let at_end = || titles::unit_at_end(text).filter(|_| is_label && !is_note);
        let unit = own.or_else(at_end)?;
        Some(States { cell, unit, is_note, is_of_label: is_in_table && own.is_none() })
    })
}

fn begins_with_digit(text: &str) -> bool {
    let text =
        text.trim_start_matches(|letter: char| letter.is_whitespace() || "([".contains(letter));
    text.starts_with(|letter: char| letter.is_ascii_digit())
}

fn is_of_labels(heading: &Heading, column: u32) -> bool {
    heading.label == column
        || heading.more_labels.iter().any(|label| match label {
            LabelColumn::GoesOn(at) | LabelColumn::Beside(at) | LabelColumn::Level(at) => {
                *at == column
            }
        })
}

/// The one unit of money that the cells of a column "ĐVT" say.
fn of_unit_column(sheet: &Sheet, framed: &Framed) -> Option<MoneyUnit> {
    let heading =
        sheet.rows(framed.heading.rows.clone()).flat_map(|(_, cells)| texts(cells.iter()));
    let asking = heading.filter(|(_, text)| titles::asks_for_unit(text));
    let column =
        asking.map(|(cell, _)| cell.column).find(|column| *column != framed.heading.label)?;
    let rows = framed.heading.body..framed.end;
    let cells = sheet.rows(rows).flat_map(|(_, cells)| texts(cells.iter()));
    let cells = cells.filter(|(cell, _)| cell.column == column);
    let mut units = cells.filter_map(|(_, text)| titles::unit_word(&Label::new(text)));
    let first = units.next()?;
    units.all(|unit| unit == first).then_some(first)
}

fn is_figure(value: &Value) -> bool {
    match value {
        Value::Number(_) | Value::NoResult => true,
        Value::Text(text) => titles::is_typed_figure(text),
        _ => false,
    }
}

fn texts<'a>(
    cells: impl Iterator<Item = &'a (Cell, Value)> + Clone,
) -> impl Iterator<Item = (Cell, &'a str)> + Clone {
    cells.filter_map(|(cell, value)| match value {
        Value::Text(text) => Some((*cell, &**text)),
        _ => None,
    })
}

/// What a unit was inferred from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum By {
    Plan,
    PaidOut,
    LastPlan,
    LastCumulative,
}

struct Fit {
    is_it: bool,
    by: By,
}

/// Whether the figures of a table, read in some unit, are of the size that is known; `None` where nothing is.
fn fits(
    grid: &Grid,
    known: &Known<'_>,
    plan: &BTreeMap<Key, Money>,
    before: Option<Before>,
) -> Option<Fit> {
    let of_plan = || {
        let ratio = grid.ratio(|measure| measure == Measure::Plan, plan, known.context.year())?;
        Some(Fit { is_it: (0.2..5.0).contains(&ratio), by: By::Plan })
    };
    let before_it = |measure: Measure, pick: fn(&Before) -> Money, range: (f64, f64), by: By| {
        let last = before.as_ref().map(pick).filter(|sum| Money::ZERO < *sum)?;
        let sum = grid.sum(|other| other == measure);
        let ratio = sum.as_dong() as f64 / last.as_dong() as f64;
        (Money::ZERO < sum).then_some(Fit { is_it: range.0 <= ratio && ratio < range.1, by })
    };
    let of_last_plan = || before_it(Measure::Plan, |last| last.plan, (0.2, 5.0), By::LastPlan);
    let of_last =
        || before_it(Measure::Cumulative, |last| last.cumulative, (0.5, 50.0), By::LastCumulative);
    // Less than 0,2 % paid out is more often a wrong unit than the truth.
    let of_paid = || {
        let is_paid = |measure| measure == Measure::Cumulative;
        let ratio = grid.ratio(is_paid, plan, known.context.year())?;
        Some(Fit { is_it: (0.002..1.05).contains(&ratio), by: By::PaidOut })
    };
    of_plan().or_else(of_last_plan).or_else(of_last).or_else(of_paid)
}

impl Grid {
    /// The figures of some measures together.
    fn sum(&self, of: impl Fn(Measure) -> bool) -> Money {
        self.own_figures(of).map(|(_, _, amount)| amount).sum()
    }

    /// The figures of some measures ÷ the plan of their rows; `None` where one of them is nothing.
    fn ratio(
        &self,
        of: impl Fn(Measure) -> bool,
        plan: &BTreeMap<Key, Money>,
        budget: i32,
    ) -> Option<f64> {
        let (plans, mut against) = (Plans::new(plan, budget), Against::default());
        for (row, at, amount) in self.own_figures(of) {
            let (kind, facts) = (&self.table.rows[row].kind, &self.table.columns[at].facts);
            against.add(amount, plans.near(kind, facts));
        }
        against.ratio()
    }

    /// Row, column and amount of each figure of some measures.
    pub(super) fn own_figures(
        &self,
        of: impl Fn(Measure) -> bool,
    ) -> impl Iterator<Item = (usize, usize, Money)> {
        let width = self.table.columns.len();
        let cells = (0..self.table.cells.len()).filter(|&index| self.lowest.figures[index]);
        cells.filter_map(move |index| {
            let (row, at) = (index / width, index % width);
            let amount = self.table.cells[index].amount()?;
            of(self.table.columns[at].measure).then_some((row, at, amount))
        })
    }
}

fn inferred(unit: MoneyUnit, by: By) -> Words {
    let (vi, en) = match by {
        By::Plan => ("so với kế hoạch vốn đã giao", "against the registered plan"),
        By::PaidOut => (
            "so lũy kế giải ngân với kế hoạch vốn đã giao",
            "by the cumulative against the registered plan",
        ),
        By::LastPlan => {
            ("so với kế hoạch vốn trong báo cáo kỳ trước", "against the plan in the last report")
        }
        By::LastCumulative => {
            ("so với lũy kế của báo cáo kỳ trước", "against the cumulative of the last report")
        }
    };
    let text = unit.text();
    Words::new(
        format!("Biểu không ghi đơn vị tính; {vi} thì là {}", text.vi),
        format!("The form states no unit of money; {en} it is {}", text.en),
    )
}

fn by_format(unit: MoneyUnit) -> Words {
    let text = unit.text();
    words!(
        "Biểu không ghi đơn vị tính; định dạng ô hiện số theo {text}, nên giá trị trong ô đã đọc theo đồng",
        "The form states no unit of money; the format of its cells shows {text}, so what they hold was read as đồng";
        text
    )
}

fn assumed(unit: MoneyUnit) -> Words {
    let text = unit.text();
    words!(
        "Biểu không ghi đơn vị tính và không có kế hoạch hoặc báo cáo kỳ trước để so; tạm hiểu là {text}",
        "The form states no unit of money, and no plan or last report tells it; taken to be {text}";
        text
    )
}

#[cfg(test)]
mod tests {
    use crate::domain::submission::Measure;
    use crate::parse::fixture::{read, sheet};

    /// The plan in triệu đồng of a table with a column headed `beside` and a last row.
    fn plan(beside: &str, last: &[&str]) -> i128 {
        let heading = ["STT", "Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân", beside];
        let rows: [&[&str]; 5] = [
            &["BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024"],
            &heading,
            &["I", "Chương trình MTQG giảm nghèo bền vững"],
            &["1", "Dự án 2", "400", "200", "5"],
            last,
        ];
        let read = read(vec![sheet("Vốn sự nghiệp", &rows)]);
        let plan = read.lines.iter().filter_map(|line| line.amount(Measure::Plan));
        plan.map(|plan| plan.as_dong()).sum::<i128>() / 1_000_000
    }

    #[test]
    fn a_column_or_a_row_of_something_else_states_the_unit_of_no_figures() {
        // The unit of the office is triệu đồng.
        for beside in [
            "Tổng mức đầu tư (tỷ đồng)",
            "Thu nhập bình quân (nghìn đồng/người)",
            "Suất hỗ trợ (nghìn đồng)",
            "Tỷ lệ giải ngân (nghìn đồng)",
        ] {
            assert_eq!(plan(beside, &[]), 400, "{beside}");
        }
        assert_eq!(plan("Ghi chú", &["2", "Dự án 4: dạy nghề, mức chi (nghìn đồng)"]), 400);
        assert_eq!(plan("Giải ngân trong kỳ (tỷ đồng)", &[]), 400_000);
        assert_eq!(plan("Ghi chú", &["", "Số liệu tính theo tỷ đồng"]), 400_000);
    }
}
