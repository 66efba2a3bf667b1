//! "Ước thực hiện": works by how far they expect to come, and where the money of those that fall short could go.

use rust_xlsxwriter::{RowNum, Worksheet};

use crate::domain::lang::{Text, words};
use crate::domain::money::Money;
use crate::domain::outlook::{Outlook, Outlooks, Pot, outlooks};
use crate::domain::position::added;
use crate::domain::tally::Tally;
use crate::render::sentences;
use crate::render::xlsx::page::Told;
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{At, Column, Table, Value};

use super::columns::slot_words;
use super::frame::{Frame, Titled};
use super::{Book, program_name};

/// The name of the sheet.
const NAME: &str = "Ước thực hiện";

/// Of so many works of one pot nobody reads more; those for which nothing is proposed are summed up.
const MOST: usize = 300;

const ABOUT: Text = Text {
    vi: "Xếp từ công trình ước đạt thấp nhất. Đề xuất điều chỉnh chỉ trong cùng chương trình, loại vốn, nguồn vốn, năm vốn, tổng tăng bằng tổng giảm: giảm nơi ước không giải ngân hết hoặc đề nghị giảm, trả; tăng nơi đơn vị đề nghị tăng. Căn cứ do cơ quan tổng hợp ghi.",
    en: "The least far first. Money is proposed to move only within one program, funding type, source and plan year; what is added is what is taken: from who will not use it or asks to give it up, to who asks for more. The office fills in the basis.",
};

/// A row of the table.
enum Row<'a> {
    Work(usize, &'a Outlook),
    /// Works that are not listed, in one.
    Others(usize, Outlook),
    /// The sum of the rows above, and what they come to.
    Sum(RowNum, RowNum, Outlook),
}

impl Row<'_> {
    fn figures(&self) -> &Outlook {
        match self {
            Row::Work(_, work) => work,
            Row::Others(_, works) | Row::Sum(_, _, works) => works,
        }
    }
}

/// The sheet; `None` where no report says how far a work will come, nor asks for anything.
pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Option<Worksheet>> {
    let all = outlooks(book.summary);
    if all.pots.is_empty() {
        return Ok(None);
    }
    let table = table(book);
    let title = Text {
        vi: "ƯỚC THỰC HIỆN CỦA CÁC CÔNG TRÌNH, NỘI DUNG VÀ ĐỀ XUẤT ĐIỀU CHỈNH KẾ HOẠCH VỐN",
        en: "FORECASTS BY WORK, AND PROPOSALS TO MOVE MONEY",
    };
    let mut frame = Frame::begin(book, Titled::new(NAME, book.say(title), 3), &table)?;
    let mut depths: Vec<u8> = Vec::new();
    for pot in &all.pots {
        frame.banner(&table, &name(book, pot), Look::Group)?;
        let first = frame.next;
        let mut rows = rows(pot);
        let end = first + rows.len() as RowNum;
        rows.push(Row::Sum(first, end, sum(pot.works.iter())));
        for of in &rows {
            let look = if matches!(of, Row::Sum(..)) { Look::Strong } else { Look::Plain };
            frame.row(&table, of, look)?;
        }
        depths.push(0);
        depths.extend(vec![1; rows.len()]);
    }
    book.outline(&mut frame.page, frame.body, depths)?;
    for note in notes(book, &all) {
        frame.note(&note)?;
    }
    frame.signed().map(Some)
}

/// The works that are listed: the least far, and all for which something is proposed.
fn rows(pot: &Pot) -> Vec<Row<'_>> {
    let works = || pot.works.iter().enumerate();
    let is_listed = |(at, work): &(usize, &Outlook)| *at < MOST || !work.change.is_zero();
    let listed = works().filter(is_listed);
    let mut rows: Vec<Row<'_>> = listed.map(|(at, work)| Row::Work(at + 1, work)).collect();
    let others = pot.works.len() - rows.len();
    if 0 < others {
        let rest = works().filter(|of| !is_listed(of)).map(|(_, work)| work);
        rows.push(Row::Others(others, sum(rest)));
    }
    rows
}

/// Works as one.
fn sum<'a>(works: impl Iterator<Item = &'a Outlook>) -> Outlook {
    let sum = works.cloned().reduce(|one, other| Outlook {
        plan: one.plan + other.plan,
        cumulative: one.cumulative + other.cumulative,
        lacks_cumulative: one.lacks_cumulative || other.lacks_cumulative,
        // Without some of them it is no forecast of the whole.
        forecast: one.forecast.zip(other.forecast).map(|(one, other)| one + other),
        asked: added(one.asked, other.asked),
        to_return: added(one.to_return, other.to_return),
        change: one.change + other.change,
        ..one
    });
    sum.expect("a pot has works")
}

fn name(book: &Book<'_>, pot: &Pot) -> String {
    let lang = book.shared.lang;
    let (program, funding) = (program_name(book, &pot.program), book.say(pot.funding.label()));
    let slot = match pot.slot {
        Some((year, source)) => {
            slot_words((year, Some(source)), book.summary.year, pot.funding, lang).join(", ")
        }
        None => book
            .say(Text {
                vi: "kế hoạch không tách nguồn vốn, năm vốn",
                en: "plan not split by year and source",
            })
            .to_owned(),
    };
    format!("{program}, {}, {slot}", funding.to_lowercase())
}

/// The columns that are named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Plan,
    Forecast,
    Change,
}

fn table<'a>(book: &'a Book<'_>) -> Table<'a, Row<'a>, Key> {
    let say = |vi, en| book.say(Text { vi, en });
    let lang = book.shared.lang;
    let number = |_: &At<'_, Key>, row: &Row<'a>| match row {
        Row::Work(number, _) => Value::Centred(number.to_string()),
        _ => Value::Blank,
    };
    let unit = move |_: &At<'_, Key>, row: &Row<'a>| match row {
        Row::Work(_, work) => Value::Text(book.summary.register.name(&work.unit).to_owned()),
        _ => Value::Blank,
    };
    let label = move |_: &At<'_, Key>, row: &Row<'a>| {
        Value::Text(match row {
            Row::Work(_, work) => {
                let of = book.summary.catalogue.title(&work.key.component);
                work.key.work.as_ref().map_or(of, |work| work.name.to_string())
            }
            Row::Others(count, _) => {
                words!("{count} công trình, nội dung khác", "{count} others"; count).pick(lang)
            }
            Row::Sum(..) => say("Cộng", "Sum").to_owned(),
        })
    };
    let money = |take: fn(&Outlook) -> Option<Money>| {
        move |at: &At<'_, Key>, row: &Row<'a>| match (row, take(row.figures())) {
            (Row::Sum(first, end, _), Some(sum)) => Value::Sum(at.sum(*first..*end), sum.into()),
            (_, amount) => Value::Money(amount),
        }
    };
    let cumulative = |at: &At<'_, Key>, row: &Row<'a>| {
        let of = row.figures();
        let told = Told { money: of.cumulative, is_least: of.lacks_cumulative };
        match row {
            Row::Sum(first, end, _) => Value::Sum(at.sum(*first..*end), told),
            _ => Value::Read(told),
        }
    };
    let rate = |at: &At<'_, Key>, row: &Row<'a>| {
        let of = row.figures();
        let Some(forecast) = of.forecast else { return Value::Blank };
        let [part, whole] = [Key::Forecast, Key::Plan].map(|key| at.cell(key));
        let tally = Tally { plan: of.plan, cumulative: forecast, ..Tally::default() };
        Value::Rate { part, whole, tally }
    };
    let after = |at: &At<'_, Key>, row: &Row<'a>| {
        let of = row.figures();
        let formula = format!("{}+{}", at.cell(Key::Plan), at.cell(Key::Change));
        Value::Sum(formula, (of.plan + of.change).into())
    };
    let basis = |_: &At<'_, Key>, row: &Row<'a>| match row {
        Row::Work(_, work) if !work.change.is_zero() => Value::entry(""),
        _ => Value::Blank,
    };
    let asked = say("Đơn vị đề nghị", "Asked by the unit");
    Table::new(vec![
        Column::new(say("STT", "No"), 5.0, number),
        Column::new(say("Đơn vị", "Unit"), 20.0, unit),
        Column::new(say("Công trình, nội dung", "Work, component"), 40.0, label),
        Column::new(say("Kế hoạch vốn", "Plan"), 12.5, money(|of| Some(of.plan))).key(Key::Plan),
        Column::new(say("Lũy kế giải ngân", "Cumulative"), 12.5, cumulative),
        Column::new(say("Ước giải ngân cả năm", "Forecast"), 12.5, money(|of| of.forecast))
            .key(Key::Forecast),
        Column::new(say("Ước đạt (%)", "Forecast (%)"), 9.0, rate),
        Column::new(say("Điều chỉnh tăng, giảm", "To adjust"), 12.5, money(|of| of.asked))
            .below(asked),
        Column::new(say("Hoàn trả", "To return"), 12.5, money(|of| of.to_return)).below(asked),
        Column::new(
            say("Đề xuất tăng (+), giảm (-)", "Proposed change"),
            12.5,
            money(|of| Some(of.change)),
        )
        .key(Key::Change),
        Column::new(say("Kế hoạch sau đề xuất", "Plan then"), 12.5, after),
        Column::new(say("Căn cứ", "Basis"), 16.0, basis),
    ])
}

fn notes(book: &Book<'_>, all: &Outlooks) -> Vec<String> {
    let lang = book.shared.lang;
    let mut notes = vec![book.say(ABOUT).to_owned()];
    let (count, plan) = all.silent;
    if 0 < count {
        notes.push(
            words!(
                "Chưa có số ước: {count} công trình, nội dung, kế hoạch vốn {plan} {unit}.",
                "Without a forecast: {count} works or components, with a plan of {plan} {unit}.";
                count, plan = plan.show(book.unit(), 3), unit = book.unit().text()
            )
            .pick(lang),
        );
    }
    for pot in all.pots.iter().filter(|pot| pot.works.iter().all(|work| work.change.is_zero())) {
        let (spare, need) = pot.sides();
        if need.is_zero() {
            continue;
        }
        let why = match pot.slot {
            Some(_) if spare.is_zero() => words!("không nơi nào thừa", "nobody has any to spare"),
            _ => {
                words!("chưa rõ cùng nguồn vốn, năm vốn", "not known to be of one source and year")
            }
        };
        notes.push(
            words!(
                "{name}: đề nghị tăng {need} {unit} nhưng không có đề xuất, vì {why}.",
                "{name}: {need} {unit} more is asked for and nothing proposed: {why}.";
                name = name(book, pot), need = need.show(book.unit(), 3), unit = book.unit().text(), why
            )
            .pick(lang),
        );
    }
    notes.extend(sentences::marks(book.summary).map(|marks| marks.pick(lang)));
    notes
}
