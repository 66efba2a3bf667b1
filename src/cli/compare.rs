//! `compare`: why a rate moved, from one period to another, or from an edition to what the files say now.

use std::process::ExitCode;

use anyhow::{Result, bail};

use super::progress::Bar;
use super::reading::Unasked;
use super::{Compare, Format, Global, output, reading};
use crate::domain::lang::{Lang, words};
use crate::render::{json, terminal};
use crate::run::{self, compare};
use crate::workspace::Kind;

/// Reads both sides, compares, prints.
pub(super) fn run(options: &Compare, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let (workspace, lang) = reading::open(&options.inputs.folder, stated)?;
    if workspace.kind == Kind::Bare {
        let words = words!(
            "{shown} không phải thư mục làm việc (không có giaingan.toml) nên không so sánh được các kỳ",
            "{shown} is no workspace (it has no giaingan.toml): periods cannot be compared in it";
            shown = workspace.root.display()
        );
        bail!("{}", words.get(lang));
    }
    let asked = options.inputs.folder.period;
    let period = reading::period(&workspace, asked, Unasked::Present, global, lang)?;
    let Some(period) = period else {
        let words = words!("phải nêu kỳ bằng -p", "the period has to be named with -p");
        bail!("{}", words.get(lang));
    };
    let with = options.with.of(&workspace, lang)?;
    for of in [period, with] {
        run::is_of_year(&workspace, of, lang)?;
    }
    let compared = compare::compare(&workspace, period, with, lang, &Bar::new(global))?;
    match options.inputs.format {
        Format::Json => output::write(|out| {
            json::compared(&compared, &workspace.settings.office.name, lang, out)
        })?,
        Format::Text => {
            let context = run::context(&workspace, compared.to.period);
            let screen = output::screen(global);
            output::print(&terminal::compared(&compared, &context, lang, &screen))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
