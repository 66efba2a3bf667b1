//! "Bìa": who reports to whom by when, how to fill in the form, and the ticks "không phát sinh".

use chrono::{Datelike, Days, NaiveDate};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, FormatAlign, FormatBorder, Worksheet, XlsxError,
};

use super::Order;
use super::table::Table;
use crate::domain::lang::Lang;
use crate::domain::mark;
use crate::render::xlsx::letterhead::issued;
use crate::render::xlsx::sheets;
use crate::render::xlsx::style::{self, Look};
use crate::render::xlsx::text;

/// The columns: what, then three that its value spans.
const LAST: u16 = 3;
/// Characters of 12-point Times New Roman that fit on a line of the value.
const LINE: f64 = 82.0;
/// Characters that fit on a line of the page.
const PAGE: f64 = 102.0;

/// The cover of a form with these tables.
pub(super) fn sheet(order: &Order<'_>, tables: &[Table]) -> Result<Worksheet, XlsxError> {
    let mut sheet = sheets::named("Bìa")?;
    let title = "BÁO CÁO GIẢI NGÂN VỐN\nCÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA";
    sheets::across(&mut sheet, 0, (0, LAST), title, &style::centred(16.0).set_bold())?;
    sheet.set_row_height(0, 56)?;
    let mut row = identity(&mut sheet, order, 2)?;
    row = instructions(&mut sheet, order, row + 1)?;
    row = nil_ticks(&mut sheet, order, tables, row + 1)?;
    sheets::protect(&mut sheet);
    for (column, width) in (0..).zip([19.0, 50.0, 17.0, 17.0]) {
        sheet.set_column_width(column, width)?;
    }
    issued::footer(&mut sheet, order.issued());
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    sheet.set_print_area(0, 0, row, LAST)?;
    sheet.set_screen_gridlines(false);
    Ok(sheet)
}

/// Who, to whom, for when; the person responsible can be corrected.
fn identity(sheet: &mut Worksheet, order: &Order<'_>, first: u32) -> Result<u32, XlsxError> {
    let unit = order.unit;
    let label = style::text(12.0).set_bold().set_align(FormatAlign::VerticalCenter);
    let label = label.set_border(FormatBorder::Thin).set_text_wrap();
    let value = style::text(12.0).set_border(FormatBorder::Thin).set_text_wrap();
    let value = value.set_align(FormatAlign::VerticalCenter).set_align(FormatAlign::Left);
    let entry = style::filled_in(value.clone());
    let rows = [
        ("Cơ quan tổng hợp", order.settings.office.name.clone(), &value),
        ("Đơn vị báo cáo", unit.name.clone(), &value),
        ("Mã đơn vị", unit.code.to_string(), &value),
        ("Kỳ báo cáo", capitalised(&order.period.show(Lang::Vi)), &value),
        ("Hạn gửi", deadline(order), &value),
        ("Người phụ trách", unit.contact.clone(), &entry),
        ("Điện thoại", unit.phone.clone(), &entry),
        ("Email", unit.email.clone(), &entry),
    ];
    let mut row = first;
    for (name, text, format) in rows {
        sheets::write(sheet, row, 0, name, &label)?;
        sheets::across(sheet, row, (1, LAST), &text, format)?;
        sheets::height(sheet, row, 4.0 + 17.0 * f64::from(text::lines(&text, LINE)))?;
        row += 1;
    }
    Ok(row)
}

/// How to fill in the form.
fn instructions(sheet: &mut Worksheet, order: &Order<'_>, first: u32) -> Result<u32, XlsxError> {
    let heading = style::text(12.0).set_bold();
    sheets::write(sheet, first, 0, "Cách điền", &heading)?;
    let text = style::text(12.0).set_align(FormatAlign::Top).set_text_wrap();
    let unit = order.settings.office.money_unit.label();
    let steps = [
        "Chỉ điền các ô nền vàng. Các ô khác (mã, kế hoạch, dòng cộng, tỷ lệ) đã khóa và tự tính; \
         trang được bảo vệ không có mật khẩu."
            .to_owned(),
        format!(
            "Mỗi dòng điền số phát sinh trong kỳ hoặc số lũy kế từ đầu năm, có sẵn số nào thì điền \
             số đó; nên dùng thống nhất một cách trong cả biểu. Điền cả hai thì lũy kế phải bằng \
             lũy kế kỳ trước cộng phát sinh trong kỳ. Đơn vị tính: {unit}."
        ),
        "Công trình, hoạt động chưa có tên trong biểu: ghi vào dòng trống có nền vàng ngay dưới \
         dự án, nội dung của nó; không dùng đến thì để trống."
            .to_owned(),
        "Ô chuyển màu đỏ: vượt kế hoạch. Ô chuyển màu cam: số âm (thu hồi tạm ứng, nộp trả) hoặc \
         lũy kế giảm so với kỳ trước; phải ghi lý do vào cột Giải trình."
            .to_owned(),
        "Trong kỳ không phát sinh: gõ số 0 ở từng dòng, hoặc chọn “x” trong bảng dưới đây. Để \
         trống được hiểu là chưa báo cáo."
            .to_owned(),
        "Ghi khó khăn, vướng mắc và kết quả thực hiện ở hai trang cuối. Không đổi tên trang, không \
         thêm hoặc bớt cột; gửi lại chính tệp Excel này."
            .to_owned(),
    ];
    let returned = order.sent.map(|sent| match sent.is_empty() {
        true => format!(
            "Tệp đơn vị đã gửi không dùng được, lý do ở trang “{}”: đề nghị điền số liệu vào biểu này \
             rồi gửi lại; sửa tệp đó theo trang này rồi gửi lại cũng được, chỉ cần gửi một trong hai.",
            mark::MEND
        ),
        false => format!(
            "Biểu này gửi lại để đơn vị sửa: đã điền sẵn số đơn vị gửi, ô cần sửa có nền đỏ nhạt. \
             Xem trang “{}”, sửa hoặc giải trình rồi gửi lại chính tệp này; sửa và gửi lại tệp gốc \
             của đơn vị cũng được, chỉ cần gửi một trong hai.",
            mark::MEND
        ),
    });
    let mut row = first + 1;
    for (index, step) in (1..).zip(returned.iter().chain(&steps)) {
        sheets::across(sheet, row, (0, LAST), &format!("{index}. {step}"), &text)?;
        sheets::height(sheet, row, 3.0 + 16.5 * f64::from(text::lines(step, PAGE)))?;
        row += 1;
    }
    Ok(row)
}

/// One row for each obligation: program × funding type, with a place for the tick.
fn nil_ticks(
    sheet: &mut Worksheet,
    order: &Order<'_>,
    tables: &[Table],
    first: u32,
) -> Result<u32, XlsxError> {
    let bordered = style::cell(Look::Plain);
    let label = style::wrapped(bordered.clone());
    let middle = style::middle(bordered);
    let tick = style::middle(style::entry()).set_bold();
    let headings = ["Mã", "Chương trình", "Loại vốn", "Không phát sinh"];
    for (column, heading) in (0..).zip(headings) {
        sheets::write(sheet, first, column, heading, &style::heading(10.0))?;
    }
    sheet.set_row_height(first, 20)?;
    let mut row = first;
    for program in order.catalogue.programs() {
        for Table { funding, outline, .. } in tables {
            if !outline.owes(&program.id) {
                continue;
            }
            row += 1;
            sheets::write(sheet, row, 0, program.id.as_str(), &middle)?;
            sheets::write(sheet, row, 1, &program.short, &label)?;
            sheets::write(sheet, row, 2, funding.label().vi, &middle)?;
            let nil = (program.id.clone(), *funding);
            match order.sent.filter(|sent| sent.nil.contains(&nil)) {
                Some(_) => sheets::write(sheet, row, 3, "x", &tick)?,
                None => sheet.write_blank(row, 3, &tick)?,
            };
            sheet.set_row_height(row, 20)?;
        }
    }
    if first < row {
        let validation = DataValidation::new()
            .allow_list_strings(&["x"])?
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_message("Ô này chỉ nhận dấu x (trong kỳ không phát sinh) hoặc để trống.")?
            .set_input_title("Không phát sinh")?
            .set_input_message("Chọn x nếu trong kỳ không có số phát sinh; nếu có thì để trống.")?;
        sheet.add_data_validation(first + 1, 3, row, 3, &validation)?;
    }
    Ok(row)
}

/// The last day in time, in the words of the letter that sets it: "trước ngày mùng 03" leaves the 2nd in time.
fn deadline(order: &Order<'_>) -> String {
    let Some(due) = order.due else { return "Theo văn bản yêu cầu báo cáo".to_owned() };
    let deadlines = &order.settings.deadlines;
    let rule = if order.unit.is_lead() { deadlines.lead_agency } else { deadlines.unit };
    let last = due.format("%d/%m/%Y");
    let next = due + Days::new(1);
    if !rule.inclusive && next.day() == rule.day {
        return format!("Trước ngày {} (ngày {last} là ngày cuối đúng hạn)", named(next));
    }
    format!("Chậm nhất ngày {} (ngày {last} vẫn là đúng hạn)", named(due))
}

/// `mùng 03/07/2024`: the first ten days of a month are "mùng".
fn named(day: NaiveDate) -> String {
    let prefix = if day.day() <= 10 { "mùng " } else { "" };
    format!("{prefix}{}", day.format("%d/%m/%Y"))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
