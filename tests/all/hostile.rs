//! Files that mean harm or are merely odd, each alone and all together: every one has the outcome of its line in
//! `fixtures/hostile/outcomes.tsv`, in time and within bounded memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use serde_json::Value;

use super::program::{JUNE, LONGEST, PROGRAM, Ran, command, rows};
use super::workspace::{expecting_june, fixture};

/// The memory that a process may ask for, in KB: what a worker is held to, and room for the program itself.
const MEMORY: &str = "3000000";

/// A line of the table.
struct Case {
    file: String,
    /// What must become of it.
    outcome: String,
    /// What is also taken until the reader is better, for whatever reason.
    today: Vec<String>,
    /// The codes of which one says why; none where nothing has to be said.
    codes: Vec<String>,
    /// The đồng that are used; `None` where any sum will do.
    used: Option<i64>,
}

fn cases() -> Vec<Case> {
    let table = fs::read_to_string(fixture("hostile/outcomes.tsv")).unwrap();
    let words = |text: &str| -> Vec<String> {
        text.split('|').filter(|word| *word != "-").map(str::to_owned).collect()
    };
    let case = |line: &str| {
        let [file, outcome, codes, used, today, _] =
            line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        Case {
            file: file.to_owned(),
            outcome: outcome.to_owned(),
            today: words(today),
            codes: words(codes),
            used: used.parse().ok().map(|millions: i64| millions * 1_000_000),
        }
    };
    table.lines().filter(|line| !line.starts_with('#')).map(case).collect()
}

/// The file as the unit hands it in.
fn named(file: &str) -> String {
    format!("Xa Cai Kinh {file}")
}

fn check(folder: &Path) -> Ran {
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = command("sh", folder);
        shell.args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\""), PROGRAM]);
        shell
    } else {
        command(PROGRAM, folder)
    };
    Ran::of(command.args(["check", "--format", "json"]).args(JUNE))
}

fn report(done: &Ran) -> Result<Value, String> {
    if !done.told.is_empty() || !matches!(done.code, Some(0 | 1)) {
        return Err(format!("{:?} {}", done.code, done.told));
    }
    let report: Value = serde_json::from_str(&done.shown).map_err(|error| error.to_string())?;
    match report["control"]["balanced"] == true {
        true => Ok(report),
        false => Err(format!("the control total does not balance: {}", report["control"])),
    }
}

/// What is wrong with what became of a file; `None` where all is as the table says.
fn fault(case: &Case) -> Option<String> {
    let (temp, june) = expecting_june();
    let from = fixture("hostile").join(&case.file);
    fs::copy(from, june.join(named(&case.file))).unwrap();
    let began = Instant::now();
    let done = check(temp.path());
    let took = began.elapsed();
    if LONGEST < took {
        return Some(format!("took {took:?}"));
    }
    let report = match report(&done) {
        Ok(report) => report,
        Err(error) => return Some(error),
    };
    let shown = format!("nop/2024-06/{}", named(&case.file));
    let submissions = rows(&report, "submissions").iter();
    let own: Vec<&Value> = submissions.filter(|row| row["file"] == *shown).collect();
    let [own] = own[..] else { return Some(format!("{} submissions", own.len())) };
    let findings = rows(&report, "findings").iter();
    let findings: Vec<&Value> = findings.filter(|finding| finding["file"] == *shown).collect();
    let codes: Vec<&str> =
        findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    let outcome = match own["state"].as_str().unwrap() {
        "rejected" => "refused",
        "accepted" if findings.is_empty() => "used",
        "accepted" | "accepted-with-warnings" | "accepted-with-errors" => "findings",
        other => return Some(format!("state {other}")),
    };
    let used = report["control"]["amount_used"].as_i64().unwrap();
    let told = || format!("{outcome} {codes:?}, {used} đồng used");
    let is_said = case.codes.is_empty() || case.codes.iter().any(|code| codes.contains(&&**code));
    let is_whole = case.used.is_none_or(|want| used == want);
    let is_wanted = outcome == case.outcome && is_said && is_whole;
    if std::env::var_os("GIAINGAN_SHOW").is_some() && (!is_wanted || !case.today.is_empty()) {
        eprintln!("{}: {} (wanted {} {:?})", case.file, told(), case.outcome, case.codes);
    }
    let is_taken = case.today.iter().any(|taken| taken == outcome);
    let is_told = outcome == "used" || !codes.is_empty();
    (!is_told || !is_wanted && !is_taken).then(told)
}

#[test]
fn each_file_has_its_outcome() {
    let cases = cases();
    assert!(100 < cases.len());
    let next = AtomicUsize::new(0);
    let wrong = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(fault) = fault(case) {
                        wrong.lock().unwrap().insert(case.file.clone(), fault);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), cases.len());
}

/// Every file once among the submissions: what one of them does costs the others nothing.
#[test]
fn a_folder_of_them_is_accounted_for_file_by_file() {
    let (temp, june) = expecting_june();
    let cases = cases();
    for case in &cases {
        let from = fixture("hostile").join(&case.file);
        fs::copy(from, june.join(named(&case.file))).unwrap();
    }
    let clean = "Xa Dong Tan T6.xlsx";
    fs::copy(fixture("clean-xls/nop/2024-06").join(clean), june.join(clean)).unwrap();
    let odd = odd_entries(&june);
    let done = check(temp.path());
    assert_eq!(done.code, Some(1), "{}", done.told);
    let report = report(&done).unwrap();
    let submissions = rows(&report, "submissions");
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for row in submissions {
        *states.entry(row["file"].as_str().unwrap()).or_default() += 1;
    }
    let shown = |name: &str| format!("nop/2024-06/{name}");
    for name in cases.iter().map(|case| named(&case.file)).chain([clean.to_owned()]).chain(odd) {
        assert_eq!(states.remove(&*shown(&name)), Some(1), "{name}");
    }
    assert!(states.is_empty(), "{states:?}");
    let clean = shown(clean);
    let of_clean = |row: &&Value| row["file"] == *clean;
    let state = submissions.iter().find(of_clean).unwrap();
    assert_eq!(state["state"], "accepted");
    for row in submissions.iter().filter(|row| row["state"] == "rejected") {
        let is_its = |finding: &&Value| finding["file"] == row["file"];
        let said = rows(&report, "findings").iter().find(is_its);
        assert!(said.is_some(), "nothing says why {} is refused", row["file"]);
    }
}

/// What only the file system can hold: a pipe, a folder named like a workbook, links, a name that is no Unicode.
#[cfg(unix)]
fn odd_entries(june: &Path) -> Vec<String> {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    assert!(
        std::process::Command::new("mkfifo").arg(june.join("ong.xlsx")).status().unwrap().success()
    );
    fs::create_dir(june.join("thu muc.xlsx")).unwrap();
    symlink(june.join("tu minh.xlsx"), june.join("tu minh.xlsx")).unwrap();
    symlink(june, june.join("vong")).unwrap();
    fs::write(june.join(OsStr::from_bytes(b"x\xE3 A.xls")), b"").unwrap();
    ["ong.xlsx", "tu minh.xlsx", "vong", "x\u{FFFD} A.xls"].map(str::to_owned).to_vec()
}

#[cfg(not(unix))]
fn odd_entries(_: &Path) -> Vec<String> {
    Vec::new()
}
