//! Names of units as they stand in titles and names of files: in full, without their kind, joined, abbreviated.

use crate::domain::label::Label;

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

/// "UBND xã Hòa Sơn" is "xã Hòa Sơn".
pub(super) fn without_authority(label: &Label) -> Label {
    let prefixes = ["uy ban nhan dan", "ubnd", "don vi bao cao", "don vi", "ten don vi"];
    prefixes.iter().find_map(|words| label.after(words)).unwrap_or_else(|| label.clone())
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
