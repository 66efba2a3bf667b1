//! The help in English, put over the Vietnamese one where `--lang en` asks for it.

use clap::{Arg, Command};

/// The words that clap itself says.
pub(super) const WORDS: super::HelpWords = super::HelpWords {
    usage: "Usage",
    commands: "Commands",
    arguments: "Arguments",
    options: "Options",
    help: "Print help",
    version: "Print version",
    help_command: "Print help for the program or a command",
};

/// About texts by command.
const ABOUT: [(&str, &str); 11] = [
    (
        "giaingan",
        "Add up the disbursement of the National Target Programs from the units' Excel reports",
    ),
    ("init", "Make a workspace with a giaingan.toml and a danh-muc.xlsx to fill in"),
    ("template", "Issue forms prefilled with the plan, one workbook per unit"),
    (
        "receive",
        "Receive files from units: copy them into nop/<period>, register day, time and SHA-256, print a receipt",
    ),
    ("check", "Check the units' reports and name the faulty cells"),
    ("aggregate", "Add up disbursement rates and write the consolidated workbook (.xlsx)"),
    ("status", "Say which units have submitted, are late or missing"),
    ("__named", "Check the files that are named"),
    (
        "remind",
        "Write the letters (.docx) to all and to each unit, and a short text for each unit (.txt)",
    ),
    ("explain", "Explain a rule: what it checks, why, how to mend it"),
    ("completions", "Print a completion script for a shell (bash, zsh, fish, powershell)"),
];

/// Help texts by argument.
const HELP: [(&str, &str); 23] = [
    ("lang", "Language: vi or en (default: of giaingan.toml)"),
    ("color", "Use colour: auto, always, never (NO_COLOR counts too)"),
    (
        "force",
        "Replace also a file that giaingan did not write or that was changed since (never what units sent, danh-muc.xlsx, giaingan.toml)",
    ),
    ("quiet", "Print no notes"),
    ("today", "Take this day for today (YYYY-MM-DD), so that a re-run gives the same"),
    ("dir", "The folder to make"),
    ("year", "Budget year (default: this year)"),
    ("of_year", "Add a table of the months of this year"),
    ("name", "Name of the office"),
    ("authority", "The authority above it, e.g. \"UBND huyện Hữu Lũng\""),
    ("path", "A workspace, or any folder of reports"),
    (
        "period",
        "Period: 2024-06, 6/2024, 2024-Q2, \"quý II/2024\", 2024-H1, 2024-9M, 2024, 2024-07-12",
    ),
    (
        "paths",
        "Files, or folders of files, that units sent; without any, what lies in nop/ already is registered. If the first is a workspace (it has a giaingan.toml) they go there, else into the workspace in the current folder",
    ),
    (
        "received",
        "When it came, where that was before now: 2024-07-02, \"2/7/2024 16:55\" (day first), 2024-07-02T16:55+07:00",
    ),
    ("format", "Print: text or json"),
    ("output", "Write to this file or folder"),
    ("dry_run", "Print only, write no file"),
    (
        "send_back",
        "Write for each unit with something to mend or to explain a form to send back: its figures, the faulty cells marked, a sheet of what to mend",
    ),
    (
        "obstacles",
        "Write only the letter of difficulties that a higher level must settle, a table for each level",
    ),
    ("units", "Only this unit (may be repeated)"),
    ("by", "Put together by: unit (whom to call) or rule (what goes wrong most)"),
    ("codes", "Code of the rule, e.g. GN402 (one or several); without it all are listed"),
    ("shell", "The shell"),
];

fn of(texts: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    texts.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The command with its texts in English.
pub(super) fn translated(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let mut command = match of(&ABOUT, &name) {
        Some(about) => command.about(about),
        None => command,
    };
    let examples =
        command.get_after_help().map(|text| text.to_string().replace("Ví dụ:", "Examples:"));
    if let Some(examples) = examples {
        command = command.after_help(examples);
    }
    let help = |arg: Arg| match of(&HELP, arg.get_id().as_str()) {
        Some(text) => arg.help(text),
        None => arg,
    };
    command.mut_args(help).mut_subcommands(translated)
}

/// Texts that have no English, by command and argument.
#[cfg(test)]
pub(super) fn untranslated(command: &Command) -> Vec<String> {
    let name = command.get_name();
    let mut missing = Vec::new();
    if of(&ABOUT, name).is_none() {
        missing.push(name.to_owned());
    }
    for arg in command.get_arguments() {
        if of(&HELP, arg.get_id().as_str()).is_none() {
            missing.push(format!("{name} {}", arg.get_id()));
        }
    }
    missing.extend(command.get_subcommands().flat_map(untranslated));
    missing
}
