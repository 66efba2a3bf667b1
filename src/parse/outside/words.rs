//! What is said of money outside of every table.

use crate::domain::label::harmless;
use crate::domain::lang::{Words, words};
use crate::parse::unread::Unread;
use crate::read::Sheet;

pub(super) fn beside() -> Words {
    words!(
        "Ô này có số nhưng không thuộc cột số liệu nào, còn ô bên cạnh bỏ trống; số này không được tính",
        "This cell holds a number in no column of figures, and the cell beside it is blank; it does not count"
    )
}

pub(super) fn worded() -> Words {
    words!(
        "Số tiền ghi bằng lời, dòng này không có số ở cột số liệu nào; không được tính: ghi số vào đúng cột",
        "An amount is told in words on a row without figures; it does not count: write it into its column"
    )
}

pub(super) fn notes(count: usize) -> Words {
    words!(
        "Có {count} ô số tiền nằm ở cột ghi chú; không được tính",
        "{count} amounts stand in a column of notes; they do not count";
        count
    )
}

pub(super) fn loose(count: usize) -> Words {
    words!(
        "Có {count} ô số nằm ngoài bảng (trên tiêu đề, dưới phần ký tên hoặc ghi chú); không được tính",
        "{count} numbers stand outside the table, above its heading or behind its signatures or notes; they do not count";
        count
    )
}

pub(super) fn not_understood(sheet: &Sheet, unread: &Unread) -> Words {
    const MOST: usize = 4;
    let name = harmless(&sheet.name);
    let headings = unread.headings.iter().take(MOST);
    let headings: Vec<String> = headings
        .map(|cell| format!("{cell} \u{201c}{}\u{201d}", harmless(sheet.text(*cell))))
        .collect();
    let (vi, en) = match headings.is_empty() {
        true => (String::new(), String::new()),
        false => {
            let list = headings.join(", ");
            (format!("; tiêu đề: {list}"), format!("; headings: {list}"))
        }
    };
    let count = unread.cells.len();
    Words::new(
        format!(
            "Không nhận ra bảng số liệu ở trang \"{name}\" ({count} ô có số{vi}); các ô này chưa đưa vào tổng hợp"
        ),
        format!(
            "No table was understood on the sheet \"{name}\" ({count} cells with numbers{en}); they are set aside"
        ),
    )
}

pub(super) fn annex(name: &str, count: u64) -> Words {
    let name = harmless(name);
    words!(
        "Trang \"{name}\" là phụ lục khác, không phải bảng giải ngân ({count} ô có số); không tính vào tổng hợp",
        "The sheet \"{name}\" is an annex of another kind ({count} cells with numbers); it does not count";
        name, count
    )
}
