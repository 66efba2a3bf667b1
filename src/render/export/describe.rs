//! What the columns mean, for whoever reads the files: written from the list that writes them.

use std::fmt::Write as _;

use super::columns::COLUMNS;
use crate::domain::lang::Text;

/// The description, in Vietnamese and English.
pub(super) fn description() -> String {
    let mut out = String::new();
    out.push_str(
        "# Sổ chi tiết: mô tả cột / Figures: description of the columns\n\
         \n\
         Mỗi dòng là một số liệu, tiền tính bằng đồng. Cộng `amount` theo từng `measure` thì đúng bằng số tổng giaingan in ra; \
         không cộng các chỉ tiêu với nhau, không cộng các kỳ với nhau (lũy kế; quý đã gồm các tháng). \
         Tệp `.csv` (RFC 4180, UTF-8 có BOM) và tệp `.parquet` có cùng các dòng; trong tệp `.csv`, chữ bắt đầu bằng `=`, `+`, \
         `-`, `@`, `'` hoặc xuống dòng có thêm một dấu `'` ở trước để Excel không coi là công thức: bỏ dấu `'` đầu tiên là \
         được chữ gốc. Ô trống là không có giá trị; số chưa biết để trống, không ghi 0.\n\
         \n\
         A row is a figure, money is in đồng. Sums of `amount` by `measure` are the totals that giaingan prints; \
         measures are not to be added to each other, nor are periods (cumulative figures; a quarter has its months in it). The `.csv` \
         (RFC 4180, UTF-8 with a BOM) and the `.parquet` hold the same rows; in the `.csv` a text that begins with `=`, `+`, \
         `-`, `@`, `'` or a line break has a `'` before it, so that Excel does not take it for a formula: without the first \
         `'` it is what it was. An empty field is no value; what nobody knows is empty, never 0.\n\
         \n\
         | cột / column | kiểu / type | nghĩa / meaning | để trống khi / empty when |\n\
         |---|---|---|---|\n",
    );
    let both = |text: Text| format!("{} / {}", text.vi, text.en);
    for column in &COLUMNS {
        let empty = column.empty.map_or_else(|| "–".to_owned(), both);
        let (name, kind, meaning) = (column.name, column.read.name(), both(column.meaning));
        let _ = writeln!(out, "| `{name}` | {kind} | {meaning} | {empty} |");
    }
    for column in &COLUMNS {
        let values = (column.values)();
        if values.is_empty() {
            continue;
        }
        let _ = write!(
            out,
            "\n## `{}`\n\n| giá trị / value | nghĩa / meaning |\n|---|---|\n",
            column.name
        );
        for (value, meaning) in values {
            let _ = writeln!(out, "| `{value}` | {} |", both(meaning));
        }
    }
    out
}
