//! What the README shows is what the program prints, and its table of rules is the records.

use giaingan::check::RULES;
use giaingan::domain::lang::Lang;

#[test]
fn the_console_blocks_are_what_is_printed() {
    trycmd::TestCases::new().env("COLUMNS", "100").env("NO_COLOR", "1").case("README.md");
}

#[test]
fn the_table_of_rules_is_the_records() {
    let mut table = String::from("| code | name | default | |\n|---|---|---|---|\n");
    for rule in RULES {
        let severity = rule.severity.label().get(Lang::En).to_lowercase();
        let (vi, en) = (rule.title.get(Lang::Vi), rule.title.get(Lang::En));
        table
            .push_str(&format!("| {} | {} | {severity} | {vi} – *{en}* |\n", rule.code, rule.name));
    }
    let readme = include_str!("../README.md");
    assert!(readme.contains(&table), "put this into the README:\n\n{table}");
}
