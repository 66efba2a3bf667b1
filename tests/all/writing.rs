//! Promises of whole runs about files: nothing that a unit sent, the office keeps or somebody changed is written over.

use std::fs;
use std::io::Read;
use std::path::Path;

use tempfile::TempDir;

use super::program::{self, JUNE, Ran};
use super::workspace::{copied, files, root};

fn example() -> TempDir {
    copied(&root().join("examples/huu-lung-2024"))
}

/// Runs the program for June.
fn giaingan(folder: &Path, words: &[&str]) -> Ran {
    program::giaingan(folder, &[words, &JUNE].concat())
}

#[test]
fn no_output_takes_the_place_of_what_a_unit_sent_or_the_office_keeps() {
    let temp = example();
    let before = files(temp.path());
    let report = before.keys().find(|path| path.starts_with("nop/2024-06")).unwrap();
    let report = temp.path().join(report);
    let register = temp.path().join("danh-muc.xlsx");
    for target in [
        report.to_str().unwrap(),
        register.to_str().unwrap(),
        "nop/2024-06/moi.xlsx",
        "nop/2024-06",
    ] {
        for force in [&[][..], &["--force"]] {
            let done = giaingan(temp.path(), &[&["aggregate", "-o", target], force].concat());
            assert_eq!(done.code, Some(2), "{target} {}", done.told);
        }
    }
    for command in [["template"].as_slice(), &["check", "--return"]] {
        let done = giaingan(temp.path(), &[command, &["-o", "nop/2024-06", "--force"]].concat());
        assert_eq!(done.code, Some(2), "{command:?} {}", done.told);
    }
    assert!(files(temp.path()) == before, "a file was written, changed or removed");
}

#[test]
fn a_result_that_was_changed_stays_and_the_new_one_stands_beside_it() {
    let temp = example();
    let folder = temp.path().join("ket-qua/2024-06");
    let path = folder.join("Tong hop giai ngan 2024-06.xlsx");
    giaingan(temp.path(), &["aggregate"]);
    let ours = fs::read(&path).unwrap();
    assert!(!giaingan(temp.path(), &["aggregate"]).told.contains("giữ nguyên"));
    assert_eq!(files(&folder).len(), 1);
    // Saved again by another program: whatever the clerk did in it is hers.
    let other = temp.path().join("ghi chu.xlsx");
    fs::write(&other, b"mine").unwrap();
    for kept in [&path, &other] {
        if kept == &path {
            fs::write(kept, changed(&ours)).unwrap();
        }
        let mine = fs::read(kept).unwrap();
        let done = giaingan(temp.path(), &["aggregate", "-o", kept.to_str().unwrap()]);
        assert!(done.told.contains("giữ nguyên"), "{}", done.told);
        assert!(fs::read(kept).unwrap() == mine);
        let stem = kept.file_stem().unwrap().to_str().unwrap();
        let beside = kept.with_file_name(format!("{stem} (2).xlsx"));
        assert!(beside.is_file());
        giaingan(temp.path(), &["aggregate", "--force", "-o", kept.to_str().unwrap()]);
        assert!(fs::read(kept).unwrap() != mine);
    }
}

#[test]
fn a_run_whose_outputs_go_elsewhere_writes_nothing_into_the_workspace_and_knows_them_again() {
    let temp = example();
    let before = files(temp.path());
    let elsewhere = tempfile::tempdir().unwrap();
    let to = elsewhere.path().to_str().unwrap();
    giaingan(temp.path(), &["export", "-o", to]);
    let written = files(elsewhere.path());
    assert!(files(temp.path()) == before, "a file was written, changed or removed");
    giaingan(temp.path(), &["export", "-o", to]);
    assert!(files(elsewhere.path()) == written, "our own files were not known again");
    let figures = elsewhere.path().join("So lieu chi tiet 2024-06.csv");
    fs::write(&figures, b"mine").unwrap();
    giaingan(temp.path(), &["export", "-o", to]);
    assert_eq!(fs::read(&figures).unwrap(), b"mine");
    assert_eq!(files(elsewhere.path()).len(), written.len() + 1);
}

#[test]
fn the_page_stands_beside_the_workbook_and_is_never_written_over_what_was_changed() {
    let temp = example();
    let folder = temp.path().join("ket-qua/2024-06");
    let path = folder.join("Tong hop giai ngan 2024-06.html");
    giaingan(temp.path(), &["aggregate", "--html", "--dry-run"]);
    giaingan(temp.path(), &["aggregate"]);
    assert!(!path.exists());
    let done = giaingan(temp.path(), &["aggregate", "--html"]);
    assert!(done.shown.contains("Tong hop giai ngan 2024-06.html"), "{}", done.shown);
    let ours = fs::read(&path).unwrap();
    let page = String::from_utf8(ours.clone()).unwrap();
    assert!(page.contains(">20,00%<") && page.contains(">31,67%<") && page.contains(">2,30%<"));
    assert!(ours.len() <= 60_000, "{}", ours.len());
    giaingan(temp.path(), &["aggregate", "--html"]);
    assert!(fs::read(&path).unwrap() == ours, "the same bytes");
    assert_eq!(files(&folder).len(), 2);
    // Where `-o` says; and in English.
    giaingan(temp.path(), &["aggregate", "--html", "--lang", "en", "-o", "gui/thang 6.2024"]);
    let english = fs::read_to_string(temp.path().join("gui/thang 6.2024.html")).unwrap();
    assert!(english.contains("Who must act"), "{english}");
    fs::write(&path, page.replace("20,00%", "90,00%")).unwrap();
    let done = giaingan(temp.path(), &["aggregate", "--html"]);
    assert!(done.told.contains("đã được sửa sau khi giaingan ghi"), "{}", done.told);
    assert!(fs::read_to_string(&path).unwrap().contains("90,00%"));
    assert!(fs::read(folder.join("Tong hop giai ngan 2024-06 (2).html")).unwrap() == ours);
}

/// The workbook with one part that says something else, as after an edit.
fn changed(workbook: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let (name, mut bytes) = (part.name().unwrap().to_string(), Vec::new());
        part.read_to_end(&mut bytes).unwrap();
        if name == "docProps/app.xml" {
            bytes.push(b'\n');
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, &bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn links_lead_to_the_units_files_from_wherever_the_workbook_stands() {
    let temp = example();
    let elsewhere = tempfile::tempdir().unwrap();
    for (asked, at) in [
        (elsewhere.path().join("quy-2"), elsewhere.path().join("quy-2.xlsx")),
        (temp.path().join("o-day.xlsx"), temp.path().join("o-day.xlsx")),
    ] {
        giaingan(temp.path(), &["aggregate", "-o", asked.to_str().unwrap()]);
        let mut archive = zip::ZipArchive::new(fs::File::open(&at).unwrap()).unwrap();
        let (mut links, mut files) = (0, 0);
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let is_relations = part.name().unwrap().ends_with(".rels");
            let mut text = String::new();
            if !is_relations && !part.name().unwrap().starts_with("xl/worksheets/") {
                continue;
            }
            part.read_to_string(&mut text).unwrap();
            if !is_relations {
                links += text.matches("<hyperlink ref=").count();
                continue;
            }
            for target in text.split("Target=\"").skip(1).filter(|one| one.contains("External")) {
                let target = target.split(['"', '#']).next().unwrap().replace("%20", " ");
                assert!(at.parent().unwrap().join(&target).is_file(), "{target}");
                files += 1;
            }
        }
        // "Dữ liệu" has a relation for each of the 22 files, and a link in each row of a report.
        assert!(44 <= files && 200 < links, "{files}, {links}");
    }
}

#[test]
fn a_workspace_that_was_begun_is_finished_and_what_stands_stays() {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("danh-muc.xlsx"), b"mine").unwrap();
    let init = |code| {
        let done = program::giaingan(temp.path(), &["init", ".", "--year", "2024"]);
        assert_eq!(done.code, Some(code));
    };
    init(0);
    assert!(temp.path().join("giaingan.toml").is_file());
    init(2);
    assert_eq!(fs::read(temp.path().join("danh-muc.xlsx")).unwrap(), b"mine");
}

#[test]
fn our_own_workbook_beside_the_reports_is_replaced_by_the_next_run() {
    let temp = copied(&root().join("examples/huu-lung-2024/nop/2024-06"));
    let aggregate = || giaingan(temp.path(), &["aggregate", ".", "-o", "Tong hop.xlsx"]);
    let first = aggregate();
    let count = files(temp.path()).len();
    let again = aggregate();
    let total = |done: &Ran| {
        done.shown.lines().find(|line| line.starts_with("TỔNG CỘNG")).map(str::to_owned)
    };
    assert!(total(&first).is_some());
    assert_eq!((again.code, total(&again)), (first.code, total(&first)));
    assert_eq!(files(temp.path()).len(), count);
}
