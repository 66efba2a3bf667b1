//! What was closed before a period, and what the files that are there now make of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::gather::Gathered;
use super::{Run, Year, is_inside};
use crate::check::Checked;
use crate::domain::closing::{
    Accepted, Closed, Hindrance, Lacking, Part, Standing, Stood, standing, taken_over,
};
use crate::domain::code::UnitCode;
use crate::domain::digest::sha256;
use crate::domain::key::Funding;
use crate::domain::lang::{Lang, Words, words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::period::Period;
use crate::domain::place::Place;
use crate::domain::register::Register;
use crate::domain::rule::{Problem, Severity};
use crate::domain::submission::FileId;
use crate::intake::Incoming;
use crate::rules;
use crate::workspace::closed::{self, Closings, Edition, Source};
use crate::workspace::{Kind, Workspace};

/// The files of a year that were read, each with whose it is and the period whose folder it lies in.
pub(super) fn sources(gathered: &Gathered, files: &[Incoming]) -> Vec<Source> {
    let folders: BTreeMap<&Arc<str>, Period> =
        files.iter().filter_map(|file| Some((&file.shown, file.expected?))).collect();
    let of_passed =
        gathered.passed.iter().map(Checked::submission).flat_map(|report| {
            report.files().map(|file| (Some(&report.unit), report.period, file))
        });
    let superseded = gathered.superseded.iter();
    let superseded = superseded.map(|(unit, period, file, _)| (Some(unit), *period, file));
    let rejected = gathered.rejected.iter().chain(&gathered.ours);
    let rejected =
        rejected.filter_map(|of| Some((of.unit.as_ref(), *folders.get(&of.file.path)?, &of.file)));
    let source = |(unit, period, file): (Option<&UnitCode>, Period, &FileId)| Source {
        unit: unit.map(ToString::to_string).unwrap_or_default(),
        period: folders.get(&file.path).copied().unwrap_or(period).to_string(),
        file: file.path.to_string(),
        sha256: file.sha256.clone(),
    };
    let mut all: Vec<Source> = of_passed.chain(superseded).chain(rejected).map(source).collect();
    all.sort();
    // A file that two units sent is one of each.
    all.dedup();
    all
}

/// The closed period that `period` goes on from: the last one before it, of its own length where there is one. None where an
/// open period with files lies between (the adjustments stand there), and for a period from 1 January, which has no before.
fn base(workspace: &Workspace, closings: &Closings, period: Period) -> Result<Option<Period>> {
    let of_year = |of: &Period| workspace.settings.is_of_year(*of);
    let year = workspace.settings.budget_year(period);
    if period.from() == crate::history::first_day(year) {
        return Ok(None);
    }
    let before: Vec<Period> =
        closings.closed().into_iter().filter(|of| of.to() < period.from() && of_year(of)).collect();
    let is_alike = |of: &&Period| std::mem::discriminant(*of) == std::mem::discriminant(&period);
    let last = before.iter().rev().find(is_alike).or(before.last()).copied();
    let Some(last) = last else { return Ok(None) };
    for of in workspace.periods()?.into_iter().filter(of_year) {
        let is_between = last.to() < of.to() && of.to() < period.from();
        if is_between && closings.in_force(of).is_none() && !workspace.submissions(of)?.is_empty() {
            return Ok(None);
        }
    }
    Ok(Some(last))
}

/// What was closed before a period of an office, by then and by now, and what is to be said of the difference; `None` where
/// nothing was. `files` are those that this run read.
///
/// # Errors
/// What was closed is not as it was closed, or a reading of it fails.
pub(super) fn before(
    workspace: &Workspace,
    period: Period,
    register: &Register,
    files: &[Source],
    lang: Lang,
) -> Result<Option<(Closed, Vec<Problem>)>> {
    if workspace.kind == Kind::Bare {
        return Ok(None);
    }
    let closings = workspace.closings()?;
    let Some(of) = base(workspace, &closings, period)? else { return Ok(None) };
    let Some(edition) = workspace.edition_in_force(&closings, of)? else { return Ok(None) };
    let then = figures(&edition)?;
    let changes = changes(workspace, &edition, files)?;
    let now = match changes.is_empty() && is_made_the_same(workspace, &edition)? {
        true => then.clone(),
        false => now(workspace, of, lang)?,
    };
    let closed = Closed { period: of, edition: edition.list.edition, then, now };
    let problems = problems(&closed, &changes, period, register, workspace);
    Ok(Some((closed, problems)))
}

/// What is to be said of a period that is closed, and of editions that nothing points to.
///
/// # Errors
/// What was closed is not as it was closed.
pub fn remarks(workspace: &Workspace, period: Period) -> Result<Vec<Words>> {
    if workspace.kind == Kind::Bare {
        return Ok(Vec::new());
    }
    let closings = workspace.closings()?;
    let closed = closings.in_force(period).map(|edition| {
        words!(
            "{period} đã chốt (bản {edition}): giaingan tong-hop in và chép ra số đã chốt; ở đây là theo các tệp hiện có",
            "{period} is closed (edition {edition}): giaingan aggregate prints and copies out what was closed; this goes by the files that are there now";
            period = period.words(), edition
        )
    });
    let lost = workspace.lost_editions(&closings)?.into_iter().map(|period| {
        words!(
            "chot/{period}/ có bản chốt mà không có tệp chot/{period}.json: {period} đang được coi là chưa chốt; nếu tệp bị mất, lấy lại từ bản sao lưu",
            "chot/{period}/ holds an edition and there is no chot/{period}.json: {period} counts as open; if the file was lost, take it from a backup";
            period
        )
    });
    Ok(closed.into_iter().chain(lost).collect())
}

/// What a closed period comes to by the files, settings and version of now.
fn now(workspace: &Workspace, period: Period, lang: Lang) -> Result<Standing> {
    let year = Year::read(workspace.clone(), Some(period), lang, &())?;
    Ok(standing(year.alone()?.summary.lines.iter()))
}

/// What has happened to a closed period since.
pub struct Since {
    /// What it comes to by the files, settings and version of now.
    pub now: Standing,
    /// The units of which a file came late, was changed or is gone.
    pub units: Vec<UnitCode>,
    /// What else is not as it was, in words: version, settings, register.
    pub reread: Vec<Words>,
}

/// What has happened to an edition's period since it was closed.
///
/// # Errors
/// The edition is not as it was closed, or those of a run.
pub(super) fn since(workspace: &Workspace, edition: &Edition, lang: Lang) -> Result<Since> {
    let year = Year::read(workspace.clone(), Some(edition.period), lang, &())?;
    let units = changes(workspace, edition, &year.sources)?;
    let units = units.iter().filter_map(|(unit, ..)| UnitCode::new(unit)).collect();
    let now = standing(year.alone()?.summary.lines.iter());
    let mut reread = Vec::new();
    let (version, own) = (&edition.list.version, env!("CARGO_PKG_VERSION"));
    if version != own {
        reread.push(words!(
            "bản chốt do giaingan {version} lập, nay là {own}",
            "the edition was made by giaingan {version}, this is {own}";
            version, own
        ));
    }
    for name in [crate::workspace::SETTINGS, crate::workspace::register::FILE] {
        if !is_as_closed(workspace, edition, name)? {
            reread.push(words!("{name} đã sửa", "{name} was changed"; name));
        }
    }
    Ok(Since { now, units, reread })
}

/// Whether a file of the office is the one that was closed.
fn is_as_closed(workspace: &Workspace, edition: &Edition, name: &str) -> Result<bool> {
    Ok(edition.file(name)? == crate::workspace::bytes_of(&workspace.root.join(name))?)
}

/// Whether the same files would give the same figures: version, settings, units and plan are those of the edition.
fn is_made_the_same(workspace: &Workspace, edition: &Edition) -> Result<bool> {
    Ok(edition.list.version == env!("CARGO_PKG_VERSION")
        && is_as_closed(workspace, edition, crate::workspace::SETTINGS)?
        && is_as_closed(workspace, edition, crate::workspace::register::FILE)?)
}

/// Reads the figures of an edition.
///
/// # Errors
/// They are not as they were closed.
pub fn figures(edition: &Edition) -> Result<Standing> {
    #[derive(Deserialize)]
    struct Report {
        lines: Vec<LineRow>,
    }
    #[derive(Deserialize)]
    struct LineRow {
        unit: String,
        component: String,
        funding: Funding,
        plan: Money,
        in_period: Money,
        in_period_known: bool,
        cumulative: Money,
        cumulative_known: bool,
    }
    let bytes = edition.file(closed::FIGURES)?;
    let report: Report = serde_json::from_slice(&bytes)?;
    let part = |of: &LineRow| -> Option<Part> {
        Some((UnitCode::new(&of.unit)?, of.component.parse().ok()?, of.funding))
    };
    let mut standing = Standing::new();
    for line in report.lines {
        let stood = Stood {
            plan: line.plan,
            in_period: line.in_period,
            cumulative: line.cumulative,
            lacks_in_period: !line.in_period_known,
            lacks_cumulative: !line.cumulative_known,
        };
        let part =
            part(&line).with_context(|| format!("{}: {}", closed::FIGURES, line.component))?;
        standing.entry(part).or_default().add(&stood);
    }
    Ok(standing)
}

/// How a file of a closed period differs from what was closed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Change {
    Late,
    Changed,
    Excluded,
    Gone,
}

impl Change {
    fn words(self) -> Words {
        match self {
            Change::Late => words!("đến sau khi chốt", "came after the closing"),
            Change::Changed => words!("bị sửa sau khi chốt", "was changed after the closing"),
            Change::Excluded => words!(
                "nay không tổng hợp theo quyết định của cơ quan ([[exclude]])",
                "is now left out by the office's settings ([[exclude]])"
            ),
            Change::Gone => words!("không còn trong nop/", "is no longer in nop/"),
        }
    }
}

/// The files up to the end of a closed period that are not as they were closed, with whose they are.
fn changes(
    workspace: &Workspace,
    edition: &Edition,
    files: &[Source],
) -> Result<Vec<(String, String, Change)>> {
    let is_up_to = |source: &&Source| {
        let of: Option<Period> = source.period.parse().ok();
        of.is_some_and(|of| of.to() <= edition.period.to())
    };
    let by_name = |sources: &[Source]| -> BTreeMap<String, Source> {
        let up_to = sources.iter().filter(is_up_to);
        up_to.map(|source| (source.file.clone(), source.clone())).collect()
    };
    let (then, now) = (by_name(&edition.sources()?), by_name(files));
    let mut changes = Vec::new();
    for (file, source) in &now {
        // A file that cannot be opened has no digest: that it cannot now is told of it elsewhere.
        let then = then.get(file).map(|own| &*own.sha256).filter(|sha256| !sha256.is_empty());
        let change = match then {
            None => Change::Late,
            Some(then) if then != source.sha256 && !source.sha256.is_empty() => Change::Changed,
            Some(_) => continue,
        };
        changes.push((source.unit.clone(), file.clone(), change));
    }
    let gone = then.iter().filter(|(file, _)| !now.contains_key(*file));
    changes.extend(gone.map(|(file, of)| {
        let change = match workspace.exclusion(file) {
            Some(_) => Change::Excluded,
            None => Change::Gone,
        };
        (of.unit.clone(), file.clone(), change)
    }));
    Ok(changes)
}

/// What is to be said of files of a closed period that are not as they were closed: nothing is read of them.
///
/// # Errors
/// `nop/` cannot be listed.
pub fn changed_since(workspace: &Workspace, edition: &Edition) -> Result<Vec<Words>> {
    let mut files: Vec<Source> = Vec::new();
    let up_to = |of: &Period| {
        workspace.settings.is_of_year(*of)
            && (is_inside(*of, edition.period) || of.to() < edition.period.to())
    };
    for of in workspace.periods()?.into_iter().filter(up_to) {
        for file in workspace.submissions(of)? {
            if file.obstacle.is_none() && workspace.exclusion(&file.shown).is_none() {
                // One that is open in Excel keeps nobody from what was closed.
                let bytes = crate::workspace::bytes_of(&file.path);
                files.push(Source {
                    unit: String::new(),
                    period: of.to_string(),
                    file: file.shown.to_string(),
                    sha256: bytes.map(|bytes| sha256(&bytes)).unwrap_or_default(),
                });
            }
        }
    }
    let changes = changes(workspace, edition, &files)?.into_iter();
    Ok(changes
        .map(|(_, file, change)| {
            let change = change.words();
            words!(
                "{file} {change}: số đã chốt không đổi, phần chênh lệch nằm ở kỳ đang mở",
                "{file} {change}: what was closed stays, the difference stands in the open period";
                file, change
            )
        })
        .collect())
}

/// GN602, by unit: what a late or changed file, or another setting, makes of a closed figure.
fn problems(
    closed: &Closed,
    changes: &[(String, String, Change)],
    period: Period,
    register: &Register,
    workspace: &Workspace,
) -> Vec<Problem> {
    let owner = |unit: &UnitCode| register.successor(unit, period.to()).unwrap_or(unit).clone();
    let by_unit = |standing: &Standing| {
        let mut all: BTreeMap<UnitCode, Money> = BTreeMap::new();
        for ((unit, ..), stood) in taken_over(standing, period, register) {
            *all.entry(unit).or_default() += stood.cumulative;
        }
        all
    };
    let (then, now) = (by_unit(&closed.then), by_unit(&closed.now));
    let mut files: BTreeMap<Option<UnitCode>, Vec<(&str, Change)>> = BTreeMap::new();
    for (unit, file, change) in changes {
        let unit = UnitCode::new(unit).map(|unit| owner(&unit));
        files.entry(unit).or_default().push((file, *change));
    }
    let stood =
        |of: &BTreeMap<UnitCode, Money>, unit: &UnitCode| of.get(unit).copied().unwrap_or_default();
    let moved = then.keys().chain(now.keys());
    let moved = moved.filter(|unit| stood(&then, unit) != stood(&now, unit)).cloned().map(Some);
    let mut units: Vec<Option<UnitCode>> = files.keys().cloned().chain(moved).collect();
    units.sort();
    units.dedup();
    let unit_of_money = workspace.settings.office.money_unit;
    let problem = |unit: Option<UnitCode>| {
        let own = files.get(&unit).map_or(&[][..], |own| own);
        let [then, now] =
            [&then, &now].map(|of| unit.as_ref().map_or(Money::ZERO, |unit| stood(of, unit)));
        let words = sentence(closed, own, (then, now), unit_of_money);
        let place =
            Place { file: own.first().map(|(file, _)| Arc::from(*file)), ..Place::default() };
        let mut problem = Problem::new(&rules::CLOSED_PERIOD_CHANGED, place, words);
        problem.unit = unit;
        if then != now {
            problem = problem.compared(now, then);
        }
        let is_gone = own.iter().any(|(_, change)| *change == Change::Gone);
        problem.severity = match () {
            () if is_gone => Some(Severity::Error),
            () if then == now => Some(Severity::Note),
            () => None,
        };
        problem
    };
    units.into_iter().map(problem).collect()
}

fn sentence(
    closed: &Closed,
    files: &[(&str, Change)],
    (then, now): (Money, Money),
    unit: MoneyUnit,
) -> Words {
    let (period, edition) = (closed.period.words(), closed.edition);
    let list = files.iter().map(|(file, change)| {
        let (file, change) = (*file, change.words());
        words!("{file} {change}", "{file} {change}"; file, change)
    });
    let why = list.reduce(|a, b| words!("{a}; {b}", "{a}; {b}"; a, b)).unwrap_or_else(|| {
        words!(
            "không tệp nào thay đổi, chỉ thiết lập, danh mục đơn vị, kế hoạch vốn hoặc phiên bản giaingan đã khác",
            "no file has changed, only settings, units, plan or the version of giaingan"
        )
    });
    let money = |of: Money| of.show(unit, 3);
    if then == now {
        return words!(
            "Số liệu {period} đã chốt (bản {edition}): {why}; lũy kế của đơn vị không khác.",
            "Figures of {period} as closed (edition {edition}): {why}; the unit's cumulative figure is the same.";
            period, edition, why
        );
    }
    words!(
        "Số liệu {period} đã chốt (bản {edition}): {why}; lũy kế của đơn vị là {now} {unit}, khi chốt là {then} {unit}. Số đã chốt giữ nguyên, phần chênh lệch {difference} {unit} là điều chỉnh số liệu kỳ trước.",
        "Figures of {period} as closed (edition {edition}): {why}; the unit's cumulative figure is {now} {unit}, as closed {then} {unit}. What was closed stays; the difference of {difference} {unit} is an adjustment of an earlier period.";
        period, edition, why, now = money(now), then = money(then), difference = money(now - then), unit = unit.text()
    )
}

/// What keeps the period of a run from being closed.
///
/// # Errors
/// `nop/` cannot be listed.
pub fn hindrances(run: &Run, closings: &Closings) -> Result<Vec<Hindrance>> {
    let (summary, workspace) = (&run.summary, &run.workspace);
    let period = summary.period;
    let mut list = later(workspace, closings, period);
    let mut add = |unit: Option<&UnitCode>, kind: Lacking, words: Words| {
        list.push(Hindrance { unit: unit.cloned(), kind, words });
    };
    let of_year = |of: &Period| workspace.settings.is_of_year(*of) && *of != period;
    // A period of which nothing had come when a later one was closed is passed: what comes of it now is an adjustment.
    let is_before = |of: &Period| of_year(of) && closed::order(*of) < closed::order(period);
    let last = closings.closed().into_iter().rfind(is_before);
    let is_passed = |of: &Period| last.is_some_and(|last| closed::order(*of) < closed::order(last));
    let is_earlier = |of: &Period| {
        (is_inside(*of, period) || closed::order(*of) < closed::order(period)) && !is_passed(of)
    };
    for of in workspace.periods()?.into_iter().filter(of_year).filter(is_earlier) {
        if closings.in_force(of).is_none() && !workspace.submissions(of)?.is_empty() {
            let words = words!(
                "{of} có báo cáo mà chưa chốt; chốt kỳ đó trước",
                "{of} has reports and is open; close it first";
                of = of.words()
            );
            add(None, Lacking::EarlierOpen, words);
        }
    }
    for row in summary.missing() {
        let name = &row.name;
        let words = words!("{name}: chưa nộp báo cáo", "{name}: has not reported"; name);
        add(row.unit.as_ref(), Lacking::Missing, words);
    }
    let rejected = |row: &&crate::domain::summary::SubmissionRow| {
        row.state == crate::domain::summary::State::Rejected
    };
    for row in summary.submissions.iter().filter(rejected) {
        let file = row.file.as_deref().unwrap_or_default();
        let words =
            words!("{file}: tệp không dùng được", "{file}: nothing of the file can be used"; file);
        add(row.unit.as_ref(), Lacking::Rejected, words);
    }
    let unit_of_money = workspace.settings.office.money_unit;
    let mut aside: BTreeMap<Option<&UnitCode>, (usize, Money)> = BTreeMap::new();
    // What cannot be read is set aside with nothing: it is lacking all the same.
    for cell in &summary.set_aside {
        let sum = aside.entry(cell.unit.as_ref()).or_default();
        sum.0 += 1;
        sum.1 += cell.amount;
    }
    for (unit, (cells, amount)) in aside {
        let name = unit.and_then(|code| summary.register.unit(code)).map_or("?", |unit| &unit.name);
        let words = words!(
            "{name}: {cells} ô chưa đưa vào tổng hợp, {amount} {unit}",
            "{name}: {cells} cells not in the totals, {amount} {unit}";
            name, cells, amount = amount.show(unit_of_money, 3), unit = unit_of_money.text()
        );
        add(unit, Lacking::SetAside, words);
    }
    if !summary.control.is_balanced() {
        let words = words!(
            "số đối chiếu không khớp: đã đọc khác đã dùng + đối chiếu + chưa đưa vào",
            "the control total does not balance: read is not used + checked + set aside"
        );
        add(None, Lacking::Unbalanced, words);
    }
    Ok(list)
}

/// The closed periods of the year that come after one, in their order: each keeps it from being closed or opened.
pub fn later(workspace: &Workspace, closings: &Closings, period: Period) -> Vec<Hindrance> {
    let is_later = |of: &Period| {
        workspace.settings.is_of_year(*of) && closed::order(period) < closed::order(*of)
    };
    let later = closings.closed().into_iter().filter(is_later);
    let hindrance = |of: Period| Hindrance {
        unit: None,
        kind: Lacking::LaterClosed,
        words: words!(
            "{of} chốt sau kỳ này; mở chốt kỳ đó trước",
            "{of} comes after it and is closed; open that first";
            of = of.words()
        ),
    };
    later.map(hindrance).collect()
}

/// What was accepted of that, with the reason.
pub fn accepted(hindrances: &[Hindrance], reason: &str) -> Vec<Accepted> {
    let can = hindrances.iter().filter(|of| of.kind.can_be_accepted());
    can.map(|of| Accepted {
        unit: of.unit.as_ref().map(ToString::to_string),
        kind: of.kind.id().to_owned(),
        message: of.words.vi.clone(),
        reason: reason.to_owned(),
    })
    .collect()
}
