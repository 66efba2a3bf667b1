//! An object that is written entry by entry, under names of ours.
//!
//! Not a map of serde: a run has a million lines of eleven entries each, and their names passed through a serializer,
//! which looks for letters to escape in them, cost more than all the figures behind them.

use std::io;

use serde::Serialize;
use serde_json::Serializer;

use super::text::Harmless;

/// An object that is being written.
pub(super) struct Object<'a, W> {
    out: &'a mut W,
    /// What stands before the next name.
    mark: &'static [u8],
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

    /// An entry that is a list of objects, each with what `body` puts into it.
    pub(super) fn list<T>(
        &mut self,
        name: &'static str,
        items: impl Iterator<Item = T>,
        mut body: impl FnMut(&mut Object<'_, W>, T) -> io::Result<()>,
    ) -> io::Result<()> {
        self.name(name)?;
        self.out.write_all(b"[")?;
        for (at, item) in items.enumerate() {
            if 0 < at {
                self.out.write_all(b",")?;
            }
            write(self.out, |object| body(object, item))?;
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
