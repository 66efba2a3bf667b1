//! `tiep-nhan.csv`, the register of receipts: which file came when. Append-only; what cannot be read is said.

mod ledger;

pub use self::ledger::{Entry, Ledger};

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use crate::domain::code::UnitCode;
use crate::domain::lang::{Words, words};
use crate::domain::period::Period;

use super::faults::{Faults, quoted};
use super::shown_path;

/// The name of the file.
pub const FILE: &str = "tiep-nhan.csv";

/// Its heading row.
pub const HEADINGS: [&str; 5] = ["unit", "period", "file", "received_at", "sha256"];

/// A file that was received.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Who sent it; `None` where the register leaves it open.
    pub unit: Option<UnitCode>,
    /// For which period.
    pub period: Period,
    /// Path from the workspace, with `/`.
    pub file: String,
    /// The day as it is written, whatever its offset: it decides lateness.
    pub day: NaiveDate,
    /// Seconds since 1970 of the moment; without an offset as in Viet Nam (+07:00).
    pub seconds: i64,
    /// SHA-256 of the file as it came, in lower-case hexadecimal; empty where it is not written.
    pub sha256: String,
    /// Its row among all, from 0: the last one of a unit counts.
    pub row: u32,
}

/// The register of receipts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Receipts {
    /// The rows that could be read, in their order.
    pub rows: Vec<Receipt>,
    /// The rows that could not, each with its line.
    pub faults: Vec<Words>,
    /// Where the last row of each file stands.
    last: BTreeMap<String, usize>,
    /// Where the rows of each content stand, by SHA-256.
    of_content: BTreeMap<String, Vec<usize>>,
}

impl Receipts {
    /// The last receipt of a file, by its path from the workspace.
    pub fn of(&self, file: &str) -> Option<&Receipt> {
        self.last.get(&shown_path(file)).map(|at| &self.rows[*at])
    }

    /// The first receipt of a report: what comes again keeps its first day. The content alone tells no report: two units
    /// may send the same form without a figure. One that leaves the unit open is of any.
    pub fn of_report(&self, unit: &UnitCode, period: Period, sha256: &str) -> Option<&Receipt> {
        let is_it = |receipt: &&Receipt| {
            receipt.period == period && receipt.unit.as_ref().is_none_or(|own| own == unit)
        };
        let rows = self.of_content.get(sha256)?.iter();
        rows.map(|at| &self.rows[*at]).find(is_it)
    }

    /// The first receipt of a file with this content, by its path from the workspace.
    pub fn of_copy(&self, file: &str, sha256: &str) -> Option<&Receipt> {
        let file = shown_path(file);
        let rows = self.of_content.get(sha256)?.iter();
        rows.map(|at| &self.rows[*at]).find(|receipt| receipt.file == file)
    }

    fn push(&mut self, receipt: Receipt) {
        let at = self.rows.len();
        self.last.insert(receipt.file.clone(), at);
        if !receipt.sha256.is_empty() {
            self.of_content.entry(receipt.sha256.clone()).or_default().push(at);
        }
        self.rows.push(receipt);
    }
}

/// How the lines of the register are written: as the tool began it, or as Excel saved it.
#[derive(Clone, Copy, Debug)]
struct Form {
    delimiter: u8,
    /// Where each heading stands.
    columns: [usize; 5],
    /// How many headings there are.
    width: usize,
}

/// Reads the register; a BOM, `;` or tabs are accepted, since Excel saves it so. One without a letter, as it is between its
/// making and its first line, is empty.
///
/// # Errors
/// The whole file is not UTF-8, or has not the headings.
pub fn read(bytes: &[u8]) -> Result<Receipts, Faults> {
    let mut receipts = Receipts::default();
    let bytes = plain(bytes)?;
    if bytes.trim_ascii().is_empty() {
        return Ok(receipts);
    }
    let (form, mut reader) = form(bytes)?;
    for (row, record) in (0..).zip(reader.records()) {
        let line = record.as_ref().ok().and_then(|record| record.position());
        let line = line.map_or(u64::from(row) + 2, csv::Position::line);
        let read = match &record {
            Ok(record) if record.iter().all(str::is_empty) => continue,
            Ok(record) => receipt(&form.columns.map(|at| record.get(at).unwrap_or_default()), row),
            Err(_) => Err(words!("dòng không đọc được", "the line cannot be read")),
        };
        match read {
            Ok(receipt) => receipts.push(receipt),
            Err(words) => receipts.faults.push(Words::new(
                format!("{FILE} dòng {line}: {}; dòng này không được tính", words.vi),
                format!("{FILE} line {line}: {}; the line does not count", words.en),
            )),
        }
    }
    Ok(receipts)
}

/// The text without a BOM.
fn plain(bytes: &[u8]) -> Result<&[u8], Faults> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if std::str::from_utf8(bytes).is_err() {
        return Err(Faults::one(
            format!("{FILE}: tệp không ở bảng mã UTF-8; trong Excel chọn Lưu thành: CSV UTF-8"),
            format!("{FILE}: not in UTF-8; in Excel choose Save As: CSV UTF-8"),
        ));
    }
    Ok(bytes)
}

/// How a register is written, and what reads its rows.
fn form(bytes: &[u8]) -> Result<(Form, csv::Reader<&[u8]>), Faults> {
    let head = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let delimiter = [b';', b'\t'].into_iter().find(|byte| head.contains(byte)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let headings = reader.headers().ok();
    let width = headings.map_or(0, csv::StringRecord::len);
    let columns = columns(headings)?;
    Ok((Form { delimiter, columns, width }, reader))
}

/// Where each heading stands.
fn columns(found: Option<&csv::StringRecord>) -> Result<[usize; 5], Faults> {
    let place = |name: &str| {
        found.and_then(|found| found.iter().position(|heading| heading.eq_ignore_ascii_case(name)))
    };
    let missing: Vec<&str> = HEADINGS.into_iter().filter(|name| place(name).is_none()).collect();
    if missing.is_empty() {
        return Ok(HEADINGS.map(|name| place(name).expect("none is missing")));
    }
    let (missing, all) = (missing.join(", "), HEADINGS.join(","));
    Err(Faults::one(
        format!("{FILE}: dòng đầu thiếu cột {missing}; dòng đầu phải là: {all}"),
        format!("{FILE}: the first line lacks {missing}; it must be: {all}"),
    ))
}

fn receipt([unit, period, file, received, sha256]: &[&str; 5], row: u32) -> Result<Receipt, Words> {
    let file = shown_path(file);
    if file.is_empty() {
        return Err(words!("thiếu tên tệp ở cột file", "the column file is empty"));
    }
    // Excel turns "2024-06" into a date and saves "Jun-24"; the folder of the file still says it.
    let folder = || file.strip_prefix("nop/")?.split('/').next()?.parse().ok();
    let Some(period) = period.parse().ok().or_else(folder) else {
        return Err(words!(
            "{period} không phải kỳ báo cáo; viết như 2024-06",
            "{period} is no period; write it as 2024-06";
            period = quoted(period)
        ));
    };
    let Some((day, seconds)) = moment(received) else {
        return Err(words!(
            "{received} không phải ngày giờ nhận; viết như 2024-07-02T16:55:00+07:00",
            "{received} is no moment; write it as 2024-07-02T16:55:00+07:00";
            received = quoted(received)
        ));
    };
    let (unit, sha256) = (UnitCode::new(unit), sha256.to_lowercase());
    Ok(Receipt { unit, period, file, day, seconds, sha256, row })
}

/// The written day and the seconds since 1970.
pub fn moment(text: &str) -> Option<(NaiveDate, i64)> {
    let known = |date: NaiveDate| Period::Day(date).to_string().parse::<Period>().is_ok();
    let with_offset = ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M:%S%.f%#z"];
    for format in with_offset {
        if let Ok(moment) = DateTime::parse_from_str(text, format) {
            let day = moment.naive_local().date();
            return known(day).then(|| (day, moment.timestamp()));
        }
    }
    const VIET_NAM: i64 = 7 * 3600;
    let without = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%d %H:%M",
        // As Excel rewrites it where days come first.
        "%d/%m/%Y %H:%M:%S",
        "%d/%m/%Y %H:%M",
    ];
    let moment = without.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let moment = moment.or_else(|| match text.parse() {
        Ok(Period::Day(day)) => day.and_hms_opt(0, 0, 0),
        _ => None,
    })?;
    known(moment.date()).then(|| (moment.date(), moment.and_utc().timestamp() - VIET_NAM))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HEAD: &str = "unit,period,file,received_at,sha256\n";

    fn read_text(text: &str) -> Receipts {
        read(text.as_bytes()).unwrap()
    }

    #[test]
    fn the_written_day_decides_whatever_the_offset() {
        let receipts = read_text(&format!(
            "{HEAD}HL-01,2024-06,nop/2024-06/a.xlsx,2024-07-03T00:30:00+07:00,AB12\n"
        ));
        let receipt = &receipts.rows[0];
        assert_eq!(receipt.day.to_string(), "2024-07-03");
        assert_eq!(receipt.seconds, 1_719_941_400);
        assert_eq!((receipt.sha256.as_str(), receipt.row), ("ab12", 0));
    }

    #[test]
    fn what_excel_makes_of_it_is_read_too() {
        let receipts = read_text(
            "\u{feff}unit;period;file;received_at;sha256\r\n\
             HL-01;Jun-24;nop\\2024-06\\a.xlsx;03/07/2024 00:30;ab\r\n;;;;\r\n",
        );
        assert_eq!(receipts.faults, []);
        assert_eq!(receipts.rows.len(), 1);
        let receipt = receipts.of("nop/2024-06/a.xlsx").unwrap();
        assert_eq!(receipt.period.to_string(), "2024-06");
        assert_eq!(
            (receipt.day.to_string().as_str(), receipt.seconds),
            ("2024-07-03", 1_719_941_400)
        );
    }

    #[test]
    fn the_last_row_of_a_file_counts_and_decomposed_names_are_the_same() {
        let receipts = read_text(&format!(
            "{HEAD}A,2024-06,nop/2024-06/Xã A.xlsx,2024-07-01,\n\
             A,2024-06,nop/2024-06/Xa\u{303} A.xlsx,2024-07-02,\n"
        ));
        assert_eq!(receipts.of("nop/2024-06/Xã A.xlsx").unwrap().row, 1);
    }

    #[test]
    fn a_row_that_cannot_be_read_is_said_with_its_line() {
        let receipts = read_text(&format!(
            "{HEAD}A,2024-06,a.xlsx,hôm qua,\nA,tháng sáu,a.xlsx,2024-07-01,\nA,2024-06\nA,2024-06,b.xlsx,2024-07-01,\n"
        ));
        assert_eq!(receipts.rows.len(), 1);
        assert_eq!(receipts.rows[0].row, 3);
        let lines = receipts.faults.iter().map(|words| words.vi.split(':').next().unwrap());
        let lines: Vec<&str> = lines.collect();
        assert_eq!(lines, ["tiep-nhan.csv dòng 2", "tiep-nhan.csv dòng 3", "tiep-nhan.csv dòng 4"]);
    }

    #[test]
    fn a_file_without_its_headings_is_an_error_that_says_them() {
        let error = read(b"HL-01,2024-06,a.xlsx,2024-07-01,\n").unwrap_err();
        assert!(error.to_string().contains("unit,period,file,received_at,sha256"), "{error}");
        assert!(read("unit,period\n".as_bytes()).is_err() && read(b"\xff\xfe").is_err());
    }

    proptest! {
        #[test]
        fn no_text_panics(text: String) {
            let _ = read(text.as_bytes());
            let _ = read(format!("{HEAD}{text}").as_bytes());
            let _ = moment(&text);
        }
    }
}
