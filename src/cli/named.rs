//! `giaingan PATH…`: `check` of the files or folders that are named, as who drops files on the program wants it.
//!
//! A folder that is a workspace, or no part of one, is checked as `check` would. Files are read as if they lay in their
//! period's folder, against their unit's plan and earlier reports; only they are reported, and nothing is copied or
//! registered.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, bail};

use super::progress::Bar;
use super::receive::{files, refusal};
use super::{By, Check, Folder, Format, Global, Inputs, Named, check, home, output};
use crate::domain::label::harmless;
use crate::domain::lang::{Lang, Words, words};
use crate::domain::period::Period;
use crate::domain::summary::Summary;
use crate::intake::{Incoming, Rejected};
use crate::render::{json, terminal};
use crate::run::{self, Year};
use crate::workspace::SETTINGS;

/// Reads, checks, prints.
pub(super) fn run(options: &Named, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let mut homes: BTreeSet<PathBuf> = BTreeSet::new();
    for path in &options.paths {
        if !path.exists() {
            let shown = path.display();
            let words = words!("không có tệp {shown}; kiểm tra lại tên tệp", "there is no file {shown}"; shown);
            bail!("{}", words.get(stated.unwrap_or_default()));
        }
        homes.extend(workspace_of(path));
    }
    if 1 < homes.len() {
        let list =
            homes.iter().map(|home| home.display().to_string()).collect::<Vec<_>>().join("; ");
        let words = words!(
            "các tệp thuộc nhiều thư mục làm việc ({list}); kiểm tra riêng từng thư mục",
            "the files belong to several workspaces ({list}); check each on its own";
            list
        );
        bail!("{}", words.get(stated.unwrap_or_default()));
    }
    let is_whole = |home: &Path| match &options.paths[..] {
        [only] => only.canonicalize().is_ok_and(|only| only == home),
        _ => false,
    };
    match homes.pop_first().or_else(home::folder) {
        Some(home) if is_whole(&home) => whole(&home, options, global, stated),
        Some(home) => in_workspace(&home, options, global, stated),
        None => in_folders(options, global, stated),
    }
}

/// The workspace that a path lies in, or is.
fn workspace_of(path: &Path) -> Option<PathBuf> {
    let path = path.canonicalize().ok()?;
    path.ancestors().find(|above| above.join(SETTINGS).is_file()).map(Path::to_owned)
}

/// A folder, as `check` has it.
fn whole(path: &Path, options: &Named, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let folder = Folder { path: path.to_owned(), period: options.period };
    let inputs = Inputs { folder, format: options.format };
    let check = Check { inputs, by: By::Unit, send_back: false, output: None, dry_run: false };
    check::run(&check, global, stated)
}

/// Files and folders that belong to no workspace: each folder, or the one that a file lies in, on its own.
fn in_folders(options: &Named, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let mut worst = ExitCode::SUCCESS;
    let mut folders: BTreeMap<PathBuf, BTreeSet<String>> = BTreeMap::new();
    for path in &options.paths {
        if path.is_dir() {
            worst = worse(worst, whole(path, options, global, stated)?);
            continue;
        }
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let parent = parent.unwrap_or(Path::new(".")).to_owned();
        folders.entry(parent).or_default().insert(name);
    }
    for (folder, names) in folders {
        let workspace = run::open(&folder)?;
        let lang = stated.unwrap_or(workspace.settings.office.lang);
        let bar = Bar::new(global);
        let found = workspace.workbooks()?.into_iter().filter(|file| names.contains(&*file.shown));
        let files: Vec<Incoming> =
            found.map(|file| run::incoming(&workspace, file, None)).collect();
        // A name that is no workbook's is none that a folder is looked through for.
        for name in names.iter().filter(|name| files.iter().all(|file| &*file.shown != *name)) {
            worst = worse(
                worst,
                unread(name, &words!("không phải tệp bảng tính", "it is no workbook"), lang),
            );
        }
        let mut periods: BTreeMap<Period, Vec<Arc<str>>> = BTreeMap::new();
        for (file, sender) in files.iter().zip(run::senders(&workspace, &files, &bar)?) {
            match sender {
                Ok(sender) => periods.entry(sender.period).or_default().push(file.shown.clone()),
                Err(rejected) => worst = worse(worst, refused(&file.shown, &rejected, lang)),
            }
        }
        let asked = options.period.map(|asked| asked.of(&workspace, lang)).transpose()?;
        let read = |period| Year::read(workspace.clone(), Some(period), lang, &bar);
        worst = worse(worst, by_period(periods, asked, options, global, lang, read)?);
    }
    Ok(worst)
}

/// Files of units of a workspace, in their periods.
fn in_workspace(
    home: &Path,
    options: &Named,
    global: &Global,
    stated: Option<Lang>,
) -> Result<ExitCode> {
    let workspace = run::open(home)?;
    let lang = stated.unwrap_or(workspace.settings.office.lang);
    let asked = options.period.map(|asked| asked.of(&workspace, lang)).transpose()?;
    let named = files::found(&workspace, files::inside(&workspace)?, None, &options.paths)?;
    let bar = Bar::new(global);
    let mut periods: BTreeMap<Period, Vec<Arc<str>>> = BTreeMap::new();
    let mut arriving: Vec<Incoming> = Vec::new();
    let mut worst = ExitCode::SUCCESS;
    let mut outside: Vec<Incoming> = Vec::new();
    for found in &named {
        match found.home {
            Some(period) => periods.entry(period).or_default().push(found.file.shown.clone()),
            None => outside.push(found.incoming(None)),
        }
    }
    for (at, (file, sender)) in
        (0..).zip(outside.iter().zip(run::senders(&workspace, &outside, &bar)?))
    {
        match sender {
            Ok(sender) => {
                periods.entry(sender.period).or_default().push(file.shown.clone());
                // It comes after all that is there.
                let order = (i64::MAX, at);
                let (expected, unit) = (Some(sender.period), Some(sender.unit));
                arriving.push(Incoming { expected, unit, order, ..file.clone() });
            }
            Err(rejected) => worst = worse(worst, refused(&file.shown, &rejected, lang)),
        }
    }
    let read = |period| Year::with(workspace.clone(), Some(period), &arriving, lang, &bar);
    Ok(worse(worst, by_period(periods, asked, options, global, lang, read)?))
}

/// Reads and prints period by period what is said of these files; a file of another period than the one that is asked for
/// is told of.
fn by_period(
    mut periods: BTreeMap<Period, Vec<Arc<str>>>,
    asked: Option<Period>,
    options: &Named,
    global: &Global,
    lang: Lang,
    read: impl Fn(Period) -> Result<Year>,
) -> Result<ExitCode> {
    let mut worst = ExitCode::SUCCESS;
    if let Some(asked) = asked {
        for (period, names) in periods.iter().filter(|(period, _)| **period != asked) {
            let own = period.words();
            let why = words!(
                "là báo cáo {own} nên không được kiểm tra",
                "it reports {own} and was not checked";
                own
            );
            for name in names {
                worst = worse(worst, unread(name, &why, lang));
            }
        }
        periods.retain(|period, _| *period == asked);
    }
    if options.format == Format::Json && 1 < periods.len() {
        let list = periods.keys().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let words = words!(
            "các tệp thuộc nhiều kỳ ({list}); chọn một kỳ bằng -p",
            "the files are of several periods ({list}); choose one with -p";
            list
        );
        bail!("{}", words.get(lang));
    }
    for (period, names) in periods {
        let mut summary = read(period)?.summary()?.summary;
        only(&mut summary, |file| names.iter().any(|name| &**name == file));
        worst = worse(worst, print(&summary, options, global, lang)?);
    }
    Ok(worst)
}

/// Says why a file was not understood, and what to do.
fn refused(file: &str, rejected: &Rejected, lang: Lang) -> ExitCode {
    let (reason, advice) = refusal(rejected);
    unread(file, &words!("{reason}; {advice}", "{reason}; {advice}"; reason, advice), lang)
}

/// Says that a file that was named was not checked, and why.
fn unread(file: &str, why: &Words, lang: Lang) -> ExitCode {
    let words = words!("{file}: {why}", "{file}: {why}"; file, why);
    output::note(&harmless(words.get(lang)));
    ExitCode::from(1)
}

/// Leaves what is of these files.
fn only(summary: &mut Summary, is_named: impl Fn(&str) -> bool) {
    summary.submissions.retain(|row| row.file.as_deref().is_some_and(&is_named));
    summary.findings.retain(|of| of.problem.place.file.as_deref().is_some_and(&is_named));
}

fn print(summary: &Summary, options: &Named, global: &Global, lang: Lang) -> Result<ExitCode> {
    match options.format {
        Format::Json => output::write(|out| json::check(summary, lang, out))?,
        Format::Text => {
            let screen = output::screen(global);
            output::print(&terminal::findings(summary, terminal::Grouping::Unit, lang, &screen))?;
        }
    }
    let has_errors = summary.findings.iter().any(crate::domain::rule::Finding::is_error);
    let is_rejected = summary.submissions.iter().any(|row| !row.state.has_come());
    Ok(ExitCode::from(u8::from(has_errors || is_rejected)))
}

fn worse(one: ExitCode, other: ExitCode) -> ExitCode {
    if one == ExitCode::SUCCESS { other } else { one }
}
