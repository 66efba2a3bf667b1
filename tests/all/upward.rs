//! One level up, and once more: a consolidated workbook is a report of its office, and says the same there with nothing set.
//! All amounts are số liệu minh họa.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::book::{JOURNAL, book, row};
use super::program::{JUNE, Ran, giaingan, rows};

/// A workspace: its office, level, units (code, name, kind) and decisions.
pub(crate) fn office(
    folder: &Path,
    (name, level): (&str, &str),
    units: &[[&str; 3]],
    journal: &[[&str; 7]],
) {
    fs::create_dir_all(folder).unwrap();
    let settings = format!(
        "[office]\nname = \"{name}\"\nlevel = \"{level}\"\nyear = 2024\n[letter]\nplace = \"Nơi nhận\"\nissuer = \"{name}\"\n"
    );
    fs::write(folder.join("giaingan.toml"), settings).unwrap();
    let head = row(&["Mã đơn vị", "Tên đơn vị", "Loại"]);
    let decision = |[unit, component, work, funding, source, year, amount]: &[&str; 7]| {
        row(&["QĐ 1", "15/01/2024", unit, component, work, funding, source, year, amount, ""])
    };
    let sheets = [
        ("Đơn vị", [head].into_iter().chain(units.iter().map(|unit| row(unit))).collect()),
        ("Kế hoạch vốn", [row(&JOURNAL)].into_iter().chain(journal.iter().map(decision)).collect()),
    ];
    book(&folder.join("danh-muc.xlsx"), &sheets);
}

/// A report of a commune for a month: the rows of each sheet, their cells parted by `|`.
pub(crate) fn report(path: &Path, unit: &str, month: u32, sheets: &[(&str, &str)]) {
    let title = format!("BÁO CÁO GIẢI NGÂN THÁNG {month} NĂM 2024");
    let sheets = sheets.iter().map(|(name, lines)| {
        let head = [vec![unit.to_owned()], vec![title.clone()], vec![], vec![]];
        let lines =
            lines.lines().map(|line| line.split('|').map(|of| of.trim().to_owned()).collect());
        (*name, head.into_iter().chain(lines).collect())
    });
    book(path, &sheets.collect::<Vec<_>>());
}

const INVESTMENT: &str = "\
    Đơn vị tính: triệu đồng
    STT | Mã | Nội dung | Nguồn vốn | Năm vốn | Kế hoạch vốn | Khối lượng hoàn thành | Giải ngân trong kỳ | Lũy kế giải ngân
    1 | dtts.4.1 | | NSTW | 2024 | 2500 | 1500.5 | 300 | 1200.25
    2 | dtts.4.1 | | NSTW | 2023 | 400 | 390 | 0 | 350
    3 | ntm.2 | | NS tỉnh | 2024 | 800 | 200 | 50.125 | 150.125";
const RECURRENT: &str = "\
    Đơn vị tính: triệu đồng
    STT | Mã | Nội dung | Nguồn vốn | Năm vốn | Kế hoạch vốn | Khối lượng hoàn thành | Giải ngân trong kỳ | Lũy kế giải ngân | Ước giải ngân đến 31/12
    1 | gn.4 | | NSTW | 2024 | 1000 | 600 | 100 | 500 | 900";
const IN_MAY: &str = "\
    Đơn vị tính: triệu đồng
    STT | Mã | Nội dung | Nguồn vốn | Năm vốn | Kế hoạch vốn | Giải ngân trong kỳ | Lũy kế giải ngân
    1 | gn.4 | | NSTW | 2024 | 900 | 10 | 200.5";
const WITHOUT_THE_MONTH: &str = "\
    Đơn vị tính: triệu đồng
    STT | Mã | Nội dung | Nguồn vốn | Năm vốn | Kế hoạch vốn | Lũy kế giải ngân
    1 | gn.4 | | NSTW | 2024 | 600 | 120";
const DIFFICULTY: &str = "\
    STT | Mã | Nội dung | Khó khăn, vướng mắc | Nguyên nhân | Đề xuất, kiến nghị | Cấp giải quyết | Tình trạng
    1 | gn.4 | | Chưa có hướng dẫn | Khách quan | Ban hành hướng dẫn | Tỉnh | Đang chờ trả lời";
const ANOTHER: &str = "\
    STT | Mã | Nội dung | Khó khăn, vướng mắc | Nguyên nhân | Đề xuất, kiến nghị | Cấp giải quyết | Tình trạng
    1 | gn.4 | | Chưa có hướng dẫn | | Hướng dẫn | Tỉnh | Mới";
const CLASSES: &str = "\
    STT | Mã | Nội dung | Chỉ tiêu | Đơn vị tính | Kế hoạch | Lũy kế thực hiện
    1 | gn.4.1 | | Lớp đào tạo nghề | lớp | 15 | 4";
const MORE_CLASSES: &str = "\
    STT | Mã | Nội dung | Chỉ tiêu | Đơn vị tính | Kế hoạch | Lũy kế thực hiện
    1 | gn.4.1 | | Lớp đào tạo nghề | lớp | 5 | 3";

/// The district: An Hòa reports all, Bình Yên is silent in June, and of Cát Thịnh nobody knows what it paid in June.
pub(crate) fn district(temp: &Path) -> PathBuf {
    let folder = temp.join("huyen-a");
    let units = [
        ["A-01", "Xã An Hòa", "xã"],
        ["A-02", "Xã Bình Yên", "xã"],
        ["A-03", "Xã Cát Thịnh", "xã"],
    ];
    let journal = [
        ["", "gn.4", "", "SN", "TW", "2024", "3000"],
        ["", "dtts.4.1", "", "ĐT", "TW", "2024", "5000"],
        ["", "dtts.4.1", "", "ĐT", "TW", "2023", "400"],
        ["", "ntm.2", "", "ĐT", "tỉnh", "2024", "800"],
        ["A-01", "gn.4", "", "SN", "TW", "2024", "1000"],
        ["A-01", "dtts.4.1", "", "ĐT", "TW", "2024", "2500"],
        ["A-01", "dtts.4.1", "", "ĐT", "TW", "2023", "400"],
        ["A-01", "ntm.2", "", "ĐT", "tỉnh", "2024", "800"],
        ["A-02", "gn.4", "", "SN", "TW", "2024", "900"],
        ["A-03", "gn.4", "", "SN", "TW", "2024", "600"],
    ];
    office(&folder, ("Phòng Tài chính - Kế hoạch huyện An", "huyện"), &units, &journal);
    let dated = |month: u32, unit: &str| folder.join(format!("nop/2024-{month:02}/{unit}.xlsx"));
    let own = [
        ("Vốn đầu tư", INVESTMENT),
        ("Vốn sự nghiệp", RECURRENT),
        ("Khó khăn", DIFFICULTY),
        ("Kết quả", CLASSES),
    ];
    report(&dated(6, "A-01"), "Xã An Hòa", 6, &own);
    report(&dated(5, "A-02"), "Xã Bình Yên", 5, &[("Vốn sự nghiệp", IN_MAY)]);
    let own =
        [("Vốn sự nghiệp", WITHOUT_THE_MONTH), ("Khó khăn", ANOTHER), ("Kết quả", MORE_CLASSES)];
    report(&dated(6, "A-03"), "Xã Cát Thịnh", 6, &own);
    folder
}

pub(crate) fn june(folder: &Path, words: &[&str]) -> Ran {
    giaingan(folder, &[&["aggregate"], words, &JUNE].concat())
}

pub(crate) fn told(folder: &Path) -> Value {
    let report = june(folder, &["-n", "--format", "json"]).report();
    assert_eq!(report["control"]["balanced"], true, "{}", report["control"]);
    report
}

/// Puts the workbook of an office into the folder of the one above it.
pub(crate) fn hand_up(from: &Path, to: &Path, name: &str) {
    hand_up_in("vi", from, to, name);
}

/// The same of a workbook in a language.
fn hand_up_in(lang: &str, from: &Path, to: &Path, name: &str) {
    let workbook = from.join("cap-tren.xlsx");
    june(from, &["--lang", lang, "-o", workbook.to_str().unwrap(), "--force"]);
    fs::create_dir_all(to).unwrap();
    fs::rename(&workbook, to.join(name)).unwrap();
}

/// A district and its province, which plans nothing of its own.
pub(crate) fn province(temp: &Path) -> (PathBuf, PathBuf) {
    let (below, folder) = (district(temp), temp.join("tinh"));
    office(&folder, ("Sở Tài chính tỉnh Minh", "tỉnh"), &[["T-01", "Huyện An", "huyện"]], &[]);
    hand_up(&below, &folder.join("nop/2024-06"), "huyen-an.xlsx");
    (below, folder)
}

/// What is disbursed, planned and expected of each key, over all units, and whether all of it is known.
fn by_key(report: &Value, measures: &[&str]) -> BTreeMap<String, (Vec<i64>, bool, bool)> {
    let mut sums: BTreeMap<String, (Vec<i64>, bool, bool)> = BTreeMap::new();
    for line in rows(report, "lines") {
        let key = ["component", "work", "funding", "source", "plan_year"];
        let key: Vec<String> = key.iter().map(|name| line[*name].to_string()).collect();
        let own = measures.iter().map(|name| line[*name].as_i64().unwrap_or(0));
        let sum =
            sums.entry(key.join(" ")).or_insert_with(|| (vec![0; measures.len()], true, true));
        sum.0.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        sum.1 &= line["in_period_known"] == true;
        sum.2 &= line["cumulative_known"] == true;
    }
    sums.retain(|_, (sums, ..)| sums.iter().any(|sum| *sum != 0));
    sums
}

const DISBURSED: [&str; 4] = ["volume", "in_period", "cumulative", "forecast"];

fn errors(report: &Value) -> Vec<String> {
    let errors = rows(report, "findings").iter().filter(|of| of["severity"] == "error");
    errors.map(|of| format!("{} {}", of["code"], of["message"])).collect()
}

#[test]
fn every_figure_is_the_same_one_level_up_and_two_with_how_it_is_known() {
    let temp = tempfile::tempdir().unwrap();
    let (below, above) = province(temp.path());
    let centre = temp.path().join("trung-uong");
    office(&centre, ("Bộ Tài chính", "trung ương"), &[["TW-01", "Tỉnh Minh", "tỉnh"]], &[]);
    hand_up(&above, &centre.join("nop/2024-06"), "tinh-minh.xlsx");
    let bare = temp.path().join("tran");
    hand_up(&below, &bare, "huyen-an.xlsx");
    let district = told(&below);
    // One commune is silent, and of one it is not known what it paid in June.
    assert_eq!(district["totals"]["carried"], 200_500_000);
    assert_eq!(district["totals"]["in_period_known"], false);
    assert_eq!(district["totals"]["in_period"], 450_125_000);
    for folder in [&above, &centre, &bare] {
        let (report, totals) = (told(folder), &district["totals"]);
        let name = folder.file_name().unwrap().to_str().unwrap();
        for field in ["in_period", "in_period_known", "cumulative", "cumulative_known", "carried"] {
            assert_eq!(
                report["totals"][field], totals[field],
                "{name} {field} {:#}",
                report["findings"]
            );
        }
        assert_eq!(report["totals"]["plan"], totals["assigned"], "{name}");
        assert_eq!(report["totals"]["rate"], totals["rate_on_assigned"], "{name}");
        let parts = |report: &Value| -> Vec<String> {
            let fields = [
                "program",
                "funding",
                "in_period",
                "in_period_known",
                "cumulative",
                "cumulative_known",
            ];
            let rows = rows(report, "by_program_funding").iter();
            rows.map(|of| fields.map(|field| of[field].to_string()).join(" ")).collect()
        };
        assert_eq!(parts(&report), parts(&district), "{name}");
        assert_eq!(by_key(&report, &DISBURSED), by_key(&district, &DISBURSED), "{name}");
        assert_eq!(
            report["coverage"]["below"],
            serde_json::json!({"expected": 3, "received": 2, "missing": 1, "rejected": 0}),
            "{name}"
        );
        let unit = &rows(&report, "by_unit")[0];
        assert_eq!(unit["carried"], 200_500_000, "{name}");
        assert_eq!(unit["assigned"], totals["assigned"], "{name}");
        assert_eq!(errors(&report), [""; 0], "{name}");
        let shown = june(folder, &["-n"]).shown;
        for text in ["2/3 đơn vị cấp dưới", "Lũy kế gồm 200,5 triệu đồng tạm tính", "≥ 450,1"]
        {
            assert!(shown.contains(text), "{name}: {text}\n{shown}");
        }
    }
    let report = told(&above);
    let unit = &rows(&report, "by_unit")[0];
    assert_eq!(unit["allocated"], district["totals"]["allocated"]);
}

#[test]
fn difficulties_and_results_go_up_once_with_their_names_and_states() {
    let temp = tempfile::tempdir().unwrap();
    let (below, above) = province(temp.path());
    let centre = temp.path().join("trung-uong");
    office(&centre, ("Bộ Tài chính", "trung ương"), &[["TW-01", "Tỉnh Minh", "tỉnh"]], &[]);
    hand_up(&above, &centre.join("nop/2024-06"), "tinh-minh.xlsx");
    let obstacles = |report: &Value| -> Vec<String> {
        let fields =
            ["id", "component", "told", "cause", "proposal", "level", "status", "since", "last"];
        let list = rows(report, "obstacles").iter();
        let mut list: Vec<String> =
            list.map(|of| fields.map(|field| of[field].to_string()).join(" | ")).collect();
        list.sort();
        list
    };
    let results = |report: &Value| -> Vec<String> {
        let fields = ["component", "indicator", "measure", "plan", "done"];
        let list = rows(report, "results").iter();
        list.map(|of| fields.map(|field| of[field].to_string()).join(" ")).collect()
    };
    let district = told(&below);
    assert_eq!(obstacles(&district).len(), 2, "{}", district["obstacles"]);
    assert_eq!(results(&district), ["\"gn.4.1\" \"lop\" \"lớp\" 20 7"]);
    for folder in [&above, &centre] {
        let report = told(folder);
        assert_eq!(obstacles(&report), obstacles(&district));
        assert_eq!(results(&report), results(&district));
        let about = report["obstacles"].to_string();
        assert!(about.contains("Xã An Hòa") && about.contains("Xã Cát Thịnh"), "{about}");
    }
}

/// The text of a letter.
fn letter(path: &Path) -> String {
    let mut package = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    package.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_letter_of_the_province_names_the_district_that_holds_money() {
    let temp = tempfile::tempdir().unwrap();
    let (_, above) = province(temp.path());
    let ran = giaingan(&above, &["don-doc", "-p", "2024-06", "--today", "2024-07-06"]);
    let letters = above.join("ket-qua/2024-06");
    let general = fs::read_dir(&letters).unwrap().map(|of| of.unwrap().path());
    let texts = general
        .filter(|path| path.extension().is_some_and(|of| of == "docx"))
        .map(|of| letter(&of));
    let text = texts.collect::<String>();
    assert!(text.contains("đơn vị chưa phân bổ chi tiết"), "{} {text}", ran.told);
    // 3000 - 2500 of gn.4 and 5000 - 2500 of dtts.4.1, in million đồng.
    assert!(text.contains("Huyện An") && text.contains("3.000"), "{text}");
}

/// Changes the parts of a package whose names contain a word.
pub(crate) fn rewrite(path: &Path, part: &str, change: impl Fn(&str) -> String) {
    let mut package = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..package.len() {
        let mut file = package.by_index(at).unwrap();
        let (name, mut bytes) = (file.name().unwrap().into_owned(), Vec::new());
        file.read_to_end(&mut bytes).unwrap();
        if name.contains(part) {
            bytes = change(&String::from_utf8(bytes).unwrap()).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    fs::write(path, out.finish().unwrap().into_inner()).unwrap();
}

/// The findings that say that only the forms of a workbook were read.
fn by_its_forms(report: &Value) -> Vec<&Value> {
    rows(report, "findings").iter().filter(|of| of["code"] == "GN117").collect()
}

#[test]
fn a_workbook_whose_forms_were_changed_counts_by_them_and_stays_provisional() {
    let temp = tempfile::tempdir().unwrap();
    let (_, above) = province(temp.path());
    // The cumulative of gn.4 in Biểu 02, its total and its part.
    rewrite(&above.join("nop/2024-06/huyen-an.xlsx"), "worksheets/sheet3.xml", |sheet| {
        assert!(sheet.contains("<v>820.5</v>"), "{sheet}");
        sheet.replace("<v>820.5</v>", "<v>830.5</v>")
    });
    let report = told(&above);
    let [finding] = by_its_forms(&report)[..] else { panic!("{:#}", report["findings"]) };
    assert_eq!([&finding["found"], &finding["expected"]], [830_500_000, 820_500_000]);
    assert_eq!(finding["sheet"], "Biểu 02 – Vốn sự nghiệp");
    assert_eq!(report["totals"]["cumulative"], 2_530_875_000_i64);
    assert_eq!(report["totals"]["carried"], 200_500_000);
    assert_eq!(report["totals"]["in_period_known"], false);
}

#[test]
fn a_workbook_of_a_newer_version_is_read_as_far_as_it_is_known_and_says_so() {
    let temp = tempfile::tempdir().unwrap();
    let (below, above) = province(temp.path());
    let path = above.join("nop/2024-06/huyen-an.xlsx");
    rewrite(&path, "sharedStrings", |texts| {
        assert!(texts.contains("ket-qua/1"));
        texts.replace("ket-qua/1", "ket-qua/2")
    });
    let figures = |report: &Value| {
        let fields = ["in_period", "in_period_known", "cumulative", "cumulative_known", "carried"];
        fields.map(|field| report["totals"][field].clone())
    };
    let report = told(&above);
    assert_eq!(by_its_forms(&report).len(), 1, "{:#}", report["findings"]);
    assert_eq!(figures(&report), figures(&told(&below)));
    // A column that is not known is named, one that is missing says nothing, and the others count.
    rewrite(&path, "sharedStrings", |texts| texts.replace("uoc-01", "cua-phien-ban-sau"));
    let report = told(&above);
    let names = |of: &&Value| of["message"].as_str().unwrap().contains("(cua-phien-ban-sau)");
    assert_eq!(by_its_forms(&report).into_iter().filter(names).count(), 1);
    assert_eq!(figures(&report), figures(&told(&below)));
    assert_eq!(by_key(&report, &DISBURSED), by_key(&told(&below), &DISBURSED));
    // Without what is hidden the forms are all there is.
    rewrite(&path, "sharedStrings", |texts| texts.replace("loai-von", "loai-khac"));
    let report = told(&above);
    assert_eq!(by_its_forms(&report).len(), 2, "{:#}", report["findings"]);
    assert_eq!(report["totals"]["cumulative"], told(&below)["totals"]["cumulative"]);
}

#[test]
fn of_two_workbooks_of_a_district_the_later_counts_and_the_other_is_named() {
    let temp = tempfile::tempdir().unwrap();
    let (below, above) = province(temp.path());
    let late = below.join("nop/2024-06/A-02.xlsx");
    report(&late, "Xã Bình Yên", 6, &[("Vốn sự nghiệp", &IN_MAY.replace("| 200.5", "| 230.5"))]);
    hand_up(&below, &above.join("nop/2024-06"), "huyen-an-sua.xlsx");
    let receipts = "unit,period,file,received_at,sha256\n\
        T-01,2024-06,nop/2024-06/huyen-an.xlsx,2024-07-02T08:00:00+07:00,\n\
        T-01,2024-06,nop/2024-06/huyen-an-sua.xlsx,2024-07-03T08:00:00+07:00,\n";
    fs::write(above.join("tiep-nhan.csv"), receipts).unwrap();
    let (district, report) = (told(&below), told(&above));
    assert_eq!(district["totals"]["carried"], 0);
    for field in ["in_period", "in_period_known", "cumulative", "carried"] {
        assert_eq!(report["totals"][field], district["totals"][field], "{field}");
    }
    assert_eq!(report["coverage"]["below"]["received"], 3);
    let twice: Vec<&Value> =
        rows(&report, "findings").iter().filter(|of| of["code"] == "GN105").collect();
    assert_eq!(twice.len(), 1, "{:#}", report["findings"]);
    assert_eq!(rows(&report, "results").len(), 1);
    assert_eq!(report["results"][0]["done"], district["results"][0]["done"]);
}

#[test]
fn a_commune_hands_up_the_programs_of_both_periods_to_its_province_in_one_year() {
    let temp = tempfile::tempdir().unwrap();
    let (below, above) = (temp.path().join("xa"), temp.path().join("tinh"));
    let units = [["X-01", "Ban Quản lý dự án xã An Hòa", "chủ đầu tư"]];
    let journal = [
        ["", "hopnhat2635", "", "ĐT", "TW", "2026", "2000"],
        ["", "gn.4", "", "SN", "TW", "2025", "300"],
        ["X-01", "hopnhat2635", "", "ĐT", "TW", "2026", "1500"],
        ["X-01", "gn.4", "", "SN", "TW", "2025", "300"],
    ];
    office(&below, ("Phòng Kinh tế xã An Hòa", "xã"), &units, &journal);
    let communes = [["T-01", "Xã An Hòa", "xã"], ["T-02", "Xã Bình Yên", "xã"]];
    office(&above, ("Sở Tài chính tỉnh Minh", "tỉnh"), &communes, &[]);
    for folder in [&below, &above] {
        let settings = folder.join("giaingan.toml");
        let text = fs::read_to_string(&settings).unwrap();
        fs::write(&settings, text.replace("year = 2024", "year = 2026")).unwrap();
    }
    let lines = "\
        Đơn vị tính: triệu đồng
        STT | Mã | Nội dung | Loại vốn | Nguồn vốn | Năm vốn | Kế hoạch vốn | Giải ngân trong kỳ | Lũy kế giải ngân
        1 | hopnhat2635 | | ĐT | NSTW | 2026 | 1500 | 100 | 400
        2 | gn.4 | | SN | NSTW | 2025 | 300 | 20 | 250";
    let path = below.join("nop/2026-06/X-01.xlsx");
    report(&path, "Ban Quản lý dự án xã An Hòa", 6, &[("Biểu", lines)]);
    rewrite(&path, "sharedStrings", |texts| texts.replace("NĂM 2024", "NĂM 2026"));
    let june = ["-p", "2026-06", "--today", "2026-07-06"];
    let told = |folder: &Path| {
        let words = [&["aggregate", "-n", "--format", "json"][..], &june].concat();
        giaingan(folder, &words).report()
    };
    let out = temp.path().join("an-hoa.xlsx");
    let ran = giaingan(&below, &[&["aggregate", "-o", out.to_str().unwrap()][..], &june].concat());
    assert!(out.exists(), "{}", ran.told);
    fs::create_dir_all(above.join("nop/2026-06")).unwrap();
    fs::rename(&out, above.join("nop/2026-06/an-hoa.xlsx")).unwrap();
    let (commune, province) = (told(&below), told(&above));
    assert_eq!(commune["totals"]["cumulative"], 650_000_000, "{:#}", commune["findings"]);
    for field in ["in_period", "cumulative", "carried"] {
        assert_eq!(province["totals"][field], commune["totals"][field], "{field}");
    }
    assert_eq!(province["totals"]["plan"], commune["totals"]["assigned"]);
    assert_eq!(errors(&province), [""; 0]);
    let disbursed = ["in_period", "cumulative"];
    assert_eq!(by_key(&province, &disbursed), by_key(&commune, &disbursed));
    assert_eq!(by_key(&province, &disbursed).len(), 2, "{}", province["lines"]);
}

/// A district of three communes of which the first always reports, the second what no other does, and its province; in each
/// month after February every commune of which the digit of the month is 1 reports.
fn months(temp: &Path, reports: [&str; 2]) -> (PathBuf, PathBuf) {
    let (below, above) = (temp.join("huyen"), temp.join("tinh"));
    let names = [("A-01", "Xã An Hòa"), ("A-02", "Xã Bình Yên"), ("A-03", "Xã Cát Thịnh")];
    let units = names.map(|(code, name)| [code, name, "xã"]);
    let component = |unit: &str| if unit == "A-02" { "gn.1" } else { "gn.4" };
    let journal = ["A-01", "A-02", "A-03"];
    let journal = journal.map(|unit| [unit, component(unit), "", "SN", "TW", "2024", "9000"]);
    let assigned = ["gn.1", "gn.4"].map(|of| ["", of, "", "SN", "TW", "2024", "20000"]);
    let journal = [&journal[..], &assigned[..]].concat();
    office(&below, ("Phòng Tài chính - Kế hoạch huyện An", "huyện"), &units, &journal);
    office(&above, ("Sở Tài chính tỉnh Minh", "tỉnh"), &[["T-01", "Huyện An", "huyện"]], &[]);
    for (at, month) in (3..=6).enumerate() {
        for ((code, name), (reports, base)) in
            names.into_iter().zip(["1111", reports[0], reports[1]].into_iter().zip([1, 20, 300]))
        {
            if reports.as_bytes()[at] != b'1' {
                continue;
            }
            let paid = |month: usize| base << month;
            let sum: i32 = (0..=at).map(paid).sum();
            let lines = format!(
                "Đơn vị tính: triệu đồng
                STT | Mã | Nội dung | Nguồn vốn | Năm vốn | Kế hoạch vốn | Giải ngân trong kỳ | Lũy kế giải ngân
                1 | {} | | NSTW | 2024 | 9000 | {} | {sum}",
                component(code),
                paid(at)
            );
            let path = below.join(format!("nop/2024-{month:02}/{code}.xlsx"));
            report(&path, name, month, &[("Vốn sự nghiệp", &lines)]);
        }
        let out = temp.join(format!("thang-{month}.xlsx"));
        let period = format!("2024-{month:02}");
        let ran = giaingan(
            &below,
            &["aggregate", "-p", &period, "--today", "2024-07-06", "-o", out.to_str().unwrap()],
        );
        assert!(out.exists(), "{}", ran.told);
        let folder = above.join(format!("nop/{period}"));
        fs::create_dir_all(&folder).unwrap();
        fs::rename(&out, folder.join("huyen-an.xlsx")).unwrap();
    }
    (below, above)
}

#[test]
fn a_month_and_a_quarter_of_the_province_are_those_of_the_district_whoever_was_silent() {
    let shapes = [
        ["1111", "1111"],
        ["1011", "1111"],
        ["1111", "1101"],
        ["1110", "1111"],
        ["1001", "1011"],
        ["1011", "1101"],
        ["1111", "1110"],
        ["1011", "1110"],
        ["0111", "1111"],
        ["0101", "0101"],
        ["0011", "1011"],
        ["1111", "0001"],
    ];
    for shape in shapes {
        let temp = tempfile::tempdir().unwrap();
        let (below, above) = months(temp.path(), shape);
        for period in ["2024-04", "2024-05", "2024-06", "2024-Q2", "2024-H1"] {
            let words =
                ["aggregate", "-p", period, "--today", "2024-07-06", "-n", "--format", "json"];
            let [district, province] = [&below, &above].map(|of| giaingan(of, &words).report());
            let of = |report: &Value, name: &str| report["totals"][name].clone();
            let name = format!("{shape:?} {period}: {:#}", province["findings"]);
            assert_eq!(errors(&province), [""; 0], "{name}");
            assert_eq!(of(&province, "cumulative"), of(&district, "cumulative"), "{name}");
            assert_eq!(of(&province, "carried"), of(&district, "carried"), "{name}");
            let [ours, theirs] =
                [&province, &district].map(|of| of["totals"]["in_period"].as_i64().unwrap());
            match of(&province, "in_period_known") == true {
                true => assert_eq!(ours, theirs, "{name}"),
                // More is known of each commune below than of all together.
                false => assert!(ours <= theirs, "{name}: {ours} of {theirs}"),
            }
            // Who fell silent within the quarter and came back in it is known; who never reported before it is not.
            let is_simple = shape.iter().all(|of| of.starts_with('1') && of.ends_with('1'));
            if is_simple {
                assert_eq!(of(&province, "in_period_known"), true, "{name}");
            }
        }
    }
}

/// Money of communes under every source and of all years, with what they propose, what hinders them and what they did.
fn proposing(temp: &Path) -> PathBuf {
    let folder = district(temp);
    let lines = "\
        Đơn vị tính: triệu đồng
        STT | Mã | Nội dung | Nguồn vốn | Năm vốn | Kế hoạch vốn | Giải ngân trong kỳ | Lũy kế giải ngân | Đề nghị hoàn trả | Đề nghị điều chỉnh kế hoạch
        1 | dtts.4.1 | | NSTW | 2024 | 2500 | 300 | 1200.25 | 100 |
        2 | dtts.4.1 | | NSTW | 2023 | 400 | 0 | 350 | | -20
        3 | ntm.2 | | NS tỉnh | 2024 | 800 | 50.125 | 150.125 | | 30
        4 | ntm.2 | | NS huyện | 2024 | 90 | 5 | 10 | 1 |
        5 | ntm.2 | | NS xã | 2024 | 80 | 5 | 11 | |
        6 | ntm.2 | | NSĐP | 2022 | 70 | 5 | 12 | | 2
        7 | ntm.2 | | Vốn nước ngoài | 2024 | 60 | 5 | 13 | |
        8 | ntm.2 | | Vốn khác | 2024 | 50 | 5 | 14 | |";
    let may = CLASSES.replace("15 | 4", "6 | 2");
    let path = folder.join("nop/2024-05/A-02.xlsx");
    report(&path, "Xã Bình Yên", 5, &[("Vốn sự nghiệp", IN_MAY), ("Kết quả", &may)]);
    let own = [
        ("Vốn đầu tư", lines),
        ("Vốn sự nghiệp", RECURRENT),
        ("Khó khăn", DIFFICULTY),
        ("Kết quả", CLASSES),
    ];
    report(&folder.join("nop/2024-06/A-01.xlsx"), "Xã An Hòa", 6, &own);
    folder
}

#[test]
fn a_workbook_in_english_goes_up_like_one_in_vietnamese_with_proposals_and_old_results() {
    let temp = tempfile::tempdir().unwrap();
    let below = proposing(temp.path());
    let district = told(&below);
    let proposals = |report: &Value| -> Vec<String> {
        let fields = ["program", "funding", "source", "plan_year", "to_return", "to_adjust"];
        let list = rows(report, "proposals").iter();
        list.map(|of| fields.map(|field| of[field].to_string()).join(" ")).collect()
    };
    assert_eq!(proposals(&district).len(), 5, "{}", district["proposals"]);
    assert_eq!(district["results"][0]["carried"], 1);
    for lang in ["vi", "en"] {
        let [above, centre] = ["tinh", "trung-uong"].map(|of| temp.path().join(of).join(lang));
        office(&above, ("Sở Tài chính tỉnh Minh", "tỉnh"), &[["T-01", "Huyện An", "huyện"]], &[]);
        office(&centre, ("Bộ Tài chính", "trung ương"), &[["TW-01", "Tỉnh Minh", "tỉnh"]], &[]);
        hand_up_in(lang, &below, &above.join("nop/2024-06"), "huyen-an.xlsx");
        hand_up_in(lang, &above, &centre.join("nop/2024-06"), "tinh-minh.xlsx");
        for folder in [&above, &centre] {
            let report = told(folder);
            // Of some sources nothing was assigned; all else is as it was written.
            let is_other =
                |of: &&Value| !["GN502", "GN606"].contains(&of["code"].as_str().unwrap());
            let other: Vec<&Value> = rows(&report, "findings").iter().filter(is_other).collect();
            assert!(other.is_empty(), "{lang} {other:#?}");
            let disbursed = by_key(&report, &DISBURSED);
            assert_eq!(disbursed, by_key(&district, &DISBURSED), "{lang}");
            assert_eq!(report["totals"]["plan"], district["totals"]["assigned"], "{lang}");
            assert_eq!(proposals(&report), proposals(&district), "{lang}");
            assert_eq!(report["results"][0]["done"], 9, "{lang}");
            assert_eq!(report["results"][0]["carried"], 1, "{lang}");
            assert_eq!(rows(&report, "obstacles").len(), 2, "{lang}");
            assert_eq!(report["obstacles"][0]["status"], district["obstacles"][0]["status"]);
        }
    }
    // What the forms do not print stays known where they were changed.
    let above = temp.path().join("tinh/vi");
    rewrite(&above.join("nop/2024-06/huyen-an.xlsx"), "worksheets/sheet3.xml", |sheet| {
        sheet.replace("<v>820.5</v>", "<v>830.5</v>")
    });
    let report = told(&above);
    assert_eq!(by_its_forms(&report).len(), 1);
    assert_eq!(proposals(&report), proposals(&district));
}

#[test]
fn what_an_office_types_into_its_sheets_is_read_or_said() {
    let temp = tempfile::tempdir().unwrap();
    let (_, above) = province(temp.path());
    let path = above.join("nop/2024-06/huyen-an.xlsx");
    let row = |number: u32, cells: &[(&str, &str)]| {
        let cell = |(column, text): &(&str, &str)| match text.parse::<f64>() {
            Ok(of) => format!("<c r=\"{column}{number}\"><v>{of}</v></c>"),
            Err(_) => {
                format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
            }
        };
        let cells: String = cells.iter().map(cell).collect();
        format!("<row r=\"{number}\">{cells}</row>")
    };
    let add = |sheet: &str, rows: String| sheet.replace("</sheetData>", &(rows + "</sheetData>"));
    rewrite(&path, "worksheets/sheet10.xml", |sheet| {
        // The period since when a difficulty has stood, of one of them.
        let from = sheet.find("<c r=\"Q13\"").unwrap_or_else(|| panic!("{sheet}"));
        let to = from + sheet[from..].find("</c>").unwrap() + 4;
        let damaged = format!("{}{}", &sheet[..from], &sheet[to..]);
        add(
            &damaged,
            row(
                60,
                &[
                    ("C", "Xã Mới"),
                    ("D", "Chương trình giảm nghèo bền vững"),
                    ("E", "Thiếu cán bộ"),
                    ("F", "Chủ quan"),
                ],
            ),
        )
    });
    rewrite(&path, "worksheets/sheet11.xml", |sheet| {
        let whole = [("B", "Lớp đào tạo nghề"), ("C", "lớp"), ("E", "10"), ("G", "8")];
        add(sheet, row(60, &whole) + &row(61, &whole[1..]))
    });
    let report = told(&above);
    let told = |of: &&Value| of["told"] == "Thiếu cán bộ" && of["component"] == "gn";
    let obstacles = rows(&report, "obstacles");
    assert_eq!(obstacles.len(), 3, "{:#}", report["obstacles"]);
    assert_eq!(obstacles.iter().filter(told).count(), 1, "{:#}", report["obstacles"]);
    let done: Vec<&Value> = rows(&report, "results").iter().map(|of| &of["done"]).collect();
    assert_eq!(done.iter().filter(|of| ***of == 8).count(), 1, "{:#}", report["results"]);
    let places: Vec<String> =
        by_its_forms(&report).iter().map(|of| format!("{} {}", of["sheet"], of["cell"])).collect();
    let places: Vec<String> = places.into_iter().map(|of| of.replace('"', "")).collect();
    assert_eq!(places, ["Khó khăn, vướng mắc E13", "Kết quả thực hiện E61"]);
}

#[test]
fn formulas_without_results_are_told_as_such() {
    let temp = tempfile::tempdir().unwrap();
    let (_, above) = province(temp.path());
    rewrite(&above.join("nop/2024-06/huyen-an.xlsx"), "worksheets/sheet", |sheet| {
        let mut parts = sheet.split("</f>");
        let first = parts.next().unwrap().to_owned();
        let bare = |part: &str| match part.strip_prefix("<v>").and_then(|of| of.split_once("</v>"))
        {
            Some((_, rest)) => rest.to_owned(),
            None => part.to_owned(),
        };
        parts.fold(first, |all, part| all + "</f>" + &bare(part))
    });
    let report = told(&above);
    let [finding] = by_its_forms(&report)[..] else { panic!("{:#}", report["findings"]) };
    let message = finding["message"].as_str().unwrap();
    assert!(message.contains("mở tệp bằng Excel") && !message.contains("bị sửa"), "{message}");
}
