//! The register of receipts, held while lines are added to it: nobody else adds to it in that time, a line is written
//! whole, in the form that the file has, and nothing that stands there is touched.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use chrono::{DateTime, FixedOffset, SecondsFormat};

use super::{FILE, Form, HEADINGS, Receipt, Receipts, form, plain, read};
use crate::domain::code::UnitCode;
use crate::domain::period::Period;
use crate::workspace::faults::Faults;
use crate::workspace::write::{Act, refused};

/// A line to add.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Who sent the file.
    pub unit: &'a UnitCode,
    /// For which period.
    pub period: Period,
    /// Path from the workspace, with `/`.
    pub file: &'a str,
    /// When it came; its day decides lateness.
    pub received: DateTime<FixedOffset>,
    /// SHA-256 of the file.
    pub sha256: &'a str,
}

/// The register, locked for as long as this lives.
#[derive(Debug)]
pub struct Ledger {
    file: File,
    path: PathBuf,
    receipts: Receipts,
    form: Form,
    /// How a line ends: `\n`, or `\r\n` as Excel has it.
    ending: &'static str,
    /// What is missing before the next line: the headings of a new register, or the end of a line that a crash cut off.
    before: Vec<u8>,
}

impl Ledger {
    /// Waits until nobody else adds to the register of this workspace, and reads it. It is made where there is none.
    ///
    /// # Errors
    /// [`Faults`]: it cannot be opened or written, or it cannot be read as a register; then it is left as it is.
    pub fn open(root: &Path) -> Result<Ledger> {
        let path = root.join(FILE);
        let told = |error: io::Error| refused(&path, &error, Act::Replace);
        let (mut file, mut bytes) = (hold(&path).map_err(told)?, Vec::new());
        file.read_to_end(&mut bytes).map_err(told)?;
        let receipts = read(&bytes)?;
        let text = plain(&bytes)?;
        let head = format!("{}\n", HEADINGS.join(","));
        if text.trim_ascii().is_empty() {
            let (form, _) = form(head.as_bytes())?;
            let before = head.into_bytes();
            return Ok(Ledger { file, path, receipts, form, ending: "\n", before });
        }
        let (form, _) = form(text)?;
        let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let ending = if first.ends_with(b"\r") { "\r\n" } else { "\n" };
        let before = missing(text, &form, ending)?;
        Ok(Ledger { file, path, receipts, form, ending, before })
    }

    /// What stands in it.
    pub fn receipts(&self) -> &Receipts {
        &self.receipts
    }

    /// Adds a line and waits until it is on the disk.
    ///
    /// # Errors
    /// [`Faults`] where it cannot be written. What was written of it is taken back as far as the system lets us; what is
    /// left is ended before the next line.
    pub fn add(&mut self, entry: &Entry<'_>) -> Result<()> {
        let mut bytes = std::mem::take(&mut self.before);
        let before = bytes.clone();
        bytes.extend(line(&self.form, self.ending, &cells(entry)));
        let length = self.file.metadata().map(|found| found.len());
        // In one piece: where the system cannot lock, lines of two runs do not mix all the same.
        let written = self.file.write_all(&bytes).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            if let Ok(length) = length {
                let _ = self.file.set_len(length);
            }
            self.before = before;
            return Err(refused(&self.path, &error, Act::Replace).into());
        }
        let row = self.receipts.rows.last().map_or(0, |last| last.row + 1);
        self.receipts.push(Receipt {
            unit: Some(entry.unit.clone()),
            period: entry.period,
            file: entry.file.to_owned(),
            day: entry.received.date_naive(),
            seconds: entry.received.timestamp(),
            sha256: entry.sha256.to_owned(),
            row,
        });
        Ok(())
    }
}

/// Opens the file and locks it. Excel saves by putting another file in its place: a line in the old one would be lost.
fn hold(path: &Path) -> io::Result<File> {
    loop {
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        match file.lock() {
            // On disks that know no locks each line is still written in one piece.
            Err(error) if error.kind() != io::ErrorKind::Unsupported => return Err(error),
            _ if is_at(&file, path) => return Ok(file),
            _ => {}
        }
    }
}

/// Whether the file that is open is the one of that name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let [held, there] = [file.metadata(), path.metadata()];
    let (Ok(held), Ok(there)) = (held, there) else { return false };
    (held.dev(), held.ino()) == (there.dev(), there.ino())
}

/// Elsewhere a file that is held is not replaced.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// What has to be written so that a line of ours is a line of its own: nothing, the end of a line, or that of a text in
/// quotes that was cut off, too. Which one is shown by reading what would stand there.
fn missing(text: &[u8], form: &Form, ending: &str) -> Result<Vec<u8>, Faults> {
    let probe = ["A", "2024-06", "nop/2024-06/a.xlsx", "2024-07-01T00:00:00+07:00", "00"];
    let is_last = |before: &&String| {
        let whole = [text, before.as_bytes(), &line(form, ending, &probe)].concat();
        let receipts = read(&whole).unwrap_or_default();
        let last = receipts.rows.last();
        last.is_some_and(|last| {
            let unit = last.unit.as_ref().map(UnitCode::as_str);
            (unit, &*last.file, &*last.sha256) == (Some(probe[0]), probe[2], probe[4])
        })
    };
    let is_ended = text.ends_with(b"\n");
    let ends = [String::new(), ending.to_owned(), format!("\"{ending}")];
    let found = ends.iter().skip(usize::from(!is_ended)).find(is_last);
    found.map(|before| before.clone().into_bytes()).ok_or_else(|| {
        Faults::one(
            format!("{FILE}: không ghi thêm dòng được vì phần cuối tệp không đọc được; mở tệp, sửa dòng cuối rồi chạy lại"),
            format!("{FILE}: no line can be added, since the end of the file cannot be read; mend its last line and run again"),
        )
    })
}

/// The cells of a line, in the order of [`HEADINGS`].
fn cells(entry: &Entry<'_>) -> [String; 5] {
    [
        entry.unit.to_string(),
        entry.period.to_string(),
        entry.file.to_owned(),
        entry.received.to_rfc3339_opts(SecondsFormat::Secs, false),
        entry.sha256.to_owned(),
    ]
}

/// A line as this register writes it: each cell below its heading, those of the office's own columns empty.
fn line(form: &Form, ending: &str, cells: &[impl AsRef<str>; 5]) -> Vec<u8> {
    let mut row = vec![""; form.width];
    for (at, cell) in form.columns.iter().zip(cells) {
        row[*at] = cell.as_ref();
    }
    let terminator = match ending {
        "\r\n" => csv::Terminator::CRLF,
        _ => csv::Terminator::Any(b'\n'),
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(form.delimiter)
        .terminator(terminator)
        .from_writer(Vec::new());
    writer.write_record(row).expect("memory takes a line");
    writer.into_inner().expect("memory takes a line")
}

#[cfg(test)]
mod tests;
