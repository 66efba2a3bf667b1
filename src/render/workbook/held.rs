//! "Vốn chưa phân bổ": who holds money that is not allocated in detail, and for how long.

use chrono::NaiveDate;
use rust_xlsxwriter::Worksheet;

use crate::domain::lang::{Text, words};
use crate::domain::money::Money;
use crate::domain::unallocated::{Held, unallocated};
use crate::render::xlsx::cells::sum;
use crate::render::xlsx::letterhead;
use crate::render::xlsx::page::{Page, Print};
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{Column, Table, Value};

use super::Book;
use super::columns::slot_words;

/// The name of the sheet.
const NAME: &str = "Vốn chưa phân bổ";

pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let mut page = Page::new(&book.shared, NAME)?;
    let all = unallocated(book.summary);
    let table = table(book);
    table.widths(&mut page);
    let last = table.last();
    let title = Text {
        vi: "VỐN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA CHƯA PHÂN BỔ CHI TIẾT",
        en: "NOT ALLOCATED IN DETAIL",
    };
    let wide = page.reach(last, 2);
    let heading = letterhead::titled(&mut page, book.say(title), wide)?;
    let body = table.heading(&mut page, heading)?;
    let mut next = body;
    for (number, held) in (1..).zip(&all.held) {
        table.row(&mut page, next, &(number, held), Look::Plain)?;
        next += 1;
    }
    if all.held.is_empty() {
        let none =
            Text { vi: "Không còn vốn chưa phân bổ chi tiết.", en: "Nothing is left." };
        table.across(&mut page, next, (0, last), book.say(none), Look::Plain)?;
    } else {
        let total: Money = all.held.iter().map(|held| held.amount).sum();
        let amount = table.column(Key::Amount);
        let label = book.say(Text { vi: "CỘNG", en: "SUM" });
        table.across(&mut page, next, (0, amount - 1), label, Look::Total)?;
        page.sum(next, amount, &sum(body..next, amount), total, Look::Total)?;
        (amount + 1..=last).try_for_each(|column| page.blank(next, column, Look::Total))?;
    }
    next += 1;
    if !all.beyond.is_zero() {
        let beyond = words!(
            "Ngoài ra, có nội dung đã phân bổ nhiều hơn số được giao, tổng số vượt {amount} {unit}.",
            "Beside that, more is allocated of some contents than was assigned, by {amount} {unit}.";
            amount = all.beyond.show(book.unit(), 3), unit = book.unit().text()
        );
        next = page.note_below(next, wide, beyond.get(book.shared.lang))?;
    }
    letterhead::signed(page, wide, Print { heading, body, frozen: 2, last: (next, last) })
}

/// The columns that are named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Amount,
}

/// A row and its number.
type Row<'a> = (u64, &'a Held);

fn table<'a>(book: &'a Book<'_>) -> Table<'a, Row<'a>, Key> {
    let say = |vi, en| book.say(Text { vi, en });
    let (lang, budget) = (book.shared.lang, book.summary.year);
    let days = |day: NaiveDate| (book.summary.period.to() - day).num_days();
    Table::new(vec![
        Column::new(say("STT", "No"), 5.0, |_, (number, _): &Row<'a>| {
            Value::Centred(number.to_string())
        }),
        Column::new(say("Nội dung", "Component"), 44.0, move |_, (_, held): &Row<'a>| {
            Value::Text(book.summary.catalogue.title(&held.key.component))
        }),
        Column::new(say("Nơi giữ vốn", "Held by"), 14.0, move |_, (_, held): &Row<'a>| {
            let office = say("Cơ quan tổng hợp", "The office");
            let name = held.holder.as_ref().map(|unit| book.summary.register.name(unit));
            Value::Text(name.unwrap_or_else(|| office.to_owned()))
        }),
        Column::new(say("Loại vốn", "Funding type"), 14.0, move |_, (_, held): &Row<'a>| {
            Value::Text(book.say(held.key.funding.label()).to_owned())
        }),
        Column::new(say("Nguồn vốn", "Source"), 14.0, move |_, (_, held): &Row<'a>| {
            let [_, source] =
                slot_words((held.key.year, held.key.source), budget, held.key.funding, lang);
            Value::Text(source)
        }),
        Column::new(say("Năm vốn", "Plan year"), 14.0, move |_, (_, held): &Row<'a>| {
            let [year, _] =
                slot_words((held.key.year, held.key.source), budget, held.key.funding, lang);
            Value::Text(year)
        }),
        Column::new(say("Số tiền", "Amount"), 14.0, |_, (_, held): &Row<'a>| {
            Value::Money(Some(held.amount))
        })
        .key(Key::Amount),
        Column::new(say("Quyết định", "Decision"), 14.0, |_, (_, held): &Row<'a>| {
            let number = held.decision.as_ref().map(|(number, _)| number.clone());
            Value::Text(number.unwrap_or_default())
        }),
        Column::new(say("Ngày quyết định", "Decided"), 14.0, |_, (_, held): &Row<'a>| {
            Value::Day(held.decision.as_ref().map(|(_, day)| *day))
        }),
        Column::new(
            say("Số ngày chưa phân bổ", "Days since"),
            14.0,
            move |_, (_, held): &Row<'a>| match &held.decision {
                Some((_, day)) => Value::Count(days(*day).max(0).unsigned_abs()),
                None => Value::Blank,
            },
        ),
    ])
}
