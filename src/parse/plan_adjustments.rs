//! Checks the states of the plan against each other: the first plan plus and minus what was changed is the last one.

use super::cells;
use super::lines::Taker;
use super::table::Grid;
use super::text_numbers;
use crate::domain::attributes::{Facts, Piece};
use crate::domain::label::harmless;
use crate::domain::lang::words;
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::rule::{Problem, Severity};
use crate::domain::submission::{Column, Measure, Stated};
use crate::read::Value;
use crate::recognise::heading::Headed;
use crate::recognise::lexicon::State;
use crate::rules;

impl Taker<'_> {
    /// GN203 as a note: columns of what was given in the course of the year, which were added to the plan.
    pub(super) fn tell_given(&self, grid: &Grid) -> Option<Problem> {
        let is_given = |column: &&Column| {
            matches!(column.facts.piece, Some(Piece::Given(_))) && column.measure == Measure::Plan
        };
        let columns: Vec<&Column> = grid.table.columns.iter().filter(is_given).collect();
        let first = columns.first()?;
        let own = |column: &&Column| format!("“{}”", harmless(&column.heading));
        let names = columns.iter().map(own).collect::<Vec<_>>().join(" + ");
        let words = words!(
            "Biểu không có cột tổng kế hoạch vốn: kế hoạch là {names}",
            "The form has no column of the whole plan: it is {names}";
            names
        );
        let cell = Cell::new(self.framed.heading.rows.start, first.index);
        let problem = self.problem(&rules::MISSING_COLUMN, cell, words);
        Some(Problem { severity: Some(Severity::Note), ..problem })
    }

    /// GN402 where the plan after its changes is not what it was before plus the changes.
    pub(super) fn tell_states(&self, grid: &Grid) -> Vec<Problem> {
        let heading = &self.framed.heading;
        let state = |headed: &Headed| {
            let found = grid.states.iter().find(|(index, _)| *index == headed.index);
            found.map(|(_, state)| *state)
        };
        let stated: Vec<&Headed> =
            heading.columns.iter().filter(|headed| state(headed).is_some()).collect();
        let table = &grid.table;
        let mut problems = Vec::new();
        let last = |headed: &&&Headed| state(headed) == Some(State::Final);
        for whole in stated.iter().filter(last) {
            let is_it = |column: &crate::domain::submission::Column| column.index == whole.index;
            let Some(at) = table.columns.iter().position(is_it) else { continue };
            let column = &table.columns[at];
            if column.measure != Measure::Plan {
                continue;
            }
            let of = |wanted: State, facts: Facts| -> Vec<&Headed> {
                let same =
                    |headed: &&&Headed| state(headed) == Some(wanted) && headed.facts == facts;
                stated.iter().filter(same).copied().collect()
            };
            let first = of(State::Initial, whole.facts);
            let up = of(State::Increase, whole.facts);
            let down = of(State::Decrease, whole.facts);
            if first.len() != 1 || up.is_empty() && down.is_empty() {
                continue;
            }
            let allowed = table.tolerance(first.len() + up.len() + down.len());
            for (row, line) in table.rows.iter().enumerate() {
                let Some(found) = table.at(row, at).amount() else { continue };
                let amount = |headed: &&Headed| {
                    let cell = Cell::new(line.index, headed.index);
                    let (value, scale) = (self.sheet.get(cell), self.sheet.look(cell).scale);
                    let unit = headed.unit.unwrap_or(column.unit);
                    let stated = match value {
                        Some(Value::Text(text)) => text_numbers::certain(text, unit),
                        value => cells::money(value, scale, unit).stated,
                    };
                    match stated {
                        Stated::Blank => Some(Money::ZERO),
                        stated => stated.amount(),
                    }
                };
                let sum = |of: &[&Headed]| of.iter().map(amount).sum::<Option<Money>>();
                // What cannot be read for sure says nothing against the plan, and is no figure.
                let (Some(before), Some(up), Some(down)) = (sum(&first), sum(&up), sum(&down))
                else {
                    continue;
                };
                // A decrease is typed with its sign or without.
                let (expected, signed) = (before + up - down, before + up + down);
                let is_off = |expected: Money| allowed < (found - expected).abs();
                if !is_off(expected) || !is_off(signed) {
                    continue;
                }
                let label = harmless(&line.label);
                let path = harmless(&column.heading);
                let words = words!(
                    "Dòng “{label}”, cột “{path}”: kế hoạch sau điều chỉnh khác với kế hoạch ban đầu cộng, trừ phần điều chỉnh",
                    "Row “{label}”, column “{path}”: the plan after its changes is not what it was before plus the changes";
                    label, path
                );
                let problem = self.problem(&rules::PARTS_DO_NOT_ADD_UP, table.cell(row, at), words);
                problems.push(problem.compared(found, expected));
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture;

    /// The plan that is read of a form with these columns of it, and the rules that say something.
    fn read(columns: [&str; 2]) -> (Money, Vec<(&'static str, Option<Severity>)>) {
        let table: [&[&str]; 4] = [
            &["BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024", "", "", "", "ĐVT: triệu đồng"],
            &["STT", "Nội dung", columns[0], columns[1], "Lũy kế giải ngân"],
            &["I", "Chương trình MTQG giảm nghèo bền vững", "800", "200", "300"],
            &["1", "Dự án 2", "800", "200", "300"],
        ];
        let read = fixture::read(vec![fixture::sheet("SN", &table)]);
        let plan = read.lines.iter().filter_map(|line| line.amount(Measure::Plan)).sum();
        let rules = [rules::AMBIGUOUS_COLUMN.code, rules::MISSING_COLUMN.code];
        let told = read.problems.iter().filter(|problem| rules.contains(&problem.rule.code));
        (plan, told.map(|problem| (problem.rule.code.0, problem.severity)).collect())
    }

    #[test]
    fn what_was_given_in_steps_adds_up_where_the_words_leave_no_doubt() {
        let note = vec![("GN203", Some(Severity::Note))];
        for more in ["Bổ sung", "Kế hoạch giao bổ sung", "Điều chỉnh tăng", "Bổ sung đợt 2"]
        {
            let told = read(["Kế hoạch giao đầu năm", more]);
            assert_eq!(told, (Money::from_dong(1_000_000_000), note.clone()), "{more}");
        }
        // Beside a sum of more money the figures say what its parts are.
        let table: [&[&str]; 3] = [
            &["BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024", "", "", "", "ĐVT: triệu đồng"],
            &[
                "STT",
                "Nội dung",
                "Năm trước chuyển sang",
                "Giao đầu năm",
                "Bổ sung",
                "Tổng kinh phí được sử dụng năm 2024",
                "Lũy kế giải ngân",
            ],
            &["I", "Chương trình MTQG giảm nghèo bền vững", "100", "800", "200", "1100", "300"],
        ];
        let read_beside = fixture::read(vec![fixture::sheet("SN", &table)]);
        let plans = read_beside.lines.iter().filter_map(|line| line.amount(Measure::Plan));
        assert_eq!(plans.sum::<Money>(), Money::from_dong(1_100_000_000));
        // It may as well be the plan after its change.
        let (plan, told) = read(["Kế hoạch giao đầu năm", "Điều chỉnh"]);
        assert_eq!((plan, told), (Money::ZERO, vec![("GN202", None); 2]));
    }
}
