//! The hidden mark of what the tool itself wrote: a very hidden sheet of two columns, name and value.

use super::lang::Text;

/// The name of the very hidden sheet.
pub const SHEET: &str = "giaingan";
/// What the workbook is: [`FORM`] or [`CONSOLIDATED`].
pub const KIND: &str = "loai";
/// An issued form (biểu mẫu).
pub const FORM: &str = "bieu-mau/1";
/// A consolidated workbook (kết quả).
pub const CONSOLIDATED: &str = "ket-qua/1";
/// The code of the unit.
pub const UNIT: &str = "don-vi";
/// The period's id.
pub const PERIOD: &str = "ky";
/// SHA-256 of the register from which it was made.
pub const REGISTER: &str = "danh-muc";
/// The unit of its money, as [`super::money::MoneyUnit::label`] writes it.
pub const MONEY_UNIT: &str = "don-vi-tinh";
/// The seal: a digest of all that the workbook held when it was written.
pub const SEAL: &str = "niem-phong";
/// How a seal begins.
pub const SEALED: &str = "sha256:";
/// What stands in its place until all else is written.
pub const UNSEALED: &str =
    "sha256:0000000000000000000000000000000000000000000000000000000000000000";
/// The sheet of a form that went back to its unit on which stands what to mend. It holds no figures.
pub const MEND: &str = "Cần sửa";
/// Its column of places in this form: `Vốn đầu tư!K12`.
pub const MEND_PLACE: &str = "Vị trí trong biểu này";
/// Its column of the rules.
pub const MEND_CODE: &str = "Mã";
/// Its column in which the unit explains a figure, or the report as a whole.
pub const MEND_REASON: &str = "Giải trình của đơn vị";
/// The sheet of a consolidated workbook that lists its sources: their paths and SHA-256.
pub const SOURCES: &str = "Nguồn";
/// The row of that sheet that says which office made it.
pub const OFFICE: Text = Text { vi: "Cơ quan tổng hợp", en: "Office" };
/// The cover of a form.
pub const COVER: &str = "Bìa";
/// The sheet of a form on which difficulties are told.
pub const DIFFICULTIES: &str = "Khó khăn, vướng mắc";
/// The sheet of a form for results in other units than money.
pub const RESULTS: &str = "Kết quả thực hiện";
/// A sheet that is part of the submission one level up; one row each.
pub const PART: &str = "trang";
