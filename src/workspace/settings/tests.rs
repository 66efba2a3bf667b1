//! Each promise about `giaingan.toml`, on text as a clerk might leave it.

use super::*;
use crate::domain::code::UnitCode;
use crate::domain::lang::Lang;
use crate::domain::register::Unit;
use crate::domain::settings::{DueMonth, Level, MissingPolicy, Percent};
use crate::rules;

const KNOWN: Known<'static> = Known {
    rules: &[
        rules::PARTS_DO_NOT_ADD_UP.code,
        rules::RATE_DIFFERS.code,
        rules::CUMULATIVE_FELL.code,
    ],
    meanings: &["plan", "cumulative"],
};

/// What a text without a fault says.
fn settings(text: &str) -> Settings {
    read(text.as_bytes(), &KNOWN).unwrap().0
}

/// What a text without a fault says to no effect.
fn notes(text: &str) -> Vec<String> {
    let (_, notes) = read(text.as_bytes(), &KNOWN).unwrap();
    notes.into_iter().map(|words| words.vi).collect()
}

fn faults(text: &str) -> Vec<String> {
    let faults = read(text.as_bytes(), &KNOWN).expect_err("something is wrong");
    faults.list().iter().map(|words| words.get(Lang::Vi).to_owned()).collect()
}

/// The text has one fault, and it is told with all these parts.
fn tells(text: &str, parts: &[&str]) {
    let faults = faults(text);
    assert_eq!(faults.len(), 1, "{faults:?}");
    for part in parts {
        assert!(faults[0].contains(part), "{part:?} is not in {:?}", faults[0]);
    }
}

#[test]
fn the_example_of_the_contract_is_read() {
    let settings = self::settings(include_str!("contract.toml"));
    assert_eq!(settings.office.year, Some(2024));
    assert_eq!(settings.missing, MissingPolicy::Carry);
    let rule = settings.rules[&rules::PARTS_DO_NOT_ADD_UP.code];
    assert_eq!(rule.severity.map(Level::word), Some("warning"));
    assert_eq!(settings.waiver[0].cell, "H23".parse().ok());
    let unit = UnitCode::new("HL-05").unwrap();
    let exempt = |period: &str| settings.exemption(period.parse().unwrap(), &unit).is_some();
    assert_eq!(["2024-06", "2024-07"].map(exempt), [false, true]);
    let letter = &settings.letter;
    assert_eq!((letter.place.as_deref(), letter.signer.as_deref()), (Some("Hữu Lũng"), None));
    assert_eq!((letter.basis.len(), letter.below), (1, Percent::new(30.0)));
    assert_eq!((settings.deadlines.correct_days, settings.deadlines.unit.day), (2, 3));
    assert_eq!(settings.deadlines.lead_agency.of, DueMonth::Own);
}

#[test]
fn without_a_file_everything_is_as_it_usually_is() {
    assert_eq!(settings(""), Settings::default());
}

#[test]
fn a_bom_is_accepted_and_another_encoding_is_named() {
    let with_bom = "\u{feff}[office]\nlevel = \"xã\"\n";
    assert_eq!(settings(with_bom).office.level, "xã");
    let utf16: Vec<u8> = "\u{feff}[office]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let error = read(&utf16, &KNOWN).unwrap_err();
    assert!(error.to_string().contains("UTF-8"), "{error}");
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_the_nearest_one() {
    tells("[office]\nname = \"A\"\nyaer = 2024\n", &["dòng 3", "\"yaer\"", "có phải ý là year?"]);
    tells("[ofice]\nname = \"A\"\n", &["dòng 1", "có phải ý là office?"]);
    tells("[letter]\nsigner_titel = \"A\"\n", &["dòng 2", "có phải ý là signer_title?"]);
    tells("[deadlines]\nunit = { day = 3, monht = 0 }\n", &["dòng 2", "có phải ý là month?"]);
    tells("[rules.GN402]\ntolerence = \"1\"\n", &["dòng 2", "có phải ý là tolerance?"]);
}

#[test]
fn one_slip_does_not_hide_the_next() {
    let text = "[office]\nyaer = 2024\nmoney_unit = \"trieu\"\nlevel = 3\n\
        [letter]\nplace = 1\nsinger = \"A\"\n\
        [[waiver]]\nrule = \"GN601\"\nunit = 5\ncel = \"H23\"\nperiod = \"2024-06\"\nreason = \"a\"\n\
        [[waiver]]\nrule = \"GN61\"\nunit = \"HL-05\"\nperiod = \"2024-06\"\nreason = \"a\"\n\
        [deadline]\nperiod = \"2024-06\"\n";
    let found = faults(text);
    let lines = [2, 3, 4, 6, 7, 10, 11, 15, 19];
    assert_eq!(found.len(), lines.len(), "{found:#?}");
    for (fault, line) in found.iter().zip(lines) {
        assert!(fault.starts_with(&format!("giaingan.toml dòng {line}: ")), "{line}: {fault}");
    }
}

#[test]
fn what_has_no_effect_is_noted_with_its_line() {
    let office = "[office]\nyear = 2024\n";
    let of_last_year = "[[deadline]]\nperiod = \"2023-06\"\ndue = \"2023-07-05\"\n\
        [[exempt]]\nunit = \"HL-05\"\nperiod = \"2023-06\"\nreason = \"a\"\n";
    let told = notes(&format!("{office}{of_last_year}"));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("dòng 4: deadline.period") && told[0].contains("2024"), "{told:?}");
    assert!(told[1].contains("dòng 8: exempt.period"), "{told:?}");
    let twice = "[[deadline]]\nperiod = \"2024-06\"\ndue = \"2024-07-05\"\n\
        [[deadline]]\nperiod = \"T6/2024\"\ndue = \"2024-07-09\"\n";
    let told = notes(&format!("{office}{twice}"));
    assert!(
        told.len() == 1 && told[0].contains("dòng 8") && told[0].contains("2024-07-09"),
        "{told:?}"
    );
    let of_unit = twice.replace("T6/2024\"", "T6/2024\"\nunit = \"HL-05\"");
    assert_eq!(notes(&format!("{office}{of_unit}")), [""; 0]);
    let exempt = "[[exempt]]\nunit = \"HL-05\"\nperiod = \"2024-06\"\nreason = \"bão\"\n";
    let told = notes(&format!("{office}{exempt}{exempt}"));
    assert!(told.len() == 1 && told[0].contains("lấy mục ghi trước"), "{told:?}");
    let next = exempt.replace("06", "07");
    assert_eq!(notes(&format!("{office}{exempt}{next}")), [""; 0]);
}

#[test]
fn reports_may_be_due_in_the_month_that_they_report() {
    let due = |text: &str| settings(&format!("[deadlines]\nunit = {text}\n")).deadlines.unit.of;
    assert_eq!(due("{ day = 15, month = 0 }"), DueMonth::Own);
    assert_eq!([due("{ day = 15, month = 1 }"), due("{ day = 15 }")], [DueMonth::Next; 2]);
    tells("[deadlines]\nunit = { day = 15, month = 2 }\n", &["dòng 2", "0 (ngay trong tháng"]);
}

#[test]
fn a_wrong_value_is_named_with_what_would_be_right() {
    tells("[office]\nmoney_unit = \"trieu\"\n", &["dòng 2", "\"trieu\"", "\"triệu đồng\""]);
    tells("[office]\nyear = \"2024\"\n", &["dòng 2", "số nguyên không có ngoặc kép"]);
    tells("[deadlines]\nunit = 3\n", &["dòng 2", "{ day = 3, inclusive = false }"]);
    tells("[deadlines]\nholidays = [\"2024-09-02\"]\n", &["dòng 2", "không có ngoặc kép"]);
    tells("[rules.GN402]\ntolerance = 0.5\n", &["dòng 2", "trong ngoặc kép"]);
    tells("[[waiver]]\nrule = \"GN601\"\n", &["dòng 1", "thiếu mục unit"]);
    tells("[missing]\npolicy = \"none\"\n", &["dòng 2", "\"carry\"", "\"zero\""]);
}

#[test]
fn what_is_not_toml_is_told_line_by_line() {
    tells("[office]\nlevel = “huyện”\n", &["dòng 2", "nháy cong"]);
    tells("[office]\nlast_year = \"..\\2023\"\n", &["dòng 2", "dùng dấu /"]);
    tells("[office]\nyear = 2024\nyear = 2025\n", &["dòng 3", "chỉ ghi một lần"]);
    let two = faults("[office]\nlevel = huyện\nname = \"A\"\nyear = năm\n");
    assert_eq!(two.len(), 2, "{two:?}");
    assert!(two[0].contains("dòng 2") && two[1].contains("dòng 4"), "{two:?}");
}

#[test]
fn everything_that_the_form_of_the_file_does_not_show_is_checked_at_once() {
    let text = "[office]\nlevel = \" \"\nyear = 24\n\
        [deadlines]\nunit = { day = 31 }\nholidays = [07:30:00]\n\
        [rules.GN999]\nseverity = \"off\"\n\
        [rules.GN402]\nseverity = \"fatal\"\ntolerance = \"nửa\"\n\
        [targets]\nlow_rate = 130\n\
        [[deadline]]\nperiod = \"tháng trước\"\ndue = \"31/2/2024\"\n\
        [[counterpart]]\nratio = 10\n\
        [[heading]]\ntext = \"KP cấp\"\nmeans = \"pln\"\n\
        [[waiver]]\nrule = \"GN61\"\nunit = \"\"\nperiod = \"2024-06\"\nuntil = \"2024-05\"\ncell = \"23H\"\nreason = \"\"\n";
    let found = faults(text);
    let lines = [2, 3, 5, 6, 7, 10, 11, 13, 15, 16, 17, 21, 23, 24, 26, 27, 28];
    assert_eq!(found.len(), lines.len(), "{found:#?}");
    for (fault, line) in found.iter().zip(lines) {
        assert!(fault.starts_with(&format!("giaingan.toml dòng {line}: ")), "{line}: {fault}");
    }
    assert!(found[11].contains("có phải ý là plan?") && found[12].contains("có phải ý là GN601?"));
    assert!(found[5].contains("error, warning, note, off"), "{}", found[5]);
}

#[test]
fn a_waiver_is_for_a_period_of_the_year_and_is_given_once() {
    let waiver = |period: &str, more: &str| {
        format!(
            "[[waiver]]\nrule = \"GN601\"\nunit = \"HL-05\"\nperiod = \"{period}\"\nreason = \"Thu hồi\"\n{more}"
        )
    };
    let office = "[office]\nyear = 2024\n";
    tells(&format!("{office}{}", waiver("2023-06", "")), &["dòng 6", "waiver.period", "2024"]);
    tells(&waiver("2024-06", "by = \" \"\n"), &["dòng 6", "waiver.by", "để trống"]);
    let of_file = |file: &str| waiver("2024-06", &format!("file = \"nop/2024-06/{file}.xlsx\"\n"));
    let two_files = of_file("a") + &of_file("b");
    assert_eq!(settings(&two_files).waiver.len(), 2);
    let twice = waiver("2024-06", "") + &waiver("T6/2024", "by = \"Lãnh đạo phòng\"\n");
    tells(&twice, &["dòng 7", "waiver.rule", "gộp lại"]);
    let two_cells = waiver("2024-06", "cell = \"H23\"\n") + &waiver("2024-06", "");
    assert_eq!(settings(&two_cells).waiver.len(), 2);
}

#[test]
fn an_exemption_says_who_when_and_why() {
    let text = "[[exempt]]\nunit = \"\"\nperiod = \"tháng sau\"\nreason = \" \"\n";
    let found = faults(text);
    assert_eq!(found.len(), 3, "{found:?}");
    tells("[[exempt]]\nunit = \"HL-05\"\nperiod = \"2024-06\"\n", &["thiếu mục reason"]);
}

#[test]
fn what_is_right_but_written_otherwise_is_brought_into_one_form() {
    let text = "[rules.GN402]\ntolerance = \"0,5\"\n\
        [[deadline]]\nperiod = \"12/7/2024\"\ndue = \"15/7/2024\"\n\
        [[exclude]]\nfile = '.\\nop\\2024-06\\Xa\u{303} A.xlsx'\nreason = \"bản nháp\"\n";
    let settings = self::settings(text);
    let rule = settings.rules[&rules::PARTS_DO_NOT_ADD_UP.code];
    assert_eq!(rule.tolerance, "0.5".parse().ok());
    assert_eq!(settings.deadline[0].due.to_string(), "2024-07-15");
    assert_eq!(settings.exclude[0].file, "nop/2024-06/Xã A.xlsx");
}

#[test]
fn units_and_components_must_be_in_the_register() {
    let text = "[[deadline]]\nperiod = \"2024-06\"\nunit = \"HL-50\"\ndue = \"2024-07-15\"\n\
        [[deadline]]\nperiod = \"2024-06\"\nunit = \"HL-05\"\ndue = \"2024-07-15\"\n\
        [[counterpart]]\ncomponent = \"gn.33\"\nratio = 10\n";
    let settings = self::settings(text);
    let register = Register {
        units: vec![Unit::new(UnitCode::new("HL-05").unwrap(), "Xã Đô Lương")],
        ..Register::default()
    };
    let error = agree(text.as_bytes(), &settings, &register, &Catalogue::embedded()).unwrap_err();
    let shown = error.to_string();
    assert_eq!(error.list().len(), 2, "{shown}");
    assert!(shown.contains("dòng 3: deadline.unit") && shown.contains("HL-05?"), "{shown}");
    assert!(shown.contains("dòng 10: counterpart.component") && shown.contains("gn.3"), "{shown}");
}

#[test]
fn the_settings_that_init_writes_are_the_defaults_and_its_optional_blocks_are_right() {
    let template = include_str!("../giaingan.toml");
    let filled = template
        .replace("{name}", "Phòng Tài chính - Kế hoạch")
        .replace("{authority}", "UBND huyện")
        .replace("{year}", "2024");
    let settings = self::settings(&filled);
    let mut expected = Settings::default();
    expected.office.name = "Phòng Tài chính - Kế hoạch".to_owned();
    expected.office.authority = "UBND huyện".to_owned();
    expected.office.year = Some(2024);
    assert_eq!(settings, expected);

    // A comment whose text begins like a table or a setting is an optional block.
    let is_setting = |line: &str| {
        line.starts_with('[')
            || line.split_once(" = ").is_some_and(|(name, _)| {
                name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            })
    };
    let open = |line: &str| match line.strip_prefix("# ") {
        Some(optional) if is_setting(optional) => optional.to_owned(),
        _ => line.to_owned(),
    };
    let all: String = filled.lines().map(|line| open(line) + "\n").collect();
    let settings = self::settings(&all);
    assert_eq!(settings.office.last_year, Some("../2023".into()));
    assert_eq!(settings.targets.low_rate, Percent::new(30.0));
    assert_eq!(settings.rules[&rules::PARTS_DO_NOT_ADD_UP.code].tolerance, "0.5".parse().ok());
    assert_eq!((settings.deadline.len(), settings.exclude.len()), (1, 1));
    assert_eq!(settings.exempt.len(), 1);
    assert_eq!((settings.counterpart.len(), settings.heading.len()), (1, 1));
    assert_eq!(settings.letter.recipients, ["Như trên", "Lưu: VT"]);
    assert_eq!(settings.waiver.len(), 1);
}
