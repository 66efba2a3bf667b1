//! A lead agency's report: what it sums up of the units is compared with what they sent, and never added to it.

use std::collections::{BTreeMap, BTreeSet};

use super::consolidated::{self, Claim, Sums};
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::{Funding, Key};
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::register::Unit;
use crate::domain::rule::{Context, Problem, RuleCode, Severity};
use crate::domain::same_money::is_near;
use crate::domain::submission::{CheckedAs, Line, Measure, SetAside, Submission};

/// The part of a lead agency's report that sums up units without naming them.
#[derive(Default)]
pub struct Consolidation {
    /// Its lines; they are counted as checked.
    lines: Vec<Line>,
    /// What it states as disbursed by program and funding type, in the period and in all.
    claims: BTreeMap<(ComponentId, Funding), BTreeMap<Measure, Claim>>,
}

impl Consolidation {
    /// Whether there is any.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// Takes out of the report of a lead agency what is not its own money. `names_units`: its rows or sheets name the units,
/// and theirs were taken out already.
///
/// Without a registered plan of its own in what it leads, nothing there is its own, whatever the layout. With one, its own
/// row counts where rows name units; where none does, the figures tell: see [`whose`]. `sent` is what the units sent.
pub fn take(
    context: &Context<'_>,
    unit: &Unit,
    submission: &mut Submission,
    names_units: bool,
    sent: &Sums,
) -> Consolidation {
    let day = submission.period.to();
    let leads = |id: &ComponentId| {
        unit.leads.is_empty() || unit.leads.iter().any(|led| led.covers(id) || id.covers(led))
    };
    let plan = context.register.plan(&unit.code, day);
    let mut own: BTreeMap<ComponentId, Money> = BTreeMap::new();
    for (key, money) in plan.iter().filter(|(key, _)| leads(&key.component)) {
        *own.entry(key.component.program()).or_default() += *money;
    }
    own.retain(|_, money| !money.is_zero());
    let has_journal = context.register.has_journal();
    let mut programs: BTreeSet<ComponentId> = BTreeSet::new();
    let led = submission.lines.iter().filter(|line| leads(&line.key.component));
    programs.extend(led.map(|line| line.key.component.program()));
    let mut taken = Consolidation::default();
    for program in programs {
        let is_led =
            |line: &Line| line.key.component.program() == program && leads(&line.key.component);
        let whose = match own.get(&program) {
            // Without a journal nothing says that its own row is not its own.
            None if names_units && !has_journal => Whose::Own,
            None => Whose::Units,
            Some(_) if names_units => Whose::Own,
            Some(own) => whose(context, unit, submission, (&program, *own), &is_led, sent),
        };
        match whose {
            Whose::Own => {}
            Whose::Units => taken.take(submission, &is_led),
            Whose::Unknown => refuse(context, submission, &program, &is_led),
        }
    }
    // Nothing is left that counts: what could not be read is the units', too.
    if has_journal && plan.values().all(|money| money.is_zero()) && submission.lines.is_empty() {
        nothing_is_its_own(submission);
    }
    taken
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

/// Whether lines state as disbursed, by program and funding type, what the units sent together.
fn sums_up<'a, I: Iterator<Item = &'a Line>>(
    submission: &Submission,
    lines: impl Fn() -> I,
    unit: &Unit,
    sent: &Sums,
) -> bool {
    let of = |line: &Line| (line.key.component.program(), line.key.funding);
    let mut sums: BTreeMap<(ComponentId, Funding), (Money, Money)> = BTreeMap::new();
    for line in lines() {
        let paid = consolidated::told(line).into_iter();
        for figure in paid.filter(|figure| figure.measure == Measure::Cumulative) {
            let (sum, tolerance) = sums.entry(of(line)).or_default();
            *sum += figure.amount;
            *tolerance += slack(submission, line);
        }
    }
    let is_theirs =
        |((program, funding), (sum, tolerance)): (&(ComponentId, Funding), &(Money, Money))| {
            let theirs = sent.iter().filter(|((code, of, kind, measure), _)| {
                *code != unit.code
                    && (of, kind, *measure) == (program, funding, Measure::Cumulative)
            });
            let (mut other, mut slack) = (Money::ZERO, *tolerance);
            for (_, claim) in theirs {
                other += claim.amount;
                slack += claim.tolerance;
            }
            is_near(*sum, other, slack)
        };
    sums.values().any(|(sum, _)| !sum.is_zero()) && sums.iter().all(is_theirs)
}

/// A lead agency for which nothing is planned: whatever stands in its report is the units'.
fn nothing_is_its_own(submission: &mut Submission) {
    // What the units themselves have not reported is nobody's repeat.
    let (alone, rest) = std::mem::take(&mut submission.set_aside)
        .into_iter()
        .partition(|cell| cell.rule == RuleCode("GN702"));
    submission.set_aside = alone;
    let rest: Vec<SetAside> = rest;
    for cell in rest {
        submission.checked.add(CheckedAs::Repeat, cell.amount);
    }
    submission.problems.retain(|problem| {
        problem.rule == RuleCode("GN702")
            || problem.set_aside.is_zero() && !("GN200".."GN400").contains(&problem.rule.0)
    });
    submission.tables.clear();
}

/// What tells how much was disbursed: the cumulative goes before what came in the period.
const PAID: [Measure; 2] = [Measure::Cumulative, Measure::InPeriod];

/// GN702 where what a lead agency states of some money is not the sum of what the units state (`theirs`), and where the
/// units do not state what it does.
fn differences(
    context: &Context<'_>,
    own: &UnitCode,
    claims: &BTreeMap<Measure, Claim>,
    theirs: &Sums,
    (program, funding): (&ComponentId, Funding),
) -> Vec<Problem> {
    let units: BTreeSet<&UnitCode> = theirs.keys().map(|(code, ..)| code).collect();
    let stating = |measure: Measure| theirs.iter().filter(move |((.., of), _)| *of == measure);
    let is_stated_by_all = |measure: &Measure| stating(*measure).count() == units.len();
    let (program, funding) = (context.catalogue.short(program), funding.label());
    let common: Vec<Measure> = PAID
        .into_iter()
        .filter(|measure| claims.contains_key(measure) && is_stated_by_all(measure))
        .collect();
    let mut problems = Vec::new();
    let told = PAID.into_iter().find_map(|measure| claims.get(&measure));
    if let (true, Some(claim)) = (common.is_empty(), told) {
        let words = Words::new(
            format!(
                "{program}, {}: báo cáo tổng hợp và báo cáo của các đơn vị không cùng ghi lũy kế hoặc số trong kỳ nên chưa đối chiếu được",
                funding.vi
            ),
            format!(
                "{program}, {}: the consolidation and the units' reports do not state the same (cumulative or in the period) and could not be compared",
                funding.en
            ),
        );
        let problem = Problem::new(RuleCode("GN702"), claim.place.clone(), words).of(own);
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
        let allowed = context.settings.tolerance(RuleCode("GN702"), claim.unit, slack);
        if (claim.amount - sum).abs() <= allowed {
            continue;
        }
        let label = measure.label();
        let words = Words::new(
            format!(
                "Báo cáo tổng hợp ghi {} {program}, {}, khác với tổng các báo cáo của đơn vị.",
                label.vi, funding.vi
            ),
            format!(
                "The consolidation's {} of {program}, {}, differs from the sum of the units' reports.",
                label.en, funding.en
            ),
        );
        let problem = Problem::new(RuleCode("GN702"), claim.place.clone(), words).of(own);
        let severity = (*measure != common[0]).then_some(Severity::Warning);
        problems.push(Problem { severity, ..problem.compared(claim.amount, sum) });
    }
    problems
}

impl Consolidation {
    fn take(&mut self, submission: &mut Submission, is_led: &dyn Fn(&Line) -> bool) {
        let lines = std::mem::take(&mut submission.lines);
        let (led, rest): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| is_led(line));
        submission.lines = rest;
        for line in led {
            for figure in &line.figures {
                submission.checked.add(CheckedAs::Repeat, figure.amount);
            }
            let slack = slack(submission, &line);
            let of = (line.key.component.program(), line.key.funding);
            let paid = consolidated::told(&line).into_iter();
            for figure in paid.filter(|figure| PAID.contains(&figure.measure)) {
                let claims = self.claims.entry(of.clone()).or_default();
                let claim = claims.entry(figure.measure).or_insert_with(|| Claim {
                    amount: Money::ZERO,
                    tolerance: Money::ZERO,
                    unit: submission.money_unit,
                    place: submission.place(line.sheet, line.cell(figure.measure)),
                });
                claim.amount += figure.amount;
                claim.tolerance += slack;
            }
            self.lines.push(line);
        }
    }

    /// Compares the sums with what the units sent. Where no unit sent anything there is nothing to compare with: the
    /// figures are set aside.
    pub fn compare(self, context: &Context<'_>, submission: &mut Submission, sent: &Sums) {
        if self.is_empty() {
            return;
        }
        let unit = submission.unit.clone();
        let paid = || sent.iter().filter(|((code, .., of), _)| *code != unit && PAID.contains(of));
        let senders: BTreeSet<&UnitCode> = paid().map(|((code, ..), _)| code).collect();
        if senders.is_empty() {
            let problem = self.set_aside(submission);
            submission.problems.push(problem.of(&unit));
            return;
        }
        let file = Place { file: Some(submission.file.path.clone()), ..Place::default() };
        let note = |words: Words| {
            let problem = Problem::new(RuleCode("GN702"), file.clone(), words).of(&unit);
            Problem { severity: Some(Severity::Note), ..problem }
        };
        submission.problems.push(note(Words::new(
            "Báo cáo tổng hợp của cơ quan chủ trì: chỉ dùng để đối chiếu, không cộng vào",
            "A consolidation of the lead agency: compared, never added",
        )));
        let mut missing: BTreeSet<UnitCode> = BTreeSet::new();
        for ((program, funding), claims) in &self.claims {
            let planned = planned(context, &unit, submission, program, *funding);
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
            submission.problems.extend(differences(
                context,
                &unit,
                claims,
                &theirs,
                (program, *funding),
            ));
        }
        if !missing.is_empty() {
            let count = missing.len();
            let codes: Vec<&str> = missing.iter().map(UnitCode::as_str).collect();
            let codes = codes.join(", ");
            submission.problems.push(note(Words::new(
                format!("Chưa đối chiếu được với báo cáo của các đơn vị: còn thiếu {count} đơn vị ({codes})"),
                format!("Not compared with the units' reports yet: {count} units are missing ({codes})"),
            )));
        }
    }

    fn set_aside(self, submission: &mut Submission) -> Problem {
        let mut sum = Money::ZERO;
        for line in &self.lines {
            for figure in &line.figures {
                sum += figure.amount;
                submission.checked.take(CheckedAs::Repeat, figure.amount);
                submission.set_aside.push(line.set_aside(figure, RuleCode("GN702")));
            }
        }
        let words = Words::new(
            "Báo cáo của cơ quan chủ trì nhưng chưa đơn vị nào gửi báo cáo để đối chiếu; số liệu chưa đưa vào tổng hợp",
            "A report of the lead agency, and no unit's report to compare it with; its figures are set aside",
        );
        let first = &self.lines[0];
        let place = submission.place(first.sheet, first.cell(Measure::Cumulative));
        Problem::new(RuleCode("GN702"), place, words).setting_aside(sum)
    }
}

/// The other units for which the register plans this money.
fn planned(
    context: &Context<'_>,
    own: &UnitCode,
    submission: &Submission,
    program: &ComponentId,
    funding: Funding,
) -> BTreeSet<UnitCode> {
    let day = submission.period.to();
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
    let lines = std::mem::take(&mut submission.lines);
    let (led, rest): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| is_led(line));
    submission.lines = rest;
    let mut sum = Money::ZERO;
    for line in &led {
        for figure in &line.figures {
            sum += figure.amount;
            submission.set_aside.push(line.set_aside(figure, RuleCode("GN702")));
        }
    }
    let Some(first) = led.first() else { return };
    let place = submission.place(first.sheet, first.cell(Measure::Plan));
    let name = context.catalogue.short(program);
    let words = Words::new(
        format!(
            "{name}: kế hoạch ghi trong báo cáo không phải kế hoạch riêng của cơ quan chủ trì, cũng không phải tổng kế hoạch các đơn vị; chưa rõ là số của ai nên để riêng"
        ),
        format!(
            "{name}: the stated plan is neither the lead agency's own nor that of the units together; nobody knows whose money it is, and it is set aside"
        ),
    );
    let problem = Problem::new(RuleCode("GN702"), place, words).of(&submission.unit);
    submission.problems.push(problem.setting_aside(sum));
}

fn slack(submission: &Submission, line: &Line) -> Money {
    let table = submission.tables.iter().find(|table| table.sheet == line.sheet);
    table.map_or(Money::ZERO, |table| table.tolerance(1))
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
        let file = FileId { path, sha256: String::new(), received: None, order: (0, 0) };
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
            let _ = take(&context, &unit, &mut lead, false, &sent);
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
        let unit = Unit::new(lead.unit.clone(), "Phòng");
        let mut lead = lead.clone();
        let sent = units.iter().flat_map(|unit| consolidated::own_sums(unit)).collect();
        let taken = take(&context, &unit, &mut lead, false, &sent);
        taken.compare(&context, &mut lead, &sent);
        assert!(lead.lines.is_empty(), "nothing of it is added");
        let dong = |money: Option<Money>| money.map(Money::as_dong);
        let said = lead.problems.iter().filter(|of| of.severity != Some(Severity::Note));
        said.map(|of| (of.severity, dong(of.found), dong(of.expected))).collect()
    }

    use Measure::{Cumulative, InPeriod};

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
