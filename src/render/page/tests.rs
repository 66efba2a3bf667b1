use super::*;
use crate::domain::key::Funding;
use crate::domain::lang::Words;
use crate::domain::period::Period;
use crate::domain::settings::MissingPolicy;
use crate::domain::summary::{Band, Call, ProgramTotal, State, Step, SubmissionRow, fixture};
use crate::domain::tally::Rate;
use std::sync::Arc;

fn vi(summary: &Summary) -> String {
    page(summary, Lang::Vi)
}

/// The markup alone, without the texts between.
fn markup(page: &str) -> Vec<&str> {
    page.split('<').skip(1).map(|rest| rest.split_once('>').map_or(rest, |(tag, _)| tag)).collect()
}

/// The district, with May before it.
fn since_may() -> Summary {
    let mut summary = fixture::district();
    let mut may = Step::new(Period::Month(2024, 5));
    may.reported = 5;
    for of in &summary.programs {
        let cumulative = of.tally.cumulative - of.tally.in_period;
        let tally = Tally { cumulative, in_period: Money::ZERO, ..of.tally };
        may.parts.insert((of.program.clone(), of.funding), tally);
    }
    summary.course = vec![may];
    summary
}

/// Names that are markup, quotes, controls, marks of direction, and longer than anything.
const HOSTILE: &str =
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt;\u{202e}\u{0}\u{1b}[31m-->";

/// A province: four programs more than have room, sixty silent units and sixty with faults, all of long names.
fn large(name: &str) -> Summary {
    let mut summary = since_may();
    summary.settings.office.name = name.repeat(4);
    summary.settings.office.authority = name.repeat(4);
    let of_one = summary.programs[0].clone();
    for program in ["dtts", "gn.1", "gn.2", "gn.3", "gn.4", "gn.5"] {
        for funding in Funding::ALL {
            let program = program.parse().unwrap();
            summary.programs.push(ProgramTotal { program, funding, ..of_one.clone() });
        }
    }
    let template = summary.submissions.iter().find(|row| row.state == State::Missing).unwrap();
    let rows: Vec<SubmissionRow> = (0..60)
        .map(|_| SubmissionRow {
            name: name.repeat(3),
            contact: name.repeat(3),
            phone: name.to_owned(),
            ..template.clone()
        })
        .collect();
    summary.submissions.extend(rows);
    let code = summary.units[0].unit.clone();
    let worth = Points::from_hundredths(7);
    summary.calls = vec![Call { unit: code, worth, is_silent: false }; 60];
    Arc::make_mut(&mut summary.register).units[0].name = name.repeat(3);
    for unit in &mut summary.units {
        unit.name = name.repeat(3);
    }
    summary.remarks = vec![Words::new(name.repeat(9), name.repeat(9)); 40];
    let [low, high] = [2_006, 4_000].map(Rate::from_hundredths);
    summary.totals.band = Some(Band { certain: [low, high], likely: Some([low, high]) });
    summary.last_year = Some(Compared { office: Some(name.repeat(9)), ..summary.compared() });
    summary
}

#[test]
fn the_page_says_what_the_figures_are() {
    let page = vi(&since_may());
    for told in [
        "Phòng Tài chính - Kế hoạch huyện Hữu Lũng",
        "tháng 6 năm 2024 – số liệu tính đến ngày 30/6/2024 – đơn vị tính: triệu đồng",
        ">20,06%<",
        ">30,00%<",
        ">3,50%<",
        ">3/7<",
        "so vốn được giao: 16,05%",
        "So với tháng 5 năm 2024 (theo báo cáo hiện có của 5 đơn vị), tỷ lệ giải ngân chung tăng",
        "▲ 6,66",
        ">15/7/2024<",
        "Cán bộ theo dõi, 0205 000 000",
        "chưa tính được",
        "Số đối chiếu: đã đọc",
    ] {
        assert!(page.contains(told), "{told}\n{page}");
    }
    let english = super::page(&since_may(), Lang::En);
    assert!(english.contains("Who must act") && english.contains("lang=\"en\""), "{english}");
}

#[test]
fn the_same_summary_is_the_same_bytes() {
    assert_eq!(vi(&large("Xã Hòa Sơn")), vi(&large("Xã Hòa Sơn")));
}

#[test]
fn no_name_becomes_markup() {
    // As long as the other, so that both are cut at the same place or not at all.
    let plain = "x".repeat(crate::domain::label::harmless(HOSTILE).chars().count());
    let (hostile, plain) = (vi(&large(HOSTILE)), vi(&large(&plain)));
    assert!(markup(&hostile) == markup(&plain));
    assert!(hostile.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!hostile.contains(['\u{202e}', '\u{0}', '\u{1b}']));
}

#[test]
fn it_asks_for_nothing_from_elsewhere_and_runs_nothing() {
    let page = vi(&large(HOSTILE)).to_lowercase();
    for word in ["<script", "http:", "https:", "url(", "@import", "<link", "<img", "href"] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn it_stays_small_and_says_how_many_rows_are_left_out() {
    let summary = large(&"Trung tâm <Dịch vụ> \"nông nghiệp\" & 'lâm nghiệp' ".repeat(8));
    let page = vi(&summary);
    assert!(page.len() <= 60_000, "{}", page.len());
    // 64 silent or rejected and 60 with faults, of which 6 are told.
    assert!(page.contains("và 118 dòng khác"), "{page}");
    assert!(page.contains(">5 chương trình khác<"));
    assert!(page.matches("<tr").count() < 50, "{}", page.matches("<tr").count());
}

#[test]
fn what_is_lost_comes_first_and_with_its_amount() {
    let mut summary = since_may();
    // Three months of which every unit was heard, each of 1 nghìn đồng.
    let part = ("gn".parse().unwrap(), Funding::Investment);
    let base = summary.course.pop().unwrap();
    for (month, paid) in [(1, 1), (2, 2), (3, 3)] {
        let mut step = Step { period: Period::Month(2024, month), ..base.clone() };
        step.parts.get_mut(&part).unwrap().cumulative = fixture::thousand(paid);
        summary.course.push(step);
    }
    let page = vi(&summary);
    assert!(page.contains("1/3 phần không còn đạt được mục tiêu"), "{page}");
    assert!(page.contains("còn phải giải ngân 200 triệu đồng. 1/3 phần chưa tính được."), "{page}");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(at("không còn kịp<") < at("chưa tính được<"));
}

#[test]
fn a_control_total_that_does_not_balance_stands_on_top() {
    let mut summary = since_may();
    assert!(!vi(&summary).contains("class=\"alert\""));
    summary.control.read.cells += 1;
    let page = vi(&summary);
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(at("KHÔNG KHỚP") < at("class=\"big\""));
}

#[test]
fn without_plan_and_period_before_it_says_so() {
    let mut summary = fixture::district();
    summary.settings.missing = MissingPolicy::Zero;
    summary.programs.clear();
    summary.totals = Default::default();
    let page = vi(&summary);
    assert!(page.contains("Không có số liệu kỳ trước"));
    assert!(page.contains("Không có kế hoạch vốn để tính mục tiêu"));
    assert!(page.contains("class=\"big\">–<"));
}
