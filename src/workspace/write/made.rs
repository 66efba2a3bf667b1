//! What is made and not yet put in its place. It lies in a file of the system without a name, which goes with the process:
//! the figures of hundreds of units are gigabytes.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use anyhow::Result;

use super::whole::no_temporary;
use crate::domain::digest;

/// A file that is made.
#[derive(Debug)]
pub struct Made {
    /// Its name.
    pub name: String,
    /// Its SHA-256.
    pub sha256: String,
    file: File,
}

impl Made {
    /// One with this content.
    ///
    /// # Errors
    /// The content cannot be read, or the system's folder for temporary files takes no file.
    pub fn of(name: &str, mut content: impl Read) -> Result<Made> {
        let mut making = Making::new(name)?;
        io::copy(&mut content, &mut making)?;
        making.done()
    }

    /// A file that lies somewhere already.
    ///
    /// # Errors
    /// It cannot be read.
    pub(in crate::workspace) fn there(name: &str, file: File) -> io::Result<Made> {
        (&file).rewind()?;
        Ok(Made { name: name.to_owned(), sha256: digest::of(&file)?, file })
    }

    /// Its content, from the beginning; one reader at a time, for they would share their place in the file.
    ///
    /// # Errors
    /// The system refuses.
    pub fn read(&mut self) -> io::Result<impl Read> {
        self.file.rewind()?;
        Ok(BufReader::new(&self.file))
    }

    /// All of its content.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn bytes(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.read()?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// A file that is being made.
pub struct Making {
    name: String,
    out: BufWriter<File>,
}

impl Making {
    /// An empty one.
    ///
    /// # Errors
    /// The system's folder for temporary files takes no file.
    pub fn new(name: &str) -> Result<Making> {
        let file = tempfile::tempfile().map_err(|error| no_temporary(&error))?;
        Ok(Making { name: name.to_owned(), out: BufWriter::new(file) })
    }

    /// Ends it.
    ///
    /// # Errors
    /// The disk is full.
    pub fn done(self) -> Result<Made> {
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Made::there(&self.name, file)?)
    }
}

impl Write for Making {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_is_read_as_often_as_one_likes() {
        let text = "Tổng hợp\n".repeat(10_000);
        let mut made = Made::of("so.csv", text.as_bytes()).unwrap();
        assert_eq!((&*made.name, made.sha256.clone()), ("so.csv", digest::sha256(text.as_bytes())));
        assert_eq!(made.bytes().unwrap(), text.as_bytes());
        assert_eq!(made.bytes().unwrap(), text.as_bytes());
    }
}
