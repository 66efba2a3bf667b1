//! `check --return`: the forms that go back to the units, and what to do with them.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Check, Global, output};
use crate::check::Checked;
use crate::domain::code::UnitCode;
use crate::domain::key::Key;
use crate::domain::label::harmless;
use crate::domain::lang::{Lang, Words, words};
use crate::domain::money::Money;
use crate::domain::register::{Unit, implausible};
use crate::domain::rule::Finding;
use crate::domain::summary::{State, SubmissionRow};
use crate::render::returned::{self, Faulty};
use crate::render::template::Order;
use crate::run::{Reports, Run};
use crate::workspace;

/// Writes a form for each report with something to mend or to explain and says which, where, and what comes next.
///
/// # Errors
/// A form cannot be written.
pub(super) fn write(
    options: &Check,
    global: &Global,
    (run, reports): (&Run, &Reports),
    lang: Lang,
) -> Result<()> {
    if run.workspace.register.is_doubted && reports.faulty().next().is_some() {
        let words = words!(
            "Chưa ghi biểu gửi lại nào: sổ Kế hoạch vốn của danh-muc.xlsx ghi sai đơn vị tính (GN511). Sửa sổ rồi chạy lại.",
            "No form was written: the plan journal of danh-muc.xlsx states the wrong unit of money (GN511). Mend it and run again."
        );
        output::note(words.get(lang));
        return Ok(());
    }
    let mut outputs = run.outputs(global.force);
    let mut written: Vec<PathBuf> = Vec::new();
    let mut withheld: Vec<String> = Vec::new();
    let before = reports.before(run);
    for report in reports.faulty() {
        let period = report.submission().period;
        let unit = unit(run, report);
        let plan = run.workspace.register.plan(&unit.code, period.to());
        let year = run.workspace.settings.budget_year(period);
        if implausible(&plan, year).next().is_some() {
            withheld.push(unit.name);
            continue;
        }
        let before = before(report.submission());
        let bytes = form(run, report, &unit, &before).with_context(|| unit.name.clone())?;
        let target = target(options, run, &unit, report);
        let placed = match options.dry_run {
            true => outputs.place(&target)?,
            false => outputs.write(&target, Cursor::new(&bytes))?,
        };
        output::placed(&placed, lang);
        written.push(placed.path);
    }
    output::note(told(options, (run, reports), &written, &withheld).get(lang));
    Ok(())
}

/// Says that there are forms to send back, where somebody has to mend a report.
pub(super) fn suggest(
    options: &Check,
    global: &Global,
    (run, reports): (&Run, &Reports),
    lang: Lang,
) {
    if reports.faulty().next().is_none() || global.quiet {
        return;
    }
    let (folder, period) = (output::typed(&options.inputs.folder.path), run.summary.period);
    let words = words!(
        "Gửi lại cho đơn vị sửa (biểu đã đánh dấu ô sai): giaingan kiem-tra {folder} -p {period} --return",
        "Send back to be mended (forms with the faulty cells marked): giaingan check {folder} -p {period} --return";
        folder, period
    );
    output::note(&format!("\n{}", harmless(words.get(lang))));
}

/// The unit of a report; one that is not registered is known by its code.
fn unit(run: &Run, report: &Checked) -> Unit {
    let code = &report.submission().unit;
    let known = run.summary.register.unit(code).cloned();
    known.unwrap_or_else(|| Unit::new(code.clone(), code.as_str()))
}

fn form(
    run: &Run,
    report: &Checked,
    unit: &Unit,
    previous: &BTreeMap<Key, Money>,
) -> Result<Vec<u8>> {
    let (submission, workspace) = (report.submission(), &run.workspace);
    let period = submission.period;
    let mut plan = workspace.register.plan(&unit.code, period.to());
    plan.retain(|_, amount| !amount.is_zero());
    let obstacles = run.open_obstacles(&unit.code, period);
    let order = Order {
        settings: &workspace.settings,
        catalogue: &workspace.catalogue,
        unit,
        period,
        plan: &plan,
        previous,
        obstacles: &obstacles,
        due: workspace.settings.due(period, Some(unit)),
        register_state: &workspace.register.state,
        sent: None,
    };
    let file = &submission.file.path;
    let is_of_it = |finding: &&Finding| {
        let place = &finding.problem.place;
        place.file.as_ref() == Some(file)
            || place.file.is_none() && finding.problem.unit.as_ref() == Some(&unit.code)
    };
    let findings: Vec<&Finding> = run.summary.findings.iter().filter(is_of_it).collect();
    let (lines, notes, spots) = (&report.lines(), &report.notes(), report.spots());
    returned::form(&order, &Faulty { submission, lines, notes, spots, findings: &findings })
}

fn target(options: &Check, run: &Run, unit: &Unit, report: &Checked) -> PathBuf {
    let period = report.submission().period;
    let folder = options.output.clone().unwrap_or_else(|| run.workspace.returned(period));
    // A unit that has no code but its name is named once.
    let name = if unit.code.as_str() == unit.name {
        format!("{} - {period} - can sua", unit.name)
    } else {
        format!("{} - {} - {period} - can sua", unit.code, unit.name)
    };
    folder.join(format!("{}.xlsx", workspace::file_name(&name)))
}

/// Which forms were written, whose report cannot go back this way or got no form, and what comes next.
fn told(
    options: &Check,
    (run, reports): (&Run, &Reports),
    written: &[PathBuf],
    withheld: &[String],
) -> Words {
    let mut words = match (written.len(), options.dry_run) {
        (0, _) => words!("Không có báo cáo nào phải gửi lại.", "No report has to go back."),
        (count, true) => words!(
            "Sẽ ghi {count} biểu gửi lại (chưa ghi tệp nào):",
            "{count} forms would be written (none was):";
            count
        ),
        (count, false) => words!(
            "Đã ghi {count} biểu để gửi lại đơn vị:",
            "{count} forms to send back were written:";
            count
        ),
    };
    let mut say = |vi: String, en: String| {
        words.vi.push_str(&format!("\n{vi}"));
        words.en.push_str(&format!("\n{en}"));
    };
    for path in written {
        let path = harmless(&shown(path));
        say(format!("  {path}"), format!("  {path}"));
    }
    for row in run.summary.submissions.iter().filter(|row| is_unanswered(run, reports, row)) {
        let Some(file) = &row.file else { continue };
        let is_of_it = |finding: &&Finding| finding.problem.place.file.as_ref() == Some(file);
        let reason = run.summary.findings.iter().find(is_of_it);
        let (vi, en) = reason.map_or(("", ""), |finding| {
            (finding.problem.words.vi.as_str(), finding.problem.words.en.as_str())
        });
        let file = harmless(file);
        say(
            format!("Không có biểu cho {file}, đề nghị đơn vị gửi tệp khác: {}", harmless(vi)),
            format!("No form for {file}, ask the unit for another file: {}", harmless(en)),
        );
    }
    if !withheld.is_empty() {
        let names = harmless(&withheld.join(", "));
        say(
            format!(
                "Chưa lập biểu cho {names}: danh-muc.xlsx ghi kế hoạch không thể đúng (GN511); sửa rồi chạy lại."
            ),
            format!(
                "No form for {names}: danh-muc.xlsx has a plan that cannot be (GN511); mend it and run again."
            ),
        );
    }
    if !written.is_empty() && !options.dry_run {
        let period = run.summary.period;
        say(
            format!(
                "Gửi từng biểu cho đơn vị; đơn vị sửa biểu này hoặc tệp của mình rồi gửi lại. Đặt tệp nhận được vào nop/{period}/ và kiểm tra lại; tệp gửi sau thay tệp gửi trước."
            ),
            format!(
                "Send each form to its unit, which mends it or its own file. Put what comes back into nop/{period}/ and check again; the later file counts."
            ),
        );
    }
    words
}

/// Whether a file could not be used, its unit has no other one in, and no form goes back for it.
fn is_unanswered(run: &Run, reports: &Reports, row: &SubmissionRow) -> bool {
    let is_of_unit = |unit: Option<&UnitCode>| row.unit.is_some() && row.unit.as_ref() == unit;
    let counts = |other: &SubmissionRow| other.state.has_come() && is_of_unit(other.unit.as_ref());
    row.state == State::Rejected
        && !run.summary.submissions.iter().any(counts)
        && !reports.faulty().any(|report| is_of_unit(Some(&report.submission().unit)))
}

/// A path as it is from where the clerk stands.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let path = here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    path.display().to_string()
}
