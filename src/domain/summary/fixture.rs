//! A district for the tests of the writers: seven units, of which three are missing and one is unusable.
//! Sample figures (số liệu minh họa).

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::catalogue::Catalogue;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::difficulty::{Level, Status};
use crate::domain::key::{Funding, Key, Source, Work};
use crate::domain::known::Known;
use crate::domain::lang::{Text, Words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::period::Period;
use crate::domain::place::{Cell, Place};
use crate::domain::register::{Decision, Register, Unit, planned};
use crate::domain::rule::{
    About, Acceptance, AtStake, Fault, Finding, Problem, Rule, RuleCode, Scope, Severity, Sides,
};
use crate::domain::settings::{Office, Settings};
use crate::domain::submission::{Counted, Measure};
use crate::domain::summary::*;
use crate::domain::tally::{Rate, Tally};

const fn rule(code: &'static str, severity: Severity, title: Text) -> Rule {
    Rule {
        code: RuleCode(code),
        name: "parts-do-not-add-up",
        severity,
        title,
        why: Text {
            vi: "Số tổng được ký và dùng để báo cáo.", en: "The total is what is signed."
        },
        example: Text { vi: "Tổng 10, các nguồn 3 và 6.", en: "Total 10, sources 3 and 6." },
        advice: Text {
            vi: "Kiểm tra lại từng nguồn vốn rồi sửa ô tổng.",
            en: "Check each source, then mend the total.",
        },
        office: None,
        scope: Scope::Reading,
        sides: Sides::PLAIN,
        at_stake: AtStake::Found,
        about: About::Figure,
    }
}

pub(crate) static PARTS: Rule = rule(
    "GN402",
    Severity::Error,
    Text { vi: "Tổng không bằng các cột thành phần", en: "parts do not add up" },
);
pub(crate) static UNIT_MISSING: Rule = rule(
    "GN207",
    Severity::Warning,
    Text { vi: "Không ghi đơn vị tính", en: "money unit missing" },
);
pub(crate) static FRACTION: Rule =
    rule("GN308", Severity::Note, Text { vi: "Có số lẻ dưới đồng", en: "fraction of a đồng" });

/// So many nghìn đồng.
pub(crate) fn thousand(amount: i64) -> Money {
    Money::from_dong(amount * 1_000)
}

fn tally(plan: i64, in_period: i64, cumulative: i64, carried: i64) -> Tally {
    Tally {
        plan: thousand(plan),
        in_period: thousand(in_period),
        cumulative: thousand(cumulative),
        carried: thousand(carried),
        ..Tally::default()
    }
}

fn id(text: &str) -> ComponentId {
    text.parse().unwrap()
}

fn code(text: &str) -> UnitCode {
    UnitCode::new(text).unwrap()
}

fn date(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

fn decision(unit: &str, component: &str, funding: Funding, year: i32, amount: i64) -> Decision {
    Decision {
        number: "15/QĐ-UBND".to_owned(),
        date: "2024-01-15".parse().unwrap(),
        unit: UnitCode::new(unit),
        key: planned(id(component), None, funding, Some(Source::Central), year),
        amount: thousand(amount),
        note: String::new(),
        row: 0,
    }
}

/// The units: code, name, and by program and funding the plan, in period, cumulative, carried in nghìn đồng.
type Parts<'a> = &'a [(&'a str, Funding, (i64, i64, i64, i64))];

/// The same as if the unit had named this level.
pub(crate) fn to_be_settled_by(of: &mut Obstacle, level: &str) {
    (of.level, of.level_told) = (Level::of(level), level.to_owned());
}

fn obstacle(unit: &str, component: &str, told: &str, proposal: &str, level: &str) -> Obstacle {
    let june = Period::Month(2024, 6);
    Obstacle {
        id: format!("{unit}-KK-0c9a40").into(),
        unit: code(unit),
        component: Some(id(component)),
        about: "".into(),
        is_whole: true,
        told: told.to_owned(),
        cause: String::new(),
        proposal: proposal.to_owned(),
        level: Level::of(level),
        level_told: level.to_owned(),
        level_since: june,
        proposed: None,
        held_up: String::new(),
        amount: None,
        document: String::new(),
        status: Status::New,
        status_told: String::new(),
        since: june,
        last: june,
        told_now: true,
    }
}

/// A district in June 2024.
pub(crate) fn district() -> Summary {
    use Funding::{Investment, Recurrent};
    let rows: [(&str, &str, Parts<'_>); 7] = [
        ("HL-01", "Xã Hòa Sơn", &[("gn", Recurrent, (200_000, 0, 0, 0))]),
        ("HL-02", "Xã Minh Tiến", &[("ntm", Investment, (50_000, 0, 0, 0))]),
        ("HL-03", "Xã Yên Bình", &[("gn", Investment, (100_000, 0, 20_000, 20_000))]),
        ("HL-04", "Xã Cai Kinh", &[("ntm", Investment, (100_000, 0, 0, 0))]),
        ("HL-05", "Thị trấn Hữu Lũng", &[("gn", Investment, (200_000, 20_000, 80_000, 0))]),
        ("HL-06", "Phòng Dân tộc", &[]),
        (
            "HL-07",
            "Trung tâm Dịch vụ nông nghiệp huyện Hữu Lũng",
            &[
                ("gn", Recurrent, (100_000, 10_500, 10_500, 0)),
                ("ntm", Investment, (50_000, 10_000, 50_000, 0)),
            ],
        ),
    ];
    let received = ["HL-01", "HL-05", "HL-07"];
    let units: Vec<UnitTotal> = rows
        .iter()
        .map(|(unit, name, parts)| {
            let parts: BTreeMap<_, _> = parts
                .iter()
                .map(|&(program, funding, (a, b, c, d))| {
                    ((id(program), funding), tally(a, b, c, d))
                })
                .collect();
            UnitTotal {
                unit: code(unit),
                name: (*name).to_owned(),
                tally: parts.values().copied().sum(),
                parts,
                provisional: *unit == "HL-03",
                received: received.contains(unit),
                is_registered: true,
                below: None,
                allocated: None,
            }
        })
        .collect();
    let program = |program: &str, funding, assigned: i64, previous_rate| {
        let place = (id(program), funding);
        let tally: Tally = units.iter().filter_map(|unit| unit.parts.get(&place)).copied().sum();
        ProgramTotal {
            program: place.0,
            funding,
            assigned: Some(thousand(assigned)),
            allocated: tally.plan,
            tally,
            previous_rate,
        }
    };
    let programs = vec![
        program("gn", Investment, 400_000, Some(Rate::from_hundredths(3_000))),
        program("gn", Recurrent, 400_000, None),
        program("ntm", Investment, 200_000, None),
    ];
    let decisions = vec![
        decision("", "gn.4", Investment, 2023, 100_000),
        decision("", "gn.4", Investment, 2024, 300_000),
        decision("", "gn.3.1", Recurrent, 2024, 400_000),
        decision("", "ntm.2", Investment, 2024, 200_000),
        decision("HL-01", "gn.3.1", Recurrent, 2024, 200_000),
        decision("HL-07", "gn.3.1", Recurrent, 2024, 100_000),
        decision("HL-03", "gn.4", Investment, 2024, 100_000),
        decision("HL-05", "gn.4", Investment, 2023, 200_000),
        decision("HL-02", "ntm.2", Investment, 2024, 50_000),
        decision("HL-04", "ntm.2", Investment, 2024, 100_000),
        decision("HL-07", "ntm.2", Investment, 2024, 50_000),
    ];
    let register = Register {
        units: rows.iter().map(|(unit, name, _)| Unit::new(code(unit), name)).collect(),
        decisions: decisions.clone(),
        ..Register::default()
    };
    Summary {
        adjustments: None,
        settings: Settings {
            office: Office {
                name: "Phòng Tài chính - Kế hoạch huyện Hữu Lũng".to_owned(),
                year: Some(2024),
                ..Office::default()
            },
            ..Settings::default()
        },
        catalogue: Arc::new(Catalogue::embedded()),
        register: Arc::new(register),
        period: Period::Month(2024, 6),
        year: 2024,
        coverage: Coverage {
            expected: 7,
            received: 3,
            missing: 3,
            rejected: 1,
            lead: Default::default(),
            below: Default::default(),
            lowest: Default::default(),
        },
        totals: Totals {
            assigned: Some(thousand(1_000_000)),
            allocated: thousand(800_000),
            tally: programs.iter().map(|program| program.tally).sum(),
            band: None,
            room: Default::default(),
        },
        programs,
        units,
        lines: [line("HL-05", "gn.4", 200_000, 80_000)].into_iter().collect(),
        course: Vec::new(),
        last_year: None,
        calls: Vec::new(),
        grid: Vec::new(),
        submissions: submissions(),
        findings: findings(),
        control: Control {
            read: Counted { cells: 15, amount: thousand(1_200_500) },
            used: Counted { cells: 11, amount: thousand(960_500) },
            checked: Counted { cells: 3, amount: thousand(200_000) },
            set_aside: Counted { cells: 1, amount: thousand(40_000) },
        },
        decisions,
        sources: Vec::new(),
        set_aside: Vec::new(),
        results: crate::domain::summary::Results::default(),
        difficulties: vec![
            obstacle("HL-05", "gn.4", "Chưa có hướng dẫn định mức", "Đề nghị Sở hướng dẫn", "Tỉnh"),
            obstacle("HL-07", "gn.3.1", "Thiếu mặt bằng", "", ""),
        ],
        remarks: vec![Words::new(
            "Để ngoài theo chủ định: nop/2024-06/nhap.xlsx",
            "Left out on purpose: nop/2024-06/nhap.xlsx",
        )],
    }
}

/// A line of investment, plan year 2024, in nghìn đồng.
pub(crate) fn line(unit: &str, component: &str, plan: i64, cumulative: i64) -> SummaryLine {
    SummaryLine {
        unit: code(unit),
        key: Key {
            work: Some(Work::named("Đường trục thôn Đồng Lươn")),
            ..planned(id(component), None, Funding::Investment, None, 2024)
        },
        plan: thousand(plan),
        stated: [(Measure::Forecast, thousand(plan))].into_iter().collect(),
        in_period: thousand(20_000),
        in_period_known: Some(Known::Stated),
        cumulative: thousand(cumulative),
        basis: Some(Known::Stated),
        carried: Money::ZERO,
        standing: Standing::Counted,
        place: None,
    }
}

fn submissions() -> Vec<SubmissionRow> {
    let row = |unit: &str, name: &str, state| {
        let came = state != State::Missing;
        let period = "2024-06".parse().unwrap();
        SubmissionRow {
            file: came.then(|| format!("nop/2024-06/{unit}.xlsx").into()),
            received: date("2024-07-01").filter(|_| came),
            due: date("2024-07-02"),
            days_late: came.then_some(0),
            money_unit: came.then_some(MoneyUnit::Million),
            registered: true,
            contact: "Cán bộ theo dõi".to_owned(),
            phone: "0205 000 000".to_owned(),
            ..SubmissionRow::new(UnitCode::new(unit), name.to_owned(), period, state)
        }
    };
    let mut late = row("HL-01", "Xã Hòa Sơn", State::AcceptedWithErrors);
    late.received = date("2024-07-04");
    (late.days_late, late.errors, late.warnings) = (Some(2), 2, 1);
    let mut corrected = row("HL-05", "Thị trấn Hữu Lũng", State::Superseded);
    corrected.file = Some("nop/2024-06/thi tran/HL-05 ban dau.xlsx".into());
    let mut correction = row("HL-05", "Thị trấn Hữu Lũng", State::AcceptedWithWarnings);
    correction.received = date("2024-07-05");
    (correction.days_late, correction.warnings) = (Some(3), 1);
    let mut nil = row("HL-07", "Trung tâm Dịch vụ nông nghiệp huyện Hữu Lũng", State::Accepted);
    nil.nil = true;
    let mut missing = row("HL-03", "Xã Yên Bình", State::Missing);
    missing.due = date("2024-07-15");
    let mut unknown = row("", "", State::Rejected);
    unknown.file = Some("nop/2024-06/bao cao.pdf".into());
    vec![
        late,
        row("HL-02", "Xã Minh Tiến", State::Rejected),
        missing,
        row("HL-04", "Xã Cai Kinh", State::Missing),
        corrected,
        correction,
        row("HL-06", "Phòng Dân tộc", State::Missing),
        nil,
        unknown,
    ]
}

fn place(cell: Cell) -> Place {
    Place {
        file: Some("nop/2024-06/HL-01.xlsx".into()),
        sheet: Some("Vốn sự nghiệp".into()),
        cell: Some(cell),
    }
}

fn finding(problem: Problem) -> Finding {
    let of_form = Finding::new(problem.rule.severity, problem);
    Finding { money_unit: MoneyUnit::Million, ..of_form }
}

fn findings() -> Vec<Finding> {
    let unit = code("HL-01");
    let sentence = |row: u32| {
        Words::new(
            format!(
                "Dòng {row} “Hỗ trợ phát triển sản xuất”, cột “Tổng số”: tổng khác các nguồn cộng lại"
            ),
            format!(
                "Row {row} “Hỗ trợ phát triển sản xuất”, column “Tổng số”: not the sum of its sources"
            ),
        )
    };
    let parts = |row: u32, found: i64, expected: i64| {
        let problem = Problem::new(&PARTS, place(Cell::new(row - 1, 5)), sentence(row));
        let problem = problem.of(&unit).compared(thousand(found), thousand(expected));
        finding(problem)
    };
    let aside = Problem::new(
        &PARTS,
        Place { file: Some("nop/2024-06/bao cao.pdf".into()), ..Place::default() },
        Words::new("Tệp là PDF, không phải bảng tính", "The file is a PDF, not a spreadsheet"),
    );
    let accepted = |row: u32| {
        let accepted = Acceptance {
            reason: "Thu hồi tạm ứng theo Thông báo số 12/TB-KBNN".to_owned(),
            by: Some("Lãnh đạo phòng".to_owned()),
            until: Some(Period::Month(2024, 12)),
        };
        Finding { accepted: Some(Arc::new(accepted)), ..parts(row, 5, 6) }
    };
    let fault = Arc::new(Fault {
        place: place(Cell::new(20, 5)),
        value: Some(thousand(9_000)),
        clears: 3,
        of: 3,
        words: Words::new(
            "Nhiều khả năng ô F21 gõ thừa một chữ số: sửa thành 9 triệu đồng thì hết 3/3 lỗi.",
            "Most likely F21 has a digit too many: with 9 million đồng 3 of 3 findings are gone.",
        ),
        candidates: Vec::new(),
    });
    let of_fault = |row: u32, is_consequence| Finding {
        fault: Some(fault.clone()),
        is_consequence,
        ..parts(row, 90_000, 50_000)
    };
    let mut lead = of_fault(20, false);
    lead.explanation = Some("Chờ điều chỉnh dự toán".into());
    let mut all = vec![
        parts(14, 11_000, 10_000),
        lead,
        finding(aside.setting_aside(thousand(40_000))),
        accepted(30),
        accepted(31),
        of_fault(10, true),
        of_fault(11, true),
    ];
    for row in 40..52 {
        let note = Problem::new(&FRACTION, place(Cell::new(row, 6)), sentence(row + 1));
        all.push(finding(note.of(&unit)));
    }
    let warning = Problem::new(
        &UNIT_MISSING,
        Place {
            file: Some("nop/2024-06/HL-05.xlsx".into()),
            sheet: Some("Vốn đầu tư".into()),
            cell: None,
        },
        Words::new(
            "Bảng không ghi đơn vị tính; hiểu là triệu đồng theo kế hoạch",
            "No money unit; taken as million đồng from the plan",
        ),
    );
    all.push(finding(warning.of(&code("HL-05"))));
    all
}
