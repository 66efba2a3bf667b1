//! "Quyết định giảm vốn": the decisions that took money back, each with its number. Plans are lower by them.

use rust_xlsxwriter::Worksheet;

use crate::domain::lang::Text;
use crate::domain::register::Decision;
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{Column, Table, Value};

use super::Book;
use super::columns::slot_words;
use super::frame::{self, Frame, Titled};

/// The name of the sheet.
const NAME: &str = "Quyết định giảm vốn";

const ABOUT: Text = Text {
    vi: "Vốn đã hoàn trả, thu hồi, hủy hoặc điều chỉnh giảm: các quyết định ghi số tiền âm trong sổ Kế hoạch vốn đến ngày cuối kỳ. Kế hoạch vốn ở các trang khác đã trừ số này.",
    en: "Money that was returned, cancelled or cut: the decisions with a negative amount in the plan journal up to the last day of the period. The plans on the other sheets are lower by them.",
};

/// The sheet; `None` where no decision took money back.
pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Option<Worksheet>> {
    let all: Vec<&Decision> = book.summary.reductions().collect();
    if all.is_empty() {
        return Ok(None);
    }
    let table = table(book);
    let title = Text {
        vi: "QUYẾT ĐỊNH GIẢM VỐN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA",
        en: "DECISIONS THAT TOOK MONEY BACK",
    };
    let mut frame = Frame::begin(book, Titled::new(NAME, book.say(title), 2), &table)?;
    for of in (1..).zip(all.iter().copied()) {
        frame.row(&table, &of, Look::Plain)?;
    }
    let total = all.iter().map(|decision| decision.amount).sum();
    frame.total(&table, (book.say(frame::SUM), Key::Amount), &[(Key::Amount, total)])?;
    frame.note(book.say(ABOUT))?;
    frame.signed().map(Some)
}

/// The columns that are named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Amount,
}

/// A decision and its number in the list.
type Of<'a> = (u64, &'a Decision);

fn table<'a>(book: &'a Book<'_>) -> Table<'a, Of<'a>, Key> {
    let say = |vi, en| book.say(Text { vi, en });
    let (lang, budget) = (book.shared.lang, book.summary.year);
    let slot =
        move |of: &Decision| slot_words((of.key.year, of.key.source), budget, of.key.funding, lang);
    Table::new(vec![
        frame::number(book, |(number, _): &Of<'a>| number.to_string()),
        Column::new(say("Số quyết định", "Decision"), 16.0, move |_, (_, of): &Of<'a>| {
            let missing = say("(chưa ghi số)", "(no number)");
            let number = of.number.trim();
            Value::Text(if number.is_empty() { missing } else { number }.to_owned())
        }),
        Column::new(say("Ngày quyết định", "Decided"), 12.0, |_, (_, of): &Of<'a>| {
            Value::Day(Some(of.date))
        }),
        Column::new(say("Đơn vị", "Unit"), 24.0, move |_, (_, of): &Of<'a>| {
            Value::Text(book.holder(of.unit.as_ref()))
        }),
        Column::new(say("Nội dung", "Component"), 40.0, |_, (_, of): &Of<'a>| {
            let title = book.summary.catalogue.title(&of.key.component);
            Value::Text(match &of.key.work {
                Some(work) => format!("{title}: {}", work.name),
                None => title,
            })
        }),
        Column::new(say("Loại vốn", "Funding type"), 12.0, move |_, (_, of): &Of<'a>| {
            Value::Text(book.say(of.key.funding.label()).to_owned())
        }),
        Column::new(say("Năm vốn", "Plan year"), 14.0, move |_, (_, of): &Of<'a>| {
            let [year, _] = slot(of);
            Value::Text(year)
        }),
        Column::new(say("Nguồn vốn", "Source"), 12.0, move |_, (_, of): &Of<'a>| {
            let [_, source] = slot(of);
            Value::Text(source)
        }),
        Column::new(say("Số tiền", "Amount"), 14.0, |_, (_, of): &Of<'a>| {
            Value::Money(Some(of.amount))
        })
        .key(Key::Amount),
        Column::new(say("Ghi chú", "Note"), 24.0, |_, (_, of): &Of<'a>| {
            Value::Text(of.note.clone())
        }),
    ])
}
