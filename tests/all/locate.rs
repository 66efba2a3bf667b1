//! Faults put into sound reports, kind by kind, size by size, at every level of checks: is the suggestion the fault?
//!
//! `GIAINGAN_MEASURE=1 cargo test --test all locate:: -- --nocapture` prints the table.

#![allow(clippy::print_stdout, reason = "the table of the measurement")]

use std::collections::BTreeMap;

use serde_json::Value;

use self::faults::{Fault, Put};
use self::form::Level;
use self::workspace::code;
use super::program::check_june;

mod faults;
mod form;
mod workspace;

/// Nothing but rows that add up.
const PLAIN: Level = Level {
    name: "rows only",
    sources: false,
    formulas: false,
    rounded: false,
    register: false,
    previous: false,
    rates: true,
    measures: true,
};
/// Rows and columns that add up.
const BOTH_WAYS: Level = Level { name: "rows+columns", sources: true, ..PLAIN };

const LEVELS: [Level; 12] = [
    PLAIN,
    Level { name: "rows, previous", previous: true, ..PLAIN },
    BOTH_WAYS,
    Level { name: "… previous", previous: true, ..BOTH_WAYS },
    Level { name: "… register", register: true, ..BOTH_WAYS },
    Level { name: "… both", register: true, previous: true, ..BOTH_WAYS },
    Level { name: "formulas, both", formulas: true, register: true, previous: true, ..BOTH_WAYS },
    Level { name: "rounded, previous", rounded: true, previous: true, ..BOTH_WAYS },
    Level { name: "no rates", rates: false, ..PLAIN },
    Level { name: "no rates, both", rates: false, register: true, previous: true, ..BOTH_WAYS },
    Level { name: "cumulative only", rates: false, measures: false, previous: true, ..BOTH_WAYS },
    Level { name: "formulas", formulas: true, ..BOTH_WAYS },
];

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Outcome {
    /// The cell, and what should stand there.
    Right,
    /// The cell, with another figure.
    Cell,
    /// It is one of the two or three cells that are told.
    Tied,
    /// It is none of them.
    Astray,
    None,
    Wrong,
    /// No rule of figures found anything.
    Unseen,
}

const OUTCOMES: [Outcome; 7] = [
    Outcome::Right,
    Outcome::Cell,
    Outcome::Tied,
    Outcome::None,
    Outcome::Wrong,
    Outcome::Astray,
    Outcome::Unseen,
];

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
    let all = |wanted: &dyn Fn(usize) -> bool| OUTCOMES.map(|outcome| sum(wanted, outcome));
    let [right, cell, tied, none, wrong, astray, _] = all(&|_| true);
    let seen = right + cell + tied + none + wrong + astray;
    assert!(500 < seen);
    assert_eq!(wrong, 0, "better no suggestion than a wrong one");
    assert!(astray * 100 <= tied, "{astray} of {tied} ties are without the fault");
    // A formula says itself what it adds up.
    let of_ranges = tallies.iter().filter(|((fault, _), _)| Fault::OF_RANGES.contains(fault));
    let of_ranges: Vec<&Outcome> = of_ranges.flat_map(|(_, tally)| tally.keys()).collect();
    assert!(!of_ranges.is_empty() && of_ranges.iter().all(|of| **of == Outcome::Right));
    let [right, cell, tied, none, wrong, astray, _] = all(&|level| (2..6).contains(&level));
    let seen = right + cell + tied + none + wrong + astray;
    assert!(98 * seen <= 100 * right, "{right} of {seen}");
}

/// Runs the tool over a unit for each fault, and says what became of each.
fn run(level: Level, size: usize, seed: u64) -> Vec<(Fault, Outcome)> {
    let temp = tempfile::tempdir().unwrap();
    let made = workspace::make(temp.path(), level, size, seed);
    let findings = check_june(temp.path()).findings();
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
        let candidates = findings.iter().flat_map(|of| of["candidates"].as_array().unwrap());
        let candidates: Vec<&str> = candidates.map(|of| of["cell"].as_str().unwrap()).collect();
        let is_there = put.cell.split(' ').any(|cell| candidates.contains(&cell));
        // The finding names the cell and what it should hold: there is nothing to add.
        let of_cell = |of: &&&Value| of["cell"] == *put.cell && put.value.is_some();
        let is_value = |of: &&Value| of["expected"].as_i64() == put.value;
        if findings.iter().filter(is_about).count() == 1
            && findings.iter().filter(of_cell).any(is_value)
        {
            return Outcome::Right;
        }
        return match (put.cell.is_empty(), candidates.is_empty(), is_there) {
            (true, ..) => Outcome::Right,
            (_, true, _) => Outcome::None,
            (.., true) => Outcome::Tied,
            (.., false) => Outcome::Astray,
        };
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

fn print(tallies: &BTreeMap<(Fault, usize), BTreeMap<Outcome, usize>>) {
    print!("{:<16}", "");
    for level in LEVELS {
        print!("{:>18}", level.name);
    }
    println!("   (right/cell only/tied/none/wrong/astray/unseen)");
    let told = |tally: &BTreeMap<Outcome, usize>| {
        let of = |outcome| tally.get(&outcome).copied().unwrap_or(0);
        OUTCOMES.map(of).map(|count| count.to_string()).join("/")
    };
    let add = |keep: &dyn Fn(Fault, usize) -> bool| {
        let mut sum: BTreeMap<Outcome, usize> = BTreeMap::new();
        for (_, tally) in tallies.iter().filter(|((fault, level), _)| keep(*fault, *level)) {
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
