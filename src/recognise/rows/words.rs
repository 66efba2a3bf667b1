//! The words by which a label says that its row is no component: a sum, a sum of a page, a part, a quantity, a note.

use crate::domain::label::{Label, composed};

/// What is counted in something else than money.
const COUNTED: [&str; 44] = [
    "ho",
    "nguoi",
    "lao dong",
    "hoc vien",
    "hoc sinh",
    "sinh vien",
    "can bo",
    "lop",
    "luot",
    "km",
    "m",
    "m2",
    "m3",
    "ha",
    "con",
    "cay",
    "nha",
    "can nha",
    "mo hinh",
    "cong trinh",
    "cai",
    "chiec",
    "kg",
    "tan",
    "ta",
    "lit",
    "diem",
    "buoi",
    "cuoc",
    "nhom",
    "to",
    "to hop tac",
    "hop tac xa",
    "san pham",
    "truong hoc",
    "phong hoc",
    "tram",
    "may",
    "khoa",
    "hoi nghi",
    "tin bai",
    "thanh vien",
    "phu nu",
    "tre em",
];
/// What "Số …" counts beside these: after "Tổng số …" they may as well say whose sum it is.
const PLACES: [&str; 8] =
    ["xa", "thon", "ban", "don vi", "du an", "danh muc", "doi tuong", "luong"];
/// Words that begin a quantity by themselves.
const EXTENTS: [&str; 3] = ["dien tich", "chieu dai", "san luong"];

/// A text whose letters were spaced out ("T Ổ N G   C Ộ N G"), as words.
fn closed_up(text: &str) -> String {
    let text = composed(text).to_lowercase();
    let is_letter = |word: &str| word.chars().count() == 1;
    let mut words: Vec<String> = Vec::new();
    for group in text.split("  ").map(str::trim).filter(|group| !group.is_empty()) {
        let letters: Vec<&str> = group.split_whitespace().collect();
        match 2 < letters.len() && letters.iter().all(|word| is_letter(word)) {
            true => words.push(letters.concat()),
            false => words.push(letters.join(" ")),
        }
    }
    let text = words.join(" ");
    match Label::new(&text).as_str() {
        "tongcong" => "tổng cộng".to_owned(),
        "tongso" => "tổng số".to_owned(),
        _ => text,
    }
}

/// Whether the first word of `text`, in small letters, is `word` as it is spelt or typed without marks: "công" and "cổng"
/// are no "cộng".
fn begins_with(text: &str, word: &str) -> bool {
    let first = text.split(|letter: char| !letter.is_alphanumeric()).find(|word| !word.is_empty());
    first.is_some_and(|first| first == word || first == Label::new(word).as_str())
}

/// What stands behind the words of a sum: nothing behind "Tổng cộng", "mục I" behind "Cộng mục I".
pub(super) fn sum_of(text: &str) -> Option<Label> {
    const SUM: [&str; 10] =
        ["tong", "cong", "so", "chung", "total", "sum", "grand", "lai", "toan", "bo"];
    let text = closed_up(text);
    let label = Label::new(&text);
    let is_sum = match label.words().next()? {
        "tong" | "total" | "sum" | "grand" => true,
        "cong" => begins_with(&text, "cộng"),
        _ => false,
    };
    let rest: Vec<&str> = label.words().skip_while(|word| SUM.contains(word)).collect();
    is_sum.then(|| Label::new(&rest.join(" ")))
}

/// Whether a label begins with the words of a sum, whatever follows.
pub fn says_sum(label: &str) -> bool {
    sum_of(super::without_number(label)).is_some()
}

/// Whether what stands behind the words of a sum says no more than "of all": "(I+II)", "3 chương trình", "toàn xã".
pub(super) fn is_of_all(rest: &Label) -> bool {
    const ALL: [&str; 41] = [
        "cac", "chuong", "trinh", "muc", "tieu", "quoc", "gia", "ctmtqg", "ct", "mtqg", "du", "an",
        "nguon", "von", "toan", "xa", "huyen", "tinh", "phuong", "don", "vi", "bo", "va", "ca",
        "nam", "chung", "so", "tong", "cong", "hai", "ba", "phan", "bieu", "bang", "thi", "tran",
        "noi", "dung", "khoan", "kinh", "phi",
    ];
    let is_numeral = |word: &str| {
        word.len() <= 4 && word.chars().all(|letter| "ivxabc0123456789".contains(letter))
    };
    rest.words().all(|word| is_numeral(word) || ALL.contains(&word))
}

/// What a sum is named by, without the words before it: "NSTW" of "nguồn NSTW", "I" of "mục I".
pub(super) fn named_by(rest: &Label) -> Label {
    const BEFORE: [&str; 9] =
        ["nguon", "von", "muc", "phan", "cac", "cua", "khoan", "nhom", "theo"];
    let words: Vec<&str> = rest.words().skip_while(|word| BEFORE.contains(word)).collect();
    Label::new(&words.join(" "))
}

/// "Cộng trang 1", "Mang sang", "Lũy kế trang trước": what the rows above come to where a page ends or begins.
pub(super) fn is_page_sum(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "cong", "tong", "so", "trang", "mang", "sang", "chuyen", "luy", "ke", "truoc", "sau",
        "nay", "tu", "tiep", "theo", "don", "het", "den", "cua", "lai",
    ];
    let label = Label::new(&closed_up(text));
    let is_word =
        |word: &str| WORDS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit());
    let moves = ["mang sang", "chuyen sang", "cong chuyen", "cong don", "chuyen trang"];
    let says = ["cong", "tong", "mang", "luy ke", "chuyen"].iter().any(|word| label.has(word));
    let says = says && label.has("trang") || moves.iter().any(|words| label.has(words));
    says && label.words().all(is_word)
}

/// What stands behind "Trong đó", "Gồm", "Riêng": a part of the row above.
pub(super) fn part_of(text: &str) -> Option<Label> {
    let label = Label::new(text);
    let text = composed(text).to_lowercase();
    let several = [
        "trong do",
        "tr do",
        "trong tong so",
        "trong so do",
        "bao gom ca",
        "bao gom",
        "gom ca",
        "gom co",
        "chia ra",
        "ke ca",
    ];
    let one = [("gom", "gồm"), ("rieng", "riêng")];
    let several = several.iter().find_map(|words| label.after(words));
    several.or_else(|| {
        let spelt = |(_, word): &&(&str, &str)| begins_with(&text, word);
        one.iter().filter(spelt).find_map(|(word, _)| label.after(word))
    })
}

/// Whether a label counts something else than money: "Số hộ được hỗ trợ", "Đường liên thôn (km)".
pub fn is_quantity(text: &str) -> bool {
    let text = text.trim();
    let in_brackets = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    if in_brackets.is_some_and(|(before, unit)| !before.is_empty() && is_counted(&Label::new(unit)))
    {
        return true;
    }
    let label = Label::new(text);
    let begins =
        |rest: &Label, words: &[&str]| words.iter().any(|words| rest.after(words).is_some());
    if EXTENTS.iter().any(|words| label.after(words).is_some()) {
        return true;
    }
    // "Sở", "sổ", "số hóa" are no numbers.
    let own = label.after("so").filter(|_| begins_with(&composed(text).to_lowercase(), "số"));
    let of_all = || label.after("tong so");
    own.is_some_and(|rest| begins(&rest, &COUNTED) || begins(&rest, &PLACES))
        || of_all().is_some_and(|rest| begins(&rest, &COUNTED))
}

/// Whether a unit of measure counts something: "hộ", "lượt người".
pub fn is_counted(unit: &Label) -> bool {
    COUNTED.contains(&unit.as_str()) || unit.after("luot").is_some()
}

/// Whether a row without money is a note: "(*) Gồm cả …", "Lưu ý: …", "(1) …".
pub fn is_note(text: &str) -> bool {
    let text = text.trim();
    let label = Label::new(text);
    let says = ["ghi chu", "luu y", "chu thich", "chu y"];
    let is_marked = text.starts_with("(*") || text.starts_with('*');
    is_marked || says.iter().any(|words| label.after(words).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_known_by_its_words() {
        for text in ["Total", "T Ổ N G   C Ộ N G", "t ổ n g c ộ n g", "Cộng chung", "Cộng tổng"]
        {
            assert_eq!(sum_of(text), Some(Label::default()), "{text}");
        }
        for text in ["Tổng toàn xã", "Tổng 3 chương trình", "TỔNG CỘNG (A+B)", "CỘNG (I + II)"]
        {
            assert!(sum_of(text).is_some_and(|rest| is_of_all(&rest)), "{text}");
        }
        for text in ["Công trình 1", "Cổng toàn xã", "Công ty A", "Cống hộp"] {
            assert_eq!(sum_of(text), None, "{text}");
        }
        for text in ["Tổng hợp, báo cáo", "Cộng đồng bảo vệ rừng", "Tổng kết phong trào"]
        {
            assert!(!sum_of(text).is_some_and(|rest| is_of_all(&rest)), "{text}");
        }
        assert_eq!(named_by(&sum_of("Cộng nguồn vốn I").unwrap()).as_str(), "i");
    }

    #[test]
    fn a_page_ends_and_begins_with_its_sum() {
        for text in [
            "Cộng trang",
            "Cộng trang 1",
            "Cộng sang trang",
            "Cộng chuyển trang",
            "Mang sang",
            "Chuyển trang",
            "Lũy kế trang trước",
            "Số trang trước mang sang",
            "Cộng mang sang trang sau",
        ] {
            assert!(is_page_sum(text), "{text}");
        }
        for text in
            ["Mua trang thiết bị", "Chuyển đổi số", "Cộng", "Tổng cộng", "Trang trại Cộng Hòa"]
        {
            assert!(!is_page_sum(text), "{text}");
        }
    }

    #[test]
    fn a_part_says_so() {
        let rest = |text| part_of(text).map(|rest| rest.to_string());
        assert_eq!(rest("Trong đó: tạm ứng chưa thu hồi").as_deref(), Some("tam ung chua thu hoi"));
        assert_eq!(rest("Gồm: chi mua con giống").as_deref(), Some("chi mua con giong"));
        assert_eq!(rest("Tr.đó: NSTW").as_deref(), Some("nstw"));
        assert_eq!(rest("Bao gồm cả chi quản lý").as_deref(), Some("chi quan ly"));
        assert_eq!(rest("Riêng xã A").as_deref(), Some("xa a"));
        assert_eq!(rest("Gốm sứ Bát Tràng"), None);
        assert_eq!(rest("Riềng, gừng"), None);
    }

    #[test]
    fn what_is_counted_is_no_money() {
        for text in [
            "Số lao động được đào tạo",
            "Số lượt người tập huấn",
            "Số lớp đã mở",
            "Số hộ",
            "SỐ XÃ",
            "Đường giao thông nông thôn (km)",
            "Hộ được hỗ trợ (hộ)",
            "Tổng số hộ nghèo",
            "Diện tích rừng được khoán",
        ] {
            assert!(is_quantity(text), "{text}");
        }
        for text in [
            "Số hóa dữ liệu",
            "Sổ tay tuyên truyền",
            "Sở Nông nghiệp",
            "Số tiền đã chi",
            "Số vốn",
            "Tổng số",
            "Tổng số (A+B)",
            "Hộ nghèo",
            "Sơ chế sản phẩm",
            "Tổng số xã",
        ] {
            assert!(!is_quantity(text), "{text}");
        }
    }
}
