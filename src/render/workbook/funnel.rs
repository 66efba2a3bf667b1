//! "Phân bổ": what became of the money, step by step, from its assignment to its disbursement, and where it is stuck.

use std::collections::BTreeMap;

use rust_xlsxwriter::{RowNum, Worksheet};

use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, PlanYear};
use crate::domain::lang::Text;
use crate::domain::money::Money;
use crate::domain::tally::Tally;
use crate::render::sentences;
use crate::render::xlsx::page::{NO_RATE, Told};
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{At, Column, Table, Value};

use super::columns::{order, slot_words};
use super::frame::{self, Frame, Titled};
use super::ledger::{Amount, OfSlot, Slot};
use super::lines::{self, Field, sum_where};
use super::{Book, program_name};

/// The name of the sheet.
const NAME: &str = "Phân bổ";

/// The width of a column of figures.
const FIGURE: f64 = 14.0;
/// The width of the column that says what a row is about.
const LABEL: f64 = 42.0;

/// The steps that money takes, as far as they are known.
const STEPS: [Amount; 5] =
    [Amount::Assigned, Amount::Plan, Amount::StatedAllocated, Amount::Volume, Amount::Cumulative];

/// What units propose of their plans: no step, and shown where any of them does.
const PROPOSED: [Amount; 2] = [Amount::ToReturn, Amount::ToAdjust];

pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let rows = rows(book);
    let steps: Vec<Amount> = STEPS.into_iter().filter(|step| book.ledger.occurs(*step)).collect();
    let table = funnel(book, &steps);
    let title = Text {
        vi: "TÌNH HÌNH GIAO, PHÂN BỔ VÀ GIẢI NGÂN VỐN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA",
        en: "FROM ASSIGNMENT TO DISBURSEMENT",
    };
    let mut frame = Frame::begin(book, Titled::new(NAME, book.say(title), 2), &table)?;
    for of in &rows {
        frame.row(&table, of, of.look)?;
    }
    let marks = sentences::marks(book.summary).map(|marks| marks.get(book.shared.lang).to_owned());
    let depths = rows.iter().map(|of| u8::from(of.key.is_some())).collect::<Vec<_>>();
    book.outline(&mut frame.page, frame.body, depths)?;
    for note in [book.say(STUCK).to_owned()].into_iter().chain(marks) {
        frame.note(&note)?;
    }
    frame.signed()
}

const STUCK: Text = Text {
    vi: "“Vướng ở khâu” là khâu mà số vốn còn lại nhiều nhất; khâu mà không phải mọi đơn vị đều có số thì không xét. “≥”: ít nhất, vì có báo cáo không ghi.",
    en: "“Stuck at” is the step at which most of the money is left; a step that not every unit states is left out. “≥”: at least, as some reports do not state it.",
};

/// A row of the funnel.
struct Row {
    /// Its place among them.
    place: usize,
    number: String,
    label: String,
    look: Look,
    of: OfSlots,
    /// The rows below it, by their places; none of a plan year and source.
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
        OfSlots(STEPS.into_iter().chain(PROPOSED).map(told).collect())
    }

    fn told(&self, amount: Amount) -> Told {
        self.0.get(&amount).copied().unwrap_or(Money::ZERO.into())
    }

    /// A part of a column may stand in another row.
    fn told_least(&mut self, amount: Amount, is_least: bool) {
        if let Some(told) = self.0.get_mut(&amount) {
            told.is_least |= is_least;
        }
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
    let push =
        |rows: &mut Vec<Row>, number: String, label: String, look, slots: &[&OfSlot], key| {
            let (place, of, children) = (rows.len(), OfSlots::of(slots), Vec::new());
            rows.push(Row { place, number, label, look, of, children, key });
            place
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
            // Where units do not split what they disbursed as the plan is split, a part of it belongs to these rows, too.
            let is_split = |of: &&OfSlot| {
                of.told(Amount::Cumulative).money.is_zero()
                    || !of.told(Amount::Plan).money.is_zero()
            };
            let is_whole = slots.values().all(|of| is_split(&of));
            for (slot, of_slot) in ordered {
                let label = slot_words(*slot, budget, funding, lang).join(", ");
                let key = Some((part.clone(), *slot));
                let row = push(&mut rows, "-".to_owned(), label, Look::Plain, &[of_slot], key);
                rows[row].of.told_least(Amount::Cumulative, !is_whole);
                rows[program].children.push(row);
            }
        }
    }
    rows
}

/// The columns of the funnel that are named: a step, or what is not allocated.
type Key = Amount;

fn funnel<'a>(book: &'a Book<'_>, steps: &'a [Amount]) -> Table<'a, Row, Key> {
    let say = |vi, en| book.say(Text { vi, en });
    let label = say("Chương trình, năm vốn, nguồn vốn", "Program, plan year, source");
    let mut columns = vec![
        frame::number(book, |of: &Row| of.number.clone()),
        Column::new(label, LABEL, |_, of: &Row| {
            let steps = u8::from(of.key.is_some());
            Value::Inset(steps, of.label.clone())
        }),
    ];
    let is_assigned = steps.contains(&Amount::Assigned);
    for amount in steps.iter().copied() {
        let take = move |at: &At<'_, Key>, of: &Row| {
            Value::Sum(step(book, at, of, amount), of.of.told(amount))
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
            if of.of.told(Amount::Plan).money.is_zero() {
                return Value::Blank;
            }
            let [plan, paid] = [Amount::Plan, Amount::Cumulative].map(|of| at.cell(of));
            Value::Left(format!("{plan}-{paid}"), of.of.tally(Amount::Plan))
        },
    ));
    let coverage = book.summary.coverage;
    let is_complete = coverage.received == coverage.expected;
    let stuck = move |_: &At<'_, Key>, of: &Row| {
        Value::Centred(
            stuck(steps, &of.of, is_complete).map_or(NO_RATE, |at| book.say(at)).to_owned(),
        )
    };
    columns.push(Column::new(say("Vướng ở khâu", "Stuck at"), FIGURE, stuck));
    for amount in PROPOSED.into_iter().filter(|amount| book.ledger.occurs(*amount)) {
        let take = move |at: &At<'_, Key>, of: &Row| {
            Value::Sum(step(book, at, of, amount), of.of.told(amount))
        };
        columns.push(Column::new(book.say(heading(amount, is_assigned)), FIGURE, take).key(amount));
    }
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
        Amount::ToReturn => Text {
            vi: "Đề nghị hoàn trả (chưa quyết định)",
            en: "Proposed to return",
        },
        Amount::ToAdjust => Text {
            vi: "Đề nghị điều chỉnh (chưa quyết định)",
            en: "Proposed change",
        },
        _ => Text { vi: "Lũy kế giải ngân", en: "Cumulative" },
    }
}

/// The formula of a step: the rows below, or the lines of the program under its plan year and source.
fn step(book: &Book<'_>, at: &At<'_, Key>, of: &Row, amount: Amount) -> String {
    let Some(((program, funding), (year, source))) = &of.key else {
        let first = at.row - of.place as RowNum;
        return at.sum(of.children.iter().map(|child| first + *child as RowNum));
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

/// The step at which most of the money is left; nothing where it is not wholly known what was disbursed, or nothing is left.
/// `is_complete` says that every unit reported.
fn stuck(steps: &[Amount], of: &OfSlots, is_complete: bool) -> Option<Text> {
    if of.told(Amount::Cumulative).is_least || of.told(Amount::Plan).money.is_zero() {
        return None;
    }
    // What not every report states, or some unit is yet to report, is no step to measure by.
    let known = steps.iter().copied().filter(|step| {
        matches!(step, Amount::Assigned | Amount::Plan | Amount::Cumulative)
            || is_complete && !of.told(*step).is_least && !of.told(*step).money.is_zero()
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
