//! The lines of one unit, each with the cell that it comes from:
//! `cargo run --example lines_of_unit -- examples/huu-lung-2024 2024-06 HL-05`.

#![allow(clippy::print_stdout, reason = "what it prints is its result")]

use std::env;
use std::path::Path;

use anyhow::{Context, Result};
use giaingan::domain::code::UnitCode;
use giaingan::domain::period::Period;
use giaingan::run::{self, Year};

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [folder, period, unit] =
        args.try_into().ok().context("usage: lines_of_unit <folder> <period> <unit>")?;
    let period: Period = period.parse().map_err(anyhow::Error::msg)?;
    let unit = UnitCode::new(&unit).context("the code of the unit is empty")?;
    let workspace = run::open(Path::new(&folder))?;
    let lang = workspace.settings.office.lang;
    let run = Year::read(workspace, Some(period), lang, &())?.summary()?;
    for line in run.summary.lines.iter().filter(|line| line.unit == unit) {
        let place = line.place.map(|(file, sheet, row)| {
            let source = &run.summary.sources[file];
            format!("{} [{}] {}", source.file, source.sheets[usize::from(sheet)], row + 1)
        });
        let work = line.key.work.as_ref().map_or("", |work| &work.name);
        let place = place.as_deref().unwrap_or("-");
        println!("{}\t{work}\t{}\t{place}", line.key.component, line.cumulative);
    }
    Ok(())
}
