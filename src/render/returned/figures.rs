//! The unit's figures by key, and what of its file has no cell in the form.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Faulty;
use crate::domain::key::{Key, align};
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::rule::Rule;
use crate::domain::submission::{Line, Measure};
use crate::render::template::{Content, Order, Sent};
use crate::rules;

/// A cell of the unit's file whose content has no place in the form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Left {
    /// The number of its sheet.
    pub sheet: u16,
    /// The cell.
    pub cell: Cell,
    /// What its row is called.
    pub label: Arc<str>,
    /// What it states.
    pub stated: Content,
    /// Why it is not in the form.
    pub why: Why,
}

/// Why something is not in the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Why {
    /// A rule set it aside.
    Rule(&'static Rule),
    /// The form has the plan of the register, and it is another one.
    OtherPlan,
    /// Another cell of the unit says the same.
    Twice,
    /// A text beside a row that the form does not have.
    NoRow,
}

/// What stands where a formula has no result: no figure, so that it is asked for again.
const NO_RESULT: &str = "(chưa có kết quả)";

/// Rules that set a number aside which is read well; only its unit of money or its row is in doubt.
static READABLE: [&Rule; 2] = [&rules::MONEY_UNIT_CONTRADICTED, &rules::FIGURE_OF_SEVERAL_ROWS];

/// The figures that go into the form, and what does not.
pub(super) fn sent(order: &Order<'_>, faulty: &Faulty<'_>) -> (Sent, Vec<Left>) {
    let is_planned = !order.plan.is_empty();
    let counts = |measure: Measure| measure != Measure::Plan || !is_planned;
    let mut sent = Sent {
        nil: faulty.submission.nil_ticks.iter().cloned().collect(),
        difficulties: faulty.submission.difficulties.clone(),
        results: faulty.submission.results.clone(),
        figures: BTreeMap::new(),
    };
    for line in faulty.lines {
        for figure in line.figures.iter().filter(|figure| counts(figure.measure)) {
            let figures = sent.figures.entry(line.key.clone()).or_default();
            let nothing = Content::Amount(Money::ZERO);
            if let Content::Amount(sum) = figures.entry(figure.measure).or_insert(nothing) {
                *sum += figure.amount;
            }
        }
    }
    let mut left = if is_planned { other_plans(order, faulty.lines) } else { Vec::new() };
    for aside in &faulty.submission.set_aside {
        let mut put_aside = |stated: Content, why: Why| {
            let (sheet, cell, label) = (aside.sheet, aside.cell, aside.label.clone());
            left.push(Left { sheet, cell, label, stated, why });
        };
        let text = || match &aside.text {
            // A number that nobody may count yet stays none in the form, too, until the unit says what it means.
            Some(text) if READABLE.contains(&aside.rule) => {
                Content::Text(format!("(đã ghi: {text})").into())
            }
            Some(text) => Content::Text(text.clone()),
            None => Content::Text(NO_RESULT.into()),
        };
        let (Some(key), Some(measure)) = (&aside.key, aside.measure.filter(|of| counts(*of)))
        else {
            let is_text = aside.key.is_some() || aside.text.is_some();
            let stated = if is_text { text() } else { Content::Amount(aside.amount) };
            let is_plan = aside.key.is_some() && aside.measure == Some(Measure::Plan);
            put_aside(stated, if is_plan { Why::OtherPlan } else { Why::Rule(aside.rule) });
            continue;
        };
        let figures = sent.figures.entry(key.clone()).or_default();
        match figures.get(&measure) {
            Some(_) => put_aside(text(), Why::Twice),
            None => drop(figures.insert(measure, text())),
        }
    }
    (sent, left)
}

/// The stated plans that are not what the register plans.
fn other_plans(order: &Order<'_>, lines: &[Line]) -> Vec<Left> {
    let stated = lines.iter().filter_map(|line| Some((line, line.figure(Measure::Plan)?)));
    let stated: Vec<_> = stated.collect();
    let planned: Vec<(&Key, Money)> =
        order.plan.iter().map(|(key, amount)| (key, *amount)).collect();
    let keys: Vec<&Key> = stated
        .iter()
        .map(|(line, _)| &line.key)
        .chain(planned.iter().map(|(key, _)| *key))
        .collect();
    let mut left = Vec::new();
    for group in align(&keys, order.settings.budget_year(order.period)) {
        let (ours, theirs): (Vec<usize>, Vec<usize>) =
            group.into_iter().partition(|index| *index < stated.len());
        let said: Money = ours.iter().map(|&index| stated[index].1.amount).sum();
        let known: Money = theirs.iter().map(|&index| planned[index - stated.len()].1).sum();
        if said == known {
            continue;
        }
        for (line, figure) in ours.into_iter().map(|index| stated[index]) {
            left.push(Left {
                sheet: line.sheet,
                cell: Cell::new(line.row, u32::from(figure.column)),
                label: order.catalogue.title(&line.key.component).into(),
                stated: Content::Amount(figure.amount),
                why: Why::OtherPlan,
            });
        }
    }
    left
}
