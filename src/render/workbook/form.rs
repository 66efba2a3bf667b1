//! Biểu 01 and Biểu 02: one funding type by component and work, by plan year and source, to be signed.

use rust_xlsxwriter::{ColNum, RowNum, Worksheet};

use crate::domain::key::{Funding, PlanYear};
use crate::domain::lang::{Lang, Text};
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::tally::Tally;

use crate::render::sentences;

use super::Book;
use super::columns::{Columns, FIRST, Group, both, source_heading, year_heading};
use super::ledger::{Amount, Slot};
use super::lines::{self, Field, sum_where};
use super::tree::{self, Item, Policy, Row};
use super::words;
use crate::render::xlsx::cells::{at, sum};
use crate::render::xlsx::letterhead::{self, Head};
use crate::render::xlsx::page::Told;
use crate::render::xlsx::page::{Page, Print};
use crate::render::xlsx::style::{Kind, Look};
use crate::render::xlsx::text;

const LABEL_WIDTH: f64 = 42.0;
const CODE_WIDTH: f64 = 11.0;
/// More figure columns than this are printed on A3.
const MOST_ON_A4: ColNum = 16;

/// The name of the sheet of a funding type.
pub const fn name(funding: Funding) -> &'static str {
    match funding {
        Funding::Investment => "Biểu 01 – Vốn đầu tư",
        Funding::Recurrent => "Biểu 02 – Vốn sự nghiệp",
    }
}

/// The sheet of a funding type.
pub fn sheet(book: &Book<'_>, funding: Funding) -> anyhow::Result<Worksheet> {
    let mut page = Page::new(&book.shared, name(funding))?;
    let columns = Columns::of(book, funding);
    let rows = tree::rows(&book.ledger, &book.summary.catalogue, funding);
    let last = columns.remaining;
    let mut widths = vec![5.5, CODE_WIDTH, LABEL_WIDTH];
    widths.resize(usize::from(last) + 1, 12.0);
    page.widths(&widths);
    if MOST_ON_A4 < last - FIRST {
        page.sheet.set_paper_size(8);
    }
    let (number, title) = titles(funding);
    let row =
        letterhead::head(&mut page, &Head { number: Some(number), title: book.say(title), last })?;
    letterhead::money_unit(&mut page, row, last)?;
    let heading = row + 1;
    headings(&mut page, book, &columns, heading, funding)?;
    let body = heading + 4;
    for (index, row) in rows.iter().enumerate() {
        figures(&mut page, book, &columns, body, (index, row))?;
    }
    page.sheet.set_column_hidden(columns.key)?;
    let mut next = body + rows.len() as RowNum;
    if book.ledger.is_condensed[&funding] {
        let note = words(
            "Ghi chú: số lượng công trình quá lớn, số liệu từng công trình xem sheet Dữ liệu.",
            "Note: the works are too many to be listed here; see the sheet Dữ liệu.",
        );
        page.words(next, 0, book.say(note), &book.shared.styles.remark)?;
        next += 1;
    }
    if let Some(note) = sentences::marks(book.summary) {
        let note = note.get(book.shared.lang);
        page.across((next, 0), (next, last), note, &book.shared.styles.note)?;
        page.height(next, text::lines(note, f64::from(last) * 12.0))?;
        next += 1;
    }
    letterhead::signatures(&mut page, next + 1, last)?;
    page.print(Print { heading, body, frozen: FIRST, last: (next + 8, last) })?;
    page.finish()
}

const fn titles(funding: Funding) -> (Text, Text) {
    match funding {
        Funding::Investment => (
            words("Biểu số 01", "Form 01"),
            words(
                "TÌNH HÌNH GIẢI NGÂN VỐN ĐẦU TƯ THỰC HIỆN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA",
                "TÌNH HÌNH GIẢI NGÂN VỐN ĐẦU TƯ THỰC HIỆN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA (INVESTMENT)",
            ),
        ),
        Funding::Recurrent => (
            words("Biểu số 02", "Form 02"),
            words(
                "TÌNH HÌNH GIẢI NGÂN VỐN SỰ NGHIỆP THỰC HIỆN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA",
                "TÌNH HÌNH GIẢI NGÂN VỐN SỰ NGHIỆP THỰC HIỆN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA (RECURRENT)",
            ),
        ),
    }
}

/// Three rows of headings and the index row.
fn headings(
    page: &mut Page<'_>,
    book: &Book<'_>,
    columns: &Columns,
    row: RowNum,
    funding: Funding,
) -> anyhow::Result<()> {
    let (styles, lang, budget) = (&book.shared.styles, book.shared.lang, book.summary.year);
    let say = |text: Text| both(text.vi, text.en, lang);
    let tall = [
        (0, words("STT", "No")),
        (1, words("Mã", "Code")),
        (2, words("Chương trình, dự án, nội dung, công trình", "Program, component, work")),
    ];
    let rates = columns.rates.iter().map(|(column, on)| (*column, columns.rate_heading(*on)));
    let rest = (columns.remaining, words("Còn lại chưa giải ngân", "Remaining"));
    for (column, text) in tall.into_iter().chain(rates).chain([rest]) {
        page.across((row, column), (row + 2, column), &say(text), &styles.heading)?;
    }
    for group in &columns.groups {
        let text = say(columns.heading(group.amount));
        let Some((last, _)) = group.split().last() else {
            page.across((row, group.column), (row + 2, group.column), &text, &styles.heading)?;
            continue;
        };
        page.across((row, group.column), (row, last), &text, &styles.heading)?;
        let whole = say(words("Tổng số", "Total"));
        page.across((row + 1, group.column), (row + 2, group.column), &whole, &styles.heading)?;
        for (first, last, year) in years(group) {
            let text = year_heading(year, budget, funding, lang);
            page.across((row + 1, first), (row + 1, last), &text, &styles.heading)?;
        }
        for (column, (_, source)) in group.split() {
            page.words(row + 2, column, &source_heading(source, lang), &styles.heading)?;
        }
    }
    // Both languages in one cell take twice the room.
    let heights = if lang == Lang::En { [3, 5, 3] } else { [2, 2, 2] };
    for (row, lines) in (row..).zip(heights) {
        page.height(row, lines)?;
    }
    index(page, columns, row + 3)
}

/// The runs of columns of one plan year.
fn years(group: &Group) -> Vec<(ColNum, ColNum, PlanYear)> {
    let mut runs: Vec<(ColNum, ColNum, PlanYear)> = Vec::new();
    for (column, (year, _)) in group.split() {
        match runs.last_mut() {
            Some((_, last, of)) if *of == year => *last = column,
            _ => runs.push((column, column, year)),
        }
    }
    runs
}

/// `A B C 1=2+3 2 3 …`: how the columns come from each other.
fn index(page: &mut Page<'_>, columns: &Columns, row: RowNum) -> anyhow::Result<()> {
    let format = &page.shared.styles.index;
    let number = |column: ColNum| column - FIRST + 1;
    for (column, letter) in (0..).zip(["A", "B", "C"]) {
        page.words(row, column, letter, format)?;
    }
    for group in &columns.groups {
        let parts: Vec<String> =
            group.split().map(|(column, _)| number(column).to_string()).collect();
        let own = number(group.column).to_string();
        let text = match parts.as_slice() {
            [] => own,
            [first, .., last] if 3 < parts.len() => format!("{own}={first}+…+{last}"),
            parts => format!("{own}={}", parts.join("+")),
        };
        page.words(row, group.column, &text, format)?;
        for (column, _) in group.split() {
            page.words(row, column, &number(column).to_string(), format)?;
        }
    }
    let cumulative = number(columns.group(Amount::Cumulative).column);
    for (column, on) in &columns.rates {
        let plan = number(columns.group(*on).column);
        page.words(row, *column, &format!("{}={cumulative}/{plan}", number(*column)), format)?;
    }
    let plan = number(columns.group(columns.plan).column);
    let text = format!("{}={plan}-{cumulative}", number(columns.remaining));
    page.words(row, columns.remaining, &text, format)
}

/// A row: a sum of lines, or of the rows below it.
fn figures(
    page: &mut Page<'_>,
    book: &Book<'_>,
    columns: &Columns,
    body: RowNum,
    (index, of): (usize, &Row),
) -> anyhow::Result<()> {
    let row = body + index as RowNum;
    let look = match (&of.item, of.depth) {
        (Item::Total, _) => Look::Total,
        (_, 1) => Look::Group,
        (_, 2) if !of.children.is_empty() => Look::Strong,
        _ => Look::Plain,
    };
    labels(page, book, row, of, look)?;
    if let Some(place) = of.place {
        page.sheet.write_string(row, columns.key, lines::form_key(place))?;
    }
    for group in &columns.groups {
        let whole = told(of, group, None);
        if of.policy(group.amount) == Policy::Above {
            for column in group.column..group.column + 1 + group.slots.len() as ColNum {
                page.blank(row, column, look)?;
            }
            continue;
        }
        for (column, slot) in group.split() {
            let sum = source_of(book, columns, body, (of, row), (group, column), Some(slot));
            page.sum(row, column, &sum, told(of, group, Some(slot)), look)?;
        }
        let sum = match group.split().last() {
            Some((last, _)) => format!("SUM({}:{})", at(row, group.column + 1), at(row, last)),
            None => source_of(book, columns, body, (of, row), (group, group.column), None),
        };
        page.sum(row, group.column, &sum, whole, look)?;
    }
    derived(page, columns, (row, look), of)
}

fn labels(
    page: &mut Page<'_>,
    book: &Book<'_>,
    row: RowNum,
    of: &Row,
    look: Look,
) -> anyhow::Result<()> {
    let catalogue = &book.summary.catalogue;
    let rest = |id| match catalogue.children(id).next() {
        Some(_) => "Chưa chi tiết đến dự án, nội dung thành phần",
        None => "Chưa chi tiết đến công trình, hoạt động",
    };
    let (code, label) = match &of.item {
        Item::Total => (String::new(), "TỔNG CỘNG".to_owned()),
        Item::Component(id) => (id.to_string(), catalogue.title(id)),
        Item::Rest(id) => (String::new(), rest(id).to_owned()),
        Item::Work(id, work) => {
            let code = work.code.as_ref().map(|code| format!("{id}/{code}"));
            (code.unwrap_or_default(), work.name.to_string())
        }
    };
    page.text(row, 0, &of.number, look, Kind::Centre)?;
    page.text(row, 1, &code, look, Kind::Centre)?;
    let kind =
        if matches!(of.item, Item::Work(..) | Item::Rest(_)) { Kind::Inset(1) } else { Kind::Text };
    page.text(row, 2, &label, look, kind)?;
    // Bold letters are wider.
    let width = if look == Look::Plain { LABEL_WIDTH } else { LABEL_WIDTH * 0.95 };
    page.height(row, text::lines(&label, width).max(text::lines(&code, CODE_WIDTH)))
}

/// The formula inside of a cell: the lines of the row's key, or the rows directly below.
fn source_of(
    book: &Book<'_>,
    columns: &Columns,
    body: RowNum,
    (of, row): (&Row, RowNum),
    (group, column): (&Group, ColNum),
    slot: Option<Slot>,
) -> String {
    let lang = book.shared.lang;
    if of.policy(group.amount) == Policy::Below {
        let rows = of.children.iter().map(|child| body + *child as RowNum);
        return sum(rows, column);
    }
    let key = format!("${}", at(row, columns.key));
    let mut conditions = vec![(Field::FormKey, key)];
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
    sum_where(book, group.amount, &conditions)
}

fn sum_of(of: &Row, group: &Group, slot: Option<Slot>) -> Money {
    let is_wanted = |at: &Slot| slot.is_none_or(|slot| slot == *at);
    let sums = of.sums.iter().filter(|((amount, at), _)| *amount == group.amount && is_wanted(at));
    sums.map(|(_, money)| *money).sum()
}

/// The same, and whether it is all.
fn told(of: &Row, group: &Group, slot: Option<Slot>) -> Told {
    Told { money: sum_of(of, group, slot), is_least: of.lacks(group.amount, slot) }
}

/// Rates and what is left; blank where the plan, or a part of it, stands in another row.
fn derived(
    page: &mut Page<'_>,
    columns: &Columns,
    (row, look): (RowNum, Look),
    of: &Row,
) -> anyhow::Result<()> {
    let cumulative = columns.group(Amount::Cumulative);
    let spent = sum_of(of, cumulative, None);
    let spent_at = at(row, cumulative.column);
    let is_told = |plan: Amount| {
        let is_whole =
            of.policy(plan) != Policy::Above && of.policy(Amount::Cumulative) != Policy::Above;
        is_whole && !matches!(of.item, Item::Rest(_)) && !(plan == Amount::Assigned && of.is_coarse)
    };
    let tally = |plan: &Group| Tally {
        plan: sum_of(of, plan, None),
        cumulative: spent,
        lacks_cumulative: of.lacks(Amount::Cumulative, None),
        ..Tally::default()
    };
    for (column, on) in &columns.rates {
        if !is_told(*on) {
            page.blank(row, *column, look)?;
            continue;
        }
        let plan = columns.group(*on);
        let cell = Cell::new(row, u32::from(*column));
        page.rate(cell, &spent_at, &at(row, plan.column), tally(plan), look)?;
    }
    if !is_told(columns.plan) {
        return page.blank(row, columns.remaining, look);
    }
    let plan = columns.group(columns.plan);
    let left = format!("{}-{spent_at}", at(row, plan.column));
    page.left(row, columns.remaining, &left, tally(plan), look)
}
