//! What we wrote ourselves against the crate for it: packed lines, XML, JSON lines. Ours stays where it is clearly faster.
//!
//! `cargo bench --bench own` has both do the same work in turns and prints how many times as long the crate takes, the
//! middle one of all rounds and the extremes. It judges nothing: machines are noisy.

#![allow(clippy::unwrap_used, reason = "a bench that cannot make its own files has failed")]
#![allow(clippy::print_stdout, reason = "its figures are what it is for")]

mod packed;
mod xml;
mod json;

use std::fs;
use std::hint::black_box;
use std::time::Instant;

use giaingan::domain;
use giaingan::domain::code::UnitCode;
use giaingan::domain::key::{Funding, Key, PlanYear, Source, Work};
use giaingan::domain::known::Known;
use giaingan::domain::money::Money;
use giaingan::domain::submission::Measure;
use giaingan::domain::summary::{Standing, SummaryLine};

/// How often both have their turn.
const ROUNDS: usize = 9;
/// What ours takes in a turn, in seconds, far above what the clock can tell.
const TURN: f64 = 0.06;

fn main() {
    println!("{:52}{:>8}{:>16}", "the crate takes … times as long", "middle", "extremes");
    packed::run();
    xml::run();
    json::run();
}

/// Has ours and the crate do the same in turns.
fn duel<A, B>(name: &str, mut ours: impl FnMut() -> A, mut theirs: impl FnMut() -> B) {
    let mut once = || seconds(1, &mut ours);
    once();
    let times = (TURN / once().max(1e-6)).ceil() as usize;
    let mut ratios: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let own = seconds(times, &mut ours);
            seconds(times, &mut theirs) / own
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    let extremes = format!("{:.2} – {:.2}", ratios[0], ratios[ROUNDS - 1]);
    println!("{name:52}{:>8.2}{extremes:>16}", ratios[ROUNDS / 2]);
}

/// The seconds that doing something so often takes.
fn seconds<T>(times: usize, what: &mut impl FnMut() -> T) -> f64 {
    let (began, before) = (Instant::now(), of_processor());
    for _ in 0..times {
        black_box(what());
    }
    match (before, of_processor()) {
        (Some(before), Some(after)) if before < after => after - before,
        _ => began.elapsed().as_secs_f64(),
    }
}

/// The seconds of the processor that this thread took, where the system is Linux and tells it.
fn of_processor() -> Option<f64> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = told.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// The lines of a unit with 300 works, each paid from two sources of two years (số liệu minh họa).
fn lines() -> Vec<SummaryLine> {
    let unit = UnitCode::new("HL-01").unwrap();
    let works = (0..300).map(|number| {
        let work = Work::named(&format!("Đường trục thôn Đồng Lươn, đoạn {number}"));
        (number, format!("gn.{}", 1 + number / 50), work)
    });
    let mut lines = Vec::new();
    for (number, component, work) in works {
        for (source, year) in
            [Source::Central, Source::District].into_iter().flat_map(|of| [(of, 2023), (of, 2024)])
        {
            let dong = |part: i64| Money::from_dong((number + 1) * 1_000_000 * part + 250_000);
            lines.push(SummaryLine {
                unit: unit.clone(),
                key: Key {
                    component: component.parse().unwrap(),
                    work: Some(work.clone()),
                    funding: Funding::Investment,
                    source: Some(source),
                    year: PlanYear::Of(year),
                },
                plan: dong(9),
                stated: [(Measure::Plan, dong(9)), (Measure::Volume, dong(7))]
                    .into_iter()
                    .collect(),
                in_period: dong(2),
                in_period_known: Some(Known::Stated),
                cumulative: dong(5),
                basis: Some(Known::Implied),
                carried: Money::ZERO,
                standing: Standing::Counted,
                place: Some((3, 1, number as u32 + 12)),
            });
        }
    }
    lines
}
