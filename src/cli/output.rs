//! Results to stdout, talk to stderr; a reader that went away is a quiet end.

use std::io::{self, IsTerminal, Write};

use anyhow::Result;

use super::{Global, When};
use crate::domain::label::harmless;
use crate::domain::lang::Lang;
use crate::render::terminal::{Colour, Screen};
use crate::workspace::Placed;

/// Prints a result.
///
/// # Errors
/// stdout cannot be written to, for another reason than that nobody reads it any more.
pub fn print(text: &str) -> Result<()> {
    print_bytes(text.as_bytes())
}

/// Prints a result as it is.
pub fn print_bytes(bytes: &[u8]) -> Result<()> {
    write(|out| out.write_all(bytes))
}

/// Lets `writer` write a result to stdout, in pieces of a sensible size.
pub fn write(writer: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut out = io::stdout().lock();
    match writer(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

/// Says something beside the result. Where nobody can hear it, nothing is lost.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
}

/// Says where an output stands, where that is not where it was asked for.
pub fn placed(placed: &Placed, lang: Lang) {
    if let Some(remark) = &placed.remark {
        note(&harmless(remark.get(lang)));
    }
}

/// The screen that results are laid out for.
pub fn screen(global: &Global) -> Screen {
    let is_terminal = io::stdout().is_terminal();
    let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colour = match global.color {
        When::Always => Colour::Ansi,
        When::Auto if is_terminal && !forbidden => Colour::Ansi,
        When::Auto | When::Never => Colour::Plain,
    };
    let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let of_terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = columns.or_else(of_terminal).unwrap_or(100);
    Screen { width: width.clamp(60, 160), colour }
}
