//! Which names of works are specific enough to be found again, and by what they are compared.
//!
//! A name is specific where a proper name stands in it: right behind a word for a place ("thôn Đồng Lươn", "cầu Bản Mới"),
//! or as two words in capitals behind a word for something that is built ("Đường Lũng Cóoc - Khuôn Pinh"). A number behind
//! a word for a hamlet ("thôn 3") is one within a unit only. A commune alone makes specific what a commune has one of
//! (its health station), and neither its roads nor its training courses. "Nhà văn hóa thôn", "Đường giao thông nông
//! thôn", "Hỗ trợ nhà ở", "Tập huấn" have none of this.

use crate::domain::label::{Label, fold};
use crate::domain::works::{Scope, WorkName};

/// What people live in. Words are compared with their diacritics: "ban" is an office, "cho" a preposition.
fn is_hamlet_word(word: &str) -> bool {
    matches!(
        word,
        "thôn"
            | "bản"
            | "xóm"
            | "ấp"
            | "buôn"
            | "bon"
            | "làng"
            | "tổ"
            | "khu"
            | "khối"
            | "phum"
            | "sóc"
            | "phố"
            | "thon"
            | "xom"
            | "buon"
    )
}

/// Two words that are one, of which a half looks like a word for a place: "nông thôn" is no hamlet.
fn is_compound(word: &str, next: &str) -> bool {
    matches!(
        (word, next),
        ("nông" | "các", "thôn")
            | ("cơ" | "văn" | "căn" | "xuất" | "kịch", "bản")
            | ("môi" | "thị", "trường")
            | ("nhu" | "yêu" | "toàn", "cầu")
            | ("gia", "đình")
            | ("thành", "phố")
            | ("tổ", "chức" | "hợp" | "nhóm" | "công" | "viên" | "trưởng" | "tiết")
            | ("khu", "vực" | "dân" | "chức")
            | ("khối", "lượng")
            | ("hồ", "sơ")
            | ("bản", "đồ" | "sắc" | "quyền" | "tin")
            | ("làng", "nghề" | "văn" | "xã")
            | ("trường", "học" | "hợp")
            | ("chợ", "nông")
    )
}

/// What else has a name of its own.
const FEATURES: [&str; 19] = [
    "cầu",
    "đập",
    "hồ",
    "kênh",
    "mương",
    "suối",
    "sông",
    "núi",
    "đèo",
    "đồi",
    "chợ",
    "trường",
    "cống",
    "tràn",
    "ngầm",
    "hang",
    "đình",
    "khe",
    "suoi",
];
/// Of these, what a name of two or three words may follow at once.
const BEFORE_NAMES: [&str; 6] = ["cầu", "chợ", "hồ", "đập", "ngầm", "suối"];
/// Words behind which the name of a commune stands, and of what lies above it.
const COMMUNES: [&str; 4] = ["xã", "xa", "phường", "trấn"];
const ABOVE: [&str; 4] = ["huyện", "tỉnh", "quận", "phố"];
/// What belongs to the words for communes when a name is cut before them.
const JOINTS: [&str; 8] = ["thuộc", "tại", "ở", "của", "thị", "thành", "trên", "địa"];
/// What is built begins with one of these.
const BUILT: [&str; 26] = [
    "đường",
    "cầu",
    "nhà",
    "trường",
    "trạm",
    "cống",
    "kênh",
    "mương",
    "đập",
    "hồ",
    "hệ",
    "chợ",
    "sân",
    "trụ",
    "kè",
    "ngầm",
    "điểm",
    "bể",
    "nâng",
    "cải",
    "sửa",
    "mở",
    "lắp",
    "cứng",
    "kiên",
    "tuyến",
];
/// Of these a commune has one.
const SINGLE: [&str; 7] = ["trạm", "trường", "trụ", "chợ", "nghĩa", "sân", "nhà"];
/// What is said of any work, and drops out of the comparison.
const LEADS: [&[&str]; 7] = [
    &["cong", "trinh"],
    &["du", "an"],
    &["dau", "tu"],
    &["xay", "dung"],
    &["xay", "moi"],
    &["xd"],
    &["thi", "cong"],
];
/// Names in capitals or without any: what may follow a word for a place and is no name.
const NO_NAMES: [&str; 44] = [
    "văn", "cứng", "kiên", "nội", "liên", "sản", "đặc", "mới", "kiểu", "nâng", "trọng", "dân",
    "sinh", "và", "thuộc", "tại", "trên", "các", "ngõ", "trục", "chính", "theo", "của", "được",
    "cho", "vùng", "miền", "xây", "sửa", "nước", "đi", "đến", "trong", "nông", "đã", "có", "chưa",
    "bê", "đạt", "năm", "giai", "để", "vốn", "thể",
];
/// Capitals that honour and name no place.
const HONOURED: [&str; 15] = [
    "viet nam",
    "nha nuoc",
    "trung uong",
    "quoc gia",
    "uy ban",
    "hoi dong",
    "chuong trinh",
    "muc tieu",
    "nong thon",
    "tieu hoc",
    "trung hoc",
    "mam non",
    "mau giao",
    "nhan dan",
    "dan toc",
];

/// A word of a name.
struct Word<'a> {
    text: &'a str,
    lower: String,
    folded: String,
    is_capital: bool,
    /// It begins a name or a sentence: its capital says nothing.
    begins: bool,
    /// A comma or a bracket stands before it.
    is_cut: bool,
    /// With the word beside it it is another: "nông thôn".
    is_half: bool,
}

/// What a name is compared by; `None` where it is not specific enough.
pub(super) fn identity(name: &str) -> Option<WorkName> {
    if !may_be_specific(name) {
        return None;
    }
    let mut words = words(name);
    let is_cased = is_cased(name, &words);
    let commune = cut_commune(&mut words, is_cased);
    cut_leads(&mut words);
    let first = words.first()?;
    let is_built = BUILT.contains(&first.lower.as_str());
    let is_single = SINGLE.contains(&first.lower.as_str());
    let mut names: Vec<usize> = Vec::new();
    let mut scope = None;
    let mut at = 1;
    while at < words.len() {
        let before = &words[at - 1];
        let behind_place = !words[at].is_cut && is_place(before);
        let behind_hamlet = !words[at].is_cut && is_hamlet(before);
        let behind_commune = is_commune(before) || ABOVE.contains(&&*before.lower);
        if behind_place && is_mark(&words[at]) && is_hamlet(before) {
            names.push(at);
            scope = scope.or(Some(Scope::Numbered));
            at += 1;
            continue;
        }
        let length =
            if is_cased { capitals(&words[at..]) } else { plain(&words[at..], behind_hamlet) };
        let proper = || {
            words[at..at + length]
                .iter()
                .map(|word| word.folded.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        if length == 0 || HONOURED.iter().any(|words| proper().starts_with(words)) {
            at += 1;
            continue;
        }
        let is_own = match behind_commune {
            true => is_single && is_commune(before),
            false => behind_place || is_built && is_cased && 2 <= length,
        };
        if is_own {
            scope = Some(Scope::Named);
        }
        names.extend(at..at + length);
        at += length;
    }
    let scope = scope?;
    let join = |keep: &dyn Fn(usize) -> bool| {
        let kept = (0..words.len()).filter(|at| keep(*at));
        Label::new(&kept.map(|at| words[at].folded.as_str()).collect::<Vec<_>>().join(" "))
    };
    let marks: Vec<&str> =
        words.iter().filter(|word| is_mark(word)).map(|word| word.folded.as_str()).collect();
    Some(WorkName {
        label: join(&|_| true),
        place: join(&|at| names.contains(&at)),
        rest: join(&|at| !names.contains(&at)),
        marks: marks.join(" ").into(),
        scope,
        commune,
    })
}

/// Whether it is worth while to look at a name word by word: behind its first word stands a capital that begins no
/// sentence, or a word for a hamlet. Most names of a large form have neither, so nothing is copied here.
fn may_be_specific(name: &str) -> bool {
    let mut words = name.split(' ').peekable();
    let mut before = "";
    while let Some(word) = words.next() {
        let last = std::mem::replace(&mut before, word);
        let begins = || last.is_empty() || last.ends_with([':', '.']);
        let mut letters = word.chars();
        let first = letters.find(|letter| !letter.is_ascii_punctuation()).unwrap_or(' ');
        let is_capital = match first.is_ascii() {
            true => first.is_ascii_uppercase(),
            false => first.is_uppercase(),
        };
        if is_capital && !begins() {
            return true;
        }
        let next = words.peek().copied().unwrap_or_default();
        let is_half = || is_compound(last, word) || is_compound(word, next);
        if is_hamlet_word(word) && !is_half() {
            return true;
        }
    }
    false
}

fn is_hamlet(word: &Word<'_>) -> bool {
    !word.is_half && is_hamlet_word(&word.lower)
}

fn is_place(word: &Word<'_>) -> bool {
    is_hamlet(word) || !word.is_half && FEATURES.contains(&word.lower.as_str())
}

fn is_commune(word: &Word<'_>) -> bool {
    COMMUNES.contains(&word.lower.as_str())
}

/// A number, a Roman one, or a single letter.
fn is_mark(word: &Word<'_>) -> bool {
    let is_roman = || word.text.bytes().all(|byte| b"IVX".contains(&byte));
    word.folded.bytes().any(|byte| byte.is_ascii_digit())
        || is_roman()
        || word.is_capital && word.text.chars().count() == 1
}

fn words(name: &str) -> Vec<Word<'_>> {
    let mut found: Vec<Word<'_>> = Vec::new();
    let mut end = 0;
    for text in name.split(|letter: char| !letter.is_alphanumeric()).filter(|text| !text.is_empty())
    {
        let start = text.as_ptr() as usize - name.as_ptr() as usize;
        let between = &name[end..start];
        end = start + text.len();
        found.push(Word {
            text,
            lower: text.to_lowercase(),
            folded: fold(text),
            is_capital: text.starts_with(char::is_uppercase),
            begins: found.is_empty() || between.contains([':', '.', '“', '"']),
            is_cut: between.contains([',', ';', '(', ')', ':', '.']),
            is_half: false,
        });
    }
    for at in 1..found.len() {
        if !found[at].is_cut && is_compound(&found[at - 1].lower, &found[at].lower) {
            (found[at - 1].is_half, found[at].is_half) = (true, true);
        }
    }
    found
}

/// Whether capitals say something: some words have one, and some have none. "Cầu Bản Mới" and "Đường Lũng Cóoc - Khuôn
/// Pinh" consist of names.
fn is_cased(name: &str, words: &[Word<'_>]) -> bool {
    let is_upper = |word: &Word<'_>| word.text.chars().all(char::is_uppercase);
    let is_lower =
        |word: &Word<'_>| !word.is_capital && word.lower.chars().all(char::is_alphabetic);
    let (head, rest) = (&words[0], &words[1..]);
    let is_name = match &*head.lower {
        "đường" | "tuyến" => name.contains(" - "),
        head => BEFORE_NAMES.contains(&head) && rest.len() <= 3,
    };
    rest.iter().any(|word| word.is_capital && !word.begins)
        && (is_name && !is_upper(head) || rest.iter().any(is_lower))
}

/// How many words in capitals stand here that are a proper name: no initials (UBND, THCS), no first word of a sentence.
fn capitals(words: &[Word<'_>]) -> usize {
    let is_name = |at: usize, word: &Word<'_>| {
        let is_initials =
            1 < word.text.chars().count() && word.text.chars().all(char::is_uppercase);
        word.is_capital
            && !word.begins
            && !is_initials
            && (at == 0 || !word.is_cut)
            && !is_mark(word)
    };
    words.iter().enumerate().take_while(|(at, word)| is_name(*at, word)).count()
}

/// The same where capitals say nothing: up to three words behind a word for a hamlet, up to a comma or the next such word.
fn plain(words: &[Word<'_>], behind_hamlet: bool) -> usize {
    if !behind_hamlet || NO_NAMES.contains(&words[0].lower.as_str()) {
        return 0;
    }
    let is_name = |at: usize, word: &Word<'_>| {
        (at == 0 || !word.is_cut) && !is_place(word) && !is_commune(word) && !is_mark(word)
    };
    let length = words.iter().enumerate().take_while(|(at, word)| is_name(*at, word)).count();
    // A longer tail is a sentence.
    if 3 < length { 0 } else { length }
}

/// Cuts "xã Hòa Sơn, huyện Hữu Lũng" off the end; the commune that it names.
fn cut_commune(words: &mut Vec<Word<'_>>, is_cased: bool) -> Option<Label> {
    let mut commune = None;
    loop {
        let is_head = |word: &Word<'_>| {
            let is_above = ABOVE.contains(&&*word.lower) && word.lower != "phố";
            is_above || is_commune(word)
        };
        let Some(head) = words.iter().rposition(is_head) else { return commune };
        let tail = &words[head + 1..];
        let is_name = !tail.is_empty()
            && tail.len() <= 3
            && (!is_cased || tail.iter().all(|word| word.is_capital))
            && tail.iter().skip(1).all(|word| !word.is_cut);
        let mut end = head;
        while 0 < end && JOINTS.contains(&words[end - 1].lower.as_str()) {
            end -= 1;
        }
        // "Trạm y tế xã Hòa Sơn", "liên xã", "UBND xã": without it nothing of the name would be left.
        let is_named = |pair: &[Word<'_>]| match is_cased {
            true => is_place(&pair[0]) && (pair[1].is_capital || is_mark(&pair[1])),
            false => is_hamlet(&pair[0]) && 0 < plain(&pair[1..], true),
        };
        let has_place = words[..end].windows(2).any(is_named);
        if !is_name || !has_place {
            return commune;
        }
        if is_commune(&words[head]) {
            let name = tail.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ");
            commune = Some(Label::new(&name));
        }
        words.truncate(end);
    }
}

fn cut_leads(words: &mut Vec<Word<'_>>) {
    let begins = |words: &[Word<'_>], lead: &[&str]| {
        lead.len() < words.len() && lead.iter().zip(words).all(|(lead, word)| word.folded == *lead)
    };
    while let Some(lead) = LEADS.iter().find(|lead| begins(words, lead)) {
        words.drain(..lead.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str) -> Option<String> {
        identity(name).map(|found| format!("{} | {}", found.rest, found.place))
    }

    #[test]
    fn a_proper_name_makes_a_work_specific() {
        for (name, want) in [
            ("Đường trục thôn Đồng Lươn", "duong truc thon | dong luon"),
            ("Đường trục thôn Đồng Lươn xã Hòa Sơn", "duong truc thon | dong luon"),
            (
                "Xây dựng đường trục thôn Đồng Lươn, xã Hòa Sơn, huyện Hữu Lũng",
                "duong truc thon | dong luon",
            ),
            ("ĐƯỜNG TRỤC THÔN ĐỒNG LƯƠN", "duong truc thon | dong luon"),
            ("đường trục thôn đồng lươn", "duong truc thon | dong luon"),
            ("Cầu Bản Mới", "cau | ban moi"),
            ("Đường Lũng Cóoc - Khuôn Pinh", "duong | lung cooc khuon pinh"),
            ("Trường mầm non Minh Sơn", "truong mam non | minh son"),
            ("Trạm y tế xã Hòa Sơn", "tram y te xa | hoa son"),
            ("Nhà văn hóa thôn 3", "nha van hoa thon | 3"),
        ] {
            assert_eq!(place(name).as_deref(), Some(want), "{name}");
        }
        let commune = identity("Đường trục thôn Đồng Lươn xã Hòa Sơn").unwrap().commune;
        assert_eq!(commune, Some(Label::new("Hòa Sơn")));
    }

    #[test]
    fn generic_names_and_activities_are_not() {
        for name in [
            "07",
            "Nhà văn hóa thôn",
            "NHÀ VĂN HÓA THÔN",
            "Đường giao thông nông thôn",
            "Đường giao thông nông thôn xã Hòa Sơn",
            "Đường trục thôn, bản",
            "ĐƯỜNG TRỤC THÔN, XÓM CỨNG HÓA",
            "Hỗ trợ nhà ở",
            "Hỗ Trợ Nhà Ở",
            "Tập huấn",
            "Tập huấn Luật Hợp tác xã",
            "Tuyên truyền trên địa bàn xã Hòa Sơn",
            "Hỗ trợ phát triển sản xuất trong lĩnh vực nông nghiệp",
            "Dự án 2: Đa dạng hóa sinh kế - công trình 7",
            "Nước sinh hoạt tập trung",
            "Cơ cấu lại ngành nông nghiệp, phát triển kinh tế nông thôn - công trình 1",
            "Nâng cao chất lượng môi trường, cảnh quan nông thôn sáng, xanh - công trình 2",
            "Bảo tồn bản sắc văn hóa khu vực nông thôn 3",
            "Chi hoạt động của Ban chỉ đạo, UBND xã",
        ] {
            assert_eq!(place(name), None, "{name}");
        }
    }

    #[test]
    fn names_of_the_catalogue_are_not_whatever_number_follows() {
        let catalogue = crate::domain::catalogue::Catalogue::embedded();
        for node in catalogue.nodes() {
            for name in [node.name.clone(), format!("{} - công trình 7", node.name)] {
                assert_eq!(place(&name), None, "{name}");
            }
        }
    }
}
