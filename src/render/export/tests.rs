use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write as _;

use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
use ::parquet::record::Field;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::columns::COLUMNS;
use super::csv::guarded;
use super::figure::{From, Measured};
use super::*;
use crate::domain::key::Work;
use crate::domain::known::Known;
use crate::domain::money::Money;
use crate::domain::summary::{Standing, SummaryLine};
use crate::render::workbook::fixture;

/// A row of either file: what stands under each heading, nothing where nothing does.
type Line = Vec<Option<String>>;

fn both(summary: &Summary, edition: Option<u32>) -> (Vec<u8>, Vec<u8>) {
    let (mut csv, mut parquet) = (Vec::new(), Vec::new());
    write(summary, edition, &mut |_, _| None, (&mut csv, &mut parquet)).unwrap();
    (csv, parquet)
}

/// The rows of a CSV, texts as they were before they were guarded.
fn of_csv(bytes: &[u8]) -> Vec<Line> {
    let mut reader = ::csv::Reader::from_reader(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(names, COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>());
    let value =
        |text: &str| (!text.is_empty()).then(|| text.strip_prefix('\'').unwrap_or(text).to_owned());
    let rows = reader.records().map(|record| record.unwrap().iter().map(value).collect());
    rows.collect()
}

/// The rows of a Parquet file, in the words of a CSV.
fn of_parquet(bytes: &[u8]) -> Vec<Line> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let value = |field: &Field| match field {
        Field::Null => None,
        Field::Str(text) => Some(text.clone()),
        Field::Int(number) => Some(number.to_string()),
        Field::Long(number) => Some(number.to_string()),
        Field::Bool(truth) => Some(truth.to_string()),
        Field::Date(days) => {
            let first = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
            Some((first + Days::new(u64::try_from(*days).unwrap())).to_string())
        }
        other => panic!("no column has {other:?}"),
    };
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| row.unwrap().get_column_iter().map(|(_, field)| value(field)).collect())
        .collect()
}

fn at(name: &str) -> usize {
    COLUMNS.iter().position(|column| column.name == name).unwrap()
}

fn change(summary: &mut Summary, edit: impl Fn(&mut SummaryLine)) {
    let mut lines: Vec<SummaryLine> = summary.lines.iter().collect();
    lines.iter_mut().for_each(edit);
    summary.lines = lines.into_iter().collect();
}

#[test]
fn both_files_hold_the_same_rows_whatever_a_unit_typed() {
    let hostile = "=1+1,\"Xã\"; \n+A'\tcu\u{31b}\u{301}ng\u{1b}[31m\u{202e}";
    let mut summary = fixture::summary();
    summary.settings.office.name = format!("'{hostile}");
    for unit in &mut summary.units {
        unit.name = hostile.to_owned();
    }
    change(&mut summary, |line| {
        line.key.work = line.key.work.take().map(|work| Work::coded("-07", &work.name));
    });
    summary.set_aside[0].label = hostile.into();
    let (csv, parquet) = both(&summary, Some(2));
    assert_eq!(both(&summary, Some(2)), (csv.clone(), parquet.clone()), "the same bytes twice");
    let rows = of_csv(&csv);
    assert_eq!(rows, of_parquet(&parquet));
    assert!(rows.iter().all(|row| row[at("edition")].as_deref() == Some("2")));
    // As it was typed, with its lines and its tab a blank; nothing that a terminal obeys or nobody sees.
    let typed = "=1+1,\"Xã\"; \n+A' cứng[31m";
    let names: BTreeSet<_> =
        rows.iter().filter_map(|row| row[at("unit_name")].as_deref()).collect();
    assert!(names.contains(typed), "{names:?}");
    assert!(rows.iter().any(|row| row[at("work_code")].as_deref() == Some("-07")));
    let office = format!("'{typed}");
    assert!(rows.iter().all(|row| row[at("office")].as_ref() == Some(&office)));
    let raw = String::from_utf8(csv).unwrap();
    assert!(raw.contains(",'-07,"), "Excel takes it for no formula");
}

#[test]
fn what_nobody_knows_is_empty_and_said_to_be_unknown_and_a_stated_nothing_is_0() {
    let mut summary = fixture::summary();
    change(&mut summary, |line| match line.standing {
        Standing::Provisional => {
            (line.in_period_known, line.basis) = (None, Some(Known::Carried));
        }
        _ if line.unit.as_str() == "HL-*" && line.basis.is_some() => {
            line.in_period_known = Some(Known::AtLeast);
        }
        _ => {}
    });
    let (csv, _) = both(&summary, None);
    let rows = of_csv(&csv);
    let of = |row: &Line, name: &str| row[at(name)].clone().unwrap_or_default();
    for row in &rows {
        let is_known = of(row, "known") == "true";
        assert!(is_known || of(row, "amount") != "0", "{row:?}");
        assert!(!is_known || !of(row, "amount").is_empty(), "{row:?}");
    }
    let told = |unit: &str, kind: &str, measure: &str| {
        let is_it = |row: &&Line| {
            [of(row, "unit"), of(row, "kind"), of(row, "measure")] == [unit, kind, measure]
        };
        let found: Vec<&Line> = rows.iter().filter(is_it).collect();
        let [row] = found[..] else { panic!("{unit} {kind} {measure}: {found:?}") };
        ["amount", "basis", "known"].map(|name| of(row, name))
    };
    // A report that leaves the period open, and says 0 of the year.
    assert_eq!(told("HL-*", "report", "in_period"), ["", "at-least", "false"]);
    assert_eq!(told("HL-*", "report", "cumulative"), ["0", "stated", "true"]);
    // The last report stands for a silent unit; of the period nobody knows anything.
    assert_eq!(told("HL-04", "provisional", "cumulative"), ["333333333", "carried", "true"]);
    assert_eq!(told("HL-04", "provisional", "in_period"), ["", "", "false"]);
    // One that never reported is not absent.
    assert_eq!(told("HL-05", "missing", "in_period"), ["", "", "false"]);
    assert_eq!(told("HL-05", "missing", "cumulative"), ["", "", "false"]);
}

#[test]
fn an_amount_beyond_64_bits_is_refused_and_named() {
    let mut summary = fixture::summary();
    let large = Money::from_dong(i64::MAX) + Money::from_dong(1);
    summary.set_aside[0].amount = large;
    let (mut csv, mut parquet) = (Vec::new(), Vec::new());
    let done = write(&summary, None, &mut |_, _| None, (&mut csv, &mut parquet));
    let error = done.unwrap_err().to_string();
    assert!(error.contains("9223372036854775808 đồng"), "{error}");
}

#[test]
fn figures_that_do_not_come_to_the_totals_are_never_written() {
    let mut summary = fixture::summary();
    summary.totals.tally.cumulative += Money::from_dong(1);
    let (mut csv, mut parquet) = (Vec::new(), Vec::new());
    assert!(write(&summary, None, &mut |_, _| None, (&mut csv, &mut parquet)).is_err());
}

#[test]
fn the_description_names_every_column_and_every_value() {
    let text = description();
    let mut names = BTreeSet::new();
    for column in &COLUMNS {
        assert!(names.insert(column.name), "{} twice", column.name);
        assert!(column.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
        assert!(text.contains(&format!("| `{}` | {} |", column.name, column.read.name())));
    }
    let ids = Measured::all().map(Measured::id).chain(From::ALL.map(From::id));
    for id in ids.chain(Known::ALL.map(Known::id)) {
        assert!(text.contains(&format!("| `{id}` |")), "{id}");
    }
    let (csv, _) = both(&fixture::summary(), None);
    for row in of_csv(&csv) {
        for (column, value) in COLUMNS.iter().zip(&row) {
            let values = (column.values)();
            let is_listed =
                |value: &String| values.is_empty() || values.iter().any(|(id, _)| id == value);
            assert!(value.as_ref().is_none_or(is_listed), "{}: {value:?}", column.name);
        }
    }
}

proptest! {
    #[test]
    fn a_guarded_text_is_no_formula_and_comes_back(text in "([=+@'\n-]?\\PC{0,5}){0,3}") {
        let guard = guarded(&text);
        prop_assert!(!guard.starts_with(['=', '+', '-', '@', '\n']));
        prop_assert_eq!(guard.strip_prefix('\'').unwrap_or(&guard), &text);
    }
}

#[test]
fn more_rows_than_a_row_group_are_written_whole() {
    let mut summary = fixture::summary();
    let cell = summary.set_aside[0].clone();
    summary.set_aside = vec![cell; (1 << 16) + 10];
    let (csv, parquet) = both(&summary, None);
    assert_eq!(of_csv(&csv).len(), of_parquet(&parquet).len());
    let mut file: File = tempfile::tempfile().unwrap();
    file.write_all(&parquet).unwrap();
    assert_eq!(SerializedFileReader::new(file).unwrap().metadata().num_row_groups(), 2);
}
