//! Submissions, lines and tables made by hand, for the tests of the rules. All figures are in triệu đồng.

use crate::check::{Checked, Gate, findings};
use crate::domain::attributes::Facts;
use crate::domain::catalogue::Catalogue;
use crate::domain::code::UnitCode;
use crate::domain::context::Context;
use crate::domain::difficulty::{Difficulty, Part, Told};
use crate::domain::key::{Funding, Key, PlanYear, Source, Work};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::register::{Decision, Register, Unit};
use crate::domain::rule::Finding;
use crate::domain::settings::{Level, Office, RuleSetting, Settings};
use crate::domain::spill::Shelf;
use crate::domain::submission::{
    Column, Figure, FileId, Line, Measure, Row, RowKind, Said, SetAside, Stated, Submission, Table,
    UnitBasis,
};
use crate::locate;
use crate::rules;

pub(crate) fn million(amount: f64) -> Money {
    Money::from_cell(amount, MoneyUnit::Million).unwrap().money
}

pub(crate) fn unit(code: &str) -> UnitCode {
    UnitCode::new(code).unwrap()
}

/// `gn.2`, `gn.2/Đường A`, `gn.2@central`, `gn.2@central:2023`: recurrent; the year is any where none is given.
pub(crate) fn key(text: &str) -> Key {
    let (text, year) = match text.split_once(':') {
        Some((text, "kd")) => (text, PlanYear::CarryOver),
        Some((text, year)) => (text, PlanYear::Of(year.parse().unwrap())),
        None => (text, PlanYear::Any),
    };
    let (text, source) = match text.split_once('@') {
        Some((text, source)) => {
            let is_named = |of: &&Source| of.label().en.to_lowercase().starts_with(source);
            (text, Some(*Source::ALL.iter().find(is_named).unwrap()))
        }
        None => (text, None),
    };
    let (component, work) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
    Key {
        component: component.parse().unwrap(),
        work: work.map(Work::named),
        funding: Funding::Recurrent,
        source,
        year,
    }
}

/// A line with plan, in period and cumulative in columns C, D and E of a row (from 0).
pub(crate) fn line(row: u32, of: &str, plan: Option<f64>, figures: [Option<f64>; 2]) -> Line {
    let [in_period, cumulative] = figures;
    let stated = [
        (Measure::Plan, 2, plan),
        (Measure::InPeriod, 3, in_period),
        (Measure::Cumulative, 4, cumulative),
    ];
    let figures = stated.into_iter().filter_map(|(measure, column, amount)| {
        Some(Figure { measure, column, amount: million(amount?) })
    });
    Line {
        key: key(of),
        sheet: 0,
        row,
        figures: figures.collect(),
        lacks_cumulative: false,
        previous: None,
        relayed: None,
    }
}

/// A report of HL-01 with these lines.
pub(crate) fn submission(period: &str, lines: Vec<Line>) -> Submission {
    let file = FileId {
        path: format!("nop/{period}/HL-01.xlsx").into(),
        sha256: String::new(),
        received: None,
        is_registered: false,
        order: (0, 0),
    };
    Submission {
        sheets: vec!["Vốn sự nghiệp".into()],
        unit_basis: UnitBasis::Stated,
        lines,
        ..Submission::new(unit("HL-01"), period.parse().unwrap(), file, MoneyUnit::Million)
    }
}

/// A report of a unit, with a table that shows its lines as they are.
pub(crate) fn report(code: &str, period: &str, lines: Vec<Line>) -> Submission {
    let columns = [Measure::Plan, Measure::InPeriod, Measure::Cumulative];
    let million = |line: &Line, measure| line.amount(measure).map(|of| of.as_dong() as f64 / 1e6);
    let figures = |line: &Line| columns.map(|measure| million(line, measure));
    let rows = lines.iter().map(|line| (line.key.component.to_string(), figures(line)));
    let rows: Vec<(String, [Option<f64>; 3])> = rows.collect();
    let rows: Vec<NamedRow<'_>> =
        rows.iter().map(|(name, figures)| (name.as_str(), None, &figures[..])).collect();
    let columns = (2..).zip(columns).map(|(at, measure)| column(at, measure)).collect();
    let mut report =
        Submission { tables: vec![table(columns, &rows)], ..submission(period, lines) };
    report.unit = unit(code);
    report.file.path = format!("nop/{period}/{code}.xlsx").into();
    report
}

/// A row that tells this of a component; blank texts are cells that are left blank.
pub(crate) fn difficulty(component: &str, texts: &[(Part, &str)]) -> Difficulty {
    let told = (3..).zip(texts);
    let told = told.map(|(column, &(part, text))| Told { part, column, text: text.into() });
    Difficulty {
        component: component.parse().ok(),
        about: "".into(),
        is_whole: true,
        sheet: 0,
        row: 20,
        told: told.collect(),
        amount: None,
        followed: None,
    }
}

/// A text of the unit beside the figures of a row.
pub(crate) fn said(row: u32, text: &str) -> Said {
    Said { sheet: 0, row, text: text.into() }
}

/// The same with this table and nothing else.
pub(crate) fn with_table(table: Table) -> Submission {
    Submission { tables: vec![table], ..submission("2024-06", Vec::new()) }
}

/// A set-aside cell of the sheet.
pub(crate) fn set_aside(cell: &str, measure: Measure) -> SetAside {
    SetAside {
        sheet: 0,
        cell: cell.parse::<Cell>().unwrap(),
        measure: Some(measure),
        amount: Money::ZERO,
        rule: &rules::NOT_A_NUMBER,
        label: "".into(),
        text: None,
        key: None,
    }
}

/// A column of recurrent money.
pub(crate) fn column(index: u32, measure: Measure) -> Column {
    Column {
        index,
        heading: measure.label().vi.into(),
        measure,
        facts: Facts { funding: Some(Funding::Recurrent), ..Facts::default() },
        unit: MoneyUnit::Million,
        splits: Vec::new(),
        is_detail: false,
    }
}

pub(crate) fn of_source(column: Column, source: Source) -> Column {
    Column { facts: Facts { source: Some(source), ..column.facts }, ..column }
}

/// An amount, or with a NaN a cell that was set aside; `None` is blank.
pub(crate) fn stated(amount: Option<f64>) -> Stated {
    match amount {
        None => Stated::Blank,
        Some(amount) if amount.is_nan() => Stated::SetAside,
        Some(amount) => Stated::Amount(million(amount)),
    }
}

/// A row's name, the number of its parent, its figures.
pub(crate) type NamedRow<'a> = (&'a str, Option<usize>, &'a [Option<f64>]);

/// A table that begins in row 11, with steps of 0,1 triệu. A row is `gn.2`, `gn.2/work`, `total`, `sub gn.2` or
/// `stray`.
pub(crate) fn table(columns: Vec<Column>, rows: &[NamedRow<'_>]) -> Table {
    let mut cells = Vec::new();
    let mut built = Vec::new();
    for (at, (name, parent, figures)) in rows.iter().enumerate() {
        let kind = match name.strip_prefix("sub ") {
            Some(component) => RowKind::Subtotal(component.parse().unwrap()),
            None if *name == "total" => RowKind::Total,
            None if *name == "stray" => RowKind::Stray,
            None => {
                let key = key(name);
                RowKind::Item(key.component, key.work)
            }
        };
        let index = 10 + u32::try_from(at).unwrap();
        let (label, facts) = ((*name).into(), Facts::default());
        built.push(Row { index, label, kind, facts, parent: *parent });
        for (column, figure) in columns.iter().zip(figures.iter()) {
            cells.push(match (column.measure, figure) {
                (Measure::Rate, Some(rate)) => Stated::Percent(*rate),
                _ => stated(*figure),
            });
        }
    }
    let (texts, formulas, locked) = (Vec::new(), Vec::new(), Vec::new());
    Table {
        sheet: 0,
        columns,
        rows: built,
        cells,
        step: million(0.1),
        texts,
        formulas,
        locked,
        ambiguous: Vec::new(),
        covered: Vec::new(),
        after: Vec::new(),
    }
}

/// What is known beside the submissions.
pub(crate) struct World {
    pub(crate) register: Register,
    pub(crate) settings: Settings,
}

/// Reports of one month alone leave much unknown: only the tests of GN606 ask for it.
impl Default for World {
    fn default() -> World {
        let mut settings = Settings::default();
        let off = RuleSetting { severity: Some(Level::Off), tolerance: None };
        settings.rules.insert(rules::UNKNOWN_FIGURE.code, off);
        World { register: Register::default(), settings }
    }
}

impl World {
    /// The same where GN606 is told.
    pub(crate) fn telling_unknown(mut self) -> World {
        self.settings.rules.remove(&rules::UNKNOWN_FIGURE.code);
        self
    }

    /// A register with HL-01 and HL-02 and this plan, decided on 15 January: (unit, key, amount); a unit "" is the
    /// level above.
    pub(crate) fn planning(plan: &[(&str, &str, f64)]) -> World {
        let mut world = World::default();
        for code in ["HL-01", "HL-02"] {
            world.register.units.push(Unit::new(unit(code), "Xã A"));
        }
        for (to, key, amount) in plan {
            world.decide("15/QĐ-UBND", "2024-01-15", to, key, *amount);
        }
        world.settings.office = Office { year: Some(2024), ..Office::default() };
        world
    }

    pub(crate) fn decide(&mut self, number: &str, date: &str, to: &str, of: &str, amount: f64) {
        self.register.decisions.push(Decision {
            number: number.to_owned(),
            date: date.parse().unwrap(),
            unit: UnitCode::new(to),
            key: key(of),
            amount: million(amount),
            note: String::new(),
            row: 0,
        });
    }

    /// What passes, and what is found, where the reports come in the order of their periods.
    pub(crate) fn check(
        &self,
        current: Vec<Submission>,
        earlier: Vec<Submission>,
    ) -> (Vec<Checked>, Vec<Finding>) {
        let catalogue = Catalogue::embedded();
        let period = current.first().map_or("2024-06".parse().unwrap(), |first| first.period);
        let context = Context {
            catalogue: &catalogue,
            register: &self.register,
            settings: &self.settings,
            period,
        };
        let shelf = Shelf::default();
        let mut all: Vec<(Submission, bool)> =
            current.into_iter().map(|report| (report, true)).collect();
        all.extend(earlier.into_iter().map(|report| (report, false)));
        all.sort_by_key(|(report, _)| (report.period.to(), report.period));
        let (mut before, mut checked): (Vec<Checked>, Vec<Checked>) = (Vec::new(), Vec::new());
        for of_period in all.chunk_by(|(a, _), (b, _)| a.period == b.period) {
            let mut passed = Vec::new();
            for (report, is_current) in of_period {
                let context = Context { period: report.period, ..context };
                let gate = Gate::new(context, &before, &shelf);
                if *is_current {
                    let mut report = gate.pass(report.clone(), period, locate::faults).unwrap();
                    gate.recall(period, &mut report, &mut []);
                    checked.push(report);
                }
                let own = context.period;
                let mut earlier = gate.pass(report.clone(), own, |_, _, _| {}).unwrap();
                gate.recall(own, &mut earlier, &mut []);
                earlier.close();
                passed.push(earlier);
            }
            before.extend(passed);
        }
        let found = findings(&context, &mut checked, Vec::new());
        (checked, found)
    }

    /// The findings of one submission after those before it: code, cell, difference in triệu.
    pub(crate) fn found(&self, now: Submission, earlier: Vec<Submission>) -> Vec<String> {
        self.check(vec![now], earlier).1.iter().map(told).collect()
    }
}

/// A year in which 1.200 is planned for gn.2: what the rules over a unit's own months say of the last of these reports
/// (month, in period, cumulative).
pub(crate) fn of_year(world: &World, months: &[(u32, Option<f64>, f64)]) -> Vec<String> {
    let report = |(month, paid, total): &(u32, Option<f64>, f64)| {
        let figures = [*paid, Some(*total)];
        submission(&format!("2024-{month:02}"), vec![line(10, "gn.2", Some(1200.0), figures)])
    };
    let mut reports: Vec<Submission> = months.iter().map(report).collect();
    let now = reports.pop().expect("a year has a report");
    let found = world.found(now, reports).into_iter();
    found.filter(|told| told.contains("GN603") || told.contains("GN604")).collect()
}

/// The register of that year.
pub(crate) fn planned_year() -> World {
    World::planning(&[("HL-01", "gn.2", 1200.0)])
}

/// `GN401 C11 +45`, with `w` or `n` before a warning or a note.
pub(crate) fn told(finding: &Finding) -> String {
    use crate::domain::rule::Severity;
    let severity = match finding.severity {
        Severity::Error => "",
        Severity::Warning => "w ",
        Severity::Note => "n ",
    };
    let cell = finding.problem.place.cell.map_or("-".to_owned(), |cell| cell.to_string());
    let gap = finding.difference().map_or("-".to_owned(), |gap| {
        let sign = if gap.is_negative() { "" } else { "+" };
        format!("{sign}{}", gap.show(MoneyUnit::Million, 6))
    });
    format!("{severity}{} {cell} {gap}", finding.rule.code)
}

/// What a table alone raises.
pub(crate) fn found_in(table: Table) -> Vec<String> {
    World::default().found(with_table(table), Vec::new())
}
