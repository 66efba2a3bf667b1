//! Copies files in and registers them: the copy is on the disk before its line is.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Result;

use super::files::Found;
use super::{Arriving, Outcome, Received};
use crate::domain::code::UnitCode;
use crate::domain::digest::sha256;
use crate::domain::lang::{Lang, Words};
use crate::domain::period::Period;
use crate::intake::Incoming;
use crate::workspace::{self, Entry, Faults, Ledger, Workspace};

/// Copies the files in and registers them, one after the other. Nobody else adds to the register meanwhile.
pub(super) fn record(
    workspace: &Workspace,
    is_dry: bool,
    items: &mut [(Found, Option<Outcome>)],
    arriving: Vec<Arriving>,
) -> Result<()> {
    if arriving.is_empty() {
        return Ok(());
    }
    let mut ledger = match is_dry {
        true => None,
        false => Some(Ledger::open(&workspace.root)?),
    };
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for Arriving { at, incoming, mut received } in arriving {
        let Received { unit, period, sha256, .. } = &received;
        let known = ledger.as_ref().and_then(|of| of.receipts().of_report(unit, *period, sha256));
        let outcome = match known {
            // Another run was faster.
            Some(receipt) => Outcome::Known(receipt.clone(), true),
            None => match enter(workspace, ledger.as_mut(), &incoming, &mut received, &mut taken) {
                Ok(()) => Outcome::Received(Box::new(received)),
                Err(error) => Outcome::Failed(failure(&error)),
            },
        };
        items[at].1 = Some(outcome);
    }
    Ok(())
}

/// Copies a file in, where it is not there yet, and adds its line; without a register neither.
fn enter(
    workspace: &Workspace,
    ledger: Option<&mut Ledger>,
    incoming: &Incoming,
    received: &mut Received,
    taken: &mut BTreeSet<String>,
) -> Result<()> {
    let bytes = workspace::bytes_of(&incoming.path)?;
    if sha256(&bytes) != received.sha256 {
        return Err(Faults::one(
            "tệp bị thay đổi trong khi đang tiếp nhận; chạy lại lệnh",
            "the file changed while it was received; run again",
        )
        .into());
    }
    if received.is_copied {
        received.file = copy(workspace, ledger.is_none(), &bytes, incoming, received, taken)?;
    }
    let Some(ledger) = ledger else { return Ok(()) };
    let Received { unit, period, file, at, sha256, .. } = &*received;
    let added = ledger.add(&Entry { unit, period: *period, file, received: *at, sha256 });
    added.map_err(|error| {
        let words = failure(&error);
        let (vi, en) = (words.vi, words.en);
        Faults::one(
            format!("{vi}; tệp đã nằm ở {file} nhưng chưa vào sổ: chạy lại giaingan tiep-nhan, không nêu tên tệp"),
            format!("{en}; the file lies at {file} and is not registered: run giaingan receive again, without files"),
        )
        .into()
    })
}

/// Copies a file into the folder of its period, under the first name that is free, and gives that name.
fn copy(
    workspace: &Workspace,
    is_dry: bool,
    bytes: &[u8],
    incoming: &Incoming,
    received: &Received,
    taken: &mut BTreeSet<String>,
) -> Result<String> {
    let folder = Workspace::submitted(received.period);
    let home = workspace.root.join(&folder);
    if fs::symlink_metadata(&home).is_ok_and(|found| !found.is_dir()) {
        return Err(Faults::one(
            format!("{folder} là liên kết hoặc tệp, không phải thư mục, nên không ghi vào đó; thay bằng thư mục thật"),
            format!("{folder} is a link or a file and no folder, and is not written to; put a real folder there"),
        )
        .into());
    }
    for name in names(&received.unit, &received.name, received.period, &incoming.path) {
        let target = home.join(&name);
        let there = fs::symlink_metadata(&target).ok();
        // A run that was killed before it wrote the line left the copy.
        let is_left = || {
            let there = there.as_ref().filter(|there| there.is_file());
            there.is_some_and(|there| there.len() == bytes.len() as u64)
                && fs::read(&target).is_ok_and(|content| content == bytes)
        };
        let is_ours = match there.is_some() || taken.contains(&name) {
            true => is_left(),
            false => is_dry || workspace::write_new(&target, bytes)?,
        };
        if is_ours {
            taken.insert(name.clone());
            return Ok(format!("{folder}/{name}"));
        }
    }
    unreachable!("there is always another number")
}

/// The names under which a file may lie: its unit and period, then "… (2)", with the extension that it came with.
pub(super) fn names(
    unit: &UnitCode,
    name: &str,
    period: Period,
    source: &Path,
) -> impl Iterator<Item = String> {
    /// More letters than this are no extension.
    const LONGEST: usize = 5;
    let owner = match unit.as_str() == name {
        true => name.to_owned(),
        false => format!("{unit} - {name}"),
    };
    // "Tổ 3 - 2024" would be read as March.
    let time = match period {
        Period::Year(year) => format!("năm {year}"),
        period => period.to_string(),
    };
    let stem = format!("{} - {time}", workspace::file_name(&owner));
    let extension = source.extension().map(|of| of.to_string_lossy().to_lowercase());
    let is_plain = |of: &String| {
        of.len() <= LONGEST && of.bytes().all(|letter| letter.is_ascii_alphanumeric())
    };
    let extension = extension.filter(is_plain).map_or(String::new(), |of| format!(".{of}"));
    (1_u32..).map(move |number| match number {
        1 => format!("{stem}{extension}"),
        number => format!("{stem} ({number}){extension}"),
    })
}

/// Why it could not be done, in both languages.
fn failure(error: &anyhow::Error) -> Words {
    match error.downcast_ref::<Faults>() {
        Some(faults) => Words::new(faults.show(Lang::Vi), faults.show(Lang::En)),
        None => Words::new(error.to_string(), error.to_string()),
    }
}
