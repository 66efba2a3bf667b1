//! What only Windows does: a file that another program has to itself, names whatever their case, paths longer than the old
//! limit, a quote that a backslash swallows. `.ci/windows` runs it under wine.

use std::fs::{self, File, OpenOptions};
use std::os::windows::fs::OpenOptionsExt;
use std::os::windows::process::CommandExt;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::program::{JUNE, PROGRAM, Ran, command, giaingan, rows};
use super::workspace::{copied, copy, entries, fixture};

const CONSOLIDATED: &str = "ket-qua/2024-06/Tong hop giai ngan 2024-06.xlsx";
const SHARE_READ: u32 = 1;

/// A copy of a fixture with one faulty report.
fn office() -> tempfile::TempDir {
    copied(&fixture("children-differ"))
}

fn run(folder: &Path, words: &[&str]) -> Ran {
    giaingan(folder, &[words, &JUNE].concat())
}

/// Holds a file as Excel does: with `share` 0 nobody else may even read it.
fn held(path: &Path, share: u32) -> File {
    OpenOptions::new().read(true).write(true).share_mode(share).open(path).unwrap()
}

/// The codes found for each file.
fn found(done: &Ran) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let findings = done.findings().into_iter();
    findings.map(|finding| (text(&finding["code"]), text(&finding["file"]))).collect()
}

#[test]
fn a_report_that_excel_holds_is_told_so_and_no_fault_of_its_unit() {
    let office = office();
    let check = ["check", "--format", "json"];
    let before = found(&run(office.path(), &check));
    let (_, faulty) = before.iter().find(|(code, _)| code == "GN401").unwrap().clone();
    let holder = held(&office.path().join(&faulty), 0);
    let done = run(office.path(), &["check", "--format", "json", "--return"]);
    let of_file: Vec<String> = found(&done)
        .into_iter()
        .filter(|(_, file)| *file == faulty)
        .map(|(code, _)| code)
        .collect();
    assert_eq!(of_file, ["GN116"]);
    assert!(done.shown.contains("đang mở trong Excel"));
    assert!(!office.path().join("tra-lai").exists());
    drop(holder);
    assert_eq!(found(&run(office.path(), &check)), before);
}

#[test]
fn a_workbook_that_is_open_in_excel_stays_and_is_named() {
    let office = office();
    let path = office.path().join(CONSOLIDATED);
    run(office.path(), &["aggregate"]);
    let before = fs::read(&path).unwrap();
    let holder = held(&path, SHARE_READ);
    let done = run(office.path(), &["aggregate"]);
    assert_eq!(done.code, Some(2), "{}", done.told);
    assert!(done.told.contains("đang mở trong Excel – hãy đóng tệp"), "{}", done.told);
    drop(holder);
    assert!(fs::read(&path).unwrap() == before);
    assert_eq!(entries(path.parent().unwrap()).len(), 1, "a temporary file stays");
}

#[test]
fn a_name_is_the_same_whatever_its_case() {
    let office = office();
    for path in ["NOP/2024-06/moi.xlsx", "Chot/a.xlsx", "Danh-Muc.xlsx", "GIAINGAN.TOML"] {
        let done = run(office.path(), &["aggregate", "--force", "-o", path]);
        let is_free = path == "GIAINGAN.TOML";
        // An extension is added to that one: it is another file.
        assert_eq!(done.code == Some(2), !is_free, "{path}: {}", done.told);
    }
    // A folder of reports where the tool's own folder is spelt otherwise.
    run(office.path(), &["aggregate"]);
    let bare = copied(&office.path().join("nop/2024-06"));
    let reports = entries(bare.path()).len();
    fs::create_dir(bare.path().join("Ket-Qua")).unwrap();
    fs::copy(office.path().join(CONSOLIDATED), bare.path().join("Ket-Qua/a.xlsx")).unwrap();
    let done = run(bare.path(), &["aggregate", "-n", "--format", "json"]);
    assert_eq!(rows(&done.report(), "submissions").len(), reports);
}

/// A copy of the office so deep that the paths of its files have at least so many letters.
fn deep(letters: usize) -> (tempfile::TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let mut path = temp.path().to_owned();
    while path.as_os_str().len() + CONSOLIDATED.len() < letters {
        path.push("báo cáo giải ngân");
    }
    copy(office().path(), &path);
    (temp, path)
}

#[test]
fn a_path_that_excel_does_not_open_is_told() {
    let (_temp, path) = deep(250);
    let done = run(&path, &["aggregate"]);
    assert!(done.told.contains("Excel chỉ mở đến 218"), "{}", done.told);
    let done = run(office().path(), &["aggregate"]);
    assert!(!done.told.contains("218"), "{}", done.told);
}

#[test]
fn a_path_longer_than_the_old_limit_works() {
    let (temp, path) = deep(330);
    // The current folder itself must be short.
    let folder = path.strip_prefix(temp.path()).unwrap().to_string_lossy().into_owned();
    for words in [&["aggregate"][..], &["template"], &["check", "--return"], &["aggregate"]] {
        let done = run(temp.path(), &[words, &[folder.as_str()]].concat());
        assert!(matches!(done.code, Some(0 | 1)), "{words:?}: {}", done.told);
    }
    assert!(path.join(CONSOLIDATED).is_file());
    for folder in ["bieu-mau/2024-06", "tra-lai/2024-06", "ket-qua/2024-06"] {
        let names = entries(&path.join(folder));
        let is_whole = |name: &PathBuf| name.to_string_lossy().ends_with(".xlsx");
        assert!(!names.is_empty() && names.iter().all(is_whole), "{names:?}");
    }
}

#[test]
fn a_backslash_before_the_closing_quote_is_understood() {
    let office = office();
    let (above, name) = (office.path().parent().unwrap(), office.path().file_name().unwrap());
    let line = format!("aggregate \"{}\\\" -n -p 2024-06", name.display());
    let done = Ran::of(command(PROGRAM, above).raw_arg(line));
    assert_eq!(done.code, Some(1), "{}", done.told);
}

#[test]
fn a_script_takes_files_and_a_period_whatever_their_names() {
    let temp = tempfile::tempdir().unwrap();
    // Wine 8 reads a percent sign a second time, which Windows does not: none is in these names.
    let folder = temp.path().join("Năm 2024 & mới, tốt! (1)");
    fs::create_dir(&folder).unwrap();
    for name in ["giaingan.toml", "danh-muc.xlsx"] {
        fs::copy(fixture("children-differ").join(name), folder.join(name)).unwrap();
    }
    assert_eq!(giaingan(&folder, &["init", "."]).code, Some(0));
    let sent = temp.path().join("Cai Kinh & tốt! (2).xlsx");
    fs::copy(fixture("children-differ").join("nop/2024-06/Xa Cai Kinh T6.xlsx"), &sent).unwrap();
    // As Explorer starts a script that a file was dropped on.
    let run = |name: &str, words: &str| {
        let script = folder.join(name);
        let line = format!("/d /c \"\"{}\" {words}\"", script.display());
        Ran::of(command("cmd", temp.path()).raw_arg(line).stdin(std::process::Stdio::null()))
    };
    let done = run("Tiep nhan.cmd", &format!("\"{}\"", sent.display()));
    assert!(folder.join("nop/2024-06/HL-02 - Xã Cai Kinh - 2024-06.xlsx").is_file(), "{done:?}");
    for words in ["2024-06", ""] {
        let done = run("Kiem tra.cmd", words);
        assert!(done.code == Some(1) && done.shown.contains("GN401"), "{done:?}");
    }
    // What is dropped is no period.
    let dropped = format!("\"{}\"", sent.display());
    let done = run("Kiem tra.cmd", &dropped);
    assert!(done.code == Some(1) && done.shown.contains("Xã Cai Kinh"), "{done:?}");
    // Wine 8 shows what `echo` says in letters of its own.
    for name in ["Tong hop", "Tinh hinh", "Bieu mau", "Don doc"] {
        let done = run(&format!("{name}.cmd"), &dropped);
        assert!(done.code == Some(2) && done.shown.contains("\"Tiep nhan\""), "{done:?}");
    }
    // The program has moved from where `init` ran.
    let script = folder.join("Tinh hinh.cmd");
    let text = fs::read_to_string(&script).unwrap();
    let is_place = |line: &&str| line.starts_with("if exist") && !line.contains("%~dp0");
    let rest: Vec<&str> = text.split_inclusive('\n').filter(|line| !is_place(line)).collect();
    assert_eq!(rest.len() + 1, text.lines().count());
    fs::write(&script, rest.concat()).unwrap();
    let done = run("Tinh hinh.cmd", "2024-06");
    assert!(done.code == Some(2) && done.shown.contains("giaingan.exe"), "{done:?}");
    for place in [&folder, temp.path()] {
        fs::copy(PROGRAM, place.join("giaingan.exe")).unwrap();
        let done = run("Tinh hinh.cmd", "2024-06");
        assert!(done.shown.contains("CHƯA NỘP"), "{done:?}");
        fs::remove_file(place.join("giaingan.exe")).unwrap();
    }
}
