//! What `remind` promises about files: nothing is written without what a letter needs, and a letter that the office has
//! worked on is never replaced.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::program::{self, Ran};
use super::workspace::{copied, files, root};

/// The example, and the day after the deadline.
fn office() -> TempDir {
    copied(&root().join("examples/huu-lung-2024"))
}

fn remind(folder: &Path, words: &[&str]) -> Ran {
    program::giaingan(folder, &[&["don-doc", "--today", "2024-07-06"], words].concat())
}

/// The folder of June's results.
fn results(temp: &TempDir) -> PathBuf {
    temp.path().join("ket-qua/2024-06")
}

#[test]
fn without_an_issuer_or_a_place_nothing_is_written() {
    for key in ["issuer", "place"] {
        let temp = office();
        let settings = temp.path().join("giaingan.toml");
        let text = fs::read_to_string(&settings).unwrap();
        let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with(key)).collect();
        assert_ne!(kept.len(), text.lines().count());
        fs::write(&settings, kept.join("\n")).unwrap();
        let before = files(temp.path());
        let done = remind(temp.path(), &[]);
        assert_eq!(done.code, Some(2), "{}", done.told);
        assert!(done.told.contains(key) && done.told.contains("[letter]"), "{}", done.told);
        assert!(files(temp.path()) == before);
    }
}

#[test]
fn without_a_period_it_is_the_month_that_ended_last_and_a_missing_signer_is_one_note() {
    let temp = office();
    let done = remind(temp.path(), &["-n"]);
    assert_eq!(done.code, Some(1), "{}", done.told);
    assert!(done.shown.contains("Cong van don doc 2024-06.docx"), "{}", done.shown);
    assert_eq!(done.told.matches("chưa ghi signer").count(), 1, "{}", done.told);
    assert!(!results(&temp).exists() && !temp.path().join(".giaingan").exists());
    let written = remind(temp.path(), &["-p", "2024-06"]);
    assert_eq!(written.shown, done.shown);
    assert_eq!(files(&results(&temp)).len(), done.shown.lines().count());
}

#[test]
fn a_second_run_writes_the_same_and_what_the_office_worked_on_stays() {
    let temp = office();
    remind(temp.path(), &[]);
    let first = files(&results(&temp));
    remind(temp.path(), &[]);
    assert!(files(&results(&temp)) == first);
    let letter = results(&temp).join("Cong van don doc 2024-06.docx");
    let message =
        first.keys().find(|path| path.extension().is_some_and(|ending| ending == "txt")).unwrap();
    let message = results(&temp).join(message);
    signed(&letter);
    fs::write(&message, "Đã gọi điện.").unwrap();
    let mine = [&letter, &message].map(|path| fs::read(path).unwrap());
    let done = remind(temp.path(), &[]);
    assert_eq!(done.told.matches("giữ nguyên").count(), 2, "{}", done.told);
    assert!([&letter, &message].map(|path| fs::read(path).unwrap()) == mine);
    for (path, ending) in [(&letter, "docx"), (&message, "txt")] {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        assert!(path.with_file_name(format!("{stem} (2).{ending}")).is_file());
    }
    // What another program wrote under that name is no letter of ours.
    fs::write(&letter, b"theirs").unwrap();
    remind(temp.path(), &[]);
    assert_eq!(fs::read(&letter).unwrap(), b"theirs");
}

#[test]
fn a_letter_of_a_day_before_that_is_not_written_again_is_named_and_stays() {
    let temp = office();
    let run = |today: &str, words: &[&str]| {
        let of_day = [&["remind", "-p", "2024-06", "--today", today][..], words].concat();
        program::giaingan(temp.path(), &of_day).told
    };
    let left =
        |told: &str| told.lines().find(|line| line.contains("lần chạy trước")).map(str::to_owned);
    assert_eq!(left(&run("2024-07-01", &[])), None);
    let told = left(&run("2024-07-06", &[])).unwrap();
    assert!(
        told.contains("còn 1 tệp") && told.contains("Thong bao sap den han 2024-06;"),
        "{told}"
    );
    fs::remove_file(results(&temp).join("Thong bao sap den han 2024-06.docx")).unwrap();
    // The office has numbered one of the letters, and its unit has no report to send any more.
    let of_units = results(&temp).join("Don doc tung don vi");
    signed(&of_units.join("HL-19 - Xã Thiện Tân.docx"));
    let settings = temp.path().join("giaingan.toml");
    let exempt = "\n[[exempt]]\nunit = \"HL-19\"\nperiod = \"2024-06\"\nreason = \"x\"\n";
    fs::write(&settings, fs::read_to_string(&settings).unwrap() + exempt).unwrap();
    let before = files(&of_units);
    for words in [&["-n"][..], &[]] {
        let told = left(&run("2024-07-06", words)).unwrap();
        assert!(told.contains("còn 2 tệp") && told.matches("HL-19 - ").count() == 1, "{told}");
    }
    let after = files(&of_units);
    assert!(before.iter().all(|(path, _)| after.contains_key(path)));
    let is_hers = |path: &PathBuf| path.to_string_lossy().contains("HL-19");
    assert!(before.iter().filter(|(path, _)| is_hers(path)).all(|(path, of)| after[path] == *of));
    // Of the difficulties these letters say nothing, nor does a letter of another period of this one.
    assert_eq!(left(&run("2024-07-06", &["--obstacles"])), None);
    let both = ["-o", "van-ban"];
    program::giaingan(
        temp.path(),
        &[&["remind", "-p", "2024-05", "--today", "2024-07-06"][..], &both].concat(),
    );
    assert_eq!(left(&run("2024-07-06", &both)), None);
}

/// Writes a number into a letter, as the office does.
fn signed(letter: &Path) {
    let mut archive = zip::ZipArchive::new(fs::File::open(letter).unwrap()).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let (name, mut text) = (part.name().unwrap().to_string(), String::new());
        part.read_to_string(&mut text).unwrap();
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.replace("Số: ", "Số: 512").as_bytes()).unwrap();
    }
    fs::write(letter, writer.finish().unwrap().into_inner()).unwrap();
}

#[test]
fn before_the_deadline_only_the_notice_and_the_messages_are_written() {
    let temp = office();
    let done = program::giaingan(temp.path(), &["remind", "--today", "2024-07-01"]);
    assert_eq!(done.code, Some(0), "{}", done.told);
    let names = files(&results(&temp)).into_keys();
    let is_letter = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "docx");
    let letters: Vec<PathBuf> = names.filter(is_letter).collect();
    assert_eq!(letters, [Path::new("Thong bao sap den han 2024-06.docx")]);
}

#[test]
fn a_folder_without_settings_has_nobody_to_remind() {
    let temp = office();
    let done = program::giaingan(&temp.path().join("nop"), &["remind"]);
    assert_eq!(done.code, Some(2), "{}", done.told);
}
