//! A sheet "Vốn đầu tư" or "Vốn sự nghiệp": title block, heading, rows, guards, signatures and page.

use rust_xlsxwriter::Worksheet;

use super::body::{Body, FIRST};
use super::columns::{CODE, Columns, FIGURES, LABEL, LABEL_WIDTH, NUMBER};
use super::outline::Outline;
use super::table::Table;
use super::{Order, guard, heading};
use crate::domain::key::Funding;
use crate::render::xlsx::Shared;
use crate::render::xlsx::letterhead::{self, Issued};
use crate::render::xlsx::page::{Page, Print};

/// Paper sizes of Excel.
const A3: u8 = 8;
/// Paper sizes of Excel.
const A4: u8 = 9;

/// The sheet of one funding type.
pub(super) fn sheet(
    order: &Order<'_>,
    shared: &Shared<'_>,
    table: &Table,
) -> anyhow::Result<Worksheet> {
    let Table { funding, outline, columns, remarks } = table;
    let mut page = Page::form(shared, table.sheet())?;
    page.mark(&remarks.cells);
    widths(&mut page, outline, columns);
    let (annex, capital) = match funding {
        Funding::Investment => ("Biểu số 01", "VỐN ĐẦU TƯ PHÁT TRIỂN"),
        Funding::Recurrent => ("Biểu số 02", "VỐN SỰ NGHIỆP"),
    };
    let title =
        format!("TÌNH HÌNH GIẢI NGÂN {capital} THỰC HIỆN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA");
    let right = (columns.reason, columns.note());
    let head = Issued { annex, title: &title, left: LABEL, right };
    letterhead::issued(&mut page, order.unit, &head)?;
    letterhead::money_unit_at(&mut page, heading::FIRST - 1, right)?;
    heading::write(&mut page, columns, order.period)?;
    let body = Body { outline, columns, unit: shared.unit(), plan: table.plan_of(), remarks };
    body.write(&mut page)?;
    guard::write(&mut page.sheet, &body)?;
    let signer = (columns.reason.saturating_sub(2), columns.note());
    let row = body.last() + 2;
    let end = letterhead::unit_signatures(&mut page, order.unit, row, (CODE, LABEL), signer)?;
    page.sheet.set_paper_size(if columns.is_wide() { A3 } else { A4 }).set_zoom(85);
    let last = (end, columns.note());
    page.print(Print { heading: heading::FIRST, body: FIRST, frozen: FIGURES, last })?;
    page.finish()
}

/// Wide enough for the largest plan, so that no figure becomes `###`.
fn widths(page: &mut Page<'_>, outline: &Outline, columns: &Columns) {
    let unit = page.shared.unit();
    let longest = outline
        .rows
        .iter()
        .flat_map(|row| columns.blocks.iter().map(move |block| (row, block)))
        .filter_map(|(row, block)| row.total(block.measure, &block.parts))
        .map(|amount| amount.show(unit, 3).len())
        .max();
    let figure = longest.map_or(0.0, |digits| digits as f64 + 0.8).max(9.0);
    let width = |column| match column {
        NUMBER => 6.0,
        CODE => 8.0,
        LABEL => LABEL_WIDTH,
        _ if column == columns.rate => 8.5,
        _ if column == columns.reason => 19.0,
        _ if column == columns.note() => 14.0,
        _ => figure,
    };
    page.widths(&(NUMBER..=columns.note()).map(width).collect::<Vec<_>>());
}
