//! The heading of a money table: three rows with merges and the index row, each column a path that says what it is.

use rust_xlsxwriter::{ColNum, RowNum};

use super::columns::{self, Block, CODE, Columns, FIGURES, LABEL, NUMBER};
use super::split::Part;
use crate::domain::period::Period;
use crate::domain::submission::Measure;
use crate::render::xlsx::heading;
use crate::render::xlsx::letterhead;
use crate::render::xlsx::page::Page;

/// The first row of the heading.
pub(super) const FIRST: RowNum = letterhead::ISSUED;
/// Its rows: measure, plan year, source.
const ROWS: usize = 3;
/// The index row below it.
pub(super) const INDEX: RowNum = FIRST + ROWS as RowNum;

/// Writes heading and index row.
pub(super) fn write(page: &mut Page<'_>, columns: &Columns, period: Period) -> anyhow::Result<()> {
    heading::write(page, FIRST, ROWS, &paths(columns))?;
    index(page, columns)?;
    notes(page, columns, period)
}

/// What stands over each column: a measure over its total, plan years and sources.
fn paths(columns: &Columns) -> Vec<Vec<String>> {
    let mut paths = vec![Vec::new(); usize::from(columns.note()) + 1];
    let mut put = |column: ColNum, path: &[&str]| {
        paths[usize::from(column)] = path.iter().map(|words| (*words).to_owned()).collect();
    };
    put(NUMBER, &["STT"]);
    put(CODE, &["Mã"]);
    put(LABEL, &["Nội dung"]);
    for Block { measure, group, parts } in &columns.blocks {
        let measure = words(*measure, columns.year);
        if *parts == [Part::WHOLE] {
            put(group.total, &[&measure]);
            continue;
        }
        if group.is_split() {
            put(group.total, &[&measure, "Tổng số"]);
        }
        for (column, part) in (group.first..).zip(parts) {
            let year = Block::year_label(part.year, columns.year);
            let is_alone = parts.iter().filter(|other| other.year == part.year).count() == 1;
            match part.source {
                None if is_alone => put(column, &[&measure, &year]),
                source => put(column, &[&measure, &year, Block::source_label(source)]),
            }
        }
    }
    if let Some(column) = columns.previous {
        put(column, &["Lũy kế giải ngân đến hết kỳ trước"]);
    }
    put(columns.rate, &["Tỷ lệ (%)"]);
    put(columns.reason, &["Giải trình"]);
    put(columns.note(), &["Ghi chú"]);
    paths
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
            page.number(INDEX, column, f64::from(number(column)), format)?;
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
