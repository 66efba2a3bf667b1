//! The nodes of a catalogue by name and number, folded once for many sheets.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::catalogue::{Catalogue, Node};
use crate::domain::code::ComponentId;
use crate::domain::label::{Label, Shape};

use super::reference::{Kind, Numbers, Reference};
use super::spelling::spelt_out;

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
    /// What its label numbers, and the number: "Tiểu dự án 1".
    numbered: Option<(Kind, u32)>,
    names: Vec<Label>,
    /// The shapes of the names.
    shapes: Vec<Shape>,
    keywords: Vec<Label>,
    /// The words of all its names and keywords, of a program.
    words: BTreeSet<String>,
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
        match &self.spoken_of(&spelt_out(label))[..] {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// The programs whose name or keyword a spelt out text holds.
    fn spoken_of(&self, label: &Label) -> Vec<ComponentId> {
        let programs = self.nodes.iter().filter(|node| {
            let holds = |words: &Label| label.has(words.as_str());
            node.id.is_program() && node.names.iter().chain(&node.keywords).any(holds)
        });
        programs.map(|node| node.id.clone()).collect()
    }

    /// All programs.
    pub fn programs(&self) -> impl Iterator<Item = ComponentId> {
        self.nodes.iter().filter(|node| node.id.is_program()).map(|node| node.id.clone())
    }

    /// The program whose id a text is: "NTM".
    pub fn program_with_id(&self, label: &Label) -> Option<ComponentId> {
        self.programs().find(|id| id.as_str() == label.as_str())
    }

    /// The program of a row: its name in any words.
    ///
    /// Behind "CTMTQG" a keyword is enough. Behind "Chương trình" alone the program's own words must follow at once, because
    /// components and works are called so too; without either the label may hold nothing else.
    pub(super) fn program(&self, label: &Label) -> Option<ComponentId> {
        let label = spelt_out(label);
        let (head, rest) = head_of(&label);
        let mut programs = self.nodes.iter().filter(|node| node.id.is_program());
        let named = programs.find(|node| {
            node.names.contains(&label)
                || node.keywords.contains(&label)
                || label.as_str() == node.id.as_str()
        });
        if let Some(node) = named {
            return Some(node.id.clone());
        }
        match &self.spoken_of(&label)[..] {
            [one] if head == Head::National => Some(one.clone()),
            [_] | [] => self.program_in_words(&rest, head),
            _ => None,
        }
    }

    /// Whether a label speaks of a program without saying which one that is known: of another, or of several.
    pub(super) fn is_strange_program(&self, label: &Label) -> bool {
        let (head, rest) = head_of(&spelt_out(label));
        let says_more = rest.words().any(|word| !is_filler(word));
        head == Head::National && says_more && self.program(label).is_none()
    }

    /// The one program whose keyword stands among its own words at the beginning of `rest`.
    fn program_in_words(&self, rest: &Label, head: Head) -> Option<ComponentId> {
        let words: Vec<&str> = rest.words().collect();
        let mut found = self.nodes.iter().filter(|node| {
            let is_own = |word: &&str| is_filler(word) || node.words.contains(*word);
            let stands_at = |at: usize, keyword: &[&str]| {
                let Some(part) = words.get(at..at + keyword.len()) else { return false };
                let pairs = || part.iter().zip(keyword);
                let slips = pairs().filter(|(word, own)| word != own).count();
                let is_it = pairs().all(|(word, own)| is_same_word(own, word));
                let behind = &words[at + keyword.len()..];
                is_it
                    && slips <= usize::from(head != Head::None)
                    && words[..at].iter().all(is_own)
                    && (head != Head::None || behind.iter().all(is_own))
            };
            let has = |keyword: &Label| {
                let keyword: Vec<&str> = keyword.words().collect();
                (0..words.len()).any(|at| stands_at(at, &keyword))
            };
            node.id.is_program() && node.keywords.iter().any(has)
        });
        let first = found.next()?;
        found.next().is_none().then(|| first.id.clone())
    }

    /// The node with this name: the same name first, else one that it resembles; nearest to `near`.
    pub(super) fn by_name(&self, label: &Label, near: &[ComponentId]) -> Option<ComponentId> {
        if label.as_str().len() < 4 {
            return None;
        }
        let label = &spelt_out(label);
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
    pub(super) fn numbered(
        &self,
        parent: &ComponentId,
        kind: Kind,
        number: u32,
    ) -> Option<ComponentId> {
        let is_it = |node: &&Named| {
            node.id.parent().as_ref() == Some(parent) && node.numbered == Some((kind, number))
        };
        self.nodes.iter().find(is_it).map(|node| node.id.clone())
    }

    /// Whether the children of a node are numbered so.
    pub(super) fn numbers(&self, parent: &ComponentId, kind: Kind) -> bool {
        self.nodes.iter().any(|node| {
            let is_kind = || node.numbered.is_some_and(|(own, _)| own == kind);
            node.id.parent().as_ref() == Some(parent) && is_kind()
        })
    }

    /// Whether a node, or one that it lies in, has each of these numbers.
    pub(super) fn has_numbers(&self, id: &ComponentId, numbers: &Numbers) -> bool {
        let mut own: Vec<(Kind, u32)> = Vec::new();
        let mut at = Some(id.clone());
        while let Some(id) = at {
            own.extend(self.node(&id).and_then(|node| node.numbered));
            at = id.parent();
        }
        numbers.all().all(|number| own.contains(&number))
    }

    /// The number of a node among its sisters.
    pub(super) fn number_of(&self, id: &ComponentId) -> Option<u32> {
        self.node(id)?.numbered.map(|(_, number)| number)
    }

    fn node(&self, id: &ComponentId) -> Option<&Named> {
        self.nodes.iter().find(|node| node.id == *id)
    }

    /// The label of a node in full, for comparison with what stands after a number.
    pub(super) fn is_name_of(&self, id: &ComponentId, label: &Label) -> bool {
        let label = &spelt_out(label);
        self.node(id).is_some_and(|node| {
            node.names.iter().any(|name| name == label || name.resembles(label))
        })
    }

    /// Whether a label says with most of its words what the name of a node says: in other words, cut short.
    pub(super) fn sounds_like(&self, id: &ComponentId, label: &Label) -> bool {
        let label = spelt_out(label);
        let own: BTreeSet<&str> = label.words().collect();
        let sounds = |name: &Label| {
            let words: BTreeSet<&str> = name.words().collect();
            let common = own.intersection(&words).count();
            // Cut short it still says nothing else.
            let is_cut = 5 <= common && common == own.len();
            2 * own.len().max(words.len()) <= 3 * common || is_cut
        };
        self.node(id).is_some_and(|node| node.names.iter().any(sounds))
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
    let names: Vec<Label> = names.iter().map(spelt_out).collect();
    let numbered = Reference::of(&node.label).and_then(|label| label.numbers.alone());
    let keywords: Vec<Label> =
        node.keywords.iter().map(|word| spelt_out(&Label::new(word))).collect();
    let shapes = names.iter().map(Label::shape).collect();
    let words = names.iter().chain(&keywords).flat_map(Label::words).map(str::to_owned).collect();
    Named { id: node.id.clone(), numbered, names, shapes, keywords, words }
}

/// How a label begins that may name a program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Head {
    /// "Chương trình mục tiêu quốc gia".
    National,
    /// "Chương trình".
    Program,
    /// With its name.
    None,
}

/// How a spelt out label begins, and what follows. Words before ("Nguồn vốn thực hiện …") say nothing.
fn head_of(label: &Label) -> (Head, Label) {
    const BEFORE: [&str; 7] = ["cac", "nguon", "von", "kinh", "phi", "thuc", "hien"];
    const NATIONAL: [&str; 4] = ["muc", "tieu", "quoc", "gia"];
    let words: Vec<&str> = label.words().collect();
    let mut at = words.iter().take_while(|word| BEFORE.contains(word)).count();
    let begins = |at: usize, head: &[&str]| {
        let own = words.get(at..at + head.len());
        own.is_some_and(|own| own.iter().zip(head).all(|(word, head)| is_same_word(head, word)))
    };
    let mut head = Head::None;
    if begins(at, &["chuong", "trinh"]) {
        (head, at) = (Head::Program, at + 2);
    } else if words.get(at) == Some(&"ct") {
        (head, at) = (Head::Program, at + 1);
    } else if words.get(at).is_some_and(|word| is_ctmtqg(word)) {
        (head, at) = (Head::National, at + 1);
    }
    if begins(at, &NATIONAL) {
        (head, at) = (Head::National, at + NATIONAL.len());
    }
    (head, Label::new(&words[at..].join(" ")))
}

/// Whether words that name a program say that it is one: "CTMTQG …", "Chương trình …", or its letters alone, "GNBV".
pub(super) fn says_program(label: &Label) -> bool {
    let is_short = |word: &str| word == "va" || !word.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    head_of(&spelt_out(label)).0 != Head::None || label.words().all(is_short)
}

/// The abbreviation with a slip: "CTMTQQG".
fn is_ctmtqg(word: &str) -> bool {
    word.starts_with("ct") && strsim::osa_distance(word, "ctmtqg") <= 1
}

/// Whether a word is `own`, one slip of the keyboard forgiven in longer ones.
fn is_same_word(own: &str, word: &str) -> bool {
    let is_number = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    own == word
        || 4 <= own.len().min(word.len())
            && !is_number(own)
            && !is_number(word)
            && strsim::osa_distance(own, word) <= 1
}

/// Words in the name of a program that tell no program: years, decisions, whose money it is.
fn is_filler(word: &str) -> bool {
    const FILLER: [&str; 25] = [
        "nam", "giai", "doan", "von", "nguon", "kinh", "phi", "thuc", "hien", "cua", "theo", "qd",
        "quyet", "dinh", "so", "ttg", "tu", "den", "ke", "hoach", "du", "toan", "ve", "i", "ii",
    ];
    FILLER.contains(&word) || word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}
