//! What of a table is not used as it stands: columns that say nothing or the same; and what is used
//! although it is hidden.

use super::lines::{Taken, Taker};
use super::table::{Grid, Unknown};
use crate::domain::label::harmless;
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::rule::RuleCode;
use crate::domain::submission::{Column, SetAside};
use crate::recognise::lexicon::heading_label;

impl Taker<'_> {
    /// What to say of a heading without a measure: the word that was not understood, and the line that teaches it.
    fn unknown_heading(&self, unknown: &Unknown) -> Words {
        let heading = harmless(&unknown.heading);
        if heading.is_empty() {
            return Words::new(
                "Cột có số nhưng không có tiêu đề",
                "A column with numbers and no heading",
            );
        }
        // Words that are known ("Tổng số", "NSTW") mean something else in other columns: there is nothing to teach.
        let Some(word) = unknown.residue.last().map(|word| harmless(word)) else {
            return Words::new(
                format!(
                    "Tiêu đề cột \"{heading}\" không cho biết đó là kế hoạch, giải ngân trong kỳ hay lũy kế; hãy ghi rõ trong tiêu đề"
                ),
                format!(
                    "The heading \"{heading}\" does not say whether it is the plan, the period or the cumulative; say it in the heading"
                ),
            );
        };
        let near = self.known.lexicon.nearest(&heading_label(&word));
        let (near_vi, near_en) = near.map_or((String::new(), String::new()), |(near, _)| {
            (format!(" (gần giống \"{near}\")"), format!(" (nearly \"{near}\")"))
        });
        let text = word.replace(['"', '\\'], "");
        let means = near.map_or("…", |(_, means)| means);
        let line = format!("[[heading]]\ntext = \"{text}\"\nmeans = \"{means}\"");
        Words::new(
            format!(
                "Không hiểu \"{word}\"{near_vi} trong tiêu đề cột \"{heading}\". Sửa tiêu đề, hoặc cho biết nghĩa của từ này trong giaingan.toml (plan, in-period, cumulative …; ignored nếu báo cáo không cần):\n{line}"
            ),
            format!(
                "\"{word}\"{near_en} in the heading \"{heading}\" was not understood. Mend the heading, or say in giaingan.toml what the word means (plan, in-period, cumulative …; ignored if the report does not need it):\n{line}"
            ),
        )
    }

    /// Columns without a measure (GN201) and columns that say the same (GN202) are set aside whole.
    pub(super) fn take_unknown(&self, grid: &Grid, taken: &mut Taken) {
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
                    rule: RuleCode("GN201"),
                    label: rows[*row].label.clone(),
                    text: None,
                    key: None,
                });
            }
            let words = self.unknown_heading(unknown);
            let problem = self.problem("GN201", Cell::new(last, unknown.column), words);
            taken.problems.push(problem.setting_aside(sum));
        }
        for &at in &grid.ambiguous {
            let table = &grid.table;
            let mut sum = Money::ZERO;
            for row in grid.refused_rows(at) {
                let amount = table.at(row, at).amount().unwrap_or(Money::ZERO);
                sum += amount;
                taken.set_aside.push(self.aside(table, row, at, amount, RuleCode("GN202")));
            }
            let heading = harmless(&table.columns[at].heading);
            let words = Words::new(
                format!("Có hai cột cùng nghĩa \"{heading}\", không biết lấy cột nào"),
                format!("Two columns say the same: \"{heading}\""),
            );
            let problem = self.problem("GN202", Cell::new(last, table.columns[at].index), words);
            taken.problems.push(problem.setting_aside(sum));
        }
    }

    /// Figures in hidden rows, columns or sheets count, and are told (GN206).
    pub(super) fn tell_hidden(&self, grid: &Grid, taken: &mut Taken) {
        let table = &grid.table;
        let width = table.columns.len();
        let is_hidden = |row: usize, column: &Column| {
            self.sheet.is_hidden
                || self.sheet.hidden_rows.binary_search(&table.rows[row].index).is_ok()
                || self.sheet.hidden_columns.binary_search(&column.index).is_ok()
        };
        let hidden: Vec<Cell> = (0..table.rows.len())
            .flat_map(|row| (0..width).map(move |at| (row, at)))
            .filter(|(row, at)| {
                grid.figures[row * width + at] && is_hidden(*row, &table.columns[*at])
            })
            .map(|(row, at)| table.cell(row, at))
            .collect();
        let Some(first) = hidden.first() else { return };
        let words = Words::new(
            format!("{} ô số liệu nằm ở dòng, cột hoặc trang bị ẩn; vẫn được tính", hidden.len()),
            format!("{} figures stand in hidden rows, columns or sheets; they count", hidden.len()),
        );
        taken.problems.push(self.problem("GN206", *first, words));
    }
}
