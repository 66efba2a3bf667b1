//! What the words of a heading mean: the lexicon is data (`lexicon.toml`), so a new wording is a line, not code.

mod phrases;
mod role;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use serde::Deserialize;

use super::heading::cover::{self, Cover};
use super::heading::sense::Sense;
use super::heading::{Time, facts_of};
use crate::domain::attributes::Facts;
use crate::domain::difficulty::Part;
use crate::domain::key::{Funding, Source};
use crate::domain::label::{Label, composed};
use crate::domain::settings::HeadingWord;
use crate::domain::submission::Measure;

pub(super) use self::phrases::{Phrase, Phrases, Slot};
pub(super) use self::role::{Head, Mood, Role, Span};

/// What a column of the heading is for when it measures nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyColumn {
    /// STT.
    Number,
    /// Mã.
    Code,
    /// Nội dung.
    Label,
    /// Đơn vị, Xã: rows that are named after units.
    Unit,
    /// ĐVT: what a row's numbers count.
    UnitOfMeasure,
    /// Ghi chú.
    Note,
    /// Giải trình.
    Reason,
    /// Loại vốn, Nguồn vốn, Năm vốn: each row says it.
    Attribute,
    /// Chương trình, Dự án, Tiểu dự án, each in a column of its own.
    Level,
}

/// A state of the plan in the course of a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Giao đầu năm.
    Initial,
    /// Điều chỉnh tăng, bổ sung; a change of either sign.
    Increase,
    /// Điều chỉnh giảm.
    Decrease,
    /// Sau điều chỉnh.
    Final,
}

/// A measure that a text speaks of, or that it is known and not needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Said {
    /// It measures this.
    Measure(Measure),
    /// Money that is known and not asked for: checked, never added.
    NotAsked,
    /// A count, a code, a day, a text: no money.
    NotMoney,
}

impl Said {
    /// Whether it is what a unit proposes of its plan, in no plan yet.
    pub fn is_proposed(self) -> bool {
        matches!(self, Said::Measure(measure) if measure.is_proposed())
    }
}

/// Whether a text names money: "Kinh phí", "vốn", "số tiền".
pub fn names_money(text: &Label) -> bool {
    let words = ["von", "kinh phi", "ngan sach", "du toan", "so tien"];
    words.iter().any(|word| text.has(word))
}

/// What a bracket at the end of a heading says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Bracket {
    /// What is counted: "(hộ)".
    Counts,
    /// What is counted, or whose money it is: "(xã)".
    Unclear,
}

/// What a text says about the plan year without naming one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum YearWord {
    /// Kéo dài, chuyển nguồn.
    CarryOver,
    /// Trong năm.
    Current,
}

/// All wordings.
#[derive(Debug)]
pub struct Lexicon {
    phrases: Phrases,
    /// The words of the office; the last one goes first.
    own: Vec<(Pattern, Own)>,
    /// `None`: it only sounds like one.
    parts: Vec<(Pattern, Option<Part>)>,
    senses: Senses,
}

/// What was asked before: the units send the same form, and several ask what one heading of it means.
#[derive(Debug, Default)]
struct Senses(RwLock<HashMap<Label, Arc<Sense>>>);

impl Senses {
    /// Forms have fewer headings; what is asked beyond is not remembered.
    const MOST: usize = 4096;
    /// A longer text is no heading.
    const LONGEST: usize = 200;

    /// What `make` makes of a label, or made of it before.
    fn of(&self, label: &Label, make: impl FnOnce() -> Sense) -> Arc<Sense> {
        if Self::LONGEST < label.as_str().len() {
            return Arc::new(make());
        }
        if let Some(sense) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(label) {
            return Arc::clone(sense);
        }
        let sense = Arc::new(make());
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < Self::MOST {
            known.insert(label.clone(), Arc::clone(&sense));
        }
        sense
    }
}

/// What an office says that its word means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Own {
    Said(Said),
    /// A decrease that is proposed: [`Measure::ToAdjust`], taken off.
    Reduced,
    Funding(Funding),
    Source(Source),
    Year(YearWord),
    Column(KeyColumn),
}

/// The label of a heading: `%` and a `/` between words are words, and abbreviations that only their capitals tell from other
/// words are written out.
pub fn heading_label(text: &str) -> Label {
    Label::new(&spelt(text))
}

/// A heading with its signs as words; see [`heading_label`].
pub(super) fn spelt(text: &str) -> String {
    let is_plain = |letter: char| !matches!(letter, '%' | '/' | 'Đ' | 'T' | '#' | 'S' | 's');
    let text = composed(text);
    if is_code(&text) {
        return text.replace('.', "");
    }
    if text.chars().all(is_plain) {
        return text;
    }
    let is_marked = !text.is_ascii() || text == "So KH";
    let mut out = String::with_capacity(text.len() + 16);
    let mut word = String::new();
    let mut letters = text.chars().peekable();
    let end = |word: &mut String, out: &mut String| {
        // Bare, "ĐT" would be "DT" (dự toán), "ĐƯ" would be "dư", and "TƯ" would be "từ".
        out.push_str(match word.as_str() {
            "ĐT" => "đầu tư",
            "ĐƯ" => "đối ứng",
            "TƯ" => "T.Ư",
            // "So KH" is a rate, "Số KH" a plan.
            "So" | "so" if is_marked => "so với",
            other => other,
        });
        word.clear();
    };
    let mut last = ' ';
    while let Some(letter) = letters.next() {
        if letter.is_alphanumeric() {
            word.push(letter);
        } else {
            end(&mut word, &mut out);
            let is_between =
                last.is_alphabetic() && letters.peek().is_some_and(|next| next.is_alphabetic());
            match letter {
                '%' => out.push_str(" phần trăm "),
                '/' if is_between => out.push_str(" trên "),
                '#' if text.trim() == "#" => out.push_str("stt"),
                other => out.push(other),
            }
        }
        if !letter.is_whitespace() {
            last = letter;
        }
    }
    end(&mut word, &mut out);
    out.replace("so với với", "so với")
}

/// "gn.3.1" is a component, and no heading about "GN".
fn is_code(text: &str) -> bool {
    let mut parts = text.split('.');
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.contains('.') && parts.next().is_some_and(is_name) && parts.all(is_number)
}

impl Lexicon {
    /// The embedded wordings, with those of the office in front.
    ///
    /// # Errors
    /// A wording of the office that means nothing we know; the message lists what may stand there.
    pub fn new(own: &[HeadingWord]) -> Result<Lexicon, String> {
        let file: File =
            toml::from_str(include_str!("lexicon.toml")).expect("the embedded lexicon is tested");
        let mut lexicon = Lexicon {
            phrases: Phrases::new(&file).expect("the embedded lexicon is tested"),
            own: Vec::new(),
            parts: file
                .difficulty
                .iter()
                .flat_map(|entry| {
                    entry.words.iter().map(|words| (Pattern::new(words), part(&entry.role)))
                })
                .collect(),
            senses: Senses::default(),
        };
        for word in own {
            let means = own_meaning(word.means).ok_or_else(|| {
                format!(
                    "[[heading]] text = {:?}: means = {:?} không có nghĩa; dùng một trong: {}",
                    word.text,
                    word.means,
                    MEANINGS.join(", ")
                )
            })?;
            lexicon.own.insert(0, (Pattern::new(&word.text), means));
        }
        Ok(lexicon)
    }

    /// The phrases that cover a text, and what is left of it.
    pub(super) fn cover(&self, label: &Label) -> Cover<'_> {
        cover::cover(label, &self.phrases, &self.own)
    }

    /// What the bracket at the end of a text says of its numbers, where something that can be counted stands in it:
    /// "Kế hoạch (hộ)".
    ///
    /// Beside a word of money it counts nothing. Words that name columns too ("xã", "dự án") may as well say whose money
    /// it is.
    pub(super) fn bracket(&self, text: &str) -> Option<Bracket> {
        let (before, inside) = text.trim_end().strip_suffix(')')?.rsplit_once('(')?;
        let inside = heading_label(inside);
        let words = self.phrases.words(&heading_label(before));
        let words: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
        let before = Label::new(&words.join(" "));
        if !self.phrases.is_thing(&inside) || names_money(&before) {
            return None;
        }
        let is_named = self.key_column(&inside).is_some() || self.source(&inside).is_some();
        Some(if is_named { Bracket::Unclear } else { Bracket::Counts })
    }

    pub(super) fn sense(&self, label: &Label) -> Arc<Sense> {
        self.senses.of(label, || Sense::new(&self.cover(label), None, &[]))
    }

    /// The measure that a heading speaks of, whatever the year and the period.
    pub fn measure(&self, label: &Label) -> Option<Said> {
        self.sense(label).said(&Time::default())
    }

    /// The funding type; `None` also where it names both.
    pub fn funding(&self, label: &Label) -> Option<Funding> {
        self.sense(label).funding()
    }

    /// The source.
    pub fn source(&self, label: &Label) -> Option<Source> {
        self.sense(label).source()
    }

    /// Whether the label of a row says nothing but a funding type, a source or a plan year: "- NSTW", "Vốn năm 2023".
    pub fn is_attribute(&self, label: &Label) -> bool {
        if self.own.is_empty() && !self.phrases.may_begin(label) {
            return false;
        }
        let cover = self.cover(label);
        !label.is_empty()
            && cover.residue.is_empty()
            && cover.roles().all(|role| role.is_of_row())
            && facts_of(label, self, 0) != Facts::default()
    }

    /// What it says about the plan year without naming one.
    pub fn year_word(&self, label: &Label) -> Option<YearWord> {
        self.sense(label).year_word()
    }

    /// Whether it is the part of a sum that is not split further.
    pub fn is_rest(&self, label: &Label) -> bool {
        self.sense(label).is_rest()
    }

    /// Whether it says that it is a sum.
    pub fn is_total(&self, label: &Label) -> bool {
        self.sense(label).is_total()
    }

    /// What a column is for when it measures nothing.
    pub fn key_column(&self, label: &Label) -> Option<KeyColumn> {
        self.sense(label).column()
    }

    /// The part of a difficulty that a heading asks for.
    pub fn part(&self, label: &Label) -> Option<Part> {
        let has = letters(label.as_str());
        let found = self.parts.iter().find(|(pattern, _)| pattern.matches(label, has));
        found.and_then(|(_, part)| *part)
    }

    /// The known wording of a measure that a heading nearly is, and its name for `means`.
    ///
    /// Nearly: as many words, and one letter in five differs at the most. A heading that only begins like another
    /// ("Số đã làm") means something else.
    pub fn nearest(&self, label: &Label) -> Option<(&str, &'static str)> {
        let near = self.phrases.nearest(label)?;
        let said = self.measure(&heading_label(near))?;
        let name =
            MEANINGS.into_iter().find(|means| own_meaning(means) == Some(Own::Said(said)))?;
        matches!(said, Said::Measure(_)).then_some((near, name))
    }
}

/// What `means` of a `[[heading]]` may be.
pub const MEANINGS: [&str; 34] = [
    "plan",
    "allocated",
    "unallocated",
    "volume",
    "in-period",
    "cumulative",
    "previous",
    "rate",
    "remaining",
    "forecast",
    "forecast-next",
    "to-return",
    "to-adjust",
    "to-reduce",
    "ignored",
    "not-money",
    "investment",
    "recurrent",
    "central",
    "province",
    "district",
    "commune",
    "local",
    "foreign",
    "other",
    "carry-over",
    "current",
    "number",
    "code",
    "label",
    "note",
    "reason",
    "attribute",
    "level",
];

fn own_meaning(means: &str) -> Option<Own> {
    Some(match means {
        "ignored" => Own::Said(Said::NotAsked),
        "not-money" => Own::Said(Said::NotMoney),
        "plan" => Own::Said(Said::Measure(Measure::Plan)),
        "allocated" => Own::Said(Said::Measure(Measure::Allocated)),
        "unallocated" => Own::Said(Said::Measure(Measure::Unallocated)),
        "volume" => Own::Said(Said::Measure(Measure::Volume)),
        "in-period" => Own::Said(Said::Measure(Measure::InPeriod)),
        "cumulative" => Own::Said(Said::Measure(Measure::Cumulative)),
        "previous" => Own::Said(Said::Measure(Measure::Previous)),
        "rate" => Own::Said(Said::Measure(Measure::Rate)),
        "remaining" => Own::Said(Said::Measure(Measure::Remaining)),
        "forecast" => Own::Said(Said::Measure(Measure::Forecast)),
        "forecast-next" => Own::Said(Said::Measure(Measure::ForecastNext)),
        "to-return" => Own::Said(Said::Measure(Measure::ToReturn)),
        "to-adjust" => Own::Said(Said::Measure(Measure::ToAdjust)),
        "to-reduce" => Own::Reduced,
        "investment" => Own::Funding(Funding::Investment),
        "recurrent" => Own::Funding(Funding::Recurrent),
        "central" => Own::Source(Source::Central),
        "province" => Own::Source(Source::Province),
        "district" => Own::Source(Source::District),
        "commune" => Own::Source(Source::Commune),
        "local" => Own::Source(Source::Local),
        "foreign" => Own::Source(Source::Foreign),
        "other" => Own::Source(Source::Other),
        "carry-over" => Own::Year(YearWord::CarryOver),
        "current" => Own::Year(YearWord::Current),
        "number" => Own::Column(KeyColumn::Number),
        "code" => Own::Column(KeyColumn::Code),
        "label" => Own::Column(KeyColumn::Label),
        "note" => Own::Column(KeyColumn::Note),
        "reason" => Own::Column(KeyColumn::Reason),
        "attribute" => Own::Column(KeyColumn::Attribute),
        "level" => Own::Column(KeyColumn::Level),
        _ => return None,
    })
}

fn part(means: &str) -> Option<Part> {
    Some(match means {
        "difficulty" => Part::Difficulty,
        "cause" => Part::Cause,
        "proposal" => Part::Proposal,
        "settled-by" => Part::Level,
        "status" => Part::Status,
        "amount" => Part::Amount,
        "document" => Part::Document,
        "id" => Part::Id,
        "none" => return None,
        other => unreachable!("the embedded lexicon knows no part {other:?}"),
    })
}

/// A wording with gaps: parts that stand in this order, or the whole text.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    parts: Vec<String>,
    is_whole: bool,
    /// The letters of its parts: a label without one of them is not asked further.
    letters: u64,
}

/// The letters of a label as bits; two of them may share one.
fn letters(label: &str) -> u64 {
    label.bytes().fold(0, |bits, byte| bits | 1 << (byte % 64))
}

impl Pattern {
    fn new(text: &str) -> Pattern {
        let (is_whole, words) = match text.strip_prefix("= ") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let parts: Vec<String> =
            words.split('…').map(|part| heading_label(part).as_str().to_owned()).collect();
        let letters = parts.iter().fold(0, |bits, part| bits | letters(part));
        Pattern { parts, is_whole, letters }
    }

    /// Whether a label that has these letters says it.
    fn matches(&self, label: &Label, has: u64) -> bool {
        self.letters & !has == 0 && self.found(label).is_some()
    }

    /// Where its parts stand in a label, in bytes.
    pub(super) fn found(&self, label: &Label) -> Option<Vec<(usize, usize)>> {
        if self.is_whole && self.parts != [label.as_str()] {
            return None;
        }
        let mut from = 0;
        let place = |part: &String| {
            let at = label.find(part, from)?;
            from = at + part.len();
            Some((at, from))
        };
        self.parts.iter().map(place).collect()
    }
}

/// The embedded file.
#[derive(Deserialize)]
pub(super) struct File {
    short: std::collections::BTreeMap<String, String>,
    phrase: Vec<Entry>,
    things: Things,
    whole: Vec<Entry>,
    difficulty: Vec<Entry>,
}

#[derive(Deserialize)]
struct Things {
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Entry {
    role: String,
    words: Vec<String>,
}
