//! What the README shows is what the program prints, and its table of rules is the records.

use std::fs;

use giaingan::domain::lang::Lang;
use giaingan::rules;

use super::workspace::root;

/// What stands around the table of rules.
const MARKS: [&str; 2] = ["<!-- rules: written by tests/all/readme.rs -->\n", "<!-- /rules -->\n"];

#[test]
fn the_console_blocks_are_what_is_printed() {
    trycmd::TestCases::new().env("COLUMNS", "100").env("NO_COLOR", "1").case("README.md");
}

#[test]
fn the_table_of_rules_is_the_records() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let has_carriage_returns = readme.contains("\r\n");
    let readme = readme.replace("\r\n", "\n");
    let (before, rest) = readme.split_once(MARKS[0]).expect("the README has the first mark");
    let (table, after) = rest.split_once(MARKS[1]).expect("the README has the second mark");
    if table == table_of_rules() {
        return;
    }
    assert!(
        std::env::var_os("GIAINGAN_BLESS").is_some(),
        "the table of rules in README.md is not the records; write it anew with: GIAINGAN_BLESS=1 cargo test --test all readme::"
    );
    let written = [before, MARKS[0], &table_of_rules(), MARKS[1], after].concat();
    let written = if has_carriage_returns { written.replace('\n', "\r\n") } else { written };
    fs::write(&path, written).unwrap();
}

fn table_of_rules() -> String {
    let row = |cells: [&str; 4]| format!("| {} |\n", cells.join(" | "));
    let mut table = row(["code", "name", "default", ""]) + "|---|---|---|---|\n";
    for family in rules::ALL.chunk_by(|a, b| a.family() == b.family()) {
        let (vi, en) = (family[0].family().label().vi, family[0].family().label().en);
        table.push_str(&row([&format!("**{vi}** – *{en}*"), "", "", ""]));
        for rule in family {
            let severity = rule.severity.label().get(Lang::En).to_lowercase();
            let title = format!("{} – *{}*", rule.title.get(Lang::Vi), rule.title.get(Lang::En));
            table.push_str(&row([rule.code.0, rule.name, &severity, &title]));
        }
    }
    table
}
