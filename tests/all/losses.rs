//! Money that does not count, file by file and unit by unit, is told with its amount: whole runs over small workspaces.

use std::fs;

use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;
use tempfile::TempDir;

use super::book::{JOURNAL, Row, book, fill, row};
use super::program::{JUNE as IN_JUNE, giaingan, rows};

const GN: &str = "Chương trình mục tiêu quốc gia giảm nghèo bền vững";
const JUNE: &str = "BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024";
const HEAD: [&str; 5] =
    ["STT", "Nội dung", "Kế hoạch vốn năm 2024", "Giải ngân trong kỳ", "Lũy kế giải ngân"];

/// A report: its unit, its title, its heading, and its rows below it (from row 6 on).
fn sheet(unit: &str, title: &str, head: &[&str], rows: &[&[&str]]) -> Vec<Row> {
    let above = [&[unit][..], &[title], &["Đơn vị tính: triệu đồng"], &[], head];
    above.iter().chain(rows).map(|texts| row(texts)).collect()
}

/// A report of two lines with the usual heading.
fn usual(unit: &str, title: &str, lines: &[&[&str]]) -> Vec<Row> {
    sheet(unit, title, &HEAD, &[&[&["I", GN][..]], lines].concat())
}

/// The files that a run reads, in the order in which they came.
struct Folder {
    temp: TempDir,
    receipts: String,
}

impl Folder {
    fn bare() -> Folder {
        Folder { temp: tempfile::tempdir().unwrap(), receipts: String::new() }
    }

    /// A workspace with these units (code, name, kind), and no plan.
    fn office<const N: usize>(units: &[[&str; N]]) -> Folder {
        Folder::planned(units, &[])
    }

    /// The same, with recurrent money planned: unit, component, million đồng.
    fn planned<const N: usize>(units: &[[&str; N]], plan: &[[&str; 3]]) -> Folder {
        let folder = Folder::bare();
        let settings =
            "[office]\nname = \"Phòng Tài chính - Kế hoạch\"\nlevel = \"huyện\"\nyear = 2024\n";
        fs::write(folder.temp.path().join("giaingan.toml"), settings).unwrap();
        let head = row(&["Mã đơn vị", "Tên đơn vị", "Loại", "Hiệu lực đến", "Sáp nhập vào"]);
        let units = units.iter().map(|unit| row(unit));
        let journal = row(&JOURNAL);
        let decision = |[unit, component, amount]: &[&str; 3]| {
            row(&["QĐ 1", "15/01/2024", unit, component, "", "SN", "TW", "2024", amount, ""])
        };
        let sheets = [
            ("Đơn vị", [head].into_iter().chain(units).collect()),
            ("Kế hoạch vốn", [journal].into_iter().chain(plan.iter().map(decision)).collect()),
        ];
        book(&folder.temp.path().join("danh-muc.xlsx"), &sheets);
        Folder { receipts: "unit,period,file,received_at,sha256\n".to_owned(), ..folder }
    }

    /// Adds a file; in an office it is received after those before it.
    fn file(&mut self, name: &str, sheets: &[(&str, Vec<Row>)]) -> &mut Folder {
        if self.receipts.is_empty() {
            book(&self.temp.path().join(name), sheets);
            return self;
        }
        let shown = format!("nop/2024-06/{name}");
        book(&self.temp.path().join(&shown), sheets);
        let hour = self.receipts.lines().count();
        self.receipts += &format!(",2024-06,{shown},2024-07-01T{hour:02}:00:00+07:00,\n");
        fs::write(self.temp.path().join("tiep-nhan.csv"), &self.receipts).unwrap();
        self
    }

    /// Writes the consolidated workbook of June to `name`.
    fn consolidate(&self, name: &str) {
        let words = [&["aggregate", "-o", name][..], &IN_JUNE].concat();
        let done = giaingan(self.temp.path(), &words);
        assert!(self.temp.path().join(name).exists(), "{}", done.told);
    }

    fn run(&self, period: &str) -> Value {
        let mut words = vec!["aggregate", "-n", "--today", "2024-07-06", "--format", "json"];
        if !period.is_empty() {
            words.extend(["-p", period]);
        }
        let ran = giaingan(self.temp.path(), &words).report();
        assert_eq!(ran["control"]["balanced"], true, "{}", ran["control"]);
        ran
    }
}

/// Each finding of a rule: severity, the end of its file's path, million đồng found (or `-`) and set aside.
fn told(ran: &Value, code: &str) -> Vec<String> {
    let million = |value: &Value| {
        value.as_i64().map_or("-".to_owned(), |dong| (dong / 1_000_000).to_string())
    };
    let one = |finding: &Value| {
        let file = finding["file"].as_str().unwrap_or("-").rsplit('/').next().unwrap_or_default();
        let (found, aside) = (million(&finding["found"]), million(&finding["amount_set_aside"]));
        format!("{} {file} {found} {aside}", finding["severity"].as_str().unwrap())
    };
    let findings = rows(ran, "findings").iter();
    findings.filter(|finding| finding["code"] == code).map(one).collect()
}

/// The states of the files, by name.
fn states(ran: &Value) -> Vec<String> {
    let one = |row: &Value| {
        let file = row["file"].as_str().unwrap_or("-").rsplit('/').next().unwrap_or_default();
        format!("{file} {}", row["state"].as_str().unwrap())
    };
    rows(ran, "submissions").iter().map(one).collect()
}

fn million(ran: &Value, total: &str) -> i64 {
    ran["totals"][total].as_i64().unwrap() / 1_000_000
}

const UNITS: [[&str; 3]; 2] = [["HL-02", "Xã Cai Kinh", "xã"], ["HL-03", "Xã Đồng Tân", "xã"]];
const TWO: &[&str] = &["1", "Dự án 2", "400", "40", "200"];
const FOUR: &[&str] = &["2", "Dự án 4", "300", "30", "150"];

#[test]
fn a_file_that_could_not_be_used_is_told_with_its_money_when_a_later_one_counts() {
    let may = "BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 5 NĂM 2024";
    let mut folder = Folder::office(&UNITS);
    folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", may, &[TWO, FOUR]))]);
    folder.file("b.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
    let ran = folder.run("2024-06");
    assert_eq!(told(&ran, "GN105"), ["warning a.xlsx 1120 0"]);
    assert_eq!(
        told(&ran, "GN107"),
        [""; 0],
        "only GN105 is told of a file that a later one stands for"
    );
    assert_eq!(states(&ran)[..2], ["a.xlsx superseded", "b.xlsx accepted"]);
    assert_eq!(million(&ran, "cumulative"), 200);
}

#[test]
fn a_file_of_a_bare_folder_that_states_no_period_is_told_and_of_no_period() {
    let mut folder = Folder::bare();
    let timeless = "BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP";
    folder.file("cai kinh.xlsx", &[("SN", usual("UBND XÃ CAI KINH", timeless, &[TWO]))]);
    folder.file("dong tan.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
    for period in ["2024-06", ""] {
        let ran = folder.run(period);
        assert_eq!(ran["period"]["id"], "2024-06", "the one of the file that states one");
        assert_eq!(told(&ran, "GN107"), ["error cai kinh.xlsx - 640"]);
        assert_eq!(million(&ran, "cumulative"), 150);
        assert_eq!(states(&ran), ["cai kinh.xlsx rejected", "dong tan.xlsx accepted"]);
        let count = |of: &str| ran["coverage"][of].as_i64().unwrap();
        assert_eq!([count("expected"), count("received"), count("rejected")], [2, 1, 1]);
    }
}

#[test]
fn every_file_of_a_bare_folder_has_one_row() {
    let mut folder = Folder::bare();
    for (month, file) in [(5, "a"), (5, "b"), (6, "c")] {
        let title = format!("BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG {month} NĂM 2024");
        let report = usual("UBND XÃ CAI KINH", &title, &[TWO]);
        folder.file(&format!("{file}.xlsx"), &[("SN", report)]);
    }
    let quarter = "BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP QUÝ II NĂM 2024";
    folder.file("q.xlsx", &[("SN", usual("UBND XÃ CAI KINH", quarter, &[TWO]))]);
    // A table without a figure, of a unit that sent nothing else.
    folder.file("trống.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", quarter, &[]))]);
    let mut files = states(&folder.run("2024-Q2"));
    files.sort();
    let months = ["a", "b", "c"].map(|file| format!("{file}.xlsx other-period"));
    assert_eq!(files[..3], months);
    assert_eq!(files[3..], ["q.xlsx accepted", "trống.xlsx rejected"]);
}

#[test]
fn a_unit_that_was_merged_has_a_row_for_what_it_sent() {
    let mut folder = Folder::office(&[
        ["HL-02", "Xã Cai Kinh", "xã", "2024-06-20", "HL-03"],
        ["HL-03", "Xã Đồng Tân", "xã", "", ""],
    ]);
    folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
    folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
    let ran = folder.run("2024-06");
    assert_eq!(states(&ran), ["b.xlsx accepted", "a.xlsx accepted"]);
    assert_eq!(ran["submissions"][1]["unit"], "HL-02");
    assert_eq!(million(&ran, "cumulative"), 350);
}

#[test]
fn a_merger_loses_nothing_of_the_months_before_it_and_tells_what_the_successor_leaves_out() {
    let mut folder = Folder::planned(
        &[
            ["HL-02", "Xã Cai Kinh", "xã", "2024-06-20", "HL-03"],
            ["HL-03", "Xã Đồng Tân", "xã", "", ""],
        ],
        &[["HL-02", "gn.2", "400"], ["HL-03", "gn.4", "300"]],
    );
    let may = "BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 5 NĂM 2024";
    let of_may = |name: &str, unit: &str, line: &[&str]| {
        let sheets = [("SN", usual(unit, may, &[line]))];
        book(&folder.temp.path().join("nop/2024-05").join(name), &sheets);
    };
    of_may("a.xlsx", "UBND XÃ CAI KINH", &["1", "Dự án 2", "400", "60", "160"]);
    of_may("b.xlsx", "UBND XÃ ĐỒNG TÂN", &["2", "Dự án 4", "300", "20", "120"]);
    folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
    let ran = folder.run("2024-06");
    let steps = rows(&ran, "course").iter().map(|step| {
        let of = |name: &str| {
            let parts = rows(step, "by_program_funding").iter();
            parts.map(|part| part[name].as_i64().unwrap()).sum::<i64>() / 1_000_000
        };
        let (period, reported) = (step["period"].as_str().unwrap(), &step["reported"]);
        format!("{period} {reported}: {} {}", of("plan"), of("cumulative"))
    });
    let steps: Vec<String> = steps.collect();
    // In the months before May nobody reported.
    assert_eq!(steps, ["2024-05 2: 700 280", "2024-06 1: 700 150"]);
    // Until the month is over it may still report for itself.
    assert_eq!(told(&ran, "GN601"), ["warning b.xlsx 0 0"]);
    let fell = rows(&ran, "findings").iter().find(|of| of["code"] == "GN601").unwrap();
    assert_eq!(fell["expected"], 160_000_000);
}

const LEAD: [[&str; 3]; 4] = [
    ["HL-02", "Xã Cai Kinh", "xã"],
    ["HL-03", "Xã Đồng Tân", "xã"],
    ["HL-04", "Xã Yên Bình", "xã"],
    ["HL-30", "Phòng Dân tộc", "cơ quan chủ trì"],
];

/// A sheet for each of these, named after its unit.
fn sheets<'a>(of: &[(&'a str, &[&[&str]])]) -> Vec<(&'a str, Vec<Row>)> {
    of.iter().map(|(name, lines)| (*name, usual("", JUNE, lines))).collect()
}

#[test]
fn money_of_a_silent_unit_in_the_file_of_a_lead_agency_is_told() {
    // A unit that sums up two others is heard like a lead agency.
    for name in ["dan toc.xlsx", "yen binh.xlsx"] {
        let mut folder = Folder::office(&LEAD);
        folder.file("cai kinh.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
        folder.file(name, &sheets(&[("Xã Cai Kinh", &[TWO]), ("Xã Đồng Tân", &[FOUR])]));
        let ran = folder.run("2024-06");
        let mut told = told(&ran, "GN702");
        told.sort();
        assert_eq!(told, [format!("note {name} - 0"), format!("warning {name} - 480")]);
        assert_eq!(million(&ran, "cumulative"), 200);
    }
}

#[test]
fn a_sheet_without_a_unit_beside_those_with_one_is_their_sum_or_told() {
    for (title, cumulative, aside) in
        [("", "350", None), ("", "360", Some(1130)), ("PHÒNG DÂN TỘC", "350", None)]
    {
        let mut folder = Folder::office(&LEAD);
        folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
        folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
        let program = ["I", GN, "700", "70", cumulative];
        let mut all = sheets(&[("Xã Cai Kinh", &[TWO]), ("Xã Đồng Tân", &[FOUR])]);
        all.insert(0, ("Tổng hợp", sheet(title, JUNE, &HEAD, &[&program])));
        folder.file("dan toc.xlsx", &all);
        let ran = folder.run("2024-06");
        let mut expected = vec!["note dan toc.xlsx - 0".to_owned()];
        expected.extend(aside.map(|aside| format!("warning dan toc.xlsx - {aside}")));
        let mut told = told(&ran, "GN702");
        told.sort();
        assert_eq!(told, expected);
        assert_eq!(million(&ran, "cumulative"), 350);
    }
}

#[test]
fn what_stands_above_the_first_unit_of_a_table_of_units_is_their_sum_or_told() {
    for (cumulative, aside) in [("350", None), ("360", Some(1130))] {
        let mut folder = Folder::office(&LEAD);
        folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
        folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
        let all = ["I", GN, "700", "70", cumulative];
        let rows: [&[&str]; 5] = [&all, &["1", "Xã Cai Kinh"], TWO, &["2", "Xã Đồng Tân"], FOUR];
        folder.file("dan toc.xlsx", &[("SN", sheet("PHÒNG DÂN TỘC", JUNE, &HEAD, &rows))]);
        let ran = folder.run("2024-06");
        let mut told = told(&ran, "GN702");
        told.sort();
        let mut expected = vec!["note dan toc.xlsx - 0".to_owned()];
        expected.extend(aside.map(|aside| format!("warning dan toc.xlsx - {aside}")));
        assert_eq!(told, expected);
        assert_eq!(million(&ran, "cumulative"), 350);
    }
}

#[test]
fn the_money_of_a_unit_in_one_row_is_compared_with_it_or_told() {
    let of_units: [&[&str]; 2] =
        [&["1", "Xã Cai Kinh", "400", "40", "200"], &["2", "Xã Đồng Tân", "300", "30", "199"]];
    let above: &[&str] = &["I", GN, "700", "70", "399"];
    let untold: &[&str] = &["I", GN];
    let total: &[&str] = &["", "Tổng cộng", "700", "70", "399"];
    let compared = ["error dan toc.xlsx 199 0", "note dan toc.xlsx - 0"];
    for (rows, expected) in [
        ([&[untold][..], &of_units, &[total]].concat(), compared),
        ([&[above][..], &of_units, &[total]].concat(), compared),
        ([&[above][..], &of_units].concat(), compared),
        // The agency leads several programs, and nothing says which one it is.
        (of_units.to_vec(), ["note dan toc.xlsx - 0", "warning dan toc.xlsx - 1169"]),
    ] {
        let mut folder =
            Folder::planned(&LEAD, &[["HL-02", "gn.2", "400"], ["HL-03", "gn.4", "300"]]);
        folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
        folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
        folder.file("dan toc.xlsx", &[("SN", sheet("PHÒNG DÂN TỘC", JUNE, &HEAD, &rows))]);
        let ran = folder.run("2024-06");
        let mut told = told(&ran, "GN702");
        told.sort();
        assert_eq!(told, expected);
        assert_eq!(million(&ran, "cumulative"), 350);
    }
}

#[test]
fn a_total_is_that_of_the_units_of_its_own_sheet() {
    let investment = "BÁO CÁO GIẢI NGÂN VỐN ĐẦU TƯ THÁNG 6 NĂM 2024";
    let rows = |lines: [[&'static str; 3]; 2], total: &'static str| {
        let [[a, b, c], [d, e, f]] = lines;
        let units: [[&str; 5]; 2] = [["1", "Xã Cai Kinh", a, b, c], ["2", "Xã Đồng Tân", d, e, f]];
        let all = [&["I", GN][..], &units[0], &units[1], &["", "Tổng cộng", "", "", total]];
        all.map(<[&str]>::to_vec).to_vec()
    };
    let table = |title: &str, rows: &[Vec<&str>]| {
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        sheet("PHÒNG DÂN TỘC", title, &HEAD, &rows)
    };
    let mut folder = Folder::office(&LEAD);
    for (name, unit, line) in [("a", "CAI KINH", TWO), ("b", "ĐỒNG TÂN", FOUR)] {
        let sheets = ["ĐT", "SN"].into_iter().zip([investment, JUNE]);
        let sheets =
            sheets.map(|(name, title)| (name, usual(&format!("UBND XÃ {unit}"), title, &[line])));
        folder.file(&format!("{name}.xlsx"), &sheets.collect::<Vec<_>>());
    }
    let same = [["400", "40", "200"], ["300", "30", "150"]];
    for (total, aside) in [("350", None), ("360", Some("warning dan toc.xlsx - 360"))] {
        let sheets = [
            ("ĐT", table(investment, &rows(same, "350"))),
            ("SN", table(JUNE, &rows(same, total))),
        ];
        folder.file("dan toc.xlsx", &sheets);
        let ran = folder.run("2024-06");
        assert_eq!(told(&ran, "GN204"), Vec::from_iter(aside));
    }
}

#[test]
fn a_program_below_one_unit_is_not_that_of_the_next() {
    let ntm = "Chương trình mục tiêu quốc gia xây dựng nông thôn mới";
    let mut folder = Folder::office(&LEAD);
    folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
    folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
    let rows: [&[&str]; 5] = [
        &["1", "Xã Cai Kinh"],
        &["", GN, "400", "40", "200"],
        &["", ntm, "50", "5", "10"],
        &["2", "Xã Đồng Tân", "300", "30", "150"],
        &["3", "Xã Yên Bình", "100", "10", "60"],
    ];
    folder.file("c.xlsx", &[("SN", sheet("UBND XÃ YÊN BÌNH", JUNE, &HEAD, &rows))]);
    let ran = folder.run("2024-06");
    assert_eq!(million(&ran, "cumulative"), 350);
    let aside: Vec<String> = told(&ran, "GN204");
    assert_eq!(aside, ["error c.xlsx - 170", "warning c.xlsx - 480"]);
}

#[test]
fn what_stands_in_the_row_of_a_unit_is_the_sum_of_its_rows_or_told() {
    let paid: &[&str] = &["2", "Dự án 4", "300", "", "150"];
    for (second, aside) in [(FOUR, vec![]), (paid, vec!["warning dan toc.xlsx - 30"])] {
        let mut folder = Folder::office(&LEAD);
        folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
        folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
        let unit = ["2", "Xã Đồng Tân", "300", "30", "150"];
        let rows: [&[&str]; 5] = [&["I", GN], &["1", "Xã Cai Kinh"], TWO, &unit, second];
        folder.file("dan toc.xlsx", &[("SN", sheet("PHÒNG DÂN TỘC", JUNE, &HEAD, &rows))]);
        let ran = folder.run("2024-06");
        assert_eq!(told(&ran, "GN204"), aside);
        assert_eq!(million(&ran, "cumulative"), 350);
        let cells = 6 + 3 + 3 + if second == FOUR { 3 } else { 2 };
        assert_eq!(ran["control"]["cells_read"], cells, "every one, that of the unit's row, too");
    }
}

#[test]
fn a_number_beside_the_table_of_another_unit_is_told() {
    let mut folder = Folder::office(&LEAD);
    folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
    folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
    let mut all = sheets(&[("Xã Cai Kinh", &[TWO]), ("Xã Đồng Tân", &[FOUR])]);
    let below = [row(&[]), row(&["", "Người lập biểu"]), row(&[]), row(&["", "", "", "", "75"])];
    all[1].1.extend(below);
    folder.file("dan toc.xlsx", &all);
    let ran = folder.run("2024-06");
    assert_eq!(told(&ran, "GN209"), ["warning dan toc.xlsx - 75"]);
    assert_eq!(million(&ran, "cumulative"), 350);
}

#[test]
fn an_earlier_file_of_a_lead_agency_is_told() {
    let mut folder = Folder::office(&LEAD);
    folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
    let mut both = sheets(&[("Xã Cai Kinh", &[TWO]), ("Xã Đồng Tân", &[FOUR])]);
    both.push(("Phòng Dân tộc", usual("PHÒNG DÂN TỘC", JUNE, &[TWO])));
    folder.file("dan toc.xlsx", &both);
    let later = [both.remove(2)];
    folder.file("dan toc (sua).xlsx", &later);
    let ran = folder.run("2024-06");
    let told = told(&ran, "GN105");
    assert!(told.contains(&"warning dan toc.xlsx 480 0".to_owned()), "{told:?}");
    assert!(told.contains(&"warning dan toc (sua).xlsx - 0".to_owned()), "{told:?}");
}

#[test]
fn a_lead_agency_loses_no_money_of_its_own_to_the_file_in_which_it_sums_up_the_units() {
    let plan = [["HL-02", "gn.2", "400"], ["HL-03", "gn.4", "300"], ["HL-30", "gn.2", "50"]];
    let own: &[&str] = &["1", "Dự án 2", "50", "5", "25"];
    let with_own: &[&str] = &["1", "Dự án 2", "450", "45", "225"];
    let off: &[&str] = &["2", "Dự án 4", "300", "30", "160"];
    for (sum, told_of) in [
        (&[TWO, FOUR][..], vec![]),
        (&[with_own, FOUR], vec![]),
        (&[TWO, off], vec!["error tong hop.xlsx 360 0"]),
    ] {
        for is_first in [true, false] {
            let mut folder = Folder::planned(&LEAD, &plan);
            folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
            folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
            let report = [("SN", usual("PHÒNG DÂN TỘC", JUNE, &[own]))];
            let sum = [("TH", usual("PHÒNG DÂN TỘC", JUNE, sum))];
            let mut files = [("rieng.xlsx", &report), ("tong hop.xlsx", &sum)];
            if !is_first {
                files.reverse();
            }
            files.iter().for_each(|(name, sheets)| _ = folder.file(name, *sheets));
            let ran = folder.run("2024-06");
            assert_eq!((million(&ran, "cumulative"), million(&ran, "plan")), (375, 750));
            let mut told = told(&ran, "GN702");
            told.retain(|of| !of.starts_with("note"));
            assert_eq!(told, told_of);
            assert_eq!(self::told(&ran, "GN105"), [""; 0]);
        }
    }
}

#[test]
fn a_lead_agency_corrects_its_own_report_beside_a_file_that_names_the_units_or_does_not() {
    let plan = [["HL-02", "gn.2", "400"], ["HL-03", "gn.4", "300"], ["HL-30", "gn.2", "50"]];
    let own = |paid| usual("PHÒNG DÂN TỘC", JUNE, &[&["1", "Dự án 2", "50", "5", paid]]);
    let nameless = vec![("TH", usual("PHÒNG DÂN TỘC", JUNE, &[TWO, FOUR]))];
    let named = sheets(&[("Xã Cai Kinh", &[TWO]), ("Xã Đồng Tân", &[FOUR])]);
    for sum in [nameless, named] {
        for at in 0..3 {
            let mut folder = Folder::planned(&LEAD, &plan);
            folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
            folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
            let reports = [("1.xlsx", "20"), ("2.xlsx", "25")];
            for (number, (name, paid)) in reports.into_iter().enumerate() {
                if number == at {
                    folder.file("tong hop dan toc.xlsx", &sum);
                }
                folder.file(name, &[("SN", own(paid))]);
            }
            if at == 2 {
                folder.file("tong hop dan toc.xlsx", &sum);
            }
            let ran = folder.run("2024-06");
            assert_eq!((million(&ran, "cumulative"), million(&ran, "plan")), (375, 750), "{at}");
            assert_eq!(told(&ran, "GN105"), ["warning 2.xlsx - 0"], "{at}");
            assert!(told(&ran, "GN702").iter().all(|of| of.starts_with("note")), "{at}");
            assert!(states(&ran).contains(&"1.xlsx superseded".to_owned()), "{:?}", states(&ran));
        }
    }
}

#[test]
fn the_total_in_a_second_file_of_a_lead_agency_without_a_plan_is_held_against_the_units() {
    let named = [("Xã Cai Kinh", &[TWO][..]), ("Xã Đồng Tân", &[FOUR])];
    let off: &[&str] = &["1", "Dự án 2", "400", "40", "210"];
    let own: &[&str] = &["1", "Dự án 2", "50", "5", "25"];
    // Whether the second unit sent its report.
    for (is_sent, total, counted, told_of) in [
        (true, &[TWO, FOUR][..], 350, vec![]),
        (false, &[TWO, FOUR], 200, vec!["warning 1 dan toc.xlsx - 480"]),
        (true, &[off, FOUR], 350, vec!["error 2.xlsx 360 0"]),
        (true, &[own], 375, vec!["warning 2.xlsx 25 0"]),
    ] {
        let mut folder = Folder::office(&LEAD);
        folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
        if is_sent {
            folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
        }
        folder.file("1 dan toc.xlsx", &sheets(&named));
        folder.file("2.xlsx", &[("TH", usual("PHÒNG DÂN TỘC", JUNE, total))]);
        let ran = folder.run("2024-06");
        assert_eq!(million(&ran, "cumulative"), counted);
        let mut told = told(&ran, "GN702");
        told.retain(|of| !of.starts_with("note"));
        assert_eq!(told, told_of);
    }
}

#[test]
fn the_files_of_a_lead_agency_that_share_no_line_are_one_consolidation_and_a_correction_is_one() {
    let plan = [["HL-02", "gn.2", "400"], ["HL-03", "gn.4", "300"], ["HL-30", "gn.4", "50"]];
    let wrong: &[&str] = &["1", "Dự án 2", "400", "40", "210"];
    for (first, second, told_of) in [
        (&[TWO][..], &[FOUR][..], vec![]),
        (&[wrong, FOUR], &[TWO, FOUR], vec![]),
        (&[TWO, FOUR], &[wrong, FOUR], vec!["error 2.xlsx 360 0"]),
    ] {
        let mut folder = Folder::planned(&LEAD, &plan);
        folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
        folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
        folder.file("1.xlsx", &[("TH", usual("PHÒNG DÂN TỘC", JUNE, first))]);
        folder.file("2.xlsx", &[("TH", usual("PHÒNG DÂN TỘC", JUNE, second))]);
        let ran = folder.run("2024-06");
        assert_eq!(million(&ran, "cumulative"), 350);
        let mut told = told(&ran, "GN702");
        told.retain(|of| !of.starts_with("note"));
        assert_eq!(told, told_of);
    }
}

#[test]
fn all_files_of_a_unit_are_what_it_states_itself() {
    let mut folder = Folder::office(&LEAD);
    folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
    folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
    // It sums up two others in one of its files.
    let mut both = sheets(&[("Xã Cai Kinh", &[TWO]), ("Xã Đồng Tân", &[FOUR])]);
    both.push(("Xã Yên Bình", usual("UBND XÃ YÊN BÌNH", JUNE, &[TWO])));
    folder.file("yen binh 1.xlsx", &both);
    folder.file("yen binh 2.xlsx", &[("SN", usual("UBND XÃ YÊN BÌNH", JUNE, &[FOUR]))]);
    let all: &[&[&str]] = &[TWO, FOUR];
    folder.file("dan toc.xlsx", &sheets(&[("Xã Cai Kinh", &[TWO]), ("Xã Yên Bình", all)]));
    let ran = folder.run("2024-06");
    assert_eq!(million(&ran, "cumulative"), 700);
    assert!(
        told(&ran, "GN702").iter().all(|of| of.starts_with("note")),
        "{:?}",
        told(&ran, "GN702")
    );
}

#[test]
fn the_reports_of_a_bare_folder_follow_those_of_the_months_before() {
    let mut folder = Folder::bare();
    let may = JUNE.replace('6', "5");
    let more: &[&str] = &["1", "Dự án 2", "400", "40", "250"];
    folder.file("t5.xlsx", &[("SN", usual("UBND XÃ CAI KINH", &may, &[more, FOUR]))]);
    // The report of June lies in two files, and one of them tells less than May did.
    folder.file("t6 a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
    folder.file("t6 b.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[FOUR]))]);
    folder.file("t6 c.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
    let ran = folder.run("2024-06");
    assert_eq!(million(&ran, "cumulative"), 200 + 150 + 150);
    let fell = told(&ran, "GN601");
    assert!(fell.len() == 1 && fell[0].contains("t6 a.xlsx"), "{fell:?}");
}

#[test]
fn what_the_tool_made_of_the_files_of_a_folder_is_nobodys_report_there() {
    for mut folder in [Folder::office(&UNITS), Folder::bare()] {
        folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
        folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
        let place = if folder.receipts.is_empty() { "th.xlsx" } else { "nop/2024-06/th.xlsx" };
        folder.consolidate("out.xlsx");
        let out = folder.temp.path().join("out.xlsx");
        fs::rename(&out, folder.temp.path().join(place)).unwrap();
        // One of its sources was corrected since, under its old name; the other is as it was, under another.
        let more: &[&str] = &["1", "Dự án 2", "400", "50", "210"];
        folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[more]))]);
        let ran = folder.run("2024-06");
        assert_eq!(million(&ran, "cumulative"), 360);
        let mut states = states(&ran);
        states.sort();
        assert!(states.contains(&"th.xlsx excluded".to_owned()), "{states:?}");
        let units: std::collections::BTreeSet<&str> = ran["by_unit"]
            .as_array()
            .unwrap()
            .iter()
            .map(|unit| unit["unit"].as_str().unwrap())
            .collect();
        assert_eq!(units.len(), 2, "{units:?}");
        // Where none of its sources lies it is a report like any other: understood, or refused with a word.
        let elsewhere = Folder::bare();
        fs::copy(folder.temp.path().join(place), elsewhere.temp.path().join("th.xlsx")).unwrap();
        let ran = elsewhere.run("2024-06");
        assert!(!self::states(&ran).contains(&"th.xlsx excluded".to_owned()));
    }
}

#[test]
fn a_name_alone_makes_no_file_a_source_of_what_the_tool_made() {
    let mut made = Folder::bare();
    made.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
    made.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
    made.consolidate("th.xlsx");
    let mut folder = Folder::bare();
    folder.file("a.xlsx", &[("SN", usual("UBND XÃ YÊN BÌNH", JUNE, &[FOUR]))]);
    fs::copy(made.temp.path().join("th.xlsx"), folder.temp.path().join("th.xlsx")).unwrap();
    let ran = folder.run("2024-06");
    assert_eq!(million(&ran, "cumulative"), 150);
    assert!(states(&ran).contains(&"th.xlsx rejected".to_owned()), "{:?}", states(&ran));
    let told = told(&ran, "GN106");
    assert!(told.len() == 1 && told[0].starts_with("error th.xlsx"), "{told:?}");
    assert_ne!(told[0], "error th.xlsx - 0", "with its amount");
}

#[test]
fn what_the_tool_made_of_files_of_which_some_lie_elsewhere_is_told_with_its_amount() {
    let mut made = Folder::bare();
    made.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
    made.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
    made.consolidate("th.xlsx");
    // What a district made of the files of two communes, in a folder to which one of them sent its file, too.
    let folder = Folder::bare();
    for (from, to) in [("th.xlsx", "huyện.xlsx"), ("a.xlsx", "cai kinh.xlsx")] {
        fs::copy(made.temp.path().join(from), folder.temp.path().join(to)).unwrap();
    }
    let ran = folder.run("2024-06");
    assert_eq!(million(&ran, "cumulative"), 200);
    let rejected = |ran: &Value| told(ran, "GN106");
    assert_eq!(rejected(&ran).len(), 1, "{:?}", states(&ran));
    assert_ne!(rejected(&ran)[0], "error huyện.xlsx - 0", "with its amount");
    // With both of them it repeats what lies here.
    fs::copy(made.temp.path().join("b.xlsx"), folder.temp.path().join("dong tan.xlsx")).unwrap();
    let ran = folder.run("2024-06");
    assert!(states(&ran).contains(&"huyện.xlsx excluded".to_owned()), "{:?}", states(&ran));
}

#[test]
fn what_is_left_out_beside_the_sheets_of_units_is_an_error_unless_a_lead_agency_sums_up_more() {
    let strange: &[&[&str]] = &[&["1", "Khoản chi chưa rõ", "500", "50", "90"]];
    for (name, severity) in [("yen binh.xlsx", "error"), ("dan toc.xlsx", "warning")] {
        let mut folder = Folder::office(&LEAD);
        folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
        folder.file("b.xlsx", &[("SN", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]))]);
        let named = [("Xã Cai Kinh", &[TWO][..]), ("Xã Đồng Tân", &[FOUR])];
        let mut all = sheets(&named);
        all.push(("Tổng hợp", usual("", JUNE, strange)));
        folder.file(name, &all);
        let ran = folder.run("2024-06");
        assert_eq!(told(&ran, "GN204"), [format!("{severity} {name} - 640")]);
        assert_eq!(million(&ran, "cumulative"), 350);
    }
}

#[test]
fn a_unit_that_need_not_report_is_not_missing_and_stays_in_the_tables() {
    let mut folder = Folder::office(&UNITS);
    folder.file("a.xlsx", &[("SN", usual("UBND XÃ CAI KINH", JUNE, &[TWO]))]);
    let count = |ran: &Value, of: &str| ran["coverage"][of].as_i64().unwrap();
    let ran = folder.run("2024-06");
    assert_eq!(count(&ran, "missing"), 1);
    let path = folder.temp.path().join("giaingan.toml");
    let mut settings = fs::read_to_string(&path).unwrap();
    settings +=
        "\n[[exempt]]\nunit = \"HL-03\"\nperiod = \"2024-06\"\nreason = \"số liệu minh họa\"\n";
    fs::write(&path, settings).unwrap();
    let ran = folder.run("2024-06");
    let counts = ["expected", "received", "missing", "rejected"].map(|of| count(&ran, of));
    assert_eq!(counts, [1, 1, 0, 0]);
    assert_eq!(states(&ran), ["a.xlsx accepted", "- exempt"]);
    assert!(ran["by_unit"].as_array().unwrap().iter().any(|unit| unit["unit"] == "HL-03"));
}

#[test]
fn the_table_of_one_other_unit_never_counts_for_the_sender() {
    for name in ["cai kinh.xlsx", "a.xlsx"] {
        let mut folder = Folder::office(&UNITS);
        let own = usual("UBND XÃ CAI KINH", JUNE, &[TWO]);
        let other = usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]);
        folder.file(name, &[("SN 1", own), ("SN 2", other)]);
        let ran = folder.run("2024-06");
        assert_eq!(told(&ran, "GN212"), [format!("error {name} - 480")]);
        assert_eq!(million(&ran, "cumulative"), 200);
    }
}

#[test]
fn the_table_of_another_commune_in_a_file_of_a_bare_folder_is_set_aside() {
    let own = [("cai kinh.xlsx", 200), ("xã yên bình.xlsx", 0)];
    for (name, counted) in own {
        let mut folder = Folder::bare();
        let own = usual("UBND XÃ CAI KINH", JUNE, &[TWO]);
        let other = usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR]);
        folder.file(name, &[("SN 1", own), ("SN 2", other)]);
        let ran = folder.run("2024-06");
        let mut found = told(&ran, "GN212");
        found.sort();
        let both = [format!("error {name} - 480"), format!("error {name} - 640")];
        let aside = if counted == 0 { &both[..] } else { &both[..1] };
        assert_eq!(found, aside, "of a third commune's file neither is its own");
        assert_eq!(million(&ran, "cumulative"), counted);
    }
}

#[test]
fn the_sum_beside_the_sheets_of_communes_in_a_bare_folder_is_nobodys_money() {
    let all = |title: &str, lines: &[&[&str]]| usual(title, JUNE, lines);
    let off: &[&str] = &["1", "Dự án 2", "400", "40", "210"];
    let other: &[&str] = &["3", "Tiểu dự án 1 Dự án 3", "90", "9", "45"];
    let office = "PHÒNG DÂN TỘC";
    for (file, title, lines, counted, aside) in [
        ("bao cao.xlsx", "UBND HUYỆN HỮU LŨNG", &[TWO, FOUR][..], 350, None),
        ("bao cao.xlsx", "BIỂU TỔNG HỢP", &[TWO, FOUR], 350, None),
        ("bao cao.xlsx", office, &[TWO, FOUR], 350, None),
        ("Phong Dan toc.xlsx", office, &[TWO, FOUR], 350, None),
        ("bao cao.xlsx", "BIỂU TỔNG HỢP", &[off, FOUR], 350, Some(1130)),
        ("bao cao.xlsx", office, &[off, FOUR], 350, Some(1130)),
        ("bao cao.xlsx", "BIỂU TỔNG HỢP", &[other], 350, Some(144)),
        ("bao cao.xlsx", office, &[other], 395, None),
    ] {
        for is_first in [true, false] {
            let mut folder = Folder::bare();
            let mut sheets = vec![
                ("SN 1", usual("UBND XÃ CAI KINH", JUNE, &[TWO])),
                ("SN 2", usual("UBND XÃ ĐỒNG TÂN", JUNE, &[FOUR])),
            ];
            // An office is named on the first sheet, where it has money of its own.
            let at = if is_first || title == office { 0 } else { 2 };
            sheets.insert(at, ("TH", all(title, lines)));
            folder.file(file, &sheets);
            let ran = folder.run("2024-06");
            assert_eq!(million(&ran, "cumulative"), counted, "{title} {is_first}");
            let expected = aside.map(|aside| format!("error {file} - {aside}"));
            assert_eq!(told(&ran, "GN702"), Vec::from_iter(expected), "{title} {is_first}");
            assert_eq!(told(&ran, "GN211"), [""; 0]);
            let units = ran["by_unit"].as_array().unwrap().len();
            assert_eq!(units, 2 + usize::from(counted == 395), "{title} {is_first}");
        }
    }
}

#[test]
fn a_title_stands_above_all_tables_of_a_sheet_in_a_bare_folder() {
    let investment = JUNE.replace("VỐN SỰ NGHIỆP", "VỐN ĐẦU TƯ");
    let one: &[&str] = &["1", "Tiểu dự án 1 Dự án 1", "700", "70", "350"];
    let double: &[&str] = &["1", "Tiểu dự án 1 Dự án 1", "1400", "140", "700"];
    // A second table below the first, under a title of its own that names nobody.
    let below = |mut rows: Vec<Row>, title: &str, lines: &[&[&str]]| {
        rows.extend([row(&[]), row(&[]), row(&[title]), row(&[]), row(&HEAD), row(&["I", GN])]);
        rows.extend(lines.iter().map(|line| row(line)));
        rows
    };
    let both = |unit| below(usual(unit, JUNE, &[TWO]), &investment, &[one]);
    let sum = below(
        usual("BIỂU TỔNG HỢP", JUNE, &[&["1", "Dự án 2", "800", "80", "400"]]),
        &investment,
        &[double],
    );
    let all = [("1", both("UBND XÃ CAI KINH")), ("2", both("UBND XÃ ĐỒNG TÂN")), ("TH", sum)];
    for sheets in [&all[..2], &all] {
        let mut folder = Folder::bare();
        folder.file("bao cao.xlsx", sheets);
        let ran = folder.run("2024-06");
        assert_eq!(million(&ran, "cumulative"), 1100);
        let of_units = ran["by_unit"].as_array().unwrap().iter().map(|unit| &unit["cumulative"]);
        assert_eq!(of_units.collect::<Vec<_>>(), [550_000_000, 550_000_000]);
        assert_eq!(told(&ran, "GN702"), [""; 0]);
    }
    // All on one sheet, with their sum below.
    let own = usual("UBND XÃ CAI KINH", JUNE, &[TWO]);
    let mut rows = below(own, "UBND XÃ ĐỒNG TÂN", &[FOUR]);
    let at = rows.len() - 4;
    rows.insert(at + 1, row(&[JUNE]));
    let rows = below(rows, "TỔNG HỢP VỐN SỰ NGHIỆP", &[TWO, FOUR]);
    let mut folder = Folder::bare();
    folder.file("bao cao.xlsx", &[("SN", rows)]);
    let ran = folder.run("2024-06");
    assert_eq!(million(&ran, "cumulative"), 350);
    let of_units = ran["by_unit"].as_array().unwrap().iter().map(|unit| &unit["cumulative"]);
    assert_eq!(of_units.collect::<Vec<_>>(), [200_000_000, 150_000_000]);
}

#[test]
fn the_tables_of_several_communes_in_a_file_of_none_are_reports_of_their_own() {
    let own = || usual("UBND XÃ CAI KINH", JUNE, &[TWO]);
    let other = |lines| usual("UBND XÃ ĐỒNG TÂN", JUNE, lines);
    let mut folder = Folder::bare();
    folder.file(
        "bao cao.xlsx",
        &[("SN 1", own()), ("SN 2", other(&[FOUR])), ("SN 3", other(&[TWO]))],
    );
    let ran = folder.run("2024-06");
    assert_eq!(million(&ran, "cumulative"), 550);
    assert_eq!(states(&ran), ["bao cao.xlsx accepted", "bao cao.xlsx accepted"]);
    assert_eq!(told(&ran, "GN212"), ["note bao cao.xlsx - 0"]);
    // What one of them sends later stands for its table.
    let later: &[&str] = &["2", "Dự án 4", "300", "40", "160"];
    folder.file("đồng tân.xlsx", &[("SN", other(&[TWO, later]))]);
    let ran = folder.run("2024-06");
    assert_eq!(million(&ran, "cumulative"), 560);
    assert_eq!(ran["by_unit"].as_array().unwrap().len(), 2);
    let count = |of: &str| ran["coverage"][of].as_i64().unwrap();
    assert_eq!([count("expected"), count("received")], [2, 2]);
    // Another month's file is left out once, and without a period the whole is refused with its amount.
    let mut folder = Folder::bare();
    let may = |unit, lines| usual(unit, &JUNE.replace('6', "5"), lines);
    let sheets = [("1", may("UBND XÃ CAI KINH", &[TWO])), ("2", may("UBND XÃ ĐỒNG TÂN", &[FOUR]))];
    folder.file("bao cao.xlsx", &sheets);
    folder.file("yên bình.xlsx", &[("SN", usual("UBND XÃ YÊN BÌNH", JUNE, &[TWO]))]);
    let mut states = states(&folder.run("2024-06"));
    states.sort();
    assert_eq!(states, ["bao cao.xlsx other-period", "yên bình.xlsx accepted"]);
    let mut folder = Folder::bare();
    let timeless = |unit, lines| usual(unit, "BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP", lines);
    let sheets =
        [("1", timeless("UBND XÃ CAI KINH", &[TWO])), ("2", timeless("UBND XÃ ĐỒNG TÂN", &[FOUR]))];
    folder.file("bao cao.xlsx", &sheets);
    folder.file("yên bình.xlsx", &[("SN", usual("UBND XÃ YÊN BÌNH", JUNE, &[TWO]))]);
    assert_eq!(told(&folder.run("2024-06"), "GN107"), ["error bao cao.xlsx - 1120"]);
}

#[test]
fn where_the_first_column_of_a_year_was_deleted_the_others_are_of_no_other_year() {
    let before = "Vốn năm 2023 kéo dài";
    let rows: [&[&str]; 8] = [
        &["UBND XÃ CAI KINH"],
        &[JUNE],
        &["Đơn vị tính: triệu đồng"],
        &["Nội dung", "Kế hoạch vốn", "", "", "Giải ngân trong kỳ", "", "Lũy kế giải ngân"],
        &["", before, "Vốn năm 2024", "", before, "", before, "Vốn năm 2024"],
        &["", "NSTW", "NSTW", "NS huyện", "NSTW", "NS huyện", "NSTW", "NSTW", "NS huyện"],
        &[GN],
        &["Dự án 2", "100", "300", "60", "10", "5", "20", "150", "12"],
    ];
    let mut folder = Folder::office(&UNITS);
    let rows: Vec<Row> = rows.iter().map(|texts| row(texts)).collect();
    folder.file("a.xlsx", &[("SN", rows.clone())]);
    // The heading is merged over what is left: no program says what the deleted column did.
    let path = folder.temp.path().join("nop/2024-06/a.xlsx");
    let mut merged = Workbook::new();
    let sheet = merged.add_worksheet().set_name("SN").unwrap();
    let format = Format::new();
    for (row, from, to) in [(3, 1, 3), (3, 4, 5), (3, 6, 8), (4, 2, 3), (4, 7, 8)] {
        sheet.merge_range(row, from, row, to, "", &format).unwrap();
    }
    fill(sheet, &rows);
    merged.save(&path).unwrap();
    let ran = folder.run("2024-06");
    assert_eq!(told(&ran, "GN201"), ["error a.xlsx - 5"]);
    assert_eq!((million(&ran, "plan"), million(&ran, "cumulative")), (460, 182));
}

#[test]
fn the_cumulative_of_the_period_before_counts_once_whichever_sheets_state_it() {
    let unit = "UBND XÃ CAI KINH";
    let head = ["STT", "Nội dung", "Kế hoạch vốn năm 2024", "Lũy kế đến hết kỳ trước", HEAD[3]];
    let one = sheet(unit, JUNE, &head, &[&["I", GN], &["1", "Dự án 2", "400", "160", "40"]]);
    let head = ["STT", "Nội dung", head[2], HEAD[3], "Ước giải ngân đến 31/12/2024"];
    let other = sheet(unit, JUNE, &head, &[&["I", GN], &["1", "Dự án 2", "400", "40", "390"]]);
    for second in [other, one.clone()] {
        let mut folder = Folder::office(&UNITS);
        folder.file("a.xlsx", &[("Biểu 1", one.clone()), ("Biểu 2", second)]);
        let ran = folder.run("2024-06");
        assert_eq!((million(&ran, "plan"), million(&ran, "in_period")), (400, 40));
        assert_eq!(million(&ran, "cumulative"), 200);
    }
}
