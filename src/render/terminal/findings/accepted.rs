//! What was accepted with a reason: it stays in the report, with who, why and until when.

use super::super::screen::Screen;
use super::{cap, named, one, rest};
use crate::domain::consequences::Told;
use crate::domain::lang::{Lang, Text};
use crate::domain::place::Place;
use crate::domain::rule::{Acceptance, Finding};
use crate::domain::summary::Summary;

/// The accepted findings, together where one waiver accepts several.
pub(super) fn show(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    let mut count = 0;
    let mut waivers: Vec<(&Acceptance, Vec<&Finding>)> = Vec::new();
    for finding in &summary.findings {
        let Some(accepted) = &finding.accepted else { continue };
        count += 1;
        let is_same = |(known, of): &&mut (&Acceptance, Vec<&Finding>)| {
            *known == &**accepted
                && of[0].rule.code == finding.rule.code
                && of[0].problem.unit == finding.problem.unit
        };
        match waivers.iter_mut().find(is_same) {
            Some((_, of)) => of.push(finding),
            None => waivers.push((accepted, vec![finding])),
        }
    }
    if count == 0 {
        return String::new();
    }
    let mut out = screen.heading(&format!("{} ({count})", ACCEPTED.get(lang)));
    for (acceptance, found) in &waivers {
        out.push_str(&waiver(summary, acceptance, found, lang, screen));
    }
    out
}

fn waiver(
    summary: &Summary,
    acceptance: &Acceptance,
    found: &[&Finding],
    lang: Lang,
    screen: &Screen,
) -> String {
    let first = found[0];
    let unit = named(summary, first.whose(), lang);
    let many = match (found.len(), lang) {
        (1, _) => String::new(),
        (count, Lang::Vi) => format!(" ({count} nội dung)"),
        (count, Lang::En) => format!(" ({count} findings)"),
    };
    let title = first.rule.title.get(lang);
    let head = format!("{unit}: {} {title}{many}", first.rule.code);
    let mut out = screen.paragraph("  ", &head);
    out.push_str(&screen.paragraph("    ", &why(acceptance, lang)));
    let most = cap(first.severity);
    for finding in found.iter().take(most) {
        let place = one::place_beside(&finding.problem.place, &Place::default());
        if !place.is_empty() {
            out.push_str(&screen.paragraph("    • ", &place));
        }
        let told = Told { lead: finding, consequences: Vec::new() };
        out.push_str(&one::body(&told, "      ", lang, screen));
    }
    out.push_str(&rest(found.len().saturating_sub(most), "    ", lang, screen));
    out
}

/// Why, by whom, until when.
fn why(acceptance: &Acceptance, lang: Lang) -> String {
    let mut text = format!("{}: {}", WHY.get(lang), acceptance.reason);
    if let Some(by) = &acceptance.by {
        text.push_str(&format!("; {}: {by}", BY.get(lang)));
    }
    if let Some(until) = acceptance.until {
        text.push_str(&format!("; {} {}", UNTIL.get(lang), until.show(lang)));
    }
    text
}

const ACCEPTED: Text =
    Text { vi: "Giải trình đã được chấp nhận", en: "Accepted with a reason" };
const WHY: Text = Text { vi: "Lý do", en: "Why" };
const BY: Text = Text { vi: "người chấp nhận", en: "accepted by" };
const UNTIL: Text = Text { vi: "áp dụng đến hết", en: "up to and with" };
