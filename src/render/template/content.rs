//! "Khó khăn, vướng mắc" and "Kết quả thực hiện": a row for each component of the unit and some more to fill in.

use std::collections::BTreeMap;

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Formula, Worksheet, XlsxError};

use super::body::range;
use super::head::{self, HEADING, Head};
use super::table::Table;
use super::{Order, guard, look};
use crate::domain::code::ComponentId;

/// Rows beside those of the components.
const FREE_ROWS: u32 = 8;
/// The first row below the heading.
const FIRST: u32 = HEADING + 1;

/// A column: its heading, its width and what is allowed in it.
struct Column {
    heading: &'static str,
    width: f64,
    takes: Takes,
}

enum Takes {
    Number,
    Code,
    Label,
    Text,
    Count,
    OneOf(Vec<String>),
}

/// What hinders the work, why, and who can settle it.
pub(super) fn difficulties(order: &Order<'_>, tables: &[Table]) -> Result<Worksheet, XlsxError> {
    let words =
        |words: &[&str]| Takes::OneOf(words.iter().map(|word| (*word).to_owned()).collect());
    let columns = [
        Column { heading: "STT", width: 6.0, takes: Takes::Number },
        Column { heading: "Mã", width: 10.0, takes: Takes::Code },
        Column { heading: "Nội dung", width: 38.0, takes: Takes::Label },
        Column { heading: "Khó khăn, vướng mắc", width: 36.0, takes: Takes::Text },
        Column {
            heading: "Nguyên nhân", width: 14.0, takes: words(&["Khách quan", "Chủ quan"])
        },
        Column { heading: "Đề xuất, kiến nghị", width: 34.0, takes: Takes::Text },
        Column { heading: "Cấp giải quyết", width: 13.0, takes: Takes::OneOf(levels(order)) },
        Column {
            heading: "Tình trạng",
            width: 16.0,
            takes: words(&["Chưa giải quyết", "Đang giải quyết", "Đã giải quyết"]),
        },
    ];
    let head = Head {
        annex: "Biểu số 03",
        title: "KHÓ KHĂN, VƯỚNG MẮC VÀ ĐỀ XUẤT, KIẾN NGHỊ",
        remark: "",
        left: 2,
        right: (6, 7),
    };
    sheet(order, "Khó khăn, vướng mắc", &head, &columns, tables)
}

/// What was done, in its own units: classes held, animals handed over, households that benefit.
pub(super) fn results(order: &Order<'_>, tables: &[Table]) -> Result<Worksheet, XlsxError> {
    let columns = [
        Column { heading: "STT", width: 6.0, takes: Takes::Number },
        Column { heading: "Mã", width: 10.0, takes: Takes::Code },
        Column { heading: "Nội dung", width: 46.0, takes: Takes::Label },
        Column { heading: "Chỉ tiêu", width: 40.0, takes: Takes::Text },
        Column { heading: "Đơn vị tính", width: 12.0, takes: Takes::Text },
        Column { heading: "Kế hoạch", width: 12.0, takes: Takes::Count },
        Column { heading: "Thực hiện", width: 12.0, takes: Takes::Count },
        Column { heading: "Ghi chú", width: 26.0, takes: Takes::Text },
    ];
    let head = Head {
        annex: "Biểu số 04",
        title: "KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
        remark: "",
        left: 2,
        right: (6, 7),
    };
    sheet(order, "Kết quả thực hiện", &head, &columns, tables)
}

/// The levels that can settle a difficulty: the commune, the office's own level, the province, the centre.
fn levels(order: &Order<'_>) -> Vec<String> {
    let own = order.settings.office.level.as_str();
    let mut levels = vec!["xã", own, "tỉnh", "trung ương"];
    let mut seen = Vec::new();
    levels.retain(|level| {
        let is_new = !level.is_empty() && !seen.contains(level);
        seen.push(level);
        is_new
    });
    levels.into_iter().map(str::to_owned).collect()
}

fn sheet(
    order: &Order<'_>,
    name: &str,
    head: &Head<'_>,
    columns: &[Column],
    tables: &[Table],
) -> Result<Worksheet, XlsxError> {
    let mut sheet = look::sheet(name)?;
    head::write(&mut sheet, order, head)?;
    for (column, Column { heading, width, .. }) in (0..).zip(columns) {
        sheet.set_column_width(column, *width)?;
        sheet.write_string_with_format(HEADING, column, *heading, &look::heading())?;
    }
    sheet.set_row_height(HEADING, 32)?;
    let components = components(tables);
    let mut row = FIRST;
    for (index, (id, label)) in (1..).zip(&components) {
        line(&mut sheet, columns, row, index, Some((id, label)))?;
        row += 1;
    }
    let listed = row - FIRST;
    for index in listed + 1..=listed + FREE_ROWS {
        line(&mut sheet, columns, row, index, None)?;
        row += 1;
    }
    validate(&mut sheet, columns, (FIRST, row - 1), listed)?;
    look::protect(&mut sheet);
    head::footer(&mut sheet, order);
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADING, HEADING)?;
    sheet.set_freeze_panes(FIRST, 3)?;
    sheet.set_screen_gridlines(false).set_zoom(90);
    Ok(sheet)
}

/// The components that the unit reports on, each once.
fn components(tables: &[Table]) -> BTreeMap<ComponentId, String> {
    let rows = tables.iter().flat_map(|table| table.outline.components());
    rows.map(|(id, label)| (id, label.to_owned())).collect()
}

fn line(
    sheet: &mut Worksheet,
    columns: &[Column],
    row: u32,
    index: u32,
    component: Option<(&ComponentId, &String)>,
) -> Result<(), XlsxError> {
    let locked = look::cell(look::Tier::Plain);
    let middle = look::middle(locked.clone());
    for (at, column) in (0..).zip(columns) {
        match (&column.takes, component) {
            (Takes::Number, _) => {
                sheet.write_string_with_format(row, at, index.to_string(), &middle)?;
            }
            (Takes::Code, Some((id, _))) => {
                sheet.write_string_with_format(row, at, id.as_str(), &middle)?;
            }
            (Takes::Label, Some((_, label))) => {
                let format = look::wrapped(locked.clone());
                let lines = look::lines(label, look::room(column.width));
                sheet.set_row_height(row, 2.0 + 14.5 * f64::from(lines.max(2)))?;
                sheet.write_string_with_format(row, at, label, &format)?;
            }
            (Takes::Count, _) => {
                sheet.write_blank(row, at, &look::entry().set_num_format("#,##0.##"))?;
            }
            _ => {
                sheet.write_blank(row, at, &look::wrapped(look::entry()))?;
            }
        }
    }
    Ok(())
}

fn validate(
    sheet: &mut Worksheet,
    columns: &[Column],
    (first, last): (u32, u32),
    listed: u32,
) -> Result<(), XlsxError> {
    let warning = |validation: DataValidation, text: &str| {
        validation.set_error_style(DataValidationErrorStyle::Warning).set_error_message(text)
    };
    for (at, column) in (0..).zip(columns) {
        match &column.takes {
            Takes::OneOf(words) => {
                let list = DataValidation::new().allow_list_strings(words)?;
                let text = "Nên chọn một trong các giá trị của danh sách.";
                sheet.add_data_validation(first, at, last, at, &warning(list, text)?)?;
            }
            Takes::Count => {
                let count = guard::number("Ô này nhận số lượng, là một số không âm.")?;
                sheet.add_data_validation(first, at, last, at, &count)?;
            }
            Takes::Code if 0 < listed => {
                let codes = range((first, at), (first + listed - 1, at));
                let codes = codes.split(':').map(absolute).collect::<Vec<_>>().join(":");
                let list =
                    DataValidation::new().allow_list_formula(Formula::new(format!("={codes}")));
                let text = "Nên chọn một mã đã có ở các dòng trên.";
                sheet.add_data_validation(first + listed, at, last, at, &warning(list, text)?)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// `$B$7` of `B7`.
fn absolute(cell: &str) -> String {
    let digits = cell.find(|letter: char| letter.is_ascii_digit()).unwrap_or(cell.len());
    format!("${}${}", &cell[..digits], &cell[digits..])
}
