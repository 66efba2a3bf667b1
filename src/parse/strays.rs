//! Rows that are set aside, with the reason (GN204), and rows that are shown to be sums by their figures.

use super::lines::{Taken, Taker};
use super::table::Grid;
use crate::domain::label::harmless;
use crate::domain::lang::{Words, words};
use crate::domain::rule::{Problem, Severity};
use crate::domain::submission::RowKind;
use crate::recognise::rows::Doubt;
use crate::rules;

/// Why a row is set aside.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Why {
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
    /// It says that it belongs to another node than the one it stands below.
    OtherPlace,
    /// It names several nodes.
    Several,
    /// The program has no node of its number.
    NoSuchNumber,
}

impl Why {
    /// What to say of the row with this label.
    pub(super) fn words(self, label: &str) -> Words {
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
            Why::OtherPlace => (
                "ghi là của một dự án nhưng nằm dưới một dự án khác",
                "says that it belongs to one project and stands below another",
            ),
            Why::Several => (
                "ghi chung nhiều dự án, nội dung; đề nghị tách từng dòng",
                "names several components; each needs a row of its own",
            ),
            Why::NoSuchNumber => (
                "ghi số thứ tự dự án, nội dung mà chương trình ở trên không có",
                "has the number of a component that the program above does not have",
            ),
        };
        Words::new(format!("Dòng \"{label}\" {vi}"), format!("The row \"{label}\" {en}"))
    }
}

impl Grid {
    pub(super) fn set_row_aside(&mut self, row: usize, why: Why) {
        self.table.rows[row].kind = RowKind::Stray;
        self.table.rows[row].parent = None;
        self.strays.insert(row, why);
    }

    /// Takes what the labels of rows leave open: a stray is told with the reason, a component that its name and its number
    /// call by two names is told and counts, and the sum of components below it is no stray.
    pub(super) fn take_doubtful(&mut self, doubtful: &[(usize, Doubt)]) {
        for &(row, doubt) in doubtful {
            match doubt {
                Doubt::NameAndNumber => self.two_names.push(row),
                Doubt::Several if self.is_sum_of_components(row) => self.take_for_sum(row),
                // See `set_several_aside`.
                Doubt::Several => {}
                Doubt::OtherPlace => self.set_row_aside(row, Why::OtherPlace),
                Doubt::NoSuchNumber => self.set_row_aside(row, Why::NoSuchNumber),
            }
        }
    }

    /// Sets aside what names several components and was not proved to be the sum of any rows.
    pub(super) fn set_several_aside(&mut self, doubtful: &[(usize, Doubt)]) {
        for &(row, _) in doubtful.iter().filter(|(_, doubt)| *doubt == Doubt::Several) {
            if !self.proved.contains(&row) {
                self.set_row_aside(row, Why::Several);
            }
        }
    }

    /// Takes a row for the sum of others that its figures prove it to be.
    pub(super) fn take_for_sum(&mut self, row: usize) {
        self.table.rows[row].kind = RowKind::Detail;
        self.table.rows[row].parent = None;
        self.proved.push(row);
    }
}

impl Taker<'_> {
    /// Components whose number is one's and whose name is another's: a warning each, because they count by their name.
    pub(super) fn tell_two_names(&self, grid: &Grid, taken: &mut Taken) {
        for &row in &grid.two_names {
            let table = &grid.table;
            let RowKind::Item(id, None) = &table.rows[row].kind else { continue };
            let has_amount = |at: &usize| table.at(row, *at).amount().is_some();
            let Some(first) = (0..table.columns.len()).find(has_amount) else { continue };
            let node = self.known.context.catalogue.title(id);
            let label = harmless(&table.rows[row].label);
            let words = words!(
                "Dòng \"{label}\": số thứ tự và tên không cùng một dự án, nội dung trong danh mục; được tính theo tên, vào \"{node}\"",
                "The row \"{label}\": its number and its name are not of one component of the catalogue; it counts by its name, as \"{node}\"";
                label, node
            );
            let problem = self.problem(&rules::UNKNOWN_ROW, table.cell(row, first), words);
            taken.problems.push(Problem { severity: Some(Severity::Warning), ..problem });
        }
    }

    /// Rows that do not say that they are sums, and are: a note each, because they do not count.
    pub(super) fn tell_proved(&self, grid: &Grid, taken: &mut Taken) {
        for &row in &grid.proved {
            let table = &grid.table;
            let has_amount = |at: &usize| table.at(row, *at).amount().is_some();
            let Some(first) = (0..table.columns.len()).find(has_amount) else { continue };
            let label = harmless(&table.rows[row].label);
            let words = words!(
                "Dòng \"{label}\" bằng tổng các dòng khác ở mọi cột nên được hiểu là dòng cộng, không tính thêm",
                "The row \"{label}\" equals the sum of other rows in every column: it was taken as a sum and does not count";
                label
            );
            let problem = self.problem(&rules::UNKNOWN_ROW, table.cell(row, first), words);
            taken.problems.push(Problem { severity: Some(Severity::Note), ..problem });
        }
    }
}
