//! What the letters tell of a unit: the one place that takes it from the summary.

use chrono::NaiveDate;

use super::{amount, count, day, listed};
use crate::domain::code::UnitCode;
use crate::domain::money::MoneyUnit;
use crate::domain::register::Unit;
use crate::domain::summary::{Behind, State, SubmissionRow, Summary, UnitTotal};
use crate::domain::tally::{Rate, Tally};
use crate::domain::todo::{Duty, Todo};
use crate::render::sentences;

/// How the report of a unit stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// It came in time, or nobody knows when.
    Well,
    /// None was due.
    NotOwed,
    /// It came so many days late.
    Late(i64),
    /// Files came, and none can be used.
    Unusable,
    /// Nothing came.
    Missing,
}

/// A unit and what it is written about.
pub(crate) struct Recipient<'a> {
    /// Its code.
    pub code: &'a UnitCode,
    /// Its name.
    pub name: &'a str,
    /// The same as a letter is addressed: "UBND xã Hòa Sơn".
    pub addressed: String,
    /// The lead agencies of the programs of which it has a plan.
    pub(super) leads: Vec<&'a str>,
    /// How its report stands.
    pub(super) standing: Standing,
    /// The last day in time.
    pub(super) due: Option<NaiveDate>,
    /// Nothing usable has come of it, and it still has time.
    pub(super) has_time: bool,
    /// How many periods in a row its report did not come, or not in time.
    pub(super) misses: u32,
    /// The last day for what it is asked for now.
    pub(super) by: NaiveDate,
    /// What else it owes, and by when: parts of the report, the consolidation of a lead agency.
    pub(super) owed: Vec<(&'a Todo, NaiveDate)>,
    /// The consolidation that it owes and still has time for.
    pub(super) coming: Vec<(&'a Todo, NaiveDate)>,
    /// The row of its consolidation, where that did not come in time.
    pub(super) overdue_consolidation: Option<&'a SubmissionRow>,
    /// What it has to mend and to explain.
    pub(super) faults: Vec<&'a Todo>,
    /// Its disbursement, where it is under the rate that units are written to about.
    pub(super) low: Option<Low>,
}

/// Where the tasks of a unit are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum In {
    /// Its own letter, with an annex of what is to be mended.
    Letter,
    /// The annex of the general letter, where its figures stand in another annex.
    Annex,
    /// The short text.
    Message,
}

/// A low rate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Low {
    /// The figures.
    pub tally: Tally,
    /// What they come to.
    pub rate: Rate,
    /// What it is under.
    pub below: Rate,
}

/// The units that owe a report or sent one, in the order of the register; then the lead agencies that owe nothing but a
/// consolidation.
pub(super) fn recipients(summary: &Summary, today: NaiveDate) -> Vec<Recipient<'_>> {
    let totals = summary.units.iter().map(|total| (&total.unit, &*total.name, Some(total)));
    let is_unit = |code: &UnitCode| summary.units.iter().any(|total| total.unit == *code);
    let consolidating = summary.submissions.iter().filter(|row| row.is_consolidation);
    let others = consolidating.filter_map(|row| {
        let code = row.unit.as_ref().filter(|code| !is_unit(code))?;
        Some((code, &*row.name, None))
    });
    let is_sample = |code: &UnitCode| summary.register.unit(code).is_some_and(Unit::is_sample);
    let all = totals.chain(others).filter(|(code, ..)| !is_sample(code));
    all.map(|of| recipient(summary, today, of)).collect()
}

fn recipient<'a>(
    summary: &'a Summary,
    today: NaiveDate,
    (code, name, total): (&'a UnitCode, &'a str, Option<&'a UnitTotal>),
) -> Recipient<'a> {
    // Those of earlier months of a quarter or a year were due before, and are no answer to what is asked for now.
    let is_of = |row: &&SubmissionRow| {
        row.unit.as_ref() == Some(code) && summary.period.is_completed_by(row.period)
    };
    let rows: Vec<&SubmissionRow> = summary.submissions.iter().filter(is_of).collect();
    let of_unit = || rows.iter().filter(|row| !row.is_consolidation);
    let has = |state: State| of_unit().any(|row| row.state == state);
    let late = sentences::late(summary).into_iter().find(|row| row.unit.as_ref() == Some(code));
    let unit = summary.register.unit(code);
    let standing = match late.and_then(|row| row.days_late) {
        _ if has(State::Missing) => Standing::Missing,
        Some(days) => Standing::Late(days),
        None if total.is_some_and(|total| total.received) => Standing::Well,
        None if has(State::Rejected) => Standing::Unusable,
        None => Standing::NotOwed,
    };
    let due = match standing {
        // What holds a consolidation is due later.
        Standing::Late(_) => late.and_then(|row| row.due),
        _ => of_unit()
            .next()
            .and_then(|_| summary.settings.deadline(summary.period, unit))
            .map(|due| due.last),
    };
    let is_awaited = matches!(standing, Standing::Missing | Standing::Unusable);
    let has_time = is_awaited && due.is_some_and(|due| today <= due);
    let misses = of_unit().map(|row| row.misses).max().unwrap_or_default();
    let todo = rows.iter().flat_map(|row| &row.todo);
    let is_own_report = |todo: &Todo| todo.id == Todo::owed(code, todo.since);
    let asked = of_unit().filter_map(|row| row.correct_by).max().filter(|by| today <= *by);
    let by = asked.unwrap_or_else(|| summary.settings.due_after(today));
    let owed = rows.iter().flat_map(|row| {
        // The consolidation of a lead agency is due later than the reports of units.
        let due = row.due.filter(|due| row.is_consolidation && today <= *due);
        let owed = row.todo.iter().filter(|todo| todo.kind == Duty::Owed && !is_own_report(todo));
        owed.map(move |todo| (todo, due))
    });
    let (coming, owed): (Vec<_>, Vec<_>) = owed.partition(|(_, due)| due.is_some());
    let dated = |list: Vec<(&'a Todo, Option<NaiveDate>)>| {
        list.into_iter().map(|(todo, due)| (todo, due.unwrap_or(by))).collect()
    };
    Recipient {
        code,
        name,
        addressed: unit.map_or_else(|| name.to_owned(), Unit::addressed),
        leads: leads(summary, code),
        standing,
        due,
        has_time,
        misses: match standing {
            _ if has_time => 0,
            // What has no last day nobody misses.
            Standing::Missing if due.is_none() => 0,
            Standing::Missing | Standing::Late(_) => misses.max(1),
            Standing::Well | Standing::NotOwed | Standing::Unusable => misses,
        },
        by,
        overdue_consolidation: rows.iter().find(|row| row.overdue.is_some()).copied(),
        owed: dated(owed),
        coming: dated(coming),
        faults: todo.filter(|todo| todo.kind != Duty::Owed).collect(),
        low: total.and_then(|total| low(summary, total)),
    }
}

/// The lead agencies that consolidate what a unit reports.
fn leads<'a>(summary: &'a Summary, code: &UnitCode) -> Vec<&'a str> {
    let consolidators = summary.register.consolidators(summary.period.to()).into_iter();
    let of_unit = consolidators.filter(|(_, units)| units.contains(code));
    of_unit.map(|(lead, _)| lead.name.as_str()).collect()
}

/// Whether a unit is under the rate; one whose figures are not known in full is not called so.
fn low(summary: &Summary, total: &UnitTotal) -> Option<Low> {
    let below = summary.settings.below(summary.period)?;
    let rate = total.tally.rate().filter(|_| total.received && !total.tally.lacks_cumulative)?;
    (rate < below).then_some(Low { tally: total.tally, rate, below })
}

impl Recipient<'_> {
    /// Whether its report is overdue: nothing usable came, and the time is over.
    pub(super) fn is_silent(&self) -> bool {
        matches!(self.standing, Standing::Missing | Standing::Unusable) && !self.has_time
    }

    /// Whether a letter of its own is written to it.
    pub(crate) fn is_written_to(&self) -> bool {
        self.is_silent()
            || !self.owed.is_empty()
            || !self.faults.is_empty()
            || self.low.is_some()
            || 2 <= self.misses
    }

    /// Whether it is a lead agency whose consolidation is overdue.
    pub(super) fn owes_consolidation(&self) -> bool {
        self.owed.iter().any(|(todo, _)| todo.id == Todo::owed_consolidation(self.code, todo.since))
    }

    /// Which units had not been heard when its consolidation was due: "trong khi 02 đơn vị …".
    pub(super) fn unheard(&self, summary: &Summary, today: NaiveDate) -> Option<String> {
        let all = || self.overdue_consolidation.into_iter().flat_map(|row| row.unheard(today));
        let name = |of: &Behind| summary.register.name(&of.unit);
        let has_none = |of: &&Behind| of.days_late.is_none();
        let missing: Vec<String> = all().filter(has_none).map(name).collect();
        let late = all().filter_map(|of| Some((of, count(of.days_late? as usize))));
        let late: Vec<String> =
            late.map(|(of, days)| format!("{} {days} ngày", name(of))).collect();
        let told = [("chưa có báo cáo dùng được", missing), ("gửi chậm", late)].into_iter();
        let told = told.filter(|(_, names)| !names.is_empty()).map(|(what, names)| {
            let listed = listed(names.iter().map(String::as_str));
            format!("{} đơn vị {what}: {listed}", count(names.len()))
        });
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| format!("trong khi {}", told.join("; ")))
    }

    /// Whether it has time left for something that it owes.
    pub(crate) fn is_reminded(&self) -> bool {
        self.has_time || !self.coming.is_empty()
    }

    /// Whether it is required to report, not only asked: the second time in a row.
    pub(super) fn is_required(&self) -> bool {
        2 <= self.misses
    }

    /// How its report stands, in a few words.
    pub(super) fn state(&self, today: NaiveDate) -> String {
        match self.standing {
            Standing::Well => "Đã gửi".to_owned(),
            Standing::NotOwed if self.owed.is_empty() && self.coming.is_empty() => {
                "Không phải gửi".to_owned()
            }
            Standing::NotOwed => "Chưa gửi báo cáo tổng hợp".to_owned(),
            Standing::Late(days) => format!("Gửi chậm {} ngày", count(days as usize)),
            Standing::Unusable if self.has_time => {
                "Tệp đã gửi không sử dụng được, chưa đến hạn".to_owned()
            }
            Standing::Unusable => "Tệp đã gửi không sử dụng được".to_owned(),
            Standing::Missing if self.has_time => "Chưa gửi, chưa đến hạn".to_owned(),
            Standing::Missing => match self.overdue(today) {
                Some(days) => format!("Chưa gửi, quá hạn {} ngày", count(days)),
                None => "Chưa gửi".to_owned(),
            },
        }
    }

    /// How many days its report is overdue.
    pub(super) fn overdue(&self, today: NaiveDate) -> Option<usize> {
        let days = (today - self.due?).num_days();
        usize::try_from(days).ok().filter(|days| 0 < *days)
    }

    /// What it has to do, each in a sentence without its end; `period` is that of the report.
    pub(super) fn tasks(&self, period: &str, unit: MoneyUnit, place: In) -> Vec<String> {
        let by = day(self.by);
        let report_by = day(self.due.filter(|_| self.has_time).unwrap_or(self.by));
        let mut tasks = Vec::new();
        match self.standing {
            Standing::Missing if self.has_time => {
                tasks.push(format!("Gửi báo cáo {period} chậm nhất {report_by}"));
            }
            Standing::Missing => tasks.push(format!(
                "Gửi báo cáo {period} chậm nhất {by}; nếu trong kỳ không phát sinh giải ngân thì ghi rõ “không phát sinh”"
            )),
            Standing::Unusable => tasks.push(format!(
                "Gửi lại báo cáo {period} chậm nhất {report_by}, do tệp đã gửi không sử dụng được"
            )),
            Standing::Late(days) if self.is_required() => tasks.push(format!(
                "Gửi báo cáo các kỳ sau đúng hạn; báo cáo {period} gửi chậm {} ngày",
                count(days as usize)
            )),
            Standing::Late(_) | Standing::Well | Standing::NotOwed => {}
        }
        tasks.extend(self.owed.iter().chain(&self.coming).map(|(todo, by)| {
            format!("{} (chậm nhất {})", todo.words.vi.trim_end_matches('.'), day(*by))
        }));
        let annex = if place == In::Letter { " nêu tại Phụ lục kèm theo" } else { "" };
        for (kind, what) in [(Duty::Mend, "Sửa"), (Duty::Explain, "Giải trình")] {
            let number = self.faults.iter().filter(|todo| todo.kind == kind).count();
            let again = if kind == Duty::Mend { " và gửi lại báo cáo" } else { "" };
            if 0 < number {
                let number = count(number);
                tasks.push(format!("{what} {number} nội dung{annex}{again} chậm nhất {by}"));
            }
        }
        if let Some(Low { rate, .. }) = self.low.filter(|_| place == In::Annex) {
            tasks.push(format!(
                "Đẩy nhanh tiến độ giải ngân (đạt {rate}%); nêu nguyên nhân, kiến nghị"
            ));
        } else if let Some(Low { tally, rate, below }) = self.low {
            let (paid, plan) = (tally.cumulative.show(unit, 3), amount(tally.plan, unit));
            tasks.push(format!(
                "Đẩy nhanh tiến độ giải ngân: lũy kế {paid}/{plan}, đạt {rate}% kế hoạch, dưới mức {below}%; nêu rõ nguyên nhân, khó khăn, vướng mắc và kiến nghị cấp giải quyết trong báo cáo"
            ));
        }
        tasks
    }
}
