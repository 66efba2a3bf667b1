//! The figures for other programs: what is exported comes to what is printed, to the đồng.
//! All amounts are số liệu minh họa.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::RowAccessor as _;
use serde_json::Value;

use super::program::{Ran, giaingan, rows};
use super::workspace::{copied, example, files, fixture};
use super::{closing, upward};

/// What stands in a row, by the names of the columns.
type Figure = BTreeMap<String, String>;

/// By program, funding type, source, plan year and measure.
type Sums = BTreeMap<[String; 5], i64>;

fn export(folder: &Path, words: &[&str]) -> Ran {
    let ran = giaingan(folder, &[&["export", "--today", "2025-01-10"], words].concat());
    assert!(!ran.told.contains("panicked"), "{}", ran.told);
    ran
}

fn file(folder: &Path, period: &str, extension: &str) -> PathBuf {
    folder.join(format!("ket-qua/{period}/So lieu chi tiet {period}.{extension}"))
}

/// The figures of a period as they were exported; the Parquet file has as many rows and comes to the same.
fn figures(folder: &Path, period: &str) -> Vec<Figure> {
    let bytes = fs::read(file(folder, period, "csv")).unwrap();
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("Excel knows it by its BOM");
    let mut reader = csv::Reader::from_reader(text);
    let figures: Vec<Figure> = reader.deserialize().map(|row| row.unwrap()).collect();
    let parquet =
        SerializedFileReader::new(fs::File::open(file(folder, period, "parquet")).unwrap())
            .unwrap();
    let headings = reader.headers().unwrap();
    let at = headings.iter().position(|name| name == "amount").unwrap();
    let amounts = parquet.get_row_iter(None).unwrap().map(|row| row.unwrap().get_long(at).ok());
    let own = figures.iter().map(|of| of["amount"].parse::<i64>().ok());
    assert!(amounts.eq(own), "both files hold the same amounts in the same order");
    figures
}

fn add(sums: &mut Sums, of: [&str; 5], amount: i64) {
    let sum = sums.entry(of.map(str::to_owned)).or_default();
    *sum += amount;
}

/// What is exported must come to what `aggregate` says of the same folder: the whole, by program and funding type, by unit,
/// and every line by source and plan year.
fn agree(folder: &Path, period: &str) -> Vec<Figure> {
    let ran = export(folder, &["-p", period]);
    assert_ne!(ran.code, Some(2), "{}", ran.told);
    let figures = figures(folder, period);
    let words = ["aggregate", "-n", "--format", "json", "--today", "2025-01-10", "-p", period];
    let report = giaingan(folder, &words).report();
    let sum = |measure: &str, is_in: &dyn Fn(&Figure) -> bool| -> i64 {
        let of = figures.iter().filter(|of| of["measure"] == measure && is_in(of));
        of.filter_map(|of| of["amount"].parse::<i64>().ok()).sum()
    };
    let told = |row: &Value, measure: &str| row[measure].as_i64().unwrap();
    for measure in ["assigned", "allocated", "plan", "in_period", "cumulative", "carried"] {
        assert_eq!(sum(measure, &|_| true), told(&report["totals"], measure), "{measure}");
    }
    for row in rows(&report, "by_program_funding") {
        let is_in = |of: &Figure| {
            row["program"] == of["program"][..] && row["funding"] == of["funding"][..]
        };
        for measure in ["plan", "in_period", "cumulative"] {
            assert_eq!(sum(measure, &is_in), told(row, measure), "{row}");
        }
    }
    for row in rows(&report, "by_unit") {
        let is_in = |of: &Figure| row["unit"] == of["unit"][..];
        for measure in ["plan", "in_period", "cumulative", "carried"] {
            assert_eq!(sum(measure, &is_in), told(row, measure), "{row}");
        }
    }
    let measures = ["volume", "in_period", "cumulative", "forecast", "to_return", "to_adjust"];
    let (mut of_lines, mut exported) = (Sums::new(), Sums::new());
    for line in rows(&report, "lines") {
        let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let program = text("component");
        let program = program.split('.').next().unwrap();
        let year = line["plan_year"].as_i64().map(|year| year.to_string()).unwrap_or_default();
        for measure in measures {
            let key = [program, &text("funding"), &text("source"), &year, measure];
            add(&mut of_lines, key, line[measure].as_i64().unwrap_or_default());
        }
    }
    for of in figures.iter().filter(|of| measures.contains(&&*of["measure"])) {
        let key = ["program", "funding", "source", "plan_year", "measure"].map(|name| &*of[name]);
        add(&mut exported, key, of["amount"].parse().unwrap_or_default());
    }
    for sums in [&mut of_lines, &mut exported] {
        sums.retain(|_, sum| *sum != 0);
    }
    assert_eq!(exported, of_lines);
    let adjusted = report["adjustments"]["amount"].as_i64().unwrap_or_default();
    assert_eq!(sum("adjustment", &|_| true), adjusted);
    assert_eq!(sum("set_aside", &|_| true), told(&report["control"], "amount_set_aside"));
    for of in &figures {
        assert!(of["known"] == "true" || of["amount"] != "0", "unknown is no 0: {of:?}");
        assert!(of["known"] == "false" || !of["amount"].is_empty(), "{of:?}");
        assert_eq!(of["period"], period);
    }
    figures
}

#[test]
fn a_month_and_a_quarter_come_to_their_totals_and_figures_know_their_cells() {
    let temp = example("huu-lung-2024");
    agree(temp.path(), "2024-Q2");
    let figures = agree(temp.path(), "2024-06");
    let is_it = |of: &&Figure| {
        of["unit"] == "HL-05" && of["component"] == "gn.3.1" && of["measure"] == "cumulative"
    };
    let found: Vec<&Figure> = figures.iter().filter(is_it).collect();
    let [of] = found[..] else { panic!("{found:?}") };
    let place = ["amount", "basis", "file", "sheet", "cell"].map(|name| &*of[name]);
    let file = "nop/2024-06/HL-05 báo cáo tháng 6 năm 2024.xlsx";
    assert_eq!(place, ["35400000", "stated", file, "Vốn sự nghiệp", "H15"]);
    // Of a silent unit its last cumulative stands, and what it paid in the period nobody knows.
    let of_silent = |measure: &str| {
        let of = figures.iter().find(|of| of["kind"] == "provisional" && of["measure"] == measure);
        let of = of.unwrap();
        (of["basis"].clone(), of["known"].clone(), of["amount"].is_empty())
    };
    assert_eq!(of_silent("cumulative"), ("carried".into(), "true".into(), false));
    assert_eq!(of_silent("in_period"), (String::new(), "false".into(), true));
}

#[test]
fn what_came_up_from_below_comes_to_its_totals_and_is_known_as_it_was_there() {
    let temp = tempfile::tempdir().unwrap();
    let (district, province) = upward::province(temp.path());
    agree(&district, "2024-06");
    let figures = agree(&province, "2024-06");
    let told = |component: &str, year: &str, measure: &str| {
        let is_it = |of: &&Figure| {
            [&*of["component"], &*of["plan_year"], &*of["measure"]] == [component, year, measure]
        };
        let found: Vec<&Figure> = figures.iter().filter(is_it).collect();
        let [of] = found[..] else { panic!("{found:?}") };
        ["amount", "basis", "known", "cell"].map(|name| of[name].clone())
    };
    // The form has a cell for what is disbursed, and none for what goes up beside it.
    assert_eq!(told("dtts.4.1", "2023", "cumulative"), ["350000000", "stated", "true", "N17"]);
    assert_eq!(told("dtts.4.1", "2023", "volume"), ["390000000", "stated", "true", ""]);
    assert_eq!(told("gn.4", "2024", "carried"), ["200500000", "carried", "true", ""]);
    assert_eq!(told("gn.4", "2024", "in_period"), ["100000000", "at-least", "false", "H16"]);
}

#[test]
fn silence_and_unreadable_cells_are_rows_without_an_amount() {
    let temp = copied(&fixture("missing-zero"));
    let figures = agree(temp.path(), "2024-06");
    let missing: Vec<&Figure> = figures.iter().filter(|of| of["kind"] == "missing").collect();
    assert!(!missing.is_empty());
    for of in missing {
        assert_eq!([&*of["amount"], &*of["basis"], &*of["known"]], ["", "", "false"]);
        assert_ne!(of["component"], "");
    }
    let temp = copied(&fixture("error-cell"));
    let figures = agree(temp.path(), "2024-06");
    let aside: Vec<&Figure> = figures.iter().filter(|of| of["kind"] == "set-aside").collect();
    assert!(
        !aside.is_empty()
            && aside.iter().all(|of| !of["cell"].is_empty() && !of["rule"].is_empty())
    );
    let temp = copied(&fixture("missing-carry"));
    agree(temp.path(), "2024-06");
}

#[test]
fn a_closed_period_is_exported_as_it_was_closed_with_the_number_of_its_edition() {
    let temp = closing::two_months();
    let folder = temp.path();
    let open = agree(folder, "2024-01");
    closing::close(folder, "2024-01");
    closing::report(folder, 2, 1, 170, 170);
    let ran = export(folder, &["-p", "2024-01"]);
    assert_eq!(ran.code, Some(0), "{}", ran.told);
    assert!(ran.told.contains("A-03.xlsx bị sửa sau khi chốt"), "{}", ran.told);
    let mut closed = figures(folder, "2024-01");
    for of in &mut closed {
        assert_eq!(of.insert("edition".to_owned(), String::new()).as_deref(), Some("1"));
    }
    assert_eq!(closed, open);
    for extension in ["csv", "parquet"] {
        let copy = file(folder, "2024-01", extension);
        let kept = folder.join("chot/2024-01/1").join(copy.file_name().unwrap());
        assert!(fs::read(kept).unwrap() == fs::read(copy).unwrap());
    }
    // What came later stands in the next open period, on rows of its own.
    let next = agree(folder, "2024-02");
    let adjustment: Vec<_> = next.iter().filter(|of| of["kind"] == "adjustment").collect();
    let [of] = adjustment[..] else { panic!("{adjustment:?}") };
    assert_eq!([&*of["unit"], &*of["amount"]], ["A-03", "70000000"]);
}

#[test]
fn an_edition_of_a_version_that_exported_nothing_says_what_to_do() {
    let temp = copied(&fixture("closed-period-changed"));
    let ran = export(temp.path(), &["-p", "2024-05"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.told.contains("mở chốt rồi chốt lại"), "{}", ran.told);
    agree(temp.path(), "2024-06");
}

#[test]
fn the_same_bytes_twice_and_what_somebody_changed_stays() {
    let temp = example("huu-lung-2024");
    let folder = temp.path().join("ket-qua");
    let ran = export(temp.path(), &["-p", "2024-06", "-n"]);
    assert_eq!(ran.shown.lines().count(), 3, "{}", ran.shown);
    assert!(!folder.exists());
    export(temp.path(), &["-p", "2024-06"]);
    let first = files(&folder);
    export(temp.path(), &["-p", "2024-06", "--lang", "en"]);
    assert!(files(&folder) == first, "in every language");
    assert_eq!(first.len(), 3);
    let csv = file(temp.path(), "2024-06", "csv");
    fs::write(&csv, "của tôi").unwrap();
    let ran = export(temp.path(), &["-p", "2024-06"]);
    assert!(ran.told.contains("đã được sửa sau khi giaingan ghi"), "{}", ran.told);
    assert_eq!(fs::read_to_string(&csv).unwrap(), "của tôi");
    assert_eq!(files(&folder).len(), 4);
    // No run takes any of them for a report.
    let ran = giaingan(temp.path(), &["aggregate", "-n", "-p", "2024-06", "--format", "json"]);
    let report = ran.report();
    assert!(
        !rows(&report, "submissions").iter().any(|of| of["file"].to_string().contains("ket-qua"))
    );
}
