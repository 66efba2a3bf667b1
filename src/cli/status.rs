//! `status`: who submitted, late, missing, nil; with `--year` month by month.

use std::process::ExitCode;

use anyhow::Result;
use chrono::NaiveDate;

use super::asked::Asked;
use super::reading::Unasked;
use super::{Folder, Format, Global, Status, output, reading};
use crate::domain::lang::{Lang, Words, words};
use crate::domain::period::Period;
use crate::domain::summary::Summary;
use crate::render::{json, terminal};

/// Reads, looks who is missing, prints.
pub(super) fn run(options: &Status, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let Status { inputs, of_year: year } = options;
    let (run, lang) = reading::read(&inputs.folder, Unasked::Ended, global, stated)?;
    let summary = &run.summary;
    // The months of a whole year are a run of their own: each of its reports is then one that is asked about.
    let of_year = match year {
        None => None,
        Some(year) => {
            let period = Some(Asked::Whole(Period::Year(*year)));
            let folder = Folder { period, path: inputs.folder.path.clone() };
            Some(reading::read(&folder, Unasked::Ended, global, stated)?.0)
        }
    };
    let grid = of_year.as_ref().map_or(&summary.grid, |run| &run.summary.grid);
    reading::say_remarks(&run, lang, global)?;
    match inputs.format {
        Format::Json => output::write(|out| json::status(summary, grid, lang, out))?,
        Format::Text => {
            let (today, screen) = (global.today(), output::screen(global));
            output::print(&terminal::status(summary, grid, today, lang, &screen))?;
            if let Some(words) = overdue(summary, today).filter(|_| !global.quiet) {
                output::note(words.get(lang));
            }
        }
    }
    let coverage = summary.coverage;
    let is_complete = coverage.received == coverage.expected && coverage.lead.missing == 0;
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
