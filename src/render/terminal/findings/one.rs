//! One finding on the screen: where, what, by how much, what the unit says, where the fault lies, what follows.

use super::super::amounts::exact;
use super::super::explain::tone;
use super::super::screen::Screen;
use super::super::table::whole;
use super::count::some;
use crate::domain::cascade::Told;
use crate::domain::label::harmless;
use crate::domain::lang::{Lang, Text};
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::rule::Finding;

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
        let text = format!("{}: “{explanation}”", EXPLAINED.get(lang));
        out.push_str(&screen.paragraph(indent, &text));
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

/// What was found, what with it was compared, the difference; what is not in the totals. To the last đồng.
pub(super) fn figures(finding: &Finding, indent: &str, lang: Lang, screen: &Screen) -> String {
    let problem = &finding.problem;
    let mut parts = Vec::new();
    let mut say = |text: Text, amount: Option<Money>| {
        let said = |amount| whole(&format!("{}: {}", text.get(lang), exact(amount)));
        parts.extend(amount.map(said));
    };
    say(FOUND, problem.found);
    say(EXPECTED, problem.expected);
    say(DIFFERENCE, finding.difference());
    say(SET_ASIDE, Some(problem.set_aside).filter(|amount| !amount.is_zero()));
    if parts.is_empty() { String::new() } else { screen.paragraph(indent, &parts.join("; ")) }
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

const FOUND: Text = Text { vi: "Báo cáo ghi", en: "Found" };
const EXPECTED: Text = Text { vi: "So với", en: "Expected" };
pub(super) const DIFFERENCE: Text = Text { vi: "Chênh lệch", en: "Difference" };
const SET_ASIDE: Text = Text { vi: "Chưa đưa vào tổng hợp", en: "Not in the totals" };
const EXPLAINED: Text = Text { vi: "Đơn vị giải trình", en: "The unit explains" };
pub(super) const ADVICE: Text = Text { vi: "Cách xử lý", en: "What to do" };
