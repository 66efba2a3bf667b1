//! "Điều chỉnh kỳ trước": what the time after a closing adds to the closed period, by unit and component.

use rust_xlsxwriter::Worksheet;

use crate::domain::closing::{Adjustment, Adjustments};
use crate::domain::lang::{Text, Words, words};
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{Column, Table, Value};

use super::Book;
use super::frame::{self, Frame, Titled};

/// The name of the sheet.
const NAME: &str = "Điều chỉnh kỳ trước";

/// The sheet; `None` where nothing was closed before, or nothing is added to it.
pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Option<Worksheet>> {
    let Some(adjustments) = book.summary.adjustments.as_ref().filter(|of| !of.list.is_empty())
    else {
        return Ok(None);
    };
    let table = table(book);
    let title = Text {
        vi: "ĐIỀU CHỈNH SỐ LIỆU KỲ TRƯỚC", en: "ADJUSTMENTS OF EARLIER PERIODS"
    };
    let mut frame = Frame::begin(book, Titled::new(NAME, book.say(title), 2), &table)?;
    for of in (1..).zip(&adjustments.list) {
        frame.row(&table, &of, Look::Plain)?;
    }
    let total = adjustments.total();
    frame.total(&table, (book.say(frame::SUM), Key::Amount), &[(Key::Amount, total)])?;
    frame.note(about(adjustments).get(book.shared.lang))?;
    frame.signed().map(Some)
}

fn about(adjustments: &Adjustments) -> Words {
    words!(
        "Số liệu {period} đã chốt (bản {edition}) giữ nguyên. Điều chỉnh = lũy kế đến kỳ này − giải ngân trong kỳ này − lũy kế khi chốt: báo cáo nộp muộn, báo cáo sửa sau khi chốt, hoặc số của kỳ chưa được báo cáo. Phần này không nằm trong số giải ngân trong kỳ.",
        "What was closed of {period} (edition {edition}) stays. An adjustment is the cumulative now − disbursed in this period − the cumulative as closed: a report that came late or was changed after the closing, or money of a time that nobody reported. It is outside of what was disbursed in the period.";
        period = adjustments.period.words(), edition = adjustments.edition
    )
}

/// The columns that are named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Amount,
}

/// An adjustment and its number in the list.
type Of<'a> = (u64, &'a Adjustment);

fn table<'a>(book: &'a Book<'_>) -> Table<'a, Of<'a>, Key> {
    let say = |vi, en| book.say(Text { vi, en });
    Table::new(vec![
        frame::number(book, |(number, _): &Of<'a>| number.to_string()),
        Column::new(say("Đơn vị", "Unit"), 26.0, move |_, (_, of): &Of<'a>| {
            Value::Text(book.summary.register.name(&of.part.0))
        }),
        Column::new(say("Nội dung", "Component"), 44.0, |_, (_, of): &Of<'a>| {
            Value::Text(book.summary.catalogue.title(&of.part.1))
        }),
        Column::new(say("Loại vốn", "Funding type"), 13.0, move |_, (_, of): &Of<'a>| {
            Value::Text(book.say(of.part.2.label()).to_owned())
        }),
        Column::new(
            say("Lũy kế khi chốt", "Cumulative as closed"),
            15.0,
            |_, (_, of): &Of<'a>| Value::Money(Some(of.closed)),
        ),
        Column::new(
            say("Lũy kế kỳ đã chốt theo tệp hiện có", "The same by the files now"),
            17.0,
            |_, (_, of): &Of<'a>| Value::Money(Some(of.now)),
        ),
        Column::new(say("Điều chỉnh", "Adjustment"), 15.0, |_, (_, of): &Of<'a>| {
            Value::Money(Some(of.amount))
        })
        .key(Key::Amount),
        Column::new(say("Ghi chú", "Note"), 20.0, move |_, (_, of): &Of<'a>| {
            let text =
                if of.is_known { "" } else { say("chưa rõ hết", "not known as a whole") };
            Value::Text(text.to_owned())
        }),
    ])
}
