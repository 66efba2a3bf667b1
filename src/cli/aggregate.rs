//! `aggregate`: the terminal summary, the consolidated workbook and the page beside it.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use super::progress::Bar;
use super::reading::Unasked;
use super::{Aggregate, Format, Global, output, reading};
use crate::domain::lang::{Lang, Words, words};
use crate::domain::period::Period;
use crate::render::{json, page, terminal, workbook};
use crate::run::{self, Run, Year};
use crate::workspace::closed::{self, Edition};
use crate::workspace::{self, Outputs, Placed, Workspace};

/// Reads, adds up, prints, writes.
pub(super) fn run(options: &Aggregate, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    if !options.dry_run {
        // A clerk need not wait for all reports to hear that the target is open in Excel.
        let target = match &options.output {
            Some(asked) => workspace::workbook_at(asked, "tong-hop.xlsx"),
            None => options.inputs.folder.path.join(workspace::folder::RESULTS),
        };
        workspace::try_out(&target)?;
    }
    let (workspace, lang) = reading::open(&options.inputs.folder, stated)?;
    let asked = options.inputs.folder.period;
    let period = reading::period(&workspace, asked, Unasked::Present, global, lang)?;
    if let Some(edition) = edition(&workspace, period)? {
        return as_closed(&workspace, &edition, options, global, lang);
    }
    let mut run = Year::read(workspace, period, lang, &Bar::new(global))?.summary()?;
    if run.files == 0 {
        bail!("{}", nothing(&run).get(lang));
    }
    compare_last_year(&mut run, lang, global);
    let summary = &run.summary;
    let name = workbook_name(summary.period);
    let mut target = match &options.output {
        Some(asked) => workspace::workbook_at(asked, &name),
        None => run.workspace.results(summary.period).join(name),
    };
    let mut page = None;
    if !options.dry_run {
        let mut outputs = run.outputs(global.force);
        let home = workspace::way(&target, &run.workspace.root);
        let package = workbook::consolidated(summary, lang, &home)?;
        let beside = target.with_extension(PAGE);
        target = placed(outputs.write(&target, package), &target, lang)?;
        if options.html {
            let html = Cursor::new(page::page(summary, lang));
            page = Some(placed(outputs.write(&beside, html), &beside, lang)?);
        }
    }
    reading::say_remarks(&run, lang, global)?;
    match options.inputs.format {
        Format::Json => output::write(|out| json::report(summary, "aggregate", lang, out))?,
        Format::Text => {
            let mut text = terminal::summary(summary, lang, &output::screen(global));
            text.push_str(&terminal::next_steps(
                &steps(&run, lang, options, &target, page.as_deref()),
                lang,
            ));
            output::print(&text)?;
        }
    }
    if options.open && !options.dry_run {
        output::open(&target, lang);
    }
    let code = if summary.needs_action() { ExitCode::from(1) } else { ExitCode::SUCCESS };
    // The process ends here; handing back a million small pieces one by one would be a tenth of a large run.
    std::mem::forget(run);
    Ok(code)
}

/// What the consolidated workbook of a period is called.
pub(super) fn workbook_name(period: Period) -> String {
    format!("Tong hop giai ngan {period}.xlsx")
}

/// What the page of a period is called.
pub(super) fn page_name(period: Period) -> String {
    format!("Tong hop giai ngan {period}.{PAGE}")
}

/// The extension of a page.
const PAGE: &str = "html";

/// Where an output was put that was asked for at `path`, with a word where that is another place.
pub(super) fn placed(placed: Result<Placed>, path: &Path, lang: Lang) -> Result<PathBuf> {
    let placed = placed.with_context(|| path.display().to_string())?;
    output::placed(&placed, lang);
    Ok(placed.path)
}

/// Puts the same period of the year before beside a run, or why it cannot be.
pub(super) fn compare_last_year(run: &mut Run, lang: Lang, global: &Global) {
    match run::last_year(&run.workspace, run.summary.period, lang, &Bar::new(global)) {
        Ok(last_year) => run.summary.last_year = last_year,
        Err(why) => run.summary.remarks.push(why),
    }
}

/// The edition of a period that is closed.
pub(super) fn edition(workspace: &Workspace, period: Option<Period>) -> Result<Option<Edition>> {
    match (workspace.kind, period) {
        (workspace::Kind::Office, Some(period)) => {
            workspace.edition_in_force(&workspace.closings()?, period)
        }
        _ => Ok(None),
    }
}

/// A closed period prints what was closed, and its workbook is a copy: nothing of it is made again.
fn as_closed(
    workspace: &Workspace,
    edition: &Edition,
    options: &Aggregate,
    global: &Global,
    lang: Lang,
) -> Result<ExitCode> {
    let name = &edition.list.workbook;
    let mut target = match &options.output {
        Some(asked) => workspace::workbook_at(asked, name),
        None => workspace.results(edition.period).join(name),
    };
    if !options.dry_run {
        let mut outputs = Outputs::new([], global.force).of(&workspace.root);
        let beside = target.with_extension(PAGE);
        let copied = outputs.write_sealed(&target, &edition.file(name)?);
        target = placed(copied, &target, lang)?;
        match &edition.list.page {
            Some(page) if options.html => {
                let copied = outputs.write_sealed(&beside, &edition.file(page)?);
                placed(copied, &beside, lang)?;
            }
            None if options.html => {
                let words = words!(
                    "bản đã chốt này không có trang HTML: phiên bản giaingan khi chốt ({version}) chưa ghi trang",
                    "this edition has no page: the version of giaingan that closed it ({version}) wrote none";
                    version = edition.list.version
                );
                output::note(words.get(lang));
            }
            _ => {}
        }
    }
    say_closed(workspace, edition, global, lang)?;
    let [vi, en] = closed::PRINTED;
    match (options.inputs.format, lang) {
        (Format::Json, _) => output::print_bytes(&edition.file(closed::FIGURES)?)?,
        (Format::Text, Lang::Vi) => output::print_bytes(&edition.file(vi)?)?,
        (Format::Text, Lang::En) => output::print_bytes(&edition.file(en)?)?,
    }
    if options.open && !options.dry_run {
        output::open(&target, lang);
    }
    Ok(ExitCode::SUCCESS)
}

/// Says that a period is closed, and what has changed of its files since.
pub(super) fn say_closed(
    workspace: &Workspace,
    edition: &Edition,
    global: &Global,
    lang: Lang,
) -> Result<()> {
    if global.quiet {
        return Ok(());
    }
    let words = words!(
        "{period} đã chốt (bản {edition}, ngày {on}): số liệu dưới đây là số đã chốt",
        "{period} is closed (edition {edition}, {on}): these are the figures as closed";
        period = edition.period.words(), edition = edition.list.edition, on = edition.list.on
    );
    output::note(words.get(lang));
    reading::say(&run::closing::changed_since(workspace, edition)?, lang, global);
    Ok(())
}

/// Why there is nothing to add up, and what to do.
pub(super) fn nothing(run: &Run) -> Words {
    let period = run.summary.period;
    if run.workspace.kind == workspace::Kind::Bare {
        let others = run.summary.submissions.iter().filter_map(|row| row.file.as_deref());
        let others = others.take(10).collect::<Vec<_>>().join("; ");
        return words!(
            "không có tệp nào của kỳ {period} trong thư mục này; các tệp tìm thấy là của kỳ khác: {others}",
            "no file of {period} in this folder; the files found report other periods: {others}";
            period, others
        );
    }
    words!(
        "chưa có tệp báo cáo nào của kỳ {period}; đặt tệp của các đơn vị vào nop/{period}/",
        "no report of {period} was found; put the units' files into nop/{period}/";
        period
    )
}

fn steps(
    run: &Run,
    lang: Lang,
    options: &Aggregate,
    target: &Path,
    page: Option<&Path>,
) -> Vec<(String, String)> {
    let summary = &run.summary;
    let (period, folder) = (summary.period, output::typed(&options.inputs.folder.path));
    let mut steps = Vec::new();
    let mut step = |vi: &str, en: &str, place: String| {
        steps.push((Words::new(vi, en).get(lang).to_owned(), place));
    };
    let place = |target: &Path| {
        let shown = run.workspace.shown(target);
        match options.output {
            Some(_) => target.display().to_string(),
            None => options.inputs.folder.path.join(shown).display().to_string(),
        }
    };
    if !options.dry_run {
        step("Sổ tổng hợp", "Consolidated workbook", place(target));
    }
    if let Some(page) = page {
        step("Trang tổng hợp (in một tờ A4)", "The page (prints on one A4)", place(page));
    }
    if summary.findings.iter().any(crate::domain::rule::Finding::is_error) {
        step(
            "Xem các ô cần sửa",
            "See the cells to correct",
            format!("giaingan kiem-tra {folder} -p {period}"),
        );
    }
    if summary.coverage.received < summary.coverage.expected {
        step(
            "Đôn đốc đơn vị chưa nộp",
            "See who has not reported",
            format!("giaingan tinh-hinh {folder} -p {period}"),
        );
    }
    steps
}
