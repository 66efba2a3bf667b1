//! The nodes of a catalogue by name and number, folded once for many sheets.

use std::collections::BTreeMap;

use crate::domain::catalogue::{Catalogue, Node};
use crate::domain::code::ComponentId;
use crate::domain::label::{Label, Shape};

/// The names of a catalogue, folded once for many sheets.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub(super) nodes: Vec<Named>,
    codes: BTreeMap<String, ComponentId>,
    exact: BTreeMap<Label, Vec<usize>>,
}

/// A node by its names.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) id: ComponentId,
    /// Label without its number, and the number: (`tieu du an`, 1).
    numbered: Option<(String, u32)>,
    names: Vec<Label>,
    /// The shapes of the names.
    shapes: Vec<Shape>,
    keywords: Vec<Label>,
}

impl Names {
    /// The names of all nodes.
    pub fn new(catalogue: &Catalogue) -> Names {
        let mut names = Names::default();
        for node in catalogue.nodes() {
            let named = named(node);
            for name in &named.names {
                names.exact.entry(name.clone()).or_default().push(names.nodes.len());
            }
            names.codes.insert(named.id.to_string(), named.id.clone());
            names.nodes.push(named);
        }
        names
    }

    /// The node with this code, as a form writes it.
    pub(super) fn by_code(&self, code: &str) -> Option<ComponentId> {
        self.codes.get(code).or_else(|| self.codes.get(&code.to_lowercase())).cloned()
    }

    /// The program that a text speaks of: a row's label, a sheet's name, a title.
    ///
    /// `None` also where it speaks of several.
    pub fn program_in(&self, label: &Label) -> Option<ComponentId> {
        let programs = self.nodes.iter().filter(|node| node.id.is_program());
        let mut found = programs.filter(|node| {
            let named = node.names.iter().any(|name| label.has(name.as_str()));
            named || node.keywords.iter().any(|word| label.has(word.as_str()))
        });
        let first = found.next()?;
        found.next().is_none().then(|| first.id.clone())
    }

    /// All programs.
    pub fn programs(&self) -> impl Iterator<Item = ComponentId> {
        self.nodes.iter().filter(|node| node.id.is_program()).map(|node| node.id.clone())
    }

    /// The program whose id a text is: "NTM".
    pub fn program_with_id(&self, label: &Label) -> Option<ComponentId> {
        self.programs().find(|id| id.as_str() == label.as_str())
    }

    /// The program of a row: its name, or a text that begins like one and holds its keyword.
    pub(super) fn program(&self, label: &Label) -> Option<ComponentId> {
        let begins =
            ["chuong trinh", "ctmtqg", "mtqg", "ct mtqg", "ctmt", "ct", "cac chuong trinh"];
        let is_typed_so = || {
            let head: Vec<&str> = label.words().take(2).collect();
            strsim::levenshtein(&head.join(" "), "chuong trinh") <= 1
                || head.first().is_some_and(|word| {
                    word.starts_with("ct") && strsim::levenshtein(word, "ctmtqg") <= 1
                })
        };
        if begins.iter().any(|words| label.after(words).is_some()) || is_typed_so() {
            return self.program_in(label);
        }
        let is_name = |node: &&Named| {
            node.names.contains(label)
                || node.keywords.contains(label)
                || label.as_str() == node.id.as_str()
        };
        self.nodes
            .iter()
            .filter(|node| node.id.is_program())
            .find(is_name)
            .map(|node| node.id.clone())
    }

    /// The node with this name: the same name first, else one that it resembles; nearest to `near`.
    pub(super) fn by_name(&self, label: &Label, near: &[ComponentId]) -> Option<ComponentId> {
        if label.as_str().len() < 4 {
            return None;
        }
        let nearest = |found: Vec<&Named>| {
            let closest = |scope: &ComponentId| found.iter().find(|node| scope.covers(&node.id));
            let node = near.iter().find_map(closest);
            // In no scope: only where one node alone has this name.
            let node = node.or(if found.len() == 1 { found.first() } else { None });
            node.map(|node| node.id.clone())
        };
        if let Some(found) = self.exact.get(label) {
            return nearest(found.iter().map(|&at| &self.nodes[at]).collect());
        }
        let shape = label.shape();
        let resembles = |node: &&Named| {
            let mut names = node.names.iter().zip(&node.shapes);
            names.any(|(name, own)| own.is_near(&shape) && name.resembles(label))
        };
        nearest(self.nodes.iter().filter(resembles).collect())
    }

    /// The child of `parent` whose label has this kind and number.
    pub(super) fn numbered(&self, parent: &ComponentId, kind: &str, number: u32) -> Option<&Named> {
        let is_it = |node: &&Named| {
            let same = |(own, at): &(String, u32)| *at == number && kinds_agree(own, kind);
            node.id.parent().as_ref() == Some(parent) && node.numbered.as_ref().is_some_and(same)
        };
        self.nodes.iter().find(is_it)
    }

    /// The label of a node in full, for comparison with what stands after a number.
    pub(super) fn is_name_of(&self, id: &ComponentId, label: &Label) -> bool {
        let node = self.nodes.iter().find(|node| node.id == *id);
        node.is_some_and(|node| {
            node.names.iter().any(|name| name == label || name.resembles(label))
        })
    }
}

fn named(node: &Node) -> Named {
    let mut names = vec![Label::new(&node.name)];
    if !node.label.is_empty() {
        names.push(Label::new(&node.title()));
    }
    if node.short != node.name {
        names.push(Label::new(&node.short));
    }
    names.extend(node.aliases.iter().map(|alias| Label::new(alias)));
    let numbered = leading_number(&Label::new(&node.label)).map(|(kind, number, _)| (kind, number));
    let keywords = node.keywords.iter().map(|word| Label::new(word)).collect();
    let shapes = names.iter().map(Label::shape).collect();
    Named { id: node.id.clone(), numbered, names, shapes, keywords }
}

/// Words that stand for a kind of node on forms, the longer first.
const KINDS: [(&str, &str); 17] = [
    ("noi dung thanh phan so", "noi dung thanh phan"),
    ("noi dung thanh phan", "noi dung thanh phan"),
    ("noi dung so", "noi dung thanh phan"),
    ("ndtp so", "noi dung thanh phan"),
    ("ndtp", "noi dung thanh phan"),
    ("tieu du an so", "tieu du an"),
    ("tieu du an", "tieu du an"),
    ("tda so", "tieu du an"),
    ("tda", "tieu du an"),
    ("tieu da", "tieu du an"),
    ("du an so", "du an"),
    ("du an", "du an"),
    ("noi dung", "noi dung thanh phan"),
    ("nd so", "noi dung thanh phan"),
    ("nd", "noi dung thanh phan"),
    ("da so", "du an"),
    ("da", "du an"),
];

/// A catalogue of an office may call its nodes otherwise; then the words must be the same.
fn kinds_agree(own: &str, kind: &str) -> bool {
    own == kind
}

/// A kind and a number at the beginning of a label, and what follows: (`du an`, 3, `ho tro …`).
pub(super) fn leading_number(label: &Label) -> Option<(String, u32, Label)> {
    let (kind, rest) = KINDS.iter().find_map(|(words, kind)| {
        let rest = match label.after(words) {
            Some(rest) => rest,
            // "TDA3", "DA5": the number follows without a space
            None => Label::new(
                label
                    .as_str()
                    .strip_prefix(words)
                    .filter(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))?,
            ),
        };
        let first = rest.words().next()?;
        (first.starts_with(|letter: char| letter.is_ascii_digit()) || roman(first).is_some())
            .then_some((*kind, rest))
    })?;
    let (number, rest) = match rest.as_str().split_once(' ') {
        Some((number, rest)) => (number.to_owned(), Label::new(rest)),
        None => (rest.as_str().to_owned(), Label::default()),
    };
    Some((kind.to_owned(), number.parse().ok().or_else(|| roman(&number))?, rest))
}

/// "Dự án III": I to X, folded.
pub(super) fn roman(word: &str) -> Option<u32> {
    let numerals = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    numerals.iter().position(|numeral| *numeral == word).map(|at| at as u32 + 1)
}
