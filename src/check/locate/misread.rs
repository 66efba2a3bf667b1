//! A unit of money that cannot be (GN208): reading the file told which figures, and the power of ten.

use super::wording;
use crate::domain::place::Place;
use crate::domain::rule::{Fault, Misread, Problem};

/// What to mend where a whole column or table was typed in another unit than it is read in; one edit for one finding.
pub(in crate::check) fn fault(problem: &Problem) -> Option<Fault> {
    let wrong = problem.wrong_unit.as_ref()?;
    let cell = match wrong.of {
        Misread::Column(first) => Some(first),
        Misread::Table(stated) => stated.or(problem.place.cell),
    };
    let place = Place { cell, ..problem.place.clone() };
    Some(Fault { place, value: None, clears: 1, of: 1, words: wording::misread(wrong) })
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
