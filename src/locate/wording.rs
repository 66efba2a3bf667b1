//! The suggestion in words: which cell, what to do, what it clears.

use super::apart::Apart;
use super::digits::Slip;
use super::edit::{Absent, Edit, Kind, Sums, Throughout};
use crate::check::gate::formula::{self, Along, Says};
use crate::check::gate::grid::Grid;
use crate::check::gate::site::Site;
use crate::check::gate::wording::{amount, figure, key, quoted, scale};
use crate::domain::context::Context;
use crate::domain::key::{Key, Work};
use crate::domain::lang::{Text, Words, words};
use crate::domain::money::Money;
use crate::domain::place::column_letters;
use crate::domain::submission::{Stated, Submission};

/// The suggestion for an edit that clears `clears` findings `of` so many.
pub(super) fn suggestion(submission: &Submission, edit: &Edit, clears: usize, of: usize) -> Words {
    let told = told(submission, edit);
    let told = match edit.at.is_locked(submission) {
        true => told.of_locked(),
        false => told.by_unit(),
    };
    let follow = match edit.sums {
        Sums::Stand | Sums::FollowOnce => Text { vi: "", en: "" },
        Sums::Follow => Text {
            vi: " (các ô tính theo ô này cũng phải đổi theo)",
            en: " (and the cells that are computed from it follow)",
        },
    };
    let cleared = cleared(clears, of);
    words!("Nhiều khả năng {told}{follow} thì {cleared}.", "Most likely {told}{follow}; it {cleared}."; told, follow, cleared)
}

/// A suggestion that clears what it says once the cell of another one is mended, too.
pub(super) fn beside(submission: &Submission, first: &Edit, told: &Words) -> Words {
    let cell = first.at.cell(submission);
    words!("{told} (Cùng với sửa ô {cell}.)", "{told} (Together with cell {cell}.)"; told, cell)
}

/// The cells of which one is wrong, each with what it would have to be.
pub(super) fn tied<'a>(submission: &Submission, edits: impl Iterator<Item = &'a Edit>) -> Words {
    let of = |edit: &Edit| {
        let cell = edit.at.cell(submission);
        match (edit.kind, edit.value) {
            (Kind::Rate(_, meant), _) => {
                let meant = percent(meant);
                words!("{cell} (đúng ra {meant} %)", "{cell} (should be {meant} %)"; cell, meant)
            }
            (_, Some(value)) => {
                let value = amount(value, edit.at.unit(submission));
                words!("{cell} (đúng ra {value})", "{cell} (should be {value})"; cell, value)
            }
            (_, None) => words!("{cell}", "{cell}"; cell),
        }
    };
    let (mut cells, mut are_locked) = (Vec::new(), true);
    for edit in edits {
        cells.push(of(edit));
        are_locked &= edit.at.is_locked(submission);
    }
    let cells = joined(cells.into_iter(), "; ");
    let locked = match are_locked {
        true => words!(
            " Các ô này đang khóa trong biểu mẫu: nếu đơn vị không sửa được thì báo cơ quan tổng hợp.",
            " The form locks these cells: if the unit cannot change them, it is to tell the office."
        ),
        false => Words::default(),
    };
    words!("Một trong các ô sau sai: {cells}.{locked}", "One of these cells is wrong: {cells}.{locked}"; cells, locked)
}

/// The suggestion for what is wrong throughout a report.
pub(super) fn throughout(kind: Throughout, clears: usize) -> Words {
    let told = match kind {
        Throughout::SentAgain => Text {
            vi: "đây là số liệu kỳ trước gửi lại: thay bằng số liệu kỳ này",
            en: "these are the last report's figures: sending this period's",
        },
        Throughout::PeriodAsCumulative => Text {
            vi: "các ô lũy kế ghi số trong kỳ: cộng thêm lũy kế kỳ trước vào từng ô",
            en: "the cumulative cells hold the period's figures: adding the previous cumulative to each",
        },
        Throughout::CumulativeAsPeriod => Text {
            vi: "các ô trong kỳ ghi số lũy kế: trừ lũy kế kỳ trước ở từng ô",
            en: "the cells of the period hold the cumulative: taking the previous cumulative from each",
        },
    };
    let cleared = cleared(clears, clears);
    words!("Nhiều khả năng {told} thì {cleared}.", "Most likely {told} {cleared}."; told, cleared)
}

fn cleared(clears: usize, of: usize) -> Words {
    match (clears, of) {
        (1, 1) => words!("hết lỗi", "clears the finding"),
        _ => words!("hết {clears}/{of} lỗi", "clears {clears} of {of} findings"; clears, of),
    }
}

/// The suggestion for a row that was left out.
pub(super) fn absent(submission: &Submission, absent: &Absent) -> Words {
    let gaps = absent.gaps.iter().map(|(site, gap)| {
        let (measure, gap) =
            (site.column_of(submission).measure, amount(*gap, site.unit(submission)));
        let measure = measure.label();
        words!("{measure} {gap}", "{measure} {gap}"; measure, gap)
    });
    let (row, gaps) = (quoted(&absent.parent.row_of(submission).label), joined(gaps, ", "));
    let count = absent.cleared.len();
    words!(
        "Nhiều khả năng báo cáo thiếu một dòng con của dòng {row}: {gaps}; thêm dòng đó thì hết {count}/{count} lỗi.",
        "Most likely a row below row {row} was left out: {gaps}; with it {count} of {count} findings are cleared.";
        row, gaps, count
    )
}

/// The question where rows belong that formulas put elsewhere than the table has them.
pub(super) fn apart(submission: &Submission, apart: &Apart) -> Words {
    let [row, with, without] = [apart.row, apart.with, apart.without];
    let label = |site: Site| quoted(&site.row_of(submission).label);
    let (name, whole, other) = (label(row), label(with), label(without));
    let (line, others) = (row.row_of(submission).index + 1, and_other_rows(apart.others));
    let [with, without] = [with, without].map(|site| site.cell(submission));
    words!(
        "Các công thức cộng dòng {line} {name}{others} vào dòng {whole} (ô {with}) mà không vào dòng {other} (ô {without}), và khớp với nhau: kiểm tra tên, số thứ tự, vị trí của dòng {line} trước, chưa sửa công thức nào; nếu dòng đó thuộc dòng {other} thì phải sửa cả hai công thức.",
        "The formulas count row {line} {name}{others} in row {whole} (cell {with}) and not in row {other} (cell {without}), and agree: look at the name, number and place of row {line} before any formula is changed; if it belongs to row {other}, both formulas have to be changed.";
        line, name, others, whole, with, other, without
    )
}

/// The question whether a work is another one, that clears `clears` findings.
pub(super) fn renamed(from: &Work, to: &Work, clears: usize) -> Words {
    let (from, to, cleared) = (&from.name, &to.name, cleared(clears, clears));
    words!(
        "“{from}” có phải là “{to}” không? Nếu phải, ghi đúng tên đó thì {cleared}.",
        "Is “{from}” the same as “{to}”? If so, that name {cleared}.";
        from, to, cleared
    )
}

/// The suggestion for a row that the plan or the last report has, and this one has not.
pub(super) fn unreported(context: &Context<'_>, row: &Key, clears: usize) -> Words {
    let (name, cleared) = (key(context, row), cleared(clears, clears));
    words!(
        "Nhiều khả năng báo cáo thiếu dòng: {name}; thêm dòng đó thì {cleared}.",
        "Most likely a row is missing: {name}; adding it {cleared}.";
        name, cleared
    )
}

/// What is wrong, and the remedy.
struct Told {
    wrong: Words,
    remedy: Words,
    /// Where the remedy is a part of what is wrong: what follows that.
    goes_on: Option<Words>,
}

impl Told {
    fn new(wrong: Words, remedy: Words) -> Told {
        Told { wrong, remedy, goes_on: None }
    }

    /// In words, of cells that the unit typed and mends.
    fn by_unit(self) -> Words {
        let Told { wrong, remedy, goes_on } = self;
        match goes_on {
            Some(goes_on) => words!("{wrong}{goes_on}", "{wrong}{goes_on}"; wrong, goes_on),
            None => words!("{wrong}: {remedy}", "{wrong}: {remedy}"; wrong, remedy),
        }
    }

    /// In words, of cells that the form locks: who locked them the file does not say.
    fn of_locked(self) -> Words {
        let Told { wrong, remedy, .. } = self;
        words!(
            "{wrong} (ô đang khóa trong biểu mẫu, đơn vị không sửa được thì báo cơ quan tổng hợp): {remedy}",
            "{wrong} (the form locks the cell; a unit that cannot change it tells the office): {remedy}";
            wrong, remedy
        )
    }
}

fn told(submission: &Submission, edit: &Edit) -> Told {
    let unit = edit.at.unit(submission);
    let cell = edit.at.cell(submission);
    let typed = edit.at.amount(submission).unwrap_or(Money::ZERO);
    let is = amount(edit.value.unwrap_or(typed), unit);
    let change = |wrong: Words| {
        let was = figure(typed, unit);
        let remedy = match edit.at.is_formula(submission) {
            true => {
                words!("sửa công thức, từ {was} thành {is}", "mend its formula, from {was} to {is}"; was, is)
            }
            false => words!("sửa {was} thành {is}", "make {was} {is}"; was, is),
        };
        Told::new(wrong, remedy)
    };
    let part_of_sum = |site: Site| {
        let at = site.cell(submission);
        if site.row == edit.at.row {
            return words!("ô {at}", "cell {at}"; at);
        }
        let row = quoted(&site.row_of(submission).label);
        words!("dòng {row} (ô {at})", "row {row} (cell {at})"; row, at)
    };
    match edit.kind {
        Kind::Slip(Slip::Power(power)) => {
            let by = scale(power, unit);
            let becomes = match 0 < power {
                true => Text { vi: "còn", en: "which gives" },
                false => Text { vi: "thành", en: "which gives" },
            };
            Told {
                wrong: words!("ô {cell} {by}", "cell {cell} {by}"; cell, by),
                remedy: words!("sửa thành {is}", "make it {is}"; is),
                goes_on: Some(words!(", {becomes} {is}", ", {becomes} {is}"; becomes, is)),
            }
        }
        Kind::Column(power) => {
            let (by, letters) = (scale(power, unit), column_letters(cell.column));
            let wrong = words!(
                "cả cột {letters} (từ ô {cell}) {by}",
                "all of column {letters} (from cell {cell}) {by}";
                letters, cell, by
            );
            let remedy = words!("sửa đơn vị tính của cột", "put its unit of money right");
            Told { wrong, remedy, goes_on: Some(Words::default()) }
        }
        Kind::Slip(slip) => {
            let slip = match slip {
                Slip::Sign => Text { vi: "sai dấu", en: "has the wrong sign" },
                Slip::Swapped => {
                    Text { vi: "gõ đảo hai chữ số", en: "has two digits swapped" }
                }
                Slip::Doubled => {
                    Text { vi: "gõ lặp một chữ số", en: "has a digit typed twice" }
                }
                Slip::Mistyped | Slip::Power(_) => {
                    Text { vi: "gõ sai một chữ số", en: "has a digit mistyped" }
                }
                Slip::Extra => {
                    Text { vi: "gõ thừa một chữ số", en: "has a digit too many" }
                }
                Slip::Lost => Text { vi: "gõ thiếu một chữ số", en: "lacks a digit" },
            };
            change(words!("ô {cell} {slip}", "cell {cell} {slip}"; cell, slip))
        }
        Kind::Moved(to) => {
            let (to, moved) = (to.cell(submission), amount(typed, unit));
            Told::new(
                words!("số {moved} ở ô {cell} ghi nhầm cột", "{moved} in cell {cell} is in the wrong column"; moved, cell),
                words!("chuyển sang ô {to}", "move it to {to}"; to),
            )
        }
        Kind::Skipped => {
            let wrong = words!("ô {cell} bị bỏ sót", "cell {cell} was skipped"; cell);
            Told::new(wrong, words!("ghi {is}", "enter {is}"; is))
        }
        Kind::Lacks(part) => {
            let part = part_of_sum(part);
            change(words!("ô {cell} cộng thiếu {part}", "cell {cell} misses {part}"; cell, part))
        }
        Kind::Texts(first, count) => {
            let first = first.cell(submission);
            let others = and_others(count - 1);
            let wrong = words!(
                "ô {first}{others} gõ dạng chữ nên ô tổng không cộng được",
                "cell {first}{others} hold text, which the sum takes for nothing";
                first, others
            );
            Told::new(wrong, words!("gõ lại thành số", "type numbers"))
        }
        Kind::Uncounted => uncounted(submission, edit),
        Kind::Counts(column) => {
            let letters = column_letters(column);
            let wrong = words!(
                "cột {letters} không rõ là số gì mà vẫn được cộng vào cột tổng",
                "column {letters}, which nobody understood, is counted in the total";
                letters
            );
            let remedy = words!(
                "ghi tiêu đề cho cột, hoặc bỏ cột khỏi công thức tổng",
                "give it a heading, or take it out of the formula"
            );
            Told::new(wrong, remedy)
        }
        Kind::Twice(part) => {
            let part = part_of_sum(part);
            change(
                words!("ô {cell} cộng hai lần {part}", "cell {cell} counts twice {part}"; cell, part),
            )
        }
        Kind::Repeats(other) => {
            let other = other.cell(submission);
            change(
                words!("ô {cell} ghi lặp số của ô {other}", "cell {cell} repeats cell {other}"; cell, other),
            )
        }
        Kind::Formula(along) => formula(submission, edit, along, &is),
        Kind::Retyped => {
            change(words!("chính ô tổng {cell} sai", "the total in {cell} is wrong"; cell))
        }
        Kind::TypedOver => Told::new(
            words!("ô tổng {cell} gõ số đè lên công thức", "the total in {cell} was typed over its formula"; cell),
            words!("đặt lại công thức, thành {is}", "put the formula back, which gives {is}"; is),
        ),
        Kind::Unlike => change(words!("ô {cell} ghi sai", "cell {cell} is wrong"; cell)),
        Kind::Rate(stated, meant) => {
            let [stated, meant] = [stated, meant].map(percent);
            Told::new(
                words!("tỷ lệ ở ô {cell} ghi sai", "the rate in cell {cell} is wrong"; cell),
                words!("sửa {stated} % thành {meant} %", "make {stated} % {meant} %"; stated, meant),
            )
        }
    }
}

/// What a formula adds up that it should not, and what it gives once it is changed.
fn formula(submission: &Submission, edit: &Edit, along: Along, is: &Words) -> Told {
    let (site, unit) = (edit.at, edit.at.unit(submission));
    let grid = Grid::new(site.table_of(submission));
    let astray = match formula::says(&grid, site.row, site.column) {
        Says::Astray(astray) if astray.along == along => Some(astray),
        _ => None,
    };
    let wrong = astray.as_ref().map_or_else(Words::default, |of| of.words(&grid));
    let text = astray.map_or("", |of| &of.adds.text);
    let cell = site.cell(submission);
    let others = and_others(edit.changes.len() - 1);
    let was = figure(site.amount(submission).unwrap_or(Money::ZERO), unit);
    let wrong = words!(
        "công thức {text} của ô {cell}{others} {wrong}",
        "the formula {text} of cell {cell}{others} {wrong}";
        text, cell, others, wrong
    );
    let remedy = words!(
        "sửa công thức (không gõ số đè lên), từ {was} thành {is}",
        "change the formula (type nothing over it), from {was} to {is}";
        was, is
    );
    Told::new(wrong, remedy)
}

/// The cells that state nothing, as many as a line takes, and what to do.
fn uncounted(submission: &Submission, edit: &Edit) -> Told {
    const SHOWN: usize = 3;
    let is_blank = |site: &Site| site.stated(submission) == Stated::Blank;
    let states_nothing = |change: &&(Site, Stated)| change.0.stated(submission).amount().is_none();
    let filled: Vec<&(Site, Stated)> = edit.changes.iter().filter(states_nothing).collect();
    let cells = filled.iter().map(|(site, _)| site.cell(submission).to_string());
    let cells = cells.take(SHOWN).collect::<Vec<_>>().join(", ");
    let others = and_others(filled.len().saturating_sub(SHOWN));
    let unit = edit.at.unit(submission);
    let amounts = filled.iter().take(SHOWN).filter_map(|(_, is)| is.amount());
    let amounts: Vec<String> = amounts.map(|amount| figure(amount, unit)).collect();
    let (amounts, unit) = (amounts.join("; "), unit.text());
    match filled.iter().all(|(site, _)| is_blank(site)) {
        true => Told::new(
            words!(
                "ô {cells}{others} để trống nên các ô tổng không cộng được",
                "cell {cells}{others} was left blank, and the sums lack it";
                cells, others
            ),
            words!("ghi {amounts} {unit}", "enter {amounts} {unit}"; amounts, unit),
        ),
        false => Told::new(
            words!(
                "ô {cells}{others} không có số (báo lỗi, không đọc được hoặc để trống) nên các ô tổng thiếu số của dòng đó",
                "cell {cells}{others} holds no figure (an error, a text or nothing), and the sums lack its row";
                cells, others
            ),
            words!("nhập lại", "enter it"),
        ),
    }
}

/// ` và 2 dòng khác`; nothing where there are none.
fn and_other_rows(others: usize) -> Words {
    match others {
        0 => Words::default(),
        _ => words!(" và {others} dòng khác", " and {others} other rows"; others),
    }
}

/// ` và 2 ô khác`; nothing where there are none.
fn and_others(others: usize) -> Words {
    match others {
        0 => Words::default(),
        _ => words!(" và {others} ô khác", " and {others} others"; others),
    }
}

fn joined(all: impl Iterator<Item = Words>, by: &str) -> Words {
    let (vi, en): (Vec<String>, Vec<String>) = all.map(|words| (words.vi, words.en)).unzip();
    Words { vi: vi.join(by), en: en.join(by) }
}

/// `16,1`.
fn percent(rate: f64) -> String {
    format!("{rate:.6}").trim_end_matches('0').trim_end_matches('.').replace('.', ",")
}
