//! What people read on the screen: texts of a given width, with or without colour; nothing is lost without it.

mod amounts;
mod bridge;
mod explain;
mod findings;
mod grid;
mod home;
mod missing;
mod next;
mod screen;
mod status;
mod summary;
mod table;
mod trace;
mod units;

pub(super) use amounts::{Amounts, percent_of};
pub(crate) use bridge::{compared, why};
pub(crate) use explain::{explain, rules};
pub(crate) use findings::{Grouping, findings};
pub(crate) use home::{Home, home};
pub(crate) use next::next_steps;
pub(crate) use screen::{Colour, Screen};
pub(crate) use status::status;
pub(super) use summary::control_words;
pub(crate) use summary::summary;
pub(crate) use trace::trace;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::lang::{Lang, Words};
    use crate::domain::money::{Money, MoneyUnit};
    use crate::domain::period::Period;
    use crate::domain::register::Register;
    use crate::domain::summary::{Summary, fixture};
    use chrono::NaiveDate;
    use unicode_width::UnicodeWidthStr;

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2024, 7, 6).expect("it is a day");

    fn screen(width: usize) -> Screen {
        Screen { width, colour: Colour::Plain }
    }

    fn all(of: &Summary, lang: Lang, screen: &Screen) -> [String; 6] {
        let [by_unit, by_rule] =
            [Grouping::Unit, Grouping::Rule].map(|by| findings(of, by, lang, screen));
        let (rule, rules) =
            (explain(&fixture::PARTS, lang, screen), rules(&[&fixture::PARTS], lang, screen));
        [
            summary(of, lang, screen),
            status(of, &of.grid, TODAY, lang, screen),
            by_unit,
            by_rule,
            rule,
            rules,
        ]
    }

    /// A folder without settings and register: nothing assigned, nothing allocated, an ad hoc day.
    fn bare_folder() -> Summary {
        let mut summary = fixture::district();
        summary.settings.office.name.clear();
        summary.register = Register::default().into();
        summary.decisions.clear();
        (summary.totals.assigned, summary.totals.allocated) = (None, Money::ZERO);
        for program in &mut summary.programs {
            (program.assigned, program.allocated) = (None, Money::ZERO);
        }
        summary.period = Period::Day("2024-07-12".parse().unwrap());
        summary
    }

    fn without_escapes(text: &str) -> String {
        let mut parts = text.split('\u{1b}');
        let mut bare = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            bare.push_str(part.split_once('m').unwrap().1);
        }
        bare
    }

    #[test]
    fn every_line_fits_the_screen_and_ends_in_its_last_word() {
        for of in [fixture::district(), bare_folder()] {
            for (width, lang) in [(80, Lang::Vi), (80, Lang::En), (120, Lang::Vi), (120, Lang::En)]
            {
                for line in all(&of, lang, &screen(width)).iter().flat_map(|text| text.lines()) {
                    assert!(line.width() <= width, "{width}: {line}");
                    assert!(!line.ends_with(' '), "{line:?}");
                }
            }
        }
    }

    #[test]
    fn without_colour_there_is_no_escape_and_nothing_is_lost() {
        let of = fixture::district();
        let ansi = Screen { width: 80, colour: Colour::Ansi };
        for (plain, painted) in
            all(&of, Lang::Vi, &screen(80)).iter().zip(all(&of, Lang::Vi, &ansi))
        {
            assert!(!plain.contains('\u{1b}'));
            assert!(painted.contains('\u{1b}'));
            let bare = without_escapes(&painted);
            let trimmed: Vec<&str> = bare.lines().map(str::trim_end).collect();
            assert_eq!(trimmed, plain.lines().collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_missing_unit_is_named_with_whom_to_call() {
        let mut of = fixture::district();
        let row = of.missing().next().unwrap().clone();
        of.submissions.extend((0..99).map(|index| {
            let mut row = row.clone();
            (row.name, row.phone) = (format!("Xã số {index}."), format!("09{index:02} 000 000"));
            row
        }));
        for text in [
            summary(&of, Lang::Vi, &screen(80)),
            status(&of, &of.grid, TODAY, Lang::Vi, &screen(80)),
        ] {
            for row in of.missing() {
                assert!(text.contains(&row.name) && text.contains(&row.phone), "{}", row.name);
            }
        }
    }

    #[test]
    fn no_amount_is_broken_however_narrow_the_screen() {
        let mut of = fixture::district();
        of.settings.office.money_unit = MoneyUnit::Dong;
        let text = summary(&of, Lang::Vi, &screen(40));
        for amount in ["1.000.000.000", "800.000.000", "160.500.000", "20,06%", "16,05%"] {
            assert!(text.contains(amount), "{amount}");
        }
    }

    #[test]
    fn text_of_a_unit_cannot_steer_the_terminal() {
        let hostile = "Xã\u{1b}]0;x\u{7}\u{202e}\u{9b}31m\n\u{2063}";
        let mut of = fixture::district();
        of.settings.office.name = hostile.to_owned();
        of.remarks[0].vi = hostile.to_owned();
        of.units.iter_mut().for_each(|unit| unit.name = hostile.to_owned());
        for row in &mut of.submissions {
            (row.name, row.contact, row.phone) = (hostile.into(), hostile.into(), hostile.into());
            row.file = Some(hostile.into());
        }
        for finding in &mut of.findings {
            finding.problem.words = Arc::new(Words::new(hostile, hostile));
            finding.problem.place.sheet = Some(hostile.into());
            if let Some(accepted) = &mut finding.accepted {
                Arc::make_mut(accepted).reason = hostile.to_owned();
            }
        }
        let is_obeyed =
            |letter: char| letter != '\n' && letter.is_control() || letter == '\u{202e}';
        for text in all(&of, Lang::Vi, &screen(80)) {
            assert!(!text.contains(is_obeyed), "{text:?}");
        }
    }

    #[test]
    fn a_clean_result_says_so() {
        let mut of = fixture::district();
        of.findings.clear();
        assert!(
            findings(&of, Grouping::Unit, Lang::Vi, &screen(80))
                .contains("Không có nội dung nào cần rà soát")
        );
        assert!(summary(&of, Lang::En, &screen(80)).contains("no errors"));
    }

    #[test]
    fn a_control_total_that_does_not_balance_is_shouted() {
        let mut of = fixture::district();
        assert!(summary(&of, Lang::Vi, &screen(80)).contains("khớp."));
        of.control.used.cells -= 1;
        assert!(summary(&of, Lang::Vi, &screen(80)).contains("KHÔNG KHỚP"));
    }

    #[test]
    fn the_missing_and_the_late_come_first_and_a_correction_is_not_late() {
        let text = status(&fixture::district(), &[], TODAY, Lang::Vi, &screen(120));
        let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}\n{text}"));
        assert!(at("CHƯA NỘP (3)") < at("KHÔNG DÙNG ĐƯỢC (2)"));
        assert!(at("KHÔNG DÙNG ĐƯỢC (2)") < at("GỬI CHẬM (1)"));
        assert!(at("GỬI CHẬM (1)") < at("Xã Hòa Sơn") && at("Xã Hòa Sơn") < at("ĐÃ NHẬN (2)"));
        assert!(at("ĐÃ NHẬN (2)") < at("Thị trấn Hữu Lũng"));
    }
}
