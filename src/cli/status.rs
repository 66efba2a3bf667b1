//! `status`: who submitted, late, missing, nil.

use std::process::ExitCode;

use anyhow::Result;
use chrono::{Local, NaiveDate};

use super::{Format, Global, Inputs, output, reading};
use crate::domain::lang::{Lang, Words, words};
use crate::domain::summary::Summary;
use crate::render::{json, terminal};

/// Reads, looks who is missing, prints.
pub(super) fn run(options: &Inputs, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let (run, lang) = reading::read(&options.folder, global, stated)?;
    let summary = &run.summary;
    reading::say_remarks(&run, lang, global);
    match options.format {
        Format::Json => output::write(|out| {
            json::status(summary, lang, out)?;
            writeln!(out)
        })?,
        Format::Text => {
            output::print(&terminal::status(summary, lang, &output::screen(global)))?;
            let today = global.today.unwrap_or_else(|| Local::now().date_naive());
            if let Some(words) = overdue(summary, today).filter(|_| !global.quiet) {
                output::note(words.get(lang));
            }
        }
    }
    let is_complete = summary.coverage.received == summary.coverage.expected;
    Ok(if is_complete { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// How long the missing reports are overdue, or how long there is still time.
fn overdue(summary: &Summary, today: NaiveDate) -> Option<Words> {
    let due = summary.missing().filter_map(|row| row.due).min()?;
    let days = (today - due).num_days();
    Some(if 0 < days {
        Words::new(
            format!("Đến ngày {} đã quá hạn {days} ngày", today.format("%d/%m/%Y")),
            format!("As of {today} the missing reports are {days} days overdue"),
        )
    } else {
        words!(
            "Còn {days} ngày đến hạn nộp",
            "The missing reports are due in {days} days";
            days = -days
        )
    })
}
