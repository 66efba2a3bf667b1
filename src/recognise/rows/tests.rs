//! Labels, and what their rows stand for.

use super::*;
use crate::domain::catalogue::Catalogue;

fn read(labels: &[&str]) -> Vec<String> {
    read_coded(&labels.iter().map(|label| ("", *label)).collect::<Vec<_>>())
}

/// The same of rows with a column of codes.
fn read_coded(rows: &[(&str, &str)]) -> Vec<String> {
    let names = Names::new(&Catalogue::embedded());
    let mut reader = RowReader::new(&names, None);
    let show = |seen: Option<Seen>| match seen {
        Some(Seen::Item(id, None)) => id.to_string(),
        Some(Seen::Item(id, Some(work))) => format!("{id} / {work}"),
        Some(Seen::Total) => "total".to_owned(),
        Some(Seen::Subtotal(id)) => format!("sum of {id}"),
        Some(Seen::PageSum) => "page".to_owned(),
        Some(Seen::Part(Some(id))) => format!("part {id}"),
        Some(Seen::Part(None)) => "part".to_owned(),
        Some(Seen::Quantity) => "quantity".to_owned(),
        Some(Seen::Stray) => "?".to_owned(),
        None => String::new(),
    };
    rows.iter().map(|(code, label)| show(reader.read("", code, label))).collect()
}

#[test]
fn words_of_another_program_leave_a_number_in_its_own() {
    let rows = read(&[
        "CTMTQG giảm nghèo bền vững",
        "Dự án 6: Truyền thông (vùng đồng bào DTTS)",
        "Dự án 4 (CTMTQG dân tộc thiểu số)",
        "CTMTQG xây dựng nông thôn mới",
        "Nội dung thành phần số 04: Giảm nghèo bền vững",
        "Nội dung thành phần số 05 (giảm nghèo bền vững)",
    ]);
    assert_eq!(rows, ["gn", "gn.6", "dtts.4", "ntm", "ntm.4", "ntm.5"]);
}

#[test]
fn a_work_has_a_number_of_its_own() {
    let gn = "CTMTQG giảm nghèo bền vững";
    let works = [("", gn), ("", "Dự án 1"), ("DA02", "Đường Nà Ca"), ("DA03", "Kênh Pò Cỏ")];
    assert_eq!(read_coded(&works), ["gn", "gn.1", "gn.1 / Đường Nà Ca", "gn.1 / Kênh Pò Cỏ"]);
    let nodes = [("", gn), ("DA2", "Mô hình"), ("DA 4", "Việc làm"), ("DA6", "Thông tin")];
    assert_eq!(read_coded(&nodes), ["gn", "gn.2", "gn.4", "gn.6"]);
    for work in ["Đá 4x6 rải đường", "Dự án 2A đường Nà Ca", "Nhà số 2, ĐA 3", "Dự án 30a: đường"]
    {
        assert_eq!(read(&[gn, "Dự án 1", work])[2], format!("gn.1 / {work}"));
    }
    for work in ["Hỗ trợ phát triển sản xuất nuôi bò (Dự án 3)", "Thôn 1: Cải thiện dinh dưỡng"]
    {
        let rows = read(&[gn, "Dự án 3", "Tiểu dự án 2: Cải thiện dinh dưỡng", work]);
        assert!(rows[3].contains(" / "), "{rows:?}");
    }
}

#[test]
fn what_follows_a_row_of_no_known_number_is_not_of_the_component_before_it() {
    let rows = read(&["CTMTQG giảm nghèo bền vững", "Dự án 3", "Dự án 4, 5", "Mua bò"]);
    assert_eq!(rows, ["gn", "gn.3", "?", "?"]);
}

#[test]
fn the_same_number_is_another_node_in_another_program() {
    let rows = read(&[
        "TỔNG CỘNG",
        "CTMTQG phát triển KT-XH vùng DTTS và MN",
        "Dự án 2",
        "Chương trinh MTQG giảm nghèo bền vững",
        "Dự án 2: Đa dang hoá sinh kế, phát triễn mô hình giảm nghèo",
        "Dự án 3",
        "Tiểu dự án 1: Hổ trợ phát triển sản xuất trong lỉnh vực nông nghiệp",
        "Cộng Dự án 3",
        "CTMTQG xây dựng nông thôn mới",
        "Nội dung thành phần số 03",
        "NDTP số 09 - Nâng cao chất lượng",
    ]);
    assert_eq!(
        rows,
        [
            "total",
            "dtts",
            "dtts.2",
            "gn",
            "gn.2",
            "gn.3",
            "gn.3.1",
            "sum of gn.3",
            "ntm",
            "ntm.3",
            "ntm.9"
        ]
    );
}

#[test]
fn a_sub_project_may_name_its_project_itself() {
    let rows = read(&[
        "CTMTQG giảm nghèo bền vững",
        "Tiểu dự án 1 thuộc Dự án 3: Hỗ trợ phát triển sản xuất trong lĩnh vực nông nghiệp",
        "Tiểu dự án 2 Dự án 6 truyền thông",
        "TDA3-DA4",
    ]);
    assert_eq!(rows, ["gn", "gn.3.1", "gn.6.2", "gn.4.3"]);
}

#[test]
fn numbers_are_written_in_many_ways() {
    let rows = read(&[
        "Chương trìng MTQG giảm nghèo bền vửng",
        "TDA 1 - DA 3",
        "DA số 2",
        "Dự án 3 - Tiểu dự án 2",
        "Tiểu dự án 3.1",
        "Dự án III",
        "Trong đó: Tiểu dự án I",
        "CTMTQG xây dựng nông thôn mới",
        "ND số 9",
    ]);
    let want = ["gn", "gn.3.1", "gn.2", "gn.3.2", "gn.3.1", "gn.3", "part gn.3.1", "ntm", "ntm.9"];
    assert_eq!(rows, want);
}

#[test]
fn a_number_behind_the_name_is_the_nodes() {
    let rows = read(&[
        "CTMTQG giảm nghèo bền vững",
        "Phát triển giáo dục nghề nghiệp, việc làm bền vững (Dự án 4)",
        "Phát triển giáo dục nghề nghiệp vùng nghèo, vùng khó khăn (Tiểu dự án 1 - Dự án 4)",
        "Hỗ trợ việc làm bền vững - TDA3/DA4",
        "Hỗ trợ phát triển sản xuất và cải thiện dinh dưỡng (DA3)",
        "CTMTQG xây dựng nông thôn mới",
        "Nâng cao chất lượng môi trường; giữ gìn cảnh quan nông thôn (NDTP 07)",
        "Nâng cao hiệu quả quản lý và thực hiện xây dựng NTM theo quy hoạch [Nội dung 01]",
    ]);
    assert_eq!(rows, ["gn", "gn.4", "gn.4.1", "gn.4.3", "gn.3", "ntm", "ntm.7", "ntm.1"]);
}

#[test]
fn the_number_of_a_node_may_stand_in_a_column_of_its_own() {
    let names = Names::new(&Catalogue::embedded());
    let mut reader = RowReader::new(&names, Some("gn".parse().unwrap()));
    let mut read = |number: &str, code: &str, label: &str| reader.read(number, code, label);
    let node = |id: &str| Some(Seen::Item(id.parse().unwrap(), None));
    assert_eq!(read("DA4", "", "Giáo dục nghề nghiệp"), node("gn.4"));
    assert_eq!(read("1", "TDA1-DA4", "Đào tạo nghề"), node("gn.4.1"));
    assert!(matches!(read("-", "", "Mua sắm thiết bị"), Some(Seen::Item(_, Some(_)))));
}

#[test]
fn a_name_behind_a_kind_that_is_not_known_is_enough() {
    let rows = read(&[
        "CTMTQG giảm nghèo bền vững",
        "TP 6: Truyền thông và giảm nghèo về thông tin",
        "Gói 6: Mua sắm",
    ]);
    assert_eq!(rows, ["gn", "gn.6", "gn.6 / Gói 6: Mua sắm"]);
}

#[test]
fn a_program_may_stand_beside_the_number() {
    let rows = read(&[
        "Dự án 4 - CTMTQG giảm nghèo bền vững",
        "Dự án 4 (CTMTQG DTTS&MN): Đầu tư cơ sở hạ tầng",
        "Truyền thông và giảm nghèo về thông tin (Dự án 6 - GNBV)",
    ]);
    assert_eq!(rows, ["gn.4", "dtts.4", "gn.6"]);
}

#[test]
fn a_work_may_say_whose_it_is() {
    let rows = read(&[
        "CTMTQG giảm nghèo bền vững",
        "Đường Nà Ca (Dự án 1)",
        "Kênh mương Pò Cỏ (Tiểu dự án 1 - Dự án 1)",
        "Mua sắm (Dự án 9)",
        "Dự án 3",
        "Mô hình nuôi bò (Dự án 3)",
        "Tiểu dự án 2",
        "Tập huấn (Dự án 3)",
        "Tập huấn (Dự án 4)",
        "Dự án 9: Mua sắm",
        "Dự án 4, 5: Tập huấn",
    ]);
    let want = [
        "gn",
        "gn.1 / Đường Nà Ca (Dự án 1)",
        "gn.1.1 / Kênh mương Pò Cỏ (Tiểu dự án 1 - Dự án 1)",
        "?",
        "gn.3",
        "gn.3 / Mô hình nuôi bò (Dự án 3)",
        "gn.3.2",
        "gn.3.2 / Tập huấn (Dự án 3)",
        "?",
        "?",
        "?",
    ];
    assert_eq!(rows, want);
}

#[test]
fn a_content_of_a_content_is_no_other_content() {
    let rows = read(&[
        "CTMTQG xây dựng nông thôn mới",
        "Nội dung thành phần số 02",
        "- Nội dung 3: Hoàn thiện hệ thống thủy lợi",
        "- Nội dung 05",
    ]);
    assert_eq!(rows[2], "ntm.2 / Nội dung 3: Hoàn thiện hệ thống thủy lợi");
    assert_eq!(rows[3], "ntm.2 / Nội dung 05");
}

#[test]
fn a_label_that_contradicts_itself_or_its_place_is_told() {
    let names = Names::new(&Catalogue::embedded());
    let mut reader = RowReader::new(&names, None);
    let mut doubt = |label: &str| {
        reader.read("", "", label);
        reader.doubt()
    };
    assert_eq!(doubt("CTMTQG giảm nghèo bền vững"), None);
    assert_eq!(doubt("Dự án 6: Truyền thông và giảm nghèo về thông tin"), None);
    let other = Some(Doubt::NameAndNumber);
    assert_eq!(doubt("Dự án 5: Truyền thông và giảm nghèo về thông tin"), other);
    assert_eq!(doubt("Truyền thông và giảm nghèo về thông tin (Dự án 5)"), other);
    assert_eq!(doubt("Tuyên truyền lưu động (Dự án 2)"), Some(Doubt::OtherPlace));
    assert_eq!(doubt("Dự án 9: Khác"), Some(Doubt::NoSuchNumber));
    assert_eq!(doubt("Dự án 1+2"), Some(Doubt::Several));
    assert_eq!(doubt("Tiểu dự án 2: Truyền thông về giảm nghèo đa chiều"), None);
}

#[test]
fn a_sum_may_name_its_rows_by_their_number() {
    let names = Names::new(&Catalogue::embedded());
    let mut reader = RowReader::new(&names, None);
    reader.read("I", "", "CTMTQG giảm nghèo bền vững");
    reader.read("1", "", "Dự án 2");
    let program = "gn".parse().unwrap();
    assert_eq!(reader.read("", "", "Cộng I"), Some(Seen::Subtotal(program)));
    assert_eq!(reader.read("", "", "Cộng (I+II)"), Some(Seen::Total));
    reader.read("-", "", "Tiểu dự án 1 Dự án 4");
    reader.read("…", "", "Tiểu dự án 2 Dự án 4");
    assert_eq!(reader.read("", "", "CỘNG"), Some(Seen::Total));
}

#[test]
fn what_no_node_names_is_a_work_of_the_component_above() {
    let rows = read(&[
        "Chi hỗ trợ khác ngoài chương trình",
        "CTMTQG phát triển KT-XH vùng đồng bào DTTS&MN",
        "Chi khác",
        "Dự án 4",
        "Tiểu dự án 1",
        "- Cầu dân sinh Khuôn Dầu, xã Minh Sơn",
        "Đường bê tông Dự án 2 (đoạn Đèo Cáo)",
        "Cộng Tiểu dự án 1",
        "Tổng số (I+II+III)",
    ]);
    let want = [
        "?",
        "dtts",
        "?",
        "dtts.4",
        "dtts.4.1",
        "dtts.4.1 / Cầu dân sinh Khuôn Dầu, xã Minh Sơn",
        "dtts.4.1 / Đường bê tông Dự án 2 (đoạn Đèo Cáo)",
        "sum of dtts.4.1",
        "total",
    ];
    assert_eq!(rows, want);
}

#[test]
fn a_stranger_numbered_like_a_program_is_no_work() {
    let names = Names::new(&Catalogue::embedded());
    let mut reader = RowReader::new(&names, None);
    reader.read("I", "", "CTMTQG giảm nghèo bền vững");
    reader.read("1", "", "Dự án 2");
    assert!(matches!(reader.read("a", "", "Mô hình nuôi bò"), Some(Seen::Item(_, Some(_)))));
    assert_eq!(reader.read("II", "", "Chi hỗ trợ khác"), Some(Seen::Stray));
}

#[test]
fn a_name_alone_is_enough() {
    let rows = read(&[
        "Cải thiện dinh dưỡng",
        "I. Chương trình mục tiêu quốc gia giảm nghèo bền vững giai đoạn 2021-2025",
        "1.1. Truyền thông về giảm nghèo đa chiều",
    ]);
    assert_eq!(rows, ["gn.3.2", "gn", "gn.6.2"]);
    assert_eq!(read(&["Chương trình mỗi xã một sản phẩm (OCOP)"]), ["ntm.cd.ocop"]);
}

#[test]
fn a_program_has_many_names() {
    let dtts = [
        "Chương trình dân tộc thiểu số và miền núi",
        "CTMTQG phát triển KTXH vùng ĐBDTTS&MN",
        "Chương trình 1719",
        "CTMTQG 1719 năm 2024",
        "Chương trình MTQG DTTS",
        "Phát triển kinh tế xã hội vùng đồng bào dân tộc",
        "Phát triển KT-XH vùng đồng bào DTTS và MN giai đoạn 2021-2025 (QĐ 1719)",
        "Vốn Chương trình DTTS và MN",
    ];
    let gn = [
        "CTMTQG GNBV",
        "CT MTQG Giảm nghèo BV",
        "Chương trình giảm nghèo",
        "Giảm nghèo bền vững",
        "CT GNBV giai đoạn 2021-2025",
        "Chương trinh mục tiêu quốc gia giảm nghèo bềnh vữn năm 2024",
    ];
    let ntm = [
        "CTMTQG XDNTM",
        "Chương trình xây dựng NTM",
        "Chương trình XD NTM xã Hòa Sơn",
        "Xây dựng nông thôn mới",
        "III. Xây dựng NTM năm 2024",
        "Chương trình MTQG XD nông thôn mới",
        "Chuong trinh xay dưng nông thôm mới",
    ];
    for (id, labels) in [("dtts", &dtts[..]), ("gn", &gn), ("ntm", &ntm)] {
        for label in labels {
            assert_eq!(read(&[label]), [id], "{label}");
        }
    }
}

#[test]
fn what_only_speaks_of_a_program_is_none() {
    for label in [
        "Đường giao thông nông thôn mới",
        "Chương trình khoa học phục vụ nông thôn mới",
        "CT: đường nông thôn mới thôn Nà Bó",
        "Hỗ trợ giảm nghèo",
        "Phát triển kinh tế - xã hội",
        "Chương trình giảm nghèo và nông thôn mới",
    ] {
        assert_eq!(read(&[label]), ["?"], "{label}");
    }
}

#[test]
fn below_an_unknown_program_a_number_names_nothing() {
    let rows = read(&[
        "CTMTQG giảm nghèo bền vững",
        "Dự án 2",
        "Chương trình mục tiêu quốc gia phát triển văn hóa",
        "Dự án 3",
        "Tu bổ đình làng",
        "Dự án 4: Tu bổ di tích",
        "Hỗ trợ phát triển sản xuất, cải thiện dinh dưỡng",
        "Tiểu dự án 1",
        "Chương trình nông thôn mới",
        "Nội dung 2",
    ]);
    assert_eq!(rows, ["gn", "gn.2", "?", "?", "?", "?", "gn.3", "gn.3.1", "ntm", "ntm.2"]);
    let rows = read(&["Chương trình nông thôn mới", "Hợp phần thứ hai", "NDTP 01", "Hợp phần 2"]);
    assert_eq!(rows, ["ntm", "?", "?", "?"]);
}

#[test]
fn what_stands_beside_programs_is_no_work() {
    let names = Names::new(&Catalogue::embedded());
    let mut reader = RowReader::new(&names, None);
    reader.read("A", "", "CTMTQG giảm nghèo bền vững");
    reader.read("I", "", "Dự án 2");
    assert_eq!(reader.read("B", "", "Văn hóa"), Some(Seen::Stray));
    assert_eq!(reader.read("I", "", "Dự án 3"), Some(Seen::Stray));
    assert_eq!(reader.read("", "", "Mô hình nuôi bò"), Some(Seen::Stray));
}

#[test]
fn parts_sums_and_quantities_are_no_works() {
    let rows = read(&[
        "CTMTQG giảm nghèo bền vững",
        "Dự án 2",
        "Trong đó: tạm ứng chưa thu hồi",
        "- Trong đó hỗ trợ cây giống",
        "Gồm: chi mua con giống",
        "Số hộ được hỗ trợ",
        "Cộng trang 1",
        "Mang sang",
        "Công trình 1",
        "Cộng nguồn CTMTQG GNBV",
        "T Ổ N G   C Ộ N G",
        "Tổng 3 chương trình",
    ]);
    let want = [
        "gn",
        "gn.2",
        "part",
        "part",
        "part",
        "quantity",
        "page",
        "page",
        "gn.2 / Công trình 1",
        "sum of gn",
        "total",
        "total",
    ];
    assert_eq!(rows, want);
}

#[test]
fn names_may_be_cut_short_and_stand_alone() {
    let rows = read(&[
        "CTMTQG giảm nghèo bền vững",
        "Dự án 4 (Phát triển giáo dục nghề nghiệp, việc làm bền vững)",
        "Tiểu dự án 1: Hỗ trợ phát triển sản xuất trong lĩnh vực nông nghiệp",
        "Hỗ trợ PTSX, cải thiện dinh dưỡng",
        "ND3: Tiếp tục",
    ]);
    assert_eq!(rows, ["gn", "gn.4", "gn.3.1", "gn.3", "gn.3 / ND3: Tiếp tục"]);
}

#[test]
fn of_several_rows_with_one_number_the_open_one_is_summed_up() {
    let names = Names::new(&Catalogue::embedded());
    let mut reader = RowReader::new(&names, None);
    for (number, label) in [("1", "CTMTQG giảm nghèo bền vững"), ("1", "Dự án 2"), ("2", "Dự án 3")]
    {
        reader.read(number, "", label);
    }
    assert_eq!(reader.read("", "", "Cộng mục 1"), Some(Seen::Subtotal("gn".parse().unwrap())));
    assert_eq!(reader.read("", "", "Cộng 2"), Some(Seen::Subtotal("gn.3".parse().unwrap())));
}

#[test]
fn a_code_decides_before_the_label() {
    let names = Names::new(&Catalogue::embedded());
    let mut reader = RowReader::new(&names, None);
    let seen = reader.read("", "gn.1/07", "Hỗ trợ … - công trình 7");
    let Some(Seen::Item(id, Some(work))) = seen else { panic!("a work") };
    assert_eq!((id.to_string().as_str(), work.code.as_deref()), ("gn.1", Some("07")));
    assert_eq!(reader.read("", "", ""), None);
}
