//! A lead agency's report: what it sums up of the units is compared with what they sent, and never added to it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::consolidated::{self, Claim, Claimed, PAID, Sums, rounding};
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::context::Context;
use crate::domain::key::{Funding, Key};
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::register::Unit;
use crate::domain::rule::{Family, Problem, Rule, Severity};
use crate::domain::same_money::is_near;
use crate::domain::submission::{CheckedAs, Line, Measure, Submission};
use crate::rules;

/// Where the units that a lead agency sums up are named in rows or sheets: theirs was taken out there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Named {
    /// In this file.
    Here,
    /// In another file of the agency.
    Beside,
    /// Nowhere.
    Nowhere,
}

/// What a file of a lead agency states of units without naming them.
#[derive(Default)]
pub(super) struct Taken {
    /// Their lines.
    pub lines: Vec<Line>,
    /// The programs of which this file alone does not tell whose money it is.
    pub undecided: BTreeSet<ComponentId>,
}

/// Takes out of a file of a lead agency what is not its own money.
///
/// Without a registered plan of its own in what it leads, nothing there is its own, whatever the layout. With one, its own
/// row counts where rows name units; where none does, the figures tell: see [`whose`]. `sent` is what the units sent, or
/// what the agency's files state of those by name that did not.
pub(super) fn take(
    context: &Context<'_>,
    unit: &Unit,
    submission: &mut Submission,
    named: Named,
    sent: &Sums,
) -> Taken {
    let plan = context.register.plan(&unit.code, submission.period.to());
    let has_journal = context.register.has_journal();
    let own = own_plan(context, unit, submission);
    let led = submission.lines.iter().filter(|line| leads(unit, &line.key.component));
    let programs: BTreeSet<ComponentId> = led.map(|line| line.key.component.program()).collect();
    let mut taken = Taken::default();
    let mut unproven: Vec<Problem> = Vec::new();
    for program in programs {
        let is_led = |line: &Line| is_led(unit, &program, line);
        let lines = || submission.lines.iter().filter(|line| is_led(line));
        let whose = match (own.get(&program), named) {
            (Some(_), Named::Here) => Whose::Own,
            (Some(own), _) => whose(context, unit, submission, (&program, *own), &is_led, sent),
            // Without a journal nothing says that its own row, or its own file, is not its own.
            (None, Named::Here) if !has_journal => Whose::Own,
            // Who is no lead agency by its kind may have sent a report of its own.
            (None, _) if !has_journal && (named == Named::Beside || !unit.is_lead_by_kind()) => {
                let compared = beside_units(submission, lines, unit, sent);
                let shared = compared.iter().filter(|of| of.is_theirs && !of.sum.is_zero());
                let is_of_two = 1 < shared.flat_map(|of| &of.units).collect::<BTreeSet<_>>().len();
                let is_alone = compared.iter().all(|of| of.units.is_empty());
                if !is_of_two && !is_alone {
                    unproven.extend(counts_as_its_own(context, submission, &program, lines));
                }
                if is_of_two { Whose::Units } else { Whose::Own }
            }
            (None, _) => Whose::Units,
        };
        match whose {
            Whose::Own => {}
            Whose::Units => taken.lines.extend(take_lines(submission, &is_led)),
            Whose::Unknown => {
                taken.undecided.insert(program);
            }
        }
    }
    submission.problems.extend(unproven);
    // Nothing is left that counts: what could not be read is the units', too.
    if has_journal && plan.values().all(|money| money.is_zero()) && submission.lines.is_empty() {
        nothing_is_its_own(submission);
    }
    taken
}

/// Decides of what single files leave open, now that they are together: the lines of the units, taken out. What is nobody's
/// is set aside.
pub(super) fn decide(
    context: &Context<'_>,
    unit: &Unit,
    report: &mut Submission,
    undecided: &BTreeSet<(Arc<str>, ComponentId)>,
    sent: &Sums,
) -> Vec<Line> {
    let own = own_plan(context, unit, report);
    let programs: BTreeSet<&ComponentId> = undecided.iter().map(|(_, program)| program).collect();
    let mut taken = Vec::new();
    for program in programs {
        let files = undecided.iter().filter(|(_, of)| of == program).map(|(path, _)| path);
        let files: BTreeSet<&Arc<str>> = files.collect();
        let sheets = 0..u16::try_from(report.sheets.len()).unwrap_or(u16::MAX);
        let sheets: BTreeSet<u16> =
            sheets.filter(|sheet| files.contains(&report.file_of(*sheet).path)).collect();
        let is_led = |line: &Line| sheets.contains(&line.sheet) && is_led(unit, program, line);
        let plan = own.get(program).copied().unwrap_or_default();
        match whose(context, unit, report, (program, plan), &is_led, sent) {
            Whose::Own => {}
            Whose::Units => taken.extend(take_lines(report, &is_led)),
            Whose::Unknown => refuse(context, report, program, &is_led),
        }
    }
    taken
}

fn leads(unit: &Unit, id: &ComponentId) -> bool {
    unit.leads.is_empty() || unit.leads.iter().any(|led| led.covers(id) || id.covers(led))
}

fn is_led(unit: &Unit, program: &ComponentId, line: &Line) -> bool {
    line.key.component.program() == *program && leads(unit, &line.key.component)
}

/// What the register plans for a lead agency itself in the programs that it leads.
fn own_plan(
    context: &Context<'_>,
    unit: &Unit,
    submission: &Submission,
) -> BTreeMap<ComponentId, Money> {
    let mut own: BTreeMap<ComponentId, Money> = BTreeMap::new();
    let plan = context.register.plan(&unit.code, submission.period.to());
    for (key, money) in plan.iter().filter(|(key, _)| leads(unit, &key.component)) {
        *own.entry(key.component.program()).or_default() += *money;
    }
    own.retain(|_, money| !money.is_zero());
    own
}

fn take_lines(submission: &mut Submission, is_led: &dyn Fn(&Line) -> bool) -> Vec<Line> {
    let lines = std::mem::take(&mut submission.lines);
    let (led, rest) = lines.into_iter().partition(|line| is_led(line));
    submission.lines = rest;
    led
}

/// Whose money the lines of a program are.
enum Whose {
    Own,
    Units,
    Unknown,
}

/// Whose money a lead agency with a plan of its own in a program states there: its own where it states its own plan, or
/// only what the register plans for it and for nobody else; the units' where it states their plan, with or without its own,
/// or what they disbursed together.
fn whose(
    context: &Context<'_>,
    unit: &Unit,
    submission: &Submission,
    (program, own): (&ComponentId, Money),
    is_led: &dyn Fn(&Line) -> bool,
    sent: &Sums,
) -> Whose {
    let lines = || submission.lines.iter().filter(|line| is_led(line));
    let stated: Vec<Money> = lines().filter_map(|line| line.amount(Measure::Plan)).collect();
    let tables = submission.tables.iter();
    let tolerance: Money =
        tables.map(|table| table.tolerance(stated.len())).max().unwrap_or_default();
    let sum: Money = stated.iter().sum();
    let near = |wanted: Money| !stated.is_empty() && (sum - wanted).abs() <= tolerance;
    let day = submission.period.to();
    let others = || {
        context.register.decided(day).filter(|decision| {
            let is_other = decision.unit.as_ref().is_some_and(|of| *of != unit.code);
            is_other && decision.key.component.program() == *program
        })
    };
    let units: Money = others().map(|decision| decision.amount).sum();
    let year = context.year();
    let is_same_money = |a: &Key, b: &Key| a.covers(b, year) || b.covers(a, year);
    let plan = context.register.plan(&unit.code, day);
    let has_money = |line: &&Line| line.figures.iter().any(|figure| !figure.amount.is_zero());
    let is_for_it_alone = |line: &Line| {
        plan.iter().any(|(key, money)| !money.is_zero() && is_same_money(key, &line.key))
            && !others().any(|decision| is_same_money(&decision.key, &line.key))
    };
    let is_sum = sums_up(submission, lines, unit, sent);
    match (near(own), near(units) || near(units + own)) {
        (true, false) => Whose::Own,
        (false, true) => Whose::Units,
        _ if is_sum => Whose::Units,
        _ if lines().filter(has_money).all(is_for_it_alone) => Whose::Own,
        _ => Whose::Unknown,
    }
}

/// What lines state of some money and of one measure, beside what the units state of it together.
struct Together<'a> {
    measure: Measure,
    sum: Money,
    /// The units that state it.
    units: BTreeSet<&'a UnitCode>,
    /// It is what these state, with or without what the lead agency states of itself.
    is_theirs: bool,
}

/// Holds what lines state, by program, funding type and measure, against what the units state together.
fn beside_units<'a, 's, I: Iterator<Item = &'a Line>>(
    submission: &Submission,
    lines: impl Fn() -> I,
    unit: &Unit,
    sent: &'s Sums,
) -> Vec<Together<'s>> {
    let mut sums: BTreeMap<(ComponentId, Funding, Measure), (Money, Money)> = BTreeMap::new();
    for line in lines() {
        let slack = rounding(submission, line).0;
        for figure in consolidated::told(line) {
            let key = (line.key.component.program(), line.key.funding, figure.measure);
            let (sum, tolerance) = sums.entry(key).or_default();
            *sum += figure.amount;
            *tolerance += slack;
        }
    }
    let asked = [Measure::Plan].into_iter().chain(PAID);
    let asked: BTreeSet<Measure> = asked.collect();
    let one = |((program, funding, measure), (sum, mut slack))| {
        let stated = sent
            .iter()
            .filter(|((_, of, kind, own), _)| (of, *kind, *own) == (&program, funding, measure));
        let (mut other, mut own, mut units) = (Money::ZERO, Money::ZERO, BTreeSet::new());
        for ((code, ..), claim) in stated {
            slack += claim.tolerance;
            if *code == unit.code {
                own += claim.amount;
            } else {
                other += claim.amount;
                units.insert(code);
            }
        }
        let is_theirs = is_near(sum, other, slack) || is_near(sum, other + own, slack);
        Together { measure, sum, units, is_theirs }
    };
    sums.into_iter().filter(|((.., measure), _)| asked.contains(measure)).map(one).collect()
}

/// Whether lines state as disbursed, by program and funding type, what the units sent together.
fn sums_up<'a, I: Iterator<Item = &'a Line>>(
    submission: &Submission,
    lines: impl Fn() -> I,
    unit: &Unit,
    sent: &Sums,
) -> bool {
    let mut paid = beside_units(submission, lines, unit, sent);
    paid.retain(|of| of.measure == Measure::Cumulative);
    paid.iter().any(|of| !of.sum.is_zero()) && paid.iter().all(|of| of.is_theirs)
}

/// Lines that name no unit beside a file that does, and are not what the units state: they count, and it is told.
fn counts_as_its_own<'a, I: Iterator<Item = &'a Line>>(
    context: &Context<'_>,
    submission: &Submission,
    program: &ComponentId,
    lines: impl Fn() -> I,
) -> Option<Problem> {
    let first = lines().next()?;
    let sum_of = |measure: Measure| -> Money {
        let figures = lines().flat_map(consolidated::told);
        figures.filter(|of| of.measure == measure).map(|of| of.amount).sum()
    };
    let sums = PAID.into_iter().chain([Measure::Plan]).map(sum_of);
    let sum = sums.into_iter().find(|sum| !sum.is_zero())?;
    let name = context.catalogue.short(program);
    let words = words!(
        "{name}: tệp này không ghi tên đơn vị nào, đứng cạnh tệp của cùng cơ quan ghi tên các đơn vị, và không bằng tổng số của các đơn vị; đang tính là số liệu của chính cơ quan – nếu là số tổng hợp thì loại tệp này bằng mục [[exclude]]",
        "{name}: this file names no unit, stands beside one of the same agency that does, and is not the units' sum; it counts as the agency's own money: if it is a consolidation, leave it out with [[exclude]]";
        name
    );
    let place = submission.place(first.sheet, first.cell(Measure::Cumulative));
    let problem =
        Problem::new(&rules::LEAD_AGENCY_DIFFERS_FROM_UNITS, place, words).of(&submission.unit);
    Some(Problem { severity: Some(Severity::Warning), found: Some(sum), ..problem })
}

/// A lead agency for which nothing is planned: whatever stands in its report is the units'. What of it could not be read
/// is told in one sentence with its amount, as it was compared with nothing.
fn nothing_is_its_own(submission: &mut Submission) {
    let rule = &rules::LEAD_AGENCY_DIFFERS_FROM_UNITS;
    let told = |rule: &'static Rule, set_aside: Money| {
        let is_of_cells = matches!(rule.family(), Family::Layout | Family::Values);
        set_aside.is_zero() && !is_of_cells
    };
    submission.problems.retain(|of| of.rule == rule || told(of.rule, of.set_aside));
    submission.tables.clear();
    let unread = submission.set_aside.iter_mut().filter(|cell| cell.rule != rule);
    let (mut sum, mut count, mut first) = (Money::ZERO, 0, None);
    for cell in unread {
        cell.rule = rule;
        sum += cell.amount;
        count += 1;
        first.get_or_insert((cell.sheet, cell.cell));
    }
    let Some((sheet, cell)) = first else { return };
    let words = words!(
        "Báo cáo tổng hợp có {count} ô chưa rõ là số của đơn vị, chương trình nào nên chưa đối chiếu được với báo cáo của các đơn vị",
        "In the consolidation {count} cells are not known to be of any unit and program, and could not be compared with the units' reports";
        count
    );
    let place = submission.place(sheet, cell);
    let problem = Problem::new(rule, place, words).of(&submission.unit).setting_aside(sum);
    submission.problems.push(Problem { severity: Some(Severity::Warning), ..problem });
}

/// GN702 where what a lead agency states of some money is not the sum of what the units state (`theirs`), and where the
/// units do not state what it does. Its own money (`ours`) may be in that sum.
fn differences(
    context: &Context<'_>,
    own: &UnitCode,
    claims: &BTreeMap<Measure, Claim>,
    (ours, theirs): (&Sums, &Sums),
    (program, funding): (&ComponentId, Funding),
) -> Vec<Problem> {
    let units: BTreeSet<&UnitCode> = theirs.keys().map(|(code, ..)| code).collect();
    let stating = |measure: Measure| theirs.iter().filter(move |((.., of), _)| *of == measure);
    let is_stated_by_all = |measure: &Measure| stating(*measure).count() == units.len();
    let own_money = |measure: Measure| {
        ours.get(&(own.clone(), program.clone(), funding, measure)).map(|claim| claim.amount)
    };
    let (name, funding) = (context.catalogue.short(program), funding.label());
    let common: Vec<Measure> = PAID
        .into_iter()
        .filter(|measure| claims.contains_key(measure) && is_stated_by_all(measure))
        .collect();
    let mut problems = Vec::new();
    let told = PAID.into_iter().find_map(|measure| claims.get(&measure));
    if let (true, Some(claim)) = (common.is_empty(), told) {
        let words = words!(
            "{name}, {funding}: báo cáo tổng hợp và báo cáo của các đơn vị không cùng ghi lũy kế hoặc số trong kỳ nên chưa đối chiếu được",
            "{name}, {funding}: the consolidation and the units' reports do not state the same (cumulative or in the period) and could not be compared";
            name, funding
        );
        let problem =
            Problem::new(&rules::LEAD_AGENCY_DIFFERS_FROM_UNITS, claim.place.clone(), words)
                .of(own);
        let (severity, found) = (Some(Severity::Warning), Some(claim.amount));
        problems.push(Problem { severity, found, ..problem });
    }
    for measure in &common {
        let claim = &claims[measure];
        let (mut sum, mut slack) = (Money::ZERO, claim.tolerance);
        for (_, own) in stating(*measure) {
            sum += own.amount;
            slack += own.tolerance;
        }
        let allowed =
            context.settings.tolerance(&rules::LEAD_AGENCY_DIFFERS_FROM_UNITS, claim.unit, slack);
        let is_near = |sum: Money| (claim.amount - sum).abs() <= allowed;
        if is_near(sum) || own_money(*measure).is_some_and(|own| is_near(sum + own)) {
            continue;
        }
        let label = measure.label();
        let words = words!(
            "Báo cáo tổng hợp ghi {label} {name}, {funding}, khác với tổng các báo cáo của đơn vị.",
            "The consolidation's {label} of {name}, {funding}, differs from the sum of the units' reports.";
            label, name, funding
        );
        let problem =
            Problem::new(&rules::LEAD_AGENCY_DIFFERS_FROM_UNITS, claim.place.clone(), words)
                .of(own);
        let severity = (*measure != common[0]).then_some(Severity::Warning);
        problems
            .push(Problem { severity, ..problem.compared(claim.amount, sum).measuring(*measure) });
    }
    problems
}

/// Counts what a lead agency states of units without naming them as checked, and hands it back to be compared. Where no
/// unit sent anything there is nothing to compare with: it is set aside.
pub(super) fn check(submission: &mut Submission, lines: Vec<Claimed>, sent: &Sums) -> Vec<Claimed> {
    let own = &submission.unit;
    let is_sent = sent.keys().any(|(code, .., of)| code != own && PAID.contains(of));
    if is_sent {
        for figure in lines.iter().flat_map(|of| &of.line().figures) {
            submission.checked.add(CheckedAs::Repeat, figure.amount);
        }
        return lines;
    }
    let words = words!(
        "Báo cáo của cơ quan chủ trì nhưng chưa đơn vị nào gửi báo cáo để đối chiếu; số liệu chưa đưa vào tổng hợp",
        "A report of the lead agency, and no unit's report to compare it with; its figures are set aside"
    );
    let lines: Vec<Line> = lines.iter().map(|of| of.line().clone()).collect();
    consolidated::set_aside(
        submission,
        &lines,
        &rules::LEAD_AGENCY_DIFFERS_FROM_UNITS,
        words,
        Severity::Error,
    );
    Vec::new()
}

/// Compares what the files of a lead agency state of units without naming them with what those sent. `ours` is its own
/// money.
pub(super) fn compare(
    context: &Context<'_>,
    unit: &Unit,
    lines: &[Claimed],
    ours: &Sums,
    sent: &Sums,
) -> Vec<Problem> {
    let Some(first) = lines.first() else { return Vec::new() };
    let mut claims: BTreeMap<(ComponentId, Funding), BTreeMap<Measure, Claim>> = BTreeMap::new();
    for ((_, program, funding, measure), claim) in consolidated::paid(lines) {
        claims.entry((program, funding)).or_default().insert(measure, claim);
    }
    let unit = &unit.code;
    let paid = || sent.iter().filter(|((code, .., of), _)| code != unit && PAID.contains(of));
    let senders: BTreeSet<&UnitCode> = paid().map(|((code, ..), _)| code).collect();
    let file = first.file();
    let note = |words: Words| {
        let problem =
            Problem::new(&rules::LEAD_AGENCY_DIFFERS_FROM_UNITS, file.clone(), words).of(unit);
        Problem { severity: Some(Severity::Note), ..problem }
    };
    let mut problems = vec![note(words!(
        "Báo cáo tổng hợp của cơ quan chủ trì: chỉ dùng để đối chiếu, không cộng vào",
        "A consolidation of the lead agency: compared, never added"
    ))];
    let mut missing: BTreeSet<UnitCode> = BTreeSet::new();
    for ((program, funding), claims) in &claims {
        let planned = planned(context, unit, program, *funding);
        let silent: BTreeSet<UnitCode> =
            planned.into_iter().filter(|code| !senders.contains(code)).collect();
        if !silent.is_empty() {
            missing.extend(silent);
            continue;
        }
        let theirs: Sums = paid()
            .filter(|((_, of, kind, _), _)| of == program && kind == funding)
            .map(|(key, sent)| (key.clone(), sent.clone()))
            .collect();
        problems.extend(differences(context, unit, claims, (ours, &theirs), (program, *funding)));
    }
    if !missing.is_empty() {
        let count = missing.len();
        let codes: Vec<&str> = missing.iter().map(UnitCode::as_str).collect();
        let codes = codes.join(", ");
        problems.push(note(words!(
            "Chưa đối chiếu được với báo cáo của các đơn vị: còn thiếu {count} đơn vị ({codes})",
            "Not compared with the units' reports yet: {count} units are missing ({codes})";
            count, codes
        )));
    }
    problems
}

/// The other units for which the register plans this money.
fn planned(
    context: &Context<'_>,
    own: &UnitCode,
    program: &ComponentId,
    funding: Funding,
) -> BTreeSet<UnitCode> {
    let day = context.period.to();
    let is_of = |key: &Key| key.component.program() == *program && key.funding == funding;
    let mut sums: BTreeMap<UnitCode, Money> = BTreeMap::new();
    for decision in context.register.decided(day).filter(|decision| is_of(&decision.key)) {
        let Some(unit) = &decision.unit else { continue };
        let owner = context.register.successor(unit, day).unwrap_or(unit);
        *sums.entry(owner.clone()).or_default() += decision.amount;
    }
    sums.retain(|unit, sum| unit != own && !sum.is_zero());
    sums.into_keys().collect()
}

/// Neither its own plan nor the units': nobody knows whose money it is.
fn refuse(
    context: &Context<'_>,
    submission: &mut Submission,
    program: &ComponentId,
    is_led: &dyn Fn(&Line) -> bool,
) {
    let led = take_lines(submission, is_led);
    let name = context.catalogue.short(program);
    let words = words!(
        "{name}: kế hoạch ghi trong báo cáo không phải kế hoạch riêng của cơ quan chủ trì, cũng không phải tổng kế hoạch các đơn vị; chưa rõ là số của ai nên để riêng",
        "{name}: the stated plan is neither the lead agency's own nor that of the units together; nobody knows whose money it is, and it is set aside";
        name
    );
    consolidated::set_aside(
        submission,
        &led,
        &rules::LEAD_AGENCY_DIFFERS_FROM_UNITS,
        words,
        Severity::Error,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Catalogue;
    use crate::domain::key::PlanYear;
    use crate::domain::money::MoneyUnit;
    use crate::domain::register::{Decision, Register};
    use crate::domain::settings::Settings;
    use crate::domain::submission::{Figure, FileId};

    /// A report of one line: its figures, and the previous cumulative that it prints.
    fn report(unit: &str, figures: &[(Measure, i64)], previous: Option<i64>) -> Submission {
        let path = format!("{unit}.xlsx").into();
        let file = FileId {
            path,
            sha256: String::new(),
            received: None,
            is_registered: false,
            order: (0, 0),
        };
        let (code, period) = (UnitCode::new(unit).unwrap(), "2024-06".parse().unwrap());
        let mut report = Submission::new(code, period, file, MoneyUnit::Dong);
        report.sheets.push("Biểu".into());
        let figures = (2..).zip(figures).map(|(column, (measure, amount))| {
            let amount = Money::from_dong(*amount);
            Figure { measure: *measure, column, amount }
        });
        report.lines.push(Line {
            key: Key {
                component: "gn.2".parse().unwrap(),
                work: None,
                funding: Funding::Recurrent,
                source: None,
                year: PlanYear::Any,
            },
            sheet: 0,
            row: 9,
            figures: figures.collect(),
            lacks_cumulative: false,
            previous: previous.map(Money::from_dong),
            relayed: None,
        });
        report
    }

    /// A decision that plans 100 for a unit.
    fn decision(unit: &str, component: &str) -> Decision {
        let component = component.parse().unwrap();
        Decision {
            number: "1".to_owned(),
            date: "2024-01-15".parse().unwrap(),
            unit: UnitCode::new(unit),
            key: Key { component, ..report(unit, &[], None).lines[0].key.clone() },
            amount: Money::from_dong(100),
            note: String::new(),
            row: 4,
        }
    }

    #[test]
    fn money_that_the_register_plans_for_the_lead_agency_alone_is_its_own_though_it_states_no_plan()
    {
        // How many of its lines count, and what is set aside.
        let taken = |decisions: &[Decision], sent: &[&Submission]| {
            let register = Register { decisions: decisions.to_vec(), ..Register::default() };
            let context = Context {
                catalogue: &Catalogue::embedded(),
                register: &register,
                settings: &Settings::default(),
                period: "2024-06".parse().unwrap(),
            };
            let mut lead = report("PB", &[(Cumulative, 32)], None);
            let unit = Unit::new(lead.unit.clone(), "Phòng");
            let sent = sent.iter().flat_map(|unit| consolidated::own_sums(unit)).collect();
            let open = take(&context, &unit, &mut lead, Named::Nowhere, &sent).undecided;
            let open = open.into_iter().map(|program| (lead.file.path.clone(), program)).collect();
            let _ = decide(&context, &unit, &mut lead, &open, &sent);
            let aside: Money = lead.problems.iter().map(|problem| problem.set_aside).sum();
            (lead.lines.len(), aside.as_dong())
        };
        let apart = [decision("PB", "gn.2"), decision("A", "gn.4.3")];
        let shared = [decision("PB", "gn.2"), decision("A", "gn.2")];
        assert_eq!(taken(&apart, &[]), (1, 0));
        assert_eq!(taken(&shared, &[]), (0, 32), "whose it is nobody knows");
        let units = report("A", &[(Cumulative, 32)], None);
        assert_eq!(taken(&shared, &[&units]), (0, 0), "the sum of the units");
    }

    #[test]
    fn the_total_of_an_agency_that_names_the_units_elsewhere_is_none_of_its_own_money() {
        let plan_and_paid =
            |unit, plan, paid| report(unit, &[(Plan, plan), (Cumulative, paid)], None);
        let units = [plan_and_paid("A", 100, 40), plan_and_paid("B", 200, 60)];
        let own = plan_and_paid("PB", 8, 8);
        // How many of its lines count, and what is told of them.
        let taken = |plan, paid| {
            let context = Context {
                catalogue: &Catalogue::embedded(),
                register: &Register::default(),
                settings: &Settings::default(),
                period: "2024-06".parse().unwrap(),
            };
            let mut lead = plan_and_paid("PB", plan, paid);
            let unit = Unit::new(lead.unit.clone(), "Phòng");
            let stated = units.iter().chain([&own]).flat_map(consolidated::own_sums).collect();
            let _ = take(&context, &unit, &mut lead, Named::Beside, &stated);
            let found = lead.problems.iter().filter_map(|problem| problem.found).sum::<Money>();
            (lead.lines.len(), found.as_dong())
        };
        assert_eq!(taken(300, 100), (0, 0));
        assert_eq!(taken(300, 104), (0, 0), "one figure of it is wrong: it is compared");
        assert_eq!(taken(308, 108), (0, 0), "with its own");
        assert_eq!(taken(50, 25), (1, 25), "nothing says that it is theirs, or its own");
        assert_eq!(taken(100, 60), (1, 60), "what one unit has may be its own, too");
    }

    /// What is said of a lead agency's report beside those of two units: severity, found, expected.
    fn told(
        lead: &Submission,
        units: [&Submission; 2],
    ) -> Vec<(Option<Severity>, Option<i128>, Option<i128>)> {
        let context = Context {
            catalogue: &Catalogue::embedded(),
            register: &Register::default(),
            settings: &Settings::default(),
            period: "2024-06".parse().unwrap(),
        };
        let kind = "cơ quan chủ trì".to_owned();
        let unit = Unit { kind, ..Unit::new(lead.unit.clone(), "Phòng") };
        let mut lead = lead.clone();
        let sent = units.iter().flat_map(|unit| consolidated::own_sums(unit)).collect();
        let taken = take(&context, &unit, &mut lead, Named::Nowhere, &sent).lines;
        let taken = Claimed::lines(&lead, &unit.code, taken);
        let taken = check(&mut lead, taken, &sent);
        let problems = compare(&context, &unit, &taken, &Sums::new(), &sent);
        assert!(lead.lines.is_empty(), "nothing of it is added");
        let dong = |money: Option<Money>| money.map(Money::as_dong);
        let said = problems.iter().filter(|of| of.severity != Some(Severity::Note));
        said.map(|of| (of.severity, dong(of.found), dong(of.expected))).collect()
    }

    use Measure::{Cumulative, InPeriod, Plan};

    #[test]
    fn what_units_tell_as_before_and_since_is_a_cumulative_to_compare_with() {
        let units = [
            &report("A", &[(InPeriod, 5)], Some(20)),
            &report("B", &[(InPeriod, 1), (Cumulative, 7)], None),
        ];
        let lead = |previous| report("PB", &[(InPeriod, 6)], Some(previous));
        assert_eq!(told(&lead(26), units), []);
        assert_eq!(told(&lead(27), units), [(None, Some(33), Some(32))]);
        assert_eq!(told(&report("PB", &[(Cumulative, 32)], None), units), []);
    }

    #[test]
    fn what_came_in_the_period_is_compared_where_nobody_states_more() {
        let units = [&report("A", &[(InPeriod, 5)], None), &report("B", &[(InPeriod, 1)], None)];
        assert_eq!(told(&report("PB", &[(InPeriod, 6)], None), units), []);
        let off = report("PB", &[(InPeriod, 7)], None);
        assert_eq!(told(&off, units), [(None, Some(7), Some(6))]);
        let other = report("PB", &[(Cumulative, 60)], None);
        assert_eq!(told(&other, units), [(Some(Severity::Warning), Some(60), None)]);
    }
}
