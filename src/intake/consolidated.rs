//! A report that sums up other units: theirs is compared with what they sent themselves, and never added to it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::who::Directory;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::Funding;
use crate::domain::label::Label;
use crate::domain::lang::Words;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::{Cell, Place};
use crate::domain::register::Unit;
use crate::domain::rule::{Context, Problem, RuleCode, Severity};
use crate::domain::submission::{CheckedAs, Figure, Line, Measure, Submission};
use crate::read::Workbook;
use crate::recognise::heading::Heading;
use crate::recognise::rows::{Names, RowReader, without_number};
use crate::recognise::{Form, Framed};

/// Cumulative figures by unit, program and funding type.
pub type Sums = BTreeMap<(UnitCode, ComponentId, Funding), Claim>;

/// What is said of the money of a unit.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The cumulative.
    pub amount: Money,
    /// What rounding may make of it.
    pub tolerance: Money,
    /// The unit of money in which its first figure stands.
    pub unit: MoneyUnit,
    /// Where its first figure stands.
    pub place: Place,
}

/// The part of a workbook that is about other units.
#[derive(Default)]
pub struct Others {
    /// Their tables, or parts of tables.
    pub tables: Vec<(UnitCode, Framed)>,
    /// All units that were found.
    pub units: BTreeSet<UnitCode>,
}

/// Takes the tables of other units, or their parts, out of a form that `own` sent.
///
/// A report is a consolidation where sheets or rows are named exactly like two other units of the register, or like one
/// if a lead agency sent it: a work that merely lies in another commune makes none.
pub fn take_out(
    form: &mut Form,
    workbook: &Workbook,
    directory: &Directory,
    names: &Names,
    own: &Unit,
) -> Others {
    let mut others = Others::default();
    let name = |framed: &Framed| &*workbook.sheets[usize::from(framed.sheet)].name;
    let owners: Vec<Option<UnitCode>> =
        form.tables.iter().map(|framed| directory.exact(&Label::new(name(framed)))).collect();
    let named: BTreeSet<UnitCode> =
        owners.iter().flatten().filter(|code| **code != own.code).cloned().collect();
    if is_enough(&named, own) {
        // A sheet without a unit's name beside those with one sums them up.
        form.left_out.extend(form.tables.iter().map(|framed| framed.sheet));
        for (framed, owner) in std::mem::take(&mut form.tables).into_iter().zip(owners) {
            match owner {
                Some(owner) if owner == own.code => form.tables.push(framed),
                Some(owner) => others.tables.push((owner, framed)),
                None => {}
            }
        }
        others.units = named;
        return others;
    }
    for framed in std::mem::take(&mut form.tables) {
        let parts = parts(&framed, workbook, directory, names);
        let named: BTreeSet<UnitCode> =
            parts.iter().map(|(code, _)| code).filter(|code| **code != own.code).cloned().collect();
        if !is_enough(&named, own) {
            form.tables.push(framed);
            continue;
        }
        others.units.extend(named);
        form.left_out.insert(framed.sheet);
        for (code, part) in parts {
            if code == own.code {
                form.tables.push(part);
            } else {
                others.tables.push((code, part));
            }
        }
    }
    others
}

fn is_enough(others: &BTreeSet<UnitCode>, own: &Unit) -> bool {
    2 <= others.len() || !others.is_empty() && own.is_lead()
}

/// The parts of a table that stand below rows with the names of units: "Xã Hòa Sơn", then its components. None where
/// units stand below components, or hold their money in one row.
fn parts(
    framed: &Framed,
    workbook: &Workbook,
    directory: &Directory,
    names: &Names,
) -> Vec<(UnitCode, Framed)> {
    let sheet = &workbook.sheets[usize::from(framed.sheet)];
    let owner = |label: &str| {
        let is_short = label.len() <= directory.longest();
        if is_short { directory.exact(&Label::new(without_number(label))) } else { None }
    };
    // Most reports name no unit in their rows: they are not read for it.
    let column = framed.heading.label;
    let mut labels = sheet.cells.iter().filter(|(cell, _)| cell.column == column);
    if !labels.any(|(cell, _)| owner(sheet.text(*cell)).is_some()) {
        return Vec::new();
    }
    let mut reader = RowReader::new(names, framed.program.clone());
    let mut parts: Vec<(UnitCode, Framed)> = Vec::new();
    let mut last = None;
    for (row, _) in sheet.rows(framed.heading.body..framed.end) {
        let label = sheet.text(Cell::new(row, framed.heading.label)).trim();
        if label.is_empty() {
            continue;
        }
        let Some(code) = owner(label) else {
            last = Some(row);
            reader.read("", "", label);
            continue;
        };
        let is_below_component = reader.current().is_some_and(|id| !id.is_program());
        let is_empty = parts.last().is_some_and(|(_, part)| last < Some(part.heading.body));
        if parts.is_empty() && is_below_component || is_empty {
            return Vec::new();
        }
        if let Some((_, before)) = parts.last_mut() {
            before.end = row;
        }
        let program = reader.current().map(ComponentId::program).or(framed.program.clone());
        let heading = Heading { body: row + 1, ..framed.heading.clone() };
        parts.push((code, Framed { heading, program, goes_on: false, ..framed.clone() }));
    }
    parts
}

/// Takes the lines of other units out of a submission in which units stand below components, like works.
pub fn take_lines(
    submission: &mut Submission,
    directory: &Directory,
    own: &Unit,
) -> Vec<(UnitCode, Line)> {
    let owner = |line: &Line| directory.exact(&Label::new(line.key.work.as_ref()?.identity()));
    let owners: Vec<Option<UnitCode>> = submission.lines.iter().map(owner).collect();
    let others = owners.iter().flatten().filter(|code| **code != own.code).cloned().collect();
    if !is_enough(&others, own) {
        return Vec::new();
    }
    let mut taken = Vec::new();
    for (mut line, owner) in std::mem::take(&mut submission.lines).into_iter().zip(owners) {
        match owner {
            Some(code) if code != own.code => {
                for figure in &line.figures {
                    submission.checked.add(CheckedAs::Repeat, figure.amount);
                }
                taken.push((code, line));
                continue;
            }
            Some(_) => line.key.work = None,
            None => {}
        }
        submission.lines.push(line);
    }
    taken
}

/// The cumulative figures of lines, each of a unit; places are those of `submission`.
pub fn sums<'a>(
    submission: &Submission,
    lines: impl Iterator<Item = (&'a UnitCode, &'a Line)>,
) -> Sums {
    let mut sums = Sums::new();
    for (unit, line) in lines {
        let Some(figure) = line.figure(Measure::Cumulative) else { continue };
        let key = (unit.clone(), line.key.component.program(), line.key.funding);
        let table = submission.tables.iter().find(|table| table.sheet == line.sheet);
        let claim = sums.entry(key).or_insert_with(|| Claim {
            amount: Money::ZERO,
            tolerance: Money::ZERO,
            unit: unit_of(submission, line, figure),
            place: submission.place(line.sheet, line.cell(Measure::Cumulative)),
        });
        claim.amount += figure.amount;
        claim.tolerance += table.map_or(Money::ZERO, |table| table.tolerance(1));
    }
    sums
}

fn unit_of(submission: &Submission, line: &Line, figure: Figure) -> MoneyUnit {
    let mut tables = submission.tables.iter().filter(|table| table.sheet == line.sheet);
    let column = tables.find_map(|table| {
        table.columns.iter().find(|column| column.index == u32::from(figure.column))
    });
    column.map_or(submission.money_unit, |column| column.unit)
}

/// What to say of a report whose part about other units was left out.
pub fn left_out(units: &BTreeSet<UnitCode>, file: Arc<str>, own: &UnitCode) -> Problem {
    let codes: Vec<&str> = units.iter().map(UnitCode::as_str).collect();
    let codes = codes.join(", ");
    let words = Words::new(
        format!(
            "Báo cáo tổng hợp số liệu của {} đơn vị khác ({codes}): chỉ dùng để đối chiếu, không cộng vào",
            units.len()
        ),
        format!(
            "The report sums up {} other units ({codes}): theirs is compared, never added",
            units.len()
        ),
    );
    let place = Place { file: Some(file), ..Place::default() };
    let problem = Problem::new(RuleCode("GN702"), place, words).of(own);
    Problem { severity: Some(Severity::Note), ..problem }
}

/// GN702 where a consolidation says another cumulative of a unit than the unit itself. A unit that sent nothing is left
/// out: there is nothing to compare with.
pub fn differences(
    context: &Context<'_>,
    own: &UnitCode,
    claims: &Sums,
    sent: &Sums,
) -> Vec<Problem> {
    let has_sent = |unit: &UnitCode| sent.keys().any(|(of, ..)| of == unit);
    let mut problems = Vec::new();
    for (key, claim) in claims.iter().filter(|(key, _)| has_sent(&key.0)) {
        let other = sent.get(key);
        let expected = other.map_or(Money::ZERO, |sent| sent.amount);
        let usual = claim.tolerance + other.map_or(Money::ZERO, |sent| sent.tolerance);
        let allowed = context.settings.tolerance(RuleCode("GN702"), claim.unit, usual);
        if (claim.amount - expected).abs() <= allowed {
            continue;
        }
        let (code, program, funding) = key;
        let (unit, program) = (context.register.name(code), context.catalogue.short(program));
        let funding = funding.label();
        let words = Words::new(
            format!(
                "Báo cáo tổng hợp ghi lũy kế giải ngân của {unit} ({code}), {program}, {}, khác với báo cáo của chính đơn vị đó.",
                funding.vi
            ),
            format!(
                "The consolidation's cumulative of {unit} ({code}), {program}, {}, differs from that unit's own report.",
                funding.en
            ),
        );
        let problem = Problem::new(RuleCode("GN702"), claim.place.clone(), words).of(own);
        problems.push(problem.compared(claim.amount, expected));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Catalogue;
    use crate::domain::register::Register;
    use crate::domain::settings::{RuleSetting, Settings};

    fn claims(unit: &str, million: f64) -> Sums {
        let amount = Money::from_cell(million, MoneyUnit::Million).unwrap().money;
        let half = Money::from_dong(500_000);
        let claim =
            Claim { amount, tolerance: half, unit: MoneyUnit::Million, place: Place::default() };
        Sums::from([(
            (UnitCode::new(unit).unwrap(), "gn".parse().unwrap(), Funding::Recurrent),
            claim,
        )])
    }

    fn found(claimed: &Sums, sent: &Sums, tolerance: Option<&str>) -> Vec<i128> {
        let mut settings = Settings::default();
        let tolerance = tolerance.map(str::to_owned);
        settings.rules.insert("GN702".to_owned(), RuleSetting { severity: None, tolerance });
        let context = Context {
            catalogue: &Catalogue::embedded(),
            register: &Register::default(),
            settings: &settings,
            period: "2024-06".parse().unwrap(),
        };
        let problems = differences(&context, &UnitCode::new("PDT").unwrap(), claimed, sent);
        let off = |problem: &Problem| {
            assert!(problem.words.vi.contains("HL-05") && problem.words.vi.contains("CTMTQG"));
            (problem.found.unwrap() - problem.expected.unwrap()).as_dong()
        };
        problems.iter().map(off).collect()
    }

    #[test]
    fn what_is_said_of_a_unit_is_what_it_said_itself() {
        let sent = claims("HL-05", 350.0);
        assert_eq!(found(&claims("HL-05", 400.0), &sent, None), [50_000_000]);
        assert_eq!(
            found(&claims("HL-05", 351.0), &sent, None),
            [0; 0],
            "half a million on each side"
        );
        assert_eq!(found(&claims("HL-05", 352.0), &sent, None), [2_000_000]);
        assert_eq!(found(&claims("HL-09", 400.0), &sent, None), [0; 0], "it sent nothing");
    }

    #[test]
    fn the_office_says_how_much_may_differ() {
        let sent = claims("HL-05", 350.0);
        assert_eq!(found(&claims("HL-05", 400.0), &sent, Some("50")), [0; 0]);
        assert_eq!(found(&claims("HL-05", 400.0), &sent, Some("49.9")), [50_000_000]);
    }
}
