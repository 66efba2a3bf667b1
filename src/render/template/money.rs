//! A sheet "Vốn đầu tư" or "Vốn sự nghiệp": title block, heading, rows, guards, signatures and page.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::body::{Body, FIRST};
use super::columns::{CODE, Columns, FIGURES, LABEL, LABEL_WIDTH, NUMBER};
use super::outline::Outline;
use super::table::Table;
use super::{Order, guard, heading};
use crate::domain::key::Funding;
use crate::render::xlsx::letterhead::issued::{self, HEADING, Head, INDEX};
use crate::render::xlsx::sheets;

/// Paper sizes of Excel.
const A3: u8 = 8;
/// Paper sizes of Excel.
const A4: u8 = 9;

/// The sheet of one funding type.
pub(super) fn sheet(order: &Order<'_>, table: &Table) -> Result<Worksheet, XlsxError> {
    let Table { funding, outline, columns, remarks } = table;
    let mut sheet = sheets::named(table.sheet())?;
    // Without this the writer stores 0 where a formula results in a blank text.
    sheet.set_formula_result_default("");
    let unit = order.settings.office.money_unit;
    let (annex, capital) = match funding {
        Funding::Investment => ("Biểu số 01", "VỐN ĐẦU TƯ PHÁT TRIỂN"),
        Funding::Recurrent => ("Biểu số 02", "VỐN SỰ NGHIỆP"),
    };
    let title =
        format!("TÌNH HÌNH GIẢI NGÂN {capital} THỰC HIỆN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA");
    let remark = format!("Đơn vị tính: {}", unit.label());
    let right = (columns.reason, columns.note());
    let head = Head { annex, title: &title, remark: &remark, left: LABEL, right };
    issued::write(&mut sheet, order.issued(), &head)?;
    heading::write(&mut sheet, columns, order.period)?;
    let body = Body { outline, columns, unit, plan: table.plan_of(), remarks };
    body.write(&mut sheet)?;
    guard::write(&mut sheet, &body)?;
    guard::notes(&mut sheet, remarks)?;
    let signer = (columns.reason.saturating_sub(2), columns.note());
    let end = issued::signatures(&mut sheet, order.unit, body.last() + 2, (CODE, LABEL), signer)?;
    widths(&mut sheet, order, outline, columns)?;
    page(&mut sheet, order, columns, end)?;
    Ok(sheet)
}

/// Wide enough for the largest plan, so that no figure becomes `###`.
fn widths(
    sheet: &mut Worksheet,
    order: &Order<'_>,
    outline: &Outline,
    columns: &Columns,
) -> Result<(), XlsxError> {
    let unit = order.settings.office.money_unit;
    let longest = outline
        .rows
        .iter()
        .flat_map(|row| columns.blocks.iter().map(move |block| (row, block)))
        .filter_map(|(row, block)| row.total(block.measure, &block.parts))
        .map(|amount| amount.show(unit, 3).len())
        .max();
    let figure = longest.map_or(0.0, |digits| digits as f64 + 0.8).max(9.0);
    sheet
        .set_column_width(NUMBER, 6)?
        .set_column_width(CODE, 8)?
        .set_column_width(LABEL, LABEL_WIDTH)?;
    sheet.set_column_range_width(FIGURES, columns.reason - 1, figure)?;
    sheet.set_column_width(columns.rate, 8.5)?;
    sheet.set_column_width(columns.reason, 19)?.set_column_width(columns.note(), 14)?;
    Ok(())
}

fn page(
    sheet: &mut Worksheet,
    order: &Order<'_>,
    columns: &Columns,
    end: u32,
) -> Result<(), XlsxError> {
    issued::footer(sheet, order.issued());
    sheet.set_landscape().set_paper_size(if columns.is_wide() { A3 } else { A4 });
    sheet.set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    sheet.set_repeat_rows(HEADING, INDEX)?;
    sheet.set_print_area(0, 0, end, columns.note())?;
    sheet.set_freeze_panes(FIRST, FIGURES)?;
    sheet.set_screen_gridlines(false).set_zoom(85);
    Ok(())
}
