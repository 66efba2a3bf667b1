//! The folder is the database: the only module that knows where things lie in it and what its files are called.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Result;
use unicode_normalization::UnicodeNormalization;

use crate::domain::catalogue::Catalogue;
use crate::domain::code::UnitCode;
use crate::domain::digest::sha256;
use crate::domain::lang::Words;
use crate::domain::money::MoneyUnit;
use crate::domain::period::Period;
use crate::domain::register::Register;
use crate::domain::settings::{Exclusion, Settings};
use crate::read::Workbook;

pub mod closed;
pub(crate) mod faults;
pub(crate) mod folder;
pub mod receipts;
pub(crate) mod register;
mod samples;
pub(crate) mod scripts;
pub(crate) mod settings;
pub(crate) mod write;

pub use faults::{Faults, nearest, suggestion};
pub use folder::FoundFile;
pub use receipts::{Entry, Ledger, Receipt, Receipts};
pub use settings::{FILE as SETTINGS, Known};
pub use write::{
    Content, Earlier, Made, Making, Outputs, Placed, file_name, is_this, sealed, try_out, way,
    workbook_at, write, write_new,
};

/// What a folder is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The folder of an office: it has a `giaingan.toml`.
    Office,
    /// Any folder of workbooks: units, period and plan come from the files alone.
    Bare,
}

/// A folder and what its own files say. What the units sent is only listed here, never opened.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The folder, as an absolute path.
    pub root: PathBuf,
    /// What it is.
    pub kind: Kind,
    /// `giaingan.toml`; in a bare folder every default.
    pub settings: Settings,
    /// `danh-muc.xlsx`; in a bare folder empty.
    pub register: Register,
    /// The programs, with those of the sheet "Chương trình".
    pub catalogue: Catalogue,
    /// `tiep-nhan.csv`; empty where there is none.
    pub receipts: Receipts,
    /// What the settings say without effect, and what `init` wrote for show.
    pub notes: Vec<Words>,
}

impl Workspace {
    /// Opens a folder. `known` are the names of rules and headings that the settings may use, `read` turns the bytes of
    /// `danh-muc.xlsx` into a workbook.
    ///
    /// # Errors
    /// [`Faults`] where the path is no folder, or one of the office's own files is missing, cannot be read or says
    /// something wrong.
    pub fn open(
        path: &Path,
        known: &Known<'_>,
        read: impl FnOnce(&[u8]) -> Result<Workbook>,
    ) -> Result<Workspace> {
        let root = folder_at(path)?;
        let mut workspace = Workspace {
            root,
            kind: Kind::Bare,
            settings: Settings::default(),
            register: Register::default(),
            catalogue: Catalogue::embedded(),
            receipts: Receipts::default(),
            notes: Vec::new(),
        };
        if !workspace.root.join(settings::FILE).is_file() {
            is_no_broken_workspace(&workspace.root)?;
            return Ok(workspace);
        }
        workspace.kind = Kind::Office;
        let mut catalogue = Catalogue::embedded();
        let text = bytes_of(&workspace.root.join(settings::FILE))?;
        (workspace.settings, workspace.notes) = settings::read(&text, known)?;
        workspace.register = workspace.read_register(&mut catalogue, None, read)?;
        workspace.catalogue = catalogue;
        workspace.notes.extend(samples::told(&workspace.settings, &workspace.register));
        let (settings, register) = (&workspace.settings, &workspace.register);
        settings::agree(&text, settings, register, &workspace.catalogue)?;
        let receipts = workspace.root.join(receipts::FILE);
        if receipts.is_file() {
            workspace.receipts = receipts::read(&bytes_of(&receipts)?)?;
        }
        Ok(workspace)
    }

    /// The register with the amounts of its journal read in the unit of money that they are `meant` in; those of the
    /// units in `except` stay as they are.
    ///
    /// # Errors
    /// [`Faults`], as in [`Workspace::open`].
    pub fn register_meant(
        &self,
        meant: MoneyUnit,
        except: &BTreeSet<UnitCode>,
        read: impl FnOnce(&[u8]) -> Result<Workbook>,
    ) -> Result<Register> {
        let mut register = self.read_register(&mut Catalogue::embedded(), Some(meant), read)?;
        for (decision, written) in register.decisions.iter_mut().zip(&self.register.decisions) {
            if written.unit.as_ref().is_some_and(|unit| except.contains(unit)) {
                decision.amount = written.amount;
            }
        }
        Ok(register)
    }

    fn read_register(
        &self,
        catalogue: &mut Catalogue,
        meant: Option<MoneyUnit>,
        read: impl FnOnce(&[u8]) -> Result<Workbook>,
    ) -> Result<Register> {
        let path = self.root.join(register::FILE);
        if !path.is_file() {
            let root = self.root.display();
            return Err(Faults::one(
                format!("không thấy {} trong {root}; sao chép tệp danh mục vào đó, hoặc tạo thư mục làm việc mới bằng: giaingan init", register::FILE),
                format!("there is no {} in {root}; copy the register there, or make a new workspace with: giaingan init", register::FILE),
            )
            .into());
        }
        let bytes = bytes_of(&path)?;
        let workbook = read(&bytes).map_err(|error| {
            let file = register::FILE;
            Faults::one(
                format!("không đọc được {file}: {error}; mở tệp bằng Excel, lưu lại dạng .xlsx rồi chạy lại"),
                format!("cannot read {file}: {error}; open it in Excel, save it as .xlsx and run again"),
            )
        })?;
        let state = sha256(&bytes);
        Ok(register::parse(&workbook, state, catalogue, &self.settings.office, meant)?)
    }

    /// Whether something is left of what `init` wrote for show.
    pub fn has_samples(&self) -> bool {
        samples::told(&self.settings, &self.register).is_some()
    }

    /// The files sent for a period, by shown path: all that lies in `nop/<period>/`, however the folder's name writes
    /// the period. In a bare folder every workbook, whatever its period: the files themselves say it.
    ///
    /// # Errors
    /// A folder that cannot be listed.
    pub fn submissions(&self, period: Period) -> Result<Vec<FoundFile>> {
        match self.kind {
            Kind::Bare => self.workbooks(),
            Kind::Office => folder::submissions(&self.root, period),
        }
    }

    /// Every workbook of a bare folder, by shown path.
    ///
    /// # Errors
    /// The folder cannot be listed.
    pub fn workbooks(&self) -> Result<Vec<FoundFile>> {
        folder::workbooks(&self.root)
    }

    /// The forms to be mended that lie in `tra-lai/<period>/`.
    ///
    /// # Errors
    /// The folder cannot be listed.
    pub fn returned_forms(&self, period: Period) -> Result<Vec<FoundFile>> {
        let folder = self.returned(period);
        match self.kind == Kind::Office && folder.is_dir() {
            true => folder::named(&folder),
            false => Ok(Vec::new()),
        }
    }

    /// The periods that have a folder below `nop/`, the earliest first. None in a bare folder.
    ///
    /// # Errors
    /// `nop/` cannot be listed.
    pub fn periods(&self) -> Result<Vec<Period>> {
        match self.kind {
            Kind::Bare => Ok(Vec::new()),
            Kind::Office => folder::periods(&self.root),
        }
    }

    /// What lies directly in `nop/` and belongs to no period, so that it can be said: nobody would look at it.
    ///
    /// # Errors
    /// `nop/` cannot be listed.
    pub fn strays(&self) -> Result<Vec<String>> {
        match self.kind {
            Kind::Bare => Ok(Vec::new()),
            Kind::Office => folder::strays(&self.root),
        }
    }

    /// Why a file is left out on purpose, where it is.
    pub fn exclusion(&self, shown: &str) -> Option<&Exclusion> {
        self.settings.exclude.iter().find(|exclusion| exclusion.file == shown)
    }

    /// The folder of what the units sent for a period, from the workspace, with `/`.
    pub fn submitted(period: Period) -> String {
        format!("{}/{period}", folder::SUBMITTED)
    }

    /// The folder of the consolidated workbook and the letters of a period. It is made when it is first written to.
    pub fn results(&self, period: Period) -> PathBuf {
        self.root.join(folder::RESULTS).join(period.to_string())
    }

    /// The folder of the forms issued for a period.
    pub fn forms(&self, period: Period) -> PathBuf {
        self.root.join(folder::FORMS).join(period.to_string())
    }

    /// The folder of the workbooks sent back for a period.
    pub fn returned(&self, period: Period) -> PathBuf {
        self.root.join(folder::RETURNED).join(period.to_string())
    }

    /// The closed snapshot of a period.
    pub fn snapshot(&self, period: Period) -> PathBuf {
        self.root.join(folder::CLOSED).join(format!("{period}.json"))
    }

    /// A path as it is shown and kept: from the workspace, with `/`.
    pub fn shown(&self, path: &Path) -> String {
        shown_path(&path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy())
    }
}

/// A folder that holds the register or `nop/` was a workspace: without its settings it must not pass for a folder of files,
/// or units, plan and deadlines would be forgotten without a word.
fn is_no_broken_workspace(root: &Path) -> Result<()> {
    let left =
        [register::FILE, folder::SUBMITTED].into_iter().find(|name| root.join(name).exists());
    let Some(left) = left else { return Ok(()) };
    let (shown, file) = (root.display(), settings::FILE);
    Err(Faults::one(
        format!(
            "{shown} có {left} nhưng không có {file}: thư mục làm việc thiếu tệp cấu hình; chép lại {file} vào đó (hoặc tạo mới bằng: giaingan init)"
        ),
        format!(
            "{shown} holds {left} and no {file}: a workspace without its settings; put {file} back (or make one with: giaingan init)"
        ),
    )
    .into())
}

/// A path as the contract writes it: with `/`, without a leading `./`, in composed Unicode, so that a name that came
/// from another system is the same name here.
pub(crate) fn shown_path(path: &str) -> String {
    let path: String = path.trim().nfc().map(|c| if c == '\\' { '/' } else { c }).collect();
    path.trim_start_matches("./").to_owned()
}

fn folder_at(path: &Path) -> Result<PathBuf> {
    let root = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let shown = root.display();
    let found = fs::metadata(&root);
    if found.as_ref().is_ok_and(fs::Metadata::is_dir) {
        return Ok(root);
    }
    let faults = match found {
        Ok(_) => Faults::one(
            format!("{shown} là một tệp; hãy chỉ thư mục chứa nó"),
            format!("{shown} is a file; name the folder that it lies in"),
        ),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Faults::one(
            format!(
                "không có thư mục {shown}; kiểm tra lại đường dẫn, hoặc tạo thư mục làm việc mới bằng: giaingan init \"{shown}\""
            ),
            format!(
                "there is no folder {shown}; look at the path again, or make a new workspace with: giaingan init \"{shown}\""
            ),
        ),
        Err(error) => Faults::one(
            format!("không mở được thư mục {shown}: {error}"),
            format!("cannot open the folder {shown}: {error}"),
        ),
    };
    Err(faults.into())
}

/// The content of a file.
///
/// # Errors
/// [`Faults`]: why it cannot be read, and what to do.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| write::refused(path, &error, write::Act::Read).into())
}

#[cfg(test)]
mod tests;
