//! A lead agency's report: what it sums up of the units is compared with what they sent, and never added to it.

use std::collections::{BTreeMap, BTreeSet};

use super::consolidated::{Claim, Sums};
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::{Funding, Key};
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::register::Unit;
use crate::domain::rule::{Context, Problem, RuleCode, Severity};
use crate::domain::submission::{CheckedAs, Line, Measure, SetAside, Submission};

/// The part of a lead agency's report that sums up units without naming them.
#[derive(Default)]
pub struct Consolidation {
    /// Its lines; they are counted as checked.
    lines: Vec<Line>,
    /// Its cumulative figures by program and funding type.
    claims: BTreeMap<(ComponentId, Funding), Claim>,
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
/// row counts where rows name units; where none does, the plan column tells: its own plan, or that of the units together.
pub fn take(
    context: &Context<'_>,
    unit: &Unit,
    submission: &mut Submission,
    names_units: bool,
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
    if has_journal && plan.values().all(|money| money.is_zero()) {
        nothing_is_its_own(submission);
    }
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
            Some(own) => whose(context, unit, submission, &program, *own, &is_led),
        };
        match whose {
            Whose::Own => {}
            Whose::Units => taken.take(submission, &is_led),
            Whose::Unknown => refuse(context, submission, &program, &is_led),
        }
    }
    taken
}

/// Whose money the lines of a program are.
enum Whose {
    Own,
    Units,
    Unknown,
}

fn whose(
    context: &Context<'_>,
    unit: &Unit,
    submission: &Submission,
    program: &ComponentId,
    own: Money,
    is_led: &dyn Fn(&Line) -> bool,
) -> Whose {
    let lines = submission.lines.iter().filter(|line| is_led(line));
    let stated: Vec<Money> = lines.filter_map(|line| line.amount(Measure::Plan)).collect();
    let tolerance: Money = submission
        .tables
        .iter()
        .map(|table| table.tolerance(stated.len()))
        .max()
        .unwrap_or_default();
    let sum: Money = stated.iter().sum();
    let near = |wanted: Money| !stated.is_empty() && (sum - wanted).abs() <= tolerance;
    let day = submission.period.to();
    let decided = context.register.decided(day).filter(|decision| {
        let is_other = decision.unit.as_ref().is_some_and(|of| *of != unit.code);
        is_other && decision.key.component.program() == *program
    });
    let units: Money = decided.map(|decision| decision.amount).sum();
    if near(own) {
        Whose::Own
    } else if near(units) || near(units + own) {
        Whose::Units
    } else {
        Whose::Unknown
    }
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

impl Consolidation {
    fn take(&mut self, submission: &mut Submission, is_led: &dyn Fn(&Line) -> bool) {
        let lines = std::mem::take(&mut submission.lines);
        let (led, rest): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| is_led(line));
        submission.lines = rest;
        for line in led {
            for figure in &line.figures {
                submission.checked.add(CheckedAs::Repeat, figure.amount);
            }
            if let Some(figure) = line.figure(Measure::Cumulative) {
                let key = (line.key.component.program(), line.key.funding);
                let slack = slack(submission, &line);
                let claim = self.claims.entry(key).or_insert_with(|| Claim {
                    amount: Money::ZERO,
                    tolerance: Money::ZERO,
                    unit: submission.money_unit,
                    place: submission.place(line.sheet, line.cell(Measure::Cumulative)),
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
        let cumulative = || {
            sent.iter().filter(|((code, .., of), _)| *code != unit && *of == Measure::Cumulative)
        };
        let senders: BTreeSet<&UnitCode> = cumulative().map(|((code, ..), _)| code).collect();
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
        for ((program, funding), claim) in &self.claims {
            let planned = planned(context, &unit, submission, program, *funding);
            let silent: BTreeSet<UnitCode> =
                planned.into_iter().filter(|code| !senders.contains(code)).collect();
            if !silent.is_empty() {
                missing.extend(silent);
                continue;
            }
            let of = cumulative().filter(|((_, of, kind, _), _)| of == program && kind == funding);
            let (mut sum, mut slack) = (Money::ZERO, claim.tolerance);
            for (_, own) in of {
                sum += own.amount;
                slack += own.tolerance;
            }
            let allowed = context.settings.tolerance(RuleCode("GN702"), claim.unit, slack);
            if (claim.amount - sum).abs() <= allowed {
                continue;
            }
            let (program, funding) = (context.catalogue.short(program), funding.label());
            let words = Words::new(
                format!(
                    "Báo cáo tổng hợp ghi lũy kế giải ngân {program}, {}, khác với tổng các báo cáo của đơn vị.",
                    funding.vi
                ),
                format!(
                    "The consolidation's cumulative of {program}, {}, differs from the sum of the units' reports.",
                    funding.en
                ),
            );
            let problem = Problem::new(RuleCode("GN702"), claim.place.clone(), words).of(&unit);
            submission.problems.push(problem.compared(claim.amount, sum));
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
