//! Faults put into sound reports, kind by kind, size by size, at every level of checks: is the suggestion the fault?
//!
//! `GIAINGAN_MEASURE=1 cargo test --test locate -- --nocapture` prints the table.

#![allow(clippy::unwrap_used, reason = "a test that cannot write its own files has failed")]
#![allow(clippy::print_stdout, reason = "the table of the measurement")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use self::faults::{Fault, Put, put};
use self::form::{Chance, Form, Level};

#[path = "locate/faults.rs"]
mod faults;
#[path = "locate/form.rs"]
mod form;

const LEVELS: [Level; 8] = [
    Level {
        name: "rows only",
        sources: false,
        formulas: false,
        rounded: false,
        register: false,
        previous: false,
    },
    Level {
        name: "rows, previous",
        sources: false,
        formulas: false,
        rounded: false,
        register: false,
        previous: true,
    },
    Level {
        name: "rows+columns",
        sources: true,
        formulas: false,
        rounded: false,
        register: false,
        previous: false,
    },
    Level {
        name: "… previous",
        sources: true,
        formulas: false,
        rounded: false,
        register: false,
        previous: true,
    },
    Level {
        name: "… register",
        sources: true,
        formulas: false,
        rounded: false,
        register: true,
        previous: false,
    },
    Level {
        name: "… both",
        sources: true,
        formulas: false,
        rounded: false,
        register: true,
        previous: true,
    },
    Level {
        name: "formulas, both",
        sources: true,
        formulas: true,
        rounded: false,
        register: true,
        previous: true,
    },
    Level {
        name: "rounded, previous",
        sources: true,
        formulas: false,
        rounded: true,
        register: false,
        previous: true,
    },
];

/// Faults of each kind, size and level.
const EACH: usize = 3;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Outcome {
    /// The cell, and what should stand there.
    Right,
    /// The cell, with another figure.
    Cell,
    None,
    Wrong,
    /// No rule of figures found anything.
    Unseen,
}

#[test]
fn the_suggestion_is_the_fault_that_was_made() {
    let mut tallies: BTreeMap<(Fault, usize), BTreeMap<Outcome, usize>> = BTreeMap::new();
    for (at, level) in LEVELS.iter().enumerate() {
        for size in 0..3 {
            for (fault, outcome) in run(*level, size, (at * 3 + size) as u64) {
                *tallies.entry((fault, at)).or_default().entry(outcome).or_default() += 1;
            }
        }
    }
    if std::env::var_os("GIAINGAN_MEASURE").is_some() {
        print(&tallies);
    }
    let sum = |wanted: &dyn Fn(usize) -> bool, outcome: Outcome| -> usize {
        let of = tallies.iter().filter(|((_, level), _)| wanted(*level));
        of.filter_map(|(_, tally)| tally.get(&outcome)).sum()
    };
    let all = |wanted: &dyn Fn(usize) -> bool| {
        [Outcome::Right, Outcome::Cell, Outcome::None, Outcome::Wrong]
            .map(|outcome| sum(wanted, outcome))
    };
    let [right, cell, none, wrong] = all(&|_| true);
    assert!(500 < right + cell + none + wrong);
    assert!(wrong * 100 <= 2 * (right + cell + none + wrong), "{wrong} wrong");
    let [right, cell, none, wrong] = all(&|level| (2..6).contains(&level));
    assert!(85 * (right + cell + none + wrong) <= 100 * right, "{right} {cell} {none} {wrong}");
}

/// Makes a workspace with a unit for each fault, and says what became of each.
fn run(level: Level, size: usize, seed: u64) -> Vec<(Fault, Outcome)> {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path();
    let mut made: Vec<(Fault, Put)> = Vec::new();
    let mut journal: Vec<(String, String, &str, f64)> = Vec::new();
    let mut receipts = "unit,period,file,received_at,sha256\n".to_owned();
    for (fault, nth) in
        Fault::ALL.into_iter().flat_map(|fault| (0..EACH).map(move |nth| (fault, nth)))
    {
        let seed = seed * 10_007 + fault as u64 * 101 + nth as u64;
        let mut form = Form::new(size, level, seed, 6);
        let sound = form.clone();
        let Some(put) = put(fault, &mut form, level, &mut Chance(seed + 5)) else { continue };
        let (code, name) = (code(made.len()), format!("Xã Mẫu {}", made.len() + 1));
        let mut write = |month: u32, form: &Form| {
            let file = format!("nop/2024-0{month}/{code}.xlsx");
            let path = root.join(&file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, form.workbook(&name, month)).unwrap();
            receipts +=
                &format!("{code},2024-0{month},{file},2024-0{}-02T08:00:00+07:00,\n", month + 1);
        };
        write(6, &form);
        if level.previous {
            write(5, &Form::new(size, level, seed, 5));
        }
        if level.register {
            journal.extend(
                sound
                    .plan()
                    .into_iter()
                    .map(|(id, source, amount)| (code.clone(), id, source, amount)),
            );
        }
        made.push((fault, put));
    }
    fs::write(root.join("tiep-nhan.csv"), receipts).unwrap();
    fs::write(
        root.join("giaingan.toml"),
        "[office]\nname = \"Số liệu minh họa\"\nyear = 2024\nmoney_unit = \"triệu đồng\"\n",
    )
    .unwrap();
    register(root, made.len(), &journal);
    let findings = check(root);
    let judge = |(at, (fault, put)): (usize, (Fault, Put))| {
        let own: Vec<&Value> =
            findings.iter().filter(|finding| finding["unit"] == *code(at)).collect();
        let outcome = outcome(&own, &put, level);
        if std::env::var_os("GIAINGAN_MEASURE").is_some() && outcome != Outcome::Right {
            let told: Vec<String> = own
                .iter()
                .map(|finding| {
                    format!(
                        "{}@{} {} ~ {}",
                        finding["code"],
                        finding["cell"],
                        finding["difference"],
                        finding["suggestion"]["message"]
                    )
                })
                .collect();
            println!(
                "{} {size} {} {fault:?} {outcome:?} {put:?}\n    {}",
                level.name,
                code(at),
                told.join("\n    ")
            );
        }
        (fault, outcome)
    };
    made.into_iter().enumerate().map(judge).collect()
}

fn code(at: usize) -> String {
    format!("HL-{:03}", at + 1)
}

fn outcome(findings: &[&Value], put: &Put, level: Level) -> Outcome {
    let about = ["GN2", "GN3", "GN4", "GN5", "GN6"];
    let is_about = |finding: &&&Value| {
        about.iter().any(|family| finding["code"].as_str().unwrap().starts_with(family))
            && finding["severity"] != "note"
    };
    if !findings.iter().any(|finding| is_about(&finding)) {
        return Outcome::Unseen;
    }
    let Some(told) = findings.iter().find(|finding| !finding["suggestion"].is_null()) else {
        return if put.cell.is_empty() { Outcome::Right } else { Outcome::None };
    };
    let told = &told["suggestion"];
    // What was rounded may be put right to a few of the last digit.
    let allowed = if level.rounded { 8_000_000 } else { 0 };
    let is_near = |told: &Value, value: i64| {
        told["value"].as_i64().is_some_and(|told| (told - value).abs() <= allowed)
    };
    let is_there = put.cell.split(' ').any(|cell| told["cell"] == *cell);
    match (is_there, put.value.is_none_or(|value| is_near(told, value))) {
        (true, true) => Outcome::Right,
        (true, false) => Outcome::Cell,
        (false, _) => Outcome::Wrong,
    }
}

fn register(root: &Path, units: usize, journal: &[(String, String, &str, f64)]) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Đơn vị").unwrap();
    sheet.write_row(0, 0, ["Mã đơn vị", "Tên đơn vị", "Loại"]).unwrap();
    for at in 0..units {
        sheet
            .write_row(at as u32 + 1, 0, [code(at), format!("Xã Mẫu {}", at + 1), "xã".to_owned()])
            .unwrap();
    }
    let sheet = book.add_worksheet().set_name("Kế hoạch vốn").unwrap();
    sheet.write(0, 0, "Đơn vị tính: triệu đồng").unwrap();
    let heads = [
        "Số quyết định",
        "Ngày",
        "Mã đơn vị",
        "Mã nội dung",
        "Loại vốn",
        "Nguồn vốn",
        "Năm vốn",
        "Số tiền",
    ];
    sheet.write_row(2, 0, heads).unwrap();
    for (at, (unit, component, source, amount)) in journal.iter().enumerate() {
        let row = at as u32 + 3;
        sheet
            .write_row(row, 0, ["15/QĐ-UBND", "15/01/2024", unit, component, "SN", source])
            .unwrap();
        sheet.write(row, 6, 2024).unwrap();
        sheet.write(row, 7, *amount).unwrap();
    }
    book.save(root.join("danh-muc.xlsx")).unwrap();
}

fn check(root: &Path) -> Vec<Value> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_giaingan"));
    command
        .args(["check", "-p", "2024-06", "--today", "2024-07-06", "--format", "json"])
        .current_dir(root);
    let done = command.output().unwrap();
    let report: Value = serde_json::from_slice(&done.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&done.stderr)));
    report["findings"].as_array().unwrap().clone()
}

fn print(tallies: &BTreeMap<(Fault, usize), BTreeMap<Outcome, usize>>) {
    print!("{:<16}", "");
    for level in LEVELS {
        print!("{:>18}", level.name);
    }
    println!("   (right/cell only/none/wrong/unseen)");
    let told = |tally: &BTreeMap<Outcome, usize>| {
        let of = |outcome| tally.get(&outcome).copied().unwrap_or(0);
        let counts =
            [Outcome::Right, Outcome::Cell, Outcome::None, Outcome::Wrong, Outcome::Unseen].map(of);
        counts.map(|count| count.to_string()).join("/")
    };
    let add = |keep: &dyn Fn(Fault, usize) -> bool| {
        let mut sum: BTreeMap<Outcome, usize> = BTreeMap::new();
        for ((fault, level), tally) in
            tallies.iter().filter(|((fault, level), _)| keep(*fault, *level))
        {
            let _ = (fault, level);
            tally.iter().for_each(|(outcome, count)| *sum.entry(*outcome).or_default() += count);
        }
        told(&sum)
    };
    for fault in Fault::ALL {
        print!("{:<16}", format!("{fault:?}"));
        for level in 0..LEVELS.len() {
            print!("{:>18}", add(&|of, at| (of, at) == (fault, level)));
        }
        println!("   {}", add(&|of, _| of == fault));
    }
    print!("{:<16}", "all");
    for level in 0..LEVELS.len() {
        print!("{:>18}", add(&|_, at| at == level));
    }
    println!("   {}", add(&|_, _| true));
}
