//! The help in one language throughout: what clap says of itself in English alone is told here.

use clap::builder::{PossibleValuesParser, Resettable};
use clap::{Arg, Command};
use clap_complete::Shell;

use super::english;
use crate::domain::lang::{Lang, Text};

const USAGE: Text = Text { vi: "Cách dùng", en: "Usage" };
const COMMANDS: Text = Text { vi: "Lệnh", en: "Commands" };
const ARGUMENTS: Text = Text { vi: "Đối số", en: "Arguments" };
const OPTIONS: Text = Text { vi: "Tham số", en: "Options" };
const HELP: Text = Text { vi: "In trợ giúp", en: "Print help" };
const VERSION: Text = Text { vi: "In phiên bản", en: "Print version" };
const HELP_COMMAND: Text = Text {
    vi: "In trợ giúp của chương trình hoặc của một lệnh",
    en: "Print help for the program or a command",
};
const WHICH_COMMAND: Text = Text { vi: "Lệnh cần xem", en: "The command" };
const OTHER_NAME: Text = Text { vi: "tên khác", en: "alias" };
const DEFAULT: Text = Text { vi: "mặc định", en: "default" };

/// The ways to call the program.
const WAYS: Text = Text {
    vi: "
  giaingan                    trong thư mục làm việc: đang ở đâu, việc gì tiếp theo
  giaingan TỆP…               kiểm tra các tệp, thư mục được nêu tên
  giaingan LỆNH [THAM SỐ]     làm một việc; xem từng lệnh: giaingan LỆNH --help",
    en: "
  giaingan                    in a workspace: where things stand, what comes next
  giaingan FILE…              check the files or folders that are named
  giaingan COMMAND [OPTIONS]  do a job; for each command: giaingan COMMAND --help",
};

/// A command with its help in a language, ready to parse.
pub(super) fn told(command: Command, lang: Lang) -> Command {
    let mut command = noted(translated(command, lang), lang);
    command.build();
    worded(command, lang)
}

/// The script that completes the command line in a shell. Other names stay names of their own in it.
pub(super) fn completions(command: Command, shell: Shell, lang: Lang) -> Vec<u8> {
    let mut command = match lang {
        Lang::Vi => command,
        Lang::En => nameless(english::translated(command)),
    };
    command.build();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut worded(command, lang), "giaingan", &mut script);
    script
}

fn translated(command: Command, lang: Lang) -> Command {
    match lang {
        Lang::Vi => command,
        Lang::En => english::translated(command),
    }
}

/// Without what the values of an argument are said to mean: that is Vietnamese, and their names are English.
fn nameless(command: Command) -> Command {
    let of = |arg: Arg| {
        let values: Vec<String> =
            arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        match values.is_empty() || !arg.get_action().takes_values() {
            true => arg,
            false => arg.value_parser(PossibleValuesParser::new(values)),
        }
    };
    command.mut_args(of).mut_subcommands(nameless)
}

/// With the other names, and what holds where nothing is typed, behind the texts.
fn noted(command: Command, lang: Lang) -> Command {
    let names: Vec<String> = command.get_visible_aliases().map(str::to_owned).collect();
    let mut command = command.visible_alias(Resettable::Reset);
    if !names.is_empty() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let note = format!("[{}: {}]", OTHER_NAME.get(lang), names.join(", "));
        command = command.about(format!("{about} {note}")).aliases(names);
    }
    command.mut_args(|arg| noted_arg(arg, lang)).mut_subcommands(|below| noted(below, lang))
}

fn noted_arg(arg: Arg, lang: Lang) -> Arg {
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let names: Vec<String> =
        arg.get_visible_aliases().unwrap_or_default().into_iter().map(str::to_owned).collect();
    let mut arg = arg.visible_alias(Resettable::Reset);
    if !names.is_empty() {
        let shown = names.iter().map(|name| format!("--{name}")).collect::<Vec<_>>().join(", ");
        help.push_str(&format!(" [{}: {shown}]", OTHER_NAME.get(lang)));
        arg = arg.aliases(names);
    }
    if !arg.is_hide_default_value_set() && !arg.get_default_values().is_empty() {
        let values = arg.get_default_values().iter().map(|value| value.to_string_lossy());
        let values = values.collect::<Vec<_>>().join(", ");
        help.push_str(&format!(" [{}: {values}]", DEFAULT.get(lang)));
        arg = arg.hide_default_value(true);
    }
    arg.help(help)
}

/// Puts our words over clap's own, for a command that was built and all below it.
fn worded(mut command: Command, lang: Lang) -> Command {
    let is_help = command.get_name() == "help";
    let is_whole = command.get_name() == "giaingan";
    command = command.mut_args(|arg| match arg.get_id().as_str() {
        "help" => arg.help(HELP.get(lang)).long_help(None::<&str>),
        "version" => arg.help(VERSION.get(lang)),
        "subcommand" => arg.help(WHICH_COMMAND.get(lang)).value_name(match lang {
            Lang::Vi => "LỆNH",
            Lang::En => "COMMAND",
        }),
        _ => arg,
    });
    let usage = match is_whole {
        true => WAYS.get(lang).to_owned(),
        false => {
            let usage = command.render_usage().to_string();
            let usage = usage.trim_start_matches("Usage:").trim();
            match lang {
                Lang::Vi => format!(" {}", usage.replace("[OPTIONS]", "[THAM SỐ]")),
                Lang::En => format!(" {usage}"),
            }
        }
    };
    let mut template = format!("{{about}}\n\n{}:{usage}\n", USAGE.get(lang));
    if command.has_subcommands() && !is_help {
        template.push_str(&format!("\n{}:\n{{subcommands}}\n", COMMANDS.get(lang)));
    }
    if command.get_positionals().next().is_some() {
        template.push_str(&format!("\n{}:\n{{positionals}}\n", ARGUMENTS.get(lang)));
    }
    template.push_str(&format!("\n{}:\n{{options}}{{after-help}}", OPTIONS.get(lang)));
    command = command.help_template(template);
    if is_help {
        command = command.about(HELP_COMMAND.get(lang));
    }
    command.mut_subcommands(|below| worded(below, lang))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::{Cli, Naming};

    /// What every command says of itself.
    fn texts(mut command: Command) -> Vec<String> {
        let whole = command.render_help().to_string();
        let below = command.get_subcommands().filter(|of| of.get_name() != "help");
        std::iter::once(whole).chain(below.cloned().flat_map(texts)).collect()
    }

    #[test]
    fn the_help_is_in_one_language() {
        let of_clap = [
            "[OPTIONS]",
            "[COMMAND]",
            "[default",
            "[alias",
            "Usage",
            "Print ",
            "Options:",
            "possible values",
        ];
        for text in
            [Cli::command(), Naming::command()].into_iter().flat_map(|of| texts(told(of, Lang::Vi)))
        {
            assert!(!of_clap.iter().any(|word| text.contains(word)), "{text}");
        }
        // Names of offices and of periods stay as they are typed.
        let ours = [
            "Ví dụ",
            "THƯ MỤC",
            "TỆP",
            "mặc định",
            "tên khác",
            "Cách dùng",
            "khoi-tao huu",
            "LỆNH",
        ];
        for text in
            [Cli::command(), Naming::command()].into_iter().flat_map(|of| texts(told(of, Lang::En)))
        {
            assert!(!ours.iter().any(|word| text.contains(word)), "{text}");
        }
    }

    #[test]
    fn a_shell_completes_both_names_of_a_command_in_the_language_asked_for() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell, Shell::Elvish] {
            for (lang, other) in [(Lang::Vi, "Print help"), (Lang::En, "Kiểm tra")] {
                let script = String::from_utf8(completions(Cli::command(), shell, lang)).unwrap();
                for name in ["check", "kiem-tra", "tra-lai"] {
                    assert!(script.contains(name), "{shell} {name}");
                }
                for name in ["__named", "__read", other] {
                    assert!(!script.contains(name), "{shell} {name}");
                }
            }
        }
    }
}
