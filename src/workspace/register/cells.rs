//! What the cells of a row hold, as text or as a day; what cannot be used is noted with its cell.

use chrono::NaiveDate;

use crate::domain::label::composed;
use crate::domain::period::Period;
use crate::read::Value;

use super::super::faults::quoted;
use super::table::{Book, Row};

impl Book<'_> {
    /// The text of a cell in NFC; a number as it is shown. Blank where it holds nothing or cannot be used.
    pub(super) fn text<C: Copy + PartialEq>(&mut self, row: &Row<'_, '_, C>, column: C) -> String {
        match row.value(column) {
            None => String::new(),
            Some(Value::Text(text)) => composed(text),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Date(day)) => day.format("%-d/%-m/%Y").to_string(),
            Some(Value::Bool(truth)) => truth.to_string(),
            Some(Value::Error(error)) => {
                let error = quoted(error);
                self.wrong_at(
                    row,
                    column,
                    format!("ô báo lỗi {error}; sửa công thức hoặc gõ lại giá trị"),
                    format!("the cell shows {error}; mend the formula or type the value"),
                );
                String::new()
            }
            Some(Value::NoResult) => {
                self.wrong_at(
                    row,
                    column,
                    "công thức chưa có kết quả; mở tệp bằng Excel rồi lưu lại, hoặc gõ giá trị vào ô",
                    "a formula without a result; open the file in Excel and save it, or type the value",
                );
                String::new()
            }
        }
    }

    /// The day in a cell; a blank is `None`, and so is what is no day: that is noted.
    pub(super) fn day<C: Copy + PartialEq>(
        &mut self,
        row: &Row<'_, '_, C>,
        column: C,
    ) -> Option<NaiveDate> {
        let day = match row.value(column)? {
            Value::Date(moment) => Some(moment.date()),
            Value::Number(_) => None,
            _ => match self.text(row, column).as_str() {
                "" => return None,
                text => match text.parse() {
                    Ok(Period::Day(day)) => Some(day),
                    _ => None,
                },
            },
        };
        // A number in the format of a date, or a slip of the year: no decision was signed in 1905.
        let day = day.filter(|day| Period::Day(*day).to_string().parse::<Period>().is_ok());
        if day.is_none() {
            let typed = quoted(&self.text(row, column));
            self.wrong_at(
                row,
                column,
                format!("{typed} không phải ngày; gõ theo dạng ngày/tháng/năm, ví dụ 15/01/2024"),
                format!("{typed} is no day; type day/month/year, such as 15/01/2024"),
            );
        }
        day
    }

    /// Something is wrong in a cell of a row.
    pub(super) fn wrong_at<C: Copy + PartialEq>(
        &mut self,
        row: &Row<'_, '_, C>,
        column: C,
        vi: impl AsRef<str>,
        en: impl AsRef<str>,
    ) {
        self.wrong(Some(row.table.sheet), row.cell(column), vi, en);
    }
}
