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
use crate::domain::same_money::{Relation, Stated, is_near, same_money};
use crate::domain::submission::{CheckedAs, Figure, Line, Measure, Submission};
use crate::read::Workbook;
use crate::recognise::heading::Heading;
use crate::recognise::rows::{Names, RowReader, without_number};
use crate::recognise::scope::Scope;
use crate::recognise::{Form, Framed};

/// Figures by unit, program, funding type and measure.
pub type Sums = BTreeMap<(UnitCode, ComponentId, Funding, Measure), Claim>;

/// What is said of the money of a unit.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Their sum.
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
    /// Their tables, or parts of tables, in a report that sums them up.
    pub tables: Vec<(UnitCode, Framed)>,
    /// Tables beside them that name no unit.
    pub unnamed: Vec<Framed>,
    /// The table of one other unit in a unit's own report.
    pub strange: Vec<(UnitCode, Framed)>,
    /// All units that are summed up.
    pub units: BTreeSet<UnitCode>,
    /// The sheets whose tables are all of one of these: what stands beside the tables there is theirs, too.
    pub whole: BTreeSet<u16>,
}

/// A line of another unit.
#[derive(Debug)]
pub struct Claimed {
    unit: UnitCode,
    line: Line,
    /// What rounding may make of a figure of it.
    slack: Money,
    money_unit: MoneyUnit,
}

impl Claimed {
    /// The lines that were read of a table, whose they are.
    pub fn lines(theirs: &Submission, unit: &UnitCode, lines: Vec<Line>) -> Vec<Claimed> {
        let one = |line: Line| {
            let (slack, money_unit) = rounding(theirs, &line);
            Claimed { unit: unit.clone(), line, slack, money_unit }
        };
        lines.into_iter().map(one).collect()
    }

    /// Whose it is.
    pub fn unit(&self) -> &UnitCode {
        &self.unit
    }

    fn stated(&self) -> impl Iterator<Item = Stated<'_>> {
        stated(&self.line, self.slack)
    }
}

fn stated(line: &Line, slack: Money) -> impl Iterator<Item = Stated<'_>> {
    let one = move |figure: &Figure| Stated {
        key: &line.key,
        measure: figure.measure,
        amount: figure.amount,
        slack,
    };
    line.figures.iter().map(one)
}

/// Takes the tables of other units, or their parts, out of a form that `own` sent.
///
/// A report is a consolidation where sheets or rows are named exactly like two other units of the register, or like one
/// if a lead agency sent it: a work that merely lies in another commune makes none. One table of one other unit beside
/// those of the sender is a stranger. `is_of_own` says of which units the sender took over all there was.
pub fn take_out(
    form: &mut Form,
    workbook: &Workbook,
    directory: &Directory,
    names: &Names,
    own: &Unit,
    is_of_own: &dyn Fn(&UnitCode) -> bool,
) -> Others {
    let mut others = Others::default();
    let name = |framed: &Framed| &*workbook.sheets[usize::from(framed.sheet)].name;
    // What a unit was before a merger is its own.
    let whose = |code: UnitCode| if is_of_own(&code) { own.code.clone() } else { code };
    let owners =
        form.tables.iter().map(|framed| directory.owner_of(framed, name(framed)).map(whose));
    let owners: Vec<Option<UnitCode>> = owners.collect();
    let named: BTreeSet<UnitCode> =
        owners.iter().flatten().filter(|code| **code != own.code).cloned().collect();
    others.whole = whole(&form.tables, &owners);
    if is_enough(&named, own) {
        // A sheet without a unit's name beside those with one sums them up.
        form.left_out.extend(form.tables.iter().map(|framed| framed.sheet));
        for (framed, owner) in std::mem::take(&mut form.tables).into_iter().zip(owners) {
            match owner {
                Some(owner) if owner == own.code => form.tables.push(framed),
                Some(owner) => others.tables.push((owner, framed)),
                None => others.unnamed.push(framed),
            }
        }
        others.units = named;
        return others;
    }
    if named.len() == 1
        && owners.iter().any(|owner| owner.as_ref().is_none_or(|of| *of == own.code))
    {
        for (framed, owner) in std::mem::take(&mut form.tables).into_iter().zip(owners) {
            match owner.filter(|of| named.contains(of)) {
                Some(other) => {
                    form.left_out.insert(framed.sheet);
                    others.strange.push((other, framed));
                }
                None => form.tables.push(framed),
            }
        }
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
        others.whole.remove(&framed.sheet);
        // What stands above the first unit names none.
        let first = parts.iter().map(|(_, part)| part.heading.body - 1).min();
        let end = first.unwrap_or(framed.end);
        if has_rows(&framed, workbook, end) {
            others.unnamed.push(Framed { end, ..framed.clone() });
        }
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

/// Takes the tables of other communes out of a form of a bare folder whose tables name several: without a register
/// nothing says that one of them sums up the others.
pub fn take_out_unregistered(
    form: &mut Form,
    workbook: &Workbook,
    directory: &Directory,
    is_own: &dyn Fn(&UnitCode) -> bool,
) -> Others {
    let owner = |framed: &Framed| {
        directory.owner_of(framed, &workbook.sheets[usize::from(framed.sheet)].name)
    };
    let owners: Vec<Option<UnitCode>> = form.tables.iter().map(owner).collect();
    let mut others = Others { whole: whole(&form.tables, &owners), ..Others::default() };
    let named: BTreeSet<UnitCode> = owners.into_iter().flatten().collect();
    // A title that was copied from another commune's report names that commune alone.
    if 1 < named.len() {
        for framed in std::mem::take(&mut form.tables) {
            match owner(&framed).filter(|of| !is_own(of)) {
                Some(other) => others.strange.push((other, framed)),
                None => form.tables.push(framed),
            }
        }
        form.left_out.extend(others.strange.iter().map(|(_, framed)| framed.sheet));
    }
    others
}

/// The sheets whose tables all have the same owner.
fn whole(tables: &[Framed], owners: &[Option<UnitCode>]) -> BTreeSet<u16> {
    let mut by_sheet: BTreeMap<u16, BTreeSet<&Option<UnitCode>>> = BTreeMap::new();
    for (framed, owner) in tables.iter().zip(owners) {
        by_sheet.entry(framed.sheet).or_default().insert(owner);
    }
    by_sheet.into_iter().filter(|(_, owners)| owners.len() == 1).map(|(sheet, _)| sheet).collect()
}

/// Whether rows of a table stand above row `end`.
fn has_rows(framed: &Framed, workbook: &Workbook, end: u32) -> bool {
    let sheet = &workbook.sheets[usize::from(framed.sheet)];
    sheet.rows(framed.heading.body..end).next().is_some()
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
    let mut reader = RowReader::new(names, framed.scope.program.clone());
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
        let program = reader.current().map(ComponentId::program);
        let program = program.or(framed.scope.program.clone());
        let scope = Scope { program, ..framed.scope.clone() };
        let heading = Heading { body: row + 1, ..framed.heading.clone() };
        parts.push((code, Framed { heading, scope, goes_on: false, ..framed.clone() }));
    }
    parts
}

/// Takes the lines of other units out of a submission in which units stand below components, like works.
pub fn take_lines(submission: &mut Submission, directory: &Directory, own: &Unit) -> Vec<Claimed> {
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
                taken.extend(Claimed::lines(submission, &code, vec![line]));
                continue;
            }
            Some(_) => line.key.work = None,
            None => {}
        }
        submission.lines.push(line);
    }
    taken
}

/// The figures of a submission's own lines.
pub fn own_sums(submission: &Submission) -> Sums {
    add_up(
        submission,
        submission.lines.iter().map(|line| {
            let (slack, money_unit) = rounding(submission, line);
            (&submission.unit, line, slack, money_unit)
        }),
        told,
    )
}

/// The figures of a line, and the cumulative that it tells as the one of the period before and what came since.
pub(super) fn told(line: &Line) -> Vec<Figure> {
    let mut figures = line.figures.clone();
    let is_silent = line.figure(Measure::Cumulative).is_none() && !line.lacks_cumulative;
    let since = line.figure(Measure::InPeriod).filter(|_| is_silent);
    if let Some((previous, since)) = line.previous.zip(since) {
        let amount = previous + since.amount;
        figures.push(Figure { measure: Measure::Cumulative, amount, ..since });
    }
    figures
}

fn add_up<'a>(
    submission: &Submission,
    lines: impl Iterator<Item = (&'a UnitCode, &'a Line, Money, MoneyUnit)>,
    figures: impl Fn(&Line) -> Vec<Figure>,
) -> Sums {
    let mut sums = Sums::new();
    for (code, line, slack, unit) in lines {
        for figure in &figures(line) {
            let claim = sums.entry(key(code, line, figure)).or_insert_with(|| Claim {
                amount: Money::ZERO,
                tolerance: Money::ZERO,
                unit,
                place: submission.place(line.sheet, line.cell(figure.measure)),
            });
            claim.amount += figure.amount;
            claim.tolerance += if figure.amount.is_zero() { Money::ZERO } else { slack };
        }
    }
    sums
}

fn key(unit: &UnitCode, line: &Line, figure: &Figure) -> (UnitCode, ComponentId, Funding, Measure) {
    (unit.clone(), line.key.component.program(), line.key.funding, figure.measure)
}

/// What rounding may make of a figure of a line, and the unit of its money.
fn rounding(submission: &Submission, line: &Line) -> (Money, MoneyUnit) {
    let tables = || submission.tables.iter().filter(|table| table.sheet == line.sheet);
    let slack = tables().next().map_or(Money::ZERO, |table| table.tolerance(1));
    let first = line.cell(Measure::Cumulative).column;
    let column = tables().flat_map(|table| &table.columns).find(|column| column.index == first);
    (slack, column.map_or(submission.money_unit, |column| column.unit))
}

/// Takes what was read of a table that is not the sender's own into the ledger of its report, all but the lines, which
/// are handed back. What could not be read there is not in the totals anyway: a warning.
pub fn enter(submission: &mut Submission, theirs: &mut Submission) -> Vec<Line> {
    submission.read += theirs.read;
    submission.checked += &theirs.checked;
    submission.set_aside.append(&mut theirs.set_aside);
    let problems = std::mem::take(&mut theirs.problems).into_iter();
    let problems = problems.filter(|problem| !problem.set_aside.is_zero());
    submission.problems.extend(problems.map(|problem| Problem {
        severity: Some(Severity::Warning),
        unit: None,
        ..problem
    }));
    std::mem::take(&mut theirs.lines)
}

/// The table of one other unit in a unit's own report: nobody knows whose money it is (GN212).
pub fn refuse(submission: &mut Submission, lines: &[Line], other: &str) {
    let words = Words::new(
        format!(
            "Bảng này ghi tên {other}, không phải đơn vị gửi tệp: số liệu để riêng, chưa tính cho đơn vị nào"
        ),
        format!(
            "This table names {other}, not the unit that sent the file: it is set aside and counts for nobody"
        ),
    );
    set_aside(submission, lines, RuleCode("GN212"), words, Severity::Error);
}

/// A table that names no unit beside those that do: their sum is a check, anything else is set aside.
pub fn sum_up(
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
    let words = Words::new(
        "Phần này không ghi tên đơn vị nào, đứng cạnh các trang hoặc dòng ghi tên đơn vị, và không bằng tổng số của các đơn vị đó: số liệu để riêng",
        "This part names no unit, stands beside sheets or rows that do, and is not their sum: it is set aside",
    );
    // Of a lead agency it may be a summary of more than its units.
    let severity = if own.is_lead() { Severity::Warning } else { Severity::Error };
    set_aside(submission, &lines, RuleCode("GN702"), words, severity);
}

/// The sum of the units under the name of the one that sums them up is none of its own money.
pub fn drop_sum(submission: &mut Submission, claims: &[Claimed], budget: i32) {
    let units: BTreeSet<&UnitCode> = claims.iter().map(|of| &of.unit).collect();
    let ours: Vec<Stated<'_>> = own_stated(submission).collect();
    let theirs = claims.iter().flat_map(Claimed::stated).collect();
    if 1 < units.len() && repeats(&ours, theirs, budget) {
        let lines = std::mem::take(&mut submission.lines);
        check(submission, &lines);
    }
}

fn own_stated(submission: &Submission) -> impl Iterator<Item = Stated<'_>> {
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

fn set_aside(
    submission: &mut Submission,
    lines: &[Line],
    rule: RuleCode,
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

/// Settles what a report states of other units, now that it is known what they sent (`sent`): what they state as well is
/// compared; what nobody else states is set aside with its amount.
pub fn settle(context: &Context<'_>, submission: &mut Submission, claims: &[Claimed], sent: &Sums) {
    let lines = claims.iter().map(|of| (&of.unit, &of.line, of.slack, of.money_unit));
    let sums = add_up(submission, lines, |line| line.figures.clone());
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
    for of in claims {
        for figure in &of.line.figures {
            if alone.contains_key(&key(&of.unit, &of.line, figure)) {
                submission.set_aside.push(of.line.set_aside(figure, RuleCode("GN702")));
            } else {
                submission.checked.add(CheckedAs::Repeat, figure.amount);
            }
        }
    }
    let own = submission.unit.clone();
    submission.problems.extend(differences(context, &own, &known, sent));
    submission.problems.extend(unconfirmed(context, &own, &alone, sent));
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
    let problem = Problem::new(RuleCode("GN702"), first.place.clone(), words).of(own);
    // Where some units came, the others are late: that is told of them.
    let severity = if sent.is_empty() { Severity::Error } else { Severity::Warning };
    Some(Problem { severity: Some(severity), ..problem.setting_aside(sum) })
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
        let allowed = context.settings.tolerance(RuleCode("GN702"), claim.unit, usual);
        if (claim.amount - expected).abs() <= allowed {
            continue;
        }
        let (unit, program) = (context.register.name(code), context.catalogue.short(program));
        let (funding, label) = (funding.label(), measure.label());
        let words = Words::new(
            format!(
                "Báo cáo tổng hợp ghi {} của {unit} ({code}), {program}, {}, khác với báo cáo của chính đơn vị đó.",
                label.vi, funding.vi
            ),
            format!(
                "The consolidation's {} of {unit} ({code}), {program}, {}, differs from that unit's own report.",
                label.en, funding.en
            ),
        );
        let problem = Problem::new(RuleCode("GN702"), claim.place.clone(), words).of(own);
        let severity = (*measure != Measure::Cumulative).then_some(Severity::Warning);
        problems.push(Problem { severity, ..problem.compared(claim.amount, expected) });
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
