use super::super::fixture::summary_of;
use super::*;
use crate::check::fixture::{World, difficulty, report, unit};
use crate::domain::submission::Submission;

/// A report that tells this, with its status, to be settled by the district.
fn telling(code: &str, period: &str, rows: &[(&str, &str)]) -> Submission {
    let row = |(text, status): &(&str, &str)| {
        let parts = [(Part::Difficulty, *text), (Part::Level, "huyện"), (Part::Status, *status)];
        difficulty("gn.2", &parts)
    };
    let difficulties = rows.iter().map(row).collect();
    Submission { difficulties, ..report(code, period, Vec::new()) }
}

/// Unit, status, first and last period, whether it is told now, the level it is proposed for.
fn shown(world: &World, period: &str, reports: &[Submission]) -> Vec<String> {
    let of: Period = period.parse().unwrap();
    let (current, earlier) =
        reports.iter().cloned().partition(|report| of.from() <= report.period.from());
    let summary = summary_of(period, world, current, earlier);
    let show = |of: &Obstacle| {
        let proposed = of.proposed.map_or("-", Level::id);
        let (now, status) = (if of.told_now { "now" } else { "then" }, of.status.id());
        format!("{} {} {status} {}..{} {now} {proposed}", of.unit, of.told, of.since, of.last)
    };
    summary.difficulties.iter().map(show).collect()
}

fn world() -> World {
    World::planning(&[("HL-01", "gn.2", 100.0), ("HL-02", "gn.2", 100.0)])
}

#[test]
fn what_was_told_once_is_open_until_it_is_settled() {
    let april = telling("HL-01", "2024-04", &[("Chậm", "Mới"), ("Thiếu", "")]);
    let may = telling("HL-01", "2024-05", &[("Thiếu", "Chưa giải quyết")]);
    let june = telling("HL-01", "2024-06", &[("Chậm", "Đã giải quyết")]);
    let july = telling("HL-01", "2024-07", &[("Chậm", "Đã giải quyết")]);
    let year = [april, may, june, july];
    assert_eq!(
        shown(&world(), "2024-05", &year[..2]),
        [
            "HL-01 Chậm new 2024-04..2024-04 then -",
            "HL-01 Thiếu in-progress 2024-04..2024-05 now -"
        ]
    );
    assert_eq!(
        shown(&world(), "2024-06", &year[..3]),
        [
            "HL-01 Chậm settled 2024-04..2024-06 now -",
            "HL-01 Thiếu in-progress 2024-04..2024-05 then province"
        ]
    );
    // What was settled before the period is no more.
    assert_eq!(
        shown(&world(), "2024-07", &year),
        ["HL-01 Thiếu in-progress 2024-04..2024-05 then province"]
    );
}

#[test]
fn two_whole_periods_at_a_level_propose_the_next() {
    let told = |period: &str| telling("HL-01", period, &[("Chậm", "")]);
    let after = |first: &str, period: &str| {
        let lines = shown(&world(), period, &[told(first), told(period)]);
        lines[0].rsplit(' ').next().unwrap().to_owned()
    };
    assert_eq!(after("2024-05", "2024-06"), "-");
    assert_eq!(after("2024-04", "2024-06"), "province");
    // A quarter counts as its reports come: by months.
    let year = ["2024-04", "2024-05", "2024-06"].map(told);
    assert!(shown(&world(), "2024-Q2", &year)[0].ends_with("now province"));
    assert_eq!(after("2024-Q1", "2024-Q2"), "-");
    assert_eq!(after("2024-Q1", "2024-Q3"), "province");
}

#[test]
fn what_a_merged_unit_told_is_its_successors() {
    let mut world = world();
    world.register.units[1].to = Some("2024-05-15".parse().unwrap());
    world.register.units[1].merged_into = Some(unit("HL-01"));
    let april = telling("HL-02", "2024-04", &[("Chậm", "")]);
    let june = telling("HL-01", "2024-06", &[]);
    assert_eq!(
        shown(&world, "2024-06", &[april.clone(), june]),
        ["HL-01 Chậm in-progress 2024-04..2024-04 then province"]
    );
    let told = telling("HL-01", "2024-06", &[("Chậm", "Đang giải quyết")]);
    assert_eq!(
        shown(&world, "2024-06", &[april, told]),
        ["HL-01 Chậm in-progress 2024-04..2024-06 now province"]
    );
}
