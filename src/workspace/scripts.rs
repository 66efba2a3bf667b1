//! What a clerk without a terminal clicks on: a script for each job of the month, and one page that says how to use them.

use std::path::Path;

use anyhow::Result;

use super::Outputs;

/// A job, for which there is a script on Windows and one for other systems.
struct Script {
    /// The name of both, without an extension.
    name: &'static str,
    /// What it does, in a line.
    about: &'static str,
    /// The command and its options.
    command: &'static str,
    asks: Asks,
}

/// What a job wants to know.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    /// Files, which are dropped on it.
    Files,
    /// A period, which is typed after this question. Without one it is that which the command takes.
    Period(&'static str, Dropped),
}

/// What becomes of files that are dropped on a job of a period.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dropped {
    /// Only they are looked at, and nothing is kept.
    Checked,
    /// They are left alone, and where they belong is said.
    Refused,
}

const OR_ENTER: &str = "Kỳ báo cáo (ví dụ: 6, quy 2, 6 thang; Enter: kỳ đang làm): ";

const SCRIPTS: [Script; 6] = [
    Script {
        name: "Tiep nhan",
        about: "Thả các tệp đơn vị gửi lên tệp này để tiếp nhận; bấm đúp để ghi sổ các tệp đã nằm trong nop.",
        command: "tiep-nhan",
        asks: Asks::Files,
    },
    Script {
        name: "Kiem tra",
        about: "Kiểm tra báo cáo của các đơn vị, ghi biểu gửi lại vào tra-lai; thả tệp lên để chỉ xem lỗi của tệp đó.",
        command: "kiem-tra --tra-lai",
        asks: Asks::Period(OR_ENTER, Dropped::Checked),
    },
    Script {
        name: "Tong hop",
        about: "Tổng hợp, ghi sổ tổng hợp vào ket-qua và mở sổ đó.",
        command: "tong-hop --open",
        asks: Asks::Period(OR_ENTER, Dropped::Refused),
    },
    Script {
        name: "Tinh hinh",
        about: "Xem đơn vị nào đã nộp, nộp chậm, chưa nộp.",
        command: "tinh-hinh",
        asks: Asks::Period(OR_ENTER, Dropped::Refused),
    },
    Script {
        name: "Bieu mau",
        about: "Phát hành biểu mẫu của một kỳ vào bieu-mau.",
        command: "bieu-mau",
        asks: Asks::Period("Phát hành biểu mẫu của kỳ nào (ví dụ: 6, quy 2): ", Dropped::Refused),
    },
    Script {
        name: "Don doc",
        about: "Soạn công văn đôn đốc vào ket-qua.",
        command: "don-doc",
        asks: Asks::Period(OR_ENTER, Dropped::Refused),
    },
];

/// Writes what is missing of the scripts and the page into a workspace, and anew what an earlier version wrote; what the
/// office changed stays. The names of what was written.
///
/// # Errors
/// A file that cannot be written.
pub(crate) fn write(root: &Path, place: &Path, outputs: &mut Outputs) -> Result<Vec<String>> {
    let mut written = Vec::new();
    let place = place.to_string_lossy();
    for script in &SCRIPTS {
        let name = format!("{}.cmd", script.name);
        if outputs.renew_text(&root.join(&name), &script.of_windows(&place))? {
            written.push(name);
        }
        let name = format!("{}.sh", script.name);
        let path = root.join(&name);
        if outputs.renew_text(&path, &script.of_shell(&place))? {
            make_executable(&path)?;
            written.push(name);
        }
    }
    let guide = format!("\u{feff}{}", with_returns(include_str!("scripts/huong-dan.txt")));
    if outputs.renew_text(&root.join("huong-dan.txt"), &guide)? {
        written.push("huong-dan.txt".to_owned());
    }
    Ok(written)
}

impl Script {
    /// For Windows: no name of a file is read again after it was put in, so that `%`, `!` and `&` in it stay letters.
    fn of_windows(&self, place: &str) -> String {
        let command = self.command;
        let files = "set files=\n:next\nif \"%~1\"==\"\" goto run\nset files=%files% \"%~f1\"\nshift\ngoto next\n:run";
        let words = match self.asks {
            Asks::Files => format!("{files}\n\"%giaingan%\" {command} \"%here%\" %files%"),
            Asks::Period(question, dropped) => {
                let dropped = match dropped {
                    // In a folder of its own the program knows whose files these are.
                    Dropped::Checked => {
                        format!(
                            "{files}\npushd \"%~dp0\"\n\"%giaingan%\" %files%\nset code=%errorlevel%\npopd\ngoto end"
                        )
                    }
                    Dropped::Refused => {
                        let echoed: String =
                            self.refusal().iter().map(|line| format!("echo {line}\n")).collect();
                        format!("{echoed}set code=2\ngoto end")
                    }
                };
                format!(
                    "set \"period=%~1\"\nif not defined period goto ask\n\
                     rem What is dropped has a whole path.\n\
                     if \"%period:~1,1%\"==\":\" goto dropped\n\
                     if \"%period:~0,2%\"==\"\\\\\" goto dropped\n\
                     :ask\nif not defined period set /p \"period={question}\"\n\
                     if defined period (set period=-p \"%period%\") else set period=\n\
                     \"%giaingan%\" {command} \"%here%\" %period%\ngoto done\n\
                     :dropped\n{dropped}\n:done"
                )
            }
        };
        // A program of another system is none here, and a percent sign of the path is none of a variable.
        let place = if place.ends_with(".exe") { place.replace('%', "%%") } else { String::new() };
        with_returns(&self.filled(include_str!("scripts/script.cmd"), &place, &words))
    }

    /// What is said of files that were dropped where they are no help.
    fn refusal(&self) -> [String; 2] {
        let name = self.name;
        [
            format!("\"{name}\" không nhận tệp thả lên; bấm đúp rồi gõ kỳ báo cáo."),
            "Tệp báo cáo của đơn vị: thả lên \"Tiep nhan\" để tiếp nhận, thả lên \"Kiem tra\" để chỉ xem lỗi.".to_owned(),
        ]
    }

    fn of_shell(&self, place: &str) -> String {
        let command = self.command;
        let words = match self.asks {
            Asks::Files => format!("  \"$giaingan\" {command} \"$here\" \"$@\""),
            Asks::Period(question, dropped) => {
                let dropped = match dropped {
                    Dropped::Checked => "    (cd \"$here\" && \"$giaingan\" \"$@\")\n".to_owned(),
                    Dropped::Refused => {
                        let lines = self.refusal();
                        let echoed: String =
                            lines.iter().map(|line| format!("    echo '{line}'\n")).collect();
                        format!("{echoed}    (exit 2)\n")
                    }
                };
                format!(
                    "  period=$1\n  case $period in\n  # What is dropped has a whole path.\n  /*)\n{dropped}    ;;\n  *)\n    \
                     if [ -z \"$period\" ]; then\n      printf '%s' '{question}'\n      read -r period\n    fi\n    \
                     \"$giaingan\" {command} \"$here\" ${{period:+-p \"$period\"}}\n    ;;\n  esac"
                )
            }
        };
        let place = format!("'{}'", place.replace('\'', r"'\''"));
        self.filled(include_str!("scripts/script.sh"), &place, &words)
    }

    fn filled(&self, form: &str, place: &str, words: &str) -> String {
        let form = form.replace("\r\n", "\n");
        form.replace("{about}", self.about).replace("{words}", words).replace("{place}", place)
    }
}

/// With the ends of lines that Notepad and the command processor of Windows want.
fn with_returns(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut rights = std::fs::metadata(path)?.permissions();
    // Who may read it may run it.
    rights.set_mode(rights.mode() | (rights.mode() & 0o444) >> 2);
    Ok(std::fs::set_permissions(path, rights)?)
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_of_windows_names_the_program_as_it_is_called() {
        let text = SCRIPTS[0].of_windows(r"C:\Phần mềm\100% & 'a'!\giaingan.exe");
        let path = r"C:\Phần mềm\100%% & 'a'!\giaingan.exe";
        assert!(
            text.contains(&format!("if exist \"{path}\" set \"giaingan={path}\"\r\n")),
            "{text}"
        );
        assert!(!SCRIPTS[0].of_windows("/usr/bin/giaingan").contains("/usr/bin"));
    }

    #[test]
    fn a_script_of_the_shell_names_the_program_as_it_is_called() {
        let text = SCRIPTS[0].of_shell("/opt/$HOME 'a' `b`/giaingan");
        assert!(text.contains(r"'/opt/$HOME '\''a'\'' `b`/giaingan'"), "{text}");
    }
}
