//! `check` on the screen: what is wrong, where, and what to do; the largest first, repetitions counted.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::amounts::{exact, with_unit};
use super::explain::tone;
use super::screen::{Screen, Tone};
use super::summary::{control, title};
use crate::domain::code::UnitCode;
use crate::domain::label::harmless;
use crate::domain::lang::{Lang, Text};
use crate::domain::money::Money;
use crate::domain::rule::{Finding, RuleCode, Severity};
use crate::domain::summary::Summary;

/// The findings by unit and rule: errors before warnings before notes, the largest amount first.
///
/// Of one rule and unit only so many findings are written out, the rest are counted; JSON has all.
pub fn findings(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    let mut out = title(TITLE.get(lang), summary, lang, screen);
    if summary.findings.is_empty() {
        out.push('\n');
        out.push_str(&screen.paint(Tone::Good, CLEAN.get(lang)));
        out.push('\n');
    }
    let mut units: BTreeMap<Option<&UnitCode>, Vec<&Finding>> = BTreeMap::new();
    for finding in summary.findings.iter().filter(|finding| finding.accepted.is_none()) {
        units.entry(finding.problem.unit.as_ref()).or_default().push(finding);
    }
    let mut units: Vec<_> = units.into_iter().collect();
    units.sort_by_cached_key(|(_, found)| found.iter().map(|finding| weight(finding)).min());
    for (unit, found) in &units {
        let name = unit.map_or_else(|| NO_UNIT.get(lang).to_owned(), |code| named(summary, code));
        out.push_str(&screen.heading(&format!("{name}: {}", counts(found.iter().copied(), lang))));
        for group in grouped(found) {
            out.push_str(&rule(&group, lang, screen));
        }
    }
    out.push_str(&accepted(summary, lang, screen));
    out.push('\n');
    out.push_str(&totals(summary, lang, screen));
    out.push_str(&control(summary, lang, screen));
    out
}

/// How many findings there are and the largest errors, for the summary of `aggregate`.
pub(super) fn overview(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    if summary.findings.is_empty() {
        return screen.heading(CLEAN.get(lang));
    }
    let mut open: Vec<&Finding> =
        summary.findings.iter().filter(|finding| finding.accepted.is_none()).collect();
    open.sort_by_cached_key(|finding| weight(finding));
    let counted = counts(open.iter().copied(), lang);
    let accepted = match summary.findings.len() - open.len() {
        0 => String::new(),
        count => match lang {
            Lang::Vi => format!("; {count} đã chấp nhận giải trình"),
            Lang::En => format!("; accepted with a reason: {count}"),
        },
    };
    let mut out = screen.heading(&format!("{}: {counted}{accepted}", TITLE_SHORT.get(lang)));
    let shown: Vec<_> = open.iter().filter(|finding| finding.is_error()).take(LARGEST).collect();
    for finding in &shown {
        let unit = finding.problem.unit.as_ref().map(|code| named(summary, code));
        let place = place(finding);
        let parts = [unit.unwrap_or_default(), place].into_iter().filter(|part| !part.is_empty());
        let at = parts.collect::<Vec<_>>().join(", ");
        let severity = head(finding, lang, screen);
        out.push_str(&format!("  {severity} {}\n", finding.rule.title.get(lang)));
        out.push_str(&screen.paragraph("    ", &at));
        out.push_str(&told(finding, "    ", lang, screen));
        out.push_str(&figures(finding, "    ", lang, screen));
    }
    let rest = open.len() - shown.len();
    if 0 < rest {
        let period = summary.period;
        out.push_str(&screen.paragraph(
            "  ",
            &match lang {
                Lang::Vi => {
                    format!("… và {rest} nội dung khác, xem: giaingan kiem-tra -p {period}")
                }
                Lang::En => format!("… and {rest} others, see: giaingan check -p {period}"),
            },
        ));
    }
    out
}

/// How many errors the summary writes out.
const LARGEST: usize = 3;

/// How many findings of one rule and unit are written out.
fn cap(severity: Severity) -> usize {
    match severity {
        Severity::Error => 20,
        Severity::Warning => 5,
        Severity::Note => 2,
    }
}

/// The money that a finding is about.
fn money(finding: &Finding) -> Money {
    finding.difference().unwrap_or_default().abs().max(finding.problem.set_aside.abs())
}

/// Sorts the worst and largest first.
fn weight(finding: &Finding) -> (Severity, Reverse<Money>, RuleCode) {
    (finding.severity, Reverse(money(finding)), finding.rule.code)
}

/// By severity and rule, the group with the largest amount first.
fn grouped<'a>(found: &[&'a Finding]) -> Vec<Vec<&'a Finding>> {
    let mut groups: BTreeMap<(Severity, RuleCode), Vec<&Finding>> = BTreeMap::new();
    for finding in found {
        groups.entry((finding.severity, finding.rule.code)).or_default().push(finding);
    }
    let mut groups: Vec<Vec<&Finding>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_by_cached_key(|finding| weight(finding));
    }
    groups.sort_by_cached_key(|group| weight(group[0]));
    groups
}

/// The findings of one rule in one unit: the fault, each place, and once how to mend it.
fn rule(group: &[&Finding], lang: Lang, screen: &Screen) -> String {
    let first = group[0];
    let mut out = format!("  {} {}\n", head(first, lang, screen), first.rule.title.get(lang));
    let most = cap(first.severity);
    for finding in group.iter().take(most) {
        let place = place(finding);
        if !place.is_empty() {
            out.push_str(&screen.paragraph("    ", &place));
        }
        out.push_str(&told(finding, "      ", lang, screen));
        out.push_str(&figures(finding, "      ", lang, screen));
    }
    if most < group.len() {
        let rest = group.len() - most;
        let text = match lang {
            Lang::Vi => format!("… và {rest} chỗ khác (xem đủ: --format json)"),
            Lang::En => format!("… and {rest} more places (all of them: --format json)"),
        };
        out.push_str(&screen.paragraph("    ", &text));
    }
    out.push_str(&screen.paragraph("    → ", first.rule.advice.get(lang)));
    out
}

/// `Lỗi GN402`.
fn head(finding: &Finding, lang: Lang, screen: &Screen) -> String {
    let words = format!("{} {}", finding.severity.label().get(lang), finding.rule.code);
    screen.paint(tone(finding.severity), &words)
}

/// `nop/2024-06/x.xlsx › Vốn đầu tư!E8`.
fn place(finding: &Finding) -> String {
    finding.problem.place.to_string()
}

/// What is wrong, in words. The lines for giaingan.toml (GN201) stay lines of their own, so that they can be copied.
fn told(finding: &Finding, indent: &str, lang: Lang, screen: &Screen) -> String {
    let words = finding.problem.words.get(lang);
    let (sentence, lines) = match words.split_once('\n') {
        Some(parts) if finding.rule.code.0 == "GN201" => parts,
        _ => (words, ""),
    };
    let mut out = screen.paragraph(indent, sentence);
    for line in lines.lines() {
        out.push_str(&format!("{indent}  {}\n", harmless(line)));
    }
    out
}

/// What was found, what with it was compared, the difference; what is not in the totals. To the last đồng.
fn figures(finding: &Finding, indent: &str, lang: Lang, screen: &Screen) -> String {
    let problem = &finding.problem;
    let mut parts = Vec::new();
    let mut say = |text: Text, amount: Option<Money>| {
        parts.extend(amount.map(|amount| format!("{}: {}", text.get(lang), exact(amount))));
    };
    say(FOUND, problem.found);
    say(EXPECTED, problem.expected);
    say(DIFFERENCE, finding.difference());
    say(SET_ASIDE, Some(problem.set_aside).filter(|amount| !amount.is_zero()));
    if parts.is_empty() { String::new() } else { screen.paragraph(indent, &parts.join(" · ")) }
}

/// What was explained and accepted: it stays in the report with its reason.
fn accepted(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    let accepted = summary.findings.iter().filter_map(|finding| {
        let reason = &finding.accepted.as_ref()?.reason;
        let unit = finding.problem.unit.as_ref().map(|code| named(summary, code));
        let code = finding.rule.code;
        Some(format!("{code} {} {}: {}", unit.unwrap_or_default(), place(finding), reason))
    });
    let accepted: Vec<String> = accepted.collect();
    if accepted.is_empty() {
        return String::new();
    }
    let mut out = screen.heading(&format!("{} ({})", ACCEPTED.get(lang), accepted.len()));
    for line in &accepted {
        out.push_str(&screen.paragraph("  ", line));
    }
    out
}

fn totals(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    let open = || summary.findings.iter().filter(|finding| finding.accepted.is_none());
    let aside = with_unit(summary.control.set_aside.amount, summary.money_unit(), lang);
    let cells = summary.control.set_aside.cells;
    let counted = counts(open(), lang);
    let text = match lang {
        Lang::Vi => {
            format!("Tổng số: {counted}; chưa đưa vào tổng hợp: {cells} ô, {aside}.")
        }
        Lang::En => format!("In all: {counted}; cells not in the totals: {cells}, {aside}."),
    };
    screen.paragraph("", &text)
}

/// `2 lỗi, 1 cảnh báo, 0 lưu ý`.
fn counts<'a>(findings: impl Iterator<Item = &'a Finding>, lang: Lang) -> String {
    let mut numbers = [0_usize; 3];
    for finding in findings {
        numbers[finding.severity as usize] += 1;
    }
    let [errors, warnings, notes] = numbers;
    match lang {
        Lang::Vi => format!("{errors} lỗi, {warnings} cảnh báo, {notes} lưu ý"),
        Lang::En => format!("errors: {errors}, warnings: {warnings}, notes: {notes}"),
    }
}

/// `Xã Hòa Sơn (HL-01)`.
fn named(summary: &Summary, code: &UnitCode) -> String {
    let known = summary.units.iter().find(|unit| unit.unit == *code);
    let name = known.map_or_else(|| summary.register.name(code), |unit| unit.name.clone());
    if name == code.as_str() { name } else { format!("{name} ({code})") }
}

const TITLE: Text = Text { vi: "Kiểm tra báo cáo", en: "Check of the reports," };
const TITLE_SHORT: Text = Text { vi: "Nội dung cần rà soát", en: "Findings" };
const CLEAN: Text = Text {
    vi: "Không có nội dung nào cần rà soát: không lỗi, không cảnh báo, không lưu ý.",
    en: "Nothing to look at: no errors, no warnings, no notes.",
};
const NO_UNIT: Text = Text { vi: "Không thuộc đơn vị nào", en: "Of no unit" };
const FOUND: Text = Text { vi: "Báo cáo ghi", en: "Found" };
const EXPECTED: Text = Text { vi: "So với", en: "Expected" };
const DIFFERENCE: Text = Text { vi: "Chênh lệch", en: "Difference" };
const SET_ASIDE: Text = Text { vi: "Chưa đưa vào tổng hợp", en: "Not in the totals" };
const ACCEPTED: Text =
    Text { vi: "Giải trình đã được chấp nhận", en: "Accepted with a reason" };
