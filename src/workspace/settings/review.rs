//! What is asked of single values of the settings; every fault is kept with its line.

use chrono::NaiveDate;

use crate::domain::lang::Words;
use crate::domain::period::Period;
use crate::domain::register::Register;

use super::super::faults::{Faults, nearest, quoted, suggestion};
use super::FILE;
use super::lines::Lines;

/// The settings are looked through section by section; every fault is kept with its line.
pub(super) struct Review<'a> {
    lines: Lines<'a>,
    faults: Vec<(usize, Words)>,
}

impl<'l> Review<'l> {
    pub(super) fn new(lines: Lines<'l>) -> Review<'l> {
        Review { lines, faults: Vec::new() }
    }

    /// Something is wrong at `path` (`deadline.0.due`).
    pub(super) fn wrong(&mut self, path: &str, vi: String, en: String) {
        let line = self.lines.line_of(path);
        let name = path.split('.').filter(|part| part.parse::<usize>().is_err());
        let name = name.collect::<Vec<_>>().join(".");
        let words = Words::new(
            format!("{FILE} dòng {line}: {name}: {vi}"),
            format!("{FILE} line {line}: {name}: {en}"),
        );
        self.faults.push((line, words));
    }

    pub(super) fn end(mut self) -> Result<(), Faults> {
        self.faults.sort_by_key(|(line, _)| *line);
        Faults::none_in(self.faults.into_iter().map(|(_, words)| words).collect())
    }

    pub(super) fn units<'a>(
        &mut self,
        section: &str,
        units: impl Iterator<Item = Option<&'a str>>,
        register: &Register,
    ) {
        for (index, typed) in units.enumerate() {
            let Some(typed) = typed else { continue };
            if register.units.iter().any(|unit| unit.code.as_str() == typed) {
                continue;
            }
            let names = register.units.iter().flat_map(|unit| {
                [(unit.code.as_str(), &unit.code), (unit.name.as_str(), &unit.code)]
            });
            let hint = suggestion(nearest(typed, names));
            self.wrong(
                &format!("{section}.{index}.unit"),
                format!("danh mục không có đơn vị mã {}{}", quoted(typed), hint.vi),
                format!("the register has no unit {}{}", quoted(typed), hint.en),
            );
        }
    }

    pub(super) fn filled(&mut self, path: &str, text: &str) {
        if text.trim().is_empty() {
            self.wrong(path, "không được để trống".to_owned(), "must not be empty".to_owned());
        }
    }

    pub(super) fn one_of(&mut self, path: &str, typed: &str, known: &[&str]) {
        if known.contains(&typed) {
            return;
        }
        let hint = match nearest(typed, known.iter().map(|word| (word, word))) {
            None if known.len() <= 4 => {
                let list = known.join(", ");
                Words::new(format!("; chọn một trong: {list}"), format!("; choose one of: {list}"))
            }
            near => suggestion(near),
        };
        self.wrong(
            path,
            format!("không có {}{}", quoted(typed), hint.vi),
            format!("there is no {}{}", quoted(typed), hint.en),
        );
    }

    pub(super) fn period(&mut self, path: &str, typed: &str) -> Option<Period> {
        let period = typed.parse().ok();
        if period.is_none() {
            self.wrong(
                path,
                format!("{} không phải kỳ báo cáo; viết như \"2024-06\", \"2024-Q2\" hoặc \"2024-07-12\"", quoted(typed)),
                format!("{} is no period; write it as \"2024-06\", \"2024-Q2\" or \"2024-07-12\"", quoted(typed)),
            );
        }
        period
    }

    pub(super) fn day(&mut self, path: &str, typed: &str) -> Option<NaiveDate> {
        let Ok(Period::Day(day)) = typed.parse() else {
            self.wrong(
                path,
                format!("{} không phải một ngày; viết như \"2024-07-15\"", quoted(typed)),
                format!("{} is no day; write it as \"2024-07-15\"", quoted(typed)),
            );
            return None;
        };
        Some(day)
    }

    pub(super) fn percent(&mut self, path: &str, number: f64) {
        if !(0.0..=100.0).contains(&number) {
            self.wrong(
                path,
                format!("{number}: phải là tỷ lệ phần trăm từ 0 đến 100"),
                format!("{number}: must be a percentage from 0 to 100"),
            );
        }
    }
}
