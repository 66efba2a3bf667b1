//! "Tổng hợp": program × funding type, what the report says of it, the chart, the coverage and the control total.

mod table;
mod below;

use std::collections::BTreeMap;

use rust_xlsxwriter::{ColNum, RowNum, Worksheet};

use crate::domain::key::Funding;
use crate::domain::lang::Text;
use crate::domain::money::Money;
use crate::domain::summary::{ProgramTotal, Summary};

use super::Book;
use super::ledger::Amount;
use super::units::Layout;
use super::words;
use crate::render::xlsx::letterhead::{self, Head};
use crate::render::xlsx::page::Page;
use crate::render::xlsx::page::Told;

/// The name of the sheet.
pub const NAME: &str = "Tổng hợp";

/// A column of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Column {
    Number,
    Label,
    Money(Amount),
    RateOnAssigned,
    Rate,
    Before,
    Change,
    Remaining,
}

/// The columns that occur, from left to right.
struct Columns {
    all: Vec<Column>,
    /// The allocated plan is the plan of the rate, and stands for it.
    is_one_plan: bool,
}

impl Columns {
    fn of(summary: &Summary) -> Columns {
        let is_allocated = !summary.totals.allocated.is_zero();
        let is_one_plan = is_allocated
            && summary.programs.iter().all(|program| program.allocated == program.tally.plan);
        let is_assigned = summary.totals.assigned.is_some();
        let is_before = summary.programs.iter().any(|program| program.previous_rate.is_some());
        let all = [
            Column::Number,
            Column::Label,
            Column::Money(Amount::Assigned),
            Column::Money(Amount::Allocated),
            Column::Money(Amount::Plan),
            Column::Money(Amount::InPeriod),
            Column::Money(Amount::Cumulative),
            Column::Money(Amount::Carried),
            Column::Rate,
            Column::RateOnAssigned,
            Column::Before,
            Column::Change,
            Column::Remaining,
        ];
        let occurs = |column: &Column| match column {
            Column::Money(Amount::Assigned) | Column::RateOnAssigned => is_assigned,
            Column::Money(Amount::Allocated) => is_allocated && !is_one_plan,
            Column::Before | Column::Change => is_before,
            _ => true,
        };
        Columns { all: all.into_iter().filter(occurs).collect(), is_one_plan }
    }

    fn at(&self, column: Column) -> Option<ColNum> {
        self.all.iter().position(|of| *of == column).map(|at| at as ColNum)
    }

    /// A column that every table has.
    fn always(&self, column: Column) -> ColNum {
        self.at(column).expect("no table is without this column")
    }

    fn last(&self) -> ColNum {
        self.all.len() as ColNum - 1
    }

    fn heading(&self, column: Column) -> Text {
        match column {
            Column::Number => words("STT", "No"),
            Column::Label => words("Loại vốn, chương trình", "Funding type, program"),
            Column::Money(Amount::Assigned) => words("Vốn giao", "Assigned"),
            Column::Money(Amount::Allocated) => words("Đã phân bổ", "Allocated"),
            Column::Money(Amount::Plan) if self.is_one_plan => {
                words("Kế hoạch vốn (đã phân bổ)", "Plan (allocated)")
            }
            Column::Money(Amount::Plan) => words("Kế hoạch vốn tính tỷ lệ", "Plan of the rate"),
            Column::Money(Amount::InPeriod) => words("Giải ngân trong kỳ", "Disbursed in period"),
            Column::Money(Amount::Cumulative) => words("Lũy kế giải ngân", "Cumulative"),
            Column::Money(_) => words("Trong đó tạm tính", "Of which provisional"),
            Column::Rate => words("Tỷ lệ trên kế hoạch vốn (%)", "Rate on plan (%)"),
            Column::RateOnAssigned => words("Tỷ lệ trên vốn giao (%)", "Rate on assigned (%)"),
            Column::Before => words("Tỷ lệ kỳ trước (%)", "Rate before (%)"),
            Column::Change => words("Tăng, giảm (điểm %)", "Change (points)"),
            Column::Remaining => words("Kế hoạch vốn còn lại", "Plan remaining"),
        }
    }

    fn widths(&self) -> Vec<f64> {
        let width = |column: &Column| match column {
            Column::Number => 5.0,
            Column::Label => LABEL_WIDTH,
            Column::Money(_) | Column::Remaining => 14.0,
            _ => 10.5,
        };
        self.all.iter().map(width).collect()
    }
}

const LABEL_WIDTH: f64 = 40.0;

/// A program's row of the table.
struct Entry<'a> {
    of: &'a ProgramTotal,
    assigned: Money,
    allocated: Money,
}

impl Entry<'_> {
    fn told(&self, amount: Amount) -> Told {
        match amount {
            Amount::Assigned => self.assigned.into(),
            Amount::Allocated => self.allocated.into(),
            _ => Told::of(self.of.tally, amount),
        }
    }
}

/// A funding type, its programs, and where its rows stand: its own row, then a row for each.
struct Group<'a> {
    funding: Funding,
    entries: Vec<Entry<'a>>,
    row: RowNum,
}

/// The sheet.
pub fn sheet(book: &Book<'_>, units: &Layout) -> anyhow::Result<Worksheet> {
    let mut page = Page::new(&book.shared, NAME)?;
    let columns = Columns::of(book.summary);
    page.widths(&columns.widths());
    let title = words(
        "TỔNG HỢP KẾT QUẢ GIẢI NGÂN VỐN THỰC HIỆN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA",
        "DISBURSEMENT OF THE NATIONAL TARGET PROGRAMS",
    );
    let last = columns.last();
    let row = letterhead::head(&mut page, &Head { number: None, title: book.say(title), last })?;
    letterhead::money_unit(&mut page, row, last)?;
    let heading = row + 1;
    let mut next = heading + 1;
    let groups: Vec<Group<'_>> = groups(book)
        .into_iter()
        .map(|(funding, entries)| {
            let row = next;
            next += 1 + entries.len() as RowNum;
            Group { funding, entries, row }
        })
        .collect();
    table::write(&mut page, book, &columns, (heading, next), &groups, units)?;
    let row = below::coverage(&mut page, book, next + 1, last)?;
    let row = below::sentences(&mut page, book, row + 1, last)?;
    let row = below::signatures(&mut page, row + 1, last)?;
    let row = below::chart(&mut page, book, &columns, row + 1, &groups)?;
    let row = below::control(&mut page, book, row + 1)?;
    // The table is short: its heading is not repeated over the chart.
    page.sheet.set_freeze_panes(heading + 1, 2)?.set_print_area(0, 0, row, last)?;
    page.finish()
}

fn groups<'a>(book: &Book<'a>) -> BTreeMap<Funding, Vec<Entry<'a>>> {
    let (assigned, allocated) =
        (book.ledger.by_program(Amount::Assigned), book.ledger.by_program(Amount::Allocated));
    let mut groups: BTreeMap<Funding, Vec<Entry<'a>>> = BTreeMap::new();
    for of in &book.summary.programs {
        let key = (of.program.clone(), of.funding);
        let money = |sums: &BTreeMap<_, Money>| sums.get(&key).copied().unwrap_or(Money::ZERO);
        let entry = Entry { of, assigned: money(&assigned), allocated: money(&allocated) };
        groups.entry(of.funding).or_default().push(entry);
    }
    groups
}
