//! A unit of money that cannot be (GN208): reading the file told which figures, and the power of ten.

use super::wording::{amount, scale};
use crate::domain::lang::Words;
use crate::domain::money::MoneyUnit;
use crate::domain::place::{Place, column_letters};
use crate::domain::rule::{Fault, Misread, Problem, WrongUnit};

/// What to mend where a whole column or table was typed in another unit than it is read in; one edit for one finding.
pub(crate) fn fault(problem: &Problem) -> Option<Fault> {
    let wrong = problem.wrong_unit.as_ref()?;
    let cell = match wrong.of {
        Misread::Cell(cell, _) | Misread::Column(cell) => Some(cell),
        Misread::Table(stated) => stated.or(problem.place.cell),
    };
    let value = match wrong.of {
        Misread::Cell(_, meant) => Some(meant),
        Misread::Column(_) | Misread::Table(_) => None,
    };
    let place = Place { cell, ..problem.place.clone() };
    Some(Fault { value, ..Fault::cause(place, 1, words(wrong)) })
}

/// The suggestion for figures in the wrong unit of money.
fn words(wrong: &WrongUnit) -> Words {
    let by = scale(wrong.power, wrong.read);
    let (read, typed) = (wrong.read.text(), wrong.read.typed(wrong.power).map(MoneyUnit::text));
    let told = match (wrong.of, typed) {
        (Misread::Cell(cell, meant), _) => {
            let is = amount(meant, wrong.read);
            Words::new(
                format!("ô {cell} {}, còn {}", by.vi, is.vi),
                format!("cell {cell} {}, which gives {}", by.en, is.en),
            )
        }
        (Misread::Column(first), _) => {
            let letters = column_letters(first.column);
            Words::new(
                format!("cả cột {letters} (từ ô {first}, đang đọc theo {}) {}", read.vi, by.vi),
                format!(
                    "all of column {letters} (from cell {first}, read in {}) {}",
                    read.en, by.en
                ),
            )
        }
        (Misread::Table(Some(cell)), Some(typed)) => Words::new(
            format!(
                "số liệu nhập theo {0} còn ô {cell} ghi đơn vị tính là {1}: sửa ô {cell} thành {0}",
                typed.vi, read.vi
            ),
            format!(
                "the figures are in {0} and cell {cell} states {1}: make cell {cell} say {0}",
                typed.en, read.en
            ),
        ),
        (Misread::Table(None), Some(typed)) => Words::new(
            format!(
                "số liệu của bảng nhập theo {0}, không phải {1}: ghi “Đơn vị tính: {0}” phía trên bảng",
                typed.vi, read.vi
            ),
            format!(
                "the figures of the table are in {0}, not {1}: write “Đơn vị tính: {0}” above it",
                typed.vi, read.en
            ),
        ),
        (Misread::Table(_), None) => Words::new(
            format!("số liệu của bảng {}", by.vi),
            format!("each figure of the table {}", by.en),
        ),
    };
    Words::new(
        format!("Nhiều khả năng {} thì hết lỗi.", told.vi),
        format!("Most likely {}; it clears the finding.", told.en),
    )
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::money::MoneyUnit;
    use crate::domain::rule::{Misread, Problem, WrongUnit};
    use crate::rules;

    #[test]
    fn a_wrong_unit_of_money_says_what_to_mend() {
        let told = |of: Misread, read: MoneyUnit, power: i32| {
            let mut report = submission("2024-06", vec![]);
            let place = report.place(0, "B6".parse().unwrap());
            let problem = Problem::new(&rules::MONEY_UNIT_CONTRADICTED, place, Default::default());
            let wrong_unit = Some(WrongUnit { read, power, of });
            report.problems.push(Problem { wrong_unit, ..problem });
            let (_, findings) = World::default().check(vec![report], vec![]);
            let fault = findings[0].fault.clone().unwrap();
            assert_eq!((fault.value, fault.clears, fault.of), (None, 1, 1));
            format!("{}: {}", fault.place.cell.unwrap(), fault.words.vi)
        };
        assert_eq!(
            told(Misread::Column("E9".parse().unwrap()), MoneyUnit::Million, -3),
            "E9: Nhiều khả năng cả cột E (từ ô E9, đang đọc theo triệu đồng) nhập theo tỷ đồng: nhân với 1.000 thì hết lỗi."
        );
        assert_eq!(
            told(Misread::Table(None), MoneyUnit::Million, 6),
            "B6: Nhiều khả năng số liệu của bảng nhập theo đồng, không phải triệu đồng: ghi “Đơn vị tính: đồng” phía trên bảng thì hết lỗi."
        );
        assert_eq!(
            told(Misread::Table(Some("G4".parse().unwrap())), MoneyUnit::Dong, 3),
            "G4: Nhiều khả năng số liệu của bảng lệch 1.000 lần (thừa, thiếu chữ số 0 hoặc sai dấu phẩy): chia cho 1.000 thì hết lỗi."
        );
    }
}
