//! What programs count beside money: the indicators, embedded from `indicators.toml` and extendable by the register.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use super::code::ComponentId;
use super::label::Label;
use super::lang::Text;

/// The id of an indicator: `con-giong`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct IndicatorId(Arc<str>);

impl IndicatorId {
    /// An id: lower-case letters, digits, hyphens and points; `None` for any other text.
    pub fn new(text: &str) -> Option<IndicatorId> {
        let is_plain = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.'
        };
        (!text.is_empty() && text.bytes().all(is_plain)).then(|| IndicatorId(text.into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IndicatorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for IndicatorId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// How an indicator goes on from one report to the next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It happens in the course of the year: reports tell it from the first day on.
    Flow,
    /// It stands on the day of the report: of several the last one counts.
    Stock,
}

impl Kind {
    /// For people.
    pub const fn label(self) -> Text {
        match self {
            Kind::Flow => Text { vi: "phát sinh", en: "flow" },
            Kind::Stock => Text { vi: "tại thời điểm", en: "stock" },
        }
    }
}

/// Something that is counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Indicator {
    /// Its id.
    pub id: IndicatorId,
    /// Its name.
    pub name: String,
    /// Its name in English, for people.
    pub en: String,
    /// Other names that mean the same.
    pub aliases: Vec<String>,
    /// The unit of measure in which it is added up.
    pub unit: String,
    /// Other words for that.
    pub same_unit: Vec<String>,
    /// Flow or stock.
    pub kind: Kind,
    /// The components whose rows of the issued form have it.
    pub of: Vec<ComponentId>,
}

impl Indicator {
    /// Whether a unit of measure is its own. Where none is typed, the name has to say it: "Số lớp", "Hộ nhận".
    pub fn is_in(&self, unit: &str, name: &str) -> bool {
        let own = || std::iter::once(&self.unit).chain(&self.same_unit).map(|own| Label::new(own));
        if !unit.trim().is_empty() {
            let unit = Label::new(unit);
            return own().any(|own| own == unit);
        }
        let name = Label::new(name);
        own().any(|own| !own.is_empty() && name.has(own.as_str()))
    }
}

/// Which indicator a typed name means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Naming {
    /// This one, by one of its names.
    Known(IndicatorId),
    /// Perhaps this one: only whoever typed the name can say.
    Near(IndicatorId),
    /// None that is known.
    Unknown,
}

impl Naming {
    /// The indicator, where the name is one of its own.
    pub fn known(&self) -> Option<&IndicatorId> {
        match self {
            Naming::Known(id) => Some(id),
            Naming::Near(_) | Naming::Unknown => None,
        }
    }
}

/// The indicators by their names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Indicators {
    all: Vec<Indicator>,
    /// Every name of every indicator, as [`bare`] leaves it, with its place in `all`.
    names: Vec<(Label, usize)>,
}

impl Indicators {
    /// Those that the tool brings along.
    pub fn embedded() -> Indicators {
        Indicators::from_toml(include_str!("indicators.toml"))
            .expect("the embedded indicators are tested")
    }

    /// Indicators from text in the form of `indicators.toml`.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn from_toml(text: &str) -> Result<Indicators, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut indicators = Indicators::default();
        for raw in file.indicator {
            let of = raw.of.iter().map(|id| id.parse()).collect::<Result<_, String>>();
            let id = IndicatorId::new(&raw.id).ok_or_else(|| format!("{:?} is no id", raw.id))?;
            let indicator = Indicator {
                of: of.map_err(|error| format!("{id}: {error}"))?,
                id,
                name: raw.name,
                en: raw.en,
                aliases: raw.aliases,
                unit: raw.unit,
                same_unit: raw.same_unit,
                kind: raw.kind,
            };
            indicators
                .add(indicator)
                .map_err(|known| format!("two indicators have one name, the other is {known}"))?;
        }
        Ok(indicators)
    }

    /// Adds an indicator, or replaces the one with its id.
    ///
    /// # Errors
    /// Another one that has one of its names: then a row could mean both.
    pub fn add(&mut self, indicator: Indicator) -> Result<(), IndicatorId> {
        let at = self.all.iter().position(|known| known.id == indicator.id);
        let at = at.unwrap_or(self.all.len());
        let typed = std::iter::once(&indicator.name).chain(&indicator.aliases);
        let mut names: Vec<Label> = typed.map(|name| bare(name)).collect();
        names.sort();
        names.dedup();
        let is_taken = |(name, of): &&(Label, usize)| *of != at && names.contains(name);
        if let Some((_, other)) = self.names.iter().find(is_taken) {
            return Err(self.all[*other].id.clone());
        }
        self.names.retain(|(_, of)| *of != at);
        self.names.extend(names.into_iter().map(|name| (name, at)));
        if at < self.all.len() {
            self.all[at] = indicator;
        } else {
            self.all.push(indicator);
        }
        Ok(())
    }

    /// All, in the order of the file and then of the register.
    pub fn iter(&self) -> impl Iterator<Item = &Indicator> {
        self.all.iter()
    }

    /// The one with this id.
    pub fn get(&self, id: &IndicatorId) -> Option<&Indicator> {
        self.all.iter().find(|indicator| indicator.id == *id)
    }

    /// Its name, or its id where it is not known.
    pub fn name(&self, id: &IndicatorId) -> String {
        self.get(id).map_or_else(|| id.to_string(), |indicator| indicator.name.clone())
    }

    /// Those that the issued form has for a component.
    pub fn of<'a>(&'a self, component: &'a ComponentId) -> impl Iterator<Item = &'a Indicator> {
        self.all.iter().filter(move |indicator| indicator.of.contains(component))
    }

    /// Which one a typed name means. Nearly: with a slip of the hand, or with words more or less than a name has.
    pub fn named(&self, text: &str) -> Naming {
        let label = bare(text);
        if label.is_empty() {
            return Naming::Unknown;
        }
        if let Some((_, at)) = self.names.iter().find(|(name, _)| *name == label) {
            return Naming::Known(self.all[*at].id.clone());
        }
        let is_near = |(name, _): &&(Label, usize)| {
            let is_most = || name.words().count() < 2 * label.words().count();
            name.resembles(&label) || holds(&label, name) || holds(name, &label) && is_most()
        };
        // The name that says most of it.
        let near = self.names.iter().filter(is_near);
        let near = near.min_by_key(|(name, _)| {
            let words = |label: &Label| label.words().count();
            words(name).abs_diff(words(&label))
        });
        near.map_or(Naming::Unknown, |(_, at)| Naming::Near(self.all[*at].id.clone()))
    }
}

/// Whether all words of a name of several stand in another one.
fn holds(whole: &Label, part: &Label) -> bool {
    1 < part.words().count() && part.words().all(|word| whole.words().any(|own| own == word))
}

/// A name without what only says that something is counted: "Tổng số lớp đào tạo nghề (lớp)".
fn bare(text: &str) -> Label {
    let text = text.trim();
    let before = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let before = before.map(|(before, _)| before).filter(|before| !before.trim().is_empty());
    let mut label = Label::new(before.unwrap_or(text));
    for words in ["tong so luong", "tong so", "so luong", "so"] {
        if let Some(rest) = label.after(words).filter(|rest| !rest.is_empty()) {
            label = rest;
            break;
        }
    }
    label
}

/// The unit of measure that stands in brackets behind a name: "Đường liên thôn (km)".
pub fn unit_behind(name: &str) -> Option<&str> {
    let (before, unit) = name.trim().strip_suffix(')')?.rsplit_once('(')?;
    (!before.trim().is_empty() && !unit.trim().is_empty()).then(|| unit.trim())
}

#[derive(Deserialize)]
struct File {
    indicator: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: String,
    name: String,
    en: String,
    #[serde(default)]
    aliases: Vec<String>,
    unit: String,
    #[serde(default)]
    same_unit: Vec<String>,
    kind: Kind,
    #[serde(default)]
    of: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Catalogue;

    #[test]
    fn the_embedded_indicators_are_of_components_that_exist() {
        let catalogue = Catalogue::embedded();
        assert_eq!(catalogue.indicators.iter().count(), 11);
        for indicator in catalogue.indicators.iter() {
            for component in &indicator.of {
                assert!(catalogue.get(component).is_some(), "{}: {component}", indicator.id);
            }
        }
    }

    #[test]
    fn a_name_is_known_near_or_unknown() {
        let indicators = Indicators::embedded();
        let named = |text| match indicators.named(text) {
            Naming::Known(id) => format!("= {id}"),
            Naming::Near(id) => format!("~ {id}"),
            Naming::Unknown => "?".to_owned(),
        };
        for (text, means) in [
            ("Con giống bàn giao", "= con-giong"),
            ("SỐ CON GIỐNG BÀN GIAO (con)", "= con-giong"),
            ("Tổng số lớp đào tạo nghề", "= lop"),
            ("Số hộ hưởng lợi", "= ho-nhan"),
            ("Số học viên", "= hoc-vien"),
            ("Lớp đào tạo nghề nông nghiệp", "~ lop"),
            ("Lớp đào tạp nghề", "~ lop"),
            ("Bàn giao", "?"),
            ("Cuộc kiểm tra", "~ kiem-tra-dinh-ky"),
            ("Đường giao thông nông thôn", "?"),
            ("Hộ nghèo", "?"),
            ("", "?"),
        ] {
            assert_eq!(named(text), means, "{text}");
        }
    }

    #[test]
    fn a_unit_that_is_not_typed_stands_in_the_name_or_is_not_known() {
        let indicators = Indicators::embedded();
        let is_in = |id: &str, unit, name| {
            indicators.get(&IndicatorId::new(id).unwrap()).unwrap().is_in(unit, name)
        };
        assert!(is_in("lop", "Lớp", "Lớp") && is_in("lop", "", "Số lớp đào tạo nghề"));
        assert!(is_in("hoc-vien", "học viên", "Học viên"));
        assert!(!is_in("lop", "%", "Lớp"));
        assert!(!is_in("vat-tu", "", "Vật tư bàn giao") && !is_in("vat-tu", "bao", "Vật tư"));
    }

    #[test]
    fn no_two_indicators_have_one_name() {
        let mut indicators = Indicators::embedded();
        let mut own = indicators.iter().next().unwrap().clone();
        own.id = IndicatorId::new("bo-giong").unwrap();
        assert_eq!(indicators.add(own.clone()).unwrap_err().as_str(), "con-giong");
        (own.name, own.aliases) = ("Bò giống bàn giao".to_owned(), Vec::new());
        indicators.add(own).unwrap();
        let id = IndicatorId::new("bo-giong").unwrap();
        assert_eq!(indicators.named("Số bò giống bàn giao"), Naming::Known(id));
    }
}
