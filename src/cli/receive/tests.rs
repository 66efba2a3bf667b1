use std::path::Path;

use super::record::names;
use super::*;

fn first_names(unit: &str, name: &str, period: &str, source: &str) -> Vec<String> {
    let unit = UnitCode::new(unit).unwrap();
    names(&unit, name, period.parse().unwrap(), Path::new(source)).take(2).collect()
}

#[test]
fn a_name_says_unit_and_period_and_keeps_the_extension() {
    assert_eq!(
        first_names("HL-05", "Xã Cai Kinh", "2024-06", "a/BC & 100%! (cuối).XLS"),
        ["HL-05 - Xã Cai Kinh - 2024-06.xls", "HL-05 - Xã Cai Kinh - 2024-06 (2).xls"]
    );
    assert_eq!(
        first_names("Ban A/B", "Ban A/B", "2024-Q2", "Báo cáo. Bản cuối cùng"),
        ["Ban A-B - 2024-Q2", "Ban A-B - 2024-Q2 (2)"]
    );
    assert_eq!(first_names("A", "Tổ 3", "2024", "a.xlsx")[0], "A - Tổ 3 - năm 2024.xlsx");
    let long = &first_names("HL-05", &"ă".repeat(400), "2024-06", "a.xlsx")[1];
    assert!(long.ends_with(" - 2024-06 (2).xlsx") && long.len() < 255, "{long}");
}

#[test]
fn the_moment_is_of_viet_nam_and_of_a_day_taken_for_today_its_end() {
    for (typed, said) in [
        ("2/7/2024 16:55", "2024-07-02T16:55:00+07:00"),
        ("2024-07-02", "2024-07-02T00:00:00+07:00"),
        ("2024-07-02T23:30:00Z", "2024-07-03T06:30:00+07:00"),
    ] {
        assert_eq!(moment(typed).unwrap().to_rfc3339(), said);
    }
    assert!(moment("hôm qua").is_err());
    let today = NaiveDate::from_ymd_opt(2024, 7, 2);
    assert_eq!(now(today).to_rfc3339(), "2024-07-02T23:59:59+07:00");
}
