//! The numbers by which a label says which node it is, in front of its name or behind it: "Dự án 4: …", "TDA1-DA4",
//! "… (Tiểu dự án 1 - Dự án 4)".

use std::ops::Range;

use crate::domain::label::{Label, fold};

/// What a form numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Project,
    SubProject,
    Content,
}

/// A word for a kind, and whether it names nothing else: every list has its "nội dung".
struct Word {
    words: &'static [&'static str],
    kind: Kind,
    is_weak: bool,
}

const fn word(words: &'static [&'static str], kind: Kind) -> Word {
    Word { words, kind, is_weak: false }
}

const fn weak(words: &'static [&'static str]) -> Word {
    Word { words, kind: Kind::Content, is_weak: true }
}

/// The words for kinds, folded, the longer first.
const WORDS: [Word; 20] = [
    word(&["tieu", "du", "an", "thanh", "phan"], Kind::SubProject),
    word(&["noi", "dung", "thanh", "phan"], Kind::Content),
    word(&["du", "an", "thanh", "phan"], Kind::Project),
    word(&["tieu", "du", "an"], Kind::SubProject),
    word(&["noi", "dung", "tp"], Kind::Content),
    word(&["nd", "thanh", "phan"], Kind::Content),
    word(&["t", "d", "a"], Kind::SubProject),
    word(&["tieu", "duan"], Kind::SubProject),
    word(&["tieu", "da"], Kind::SubProject),
    word(&["du", "an"], Kind::Project),
    word(&["nd", "tp"], Kind::Content),
    weak(&["noi", "dung"]),
    word(&["d", "a"], Kind::Project),
    word(&["tda"], Kind::SubProject),
    word(&["ndtp"], Kind::Content),
    word(&["datp"], Kind::Project),
    word(&["duan"], Kind::Project),
    word(&["tieuda"], Kind::SubProject),
    word(&["da"], Kind::Project),
    weak(&["nd"]),
];

/// The numbers that a label says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Numbers {
    pub(super) project: Option<u32>,
    pub(super) sub_project: Option<u32>,
    pub(super) content: Option<u32>,
    /// The content is called "nội dung" and no more.
    pub(super) is_weak: bool,
    /// It names several nodes of one kind: "Dự án 4, 5".
    pub(super) are_several: bool,
}

impl Numbers {
    fn add(&mut self, kind: Kind, number: u32, is_weak: bool) {
        let own = match kind {
            Kind::Project => &mut self.project,
            Kind::SubProject => &mut self.sub_project,
            Kind::Content => &mut self.content,
        };
        let is_first = own.is_none();
        self.are_several |= own.is_some_and(|known| known != number);
        *own = Some(number);
        if kind == Kind::Content {
            self.is_weak = is_weak && (is_first || self.is_weak);
        }
    }

    fn add_all(&mut self, other: Numbers) {
        for (kind, number) in other.all() {
            self.add(kind, number, other.is_weak && kind == Kind::Content);
        }
        self.are_several |= other.are_several;
    }

    /// Each of them with what it numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = (Kind, u32)> {
        let all = [
            (Kind::Project, self.project),
            (Kind::SubProject, self.sub_project),
            (Kind::Content, self.content),
        ];
        all.into_iter().filter_map(|(kind, number)| Some((kind, number?)))
    }

    /// The only one: "Tiểu dự án 1" of a catalogue.
    pub(super) fn alone(&self) -> Option<(Kind, u32)> {
        let mut all = self.all();
        all.next().filter(|_| all.next().is_none())
    }
}

/// Where the numbers stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// In front of the name, or alone.
    Before,
    /// Behind it or in it, set apart by a bracket, a dash, "thuộc".
    Behind,
    /// Behind it without a sign between: they may be words of the name.
    Loose,
}

/// A label with its numbers taken out.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub(super) numbers: Numbers,
    pub(super) place: Place,
    /// What is left of it, in the pieces that brackets, colons and dashes make.
    pub(super) pieces: Vec<Label>,
    /// What is left as one text.
    pub(super) name: Label,
}

/// A letter of no Vietnamese word, which stands for "đ" where that must not be a "d".
const APART: &str = "ŧ";

/// A longer text, in bytes, is no label of a node.
const LONGEST: usize = 1000;

/// A word of a folded text, with what stands between it and the word before.
struct Token<'a> {
    text: &'a str,
    at: Range<usize>,
    gap: &'a str,
}

/// The words of a folded text, letters and digits apart.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut end = 0;
    let mut start: Option<usize> = None;
    let mut last = ' ';
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        let is_word = letter.is_alphanumeric();
        let turns = is_word && letter.is_ascii_digit() != last.is_ascii_digit();
        if let Some(from) = start.filter(|_| !is_word || turns) {
            tokens.push(Token { text: &text[from..at], at: from..at, gap: &text[end..from] });
            (start, end) = (None, at);
        }
        if is_word && start.is_none() {
            start = Some(at);
        }
        last = letter;
    }
    tokens
}

/// A number as forms write it: 4, 04, 010, IV.
fn number(word: &str) -> Option<u32> {
    let digits = word.trim_start_matches('0').len() <= 2
        && word.len() <= 3
        && word.bytes().all(|byte| byte.is_ascii_digit());
    let found = if digits { word.parse().ok() } else { roman(word) };
    found.filter(|number| *number != 0)
}

/// "Dự án III": I to X, folded.
fn roman(word: &str) -> Option<u32> {
    let numerals = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    numerals.iter().position(|numeral| *numeral == word).map(|at| at as u32 + 1)
}

/// The number and the name behind a kind that is not known: "TP 3: …". Such words are few, and a sign ends them. Those of a
/// list ("Mục 2: …") number its rows, not the nodes.
pub(super) fn behind_unknown_kind(text: &str) -> Option<(Option<u32>, Label)> {
    const MOST_WORDS: usize = 3;
    const OF_LISTS: [&str; 5] = ["muc", "phan", "khoan", "diem", "hang"];
    if LONGEST < text.len() {
        return None;
    }
    let text = fold(text);
    let tokens = tokens(&text);
    let is_word =
        |token: &&Token<'_>| !token.text.starts_with(|first: char| first.is_ascii_digit());
    let words = tokens.iter().take_while(is_word).count();
    let number = tokens.get(words).filter(|_| (1..=MOST_WORDS).contains(&words))?;
    let name = tokens.get(words + 1).filter(|name| parts(name.gap))?;
    let own = self::number(number.text)?;
    let own = (!OF_LISTS.contains(&tokens[0].text)).then_some(own);
    Some((own, Label::new(&text[name.at.start..])))
}

/// Whether the words on both sides of a gap may be told apart by it.
fn parts(gap: &str) -> bool {
    !gap.trim().is_empty()
}

/// A kind with its number at the beginning of some words, and how many words it takes.
fn one(tokens: &[Token<'_>]) -> Option<(Numbers, usize)> {
    let begins = |word: &&Word| {
        let own = tokens.get(..word.words.len());
        own.is_some_and(|own| {
            let same = own.iter().zip(word.words).all(|(own, word)| own.text == *word);
            same && own.iter().skip(1).all(|own| own.gap == " " || own.gap == ".")
        })
    };
    let word = WORDS.iter().find(begins)?;
    let mut at = word.words.len();
    let is_near = |token: &Token<'_>| matches!(token.gap, "" | " " | "." | ". " | "-" | "_");
    let counts = |token: &&Token<'_>| matches!(token.text, "so" | "thu") && is_near(token);
    at += usize::from(tokens.get(at).filter(counts).is_some());
    let first = tokens.get(at).filter(|token| is_near(token))?;
    let first = number(first.text)?;
    at += 1;
    // "4x6", "30a" are no numbers of a node; "TDA1DA4" are two.
    if tokens.get(at).is_some_and(|next| next.gap.is_empty()) && one(&tokens[at..]).is_none() {
        return None;
    }
    let mut numbers = Numbers::default();
    let next = tokens.get(at);
    let is_digit = |token: &&Token<'_>| {
        token.text.len() <= 2 && token.text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let small = next.filter(is_digit).and_then(|token| Some((number(token.text)?, token.gap)));
    // "Tiểu dự án 3.1" is the first of Dự án 3.
    let is_dotted = |gap: &str| gap == "." || gap == " " && word.kind == Kind::SubProject;
    match small {
        Some((second, gap)) if word.kind != Kind::Content && is_dotted(gap) => {
            numbers.add(Kind::Project, first, false);
            numbers.add(Kind::SubProject, second, false);
            at += 1;
        }
        Some((_, gap)) => {
            numbers.add(word.kind, first, word.is_weak);
            // "Dự án 4, 5", "Dự án 4+5": a list, where nothing but a sign follows.
            let behind = tokens.get(at + 1).is_none_or(|token| parts(token.gap));
            numbers.are_several |= behind && parts(gap) && !gap.contains('(');
        }
        None => numbers.add(word.kind, first, word.is_weak),
    }
    Some((numbers, at))
}

/// Kinds with their numbers, one behind the other, at the beginning of some words.
fn run(tokens: &[Token<'_>]) -> Option<(Numbers, usize)> {
    let (mut numbers, mut at) = one(tokens)?;
    loop {
        let links = tokens.get(at).is_some_and(|token| is_link(token.text));
        let next = at + usize::from(links);
        let Some((more, length)) = tokens.get(next..).and_then(one) else { break };
        numbers.add_all(more);
        at = next + length;
    }
    Some((numbers, at))
}

/// Whether a word stands between a node and the one it lies in.
fn is_link(word: &str) -> bool {
    ["thuoc", "cua", "trong", "va"].contains(&word)
}

impl Reference {
    /// The numbers that a label says; `None` where it says none.
    pub(super) fn of(text: &str) -> Option<Reference> {
        if LONGEST < text.len() {
            return None;
        }
        // "Đá" and "ĐA" (đề án) are not "DA": their letter stays another one while words are looked at.
        let text = fold(&text.replace(['đ', 'Đ'], APART));
        let tokens = tokens(&text);
        let mut numbers: Option<Numbers> = None;
        let mut place = Place::Loose;
        let mut taken: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let links = 0 < at && is_link(tokens[at].text) && tokens[at].text != "va";
            let from = at + usize::from(links);
            let Some((found, length)) = run(&tokens[from..]) else {
                at += 1;
                continue;
            };
            let end = from + length;
            let is_closed = tokens.get(end).is_none_or(|token| parts(token.gap));
            let own = match (at, parts(tokens[at].gap) || links) {
                (0, _) => Place::Before,
                (_, true) if is_closed => Place::Behind,
                (_, false) if end == tokens.len() && !found.is_weak => Place::Loose,
                _ => {
                    at = end;
                    continue;
                }
            };
            // Numbers that stand loose are words of the name where others are set apart.
            if own == Place::Loose && numbers.is_some() {
                break;
            }
            match &mut numbers {
                Some(numbers) => numbers.add_all(found),
                None => (numbers, place) = (Some(found), own),
            }
            taken.push(tokens[at].at.start..tokens[end - 1].at.end);
            at = end;
        }
        let numbers = numbers?;
        let mut rest = String::with_capacity(text.len());
        let mut from = 0;
        for range in &taken {
            rest.push_str(&text[from..range.start]);
            // What stood around them is no one piece.
            rest.push_str(" : ");
            from = range.end;
        }
        rest.push_str(&text[from..]);
        let rest = rest.replace(APART, "d");
        let pieces = rest.split(['(', ')', '[', ']', ':', ';', '–', '—']);
        let pieces = pieces.map(Label::new).filter(|piece| !piece.is_empty()).collect();
        Some(Reference { numbers, place, pieces, name: Label::new(&rest) })
    }

    /// The name without one of its pieces.
    pub(super) fn without(&self, piece: usize) -> Label {
        let others = self.pieces.iter().enumerate().filter(|(at, _)| *at != piece);
        let others: Vec<&str> = others.map(|(_, piece)| piece.as_str()).collect();
        Label::new(&others.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let Some(found) = Reference::of(text) else { return "-".to_owned() };
        let numbers = found.numbers;
        let show = |number: Option<u32>| number.map_or("".to_owned(), |number| number.to_string());
        let several = if numbers.are_several { "!" } else { "" };
        format!(
            "{:?} {}.{}.{}{several} {}",
            found.place,
            show(numbers.project),
            show(numbers.sub_project),
            show(numbers.content),
            found.name
        )
    }

    #[test]
    fn numbers_stand_in_front_of_a_name() {
        for text in [
            "Tiểu dự án 1 thuộc Dự án 4: Đào tạo nghề",
            "TDA1-DA4: Đào tạo nghề",
            "TDA 1 - DA 4 - Đào tạo nghề",
            "Dự án 4 - Tiểu dự án 1: Đào tạo nghề",
            "Tiểu dự án 1 Dự án 4 đào tạo nghề",
            "DA4.TDA1. Đào tạo nghề",
            "(DA4, TDA01) Đào tạo nghề",
            "Tiểu DA số 1 của DA số 04 (Đào tạo nghề)",
            "Tiểu dự án 4.1: Đào tạo nghề",
            "DA IV/TDA I: Đào tạo nghề",
            "Dự án thành phần 4, tiểu dự án 1: Đào tạo nghề",
        ] {
            assert_eq!(shown(text), "Before 4.1. dao tao nghe", "{text}");
        }
    }

    #[test]
    fn numbers_stand_behind_a_name() {
        for text in [
            "Đào tạo nghề (Tiểu dự án 1 - Dự án 4)",
            "Đào tạo nghề (Tiểu dự án 1, Dự án 4)",
            "Đào tạo nghề - TDA1/DA4",
            "Đào tạo nghề thuộc tiểu dự án 1 của dự án 4",
            "Đào tạo nghề [TDA1.DA4]",
            "Đào tạo nghề: DA4 - TDA1",
            "Đào tạo nghề (thuộc Dự án 4 – Tiểu dự án số 1)",
        ] {
            assert_eq!(shown(text), "Behind 4.1. dao tao nghe", "{text}");
        }
        assert_eq!(shown("Nước sạch (NDTP 02)"), "Behind ..2 nuoc sach");
        assert_eq!(shown("Tiểu dự án 1: Đào tạo nghề (Dự án 4)"), "Before 4.1. dao tao nghe");
        assert_eq!(shown("Đào tạo nghề Dự án 4"), "Loose 4.. dao tao nghe");
    }

    #[test]
    fn words_of_a_name_are_no_numbers() {
        for text in [
            "Đường bê tông Dự án 2 (đoạn Đèo Cáo)",
            "Dự án - 3 phòng học",
            "Dự án hỗ trợ 4 mô hình",
            "Dự án 2024",
            "Đường đá 2 lớp",
            "Nhà đa năng (da 100 m)",
        ] {
            assert_eq!(shown(text), "-", "{text}");
        }
    }

    #[test]
    fn a_number_may_have_zeros_in_front() {
        assert_eq!(shown("Nội dung số 010: Tên"), "Before ..10 ten");
        assert_eq!(shown("Dự án 100"), "-");
        assert_eq!(behind_unknown_kind("TP 3: Tên"), Some((Some(3), Label::new("Tên"))));
        assert_eq!(behind_unknown_kind("Mua 3 con bò"), None);
    }

    #[test]
    fn several_nodes_in_one_label_are_none() {
        for text in ["Dự án 4, 5", "Dự án 4+5: Đào tạo", "Dự án 4 và Dự án 5", "Dự án 3-4"]
        {
            assert!(shown(text).contains('!'), "{text}");
        }
        assert!(!shown("Dự án 4 - 3 phòng học").contains('!'));
    }
}
