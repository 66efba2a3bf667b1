//! A file is written whole or not at all, and what a killed run left behind goes.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;
use tempfile::{NamedTempFile, PersistError};

use crate::read;
use crate::workspace::faults::Faults;

/// How the name of a temporary file begins and ends: what is left of a crash is never taken for a submission.
const TEMPORARY: [&str; 2] = [".giaingan-", ".tmp"];

/// Writes a file whole or not at all, its folder too: a temporary file beside the target, synced, then renamed.
///
/// # Errors
/// [`Faults`] where it cannot be written; then what was there before still is, as when it is open in Excel.
pub fn write(path: &Path, from: impl Read) -> Result<()> {
    let (file, target) = beside(path, from)?;
    put(file, &target, NamedTempFile::persist)
        .map_err(|error| refused(path, &error, Act::Replace).into())
}

/// The same, but never over a file: `false` where one of that name is there already.
///
/// # Errors
/// [`Faults`] where it cannot be written.
pub fn write_new(path: &Path, from: impl Read) -> Result<bool> {
    let (file, target) = beside(path, from)?;
    match put(file, &target, NamedTempFile::persist_noclobber) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(refused(path, &error, Act::Replace).into()),
    }
}

/// A temporary file with the whole content beside its target, and the full name of that.
fn beside(path: &Path, mut from: impl Read) -> Result<(NamedTempFile, PathBuf)> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let into = |error: io::Error| refused(folder, &error, Act::Create);
    fs::create_dir_all(folder).map_err(into)?;
    // Spelt in full (`\\?\C:\…`) a name of more than 260 letters is renamed on Windows, too.
    let home = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let target = path.file_name().map_or_else(|| path.to_owned(), |name| home.join(name));
    sweep(&home);
    let mut file = temporary(&home).map_err(into)?;
    io::copy(&mut from, &mut file).and_then(|_| file.as_file().sync_all()).map_err(into)?;
    Ok((file, target))
}

/// Whether a file could be written there, before the work is done: its folder takes a new file, and the old one is not
/// held by another program. The folder is not made.
///
/// # Errors
/// [`Faults`], as of [`write`].
pub(super) fn try_out(path: &Path) -> Result<()> {
    let is_there = |folder: &&Path| folder.as_os_str().is_empty() || folder.exists();
    let folder = path.ancestors().skip(1).find(is_there);
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A workbook goes through files without a name in the system's folder for them.
    tempfile::tempfile().map_err(|error| no_temporary(&error))?;
    // One without a name: where this is killed nothing is left in a folder that no later run may write to.
    tempfile::tempfile_in(folder).map_err(|error| refused(folder, &error, Act::Create))?;
    if cfg!(windows) && path.is_file() {
        let opened = fs::OpenOptions::new().append(true).open(path);
        opened.map_err(|error| refused(path, &error, Act::Replace))?;
    }
    Ok(())
}

/// A new temporary file in the folder, locked for as long as this run lives: [`sweep`] of another run leaves it alone.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let [prefix, suffix] = TEMPORARY;
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix).suffix(suffix);
    #[cfg(unix)]
    {
        // tempfile keeps its files to their owner; a result is for the office. The umask still applies.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    loop {
        let file = builder.tempfile_in(folder)?;
        match file.as_file().try_lock() {
            // Another run found it before it was locked, and removes it.
            Err(fs::TryLockError::WouldBlock) => {}
            Ok(()) if !file.path().exists() => {}
            // Where the system cannot lock, no run can sweep either.
            Ok(()) | Err(fs::TryLockError::Error(_)) => return Ok(file),
        }
    }
}

/// Removes what killed runs left in a folder: temporary files that nobody holds.
fn sweep(folder: &Path) {
    let [prefix, suffix] = TEMPORARY;
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_ours =
            name.to_str().is_some_and(|name| name.starts_with(prefix) && name.ends_with(suffix));
        if !is_ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let path = entry.path();
        // A file that cannot be opened or removed does no harm: it is no submission, and the next run tries again.
        if let Ok(file) = fs::OpenOptions::new().append(true).open(&path)
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(&path);
        }
    }
}

/// Gives a temporary file its name. A virus scanner may look at it, or at an old one, for a moment, and the system
/// refuses: for a second it is tried again.
fn put<'a>(
    mut file: NamedTempFile,
    path: &'a Path,
    persist: fn(NamedTempFile, &'a Path) -> Result<fs::File, PersistError>,
) -> io::Result<()> {
    let mut left = 10;
    loop {
        match persist(file, path) {
            Ok(_) => return Ok(()),
            Err(error) if 0 < left && may_pass(&error.error) => file = error.file,
            Err(error) => return Err(error.error),
        }
        left -= 1;
        sleep(Duration::from_millis(100));
    }
}

/// Whether it may be another program that has the file for a moment: to put one in its place is then denied, too.
fn may_pass(error: &io::Error) -> bool {
    read::is_held(error) || error.kind() == io::ErrorKind::PermissionDenied
}

/// What was tried with a path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Reading the file.
    Read,
    /// Making a new file in the folder.
    Create,
    /// Putting the file in the place of the old one.
    Replace,
}

/// Why no temporary file without a name could be written: it is told by the system's folder for them.
pub(crate) fn no_temporary(error: &io::Error) -> Faults {
    refused(&std::env::temp_dir(), error, Act::Create)
}

/// Why the system refused, and what to do.
pub(crate) fn refused(path: &Path, error: &io::Error, act: Act) -> Faults {
    let shown = path.display();
    // Excel keeps the file that it shows to itself.
    let is_denied = error.kind() == io::ErrorKind::PermissionDenied;
    if read::is_held(error) || is_denied && act == Act::Replace && !path.is_dir() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_its_folder_is_made() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("ket-qua/2024-06/a.xlsx");
        write(&path, &b"first"[..]).unwrap();
        write(&path, &b"second"[..]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_new_file_never_takes_the_place_of_another() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("nop/2024-06/a.xlsx");
        assert!(write_new(&path, &b"first"[..]).unwrap());
        assert!(!write_new(&path, &b"second"[..]).unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("a.xlsx")).unwrap();
        assert!(write(&root.path().join("a.xlsx"), &b"x"[..]).is_err());
        fs::write(root.path().join("file"), &b"old"[..]).unwrap();
        assert!(write(&root.path().join("file/a.xlsx"), &b"x"[..]).is_err());
        assert_eq!(fs::read(root.path().join("file")).unwrap(), b"old");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 2);
    }

    #[test]
    fn what_a_killed_run_left_goes_and_what_a_living_one_holds_stays() {
        let root = tempfile::tempdir().unwrap();
        let left = root.path().join(".giaingan-aB3.tmp");
        let held = root.path().join(".giaingan-cD4.tmp");
        let other = root.path().join("giaingan-e.tmp");
        for path in [&left, &held, &other] {
            fs::write(path, &b"half"[..]).unwrap();
        }
        let holder = fs::File::open(&held).unwrap();
        holder.lock().unwrap();
        write(&root.path().join("a.xlsx"), &b"x"[..]).unwrap();
        assert!(!left.exists() && held.exists() && other.exists());
        drop(holder);
        write(&root.path().join("a.xlsx"), &b"x"[..]).unwrap();
        assert!(!held.exists());
    }

    #[test]
    fn many_runs_at_once_leave_whole_files_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a.xlsx");
        std::thread::scope(|scope| {
            for run in 0..8_u8 {
                let path = &path;
                scope.spawn(move || {
                    for _ in 0..20 {
                        write(path, &[run; 4096][..]).unwrap();
                    }
                });
            }
        });
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.len() == 4096 && bytes.iter().all(|byte| *byte == bytes[0]));
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_target_is_tried_and_nothing_is_left_of_it() {
        let root = tempfile::tempdir().unwrap();
        try_out(&root.path().join("ket-qua/2024-06/a.xlsx")).unwrap();
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
        fs::write(root.path().join("file"), &b"old"[..]).unwrap();
        assert!(try_out(&root.path().join("file/a.xlsx")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_result_can_be_read_by_the_office() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let (ours, plain) = (root.path().join("a"), root.path().join("b"));
        write(&ours, &b"x"[..]).unwrap();
        fs::write(&plain, &b"x"[..]).unwrap();
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
}
