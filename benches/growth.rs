//! How the time of a run grows with what it reads: a file sixteen times as large should take about sixteen times as long.
//!
//! `cargo bench --bench growth` writes workspaces of one shape in three sizes, checks each, and prints the processor's
//! seconds and the slope between them: 1 is linear, 2 is square. It reports and judges nothing: machines are noisy.

#![allow(clippy::unwrap_used, reason = "a bench that cannot write its own files has failed")]
#![allow(clippy::print_stdout, reason = "its figures are what it is for")]

#[path = "../tests/all/book.rs"]
mod book;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use book::{JOURNAL, Row, book, row};

/// How much larger each size is than the first. The largest takes about a second, as far as a report may be so large.
const SIZES: [usize; 3] = [1, 4, 16];
/// Each size is run so often, and the middle one counts.
const RUNS: usize = 3;

/// The name of a shape, and what writes a workspace of a size into a folder.
type Shape = (&'static str, fn(&Path, usize));

const SHAPES: [Shape; 10] = [
    ("rows of a table", |folder, size| {
        report(folder, "a.xlsx", &heading(0), works(1_200 * size, "5"));
    }),
    ("letters of its headings", |folder, size| {
        report(folder, "a.xlsx", &heading(2_000 * size), works(100, "5"));
    }),
    ("words in its money cells", |folder, size| {
        report(folder, "a.xlsx", &heading(0), works(1_200 * size, "chưa có khối lượng"));
    }),
    ("decisions of the journal", |folder, size| {
        report(folder, "a.xlsx", &heading(0), works(10, "5"));
        register(folder, (0..8_000 * size).map(planned));
    }),
    ("planned works, unreported", |folder, size| {
        report(folder, "a.xlsx", &heading(0), works(10, "5"));
        register(
            folder,
            (0..1_000 * size).map(|at| decision(at, &format!("Mô hình {at}"), "0.05")),
        );
    }),
    ("planned works, reported", |folder, size| {
        report(folder, "a.xlsx", &heading(0), works(1_500 * size, "5"));
        let work = |at: usize| format!("Công trình số {}", 1 + at / 2);
        register(folder, (0..3_000 * size).map(|at| decision(at, &work(at), "4.5")));
    }),
    ("planned works, other plans", |folder, size| {
        report(folder, "a.xlsx", &heading(0), works(500 * size, "5"));
        let work = |at: usize| format!("Công trình số {}", 1 + at / 2);
        register(folder, (0..1_000 * size).map(|at| decision(at, &work(at), "4")));
    }),
    ("receipts", |folder, size| {
        report(folder, "a.xlsx", &heading(0), works(10, "5"));
        let line = |number: usize| {
            let day = 1 + number % 28;
            format!("X1,2024-05,nop/2024-05/{number}.xlsx,2024-06-{day:02}T08:00:00+07:00,\n")
        };
        let lines: String = (0..30_000 * size).map(line).collect();
        fs::write(folder.join("tiep-nhan.csv"), format!("{RECEIPTS}{lines}")).unwrap();
    }),
    ("files of one unit", |folder, size| {
        for number in 0..30 * size {
            report(folder, &format!("{number}.xlsx"), &heading(0), works(20, "5"));
        }
    }),
    ("files that share no line", |folder, size| {
        for number in 0..50 * size {
            let mut rows = works(3, "5");
            let own = rows.iter_mut().filter(|row| row[1].starts_with("Công trình"));
            own.for_each(|row| row[1].push_str(&format!(" đợt {number}")));
            report(folder, &format!("{number}.xlsx"), &heading(0), rows);
        }
    }),
];

const RECEIPTS: &str = "unit,period,file,received_at,sha256\n";

fn main() {
    println!("{:28}{:>10}{:>10}{:>10}{:>8}", "seconds at size", "1", "4", "16", "slope");
    for (name, write) in SHAPES {
        let seconds = SIZES.map(|size| {
            let folder = tempfile::tempdir().unwrap();
            workspace(folder.path());
            write(folder.path(), size);
            let mut runs: Vec<f64> = (0..RUNS).map(|_| seconds_of_a_run(folder.path())).collect();
            runs.sort_by(f64::total_cmp);
            runs[RUNS / 2]
        });
        // The start of the program is most of what a small file takes.
        let slope = (seconds[2] / seconds[1]).ln() / 4_f64.ln();
        let [one, four, sixteen] = seconds;
        println!("{name:28}{one:>10.2}{four:>10.2}{sixteen:>10.2}{slope:>8.2}");
    }
}

/// The seconds of the processor, in the program's own code, that a check of a workspace takes.
fn seconds_of_a_run(folder: &Path) -> f64 {
    let program = std::env::var_os("GIAINGAN_PROGRAM");
    let before = seconds_of_children();
    let status = Command::new(program.unwrap_or(env!("CARGO_BIN_EXE_giaingan").into()))
        .args(["check", "-p", "2024-06", "--today", "2024-07-06", "--format", "json"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
    seconds_of_children() - before
}

/// What the processes that this one started took, as Linux tells it in hundredths of a second.
fn seconds_of_children() -> f64 {
    let told = fs::read_to_string("/proc/self/stat").unwrap();
    let (_, behind_name) = told.rsplit_once(')').unwrap();
    let of_children = behind_name.split_whitespace().nth(13).unwrap();
    of_children.parse::<f64>().unwrap() / 100.0
}

/// A workspace with one unit.
fn workspace(folder: &Path) {
    let settings = "[office]\nname = \"Phòng Tài chính\"\nlevel = \"huyện\"\nyear = 2024\n";
    fs::write(folder.join("giaingan.toml"), settings).unwrap();
    register(folder, std::iter::empty());
}

/// One of many decisions on 200 works.
fn planned(number: usize) -> Row {
    decision(number, &format!("Công trình {}", number % 200), "5")
}

/// A decision on a work.
fn decision(number: usize, work: &str, amount: &str) -> Row {
    let number = format!("QĐ {number}");
    row(&[&number, "15/01/2024", "X1", "gn.2", work, "SN", "TW", "2024", amount, ""])
}

/// The register of the workspace, with these decisions in the plan journal.
fn register(folder: &Path, decisions: impl Iterator<Item = Row>) {
    let units = [["Mã đơn vị", "Tên đơn vị", "Loại"], ["X1", "Xã A", "xã"]];
    let journal = texts(&[&JOURNAL]).into_iter().chain(decisions).collect();
    let sheets = [("Đơn vị", texts(&[&units[0], &units[1]])), ("Kế hoạch vốn", journal)];
    book(&folder.join("danh-muc.xlsx"), &sheets);
}

/// The heading of a report; each of many columns says so many letters more.
fn heading(letters: usize) -> Vec<String> {
    let plain =
        ["STT", "Nội dung", "Kế hoạch vốn năm 2024", "Giải ngân trong kỳ", "Lũy kế giải ngân"];
    let mut heading: Vec<String> = plain.iter().map(|text| (*text).to_owned()).collect();
    if 0 < letters {
        let more = "ghi chú thêm của đơn vị ".chars().cycle().take(letters).collect::<String>();
        heading.extend((0..160).map(|number| format!("{more}{number}")));
    }
    heading
}

/// The rows of so many works, with this behind the plan.
fn works(count: usize, paid: &str) -> Vec<Row> {
    let work = |number: usize| {
        let name = format!("Công trình số {number}");
        [&number.to_string(), name.as_str(), "9", paid, paid].map(str::to_owned).to_vec()
    };
    let above = texts(&[
        &["I", "Chương trình mục tiêu quốc gia giảm nghèo bền vững", "", "", ""],
        &["1", "Dự án 2", "", "", ""],
    ]);
    above.into_iter().chain((1..=count).map(work)).collect()
}

/// A report of the unit for June.
fn report(folder: &Path, name: &str, heading: &[String], rows: Vec<Row>) {
    let above = texts(&[
        &["UBND XÃ A"],
        &["BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024 (số liệu minh họa)"],
        &["Đơn vị tính: triệu đồng"],
    ]);
    let rows = above.into_iter().chain([heading.to_vec()]).chain(rows).collect();
    book(&folder.join("nop/2024-06").join(name), &[("SN", rows)]);
}

fn texts(rows: &[&[&str]]) -> Vec<Row> {
    rows.iter().map(|texts| row(texts)).collect()
}
