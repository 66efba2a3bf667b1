//! What the TOML reader says, in a clerk's words.

use crate::domain::lang::{Text, Words, words};

use super::super::faults::{nearest, quoted, suggestion};
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
        // What the reader says of it is English: it helps only who reads that.
        let said = Words::new("", format!(" ({})", error.message()));
        let what = words!(
            "{written} viết chưa đúng{said}; {advice}",
            "{written} is not written right{said}; {advice}";
            written = quoted(written), said, advice = advice(written, error.message())
        );
        faults.push(at(line, &what));
    }
    faults
}

fn advice(written: &str, message: &str) -> Text {
    if message.contains("duplicate") {
        return Text {
            vi: "mục này đã có ở trên: mỗi mục chỉ ghi một lần",
            en: "this is said above: say each thing once",
        };
    }
    if written.contains(['“', '”', '‘', '’']) {
        return Text {
            vi: "thay dấu nháy cong “ ” bằng dấu nháy thẳng \" \"",
            en: "replace the curly quotes “ ” by straight ones \" \"",
        };
    }
    if written.contains('\\') {
        return Text {
            vi: "trong đường dẫn dùng dấu / thay cho dấu \\, ví dụ \"../2023\"",
            en: "write paths with / in place of \\, such as \"../2023\"",
        };
    }
    Text {
        vi: "mỗi dòng một mục dạng tên = giá trị, chữ đặt trong ngoặc kép, ví dụ: level = \"huyện\"; lời ghi chú bắt đầu bằng dấu #",
        en: "each line is name = value, a text stands in quotes: level = \"huyện\"; a remark begins with #",
    }
}

/// A key that is not known, a value of the wrong kind, or one that is missing; with its line.
pub(super) fn of_shape(error: &toml::de::Error, text: &str) -> (usize, Words) {
    let line = line_of(error, text);
    let written = quoted(text.lines().nth(line - 1).unwrap_or_default());
    let message = error.message();
    // serde puts every name in backquotes: first what was typed, then what is known.
    let mut names = message.split('`').skip(1).step_by(2);
    let typed = names.next().unwrap_or_default();
    let known: Vec<&str> = names.collect();
    let what = if message.starts_with("unknown field") {
        unknown(typed, &known)
    } else if message.starts_with("unknown variant") {
        let list = known.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        words!(
            "{typed} không dùng được; chọn một trong: {list}",
            "{typed} cannot be used; choose one of: {list}";
            typed = quoted(typed), list
        )
    } else if message.starts_with("missing field") {
        words!(
            "thiếu mục {typed} của phần bắt đầu ở {written}",
            "{written} lacks {typed}";
            typed, written
        )
    } else {
        words!(
            "giá trị ở {written} không dùng được; cần {kind}",
            "the value in {written} cannot be used; it must be {kind}";
            written, kind = kind(message)
        )
    };
    (line, at(line, &what))
}

/// A table or a key that there is not.
pub(super) fn unknown(typed: &str, known: &[&str]) -> Words {
    words!(
        "không có mục {typed}{hint}; các mục dùng được: {list}",
        "there is no {typed}{hint}; what there is: {list}";
        typed = quoted(typed),
        hint = suggestion(nearest(typed, known.iter().map(|name| (name, name)))),
        list = known.join(", ")
    )
}

/// With the line in front.
pub(super) fn at(line: usize, what: &Words) -> Words {
    words!("{file} dòng {line}: {what}", "{file} line {line}: {what}"; file = FILE, line, what)
}

/// The kind of value that serde expected.
fn kind(message: &str) -> Text {
    let expected = message.rsplit_once("expected ").map_or(message, |(_, expected)| expected);
    let has = |word: &str| expected.contains(word);
    if has("DayOfMonth") {
        Text {
            vi: "dạng { day = 3, inclusive = false }",
            en: "of the form { day = 3, inclusive = false }",
        }
    } else if has("datetime") || has("Datetime") {
        Text {
            vi: "ngày không có ngoặc kép, ví dụ 2024-09-02",
            en: "a day without quotes, such as 2024-09-02",
        }
    } else if has("string") {
        Text {
            vi: "chữ trong ngoặc kép, ví dụ \"2024-06\"",
            en: "a text in quotes, such as \"2024-06\"",
        }
    } else if has("bool") {
        Text { vi: "true (có) hoặc false (không)", en: "true or false" }
    } else if has("u32") || has("i32") || has("integer") {
        Text {
            vi: "số nguyên không có ngoặc kép, ví dụ 3",
            en: "a whole number without quotes, such as 3",
        }
    } else if has("f64") || has("float") {
        Text {
            vi: "số không có ngoặc kép, ví dụ 30", en: "a number without quotes, such as 30"
        }
    } else if has("sequence") {
        Text {
            vi: "danh sách: [[tên]] với hai ngoặc vuông, hoặc [ … ]",
            en: "a list: [[name]] or [ … ]",
        }
    } else {
        Text {
            vi: "phần [tên] với các dòng tên = giá trị ở dưới",
            en: "a section [name] with lines name = value",
        }
    }
}

fn line_of(error: &toml::de::Error, text: &str) -> usize {
    line_at(text, error.span().map_or(0, |span| span.start))
}
