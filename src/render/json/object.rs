//! An object that is written entry by entry, under names of ours.
//!
//! Not a struct that serde writes: a run has a million lines of fourteen entries each, and a serializer looks in each name for
//! letters to escape: it takes 1.6 times as long for the lines (`benches/own`).

use std::io;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::Serializer;

use super::text::Harmless;

/// An object that is being written.
pub(super) struct Object<'a, W> {
    out: &'a mut W,
    /// What stands before the next name.
    mark: &'static [u8],
}

/// Writes objects with commas between, each with what `body` puts into it.
pub(super) fn write_all<W: io::Write, T>(
    out: &mut W,
    items: impl IntoIterator<Item = T>,
    mut body: impl FnMut(&mut Object<'_, W>, T) -> io::Result<()>,
) -> io::Result<()> {
    for (at, item) in items.into_iter().enumerate() {
        if 0 < at {
            out.write_all(b",")?;
        }
        write(out, |object| body(object, item))?;
    }
    Ok(())
}

/// Writes an object with what `body` puts into it.
pub(super) fn write<W: io::Write>(
    out: &mut W,
    body: impl FnOnce(&mut Object<'_, W>) -> io::Result<()>,
) -> io::Result<()> {
    out.write_all(b"{")?;
    body(&mut Object { out, mark: b"\"" })?;
    out.write_all(b"}")
}

impl<W: io::Write> Object<'_, W> {
    /// An entry. Its name has no letter that JSON escapes.
    pub(super) fn entry(
        &mut self,
        name: &'static str,
        value: &(impl Serialize + ?Sized),
    ) -> io::Result<()> {
        self.name(name)?;
        Ok(value.serialize(&mut Serializer::with_formatter(&mut *self.out, Harmless))?)
    }

    /// An entry that is one list of all the objects that `write_list` makes of each of `lists`, with commas between.
    /// Many lists are written side by side and put together in their order: of a run they are most of what is written.
    pub(super) fn lists<T: Sync>(
        &mut self,
        name: &'static str,
        lists: &[T],
        write_list: impl Fn(&mut Vec<u8>, &T) -> io::Result<()> + Sync,
    ) -> io::Result<()> {
        /// How many lists are held in memory: of 600 reports each has a third of a megabyte.
        const SIDE_BY_SIDE: usize = 8;
        self.name(name)?;
        self.out.write_all(b"[")?;
        let mut is_first = true;
        for some in lists.chunks(SIDE_BY_SIDE) {
            let written = some.par_iter().map(|list| {
                let mut out = Vec::new();
                write_list(&mut out, list).map(|()| out)
            });
            let written: io::Result<Vec<Vec<u8>>> = written.collect();
            for list in written?.iter().filter(|list| !list.is_empty()) {
                if !std::mem::take(&mut is_first) {
                    self.out.write_all(b",")?;
                }
                self.out.write_all(list)?;
            }
        }
        self.out.write_all(b"]")
    }

    fn name(&mut self, name: &'static str) -> io::Result<()> {
        self.out.write_all(self.mark)?;
        self.mark = b",\"";
        self.out.write_all(name.as_bytes())?;
        self.out.write_all(b"\":")
    }
}
