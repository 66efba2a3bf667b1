//! Two sides put beside each other: periods, a period and its closed edition.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use serde::Deserialize;

use super::{Progress, Run, Year, closing};
use crate::domain::bridge::{Between, Bridge, Compared, Side, Told};
use crate::domain::closing::{Event, Standing, standing};
use crate::domain::code::UnitCode;
use crate::domain::lang::{Lang, words};
use crate::domain::period::Period;
use crate::domain::summary::Summary;
use crate::workspace::Workspace;
use crate::workspace::closed::{self, Closings, Edition};

/// Compares a period with another one, the earlier one first; or with its own closed edition, the one in force, else the one
/// that was closed last.
///
/// # Errors
/// What was closed is not as it was closed; the period was never closed; those of a run.
pub fn compare(
    workspace: &Workspace,
    period: Period,
    with: Period,
    lang: Lang,
    progress: &dyn Progress,
) -> Result<Compared> {
    let closings = workspace.closings()?;
    if period == with {
        let Some(edition) = last_edition(workspace, &closings, period)? else {
            let words = words!(
                "{period} chưa chốt lần nào nên không có bản nào để so; chọn kỳ khác bằng --with",
                "{period} was never closed: there is no edition to compare with; name another period by --with";
                period = period.words()
            );
            bail!("{}", words.get(lang));
        };
        let to = as_now(workspace, period, lang, progress)?;
        return compared(workspace, as_closed(&edition)?, Some(&edition), to, lang);
    }
    let is_later = closed::order(period) < closed::order(with);
    let (first, second) = if is_later { (period, with) } else { (with, period) };
    let first_edition = workspace.edition_in_force(&closings, first)?;
    let from = match &first_edition {
        Some(edition) => as_closed(edition)?,
        None => as_now(workspace, first, lang, progress)?,
    };
    let second_edition = workspace.edition_in_force(&closings, second)?;
    let to = match &second_edition {
        Some(edition) => as_closed(edition)?,
        None => as_now(workspace, second, lang, progress)?,
    };
    // By an edition of later files only what these state tells what came late.
    let reread = first_edition.as_ref().filter(|_| second_edition.is_none());
    compared(workspace, from, reread, to, lang)
}

/// A run that is closed again beside the edition of its period that was closed last; `None` where there is none.
///
/// # Errors
/// What was closed is not as it was closed, or those of a run.
pub fn with_last_edition(run: &Run, closings: &Closings, lang: Lang) -> Result<Option<Compared>> {
    let (workspace, summary) = (&run.workspace, &run.summary);
    let Some(edition) = last_edition(workspace, closings, summary.period)? else {
        return Ok(None);
    };
    let to = of_summary(summary);
    compared(workspace, as_closed(&edition)?, Some(&edition), to, lang).map(Some)
}

/// Compares a period with a consolidated workbook, the earlier one first.
///
/// # Errors
/// Those of a run.
pub fn with_workbook(
    workspace: &Workspace,
    period: Period,
    other: Told,
    lang: Lang,
    progress: &dyn Progress,
) -> Result<Compared> {
    let closings = workspace.closings()?;
    // What the files say of a closed period is compared with its edition elsewhere: here the office's word counts.
    let own = match workspace.edition_in_force(&closings, period)? {
        Some(edition) if other.period != period => as_closed(&edition)?,
        _ => as_now(workspace, period, lang, progress)?,
    };
    let is_later = closed::order(period) < closed::order(other.period);
    let (from, to) = if is_later { (own, other) } else { (other, own) };
    let mut compared = compared(workspace, from, None, to, lang)?;
    compared.reread.push(words!(
        "Sổ tổng hợp không ghi đơn vị nào có phần chưa rõ, và không nói tệp nào đến sau: số của đơn vị khi đó tạm tính là báo cáo nộp muộn, số khác đi của đơn vị đã báo cáo là điều chỉnh",
        "A consolidated workbook does not say of which units something was not known, nor which files came after it: what units add that were provisional in it is late, other figures of units that had reported are stated again"
    ));
    Ok(compared)
}

/// The edition in force, else the one that was closed last.
fn last_edition(
    workspace: &Workspace,
    closings: &Closings,
    period: Period,
) -> Result<Option<Edition>> {
    let last = closings.history(period).iter().rev().find_map(|event| match event {
        Event::Closed { edition, .. } => Some(*edition),
        Event::Reopened { .. } => None,
    });
    last.map(|number| workspace.edition(closings, period, number)).transpose()
}

/// A period by the files that are there now.
fn as_now(
    workspace: &Workspace,
    period: Period,
    lang: Lang,
    progress: &dyn Progress,
) -> Result<Told> {
    let run = Year::read(workspace.clone(), Some(period), lang, progress)?.alone()?;
    if run.files == 0 {
        let words = words!(
            "{period}: chưa có tệp báo cáo nào",
            "{period}: no report was found";
            period = period.words()
        );
        bail!("{}", words.get(lang));
    }
    Ok(of_summary(&run.summary))
}

fn of_summary(summary: &Summary) -> Told {
    let reported = summary.units.iter().filter(|unit| unit.received);
    let reported = reported.map(|unit| unit.unit.clone()).collect();
    let side = Side { standing: standing(summary.lines.iter()), reported };
    Told { period: summary.period, edition: None, workbook: None, side }
}

/// A period as it was closed.
fn as_closed(edition: &Edition) -> Result<Told> {
    #[derive(Deserialize)]
    struct Report {
        by_unit: Vec<UnitRow>,
        submissions: Vec<SubmissionRow>,
    }
    #[derive(Deserialize)]
    struct UnitRow {
        unit: String,
        provisional: bool,
    }
    #[derive(Deserialize)]
    struct SubmissionRow {
        unit: Option<String>,
        state: String,
    }
    let report: Report = serde_json::from_slice(&edition.file(closed::FIGURES)?)?;
    let provisional: BTreeSet<&str> =
        report.by_unit.iter().filter(|of| of.provisional).map(|of| &*of.unit).collect();
    let has_come = |of: &&SubmissionRow| of.state.starts_with("accepted");
    let reported = report.submissions.iter().filter(has_come);
    let reported = reported.filter_map(|of| of.unit.as_deref());
    let reported = reported.filter(|unit| !provisional.contains(unit));
    let side = Side {
        standing: closing::figures(edition)?,
        reported: reported.filter_map(UnitCode::new).collect(),
    };
    Ok(Told { period: edition.period, edition: Some(edition.list.edition), workbook: None, side })
}

fn compared(
    workspace: &Workspace,
    mut from: Told,
    reread: Option<&Edition>,
    to: Told,
    lang: Lang,
) -> Result<Compared> {
    let day = to.period.to();
    let owner = |unit: &UnitCode| workspace.register.successor(unit, day).unwrap_or(unit).clone();
    let taken = |standing: &Standing| {
        crate::domain::closing::taken_over(standing, to.period, &workspace.register)
    };
    let mut between = Between {
        follows: from.period.to().succ_opt() == Some(to.period.from()),
        is_same: from.period == to.period,
        ..Between::default()
    };
    let mut told = Vec::new();
    if let Some(edition) = reread {
        let since = closing::since(workspace, edition, lang)?;
        between.now = Some(taken(&since.now));
        between.changed = since.units.iter().map(&owner).collect();
        told = since.reread;
    }
    from.side.standing = taken(&from.side.standing);
    from.side.reported = from.side.reported.iter().map(&owner).collect();
    let bridge = Bridge::new(&from.side, &between, &to.side);
    Ok(Compared { from, to, reread: told, bridge })
}
