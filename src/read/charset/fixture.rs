//! Vietnamese text for tests.

use proptest::prelude::*;

/// The small letters of Vietnamese that ASCII has not.
pub(super) const LETTERS_WITH_MARKS: &str =
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ";

/// Words of two letters and more, some with a capital first.
pub(super) fn words() -> impl Strategy<Value = String> {
    let word = format!("[A-ZĂÂĐÊÔƠƯa-z{LETTERS_WITH_MARKS}][a-z{LETTERS_WITH_MARKS}]{{1,6}}");
    proptest::collection::vec(proptest::string::string_regex(&word).expect("a pattern"), 1..5)
        .prop_map(|words| words.join(" "))
}

/// Texts of real syllables, without the capitals that TCVN3 lacks.
pub(super) fn syllables() -> impl Strategy<Value = String> {
    const SYLLABLES: &str = "ủy ban nhân dân huyện Hữu Lũng tình hình giải ngân vốn đầu tư phát triển thực hiện các chương \
        trình mục tiêu quốc gia lũy kế từ đầu năm đến hết kỳ tiểu dự án đa dạng hóa sinh kế Thúy Quý khuyết tật giường \
        nghĩa Nguyễn ngoằn ngoèo giếng xuống khuỷu yếu kém phụ nữ tộc thiểu số quyết định rượu hươu cừu ướp mượt thuở \
        sẵn sàng ẩn ẵm bẳn chẽ kẻ quỹ kỹ tỵ ỉ ôi ơn ở ấp ẩm ổn ừ ỷ";
    let all: Vec<&str> = SYLLABLES.split_whitespace().collect();
    proptest::collection::vec(proptest::sample::select(all), 1..8).prop_map(|all| all.join(" "))
}
