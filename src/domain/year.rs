//! Which numbers can be years of a budget.

use std::ops::RangeInclusive;

/// The years that a report, a plan or a budget can be of; any other number is not a year.
pub(crate) const YEARS: RangeInclusive<i32> = 1990..=2099;

/// Whether a number can be a year.
pub(crate) fn is_year(number: i32) -> bool {
    YEARS.contains(&number)
}

/// The year that a word is.
pub(crate) fn of_word(word: &str) -> Option<i32> {
    word.parse().ok().filter(|number| is_year(*number))
}

/// The year that the number of a cell is.
pub(crate) fn of_number(number: f64) -> Option<i32> {
    let is_whole = number.fract() == 0.0 && number.abs() < f64::from(i32::MAX);
    Some(number as i32).filter(|year| is_whole && is_year(*year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_four_digits_and_is_of_our_time() {
        for (word, year) in [("2024", Some(2024)), ("1990", Some(1990)), ("2099", Some(2099))] {
            assert_eq!(of_word(word), year);
            assert_eq!(of_number(word.parse().unwrap()), year);
        }
        for word in ["1989", "2100", "24", "-2024"] {
            assert_eq!((of_word(word), of_number(word.parse().unwrap())), (None, None), "{word}");
        }
        assert_eq!((of_word("năm"), of_word("2024.5")), (None, None));
        for number in [2024.5, f64::NAN, f64::INFINITY, 4_294_969_320.0] {
            assert_eq!(of_number(number), None);
        }
    }
}
