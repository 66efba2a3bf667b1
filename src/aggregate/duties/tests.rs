//! Who owes what, how it came, and what is left to do; the figures are of two units and three months.

use crate::aggregate::fixture::{summary_among, summary_of, summary_with};
use crate::check::fixture::*;
use crate::domain::place::Place;
use crate::domain::register::Unit;
use crate::domain::rule::{Finding, Problem, Severity};
use crate::domain::settings::{Exemption, Extension, MissingPolicy};
use crate::domain::submission::{Line, Submission};
use crate::domain::summary::{SubmissionRow, Summary};
use crate::rules;

const PLAN: [(&str, &str, f64); 4] = [
    ("HL-01", "gn.2", 100.0),
    ("HL-01", "ntm.2", 50.0),
    ("HL-02", "gn.2", 100.0),
    ("HL-02", "ntm.2", 50.0),
];

/// A report of a unit; `received` is the day in the register of receipts, none where it stands in none.
fn came(code: &str, month: &str, received: Option<&str>, lines: Vec<Line>) -> Submission {
    let mut report = report(code, month, lines);
    report.file.received = received.map(|day| day.parse().unwrap());
    report.file.is_registered = received.is_some();
    report
}

/// The same with what was disbursed so far of its two programs; nothing of the second where there is none.
fn paid(code: &str, month: &str, received: Option<&str>, gn: f64, ntm: Option<f64>) -> Submission {
    let mut lines = vec![line(10, "gn.2", None, [None, Some(gn)])];
    lines.extend(ntm.map(|ntm| line(11, "ntm.2", None, [None, Some(ntm)])));
    came(code, month, received, lines)
}

fn summary(world: &World, current: Vec<Submission>, earlier: Vec<Submission>) -> Summary {
    summary_of("2024-06", world, current, earlier)
}

fn row<'a>(summary: &'a Summary, code: &str) -> &'a SubmissionRow {
    summary.submissions.iter().find(|row| row.unit == Some(unit(code))).unwrap()
}

/// `gn received` of each obligation.
fn owed(row: &SubmissionRow) -> Vec<String> {
    row.obligations.iter().map(|of| format!("{} {}", of.of.program, of.state.id())).collect()
}

/// `mend 2024-05 HL-01-GN502-…` of each thing to do, without the digest.
fn todo(row: &SubmissionRow) -> Vec<String> {
    let name = |id: &str| match id.rsplit_once('-') {
        Some((name, digest)) if digest.len() == 6 && name.contains("GN") => name.to_owned(),
        _ => id.to_owned(),
    };
    let told = row.todo.iter();
    told.map(|of| format!("{} {} {}", of.kind.id(), of.since, name(&of.id))).collect()
}

const IN_TIME: Option<&str> = Some("2024-07-02");

#[test]
fn a_unit_owes_each_program_and_funding_type_of_its_plan() {
    let world = World::planning(&PLAN);
    let of = summary(&world, vec![paid("HL-01", "2024-06", IN_TIME, 5.0, Some(0.0))], vec![]);
    assert_eq!(owed(row(&of, "HL-01")), ["gn received", "ntm nil"]);
    assert_eq!(owed(row(&of, "HL-02")), ["gn missing", "ntm missing"]);
    assert_eq!(todo(row(&of, "HL-02")), ["owed 2024-06 HL-02-2024-06"]);
}

#[test]
fn a_report_of_an_earlier_month_of_a_quarter_is_not_that_of_the_quarter() {
    let world = World::planning(&PLAN);
    let months = |last| vec![paid("HL-01", last, Some("2024-06-20"), 5.0, Some(0.0))];
    let of = summary_of("2024-Q2", &world, months("2024-05"), vec![]);
    let told = of.submissions.iter().find(|row| !row.todo.is_empty()).unwrap();
    assert_eq!(told.period, of.period);
    assert_eq!(todo(told), ["owed 2024-Q2 HL-01-2024-Q2"]);
    assert_eq!(owed(told), ["gn missing", "ntm missing"]);
    let of = summary_of("2024-Q2", &world, months("2024-06"), vec![]);
    assert_eq!(owed(row(&of, "HL-01")), ["gn received", "ntm nil"]);
}

#[test]
fn what_a_report_leaves_open_is_owed_since_it_left_it_open_first() {
    let world = World::planning(&PLAN);
    let partly = |month| paid("HL-01", month, IN_TIME, 5.0, None);
    let of = summary(&world, vec![partly("2024-06")], vec![partly("2024-05")]);
    let row = row(&of, "HL-01");
    assert_eq!(owed(row), ["gn received", "ntm missing"]);
    assert_eq!(row.marks.iter().map(|mark| mark.id()).collect::<Vec<_>>(), ["partly-filled"]);
    assert_eq!(todo(row), ["owed 2024-05 HL-01-ntm-SN"]);
}

#[test]
fn an_item_keeps_its_name_and_the_month_in_which_it_was_born() {
    let world = World::planning(&PLAN);
    let over = |month: u32, gn| {
        paid("HL-01", &format!("2024-{month:02}"), IN_TIME, gn, Some(f64::from(month)))
    };
    let earlier = vec![over(3, 150.0), over(4, 40.0), over(5, 150.0)];
    let of = summary(&world, vec![over(6, 160.0)], earlier);
    // In April nothing was wrong: what was wrong in March has nothing to do with it.
    assert_eq!(todo(row(&of, "HL-01")), ["mend 2024-05 HL-01-GN502"]);
    let id = row(&of, "HL-01").todo[0].id.clone();
    let named: Vec<_> = of.findings.iter().filter_map(|finding| finding.item.clone()).collect();
    assert_eq!(named, [id]);
}

#[test]
fn periods_in_a_row_that_are_missing_or_late_are_counted() {
    let mut world = World::planning(&PLAN);
    let all = |month: &str, day| paid("HL-01", month, Some(day), 5.0, Some(1.0));
    let heard = vec![
        all("2024-03", "2024-04-02"),
        all("2024-04", "2024-05-02"),
        all("2024-05", "2024-06-02"),
    ];
    let late = |month: &str, day| paid("HL-02", month, Some(day), 5.0, Some(1.0));
    let misses = |world: &World, more: Vec<Submission>, now: Vec<Submission>| {
        let mut earlier = heard.clone();
        earlier.extend(more);
        let mut now = now;
        now.push(all("2024-06", "2024-07-02"));
        let of = summary(world, now, earlier);
        let since = row(&of, "HL-02").todo.iter().find(|of| of.kind.id() == "owed");
        (row(&of, "HL-02").misses, since.map(|of| of.since.to_string()))
    };
    let march = || late("2024-03", "2024-04-02");
    let none = |month: &str| Some(month.to_owned());
    assert_eq!(misses(&world, vec![march()], vec![]), (3, none("2024-04")));
    let april = late("2024-04", "2024-05-09");
    assert_eq!(misses(&world, vec![march(), april.clone()], vec![]), (3, none("2024-05")));
    assert_eq!(misses(&world, vec![], vec![late("2024-06", "2024-07-02")]), (0, None));
    // Who was given more time, need not report, or was never registered did not miss anything.
    let extended = Extension {
        period: "2024-04".parse().unwrap(),
        unit: Some(unit("HL-02")),
        due: "2024-05-10".parse().unwrap(),
        reason: String::new(),
    };
    world.settings.deadline = vec![extended];
    assert_eq!(misses(&world, vec![march(), april.clone()], vec![]), (2, none("2024-05")));
    world.settings.deadline.clear();
    let exempt = Exemption {
        unit: unit("HL-02"),
        period: "2024-05".parse().unwrap(),
        reason: String::new(),
    };
    world.settings.exempt = vec![exempt];
    assert_eq!(misses(&world, vec![march()], vec![]), (2, none("2024-04")));
    world.settings.exempt.clear();
    let mut unregistered = late("2024-05", "2024-06-30");
    unregistered.file.is_registered = false;
    assert_eq!(misses(&world, vec![march(), unregistered], vec![]), (1, none("2024-06")));
}

#[test]
fn a_file_without_a_receipt_is_never_late() {
    let world = World::planning(&PLAN);
    let mut late = paid("HL-01", "2024-06", Some("2024-07-09"), 5.0, Some(1.0));
    let days = |report: &Submission| {
        let of = summary(&world, vec![report.clone()], vec![]);
        (row(&of, "HL-01").days_late, row(&of, "HL-01").misses)
    };
    assert_eq!(days(&late), (Some(7), 1));
    late.file.is_registered = false;
    assert_eq!(days(&late), (None, 0));
}

#[test]
fn a_consolidation_is_owed_apart_and_two_days_later() {
    let mut world = World::planning(&PLAN);
    let lead = Unit {
        kind: "cơ quan chủ trì".to_owned(),
        leads: vec!["gn".parse().unwrap()],
        ..Unit::new(unit("LD"), "Phòng Lao động")
    };
    world.register.units.push(lead);
    let both = || {
        vec![
            paid("HL-01", "2024-06", IN_TIME, 5.0, Some(1.0)),
            paid("HL-02", "2024-06", IN_TIME, 5.0, Some(1.0)),
        ]
    };
    let told = |of: &Summary| {
        let lead = of.coverage.lead;
        let rows = of.submissions.iter().filter(|row| row.is_consolidation);
        let rows = rows.map(|row| format!("{} {}", row.state.id(), row.due.unwrap()));
        ((of.coverage.expected, lead.expected, lead.received), rows.collect::<Vec<_>>())
    };
    let of = summary(&world, both(), vec![]);
    assert_eq!(told(&of), ((2, 1, 0), vec!["missing 2024-07-04".to_owned()]));
    assert!(of.needs_action());
    assert_eq!(todo(row(&of, "LD")), ["owed 2024-06 LD-2024-06-chu-tri"]);
    let mut consolidation = came("LD", "2024-06", Some("2024-07-04"), vec![]);
    consolidation.sums_up_others = true;
    let of = summary(&world, [both(), vec![consolidation]].concat(), vec![]);
    assert_eq!(told(&of), ((2, 1, 1), vec!["accepted 2024-07-04".to_owned()]));
}

#[test]
fn a_late_consolidation_names_the_units_of_its_program_that_were_late_and_no_others() {
    // HL-02 has nothing to do with the program.
    let mut world = World::planning(&[("HL-01", "gn.2", 100.0), ("HL-02", "ntm.2", 50.0)]);
    let leads = vec!["gn".parse().unwrap()];
    let kind = "cơ quan chủ trì".to_owned();
    world.register.units.push(Unit { kind, leads, ..Unit::new(unit("LD"), "Phòng Lao động") });
    let sent = |code: &str, day| {
        came(code, "2024-06", Some(day), vec![line(10, "gn.2", None, [None, Some(5.0)])])
    };
    let consolidation = |day| {
        let mut report = came("LD", "2024-06", Some(day), vec![]);
        report.sums_up_others = true;
        report
    };
    let behind = |world: &World, reports: Vec<Submission>, today: &str| {
        let of = summary(world, reports, vec![]);
        let row = row(&of, "LD");
        let kept = row.unheard(today.parse().unwrap());
        Vec::from_iter(kept.map(|of| (of.unit.to_string(), of.days_late)))
    };
    let silent = || vec![("HL-01".to_owned(), None)];
    assert_eq!(behind(&world, vec![], "2024-07-05"), silent());
    assert_eq!(behind(&world, vec![], "2024-07-04"), [], "it is not due yet");
    assert_eq!(behind(&world, vec![consolidation("2024-07-06")], "2024-07-06"), silent());
    assert_eq!(behind(&world, vec![consolidation("2024-07-04")], "2024-07-06"), []);
    let late = |day| vec![sent("HL-01", day), consolidation("2024-07-06")];
    let three_days = [("HL-01".to_owned(), Some(3))];
    assert_eq!(behind(&world, late("2024-07-05"), "2024-07-08"), three_days);
    assert_eq!(behind(&world, late("2024-07-04"), "2024-07-08"), [], "there was time left");
    assert_eq!(behind(&world, late("2024-07-07"), "2024-07-08"), [], "it did not wait for it");
    assert_eq!(behind(&world, vec![sent("HL-01", "2024-07-02")], "2024-07-06"), []);
    // What replaces a consolidation that came in time is a correction.
    let mut correction = consolidation("2024-07-08");
    (correction.file.path, correction.file.order) = ("nop/2024-06/LD 2.xlsx".into(), (1, 0));
    let of_first = |first| {
        let arrivals = vec![consolidation(first), correction.clone()];
        let of =
            summary_among(arrivals, vec![], "2024-06", &world, vec![correction.clone()], vec![]);
        row(&of, "LD").overdue.as_ref().map(|of| of.days_late)
    };
    assert_eq!(of_first("2024-07-04"), None);
    assert_eq!(of_first("2024-07-05"), Some(Some(1)));
    // Who has more time, or need not report, keeps nobody waiting.
    let period = "2024-06".parse().unwrap();
    let more = Extension {
        period,
        unit: Some(unit("HL-01")),
        due: "2024-07-10".parse().unwrap(),
        reason: String::new(),
    };
    world.settings.deadline = vec![more];
    assert_eq!(behind(&world, vec![], "2024-07-06"), []);
    assert_eq!(behind(&world, vec![], "2024-07-11"), silent());
    world.settings.deadline.clear();
    world.settings.exempt = vec![Exemption { unit: unit("HL-01"), period, reason: String::new() }];
    assert_eq!(behind(&world, vec![], "2024-07-06"), []);
}

#[test]
fn what_a_unit_sent_for_both_answers_for_the_one_that_took_it_over() {
    let mut world = World::planning(&PLAN);
    let gone = &mut world.register.units[1];
    (gone.to, gone.merged_into) = ("2024-05-31".parse().ok(), Some(unit("HL-01")));
    let april = paid("HL-01", "2024-04", Some("2024-05-02"), 5.0, Some(1.0));
    let june = paid("HL-02", "2024-06", IN_TIME, 9.0, Some(2.0));
    let of = summary_of("2024-Q2", &world, vec![april, june], vec![]);
    let row = row(&of, "HL-01");
    assert_eq!(owed(row), ["gn received", "ntm received"]);
    assert_eq!((todo(row), row.marks.len(), row.misses), (vec![], 0, 0));
    // Before the merger each answered for itself.
    let sent = |code: &str, month| paid(code, month, None, 5.0, Some(1.0));
    let heard =
        |code| summary(&world, vec![], vec![sent("HL-02", "2024-03"), sent(code, "2024-05")]);
    let misses = |of: &Summary| self::row(of, "HL-01").misses;
    assert_eq!(misses(&heard("HL-02")), 3);
    assert_eq!(misses(&heard("HL-01")), 1);
}

#[test]
fn who_was_exempt_in_the_period_before_had_what_it_had_then() {
    let mut world = World::planning(&PLAN);
    world.settings.missing = MissingPolicy::Zero;
    let before = |world: &World| {
        let earlier = vec![
            paid("HL-02", "2024-04", IN_TIME, 20.0, Some(0.0)),
            paid("HL-01", "2024-05", IN_TIME, 30.0, Some(0.0)),
        ];
        let now = ["HL-01", "HL-02"].map(|code| paid(code, "2024-06", IN_TIME, 40.0, Some(0.0)));
        let of = summary(world, now.to_vec(), earlier);
        let gn = of.programs.iter().find(|of| of.program.as_str() == "gn").unwrap();
        gn.previous_rate.map(|rate| rate.to_string())
    };
    assert_eq!(before(&world).as_deref(), Some("15,00"));
    let exempt = |period: &str| {
        let period = period.parse().unwrap();
        vec![Exemption { unit: unit("HL-02"), period, reason: String::new() }]
    };
    world.settings.exempt = exempt("2024-05");
    assert_eq!(before(&world).as_deref(), Some("25,00"));
    world.settings.exempt = exempt("2024-Q1");
    assert_eq!(before(&world).as_deref(), Some("15,00"));
}

#[test]
fn an_agency_with_a_plan_of_its_own_owes_its_report_and_the_consolidation() {
    let mut world = World::planning(&[&PLAN[..], &[("LD", "gn.2", 10.0)]].concat());
    let leads = vec!["gn".parse().unwrap()];
    world.register.units.push(Unit { leads, ..Unit::new(unit("LD"), "Phòng Lao động") });
    let mut consolidation = came("LD", "2024-06", Some("2024-07-04"), vec![]);
    consolidation.sums_up_others = true;
    let of = summary(&world, vec![consolidation.clone()], vec![]);
    // What only sums up others is no report of its own money.
    assert_eq!((of.coverage.missing, of.coverage.lead.received), (3, 1));
    consolidation.lines = vec![line(10, "gn.2", None, [None, Some(5.0)])];
    let of = summary(&world, vec![consolidation], vec![]);
    assert_eq!((of.coverage.missing, of.coverage.lead.received), (2, 1));
}

#[test]
fn what_came_of_a_month_stands_for_no_quarter() {
    let world = World::planning(&PLAN);
    let may = paid("HL-02", "2024-05", Some("2024-06-02"), 5.0, Some(1.0));
    let june = paid("HL-01", "2024-06", IN_TIME, 5.0, Some(1.0));
    let of = summary_of("2024-Q2", &world, vec![may, june], vec![]);
    let standing = |code: &str| {
        let mut rows = of.submissions.iter().filter(|row| row.unit == Some(unit(code)));
        let row = rows.find(|row| !row.obligations.is_empty()).unwrap();
        (row.state.id(), row.misses, todo(row))
    };
    let owed = vec!["owed 2024-Q2 HL-02-2024-Q2".to_owned()];
    assert_eq!(standing("HL-02"), ("missing", 1, owed));
    assert_eq!(standing("HL-01"), ("accepted", 0, vec![]));
}

#[test]
fn who_is_exempt_leaves_the_band_as_it_is() {
    let mut world = World::planning(&PLAN);
    let heard = || vec![paid("HL-01", "2024-06", IN_TIME, 30.0, Some(15.0))];
    let certain = |world: &World| {
        let [low, high] = summary(world, heard(), vec![]).totals.band.unwrap().certain;
        format!("{}–{}", low.to_plain(), high.to_plain())
    };
    assert_eq!(certain(&world), "15.00–65.00");
    let period = "2024-06".parse().unwrap();
    world.settings.exempt = vec![Exemption { unit: unit("HL-02"), period, reason: String::new() }];
    assert_eq!(certain(&world), "15.00–15.00");
}

#[test]
fn one_of_two_reports_that_answers_is_enough() {
    let world = World::planning(&PLAN);
    for (month, quarter) in [(None, Some(1.0)), (Some(1.0), None)] {
        let month = paid("HL-01", "2024-06", IN_TIME, 5.0, month);
        let reports = vec![paid("HL-01", "2024-Q2", IN_TIME, 5.0, quarter), month];
        let of = summary_of("2024-Q2", &world, reports, vec![]);
        let rows = of.submissions.iter().filter(|row| row.unit == Some(unit("HL-01")));
        let owed: Vec<String> = rows.flat_map(owed).collect();
        assert_eq!(owed, ["gn received", "ntm received"]);
    }
}

#[test]
fn two_files_that_could_not_be_used_leave_two_things_to_be_done() {
    let world = World::planning(&PLAN);
    let problem = |file: &str| {
        let place = Place { file: Some(file.into()), ..Place::default() };
        let problem = Problem::new(&rules::UNREADABLE_FILE, place, Default::default());
        Finding::new(Severity::Error, problem.of(&unit("HL-01")))
    };
    let report = vec![paid("HL-01", "2024-06", IN_TIME, 5.0, Some(1.0))];
    let more = vec![problem("nop/2024-06/a.xlsx"), problem("nop/2024-06/b.xlsx")];
    let of = summary_with(more, "2024-06", &world, report, vec![]);
    assert_eq!(todo(row(&of, "HL-01")), ["mend 2024-06 HL-01-GN101"; 2]);
}

#[test]
fn a_month_in_which_a_unit_was_silent_is_known_as_such_though_it_counts_with_nothing() {
    let mut world = World::planning(&[]);
    world.settings.missing = MissingPolicy::Zero;
    let sent = |code: &str, period: &str, cumulative: f64| {
        report(code, period, vec![line(10, "gn.2", None, [None, Some(cumulative)])])
    };
    let months = ["2024-04", "2024-05"];
    let earlier = months.map(|month| sent("HL-01", month, 5.0)).into_iter();
    let earlier = earlier.chain([sent("HL-02", "2024-04", 7.0)]).collect();
    let of = summary_of("2024-06", &world, vec![sent("HL-01", "2024-06", 9.0)], earlier);
    let steps = of.course.iter().map(|step| (step.reported, step.silent.len()));
    assert_eq!(steps.collect::<Vec<_>>(), [(2, 0), (1, 1), (1, 1)]);
}
