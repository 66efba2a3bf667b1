//! "Khó khăn, vướng mắc" and "Kết quả thực hiện": a row for each component of the unit and some more to fill in.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Formula, Worksheet, XlsxError};

use super::entries::{Entries, Entry};
use super::table::Table;
use super::{Order, guard};
use crate::domain::place::Cell;
use crate::render::xlsx::cells::range;
use crate::render::xlsx::letterhead::issued::{self, HEADING, Head};
use crate::render::xlsx::number;
use crate::render::xlsx::sheets;
use crate::render::xlsx::style::{self, Look};
use crate::render::xlsx::text;

/// The first row below the heading.
pub(super) const FIRST: u32 = HEADING + 1;

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
pub(super) fn difficulties(order: &Order<'_>, entries: &Entries) -> Result<Worksheet, XlsxError> {
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
    sheet(order, Entries::DIFFICULTIES, &head, &columns, entries)
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
    sheet(order, "Kết quả thực hiện", &head, &columns, &Entries::blank(tables))
}

/// Letters of a level: what is longer is no word to choose.
const LONGEST_LEVEL: usize = 60;

/// The levels that can settle a difficulty: the commune, the office's own level, the province, the centre.
fn levels(order: &Order<'_>) -> Vec<String> {
    let own = order.settings.office.level.as_str();
    let mut levels = vec!["xã", own, "tỉnh", "trung ương"];
    let mut seen = Vec::new();
    levels.retain(|level| {
        // The words of a list take 255 letters in all.
        let is_short = level.chars().count() <= LONGEST_LEVEL;
        let is_new = !level.is_empty() && is_short && !seen.contains(level);
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
    entries: &Entries,
) -> Result<Worksheet, XlsxError> {
    let mut sheet = sheets::named(name)?;
    issued::write(&mut sheet, order.issued(), head)?;
    for (column, Column { heading, width, .. }) in (0..).zip(columns) {
        sheet.set_column_width(column, *width)?;
        sheets::write(&mut sheet, HEADING, column, *heading, &style::heading(10.0))?;
    }
    sheet.set_row_height(HEADING, 32)?;
    for row in 0..entries.rows.len() {
        line(&mut sheet, columns, entries, row)?;
    }
    let (end, free) = (entries.at(entries.rows.len()), entries.at(entries.listed));
    validate(&mut sheet, columns, (FIRST, end - 1), free - FIRST)?;
    for (at, _) in (0..).zip(columns).filter(|(_, column)| matches!(column.takes, Takes::Count)) {
        number::show_fractions(&mut sheet, (FIRST, end - 1), (at, at), 2)?;
    }
    guard::notes(&mut sheet, &entries.remarks)?;
    sheets::protect(&mut sheet);
    issued::footer(&mut sheet, order.issued());
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADING, HEADING)?;
    sheet.set_freeze_panes(FIRST, 3)?;
    sheet.set_screen_gridlines(false).set_zoom(90);
    Ok(sheet)
}

/// A row: what is known of a component is locked, what a unit tells is not.
fn line(
    sheet: &mut Worksheet,
    columns: &[Column],
    entries: &Entries,
    index: usize,
) -> Result<(), XlsxError> {
    let (entry, row) = (&entries.rows[index], entries.at(index));
    let locked = style::cell(Look::Plain);
    let middle = style::middle(locked.clone());
    let mut height = 1;
    for (at, column) in (0..).zip(columns) {
        let text = text(entry, at, column);
        let format = match column.takes {
            Takes::Number => {
                sheets::write(sheet, row, at, (index + 1).to_string(), &middle)?;
                continue;
            }
            Takes::Code if index < entries.listed => middle.clone(),
            Takes::Label if index < entries.listed => style::wrapped(locked.clone()),
            Takes::Count => style::typed(style::entry()),
            _ => style::wrapped(style::entry()),
        };
        let is_marked = entries.remarks.cells.contains_key(&Cell::new(row, at.into()));
        let format = if is_marked { style::marked(format) } else { format };
        if text.is_empty() {
            sheet.write_blank(row, at, &format)?;
            continue;
        }
        if !matches!(column.takes, Takes::Code) {
            height = text::lines(text, column.width).max(height).max(2);
        }
        sheets::write(sheet, row, at, text, &format)?;
    }
    if 1 < height {
        sheets::height(sheet, row, 2.0 + 14.5 * f64::from(height))?;
    }
    Ok(())
}

/// What stands in a column of a row.
fn text<'e>(entry: &'e Entry, at: u16, column: &Column) -> &'e str {
    match column.takes {
        Takes::Code => entry.component.as_ref().map_or("", |id| id.as_str()),
        Takes::Label => &entry.label,
        _ => entry.texts.get(&at).map_or("", String::as_str),
    }
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
