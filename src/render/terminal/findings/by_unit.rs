//! The findings unit by unit: whom to call, and what to tell them; the units with the errors that are worth
//! most first.

use std::collections::BTreeMap;

use super::super::amounts::NONE;
use super::super::screen::{Screen, Tone};
use super::super::table::{Column, Table, whole};
use super::super::units::UNIT;
use super::count::{numbers, some, weight};
use super::{cap, named, one, rest};
use crate::domain::consequences::{Told, folded};
use crate::domain::lang::{Lang, Text};
use crate::domain::place::Place;
use crate::domain::rule::{Finding, RuleCode, Severity, Whose};
use crate::domain::summary::{SubmissionRow, Summary};

/// The blocks of all units, and below them a list of whom to call.
pub(super) fn show(summary: &Summary, open: &[&Finding], lang: Lang, screen: &Screen) -> String {
    let mut units: BTreeMap<Whose<'_>, Vec<&Finding>> = BTreeMap::new();
    for finding in open {
        units.entry(finding.whose()).or_default().push(finding);
    }
    let mut units: Vec<_> = units.into_iter().collect();
    units.sort_by_cached_key(|(_, found)| found.iter().map(|finding| weight(finding)).min());
    let mut out = String::new();
    for (whose, found) in &units {
        out.push_str(&block(summary, *whose, found, lang, screen));
    }
    out.push_str(&to_call(summary, &units, lang, screen));
    out
}

fn block(
    summary: &Summary,
    whose: Whose<'_>,
    found: &[&Finding],
    lang: Lang,
    screen: &Screen,
) -> String {
    let name = named(summary, whose, lang);
    let mut out = screen.heading(&format!("{name}: {}", some(found.iter().copied(), lang)));
    let parts: Vec<&str> = row(summary, whose).map_or_else(Vec::new, |row| {
        [&*row.contact, &*row.phone].into_iter().filter(|part| !part.is_empty()).collect()
    });
    if !parts.is_empty() {
        let text = format!("{}: {}", CALL.get(lang), parts.join(", "));
        out.push_str(&screen.paragraph("  ", &text));
    }
    let known = only_file(found);
    if let Some(file) = &known.file {
        out.push_str(&screen.paragraph("  ", &format!("{}: {file}", FILE.get(lang))));
    }
    for group in grouped(found) {
        out.push_str(&of_rule(&group, &known, lang, screen));
    }
    out
}

/// The one file that all these findings are in; it is said once.
fn only_file(found: &[&Finding]) -> Place {
    let mut files: Vec<_> = found.iter().filter_map(|at| at.problem.place.file.clone()).collect();
    files.dedup();
    match &*files {
        [only] => Place { file: Some(only.clone()), ..Place::default() },
        _ => Place::default(),
    }
}

/// By severity and rule, the group that is worth most first; what follows from a fault goes with its cause.
fn grouped<'a>(found: &[&'a Finding]) -> Vec<Vec<Told<'a>>> {
    let mut groups: BTreeMap<(Severity, RuleCode), Vec<Told<'_>>> = BTreeMap::new();
    for told in folded(found.iter().copied()) {
        groups.entry((told.lead.severity, told.lead.rule.code)).or_default().push(told);
    }
    let mut groups: Vec<Vec<Told<'_>>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_by_cached_key(|told| weight(told.lead));
    }
    groups.sort_by_cached_key(|group| weight(group[0].lead));
    groups
}

/// The findings of one rule in one unit: the fault, each place, and once how to mend it.
fn of_rule(group: &[Told<'_>], known: &Place, lang: Lang, screen: &Screen) -> String {
    let first = group[0].lead;
    let count = match (group.len(), lang) {
        (1, _) => String::new(),
        (count, Lang::Vi) => format!(" ({count} chỗ)"),
        (count, Lang::En) => format!(" ({count} places)"),
    };
    let title = format!("{}{count}", first.rule.title.get(lang));
    let mut out = one::headed(first, &title, lang, screen);
    let most = cap(first.severity);
    for told in group.iter().take(most) {
        let place = one::place_beside(&told.lead.problem.place, known);
        if !place.is_empty() {
            out.push_str(&screen.paragraph("    • ", &place));
        }
        out.push_str(&one::body(told, "      ", lang, screen));
    }
    out.push_str(&rest(group.len().saturating_sub(most), "    ", lang, screen));
    let advice = format!("{}: {}", one::ADVICE.get(lang), first.rule.advice_to_office(lang));
    out.push_str(&screen.paragraph("    ", &advice));
    out
}

fn row<'a>(summary: &'a Summary, whose: Whose<'_>) -> Option<&'a SubmissionRow> {
    let Whose::Unit(unit) = whose else { return None };
    summary.submissions.iter().find(|row| row.unit.as_ref() == Some(unit))
}

/// Units, how much of it they have to mend or to explain and whom to call, where more than one has.
fn to_call(
    summary: &Summary,
    units: &[(Whose<'_>, Vec<&Finding>)],
    lang: Lang,
    screen: &Screen,
) -> String {
    let mut table = Table::new(vec![
        Column::names(UNIT.get(lang)),
        Column::figure(ERRORS.get(lang)),
        Column::figure(WARNINGS.get(lang)),
        Column::words(CONTACT.get(lang)),
        Column::words(PHONE.get(lang)),
    ]);
    let or_none = |text: &str| if text.is_empty() { NONE.into() } else { text.to_owned() };
    let mut count = 0;
    for (whose, found) in units {
        let theirs = found.iter().copied().filter(|finding| finding.goes_back());
        let [errors, warnings, _] = numbers(theirs);
        let Some(row) = row(summary, *whose).filter(|_| 0 < errors + warnings) else { continue };
        count += 1;
        let tone = if 0 < errors { Tone::Quiet } else { Tone::Faint };
        let name = named(summary, *whose, lang);
        let figures = [errors, warnings].map(|number| match number {
            0 => NONE.to_owned(),
            number => number.to_string(),
        });
        let [errors, warnings] = figures;
        let cells =
            vec![name, errors, warnings, or_none(&row.contact), or_none(&whole(&row.phone))];
        table.row(tone, cells);
    }
    if count < 2 {
        return String::new();
    }
    let heading = screen.heading(&format!("{} ({count})", TO_CALL.get(lang)));
    format!("{heading}{}", table.show(screen))
}

const CALL: Text = Text { vi: "Liên hệ", en: "Contact" };
const FILE: Text = Text { vi: "Tệp", en: "File" };
const TO_CALL: Text = Text { vi: "Đơn vị cần liên hệ", en: "Units to call" };
const ERRORS: Text = Text { vi: "Lỗi", en: "Errors" };
const WARNINGS: Text = Text { vi: "Cảnh\nbáo", en: "Warnings" };
const CONTACT: Text = Text { vi: "Người phụ trách", en: "Contact" };
const PHONE: Text = Text { vi: "Điện thoại", en: "Phone" };
