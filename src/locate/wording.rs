//! The suggestion in words: which cell, what to do, what it clears.

use super::digits::Slip;
use super::edit::{Absent, Edit, Kind, Sums, Throughout};
use crate::check::gate::site::Site;
use crate::check::gate::wording::{amount, figure, key, row, scale};
use crate::domain::context::Context;
use crate::domain::key::{Key, Work};
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::place::column_letters;
use crate::domain::submission::{Stated, Submission};

/// The suggestion for an edit that clears `clears` findings `of` so many.
pub(super) fn suggestion(submission: &Submission, edit: &Edit, clears: usize, of: usize) -> Words {
    let told = told(submission, edit);
    let (vi_follow, en_follow) = match edit.sums {
        Sums::Stand | Sums::FollowOnce => ("", ""),
        Sums::Follow => (
            " (các ô tính theo ô này cũng phải đổi theo)",
            " (and the cells that are computed from it follow)",
        ),
    };
    let cleared = cleared(clears, of);
    Words::new(
        format!("Nhiều khả năng {}{vi_follow} thì {}.", told.vi, cleared.vi),
        format!("Most likely {}{en_follow}; it {}.", told.en, cleared.en),
    )
}

/// The cells of which one is wrong, each with what it would have to be.
pub(super) fn tied<'a>(submission: &Submission, edits: impl Iterator<Item = &'a Edit>) -> Words {
    let of = |edit: &Edit| {
        let cell = edit.at.cell(submission);
        match (edit.kind, edit.value) {
            (Kind::Rate(_, meant), _) => {
                let meant = percent(meant);
                (format!("{cell} (đúng ra {meant} %)"), format!("{cell} (should be {meant} %)"))
            }
            (_, Some(value)) => {
                let value = amount(value, edit.at.unit(submission));
                let (vi, en) = (value.vi, value.en);
                (format!("{cell} (đúng ra {vi})"), format!("{cell} (should be {en})"))
            }
            (_, None) => (cell.to_string(), cell.to_string()),
        }
    };
    let (vi, en): (Vec<String>, Vec<String>) = edits.map(of).unzip();
    Words::new(
        format!("Một trong các ô sau sai: {}.", vi.join("; ")),
        format!("One of these cells is wrong: {}.", en.join("; ")),
    )
}

/// The suggestion for what is wrong throughout a report.
pub(super) fn throughout(kind: Throughout, clears: usize) -> Words {
    let (vi, en) = match kind {
        Throughout::SentAgain => (
            "đây là số liệu kỳ trước gửi lại: thay bằng số liệu kỳ này",
            "these are the last report's figures: sending this period's",
        ),
        Throughout::PeriodAsCumulative => (
            "các ô lũy kế ghi số trong kỳ: cộng thêm lũy kế kỳ trước vào từng ô",
            "the cumulative cells hold the period's figures: adding the previous cumulative to each",
        ),
        Throughout::CumulativeAsPeriod => (
            "các ô trong kỳ ghi số lũy kế: trừ lũy kế kỳ trước ở từng ô",
            "the cells of the period hold the cumulative: taking the previous cumulative from each",
        ),
    };
    let cleared = cleared(clears, clears);
    Words::new(
        format!("Nhiều khả năng {vi} thì {}.", cleared.vi),
        format!("Most likely {en} {}.", cleared.en),
    )
}

fn cleared(clears: usize, of: usize) -> Words {
    match (clears, of) {
        (1, 1) => Words::new("hết lỗi", "clears the finding"),
        _ => Words::new(
            format!("hết {clears}/{of} lỗi"),
            format!("clears {clears} of {of} findings"),
        ),
    }
}

/// The suggestion for a row that was left out.
pub(super) fn absent(submission: &Submission, absent: &Absent) -> Words {
    let label = row(&absent.parent.row_of(submission).label);
    let gaps = absent.gaps.iter().map(|(site, gap)| {
        let (head, unit) = (site.column_of(submission), site.unit(submission));
        let gap = amount(*gap, unit);
        let measure = head.measure.label();
        (format!("{} {}", measure.vi, gap.vi), format!("{} {}", measure.en, gap.en))
    });
    let (vi, en): (Vec<String>, Vec<String>) = gaps.unzip();
    let count = absent.cleared.len();
    Words::new(
        format!(
            "Nhiều khả năng báo cáo thiếu một dòng con của {}: {}; thêm dòng đó thì hết {count}/{count} lỗi.",
            label.vi.replacen("Dòng", "dòng", 1),
            vi.join(", ")
        ),
        format!(
            "Most likely a row below {} was left out: {}; with it {count} of {count} findings are cleared.",
            label.en.replacen("Row", "row", 1),
            en.join(", ")
        ),
    )
}

/// The question whether a work is another one, that clears `clears` findings.
pub(super) fn renamed(from: &Work, to: &Work, clears: usize) -> Words {
    let cleared = cleared(clears, clears);
    Words::new(
        format!(
            "“{}” có phải là “{}” không? Nếu phải, ghi đúng tên đó thì {}.",
            from.name, to.name, cleared.vi
        ),
        format!("Is “{}” the same as “{}”? If so, that name {}.", from.name, to.name, cleared.en),
    )
}

/// The suggestion for a row that the plan or the last report has, and this one has not.
pub(super) fn unreported(context: &Context<'_>, row: &Key, clears: usize) -> Words {
    let (name, cleared) = (key(context, row), cleared(clears, clears));
    Words::new(
        format!("Nhiều khả năng báo cáo thiếu dòng: {}; thêm dòng đó thì {}.", name.vi, cleared.vi),
        format!("Most likely a row is missing: {}; with it, that {}.", name.en, cleared.en),
    )
}

fn told(submission: &Submission, edit: &Edit) -> Words {
    let unit = edit.at.unit(submission);
    let cell = edit.at.cell(submission);
    let typed = edit.at.amount(submission).unwrap_or(Money::ZERO);
    let change = |vi: &str, en: &str| {
        let (was, is) = (figure(typed, unit), amount(edit.value.unwrap_or(typed), unit));
        Words::new(
            format!("{vi}: sửa {was} thành {}", is.vi),
            format!("{en}: make {was} {}", is.en),
        )
    };
    let part_of_sum = |site: Site| {
        let (label, at) = (row(&site.row_of(submission).label), site.cell(submission));
        if site.row == edit.at.row {
            return Words::new(format!("ô {at}"), format!("cell {at}"));
        }
        Words::new(
            format!("{} (ô {at})", label.vi.replacen("Dòng", "dòng", 1)),
            format!("{} (cell {at})", label.en.replacen("Row", "row", 1)),
        )
    };
    match edit.kind {
        Kind::Slip(Slip::Power(power)) => {
            let by = scale(power, unit);
            let is = amount(edit.value.unwrap_or(typed), unit);
            let becomes = if 0 < power { "còn" } else { "thành" };
            Words::new(
                format!("ô {cell} {}, {becomes} {}", by.vi, is.vi),
                format!("cell {cell} {}, which gives {}", by.en, is.en),
            )
        }
        Kind::Column(power) => {
            let by = scale(power, unit);
            let letters = column_letters(cell.column);
            Words::new(
                format!("cả cột {letters} (từ ô {cell}) {}", by.vi),
                format!("all of column {letters} (from cell {cell}) {}", by.en),
            )
        }
        Kind::Slip(slip) => {
            let (vi, en) = match slip {
                Slip::Sign => ("sai dấu", "has the wrong sign"),
                Slip::Swapped => ("gõ đảo hai chữ số", "has two digits swapped"),
                Slip::Doubled => ("gõ lặp một chữ số", "has a digit typed twice"),
                Slip::Mistyped | Slip::Power(_) => ("gõ sai một chữ số", "has a digit mistyped"),
                Slip::Extra => ("gõ thừa một chữ số", "has a digit too many"),
                Slip::Lost => ("gõ thiếu một chữ số", "lacks a digit"),
            };
            change(&format!("ô {cell} {vi}"), &format!("cell {cell} {en}"))
        }
        Kind::Moved(to) => {
            let (to, moved) = (to.cell(submission), amount(typed, unit));
            Words::new(
                format!("số {} ở ô {cell} ghi nhầm cột: chuyển sang ô {to}", moved.vi),
                format!("{} in cell {cell} is in the wrong column: move it to {to}", moved.en),
            )
        }
        Kind::Skipped => {
            let is = amount(edit.value.unwrap_or(typed), unit);
            Words::new(
                format!("ô {cell} bị bỏ sót: ghi {}", is.vi),
                format!("cell {cell} was skipped: enter {}", is.en),
            )
        }
        Kind::Lacks(part) => {
            let part = part_of_sum(part);
            change(
                &format!("ô {cell} cộng thiếu {}", part.vi),
                &format!("cell {cell} misses {}", part.en),
            )
        }
        Kind::Texts(first, count) => {
            let first = first.cell(submission);
            let (vi, en) = match count {
                1 => (format!("ô {first}"), format!("cell {first}")),
                _ => {
                    let others = count - 1;
                    (
                        format!("ô {first} và {others} ô khác"),
                        format!("cell {first} and {others} others"),
                    )
                }
            };
            Words::new(
                format!("{vi} gõ dạng chữ nên ô tổng không cộng được: gõ lại thành số"),
                format!("{en} hold text, which the sum takes for nothing: type numbers"),
            )
        }
        Kind::Uncounted => uncounted(submission, edit),
        Kind::Counts(column) => {
            let letters = column_letters(column);
            Words::new(
                format!(
                    "cột {letters} không rõ là số gì mà vẫn được cộng vào cột tổng: ghi tiêu đề cho cột, hoặc bỏ cột khỏi công thức tổng"
                ),
                format!(
                    "column {letters}, which nobody understood, is counted in the total: give it a heading, or take it out of the formula"
                ),
            )
        }
        Kind::Twice(part) => {
            let part = part_of_sum(part);
            change(
                &format!("ô {cell} cộng hai lần {}", part.vi),
                &format!("cell {cell} counts twice {}", part.en),
            )
        }
        Kind::Repeats(other) => {
            let other = other.cell(submission);
            change(
                &format!("ô {cell} ghi lặp số của ô {other}"),
                &format!("cell {cell} repeats cell {other}"),
            )
        }
        Kind::Retyped => {
            change(&format!("chính ô tổng {cell} sai"), &format!("the total in {cell} is wrong"))
        }
        Kind::Unlike => change(&format!("ô {cell} ghi sai"), &format!("cell {cell} is wrong")),
        Kind::Rate(stated, meant) => {
            let [stated, meant] = [stated, meant].map(percent);
            Words::new(
                format!("tỷ lệ ở ô {cell} ghi sai: sửa {stated} % thành {meant} %"),
                format!("the rate in cell {cell} is wrong: make {stated} % {meant} %"),
            )
        }
    }
}

/// The cells that state nothing, as many as a line takes, and what to do.
fn uncounted(submission: &Submission, edit: &Edit) -> Words {
    const SHOWN: usize = 3;
    let is_blank = |site: &Site| site.stated(submission) == Stated::Blank;
    let states_nothing = |change: &&(Site, Stated)| change.0.stated(submission).amount().is_none();
    let filled: Vec<&(Site, Stated)> = edit.changes.iter().filter(states_nothing).collect();
    let cells = filled.iter().map(|(site, _)| site.cell(submission).to_string());
    let cells = cells.take(SHOWN).collect::<Vec<_>>().join(", ");
    let others = filled.len().saturating_sub(SHOWN);
    let (vi_others, en_others) = match others {
        0 => (String::new(), String::new()),
        _ => (format!(" và {others} ô khác"), format!(" and {others} others")),
    };
    let unit = edit.at.unit(submission);
    let amounts = filled.iter().take(SHOWN).filter_map(|(_, is)| is.amount());
    let amounts: Vec<String> = amounts.map(|amount| figure(amount, unit)).collect();
    let (amounts, unit) = (amounts.join("; "), unit.label());
    match filled.iter().all(|(site, _)| is_blank(site)) {
        true => Words::new(
            format!(
                "ô {cells}{vi_others} để trống nên các ô tổng không cộng được: ghi {amounts} {unit}"
            ),
            format!(
                "cell {cells}{en_others} was left blank, and the sums lack it: enter {amounts} {unit}"
            ),
        ),
        false => Words::new(
            format!(
                "ô {cells}{vi_others} không có số (báo lỗi, không đọc được hoặc để trống) nên các ô tổng thiếu số của dòng đó: nhập lại"
            ),
            format!(
                "cell {cells}{en_others} holds no figure (an error, a text or nothing), and the sums lack its row: enter it"
            ),
        ),
    }
}

/// `16,1`.
fn percent(rate: f64) -> String {
    format!("{rate:.6}").trim_end_matches('0').trim_end_matches('.').replace('.', ",")
}
