//! Family 4, within a table: rows and columns add up.

use super::grid::{Grid, Sum};
use super::wording;
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
                let allowed = case.context.settings.tolerance(rule, head.unit, usual);
                if (found - expected).abs() <= allowed {
                    continue;
                }
                let against = Text {
                    vi: "cộng các dòng con được",
                    en: "the rows below it add up to",
                };
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
                    let allowed = case.context.settings.tolerance(rule, head.unit, usual);
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

#[cfg(test)]
mod tests {
    use super::super::fixture::*;
    use crate::domain::key::Source;
    use crate::domain::submission::{Measure, Table};

    /// Rows with one column of plans.
    fn plans(rows: &[NamedRow<'_>]) -> Vec<String> {
        found_in(table(vec![column(2, Measure::Plan)], rows))
    }

    fn rows<'a>(parent: &'a [Option<f64>], child: &'a [Option<f64>]) -> Vec<String> {
        plans(&[
            ("gn.3", None, parent),
            ("gn.3.1", Some(0), child),
            ("gn.3.2", Some(0), &[Some(400.0)]),
        ])
    }

    #[test]
    fn digits_swapped_in_a_child_show_in_its_parent() {
        assert_eq!(rows(&[Some(1045.0)], &[Some(600.0)]), ["GN401 C11 +45"]);
        assert_eq!(rows(&[Some(1000.0)], &[Some(600.0)]), [""; 0]);
    }

    #[test]
    fn rounding_is_forgiven_by_half_a_step_for_each_addend() {
        assert_eq!(rows(&[Some(1000.1)], &[Some(600.0)]), [""; 0]);
        assert_eq!(rows(&[Some(1000.2)], &[Some(600.0)]), ["GN401 C11 +0,2"]);
    }

    #[test]
    fn what_cannot_be_compared_is_left_alone() {
        assert_eq!(rows(&[None], &[Some(600.0)]), [""; 0]);
        assert_eq!(rows(&[Some(1045.0)], &[Some(f64::NAN)]), [""; 0]);
        assert_eq!(plans(&[("gn.3", None, &[Some(5.0)]), ("gn.3.1", Some(0), &[None])]), [""; 0]);
    }

    #[test]
    fn a_blank_leaf_is_nothing_and_a_blank_parent_is_its_children() {
        assert_eq!(rows(&[Some(400.0)], &[None]), [""; 0]);
        let total = |amount: f64| {
            let (total, five) = ([Some(amount)], [Some(5.0)]);
            plans(&[
                ("total", None, &total),
                ("gn.3", Some(0), &[None]),
                ("gn.3.1", Some(1), &five),
                ("gn.3.2", Some(1), &five),
            ])
        };
        assert_eq!(total(10.0), [""; 0]);
        assert_eq!(total(5.0), ["GN401 C11 -5"]);
    }

    #[test]
    fn a_subtotal_is_compared_with_the_children_of_its_component() {
        let sub = |amount: f64| {
            let (sub, six) = ([Some(amount)], [Some(6.0)]);
            let own =
                plans(&[("gn.3", None, &six), ("gn.3.1", Some(0), &six), ("sub gn.3", None, &sub)]);
            let without = plans(&[("gn.3.1", None, &six), ("sub gn.3", None, &sub)]);
            (own, without)
        };
        assert_eq!(sub(6.0), (vec![], vec![]));
        assert_eq!(sub(9.0), (vec!["GN401 C13 +3".to_owned()], vec!["GN401 C12 +3".to_owned()]));
    }

    #[test]
    fn money_on_a_stray_row_is_not_a_fault_of_the_total_too() {
        let (total, known, stray) = ([Some(9.0)], [Some(6.0)], [Some(f64::NAN)]);
        let with = |parent| {
            plans(&[("total", None, &total), ("gn.2", Some(0), &known), ("stray", parent, &stray)])
        };
        assert_eq!((with(Some(0)), with(None)), (vec![], vec![]));
    }

    /// A row of a total plan, by source; central by year.
    fn split(figures: &[Option<f64>]) -> Table {
        let plan = |index| column(index, Measure::Plan);
        let mut columns: Vec<_> = (2..7).map(plan).collect();
        columns[0].splits = vec![vec![1, 2]];
        columns[1] = of_source(plan(3), Source::Central);
        columns[1].splits = vec![vec![3, 4]];
        columns[2] = of_source(plan(4), Source::Local);
        table(columns, &[("gn.2", None, figures)])
    }

    #[test]
    fn a_total_is_the_sum_of_its_parts() {
        let of = |figures: [f64; 5]| found_in(split(&figures.map(Some)));
        assert_eq!(of([500.0, 400.0, 100.0, 300.0, 100.0]), [""; 0]);
        assert_eq!(of([545.0, 400.0, 100.0, 300.0, 100.0]), ["GN402 C11 +45"]);
        assert_eq!(of([500.0, 400.0, 100.0, 300.0, 90.0]), ["GN402 D11 +10"]);
        assert_eq!(of([545.0, f64::NAN, 100.0, 300.0, 90.0]), [""; 0]);
    }

    #[test]
    fn a_blank_part_counts_with_its_own_parts() {
        let of =
            |total| found_in(split(&[Some(total), None, Some(100.0), Some(300.0), Some(100.0)]));
        assert_eq!(of(500.0), [""; 0]);
        assert_eq!(of(100.0), ["GN402 C11 -400"]);
        assert_eq!(found_in(split(&[Some(500.0), None, None, None, None])), [""; 0]);
    }

    #[test]
    fn parts_that_do_not_count_are_a_check_all_the_same() {
        let mut table = split(&[Some(545.0), Some(400.0), Some(100.0), None, None]);
        table.columns[1].is_detail = true;
        table.columns[2].is_detail = true;
        assert_eq!(found_in(table), ["GN402 C11 +45"]);
    }

    #[test]
    fn the_settings_widen_the_tolerance_in_the_unit_of_the_sheet() {
        let mut world = World::default();
        let figures = [545.0, 400.0, 100.0, 300.0, 100.0].map(Some);
        let setting = world.settings.rules.entry("GN402".to_owned()).or_default();
        setting.tolerance = Some("45".to_owned());
        assert_eq!(world.found(with_table(split(&figures)), vec![]), [""; 0]);
    }
}
