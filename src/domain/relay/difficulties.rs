//! What stands over the columns of the sheet of difficulties that are read again.

use crate::domain::lang::Text;

/// Its name.
pub(crate) const ID: Text = Text { vi: "Mã", en: "Id" };
/// Who told it.
pub(crate) const UNIT: Text = Text { vi: "Đơn vị", en: "Unit" };
/// What was told first of it.
pub(crate) const TOLD: Text = Text { vi: "Khó khăn, vướng mắc", en: "Difficulty" };
/// The cause.
pub(crate) const CAUSE: Text = Text { vi: "Nguyên nhân", en: "Cause" };
/// The proposal.
pub(crate) const PROPOSAL: Text = Text { vi: "Đề xuất, kiến nghị", en: "Proposal" };
/// The level that can settle it.
pub(crate) const LEVEL: Text = Text { vi: "Cấp giải quyết", en: "Settled by" };
/// The amount.
pub(crate) const HELD_UP: Text = Text { vi: "Số tiền vướng mắc", en: "Held up" };
/// The document.
pub(crate) const DOCUMENT: Text = Text { vi: "Văn bản", en: "Document" };
/// The status.
pub(crate) const STATUS: Text = Text { vi: "Trạng thái", en: "Status" };
/// What it is about.
pub(crate) const ABOUT: Text =
    Text { vi: "Chương trình, dự án, nội dung", en: "Program, component, work" };
/// The hidden columns beside them: component, work, since when, told last, at its level since.
pub(crate) const KEYS: [&str; 5] =
    ["noi-dung", "cong-trinh", "tu-ky", "ky-gan-nhat", "tu-ky-cua-cap"];
