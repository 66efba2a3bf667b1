//! Who must act: whose report does not count, who has figures to mend or to explain; who is worth most first.

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::domain::lang::{Text, Words, words};
use crate::domain::rule::{Finding, Severity};
use crate::domain::summary::{Call, SubmissionRow, Summary};
use crate::domain::tally::Points;
use crate::render::sentences;

use super::html::{Html, cut};
use super::{NAME, NONE, Page};

/// So many are called one after the other.
const MOST: usize = 6;

/// Something that somebody has to do.
struct Act {
    unit: String,
    what: Words,
    due: Option<NaiveDate>,
    /// Whom to call, and how.
    contact: String,
    worth: Option<Points>,
}

pub(super) fn acts(page: &Page<'_>, html: &mut Html) {
    page.heading(html, page.say(HEADING));
    let acts = all(page.summary);
    if acts.is_empty() {
        page.paragraph(html, "", page.say(NOBODY));
    } else {
        html.element("table", "", |table| {
            page.table_head(
                table,
                &[
                    ("w28 left", page.say(UNIT)),
                    ("left", page.say(WHAT)),
                    ("w25 left", page.say(CONTACT)),
                    ("w10", page.say(DUE)),
                    ("w9", page.say(WORTH)),
                ],
            );
            for act in acts.iter().take(MOST) {
                table.element("tr", "", |row| {
                    let due = act.due.map(|due| sentences::day(due).pick(page.lang));
                    let mut two_lines = |text: &str| {
                        row.element("td", "left wrap", |cell| {
                            cell.told("div", "two", text);
                        });
                    };
                    two_lines(&cut(&act.unit, NAME));
                    two_lines(&cut(act.what.get(page.lang), WIDE));
                    two_lines(&act.contact);
                    row.told("td", "", &due.unwrap_or_else(|| NONE.to_owned()));
                    row.told("td", "", &act.worth.map_or_else(|| NONE.to_owned(), Points::size));
                });
            }
            if MOST < acts.len() {
                page.more(table, "5", acts.len() - MOST);
            }
        });
    }
    let of = |severity: Severity| {
        let open = page.summary.findings.iter().filter(|of| of.accepted.is_none());
        open.filter(|of| of.severity == severity).count()
    };
    let told = words!(
        "Ảnh hưởng: tỷ lệ chung có thể thay đổi đến bấy nhiêu. Nội dung cần rà soát: {errors} lỗi, {warnings} cảnh báo (trang “Lỗi, cảnh báo” của sổ).",
        "Worth: by how many points the rate of the whole could move. Found in all reports: errors {errors}, warnings {warnings} (sheet “Lỗi, cảnh báo” of the workbook).";
        errors = of(Severity::Error), warnings = of(Severity::Warning)
    );
    page.paragraph(html, "note", told.get(page.lang));
}

fn all(summary: &Summary) -> Vec<Act> {
    let silent = summary.missing().chain(sentences::rejected(summary));
    let mut acts: Vec<Act> = silent.map(of_row).collect();
    acts.extend(summary.missing_consolidations().map(of_row));
    acts.extend(summary.calls.iter().filter(|of| !of.is_silent).map(|of| of_call(summary, of)));
    // Of those that are worth as much who is silent comes first.
    acts.sort_by_key(|act| Reverse(act.worth));
    acts
}

/// A report that has to come.
fn of_row(row: &SubmissionRow) -> Act {
    Act {
        unit: sentences::name(row).to_owned(),
        what: sentences::state(row),
        due: row.due,
        contact: reached(&row.contact, &row.phone),
        worth: row.worth,
    }
}

/// A report of which something has to be mended or explained; the worst of it is named.
fn of_call(summary: &Summary, call: &Call) -> Act {
    let is_its = |of: &&Finding| {
        of.problem.unit.as_ref() == Some(&call.unit) && of.goes_back() && !of.is_consequence
    };
    let mut own = summary.findings.iter().filter(is_its);
    let worst = own.next();
    let more = own.count();
    let title = worst.map_or_else(Words::default, |of| {
        words!("{title} ({code})", "{title} ({code})"; title = of.rule.title, code = of.rule.code)
    });
    let what = match more {
        0 => words!("Sửa hoặc giải trình: {title}", "Mend or explain: {title}"; title),
        more => words!(
            "Sửa hoặc giải trình: {title}, {more} nội dung khác",
            "Mend or explain: {title}, {more} more";
            title, more
        ),
    };
    let unit = summary.register.unit(&call.unit);
    let contact = unit.map_or_else(String::new, |unit| reached(&unit.contact, &unit.phone));
    let due = rows_of(summary, call).find_map(|row| row.correct_by);
    Act { unit: summary.register.name(&call.unit), what, due, contact, worth: Some(call.worth) }
}

fn rows_of<'a>(summary: &'a Summary, call: &'a Call) -> impl Iterator<Item = &'a SubmissionRow> {
    summary.submissions.iter().filter(|row| row.unit.as_ref() == Some(&call.unit))
}

fn reached(contact: &str, phone: &str) -> String {
    let known = [contact, phone].into_iter().filter(|of| !of.is_empty());
    let known: Vec<String> = known.map(|of| cut(of, PERSON)).collect();
    if known.is_empty() { NONE.to_owned() } else { known.join(", ") }
}

/// What is to be done, in letters.
const WIDE: usize = 90;
/// Who is called, and the number, each.
const PERSON: usize = 36;
const HEADING: Text = Text { vi: "3. Ai phải làm gì", en: "3. Who must act" };
const NOBODY: Text = Text {
    vi: "Mọi đơn vị đã có báo cáo dùng được; không có nội dung phải sửa làm thay đổi tỷ lệ.",
    en: "Every report has come; nothing has to be mended that would move the rate.",
};
const UNIT: Text = Text { vi: "Đơn vị", en: "Unit" };
const WHAT: Text = Text { vi: "Việc phải làm", en: "What" };
const CONTACT: Text = Text { vi: "Người phụ trách, điện thoại", en: "Contact" };
const DUE: Text = Text { vi: "Hạn", en: "Due" };
const WORTH: Text = Text { vi: "Ảnh hưởng (điểm %)", en: "Worth (points)" };
