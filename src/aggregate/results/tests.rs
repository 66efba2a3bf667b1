//! Two units and three months, the results of one component.

use super::*;
use crate::aggregate::aggregate;
use crate::aggregate::fixture::inputs;
use crate::check::fixture::*;
use crate::domain::indicator::Indicators;
use crate::domain::place::Cell;
use crate::domain::results::Amount;

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
        is_partial: false,
        is_carried: false,
    });
    let money = vec![line(10, "gn.4.1", None, [None, Some(1.0)])];
    Submission { results: lines.collect(), ..report(code, month, money) }
}

/// The results of June.
fn of(current: Vec<Submission>, earlier: Vec<Submission>) -> (Vec<String>, Vec<String>) {
    shown(&added(&World::planning(&PLAN), "2024-06", current, earlier))
}

fn added(
    world: &World,
    period: &str,
    current: Vec<Submission>,
    earlier: Vec<Submission>,
) -> Results {
    let (current, findings) = world.check(current, earlier.clone());
    let (earlier, _) = world.check(earlier, vec![]);
    let summary = aggregate(inputs(world, period, (&current, &earlier), findings));
    summary.unwrap().results
}

/// `indicator unit done/plan, units, of earlier reports, of parts of the year`; and the names that are kept apart.
fn shown(results: &Results) -> (Vec<String>, Vec<String>) {
    let show = |total: &ResultTotal| {
        let (done, plan) = (number(total.done), number(total.plan));
        let ResultTotal { key, units, .. } = total;
        let [units, carried, partial] = [units.len(), total.carried(), total.partial()];
        format!("{} {} {done}/{plan} {units} {carried} {partial}", key.indicator, key.unit)
    };
    let apart = results.apart.iter().map(|row| format!("{} {}", row.unit, row.name));
    (results.totals.iter().map(show).collect(), apart.collect())
}

fn number(of: Option<Quantity>) -> String {
    of.map_or("-".to_owned(), |of| of.to_string())
}

/// Of the only result, by unit: `unit in period → done`, with the units whose figures are in it, and what is wrong with it.
fn by_unit(results: &Results) -> Vec<String> {
    let [total] = &results.totals[..] else { panic!("{results:?}") };
    let show = |of: &ResultOfUnit| {
        let marks = [
            (of.is_carried, " carried"),
            (of.is_partial, " partial"),
            (of.is_contradicted, " contradicted"),
        ];
        let marks: String = marks.into_iter().filter_map(|(is, mark)| is.then_some(mark)).collect();
        let with: String = of.with.iter().map(|unit| format!("+{unit}")).collect();
        let [in_period, done] = [of.in_period, of.done].map(number);
        format!("{}{with} {in_period} → {done}{marks}", of.unit)
    };
    total.units.iter().map(show).collect()
}

/// Classes held, since January and in the period.
fn classes(code: &str, period: &str, done: Option<i32>, in_period: Option<i32>) -> Submission {
    came(code, period, &[("Lớp đào tạo nghề", "lớp", done, in_period)])
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

#[test]
fn what_was_done_in_the_period_is_stated_or_follows_from_what_stood_before() {
    let may = || vec![classes("HL-01", "2024-05", Some(3), None)];
    let june = |done, in_period, earlier| {
        let now = vec![classes("HL-01", "2024-06", done, in_period)];
        by_unit(&added(&World::planning(&PLAN), "2024-06", now, earlier))
    };
    assert_eq!(june(Some(4), Some(1), may()), ["HL-01 1 → 4"]);
    assert_eq!(june(Some(4), None, may()), ["HL-01 1 → 4"]);
    assert_eq!(june(Some(4), Some(2), may()), ["HL-01 2 → 4 contradicted"]);
    // A month between is not known, and what is carried tells nothing of June.
    assert_eq!(
        june(Some(4), None, vec![classes("HL-01", "2024-04", Some(3), None)]),
        ["HL-01 - → 4"]
    );
    let silent = vec![classes("HL-02", "2024-06", Some(1), Some(1))];
    let results = added(&World::planning(&PLAN), "2024-06", silent, may());
    assert_eq!(by_unit(&results), ["HL-01 - → 3 carried", "HL-02 1 → 1"]);
    assert_eq!(results.totals[0].unknown_in_period(), 1);
}

#[test]
fn flows_of_months_make_a_quarter_where_none_is_missing_and_of_a_stock_the_last_one_stands() {
    let quarter = |months: Vec<Submission>, earlier: Vec<Submission>| {
        by_unit(&added(&World::planning(&PLAN), "2024-Q2", months, earlier))
    };
    let month = |month: &str, in_period| classes("HL-01", month, None, Some(in_period));
    let all = || vec![month("2024-04", 1), month("2024-05", 2), month("2024-06", 4)];
    assert_eq!(quarter(all(), vec![]), ["HL-01 7 → 7 partial"]);
    let march = || vec![classes("HL-01", "2024-03", Some(5), None)];
    assert_eq!(quarter(all(), march()), ["HL-01 7 → 12"]);
    let with_gap = vec![month("2024-04", 1), month("2024-06", 4)];
    assert_eq!(quarter(with_gap, march()), ["HL-01 - → 10 partial"]);
    let whole = vec![classes("HL-01", "2024-Q2", None, Some(7))];
    assert_eq!(quarter([all(), whole].concat(), march()), ["HL-01 7 → 12"]);
    // Two months tell it since January: the quarter is their difference to March.
    let told = vec![month("2024-04", 1), classes("HL-01", "2024-06", Some(11), None)];
    assert_eq!(quarter(told, march()), ["HL-01 6 → 11"]);
    let households = |month: &str, number| {
        came("HL-01", month, &[("Hộ vi phạm cam kết", "hộ", None, Some(number))])
    };
    let stock = vec![households("2024-04", 9), households("2024-05", 2), households("2024-06", 5)];
    assert_eq!(quarter(stock, vec![]), ["HL-01 - → 5"]);
}

/// HL-02 was merged into HL-01 at the end of April.
fn merged() -> World {
    let mut world = World::planning(&PLAN);
    world.register.units[1].to = Some("2024-04-30".parse().unwrap());
    world.register.units[1].merged_into = Some(unit("HL-01"));
    world
}

#[test]
fn what_a_merged_unit_told_is_added_until_its_successor_tells_the_whole() {
    let june = |now: Vec<Submission>, earlier: Vec<Submission>| {
        by_unit(&added(&merged(), "2024-06", now, earlier))
    };
    let april = || {
        vec![classes("HL-01", "2024-04", Some(5), None), classes("HL-02", "2024-04", Some(3), None)]
    };
    // The successor has told nothing since.
    let other = || came("HL-01", "2024-06", &[("Hộ bị thu hồi", "hộ", Some(1), None)]);
    let results = added(&merged(), "2024-06", vec![other()], april());
    let of_classes = results.totals.into_iter().filter(|total| total.key.unit == "lớp");
    let results = Results { totals: of_classes.collect(), ..Results::default() };
    assert_eq!(by_unit(&results), ["HL-01+HL-02 - → 8 carried"]);
    // It tells the whole.
    let whole = || classes("HL-01", "2024-06", Some(9), None);
    assert_eq!(june(vec![whole()], april()), ["HL-01 - → 9"]);
    let may = classes("HL-01", "2024-05", Some(8), None);
    assert_eq!(june(vec![whole()], [april(), vec![may]].concat()), ["HL-01 1 → 9"]);
    // It tells its months alone: they are added to what both had done.
    let month = |month: &str, more| classes("HL-01", month, None, Some(more));
    let may = || [april(), vec![month("2024-05", 2)]].concat();
    assert_eq!(june(vec![month("2024-06", 1)], may()), ["HL-01 1 → 11"]);
    assert_eq!(june(vec![month("2024-06", 1)], april()), ["HL-01 1 → 9 partial"]);
}

#[test]
fn in_the_month_of_a_merger_each_may_report_for_itself() {
    let mut world = merged();
    world.register.units[1].to = Some("2024-06-15".parse().unwrap());
    let now = || {
        vec![
            classes("HL-01", "2024-06", Some(5), Some(2)),
            classes("HL-02", "2024-06", Some(3), Some(1)),
        ]
    };
    assert_eq!(by_unit(&added(&world, "2024-06", now(), vec![])), ["HL-01+HL-02 3 → 8"]);
    let reversed = now().into_iter().rev().collect();
    assert_eq!(by_unit(&added(&world, "2024-06", reversed, vec![])), ["HL-01+HL-02 3 → 8"]);
}

#[test]
fn who_has_money_for_it_and_tells_nothing_is_named() {
    let silent = |told: Vec<Submission>| {
        let results = added(&World::planning(&PLAN), "2024-06", told, vec![]);
        let silent = results.totals.iter().map(|total| {
            let units = total.silent.iter().map(|unit| unit.to_string());
            format!("{} {}", total.key.unit, units.collect::<String>())
        });
        silent.collect::<Vec<_>>()
    };
    let own = || classes("HL-01", "2024-06", Some(4), None);
    assert_eq!(silent(vec![own()]), ["lớp HL-02"]);
    // What is told in another way is not left out.
    let courses = came("HL-02", "2024-06", &[("Lớp", "khóa", Some(1), None)]);
    assert_eq!(silent(vec![own(), courses]), ["khóa ", "lớp "]);
    let near = came("HL-02", "2024-06", &[("Lớp đào tạo nghề may", "lớp", Some(4), None)]);
    assert_eq!(silent(vec![own(), near]), ["lớp "]);
}

#[test]
fn rows_of_a_consolidation_are_counted_and_not_added() {
    let now = vec![
        classes("HL-01", "2024-06", Some(4), None),
        Submission { sums_up_others: true, ..classes("HL-02", "2024-06", Some(4), None) },
    ];
    let results = added(&World::planning(&PLAN), "2024-06", now, vec![]);
    assert_eq!(shown(&results).0, ["lop lớp 4/10 1 0 0"]);
    assert_eq!(results.consolidated, [(unit("HL-02"), 1)]);
}
