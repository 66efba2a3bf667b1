//! What the same period of the year before came to, for comparison only.

use super::{Progress, Year, open};
use crate::domain::label::Label;
use crate::domain::lang::{Lang, Words, words};
use crate::domain::period::Period;
use crate::domain::summary::Compared;
use crate::workspace::{Kind, Workspace};

/// The same period in the workspace that `[office] last_year` names; `None` where it names none.
///
/// # Errors
/// Why there is nothing to compare with, in words: the period itself is none the worse for it.
pub fn last_year(
    workspace: &Workspace,
    period: Period,
    lang: Lang,
    progress: &dyn Progress,
) -> Result<Option<Compared>, Words> {
    let Some(path) = &workspace.settings.office.last_year else { return Ok(None) };
    let refused = |why: Words| {
        words!(
            "không so sánh với cùng kỳ năm trước ([office] last_year): {why}",
            "no comparison with the year before ([office] last_year): {why}";
            why
        )
    };
    let failed = |error: anyhow::Error| {
        let why = format!("{error:#}");
        refused(Words::new(why.clone(), why))
    };
    let before = open(&workspace.root.join(path)).map_err(failed)?;
    let year = workspace.settings.budget_year(period) - 1;
    let path = path.display();
    if before.kind == Kind::Bare {
        return Err(refused(words!(
            "{path} không phải thư mục làm việc của giaingan",
            "{path} is not a workspace of giaingan";
            path
        )));
    }
    if before.settings.office.year != Some(year) {
        return Err(refused(words!(
            "{path} không phải thư mục làm việc của năm {year}",
            "{path} is not the workspace of {year}";
            path, year
        )));
    }
    let then = period.year_before();
    // Offices are renamed; that it is another one only a person can tell.
    let [own, other] = [&workspace.settings.office, &before.settings.office].map(|of| &of.name);
    let is_other = Label::new(own) != Label::new(other);
    let office = is_other.then(|| other.clone());
    let ran = Year::read(before, Some(then), lang, progress).and_then(Year::summary);
    let summary = ran.map_err(failed)?.summary;
    if summary.coverage.received == 0 {
        return Err(refused(words!(
            "{path} không có báo cáo dùng được của {then}",
            "{path} has no usable report of {then}";
            path, then = then.words()
        )));
    }
    Ok(Some(Compared { office, ..summary.compared() }))
}
