//! Who has not reported: `status`, `giaingan` alone, and files that are named, on the example of a district.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{giaingan, rows};
use crate::workspace::{copied, example, fixture};

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
fn a_lead_agency_that_is_late_is_told_with_the_units_that_kept_it() {
    let temp = example("huu-lung-2024");
    let words = ["status", "-p", "2024-06", "--today"];
    let of_day = [&words[..], &[TODAY, "--format", "json"]].concat();
    let report = giaingan(temp.path(), &of_day).report();
    let lead = rows(&report, "submissions").iter().filter(|row| row["consolidation"] == true);
    let behind = |row: &Value| {
        let units = rows(row, "behind").iter();
        let units = units.map(|of| format!("{} {}", of["unit"], of["days_late"]).replace('"', ""));
        units.collect::<Vec<_>>().join(", ")
    };
    // HL-06 has no plan of the other program. HL-21 was late, and came before the agencies' own last day was over.
    assert_eq!(
        lead.map(behind).collect::<Vec<_>>(),
        ["HL-11 null, HL-15 null, HL-19 null", "HL-06 null, HL-11 null, HL-15 null, HL-19 null"]
    );
    let told = |today: &str| {
        let shown = giaingan(temp.path(), &[&words[..], &[today]].concat()).shown;
        Vec::from_iter(shown.split_whitespace()).join(" ")
    };
    let why = "trong khi 3 đơn vị chưa có báo cáo dùng được: Xã";
    assert!(told(TODAY).contains(why), "{}", told(TODAY));
    assert!(!told("2024-07-04").contains("trong khi"), "it is the last day of the agencies");
}

/// Replaces the deadlines in the settings.
fn deadlines(folder: &Path, of: &str) {
    let settings = folder.join("giaingan.toml");
    let text = fs::read_to_string(&settings).unwrap();
    let (before, rest) = text.split_once("[deadlines]").unwrap();
    let after = rest.find("\n[").map_or("", |at| &rest[at..]);
    fs::write(&settings, format!("{before}[deadlines]\n{of}\n{after}")).unwrap();
}

#[test]
fn a_deadline_in_the_holidays_of_tet_is_the_first_working_day_after_them() {
    let temp = example("huu-lung-2024");
    let tet = (8..=14).map(|day| format!("2024-02-{day:02}")).collect::<Vec<_>>().join(", ");
    let of = |shifts: bool| {
        let days =
            "unit = { day = 10, inclusive = true }\nlead_agency = { day = 12, inclusive = true }";
        let off = format!("shift_days_off = {shifts}\nholidays = [{tet}]");
        deadlines(temp.path(), &format!("{days}\n{off}"));
    };
    let run = |today: &str| giaingan(temp.path(), &["status", "-p", "2024-01", "--today", today]);
    of(true);
    let done = run("2024-02-15");
    for told in [
        "Hạn nộp: hết ngày 15/02/2024 (ngày 10/02/2024 là ngày nghỉ)",
        "Hạn của cơ quan chủ trì: hết ngày 15/02/2024",
    ] {
        assert!(done.shown.contains(told), "{told}: {}", done.shown);
    }
    assert!(done.told.contains("Còn 0 ngày đến hạn nộp"), "{}", done.told);
    assert!(run("2024-02-16").told.contains("đã quá hạn 1 ngày"));
    of(false);
    assert!(run("2024-02-15").told.contains("đã quá hạn 5 ngày"));
}

#[test]
fn a_leap_day_and_the_ends_of_months_quarters_and_the_year_are_days_like_others() {
    let temp = example("huu-lung-2024");
    let told = |period: &str, today: &str| {
        giaingan(temp.path(), &["status", "-p", period, "--today", today]).told
    };
    for (period, last, after) in [
        ("2024-01", "2024-02-02", "2024-02-03"),
        ("2024-Q2", "2024-07-02", "2024-07-03"),
        ("2024-12", "2025-01-02", "2025-01-03"),
        ("2024", "2025-01-02", "2025-01-03"),
        ("2025-01-31", "2025-02-02", "2025-02-03"),
    ] {
        assert!(told(period, last).contains("Còn 0 ngày"), "{period}: {}", told(period, last));
        assert!(told(period, after).contains("đã quá hạn 1 ngày"), "{period}");
    }
    deadlines(temp.path(), "unit = { day = 28, month = 0, inclusive = true }");
    assert!(told("2024-02", "2024-02-29").contains("đã quá hạn 1 ngày"));
    let settings = temp.path().join("giaingan.toml");
    let more = "\n[[deadline]]\nperiod = \"2024-01\"\ndue = \"2024-02-29\"\nreason = \"x\"\n";
    fs::write(&settings, fs::read_to_string(&settings).unwrap() + more).unwrap();
    assert!(told("2024-01", "2024-02-29").contains("Còn 0 ngày"));
    assert!(told("2024-01", "2024-03-01").contains("đã quá hạn 1 ngày"));
}

#[test]
fn a_unit_that_was_merged_owes_nothing() {
    let temp = copied(&fixture("who-was-merged"));
    let words = ["status", "-p", "2024-06", "--today", TODAY, "--format", "json"];
    let report = giaingan(temp.path(), &words).report();
    let told = rows(&report, "submissions").iter();
    let told = told.map(|row| format!("{} {}", row["unit"], row["state"]).replace('"', ""));
    // A and C were merged into B at the end of May; no file says which of two Yên Bình one report is of.
    assert_eq!(Vec::from_iter(told), ["B missing", "D accepted", "null rejected"]);
    assert_eq!(report["coverage"]["expected"], 2);
    let report =
        giaingan(temp.path(), &["status", "-p", "5", "--today", TODAY, "--format", "json"]);
    let may = report.report();
    let told = rows(&may, "submissions").iter().map(|row| row["unit"].as_str());
    assert_eq!(Vec::from_iter(told), [Some("A"), Some("B"), Some("C")]);
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
