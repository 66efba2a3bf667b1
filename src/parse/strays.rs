//! Why a row is set aside (GN204), and what is said of rows that are sums by proof of their figures.

use super::lines::{Taken, Taker};
use super::table::Grid;
use crate::domain::label::harmless;
use crate::domain::lang::Words;
use crate::domain::rule::{Problem, Severity};
use crate::domain::submission::RowKind;

/// Why a row is set aside.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Why {
    /// It fits no node of the catalogue.
    #[default]
    Unknown,
    /// It adds up works above it, as far as can be seen, and does not say so.
    SaysNoSum,
    /// It is called the sum of a page and is none.
    PageSum,
    /// It is a part of a row that does not state its money.
    Apart,
    /// It stands below a program that is not known.
    Stranger,
    /// It is in another unit of money than the table.
    OtherUnit,
    /// It sums up rows that state nothing.
    SumOfNothing,
}

impl Why {
    /// What to say of the row with this label.
    pub fn words(self, label: &str) -> Words {
        let (vi, en) = match self {
            Why::Unknown => (
                "có số tiền nhưng không thuộc chương trình, dự án nào trong danh mục",
                "holds money and fits no component of the catalogue",
            ),
            Why::SaysNoSum => (
                "đúng bằng tổng các dòng ở trên nhưng không ghi là dòng cộng",
                "is the sum of the rows above and does not say so",
            ),
            Why::PageSum => (
                "là dòng cộng trang nhưng không bằng tổng các dòng ở trên",
                "is called the sum of a page and is not the sum of the rows above",
            ),
            Why::Apart => (
                "ghi là một phần của dòng trên nhưng có số mà dòng trên không có hoặc có ít hơn",
                "says that it is a part of the row above, which states less or nothing",
            ),
            Why::Stranger => (
                "nằm dưới một chương trình không có trong danh mục nên không rõ là dự án nào",
                "stands below a program that is not in the catalogue: nobody knows which project it is",
            ),
            Why::OtherUnit => (
                "ghi đơn vị tính khác với đơn vị tiền của bảng",
                "is in another unit of money than the table",
            ),
            Why::SumOfNothing => (
                "là dòng cộng nhưng các dòng được cộng không có số",
                "is a sum of rows that state nothing",
            ),
        };
        Words::new(format!("Dòng \"{label}\" {vi}"), format!("The row \"{label}\" {en}"))
    }
}

impl Grid {
    /// Sets a row aside.
    pub(super) fn set_row_aside(&mut self, row: usize, why: Why) {
        self.table.rows[row].kind = RowKind::Stray;
        self.table.rows[row].parent = None;
        self.strays.insert(row, why);
    }

    /// Takes a row for the sum of others that its figures prove it to be.
    pub(super) fn take_for_sum(&mut self, row: usize) {
        self.table.rows[row].kind = RowKind::Detail;
        self.table.rows[row].parent = None;
        self.proved.push(row);
    }
}

impl Taker<'_> {
    /// Rows that do not say that they are sums, and are: a note each, because they do not count.
    pub(super) fn tell_proved(&self, grid: &Grid, taken: &mut Taken) {
        for &row in &grid.proved {
            let table = &grid.table;
            let has_amount = |at: &usize| table.at(row, *at).amount().is_some();
            let Some(first) = (0..table.columns.len()).find(has_amount) else { continue };
            let label = harmless(&table.rows[row].label);
            let words = Words::new(
                format!(
                    "Dòng \"{label}\" bằng tổng các dòng khác ở mọi cột nên được hiểu là dòng cộng, không tính thêm"
                ),
                format!(
                    "The row \"{label}\" equals the sum of other rows in every column: it was taken as a sum and does not count"
                ),
            );
            let problem = self.problem("GN204", table.cell(row, first), words);
            taken.problems.push(Problem { severity: Some(Severity::Note), ..problem });
        }
    }
}
