//! `remind`: the letters to those who report, and a short text for each unit.

use std::borrow::Cow;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use super::progress::Bar;
use super::reading::Unasked;
use super::{Global, Remind, output, reading};
use crate::domain::lang::{Lang, Words, words};
use crate::domain::mark;
use crate::domain::period::Period;
use crate::domain::register::Unit;
use crate::domain::settings::Letter;
use crate::render::letter::{Letters, Recipient};
use crate::run::{Run, Year};
use crate::workspace::{self, Content, Earlier, Kind, Outputs, Workspace, file_name};

/// The folder of the letters to single units.
const OF_UNITS: &str = "Don doc tung don vi";

/// Reads the reports of the period, looks who has to do what, writes the letters.
pub(super) fn run(options: &Remind, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let today = global.today();
    let (workspace, lang) = reading::open(&options.folder, stated)?;
    let say = |words: Words| words.pick(lang);
    if workspace.kind == Kind::Bare {
        bail!(say(words!(
            "thư mục này chưa có giaingan.toml và danh-muc.xlsx nên không biết đơn vị nào phải báo cáo; tạo bằng: giaingan khoi-tao",
            "this folder has no giaingan.toml and danh-muc.xlsx, and so nobody knows who has to report; make them with: giaingan init"
        )));
    }
    let letter = &workspace.settings.letter;
    if let Some(lacks) = lacking(letter) {
        bail!(say(lacks));
    }
    let unsigned = unsigned(letter);
    let asked = reading::period(&workspace, options.folder.period, Unasked::Ended, global, lang)?;
    let period = asked.expect("in a workspace some month ended last");
    let folder = options.output.clone().unwrap_or_else(|| workspace.results(period));
    if is_file(&folder) {
        let path = folder.display();
        bail!(say(words!(
            "-o là thư mục để ghi các công văn, không phải tệp: {path}",
            "-o is the folder for the letters, not a file: {path}";
            path
        )));
    }
    if !options.dry_run {
        workspace::try_out(&folder.join("don-doc.docx"))?;
    }
    let run = read(workspace, period, lang, global)?;
    reading::say_remarks(&run, lang, global)?;
    let letters = Letters::new(&run.summary, today);
    if letters.recipients.is_empty() && run.summary.register.units.iter().any(Unit::is_sample) {
        bail!(say(words!(
            "danh-muc.xlsx mới có đơn vị mẫu, không soạn công văn; ghi các đơn vị thật vào trang Đơn vị",
            "danh-muc.xlsx holds only the sample unit, no letter is written; put the real units into the sheet Đơn vị"
        )));
    }
    let mut writer = Writer {
        outputs: run.outputs(global.force),
        is_dry: options.dry_run,
        lang,
        written: String::new(),
    };
    let code = if options.obstacles {
        obstacles(&letters, &mut writer, &folder, period)?
    } else {
        remind(&letters, &mut writer, &folder, period)?
    };
    output::print(&writer.written)?;
    let kind = if options.obstacles { mark::OBSTACLES } else { mark::REMINDER };
    if let Some(words) = left_over(&letters, &writer.outputs, &folder, (kind, period)) {
        output::note(words.get(lang));
    }
    if let Some(unsigned) = unsigned.filter(|_| !global.quiet && !writer.written.is_empty()) {
        output::note(unsigned.get(lang));
    }
    std::mem::forget(run);
    Ok(code)
}

/// Whether a path is that of one file, or named as one: there are several letters.
fn is_file(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    let is_named_so = ending.is_some_and(|ending| ending == "docx" || ending == "txt");
    path.is_file() || is_named_so && !path.is_dir()
}

fn read(workspace: Workspace, period: Period, lang: Lang, global: &Global) -> Result<Run> {
    let year = Year::read(workspace, Some(period), lang, &Bar::new(global))?;
    year.summary()
}

/// The keys of `[letter]` that say nothing.
fn unset(keys: [(&str, &Option<String>); 2]) -> Option<String> {
    let unset = keys.into_iter().filter(|(_, value)| value.is_none()).map(|(key, _)| key);
    let unset: Vec<&str> = unset.collect();
    (!unset.is_empty()).then(|| unset.join(", "))
}

/// What no letter can be without.
fn lacking(letter: &Letter) -> Option<Words> {
    let keys = unset([("issuer", &letter.issuer), ("place", &letter.place)]);
    keys.map(|keys| {
        words!(
            "giaingan.toml, [letter]: thiếu {keys}; công văn phải có cơ quan ban hành (issuer) và địa danh (place), ví dụ issuer = \"UBND huyện Hữu Lũng\", place = \"Hữu Lũng\"",
            "giaingan.toml, [letter]: {keys} is missing; a letter needs the office that issues it (issuer) and its place (place), for example issuer = \"UBND huyện Hữu Lũng\", place = \"Hữu Lũng\"";
            keys
        )
    })
}

/// What the office has to write in by hand.
fn unsigned(letter: &Letter) -> Option<Words> {
    let keys = unset([("signer_title", &letter.signer_title), ("signer", &letter.signer)]);
    keys.map(|keys| {
        words!(
            "Để trống chỗ ký: giaingan.toml, [letter] chưa ghi {keys}",
            "The place for the signature is blank: giaingan.toml, [letter] does not say {keys}";
            keys
        )
    })
}

/// Puts files where they belong, or says where it would.
struct Writer {
    outputs: Outputs,
    is_dry: bool,
    lang: Lang,
    written: String,
}

impl Writer {
    fn letter(&mut self, path: PathBuf, bytes: Vec<u8>) -> Result<()> {
        let placed = match self.is_dry {
            true => self.outputs.place(&path),
            false => self.outputs.write(&path, Cursor::new(bytes)),
        };
        self.placed(placed.with_context(|| path.display().to_string())?);
        Ok(())
    }

    fn text(&mut self, path: PathBuf, text: &str) -> Result<()> {
        let placed = match self.is_dry {
            true => self.outputs.place(&path),
            false => self.outputs.write_text(&path, text),
        };
        self.placed(placed.with_context(|| path.display().to_string())?);
        Ok(())
    }

    fn placed(&mut self, placed: workspace::Placed) {
        output::placed(&placed, self.lang);
        self.written.push_str(&format!("{}\n", placed.path.display()));
    }
}

fn remind(
    letters: &Letters<'_>,
    writer: &mut Writer,
    folder: &Path,
    period: Period,
) -> Result<ExitCode> {
    if letters.recipients.iter().any(Recipient::is_reminded) {
        let name = format!("Thong bao sap den han {period}.docx");
        writer.letter(folder.join(name), letters.notice()?)?;
    }
    let is_before = letters.is_before_deadline();
    if !is_before {
        let name = format!("Cong van don doc {period}.docx");
        writer.letter(folder.join(name), letters.general()?)?;
    }
    let mut has_to_act = false;
    let is_told = |unit: &&Recipient<'_>| unit.is_reminded() || unit.is_written_to() && !is_before;
    for unit in letters.recipients.iter().filter(is_told) {
        let stem = folder.join(OF_UNITS).join(file_name(&named(unit)));
        if unit.is_written_to() && !is_before {
            has_to_act = true;
            writer.letter(with_ending(&stem, "docx"), letters.to(unit)?)?;
        }
        writer.text(with_ending(&stem, "txt"), &letters.message(unit))?;
    }
    Ok(if has_to_act { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn obstacles(
    letters: &Letters<'_>,
    writer: &mut Writer,
    folder: &Path,
    period: Period,
) -> Result<ExitCode> {
    if !letters.has_obstacles() {
        let words = words!(
            "Không có khó khăn, vướng mắc nào cấp trên phải giải quyết.",
            "No difficulty is told that a higher level must settle."
        );
        output::note(words.get(writer.lang));
        return Ok(ExitCode::SUCCESS);
    }
    let name = format!("Tong hop kho khan vuong mac {period}.docx");
    writer.letter(folder.join(name), letters.obstacles()?)?;
    Ok(ExitCode::FAILURE)
}

/// What is to be said of the letters that an earlier run wrote into the folder, of this kind and period, and this run did
/// not: a unit has reported since. Nobody may send them by mistake, and who sent them keeps them.
fn left_over(
    letters: &Letters<'_>,
    outputs: &Outputs,
    folder: &Path,
    (kind, period): (&str, Period),
) -> Option<Words> {
    let id = period.to_string();
    let is_left = |earlier: &Earlier| match &earlier.content {
        Content::Letter(says) => {
            let is = |property, what: &str| says.get(property).is_some_and(|own| own == what);
            is(mark::SHEET, mark::LETTER) && is(mark::KIND, kind) && is(mark::PERIOD, &id)
        }
        Content::Text(text) => kind == mark::REMINDER && letters.is_message(text),
    };
    let all = [folder.to_owned(), folder.join(OF_UNITS)];
    let all = all.iter().flat_map(|folder| outputs.earlier(folder)).filter(is_left);
    let all: Vec<PathBuf> = all.map(|earlier| earlier.path).collect();
    let mut names: Vec<Cow<'_, str>> =
        all.iter().filter_map(|path| Some(path.file_stem()?.to_string_lossy())).collect();
    names.dedup();
    let names = names.join("; ");
    let (count, folder, period) = (all.len(), folder.display(), period.words());
    (0 < count).then(|| {
        words!(
            "{folder} còn {count} tệp công văn, tin nhắn {period} do lần chạy trước ghi mà theo số liệu hiện có không còn phải gửi: {names}; các tệp này giữ nguyên: tệp chưa gửi thì không gửi nữa và xóa, tệp đã gửi thì lưu",
            "{folder} still holds {count} letters and texts for {period} that an earlier run wrote and that by today's figures are not to be sent: {names}; they stay: delete what was not sent, file what was";
            folder, count, period, names
        )
    })
}

/// The name of a unit's letter; a unit that has no code but its name is named once.
fn named(unit: &Recipient<'_>) -> String {
    match unit.code.as_str() {
        code if code == unit.name => code.to_owned(),
        code => format!("{code} - {}", unit.name),
    }
}

fn with_ending(stem: &Path, ending: &str) -> PathBuf {
    let mut name = stem.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_to_a_folder_not_to_a_file() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(is_file(file.path()) && is_file(Path::new("khong-co/x.DOCX")));
        assert!(!is_file(Path::new("khong-co/van-ban")) && !is_file(&std::env::temp_dir()));
    }
}
