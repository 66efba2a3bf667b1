//! The heading of a money table: three rows with merges and the index row, each column a path that says what it is.

use rust_xlsxwriter::{ColNum, RowNum};

use super::columns::{self, Block, CODE, Columns, FIGURES, LABEL, NUMBER};
use super::split::Part;
use crate::domain::key::PlanYear;
use crate::domain::period::Period;
use crate::domain::submission::Measure;
use crate::render::xlsx::letterhead;
use crate::render::xlsx::page::Page;

/// The first row of the heading.
pub(super) const FIRST: RowNum = letterhead::ISSUED;
const LAST: RowNum = FIRST + 2;
/// The index row below it.
pub(super) const INDEX: RowNum = LAST + 1;

/// Writes heading and index row.
pub(super) fn write(page: &mut Page<'_>, columns: &Columns, period: Period) -> anyhow::Result<()> {
    for (column, text) in [(NUMBER, "STT"), (CODE, "Mã"), (LABEL, "Nội dung")] {
        single(page, column, text)?;
    }
    for block in &columns.blocks {
        group(page, block, columns.year)?;
    }
    if let Some(column) = columns.previous {
        single(page, column, "Lũy kế giải ngân đến hết kỳ trước")?;
    }
    single(page, columns.rate, "Tỷ lệ (%)")?;
    single(page, columns.reason, "Giải trình")?;
    single(page, columns.note(), "Ghi chú")?;
    // "Vốn các năm trước kéo dài, chưa tách năm" over one column.
    let is_coarse = |part: &Part| !matches!(part.year, PlanYear::Of(_)) || part.source.is_none();
    let mut parts = columns.blocks.iter().filter(|block| block.parts != [Part::WHOLE]);
    let has_coarse = parts.any(|block| block.parts.iter().any(is_coarse));
    for row in FIRST..=LAST {
        page.points(row, if has_coarse { 40.0 } else { 28.0 })?;
    }
    index(page, columns)?;
    notes(page, columns, period)
}

/// A column without parts.
fn single(page: &mut Page<'_>, column: ColNum, text: &str) -> anyhow::Result<()> {
    page.across((FIRST, column), (LAST, column), text, &page.shared.styles.heading)
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
fn group(page: &mut Page<'_>, block: &Block, budget: i32) -> anyhow::Result<()> {
    let (group, text) = (block.group, words(block.measure, budget));
    if block.parts == [Part::WHOLE] {
        return single(page, group.total, &text);
    }
    let format = &page.shared.styles.heading;
    let below = FIRST + 1;
    page.across((FIRST, group.total), (FIRST, group.last), &text, format)?;
    if group.is_split() {
        page.across((below, group.total), (LAST, group.total), "Tổng số", format)?;
    }
    for (year, first, last) in block.years() {
        let label = Block::year_label(year, budget);
        let run = (group.first + first, group.first + last);
        let parts = &block.parts[usize::from(first)..=usize::from(last)];
        if let [only] = parts
            && only.source.is_none()
        {
            page.across((below, run.0), (LAST, run.1), &label, format)?;
            continue;
        }
        page.across((below, run.0), (below, run.1), &label, format)?;
        for (column, part) in (run.0..).zip(parts) {
            let source = Block::source_label(part.source);
            page.words(LAST, column, source, format)?;
        }
    }
    Ok(())
}

/// `A B C 1=2+3 …`: letters for texts, numbers for figures, and how those that are computed come about.
fn index(page: &mut Page<'_>, columns: &Columns) -> anyhow::Result<()> {
    let format = &page.shared.styles.index;
    let texts = [NUMBER, CODE, LABEL, columns.reason, columns.note()];
    for (column, letter) in texts.into_iter().zip(["A", "B", "C", "D", "E"]) {
        page.words(INDEX, column, letter, format)?;
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
            page.sheet.write_number_with_format(
                INDEX,
                column,
                f64::from(number(column)),
                format,
            )?;
            continue;
        };
        page.words(INDEX, column, &text, format)?;
    }
    page.points(INDEX, 14.0)
}

/// What a heading means, where a unit might doubt it.
fn notes(page: &mut Page<'_>, columns: &Columns, period: Period) -> anyhow::Result<()> {
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
        page.note(FIRST, column, &text, (260, 110))?;
    }
    Ok(())
}
