//! "Quyết định giảm vốn": the decisions that took money back, each with its number. Plans are lower by them.

use rust_xlsxwriter::Worksheet;

use crate::domain::lang::Text;
use crate::domain::money::Money;
use crate::domain::register::Decision;
use crate::render::xlsx::cells::sum;
use crate::render::xlsx::letterhead;
use crate::render::xlsx::page::{Page, Print};
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{Column, Table, Value};

use super::Book;
use super::columns::slot_words;

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
    let mut page = Page::new(&book.shared, NAME)?;
    let table = table(book);
    table.widths(&mut page);
    let last = table.last();
    let title = Text {
        vi: "QUYẾT ĐỊNH GIẢM VỐN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA",
        en: "DECISIONS THAT TOOK MONEY BACK",
    };
    let wide = page.reach(last, 2);
    let heading = letterhead::titled(&mut page, book.say(title), wide)?;
    let body = table.heading(&mut page, heading)?;
    let mut next = body;
    for of in (1..).zip(all.iter().copied()) {
        table.row(&mut page, next, &of, Look::Plain)?;
        next += 1;
    }
    let amount = table.column(Key::Amount);
    let total: Money = all.iter().map(|decision| decision.amount).sum();
    let label = book.say(Text { vi: "CỘNG", en: "SUM" });
    table.across(&mut page, next, (0, amount - 1), label, Look::Total)?;
    page.sum(next, amount, &sum(body..next, amount), total, Look::Total)?;
    (amount + 1..=last).try_for_each(|column| page.blank(next, column, Look::Total))?;
    next = page.note_below(next + 1, wide, book.say(ABOUT))?;
    letterhead::signed(page, wide, Print { heading, body, frozen: 2, last: (next, last) }).map(Some)
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
        Column::new(say("STT", "No"), 5.0, |_, (number, _): &Of<'a>| {
            Value::Centred(number.to_string())
        }),
        Column::new(say("Số quyết định", "Decision"), 16.0, move |_, (_, of): &Of<'a>| {
            let missing = say("(chưa ghi số)", "(no number)");
            let number = of.number.trim();
            Value::Text(if number.is_empty() { missing } else { number }.to_owned())
        }),
        Column::new(say("Ngày quyết định", "Decided"), 12.0, |_, (_, of): &Of<'a>| {
            Value::Day(Some(of.date))
        }),
        Column::new(say("Đơn vị", "Unit"), 24.0, move |_, (_, of): &Of<'a>| {
            let office = say("Cơ quan tổng hợp", "The office");
            let name = of.unit.as_ref().map(|unit| book.summary.register.name(unit));
            Value::Text(name.unwrap_or_else(|| office.to_owned()))
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
