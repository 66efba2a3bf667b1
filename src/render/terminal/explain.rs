//! `explain`: what a rule checks, why, an example, how to mend it.

use super::screen::{Screen, Tone};
use crate::domain::lang::{Lang, Text};
use crate::domain::rule::{Rule, Severity};

/// The record of a rule, for people.
pub fn explain(rule: &Rule, lang: Lang, screen: &Screen) -> String {
    let severity = rule.severity.label();
    let mut out = screen.paint(Tone::Strong, &format!("{} {}", rule.code, rule.title.get(lang)));
    out.push_str(&format!(
        "\n{}: {} ({})\n",
        MOSTLY.get(lang),
        screen.paint(tone(rule.severity), severity.get(lang)),
        rule.name
    ));
    for (heading, text) in [(WHY, rule.why), (EXAMPLE, rule.example), (ADVICE, rule.advice)] {
        out.push_str(&screen.heading(heading.get(lang)));
        out.push_str(&screen.paragraph("  ", text.get(lang)));
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

#[cfg(test)]
mod tests {
    use super::super::{Colour, fixture};
    use super::*;

    #[test]
    fn a_rule_says_what_why_and_how_to_mend_it() {
        let rule = &fixture::PARTS;
        for lang in [Lang::Vi, Lang::En] {
            let text = explain(rule, lang, &Screen { width: 500, colour: Colour::Plain });
            for part in [rule.title, rule.why, rule.example, rule.advice] {
                assert!(text.contains(part.get(lang)), "{text}");
            }
            assert!(text.contains("GN402") && text.contains(rule.severity.label().get(lang)));
        }
    }
}
