//! `init`: a new workspace to fill in.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::Datelike;

use super::{Global, Init, output};
use crate::domain::catalogue::Catalogue;
use crate::domain::lang::{Lang, Words, words};
use crate::domain::year::is_year;
use crate::render::{register, terminal};
use crate::workspace::{self, Outputs};

/// Writes `giaingan.toml`, `danh-muc.xlsx`, the empty folders and the scripts as far as they are missing; never over files that are there.
pub(super) fn run(options: &Init, global: &Global, stated: Option<Lang>) -> Result<ExitCode> {
    let lang = stated.unwrap_or_default();
    let dir = &options.dir;
    let files = [dir.join("giaingan.toml"), dir.join("danh-muc.xlsx")];
    if files.iter().all(|path| path.exists()) {
        return complete(dir, global, lang);
    }
    let today = global.today();
    let year = options.year.unwrap_or(today.year());
    if !is_year(year) {
        bail!("{}", words!("năm {year} không hợp lệ", "{year} is no year"; year).get(lang));
    }
    let name = options.name.as_deref().unwrap_or("Phòng Tài chính - Kế hoạch huyện …");
    let authority = options.authority.as_deref().unwrap_or("UBND huyện …");
    let settings = settings(name, authority, year);
    for folder in ["nop", "bieu-mau", "ket-qua"] {
        std::fs::create_dir_all(dir.join(folder)).with_context(|| dir.display().to_string())?;
    }
    // What is there stays: a run that was cut off is finished by the next.
    if !files[0].exists() {
        workspace::write(&files[0], settings.as_bytes())?;
    }
    if !files[1].exists() {
        workspace::write(&files[1], &*register::empty(&Catalogue::embedded(), year)?)?;
    }
    scripts(dir, global)?;
    let steps = [
        (
            "Khai báo cơ quan, thời hạn",
            "Say who you are and when reports are due",
            files[0].display().to_string(),
        ),
        ("Điền đơn vị và kế hoạch vốn", "Fill in units and plan", files[1].display().to_string()),
        (
            "Phát hành biểu mẫu",
            "Issue the forms",
            format!("giaingan bieu-mau {} -p {year}-01", output::typed(dir)),
        ),
        (
            "Đặt báo cáo của đơn vị vào",
            "Put the units' reports into",
            dir.join("nop").join(format!("{year}-01")).display().to_string(),
        ),
        (
            "Không gõ lệnh: bấm đúp vào các tệp .cmd, .sh; cách dùng ở",
            "Without typing: the .cmd and .sh files; how to use them",
            dir.join("huong-dan.txt").display().to_string(),
        ),
    ];
    let steps: Vec<(String, String)> = steps
        .into_iter()
        .map(|(vi, en, place)| (Words::new(vi, en).get(lang).to_owned(), place))
        .collect();
    output::print(terminal::next_steps(&steps, lang).trim_start())?;
    Ok(ExitCode::SUCCESS)
}

/// The scripts to click on and the page about them, as far as they are missing or old.
fn scripts(dir: &Path, global: &Global) -> Result<Vec<String>> {
    let root = std::path::absolute(dir)?;
    let mut outputs = Outputs::new([], global.force).of(&root);
    workspace::scripts::write(&root, &std::env::current_exe().unwrap_or_default(), &mut outputs)
}

/// What an earlier version did not write is added to a workspace; where nothing is missing none is made.
fn complete(dir: &Path, global: &Global, lang: Lang) -> Result<ExitCode> {
    let added = scripts(dir, global)?;
    let dir = dir.display();
    if added.is_empty() {
        let words = words!(
            "{dir} đã là thư mục làm việc; chọn thư mục khác để không ghi đè",
            "{dir} is a workspace already; choose another folder so that nothing is overwritten";
            dir
        );
        bail!("{}", words.get(lang));
    }
    let words = words!(
        "{dir} đã là thư mục làm việc; chỉ thêm: {added}",
        "{dir} is a workspace already; only these were added: {added}";
        dir, added = added.join(", ")
    );
    output::print(&format!("{}\n", words.get(lang)))?;
    Ok(ExitCode::SUCCESS)
}

/// The commented settings with what is known already.
fn settings(name: &str, authority: &str, year: i32) -> String {
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    include_str!("../workspace/giaingan.toml")
        .replace("{name}", &quoted(name))
        .replace("{authority}", &quoted(authority))
        .replace("{year}", &year.to_string())
}
