//! How a submission stands, in words: its state, and what else is to be said of it. The same on every output.

use crate::domain::lang::{Text, Words, words};
use crate::domain::summary::{Mark, State, SubmissionRow};

/// What is to be said beside the state: nil, returned, corrected, partly filled, missing again and again, not registered.
pub(in crate::render) fn remarks(row: &SubmissionRow) -> Vec<Words> {
    let mut remarks: Vec<Words> = Vec::new();
    if row.nil {
        remarks.push(NIL.words());
    }
    for mark in &row.marks {
        remarks.push(match mark {
            Mark::Returned => RETURNED.words(),
            Mark::PartlyFilled => PARTLY_FILLED.words(),
            Mark::Corrected => {
                let version = row.version.unwrap_or_default();
                words!("sửa, bản {version}", "corrected, version {version}"; version)
            }
        });
    }
    if row.state == State::Missing && 1 < row.misses {
        let misses = row.misses;
        remarks.push(words!("kỳ thứ {misses} liên tiếp", "{misses} in a row"; misses));
    }
    remarks
}

/// The state with all that is to be said beside it: `Đã nhận, có lỗi (sửa, bản 2; đã gửi trả)`.
pub(in crate::render) fn state(row: &SubmissionRow) -> Words {
    let label = match (row.state, row.is_consolidation) {
        (State::Missing, true) => CONSOLIDATION_MISSING,
        (State::Missing | State::Exempt | State::Excluded | State::OtherPeriod, _) => {
            row.state.label()
        }
        (state, true) => return said(CONSOLIDATION, Some(state.label()), remarks(row)),
        (state, false) => state.label(),
    };
    let mut beside = remarks(row);
    if row.state.has_come() && !row.registered {
        beside.push(UNREGISTERED.words());
    }
    said(label, None, beside)
}

fn said(label: Text, more: Option<Text>, beside: Vec<Words>) -> Words {
    let mut words = label.words();
    if let Some(more) = more {
        words = words!("{words}: {more}", "{words}: {more}"; words, more);
    }
    if beside.is_empty() {
        return words;
    }
    let list = |of: fn(&Words) -> &String| {
        beside.iter().map(of).map(String::as_str).collect::<Vec<_>>().join("; ")
    };
    let beside = Words::new(list(|words| &words.vi), list(|words| &words.en));
    words!("{words} ({beside})", "{words} ({beside})"; words, beside)
}

const NIL: Text = Text { vi: "không phát sinh", en: "nil return" };
const RETURNED: Text = Text { vi: "đã gửi trả", en: "returned" };
const PARTLY_FILLED: Text = Text { vi: "chưa đủ", en: "partly filled" };
const UNREGISTERED: Text = Text { vi: "chưa vào sổ", en: "not registered" };
const CONSOLIDATION: Text =
    Text { vi: "Báo cáo tổng hợp của cơ quan chủ trì", en: "Consolidation" };
const CONSOLIDATION_MISSING: Text = Text {
    vi: "Chưa gửi báo cáo tổng hợp (cơ quan chủ trì)",
    en: "Consolidation missing",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use crate::domain::summary::fixture;

    #[test]
    fn a_state_is_said_with_all_that_belongs_to_it() {
        let mut row = fixture::district().submissions[0].clone();
        assert_eq!(state(&row).get(Lang::Vi), "Đã nhận, có lỗi");
        row.marks = vec![Mark::Returned, Mark::Corrected];
        (row.version, row.registered) = (Some(2), false);
        let told = "Đã nhận, có lỗi (đã gửi trả; sửa, bản 2; chưa vào sổ)";
        assert_eq!(state(&row).get(Lang::Vi), told);
        row.state = State::Missing;
        row.is_consolidation = true;
        row.marks.clear();
        assert_eq!(state(&row).get(Lang::Vi), "Chưa gửi báo cáo tổng hợp (cơ quan chủ trì)");
    }
}
