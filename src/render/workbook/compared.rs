//! "Kỳ trước, cùng kỳ": the period beside the month or quarter before and the same period of the year before.
//!
//! The figures of the period itself are taken from "Theo đơn vị"; those of the others are written as they were read.

use std::collections::BTreeSet;

use rust_xlsxwriter::{RowNum, Worksheet};

use crate::domain::lang::{Text, words};
use crate::domain::summary::Compared;
use crate::render::sentences;
use crate::render::xlsx::page::Told;
use crate::render::xlsx::table::{At, Column, Table, Value};
use crate::render::xlsx::text::capitalised;

use super::Book;
use super::by_program::{self, Line};
use super::frame::{self, Frame, Titled};
use super::ledger::Amount;
use super::units::Layout;

/// The name of the sheet.
const NAME: &str = "Kỳ trước, cùng kỳ";

/// What is told of every period.
const AMOUNTS: [Amount; 3] = [Amount::Plan, Amount::InPeriod, Amount::Cumulative];

/// A column that formulas name: of the how-manyth period, an amount, or else its rate.
type Key = (usize, Option<Amount>);

/// The sheet; `None` where there is nothing to hold the period against.
pub(super) fn sheet(book: &Book<'_>, units: &Layout) -> anyhow::Result<Option<Worksheet>> {
    let others: Vec<Compared> = [book.summary.period_before(), book.summary.last_year.clone()]
        .into_iter()
        .flatten()
        .collect();
    if others.is_empty() {
        return Ok(None);
    }
    let periods = [vec![book.summary.compared()], others].concat();
    let parts: BTreeSet<_> = periods.iter().flat_map(|of| of.parts.keys().cloned()).collect();
    let lines = by_program::lines(book, &parts);
    let table = table(book, units, &periods);
    let title = Text {
        vi: "KẾT QUẢ GIẢI NGÂN SO VỚI KỲ TRƯỚC VÀ CÙNG KỲ NĂM TRƯỚC",
        en: "AGAINST THE PERIOD BEFORE AND THE YEAR BEFORE",
    };
    let mut frame = Frame::begin(book, Titled::new(NAME, book.say(title), 2), &table)?;
    for line in &lines {
        frame.row(&table, line, line.look)?;
    }
    for note in notes(book, &periods) {
        frame.note(&note)?;
    }
    frame.signed().map(Some)
}

fn table<'a>(
    book: &'a Book<'_>,
    units: &'a Layout,
    periods: &'a [Compared],
) -> Table<'a, Line, Key> {
    let say = |vi, en| book.say(Text { vi, en });
    let mut columns = vec![
        frame::number(book, |line: &Line| line.number.clone()),
        Column::new(
            say("Loại vốn, chương trình", "Funding type, program"),
            36.0,
            |_, line: &Line| Value::Text(line.label.clone()),
        ),
    ];
    for (number, period) in periods.iter().enumerate() {
        let name = period.period.words().pick(book.shared.lang);
        let name = capitalised(&name);
        for amount in AMOUNTS {
            let take = move |at: &At<'_, Key>, line: &Line| {
                let told = Told::of(period.tally(&line.parts), amount);
                match line.parts.as_slice() {
                    [(program, funding)] if line.sums.is_empty() && number == 0 => {
                        Value::Sum(units.sum(amount, Some(program), *funding), told)
                    }
                    _ if line.sums.is_empty() => Value::Read(told),
                    _ => {
                        let first = at.row - line.place as RowNum;
                        let rows = line.sums.iter().map(|place| first + *place as RowNum);
                        Value::Sum(at.sum(rows), told)
                    }
                }
            };
            let heading = match amount {
                Amount::Plan => say("Kế hoạch vốn", "Plan"),
                Amount::InPeriod => say("Giải ngân trong kỳ", "In period"),
                _ => say("Lũy kế giải ngân", "Cumulative"),
            };
            let column = Column::new(heading, 12.5, take).key((number, Some(amount)));
            columns.push(column.below(name.clone()));
        }
        let rate = move |at: &At<'_, Key>, line: &Line| Value::Rate {
            part: at.cell((number, Some(Amount::Cumulative))),
            whole: at.cell((number, Some(Amount::Plan))),
            tally: period.tally(&line.parts),
        };
        let column = Column::new(say("Tỷ lệ (%)", "Rate (%)"), 9.0, rate).key((number, None));
        columns.push(column.below(name));
    }
    let group = say("Tăng, giảm tỷ lệ (điểm %)", "Change of the rate (points)");
    for (number, period) in periods.iter().enumerate().skip(1) {
        let change = move |at: &At<'_, Key>, line: &Line| Value::Change {
            now: at.cell((0, None)),
            then: at.cell((number, None)),
            points: periods[0].tally(&line.parts).change_since(period.tally(&line.parts)),
        };
        let than = match period.period.year() == periods[0].period.year() {
            true => say("So với kỳ trước", "On the period before"),
            false => say("So với cùng kỳ", "On the year before"),
        };
        columns.push(Column::new(than, 11.0, change).below(group));
    }
    Table::new(columns)
}

fn notes(book: &Book<'_>, periods: &[Compared]) -> Vec<String> {
    let lang = book.shared.lang;
    let mut notes = Vec::new();
    for other in &periods[1..] {
        let (period, count) = (other.period.words(), other.received);
        let reported = match other.expected {
            Some(expected) => {
                words!("{count}/{expected} đơn vị", "{count} of {expected} units"; count, expected)
            }
            None => words!("{count} đơn vị", "{count} units"; count),
        };
        let carried = other.whole().carried;
        let carried = match carried.is_zero() {
            true => Default::default(),
            false => words!(
                ", trong đó lũy kế tạm tính {amount} {unit}",
                ", {amount} {unit} of its cumulative provisional";
                amount = carried.show(book.unit(), 3), unit = book.unit().text()
            ),
        };
        let whose = match &other.office {
            Some(office) => words!(
                " (thư mục của {office}, khác tên cơ quan này)",
                " (the workspace of {office}, which is not the name of this office)";
                office
            ),
            None => Default::default(),
        };
        notes.push(words!(
            "Số liệu {period}{whose} theo báo cáo hiện có của {reported}{carried}.",
            "Figures of {period}{whose} by the reports of {reported} that are known now{carried}.";
            period, whose, reported, carried
        ));
    }
    notes.extend(sentences::marks(book.summary));
    notes.into_iter().map(|note| note.pick(lang)).collect()
}
