//! Family 4, within a table: rows and columns add up.

use super::grid::{Grid, Sum};
use super::{settle, wording};
use crate::domain::lang::Text;
use crate::domain::rule::{Case, Check, Problem, Rule, RuleCode, Severity};
use crate::domain::submission::{Measure, Stated};

pub(super) static CHILDREN_DO_NOT_ADD_UP: Rule = Rule {
    code: RuleCode("GN401"),
    name: "children-do-not-add-up",
    severity: Severity::Error,
    title: Text {
        vi: "Dòng tổng không bằng tổng các dòng con",
        en: "the rows below do not add up to their total",
    },
    why: Text {
        vi: "Ở mọi cấp và mọi cột số tiền, dòng tổng phải bằng tổng các dòng trực tiếp bên dưới. Biểu đã công bố cũng từng sai: kế hoạch một chương trình ghi 67.172 triệu đồng, cộng lại và tính lại tỷ lệ thì phải là 67.712 (đảo hai chữ số). Sai số cho phép là nửa đơn vị của chữ số cuối, nhân với số dòng được cộng.",
        en: "At every level and in every money column a total is the sum of the rows directly below it. Published tables have failed this: a program's plan was printed as 67.172 million where both the sum and the rate demand 67.712 (two digits swapped). The tolerance is half of the last shown digit for each row that is added.",
    },
    example: Text {
        vi: "Dự án 3 ghi 1.045 triệu đồng; Tiểu dự án 1 ghi 600, Tiểu dự án 2 ghi 400: cộng được 1.000.",
        en: "Project 3 states 1.045 million; its sub-projects state 600 and 400, which is 1.000.",
    },
    advice: Text {
        vi: "Đối chiếu dòng tổng với từng dòng con: tìm chữ số gõ đảo, dòng con bị bỏ sót hoặc công thức cộng thiếu dòng, rồi sửa ô sai.",
        en: "Compare the total with each row below it: look for swapped digits, a row left out or a formula that misses a row, and mend the wrong cell.",
    },
    check: Check::Each(children),
};

fn children(case: &Case<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for table in &case.submission.tables {
        let grid = Grid::new(table);
        for (at, row) in table.rows.iter().enumerate() {
            for (column, head) in table.columns.iter().enumerate() {
                let Stated::Amount(found) = table.at(at, column) else { continue };
                let Sum::Of(expected, addends) = grid.below(at, column) else { continue };
                let rule = CHILDREN_DO_NOT_ADD_UP.code;
                let usual = table.tolerance(addends);
                let allowed = settle::tolerance(case.context.settings, rule, head.unit, usual);
                if (found - expected).abs() <= allowed {
                    continue;
                }
                let against =
                    Text { vi: "cộng các dòng con được", en: "the rows below it add up to" };
                let cell = wording::cell(&row.label, &head.heading);
                let words = wording::differs(&cell, head.unit, found, against, expected);
                let place = case.submission.place(table.sheet, table.cell(at, column));
                problems.push(Problem::new(rule, place, words).compared(found, expected));
            }
        }
    }
    problems
}

pub(super) static PARTS_DO_NOT_ADD_UP: Rule = Rule {
    code: RuleCode("GN402"),
    name: "parts-do-not-add-up",
    severity: Severity::Error,
    title: Text {
        vi: "Cột tổng không bằng tổng các cột thành phần",
        en: "the columns of a total do not add up to it",
    },
    why: Text {
        vi: "Trên một dòng, cột tổng phải bằng tổng các cột mà nó được chia ra: theo nguồn vốn, theo năm vốn, theo loại vốn. Công cụ cộng từ các cột thành phần, nên cột tổng sai làm biểu của đơn vị và biểu tổng hợp lệch nhau.",
        en: "Within a row a total column is the sum of the columns it is split into: by source, by plan year, by funding type. The tool adds up the parts, so a wrong total makes the unit's table and the consolidated one disagree.",
    },
    example: Text {
        vi: "Lũy kế giải ngân: tổng số 545 triệu đồng; NSTW 400, NS huyện 100: cộng được 500.",
        en: "Cumulative: total 545 million; central 400, district 100, which is 500.",
    },
    advice: Text {
        vi: "Kiểm tra từng cột nguồn vốn, năm vốn trên dòng đó; sửa cột nhập sai hoặc đặt lại công thức của cột tổng.",
        en: "Check each source and plan year in that row; mend the wrong column, or put the formula of the total back.",
    },
    check: Check::Each(parts),
};

fn parts(case: &Case<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for table in &case.submission.tables {
        let grid = Grid::new(table);
        let money = table.columns.iter().enumerate();
        for (column, head) in money.filter(|(_, head)| head.measure != Measure::Rate) {
            for split in grid.splits(column) {
                for (at, row) in table.rows.iter().enumerate() {
                    let Stated::Amount(found) = table.at(at, column) else { continue };
                    let Sum::Of(expected, addends) = grid.across(at, split) else { continue };
                    let rule = PARTS_DO_NOT_ADD_UP.code;
                    let usual = table.tolerance(addends);
                    let allowed = settle::tolerance(case.context.settings, rule, head.unit, usual);
                    if (found - expected).abs() <= allowed {
                        continue;
                    }
                    let against = Text {
                        vi: "cộng các cột thành phần được",
                        en: "its columns add up to",
                    };
                    let cell = wording::cell(&row.label, &head.heading);
                    let words = wording::differs(&cell, head.unit, found, against, expected);
                    let place = case.submission.place(table.sheet, table.cell(at, column));
                    problems.push(Problem::new(rule, place, words).compared(found, expected));
                }
            }
        }
    }
    problems
}
