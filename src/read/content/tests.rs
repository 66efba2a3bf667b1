use super::*;

/// What a file with this content is refused for, in Vietnamese.
fn refused(bytes: &[u8]) -> String {
    match format(bytes) {
        Err(Refused::Unreadable(words)) => words.vi,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_workbook_is_called_by_its_name() {
    let utf16: Vec<u8> = "\u{feff}<html>Bảng".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&[u8], &str); 16] = [
        (b"", "rỗng"),
        (&[0; 600], "byte 0"),
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\r\n <!DOCTYPE HTML><title>", "HTML"),
        (b"\xEF\xBB\xBF<table border=1>", "HTML"),
        (&utf16, "HTML"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "HTML"),
        (b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", "2003"),
        (b"<?xml version=\"1.0\"?><a/>", "XML"),
        (b"STT;N\xE1\xBB\x99i dung;1.234\r\n", "CSV"),
        (b"\x89PNG\r\n\x1A\n", "ảnh"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF", "ảnh"),
        (b"Rar!\x1A\x07\x01\0", "nén"),
        (b"\x09\x08\x10\0\0\x06\x05\0", "Excel đời rất cũ"),
        (b"\x01\x02\x03\xF5\0", "không phải tệp bảng tính"),
    ];
    for (bytes, words) in cases {
        assert!(
            refused(bytes).contains(words),
            "{:?}: {}",
            &bytes[..bytes.len().min(20)],
            refused(bytes)
        );
    }
}

#[test]
fn packages_are_told_apart_by_their_parts() {
    let package = |parts: &[(&str, &str)]| {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut writer, content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let types = ("[Content_Types].xml", "");
    assert_eq!(format(&package(&[types, ("xl/workbook.xml", "")])), Ok(Format::Xlsx));
    assert_eq!(format(&package(&[types, ("xl/Workbook.bin", "")])), Ok(Format::Xlsb));
    let sheets = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    assert_eq!(format(&package(&[sheets, ("content.xml", "")])), Ok(Format::Ods));
    let prose = ("mimetype", "application/vnd.oasis.opendocument.text");
    assert!(refused(&package(&[prose, ("content.xml", "")])).contains(".odt"));
    assert!(refused(&package(&[types, ("word/document.xml", "")])).contains("Word"));
    assert!(refused(&package(&[types, ("ppt/presentation.xml", "")])).contains(".pptx"));
    assert!(refused(&package(&[("nop/T6.xlsx", "")])).contains("giải nén"));
}

#[test]
fn an_encrypted_package_is_a_stream_and_no_word_in_a_cell() {
    let compound = |streams: &[&str]| {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for name in streams {
            let mut stream = file.create_stream(name).unwrap();
            std::io::Write::write_all(&mut stream, &PACKAGE).unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    };
    assert_eq!(format(&compound(&["/Workbook"])), Ok(Format::Xls));
    let locked = compound(&["/EncryptionInfo", "/EncryptedPackage"]);
    assert_eq!(format(&locked), Ok(Format::Encrypted));
}
