//! "Hoàn trả, điều chỉnh": what units propose to return or to have changed of their plans. Wishes, in no other sum.

use std::collections::BTreeMap;

use rust_xlsxwriter::Worksheet;

use crate::domain::key::PlanYear;
use crate::domain::lang::Text;
use crate::domain::mark;
use crate::domain::money::Money;
use crate::domain::proposals::{Proposal, Wish, proposals};
use crate::domain::summary::UnitTotal;
use crate::domain::tally::Tally;
use crate::render::xlsx::page::Told;
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{At, Column, Table, Value};

use super::columns::slot_words;
use super::frame::{self, Frame, Titled};
use super::ledger::Amount;
use super::{Book, program_name};

const ABOUT: Text = Text {
    vi: "Số đề nghị của đơn vị, chưa có quyết định: không cộng vào kế hoạch vốn, giải ngân và tỷ lệ. Tăng và giảm của cùng một nội dung, nguồn vốn, năm vốn trong một báo cáo được bù trừ. Vốn đã hoàn trả, đã điều chỉnh là quyết định trong sổ Kế hoạch vốn.",
    en: "Wishes of the units, which nobody decided: in no plan, no disbursement and no rate. What one report asks to raise and to lower of one content, source and year is offset. What was returned or changed is a decision of the plan journal.",
};

/// The sheet; `None` where nobody proposes anything.
pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Option<Worksheet>> {
    let all = proposals(book.summary);
    if all.is_empty() {
        return Ok(None);
    }
    let rows = rows(book, &all);
    let table = table(book);
    let title = Text {
        vi: "VỐN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA ĐỀ NGHỊ HOÀN TRẢ, ĐIỀU CHỈNH",
        en: "PROPOSED TO BE RETURNED OR CHANGED",
    };
    let titled = Titled::new(mark::PROPOSALS, book.say(title), 2);
    let mut frame = Frame::begin(book, titled, &table)?;
    for of in (1..).zip(&rows) {
        frame.row(&table, &of, Look::Plain)?;
    }
    let sums = WISHES.map(|(key, _)| {
        let wishes = rows.iter().filter_map(|row| key.of(&row.wish));
        (key, wishes.sum())
    });
    frame.total(&table, (book.say(frame::SUM), Key::Plan), &sums)?;
    frame.note(book.say(ABOUT))?;
    frame.signed().map(Some)
}

/// What a unit proposes of a program and funding type.
struct Row<'a> {
    unit: &'a UnitTotal,
    label: String,
    tally: Tally,
    wish: Wish,
    /// Of which plan years and sources.
    of: String,
}

/// A row for each program and funding type of a unit.
fn rows<'a>(book: &'a Book<'_>, all: &[Proposal]) -> Vec<Row<'a>> {
    let lang = book.shared.lang;
    let mut rows = Vec::new();
    for unit in &book.summary.units {
        let mut parts: BTreeMap<_, Vec<&Proposal>> = BTreeMap::new();
        for proposal in all.iter().filter(|of| of.unit == unit.unit) {
            let part = (proposal.program.clone(), proposal.funding);
            parts.entry(part).or_default().push(proposal);
        }
        for (part, of) in parts {
            let mut wish = Wish::default();
            of.iter().for_each(|proposal| wish.add(proposal.wish));
            let name = program_name(book, &part.0);
            let funding = book.say(part.1.label()).to_lowercase();
            let mut told: Vec<String> = Vec::new();
            for proposal in &of {
                if (proposal.year, proposal.source) != (PlanYear::Any, None) {
                    let slot = (proposal.year, proposal.source);
                    let words = slot_words(slot, book.summary.year, part.1, lang);
                    let words: Vec<String> =
                        words.into_iter().filter(|word| !word.is_empty()).collect();
                    told.push(words.join(", "));
                }
            }
            if of.iter().any(|proposal| proposal.is_provisional) {
                let last = Text { vi: "theo báo cáo gần nhất", en: "of the last report" };
                told.push(book.say(last).to_owned());
            }
            rows.push(Row {
                unit,
                label: format!("{name}, {funding}"),
                tally: unit.parts.get(&part).copied().unwrap_or_default(),
                wish,
                of: told.join("; "),
            });
        }
    }
    rows
}

/// The columns that are named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Plan,
    Paid,
    Return,
    Raise,
    Lower,
}

impl Key {
    fn of(self, wish: &Wish) -> Option<Money> {
        match self {
            Key::Return => wish.to_return,
            Key::Raise => wish.to_raise,
            Key::Lower => wish.to_lower,
            Key::Plan | Key::Paid => None,
        }
    }
}

const WISHES: [(Key, Text); 3] = [
    (Key::Return, Text { vi: "Đề nghị hoàn trả, hủy dự toán", en: "To return or cancel" }),
    (Key::Raise, Text { vi: "Đề nghị điều chỉnh tăng", en: "To raise" }),
    (Key::Lower, Text { vi: "Đề nghị điều chỉnh giảm", en: "To lower" }),
];

fn table<'a>(book: &'a Book<'_>) -> Table<'a, (u64, &'a Row<'a>), Key> {
    let say = |vi, en| book.say(Text { vi, en });
    type Of<'a> = (u64, &'a Row<'a>);
    let mut columns = vec![
        frame::number(book, |(number, _): &Of<'a>| number.to_string()),
        Column::new(say("Đơn vị", "Unit"), 24.0, |_, (_, of): &Of<'a>| {
            Value::Text(of.unit.name.clone())
        }),
        Column::new(
            say("Chương trình, loại vốn", "Program, funding type"),
            36.0,
            |_, (_, of): &Of<'a>| Value::Text(of.label.clone()),
        ),
        Column::new(say("Kế hoạch vốn", "Plan"), 14.0, |_, (_, of): &Of<'a>| {
            Value::Read(Told::of(of.tally, Amount::Plan))
        })
        .key(Key::Plan),
        Column::new(say("Lũy kế giải ngân", "Cumulative"), 14.0, |_, (_, of): &Of<'a>| {
            Value::Read(Told::of(of.tally, Amount::Cumulative))
        })
        .key(Key::Paid),
        Column::new(
            say("Kế hoạch vốn còn lại", "Plan remaining"),
            14.0,
            |at: &At<'_, Key>, (_, of): &Of<'a>| {
                let [plan, paid] = [Key::Plan, Key::Paid].map(|of| at.cell(of));
                Value::Left(format!("{plan}-{paid}"), of.tally)
            },
        ),
    ];
    for (key, heading) in WISHES {
        let take = move |_: &At<'_, Key>, (_, of): &Of<'a>| Value::Money(key.of(&of.wish));
        columns.push(Column::new(book.say(heading), 14.0, take).key(key));
    }
    columns.push(Column::new(
        say("Năm vốn, nguồn vốn", "Plan year, source"),
        30.0,
        |_, (_, of): &Of<'a>| Value::Text(of.of.clone()),
    ));
    Table::new(columns)
}
