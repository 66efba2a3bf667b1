//! `giaingan.toml` → [`Settings`]: what is wrong is said by line, in a clerk's words, with what would be right.

use crate::domain::catalogue::Catalogue;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::period::Period;
use crate::domain::place::Cell;
use crate::domain::register::Register;
use crate::domain::settings::{Settings, Waiver};
use crate::domain::year::is_year;

use super::faults::{Faults, nearest, quoted, suggestion};

mod lines;
mod review;
mod wording;

use lines::Lines;
use review::Review;

/// The name of the file.
pub const FILE: &str = "giaingan.toml";

/// Names that the settings may use and only other rooms know.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The codes of all rules.
    pub rules: &'a [&'a str],
    /// What a heading can mean: the names of the lexicon.
    pub meanings: &'a [&'a str],
}

/// Reads the settings. A BOM at the start is accepted.
///
/// # Errors
/// Everything that is wrong, by line.
pub fn read(bytes: &[u8], known: &Known<'_>) -> Result<Settings, Faults> {
    let text = text(bytes)?;
    let lines = Lines::parse(text)?;
    let settings = toml::from_str(text).map_err(|error| wording::of_shape(&error, text))?;
    let mut review = Review::new(lines);
    let settings = review.settings(settings, known);
    review.end()?;
    Ok(settings)
}

/// Whether the units and components that the settings name are in the register: an extension for a unit that does not
/// exist would do nothing, and nobody would know.
///
/// # Errors
/// Every name that is not.
pub fn agree(
    bytes: &[u8],
    settings: &Settings,
    register: &Register,
    catalogue: &Catalogue,
) -> Result<(), Faults> {
    let mut review = Review::new(Lines::parse(text(bytes)?)?);
    let extensions = settings.deadline.iter().map(|extension| extension.unit.as_deref());
    review.units("deadline", extensions, register);
    let counterparts = settings.counterpart.iter();
    review.units("counterpart", counterparts.map(|one| one.unit.as_deref()), register);
    review.units("exempt", settings.exempt.iter().map(|one| Some(one.unit.as_str())), register);
    review.units("waiver", settings.waiver.iter().map(|one| Some(one.unit.as_str())), register);
    for (index, counterpart) in settings.counterpart.iter().enumerate() {
        let Some(typed) = &counterpart.component else { continue };
        if !typed.parse().is_ok_and(|id| catalogue.get(&id).is_some()) {
            let ids = catalogue.nodes().map(|node| (node.id.as_str(), node.id.as_str()));
            let hint = suggestion(nearest(typed, ids));
            review.wrong(
                &format!("counterpart.{index}.component"),
                format!("không có nội dung mã {}{}", quoted(typed), hint.vi),
                format!("there is no component {}{}", quoted(typed), hint.en),
            );
        }
    }
    review.end()
}

fn text(bytes: &[u8]) -> Result<&str, Faults> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Faults::one(
            format!(
                "{FILE}: tệp không ở bảng mã UTF-8; hãy mở bằng Notepad, chọn Lưu thành (Save As), Mã hóa (Encoding): UTF-8 rồi lưu lại"
            ),
            format!("{FILE}: not in UTF-8; open it in Notepad, choose Save As, Encoding: UTF-8"),
        )
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Each section in turn.
impl Review<'_> {
    /// Checks what serde cannot, and brings what is right but differently written into one form.
    fn settings(&mut self, mut settings: Settings, known: &Known<'_>) -> Settings {
        self.filled("office.level", &settings.office.level);
        if settings.office.year.is_some_and(|year| !is_year(year)) {
            self.wrong(
                "office.year",
                "năm ngân sách phải gồm bốn chữ số, ví dụ 2024".to_owned(),
                "the budget year has four digits, such as 2024".to_owned(),
            );
        }
        self.deadlines(&mut settings);
        self.rules(&mut settings, known);
        self.targets(&settings);
        for (index, exclusion) in settings.exclude.iter_mut().enumerate() {
            self.filled(&format!("exclude.{index}.file"), &exclusion.file);
            self.filled(&format!("exclude.{index}.reason"), &exclusion.reason);
            exclusion.file = super::shown_path(&exclusion.file);
        }
        for (index, exempt) in settings.exempt.iter().enumerate() {
            self.filled(&format!("exempt.{index}.unit"), &exempt.unit);
            self.period(&format!("exempt.{index}.period"), &exempt.period);
            self.filled(&format!("exempt.{index}.reason"), &exempt.reason);
        }
        for (index, heading) in settings.heading.iter().enumerate() {
            self.filled(&format!("heading.{index}.text"), &heading.text);
            self.one_of(&format!("heading.{index}.means"), &heading.means, known.meanings);
        }
        self.waivers(&settings, known);
        settings
    }

    fn deadlines(&mut self, settings: &mut Settings) {
        let deadlines = &settings.deadlines;
        for (path, day) in
            [("deadlines.unit", deadlines.unit), ("deadlines.lead_agency", deadlines.lead_agency)]
        {
            if !(1..=28).contains(&day.day) {
                self.wrong(
                    path,
                    format!("day = {}: phải là một ngày từ 1 đến 28", day.day),
                    format!("day = {}: must be a day from 1 to 28", day.day),
                );
            }
        }
        for (index, holiday) in deadlines.holidays.iter().enumerate() {
            if holiday.date.is_none() || holiday.time.is_some() {
                self.wrong(
                    &format!("deadlines.holidays.{index}"),
                    format!("{holiday} không phải một ngày; viết như 2024-09-02"),
                    format!("{holiday} is no day; write it as 2024-09-02"),
                );
            }
        }
        for (index, extension) in settings.deadline.iter_mut().enumerate() {
            self.period(&format!("deadline.{index}.period"), &extension.period);
            if let Some(due) = self.day(&format!("deadline.{index}.due"), &extension.due) {
                extension.due = due.to_string();
            }
        }
    }

    fn rules(&mut self, settings: &mut Settings, known: &Known<'_>) {
        for (code, setting) in &mut settings.rules {
            self.one_of(&format!("rules.{code}"), code, known.rules);
            if let Some(severity) = &setting.severity {
                let words = ["error", "warning", "note", "off"];
                self.one_of(&format!("rules.{code}.severity"), severity, &words);
            }
            if let Some(tolerance) = &mut setting.tolerance {
                // A clerk types "0,5"; a point is what everything after this reads.
                *tolerance = tolerance.trim().replace(',', ".");
                let amount = Money::from_decimal(tolerance, MoneyUnit::Million);
                if amount.is_none_or(|amount| amount.money.is_negative()) {
                    self.wrong(
                        &format!("rules.{code}.tolerance"),
                        format!("{} không phải số không âm; viết như \"0.5\"", quoted(tolerance)),
                        format!("{} is no number from 0; write it as \"0.5\"", quoted(tolerance)),
                    );
                }
            }
        }
    }

    fn targets(&mut self, settings: &Settings) {
        let targets = &settings.targets;
        self.percent("targets.rate", targets.rate);
        if let Some(low_rate) = targets.low_rate {
            self.percent("targets.low_rate", low_rate);
        }
        if targets.stalled_periods == 0 {
            self.wrong(
                "targets.stalled_periods",
                "phải từ 1 kỳ trở lên".to_owned(),
                "must be 1 or more".to_owned(),
            );
        }
        for (index, counterpart) in settings.counterpart.iter().enumerate() {
            self.percent(&format!("counterpart.{index}.ratio"), counterpart.ratio);
            if counterpart.component.is_none() && counterpart.unit.is_none() {
                self.wrong(
                    &format!("counterpart.{index}"),
                    "phải ghi component (mã nội dung) hoặc unit (mã đơn vị)".to_owned(),
                    "needs a component or a unit".to_owned(),
                );
            }
        }
    }

    fn waivers(&mut self, settings: &Settings, known: &Known<'_>) {
        for (index, waiver) in settings.waiver.iter().enumerate() {
            let path = |key: &str| format!("waiver.{index}.{key}");
            self.one_of(&path("rule"), &waiver.rule, known.rules);
            self.filled(&path("unit"), &waiver.unit);
            self.filled(&path("reason"), &waiver.reason);
            let texts = [("file", &waiver.file), ("sheet", &waiver.sheet), ("by", &waiver.by)];
            for (key, text) in texts {
                if let Some(text) = text {
                    self.filled(&path(key), text);
                }
            }
            let what = |of: &Waiver| {
                let (period, cell) = (of.period.parse::<Period>(), of.cell.clone());
                let place = (of.file.clone(), of.sheet.clone(), cell);
                (of.rule.clone(), of.unit.clone(), period.ok(), place)
            };
            if settings.waiver[..index].iter().any(|before| what(before) == what(waiver)) {
                self.wrong(
                    &path("rule"),
                    "đã có một [[waiver]] cho đúng nội dung này; hãy gộp lại thành một".to_owned(),
                    "there is a [[waiver]] for the same already; make them one".to_owned(),
                );
            }
            let from = self.period(&path("period"), &waiver.period);
            let year = settings.office.year.filter(|year| is_year(*year));
            let of_year = |period: &Period| year.is_none() || settings.is_of_year(*period);
            if let Some((period, year)) = from.filter(|at| !of_year(at)).zip(year) {
                self.wrong(
                    &path("period"),
                    format!("kỳ {period} không thuộc năm ngân sách {year} của thư mục này"),
                    format!("{period} does not belong to the budget year {year}"),
                );
            }
            let until = waiver.until.as_deref().and_then(|text| self.period(&path("until"), text));
            if from.zip(until).is_some_and(|(from, until)| until < from) {
                self.wrong(
                    &path("until"),
                    format!(
                        "{} sớm hơn kỳ {}",
                        quoted(&waiver.until.clone().unwrap_or_default()),
                        waiver.period
                    ),
                    format!(
                        "{} is before {}",
                        quoted(&waiver.until.clone().unwrap_or_default()),
                        waiver.period
                    ),
                );
            }
            if let Some(cell) = waiver.cell.as_deref().filter(|cell| cell.parse::<Cell>().is_err())
            {
                self.wrong(
                    &path("cell"),
                    format!("{} không phải địa chỉ ô; viết như \"H23\"", quoted(cell)),
                    format!("{} is no cell; write it as \"H23\"", quoted(cell)),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests;
