//! Which files a run reads and of which period: what is asked for, what lies there, what is left out.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use super::gather::Gathered;
use crate::aggregate::LeftOut;
use crate::check::Checked;
use crate::domain::code::UnitCode;
use crate::domain::lang::{Lang, Words, words};
use crate::domain::period::Period;
use crate::domain::place::Place;
use crate::domain::rule::Problem;
use crate::domain::submission::FileId;
use crate::domain::summary::State;
use crate::intake::{Incoming, Rejected};
use crate::rules;
use crate::workspace::{FoundFile, Workspace};

/// The period that is asked for, else the only one present.
pub(super) fn the_period(asked: Option<Period>, present: &[Period], lang: Lang) -> Result<Period> {
    if let Some(period) = asked {
        return Ok(period);
    }
    match present {
        [only] => Ok(*only),
        [] => bail!(
            "{}",
            words!(
                "không tìm thấy báo cáo nào; đặt tệp của các đơn vị vào nop/<kỳ>/ (ví dụ nop/2024-06/) hoặc chỉ thư mục chứa các tệp",
                "no report was found; put the units' files into nop/<period>/ (for example nop/2024-06/) or name the folder that holds them"
            )
            .get(lang)
        ),
        several => {
            let list: Vec<String> = several.iter().map(ToString::to_string).collect();
            bail!(
                "{}",
                words!(
                    "có nhiều kỳ báo cáo; chọn một kỳ bằng -p: {periods}",
                    "there are several periods; choose one with -p: {periods}";
                    periods = list.join(", ")
                )
                .get(lang)
            )
        }
    }
}

/// The files of the period, of its months, and of the time before in the budget year.
pub(super) fn office_files(
    workspace: &Workspace,
    period: Period,
    remarks: &mut Vec<Words>,
    left_out: &mut Vec<LeftOut>,
) -> Result<Vec<Incoming>> {
    let mut periods: Vec<Period> = workspace.periods()?;
    periods.retain(|of| workspace.settings.is_of_year(*of) && of.to() <= period.to());
    periods.retain(|of| *of == period || period.months().contains(of) || of.to() < period.to());
    if !periods.contains(&period) {
        periods.push(period);
    }
    // In order of time: a report is checked against those before it.
    periods.sort_by_key(|of| (of.to(), *of));
    let mut files = Vec::new();
    let mut excluded: BTreeSet<&str> = BTreeSet::new();
    for of in &periods {
        for file in workspace.submissions(*of)? {
            let Some(exclusion) = workspace.exclusion(&file.shown) else {
                files.push(incoming(workspace, file, Some(*of)));
                continue;
            };
            excluded.insert(&exclusion.file);
            if is_inside(*of, period) {
                let incoming = incoming(workspace, file.clone(), Some(*of));
                left_out.push(LeftOut {
                    unit: incoming.unit,
                    period: *of,
                    file: FileId {
                        path: incoming.shown,
                        sha256: String::new(),
                        received: incoming.received,
                        is_registered: incoming.is_registered,
                        order: incoming.order,
                    },
                    state: State::Excluded,
                });
            }
            remarks.push(words!(
                "{shown}: không tổng hợp theo quyết định của cơ quan ({reason})",
                "{shown}: left out by the office's settings ({reason})";
                shown = file.shown, reason = exclusion.reason
            ));
        }
    }
    // An exclusion that hits nothing leaves a file in that somebody meant to leave out.
    let is_elsewhere = |file: &str| {
        let of: Option<Period> = file.split(['/', '\\']).nth(1).and_then(|name| name.parse().ok());
        of.is_some_and(|of| !periods.contains(&of))
    };
    for exclusion in &workspace.settings.exclude {
        let file = exclusion.file.as_str();
        if !excluded.contains(file) && !is_elsewhere(file) {
            remarks.push(words!(
                "giaingan.toml, [[exclude]]: không có tệp {file}; kiểm tra lại tên tệp",
                "giaingan.toml, [[exclude]]: there is no file {file}; check its name";
                file
            ));
        }
    }
    Ok(files)
}

/// The files up to the end of a period with those that are arriving, each among those of its period. One that lies there
/// already is taken as it arrives.
pub(super) fn joined(
    mut files: Vec<Incoming>,
    arriving: &[Incoming],
    period: Period,
) -> Vec<Incoming> {
    files.retain(|file| arriving.iter().all(|own| own.path != file.path));
    let up_to = |file: &&Incoming| {
        let of = file.expected;
        of.is_some_and(|of| is_inside(of, period) || of.to() < period.to())
    };
    files.extend(arriving.iter().filter(up_to).cloned());
    files.sort_by_key(|file| file.expected.map(|of| (of.to(), of)));
    files
}

/// A file as the register of receipts knows it.
pub fn incoming(workspace: &Workspace, file: FoundFile, expected: Option<Period>) -> Incoming {
    let receipt = workspace.receipts.of(&file.shown);
    Incoming {
        received: receipt.map(|receipt| receipt.day).or(file.day),
        is_registered: receipt.is_some(),
        order: receipt.map_or((file.modified, 0), |receipt| (receipt.seconds, receipt.row + 1)),
        unit: receipt.and_then(|receipt| receipt.unit.clone()),
        sha256: receipt.map(|receipt| receipt.sha256.clone()),
        path: file.path,
        shown: file.shown,
        obstacle: file.obstacle,
        expected,
    }
}

/// A consolidated workbook that the tool made of the files beside it: left out, by name.
///
/// Where nothing says of which period it is, it is left out of `period`.
pub(super) fn ours(file: Rejected, period: Period, remarks: &mut Vec<Words>) -> LeftOut {
    let (period, file) = (file.period.unwrap_or(period), file.file);
    remarks.push(words!(
        "{path}: là tệp tổng hợp do giaingan ghi từ các tệp trong thư mục này, không phải báo cáo của đơn vị nên không tính",
        "{path}: a consolidated workbook that giaingan made of the files here, no unit's report; it does not count";
        path = file.path
    ));
    LeftOut { unit: None, period, file, state: State::Excluded }
}

/// Whether a report of `of` belongs to the figures of `period`: of the period itself, or of one of its months.
pub(super) fn is_inside(of: Period, period: Period) -> bool {
    of == period || period.months().contains(&of)
}

/// Takes what reports other periods out of the files of a bare folder.
pub(super) fn other_periods(gathered: &mut Gathered, period: Period) -> Vec<LeftOut> {
    let mut others = Vec::new();
    let mut leave = |unit: Option<&UnitCode>, of: Period, file: &FileId| {
        let (unit, file) = (unit.cloned(), file.clone());
        others.push(LeftOut { unit, period: of, file, state: State::OtherPeriod });
    };
    for report in gathered.passed.iter().map(Checked::submission) {
        if report.period != period {
            report.files().for_each(|file| leave(Some(&report.unit), report.period, file));
        }
    }
    for (unit, of, file, _) in gathered.superseded.iter().filter(|(_, of, ..)| *of != period) {
        leave(Some(unit), *of, file);
    }
    let is_other = |file: &Rejected| file.period.is_some_and(|of| of != period);
    for file in gathered.rejected.iter().filter(|file| is_other(file)) {
        leave(file.unit.as_ref(), file.period.unwrap_or(period), &file.file);
    }
    // Earlier reports of the budget year are history.
    let is_before =
        |of: Period| of.to() < period.to() && of.year() == period.year() && !is_inside(of, period);
    gathered.passed.retain(|report| {
        let of = report.submission().period;
        of == period || is_before(of)
    });
    gathered.rejected.retain(|file| !is_other(file));
    gathered.superseded.retain(|(_, of, ..)| *of == period);
    gathered.problems.retain(|(of, _)| *of == period);
    others.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    // A file may hold reports of several communes.
    others.dedup_by(|a, b| a.file.path == b.file.path);
    others
}

/// The files of other periods that lie in a bare folder, by name (GN114).
pub(super) fn beside(others: &[LeftOut]) -> impl Iterator<Item = Problem> {
    const MOST: usize = 10;
    let count = others.len();
    let list = |lang: Lang| {
        let one =
            |file: &LeftOut| format!("{} ({})", file.file.path, file.period.words().get(lang));
        let mut names: Vec<String> = others.iter().take(MOST).map(one).collect();
        if MOST < count {
            names.push("…".to_owned());
        }
        names.join("; ")
    };
    let words = (0 < count).then(|| {
        Words::new(
            format!(
                "Trong thư mục có {count} tệp của kỳ khác, không tính vào kỳ này: {}",
                list(Lang::Vi)
            ),
            format!(
                "{count} files in the folder report other periods and do not count: {}",
                list(Lang::En)
            ),
        )
    });
    words
        .map(|words| Problem::new(&rules::OTHER_PERIOD_BESIDE, Place::default(), words))
        .into_iter()
}
