//! The second table of "Theo đơn vị": each unit with its programs and funding types, summed from "Dữ liệu".

use std::collections::BTreeMap;

use rust_xlsxwriter::{ColNum, RowNum};

use crate::domain::place::Cell;
use crate::domain::tally::{Rate, Tally};
use crate::render::workbook::Book;
use crate::render::workbook::lines::{self, Field, sum_where};
use crate::render::workbook::{program_name, words};
use crate::render::xlsx::cells::at;
use crate::render::xlsx::page::Page;
use crate::render::xlsx::page::Told;
use crate::render::xlsx::style::{Kind, Look};
use crate::render::xlsx::text;

use super::{
    CODE, CUMULATIVE, Columns, Entry, Layout, MONEY, PLAN, Part, RANK, RATE, REMAINING, UNIT,
    UNIT_WIDTH,
};

/// A rate of the row of totals and its cell: what a row is compared with.
struct Average {
    cell: String,
    rate: Option<Rate>,
}

/// Writes the title in row `top`, the rows below it and the hidden keys beside them. The columns are those of the
/// ranking (its row of totals is `total`), whose heading stays in sight and is repeated on every page.
pub fn write(
    page: &mut Page<'_>,
    book: &Book<'_>,
    columns: &Columns,
    (total, top): (RowNum, RowNum),
    entries: &[Entry<'_>],
    layout: &Layout,
) -> anyhow::Result<()> {
    let section = words("Chi tiết theo chương trình và loại vốn", "By program and funding type");
    page.words(top, 0, page.shared.say(section), &page.shared.styles.section)?;
    page.height(top, 2)?;
    let whole: Tally = entries.iter().map(|entry| entry.whole).sum();
    let of_all = average(total, RATE, whole);
    let averages = averages(columns, total, entries);
    for (number, entry) in (1..).zip(entries) {
        unit(page, book, columns, number, entry, &of_all)?;
        for (row, (of, tally)) in (entry.row + 1..).zip(&entry.parts) {
            part(page, book, layout, (row, entry.index), of, *tally)?;
            rest(page, columns, (row, Look::Plain), *tally, &averages[of])?;
        }
    }
    for column in layout.unit..=layout.funding {
        page.sheet.set_column_hidden(column)?;
    }
    Ok(())
}

fn average(row: RowNum, column: ColNum, tally: Tally) -> Average {
    let column_letters = crate::domain::place::column_letters(column.into());
    Average { cell: format!("${column_letters}${}", row + 1), rate: tally.rate() }
}

/// The rate of all units for each program and funding type.
fn averages(columns: &Columns, total: RowNum, entries: &[Entry<'_>]) -> BTreeMap<Part, Average> {
    let mut tallies: BTreeMap<&Part, Tally> = BTreeMap::new();
    for (part, tally) in entries.iter().flat_map(|entry| &entry.parts) {
        *tallies.entry(part).or_default() += *tally;
    }
    let column = |part: &Part| {
        let own = columns.parts.iter().find(|(_, of)| of == part).map(|(column, _)| *column);
        let of_funding = columns.fundings.iter().find(|(_, of)| *of == part.1);
        own.or(of_funding.map(|(column, _)| *column)).unwrap_or(RATE)
    };
    let averages = tallies.into_iter();
    averages.map(|(part, tally)| (part.clone(), average(total, column(part), tally))).collect()
}

fn unit(
    page: &mut Page<'_>,
    book: &Book<'_>,
    columns: &Columns,
    number: u64,
    entry: &Entry<'_>,
    average: &Average,
) -> anyhow::Result<()> {
    let (row, look) = (entry.row, Look::Group);
    let name = entry.title(book);
    page.text(row, RANK, &number.to_string(), look, Kind::Centre)?;
    page.text(row, CODE, entry.unit.unit.as_str(), look, Kind::Centre)?;
    page.text(row, UNIT, &name, look, Kind::Text)?;
    page.height(row, text::lines(&name, UNIT_WIDTH * 0.95))?;
    let last = row + entry.parts.len() as RowNum;
    for (column, amount) in MONEY {
        let sum = if last == row {
            "0".to_owned()
        } else {
            format!("SUM({}:{})", at(row + 1, column), at(last, column))
        };
        page.sum(row, column, &sum, Told::of(entry.whole, amount), look)?;
    }
    rest(page, columns, (row, look), entry.whole, average)
}

/// A program and funding type of a unit, with the keys by which it is summed.
fn part(
    page: &mut Page<'_>,
    book: &Book<'_>,
    layout: &Layout,
    (row, unit): (RowNum, usize),
    (program, funding): &Part,
    tally: Tally,
) -> anyhow::Result<()> {
    let look = Look::Plain;
    let label =
        format!("{} - {}", program_name(book, program), funding.label().get(book.shared.lang));
    let code = format!("{} - {}", program.as_str().to_uppercase(), funding.short());
    page.blank(row, RANK, look)?;
    page.text(row, CODE, &code, look, Kind::Centre)?;
    page.text(row, UNIT, &label, look, Kind::Inset)?;
    page.height(row, text::lines(&label, UNIT_WIDTH - 4.0))?;
    page.sheet
        .write_number(row, layout.unit, unit as f64 + 1.0)?
        .write_string(row, layout.program, program.as_str())?
        .write_string(row, layout.funding, funding.short())?;
    // Program and funding type are codes of ours; the unit is a number beside the row.
    let (program, funding) = (format!("\"{program}\""), lines::funding(*funding));
    let key = format!("${}", at(row, layout.unit));
    for (column, amount) in MONEY {
        let conditions =
            [(Field::UnitKey, &*key), (Field::Program, &program), (Field::Funding, &funding)];
        let sum = sum_where(book, amount, &conditions);
        page.sum(row, column, &sum, Told::of(tally, amount), look)?;
    }
    Ok(())
}

/// What follows the money: what is left, the rate, and the distance to the rate of all units.
fn rest(
    page: &mut Page<'_>,
    columns: &Columns,
    (row, look): (RowNum, Look),
    tally: Tally,
    average: &Average,
) -> anyhow::Result<()> {
    let (plan, cumulative, own) = (at(row, PLAN), at(row, CUMULATIVE), at(row, RATE));
    page.left(row, REMAINING, &format!("{plan}-{cumulative}"), tally, look)?;
    page.rate(Cell::new(row, RATE.into()), &cumulative, &plan, tally, look)?;
    for column in (RATE + 1..columns.difference).chain([columns.remark]) {
        page.blank(row, column, look)?;
    }
    let points = tally.rate().zip(average.rate).map(|(own, mean)| own - mean);
    page.change(Cell::new(row, columns.difference.into()), &own, &average.cell, points, look)
}
