//! What `init` writes for a clerk without a terminal: the scripts run from a folder of any name, take files of any name, and
//! stay where the office changed them. Those of Windows are run in `windows`.

use std::fs;
use std::path::PathBuf;
#[cfg(unix)]
use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use tempfile::TempDir;

use super::program::giaingan;
#[cfg(unix)]
use super::program::{LONGEST, PROGRAM, Ran, command};
#[cfg(unix)]
use super::workspace::files;
use super::workspace::{copied, fixture};

/// A name with all that shells read otherwise.
const ODD: &str = "Năm 2024 & 'mới' 100% %PATH% tốt! (1) $HOME";

/// A workspace in a folder of an odd name that expects reports for June, and that folder.
fn office() -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join(ODD);
    fs::create_dir(&folder).unwrap();
    for name in ["giaingan.toml", "danh-muc.xlsx"] {
        fs::copy(fixture("children-differ").join(name), folder.join(name)).unwrap();
    }
    let done = giaingan(&folder, &["init", "."]);
    assert_eq!(done.code, Some(0), "{}", done.told);
    assert!(done.shown.contains("chỉ thêm: Tiep nhan.cmd"), "{}", done.shown);
    (temp, folder)
}

/// Runs a script somewhere else, and types a line where it asks.
#[cfg(unix)]
fn run(folder: &Path, name: &str, words: &[&Path], typed: &str) -> Ran {
    let mut command = Command::new(folder.join(name));
    command.current_dir("/").args(words);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    let done = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: done.status.code(), shown: text(done.stdout), told: text(done.stderr) }
}

#[cfg(unix)]
#[test]
fn a_script_takes_files_and_a_period_whatever_their_names() {
    let (temp, folder) = office();
    let sent = temp.path().join(format!("Cai Kinh {ODD}.xlsx"));
    fs::copy(fixture("children-differ").join("nop/2024-06/Xa Cai Kinh T6.xlsx"), &sent).unwrap();
    let done = run(&folder, "Tiep nhan.sh", &[&sent], "");
    assert!(folder.join("nop/2024-06/HL-02 - Xã Cai Kinh - 2024-06.xlsx").is_file(), "{done:?}");
    for typed in ["2024-06\n", "\n"] {
        let done = run(&folder, "Kiem tra.sh", &[], typed);
        assert!(done.code == Some(1) && done.shown.contains("GN401"), "{done:?}");
    }
    assert!(folder.join("tra-lai/2024-06").is_dir());
    let done = run(&folder, "Bieu mau.sh", &[Path::new("2024-07")], "");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(folder.join("bieu-mau/2024-07").is_dir());
    let done = run(&folder, "Bieu mau.sh", &[], "\n");
    assert_eq!(done.code, Some(2), "{done:?}");
}

#[cfg(unix)]
#[test]
fn what_is_dropped_on_a_job_is_no_period() {
    let (temp, folder) = office();
    let sent = temp.path().join(format!("Cai Kinh {ODD}.xlsx"));
    fs::copy(fixture("children-differ").join("nop/2024-06/Xa Cai Kinh T6.xlsx"), &sent).unwrap();
    let before = files(&folder);
    let done = run(&folder, "Kiem tra.sh", &[&sent], "");
    assert!(done.code == Some(1) && done.shown.contains("GN401"), "{done:?}");
    assert!(done.shown.contains("Xã Cai Kinh"), "it is checked as a file of the office: {done:?}");
    for name in ["Tong hop", "Tinh hinh", "Bieu mau", "Don doc"] {
        let done = run(&folder, &format!("{name}.sh"), &[&sent, temp.path()], "");
        assert_eq!((done.code, done.told.as_str()), (Some(2), ""), "{done:?}");
        let told = format!("\"{name}\" không nhận tệp thả lên");
        assert!(done.shown.contains(&told) && done.shown.contains("\"Tiep nhan\""), "{done:?}");
    }
    assert!(files(&folder) == before);
}

#[cfg(unix)]
#[test]
fn a_script_finds_the_program_where_it_is_put() {
    let (_temp, folder) = office();
    let script = folder.join("Tinh hinh.sh");
    // The program has moved from where `init` ran.
    let text = fs::read_to_string(&script).unwrap().replace(PROGRAM, "/nowhere/giaingan");
    fs::write(&script, text).unwrap();
    let done = run(&folder, "Tinh hinh.sh", &[Path::new("2024-06")], "");
    assert!(done.code == Some(2) && done.shown.contains("Không tìm thấy giaingan"), "{done:?}");
    for place in [folder.clone(), folder.parent().unwrap().to_owned()] {
        let program = place.join("giaingan");
        std::os::unix::fs::symlink(PROGRAM, &program).unwrap();
        let done = run(&folder, "Tinh hinh.sh", &[Path::new("2024-06")], "");
        assert!(done.code == Some(1) && done.shown.contains("CHƯA NỘP"), "{done:?}");
        fs::remove_file(program).unwrap();
    }
}

#[test]
fn a_script_that_the_office_changed_stays_and_a_missing_one_is_added() {
    let (_temp, folder) = office();
    let [changed, missing] = ["Tong hop.cmd", "Don doc.sh"].map(|name| folder.join(name));
    fs::write(&changed, "theirs").unwrap();
    fs::remove_file(&missing).unwrap();
    let done = giaingan(&folder, &["khoi-tao", "."]);
    assert!(done.code == Some(0) && done.shown.ends_with("chỉ thêm: Don doc.sh\n"), "{done:?}");
    assert_eq!(fs::read_to_string(&changed).unwrap(), "theirs");
    assert!(missing.is_file() && !folder.join("Tong hop (2).cmd").exists());
    let done = giaingan(&folder, &["khoi-tao", "."]);
    assert!(done.code == Some(2) && done.told.contains("đã là thư mục làm việc"), "{done:?}");
}

#[test]
fn what_windows_reads_ends_its_lines_as_windows_does() {
    let (_temp, folder) = office();
    for name in ["Tiep nhan", "Kiem tra", "Tong hop", "Tinh hinh", "Bieu mau", "Don doc"] {
        let text = fs::read_to_string(folder.join(name).with_extension("cmd")).unwrap();
        assert!(text.starts_with("@echo off\r\n") && text.ends_with("exit /b %code%\r\n"));
        assert!(!text.replace("\r\n", "").contains(['\n', '{']), "{text}");
        let text = fs::read_to_string(folder.join(name).with_extension("sh")).unwrap();
        assert!(text.starts_with("#!/bin/sh\n") && !text.contains('\r'));
    }
    let guide = fs::read_to_string(folder.join("huong-dan.txt")).unwrap();
    assert!(guide.starts_with("\u{feff}HƯỚNG DẪN") && !guide.replace("\r\n", "").contains('\n'));
}

#[test]
fn what_stands_there_for_show_is_said_and_not_issued() {
    let temp = tempfile::tempdir().unwrap();
    let init = ["init", ".", "--year", "2024", "--today", "2024-01-05"];
    assert_eq!(giaingan(temp.path(), &init).code, Some(0));
    let settings = temp.path().join("giaingan.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("{text}\n[letter]\nissuer = \"A\"\nplace = \"B\"\n")).unwrap();
    let done = giaingan(temp.path(), &["status", "-p", "2024-06", "--today", "2024-07-06"]);
    for word in ["name, authority", "Xã Ví Dụ", "dòng 5", "1.000.000.000"] {
        assert!(done.told.contains(word), "{word}: {}", done.told);
    }
    for words in [&["template"][..], &["template", "--unit", "XA-01"], &["remind"]] {
        let done =
            giaingan(temp.path(), &[words, &["-p", "2024-06", "--today", "2024-07-06"]].concat());
        assert!(done.code == Some(2) && done.told.contains("đơn vị mẫu"), "{words:?} {done:?}");
    }
    assert!(!temp.path().join("bieu-mau/2024-06").exists());
    assert!(!temp.path().join("ket-qua/2024-06").exists());
}

#[test]
fn a_month_is_one_of_the_year_of_the_workspace() {
    let office = copied(&fixture("children-differ"));
    for typed in ["6", "T6", "tháng 6"] {
        let done = giaingan(office.path(), &["check", "-p", typed, "--format", "json"]);
        assert_eq!(done.report()["period"]["id"], "2024-06", "{typed}");
    }
    let done = giaingan(office.path(), &["nop/2024-06", "-p", "6", "--format", "json"]);
    assert_eq!(done.report()["period"]["id"], "2024-06");
    let bare = copied(&fixture("children-differ").join("nop/2024-06"));
    let done = giaingan(bare.path(), &["check", "-p", "6"]);
    assert!(done.code == Some(2) && done.told.contains("ghi cả năm"), "{done:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_result_is_opened_where_the_system_can_and_that_it_cannot_is_a_note() {
    use std::os::unix::fs::PermissionsExt;
    let office = copied(&fixture("children-differ"));
    let programs = tempfile::tempdir().unwrap();
    let run = |words: &[&str]| {
        let mut run = command(PROGRAM, office.path());
        Ran::of(
            run.env("PATH", programs.path()).args(["aggregate", "-p", "6", "--open"]).args(words),
        )
    };
    let done = run(&[]);
    assert!(done.code == Some(1) && done.told.contains("Không mở được tệp từ đây"), "{done:?}");
    let opener = programs.path().join("xdg-open");
    let opened = programs.path().join("opened");
    let text = format!(
        "#!/bin/sh\nprintf %s \"$1\" >'{0}.part'\n/bin/mv '{0}.part' '{0}'\n",
        opened.display()
    );
    fs::write(&opener, text).unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
    run(&["--dry-run"]);
    let done = run(&[]);
    assert!(!done.told.contains("Không mở được"), "{done:?}");
    let begun = std::time::Instant::now();
    while !opened.exists() && begun.elapsed() < LONGEST {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let path = fs::read_to_string(&opened).unwrap();
    assert!(path.ends_with("ket-qua/2024-06/Tong hop giai ngan 2024-06.xlsx"), "{path}");
}
