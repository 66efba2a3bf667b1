//! What is said where a figure was explained or accepted in an earlier file and has changed since.

use std::borrow::Cow;

use crate::domain::lang::{Lang, Words, words};
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::rule::{Finding, Recalled};

use super::figures::exact;

/// All that is said of a finding to the office: what is wrong, what no longer holds, what it can do.
pub(crate) fn told(finding: &Finding, lang: Lang) -> Cow<'_, str> {
    let told = finding.problem.told(lang);
    match lapsed(finding) {
        None => told,
        Some(lapsed) => format!("{told} {}", lapsed.get(lang)).into(),
    }
}

/// Why what the unit explained, or the office accepted, does not hold any more, with both figures.
pub(crate) fn lapsed(finding: &Finding) -> Option<Words> {
    let recalled = finding.recalled.as_ref().filter(|recalled| !recalled.holds())?;
    let explained = explained(finding);
    let Some(accepted) = recalled.accepted.as_ref().map(|accepted| accepted.reason.trim()) else {
        return explained;
    };
    let [then, now] = figures(finding, recalled);
    let (place, lines) = (&recalled.place, lines(&finding.problem.place));
    let words = if recalled.is_ambiguous {
        Words::new(
            format!(
                "Mục [[waiver]] (“{accepted}”) nêu ô này, nhưng ô đó là {} ở {place} và {} ở tệp này: không rõ đã chấp nhận số nào.",
                then.vi, now.vi
            ),
            format!(
                "The [[waiver]] (“{accepted}”) names this cell, which is {} at {place} and {} in this file: which of them was accepted is not known.",
                then.en, now.en
            ),
        )
    } else {
        Words::new(
            format!(
                "Số liệu đã thay đổi từ khi được chấp nhận (“{accepted}”, {place}): khi đó ghi {}, nay ghi {}.",
                then.vi, now.vi
            ),
            format!(
                "The figure has changed since it was accepted (“{accepted}”, {place}): {} then, {} now.",
                then.en, now.en
            ),
        )
    };
    let words = Words::new(
        format!("{} Nếu chấp nhận cả số này thì ghi vào mục [[waiver]]: {lines}.", words.vi),
        format!("{} To accept this one, too, write into a [[waiver]]: {lines}.", words.en),
    );
    Some(match explained {
        None => words,
        Some(explained) => Words::new(
            format!("{} {}", explained.vi, words.vi),
            format!("{} {}", explained.en, words.en),
        ),
    })
}

/// The same of what the unit itself explained: for the unit.
pub(crate) fn explained(finding: &Finding) -> Option<Words> {
    let recalled = finding.recalled.as_ref().filter(|recalled| !recalled.holds())?;
    let (text, place) = (recalled.explanation.as_ref()?, &recalled.place);
    let [then, now] = figures(finding, recalled);
    Some(Words::new(
        format!(
            "Số liệu đã thay đổi từ khi đơn vị giải trình (“{text}”, {place}): khi đó ghi {}, nay ghi {}; giải trình đó không còn áp dụng.",
            then.vi, now.vi
        ),
        format!(
            "The figure has changed since the unit explained it (“{text}”, {place}): {} then, {} now; that no longer holds.",
            then.en, now.en
        ),
    ))
}

fn figures(finding: &Finding, recalled: &Recalled) -> [Words; 2] {
    let unit = finding.money_unit;
    let amount = |amount: Option<Money>| match amount {
        None => Words::new("không có số", "no figure"),
        Some(amount) => {
            let figure = exact(amount, unit);
            Words::new(
                format!("{figure} {}", unit.text().vi),
                format!("{figure} {}", unit.text().en),
            )
        }
    };
    // Where the figure is the same, what it is held against is another one.
    let is_same = recalled.then.found == recalled.now.found;
    [recalled.then, recalled.now].map(|of| match of.against {
        Some(against) if is_same => {
            let (found, against) = (amount(of.found), amount(Some(against)));
            words!("{found} (so với {against})", "{found} (against {against})"; found, against)
        }
        _ => amount(of.found),
    })
}

/// What a waiver says of a place: `file = "…", sheet = "…", cell = "H23"`.
fn lines(place: &Place) -> String {
    let file = place.file.as_ref().map(|file| format!("file = {file:?}"));
    let sheet = place.sheet.as_ref().map(|sheet| format!("sheet = {sheet:?}"));
    let cell = place.cell.map(|cell| format!("cell = \"{cell}\""));
    [file, sheet, cell].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
