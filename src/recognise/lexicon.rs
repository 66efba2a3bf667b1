//! What the words of a heading mean: the lexicon is data (`lexicon.toml`), so a new wording is a line, not code.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::domain::difficulty::Part;
use crate::domain::key::{Funding, Source};
use crate::domain::label::Label;
use crate::domain::settings::HeadingWord;
use crate::domain::submission::Measure;

/// What a column of the heading is for when it measures nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyColumn {
    /// STT.
    Number,
    /// Mã.
    Code,
    /// Nội dung.
    Label,
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

/// What a text says about the plan year without naming one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum YearWord {
    /// Kéo dài, chuyển nguồn.
    CarryOver,
    /// Trong năm.
    Current,
}

/// All wordings.
#[derive(Clone, Debug)]
pub struct Lexicon {
    measures: Vec<(Pattern, Said)>,
    fundings: Vec<(Pattern, Funding)>,
    sources: Vec<(Pattern, Source)>,
    years: Vec<(Pattern, YearWord)>,
    rests: Vec<(Pattern, ())>,
    totals: Vec<(Pattern, ())>,
    states: Vec<(Pattern, State)>,
    /// The words that a row's label may consist of where it only says funding type, source or plan year.
    row_words: BTreeSet<String>,
    columns: Vec<(Pattern, KeyColumn)>,
    /// `None`: it only sounds like one.
    parts: Vec<(Pattern, Option<Part>)>,
}

/// The label of a heading, with `%` as a word.
pub fn heading_label(text: &str) -> Label {
    if text.contains('%') {
        Label::new(&text.replace('%', " phần trăm "))
    } else {
        Label::new(text)
    }
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
            measures: read(&file.measure, said).expect("tested"),
            fundings: read(&file.funding, funding).expect("tested"),
            sources: read(&file.source, source).expect("tested"),
            years: read(&file.year, year_word).expect("tested"),
            rests: read(&file.rest, |word| (word == "rest").then_some(())).expect("tested"),
            totals: read(&file.total, |word| (word == "total").then_some(())).expect("tested"),
            states: read(&file.state, state).expect("tested"),
            row_words: file.row.words.iter().flat_map(|words| words_of(words)).collect(),
            columns: read(&file.column, key_column).expect("tested"),
            parts: read(&file.difficulty, part).expect("tested"),
        };
        for word in own {
            lexicon.add(word)?;
        }
        let (fundings, sources) = (&lexicon.fundings, &lexicon.sources);
        let patterns = fundings.iter().map(|(pattern, _)| pattern);
        let patterns = patterns.chain(sources.iter().map(|(pattern, _)| pattern));
        let patterns = patterns.chain(lexicon.years.iter().map(|(pattern, _)| pattern));
        let words = patterns.flat_map(|pattern| &pattern.parts).flat_map(|part| part.split(' '));
        let words: Vec<String> = words.map(str::to_owned).collect();
        lexicon.row_words.extend(words);
        Ok(lexicon)
    }

    fn add(&mut self, word: &HeadingWord) -> Result<(), String> {
        let pattern = Pattern::new(&word.text);
        let means = word.means.as_str();
        if let Some(said) = said(means) {
            self.measures.insert(0, (pattern, said));
        } else if let Some(funding) = funding(means) {
            self.fundings.insert(0, (pattern, funding));
        } else if let Some(source) = source(means) {
            self.sources.insert(0, (pattern, source));
        } else if let Some(year) = year_word(means) {
            self.years.insert(0, (pattern, year));
        } else if let Some(column) = key_column(means) {
            self.columns.insert(0, (pattern, column));
        } else {
            return Err(format!(
                "[[heading]] text = {:?}: means = {means:?} không có nghĩa; dùng một trong: {}",
                word.text,
                MEANINGS.join(", ")
            ));
        }
        Ok(())
    }

    /// The measure that a heading speaks of.
    pub fn measure(&self, label: &Label) -> Option<Said> {
        first(&self.measures, label)
    }

    /// The funding type; `None` also where it names both.
    pub fn funding(&self, label: &Label) -> Option<Funding> {
        let has = letters(label.as_str());
        let says = |wanted: Funding| {
            self.fundings
                .iter()
                .any(|(pattern, funding)| *funding == wanted && pattern.matches(label, has))
        };
        match (says(Funding::Investment), says(Funding::Recurrent)) {
            (true, false) => Some(Funding::Investment),
            (false, true) => Some(Funding::Recurrent),
            _ => None,
        }
    }

    /// The source.
    pub fn source(&self, label: &Label) -> Option<Source> {
        first(&self.sources, label)
    }

    /// The state of the plan that it speaks of.
    pub fn state(&self, label: &Label) -> Option<State> {
        first(&self.states, label)
    }

    /// Whether the label of a row says nothing but a funding type, a source or a plan year: "- NSTW", "Vốn năm 2023".
    pub fn is_attribute(&self, label: &Label) -> bool {
        let is_year = |word: &str| {
            word.len() == 4 && word.parse().is_ok_and(|year: i32| (1990..=2099).contains(&year))
        };
        !label.is_empty()
            && label.words().all(|word| self.row_words.contains(word) || is_year(word))
    }

    /// What it says about the plan year without naming one.
    pub fn year_word(&self, label: &Label) -> Option<YearWord> {
        first(&self.years, label)
    }

    /// Whether it is the part of a sum that is not split further.
    pub fn is_rest(&self, label: &Label) -> bool {
        first(&self.rests, label).is_some()
    }

    /// Whether it says that it is a sum.
    pub fn is_total(&self, label: &Label) -> bool {
        first(&self.totals, label).is_some()
    }

    /// What a column is for when it measures nothing.
    pub fn key_column(&self, label: &Label) -> Option<KeyColumn> {
        first(&self.columns, label)
    }

    /// The part of a difficulty that a heading asks for.
    pub fn part(&self, label: &Label) -> Option<Part> {
        first(&self.parts, label)?
    }

    /// The known wording of a measure nearest to a heading that says none, and its name for `means`.
    pub fn nearest(&self, label: &Label) -> Option<(&str, &'static str)> {
        let near = |pattern: &Pattern| {
            let words = pattern.parts.join(" ");
            (strsim::normalized_levenshtein(&words, label.as_str()) * 1000.0) as u32
        };
        let known = self.measures.iter().filter(|(_, said)| matches!(said, Said::Measure(_)));
        let (pattern, meaning) = known.max_by_key(|(pattern, _)| near(pattern))?;
        let name = MEANINGS.into_iter().find(|means| said(means) == Some(*meaning))?;
        (600 <= near(pattern)).then_some((pattern.text.as_str(), name))
    }
}

/// What `means` of a `[[heading]]` may be.
pub const MEANINGS: [&str; 30] = [
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
    "ignored",
    "not-money",
    "investment",
    "recurrent",
    "central",
    "province",
    "district",
    "commune",
    "local",
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

fn words_of(text: &str) -> Vec<String> {
    Label::new(text).words().map(str::to_owned).collect()
}

fn first<T: Copy>(entries: &[(Pattern, T)], label: &Label) -> Option<T> {
    let has = letters(label.as_str());
    let found = entries.iter().find(|(pattern, _)| pattern.matches(label, has));
    found.map(|(_, meaning)| *meaning)
}

/// A wording: parts that stand in this order, or the whole text.
#[derive(Clone, Debug)]
struct Pattern {
    text: String,
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
        Pattern { text: words.to_owned(), parts, is_whole, letters }
    }

    /// Whether a label that has these letters says it.
    fn matches(&self, label: &Label, has: u64) -> bool {
        if self.letters & !has != 0 {
            return false;
        }
        if self.is_whole {
            return self.parts.len() == 1 && self.parts[0] == label.as_str();
        }
        let mut from = 0;
        self.parts.iter().all(|part| match label.find(part, from) {
            Some(at) => {
                from = at + part.len();
                true
            }
            None => false,
        })
    }
}

#[derive(Deserialize)]
struct File {
    measure: Vec<Entry>,
    funding: Vec<Entry>,
    source: Vec<Entry>,
    year: Vec<Entry>,
    rest: Vec<Entry>,
    total: Vec<Entry>,
    state: Vec<Entry>,
    row: Words,
    column: Vec<Entry>,
    difficulty: Vec<Entry>,
}

#[derive(Deserialize)]
struct Words {
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Entry {
    means: String,
    words: Vec<String>,
}

fn read<T: Copy>(entries: &[Entry], meaning: fn(&str) -> Option<T>) -> Option<Vec<(Pattern, T)>> {
    let mut out = Vec::new();
    for entry in entries {
        let meaning = meaning(&entry.means)?;
        out.extend(entry.words.iter().map(|words| (Pattern::new(words), meaning)));
    }
    Some(out)
}

fn said(means: &str) -> Option<Said> {
    Some(Said::Measure(match means {
        "ignored" => return Some(Said::NotAsked),
        "not-money" => return Some(Said::NotMoney),
        "plan" => Measure::Plan,
        "allocated" => Measure::Allocated,
        "unallocated" => Measure::Unallocated,
        "volume" => Measure::Volume,
        "in-period" => Measure::InPeriod,
        "cumulative" => Measure::Cumulative,
        "previous" => Measure::Previous,
        "rate" => Measure::Rate,
        "remaining" => Measure::Remaining,
        "forecast" => Measure::Forecast,
        "forecast-next" => Measure::ForecastNext,
        _ => return None,
    }))
}

fn funding(means: &str) -> Option<Funding> {
    match means {
        "investment" => Some(Funding::Investment),
        "recurrent" => Some(Funding::Recurrent),
        _ => None,
    }
}

fn source(means: &str) -> Option<Source> {
    Some(match means {
        "central" => Source::Central,
        "province" => Source::Province,
        "district" => Source::District,
        "commune" => Source::Commune,
        "local" => Source::Local,
        "other" => Source::Other,
        _ => return None,
    })
}

fn year_word(means: &str) -> Option<YearWord> {
    match means {
        "carry-over" => Some(YearWord::CarryOver),
        "current" => Some(YearWord::Current),
        _ => None,
    }
}

fn state(means: &str) -> Option<State> {
    Some(match means {
        "initial" => State::Initial,
        "increase" => State::Increase,
        "decrease" => State::Decrease,
        "final" => State::Final,
        _ => return None,
    })
}

fn part(means: &str) -> Option<Option<Part>> {
    Some(Some(match means {
        "difficulty" => Part::Difficulty,
        "cause" => Part::Cause,
        "proposal" => Part::Proposal,
        "settled-by" => Part::Level,
        "status" => Part::Status,
        "none" => return Some(None),
        _ => return None,
    }))
}

fn key_column(means: &str) -> Option<KeyColumn> {
    Some(match means {
        "number" => KeyColumn::Number,
        "code" => KeyColumn::Code,
        "label" => KeyColumn::Label,
        "note" => KeyColumn::Note,
        "reason" => KeyColumn::Reason,
        "attribute" => KeyColumn::Attribute,
        "level" => KeyColumn::Level,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(text: &str) -> Option<Said> {
        Lexicon::new(&[]).unwrap().measure(&heading_label(text))
    }

    #[test]
    fn headings_of_real_forms_are_understood() {
        for (text, want) in [
            ("Tổng kế hoạch vốn được giao", Measure::Plan),
            ("Dự toán năm 2024", Measure::Plan),
            ("Đã phân bổ chi tiết", Measure::Allocated),
            ("Giá trị khối lượng hoàn thành", Measure::Volume),
            ("Giải ngân tháng báo cáo", Measure::InPeriod),
            ("Thanh toán trong kỳ", Measure::InPeriod),
            ("Giải ngân từ đầu năm đến hết tháng báo cáo", Measure::Cumulative),
            ("Kết quả giải ngân lũy kế", Measure::Cumulative),
            ("Thanh toán đến hết ngày 30/6/2024", Measure::Cumulative),
            ("Tổng lũy kế thanh toán (tất cả các nguồn)", Measure::Cumulative),
            ("LUỸ KẾ giải ngân đến hết kỳ trước", Measure::Previous),
            ("Tỷ lệ giải ngân so với kế hoạch (%)", Measure::Rate),
            ("Đạt %", Measure::Rate),
            ("Ước giải ngân đến 31/12/2024", Measure::Forecast),
            ("Ước giải ngân đến 31/01/2025", Measure::ForecastNext),
            ("Số vốn còn lại chưa giải ngân", Measure::Remaining),
        ] {
            assert_eq!(measure(text), Some(Said::Measure(want)), "{text}");
        }
        assert_eq!(measure("Tổng mức đầu tư"), Some(Said::NotAsked));
        assert_eq!(measure("Tạm tính"), None);
    }

    #[test]
    fn every_meaning_that_is_offered_is_known() {
        for means in MEANINGS {
            let word =
                HeadingWord { text: "KP cấp trong năm".to_owned(), means: means.to_owned() };
            assert!(Lexicon::new(&[word]).is_ok(), "{means}");
        }
        let word = HeadingWord { text: "x".to_owned(), means: "kế hoạch".to_owned() };
        assert!(Lexicon::new(&[word]).is_err());
    }

    #[test]
    fn an_office_adds_its_own_wording() {
        let word = HeadingWord { text: "KP cấp trong năm".to_owned(), means: "plan".to_owned() };
        let lexicon = Lexicon::new(&[word]).unwrap();
        let said = lexicon.measure(&heading_label("KP cấp trong năm 2024"));
        assert_eq!(said, Some(Said::Measure(Measure::Plan)));
    }

    #[test]
    fn only_a_row_of_nothing_else_is_an_attribute() {
        let lexicon = Lexicon::new(&[]).unwrap();
        let is_it = |text: &str| lexicon.is_attribute(&Label::new(text));
        for text in ["NSTW", "Trong đó: vốn NSTW", "Vốn năm 2023 kéo dài", "Vốn đối ứng NS huyện"]
        {
            assert!(is_it(text), "{text}");
        }
        for text in ["Đường trung ương", "Đối ứng làm đường xã Hòa Sơn", "Trạm y tế xã", ""]
        {
            assert!(!is_it(text), "{text}");
        }
    }

    #[test]
    fn the_nearest_wording_comes_with_its_name() {
        let lexicon = Lexicon::new(&[]).unwrap();
        let near = |text: &str| lexicon.nearest(&heading_label(text)).map(|(_, means)| means);
        assert_eq!(near("Lủy kết"), Some("cumulative"));
        assert_eq!(near("Diện tích"), None);
    }

    #[test]
    fn an_as_of_date_is_not_a_province() {
        let lexicon = Lexicon::new(&[]).unwrap();
        assert_eq!(lexicon.source(&heading_label("Lũy kế giải ngân tính đến ngày 30/6")), None);
        assert_eq!(lexicon.source(&heading_label("Huyện")), Some(Source::District));
        assert_eq!(lexicon.source(&heading_label("NSĐP")), Some(Source::Local));
    }
}
