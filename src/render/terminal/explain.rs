//! `explain`: what a rule checks, why, an example, how to mend it; and the list of all rules.

use super::screen::{Screen, Tone};
use super::table::whole;
use crate::domain::lang::{Lang, Text, words};
use crate::domain::rule::{Rule, Severity};

/// The record of a rule, for people.
pub(crate) fn explain(rule: &Rule, lang: Lang, screen: &Screen) -> String {
    let severity = rule.severity.label();
    let title = screen.paragraph("", &format!("{} {}", rule.code, rule.title.get(lang)));
    let mut out = screen.paint(Tone::Strong, title.trim_end());
    out.push_str(&format!(
        "\n{}: {} ({})\n",
        MOSTLY.get(lang),
        screen.paint(tone(rule.severity), severity.get(lang)),
        rule.name
    ));
    let office = rule.office.map(|office| (OFFICE, office));
    let parts = [(WHY, rule.why), (EXAMPLE, rule.example), (ADVICE, rule.advice)];
    for (heading, text) in parts.into_iter().chain(office) {
        out.push_str(&screen.heading(heading.get(lang)));
        out.push_str(&screen.paragraph("  ", text.get(lang)));
    }
    out.push_str(&screen.heading(SETTINGS.get(lang)));
    out.push_str(&screen.paragraph("  ", &settings(rule, lang)));
    out
}

/// How an office changes the severity of a rule, and accepts a single finding.
fn settings(rule: &Rule, lang: Lang) -> String {
    let (code, waiver) = (rule.code, whole("[[waiver]]"));
    words!(
        "[rules.{code}] severity: error, warning, note hoặc off. Chấp nhận một trường hợp có lý do: mục {waiver} với rule = \"{code}\".",
        "[rules.{code}] severity: error, warning, note or off. To accept one case with a reason: a {waiver} with rule = \"{code}\".";
        code, waiver
    ).pick(lang)
}

/// The list of rules: code, severity, fault; by family.
pub(crate) fn rules(rules: &[&Rule], lang: Lang, screen: &Screen) -> String {
    let mut out = String::new();
    let labels = [Severity::Error, Severity::Warning, Severity::Note];
    let labels = labels.map(|severity| severity.label().get(lang).chars().count());
    let widest = labels.into_iter().max().unwrap_or(0);
    for family in rules.chunk_by(|a, b| a.family() == b.family()) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&screen.paint(Tone::Strong, family[0].family().label().get(lang)));
        out.push('\n');
        for rule in family {
            let label = rule.severity.label().get(lang);
            let gap = " ".repeat(widest - label.chars().count());
            let head = format!("  {}  {label}{gap}  ", rule.code);
            let text = screen.paragraph(&head, rule.title.get(lang));
            out.push_str(&text.replacen(label, &screen.paint(tone(rule.severity), label), 1));
        }
    }
    out
}

/// The colour of a severity.
pub(super) fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Error,
        Severity::Warning => Tone::Warning,
        Severity::Note => Tone::Faint,
    }
}

const MOSTLY: Text = Text { vi: "Mức độ mặc định", en: "Default severity" };
const WHY: Text = Text { vi: "Vì sao kiểm tra", en: "Why it is checked" };
const EXAMPLE: Text = Text { vi: "Ví dụ", en: "Example" };
const ADVICE: Text = Text { vi: "Cách xử lý", en: "How to mend it" };
const OFFICE: Text = Text { vi: "Phía cơ quan tổng hợp", en: "What the office can do" };
const SETTINGS: Text =
    Text { vi: "Điều chỉnh trong giaingan.toml", en: "To change it in giaingan.toml" };

#[cfg(test)]
mod tests {
    use super::super::Colour;
    use super::*;
    use crate::domain::summary::fixture;

    #[test]
    fn a_rule_says_what_why_and_how_to_mend_it() {
        let rule = &fixture::PARTS;
        for lang in [Lang::Vi, Lang::En] {
            let text = explain(rule, lang, &Screen { width: 500, colour: Colour::Plain });
            for part in [rule.title, rule.why, rule.example, rule.advice] {
                assert!(text.contains(part.get(lang)), "{text}");
            }
            assert!(text.contains("GN402") && text.contains(rule.severity.label().get(lang)));
            assert!(text.contains("[rules.GN402]"), "{text}");
        }
    }

    #[test]
    fn the_list_of_rules_is_by_family_with_the_titles_below_each_other() {
        let rules_of = [&fixture::UNIT_MISSING, &fixture::FRACTION, &fixture::PARTS];
        let text = rules(&rules_of, Lang::Vi, &Screen { width: 80, colour: Colour::Plain });
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines.len(), 6, "{text}");
        assert_eq!([lines[0], lines[2], lines[4]], ["Bố cục", "Giá trị", "Số học"]);
        let column = |line: &str, title: Text| {
            line[..line.find(title.vi).unwrap_or_else(|| panic!("{line}"))].chars().count()
        };
        let columns = [1, 3, 5].map(|at| column(lines[at], rules_of[at / 2].title));
        assert_eq!(columns, [columns[0]; 3], "{text}");
    }
}
