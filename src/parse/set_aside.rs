//! Columns that are not used as they stand, because their headings say nothing (GN201) or the same (GN202).

use super::columns::leaves;
use super::lines::{Taken, Taker};
use super::table::{Grid, Unknown};
use crate::domain::label::harmless;
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::rule::{Hint, Problem, Severity};
use crate::domain::submission::{Column, SetAside};
use crate::recognise::lexicon::heading_label;
use crate::rules;

impl Taker<'_> {
    /// What to say of a heading without a measure: the word that was not understood, and the lines that teach it.
    fn unknown_heading(&self, unknown: &Unknown) -> (Words, Option<Hint>) {
        let heading = harmless(&unknown.heading);
        if heading.is_empty() {
            let words =
                words!("Cột có số nhưng không có tiêu đề", "A column with numbers and no heading");
            return (words, None);
        }
        // Words that are known ("Tổng số", "NSTW") mean something else in other columns: there is nothing to teach.
        let Some(word) = unknown.residue.last().map(|word| harmless(word)) else {
            let words = words!(
                "Tiêu đề cột \"{heading}\" không cho biết đó là kế hoạch, giải ngân trong kỳ hay lũy kế; hãy ghi rõ trong tiêu đề",
                "The heading \"{heading}\" does not say whether it is the plan, the period or the cumulative; say it in the heading";
                heading
            );
            return (words, None);
        };
        let near = self.known.lexicon.nearest(&heading_label(&word));
        let (near_vi, near_en) = near.map_or((String::new(), String::new()), |(near, _)| {
            (format!(" (gần giống \"{near}\")"), format!(" (nearly \"{near}\")"))
        });
        let text = word.replace(['"', '\\'], "");
        let means = near.map_or("…", |(_, means)| means);
        let lines = format!("[[heading]]\ntext = \"{text}\"\nmeans = \"{means}\"");
        let words = Words::new(
            format!("Không hiểu \"{word}\"{near_vi} trong tiêu đề cột \"{heading}\"."),
            format!("\"{word}\"{near_en} in the heading \"{heading}\" was not understood."),
        );
        let teaching = words!(
            "Sửa tiêu đề, hoặc cho biết nghĩa của từ này trong giaingan.toml (plan, in-period, cumulative …; ignored nếu báo cáo không cần):",
            "Mend the heading, or say in giaingan.toml what the word means (plan, in-period, cumulative …; ignored if the report does not need it):"
        );
        (words, Some(Hint { words: teaching, lines }))
    }

    /// A note on words that nobody understood over columns that are read all the same, once for the table: they may say that
    /// the money is another.
    fn tell_residue(&self, grid: &Grid, taken: &mut Taken) {
        // A part of a sum that counts alone, though its parts say more: years, sources.
        let facts = |at: usize| grid.table.columns[at].facts;
        let is_folded = |at: usize| {
            let of = grid.parts.iter().find(|(part, _)| *part == at).map(|(_, whole)| *whole);
            let mut parts = grid.parts.iter().filter(|(_, whole)| Some(*whole) == of);
            parts.any(|(part, whole)| facts(*part) != facts(*whole))
        };
        let last = self.framed.heading.rows.end.saturating_sub(1);
        let doubtful = self.framed.heading.columns.iter().filter_map(|headed| {
            let word = headed.residue.last()?;
            let is_it =
                |column: &Column| column.index == headed.index && column.measure.is_figure();
            let at = grid.table.columns.iter().position(is_it)?;
            (!grid.table.ambiguous.contains(&at)).then_some((at, harmless(word)))
        });
        let doubtful: Vec<(usize, String)> = doubtful.collect();
        let (folded, read): (Vec<_>, Vec<_>) =
            doubtful.into_iter().partition(|(at, _)| is_folded(*at));
        self.tell_residue_of(grid, taken, (last, &read), false);
        self.tell_residue_of(grid, taken, (last, &folded), true);
    }

    /// The same of columns that are read by their other words, or of parts that only check their sum.
    fn tell_residue_of(
        &self,
        grid: &Grid,
        taken: &mut Taken,
        (last, doubtful): (u32, &[(usize, String)]),
        is_folded: bool,
    ) {
        let Some(&(first, _)) = doubtful.first() else { return };
        let rows = leaves(&grid.table.rows);
        let found: Money = doubtful
            .iter()
            .flat_map(|(at, _)| rows.iter().map(move |&row| grid.amount(row, *at)))
            .sum();
        let mut words: Vec<String> = Vec::new();
        for (_, word) in doubtful {
            let word = format!("“{word}”");
            if !words.contains(&word) {
                words.push(word);
            }
        }
        let words = words.join(", ");
        let words = if is_folded {
            words!(
                "Không hiểu {words} trong tiêu đề; số liệu lấy theo cột tổng, không tách theo cột này",
                "{words} in headings was not understood; the sum beside it counts, and is not split by this column";
                words
            )
        } else {
            words!(
                "Không hiểu {words} trong tiêu đề; cột vẫn được đọc theo các từ còn lại",
                "{words} in headings was not understood; the columns are read by their other words";
                words
            )
        };
        let problem = self.problem(
            &rules::UNKNOWN_COLUMN,
            Cell::new(last, grid.table.columns[first].index),
            words,
        );
        let severity = Some(if is_folded { Severity::Warning } else { Severity::Note });
        taken.problems.push(Problem { severity, found: Some(found), ..problem });
    }

    /// Columns without a measure (GN201) and columns that say the same (GN202) are set aside whole.
    pub(super) fn take_unknown(&self, grid: &Grid, taken: &mut Taken) {
        self.tell_residue(grid, taken);
        let rows = &grid.table.rows;
        let last = self.framed.heading.rows.end.saturating_sub(1);
        for unknown in grid.unknown.iter().filter(|unknown| !unknown.amounts.is_empty()) {
            let mut sum = Money::ZERO;
            for (row, amount) in &unknown.amounts {
                sum += *amount;
                taken.set_aside.push(SetAside {
                    sheet: self.framed.sheet,
                    cell: Cell::new(rows[*row].index, unknown.column),
                    measure: None,
                    amount: *amount,
                    rule: &rules::UNKNOWN_COLUMN,
                    label: rows[*row].label.clone(),
                    text: None,
                    key: None,
                });
            }
            let (words, hint) = self.unknown_heading(unknown);
            let problem =
                self.problem(&rules::UNKNOWN_COLUMN, Cell::new(last, unknown.column), words);
            // Noughts take nothing from the totals.
            let is_nothing = unknown.amounts.iter().all(|(_, amount)| amount.is_zero());
            let severity = is_nothing.then_some(Severity::Note);
            let problem = Problem { severity, ..problem };
            taken.problems.push(problem.setting_aside(sum).hinting(hint));
        }
        for &at in &grid.table.ambiguous {
            let table = &grid.table;
            let mut sum = Money::ZERO;
            for row in grid.refused_rows(at) {
                let amount = grid.amount(row, at);
                sum += amount;
                taken.set_aside.push(self.aside(table, row, at, amount, &rules::AMBIGUOUS_COLUMN));
            }
            let (words, hint) = self.ambiguous(grid, at);
            let problem = self.problem(
                &rules::AMBIGUOUS_COLUMN,
                Cell::new(last, table.columns[at].index),
                words,
            );
            taken.problems.push(problem.setting_aside(sum).hinting(hint));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::lang::Lang;
    use crate::domain::rule::Rule;
    use crate::parse::fixture::{read, sheet};
    use crate::rules;

    #[test]
    fn what_the_office_may_settle_is_told_apart_from_what_is_wrong() {
        let told = |rule: &Rule, heading: &str| {
            let rows: [&[&str]; 4] = [
                &["", "Kinh phí sự nghiệp tháng 6 năm 2024"],
                &["", "Đơn vị tính: triệu đồng"],
                &["STT", "Nội dung", "Kế hoạch vốn năm 2024", "Lũy kế giải ngân", heading],
                &["1", "Dự án 2", "400", "40", "70"],
            ];
            let problems = read(vec![sheet("Vốn sự nghiệp", &rows)]).problems;
            problems.into_iter().find(|problem| problem.rule == rule).unwrap()
        };
        for (rule, heading) in
            [(&rules::UNKNOWN_COLUMN, "Đợt hai"), (&rules::AMBIGUOUS_COLUMN, "Lũy kế giải ngân")]
        {
            let problem = told(rule, heading);
            assert!(!problem.words.vi.contains("giaingan.toml"), "{problem:?}");
            let hint = problem.hint.as_ref().unwrap();
            assert!(hint.words.vi.contains("giaingan.toml") && hint.lines.contains("[[heading]]"));
            let all = problem.told(Lang::Vi);
            assert!(all.starts_with(&*problem.words.vi) && all.ends_with(&hint.lines), "{all}");
        }
    }
}
