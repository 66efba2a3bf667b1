//! What stands above and below a table of an official form: the two names, the title, the day, the signatures.

use rust_xlsxwriter::{FormatAlign, Worksheet, XlsxError};

use crate::domain::label::Label;
use crate::domain::lang::Lang;
use crate::domain::period::Period;
use crate::domain::register::Unit;
use crate::domain::settings::Settings;
use crate::render::xlsx::{sheets, style, text};

/// The first row of the heading, below the title block; a three-row heading ends with its index row at [`INDEX`].
pub const HEADING: u32 = 5;
/// The index row of a money table.
pub const INDEX: u32 = HEADING + 3;

/// Bold capitals that stand on a line of the name at the left, over STT, Mã and Nội dung.
const LEFT: f64 = 30.0;

/// By whom a form is issued, to whom, and for when.
#[derive(Clone, Copy)]
pub struct Issued<'a> {
    /// The settings of the office that issues it.
    pub settings: &'a Settings,
    /// The unit that fills it in.
    pub unit: &'a Unit,
    /// The period.
    pub period: Period,
}

/// What the title block of a sheet says.
pub struct Head<'a> {
    /// `Biểu số 01`.
    pub annex: &'a str,
    /// The title, without the period.
    pub title: &'a str,
    /// What stands above the table at the right, such as the unit of money.
    pub remark: &'a str,
    /// The last column of the name at the left.
    pub left: u16,
    /// The columns at the right for annex and remark.
    pub right: (u16, u16),
}

/// Whether the unit is the people's committee of a commune, town or ward.
fn is_commune(unit: &Unit) -> bool {
    let kind = Label::new(&unit.kind);
    ["xa", "thi tran", "phuong"].iter().any(|commune| kind.as_str() == *commune)
}

/// The name that the unit reports under: a commune through its people's committee.
pub fn reporter(unit: &Unit) -> String {
    if is_commune(unit) { format!("UBND {}", unit.name) } else { unit.name.clone() }
}

/// Writes rows 1 to 5.
pub fn write(sheet: &mut Worksheet, issued: Issued<'_>, head: &Head<'_>) -> Result<(), XlsxError> {
    let authority = issued.settings.office.authority.to_uppercase();
    let last = head.right.1;
    let plain = style::centred(12.0);
    let bold = style::centred(12.0).set_bold();
    sheets::across(sheet, 0, (0, head.left), &authority, &plain)?;
    let unit = reporter(issued.unit).to_uppercase();
    sheets::across(sheet, 1, (0, head.left), &unit, &style::ruled(bold.clone()))?;
    sheets::across(sheet, 0, head.right, head.annex, &bold)?;
    let period = issued.period.show(Lang::Vi).to_uppercase();
    let title = format!("{} {period}", head.title);
    sheets::across(sheet, 2, (0, last), &title, &style::centred(14.0).set_bold())?;
    let day = format!("(Số liệu tính đến ngày {})", issued.period.to().format("%-d/%-m/%Y"));
    sheets::across(sheet, 3, (0, last), &day, &style::centred(12.0).set_italic())?;
    if !head.remark.is_empty() {
        let remark = style::text(11.0).set_italic().set_align(FormatAlign::Right);
        sheets::across(sheet, 4, head.right, head.remark, &remark)?;
    }
    for (row, name) in [(0, &authority), (1, &unit)] {
        sheets::height(sheet, row, 2.0 + 16.0 * f64::from(text::lines(name, LEFT)))?;
    }
    sheet.set_row_height(2, 38)?;
    sheet.set_row_height(3, 18)?.set_row_height(4, 18)?;
    Ok(())
}

/// Writes the place for the signatures, from `row` on; what a unit types there is not locked.
pub fn signatures(
    sheet: &mut Worksheet,
    unit: &Unit,
    row: u32,
    left: (u16, u16),
    right: (u16, u16),
) -> Result<u32, XlsxError> {
    let free = style::centred(12.0).set_unlocked();
    let bold = free.clone().set_bold();
    let italic = free.clone().set_italic();
    sheets::across(sheet, row, right, "………, ngày … tháng … năm ……", &italic)?;
    sheets::across(sheet, row + 1, left, "NGƯỜI LẬP BIỂU", &bold)?;
    let signer = if is_commune(unit) {
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"
    } else {
        "THỦ TRƯỞNG ĐƠN VỊ"
    };
    sheets::across(sheet, row + 1, right, signer, &bold)?;
    sheets::across(sheet, row + 2, left, "(Ký, ghi rõ họ tên)", &italic)?;
    sheets::across(sheet, row + 2, right, "(Ký tên, đóng dấu)", &italic)?;
    sheet.set_row_height(row, 20)?.set_row_height(row + 1, 34)?.set_row_height(row + 2, 18)?;
    let names = row + 6;
    sheets::across(sheet, names, left, "", &bold)?;
    sheets::across(sheet, names, right, "", &bold)?;
    Ok(names)
}

/// Page number and, so that a loose page is known, unit and period.
pub fn footer(sheet: &mut Worksheet, issued: Issued<'_>) {
    // A footer takes 255 letters; a longer one the writer leaves out, with a word of its own on the terminal.
    let unit: String = issued.unit.name.chars().take(80).collect();
    let period = issued.period.show(Lang::Vi);
    sheet.set_footer(style::foot(&format!("{unit} - {period}"), "Trang &P/&N"));
    sheet.set_margins(0.5, 0.4, 0.6, 0.6, 0.3, 0.3);
}
