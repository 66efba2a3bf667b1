//! What every command that reads reports begins with: the folder, the language, the run, its remarks.

use anyhow::Result;

use super::progress::Bar;
use super::{Folder, Global, output};
use crate::domain::label::harmless;
use crate::domain::lang::Lang;
use crate::run::{self, Run, Year};
use crate::workspace::Workspace;

/// A folder and the language to speak in: the one that is `stated`, else that of the office.
///
/// # Errors
/// It is no folder, or one of the office's own files says something wrong.
pub(super) fn open(folder: &Folder, stated: Option<Lang>) -> Result<(Workspace, Lang)> {
    let workspace = run::open(&folder.path)?;
    let lang = stated.unwrap_or(workspace.settings.office.lang);
    Ok((workspace, lang))
}

/// Reads, checks and adds up the reports of a period.
///
/// # Errors
/// The folder, its own files, or the period that is meant.
pub(super) fn read(folder: &Folder, global: &Global, stated: Option<Lang>) -> Result<(Run, Lang)> {
    let (workspace, lang) = open(folder, stated)?;
    let year = Year::read(workspace, folder.period, lang, &Bar::new(global))?;
    Ok((year.summary()?, lang))
}

/// Says what concerns the run as a whole.
pub(super) fn say_remarks(run: &Run, lang: Lang, global: &Global) {
    if global.quiet {
        return;
    }
    for remark in &run.summary.remarks {
        output::note(&format!("* {}", harmless(remark.get(lang))));
    }
}
