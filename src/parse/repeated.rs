//! A sheet that sums up other sheets of the workbook is a check on them, never more money.

use super::lines::Taken;
use crate::domain::key::{Key, align};
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::rule::Problem;
use crate::domain::submission::{CheckedAs, Counted, Measure};

/// The tables with the lines of those taken out that only repeat others.
///
/// A table repeats the others where each of its disbursed figures speaks of money that they speak of too. The one with
/// the fewest lines is looked at first: a summary is shorter than what it sums up. Where its sums differ from theirs,
/// that is told (GN401).
pub fn without(mut tables: Vec<Taken>, budget: i32) -> Vec<Taken> {
    let mut order: Vec<usize> = (0..tables.len()).collect();
    order.sort_by_key(|&at| (tables[at].lines.len(), std::cmp::Reverse(at)));
    for at in order {
        if let Some(problems) = repetition(&tables, at, budget) {
            let table = &mut tables[at];
            let counted = table.lines.drain(..).flat_map(|line| line.figures).fold(
                Counted::default(),
                |mut sum, figure| {
                    sum.add(figure.amount);
                    sum
                },
            );
            table.checked.add_all(CheckedAs::Repeat, counted);
            table.problems.extend(problems);
        }
    }
    tables
}

/// `None` where the table has money of its own; else where its sums differ from the others'.
fn repetition(tables: &[Taken], at: usize, budget: i32) -> Option<Vec<Problem>> {
    let disbursed = |measure: Measure| matches!(measure, Measure::InPeriod | Measure::Cumulative);
    let figures = |table: usize| {
        tables[table].lines.iter().flat_map(move |line| {
            let figures = line.figures.iter().filter(move |figure| disbursed(figure.measure));
            figures.map(move |figure| (&line.key, line, *figure))
        })
    };
    let own: Vec<_> = figures(at).collect();
    let others: Vec<_> = (0..tables.len()).filter(|&other| other != at).flat_map(figures).collect();
    if own.is_empty() || others.is_empty() {
        return None;
    }
    let mut problems = Vec::new();
    // Zeros say nothing of whose money it is: a nil return repeats nobody.
    let mut shares_money = false;
    for measure in [Measure::InPeriod, Measure::Cumulative] {
        let own: Vec<_> = own.iter().filter(|(.., figure)| figure.measure == measure).collect();
        let others: Vec<_> =
            others.iter().filter(|(.., figure)| figure.measure == measure).collect();
        let keys: Vec<&Key> = own.iter().chain(&others).map(|(key, ..)| *key).collect();
        for group in align(&keys, budget) {
            let (ours, theirs): (Vec<usize>, Vec<usize>) =
                group.into_iter().partition(|index| *index < own.len());
            let found: Money = ours.iter().map(|&index| own[index].2.amount).sum();
            if theirs.is_empty() && !found.is_zero() {
                return None;
            }
            shares_money |= !theirs.is_empty() && !found.is_zero();
            let expected: Money =
                theirs.iter().map(|&index| others[index - own.len()].2.amount).sum();
            let Some((key, line, figure)) = ours.first().map(|&index| own[index]) else { continue };
            if found != expected && !theirs.is_empty() {
                let words = Words::new(
                    format!(
                        "Bảng tổng hợp ghi {} khác với các trang chi tiết ({})",
                        measure.label().vi,
                        key.component
                    ),
                    format!(
                        "The summary's {} differs from the other sheets ({})",
                        measure.label().en,
                        key.component
                    ),
                );
                let mut problem = Problem { words, ..tables[at].base.clone() };
                problem.place.cell = Some(Cell::new(line.row, u32::from(figure.column)));
                problems.push(problem.compared(found, expected));
            }
        }
    }
    shares_money.then_some(problems)
}
