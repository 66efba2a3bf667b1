//! What a file is by its first bytes and its parts; its name is only compared with that.

use std::io::{Cursor, Read};
use std::path::Path;

use memchr::memmem;
use zip::ZipArchive;

use super::{About, Refused, Remark, compound, damaged};
use crate::domain::lang::{Words, words};

/// A format that is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    /// Excel 2007 and later, macros or not.
    Xlsx,
    /// The binary format of Excel 2007 and later.
    Xlsb,
    /// Excel 5.0 to 2003.
    Xls,
    /// OpenDocument.
    Ods,
    /// One of the first two, encrypted: what is in it only the password tells.
    Encrypted,
}

impl Format {
    /// The extensions that say this format; the first is the one to name.
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Format::Xlsx => &["xlsx", "xlsm", "xltx", "xltm"],
            Format::Xlsb => &["xlsb"],
            Format::Xls => &["xls", "xlt"],
            Format::Ods => &["ods", "ots"],
            Format::Encrypted => &["xlsx", "xlsm", "xltx", "xltm", "xlsb"],
        }
    }
}

/// The name of the stream that is an encrypted package, as compound files write names.
static PACKAGE: [u8; 32] = wide(b"EncryptedPackage");

const fn wide(name: &[u8; 16]) -> [u8; 32] {
    let mut wide = [0; 32];
    let mut at = 0;
    while at < name.len() {
        wide[2 * at] = name[at];
        at += 1;
    }
    wide
}

/// The remark of a file whose extension says another format than its content has.
pub(super) fn misnamed(format: Format, name: &str) -> Option<Remark> {
    let extension = Path::new(name).extension().unwrap_or_default().to_string_lossy();
    if format.extensions().iter().any(|known| extension.eq_ignore_ascii_case(known)) {
        return None;
    }
    let real = format.extensions()[0];
    let words = match extension.is_empty() {
        true => words!(
            "Tên tệp không có đuôi, nội dung là .{real}; đã đọc theo nội dung",
            "The name of the file has no extension; it was read as the .{real} that it is";
            real
        ),
        false => words!(
            "Tệp có đuôi .{extension} nhưng nội dung là .{real}; đã đọc theo nội dung",
            "The file is named .{extension} and was read as the .{real} that it is";
            extension, real
        ),
    };
    Some(Remark { about: About::Format, sheet: None, cell: None, words })
}

/// The format of a file.
///
/// # Errors
/// It is none that is read; what it is instead, and what to do.
pub(super) fn format(bytes: &[u8]) -> Result<Format, Refused> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return package(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        // The word may stand in a cell as well: that it is a stream the directory says. Without it nothing needs to be opened
        // here, outside of a worker.
        let is_encrypted = memmem::find(bytes, &PACKAGE).is_some()
            && compound::open(bytes).is_ok_and(|file| file.is_stream("/EncryptedPackage"));
        return Ok(if is_encrypted { Format::Encrypted } else { Format::Xls });
    }
    Err(Refused::Unreadable(other(bytes)))
}

/// Tells packages of parts apart.
fn package(bytes: &[u8]) -> Result<Format, Refused> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("zip"))?;
    let has = |archive: &ZipArchive<_>, part: &str| {
        archive.file_names().flatten().any(|name| name.eq_ignore_ascii_case(part))
    };
    let instead = |vi: &str, en: &str| Err(Refused::Unreadable(Words::new(vi, en)));
    if has(&archive, "xl/workbook.bin") {
        return Ok(Format::Xlsb);
    }
    if has(&archive, "content.xml") && has(&archive, "mimetype") {
        let mut kind = String::new();
        if let Ok(part) = archive.by_name("mimetype") {
            // An unreadable kind is none: what the content is, reading will show.
            let _ = part.take(100).read_to_string(&mut kind);
        }
        if kind.contains("opendocument.text") {
            return instead(
                "tệp là văn bản (.odt), không phải bảng tính",
                "the file is a text document (.odt), not a spreadsheet",
            );
        }
        return Ok(Format::Ods);
    }
    if has(&archive, "word/document.xml") {
        return instead(
            "tệp là văn bản Word (.docx), không phải bảng tính",
            "the file is a Word document (.docx), not a spreadsheet",
        );
    }
    if has(&archive, "ppt/presentation.xml") {
        return instead(
            "tệp là bài trình chiếu (.pptx), không phải bảng tính",
            "the file is a presentation (.pptx), not a spreadsheet",
        );
    }
    if !has(&archive, "[Content_Types].xml") && !has(&archive, "xl/workbook.xml") {
        return instead(
            "tệp nén (.zip), không phải bảng tính; giải nén rồi nộp từng tệp bảng tính",
            "the file is a .zip archive; unpack it and hand in the workbooks in it",
        );
    }
    Ok(Format::Xlsx)
}

/// What a file is that is neither a package nor a compound file.
fn other(bytes: &[u8]) -> Words {
    let head = &bytes[..bytes.len().min(4096)];
    let text = plain(head);
    let text = text.trim_start();
    let begins = |with: &[&str]| with.iter().any(|with| text.starts_with(with));
    let binary = |with: &[&[u8]]| with.iter().any(|with| bytes.starts_with(with));
    if bytes.is_empty() {
        words!("tệp rỗng (0 byte); gửi lại tệp gốc", "the file is empty (0 bytes)")
    } else if head.iter().all(|byte| *byte == 0) {
        words!(
            "tệp chỉ gồm byte 0 (tải về dở dang); tải hoặc chép lại tệp gốc",
            "the file holds nothing but zero bytes (a download cut short)"
        )
    } else if begins(&["%pdf"]) {
        words!("tệp là PDF, không phải bảng tính", "the file is a PDF, not a spreadsheet")
    } else if begins(&["{\\rtf"]) {
        words!(
            "tệp là văn bản RTF, không phải bảng tính",
            "the file is an RTF text, not a spreadsheet"
        )
    } else if text.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        words!(
            "tệp lưu dạng XML Spreadsheet 2003; mở bằng Excel, lưu lại dạng .xlsx rồi nộp",
            "the file is an XML Spreadsheet 2003; open it in Excel and save it as .xlsx"
        )
    } else if text.contains("opendocument.spreadsheet") {
        words!(
            "tệp lưu dạng OpenDocument phẳng (.fods); mở và lưu lại dạng .ods hoặc .xlsx",
            "the file is a flat OpenDocument (.fods); save it as .ods or .xlsx"
        )
    } else if begins(&["<!doctype html", "<html", "<table", "<head", "<meta", "mime-version:"])
        || text.contains("<html")
    {
        words!(
            "tệp là trang web (HTML), không phải bảng tính; mở bằng Excel, lưu lại dạng .xlsx rồi nộp",
            "the file is a web page (HTML); open it in Excel and save it as .xlsx"
        )
    } else if begins(&["<?xml", "<"]) {
        words!("tệp là XML, không phải bảng tính Excel", "the file is XML, not an Excel workbook")
    } else if binary(&[b"\x09\x00\x04\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08"]) {
        words!(
            "tệp của Excel đời rất cũ (trước Excel 5.0); mở bằng Excel, lưu lại dạng .xlsx rồi nộp",
            "the file is of a very old Excel (before 5.0); open it in Excel and save it as .xlsx"
        )
    } else if binary(&[b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"BM", b"II*\0", b"MM\0*"]) {
        words!("tệp là ảnh, không phải bảng tính", "the file is a picture, not a spreadsheet")
    } else if binary(&[b"Rar!", b"7z\xBC\xAF", b"\x1F\x8B"]) {
        words!(
            "tệp nén (.rar, .7z), không phải bảng tính; giải nén rồi nộp từng tệp bảng tính",
            "the file is an archive; unpack it and hand in the workbooks in it"
        )
    } else if !text.is_empty()
        && text.chars().all(|letter| !letter.is_control() || letter.is_whitespace())
    {
        words!(
            "tệp là văn bản (CSV hoặc .txt), không phải bảng tính; mở bằng Excel, lưu lại dạng .xlsx rồi nộp",
            "the file is plain text (CSV or .txt); open it in Excel and save it as .xlsx"
        )
    } else {
        words!("không phải tệp bảng tính Excel", "the file is not an Excel workbook")
    }
}

/// The head of a file as small letters, whichever Unicode it is written in.
fn plain(head: &[u8]) -> String {
    let wide = |order: fn([u8; 2]) -> u16, bytes: &[u8]| {
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| order(*pair)).collect();
        String::from_utf16_lossy(&units)
    };
    let text = match head {
        [0xFF, 0xFE, rest @ ..] => wide(u16::from_le_bytes, rest),
        [0xFE, 0xFF, rest @ ..] => wide(u16::from_be_bytes, rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => String::from_utf8_lossy(head).into_owned(),
    };
    text.to_lowercase()
}

#[cfg(test)]
mod tests;
