//! What of a table is not used as it stands: columns that say nothing or the same.

use super::lines::{Taken, Taker};
use super::table::Grid;
use crate::domain::label::{Label, harmless};
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::rule::RuleCode;
use crate::domain::submission::SetAside;

impl Taker<'_> {
    /// What to say of a heading without a measure: the nearest wording, and the lines that teach it to the program.
    fn unknown_heading(&self, heading: &str) -> Words {
        if heading.is_empty() {
            return Words::new(
                "Cột có số nhưng không có tiêu đề",
                "A column with numbers and no heading",
            );
        }
        let deepest = heading.rsplit(" › ").next().unwrap_or(heading).trim();
        let known = self.known.lexicon.nearest(&Label::new(deepest));
        let known = known.or_else(|| self.known.lexicon.nearest(&Label::new(heading)));
        let (near, means) = known.map_or((None, "ignored"), |(near, means)| (Some(near), means));
        let text = deepest.replace(['"', '\\'], "");
        let lines = format!("[[heading]]\ntext = \"{text}\"\nmeans = \"{means}\"");
        let (near_vi, near_en) = near.map_or((String::new(), String::new()), |near| {
            (format!("; gần giống \"{near}\""), format!("; nearest known wording: \"{near}\""))
        });
        let (or_vi, or_en) = match near {
            Some(_) => (
                "Nếu đúng nghĩa đó, thêm vào giaingan.toml",
                "If that is what it means, add to giaingan.toml",
            ),
            None => (
                "Nếu cột không cần cho báo cáo, thêm vào giaingan.toml (nghĩa khác: plan, in-period, cumulative …)",
                "If the report does not need it, add to giaingan.toml (or another meaning: plan, in-period, cumulative …)",
            ),
        };
        Words::new(
            format!("Không hiểu tiêu đề cột \"{heading}\"{near_vi}. {or_vi}:\n{lines}"),
            format!("The heading \"{heading}\" says no measure{near_en}. {or_en}:\n{lines}"),
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
            let heading = harmless(&unknown.heading);
            let words = self.unknown_heading(&heading);
            let problem = self.problem("GN201", Cell::new(last, unknown.column), words);
            taken.problems.push(problem.setting_aside(sum));
        }
        for &at in &grid.ambiguous {
            let table = &grid.table;
            let mut sum = Money::ZERO;
            for row in grid.refused_rows(at) {
                let amount = grid.amount(row, at);
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
}
