//! `trace`: from a total to its cells, from a cell to the totals that it is in.

use std::io::Seek as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::progress::Bar;
use super::reading::Unasked;
use super::{Folder, Format, Global, Trace, output, reading};
use crate::domain::lang::{Lang, words};
use crate::render::{json, terminal, workbook};
use crate::run::{self, Year};
use crate::trace;
use crate::workspace;

/// Reads, adds up, follows, prints.
pub(super) fn run(options: &Trace, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let (path, key) = apart(&options.key);
    let folder = Folder { path, period: options.period };
    let (workspace, lang) = reading::open(&folder, stated)?;
    if let Some(below) = options.below.as_ref().filter(|below| !below.is_dir()) {
        let words = words!(
            "không có thư mục {below}",
            "there is no folder {below}";
            below = below.display()
        );
        bail!("{}", words.get(lang));
    }
    if key.is_empty() {
        let words = words!(
            "cần số phải truy sau thư mục, ví dụ: gn \"sự nghiệp\" HL-05, hoặc \"Tổng hợp!F12\"",
            "name what to trace behind the folder, for example: gn recurrent HL-05, or \"Tổng hợp!F12\""
        );
        bail!("{}", words.get(lang));
    }
    let period = reading::period(&workspace, folder.period, Unasked::Present, global, lang)?;
    let year = Year::read(workspace, period, lang, &Bar::new(global))?;
    let (mut run, reports) = year.with_reports()?;
    if run.files == 0 {
        bail!("{}", super::aggregate::nothing(&run).get(lang));
    }
    match run::last_year(&run.workspace, run.summary.period, lang, &Bar::new(global)) {
        Ok(last_year) => run.summary.last_year = last_year,
        Err(why) => run.summary.remarks.push(why),
    }
    let (summary, root) = (&run.summary, &run.workspace.root);
    let name = format!("Tong hop giai ngan {}.xlsx", summary.period);
    let written = run.workspace.results(summary.period).join(name);
    let mut package = workbook::consolidated(summary, lang, &workspace::way(&written, root))?;
    let below = options.below.as_deref();
    let traced =
        trace::Run { summary, reports: reports.all(), workspace: &run.workspace, below, lang };
    let mut answer = match trace::follow(traced, key, &package)? {
        Ok(answer) => answer,
        Err(nothing) => bail!("{}", nothing.0.get(lang)),
    };
    if written.is_file() {
        package.rewind()?;
        let other = if lang == Lang::Vi { Lang::En } else { Lang::Vi };
        let is_this = workspace::is_this(&written, &package)? || {
            let home = workspace::way(&written, root);
            workspace::is_this(&written, workbook::consolidated(summary, other, &home)?)?
        };
        if !is_this {
            answer.remarks.push(words!(
                "{shown} không giống sổ lập từ các tệp hiện có: nó được lập từ tệp khác, hoặc đã bị sửa; kết quả ở đây theo các tệp hiện có.",
                "{shown} is not what the files at hand give: it was made of other files, or was changed; what stands here is by the files at hand.";
                shown = run.workspace.shown(&written)
            ));
        }
    }
    match options.format {
        Format::Json => output::write(|out| json::trace(summary, &answer, lang, out))?,
        Format::Text => {
            output::print(&terminal::trace(summary, &answer, lang, &output::screen(global)))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The folder, where the first word names one, and the key.
fn apart(words: &[String]) -> (PathBuf, &[String]) {
    match words {
        [first, key @ ..] if Path::new(first).is_dir() => (first.into(), key),
        key => (".".into(), key),
    }
}
