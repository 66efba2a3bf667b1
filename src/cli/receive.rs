//! `receive`: files that units sent are copied in and registered, and each gets a receipt.
//!
//! Who sent a file, for which period, and what is wrong in it is what every run says of it. A copy is on the disk before
//! its line is: a run that is killed between the two leaves a file that a later `receive` without files registers.

mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, bail};
use chrono::{DateTime, FixedOffset, NaiveDate, Timelike, Utc};

use super::progress::Bar;
use super::{Format, Global, Receive, output};
use crate::domain::code::UnitCode;
use crate::domain::digest::sha256;
use crate::domain::lang::{Lang, Words, words};
use crate::domain::period::Period;
use crate::domain::summary::{State, SubmissionRow, Summary};
use crate::intake::{Incoming, LARGEST, Rejected, Sender};
use crate::rules;
use crate::run::{self, Year};
use crate::workspace::folder::{self, FoundFile};
use crate::workspace::{self, Entry, Faults, Kind, Ledger, Receipt, Workspace, receipts};

/// What came of a file.
enum Outcome {
    /// It is registered, or would be.
    Received(Box<Received>),
    /// It was registered before; whether that file is there as it came.
    Known(Receipt, bool),
    /// It has the content of another file of this run: its place among all, and its name.
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

/// A file that was found, and the period of the folder of `nop/` in which it lies, where it does.
struct Found {
    file: FoundFile,
    home: Option<Period>,
    source: String,
    /// It is named itself, not the folder that it lies in.
    is_named: bool,
}

impl Found {
    /// As it is read in the folder of this period, or as it speaks for itself.
    fn incoming(&self, period: Option<Period>) -> Incoming {
        let path = self.file.path.to_string_lossy();
        let shown: Arc<str> = match self.home {
            Some(_) => Arc::clone(&self.file.shown),
            None if cfg!(windows) => path.replace('\\', "/").into(),
            None => path.into(),
        };
        Incoming {
            path: self.file.path.clone(),
            shown,
            expected: self.home.or(period),
            received: None,
            order: (0, 0),
            unit: None,
            sha256: None,
            obstacle: self.file.obstacle.clone(),
        }
    }
}

/// Recognises, checks, copies and registers, prints.
pub fn run(options: &Receive, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
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
    if let Some(period) = options.period {
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
    for found in found(&workspace, inside, options.period, named)? {
        let known = known(&workspace, &submitted, &found);
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
    twins(&mut items);
    let bar = Bar::new(global);
    let mut arriving = recognise(&workspace, options.period, &mut items, at, &bar)?;
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
pub fn moment(text: &str) -> Result<DateTime<FixedOffset>, String> {
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

/// All that lies in the folders of periods.
fn inside(workspace: &Workspace) -> Result<Vec<Found>> {
    let mut inside = Vec::new();
    for of in workspace.periods()? {
        for file in workspace.submissions(of)? {
            let source = file.shown.to_string();
            inside.push(Found { file, home: Some(of), source, is_named: false });
        }
    }
    Ok(inside)
}

/// The files that are named, each once; or all that lie `inside`.
fn found(
    workspace: &Workspace,
    mut inside: Vec<Found>,
    period: Option<Period>,
    named: &[PathBuf],
) -> Result<Vec<Found>> {
    if named.is_empty() {
        inside.retain(|found| period.is_none_or(|period| found.home == Some(period)));
        inside.retain(|found| workspace.exclusion(&found.file.shown).is_none());
        return Ok(inside);
    }
    let true_path = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let at: BTreeMap<PathBuf, usize> =
        inside.iter().enumerate().map(|(at, found)| (true_path(&found.file.path), at)).collect();
    let mut inside: Vec<Option<Found>> = inside.into_iter().map(Some).collect();
    let (mut all, mut seen) = (Vec::new(), BTreeSet::new());
    for path in named {
        for file in folder::named(path)? {
            // A link is told of, and does not hide the file that it leads to.
            let place = match file.obstacle {
                Some(_) => file.path.clone(),
                None => true_path(&file.path),
            };
            if !seen.insert(place.clone()) {
                continue;
            }
            let is_named = !path.is_dir();
            if let Some(inside) = at.get(&place).and_then(|at| inside[*at].take()) {
                all.push(Found { is_named, ..inside });
                continue;
            }
            let source = file.shown.to_string();
            let path = std::path::absolute(&file.path).unwrap_or_else(|_| file.path.clone());
            let file = FoundFile { path, ..file };
            all.push(Found { file, home: None, source, is_named });
        }
    }
    Ok(all)
}

/// What lies in `nop/` and in no period's folder: nobody reads it there.
fn strays(workspace: &Workspace) -> Result<Vec<(Found, Option<Outcome>)>> {
    let stays = |stray: String| {
        let reason = words!(
            "Không nằm trong thư mục của kỳ nào nên không được đọc",
            "It lies in no period's folder and is not read"
        );
        let advice = words!(
            "nêu tên này sau giaingan tiep-nhan để chép vào đúng kỳ, rồi bỏ bản ở đây",
            "name it after giaingan receive to have it copied into its period, and remove it here"
        );
        let path = workspace.root.join(&stray);
        let (shown, obstacle) = (Arc::from(stray.as_str()), None);
        let file = FoundFile { path, shown, size: 0, modified: 0, day: None, obstacle };
        let found = Found { file, home: None, source: stray, is_named: false };
        (found, Some(Outcome::Stays(reason, advice)))
    };
    Ok(workspace.strays()?.into_iter().map(stays).collect())
}

/// What is to be said of a file before it is read, and what the register says of it already.
///
/// One that lies under the name of a receipt and has another content is registered only where it is named itself:
/// somebody may have saved it by mistake (GN112). `submitted` are the files of `nop/` by the names that receipts give them.
fn known(
    workspace: &Workspace,
    submitted: &BTreeMap<String, PathBuf>,
    found: &Found,
) -> Option<Outcome> {
    if let Some(obstacle) = &found.file.obstacle {
        let advice = words!(
            "nêu tên tệp thật, hoặc chép tệp thật vào rồi chạy lại",
            "name the file itself, or put a copy of it there, and run again"
        );
        return Some(Outcome::Stays(obstacle.clone(), advice));
    }
    let digest = digest(&found.file);
    if let Some(receipt) = digest.as_ref().and_then(|of| workspace.receipts.of_content(of)) {
        let is_it = || found.home.is_some() && found.source == receipt.file;
        let there =
            || -> Option<String> { Some(sha256(&fs::read(submitted.get(&receipt.file)?).ok()?)) };
        let is_there = is_it() || there() == digest;
        return Some(Outcome::Known(receipt.clone(), is_there));
    }
    let receipt = found.home.and_then(|_| workspace.receipts.of(&found.file.shown))?;
    if receipt.sha256.len() != 64 {
        return Some(Outcome::Known(receipt.clone(), true));
    }
    (!found.is_named).then(|| {
        let rule = &rules::CHANGED_AFTER_RECEIPT;
        let words = words!(
            "Tệp đã bị thay đổi sau khi tiếp nhận ({code})",
            "The file was changed after receipt ({code})";
            code = rule.code
        );
        let advice = words!(
            "lấy lại đúng tệp đơn vị đã gửi; nếu đây là bản đơn vị gửi thay thế thì nêu tên tệp này sau giaingan tiep-nhan",
            "restore the file that the unit sent; where this is a later edition of the unit, name it after giaingan receive"
        );
        Outcome::Stays(words, advice)
    })
}

/// The SHA-256 of a file that may be opened.
fn digest(file: &FoundFile) -> Option<String> {
    let may_be = file.obstacle.is_none() && file.size <= LARGEST;
    may_be.then(|| fs::read(&file.path).ok()).flatten().map(|bytes| sha256(&bytes))
}

/// Of files with one content the first counts.
fn twins(items: &mut [(Found, Option<Outcome>)]) {
    let mut first: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let open = items.iter_mut().enumerate().filter(|(_, (_, outcome))| outcome.is_none());
    for (at, (found, outcome)) in open {
        let Some(digest) = digest(&found.file) else { continue };
        match first.get(&digest) {
            Some((at, source)) => *outcome = Some(Outcome::Twin(*at, source.clone())),
            None => drop(first.insert(digest, (at, found.source.clone()))),
        }
    }
}

/// What has the content of a file that stays, stays for the same reason.
fn share(items: &mut [(Found, Option<Outcome>)]) {
    for at in 0..items.len() {
        let Some(Outcome::Twin(first, _)) = items[at].1 else { continue };
        let shared = match &items[first].1 {
            Some(Outcome::Stays(reason, advice)) => Outcome::Stays(reason.clone(), advice.clone()),
            Some(Outcome::Failed(why)) => Outcome::Failed(why.clone()),
            _ => continue,
        };
        items[at].1 = Some(shared);
    }
}

/// A file whose unit and period are known.
struct Arriving {
    /// Its place among all.
    at: usize,
    incoming: Incoming,
    received: Received,
}

/// Who sent the files that nothing is known of yet; the others stay where they are.
fn recognise(
    workspace: &Workspace,
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
            Ok(sender) => {
                let sender = fitting(workspace, found, asked, sender)?;
                sender.and_then(|sender| begun(sender, at))
            }
            Err(rejected) => Err(refusal(&rejected)),
        };
        match sender {
            Err((reason, advice)) => *outcome = Some(Outcome::Stays(reason, advice)),
            Ok(sender) => {
                let order = (at.timestamp(), (workspace.receipts.rows.len() + place + 1) as u32);
                let incoming = Incoming {
                    expected: Some(sender.period),
                    received: Some(at.date_naive()),
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
fn refusal(rejected: &Rejected) -> (Words, Words) {
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
    (problem.words.clone(), Words::new(advice.vi, advice.en))
}

fn other_period(own: Period, asked: Period) -> (Words, Words) {
    let (says, wanted) = (own.words(), asked.words());
    let reason = Words::new(
        format!("Tệp là báo cáo {}, không phải {}", says.vi, wanted.vi),
        format!("The file reports {}, not {}", says.en, wanted.en),
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

/// Copies the files in and registers them, one after the other. Nobody else adds to the register meanwhile.
fn record(
    workspace: &Workspace,
    is_dry: bool,
    items: &mut [(Found, Option<Outcome>)],
    arriving: Vec<Arriving>,
) -> Result<()> {
    if arriving.is_empty() {
        return Ok(());
    }
    let mut ledger = match is_dry {
        true => None,
        false => Some(Ledger::open(&workspace.root)?),
    };
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for Arriving { at, incoming, mut received } in arriving {
        let known = ledger.as_ref().and_then(|of| of.receipts().of_content(&received.sha256));
        let outcome = match known {
            // Another run was faster.
            Some(receipt) => Outcome::Known(receipt.clone(), true),
            None => match enter(workspace, ledger.as_mut(), &incoming, &mut received, &mut taken) {
                Ok(()) => Outcome::Received(Box::new(received)),
                Err(error) => Outcome::Failed(failure(&error)),
            },
        };
        items[at].1 = Some(outcome);
    }
    Ok(())
}

/// Copies a file in, where it is not there yet, and adds its line; without a register neither.
fn enter(
    workspace: &Workspace,
    ledger: Option<&mut Ledger>,
    incoming: &Incoming,
    received: &mut Received,
    taken: &mut BTreeSet<String>,
) -> Result<()> {
    let bytes = workspace::bytes_of(&incoming.path)?;
    if sha256(&bytes) != received.sha256 {
        return Err(Faults::one(
            "tệp bị thay đổi trong khi đang tiếp nhận; chạy lại lệnh",
            "the file changed while it was received; run again",
        )
        .into());
    }
    if received.is_copied {
        received.file = copy(workspace, ledger.is_none(), &bytes, incoming, received, taken)?;
    }
    let Some(ledger) = ledger else { return Ok(()) };
    let Received { unit, period, file, at, sha256, .. } = &*received;
    let added = ledger.add(&Entry { unit, period: *period, file, received: *at, sha256 });
    added.map_err(|error| {
        let words = failure(&error);
        let (vi, en) = (words.vi, words.en);
        Faults::one(
            format!("{vi}; tệp đã nằm ở {file} nhưng chưa vào sổ: chạy lại giaingan tiep-nhan, không nêu tên tệp"),
            format!("{en}; the file lies at {file} and is not registered: run giaingan receive again, without files"),
        )
        .into()
    })
}

/// Copies a file into the folder of its period, under the first name that is free, and gives that name.
fn copy(
    workspace: &Workspace,
    is_dry: bool,
    bytes: &[u8],
    incoming: &Incoming,
    received: &Received,
    taken: &mut BTreeSet<String>,
) -> Result<String> {
    let folder = Workspace::submitted(received.period);
    let home = workspace.root.join(&folder);
    if fs::symlink_metadata(&home).is_ok_and(|found| !found.is_dir()) {
        return Err(Faults::one(
            format!("{folder} là liên kết hoặc tệp, không phải thư mục, nên không ghi vào đó; thay bằng thư mục thật"),
            format!("{folder} is a link or a file and no folder, and is not written to; put a real folder there"),
        )
        .into());
    }
    for name in names(&received.unit, &received.name, received.period, &incoming.path) {
        let target = home.join(&name);
        let there = fs::symlink_metadata(&target).ok();
        // A run that was killed before it wrote the line left the copy.
        let is_left = || {
            let there = there.as_ref().filter(|there| there.is_file());
            there.is_some_and(|there| there.len() == bytes.len() as u64)
                && fs::read(&target).is_ok_and(|content| content == bytes)
        };
        let is_ours = match there.is_some() || taken.contains(&name) {
            true => is_left(),
            false => is_dry || workspace::write_new(&target, bytes)?,
        };
        if is_ours {
            taken.insert(name.clone());
            return Ok(format!("{folder}/{name}"));
        }
    }
    unreachable!("there is always another number")
}

/// The names under which a file may lie: its unit and period, then "… (2)", with the extension that it came with.
fn names(
    unit: &UnitCode,
    name: &str,
    period: Period,
    source: &Path,
) -> impl Iterator<Item = String> {
    /// More letters than this are no extension.
    const LONGEST: usize = 5;
    let owner = match unit.as_str() == name {
        true => name.to_owned(),
        false => format!("{unit} - {name}"),
    };
    // "Tổ 3 - 2024" would be read as March.
    let time = match period {
        Period::Year(year) => format!("năm {year}"),
        period => period.to_string(),
    };
    let stem = format!("{} - {time}", workspace::file_name(&owner));
    let extension = source.extension().map(|of| of.to_string_lossy().to_lowercase());
    let is_plain = |of: &String| {
        of.len() <= LONGEST && of.bytes().all(|letter| letter.is_ascii_alphanumeric())
    };
    let extension = extension.filter(is_plain).map_or(String::new(), |of| format!(".{of}"));
    (1_u32..).map(move |number| match number {
        1 => format!("{stem}{extension}"),
        number => format!("{stem} ({number}){extension}"),
    })
}

/// Why it could not be done, in both languages.
fn failure(error: &anyhow::Error) -> Words {
    match error.downcast_ref::<Faults>() {
        Some(faults) => Words::new(faults.show(Lang::Vi), faults.show(Lang::En)),
        None => Words::new(error.to_string(), error.to_string()),
    }
}

#[cfg(test)]
mod tests;
