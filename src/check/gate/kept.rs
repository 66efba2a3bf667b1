//! What outlives a file: what a unit explained, and what the office accepted, is about a figure. It is kept through any later
//! file of the unit for the period, in whatever layout, until that figure changes; then the finding is back and says so.
//!
//! A figure is known again by what it is about ([`Subject`]: component, work, funding type, source, plan year, measure) and
//! by the rule that asks; it is the same as long as it and what it is held against are ([`Compared`]). Of several explanations the newest wins. What cannot be shown to be about the same figure is not
//! kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::waiver;
use crate::check::Checked;
use crate::domain::code::ComponentId;
use crate::domain::context::Context;
use crate::domain::difficulty::says_nothing;
use crate::domain::key::{Funding, Key, PlanYear, Source, Work};
use crate::domain::money::Money;
use crate::domain::obligation::Obligation;
use crate::domain::period::Period;
use crate::domain::place::{Cell, Place};
use crate::domain::rule::{self, Compared, Finding, Problem, Recalled, Rule, RuleCode};
use crate::domain::submission::{Line, Measure};
use crate::rules;

/// Recalls what was said of the figures of `report` in the earlier files of its unit, which are in the order they came.
pub(crate) fn recall(context: &Context<'_>, report: &mut Checked, earlier: &[Checked]) {
    if report.findings.is_empty() || earlier.is_empty() {
        return;
    }
    let mut findings = report.take_findings();
    let before: Vec<Sheets<'_>> = earlier.iter().rev().map(Sheets::new).collect();
    let said = Before::of(&before);
    let own = Sheets::new(report);
    findings.retain_mut(|finding| {
        let of = own.figure(&finding.problem);
        explanation(finding, &of, &said);
        acceptance(context, report.submission().period, finding, &of, &said);
        finding.rule != &rules::LOW_RATE_WITHOUT_REASON
            || !is_explained(finding, &of, &own, &before)
    });
    report.findings = findings;
}

/// A finding of an earlier file that was explained or accepted, and its figure.
struct Known<'a> {
    finding: &'a Finding,
    figure: Figure,
}

/// What was explained or accepted in the earlier files, the newest first.
struct Before<'a> {
    known: Vec<Known<'a>>,
    /// By rule and what the rows are about.
    of_items: BTreeMap<(RuleCode, Option<Item>), Vec<usize>>,
    /// By rule and cell, whatever the sheet.
    at_cells: BTreeMap<(RuleCode, Option<Cell>), Vec<usize>>,
}

impl<'a> Before<'a> {
    fn of(before: &[Sheets<'a>]) -> Before<'a> {
        let known: Vec<Known<'a>> = before
            .iter()
            .flat_map(|sheets| {
                let said = sheets.report.findings.iter();
                let said = said.filter(|of| of.explanation.is_some() || of.accepted.is_some());
                said.map(|finding| Known { finding, figure: sheets.figure(&finding.problem) })
            })
            .collect();
        let (mut of_items, mut at_cells) = (BTreeMap::new(), BTreeMap::new());
        for (at, Known { finding, figure }) in known.iter().enumerate() {
            let (rule, cell) = (finding.rule.code, finding.problem.place.cell);
            of_items.entry((rule, figure.item())).or_insert_with(Vec::new).push(at);
            at_cells.entry((rule, cell)).or_insert_with(Vec::new).push(at);
        }
        Before { known, of_items, at_cells }
    }

    /// What is about the same.
    fn alike(&self, rule: &Rule, of: &Figure) -> impl Iterator<Item = &Known<'a>> {
        let of_item = self.of_items.get(&(rule.code, of.item())).into_iter().flatten();
        let of_item: Vec<&Known<'a>> = of_item.map(|&at| &self.known[at]).collect();
        of_item.into_iter().filter(|known| known.figure.is(of))
    }

    /// What stood in the cell of a problem, or in one of the same name on another sheet.
    fn at(&self, problem: &Problem) -> impl Iterator<Item = &Known<'a>> {
        let named = self.at_cells.get(&(problem.rule.code, problem.place.cell));
        named.into_iter().flatten().map(|&at| &self.known[at])
    }
}

/// The newest explanation of the figure, where the report itself has none.
fn explanation(finding: &mut Finding, of: &Figure, before: &Before<'_>) {
    if finding.explanation.is_some() {
        return;
    }
    let mut explained =
        before.alike(finding.rule, of).filter(|known| known.finding.explanation.is_some());
    let Some(newest) = explained.next() else { return };
    // A form that splits a figure may have several that are alike.
    let mut of_file = std::iter::once(newest)
        .chain(explained)
        .take_while(|known| known.finding.problem.place.file == newest.finding.problem.place.file);
    let same = of_file.find(|known| known.figure.compared == of.compared);
    let Known { finding: known, figure } = same.unwrap_or(newest);
    let recalled = Recalled {
        explanation: known.explanation.clone(),
        ..Recalled::of(&known.problem.place, figure.compared, of.compared)
    };
    if recalled.holds() {
        finding.explanation.clone_from(&recalled.explanation);
        finding.severity = finding.severity.max(known.severity);
    }
    finding.recalled = Some(Arc::new(recalled));
}

/// What the office accepted. A waiver that names a cell may have been written against any of the files that have such a
/// finding there, unless it names one: it accepts only what all of them state.
fn acceptance(
    context: &Context<'_>,
    period: Period,
    finding: &mut Finding,
    of: &Figure,
    before: &Before<'_>,
) {
    if let Some(accepted) = finding.accepted.take() {
        let waiver = waiver::meant(context, period, &finding.problem);
        let doubtful = waiver.filter(|waiver| waiver.cell.is_some() && waiver.file.is_none());
        let other = doubtful.and_then(|waiver| {
            let mut there = before.at(&finding.problem);
            there.find(|Known { finding, figure }| {
                let is_other = !figure.is(of) || figure.compared != of.compared;
                is_other && waiver::is_of(waiver, &finding.problem)
            })
        });
        match other {
            Some(Known { finding: other, figure }) => {
                let recalled = Recalled {
                    accepted: Some(accepted),
                    is_ambiguous: true,
                    ..Recalled::of(&other.problem.place, figure.compared, of.compared)
                };
                finding.recalled = Some(Arc::new(recalled));
            }
            None => finding.accepted = Some(accepted),
        }
        return;
    }
    let mut accepted =
        before.alike(finding.rule, of).filter(|known| known.finding.accepted.is_some());
    let Some(newest) = accepted.next() else { return };
    let mut all = std::iter::once(newest).chain(accepted);
    let same = all.find(|known| known.figure.compared == of.compared);
    let Known { finding: known, figure } = same.unwrap_or(newest);
    // What the unit said of that same figure stands beside it.
    let explained = finding.recalled.as_ref().filter(|known| known.then == figure.compared);
    let recalled = Recalled {
        accepted: known.accepted.clone(),
        explanation: explained.and_then(|known| known.explanation.clone()),
        ..Recalled::of(&known.problem.place, figure.compared, of.compared)
    };
    if recalled.holds() {
        finding.accepted.clone_from(&recalled.accepted);
        finding.fault = None;
    }
    finding.recalled = Some(Arc::new(recalled));
}

/// GN801 of a program that an earlier file explains: a report that explains it has no such finding either.
fn is_explained(
    finding: &mut Finding,
    of: &Figure,
    own: &Sheets<'_>,
    before: &[Sheets<'_>],
) -> bool {
    let About::Subject(Subject { item: Some((program, _)), funding: Some(funding), .. }) =
        &of.about
    else {
        return false;
    };
    let obligation = Obligation { program: program.clone(), funding: *funding };
    let told = before.iter().find_map(|sheets| Some((sheets, sheets.reason(&obligation)?)));
    let Some((sheets, text)) = told else { return false };
    let compared = |of: &Sheets<'_>| {
        let lines = of.report.known_lines();
        let sum = |measure: Measure| -> Money {
            let own = lines.iter().filter(|line| obligation.covers(&line.key));
            own.filter_map(|line| line.amount(measure)).sum()
        };
        let (found, against) = (Some(sum(Measure::Cumulative)), Some(sum(Measure::Plan)));
        Compared { found, against, ..Compared::default() }
    };
    let file = Some(sheets.report.submission().file.path.clone());
    let place = Place { file, ..Place::default() };
    let recalled = Recalled {
        explanation: Some(text),
        ..Recalled::of(&place, compared(sheets), compared(own))
    };
    let holds = recalled.holds();
    finding.recalled = Some(Arc::new(recalled));
    holds
}

/// A report with its lines, in the order of their rows.
pub(super) struct Sheets<'a> {
    pub(super) report: &'a Checked,
    lines: Vec<Line>,
}

/// What a row is about: a component or a work; `None` for the sum of everything.
type Item = Option<(ComponentId, Option<Work>)>;

/// What a finding is about, and the figure that it is about.
#[derive(Default)]
pub(super) struct Figure {
    about: About,
    compared: Compared,
}

/// What a finding is about.
#[derive(Default)]
enum About {
    /// The file as a whole, with what its figure is held against: several may be missing from it.
    File(Option<Money>),
    /// A figure, a row, a program.
    Subject(Subject),
    /// A place of which nobody knows what it is: it cannot be known again.
    #[default]
    Unknown,
}

impl Figure {
    /// What its row is about; `None` where it is about no row that is known.
    fn item(&self) -> Option<Item> {
        match &self.about {
            About::Subject(subject) => Some(subject.item.clone()),
            About::File(_) | About::Unknown => None,
        }
    }

    /// Whether it is the same figure, and what it was. Of places of which nobody knows what they are only the figures say it.
    pub(super) fn is_unchanged(&self, other: &Figure) -> bool {
        let is_same = match (&self.about, &other.about) {
            (About::Subject(a), About::Subject(b)) => a.is(b),
            (About::File(a), About::File(b)) => a == b,
            (About::Unknown, About::Unknown) => true,
            _ => false,
        };
        is_same && self.compared == other.compared
    }

    /// Whether both are about the same, as far as both say; where it is a figure, both have one.
    fn is(&self, other: &Figure) -> bool {
        match (&self.about, &other.about) {
            (About::File(a), About::File(b)) => a == b,
            (About::Subject(a), About::Subject(b)) => {
                a.is(b) && self.compared.found.is_some() && other.compared.found.is_some()
            }
            _ => false,
        }
    }
}

/// What a cell is about.
struct Subject {
    item: Item,
    funding: Option<Funding>,
    source: Option<Source>,
    year: Option<PlanYear>,
    measure: Option<Measure>,
}

impl Subject {
    fn of(key: Key, measure: Option<Measure>) -> Subject {
        let Key { component, work, funding, source, year } = key;
        let item = Some((component, work));
        let year = Some(year).filter(|year| *year != PlanYear::Any);
        Subject { item, funding: Some(funding), source, year, measure }
    }

    fn is(&self, other: &Subject) -> bool {
        fn meets<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
            a.is_none() || b.is_none() || a == b
        }
        self.item == other.item
            && meets(&self.funding, &other.funding)
            && meets(&self.source, &other.source)
            && meets(&self.year, &other.year)
            && meets(&self.measure, &other.measure)
    }
}

impl<'a> Sheets<'a> {
    pub(super) fn new(report: &'a Checked) -> Sheets<'a> {
        let mut lines = report.lines();
        lines.sort_by_key(|line| (line.sheet, line.row));
        Sheets { report, lines }
    }

    /// What a problem is about, as a text that is the same in every report: the component, the work, the funding type, the
    /// source, the plan year and the measure; of what nobody knows, the place.
    pub(super) fn subject(&self, problem: &Problem) -> String {
        let place = |of: &Place| format!("{:?}|{:?}", of.sheet, of.cell);
        match self.figure(problem).about {
            About::Subject(Subject { item, funding, source, year, measure }) => {
                let item = item.map(|(id, work)| {
                    format!("{id}|{}", work.as_ref().map_or("", |work| work.identity()))
                });
                format!("{item:?}|{funding:?}|{source:?}|{year:?}|{measure:?}")
            }
            About::File(against) => format!("{against:?}"),
            About::Unknown => place(&problem.place),
        }
    }

    /// The figure that a problem is about.
    pub(super) fn figure(&self, problem: &Problem) -> Figure {
        let at = self.report.submission().sheet_at(&problem.place).zip(problem.place.cell);
        let stated = at.and_then(|(sheet, cell)| self.stated(sheet, cell));
        let compared = Compared::of(problem, stated.map(|(_, _, amount)| amount));
        let subject = match (stated, at, &problem.missing) {
            (Some((line, measure, _)), ..) => Some(Subject::of(line.key.clone(), Some(measure))),
            (None, Some((sheet, cell)), _) => self.told(sheet, cell),
            (None, None, line) => line.as_deref().map(|line| Subject::of(line.clone(), None)),
        };
        let is_of_obligation = problem.rule.about == rule::About::Obligation;
        let whole = |of: Subject| Subject {
            item: of.item.map(|(component, _)| (component.program(), None)),
            source: None,
            year: None,
            ..of
        };
        let subject = if is_of_obligation { subject.map(whole) } else { subject };
        let about = match subject {
            Some(subject) => About::Subject(subject),
            None if problem.place.sheet.is_none() => About::File(problem.expected),
            None => About::Unknown,
        };
        Figure { about, compared }
    }

    /// The figure of a line in a cell.
    fn stated(&self, sheet: u16, cell: Cell) -> Option<(&Line, Measure, Money)> {
        self.of_row(sheet, cell.row).find_map(|line| {
            let mut figures = line.figures.iter();
            let figure = figures.find(|figure| u32::from(figure.column) == cell.column)?;
            Some((line, figure.measure, figure.amount))
        })
    }

    /// What row and column of a cell say that is no figure of a line.
    fn told(&self, sheet: u16, cell: Cell) -> Option<Subject> {
        let spot = self.report.spots().at(sheet, cell)?;
        let line = self.of_row(sheet, cell.row).next();
        let item = match line {
            Some(line) => Some((line.key.component.clone(), line.key.work.clone())),
            None => spot.item.clone(),
        };
        let year = spot.facts.year.filter(|year| *year != PlanYear::Any);
        let funding = spot.facts.funding.or(line.map(|line| line.key.funding));
        Some(Subject { item, funding, source: spot.facts.source, year, measure: spot.measure })
    }

    fn of_row(&self, sheet: u16, row: u32) -> impl Iterator<Item = &Line> {
        let first = self.lines.partition_point(|line| (line.sheet, line.row) < (sheet, row));
        self.lines[first..].iter().take_while(move |line| (line.sheet, line.row) == (sheet, row))
    }

    /// What the report says of why an obligation is slow: beside one of its rows, or as a difficulty.
    fn reason(&self, of: &Obligation) -> Option<Arc<str>> {
        let submission = self.report.submission();
        let is_about = |sheet: u16, row: u32| match self.of_row(sheet, row).next() {
            Some(line) => of.program.covers(&line.key.component),
            None => {
                let spot = self.report.spots().at(sheet, Cell::new(row, 0));
                spot.is_some_and(|spot| match &spot.item {
                    Some((component, _)) => of.program.covers(component),
                    None => true,
                })
            }
        };
        let mut said = submission.explanations.iter().filter(|said| !says_nothing(&said.text));
        let beside = said.find(|said| is_about(said.sheet, said.row)).map(|said| said.text.clone());
        beside.or_else(|| {
            let mut told = submission.difficulties.iter().filter(|told| {
                told.component.as_ref().is_none_or(|component| of.program.covers(component))
            });
            told.find_map(|told| told.told.first().map(|told| Arc::from(&*told.text)))
        })
    }
}

#[cfg(test)]
mod tests;
