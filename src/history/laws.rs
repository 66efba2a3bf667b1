//! What holds of a year of reports, however they are filled in.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::code::UnitCode;
use crate::domain::key::{Funding, Key, PlanYear, Source};
use crate::domain::known::{Amount, Before, Known};
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::position::{Figures, Position};
use crate::domain::register::Register;
use crate::domain::submission::{Counted, Figure, Line, Measure};

const SOURCES: [Source; 2] = [Source::Central, Source::District];

fn key(source: Option<Source>) -> Key {
    Key {
        component: "ntm.2".parse().unwrap(),
        work: None,
        funding: Funding::Investment,
        source,
        year: PlanYear::Any,
    }
}

/// A line of one key: previous as printed, in period, cumulative.
fn line(source: Option<Source>, figures: [Option<i64>; 3]) -> Line {
    let [previous, in_period, cumulative] = figures.map(|figure| figure.map(Money::from_dong));
    let stated = [(Measure::InPeriod, 3, in_period), (Measure::Cumulative, 4, cumulative)];
    let figure = |(measure, column, amount): (Measure, u16, Option<Money>)| {
        Some(Figure { measure, column, amount: amount? })
    };
    Line {
        key: key(source),
        sheet: 0,
        row: 10,
        figures: stated.into_iter().filter_map(figure).collect(),
        lacks_cumulative: false,
        previous,
        relayed: None,
    }
}

/// The reports of a year, each resolved against those before it.
struct Year(Vec<(Period, Position)>);

impl Year {
    fn of(reports: &[(&str, Vec<Line>)]) -> Year {
        let unit = UnitCode::new("HL-01").unwrap();
        let (register, mut year) = (Register::default(), Year(Vec::new()));
        for (period, lines) in reports {
            let period: Period = period.parse().unwrap();
            let latest = |_: &UnitCode, day| {
                year.0.iter().rev().map(|(period, _)| *period).find(|period| period.to() < day)
            };
            let held = |_: &UnitCode, period: Period| {
                let of = year.0.iter().find(|(of, _)| *of == period).unwrap();
                (of.1.held(), of.1.complete)
            };
            let before = before(&register, 2024, &unit, period, latest, held);
            let told = statements(lines, &[], &mut Counted::default());
            let position = resolve(told, &before, 2024);
            year.0.push((period, position));
        }
        year
    }

    /// Of the last report, by source: what was disbursed in the period, and cumulative.
    fn last(&self) -> Vec<String> {
        let (_, position) = self.0.last().unwrap();
        let show = |amount: Option<Amount>| match amount {
            None => "-".to_owned(),
            Some(Amount { money, known }) => format!("{} {known:?}", money.as_dong()),
        };
        let row = |(key, figures): (&Key, &Figures)| {
            let source = key.source.map_or("chưa tách", |source| source.short());
            format!("{source}: {} | {}", show(figures.in_period), show(figures.cumulative))
        };
        position.figures.iter().map(row).collect()
    }
}

use Source::{Central, District};

#[test]
fn what_a_coarser_report_told_stays_unsplit() {
    let may = ("2024-05", vec![line(None, [None, Some(80), Some(80)])]);
    let june = (
        "2024-06",
        vec![
            line(Some(Central), [None, Some(5), None]),
            line(Some(District), [None, Some(1), None]),
        ],
    );
    let july = (
        "2024-07",
        vec![
            line(Some(Central), [None, None, Some(66)]),
            line(Some(District), [None, None, Some(20)]),
        ],
    );
    assert_eq!(
        Year::of(&[may.clone(), june.clone()]).last(),
        ["chưa tách: - | 80 Group", "TW: 5 Stated | 5 Share", "huyện: 1 Stated | 1 Share",]
    );
    assert_eq!(
        Year::of(&[may.clone(), june.clone(), july.clone()]).last(),
        ["chưa tách: 0 Group | -", "TW: 0 Share | 66 Stated", "huyện: 0 Share | 20 Stated",]
    );
    let august = (
        "2024-08",
        vec![
            line(Some(Central), [None, None, Some(70)]),
            line(Some(District), [None, None, Some(21)]),
        ],
    );
    assert_eq!(
        Year::of(&[may, june, july, august]).last(),
        ["TW: 4 Implied | 70 Stated", "huyện: 1 Implied | 21 Stated",]
    );
}

#[test]
fn a_coarser_report_adds_to_what_the_finer_one_told() {
    let may = (
        "2024-05",
        vec![
            line(Some(Central), [None, None, Some(60)]),
            line(Some(District), [None, None, Some(20)]),
        ],
    );
    let by_period = ("2024-06", vec![line(None, [None, Some(5), None])]);
    assert_eq!(
        Year::of(&[may.clone(), by_period]).last(),
        ["chưa tách: 5 Stated | 5 Group", "TW: - | 60 Share", "huyện: - | 20 Share",]
    );
    let by_sum = ("2024-06", vec![line(None, [None, None, Some(86)])]);
    assert_eq!(
        Year::of(&[may, by_sum]).last(),
        ["chưa tách: 6 Group | 86 Stated", "TW: - | -"][..1]
    );
}

#[test]
fn the_period_adds_to_the_month_before() {
    let month =
        |at: u32, paid| (format!("2024-{at:02}"), vec![line(None, [None, Some(paid), None])]);
    let year: Vec<_> = (1..=3).map(|at| month(at, 10)).collect();
    let year: Vec<(&str, Vec<Line>)> =
        year.iter().map(|(period, lines)| (period.as_str(), lines.clone())).collect();
    assert_eq!(Year::of(&year).last(), ["chưa tách: 10 Stated | 30 Implied"]);
    assert_eq!(
        Year::of(&[year[0].clone(), year[2].clone()]).last(),
        ["chưa tách: 10 Stated | 20 AtLeast"]
    );
    assert_eq!(Year::of(&year[2..]).last(), ["chưa tách: 10 Stated | 10 AtLeast"]);
}

#[test]
fn a_cumulative_alone_tells_the_period_where_the_month_before_is_there() {
    let sum = |period, sum| (period, vec![line(None, [None, None, Some(sum)])]);
    let last = |reports: &[(&str, Vec<Line>)]| Year::of(reports).last();
    assert_eq!(last(&[sum("2024-01", 9)]), ["chưa tách: 9 Implied | 9 Stated"]);
    assert_eq!(
        last(&[sum("2024-05", 9), sum("2024-06", 12)]),
        ["chưa tách: 3 Implied | 12 Stated"]
    );
    assert_eq!(
        last(&[sum("2024-04", 9), sum("2024-06", 12)]),
        ["chưa tách: 0 AtLeast | 12 Stated"]
    );
    assert_eq!(last(&[sum("2024-06", 12)]), ["chưa tách: 0 AtLeast | 12 Stated"]);
    assert_eq!(last(&[sum("2024-06", 0)]), ["chưa tách: - | 0 Stated"]);
}

#[test]
fn the_previous_cumulative_of_the_form_stands_for_a_report_that_is_not_there() {
    let last = |reports: &[(&str, Vec<Line>)]| Year::of(reports).last();
    let by_period = ("2024-06", vec![line(None, [Some(200), Some(130), None])]);
    let by_sum = ("2024-06", vec![line(None, [Some(200), None, Some(330)])]);
    assert_eq!(last(std::slice::from_ref(&by_period)), ["chưa tách: 130 Stated | 330 Printed"]);
    assert_eq!(last(&[by_sum]), ["chưa tách: 130 Printed | 330 Stated"]);
    // The report before goes first; an older one does not.
    let may = ("2024-05", vec![line(None, [None, None, Some(190)])]);
    let april = ("2024-04", vec![line(None, [None, None, Some(150)])]);
    assert_eq!(last(&[may, by_period.clone()]), ["chưa tách: 130 Stated | 320 Implied"]);
    assert_eq!(last(&[april, by_period]), ["chưa tách: 130 Stated | 330 Printed"]);
}

#[test]
fn a_quarter_adds_to_the_quarter_before_and_not_to_its_own_months() {
    let of = |period, figures| (period, vec![line(None, figures)]);
    let march = of("2024-03", [None, None, Some(30)]);
    let may = of("2024-05", [None, None, Some(50)]);
    let quarter = of("2024-Q2", [None, Some(40), None]);
    assert_eq!(Year::of(&[march, may, quarter]).last(), ["chưa tách: 40 Stated | 70 Implied"]);
}

#[test]
fn a_set_aside_cumulative_is_the_last_one_unless_another_figure_of_the_key_counts() {
    let mut june = vec![line(None, [None, Some(5), None])];
    june[0].lacks_cumulative = true;
    let may = || ("2024-05", vec![line(None, [None, None, Some(80)])]);
    let last = |june: &[Line]| Year::of(&[may(), ("2024-06", june.to_vec())]).last();
    assert_eq!(last(&june), ["chưa tách: 5 Stated | 80 Carried"]);
    june.push(line(None, [None, None, Some(90)]));
    assert_eq!(last(&june), ["chưa tách: 5 Stated | 90 Stated"]);
}

#[test]
fn the_previous_cumulative_of_the_form_stands_for_one_that_it_lacks_and_a_blank_one_for_nothing() {
    let mut june =
        vec![line(Some(Central), [Some(80), None, None]), line(Some(District), [None, None, None])];
    june.iter_mut().for_each(|line| line.lacks_cumulative = true);
    let last = Year::of(&[("2024-06", june)]).last();
    assert_eq!(last, ["TW: 0 AtLeast | 80 Carried", "huyện: 0 AtLeast | 0 AtLeast"]);
}

#[test]
fn a_month_that_says_nothing_of_a_key_forgets_nothing() {
    let april = (
        "2024-04",
        vec![
            line(Some(Central), [None, None, Some(40)]),
            line(Some(District), [None, None, Some(7)]),
        ],
    );
    let may = ("2024-05", vec![line(Some(Central), [None, Some(1), None])]);
    assert_eq!(
        Year::of(&[april, may]).last(),
        ["TW: 1 Stated | 41 Implied", "huyện: - | 7 Implied"]
    );
}

/// How a report tells a month.
#[derive(Clone, Copy, Debug)]
struct Way {
    is_split: bool,
    states_period: bool,
    states_sum: bool,
    is_lost: bool,
}

fn way() -> impl Strategy<Value = Option<Way>> {
    let way = (any::<bool>(), 0..3_u8, 0..6_u8).prop_map(|(is_split, states, lost)| Way {
        is_split,
        states_period: states != 1,
        states_sum: states != 0,
        is_lost: lost == 0,
    });
    proptest::option::weighted(0.8, way)
}

proptest! {
    /// However months are told, no figure is invented: the sum of what is known is never more than the truth, it is the
    /// truth where nothing is missing, and no source has a cumulative that no report named.
    #[test]
    fn what_is_worked_out_is_true(
        months in proptest::collection::vec((way(), [0..50_i64, 0..50_i64]), 1..12),
    ) {
        let mut paid = [0_i64; 2];
        let (mut reports, mut truths) = (Vec::new(), Vec::new());
        for (at, (way, month)) in months.iter().enumerate() {
            for (sum, month) in paid.iter_mut().zip(month) {
                *sum += month;
            }
            let Some(way) = way else { continue };
            let told = |source, month: i64, sum: i64| {
                let has_sum = way.states_sum && !way.is_lost;
                let figures =
                    [None, way.states_period.then_some(month), has_sum.then_some(sum)];
                let mut line = line(source, figures);
                line.lacks_cumulative = way.states_sum && way.is_lost;
                line
            };
            let lines = match way.is_split {
                true => (0..2).map(|of| told(Some(SOURCES[of]), month[of], paid[of])).collect(),
                false => vec![told(None, month.iter().sum(), paid.iter().sum())],
            };
            reports.push((format!("2024-{:02}", at + 1), lines));
            truths.push((month.iter().sum::<i64>(), paid.iter().sum::<i64>(), paid));
        }
        let of_year: Vec<(&str, Vec<Line>)> =
            reports.iter().map(|(period, lines)| (period.as_str(), lines.clone())).collect();
        let year = Year::of(&of_year);
        for ((period, position), (month, sum, by_source)) in year.0.iter().zip(truths) {
            let figures = position.figures.values();
            let sums: Vec<Amount> = figures.clone().filter_map(|of| of.cumulative).collect();
            let total: i128 = sums.iter().map(|of| of.money.as_dong()).sum();
            prop_assert!(total <= i128::from(sum), "{period}: {total} > {sum}");
            let is_carried = sums.iter().any(|of| of.known == Known::Carried);
            let is_lost = sums.iter().any(|of| of.known.is_lost());
            if !is_carried && !is_lost {
                prop_assert_eq!(total, i128::from(sum), "{}", period);
            }
            let paid: Vec<Amount> = figures.filter_map(|of| of.in_period).collect();
            if !is_carried && !is_lost && !paid.iter().any(|of| of.known.is_lost()) {
                let total: i128 = paid.iter().map(|of| of.money.as_dong()).sum();
                prop_assert_eq!(total, i128::from(month), "{}", period);
            }
            for (at, source) in SOURCES.into_iter().enumerate() {
                let figures = position.figures.get(&key(Some(source)));
                let Some(amount) = figures.and_then(|of| of.cumulative) else { continue };
                let truth = i128::from(by_source[at]);
                prop_assert!(amount.money.as_dong() <= truth, "{period} {source:?}");
                if amount.known.is_whole() && amount.known != Known::Carried {
                    prop_assert_eq!(amount.money.as_dong(), truth, "{} {:?}", period, source);
                }
            }
        }
    }
}

#[test]
fn before_new_year_lies_nothing() {
    let told = statements(&[line(None, [None, Some(3), None])], &[], &mut Counted::default());
    let position = resolve(told, &Before::new_year(), 2024);
    let held: BTreeMap<_, _> = position.held();
    assert_eq!(held[&key(None)], Amount::new(Money::from_dong(3), Known::Implied));
}

#[test]
fn what_grew_since_a_partly_provisional_figure_is_known_at_the_least() {
    let carried = Money::from_dong(40);
    let relayed = Some(crate::domain::submission::Relayed { carried, ..Default::default() });
    let may = Line { relayed, ..line(None, [None, Some(10), Some(100)]) };
    let year =
        Year::of(&[("2024-05", vec![may]), ("2024-06", vec![line(None, [None, None, Some(170)])])]);
    let june = &year.0[1].1.figures[&key(None)];
    assert_eq!(june.in_period, Some(Amount::new(Money::ZERO, Known::AtLeast)));
    assert_eq!(june.cumulative, Some(Amount::new(Money::from_dong(170), Known::Stated)));
}
