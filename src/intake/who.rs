//! Which unit a workbook comes from: the mark, the register's code or name in the titles, the name of the file.

mod bare;
mod names;
#[cfg(test)]
mod tests;

pub(super) use self::bare::{names_commune, names_organisation};

use std::collections::BTreeMap;

use self::names::{
    abbreviates, core, is_body_above, is_longer_name, is_organisation, longest_in, longest_joined,
    stem, telling, without_authority,
};
use crate::domain::code::UnitCode;
use crate::domain::context::Context;
use crate::domain::label::{Label, composed, fold, harmless};
use crate::domain::lang::{Words, words};
use crate::domain::period::Period;
use crate::domain::register::{Register, Unit};
use crate::domain::rule::Rule;
use crate::recognise::{Form, Framed};
use crate::rules;

/// The names of all units, folded once for many files.
pub(super) struct Directory {
    units: Vec<Entry>,
    /// All names in full, each of the unit that bears it first.
    names: BTreeMap<Label, UnitCode>,
    /// The bytes of the longest name, with what may stand around it.
    longest: usize,
}

struct Entry {
    unit: Unit,
    code: UnitCode,
    name: String,
    /// The code as words: `hl 05`.
    code_words: Label,
    /// Its names in full: `xa hoa son`.
    names: Vec<Label>,
    /// Its names without the word for their kind: `hoa son`.
    cores: Vec<Label>,
}

impl Directory {
    /// The units of a register.
    pub(super) fn new(register: &Register) -> Directory {
        let entry = |unit: &Unit| {
            let texts = std::iter::once(&unit.name).chain(&unit.aliases);
            let names: Vec<Label> =
                texts.map(|text| without_authority(&Label::new(text))).collect();
            Entry {
                unit: unit.clone(),
                code: unit.code.clone(),
                name: unit.name.clone(),
                code_words: Label::new(unit.code.as_str()),
                cores: names.iter().map(core).collect(),
                names,
            }
        };
        let units: Vec<Entry> = register.units.iter().map(entry).collect();
        let mut names = BTreeMap::new();
        for entry in &units {
            for name in entry.names.iter().filter(|name| !name.is_empty()) {
                names.entry(name.clone()).or_insert_with(|| entry.code.clone());
            }
        }
        let texts = register.units.iter().flat_map(|unit| unit.aliases.iter().chain([&unit.name]));
        // "1.2. ỦY BAN NHÂN DÂN …"
        let longest = texts.map(|name| name.len() + 32).max().unwrap_or(0);
        Directory { units, names, longest }
    }

    /// The unit of a workbook that reports `period`, and what contradicts that.
    ///
    /// # Errors
    /// The sentence of GN106, with the nearest names.
    pub(super) fn unit(
        &self,
        form: &Form,
        file: &str,
        receipt: Option<&UnitCode>,
        context: Context<'_>,
    ) -> Result<Found, Words> {
        if self.units.is_empty() {
            let (unit, other) = bare::unit(form, file)?;
            let against = other.map(|other| -> (&'static Rule, Words) {
                (&rules::UNKNOWN_UNIT, copied_title(&unit.name, &other))
            });
            return Ok(Found { unit, against });
        }
        let known = |code: &UnitCode| context.register.unit(code).cloned();
        let texts: Vec<&str> = form.titles.iter().map(|(_, _, text)| text.as_str()).collect();
        let titles = self.in_texts(&texts, &context.settings.office.name, context.period);
        let mark = form.mark.as_ref().and_then(|mark| UnitCode::new(&mark.unit));
        let mark = mark.filter(|code| known(code).is_some());
        let by_name = self.by_file_name(file);
        let title = match &titles[..] {
            // Where the titles name several, the file's own name decides among them.
            [_, _, ..] => {
                by_name.clone().filter(|code| titles.contains(code)).or(titles.first().cloned())
            }
            _ => titles.first().cloned(),
        };
        let said = by_name.as_ref().or(receipt);
        let (found, against) = match (mark, title) {
            // Last month's file of another unit under a new title: the title is believed where another witness agrees.
            (Some(mark), Some(title)) if mark != title => match said {
                Some(said) if *said == title => (Some(title), Some(Against::Mark(mark))),
                _ => (Some(mark), Some(Against::Title(title))),
            },
            (mark, title) => (title.or(mark), None),
        };
        let against = against.or_else(|| {
            let other = self.named_in_full(file).filter(|code| found.as_ref() != Some(code))?;
            found.is_some().then_some(Against::FileName(other))
        });
        let found = found.or_else(|| receipt.cloned());
        // A name in the title that is nobody's goes before the name of the file: it is another unit's report.
        let stranger = if found.is_none() { self.stranger(form, context) } else { None };
        let found = found.or_else(|| if stranger.is_none() { by_name } else { None });
        let unit = found.as_ref().and_then(known).ok_or_else(|| self.unknown(stranger, file))?;
        self.still_reports(&unit, context.register, context.period)?;
        let against = against.map(|against| {
            let name = |code: &UnitCode| context.register.name(code);
            against.words(&unit.name, &name)
        });
        Ok(Found { unit, against })
    }

    /// The one unit that a table is of, as its own title says, or the name of its sheet: by name, alias or code, and
    /// nothing else in that line.
    ///
    /// Without a register: the commune that its title names.
    pub(super) fn owner_of(&self, framed: &Framed, sheet: &str) -> Option<UnitCode> {
        if self.units.is_empty() {
            return bare::commune(framed);
        }
        let named = |text: &str| {
            let label = Label::new(text);
            let by_code = |entry: &&Entry| {
                !entry.code_words.is_empty()
                    && (without_authority(&label) == entry.code_words
                        || in_brackets(text) == entry.code_words)
            };
            let coded = self.units.iter().find(by_code).map(|entry| entry.code.clone());
            self.exact(&label).or(coded)
        };
        let mut titles = framed.titles.iter().filter_map(|(_, text)| named(text));
        match titles.next() {
            Some(first) => titles.all(|other| other == first).then_some(first),
            None => named(sheet),
        }
    }

    /// A unit that was merged into another before the period begins no longer reports for it.
    fn still_reports(&self, unit: &Unit, register: &Register, period: Period) -> Result<(), Words> {
        let (Some(to), Some(next)) = (unit.to, register.successor(&unit.code, period.from()))
        else {
            return Ok(());
        };
        let (name, next) = (&unit.name, register.name(next));
        let to = to.format("%-d/%-m/%Y");
        Err(words!(
            "{name} đã sáp nhập vào {next} (hiệu lực đến {to}): báo cáo kỳ này do {next} gửi",
            "{name} was merged into {next} (until {to}): the report of this period is {next}'s";
            name, next, to
        ))
    }

    /// The unit whose name a text is, with or without "UBND".
    pub(super) fn exact(&self, label: &Label) -> Option<UnitCode> {
        self.names.get(&without_authority(label)).cloned()
    }

    /// A longer text, in bytes, is no unit's name.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// The units that the titles name, exactly or in a longer text; exact ones first.
    fn in_texts(&self, texts: &[&str], office: &str, period: Period) -> Vec<UnitCode> {
        let office = Label::new(office);
        let mut exact: Vec<UnitCode> = Vec::new();
        let mut within: Vec<(usize, UnitCode)> = Vec::new();
        for text in texts.iter().filter(|text| text.len() <= 200) {
            let label = Label::new(text);
            if label == office || label.is_empty() {
                continue;
            }
            let name = without_authority(&label);
            for entry in &self.units {
                let is_code = !entry.code_words.is_empty()
                    && (name == entry.code_words || in_brackets(text) == entry.code_words);
                if is_code || entry.names.contains(&name) {
                    if !exact.contains(&entry.code) {
                        exact.push(entry.code.clone());
                    }
                } else if let Some(longest) = longest_in(&label, &entry.names)
                    .filter(|_| !is_longer_name(&label, &entry.names))
                {
                    within.push((longest, entry.code.clone()));
                }
            }
        }
        if !exact.is_empty() {
            return self.living(exact, period);
        }
        within.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        let best = within.first().map(|(length, _)| *length);
        let mut found: Vec<UnitCode> = Vec::new();
        for (length, code) in within {
            if Some(length) == best && !found.contains(&code) {
                found.push(code);
            }
        }
        if found.is_empty() {
            let short = texts.iter().filter(|text| text.len() <= 80).map(|text| Label::new(text));
            found = short
                .filter(|label| *label != office)
                .find_map(|label| {
                    let name = without_authority(&label);
                    self.abbreviated(&name)
                })
                .into_iter()
                .collect();
        }
        self.living(found, period)
    }

    /// Of several units with one name those that exist in the period: a new commune may bear an old one's name.
    fn living(&self, codes: Vec<UnitCode>, period: Period) -> Vec<UnitCode> {
        let exists = |code: &UnitCode| {
            let entry = self.units.iter().find(|entry| entry.code == *code);
            entry.is_some_and(|entry| entry.unit.exists_on(period.to()))
        };
        let living: Vec<UnitCode> = codes.iter().filter(|code| exists(code)).cloned().collect();
        if living.is_empty() { codes } else { living }
    }

    /// The one unit whose name a text abbreviates: "Phòng NN&PTNT", "TT Hữu Lũng".
    fn abbreviated(&self, name: &Label) -> Option<UnitCode> {
        let mut found = self
            .units
            .iter()
            .filter(|entry| entry.names.iter().any(|full| abbreviates(name, full)));
        let first = found.next()?;
        found.next().is_none().then(|| first.code.clone())
    }

    /// The unit whose code or full name the name of a file holds.
    fn named_in_full(&self, file: &str) -> Option<UnitCode> {
        let label = stem(file);
        let names = |entry: &&Entry| {
            3 < entry.code_words.as_str().len() && label.has(entry.code_words.as_str())
                || entry
                    .names
                    .iter()
                    .any(|name| 2 < name.words().count() && label.has(name.as_str()))
        };
        self.by_file_name(file)
            .filter(|code| self.units.iter().filter(names).any(|entry| entry.code == *code))
    }

    /// The unit that the name of a file says: by its code, its name, or its name without the kind.
    pub(super) fn by_file_name(&self, file: &str) -> Option<UnitCode> {
        let label = stem(file);
        let only = |length: &dyn Fn(&Entry) -> Option<usize>| {
            let found: Vec<(usize, &Entry)> =
                self.units.iter().filter_map(|entry| Some((length(entry)?, entry))).collect();
            let best = found.iter().map(|(length, _)| *length).max()?;
            let mut at_best = found.iter().filter(|(length, _)| *length == best);
            let first = at_best.next()?;
            at_best.next().is_none().then(|| first.1.code.clone())
        };
        only(&|entry| {
            label.has(entry.code_words.as_str()).then_some(entry.code_words.as_str().len())
        })
        .or_else(|| only(&|entry| longest_in(&label, &entry.names)))
        .or_else(|| only(&|entry| longest_in(&label, &entry.cores)))
        .or_else(|| only(&|entry| longest_joined(&label, &entry.cores)))
        .or_else(|| {
            let words: Vec<&str> = label.words().collect();
            let mut windows = (0..words.len()).flat_map(|from| {
                let ends = (from + 1..=words.len()).rev();
                ends.map(move |to| (from, to))
            });
            windows.find_map(|(from, to)| self.abbreviated(&Label::new(&words[from..to].join(" "))))
        })
    }

    /// A unit named in a title that is not in the register: "UBND XÃ QUANG TRUNG".
    fn stranger(&self, form: &Form, context: Context<'_>) -> Option<String> {
        let authority = Label::new(&context.settings.office.authority);
        let is_name = |text: &str| {
            let label = Label::new(text);
            let is_blank = text.contains(['…', '.']) && label.words().count() <= 2;
            is_organisation(&label) && label != authority && !is_blank && !text.contains("…")
        };
        // A province's units are districts; anywhere else a district is the body above.
        let is_province = Label::new(&context.settings.office.level).as_str() == "tinh";
        let is_above = |text: &str| {
            let name = Label::new(text);
            if is_province {
                without_authority(&name).after("tinh").is_some()
            } else {
                is_body_above(&name)
            }
        };
        let own = form.titles.iter().map(|(_, _, text)| text).filter(|text| text.len() <= 120);
        own.filter(|text| is_name(text))
            .filter(|text| !is_above(text))
            .map(|text| composed(text))
            .find(|text| !fold(text).contains(authority.as_str()) || authority.is_empty())
    }

    fn unknown(&self, stranger: Option<String>, file: &str) -> Words {
        let said = stranger.unwrap_or_else(|| file.rsplit('/').next().unwrap_or(file).to_owned());
        let said = harmless(&said);
        // Only what may be a name is compared: "bao cao thang 3" is near to nothing.
        let label = core(&telling(&without_authority(&Label::new(&said))));
        let distance = |entry: &Entry| {
            let of = |name: &Label| strsim::levenshtein(name.as_str(), label.as_str());
            let nearest = entry.cores.iter().map(of).min()?;
            (2 * nearest < label.as_str().len()).then_some(nearest)
        };
        let near = self.units.iter().filter_map(|entry| Some((distance(entry)?, entry)));
        let mut near: Vec<(usize, &Entry)> = near.collect();
        near.sort_by_key(|(distance, _)| *distance);
        let near: Vec<String> = near
            .iter()
            .take(3)
            .map(|(_, entry)| format!("{} ({})", entry.name, entry.code))
            .collect();
        let near = near.join(", ");
        if near.is_empty() {
            return words!(
                "Không có đơn vị nào là \"{said}\" trong danh mục",
                "No unit \"{said}\" in the register";
                said
            );
        }
        words!(
            "Không có đơn vị nào là \"{said}\" trong danh mục; gần giống: {near}",
            "No unit \"{said}\" in the register; nearest: {near}";
            said, near
        )
    }
}

/// What stands in brackets at the end of a text: "Xã Hòa Lạc (HL-07)".
fn in_brackets(text: &str) -> Label {
    let inside = text.trim().strip_suffix(')').and_then(|text| text.rsplit_once('('));
    inside.map_or_else(Label::default, |(_, inside)| Label::new(inside))
}

/// A unit that was found, and the sentence of what says otherwise.
pub(super) struct Found {
    /// The unit.
    pub unit: Unit,
    /// The rule, and its sentence.
    pub against: Option<(&'static Rule, Words)>,
}

/// The sentence of a title that names another commune than the file.
fn copied_title(unit: &str, title: &str) -> Words {
    words!(
        "Tên tệp ghi {unit} nhưng tiêu đề ghi {title}; tính cho {unit}",
        "The file is named after {unit}, its title says {title}; it counts as {unit}'s";
        unit, title
    )
}

/// What names another unit than the one that is believed.
enum Against {
    Mark(UnitCode),
    Title(UnitCode),
    FileName(UnitCode),
}

impl Against {
    fn words(self, unit: &str, name: &dyn Fn(&UnitCode) -> String) -> (&'static Rule, Words) {
        match self {
            Against::Mark(other) => {
                let other = name(&other);
                let words = words!(
                    "Biểu mẫu phát hành cho {other} nhưng tiêu đề và tên tệp ghi {unit}; tính cho {unit}",
                    "The form was issued to {other}, its title and file name say {unit}; it counts as {unit}'s";
                    other, unit
                );
                (&rules::OUTDATED_TEMPLATE, words)
            }
            Against::Title(other) => {
                let other = name(&other);
                let words = words!(
                    "Biểu mẫu phát hành cho {unit} nhưng tiêu đề ghi {other}; tính cho {unit}",
                    "The form was issued to {unit}, its title says {other}; it counts as {unit}'s";
                    unit, other
                );
                (&rules::UNKNOWN_UNIT, words)
            }
            Against::FileName(other) => {
                let other = name(&other);
                let words = words!(
                    "Tên tệp ghi {other} nhưng nội dung là báo cáo của {unit}; tính cho {unit}",
                    "The file is named after {other}, its content is {unit}'s report; it counts as {unit}'s";
                    other, unit
                );
                (&rules::UNKNOWN_UNIT, words)
            }
        }
    }
}
