//! Outputs are written whole or not at all, under names that every system takes.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Result;
use unicode_normalization::UnicodeNormalization;

use super::faults::Faults;

/// Writes a file whole or not at all, its folder too: a temporary file beside the target, synced, then renamed.
///
/// # Errors
/// [`Faults`] where it cannot be written; then what was there before still is, as when it is open in Excel.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let into = |error: io::Error| refused(folder, &error, Act::Create);
    fs::create_dir_all(folder).map_err(into)?;
    // The name begins with a dot and ends in .tmp: what is left of a crash is never taken for a submission.
    let mut builder = tempfile::Builder::new();
    builder.prefix(".giaingan-").suffix(".tmp");
    #[cfg(unix)]
    {
        // tempfile keeps its files to their owner; a result is for the office. The umask still applies.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(into)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(into)?;
    file.persist(path).map_err(|error| refused(path, &error.error, Act::Replace))?;
    Ok(())
}

/// What was tried with a path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Reading the file.
    Read,
    /// Making a new file in the folder.
    Create,
    /// Putting the file in the place of the old one.
    Replace,
}

/// Why the system refused, and what to do.
pub(super) fn refused(path: &Path, error: &io::Error, act: Act) -> Faults {
    let shown = path.display();
    // 32 and 33: sharing and lock violation of Windows, where Excel keeps the file it shows to itself.
    let is_shared = cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33));
    let is_denied = error.kind() == io::ErrorKind::PermissionDenied;
    if is_shared || is_denied && act == Act::Replace && !path.is_dir() {
        return Faults::one(
            format!("{shown} đang mở trong Excel – hãy đóng tệp rồi chạy lại"),
            format!("{shown} is open in Excel: close it and run again"),
        );
    }
    let (vi, en) = match act {
        Act::Read => ("không đọc được", "cannot read"),
        Act::Create => ("không ghi được vào thư mục", "cannot write to the folder"),
        Act::Replace => ("không ghi được", "cannot write"),
    };
    let (advice_vi, advice_en) = match error.kind() {
        io::ErrorKind::PermissionDenied => (
            "; kiểm tra quyền của thư mục, hoặc chọn nơi khác",
            "; look at the rights of the folder, or choose another place",
        ),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            ("; đĩa đã đầy, hãy giải phóng bớt dung lượng", "; the disk is full, make room")
        }
        _ => ("", ""),
    };
    Faults::one(
        format!("{vi} {shown}: {error}{advice_vi}"),
        format!("{en} {shown}: {error}{advice_en}"),
    )
}

/// The most letters of a name.
const LONGEST: usize = 120;

/// The most bytes of a name: systems take 255, and an ending and a period are still to come.
const LARGEST: usize = 200;

/// A file name from a text such as a unit's name, without an extension: no `\ / : * ? " < > |`, no controls, no name
/// that Windows keeps for itself, composed Unicode, at most 120 letters. Never empty.
pub fn file_name(text: &str) -> String {
    let safe: String = text
        .chars()
        .filter_map(|letter| match letter {
            '\\' | '/' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => Some('-'),
            letter if letter.is_whitespace() => Some(' '),
            '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => None,
            letter if letter.is_control() => None,
            letter => Some(letter),
        })
        .nfc()
        .collect();
    let words: Vec<&str> = safe.split_whitespace().collect();
    let mut name = words.join(" ");
    // A leading dot hides a file, a leading "~$" says that it is a lock.
    let begin = name.trim_start_matches(['.', '~', ' ']).len();
    name.drain(..name.len() - begin);
    if is_reserved(&name) {
        name.insert(0, '_');
    }
    let mut bytes = 0;
    let fits = |letter: &char| {
        bytes += letter.len_utf8();
        bytes <= LARGEST
    };
    let name: String = name.chars().take(LONGEST).take_while(fits).collect();
    let name = name.trim_end_matches(['.', ' ']);
    if name.is_empty() { "khong-ten".to_owned() } else { name.to_owned() }
}

/// Whether Windows takes the name for a device, whatever its extension.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&stem.as_str()) {
        return true;
    }
    let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let mut digits = number.unwrap_or_default().chars();
    matches!((digits.next(), digits.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_file_is_replaced_whole_and_its_folder_is_made() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("ket-qua/2024-06/a.xlsx");
        write(&path, b"first").unwrap();
        write(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("a.xlsx")).unwrap();
        assert!(write(&root.path().join("a.xlsx"), b"x").is_err());
        fs::write(root.path().join("file"), b"old").unwrap();
        assert!(write(&root.path().join("file/a.xlsx"), b"x").is_err());
        assert_eq!(fs::read(root.path().join("file")).unwrap(), b"old");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn a_result_can_be_read_by_the_office() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let (ours, plain) = (root.path().join("a"), root.path().join("b"));
        write(&ours, b"x").unwrap();
        fs::write(&plain, b"x").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&plain));
    }

    #[test]
    fn a_target_open_in_excel_is_named_so_and_a_closed_folder_is_not() {
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        let path = Path::new("ket-qua/a.xlsx");
        let replace = refused(path, &denied, Act::Replace).to_string();
        assert!(replace.contains("đang mở trong Excel – hãy đóng tệp rồi chạy lại"), "{replace}");
        let create = refused(path, &denied, Act::Create).to_string();
        assert!(create.contains("quyền") && !create.contains("Excel"), "{create}");
    }

    #[test]
    fn names_of_units_become_names_of_files() {
        assert_eq!(file_name("Phòng LĐ-TB&XH / Dân tộc: \"A\""), "Phòng LĐ-TB&XH - Dân tộc- -A-");
        assert_eq!(file_name("Xa\u{303} A\n"), "Xã A");
        assert_eq!(file_name("../../etc/passwd"), "-..-etc-passwd");
        assert_eq!(file_name("con.2024"), "_con.2024");
        assert_eq!(file_name("LPT¹"), "_LPT¹");
        assert_eq!(file_name("Công ty"), "Công ty");
        assert_eq!(file_name("~$ a ."), "$ a");
        assert_eq!(file_name(" ... "), "khong-ten");
        assert_eq!(file_name(&"ă".repeat(500)).chars().count(), 100);
        assert_eq!(file_name(&"a".repeat(500)).len(), 120);
    }

    proptest! {
        #[test]
        fn any_text_gives_a_safe_name_and_a_safe_name_stays(
            text in prop_oneof![any::<String>(), "(con|NUL|com[0-9¹]|[. ~$/:<a-z\u{300}-\u{303}])*\\.?.{0,130}"]
        ) {
            let name = file_name(&text);
            prop_assert!(!name.is_empty() && name.chars().count() <= LONGEST && name.len() <= LARGEST);
            prop_assert!(!name.contains(['\\', '/', ':', '*', '?', '"', '<', '>', '|']));
            prop_assert!(!name.chars().any(char::is_control));
            prop_assert!(!is_reserved(&name) && !name.ends_with(['.', ' ']));
            prop_assert!(!name.starts_with(['.', ' ', '~']));
            prop_assert_eq!(name.nfc().collect::<String>(), name.clone());
            prop_assert_eq!(file_name(&name), name);
        }
    }
}
