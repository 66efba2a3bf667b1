//! What lies in a workspace: the files that units sent, by period, and nothing that follows a link out of it.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;
use chrono::{Local, NaiveDate, TimeZone};
use unicode_normalization::UnicodeNormalization;

use crate::domain::lang::{Words, words};
use crate::domain::period::Period;

use super::faults::Faults;
use super::register;

/// Submissions, by period.
pub(crate) const SUBMITTED: &str = "nop";
/// Consolidated workbooks and letters, by period.
pub(crate) const RESULTS: &str = "ket-qua";
/// Issued forms, by period.
pub(crate) const FORMS: &str = "bieu-mau";
/// Annotated workbooks to send back, by period.
pub(crate) const RETURNED: &str = "tra-lai";
/// Closed snapshots.
pub(crate) const CLOSED: &str = "chot";

/// How deep folders are looked into.
const DEEPEST: usize = 16;

/// A file that was found; it has not been opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundFile {
    /// Where it is.
    pub path: PathBuf,
    /// Path from the workspace as it is shown: with `/`, composed Unicode; a name that is no Unicode as far as it is.
    pub shown: Arc<str>,
    /// Bytes.
    pub size: u64,
    /// When it was last changed, in seconds since 1970; 0 where the system does not say.
    pub modified: i64,
    /// The same as a day of the local calendar.
    pub day: Option<NaiveDate>,
    /// Why it must not be opened, where that is so: it is told and not passed over.
    pub obstacle: Option<Words>,
}

/// All files in the folders of `nop/` whose name says this period, sub-folders included.
pub(super) fn submissions(root: &Path, period: Period) -> Result<Vec<FoundFile>> {
    let mut walk = Walk::new(root, Take::Everything);
    for (path, name) in period_folders(root)? {
        if name.parse() == Ok(period) {
            walk.folder(&path, &format!("{SUBMITTED}/{}", shown(&name)), 0)?;
        }
    }
    Ok(walk.sorted())
}

/// All workbooks in a bare folder and below, what the tool itself wrote left out.
pub(super) fn workbooks(root: &Path) -> Result<Vec<FoundFile>> {
    let mut walk = Walk::new(root, Take::Workbooks);
    walk.folder(root, "", 0)?;
    Ok(walk.sorted())
}

/// A file that somebody names, or all files in a folder and below. What a link leads to is not what was sent.
///
/// # Errors
/// There is no such file or folder, or it cannot be listed.
pub(crate) fn named(path: &Path) -> Result<Vec<FoundFile>> {
    let name = shown(&path.to_string_lossy()).replace('\\', "/");
    let is_link = |path: &Path| fs::symlink_metadata(path).map(|found| found.is_symlink());
    let mut walk = Walk::new(path, Take::Everything);
    if path.is_dir() {
        walk.folder(path, name.trim_end_matches('/'), 0)?;
    } else if is_link(path).is_ok() {
        let regular = walk.regular(path);
        walk.found.push(FoundFile::new(path.to_owned(), name, regular));
    } else {
        return Err(Faults::one(
            format!("không có tệp {name}; kiểm tra lại tên tệp, đường dẫn"),
            format!("there is no file {name}; look at its name and path again"),
        )
        .into());
    }
    let mut found = walk.sorted();
    for link in found.iter_mut().filter(|file| is_link(&file.path).is_ok_and(|is_link| is_link)) {
        link.obstacle = Some(words!(
            "Là liên kết, không phải tệp thật, nên không được mở",
            "It is a link and no file of its own, and is not opened"
        ));
    }
    Ok(found)
}

/// The periods that have a folder, the earliest first, each once.
pub(super) fn periods(root: &Path) -> Result<Vec<Period>> {
    let folders = period_folders(root)?;
    let mut periods: Vec<Period> =
        folders.iter().filter_map(|(_, name)| name.parse().ok()).collect();
    periods.sort();
    periods.dedup();
    Ok(periods)
}

/// What lies directly in `nop/` and is no folder of a period.
pub(super) fn strays(root: &Path) -> Result<Vec<String>> {
    let top = root.join(SUBMITTED);
    let mut strays = Vec::new();
    for (path, name) in entries(&top)? {
        let is_of_period = is_folder(&path) && name.parse::<Period>().is_ok();
        if !is_of_period && !is_noise(&name) {
            strays.push(format!("{SUBMITTED}/{}", shown(&name)));
        }
    }
    Ok(strays)
}

fn period_folders(root: &Path) -> Result<Vec<(PathBuf, String)>> {
    let entries = entries(&root.join(SUBMITTED))?;
    Ok(entries.into_iter().filter(|(path, _)| is_folder(path)).collect())
}

/// Whether what is there is found by this name, too: on the disks of Windows `Ket-Qua` is `ket-qua`.
pub(super) fn is_also(there: &Path, name: &str) -> bool {
    let own = there.file_name().unwrap_or_default();
    let is_same = || {
        let spelt = there.with_file_name(name).canonicalize();
        spelt.is_ok_and(|spelt| there.canonicalize().is_ok_and(|there| there == spelt))
    };
    own == name || own.eq_ignore_ascii_case(name) && is_same()
}

/// Whether it is a folder itself, not a link to one.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Which files a walk takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Take {
    /// What units sent: a PDF among it is a finding later, not our silence.
    Everything,
    /// Workbooks by their extension, and not what the tool wrote.
    Workbooks,
}

struct Walk {
    /// The workspace with all links resolved: a link may lead to another place in it, not out of it.
    root: PathBuf,
    take: Take,
    found: Vec<FoundFile>,
}

impl Walk {
    fn new(root: &Path, take: Take) -> Walk {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        Walk { root, take, found: Vec::new() }
    }

    fn folder(&mut self, folder: &Path, above: &str, depth: usize) -> Result<()> {
        if DEEPEST < depth {
            return Err(Faults::one(
                format!("{above}: thư mục lồng nhau quá {DEEPEST} cấp; chuyển các tệp ra ngoài rồi chạy lại"),
                format!("{above}: folders within folders, more than {DEEPEST}; move the files up and run again"),
            )
            .into());
        }
        for (path, name) in entries(folder)? {
            if is_noise(&name) {
                continue;
            }
            let mut below = shown(&name);
            if !above.is_empty() {
                below = format!("{above}/{below}");
            }
            if is_folder(&path) {
                if self.looks_into(&path) {
                    self.folder(&path, &below, depth + 1)?;
                }
            } else if self.wants(&path, &name) {
                let regular = self.regular(&path);
                self.found.push(FoundFile::new(path, below, regular));
            }
        }
        Ok(())
    }

    fn looks_into(&self, folder: &Path) -> bool {
        let ours = [RESULTS, FORMS, RETURNED, CLOSED];
        self.take == Take::Everything || !ours.iter().any(|name| is_also(folder, name))
    }

    fn wants(&self, path: &Path, name: &str) -> bool {
        let extension = Path::new(name).extension().and_then(OsStr::to_str).unwrap_or_default();
        let is_workbook = ["xlsx", "xlsm", "xlsb", "xls", "ods"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known));
        self.take == Take::Everything || is_workbook && !is_also(path, register::FILE)
    }

    /// What the system says of a regular file; a link counts where it leads to one in the workspace. Nothing is opened:
    /// a pipe would wait for ever.
    fn regular(&self, path: &Path) -> Result<Metadata, Words> {
        let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
        let stays = || path.canonicalize().is_ok_and(|target| target.starts_with(&self.root));
        if is_link && !stays() {
            return Err(words!(
                "Là liên kết hỏng hoặc trỏ ra ngoài thư mục làm việc nên không được mở; chép tệp thật vào thay liên kết",
                "It is a link that is broken or leads out of the workspace and is not followed; copy the file itself here"
            ));
        }
        fs::metadata(path).ok().filter(Metadata::is_file).ok_or_else(|| {
            words!(
                "Không phải là tệp thường (ống dẫn, thiết bị hoặc liên kết tới thư mục) nên không được mở",
                "It is no regular file (a pipe, a device or a link to a folder) and is not opened"
            )
        })
    }

    fn sorted(mut self) -> Vec<FoundFile> {
        self.found.sort_by(|a, b| (&a.shown, &a.path).cmp(&(&b.shown, &b.path)));
        tell_apart(&mut self.found);
        self.found
    }
}

/// Two names that look alike (composed and decomposed, or no Unicode) get a number: what is said of one file must not be
/// taken for the other.
fn tell_apart(found: &mut [FoundFile]) {
    let mut taken: BTreeSet<Arc<str>> = BTreeSet::new();
    for file in found {
        let mut shown = Arc::clone(&file.shown);
        for number in 2.. {
            if taken.insert(Arc::clone(&shown)) {
                break;
            }
            let (stem, extension) = file.shown.rsplit_once('.').unwrap_or((&file.shown, ""));
            shown = format!("{stem} [{number}].{extension}").trim_end_matches('.').into();
        }
        file.shown = shown;
    }
}

impl FoundFile {
    fn new(path: PathBuf, shown: String, regular: Result<Metadata, Words>) -> FoundFile {
        let metadata = regular.as_ref().ok();
        let modified = metadata.and_then(|found| found.modified().ok()).map_or(0, seconds);
        let moment = metadata.and_then(|_| Local.timestamp_opt(modified, 0).single());
        let day = moment.map(|moment| moment.date_naive());
        let size = metadata.map_or(0, Metadata::len);
        FoundFile { path, shown: shown.into(), size, modified, day, obstacle: regular.err() }
    }
}

/// Seconds since 1970, kept within the years that a calendar has.
fn seconds(time: SystemTime) -> i64 {
    const YEAR_9999: u64 = 253_402_300_799;
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_secs().min(YEAR_9999) as i64,
        Err(_) => 0,
    }
}

/// What lies in a folder, by name; nothing where there is no such folder.
pub(super) fn entries(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
    let refused = |error: io::Error| {
        let folder = folder.display();
        Faults::one(
            format!("không mở được thư mục {folder}: {error}"),
            format!("cannot open the folder {folder}: {error}"),
        )
    };
    let listing = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listing => listing.map_err(refused)?,
    };
    let mut entries = Vec::new();
    for entry in listing {
        let entry = entry.map_err(refused)?;
        entries.push((entry.path(), entry.file_name().to_string_lossy().into_owned()));
    }
    entries.sort();
    Ok(entries)
}

/// What Excel, LibreOffice and systems leave behind.
fn is_noise(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with("~$")
        || name.starts_with('.')
        || lower.ends_with(".tmp")
        || ["thumbs.db", "desktop.ini"].contains(&lower.as_str())
}

fn shown(name: &str) -> String {
    name.nfc().collect()
}

#[cfg(test)]
mod tests;
