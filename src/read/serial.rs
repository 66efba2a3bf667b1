//! Which numbers Excel shows as days: a cell holds a number, and only its format says that it is a date.

use calamine::{ExcelDateTime, ExcelDateTimeType};

use super::Value;

/// The day from which a workbook counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Epoch {
    /// 1900, as Excel does on Windows.
    Y1900,
    /// 1904, as old Excel did on the Macintosh.
    Y1904,
}

/// A number under a format.
pub fn value(number: f64, is_day: IsDay, epoch: Epoch) -> Value {
    if is_day == IsDay::No || !number.is_finite() {
        return Value::Number(number);
    }
    let from_1904 = epoch == Epoch::Y1904;
    let day = ExcelDateTime::new(number, ExcelDateTimeType::DateTime, from_1904).as_datetime();
    day.map_or(Value::Number(number), Value::Date)
}

/// Whether a format shows a day or a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IsDay {
    /// It shows a day or a time.
    Yes,
    /// It shows a number.
    No,
}

impl IsDay {
    /// Of a format that Excel knows by its number alone, those of the East Asian versions included.
    pub fn built_in(number: u16) -> IsDay {
        match number {
            14..=22 | 27..=36 | 45..=47 | 50..=58 => IsDay::Yes,
            _ => IsDay::No,
        }
    }

    /// Of a format that is written out: the letters of days and times outside quotes, escapes and `[Red]`.
    pub fn of_code(code: &str) -> IsDay {
        let mut letters = code.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => drop(letters.by_ref().find(|letter| *letter == '"')),
                '\\' | '_' | '*' => drop(letters.next()),
                '[' => {
                    let inside: String =
                        letters.by_ref().take_while(|letter| *letter != ']').collect();
                    let is_elapsed = !inside.is_empty()
                        && inside.chars().all(|letter| "hmsHMS".contains(letter));
                    if is_elapsed {
                        return IsDay::Yes;
                    }
                }
                'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return IsDay::Yes,
                // "General" in the languages of Excel begins so; only the first section decides.
                'G' | 'g' | ';' => return IsDay::No,
                _ => {}
            }
        }
        IsDay::No
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_days_are_told_from_formats_of_money() {
        for code in ["dd/mm/yyyy", "[$-42A]dd\\ mmmm\\ yyyy", "h:mm", "[h]:mm", "\"Ngày \"d/m"] {
            assert_eq!(IsDay::of_code(code), IsDay::Yes, "{code}");
        }
        for code in
            ["#,##0", "#,##0\" đồng\"", "General", "[Red]-0.0", "0.00%", "_-* #,##0_-", "\"d\"0"]
        {
            assert_eq!(IsDay::of_code(code), IsDay::No, "{code}");
        }
    }
}
