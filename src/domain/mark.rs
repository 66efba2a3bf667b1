//! The hidden mark of what the tool itself wrote: in a workbook a very hidden sheet of two columns, name and value; in a
//! letter the properties of the document; in a page a comment.

use super::lang::Text;

/// The name of the very hidden sheet, and of the property of a letter that says what it is.
pub(crate) const SHEET: &str = "giaingan";
/// What the workbook is: [`FORM`] or [`CONSOLIDATED`]; what a letter is about: [`REMINDER`] or [`OBSTACLES`].
pub(crate) const KIND: &str = "loai";
/// An issued form (biểu mẫu).
pub(crate) const FORM: &str = "bieu-mau/1";
/// A consolidated workbook (kết quả).
pub(crate) const CONSOLIDATED: &str = "ket-qua/1";
/// How the kinds of consolidated workbooks begin, of whatever version of the tool.
pub(crate) const CONSOLIDATED_BY: &str = "ket-qua/";
/// The same of issued forms.
pub(crate) const FORM_BY: &str = "bieu-mau/";
/// A letter (công văn).
pub(crate) const LETTER: &str = "cong-van/1";
/// A letter to those who report: a notice, a reminder.
pub(crate) const REMINDER: &str = "don-doc";
/// A letter about difficulties (khó khăn, vướng mắc).
pub(crate) const OBSTACLES: &str = "kho-khan";
/// How the comment of a page begins; its seal follows.
pub(crate) const PAGE: &str = "<!-- giaingan trang/1 ";
/// The code of the unit.
pub(crate) const UNIT: &str = "don-vi";
/// The period's id.
pub(crate) const PERIOD: &str = "ky";
/// SHA-256 of the register from which it was made.
pub(crate) const REGISTER: &str = "danh-muc";
/// The unit of its money, as [`super::money::MoneyUnit::label`] writes it.
pub(crate) const MONEY_UNIT: &str = "don-vi-tinh";
/// The seal: a digest of all that the workbook held when it was written.
pub(crate) const SEAL: &str = "niem-phong";
/// How a seal begins.
pub(crate) const SEALED: &str = "sha256:";
/// What stands in its place until all else is written.
pub(crate) const UNSEALED: &str =
    "sha256:0000000000000000000000000000000000000000000000000000000000000000";
/// The sheet of a form that went back to its unit on which stands what to mend. It holds no figures.
pub(crate) const MEND: &str = "Cần sửa";
/// Its column of places in this form: `Vốn đầu tư!K12`.
pub(crate) const MEND_PLACE: &str = "Vị trí trong biểu này";
/// Its column of the rules.
pub(crate) const MEND_CODE: &str = "Mã";
/// Its column in which the unit explains a figure, or the report as a whole.
pub(crate) const MEND_REASON: &str = "Giải trình của đơn vị";
/// The sheet of a consolidated workbook that lists its sources: their paths and SHA-256.
pub(crate) const SOURCES: &str = "Nguồn";
/// The row of that sheet that says which office made it.
pub(crate) const OFFICE: Text = Text { vi: "Cơ quan tổng hợp", en: "Office" };
/// The cover of a form.
pub(crate) const COVER: &str = "Bìa";
/// The sheet of a form on which difficulties are told.
pub(crate) const DIFFICULTIES: &str = "Khó khăn, vướng mắc";
/// The sheet of a form for results in other units than money.
pub(crate) const RESULTS: &str = "Kết quả thực hiện";
/// The sheet of a form for what the unit proposes to return, or to have changed, of its plans.
pub(crate) const PROPOSALS: &str = "Hoàn trả, điều chỉnh";
/// A sheet that is part of the submission one level up; one row each.
pub(crate) const PART: &str = "trang";
/// How many of the lowest offices that report are in a consolidated workbook: expected, received, missing, rejected.
pub(crate) const REACH: &str = "don-vi-bao-cao";
/// What the silent ones may add to its cumulative for certain, at least and at most, in đồng.
pub(crate) const ROOM: &str = "co-the-tang";
/// Whether the plan of a consolidated workbook is in doubt, so that it tells no rates.
pub(crate) const DOUBTED: &str = "ke-hoach-nghi-van";
/// Yes.
pub(crate) const YES: &str = "1";
/// No.
pub(crate) const NO: &str = "0";
