//! What the words of a key mean: program or component, funding type, source, plan year, unit, measure, in any order.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::catalogue::Catalogue;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::{Funding, PlanYear, Source};
use crate::domain::label::Label;
use crate::domain::lang::{Lang, Text, Words, words};
use crate::domain::register::Register;
use crate::render::workbook::ledger::{Amount, Row};
use crate::render::workbook::lines;

/// What is asked for of a total.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Asked {
    /// An amount.
    Amount(Amount),
    /// The cumulative of the plan.
    Rate,
}

/// What a word says.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Means {
    Component(ComponentId),
    Funding(Funding),
    Source(Option<Source>),
    Year(PlanYear),
    Unit(UnitCode),
    Measure(Asked),
}

/// A key of words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Query {
    components: Vec<ComponentId>,
    fundings: Vec<Funding>,
    sources: Vec<Option<Source>>,
    years: Vec<PlanYear>,
    units: Vec<UnitCode>,
    measures: Vec<Asked>,
    /// Words that mean nothing.
    pub strange: Vec<String>,
}

/// The words of a measure; the first one is told in suggestions.
const MEASURES: [(Asked, &[&str]); 12] = [
    (Asked::Amount(Amount::Cumulative), &["cumulative", "luy ke", "luy ke giai ngan", "lk"]),
    (
        Asked::Amount(Amount::InPeriod),
        &["in period", "trong ky", "giai ngan trong ky", "disbursed in period", "period"],
    ),
    (Asked::Amount(Amount::Plan), &["plan", "ke hoach", "ke hoach von", "kh", "khv", "von"]),
    (Asked::Amount(Amount::Assigned), &["assigned", "von giao", "duoc giao", "giao"]),
    (Asked::Amount(Amount::Allocated), &["allocated", "da phan bo", "phan bo"]),
    (Asked::Amount(Amount::Carried), &["carried", "provisional", "tam tinh"]),
    (Asked::Amount(Amount::Volume), &["volume", "khoi luong", "khoi luong hoan thanh"]),
    (Asked::Amount(Amount::Forecast), &["forecast", "uoc", "uoc 31 12", "uoc den 31 12"]),
    (Asked::Amount(Amount::ForecastNext), &["forecast next", "uoc 31 01", "uoc den 31 01"]),
    (Asked::Amount(Amount::ToReturn), &["to return", "hoan tra", "de nghi hoan tra"]),
    (Asked::Amount(Amount::ToAdjust), &["to adjust", "dieu chinh", "de nghi dieu chinh"]),
    (Asked::Rate, &["rate", "ty le", "ty le giai ngan", "tl"]),
];

const FUNDINGS: [(Funding, &[&str]); 2] = [
    (Funding::Investment, &["investment", "dt", "dau tu", "von dau tu", "dtpt"]),
    (Funding::Recurrent, &["recurrent", "sn", "su nghiep", "von su nghiep"]),
];

const SOURCES: [(Option<Source>, &[&str]); 8] = [
    (Some(Source::Central), &["central", "tw", "trung uong", "nstw"]),
    (Some(Source::Province), &["province", "tinh", "ns tinh", "ngan sach tinh"]),
    (Some(Source::District), &["district", "huyen", "ns huyen", "ngan sach huyen"]),
    (Some(Source::Commune), &["commune", "xa", "ns xa", "ngan sach xa"]),
    (Some(Source::Local), &["local", "dia phuong", "nsdp"]),
    (Some(Source::Foreign), &["foreign", "nuoc ngoai", "von nuoc ngoai"]),
    (Some(Source::Other), &["other", "khac", "von khac"]),
    (None, &["chua tach nguon", "sources not split"]),
];

const CARRY_OVER: [&str; 3] = ["keo dai", "chuyen nguon", "carry over"];

/// The longest name of anything, in words.
const LONGEST: usize = 24;

impl Query {
    /// What these words mean. The longest name goes before the words in it: "Huyện An" is a unit, "huyện" a source.
    pub(super) fn of(texts: &[&str], catalogue: &Catalogue, register: &Register) -> Query {
        let all = dictionary(catalogue, register);
        let mut query = Query::default();
        let mut rest = texts;
        while !rest.is_empty() {
            let known = (1..=rest.len().min(LONGEST)).rev().find_map(|length| {
                let phrase = rest[..length].join(" ");
                Some((length, meaning(&phrase, &all, catalogue)?))
            });
            let Some((length, means)) = known else {
                query.strange.push(rest[0].to_owned());
                rest = &rest[1..];
                continue;
            };
            query.take(means);
            rest = &rest[length..];
        }
        query
    }

    fn take(&mut self, means: Means) {
        fn add<T: PartialEq>(to: &mut Vec<T>, of: T) {
            if !to.contains(&of) {
                to.push(of);
            }
        }
        match means {
            Means::Component(of) => add(&mut self.components, of),
            Means::Funding(of) => add(&mut self.fundings, of),
            Means::Source(of) => add(&mut self.sources, of),
            Means::Year(of) => add(&mut self.years, of),
            Means::Unit(of) => add(&mut self.units, of),
            Means::Measure(of) => add(&mut self.measures, of),
        }
    }

    /// Units that were merged into others stand for these; gives their names.
    pub(super) fn follow_mergers(&mut self, register: &Register, day: NaiveDate) -> Vec<Words> {
        let mut told = Vec::new();
        for code in &mut self.units {
            let Some(taken) = register.successor(code, day).cloned() else { continue };
            let [name, into] = [&*code, &taken].map(|of| register.name(of));
            told.push(words!(
                "{name} ({code}) đã sáp nhập: số liệu nằm trong {into} ({taken}).",
                "{name} ({code}) was merged: its figures are in {into} ({taken}).";
                name, code, into, taken
            ));
            *code = taken;
        }
        told
    }

    /// What is asked for; the cumulative where nobody says it.
    pub(super) fn measures(&self) -> Vec<Asked> {
        match self.measures.is_empty() {
            true => vec![Asked::Amount(Amount::Cumulative)],
            false => self.measures.clone(),
        }
    }

    /// Whether a measure was named.
    pub(super) fn names_measure(&self) -> bool {
        !self.measures.is_empty()
    }

    /// Whether a row of "Dữ liệu" is meant, in the budget year `budget`. Carry-over is that of any year before.
    pub(super) fn is_met_by(&self, row: &Row<'_>, budget: i32) -> bool {
        fn meets<T>(asked: &[T], is_it: impl Fn(&T) -> bool) -> bool {
            asked.is_empty() || asked.iter().any(is_it)
        }
        let Some(key) = &row.key else { return false };
        meets(&self.components, |of| of.covers(&key.component))
            && meets(&self.fundings, |of| *of == key.funding)
            && meets(&self.sources, |of| *of == key.source)
            && meets(&self.years, |of| {
                *of == key.year || *of == PlanYear::CarryOver && of.covers(key.year, budget)
            })
            && meets(&self.units, |of| Some(of) == row.code.as_ref())
    }

    /// In words, as it was understood.
    pub(super) fn words(&self, catalogue: &Catalogue, register: &Register) -> Words {
        let mut parts: Vec<Words> = Vec::new();
        let measures = self.measures();
        let measures = measures.iter().map(|of| of.text());
        parts.extend(measures.map(|text| text.words()));
        for id in &self.components {
            let short = catalogue.short(id);
            let english = catalogue.get(id).map_or_else(String::new, |node| node.en.clone());
            parts.push(Words::new(format!("{short} ({id})"), format!("{english} ({id})")));
        }
        parts.extend(self.fundings.iter().map(|of| of.label().words()));
        parts.extend(self.sources.iter().map(|of| source_text(*of).words()));
        for year in &self.years {
            let said = |lang| match year {
                PlanYear::Of(year) => year.to_string(),
                year => lines::year_words(*year, lang).unwrap_or_default().to_owned(),
            };
            let year = Words::new(said(Lang::Vi), said(Lang::En));
            parts.push(words!("vốn năm {year}", "plan year {year}"; year));
        }
        for code in &self.units {
            let name = register.name(code);
            parts.push(Words::new(format!("{name} ({code})"), format!("{name} ({code})")));
        }
        let join = |lang| parts.iter().map(|of| of.get(lang)).collect::<Vec<_>>().join("; ");
        Words::new(join(Lang::Vi), join(Lang::En))
    }
}

impl Asked {
    /// For people.
    pub(super) fn text(self) -> Text {
        match self {
            Asked::Amount(amount) => lines::heading(amount),
            Asked::Rate => Text { vi: "Tỷ lệ giải ngân", en: "Disbursement rate" },
        }
    }
}

fn source_text(source: Option<Source>) -> Text {
    source.map_or(Text { vi: "nguồn chưa tách", en: "sources not split" }, Source::label)
}

/// All names, each with what it means; the first that is put in stands.
fn dictionary(catalogue: &Catalogue, register: &Register) -> BTreeMap<Label, Means> {
    let mut all: BTreeMap<Label, Means> = BTreeMap::new();
    let mut put = |name: &str, means: Means| {
        let label = Label::new(name);
        if !label.is_empty() {
            all.entry(label).or_insert(means);
        }
    };
    for unit in &register.units {
        let names = [unit.code.as_str(), &unit.name].into_iter();
        let names = names.chain(unit.aliases.iter().map(String::as_str));
        names.for_each(|name| put(name, Means::Unit(unit.code.clone())));
    }
    for (means, names) in MEASURES {
        names.iter().for_each(|name| put(name, Means::Measure(means)));
    }
    for (means, names) in FUNDINGS {
        names.iter().for_each(|name| put(name, Means::Funding(means)));
    }
    for (means, names) in SOURCES {
        names.iter().for_each(|name| put(name, Means::Source(means)));
    }
    CARRY_OVER.iter().for_each(|name| put(name, Means::Year(PlanYear::CarryOver)));
    put("chua tach nam", Means::Year(PlanYear::Any));
    put("years not split", Means::Year(PlanYear::Any));
    for node in catalogue.nodes() {
        let means = || Means::Component(node.id.clone());
        let own = [&node.name, &node.short, &node.en].into_iter().chain(&node.aliases);
        let keywords = node.keywords.iter().filter(|_| node.id.is_program());
        own.chain(keywords).for_each(|name| put(name, means()));
        put(&node.title(), means());
    }
    all
}

fn meaning(phrase: &str, all: &BTreeMap<Label, Means>, catalogue: &Catalogue) -> Option<Means> {
    let id = phrase.to_lowercase().parse::<ComponentId>().ok();
    if let Some(id) = id.filter(|id| catalogue.get(id).is_some()) {
        return Some(Means::Component(id));
    }
    let is_year = phrase.len() == 4 && phrase.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(year) = phrase.parse().ok().filter(|_| is_year) {
        return Some(Means::Year(PlanYear::Of(year)));
    }
    all.get(&Label::new(phrase)).cloned()
}

/// Names that are near a word that means nothing, and how many there are.
pub(super) fn near(word: &str, catalogue: &Catalogue, register: &Register) -> Vec<String> {
    const MOST: usize = 6;
    // A number without its zeros: "HL-5".
    let plain = |code: &str| code.to_lowercase().replace(['-', '.', ' ', '0'], "");
    let label = Label::new(word);
    let is_near = |name: &str| {
        let own = Label::new(name);
        !label.is_empty() && (own.resembles(&label) || own.has(label.as_str()))
    };
    let units = register.units.iter().filter(|unit| {
        is_near(unit.code.as_str())
            || is_near(&unit.name)
            || plain(unit.code.as_str()) == plain(word)
    });
    let units = units.map(|unit| format!("{} {}", unit.code, unit.name));
    let begins = word.split('.').next().unwrap_or_default().to_lowercase();
    let nodes = catalogue.nodes().filter(|node| {
        let is_of = word.contains('.') && node.id.program().as_str() == begins;
        is_of || is_near(&node.short) || is_near(node.id.as_str())
    });
    let nodes = nodes.map(|node| format!("{} ({})", node.id, node.short));
    let others = MEASURES.iter().map(|(of, names)| (of.text().vi, *names));
    let fundings = FUNDINGS.iter().map(|(of, names)| (of.label().vi, *names));
    let sources = SOURCES.iter().map(|(of, names)| (source_text(*of).vi, *names));
    let others = others.chain(fundings).chain(sources);
    let others = others.filter(|(_, names)| names.iter().any(|name| is_near(name)));
    let others = others.map(|(text, names)| format!("{text} ({})", names[0]));
    units.chain(nodes).chain(others).take(MOST).collect()
}
