//! What a unit proposes to do with its plan, as its columns state it: the sign of each figure, and what they leave open.

use super::columns::leaves;
use super::lines::Taker;
use super::table::Grid;
use crate::domain::attributes::Piece;
use crate::domain::label::{composed, harmless};
use crate::domain::lang::{Words, words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::rule::{Problem, Severity};
use crate::domain::submission::{Column, Measure, Stated, Table};
use crate::parse::cells;
use crate::recognise::heading::Headed;
use crate::recognise::lexicon::heading_label;
use crate::rules;

/// What a cell of a piece comes to: a decrease is taken off, whether it is typed with its sign or without.
pub(super) fn signed(stated: Stated, piece: Option<Piece>) -> Stated {
    match (stated, piece) {
        (Stated::Amount(amount), Some(Piece::Decrease)) => Stated::Amount(-amount.abs()),
        (stated, _) => stated,
    }
}

/// Takes off what is proposed as a decrease. The columns that hold decreases of both signs, to be told.
pub(super) fn take_off(table: &mut Table) -> Vec<usize> {
    let width = table.columns.len();
    let is_decrease = |at: &usize| table.columns[*at].facts.piece == Some(Piece::Decrease);
    let decreases: Vec<usize> = (0..width).filter(is_decrease).collect();
    let mut mixed = Vec::new();
    for at in decreases {
        let own = || table.cells.iter().skip(at).step_by(width).filter_map(|cell| cell.amount());
        if own().any(Money::is_negative) && own().any(|amount| Money::ZERO < amount) {
            mixed.push(at);
        }
        for cell in table.cells.iter_mut().skip(at).step_by(width) {
            *cell = signed(*cell, Some(Piece::Decrease));
        }
    }
    mixed
}

impl Taker<'_> {
    /// GN213: columns that speak of money given back or of a plan to be changed, and leave open what of it is proposed.
    pub(super) fn tell_half_said(&self, grid: &Grid) -> Vec<Problem> {
        let columns = self.framed.heading.columns.iter();
        let is_state = |headed: &&Headed| grid.states.iter().any(|(at, _)| *at == headed.index);
        let told = columns.filter(|headed| !is_state(headed)).filter_map(|headed| {
            let is_plan = grid.proposed_plans.contains(&headed.index);
            if !headed.is_half_said && !is_plan {
                return None;
            }
            let sum = self.sum_of(grid, headed);
            let words = match is_plan {
                true => of_proposed_plan(&headed.path),
                false => of_half_said(&headed.path, sum, headed.unit.unwrap_or(grid.unit)),
            };
            (!sum.is_zero()).then(|| self.half_said(headed.index, words, sum))
        });
        let mut problems: Vec<Problem> = told.collect();
        for (at, column) in grid.table.columns.iter().enumerate() {
            if grid.mixed.contains(&at) {
                let words = words!(
                    "Cột “{path}” ghi cả số âm lẫn số dương; mỗi số được hiểu là một khoản giảm",
                    "The column “{path}” holds amounts of both signs; each is taken for a decrease";
                    path = harmless(&column.heading)
                );
                let problem = self.half_said(column.index, words, own_sum(grid, at));
                problems.push(Problem { severity: Some(Severity::Warning), ..problem });
            } else if is_unsigned(grid, at, column) {
                let words = words!(
                    "Cột “{path}” không ghi rõ tăng hay giảm và chỉ có số dương; được hiểu là tăng",
                    "The column “{path}” does not say whether more or less is proposed, and holds no negative amount; it is taken for more";
                    path = harmless(&column.heading)
                );
                problems.push(self.half_said(column.index, words, own_sum(grid, at)));
            }
        }
        problems
    }

    fn half_said(&self, column: u32, words: Words, sum: Money) -> Problem {
        let last = self.framed.heading.rows.end.saturating_sub(1);
        let problem = self.problem(&rules::PROPOSAL_HALF_SAID, Cell::new(last, column), words);
        Problem { found: Some(sum), ..problem }
    }

    /// What a column that is in no table comes to over the rows that add up nothing.
    fn sum_of(&self, grid: &Grid, headed: &Headed) -> Money {
        let unit = headed.unit.unwrap_or(grid.unit);
        let amount = |row: usize| {
            let cell = Cell::new(grid.table.rows[row].index, headed.index);
            cells::amount(self.sheet, cell, unit)
        };
        leaves(&grid.table.rows).into_iter().filter_map(amount).sum()
    }
}

fn own_sum(grid: &Grid, at: usize) -> Money {
    leaves(&grid.table.rows).into_iter().map(|row| grid.amount(row, at)).sum()
}

/// Whether a column of changes says of neither its figures nor itself which way they go.
fn is_unsigned(grid: &Grid, at: usize, column: &Column) -> bool {
    let label = heading_label(&column.heading);
    let says = |word: &str| label.has(word);
    let amounts = || leaves(&grid.table.rows).into_iter().map(|row| grid.amount(row, at));
    column.measure == Measure::ToAdjust
        && column.facts.piece.is_none()
        && column.splits.is_empty()
        && !says("tang")
        && !says("giam")
        && !column.heading.contains(['+', '±'])
        && amounts().any(|amount| Money::ZERO < amount)
        && !amounts().any(Money::is_negative)
}

fn of_proposed_plan(path: &str) -> Words {
    words!(
        "Cột “{path}” bằng kế hoạch đã giao cộng, trừ phần đề nghị và không ghi là đã có quyết định: không lấy làm kế hoạch vốn",
        "The column “{path}” is the plan with what is proposed and does not say that it was decided: it is not taken for the plan";
        path = harmless(path)
    )
}

fn of_half_said(path: &str, sum: Money, unit: MoneyUnit) -> Words {
    if is_returned(path) {
        return words!(
            "Cột “{path}” (tổng {sum} {unit}) ghi vốn đã hoàn trả, đã hủy hoặc đã thu hồi: không phải đề nghị, không cộng vào đâu; kế hoạch chỉ giảm theo quyết định trong sổ Kế hoạch vốn",
            "The column “{path}” ({sum} {unit} in all) states money that was returned, cancelled or taken back: it is no proposal and enters nothing; a plan is lowered only by a decision in the journal";
            path = harmless(path), sum = sum.show(unit, 3), unit = unit.text()
        );
    }
    words!(
        "Cột “{path}” (tổng {sum} {unit}) nói về vốn nộp trả, thu hồi hoặc điều chỉnh nhưng không cho biết là đề nghị hay đã có quyết định; không cộng vào đâu",
        "The column “{path}” ({sum} {unit} in all) speaks of money given back or of a changed plan and does not say whether it is proposed or decided; it enters nothing";
        path = harmless(path), sum = sum.show(unit, 3), unit = unit.text()
    )
}

/// Whether a heading says that money was given back: "đã" before the word for it. Without its marks "đã" is the "đa" of
/// "đa dạng", and "Kế hoạch đã giao, điều chỉnh" says nothing of money given back.
fn is_returned(path: &str) -> bool {
    const RETURNS: [&str; 7] =
        ["hoàn trả", "nộp trả", "nộp ngân sách", "trả lại", "hủy", "huỷ", "thu hồi"];
    let text = composed(path).to_lowercase();
    let mut parts = text.split(|letter: char| !letter.is_alphanumeric() && letter != ' ');
    parts.any(|part| {
        let behind = part.split_once("đã ").map(|(_, behind)| behind);
        behind.is_some_and(|behind| RETURNS.iter().any(|words| behind.contains(words)))
    })
}

#[cfg(test)]
mod tests {
    use super::is_returned;

    #[test]
    fn only_what_was_given_back_was_given_back() {
        for path in ["Đã nộp trả", "Vốn › Số đã được thu hồi", "ĐÃ HUỶ DỰ TOÁN"]
        {
            assert!(is_returned(path), "{path}");
        }
        for path in [
            "Kế hoạch đã giao, điều chỉnh",
            "Kế hoạch vốn đã giao › Nộp trả",
            "Nộp trả vốn đa dạng hóa sinh kế",
            "Nộp trả vốn đã tạm ứng",
        ] {
            assert!(!is_returned(path), "{path}");
        }
    }
}
