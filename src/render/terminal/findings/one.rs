//! One finding on the screen: where, what, by how much, what the unit says, where the fault lies, what follows.

use super::super::explain::tone;
use super::super::screen::Screen;
use super::super::table::whole;
use super::count::some;
use crate::domain::consequences::Told;
use crate::domain::label::harmless;
use crate::domain::lang::{Lang, Text};
use crate::domain::place::Place;
use crate::domain::rule::Finding;
use crate::render::sentences;

/// `Lỗi GN402 Cột tổng không bằng …`, the first two words in the colour of the severity.
pub(super) fn headed(finding: &Finding, title: &str, lang: Lang, screen: &Screen) -> String {
    let head = format!("{} {}", finding.severity.label().get(lang), finding.rule.code);
    let text = screen.paragraph("  ", &format!("{} {title}", whole(&head)));
    text.replacen(&head, &screen.paint(tone(finding.severity), &head), 1)
}

/// The place as far as `known` does not say it already: `Vốn đầu tư!E8` below its file.
pub(super) fn place_beside(place: &Place, known: &Place) -> String {
    let file = place.file.as_deref().filter(|_| place.file != known.file);
    let sheet = place.sheet.as_deref().filter(|_| file.is_some() || place.sheet != known.sheet);
    let cell = place.cell.map(|cell| cell.to_string());
    let in_file = match (sheet, cell) {
        (Some(sheet), Some(cell)) => format!("{sheet}!{cell}"),
        (Some(sheet), None) => sheet.to_owned(),
        (None, cell) => cell.unwrap_or_default(),
    };
    match file {
        Some(file) if in_file.is_empty() => file.to_owned(),
        Some(file) => format!("{file} › {in_file}"),
        None => in_file,
    }
}

/// All that is said below the place of a finding.
pub(super) fn body(told: &Told<'_>, indent: &str, lang: Lang, screen: &Screen) -> String {
    let finding = told.lead;
    let mut out = sentence(finding, indent, lang, screen);
    out.push_str(&figures(finding, indent, lang, screen));
    if let Some(explanation) = &finding.explanation {
        let mut text = format!("{}: “{explanation}”", EXPLAINED.get(lang));
        // Kept from an earlier file, whose figure is the same.
        let kept = finding.recalled.as_ref().filter(|known| known.explanation.is_some());
        if let Some(kept) = kept.filter(|known| known.holds()) {
            text.push_str(&format!(" ({})", kept.place));
        }
        out.push_str(&screen.paragraph(indent, &text));
    }
    if let Some(lapsed) = sentences::lapsed(finding) {
        out.push_str(&screen.paragraph(indent, lapsed.get(lang)));
    }
    if let Some(fault) = &finding.fault {
        out.push_str(&screen.paragraph(&format!("{indent}→ "), fault.words.get(lang)));
    }
    out.push_str(&consequences(told, indent, lang, screen));
    out
}

/// What is wrong, in words. The lines for giaingan.toml stay lines of their own, so that they can be copied.
pub(super) fn sentence(finding: &Finding, indent: &str, lang: Lang, screen: &Screen) -> String {
    let words = finding.problem.words.get(lang);
    let Some(hint) = &finding.problem.hint else { return screen.paragraph(indent, words) };
    let mut out = screen.paragraph(indent, &format!("{words} {}", hint.words.get(lang)));
    for line in hint.lines.lines() {
        out.push_str(&format!("{indent}  {}\n", harmless(line)));
    }
    out
}

/// What was found, what with it was compared, the difference; what is not in the totals; what it is worth.
fn figures(finding: &Finding, indent: &str, lang: Lang, screen: &Screen) -> String {
    let mut parts = sentences::figures(&finding.problem, finding.money_unit, lang);
    parts.extend(sentences::worth(finding, lang));
    let parts: Vec<String> = parts.iter().map(|part| whole(part)).collect();
    if parts.is_empty() {
        return String::new();
    }
    screen.paragraph(indent, &sentences::line(&parts))
}

/// How many of what follows from a fault are named by their cells.
const MOST_NAMED: usize = 12;

/// `Kéo theo 2 lỗi, 1 cảnh báo khác: GN402 E14, GN403 G14.`
fn consequences(told: &Told<'_>, indent: &str, lang: Lang, screen: &Screen) -> String {
    let all = &told.consequences;
    if all.is_empty() {
        return String::new();
    }
    let known = &told.lead.problem.place;
    let named = all.iter().take(MOST_NAMED).map(|finding| {
        whole(&format!("{} {}", finding.rule.code, place_beside(&finding.problem.place, known)))
    });
    let mut named: Vec<String> = named.map(|name| name.trim_end().to_owned()).collect();
    let counted = some(all.iter().copied(), lang);
    let (vi, rest) = (lang == Lang::Vi, all.len() - named.len());
    if 0 < rest {
        named.push(if vi {
            format!("… và {rest} chỗ nữa")
        } else {
            format!("… and {rest} more")
        });
    }
    let named = named.join(", ");
    let text = if vi {
        format!("Kéo theo {counted} khác: {named}.")
    } else {
        format!("From it follow {counted}: {named}.")
    };
    screen.paragraph(indent, &text)
}

const EXPLAINED: Text = Text { vi: "Đơn vị giải trình", en: "The unit explains" };
pub(super) const ADVICE: Text = Text { vi: "Cách xử lý", en: "What to do" };
