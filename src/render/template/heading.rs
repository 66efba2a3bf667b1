//! The heading of a money table: three rows with merges and the index row, each column a path that says what it is.

use rust_xlsxwriter::{Note, Worksheet, XlsxError};

use super::columns::{self, Block, CODE, Columns, FIGURES, LABEL, NUMBER};
use super::split::Part;
use crate::domain::key::PlanYear;
use crate::domain::period::Period;
use crate::domain::submission::Measure;
use crate::render::xlsx::letterhead::issued::{HEADING, INDEX};
use crate::render::xlsx::sheets;
use crate::render::xlsx::style;

const LAST: u32 = INDEX - 1;

/// Writes heading and index row.
pub(super) fn write(
    sheet: &mut Worksheet,
    columns: &Columns,
    period: Period,
) -> Result<(), XlsxError> {
    for (column, text) in [(NUMBER, "STT"), (CODE, "Mã"), (LABEL, "Nội dung")] {
        single(sheet, column, text)?;
    }
    for block in &columns.blocks {
        group(sheet, block, columns.year)?;
    }
    if let Some(column) = columns.previous {
        single(sheet, column, "Lũy kế giải ngân đến hết kỳ trước")?;
    }
    single(sheet, columns.rate, "Tỷ lệ (%)")?;
    single(sheet, columns.reason, "Giải trình")?;
    single(sheet, columns.note(), "Ghi chú")?;
    // "Vốn các năm trước kéo dài, chưa tách năm" over one column.
    let is_coarse = |part: &Part| !matches!(part.year, PlanYear::Of(_)) || part.source.is_none();
    let mut parts = columns.blocks.iter().filter(|block| block.parts != [Part::WHOLE]);
    let has_coarse = parts.any(|block| block.parts.iter().any(is_coarse));
    for row in HEADING..=LAST {
        sheet.set_row_height(row, if has_coarse { 40 } else { 28 })?;
    }
    index(sheet, columns)?;
    notes(sheet, columns, period)
}

/// A column without parts.
fn single(sheet: &mut Worksheet, column: u16, text: &str) -> Result<(), XlsxError> {
    sheets::block(sheet, (HEADING, LAST), (column, column), text, &style::heading(10.0))
}

/// The words over a measure.
fn words(measure: Measure, year: i32) -> String {
    let text = match measure {
        Measure::Plan => "Kế hoạch vốn",
        Measure::Allocated => "Đã phân bổ chi tiết",
        Measure::Volume => "Giá trị khối lượng hoàn thành",
        Measure::InPeriod => "Giải ngân trong kỳ",
        Measure::Cumulative => "Lũy kế giải ngân",
        Measure::Forecast | Measure::ForecastNext => {
            let day = columns::forecast_day(measure, year);
            return format!("Ước giải ngân đến {}", day.format("%d/%m/%Y"));
        }
        _ => unreachable!("a block of columns holds figures"),
    };
    text.to_owned()
}

/// A measure over its total, plan years and sources.
fn group(sheet: &mut Worksheet, block: &Block, budget: i32) -> Result<(), XlsxError> {
    let (group, text) = (block.group, words(block.measure, budget));
    if block.parts == [Part::WHOLE] {
        return single(sheet, group.total, &text);
    }
    let format = style::heading(10.0);
    let below = HEADING + 1;
    sheets::across(sheet, HEADING, (group.total, group.last), &text, &format)?;
    if group.is_split() {
        sheets::block(sheet, (below, LAST), (group.total, group.total), "Tổng số", &format)?;
    }
    for (year, first, last) in block.years() {
        let label = Block::year_label(year, budget);
        let run = (group.first + first, group.first + last);
        let parts = &block.parts[usize::from(first)..=usize::from(last)];
        if let [only] = parts
            && only.source.is_none()
        {
            sheets::block(sheet, (below, LAST), run, &label, &format)?;
            continue;
        }
        sheets::across(sheet, below, run, &label, &format)?;
        for (column, part) in (run.0..).zip(parts) {
            let source = Block::source_label(part.source);
            sheets::write(sheet, LAST, column, source, &format)?;
        }
    }
    Ok(())
}

/// `A B C 1=2+3 …`: letters for texts, numbers for figures, and how those that are computed come about.
fn index(sheet: &mut Worksheet, columns: &Columns) -> Result<(), XlsxError> {
    let format = style::index();
    let texts = [NUMBER, CODE, LABEL, columns.reason, columns.note()];
    for (column, letter) in texts.into_iter().zip(["A", "B", "C", "D", "E"]) {
        sheets::write(sheet, INDEX, column, letter, &format)?;
    }
    let number = |column: u16| column - FIGURES + 1;
    for column in FIGURES..columns.reason {
        let groups = columns.blocks.iter().map(|block| block.group);
        let split = groups.into_iter().find(|group| group.is_split() && group.total == column);
        let text = if let Some(group) = split {
            let parts: Vec<String> =
                (group.first..=group.last).map(|part| number(part).to_string()).collect();
            let sum = match parts.as_slice() {
                [first, .., last] if 6 < parts.len() => format!("{first}+…+{last}"),
                _ => parts.join("+"),
            };
            format!("{}={sum}", number(column))
        } else if column == columns.rate {
            let (paid, plan) = (number(columns.cumulative.total), number(columns.plan.total));
            format!("{}={paid}/{plan}*100", number(column))
        } else {
            sheet.write_number_with_format(INDEX, column, f64::from(number(column)), &format)?;
            continue;
        };
        sheets::write(sheet, INDEX, column, &text, &format)?;
    }
    sheet.set_row_height(INDEX, 14)?;
    Ok(())
}

/// What a heading means, where a unit might doubt it.
fn notes(sheet: &mut Worksheet, columns: &Columns, period: Period) -> Result<(), XlsxError> {
    let to = period.to().format("%d/%m/%Y");
    let from = period.from().format("%d/%m/%Y");
    let texts = [
        (
            columns.plan.total,
            "Theo các quyết định giao, phân bổ vốn đã có hiệu lực đến ngày cuối của kỳ. Nếu chưa \
             khớp với quyết định đơn vị nhận được, ghi số quyết định vào cột Ghi chú."
                .to_owned(),
        ),
        (
            columns.in_period.total,
            format!(
                "Số đã thanh toán qua Kho bạc Nhà nước từ ngày {from} đến ngày {to}, kể cả tạm ứng \
                 chưa thu hồi."
            ),
        ),
        (
            columns.cumulative.total,
            format!(
                "Số đã thanh toán từ ngày 01/01/{} đến ngày {to}, kể cả vốn kéo dài. Để trống thì \
                 được hiểu là lũy kế đến hết kỳ trước cộng giải ngân trong kỳ.",
                columns.year
            ),
        ),
    ];
    for (column, text) in texts {
        let note = Note::new(text).add_author_prefix(false).set_width(260).set_height(110);
        sheet.insert_note(HEADING, column, &note)?;
    }
    Ok(())
}
