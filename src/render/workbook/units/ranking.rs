//! The first table of "Theo đơn vị": rank, figures, rates, and how the unit stands to the average.

use rust_xlsxwriter::{
    ColNum, ConditionalFormat3ColorScale, ConditionalFormatDataBar, ConditionalFormatType, RowNum,
};

use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::tally::{Rate, Tally};
use crate::render::workbook::Book;
use crate::render::workbook::ledger::Amount;
use crate::render::workbook::words;
use crate::render::xlsx::cells::{at, list};
use crate::render::xlsx::page::Told;
use crate::render::xlsx::page::{NO_RATE, Page};
use crate::render::xlsx::style::{Kind, Look};
use crate::render::xlsx::text;

use super::{
    CODE, CUMULATIVE, Columns, Entry, Layout, MONEY, PLAN, RANK, RATE, REMAINING, UNIT, UNIT_WIDTH,
};

/// Writes the table from its heading to its row of totals.
pub fn write(
    page: &mut Page<'_>,
    book: &Book<'_>,
    columns: &Columns,
    (top, total): (RowNum, RowNum),
    entries: &[Entry<'_>],
    layout: &Layout,
) -> anyhow::Result<()> {
    heading(page, columns, top)?;
    let first = top + 2;
    let average: Tally = entries.iter().map(|entry| entry.whole).sum();
    for (row, entry) in (first..).zip(entries) {
        figures(page, book, columns, row, entry)?;
        standing(page, columns, (row, first, total), entry, average.rate())?;
    }
    sums(page, columns, (first, total), entries, layout)?;
    if first < total { shades(page, columns, first, total - 1) } else { Ok(()) }
}

fn heading(page: &mut Page<'_>, columns: &Columns, row: RowNum) -> anyhow::Result<()> {
    let format = &page.shared.styles.heading;
    let tall = [
        (RANK, words("Hạng", "Rank")),
        (CODE, words("Mã đơn vị", "Code")),
        (UNIT, words("Đơn vị", "Unit")),
        (PLAN, words("Kế hoạch vốn", "Plan")),
        (4, words("Giải ngân trong kỳ", "Disbursed in period")),
        (CUMULATIVE, words("Lũy kế giải ngân", "Cumulative")),
        (6, words("Trong đó tạm tính", "Of which provisional")),
        (REMAINING, words("Còn lại", "Remaining")),
        (columns.difference, words("So với bình quân (điểm %)", "Against average (points)")),
        (columns.remark, words("Đánh giá", "Remark")),
    ];
    for (column, text) in tall {
        page.across((row, column), (row + 1, column), page.shared.say(text), format)?;
    }
    let rates = words("Tỷ lệ giải ngân so với kế hoạch vốn (%)", "Rate on the plan (%)");
    page.across((row, RATE), (row, columns.difference - 1), page.shared.say(rates), format)?;
    page.words(row + 1, RATE, page.shared.say(words("Chung", "All")), format)?;
    for (column, funding) in &columns.fundings {
        page.words(row + 1, *column, funding.label().get(page.shared.lang), format)?;
    }
    for (column, (program, funding)) in &columns.parts {
        let text = format!("{} - {}", program.as_str().to_uppercase(), funding.short());
        page.words(row + 1, *column, &text, format)?;
    }
    page.height(row, 2)?;
    page.height(row + 1, 2)
}

/// The figures repeat the unit's row of the second table, the rates are those of its parts.
fn figures(
    page: &mut Page<'_>,
    book: &Book<'_>,
    columns: &Columns,
    row: RowNum,
    entry: &Entry<'_>,
) -> anyhow::Result<()> {
    let look = Look::Plain;
    let name = entry.title(book);
    page.text(row, CODE, entry.unit.unit.as_str(), look, Kind::Centre)?;
    page.text(row, UNIT, &name, look, Kind::Text)?;
    page.height(
        row,
        text::lines(&name, UNIT_WIDTH).max(text::lines(entry.unit.unit.as_str(), 12.0)),
    )?;
    for (column, amount) in MONEY {
        page.sum(row, column, &at(entry.row, column), Told::of(entry.whole, amount), look)?;
    }
    let (plan, cumulative) = (at(row, PLAN), at(row, CUMULATIVE));
    page.left(row, REMAINING, &format!("{plan}-{cumulative}"), entry.whole, look)?;
    page.rate(Cell::new(row, RATE.into()), &cumulative, &plan, entry.whole, look)?;
    for (column, funding) in &columns.fundings {
        let rows = entry.rows(|(_, of)| of == funding);
        rate_of(page, (row, *column), &rows, entry.funding(*funding))?;
    }
    for (column, part) in &columns.parts {
        let rows = entry.rows(|of| of == part);
        let tally = entry.parts.get(part).copied().unwrap_or_default();
        rate_of(page, (row, *column), &rows, tally)?;
    }
    Ok(())
}

/// The rate of some parts of a unit; blank where it has none of them.
fn rate_of(
    page: &mut Page<'_>,
    (row, column): (RowNum, ColNum),
    rows: &[RowNum],
    tally: Tally,
) -> anyhow::Result<()> {
    if rows.is_empty() {
        return page.blank(row, column, Look::Plain);
    }
    let sum = |column| page.rounded(&format!("SUM({})", list(rows.iter().copied(), column)));
    let (part, whole) = (sum(CUMULATIVE), sum(PLAN));
    page.rate(Cell::new(row, column.into()), &part, &whole, tally, Look::Plain)
}

/// Rank, distance to the average, and the remark.
fn standing(
    page: &mut Page<'_>,
    columns: &Columns,
    (row, first, total): (RowNum, RowNum, RowNum),
    entry: &Entry<'_>,
    average: Option<Rate>,
) -> anyhow::Result<()> {
    let look = Look::Plain;
    let rate = entry.whole.rate();
    let (own, cumulative) = (at(row, RATE), at(row, CUMULATIVE));
    let mean = format!("$I${}", total + 1);
    let rank =
        format!("=IF(ISNUMBER({own}),RANK({own},$I${}:$I${total}),\"{NO_RATE}\")", first + 1);
    let result = entry.rank.map_or_else(|| NO_RATE.to_owned(), |rank| rank.to_string());
    page.formula(row, RANK, rank, result, look, Kind::Centre)?;
    let points = rate.zip(average).map(|(own, mean)| own - mean);
    page.change(Cell::new(row, columns.difference.into()), &own, &mean, points, look)?;
    let [no_plan, none, above, equal, below] = [
        words("Không có kế hoạch", "No plan"),
        words("Chưa giải ngân", "Nothing disbursed"),
        words("Trên bình quân", "Above average"),
        words("Bằng bình quân", "At average"),
        words("Dưới bình quân", "Below average"),
    ]
    .map(|text| page.shared.say(text));
    let remark = format!(
        "=IF(NOT(ISNUMBER({own})),\"{no_plan}\",IF({cumulative}<=0,\"{none}\",IF({mean}<{own},\"{above}\",\
         IF({mean}={own},\"{equal}\",\"{below}\"))))"
    );
    let result = match (rate, average) {
        (None, _) => no_plan,
        _ if entry.whole.cumulative <= Money::ZERO => none,
        (Some(own), Some(mean)) if mean < own => above,
        (Some(own), Some(mean)) if mean == own => equal,
        _ => below,
    };
    if entry.whole.lacks_cumulative {
        let unknown = page.shared.say(words("Chưa rõ lũy kế", "Cumulative unknown"));
        return page.text(row, columns.remark, unknown, look, Kind::Centre);
    }
    page.formula(row, columns.remark, remark, result.to_owned(), look, Kind::Centre)
}

fn sums(
    page: &mut Page<'_>,
    columns: &Columns,
    (first, row): (RowNum, RowNum),
    entries: &[Entry<'_>],
    layout: &Layout,
) -> anyhow::Result<()> {
    let look = Look::Total;
    let label = page.shared.say(words("TỔNG CỘNG, BÌNH QUÂN CHUNG", "TOTAL, AVERAGE"));
    page.blank(row, RANK, look)?;
    page.blank(row, CODE, look)?;
    page.text(row, UNIT, label, look, Kind::Text)?;
    page.height(row, text::lines(label, UNIT_WIDTH * 0.8))?;
    let whole: Tally = entries.iter().map(|entry| entry.whole).sum();
    let rows: Vec<RowNum> = (first..row).collect();
    for (column, amount) in MONEY {
        let sum = if rows.is_empty() {
            "0".to_owned()
        } else {
            format!("SUM({})", list(rows.iter().copied(), column))
        };
        page.sum(row, column, &sum, Told::of(whole, amount), look)?;
    }
    let (plan, cumulative) = (at(row, PLAN), at(row, CUMULATIVE));
    page.left(row, REMAINING, &format!("{plan}-{cumulative}"), whole, look)?;
    page.rate(Cell::new(row, RATE.into()), &cumulative, &plan, whole, look)?;
    for (column, funding) in &columns.fundings {
        let sum = |amount| page.rounded(&layout.sum(amount, None, *funding));
        let (part, plan) = (sum(Amount::Cumulative), sum(Amount::Plan));
        let tally: Tally = entries.iter().map(|entry| entry.funding(*funding)).sum();
        page.rate(Cell::new(row, (*column).into()), &part, &plan, tally, look)?;
    }
    for (column, part) in &columns.parts {
        let sum = |amount| page.rounded(&layout.sum(amount, Some(&part.0), part.1));
        let (cumulative, plan) = (sum(Amount::Cumulative), sum(Amount::Plan));
        let tally: Tally = entries.iter().filter_map(|entry| entry.parts.get(part)).copied().sum();
        page.rate(Cell::new(row, (*column).into()), &cumulative, &plan, tally, look)?;
    }
    page.blank(row, columns.difference, look)?;
    page.blank(row, columns.remark, look)
}

/// A bar for the rate of the whole, red to green for the rates of its parts.
fn shades(
    page: &mut Page<'_>,
    columns: &Columns,
    first: RowNum,
    last: RowNum,
) -> anyhow::Result<()> {
    let bar = ConditionalFormatDataBar::new()
        .set_fill_color("9DC3E6")
        .set_solid_fill(true)
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 100);
    page.sheet.add_conditional_format(first, RATE, last, RATE, &bar)?;
    if columns.difference <= RATE + 1 {
        return Ok(());
    }
    let scale = ConditionalFormat3ColorScale::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_midpoint(ConditionalFormatType::Number, 50)
        .set_maximum(ConditionalFormatType::Number, 100)
        .set_minimum_color("F8CBAD")
        .set_midpoint_color("FFF2CC")
        .set_maximum_color("C6E0B4");
    page.sheet.add_conditional_format(first, RATE + 1, last, columns.difference - 1, &scale)?;
    Ok(())
}
