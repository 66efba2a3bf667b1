//! Odd files among the submissions: each is told with what to do, and costs nobody else anything.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::program::{check_june, rows};
use super::workspace::{expecting_june, fixture};

/// A workspace with one clean report, and the folder to put others in.
fn workspace() -> (tempfile::TempDir, PathBuf) {
    let (temp, june) = expecting_june();
    let report = fixture("clean-xls/nop/2024-06/Xa Cai Kinh T6.xls");
    fs::copy(report, june.join("Xa Cai Kinh.xls")).unwrap();
    (temp, june)
}

fn check(folder: &Path) -> Value {
    let done = check_june(folder);
    assert_eq!(done.told, "", "nothing of a child reaches the terminal");
    done.report()
}

/// The code and the message of the finding of a file.
fn finding(report: &Value, file: &str) -> (String, String) {
    let path = format!("nop/2024-06/{file}");
    let findings = rows(report, "findings");
    let mut of_file = findings.iter().filter(|finding| finding["file"] == path);
    let found = of_file.next().unwrap_or_else(|| panic!("no finding of {file}: {findings:#?}"));
    let text = |name: &str| found[name].as_str().unwrap().to_owned();
    (text("code"), text("message"))
}

#[test]
fn each_odd_file_is_refused_for_what_it_is() {
    let (temp, june) = workspace();
    let mut legacy = fs::read(fixture("formats/book-95.xls")).unwrap();
    legacy.truncate(900);
    let encrypted = {
        let mut package = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
        for stream in ["/EncryptionInfo", "/EncryptedPackage"] {
            std::io::Write::write_all(&mut package.create_stream(stream).unwrap(), &[7; 5000])
                .unwrap();
        }
        package.flush().unwrap();
        package.into_inner().into_inner()
    };
    let cases: [(&str, &[u8], &str, &str); 9] = [
        ("rong.xls", b"", "GN101", "rỗng"),
        ("trang web.xls", b"<html><table><tr><td>1</td></tr></table></html>", "GN101", "HTML"),
        ("van ban.xls", b"{\\rtf1\\ansi}", "GN101", "RTF"),
        ("quet.xls", b"%PDF-1.4", "GN101", "PDF"),
        ("csv.xls", b"STT;Noi dung;Ke hoach\n1;a;5\n", "GN101", "CSV"),
        ("2003.xls", b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>", "GN101", "2003"),
        ("thieu.xls", &legacy, "GN101", "hỏng"),
        ("mat khau.xls", &encrypted, "GN102", "mật khẩu"),
        ("mat khau.xlsx", &encrypted, "GN102", "mật khẩu"),
    ];
    for (name, content, ..) in cases {
        fs::write(june.join(name), content).unwrap();
    }
    fs::write(june.join("~$Xa Cai Kinh.xls"), b"lock").unwrap();
    fs::create_dir(june.join("thu muc.xlsx")).unwrap();
    let report = check(temp.path());
    for (name, _, code, words) in cases {
        let (found, message) = finding(&report, name);
        assert_eq!(found, code, "{name}: {message}");
        assert!(message.contains(words), "{name}: {message}");
    }
    assert_eq!(report["submissions"][0]["state"], "accepted");
    assert_eq!(report["control"]["balanced"], true);
}

#[cfg(unix)]
#[test]
fn pipes_links_and_names_that_are_no_unicode_end_the_run_well() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let (temp, june) = workspace();
    assert!(
        std::process::Command::new("mkfifo").arg(june.join("ong.xlsx")).status().unwrap().success()
    );
    symlink("/etc/hostname", june.join("ngoai.xlsx")).unwrap();
    symlink(&june, june.join("vong")).unwrap();
    fs::write(june.join(OsStr::from_bytes(b"x\xE3 A.xls")), b"").unwrap();
    let report = check(temp.path());
    assert_eq!(finding(&report, "ong.xlsx").0, "GN101");
    assert!(finding(&report, "ngoai.xlsx").1.contains("liên kết"));
    assert_eq!(finding(&report, "vong").0, "GN101");
    assert_eq!(finding(&report, "x\u{FFFD} A.xls").0, "GN101");
}
