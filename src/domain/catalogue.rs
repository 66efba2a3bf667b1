//! The tree of programs and components, embedded from `catalogue.toml` and extendable by the register.
//!
//! Names, numbers and funding types are those of the programs' decisions for 2021–2025 (QĐ 1719/QĐ-TTg,
//! QĐ 90/QĐ-TTg, QĐ 263/QĐ-TTg); how sure each is stands in the file. Ids are ours and stay.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::code::ComponentId;
use super::indicator::Indicators;
use super::key::Funding;
use super::label::Label;

/// One program, project, sub-project or content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// Its id.
    pub id: ComponentId,
    /// What forms call it before the name: `Dự án 1`; empty for programs and contents.
    pub label: String,
    /// Its name.
    pub name: String,
    /// A short name for narrow tables and sentences; else the name.
    pub short: String,
    /// The name in English.
    pub en: String,
    /// Other names on forms.
    pub aliases: Vec<String>,
    /// Words by which a text that begins with "Chương trình" speaks of it.
    pub keywords: Vec<String>,
    /// The funding types it usually has; another one is only unusual (GN505).
    pub funding: Vec<Funding>,
    /// Whether that is sure enough to call another one unusual.
    pub is_funding_sure: bool,
}

impl Node {
    /// `Dự án 1: Giải quyết …`, as a form writes it.
    pub fn title(&self) -> String {
        if self.label.is_empty() {
            self.name.clone()
        } else {
            format!("{}: {}", self.label, self.name)
        }
    }

    /// The number in its label: 1 of `Dự án 1`, 2 of `Nội dung thành phần số 02`.
    pub fn number(&self) -> Option<u32> {
        Label::new(&self.label).words().last()?.parse().ok()
    }
}

/// All nodes, in the order of the forms.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Catalogue {
    nodes: BTreeMap<ComponentId, Node>,
    /// What they count beside money.
    pub indicators: Indicators,
}

impl Catalogue {
    /// The programs of 2021–2025, with what they count.
    pub fn embedded() -> Catalogue {
        let nodes = Catalogue::from_toml(include_str!("catalogue.toml"))
            .expect("the embedded catalogue is tested");
        Catalogue { indicators: Indicators::embedded(), ..nodes }
    }

    /// A catalogue from text in the form of `catalogue.toml`.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn from_toml(text: &str) -> Result<Catalogue, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut catalogue = Catalogue::default();
        for program in &file.program {
            catalogue.take(program)?;
        }
        Ok(catalogue)
    }

    fn take(&mut self, raw: &Raw) -> Result<(), String> {
        let funding = raw.funding.iter().map(|word| match word.as_str() {
            "dtpt" => Ok(Funding::Investment),
            "sn" => Ok(Funding::Recurrent),
            other => Err(format!("{}: unknown funding type {other:?}", raw.id)),
        });
        self.add(Node {
            id: raw.id.parse()?,
            label: raw.label.clone(),
            name: raw.name.clone(),
            short: raw.short.clone().unwrap_or_else(|| raw.name.clone()),
            en: raw.en.clone().unwrap_or_else(|| raw.name.clone()),
            aliases: raw.aliases.clone(),
            keywords: raw.keywords.clone(),
            funding: funding.collect::<Result<_, _>>()?,
            is_funding_sure: matches!(raw.funding_confidence.as_str(), "seen" | "known"),
        });
        let below = [&raw.project, &raw.sub, &raw.contents, &raw.thematic];
        below.into_iter().flatten().try_for_each(|child| self.take(child))
    }

    /// Adds a node, or replaces the one with its id.
    pub fn add(&mut self, node: Node) {
        self.nodes.insert(node.id.clone(), node);
    }

    /// The node with this id.
    pub fn get(&self, id: &ComponentId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// Every node, in the order of the forms.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.values()
    }

    /// The programs.
    pub fn programs(&self) -> impl Iterator<Item = &Node> {
        self.nodes.values().filter(|node| node.id.is_program())
    }

    /// The nodes directly below `id`.
    pub fn children(&self, id: &ComponentId) -> impl Iterator<Item = &Node> {
        self.nodes.values().filter(move |node| node.id.parent().as_ref() == Some(id))
    }

    /// The funding types of a node: its own, else those of the node above.
    pub fn funding(&self, id: &ComponentId) -> &[Funding] {
        self.funded(id).map_or(&[], |node| &node.funding)
    }

    /// The same where it is sure; none where it is not.
    pub fn sure_funding(&self, id: &ComponentId) -> &[Funding] {
        let sure = self.funded(id).filter(|node| node.is_funding_sure);
        sure.map_or(&[], |node| &node.funding)
    }

    /// The nearest node, from this one upwards, that says its funding types.
    fn funded(&self, id: &ComponentId) -> Option<&Node> {
        let mut at = Some(id.clone());
        while let Some(id) = at {
            match self.nodes.get(&id) {
                Some(node) if !node.funding.is_empty() => return Some(node),
                _ => at = id.parent(),
            }
        }
        None
    }

    /// A node's title (`Dự án 1: …`), or its id where the catalogue does not know it.
    pub fn title(&self, id: &ComponentId) -> String {
        self.get(id).map_or_else(|| id.to_string(), Node::title)
    }

    /// A node's short name, or its id.
    pub fn short(&self, id: &ComponentId) -> String {
        self.get(id).map_or_else(|| id.to_string(), |node| node.short.clone())
    }
}

#[derive(Deserialize)]
struct File {
    program: Vec<Raw>,
}

#[derive(Deserialize)]
struct Raw {
    id: String,
    #[serde(default)]
    label: String,
    name: String,
    short: Option<String>,
    en: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    funding: Vec<String>,
    #[serde(default)]
    funding_confidence: String,
    #[serde(default)]
    project: Vec<Raw>,
    #[serde(default)]
    sub: Vec<Raw>,
    #[serde(default)]
    contents: Vec<Raw>,
    #[serde(default)]
    thematic: Vec<Raw>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_catalogue_has_the_counts_of_the_decisions() {
        let catalogue = Catalogue::embedded();
        let below = |program: &str, depth| {
            let program: ComponentId = program.parse().unwrap();
            let is_numbered = |node: &&Node| node.number().is_some();
            let nodes = catalogue.nodes().filter(|node| program.covers(&node.id));
            nodes.filter(is_numbered).filter(|node| node.id.depth() == depth).count()
        };
        assert_eq!((below("dtts", 1), below("dtts", 2)), (10, 14));
        assert_eq!((below("gn", 1), below("gn", 2)), (7, 11));
        assert_eq!(below("ntm", 1), 11);
    }

    #[test]
    fn a_content_has_the_funding_of_what_it_belongs_to() {
        let catalogue = Catalogue::embedded();
        let housing: ComponentId = "dtts.1.b".parse().unwrap();
        assert_eq!(catalogue.funding(&housing), Funding::ALL);
        let models = "gn.2".parse().unwrap();
        assert_eq!(catalogue.funding(&models), [Funding::Recurrent]);
        assert_eq!(catalogue.sure_funding(&models), [Funding::Recurrent]);
        let unsure = "gn.1.2".parse().unwrap();
        assert_eq!(catalogue.funding(&unsure), [Funding::Investment]);
        assert_eq!(catalogue.sure_funding(&unsure), []);
    }

    #[test]
    fn every_node_hangs_below_another_or_is_a_program() {
        let catalogue = Catalogue::embedded();
        for node in catalogue.nodes() {
            let thematic = node.id.as_str().starts_with("ntm.cd.");
            let parent = node.id.parent().is_none_or(|parent| catalogue.get(&parent).is_some());
            assert!(parent || thematic, "{}", node.id);
        }
    }
}
