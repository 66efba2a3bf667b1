//! The second table of "Theo đơn vị": each unit with its programs and funding types, summed from "Dữ liệu".

use rust_xlsxwriter::RowNum;

use crate::domain::place::Cell;
use crate::render::workbook::lines::{self, Field, sum_where};
use crate::render::workbook::page::{Page, at};
use crate::render::workbook::style::{Kind, Look};
use crate::render::workbook::{text, words};

use super::{
    CODE, CUMULATIVE, Entry, Layout, MONEY, PLAN, RANK, RATE, REMAINING, UNIT, UNIT_WIDTH, money,
};

/// Writes the table under its heading in row `top`, and the hidden keys beside it.
pub fn write(
    page: &mut Page<'_>,
    top: RowNum,
    entries: &[Entry<'_>],
    layout: &Layout,
) -> anyhow::Result<()> {
    let book = page.book;
    let section = words("Chi tiết theo chương trình và loại vốn", "By program and funding type");
    page.words(top - 1, 0, book.say(section), &book.styles.section)?;
    let headings = [
        (RANK, words("STT", "No")),
        (CODE, words("Mã", "Code")),
        (UNIT, words("Đơn vị / Chương trình - loại vốn", "Unit / Program - funding type")),
        (PLAN, words("Kế hoạch vốn", "Plan")),
        (4, words("Giải ngân trong kỳ", "Disbursed in period")),
        (CUMULATIVE, words("Lũy kế giải ngân", "Cumulative")),
        (6, words("Trong đó tạm tính", "Of which provisional")),
        (REMAINING, words("Còn lại", "Remaining")),
        (RATE, words("Tỷ lệ (%)", "Rate (%)")),
    ];
    for (column, text) in headings {
        page.words(top, column, book.say(text), &book.styles.heading)?;
    }
    page.height(top, 2)?;
    for (number, entry) in (1..).zip(entries) {
        unit(page, number, entry)?;
        for (row, part) in (entry.row + 1..).zip(&entry.parts) {
            let ((program, funding), tally) = part;
            let label = book.summary.catalogue.get(program).map_or_else(
                || program.to_string(),
                |node| {
                    if book.lang == crate::domain::lang::Lang::En {
                        node.en.clone()
                    } else {
                        node.short.clone()
                    }
                },
            );
            let label = format!("{label} - {}", funding.label().get(book.lang));
            page.blank(row, RANK, Look::Plain)?;
            page.text(
                row,
                CODE,
                &format!("{program} - {}", funding.short()),
                Look::Plain,
                Kind::Centre,
            )?;
            page.text(row, UNIT, &label, Look::Plain, Kind::Inset)?;
            page.height(row, text::lines(&label, UNIT_WIDTH - 3.0))?;
            page.sheet.write_number(row, layout.unit, entry.index as f64 + 1.0)?;
            page.sheet.write_string(row, layout.program, program.as_str())?;
            page.sheet.write_string(row, layout.funding, funding.short())?;
            // Program and funding type are codes of ours; the unit is a number beside the row.
            let (program, funding) = (format!("\"{program}\""), lines::funding(*funding));
            let key = format!("${}", at(row, layout.unit));
            for (column, amount) in MONEY {
                let conditions = [
                    (Field::UnitKey, &*key),
                    (Field::Program, &program),
                    (Field::Funding, &funding),
                ];
                let sum = sum_where(book.lang, amount, &conditions);
                page.sum(row, column, &sum, money(*tally, amount), Look::Plain)?;
            }
            rest(page, row, *tally, Look::Plain)?;
        }
    }
    for column in layout.unit..=layout.funding {
        page.sheet.set_column_hidden(column)?;
    }
    Ok(())
}

fn unit(page: &mut Page<'_>, number: u64, entry: &Entry<'_>) -> anyhow::Result<()> {
    let (row, look) = (entry.row, Look::Group);
    let name = entry.title(page.book);
    page.text(row, RANK, &number.to_string(), look, Kind::Centre)?;
    page.text(row, CODE, entry.unit.unit.as_str(), look, Kind::Centre)?;
    page.text(row, UNIT, &name, look, Kind::Text)?;
    page.height(row, text::lines(&name, UNIT_WIDTH * 0.9))?;
    let last = row + entry.parts.len() as RowNum;
    for (column, amount) in MONEY {
        let sum = match last == row {
            true => "0".to_owned(),
            false => format!("SUM({}:{})", at(row + 1, column), at(last, column)),
        };
        page.sum(row, column, &sum, money(entry.whole, amount), look)?;
    }
    rest(page, row, entry.whole, look)
}

fn rest(
    page: &mut Page<'_>,
    row: RowNum,
    tally: crate::domain::tally::Tally,
    look: Look,
) -> anyhow::Result<()> {
    let (plan, cumulative) = (at(row, PLAN), at(row, CUMULATIVE));
    page.sum(row, REMAINING, &format!("{plan}-{cumulative}"), tally.remaining(), look)?;
    page.rate(Cell::new(row, RATE.into()), &cumulative, &plan, tally.rate(), look)
}
