//! "Bìa": who reports to whom by when, how to fill in the form, and the ticks "không phát sinh".

use chrono::{Datelike, Days, NaiveDate};
use rust_xlsxwriter::{ColNum, DataValidation, FormatAlign, FormatBorder, RowNum, Worksheet};

use super::Order;
use super::table::Table;
use crate::domain::catalogue::Node;
use crate::domain::key::Funding;
use crate::domain::lang::Lang;
use crate::domain::mark;
use crate::render::xlsx::Shared;
use crate::render::xlsx::page::Page;
use crate::render::xlsx::style::{self, Look};
use crate::render::xlsx::table::{Column, Table as List, Value, warning};
use crate::render::xlsx::text::{self, capitalised};

/// Characters of 12-point Times New Roman that fit on a line of the value.
const LINE: f64 = 82.0;
/// Characters that fit on a line of the page.
const PAGE: f64 = 102.0;

/// The cover of a form with these tables.
pub(super) fn sheet(
    order: &Order<'_>,
    shared: &Shared<'_>,
    tables: &[Table],
) -> anyhow::Result<Worksheet> {
    let mut page = Page::form(shared, "Bìa")?;
    let ticks = ticks(order)?;
    ticks.widths(&mut page);
    let last = ticks.last();
    let title = "BÁO CÁO GIẢI NGÂN VỐN\nCÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA";
    page.across((0, 0), (0, last), title, &style::centred(16.0).set_bold())?;
    page.points(0, 56.0)?;
    let row = identity(&mut page, order, 2, last)?;
    let row = instructions(&mut page, order, row + 1, last)?;
    let mut next = ticks.heading(&mut page, row + 1)?;
    let first = next;
    for program in order.catalogue.programs() {
        for table in tables.iter().filter(|table| table.outline.owes(&program.id)) {
            ticks.row(&mut page, next, &(program, table.funding), Look::Plain)?;
            page.points(next, 20.0)?;
            next += 1;
        }
    }
    if first < next {
        ticks.watch(&mut page, (first, next - 1))?;
    }
    page.sheet.set_portrait().set_zoom(100).set_print_area(0, 0, next - 1, last)?;
    page.finish()
}

/// A row for each obligation, program × funding type, with a place for the tick.
fn ticks<'o>(order: &'o Order<'_>) -> anyhow::Result<List<'o, (&'o Node, Funding)>> {
    use Value::{Centred, Entry, Text};
    type Of<'o> = (&'o Node, Funding);
    let is_x = DataValidation::new()
        .allow_list_strings(&["x"])?
        .set_input_title("Không phát sinh")?
        .set_input_message("Chọn x nếu trong kỳ không có số phát sinh; nếu có thì để trống.")?;
    let is_x = warning(is_x, "Ô này chỉ nhận dấu x (trong kỳ không phát sinh) hoặc để trống.")?;
    let tick = |(program, funding): &Of<'o>| {
        let nil = (program.id.clone(), *funding);
        let is_nil = order.sent.is_some_and(|sent| sent.nil.contains(&nil));
        let x = if is_nil { "x" } else { "" };
        Entry(Box::new(Centred(x.to_owned())))
    };
    Ok(List::new(vec![
        Column::new("Mã", 19.0, |_, (of, _): &Of<'o>| Centred(of.id.to_string())),
        Column::new("Chương trình", 50.0, |_, (of, _): &Of<'o>| Text(of.short.clone())),
        Column::new("Loại vốn", 17.0, |_, (_, of): &Of<'o>| Centred(of.label().vi.to_owned())),
        Column::new("Không phát sinh", 17.0, move |_, of: &Of<'o>| tick(of)).asks(is_x),
    ]))
}

/// Who, to whom, for when; the person responsible can be corrected.
fn identity(
    page: &mut Page<'_>,
    order: &Order<'_>,
    first: RowNum,
    last: ColNum,
) -> anyhow::Result<RowNum> {
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
        page.words(row, 0, name, &label)?;
        page.across((row, 1), (row, last), &text, format)?;
        page.points(row, 4.0 + 17.0 * f64::from(text::lines(&text, LINE)))?;
        row += 1;
    }
    Ok(row)
}

/// How to fill in the form.
fn instructions(
    page: &mut Page<'_>,
    order: &Order<'_>,
    first: RowNum,
    last: ColNum,
) -> anyhow::Result<RowNum> {
    let heading = style::text(12.0).set_bold();
    page.words(first, 0, "Cách điền", &heading)?;
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
        "Ghi khó khăn, vướng mắc, kết quả thực hiện và đề nghị hoàn trả, điều chỉnh vốn ở ba trang \
         cuối; số đề nghị không làm thay đổi kế hoạch vốn. Không đổi tên trang, không thêm hoặc bớt \
         cột; gửi lại chính tệp Excel này."
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
        page.across((row, 0), (row, last), &format!("{index}. {step}"), &text)?;
        page.points(row, 3.0 + 16.5 * f64::from(text::lines(step, PAGE)))?;
        row += 1;
    }
    Ok(row)
}

/// The last day in time, in the words of the letter that sets it: "trước ngày mùng 03" leaves the 2nd in time.
fn deadline(order: &Order<'_>) -> String {
    let Some(due) = order.due else { return "Theo văn bản yêu cầu báo cáo".to_owned() };
    let rule = order.settings.due_day(Some(order.unit));
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
