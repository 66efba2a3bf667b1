//! The unit of a workbook of a bare folder, where no register says which units there are.

use super::names::{
    commune_of, core, is_body_above, is_commune, is_organisation, proper_name, rest_of, stem,
    without_authority,
};
use crate::domain::code::UnitCode;
use crate::domain::label::{Label, composed};
use crate::domain::lang::{Words, words};
use crate::domain::register::Unit;
use crate::recognise::{Form, Framed, titles};

/// The unit of a workbook where there is no register: the code or name it states, else that of its title block, else
/// that of the file's name. With it comes what the file's name says, where that is another commune.
///
/// The province or district alone is no unit, and of a commune's own offices the commune is: each has a "Phòng Kinh tế".
pub(super) fn unit(form: &Form, file: &str) -> Result<(Unit, Option<String>), Words> {
    let titled = in_titles(form).map(|name| plain_name(&name));
    let filed = commune_of(file).map(|name| plain_name(&name));
    let (name, other) = match (titled, filed) {
        (Some(title), Some(commune)) => {
            let label = Label::new(&title);
            let is_it = says(file, &title) || Label::new(&commune) == without_authority(&label);
            match is_commune(&label) {
                _ if is_it => (title, None),
                // A title may be copied from another commune's report; the name of the file is its sender's.
                true => (commune, Some(title)),
                false => (commune, None),
            }
        }
        // An office that every commune has is told apart by the name of the file.
        (Some(title), None) => match proper_name(file) {
            Some(name) if !is_commune(&Label::new(&title)) && !says(file, &title) => (name, None),
            _ => (title, None),
        },
        (None, Some(commune)) => (commune, None),
        (None, None) => {
            let stem = file.rsplit('/').next().unwrap_or(file);
            let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
            (plain_name(&rest_of(file).unwrap_or_else(|| stem.to_owned())), None)
        }
    };
    let code = stated(form, &["ma don vi"]).filter(|code| code.len() <= 40);
    let code = code.unwrap_or_else(|| spelt_alike(&name));
    let code = UnitCode::new(&code)
        .ok_or_else(|| words!("Tệp không ghi tên đơn vị", "The file names no unit"))?;
    Ok((Unit::new(code, &name), other))
}

/// The commune that the title block of a table names.
pub(super) fn commune(framed: &Framed) -> Option<UnitCode> {
    let mut titles = framed.titles.iter().map(|(_, text)| text).filter(|text| text.len() <= 120);
    let named = titles.find(|text| {
        let label = Label::new(text);
        is_organisation(&label) && is_commune(&label) && !is_body_above(&label)
    });
    UnitCode::new(&spelt_alike(&plain_name(named?)))
}

/// Whether the title block of a table names an organisation, of whatever kind.
pub(crate) fn names_organisation(framed: &Framed) -> bool {
    let mut titles = framed.titles.iter().map(|(_, text)| text).filter(|text| text.len() <= 120);
    titles.any(|text| is_organisation(&Label::new(text)))
}

/// Whether a file is named after a commune, or after one of these.
pub(crate) fn names_commune<'a>(file: &str, mut names: impl Iterator<Item = &'a str>) -> bool {
    commune_of(file).is_some() || names.any(|name| says(file, name))
}

/// Whether the name of a file holds the words of a name, its kind left out.
fn says(file: &str, name: &str) -> bool {
    let core = core(&without_authority(&Label::new(name)));
    let stem = stem(file);
    let joined: String = core.words().collect();
    stem.has(core.as_str()) || stem.words().any(|word| word.starts_with(&joined))
}

/// What stands behind the words that introduce a unit, or in the cell beside them.
fn stated(form: &Form, wanted: &[&str]) -> Option<String> {
    let mut texts = form.titles.iter().filter(|(_, _, text)| text.len() <= 120);
    while let Some((sheet, cell, text)) = texts.next() {
        let label = Label::new(text.trim_matches(['(', ')', ' ']));
        let Some(rest) = wanted.iter().find_map(|words| label.after(words)) else { continue };
        let said = if rest.is_empty() {
            let beside = texts.next().filter(|(at, next, _)| (at, next.row) == (sheet, cell.row));
            beside.map(|(_, _, text)| text.trim().to_owned())
        } else {
            let after = text.split_once(':').map(|(_, rest)| rest.trim().to_owned());
            // "(Báo cáo của UBND xã Hòa Sơn)"
            after.or_else(|| words_behind(text, label.words().count() - rest.words().count()))
        };
        let said = said.map(|said| said.trim_matches(['(', ')', ' ', '.']).to_owned());
        // "Đơn vị: triệu đồng" is no unit of ours.
        let said = said.filter(|said| !said.is_empty() && titles::unit_in_title(text).is_none());
        if said.is_some() {
            return said;
        }
    }
    None
}

/// A text without its first words.
fn words_behind(text: &str, count: usize) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().skip(count).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The unit that the titles name.
fn in_titles(form: &Form) -> Option<String> {
    let introduced =
        ["ten don vi", "don vi bao cao", "don vi lap bao cao", "don vi thuc hien", "bao cao cua"];
    let introduced = stated(form, &introduced).or_else(|| {
        // "Đơn vị: xã Hòa Sơn"; "Đơn vị: Đồng" is money.
        stated(form, &["don vi"]).filter(|name| is_organisation(&Label::new(name)))
    });
    if introduced.is_some() {
        return introduced;
    }
    let texts = form.titles.iter().filter(|(_, cell, text)| text.len() <= 120 && cell.row < 6);
    let named = texts.filter(|(_, _, text)| is_organisation(&Label::new(text)));
    let first_sheet = form.titles.first().map(|(sheet, ..)| *sheet);
    let mut lines: Vec<&str> = Vec::new();
    for (sheet, _, text) in named {
        let label = Label::new(text);
        if (Some(*sheet) == first_sheet || lines.is_empty()) && !is_body_above(&label) {
            lines.push(text);
        }
    }
    // The authority stands above the unit, both at the left.
    let commune = lines.iter().find(|text| is_commune(&Label::new(text)));
    commune.or(lines.last()).map(|text| (*text).to_owned())
}

/// One spelling of a commune's name for all files: "Xã cai kinh" and "XÃ CAI KINH" are one unit.
fn spelt_alike(name: &str) -> String {
    if is_commune(&Label::new(name)) { as_written(name) } else { name.to_owned() }
}

/// "UBND XÃ CAI KINH" as a register would write it: "Xã Cai Kinh".
fn plain_name(text: &str) -> String {
    let text = composed(text);
    let prefixes = ["UBND ", "ỦY BAN NHÂN DÂN ", "Ủy ban nhân dân ", "Ubnd "];
    let name = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(&text).trim();
    if !name.chars().any(char::is_lowercase) {
        return as_written(name);
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    capital(&words.join(" "))
}

/// The name of an office or a place in the usual letters: "Phòng Lao động - TB&XH", "Thị trấn Cành Nàng".
fn as_written(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let is_loud = !name.chars().any(char::is_lowercase);
    // Behind the word for a place comes its name; behind that for an office what it is for.
    let mut is_place = false;
    let mut out: Vec<String> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let [before, own, next] = [at.wrapping_sub(1), at, at + 1]
            .map(|at| lower.get(at).map_or("", |word| word.as_str()));
        let is_kind = match own {
            "xã" | "phường" | "huyện" | "tỉnh" => true,
            "thị" => ["trấn", "xã"].contains(&next),
            "thành" => next == "phố",
            "trấn" => before == "thị",
            "phố" => before == "thành",
            _ => false,
        };
        let is_named = ["phòng", "ban", "trường", "sở", "-", "–", "và"].contains(&before);
        // "TB&XH", "THCS", "A1".
        let is_short = word.contains(|letter: char| letter == '&' || letter.is_ascii_digit())
            || 1 < own.len() && !Label::new(own).as_str().contains(['a', 'e', 'i', 'o', 'u', 'y'])
            || !is_loud && 1 < word.chars().count() && !word.chars().any(char::is_lowercase);
        out.push(match () {
            () if is_short => (*word).to_owned(),
            () if at == 0 || !is_kind && (is_place || is_named) => capital(own),
            () => own.to_owned(),
        });
        is_place |= is_kind;
    }
    out.join(" ")
}

/// A text with a capital first letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.as_str().chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_in_capitals_becomes_a_name_as_offices_write_it() {
        for (title, name) in [
            ("UBND XÃ CAI KINH", "Xã Cai Kinh"),
            ("ỦY BAN NHÂN DÂN THỊ TRẤN CÀNH NÀNG", "Thị trấn Cành Nàng"),
            ("XÃ THÀNH LÂM HUYỆN BÁ THƯỚC", "Xã Thành Lâm huyện Bá Thước"),
            ("PHÒNG LAO ĐỘNG - TB&XH", "Phòng Lao động - TB&XH"),
            ("PHÒNG TÀI CHÍNH - KẾ HOẠCH", "Phòng Tài chính - Kế hoạch"),
            ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "Phòng Giáo dục và Đào tạo"),
            ("BAN QUẢN LÝ DỰ ÁN HUYỆN HỮU LŨNG", "Ban Quản lý dự án huyện Hữu Lũng"),
            ("TRƯỜNG THCS SỐ 2", "Trường THCS số 2"),
            ("Phòng Dân tộc", "Phòng Dân tộc"),
        ] {
            assert_eq!(plain_name(title), name);
        }
        for name in ["XÃ CAI KINH", "Xã cai kinh", "xã Cai Kinh"] {
            assert_eq!(spelt_alike(&plain_name(name)), "Xã Cai Kinh", "{name}");
        }
    }
}
