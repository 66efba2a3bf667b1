//! "Vốn đối ứng": local money beside central money, per unit and component, against the share that is owed.

use rust_xlsxwriter::Worksheet;

use crate::domain::counterpart::{Share, Standing, standings};
use crate::domain::lang::Text;
use crate::domain::money::Money;
use crate::render::xlsx::page::NO_RATE;
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{At, Column, Table, Value};
use crate::rules;

use super::Book;
use super::frame::{self, Frame, Titled};

/// The name of the sheet.
const NAME: &str = "Vốn đối ứng";

const ABOUT: Text = Text {
    vi: "Tổng số: NSTW và vốn địa phương (tỉnh, huyện, xã); vốn nước ngoài, vốn khác không tính. “Chưa rõ”: báo cáo hoặc kế hoạch chưa tách nguồn, hoặc chưa có báo cáo. Tỷ lệ quy định lấy từ [[counterpart]] của giaingan.toml; phần thiếu do làm tròn không tính. Một dòng có thể nằm trong dòng khác nên không cộng.",
    en: "Whole: central and local (province, district, commune); foreign money and other contributions are not in it. “Not known”: not split by source, or not reported. The required share is that of [[counterpart]] in giaingan.toml; what is lacking by rounding is left out. A row may be a part of another, so they are not added up.",
};

const UNKNOWN: Text = Text { vi: "chưa rõ", en: "not known" };

/// The sheet; `None` where no ratio is set and no local money is known.
pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Option<Worksheet>> {
    let mut all = standings(book.summary, &rules::COUNTERPART_BELOW_RATIO).peekable();
    if all.peek().is_none() {
        return Ok(None);
    }
    let table = table(book);
    let title = Text {
        vi: "VỐN ĐỐI ỨNG CỦA ĐỊA PHƯƠNG THỰC HIỆN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA",
        en: "LOCAL COUNTERPART FUNDING",
    };
    let mut frame = Frame::begin(book, Titled::new(NAME, book.say(title), 2), &table)?;
    for of in (1..).zip(all) {
        let lacks = [of.1.lacks_planned, of.1.lacks_disbursed];
        let is_short = lacks.iter().flatten().any(|lacks| !lacks.is_zero());
        let look = if is_short { Look::Strong } else { Look::Plain };
        frame.row(&table, &of, look)?;
    }
    frame.note(book.say(ABOUT))?;
    frame.signed().map(Some)
}

/// What a column takes from a row; `None` where it is not known.
type Pick<T> = fn(&Standing<'_>) -> Option<T>;

/// A row and its number.
type Of<'a> = (u64, Standing<'a>);

fn table<'a>(book: &'a Book<'_>) -> Table<'a, Of<'a>> {
    let say = |vi, en| book.say(Text { vi, en });
    let unknown = move || Value::Centred(book.say(UNKNOWN).to_owned());
    let mut columns = vec![
        frame::number(book, |(number, _): &Of<'a>| number.to_string()),
        Column::new(say("Đơn vị", "Unit"), 22.0, move |_, (_, of): &Of<'a>| {
            Value::Text(book.summary.register.name(&of.unit))
        }),
        Column::new(say("Nội dung", "Component"), 52.0, move |_, (_, of): &Of<'a>| {
            let all = say("Toàn bộ vốn của đơn vị", "All money of the unit");
            let title = of.component.as_ref().map(|id| book.summary.catalogue.title(id));
            Value::Text(title.unwrap_or_else(|| all.to_owned()))
        }),
    ];
    let groups: [(&str, Pick<Share>); 2] = [
        (say("Kế hoạch vốn", "Plan"), |of| of.planned),
        (say("Lũy kế giải ngân", "Cumulative"), |of| of.disbursed),
    ];
    for (group, share) in groups {
        let money = move |pick: fn(Share) -> Money| {
            move |_: &At<'_, ()>, (_, of): &Of<'a>| match share(of) {
                Some(share) => Value::Money(Some(pick(share))),
                None => unknown(),
            }
        };
        let whole = Column::new(say("Tổng số", "Whole"), 13.0, money(|share| share.whole));
        let local = Column::new(say("Vốn địa phương", "Local"), 13.0, money(|share| share.local));
        let ratio = move |_: &At<'_, ()>, (_, of): &Of<'a>| match share(of) {
            Some(share) => Value::Percent(share.ratio()),
            None => unknown(),
        };
        let ratio = Column::new(say("Tỷ lệ (%)", "Share (%)"), 8.0, ratio);
        columns.extend([whole, local, ratio].map(|column| column.below(group)));
    }
    let required = |_: &At<'_, ()>, (_, of): &Of<'a>| {
        let required = of.required.map(|ratio| ratio.to_string());
        Value::Centred(required.unwrap_or_else(|| NO_RATE.to_owned()))
    };
    columns.push(Column::new(say("Tỷ lệ quy định (%)", "Required (%)"), 9.0, required));
    let lacks: [(&str, Pick<Money>); 2] = [
        (say("Kế hoạch", "Plan"), |of| of.lacks_planned),
        (say("Giải ngân", "Disbursed"), |of| of.lacks_disbursed),
    ];
    for (heading, pick) in lacks {
        let take = move |_: &At<'_, ()>, (_, of): &Of<'a>| match (of.required, pick(of)) {
            (None, _) => Value::Blank,
            (Some(_), None) => unknown(),
            (Some(_), lacks) => Value::Money(lacks),
        };
        let column = Column::new(heading, 13.0, take);
        columns.push(column.below(say("Vốn địa phương còn thiếu", "Local money lacking")));
    }
    columns.push(Column::new(say("Quyết định", "Decision"), 16.0, |_, (_, of): &Of<'a>| {
        Value::Text(of.decision.unwrap_or_default().to_owned())
    }));
    Table::new(columns)
}
