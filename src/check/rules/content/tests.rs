use crate::check::fixture::*;
use crate::domain::difficulty::{Difficulty, Part, Told};
use crate::domain::place::Cell;
use crate::domain::submission::{Measure, Submission};

/// An office that has set nothing but its year.
fn office() -> World {
    World::planning(&[])
}

/// 40 of 500 under poverty reduction, on a form that asks for difficulties.
fn low(period: &str, paid: f64) -> Submission {
    let lines = vec![
        line(10, "gn.2", Some(300.0), [None, Some(paid)]),
        line(11, "gn.4", Some(200.0), [None, Some(0.0)]),
    ];
    Submission { asked: vec![(0, Cell::new(7, 3))], ..submission(period, lines) }
}

/// A difficulty of row 21 in columns D to F: text, proposal, level.
fn difficulty(component: &str, texts: [&str; 3]) -> Difficulty {
    let parts = [Part::Difficulty, Part::Proposal, Part::Level];
    let told = (3..).zip(parts).zip(texts);
    Difficulty {
        component: component.parse().ok(),
        is_whole: true,
        about: "Dự án 2".into(),
        sheet: 0,
        row: 20,
        told: told.map(|((column, part), text)| Told { part, column, text: text.into() }).collect(),
        amount: None,
        followed: None,
    }
}

fn telling(report: Submission, difficulty: Difficulty) -> Submission {
    Submission { difficulties: vec![difficulty], ..report }
}

#[test]
fn a_low_rate_by_the_middle_of_the_year_wants_a_reason() {
    // 30 % of a plan of 500 are 150: what is compared is the limit, not the plan.
    assert_eq!(office().found(low("2024-06", 40.0), vec![]), ["w GN801 E11 -110"]);
    assert_eq!(office().found(low("2024-06", 150.0), vec![]), [""; 0]);
}

#[test]
fn a_difficulty_of_the_program_or_of_all_is_a_reason() {
    for (component, want) in [("gn.2", 0), ("gn", 0), ("", 0), ("ntm.2", 1)] {
        let told = difficulty(component, ["Chưa có hướng dẫn", "Ban hành hướng dẫn", "tỉnh"]);
        let found = office().found(telling(low("2024-06", 40.0), told), vec![]);
        assert_eq!(found.len(), want, "{component}: {found:?}");
    }
}

#[test]
fn an_explanation_beside_a_row_of_the_program_is_a_reason() {
    let rows: [NamedRow<'_>; 3] = [
        ("gn", None, &[Some(500.0), Some(40.0)]),
        ("gn.2", Some(0), &[Some(500.0), Some(40.0)]),
        ("ntm.2", None, &[Some(10.0), Some(10.0)]),
    ];
    let columns = vec![column(2, Measure::Plan), column(4, Measure::Cumulative)];
    for (row, text, want) in
        [(10, "Chưa có hướng dẫn", 0), (11, "Chờ đấu thầu", 0), (12, "Xong", 1), (11, "không", 1)]
    {
        let lines = vec![line(11, "gn.2", Some(500.0), [None, Some(40.0)])];
        let mut report = Submission {
            lines,
            tables: vec![table(columns.clone(), &rows)],
            ..low("2024-06", 0.0)
        };
        report.explanations.push(said(row, text));
        let found = office().found(report, vec![]);
        let count = found.iter().filter(|found| found.contains("GN801")).count();
        assert_eq!(count, want, "{row} {text}: {found:?}");
    }
}

#[test]
fn the_threshold_grows_until_the_middle_of_the_year() {
    let count = |period: &str, paid: f64| office().found(low(period, paid), vec![]).len();
    assert_eq!((count("2024-02", 0.0), count("2024-01", 0.0)), (0, 0));
    // 3/6 of 30 %: 75 of 500.
    assert_eq!((count("2024-03", 74.0), count("2024-03", 75.0)), (1, 0));
    assert_eq!((count("2024-12", 149.0), count("2024-12", 150.0)), (1, 0));
}

#[test]
fn only_a_form_or_an_office_that_asks_is_owed_a_reason() {
    let silent = || Submission { asked: vec![], ..low("2024-06", 40.0) };
    assert_eq!(office().found(silent(), vec![]), [""; 0]);
    let mut asking = office();
    asking.settings.targets.low_rate = crate::domain::settings::Percent::new(5.0);
    assert_eq!(asking.found(silent(), vec![]), [""; 0]);
    asking.settings.targets.low_rate = crate::domain::settings::Percent::new(20.0);
    assert_eq!(asking.found(silent(), vec![]), ["w GN801 E11 -60"]);
    // A bare folder has no office.
    assert_eq!(World::default().found(low("2024-06", 40.0), vec![]), [""; 0]);
}

#[test]
fn without_a_plan_or_with_a_figure_set_aside_there_is_no_rate() {
    let lines = vec![line(10, "gn.2", Some(0.0), [None, Some(0.0)])];
    assert_eq!(office().found(Submission { lines, ..low("2024-06", 0.0) }, vec![]), [""; 0]);
    let mut report = low("2024-06", 40.0);
    report.lines[1].lacks_cumulative = true;
    assert_eq!(office().found(report, vec![]), [""; 0]);
}

#[test]
fn a_difficulty_wants_a_proposal_and_who_settles_it() {
    for (texts, want) in [
        (["Chưa có hướng dẫn", "", "tỉnh"], &["n GN802 E21 -"][..]),
        (["Chưa có hướng dẫn", "Không", ""], &["n GN802 E21 -"]),
        (["Chưa có hướng dẫn", "Ban hành hướng dẫn", ""], &["n GN802 F21 -"]),
        (["Chưa có hướng dẫn", "Ban hành hướng dẫn", "tỉnh"], &[]),
        (["", "Bổ sung vốn", ""], &[]),
    ] {
        let report = telling(low("2024-01", 0.0), difficulty("gn.2", texts));
        assert_eq!(office().found(report, vec![]), want, "{texts:?}");
    }
}

#[test]
fn what_is_settled_or_not_asked_for_wants_none() {
    let mut settled = difficulty("gn.2", ["Chưa có hướng dẫn", "", ""]);
    settled.told.push(Told { part: Part::Status, column: 7, text: "Đã giải quyết".into() });
    let mut unasked = difficulty("gn.2", ["Chưa có hướng dẫn", "", ""]);
    unasked.told.truncate(1);
    for told in [settled, unasked] {
        assert_eq!(office().found(telling(low("2024-01", 0.0), told), vec![]), [""; 0]);
    }
}

#[test]
fn an_id_that_no_earlier_report_has_is_said_with_its_cell() {
    let april = || telling(low("2024-01", 0.0), difficulty("gn.2", ["Chậm", "Làm", "xã"]));
    let id = crate::history::obstacles([&april()])[0].id.to_string();
    let named = |id: &str| {
        let mut told = difficulty("gn.2", ["Chậm hơn", "Làm", "xã"]);
        told.told.push(Told { part: Part::Id, column: 10, text: id.into() });
        telling(low("2024-02", 0.0), told)
    };
    assert_eq!(office().found(named(&id.to_lowercase()), vec![april()]), [""; 0]);
    assert_eq!(office().found(named(&id), vec![]), ["w GN803 K21 -"]);
    assert_eq!(office().found(named("HL-09-KK-000000"), vec![april()]), ["w GN803 K21 -"]);
    assert_eq!(office().found(named(""), vec![april()]), [""; 0]);
}
