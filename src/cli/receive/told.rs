//! What is said of the files that came: receipts that can be sent to the units, and what is left to do.

use std::path::Path;

use chrono::Timelike;
use serde::Serialize;

use super::{DateTime, FixedOffset, Item, NaiveDate, Outcome, Received, Standing, in_viet_nam};
use crate::cli::output;
use crate::domain::label::harmless;
use crate::domain::lang::{Lang, Words, words};
use crate::domain::period::Period;
use crate::render::sentences;
use crate::workspace::{Receipt, Workspace};

/// A moment in words: "16:55 ngày 01/7/2024".
pub(super) fn moment(at: DateTime<FixedOffset>) -> Words {
    let (hour, minute) = (at.hour(), at.minute());
    let day = at.date_naive();
    Words::new(
        format!("{hour:02}:{minute:02} ngày {}", sentences::day(day).vi),
        format!("{day} at {hour:02}:{minute:02}"),
    )
}

/// A paragraph per file. What was registered before may be left to [`whole`].
pub(super) fn text(items: &[Item], shows_known: bool, is_dry: bool, lang: Lang) -> String {
    let mut out = String::new();
    for item in items {
        if !shows_known && matches!(item.outcome, Outcome::Known(_, true)) {
            continue;
        }
        for line in lines(item, is_dry) {
            out.push_str(&harmless(line.get(lang)));
            out.push('\n');
        }
    }
    out
}

fn lines(item: &Item, is_dry: bool) -> Vec<Words> {
    let source = &item.source;
    let next = |advice: &Words| {
        Words::new(format!("  Việc tiếp theo: {}", advice.vi), format!("  Next: {}", advice.en))
    };
    match &item.outcome {
        Outcome::Received(received) => receipt(source, received, is_dry),
        Outcome::Known(receipt, is_there) => {
            let (at, file) = (known_at(receipt), &receipt.file);
            let known = words!(
                "{source}: đã tiếp nhận lúc {at} ({file}); không chép, không ghi lại",
                "{source}: received before, on {at} ({file}); nothing is copied or registered again";
                source, at, file
            );
            let lost = (!is_there).then(|| next(&restore(receipt)));
            std::iter::once(known).chain(lost).collect()
        }
        Outcome::Twin(_, of) => vec![words!(
            "{source}: cùng nội dung với {of}; không chép, không ghi lại",
            "{source}: the same content as {of}; nothing is copied or registered again";
            source, of
        )],
        Outcome::Stays(reason, advice) => {
            let reason = trimmed(reason);
            vec![
                words!(
                    "{source}: chưa tiếp nhận, tệp giữ nguyên chỗ cũ. {reason}.",
                    "{source}: not received, the file stays where it is. {reason}.";
                    source, reason
                ),
                next(advice),
            ]
        }
        Outcome::Failed(why) => vec![words!(
            "{source}: chưa tiếp nhận được: {why}",
            "{source}: could not be received: {why}";
            source, why
        )],
    }
}

/// What to do where the file of a receipt is gone, or is another one.
fn restore(receipt: &Receipt) -> Words {
    words!(
        "sổ ghi tệp {file} nhưng tệp đó không còn hoặc đã bị thay đổi; đặt lại tệp này vào đúng tên ấy",
        "the register says {file}, which is gone or was changed: put this one back under that name";
        file = receipt.file
    )
}

/// A receipt as it can be sent to the unit.
fn receipt(source: &str, received: &Received, is_dry: bool) -> Vec<Words> {
    let Received { unit, name, period, file, standing, .. } = received;
    let who = match unit.as_str() == name {
        true => name.clone(),
        false => format!("{name} ({unit})"),
    };
    let (period, at) = (period.words(), moment(received.at));
    let done = match is_dry {
        true => words!("sẽ nhận, lúc", "would be received on"),
        false => words!("đã nhận báo cáo lúc", "report received on"),
    };
    let (punctual, errors) = (punctual(standing), standing.errors);
    let mut first = words!(
        "{who}, {period}: {done} {at}{punctual}; ô cần sửa: {errors}",
        "{who}, {period}: {done} {at}{punctual}; cells to mend: {errors}";
        who, period, done, at, punctual, errors
    );
    first.vi.push('.');
    first.en.push('.');
    let place = match (received.is_copied, is_dry) {
        (false, _) => words!("  Tệp: {file}", "  File: {file}"; file),
        (true, false) => {
            words!("  Tệp: {source}, chép vào {file}", "  File: {source}, copied to {file}"; source, file)
        }
        (true, true) => words!(
            "  Tệp: {source}, sẽ chép vào {file}",
            "  File: {source}, would be copied to {file}";
            source, file
        ),
    };
    let next = next(standing);
    vec![first, place, words!("  Việc tiếp theo: {next}", "  Next: {next}"; next)]
}

/// Whether it came in time; a correction is not late.
fn punctual(standing: &Standing) -> Words {
    let Some(due) = standing.due else { return Words::default() };
    let due = day(due);
    match (standing.days_late.unwrap_or(0), standing.first) {
        (late, Some(first)) if 0 < late => words!(
            ", là bản gửi lại sau bản nhận ngày {first} nên không tính chậm (hạn {due})",
            ", a later edition of the report of {first} and not late (due {due})";
            first = day(first), due
        ),
        (late, _) if 0 < late => {
            words!(", chậm {late} ngày (hạn {due})", ", {late} days late (due {due})"; late, due)
        }
        _ => words!(", đúng hạn (hạn {due})", ", in time (due {due})"; due),
    }
}

/// What the unit is asked for.
fn next(standing: &Standing) -> Words {
    match (standing.errors, standing.warnings) {
        _ if standing.is_rejected => words!(
            "chưa dùng được số liệu nào của tệp; đề nghị đơn vị sửa rồi gửi lại",
            "nothing of the file can be used; the unit is asked to mend it and send it again"
        ),
        (0, 0) => words!("không còn nội dung phải sửa", "nothing is left to mend"),
        (0, warnings) => words!(
            "có {warnings} chỗ cần xem lại; số liệu đúng thì giải trình, sai thì sửa và gửi lại",
            "{warnings} things to look at: explain what is right, mend what is wrong and send it again";
            warnings
        ),
        (errors, _) => words!(
            "đề nghị đơn vị sửa {errors} ô rồi gửi lại",
            "the unit is asked to mend {errors} cells and send the report again";
            errors
        ),
    }
}

fn day(date: NaiveDate) -> Words {
    Words::new(sentences::day(date).vi, date.to_string())
}

fn known_at(receipt: &Receipt) -> Words {
    in_viet_nam(receipt.seconds).map_or_else(|| day(receipt.day), moment)
}

/// A sentence without its full stop.
fn trimmed(words: &Words) -> Words {
    let [vi, en] = [&words.vi, &words.en].map(|text| text.trim_end_matches('.').to_owned());
    Words { vi, en }
}

/// How many were received, were known, stay; and the commands that come next.
pub(super) fn whole(items: &[Item], workspace: &Path, is_dry: bool) -> Words {
    let count = |is: fn(&Outcome) -> bool| items.iter().filter(|item| is(&item.outcome)).count();
    let received = count(|of| matches!(of, Outcome::Received(_)));
    let known = count(|of| matches!(of, Outcome::Known(..) | Outcome::Twin(..)));
    let stay = count(|of| matches!(of, Outcome::Stays(..) | Outcome::Failed(_)));
    let mut told = match is_dry {
        true => words!(
            "Chạy thử, chưa chép và chưa ghi sổ: sẽ tiếp nhận {received} tệp",
            "A dry run, nothing was copied or registered: {received} files would be received";
            received
        ),
        false => words!(
            "Đã tiếp nhận {received} tệp",
            "{received} files were received";
            received
        ),
    };
    let rest = words!(
        "; đã có trong sổ: {known}; chưa tiếp nhận: {stay}.",
        "; known before: {known}; not received: {stay}.";
        known, stay
    );
    told.vi.push_str(&rest.vi);
    told.en.push_str(&rest.en);
    let faulty = |item: &Item| match &item.outcome {
        Outcome::Received(received) if 0 < received.standing.errors => Some(received.period),
        _ => None,
    };
    let mut periods: Vec<Period> = items.iter().filter_map(faulty).collect();
    periods.sort();
    periods.dedup();
    for period in periods.into_iter().filter(|_| !is_dry) {
        let folder = output::typed(workspace);
        told.vi.push_str(&format!(
            "\nXem ô cần sửa, ghi biểu gửi lại: giaingan kiem-tra {folder} -p {period} --return"
        ));
        told.en.push_str(&format!(
            "\nThe cells to mend, and forms to send back: giaingan check {folder} -p {period} --return"
        ));
    }
    told
}

/// What is printed for other programs.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    schema: &'static str,
    command: &'static str,
    office: &'a str,
    dry_run: bool,
    receipts: Vec<Row<'a>>,
}

/// A file of it; what is not known of it is null.
#[derive(Serialize, Default)]
struct Row<'a> {
    source: &'a str,
    state: &'static str,
    unit: Option<&'a str>,
    period: Option<String>,
    file: Option<&'a str>,
    received_at: Option<String>,
    sha256: Option<&'a str>,
    due: Option<NaiveDate>,
    days_late: Option<i64>,
    correction: Option<bool>,
    errors: Option<usize>,
    warnings: Option<usize>,
    usable: Option<bool>,
    message: Option<String>,
    help: Option<String>,
}

/// All files, one object.
pub(super) fn json<'a>(
    items: &'a [Item],
    workspace: &'a Workspace,
    dry_run: bool,
    lang: Lang,
) -> Report<'a> {
    let receipts = items.iter().map(|item| row(item, lang)).collect();
    let office = &workspace.settings.office.name;
    Report { schema: "giaingan.report/1", command: "receive", office, dry_run, receipts }
}

fn row(item: &Item, lang: Lang) -> Row<'_> {
    let row = Row { source: &item.source, ..Row::default() };
    let said = |words: &Words| Some(words.get(lang).to_owned());
    match &item.outcome {
        Outcome::Received(received) => {
            let Standing { due, days_late, first, errors, warnings, is_rejected } =
                received.standing;
            Row {
                state: "received",
                unit: Some(received.unit.as_str()),
                period: Some(received.period.to_string()),
                file: Some(&received.file),
                received_at: Some(received.at.to_rfc3339()),
                sha256: Some(&received.sha256),
                due,
                days_late,
                correction: Some(first.is_some()),
                errors: Some(errors),
                warnings: Some(warnings),
                usable: Some(!is_rejected),
                ..row
            }
        }
        Outcome::Known(receipt, is_there) => Row {
            state: "known",
            help: (!is_there).then(|| restore(receipt).pick(lang)),
            unit: receipt.unit.as_ref().map(|unit| unit.as_str()),
            period: Some(receipt.period.to_string()),
            file: Some(&receipt.file),
            received_at: in_viet_nam(receipt.seconds).map(|at| at.to_rfc3339()),
            sha256: Some(&receipt.sha256),
            ..row
        },
        Outcome::Twin(_, of) => {
            let words = words!("cùng nội dung với {of}", "the same content as {of}"; of);
            Row { state: "known", message: said(&words), ..row }
        }
        Outcome::Stays(reason, advice) => {
            Row { state: "unrecognised", message: said(reason), help: said(advice), ..row }
        }
        Outcome::Failed(why) => Row { state: "failed", message: said(why), ..row },
    }
}
