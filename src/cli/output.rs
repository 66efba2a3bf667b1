//! Results to stdout, talk to stderr; a reader that went away is a quiet end.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Result;
use console::Term;

use super::{Global, When};
use crate::domain::label::harmless_lines;
use crate::domain::lang::{Lang, words};
use crate::render::terminal::{Colour, Screen};
use crate::workspace::{Faults, Placed};

/// Prints a result.
///
/// # Errors
/// stdout cannot be written to, for another reason than that nobody reads it any more.
pub(super) fn print(text: &str) -> Result<()> {
    print_bytes(text.as_bytes())
}

/// Prints a result as it is.
pub(super) fn print_bytes(bytes: &[u8]) -> Result<()> {
    write(|out| out.write_all(bytes))
}

/// Lets `writer` write a result to stdout, in pieces of a sensible size.
pub(super) fn write(writer: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut out = io::stdout().lock();
    match writer(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done.map_err(|error| {
            Faults::one(
                format!("không ghi được kết quả ra màn hình hay tệp nhận: {error}"),
                format!("cannot write the result to the screen or the file that takes it: {error}"),
            )
        })?),
    }
}

/// Says something beside the result, whatever a file of the office's or a unit's put into it. Where nobody can hear it,
/// nothing is lost.
pub(super) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", harmless_lines(text.trim_end()));
}

/// A path as it is typed in a command that is suggested.
pub(super) fn typed(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain = |letter: char| letter.is_alphanumeric() || "._-/\\:".contains(letter);
    if !path.is_empty() && path.chars().all(is_plain) {
        return path;
    }
    // A backslash before the closing quote would be taken for a part of the name.
    format!("\"{}\"", path.trim_end_matches('\\'))
}

/// Says where an output stands, where that is not where it was asked for, and what will keep it from being opened.
pub(super) fn placed(placed: &Placed, lang: Lang) {
    for words in [&placed.remark, &placed.warning].into_iter().flatten() {
        note(words.get(lang));
    }
}

/// Opens a file in the program that the system has for it; where it has none, that is said and no more.
pub(super) fn open(path: &Path, lang: Lang) {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let program = match () {
        () if cfg!(windows) => "explorer",
        () if cfg!(target_os = "macos") => "open",
        () => "xdg-open",
    };
    let mut command = Command::new(program);
    // Explorer reads its line itself: a name with a comma and no blank is two to it where it bears no quotes.
    #[cfg(windows)]
    std::os::windows::process::CommandExt::raw_arg(&mut command, format!("\"{}\"", path.display()));
    #[cfg(not(windows))]
    command.arg(&path);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Nobody waits for it: the clerk works in it as long as she likes.
    if command.spawn().is_err() {
        let words = words!(
            "Không mở được tệp từ đây; hãy mở bằng tay: {path}",
            "It could not be opened from here; open it yourself: {path}";
            path = path.display()
        );
        note(words.get(lang));
    }
}

/// The screen that results are laid out for.
pub(super) fn screen(global: &Global) -> Screen {
    // On Windows this switches the escape codes of the console on; an old one has none.
    let takes_colours = Term::stdout().features().colors_supported();
    let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colour = match global.color {
        When::Always => Colour::Ansi,
        When::Auto if takes_colours && !forbidden => Colour::Ansi,
        When::Auto | When::Never => Colour::Plain,
    };
    let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let of_terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = columns.or_else(of_terminal).unwrap_or(100);
    Screen { width: width.clamp(60, 160), colour }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_a_suggested_command_can_be_typed() {
        assert_eq!(typed(Path::new("huyện/nop-2024")), "huyện/nop-2024");
        assert_eq!(typed(Path::new("bao cao")), "\"bao cao\"");
        assert_eq!(typed(Path::new("C:\\bao cao\\")), "\"C:\\bao cao\"");
        assert_eq!(typed(Path::new("a&b")), "\"a&b\"");
    }
}
