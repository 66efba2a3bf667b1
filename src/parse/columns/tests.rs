//! What rows tell of the columns of one meaning, on small tables of figures.

use proptest::prelude::*;

use super::*;
use crate::domain::key::{Funding, PlanYear, Source};

const YEAR: i32 = 2024;
const PLAN: Option<Said> = Some(Said::Measure(Measure::Plan));
const CUMULATIVE: Option<Said> = Some(Said::Measure(Measure::Cumulative));

/// A column with a figure in each row; `-1` leaves it blank.
fn lane(path: &str, said: Option<Said>, figures: &[i64]) -> Lane {
    let stated = figures.iter().map(|&figure| match figure {
        -1 => Stated::Blank,
        figure => Stated::Amount(Money::from_dong(figure * 1_000_000)),
    });
    Lane {
        index: 0,
        path: path.into(),
        said,
        facts: Facts::default(),
        is_doubtful: false,
        sums_up: if path.ends_with("Tổng số") { SumsUp::Said } else { SumsUp::Unsaid },
        is_of_which: path.contains("Trong đó"),
        is_confirmed: path.contains("Kho bạc"),
        state: path.contains("giảm").then_some(State::Decrease),
        stated: stated.collect(),
    }
}

fn doubtful(lane: Lane) -> Lane {
    Lane { is_doubtful: true, ..lane }
}

fn of_source(lane: Lane, source: Source) -> Lane {
    Lane { facts: Facts { source: Some(source), ..lane.facts }, ..lane }
}

fn of_year(lane: Lane, year: PlanYear) -> Lane {
    Lane { facts: Facts { year: Some(year), ..lane.facts }, ..lane }
}

/// Columns that stand one beside the other.
fn beside(lanes: Vec<Lane>) -> Vec<Lane> {
    let number = |(index, lane)| Lane { index: index as u32, ..lane };
    lanes.into_iter().enumerate().map(number).collect()
}

fn fates(lanes: Vec<Lane>) -> Vec<Fate> {
    settle(&beside(lanes), YEAR).into_iter().map(|settled| settled.fate).collect()
}

use Fate::{Ambiguous, Confirms, Counts, Part, Unknown};

#[test]
fn the_sum_of_the_others_counts_and_they_are_its_parts() {
    let paid = |name: &str, figures: &[i64]| lane(&format!("Lũy kế › {name}"), CUMULATIVE, figures);
    let lanes = vec![
        paid("Số đã chi", &[50, 70, 0]),
        doubtful(paid("Phần A", &[30, 50, 0])),
        paid("Phần B", &[20, 20, 0]),
    ];
    assert_eq!(fates(lanes), [Counts, Part(0), Part(0)]);
}

#[test]
fn one_row_is_proof_where_the_heading_says_so_too() {
    let lanes = |total: &str| {
        let paid =
            |name: &str, figure: i64| lane(&format!("Lũy kế › {name}"), CUMULATIVE, &[figure]);
        vec![paid(total, 50), paid("Phần A", 30), paid("Phần B", 20)]
    };
    assert_eq!(fates(lanes("Tổng số")), [Counts, Part(0), Part(0)]);
    assert_eq!(fates(lanes("Số đã chi")), [Ambiguous; 3]);
}

#[test]
fn the_row_of_column_numbers_says_it_as_well() {
    let mut lanes = beside(vec![
        lane("Đã chi", CUMULATIVE, &[50]),
        lane("Phần A", CUMULATIVE, &[30]),
        lane("Phần B", CUMULATIVE, &[20]),
    ]);
    lanes[0].sums_up = SumsUp::Of(vec![1, 2]);
    let fates = |lanes: &[Lane]| -> Vec<Fate> {
        settle(lanes, YEAR).into_iter().map(|settled| settled.fate).collect()
    };
    assert_eq!(fates(&lanes), [Counts, Part(0), Part(0)]);
    // What is written never makes a sum right.
    lanes[0].stated[0] = Stated::Amount(Money::from_dong(51_000_000));
    assert_eq!(fates(&lanes), [Ambiguous; 3]);
}

#[test]
fn the_states_of_a_plan_come_to_its_last() {
    let state = |name: &str, figures: &[i64]| lane(&format!("Kế hoạch › {name}"), PLAN, figures);
    let lanes = vec![
        state("Lần 1", &[50, 70]),
        doubtful(state("Thêm", &[30, 50])),
        state("Cắt giảm", &[10, 20]),
        state("Hiện hành", &[70, 100]),
    ];
    assert_eq!(fates(lanes), [Part(3), Part(3), Part(3), Counts]);
}

#[test]
fn the_figures_say_which_state_of_a_plan_a_column_is() {
    let of = |name: &str, said, state, figures: &[i64]| Lane {
        state,
        ..lane(&format!("Kế hoạch › {name}"), said, figures)
    };
    let not_asked = Some(Said::NotAsked);
    let lanes = |said, open: &[i64], last: &[i64]| {
        beside(vec![
            of("Đầu năm", not_asked, Some(State::Initial), &[50, 70]),
            of("Bổ sung", not_asked, Some(State::Increase), &[30, 50]),
            of("Xyz", said, None, open),
            of("Sau điều chỉnh", PLAN, Some(State::Final), last),
        ])
    };
    let state = |lanes: Vec<Lane>| {
        let settled = settle(&lanes, YEAR).swap_remove(2);
        (settled.state, settled.fate)
    };
    let cut = &[70, 100][..];
    assert_eq!(state(lanes(not_asked, &[10, 20], cut)), (Some(State::Decrease), Counts));
    assert_eq!(state(lanes(not_asked, &[-1, 20], &[80, 100])), (Some(State::Decrease), Counts));
    assert_eq!(state(lanes(None, &[10, 20], cut)), (Some(State::Decrease), Part(3)));
    assert_eq!(state(lanes(None, &[10, 20], &[90, 140])), (Some(State::Increase), Part(3)));
    // Where they do not come to the last state, or do so without it, nothing is proved.
    assert_eq!(state(lanes(None, &[10, 21], cut)), (None, Unknown));
    assert_eq!(state(lanes(None, &[10, 20], &[80, 120])), (None, Unknown));
}

#[test]
fn columns_under_no_heading_are_states_of_one_plan_only_where_they_stand_in_a_row() {
    let of = |name: &str, said, state, figures: &[i64]| Lane { state, ..lane(name, said, figures) };
    let first = || of("Giao đầu năm", Some(Said::NotAsked), Some(State::Initial), &[50, 70]);
    let last = || of("Sau điều chỉnh", PLAN, Some(State::Final), &[60, 90]);
    let open = || of("Xyz", None, None, &[10, 20]);
    let paid = || of("Lũy kế", CUMULATIVE, None, &[5, 7]);
    assert_eq!(fates(vec![first(), open(), last(), paid()])[1], Part(2));
    assert_eq!(fates(vec![first(), last(), open(), paid()])[2], Part(1));
    assert_eq!(fates(vec![first(), last(), paid(), open()])[3], Unknown);
}

#[test]
fn a_state_that_one_group_proves_is_the_same_word_in_the_others() {
    let group = |name: &str, open: &[i64], last: &[i64]| {
        let of = |text: &str, said, state, figures: &[i64]| Lane {
            state,
            ..lane(&format!("{name} › {text}"), said, figures)
        };
        let funding = (name == "Vốn đầu tư").then_some(Funding::Investment);
        let facts = Facts { funding, ..Facts::default() };
        let lanes = [
            of("Đầu năm", Some(Said::NotAsked), Some(State::Initial), &[50, 70]),
            of("Xyz", None, None, open),
            of("Sau điều chỉnh", PLAN, Some(State::Final), last),
        ];
        lanes.map(|lane| Lane { facts, ..lane })
    };
    let fate = |open: &[i64], last: &[i64]| {
        let lanes = [group("Tổng số", &[10, 20], &[40, 50]), group("Vốn đầu tư", open, last)];
        fates(lanes.concat())[4]
    };
    assert_eq!(fate(&[-1, -1], &[50, 70]), Part(5));
    assert_eq!(fate(&[10, -1], &[40, 70]), Part(5));
    assert_eq!(fate(&[10, 20], &[50, 70]), Unknown);
}

#[test]
fn parts_left_of_their_total_make_it_the_sum_of_both_years() {
    let lanes = beside(vec![
        of_year(lane("Vốn kéo dài", PLAN, &[10, 20]), PlanYear::CarryOver),
        of_year(lane("Vốn 2024", PLAN, &[30, 50]), PlanYear::Of(YEAR)),
        of_year(lane("Được sử dụng", PLAN, &[40, 70]), PlanYear::Of(YEAR)),
    ]);
    let settled = settle(&lanes, YEAR);
    assert!(settled.iter().all(|settled| settled.fate == Counts));
    assert_eq!((settled[2].facts, &settled[2].sums), (Facts::default(), &vec![vec![0, 1]]));
}

#[test]
fn a_total_of_one_year_alone_does_not_count_beside_it() {
    let lanes = |total: &[i64]| {
        let of = |name: &str, figures: &[i64]| lane(&format!("Tổng vốn › {name}"), PLAN, figures);
        beside(vec![
            of_year(of("Tổng số", total), PlanYear::Of(YEAR)),
            of_year(of("Vốn kéo dài", &[310, 1450]), PlanYear::CarryOver),
            of_year(of("Vốn giao", &[0, 0]), PlanYear::Of(YEAR)),
        ])
    };
    let settled = settle(&lanes(&[310, 1450]), YEAR);
    assert_eq!((settled[0].facts, &settled[0].sums), (Facts::default(), &vec![vec![1, 2]]));
    assert!(settle(&lanes(&[310, 1460]), YEAR)[0].sums.is_empty());
}

#[test]
fn of_copies_one_counts() {
    let lanes = |second: &[i64]| {
        vec![lane("Lũy kế", CUMULATIVE, &[50, 70]), lane("Đã chi", CUMULATIVE, second)]
    };
    assert_eq!(fates(lanes(&[50, 70])), [Counts, Part(0)]);
    assert_eq!(fates(lanes(&[50, 71])), [Ambiguous; 2]);
}

#[test]
fn a_copy_of_unknown_words_takes_two_rows() {
    let lanes = |figures: &[i64]| {
        let copy = doubtful(lane("Lũy kế › Xyz", CUMULATIVE, figures));
        vec![copy, lane("Lũy kế › Đã chi", CUMULATIVE, figures)]
    };
    assert_eq!(fates(lanes(&[50, 70])), [Part(1), Counts]);
    assert_eq!(fates(lanes(&[50, 50])), [Ambiguous, Counts]);
}

#[test]
fn what_is_0_everywhere_is_out_of_the_way() {
    let lanes = vec![lane("Lũy kế", CUMULATIVE, &[0, -1]), lane("Đã chi", CUMULATIVE, &[50, 71])];
    assert_eq!(fates(lanes), [Part(1), Counts]);
}

#[test]
fn of_which_never_replaces_its_whole() {
    let lanes = |part: &[i64]| {
        vec![
            lane("Trong tháng › Trong đó: thu hồi", CUMULATIVE, part),
            lane("Trong tháng › Đã chi", CUMULATIVE, &[50, 70]),
        ]
    };
    assert_eq!(fates(lanes(&[10, 0])), [Part(1), Counts]);
    assert_eq!(fates(lanes(&[10, 80])), [Ambiguous, Counts]);
}

#[test]
fn what_was_not_understood_is_set_aside_alone() {
    let lanes = vec![
        doubtful(lane("Lũy kế › Xyz", CUMULATIVE, &[50, 71])),
        lane("Lũy kế › Đã chi", CUMULATIVE, &[90, 7]),
    ];
    assert_eq!(fates(lanes), [Ambiguous, Counts]);
}

#[test]
fn the_owner_counts_before_the_treasury() {
    let lanes = vec![
        lane("Kho bạc xác nhận", None, &[45, 70]),
        lane("Đã giải ngân", CUMULATIVE, &[50, 70]),
    ];
    assert_eq!(fates(lanes), [Confirms(1, None), Counts]);
    assert_eq!(fates(vec![lane("Qua Kho bạc", CUMULATIVE, &[45])]), [Counts]);
}

#[test]
fn the_owner_may_state_in_two_columns_what_the_treasury_confirms() {
    let lanes = |treasury: &[i64]| {
        vec![
            lane("Kỳ trước", Some(Said::Measure(Measure::Previous)), &[30, 50, 20]),
            lane("Trong kỳ", Some(Said::Measure(Measure::InPeriod)), &[20, 20, -1]),
            lane("Số liệu Kho bạc", CUMULATIVE, treasury),
        ]
    };
    assert_eq!(fates(lanes(&[45, 63, 18])), [Counts, Counts, Confirms(0, Some(1))]);
    // What the two come to is the form's own figure, and one row that is off is told elsewhere.
    assert_eq!(fates(lanes(&[50, 70, 18])), [Counts; 3]);
}

#[test]
fn unknown_words_are_a_sum_of_two_known_columns_or_nothing() {
    let known = |name: &str, figures: &[i64]| lane(name, PLAN, figures);
    let central = of_source(known("NSTW", &[30, 50]), Source::Central);
    let local = of_source(known("NSĐP", &[20, 20]), Source::Local);
    let lanes = |figures: &[i64]| vec![lane("Xyz", None, figures), central.clone(), local.clone()];
    let settled = settle(&beside(lanes(&[50, 70])), YEAR);
    assert_eq!((settled[0].fate, settled[0].said), (Counts, PLAN));
    assert_eq!(settled[0].sums, [vec![1, 2]]);
    assert_eq!(fates(lanes(&[50, 71])), [Unknown, Counts, Counts]);
    assert_eq!(fates(vec![lane("Xyz", None, &[30, 50]), central]), [Unknown, Counts]);
}

#[test]
fn the_numerator_of_a_rate_of_disbursement_is_what_was_disbursed() {
    let rate = |name: &str, figures: &[f64]| {
        let stated = figures.iter().map(|&figure| Stated::Percent(figure)).collect();
        Lane { stated, ..lane(name, Some(Said::Measure(Measure::Rate)), &[]) }
    };
    let lanes = |heading: &str, figures: &[f64]| {
        let plan = lane("Kế hoạch", PLAN, &[200, 300, 100]);
        beside(vec![plan, lane("Xyz", None, &[50, 100, 100]), rate(heading, figures)])
    };
    let said = |lanes: Vec<Lane>| settle(&lanes, YEAR)[1].said;
    assert_eq!(said(lanes("Tỷ lệ giải ngân", &[25.0, 33.33, 100.0])), CUMULATIVE);
    assert_eq!(said(lanes("Tỷ lệ giải ngân", &[0.25, 0.333_333, 1.0])), CUMULATIVE);
    assert_eq!(said(lanes("Tỷ lệ giải ngân", &[25.0, 30.0, 100.0])), None);
    assert_eq!(said(lanes("Tỷ lệ", &[25.0, 33.33, 100.0])), None);
    let mut known = lanes("Tỷ lệ giải ngân", &[25.0, 33.33, 100.0]);
    known.push(Lane { index: 3, ..lane("Lũy kế", CUMULATIVE, &[1, 2, 3]) });
    assert_eq!(said(known), None);
}

#[test]
fn nothing_is_inherited_over_a_lost_heading() {
    let measures = [Measure::Plan, Measure::InPeriod, Measure::Cumulative];
    let year = |lost: bool, measure: Measure| match (lost, measure) {
        (true, Measure::InPeriod) => PlanYear::Of(2023),
        _ => PlanYear::Of(YEAR),
    };
    let lanes = |lost: bool| {
        let of = |measure: Measure, source: Source, year: PlanYear| {
            of_year(of_source(lane("x", Some(Said::Measure(measure)), &[1, 2]), source), year)
        };
        let group = |measure: Measure| {
            let carried = of(measure, Source::Central, PlanYear::Of(2023));
            [
                carried,
                of(measure, Source::Province, year(lost, measure)),
                of(measure, Source::District, year(lost, measure)),
            ]
        };
        measures.into_iter().flat_map(group).collect::<Vec<Lane>>()
    };
    assert_eq!(fates(lanes(false)), [Counts; 9]);
    let fates = fates(lanes(true));
    assert_eq!(fates[3..6], [Counts, Unknown, Unknown]);
    assert!(fates[..3].iter().chain(&fates[6..]).all(|fate| *fate == Counts));
}

#[test]
fn a_source_that_covers_its_neighbour_is_what_is_left_where_both_are_addends() {
    let of = |name: &str, source, figures: &[i64]| of_source(lane(name, PLAN, figures), source);
    let lanes = beside(vec![
        lane("Kế hoạch › Tổng số", PLAN, &[60, 90]),
        of("Kế hoạch › NSTW", Source::Central, &[30, 50]),
        of("Kế hoạch › NS tỉnh", Source::Province, &[20, 30]),
        of("Kế hoạch › Đối ứng", Source::Local, &[10, 10]),
    ]);
    let settled = settle(&lanes, YEAR);
    assert!(settled.iter().all(|settled| settled.fate == Counts));
    let rests: Vec<bool> = settled.iter().map(|settled| settled.facts.is_rest).collect();
    assert_eq!(rests, [false, false, false, true]);
    assert_eq!(settled[0].sums, [vec![1, 2, 3]]);
}

#[test]
fn a_sum_that_is_blank_where_its_parts_hold_money_cannot_stand_for_them() {
    let paid = |name: &str, figures: &[i64]| lane(&format!("Lũy kế › {name}"), CUMULATIVE, figures);
    let lanes = vec![
        paid("Tổng số", &[50, 70, -1]),
        paid("Phần A", &[30, 40, 5]),
        paid("Phần B", &[20, 30, 6]),
    ];
    assert_eq!(fates(lanes), [Ambiguous; 3]);
}

#[test]
fn what_names_another_funding_type_is_no_addend() {
    let of = |funding, lane: Lane| Lane {
        facts: Facts { funding: Some(funding), ..lane.facts },
        ..lane
    };
    let lanes = beside(vec![
        of(Funding::Investment, lane("Vốn ĐT › Tổng số", PLAN, &[50, 0])),
        of(Funding::Investment, of_source(lane("Vốn ĐT › NSTW", PLAN, &[30, 0]), Source::Central)),
        of(Funding::Investment, of_source(lane("Vốn ĐT › NSX", PLAN, &[20, 0]), Source::Commune)),
        of(Funding::Recurrent, lane("Vốn SN › Tổng số", PLAN, &[0, 40])),
    ]);
    let settled = settle(&lanes, YEAR);
    assert!(settled.iter().all(|settled| settled.fate == Counts && settled.sums.is_empty()));
    assert_eq!(settled[0].facts.funding, Some(Funding::Investment));
}

#[test]
fn an_addend_that_is_0_wherever_the_sum_holds_is_none() {
    let paid = |name: &str, figures: &[i64]| lane(&format!("Lũy kế › {name}"), CUMULATIVE, figures);
    let lanes = vec![
        paid("Tổng số", &[50, 70, -1]),
        paid("Phần A", &[30, 40, -1]),
        paid("Phần B", &[20, 30, -1]),
        lane("Khác", CUMULATIVE, &[0, 0, 40]),
    ];
    let fates = fates(lanes);
    assert_eq!(fates[1..3], [Part(0), Part(0)]);
    // The proved sum counts; what does not belong to it is named, and never lost in it.
    assert_eq!([fates[0], fates[3]], [Counts, Ambiguous]);
}

#[test]
fn the_total_of_stripes_is_not_set_aside_with_a_stranger() {
    let of = |funding, figures: &[i64]| {
        let lane = lane("Trong kỳ", CUMULATIVE, figures);
        Lane { facts: Facts { funding: Some(funding), ..lane.facts }, ..lane }
    };
    let lanes = |total: &[i64], parts: [&[i64]; 2]| {
        vec![
            lane("Mục tiêu", CUMULATIVE, &[90, 120]),
            lane("Tổng cộng › Trong kỳ", CUMULATIVE, total),
            of(Funding::Investment, parts[0]),
            of(Funding::Recurrent, parts[1]),
        ]
    };
    let stated = lanes(&[50, 70], [&[30, 40], &[20, 30]]);
    assert_eq!(fates(stated), [Ambiguous, Counts, Counts, Counts]);
    // Nor where nothing was disbursed.
    let nil = lanes(&[0, 0], [&[0, 0], &[0, 0]]);
    assert_eq!(fates(nil)[..2], [Ambiguous, Counts]);
}

#[test]
fn unknown_words_do_not_displace_a_0() {
    let lanes = vec![
        doubtful(lane("Lũy kế › Xyz", CUMULATIVE, &[50, 70])),
        lane("Lũy kế › Đã chi", CUMULATIVE, &[0, 0]),
    ];
    assert_eq!(fates(lanes), [Ambiguous, Counts]);
}

#[test]
fn unknown_words_over_the_whole_of_known_columns_are_believed_only_where_they_add_up() {
    let central = of_source(lane("Kế hoạch › NSTW", PLAN, &[30, 50]), Source::Central);
    let lanes =
        |figures: &[i64]| vec![doubtful(lane("Kế hoạch › Xyz", PLAN, figures)), central.clone()];
    assert_eq!(fates(lanes(&[30, 50])), [Counts, Counts]);
    assert_eq!(fates(lanes(&[7, 9])), [Unknown, Counts]);
}

#[test]
fn words_beside_those_that_tell_the_part_leave_a_proved_split_as_it_is() {
    let paid = |name: &str, figures: &[i64]| lane(&format!("Lũy kế › {name}"), CUMULATIVE, figures);
    let carried = |lane| of_year(lane, PlanYear::CarryOver);
    let lanes = |carried: Lane| {
        let current = of_year(paid("Vốn năm 2024", &[30, 50]), PlanYear::Of(YEAR));
        vec![paid("Tổng số", &[40, 80]), doubtful(carried), current]
    };
    assert_eq!(fates(lanes(carried(paid("Vốn xyz năm trước", &[10, 30])))), [Counts; 3]);
    // Words that tell no part: the sum counts alone.
    assert_eq!(fates(lanes(paid("Vốn xyz", &[10, 30]))), [Counts, Part(0), Part(0)]);
}

/// The figures that count: measure, facts, what the rows state.
fn counted(lanes: &[Lane]) -> Vec<String> {
    let settled = settle(lanes, YEAR);
    let counts = lanes.iter().zip(&settled).filter(|(_, settled)| settled.fate == Counts);
    let mut figures: Vec<String> = counts
        .map(|(lane, settled)| format!("{:?} {:?} {:?}", settled.said, settled.facts, lane.stated))
        .collect();
    figures.sort();
    figures
}

prop_compose! {
    /// A plan by two sources under one heading, and what was disbursed of it, in rows that differ.
    fn table()(
        rows in proptest::collection::vec((1_i64..500, 1_i64..500, 1_i64..500), 3..8)
    ) -> Vec<Lane> {
        let of = |pick: fn(&(i64, i64, i64)) -> i64| rows.iter().map(pick).collect::<Vec<_>>();
        beside(vec![
            of_source(lane("Kế hoạch › NSTW", PLAN, &of(|row| row.0)), Source::Central),
            of_source(lane("Kế hoạch › NSĐP", PLAN, &of(|row| row.1)), Source::Local),
            lane("Lũy kế › Đã chi", CUMULATIVE, &of(|row| row.2)),
        ])
    }
}

fn with(lanes: &[Lane], lane: Lane) -> Vec<Lane> {
    beside(lanes.iter().cloned().chain([lane]).collect())
}

fn amounts(lane: &Lane) -> Vec<i64> {
    let dong = |stated: &Stated| stated.amount().unwrap_or_default().as_dong() / 1_000_000;
    lane.stated.iter().map(|stated| dong(stated) as i64).collect()
}

proptest! {
    #[test]
    fn a_copy_or_an_empty_column_changes_no_figure(lanes in table()) {
        let paid = &lanes[2];
        let copy = lane("Lũy kế › Đã trả", CUMULATIVE, &amounts(paid));
        prop_assert_eq!(counted(&with(&lanes, copy)), counted(&lanes));
        let empty = lane("Lũy kế › Đã trả", CUMULATIVE, &vec![0; paid.stated.len()]);
        prop_assert_eq!(counted(&with(&lanes, empty)), counted(&lanes));
    }

    #[test]
    fn parts_of_a_column_change_no_figure(lanes in table(), cut in 1_i64..99) {
        let paid = amounts(&lanes[2]);
        let first: Vec<i64> = paid.iter().map(|amount| amount * cut / 100).collect();
        let rest: Vec<i64> = paid.iter().zip(&first).map(|(all, first)| all - first).collect();
        let part = |name: &str, figures: &[i64]| lane(&format!("Lũy kế › {name}"), CUMULATIVE, figures);
        let of_which = part("Trong đó: a", &first);
        prop_assert_eq!(counted(&with(&lanes, of_which)), counted(&lanes));
        let speaks = first.iter().zip(&rest).filter(|(a, b)| **a != 0 && **b != 0);
        let speaks: std::collections::BTreeSet<_> = speaks.collect();
        prop_assume!(2 <= speaks.len());
        let both = with(&with(&lanes, doubtful(part("a", &first))), part("b", &rest));
        prop_assert_eq!(counted(&both), counted(&lanes));
    }

    #[test]
    fn the_order_of_columns_changes_no_figure(lanes in table(), cut in 1_i64..99, turn in 0_usize..5) {
        let first: Vec<i64> = amounts(&lanes[2]).iter().map(|amount| amount * cut / 100).collect();
        let part = doubtful(lane("Lũy kế › Xyz", CUMULATIVE, &first));
        let copy = lane("Lũy kế › Đã trả", CUMULATIVE, &amounts(&lanes[2]));
        let all = with(&with(&lanes, part), copy);
        let mut turned = all.clone();
        turned.rotate_left(turn);
        prop_assert_eq!(counted(&beside(turned)), counted(&all));
    }

    #[test]
    fn unknown_columns_never_displace_a_known_one(
        lanes in table(),
        figures in proptest::collection::vec(0_i64..500, 8),
        is_addend: bool,
    ) {
        let paid = amounts(&lanes[2]);
        let figures = &figures[..paid.len()];
        let whole: Vec<i64> = paid.iter().zip(figures).map(|(a, b)| a + b).collect();
        let unknown = |name: &str, figures: &[i64]| {
            doubtful(lane(&format!("Lũy kế › {name}"), CUMULATIVE, figures))
        };
        let mut more = with(&lanes, unknown("Xyz", figures));
        if is_addend {
            more = with(&more, unknown("Abc", &whole));
        }
        prop_assert_eq!(counted(&more), counted(&lanes));
    }
}

#[test]
fn a_few_figures_without_a_heading_are_no_addend_and_divide_no_sum() {
    let paid = |name: &str, figures: &[i64]| lane(&format!("Lũy kế › {name}"), CUMULATIVE, figures);
    let of = |unnamed: &[i64], total: &[i64]| {
        fates(vec![
            paid("Tổng số", total),
            doubtful(paid("NSTW", &[30, 20, 50, 40])),
            lane("", None, unnamed),
            doubtful(paid("NS tỉnh", &[10, 5, 10, 15])),
        ])
    };
    let blank = of(&[-1, -1, -1, -1], &[40, 25, 60, 55]);
    // Noughts, and a note that the sum does not hold, change nothing of the others.
    let unnoted = |fates: &[Fate]| [fates[0], fates[1], fates[3]];
    for noted in [&[0, 0, 0, 0], &[-1, 3, -1, -1]] {
        assert_eq!(unnoted(&of(noted, &[40, 25, 60, 55])), unnoted(&blank));
    }
    assert_eq!(of(&[-1, 3, -1, -1], &[40, 25, 60, 55])[2], Unknown);
    // A column that the sum is made of in every row has lost its heading.
    let full = fates(vec![
        paid("Tổng số", &[47, 33, 69, 61]),
        paid("NSTW", &[30, 20, 50, 40]),
        lane("", None, &[7, 8, 9, 6]),
        paid("NS tỉnh", &[10, 5, 10, 15]),
    ]);
    assert_eq!(full[2], Part(0));
}

/// What of a plan and of what is proposed of it is not the plan, by places; the facts of a source make parts of them.
fn proposed_plans(lanes: Vec<Lane>) -> (Vec<usize>, Vec<usize>) {
    let settled = settle(&beside(lanes), YEAR);
    let places = |is_one: fn(&Settled) -> bool| {
        let found = settled.iter().enumerate().filter(|(_, settled)| is_one(settled));
        found.map(|(at, _)| at).collect()
    };
    (places(|of| of.is_proposed_plan), places(|of| of.said == PLAN))
}

fn before(path: &str, figures: &[i64]) -> Lane {
    Lane { state: Some(State::Initial), ..lane(path, Some(Said::NotAsked), figures) }
}

fn after(path: &str, figures: &[i64]) -> Lane {
    Lane { state: Some(State::Final), ..lane(path, PLAN, figures) }
}

fn wish(path: &str, figures: &[i64]) -> Lane {
    Lane { state: None, ..lane(path, Some(Said::Measure(Measure::ToAdjust)), figures) }
}

#[test]
fn the_parts_of_a_proposed_plan_are_proposed_too() {
    use Source::{Central, Province};
    let lanes = |last: &str| {
        let last = |name: &str, figures: &[i64]| after(&format!("{last} › {name}"), figures);
        vec![
            before("Kế hoạch › Tổng", &[1000, 500]),
            of_source(before("Kế hoạch › NSTW", &[600, 400]), Central),
            of_source(before("Kế hoạch › NST", &[400, 100]), Province),
            wish("Đề nghị điều chỉnh", &[15, -60]),
            last("Tổng", &[1015, 440]),
            of_source(last("NSTW", &[615, 340]), Central),
            of_source(last("NST", &[400, 100]), Province),
        ]
    };
    assert_eq!(proposed_plans(lanes("Sau điều chỉnh")), (vec![4, 5, 6], vec![0, 1, 2]));
    for decided in ["Đã điều chỉnh", "Sau điều chỉnh theo QĐ số 15", "Được duyệt"]
    {
        assert_eq!(proposed_plans(lanes(decided)), (vec![], vec![4, 5, 6]), "{decided}");
    }
    // What was decided above is the plan before its changes.
    for open in [
        "Sau điều chỉnh (trình phê duyệt)",
        "Kế hoạch đã giao › Sau điều chỉnh",
        "KH theo QĐ số 15 › Sau ĐC",
        "Kế hoạch đã giao › Đề nghị điều chỉnh › Sau điều chỉnh",
    ] {
        assert_eq!(proposed_plans(lanes(open)).0, [4, 5, 6], "{open}");
    }
    let decided = "Đơn vị đề nghị › Kế hoạch sau điều chỉnh › Được duyệt";
    assert_eq!(proposed_plans(lanes(decided)), (vec![], vec![4, 5, 6]));
}

#[test]
fn the_sums_of_parts_are_asked_where_the_proposal_is_not_split() {
    use Source::{Central, Province};
    let lanes = |wished: &[i64]| {
        vec![
            of_source(before("Kế hoạch › NSTW", &[600, 300]), Central),
            of_source(before("Kế hoạch › NST", &[400, 200]), Province),
            wish("Đề nghị điều chỉnh", wished),
            of_source(after("Sau điều chỉnh › NSTW", &[620, 310]), Central),
            of_source(after("Sau điều chỉnh › NST", &[390, 195]), Province),
        ]
    };
    assert_eq!(proposed_plans(lanes(&[10, 5])), (vec![3, 4], vec![0, 1]));
    assert_eq!(proposed_plans(lanes(&[11, 7])), (vec![], vec![3, 4]));
}
