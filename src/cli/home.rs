//! `giaingan` alone: where things stand, on one screen, and the commands that come next.
//!
//! Outside a workspace it is the help; on a terminal it asks first whether a workspace is to be made, because that is what
//! who double-clicks the program sees. The window of a double click closes with the program: it stays until Enter where no
//! shell started it, which the variable PROMPT of `cmd` tells (asking Windows itself takes `unsafe`, and PowerShell users
//! pay with one Enter). The scripts that `init` writes hold their window themselves.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use chrono::Datelike;

use super::init;
use super::reading::{self, Unasked};
use super::{Folder, Global, Init, output, usage};
use crate::domain::lang::{Lang, words};
use crate::render::terminal::{self, Home};
use crate::run::Run;
use crate::workspace::{SETTINGS, Workspace};

/// Shows it. `help` is shown where there is no workspace and nobody to ask.
pub(super) fn run(global: &Global, stated: Option<Lang>, help: &str) -> Result<ExitCode> {
    let code = match folder() {
        Some(path) => show(&path, global, stated),
        None if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() => {
            begin(global, stated, help)
        }
        None => {
            output::note(help);
            return Ok(ExitCode::from(2));
        }
    };
    let code = code.unwrap_or_else(|error| usage::failed(&error, stated.unwrap_or_default()));
    if cfg!(windows) && std::io::stdin().is_terminal() && std::env::var_os("PROMPT").is_none() {
        let words = words!("Nhấn Enter để đóng.", "Press Enter to close.");
        output::note(words.get(stated.unwrap_or_default()));
        answer();
    }
    Ok(code)
}

/// The workspace that is meant: the current folder, else that of the program itself.
pub(super) fn folder() -> Option<PathBuf> {
    let is_workspace = |path: &PathBuf| path.join(SETTINGS).is_file();
    let own = || std::env::current_exe().ok()?.parent().map(Path::to_owned);
    Some(PathBuf::from(".")).filter(is_workspace).or_else(|| own().filter(is_workspace))
}

fn show(path: &Path, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let folder = Folder { path: path.to_owned(), period: None };
    let quiet = Global { quiet: true, ..global.clone() };
    let (run, lang) = reading::read(&folder, Unasked::Ended, &quiet, stated)?;
    let home = Home {
        today: global.today(),
        last: last_result(&run.workspace, &run),
        unregistered: unregistered(&run),
        steps: steps(&run, path, lang),
    };
    output::print(&terminal::home(&run.summary, &home, lang, &output::screen(global)))?;
    Ok(ExitCode::SUCCESS)
}

/// The consolidated workbook of the period that was written last, as it is shown.
fn last_result(workspace: &Workspace, run: &Run) -> Option<String> {
    let folder = workspace.results(run.summary.period);
    let files = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    let is_workbook = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".xlsx") && !name.starts_with('~')
    };
    let changed = |path: &PathBuf| path.metadata().and_then(|found| found.modified()).ok();
    files.filter(is_workbook).max_by_key(changed).map(|path| workspace.shown(&path))
}

/// How many files of the period stand in no register of receipts.
fn unregistered(run: &Run) -> usize {
    let files = run.summary.submissions.iter().filter(|row| row.file.is_some());
    files.filter(|row| !row.registered && row.state.has_come()).count()
}

/// What comes next, each with its command.
fn steps(run: &Run, path: &Path, lang: Lang) -> Vec<(String, String)> {
    let summary = &run.summary;
    let (period, coverage) = (summary.period, summary.coverage);
    let folder = match path.as_os_str().is_empty() || path == Path::new(".") {
        true => String::new(),
        false => format!(" {}", output::typed(path)),
    };
    let mut steps = Vec::new();
    if run.workspace.has_samples() {
        let words = words!(
            "Ghi tên cơ quan, đơn vị, kế hoạch vốn thật",
            "Write down the office, the units and the plan"
        );
        steps.push((words.pick(lang), "giaingan.toml, danh-muc.xlsx".to_owned()));
    }
    let mut step = |is_next: bool,
                    vi: &str,
                    en: &str,
                    [vi_command, en_command]: [&str; 2],
                    rest: &str| {
        if is_next {
            let (what, command) = match lang {
                Lang::Vi => (vi, vi_command),
                Lang::En => (en, en_command),
            };
            steps.push((what.to_owned(), format!("giaingan {command}{folder} -p {period}{rest}")));
        }
    };
    let came = 0 < coverage.received + coverage.rejected;
    let is_open = coverage.received < coverage.expected || 0 < coverage.lead.missing;
    let has_faults = summary.findings.iter().any(crate::domain::rule::Finding::goes_back);
    step(
        !came,
        "Phát hành biểu mẫu cho các đơn vị",
        "Issue the forms",
        ["bieu-mau", "template"],
        "",
    );
    step(
        0 < unregistered(run),
        "Vào sổ các tệp mới trong nop/",
        "Register the new files in nop/",
        ["tiep-nhan", "receive"],
        "",
    );
    step(
        has_faults,
        "Xem các ô phải sửa, giải trình",
        "See what is to be mended or explained",
        ["kiem-tra", "check"],
        "",
    );
    step(
        has_faults,
        "Ghi biểu gửi lại đơn vị sửa",
        "Write the forms to send back",
        ["kiem-tra", "check"],
        " --return",
    );
    step(
        came,
        "Tổng hợp, ghi sổ kết quả",
        "Add up, write the workbook",
        ["tong-hop", "aggregate"],
        "",
    );
    step(
        is_open,
        "Xem ai chưa nộp, gọi ai trước",
        "See who is missing, whom to call",
        ["tinh-hinh", "status"],
        "",
    );
    step(is_open, "Soạn công văn đôn đốc", "Write the letters", ["don-doc", "remind"], "");
    steps
}

/// Asks whether a workspace is to be made here.
fn begin(global: &Global, stated: Option<Lang>, help: &str) -> Result<ExitCode> {
    let lang = stated.unwrap_or_default();
    let year = global.today().year();
    let dir = PathBuf::from(format!("giai-ngan-{year}"));
    let words = words!(
        "Thư mục này chưa phải thư mục làm việc. Tạo thư mục làm việc năm {year} ({dir})? Gõ c (có) rồi Enter; Enter không: xem hướng dẫn.",
        "This is no workspace. Make one for {year} ({dir})? Type y and Enter; Enter alone shows the help.";
        year, dir = dir.display()
    );
    output::note(words.get(lang));
    match answer().trim().to_lowercase().as_str() {
        "c" | "co" | "có" | "y" | "yes" => init::run(
            &Init { dir, year: Some(year), name: None, authority: None },
            global,
            Some(lang),
        ),
        _ => {
            output::note(help);
            Ok(ExitCode::from(2))
        }
    }
}

/// A line that is typed; nothing where none can be read.
fn answer() -> String {
    let mut line = String::new();
    let _ = std::io::stdin().read_line(&mut line);
    line
}
