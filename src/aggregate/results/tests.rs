//! Two units and three months, the results of one component.

use std::sync::Arc;

use super::*;
use crate::aggregate::aggregate;
use crate::check::fixture::*;
use crate::domain::catalogue::Catalogue;
use crate::domain::indicator::Indicators;
use crate::domain::place::Cell;
use crate::domain::results::Amount;
use crate::domain::spill::Shelf;

const PLAN: [(&str, &str, f64); 2] = [("HL-01", "gn.4.1", 100.0), ("HL-02", "gn.4.1", 100.0)];

/// Name, unit of measure, done, done in the period.
type Told = (&'static str, &'static str, Option<i32>, Option<i32>);

fn came(code: &str, month: &str, told: &[Told]) -> Submission {
    let amount = |number: Option<i32>| {
        number.map_or(Amount::Blank, |number| Amount::Of(Quantity::whole(number)))
    };
    let lines = (20..).zip(told).map(|(row, (name, unit, done, in_period))| ResultLine {
        component: "gn.4.1".parse().ok(),
        naming: Indicators::embedded().named(name),
        name: (*name).into(),
        unit: (*unit).into(),
        plan: Amount::Of(Quantity::whole(10)),
        done: amount(*done),
        in_period: amount(*in_period),
        note: "".into(),
        sheet: 0,
        cell: Cell::new(row, 3),
        told: Cell::new(row, 6),
    });
    let money = vec![line(10, "gn.4.1", None, [None, Some(1.0)])];
    Submission { results: lines.collect(), ..report(code, month, money) }
}

/// `indicator unit done/plan, units, of earlier reports, of parts of the year`; and the names that are kept apart.
fn of(current: Vec<Submission>, earlier: Vec<Submission>) -> (Vec<String>, Vec<String>) {
    let world = World::planning(&PLAN);
    let (current, findings) = world.check(current, earlier.clone());
    let (earlier, _) = world.check(earlier, vec![]);
    let summary = aggregate(Inputs {
        settings: world.settings.clone(),
        catalogue: Arc::new(Catalogue::embedded()),
        register: Arc::new(world.register.clone()),
        period: "2024-06".parse().unwrap(),
        current,
        earlier,
        findings,
        shelf: Shelf::default(),
        rejected: Vec::new(),
        superseded: Vec::new(),
        left_out: Vec::new(),
        arrivals: Vec::new(),
        returned: Default::default(),
        remarks: Vec::new(),
    });
    let results = summary.unwrap().results;
    let show = |total: &ResultTotal| {
        let number = |of: Option<Quantity>| of.map_or("-".to_owned(), |of| of.to_string());
        let (done, plan) = (number(total.done), number(total.plan));
        let ResultTotal { key, units, carried, partial, .. } = total;
        format!("{} {} {done}/{plan} {units} {carried} {partial}", key.indicator, key.unit)
    };
    let apart = results.apart.iter().map(|row| format!("{} {}", row.unit, row.name));
    (results.totals.iter().map(show).collect(), apart.collect())
}

#[test]
fn cumulative_figures_of_the_units_are_added_and_months_are_not() {
    let now = vec![
        came("HL-01", "2024-06", &[("Lớp đào tạo nghề", "lớp", Some(4), Some(1))]),
        came(
            "HL-02",
            "2024-06",
            &[("Số lớp", "lớp", Some(3), None), ("Lớp", "khóa", Some(1), None)],
        ),
    ];
    let before = vec![came("HL-01", "2024-05", &[("Lớp đào tạo nghề", "lớp", Some(3), None)])];
    let (totals, apart) = of(now, before);
    assert_eq!(totals, ["lop khóa 1/10 1 0 0", "lop lớp 7/20 2 0 0"]);
    assert_eq!(apart, [""; 0]);
}

#[test]
fn of_a_silent_unit_its_last_word_stands_and_is_marked() {
    let stock = ("Hộ vi phạm cam kết", "hộ");
    let of_month =
        |code, month, number| came(code, month, &[(stock.0, stock.1, Some(number), None)]);
    let before = vec![of_month("HL-01", "2024-05", 9), of_month("HL-02", "2024-05", 2)];
    let (totals, _) = of(vec![of_month("HL-01", "2024-06", 5)], before);
    assert_eq!(totals, ["ho-vi-pham hộ 7/20 2 1 0"]);
}

#[test]
fn figures_of_months_alone_are_added_up_from_the_first_one_told() {
    let of_month = |month, number| came("HL-01", month, &[("Lớp", "lớp", None, Some(number))]);
    let before = vec![of_month("2024-04", 1), of_month("2024-05", 2)];
    assert_eq!(of(vec![of_month("2024-06", 4)], before).0, ["lop lớp 7/10 1 0 1"]);
    let before = vec![came("HL-01", "2024-05", &[("Lớp", "lớp", Some(5), None)])];
    assert_eq!(of(vec![of_month("2024-06", 4)], before).0, ["lop lớp 9/10 1 0 0"]);
}

#[test]
fn what_is_not_understood_is_listed_with_its_unit() {
    let now = vec![came("HL-02", "2024-06", &[("Lớp nghề may", "lớp", Some(4), None)])];
    assert_eq!(of(now, vec![]), (vec![], vec!["HL-02 Lớp nghề may".to_owned()]));
}
