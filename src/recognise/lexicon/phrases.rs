//! The phrases of the lexicon as a tree of words, so that covering a text costs its length and not the length of the lexicon.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::role::Role;
use super::{File, KeyColumn, heading_label};
use crate::domain::label::Label;
use crate::domain::year::is_year;
use crate::recognise::titles::unit_word;

/// A number in a phrase.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Slot {
    Day,
    Month,
    Quarter,
    Year,
}

impl Slot {
    const ALL: [Slot; 4] = [Slot::Day, Slot::Month, Slot::Quarter, Slot::Year];

    /// The number that a word is in this place.
    fn number(self, word: &str) -> Option<i32> {
        let roman = ["i", "ii", "iii", "iv"].iter().position(|known| *known == word);
        let number = if word.len() <= 4 { word.parse::<i32>().ok() } else { None };
        match self {
            Slot::Day => number.filter(|day| (1..=31).contains(day)),
            Slot::Month => number.filter(|month| (1..=12).contains(month)),
            Slot::Quarter => {
                roman.map(|at| at as i32 + 1).or(number).filter(|at| (1..=4).contains(at))
            }
            Slot::Year => number.filter(|year| is_year(*year)),
        }
    }
}

/// A phrase that was found.
#[derive(Clone, Debug)]
pub(crate) struct Phrase<'a> {
    pub roles: &'a [Role],
    /// Its numbers, in their order.
    pub numbers: Vec<(Slot, i32)>,
    /// How many words it covers.
    pub length: usize,
}

#[derive(Clone, Debug, Default)]
struct Node {
    words: BTreeMap<Box<str>, usize>,
    slots: BTreeMap<Slot, usize>,
    roles: Vec<Role>,
}

/// All phrases.
#[derive(Clone, Debug)]
pub(crate) struct Phrases {
    short: BTreeMap<String, Vec<String>>,
    nodes: Vec<Node>,
    whole: BTreeMap<String, Vec<Role>>,
    things: BTreeSet<String>,
    /// The phrases as they are written, for what a misspelt heading may mean.
    written: Vec<(String, String)>,
}

impl Phrases {
    /// From the lexicon; `None` where it names an unknown role.
    pub(crate) fn new(file: &File) -> Option<Phrases> {
        let label = |text: &str| heading_label(text).as_str().to_owned();
        let short = file.short.iter().map(|(short, long)| {
            (short.clone(), label(long).split(' ').map(str::to_owned).collect())
        });
        let mut phrases = Phrases {
            short: short.collect(),
            nodes: vec![Node::default()],
            whole: BTreeMap::new(),
            things: file.things.words.iter().map(|thing| label(thing)).collect(),
            written: Vec::new(),
        };
        for entry in &file.phrase {
            let roles = roles(&entry.role)?;
            for words in &entry.words {
                phrases.add(words, &roles);
            }
        }
        for thing in &file.things.words {
            for number in ["số", "số lượng", "tổng số", "lượng"] {
                phrases.add(&format!("{number} {thing}"), &[Role::Count]);
            }
        }
        for entry in &file.whole {
            let roles = roles(&entry.role)?;
            for words in &entry.words {
                phrases.whole.entry(label(words)).or_default().extend(&roles);
            }
        }
        Some(phrases)
    }

    fn add(&mut self, text: &str, roles: &[Role]) {
        let mut at = 0;
        for token in text.split(' ') {
            let slot = match token {
                "{d}" => Some(Slot::Day),
                "{m}" => Some(Slot::Month),
                "{q}" => Some(Slot::Quarter),
                "{y}" => Some(Slot::Year),
                _ => None,
            };
            if let Some(slot) = slot {
                let next = *self.nodes[at].slots.get(&slot).unwrap_or(&self.nodes.len());
                at = self.step(at, next, |node| node.slots.insert(slot, next));
                continue;
            }
            for word in self.words(&heading_label(token)) {
                let word = word.0;
                let next = *self.nodes[at].words.get(&*word).unwrap_or(&self.nodes.len());
                at = self.step(at, next, |node| node.words.insert(word.into(), next));
            }
        }
        self.nodes[at].roles.extend(roles);
        if !text.contains('{') {
            self.written.push((heading_label(text).as_str().to_owned(), text.to_owned()));
        }
    }

    fn step(
        &mut self,
        at: usize,
        next: usize,
        insert: impl FnOnce(&mut Node) -> Option<usize>,
    ) -> usize {
        if next == self.nodes.len() {
            insert(&mut self.nodes[at]);
            self.nodes.push(Node::default());
        }
        next
    }

    /// The words of a label with abbreviations written out, letters and digits apart; each with the place of the word of the
    /// label that it comes from.
    pub(crate) fn words(&self, label: &Label) -> Vec<(String, usize)> {
        let mut words = Vec::new();
        for (at, word) in label.words().enumerate() {
            let is_one = |part: &str| part.len() == word.len() || part.len() == 1;
            let mut push = |part: &str| match self.short.get(part).filter(|_| is_one(part)) {
                Some(long) => words.extend(long.iter().map(|word| (word.clone(), at))),
                None => words.push((part.to_owned(), at)),
            };
            let is_digit = |letter: char| letter.is_ascii_digit();
            let mut rest = word;
            while let Some(first) = rest.chars().next() {
                let end =
                    rest.find(|letter| is_digit(letter) != is_digit(first)).unwrap_or(rest.len());
                push(&rest[..end]);
                rest = &rest[end..];
            }
        }
        words
    }

    /// Whether the first word of a text may be covered: most texts that are asked about begin with a word of no phrase.
    pub(crate) fn may_begin(&self, label: &Label) -> bool {
        let Some(first) = label.words().next() else { return false };
        let is_known = |word: &str| {
            let root = &self.nodes[0];
            let is_slot =
                |slot: &Slot| root.slots.contains_key(slot) && slot.number(word).is_some();
            root.words.contains_key(word) || Slot::ALL.iter().any(is_slot)
        };
        let mut whole = self.whole.range::<str, _>((Bound::Included(first), Bound::Unbounded));
        let is_mixed = first.contains(|letter: char| letter.is_ascii_digit());
        is_known(first)
            || is_mixed
            || self.short.contains_key(first)
            || whole.next().is_some_and(|(text, _)| text.starts_with(first))
    }

    /// All phrases that begin at the first of some words.
    pub(crate) fn at(&self, words: &[(String, usize)]) -> Vec<Phrase<'_>> {
        let mut found = Vec::new();
        self.walk(0, words, &mut Vec::new(), 0, &mut found);
        found
    }

    fn walk<'a>(
        &'a self,
        node: usize,
        words: &[(String, usize)],
        numbers: &mut Vec<(Slot, i32)>,
        length: usize,
        found: &mut Vec<Phrase<'a>>,
    ) {
        let node = &self.nodes[node];
        if !node.roles.is_empty() {
            found.push(Phrase { roles: &node.roles, numbers: numbers.clone(), length });
        }
        let Some((word, _)) = words.get(length) else { return };
        if let Some(&next) = node.words.get(word.as_str()) {
            self.walk(next, words, numbers, length + 1, found);
        }
        for slot in Slot::ALL {
            let next = node.slots.get(&slot);
            if let (Some(&next), Some(number)) = (next, slot.number(word)) {
                numbers.push((slot, number));
                self.walk(next, words, numbers, length + 1, found);
                numbers.pop();
            }
        }
    }

    /// What a text says as a whole.
    ///
    /// A unit of money behind it is not a part of what it says: "Bổ sung (triệu đồng)".
    pub(crate) fn whole(&self, label: &Label) -> Option<&[Role]> {
        let text = label.as_str();
        let bare = || {
            let mut spaces = text.match_indices(' ').map(|(at, _)| at);
            let at = spaces.find(|at| unit_word(&Label::new(&text[at + 1..])).is_some())?;
            self.whole.get(&text[..at])
        };
        const LONGEST: usize = 60;
        if LONGEST < text.len() {
            return None;
        }
        let found = self.whole.get(text).or_else(bare).map(Vec::as_slice);
        found.or_else(|| names_units(label).then_some(&[Role::Column(KeyColumn::Unit)]))
    }

    /// Whether a text is something that is counted: "hộ", "km".
    pub(crate) fn is_thing(&self, label: &Label) -> bool {
        self.things.contains(label.as_str())
    }

    /// The phrase that a text nearly is.
    pub(crate) fn nearest(&self, label: &Label) -> Option<&str> {
        let text = label.as_str();
        let most = text.len() / 5;
        let count = label.words().count();
        let near = self.written.iter().filter_map(|(phrase, written)| {
            let is_alike =
                phrase.split(' ').count() == count && phrase.len().abs_diff(text.len()) <= most;
            let differs = is_alike.then(|| strsim::levenshtein(phrase, text))?;
            (0 < differs && differs <= most).then_some((differs, written))
        });
        near.min_by_key(|(differs, _)| *differs).map(|(_, written)| written.as_str())
    }
}

/// Whether a text is a name for units and nothing else: "Đơn vị sử dụng kinh phí", "Tên xã, phường, thị trấn".
fn names_units(label: &Label) -> bool {
    const PLACES: [&str; 11] = [
        "don vi",
        "co quan",
        "dia phuong",
        "dia ban",
        "xa",
        "phuong",
        "thi tran",
        "dac khu",
        "ubnd",
        "ten",
        "cac",
    ];
    // What units do with money: "… sử dụng ngân sách".
    const DO: [&str; 18] = [
        "su", "dung", "thuc", "hien", "thu", "huong", "quan", "ly", "ngan", "sach", "von", "kinh",
        "phi", "du", "toan", "bao", "cao", "nguon",
    ];
    let mut rest = label.clone();
    let mut last = "";
    while let Some((place, behind)) =
        PLACES.iter().find_map(|place| Some((*place, rest.after(place)?)))
    {
        (last, rest) = (place, behind);
        if rest.is_empty() {
            return !["ten", "cac", "ubnd"].contains(&last);
        }
    }
    ["don vi", "co quan"].contains(&last) && rest.words().all(|word| DO.contains(&word))
}

fn roles(names: &str) -> Option<Vec<Role>> {
    names.split(' ').map(Role::named).collect()
}
