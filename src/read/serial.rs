//! Days as numbers: a cell holds a number, and only its format says that it is a date.

use calamine::{ExcelDateTime, ExcelDateTimeType};

use super::Value;

/// The day from which a workbook counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Epoch {
    /// 1900, as Excel does on Windows.
    Y1900,
    /// 1904, as old Excel did on the Macintosh.
    Y1904,
}

/// A number that is shown as a day; one that is none stays a number.
pub(super) fn day(number: f64, epoch: Epoch) -> Value {
    let from_1904 = epoch == Epoch::Y1904;
    let is_day = (0.0..2_958_466.0).contains(&number);
    let day = ExcelDateTime::new(number, ExcelDateTimeType::DateTime, from_1904);
    let day = if is_day { day.as_datetime() } else { None };
    day.map_or(Value::Number(number), Value::Date)
}
