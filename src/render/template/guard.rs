//! What watches over a money table while it is filled in: validation, colours. It warns and never blocks.

use rust_xlsxwriter::{DataValidation, DataValidationRule, Format, Worksheet, XlsxError};

use super::body::{Body, FIRST};
use super::columns::{Columns, FIGURES, Group, LABEL};
use crate::domain::money::MoneyUnit;
use crate::render::xlsx::cells::{at, range};
use crate::render::xlsx::number::{self, precision};
use crate::render::xlsx::style;
use crate::render::xlsx::table::warning;

/// Puts all of it on the sheet.
pub(super) fn write(sheet: &mut Worksheet, body: &Body<'_>) -> Result<(), XlsxError> {
    numbers(sheet, body)?;
    free_labels(sheet, body)?;
    colours(sheet, body)?;
    fractions(sheet, body)
}

/// A validation that asks for a number and, below zero, for a reason.
pub(super) fn number(asks: &str) -> Result<DataValidation, XlsxError> {
    let least = DataValidationRule::GreaterThanOrEqualTo(0.0);
    let number = DataValidation::new().allow_decimal_number(least);
    warning(number.set_error_title("Kiểm tra lại số liệu")?, asks)
}

/// Entry cells take numbers; a negative one (thu hồi tạm ứng, nộp trả) is asked about.
fn numbers(sheet: &mut Worksheet, body: &Body<'_>) -> Result<(), XlsxError> {
    let columns = body.columns;
    let unit = body.unit.label();
    let asks = format!(
        "Ô này nhận số, đơn vị tính: {unit}. Số âm chỉ dùng khi thu hồi tạm ứng hoặc nộp trả ngân \
         sách: chọn Yes và ghi lý do vào cột Giải trình."
    );
    for (first, last) in columns.entries(body.plan) {
        let prompt = if first == columns.in_period.first {
            Some(("Giải ngân trong kỳ", "Không phát sinh thì gõ số 0."))
        } else if first == columns.cumulative.first {
            Some((
                "Lũy kế giải ngân",
                "Từ đầu năm đến hết kỳ. Có thể để trống nếu đã điền trong kỳ.",
            ))
        } else {
            None
        };
        let mut validation = number(&asks)?;
        if let Some((title, text)) = prompt {
            let text = format!("{text} Đơn vị tính: {unit}.");
            validation = validation.set_input_title(title)?.set_input_message(text)?;
        }
        over(sheet, body.entry_runs(), (first, last), validation)?;
    }
    Ok(())
}

/// One validation over the same columns of several runs of rows.
fn over(
    sheet: &mut Worksheet,
    runs: Vec<(u32, u32)>,
    (first, last): (u16, u16),
    validation: DataValidation,
) -> Result<(), XlsxError> {
    let Some(&(top, bottom)) = runs.first() else { return Ok(()) };
    let ranges = runs.iter().map(|&(from, to)| range((from, first), (to, last)));
    let ranges = ranges.collect::<Vec<_>>().join(" ");
    sheet.add_data_validation(top, first, bottom, last, &validation.set_multi_range(ranges))?;
    Ok(())
}

fn free_labels(sheet: &mut Worksheet, body: &Body<'_>) -> Result<(), XlsxError> {
    let prompt = DataValidation::new()
        .allow_any_value()
        .set_input_title("Dòng trống")?
        .set_input_message(
            "Ghi tên công trình, hoạt động chưa có trong danh mục. Không dùng đến thì để trống cả dòng.",
        )?;
    over(sheet, body.free_runs(), (LABEL, LABEL), prompt)
}

/// Red over the plan; amber where a figure falls or is negative, and where its reason is still to be given.
fn colours(sheet: &mut Worksheet, body: &Body<'_>) -> Result<(), XlsxError> {
    let columns = body.columns;
    let rows = (FIRST, body.last());
    let (red, amber) = (style::over_plan(), style::falling());
    let rules = Rules { columns, row: FIRST, precision: precision(body.unit) };
    let (in_period, paid) = (columns.in_period, columns.cumulative);
    let decimals = decimals(body.unit);
    let mut numbers = |columns: (u16, u16), condition: &str, format: &Format| {
        number::colour_numbers(sheet, rows, columns, condition, format, decimals)
    };
    // Where plan and figures are split otherwise, only their totals can be compared.
    let last = if columns.are_alike() { paid.last } else { paid.total };
    numbers((paid.total, last), &rules.over_plan(), &red)?;
    if let Some(previous) = columns.previous {
        let over = rules.over_plan_by_period(previous);
        numbers((in_period.total, in_period.total), &over, &red)?;
        numbers((paid.total, paid.total), &rules.fell(previous), &amber)?;
    }
    for group in [in_period, paid] {
        let cell = at(FIRST, group.total);
        let below = format!("AND(ISNUMBER({cell}),{cell}<0)");
        numbers((group.total, group.last), &below, &amber)?;
    }
    // Only where the reason can be written: each run of rows begins its formula anew.
    for run in body.entry_runs() {
        let asks = Rules { row: run.0, ..rules }.asks_for_reason();
        number::colour(sheet, run, (columns.reason, columns.reason), &asks, amber.clone())?;
    }
    Ok(())
}

/// The conditions of one row, as formulas.
#[derive(Clone, Copy)]
struct Rules<'a> {
    columns: &'a Columns,
    row: u32,
    precision: u8,
}

impl Rules<'_> {
    /// The cell of a column in this row, whatever column the format is applied to.
    fn cell(&self, column: u16) -> String {
        format!("${}", at(self.row, column))
    }

    fn exceeds(&self, amount: &str, bound: &str) -> String {
        format!("ROUND({amount}-N({bound}),{})>0", self.precision)
    }

    /// The cumulative and its parts against the plan and its parts, column by column.
    fn over_plan(&self) -> String {
        let paid = at(self.row, self.columns.cumulative.total);
        let plan = at(self.row, self.columns.plan.total);
        format!("AND(ISNUMBER({paid}),{})", self.exceeds(&format!("N({paid})"), &plan))
    }

    /// The last cumulative and what was disbursed in the period, where no cumulative is given.
    fn over_plan_by_period(&self, previous: u16) -> String {
        let in_period = self.cell(self.columns.in_period.total);
        let paid = self.cell(self.columns.cumulative.total);
        let together = format!("N({in_period})+N({})", self.cell(previous));
        let over = self.exceeds(&together, &self.cell(self.columns.plan.total));
        format!("AND(ISNUMBER({in_period}),NOT(ISNUMBER({paid})),{over})")
    }

    fn fell(&self, previous: u16) -> String {
        let paid = self.cell(self.columns.cumulative.total);
        let fell = self.exceeds(&format!("N({})", self.cell(previous)), &paid);
        format!("AND(ISNUMBER({paid}),{fell})")
    }

    fn asks_for_reason(&self) -> String {
        let negative = |group: Group| {
            let (first, last) = (self.cell(group.first), self.cell(group.last));
            format!("COUNTIF({first}:{last},\"<0\")>0")
        };
        let mut causes = vec![negative(self.columns.in_period), negative(self.columns.cumulative)];
        causes.extend(self.columns.previous.map(|previous| self.fell(previous)));
        let reason = self.cell(self.columns.reason);
        format!("AND(TRIM({reason})=\"\",OR({}))", causes.join(","))
    }
}

/// Figures with a fraction show it.
fn fractions(sheet: &mut Worksheet, body: &Body<'_>) -> Result<(), XlsxError> {
    let columns = body.columns;
    let decimals = decimals(body.unit);
    let rows = (FIRST, body.last());
    for (first, last) in [(FIGURES, columns.rate - 1), (columns.rate + 1, columns.reason - 1)] {
        if first <= last {
            number::show_fractions(sheet, rows, (first, last), decimals)?;
        }
    }
    Ok(())
}

/// The decimals that are shown. Units type nghìn đồng: in tỷ they are six.
fn decimals(unit: MoneyUnit) -> u8 {
    match unit {
        MoneyUnit::Billion => 6,
        unit => precision(unit).min(number::MOST),
    }
}
