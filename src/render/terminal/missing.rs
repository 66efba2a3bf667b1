//! Whose report does not count, and whom to call.

use std::cmp::Reverse;

use super::amounts::NONE;
use super::screen::{Screen, Tone};
use super::status::day;
use super::table::{Column, Table, whole};
use super::units::UNIT;
use crate::domain::lang::{Lang, Text};
use crate::domain::summary::Summary;
use crate::domain::tally::Points;
use crate::render::sentences::{name, rejected};

/// Every missing unit and every unit whose report was unusable, who is worth most first; nothing where all reported.
pub(super) fn missing(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    let mut rows: Vec<_> = summary.missing().chain(rejected(summary)).collect();
    rows.sort_by_key(|row| Reverse(row.worth));
    if rows.is_empty() {
        return String::new();
    }
    let mut table = Table::new(vec![
        Column::words(UNIT.get(lang)),
        Column::words(STATE.get(lang)),
        Column::words(CONTACT.get(lang)),
        Column::words(PHONE.get(lang)),
        Column::figure(DUE.get(lang)),
        Column::figure(WORTH.get(lang)),
    ]);
    for row in &rows {
        let or_none = |text: &str| if text.is_empty() { NONE.into() } else { text.to_owned() };
        table.row(
            Tone::Quiet,
            vec![
                name(row).to_owned(),
                row.state.label().get(lang).to_owned(),
                or_none(&row.contact),
                or_none(&whole(&row.phone)),
                day(row.due, lang),
                row.worth.map_or_else(|| NONE.to_owned(), Points::size),
            ],
        );
    }
    let heading = format!("{} ({})", HEADING.get(lang), rows.len());
    let note = screen.paragraph("", MEANS.get(lang));
    format!("{}{}{note}", screen.heading(&heading), table.show(screen))
}

const HEADING: Text =
    Text { vi: "Chưa có báo cáo dùng được", en: "Without a report that counts" };
const STATE: Text = Text { vi: "Tình trạng", en: "State" };
const CONTACT: Text = Text { vi: "Người phụ trách", en: "Contact" };
const WORTH: Text = Text { vi: "Ảnh hưởng\n(điểm %)", en: "Worth\n(points)" };
const MEANS: Text = Text {
    vi: "Ảnh hưởng: tỷ lệ giải ngân chung có thể tăng đến bấy nhiêu điểm phần trăm khi có báo cáo.",
    en: "Worth: by how many percentage points the rate of the whole could rise with the report.",
};
const PHONE: Text = Text { vi: "Điện thoại", en: "Phone" };
pub(super) const DUE: Text = Text { vi: "Hạn nộp", en: "Due" };
