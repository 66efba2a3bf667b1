//! What a clerk finds in the list of findings, in both views.

use super::super::{Colour, Screen};
use super::*;
use crate::domain::code::UnitCode;
use crate::domain::money::Money;
use crate::domain::summary::fixture;
use crate::domain::tally::Points;

const WIDE: Screen = Screen { width: 300, colour: Colour::Plain };

fn shown(summary: &Summary, grouping: Grouping) -> String {
    findings(summary, grouping, Lang::Vi, &WIDE)
}

fn at(text: &str, part: &str) -> usize {
    text.find(part).unwrap_or_else(|| panic!("{part}\n{text}"))
}

#[test]
fn repeated_notes_are_counted_and_errors_come_first() {
    let text = shown(&fixture::district(), Grouping::Unit);
    assert!(at(&text, "Vốn sự nghiệp!F20") < at(&text, "Vốn sự nghiệp!F14"), "the larger first");
    assert!(at(&text, "Vốn sự nghiệp!F14") < at(&text, "Lưu ý GN308"));
    assert!(text.contains("… và 10 chỗ khác"));
    assert!(text.contains("Triệu đồng: ghi 90; so với 50; lệch +40\n"), "{text}");
    assert!(text.contains("Cách xử lý: Kiểm tra lại"));
}

#[test]
fn a_unit_is_told_with_whom_to_call_and_its_file_once() {
    let text = shown(&fixture::district(), Grouping::Unit);
    let block = &text[at(&text, "Xã Hòa Sơn (HL-01): 4 lỗi, 12 lưu ý")..];
    let block = block.split("\n\n").next().unwrap();
    assert!(block.contains("Liên hệ: Cán bộ theo dõi, 0205 000 000"), "{block}");
    assert_eq!(block.matches("nop/2024-06/HL-01.xlsx").count(), 1, "{block}");
    let list = &text[at(&text, "Đơn vị cần liên hệ (2)")..];
    assert!(at(list, "Xã Hòa Sơn (HL-01)") < at(list, "Thị trấn Hữu Lũng (HL-05)"));
}

#[test]
fn what_follows_from_a_fault_is_told_under_it_and_still_counted() {
    let text = shown(&fixture::district(), Grouping::Unit);
    let lead = &text[at(&text, "Vốn sự nghiệp!F20")..at(&text, "Vốn sự nghiệp!F14")];
    assert!(lead.contains("→ Nhiều khả năng ô F21 gõ thừa một chữ số"), "{lead}");
    let follows = "Kéo theo 2 lỗi khác: GN402 Vốn sự nghiệp!F10, GN402 Vốn sự nghiệp!F11.";
    assert!(lead.contains(&follows.replace("Vốn sự nghiệp!", "")), "{lead}");
    assert_eq!(text.matches("Nhiều khả năng").count(), 1);
    assert!(!text.contains("Dòng 10 “"), "told under its cause");
    assert!(text.contains("Tổng số: 5 lỗi, 1 cảnh báo, 12 lưu ý"), "{text}");
}

#[test]
fn what_follows_does_not_use_up_the_cap() {
    let mut of = fixture::district();
    let template = of.findings.iter().find(|finding| finding.is_consequence).unwrap().clone();
    of.findings.splice(0..0, std::iter::repeat_n(template, 30));
    let text = shown(&of, Grouping::Unit);
    assert!(text.contains("Kéo theo 32 lỗi khác") && text.contains("… và 20 chỗ nữa"), "{text}");
    assert!(text.contains("Dòng 14 “"), "{text}");
}

#[test]
fn what_follows_from_an_accepted_finding_stands_for_itself() {
    let mut of = fixture::district();
    let accepted = of.findings.iter().find_map(|finding| finding.accepted.clone());
    let is_lead = |finding: &&mut Finding| finding.fault.is_some() && !finding.is_consequence;
    of.findings.iter_mut().find(is_lead).unwrap().accepted = accepted;
    let text = shown(&of, Grouping::Unit);
    assert!(text.contains("Dòng 10 “") && text.contains("Dòng 11 “"), "{text}");
}

#[test]
fn what_the_unit_explains_stands_with_its_finding() {
    let text = shown(&fixture::district(), Grouping::Unit);
    let explained = at(&text, "Đơn vị giải trình: “Chờ điều chỉnh dự toán”");
    assert!(
        at(&text, "Vốn sự nghiệp!F20") < explained && explained < at(&text, "Vốn sự nghiệp!F14")
    );
}

#[test]
fn what_was_accepted_stays_with_who_why_until_when_and_how_many() {
    for grouping in [Grouping::Unit, Grouping::Rule] {
        let text = shown(&fixture::district(), grouping);
        let block = &text[at(&text, "Giải trình đã được chấp nhận (2)")..];
        for part in [
            "Xã Hòa Sơn (HL-01): GN402",
            "(2 nội dung)",
            "Lý do: Thu hồi tạm ứng theo Thông báo số 12/TB-KBNN; người chấp nhận: Lãnh đạo phòng; áp dụng đến hết tháng 12 năm 2024",
            "Vốn sự nghiệp!F30",
            "Vốn sự nghiệp!F31",
        ] {
            assert!(block.contains(part), "{part}\n{block}");
        }
    }
}

#[test]
fn by_rule_says_how_often_in_how_many_units_and_how_much() {
    let text = shown(&fixture::district(), Grouping::Rule);
    // 40 + 1 triệu, and 40 that are not in the totals; what follows from a fault is no more money.
    let heading = "Lỗi GN402 Tổng không bằng các cột thành phần: 5 chỗ, 1 đơn vị, 81 triệu đồng";
    assert!(
        at(&text, heading) < at(&text, "Cảnh báo GN207")
            && at(&text, "Cảnh báo") < at(&text, "Lưu ý GN308")
    );
    let cells =
        "Vốn sự nghiệp: F20 (40 triệu đồng), F14 (1 triệu đồng), F10 (kéo theo), F11 (kéo theo)";
    assert!(text.contains(cells), "{text}");
    assert!(text.contains("Tệp là PDF") && text.contains("… và 10 chỗ khác"), "{text}");
    assert!(text.contains("Nội dung sai nhiều nhất"), "{text}");
}

#[test]
fn a_rule_of_many_units_goes_before_one_of_much_money() {
    let mut of = fixture::district();
    let first = of.findings.iter().find(|finding| finding.rule.code.0 == "GN207").unwrap().clone();
    for unit in ["HL-01", "HL-02"] {
        let mut more = first.clone();
        more.problem.unit = UnitCode::new(unit);
        of.findings.push(more);
    }
    let mut large = of.findings[1].clone();
    (large.severity, large.rule) = (Severity::Warning, &fixture::FRACTION);
    large.problem.set_aside = Money::from_dong(1_000_000_000_000);
    of.findings.push(large);
    let text = shown(&of, Grouping::Rule);
    assert!(at(&text, "Cảnh báo GN207") < at(&text, "Cảnh báo GN308"), "{text}");
}

#[test]
fn the_summary_shows_the_largest_errors_and_not_what_follows_from_them() {
    let text = overview(&fixture::district(), Lang::Vi, &WIDE);
    assert_eq!(text.matches("Lỗi GN402").count(), 3, "{text}");
    assert!(text.contains("→ Nhiều khả năng") && text.contains("Kéo theo 2 lỗi khác"), "{text}");
    assert!(!text.contains("Dòng 10 “"), "{text}");
    assert!(text.contains("… và 13 nội dung khác"), "{text}");
}

#[test]
fn what_moves_the_rate_most_is_told_first_and_by_how_much() {
    let mut of = fixture::district();
    let is_small =
        |finding: &&mut Finding| finding.difference() == Some(Money::from_dong(1_000_000));
    of.findings.iter_mut().find(is_small).unwrap().worth = Some(Points::from_hundredths(42));
    let text = shown(&of, Grouping::Unit);
    assert!(at(&text, "Vốn sự nghiệp!F14") < at(&text, "Vốn sự nghiệp!F20"), "{text}");
    let line = "Triệu đồng: ghi 11; so với 10; lệch +1; ảnh hưởng 0,42 điểm %\n";
    assert!(text.contains(line) && text.contains("Ảnh hưởng: tỷ lệ giải ngân chung"), "{text}");
}

#[test]
fn what_only_the_office_can_settle_stands_under_the_office() {
    let mut of = fixture::district();
    let mut own = of.findings[0].clone();
    own.rule = &crate::rules::NOT_YET_ALLOCATED;
    own.problem.rule = own.rule;
    of.findings.push(own);
    let text = shown(&of, Grouping::Unit);
    let block = &text[at(&text, "Việc của cơ quan tổng hợp")..];
    let block = block.split("\n\n").next().unwrap();
    assert_eq!((text.matches("GN508").count(), block.matches("GN508").count()), (1, 1), "{text}");
    assert!(block.contains("đã phân bổ 11; vốn được giao 10"), "{block}");
}
