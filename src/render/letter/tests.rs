use std::io::{Cursor, Read};
use std::sync::Arc;

use super::recipient::Standing;
use super::*;
use crate::domain::code::UnitCode;
use crate::domain::difficulty;
use crate::domain::lang::Words;
use crate::domain::period::Period;
use crate::domain::place::Place;
use crate::domain::settings::{Exemption, Extension, Letter};
use crate::domain::summary::fixture;
use crate::domain::summary::{Behind, Overdue, State, SubmissionRow};
use crate::domain::todo::{Duty, Todo};
use crate::render::sentences;

/// A district whose office can issue letters. Sample figures.
fn district() -> Summary {
    let mut summary = fixture::district();
    summary.settings.letter = Letter {
        issuer: Some("UBND huyện Hữu Lũng".to_owned()),
        place: Some("Hữu Lũng".to_owned()),
        symbol: Some("UBND-TCKH".to_owned()),
        on_behalf: Some("TM. ỦY BAN NHÂN DÂN".to_owned()),
        signer_title: Some("CHỦ TỊCH".to_owned()),
        ..Letter::default()
    };
    let mut register = (*summary.register).clone();
    register.units.iter_mut().for_each(|unit| {
        if unit.code.as_str() == "HL-06" {
            unit.leads = vec!["gn".parse().unwrap()];
        } else if unit.code.as_str() < "HL-05" {
            unit.kind = "xã".to_owned();
        }
    });
    summary.register = register.into();
    summary
}

fn code(text: &str) -> UnitCode {
    UnitCode::new(text).unwrap()
}

/// The row of a unit that sent nothing.
fn silent<'a>(summary: &'a mut Summary, unit: &str) -> &'a mut SubmissionRow {
    let unit = code(unit);
    let mut rows = summary.submissions.iter_mut();
    rows.find(|row| row.unit.as_ref() == Some(&unit) && row.state == State::Missing).unwrap()
}

/// Gives a unit time up to a day.
fn extend(summary: &mut Summary, unit: &str, due: &str) {
    summary.settings.deadline.push(Extension {
        period: summary.period,
        unit: Some(code(unit)),
        due: due.parse().unwrap(),
        reason: String::new(),
    });
}

/// The texts of a letter, a paragraph a line.
fn text(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let mut out = String::new();
    for paragraph in xml.split("</w:p>") {
        for run in paragraph.split("<w:t ").skip(1) {
            let text = run.split_once('>').unwrap().1.split_once("</w:t>").unwrap().0;
            out.push_str(text);
        }
        out.push('\n');
    }
    out
}

fn letters(summary: &Summary) -> Letters<'_> {
    Letters::new(summary, "2024-07-06".parse().unwrap())
}

/// The letter to a unit.
fn to(summary: &Summary, unit: &str) -> Option<String> {
    let letters = letters(summary);
    let mut units = letters.recipients.iter();
    let unit = units.find(|of| *of.code == code(unit)).unwrap();
    unit.is_written_to().then(|| text(&letters.to(unit).unwrap()))
}

#[test]
fn the_first_time_a_unit_is_asked_the_second_it_is_required_and_the_third_all_hear_of_it() {
    let mut summary = district();
    let told = |summary: &Summary| {
        (to(summary, "HL-03").unwrap(), text(&letters(summary).general().unwrap()))
    };
    let (own, general) = told(&summary);
    assert!(own.contains("UBND huyện Hữu Lũng đề nghị UBND xã Yên Bình:"), "{own}");
    assert!(!own.contains("yêu cầu") && !own.contains("Phòng Dân tộc"), "{own}");
    assert!(own.contains("quá hạn 04 ngày") && own.contains("chậm nhất ngày 08/7/2024"), "{own}");
    assert!(!general.contains("kỳ liên tiếp trở lên"), "{general}");
    silent(&mut summary, "HL-03").misses = 2;
    let (own, general) = told(&summary);
    assert!(own.contains("UBND huyện Hữu Lũng yêu cầu UBND xã Yên Bình:"), "{own}");
    assert!(own.contains("Đây là kỳ thứ 2 liên tiếp"), "{own}");
    assert!(own.contains("- Phòng Dân tộc (để đôn đốc);"), "{own}");
    assert!(!general.contains("kỳ liên tiếp trở lên"), "{general}");
    silent(&mut summary, "HL-03").misses = 3;
    let (_, general) = told(&summary);
    assert!(general.contains("03 kỳ liên tiếp trở lên: Xã Yên Bình (03 kỳ)."), "{general}");
}

#[test]
fn who_is_exempt_or_has_an_extension_is_not_written_to() {
    let mut summary = district();
    extend(&mut summary, "HL-04", "2024-07-10");
    silent(&mut summary, "HL-04").misses = 3;
    assert_eq!(to(&summary, "HL-04"), None);
    let general = text(&letters(&summary).general().unwrap());
    assert!(
        general.contains("01 đơn vị chưa gửi báo cáo, chưa đến hạn: Xã Cai Kinh."),
        "{general}"
    );
    assert!(!general.contains("kỳ liên tiếp trở lên"), "{general}");
    assert!(to(&summary, "HL-06").is_some());
    silent(&mut summary, "HL-06").state = State::Exempt;
    summary.settings.exempt.push(Exemption {
        unit: code("HL-06"),
        period: summary.period,
        reason: String::new(),
    });
    assert_eq!(to(&summary, "HL-06"), None);
}

#[test]
fn before_the_deadline_there_is_a_notice_and_nobody_is_blamed() {
    let summary = district();
    let day = |text: &str| Letters::new(&summary, text.parse().unwrap());
    let early = day("2024-06-30");
    let silent = |letters: &Letters<'_>| {
        letters.in_time().map(|unit| unit.name.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(silent(&early), ["Xã Minh Tiến", "Xã Yên Bình", "Xã Cai Kinh", "Phòng Dân tộc"]);
    assert!(early.is_before_deadline());
    let refused = early.recipients.iter().find(|unit| unit.name == "Xã Minh Tiến").unwrap();
    assert!(!refused.is_written_to() && refused.is_reminded());
    let notice = text(&early.notice().unwrap());
    assert!(notice.contains("V/v sắp đến hạn gửi báo cáo tháng 6 năm 2024"), "{notice}");
    assert!(notice.contains("- Chậm nhất ngày 02/7/2024 (còn 02 ngày), 04 đơn vị"), "{notice}");
    assert!(!notice.contains("cơ quan chủ trì"), "{notice}");
    assert_eq!(silent(&day("2024-07-03")), [""; 0]);
    assert!(!day("2024-07-03").is_before_deadline());
    let mut extended = district();
    for unit in ["HL-02", "HL-03", "HL-04", "HL-06"] {
        extend(&mut extended, unit, "2024-07-10");
    }
    assert!(!letters(&extended).is_before_deadline());
}

#[test]
fn what_has_no_last_day_is_asked_for_without_blame() {
    let mut summary = district();
    summary.period = "2024-06-20".parse().unwrap();
    for row in &mut summary.submissions {
        (row.period, row.misses) = (summary.period, 3);
    }
    let own = to(&summary, "HL-03").unwrap();
    let general = text(&letters(&summary).general().unwrap());
    assert!(own.contains("đề nghị UBND xã Yên Bình:"), "{own}");
    assert!(own.contains("chưa nhận được báo cáo đột xuất đến ngày 20/6/2024"), "{own}");
    assert!(general.contains("03 đơn vị chưa gửi báo cáo: Xã Yên Bình"), "{general}");
    for blame in ["quá hạn", "Theo quy định", "liên tiếp đơn vị"] {
        assert!(!own.contains(blame), "{own}");
    }
    assert!(!general.contains("quá hạn chưa gửi báo cáo:"), "{general}");
}

#[test]
fn where_nobody_has_reported_nothing_is_said_to_be_disbursed_or_fast() {
    let mut summary = district();
    summary.coverage.received = 0;
    summary.totals.tally.cumulative = Money::ZERO;
    for unit in &mut summary.units {
        unit.received = false;
    }
    let letter = text(&letters(&summary).general().unwrap());
    assert!(letter.contains("chưa nhận được báo cáo tháng 6 năm 2024 của đơn vị nào."), "{letter}");
    assert!(!letter.contains("Lũy kế giải ngân từ đầu năm"), "{letter}");
    assert!(!letter.contains("Không có đơn vị nào đã báo cáo"), "{letter}");
}

#[test]
fn what_came_for_the_months_of_a_quarter_is_no_answer_for_the_quarter() {
    let mut summary = district();
    summary.period = Period::Quarter(2024, 2);
    let mut april = silent(&mut summary, "HL-03").clone();
    (april.period, april.state) = (Period::Month(2024, 4), State::Accepted);
    (april.received, april.days_late) = ("2024-05-09".parse().ok(), Some(7));
    (april.due, april.misses) = ("2024-05-02".parse().ok(), 4);
    for row in &mut summary.submissions {
        row.period = summary.period;
    }
    summary.submissions.insert(0, april.clone());
    let day = |day: &str| Letters::new(&summary, day.parse().unwrap());
    let of = |letters: &Letters<'_>| {
        let unit = letters.recipients.iter().find(|of| of.name == "Xã Yên Bình").unwrap();
        (unit.standing, unit.due.unwrap().to_string(), unit.has_time, unit.misses)
    };
    let due = "2024-07-02".to_owned();
    assert_eq!(of(&day("2024-06-30")), (Standing::Missing, due.clone(), true, 0));
    assert_eq!(of(&day("2024-07-06")), (Standing::Missing, due, false, 1));
    assert!(!sentences::late(&summary).iter().any(|row| row.name == "Xã Yên Bình"));
    // That of its last month is.
    summary.submissions[0].period = Period::Month(2024, 6);
    assert!(sentences::late(&summary).iter().any(|row| row.name == "Xã Yên Bình"));
}

#[test]
fn number_and_day_stay_blank_and_nobody_signs_whom_the_settings_do_not_name() {
    let summary = district();
    let all = [letters(&summary).general(), letters(&summary).obstacles()];
    for letter in all.map(|bytes| text(&bytes.unwrap())) {
        let blank = |text: &str| text.replace('\u{a0}', "");
        let letter = blank(&letter);
        assert!(
            letter.contains("Số: /UBND-TCKH") && letter.contains("Hữu Lũng, ngày  tháng  năm 2024"),
            "{letter}"
        );
        assert!(letter.contains("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\n\n\n\n"), "{letter}");
        assert!(!letter.contains(['{', '}', '…', '[']), "{letter}");
    }
    let mut signed = district();
    signed.settings.letter.signer = Some("Người ký".to_owned());
    assert!(text(&letters(&signed).general().unwrap()).contains("\nNgười ký\n"));
}

#[test]
fn the_general_letter_says_who_holds_money_and_since_when() {
    let mut summary = district();
    summary.settings.office.authority = "UBND huyện Hữu Lũng".to_owned();
    let letter = text(&letters(&summary).general().unwrap());
    assert!(letter.contains("còn 300 triệu đồng chưa phân bổ cho đơn vị"), "{letter}");
    assert!(letter.contains("chưa trừ 100 triệu đồng đã phân bổ vượt vốn được giao"), "{letter}");
    let row = "UBND huyện Hữu Lũng\nTiểu dự án 1 Dự án 3 CTMTQG giảm nghèo bền vững\nVốn sự nghiệp\nNSTW, năm 2024\n100\n15/QĐ-UBND ngày 15/01/2024\n173\n";
    assert!(letter.contains(row), "{letter}");
}

#[test]
fn units_whose_figures_are_not_known_are_not_called_slow() {
    let summary = district();
    let letter = text(&letters(&summary).general().unwrap());
    assert!(
        letter.contains("01 đơn vị giải ngân dưới 30,00% kế hoạch vốn: Xã Hòa Sơn (0,00%)"),
        "{letter}"
    );
    assert!(letter.contains("Chưa xét 03 đơn vị chưa có đủ số liệu trong kỳ"), "{letter}");
}

#[test]
fn what_is_to_be_mended_stands_in_an_annex() {
    let mut summary = district();
    let todo = |kind, text: &str| Todo {
        id: "HL-05-GN402-1".into(),
        kind,
        since: Period::Month(2024, 5),
        words: Arc::new(Words::new(text, text)),
        place: Place {
            file: Some("nop/x.xlsx".into()),
            sheet: Some("Vốn đầu tư".into()),
            cell: None,
        },
    };
    let row = summary.submissions.iter_mut().find(|row| row.unit == Some(code("HL-05"))).unwrap();
    row.todo =
        vec![todo(Duty::Mend, "Cộng thiếu 5."), todo(Duty::Explain, "Giảm so với kỳ trước.")];
    let own = to(&summary, "HL-05").unwrap();
    assert!(own.contains("1. Sửa 01 nội dung nêu tại Phụ lục kèm theo và gửi lại báo cáo chậm nhất ngày 08/7/2024."), "{own}");
    assert!(own.contains("2. Giải trình 01 nội dung"), "{own}");
    assert!(
        own.contains("Sửa số liệu\nTrang “Vốn đầu tư”\nCộng thiếu 5.\ntháng 5 năm 2024\n"),
        "{own}"
    );
    assert!(!own.contains("nop/"), "{own}");
}

/// The same with a lead agency, HL-99, whose consolidation has not come.
fn with_agency() -> Summary {
    let mut summary = district();
    let unit = code("HL-99");
    let since = summary.period;
    let mut row = silent(&mut summary, "HL-06").clone();
    (row.unit, row.name) = (Some(unit.clone()), "Phòng Nông nghiệp".to_owned());
    (row.is_consolidation, row.due) = (true, Some("2024-07-04".parse().unwrap()));
    row.todo = vec![Todo {
        id: Todo::owed_consolidation(&unit, since),
        kind: Duty::Owed,
        since,
        words: Arc::new(Words::new("Gửi báo cáo tổng hợp tháng 6.", "Send it.")),
        place: Place::default(),
    }];
    summary.submissions.push(row);
    summary
}

#[test]
fn the_notice_holds_the_consolidations_that_are_due_after_the_reports() {
    let summary = with_agency();
    let notice = |day: &str| text(&Letters::new(&summary, day.parse().unwrap()).notice().unwrap());
    let early = notice("2024-06-30");
    for told in [
        "- UBND xã Cai Kinh;\n- Phòng Dân tộc;\n- Phòng Nông nghiệp.",
        "còn 04 đơn vị chưa gửi báo cáo hoặc gửi tệp không sử dụng được và 01 cơ quan chủ trì chương trình chưa gửi báo cáo tổng hợp:",
        "- Báo cáo tổng hợp: chậm nhất ngày 04/7/2024 (còn 04 ngày), 01 cơ quan chủ trì: Phòng Nông nghiệp.",
        "Đề nghị các cơ quan, đơn vị quan tâm",
    ] {
        assert!(early.contains(told), "{told}: {early}");
    }
    // Once the units' deadline is over it goes to the agency alone.
    let later = notice("2024-07-04");
    assert!(later.contains("Kính gửi: Phòng Nông nghiệp") && !later.contains("đơn vị"), "{later}");
    assert!(later.contains("chậm nhất ngày 04/7/2024 (hôm nay là ngày cuối)"), "{later}");
}

#[test]
fn a_late_consolidation_stands_beside_the_units_that_kept_it_and_never_without() {
    let mut summary = with_agency();
    let of = |summary: &Summary| {
        let letter = text(&letters(summary).general().unwrap());
        let mut lines = letter.lines();
        lines.find(|line| line.contains("là cơ quan chủ trì")).unwrap().to_owned()
    };
    assert_eq!(
        of(&summary),
        "- 01 đơn vị là cơ quan chủ trì quá hạn chưa gửi báo cáo tổng hợp: Phòng Nông nghiệp."
    );
    let due = "2024-07-02".parse().ok();
    let behind = |unit: &str, days_late| Behind { unit: code(unit), days_late, due };
    let row = summary.submissions.last_mut().unwrap();
    let units = vec![behind("HL-03", None), behind("HL-01", Some(2))];
    row.overdue = Some(Overdue { days_late: None, behind: units });
    let kept = "trong khi 01 đơn vị chưa có báo cáo dùng được: Xã Yên Bình; 01 đơn vị gửi chậm: Xã Hòa Sơn 02 ngày";
    assert!(of(&summary).ends_with(&format!(": Phòng Nông nghiệp ({kept}).")), "{}", of(&summary));
    // Names that hold commas are kept apart.
    let others = ["Phòng Lao động, Thương binh và Xã hội", "Văn phòng"];
    assert_eq!(listed(others.into_iter()), others.join("; "));
    // One that came late.
    let row = summary.submissions.last_mut().unwrap();
    row.state = State::Accepted;
    row.overdue.as_mut().unwrap().days_late = Some(1);
    row.todo.clear();
    assert_eq!(
        of(&summary),
        format!(
            "- 01 đơn vị là cơ quan chủ trì gửi báo cáo tổng hợp chậm: Phòng Nông nghiệp (01 ngày, {kept})."
        )
    );
}

#[test]
fn a_lead_agency_that_owes_only_its_consolidation_is_asked_for_it_once_that_is_due() {
    let summary = with_agency();
    let unit = code("HL-99");
    let own = to(&summary, "HL-99").unwrap();
    assert!(own.contains("- Gửi báo cáo tổng hợp tháng 6 (chậm nhất ngày 08/7/2024)."), "{own}");
    assert!(!own.contains("đã nhận") && own.contains("chưa nhận được báo cáo"), "{own}");
    let general = text(&letters(&summary).general().unwrap());
    assert!(general.contains("chưa gửi báo cáo tổng hợp: Phòng Nông nghiệp."), "{general}");
    let early = Letters::new(&summary, "2024-07-04".parse().unwrap());
    let agency = early.recipients.iter().find(|of| *of.code == unit).unwrap();
    assert!(agency.is_reminded() && !agency.is_written_to());
    assert!(early.message(agency).contains("(chậm nhất ngày 04/7/2024)"));
}

#[test]
fn difficulties_are_told_by_the_level_that_can_settle_them_and_none_is_lost() {
    let mut summary = district();
    let letter = text(&letters(&summary).obstacles().unwrap());
    assert!(
        letter.contains("- Thuộc thẩm quyền cấp tỉnh: 01 nội dung (Phụ\u{a0}lục\u{a0}I kèm theo)."),
        "{letter}"
    );
    assert!(
        letter.contains(
            "- Chưa ghi hoặc chưa rõ cấp giải quyết: 01 nội dung (Phụ\u{a0}lục\u{a0}II kèm theo)."
        ),
        "{letter}"
    );
    assert!(letter.contains("- Ủy ban nhân dân tỉnh;\n- Phòng Dân tộc."), "{letter}");
    assert!(letter.contains("Chưa có hướng dẫn định mức") && letter.contains("Thiếu mặt bằng"));
    // The work that a unit names stands with its component.
    summary.difficulties[0].about = "Đường thôn A".into();
    let name = sentences::full_name(&summary, summary.difficulties[0].component.as_ref().unwrap());
    let letter = text(&letters(&summary).obstacles().unwrap());
    assert!(letter.contains(&format!("\nĐường thôn A ({name})\n")), "{letter}");
    // What the district itself settles it does not ask of others; what is not understood is told as it was typed.
    fixture::to_be_settled_by(&mut summary.difficulties[0], "Huyện");
    fixture::to_be_settled_by(&mut summary.difficulties[1], "Cơ quan cấp trên");
    let letter = text(&letters(&summary).obstacles().unwrap());
    let own = "Ngoài ra, khó khăn, vướng mắc thuộc thẩm quyền của huyện: 01 nội dung (Phụ\u{a0}lục\u{a0}II kèm theo); ";
    assert!(letter.find("kính đề nghị") < letter.find(own) && letter.contains(own), "{letter}");
    assert!(letter.contains("(cấp giải quyết ghi: “Cơ quan cấp trên”)"), "{letter}");
    // What is settled asks nobody; the rest says how old it is, what it holds up, and who should be asked next.
    let first = &mut summary.difficulties[0];
    (first.since, first.level_since) = (Period::Month(2024, 3), Period::Month(2024, 4));
    (first.proposed, first.amount) =
        (Some(difficulty::Level::Province), Some(fixture::thousand(1_250_500)));
    (first.held_up, first.document) = ("1250,5".to_owned(), "12/BC-UBND".to_owned());
    summary.difficulties[1].status = difficulty::Status::Settled;
    let letter = text(&letters(&summary).obstacles().unwrap());
    let beside = "Chưa có hướng dẫn định mức (số tiền vướng mắc: 1.250,5 triệu đồng; văn bản: 12/BC-UBND; nêu từ tháng 3 năm 2024)";
    assert!(letter.contains(beside), "{letter}");
    let proposed = "(chưa được giải quyết từ tháng 4 năm 2024; đề nghị chuyển cấp tỉnh giải quyết)";
    assert!(letter.contains(proposed) && !letter.contains("Thiếu mặt bằng"), "{letter}");
    summary.difficulties.truncate(1);
    let letter = text(&letters(&summary).obstacles().unwrap());
    assert!(!letter.contains("vượt thẩm quyền") && !letter.contains("kính đề nghị"), "{letter}");
    for obstacle in &mut summary.difficulties {
        fixture::to_be_settled_by(obstacle, "xã");
    }
    assert!(!letters(&summary).has_obstacles());
}

#[test]
fn a_message_is_short_and_says_what_to_do() {
    let summary = district();
    let letters = letters(&summary);
    let unit = letters.recipients.iter().find(|unit| unit.name == "Xã Yên Bình").unwrap();
    assert_eq!(
        letters.message(unit),
        "Kính gửi UBND xã Yên Bình,\r\n\
         Phòng Tài chính - Kế hoạch huyện Hữu Lũng thông báo về báo cáo tháng 6 năm 2024 về kết quả giải ngân vốn các \
         chương trình mục tiêu quốc gia (hạn: 02/7/2024): chưa gửi, quá hạn 04 ngày.\r\n\
         Đề nghị đơn vị:\r\n\
         - Gửi báo cáo tháng 6 năm 2024 chậm nhất ngày 08/7/2024; nếu trong kỳ không phát sinh giải ngân thì ghi rõ \
         “không phát sinh”.\r\n\
         Trân trọng.\r\n"
    );
}
