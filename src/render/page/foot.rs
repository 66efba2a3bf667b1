//! What the figures rest on: what is provisional or not known, remarks on the run, the control total.

use crate::domain::lang::{Words, words};
use crate::domain::tally::Tally;
use crate::render::terminal::control_words;

use super::Page;
use super::html::{Html, cut};

/// So many remarks on the run are printed.
const MOST: usize = 2;
/// And so many letters of each.
const WIDE: usize = 120;

pub(super) fn foot(page: &Page<'_>, html: &mut Html) {
    let summary = page.summary;
    html.element("footer", "", |foot| {
        for words in notes(page) {
            page.paragraph(foot, "", words.get(page.lang));
        }
        for remark in summary.remarks.iter().take(MOST) {
            page.paragraph(foot, "", &cut(remark.get(page.lang), WIDE));
        }
        if MOST < summary.remarks.len() {
            let more = summary.remarks.len() - MOST;
            let told = words!("và {more} ghi chú khác.", "and {more} more remarks."; more);
            page.paragraph(foot, "", told.get(page.lang));
        }
        page.paragraph(foot, "", control_words(summary, page.lang).get(page.lang));
    });
}

fn notes(page: &Page<'_>) -> Vec<Words> {
    let summary = page.summary;
    let whole = summary.totals.tally;
    let units =
        |is: fn(&Tally) -> bool| summary.units.iter().filter(|unit| is(&unit.tally)).count();
    let mut notes = Vec::new();
    if !whole.carried.is_zero() {
        notes.push(words!(
            "Lũy kế gồm {amount} {unit} tạm tính theo báo cáo gần nhất của {count} đơn vị.",
            "The cumulative figures hold {amount} {unit} that is provisional, of {count} units.";
            amount = page.amounts.show(whole.carried),
            unit = summary.money_unit().text(),
            count = units(|of| !of.carried.is_zero())
        ));
    }
    if whole.is_doubted {
        notes.push(words!(
            "Kế hoạch vốn trong danh mục còn nghi vấn (GN511) nên không tính tỷ lệ.",
            "The plan in the register is in doubt (GN511): there are no rates."
        ));
    }
    if whole.lacks_cumulative || whole.lacks_in_period || whole.has_shares {
        notes.push(words!(
            "“≥”: ít nhất; “≤”: nhiều nhất; “chưa rõ”: chưa có số liệu hoặc chưa tách. Chưa đủ số liệu: lũy kế của {cumulative} đơn vị, số trong kỳ của {in_period} đơn vị.",
            "“≥” is at least, “≤” at most, “unknown” is not stated or not split. Not known in full: the cumulative of {cumulative} units, the period of {in_period} units.";
            cumulative = units(|of| of.lacks_cumulative),
            in_period = units(|of| of.lacks_in_period)
        ));
    }
    notes
}
