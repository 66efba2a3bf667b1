//! What every command that reads reports begins with: the folder, the language, the run, its remarks.

use anyhow::Result;
use chrono::{Datelike, Days, NaiveDate};

use super::asked::Asked;
use super::progress::Bar;
use super::{Folder, Global, output};
use crate::domain::label::harmless;
use crate::domain::lang::{Lang, Words, words};
use crate::domain::period::Period;
use crate::run::{self, Run, Year, closing};
use crate::workspace::{Kind, Workspace};

/// A folder and the language to speak in: the one that is `stated`, else that of the office.
///
/// # Errors
/// It is no folder, or one of the office's own files says something wrong.
pub(super) fn open(folder: &Folder, stated: Option<Lang>) -> Result<(Workspace, Lang)> {
    let workspace = run::open(&folder.path)?;
    let lang = stated.unwrap_or(workspace.settings.office.lang);
    Ok((workspace, lang))
}

/// Which period of an office is meant where nobody names one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unasked {
    /// The month that ended last: what one asks after.
    Ended,
    /// The latest month, not after today, of which files lie there: what one works on. Never a quarter.
    Present,
}

/// Reads, checks and adds up the reports of a period; without one of that which is meant.
///
/// # Errors
/// The folder, its own files, or the period that is meant.
pub(super) fn read(
    folder: &Folder,
    unasked: Unasked,
    global: &Global,
    stated: Option<Lang>,
) -> Result<(Run, Lang)> {
    let (year, lang) = year(folder, unasked, global, stated)?;
    Ok((year.summary()?, lang))
}

/// Reads and checks the reports up to the end of a period; without one of that which is meant.
///
/// # Errors
/// The folder, its own files, or the period that is meant.
pub(super) fn year(
    folder: &Folder,
    unasked: Unasked,
    global: &Global,
    stated: Option<Lang>,
) -> Result<(Year, Lang)> {
    let (workspace, lang) = open(folder, stated)?;
    let period = period(&workspace, folder.period, unasked, global, lang)?;
    Ok((Year::read(workspace, period, lang, &Bar::new(global))?, lang))
}

/// The period that is asked for, else the one that is meant, which is said; `None` where the files have to tell.
///
/// # Errors
/// The folder cannot be listed, or has no year for a period without one.
pub(super) fn period(
    workspace: &Workspace,
    asked: Option<Asked>,
    unasked: Unasked,
    global: &Global,
    lang: Lang,
) -> Result<Option<Period>> {
    let asked = asked.map(|asked| asked.of(workspace, lang)).transpose()?;
    if asked.is_some() || workspace.kind == Kind::Bare {
        return Ok(asked);
    }
    let today = global.today();
    let of_year = |period: &Period| workspace.settings.is_of_year(*period);
    let meant = match unasked {
        Unasked::Ended => Some(month_before(today, workspace.settings.office.year)),
        Unasked::Present => {
            let months = workspace.periods()?.into_iter();
            let is_meant = |period: &Period| {
                matches!(period, Period::Month(..)) && period.from() <= today && of_year(period)
            };
            months.filter(is_meant).max_by_key(|period| period.to())
        }
    };
    if let (Some(period), false) = (meant, global.quiet) {
        let words = words!(
            "Kỳ báo cáo: {period} (chọn kỳ khác bằng -p)",
            "Period: {period} (another one with -p)";
            period = period.words()
        );
        output::note(words.get(lang));
    }
    Ok(meant)
}

/// The month that ended last before a day; of a workspace of another year its first month, or its last.
fn month_before(day: NaiveDate, year: Option<i32>) -> Period {
    let last = day.with_day(1).expect("every month has a first") - Days::new(1);
    match year {
        Some(year) if last.year() < year => Period::Month(year, 1),
        Some(year) if year < last.year() => Period::Month(year, 12),
        _ => Period::Month(last.year(), last.month()),
    }
}

/// Says what concerns the run as a whole.
///
/// # Errors
/// What was closed is not as it was closed.
pub(super) fn say_remarks(run: &Run, lang: Lang, global: &Global) -> Result<()> {
    say(&run.summary.remarks, lang, global);
    // They stand in no output: a period that is closed again has the same bytes.
    say(&closing::remarks(&run.workspace, run.summary.period)?, lang, global);
    Ok(())
}

/// Says what is no result.
pub(super) fn say(remarks: &[Words], lang: Lang, global: &Global) {
    if global.quiet {
        return;
    }
    for remark in remarks {
        output::note(&format!("* {}", harmless(remark.get(lang))));
    }
}
