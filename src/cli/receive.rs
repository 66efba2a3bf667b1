//! `receive`: files that units sent are copied in and registered, and each gets a receipt.
//!
//! Who sent a file, for which period, and what is wrong in it is what every run says of it. A copy is on the disk before
//! its line is: a run that is killed between the two leaves a file that a later `receive` without files registers.

pub(super) mod files;
mod record;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use chrono::{DateTime, FixedOffset, NaiveDate, Timelike, Utc};

use self::files::{Found, found, inside, known, sent_before, share, strays, twins};
use self::record::record;
use super::progress::Bar;
use super::{Format, Global, Receive, output};
use crate::domain::code::UnitCode;
use crate::domain::lang::{Lang, Words, words};
use crate::domain::period::Period;
use crate::domain::summary::{State, SubmissionRow, Summary};
use crate::intake::{Incoming, Rejected, Sender};
use crate::run::{self, Year};
use crate::workspace::{Kind, Receipt, Workspace, receipts};

/// What came of a file.
enum Outcome {
    /// It is registered, or would be.
    Received(Box<Received>),
    /// It was registered before; whether that file is there as it came.
    Known(Receipt, bool),
    /// It is the same report as another file of this run: the place of that among all, and its name.
    Twin(usize, String),
    /// It stays where it is: why, and what to do.
    Stays(Words, Words),
    /// It could not be done.
    Failed(Words),
}

/// A file, as it is named to the clerk, and what came of it.
struct Item {
    source: String,
    outcome: Outcome,
}

/// A receipt: what a unit is told of its file.
struct Received {
    unit: UnitCode,
    /// The name of the unit.
    name: String,
    period: Period,
    /// Where it lies, from the workspace.
    file: String,
    /// Whether it was copied there.
    is_copied: bool,
    at: DateTime<FixedOffset>,
    sha256: String,
    standing: Standing,
}

/// How the file stands among all that the unit sent, as `check` has it.
#[derive(Default)]
struct Standing {
    due: Option<NaiveDate>,
    days_late: Option<i64>,
    /// The day on which an earlier file of the unit came that counts: a correction is not late.
    first: Option<NaiveDate>,
    errors: usize,
    warnings: usize,
    /// Nothing of it can be used.
    is_rejected: bool,
}

/// Recognises, checks, copies and registers, prints.
pub(super) fn run(options: &Receive, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let (path, named) = apart(&options.paths);
    let workspace = run::open(path)?;
    let lang = stated.unwrap_or(workspace.settings.office.lang);
    if workspace.kind == Kind::Bare {
        let words = words!(
            "{shown} không phải thư mục làm việc (không có giaingan.toml) nên không có sổ tiếp nhận; chạy lệnh trong thư mục làm việc hoặc nêu thư mục đó trước tên tệp",
            "{shown} is no workspace (it has no giaingan.toml) and keeps no receipts; run this in a workspace, or name it before the files";
            shown = workspace.root.display()
        );
        bail!("{}", words.get(lang));
    }
    let asked = options.period.map(|asked| asked.of(&workspace, lang)).transpose()?;
    if let Some(period) = asked {
        run::is_of_year(&workspace, period, lang)?;
    }
    let now = now(global.today);
    let at = options.received.unwrap_or(now);
    if now < at {
        let words = words!(
            "--received {at}: thời điểm nhận ở sau lúc này ({now})",
            "--received {at}: that is after now ({now})";
            at = told::moment(at).get(lang), now = told::moment(now).get(lang)
        );
        bail!("{}", words.get(lang));
    }
    let inside = inside(&workspace)?;
    let submitted = inside.iter().map(|own| (own.source.clone(), own.file.path.clone())).collect();
    let mut items: Vec<(Found, Option<Outcome>)> = Vec::new();
    for found in found(&workspace, inside, asked, named)? {
        let known = known(&workspace, &found);
        items.push((found, known));
    }
    if named.is_empty() {
        items.extend(strays(&workspace)?);
    }
    if items.is_empty() {
        let words = words!(
            "không có tệp nào để tiếp nhận; nêu tên tệp, hoặc đặt tệp vào nop/<kỳ>/ rồi chạy lại",
            "there is no file to receive; name it, or put it into nop/<period>/ and run again"
        );
        bail!("{}", words.get(lang));
    }
    let bar = Bar::new(global);
    let mut arriving = recognise(&workspace, &submitted, asked, &mut items, at, &bar)?;
    twins(&mut items, &mut arriving);
    stand(&workspace, &mut arriving, lang, &bar)?;
    record(&workspace, options.dry_run, &mut items, arriving)?;
    share(&mut items);
    let items: Vec<Item> = items
        .into_iter()
        .map(|(found, outcome)| Item {
            source: found.source,
            outcome: outcome.expect("each file was decided on"),
        })
        .collect();
    match options.format {
        Format::Json => {
            let json = told::json(&items, &workspace, options.dry_run, lang);
            output::print(&(serde_json::to_string_pretty(&json)? + "\n"))?;
        }
        Format::Text => {
            // Without files all of `nop/` is looked through: what is in the register already is only counted.
            let shows_known = !named.is_empty();
            output::print(&told::text(&items, shows_known, options.dry_run, lang))?;
        }
    }
    if !global.quiet {
        output::note(told::whole(&items, path, options.dry_run).get(lang));
    }
    let has = |is: fn(&Outcome) -> bool| items.iter().any(|item| is(&item.outcome));
    let acts = |outcome: &Outcome| match outcome {
        Outcome::Received(received) => {
            0 < received.standing.errors || received.standing.is_rejected
        }
        outcome => matches!(outcome, Outcome::Stays(..) | Outcome::Known(_, false)),
    };
    Ok(if has(|outcome| matches!(outcome, Outcome::Failed(_))) {
        ExitCode::from(2)
    } else {
        ExitCode::from(u8::from(has(acts)))
    })
}

/// When a file came, as a clerk types it; in Viet Nam where no offset is said.
pub(super) fn moment(text: &str) -> Result<DateTime<FixedOffset>, String> {
    let seconds = receipts::moment(text.trim()).map(|(_, seconds)| seconds);
    seconds.and_then(in_viet_nam).ok_or_else(|| {
        "viết / write it as: 2024-07-02, \"2/7/2024 16:55\", 2024-07-02T16:55+07:00".to_owned()
    })
}

fn in_viet_nam(seconds: i64) -> Option<DateTime<FixedOffset>> {
    let offset = FixedOffset::east_opt(7 * 3600)?;
    Some(DateTime::from_timestamp(seconds, 0)?.with_timezone(&offset))
}

/// The moment; of a day that is taken for today its end, so that all that came on it came before.
fn now(today: Option<NaiveDate>) -> DateTime<FixedOffset> {
    let offset = FixedOffset::east_opt(7 * 3600).expect("seven hours are an offset");
    let end =
        today.and_then(|day| day.and_hms_opt(23, 59, 59)?.and_local_timezone(offset).single());
    end.unwrap_or_else(|| {
        let now = Utc::now().with_timezone(&offset);
        now.with_nanosecond(0).unwrap_or(now)
    })
}

/// The workspace, which may be named first, and the files.
fn apart(paths: &[PathBuf]) -> (&Path, &[PathBuf]) {
    match paths {
        [first, files @ ..] if first.join("giaingan.toml").is_file() => (first, files),
        files => (Path::new("."), files),
    }
}

/// A file whose unit and period are known.
struct Arriving {
    /// Its place among all.
    at: usize,
    incoming: Incoming,
    received: Received,
}

/// Who sent the files that nothing is known of yet, but for what was sent before; the others stay where they are.
fn recognise(
    workspace: &Workspace,
    submitted: &BTreeMap<String, PathBuf>,
    asked: Option<Period>,
    items: &mut [(Found, Option<Outcome>)],
    at: DateTime<FixedOffset>,
    bar: &Bar,
) -> Result<Vec<Arriving>> {
    let open: Vec<usize> = (0..items.len()).filter(|at| items[*at].1.is_none()).collect();
    let incoming: Vec<Incoming> = open.iter().map(|at| items[*at].0.incoming(None)).collect();
    let senders = run::senders(workspace, &incoming, bar)?;
    let mut arriving = Vec::new();
    for ((place, incoming), sender) in open.into_iter().zip(incoming).zip(senders) {
        let (found, outcome) = &mut items[place];
        let sender = match sender {
            Ok(sender) => fitting(workspace, found, asked, sender)?,
            Err(rejected) => Err(refusal(&rejected)),
        };
        let before = sender.as_ref().ok();
        if let Some(before) = before.and_then(|own| sent_before(workspace, submitted, own)) {
            *outcome = Some(before);
            continue;
        }
        let sender = sender.and_then(|sender| begun(sender, at));
        match sender {
            Err((reason, advice)) => *outcome = Some(Outcome::Stays(reason, advice)),
            Ok(sender) => {
                let order = (at.timestamp(), (workspace.receipts.rows.len() + place + 1) as u32);
                let incoming = Incoming {
                    expected: Some(sender.period),
                    received: Some(at.date_naive()),
                    is_registered: true,
                    order,
                    unit: Some(sender.unit.clone()),
                    ..incoming
                };
                let received = Received {
                    name: workspace.register.name(&sender.unit),
                    unit: sender.unit,
                    period: sender.period,
                    file: found.file.shown.to_string(),
                    is_copied: found.home.is_none(),
                    at,
                    sha256: sender.sha256,
                    standing: Standing::default(),
                };
                arriving.push(Arriving { at: place, incoming, received });
            }
        }
    }
    Ok(arriving)
}

/// Why a file that was not understood stays where it is, and what to do.
pub(super) fn refusal(rejected: &Rejected) -> (Words, Words) {
    let Some(problem) = rejected.problems.first() else {
        return (
            words!(
                "Là sổ tổng hợp do giaingan ghi, không phải báo cáo của đơn vị",
                "It is a consolidated workbook that giaingan wrote, no unit's report"
            ),
            words!("không phải làm gì; bỏ tệp ra", "nothing; take it out"),
        );
    };
    let advice = problem.rule.advice;
    (Words::clone(&problem.words), Words::new(advice.vi, advice.en))
}

fn other_period(own: Period, asked: Period) -> (Words, Words) {
    let (says, wanted) = (own.words(), asked.words());
    let reason = words!(
        "Tệp là báo cáo {says}, không phải {wanted}",
        "The file reports {says}, not {wanted}";
        says, wanted
    );
    let advice = words!(
        "nếu đúng kỳ ghi trong tệp: giaingan tiep-nhan -p {own}; nếu tệp ghi nhầm kỳ: đề nghị đơn vị sửa rồi gửi lại",
        "if it is of that period: giaingan receive -p {own}; if the file is wrong: ask the unit to mend it and send it again";
        own
    );
    (reason, advice)
}

/// The sender, where the file belongs to what is asked for; else why not, and what to do.
fn fitting(
    workspace: &Workspace,
    found: &Found,
    asked: Option<Period>,
    sender: Sender,
) -> Result<Result<Sender, (Words, Words)>> {
    let own = sender.period;
    if let Some(asked) = asked.filter(|asked| *asked != own) {
        // A day that it is as of may lie in the period or soon after it.
        let within = found.incoming(Some(asked));
        let again = run::senders(workspace, &[within], &())?.pop();
        let fits = again.and_then(Result::ok).filter(|again| again.period == asked);
        return Ok(fits.ok_or_else(|| other_period(own, asked)));
    }
    if !workspace.settings.is_of_year(own) {
        let year = workspace.settings.office.year.unwrap_or_default();
        return Ok(Err((
            words!(
                "Kỳ {own} không thuộc năm ngân sách {year} của thư mục này",
                "Period {own} does not belong to the budget year {year} of this workspace";
                own, year
            ),
            words!(
                "tiếp nhận vào thư mục làm việc của năm đó, hoặc đề nghị đơn vị sửa kỳ ghi trong tệp",
                "receive it in the workspace of that year, or ask the unit to mend the period in the file"
            ),
        )));
    }
    Ok(Ok(sender))
}

/// The sender, where the period had begun when the file came: a year that was mistyped would stand in the register for good.
fn begun(sender: Sender, at: DateTime<FixedOffset>) -> Result<Sender, (Words, Words)> {
    if sender.period.from() <= at.date_naive() {
        return Ok(sender);
    }
    let reason = words!(
        "Thời điểm nhận {at} ở trước khi kỳ báo cáo ({period}) bắt đầu",
        "It came on {at}, before its period ({period}) began";
        at = told::moment(at), period = sender.period
    );
    let advice = words!(
        "xem lại --received, hoặc ngày giờ của máy; nếu đúng thì đề nghị đơn vị sửa kỳ ghi trong tệp",
        "look at --received, or at the clock of this machine; if that is right, ask the unit to mend the period in the file"
    );
    Err((reason, advice))
}

/// What `check` says of each file once it lies in the folder of its period.
fn stand(workspace: &Workspace, arriving: &mut [Arriving], lang: Lang, bar: &Bar) -> Result<()> {
    let files: Vec<Incoming> = arriving.iter().map(|own| own.incoming.clone()).collect();
    let periods: BTreeSet<Period> = arriving.iter().map(|own| own.received.period).collect();
    for period in periods {
        let year = Year::with(workspace.clone(), Some(period), &files, lang, bar)?;
        let summary = year.summary()?.summary;
        for own in arriving.iter_mut().filter(|own| own.received.period == period) {
            let unit = &own.received.unit;
            let is_own = |row: &&SubmissionRow| row.file.as_ref() == Some(&own.incoming.shown);
            let row = summary.submissions.iter().find(is_own);
            own.received.standing = Standing {
                due: workspace.settings.due(period, workspace.register.unit(unit)),
                days_late: row.and_then(|row| row.days_late),
                first: first(workspace, &summary, &own.received),
                errors: row.map_or(0, |row| row.errors),
                warnings: row.map_or(0, |row| row.warnings),
                is_rejected: row.is_none_or(|row| row.state == State::Rejected),
            };
        }
    }
    Ok(())
}

/// The day of the first receipt of the unit for the period before this one, of a file of which something could be used.
fn first(workspace: &Workspace, summary: &Summary, own: &Received) -> Option<NaiveDate> {
    let has_come = |receipt: &&Receipt| {
        let mut rows = summary.submissions.iter();
        rows.any(|row| row.state.has_come() && row.file.as_deref() == Some(&receipt.file))
    };
    let rows = workspace.receipts.rows.iter();
    let earlier = rows.filter(|receipt| {
        receipt.unit.as_ref() == Some(&own.unit)
            && receipt.period == own.period
            && receipt.seconds <= own.at.timestamp()
    });
    earlier.filter(has_come).map(|receipt| receipt.day).min()
}

#[cfg(test)]
mod tests;
