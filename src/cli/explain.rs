//! `explain`: what a rule checks, why, an example, how to mend it.

use std::process::ExitCode;

use anyhow::{Result, bail};

use super::{Explain, Global, output};
use crate::check::RULES;
use crate::domain::lang::{Lang, Words};
use crate::render::terminal;

/// Prints one rule, or the list of all.
pub fn run(options: &Explain, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let lang = stated.unwrap_or_default();
    let Some(code) = &options.code else {
        let line = |rule: &&crate::domain::rule::Rule| {
            format!(
                "{}  {:<9} {}\n",
                rule.code,
                rule.severity.label().get(lang),
                rule.title.get(lang)
            )
        };
        output::print(&RULES.iter().map(line).collect::<String>())?;
        return Ok(ExitCode::SUCCESS);
    };
    let wanted = code.trim().to_uppercase();
    let rule = RULES.iter().find(|rule| {
        rule.code.0 == wanted
            || rule.code.0.trim_start_matches("GN") == wanted
            || rule.name.eq_ignore_ascii_case(code)
    });
    let Some(rule) = rule else {
        let words = Words::new(
            format!("không có quy tắc {code}; xem danh sách: giaingan giai-thich"),
            format!("there is no rule {code}; list them with: giaingan explain"),
        );
        bail!("{}", words.get(lang));
    };
    output::print(&terminal::explain(rule, lang, &output::screen(global)))?;
    Ok(ExitCode::SUCCESS)
}
