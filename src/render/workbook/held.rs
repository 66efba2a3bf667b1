//! "Vốn chưa phân bổ": who holds money that is not allocated in detail, and for how long.

use chrono::NaiveDate;
use rust_xlsxwriter::Worksheet;

use crate::domain::lang::{Text, words};
use crate::domain::unallocated::{Held, unallocated};
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{Column, Table, Value};

use super::Book;
use super::columns::slot_words;
use super::frame::{self, Frame, Titled};

/// The name of the sheet.
const NAME: &str = "Vốn chưa phân bổ";

pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let all = unallocated(book.summary);
    let table = table(book);
    let title = Text {
        vi: "VỐN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA CHƯA PHÂN BỔ CHI TIẾT",
        en: "NOT ALLOCATED IN DETAIL",
    };
    let mut frame = Frame::begin(book, Titled::new(NAME, book.say(title), 2), &table)?;
    for (number, held) in (1..).zip(&all.held) {
        frame.row(&table, &(number, held), Look::Plain)?;
    }
    if all.held.is_empty() {
        let none =
            Text { vi: "Không còn vốn chưa phân bổ chi tiết.", en: "Nothing is left." };
        table.across(
            &mut frame.page,
            frame.next,
            (0, table.last()),
            book.say(none),
            Look::Plain,
        )?;
        frame.next += 1;
    } else {
        let (body, next) = (frame.body, frame.next);
        frame.page.sheet.autofilter(body - 1, 0, next - 1, table.last())?;
        let total = all.held.iter().map(|held| held.amount).sum();
        frame.total(&table, (book.say(frame::SUM), Key::Amount), &[(Key::Amount, total)])?;
    }
    if !all.beyond.is_zero() {
        let beyond = words!(
            "Ngoài ra, có nội dung đã phân bổ nhiều hơn số được giao, tổng số vượt {amount} {unit}.",
            "Beside that, more is allocated of some contents than was assigned, by {amount} {unit}.";
            amount = all.beyond.show(book.unit(), 3), unit = book.unit().text()
        );
        frame.note(beyond.get(book.shared.lang))?;
    }
    frame.signed()
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
        frame::number(book, |(number, _): &Row<'a>| number.to_string()),
        Column::new(say("Nội dung", "Component"), 44.0, move |_, (_, held): &Row<'a>| {
            Value::Text(book.summary.catalogue.title(&held.key.component))
        }),
        Column::new(say("Nơi giữ vốn", "Held by"), 14.0, move |_, (_, held): &Row<'a>| {
            Value::Text(book.holder(held.holder.as_ref()))
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
