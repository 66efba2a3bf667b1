//! The table of "Tổng hợp": each funding type with its programs, then the whole.

use rust_xlsxwriter::RowNum;

use crate::domain::lang::Text;
use crate::domain::money::Money;
use crate::domain::summary::ProgramTotal;
use crate::domain::tally::{Rate, Tally};
use crate::render::workbook::frame;
use crate::render::workbook::ledger::Amount;
use crate::render::workbook::lines::{self, Field, sum_where};
use crate::render::workbook::units::Layout;
use crate::render::workbook::{Book, program_name};
use crate::render::xlsx::page::{Page, Told};
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{At, Column, Table, Value};

use super::{Entry, Group};

/// The columns that formulas name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Money(Amount),
    Rate,
    Before,
}

/// The amounts of the table.
const MONEY: [Amount; 6] = [
    Amount::Assigned,
    Amount::Allocated,
    Amount::Plan,
    Amount::InPeriod,
    Amount::Cumulative,
    Amount::Carried,
];

/// A row: a program, or a sum of rows below.
pub(super) struct Row<'a> {
    number: String,
    label: String,
    told: [Told; MONEY.len()],
    tally: Tally,
    assigned: Money,
    /// The rate of the period before.
    before: Option<Rate>,
    of: Of<'a>,
}

enum Of<'a> {
    Program(&'a ProgramTotal),
    Sum(Vec<RowNum>),
}

impl<'a> Row<'a> {
    fn new(
        book: &Book<'_>,
        (number, label): (String, String),
        entries: &[&Entry<'a>],
        of: Of<'a>,
    ) -> Row<'a> {
        let told = MONEY.map(|amount| {
            let told = || entries.iter().map(|entry| entry.told(amount));
            let money = told().map(|told| told.money).sum();
            Told { money, is_least: told().any(|told| told.is_least) }
        });
        let tally = entries.iter().map(|entry| entry.of.tally).sum();
        let assigned = entries.iter().map(|entry| entry.assigned).sum();
        let before = match of {
            Of::Program(of) => of.previous_rate,
            Of::Sum(_) => book.summary.step_before().and_then(|step| {
                let parts =
                    entries.iter().map(|entry| (entry.of.program.clone(), entry.of.funding));
                let tally = step.tally(&parts.collect::<Vec<_>>());
                tally.rate().filter(|_| !tally.lacks_cumulative)
            }),
        };
        Row { number, label, told, tally, assigned, before, of }
    }
}

/// The columns that occur.
pub(super) fn table<'a>(book: &'a Book<'a>, units: &'a Layout) -> Table<'a, Row<'a>, Key> {
    let summary = book.summary;
    let is_allocated = !summary.totals.allocated.is_zero();
    // The allocated plan is the plan of the rate, and stands for it.
    let is_one_plan = is_allocated
        && summary.programs.iter().all(|program| program.allocated == program.tally.plan);
    let is_assigned = summary.totals.assigned.is_some();
    let is_before = summary.programs.iter().any(|program| program.previous_rate.is_some());
    let say = |vi, en| book.say(Text { vi, en });
    let mut columns = vec![
        frame::number(book, |row: &Row<'a>| row.number.clone()),
        Column::new(
            say("Loại vốn, chương trình", "Funding type, program"),
            40.0,
            |_, row: &Row<'a>| Value::Text(row.label.clone()),
        ),
    ];
    for (place, amount) in MONEY.into_iter().enumerate() {
        let occurs = match amount {
            Amount::Assigned => is_assigned,
            Amount::Allocated => is_allocated && !is_one_plan,
            _ => true,
        };
        if occurs {
            let take = move |at: &At<'_, Key>, row: &Row<'a>| {
                Value::Sum(sum(book, units, at, row, amount), row.told[place])
            };
            let heading = book.say(heading(amount, is_one_plan));
            columns.push(Column::new(heading, 14.0, take).key(Key::Money(amount)));
        }
    }
    let rate = |at: &At<'_, Key>, row: &Row<'a>| rate(at, Amount::Plan, row.tally);
    let heading = say("Tỷ lệ trên kế hoạch vốn (%)", "Rate on plan (%)");
    columns.push(Column::new(heading, 10.5, rate).key(Key::Rate));
    if is_assigned {
        let heading = say("Tỷ lệ trên vốn giao (%)", "Rate on assigned (%)");
        columns.push(Column::new(heading, 10.5, |at: &At<'_, Key>, row: &Row<'a>| {
            self::rate(at, Amount::Assigned, Tally { plan: row.assigned, ..row.tally })
        }));
    }
    if is_before {
        let heading = say("Tỷ lệ kỳ trước (%)", "Rate before (%)");
        columns.push(
            Column::new(heading, 10.5, |_, row: &Row<'a>| Value::Percent(row.before))
                .key(Key::Before),
        );
        let heading = say("Tăng, giảm (điểm %)", "Change (points)");
        columns.push(Column::new(heading, 10.5, change));
    }
    let heading = say("Kế hoạch vốn còn lại", "Plan remaining");
    columns.push(Column::new(heading, 14.0, |at: &At<'_, Key>, row: &Row<'a>| {
        let [plan, cumulative] =
            [Amount::Plan, Amount::Cumulative].map(|of| at.cell(Key::Money(of)));
        Value::Left(format!("{plan}-{cumulative}"), row.tally)
    }));
    Table::new(columns)
}

const fn heading(amount: Amount, is_one_plan: bool) -> Text {
    match amount {
        Amount::Assigned => Text { vi: "Vốn giao", en: "Assigned" },
        Amount::Allocated => Text { vi: "Đã phân bổ", en: "Allocated" },
        Amount::Plan if is_one_plan => {
            Text { vi: "Kế hoạch vốn (đã phân bổ)", en: "Plan (allocated)" }
        }
        Amount::Plan => Text { vi: "Kế hoạch vốn tính tỷ lệ", en: "Plan of the rate" },
        Amount::InPeriod => Text { vi: "Giải ngân trong kỳ", en: "Disbursed in period" },
        Amount::Cumulative => Text { vi: "Lũy kế giải ngân", en: "Cumulative" },
        _ => Text { vi: "Trong đó tạm tính", en: "Of which provisional" },
    }
}

/// The assigned and allocated plan of a program come from "Dữ liệu", the rest from "Theo đơn vị".
fn sum(book: &Book<'_>, units: &Layout, at: &At<'_, Key>, row: &Row<'_>, amount: Amount) -> String {
    match &row.of {
        Of::Sum(rows) => at.sum(rows.iter().copied()),
        Of::Program(of) if matches!(amount, Amount::Assigned | Amount::Allocated) => {
            let (program, funding) = (format!("\"{}\"", of.program), lines::funding(of.funding));
            let conditions = [(Field::Program, &*program), (Field::Funding, &*funding)];
            sum_where(book, amount, &conditions)
        }
        Of::Program(of) => units.sum(amount, Some(&of.program), of.funding),
    }
}

fn rate(at: &At<'_, Key>, on: Amount, tally: Tally) -> Value {
    let [part, whole] = [Amount::Cumulative, on].map(|of| at.cell(Key::Money(of)));
    Value::Rate { part, whole, tally }
}

fn change(at: &At<'_, Key>, row: &Row<'_>) -> Value {
    let points = row.tally.rate().zip(row.before).map(|(now, then)| now - then);
    Value::Change { now: at.cell(Key::Rate), then: at.cell(Key::Before), points }
}

/// Writes the rows; that of the whole is `total`.
pub(super) fn write<'a>(
    page: &mut Page<'_>,
    book: &Book<'_>,
    table: &Table<'_, Row<'a>, Key>,
    total: RowNum,
    groups: &[Group<'a>],
) -> anyhow::Result<()> {
    for (number, group) in ["A", "B"].into_iter().zip(groups) {
        let label = book.say(group.funding.label()).to_owned();
        let entries: Vec<&Entry<'_>> = group.entries.iter().collect();
        let rows = (group.row + 1..).take(entries.len()).collect();
        let sum = Row::new(book, (number.to_owned(), label), &entries, Of::Sum(rows));
        table.row(page, group.row, &sum, Look::Group)?;
        for (place, entry) in (1..).zip(entries) {
            let name = program_name(book, &entry.of.program);
            let title = (place.to_string(), name);
            let row = Row::new(book, title, &[entry], Of::Program(entry.of));
            table.row(page, group.row + place, &row, Look::Plain)?;
        }
    }
    let rows = groups.iter().map(|group| group.row).collect();
    let entries: Vec<&Entry<'_>> = groups.iter().flat_map(|group| &group.entries).collect();
    let label = book.say(Text { vi: "TỔNG CỘNG", en: "TOTAL" }).to_owned();
    let whole = Row::new(book, (String::new(), label), &entries, Of::Sum(rows));
    table.row(page, total, &whole, Look::Total)
}
