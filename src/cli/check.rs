//! `check`: what is wrong, cell by cell. The findings are its result and go to stdout.

use std::process::ExitCode;

use anyhow::{Result, bail};

use super::reading::Unasked;
use super::{By, Check, Format, Global, aggregate, output, reading, send_back};
use crate::domain::lang::Lang;
use crate::render::terminal::Grouping;
use crate::render::{json, terminal};
use crate::workspace::{self, folder};

/// Reads, checks, prints.
pub(super) fn run(options: &Check, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    if options.send_back && !options.dry_run {
        let usual = || options.inputs.folder.path.join(folder::RETURNED);
        workspace::try_out(&options.output.clone().unwrap_or_else(usual).join("can-sua.xlsx"))?;
    }
    let (year, lang) = reading::year(&options.inputs.folder, Unasked::Present, global, stated)?;
    let (run, reports) = year.with_reports()?;
    let summary = &run.summary;
    if run.files == 0 {
        bail!("{}", aggregate::nothing(&run).get(lang));
    }
    reading::say_remarks(&run, lang, global)?;
    match options.inputs.format {
        Format::Json => output::write(|out| json::check(summary, lang, out))?,
        Format::Text => {
            let grouping = match options.by {
                By::Unit => Grouping::Unit,
                By::Rule => Grouping::Rule,
            };
            output::print(&terminal::findings(summary, grouping, lang, &output::screen(global)))?;
        }
    }
    if options.send_back {
        send_back::write(options, global, (&run, &reports), lang)?;
    } else if options.inputs.format == Format::Text {
        send_back::suggest(options, global, (&run, &reports), lang);
    }
    Ok(if summary.needs_action() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
