use crate::check::fixture::*;
use crate::domain::key::Work;
use crate::domain::register::Unit;
use crate::domain::submission::Submission;

/// Rows of `component/work` with a plan of 100 and 40 disbursed.
fn report(of: &str, rows: &[&str]) -> Submission {
    let lines = (10..).zip(rows).map(|(row, key)| line(row, key, Some(100.0), [None, Some(40.0)]));
    let mut report = submission("2024-06", lines.collect());
    report.unit = unit(of);
    report.file.path = format!("nop/2024-06/{of}.xlsx").into();
    report
}

/// A register of two communes and a department.
fn world() -> World {
    let mut world = World::default();
    for (code, name) in
        [("HL-01", "Xã Hòa Sơn"), ("HL-02", "Xã Yên Bình"), ("HL-26", "Ban Quản lý dự án")]
    {
        world.register.units.push(Unit::new(unit(code), name));
    }
    world
}

/// Unit and cell of each finding.
fn found(reports: Vec<Submission>) -> Vec<String> {
    let (_, findings) = world().check(reports, vec![]);
    let found = findings.iter().filter(|finding| finding.rule.code.0 == "GN701");
    found
        .map(|finding| {
            let unit = finding.problem.unit.as_ref().unwrap();
            format!("{unit} {}", finding.problem.place.cell.unwrap())
        })
        .collect()
}

fn one_unit(a: &str, b: &str) -> usize {
    found(vec![report("HL-01", &[a, b])]).len()
}

fn two_units(a: &str, b: &str) -> usize {
    found(vec![report("HL-01", &[a]), report("HL-26", &[b])]).len()
}

#[test]
fn one_work_under_two_programs_is_told_at_both_rows() {
    let rows = ["gn.1.1/Đường trục thôn Đồng Lươn", "ntm.2/Đường trục thôn Đồng Lươn xã Hòa Sơn"];
    assert_eq!(found(vec![report("HL-01", &rows)]), ["HL-01 C11", "HL-01 C12"]);
    let (_, findings) = world().check(vec![report("HL-01", &rows)], vec![]);
    let told = &findings[0].problem.words.vi;
    assert!(told.contains("kế hoạch 100 triệu đồng, lũy kế giải ngân 40 triệu đồng"), "{told}");
    assert!(told.contains("nop/2024-06/HL-01.xlsx › Vốn sự nghiệp!C12"), "{told}");
}

#[test]
fn one_work_of_two_units_is_told_to_both() {
    let rows = ["gn.1.1/Đường trục thôn Đồng Lươn"];
    let both = vec![report("HL-01", &rows), report("HL-26", &rows)];
    assert_eq!(found(both), ["HL-01 C11", "HL-26 C11"]);
}

#[test]
fn spelling_is_forgiven_and_numbers_are_not() {
    let road = "gn.1.1/Đường trục thôn Đồng Lươn";
    for other in [
        "ntm.2/ĐƯỜNG TRỤC THÔN ĐỒNG LƯƠN",
        "ntm.2/Đường truc thôn Đồng Lưon",
        "ntm.2/Xây dựng đường trục thôn Đồng Lươnn",
    ] {
        assert_eq!(one_unit(road, other), 2, "{other}");
    }
    for other in [
        "ntm.2/Đường ngõ thôn Đồng Lươn",
        "ntm.2/Đường trục thôn Đồng Mỏ",
        "ntm.2/Đường trục thôn Đồng Lươn tuyến 2",
    ] {
        assert_eq!(one_unit(road, other), 0, "{other}");
    }
    let sections = ["gn.1.1/Đường thôn Nà Pò đoạn 1", "ntm.2/Đường thôn Nà Pò đoạn 2"];
    assert_eq!(one_unit(sections[0], sections[1]), 0);
}

#[test]
fn one_program_of_one_unit_and_generic_names_are_no_overlap() {
    assert_eq!(one_unit("gn.1.1/Đường trục thôn Đồng Lươn", "gn.2/Đường trục thôn Đồng Lươn"), 0);
    for name in ["Nhà văn hóa thôn", "Đường giao thông nông thôn", "Hỗ trợ nhà ở", "Tập huấn", "07"]
    {
        let rows = [format!("gn.1.1/{name}"), format!("ntm.2/{name}")];
        assert_eq!(one_unit(&rows[0], &rows[1]), 0, "{name}");
        assert_eq!(two_units(&rows[0], &rows[0]), 0, "{name}");
    }
}

#[test]
fn hamlets_of_one_name_are_told_apart_by_their_commune() {
    let communes =
        |a: &str, b: &str| found(vec![report("HL-01", &[a]), report("HL-02", &[b])]).len();
    let road = "gn.1.1/Đường trục thôn Đồng Lươn";
    assert_eq!(communes(road, road), 2);
    assert_eq!(communes(road, "gn.1.1/Đường trục thôn Đồng Lươn xã Hòa Sơn"), 2);
    assert_eq!(communes(road, "gn.1.1/Đường trục thôn Đồng Lươn xã Yên Bình"), 0);
    assert_eq!(communes("gn.1.1/Đường trục thôn Tân Lập", "gn.1.1/Đường trục thôn Tân Lập"), 0);
    assert_eq!(communes("gn.1.1/Đường trục thôn 3", "gn.1.1/Đường trục thôn 3"), 0);
    assert_eq!(one_unit("gn.1.1/Đường trục thôn 3", "ntm.2/Đường trục thôn 3"), 2);
}

#[test]
fn money_on_both_sides_and_a_common_year_make_an_overlap() {
    let road = "Đường trục thôn Đồng Lươn";
    let years =
        |a: &str, b: &str| one_unit(&format!("gn.1.1/{road}{a}"), &format!("ntm.2/{road}{b}"));
    assert_eq!(years("@central:2023", "@central:2024"), 0);
    assert_eq!(years("@central:2024", "@province:2024"), 2);
    assert_eq!(years("@central:2024", ""), 2);
    let mut unpaid =
        report("HL-01", &["gn.1.1/Đường trục thôn Đồng Lươn", "ntm.2/Đường trục thôn Đồng Lươn"]);
    unpaid.lines[1] = line(11, "ntm.2/Đường trục thôn Đồng Lươn", Some(0.0), [None, Some(0.0)]);
    assert_eq!(found(vec![unpaid]), [""; 0]);
}

#[test]
fn a_project_code_is_one_work_everywhere_and_a_running_number_is_none() {
    let coded = |code: &str| {
        let mut reports = [report("HL-01", &["gn.1.1/x"]), report("HL-26", &["ntm.2/x"])];
        for report in &mut reports {
            report.lines[0].key.work = Some(Work::coded(code, ""));
        }
        found(reports.into()).len()
    };
    assert_eq!((coded("7912345"), coded("07"), coded("2024-07")), (2, 0, 0));
}
