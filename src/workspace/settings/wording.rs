//! What the TOML reader says, in a clerk's words.

use crate::domain::lang::Words;

use super::super::faults::{Faults, nearest, quoted, suggestion};
use super::FILE;
use super::lines::line_at;

/// Lines that are not TOML: one fault a line, with what usually mends it.
pub(super) fn of_syntax(errors: &[toml::de::Error], text: &str) -> Vec<Words> {
    let mut faults = Vec::new();
    let mut last = 0;
    for error in errors {
        let line = line_of(error, text);
        // One slip makes the reader stumble several times on the same line.
        if line == last {
            continue;
        }
        last = line;
        let written = text.lines().nth(line - 1).unwrap_or_default();
        let (advice_vi, advice_en) = advice(written, error.message());
        faults.push(Words::new(
            format!("{FILE} dòng {line}: {} viết chưa đúng; {advice_vi}", quoted(written)),
            format!(
                "{FILE} line {line}: {} is not written right ({}); {advice_en}",
                quoted(written),
                error.message()
            ),
        ));
    }
    faults
}

fn advice(written: &str, message: &str) -> (&'static str, &'static str) {
    if message.contains("duplicate") {
        return (
            "mục này đã có ở trên: mỗi mục chỉ ghi một lần",
            "this is said above: say each thing once",
        );
    }
    if written.contains(['“', '”', '‘', '’']) {
        return (
            "thay dấu nháy cong “ ” bằng dấu nháy thẳng \" \"",
            "replace the curly quotes “ ” by straight ones \" \"",
        );
    }
    if written.contains('\\') {
        return (
            "trong đường dẫn dùng dấu / thay cho dấu \\, ví dụ \"../2023\"",
            "write paths with / in place of \\, such as \"../2023\"",
        );
    }
    (
        "mỗi dòng một mục dạng tên = giá trị, chữ đặt trong ngoặc kép, ví dụ: level = \"huyện\"; lời ghi chú bắt đầu bằng dấu #",
        "each line is name = value, a text stands in quotes: level = \"huyện\"; a remark begins with #",
    )
}

/// A key that is not known, a value of the wrong kind, or one that is missing.
pub(super) fn of_shape(error: &toml::de::Error, text: &str) -> Faults {
    let line = line_of(error, text);
    let written = text.lines().nth(line - 1).unwrap_or_default().trim();
    let message = error.message();
    // serde puts every name in backquotes: first what was typed, then what is known.
    let mut names = message.split('`').skip(1).step_by(2);
    let typed = names.next().unwrap_or_default();
    let known: Vec<&str> = names.collect();
    let (vi, en) = if message.starts_with("unknown field") {
        let hint = suggestion(nearest(typed, known.iter().map(|name| (name, name))));
        let list = known.join(", ");
        (
            format!("không có mục {}{}; các mục dùng được: {list}", quoted(typed), hint.vi),
            format!("there is no {}{}; what there is: {list}", quoted(typed), hint.en),
        )
    } else if message.starts_with("unknown variant") {
        let list = known.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        (
            format!("{} không dùng được; chọn một trong: {list}", quoted(typed)),
            format!("{} cannot be used; choose one of: {list}", quoted(typed)),
        )
    } else if message.starts_with("missing field") {
        (
            format!("thiếu mục {typed} của phần bắt đầu ở {}", quoted(written)),
            format!("{} lacks {typed}", quoted(written)),
        )
    } else {
        let (vi, en) = kind(message);
        (
            format!("giá trị ở {} không dùng được; cần {vi}", quoted(written)),
            format!("the value in {} cannot be used; it must be {en}", quoted(written)),
        )
    };
    Faults::one(format!("{FILE} dòng {line}: {vi}"), format!("{FILE} line {line}: {en}"))
}

/// The kind of value that serde expected.
fn kind(message: &str) -> (&'static str, &'static str) {
    let expected = message.rsplit_once("expected ").map_or(message, |(_, expected)| expected);
    let has = |word: &str| expected.contains(word);
    if has("DayOfMonth") {
        ("dạng { day = 3, inclusive = false }", "of the form { day = 3, inclusive = false }")
    } else if has("datetime") || has("Datetime") {
        ("ngày không có ngoặc kép, ví dụ 2024-09-02", "a day without quotes, such as 2024-09-02")
    } else if has("string") {
        ("chữ trong ngoặc kép, ví dụ \"2024-06\"", "a text in quotes, such as \"2024-06\"")
    } else if has("bool") {
        ("true (có) hoặc false (không)", "true or false")
    } else if has("u32") || has("i32") || has("integer") {
        ("số nguyên không có ngoặc kép, ví dụ 3", "a whole number without quotes, such as 3")
    } else if has("f64") || has("float") {
        ("số không có ngoặc kép, ví dụ 30", "a number without quotes, such as 30")
    } else if has("sequence") {
        ("danh sách: [[tên]] với hai ngoặc vuông, hoặc [ … ]", "a list: [[name]] or [ … ]")
    } else {
        ("phần [tên] với các dòng tên = giá trị ở dưới", "a section [name] with lines name = value")
    }
}

fn line_of(error: &toml::de::Error, text: &str) -> usize {
    line_at(text, error.span().map_or(0, |span| span.start))
}
