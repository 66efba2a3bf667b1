//! Files that come are copied in and registered: each once, whole, under its first day; what nobody recognises stays.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use giaingan::domain::digest::sha256;
use giaingan::workspace::receipts;
use giaingan::workspace::{Receipts, receipts::Receipt};
use serde_json::Value;
use tempfile::TempDir;

use super::book::{book, row};
use super::program::{Ran, giaingan, rows};
use super::workspace::{entries, expecting_june, files, fixture};

const REGISTER: &str = "tiep-nhan.csv";
const HEAD: &str = "unit,period,file,received_at,sha256\n";

/// An office that expects reports for June, and a folder of what has come by mail.
fn office() -> (TempDir, PathBuf) {
    let (temp, _) = expecting_june();
    let mail = temp.path().join("thu den");
    fs::create_dir(&mail).unwrap();
    (temp, mail)
}

/// A sound report of a commune; what it paid tells one from another.
fn report(path: &Path, unit: &str, period: &str, paid: u32) {
    let (second, first, third) = match unit {
        "Xã Đồng Tân" => ("500000000", "100000000", "60000000"),
        _ => ("400000000", "300000000", "200000000"),
    };
    let rows = vec![
        row(&[unit]),
        row(&[&format!("GIẢI NGÂN VỐN SỰ NGHIỆP {period}")]),
        row(&["Đơn vị tính: đồng"]),
        row(&["Nội dung", "Kế hoạch vốn giao", "Lũy kế giải ngân từ đầu năm"]),
        row(&["Chương trình mục tiêu quốc gia giảm nghèo bền vững"]),
        row(&["Dự án 2: Đa dạng hóa sinh kế", second, &paid.to_string()]),
        row(&["Dự án 3: Hỗ trợ phát triển sản xuất, cải thiện dinh dưỡng"]),
        row(&["Tiểu dự án 1: Hỗ trợ phát triển sản xuất trong lĩnh vực nông nghiệp", first, "1"]),
        row(&["Tiểu dự án 2: Cải thiện dinh dưỡng", third, "1"]),
    ];
    book(path, &[("Biểu", rows)]);
}

fn receive(folder: &Path, words: &[&str]) -> Ran {
    giaingan(folder, &[&["receive", "--today", "2024-07-02"], words].concat())
}

/// What became of each file.
fn told(folder: &Path, words: &[&str]) -> (Option<i32>, Vec<Value>) {
    let ran = receive(folder, &[&["--format", "json"], words].concat());
    (ran.code, rows(&ran.report(), "receipts").to_vec())
}

fn register(folder: &Path) -> Receipts {
    receipts::read(&fs::read(folder.join(REGISTER)).unwrap()).unwrap()
}

/// Each line of the register leads to a file that is there with its content, and there are no other files.
fn is_whole(folder: &Path) -> Vec<Receipt> {
    let receipts = register(folder);
    assert_eq!(receipts.faults, []);
    let submitted = files(&folder.join("nop"));
    assert_eq!(receipts.rows.len(), submitted.len());
    for row in &receipts.rows {
        let path = row.file.strip_prefix("nop/").unwrap();
        assert_eq!(sha256(&submitted[Path::new(path)]), row.sha256, "{path}");
    }
    receipts.rows
}

#[test]
fn reports_of_every_program_are_received_and_counted_as_they_were() {
    for name in ["clean-libreoffice", "clean-ods", "clean-xls", "clean-xlsb", "clean-excel-95"] {
        let (temp, _) = office();
        let sent = fixture(name).join("nop");
        let done = receive(temp.path(), &["-p", "6/2024", sent.to_str().unwrap()]);
        assert_eq!(done.code, Some(0), "{name} {} {}", done.shown, done.told);
        let first = done.shown.lines().next().unwrap();
        assert_eq!(
            first,
            "Xã Cai Kinh (HL-02), tháng 6 năm 2024: đã nhận báo cáo lúc 23:59 ngày 02/7/2024, đúng hạn (hạn 02/7/2024); ô cần sửa: 0.",
            "{name}"
        );
        let rows = is_whole(temp.path());
        let file = &rows[0].file;
        assert!(file.starts_with("nop/2024-06/HL-02 - Xã Cai Kinh - 2024-06."), "{file}");
        let words =
            ["aggregate", "-n", "-p", "2024-06", "--format", "json", "--today", "2024-07-06"];
        let report = giaingan(temp.path(), &words).report();
        assert_eq!(report["totals"]["cumulative"], 840_000_000, "{name}");
    }
}

#[test]
fn the_number_of_errors_is_what_check_says_of_the_file() {
    let (temp, _) = office();
    let sent = fixture("children-differ").join("nop/2024-06/Xa Cai Kinh T6.xlsx");
    let words = ["-p", "2024-06", "--received", "4/7/2024 08:30", sent.to_str().unwrap()];
    let late = giaingan(temp.path(), &[&["receive", "--today", "2024-07-06"], &words[..]].concat());
    assert_eq!(late.code, Some(1), "{}", late.told);
    assert!(
        late.shown.contains("lúc 08:30 ngày 04/7/2024, chậm 2 ngày (hạn 02/7/2024); ô cần sửa: 2."),
        "{}",
        late.shown
    );
    let words = ["check", "-p", "2024-06", "--format", "json", "--today", "2024-07-06"];
    let report = giaingan(temp.path(), &words).report();
    let row = rows(&report, "submissions").iter().find(|row| row["unit"] == "HL-02").unwrap();
    assert_eq!((&row["errors"], &row["days_late"]), (&2.into(), &2.into()));
    // What replaces it is a correction and not late, though it comes after the deadline.
    let mended = fixture("clean-xlsxwriter").join("nop/2024-06/Xa Cai Kinh T6.xlsx");
    let words = ["receive", "--today", "2024-07-06", "-p", "2024-06", mended.to_str().unwrap()];
    let again = giaingan(temp.path(), &words);
    assert!(
        again.shown.contains("gửi lại sau bản nhận ngày 04/7/2024 nên không tính chậm"),
        "{}",
        again.shown
    );
    assert!(is_whole(temp.path())[1].file.ends_with("2024-06 (2).xlsx"));
}

#[test]
fn what_is_known_keeps_its_first_day() {
    let (temp, mail) = office();
    report(&mail.join("a.xlsx"), "Xã Cai Kinh", "THÁNG 6 NĂM 2024", 1);
    fs::copy(mail.join("a.xlsx"), mail.join("b.xlsx")).unwrap();
    let (_, first) = told(temp.path(), &["--received", "1/7/2024 16:55", "thu den"]);
    assert_eq!((&first[0]["state"], &first[1]["state"]), (&"received".into(), &"known".into()));
    let before = files(temp.path());
    let again = receive(temp.path(), &["thu den"]);
    assert_eq!(again.code, Some(0), "{}", again.told);
    assert_eq!(
        again.shown.matches("đã tiếp nhận lúc 16:55 ngày 01/7/2024").count(),
        2,
        "{}",
        again.shown
    );
    assert!(files(temp.path()) == before);
    // The copy is another one, or gone: the register names a file that is not there.
    let file = is_whole(temp.path())[0].file.clone();
    fs::write(temp.path().join(&file), b"saved again").unwrap();
    assert_eq!(receive(temp.path(), &["thu den/a.xlsx"]).code, Some(1));
    fs::remove_file(temp.path().join(&file)).unwrap();
    let lost = receive(temp.path(), &["thu den/a.xlsx"]);
    assert_eq!(lost.code, Some(1));
    assert!(
        lost.shown.contains(&format!("sổ ghi tệp {file} nhưng tệp đó không còn")),
        "{}",
        lost.shown
    );
}

/// What became of each file, whose it is, for which period.
fn of_whom(all: &[Value]) -> Vec<[&str; 3]> {
    let keys = ["state", "unit", "period"];
    all.iter().map(|own| keys.map(|key| own[key].as_str().unwrap_or(""))).collect()
}

#[test]
fn a_form_that_two_units_sent_is_a_report_of_each() {
    let (temp, mail) = office();
    // Nothing in it tells whose it is, or for which month.
    let [first, second] = ["Xa Cai Kinh T6.xlsx", "Xa Dong Tan T6.xlsx"].map(|of| mail.join(of));
    report(&first, "", "", 1);
    fs::copy(&first, &second).unwrap();
    fs::copy(&first, mail.join("Xa Cai Kinh T6 (2).xlsx")).unwrap();
    let again = ["known", "HL-02", "2024-06"];
    let [one, other] = ["HL-02", "HL-03"].map(|unit| ["received", unit, "2024-06"]);
    // In one run.
    let (_, both) = told(temp.path(), &["thu den"]);
    assert_eq!(of_whom(&both), [one, ["known", "", ""], other]);
    assert_eq!(is_whole(temp.path()).len(), 2);
    // One after the other.
    let (temp, _) = office();
    for (file, want) in [(&first, one), (&second, other), (&first, again)] {
        let (_, all) = told(temp.path(), &[file.to_str().unwrap()]);
        assert_eq!(of_whom(&all), [want], "{}", file.display());
    }
    assert_eq!(is_whole(temp.path()).len(), 2);
    // Where they lie.
    let (temp, _) = office();
    for file in [&first, &second] {
        let home = temp.path().join("nop/2024-06");
        fs::copy(file, home.join(file.file_name().unwrap())).unwrap();
    }
    let (_, all) = told(temp.path(), &[]);
    assert_eq!(of_whom(&all), [one, other]);
    assert_eq!(is_whole(temp.path()).len(), 2);
}

#[test]
fn a_form_that_a_unit_sent_for_two_months_is_a_report_of_each() {
    let (temp, mail) = office();
    let [may, june] = ["thang 5", "thang 6"].map(|of| mail.join(format!("Xa Cai Kinh {of}.xlsx")));
    report(&may, "Xã Cai Kinh", "", 1);
    fs::copy(&may, &june).unwrap();
    let [first, second] = ["2024-05", "2024-06"].map(|period| ["received", "HL-02", period]);
    let (_, both) = told(temp.path(), &["-n", "thu den"]);
    assert_eq!(of_whom(&both), [first, second]);
    for (file, want) in [(&may, first), (&june, second)] {
        let (_, all) = told(temp.path(), &[file.to_str().unwrap()]);
        assert_eq!(of_whom(&all), [want]);
    }
    assert_eq!(is_whole(temp.path()).len(), 2);
    let (_, again) = told(temp.path(), &["thu den"]);
    assert!(again.iter().all(|own| own["state"] == "known"), "{again:?}");
}

#[test]
fn the_day_of_sending_at_the_end_of_a_name_is_no_period() {
    for name in ["thang 6 - 2024-07-02", "thang 6 - 2024-07"] {
        let (temp, mail) = office();
        let sent = mail.join(format!("Xa Cai Kinh bao cao {name}.xlsx"));
        report(&sent, "Xã Cai Kinh", "", 1);
        let (_, all) = told(temp.path(), &["-n", "thu den"]);
        assert_eq!(of_whom(&all), [["received", "HL-02", "2024-06"]], "{name}");
        fs::rename(&sent, temp.path().join("nop/2024-06").join(sent.file_name().unwrap())).unwrap();
        let (_, all) = told(temp.path(), &["-p", "2024-06"]);
        assert_eq!(of_whom(&all), [["received", "HL-02", "2024-06"]], "{name}");
        assert_eq!(all[0]["usable"], true, "{name}");
    }
}

#[test]
fn what_nobody_recognises_stays_where_it_is() {
    let (temp, mail) = office();
    let june = "THÁNG 6 NĂM 2024";
    report(&mail.join("cua ai.xlsx"), "Xã Không Có", june, 1);
    report(&mail.join("khong ky.xlsx"), "Xã Cai Kinh", "", 2);
    report(&mail.join("thang 5.xlsx"), "Xã Cai Kinh", "THÁNG 5 NĂM 2024", 3);
    report(&mail.join("nam truoc.xlsx"), "Xã Cai Kinh", "THÁNG 6 NĂM 2023", 4);
    fs::write(mail.join("hong.xlsx"), b"PK\x03\x04").unwrap();
    for name in ["cong van.pdf", "cong van (2).pdf"] {
        fs::write(mail.join(name), b"%PDF-1.4").unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(mail.join("thang 5.xlsx"), mail.join("lien ket.xlsx")).unwrap();
    let before = files(temp.path());
    let (code, all) = told(temp.path(), &["-p", "2024-06", "thu den"]);
    assert_eq!((code, all.len()), (Some(1), entries(&mail).len()));
    for own in &all {
        let said = |key: &str| own[key].as_str().is_some_and(|text| !text.is_empty());
        assert!(own["state"] == "unrecognised" && said("message") && said("help"), "{own}");
    }
    let of = |name: &str| {
        let own = all.iter().find(|own| own["source"].as_str().unwrap().ends_with(name)).unwrap();
        own["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(of("thang 5.xlsx"), "Tệp là báo cáo tháng 5 năm 2024, không phải tháng 6 năm 2024");
    assert!(of("khong ky.xlsx").contains("không ghi kỳ"), "{}", of("khong ky.xlsx"));
    // Without -p each file's own period counts, of this budget year.
    let (_, own) = told(temp.path(), &["-n", "thu den/thang 5.xlsx", "thu den/nam truoc.xlsx"]);
    assert_eq!((&own[0]["state"], &own[0]["period"]), (&"received".into(), &"2024-05".into()));
    assert_eq!(own[1]["state"], "unrecognised");
    report(&mail.join("thang 7.xlsx"), "Xã Cai Kinh", "THÁNG 7 NĂM 2024", 5);
    let words = ["-n", "--received", "30/6/2024", "thu den/thang 7.xlsx"];
    let (_, early) = told(temp.path(), &words);
    assert!(early[0]["message"].as_str().unwrap().contains("trước khi kỳ báo cáo"), "{early:?}");
    fs::remove_file(mail.join("thang 7.xlsx")).unwrap();
    assert!(files(temp.path()) == before);
}

#[test]
fn a_copy_that_a_killed_run_left_is_registered_once() {
    let (temp, mail) = office();
    report(&mail.join("a.xlsx"), "Xã Cai Kinh", "THÁNG 6 NĂM 2024", 1);
    report(&mail.join("b.xlsx"), "Xã Đồng Tân", "THÁNG 6 NĂM 2024", 1);
    receive(temp.path(), &["thu den"]);
    let whole = fs::read_to_string(temp.path().join(REGISTER)).unwrap();
    let last = whole.trim_end().rfind('\n').unwrap();
    // The last line was not written, or was cut off; the clerk names the file again or does not.
    for left in [&whole[..=last], &whole[..last + 20]] {
        for words in [&[][..], &["-p", "2024-06"], &["thu den"]] {
            fs::write(temp.path().join(REGISTER), left).unwrap();
            let done = receive(temp.path(), words);
            assert!(
                done.told.starts_with("Đã tiếp nhận 1 tệp; đã có trong sổ: 1;"),
                "{}",
                done.told
            );
            let receipts = register(temp.path());
            assert_eq!(receipts.rows.len(), 2, "{words:?}");
            assert!(receipts.rows[1].file.contains("HL-03 - Xã Đồng Tân - 2024-06.xlsx"));
            assert_eq!(files(&temp.path().join("nop")).len(), 2);
        }
    }
}

#[test]
fn a_file_that_lies_in_its_folder_is_registered_where_it_is() {
    let (temp, _) = office();
    let name = "nop/2024-06/qua Zalo/Báo cáo & biểu 100%! (1).xlsx";
    report(&temp.path().join(name), "Xã Cai Kinh", "THÁNG 6 NĂM 2024", 1);
    report(&temp.path().join("nop/la.xlsx"), "Xã Đồng Tân", "THÁNG 6 NĂM 2024", 1);
    let (code, all) = told(temp.path(), &[]);
    assert_eq!((code, all.len()), (Some(1), 2));
    assert_eq!((&all[0]["file"], &all[1]["state"]), (&name.into(), &"unrecognised".into()));
    assert_eq!(register(temp.path()).rows[0].file, name);
    // Saved by mistake: nobody calls it another report of the unit until somebody names it.
    report(&temp.path().join(name), "Xã Cai Kinh", "THÁNG 6 NĂM 2024", 2);
    for words in [&["-p", "2024-06"][..], &["-p", "2024-06", "nop/2024-06"]] {
        let (_, all) = told(temp.path(), words);
        assert_eq!(all[0]["state"], "unrecognised");
        assert!(all[0]["message"].as_str().unwrap().contains("GN112"));
    }
    let (code, all) = told(temp.path(), &["-p", "2024-06", name]);
    assert_eq!((&all[0]["state"], &all[0]["file"]), (&"received".into(), &name.into()), "{code:?}");
    assert_eq!(register(temp.path()).rows.len(), 2);
}

#[test]
fn the_register_that_excel_saved_is_gone_on_with_in_its_form() {
    let (temp, mail) = office();
    report(&mail.join("a.xlsx"), "Xã Cai Kinh", "THÁNG 6 NĂM 2024", 1);
    let before = "\u{feff}unit;period;file;received_at;sha256\r\nHL-03;Jun-24;nop/2024-06/b.xlsx;01/07/2024 08:00;";
    fs::write(temp.path().join(REGISTER), before).unwrap();
    let done = receive(temp.path(), &["-q", "thu den"]);
    assert_eq!((done.code, &*done.told), (Some(0), ""));
    let after = fs::read_to_string(temp.path().join(REGISTER)).unwrap();
    let line = after.strip_prefix(before).unwrap();
    assert!(line.starts_with("\r\nHL-02;2024-06;nop/2024-06/HL-02 - "), "{line}");
    assert!(line.ends_with("\r\n") && line.contains(";2024-07-02T23:59:59+07:00;"), "{line}");
}

#[test]
fn two_runs_at_once_lose_no_file_and_no_line() {
    let (temp, _) = office();
    let folders = ["thu den/chung", "thu den/mot", "thu den/hai"];
    for (at, folder) in folders.iter().enumerate() {
        for number in 0..12 {
            let paid = u32::try_from(100 * at + number + 1).unwrap();
            let path = temp.path().join(folder).join(format!("{number}.xlsx"));
            report(&path, ["Xã Cai Kinh", "Xã Đồng Tân"][number % 2], "THÁNG 6 NĂM 2024", paid);
        }
    }
    thread::scope(|scope| {
        for own in &folders[1..] {
            let folder = temp.path();
            scope.spawn(move || {
                let done = receive(folder, &[own, folders[0]]);
                assert!(done.code.is_some_and(|code| code < 2), "{} {}", done.shown, done.told);
            });
        }
    });
    let rows = is_whole(temp.path());
    assert_eq!(rows.len(), 36);
    let text = fs::read_to_string(temp.path().join(REGISTER)).unwrap();
    assert!(text.starts_with(HEAD) && text.matches("received_at").count() == 1);
}

#[test]
fn what_cannot_be_done_leaves_nothing_half_written() {
    let (temp, mail) = office();
    report(&mail.join("a.xlsx"), "Xã Cai Kinh", "THÁNG 6 NĂM 2024", 1);
    let before = files(temp.path());
    for words in [
        &["--received", "3/7/2024", "thu den"][..],
        &["--received", "hôm qua", "thu den"],
        &["thu den/khong co.xlsx"],
        &["-p", "2023-06", "thu den"],
    ] {
        let done = receive(temp.path(), words);
        assert_eq!((done.code, done.shown.as_str()), (Some(2), ""), "{words:?}");
    }
    let bare = receive(&mail, &["a.xlsx"]);
    assert_eq!(bare.code, Some(2));
    let dry = receive(temp.path(), &["-n", "thu den"]);
    assert!(
        dry.code == Some(0) && dry.shown.contains("sẽ chép vào nop/2024-06/HL-02"),
        "{}",
        dry.shown
    );
    assert!(files(temp.path()) == before);
    // A register that cannot be written, and a folder that is none.
    fs::create_dir(temp.path().join(REGISTER)).unwrap();
    assert_eq!(receive(temp.path(), &["thu den"]).code, Some(2));
    fs::remove_dir(temp.path().join(REGISTER)).unwrap();
    assert!(files(temp.path()) == before);
    fs::remove_dir(temp.path().join("nop/2024-06")).unwrap();
    fs::write(temp.path().join("nop/2024-06"), b"").unwrap();
    let (code, all) = told(temp.path(), &["-p", "2024-06", "thu den"]);
    assert_eq!((code, &all[0]["state"]), (Some(2), &"failed".into()));
    assert!(register(temp.path()).rows.is_empty());
}
