//! What is asked of single values of the settings: each comes out as its type, or its fault is kept with its line.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeValue;

use crate::domain::code::UnitCode;
use crate::domain::lang::{Words, words};
use crate::domain::period::Period;
use crate::domain::register::Register;
use crate::domain::settings::Percent;

use super::super::faults::{Faults, nearest, quoted, suggestion};
use super::lines::Lines;
use super::{shape, wording};

/// The settings are looked through section by section; every fault is kept with its line.
pub(super) struct Review<'a> {
    lines: &'a Lines<'a>,
    faults: Vec<(usize, Words)>,
    notes: Vec<(usize, Words)>,
}

/// A table with its path (`deadline.0`).
pub(super) struct Entry<T> {
    pub(super) path: String,
    pub(super) of: T,
}

impl<T> Entry<T> {
    /// The path of one of its keys.
    pub(super) fn at(&self, key: &str) -> String {
        format!("{}.{key}", self.path)
    }
}

impl<'a> Review<'a> {
    pub(super) fn new(lines: &'a Lines<'a>) -> Review<'a> {
        Review { lines, faults: Vec::new(), notes: Vec::new() }
    }

    /// Tables that there are not.
    pub(super) fn sections(&mut self, known: &[&str]) {
        let strange = self.lines.names().filter(|name| !known.contains(name));
        for name in strange.collect::<Vec<_>>() {
            let line = self.lines.line_of(name);
            self.faults.push((line, wording::at(line, &wording::unknown(name, known))));
        }
    }

    /// A table, or what stands for it where it is not written.
    pub(super) fn table<T: Deserialize<'a> + Default>(&mut self, name: &str) -> T {
        let written = self.lines.table(name);
        written.and_then(|written| self.shape(written)).unwrap_or_default()
    }

    /// The tables of a list.
    pub(super) fn list<T: Deserialize<'a>>(&mut self, name: &str) -> Vec<Entry<T>> {
        let Some(written) = self.lines.table(name) else { return Vec::new() };
        let (text, faults) = (self.lines.text, &mut self.faults);
        let list = shape::list(written, |slip| faults.push(wording::of_shape(slip, text)));
        let mut entries = Vec::new();
        for (index, written) in list.into_iter().enumerate() {
            let Some(of) = self.shape(written) else { continue };
            entries.push(Entry { path: format!("{name}.{index}"), of });
        }
        entries
    }

    /// The tables below a table, each with its name.
    pub(super) fn named<T: Deserialize<'a>>(&mut self, name: &str) -> Vec<(&'a str, Entry<T>)> {
        let Some(written) = self.lines.table(name) else { return Vec::new() };
        let (text, faults) = (self.lines.text, &mut self.faults);
        let named = shape::named(written, |slip| faults.push(wording::of_shape(slip, text)));
        let mut entries = Vec::new();
        for (own, written) in named {
            let Some(of) = self.shape(written) else { continue };
            entries.push((own, Entry { path: format!("{name}.{own}"), of }));
        }
        entries
    }

    fn shape<T: Deserialize<'a>>(&mut self, written: &Spanned<DeValue<'a>>) -> Option<T> {
        shape::table(written, |slip| self.faults.push(wording::of_shape(slip, self.lines.text)))
    }

    /// Something is wrong at `path` (`deadline.0.due`).
    pub(super) fn wrong(&mut self, path: &str, what: &Words) {
        let told = self.told(path, what);
        self.faults.push(told);
    }

    /// Something at `path` has no effect, and does no harm.
    pub(super) fn note(&mut self, path: &str, what: &Words) {
        let told = self.told(path, what);
        self.notes.push(told);
    }

    fn told(&self, path: &str, what: &Words) -> (usize, Words) {
        let line = self.lines.line_of(path);
        let name = path.split('.').filter(|part| part.parse::<usize>().is_err());
        let name = name.collect::<Vec<_>>().join(".");
        (line, wording::at(line, &words!("{name}: {what}", "{name}: {what}"; name, what)))
    }

    /// What is only noted, by line.
    ///
    /// # Errors
    /// What is wrong, by line.
    pub(super) fn end(self) -> Result<Vec<Words>, Faults> {
        let in_order = |mut told: Vec<(usize, Words)>| {
            told.sort_by_key(|(line, _)| *line);
            told.into_iter().map(|(_, words)| words).collect::<Vec<_>>()
        };
        Faults::none_in(in_order(self.faults))?;
        Ok(in_order(self.notes))
    }

    pub(super) fn units<'u>(
        &mut self,
        section: &str,
        units: impl Iterator<Item = Option<&'u UnitCode>>,
        register: &Register,
    ) {
        for (index, typed) in units.enumerate() {
            let Some(typed) = typed.filter(|code| register.unit(code).is_none()) else { continue };
            let names = register.units.iter().flat_map(|unit| {
                [(unit.code.as_str(), &unit.code), (unit.name.as_str(), &unit.code)]
            });
            let what = words!(
                "danh mục không có đơn vị mã {typed}{hint}",
                "the register has no unit {typed}{hint}";
                hint = suggestion(nearest(typed.as_str(), names)), typed = quoted(typed.as_str())
            );
            self.wrong(&format!("{section}.{index}.unit"), &what);
        }
    }

    /// A text that must not be blank.
    pub(super) fn filled(&mut self, path: &str, text: String) -> String {
        if text.trim().is_empty() {
            self.wrong(path, &words!("không được để trống", "must not be empty"));
        }
        text
    }

    pub(super) fn code(&mut self, path: &str, typed: &str) -> Option<UnitCode> {
        self.filled(path, typed.to_owned());
        UnitCode::new(typed)
    }

    /// The one of `known` whose word was typed.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        path: &str,
        typed: &str,
        known: impl Iterator<Item = (&'static str, T)> + Clone,
    ) -> Option<T> {
        if let Some((_, meant)) = known.clone().find(|(word, _)| *word == typed.trim()) {
            return Some(meant);
        }
        let list: Vec<&str> = known.map(|(word, _)| word).collect();
        let hint = match nearest(typed, list.iter().map(|word| (word, word))) {
            None if list.len() <= 4 => words!(
                "; chọn một trong: {list}", "; choose one of: {list}"; list = list.join(", ")
            ),
            near => suggestion(near),
        };
        let typed = quoted(typed);
        self.wrong(
            path,
            &words!("không có {typed}{hint}", "there is no {typed}{hint}"; typed, hint),
        );
        None
    }

    /// What was typed as what it means; `what` says what is wrong where it means nothing.
    pub(super) fn parsed<T: FromStr>(
        &mut self,
        path: &str,
        typed: &str,
        what: impl FnOnce(String) -> Words,
    ) -> Option<T> {
        let parsed = typed.trim().parse().ok();
        if parsed.is_none() {
            self.wrong(path, &what(quoted(typed)));
        }
        parsed
    }

    pub(super) fn period(&mut self, path: &str, typed: &str) -> Option<Period> {
        self.parsed(path, typed, |typed| {
            words!(
                "{typed} không phải kỳ báo cáo; viết như \"2024-06\", \"2024-Q2\" hoặc \"2024-07-12\"",
                "{typed} is no period; write it as \"2024-06\", \"2024-Q2\" or \"2024-07-12\"";
                typed
            )
        })
    }

    pub(super) fn day(&mut self, path: &str, typed: &str) -> Option<NaiveDate> {
        if let Ok(Period::Day(day)) = typed.parse() {
            return Some(day);
        }
        let what = words!(
            "{typed} không phải một ngày; viết như \"2024-07-15\"",
            "{typed} is no day; write it as \"2024-07-15\"";
            typed = quoted(typed)
        );
        self.wrong(path, &what);
        None
    }

    pub(super) fn percent(&mut self, path: &str, number: f64) -> Option<Percent> {
        let percent = Percent::new(number);
        if percent.is_none() {
            let what = words!(
                "{number}: phải là tỷ lệ phần trăm từ 0 đến 100",
                "{number}: must be a percentage from 0 to 100";
                number
            );
            self.wrong(path, &what);
        }
        percent
    }
}
