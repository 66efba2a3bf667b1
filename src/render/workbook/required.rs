//! "Mục tiêu giải ngân": what has to be disbursed in a month from now on to meet the target.

use rust_xlsxwriter::Worksheet;

use crate::domain::lang::{Text, words};
use crate::domain::money::Money;
use crate::domain::run_rate::{self, RunRate};
use crate::domain::tally::Tally;
use crate::render::xlsx::page::Told;
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{At, Column, Table, Value};

use super::frame::{self, Frame, Titled};
use super::ledger::Amount;
use super::lines::{self, Field, sum_where};
use super::{Book, program_name};

/// The name of the sheet.
const NAME: &str = "Mục tiêu giải ngân";

const LARGEST: Text = Text {
    vi: "“Ngày cuối còn kịp”: sau ngày này, dù mỗi tháng giải ngân bằng tháng cao nhất từ đầu năm cũng không đạt mục tiêu; chưa tính khi chưa biết đủ 3 tháng mà mọi đơn vị đều báo cáo. Số ước chỉ cộng của các đơn vị có ghi.",
    en: "After the last day even the largest month of the year, repeated, would not meet the target; not told before three months are known of which every unit reported. Forecasts as far as units state them.",
};

pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let required = run_rate::run_rates(book.summary);
    let table = table(book);
    let title = words!(
        "MỨC GIẢI NGÂN CẦN ĐẠT MỖI THÁNG ĐỂ ĐẠT {rate} % KẾ HOẠCH VỐN ĐẾN {day}",
        "WHAT HAS TO BE DISBURSED EACH MONTH TO MEET {rate} % OF THE PLAN BY {day}";
        rate = book.summary.settings.targets.rate,
        day = run_rate::end(book.summary.year).format("%-d/%-m/%Y")
    );
    let titled = Titled::new(NAME, title.get(book.shared.lang), 2);
    let mut frame = Frame::begin(book, titled, &table)?;
    for (number, of) in (1..).zip(&required) {
        frame.row(&table, &(number, of), Look::Plain)?;
    }
    frame.note(book.say(LARGEST))?;
    frame.signed()
}

/// The columns that are named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Plan,
    Cumulative,
    Target,
    Left,
}

/// A row and its number.
type Row<'a> = (u64, &'a RunRate);

/// What is left of something whose cumulative may be larger than is known.
fn at_most(left: Money, of: &RunRate) -> Tally {
    Tally { plan: left, lacks_cumulative: of.tally.lacks_cumulative, ..Tally::default() }
}

fn table<'a>(book: &'a Book<'_>) -> Table<'a, Row<'a>, Key> {
    let say = |vi, en| book.say(Text { vi, en });
    let months = run_rate::months_left(book.summary.period, book.summary.year);
    let rate = run_rate::target_rate(book.summary).to_plain();
    let total = |of: &RunRate, amount: Amount| {
        let (program, funding) = (format!("\"{}\"", of.program), lines::funding(of.funding));
        let conditions = [(Field::Program, &*program), (Field::Funding, &*funding)];
        sum_where(book, amount, &conditions)
    };
    let forecast = move |amount: Amount| {
        move |_: &At<'_, Key>, (_, of): &Row<'a>| {
            let money = book.ledger.of_program(&of.program, of.funding, amount);
            Value::Sum(total(of, amount), money.into())
        }
    };
    let mut columns = vec![
        frame::number(book, |(number, _): &Row<'a>| number.to_string()),
        Column::new(
            say("Chương trình, loại vốn", "Program, funding type"),
            44.0,
            move |_, (_, of): &Row<'a>| {
                let name = program_name(book, &of.program);
                Value::Text(format!("{name}, {}", book.say(of.funding.label()).to_lowercase()))
            },
        ),
        Column::new(say("Kế hoạch vốn", "Plan"), 14.0, move |_, (_, of): &Row<'a>| {
            Value::Sum(total(of, Amount::Plan), Told::of(of.tally, Amount::Plan))
        })
        .key(Key::Plan),
        Column::new(
            say("Lũy kế giải ngân", "Cumulative"),
            14.0,
            move |_, (_, of): &Row<'a>| {
                Value::Sum(total(of, Amount::Cumulative), Told::of(of.tally, Amount::Cumulative))
            },
        )
        .key(Key::Cumulative),
        Column::new(say("Mục tiêu", "Target"), 14.0, move |at, (_, of): &Row<'a>| {
            Value::Sum(format!("{}*{rate}/100", at.cell(Key::Plan)), of.target.into())
        })
        .key(Key::Target),
        Column::new(
            say("Còn phải giải ngân", "Left to disburse"),
            14.0,
            |at: &At<'_, Key>, (_, of): &Row<'a>| {
                let [target, paid] = [Key::Target, Key::Cumulative].map(|of| at.cell(of));
                Value::Left(format!("MAX(0,{target}-{paid})"), at_most(of.left(), of))
            },
        )
        .key(Key::Left),
    ];
    if 0 < months {
        let heading = words!(
            "Bình quân mỗi tháng ({months} tháng còn lại)",
            "Each month ({months} months left)";
            months
        );
        columns.push(Column::new(
            heading.pick(book.shared.lang),
            14.0,
            move |at: &At<'_, Key>, (_, of): &Row<'a>| {
                let left = at.cell(Key::Left);
                Value::Left(format!("{left}/{months}"), at_most(of.per_month(months), of))
            },
        ));
    }
    columns.push(Column::new(
        say("Tháng cao nhất từ đầu năm", "Largest month"),
        14.0,
        |_, (_, of): &Row<'a>| Value::Money(of.largest.map(|(_, paid)| paid)),
    ));
    columns.push(Column::new(
        say("Ngày cuối còn kịp", "Last day"),
        14.0,
        move |_, (_, of): &Row<'a>| match of
            .is_too_late(book.summary.period, run_rate::end(book.summary.year))
        {
            true => Value::Centred(say("không còn kịp", "too late").to_owned()),
            false => Value::Day(of.last_day),
        },
    ));
    for (amount, vi, en) in [
        (Amount::Forecast, "Ước đến 31/12", "Forecast to 31/12"),
        (Amount::ForecastNext, "Ước đến 31/01", "Forecast to 31/01"),
    ] {
        if book.ledger.occurs(amount) {
            columns.push(Column::new(say(vi, en), 14.0, forecast(amount)));
        }
    }
    Table::new(columns)
}
