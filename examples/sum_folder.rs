//! What a folder of reports comes to: `cargo run --example sum_folder -- examples/huu-lung-2024 2024-06`.

#![allow(clippy::print_stdout, reason = "what it prints is its result")]

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};
use giaingan::domain::period::Period;
use giaingan::run::{self, Year};

fn main() -> Result<()> {
    let mut args = env::args_os().skip(1);
    let folder = PathBuf::from(args.next().context("usage: sum_folder <folder> [period]")?);
    let period = args.next().map(|text| text.to_string_lossy().parse::<Period>()).transpose();
    let workspace = run::open(&folder)?;
    let lang = workspace.settings.office.lang;
    let run = Year::read(workspace, period.map_err(anyhow::Error::msg)?, lang, &())?.summary()?;
    let (summary, total) = (&run.summary, &run.summary.totals.tally);
    println!("{}: {} / {} đồng", summary.period, total.cumulative, total.plan);
    for finding in summary.findings.iter().filter(|finding| finding.is_error()) {
        println!("{}: {}", finding.problem.place, finding.problem.words.get(lang));
    }
    Ok(())
}
