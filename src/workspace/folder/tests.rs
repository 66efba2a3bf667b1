//! The folder as clerks, systems and strangers leave it.

use std::fs;

use super::*;

fn tree(files: &[&str]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for file in files {
        let path = root.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, b"x").unwrap();
    }
    root
}

fn of_june(root: &Path) -> Vec<String> {
    let files = submissions(root, "2024-06".parse().unwrap()).unwrap();
    files.iter().map(|file| file.shown.to_string()).collect()
}

#[test]
fn every_folder_of_the_period_counts_with_its_sub_folders() {
    let root = tree(&[
        "nop/2024-06/b.xlsx",
        "nop/2024-06/lần 2/a.pdf",
        "nop/T6-2024/c.XLS",
        "nop/2024-05/d.xlsx",
        "nop/nháp/e.xlsx",
        "nop/g.xlsx",
        "f.xlsx",
    ]);
    assert_eq!(
        of_june(root.path()),
        ["nop/2024-06/b.xlsx", "nop/2024-06/lần 2/a.pdf", "nop/T6-2024/c.XLS"]
    );
    let periods = periods(root.path()).unwrap().iter().map(Period::to_string).collect::<Vec<_>>();
    assert_eq!(periods, ["2024-05", "2024-06"]);
    assert_eq!(strays(root.path()).unwrap(), ["nop/g.xlsx", "nop/nháp"]);
}

#[test]
fn locks_and_leavings_are_skipped_and_nothing_else() {
    let root = tree(&[
        "nop/2024-06/~$a.xlsx",
        "nop/2024-06/.~lock.a.xlsx#",
        "nop/2024-06/Thumbs.db",
        "nop/2024-06/DESKTOP.INI",
        "nop/2024-06/.DS_Store",
        "nop/2024-06/A1B2.tmp",
        "nop/2024-06/.git/a.xlsx",
        "nop/2024-06/a",
        "nop/2024-06/công văn.docx",
    ]);
    assert_eq!(of_june(root.path()), ["nop/2024-06/a", "nop/2024-06/công văn.docx"]);
}

#[test]
fn a_folder_without_nop_has_no_periods() {
    let root = tree(&["a.xlsx"]);
    assert!(periods(root.path()).unwrap().is_empty() && of_june(root.path()).is_empty());
}

#[cfg(unix)]
#[test]
fn a_folder_of_ours_has_another_spelling_where_the_disk_says_so() {
    let root = tree(&["a.xlsx", "Ket-Qua/b.xlsx", "Danh-Muc.xlsx"]);
    let shown = || -> Vec<String> {
        let files = workbooks(root.path()).unwrap().into_iter();
        files.filter(|file| file.obstacle.is_none()).map(|file| file.shown.to_string()).collect()
    };
    assert_eq!(shown(), ["Danh-Muc.xlsx", "Ket-Qua/b.xlsx", "a.xlsx"]);
    // Such a disk finds them by either spelling.
    for (name, there) in [("ket-qua", "Ket-Qua"), ("danh-muc.xlsx", "Danh-Muc.xlsx")] {
        std::os::unix::fs::symlink(root.path().join(there), root.path().join(name)).unwrap();
    }
    assert_eq!(shown(), ["a.xlsx"]);
}

#[test]
fn a_bare_folder_gives_its_workbooks_and_not_our_own() {
    let root = tree(&[
        "b.XLSX",
        "a.ods",
        "x/c.xlsb",
        "x/d.csv",
        "e.docx",
        "danh-muc.xlsx",
        "ket-qua/2024-06/f.xlsx",
        "x/bieu-mau/g.xlsx",
        "tra-lai/h.xlsx",
        "chot/i.xlsx",
        "nop/2024-06/j.xlsx",
    ]);
    let files = workbooks(root.path()).unwrap();
    let shown: Vec<&str> = files.iter().map(|file| &*file.shown).collect();
    assert_eq!(shown, ["a.ods", "b.XLSX", "nop/2024-06/j.xlsx", "x/c.xlsb"]);
    assert!(
        files.iter().all(|file| file.size == 1 && file.path.is_absolute() && file.day.is_some())
    );
}

#[test]
fn folders_that_lie_too_deep_are_said() {
    let deep = |depth: usize| format!("nop/2024-06/{}a.xlsx", "x/".repeat(depth));
    assert_eq!(of_june(tree(&[&deep(DEEPEST)]).path()).len(), 1);
    let root = tree(&[&deep(DEEPEST + 1)]);
    assert!(submissions(root.path(), "2024-06".parse().unwrap()).is_err());
}

#[test]
fn decomposed_names_are_shown_composed() {
    let root = tree(&["nop/2024-06/Xa\u{303} A.xlsx"]);
    assert_eq!(of_june(root.path()), ["nop/2024-06/Xã A.xlsx"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn links_are_followed_to_files_in_the_workspace_and_never_out_of_it() {
        let outside = tree(&["secret.xlsx", "d/e.xlsx"]);
        let root = tree(&["nop/2024-06/a.xlsx", "nhan/b.xlsx"]);
        let june = root.path().join("nop/2024-06");
        symlink(root.path().join("nhan/b.xlsx"), june.join("b.xlsx")).unwrap();
        symlink(outside.path().join("secret.xlsx"), june.join("secret.xlsx")).unwrap();
        symlink(outside.path().join("d"), june.join("d")).unwrap();
        symlink(&june, june.join("loop")).unwrap();
        symlink(outside.path().join("d"), root.path().join("nop/6-2024")).unwrap();
        symlink("nowhere", june.join("broken.xlsx")).unwrap();
        let files = submissions(root.path(), "2024-06".parse().unwrap()).unwrap();
        let (opened, told): (Vec<_>, Vec<_>) =
            files.iter().partition(|file| file.obstacle.is_none());
        let names = |files: Vec<&FoundFile>| -> Vec<String> {
            files.iter().map(|file| file.shown.replace("nop/2024-06/", "")).collect()
        };
        assert_eq!(names(opened), ["a.xlsx", "b.xlsx"]);
        assert_eq!(names(told), ["broken.xlsx", "d", "loop", "secret.xlsx"]);
        assert_eq!(strays(root.path()).unwrap(), ["nop/6-2024"]);
    }

    #[test]
    fn pipes_are_told_and_not_opened_and_names_that_are_no_unicode_are_found() {
        let root = tree(&["nop/2024-06/a.xlsx"]);
        let june = root.path().join("nop/2024-06");
        assert!(Command::new("mkfifo").arg(june.join("p.xlsx")).status().unwrap().success());
        fs::write(june.join(OsStr::from_bytes(b"b\xff.xlsx")), b"x").unwrap();
        let shown = ["nop/2024-06/a.xlsx", "nop/2024-06/b\u{fffd}.xlsx", "nop/2024-06/p.xlsx"];
        assert_eq!(of_june(root.path()), shown);
        let files = submissions(root.path(), "2024-06".parse().unwrap()).unwrap();
        assert_eq!(fs::read(&files[1].path).unwrap(), b"x");
        assert!(files[2].obstacle.is_some() && files[1].obstacle.is_none());
    }

    #[test]
    fn a_file_from_a_wild_clock_does_not_panic() {
        let day = |time: SystemTime| Local.timestamp_opt(seconds(time), 0).single().is_some();
        assert!(day(UNIX_EPOCH - std::time::Duration::from_secs(1 << 40)));
        assert!(day(UNIX_EPOCH + std::time::Duration::from_secs(1 << 60)));
    }
}

#[cfg(unix)]
#[test]
fn names_that_look_alike_are_told_apart() {
    use std::os::unix::ffi::OsStrExt;
    let root = tree(&["nop/2024-06/Xã A.xlsx", "nop/2024-06/Xa\u{303} A.xlsx"]);
    for bytes in [&b"b\xff.xls"[..], b"b\xfe.xls"] {
        fs::write(root.path().join("nop/2024-06").join(OsStr::from_bytes(bytes)), b"x").unwrap();
    }
    assert_eq!(
        of_june(root.path()),
        [
            "nop/2024-06/Xã A.xlsx",
            "nop/2024-06/Xã A [2].xlsx",
            "nop/2024-06/b\u{fffd}.xls",
            "nop/2024-06/b\u{fffd} [2].xls",
        ]
    );
}
