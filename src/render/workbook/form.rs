//! Biểu 01 and Biểu 02: one funding type by component and work, by plan year and source, to be signed.

use rust_xlsxwriter::{RowNum, Worksheet};

use crate::domain::key::{Funding, PlanYear};
use crate::domain::lang::{Text, words};
use crate::domain::tally::Tally;

use crate::render::sentences;

use super::Book;
use super::columns::{Columns, Group, both, source_heading, year_heading};
use super::ledger::{Amount, Slot};
use super::lines::{self, Field, sum_where};
use super::tree::{self, Item, Policy, Row};
use crate::render::xlsx::letterhead::{self, Head};
use crate::render::xlsx::page::{Page, Print, Told};
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{At, Column, Table, Value};

/// The name of the sheet of a funding type.
pub(super) const fn name(funding: Funding) -> &'static str {
    match funding {
        Funding::Investment => "Biểu 01 – Vốn đầu tư",
        Funding::Recurrent => "Biểu 02 – Vốn sự nghiệp",
    }
}

/// The columns that are named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    /// The first column of figures or sums.
    Whole(Amount),
    /// A plan year and a source of it.
    Part(Amount, Slot),
    Rate(Amount),
    Remaining,
}

/// The rows of the heading: measure, plan year, source. The index row stands below.
const HEADING: usize = 3;

/// The sheet of a funding type.
pub(super) fn sheet(book: &Book<'_>, funding: Funding) -> anyhow::Result<Worksheet> {
    let mut page = book.page(name(funding))?;
    let columns = Columns::of(book, funding);
    let rows = tree::rows(&book.ledger, &book.summary.catalogue, funding);
    let heading = letterhead::ROWS + 1;
    let body = heading + HEADING as RowNum + 1;
    let table = table(book, &columns, funding, body);
    table.widths(&mut page);
    let (first, last) = (table.column(Key::Whole(columns.groups[0].amount)), table.last());
    let wide = page.reach(last, first);
    let (number, title) = titles(funding);
    let head = Head { number: Some(number), title: book.say(title), columns: wide };
    let row = letterhead::head(&mut page, &head)?;
    letterhead::money_unit(&mut page, row, wide.1)?;
    let below = table.heading(&mut page, heading)?;
    index(&mut page, &columns, &table, below)?;
    let mut next = body;
    for of in &rows {
        let look = match (&of.item, of.depth) {
            (Item::Total, _) => Look::Total,
            (_, 1) => Look::Group,
            (_, 2) if !of.children.is_empty() => Look::Strong,
            _ => Look::Plain,
        };
        table.row(&mut page, next, of, look)?;
        if let Some(place) = of.place {
            page.key(next, last + 1, &lines::form_key(place))?;
        }
        next += 1;
    }
    page.sheet.set_column_hidden(last + 1)?;
    // The whole and the programs always show.
    let depth = |of: &Row| u8::try_from(of.depth.saturating_sub(1)).unwrap_or(u8::MAX);
    book.outline(&mut page, body, rows.iter().map(depth).collect())?;
    if book.ledger.condensed.contains(&funding) {
        let note = Text {
            vi: "Ghi chú: số lượng công trình quá lớn, số liệu từng công trình xem sheet Dữ liệu.",
            en: "Note: the works are too many to be listed here; see the sheet Dữ liệu.",
        };
        page.words(next, 0, book.say(note), &book.shared.styles.remark)?;
        next += 1;
    }
    if let Some(note) = sentences::marks(book.summary) {
        let note = note.get(book.shared.lang);
        next = page.note_below(next, wide, note)?;
    }
    letterhead::signed(page, wide, Print { heading, body, frozen: first, last: (next, last) })
}

const fn titles(funding: Funding) -> (Text, Text) {
    match funding {
        Funding::Investment => (
            Text { vi: "Biểu số 01", en: "Form 01" },
            Text {
                vi: "TÌNH HÌNH GIẢI NGÂN VỐN ĐẦU TƯ THỰC HIỆN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA",
                en: "TÌNH HÌNH GIẢI NGÂN VỐN ĐẦU TƯ THỰC HIỆN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA (INVESTMENT)",
            },
        ),
        Funding::Recurrent => (
            Text { vi: "Biểu số 02", en: "Form 02" },
            Text {
                vi: "TÌNH HÌNH GIẢI NGÂN VỐN SỰ NGHIỆP THỰC HIỆN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA",
                en: "TÌNH HÌNH GIẢI NGÂN VỐN SỰ NGHIỆP THỰC HIỆN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA (RECURRENT)",
            },
        ),
    }
}

/// The width of a column of figures.
const FIGURE: f64 = 12.0;

/// The columns; the keys of the rows stand beside them, hidden.
fn table<'a>(
    book: &'a Book<'_>,
    columns: &'a Columns,
    funding: Funding,
    body: RowNum,
) -> Table<'a, Row, Key> {
    use Value::{Blank, Centred, Sum};
    let (lang, budget) = (book.shared.lang, book.summary.year);
    let say = |text: Text| both(text.vi, text.en, lang);
    let label = Text {
        vi: "Chương trình, dự án, nội dung, công trình",
        en: "Program, component, work",
    };
    let mut list = vec![
        Column::new(say(Text { vi: "STT", en: "No" }), 5.5, |_, of: &Row| {
            Centred(of.number.clone())
        }),
        Column::new(say(Text { vi: "Mã", en: "Code" }), 11.0, |_, of: &Row| Centred(code(of))),
        Column::new(say(label), 42.0, |_, of: &Row| self::label(book, of)),
    ];
    if has_places(book, funding) {
        let heading = say(Text { vi: "Địa điểm", en: "Place" });
        list.push(Column::new(heading, 18.0, |_, of: &Row| Value::Text(place(book, of))));
    }
    for Group { amount, slots } in &columns.groups {
        let (amount, ends) = (*amount, slots.first().zip(slots.last()));
        let whole = move |at: &At<'_, Key>, of: &Row| {
            if of.policy(amount) == Policy::Above {
                return Blank;
            }
            let sum = match ends {
                Some((first, last)) => {
                    let [first, last] = [first, last].map(|slot| at.cell(Key::Part(amount, *slot)));
                    format!("SUM({first}:{last})")
                }
                None => sum(book, body, at, of, (amount, None)),
            };
            Sum(sum, told(of, amount, None))
        };
        let heading = say(columns.heading(amount));
        if slots.is_empty() {
            list.push(Column::new(heading, FIGURE, whole).key(Key::Whole(amount)));
            continue;
        }
        let total = Column::new(say(Text { vi: "Tổng số", en: "Total" }), FIGURE, whole);
        list.push(total.key(Key::Whole(amount)).below(heading.clone()));
        for slot in slots.iter().copied() {
            let (year, source) = slot;
            let part = move |at: &At<'_, Key>, of: &Row| match of.policy(amount) {
                Policy::Above => Blank,
                _ => {
                    Sum(sum(book, body, at, of, (amount, Some(slot))), told(of, amount, Some(slot)))
                }
            };
            let column = Column::new(source_heading(source, lang), FIGURE, part);
            let year = year_heading(year, budget, funding, lang);
            list.push(column.key(Key::Part(amount, slot)).below(year).below(heading.clone()));
        }
    }
    for on in columns.rates.iter().copied() {
        let rate = move |at: &At<'_, Key>, of: &Row| match tally(of, on) {
            Some(tally) => {
                let [part, whole] = [Amount::Cumulative, on].map(|of| at.cell(Key::Whole(of)));
                Value::Rate { part, whole, tally }
            }
            None => Blank,
        };
        list.push(Column::new(say(columns.rate_heading(on)), FIGURE, rate).key(Key::Rate(on)));
    }
    let left = |at: &At<'_, Key>, of: &Row| match tally(of, Amount::Plan) {
        Some(tally) => {
            let [plan, paid] = [Amount::Plan, Amount::Cumulative].map(|of| at.cell(Key::Whole(of)));
            Value::Left(format!("{plan}-{paid}"), tally)
        }
        None => Blank,
    };
    let remaining = say(Text { vi: "Kế hoạch vốn còn lại", en: "Plan remaining" });
    list.push(Column::new(remaining, FIGURE, left).key(Key::Remaining));
    Table::new(list).heading_rows(HEADING)
}

/// `A B C 1=2+3 2 3 …`: how the columns come from each other.
fn index(
    page: &mut Page<'_>,
    columns: &Columns,
    table: &Table<'_, Row, Key>,
    row: RowNum,
) -> anyhow::Result<()> {
    let first = table.column(Key::Whole(columns.groups[0].amount));
    let number = |key: Key| table.column(key) - first + 1;
    let mut texts: Vec<String> = ["A", "B", "C", "D"].map(str::to_owned).into();
    texts.truncate(usize::from(first));
    for Group { amount, slots } in &columns.groups {
        let own = number(Key::Whole(*amount)).to_string();
        let parts = slots.iter().map(|slot| number(Key::Part(*amount, *slot)).to_string());
        let parts: Vec<String> = parts.collect();
        texts.push(match parts.as_slice() {
            [] => own,
            [first, .., last] if 3 < parts.len() => format!("{own}={first}+…+{last}"),
            parts => format!("{own}={}", parts.join("+")),
        });
        texts.extend(parts);
    }
    let cumulative = number(Key::Whole(Amount::Cumulative));
    for on in &columns.rates {
        let plan = number(Key::Whole(*on));
        texts.push(format!("{}={cumulative}/{plan}", number(Key::Rate(*on))));
    }
    let plan = number(Key::Whole(Amount::Plan));
    texts.push(format!("{}={plan}-{cumulative}", number(Key::Remaining)));
    let format = &page.shared.styles.index;
    (0..).zip(texts).try_for_each(|(column, text)| page.words(row, column, &text, format))
}

/// Whether works are listed, of which one wants to know where they are.
fn has_places(book: &Book<'_>, funding: Funding) -> bool {
    book.ledger.places.iter().any(|((of, _, work), _)| *of == funding && work.is_some())
}

/// The unit whose work it is; of a work of several, how many.
fn place(book: &Book<'_>, of: &Row) -> String {
    let (Item::Work(..), Some(place)) = (&of.item, of.place) else { return String::new() };
    let units = &book.ledger.places[place].1.units;
    match units.first() {
        Some(unit) if units.len() == 1 => book.summary.units[*unit].name.clone(),
        Some(_) => words!(
            "{count} đơn vị",
            "{count} units";
            count = units.len()
        )
        .pick(book.shared.lang),
        None => String::new(),
    }
}

fn code(of: &Row) -> String {
    match &of.item {
        Item::Component(id) => id.to_string(),
        Item::Work(id, work) => {
            work.code.as_ref().map_or_else(String::new, |code| format!("{id}/{code}"))
        }
        Item::Total | Item::Rest(_) => String::new(),
    }
}

fn label(book: &Book<'_>, of: &Row) -> Value {
    let catalogue = &book.summary.catalogue;
    let rest = |id| match catalogue.children(id).next() {
        Some(_) => "Chưa chi tiết đến dự án, nội dung thành phần",
        None => "Chưa chi tiết đến công trình, hoạt động",
    };
    match &of.item {
        Item::Total => Value::Text("TỔNG CỘNG".to_owned()),
        Item::Component(id) => Value::Text(catalogue.title(id)),
        Item::Rest(id) => Value::Inset(1, rest(id).to_owned()),
        Item::Work(_, work) => Value::Inset(1, work.name.to_string()),
    }
}

/// The formula inside of a cell: the lines of the row's key, or the rows directly below.
fn sum(
    book: &Book<'_>,
    body: RowNum,
    at: &At<'_, Key>,
    of: &Row,
    (amount, slot): (Amount, Option<Slot>),
) -> String {
    let lang = book.shared.lang;
    if of.policy(amount) == Policy::Below {
        return at.sum(of.children.iter().map(|child| body + *child as RowNum));
    }
    let mut conditions = vec![(Field::FormKey, at.beside())];
    if let Some((year, source)) = slot {
        conditions.push((Field::Source, format!("\"{}\"", lines::source(source, lang))));
        let year = match year {
            PlanYear::Of(year) => year.to_string(),
            year => format!("\"{}\"", lines::year_words(year, lang).unwrap_or_default()),
        };
        conditions.push((Field::Year, year));
    }
    let conditions: Vec<(Field, &str)> =
        conditions.iter().map(|(field, is)| (*field, is.as_str())).collect();
    sum_where(book, amount, &conditions)
}

/// What a row shows of a measure, and whether it is all.
fn told(of: &Row, amount: Amount, slot: Option<Slot>) -> Told {
    let is_wanted = |at: &Slot| slot.is_none_or(|slot| slot == *at);
    let sums = of.sums.iter().filter(|((own, at), _)| *own == amount && is_wanted(at));
    Told { money: sums.map(|(_, money)| *money).sum(), is_least: of.lacks(amount, slot) }
}

/// What rates and what is left are taken from; nothing where the plan, or a part of it, stands in another row.
fn tally(of: &Row, plan: Amount) -> Option<Tally> {
    let is_whole =
        of.policy(plan) != Policy::Above && of.policy(Amount::Cumulative) != Policy::Above;
    let is_told = is_whole
        && !matches!(of.item, Item::Rest(_))
        && !(plan == Amount::Assigned && of.is_coarse);
    let cumulative = told(of, Amount::Cumulative, None);
    is_told.then(|| Tally {
        plan: told(of, plan, None).money,
        cumulative: cumulative.money,
        lacks_cumulative: cumulative.is_least,
        ..Tally::default()
    })
}
