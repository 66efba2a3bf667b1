//! What is converted, and what is left alone.

use super::fixture::syllables;
use super::*;
use proptest::prelude::*;

const VN_TIME: Face = Face { encoding: Encoding::Tcvn3, case: Case::AsTyped };
const VN_TIME_H: Face = Face { encoding: Encoding::Tcvn3, case: Case::Capitals };
const VNI_TIMES: Face = Face { encoding: Encoding::Vni, case: Case::AsTyped };

/// A sheet with a text a row, and the font of each.
fn sheet(name: &str, texts: &[(&str, Option<Face>)]) -> (Workbook, Faces) {
    let mut sheet = Sheet { name: name.into(), ..Sheet::default() };
    let mut runs = BTreeMap::new();
    for (row, (text, face)) in (0..).zip(texts) {
        let cell = Cell::new(row, 0);
        sheet.cells.push((cell, Value::Text((*text).into())));
        if face.is_some() {
            runs.insert(cell, vec![Run { length: None, face: *face }]);
        }
    }
    let workbook = Workbook { sheets: vec![sheet], ..Workbook::default() };
    (workbook, BTreeMap::from([(name.to_owned(), runs)]))
}

fn converted(texts: &[(&str, Option<Face>)]) -> (Vec<String>, Workbook) {
    let (mut workbook, faces) = sheet("Bieu 01", texts);
    convert(&mut workbook, || faces);
    let read = super::texts(&workbook.sheets[0]).map(|(_, text)| text.to_owned()).collect();
    (read, workbook)
}

/// The texts of a sheet without fonts, as .xls gives it.
fn plain(texts: &[&str]) -> Vec<String> {
    converted(&texts.iter().map(|text| (*text, None)).collect::<Vec<_>>()).0
}

#[test]
fn the_font_of_a_cell_says_what_its_letters_are() {
    let (read, workbook) = converted(&[
        ("TT", None),
        ("TiÓu dù ¸n 1 thuéc Dù ¸n 3", Some(VN_TIME)),
        ("b¸o c¸o gi¶i ng©n vèn ®Çu t\u{ad}", Some(VN_TIME_H)),
        ("Ñöôøng thoân Ñoàng Ngaàu", Some(VNI_TIMES)),
        ("Café São Paulo", None),
    ]);
    assert_eq!(
        read,
        [
            "TT",
            "Tiểu dự án 1 thuộc Dự án 3",
            "BÁO CÁO GIẢI NGÂN VỐN ĐẦU TƯ",
            "Đường thôn Đồng Ngầu",
            "Café São Paulo"
        ]
    );
    let [remark] = &workbook.remarks[..] else { panic!("one remark a sheet") };
    assert_eq!((remark.about, remark.cell), (About::Encoding, Some(Cell::new(1, 0))));
    assert_eq!(
        remark.words.vi,
        "Đã chuyển sang Unicode: 2 ô theo bảng mã TCVN3 (ABC), 1 ô theo bảng mã VNI-Windows; ví dụ \
         “TiÓu dù ¸n 1 thuéc Dù ¸n 3” → “Tiểu dự án 1 thuộc Dự án 3”"
    );
}

#[test]
fn without_a_font_the_words_say_it() {
    assert_eq!(
        plain(&[
            "UBND HUYÖN H÷U LòNG",
            "KÕ ho¹ch vèn n¨m 2024",
            "Vèn",
            "§¾k L¾k",
            "Bµn Thanh",
            "2 × 3",
            "5.000 ®",
            "Café"
        ]),
        [
            "UBND HUYỆN HỮU LŨNG",
            "Kế hoạch vốn năm 2024",
            "Vốn",
            "Đắk Lắk",
            "Bàn Thanh",
            "2 × 3",
            "5.000 đ",
            "Café"
        ]
    );
    assert_eq!(
        plain(&["UBND HUYEÄN HÖÕU LUÕNG", "Keá hoaïch voán", "Voán", "Xaõ", "NSÑP", "m²"]),
        ["UBND HUYỆN HỮU LŨNG", "Kế hoạch vốn", "Vốn", "Xã", "NSĐP", "m²"]
    );
}

#[test]
fn unicode_beside_an_old_encoding_stays() {
    let texts = [
        "5.000 ®",
        "Kế hoạch vốn",
        "KÕ ho¹ch vèn",
        "Xã Hòa Bình",
        "X· Hoµ B×nh",
        "Tình hình",
        "Bé",
        "Vèn",
        "Xã",
    ];
    let right = [
        "5.000 đ",
        "Kế hoạch vốn",
        "Kế hoạch vốn",
        "Xã Hòa Bình",
        "Xã Hoà Bình",
        "Tình hình",
        "Bé",
        "Vốn",
        "Xã",
    ];
    assert_eq!(plain(&texts), right);
}

#[test]
fn unicode_under_an_old_font_stays() {
    let texts = ["Kế hoạch vốn", "Giải ngân trong kỳ", "Xã Hòa Bình", "Ø200 – Café"];
    let (read, workbook) = converted(&texts.map(|text| (text, Some(VN_TIME))));
    assert_eq!(read, texts);
    assert!(workbook.remarks.is_empty());
    let texts = ["Kế hoạch vốn", "Lũy kế", "Xã Hòa Bình", "Tình hình", "Bé", "Ø200"];
    assert_eq!(converted(&texts.map(|text| (text, Some(VN_TIME)))).0, texts);
    let (read, _) = converted(&[("Xã Hòa Bình", Some(VN_TIME)), ("D©n téc", Some(VN_TIME))]);
    assert_eq!(read, ["Xã Hòa Bình", "Dân tộc"]);
}

#[test]
fn what_is_neither_is_left_alone() {
    for texts in [
        &["Café", "Señor Müller", "Ø200", "20 °C", "5 µm", "½ m²", "·", "§ 5", "± 3"][..],
        &["Informe de ejecución", "Año 2024", "Región", "Niño"],
        &["Kế hoạch vốn", "Tình hình", "Cà Lò", "Søren", "Øystein Müller"],
        &["Übersicht für Straßen", "Maßnahme", "Höhe"],
        &["Exécution budgétaire", "Crédits ouverts à l'année", "où", "naïve"],
    ] {
        assert_eq!(plain(texts), texts);
    }
}

#[test]
fn bare_codes_of_punctuation_become_what_the_font_shows() {
    let (read, _) = converted(&[("\u{93}§Çu t\u{ad}\u{94} \u{96} “vèn”", Some(VN_TIME))]);
    assert_eq!(read, ["“Đầu tư” – “vốn”"]);
}

#[test]
fn each_run_of_a_cell_has_its_own_font() {
    let (mut workbook, mut faces) = sheet("S", &[("Dù ¸n: Café Tình", None)]);
    let runs = vec![
        Run { length: Some("Dù ¸n".len()), face: Some(VN_TIME) },
        Run { length: Some(": Café Tình".len()), face: None },
    ];
    faces.get_mut("S").unwrap().insert(Cell::new(0, 0), runs);
    convert(&mut workbook, || faces);
    assert_eq!(workbook.sheets[0].text(Cell::new(0, 0)), "Dự án: Café Tình");
}

#[test]
fn names_of_sheets_are_converted_with_their_sheets() {
    let (mut workbook, faces) = sheet("Vèn §Çu t\u{ad}", &[("KÕ ho¹ch vèn", None)]);
    convert(&mut workbook, || faces);
    assert_eq!(&*workbook.sheets[0].name, "Vốn Đầu tư");
    assert_eq!(workbook.remarks[0].sheet.as_deref(), Some("Vốn Đầu tư"));
}

#[test]
fn fonts_are_not_asked_for_where_nothing_is_strange() {
    let (mut workbook, _) =
        sheet("Vốn sự nghiệp", &[("Tình hình", None), ("Kế hoạch", None), ("20 °C, m²", None)]);
    convert(&mut workbook, || panic!("fonts of a workbook in Unicode"));
}

#[test]
fn fonts_are_known_by_their_names() {
    for font in [".VnTime", ".VnArial Narrow", ".vntime"] {
        assert_eq!(Face::named(font), Some(VN_TIME), "{font}");
    }
    for font in [".VnTimeH", ".VnArial NarrowH"] {
        assert_eq!(Face::named(font), Some(VN_TIME_H), "{font}");
    }
    assert_eq!(Face::named("VNI-Helve-Condense"), Some(VNI_TIMES));
    for font in ["Times New Roman", "Vni", "VNtimes", ""] {
        assert_eq!(Face::named(font), None, "{font}");
    }
}

proptest! {
    #[test]
    fn any_words_come_back_by_their_font(words in proptest::collection::vec(syllables(), 1..6)) {
        for (face, encode) in [(VN_TIME, tcvn3::encode as fn(&str) -> String), (VNI_TIMES, vni::encode)] {
            let coded: Vec<String> = words.iter().map(|words| encode(&format!("số {words}"))).collect();
            let texts: Vec<(&str, Option<Face>)> =
                coded.iter().map(|text| (text.as_str(), Some(face))).collect();
            for (read, words) in converted(&texts).0.iter().zip(&words) {
                prop_assert_eq!(read, &format!("số {words}"));
            }
        }
    }

    #[test]
    fn no_text_panics_it(texts in proptest::collection::vec(any::<String>(), 0..8), length: usize) {
        let (mut workbook, mut faces) = sheet("Vèn", &[("KÕ ho¹ch", None)]);
        for (row, text) in (1..).zip(texts) {
            let cell = Cell::new(row, 0);
            workbook.sheets[0].cells.push((cell, Value::Text(text.into())));
            let run = Run { length: Some(length % 8), face: Some(VN_TIME) };
            faces.get_mut("Vèn").unwrap().insert(cell, vec![run; 2]);
        }
        convert(&mut workbook, || faces);
    }
}
