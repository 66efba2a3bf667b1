//! The findings rule by rule: what goes wrong most, in how many units, and where.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::super::amounts::{Amounts, NONE, exact};
use super::super::explain::tone;
use super::super::screen::{Screen, Tone};
use super::super::table::{Column, Table, whole};
use super::count::weight;
use super::{cap, named, one, rest};
use crate::domain::consequences::folded;
use crate::domain::lang::{Lang, Text};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Place;
use crate::domain::rule::{Finding, RuleCode, Severity, Whose};
use crate::domain::summary::Summary;

/// A finding, and whether it is told under the fault of another.
#[derive(Clone, Copy)]
struct Found<'a> {
    finding: &'a Finding,
    follows: bool,
}

/// What one rule found, at one severity.
struct Group<'a> {
    found: Vec<Found<'a>>,
    units: usize,
    /// Of those that do not follow from another: what follows is the same money again.
    money: Money,
}

/// The blocks of all rules, and below them a table of how often and how much.
pub(super) fn show(summary: &Summary, open: &[&Finding], lang: Lang, screen: &Screen) -> String {
    let groups = grouped(open);
    let mut out = String::new();
    for group in &groups {
        out.push_str(&block(summary, group, lang, screen));
    }
    out.push_str(&table(&groups, summary.money_unit(), lang, screen));
    out
}

/// By severity, then in most units, most often, the largest.
fn grouped<'a>(open: &[&'a Finding]) -> Vec<Group<'a>> {
    let mut rules: BTreeMap<(Severity, RuleCode), Vec<Found<'_>>> = BTreeMap::new();
    let told = folded(open.iter().copied());
    for (at, finding) in told.iter().flat_map(|told| told.all().enumerate()) {
        let found = Found { finding, follows: at != 0 };
        rules.entry((finding.severity, finding.rule.code)).or_default().push(found);
    }
    let group = |mut found: Vec<Found<'a>>| {
        found.sort_by_cached_key(|one| (one.follows, weight(one.finding)));
        let units: BTreeSet<_> =
            found.iter().filter_map(|one| one.finding.problem.unit.as_ref()).collect();
        let leads = found.iter().filter(|one| !one.follows);
        Group { units: units.len(), money: leads.map(|one| one.finding.money()).sum(), found }
    };
    let mut groups: Vec<Group<'_>> = rules.into_values().map(group).collect();
    groups.sort_by_cached_key(|group| {
        let first = group.found[0].finding;
        let size = (group.units, group.found.len(), group.money);
        (first.severity, Reverse(size), first.rule.code)
    });
    groups
}

fn block(summary: &Summary, group: &Group<'_>, lang: Lang, screen: &Screen) -> String {
    let first = group.found[0].finding;
    let title = format!("{} {}", first.rule.code, first.rule.title.get(lang));
    let unit = summary.money_unit();
    let mut parts = vec![title, places(group.found.len(), lang)];
    if 0 < group.units {
        parts.push(match lang {
            Lang::Vi => format!("{} đơn vị", group.units),
            Lang::En if group.units == 1 => "1 unit".to_owned(),
            Lang::En => format!("{} units", group.units),
        });
    }
    parts.extend(
        Some(group.money).filter(|money| !money.is_zero()).map(|money| exact(money, unit, lang)),
    );
    let severity = first.severity.label().get(lang);
    let heading = screen.paragraph(&format!("{severity} "), &whole_title(&parts));
    let mut out = format!("\n{}\n", screen.paint(tone(first.severity), heading.trim_end()));
    let advice = format!("{}: {}", one::ADVICE.get(lang), first.rule.advice_to_office(lang));
    out.push_str(&screen.paragraph("  ", &advice));
    let mut units: BTreeMap<Whose<'_>, Vec<Found<'_>>> = BTreeMap::new();
    for one in &group.found {
        units.entry(one.finding.whose()).or_default().push(*one);
    }
    let mut units: Vec<_> = units.into_iter().collect();
    units.sort_by_cached_key(|(_, found)| (found[0].follows, weight(found[0].finding)));
    for (whose, found) in &units {
        let mut name = named(summary, *whose, lang);
        if 1 < found.len() {
            name.push_str(&format!(": {}", places(found.len(), lang)));
        }
        out.push_str(&screen.paragraph("  ", &name));
        out.push_str(&of_unit(found, lang, screen));
    }
    out
}

fn whole_title(parts: &[String]) -> String {
    let (title, numbers) = parts.split_first().expect("a rule has a title");
    format!("{title}: {}", numbers.join(", "))
}

fn places(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("{count} chỗ"),
        Lang::En if count == 1 => "1 place".to_owned(),
        Lang::En => format!("{count} places"),
    }
}

/// The places in one unit: the cells of a sheet together, each with its money; in words what has no cell.
fn of_unit(found: &[Found<'_>], lang: Lang, screen: &Screen) -> String {
    let mut out = String::new();
    let most = cap(found[0].finding.severity);
    let shown = &found[..found.len().min(most)];
    let sheet = |one: &Found<'_>| {
        let place = &one.finding.problem.place;
        Place { file: place.file.clone(), sheet: place.sheet.clone(), cell: None }
    };
    let mut sheets: Vec<(Place, Vec<Found<'_>>)> = Vec::new();
    for one in shown {
        let place = sheet(one);
        match sheets.iter_mut().find(|(known, _)| *known == place) {
            Some((_, found)) => found.push(*one),
            None => sheets.push((place, vec![*one])),
        }
    }
    let mut file = None;
    for (place, found) in &sheets {
        if place.file.is_some() && place.file != file {
            out.push_str(&screen.paragraph("    ", place.file.as_deref().unwrap_or_default()));
        }
        file.clone_from(&place.file);
        let cells: Vec<String> = found.iter().filter_map(|one| cell(one, lang)).collect();
        if !cells.is_empty() {
            let sheet = place.sheet.as_deref().unwrap_or_default();
            out.push_str(&screen.paragraph("      ", &format!("{sheet}: {}", cells.join(", "))));
        }
        for one in found.iter().filter(|one| one.finding.problem.place.cell.is_none()) {
            out.push_str(&one::sentence(one.finding, "      ", lang, screen));
        }
    }
    out.push_str(&rest(found.len() - shown.len(), "      ", lang, screen));
    out
}

/// `F14 (8 triệu đồng)`.
fn cell(one: &Found<'_>, lang: Lang) -> Option<String> {
    let cell = one.finding.problem.place.cell?;
    let amount = one.finding.money();
    let said = match (one.follows, lang) {
        (true, Lang::Vi) => "kéo theo".to_owned(),
        (true, Lang::En) => "follows".to_owned(),
        (false, _) if amount.is_zero() => return Some(cell.to_string()),
        (false, _) => exact(amount, one.finding.money_unit, lang),
    };
    Some(whole(&format!("{cell} ({said})")))
}

fn table(groups: &[Group<'_>], unit: MoneyUnit, lang: Lang, screen: &Screen) -> String {
    if groups.len() < 2 {
        return String::new();
    }
    let amounts = Amounts::of(unit, groups.iter().map(|group| group.money));
    let money = format!("{}\n({})", MONEY.get(lang), unit.text().get(lang));
    let mut table = Table::new(vec![
        Column::words(CODE.get(lang)),
        Column::names(RULE.get(lang)),
        Column::figure(PLACES.get(lang)),
        Column::figure(UNITS.get(lang)),
        Column::figure(&money),
    ]);
    for group in groups {
        let first = group.found[0].finding;
        let amount = match group.money {
            money if money.is_zero() => NONE.to_owned(),
            money => amounts.show(money),
        };
        let severity = first.severity.label().get(lang);
        let tone = if first.severity == Severity::Note { Tone::Faint } else { Tone::Quiet };
        table.row(
            tone,
            vec![
                whole(&format!("{} {severity}", first.rule.code)),
                first.rule.title.get(lang).to_owned(),
                group.found.len().to_string(),
                group.units.to_string(),
                amount,
            ],
        );
    }
    let note = screen.paragraph("", MEANT.get(lang));
    format!("{}{}{note}", screen.heading(MOST.get(lang)), table.show(screen))
}

const MOST: Text = Text { vi: "Nội dung sai nhiều nhất", en: "What goes wrong most" };
const CODE: Text = Text { vi: "Mã", en: "Code" };
const RULE: Text = Text { vi: "Nội dung", en: "Rule" };
const PLACES: Text = Text { vi: "Số\nchỗ", en: "Places" };
const UNITS: Text = Text { vi: "Đơn\nvị", en: "Units" };
const MONEY: Text = Text { vi: "Số tiền", en: "Money" };
const MEANT: Text = Text {
    vi: "Số tiền: chênh lệch, hoặc số chưa đưa vào tổng hợp, cộng lại không kể dấu; không tính lỗi kéo theo.",
    en: "Money: differences, or what is not in the totals, added up without their signs; what follows from another fault is not counted.",
};
