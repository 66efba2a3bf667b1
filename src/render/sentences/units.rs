//! The units: above and below the average, never disbursed, late, missing by name.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::money::{funding_name, join};
use crate::domain::code::UnitCode;
use crate::domain::key::Funding;
use crate::domain::label::harmless;
use crate::domain::lang::{Words, words};
use crate::domain::submission::Reach;
use crate::domain::summary::{Behind, State, SubmissionRow, Summary, UnitTotal};

/// How many units reach the average, how many do not, and who has not disbursed at all.
///
/// A unit that has not reported and has no earlier figure is not said to have disbursed nothing: it is not known. Where the
/// cumulative of one is known only as a sum that it is at least, so is the average, and nobody is held against it.
pub(super) fn ranking(summary: &Summary) -> Option<Words> {
    let average = summary.totals.tally.rate()?;
    let is_known = |unit: &&UnitTotal| unit.received || unit.provisional;
    let is_unclear = |unit: &&UnitTotal| unit.tally.lacks_cumulative;
    let planned = || summary.units.iter().filter(|unit| unit.tally.rate().is_some());
    let (unclear, clear): (Vec<_>, Vec<_>) = planned().partition(is_unclear);
    let (known, unknown): (Vec<_>, Vec<_>) = clear.into_iter().partition(is_known);
    let above = known.iter().filter(|unit| Some(average) <= unit.tally.rate()).count();
    let below = known.len() - above;
    let rates = Funding::ALL.iter().filter_map(|&funding| {
        let (name, rate) = (funding_name(funding), summary.funding(funding).rate()?);
        Some(words!("{name} {rate}%", "{name} {rate}%"; name, rate))
    });
    let rates = join(&rates.collect::<Vec<_>>(), ", ");
    let all = known.len();
    let level = harmless(&summary.settings.office.level);
    let mut words = match summary.totals.tally.lacks_cumulative {
        true => Words::new(
            format!("Chưa so được các đơn vị với mức bình quân chung của {level}."),
            "The units cannot be held against the average yet.",
        ),
        false => Words::new(
            format!(
                "{above}/{all} đơn vị đạt từ mức bình quân chung của {level} trở lên ({average}%; {}); {below} đơn vị \
                 dưới mức bình quân.",
                rates.vi
            ),
            format!(
                "{above} of {all} units reach the average ({average}%; {}); {below} are below it.",
                rates.en
            ),
        ),
    };
    let never = known.iter().filter(|unit| unit.tally.cumulative.is_zero()).copied().collect();
    list(&mut words, ("Chưa giải ngân", "Nothing disbursed yet"), never);
    list(&mut words, ("Chưa rõ lũy kế", "Cumulative not known in full"), unclear);
    list(&mut words, ("Chưa có số liệu", "Without any figure"), unknown);
    Some(words)
}

fn list(words: &mut Words, heading: (&str, &str), units: Vec<&UnitTotal>) {
    if units.is_empty() {
        return;
    }
    let count = units.len();
    let names = names(units.iter().map(|unit| unit.name.as_str()));
    words.vi.push_str(&format!(" {}: {} ({count} đơn vị).", heading.0, names.vi));
    words.en.push_str(&format!(" {}: {} ({count}).", heading.1, names.en));
}

/// How many reported, what could not be used, who was late, who is missing.
pub(super) fn coverage(summary: &Summary) -> Option<Words> {
    let coverage = summary.coverage;
    let (sent, expected) = (coverage.received + coverage.rejected, coverage.expected);
    let period = summary.period.words();
    let mut words = words!(
        "Kỳ báo cáo {period}: {sent}/{expected} đơn vị đã gửi báo cáo",
        "For {period}: {sent} of {expected} units have reported";
        period, sent, expected
    );
    let rejected = rejected(summary);
    if 0 < coverage.rejected {
        let (count, names) = (coverage.rejected, names(rejected.into_iter().map(name)));
        words.vi.push_str(&format!(", trong đó {count} báo cáo không sử dụng được ({})", names.vi));
        words.en.push_str(&format!(", {count} of them with nothing usable ({})", names.en));
    }
    let late = late(summary);
    if !late.is_empty() {
        let (count, names) = (late.len(), names(late.into_iter().map(name)));
        words.vi.push_str(&format!("; {count} đơn vị gửi chậm: {}", names.vi));
        words.en.push_str(&format!("; {count} late: {}", names.en));
    }
    let missing: Vec<&str> = summary.missing().map(name).collect();
    if !missing.is_empty() {
        let (count, names) = (missing.len(), names(missing.into_iter()));
        words.vi.push_str(&format!("; {count} đơn vị chưa gửi báo cáo: {}", names.vi));
        words.en.push_str(&format!("; {count} missing: {}", names.en));
    }
    words.vi.push('.');
    words.en.push('.');
    let lead = coverage.lead;
    if 0 < lead.expected {
        words.vi.push_str(&format!(
            " Báo cáo tổng hợp của cơ quan chủ trì: {}/{} cơ quan đã gửi",
            lead.received, lead.expected
        ));
        words.en.push_str(&format!(
            " Consolidations of lead agencies: {} of {} received",
            lead.received, lead.expected
        ));
        if 0 < lead.missing {
            let names = names(summary.missing_consolidations().map(name));
            words.vi.push_str(&format!("; chưa gửi: {}", names.vi));
            words.en.push_str(&format!("; missing: {}", names.en));
        }
        words.vi.push('.');
        words.en.push('.');
    }
    Some(words)
}

/// How many of those that report to the units are in their workbooks, where these say so: said behind the coverage.
pub(in crate::render) fn below(summary: &Summary) -> Option<Words> {
    let Reach { expected, received, missing, rejected } = summary.coverage.below;
    (0 < expected).then(|| {
        words!(
            "sổ tổng hợp của các đơn vị gồm báo cáo của {received}/{expected} đơn vị cấp dưới ({missing} chưa nộp, {rejected} không dùng được)",
            "their workbooks hold the reports of {received} of {expected} units below ({missing} missing, {rejected} rejected)";
            received, expected, missing, rejected
        )
    })
}

/// Between which rates the one of the whole lies, where somebody has not reported, or has not told the cumulative.
pub(in crate::render) fn band(summary: &Summary) -> Option<Words> {
    let band = summary.totals.band?;
    let [low, high] = band.certain;
    if low == high {
        return None;
    }
    let coverage = summary.coverage.reach();
    let is_unclear = |unit: &&UnitTotal| unit.received && !unit.unknown().is_zero();
    let (unclear, once) = match summary.units.iter().filter(is_unclear).count() {
        0 => (Words::default(), words!("khi các đơn vị còn lại báo cáo", "with the others")),
        count => (
            words!(
                ", trong đó {count} đơn vị chưa rõ lũy kế",
                ", and of {count} of them the cumulative is not known in full"; count
            ),
            words!("khi đủ số liệu", "once all is known"),
        ),
    };
    let words = words!(
        "Tỷ lệ này tính từ báo cáo của {received}/{expected} đơn vị{unclear}; {once}, tỷ lệ chắc chắn trong khoảng {low}%–{high}%",
        "This rate rests on {received} of {expected} units{unclear}; {once} it is certain to be from {low}% to {high}%";
        received = coverage.received,
        expected = coverage.expected,
        unclear,
        once,
        low,
        high
    );
    Some(match band.likely {
        Some([low, high]) => words!(
            "{words}, nhiều khả năng {low}%–{high}%.",
            "{words}, most likely {low}% to {high}%.";
            words, low, high
        ),
        None => words!("{words}.", "{words}."; words),
    })
}

/// The units whose first file for the period that was not rejected came late; what replaces it is a correction. That a
/// report of an earlier month of a quarter was late is not told again of the quarter.
pub(in crate::render) fn late(summary: &Summary) -> Vec<&SubmissionRow> {
    let mut first: BTreeMap<&UnitCode, &SubmissionRow> = BTreeMap::new();
    let came = |row: &&SubmissionRow| {
        let is_awaited = summary.period.is_completed_by(row.period);
        is_awaited && row.state.has_come() && !row.is_consolidation
    };
    for row in summary.submissions.iter().filter(came) {
        let Some(unit) = &row.unit else { continue };
        let earliest = first.entry(unit).or_insert(row);
        if row.received < earliest.received {
            *earliest = row;
        }
    }
    let rows = summary.submissions.iter().filter(|row| {
        row.unit
            .as_ref()
            .is_some_and(|unit| first.get(unit).is_some_and(|at| std::ptr::eq(*at, *row)))
    });
    rows.filter(|row| row.days_late.is_some_and(|days| 0 < days)).collect()
}

/// Which units had not been heard when a lead agency's consolidation was due.
pub(in crate::render) fn unheard(
    summary: &Summary,
    row: &SubmissionRow,
    today: NaiveDate,
) -> Option<Words> {
    let (late, missing): (Vec<&Behind>, Vec<&Behind>) =
        row.unheard(today).partition(|of| of.days_late.is_some());
    let name = |of: &Behind| summary.register.name(&of.unit);
    let mut parts: Vec<Words> = Vec::new();
    if !missing.is_empty() {
        let (count, all) = (missing.len(), Vec::from_iter(missing.into_iter().map(name)));
        let names = names(all.iter().map(String::as_str));
        parts.push(words!(
            "{count} đơn vị chưa có báo cáo dùng được: {names}",
            "{count} units without a usable report: {names}";
            count, names
        ));
    }
    if !late.is_empty() {
        let named = |days: &str| {
            let days = |of: &&Behind| format!("{} {days}", of.days_late.unwrap_or_default());
            let all = Vec::from_iter(late.iter().map(|of| format!("{} ({})", name(of), days(of))));
            names(all.iter().map(String::as_str))
        };
        let (count, vi, en) = (late.len(), named("ngày").vi, named("days").en);
        parts.push(Words::new(
            format!("{count} đơn vị nộp chậm: {vi}"),
            format!("{count} units that were late: {en}"),
        ));
    }
    let parts = (!parts.is_empty()).then(|| join(&parts, "; "))?;
    Some(words!("trong khi {parts}", "while {parts}"; parts))
}

/// The units of whose reports nothing could be used: one row each.
pub(in crate::render) fn rejected(summary: &Summary) -> Vec<&SubmissionRow> {
    let mut found: BTreeMap<&UnitCode, &SubmissionRow> = BTreeMap::new();
    let counts = |row: &SubmissionRow| {
        matches!(
            row.state,
            State::Accepted | State::AcceptedWithWarnings | State::AcceptedWithErrors
        )
    };
    let of_state = |wanted: fn(&SubmissionRow) -> bool| {
        summary.submissions.iter().filter(move |row| wanted(row))
    };
    for row in of_state(|row| row.state == State::Rejected) {
        let Some(unit) = &row.unit else { continue };
        found.insert(unit, row);
    }
    for unit in of_state(counts).filter_map(|row| row.unit.as_ref()) {
        found.remove(unit);
    }
    found.into_values().collect()
}

/// The name of a row's unit, else its code, else its file.
pub(in crate::render) fn name(row: &SubmissionRow) -> &str {
    if !row.name.is_empty() {
        return &row.name;
    }
    let code = row.unit.as_ref().map(UnitCode::as_str);
    code.or(row.file.as_deref()).unwrap_or_default()
}

/// Names no more units than this: as many as a district has.
const MOST: usize = 30;

/// The names, a long list ended by a count.
pub(in crate::render) fn names<'a>(names: impl Iterator<Item = &'a str>) -> Words {
    let names: Vec<String> = names.map(harmless).collect();
    let mut listed = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if names.len() <= MOST {
        return Words::new(listed.clone(), listed);
    }
    let more = names.len() - MOST;
    let en = format!("{listed} and {more} others");
    listed.push_str(&format!(" và {more} đơn vị khác"));
    Words::new(listed, en)
}
