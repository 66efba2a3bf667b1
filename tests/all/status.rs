//! Who has not reported: `status`, `giaingan` alone, and files that are named, on the example of a district.

use std::fs;

use serde_json::Value;

use crate::program::{giaingan, rows};
use crate::workspace::example;

const TODAY: &str = "2024-07-06";

#[test]
fn the_months_of_a_year_are_shown_with_who_is_silent_again_and_again() {
    let temp = example("huu-lung-2024");
    let words = ["status", "--year", "2024", "--today", TODAY, "--format", "json"];
    let report = giaingan(temp.path(), &words).report();
    let of = |unit: &str| -> Vec<String> {
        let cells = rows(&report, "grid").iter().filter(|cell| cell["unit"] == unit);
        cells.map(|cell| format!("{} {}", cell["period"], cell["state"])).collect()
    };
    let quoted = |month: &str, state: &str| format!("\"{month}\" \"{state}\"");
    assert_eq!(
        of("HL-19"),
        [quoted("2024-04", "accepted"), quoted("2024-05", "missing"), quoted("2024-06", "missing")]
    );
    let row = rows(&report, "submissions").iter().find(|row| row["unit"] == "HL-19").unwrap();
    assert_eq!((row["state"].as_str(), row["misses"].as_u64()), (Some("missing"), Some(2)));
    let [owed] = rows(row, "todo") else { panic!("{row}") };
    assert_eq!(
        (owed["id"].as_str(), owed["since"].as_str()),
        (Some("HL-19-2024-05"), Some("2024-05"))
    );
    // A district's lead agencies owe their consolidations besides.
    assert_eq!(report["coverage"]["lead"]["missing"], 2);
    assert_eq!(report["coverage"]["expected"], 26);
}

#[test]
fn files_outside_a_workspace_are_checked_for_the_period_that_they_state() {
    let (temp, copies) = (example("huu-lung-2024"), tempfile::tempdir().unwrap());
    for month in ["2024-05", "2024-06"] {
        let lying = fs::read_dir(temp.path().join("nop").join(month)).unwrap();
        let file = lying.map(|of| of.unwrap().path()).filter(|of| of.is_file()).min().unwrap();
        fs::copy(&file, copies.path().join(format!("{month}.xlsx"))).unwrap();
    }
    let words = ["2024-05.xlsx", "--today", TODAY, "--format", "json"];
    let report = giaingan(copies.path(), &words).report();
    assert_eq!(report["period"]["id"], "2024-05");
    assert_eq!(rows(&report, "submissions").len(), 1);
    let done = giaingan(copies.path(), &["2024-05.xlsx", "-p", "2024-06", "--today", TODAY]);
    assert_eq!((done.code, done.shown.as_str()), (Some(1), ""));
}

#[test]
fn without_a_period_it_is_the_month_that_ended_last() {
    let temp = example("huu-lung-2024");
    let of = |command: &str, today: &str| -> Value {
        let done = giaingan(temp.path(), &[command, "--today", today, "--format", "json"]);
        done.report()["period"]["id"].clone()
    };
    assert_eq!(of("status", "2024-07-06"), "2024-06");
    assert_eq!(of("status", "2024-06-30"), "2024-05");
    assert_eq!(of("status", "2025-01-10"), "2024-12");
    assert_eq!(of("status", "2024-03-01"), "2024-02", "a leap year");
    // What one works on is the latest month that has files.
    assert_eq!(of("check", "2024-08-15"), "2024-06");
    assert_eq!(of("check", "2024-05-15"), "2024-05");
    // Outside its year a workspace is asked after its first month, or its last.
    assert_eq!(of("status", "2024-01-05"), "2024-01");
    assert_eq!(of("status", "2025-02-10"), "2024-12");
}

#[test]
fn alone_it_says_where_things_stand_and_what_comes_next() {
    let temp = example("huu-lung-2024");
    let done = giaingan(temp.path(), &["--today", TODAY]);
    assert_eq!(done.code, Some(0));
    for said in ["22/26", "trước ngày 03/7/2024", "đã quá 4 ngày", "giaingan don-doc -p 2024-06"]
    {
        assert!(done.shown.contains(said), "{said}: {}", done.shown);
    }
}

#[test]
fn files_that_are_named_are_checked_and_nothing_is_kept() {
    let temp = example("huu-lung-2024");
    let lying = temp.path().join("nop/2024-06");
    let of_june = fs::read_dir(&lying).unwrap().map(|entry| entry.unwrap().path());
    let file = of_june.filter(|path| path.is_file()).min().unwrap();
    let before = fs::read(temp.path().join("tiep-nhan.csv")).unwrap();
    let word = file.to_str().unwrap();
    let json = ["--today", TODAY, "--format", "json"];
    let report = giaingan(temp.path(), &[&[word][..], &json].concat()).report();
    assert_eq!(rows(&report, "submissions").len(), 1);
    // A copy elsewhere is another file of the same unit.
    let copy = temp.path().join("tai ve & xuong.xlsx");
    fs::copy(&file, &copy).unwrap();
    let words = [&[copy.to_str().unwrap()][..], &json].concat();
    let report = giaingan(temp.path(), &words).report();
    let [row] = rows(&report, "submissions") else { panic!("{report}") };
    assert!(row["file"].as_str().unwrap().ends_with("tai ve & xuong.xlsx"), "{row}");
    assert_eq!(row["version"], 2);
    assert_eq!(fs::read(temp.path().join("tiep-nhan.csv")).unwrap(), before);
    // What is not checked is said, and never called sound.
    let done = giaingan(temp.path(), &[word, "-p", "2024-05", "--today", TODAY]);
    assert_eq!(done.code, Some(1));
    assert!(
        done.told.contains("báo cáo tháng 6 năm 2024 nên không được kiểm tra"),
        "{}",
        done.told
    );
    let other = example("bach-thong-2024");
    let both = [word, other.path().to_str().unwrap(), "--today", TODAY];
    let done = giaingan(temp.path(), &both);
    assert_eq!(done.code, Some(2), "two workspaces: {}", done.told);
}
