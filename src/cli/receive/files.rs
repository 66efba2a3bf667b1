//! The files that are to be received, and what is said of them before they are read.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use super::{Arriving, Outcome, Received};
use crate::domain::code::UnitCode;
use crate::domain::digest::sha256;
use crate::domain::lang::words;
use crate::domain::period::Period;
use crate::intake::{Incoming, LARGEST, Sender};
use crate::rules;
use crate::workspace::Workspace;
use crate::workspace::folder::{self, FoundFile};

/// A file that was found, and the period of the folder of `nop/` in which it lies, where it does.
pub(in crate::cli) struct Found {
    pub(in crate::cli) file: FoundFile,
    pub(in crate::cli) home: Option<Period>,
    pub(super) source: String,
    /// It is named itself, not the folder that it lies in.
    is_named: bool,
}

impl Found {
    /// As it is read in the folder of this period, or as it speaks for itself.
    pub(in crate::cli) fn incoming(&self, period: Option<Period>) -> Incoming {
        let path = self.file.path.to_string_lossy();
        let shown: Arc<str> = match self.home {
            Some(_) => Arc::clone(&self.file.shown),
            None if cfg!(windows) => path.replace('\\', "/").into(),
            None => path.into(),
        };
        Incoming {
            path: self.file.path.clone(),
            shown,
            expected: self.home.or(period),
            received: None,
            is_registered: false,
            order: (0, 0),
            unit: None,
            sha256: None,
            obstacle: self.file.obstacle.clone(),
        }
    }
}

/// All that lies in the folders of periods.
pub(in crate::cli) fn inside(workspace: &Workspace) -> Result<Vec<Found>> {
    let mut inside = Vec::new();
    for of in workspace.periods()? {
        for file in workspace.submissions(of)? {
            let source = file.shown.to_string();
            inside.push(Found { file, home: Some(of), source, is_named: false });
        }
    }
    Ok(inside)
}

/// The files that are named, each once; or all that lie `inside`.
pub(in crate::cli) fn found(
    workspace: &Workspace,
    mut inside: Vec<Found>,
    period: Option<Period>,
    named: &[PathBuf],
) -> Result<Vec<Found>> {
    if named.is_empty() {
        inside.retain(|found| period.is_none_or(|period| found.home == Some(period)));
        inside.retain(|found| workspace.exclusion(&found.file.shown).is_none());
        return Ok(inside);
    }
    let true_path = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let at: BTreeMap<PathBuf, usize> =
        inside.iter().enumerate().map(|(at, found)| (true_path(&found.file.path), at)).collect();
    let mut inside: Vec<Option<Found>> = inside.into_iter().map(Some).collect();
    let (mut all, mut seen) = (Vec::new(), BTreeSet::new());
    for path in named {
        for file in folder::named(path)? {
            // A link is told of, and does not hide the file that it leads to.
            let place = match file.obstacle {
                Some(_) => file.path.clone(),
                None => true_path(&file.path),
            };
            if !seen.insert(place.clone()) {
                continue;
            }
            let is_named = !path.is_dir();
            if let Some(inside) = at.get(&place).and_then(|at| inside[*at].take()) {
                all.push(Found { is_named, ..inside });
                continue;
            }
            let source = file.shown.to_string();
            let path = std::path::absolute(&file.path).unwrap_or_else(|_| file.path.clone());
            let file = FoundFile { path, ..file };
            all.push(Found { file, home: None, source, is_named });
        }
    }
    Ok(all)
}

/// What lies in `nop/` and in no period's folder: nobody reads it there.
pub(super) fn strays(workspace: &Workspace) -> Result<Vec<(Found, Option<Outcome>)>> {
    let stays = |stray: String| {
        let reason = words!(
            "Không nằm trong thư mục của kỳ nào nên không được đọc",
            "It lies in no period's folder and is not read"
        );
        let advice = words!(
            "nêu tên này sau giaingan tiep-nhan để chép vào đúng kỳ, rồi bỏ bản ở đây",
            "name it after giaingan receive to have it copied into its period, and remove it here"
        );
        let path = workspace.root.join(&stray);
        let (shown, obstacle) = (Arc::from(stray.as_str()), None);
        let file = FoundFile { path, shown, size: 0, modified: 0, day: None, obstacle };
        let found = Found { file, home: None, source: stray, is_named: false };
        (found, Some(Outcome::Stays(reason, advice)))
    };
    Ok(workspace.strays()?.into_iter().map(stays).collect())
}

/// What is to be said of a file before it is read, and what the register says of the name under which it lies in `nop/`.
///
/// One that has another content than its receipt is registered only where it is named itself: somebody may have saved it
/// by mistake (GN112).
pub(super) fn known(workspace: &Workspace, found: &Found) -> Option<Outcome> {
    if let Some(obstacle) = &found.file.obstacle {
        let advice = words!(
            "nêu tên tệp thật, hoặc chép tệp thật vào rồi chạy lại",
            "name the file itself, or put a copy of it there, and run again"
        );
        return Some(Outcome::Stays(obstacle.clone(), advice));
    }
    let copy = || workspace.receipts.of_copy(&found.file.shown, &digest(&found.file)?);
    if let Some(receipt) = found.home.and_then(|_| copy()) {
        return Some(Outcome::Known(receipt.clone(), true));
    }
    let receipt = found.home.and_then(|_| workspace.receipts.of(&found.file.shown))?;
    if receipt.sha256.len() != 64 {
        return Some(Outcome::Known(receipt.clone(), true));
    }
    (!found.is_named).then(|| {
        let rule = &rules::CHANGED_AFTER_RECEIPT;
        let words = words!(
            "Tệp đã bị thay đổi sau khi tiếp nhận ({code})",
            "The file was changed after receipt ({code})";
            code = rule.code
        );
        let advice = words!(
            "lấy lại đúng tệp đơn vị đã gửi; nếu đây là bản đơn vị gửi thay thế thì nêu tên tệp này sau giaingan tiep-nhan",
            "restore the file that the unit sent; where this is a later edition of the unit, name it after giaingan receive"
        );
        Outcome::Stays(words, advice)
    })
}

/// The SHA-256 of a file that may be opened.
fn digest(file: &FoundFile) -> Option<String> {
    let may_be = file.obstacle.is_none() && file.size <= LARGEST;
    may_be.then(|| fs::read(&file.path).ok()).flatten().map(|bytes| sha256(&bytes))
}

/// What the register says of a report that a unit sent before, under whatever name. `submitted` are the files of `nop/` by
/// the names that receipts give them.
pub(super) fn sent_before(
    workspace: &Workspace,
    submitted: &BTreeMap<String, PathBuf>,
    sender: &Sender,
) -> Option<Outcome> {
    let Sender { unit, period, sha256: content } = sender;
    let receipt = workspace.receipts.of_report(unit, *period, content)?;
    let there =
        || -> Option<String> { Some(sha256(&fs::read(submitted.get(&receipt.file)?).ok()?)) };
    Some(Outcome::Known(receipt.clone(), there().as_ref() == Some(content)))
}

/// Of files that a unit sent for one period with one content the first counts.
pub(super) fn twins(items: &mut [(Found, Option<Outcome>)], arriving: &mut Vec<Arriving>) {
    let mut first: BTreeMap<(UnitCode, Period, String), (usize, String)> = BTreeMap::new();
    arriving.retain(|Arriving { at, received, .. }| {
        let Received { unit, period, sha256, .. } = received;
        let (found, outcome) = &mut items[*at];
        match first.entry((unit.clone(), *period, sha256.clone())) {
            Entry::Occupied(of) => {
                let (first, source) = of.get();
                *outcome = Some(Outcome::Twin(*first, source.clone()));
                false
            }
            Entry::Vacant(of) => {
                of.insert((*at, found.source.clone()));
                true
            }
        }
    });
}

/// What is the same as a file that could not be registered, could not be either.
pub(super) fn share(items: &mut [(Found, Option<Outcome>)]) {
    for at in 0..items.len() {
        let Some(Outcome::Twin(first, _)) = items[at].1 else { continue };
        if let Some(Outcome::Failed(why)) = &items[first].1 {
            items[at].1 = Some(Outcome::Failed(why.clone()));
        }
    }
}
