//! Where an output goes: never over a file of the office's, of a unit's, or one that somebody changed.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io::{Cursor, Read, Seek};
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::made::Made;
use super::written::Written;
use super::{seal, whole};
use crate::domain::digest::sha256;
use crate::domain::lang::{Words, words};
use crate::workspace::faults::Faults;
use crate::workspace::{folder, receipts, register, settings};

/// What a run may write over.
#[derive(Clone, Debug, Default)]
pub struct Outputs {
    /// The files that the run reads, by their true paths.
    inputs: BTreeSet<PathBuf>,
    /// Whether a file that is not ours, or no longer, is replaced (`--force`).
    force: bool,
    /// What was written that bears no mark.
    written: Option<Written>,
    /// What this run wrote, or would write, whatever the case of its letters.
    placed: BTreeSet<String>,
    /// What it found where it was to write, and left there with a word.
    met: BTreeSet<String>,
}

/// A letter or a text of ours that was there before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Earlier {
    /// The file.
    pub path: PathBuf,
    /// What it is.
    pub content: Content,
}

/// What a letter or a text of ours says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// The properties of a letter, by their names.
    Letter(BTreeMap<String, String>),
    /// The words of a text.
    Text(String),
}

/// Where an output was put.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placed {
    /// The file.
    pub path: PathBuf,
    /// Why it does not stand where it was asked for, in a sentence; nothing where it does.
    pub remark: Option<Words>,
    /// What will keep the clerk from opening it.
    pub warning: Option<Words>,
}

/// What stands where an output is to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum There {
    Nothing,
    /// A file of ours, as we wrote it.
    Ours,
    /// One of ours that was changed since.
    Changed,
    /// Anything else.
    Other,
}

impl Outputs {
    /// Those of a run that reads these files. With `force` a file that somebody else wrote or changed is replaced, too.
    pub fn new(inputs: impl IntoIterator<Item = PathBuf>, force: bool) -> Outputs {
        let inputs = inputs.into_iter().map(|path| true_path(&path)).collect();
        Outputs { inputs, force, ..Outputs::default() }
    }

    /// The same of a workspace, whose folder keeps note of what bears no mark of its own.
    pub fn of(self, root: &Path) -> Outputs {
        Outputs { written: Some(Written::at(root)), ..self }
    }

    /// Where an output that is asked for at `path` goes: there, or beside what must not be replaced ("… (2)").
    ///
    /// # Errors
    /// [`Faults`] where nothing may be written there whatever is forced.
    pub fn place(&mut self, path: &Path) -> Result<Placed> {
        self.allow(path)?;
        let mut first = None;
        for candidate in numbered(path) {
            let name = name_of(&candidate);
            if self.placed.contains(&name) {
                continue;
            }
            let there = self.there(&candidate);
            let is_free = match there {
                There::Nothing | There::Ours => true,
                There::Changed | There::Other => self.force && candidate == path,
            };
            if is_free {
                self.allow(&candidate)?;
                self.placed.insert(name);
                let remark = first.map(|there| kept(path, there, &candidate));
                let warning = beyond_excel(&candidate).filter(|_| cfg!(windows));
                return Ok(Placed { path: candidate, remark, warning });
            }
            self.met.insert(name);
            first.get_or_insert(there);
        }
        unreachable!("there is always another number")
    }

    /// Seals a workbook, a letter or a page and writes it.
    ///
    /// # Errors
    /// As of [`Outputs::place`] and [`whole::write`].
    pub fn write(&mut self, path: &Path, package: impl Read + Seek) -> Result<Placed> {
        let placed = self.place(path)?;
        whole::write(&placed.path, sealed(package)?)?;
        Ok(placed)
    }

    /// Writes a workbook, a letter or a page that is sealed already, as it is.
    ///
    /// # Errors
    /// As of [`Outputs::place`] and [`whole::write`].
    pub fn write_sealed(&mut self, path: &Path, package: &[u8]) -> Result<Placed> {
        let placed = self.place(path)?;
        whole::write(&placed.path, package)?;
        Ok(placed)
    }

    /// Writes what bears no seal, of which the workspace keeps note: figures.
    ///
    /// # Errors
    /// As of [`Outputs::place`] and [`whole::write`].
    pub fn write_made(&mut self, path: &Path, made: &mut Made) -> Result<Placed> {
        let hash = made.sha256.clone();
        self.write_noted(path, made.read()?, &hash)
    }

    /// The same of a text.
    ///
    /// # Errors
    /// As of [`Outputs::place`] and [`whole::write`].
    pub fn write_text(&mut self, path: &Path, text: &str) -> Result<Placed> {
        self.write_noted(path, text.as_bytes(), &sha256(text.as_bytes()))
    }

    fn write_noted(&mut self, path: &Path, content: impl Read, hash: &str) -> Result<Placed> {
        let placed = self.place(path)?;
        if let Some(written) = &self.written {
            written.note(&placed.path, hash)?;
        }
        whole::write(&placed.path, content)?;
        Ok(placed)
    }

    /// Writes a text that belongs to the workspace itself: what somebody changed stays, and nothing stands beside it.
    /// Whether anything was written.
    ///
    /// # Errors
    /// As of [`Outputs::write_text`].
    pub fn renew_text(&mut self, path: &Path, text: &str) -> Result<bool> {
        let is_same = || fs::read(path).is_ok_and(|there| there == text.as_bytes());
        let is_due = match self.there(path) {
            There::Nothing => true,
            There::Ours => !is_same(),
            There::Changed | There::Other => self.force && !is_same(),
        };
        if is_due {
            self.write_text(path, text)?;
        }
        Ok(is_due)
    }

    /// The letters and texts in a folder that an earlier run wrote, whatever was done to them since: those that this run
    /// neither wrote again nor said a word of.
    pub fn earlier(&self, folder: &Path) -> Vec<Earlier> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| folder.join(entry.file_name())).collect();
        paths.retain(|path| {
            let name = name_of(path);
            path.is_file() && !self.placed.contains(&name) && !self.met.contains(&name)
        });
        paths.sort();
        let content = |path: &Path| {
            if has_ending(path, "docx") {
                return Some(Content::Letter(seal::properties(fs::File::open(path).ok()?)?));
            }
            self.written.as_ref()?.is_whole(path).filter(|_| has_ending(path, "txt"))?;
            Some(Content::Text(fs::read_to_string(path).ok()?))
        };
        let earlier = paths.into_iter();
        earlier.filter_map(|path| Some(Earlier { content: content(&path)?, path })).collect()
    }

    fn there(&self, path: &Path) -> There {
        match fs::symlink_metadata(path) {
            Err(_) => There::Nothing,
            Ok(found) if !found.is_file() => There::Other,
            Ok(_) => match self.is_whole(path) {
                Some(true) if !self.inputs.contains(&true_path(path)) => There::Ours,
                Some(true) | None => There::Other,
                Some(false) => There::Changed,
            },
        }
    }

    /// Whether a file is as we wrote it; `None`: it is none of ours.
    fn is_whole(&self, path: &Path) -> Option<bool> {
        let by_mark = fs::File::open(path).ok().and_then(seal::is_whole);
        by_mark.or_else(|| self.written.as_ref()?.is_whole(path))
    }

    /// Refuses what is never written over, nor into.
    fn allow(&self, path: &Path) -> Result<(), Faults> {
        let target = true_path(path);
        let shown = path.display();
        if self.inputs.contains(&target) {
            return Err(Faults::one(
                format!("{shown} là tệp đầu vào của lần chạy này, không ghi đè; chọn tên khác"),
                format!(
                    "{shown} is an input of this run and is not overwritten; choose another name"
                ),
            ));
        }
        let of_office = [settings::FILE, register::FILE, receipts::FILE];
        for home in target.ancestors().skip(1).filter(|home| home.join(settings::FILE).is_file()) {
            let below = target.strip_prefix(home).unwrap_or(&target);
            let first = below.iter().next().unwrap_or_default();
            let settings = home.join(settings::FILE);
            let ignores_case = folder::is_also(&settings, &settings::FILE.to_uppercase());
            let is_named = |there: &OsStr, name: &str| {
                there == name || ignores_case && there.eq_ignore_ascii_case(name)
            };
            let is_in = |name: &str| is_named(first, name) && below.iter().count() > 1;
            if is_in(folder::SUBMITTED) || is_in(folder::CLOSED) {
                let name = first.display();
                return Err(Faults::one(
                    format!(
                        "không ghi vào {name}/ ({shown}): ở đó chỉ có tệp của đơn vị và số liệu đã chốt; chọn nơi khác"
                    ),
                    format!(
                        "nothing is written into {name}/ ({shown}): only the units' files and closed figures lie there; choose another place"
                    ),
                ));
            }
            if of_office.iter().any(|name| is_named(below.as_os_str(), name)) {
                return Err(Faults::one(
                    format!("{shown} là tệp của cơ quan, không ghi đè; chọn tên khác"),
                    format!(
                        "{shown} is the office's own and is not overwritten; choose another name"
                    ),
                ));
            }
        }
        Ok(())
    }
}

/// A workbook, a letter or a page with its seal, as it is written.
///
/// # Errors
/// It has no place for one, or the disk is full.
pub fn sealed(package: impl Read + Seek) -> Result<fs::File> {
    let mut sealed = tempfile::tempfile()?;
    seal::seal(package, &sealed)?;
    sealed.rewind()?;
    Ok(sealed)
}

/// What two files on one disk cannot share: on those of Windows "Xã A" and "XÃ A" are one file.
fn name_of(path: &Path) -> String {
    path.to_string_lossy().to_lowercase()
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

/// Looks before the work is done whether an output could be written there.
///
/// # Errors
/// [`Faults`] where it must not or cannot.
pub fn try_out(path: &Path) -> Result<()> {
    Outputs::default().allow(path)?;
    whole::try_out(path)
}

/// The workbook that `-o` asks for: in a folder it has its usual `name`, and an extension that is missing is added.
pub fn workbook_at(asked: &Path, name: &str) -> PathBuf {
    let is_folder = asked.is_dir() || asked.to_string_lossy().ends_with(std::path::is_separator);
    if is_folder {
        return asked.join(name);
    }
    match asked.extension() {
        Some(extension) if extension.eq_ignore_ascii_case("xlsx") => asked.to_owned(),
        _ => {
            let mut whole = asked.as_os_str().to_owned();
            whole.push(".xlsx");
            PathBuf::from(whole)
        }
    }
}

/// Whether a file is this workbook as it would be written now.
///
/// # Errors
/// The workbook has no place for its seal (a bug).
pub fn is_this(path: &Path, package: impl Read + Seek) -> Result<bool> {
    let mut sealed = Cursor::new(Vec::new());
    seal::seal(package, &mut sealed)?;
    Ok(fs::read(path).is_ok_and(|bytes| bytes == sealed.into_inner()))
}

/// The way from the folder of a file to another folder, as links write it: with `/`, ending in one where it is not empty.
pub fn way(from: &Path, to: &Path) -> String {
    let [from, to] = [from, to].map(true_path);
    let folder = from.parent().unwrap_or(&from);
    let way = pathdiff::diff_paths(&to, folder).unwrap_or(to);
    let mut way = way.to_string_lossy().replace('\\', "/");
    if !way.is_empty() {
        way.push('/');
    }
    way
}

/// What is to be said of a path that is longer than Excel on Windows opens.
fn beyond_excel(path: &Path) -> Option<Words> {
    const MOST: usize = 218;
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (shown, letters) = (path.display(), path.to_string_lossy().encode_utf16().count());
    (MOST < letters).then(|| {
        Words::new(
            format!(
                "Excel không mở được {shown}: đường dẫn dài {letters} ký tự, Excel chỉ mở đến {MOST}; chuyển thư mục làm việc lên gần gốc ổ đĩa hoặc đặt tên thư mục ngắn hơn"
            ),
            format!(
                "Excel cannot open {shown}: the path has {letters} letters, and Excel takes {MOST}; move the workspace up towards the drive, or give its folders shorter names"
            ),
        )
    })
}

/// Why an output stands beside what was there.
fn kept(path: &Path, there: There, beside: &Path) -> Words {
    let [shown, beside] = [path, beside].map(|path| path.file_name().unwrap_or_default().display());
    if there == There::Changed {
        return words!(
            "\"{shown}\" đã được sửa sau khi giaingan ghi nên giữ nguyên; bản mới là \"{beside}\" (thay tệp cũ: --force)",
            "\"{shown}\" was changed since it was written and stays; the new one is \"{beside}\" (to replace it: --force)";
            shown, beside
        );
    }
    words!(
        "\"{shown}\" không phải do giaingan ghi nên giữ nguyên; bản mới là \"{beside}\" (thay tệp cũ: --force)",
        "\"{shown}\" was not written by giaingan and stays; the new one is \"{beside}\" (to replace it: --force)";
        shown, beside
    )
}

/// `path`, then "… (2)", "… (3)" beside it.
fn numbered(path: &Path) -> impl Iterator<Item = PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_owned();
    let extension = path.extension().map(std::ffi::OsStr::to_owned);
    let next = move |number: u32| {
        let mut name = stem.clone();
        name.push(format!(" ({number})"));
        if let Some(extension) = &extension {
            name.push(".");
            name.push(extension);
        }
        path.with_file_name(name)
    };
    std::iter::once(path.to_owned()).chain((2..).map(next))
}

/// The path without links, as far as it is there.
fn true_path(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for there in path.ancestors() {
        let Ok(found) = there.canonicalize() else { continue };
        return match path.strip_prefix(there) {
            Ok(rest) if !rest.as_os_str().is_empty() => found.join(rest),
            _ => found,
        };
    }
    path
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::workspace::write::seal::tests::workbook;

    /// A workspace with a report of a unit's.
    fn office() -> (tempfile::TempDir, PathBuf) {
        let root = tempfile::tempdir().unwrap();
        let sent = root.path().join("nop/2024-06/a.xlsx");
        fs::create_dir_all(sent.parent().unwrap()).unwrap();
        for path in
            [root.path().join("giaingan.toml"), root.path().join("danh-muc.xlsx"), sent.clone()]
        {
            fs::write(path, b"theirs").unwrap();
        }
        (root, sent)
    }

    fn outputs() -> Outputs {
        Outputs::new([], false)
    }

    #[test]
    fn a_workbook_of_ours_is_replaced_and_one_that_was_changed_stays() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("ket-qua/a.xlsx");
        let first = outputs().write(&path, Cursor::new(workbook("1"))).unwrap();
        assert_eq!(first, Placed { path: path.clone(), remark: None, warning: None });
        let again = outputs().write(&path, Cursor::new(workbook("2"))).unwrap();
        assert_eq!(again.remark, None);
        // The clerk saves a workbook of hers under the name.
        fs::write(&path, workbook("hers")).unwrap();
        let beside = outputs().write(&path, Cursor::new(workbook("3"))).unwrap();
        assert_eq!(beside.path, root.path().join("ket-qua/a (2).xlsx"));
        assert!(beside.remark.unwrap().vi.contains("đã được sửa"), "the seal is there, and wrong");
        assert_eq!(fs::read(&path).unwrap(), workbook("hers"));
        // The one beside is ours and takes the next.
        let beside = outputs().write(&path, Cursor::new(workbook("4"))).unwrap();
        assert_eq!(beside.path, root.path().join("ket-qua/a (2).xlsx"));
        let forced = Outputs::new([], true).write(&path, Cursor::new(workbook("5"))).unwrap();
        assert_eq!(forced.path, path);
        assert_eq!(seal::is_whole(fs::File::open(&path).unwrap()), Some(true));
    }

    #[test]
    fn what_others_wrote_stays_whatever_it_is() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.xlsx"), b"notes").unwrap();
        fs::create_dir(root.path().join("a (2).xlsx")).unwrap();
        let placed =
            outputs().write(&root.path().join("a.xlsx"), Cursor::new(workbook("1"))).unwrap();
        assert_eq!(placed.path, root.path().join("a (3).xlsx"));
        assert!(placed.remark.unwrap().vi.contains("không phải do giaingan ghi"));
        assert_eq!(fs::read(root.path().join("a.xlsx")).unwrap(), b"notes");
    }

    #[test]
    fn nothing_is_forced_over_what_units_sent_or_the_office_keeps() {
        let (root, sent) = office();
        let closed = root.path().join("chot/2024-05/1/a.xlsx");
        let new = root.path().join("nop/2024-06/moi.xlsx");
        let round = root.path().join("ket-qua/../nop/b.xlsx");
        let own =
            ["giaingan.toml", "danh-muc.xlsx", "tiep-nhan.csv"].map(|name| root.path().join(name));
        fs::create_dir(root.path().join("ket-qua")).unwrap();
        for path in [&sent, &closed, &new, &round, &own[0], &own[1], &own[2]] {
            let mut forced = Outputs::new([], true);
            assert!(try_out(path).is_err(), "{}", path.display());
            assert!(forced.write(path, Cursor::new(workbook("1"))).is_err(), "{}", path.display());
        }
        assert_eq!(fs::read(&sent).unwrap(), b"theirs");
        let input = root.path().join("bao-cao.xlsx");
        fs::write(&input, workbook("1")).unwrap();
        assert!(
            Outputs::new([input.clone()], true).write(&input, Cursor::new(workbook("2"))).is_err()
        );
        assert!(
            outputs()
                .write(&root.path().join("ket-qua/nop.xlsx"), Cursor::new(workbook("1")))
                .is_ok()
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_leads_around_nothing() {
        let (root, sent) = office();
        let link = root.path().join("ket-qua.xlsx");
        std::os::unix::fs::symlink(&sent, &link).unwrap();
        assert!(Outputs::new([], true).write(&link, Cursor::new(workbook("1"))).is_err());
        assert_eq!(fs::read(&sent).unwrap(), b"theirs");
    }

    #[cfg(unix)]
    #[test]
    fn where_the_disk_ignores_case_what_must_not_be_replaced_has_no_other_spelling() {
        let (root, _) = office();
        let spelt = ["NOP/2024-06/b.xlsx", "Chot/2024-05/1/b.xlsx", "Danh-Muc.xlsx"];
        let try_all = || {
            let paths = spelt.iter().map(|name| root.path().join(name));
            paths.map(|path| Outputs::new([], true).place(&path).is_ok()).collect::<Vec<bool>>()
        };
        assert_eq!(try_all(), [true; 3]);
        // On such a disk the settings are found by any spelling.
        let settings = root.path().join("GIAINGAN.TOML");
        std::os::unix::fs::symlink(root.path().join("giaingan.toml"), settings).unwrap();
        assert_eq!(try_all(), [false; 3]);
    }

    #[test]
    fn a_path_that_excel_does_not_open_is_told() {
        let path = |letters: usize| {
            let folder = std::env::temp_dir();
            let rest = letters - folder.to_string_lossy().chars().count() - "/.xlsx".len();
            folder.join(format!("{}.xlsx", "ễ".repeat(rest)))
        };
        let folder = std::env::temp_dir();
        let slash = usize::from(folder.to_string_lossy().ends_with(std::path::MAIN_SEPARATOR));
        assert_eq!(beyond_excel(&path(218 - slash)), None);
        let told = beyond_excel(&path(219 + slash)).unwrap();
        assert!(told.vi.contains("Excel chỉ mở đến 218") && told.en.contains("Excel takes 218"));
    }

    #[test]
    fn two_outputs_of_a_run_never_share_a_name() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("Xã A.xlsx");
        for _ in 0..2 {
            let mut run = outputs();
            let names = [
                run.write(&path, Cursor::new(workbook("1"))).unwrap(),
                run.write(&root.path().join("XÃ A.xlsx"), Cursor::new(workbook("2"))).unwrap(),
            ];
            assert_eq!(names[1].path, root.path().join("XÃ A (2).xlsx"));
            assert_eq!(fs::read_dir(root.path()).unwrap().count(), 2);
        }
    }

    #[test]
    fn a_folder_is_a_folder_and_an_extension_is_added() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(workbook_at(root.path(), "a.xlsx"), root.path().join("a.xlsx"));
        assert_eq!(workbook_at(Path::new("moi/"), "a.xlsx"), Path::new("moi/a.xlsx"));
        assert_eq!(workbook_at(Path::new("quy-2"), "a.xlsx"), Path::new("quy-2.xlsx"));
        assert_eq!(
            workbook_at(Path::new("thang 6.2024"), "a.xlsx"),
            Path::new("thang 6.2024.xlsx")
        );
        assert_eq!(workbook_at(Path::new("b.XLSX"), "a.xlsx"), Path::new("b.XLSX"));
    }

    #[test]
    fn links_lead_from_where_the_workbook_stands() {
        let (root, _) = office();
        let home = root.path();
        assert_eq!(way(&home.join("ket-qua/2024-06/a.xlsx"), home), "../../");
        assert_eq!(way(&home.join("a.xlsx"), home), "");
        let elsewhere = tempfile::tempdir().unwrap();
        let way = way(&elsewhere.path().join("a.xlsx"), home);
        assert!(elsewhere.path().join(way).join("giaingan.toml").is_file());
    }
}
