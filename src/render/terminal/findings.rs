//! `check` on the screen: what is wrong, where, and what to do; the largest first, repetitions counted.

mod accepted;
mod by_rule;
mod by_unit;
mod count;
mod one;
mod overview;

use super::amounts::with_unit;
use super::screen::{Screen, Tone};
use super::summary::{control, title};
use crate::domain::lang::{Lang, Text, words};
use crate::domain::rule::{Finding, Severity, Whose};
use crate::domain::summary::Summary;
use crate::render::sentences::WORTH_MEANS;

use count::counts;
pub(super) use overview::overview;

/// What findings are put together by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Grouping {
    /// By unit: whom to call, and what to tell them.
    Unit,
    /// By rule: what goes wrong most.
    Rule,
}

/// The findings, put together by unit or by rule: errors before warnings before notes, the largest amount first.
///
/// Of one rule and unit only so many findings are written out, the rest are counted; JSON has all.
pub(crate) fn findings(
    summary: &Summary,
    grouping: Grouping,
    lang: Lang,
    screen: &Screen,
) -> String {
    let mut out = title(TITLE.get(lang), summary, lang, screen);
    if summary.findings.is_empty() {
        out.push('\n');
        out.push_str(&screen.paint(Tone::Good, CLEAN.get(lang)));
        out.push('\n');
    }
    let open: Vec<&Finding> = open(summary).collect();
    out.push_str(&match grouping {
        Grouping::Unit => by_unit::show(summary, &open, lang, screen),
        Grouping::Rule => by_rule::show(summary, &open, lang, screen),
    });
    out.push_str(&accepted::show(summary, lang, screen));
    out.push('\n');
    if summary.findings.iter().any(|finding| finding.worth.is_some()) {
        out.push_str(&screen.paragraph("", WORTH_MEANS.get(lang)));
    }
    out.push_str(&totals(summary, lang, screen));
    out.push_str(&control(summary, lang, screen));
    out
}

/// The findings that nobody accepted.
fn open(summary: &Summary) -> impl Iterator<Item = &Finding> {
    summary.findings.iter().filter(|finding| finding.accepted.is_none())
}

/// How many findings of one rule and unit are written out.
fn cap(severity: Severity) -> usize {
    match severity {
        Severity::Error => 20,
        Severity::Warning => 5,
        Severity::Note => 2,
    }
}

/// How many more there are than were written out, and where they are; empty where there are none.
fn rest(count: usize, indent: &str, lang: Lang, screen: &Screen) -> String {
    if count == 0 {
        return String::new();
    }
    let text = words!(
        "… và {count} chỗ khác (xem đủ: trang “Lỗi, cảnh báo” của sổ tổng hợp, hoặc --format json)",
        "… and {count} more (all of them: sheet “Lỗi, cảnh báo” of the workbook, or --format json)";
        count
    )
    .pick(lang);
    screen.paragraph(indent, &text)
}

fn totals(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    let aside = with_unit(summary.control.set_aside.amount, summary.money_unit(), lang);
    let cells = summary.control.set_aside.cells;
    let counted = counts(open(summary), lang);
    let text = match lang {
        Lang::Vi => {
            format!("Tổng số: {counted}; chưa đưa vào tổng hợp: {cells} ô, {aside}.")
        }
        Lang::En => format!("In all: {counted}; cells not in the totals: {cells}, {aside}."),
    };
    screen.paragraph("", &text)
}

/// `Xã Hòa Sơn (HL-01)`; the office itself; what is of no unit says so.
fn named(summary: &Summary, whose: Whose<'_>, lang: Lang) -> String {
    let code = match whose {
        Whose::Unit(code) => code,
        Whose::Office => return OFFICE.get(lang).to_owned(),
        Whose::Nobody => return NO_UNIT.get(lang).to_owned(),
    };
    let known = summary.units.iter().find(|unit| unit.unit == *code);
    let name = known.map_or_else(|| summary.register.name(code), |unit| unit.name.clone());
    if name == code.as_str() { name } else { format!("{name} ({code})") }
}

const TITLE: Text = Text { vi: "Kiểm tra báo cáo", en: "Check of the reports," };
const CLEAN: Text = Text {
    vi: "Không có nội dung nào cần rà soát: không lỗi, không cảnh báo, không lưu ý.",
    en: "Nothing to look at: no errors, no warnings, no notes.",
};
const OFFICE: Text = Text { vi: "Việc của cơ quan tổng hợp", en: "For the office" };
const NO_UNIT: Text = Text { vi: "Chưa rõ của đơn vị nào", en: "Of no unit" };

#[cfg(test)]
mod tests;
