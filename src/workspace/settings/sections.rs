//! Each section of the settings: from the texts as they are typed to their types.

use chrono::NaiveDate;

use crate::domain::code::ComponentId;
use crate::domain::lang::words;
use crate::domain::period::Period;
use crate::domain::place::Cell;
use crate::domain::rule::RuleCode;
use crate::domain::settings::{
    Counterpart, Deadlines, DueDay, DueMonth, Exclusion, Exemption, Extension, HeadingWord, Letter,
    Level, Office, RuleSetting, Settings, Targets, Waiver,
};
use crate::domain::year::is_year;

use super::super::faults::quoted;
use super::super::shown_path;
use super::Known;
use super::raw;
use super::review::{Entry, Review};

/// Every table that there is.
const TABLES: [&str; 12] = [
    "office",
    "deadlines",
    "missing",
    "rules",
    "deadline",
    "exclude",
    "exempt",
    "targets",
    "counterpart",
    "heading",
    "letter",
    "waiver",
];

impl Review<'_> {
    /// Everything that the file says. It is right only where the review ends without a fault.
    pub(super) fn settings(&mut self, known: &Known<'_>) -> Settings {
        self.sections(&TABLES);
        let office = self.office();
        let mut settings = Settings {
            office,
            deadlines: self.deadlines(),
            missing: self.table::<raw::Missing>("missing").policy,
            rules: self.rules(known).into_iter().collect(),
            targets: self.targets(),
            letter: self.letter(),
            ..Settings::default()
        };
        settings.deadline = self.extensions(&settings);
        settings.exclude = self.exclusions();
        settings.exempt = self.exemptions(&settings);
        settings.counterpart = self.counterparts();
        settings.heading = self.headings(known);
        settings.waiver = self.waivers(&settings, known);
        settings
    }

    fn office(&mut self) -> Office {
        let (raw, usual) = (self.table::<raw::Office>("office"), Office::default());
        let year = raw.year.filter(|year| is_year(*year));
        if raw.year != year {
            let what = words!(
                "năm ngân sách phải gồm bốn chữ số, ví dụ 2024",
                "the budget year has four digits, such as 2024"
            );
            self.wrong("office.year", &what);
        }
        Office {
            name: raw.name.unwrap_or(usual.name),
            authority: raw.authority.unwrap_or(usual.authority),
            level: self.filled("office.level", raw.level.unwrap_or(usual.level)),
            year,
            money_unit: raw.money_unit.unwrap_or(usual.money_unit),
            lang: raw.lang.unwrap_or(usual.lang),
            last_year: raw.last_year.map(Into::into),
        }
    }

    fn deadlines(&mut self) -> Deadlines {
        let (raw, usual) = (self.table::<raw::Deadlines>("deadlines"), Deadlines::default());
        let holidays = (0..).zip(&raw.holidays);
        let holidays = holidays.filter_map(|(index, holiday)| self.holiday(index, holiday));
        Deadlines {
            holidays: holidays.collect(),
            unit: raw.unit.and_then(|of| self.due_day("deadlines.unit", of)).unwrap_or(usual.unit),
            lead_agency: raw
                .lead_agency
                .and_then(|of| self.due_day("deadlines.lead_agency", of))
                .unwrap_or(usual.lead_agency),
            shift_days_off: raw.shift_days_off.unwrap_or(usual.shift_days_off),
            correct_days: raw.correct_days.unwrap_or(usual.correct_days),
            month_serves_quarter: raw.month_serves_quarter.unwrap_or(usual.month_serves_quarter),
        }
    }

    fn due_day(&mut self, path: &str, raw: raw::DayOfMonth) -> Option<DueDay> {
        let raw::DayOfMonth { day, month, inclusive } = raw;
        if !(1..=28).contains(&day) {
            let what = words!(
                "day = {day}: phải là một ngày từ 1 đến 28",
                "day = {day}: must be a day from 1 to 28";
                day
            );
            self.wrong(path, &what);
        }
        let of = match month {
            0 => DueMonth::Own,
            1 => DueMonth::Next,
            _ => {
                let what = words!(
                    "month = {month}: phải là 0 (ngay trong tháng báo cáo) hoặc 1 (tháng sau)",
                    "month = {month}: must be 0 (the month that is reported) or 1 (the month after)";
                    month
                );
                self.wrong(path, &what);
                return None;
            }
        };
        Some(DueDay { day, of, inclusive })
    }

    fn holiday(&mut self, index: usize, written: &toml::value::Datetime) -> Option<NaiveDate> {
        let date = written.date.filter(|_| written.time.is_none());
        let day = date.and_then(|date| {
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        });
        if day.is_none() {
            let what = words!(
                "{written} không phải một ngày; viết như 2024-09-02",
                "{written} is no day; write it as 2024-09-02";
                written
            );
            self.wrong(&format!("deadlines.holidays.{index}"), &what);
        }
        day
    }

    fn rules(&mut self, known: &Known<'_>) -> Vec<(RuleCode, RuleSetting)> {
        let named = self.named::<raw::RuleSetting>("rules").into_iter();
        named.filter_map(|(code, raw)| self.rule(code, &raw, known)).collect()
    }

    fn rule(
        &mut self,
        code: &str,
        raw: &Entry<raw::RuleSetting>,
        known: &Known<'_>,
    ) -> Option<(RuleCode, RuleSetting)> {
        let rule = self.rule_code(&raw.path, code, known);
        let levels = Level::ALL.map(|level| (level.word(), level));
        let severity = raw
            .of
            .severity
            .as_deref()
            .and_then(|typed| self.one_of(&raw.at("severity"), typed, levels.into_iter()));
        let tolerance = raw.of.tolerance.as_deref().map(str::parse);
        if let (Some(Err(_)), Some(typed)) = (&tolerance, &raw.of.tolerance) {
            let what = words!(
                "{typed} không phải số không âm (nhiều nhất 9 chữ số thập phân); viết như \"0.5\"",
                "{typed} is no number from 0 (with at most 9 decimals); write it as \"0.5\"";
                typed = quoted(typed)
            );
            self.wrong(&raw.at("tolerance"), &what);
        }
        Some((rule?, RuleSetting { severity, tolerance: tolerance.and_then(Result::ok) }))
    }

    fn rule_code(&mut self, path: &str, typed: &str, known: &Known<'_>) -> Option<RuleCode> {
        self.one_of(path, typed, known.rules.iter().map(|code| (code.0, *code)))
    }

    fn targets(&mut self) -> Targets {
        let (raw, usual) = (self.table::<raw::Targets>("targets"), Targets::default());
        let stalled_periods = raw.stalled_periods.unwrap_or(usual.stalled_periods);
        if stalled_periods == 0 {
            let what = words!("phải từ 1 kỳ trở lên", "must be 1 or more");
            self.wrong("targets.stalled_periods", &what);
        }
        let mut percent = |key: &str, number: Option<f64>| {
            number.and_then(|number| self.percent(&format!("targets.{key}"), number))
        };
        Targets {
            rate: percent("rate", raw.rate).unwrap_or(usual.rate),
            low_rate: percent("low_rate", raw.low_rate),
            stalled_periods,
        }
    }

    /// An extension or exemption for a period of another year is never asked for.
    fn is_of_year(&mut self, path: &str, period: Period, settings: &Settings) {
        let Some(year) = settings.office.year.filter(|_| !settings.is_of_year(period)) else {
            return;
        };
        let what = words!(
            "kỳ {period} không thuộc năm ngân sách {year} của thư mục này, nên mục này không có tác dụng",
            "{period} does not belong to the budget year {year}, so this has no effect";
            period, year
        );
        self.note(path, &what);
    }

    fn extensions(&mut self, settings: &Settings) -> Vec<Extension> {
        let mut extensions: Vec<Extension> = Vec::new();
        for raw in self.list::<raw::Extension>("deadline") {
            let period = self.period(&raw.at("period"), &raw.of.period);
            let due = self.day(&raw.at("due"), &raw.of.due);
            let unit = raw.of.unit.as_deref().and_then(|typed| self.code(&raw.at("unit"), typed));
            let Some((period, due)) = period.zip(due) else { continue };
            self.is_of_year(&raw.at("period"), period, settings);
            let extension = Extension { period, unit, due, reason: raw.of.reason.clone() };
            let same = |before: &&Extension| {
                (before.period, &before.unit) == (extension.period, &extension.unit)
            };
            if let Some(before) = extensions.iter().rev().find(same) {
                let what = words!(
                    "đã có một [[deadline]] cho kỳ và đơn vị này (hạn {before}); lấy mục ghi sau (hạn {due})",
                    "there is a [[deadline]] for this period and unit already (due {before}); this later one counts (due {due})";
                    before = before.due, due
                );
                self.note(&raw.at("due"), &what);
            }
            extensions.push(extension);
        }
        extensions
    }

    fn exclusions(&mut self) -> Vec<Exclusion> {
        let list = self.list::<raw::Exclusion>("exclude").into_iter();
        let exclusion = |raw: Entry<raw::Exclusion>| {
            let (file, reason) = (raw.at("file"), raw.at("reason"));
            Exclusion {
                file: shown_path(&self.filled(&file, raw.of.file)),
                reason: self.filled(&reason, raw.of.reason),
            }
        };
        list.map(exclusion).collect()
    }

    fn exemptions(&mut self, settings: &Settings) -> Vec<Exemption> {
        let mut exemptions: Vec<Exemption> = Vec::new();
        for raw in self.list::<raw::Exemption>("exempt") {
            let unit = self.code(&raw.at("unit"), &raw.of.unit);
            let period = self.period(&raw.at("period"), &raw.of.period);
            let reason = self.filled(&raw.at("reason"), raw.of.reason.clone());
            let Some((unit, period)) = unit.zip(period) else { continue };
            self.is_of_year(&raw.at("period"), period, settings);
            let exemption = Exemption { unit, period, reason };
            let same = |before: &&Exemption| {
                (before.period, &before.unit) == (exemption.period, &exemption.unit)
            };
            if exemptions.iter().any(|before| same(&before)) {
                let what = words!(
                    "đã có một [[exempt]] cho đơn vị và kỳ này; lấy mục ghi trước, mục này bỏ qua",
                    "there is an [[exempt]] for this unit and period already; the first one counts, this one is left out"
                );
                self.note(&raw.at("unit"), &what);
                continue;
            }
            exemptions.push(exemption);
        }
        exemptions
    }

    fn counterparts(&mut self) -> Vec<Counterpart> {
        let mut counterparts = Vec::new();
        for raw in self.list::<raw::Counterpart>("counterpart") {
            let ratio = self.percent(&raw.at("ratio"), raw.of.ratio);
            if raw.of.component.is_none() && raw.of.unit.is_none() {
                let what = words!(
                    "phải ghi component (mã nội dung) hoặc unit (mã đơn vị)",
                    "needs a component or a unit"
                );
                self.wrong(&raw.path, &what);
            }
            let unit = raw.of.unit.as_deref().and_then(|typed| self.code(&raw.at("unit"), typed));
            let component: Option<ComponentId> = raw.of.component.as_deref().and_then(|typed| {
                let id = typed.parse().ok();
                if id.is_none() {
                    let what = words!(
                        "{typed} không phải mã nội dung; viết như \"gn.3.1\"",
                        "{typed} is no component; write it as \"gn.3.1\"";
                        typed = quoted(typed)
                    );
                    self.wrong(&raw.at("component"), &what);
                }
                id
            });
            let decision = raw.of.decision.map(|typed| typed.trim().to_owned());
            let decision = decision.filter(|typed| !typed.is_empty());
            counterparts.extend(ratio.map(|ratio| Counterpart {
                component,
                unit,
                ratio,
                decision,
            }));
        }
        counterparts
    }

    fn headings(&mut self, known: &Known<'_>) -> Vec<HeadingWord> {
        let mut headings = Vec::new();
        for raw in self.list::<raw::HeadingWord>("heading") {
            let text = self.filled(&raw.at("text"), raw.of.text.clone());
            let meanings = known.meanings.iter().map(|word| (*word, *word));
            let means = self.one_of(&raw.at("means"), &raw.of.means, meanings);
            headings.extend(means.map(|means| HeadingWord { text, means }));
        }
        headings
    }

    fn letter(&mut self) -> Letter {
        let raw = self.table::<raw::Letter>("letter");
        let line = |text: String| Some(text).filter(|text| !text.trim().is_empty());
        let mut lines = |key: &str, texts: Vec<String>| {
            let lines = texts.into_iter().enumerate();
            lines.map(|(at, text)| self.filled(&format!("letter.{key}.{at}"), text)).collect()
        };
        Letter {
            basis: lines("basis", raw.basis),
            recipients: lines("recipients", raw.recipients),
            copies: lines("copies", raw.copies),
            below: raw.below.and_then(|number| self.percent("letter.below", number)),
            place: line(raw.place),
            symbol: line(raw.symbol),
            issuer: line(raw.issuer),
            superior: line(raw.superior),
            on_behalf: line(raw.on_behalf),
            signer_title: line(raw.signer_title),
            signer: line(raw.signer),
        }
    }

    fn waivers(&mut self, settings: &Settings, known: &Known<'_>) -> Vec<Waiver> {
        let mut waivers: Vec<Waiver> = Vec::new();
        for raw in self.list::<raw::Waiver>("waiver") {
            let Some(waiver) = self.waiver(&raw, settings, known) else { continue };
            let what = |of: &Waiver| {
                (of.rule, of.unit.clone(), of.period, of.file.clone(), of.sheet.clone(), of.cell)
            };
            if waivers.iter().any(|before| what(before) == what(&waiver)) {
                let what = words!(
                    "đã có một [[waiver]] cho đúng nội dung này; hãy gộp lại thành một",
                    "there is a [[waiver]] for the same already; make them one"
                );
                self.wrong(&raw.at("rule"), &what);
            }
            waivers.push(waiver);
        }
        waivers
    }

    fn waiver(
        &mut self,
        raw: &Entry<raw::Waiver>,
        settings: &Settings,
        known: &Known<'_>,
    ) -> Option<Waiver> {
        let of = &raw.of;
        let rule = self.rule_code(&raw.at("rule"), &of.rule, known);
        let unit = self.code(&raw.at("unit"), &of.unit);
        let reason = self.filled(&raw.at("reason"), of.reason.clone());
        let mut filled = |key: &str, text: &Option<String>| {
            text.clone().map(|text| self.filled(&raw.at(key), text))
        };
        let (sheet, by) = (filled("sheet", &of.sheet), filled("by", &of.by));
        let file = filled("file", &of.file).map(|file| shown_path(&file));
        let period = self.period(&raw.at("period"), &of.period);
        let year = settings.office.year;
        if let Some((period, year)) = period.filter(|at| !settings.is_of_year(*at)).zip(year) {
            let what = words!(
                "kỳ {period} không thuộc năm ngân sách {year} của thư mục này",
                "{period} does not belong to the budget year {year}";
                period, year
            );
            self.wrong(&raw.at("period"), &what);
        }
        let until = of.until.as_deref().and_then(|text| self.period(&raw.at("until"), text));
        if let Some((from, until)) = period.zip(until).filter(|(from, until)| until < from) {
            let what = words!("{until} sớm hơn kỳ {from}", "{until} is before {from}"; until, from);
            self.wrong(&raw.at("until"), &what);
        }
        let cell = of.cell.as_deref().and_then(|typed| self.cell(&raw.at("cell"), typed));
        Some(Waiver {
            rule: rule?,
            unit: unit?,
            period: period?,
            file,
            sheet,
            cell,
            by,
            until,
            reason,
        })
    }

    fn cell(&mut self, path: &str, typed: &str) -> Option<Cell> {
        self.parsed(path, typed, |typed| {
            words!(
                "{typed} không phải địa chỉ ô; viết như \"H23\"",
                "{typed} is no cell; write it as \"H23\"";
                typed
            )
        })
    }
}
