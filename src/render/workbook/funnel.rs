//! "Phân bổ": what became of the money, step by step, from its assignment to its disbursement; who holds what is not
//! allocated; and what has to be disbursed in a month to meet the target.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_xlsxwriter::{RowNum, Worksheet};

use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, PlanYear};
use crate::domain::lang::{Text, words};
use crate::domain::money::Money;
use crate::domain::run_rate::{self, RunRate};
use crate::domain::tally::Tally;
use crate::domain::unallocated::{Held, unallocated};
use crate::render::sentences;
use crate::render::xlsx::cells::sum;
use crate::render::xlsx::letterhead::{self, Head};
use crate::render::xlsx::page::{NO_RATE, Page, Print, Told};
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{At, Column, Table, Value};
use crate::render::xlsx::text;

use super::columns::{order, source_heading, year_heading};
use super::ledger::{Amount, OfSlot, Slot};
use super::lines::{self, Field, sum_where};
use super::{Book, program_name};

/// The name of the sheet.
const NAME: &str = "Phân bổ";

/// The width of a column of figures.
const FIGURE: f64 = 13.0;
/// The width of the column that says what a row is about.
const LABEL: f64 = 42.0;

/// The steps that money takes, as far as they are known.
const STEPS: [Amount; 5] =
    [Amount::Assigned, Amount::Plan, Amount::StatedAllocated, Amount::Volume, Amount::Cumulative];

pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let mut page = Page::new(&book.shared, NAME)?;
    let rows = rows(book);
    let steps: Vec<Amount> = STEPS.into_iter().filter(|step| occurs(book, *step)).collect();
    let heading = letterhead::ROWS + 1;
    let body = heading + 1;
    let funnel = funnel(book, &steps, body);
    let held = unallocated(book.summary);
    let held_table = held_table(book);
    let required = run_rate::run_rates(book.summary);
    let required_table = required_table(book);
    for last in [funnel.last(), held_table.last(), required_table.last()] {
        let last = usize::from(last);
        page.widths(&[&[5.0, LABEL][..], &vec![FIGURE; last - 1]].concat());
    }
    let last = funnel.last().max(held_table.last()).max(required_table.last());
    let title = Text {
        vi: "TÌNH HÌNH GIAO, PHÂN BỔ VÀ GIẢI NGÂN VỐN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA",
        en: "FROM ASSIGNMENT TO DISBURSEMENT",
    };
    let wide = page.reach(last, 2);
    let head = Head { number: None, title: book.say(title), columns: wide };
    let row = letterhead::head(&mut page, &head)?;
    letterhead::money_unit(&mut page, row, wide.1)?;
    funnel.heading(&mut page, heading)?;
    let mut next = body;
    for of in &rows {
        funnel.row(&mut page, next, of, of.look)?;
        next += 1;
    }
    next = note(&mut page, book, next, wide, STUCK)?;
    if !held.held.is_empty() {
        let title = Text { vi: "Vốn chưa phân bổ chi tiết", en: "Not allocated in detail" };
        page.words(next + 1, 0, book.say(title), &book.shared.styles.section)?;
        next = held_table.heading(&mut page, next + 2)?;
        let first = next;
        for (number, held) in (1..).zip(&held.held) {
            held_table.row(&mut page, next, &(number, held), Look::Plain)?;
            next += 1;
        }
        let total: Money = held.held.iter().map(|held| held.amount).sum();
        let amount = held_table.column(HeldKey::Amount);
        let label = book.say(Text { vi: "Cộng", en: "Sum" });
        held_table.across(&mut page, next, (0, amount - 1), label, Look::Total)?;
        page.sum(next, amount, &sum(first..next, amount), total, Look::Total)?;
        (amount + 1..=held_table.last())
            .try_for_each(|column| page.blank(next, column, Look::Total))?;
        next += 1;
    }
    if !required.is_empty() {
        let title = words!(
            "Mức giải ngân cần đạt mỗi tháng để đạt {rate} % kế hoạch vốn đến {day}",
            "What has to be disbursed each month to meet {rate} % of the plan by {day}";
            rate = book.summary.settings.targets.rate,
            day = run_rate::end(book.summary.year).format("%-d/%-m/%Y")
        );
        let title = title.pick(book.shared.lang);
        page.words(next + 1, 0, &title, &book.shared.styles.section)?;
        next = required_table.heading(&mut page, next + 2)?;
        for (number, of) in (1..).zip(&required) {
            required_table.row(&mut page, next, &(number, of), Look::Plain)?;
            next += 1;
        }
        next = note(&mut page, book, next, wide, LARGEST)?;
    }
    if let Some(marks) = sentences::marks(book.summary) {
        let marks = marks.get(book.shared.lang).to_owned();
        next = written(&mut page, next, wide, &marks)?;
    }
    letterhead::signatures(&mut page, next + 1, wide)?;
    page.print(Print { heading, body, frozen: 2, last: (next + 8, last) })?;
    page.finish()
}

const STUCK: Text = Text {
    vi: "“Vướng ở khâu” là khâu mà số vốn còn lại nhiều nhất. Khối lượng hoàn thành chỉ gồm số các đơn vị có báo cáo.",
    en: "“Stuck at” is the step at which most of the money is left. Accepted volume as far as units report it.",
};

const LARGEST: Text = Text {
    vi: "“Ngày cuối còn kịp”: sau ngày này, dù mỗi tháng giải ngân bằng tháng cao nhất từ đầu năm cũng không đạt mục tiêu; chưa tính khi chưa đủ 3 tháng. Số ước chỉ cộng của các đơn vị có ghi.",
    en: "After the last day even the largest month of the year, repeated, would not meet the target; not told before three months are known. Forecasts as far as units state them.",
};

fn note(
    page: &mut Page<'_>,
    book: &Book<'_>,
    row: RowNum,
    wide: (u16, u16),
    of: Text,
) -> anyhow::Result<RowNum> {
    written(page, row, wide, book.say(of))
}

fn written(
    page: &mut Page<'_>,
    row: RowNum,
    (first, last): (u16, u16),
    words: &str,
) -> anyhow::Result<RowNum> {
    page.across((row, first), (row, last), words, &page.shared.styles.note)?;
    let letters: f64 = (first..=last).map(|column| page.width(column)).sum();
    page.height(row, text::lines(words, letters))?;
    Ok(row + 1)
}

fn occurs(book: &Book<'_>, step: Amount) -> bool {
    match step {
        Amount::Plan | Amount::Cumulative => true,
        step => book.ledger.slots.iter().any(|(_, amount, _)| *amount == step),
    }
}

/// A row of the funnel.
struct Row {
    number: String,
    label: String,
    look: Look,
    of: OfSlots,
    /// The rows below it, from the first of the table; none of a plan year and source.
    children: Vec<usize>,
    /// What it sums itself.
    key: Option<((ComponentId, Funding), Slot)>,
}

/// What the columns come to in a row.
#[derive(Default)]
struct OfSlots(BTreeMap<Amount, Told>);

impl OfSlots {
    fn of(slots: &[&OfSlot]) -> OfSlots {
        let told = |amount: Amount| {
            let told = || slots.iter().map(|slot| slot.told(amount));
            let money = told().map(|told| told.money).sum();
            (amount, Told { money, is_least: told().any(|told| told.is_least) })
        };
        OfSlots(STEPS.into_iter().map(told).collect())
    }

    fn told(&self, amount: Amount) -> Told {
        self.0.get(&amount).copied().unwrap_or(Money::ZERO.into())
    }

    fn tally(&self, plan: Amount) -> Tally {
        let cumulative = self.told(Amount::Cumulative);
        Tally {
            plan: self.told(plan).money,
            cumulative: cumulative.money,
            lacks_cumulative: cumulative.is_least,
            ..Tally::default()
        }
    }
}

/// The whole, the funding types, their programs, and the plan years and sources of each.
fn rows(book: &Book<'_>) -> Vec<Row> {
    let (lang, budget) = (book.shared.lang, book.summary.year);
    let mut rows: Vec<Row> = Vec::new();
    let push = |rows: &mut Vec<Row>,
                number: String,
                label: String,
                look,
                slots: &[&OfSlot],
                key| {
        rows.push(Row { number, label, look, of: OfSlots::of(slots), children: Vec::new(), key });
        rows.len() - 1
    };
    let all = &book.ledger.by_slot;
    let every: Vec<&OfSlot> = all.values().flat_map(BTreeMap::values).collect();
    let label = book.say(Text { vi: "TỔNG CỘNG", en: "TOTAL" }).to_owned();
    let whole = push(&mut rows, String::new(), label, Look::Total, &every, None);
    let occurs = |funding: &Funding| all.keys().any(|(_, of)| of == funding);
    let fundings = Funding::ALL.into_iter().filter(occurs);
    for (number, funding) in ["A", "B"].into_iter().zip(fundings) {
        let programs = || all.iter().filter(|((_, of), _)| *of == funding);
        let slots: Vec<&OfSlot> = programs().flat_map(|(_, slots)| slots.values()).collect();
        let label = book.say(funding.label()).to_owned();
        let group = push(&mut rows, number.to_owned(), label, Look::Group, &slots, None);
        rows[whole].children.push(group);
        for (number, (part, slots)) in (1..).zip(programs()) {
            let name = program_name(book, &part.0);
            let of_slots: Vec<&OfSlot> = slots.values().collect();
            let program = push(&mut rows, number.to_string(), name, Look::Strong, &of_slots, None);
            rows[group].children.push(program);
            let mut ordered: Vec<(&Slot, &OfSlot)> = slots.iter().collect();
            ordered.sort_by_key(|((year, source), _)| {
                (order(*year, budget), source.is_none(), *source)
            });
            for (slot, of_slot) in ordered {
                let year = year_heading(slot.0, budget, funding, lang);
                let label = format!("{year}, {}", source_heading(slot.1, lang));
                let key = Some((part.clone(), *slot));
                let row = push(&mut rows, "-".to_owned(), label, Look::Plain, &[of_slot], key);
                rows[program].children.push(row);
            }
        }
    }
    rows
}

/// The columns of the funnel that are named: a step, or what is not allocated.
type Key = Amount;

fn funnel<'a>(book: &'a Book<'_>, steps: &'a [Amount], body: RowNum) -> Table<'a, Row, Key> {
    let say = |vi, en| book.say(Text { vi, en });
    let label = say("Chương trình, năm vốn, nguồn vốn", "Program, plan year, source");
    let mut columns = vec![
        Column::new(say("STT", "No"), 5.0, |_, of: &Row| Value::Centred(of.number.clone())),
        Column::new(label, LABEL, |_, of: &Row| {
            let steps = u8::from(of.key.is_some());
            Value::Inset(steps, of.label.clone())
        }),
    ];
    let is_assigned = steps.contains(&Amount::Assigned);
    for amount in steps.iter().copied() {
        let take = move |at: &At<'_, Key>, of: &Row| {
            Value::Sum(step(book, body, at, of, amount), of.of.told(amount))
        };
        columns.push(Column::new(book.say(heading(amount, is_assigned)), FIGURE, take).key(amount));
        if amount == Amount::Plan && is_assigned {
            let left = |at: &At<'_, Key>, of: &Row| {
                let [assigned, plan] = [Amount::Assigned, Amount::Plan];
                let money = of.of.told(assigned).money - of.of.told(plan).money;
                Value::Sum(format!("{}-{}", at.cell(assigned), at.cell(plan)), money.into())
            };
            let heading = say("Chưa phân bổ cho đơn vị", "Not allocated to units");
            columns.push(Column::new(heading, FIGURE, left));
        }
    }
    for plan in [Amount::Assigned, Amount::Plan].into_iter().filter(|of| steps.contains(of)) {
        let rate = move |at: &At<'_, Key>, of: &Row| Value::Rate {
            part: at.cell(Amount::Cumulative),
            whole: at.cell(plan),
            tally: of.of.tally(plan),
        };
        let heading = match plan {
            Amount::Assigned => say("Tỷ lệ trên vốn giao (%)", "Rate on assigned (%)"),
            _ => say("Tỷ lệ trên kế hoạch vốn (%)", "Rate on plan (%)"),
        };
        columns.push(Column::new(heading, FIGURE, rate));
    }
    columns.push(Column::new(
        say("Kế hoạch vốn còn lại", "Plan remaining"),
        FIGURE,
        |at, of: &Row| {
            let [plan, paid] = [Amount::Plan, Amount::Cumulative].map(|of| at.cell(of));
            Value::Left(format!("{plan}-{paid}"), of.of.tally(Amount::Plan))
        },
    ));
    let stuck = move |_: &At<'_, Key>, of: &Row| {
        Value::Centred(stuck(steps, &of.of).map_or(NO_RATE, |at| book.say(at)).to_owned())
    };
    columns.push(Column::new(say("Vướng ở khâu", "Stuck at"), FIGURE, stuck));
    Table::new(columns)
}

const fn heading(amount: Amount, is_assigned: bool) -> Text {
    match amount {
        Amount::Assigned => Text { vi: "Vốn giao", en: "Assigned" },
        Amount::Plan if is_assigned => {
            Text { vi: "Đã phân bổ cho đơn vị", en: "Allocated to units" }
        }
        Amount::Plan => Text { vi: "Kế hoạch vốn", en: "Plan" },
        Amount::StatedAllocated => {
            Text { vi: "Đơn vị đã phân bổ chi tiết", en: "Allocated in detail by units" }
        }
        Amount::Volume => {
            Text { vi: "Giá trị khối lượng hoàn thành", en: "Accepted volume" }
        }
        _ => Text { vi: "Lũy kế giải ngân", en: "Cumulative" },
    }
}

/// The formula of a step: the rows below, or the lines of the program under its plan year and source.
fn step(book: &Book<'_>, body: RowNum, at: &At<'_, Key>, of: &Row, amount: Amount) -> String {
    let Some(((program, funding), (year, source))) = &of.key else {
        return at.sum(of.children.iter().map(|child| body + *child as RowNum));
    };
    let lang = book.shared.lang;
    let year = match year {
        PlanYear::Of(year) => year.to_string(),
        year => format!("\"{}\"", lines::year_words(*year, lang).unwrap_or_default()),
    };
    let (program, funding) = (format!("\"{program}\""), lines::funding(*funding));
    let source = format!("\"{}\"", lines::source(*source, lang));
    let conditions = [
        (Field::Program, &*program),
        (Field::Funding, &*funding),
        (Field::Source, &*source),
        (Field::Year, &*year),
    ];
    sum_where(book, amount, &conditions)
}

/// The step at which most of the money is left; nothing where a step is not wholly known, or nothing is left.
fn stuck(steps: &[Amount], of: &OfSlots) -> Option<Text> {
    if of.told(Amount::Cumulative).is_least {
        return None;
    }
    // What no form of the row states is no step of it.
    let known = steps.iter().copied().filter(|step| {
        matches!(step, Amount::Assigned | Amount::Plan | Amount::Cumulative)
            || !of.told(*step).money.is_zero()
    });
    let known: Vec<Amount> = known.collect();
    let left = known.windows(2).map(|pair| {
        let [before, after] = [pair[0], pair[1]].map(|step| of.told(step).money);
        (before - after, pair[1])
    });
    let (left, step) = left.max_by_key(|(left, _)| *left)?;
    (Money::ZERO < left).then_some(match step {
        Amount::Plan | Amount::StatedAllocated => Text { vi: "Phân bổ", en: "Allocation" },
        Amount::Volume => Text { vi: "Thực hiện", en: "Work" },
        _ if known.contains(&Amount::Volume) => Text { vi: "Thanh toán", en: "Payment" },
        _ => Text { vi: "Giải ngân", en: "Disbursement" },
    })
}

/// The columns of what is not allocated that are named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum HeldKey {
    Amount,
}

/// A row of what is not allocated, and its number.
type HeldRow<'a> = (u64, &'a Held);

fn held_table<'a>(book: &'a Book<'_>) -> Table<'a, HeldRow<'a>, HeldKey> {
    let say = |vi, en| book.say(Text { vi, en });
    let (lang, budget) = (book.shared.lang, book.summary.year);
    let days = |day: NaiveDate| (book.summary.period.to() - day).num_days();
    Table::new(vec![
        Column::new(say("STT", "No"), 5.0, |_, (number, _): &HeldRow<'a>| Value::Count(*number)),
        Column::new(say("Nội dung", "Component"), LABEL, move |_, (_, held): &HeldRow<'a>| {
            Value::Text(book.summary.catalogue.title(&held.key.component))
        }),
        Column::new(
            say("Nơi giữ vốn", "Held by"),
            FIGURE,
            move |_, (_, held): &HeldRow<'a>| {
                let office = say("Cơ quan tổng hợp", "The office");
                let name = held.holder.as_ref().map(|unit| book.summary.register.name(unit));
                Value::Text(name.unwrap_or_else(|| office.to_owned()))
            },
        ),
        Column::new(
            say("Loại vốn", "Funding type"),
            FIGURE,
            move |_, (_, held): &HeldRow<'a>| {
                Value::Text(book.say(held.key.funding.label()).to_owned())
            },
        ),
        Column::new(say("Nguồn vốn", "Source"), FIGURE, move |_, (_, held): &HeldRow<'a>| {
            Value::Text(source_heading(held.key.source, lang))
        }),
        Column::new(say("Năm vốn", "Plan year"), FIGURE, move |_, (_, held): &HeldRow<'a>| {
            Value::Text(year_heading(held.key.year, budget, held.key.funding, lang))
        }),
        Column::new(say("Số tiền", "Amount"), FIGURE, |_, (_, held): &HeldRow<'a>| {
            Value::Money(Some(held.amount))
        })
        .key(HeldKey::Amount),
        Column::new(say("Quyết định", "Decision"), FIGURE, |_, (_, held): &HeldRow<'a>| {
            let number = held.decision.as_ref().map(|(number, _)| number.clone());
            Value::Text(number.unwrap_or_default())
        }),
        Column::new(
            say("Ngày quyết định", "Decided"),
            FIGURE,
            |_, (_, held): &HeldRow<'a>| Value::Day(held.decision.as_ref().map(|(_, day)| *day)),
        ),
        Column::new(
            say("Số ngày chưa phân bổ", "Days since"),
            FIGURE,
            move |_, (_, held): &HeldRow<'a>| match &held.decision {
                Some((_, day)) => Value::Count(days(*day).max(0).unsigned_abs()),
                None => Value::Blank,
            },
        ),
    ])
}

/// The columns of what is required that are named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RequiredKey {
    Plan,
    Cumulative,
    Target,
    Left,
}

/// A row of what is required, and its number.
type Required<'a> = (u64, &'a RunRate);

fn required_table<'a>(book: &'a Book<'_>) -> Table<'a, Required<'a>, RequiredKey> {
    let say = |vi, en| book.say(Text { vi, en });
    let months = run_rate::months_left(book.summary.period, book.summary.year);
    let rate = run_rate::target_rate(book.summary).to_plain();
    let total = |of: &RunRate, amount: Amount| {
        let (program, funding) = (format!("\"{}\"", of.program), lines::funding(of.funding));
        let conditions = [(Field::Program, &*program), (Field::Funding, &*funding)];
        sum_where(book, amount, &conditions)
    };
    let forecast = move |amount: Amount| {
        move |_: &At<'_, RequiredKey>, (_, of): &Required<'a>| {
            let money = book.ledger.of_program(&of.program, of.funding, amount);
            Value::Sum(total(of, amount), money.into())
        }
    };
    let mut columns = vec![
        Column::new(say("STT", "No"), 5.0, |_, (number, _): &Required<'a>| Value::Count(*number)),
        Column::new(
            say("Chương trình, loại vốn", "Program, funding type"),
            LABEL,
            move |_, (_, of): &Required<'a>| {
                let name = program_name(book, &of.program);
                Value::Text(format!("{name}, {}", book.say(of.funding.label()).to_lowercase()))
            },
        ),
        Column::new(say("Kế hoạch vốn", "Plan"), FIGURE, move |_, (_, of): &Required<'a>| {
            Value::Sum(total(of, Amount::Plan), Told::of(of.tally, Amount::Plan))
        })
        .key(RequiredKey::Plan),
        Column::new(
            say("Lũy kế giải ngân", "Cumulative"),
            FIGURE,
            move |_, (_, of): &Required<'a>| {
                Value::Sum(total(of, Amount::Cumulative), Told::of(of.tally, Amount::Cumulative))
            },
        )
        .key(RequiredKey::Cumulative),
        Column::new(say("Mục tiêu", "Target"), FIGURE, move |at, (_, of): &Required<'a>| {
            Value::Sum(format!("{}*{rate}/100", at.cell(RequiredKey::Plan)), of.target.into())
        })
        .key(RequiredKey::Target),
        Column::new(
            say("Còn phải giải ngân", "Left to disburse"),
            FIGURE,
            |at: &At<'_, RequiredKey>, (_, of): &Required<'a>| {
                let [target, paid] =
                    [RequiredKey::Target, RequiredKey::Cumulative].map(|of| at.cell(of));
                Value::Sum(format!("MAX(0,{target}-{paid})"), of.left().into())
            },
        )
        .key(RequiredKey::Left),
    ];
    if 0 < months {
        let heading = words!(
            "Bình quân mỗi tháng ({months} tháng còn lại)",
            "Each month ({months} months left)";
            months
        );
        columns.push(Column::new(
            heading.pick(book.shared.lang),
            FIGURE,
            move |at: &At<'_, RequiredKey>, (_, of): &Required<'a>| {
                let left = at.cell(RequiredKey::Left);
                Value::Sum(format!("{left}/{months}"), of.per_month(months).into())
            },
        ));
    }
    columns.push(Column::new(
        say("Tháng cao nhất từ đầu năm", "Largest month"),
        FIGURE,
        |_, (_, of): &Required<'a>| Value::Money(of.largest.map(|(_, paid)| paid)),
    ));
    columns.push(Column::new(
        say("Ngày cuối còn kịp", "Last day"),
        FIGURE,
        |_, (_, of): &Required<'a>| Value::Day(of.last_day),
    ));
    for (amount, vi, en) in [
        (Amount::Forecast, "Ước đến 31/12", "Forecast to 31/12"),
        (Amount::ForecastNext, "Ước đến 31/01", "Forecast to 31/01"),
    ] {
        if occurs(book, amount) {
            columns.push(Column::new(say(vi, en), FIGURE, forecast(amount)));
        }
    }
    Table::new(columns)
}
