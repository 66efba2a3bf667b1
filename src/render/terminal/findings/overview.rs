//! The findings in the summary of `aggregate`: how many there are, and the largest errors.

use super::super::screen::Screen;
use super::count::{counts, weight};
use super::{CLEAN, named, one, open};
use crate::domain::consequences::{Told, folded};
use crate::domain::lang::{Lang, Text, words};
use crate::domain::rule::{Finding, Whose};
use crate::domain::summary::Summary;

/// How many errors the summary writes out.
const LARGEST: usize = 3;

/// How many findings there are and the largest errors, each with what follows from it.
pub(in super::super) fn overview(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    if summary.findings.is_empty() {
        return screen.heading(CLEAN.get(lang));
    }
    let open: Vec<&Finding> = open(summary).collect();
    let counted = counts(open.iter().copied(), lang);
    let accepted = match summary.findings.len() - open.len() {
        0 => String::new(),
        count => words!(
            "; {count} đã chấp nhận giải trình",
            "; accepted with a reason: {count}";
            count
        )
        .pick(lang),
    };
    let mut out = screen.heading(&format!("{}: {counted}{accepted}", TITLE.get(lang)));
    let mut told = folded(open.iter().copied());
    told.sort_by_cached_key(|told| weight(told.lead));
    let errors = told.iter().filter(|told| told.lead.is_error());
    let shown: Vec<&Told<'_>> = errors.take(LARGEST).collect();
    for told in &shown {
        let finding = told.lead;
        let unit = match finding.whose() {
            Whose::Nobody => String::new(),
            whose => named(summary, whose, lang),
        };
        let place = finding.problem.place.to_string();
        let parts = [unit, place].into_iter().filter(|part| !part.is_empty());
        let at = parts.collect::<Vec<_>>().join(", ");
        out.push_str(&one::headed(finding, finding.rule.title.get(lang), lang, screen));
        out.push_str(&screen.paragraph("    ", &at));
        out.push_str(&one::body(told, "    ", lang, screen));
    }
    let rest = open.len() - shown.iter().map(|told| told.all().count()).sum::<usize>();
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

const TITLE: Text = Text { vi: "Nội dung cần rà soát", en: "Findings" };
