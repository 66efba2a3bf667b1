//! What changed since the period before, and what is added to periods that are closed.

use crate::domain::lang::Text;
use crate::render::sentences;

use super::Page;
use super::html::Html;

pub(super) fn moved(page: &Page<'_>, html: &mut Html) {
    let summary = page.summary;
    page.heading(html, page.say(HEADING));
    let before = sentences::period_before(summary).unwrap_or_else(|| NOTHING.words());
    let beside = [sentences::adjusted(summary), sentences::last_year(summary)];
    for words in [before].iter().chain(beside.iter().flatten()) {
        page.paragraph(html, "", words.get(page.lang));
    }
}

const HEADING: Text =
    Text { vi: "2. Thay đổi so với kỳ trước", en: "2. Changes since the period before" };
const NOTHING: Text = Text {
    vi: "Không có số liệu kỳ trước trong năm ngân sách để so sánh.",
    en: "No period before in the budget year is known to compare with.",
};
