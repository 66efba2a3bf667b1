//! What is said when the command line is wrong or a run could not be done: one line, exit status 2.

use std::error::Error;
use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use rust_xlsxwriter::XlsxError;
use zip::result::ZipError;

use super::output;
use crate::domain::label::harmless;
use crate::domain::lang::{Lang, Words, words};
use crate::workspace::write::no_temporary;
use crate::workspace::{self, Faults};

/// The language that the arguments ask for, before they are parsed: the help is written in it too.
pub(super) fn language(args: &[OsString]) -> Option<Lang> {
    let of = |word: &str| match word {
        "vi" => Some(Lang::Vi),
        "en" => Some(Lang::En),
        _ => None,
    };
    let words: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
    let apart = || words.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1]);
    joined.or_else(apart).and_then(of)
}

/// The arguments as they were meant. PowerShell completes the name of a folder with blanks to `"bao cao\"`, and Windows
/// reads the quote after the backslash as a letter: all that follows is taken for the name.
pub(super) fn meant(args: Vec<OsString>) -> Vec<OsString> {
    let mut meant = Vec::with_capacity(args.len());
    for arg in args {
        match arg.to_str().and_then(|text| text.split_once('"')) {
            // A quote that is meant has a letter behind it: `--name "UBND \"A\""`.
            Some((path, rest))
                if !path.is_empty() && (rest.is_empty() || rest.starts_with(' ')) =>
            {
                meant.push(path.into());
                meant.extend(rest.split_whitespace().map(|word| word.trim_matches('"').into()));
            }
            _ => meant.push(arg),
        }
    }
    meant
}

/// Options that take a value, which is no file.
const VALUED: [&str; 6] = ["--lang", "--color", "--today", "-p", "--period", "--format"];

/// Whether files are named without a command. A first word that is a command is the command; one that is neither that nor
/// a path is a slip in a command.
pub(super) fn is_of_files(args: &[OsString], command: &clap::Command) -> bool {
    let mut rest = args.iter().skip(1);
    let mut first = None;
    while let Some(arg) = rest.next() {
        match arg.to_str() {
            Some(option) if VALUED.contains(&option) => {
                rest.next();
            }
            Some(option) if option.starts_with('-') => {}
            _ => {
                first = Some(arg);
                break;
            }
        }
    }
    let Some(first) = first else { return false };
    let is_command = first.to_str().is_some_and(|word| {
        let mut all = command.get_subcommands();
        all.any(|of| of.get_name() == word || of.get_all_aliases().any(|alias| alias == word))
    });
    let path = std::path::Path::new(first);
    let looks_like_a_file = path.extension().is_some() || 1 < path.components().count();
    !is_command && (looks_like_a_file || path.exists())
}

/// Help and version go to stdout; anything else is a line of ours.
pub(super) fn report(error: &clap::Error, lang: Lang) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return match output::print(&error.render().to_string()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(2),
        };
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        output::note(&error.render().to_string());
        return ExitCode::from(2);
    }
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let (argument, value) = (said(ContextKind::InvalidArg), said(ContextKind::InvalidValue));
    let near =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let near = near.into_iter().map(said).find(|text| !text.is_empty());
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => words!(
            "không có lệnh \"{name}\"",
            "there is no command \"{name}\"";
            name = said(ContextKind::InvalidSubcommand)
        ),
        ErrorKind::UnknownArgument => {
            words!("không hiểu tham số {argument}", "unknown argument {argument}"; argument)
        }
        ErrorKind::MissingRequiredArgument => {
            words!("thiếu {argument}", "{argument} is missing"; argument)
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            words!("thiếu giá trị sau {argument}", "a value is missing after {argument}"; argument)
        }
        ErrorKind::InvalidValue => words!(
            "{argument}: không dùng được \"{value}\" (chỉ: {valid})",
            "{argument}: \"{value}\" is not one of {valid}";
            argument, value, valid = said(ContextKind::ValidValue)
        ),
        ErrorKind::ValueValidation => {
            let source = std::error::Error::source(error).map(ToString::to_string);
            let source = source.unwrap_or_default();
            words!("{argument}: {source}", "{argument}: {source}"; argument, source)
        }
        _ => {
            let first = error.to_string().lines().next().unwrap_or_default().to_owned();
            Words::new(first.clone(), first)
        }
    };
    let told = words!(
        "giaingan: {what}{hint} (xem: giaingan help)",
        "giaingan: {what}{hint} (see: giaingan help --lang en)";
        what, hint = workspace::suggestion(near)
    );
    output::note(&harmless(told.get(lang)));
    ExitCode::from(2)
}

/// A run that could not be done.
pub(super) fn failed(error: &anyhow::Error, lang: Lang) -> ExitCode {
    let full = full(error);
    if let Some(faults) = error.downcast_ref::<Faults>().or(full.as_ref()) {
        output::note(&format!("giaingan: {}", faults.show(lang)));
        return ExitCode::from(2);
    }
    let mut text = String::new();
    for cause in error.chain() {
        let cause = cause.to_string();
        if !text.ends_with(&cause) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&cause);
        }
    }
    output::note(&format!("giaingan: {text}"));
    ExitCode::from(2)
}

/// What to do where a disk is full and no file is named: it is one of our temporary files, which have no name.
fn full(error: &anyhow::Error) -> Option<Faults> {
    let is_full = |error: &&io::Error| {
        matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
    };
    error.chain().filter_map(of_system).find(is_full).map(no_temporary)
}

/// The error of the system that a cause is, or that it is made of and does not say.
fn of_system<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a io::Error> {
    if let Some(XlsxError::IoError(error) | XlsxError::ZipError(ZipError::Io(error))) =
        cause.downcast_ref()
    {
        return Some(error);
    }
    if let Some(error) = cause.downcast_ref::<csv::Error>() {
        let csv::ErrorKind::Io(error) = error.kind() else { return None };
        return Some(error);
    }
    cause.downcast_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_by_what_to_do() {
        let of = |kind| anyhow::Error::from(io::Error::from(kind)).context("rows");
        let told = full(&of(io::ErrorKind::StorageFull)).unwrap();
        assert!(told.show(Lang::Vi).contains("đĩa đã đầy"), "{told}");
        assert!(full(&of(io::ErrorKind::NotFound)).is_none());
        let system = || io::Error::from(io::ErrorKind::StorageFull);
        assert!(full(&ZipError::Io(system()).into()).is_some());
        assert!(full(&XlsxError::IoError(system()).into()).is_some());
        assert!(full(&XlsxError::ZipError(ZipError::Io(system())).into()).is_some());
        assert!(full(&csv::Error::from(system()).into()).is_some());
    }

    #[test]
    fn a_backslash_before_the_closing_quote_is_understood() {
        let args = ["giaingan", "tong-hop", "bao cao\" -p 2024-06 --lang en", "-n"];
        let meant = meant(args.map(OsString::from).to_vec());
        assert_eq!(
            meant,
            ["giaingan", "tong-hop", "bao cao", "-p", "2024-06", "--lang", "en", "-n"]
        );
        let plain =
            ["giaingan", "-p", "quý II/2024", "--name", "UBND \"A\""].map(OsString::from).to_vec();
        assert_eq!(super::meant(plain.clone()), plain);
    }
}
