//! `explain`: what a rule checks, why, an example, how to mend it.

use std::process::ExitCode;

use anyhow::{Result, bail};

use super::{Explain, Global, output};
use crate::domain::lang::{Lang, Words, words};
use crate::domain::rule::Rule;
use crate::render::terminal;
use crate::rules;
use crate::workspace;

/// Prints the rules that are asked for, or the list of all.
///
/// # Errors
/// A rule that does not exist, with the one that is nearest to it; then nothing is printed.
pub(super) fn run(options: &Explain, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let (lang, screen) = (stated.unwrap_or_default(), output::screen(global));
    if options.codes.is_empty() {
        output::print(&terminal::rules(rules::ALL, lang, &screen))?;
        return Ok(ExitCode::SUCCESS);
    }
    let typed = options.codes.iter().flat_map(|typed| typed.split([',', ';', ' ']));
    let mut rules: Vec<&Rule> = Vec::new();
    for typed in typed.filter(|typed| !typed.is_empty()) {
        let Some(rule) = find(typed) else { bail!("{}", unknown(typed).get(lang)) };
        if rules.iter().all(|known| known.code != rule.code) {
            rules.push(rule);
        }
    }
    let texts: Vec<String> =
        rules.into_iter().map(|rule| terminal::explain(rule, lang, &screen)).collect();
    output::print(&texts.join("\n\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// By its code, in capitals or not, by the number alone, or by its name.
fn find(typed: &str) -> Option<&'static Rule> {
    let code = typed.trim().to_uppercase();
    let is_meant = |rule: &&&Rule| {
        rule.code.0 == code
            || rule.code.0.trim_start_matches("GN") == code
            || rule.name.eq_ignore_ascii_case(typed.trim())
    };
    rules::ALL.iter().find(is_meant).copied()
}

fn unknown(typed: &str) -> Words {
    let names = rules::ALL.iter().flat_map(|rule| {
        let number = rule.code.0.trim_start_matches("GN");
        [(rule.code.0, rule.code), (number, rule.code), (rule.name, rule.code)]
    });
    let near = workspace::suggestion(workspace::nearest(typed, names));
    words!(
        "không có quy tắc {typed}{near} (xem danh sách: giaingan giai-thich)",
        "there is no rule {typed}{near} (list them: giaingan explain)";
        typed, near
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_found_however_its_code_is_typed() {
        for typed in ["GN402", "gn402", "402", "parts-do-not-add-up", " Gn402 "] {
            assert_eq!(find(typed).map(|rule| rule.code.0), Some("GN402"), "{typed}");
        }
    }

    #[test]
    fn an_unknown_rule_is_told_with_the_nearest() {
        for (typed, near) in [("GN420", "GN402"), ("gn4002", "GN402"), ("rate-difers", "GN403")] {
            assert!(find(typed).is_none());
            let told = unknown(typed);
            assert!(told.vi.contains(typed) && told.vi.contains(near), "{}", told.vi);
        }
        assert!(!unknown("abcdefghij").vi.contains("có phải ý là"));
    }
}
