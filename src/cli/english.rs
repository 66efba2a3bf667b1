//! The help in English, put over the Vietnamese one where `--lang en` asks for it.

use clap::{Arg, Command};

/// About texts by command.
const ABOUT: [(&str, &str); 16] = [
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
    (
        "export",
        "Export the figures of a period for other programs: CSV and Parquet, a row a figure, with a description of the columns",
    ),
    ("status", "Say which units have submitted, are late or missing"),
    ("giaingan PATH", "Check the files or folders that are named"),
    (
        "remind",
        "Write the letters (.docx) to all and to each unit, and a short text for each unit (.txt)",
    ),
    (
        "compare",
        "Compare two periods, or a period with its closed edition: why the disbursement rate moved",
    ),
    (
        "close",
        "Close a period: keep its workbook, figures, settings and list of files as they are in chot/<period>",
    ),
    ("reopen", "Open a closed period again, back from the last one closed; its editions are kept"),
    (
        "trace",
        "Trace: which cells of the units' files a total is made of, or which totals a cell is in",
    ),
    ("explain", "Explain a rule: what it checks, why, how to mend it"),
    ("completions", "Print a completion script for a shell (bash, zsh, fish, powershell)"),
];

/// What stands below the help of a command.
const EXAMPLES: [(&str, &str); 14] = [
    (
        "giaingan",
        "  giaingan init huu-lung-2024              make a workspace
  giaingan aggregate huu-lung-2024 -p 2024-06
  giaingan aggregate huu-lung-2024 -p 2024-Q2
  giaingan status huu-lung-2024 -p 6/2024",
    ),
    (
        "init",
        "  giaingan init huu-lung-2024 --year 2024 --name \"Phòng Tài chính - Kế hoạch huyện Hữu Lũng\"",
    ),
    ("template", "  giaingan template -p 2024-06\n  giaingan template -p 2024-06 --unit HL-05"),
    (
        "receive",
        "  giaingan receive -p 2024-06 \"downloads/BC T6 Cai Kinh.xlsx\"
  giaingan receive huu-lung-2024 downloads    a whole folder, each file by its own period
  giaingan receive -p 2024-06 --received \"2/7/2024 16:55\" report.xlsx
  giaingan receive -p 2024-06    registers what lies in nop/2024-06 already",
    ),
    (
        "check",
        "  giaingan check -p 2024-06
  giaingan check -p 2024-06 --by rule
  giaingan check reports-of-june --format json
  giaingan check -p 2024-06 --return    writes the forms to send back into tra-lai/2024-06",
    ),
    (
        "aggregate",
        "  giaingan aggregate -p 2024-06\n  giaingan aggregate huu-lung-2024 -p 2024-Q2 -o second-quarter.xlsx\n  giaingan aggregate -p 2024-06 --html    the page on one A4 besides",
    ),
    (
        "export",
        "  giaingan export -p 2024-06    written into ket-qua/2024-06\n  giaingan export huu-lung-2024 -p 2024-Q2 -o \"D:/figures\"",
    ),
    ("status", "  giaingan status -p 2024-06\n  giaingan status --year 2024"),
    (
        "remind",
        "  giaingan remind    of the month that ended last; written into ket-qua/<period>
  giaingan remind -p 2024-06 --today 2024-07-06
  giaingan remind -p 2024-06 --obstacles    the letter of difficulties by the level that can settle them",
    ),
    (
        "compare",
        "  giaingan compare -p 2024-06 --with 2024-05
  giaingan compare -p 2024-05 --with 2024-05    what the files say now beside what was closed
  giaingan compare -p 2024-06 --with \"chot/2024-06/1/Tong hop giai ngan 2024-06.xlsx\"",
    ),
    (
        "close",
        "  giaingan close -p 2024-05
  giaingan close -p 2024-05 --accept \"Yên Bình asked for more time\"    closes although units are silent; the reason is kept",
    ),
    ("reopen", "  giaingan reopen -p 2024-05 --reason \"the district asks for it again\""),
    (
        "trace",
        "  giaingan trace -p 2024-06 gn recurrent HL-05    the cumulative of a program, a funding type, a unit
  giaingan trace -p 2024-06 \"Tổng hợp!F12\"    a cell of the consolidated workbook
  giaingan trace -p 2024-06 \"xa-a.xlsx!Vốn sự nghiệp!H23\"    a cell of a file that a unit sent
  giaingan trace -p 2024-06 ntm plan --in \"D:/communes\"    through the workbook of an office below to the communes' files",
    ),
    ("explain", "  giaingan explain\n  giaingan explain GN402 gn601"),
];

/// What values are called.
const VALUES: [(&str, &str); 17] = [
    ("NGÔN NGỮ", "LANGUAGE"),
    ("KHI NÀO", "WHEN"),
    ("NGÀY", "DAY"),
    ("NGÀY GIỜ", "TIME"),
    ("THƯ MỤC", "FOLDER"),
    ("NĂM", "YEAR"),
    ("TÊN", "NAME"),
    ("KỲ", "PERIOD"),
    ("DẠNG", "FORMAT"),
    ("CÁCH", "BY"),
    ("TỆP", "FILE"),
    ("MÃ", "CODE"),
    ("[THƯ MỤC LÀM VIỆC] TỆP", "[WORKSPACE] FILE"),
    ("TRÌNH", "SHELL"),
    ("LÝ DO", "REASON"),
    ("KỲ HOẶC TỆP", "PERIOD OR FILE"),
    ("[THƯ MỤC] KHÓA", "[FOLDER] KEY"),
];

/// Help texts by argument.
const HELP: [(&str, &str); 30] = [
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
        "Period: 2024-06, 6/2024, 6 (June of the year in giaingan.toml), 2024-Q2, \"quý II/2024\", 2024-H1, 2024-9M, 2024, 2024-07-12",
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
    (
        "html",
        "Write a page (HTML) beside the workbook, which prints on one A4: rates, who must act, what changed, what cannot be reached any more",
    ),
    ("open", "Open the workbook that was written"),
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
    (
        "key",
        "What to trace, in words (program, funding type, source, plan year, unit, measure, in any order), or a cell: \"Tổng hợp!F12\", \"xa-a.xlsx!Vốn sự nghiệp!H23\". If the first word is a folder it is traced there",
    ),
    (
        "below",
        "Look for the files of offices below in this folder, by the SHA-256 that their workbook names",
    ),
    ("codes", "Code of the rule, e.g. GN402 (one or several); without it all are listed"),
    (
        "accept",
        "Close although units are silent, files cannot be used or cells are not in the totals; the reason is kept for each unit",
    ),
    (
        "with",
        "Compare with this period (with that of -p itself: with its closed edition), or with a consolidated workbook (.xlsx)",
    ),
    ("reason", "Why it is opened again"),
    ("shell", "The shell: bash, zsh, fish, powershell, elvish"),
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
    if command.get_after_help().is_some()
        && let Some(examples) = of(&EXAMPLES, &name)
    {
        command = command.after_help(format!("Examples:\n{examples}"));
    }
    let help = |arg: Arg| {
        let arg = match of(&HELP, arg.get_id().as_str()) {
            Some(text) => arg.help(text),
            None => arg,
        };
        match value(&arg).and_then(|name| of(&VALUES, &name)) {
            Some(name) => arg.value_name(name),
            None => arg,
        }
    };
    command.mut_args(help).mut_subcommands(translated)
}

/// What the value of an argument is called.
fn value(arg: &Arg) -> Option<String> {
    Some(arg.get_value_names()?.first()?.to_string())
}

/// Texts that have no English, by command and argument.
#[cfg(test)]
pub(super) fn untranslated(command: &Command) -> Vec<String> {
    let name = command.get_name();
    let mut missing = Vec::new();
    if of(&ABOUT, name).is_none() {
        missing.push(name.to_owned());
    }
    if command.get_after_help().is_some() && of(&EXAMPLES, name).is_none() {
        missing.push(format!("{name}: examples"));
    }
    for arg in command.get_arguments() {
        if of(&HELP, arg.get_id().as_str()).is_none() {
            missing.push(format!("{name} {}", arg.get_id()));
        }
        if arg.get_action().takes_values()
            && value(arg).is_none_or(|name| of(&VALUES, &name).is_none())
        {
            missing.push(format!("{name} {}: value", arg.get_id()));
        }
    }
    missing.extend(command.get_subcommands().flat_map(untranslated));
    missing
}
