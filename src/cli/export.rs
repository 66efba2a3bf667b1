//! `export`: the figures of a period for other programs.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::aggregate::{self, placed};
use super::progress::Bar;
use super::reading::Unasked;
use super::{Export, Global, output, reading};
use crate::check::Checked;
use crate::domain::lang::{Lang, words};
use crate::domain::period::Period;
use crate::domain::summary::Summary;
use crate::render::export;
use crate::run::Year;
use crate::trace::Cells;
use crate::workspace::closed::Edition;
use crate::workspace::{self, Made, Making, Outputs};

/// The description of the columns: no `.csv`, so that `ket-qua/*/*.csv` are figures alone.
const DESCRIPTION: &str = "So lieu chi tiet - mo ta cot.md";

/// Reads, adds up, writes, says what was written.
pub(super) fn run(options: &Export, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    if !options.dry_run {
        let own = || options.folder.path.join(workspace::folder::RESULTS);
        let target = options.output.clone().unwrap_or_else(own);
        workspace::try_out(&target.join(DESCRIPTION))?;
    }
    let (workspace, lang) = reading::open(&options.folder, stated)?;
    let asked = options.folder.period;
    let period = reading::period(&workspace, asked, Unasked::Present, global, lang)?;
    if let Some(edition) = aggregate::edition(&workspace, period)? {
        let files = as_closed(&edition, lang)?;
        aggregate::say_closed(&workspace, &edition, global, lang)?;
        let own = workspace.results(edition.period);
        let mut outputs = Outputs::new([], global.force).of(&workspace.root);
        put(files, options.output.as_deref().unwrap_or(&own), &mut outputs, options, lang)?;
        return Ok(ExitCode::SUCCESS);
    }
    let year = Year::read(workspace, period, lang, &Bar::new(global))?;
    let (run, reports) = year.with_reports()?;
    if run.files == 0 {
        bail!("{}", aggregate::nothing(&run).get(lang));
    }
    let files = files(&run.summary, reports.all(), None)?;
    reading::say_remarks(&run, lang, global)?;
    let own = run.workspace.results(run.summary.period);
    let mut outputs = run.outputs(global.force);
    put(files, options.output.as_deref().unwrap_or(&own), &mut outputs, options, lang)?;
    Ok(if run.summary.needs_action() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// What is exported of a run. `edition` is the one that it is closed with.
pub(super) fn files(
    summary: &Summary,
    reports: &[Checked],
    edition: Option<u32>,
) -> Result<Vec<Made>> {
    let [mut csv, mut parquet] = [
        Making::new(&name(summary.period, "csv"))?,
        Making::new(&name(summary.period, "parquet"))?,
    ];
    let mut cells = Cells::new(summary, reports);
    let into = (&mut csv, &mut parquet);
    export::write(summary, edition, &mut |row, amount| cells.of(row, amount), into)?;
    let description = Made::of(DESCRIPTION, export::description().as_bytes())?;
    Ok(vec![csv.done()?, parquet.done()?, description])
}

fn name(period: Period, extension: &str) -> String {
    format!("So lieu chi tiet {period}.{extension}")
}

/// A closed period is exported as it was closed: its files are copied out, nothing of them is made again.
fn as_closed(edition: &Edition, lang: Lang) -> Result<Vec<Made>> {
    let list = &edition.list;
    if list.exported.is_empty() {
        let words = words!(
            "bản đã chốt của {period} không có số liệu chi tiết: phiên bản giaingan khi chốt ({version}) chưa ghi; muốn có thì mở chốt rồi chốt lại: giaingan mo-chot -p {id} --reason \"…\", giaingan chot -p {id}",
            "the edition of {period} has no figures for other programs: the version of giaingan that closed it ({version}) wrote none; to have them open it and close it again: giaingan reopen -p {id} --reason \"…\", giaingan close -p {id}";
            period = edition.period.words(), version = list.version, id = edition.period
        );
        bail!("{}", words.get(lang));
    }
    list.exported.iter().map(|name| edition.open(name)).collect()
}

/// Writes the files, or only looks where they would go, and prints where that is.
fn put(
    files: Vec<Made>,
    folder: &Path,
    outputs: &mut Outputs,
    options: &Export,
    lang: Lang,
) -> Result<()> {
    let mut printed = String::new();
    for mut made in files {
        let target = folder.join(&made.name);
        let done = match options.dry_run {
            true => outputs.place(&target),
            false => outputs.write_made(&target, &mut made),
        };
        printed.push_str(&format!("{}\n", placed(done, &target, lang)?.display()));
    }
    output::print(&printed)
}
