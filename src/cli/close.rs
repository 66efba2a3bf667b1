//! `close` and `reopen`: a period's figures are kept as they are, and opened again with a reason.

use std::io::Cursor;
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::progress::Bar;
use super::{Close, Folder, Format, Global, Reopen, aggregate, export, output, reading};
use crate::check::Checked;
use crate::domain::bridge::Compared;
use crate::domain::closing::{Accepted, Hindrance};
use crate::domain::label::harmless;
use crate::domain::lang::{Lang, Words, words};
use crate::domain::period::Period;
use crate::render::terminal::{self, Colour, Screen};
use crate::render::{json, page, workbook};
use crate::run::closing;
use crate::run::{self, Run, Year, compare};
use crate::workspace::closed::{Closings, Content, Edition, FIGURES};
use crate::workspace::{self, Kind, Made, Making, Workspace};

/// How wide the text of an edition is: it is read on any screen.
const WIDTH: usize = 80;

/// Adds up, looks what is lacking, closes.
pub(super) fn close(options: &Close, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let (workspace, lang) = reading::open(&options.inputs.folder, stated)?;
    let (closings, period) = of_office(&workspace, &options.inputs.folder, lang)?;
    if let Some(edition) = closings.in_force(period) {
        let words = words!(
            "{period} đã chốt (bản {edition}); lập lại thì mở chốt trước: giaingan mo-chot -p {id} --reason \"…\"",
            "{period} is closed already (edition {edition}); to make it again open it first: giaingan reopen -p {id} --reason \"…\"";
            period = period.words(), edition, id = period
        );
        bail!("{}", words.get(lang));
    }
    let reason = options.accept.as_deref().map(str::trim);
    if reason.is_some_and(str::is_empty) {
        let words = words!(
            "--accept phải có lý do, ví dụ: --accept \"xã Yên Bình xin nộp muộn\"",
            "--accept needs a reason, for example: --accept \"Yên Bình asked for more time\""
        );
        bail!("{}", words.get(lang));
    }
    let year = Year::read(workspace.clone(), Some(period), lang, &Bar::new(global))?;
    let (mut run, reports) = year.with_reports()?;
    if run.files == 0 {
        bail!("{}", aggregate::nothing(&run).get(lang));
    }
    aggregate::compare_last_year(&mut run, lang, global);
    reading::say_remarks(&run, lang, global)?;
    let hindrances = closing::hindrances(&run, &closings)?;
    let stops = |of: &&Hindrance| reason.is_none() || !of.kind.can_be_accepted();
    let refused: Vec<Hindrance> = hindrances.iter().filter(stops).cloned().collect();
    if !refused.is_empty() || options.dry_run {
        let told = Told {
            command: "close",
            period,
            accepted: &[],
            refused: &refused,
            edition: None,
            restated: None,
        };
        return told.print(&workspace, &closings, options.inputs.format, lang);
    }
    let accepted = reason.map_or_else(Vec::new, |reason| closing::accepted(&hindrances, reason));
    let restated = compare::with_last_edition(&run, &closings, lang)?;
    let of = (accepted, restated.as_ref());
    let edition = closed(&run, reports.all(), &closings, of, lang, global)?;
    let closings = workspace.closings()?;
    let told = Told {
        command: "close",
        period,
        accepted: &edition.list.accepted,
        refused: &[],
        edition: Some(&edition),
        restated: restated.as_ref(),
    };
    told.print(&workspace, &closings, options.inputs.format, lang)
}

/// Opens the last closed period again.
pub(super) fn reopen(options: &Reopen, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let (workspace, lang) = reading::open(&options.inputs.folder, stated)?;
    let (closings, period) = of_office(&workspace, &options.inputs.folder, lang)?;
    let reason = options.reason.trim();
    if reason.is_empty() {
        let words = words!("--reason phải có lý do", "--reason needs a reason");
        bail!("{}", words.get(lang));
    }
    if closings.in_force(period).is_none() {
        let closed = closings.closed();
        let list = closed.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let words = match closed.is_empty() {
            true => {
                words!("{period} chưa chốt; chưa kỳ nào được chốt", "{period} is not closed; no period is"; period = period.words())
            }
            false => {
                words!("{period} chưa chốt; các kỳ đã chốt: {list}", "{period} is not closed; these are: {list}"; period = period.words(), list)
            }
        };
        bail!("{}", words.get(lang));
    }
    let refused = closing::later(&workspace, &closings, period);
    if refused.is_empty() {
        workspace.reopen(&closings, period, reason, global.today())?;
    }
    let closings = workspace.closings()?;
    let told = Told {
        command: "reopen",
        period,
        accepted: &[],
        refused: &refused,
        edition: None,
        restated: None,
    };
    told.print(&workspace, &closings, options.inputs.format, lang)
}

/// What was closed of an office, and the period that is asked for, which has to be named.
fn of_office(workspace: &Workspace, folder: &Folder, lang: Lang) -> Result<(Closings, Period)> {
    if workspace.kind == Kind::Bare {
        let words = words!(
            "{shown} không phải thư mục làm việc (không có giaingan.toml) nên không chốt được",
            "{shown} is no workspace (it has no giaingan.toml): nothing can be closed in it";
            shown = workspace.root.display()
        );
        bail!("{}", words.get(lang));
    }
    let Some(asked) = folder.period else {
        let words = words!(
            "phải nêu kỳ bằng -p, ví dụ: -p 2024-05",
            "the period has to be named with -p, for example: -p 2024-05"
        );
        bail!("{}", words.get(lang));
    };
    let period = asked.of(workspace, lang)?;
    run::is_of_year(workspace, period, lang)?;
    Ok((workspace.closings()?, period))
}

/// Writes the edition of a run.
fn closed(
    run: &Run,
    reports: &[Checked],
    closings: &Closings,
    (accepted, restated): (Vec<Accepted>, Option<&Compared>),
    lang: Lang,
    global: &Global,
) -> Result<Edition> {
    let (summary, workspace) = (&run.summary, &run.workspace);
    let period = summary.period;
    let name = aggregate::workbook_name(period);
    // Its links are those of the place that it is copied out to.
    let home = workspace::way(&workspace.results(period).join(&name), &workspace.root);
    let workbook = workspace::sealed(workbook::consolidated(summary, lang, &home)?)?;
    let page = workspace::sealed(Cursor::new(page::page(summary, lang)))?;
    let mut figures = Making::new(FIGURES)?;
    json::report(summary, "aggregate", lang, &mut figures)?;
    let screen = Screen { width: WIDTH, colour: Colour::Plain };
    let printed = [Lang::Vi, Lang::En].map(|lang| terminal::summary(summary, lang, &screen));
    let content = Content {
        workbook: Made::of(&name, workbook)?,
        page: Made::of(&aggregate::page_name(period), page)?,
        exported: &|number| export::files(summary, reports, Some(number)),
        figures: figures.done()?,
        printed,
        sources: &run.sources,
        accepted,
        restates: restated.and_then(|of| of.restated()),
        on: global.today(),
    };
    workspace.close(closings, period, content)
}

/// What came of it.
struct Told<'a> {
    command: &'static str,
    period: Period,
    accepted: &'a [Accepted],
    refused: &'a [Hindrance],
    edition: Option<&'a Edition>,
    /// What it says otherwise than the edition before.
    restated: Option<&'a Compared>,
}

impl Told<'_> {
    fn print(
        &self,
        workspace: &Workspace,
        closings: &Closings,
        format: Format,
        lang: Lang,
    ) -> Result<ExitCode> {
        match format {
            Format::Json => {
                let answer = json::Closing {
                    command: self.command,
                    office: &workspace.settings.office.name,
                    period: self.period,
                    edition: closings.in_force(self.period),
                    files: self.edition.map(|edition| &edition.list.files),
                    restates: self.edition.and_then(|edition| edition.list.restates),
                    accepted: self.accepted,
                    refused: self.refused,
                    history: closings.history(self.period),
                };
                output::write(|out| json::closing(&answer, lang, out))?;
            }
            Format::Text => output::print(&self.text(workspace, lang))?,
        }
        let is_done = self.refused.is_empty();
        Ok(if is_done { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }

    fn text(&self, workspace: &Workspace, lang: Lang) -> String {
        let period = self.period.words();
        let mut lines: Vec<Words> = Vec::new();
        match (self.command, self.edition, self.refused.is_empty()) {
            ("reopen", _, true) => lines.push(words!(
                "Đã mở chốt {period}; các bản đã chốt vẫn ở chot/{id}",
                "{period} is open again; its editions stay in chot/{id}";
                period, id = self.period
            )),
            (_, Some(edition), _) => {
                lines.push(words!(
                    "Đã chốt {period}, bản {number}: {folder}",
                    "{period} is closed, edition {number}: {folder}";
                    period, number = edition.list.edition,
                    folder = workspace.shown(edition.folder())
                ));
                let unit = workspace.settings.office.money_unit;
                lines.extend(self.restated.map(|of| terminal::why(of, unit)));
                lines.extend(self.accepted.iter().map(|of| {
                    let Accepted { message, reason, .. } = of;
                    words!("  - chấp nhận: {message} ({reason})", "  - accepted: {message} ({reason})"; message, reason)
                }));
            }
            ("close", _, true) => lines.push(words!(
                "{period} chốt được (chưa ghi gì)",
                "{period} can be closed (nothing was written)";
                period
            )),
            (command, ..) => {
                lines.push(match command {
                    "reopen" => words!("Chưa mở chốt {period}:", "{period} was not opened:"; period),
                    _ => words!("Chưa chốt {period}, còn thiếu:", "{period} was not closed; this is lacking:"; period),
                });
                let list = self.refused.iter().map(|of| &of.words);
                lines.extend(list.map(|words| words!("  - {words}", "  - {words}"; words)));
                if self.refused.iter().any(|of| of.kind.can_be_accepted()) {
                    lines.push(words!(
                        "Nếu vẫn chốt, nêu lý do: --accept \"…\"",
                        "To close all the same give a reason: --accept \"…\""
                    ));
                }
            }
        }
        lines.iter().map(|line| harmless(line.get(lang)) + "\n").collect()
    }
}
