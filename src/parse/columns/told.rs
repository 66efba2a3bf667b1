//! What is told of columns that say the same: which two, what they are taken for, and how to say which is meant.

use super::leaves;
use crate::domain::label::{Label, harmless};
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::place::column_letters;
use crate::domain::rule::{Hint, Problem, Severity};
use crate::domain::submission::{Column, RowKind, Stated};
use crate::parse::lines::Taker;
use crate::parse::table::Grid;
use crate::recognise::heading::levels;
use crate::rules;

impl Taker<'_> {
    /// GN202: names both columns and their meaning, and what is set aside.
    pub(in crate::parse) fn ambiguous(&self, grid: &Grid, at: usize) -> (Words, Option<Hint>) {
        let columns = &grid.table.columns;
        let own = &columns[at];
        let is_like = |other: &usize| {
            let column = &columns[*other];
            *other != at && column.measure == own.measure && column.facts == own.facts
        };
        let mut like: Vec<usize> = (0..columns.len()).filter(is_like).collect();
        // The one that counts before one that is set aside too, and either before their parts.
        like.sort_by_key(|other| (columns[*other].is_detail, grid.table.ambiguous.contains(other)));
        let name = |column: &Column| {
            let (letter, heading) = (column_letters(column.index), harmless(&column.heading));
            (format!("cột {letter} “{heading}”"), format!("column {letter} “{heading}”"))
        };
        let (own_vi, own_en) = name(own);
        let Some(&other) = like.first() else {
            let words = Words::new(
                format!("Không rõ {own_vi} là số gì"),
                format!("Nothing says what {own_en} is"),
            );
            return (words, None);
        };
        let (other_vi, other_en) = name(&columns[other]);
        let meaning = meaning(own);
        let (then_vi, then_en) = match grid.table.ambiguous.contains(&other) {
            true => (
                "không biết lấy cột nào nên cả hai được để riêng",
                "nothing says which one counts, and both are set aside",
            ),
            false => (
                "cột sau được tính, cột trước được để riêng",
                "the second counts, the first is set aside",
            ),
        };
        let text = distinct(&own.heading, &columns[other].heading);
        let lines = format!("[[heading]]\ntext = \"{text}\"\nmeans = \"ignored\"");
        let words = Words::new(
            format!(
                "{} và {other_vi} cùng được hiểu là {}; {then_vi}.",
                capital(&own_vi),
                meaning.vi
            ),
            format!("{} and {other_en} both say {}; {then_en}.", capital(&own_en), meaning.en),
        );
        let teaching = Words::new(
            format!(
                "Nếu {own_vi} là số khác, khai nghĩa của nó trong giaingan.toml (in-period, previous, plan …; ignored nếu báo cáo không cần):"
            ),
            format!(
                "Where {own_en} is something else, say in giaingan.toml what it means (in-period, previous, plan …; ignored if the report does not need it):"
            ),
        );
        (words, Some(Hint { words: teaching, lines }))
    }

    /// GN703 where the Treasury's figures differ from the owner's, once for their column.
    pub(in crate::parse) fn tell_confirmed(&self, grid: &Grid) -> Vec<Problem> {
        let table = &grid.table;
        let told = grid.confirmed.iter().filter_map(|(confirmed, owners)| {
            let confirmed = *confirmed;
            let mut rows = leaves(&table.rows);
            // A blank is what the owner does not state, and the Treasury does.
            let of = |row: usize, at: usize| match table.at(row, at) {
                Stated::Blank => Some(Money::ZERO),
                stated => stated.amount(),
            };
            let stated = |row: usize| owners.iter().map(|&at| of(row, at)).sum::<Option<Money>>();
            rows.retain(|&row| {
                let is_booked = table.at(row, confirmed) != Stated::Blank;
                is_booked && matches!((of(row, confirmed), stated(row)), (Some(a), Some(b)) if a != b)
            });
            let first = *rows.first()?;
            let booked: Money = rows.iter().filter_map(|&row| of(row, confirmed)).sum();
            let own_sum: Money = rows.iter().filter_map(|&row| stated(row)).sum();
            let heading = |at: usize| harmless(&table.columns[at].heading);
            let own: Vec<String> = owners.iter().map(|&owner| heading(owner)).collect();
            let (treasury, own) = (heading(confirmed), own.join("” + “"));
            let count = rows.len();
            let words = words!(
                "Số Kho bạc xác nhận (cột “{treasury}”) khác số đơn vị báo cáo (cột “{own}”) ở {count} dòng; số của đơn vị được tính",
                "What the Treasury confirmed (column “{treasury}”) differs from what the unit states (column “{own}”) in {count} rows; the unit's figure counts";
                treasury, own, count
            );
            let problem = self.problem(&rules::TREASURY_DIFFERS, table.cell(first, confirmed), words);
            let problem = Problem { severity: Some(Severity::Warning), ..problem };
            Some(problem.compared(booked, own_sum))
        });
        told.collect()
    }

    /// GN402 where a part ("trong đó") is more than its whole.
    pub(in crate::parse) fn tell_excess(&self, grid: &Grid) -> Vec<Problem> {
        let table = &grid.table;
        let mut problems = Vec::new();
        for &(part, whole) in &grid.parts {
            for (row, line) in table.rows.iter().enumerate() {
                let (Stated::Amount(found), Stated::Amount(of_it)) =
                    (table.at(row, whole), table.at(row, part))
                else {
                    continue;
                };
                let is_row = !matches!(line.kind, RowKind::Detail);
                if !is_row || of_it.abs() <= found.abs() + table.tolerance(1) {
                    continue;
                }
                let label = harmless(&line.label);
                let [part, whole_heading] =
                    [part, whole].map(|at| harmless(&table.columns[at].heading));
                let words = words!(
                    "Dòng “{label}”: cột “{part}” là một phần của cột “{whole_heading}” mà lớn hơn cả cột đó",
                    "Row “{label}”: the column “{part}” is a part of “{whole_heading}” and is more than all of it";
                    label, part, whole_heading
                );
                let problem =
                    self.problem(&rules::PARTS_DO_NOT_ADD_UP, table.cell(row, whole), words);
                problems.push(problem.compared(found, of_it));
            }
        }
        problems
    }
}

/// What a column is taken for: its measure, and whose money.
fn meaning(column: &Column) -> Words {
    let facts = &column.facts;
    let measure = column.measure.label();
    let (mut vi, mut en) = (vec![measure.vi.to_owned()], vec![measure.en.to_owned()]);
    if let Some(funding) = facts.funding {
        vi.push(funding.label().vi.to_lowercase());
        en.push(funding.label().en.to_lowercase());
    }
    if let Some(source) = facts.source {
        vi.push(source.label().vi.to_owned());
        en.push(source.label().en.to_owned());
    }
    Words::new(vi.join(", "), en.join(", "))
}

/// The deepest heading of a column that the other one does not have; of a total alone nobody should say what it means.
fn distinct(own: &str, other: &str) -> String {
    let others: Vec<&str> = levels::levels(other).collect();
    let texts: Vec<&str> = levels::levels(own).collect();
    let is_own = |text: &&str| {
        let label = Label::new(text);
        !others.contains(text)
            && !["tong so", "tong", "cong", "tong cong"].contains(&label.as_str())
    };
    let text = texts.iter().rev().copied().find(is_own).unwrap_or(own);
    harmless(text).replace(['"', '\\'], "")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
