use super::*;
use crate::check::fixture::{self, difficulty as row};

fn report(period: &str, rows: Vec<Difficulty>) -> Submission {
    Submission { difficulties: rows, ..fixture::submission(period, Vec::new()) }
}

fn late() -> Difficulty {
    row("gn.2", &[(Part::Difficulty, "Chưa có hướng dẫn"), (Part::Level, "huyện")])
}

/// First period, last, that of its end, and the words of each.
fn told(reports: &[Submission]) -> Vec<String> {
    let show = |of: &Followed| {
        let settled = of.settled.map_or("-".to_owned(), |period| period.to_string());
        format!("{} {} {settled} {}", of.since, of.last, of.text(Part::Difficulty))
    };
    obstacles(reports).iter().map(show).collect()
}

#[test]
fn what_a_report_leaves_out_is_still_open_and_keeps_its_name() {
    let april = report("2024-04", vec![late()]);
    let may = report("2024-05", vec![]);
    let june = report("2024-06", vec![row("gn.2", &[(Part::Difficulty, "CHƯA có  hướng dẫn.")])]);
    assert_eq!(told(&[april.clone(), may.clone()]), ["2024-04 2024-04 - Chưa có hướng dẫn"]);
    let all = [june, april.clone(), may];
    assert_eq!(told(&all), ["2024-04 2024-06 - CHƯA có  hướng dẫn."]);
    let [first, last] = [&[april][..], &all[..]].map(obstacles);
    assert_eq!(first[0].id, last[0].id);
    assert!(first[0].id.starts_with("HL-01-KK-") && first[0].id.len() == 15, "{}", first[0].id);
    // The level was not told again, and stays.
    assert_eq!(last[0].level(), Some(Level::District));
}

#[test]
fn the_id_knows_it_whatever_its_words_are_and_only_another_one_is_new() {
    let april = report("2024-04", vec![late()]);
    let id = obstacles([&april])[0].id.to_string();
    let named = |text: &str| {
        let typed = id.to_lowercase().replace('-', " - ");
        row(
            "gn.2",
            &[(Part::Id, &typed), (Part::Difficulty, text), (Part::Status, "Đang giải quyết")],
        )
    };
    let may = report("2024-05", vec![named("Thiếu định mức"), named("Thiếu cán bộ")]);
    assert_eq!(
        told(&[april.clone(), may]),
        ["2024-04 2024-05 - Thiếu định mức", "2024-05 2024-05 - Thiếu cán bộ"]
    );
    // The words that were cleared stay, and an id that nobody knows takes none away.
    let cleared = row("", &[(Part::Id, &id), (Part::Status, "Đã giải quyết")]);
    let strange = row("gn.4", &[(Part::Id, "HL-09-KK-000000"), (Part::Difficulty, "Giá tăng")]);
    let nothing = row("", &[(Part::Id, "HL-09-KK-000001")]);
    assert_eq!(
        told(&[april, report("2024-05", vec![cleared, strange, nothing])]),
        ["2024-04 2024-05 2024-05 Chưa có hướng dẫn", "2024-05 2024-05 - Giá tăng"]
    );
}

#[test]
fn it_is_settled_once_and_open_again_where_it_is_told_again() {
    let over =
        || row("gn.2", &[(Part::Difficulty, "Chưa có hướng dẫn"), (Part::Status, "Đã giải quyết")]);
    let mut year = vec![report("2024-04", vec![late()]), report("2024-05", vec![over()])];
    year.push(report("2024-06", vec![over()]));
    assert_eq!(told(&year), ["2024-04 2024-06 2024-05 Chưa có hướng dẫn"]);
    year.push(report("2024-07", vec![late()]));
    assert_eq!(told(&year), ["2024-07 2024-07 - Chưa có hướng dẫn"]);
}

#[test]
fn works_are_told_apart_and_rows_of_one_report_stand_side_by_side() {
    let work = |about: &str| Difficulty { about: about.into(), is_whole: false, ..late() };
    assert_eq!(told(&[report("2024-04", vec![work("Đường A"), work("Đường B")])]).len(), 2);
    let more =
        |level| row("gn.2", &[(Part::Difficulty, "Chưa có hướng dẫn"), (Part::Level, level)]);
    let twice = report("2024-04", vec![more("huyện"), more("huyện"), more("tỉnh")]);
    let [of] = &obstacles([&twice])[..] else { panic!("one difficulty") };
    assert_eq!((of.text(Part::Level), of.level()), ("huyện; tỉnh", Some(Level::Province)));
}

#[test]
fn a_new_level_counts_from_when_it_was_told() {
    let at = |level: &str| row("gn.2", &[(Part::Difficulty, "Chậm"), (Part::Level, level)]);
    let since = |levels: &[&str]| {
        let reports = (4..).zip(levels);
        let reports =
            reports.map(|(month, level)| report(&format!("2024-{month:02}"), vec![at(level)]));
        let reports: Vec<Submission> = reports.collect();
        obstacles(&reports)[0].level_since.to_string()
    };
    assert_eq!(since(&["huyện", "UBND huyện", ""]), "2024-04");
    assert_eq!(since(&["huyện", "tỉnh", "UBND tỉnh"]), "2024-05");
}
