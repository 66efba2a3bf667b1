//! The closed periods: `chot/<period>/<k>/` holds an edition as it was closed, `chot/<period>.json` says which is in force.
//!
//! An edition is written once and never changed: its files have their SHA-256 in its list (`ban-chot.json`), the list has
//! its own in the pointer, and the pointer carries one of itself. The list is written behind the files, and the pointer last:
//! a run that is killed before leaves a folder that nothing points to.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::faults::Faults;
use super::folder::CLOSED;
use super::write::{Act, Made};
use super::{Workspace, bytes_of, receipts, register, settings, write};
use crate::domain::closing::{Accepted, Event, Restated};
use crate::domain::digest::sha256;
use crate::domain::period::Period;

/// The list of an edition.
const LIST: &str = "ban-chot.json";
/// The figures of an edition: the report of `aggregate --format json`.
pub const FIGURES: &str = "tong-hop.json";
/// What `aggregate` prints, in Vietnamese and in English.
pub const PRINTED: [&str; 2] = ["in-ra.txt", "in-ra.en.txt"];
/// The files that its figures were made of.
pub const SOURCES: &str = "nguon.csv";
/// The headings of that list.
const SOURCE_HEADINGS: [&str; 4] = ["unit", "period", "file", "sha256"];

const POINTER_SCHEMA: &str = "giaingan.closing/1";
const EDITION_SCHEMA: &str = "giaingan.edition/1";

/// Which edition of a period is in force, and what was before.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Pointer {
    schema: String,
    period: String,
    /// The edition in force; `None` where the period was opened again.
    pub edition: Option<u32>,
    /// What became of it.
    pub history: Vec<Event>,
    /// SHA-256 of this file with nothing here.
    sha256: String,
}

/// The list of an edition: what stands in its folder beside it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct List {
    schema: String,
    /// The period.
    pub period: String,
    /// The number, from 1.
    pub edition: u32,
    /// The day on which it was closed.
    pub on: NaiveDate,
    /// The version of giaingan that made it.
    pub version: String,
    /// The name of the consolidated workbook.
    pub workbook: String,
    /// The name of the page; `None` where a version closed it that wrote none.
    #[serde(default)]
    pub page: Option<String>,
    /// The names of what `export` writes; none where a version closed it that had no `export`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exported: Vec<String>,
    /// What was accepted.
    pub accepted: Vec<Accepted>,
    /// How it differs from the edition before it, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restates: Option<Restated>,
    /// SHA-256 of each file, by name.
    pub files: BTreeMap<String, String>,
}

/// A file that the figures of an edition were made of, or that was read and not used.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Source {
    /// Whose it was, as far as that was known.
    pub unit: String,
    /// The folder of `nop/` that it lay in.
    pub period: String,
    /// Path from the workspace.
    pub file: String,
    /// SHA-256.
    pub sha256: String,
}

/// An edition, whole as it was closed.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The period.
    pub period: Period,
    /// What stands in it.
    pub list: List,
    folder: PathBuf,
}

/// All periods that were ever closed.
#[derive(Clone, Debug, Default)]
pub struct Closings(BTreeMap<Period, Pointer>);

/// What is put into an edition beside the office's own files.
pub struct Content<'a> {
    /// The consolidated workbook, as it is written.
    pub workbook: Made,
    /// The same of the page.
    pub page: Made,
    /// The figures for other programs, which bear the number of the edition.
    pub exported: &'a dyn Fn(u32) -> Result<Vec<Made>>,
    /// [`FIGURES`].
    pub figures: Made,
    /// [`PRINTED`].
    pub printed: [String; 2],
    /// [`SOURCES`].
    pub sources: &'a [Source],
    /// What was accepted.
    pub accepted: Vec<Accepted>,
    /// How it differs from the edition before it.
    pub restates: Option<Restated>,
    /// Today.
    pub on: NaiveDate,
}

/// The order in which periods are closed: by their last day, then a month before the quarter that it ends.
pub fn order(period: Period) -> impl Ord {
    (period.to(), std::cmp::Reverse(period.from()), period)
}

impl Closings {
    /// The edition of a period that is in force.
    pub fn in_force(&self, period: Period) -> Option<u32> {
        self.0.get(&period)?.edition
    }

    /// What became of a period.
    pub fn history(&self, period: Period) -> &[Event] {
        self.0.get(&period).map_or(&[], |pointer| &pointer.history)
    }

    /// The periods that are closed now, in the order of [`order`].
    pub fn closed(&self) -> Vec<Period> {
        let closed = self.0.iter().filter(|(_, pointer)| pointer.edition.is_some());
        let mut closed: Vec<Period> = closed.map(|(period, _)| *period).collect();
        closed.sort_by_key(|period| order(*period));
        closed
    }
}

impl Workspace {
    /// What was closed and opened again. None in a bare folder.
    ///
    /// # Errors
    /// [`Faults`] where a pointer cannot be read, or was changed by hand.
    pub fn closings(&self) -> Result<Closings> {
        let mut all = BTreeMap::new();
        for (_, name) in super::folder::entries(&self.root.join(CLOSED))? {
            let Some(period) = name.strip_suffix(".json").and_then(|name| name.parse().ok()) else {
                continue;
            };
            all.insert(period, self.pointer(period)?);
        }
        Ok(Closings(all))
    }

    /// The periods that have an edition and nothing that points to it: a run was killed before the period was closed, or the
    /// pointer was lost.
    ///
    /// # Errors
    /// The folder of closed periods cannot be listed.
    pub fn lost_editions(&self, closings: &Closings) -> Result<Vec<Period>> {
        let mut lost = Vec::new();
        for (folder, name) in super::folder::entries(&self.root.join(CLOSED))? {
            let Ok(period) = name.parse::<Period>() else { continue };
            if folder.is_dir() && !closings.0.contains_key(&period) {
                let editions = super::folder::entries(&folder)?;
                if editions.iter().any(|(edition, _)| edition.join(LIST).is_file()) {
                    lost.push(period);
                }
            }
        }
        Ok(lost)
    }

    fn pointer(&self, period: Period) -> Result<Pointer> {
        let path = self.snapshot(period);
        let bytes = bytes_of(&path)?;
        let parsed: Option<Pointer> = serde_json::from_slice(&bytes).ok();
        let whole = parsed.filter(|pointer| {
            pointer.schema == POINTER_SCHEMA
                && pointer.period == period.to_string()
                && sealed(pointer.clone()) == *pointer
        });
        Ok(whole.ok_or_else(|| changed(&self.shown(&path)))?)
    }

    /// The edition of a period that is in force, each of its files as it was closed; `None` where the period is open.
    ///
    /// # Errors
    /// [`Faults`] where a file of it was changed by hand, or is gone.
    pub fn edition_in_force(&self, closings: &Closings, period: Period) -> Result<Option<Edition>> {
        let number = closings.in_force(period);
        number.map(|number| self.edition(closings, period, number)).transpose()
    }

    /// An edition of a period, each of its files as it was closed.
    ///
    /// # Errors
    /// [`Faults`] where there is none, where a file of it was changed by hand, or is gone.
    pub fn edition(&self, closings: &Closings, period: Period, number: u32) -> Result<Edition> {
        let folder = self.editions(period).join(number.to_string());
        let path = folder.join(LIST);
        let told = closings.history(period).iter().find_map(|event| match event {
            Event::Closed { edition, sha256, .. } if *edition == number => Some(sha256),
            _ => None,
        });
        let bytes = bytes_of(&path)?;
        let list: Option<List> = serde_json::from_slice(&bytes).ok();
        let is_it = |list: &List| list.schema == EDITION_SCHEMA && told == Some(&sha256(&bytes));
        let list = list.filter(is_it).ok_or_else(|| changed(&self.shown(&path)))?;
        let edition = Edition { period, list, folder };
        for name in edition.list.files.keys() {
            edition.open(name)?;
        }
        Ok(edition)
    }

    /// The folder of the editions of a period.
    fn editions(&self, period: Period) -> PathBuf {
        self.root.join(CLOSED).join(period.to_string())
    }

    /// Closes a period with a new edition: its folder first, what points to it last.
    ///
    /// # Errors
    /// [`Faults`]: the disk, or the period was closed or opened by somebody else in the meantime.
    pub fn close(
        &self,
        closings: &Closings,
        period: Period,
        content: Content<'_>,
    ) -> Result<Edition> {
        let [vi, en] = content.printed;
        let (workbook, page) = (content.workbook.name.clone(), content.page.name.clone());
        let mut files = vec![
            content.workbook,
            content.page,
            content.figures,
            Made::of(PRINTED[0], vi.as_bytes())?,
            Made::of(PRINTED[1], en.as_bytes())?,
            Made::of(SOURCES, &listed(content.sources)?[..])?,
        ];
        for name in [settings::FILE, register::FILE, receipts::FILE] {
            let path = self.root.join(name);
            if path.is_file() {
                files.push(Made::of(name, &bytes_of(&path)?[..])?);
            }
        }
        let (restates, accepted) = (content.restates, content.accepted);
        let edition = |number: u32| {
            let exported = (content.exported)(number)?;
            let hashes = files.iter().chain(&exported);
            let list = List {
                schema: EDITION_SCHEMA.to_owned(),
                period: period.to_string(),
                edition: number,
                on: content.on,
                version: env!("CARGO_PKG_VERSION").to_owned(),
                workbook: workbook.clone(),
                page: Some(page.clone()),
                exported: exported.iter().map(|made| made.name.clone()).collect(),
                accepted: accepted.clone(),
                restates,
                files: hashes.map(|made| (made.name.clone(), made.sha256.clone())).collect(),
            };
            Ok((list, exported))
        };
        let (folder, list, exported) = self.new_edition(closings, period, edition)?;
        files.extend(exported);
        for made in &mut files {
            let path = folder.join(&made.name);
            write::write(&path, made.read()?)?;
        }
        let bytes = json(&list)?;
        write::write(&folder.join(LIST), &bytes[..])?;
        let event = Event::Closed {
            edition: list.edition,
            on: list.on,
            version: list.version.clone(),
            sha256: sha256(&bytes),
        };
        self.point(closings, period, Some(list.edition), event)?;
        Ok(Edition { period, list, folder })
    }

    /// Opens a closed period again; its editions stay.
    ///
    /// # Errors
    /// As of [`Workspace::close`].
    pub fn reopen(
        &self,
        closings: &Closings,
        period: Period,
        reason: &str,
        on: NaiveDate,
    ) -> Result<()> {
        let edition = closings.in_force(period).unwrap_or_default();
        let event = Event::Reopened { edition, on, reason: reason.to_owned() };
        self.point(closings, period, None, event)
    }

    /// The folder of a new edition, its list and what else bears its number: the first that no edition has. One that a killed
    /// run left without its list, or with this very list, is gone on with; a whole edition that nothing points to stays.
    fn new_edition(
        &self,
        closings: &Closings,
        period: Period,
        edition: impl Fn(u32) -> Result<(List, Vec<Made>)>,
    ) -> Result<(PathBuf, List, Vec<Made>)> {
        let used = closings.history(period).iter().filter_map(|event| match event {
            Event::Closed { edition, .. } => Some(*edition),
            Event::Reopened { .. } => None,
        });
        let mut number = used.max().unwrap_or(0) + 1;
        loop {
            let (list, exported) = edition(number)?;
            let folder = self.editions(period).join(number.to_string());
            match fs::read(folder.join(LIST)) {
                Ok(there) if there != json(&list)? => number += 1,
                _ => return Ok((folder, list, exported)),
            }
        }
    }

    fn point(
        &self,
        closings: &Closings,
        period: Period,
        edition: Option<u32>,
        event: Event,
    ) -> Result<()> {
        let there = self.closings()?;
        if there.0.get(&period) != closings.0.get(&period) {
            return Err(Faults::one(
                format!("{period} vừa được chốt hoặc mở chốt ở một lần chạy khác; xem lại rồi chạy lại"),
                format!("{period} was closed or opened again by another run just now; look at it and run again"),
            )
            .into());
        }
        let mut pointer = there.0.get(&period).cloned().unwrap_or_default();
        pointer.schema = POINTER_SCHEMA.to_owned();
        pointer.period = period.to_string();
        pointer.edition = edition;
        pointer.history.push(event);
        write::write(&self.snapshot(period), &json(&sealed(pointer))?[..])
    }
}

impl Edition {
    /// The bytes of one of its files, as they were closed.
    ///
    /// # Errors
    /// As of [`Edition::open`].
    pub fn file(&self, name: &str) -> Result<Vec<u8>> {
        Ok(self.open(name)?.bytes()?)
    }

    /// One of its files, as it was closed.
    ///
    /// # Errors
    /// [`Faults`] where it was changed by hand, or is gone.
    pub fn open(&self, name: &str) -> Result<Made> {
        let path = self.folder.join(name);
        let shown = || format!("{CLOSED}/{}/{}/{name}", self.period, self.list.edition);
        if !path.is_file() {
            let shown = shown();
            return Err(Faults::one(
                format!("không còn tệp {shown} của kỳ đã chốt; lấy lại từ bản sao lưu rồi chạy lại"),
                format!("the file {shown} of a closed period is gone; take it from a backup and run again"),
            )
            .into());
        }
        let unread = |error| write::refused(&path, &error, Act::Read);
        let made = fs::File::open(&path).and_then(|file| Made::there(name, file));
        let made = made.map_err(unread)?;
        match self.list.files.get(name) {
            Some(told) if *told == made.sha256 => Ok(made),
            _ => Err(changed(&shown()).into()),
        }
    }

    /// The files that its figures were made of.
    ///
    /// # Errors
    /// As of [`Edition::file`].
    pub fn sources(&self) -> Result<Vec<Source>> {
        let bytes = self.file(SOURCES)?;
        let text = bytes.strip_prefix(BOM).unwrap_or(&bytes);
        let mut reader = csv::Reader::from_reader(text);
        Ok(reader.deserialize().collect::<Result<_, _>>()?)
    }

    /// Where it lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Excel reads UTF-8 by it.
const BOM: &[u8] = "\u{feff}".as_bytes();

fn listed(sources: &[Source]) -> Result<Vec<u8>> {
    let mut out = csv::WriterBuilder::new().has_headers(false).from_writer(BOM.to_vec());
    out.write_record(SOURCE_HEADINGS)?;
    for source in sources {
        out.serialize(source)?;
    }
    Ok(out.into_inner()?)
}

fn json(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A pointer with the digest of itself.
fn sealed(mut pointer: Pointer) -> Pointer {
    pointer.sha256 = String::new();
    let bytes = serde_json::to_vec(&pointer).expect("a pointer is plain text and numbers");
    pointer.sha256 = sha256(&bytes);
    pointer
}

fn changed(shown: &str) -> Faults {
    Faults::one(
        format!(
            "{shown} không còn như khi chốt (bị sửa hoặc hỏng); lấy lại tệp từ bản sao lưu rồi chạy lại"
        ),
        format!(
            "{shown} is not as it was closed (changed or damaged); take the file from a backup and run again"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(root: &Path) -> Workspace {
        let known = super::super::Known { rules: &[], meanings: &[] };
        let mut workspace =
            Workspace::open(root, &known, |_| unreachable!("a bare folder has no register"))
                .unwrap();
        workspace.kind = super::super::Kind::Office;
        workspace
    }

    fn made(name: &str, text: &str) -> Made {
        Made::of(name, text.as_bytes()).unwrap()
    }

    fn content(sources: &[Source]) -> Content<'_> {
        Content {
            workbook: made("so.xlsx", "workbook"),
            page: made("so.html", "page"),
            exported: &|number| Ok(vec![made("so.csv", &number.to_string())]),
            figures: made(FIGURES, "{}"),
            printed: ["vi".to_owned(), "en".to_owned()],
            sources,
            accepted: Vec::new(),
            restates: None,
            on: NaiveDate::from_ymd_opt(2024, 6, 10).unwrap(),
        }
    }

    const MAY: Period = Period::Month(2024, 5);

    fn source() -> Source {
        let [unit, period, file, sha256] = ["A", "2024-05", "nop/2024-05/Xã, A.xlsx", "00"];
        let [unit, period, file, sha256] = [unit, period, file, sha256].map(str::to_owned);
        Source { unit, period, file, sha256 }
    }

    #[test]
    fn an_edition_comes_back_as_it_was_closed_and_the_next_has_another_number() {
        let temp = tempfile::tempdir().unwrap();
        let workspace = workspace(temp.path());
        let open = workspace.closings().unwrap();
        assert!(open.closed().is_empty());
        workspace.close(&open, MAY, content(&[source()])).unwrap();
        let closings = workspace.closings().unwrap();
        let edition = workspace.edition_in_force(&closings, MAY).unwrap().unwrap();
        assert_eq!(edition.file("so.xlsx").unwrap(), b"workbook");
        assert_eq!(edition.sources().unwrap(), [source()]);
        workspace.reopen(&closings, MAY, "nhầm", edition.list.on).unwrap();
        let closings = workspace.closings().unwrap();
        assert!(workspace.edition_in_force(&closings, MAY).unwrap().is_none());
        // What a killed run left without its list is gone on with; a whole edition stays.
        let [first, second] = ["1", "2"].map(|of| temp.path().join("chot/2024-05").join(of));
        fs::create_dir(&second).unwrap();
        fs::copy(first.join(LIST), second.join(LIST)).unwrap();
        fs::create_dir(temp.path().join("chot/2024-05/3")).unwrap();
        workspace.close(&closings, MAY, content(&[])).unwrap();
        let closings = workspace.closings().unwrap();
        assert_eq!(closings.in_force(MAY), Some(3));
        let edition = workspace.edition_in_force(&closings, MAY).unwrap().unwrap();
        assert_eq!(edition.list.exported, ["so.csv"]);
        assert_eq!(edition.file("so.csv").unwrap(), b"3", "it bears the number of its edition");
        assert_eq!(fs::read(first.join(LIST)).unwrap(), fs::read(second.join(LIST)).unwrap());
        assert!(workspace.edition(&closings, MAY, 1).is_ok());
        assert_eq!(closings.history(MAY).len(), 3);
    }

    #[test]
    fn a_list_of_a_version_that_wrote_no_page_and_exported_nothing_names_none() {
        let list = List { page: Some("so.html".to_owned()), ..List::default() };
        let mut old = serde_json::to_value(&list).unwrap();
        old.as_object_mut().unwrap().remove("page");
        let old: List = serde_json::from_value(old).unwrap();
        assert_eq!((old.page, old.exported), (None, Vec::new()));
    }

    #[test]
    fn whatever_is_changed_by_hand_or_gone_is_named() {
        let temp = tempfile::tempdir().unwrap();
        let workspace = workspace(temp.path());
        workspace.close(&Closings::default(), MAY, content(&[source()])).unwrap();
        let closings = workspace.closings().unwrap();
        let edition = workspace.edition_in_force(&closings, MAY).unwrap().unwrap();
        let mut paths: Vec<PathBuf> =
            edition.list.files.keys().map(|of| edition.folder.join(of)).collect();
        paths.extend([edition.folder.join(LIST), temp.path().join("chot/2024-05.json")]);
        for path in paths {
            let bytes = fs::read(&path).unwrap();
            let mut other = bytes.clone();
            let middle = other.len() / 2;
            other[middle] = if other[middle] == b'0' { b'1' } else { b'0' };
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            for change in [Some(other), None] {
                match change {
                    Some(other) => fs::write(&path, other).unwrap(),
                    // Without what points to it a period was never closed.
                    None if name == "2024-05.json" => continue,
                    None => fs::remove_file(&path).unwrap(),
                }
                let read = workspace
                    .closings()
                    .and_then(|closings| workspace.edition_in_force(&closings, MAY));
                let error = read.err().unwrap_or_else(|| panic!("{name}"));
                assert!(error.to_string().contains(&name), "{name}: {error}");
            }
            fs::write(&path, bytes).unwrap();
        }
        assert!(workspace.edition_in_force(&closings, MAY).unwrap().is_some());
    }

    #[test]
    fn two_runs_do_not_close_over_each_other() {
        let temp = tempfile::tempdir().unwrap();
        let workspace = workspace(temp.path());
        let open = workspace.closings().unwrap();
        workspace.close(&open, MAY, content(&[])).unwrap();
        assert!(workspace.close(&open, MAY, content(&[])).is_err());
        assert_eq!(workspace.closings().unwrap().in_force(MAY), Some(1));
    }

    #[test]
    fn a_month_is_closed_before_the_quarter_that_it_ends() {
        let mut periods: Vec<Period> = ["2024-Q2", "2024-07", "2024-06", "2024-H1", "2024-05"]
            .map(|of| of.parse().unwrap())
            .into();
        periods.sort_by_key(|period| order(*period));
        let order: Vec<String> = periods.iter().map(ToString::to_string).collect();
        assert_eq!(order, ["2024-05", "2024-06", "2024-Q2", "2024-H1", "2024-07"]);
    }
}
