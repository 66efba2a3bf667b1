//! The columns of "Theo đơn vị", which both of its tables have: rank, figures, rates, how the unit stands to the average.

use std::collections::BTreeSet;

use rust_xlsxwriter::RowNum;

use crate::domain::key::Funding;
use crate::domain::lang::Text;
use crate::domain::money::Money;
use crate::domain::tally::{Rate, Tally};
use crate::render::workbook::ledger::Amount;
use crate::render::workbook::lines::{self, Field, sum_where};
use crate::render::workbook::{Book, program_name};
use crate::render::xlsx::cells;
use crate::render::xlsx::page::{NO_RATE, Told};
use crate::render::xlsx::table::{At, Column, Table, Value};

use super::{Entry, Layout, Part};

/// The columns of money that sum "Dữ liệu".
pub(super) const MONEY: [Amount; 4] =
    [Amount::Plan, Amount::InPeriod, Amount::Cumulative, Amount::Carried];

/// The columns that formulas name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Money(Amount),
    Rate,
    RateOf(Funding),
    /// The rate of a program and funding type: its place among [`Rates::parts`].
    RateOfPart(usize),
    Difference,
}

/// Rates beside that of the whole.
pub(super) struct Rates {
    fundings: Vec<Funding>,
    parts: Vec<Part>,
}

impl Rates {
    /// Those of the funding types and parts that occur.
    pub(super) fn of(entries: &[Entry<'_>]) -> Rates {
        let parts: BTreeSet<&Part> = entries.iter().flat_map(|entry| entry.parts.keys()).collect();
        let occurs = |funding: &Funding| parts.iter().any(|(_, of)| of == funding);
        let fundings: Vec<Funding> = Funding::ALL.into_iter().filter(occurs).collect();
        // Where each funding type has one program, the programs' rates are those of the funding types.
        let is_more = fundings.len() < parts.len();
        let parts = parts.into_iter().filter(|_| is_more).cloned().collect();
        Rates { fundings, parts }
    }

    /// The column of the rate of a part, else of its funding type.
    pub(super) fn key(&self, part: &Part) -> Key {
        let own = self.parts.iter().position(|of| of == part).map(Key::RateOfPart);
        own.unwrap_or(Key::RateOf(part.1))
    }
}

/// Where the rows stand.
#[derive(Clone, Copy)]
pub(super) struct Places<'r> {
    pub entries: &'r [Entry<'r>],
    /// The first row of the ranking, and its row of totals.
    pub first: RowNum,
    pub total: RowNum,
    pub layout: Layout,
}

/// What a row is about.
pub(super) enum Of<'r> {
    /// A unit in the ranking.
    Ranked(&'r Entry<'r>),
    /// All units.
    Total,
    /// A unit in the second table, by its number.
    Unit(u64, &'r Entry<'r>),
    /// A program and funding type of a unit.
    Part(&'r Part),
}

/// A row of either table.
pub(super) struct Row<'r> {
    pub of: Of<'r>,
    pub tally: Tally,
    /// The rate of all units with which its own is compared, and the column that has it.
    pub mean: Option<(Key, Option<Rate>)>,
    pub places: Places<'r>,
}

/// The columns.
pub(super) fn table<'a, 'r: 'a>(book: &'a Book<'_>, rates: &'a Rates) -> Table<'a, Row<'r>, Key> {
    let say = |vi, en| book.say(Text { vi, en });
    let mut columns = vec![
        Column::new(say("Hạng", "Rank"), 6.0, rank),
        Column::new(say("Mã đơn vị", "Code"), 12.0, |_, row: &Row<'r>| code(row)),
        Column::new(say("Đơn vị", "Unit"), 30.0, |_, row: &Row<'r>| name(book, row)),
    ];
    for (amount, heading, width) in [
        (Amount::Plan, Text { vi: "Kế hoạch vốn", en: "Plan" }, 13.0),
        (Amount::InPeriod, Text { vi: "Giải ngân trong kỳ", en: "Disbursed in period" }, 12.0),
        (Amount::Cumulative, Text { vi: "Lũy kế giải ngân", en: "Cumulative" }, 13.0),
        (Amount::Carried, Text { vi: "Trong đó tạm tính", en: "Of which provisional" }, 12.0),
    ] {
        let take = move |at: &At<'_, Key>, row: &Row<'r>| {
            Value::Sum(sum(book, at, row, amount), Told::of(row.tally, amount))
        };
        columns.push(Column::new(book.say(heading), width, take).key(Key::Money(amount)));
    }
    columns.push(Column::new(
        say("Kế hoạch vốn còn lại", "Plan remaining"),
        13.0,
        |at: &At<'_, Key>, row: &Row<'r>| {
            Value::Left(format!("{}-{}", plan(at), cumulative(at)), row.tally)
        },
    ));
    let above = say("Tỷ lệ giải ngân so với kế hoạch vốn (%)", "Rate on the plan (%)");
    let whole = |at: &At<'_, Key>, row: &Row<'r>| Value::Rate {
        part: cumulative(at),
        whole: plan(at),
        tally: row.tally,
    };
    columns.push(Column::new(say("Chung", "All"), 9.0, whole).key(Key::Rate).below(above));
    for funding in &rates.fundings {
        let take = move |at: &At<'_, Key>, row: &Row<'r>| {
            rate_of(book, at, row, |(_, of)| of == funding, (None, *funding))
        };
        let heading = funding.label().get(book.shared.lang);
        columns.push(Column::new(heading, 9.0, take).key(Key::RateOf(*funding)).below(above));
    }
    for (place, part) in rates.parts.iter().enumerate() {
        let take = move |at: &At<'_, Key>, row: &Row<'r>| {
            rate_of(book, at, row, |of| of == part, (Some(part), part.1))
        };
        columns.push(Column::new(short(part), 9.0, take).key(Key::RateOfPart(place)).below(above));
    }
    let difference = say("So với bình quân (điểm %)", "Against average (points)");
    columns.push(Column::new(difference, 11.0, change).key(Key::Difference));
    columns.push(Column::new(
        say("Đánh giá", "Remark"),
        18.0,
        |at: &At<'_, Key>, row: &Row<'r>| remark(book, at, row),
    ));
    Table::new(columns)
}

fn plan(at: &At<'_, Key>) -> String {
    at.cell(Key::Money(Amount::Plan))
}

fn cumulative(at: &At<'_, Key>) -> String {
    at.cell(Key::Money(Amount::Cumulative))
}

/// `DTTS - ĐT`.
fn short((program, funding): &Part) -> String {
    format!("{} - {}", program.as_str().to_uppercase(), funding.short())
}

fn rank(at: &At<'_, Key>, row: &Row<'_>) -> Value {
    match row.of {
        Of::Ranked(entry) => {
            let (own, places) = (at.cell(Key::Rate), row.places);
            let all = at.fixed(Key::Rate, (places.first, places.total - 1));
            let result = entry.rank.map_or_else(|| NO_RATE.to_owned(), |rank| rank.to_string());
            Value::Formula(format!("IF(ISNUMBER({own}),RANK({own},{all}),\"{NO_RATE}\")"), result)
        }
        Of::Unit(number, _) => Value::Centred(number.to_string()),
        Of::Total | Of::Part(_) => Value::Blank,
    }
}

fn code(row: &Row<'_>) -> Value {
    match row.of {
        Of::Ranked(entry) | Of::Unit(_, entry) => Value::Centred(entry.unit.unit.to_string()),
        Of::Total => Value::Blank,
        Of::Part(part) => Value::Centred(short(part)),
    }
}

fn name(book: &Book<'_>, row: &Row<'_>) -> Value {
    match row.of {
        Of::Ranked(entry) | Of::Unit(_, entry) => Value::Text(entry.title(book)),
        Of::Total => {
            let label = Text { vi: "TỔNG CỘNG, BÌNH QUÂN CHUNG", en: "TOTAL, AVERAGE" };
            Value::Text(book.say(label).to_owned())
        }
        Of::Part((program, funding)) => {
            let funding = funding.label().get(book.shared.lang);
            Value::Inset(1, format!("{} - {funding}", program_name(book, program)))
        }
    }
}

/// Money of a part is summed from "Dữ liệu", that of a unit from its parts; the ranking repeats it.
fn sum(book: &Book<'_>, at: &At<'_, Key>, row: &Row<'_>, amount: Amount) -> String {
    match row.of {
        Of::Ranked(entry) => at.in_row(entry.row),
        Of::Total => at.sum(row.places.first..row.places.total),
        Of::Unit(_, entry) => at.sum((entry.row + 1..).take(entry.parts.len())),
        Of::Part((program, funding)) => {
            // Program and funding type are codes of ours; the unit is a number beside the row.
            let (program, funding) = (format!("\"{program}\""), lines::funding(*funding));
            let key = format!("${}", cells::at(at.row, row.places.layout.unit));
            let conditions =
                [(Field::UnitKey, &*key), (Field::Program, &program), (Field::Funding, &funding)];
            sum_where(book, amount, &conditions)
        }
    }
}

/// The rate of some parts of a unit, or of all units; blank where a unit has none of them.
fn rate_of(
    book: &Book<'_>,
    at: &At<'_, Key>,
    row: &Row<'_>,
    is_wanted: impl Fn(&Part) -> bool,
    (part, funding): (Option<&Part>, Funding),
) -> Value {
    let wanted = |entry: &Entry<'_>| -> Tally {
        entry.parts.iter().filter(|(of, _)| is_wanted(of)).map(|(_, tally)| *tally).sum()
    };
    let rounded = |sum: String| book.shared.rounded(&sum);
    match row.of {
        Of::Ranked(entry) => {
            let rows = entry.rows(&is_wanted);
            if rows.is_empty() {
                return Value::Blank;
            }
            let sum = |amount| rounded(at.sum_of(Key::Money(amount), rows.iter().copied()));
            let (part, whole) = (sum(Amount::Cumulative), sum(Amount::Plan));
            Value::Rate { part, whole, tally: wanted(entry) }
        }
        Of::Total => {
            let program = part.map(|(program, _)| program);
            let sum = |amount| rounded(row.places.layout.sum(amount, program, funding));
            let tally = row.places.entries.iter().map(wanted).sum();
            Value::Rate { part: sum(Amount::Cumulative), whole: sum(Amount::Plan), tally }
        }
        Of::Unit(..) | Of::Part(_) => Value::Blank,
    }
}

/// The cell of the rate with which a row is compared.
fn mean(at: &At<'_, Key>, row: &Row<'_>, key: Key) -> String {
    at.fixed(key, (row.places.total, row.places.total))
}

fn change(at: &At<'_, Key>, row: &Row<'_>) -> Value {
    let Some((key, rate)) = row.mean else { return Value::Blank };
    let points = row.tally.rate().zip(rate).map(|(own, mean)| own - mean);
    Value::Change { now: at.cell(Key::Rate), then: mean(at, row, key), points }
}

fn remark(book: &Book<'_>, at: &At<'_, Key>, row: &Row<'_>) -> Value {
    let (Of::Ranked(entry), Some((key, average))) = (&row.of, row.mean) else {
        return Value::Blank;
    };
    if entry.whole.lacks_cumulative {
        let unknown = Text { vi: "Chưa rõ lũy kế", en: "Cumulative unknown" };
        return Value::Centred(book.say(unknown).to_owned());
    }
    let [no_plan, none, above, equal, below] = [
        Text { vi: "Không có kế hoạch", en: "No plan" },
        Text { vi: "Chưa giải ngân", en: "Nothing disbursed" },
        Text { vi: "Trên bình quân", en: "Above average" },
        Text { vi: "Bằng bình quân", en: "At average" },
        Text { vi: "Dưới bình quân", en: "Below average" },
    ]
    .map(|text| book.say(text));
    let (own, mean, cumulative) = (at.cell(Key::Rate), mean(at, row, key), cumulative(at));
    let formula = format!(
        "IF(NOT(ISNUMBER({own})),\"{no_plan}\",IF({cumulative}<=0,\"{none}\",IF({mean}<{own},\"{above}\",\
         IF({mean}={own},\"{equal}\",\"{below}\"))))"
    );
    let result = match (entry.whole.rate(), average) {
        (None, _) => no_plan,
        _ if entry.whole.cumulative <= Money::ZERO => none,
        (Some(own), Some(mean)) if mean < own => above,
        (Some(own), Some(mean)) if mean == own => equal,
        _ => below,
    };
    Value::Formula(formula, result.to_owned())
}
