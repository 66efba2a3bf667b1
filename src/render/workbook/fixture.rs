//! A small district for the tests of the workbook: a merger, a missing unit, hostile names, every kind of row.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::attributes::Facts;
use crate::domain::catalogue::Catalogue;
use crate::domain::code::UnitCode;
use crate::domain::indicator::{IndicatorId, Indicators};
use crate::domain::key::{Funding, Key, PlanYear, Source, Work};
use crate::domain::known::Known;
use crate::domain::lang::{Text, Words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::period::Period;
use crate::domain::place::{Cell, Place};
use crate::domain::register::{Decision, Register, Unit};
use crate::domain::results::{Amount, Apart, Quantity, ResultKey};
use crate::domain::rule::{
    About, Acceptance, AtStake, Fault, Finding, Problem, Rule, RuleCode, Scope, Severity, Sides,
};
use crate::domain::settings::{Office, Settings};
use crate::domain::submission::{ByMeasure, Counted, Measure, Reading, UnitBasis};
use crate::domain::summary::*;
use crate::domain::tally::{Rate, Tally};

use Funding::{Investment, Recurrent};
use Source::{Central, District, Province};

static RULE: Rule = Rule {
    code: RuleCode("GN302"),
    name: "not-a-number",
    severity: Severity::Error,
    title: Text { vi: "Ô không phải là số", en: "Not a number" },
    why: Text { vi: "", en: "" },
    example: Text { vi: "", en: "" },
    advice: Text {
        vi: "Nhập lại số tiền, không ghi chữ trong ô số liệu.",
        en: "Type the amount again, without words.",
    },
    office: None,
    scope: Scope::Reading,
    sides: Sides::PLAIN,
    at_stake: AtStake::Found,
    about: About::Figure,
};

fn code(text: &str) -> UnitCode {
    UnitCode::new(text).unwrap()
}

fn key(
    component: &str,
    work: &str,
    funding: Funding,
    source: Option<Source>,
    year: PlanYear,
) -> Key {
    let work = (!work.is_empty()).then(|| match work.strip_prefix('/') {
        Some(code) => Work::coded(code, "Đường liên thôn Bản Mới"),
        None => Work::named(work),
    });
    Key { component: component.parse().unwrap(), work, funding, source, year }
}

/// Units, with how they stand: registered, received, provisional.
const UNITS: [(&str, &str, bool, bool, bool); 6] = [
    ("HL-01", "Xã Hòa Sơn", true, true, false),
    ("HL-02", "Xã Minh Sơn", true, true, false),
    ("HL-*", "=1+1", true, true, false),
    ("HL-04", "Thị trấn Hữu Lũng", true, false, true),
    ("HL-05", "Phòng Lao động, Thương binh, Xã hội và Dân tộc huyện", true, false, false),
    ("HL-06", "Trung tâm Dịch vụ nông nghiệp", false, true, false),
];

fn decisions() -> Vec<Decision> {
    let now = PlanYear::Of(2024);
    let before = PlanYear::Of(2023);
    let all = [
        ("", key("dtts", "", Investment, Some(Central), now), 9_000_000_000),
        ("", key("dtts.4.1", "", Investment, Some(Central), before), 1_250_500_000),
        ("", key("gn.3.1", "", Recurrent, Some(Central), now), 3_000_000_000),
        ("", key("gn.3.1", "", Recurrent, Some(Province), now), 300_000_000),
        ("HL-01", key("dtts.4.1", "", Investment, Some(Central), now), 4_000_000_000),
        ("HL-01", key("dtts.4.1", "", Investment, Some(Central), before), 1_250_500_000),
        ("HL-02", key("dtts.4.1", "", Investment, Some(Central), now), 2_000_000_001),
        ("HL-99", key("dtts.4.1", "", Investment, Some(Province), now), 333_333_333),
        ("HL-02", key("gn.3.1", "", Recurrent, Some(Central), now), 1_000_100_000),
        ("HL-02", key("gn.3.1", "", Recurrent, Some(Central), now), -100_000),
        ("HL-*", key("gn.3.1", "", Recurrent, Some(Central), now), 700_000_000),
        ("HL-*", key("gn.3.1", "", Recurrent, Some(Province), now), 70_000_000),
        ("HL-04", key("ntm.2", "", Investment, Some(District), now), 800_000_000),
        ("HL-04", key("ntm.2", "/07", Investment, Some(District), now), 200_000_000),
        ("HL-05", key("gn.6.1", "", Recurrent, Some(Central), now), 90_000_000),
    ];
    let decision = |(row, (unit, key, amount)): (u32, (&str, Key, i64))| Decision {
        number: format!("{}/QĐ-UBND", 100 + row),
        date: "2024-01-15".parse().unwrap(),
        unit: UnitCode::new(unit),
        key,
        amount: Money::from_dong(amount),
        note: if amount < 0 { "điều chỉnh giảm".to_owned() } else { String::new() },
        row,
    };
    (4..).zip(all).map(decision).collect()
}

struct Sent {
    unit: &'static str,
    key: Key,
    in_period: i64,
    cumulative: i64,
    carried: i64,
    stated: Option<i64>,
}

fn sent() -> Vec<Sent> {
    let now = PlanYear::Of(2024);
    let line = |unit, key, in_period, cumulative, carried, stated| Sent {
        unit,
        key,
        in_period,
        cumulative,
        carried,
        stated,
    };
    vec![
        line(
            "HL-01",
            key("dtts.4.1", "Đường vào bản *", Investment, Some(Central), now),
            100_000_000,
            1_000_000_001,
            0,
            None,
        ),
        line(
            "HL-01",
            key("dtts.4.1", "/07", Investment, Some(Central), now),
            0,
            500_300_000,
            0,
            Some(3_000_000_000),
        ),
        line(
            "HL-01",
            key("dtts.4.1", "/07", Investment, Some(Central), PlanYear::CarryOver),
            25_000,
            700_000_000,
            0,
            None,
        ),
        line(
            "HL-02",
            key("dtts.4.1", "Đường vào bản *", Investment, Some(Central), now),
            7,
            1_400_000_007,
            0,
            None,
        ),
        line(
            "HL-02",
            key("gn.3.1", "", Recurrent, Some(Central), now),
            1_000_000,
            23_000_000,
            3_000_000,
            Some(1_000_000_000),
        ),
        line("HL-*", key("gn.3.1", "", Recurrent, None, PlanYear::Any), 0, 0, 0, None),
        line(
            "HL-04",
            key("ntm.2", "/07", Investment, Some(District), now),
            0,
            333_333_333,
            333_333_333,
            None,
        ),
        line(
            "HL-06",
            key("gn.6.1", "=HYPERLINK(\"x\")", Recurrent, Some(Central), now),
            5_000_000,
            15_000_000,
            0,
            Some(60_000_000),
        ),
    ]
}

/// The district in June 2024. Figures for illustration only (số liệu minh họa).
pub(crate) fn summary() -> Summary {
    let summary = without_course();
    let course = course(&summary.units);
    Summary { last_year: Some(last_year()), course, ..summary }
}

/// A program that goes on, one that is over.
fn last_year() -> Compared {
    let of = |program: &str, funding, plan, paid| {
        let (plan, cumulative) = (Money::from_dong(plan), Money::from_dong(paid));
        let carried = Money::from_dong(paid / 10);
        let tally = Tally { plan, cumulative, carried, in_period: carried, ..Tally::default() };
        ((program.parse().unwrap(), funding), tally)
    };
    Compared {
        period: Period::Month(2023, 6),
        received: 5,
        expected: Some(6),
        office: Some("Phòng Tài chính - Kế hoạch huyện Chi Lăng".to_owned()),
        parts: [
            of("dtts", Investment, 7_000_000_000, 1_234_567_890),
            of("ntm", Recurrent, 500_000_000, 55_000_000),
        ]
        .into(),
    }
}

/// May, with a part of what stands now, and June.
fn course(units: &[UnitTotal]) -> Vec<Step> {
    let mut now: BTreeMap<_, Tally> = BTreeMap::new();
    for (part, tally) in units.iter().flat_map(|unit| &unit.parts) {
        *now.entry(part.clone()).or_default() += *tally;
    }
    let earlier = |tally: &Tally| Tally {
        plan: tally.plan,
        cumulative: tally.cumulative - tally.in_period,
        ..Tally::default()
    };
    let may = now.iter().map(|(part, tally)| (part.clone(), earlier(tally))).collect();
    let month = |month| Period::Month(2024, month);
    vec![
        Step { period: month(5), reported: 5, parts: may, silent: BTreeSet::new() },
        Step { period: month(6), reported: 4, parts: now, silent: BTreeSet::new() },
    ]
}

fn without_course() -> Summary {
    let mut units: Vec<Unit> =
        UNITS.iter().map(|(id, name, ..)| Unit::new(code(id), name)).collect();
    let mut merged = Unit::new(code("HL-99"), "Xã Cũ");
    merged.to = Some("2024-03-31".parse().unwrap());
    merged.merged_into = Some(code("HL-02"));
    units.push(merged);
    let state = "ab".repeat(32);
    let register = Register { units, decisions: decisions(), state, ..Register::default() };
    let day = "2024-06-30".parse().unwrap();
    let is_registered = |unit: &UnitCode| {
        UNITS.iter().any(|(id, _, registered, ..)| *id == unit.as_str() && *registered)
    };

    // Lines with the plan beside them, as an aggregation gives them: its own keys, then what is only planned.
    let mut lines = Vec::new();
    let stated = |plan| {
        let own = [Measure::Plan, Measure::Forecast].map(|of| (of, Money::from_dong(plan)));
        let wishes = [(Measure::ToReturn, plan / 10), (Measure::ToAdjust, 500_000 - plan / 20)];
        own.into_iter().chain(wishes.map(|(of, amount)| (of, Money::from_dong(amount))))
    };
    for (row, of) in (10..).zip(sent()) {
        let unit = code(of.unit);
        let mut plan = register.plan(&unit, day);
        let registered = plan.remove(&of.key).unwrap_or(Money::ZERO);
        let plan = if is_registered(&unit) {
            registered
        } else {
            Money::from_dong(of.stated.unwrap_or(0))
        };
        lines.push(SummaryLine {
            unit,
            key: of.key,
            plan,
            stated: of.stated.into_iter().flat_map(stated).collect(),
            in_period: Money::from_dong(of.in_period),
            in_period_known: Some(Known::Stated),
            cumulative: Money::from_dong(of.cumulative),
            basis: Some(Known::Stated),
            carried: Money::from_dong(of.carried),
            standing: if of.carried == of.cumulative && of.carried != 0 {
                Standing::Provisional
            } else {
                Standing::Counted
            },
            place: Some((0, 0, row)),
        });
    }
    for (id, ..) in UNITS {
        let unit = code(id);
        for (key, plan) in register.plan(&unit, day) {
            if lines.iter().any(|line| line.unit == unit && line.key == key) {
                continue;
            }
            let zero = Money::ZERO;
            lines.push(SummaryLine {
                unit: unit.clone(),
                key,
                plan,
                stated: ByMeasure::default(),
                in_period: zero,
                in_period_known: None,
                cumulative: zero,
                basis: None,
                carried: zero,
                standing: Standing::PlanOnly,
                place: None,
            });
        }
    }
    assemble(register, lines)
}

/// The same reports in a folder without a register: every plan is what the unit states.
pub(super) fn bare() -> Summary {
    let mut lines: Vec<SummaryLine> = summary().lines.iter().collect();
    lines.retain(|line| line.standing != Standing::PlanOnly);
    for line in &mut lines {
        line.plan = line.stated.get(Measure::Plan).unwrap_or(Money::ZERO);
    }
    assemble(Register::default(), lines)
}

fn assemble(register: Register, lines: Vec<SummaryLine>) -> Summary {
    let unit_total =
        |(id, name, registered, received, provisional): (&str, &str, bool, bool, bool)| {
            let mut parts: BTreeMap<_, Tally> = BTreeMap::new();
            for line in lines.iter().filter(|line| line.unit.as_str() == id) {
                *parts.entry((line.key.component.program(), line.key.funding)).or_default() +=
                    line.tally();
            }
            let whole = parts.values().copied().sum();
            UnitTotal {
                unit: code(id),
                name: name.to_owned(),
                tally: whole,
                parts,
                provisional,
                received,
                is_registered: registered && register.has_journal(),
                below: None,
                allocated: None,
            }
        };
    let mut programs: BTreeMap<_, Tally> = BTreeMap::new();
    for line in &lines {
        *programs.entry((line.key.component.program(), line.key.funding)).or_default() +=
            line.tally();
    }
    let decided = |program: &crate::domain::code::ComponentId, funding, of_units: bool| -> Money {
        let decisions = register.decisions.iter().filter(|decision| {
            decision.unit.is_some() == of_units
                && program.covers(&decision.key.component)
                && decision.key.funding == funding
        });
        decisions.map(|decision| decision.amount).sum()
    };
    let programs: Vec<ProgramTotal> = programs
        .into_iter()
        .map(|((program, funding), tally)| ProgramTotal {
            assigned: register.has_journal().then(|| decided(&program, funding, false)),
            allocated: decided(&program, funding, true),
            previous_rate: (program.as_str() == "gn").then(|| Rate::from_hundredths(131)),
            program,
            funding,
            tally,
        })
        .collect();
    let totals = Totals {
        assigned: register
            .has_journal()
            .then(|| programs.iter().filter_map(|program| program.assigned).sum()),
        allocated: programs.iter().map(|program| program.allocated).sum(),
        tally: programs.iter().map(|program| program.tally).sum(),
        band: None,
        room: Default::default(),
    };
    let settings = Settings {
        office: Office {
            name: "Phòng Tài chính - Kế hoạch huyện Hữu Lũng".to_owned(),
            authority: "UBND huyện Hữu Lũng".to_owned(),
            year: Some(2024),
            ..Office::default()
        },
        ..Settings::default()
    };
    let file: Arc<str> = "nop/2024-06/Xã Hòa Sơn T6.xlsx".into();
    Summary {
        adjustments: None,
        settings,
        catalogue: Arc::new(Catalogue::embedded()),
        period: Period::Month(2024, 6),
        year: 2024,
        coverage: Coverage {
            expected: 6,
            received: 4,
            missing: 2,
            rejected: 0,
            lead: Default::default(),
            below: Default::default(),
            lowest: Default::default(),
        },
        totals,
        programs,
        units: UNITS.into_iter().map(unit_total).collect(),
        decisions: register.decisions.clone(),
        register: Arc::new(register),
        lines: lines.into_iter().collect(),
        last_year: None,
        course: Vec::new(),
        calls: Vec::new(),
        grid: Vec::new(),
        submissions: UNITS.into_iter().map(|unit| submission(unit, &file)).collect(),
        findings: findings(&file),
        control: Control {
            read: Counted { cells: 15, amount: Money::from_dong(4_002_000_348) },
            used: Counted { cells: 11, amount: Money::from_dong(3_999_000_348) },
            checked: Counted { cells: 3, amount: Money::from_dong(2_000_000) },
            set_aside: Counted { cells: 1, amount: Money::from_dong(1_000_000) },
        },
        sources: vec![source(&file)],
        set_aside: vec![SetAsideCell {
            unit: Some(code("HL-01")),
            file: file.clone(),
            sheet: "Vốn đầu tư".into(),
            cell: Cell::new(14, 7),
            label: "Công trình chưa rõ\u{202e}".into(),
            amount: Money::from_dong(1_000_000),
            rule: RULE.code,
        }],
        results: results(&file),
        difficulties: Vec::new(),
        remarks: vec![Words::new("Số liệu minh họa.", "Figures for illustration only.")],
    }
}

/// Classes with all that may be said of them, a stock, an amount with a fraction, and a row that is not added.
fn results(file: &Arc<str>) -> Results {
    let place = |row| Place {
        file: Some(file.clone()),
        sheet: Some("Kết quả thực hiện".into()),
        cell: Some(Cell::new(row, 6)),
    };
    let of_unit = |unit: &str, row, [plan, in_period, done]: [Option<f64>; 3]| {
        let amount = |number: Option<f64>| number.and_then(Quantity::from_cell);
        ResultOfUnit {
            unit: code(unit),
            plan: amount(plan),
            in_period: amount(in_period),
            done: amount(done),
            period: "2024-06".parse().unwrap(),
            place: place(row),
            with: Vec::new(),
            is_carried: false,
            is_carried_below: false,
            is_partial: false,
            is_contradicted: false,
        }
    };
    let total = |component: Option<&str>, indicator: &str, unit: &str, units: Vec<ResultOfUnit>| {
        let sum = |of: fn(&ResultOfUnit) -> Option<Quantity>| {
            units.iter().map(of).fold(None, Quantity::sum)
        };
        let indicator = IndicatorId::new(indicator).unwrap();
        ResultTotal {
            kind: Indicators::embedded().get(&indicator).unwrap().kind,
            key: ResultKey {
                component: component.map(|id| id.parse().unwrap()),
                indicator,
                unit: unit.to_owned(),
            },
            plan: sum(|of| of.plan),
            in_period: sum(|of| of.in_period),
            done: sum(|of| of.done),
            silent: Vec::new(),
            units,
        }
    };
    let merged = ResultOfUnit {
        with: vec![code("HL-99")],
        is_carried: true,
        is_carried_below: false,
        period: "2024-05".parse().unwrap(),
        ..of_unit("HL-02", 8, [Some(6.0), None, Some(2.0)])
    };
    let doubtful = ResultOfUnit {
        is_partial: true,
        is_contradicted: true,
        ..of_unit("HL-*", 9, [None, Some(1.0), Some(1.0)])
    };
    let classes = vec![of_unit("HL-01", 7, [Some(9.0), Some(1.0), Some(4.0)]), merged, doubtful];
    let classes = total(Some("gn.4.1"), "lop", "lớp", classes);
    let both = [Some(400.0), Some(0.1), Some(120.3)];
    let supplies =
        vec![of_unit("HL-01", 5, both), of_unit("HL-02", 6, [Some(1200.0), Some(0.2), Some(0.2)])];
    let households = vec![of_unit("HL-01", 7, [None, None, Some(3.0)])];
    Results {
        totals: vec![
            total(None, "lop", "khóa", vec![of_unit("HL-01", 9, [None, None, Some(1.0)])]),
            total(Some("gn.2"), "ho-vi-pham", "hộ", households),
            total(Some("gn.2"), "vat-tu", "kg", supplies),
            ResultTotal { silent: vec![code("HL-04"), code("HL-05")], ..classes },
        ],
        apart: vec![ResultApart {
            unit: code("HL-02"),
            component: "gn.4.1".parse().ok(),
            name: "=Lớp may".into(),
            measure: "lớp".into(),
            plan: Amount::Of(Quantity::whole(5)),
            done: Amount::Text("khoảng 3".into()),
            in_period: Amount::Blank,
            place: place(10),
            why: Apart::NoNumber,
        }],
        consolidated: vec![(code("HL-05"), 7)],
    }
}

fn submission(
    (id, name, _, received, _): (&str, &str, bool, bool, bool),
    file: &Arc<str>,
) -> SubmissionRow {
    let state = if received { State::AcceptedWithErrors } else { State::Missing };
    SubmissionRow {
        file: received.then(|| file.clone()),
        received: received.then(|| "2024-07-03".parse().unwrap()),
        due: "2024-07-02".parse().ok(),
        days_late: received.then_some(1),
        money_unit: Some(MoneyUnit::Million),
        errors: usize::from(received),
        registered: true,
        ..SubmissionRow::new(Some(code(id)), name.to_owned(), "2024-06".parse().unwrap(), state)
    }
}

/// One with a fault, explained by the unit; one that follows from it; one that was accepted.
fn findings(file: &Arc<str>) -> Vec<Finding> {
    let [mut lead, mut follows, mut accepted] = [7, 8, 9].map(|column| finding(file, column));
    let fault = Arc::new(Fault {
        place: lead.problem.place.clone(),
        value: None,
        clears: 2,
        of: 2,
        words: Words::new("Nhiều khả năng ô H15 gõ thừa một chữ số.", "Most likely H15."),
        candidates: Vec::new(),
    });
    (lead.fault, lead.explanation) = (Some(fault.clone()), Some("=1+1 chờ điều chỉnh".into()));
    (follows.fault, follows.is_consequence) = (Some(fault), true);
    accepted.accepted = Some(Arc::new(Acceptance {
        reason: "Thu hồi tạm ứng".to_owned(),
        by: Some("Lãnh đạo phòng".to_owned()),
        until: Some(Period::Month(2024, 12)),
    }));
    // The cause stands above what follows from it, whatever the order here.
    vec![follows, lead, accepted]
}

fn finding(file: &Arc<str>, column: u32) -> Finding {
    let place = Place {
        file: Some(file.clone()),
        sheet: Some("Vốn đầu tư".into()),
        cell: Some(Cell::new(14, column)),
    };
    let words = Words::new(
        "Ô \"Lũy kế giải ngân\" của \"Công trình chưa rõ\" ghi chữ, không phải số tiền.",
        "The cell holds words.",
    );
    let problem = Problem::new(&RULE, place, words)
        .of(&code("HL-01"))
        .compared(Money::from_dong(1_000_000), Money::from_dong(1_234_567))
        .setting_aside(Money::from_dong(1_000_000));
    Finding::new(Severity::Error, problem)
}

fn source(file: &Arc<str>) -> SourceFile {
    SourceFile {
        unit: code("HL-01"),
        period: Period::Month(2024, 6),
        file: file.clone(),
        sha256: "0123456789abcdef".repeat(4),
        received: "2024-07-03".parse().ok(),
        money_unit: MoneyUnit::Million,
        unit_basis: UnitBasis::Stated,
        sheets: vec!["Vốn đầu tư".into()],
        readings: [Reading {
            sheet: 0,
            column: 7,
            heading: "Lũy kế giải ngân › Vốn năm 2024 › NSTW".into(),
            measure: Some(Measure::Cumulative),
            facts: Facts {
                funding: Some(Investment),
                source: Some(Central),
                year: Some(PlanYear::Of(2024)),
                is_rest: false,
                piece: None,
            },
        }]
        .into(),
        read: Counted { cells: 15, amount: Money::from_dong(4_002_000_348) },
        checked: Counted { cells: 3, amount: Money::from_dong(2_000_000) },
        set_aside: Counted { cells: 1, amount: Money::from_dong(1_000_000) },
    }
}
