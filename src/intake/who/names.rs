//! Names of units as they stand in titles and names of files: in full, without their kind, joined, abbreviated.

use crate::domain::label::{Label, composed};

/// Words in front of a name that say what kind of unit it is; the longer first.
const KINDS: [&str; 10] = [
    "uy ban nhan dan",
    "ubnd",
    "thi tran",
    "thi xa",
    "thanh pho",
    "phuong",
    "xa",
    "phong",
    "truong",
    "trung tam",
];

/// The name of a file without its folder and extension; "HoaSon" stays one word.
pub(super) fn stem(file: &str) -> Label {
    let name = file.rsplit('/').next().unwrap_or(file);
    Label::new(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

/// The longest of some names of two words or more that is written as one: `hoason`, `hoasont6`.
pub(super) fn longest_joined(label: &Label, names: &[Label]) -> Option<usize> {
    let stands = |name: &&Label| {
        let joined: String = name.words().collect();
        2 <= name.words().count()
            && 5 <= joined.len()
            && label.words().any(|word| {
                let rest = word.strip_prefix(joined.as_str());
                rest.is_some_and(|rest| {
                    let rest = rest.strip_prefix(['t', 'q']).unwrap_or(rest);
                    rest.bytes().all(|byte| byte.is_ascii_digit())
                })
            })
    };
    names.iter().filter(stands).map(|name| name.as_str().len()).max()
}

/// Whether `short` is `full` with some of its words given by their first letters; "và" may be left out.
pub(super) fn abbreviates(short: &Label, full: &Label) -> bool {
    let full: Vec<&str> = full.words().collect();
    let mut at = 0;
    let mut is_shortened = false;
    for word in short.words() {
        if full.get(at) == Some(&"va") && word != "va" {
            at += 1;
        }
        if full.get(at) == Some(&word) {
            at += 1;
            continue;
        }
        let mut letters = word.chars().peekable();
        let mut taken = 0;
        while let (Some(&letter), Some(next)) = (letters.peek(), full.get(at)) {
            if next.starts_with(letter) {
                letters.next();
                taken += 1;
            } else if *next != "va" {
                return false;
            }
            at += 1;
        }
        if letters.peek().is_some() || taken < 2 {
            return false;
        }
        is_shortened = true;
    }
    is_shortened && at == full.len()
}

/// The longest of some names that stands in a text as whole words.
pub(super) fn longest_in(label: &Label, names: &[Label]) -> Option<usize> {
    let stands = |name: &&Label| 4 <= name.as_str().len() && label.has(name.as_str());
    names.iter().filter(stands).map(|name| name.as_str().len()).max()
}

/// Whether a line is a name that only begins like one of these: "UBND xã Yên Bình Hạ" is not "xã Yên Bình", but
/// "UBND xã Yên Bình, huyện …" is.
pub(super) fn is_longer_name(label: &Label, names: &[Label]) -> bool {
    let name = without_authority(label);
    let follows = ["huyen", "tinh", "thi xa", "thanh pho", "thang", "quy", "nam", "ky", "bao cao"];
    let goes_on = |known: &Label| {
        let rest = name.after(known.as_str()).filter(|rest| !rest.is_empty());
        rest.is_some_and(|rest| !follows.iter().any(|word| rest.after(word).is_some()))
    };
    is_organisation(label) && names.iter().any(goes_on)
}

/// "UBND xã Hòa Sơn", "Đơn vị báo cáo: UBND xã Hòa Sơn" and "(Báo cáo của xã Hòa Sơn)" are "xã Hòa Sơn".
pub(super) fn without_authority(label: &Label) -> Label {
    let introductions = [
        "don vi bao cao",
        "don vi thuc hien",
        "don vi lap bao cao",
        "don vi lap",
        "ten don vi",
        "ma don vi",
        "don vi",
        "bao cao cua",
    ];
    let authorities = ["uy ban nhan dan", "ubnd"];
    let after = |label: &Label, prefixes: &[&str]| {
        prefixes.iter().find_map(|words| label.after(words)).filter(|rest| !rest.is_empty())
    };
    let label = after(label, &introductions).unwrap_or_else(|| label.clone());
    after(&label, &authorities).unwrap_or(label)
}

/// Whether a text names a commune: "UBND XÃ A VƯƠNG", "thị trấn Phủ Thông".
pub(super) fn is_commune(label: &Label) -> bool {
    let name = without_authority(label);
    let kinds = ["xa", "phuong", "thi tran"];
    let rest = kinds.iter().find_map(|kind| name.after(kind));
    // "xã hội" is society.
    rest.is_some_and(|rest| !rest.is_empty() && rest.words().next() != Some("hoi"))
}

/// Whether a text names the province or district that the units belong to: alone it is no unit.
pub(super) fn is_body_above(label: &Label) -> bool {
    let name = without_authority(label);
    ["tinh", "huyen", "quan", "thanh pho", "thi xa"].iter().any(|kind| name.after(kind).is_some())
}

/// Words of the names of files that name nobody.
const NOISE: [&str; 22] = [
    "bc", "bcgn", "bieu", "mau", "vdt", "vsn", "ctmtqg", "mtqg", "ntm", "gnbv", "dtts", "final",
    "copy", "gn", "sheet", "file", "pl", "von", "cac", "xlsx", "dtpt", "theo",
];
/// The same where two of them stand together: "Nam", "Ban" and "Lan" alone may be names of places.
const NOISY_PAIRS: [(&str, &str); 12] = [
    ("bao", "cao"),
    ("so", "lieu"),
    ("giai", "ngan"),
    ("dau", "tu"),
    ("su", "nghiep"),
    ("tong", "hop"),
    ("ket", "qua"),
    ("chuong", "trinh"),
    ("muc", "tieu"),
    ("quoc", "gia"),
    ("phu", "luc"),
    ("don", "vi"),
];
/// Words that a number follows: "thang 6", "lan 2".
const COUNTED: [&str; 9] = ["thang", "quy", "nam", "ky", "lan", "dot", "den", "ngay", "so"];

/// Which words of a text may belong to a name: nothing of "bao cao thang 3".
fn may_name(words: &[&str]) -> Vec<bool> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_period = |word: &str| word.strip_prefix(['t', 'q']).is_some_and(is_number);
    let is_roman = |word: &str| ["i", "ii", "iii", "iv"].contains(&word);
    let mut may = vec![true; words.len()];
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).copied();
        if NOISE.contains(word) || is_number(word) || is_period(word) {
            may[at] = false;
        } else if next.is_some_and(|next| NOISY_PAIRS.contains(&(*word, next))) {
            may[at] = false;
            may[at + 1] = false;
        } else if COUNTED.contains(word)
            && next.is_none_or(|next| is_number(next) || is_roman(next))
        {
            may[at] = false;
            may.get_mut(at + 1).into_iter().for_each(|next| *next = false);
        }
    }
    may
}

/// The words of a text that may be a name, without those that every file bears.
pub(super) fn telling(label: &Label) -> Label {
    let words: Vec<&str> = label.words().collect();
    let may = may_name(&words);
    let words: Vec<&str> =
        words.into_iter().zip(may).filter(|(_, may)| *may).map(|(word, _)| word).collect();
    Label::new(&words.join(" "))
}

/// The words of a part of a file's name as they are written, each with its label and whether it may belong to a name.
fn words_of(part: &str) -> Vec<(&str, Label, bool)> {
    let words: Vec<(&str, Label)> =
        part.split_whitespace().map(|word| (word, Label::new(word))).collect();
    let labels: Vec<&str> = words.iter().map(|(_, label)| label.as_str()).collect();
    let may = may_name(&labels);
    words.into_iter().zip(may).map(|((word, label), may)| (word, label, may)).collect()
}

/// The commune that the name of a file names, as it is written: "Xã Lục Bình" of "TS-03 - Xã Lục Bình - bao cao
/// thang 4.xlsx".
pub(super) fn commune_of(file: &str) -> Option<String> {
    parts_of(file).iter().find_map(|part| {
        let words = words_of(part);
        let label = |at: usize| words.get(at).map_or("", |(_, label, _)| label.as_str());
        (0..words.len()).find_map(|at| {
            let from = match (label(at), label(at + 1)) {
                ("xa" | "phuong", next) if next != "hoi" => at + 1,
                ("thi", "tran") => at + 2,
                _ => return None,
            };
            let is_name = |(_, label, may): &&(&str, Label, bool)| {
                *may && !["huyen", "tinh"].contains(&label.as_str())
            };
            let length = words.get(from..)?.iter().take_while(is_name).count();
            let name: Vec<&str> = words[at..from + length].iter().map(|(word, ..)| *word).collect();
            (0 < length).then(|| name.join(" "))
        })
    })
}

/// The part of a file's name that looks like the name of a place: "A Vương" of "A Vương - bao cao thang 10.xlsx".
pub(super) fn proper_name(file: &str) -> Option<String> {
    let is_proper = |part: &String| {
        let words = words_of(part);
        let is_name = |(word, _, may): &(&str, Label, bool)| {
            *may && word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic)
        };
        (2..=5).contains(&words.len()) && words.iter().all(is_name)
    };
    parts_of(file).into_iter().find(is_proper)
}

/// What is left of a file's name without the words that every file bears, as it is written: "TS-01" of
/// "TS-01_T06_2024.xlsx".
pub(super) fn rest_of(file: &str) -> Option<String> {
    let parts = parts_of(file);
    let telling = parts.iter().flat_map(|part| words_of(part)).filter(|(_, label, may)| {
        // A code has its number in it.
        *may && !label.is_empty()
    });
    let rest = telling.map(|(word, ..)| word).collect::<Vec<_>>().join(" ");
    (!rest.is_empty()).then_some(rest)
}

/// The parts of a file's name between its dashes and brackets; what stands for spaces is one.
fn parts_of(file: &str) -> Vec<String> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = composed(name.rsplit_once('.').map_or(name, |(stem, _)| stem)).replace('_', " ");
    let parts = name.split([',', ';', '(', ')', '–', '[', ']']).flat_map(|part| part.split(" - "));
    parts.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// A name without the words for its kind.
pub(super) fn core(name: &Label) -> Label {
    let mut core = name.clone();
    while let Some(rest) =
        KINDS.iter().find_map(|words| core.after(words)).filter(|rest| !rest.is_empty())
    {
        core = rest;
    }
    core
}

pub(super) fn is_organisation(label: &Label) -> bool {
    let kinds = [
        "ubnd",
        "uy ban nhan dan",
        "phong",
        "trung tam",
        "truong",
        "ban quan ly",
        "benh vien",
        "van phong",
        "hoi",
        "tram",
        "xa",
        "phuong",
        "thi tran",
        "chi cuc",
        "ban qlda",
    ];
    kinds.iter().any(|words| label.after(words).is_some_and(|rest| !rest.is_empty()))
}
