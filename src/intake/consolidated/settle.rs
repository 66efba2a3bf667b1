//! What becomes of the figures that a report states of other units: compared, checked, or set aside with their amount.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Claim, Claimed, Sums, key, rounding, stated};
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::context::Context;
use crate::domain::key::Funding;
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::register::Unit;
use crate::domain::rule::{Problem, Rule, Severity};
use crate::domain::same_money::{Group, Relation, Stated, is_near, same_money};
use crate::domain::submission::{CheckedAs, Line, Measure, Submission};
use crate::rules;

/// Takes what was read of a table that is not the sender's own into the ledger of its report, all but the lines, which
/// are handed back. What could not be read there is `worst` a warning where the money counts elsewhere.
pub(crate) fn enter(
    submission: &mut Submission,
    theirs: &mut Submission,
    worst: Option<Severity>,
) -> Vec<Line> {
    submission.read += theirs.read;
    submission.checked += &theirs.checked;
    submission.set_aside.append(&mut theirs.set_aside);
    let problems = std::mem::take(&mut theirs.problems).into_iter();
    let problems = problems.filter(|problem| !problem.set_aside.is_zero());
    submission.problems.extend(problems.map(|problem| Problem {
        severity: worst.max(problem.severity),
        unit: None,
        ..problem
    }));
    std::mem::take(&mut theirs.lines)
}

/// The table of one other unit in a unit's own report: nobody knows whose money it is (GN212).
pub(crate) fn refuse(submission: &mut Submission, lines: &[Line], other: &str) {
    let words = words!(
        "Bảng này ghi tên {other}, không phải đơn vị gửi tệp: số liệu để riêng, chưa tính cho đơn vị nào",
        "This table names {other}, not the unit that sent the file: it is set aside and counts for nobody";
        other
    );
    set_aside(submission, lines, &rules::OTHER_UNITS_TABLE, words, Severity::Error);
}

/// A row that stands for nothing beside the rows of units, in the tables of a sheet that were read by themselves: where it is
/// what these state on the sheet together, with or without the sender's own, measure by measure, it is their sum.
pub(crate) fn check_total(theirs: &mut Submission, submission: &Submission, claims: &[Claimed]) {
    let Some(sheet) = theirs.set_aside.first().map(|cell| cell.sheet) else { return };
    if !theirs.lines.is_empty() {
        return;
    }
    let mut sums: BTreeMap<Measure, Money> = BTreeMap::new();
    for cell in &theirs.set_aside {
        let Some(measure) = cell.measure else { return };
        *sums.entry(measure).or_default() += cell.amount;
    }
    let together = |stated: &mut dyn Iterator<Item = Stated<'_>>, measure: Measure| {
        let of = stated.filter(|of| of.measure == measure);
        of.fold((Money::ZERO, Money::ZERO), |(sum, slack), of| (sum + of.amount, slack + of.slack))
    };
    let is_sum = |(measure, sum): (&Measure, &Money)| {
        let of_units = claims.iter().filter(|of| of.line.sheet == sheet);
        let (units, slack) = together(&mut of_units.flat_map(Claimed::stated), *measure);
        let own = submission.lines.iter().filter(|line| line.sheet == sheet);
        let mut own = own.flat_map(|line| stated(line, rounding(submission, line).0));
        let (own, own_slack) = together(&mut own, *measure);
        is_near(*sum, units, slack) || is_near(*sum, units + own, slack + own_slack)
    };
    if !sums.iter().all(is_sum) {
        return;
    }
    for cell in std::mem::take(&mut theirs.set_aside) {
        theirs.checked.add(CheckedAs::Repeat, cell.amount);
    }
    theirs.problems.retain(|problem| problem.set_aside.is_zero());
}

/// A table that names no unit beside those that do: their sum is a check, anything else is set aside.
pub(crate) fn sum_up(
    submission: &mut Submission,
    lines: Vec<Claimed>,
    claims: &[Claimed],
    budget: i32,
    own: &Unit,
) {
    let ours: Vec<Stated<'_>> = lines.iter().flat_map(Claimed::stated).collect();
    let theirs = claims.iter().flat_map(Claimed::stated).chain(own_stated(submission)).collect();
    let is_sum = repeats(&ours, theirs, budget);
    let lines: Vec<Line> = lines.into_iter().map(|of| of.line).collect();
    if is_sum {
        check(submission, &lines);
        return;
    }
    // Of a lead agency it may be a summary of more than its units.
    let severity = if own.is_lead() { Severity::Warning } else { Severity::Error };
    refuse_unnamed(submission, &lines, severity);
}

/// A part of a report that names no unit beside those that do, and is not their sum: nobody knows whose money it is.
pub(crate) fn refuse_unnamed(submission: &mut Submission, lines: &[Line], severity: Severity) {
    let words = words!(
        "Phần này không ghi tên đơn vị nào, đứng cạnh các trang hoặc dòng ghi tên đơn vị, và không bằng tổng số của các đơn vị đó: số liệu để riêng",
        "This part names no unit, stands beside sheets or rows that do, and is not their sum: it is set aside"
    );
    set_aside(submission, lines, &rules::LEAD_AGENCY_DIFFERS_FROM_UNITS, words, severity);
}

/// The sum of the units under the name of the one that sums them up is none of its own money: where it is the sum of all
/// they have, or of two of them somewhere. What one of them has beside others may be its own, too.
pub(crate) fn drop_sum(submission: &mut Submission, claims: &[Claimed], budget: i32) {
    let units: BTreeSet<&UnitCode> = claims.iter().map(|of| &of.unit).collect();
    let ours: Vec<Stated<'_>> = own_stated(submission).collect();
    let stated = claims.iter().flat_map(|of| of.stated().map(|stated| (&of.unit, stated)));
    let (owners, theirs): (Vec<&UnitCode>, Vec<Stated<'_>>) = stated.unzip();
    let compared = same_money(&ours, &theirs, budget);
    let has_money = |at: &&usize| !theirs[**at].amount.is_zero();
    let is_of_two = |group: &Group| {
        let of = group.theirs.iter().filter(has_money).map(|at| owners[*at]);
        group.is_common() && 1 < of.collect::<BTreeSet<_>>().len()
    };
    let measures: BTreeSet<Measure> = ours.iter().map(|stated| stated.measure).collect();
    let is_met = |group: &Group| {
        group.is_common()
            || !measures.contains(&group.measure)
            || !group.theirs.iter().any(|at| has_money(&at))
    };
    let is_sum = compared.groups.iter().any(is_of_two) || compared.groups.iter().all(is_met);
    let has_lines = ours.iter().any(|stated| !stated.amount.is_zero());
    let repeats = !has_lines || compared.relation == Relation::Repeats && is_sum;
    if 1 < units.len() && repeats {
        let lines = std::mem::take(&mut submission.lines);
        check(submission, &lines);
    }
}

/// The figures of a submission's own lines, as they are compared.
pub(crate) fn own_stated(submission: &Submission) -> impl Iterator<Item = Stated<'_>> {
    submission.lines.iter().flat_map(|line| stated(line, rounding(submission, line).0))
}

fn repeats(ours: &[Stated<'_>], theirs: Vec<Stated<'_>>, budget: i32) -> bool {
    let has_money = ours.iter().any(|stated| !stated.amount.is_zero());
    !has_money || same_money(ours, &theirs, budget).relation == Relation::Repeats
}

fn check(submission: &mut Submission, lines: &[Line]) {
    for figure in lines.iter().flat_map(|line| &line.figures) {
        submission.checked.add(CheckedAs::Repeat, figure.amount);
    }
}

/// Sets lines aside, and says so at the first of them.
pub(crate) fn set_aside(
    submission: &mut Submission,
    lines: &[Line],
    rule: &'static Rule,
    words: Words,
    severity: Severity,
) {
    let mut sum = Money::ZERO;
    for line in lines {
        for figure in &line.figures {
            sum += figure.amount;
            submission.set_aside.push(line.set_aside(figure, rule));
        }
    }
    let Some(first) = lines.first() else { return };
    let place = submission.place(first.sheet, first.cell(Measure::Cumulative));
    let problem = Problem::new(rule, place, words).of(&submission.unit).setting_aside(sum);
    submission.problems.push(Problem { severity: Some(severity), ..problem });
}

/// Settles what the files of a unit state of other units by name, now that it is known what they sent (`sent`): what they
/// state as well is compared; what nobody else states is set aside with its amount. With each line comes its file.
pub(super) fn by_name(
    context: &Context<'_>,
    own: &UnitCode,
    files: &mut [&mut Submission],
    claims: &[(usize, Claimed)],
    sent: &Sums,
) -> Vec<Problem> {
    let mut sums = Sums::new();
    claims.iter().for_each(|(_, of)| of.enter(&mut sums, &of.line.figures));
    let states = |unit: &UnitCode, measure: Measure| {
        sent.keys().any(|(of, .., own)| (of, *own) == (unit, measure))
    };
    let day = context.period.to();
    let is_planned =
        |(unit, program, funding, measure): &(UnitCode, ComponentId, Funding, Measure),
         claim: &Claim| {
            let plan = context.register.plan(unit, day);
            let own = plan
                .iter()
                .filter(|(key, _)| key.component.program() == *program && key.funding == *funding);
            let sum: Money = own.map(|(_, money)| *money).sum();
            *measure == Measure::Plan && is_near(claim.amount, sum, claim.tolerance)
        };
    let (known, alone): (Sums, Sums) = sums.into_iter().partition(|(key, claim)| {
        claim.amount.is_zero() || states(&key.0, key.3) || is_planned(key, claim)
    });
    for (file, of) in claims {
        for figure in &of.line.figures {
            if alone.contains_key(&key(&of.unit, &of.line, figure)) {
                files[*file]
                    .set_aside
                    .push(of.line.set_aside(figure, &rules::LEAD_AGENCY_DIFFERS_FROM_UNITS));
            } else {
                files[*file].checked.add(CheckedAs::Repeat, figure.amount);
            }
        }
    }
    let mut problems = differences(context, own, &known, sent);
    problems.extend(unconfirmed(context, own, &alone, sent));
    problems
}

/// What a report states of units that state nothing of it themselves.
fn unconfirmed(
    context: &Context<'_>,
    own: &UnitCode,
    alone: &Sums,
    sent: &Sums,
) -> Option<Problem> {
    let mut units: BTreeMap<&UnitCode, (Money, BTreeSet<Measure>)> = BTreeMap::new();
    for ((unit, .., measure), claim) in alone {
        let (sum, measures) = units.entry(unit).or_default();
        *sum += claim.amount;
        measures.insert(*measure);
    }
    let first = alone.values().next()?;
    let list = |label: &dyn Fn(Measure) -> &'static str, dong: &str| {
        let one = |(code, (sum, measures)): (&&UnitCode, &(Money, BTreeSet<Measure>))| {
            let labels: Vec<&str> = measures.iter().map(|measure| label(*measure)).collect();
            let name = context.register.name(code);
            format!("{name} ({code}): {}, {sum} {dong}", labels.join(" + "))
        };
        units.iter().map(one).collect::<Vec<String>>().join("; ")
    };
    let words = Words::new(
        format!(
            "Báo cáo tổng hợp ghi số liệu mà chính đơn vị chưa báo cáo: {}; chưa đối chiếu được nên để riêng, không cộng vào",
            list(&|measure| measure.label().vi, "đồng")
        ),
        format!(
            "The consolidation states figures that the units themselves have not reported: {}; nothing confirms them, and they are set aside",
            list(&|measure| measure.label().en, "đồng")
        ),
    );
    let sum = units.values().map(|(sum, _)| *sum).sum();
    let problem =
        Problem::new(&rules::LEAD_AGENCY_DIFFERS_FROM_UNITS, first.place.clone(), words).of(own);
    // Where some units came, the others are late: that is told of them.
    let severity = if sent.is_empty() { Severity::Error } else { Severity::Warning };
    Some(Problem { severity: Some(severity), ..problem.setting_aside(sum) })
}

/// What to say of a report whose part about other units was left out.
pub(crate) fn left_out(units: &BTreeSet<UnitCode>, file: Arc<str>, own: &UnitCode) -> Problem {
    let codes: Vec<&str> = units.iter().map(UnitCode::as_str).collect();
    let codes = codes.join(", ");
    let words = words!(
        "Báo cáo tổng hợp số liệu của {units} đơn vị khác ({codes}): chỉ dùng để đối chiếu, không cộng vào",
        "The report sums up {units} other units ({codes}): theirs is compared, never added";
        units = units.len(), codes
    );
    let place = Place { file: Some(file), ..Place::default() };
    let problem = Problem::new(&rules::LEAD_AGENCY_DIFFERS_FROM_UNITS, place, words).of(own);
    Problem { severity: Some(Severity::Note), ..problem }
}

/// GN702 where a consolidation says another sum than the unit itself: an error for a cumulative.
fn differences(context: &Context<'_>, own: &UnitCode, claims: &Sums, sent: &Sums) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (key, claim) in claims {
        let (code, program, funding, measure) = key;
        let is_stated = sent.keys().any(|(of, .., own)| (of, own) == (code, measure));
        if !is_stated {
            continue;
        }
        let other = sent.get(key);
        let expected = other.map_or(Money::ZERO, |sent| sent.amount);
        let usual = claim.tolerance + other.map_or(Money::ZERO, |sent| sent.tolerance);
        let allowed =
            context.settings.tolerance(&rules::LEAD_AGENCY_DIFFERS_FROM_UNITS, claim.unit, usual);
        if (claim.amount - expected).abs() <= allowed {
            continue;
        }
        let (unit, program) = (context.register.name(code), context.catalogue.short(program));
        let (funding, label) = (funding.label(), measure.label());
        let words = words!(
            "Báo cáo tổng hợp ghi {label} của {unit} ({code}), {program}, {funding}, khác với báo cáo của chính đơn vị đó.",
            "The consolidation's {label} of {unit} ({code}), {program}, {funding}, differs from that unit's own report.";
            label, unit, code, program, funding
        );
        let problem =
            Problem::new(&rules::LEAD_AGENCY_DIFFERS_FROM_UNITS, claim.place.clone(), words)
                .of(own);
        let severity = (*measure != Measure::Cumulative).then_some(Severity::Warning);
        problems.push(Problem {
            severity,
            ..problem.compared(claim.amount, expected).measuring(*measure)
        });
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Catalogue;
    use crate::domain::money::MoneyUnit;
    use crate::domain::register::Register;
    use crate::domain::settings::{RuleSetting, Settings};

    fn claims(unit: &str, million: f64) -> Sums {
        let amount = Money::from_cell(million, MoneyUnit::Million).unwrap().money;
        let half = Money::from_dong(500_000);
        let claim =
            Claim { amount, tolerance: half, unit: MoneyUnit::Million, place: Place::default() };
        Sums::from([(
            (
                UnitCode::new(unit).unwrap(),
                "gn".parse().unwrap(),
                Funding::Recurrent,
                Measure::Cumulative,
            ),
            claim,
        )])
    }

    fn found(claimed: &Sums, sent: &Sums, tolerance: Option<&str>) -> Vec<i128> {
        let mut settings = Settings::default();
        let tolerance = tolerance.map(|text| text.parse().unwrap());
        let rule = rules::LEAD_AGENCY_DIFFERS_FROM_UNITS.code;
        settings.rules.insert(rule, RuleSetting { severity: None, tolerance });
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
