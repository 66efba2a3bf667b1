//! What goes back to a unit is a submission: read again it is what the unit sent, mended it is accepted.

mod edit;
mod faults;
mod mended;
mod office;
mod told;

use std::path::PathBuf;

use giaingan::domain::money::Money;
use giaingan::domain::register::implausible;

use self::office::{Office, Report, beside, errors, stated};
use super::workspace::{entries, fixture, root};

/// The folders of all fixtures and examples that hold reports.
fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for top in ["fixtures", "examples"] {
        folders.extend(entries(&root().join(top)).into_iter().filter(|path| {
            path.is_dir()
                && !["hostile", "formats", "examples", "province", "nationwide"]
                    .iter()
                    .any(|name| path.ends_with(name))
        }));
    }
    folders.sort();
    folders
}

#[test]
fn every_report_comes_back_as_it_was() {
    let mut faults = Vec::new();
    let (mut count, mut told) = (0, 0);
    for folder in folders() {
        let office = Office::open(&folder);
        for file in office.files() {
            let Some(report) = office.read(&file) else { continue };
            let name = format!("{} {}", folder.file_name().unwrap().display(), file.shown);
            let budget = office.workspace.settings.budget_year(report.submission.period);
            if implausible(&office.plan(&report), budget).next().is_some() {
                // Of a plan that the register has wrong no form is made.
                continue;
            }
            let Some(back) = office.read_form(&file, &office.form(&report)) else {
                if stated(&report, false, budget).is_empty() {
                    // Nothing was disbursed: the form is as blank as one that was just issued.
                    continue;
                }
                faults.push(format!("{name}: the form is not read"));
                continue;
            };
            if back.findings.iter().any(|finding| finding.rule.code.0 == "GN702") {
                // What sums up others is held against their reports, and a report that is read alone has none beside it.
                continue;
            }
            count += 1;
            told += beside(&report).len();
            let own_plan = office.plan(&report).is_empty();
            let sent = stated(&report, own_plan, budget);
            let again = stated(&back, own_plan, budget);
            if sent != again {
                let lost = sent.iter().filter(|(place, amount)| again.get(place) != Some(amount));
                let new = again.iter().filter(|(place, amount)| sent.get(place) != Some(amount));
                faults.push(format!(
                    "{name}:\n  lost {:?}\n  new {:?}",
                    lost.take(3).collect::<Vec<_>>(),
                    new.take(3).collect::<Vec<_>>()
                ));
            }
            if report.submission.unit != back.submission.unit
                || report.submission.period != back.submission.period
            {
                faults.push(format!("{name}: another unit or period"));
            }
            if beside(&report) != beside(&back) {
                faults.push(format!("{name}:\n  {:?}\n  {:?}", beside(&report), beside(&back)));
            }
            // A formula without a result and a number that nobody may count go back as texts. A form asks for
            // both the period and the cumulative.
            let before = errors(&report);
            let new: Vec<_> = errors(&back)
                .into_iter()
                .filter(|code| {
                    !(before.contains(code)
                        || *code == "GN606"
                        || *code == "GN302"
                            && ["GN208", "GN305", "GN309"].iter().any(|of| before.contains(of)))
                })
                .collect();
            if !new.is_empty() {
                let told: Vec<_> =
                    back.findings.iter().filter(|finding| finding.is_error()).collect();
                faults.push(format!("{name}: new {new:?} {told:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{} of {count}\n{}", faults.len(), faults.join("\n"));
    assert!(100 < count, "{count} reports");
    assert!(5 < told, "{told} texts");
}

#[test]
fn what_stands_there_and_what_it_is_held_against_show_by_what_they_differ() {
    let office = Office::open(&fixture("children-differ"));
    let mut reports = office.files().into_iter().filter_map(|file| office.read(&file));
    let differs = |report: &Report| report.findings.iter().any(|of| of.difference().is_some());
    let mut report = reports.find(differs).unwrap();
    let number = report.findings.iter().position(|of| of.difference().is_some()).unwrap();
    let problem = &mut report.findings[number].problem;
    problem.found = Some(Money::from_dong(250_000_300));
    problem.expected = Some(Money::from_dong(250_000_000));
    let form = office.form(&report);
    let row = edit::rows(&form, "Cần sửa").into_iter().position(|row| row[6] == 250.0003).unwrap();
    let format =
        |column: &str| edit::number_format(&form, "Cần sửa", &format!("{column}{}", row + 1));
    // What it is for negative amounts and for 0 stands behind.
    let formats = ["G", "H", "I"].map(format);
    let positive = formats.each_ref().map(|format| format.split(';').next().unwrap_or_default());
    assert_eq!(positive, ["#,##0.0000"; 3]);
}
